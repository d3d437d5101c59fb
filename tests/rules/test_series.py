"""Weekly series: which days are due, what is wanted on a day, and what an edit of this one and later ones changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.rules.changes import Field, differing
from bot.rules.drafts import Draft, Question, Read
from bot.rules.lines import read_line
from bot.rules.model import DayPart, Details, Kind, Return, Role, Series
from bot.rules.policy import Policy
from bot.rules.problems import Problem
from bot.rules.series import (
    Carried,
    Listed,
    amended,
    answered_end,
    carried,
    checked,
    coming,
    due_days,
    last_days,
    moved,
    on_day,
    posted_at,
    template,
    unfinished,
    wrong_end,
)
from bot.rules.wizard import Setting, tapped, typed
from tests.clock import EASTERN
from tests.rules.samples import THE_RIDE

POLICY = Policy()
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=EASTERN)
PLACES = ("Holyoke", "Amherst", "Northampton")


def wall(text: str) -> datetime:
    """A moment on the center's wall, as stored."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=EASTERN).astimezone(UTC)


def ride(start: str = "2026-11-26 09:00", end: str = "2026-11-26 11:00", **changes: Any) -> Draft:
    draft = Draft(
        kind=Kind.RIDE, starts_at=wall(start), ends_at=wall(end), origin="Holyoke", destination="Amherst", weekly=True
    )
    return replace(draft, **changes)


def weekly(next_day: str | None = "2026-11-26", last_day: str | None = None, skipped: tuple[str, ...] = ()) -> Series:
    return Series(
        id=7,
        contact_id=1,
        weekday=3,
        next_day=None if next_day is None else date.fromisoformat(next_day),
        last_day=None if last_day is None else date.fromisoformat(last_day),
        created_at=NOW,
        skipped=frozenset(date.fromisoformat(day) for day in skipped),
    )


# --- on a day --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "day", "starts", "ends"),
    [
        pytest.param("2026-11-26 09:00", "2026-11-26 11:00", "2026-12-03", "09:00-0500", "11:00-0500", id="plain"),
        pytest.param("2026-10-29 09:00", "2026-10-29 11:00", "2026-11-05", "09:00-0500", "11:00-0500", id="autumn"),
        pytest.param("2027-03-11 09:00", "2027-03-11 11:00", "2027-03-18", "09:00-0400", "11:00-0400", id="spring"),
        pytest.param("2027-03-07 02:30", "2027-03-07 04:30", "2027-03-14", None, None, id="left out"),
        pytest.param("2027-03-07 01:59", "2027-03-07 04:00", "2027-03-14", "01:59-0500", "04:00-0400", id="before"),
        pytest.param("2027-03-07 03:00", "2027-03-07 04:00", "2027-03-14", "03:00-0400", "04:00-0400", id="after"),
        pytest.param("2027-03-07 00:30", "2027-03-07 02:30", "2027-03-14", "00:30-0500", "03:30-0400", id="no end"),
        pytest.param("2026-10-25 01:30", "2026-10-25 03:30", "2026-11-01", "01:30-0400", "03:30-0500", id="twice"),
        pytest.param("2026-10-25 01:30", "2026-10-25 01:45", "2026-11-01", "01:30-0400", "01:45-0400", id="both twice"),
        pytest.param("2026-10-24 22:00", "2026-10-25 06:00", "2026-10-31", "22:00-0400", "06:00-0500", id="over night"),
        pytest.param("2026-11-26 09:00", "2026-11-26 11:00", "2026-11-19", "09:00-0500", "11:00-0500", id="backwards"),
    ],
)
def test_the_hour_on_the_wall_stays(start: str, end: str, day: str, starts: str | None, ends: str | None) -> None:
    once = on_day(ride(start, end), date.fromisoformat(day), EASTERN)
    if starts is None or ends is None:
        assert once is None
        return
    assert once is not None
    assert once.starts_at is not None
    assert once.ends_at is not None
    found = [moment.astimezone(EASTERN) for moment in (once.starts_at, once.ends_at)]
    assert found[0].date() == date.fromisoformat(day)
    assert [moment.strftime("%H:%M%z") for moment in found] == [starts, ends]
    assert not once.weekly, "one day of a series is posted on its own"


