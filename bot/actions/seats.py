"""What coordinators do with seats: put somebody in, move, take out, note that it is filled outside Telegram."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.actions import claims
from bot.context import PRIVATE, App, Work
from bot.rules import claims as rules
from bot.rules.claims import Refusal, Refused, Taken
from bot.rules.model import Claim, ClaimState, Ending, Missed, Person, Request, RequestState, Slot
from bot.rules.typed import LONGEST_TEXT, clean
from storage import audit, people, requests
from storage.database import new_id


@dataclass(frozen=True)
class Seats:
    """A request, and the names of everybody in its seats, and of those who stand by."""

    request: Request
    names: dict[int, str]
    begun: bool = False


async def seats_of(app: App, request_id: int) -> Seats | None:
    """None when the request is over."""
    async with app.db.reading() as tx:
        request = await requests.load(tx, request_id)
        if request is None or request.state is not RequestState.OPEN:
            return None
        who = {c.person_id for c in request.claims if c.living or c.state is ClaimState.NO_SHOW}
        who |= {backup.person_id for backup in request.backups}
        return Seats(request, await people.names(tx, frozenset(who)), begun=app.now() >= request.starts_at)


Able = tuple[Request, Slot, list[tuple[int, str]], list[Missed]]


async def who_could(app: App, slot_id: int) -> Able | None:
    """Every volunteer whom the rules would let take the seat now, by name; and what they gave up late, or missed."""
    async with app.db.reading() as tx:
        request = await requests.load_by_slot(tx, slot_id)
        slot = request.slot(slot_id) if request else None
        if request is None or slot is None:
            return None
        busy = await requests.all_busy_times(tx, request.id)
        now, policy = app.now(), app.policy
        able = [
            person.id
            for person in await people.volunteers(tx)
            if not isinstance(rules.claim(request, slot_id, person, busy.get(person.id, ()), now, policy), Refused)
        ]
        names = await people.names(tx, frozenset(able))
        missed = await requests.missed(tx, frozenset(able), policy.late)
    return request, slot, sorted(names.items(), key=lambda entry: entry[1].casefold()), missed


@dataclass(frozen=True)
class Move:
    """Somebody in a seat, and the free seats they could be moved to."""

    request: Request
    claim: Claim
    name: str
    free: list[tuple[Request, Slot]]


async def where_to(app: App, claim_id: int) -> Move | None:
    """The seats the rules would let the person have instead: the same role in another request, any role in this one."""
    async with app.db.reading() as tx:
        request = await requests.load_by_claim(tx, claim_id)
        claim = next((c for c in request.living() if c.id == claim_id), None) if request else None
        here = request.slot(claim.slot_id) if request and claim else None
        if request is None or claim is None or here is None:
            return None
        person = await people.load(tx, claim.person_id)
        names = await people.names(tx, frozenset({claim.person_id}))
        found: list[tuple[Request, Slot]] = []
        for other in await requests.open_requests(tx, app.now()) if person else ():
            slots = [s for s in other.seated if s.id != here.id and other.open_seats(s)]
            slots = [s for s in slots if other.id == request.id or s.role is here.role]
            if person is None or not slots:
                continue
            busy = await requests.busy_times(tx, person.id, other.id, except_too=request.id)
            for slot in slots:
                decision = rules.claim(_without(other, claim), slot.id, person, busy, app.now(), app.policy)
                if not isinstance(decision, Refused):
                    found.append((other, slot))
    return Move(request, claim, names.get(claim.person_id, ""), found)


def _without(request: Request, claim: Claim) -> Request:
    return replace(request, claims=tuple(c for c in request.claims if c.id != claim.id))


async def assign(app: App, by: Person, slot_id: int, person_id: int, update_id: int) -> Seats | Refusal:
    """Puts somebody in a seat by the rules of a claim; the person is told."""
    async with app.work(update_id) as work:
        request = await requests.load_by_slot(work.tx, slot_id)
        result = await _put(app, work, request, slot_id, person_id)
        if isinstance(result, Refusal):
            work.outcome = result
            return result
        await audit.note(work.tx, "assigned", work.now, actor=by.id, subject=person_id)
    return await seats_of(app, result.id) or Refusal.OVER


async def _put(
    app: App, work: Work, request: Request | None, slot_id: int, person_id: int, *, moved: bool = False
) -> Request | Refusal:
    person = await people.load(work.tx, person_id)
    if person is None or request is None:
        return Refusal.UNKNOWN
    busy = await requests.busy_times(work.tx, person_id, request.id)
    decision = rules.claim(request, slot_id, person, busy, work.now, app.policy)
    if isinstance(decision, Refused):
        return decision.why
    if isinstance(decision, Taken):
        decision = replace(decision, assigned=True, moved=moved)
    answer = await claims.decide(app, work, person, request, slot_id, decision)
    return answer.request or request


async def take_out(app: App, by: Person, claim_id: int, update_id: int) -> Seats | None:
    """Takes somebody out of a seat; the person is told, and backups are asked."""
    async with app.work(update_id) as work:
        request = await requests.load_by_claim(work.tx, claim_id)
        claim = next((c for c in request.living() if c.id == claim_id), None) if request else None
        if request is None or claim is None:
            return None
        await _take_out(app, work, by, request, claim, Ending.TAKEN_OUT)
    return await seats_of(app, request.id)


async def _take_out(app: App, work: Work, by: Person, request: Request, claim: Claim, ending: Ending) -> None:
    await requests.end_claim(work.tx, claim.id, ending, work.now)
    await audit.note(work.tx, "taken out", work.now, actor=by.id, subject=claim.id)
    await claims.reload_and_change(app, work, request.id)


async def came(app: App, by: Person, claim_id: int, update_id: int, *, there: bool) -> Seats | None:
    """*Did not come*, once it has begun, or that they came after all. Only coordinators ever see it."""
    request = await note_came(app, by, claim_id, update_id, there=there)
    return None if request is None else await seats_of(app, request.id)


async def note_came(app: App, by: Person, claim_id: int, update_id: int, *, there: bool) -> Request | None:
    """The same, also when it is over: as long as it is kept who claimed what. None before it has begun."""
    async with app.work(update_id) as work:
        request = await requests.load_by_claim(work.tx, claim_id)
        begun = request is not None and request.state in (RequestState.OPEN, RequestState.OVER)
        if request is None or not begun or work.now < request.starts_at:
            return None
        done = await (
            requests.set_came(work.tx, claim_id) if there else requests.set_no_show(work.tx, claim_id, work.now)
        )
        if done:
            await audit.note(work.tx, "came" if there else "did not come", work.now, actor=by.id, subject=claim_id)
            if request.state is RequestState.OPEN:  # of what is over nothing is shown any more
                await claims.reload_and_change(app, work, request.id)
    return request


async def move(app: App, by: Person, claim_id: int, slot_id: int, update_id: int) -> Seats | Refusal:
    """Out of one seat and into another, or nothing at all when the rules refuse the other. It is one event, so the
    person hears of it once.
    """
    async with app.work(update_id) as work:
        here = await requests.load_by_claim(work.tx, claim_id)
        claim = next((c for c in here.living() if c.id == claim_id), None) if here else None
        if here is None or claim is None:
            return Refusal.UNKNOWN
        person = await people.load(work.tx, claim.person_id)
        there = await requests.load_by_slot(work.tx, slot_id)
        if person is None or there is None:
            return Refusal.UNKNOWN
        busy = await requests.busy_times(work.tx, person.id, there.id, except_too=here.id)
        decision = rules.claim(_without(there, claim), slot_id, person, busy, work.now, app.policy)
        if isinstance(decision, Refused):
            work.outcome = decision.why
            return decision.why
        moved = isinstance(decision, Taken)  # whoever gets the own seat back has no new claim that could tell it
        await _take_out(app, work, by, here, claim, Ending.MOVED if moved else Ending.TAKEN_OUT)
        fresh = await requests.load_by_slot(work.tx, slot_id)
        result = await _put(app, work, fresh, slot_id, person.id, moved=True)
        if isinstance(result, Refusal):
            raise RuntimeError("refused after it was allowed")  # rolls everything back
        new = result.claim_of(person.id, result.slot(slot_id))
        if moved and new is not None:
            await requests.hand_message_on(work.tx, claim.id, new.id)
    return await seats_of(app, result.id) or Refusal.OVER


async def fill_outside(app: App, by: Person, slot_id: int, name: str, update_id: int) -> Seats | Refusal:
    """A seat is filled by somebody without Telegram: counted like anybody, told by the coordinators."""
    async with app.work(update_id) as work:
        request = await requests.load_by_slot(work.tx, slot_id)
        slot = request.slot(slot_id) if request else None
        if request is None or slot is None or request.state is not RequestState.OPEN or work.now >= request.ends_at:
            return Refusal.OVER
        found = rules.free_seat(request, slot)
        if found is None:
            return Refusal.FULL
        seat, leaver = found
        if leaver is not None:
            await requests.end_claim(work.tx, leaver.id, Ending.REPLACED, work.now)
        person_id = await people.add_outside(work.tx, clean(name)[:LONGEST_TEXT], work.now)
        claim = Claim(new_id(), request.id, slot_id, seat, person_id, ClaimState.ACTIVE, work.now, assigned=True)
        await requests.add_claim(work.tx, claim)
        await audit.note(work.tx, "filled outside", work.now, actor=by.id, subject=request.id)
        if name:
            work.outcome = PRIVATE
        await claims.reload_and_change(app, work, request.id)
    return await seats_of(app, request.id) or Refusal.OVER
