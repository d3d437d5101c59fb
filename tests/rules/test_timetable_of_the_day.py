"""What is due around a start and an end, and while people are missing: tables of moments on the center's wall."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import daily
from bot.rules.debrief import Debrief, Want
from bot.rules.debrief import Step as Ask
from bot.rules.incidents import Incident, Source
from bot.rules.model import (
    Backup,
    Claim,
    ClaimState,
    DayPart,
    Ending,
    Group,
    Kind,
    Offer,
    OfferKind,
    OfferState,
    Party,
    Request,
    RequestState,
    Return,
    Role,
    Slot,
    Still,
)
from bot.rules.policy import Policy
from bot.rules.timetable import Due, Occasion, Priority, Verb, asks_whether_coming, change_asks, key, plan
from tests.clock import EASTERN
from tests.rules.samples import (
    ACCOMPANIER,
    CONTACT,
    COURT,
    DRIVER,
    ME,
    MEMBER,
    OTHER,
    POLICY,
    RIDE,
    SECOND,
    TWO_DRIVERS,
    claimed,
    ride,
)

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
THURSDAY = "2026-12-03"


def wall(text: str) -> datetime:
    """A moment on the center's wall."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=EASTERN).astimezone(UTC)


LONG_AGO = wall("2026-11-20 12:00")


def at(starts: str, *claims: Claim, posted: datetime = LONG_AGO, **changes: Any) -> Request:
    """A ride of two hours that starts then."""
    begins = wall(starts)
    base: dict[str, Any] = {"starts_at": begins, "ends_at": begins + 2 * HOUR, "posted_at": posted, "parties": ()}
    return ride(*claims, **{**base, **changes})


def seat(**changes: Any) -> Claim:
    """Mine, taken long ago."""
    return claimed(**{"claimed_at": LONG_AGO, **changes})


def due(request: Request, *occasions: Occasion) -> list[Due]:
    """The rows of these occasions, in the order of their moments."""
    rows = [row for row in plan(request, POLICY, EASTERN) if row.occasion in occasions]
    return sorted(rows, key=lambda row: (row.due_at, row.key))


def moments(request: Request, *occasions: Occasion) -> list[tuple[str, datetime, datetime | None]]:
    return [(row.occasion.value, row.due_at, row.expires_at) for row in due(request, *occasions)]


# --- reminders, and what silence does ---------------------------------------------------------------------------------

REMINDERS = (Occasion.STILL_COMING, Occasion.SOON)


@pytest.mark.parametrize(
    ("starts", "taken", "evening", "soon"),
    [
        pytest.param("2026-12-03 09:00", "2026-11-20 12:00", "2026-12-02 18:30", "2026-12-03 07:00", id="a morning"),
        pytest.param("2026-12-03 06:00", "2026-11-20 12:00", "2026-12-02 18:30", "2026-12-03 04:00", id="6 am"),
        pytest.param("2026-12-03 00:30", "2026-11-20 12:00", "2026-12-02 18:30", "2026-12-02 22:30", id="at night"),
        pytest.param("2026-12-03 09:00", "2026-12-02 18:29", "2026-12-02 18:30", "2026-12-03 07:00", id="just before"),
        pytest.param("2026-12-03 09:00", "2026-12-02 18:30", None, "2026-12-03 07:00", id="taken at that moment"),
        pytest.param("2026-12-03 09:00", "2026-12-03 06:59", None, "2026-12-03 07:00", id="two hours before"),
        pytest.param("2026-12-03 09:00", "2026-12-03 07:00", None, None, id="taken at two hours before"),
        pytest.param("2026-12-03 09:00", "2026-12-03 08:20", None, None, id="starts in 40 minutes"),
        pytest.param("2026-11-01 09:00", "2026-10-20 12:00", "2026-10-31 18:30", "2026-11-01 07:00", id="autumn night"),
        pytest.param("2026-11-01 02:30", "2026-10-20 12:00", "2026-10-31 18:30", "2026-11-01 00:30 h", id="25 hours"),
        pytest.param("2027-03-14 09:00", "2027-03-01 12:00", "2027-03-13 18:30", "2027-03-14 07:00", id="spring night"),
        pytest.param("2027-03-14 03:30", "2027-03-01 12:00", "2027-03-13 18:30", "2027-03-14 00:30", id="no 2 o'clock"),
        pytest.param("2027-01-01 10:00", "2026-12-20 12:00", "2026-12-31 18:30", "2027-01-01 08:00", id="new year"),
    ],
)
def test_who_is_to_come_is_reminded(starts: str, taken: str, evening: str | None, soon: str | None) -> None:
    request = at(starts, seat(claimed_at=wall(taken)))
    two_before = wall(starts) - 2 * HOUR
    expected = [("still_coming", wall(evening), two_before)] if evening else []
    if soon:
        if not soon.endswith(" h"):  # in the night of 25 hours two hours are not two on the wall
            assert wall(soon) == two_before
        expected.append(("soon", two_before, wall(starts)))
    assert moments(request, *REMINDERS) == expected
    assert all(row.to == ME for row in due(request, *REMINDERS))


@pytest.mark.parametrize(
    ("changes", "claim", "occasions"),
    [
        ({}, {}, {Occasion.STILL_COMING, Occasion.SOON, Occasion.SILENCE}),
        ({"part": DayPart.MORNING}, {}, set()),
        ({"state": RequestState.CANCELLED}, {"state": ClaimState.RELEASED, "ending": Ending.CANCELLED}, set()),
        ({"state": RequestState.WITHDRAWN}, {"state": ClaimState.RELEASED, "ending": Ending.CANCELLED}, set()),
        ({"state": RequestState.OVER}, {"state": ClaimState.DONE}, set()),
        ({}, {"state": ClaimState.HELD, "held_until": LONG_AGO + HOUR}, {Occasion.SILENCE}),
        ({}, {"leaving_at": LONG_AGO + DAY}, {Occasion.SILENCE}),
        ({}, {"state": ClaimState.RELEASED}, set()),
    ],
)
def test_when_nobody_is_reminded(changes: dict[str, Any], claim: dict[str, Any], occasions: set[Occasion]) -> None:
    request = at("2026-12-03 09:00", seat(**claim), **changes)
    assert {row.occasion for row in due(request, *REMINDERS, Occasion.SILENCE)} == occasions


