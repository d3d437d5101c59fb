"""Giving up a seat, confirming a held one, seeing private details, taking a request back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.rules import claims
from bot.rules.claims import DetailsRefusal, LeaveRefusal, Leaving, Loss
from bot.rules.model import (
    Claim,
    ClaimState,
    Ending,
    Group,
    Person,
    Qualification,
    Reach,
    Request,
    RequestState,
    Standing,
)
from bot.rules.timetable import Occasion, plan
from tests.clock import EASTERN
from tests.rules.samples import (
    CONTACT,
    ENDS,
    ME,
    NOW,
    OTHER,
    POLICY,
    SECOND,
    STARTS,
    claimed,
    driver,
    held,
    ride,
)

TEN_MINUTES = timedelta(minutes=10)
NOT_OPEN = [state for state in RequestState if state is not RequestState.OPEN]
ENDED = [state for state in ClaimState if state not in (ClaimState.HELD, ClaimState.ACTIVE)]


def leaves(claim: Claim | None, now: datetime = NOW, person_id: int = ME, request: Request | None = None) -> object:
    request = request or ride(*(c for c in (claim,) if c is not None))
    return claims.leave(request, claim, person_id, now, POLICY)


# --- leaving ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ago", "result"),
    [
        pytest.param(timedelta(), Leaving.UNDONE, id="at once"),
        pytest.param(TEN_MINUTES - SECOND, Leaving.UNDONE, id="a second before ten minutes"),
        pytest.param(TEN_MINUTES, Leaving.WAITING, id="at ten minutes"),
        pytest.param(timedelta(days=3), Leaving.WAITING, id="days later"),
    ],
)
def test_undo_leaves_no_trace_for_ten_minutes(ago: timedelta, result: Leaving) -> None:
    claim = claimed(claimed_at=NOW - ago)
    assert leaves(claim) is result
    assert claims.undoable(ride(claim), claim, NOW, POLICY) is (result is Leaving.UNDONE)


@pytest.mark.parametrize("given", ["assigned", "weekly"])
def test_what_somebody_was_given_is_given_back_with_a_trace(given: str) -> None:
    """Whoever put them there hears of it."""
    assert leaves(claimed(claimed_at=NOW, **{given: True})) is Leaving.WAITING


@pytest.mark.parametrize(
    ("before", "changes", "late"),
    [
        pytest.param(timedelta(hours=1) + SECOND, {}, False, id="more than an hour before"),
        pytest.param(timedelta(hours=1), {}, True, id="an hour before"),
        pytest.param(-timedelta(minutes=5), {}, True, id="after the start"),
        pytest.param(timedelta(), {"assigned": True}, False, id="a coordinator put them there"),
        pytest.param(timedelta(), {"weekly": True}, False, id="theirs every week"),
    ],
)
def test_a_seat_taken_when_it_is_about_to_begin(before: timedelta, changes: dict[str, Any], late: bool) -> None:
    claim = claimed(claimed_at=STARTS - before, **changes)
    told = any(due.occasion is Occasion.TAKEN_LATE for due in plan(ride(claim), POLICY, EASTERN))
    assert claims.taken_late(ride(claim), claim, POLICY) is told is late
    if not changes:
        undone = Leaving.WAITING if late else Leaving.UNDONE
        assert leaves(claim, STARTS - before) is undone, "who was told of it hears that it is given back"


def test_a_contact_who_drives_hears_nothing_of_their_own_seat() -> None:
    claim = claimed(CONTACT, claimed_at=STARTS)
    assert not any(due.occasion is Occasion.TAKEN_LATE for due in plan(ride(claim), POLICY, EASTERN))


def test_a_held_seat_is_given_up_without_a_trace_at_any_time() -> None:
    assert leaves(held(claimed_at=NOW - timedelta(hours=5))) is Leaving.UNDONE


def test_who_is_with_the_member_does_not_go_by_a_tap() -> None:
    """Said with one seat or another; on the way they still may."""
    there, beside = claimed(with_at=NOW), claimed(seat=2)
    assert leaves(there) is LeaveRefusal.WITH_THEM
    assert leaves(beside, request=ride(there, beside)) is LeaveRefusal.WITH_THEM
    assert leaves(claimed(on_way_at=NOW)) is Leaving.WAITING


def test_nobody_leaves_twice() -> None:
    claim = claimed(claimed_at=NOW, leaving_at=NOW)
    assert leaves(claim) is LeaveRefusal.ALREADY_LEAVING
    assert not claims.undoable(ride(claim), claim, NOW, POLICY)


@pytest.mark.parametrize(
    ("now", "result"),
    [
        pytest.param(STARTS, Leaving.WAITING, id="at the start"),
        pytest.param(ENDS - SECOND, Leaving.WAITING, id="a second before the end"),
        pytest.param(ENDS, LeaveRefusal.OVER, id="at the end"),
    ],
)
def test_nobody_leaves_what_is_over(now: datetime, result: object) -> None:
    assert leaves(claimed(), now) is result


@pytest.mark.parametrize("state", NOT_OPEN)
def test_nobody_leaves_what_is_closed(state: RequestState) -> None:
    assert leaves(claimed(), request=ride(state=state)) is LeaveRefusal.OVER


@pytest.mark.parametrize(
    "claim",
    [
        pytest.param(None, id="no claim"),
        pytest.param(claimed(OTHER), id="somebody else's"),
        *(pytest.param(claimed(state=state), id=state) for state in ENDED),
    ],
)
def test_what_is_not_yours_and_what_is_gone_look_the_same(claim: Claim | None) -> None:
    assert leaves(claim) is LeaveRefusal.NOT_YOURS


# --- a held seat becomes active ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "person", "confirmed"),
    [
        pytest.param(held(), driver(), True, id="connected and promised"),
        pytest.param(held(), driver(reach=Reach.UNKNOWN), False, id="not connected"),
        pytest.param(held(), driver(reach=Reach.NO), False, id="blocked the bot"),
        pytest.param(held(), driver(promised_at=None), False, id="not promised"),
        pytest.param(claimed(), driver(), False, id="active already"),
        pytest.param(claimed(state=ClaimState.RELEASED), driver(), False, id="lapsed"),
        pytest.param(held(), driver(standings={}), False, id="no longer in the group"),
        pytest.param(
            held(),
            driver(standings={Group.VOLUNTEERS: Standing("kicked", NOW, confirmed=True)}),
            False,
            id="removed from the group",
        ),
    ],
)
def test_a_held_seat_is_confirmed(claim: Claim, person: Person, confirmed: bool) -> None:
    assert claims.confirms(claim, person, NOW) is confirmed


# --- private details --------------------------------------------------------------------------------------------------

OPEN_AT = STARTS - timedelta(hours=24)
CLOSED_AT = ENDS + timedelta(hours=3)


def test_details_are_open_from_a_day_before_to_three_hours_after() -> None:
    assert claims.details_open_at(ride(), POLICY) == OPEN_AT
    assert claims.details_close_at(ride(), POLICY) == CLOSED_AT


@pytest.mark.parametrize(
    ("now", "refusal"),
    [
        pytest.param(NOW, DetailsRefusal.TOO_EARLY, id="days before"),
        pytest.param(OPEN_AT - SECOND, DetailsRefusal.TOO_EARLY, id="a second too early"),
        pytest.param(OPEN_AT, None, id="24 hours before"),
        pytest.param(STARTS, None, id="at the start"),
        pytest.param(ENDS, None, id="at the end"),
        pytest.param(CLOSED_AT - SECOND, None, id="a second before they close"),
        pytest.param(CLOSED_AT, DetailsRefusal.CLOSED, id="three hours after"),
    ],
)
def test_details_are_seen_in_time_only(now: datetime, refusal: DetailsRefusal | None) -> None:
    assert claims.may_see_details(ride(claimed()), claimed(), driver(), now, POLICY) is refusal


@pytest.mark.parametrize(
    ("claim", "person"),
    [
        pytest.param(None, driver(), id="no claim"),
        pytest.param(claimed(OTHER), driver(), id="somebody else's claim"),
        pytest.param(held(), driver(), id="only held"),
        *(pytest.param(claimed(state=state), driver(), id=state) for state in ENDED),
        pytest.param(claimed(), driver(standings={}), id="no longer in the group"),
        pytest.param(claimed(), driver(owner=True, standings={}), id="the owner, not in the group"),
        pytest.param(
            claimed(),
            driver(standings={Group.VOLUNTEERS: Standing("left", NOW, confirmed=True)}),
            id="left the group",
        ),
    ],
)
def test_only_who_has_the_seat_sees_details(claim: Claim | None, person: Person) -> None:
    assert claims.may_see_details(ride(claimed()), claim, person, STARTS, POLICY) is DetailsRefusal.NOT_YOURS


@pytest.mark.parametrize("state", NOT_OPEN)
def test_a_closed_request_shows_no_details(state: RequestState) -> None:
    decision = claims.may_see_details(ride(claimed(), state=state), claimed(), driver(), STARTS, POLICY)
    assert decision is DetailsRefusal.CLOSED


def test_who_waits_to_be_replaced_still_sees_details() -> None:
    """The seat is theirs until somebody takes it: they may have to come after all."""
    leaver = claimed(leaving_at=NOW)
    assert claims.may_see_details(ride(leaver), leaver, driver(), STARTS, POLICY) is None


# --- taking back ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("after", "person_id", "state", "may"),
    [
        pytest.param(timedelta(), CONTACT, RequestState.OPEN, True, id="at once"),
        pytest.param(timedelta(seconds=59), CONTACT, RequestState.OPEN, True, id="after 59 seconds"),
        pytest.param(timedelta(seconds=60), CONTACT, RequestState.OPEN, False, id="after 60 seconds"),
        pytest.param(timedelta(), OTHER, RequestState.OPEN, False, id="by somebody else"),
        *(pytest.param(timedelta(), CONTACT, state, False, id=state) for state in NOT_OPEN),
    ],
)
def test_who_posted_may_take_back_for_a_minute(
    after: timedelta, person_id: int, state: RequestState, may: bool
) -> None:
    request = ride(state=state, posted_at=NOW)
    assert claims.may_take_back(request, person_id, NOW + after, POLICY) is may


# --- lost -------------------------------------------------------------------------------------------------------------


def ended(ending: Ending, **changes: Any) -> Claim:
    return claimed(state=ClaimState.RELEASED, ending=ending, ended_at=NOW, **changes)


@pytest.mark.parametrize(
    ("claim", "how"),
    [
        pytest.param(claimed(), None, id="has it"),
        pytest.param(claimed(leaving_at=NOW), (Loss.LEAVING, NOW), id="can't make it"),
        pytest.param(held(leaving_at=NOW, lost_at=NOW + SECOND), (Loss.LEAVING, NOW), id="and then blocks: once"),
        pytest.param(held(), None, id="never had it"),
        pytest.param(held(lost_at=NOW), (Loss.OUT_OF_REACH, NOW), id="blocks"),
        pytest.param(ended(Ending.LAPSED, lost_at=NOW), (Loss.OUT_OF_REACH, NOW), id="blocked, and did not come back"),
        pytest.param(ended(Ending.REPLACED, lost_at=NOW), None, id="blocked, and somebody else has it"),
        pytest.param(ended(Ending.REMOVED), (Loss.REMOVED, NOW), id="left the group"),
        pytest.param(ended(Ending.REMOVED, says_trained=Qualification.RIDESHARE), None, id="was not trained"),
        pytest.param(ended(Ending.REPLACED, leaving_at=NOW), None, id="somebody else has it"),
        *(pytest.param(ended(e), None, id=e) for e in Ending if e is not Ending.REMOVED),
    ],
)
def test_how_somebody_is_lost_to_a_seat(claim: Claim, how: object) -> None:
    assert claims.lost(claim) == how
