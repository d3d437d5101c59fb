"""Public venues that coordinators saved beside the towns of the settings."""

from __future__ import annotations

from datetime import datetime

from storage.database import Connection, to_seconds


async def names(tx: Connection) -> tuple[str, ...]:
    """All of them, by name."""
    return tuple(row[0] for row in await tx.all("SELECT name FROM venue ORDER BY name"))


async def save(tx: Connection, folded: str, name: str, person_id: int, now: datetime) -> None:
    """Public from now on; a name that differs in case or accents only is the same venue."""
    await tx.run(
        "INSERT INTO venue VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET name = excluded.name",
        folded,
        name,
        person_id,
        to_seconds(now),
    )


async def forget(tx: Connection, folded: str) -> bool:
    """No longer offered; requests that show it stay as they are."""
    return await tx.run("DELETE FROM venue WHERE folded = ?", folded) > 0