@pytest.mark.parametrize(
    ("starts", "noticed"),
    [
        pytest.param("2026-12-03 10:00", "2026-12-03 08:00", id="at ten: that morning"),
        pytest.param("2026-12-03 09:59", "2026-12-02 20:30", id="a minute earlier: the evening before"),
        pytest.param("2026-12-03 06:00", "2026-12-02 20:30", id="6 am"),
        pytest.param("2026-12-03 19:00", "2026-12-03 08:00", id="an evening"),
        pytest.param("2026-11-01 10:00", "2026-11-01 08:00", id="clocks went back"),
        pytest.param("2027-03-14 09:00", "2027-03-13 20:30", id="clocks go forward"),
    ],
)
def test_when_silence_is_noticed(starts: str, noticed: str) -> None:
    request = at(starts, seat())
    assert moments(request, Occasion.SILENCE) == [("silence", wall(noticed), wall(starts))]


@pytest.mark.parametrize(
    ("taken", "asked"),
    [("2026-12-02 06:30", True), ("2026-12-02 06:31", False), ("2026-12-02 18:00", False), ("2026-11-20 12:00", True)],
)
def test_who_has_only_just_claimed_is_not_asked(taken: str, asked: bool) -> None:
    evening = wall("2026-12-02 18:30")
    assert asks_whether_coming(seat(claimed_at=wall(taken)), evening, POLICY) is asked


def test_somebody_in_two_seats_is_reminded_once() -> None:
    request = at("2026-12-03 09:00", seat(), seat(seat=2), slots=TWO_DRIVERS)
    assert len(due(request, *REMINDERS)) == 2


def test_a_moved_start_is_reminded_anew_and_a_replan_is_not() -> None:
    here = at("2026-12-03 09:00", seat())
    moved = at("2026-12-04 09:00", seat())
    watched = (*REMINDERS, Occasion.SILENCE, Occasion.START_CHECK, Occasion.HOME_CHECK)
    keys = [{row.key for row in due(request, *watched)} for request in (here, moved, here)]
    assert keys[0].isdisjoint(keys[1])
    assert keys[0] == keys[2]


@pytest.mark.parametrize(
    ("now", "claim", "asks"),
    [
        pytest.param("2026-12-02 18:29", {"unconfirmed": True}, False, id="the evening's question is still to come"),
        pytest.param("2026-12-02 18:30", {"unconfirmed": True}, True, id="its moment has passed"),
        pytest.param("2026-12-03 07:59", {"unconfirmed": True}, True, id="before silence is noticed"),
        pytest.param("2026-12-03 08:00", {"unconfirmed": True}, False, id="too late for that list"),
        pytest.param("2026-12-02 19:30", {}, False, id="nothing that has to be asked"),
        pytest.param("2026-12-02 19:30", {"unconfirmed": True, "still": Still.YES}, False, id="said yes before"),
    ],
)
def test_when_a_change_asks_in_place_of_the_evening(now: str, claim: dict[str, Any], asks: bool) -> None:
    request = at("2026-12-03 12:00", seat(**claim))
    assert change_asks(request, request.claims[0], wall(now), POLICY, EASTERN) is asks


# --- late leaving -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "late"),
    [("2026-12-02 09:00", False), ("2026-12-02 09:01", True), ("2026-12-03 08:00", True), ("2026-11-30 09:00", False)],
)
def test_who_leaves_within_a_day_is_told_to_all(left: str, late: bool) -> None:
    rows = due(at("2026-12-03 09:00", seat(leaving_at=wall(left))), Occasion.LEFT_LATE)
    assert [(row.to, row.due_at) for row in rows] == ([(Group.COORDINATORS, wall(left))] if late else [])


# --- while people are missing -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("posted", "warned"),
    [
        pytest.param("2026-11-20 12:00", (48, 24, 6), id="in time"),
        pytest.param("2026-12-01 09:00", (24, 6), id="posted 48 hours before"),
        pytest.param("2026-12-02 20:00", (6,), id="posted the evening before"),
        pytest.param("2026-12-03 03:01", (), id="posted six hours before"),
        pytest.param("2026-12-03 08:20", (), id="starts in 40 minutes"),
    ],
)
def test_coordinators_hear_that_people_are_missing(posted: str, warned: tuple[int, ...]) -> None:
    start = wall("2026-12-03 09:00")
    ends = dict(zip((48, 24, 6), (24, 6, 0), strict=True))
    request = at("2026-12-03 09:00", posted=wall(posted))
    expected = [("under_minimum", start - h * HOUR, start - ends[h] * HOUR) for h in warned]
    assert moments(request, Occasion.UNDER_MINIMUM) == expected
    assert all(row.to is Group.COORDINATORS for row in due(request, Occasion.UNDER_MINIMUM))


@pytest.mark.parametrize(
    ("left", "warned"),
    [
        pytest.param("2026-11-30 09:00", (48, 24, 6), id="long before"),
        pytest.param("2026-12-01 12:00", (48, 24, 6), id="a day and a half before: the next warning says it"),
        pytest.param("2026-12-02 18:31", (6,), id="the evening before: all have just heard it"),
        pytest.param("2026-12-03 04:00", (), id="five hours before"),
    ],
)
def test_a_seat_lost_late_is_told_once(left: str, warned: tuple[int, ...]) -> None:
    request = at("2026-12-03 09:00", seat(leaving_at=wall(left)), posted=wall("2026-11-20 12:00"))
    start = wall("2026-12-03 09:00")
    assert [row.due_at for row in due(request, Occasion.UNDER_MINIMUM)] == [start - h * HOUR for h in warned]


