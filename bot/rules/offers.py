"""Whom to ask privately about a request that still misses people: who fits, and least lately asked first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.rules import claims
from bot.rules.claims import Refused
from bot.rules.model import Offer, OfferKind, OfferState, Person, Reach, Request, RequestState, Role, Slot
from bot.rules.moments import local_day
from bot.rules.policy import Policy
from bot.rules.travel import Busy


@dataclass(frozen=True)
class Wishes:
    """What a volunteer set with /notify. No towns and no days mean all; `a_day` None the center's number."""

    off: bool = False
    towns: tuple[str, ...] = ()
    days: tuple[int, ...] = ()
    a_day: int | None = None


@dataclass(frozen=True)
class Candidate:
    """A volunteer, with what decides whether and when to ask: `asked_today` counts messages that were not urgent."""

    person: Person
    wishes: Wishes = Wishes()
    languages: frozenset[str] = frozenset()
    busy: tuple[Busy, ...] = ()
    last_asked: datetime | None = None
    last_seat: datetime | None = None
    asked_today: int = 0
    not_before: datetime | None = None


def missing(request: Request, now: datetime, policy: Policy) -> tuple[Slot, ...]:
    """The slots whose people are asked for: those under their minimum, of a request soon enough."""
    if request.state is not RequestState.OPEN or request.on_hold:
        return ()
    if not now < request.starts_at <= now + policy.offers_within:
        return ()
    return tuple(slot for slot in request.seated if _still_short(request, slot) > 0)


def _still_short(request: Request, slot: Slot) -> int:
    """How many people are missing beside those whom a backup is being asked to replace."""
    return request.short_of(slot) - len(request.asked(slot))


def not_again(request: Request) -> frozenset[int]:
    """Who is not asked (any more) about this request: who was asked, or has or had a seat; whoever gave one back is
    not asked to take it again.
    """
    asked = {offer.person_id for offer in request.offers if _counts(offer)}
    seats = {claim.person_id for claim in request.claims} | {backup.person_id for backup in request.backups}
    return frozenset(asked | seats)


def fits(request: Request, slot: Slot, candidate: Candidate, now: datetime, policy: Policy, zone: ZoneInfo) -> bool:
    """Whether the person would be let in, may be written to, wants this, and has not answered about it yet."""
    person, wishes = candidate.person, candidate.wishes
    if wishes.off or person.reach is not Reach.YES or person.promised_at is None:
        return False
    if candidate.not_before is not None and now < candidate.not_before:
        return False
    if person.id in not_again(request):
        return False
    if wishes.days and local_day(request.starts_at, zone).weekday() not in wishes.days:
        return False
    places = {place for place in (request.origin, request.destination) if place is not None}
    if wishes.towns and places and not places & set(wishes.towns):
        return False
    speaks = set(request.languages) <= candidate.languages or not candidate.languages
    if slot.role is Role.INTERPRETER and not speaks:
        return False
    return not isinstance(claims.claim(request, slot.id, person, candidate.busy, now, policy), Refused)


def _counts(offer: Offer) -> bool:
    """Whether somebody who got it is not asked about the request again: a No ends it. Who was only told that we have
    who we need may be needed after all.
    """
    return offer.kind is OfferKind.BACKUP or offer.state is not OfferState.LAPSED


def to_ask(
    request: Request,
    slot: Slot,
    candidates: Sequence[Candidate],
    now: datetime,
    policy: Policy,
    zone: ZoneInfo,
    *,
    urgent: bool,
) -> tuple[Candidate, ...]:
    """The next people to ask about this slot: those who speak the language first, then least lately asked or busy."""
    thinking = policy.urgent_again if urgent else policy.offers_patience
    wanted = _still_short(request, slot) * policy.offers_each - _thinking(request, slot, now - thinking)
    if wanted <= 0:
        return ()
    known = not_again(request)
    able = [
        candidate
        for candidate in candidates
        if candidate.person.id not in known
        and fits(request, slot, candidate, now, policy, zone)
        and (urgent or not _asked_enough(candidate, policy))
    ]
    languages = set(request.languages)

    def order(candidate: Candidate) -> tuple[bool, float, int]:
        latest = [m.timestamp() for m in (candidate.last_asked, candidate.last_seat) if m is not None]
        return not languages <= candidate.languages, max(latest, default=0.0), candidate.person.id

    return tuple(sorted(able, key=order)[:wanted])


def _asked_enough(candidate: Candidate, policy: Policy) -> bool:
    return candidate.asked_today >= most_a_day(candidate.wishes, policy)


def most_a_day(wishes: Wishes, policy: Policy) -> int:
    """How many messages with offers somebody wants a day, at most; the urgent ones apart."""
    return policy.offers_a_day if wishes.a_day is None else wishes.a_day


def _thinking(request: Request, slot: Slot, since: datetime) -> int:
    """Those asked so lately that they may still be thinking about it."""
    asked = (o for o in request.offers if o.slot_id == slot.id and o.state is OfferState.ASKED)
    return sum(1 for offer in asked if offer.asked_at > since)


def answers(request: Request) -> tuple[int, int]:
    """How many said no, and how many have not answered."""
    said_no = {offer.person_id for offer in request.offers if offer.state is OfferState.NO}
    asked = {offer.person_id for offer in request.offers if offer.state is OfferState.ASKED}
    return len(said_no), len(asked)
