"""Who may take a seat, who may leave it: one decision each, from a request, a person and the time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.rules.day import with_them
from bot.rules.kinds import needs
from bot.rules.model import (
    Claim,
    ClaimState,
    Ending,
    Grant,
    Person,
    Qualification,
    Reach,
    Request,
    RequestState,
    Role,
    Slot,
)
from bot.rules.policy import Policy
from bot.rules.travel import Busy, busy_with, clashes


class Refusal(StrEnum):
    """Why a tap on a claim button takes no seat; each has its own words."""

    UNKNOWN = "unknown"
    CANCELLED = "cancelled"
    OVER = "over"
    NOT_A_VOLUNTEER = "not_a_volunteer"
    OWN_REQUEST = "own_request"
    NOT_QUALIFIED = "not_qualified"
    ASKED = "asked"
    """The seat is held while coordinators are asked whether the person is trained."""
    PAUSED = "paused"
    ALREADY_YOURS = "already_yours"
    OTHER_ROLE = "other_role"
    CLASH = "clash"
    FULL = "full"
    CONNECT_FIRST = "connect_first"


@dataclass(frozen=True)
class Refused:
    """No seat, and why. `qualification` is what is missing when NOT_QUALIFIED."""

    why: Refusal
    qualification: Qualification | None = None


@dataclass(frozen=True)
class Taken:
    """A seat for the person: ACTIVE at once, or HELD until `held_until`.

    `replaces` is the claim of somebody who waits to be replaced: it is released in the same commit. `assigned`:
    a coordinator put the person there; `moved`: out of another seat.
    """

    seat: int
    state: ClaimState
    held_until: datetime | None = None
    replaces: Claim | None = None
    assigned: bool = False
    moved: bool = False


@dataclass(frozen=True)
class Returned:
    """The person had said "I can't make it" and takes the own seat back."""

    claim: Claim


def claim(
    request: Request | None,
    slot_id: int,
    person: Person,
    busy: tuple[Busy, ...],
    now: datetime,
    policy: Policy,
) -> Taken | Returned | Refused:
    """Decide a tap on a claim button.

    `busy` is when and where the person has seats in other open requests; nothing clashes with an hour that is still
    to be confirmed. What is known about the request is said first, then what concerns the person, last
    whether a seat is left: nobody hears "full" who could not have come anyway.
    """
    slot = request.slot(slot_id) if request else None
    if request is None or slot is None:
        return Refused(Refusal.UNKNOWN)
    if request.state in (RequestState.CANCELLED, RequestState.WITHDRAWN):
        return Refused(Refusal.CANCELLED)
    if request.state is RequestState.OVER or now >= request.ends_at:
        return Refused(Refusal.OVER)
    if not person.volunteer:
        return Refused(Refusal.NOT_A_VOLUNTEER)
    if person.id in request.members:
        return Refused(Refusal.OWN_REQUEST)
    needed = needs(request, slot)
    own = request.claim_of(person.id, slot)
    if needed is not None and not person.qualified(needed, now):
        asked = own is not None and own.says_trained is not None
        return Refused(Refusal.ASKED if asked else Refusal.NOT_QUALIFIED, needed)
    if own is not None and own.leaving_at is None:
        return Refused(Refusal.ALREADY_YOURS)
    if own is None and not _goes_together(request, slot, person):
        return Refused(Refusal.OTHER_ROLE)
    if person.paused_until is not None and now < person.paused_until:
        return Refused(Refusal.PAUSED)
    if request.part is None and any(clashes(busy_with(request), other, policy) for other in busy):
        return Refused(Refusal.CLASH)
    if own is not None:
        return Returned(own)
    return _take(request, slot, person, now, policy)


def _goes_together(request: Request, slot: Slot, person: Person) -> bool:
    """One person may drive and have another role beside it; no other two roles."""
    others = [other for other in request.slots if other.id != slot.id and request.claim_of(person.id, other)]
    return all(Role.DRIVER in (slot.role, other.role) for other in others)


def _take(request: Request, slot: Slot, person: Person, now: datetime, policy: Policy) -> Taken | Refused:
    held = person.reach is not Reach.YES or person.promised_at is None
    found = free_seat(request, slot)
    if found is None:
        return Refused(Refusal.FULL)
    seat, leaver = found
    if not held:
        return Taken(seat, ClaimState.ACTIVE, replaces=leaver)
    if leaver is not None:  # a seat somebody still keeps is not given up for one that may lapse
        return Refused(Refusal.CONNECT_FIRST)
    return Taken(seat, ClaimState.HELD, now + policy.hold)


def free_seat(request: Request, slot: Slot) -> tuple[int, Claim | None] | None:
    """A seat to be filled: a free one, else that of whoever waits longest to be replaced, with their claim."""
    taken = {c.seat for c in request.living(slot)}
    free = next((seat for seat in range(1, slot.maximum + 1) if seat not in taken), None)
    if free is not None:
        return free, None
    leaving = [c for c in request.living(slot) if c.leaving_at is not None]
    if not leaving:
        return None
    longest = min(leaving, key=lambda c: (c.leaving_at, c.seat))
    return longest.seat, longest


class NotAsked(StrEnum):
    """Why *I was already trained* asks nobody."""

    TRAINED = "trained"
    """It is noted already, or no training is needed: the claim button will do."""
    ASKED_ELSEWHERE = "asked_elsewhere"
    """The coordinators are being asked about this training for another seat."""
    TOO_LATE = "too_late"
    SEAT_KEPT = "seat_kept"
    """Somebody who can't make it keeps the seat until it is taken for certain."""


