"""Taking a seat, leaving it, and what becomes of a seat that is only held."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.actions import traces
from bot.actions.board import redraw_board
from bot.actions.bodies import from_body
from bot.actions.offers import end_offer, offer_seats
from bot.context import App, Work
from bot.rules import claims as rules
from bot.rules.claims import DetailsRefusal, LeaveRefusal, Leaving, Refusal, Refused, Returned, Taken
from bot.rules.day import seats_of
from bot.rules.kinds import NEEDS, needs
from bot.rules.model import (
    Claim,
    ClaimState,
    Details,
    Ending,
    Group,
    OfferState,
    Person,
    Qualification,
    Reach,
    Reason,
    Request,
    RequestState,
    Role,
    Slot,
)
from bot.rules.notes import read_note
from bot.rules.problems import Problem
from bot.rules.timetable import Due, Occasion, Verb, plan, question_over
from storage import audit, backups, chats, drafts, outbox, people, requests, series
from storage.database import new_id
from storage.drafts import DraftRow


class Claimed(StrEnum):
    """What a tap on a claim button came to, beside a refusal."""

    TAKEN = "taken"
    HELD_UNREACHED = "held_unreached"
    HELD_UNPROMISED = "held_unpromised"
    BACK = "back"


@dataclass(frozen=True)
class Answer:
    """What to tell the person who tapped. `request` is as it stands after the tap."""

    result: Claimed | Refusal
    request: Request | None = None
    slot: Slot | None = None
    qualification: Qualification | None = None


async def claim(app: App, person: Person, slot_id: int, update_id: int, *, all_seats: bool = False) -> Answer:
    """One tap on a claim button: exactly one person gets a seat, everybody gets an answer. With `all_seats`, whoever
    comes after all takes back every seat that is still theirs.
    """
    async with app.work(update_id) as work:
        request = await requests.load_by_slot(work.tx, slot_id)
        # right, state and role are read again inside the transaction
        now_person = await people.load(work.tx, person.id) or person
        busy = await requests.busy_times(work.tx, person.id, request.id) if request else ()
        decision = rules.claim(request, slot_id, now_person, busy, work.now, app.policy)
        if request is None or isinstance(decision, Refused):
            why: Claimed | Refusal = decision.why if isinstance(decision, Refused) else Refusal.UNKNOWN
            own = request.claim_of(person.id, request.slot(slot_id)) if request else None
            if why is Refusal.ALREADY_YOURS and own is not None and own.state is ClaimState.HELD:
                why = _held(now_person)  # the last step is still to do, and is said once more
            work.outcome = why
            missing = decision.qualification if isinstance(decision, Refused) else None
            return Answer(why, request, request.slot(slot_id) if request else None, missing)
        if isinstance(decision, Returned) and all_seats:
            request = await _all_back(work, request, decision.claim)
        return await decide(app, work, now_person, request, slot_id, decision)


async def _all_back(work: Work, request: Request, claim: Claim) -> Request:
    """The other seats the person had given up together with this one."""
    for own in request.living():
        if own.person_id == claim.person_id and own.leaving_at is not None and own.id != claim.id:
            await requests.set_leaving(work.tx, own.id, None)
            request = _with(request, replace(own, leaving_at=None))
    return request


async def decide(
    app: App, work: Work, person: Person, request: Request, slot_id: int, decision: Taken | Returned
) -> Answer:
    """Carries out what the rules allowed: the seat is the person's, or theirs again."""
    if isinstance(decision, Returned):
        await requests.set_leaving(work.tx, decision.claim.id, None)
        request = _with(request, replace(decision.claim, leaving_at=None))
        result = Claimed.BACK
    else:
        request = await take(work, request, slot_id, person, decision)
        result = _result(decision, person)
    work.outcome = result
    await changed(app, work, request)
    return Answer(result, request, request.slot(slot_id))


def _result(taken: Taken, person: Person) -> Claimed:
    return Claimed.TAKEN if taken.state is ClaimState.ACTIVE else _held(person)


def _held(person: Person) -> Claimed:
    """What is missing to a held seat."""
    return Claimed.HELD_UNPROMISED if person.reach is Reach.YES else Claimed.HELD_UNREACHED


