"""Debriefs: one for each request. What somebody needs, and the words, are sealed with a key of the debrief's own."""

from __future__ import annotations

import json
from datetime import datetime

from bot.rules.debrief import Debrief, Step, Want
from storage.database import Connection, to_seconds


async def load(tx: Connection, request_id: int) -> Debrief | None:
    row = await tx.one("SELECT * FROM debrief WHERE request_id = ?", request_id)
    if row is None:
        return None
    key = await tx.key(request_id)
    said = json.loads((key.open("debrief.said", row["said_sealed"]) if key is not None else "") or "{}")
    return Debrief(
        request_id=row["request_id"],
        person_id=row["person_id"],
        step=Step(row["step"]),
        happened=row["happened"],
        home=None if row["home"] is None else bool(row["home"]),
        next_known=None if row["next_known"] is None else bool(row["next_known"]),
        wants=tuple(Want(word) for word in said.get("wants", ())),
        words=said.get("words", ""),
    )


async def save(tx: Connection, debrief: Debrief, now: datetime) -> None:
    """Stores it as it is now."""
    key = await tx.key(debrief.request_id) or await tx.new_key(debrief.request_id)
    said = json.dumps({"wants": debrief.wants, "words": debrief.words})
    await tx.run(
        "INSERT INTO debrief (request_id, person_id, step, happened, home, next_known, said_sealed, at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO UPDATE SET"
        " step = ?3, happened = ?4, home = ?5, next_known = ?6, said_sealed = ?7, at = ?8",
        debrief.request_id,
        debrief.person_id,
        debrief.step,
        debrief.happened,
        debrief.home,
        debrief.next_known,
        key.seal("debrief.said", said),
        to_seconds(now),
    )


async def message(tx: Connection, request_id: int) -> int | None:
    """The private message that asks."""
    found: int | None = await tx.value("SELECT message_id FROM debrief WHERE request_id = ?", request_id)
    return found


async def set_message(tx: Connection, request_id: int, message_id: int | None) -> None:
    await tx.run("UPDATE debrief SET message_id = ? WHERE request_id = ?", message_id, request_id)


async def erase(tx: Connection, request_id: int) -> None:
    """Nobody needs to know any more what was reported."""
    await tx.run("DELETE FROM debrief WHERE request_id = ?", request_id)
    await tx.destroy_key(request_id)
