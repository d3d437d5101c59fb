"""Who gets a seat: every refusal, their order, and which seat it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

import pytest

from bot.rules import claims
from bot.rules.claims import Refusal, Refused, Returned, Taken
from bot.rules.kinds import NEEDS
from bot.rules.model import (
    ClaimState,
    DayPart,
    Duty,
    Grant,
    Group,
    Kind,
    Person,
    Qualification,
    Reach,
    Request,
    RequestState,
    Role,
    Slot,
)
from bot.rules.travel import Busy
from tests.rules.samples import (
    ACCOMPANIER,
    COURT,
    DRIVER,
    ENDS,
    INSIDE,
    ME,
    MEMBER,
    NOW,
    ONE_DRIVER,
    OTHER,
    POLICY,
    SECOND,
    STARTS,
    THIRD,
    THREE_DRIVERS,
    TWO_DRIVERS,
    claimed,
    driver,
    held,
    ride,
)

HERE = Busy(STARTS, ENDS)


def taps(
    request: Request | None, person: Person, busy: tuple[Busy, ...] = (), now: datetime = NOW, slot: int = DRIVER
) -> Any:
    return claims.claim(request, slot, person, busy, now, POLICY)


# --- refusals ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Situation:
    """A tap and all that matters for it."""

    request: Request | None
    person: Person
    busy: tuple[Busy, ...] = ()
    now: datetime = NOW

    def decide(self) -> Any:
        return taps(self.request, self.person, self.busy, self.now)


FINE = Situation(ride(), driver())


def unknown(s: Situation) -> Situation:
    return replace(s, request=None)


def cancelled(s: Situation) -> Situation:
    assert s.request is not None
    return replace(s, request=replace(s.request, state=RequestState.CANCELLED))


def over(s: Situation) -> Situation:
    return replace(s, now=ENDS)


def outside(s: Situation) -> Situation:
    return replace(s, person=replace(s.person, standings={}))


def own_request(s: Situation) -> Situation:
    return replace(s, person=replace(s.person, id=MEMBER))


def untrained(s: Situation) -> Situation:
    return replace(s, person=replace(s.person, grants=()))


def already_in(s: Situation) -> Situation:
    assert s.request is not None
    return replace(s, request=replace(s.request, claims=(claimed(ME), claimed(MEMBER, id=9, slot_id=DRIVER, seat=2))))


def in_another_role(s: Situation) -> Situation:
    assert s.request is not None
    slots = (Slot(DRIVER, Role.ACCOMPANIER, 0, 2, 2), Slot(ACCOMPANIER, Role.INTERPRETER, 1, 0, 1))
    other = claimed(ME, id=8, slot_id=ACCOMPANIER)
    return replace(s, request=replace(s.request, slots=slots, claims=(*s.request.claims, other)))


def paused(s: Situation) -> Situation:
    return replace(s, person=replace(s.person, paused_until=ENDS + SECOND))


def elsewhere(s: Situation) -> Situation:
    return replace(s, busy=(HERE,))


def full(s: Situation) -> Situation:
    assert s.request is not None
    others = tuple(claimed(OTHER + place, 1 + place) for place in range(s.request.slots[0].maximum))
    return replace(s, request=replace(s.request, claims=others))


TROUBLES: dict[Refusal, Callable[[Situation], Situation]] = {
    Refusal.UNKNOWN: unknown,
    Refusal.CANCELLED: cancelled,
    Refusal.OVER: over,
    Refusal.NOT_A_VOLUNTEER: outside,
    Refusal.OWN_REQUEST: own_request,
    Refusal.NOT_QUALIFIED: untrained,
    Refusal.ALREADY_YOURS: already_in,
    Refusal.OTHER_ROLE: in_another_role,
    Refusal.PAUSED: paused,
    Refusal.CLASH: elsewhere,
    Refusal.FULL: full,
}
"""Every trouble by the refusal it leads to, in the order in which they are said."""


def test_every_refusal_is_in_the_tables() -> None:
    assert {*TROUBLES, Refusal.CONNECT_FIRST} == set(Refusal)


def test_without_trouble_the_seat_is_taken() -> None:
    assert FINE.decide() == Taken(1, ClaimState.ACTIVE)


@pytest.mark.parametrize("why", TROUBLES)
def test_one_trouble_is_named(why: Refusal) -> None:
    decision = TROUBLES[why](FINE).decide()
    assert isinstance(decision, Refused)
    assert decision.why is why


@pytest.mark.parametrize(("first", "second"), list(combinations(TROUBLES, 2)), ids=str)
def test_of_two_troubles_the_first_is_named(first: Refusal, second: Refusal) -> None:
    decision = TROUBLES[first](TROUBLES[second](FINE)).decide()
    assert isinstance(decision, Refused)
    assert decision.why is first


@pytest.mark.parametrize("role", [role for role in Role if role in NEEDS])
def test_who_lacks_the_training_hears_which_one(role: Role) -> None:
    request = ride(slots=(Slot(DRIVER, role, 0, 1, 1),))
    assert taps(request, driver(grants=())) == Refused(Refusal.NOT_QUALIFIED, NEEDS[role])


def test_another_training_does_not_count() -> None:
    hotline = Grant(Qualification.HOTLINE, NOW)
    assert taps(ride(), driver(grants=(hotline,))) == Refused(Refusal.NOT_QUALIFIED, Qualification.RIDESHARE)


@pytest.mark.parametrize(
    ("expires_at", "taken"),
    [
        pytest.param(None, True, id="never expires"),
        pytest.param(NOW + SECOND, True, id="a second before it expires"),
        pytest.param(NOW, False, id="at the moment it expires"),
        pytest.param(NOW - SECOND, False, id="expired"),
    ],
)
def test_an_expired_training_does_not_count(expires_at: datetime | None, taken: bool) -> None:
    grant = Grant(Qualification.RIDESHARE, NOW - timedelta(days=900), expires_at)
    assert isinstance(taps(ride(), driver(grants=(grant,))), Taken) is taken


@pytest.mark.parametrize(
    ("status", "inside"),
    [("creator", True), ("administrator", True), ("member", True), ("left", False), ("kicked", False)],
)
def test_membership_is_the_right(status: str, inside: bool) -> None:
    person = driver(standings={Group.VOLUNTEERS: replace(INSIDE, status=status)})
    assert isinstance(taps(ride(), person), Taken) is inside


def test_a_coordinator_who_is_no_volunteer_takes_no_seat() -> None:
    rosa = driver(owner=True, standings={Group.COORDINATORS: INSIDE})
    assert taps(ride(), rosa) == Refused(Refusal.NOT_A_VOLUNTEER)


def test_a_slot_of_another_request_is_unknown() -> None:
    assert taps(ride(), driver(), slot=ACCOMPANIER) == Refused(Refusal.UNKNOWN)


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (RequestState.CANCELLED, Refusal.CANCELLED),
        (RequestState.WITHDRAWN, Refusal.CANCELLED),
        (RequestState.OVER, Refusal.OVER),
    ],
)
def test_a_closed_request_takes_nobody(state: RequestState, why: Refusal) -> None:
    assert taps(ride(state=state), driver()) == Refused(why)


@pytest.mark.parametrize(
    ("now", "taken"),
    [
        pytest.param(STARTS, True, id="at the start"),
        pytest.param(ENDS - SECOND, True, id="a second before the end"),
        pytest.param(ENDS, False, id="at the end"),
        pytest.param(ENDS + SECOND, False, id="after the end"),
    ],
)
def test_a_request_is_over_at_its_end(now: datetime, taken: bool) -> None:
    assert taps(ride(), driver(), now=now) == (Taken(1, ClaimState.ACTIVE) if taken else Refused(Refusal.OVER))


@pytest.mark.parametrize(
    ("paused_until", "taken"),
    [
        pytest.param(NOW + SECOND, False, id="still paused"),
        pytest.param(NOW, True, id="back at this moment"),
        pytest.param(NOW - timedelta(days=1), True, id="back since yesterday"),
    ],
)
def test_a_pause_ends(paused_until: datetime, taken: bool) -> None:
    assert isinstance(taps(ride(), driver(paused_until=paused_until)), Taken) is taken


@pytest.mark.parametrize(
    ("start", "end", "free"),
    [
        pytest.param(STARTS - timedelta(hours=3), STARTS - POLICY.travel, True, id="ends a trip before"),
        pytest.param(STARTS - timedelta(hours=3), STARTS - POLICY.travel + SECOND, False, id="ends too late to travel"),
        pytest.param(STARTS - timedelta(hours=1), STARTS, False, id="ends when this starts"),
        pytest.param(STARTS + SECOND, ENDS - SECOND, False, id="within"),
        pytest.param(STARTS - timedelta(hours=1), ENDS + timedelta(hours=1), False, id="around"),
        pytest.param(ENDS, ENDS + timedelta(hours=1), False, id="starts when this ends"),
        pytest.param(ENDS + POLICY.travel - SECOND, ENDS + timedelta(hours=3), False, id="starts too soon to travel"),
        pytest.param(ENDS + POLICY.travel, ENDS + timedelta(hours=3), True, id="starts a trip after"),
    ],
)
def test_nobody_can_be_in_two_places(start: datetime, end: datetime, free: bool) -> None:
    far = Busy(NOW - timedelta(days=9), NOW - timedelta(days=8))
    decision = taps(ride(), driver(), busy=(far, Busy(start, end)))
    assert decision == (Taken(1, ClaimState.ACTIVE) if free else Refused(Refusal.CLASH))


# --- seats ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reach", "promised", "state"),
    [
        pytest.param(Reach.YES, True, ClaimState.ACTIVE, id="connected and promised"),
        pytest.param(Reach.YES, False, ClaimState.HELD, id="connected, not promised"),
        pytest.param(Reach.UNKNOWN, True, ClaimState.HELD, id="promised, never started"),
        pytest.param(Reach.NO, True, ClaimState.HELD, id="promised, blocked the bot"),
        pytest.param(Reach.UNKNOWN, False, ClaimState.HELD, id="neither"),
    ],
)
def test_a_seat_is_held_until_the_person_can_be_told_and_has_promised(
    reach: Reach, promised: bool, state: ClaimState
) -> None:
    person = driver(reach=reach, promised_at=NOW if promised else None)
    held_until = NOW + timedelta(minutes=15) if state is ClaimState.HELD else None
    assert taps(ride(), person) == Taken(1, state, held_until)


@pytest.mark.parametrize("state", list(ClaimState))
def test_only_held_and_active_claims_occupy_a_seat(state: ClaimState) -> None:
    decision = taps(ride(claimed(OTHER, state=state, held_until=NOW)), driver())
    occupied = state in (ClaimState.HELD, ClaimState.ACTIVE)
    assert decision == (Refused(Refusal.FULL) if occupied else Taken(1, ClaimState.ACTIVE))


@pytest.mark.parametrize(
    ("taken", "seat"),
    [((), 1), ((1,), 2), ((2,), 1), ((1, 3), 2), ((2, 3), 1), ((1, 2), 3)],
    ids=lambda value: f"seats {value}" if isinstance(value, tuple) else f"then {value}",
)
def test_the_first_free_seat_is_taken(taken: tuple[int, ...], seat: int) -> None:
    others = [claimed(50 + number, number) for number in taken]
    assert taps(ride(*others, slots=THREE_DRIVERS), driver()) == Taken(seat, ClaimState.ACTIVE)


SEVERAL = (
    Slot(1, Role.DRIVER, 0, 0, 1),
    Slot(2, Role.ACCOMPANIER, 1, 2, 2),
    Slot(3, Role.INTERPRETER, 2, 0, 1),
    Slot(4, Role.HELPER, 3, 1, 2),
)
EVERYTHING = tuple(Grant(qualification, NOW - timedelta(days=30)) for qualification in Qualification)


@pytest.mark.parametrize("first", SEVERAL, ids=lambda slot: slot.role)
@pytest.mark.parametrize("second", SEVERAL, ids=lambda slot: slot.role)
def test_driving_goes_together_with_another_role_and_no_other_two(first: Slot, second: Slot) -> None:
    if first == second:
        return
    request = ride(claimed(slot_id=first.id), slots=SEVERAL, duty=Duty.PRESENCE)
    fits = Role.DRIVER in (first.role, second.role)
    expected = Taken(1, ClaimState.ACTIVE) if fits else Refused(Refusal.OTHER_ROLE)
    assert taps(request, driver(grants=EVERYTHING), slot=second.id) == expected


def test_nobody_has_three_roles() -> None:
    """Who drives and accompanies does not interpret too: accompanier and interpreter are two people."""
    request = ride(claimed(slot_id=1), claimed(slot_id=2, id=7), slots=SEVERAL)
    assert taps(request, driver(grants=EVERYTHING), slot=3) == Refused(Refusal.OTHER_ROLE)


def test_a_role_one_has_left_is_no_hindrance() -> None:
    over = claimed(slot_id=2, state=ClaimState.RELEASED)
    assert taps(ride(over, slots=SEVERAL), driver(grants=EVERYTHING), slot=3) == Taken(1, ClaimState.ACTIVE)


def test_a_seat_one_waits_to_be_replaced_in_is_still_a_role() -> None:
    """Nobody may have come: the person is still expected there."""
    leaving = claimed(slot_id=2, leaving_at=NOW)
    assert taps(ride(leaving, slots=SEVERAL), driver(grants=EVERYTHING), slot=3) == Refused(Refusal.OTHER_ROLE)


@pytest.mark.parametrize(
    ("duty", "grants", "decision"),
    [
        pytest.param(Duty.HOTLINE, (), Refused(Refusal.NOT_QUALIFIED, Qualification.HOTLINE), id="hotline, untrained"),
        pytest.param(
            Duty.HOTLINE,
            (Grant(Qualification.RIDESHARE, NOW),),
            Refused(Refusal.NOT_QUALIFIED, Qualification.HOTLINE),
            id="hotline, trained for something else",
        ),
        pytest.param(Duty.HOTLINE, (Grant(Qualification.HOTLINE, NOW),), Taken(1, ClaimState.ACTIVE), id="hotline"),
        pytest.param(Duty.PRESENCE, (), Taken(1, ClaimState.ACTIVE), id="presence needs no training"),
        pytest.param(Duty.COORDINATION, (), Taken(1, ClaimState.ACTIVE), id="nor does coordination"),
    ],
)
def test_what_a_helper_must_be_trained_for_depends_on_the_shift(
    duty: Duty, grants: tuple[Grant, ...], decision: object
) -> None:
    request = ride(kind=Kind.SHIFT, duty=duty, slots=(Slot(DRIVER, Role.HELPER, 0, 1, 1),))
    assert taps(request, driver(grants=grants)) == decision


def test_nothing_clashes_with_an_hour_to_be_confirmed() -> None:
    busy = (HERE,)
    assert taps(ride(part=DayPart.MORNING), driver(), busy=busy) == Taken(1, ClaimState.ACTIVE)
    assert taps(ride(), driver(), busy=busy) == Refused(Refusal.CLASH)


def test_a_slot_without_seats_is_full() -> None:
    """An edit may have taken the last seat away while the button still stood there."""
    request = ride(slots=(Slot(DRIVER, Role.DRIVER, 0, 0, 0),))
    assert taps(request, driver()) == Refused(Refusal.FULL)


def test_two_accompaniers_are_two_people() -> None:
    request = ride(claimed(slot_id=ACCOMPANIER), slots=COURT)
    assert taps(request, driver(), slot=ACCOMPANIER) == Refused(Refusal.ALREADY_YOURS)


def test_a_held_seat_is_already_yours() -> None:
    assert taps(ride(held()), driver(reach=Reach.UNKNOWN)) == Refused(Refusal.ALREADY_YOURS)


# --- people who wait to be replaced -----------------------------------------------------------------------------------


def test_the_seat_of_a_leaver_is_taken_over() -> None:
    leaver = claimed(OTHER, leaving_at=NOW - timedelta(hours=1))
    assert taps(ride(leaver), driver()) == Taken(1, ClaimState.ACTIVE, replaces=leaver)


def test_a_free_seat_goes_before_a_leavers() -> None:
    leaver = claimed(OTHER, 1, leaving_at=NOW - timedelta(hours=1))
    assert taps(ride(leaver, slots=TWO_DRIVERS), driver()) == Taken(2, ClaimState.ACTIVE)


@pytest.mark.parametrize(
    ("left_first", "minutes_apart"),
    [pytest.param(1, 10, id="seat 1"), pytest.param(2, -10, id="seat 2"), pytest.param(1, 0, id="both at once")],
)
def test_who_waits_longest_is_replaced_first(left_first: int, minutes_apart: int) -> None:
    at = NOW - timedelta(hours=1)
    one = claimed(OTHER, 1, leaving_at=at)
    two = claimed(THIRD, 2, leaving_at=at + timedelta(minutes=minutes_apart))
    decision = taps(ride(two, one, slots=TWO_DRIVERS), driver())
    assert decision == Taken(left_first, ClaimState.ACTIVE, replaces={1: one, 2: two}[left_first])


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"reach": Reach.UNKNOWN}, id="never started"),
        pytest.param({"reach": Reach.NO}, id="blocked the bot"),
        pytest.param({"promised_at": None}, id="not promised"),
    ],
)
def test_a_kept_seat_is_not_given_up_for_one_that_may_lapse(changes: dict[str, Any]) -> None:
    leaver = claimed(OTHER, leaving_at=NOW)
    assert taps(ride(leaver), driver(**changes)) == Refused(Refusal.CONNECT_FIRST)


def test_who_cannot_come_may_take_the_own_seat_back() -> None:
    own = claimed(leaving_at=NOW - timedelta(minutes=5))
    assert taps(ride(own), driver()) == Returned(own)


def test_the_own_seat_comes_back_before_anybody_elses() -> None:
    own = claimed(ME, 2, leaving_at=NOW - timedelta(minutes=5))
    other = claimed(OTHER, 1, leaving_at=NOW - timedelta(minutes=9))
    assert taps(ride(own, other, slots=TWO_DRIVERS), driver()) == Returned(own)


def test_nobody_comes_back_to_be_in_two_places() -> None:
    """Whoever could not come may have taken another seat at that time meanwhile."""
    own = claimed(leaving_at=NOW - timedelta(minutes=5))
    assert taps(ride(own), driver(), busy=(HERE,)) == Refused(Refusal.CLASH)


def test_a_seat_for_one_has_one_driver() -> None:
    assert ONE_DRIVER[0].maximum == 1
    assert taps(ride(claimed(OTHER)), driver()) == Refused(Refusal.FULL)