async def take(
    work: Work, request: Request, slot_id: int, person: Person, taken: Taken, says_trained: Qualification | None = None
) -> Request:
    """The seat as it was decided; `says_trained` holds it until a coordinator confirms the training."""
    if taken.replaces is not None:
        request = await end(work, request, taken.replaces, Ending.REPLACED)
    claim = Claim(
        new_id(),
        request.id,
        slot_id,
        taken.seat,
        person.id,
        taken.state,
        work.now,
        held_until=taken.held_until,
        says_trained=says_trained,
        assigned=taken.assigned,
        moved=taken.moved,
    )
    await requests.add_claim(work.tx, claim)
    return await _asked_no_more(work, _with(request, claim), slot_id, person.id)


async def _asked_no_more(work: Work, request: Request, slot_id: int, person_id: int) -> Request:
    """Whoever has a seat of the slot neither stands by for another nor is asked whether they could."""
    await backups.remove(work.tx, slot_id, person_id)
    own = {
        offer.id: offer
        for offer in request.offers
        if (offer.slot_id, offer.person_id, offer.state) == (slot_id, person_id, OfferState.ASKED)
    }
    for offer in own.values():
        await end_offer(work, offer, OfferState.LAPSED)
    ended = {n: replace(offer, state=OfferState.LAPSED, ended_at=work.now) for n, offer in own.items()}
    return replace(
        request,
        backups=tuple(b for b in request.backups if (b.slot_id, b.person_id) != (slot_id, person_id)),
        offers=tuple(ended.get(offer.id, offer) for offer in request.offers),
    )


async def end(work: Work, request: Request, claim: Claim, ending: Ending) -> Request:
    """The claim is released; the request as it is then."""
    await requests.end_claim(work.tx, claim.id, ending, work.now)
    return _with(request, _ended(claim, ending, work))


def _ended(claim: Claim, ending: Ending, work: Work) -> Claim:
    return replace(claim, state=ClaimState.RELEASED, ending=ending, ended_at=work.now, held_until=None)


def _with(request: Request, claim: Claim) -> Request:
    others = tuple(c for c in request.claims if c.id != claim.id)
    return replace(request, claims=(*others, claim))


def _without(request: Request, claim: Claim) -> Request:
    return replace(request, claims=tuple(c for c in request.claims if c.id != claim.id))


async def changed(app: App, work: Work, request: Request, by: int | None = None) -> None:
    """Whoever looks at the request sees the change, backups are asked where a seat is open, and what is due follows
    it, in this commit. `by` is the coordinator whose decision it is, where an alert is to say so.
    """
    request = await offer_seats(app, work, request)
    await requests.bump(work.tx, request.id)
    await outbox.reconcile(
        work.tx, request.id, plan(replace(request, version=request.version + 1), app.policy, app.zone)
    )
    await traces.solved(work, request, by)
    await redraw_board(work)


async def answer_again(app: App, slot_id: int, outcome: str) -> Answer:
    """The answer to a tap that was applied before the bot was interrupted."""
    async with app.db.reading() as tx:
        request = await requests.load_by_slot(tx, slot_id)
    slot = request.slot(slot_id) if request else None
    known: tuple[type[Claimed] | type[Refusal], ...] = (Claimed, Refusal)
    for kind in known:
        if outcome in list(kind):
            return Answer(kind(outcome), request, slot, needs(request, slot) if request and slot else None)
    return Answer(Refusal.UNKNOWN, request, slot)


@dataclass(frozen=True)
class LeaveAnswer:
    """What to tell who gives up a seat."""

    result: Leaving | LeaveRefusal
    request: Request | None
    claim: Claim | None


