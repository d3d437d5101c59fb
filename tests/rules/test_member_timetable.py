"""What a connected member is told, as tables: before, at and after; moved, unconfirmed, cancelled, connected late."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.members import connected, invitable, looking, near, news, towns_of
from bot.rules.model import Claim, ClaimState, DayPart, Ending, Kind, Party, Request, RequestState
from bot.rules.quiet import evening_before
from bot.rules.timetable import Due, Occasion, plan
from tests.clock import EASTERN
from tests.rules.samples import (
    CONTACT,
    ENDS,
    ME,
    MEMBER,
    NOW,
    OTHER,
    PARTY,
    POLICY,
    SECOND,
    STARTS,
    claimed,
    held,
    ride,
)

EVENING, SOON = Occasion.MEMBER_EVENING, Occasion.MEMBER_SOON
CHANGED, CANCELLED, CLOSED = Occasion.MEMBER_CHANGED, Occasion.MEMBER_CANCELLED, Occasion.MEMBER_CLOSED
TWO_HOURS = timedelta(hours=2)


def wall(text: str) -> datetime:
    """A moment on the center's wall."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=EASTERN).astimezone(UTC)


DAY_BEFORE = wall("2026-12-02 18:30")


def member(since: datetime = NOW, **changes: Any) -> tuple[Party, ...]:
    return (Party(PARTY, MEMBER, since, **changes),)


def released(claimed_at: datetime, until: datetime, ending: Ending = Ending.REPLACED) -> Claim:
    """A seat of the driver's that was given up."""
    return claimed(claimed_at=claimed_at, ended_at=until, state=ClaimState.RELEASED, ending=ending)


def told(request: Request) -> dict[Occasion, Due]:
    """Everything the member is told, by occasion; what is asked once it has begun stands in a table of its own."""
    rows = [due for due in plan(request, POLICY, EASTERN) if due.to == MEMBER]
    rows = [due for due in rows if due.occasion is not Occasion.MEMBER_CHECK]
    assert len({due.occasion for due in rows}) == len(rows)
    return {due.occasion: due for due in rows}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, {EVENING, SOON, CLOSED}, id="to come"),
        pytest.param({"parties": (Party(PARTY),)}, set(), id="nobody is connected"),
        pytest.param({"part": DayPart.MORNING}, {CLOSED}, id="the hour is to be confirmed"),
        pytest.param({"parties": member(DAY_BEFORE)}, {EVENING, SOON, CLOSED}, id="connected at the evening reminder"),
        pytest.param({"parties": member(DAY_BEFORE + SECOND)}, {SOON, CLOSED}, id="connected a second after it"),
        pytest.param({"parties": member(STARTS - TWO_HOURS)}, {SOON, CLOSED}, id="connected two hours before"),
        pytest.param({"parties": member(STARTS - TWO_HOURS + SECOND)}, {CLOSED}, id="connected a second later"),
        pytest.param({"changed_at": NOW, "changed_version": 2}, {EVENING, SOON, CHANGED, CLOSED}, id="changed"),
        pytest.param({"changed_at": NOW - SECOND, "changed_version": 2}, {EVENING, SOON, CLOSED}, id="changed before"),
        pytest.param(
            {"changed_at": NOW, "changed_version": 2, "part": DayPart.MORNING}, {CHANGED, CLOSED}, id="unconfirmed"
        ),
        pytest.param({"state": RequestState.CANCELLED, "closed_at": NOW}, {CANCELLED, CLOSED}, id="cancelled"),
        pytest.param({"state": RequestState.WITHDRAWN, "closed_at": NOW}, {CANCELLED, CLOSED}, id="taken back"),
        pytest.param({"state": RequestState.OVER, "closed_at": ENDS}, {CLOSED}, id="over"),
        pytest.param(
            {"state": RequestState.CANCELLED, "closed_at": NOW, "changed_at": NOW, "changed_version": 2},
            {CANCELLED, CLOSED},
            id="changed and cancelled",
        ),
    ],
)
def test_what_a_member_is_told(changes: dict[str, Any], expected: set[Occasion]) -> None:
    assert set(told(ride(**{"parties": member(), **changes}))) == expected


