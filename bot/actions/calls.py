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

Entry = tuple[tuple[int, Request, bool], str, str]
"""((party or claim, request, done), name, phone)."""


@dataclass(frozen=True)
class CallList:
    """How many are to be called about a day, and how many were."""

    count: int
    done: int


async def _to_call(app: App, tx: Connection, day: date) -> list[tuple[int, Request, bool, int | None]]:
    """(party or claim, request, done, person without Telegram) of a day; members only where a number is noted."""
    ticked = await calls.ticked(tx, day)
    found: list[tuple[int, Request, bool, int | None]] = []
    for request in await requests.open_requests(tx, app.now(), limit=500):
        if local_day(request.starts_at, app.zone) != day:
            continue
        for party in request.parties:
            details = await requests.details(tx, party.id) if party.member_id is None else None
            if details is not None and (details.phone or details.name):
                found.append((party.id, request, party.id in ticked, None))
        for claim in request.living():
            person = await people.load(tx, claim.person_id)
            if person is not None and person.reach is Reach.NO and claim.leaving_at is None:
                found.append((claim.id, request, claim.id in ticked, claim.person_id))
    return found


async def summary(app: App, tx: Connection, day: date) -> CallList:
    entries = await _to_call(app, tx, day)
    return CallList(len(entries), sum(done for _, _, done, _ in entries))


async def listed(app: App, person: Person, day: date) -> list[Entry]:
    """The list of this day with names and numbers, for a coordinator."""
    async with app.work() as work:
        await audit.note(work.tx, "call list read", work.now, actor=person.id)
        return await _opened(app, work.tx, day)


async def _opened(app: App, tx: Connection, day: date) -> list[Entry]:
    found: list[Entry] = []
    for subject, request, done, person_id in await _to_call(app, tx, day):
        if person_id is not None:
            profile = await people.profile(tx, person_id)
            found.append(((subject, request, done), profile.name if profile else "", profile.phone if profile else ""))
            continue
        details = await requests.details(tx, subject)
        found.append(((subject, request, done), details.name if details else "", details.phone if details else ""))
    return found


async def tick(app: App, person: Person, day: date, subject_id: int, update_id: int) -> list[Entry]:
    """Ticks, or unticks, somebody who was called about this day; the number in the group follows."""
    async with app.work(update_id) as work:
        entries = await _to_call(app, work.tx, day)
        if any(subject == subject_id for subject, *_ in entries):  # nothing else is written down
            await calls.turn(work.tx, day, subject_id, person.id, work.now)
            await outbox.redraw(work.tx, daily.call_list(day, work.now, app.policy, app.zone))
        return await _opened(app, work.tx, day)
