"""What each kind is made of: its slots, the training each role wants, how seats are counted up and down."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.rules.kinds import (
    FEWEST,
    MOST_SEATS,
    NEEDS,
    SLOTS,
    Seats,
    carries_people,
    more,
    needs,
    optional,
    turned,
    usual_length,
    with_helpers,
)
from bot.rules.model import Duty, Kind, Qualification, Role, Slot
from tests.rules.samples import POLICY, ride

ACCOMPANY = SLOTS[Kind.ACCOMPANIMENT]


def test_every_kind_has_slots_and_every_role_or_duty_its_training() -> None:
    assert set(SLOTS) == set(Kind)
    assert set(NEEDS) == {*Role} - {Role.HELPER} | {*Duty}


@pytest.mark.parametrize("kind", list(Kind))
def test_slots_are_such_as_the_database_takes(kind: Kind) -> None:
    roles = [role for role, _, _ in SLOTS[kind]]
    assert len(roles) == len(set(roles))
    assert all(0 <= minimum <= maximum and 1 <= maximum <= 50 for _, minimum, maximum in SLOTS[kind])
    assert any(minimum > 0 for _, minimum, _ in SLOTS[kind])


@pytest.mark.parametrize(
    ("role", "duty", "needed"),
    [
        (Role.DRIVER, None, Qualification.RIDESHARE),
        (Role.ACCOMPANIER, None, Qualification.ACCOMPANIMENT),
        (Role.INTERPRETER, None, Qualification.INTERPRETING),
        (Role.HELPER, Duty.HOTLINE, Qualification.HOTLINE),
        (Role.HELPER, Duty.COORDINATION, None),
        (Role.HELPER, Duty.PRESENCE, None),
        (Role.DRIVER, Duty.HOTLINE, Qualification.RIDESHARE),
    ],
)
def test_who_may_do_what(role: Role, duty: Duty | None, needed: Qualification | None) -> None:
    slot = Slot(1, role, 0, 1, 1)
    assert needs(ride(duty=duty, slots=(slot,)), slot) is needed


@pytest.mark.parametrize(
    ("kind", "hours", "carries"),
    [
        (Kind.RIDE, 2, True),
        (Kind.ACCOMPANIMENT, 4, True),
        (Kind.INTERPRETING, 2, False),
        (Kind.SHIFT, 3, False),
    ],
)
def test_how_long_and_whom(kind: Kind, hours: int, carries: bool) -> None:
    assert usual_length(kind, POLICY) == timedelta(hours=hours)
    assert carries_people(kind) is carries


def test_helpers_are_counted_by_the_line() -> None:
    assert with_helpers(Kind.SHIFT, 3) == ((Role.HELPER, 3, 3),)
    assert with_helpers(Kind.INTERPRETING, 2) == ((Role.INTERPRETER, 2, 2),)


@pytest.mark.parametrize(
    ("seats", "role", "step", "expected"),
    [
        pytest.param(SLOTS[Kind.SHIFT], Role.HELPER, 1, ((Role.HELPER, 2, 2),), id="one more helper"),
        pytest.param(((Role.HELPER, 3, 3),), Role.HELPER, -1, ((Role.HELPER, 2, 2),), id="one helper fewer"),
        pytest.param(SLOTS[Kind.SHIFT], Role.HELPER, -1, SLOTS[Kind.SHIFT], id="never none"),
        pytest.param(
            ((Role.HELPER, MOST_SEATS, MOST_SEATS),),
            Role.HELPER,
            1,
            ((Role.HELPER, MOST_SEATS, MOST_SEATS),),
            id="never more than ten",
        ),
        pytest.param(ACCOMPANY, Role.ACCOMPANIER, 1, ((Role.ACCOMPANIER, 2, 3), *ACCOMPANY[1:]), id="a third"),
        pytest.param(ACCOMPANY, Role.ACCOMPANIER, -1, ACCOMPANY, id="never one accompanier alone"),
        pytest.param(SLOTS[Kind.RIDE], Role.HELPER, 1, SLOTS[Kind.RIDE], id="a role it does not have"),
    ],
)
def test_seats_are_counted_up_and_down(seats: Seats, role: Role, step: int, expected: Seats) -> None:
    assert more(seats, role, step) == expected


def test_nobody_accompanies_alone() -> None:
    assert FEWEST == {Role.ACCOMPANIER: 2}
    seats = ACCOMPANY
    for step in (1, 1, -1, -1, -1, -1):
        seats = more(seats, Role.ACCOMPANIER, step)
        assert seats[0][1] == 2 <= seats[0][2]


def test_an_optional_role_goes_round() -> None:
    """Welcome at first, then needed, then not wanted, then welcome again; the others stay."""
    seats, seen = ACCOMPANY, []
    for _ in range(3):
        seats = turned(seats, Role.DRIVER)
        seen.append(seats[1][1:])
        assert (seats[0], seats[2]) == (ACCOMPANY[0], ACCOMPANY[2])
    assert seen == [(1, 1), (0, 0), (0, 1)]


@pytest.mark.parametrize(
    ("kind", "role", "can_do_without"),
    [
        (Kind.ACCOMPANIMENT, Role.DRIVER, True),
        (Kind.ACCOMPANIMENT, Role.INTERPRETER, True),
        (Kind.ACCOMPANIMENT, Role.ACCOMPANIER, False),
        (Kind.RIDE, Role.DRIVER, False),
        (Kind.RIDE, Role.INTERPRETER, False),
        (Kind.SHIFT, Role.HELPER, False),
    ],
)
def test_what_a_kind_can_do_without(kind: Kind, role: Role, can_do_without: bool) -> None:
    assert optional(kind, role) is can_do_without
