"""Standing by for a seat, being asked to step in, and the answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.actions import claims
from bot.actions.claims import Answer
from bot.actions.offers import state_after
from bot.context import App, Work
from bot.rules import backups as rules
from bot.rules import claims as claim_rules
from bot.rules.claims import Refusal, Refused
from bot.rules.kinds import needs
from bot.rules.model import OfferState, Person, Qualification, Reach, Request, Slot
from storage import audit, backups, people, requests


class StandsBy(StrEnum):
    """What a tap on *Backup* came to, beside a seat or a refusal."""

    YES = "stands_by"
    ALREADY = "stands_by_already"


@dataclass(frozen=True)
class BackupAnswer:
    """`claimed` where a seat was free after all, and was taken at once; `qualification`: what is missing to a person
    who is not trained.
    """

    result: StandsBy | Refusal | None
    request: Request | None
    slot: Slot | None
    claimed: Answer | None = None
    qualification: Qualification | None = None


async def stand_by(app: App, person: Person, slot_id: int, update_id: int) -> BackupAnswer:
    """One tap on *Backup*: who could take the seat and finds it full stands by; a free one is taken."""
    async with app.work(update_id) as work:
        request = await requests.load_by_slot(work.tx, slot_id)
        slot = request.slot(slot_id) if request else None
        now_person = await people.load(work.tx, person.id) or person
        busy = await requests.busy_times(work.tx, person.id, request.id) if request else ()
        decision = claim_rules.claim(request, slot_id, now_person, busy, work.now, app.policy)
        if request is None or slot is None:
            work.outcome = Refusal.UNKNOWN
            return BackupAnswer(Refusal.UNKNOWN, None, None)
        if not isinstance(decision, Refused):
            answer = await claims.decide(app, work, now_person, request, slot_id, decision)
            return BackupAnswer(None, answer.request, slot, answer)
        result = _standing(request, slot, now_person, decision.why)
        work.outcome = result
        if result is StandsBy.YES:
            await backups.add(work.tx, slot_id, person.id, work.now)
            await audit.note(work.tx, "backup", work.now, actor=person.id, subject=slot_id)
            await claims.reload_and_change(app, work, request.id)
    return BackupAnswer(result, request, slot, qualification=decision.qualification)


def _standing(request: Request, slot: Slot, person: Person, why: Refusal) -> StandsBy | Refusal:
    if why is not Refusal.FULL:
        return why
    if rules.stands_by(request, person.id, slot) is not None:
        return StandsBy.ALREADY
    if person.reach is not Reach.YES or person.promised_at is None:
        return Refusal.CONNECT_FIRST
    return StandsBy.YES


async def stand_down(app: App, person: Person, slot_id: int, update_id: int) -> Request | None:
    """*No longer a backup*; None when the person was none."""
    async with app.work(update_id) as work:
        request = await requests.load_by_slot(work.tx, slot_id)
        if request is None or not await backups.remove(work.tx, slot_id, person.id):
            return None
        await claims.reload_and_change(app, work, request.id)
    return request


@dataclass(frozen=True)
class OfferAnswer:
    """What an answer to "can you step in?" came to; `answer` for a yes."""

    request: Request | None
    slot: Slot | None
    answer: Answer | None = None


async def accept(app: App, person: Person, offer_id: int, update_id: int) -> OfferAnswer:
    """*I can*: the very rules of a claim decide; the person no longer stands by."""
    async with app.work(update_id) as work:
        request, slot = await _asked(work, person, offer_id)
        if request is None or slot is None:
            work.outcome = Refusal.UNKNOWN
            return OfferAnswer(None, None)
        now_person = await people.load(work.tx, person.id) or person
        busy = await requests.busy_times(work.tx, person.id, request.id)
        decision = claim_rules.claim(request, slot.id, now_person, busy, work.now, app.policy)
        await backups.end_offer(work.tx, offer_id, state_after(decision), work.now)
        await backups.remove(work.tx, slot.id, person.id)
        fresh = await requests.load(work.tx, request.id) or request
        if isinstance(decision, Refused):
            work.outcome = decision.why
            await claims.changed(app, work, fresh)
            return OfferAnswer(fresh, slot, Answer(decision.why, fresh, slot, needs(fresh, slot)))
        answer = await claims.decide(app, work, now_person, fresh, slot.id, decision)
    return OfferAnswer(answer.request, slot, answer)


async def decline(app: App, person: Person, offer_id: int, update_id: int) -> OfferAnswer:
    """*I can't*: the next backup is asked in the same commit."""
    async with app.work(update_id) as work:
        request, slot = await _asked(work, person, offer_id)
        if request is None or slot is None:
            return OfferAnswer(None, None)
        await backups.end_offer(work.tx, offer_id, OfferState.NO, work.now)
        await backups.remove(work.tx, slot.id, person.id)
        await claims.reload_and_change(app, work, request.id)
    return OfferAnswer(request, slot)


async def _asked(work: Work, person: Person, offer_id: int) -> tuple[Request | None, Slot | None]:
    """The request of an offer that waits for this person's answer."""
    request_id = await backups.request_of_offer(work.tx, offer_id)
    request = await requests.load(work.tx, request_id) if request_id is not None else None
    offer = next((o for o in request.offers if o.id == offer_id), None) if request else None
    if request is None or offer is None or offer.person_id != person.id or offer.state is not OfferState.ASKED:
        return None, None
    return request, request.slot(offer.slot_id)


async def lapse(app: App, offer_id: int) -> None:
    """No answer in time: the next backup is asked."""
    async with app.work() as work:
        request_id = await backups.request_of_offer(work.tx, offer_id)
        request = await requests.load(work.tx, request_id) if request_id is not None else None
        offer = next((o for o in request.offers if o.id == offer_id), None) if request else None
        if request is None or offer is None or offer.state is not OfferState.ASKED or work.now < offer.expires_at:
            return
        await backups.end_offer(work.tx, offer_id, OfferState.LAPSED, work.now)
        await backups.remove(work.tx, offer.slot_id, offer.person_id)
        await claims.reload_and_change(app, work, request.id)


async def standing_by(app: App, person: Person) -> list[tuple[Request, Slot]]:
    """Where the person stands by, soonest first."""
    async with app.db.reading() as tx:
        found = []
        for slot_id in await backups.slots_of(tx, person.id, app.now()):
            request = await requests.load_by_slot(tx, slot_id)
            slot = request.slot(slot_id) if request else None
            if request is not None and slot is not None:
                found.append((request, slot))
    return found
