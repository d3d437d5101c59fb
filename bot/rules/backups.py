"""Who is asked to step in when a seat is open: backups, in order, one for each seat, each for a time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.rules.model import Backup, Offer, OfferKind, OfferState, Request, RequestState, Slot
from bot.rules.policy import Policy
from bot.rules.quiet import waking


@dataclass(frozen=True)
class Asking:
    """A backup to be asked: from when, and until when an answer counts."""

    backup: Backup
    at: datetime
    until: datetime


def to_ask(
    request: Request, now: datetime, policy: Policy, zone: ZoneInfo, unable: Collection[Backup] = ()
) -> tuple[Asking, ...]:
    """The backups to be asked now: as many as there are open seats that nobody is asked about yet.

    `unable` are passed over: they could not take the seat now, and may be asked the next time.
    """
    if request.state is not RequestState.OPEN or request.on_hold or now >= request.starts_at:
        return ()
    found = []
    for slot in request.seated:
        seats = request.open_seats(slot) - len(request.asked(slot))
        able = [backup for backup in request.backups_of(slot) if backup not in unable]
        waiting = [backup for backup in able if not _was_asked(request, backup)]
        for backup in waiting[: max(0, seats)]:
            at = asking_time(request.starts_at, now, policy, zone)
            found.append(Asking(backup, at, answer_by(request.starts_at, at, policy, zone)))
    return tuple(found)


def _was_asked(request: Request, backup: Backup) -> bool:
    """Whether they were asked since they stand by; who did not answer stands by no more, so a question of theirs that
    lapsed was only not needed.
    """
    asked = (o for o in request.offers if (o.person_id, o.slot_id) == (backup.person_id, backup.slot_id))
    return any(offer.asked_at >= backup.since and offer.state is not OfferState.LAPSED for offer in asked)


def asking_time(starts_at: datetime, now: datetime, policy: Policy, zone: ZoneInfo) -> datetime:
    """Now, or when people wake; at once when the morning would leave too little time."""
    morning = waking(now, policy, zone)
    return morning if morning <= starts_at - policy.morning_leaves else now


def answer_by(starts_at: datetime, asked_at: datetime, policy: Policy, zone: ZoneInfo) -> datetime:
    """Until when a backup may answer; never past the start.

    Who is asked at night sleeps, and does not lose the question by it: it stands until people wake, or until it is
    so soon that the next are woken.
    """
    hurried = starts_at - asked_at < policy.hurried
    until = asked_at + (policy.offer_hurried if hurried else policy.offer)
    until = max(until, min(waking(asked_at, policy, zone), starts_at - policy.soon))
    return min(starts_at, until)


def no_longer_needed(request: Request) -> tuple[Offer, ...]:
    """Offers that wait for an answer although no seat is left for them.

    To backups a seat is promised, so there is an offer for each, and those asked last go first. People who were
    only asked whether they would like to may all be asked about one seat.
    """
    found: list[Offer] = []
    for slot in request.slots:
        asked = sorted(request.asked(slot), key=lambda offer: (offer.asked_at, offer.id))
        seats = request.open_seats(slot) if request.state is RequestState.OPEN else 0
        found += asked[seats:]
        if not seats:
            found += [o for o in request.offers if o.slot_id == slot.id and _asked_by_wave(o)]
    return tuple(found)


def _asked_by_wave(offer: Offer) -> bool:
    return offer.kind is OfferKind.WAVE and offer.state is OfferState.ASKED


def stands_by(request: Request, person_id: int, slot: Slot) -> Backup | None:
    """The person's place among the backups of a slot."""
    return next((backup for backup in request.backups_of(slot) if backup.person_id == person_id), None)