def test_who_is_out_of_reach_is_not_missed_once_more_when_the_seat_is_free() -> None:
    lost_at = wall("2026-12-02 18:31")
    gone = seat(state=ClaimState.RELEASED, ending=Ending.LAPSED, ended_at=lost_at + 15 * MINUTE, lost_at=lost_at)
    request = at("2026-12-03 09:00", gone, posted=wall("2026-11-20 12:00"))
    assert [row.due_at for row in due(request, Occasion.UNDER_MINIMUM)] == [wall("2026-12-03 03:00")]


def test_of_several_warnings_that_a_change_brings_only_the_last_still_makes_sense() -> None:
    now = wall("2026-12-03 05:00")
    rows = due(at("2026-12-03 09:00"), Occasion.UNDER_MINIMUM)
    assert [row.expires_at for row in rows if row.due_at <= now and (row.expires_at or now) > now] == [
        wall("2026-12-03 09:00")
    ]


@pytest.mark.parametrize(
    "request_",
    [
        at("2026-12-03 09:00", seat()),
        at("2026-12-03 09:00", state=RequestState.CANCELLED),
        at("2026-12-03 09:00", state=RequestState.OVER),
        at("2026-12-03 09:00", seat(state=ClaimState.HELD, held_until=LONG_AGO + HOUR)),
        at("2026-12-03 09:00", parties=(Party(200, MEMBER, LONG_AGO, paused_at=LONG_AGO),)),
    ],
    ids=["enough", "cancelled", "over", "held", "plans may have changed"],
)
def test_nobody_is_missing(request_: Request) -> None:
    assert due(request_, Occasion.UNDER_MINIMUM, Occasion.URGENT) == []


@pytest.mark.parametrize(
    ("starts", "posted", "rounds"),
    [
        pytest.param(
            "2026-12-03 14:00", "2026-12-03 10:00", ["10:15", "11:15", "12:15", "13:15"], id="posted four hours before"
        ),
        pytest.param("2026-12-03 14:00", "2026-12-03 13:20", ["13:35"], id="starts in 40 minutes"),
        pytest.param("2026-12-03 14:00", "2026-12-03 13:50", [], id="starts in ten"),
        pytest.param("2026-12-03 09:00", "2026-12-03 02:00", ["08:00"], id="not at night"),
        pytest.param("2026-12-03 06:00", "2026-12-03 02:00", [], id="nobody is woken for 6 am"),
        pytest.param("2026-12-03 10:30", "2026-12-02 20:00", ["20:15", "08:00", "09:00", "10:00"], id="over night"),
    ],
)
def test_volunteers_are_asked_in_rounds(starts: str, posted: str, rounds: list[str]) -> None:
    rows = due(at(starts, posted=wall(posted)), Occasion.URGENT)
    assert [row.due_at.astimezone(EASTERN).strftime("%H:%M") for row in rows] == rounds
    assert {(row.verb, row.to) for row in rows} <= {(Verb.DO, None)}
    for row in rows:
        assert row.expires_at is not None
        assert row.due_at < row.expires_at <= min(wall(starts), row.due_at + HOUR)


def test_the_first_round_is_a_day_before() -> None:
    first = due(at("2026-12-03 14:00"), Occasion.URGENT)[0]
    assert first.due_at == wall("2026-12-02 14:00")


def test_a_round_begins_whenever_a_seat_is_given_up_or_a_backup_does_not_take_it() -> None:
    left, said_no = wall("2026-12-03 11:20"), wall("2026-12-03 11:41")
    offer = Offer(7, DRIVER, OTHER, OfferState.NO, left, left + HOUR, ended_at=said_no)
    wave = replace(offer, id=8, kind=OfferKind.WAVE, ended_at=said_no + MINUTE)
    request = at("2026-12-03 14:00", seat(leaving_at=left), offers=(offer, wave))
    found = {row.due_at for row in due(request, Occasion.URGENT)}
    assert {left, said_no} <= found
    assert said_no + MINUTE not in found
    before = at("2026-12-03 14:00", seat(leaving_at=wall("2026-12-01 11:00")))  # not urgent then
    assert due(before, Occasion.URGENT)[0].due_at == wall("2026-12-02 14:00")


# --- the day itself ---------------------------------------------------------------------------------------------------

DAY_OF = (
    Occasion.START_CHECK,
    Occasion.MEMBER_CHECK,
    Occasion.LATE_START,
    Occasion.BACKUP_LATE,
    Occasion.HOME_CHECK,
    Occasion.SILENCE_PAGE,
)
STARTS, ENDS = wall("2026-12-03 09:00"), wall("2026-12-03 11:00")
BEGIN = {Occasion.START_CHECK, Occasion.MEMBER_CHECK, Occasion.LATE_START, Occasion.BACKUP_LATE}
ON_ROAD: dict[str, Any] = {"parties": (Party(200, MEMBER, LONG_AGO),), "backups": (Backup(DRIVER, OTHER, LONG_AGO),)}


