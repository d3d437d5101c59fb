"""Standing volunteers: who comes every week, claimed in by the rules of every claim whenever a request is posted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.actions import claims
from bot.context import App, Work
from bot.rules import claims as rules
from bot.rules.claims import Refusal, Refused, Taken
from bot.rules.model import Claim, ClaimState, Person, Regular, Request
from bot.rules.timetable import Due, Occasion, Verb
from storage import audit, outbox, people, requests, series

TOLD = {
    Refusal.CLASH: Occasion.CLASHES,
    Refusal.NOT_QUALIFIED: Occasion.UNTRAINED,
    Refusal.FULL: Occasion.SEATS_TAKEN,
}
"""Why somebody who counts on the seat has not got it this time; whoever paused, or left, knows it."""


async def claim_in(app: App, work: Work, request: Request) -> Request:
    """Those who come every week have their seats in a request that is just being posted; it is returned with them.

    Whoever could only be held (cannot be written to, or has not promised) is not claimed in: silence is no yes.
    """
    for regular in await series.regulars(work.tx, request.series_id or 0):
        slot = next((slot for slot in request.seated if slot.role is regular.role), None)
        person = await people.load(work.tx, regular.person_id)
        if slot is None or person is None:
            continue
        busy = await requests.busy_times(work.tx, person.id, request.id)
        decision = rules.claim(request, slot.id, person, busy, work.now, app.policy)
        if isinstance(decision, Taken) and decision.state is ClaimState.ACTIVE:
            request = await claims.take(work, request, slot.id, person, decision)
        elif isinstance(decision, Refused):
            await _not_in(work, request, regular, decision.why)
    return request


async def _not_in(work: Work, request: Request, regular: Regular, why: Refusal) -> None:
    if why in (Refusal.NOT_QUALIFIED, Refusal.NOT_A_VOLUNTEER):
        await series.stand_down(work.tx, regular.series_id, regular.person_id, regular.role)
        await audit.note(work.tx, "stands no more", work.now, actor=regular.person_id, subject=regular.series_id)
    if why in TOLD:
        key = f"{TOLD[why]}:{request.id}:{regular.person_id}"
        due = Due(key, Verb.SAY, TOLD[why], request.id, work.now, regular.person_id, expires_at=request.ends_at)
        await outbox.put(work.tx, due)


class Stood(StrEnum):
    """What a tap on "every Thursday" came to."""

    YES = "yes"
    NO_MORE = "no_more"
    TAKEN = "taken"
    """Others come every week already, as many as there are seats."""
    OVER = "over"
    """The series does not go on."""


@dataclass(frozen=True)
class StandingAnswer:
    """What to tell the person, and their claim as it is now."""

    result: Stood
    request: Request
    claim: Claim


async def stand(app: App, person: Person, claim_id: int, update_id: int, *, weekly: bool) -> StandingAnswer | None:
    """*Every Thursday* and *Not every Thursday any more*, on one's own claim. None: not the person's claim."""
    async with app.work(update_id) as work:
        request = await requests.load_by_claim(work.tx, claim_id)
        claim = next((c for c in request.living() if c.id == claim_id), None) if request else None
        fresh = await people.load(work.tx, person.id)
        if request is None or claim is None or fresh is None or claim.person_id != person.id:
            return None
        slot = request.slot(claim.slot_id)
        if slot is None or request.series_id is None or not fresh.volunteer or claim.state is not ClaimState.ACTIVE:
            return None
        if not request.goes_on:
            return StandingAnswer(Stood.OVER, request, claim)
        if weekly:
            others = [
                regular
                for regular in await series.regulars(work.tx, request.series_id)
                if regular.role is slot.role and regular.person_id != person.id
            ]
            if len(others) >= slot.maximum:
                return StandingAnswer(Stood.TAKEN, request, claim)
            new = await series.stand(work.tx, Regular(request.series_id, person.id, slot.role, work.now))
        else:
            new = await series.stand_down(work.tx, request.series_id, person.id, slot.role)
        if new:
            action = "stands" if weekly else "stands no more"
            await audit.note(work.tx, action, work.now, actor=person.id, subject=request.series_id)
            await claims.changed(app, work, request)
        result = Stood.YES if weekly else Stood.NO_MORE
    return StandingAnswer(result, request, replace(claim, weekly=weekly))


async def end_standing(app: App, by: Person, series_id: int, person_id: int, update_id: int) -> bool:
    """A coordinator ends it for a volunteer, who is told; seats they have already stay theirs."""
    async with app.work(update_id) as work:
        if not await series.stand_down(work.tx, series_id, person_id):
            return False
        await audit.note(work.tx, "stands no more", work.now, actor=by.id, subject=series_id)
        key = f"stood_down:{series_id}:{person_id}:{int(work.now.timestamp())}"
        due = Due(key, Verb.SAY, Occasion.STOOD_DOWN, series_id, work.now, person_id)
        await outbox.put(work.tx, due)
        for request in await requests.of_series(work.tx, series_id, work.now):
            if request.claim_of(person_id) is not None:
                await claims.changed(app, work, request)
    return True