def test_a_second_hour_of_autumn_is_no_pattern() -> None:
    """A series that began in the second 1:30 is at 1:30 every week, and the first of the two in a year."""
    second = datetime(2026, 11, 1, 1, 30, tzinfo=EASTERN, fold=1).astimezone(UTC)
    draft = ride(starts_at=second, ends_at=second + timedelta(hours=1))
    once = on_day(draft, date(2027, 11, 7), EASTERN)
    assert once is not None
    assert once.starts_at == datetime(2027, 11, 7, 1, 30, tzinfo=EASTERN, fold=0).astimezone(UTC)


def test_an_hour_to_be_confirmed_stays_so() -> None:
    draft = ride("2026-11-26 08:00", "2026-11-26 12:00", part=DayPart.MORNING)
    once = on_day(draft, date(2027, 3, 18), EASTERN)
    assert once is not None
    assert (once.part, once.starts_at, once.ends_at) == (
        DayPart.MORNING,
        wall("2027-03-18 08:00"),
        wall("2027-03-18 12:00"),
    )


def test_the_day_without_that_hour_is_asked_for_it() -> None:
    draft = unfinished(ride("2027-03-07 02:30", "2027-03-07 04:30"), weekly(), date(2027, 3, 14))
    assert draft.question() is Question.HOUR
    assert (draft.series_id, draft.series_day, draft.weekly) == (7, date(2027, 3, 14), False)
    at = Setting(wall("2027-03-07 08:00"), EASTERN, POLICY, PLACES)
    read = typed(draft, "3:15am", at)
    assert read.draft.starts_at == wall("2027-03-14 03:15")
    assert read.draft.question() is None


def test_what_is_kept_holds_private_words_in_the_details_only() -> None:
    draft = ride(memo="call back", voice="x", languages=("es", "ht"), language_words="Mam", asked=Question.FIELDS)
    kept = template(draft, ("en", "es"), (Details(note="🗣 ht, Mam"),))
    assert (kept.memo, kept.voice, kept.asked, kept.language_words) == ("", "", None, "")
    assert (kept.languages, kept.interpreter) == (("es",), True)
    assert kept.details == (Details(note="🗣 ht, Mam"),)


# --- which days ------------------------------------------------------------------------------------------------------


def test_a_request_is_posted_so_many_days_before_its_day_when_quiet_hours_are_over() -> None:
    day = date(2026, 12, 3)
    assert posted_at(day, POLICY, EASTERN) == wall("2026-11-26 08:00")
    assert posted_at(day, replace(POLICY, series_ahead=timedelta(days=2)), EASTERN) == wall("2026-12-01 08:00")
    assert posted_at(date(2027, 3, 18), POLICY, EASTERN) == wall("2027-03-11 08:00")
    assert posted_at(date(2027, 3, 20), POLICY, EASTERN) == datetime(2027, 3, 13, 13, 0, tzinfo=UTC)
    assert posted_at(date(2027, 3, 21), POLICY, EASTERN) == datetime(2027, 3, 14, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("series", "now", "days"),
    [
        pytest.param(weekly(), "2026-11-24 10:00", ["11-26"], id="at once what is within the window"),
        pytest.param(weekly(), "2026-11-26 07:59", ["11-26"], id="a minute before the next"),
        pytest.param(weekly(), "2026-11-26 08:00", ["11-26", "12-03"], id="and there it is"),
        pytest.param(weekly("2026-12-03"), "2026-11-24 10:00", [], id="the first is still far"),
        pytest.param(weekly(), "2026-12-11 12:00", ["11-26", "12-03", "12-10", "12-17"], id="after a long sleep"),
        pytest.param(weekly(last_day="2026-12-03"), "2026-12-20 12:00", ["11-26", "12-03"], id="until its own day"),
        pytest.param(weekly(last_day="2026-12-09"), "2026-12-20 12:00", ["11-26", "12-03"], id="until any other day"),
        pytest.param(weekly(last_day="2026-11-25"), "2026-12-20 12:00", [], id="over before it begins"),
        pytest.param(weekly(None), "2026-12-20 12:00", [], id="ended"),
    ],
)
def test_due_days(series: Series, now: str, days: list[str]) -> None:
    assert [day.strftime("%m-%d") for day in due_days(series, wall(now), POLICY, EASTERN)] == days