def test_a_day_on_which_nobody_says_anything() -> None:
    request = at("2026-12-03 09:00", seat(), **ON_ROAD)
    assert [(row.occasion, row.due_at, row.to, row.expires_at) for row in due(request, *DAY_OF)] == [
        (Occasion.START_CHECK, STARTS, ME, STARTS + 15 * MINUTE),
        (Occasion.MEMBER_CHECK, STARTS + 10 * MINUTE, MEMBER, ENDS + 3 * HOUR),
        (Occasion.BACKUP_LATE, STARTS + 15 * MINUTE, OTHER, ENDS + 3 * HOUR),
        (Occasion.LATE_START, STARTS + 15 * MINUTE, Group.COORDINATORS, ENDS + 3 * HOUR),
        (Occasion.HOME_CHECK, ENDS + 15 * MINUTE, ME, ENDS + 45 * MINUTE),
        (Occasion.HOME_CHECK, ENDS + 45 * MINUTE, ME, ENDS + 3 * HOUR),
    ]


HOME = {Occasion.HOME_CHECK}
OUTSIDE = {"outside": True}
ALONE = {Occasion.MEMBER_CHECK, Occasion.LATE_START}
PAUSED: dict[str, Any] = {"parties": (Party(200, MEMBER, LONG_AGO, paused_at=LONG_AGO),)}
MET: dict[str, Any] = {"parties": (Party(200, MEMBER, LONG_AGO, met_at=STARTS),)}


@pytest.mark.parametrize(
    ("changes", "claim", "expected"),
    [
        pytest.param({}, {}, BEGIN | HOME, id="silence"),
        pytest.param({}, {"on_way_at": STARTS - HOUR}, HOME, id="on the way"),
        pytest.param({}, {"with_at": STARTS}, HOME, id="with them"),
        pytest.param({"home_at": ENDS}, {"with_at": STARTS}, set(), id="everyone is home"),
        pytest.param({"home_at": STARTS}, {}, set(), id="home before anybody said a word"),
        pytest.param({"part": DayPart.MORNING}, {}, set(), id="the hour is to be confirmed"),
        pytest.param({"kind": Kind.INTERPRETING}, {}, set(), id="nobody is on the road"),
        pytest.param({"kind": Kind.SHIFT}, {}, set(), id="a shift"),
        pytest.param({"state": RequestState.CANCELLED}, {}, set(), id="cancelled"),
        pytest.param({"state": RequestState.OVER}, {"state": ClaimState.DONE}, set(), id="over"),
        pytest.param({}, {"state": ClaimState.HELD}, ALONE, id="only held"),
        pytest.param({}, {"leaving_at": LONG_AGO}, ALONE, id="leaving: nobody is to come"),
        pytest.param({}, {"state": ClaimState.RELEASED}, ALONE, id="nobody has it any more"),
        pytest.param(PAUSED, {"leaving_at": LONG_AGO}, set(), id="leaving, and plans may have changed"),
        pytest.param(PAUSED, {}, HOME, id="plans may have changed"),
        pytest.param(MET, {"leaving_at": LONG_AGO}, set(), id="leaving, and the member says that somebody is there"),
        pytest.param(MET, {}, HOME | {Occasion.START_CHECK, Occasion.BACKUP_LATE}, id="the member says they met"),
        pytest.param({}, {"claimed_at": STARTS - SECOND}, BEGIN | HOME, id="taken a second before the start"),
        pytest.param({}, {"claimed_at": STARTS}, HOME | BEGIN - {Occasion.START_CHECK}, id="taken at the start"),
        pytest.param({}, OUTSIDE, {Occasion.MEMBER_CHECK}, id="somebody without Telegram: the member can say"),
        pytest.param({"kind": Kind.ACCOMPANIMENT}, {}, BEGIN | HOME | {Occasion.SILENCE_PAGE}, id="an accompaniment"),
        pytest.param({"kind": Kind.ACCOMPANIMENT}, OUTSIDE, {Occasion.MEMBER_CHECK}, id="nobody there could say so"),
    ],
)
def test_what_is_watched(changes: dict[str, Any], claim: dict[str, Any], expected: set[Occasion]) -> None:
    request = at("2026-12-03 09:00", seat(**claim), **{**ON_ROAD, **changes})
    assert {row.occasion for row in due(request, *DAY_OF)} == expected


def test_a_day_on_which_nobody_comes() -> None:
    request = at("2026-12-03 09:00", **ON_ROAD)
    assert [(row.occasion, row.due_at, row.to, row.expires_at) for row in due(request, *DAY_OF)] == [
        (Occasion.MEMBER_CHECK, STARTS + 10 * MINUTE, MEMBER, ENDS + 3 * HOUR),
        (Occasion.LATE_START, STARTS + 15 * MINUTE, Group.COORDINATORS, ENDS + 3 * HOUR),
    ]


ACCOMPANY: dict[str, Any] = {**ON_ROAD, "kind": Kind.ACCOMPANIMENT, "slots": COURT}
NEEDED: dict[str, Any] = {**ACCOMPANY, "slots": (COURT[0], replace(COURT[1], minimum=1))}
BESIDE = replace(claimed(OTHER, claimed_at=LONG_AGO), slot_id=ACCOMPANIER)
COMES = replace(BESIDE, on_way_at=STARTS - HOUR)


@pytest.mark.parametrize(
    ("changes", "claims", "expected"),
    [
        pytest.param(ACCOMPANY, (seat(), BESIDE), BEGIN, id="neither says a word"),
        pytest.param(ACCOMPANY, (seat(), COMES), BEGIN, id="the accompanier comes; the driver is silent"),
        pytest.param(
            ACCOMPANY,
            (seat(with_at=STARTS), BESIDE),
            {Occasion.START_CHECK},
            id="the driver is there; the accompanier is asked alone",
        ),
        pytest.param(ACCOMPANY, (seat(leaving_at=LONG_AGO), COMES), ALONE, id="the driver can't; nobody drives"),
        pytest.param(ACCOMPANY, (seat(outside=True), COMES), {Occasion.MEMBER_CHECK}, id="the driver cannot tap"),
        pytest.param(ACCOMPANY, (COMES,), set(), id="nobody is to drive: an accompanier leads"),
        pytest.param(ACCOMPANY, (BESIDE,), ALONE | {Occasion.START_CHECK}, id="nobody is to drive, and no word"),
        pytest.param(NEEDED, (COMES,), ALONE, id="a driver is needed, and there is none"),
        pytest.param(
            ACCOMPANY,
            (seat(person_id=OTHER), COMES),
            set(),
            id="one person drives and accompanies, and has said it once",
        ),
    ],
)  # fmt: skip
def test_an_accompanier_says_nothing_about_the_driver(
    changes: dict[str, Any], claims: tuple[Claim, ...], expected: set[Occasion]
) -> None:
    request = at("2026-12-03 09:00", *claims, **changes)
    assert {row.occasion for row in due(request, *DAY_OF)} & BEGIN == expected