def test_when_and_until_when() -> None:
    rows = told(ride(parties=member(), changed_at=NOW, changed_version=2))
    times = {occasion: (due.due_at, due.expires_at) for occasion, due in rows.items()}
    assert times == {
        EVENING: (DAY_BEFORE, STARTS - TWO_HOURS),
        SOON: (STARTS - TWO_HOURS, STARTS),
        CHANGED: (NOW, ENDS),
        CLOSED: (ENDS + POLICY.fold, None),
    }


@pytest.mark.parametrize(
    ("starts", "evening", "soon"),
    [
        pytest.param("2026-12-03 09:00", "2026-12-02 18:30", "2026-12-03 07:00", id="a morning"),
        pytest.param("2026-12-03 23:00", "2026-12-02 18:30", "2026-12-03 21:00", id="late: still the day before"),
        pytest.param("2026-12-03 00:30", "2026-12-02 18:30", "2026-12-02 22:30", id="just after midnight"),
        pytest.param("2027-03-14 09:00", "2027-03-13 18:30", "2027-03-14 07:00", id="clocks go forward that night"),
        pytest.param("2027-03-14 03:30", "2027-03-13 18:30", "2027-03-14 00:30", id="two hours are two hours"),
        pytest.param("2026-11-01 09:00", "2026-10-31 18:30", "2026-11-01 07:00", id="clocks go back that night"),
        pytest.param("2027-01-01 10:00", "2026-12-31 18:30", "2027-01-01 08:00", id="a new year"),
    ],
)
def test_reminders_stand_on_the_centers_wall(starts: str, evening: str, soon: str) -> None:
    begins = wall(starts)
    rows = told(ride(parties=member(begins - timedelta(days=3)), starts_at=begins, ends_at=begins + TWO_HOURS))
    assert (rows[EVENING].due_at, rows[SOON].due_at) == (wall(evening), wall(soon))


def test_an_evening_that_spring_leaves_out_is_right_after_it() -> None:
    policy = replace(POLICY, evening=time(2, 30))
    assert evening_before(wall("2027-03-15 09:00"), policy, EASTERN) == wall("2027-03-14 03:30")


def test_the_evening_is_the_centers_wherever_the_server_is() -> None:
    starts = wall("2026-12-03 22:00")
    assert evening_before(starts, POLICY, EASTERN) == wall("2026-12-02 18:30")
    assert evening_before(starts, POLICY, ZoneInfo("UTC")) == datetime(2026, 12, 3, 18, 30, tzinfo=UTC)


def test_a_moved_start_is_another_occasion_and_the_same_start_the_same() -> None:
    here = ride(parties=member())
    moved = replace(here, starts_at=STARTS + TWO_HOURS, ends_at=ENDS + TWO_HOURS)
    keys = [{told(request)[occasion].key for occasion in (EVENING, SOON, CLOSED)} for request in (here, moved, here)]
    assert keys[0].isdisjoint(keys[1])
    assert keys[0] == keys[2]


def test_whoever_connects_anew_hears_it_anew() -> None:
    first, second = (told(ride(parties=member(since))) for since in (NOW, NOW + SECOND))
    assert {due.key for due in first.values()}.isdisjoint(due.key for due in second.values())


def test_a_member_of_several_parties_hears_everything_once() -> None:
    parties = (Party(PARTY, MEMBER, NOW + SECOND), Party(PARTY + 1, MEMBER, NOW), Party(PARTY + 2, ME, NOW))
    request = ride(parties=parties)
    assert [party.id for party in connected(request)] == [PARTY + 1, PARTY + 2]
    assert set(told(request)) == {EVENING, SOON, CLOSED}