def test_the_coming_days_are_those_of_the_calendar_to_the_last() -> None:
    assert coming(weekly(last_day="2026-12-10"), 6) == (date(2026, 11, 26), date(2026, 12, 3), date(2026, 12, 10))
    assert len(coming(weekly(), 6)) == 6
    assert coming(weekly(None), 6) == ()


def test_a_list_names_the_next_day_that_takes_place() -> None:
    assert Listed(weekly(skipped=("2026-11-26",)), THE_RIDE, "", True).next_day == date(2026, 12, 3)
    assert Listed(weekly(last_day="2026-11-26", skipped=("2026-11-26",)), THE_RIDE, "", True).next_day is None


# --- until when ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "days"),
    [
        ("2026-11-26", ["2026-12-17", "2027-01-14", "2027-02-25"]),
        ("2026-11-30", ["2026-12-21", "2027-01-18", "2027-02-22"]),
        ("2026-12-31", ["2027-01-21", "2027-02-18", "2027-03-25"]),
    ],
)
def test_the_buttons_mean_days_of_the_series(first: str, days: list[str]) -> None:
    found = last_days(date.fromisoformat(first))
    assert [day.isoformat() for day in found.values()] == days
    assert {day.weekday() for day in found.values()} == {date.fromisoformat(first).weekday()}


@pytest.mark.parametrize(
    ("answer", "repeats", "until"),
    [
        ("4w", True, date(2026, 12, 17)),
        ("open", True, None),
        ("once", False, None),
    ],
)
def test_until_when_is_answered_by_a_button(answer: str, repeats: bool, until: date | None) -> None:
    asked = ride(weekly=False, asked=Question.UNTIL)
    read = tapped(asked, answer, Setting(NOW, EASTERN, POLICY, PLACES))
    assert read is not None
    assert (read.draft.weekly, read.draft.until, read.draft.question()) == (repeats, until, None)
    assert answered_end(asked, "nonsense", EASTERN) is None


@pytest.mark.parametrize(
    ("text", "until", "problems"),
    [
        ("Dec 24", date(2026, 12, 24), ()),
        ("24 de diciembre", date(2026, 12, 24), ()),
        ("2026-12-24 9:00", date(2026, 12, 24), ()),
        ("8/9", None, (Problem.NO_END_DAY,)),
        ("whenever", None, (Problem.NO_END_DAY,)),
        ("2026-02-30", None, (Problem.NO_SUCH_DATE,)),
        ("2026-11-01", None, (Problem.PAST,)),
        ("2029-01-01", None, (Problem.TOO_FAR,)),
        ("2026-11-25", None, (Problem.ENDS_TOO_EARLY,)),
    ],
)
def test_until_when_is_typed(text: str, until: date | None, problems: tuple[Problem, ...]) -> None:
    asked = ride(until_open=True)
    read = checked(typed(asked, text, Setting(NOW, EASTERN, POLICY, PLACES)), NOW, EASTERN, POLICY)
    assert (read.draft.until, read.problems) == (until, problems)
    assert read.draft.question() is (None if until else Question.UNTIL)


@pytest.mark.parametrize(
    ("until", "problem"),
    [
        (None, None),
        (date(2026, 11, 25), Problem.ENDS_TOO_EARLY),
        (date(2026, 11, 26), None),
        (date(2027, 9, 20), None),
        (date(2027, 9, 21), Problem.TOO_FAR),
    ],
)
def test_an_end_before_the_first_day_or_too_far_away(until: date | None, problem: Problem | None) -> None:
    assert wrong_end(ride(until=until), NOW, EASTERN, POLICY) is problem
    assert wrong_end(ride(until=until, weekly=False), NOW, EASTERN, POLICY) is None
    read = checked(Read(ride(until=until)), NOW, EASTERN, POLICY)
    assert read.draft.until_open is (problem is not None)


