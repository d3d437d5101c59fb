"""Edits of a request: what differs, what somebody else changed meanwhile, and who would lose a seat."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from bot.rules.drafts import Draft
from bot.rules.kinds import Seats
from bot.rules.model import Claim, Details, Request, Slot


class Field(StrEnum):
    """What can be changed in a request, in the order in which changes are told."""

    TIME = "time"
    ORIGIN = "origin"
    DESTINATION = "destination"
    PEOPLE = "people"
    CHILD_SEATS = "child_seats"
    WHEELCHAIR = "wheelchair"
    RETURN = "return"
    WAIT = "wait"
    LANGUAGES = "languages"
    DUTY = "duty"
    SEATS = "seats"
    DETAILS = "details"


_PARTS: dict[Field, tuple[str, ...]] = {
    Field.TIME: ("starts_at", "ends_at", "part"),
    Field.ORIGIN: ("origin",),
    Field.DESTINATION: ("destination",),
    Field.PEOPLE: ("passengers",),
    Field.CHILD_SEATS: ("child_seats",),
    Field.WHEELCHAIR: ("wheelchair",),
    Field.RETURN: ("returns", "return_clock"),
    Field.WAIT: ("waits",),
    Field.LANGUAGES: ("languages", "interpreter", "language_words"),
    Field.DUTY: ("duty",),
    Field.SEATS: ("seats",),
    Field.DETAILS: ("details",),
}
"""The parts of a draft that make each field: they are changed, and merged, together."""

ASKED_AGAIN = frozenset({Field.TIME, Field.ORIGIN, Field.DESTINATION})
"""When and where: whoever has a claim is asked whether it still works."""


def parts_of(field: Field) -> tuple[str, ...]:
    """The parts of a draft that make a field."""
    return _PARTS[field]


def value(draft: Draft, field: Field) -> tuple[Any, ...]:
    """What a draft says of a field, comparable."""
    if field is Field.SEATS:
        return (draft.table(),)
    return tuple(getattr(draft, part) for part in _PARTS[field])


def differing(before: Draft, after: Draft) -> tuple[Field, ...]:
    """The fields in which two drafts differ."""
    return tuple(field for field in Field if value(before, field) != value(after, field))


def public(draft: Draft) -> Draft:
    """Only what everybody in the group may see: as it is kept to tell claimers what changed."""
    return Draft(
        kind=draft.kind,
        **{
            part: getattr(draft, part)
            for field, parts in _PARTS.items()
            if field is not Field.DETAILS
            for part in parts
            if part != "language_words"
        },
    )


@dataclass(frozen=True)
class Rebased:
    """An edit put on top of what is there now. `theirs` was changed by somebody else since it began; of that,
    `both` was changed here too, and is kept as here."""

    draft: Draft
    theirs: tuple[Field, ...] = ()
    both: tuple[Field, ...] = ()


def rebased(mine: Draft, now: Draft) -> Rebased:
    """My edit on top of the request as it is now: nothing of anybody is overwritten silently."""
    base = mine.base
    if base is None:
        return Rebased(mine)
    theirs = differing(base, now)
    if not theirs:
        return Rebased(mine)
    own = differing(base, mine)
    taken = {part: getattr(now, part) for field in theirs if field not in own for part in _PARTS[field]}
    both = tuple(field for field in theirs if field in own and value(mine, field) != value(now, field))
    return Rebased(replace(mine, **taken, base=now), theirs, both)


def slots_after(request: Request, seats: Seats, new_ids: Sequence[int]) -> tuple[Slot, ...]:
    """The request's slots with the wanted numbers; a role that has a slot keeps it, also with no seat left."""
    known = {slot.role: slot for slot in request.slots}
    ids = iter(new_ids)
    wanted = [(role, low, high) for role, low, high in seats if high or role in known]
    return tuple(
        Slot(known[role].id if role in known else next(ids), role, place, low, high)
        for place, (role, low, high) in enumerate(wanted)
    )


def without_seat(request: Request, slots: Sequence[Slot]) -> tuple[Claim, ...]:
    """The claims that lose their seat when the slots become these: those taken last, of each slot."""
    maximum = {slot.id: slot.maximum for slot in slots}
    losing: list[Claim] = []
    for slot in request.slots:
        living = sorted(request.living(slot), key=lambda claim: (claim.leaving_at is not None, claim.claimed_at))
        losing += living[maximum.get(slot.id, 0) :]
    return tuple(losing)


def names_code(person_ids: Iterable[int]) -> str:
    """Stands for these people in a button: what was agreed to counts for nobody else."""
    joined = ",".join(str(person_id) for person_id in sorted(person_ids))
    return hashlib.sha256(joined.encode()).hexdigest()[:12]


def reseated(claims: Sequence[Claim], maximum: int) -> dict[int, int]:
    """New seat numbers (claim id → seat) so that the staying claims of a slot fit into 1..maximum."""
    free = [seat for seat in range(1, maximum + 1) if seat not in {claim.seat for claim in claims}]
    return {claim.id: free.pop(0) for claim in claims if claim.seat > maximum}


def detail_changes(before: Sequence[Details], after: Sequence[Details]) -> dict[int, Details]:
    """Which parties' private details differ, by index; those added since are among them."""
    return {index: details for index, details in enumerate(after) if index >= len(before) or before[index] != details}
