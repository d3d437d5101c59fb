"""Everything due for a request, in every state of it: what, when, to whom, and until when it makes sense.

What is due around its start and end, and while people are missing, has its tables in test_timetable_of_the_day.py.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.model import Claim, ClaimState, Ending, Group, Request, RequestState
from bot.rules.timetable import Due, Occasion, Priority, Verb, plan
from tests.rules.samples import (
    CONTACT,
    EASTERN,
    ENDS,
    ME,
    NOW,
    OTHER,
    POLICY,
    RIDE,
    SECOND,
    STARTS,
    THIRD,
    THREE_DRIVERS,
    claimed,
    held,
    ride,
)

AN_HOUR_AGO = NOW - timedelta(hours=1)
CLOSES = ENDS + timedelta(hours=3)
FORGET = ENDS + timedelta(hours=72)
STARTS_S, FORGET_S, NOW_S = (int(moment.timestamp()) for moment in (STARTS, FORGET, NOW))
C = claimed().id

Line = tuple[str, Verb, datetime, int | Group | None, datetime | None]


ELSEWHERE = frozenset(
    {
        Occasion.STILL_COMING,
        Occasion.SOON,
        Occasion.SILENCE,
        Occasion.START_CHECK,
        Occasion.MEMBER_CHECK,
        Occasion.LATE_START,
        Occasion.HOME_CHECK,
        Occasion.RED_BUTTON,
        Occasion.AT_HOME,
        Occasion.UNDER_MINIMUM,
        Occasion.URGENT,
    }
)
"""They have their own tables."""


def lines(request: Request) -> set[Line]:
    """The plan as a table: key, verb, due, to, expires."""
    rows = (due for due in plan(request, POLICY, EASTERN) if due.occasion not in ELSEWHERE)
    return {(due.key, due.verb, due.due_at, due.to, due.expires_at) for due in rows}


def about_claims(request: Request) -> set[Line]:
    """The lines that the claims add."""
    return lines(request) - lines(replace(request, claims=()))


def say(key: str, due_at: datetime, to: int | Group, expires_at: datetime | None) -> Line:
    return key, Verb.SAY, due_at, to, expires_at


def do(key: str, due_at: datetime) -> Line:
    return key, Verb.DO, due_at, None, None


AN_HOUR_AGO_S = int(AN_HOUR_AGO.timestamp())
CARDS = {
    say(f"card:{RIDE}:volunteers", AN_HOUR_AGO, Group.VOLUNTEERS, None),
    say(f"card:{RIDE}:coordinators", AN_HOUR_AGO, Group.COORDINATORS, None),
}

PURGE = do(f"purge:{RIDE}:{int((ENDS + POLICY.retain_claims).timestamp())}", ENDS + POLICY.retain_claims)
"""A month after the end nobody needs to know who drove whom."""

# --- the request ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        pytest.param(
            ride(),
            {do(f"fold:{RIDE}:{STARTS_S}", CLOSES), do(f"forget:{RIDE}:{FORGET_S}", FORGET)},
            id="open: fold three hours after the end, forget after three days",
        ),
        pytest.param(
            ride(state=RequestState.OVER, closed_at=CLOSES),
            {do(f"forget:{RIDE}:{FORGET_S}", FORGET)},
            id="over: details are forgotten when they would have been",
        ),
        pytest.param(
            ride(state=RequestState.CANCELLED, closed_at=NOW),
            {do(f"forget:{RIDE}:{NOW_S}", NOW)},
            id="cancelled: at once",
        ),
        pytest.param(
            ride(state=RequestState.WITHDRAWN, closed_at=NOW),
            {do(f"forget:{RIDE}:{NOW_S}", NOW)},
            id="taken back: at once",
        ),
    ],
)
def test_what_is_due_for_a_request(request_: Request, expected: set[Line]) -> None:
    assert lines(replace(request_, parties=())) == CARDS | {PURGE} | expected


def test_cards_are_drawings_of_the_requests_version() -> None:
    cards = [due for due in plan(ride(version=7), POLICY, EASTERN) if due.occasion is Occasion.CARD]
    assert {(due.version, due.priority, due.subject) for due in cards} == {(7, Priority.CARD, RIDE)}
    others = [due for due in plan(ride(claimed(), version=7), POLICY, EASTERN) if due.occasion is not Occasion.CARD]
    assert {due.version for due in others} == {0}


# --- claims -----------------------------------------------------------------------------------------------------------

HIDE = say(f"hide:{C}", CLOSES, ME, None)
SETTLED = say(f"settled:{C}:{AN_HOUR_AGO_S}", AN_HOUR_AGO + POLICY.undo, ME, ENDS)


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        pytest.param(
            held(),
            {
                say(f"promise:{C}", AN_HOUR_AGO, ME, NOW + timedelta(minutes=10)),
                do(f"lapse:{C}", NOW + timedelta(minutes=10)),
            },
            id="held: the promise now, the lapse when its time is up",
        ),
        pytest.param(
            claimed(),
            {say(f"claimed:{C}:{AN_HOUR_AGO_S}", AN_HOUR_AGO, ME, ENDS), SETTLED, HIDE},
            id="active: told at once, details hidden three hours after the end",
        ),
        pytest.param(
            claimed(leaving_at=NOW),
            {
                say(f"claimed:{C}:{AN_HOUR_AGO_S}", AN_HOUR_AGO, ME, ENDS),
                SETTLED,
                HIDE,
                say(f"left_contact:{C}:{NOW_S}", NOW, CONTACT, ENDS),
            },
            id="leaving: the contact hears it",
        ),
        pytest.param(claimed(state=ClaimState.DONE), {HIDE}, id="done: details are hidden"),
        pytest.param(claimed(state=ClaimState.NO_SHOW), {HIDE}, id="no show: details are hidden"),
        pytest.param(claimed(state=ClaimState.RELEASED), set(), id="released when it was over: nothing"),
        pytest.param(
            claimed(state=ClaimState.RELEASED, ending=Ending.REPLACED, ended_at=NOW),
            {say(f"replaced:{C}", NOW, ME, ENDS)},
            id="replaced: told",
        ),
        pytest.param(
            claimed(state=ClaimState.RELEASED, ending=Ending.CANCELLED, ended_at=NOW),
            {say(f"cancelled:{C}", NOW, ME, None)},
            id="cancelled: told, however late",
        ),
        pytest.param(
            claimed(state=ClaimState.RELEASED, ending=Ending.LAPSED, ended_at=NOW),
            {say(f"lapsed:{C}", NOW, ME, ENDS), say(f"lapsed_contact:{C}", NOW, CONTACT, ENDS)},
            id="lapsed: the person and the contact",
        ),
        pytest.param(
            claimed(state=ClaimState.RELEASED, ending=Ending.REMOVED, ended_at=NOW),
            {say(f"removed:{C}", NOW, ME, ENDS), say(f"removed_contact:{C}", NOW, CONTACT, ENDS)},
            id="removed: the person and the contact",
        ),
        pytest.param(
            claimed(state=ClaimState.RELEASED, ending=Ending.SEAT_GONE, ended_at=NOW),
            {say(f"seat_gone:{C}", NOW, ME, ENDS)},
            id="an edit took the seat away: told",
        ),
    ],
)
def test_what_is_due_for_a_claim(claim: Claim, expected: set[Line]) -> None:
    assert about_claims(ride(claim)) == expected


BEFORE = AN_HOUR_AGO - timedelta(seconds=1)


def changed_lines(claim: Claim, changed_at: datetime, version: int = 4) -> set[Line]:
    """What an edit adds to the lines of a claim."""
    edited = ride(claim, changed_at=changed_at, changed_version=version, parties=())
    return lines(edited) - lines(ride(claim))


@pytest.mark.parametrize(
    ("claim", "changed_at", "told"),
    [
        pytest.param(claimed(), NOW, True, id="after the claim"),
        pytest.param(claimed(), AN_HOUR_AGO, True, id="in the same second"),
        pytest.param(claimed(), BEFORE, False, id="before it: they took what they saw"),
        pytest.param(claimed(leaving_at=NOW), NOW, True, id="waiting to be replaced"),
        pytest.param(held(), NOW, False, id="only held: what is confirmed later is told then"),
        pytest.param(claimed(state=ClaimState.DONE), NOW, False, id="done"),
        pytest.param(
            claimed(state=ClaimState.RELEASED, ending=Ending.SEAT_GONE, ended_at=NOW), NOW, False, id="no seat any more"
        ),
    ],
)
def test_an_edit_is_told_to_who_had_a_seat(claim: Claim, changed_at: datetime, told: bool) -> None:
    assert changed_lines(claim, changed_at) == ({say(f"changed:{C}:4", changed_at, ME, ENDS)} if told else set())


def test_the_next_edit_is_told_anew_and_takes_the_place_of_one_not_told_yet() -> None:
    later = NOW + timedelta(minutes=5)
    assert changed_lines(claimed(), later, 5) == {say(f"changed:{C}:5", later, ME, ENDS)}


def test_a_request_that_was_never_edited_tells_nobody_of_a_change() -> None:
    assert Occasion.CHANGED not in {due.occasion for due in plan(ride(claimed()), POLICY, EASTERN)}


def test_every_claim_has_lines_of_its_own() -> None:
    three = ride(claimed(ME, 1), claimed(OTHER, 2), claimed(THIRD, 3), slots=THREE_DRIVERS)
    told = {due.to for due in plan(three, POLICY, EASTERN) if due.occasion is Occasion.CLAIMED}
    assert told == {ME, OTHER, THIRD}


def test_one_event_sends_one_person_one_notice() -> None:
    """A coordinator may drive: what happened to them is not told to them once more as the contact."""
    for ending in Ending:
        claim = claimed(CONTACT, state=ClaimState.RELEASED, ending=ending, ended_at=NOW)
        notices = [due for due in plan(ride(claim), POLICY, EASTERN) if due.to == CONTACT]
        assert len(notices) <= 1, ending


def test_nobody_hears_of_their_own_leaving() -> None:
    leaver = claimed(CONTACT, leaving_at=NOW)
    occasions = {due.occasion for due in plan(ride(leaver), POLICY, EASTERN) if due.to == CONTACT}
    assert Occasion.LEFT_CONTACT not in occasions


# --- keys -------------------------------------------------------------------------------------------------------------

STATES: list[dict[str, Any]] = [
    {"state": ClaimState.HELD, "held_until": NOW + timedelta(minutes=15)},
    {"state": ClaimState.ACTIVE},
    {"state": ClaimState.ACTIVE, "leaving_at": NOW},
    {"state": ClaimState.DONE},
    *({"state": ClaimState.RELEASED, "ending": ending, "ended_at": NOW} for ending in Ending),
]


@pytest.mark.parametrize("state", list(RequestState))
def test_keys_are_unique_and_the_plan_is_always_the_same(state: RequestState) -> None:
    for one, other in product(STATES, STATES):
        request = ride(claimed(ME, 1, **one), claimed(OTHER, 2, **other), state=state, closed_at=NOW)
        rows = plan(request, POLICY, EASTERN)
        assert len({due.key for due in rows}) == len(rows)
        assert plan(replace(request), POLICY, EASTERN) == rows


def test_every_row_is_said_to_somebody_or_done() -> None:
    for changes in STATES:
        for due in plan(ride(claimed(**changes)), POLICY, EASTERN):
            assert (due.to is None) == (due.verb is Verb.DO), due


def keys(request: Request, *, without: tuple[Occasion, ...]) -> set[str]:
    return {due.key for due in plan(request, POLICY, EASTERN) if due.occasion not in without}


def test_what_was_done_for_the_old_time_is_due_anew_after_a_move() -> None:
    moved = ride(starts_at=STARTS + timedelta(days=1), ends_at=ENDS + timedelta(days=1))
    cards = (Occasion.CARD,)
    assert keys(ride(), without=cards).isdisjoint(keys(moved, without=cards))


def test_a_second_leaving_is_told_again_and_a_repeated_plan_is_not() -> None:
    first, later = claimed(leaving_at=NOW), claimed(leaving_at=NOW + timedelta(hours=1))
    told = [{due.key for due in plan(ride(c), POLICY, EASTERN) if due.to == CONTACT} for c in (first, first, later)]
    assert told[0] == told[1]
    assert told[0].isdisjoint(told[2])


# --- before, at, after ------------------------------------------------------------------------------------------------


def due_by(request: Request, now: datetime) -> set[Occasion]:
    """What is due and has not expired at a moment, cards aside."""
    return {
        due.occasion
        for due in plan(request, POLICY, EASTERN)
        if due.due_at <= now and (due.expires_at is None or now < due.expires_at)
        if due.occasion not in (Occasion.CARD, *ELSEWHERE)
    }


@pytest.mark.parametrize(
    ("now", "occasions"),
    [
        pytest.param(AN_HOUR_AGO - SECOND, set(), id="before the claim"),
        pytest.param(AN_HOUR_AGO, {Occasion.CLAIMED}, id="at the claim"),
        pytest.param(ENDS - SECOND, {Occasion.CLAIMED, Occasion.SETTLED}, id="a second before the end"),
        pytest.param(ENDS, set(), id="at the end"),
        pytest.param(CLOSES - SECOND, set(), id="a second before it folds"),
        pytest.param(CLOSES, {Occasion.FOLD, Occasion.HIDE}, id="when it folds"),
        pytest.param(FORGET - SECOND, {Occasion.FOLD, Occasion.HIDE}, id="a second before details are forgotten"),
        pytest.param(FORGET, {Occasion.FOLD, Occasion.HIDE, Occasion.FORGET}, id="when details are forgotten"),
    ],
)
def test_the_life_of_a_claim(now: datetime, occasions: set[Occasion]) -> None:
    assert due_by(ride(claimed(), parties=()), now) == occasions


@pytest.mark.parametrize(
    ("now", "occasions"),
    [
        pytest.param(AN_HOUR_AGO, {Occasion.PROMISE}, id="when it is held"),
        pytest.param(NOW + timedelta(minutes=10) - SECOND, {Occasion.PROMISE}, id="a second before it lapses"),
        pytest.param(NOW + timedelta(minutes=10), {Occasion.LAPSE}, id="when it lapses"),
    ],
)
def test_the_life_of_a_held_seat(now: datetime, occasions: set[Occasion]) -> None:
    assert due_by(ride(held()), now) == occasions


def test_more_urgent_is_a_lower_number() -> None:
    assert sorted(Priority) == [Priority.EMERGENCY, Priority.PRIVATE, Priority.CARD, Priority.BULK]


@given(st.sampled_from(STATES), st.integers(-10_000, 10_000), st.integers(1, 10_000))
def test_nothing_expires_before_it_is_due_while_the_request_is_to_come(
    changes: dict[str, Any], minutes: int, length: int
) -> None:
    starts = NOW + timedelta(days=8, minutes=minutes)
    request = ride(claimed(**changes), starts_at=starts, ends_at=starts + timedelta(minutes=length))
    for due in plan(request, POLICY, EASTERN):
        assert due.expires_at is None or due.due_at < due.expires_at, due


def test_a_row_says_only_when_and_to_whom() -> None:
    """Nothing that could hold words: texts are drawn when they are sent."""
    row = Due("key", Verb.SAY, Occasion.CARD, 1, NOW)
    kinds = {type(value) for value in vars(row).values()}
    assert kinds == {str, Verb, Occasion, int, datetime, type(None), Priority}
