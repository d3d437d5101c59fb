"""Seats offered to backups: whatever changes a request, the right people are asked in the same commit."""

from __future__ import annotations

from dataclasses import replace

from bot.context import App, Work
from bot.rules import backups as rules
from bot.rules import claims as claim_rules
from bot.rules import daily
from bot.rules.backups import Asking
from bot.rules.claims import Refusal, Refused, Returned, Taken
from bot.rules.model import Backup, Offer, OfferState, Request
from storage import backups, outbox, people, requests


async def offer_seats(app: App, work: Work, request: Request) -> Request:
    """Asks the next backups where seats are open, and ends offers for seats that are taken.

    Who has another seat at that time by now, or may not take it any more, is passed over.
    """
    if not request.backups and not request.offers:
        return request
    for offer in rules.no_longer_needed(request):
        await end_offer(work, offer, OfferState.LAPSED)
        ended = replace(offer, state=OfferState.LAPSED, ended_at=work.now)
        request = replace(request, offers=tuple(ended if o.id == offer.id else o for o in request.offers))
    asking = await _to_ask(app, work, request)
    for ask in asking:
        await backups.offer(work.tx, request.id, ask.backup.slot_id, ask.backup.person_id, ask.at, ask.until)
    return await requests.load(work.tx, request.id) or request if asking else request


async def _to_ask(app: App, work: Work, request: Request) -> tuple[Asking, ...]:
    """The next backups who could take a seat, by the rules of any claim."""
    unable: set[Backup] = set()
    while True:
        asking = rules.to_ask(request, work.now, app.policy, app.zone, unable)
        refused = {ask.backup for ask in asking if not await _could(app, work, request, ask.backup)}
        if not refused:
            return asking
        unable |= refused


async def _could(app: App, work: Work, request: Request, backup: Backup) -> bool:
    person = await people.load(work.tx, backup.person_id)
    if person is None:
        return False
    busy = await requests.busy_times(work.tx, person.id, request.id)
    decision = claim_rules.claim(request, backup.slot_id, person, busy, work.now, app.policy)
    return not isinstance(decision, Refused)


TAKEN_CARE_OF = (Refusal.FULL, Refusal.CANCELLED, Refusal.OVER)
"""Why a yes takes no seat although nobody needs to be found any more."""


def state_after(decision: Taken | Returned | Refused) -> OfferState:
    """What a yes makes of an offer: of somebody who cannot take a seat that is still open it is a no."""
    if not isinstance(decision, Refused):
        return OfferState.YES
    return OfferState.LAPSED if decision.why in TAKEN_CARE_OF else OfferState.NO


async def redraw_offers(work: Work, request: Request) -> None:
    """The request was edited: messages that ask about it, or say who could and could not, show it as it is now."""
    asked = {o.bundle_id: o.person_id for o in request.offers if o.state is not OfferState.LAPSED}
    for bundle_id, person_id in asked.items():
        if bundle_id is not None:
            await outbox.redraw(work.tx, daily.offers(bundle_id, person_id, work.now))


async def end_offer(work: Work, offer: Offer, state: OfferState) -> None:
    """The question is answered, or over; its message follows."""
    await backups.end_offer(work.tx, offer.id, state, work.now)
    if offer.bundle_id is not None:
        await outbox.redraw(work.tx, daily.offers(offer.bundle_id, offer.person_id, work.now))