async def leave(app: App, person: Person, claim_id: int, update_id: int) -> LeaveAnswer:
    """*Undo* and *I can't make it*: without a trace in the first minutes, else every seat the person has in it waits
    for its next person.
    """
    async with app.work(update_id) as work:
        request = await requests.load_by_claim(work.tx, claim_id)
        claim = _claim_in(request, claim_id)
        if request is None or claim is None or claim.person_id != person.id:
            work.outcome = LeaveRefusal.NOT_YOURS
            return LeaveAnswer(LeaveRefusal.NOT_YOURS, None, None)
        result = rules.leave(request, claim, person.id, work.now, app.policy)
        work.outcome = result
        if result is Leaving.UNDONE:
            await requests.delete_claim(work.tx, claim.id)
            if claim.question is not None:
                await outbox.put(work.tx, question_over(claim.id, claim.question, work.now))
            await changed(app, work, _without(request, claim))
            await outbox.forget_subject(work.tx, claim.id)
        elif result is Leaving.WAITING:
            for own in (claim, *(c for c in seats_of(request, person.id) if c.id != claim.id)):
                await requests.set_leaving(work.tx, own.id, work.now)
                await audit.note(work.tx, "leaving", work.now, actor=person.id, subject=own.id)
                request = _with(request, replace(own, leaving_at=work.now))
            claim = replace(claim, leaving_at=work.now)
            await changed(app, work, request)
    return LeaveAnswer(result, request, claim)


async def give_reason(
    app: App, person: Person, claim_id: int, reason: Reason, update_id: int
) -> tuple[Request, Claim] | None:
    """Why the person can't make it; None when the seat is not theirs, or they are not leaving."""
    async with app.work(update_id) as work:
        request = await requests.load_by_claim(work.tx, claim_id)
        claim = _claim_in(request, claim_id)
        if request is None or claim is None or claim.person_id != person.id or claim.leaving_at is None:
            return None
        for own in request.living():
            if own.person_id == person.id and own.leaving_at is not None:
                await requests.set_reason(work.tx, own.id, person.id, reason)
        await changed(app, work, request)
    return request, claim


async def ask_note(app: App, person: Person, claim_id: int, update_id: int) -> Request | None:
    """The person's next private text is a note with this claim; None when the seat is not theirs."""
    async with app.work(update_id) as work:
        request = await requests.load_by_claim(work.tx, claim_id)
        claim = _claim_in(request, claim_id)
        if request is None or claim is None or not _may_note(request, claim, person, work.now):
            return None
        for old in await drafts.of_kind(work.tx, person.id, "note"):
            await drafts.delete(work.tx, old.id)
        await drafts.add(work.tx, person.id, "note", work.now, subject_id=claim_id, asking="note")
    return request


def _may_note(request: Request, claim: Claim, person: Person, now: datetime) -> bool:
    own = claim.person_id == person.id and claim.state is ClaimState.ACTIVE
    return own and request.state is RequestState.OPEN and now < request.ends_at


async def note(app: App, person: Person, row: DraftRow, text: str, update_id: int) -> Request | Problem | None:
    """Stores the note for the coordinators' card; a problem when it may not stand there, None when the seat is gone."""
    async with app.work(update_id) as work:
        claim_id = row.subject_id or 0
        request = await requests.load_by_claim(work.tx, claim_id)
        claim = _claim_in(request, claim_id)
        if request is None or claim is None or not _may_note(request, claim, person, work.now):
            await drafts.delete(work.tx, row.id)
            return None
        read = read_note(text)
        if isinstance(read, Problem):
            return read
        await drafts.delete(work.tx, row.id)
        await requests.set_note(work.tx, claim_id, person.id, read)
        await audit.note(work.tx, "note", work.now, actor=person.id, subject=claim_id)
        await changed(app, work, request)
    return request


def _claim_in(request: Request | None, claim_id: int) -> Claim | None:
    return next((c for c in request.claims if c.id == claim_id), None) if request else None


async def confirm_held(app: App, work: Work, person: Person) -> int:
    """Every seat held for the person that can be theirs now; returns how many.

    Where a training was waited for and is noted by now, the seat stays held for the steps that are left.
    """
    confirmed = 0
    for claim in await requests.held_claims_of(work.tx, person.id):
        trained = claim.says_trained is not None and person.qualified(claim.says_trained, work.now)
        if rules.confirms(claim, person, work.now):
            await requests.activate(work.tx, claim.id, work.now)
            confirmed += 1
        elif trained:
            until = max(claim.held_until or work.now, work.now + app.policy.hold)
            await requests.training_known(work.tx, claim.id, until)
            await outbox.put(work.tx, _one_step_left(claim, work, until))
        else:
            continue
        await reload_and_change(app, work, claim.request_id)
    return confirmed


