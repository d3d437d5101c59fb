"""*I was already trained*: a seat held until a coordinator says whether that is so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.actions import claims, trainings
from bot.context import App
from bot.rules import claims as rules
from bot.rules.claims import NotAsked, Refusal, Refused, Taken
from bot.rules.kinds import needs
from bot.rules.model import Claim, ClaimState, Ending, Person, Qualification, Request
from storage import audit, people, requests


@dataclass(frozen=True)
class Asked:
    """What *I was already trained* came to. `claim` is the seat that is held, when `why` is None or ASKED."""

    why: Refusal | NotAsked | None
    request: Request | None = None
    claim: Claim | None = None
    qualification: Qualification | None = None


async def ask(app: App, person: Person, slot_id: int, update_id: int) -> Asked:
    """Holds the seat and asks the coordinators' group, once for each person and training."""
    async with app.work(update_id) as work:
        request = await requests.load_by_slot(work.tx, slot_id)
        slot = request.slot(slot_id) if request else None
        now_person = await people.load(work.tx, person.id) or person
        busy = await requests.busy_times(work.tx, person.id, request.id) if request else ()
        asked = await requests.open_questions_of(work.tx, person.id)
        needed = needs(request, slot) if request and slot else None
        decision = rules.says_trained(request, slot_id, now_person, busy, asked, work.now, app.policy)
        if request is None or slot is None or needed is None or not isinstance(decision, Taken):
            why = decision.why if isinstance(decision, Refused) else decision
            why = Refusal.UNKNOWN if isinstance(why, Taken) else why
            work.outcome = why
            own = request.claim_of(person.id, slot) if request and slot else None
            return Asked(why, request, own, needed)
        request = await claims.take(work, request, slot_id, now_person, decision, needed)
        await audit.note(work.tx, f"says trained {needed}", work.now, actor=person.id, subject=request.id)
        work.outcome = "asked"
        await claims.changed(app, work, request)
    return Asked(None, request, request.claim_of(person.id, slot), needed)


class Settled(StrEnum):
    """What a coordinator's answer came to."""

    SEATED = "seated"
    STILL_HELD = "still_held"
    """Trained now; the person still has to press Start or agree to the promise."""
    NO_SEAT = "no_seat"
    """Trained now, but the seat is not theirs any more."""
    REFUSED = "refused"
    ANSWERED = "answered"
    """Somebody was faster, or the question is not open any more."""


@dataclass(frozen=True)
class Answer:
    """What to tell the coordinator who answered."""

    result: Settled
    name: str = ""
    qualification: Qualification | None = None


async def confirm(app: App, by: Person, claim_id: int, update_id: int) -> Answer:
    """*Confirm*: the training is noted in this commit, and the seat is the person's."""
    async with app.work(update_id) as work:
        request = await requests.load_by_claim(work.tx, claim_id)
        claim = next((c for c in request.claims if c.id == claim_id), None) if request else None
        # a question that lapsed or whose request was cancelled meanwhile still says something about the person
        if claim is None or claim.says_trained is None or claim.ending is Ending.REMOVED:
            work.outcome = Settled.ANSWERED
            return Answer(Settled.ANSWERED)
        await requests.set_question(work.tx, claim_id, None)  # the coordinator's own tap changes the message
        await trainings.note(app, work, claim.person_id, claim.says_trained, by.id)
        request = await requests.load_by_claim(work.tx, claim_id)
        now = next((c for c in request.claims if c.id == claim_id), None) if request else None
        if now is None or not now.living:
            await requests.no_longer_asked(work.tx, claim_id)
            await trainings.will_hear(work, claim.person_id, str(claim_id), work.now)
            result = Settled.NO_SEAT
        else:
            result = Settled.SEATED if now.state is ClaimState.ACTIVE else Settled.STILL_HELD
        work.outcome = result
        names = await people.names(work.tx, frozenset({claim.person_id}))
    return Answer(result, names.get(claim.person_id, ""), claim.says_trained)


async def refuse(app: App, by: Person, claim_id: int, update_id: int) -> Answer:
    """*No*: the seat is open again, and the person hears it kindly."""
    async with app.work(update_id) as work:
        request = await requests.load_by_claim(work.tx, claim_id)
        claim = next((c for c in request.claims if c.id == claim_id), None) if request else None
        if request is None or claim is None or claim.says_trained is None or claim.state is not ClaimState.HELD:
            work.outcome = Settled.ANSWERED
            return Answer(Settled.ANSWERED)
        await requests.set_question(work.tx, claim_id, None)
        await audit.note(work.tx, f"not trained {claim.says_trained}", work.now, actor=by.id, subject=claim.person_id)
        request = await claims.end(work, request, replace(claim, question=None), Ending.REMOVED)
        await claims.changed(app, work, request)
        work.outcome = Settled.REFUSED
        names = await people.names(work.tx, frozenset({claim.person_id}))
    return Answer(Settled.REFUSED, names.get(claim.person_id, ""), claim.says_trained)