def says_trained(
    request: Request | None,
    slot_id: int,
    person: Person,
    busy: tuple[Busy, ...],
    asked: Collection[Qualification],
    now: datetime,
    policy: Policy,
) -> Taken | Refused | NotAsked:
    """Decide *I was already trained*: everything but the training must be right, then the seat is held.

    `asked` are the trainings about which an open question of the person waits for an answer.
    """
    slot = request.slot(slot_id) if request else None
    needed = needs(request, slot) if request and slot else None
    if request is None or slot is None or needed is None or person.qualified(needed, now):
        decided = claim(request, slot_id, person, busy, now, policy)
        return decided if isinstance(decided, Refused) else NotAsked.TRAINED
    own = request.claim_of(person.id, slot)
    if own is not None and own.says_trained is not None:
        return Refused(Refusal.ASKED, needed)
    as_if = replace(person, grants=(*(g for g in person.grants if g.qualification is not needed), Grant(needed, now)))
    decided = claim(request, slot_id, as_if, busy, now, policy)
    if isinstance(decided, Refused) and decided.why is not Refusal.CONNECT_FIRST:
        return decided
    if not isinstance(decided, Taken) or decided.replaces is not None:
        return NotAsked.SEAT_KEPT
    if needed in asked:
        return NotAsked.ASKED_ELSEWHERE
    until = min(now + policy.already_trained, request.starts_at - policy.already_trained_stop)
    return Taken(decided.seat, ClaimState.HELD, until) if now < until else NotAsked.TOO_LATE


def lapses_at(request: Request, claim: Claim, policy: Policy) -> datetime:
    """When a held seat is free again. While coordinators are asked about a training it follows a moved start."""
    until = claim.held_until or claim.claimed_at
    return until if claim.says_trained is None else min(until, request.starts_at - policy.already_trained_stop)


class LeaveRefusal(StrEnum):
    """Why *I can't make it* or *Undo* changes nothing."""

    NOT_YOURS = "not_yours"
    OVER = "over"
    ALREADY_LEAVING = "already_leaving"
    WITH_THEM = "with_them"
    """Whoever is with the member does not go by a tap: a coordinator has to know."""


class Leaving(StrEnum):
    """What giving up a seat does: UNDONE leaves no trace, WAITING keeps the seat until it is taken."""

    UNDONE = "undone"
    WAITING = "waiting"