def _one_step_left(claim: Claim, work: Work, until: datetime) -> Due:
    key = f"{Occasion.TRAINED}:{claim.id}"
    return Due(key, Verb.SAY, Occasion.TRAINED, claim.id, work.now, to=claim.person_id, expires_at=until)


async def started(app: App, person: Person, update_id: int) -> tuple[int, int]:
    """The person pressed Start: (seats confirmed, seats for which the promise is still missing)."""
    async with app.work(update_id) as work:
        fresh = await people.load(work.tx, person.id) or person
        confirmed = await confirm_held(app, work, fresh)
        waiting = await requests.held_claims_of(work.tx, person.id)
        held = sum(claim.says_trained is None or fresh.promised_at is None for claim in waiting)
    return confirmed, held


async def held_until(app: App, person: Person) -> datetime | None:
    """When the first of the person's held seats lapses."""
    async with app.db.reading() as tx:
        held = await requests.held_claims_of(tx, person.id)
    return min((claim.held_until for claim in held if claim.held_until is not None), default=None)


async def out_of_reach(app: App, work: Work, person_id: int) -> None:
    """Nothing can be told to the person any more: seats to come are held for a while, then free again; no seat is
    offered to them."""
    await _stand_down_everywhere(app, work, person_id)
    person = await people.load(work.tx, person_id)
    if person is None:
        return
    for request in await requests.claimed_by(work.tx, person_id, work.now):
        if work.now >= request.starts_at:
            continue  # on the road: the seat is theirs, and the watch goes on
        for claim in request.living():
            if claim.person_id == person_id and claim.state is ClaimState.ACTIVE:
                await requests.hold_again(work.tx, claim.id, work.now, work.now + app.policy.hold)
        await reload_and_change(app, work, request.id)


async def give_back(app: App, work: Work, person: Person) -> None:
    """Seats to come that the person may no longer have: not a volunteer any more, or not trained."""
    if not person.volunteer:
        await _stand_down_everywhere(app, work, person.id)
    await _stands_no_more(work, person)
    for request in await requests.claimed_by(work.tx, person.id, work.now):
        kept = request
        for claim in request.living():
            slot = request.slot(claim.slot_id)
            needed = None if slot is None else needs(request, slot)
            trained = needed is None or claim.says_trained is needed or person.qualified(needed, work.now)
            right = person.volunteer and slot is not None and trained
            if claim.person_id == person.id and not right:
                await requests.no_longer_asked(work.tx, claim.id)
                await audit.note(work.tx, "removed", work.now, subject=claim.id)
                kept = await end(work, kept, replace(claim, says_trained=None), Ending.REMOVED)
        if kept is not request:
            await changed(app, work, kept)


async def _stand_down_everywhere(app: App, work: Work, person_id: int) -> None:
    slots = await backups.slots_of(work.tx, person_id, work.now)
    await backups.remove_everywhere(work.tx, person_id)
    for slot_id in slots:
        request = await requests.load_by_slot(work.tx, slot_id)
        if request is None:
            continue
        for offer in request.offers:
            if offer.person_id == person_id and offer.state is OfferState.ASKED:
                await end_offer(work, offer, OfferState.LAPSED)
        await reload_and_change(app, work, request.id)


async def _stands_no_more(work: Work, person: Person) -> None:
    """Ends "every Thursday" where the person is no volunteer any more, or not trained for it."""
    for regular in await series.regular_in(work.tx, person.id):
        body = await series.body(work.tx, regular.series_id)
        duty = None if body is None else from_body(body).duty
        needed = NEEDS[duty if regular.role is Role.HELPER and duty is not None else regular.role]
        if not person.volunteer or (needed is not None and not person.qualified(needed, work.now)):
            await series.stand_down(work.tx, regular.series_id, person.id, regular.role)
            await audit.note(work.tx, "stands no more", work.now, actor=person.id, subject=regular.series_id)


async def lapse(app: App, claim_id: int) -> None:
    """A held seat nobody confirmed in time is free again."""
    async with app.work() as work:
        request = await requests.load_by_claim(work.tx, claim_id)
        claim = _claim_in(request, claim_id)
        if request is None or claim is None or claim.state is not ClaimState.HELD:
            return
        if work.now < rules.lapses_at(request, claim, app.policy):
            return
        await audit.note(work.tx, "lapsed", work.now, actor=claim.person_id, subject=claim.id)
        await changed(app, work, await end(work, request, claim, Ending.LAPSED))


