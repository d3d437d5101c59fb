"""Debriefs: one for each request. Every answer is sealed with a key of the debrief's own: "not everyone is home", in
clear, would name the request that ended badly.
"""

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
        happened=said.get("happened"),
        home=said.get("home"),
        next_known=said.get("next_known"),
        wants=tuple(Want(word) for word in said.get("wants", ())),
        words=said.get("words", ""),
        when=said.get("when", ""),
    )


async def save(tx: Connection, debrief: Debrief, now: datetime) -> None:
    """Stores it as it is now."""
    key = await tx.key(debrief.request_id) or await tx.new_key(debrief.request_id)
    said = json.dumps(
        {
            "happened": debrief.happened,
            "home": debrief.home,
            "next_known": debrief.next_known,
            "wants": debrief.wants,
            "words": debrief.words,
            "when": debrief.when,
        }
    )
    await tx.run(
        "INSERT INTO debrief (request_id, person_id, step, said_sealed, at) VALUES (?1, ?2, ?3, ?4, ?5)"
        " ON CONFLICT DO UPDATE SET step = ?3, said_sealed = ?4, at = ?5",
        debrief.request_id,
        debrief.person_id,
        debrief.step,
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
