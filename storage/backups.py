"""Backups of a slot, and the seats offered to them."""

from __future__ import annotations

from datetime import datetime

from bot.rules.model import OfferState
from storage.database import Connection, new_id, to_seconds


async def add(tx: Connection, slot_id: int, person_id: int, now: datetime) -> None:
    """One more backup, behind the others; who stands by already keeps the place."""
    await tx.run("INSERT INTO backup VALUES (?, ?, ?) ON CONFLICT DO NOTHING", slot_id, person_id, to_seconds(now))


async def remove(tx: Connection, slot_id: int, person_id: int) -> bool:
    """Whether the person stood by."""
    return await tx.run("DELETE FROM backup WHERE slot_id = ? AND person_id = ?", slot_id, person_id) > 0


async def remove_everywhere(tx: Connection, person_id: int) -> None:
    """The person may no longer be asked: left the group, or cannot be written to."""
    await tx.run("DELETE FROM backup WHERE person_id = ?", person_id)


async def slots_of(tx: Connection, person_id: int, now: datetime) -> list[int]:
    """The slots of open requests in which the person stands by, soonest first."""
    rows = await tx.all(
        "SELECT b.slot_id FROM backup b JOIN slot s ON s.id = b.slot_id JOIN request r ON r.id = s.request_id"
        " WHERE b.person_id = ? AND r.state = 'open' AND r.ends_at > ? ORDER BY r.starts_at, b.slot_id",
        person_id,
        to_seconds(now),
    )
    return [row[0] for row in rows]


async def offer(
    tx: Connection, request_id: int, slot_id: int, person_id: int, asked_at: datetime, expires_at: datetime
) -> int:
    """Notes that the person is asked; returns the offer's id."""
    offer_id = new_id()
    await tx.run(
        "INSERT INTO offer (id, request_id, slot_id, person_id, state, asked_at, expires_at, kind)"
        " VALUES (?, ?, ?, ?, 'asked', ?, ?, 'backup')",
        offer_id,
        request_id,
        slot_id,
        person_id,
        to_seconds(asked_at),
        to_seconds(expires_at),
    )
    return offer_id


async def end_offer(tx: Connection, offer_id: int, state: OfferState, now: datetime) -> None:
    """Answered, lapsed, or no longer needed."""
    await tx.run(
        "UPDATE offer SET state = ?, ended_at = ? WHERE id = ? AND state = 'asked'", state, to_seconds(now), offer_id
    )


async def request_of_offer(tx: Connection, offer_id: int) -> int | None:
    found: int | None = await tx.value("SELECT request_id FROM offer WHERE id = ?", offer_id)
    return found


async def offer_message(tx: Connection, offer_id: int) -> int | None:
    """The private message that asks."""
    found: int | None = await tx.value("SELECT message_id FROM offer WHERE id = ?", offer_id)
    return found


async def set_offer_message(tx: Connection, offer_id: int, message_id: int | None) -> None:
    await tx.run("UPDATE offer SET message_id = ? WHERE id = ?", message_id, offer_id)