def test_an_accompaniment_is_asked_at_the_end_and_pages_an_hour_later() -> None:
    request = at("2026-12-03 09:00", seat(), kind=Kind.ACCOMPANIMENT)
    late = replace(request, expected_end=ENDS + 3 * HOUR)
    for each, end in ((request, ENDS), (late, ENDS + 3 * HOUR)):
        rows = due(each, Occasion.HOME_CHECK, Occasion.LATE_HOME, Occasion.SILENCE_PAGE)
        assert [(row.occasion, row.due_at, row.priority) for row in rows] == [
            (Occasion.HOME_CHECK, end, Priority.PRIVATE),
            (Occasion.HOME_CHECK, end + 20 * MINUTE, Priority.PRIVATE),
            (Occasion.HOME_CHECK, end + 40 * MINUTE, Priority.PRIVATE),
            (Occasion.LATE_HOME, end + 40 * MINUTE, Priority.PRIVATE),
            (Occasion.SILENCE_PAGE, end + HOUR, Priority.EMERGENCY),
        ]
    pages = [due(each, Occasion.SILENCE_PAGE)[0].key for each in (request, late)]
    assert pages[0] != pages[1]  # who said that it takes longer is waited for, and missed, anew


def test_before_silence_pages_there_is_time_to_call() -> None:
    request = at("2026-12-03 09:00", seat(), kind=Kind.ACCOMPANIMENT)
    (line,) = due(request, Occasion.LATE_HOME)
    assert (line.to, line.expires_at) == (Group.COORDINATORS, ENDS + HOUR)
    assert due(replace(request, home_at=ENDS), Occasion.LATE_HOME) == []
    assert due(replace(request, kind=Kind.RIDE), Occasion.LATE_HOME) == []
    sooner = plan(request, replace(POLICY, silence_pages=40 * MINUTE), EASTERN)
    assert Occasion.LATE_HOME not in {row.occasion for row in sooner}


def test_what_lasts_ten_minutes_is_watched_like_anything() -> None:
    request = at("2026-12-03 09:00", seat(), ends_at=STARTS + 10 * MINUTE, **ON_ROAD)
    for row in due(request, *DAY_OF):
        assert row.expires_at is None or row.due_at < row.expires_at, row


def test_an_expected_end_before_the_end_changes_nothing() -> None:
    request = at("2026-12-03 09:00", seat(), kind=Kind.ACCOMPANIMENT)
    assert due(replace(request, expected_end=ENDS - HOUR), *DAY_OF) == due(request, *DAY_OF)


def asked_home(request: Request) -> list[set[object]]:
    """Who is asked whether everyone is home: the first time, then again."""
    rows = due(request, Occasion.HOME_CHECK)
    return [{row.to for row in rows if row.due_at == moment} for moment in sorted({row.due_at for row in rows})]


def test_who_leads_is_asked_whether_everyone_is_home() -> None:
    accompanier = replace(claimed(OTHER, claimed_at=LONG_AGO + HOUR), slot_id=ACCOMPANIER)
    request = at("2026-12-03 09:00", seat(), accompanier, kind=Kind.ACCOMPANIMENT, slots=COURT)
    assert asked_home(request) == [{OTHER}, {ME, OTHER}, {ME, OTHER}]  # everybody, before silence pages
    a_ride = replace(request, kind=Kind.RIDE)
    assert asked_home(a_ride) == [{ME}, {ME}]
    on_way = replace(request, claims=(seat(on_way_at=STARTS), accompanier))
    assert asked_home(on_way)[0] == {ME}
    met = replace(request, claims=(seat(on_way_at=STARTS), replace(accompanier, with_at=STARTS)))
    assert asked_home(met)[0] == {OTHER}
    without = replace(request, claims=(seat(), replace(accompanier, outside=True)))
    assert asked_home(without) == [{ME}, {ME}, {ME}]


@pytest.mark.parametrize(
    ("changes", "claim", "comes"),
    [
        ({}, {}, True),
        ({}, {"claimed_at": STARTS - HOUR - SECOND}, True),
        ({}, {"claimed_at": STARTS - HOUR}, False),
        ({"part": DayPart.MORNING}, {}, False),
        ({"home_at": STARTS}, {}, False),
        ({}, {"leaving_at": LONG_AGO}, False),
    ],
)
def test_when_a_message_gets_its_red_button(changes: dict[str, Any], claim: dict[str, Any], comes: bool) -> None:
    rows = moments(at("2026-12-03 09:00", seat(**claim), **changes), Occasion.RED_BUTTON)
    assert rows == ([("red_button", STARTS - HOUR, STARTS)] if comes else [])


