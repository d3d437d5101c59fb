"""Who did what to what, by id; kept 180 days."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.database import Connection, new_id, to_seconds

KEPT = timedelta(days=180)


async def note(
    tx: Connection, act: str, now: datetime, *, actor: int | None = None, subject: int | None = None
) -> None:
    await tx.run("INSERT INTO audit VALUES (?, ?, ?, ?, ?)", new_id(), to_seconds(now), actor, act, subject)


async def sweep(tx: Connection, now: datetime) -> None:
    await tx.run("DELETE FROM audit WHERE at < ?", to_seconds(now - KEPT))
