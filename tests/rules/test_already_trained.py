"""*I was already trained*: whose seat is held and until when, and what a coordinator's answer makes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.rules import claims
from bot.rules.claims import NotAsked, Refusal, Refused, Taken, lapses_at, says_trained
from bot.rules.model import (
    Claim,
    ClaimState,
    Duty,
    Ending,
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
from bot.rules.policy import Policy
from bot.rules.timetable import Due, Occasion, plan
from bot.rules.travel import Busy
from tests.rules.samples import (
    ACCOMPANIES,
    DRIVER,
    EASTERN,
    ME,
    MEMBER,
    NOW,
    OTHER,
    POLICY,
    SECOND,
    STARTS,
    TWO_DRIVERS,
    claimed,
    driver,
    held,
    ride,
)

RIDESHARE = Qualification.RIDESHARE
UNTRAINED = driver(grants=(ACCOMPANIES,))
HOUR = timedelta(hours=1)
HELD_12 = Taken(1, ClaimState.HELD, NOW + 12 * HOUR)


def says(request: Request | None, person: Person = UNTRAINED, **changes: Any) -> object:
    values: dict[str, Any] = {"busy": (), "asked": frozenset(), "now": NOW, "policy": POLICY, **changes}
    return says_trained(request, DRIVER, person, **values)


def waiting(person_id: int = ME, **changes: Any) -> Claim:
    """A seat held for somebody who says they were trained."""
    usual: dict[str, Any] = {"state": ClaimState.HELD, "says_trained": RIDESHARE, "held_until": NOW + 12 * HOUR}
    return claimed(person_id, **(usual | changes))


@pytest.mark.parametrize(
    ("starts_in", "until_in"),
    [
        (timedelta(days=9), 12 * HOUR),
        (15 * HOUR, 12 * HOUR),
        (15 * HOUR - SECOND, 12 * HOUR - SECOND),
        (4 * HOUR, HOUR),
        (3 * HOUR + SECOND, SECOND),
        (3 * HOUR, None),
        (HOUR, None),
        (-HOUR, None),
    ],
)
def test_held_for_twelve_hours_and_never_past_three_hours_before_the_start(
    starts_in: timedelta, until_in: timedelta | None
) -> None:
    request = ride(starts_at=NOW + starts_in, ends_at=NOW + starts_in + 2 * HOUR)
    if until_in is None:
        assert says(request) is NotAsked.TOO_LATE
    else:
        assert says(request) == Taken(1, ClaimState.HELD, NOW + until_in)


def test_the_numbers_are_the_centers() -> None:
    policy = replace(POLICY, already_trained=2 * HOUR, already_trained_stop=HOUR)
    assert says(ride(), policy=policy) == Taken(1, ClaimState.HELD, NOW + 2 * HOUR)
    soon = ride(starts_at=NOW + 2 * HOUR)
    assert says(soon, policy=policy) == Taken(1, ClaimState.HELD, NOW + HOUR)


NOBODY: Callable[[], object] = lambda: says(None)  # noqa: E731
CASES: list[tuple[str, Callable[[], object], object]] = [
    ("nothing there", NOBODY, Refused(Refusal.UNKNOWN)),
    ("cancelled", lambda: says(ride(state=RequestState.CANCELLED)), Refused(Refusal.CANCELLED)),
    ("over", lambda: says(ride(), now=STARTS + 9 * HOUR), Refused(Refusal.OVER)),
    ("no volunteer", lambda: says(ride(), replace(UNTRAINED, standings={})), Refused(Refusal.NOT_A_VOLUNTEER)),
    ("own request", lambda: says(ride(), replace(UNTRAINED, id=MEMBER)), Refused(Refusal.OWN_REQUEST)),
    ("paused", lambda: says(ride(), replace(UNTRAINED, paused_until=NOW + HOUR)), Refused(Refusal.PAUSED)),
    ("busy", lambda: says(ride(), busy=(Busy(STARTS, STARTS + HOUR),)), Refused(Refusal.CLASH)),
    ("taken meanwhile", lambda: says(ride(claimed(OTHER))), Refused(Refusal.FULL)),
    ("held for another", lambda: says(ride(waiting(OTHER))), Refused(Refusal.FULL)),
    ("asked already", lambda: says(ride(waiting())), Refused(Refusal.ASKED, RIDESHARE)),
    ("asked elsewhere", lambda: says(ride(), asked={RIDESHARE}), NotAsked.ASKED_ELSEWHERE),
    ("another training asked", lambda: says(ride(), asked={Qualification.HOTLINE}), HELD_12),
    ("trained after all", lambda: says(ride(), driver()), NotAsked.TRAINED),
    ("a seat somebody keeps", lambda: says(ride(claimed(OTHER, leaving_at=NOW))), NotAsked.SEAT_KEPT),
    (
        "the same, unreached",
        lambda: says(ride(claimed(OTHER, leaving_at=NOW)), replace(UNTRAINED, reach=Reach.UNKNOWN)),
        NotAsked.SEAT_KEPT,
    ),
    ("the second seat", lambda: says(ride(claimed(OTHER), slots=TWO_DRIVERS)), replace(HELD_12, seat=2)),
    (
        "not promised, not reached",
        lambda: says(ride(), replace(UNTRAINED, promised_at=None, reach=Reach.UNKNOWN)),
        HELD_12,
    ),
    (
        "a training that ended",
        lambda: says(ride(), driver(grants=(Grant(RIDESHARE, NOW - 9 * HOUR, NOW),))),
        HELD_12,
    ),
    (
        "no training needed",
        lambda: says(
            ride(kind=Kind.SHIFT, duty=Duty.PRESENCE, slots=(Slot(DRIVER, Role.HELPER, 0, 1, 1),)), driver(grants=())
        ),
        NotAsked.TRAINED,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("case", "expected"), [pytest.param(c, e, id=name) for name, c, e in CASES])
def test_who_is_asked_about(case: Callable[[], object], expected: object) -> None:
    assert case() == expected


def test_every_way_to_ask_nobody_is_in_the_table() -> None:
    assert {expected for _, _, expected in CASES if isinstance(expected, NotAsked)} | {NotAsked.TOO_LATE} == set(
        NotAsked
    )


def test_a_tap_on_the_card_meanwhile_says_that_coordinators_are_asked() -> None:
    answer = claims.claim(ride(waiting()), DRIVER, UNTRAINED, (), NOW, POLICY)
    assert answer == Refused(Refusal.ASKED, RIDESHARE)


@pytest.mark.parametrize(
    ("person", "claim", "confirmed"),
    [
        (driver(), waiting(), True),
        (UNTRAINED, waiting(), False),
        (driver(grants=(Grant(RIDESHARE, NOW - HOUR, NOW),)), waiting(), False),
        (driver(grants=(Grant(RIDESHARE, NOW - HOUR, NOW + SECOND),)), waiting(), True),
        (driver(promised_at=None), waiting(), False),
        (driver(reach=Reach.NO), waiting(), False),
        (driver(standings={}), waiting(), False),
        (UNTRAINED, held(), True),
        (driver(), waiting(state=ClaimState.RELEASED), False),
    ],
)
def test_when_the_seat_becomes_theirs(person: Person, claim: Claim, confirmed: bool) -> None:
    assert claims.confirms(claim, person, NOW) is confirmed


@pytest.mark.parametrize(
    ("claim", "starts_at", "at"),
    [
        (waiting(), STARTS, NOW + 12 * HOUR),
        (waiting(), NOW + 5 * HOUR, NOW + 2 * HOUR),
        (held(), NOW + HOUR, NOW + timedelta(minutes=10)),
    ],
)
def test_the_hold_follows_a_moved_start(claim: Claim, starts_at: datetime, at: datetime) -> None:
    assert lapses_at(ride(claim, starts_at=starts_at), claim, POLICY) == at


def rows(request: Request, policy: Policy = POLICY) -> dict[Occasion, Due]:
    return {due.occasion: due for due in plan(request, policy, EASTERN)}


def test_while_it_is_asked() -> None:
    due = rows(ride(waiting()))
    asked = due[Occasion.SAYS_TRAINED]
    assert (asked.to, asked.expires_at) == (Group.COORDINATORS, NOW + 12 * HOUR)
    assert due[Occasion.LAPSE].due_at == NOW + 12 * HOUR
    assert Occasion.QUESTION_OVER not in due
    sooner = rows(ride(waiting(), starts_at=NOW + 5 * HOUR))
    assert sooner[Occasion.LAPSE].due_at == sooner[Occasion.SAYS_TRAINED].expires_at == NOW + 2 * HOUR


@pytest.mark.parametrize(
    ("ending", "told"),
    [
        (Ending.LAPSED, {Occasion.LAPSED, Occasion.LAPSED_CONTACT}),
        (Ending.REMOVED, {Occasion.REMOVED}),
        (Ending.CANCELLED, {Occasion.CANCELLED}),
    ],
)
def test_whoever_is_told_when_it_comes_to_nothing(ending: Ending, told: set[Occasion]) -> None:
    claim = waiting(state=ClaimState.RELEASED, ended_at=NOW, ending=ending)
    about = {Occasion.LAPSED, Occasion.LAPSED_CONTACT, Occasion.REMOVED, Occasion.REMOVED_CONTACT, Occasion.CANCELLED}
    assert rows(ride(claim)).keys() & about == told


@pytest.mark.parametrize(
    ("claim", "over"),
    [
        (waiting(question=77), False),
        (waiting(question=77, state=ClaimState.RELEASED, ended_at=NOW, ending=Ending.LAPSED), True),
        (claimed(question=77), True),
        (held(question=77), True),
        (claimed(), False),
    ],
)
def test_the_question_is_closed_when_it_is_not_open_any_more(claim: Claim, over: bool) -> None:
    due = rows(ride(claim)).get(Occasion.QUESTION_OVER)
    assert (due is not None and due.subject == 77) is over