@pytest.mark.parametrize(
    ("lost_at", "member_id", "state", "expected"),
    [
        pytest.param(None, MEMBER, RequestState.OPEN, [], id="in reach"),
        pytest.param(NOW, MEMBER, RequestState.OPEN, [CONTACT], id="out of reach: the contact hears it"),
        pytest.param(NOW, CONTACT, RequestState.OPEN, [], id="the contact: nobody is told of themselves"),
        pytest.param(NOW, MEMBER, RequestState.CANCELLED, [], id="cancelled"),
        pytest.param(NOW, MEMBER, RequestState.OVER, [], id="over"),
    ],
)
def test_who_hears_that_a_member_is_out_of_reach(
    lost_at: datetime | None, member_id: int, state: RequestState, expected: list[int]
) -> None:
    request = ride(parties=(Party(PARTY, member_id, NOW, lost_at),), state=state, closed_at=NOW)
    assert [due.to for due in plan(request, POLICY, EASTERN) if due.occasion is Occasion.MEMBER_LOST] == expected


@given(st.integers(0, 60 * 24 * 300), st.integers(0, 60 * 24 * 300))
def test_nothing_is_due_before_the_member_connected_nor_after_it_makes_sense(starts: int, since: int) -> None:
    begins, joined = NOW + timedelta(minutes=starts), NOW + timedelta(minutes=since)
    request = ride(parties=member(joined), starts_at=begins, ends_at=begins + TWO_HOURS)
    for occasion, due in told(request).items():
        assert due.expires_at is None or due.due_at < due.expires_at
        if occasion in (EVENING, SOON):
            assert joined <= due.due_at < begins


# --- how little is said ----------------------------------------------------------------------------------------------

TOWNS = ("Holyoke", "Amherst")


@pytest.mark.parametrize(
    ("places", "named"),
    [
        (("Holyoke", "Amherst"), ("Holyoke", "Amherst")),
        (("Holyoke", "Federal Courthouse"), ("Holyoke",)),
        (("Federal Courthouse", None), ()),
        (("Holyoke", None), ("Holyoke",)),
        ((None, None), ()),
    ],
)
def test_only_towns_are_named(places: tuple[str | None, str | None], named: tuple[str, ...]) -> None:
    assert towns_of(ride(origin=places[0], destination=places[1]), TOWNS) == named


@pytest.mark.parametrize(
    ("changes", "when", "where"),
    [
        ({}, False, False),
        ({"starts_at": STARTS + SECOND}, True, False),
        ({"part": DayPart.MORNING}, True, False),
        ({"ends_at": ENDS + SECOND}, False, False),
        ({"origin": "Amherst"}, False, True),
        ({"destination": "Hartford"}, False, True),
        ({"passengers": 5, "child_seats": 0, "wheelchair": True, "languages": ()}, False, False),
    ],
)
def test_what_of_an_edit_is_news(changes: dict[str, Any], when: bool, where: bool) -> None:
    found = news(ride(), ride(**changes))
    assert (found.when, found.where, bool(found)) == (when, where, when or where)


@pytest.mark.parametrize(
    ("changes", "now", "expected"),
    [
        ({}, NOW, True),
        ({}, ENDS - SECOND, True),
        ({}, ENDS, False),
        ({"state": RequestState.CANCELLED}, NOW, False),
        ({"kind": Kind.SHIFT}, NOW, False),
        ({"kind": Kind.ACCOMPANIMENT}, NOW, True),
    ],
)
def test_whose_member_can_be_invited(changes: dict[str, Any], now: datetime, expected: bool) -> None:
    assert invitable(ride(**changes), now) is expected


# --- nobody is found yet ----------------------------------------------------------------------------------------------

MINUTE = timedelta(minutes=1)
FOUND = DAY_BEFORE + 30 * MINUTE
TWO_BEFORE = STARTS - TWO_HOURS


