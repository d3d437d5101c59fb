"""Who was asked "Still coming?", who said yes, and what silence leads to: never to losing the seat."""

from __future__ import annotations

from dataclasses import dataclass

from bot.actions import claims
from bot.context import App
from bot.rules import daily
from bot.rules.day import seats_of
from bot.rules.model import Claim, ClaimState, Person, Request, RequestState, Still
from bot.rules.quiet import silence_noticed
from storage import outbox, people, requests
from storage.database import Connection


async def coming(app: App, person: Person, claim_id: int, update_id: int) -> tuple[Request, Claim] | None:
    """*Yes, I'm coming*, with every seat the person has in it; None when the seat is not theirs."""
    async with app.work(update_id) as work:
        request = await requests.load_by_claim(work.tx, claim_id)
        claim = next((c for c in request.living() if c.id == claim_id), None) if request else None
        if request is None or claim is None or claim.person_id != person.id or claim.leaving_at is not None:
            return None
        for own in seats_of(request, person.id):
            await requests.set_still(work.tx, own.id, Still.YES)
            await requests.set_unconfirmed(work.tx, own.id, unconfirmed=False)
        fresh = await requests.load(work.tx, request.id) or request
        await claims.changed(app, work, fresh)
    return fresh, next(c for c in fresh.claims if c.id == claim_id)


def silent(request: Request) -> tuple[Claim, ...]:
    """The seats whose people were asked and have not answered."""
    return tuple(
        claim
        for claim in request.living()
        if claim.state is ClaimState.ACTIVE and claim.leaving_at is None and claim.still is Still.ASKED
    )


async def notice_silence(app: App, request_id: int) -> None:
    """Backups hear that they may be needed; the coordinators get one list of everybody who is silent by then."""
    async with app.work() as work:
        request = await requests.load(work.tx, request_id)
        if request is None or request.state is not RequestState.OPEN or not silent(request):
            return
        slots = [slot for slot in request.slots if any(claim.slot_id == slot.id for claim in silent(request))]
        for due in daily.silence(request, slots, work.now, app.policy, app.zone):
            await outbox.put(work.tx, due)


@dataclass(frozen=True)
class Silence:
    """One request, and the names of those who have not answered."""

    request: Request
    names: tuple[str, ...]


async def silent_at(app: App, tx: Connection, moment: int) -> tuple[Silence, ...]:
    """Everybody who is silent, of the requests that were looked at in that moment (Unix seconds)."""
    found = []
    for request in await requests.open_requests(tx, app.now()):
        quiet = silent(request)
        if not quiet or int(silence_noticed(request.starts_at, app.policy, app.zone).timestamp()) != moment:
            continue
        names = await people.names(tx, frozenset(claim.person_id for claim in quiet))
        found.append(Silence(request, tuple(names.get(claim.person_id, "") for claim in quiet)))
    return tuple(found)