# --- a typed line ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "until"),
    [
        ("every Thu 9:00 Holyoke > Amherst until Dec 24", date(2026, 12, 24)),
        ("every Thu 9:00 Holyoke > Amherst x2 es until 2026-12-24", date(2026, 12, 24)),
        ("Thursdays 9am Holyoke > Amherst", None),
        ("todos los jueves a las 9:00 Holyoke > Amherst hasta el 24 de diciembre", date(2026, 12, 24)),
        ("toda quinta 9h Holyoke > Amherst até 24 de dezembro", date(2026, 12, 24)),
    ],
)
def test_a_weekly_line(line: str, until: date | None) -> None:
    read = read_line(Kind.RIDE, line, NOW, EASTERN, PLACES, POLICY)
    assert (read.draft.weekly, read.draft.until, read.problems) == (True, until, ())
    assert read.draft.starts_at == wall("2026-11-26 09:00")
    assert read.draft.question() is None


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("every Thu 9:00 Holyoke > Amherst until 2026-12-40", Problem.NO_SUCH_DATE),
        ("every Thu 9:00 Holyoke > Amherst until 2028-12-24", Problem.TOO_FAR),
        ("every Thu 9:00 Holyoke > Amherst until 8/9", Problem.NO_END_DAY),
        ("every Thu 9:00 Holyoke > Amherst until 2026-11-25", Problem.ENDS_TOO_EARLY),
    ],
)
def test_an_end_that_cannot_be_is_asked_and_never_left_out(line: str, problem: Problem) -> None:
    read = checked(read_line(Kind.RIDE, line, NOW, EASTERN, PLACES, POLICY), NOW, EASTERN, POLICY)
    assert read.problems == (problem,)
    assert read.draft.question() is Question.UNTIL
    assert read.draft.starts_at == wall("2026-11-26 09:00")


@pytest.mark.parametrize(
    "line",
    [
        "every day 9:00 Holyoke > Amherst",
        "daily 9:00 Holyoke > Amherst",
        "every 2 weeks Thu 9:00 Holyoke > Amherst",
        "every other Thursday 9:00 Holyoke > Amherst",
        "Thu 9:00 every two weeks Holyoke > Amherst",
        "every month Thu 9:00 Holyoke > Amherst",
        "todos los días 9:00 Holyoke > Amherst",
        "cada 2 semanas jueves 9:00 Holyoke > Amherst",
        "cada dos semanas el jueves a las 9:00 Holyoke > Amherst",
        "todos os dias 9:00 Holyoke > Amherst",
        "a cada duas semanas quinta 9:00 Holyoke > Amherst",
    ],
)
def test_any_other_pattern_is_refused_and_the_rest_is_kept(line: str) -> None:
    read = read_line(Kind.RIDE, line, NOW, EASTERN, PLACES, POLICY)
    assert Problem.ONLY_WEEKLY in read.problems
    assert not read.draft.weekly
    assert (read.draft.origin, read.draft.destination) == ("Holyoke", "Amherst")
    assert not read.draft.origin_words


# --- this one and later ----------------------------------------------------------------------------------------------

BASE = ride(weekly=False, details=(Details("Lucía", "413 555 0134"),))
LATER = replace(BASE, starts_at=wall("2026-12-03 09:00"), ends_at=wall("2026-12-03 11:00"))


def edit(there: Draft = LATER, **changes: Any) -> Carried:
    mine = replace(BASE, **changes)
    return carried(BASE, mine, differing(BASE, mine), there, EASTERN)


def at(start: str, end: str) -> dict[str, Any]:
    return {"starts_at": wall(start), "ends_at": wall(end)}


