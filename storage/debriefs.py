"""Debriefs: one for each request; the words are sealed with the key of who wrote them."""

from __future__ import annotations

from datetime import datetime

from bot.rules.debrief import Debrief, Step, Want
from storage.database import Connection, to_seconds


async def load(tx: Connection, request_id: int) -> Debrief | None:
    row = await tx.one("SELECT * FROM debrief WHERE request_id = ?", request_id)
    if row is None:
        return None
    key = await tx.key(row["person_id"])
    return Debrief(
        request_id=row["request_id"],
        person_id=row["person_id"],
        step=Step(row["step"]),
        happened=row["happened"],
        home=None if row["home"] is None else bool(row["home"]),
        next_known=None if row["next_known"] is None else bool(row["next_known"]),
        wants=tuple(Want(word) for word in row["wants"].split()),
        words="" if key is None else key.open("debrief.words", row["words_sealed"]),
    )


async def save(tx: Connection, debrief: Debrief, now: datetime) -> None:
    """Stores it as it is now."""
    key = await tx.key(debrief.person_id)
    await tx.run(
        "INSERT INTO debrief (request_id, person_id, step, happened, home, next_known, wants, words_sealed, at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO UPDATE SET"
        " step = ?3, happened = ?4, home = ?5, next_known = ?6, wants = ?7, words_sealed = ?8, at = ?9",
        debrief.request_id,
        debrief.person_id,
        debrief.step,
        debrief.happened,
        debrief.home,
        debrief.next_known,
        " ".join(debrief.wants),
        None if key is None else key.seal("debrief.words", debrief.words),
        to_seconds(now),
    )


async def message(tx: Connection, request_id: int) -> int | None:
    """The private message that asks."""
    found: int | None = await tx.value("SELECT message_id FROM debrief WHERE request_id = ?", request_id)
    return found


async def set_message(tx: Connection, request_id: int, message_id: int | None) -> None:
    await tx.run("UPDATE debrief SET message_id = ? WHERE request_id = ?", message_id, request_id)
