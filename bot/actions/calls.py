"""People without Telegram who must be called about the next day: members, and who fills a seat outside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.context import App
from bot.rules import daily
from bot.rules.model import Person, Reach, Request
from bot.rules.moments import local_day
from storage import audit, calls, outbox, people, requests
from storage.database import Connection

Entry = tuple[tuple[int, Request, str | None], str, str]
"""((party or claim, request, the name of whoever called), name, phone)."""


@dataclass(frozen=True)
class CallList:
    """How many are to be called about a day, and how many were."""

    count: int
    done: int


async def _to_call(app: App, tx: Connection, day: date) -> list[tuple[int, Request, int | None, int | None]]:
    """(party or claim, request, who called, person without Telegram) of a day; members only where a number is noted."""
    ticked = await calls.ticked(tx, day)
    found: list[tuple[int, Request, int | None, int | None]] = []
    for request in await requests.open_requests(tx, app.now(), limit=500):
        if local_day(request.starts_at, app.zone) != day:
            continue
        for party in request.parties:
            details = await requests.details(tx, party.id) if party.member_id is None else None
            if details is not None and (details.phone or details.name):
                found.append((party.id, request, ticked.get(party.id), None))
        for claim in request.living():
            person = await people.load(tx, claim.person_id)
            if person is not None and person.reach is Reach.NO and claim.leaving_at is None:
                found.append((claim.id, request, ticked.get(claim.id), claim.person_id))
    return found


async def summary(app: App, tx: Connection, day: date) -> CallList:
    entries = await _to_call(app, tx, day)
    return CallList(len(entries), sum(caller is not None for _, _, caller, _ in entries))


async def listed(app: App, person: Person, day: date) -> list[Entry]:
    """The list of this day with names and numbers, for a coordinator."""
    async with app.work() as work:
        await audit.note(work.tx, "call list read", work.now, actor=person.id)
        return await _opened(app, work.tx, day)


async def _opened(app: App, tx: Connection, day: date) -> list[Entry]:
    found: list[Entry] = []
    entries = await _to_call(app, tx, day)
    names = await people.names(tx, frozenset(caller for _, _, caller, _ in entries if caller is not None))
    for subject, request, caller, person_id in entries:
        by = None if caller is None else names.get(caller, "")
        known = await (requests.details(tx, subject) if person_id is None else people.profile(tx, person_id))
        found.append(((subject, request, by), known.name if known else "", known.phone if known else ""))
    return found


@dataclass(frozen=True)
class Ticked:
    """The list after a tap; `by` is the name of the colleague who had called already, and whose tick stays."""

    entries: list[Entry]
    by: str | None = None


async def tick(app: App, person: Person, day: date, subject_id: int, update_id: int) -> Ticked:
    """Ticks somebody who was called about this day, or takes one's own tick back; the number in the group follows."""
    async with app.work(update_id) as work:
        entries = await _to_call(app, work.tx, day)
        callers = {subject: caller for subject, _, caller, _ in entries}
        before = callers.get(subject_id)
        if before is not None and before != person.id:
            names = await people.names(work.tx, frozenset({before}))
            return Ticked(await _opened(app, work.tx, day), names.get(before, ""))
        if subject_id in callers:  # nothing else is written down
            await calls.turn(work.tx, day, subject_id, person.id, work.now)
            await outbox.redraw(work.tx, daily.call_list(day, work.now, app.policy, app.zone))
        return Ticked(await _opened(app, work.tx, day))
