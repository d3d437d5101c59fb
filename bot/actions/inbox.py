"""Updates received, waiting, handled or failed."""

from __future__ import annotations

from collections.abc import Sequence

from bot.context import App
from bot.rules.model import Group
from bot.rules.timetable import Due, Occasion, Priority, Verb
from storage import inbox, outbox
from storage.inbox import Received

__all__ = ["Received", "failed", "handled", "outcome", "receive", "waiting"]

TRIES = 3
"""How often an update is tried before it is quarantined."""


def queue_name(app: App, kind: str, telegram_id: int) -> bytes:
    """Names a queue without naming the person: a fingerprint."""
    return app.db.ring.fingerprint(kind, str(telegram_id))


async def receive(app: App, updates: Sequence[Received]) -> list[Received]:
    """Stores a batch in one transaction; returns those that were not received before, in order."""
    if not updates:
        return []
    ids = [update.update_id for update in updates]
    async with app.db.transaction() as tx:
        known = await inbox.known(tx, min(ids), max(ids))
        fresh = [update for update in updates if update.update_id not in known]
        await inbox.add(tx, fresh, app.now())
    return fresh


async def waiting(app: App) -> list[Received]:
    """What a restart begins with."""
    async with app.db.reading() as tx:
        return await inbox.waiting(tx)


async def outcome(app: App, update_id: int) -> str | None:
    """What an earlier try decided, if it was committed."""
    async with app.db.reading() as tx:
        return await inbox.outcome(tx, update_id)


async def handled(app: App, update_ids: Sequence[int]) -> None:
    async with app.db.transaction() as tx:
        await inbox.mark_handled(tx, update_ids, app.now())


async def failed(app: App, update_id: int, failures: int) -> bool:
    """Counts a failure; after the third the update is quarantined and the coordinators hear of it.

    Returns whether it is quarantined now.
    """
    quarantine = failures >= TRIES
    async with app.work() as work:
        await inbox.mark_failed(work.tx, update_id, quarantine, work.now)
        if quarantine:
            key = f"trouble:{int(work.now.timestamp()) // 3600}"  # one word an hour, however many fail
            await outbox.put(
                work.tx,
                Due(
                    key,
                    Verb.SAY,
                    Occasion.TROUBLE,
                    0,
                    work.now,
                    to=Group.COORDINATORS,
                    priority=Priority.BULK,
                ),
            )
    return quarantine
