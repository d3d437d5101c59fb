"""The day itself: which steps a volunteer can say, when silence is asked about, and when it is a signal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from bot.rules.model import Claim, ClaimState, Ending, Kind, Request, RequestState, Role, Slot, Still
from bot.rules.policy import Policy


class Step(StrEnum):
    """What a volunteer may say on the way; welcome, not a duty."""

    ON_WAY = "on_way"
    WITH_THEM = "with"
    GOING_IN = "going_in"
    LONGER = "longer"
    HOME = "home"


LEADS = {
    Kind.RIDE: Role.DRIVER,
    Kind.ACCOMPANIMENT: Role.ACCOMPANIER,
    Kind.INTERPRETING: Role.INTERPRETER,
    Kind.SHIFT: Role.HELPER,
}
"""Who leads."""

LONGER = timedelta(hours=1)
"""How much longer it takes when a coordinator says so, who can only guess."""

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


def were_there(request: Request) -> tuple[int, ...]:
    """Everybody who has a seat, or had it when the request ended, each once."""
    sat = (c for c in request.claims if c.living or c.state is ClaimState.DONE or c.ending is Ending.CANCELLED)
    return tuple(dict.fromkeys(claim.person_id for claim in sat))


def may_call(request: Request, now: datetime, policy: Policy) -> bool:
    """Whether their numbers are shown: until the private details are forgotten."""
    known = request.state in (RequestState.OPEN, RequestState.OVER)
    return known and now < max(request.ends_at + policy.retain_details, request.lasts_until + policy.fold)


def awaited(request: Request) -> tuple[Slot, ...]:
    """The seats the member waits for: the drivers', where one is needed or has been taken; else those of who leads."""
    drivers = [slot for slot in request.seated if slot.role is Role.DRIVER and (slot.minimum or request.living(slot))]
    return tuple(drivers or (slot for slot in request.seated if slot.role is LEADS[request.kind]))


def expected(request: Request) -> tuple[Claim, ...]:
    """Those the member waits for; empty when nobody is to come."""
    return tuple(claim for slot in awaited(request) for claim in _coming(request, slot.id))


def _coming(request: Request, slot_id: int) -> tuple[Claim, ...]:
    coming = (c for c in request.living() if c.slot_id == slot_id and c.leaving_at is None)
    return tuple(claim for claim in coming if claim.state is ClaimState.ACTIVE)


def said(request: Request, claim: Claim) -> bool:
    """Whether the person has said, with this seat or another of theirs, that they are on the way, or there."""
    own = (claim, *(other for other in request.living() if other.person_id == claim.person_id))
    return any(other.on_way_at or other.with_at for other in own)


def seats_of(request: Request, person_id: int) -> tuple[Claim, ...]:
    """Every seat somebody has in it and means to keep, in slot order: who drives may also accompany."""
    order = {slot.id: n for n, slot in enumerate(request.slots)}
    own = (c for c in request.living() if c.person_id == person_id and c.leaving_at is None)
    return tuple(
        sorted((c for c in own if c.state is ClaimState.ACTIVE), key=lambda c: (order.get(c.slot_id, 0), c.seat))
    )


def with_them(request: Request, claim: Claim) -> bool:
    """Whether the person has said, with this seat or another of theirs, that they are there."""
    return claim.with_at is not None or any(own.with_at for own in seats_of(request, claim.person_id))


def awaits_answer(request: Request, claim: Claim) -> bool:
    """Whether "Still coming?" waits for the person's answer, about this seat or another of theirs."""
    asked = (claim, *seats_of(request, claim.person_id))
    open_ = request.state is RequestState.OPEN and claim.state is ClaimState.ACTIVE and claim.leaving_at is None
    return open_ and any(each.still is Still.ASKED for each in asked)


class Stage(StrEnum):
    """Where somebody with a seat stands: what the first line of their message says."""

    NEW = "new"
    """It has just become theirs, or they have not said anything about a seat they were given."""
    HAS = "has"
    COMING = "coming"
    """They answered "Still coming?" with yes."""
    ASKED = "asked"
    CHANGED = "changed"
    """Time or place changed, and they have not said that it still works."""
    TIME = "time"
    ON_WAY = "on_way"
    WITH_THEM = "with_them"
    NO_PHONE = "no_phone"
    END = "end"
    """The end has come, and nobody has said that everyone is home."""


def stage(request: Request, claim: Claim, now: datetime, policy: Policy) -> Stage:
    """What is true now of somebody who means to come; the day itself counts before what was asked earlier."""
    fresh = now < claim.claimed_at + policy.undo
    if watched(request):
        own = (claim, *seats_of(request, claim.person_id))
        if now >= request.lasts_until:
            return Stage.END
        if any(each.no_phone_until and now < each.no_phone_until for each in own):
            return Stage.NO_PHONE
        if with_them(request, claim):
            return Stage.WITH_THEM
        if any(each.on_way_at for each in own):
            return Stage.ON_WAY
        if now >= request.starts_at > claim.claimed_at and not request.on_hold:
            return Stage.TIME
    if claim.unconfirmed:
        return Stage.CHANGED
    if awaits_answer(request, claim):
        return Stage.ASKED
    if fresh or (claim.assigned and claim.still is None):
        return Stage.NEW
    return Stage.COMING if claim.still is Still.YES else Stage.HAS


