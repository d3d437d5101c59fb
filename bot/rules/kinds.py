"""What each kind of request is made of: its slots, the qualification each role wants, how long it takes."""

from collections.abc import Sequence
from datetime import timedelta

from bot.rules.model import Duty, Kind, Qualification, Request, Role, Slot
from bot.rules.policy import Policy

Seats = tuple[tuple[Role, int, int], ...]
"""(role, minimum, maximum) of each slot, in the order of the card's buttons."""

SLOTS: dict[Kind, Seats] = {
    Kind.RIDE: ((Role.DRIVER, 1, 1),),
    Kind.ACCOMPANIMENT: ((Role.ACCOMPANIER, 2, 2), (Role.DRIVER, 0, 1), (Role.INTERPRETER, 0, 1)),
    Kind.INTERPRETING: ((Role.INTERPRETER, 1, 1),),
    Kind.SHIFT: ((Role.HELPER, 1, 1),),
}

NEEDS: dict[Role | Duty, Qualification | None] = {
    Role.DRIVER: Qualification.RIDESHARE,
    Role.ACCOMPANIER: Qualification.ACCOMPANIMENT,
    Role.INTERPRETER: Qualification.INTERPRETING,
    Duty.HOTLINE: Qualification.HOTLINE,
    Duty.COORDINATION: None,
    Duty.PRESENCE: None,
}
"""The one table of who may do what. A helper's training depends on the shift's duty; None: every volunteer may."""

FEWEST: dict[Role, int] = {Role.ACCOMPANIER: 2}
"""Never one accompanier alone; any other role may be a single person."""
MOST_SEATS = 10
MOST_PASSENGERS = 50
MOST_CHILD_SEATS = 4


def needs(request: Request, slot: Slot) -> Qualification | None:
    """The qualification somebody in this slot must have; None: every volunteer may."""
    return NEEDS[request.duty if slot.role is Role.HELPER and request.duty is not None else slot.role]


def carries_people(kind: Kind) -> bool:
    """Whether xN counts the people who are helped; for the other kinds it counts those who help."""
    return kind in (Kind.RIDE, Kind.ACCOMPANIMENT)


def usual_length(kind: Kind, policy: Policy) -> timedelta:
    """How long it takes when no end is given."""
    return {
        Kind.RIDE: policy.ride,
        Kind.ACCOMPANIMENT: policy.accompaniment,
        Kind.INTERPRETING: policy.interpreting,
        Kind.SHIFT: policy.shift,
    }[kind]


def with_helpers(kind: Kind, count: int) -> Seats:
    """The slots of a kind whose people are counted by xN."""
    return tuple((role, count, count) for role, _, _ in SLOTS[kind])


def more(seats: Sequence[tuple[Role, int, int]], role: Role, step: int) -> Seats:
    """The slots with a role's seats one more or fewer; a needed role never below its fewest."""
    changed = []
    for each, low, high in seats:
        if each is role:
            high = min(MOST_SEATS, max(FEWEST.get(role, 1), high + step))
            low = min(high, low) if role in FEWEST else high
        changed.append((each, low, high))
    return tuple(changed)


def turned(seats: Sequence[tuple[Role, int, int]], role: Role) -> Seats:
    """An optional role, one step on: not wanted, welcome (0–1), needed (1)."""
    following = {(0, 0): (0, 1), (0, 1): (1, 1)}
    return tuple(
        (each, *(following.get((low, high), (0, 0)) if each is role else (low, high))) for each, low, high in seats
    )


def optional(kind: Kind, role: Role) -> bool:
    """Whether the kind can do without the role."""
    return any(each is role and low == 0 for each, low, _ in SLOTS[kind])