def test_everybody_there_sees_that_all_are_home() -> None:
    there = at("2026-12-03 09:00", seat(), claimed(OTHER, 2, claimed_at=LONG_AGO), slots=TWO_DRIVERS)
    assert due(there, Occasion.AT_HOME) == []
    home = replace(there, home_at=ENDS)
    rows = due(home, Occasion.AT_HOME)
    assert sorted((row.to, row.due_at) for row in rows) == [(ME, ENDS), (OTHER, ENDS)]
    settled = due(home, Occasion.HOME_SETTLED)
    assert [row.due_at for row in settled] == [ENDS + 10 * MINUTE] * 2
    again = due(replace(there, home_at=ENDS + HOUR), Occasion.AT_HOME, Occasion.HOME_SETTLED)
    assert {row.key for row in again}.isdisjoint(row.key for row in (*rows, *settled))


def test_not_yet_gives_all_the_others_their_buttons_back() -> None:
    there = at("2026-12-03 09:00", seat(), claimed(OTHER, 2, claimed_at=LONG_AGO), slots=TWO_DRIVERS)
    assert [(row.occasion, row.to, row.expires_at) for row in daily.not_home(there, ME, ENDS, POLICY)] == [
        (Occasion.NOT_HOME, OTHER, ENDS + 3 * HOUR)
    ]


def test_each_person_is_asked_at_the_start_once() -> None:
    request = at("2026-12-03 09:00", seat(), seat(seat=2), claimed(OTHER, 3, claimed_at=LONG_AGO), slots=TWO_DRIVERS)
    assert [row.to for row in due(request, Occasion.START_CHECK)] == [ME, OTHER]


# --- the debrief ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "claim", "asked"),
    [
        pytest.param({}, {}, ENDS + 30 * MINUTE, id="half an hour after the end"),
        pytest.param({"expected_end": ENDS + HOUR}, {}, ENDS + 90 * MINUTE, id="it took longer"),
        pytest.param({"home_at": ENDS - HOUR}, {}, ENDS - 50 * MINUTE, id="everyone is home, and nobody took it back"),
        pytest.param({"state": RequestState.OVER}, {"state": ClaimState.DONE}, ENDS + 30 * MINUTE, id="over"),
        pytest.param({"state": RequestState.CANCELLED}, {}, None, id="cancelled"),
        pytest.param({"kind": Kind.RIDE}, {}, None, id="a ride"),
        pytest.param({"part": DayPart.MORNING}, {}, None, id="the hour was never confirmed"),
        pytest.param({}, {"leaving_at": LONG_AGO}, None, id="who left"),
        pytest.param({}, OUTSIDE, None, id="nobody could answer"),
    ],
)
def test_when_the_report_is_asked_for(changes: dict[str, Any], claim: dict[str, Any], asked: datetime | None) -> None:
    request = at("2026-12-03 09:00", seat(**claim), **{"kind": Kind.ACCOMPANIMENT, **changes})
    assert [row.due_at for row in due(request, Occasion.DEBRIEF)] == ([asked] if asked else [])


def test_the_report_is_asked_for_once_however_the_end_moves() -> None:
    here = at("2026-12-03 09:00", seat(), kind=Kind.ACCOMPANIMENT)
    keys = {due(each, Occasion.DEBRIEF)[0].key for each in (here, replace(here, home_at=ENDS, expected_end=STARTS))}
    assert keys == {f"debrief:{RIDE}"}


# --- seats offered to backups -----------------------------------------------------------------------------------------

ASKED = LONG_AGO + DAY
OFFER = Offer(7, DRIVER, OTHER, OfferState.ASKED, ASKED, ASKED + HOUR)


@pytest.mark.parametrize(
    ("offer", "expected"),
    [
        (OFFER, [("seat_offer", ASKED, ASKED + HOUR), ("offer_lapse", ASKED + HOUR, None)]),
        (replace(OFFER, state=OfferState.LAPSED, ended_at=ASKED + MINUTE), [("offer_over", ASKED + MINUTE, None)]),
        (replace(OFFER, state=OfferState.YES, ended_at=ASKED), []),
        (replace(OFFER, state=OfferState.NO, ended_at=ASKED), []),
        (replace(OFFER, kind=OfferKind.WAVE), []),
        (replace(OFFER, kind=OfferKind.WAVE, state=OfferState.LAPSED, ended_at=ASKED), []),
    ],
)
def test_a_question_to_a_backup_ends(offer: Offer, expected: list[Any]) -> None:
    request = at("2026-12-03 09:00", offers=(offer,))
    assert moments(request, Occasion.SEAT_OFFER, Occasion.OFFER_LAPSE, Occasion.OFFER_OVER) == expected


# --- due for no single request ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "around", "afternoon"),
    [
        ("2026-12-03 09:59", "2026-12-03 10:00", "2026-12-03 17:00"),
        ("2026-12-03 10:00", "2026-12-03 18:00", "2026-12-03 17:00"),
        ("2026-12-03 17:00", "2026-12-03 18:00", "2026-12-04 17:00"),
        ("2026-12-03 23:30", "2026-12-04 10:00", "2026-12-04 17:00"),
        ("2026-10-31 18:00", "2026-11-01 10:00", "2026-11-01 17:00"),
        ("2027-03-13 18:00", "2027-03-14 10:00", "2027-03-14 17:00"),
    ],
)
def test_what_happens_every_day(now: str, around: str, afternoon: str) -> None:
    rows = daily.every_day(wall(now), POLICY, EASTERN)
    assert {row.occasion: row.due_at for row in rows} == {
        Occasion.ASK_AROUND: wall(around),
        Occasion.AFTERNOON: wall(afternoon),
    }
    assert {row.verb for row in rows} == {Verb.DO}


def test_a_day_has_one_key_of_each() -> None:
    """Planned at any moment of a day it is the same row, and the next day another."""
    hours = [wall("2026-12-03 00:00") + n * HOUR for n in range(24 * 3)]
    keys = {row.key for hour in hours for row in daily.every_day(hour, POLICY, EASTERN)}
    assert len(keys) == 4 + 7  # the afternoons of four days; two rounds on each of three, and the next