def unheard(request: Request) -> bool:
    """Whether nobody the member waits for has said that they come, or nobody is to come; and no member says that they
    met. One accompanier on the way says nothing about the driver.
    """
    met = any(party.met_at for party in request.parties) or any(said(request, claim) for claim in expected(request))
    return watched(request) and not request.on_hold and not met


def late(request: Request) -> bool:
    """Whether that says something. Who fills a seat outside Telegram cannot tap, so there silence does not."""
    coming = expected(request)
    return unheard(request) and (not coming or any(can_say(claim) for claim in coming))


def silent_seat(request: Request, slot_id: int) -> bool:
    """Whether somebody is to come in this slot who could say so, and nobody there does."""
    coming = _coming(request, slot_id)
    quiet = any(can_say(claim) for claim in coming) and not any(said(request, claim) for claim in coming)
    return watched(request) and not request.on_hold and quiet


def steps(request: Request, claim: Claim, now: datetime, policy: Policy) -> tuple[Step, ...]:
    """The buttons that make sense now for whoever has this seat, from two hours before the start until home."""
    if not watched(request) or claim.state is not ClaimState.ACTIVE or now < request.starts_at - policy.soon:
        return ()
    found = []
    there = with_them(request, claim)
    if not there:
        found += [Step.WITH_THEM] if said(request, claim) else [Step.ON_WAY, Step.WITH_THEM]
    if there or now >= request.starts_at:
        found += [Step.GOING_IN] if request.kind is Kind.ACCOMPANIMENT else []
        found.append(Step.LONGER)
    if any(each.with_at for each in request.living()) or now >= request.lasts_until:
        found.append(Step.HOME)  # it ends the watch for all, so not before somebody can know
    return tuple(found)


def home_undoable(request: Request, now: datetime, policy: Policy) -> bool:
    """Whether *Not yet* still takes *Everyone is home* back."""
    said = request.home_at is not None and request.state is RequestState.OPEN
    return said and now < home_settled_at(request, policy)


def home_settled_at(request: Request, policy: Policy) -> datetime:
    """From when on *Everyone is home* stands."""
    return (request.home_at or request.lasts_until) + policy.home_undo


def end_after_not_home(request: Request, now: datetime, policy: Policy) -> datetime | None:
    """The expected end after *Not yet*: once the end has passed, all questions after it may have been asked, so it
    lasts a little longer, and they are asked anew. None while the end is ahead.
    """
    return now + policy.home_undo if now >= request.lasts_until else None


def amounts(step: Step, policy: Policy) -> tuple[int, ...]:
    """What the buttons of a step offer: hours without a phone, or minutes that it takes longer."""
    return {Step.GOING_IN: policy.going_in_hours, Step.LONGER: policy.longer_minutes}.get(step, ())


def later_end(request: Request, step: Step, amount: int, now: datetime, policy: Policy) -> datetime | None:
    """The new expected end; None for an amount that no button has."""
    if amount not in amounts(step, policy):
        return None
    if step is Step.GOING_IN:
        return max(request.lasts_until, now + timedelta(hours=amount))
    return max(request.lasts_until, now) + timedelta(minutes=amount)


def can_say(claim: Claim) -> bool:
    """Whether the person could tap a button: who fills a seat without Telegram cannot, so silence says nothing."""
    return not claim.outside


def leading(request: Request, there: Sequence[Claim]) -> Claim | None:
    """Who of these leads: whoever said that they met, then who is on the way, then by role, then by seniority."""
    first, roles = LEADS[request.kind], {slot.id: slot.role for slot in request.slots}

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


class Progress(StrEnum):
    """How far something is that is about to happen, or under way."""

    ON_HOLD = "on_hold"
    ON_WAY = "on_way"
    TOGETHER = "together"


def progress(request: Request) -> Progress | None:
    """What is known of it now; None: nobody has said anything yet."""
    if request.on_hold:
        return Progress.ON_HOLD
    if any(party.met_at for party in request.parties) or any(claim.with_at for claim in request.living()):
        return Progress.TOGETHER
    return Progress.ON_WAY if any(claim.on_way_at for claim in request.living()) else None


def goes_on(request: Request, now: datetime, policy: Policy) -> bool:
    """Past its planned end, and not known to be over: it takes longer, or nobody was asked in vain yet."""
    waits = watched(request) and bool(present(request)) and now >= request.ends_at
    return waits and not overdue(request, now, policy)


def overdue(request: Request, now: datetime, policy: Policy) -> bool:
    """Nobody has said that everyone is home, after all questions: a line on the board, until a coordinator says so."""
    if request.state is RequestState.OVER:
        return _never_known(request)
    return watched(request) and bool(present(request)) and now >= request.lasts_until + policy.home_asked[-1]


def _never_known(request: Request) -> bool:
    """Whether it is over without word from home. Silence after an accompaniment has paged: that the emergency says."""
    there = [claim for claim in request.claims if claim.state is ClaimState.DONE]
    paged = request.kind is Kind.ACCOMPANIMENT and any(can_say(claim) for claim in there)
    return home_unknown(request) and bool(there) and not paged


def home_unknown(request: Request) -> bool:
    """Whether people were on the road and nobody has said that all are home."""
    return request.kind in WATCHED and request.part is None and request.home_at is None
