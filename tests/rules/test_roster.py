"""Who is shown where, who may be ticked, who may be the same person, and when trainings end: tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.rules.model import Grant, Person, Profile, Qualification, Reach
from bot.rules.policy import Policy
from bot.rules.roster import (
    PAGE,
    Act,
    Entry,
    Show,
    Shown,
    belongs,
    found,
    listed,
    page,
    same_person,
    shown_of,
    tickable,
    ticked,
)
from bot.rules.trainings import ended, ends_at, months_later, notice_at

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
RIDE, HOTLINE = Qualification.RIDESHARE, Qualification.HOTLINE


def entry(number: int, name: str, *grants: Grant, reach: Reach = Reach.YES) -> Entry:
    return Entry(Person(number, "en", reach, grants=grants), Profile(name))


FOREVER = Grant(RIDE, NOW - timedelta(days=9))
ENDS = Grant(RIDE, NOW - timedelta(days=9), NOW + timedelta(seconds=1))
ENDED = Grant(RIDE, NOW - timedelta(days=9), NOW)


@pytest.mark.parametrize(
    ("one", "shown", "is_shown"),
    [
        (entry(1, "A"), Show.ALL, True),
        (entry(1, "A"), Show.CONNECTED, True),
        (entry(1, "A", reach=Reach.NO), Show.CONNECTED, False),
        (entry(1, "A", reach=Reach.UNKNOWN), Show.NOT_CONNECTED, True),
        (entry(1, "A"), Show.NOT_CONNECTED, False),
        (entry(1, "A"), Show.UNTRAINED, True),
        (entry(1, "A", FOREVER), Show.UNTRAINED, False),
        (entry(1, "A", ENDS), Show.UNTRAINED, False),
        (entry(1, "A", ENDED), Show.UNTRAINED, True),
        (entry(1, "A", FOREVER), RIDE, True),
        (entry(1, "A", ENDED), RIDE, False),
        (entry(1, "A", FOREVER), HOTLINE, False),
    ],
)
def test_who_is_shown(one: Entry, shown: Shown, is_shown: bool) -> None:
    assert belongs(one, shown, NOW) is is_shown


@pytest.mark.parametrize(
    ("word", "shown"),
    [("all", Show.ALL), ("untrained", Show.UNTRAINED), ("hotline", HOTLINE), ("", Show.ALL), ("<script>", Show.ALL)],
)
def test_what_a_button_asks_to_see(word: str, shown: Shown) -> None:
    assert shown_of(word) is shown


def test_people_stand_in_the_order_of_their_names() -> None:
    people = [entry(1, "zoe"), entry(2, "Ángel"), entry(4, "Bo"), entry(3, "bo")]
    assert [one.person.id for one in listed(people, Show.ALL, NOW)] == [2, 3, 4, 1]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("dan", [2, 1]),
        ("DÁN", [2, 1]),
        ("bro", [1]),
        ("brown dan", [1]),
        ("dan zzz", []),
        ("an", []),
        ("  ", []),
        ("lucía", [3]),
    ],
)
def test_found_by_a_few_letters(words: str, ids: list[int]) -> None:
    people = [entry(1, "Dan Brown"), entry(2, "Dánae"), entry(3, "Maria Lucia")]
    assert sorted(one.person.id for one in found(people, words)) == sorted(ids)


@pytest.mark.parametrize(
    ("total", "asked", "number", "pages", "length"),
    [(0, 0, 0, 1, 0), (8, 0, 0, 1, 8), (9, 1, 1, 2, 1), (9, 7, 1, 2, 1), (9, -3, 0, 2, 8), (75, 9, 9, 10, 3)],
)
def test_pages(total: int, asked: int, number: int, pages: int, length: int) -> None:
    shown = page(range(total), asked)
    assert (shown.number, shown.pages, len(shown.items), shown.total) == (number, pages, length, total)
    assert PAGE == 8


def test_who_can_be_ticked() -> None:
    people = [entry(1, "A"), entry(2, "B", FOREVER), entry(3, "C", ENDED)]
    assert [one.person.id for one in tickable(people, Act.GRANT, RIDE, NOW)] == [1, 3]
    assert [one.person.id for one in tickable(people, Act.REVOKE, RIDE, NOW)] == [2, 3]


def test_a_tick_turns_over() -> None:
    assert ticked((1, 2), 3) == (1, 2, 3)
    assert ticked((1, 2, 3), 2) == (1, 3)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("Dan Brown", ""), ("dán brown", ""), True),
        (("Dan Brown", ""), ("Dan", ""), False),
        (("Dan", "413-555-0134"), ("Daniel", "+1 (413) 555 0134"), True),
        (("Dan", "413-555-0134"), ("Daniel", "413-555-0135"), False),
        (("Dan", ""), ("Eva", ""), False),
        (("", ""), ("", ""), False),
        (("Dan", "413-555-0134"), ("Dan", "413-555-0199"), True),
    ],
)
def test_who_may_be_the_same_person(one: tuple[str, str], other: tuple[str, str], same: bool) -> None:
    assert same_person(*one, *other) is same
    assert same_person(*other, *one) is same


@pytest.mark.parametrize(
    ("since", "months", "day"),
    [
        ((2026, 11, 24), 12, "2027-11-24"),
        ((2026, 11, 24), 2, "2027-01-24"),
        ((2024, 2, 29), 12, "2025-02-28"),
        ((2026, 8, 31), 6, "2027-02-28"),
        ((2026, 12, 31), 1, "2027-01-31"),
    ],
)
def test_months_later(since: tuple[int, int, int], months: int, day: str) -> None:
    assert months_later(datetime(*since, tzinfo=UTC).date(), months).isoformat() == day


def test_when_a_training_ends_and_when_that_is_told() -> None:
    policy = Policy(qualification_months={RIDE: 4})
    ends = ends_at(RIDE, NOW, policy, ZONE)
    assert ends == datetime(2027, 3, 24, 0, 0, tzinfo=ZONE)
    assert notice_at(ends, policy, ZONE) == datetime(2027, 2, 22, 10, 0, tzinfo=ZONE)
    assert ends_at(HOTLINE, NOW, policy, ZONE) is None
    assert ends_at(RIDE, NOW, Policy(), ZONE) is None
    assert ended(Grant(RIDE, NOW, ends), ends)
    assert not ended(Grant(RIDE, NOW, ends), ends - timedelta(seconds=1))
    assert not ended(Grant(RIDE, NOW), ends)
