"""The day itself, quiet hours, the red button, the report and the sign: who may say what, and when."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from bot.rules import day, debrief, loudness, quiet
from bot.rules.day import Stage, Step
from bot.rules.debrief import Debrief, Want
from bot.rules.debrief import Step as Ask
from bot.rules.incidents import Incident, Source, has_red_button
from bot.rules.model import ClaimState, DayPart, Group, Kind, Party, Request, RequestState, Still
from bot.rules.problems import Problem
from bot.rules.signs import Sign, sign_of, sign_shown
from bot.rules.timetable import Occasion
from tests.clock import EASTERN
from tests.rules.samples import (
    ACCOMPANIER,
    CONTACT,
    COURT,
    ENDS,
    ME,
    NOW,
    OTHER,
    POLICY,
    RIDE,
    SECOND,
    STARTS,
    TWO_DRIVERS,
    claimed,
    held,
    ride,
)

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def wall(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=EASTERN).astimezone(UTC)


# --- steps ------------------------------------------------------------------------------------------------------------

COMING, THERE = (Step.ON_WAY, Step.WITH_THEM), (Step.LONGER, Step.HOME)
INSIDE = (Step.GOING_IN, *THERE)
ACCOMPANIMENT = {"kind": Kind.ACCOMPANIMENT}


@pytest.mark.parametrize(
    ("changes", "claim", "now", "steps"),
    [
        pytest.param({}, {}, STARTS - 2 * HOUR - SECOND, (), id="too early"),
        pytest.param({}, {}, STARTS - 2 * HOUR, COMING, id="from two hours before"),
        pytest.param({}, {"on_way_at": NOW}, STARTS - HOUR, (Step.WITH_THEM,), id="on the way"),
        pytest.param({}, {"with_at": NOW}, STARTS - HOUR, THERE, id="with them before the start"),
        pytest.param({}, {}, STARTS, (*COMING, Step.LONGER), id="begun, and nothing said"),
        pytest.param(
            {}, {"on_way_at": NOW}, ENDS - SECOND, (Step.WITH_THEM, Step.LONGER), id="on the way until the end"
        ),
        pytest.param({}, {"on_way_at": NOW}, ENDS, (Step.WITH_THEM, *THERE), id="the end has come"),
        pytest.param({"expected_end": ENDS + HOUR}, {}, ENDS, (*COMING, Step.LONGER), id="it lasts longer"),
        pytest.param(ACCOMPANIMENT, {"with_at": NOW}, STARTS, INSIDE, id="an accompaniment: going in"),
        pytest.param({}, {"with_at": NOW}, ENDS + 2 * HOUR, THERE, id="long after the end"),
        pytest.param({"home_at": ENDS}, {"with_at": NOW}, ENDS, (), id="home"),
        pytest.param({"part": DayPart.MORNING}, {}, STARTS, (), id="the hour is to be confirmed"),
        pytest.param({"kind": Kind.SHIFT}, {}, STARTS, (), id="a shift"),
        pytest.param({"state": RequestState.CANCELLED}, {}, STARTS, (), id="cancelled"),
        pytest.param({}, {"state": ClaimState.HELD}, STARTS, (), id="only held"),
    ],
)
def test_which_steps_can_be_said(
    changes: dict[str, Any], claim: dict[str, Any], now: datetime, steps: tuple[Step, ...]
) -> None:
    seat = claimed(**claim)
    assert day.steps(ride(seat, **changes), seat, now, POLICY) == steps


@pytest.mark.parametrize(
    ("changes", "claim", "now", "stage"),
    [
        pytest.param({}, {"claimed_at": NOW}, NOW + 10 * MINUTE - SECOND, Stage.NEW, id="just claimed"),
        pytest.param({}, {"claimed_at": NOW}, NOW + 10 * MINUTE, Stage.HAS, id="ten minutes later"),
        pytest.param({}, {"assigned": True}, NOW + HOUR, Stage.NEW, id="put down for it, and has said nothing"),
        pytest.param({}, {"assigned": True, "still": Still.YES}, STARTS - HOUR, Stage.COMING, id="and said yes"),
        pytest.param({}, {"still": Still.ASKED}, STARTS - SECOND, Stage.ASKED, id="the question waits"),
        pytest.param({}, {"still": Still.ASKED, "on_way_at": NOW}, STARTS - HOUR, Stage.ON_WAY, id="on the way"),
        pytest.param({}, {"unconfirmed": True}, STARTS - HOUR, Stage.CHANGED, id="another hour"),
        pytest.param({}, {"still": Still.YES}, STARTS - SECOND, Stage.COMING, id="yes, before it starts"),
        pytest.param({}, {"still": Still.YES}, STARTS, Stage.TIME, id="begun, and nothing said"),
        pytest.param({}, {"claimed_at": STARTS}, STARTS, Stage.NEW, id="taken when it had begun"),
        pytest.param({"parties": (Party(7, paused_at=NOW),)}, {}, STARTS, Stage.HAS, id="plans may have changed"),
        pytest.param({}, {"on_way_at": NOW}, ENDS - SECOND, Stage.ON_WAY, id="on the way after the start"),
        pytest.param({}, {"with_at": NOW, "moved": True}, STARTS, Stage.WITH_THEM, id="with them"),
        pytest.param({}, {"with_at": NOW, "no_phone_until": ENDS}, STARTS, Stage.NO_PHONE, id="inside"),
        pytest.param({}, {"with_at": NOW, "no_phone_until": STARTS}, STARTS, Stage.WITH_THEM, id="out again"),
        pytest.param({}, {"with_at": NOW, "moved": True, "assigned": True}, ENDS, Stage.END, id="the end"),
        pytest.param({"expected_end": ENDS + HOUR}, {"with_at": NOW}, ENDS, Stage.WITH_THEM, id="it takes longer"),
        pytest.param({"kind": Kind.SHIFT}, {}, STARTS, Stage.HAS, id="a shift"),
    ],
)
def test_where_somebody_stands(changes: dict[str, Any], claim: dict[str, Any], now: datetime, stage: Stage) -> None:
    seat = claimed(**claim)
    assert day.stage(ride(seat, **changes), seat, now, POLICY) is stage


def test_what_is_said_with_one_seat_is_said_with_both() -> None:
    drives, beside = claimed(still=Still.ASKED), claimed(seat=2, with_at=NOW)
    request = ride(drives, replace(beside, id=drives.id + 100), slots=TWO_DRIVERS)
    assert day.stage(request, drives, STARTS, POLICY) is Stage.WITH_THEM
    assert Step.WITH_THEM not in day.steps(request, drives, STARTS, POLICY)
    other = claimed(OTHER, 2, with_at=NOW)
    request = ride(drives, other, slots=TWO_DRIVERS)
    assert day.stage(request, drives, STARTS, POLICY) is Stage.TIME, "not what somebody else says"


def test_all_may_say_home_once_one_of_them_is_there() -> None:
    mine, there = claimed(), claimed(OTHER, 2, with_at=NOW)
    assert Step.HOME in day.steps(ride(mine, there, slots=TWO_DRIVERS), mine, STARTS, POLICY)


@pytest.mark.parametrize(
    ("changes", "now", "expected"),
    [
        ({"home_at": ENDS}, ENDS, True),
        ({"home_at": ENDS}, ENDS + 10 * MINUTE - SECOND, True),
        ({"home_at": ENDS}, ENDS + 10 * MINUTE, False),
        ({"home_at": ENDS, "state": RequestState.OVER}, ENDS, False),
        ({}, ENDS, False),
    ],
)
def test_how_long_everyone_is_home_can_be_taken_back(changes: dict[str, Any], now: datetime, expected: bool) -> None:
    assert day.home_undoable(ride(claimed(), **changes), now, POLICY) is expected


@pytest.mark.parametrize(
    ("step", "amount", "now", "expected"),
    [
        (Step.GOING_IN, 1, STARTS, ENDS),
        (Step.GOING_IN, 4, STARTS, STARTS + 4 * HOUR),
        (Step.GOING_IN, 5, STARTS, None),
        (Step.GOING_IN, 0, STARTS, None),
        (Step.LONGER, 30, STARTS, ENDS + 30 * MINUTE),
        (Step.LONGER, 120, ENDS + HOUR, ENDS + 3 * HOUR),
        (Step.LONGER, 45, STARTS, None),
        (Step.LONGER, -30, STARTS, None),
        (Step.HOME, 30, STARTS, None),
    ],
)
def test_how_long_it_takes_now(step: Step, amount: int, now: datetime, expected: datetime | None) -> None:
    assert day.later_end(ride(), step, amount, now, POLICY) == expected


def test_the_end_never_moves_back() -> None:
    late = ride(expected_end=ENDS + 3 * HOUR)
    assert day.later_end(late, Step.GOING_IN, 1, STARTS, POLICY) == ENDS + 3 * HOUR
    assert day.later_end(late, Step.LONGER, 30, STARTS, POLICY) == ENDS + 3 * HOUR + 30 * MINUTE


def test_the_center_chooses_how_long_it_may_take() -> None:
    own = replace(POLICY, going_in_hours=(5,), longer_minutes=(45,))
    assert day.later_end(ride(), Step.GOING_IN, 5, STARTS, own) == STARTS + 5 * HOUR
    assert day.later_end(ride(), Step.LONGER, 45, STARTS, own) == ENDS + 45 * MINUTE
    assert day.later_end(ride(), Step.LONGER, 30, STARTS, own) is None


NO_TELEGRAM = claimed(state=ClaimState.DONE, outside=True)


@pytest.mark.parametrize(
    ("request_", "now", "overdue"),
    [
        (ride(claimed()), ENDS + 45 * MINUTE - SECOND, False),
        (ride(claimed()), ENDS + 45 * MINUTE, True),
        (ride(claimed(), expected_end=ENDS + HOUR), ENDS + HOUR, False),
        (ride(claimed(), home_at=ENDS), ENDS + HOUR, False),
        (ride(), ENDS + HOUR, False),
        (ride(claimed(state=ClaimState.DONE), state=RequestState.OVER), ENDS + 4 * HOUR, True),
        (ride(claimed(state=ClaimState.DONE), state=RequestState.OVER, home_at=ENDS), ENDS + 4 * HOUR, False),
        (ride(claimed(state=ClaimState.NO_SHOW), state=RequestState.OVER), ENDS + 4 * HOUR, False),
        (ride(claimed(state=ClaimState.DONE), state=RequestState.CANCELLED), ENDS + 4 * HOUR, False),
        (ride(claimed(state=ClaimState.DONE), state=RequestState.OVER, **ACCOMPANIMENT), ENDS + 4 * HOUR, False),
        (
            ride(claimed(state=ClaimState.DONE, outside=True), state=RequestState.OVER, **ACCOMPANIMENT),
            ENDS + 4 * HOUR,
            True,
        ),
    ],
)
def test_when_a_ride_is_overdue(request_: Request, now: datetime, overdue: bool) -> None:
    assert day.overdue(request_, now, POLICY) is overdue


@pytest.mark.parametrize(
    ("request_", "now", "goes_on"),
    [
        (ride(claimed()), ENDS - SECOND, False),
        (ride(claimed()), ENDS, True),
        (ride(claimed()), ENDS + 45 * MINUTE, False),
        (ride(claimed(), expected_end=ENDS + HOUR), ENDS + HOUR, True),
        (ride(claimed(), home_at=ENDS), ENDS, False),
        (ride(), ENDS, False),
        (ride(claimed(), state=RequestState.OVER), ENDS, False),
    ],
)
def test_what_goes_on_past_its_end(request_: Request, now: datetime, goes_on: bool) -> None:
    assert day.goes_on(request_, now, POLICY) is goes_on


PAUSED = (Party(1, ME, NOW, paused_at=NOW),)
MET = (Party(1, ME, NOW, met_at=STARTS),)


@pytest.mark.parametrize(
    ("request_", "progress"),
    [
        (ride(claimed()), None),
        (ride(claimed(on_way_at=STARTS)), day.Progress.ON_WAY),
        (ride(claimed(on_way_at=STARTS, with_at=STARTS)), day.Progress.TOGETHER),
        (ride(claimed(on_way_at=STARTS), parties=MET), day.Progress.TOGETHER),
        (ride(claimed(on_way_at=STARTS), parties=PAUSED), day.Progress.ON_HOLD),
    ],
)
def test_how_far_it_is(request_: Request, progress: day.Progress | None) -> None:
    assert day.progress(request_) is progress


def test_who_is_present() -> None:
    two = ride(claimed(ME, 1), claimed(ME, 2), held(OTHER, 3), claimed(CONTACT, 4, leaving_at=NOW), slots=TWO_DRIVERS)
    assert [claim.seat for claim in day.present(two)] == [1]


# --- quiet hours ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "is_quiet", "waking"),
    [
        ("2026-12-02 20:59", False, "2026-12-02 20:59"),
        ("2026-12-02 21:00", True, "2026-12-03 08:00"),
        ("2026-12-03 00:00", True, "2026-12-03 08:00"),
        ("2026-12-03 07:59", True, "2026-12-03 08:00"),
        ("2026-12-03 08:00", False, "2026-12-03 08:00"),
        ("2026-10-31 23:00", True, "2026-11-01 08:00"),
        ("2027-03-14 01:59", True, "2027-03-14 08:00"),
    ],
)
def test_when_people_sleep(now: str, is_quiet: bool, waking: str) -> None:
    assert quiet.is_quiet(wall(now), POLICY, EASTERN) is is_quiet
    assert quiet.waking(wall(now), POLICY, EASTERN) == wall(waking)


def test_quiet_hours_may_lie_within_a_day() -> None:
    noon = replace(POLICY, quiet_from=time(12), quiet_until=time(14))
    assert [quiet.is_quiet(wall(f"2026-12-03 {at}"), noon, EASTERN) for at in ("11:59", "12:00", "13:59", "14:00")] == [
        False, True, True, False,
    ]  # fmt: skip
    assert quiet.waking(wall("2026-12-03 13:00"), noon, EASTERN) == wall("2026-12-03 14:00")


NIGHT, MORNING = wall("2026-12-03 03:00"), wall("2026-12-03 09:00")


@pytest.mark.parametrize(
    ("occasion", "to", "starts", "now", "hushed"),
    [
        pytest.param(Occasion.CHANGED, ME, MORNING, MORNING - HOUR, False, id="by day nothing is"),
        pytest.param(Occasion.CHANGED, ME, MORNING, NIGHT, True, id="at night a change is"),
        pytest.param(Occasion.CHANGED, ME, NIGHT + 2 * HOUR, NIGHT, False, id="unless it starts within two hours"),
        pytest.param(Occasion.CHANGED, ME, NIGHT - SECOND, NIGHT, True, id="or has begun"),
        pytest.param(Occasion.SOON, ME, NIGHT + 2 * HOUR, NIGHT, False, id="the two-hour reminder"),
        pytest.param(Occasion.MEMBER_SOON, ME, NIGHT + 2 * HOUR, NIGHT, False, id="of a member too"),
        pytest.param(Occasion.ALARM, Group.COORDINATORS, None, NIGHT, False, id="an emergency"),
        pytest.param(Occasion.STILL_COMING, ME, MORNING, NIGHT, True, id="the evening's question, late"),
        pytest.param(Occasion.SILENT, Group.COORDINATORS, NIGHT + HOUR, NIGHT, True, id="a list for the group"),
        pytest.param(Occasion.LEFT_LATE, Group.COORDINATORS, NIGHT + HOUR, NIGHT, False, id="who leaves just before"),
        pytest.param(Occasion.MEMBER_PLANS, Group.COORDINATORS, NIGHT + HOUR, NIGHT, False, id="plans just before"),
        pytest.param(
            Occasion.MEMBER_PLANS, Group.COORDINATORS, NIGHT + 9 * HOUR, NIGHT, True, id="plans that can wait"
        ),
        pytest.param(Occasion.BACKUP_LATE, ME, NIGHT - 15 * MINUTE, NIGHT, False, id="a backup of a late start"),
        pytest.param(Occasion.OFFERS, ME, None, NIGHT, True, id="offers"),
    ],
)
def test_what_may_make_a_sound(
    occasion: Occasion, to: int | Group, starts: datetime | None, now: datetime, hushed: bool
) -> None:
    assert loudness.hushed(occasion, to, starts, now, POLICY, EASTERN) is hushed


# --- the red button ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "claim", "now", "there"),
    [
        ({}, {}, STARTS - HOUR, True),
        ({}, {}, STARTS - HOUR - SECOND, False),
        ({}, {}, ENDS + 2 * HOUR, True),
        ({"home_at": ENDS}, {}, ENDS, False),
        ({"part": DayPart.MORNING}, {}, STARTS, False),
        ({"state": RequestState.CANCELLED}, {}, STARTS, False),
        ({}, {"state": ClaimState.RELEASED}, STARTS, False),
        ({}, {"leaving_at": NOW}, STARTS, True),
    ],
)
def test_when_the_red_button_is_there(
    changes: dict[str, Any], claim: dict[str, Any], now: datetime, there: bool
) -> None:
    seat = claimed(**claim)
    assert has_red_button(ride(seat, **changes), seat, now, POLICY) is there


@pytest.mark.parametrize(
    ("changes", "ringing"),
    [({}, True), ({"taken_by": ME}, False), ({"resolved_at": NOW}, False), ({"rounds": 9}, True)],
)
def test_it_rings_until_somebody_has_it(changes: dict[str, Any], ringing: bool) -> None:
    assert replace(Incident(1, RIDE, ME, Source.MEMBER, NOW), **changes).ringing is ringing


# --- the report -------------------------------------------------------------------------------------------------------

BEGUN = Debrief(RIDE, ME)


def after(*answers: str, begun: Debrief = BEGUN) -> Debrief:
    found = begun
    for answer in answers:
        following = debrief.answered(found, answer)
        assert following is not None, answer
        found = following
    return found


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param(("yes", "yes", "no", "done", "done"), Debrief(RIDE, ME, Ask.DONE, "yes", True, False), id="well"),
        pytest.param(
            ("yes", "no", "yes", "unknown", "done"), Debrief(RIDE, ME, Ask.WORDS, "yes", False, True), id="not home"
        ),
        pytest.param(("no", "no", "done"), Debrief(RIDE, ME, Ask.WORDS, "no", None, False), id="nobody went"),
        pytest.param(("postponed", "yes"), Debrief(RIDE, ME, Ask.WHEN, "postponed", None, True), id="postponed"),
        pytest.param(
            ("no", "no", "ride", "lawyer", "ride", "family", "done"),
            Debrief(RIDE, ME, Ask.WORDS, "no", None, False, (Want.LAWYER, Want.FAMILY)),
            id="wishes are ticked and unticked",
        ),
    ],
)
def test_the_way_through(answers: tuple[str, ...], expected: Debrief) -> None:
    assert after(*answers) == expected


def test_who_is_known_to_be_home_is_not_asked() -> None:
    assert after("yes", begun=replace(BEGUN, home=True)).step is Ask.NEXT


@pytest.mark.parametrize("step", list(Ask))
@pytest.mark.parametrize("answer", ["", "maybe", "lawyers", "YES", "done "])
def test_a_forged_answer_is_none(step: Ask, answer: str) -> None:
    assert debrief.answered(replace(BEGUN, step=step), answer) is None


@pytest.mark.parametrize(
    ("step", "answers"),
    [
        (Ask.HAPPENED, {"yes", "no", "postponed"}),
        (Ask.HOME, {"yes", "no"}),
        (Ask.NEXT, {"yes", "no"}),
        (Ask.WHEN, {"unknown"}),
        (Ask.WANTS, {*Want, "done"}),
        (Ask.WORDS, {"done"}),
        (Ask.DONE, set()),
    ],
)
def test_each_question_takes_its_own_answers(step: Ask, answers: set[str]) -> None:
    every = {"yes", "no", "postponed", "done", "unknown", *Want}
    assert {answer for answer in every if debrief.answered(replace(BEGUN, step=step), answer)} == answers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They were kind, the judge was not.", "They were kind, the judge was not."),
        ("  two   spaces ", "two spaces"),
        ("her number is A012345678", Problem.A_NUMBER),
        ("A 012-345-678", Problem.A_NUMBER),
        ("call 413 555 0142", Problem.LOOKS_PRIVATE),
        ("+1 (413) 555-0142", Problem.LOOKS_PRIVATE),
        ("she lives at 45 Elm Street", Problem.LOOKS_PRIVATE),
        ("x" * 1000, Problem.TOO_LONG),
    ],
)
def test_which_words_are_kept(text: str, expected: str | Problem) -> None:
    assert debrief.read_words(text) == expected


@pytest.mark.parametrize(
    ("said", "needs", "sounds"),
    [
        ({}, False, False),
        ({"happened": "yes", "home": True, "next_known": True}, False, False),
        ({"happened": "no"}, True, False),
        ({"happened": "postponed", "next_known": True}, True, False),
        ({"happened": "yes", "home": False}, True, True),
        ({"happened": "yes", "words": "It went well"}, True, False),
        *(({"happened": "yes", "wants": (want,)}, True, False) for want in (Want.FAMILY, Want.RIDE, Want.SUPPORT)),
        *(({"happened": "yes", "wants": (Want.RIDE, want)}, True, True) for want in (Want.LAWYER, Want.CALL_ME)),
    ],
)
def test_which_reports_need_somebody(said: dict[str, Any], needs: bool, sounds: bool) -> None:
    report = replace(BEGUN, **said)
    assert (debrief.needs_somebody(report), debrief.sounds(report)) == (needs, sounds)


def test_who_is_asked_and_who_may_add() -> None:
    first = replace(claimed(OTHER, claimed_at=NOW), slot_id=ACCOMPANIER)
    second = replace(claimed(CONTACT, 2, claimed_at=NOW + MINUTE), slot_id=ACCOMPANIER)
    request = ride(claimed(ME), second, first, kind=Kind.ACCOMPANIMENT, slots=COURT)
    assert debrief.lead(request) == first
    assert [claim.person_id for claim in debrief.others(request, replace(BEGUN, person_id=OTHER))] == [ME, CONTACT]
    met = replace(request, claims=(replace(claimed(ME), with_at=STARTS), second, first))
    assert debrief.lead(met) == met.claims[0], "who was with them, whatever the seat: like whoever is asked at the end"
    over = replace(request, claims=tuple(replace(claim, state=ClaimState.DONE) for claim in request.claims))
    assert debrief.lead(over) == replace(first, state=ClaimState.DONE)
    assert [claim.person_id for claim in debrief.others(over, replace(BEGUN, person_id=OTHER))] == [ME, CONTACT]
    missed = replace(over, claims=tuple(replace(claim, state=ClaimState.NO_SHOW) for claim in over.claims))
    assert debrief.lead(missed) is None
    assert debrief.others(missed, BEGUN) == ()
    gone = replace(request, claims=(claimed(ME), replace(first, leaving_at=NOW), replace(second, outside=True)))
    assert debrief.lead(gone) == claimed(ME)
    assert debrief.others(gone, BEGUN) == ()
    assert debrief.lead(ride()) is None


# --- the sign ---------------------------------------------------------------------------------------------------------


def test_a_request_has_one_sign_whoever_asks_and_however_it_changes() -> None:
    assert sign_of(ride()) is sign_of(ride(claimed(), starts_at=STARTS + HOUR, version=9))


def test_signs_are_spread_evenly() -> None:
    found = Counter(sign_of(ride(id=2**62 + 7919 * n * 2 + n % 2)) for n in range(4000))
    assert set(found) == set(Sign)
    assert max(found.values()) < 1.5 * min(found.values())


@pytest.mark.parametrize(("now", "shown"), [(STARTS - 24 * HOUR, True), (STARTS - 24 * HOUR - SECOND, False)])
def test_the_sign_is_shown_with_the_details(now: datetime, shown: bool) -> None:
    assert sign_shown(ride(), now, POLICY) is shown


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Dec 15, 9 am", "2026-12-15 09:00"),
        ("15 de diciembre", "2026-12-15"),
        ("soon", None),
        ("9 am", None),
        ("Maple Street 12", None),
    ],
)
def test_the_next_date_is_one_day_for_certain(text: str, kept: str | None) -> None:
    assert debrief.read_when(text, NOW, EASTERN, POLICY) == kept