def test_an_afternoon_is_not_told_in_the_night() -> None:
    planned = wall("2026-12-03 17:00")
    rows = daily.afternoon(planned, planned + HOUR, POLICY, EASTERN)
    assert {(row.occasion, row.to) for row in rows} == {
        (Occasion.UNFINISHED, Group.COORDINATORS),
        (Occasion.DIGEST, Group.VOLUNTEERS),
    }
    assert {row.expires_at for row in rows} == {planned + 4 * HOUR}
    sooner = daily.afternoon(planned, planned + HOUR, replace(POLICY, afternoon_until=2 * HOUR), EASTERN)
    assert {row.expires_at for row in sooner} == {planned + 2 * HOUR}
    assert all("2026-12-03" in row.key for row in rows)


INCIDENT = Incident(9, RIDE, ME, Source.VOLUNTEER, STARTS)


def test_a_round_of_an_emergency_tells_everybody_and_plans_the_next() -> None:
    rows = daily.alarm(INCIDENT, {CONTACT, OTHER}, 1, STARTS, POLICY)
    assert [(row.occasion, row.to, row.due_at) for row in rows] == [
        (Occasion.ALARM, OTHER, STARTS),
        (Occasion.ALARM, CONTACT, STARTS),
        (Occasion.ALARM, Group.COORDINATORS, STARTS),
        (Occasion.ALARM_ROUND, None, STARTS + 3 * MINUTE),
    ]
    assert {row.priority for row in rows} == {Priority.EMERGENCY}
    again = daily.alarm(INCIDENT, {CONTACT, OTHER}, 2, STARTS + 3 * MINUTE, POLICY)
    assert {row.key for row in rows[:3]}.isdisjoint(row.key for row in again)
    for done in ({"taken_by": CONTACT, "taken_at": STARTS}, {"resolved_at": STARTS}):
        assert daily.alarm(replace(INCIDENT, **done), {CONTACT}, 2, STARTS, POLICY) == ()


def test_whoever_pressed_is_not_told_of_her_own_alarm() -> None:
    rows = daily.alarm(replace(INCIDENT, person_id=OTHER), {CONTACT, OTHER}, 1, STARTS, POLICY)
    assert [row.to for row in rows] == [CONTACT, Group.COORDINATORS, None]
    state = daily.alarm_state(replace(INCIDENT, person_id=OTHER, taken_by=CONTACT), {CONTACT, OTHER}, CONTACT, STARTS)
    assert [row.to for row in state] == [OTHER, Group.COORDINATORS]


def test_everybody_else_hears_who_has_it() -> None:
    taken = replace(INCIDENT, taken_by=CONTACT, taken_at=STARTS)
    rows = daily.alarm_state(taken, {ME, CONTACT, OTHER}, CONTACT, STARTS)
    assert [row.to for row in rows] == [ME, OTHER, Group.COORDINATORS]
    resolved = replace(taken, resolved_at=STARTS + HOUR)
    after = daily.alarm_state(resolved, {ME, CONTACT, OTHER}, OTHER, STARTS + HOUR)
    assert [row.to for row in after] == [ME, CONTACT, Group.COORDINATORS]
    assert {row.key for row in rows}.isdisjoint(row.key for row in after)


@pytest.mark.parametrize(
    ("occasion", "request_", "now", "due_at"),
    [
        pytest.param(Occasion.LATE_START, {}, "12:15", "17:00", id="with the cards"),
        pytest.param(Occasion.LATE_START, {"expected_end": wall("2026-12-03 16:00")}, "12:15", "19:00", id="it lasts"),
        pytest.param(Occasion.UNDER_MINIMUM, {}, "17:00", "20:00", id="said afterwards"),
        pytest.param(Occasion.DEBRIEF_ALERT, {}, "14:30", "2026-12-06 14:00", id="a report waits"),
        pytest.param(Occasion.CALL_BACK, {}, "22:00", "2026-12-06 14:00", id="a call waits"),
    ],
)
def test_when_a_message_of_the_group_becomes_a_line(
    occasion: Occasion, request_: dict[str, Any], now: str, due_at: str
) -> None:
    request = ride(starts_at=wall("2026-12-03 12:00"), ends_at=wall("2026-12-03 14:00"), **request_)
    row = daily.notice_over(77, occasion, request, wall(f"{THURSDAY} {now}"), POLICY)
    assert row.due_at == wall(due_at if " " in due_at else f"{THURSDAY} {due_at}")
    assert (row.occasion, row.subject, row.to) == (Occasion.NOTICE_OVER, RIDE, Group.COORDINATORS)
    assert row.key.endswith(":77")


@pytest.mark.parametrize(
    ("resolved", "about", "now", "due_at"),
    [
        pytest.param(None, True, "12:30", "17:00", id="looked at with the cards"),
        pytest.param(None, True, "17:00", "20:00", id="and again"),
        pytest.param("12:40", True, "12:40", "17:00", id="resolved before the end"),
        pytest.param("18:00", True, "18:00", "21:00", id="resolved late"),
        pytest.param("12:40", False, "12:40", "15:40", id="about no request"),
        pytest.param(None, False, "12:40", "15:40", id="about none, open"),
    ],
)
def test_when_an_alarm_in_the_group_becomes_a_line(resolved: str | None, about: bool, now: str, due_at: str) -> None:
    request = ride(starts_at=wall("2026-12-03 12:00"), ends_at=wall("2026-12-03 14:00"))
    at = None if resolved is None else wall(f"{THURSDAY} {resolved}")
    incident = replace(INCIDENT, resolved_at=at)
    row = daily.alarm_over(77, incident, request if about else None, wall(f"{THURSDAY} {now}"), POLICY)
    assert row.due_at == wall(f"{THURSDAY} {due_at}")
    assert (row.occasion, row.subject) == (Occasion.ALARM_OVER, INCIDENT.id)