@pytest.mark.parametrize(
    ("changes", "there"),
    [
        pytest.param({"destination": "Northampton"}, {"destination": "Northampton"}, id="a place"),
        pytest.param({"passengers": 4}, {"passengers": 4}, id="people"),
        pytest.param(
            at("2026-11-26 10:15", "2026-11-26 12:00"), at("2026-12-03 10:15", "2026-12-03 12:00"), id="an hour"
        ),
        pytest.param(
            at("2026-11-27 09:00", "2026-11-27 11:00"), at("2026-12-04 09:00", "2026-12-04 11:00"), id="the weekday"
        ),
        pytest.param(
            {"returns": Return.TIME, "return_clock": time(14)},
            {"returns": Return.TIME, "return_clock": time(14)},
            id="the way back",
        ),
        pytest.param({"seats": ((Role.DRIVER, 2, 2),)}, {"seats": ((Role.DRIVER, 2, 2),)}, id="seats"),
        pytest.param(
            {"details": (Details("Lucía", "413 555 0199"),)},
            {"details": (Details("Lucía", "413 555 0199"),)},
            id="a private detail",
        ),
    ],
)
def test_an_edit_is_carried_over(changes: dict[str, Any], there: dict[str, Any]) -> None:
    assert edit(**changes) == Carried(replace(LATER, **there))


@pytest.mark.parametrize(
    ("there", "changes", "kept"),
    [
        pytest.param({"passengers": 3}, {"passengers": 4}, (Field.PEOPLE,), id="other people there"),
        pytest.param(
            at("2026-12-03 10:00", "2026-12-03 12:00"),
            at("2026-11-26 08:00", "2026-11-26 09:00"),
            (Field.TIME,),
            id="another hour there",
        ),
        pytest.param(
            at("2026-12-04 09:00", "2026-12-04 11:00"),
            at("2026-11-26 08:00", "2026-11-26 09:00"),
            (Field.TIME,),
            id="another day there",
        ),
    ],
)
def test_what_was_changed_there_on_its_own_stays(
    there: dict[str, Any], changes: dict[str, Any], kept: tuple[Field, ...]
) -> None:
    other = replace(LATER, **there)
    assert edit(other, **changes, wheelchair=True) == Carried(replace(other, wheelchair=True), kept)


def test_private_details_that_are_different_there_stay() -> None:
    other = replace(LATER, details=(Details("Ana", "413 555 0134", note="two bags"),))
    found = edit(other, details=(Details("Lucía", "413 555 0199"),))
    assert found.draft.details == (Details("Ana", "413 555 0199", note="two bags"),)


def test_an_hour_that_spring_leaves_out_is_not_carried_over() -> None:
    base = ride("2027-03-07 04:00", "2027-03-07 05:00", weekly=False)
    later = replace(base, **at("2027-03-14 04:00", "2027-03-14 05:00"))
    mine = replace(base, **at("2027-03-07 02:30", "2027-03-07 03:30"))
    assert carried(base, mine, (Field.TIME,), later, EASTERN) == Carried(later, (Field.TIME,))


def test_what_is_to_come_is_as_the_edit_says() -> None:
    kept = replace(BASE, weekly=True, until=date(2026, 12, 24), passengers=9)
    mine = replace(BASE, passengers=4, **at("2026-11-27 08:00", "2026-11-27 09:00"))
    found = amended(kept, BASE, mine, differing(BASE, mine))
    assert found == replace(kept, passengers=4, starts_at=mine.starts_at, ends_at=mine.ends_at)


@pytest.mark.parametrize(
    ("days", "next_day", "last_day", "weekday"),
    [
        pytest.param(1, "2026-12-11", "2026-12-25", 4, id="a day later"),
        pytest.param(-2, "2026-12-08", "2026-12-22", 1, id="two days earlier"),
        pytest.param(-14, "2026-12-10", "2026-12-10", 3, id="never a day twice"),
    ],
)
def test_a_series_moves_to_another_weekday(days: int, next_day: str, last_day: str, weekday: int) -> None:
    series = weekly("2026-12-10", "2026-12-24", skipped=("2026-12-17",))
    found = moved(series, timedelta(days=days), after=date(2026, 12, 3))
    assert (found.next_day, found.last_day, found.weekday) == (
        date.fromisoformat(next_day),
        date.fromisoformat(last_day),
        weekday,
    )
    assert found.skipped == {date(2026, 12, 17) + timedelta(days=days)}


def test_a_last_day_that_somebody_said_stays() -> None:
    found = moved(weekly("2026-12-10", "2026-12-20"), timedelta(days=1), after=None)
    assert found.last_day == date(2026, 12, 20)