async def reload_and_change(app: App, work: Work, request_id: int, by: int | None = None) -> None:
    request = await requests.load(work.tx, request_id)
    if request is not None:
        await changed(app, work, request, by)


@dataclass(frozen=True)
class DetailsAnswer:
    """The private details, or why they are not shown; never both."""

    refusal: DetailsRefusal | None
    request: Request | None
    claim: Claim | None
    details: tuple[Details, ...] = ()
    contact: str = ""


async def show_details(app: App, person: Person, claim_id: int, update_id: int) -> DetailsAnswer:
    """*Show details*: decided in the transaction that notes who looked."""
    async with app.work(update_id) as work:
        request = await requests.load_by_claim(work.tx, claim_id)
        claim = _claim_in(request, claim_id)
        now_person = await people.load(work.tx, person.id)
        if request is None or claim is None or now_person is None or claim.person_id != person.id:
            work.outcome = DetailsRefusal.NOT_YOURS
            return DetailsAnswer(DetailsRefusal.NOT_YOURS, None, None)
        refusal = rules.may_see_details(request, claim, now_person, work.now, app.policy)
        work.outcome = refusal or "shown"
        if refusal is not None:
            return DetailsAnswer(refusal, request, claim)
        opened = [await requests.details(work.tx, party.id) for party in request.parties]
        names = await people.names(work.tx, frozenset({request.contact_id}))
        await audit.note(work.tx, "details shown", work.now, actor=person.id, subject=request.id)
    found = tuple(details for details in opened if details is not None)
    return DetailsAnswer(None, request, claim, found, names.get(request.contact_id, ""))


async def open_details(app: App, person: Person, claim: Claim) -> tuple[tuple[Details, ...], str] | None:
    """What a message whose details are open goes on showing when it is redrawn, and the contact's name; None when it
    may not any more. That somebody looked was noted when they opened them.
    """
    if not claim.details_open:
        return None
    async with app.db.reading() as tx:
        request = await requests.load_by_claim(tx, claim.id)
        now_person = await people.load(tx, person.id)
        current = _claim_in(request, claim.id)
        if request is None or now_person is None or current is None:
            return None
        if rules.may_see_details(request, current, now_person, app.now(), app.policy) is not None:
            return None
        opened = [await requests.details(tx, party.id) for party in request.parties]
        names = await people.names(tx, frozenset({request.contact_id}))
    return tuple(details for details in opened if details is not None), names.get(request.contact_id, "")


async def messages_beside(app: App, request: Request, claim: Claim) -> tuple[tuple[Claim, int], ...]:
    """The person's other seats in it, each with the message that stands for it."""
    own = [c for c in request.living() if c.person_id == claim.person_id and c.id != claim.id]
    if not own:
        return ()
    async with app.db.reading() as tx:
        found = [(each, await requests.claim_message(tx, each.id)) for each in own]
    return tuple((each, message_id) for each, message_id in found if message_id is not None)


async def own_claim(app: App, person: Person, claim_id: int) -> tuple[Request, Claim] | None:
    """The person's own claim and its request; None looks the same for "not yours" and "does not exist"."""
    async with app.db.reading() as tx:
        request = await requests.load_by_claim(tx, claim_id)
    claim = _claim_in(request, claim_id)
    if request is None or claim is None or claim.person_id != person.id:
        return None
    return request, claim


async def new_living_message(app: App, claim_id: int, message_id: int, *, details_open: bool = False) -> int | None:
    """This message now stands for the claim, with its details shown or not; returns the one before it."""
    async with app.db.transaction() as tx:
        before = await requests.claim_message(tx, claim_id)
        await requests.set_claim_message(tx, claim_id, message_id, details_open=details_open)
    return before


async def request_of_card(app: App, telegram_chat_id: int, message_id: int) -> Request | None:
    """The request whose card this message of a group is."""
    async with app.db.reading() as tx:
        group = await chats.find(tx, telegram_chat_id)
        if group is not Group.VOLUNTEERS:
            return None
        return await requests.load_by_card(tx, group, message_id)
