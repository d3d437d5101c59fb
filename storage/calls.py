"""Who was called about a day."""

from __future__ import annotations

from datetime import date, datetime

from storage.database import Connection, to_seconds


async def ticked(tx: Connection, day: date) -> dict[int, int]:
    """The parties and claims that were called about this day, with who called."""
    rows = await tx.all("SELECT subject_id, ticked_by FROM call WHERE day = ?", day.isoformat())
    return {row["subject_id"]: row["ticked_by"] for row in rows}


async def turn(tx: Connection, day: date, subject_id: int, person_id: int, now: datetime) -> None:
    """Ticked, or by whoever ticked it not any more; somebody else's tick stays."""
    own = await tx.run(
        "DELETE FROM call WHERE day = ? AND subject_id = ? AND ticked_by = ?", day.isoformat(), subject_id, person_id
    )
    if not own:
        await tx.run(
            "INSERT INTO call VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            day.isoformat(),
            subject_id,
            person_id,
            to_seconds(now),
        )


async def sweep(tx: Connection, before: date) -> None:
    """Drops the ticks of days that are over."""
    await tx.run("DELETE FROM call WHERE day < ?", before.isoformat())