def leave(
    request: Request, claim: Claim | None, person_id: int, now: datetime, policy: Policy
) -> Leaving | LeaveRefusal:
    """Decide *I can't make it* (or *Undo*): within the undo time, or while only held, without a trace."""
    if claim is None or claim.person_id != person_id or not claim.living:
        return LeaveRefusal.NOT_YOURS
    if request.state is not RequestState.OPEN or now >= request.ends_at:
        return LeaveRefusal.OVER
    if claim.leaving_at is not None:
        return LeaveRefusal.ALREADY_LEAVING
    if with_them(request, claim):
        return LeaveRefusal.WITH_THEM
    if claim.state is ClaimState.HELD or undoable(request, claim, now, policy):
        return Leaving.UNDONE
    return Leaving.WAITING


def undoable(request: Request, claim: Claim, now: datetime, policy: Policy) -> bool:
    """Whether *Undo* is still offered: to whoever tapped, to nobody for a seat they were given, nor for one that
    somebody has been told of already.
    """
    told = claim.assigned or claim.weekly or taken_late(request, claim, policy)
    return not told and claim.leaving_at is None and now < claim.claimed_at + policy.undo


def taken_late(request: Request, claim: Claim, policy: Policy) -> bool:
    """Whether somebody took the seat themselves when it was about to begin, or had begun: the contact hears of it."""
    about_to_begin = request.part is None and claim.claimed_at >= request.starts_at - policy.alarm_opens
    return about_to_begin and not claim.assigned and not claim.weekly


class Loss(StrEnum):
    """How somebody loses a seat of theirs, other than by a coordinator who changes the plan."""

    LEAVING = "leaving"
    OUT_OF_REACH = "out_of_reach"
    REMOVED = "removed"


def lost(claim: Claim) -> tuple[Loss, datetime] | None:
    """How, and since when, the person is lost to the seat while nobody else has it; None: they have it, or never had.

    Whoever could not make it, and then was lost in another way too, was lost once.
    """
    if claim.leaving_at is not None:
        return (Loss.LEAVING, claim.leaving_at) if claim.living else None
    if claim.lost_at is not None and (claim.state is ClaimState.HELD or claim.ending is Ending.LAPSED):
        return Loss.OUT_OF_REACH, claim.lost_at
    if claim.ending is Ending.REMOVED and claim.ended_at is not None and claim.says_trained is None:
        return Loss.REMOVED, claim.ended_at
    return None


def confirms(claim: Claim, person: Person, now: datetime) -> bool:
    """Whether a held claim becomes active now: a volunteer who can be written to, has promised, and is trained."""
    reached = person.reach is Reach.YES and person.promised_at is not None
    trained = claim.says_trained is None or person.qualified(claim.says_trained, now)
    return claim.state is ClaimState.HELD and person.volunteer and reached and trained


def details_open_at(request: Request, policy: Policy) -> datetime:
    return request.starts_at - policy.details


def details_close_at(request: Request, policy: Policy) -> datetime:
    return request.lasts_until + policy.fold


class DetailsRefusal(StrEnum):
    """Why *Show details* shows nothing."""

    NOT_YOURS = "not_yours"
    TOO_EARLY = "too_early"
    CLOSED = "closed"


def may_see_details(
    request: Request, claim: Claim | None, person: Person, now: datetime, policy: Policy
) -> DetailsRefusal | None:
    """Whether the person in this claim may see the private details now; None means yes."""
    if claim is None or claim.person_id != person.id or claim.state is not ClaimState.ACTIVE:
        return DetailsRefusal.NOT_YOURS
    if not person.volunteer:
        return DetailsRefusal.NOT_YOURS
    if request.state is not RequestState.OPEN or now >= details_close_at(request, policy):
        return DetailsRefusal.CLOSED
    if now < details_open_at(request, policy):
        return DetailsRefusal.TOO_EARLY
    return None


def may_take_back(request: Request, person_id: int, now: datetime, policy: Policy) -> bool:
    """*Take back*: the one who posted it, for a minute."""
    return (
        request.state is RequestState.OPEN
        and request.contact_id == person_id
        and now < request.posted_at + policy.take_back
    )
