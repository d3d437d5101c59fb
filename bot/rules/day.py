"""The day itself: which steps a volunteer can say, when silence is asked about, and when it is a signal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from bot.rules.model import Claim, ClaimState, Kind, Request, RequestState, Role
from bot.rules.policy import Policy


class Step(StrEnum):
    """What a volunteer may say on the way; welcome, not a duty."""

    ON_WAY = "on_way"
    WITH_THEM = "with"
    GOING_IN = "going_in"
    LONGER = "longer"
    HOME = "home"


GOING_IN_HOURS = (1, 2, 3, 4)
"""*Going in, no phone until about…*: in so many hours."""
LONGER_MINUTES = (30, 60, 120)
"""*It takes longer*: by so many minutes."""

WATCHED = (Kind.RIDE, Kind.ACCOMPANIMENT)
"""The kinds in which somebody is on the road, and nobody must stand alone."""


def watched(request: Request) -> bool:
    """Whether the bot watches over it: people are on the road, the hour is known, and not everyone is home."""
    known = request.state is RequestState.OPEN and request.part is None
    return known and request.kind in WATCHED and request.home_at is None


def present(request: Request) -> tuple[Claim, ...]:
    """The seats whose people are to come, one for each person: one event is told to somebody once."""
    found: dict[int, Claim] = {}
    for claim in request.living():
        if claim.state is ClaimState.ACTIVE and claim.leaving_at is None:
            found.setdefault(claim.person_id, claim)
    return tuple(found.values())


def nobody_said(request: Request) -> bool:
    """Whether nobody has said that they are on the way, or there."""
    return not any(claim.on_way_at or claim.with_at for claim in present(request))


def steps(request: Request, claim: Claim, now: datetime, policy: Policy) -> tuple[Step, ...]:
    """The buttons that make sense now for whoever has this seat, from two hours before the start until home."""
    if not watched(request) or claim.state is not ClaimState.ACTIVE or now < request.starts_at - policy.soon:
        return ()
    found = []
    if claim.with_at is None:
        found += [Step.WITH_THEM] if claim.on_way_at else [Step.ON_WAY, Step.WITH_THEM]
    if claim.with_at is not None or now >= request.starts_at:
        found += [Step.GOING_IN] if request.kind is Kind.ACCOMPANIMENT else []
        found += [Step.LONGER, Step.HOME]
    return tuple(found)


def later_end(request: Request, step: Step, amount: int, now: datetime) -> datetime | None:
    """The new expected end; None for an amount that no button has."""
    if step is Step.GOING_IN and amount in GOING_IN_HOURS:
        return max(request.lasts_until, now + timedelta(hours=amount))
    if step is Step.LONGER and amount in LONGER_MINUTES:
        return max(request.lasts_until, now) + timedelta(minutes=amount)
    return None


def can_say(claim: Claim) -> bool:
    """Whether the person could tap a button: who fills a seat without Telegram cannot, so silence says nothing."""
    return not claim.outside


FIRST = {Kind.RIDE: Role.DRIVER, Kind.ACCOMPANIMENT: Role.ACCOMPANIER}
"""Who leads, while nobody has said more."""


def leading(request: Request, there: Sequence[Claim]) -> Claim | None:
    """Who of these leads: whoever said that they met, then who is on the way, then by role, then by seniority."""
    first, roles = FIRST.get(request.kind), {slot.id: slot.role for slot in request.slots}

    def rank(claim: Claim) -> tuple[bool, bool, bool, datetime, int]:
        by_role = roles.get(claim.slot_id) is first
        return claim.with_at is None, claim.on_way_at is None, not by_role, claim.claimed_at, claim.id

    return min(there, key=rank, default=None)


def asked_home(request: Request, policy: Policy) -> tuple[tuple[Claim, tuple[datetime, ...]], ...]:
    """Whom to ask whether everyone is home, and when; nobody when nobody is on the road, or could say so.

    Whoever leads; after an accompaniment, where silence pages, also everybody else who was there: one who forgets is
    no alarm.
    """
    there = [claim for claim in present(request) if can_say(claim)]
    first = leading(request, there)
    if not watched(request) or first is None:
        return ()
    if request.kind is Kind.RIDE:
        return ((first, tuple(request.lasts_until + wait for wait in policy.home_asked)),)
    again = tuple(request.lasts_until + wait for wait in policy.home_asked_again if wait < policy.silence_pages)
    return tuple((claim, (request.lasts_until, *again) if claim is first else again) for claim in there)


def pages(request: Request) -> bool:
    """Whether silence after the end is a signal: after an accompaniment, when somebody there could speak."""
    return watched(request) and request.kind is Kind.ACCOMPANIMENT and any(can_say(c) for c in present(request))


def pages_at(request: Request, policy: Policy) -> datetime:
    """When silence pages: once the bot has asked in vain."""
    return request.lasts_until + policy.silence_pages


def overdue(request: Request, now: datetime, policy: Policy) -> bool:
    """A ride of which nobody has said that everyone is home, after all questions: a line on the board."""
    return watched(request) and bool(present(request)) and now >= request.lasts_until + policy.home_asked[-1]
