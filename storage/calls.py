"""Who was called about a day."""

from __future__ import annotations

from datetime import date, datetime

from storage.database import Connection, to_seconds


async def ticked(tx: Connection, day: date) -> frozenset[int]:
    """The parties and claims that were called about this day."""
    return frozenset(row[0] for row in await tx.all("SELECT subject_id FROM call WHERE day = ?", day.isoformat()))


async def turn(tx: Connection, day: date, subject_id: int, person_id: int, now: datetime) -> None:
    """Ticked, or not any more."""
    gone = await tx.run("DELETE FROM call WHERE day = ? AND subject_id = ?", day.isoformat(), subject_id)
    if not gone:
        await tx.run("INSERT INTO call VALUES (?, ?, ?, ?)", day.isoformat(), subject_id, person_id, to_seconds(now))


async def sweep(tx: Connection, before: date) -> None:
    """Drops the ticks of days that are over."""
    await tx.run("DELETE FROM call WHERE day < ?", before.isoformat())