@pytest.mark.parametrize(
    ("claims", "changes", "told_at"),
    [
        pytest.param((), {}, None, id="nobody yet"),
        pytest.param((claimed(claimed_at=DAY_BEFORE),), {}, None, id="found before the evening's reminder"),
        pytest.param((claimed(claimed_at=FOUND),), {}, FOUND + POLICY.undo, id="found after it"),
        pytest.param((claimed(claimed_at=FOUND, outside=True),), {}, FOUND + POLICY.undo, id="outside Telegram"),
        pytest.param(
            (claimed(claimed_at=TWO_BEFORE - MINUTE),), {}, None, id="just before the next reminder, which says it"
        ),
        pytest.param(
            (claimed(claimed_at=STARTS + MINUTE),), {}, STARTS + MINUTE + POLICY.undo, id="after it has begun"
        ),
        pytest.param((held(claimed_at=FOUND),), {}, None, id="only held"),
        pytest.param((claimed(claimed_at=FOUND, leaving_at=FOUND),), {}, None, id="and gone again"),
        pytest.param(
            (released(NOW, FOUND), claimed(OTHER, claimed_at=FOUND)), {}, None, id="replaced: somebody always came"
        ),
        pytest.param(
            (released(NOW, DAY_BEFORE), claimed(OTHER, claimed_at=FOUND)),
            {},
            FOUND + POLICY.undo,
            id="given up at the evening's reminder",
        ),
        pytest.param(
            (released(NOW, FOUND, ending=Ending.LAPSED), claimed(OTHER, claimed_at=FOUND)),
            {},
            FOUND + POLICY.undo,
            id="held when the reminder came",
        ),
        pytest.param((claimed(claimed_at=FOUND),), {"parties": member(FOUND)}, None, id="connected after the reminder"),
        pytest.param((claimed(claimed_at=FOUND),), {"part": DayPart.MORNING}, None, id="the hour is to be confirmed"),
        pytest.param(
            (claimed(claimed_at=FOUND),), {"parties": member(paused_at=NOW)}, None, id="plans may have changed"
        ),
        pytest.param((claimed(claimed_at=FOUND),), {"state": RequestState.OVER}, None, id="over"),
    ],
)
def test_a_member_hears_that_somebody_is_found(
    claims: tuple[Claim, ...], changes: dict[str, Any], told_at: datetime | None
) -> None:
    rows = told(ride(*claims, **{"parties": member(), **changes}))
    found = rows.get(Occasion.MEMBER_FOUND)
    assert (found and (found.due_at, found.expires_at)) == (told_at and (told_at, ENDS))


def test_who_is_found_once_more_is_another_occasion() -> None:
    first = ride(claimed(claimed_at=FOUND), parties=member())
    lost = released(FOUND, FOUND + TWO_HOURS)
    again = ride(lost, claimed(OTHER, claimed_at=TWO_BEFORE + MINUTE), parties=member())
    assert told(first)[Occasion.MEMBER_FOUND].key != told(again)[Occasion.MEMBER_FOUND].key


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ((), True),
        ((claimed(),), False),
        ((claimed(outside=True),), False),
        ((held(),), True),
        ((claimed(leaving_at=NOW),), True),
    ],
)
def test_when_the_center_is_still_looking(claims: tuple[Claim, ...], expected: bool) -> None:
    assert looking(ride(*claims)) is expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-12-01 23:59", False),
        ("2026-12-02 00:00", True),
        ("2026-12-03 00:00", True),
        ("2026-12-03 08:59", True),
        ("2026-12-03 13:00", True),  # it goes on still
    ],
)
def test_today_and_tomorrow_are_near(now: str, expected: bool) -> None:
    request = replace(ride(parties=member()), starts_at=wall("2026-12-03 09:00"), ends_at=wall("2026-12-03 11:00"))
    assert near(request, wall(now), EASTERN) is expected
    assert not near(replace(request, state=RequestState.CANCELLED), wall(now), EASTERN)