def test_a_report_is_told_when_it_is_finished_or_rests() -> None:
    begun = Debrief(RIDE, ME, Ask.WANTS, wants=(Want.LAWYER,))
    rests = daily.debrief_alert(begun, ENDS, POLICY)
    done = daily.debrief_alert(replace(begun, step=Ask.DONE), ENDS, POLICY)
    assert (rests.due_at, done.due_at) == (ENDS + 15 * MINUTE, ENDS)
    assert rests.key == done.key


def test_silence_is_one_list_and_a_word_to_those_who_stand_by() -> None:
    backups = (Backup(DRIVER, OTHER, LONG_AGO), Backup(ACCOMPANIER, CONTACT, LONG_AGO))
    request = at("2026-12-03 11:00", seat(), backups=backups)
    now = wall("2026-12-03 08:00")
    rows = daily.silence(request, request.slots, now, POLICY, EASTERN)
    assert [(row.occasion, row.to, row.due_at) for row in rows] == [
        (Occasion.SILENT, Group.COORDINATORS, now + SECOND),
        (Occasion.BACKUP_ALERT, OTHER, now),
    ]
    another = daily.silence(replace(at("2026-12-03 15:00"), id=RIDE + 1), (), now, POLICY, EASTERN)
    assert another[0].key == rows[0].key  # one list for all that are noticed then


def test_the_report_is_asked_for_and_once_more() -> None:
    rows = daily.debrief(RIDE, ME, ENDS, POLICY)
    assert [(row.occasion, row.to, row.due_at) for row in rows] == [
        (Occasion.DEBRIEF_ASK, ME, ENDS),
        (Occasion.DEBRIEF_NAG, ME, ENDS + 12 * HOUR),
    ]


# --- whatever happens -------------------------------------------------------------------------------------------------


def test_a_key_names_words_ids_and_moments() -> None:
    assert key(Occasion.FOLD, 7, (STARTS, None, 3)) == f"fold:7:{int(STARTS.timestamp())}:3"


CLAIMS = st.builds(
    lambda person, n, state, ago, leaves, on_way, outside: claimed(
        person,
        n,
        state=state,
        claimed_at=STARTS - ago,
        held_until=STARTS - ago + HOUR if state is ClaimState.HELD else None,
        leaving_at=STARTS - ago + MINUTE if leaves and state is ClaimState.ACTIVE else None,
        on_way_at=STARTS - HOUR if on_way else None,
        outside=outside,
    ),
    st.sampled_from((ME, OTHER, CONTACT)),
    st.integers(1, 3),
    st.sampled_from(list(ClaimState)),
    st.timedeltas(timedelta(minutes=-60), timedelta(days=5)),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
OFFERS = st.builds(
    lambda n, person, state, kind: replace(OFFER, id=n, person_id=person, state=state, kind=kind, ended_at=STARTS),
    st.integers(1, 100),
    st.sampled_from((OTHER, CONTACT)),
    st.sampled_from(list(OfferState)),
    st.sampled_from(list(OfferKind)),
)
REQUESTS = st.builds(
    lambda claims, offers, state, kind, returns, home: replace(
        at("2026-12-03 09:00", *{claim.id: claim for claim in claims}.values(), **ON_ROAD),
        offers=tuple({offer.id: offer for offer in offers}.values()),
        state=state,
        kind=kind,
        returns=returns,
        closed_at=STARTS,
        home_at=ENDS if home else None,
        slots=(Slot(DRIVER, Role.DRIVER, 0, 2, 3),),
    ),
    st.lists(CLAIMS, max_size=4),
    st.lists(OFFERS, max_size=3),
    st.sampled_from(list(RequestState)),
    st.sampled_from(list(Kind)),
    st.sampled_from(list(Return)),
    st.booleans(),
)


@given(REQUESTS)
def test_keys_are_unique_and_every_row_is_said_or_done(request: Request) -> None:
    rows = plan(request, POLICY, EASTERN)
    assert len({row.key for row in rows}) == len(rows)
    for row in rows:
        assert (row.to is None) == (row.verb is Verb.DO), row


@given(REQUESTS, st.sampled_from([RequestState.CANCELLED, RequestState.WITHDRAWN]))
def test_of_what_is_off_nobody_hears_but_that(request: Request, state: RequestState) -> None:
    off = replace(
        request,
        state=state,
        claims=tuple(
            replace(claim, state=ClaimState.RELEASED, ending=Ending.CANCELLED, ended_at=STARTS)
            for claim in request.claims
            if claim.living
        ),
        offers=tuple(offer for offer in request.offers if offer.state is not OfferState.ASKED),
    )
    said = {row.occasion for row in plan(off, POLICY, EASTERN) if row.verb is Verb.SAY}
    assert said <= {
        Occasion.CARD,
        Occasion.CANCELLED,
        Occasion.MEMBER_CANCELLED,
        Occasion.MEMBER_CLOSED,
        Occasion.OFFER_OVER,
    }


@given(REQUESTS)
def test_every_open_question_to_a_backup_has_its_end(request: Request) -> None:
    lapses = {row.subject for row in plan(request, POLICY, EASTERN) if row.occasion is Occasion.OFFER_LAPSE}
    asked = {o.id for o in request.offers if o.kind is OfferKind.BACKUP and o.state is OfferState.ASKED}
    assert lapses == asked


@given(REQUESTS, st.booleans())
def test_a_changed_number_moves_what_it_says(request: Request, longer: bool) -> None:
    policy = replace(Policy(), soon=3 * HOUR if longer else HOUR)
    for row in plan(request, policy, EASTERN):
        if row.occasion is Occasion.SOON:
            assert row.due_at == STARTS - policy.soon
