"""Drafts: unfinished requests and conversations. A draft's body is sealed with a key of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.rules.model import Group
from storage.database import Connection, moment, new_id, to_seconds


@dataclass(frozen=True)
class DraftRow:
    """`asking` names what the owner's next private text answers; `group` holds the preview, if any."""

    id: int
    owner_id: int
    kind: str
    subject_id: int | None
    asking: str | None
    group: Group | None
    message_id: int | None
    version: int
    created_at: datetime
    updated_at: datetime


_DRAFT = (
    "SELECT id, owner_id, kind, subject_id, asking, chat_role, message_id, version, created_at, updated_at FROM draft "
)


def _draft(row: Any) -> DraftRow:
    return DraftRow(
        id=row["id"],
        owner_id=row["owner_id"],
        kind=row["kind"],
        subject_id=row["subject_id"],
        asking=row["asking"],
        group=None if row["chat_role"] is None else Group(row["chat_role"]),
        message_id=row["message_id"],
        version=row["version"],
        created_at=moment(row["created_at"]),
        updated_at=moment(row["updated_at"]),
    )


async def add(
    tx: Connection,
    owner_id: int,
    kind: str,
    now: datetime,
    *,
    subject_id: int | None = None,
    asking: str | None = None,
    body: dict[str, Any] | None = None,
    group: Group | None = None,
) -> int:
    """Starts a draft; a question the owner was being asked elsewhere waits."""
    draft_id = new_id()
    if asking is not None:
        await stop_asking(tx, owner_id)
    sealed = None
    if body is not None:
        key = await tx.new_key(draft_id)
        sealed = key.seal("draft.body", json.dumps(body))
    await tx.run(
        "INSERT INTO draft (id, owner_id, kind, subject_id, asking, body_sealed, chat_role, created_at, updated_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        draft_id,
        owner_id,
        kind,
        subject_id,
        asking,
        sealed,
        group,
        to_seconds(now),
        to_seconds(now),
    )
    return draft_id


async def load(tx: Connection, draft_id: int) -> DraftRow | None:
    row = await tx.one(_DRAFT + "WHERE id = ?", draft_id)
    return None if row is None else _draft(row)


async def asked_of(tx: Connection, owner_id: int) -> DraftRow | None:
    """The draft whose question the owner's next private text answers."""
    row = await tx.one(_DRAFT + "WHERE owner_id = ? AND asking IS NOT NULL", owner_id)
    return None if row is None else _draft(row)


async def of_kind(tx: Connection, owner_id: int, kind: str) -> list[DraftRow]:
    """The owner's drafts of a kind, newest first."""
    rows = await tx.all(_DRAFT + "WHERE owner_id = ? AND kind = ? ORDER BY created_at DESC, id", owner_id, kind)
    return [_draft(row) for row in rows]


async def set_owner(tx: Connection, draft_id: int, owner_id: int) -> None:
    """Another coordinator goes on with it."""
    await tx.run(
        "UPDATE draft SET owner_id = ?, asking = NULL, chat_role = NULL, message_id = NULL, version = version + 1"
        " WHERE id = ?",
        owner_id,
        draft_id,
    )


async def unfinished(tx: Connection) -> list[DraftRow]:
    """Every unfinished request, oldest first; for the board."""
    rows = await tx.all(_DRAFT + "WHERE kind = 'request' ORDER BY created_at, id")
    return [_draft(row) for row in rows]


async def body(tx: Connection, draft_id: int) -> dict[str, Any] | None:
    """The draft's body, opened."""
    sealed = await tx.value("SELECT body_sealed FROM draft WHERE id = ?", draft_id)
    key = await tx.key(draft_id)
    if sealed is None or key is None:
        return None
    data: dict[str, Any] = json.loads(key.open("draft.body", sealed))
    return data


async def set_body(tx: Connection, draft_id: int, data: dict[str, Any], now: datetime) -> None:
    key = await tx.key(draft_id)
    if key is not None:
        await tx.run(
            "UPDATE draft SET body_sealed = ?, version = version + 1, updated_at = ? WHERE id = ?",
            key.seal("draft.body", json.dumps(data)),
            to_seconds(now),
            draft_id,
        )


async def ask(tx: Connection, draft: DraftRow, question: str | None) -> None:
    """Sets what the owner's next private text answers; a question asked elsewhere waits."""
    if question is not None:
        await stop_asking(tx, draft.owner_id)
    await tx.run("UPDATE draft SET asking = ? WHERE id = ?", question, draft.id)


async def stop_asking(tx: Connection, owner_id: int) -> None:
    await tx.run("UPDATE draft SET asking = NULL WHERE owner_id = ? AND asking IS NOT NULL", owner_id)


async def set_message(tx: Connection, draft_id: int, group: Group | None, message_id: int | None) -> None:
    """Where the draft's preview stands; what stood there before is no longer to be seen."""
    await tx.run(
        "UPDATE draft SET chat_role = NULL, message_id = NULL WHERE message_id = ? AND chat_role IS ? AND id <> ?"
        " AND owner_id = (SELECT owner_id FROM draft WHERE id = ?)",
        message_id,
        group,
        draft_id,
        draft_id,
    )
    await tx.run("UPDATE draft SET chat_role = ?, message_id = ? WHERE id = ?", group, message_id, draft_id)


async def delete(tx: Connection, draft_id: int) -> None:
    """Removes the draft and its key."""
    await tx.run("DELETE FROM draft WHERE id = ?", draft_id)
    await tx.destroy_key(draft_id)


async def about(tx: Connection, subject_id: int, kind: str) -> list[DraftRow]:
    """The drafts of a kind about a subject, whoever has them."""
    rows = await tx.all(_DRAFT + "WHERE subject_id = ? AND kind = ? ORDER BY id", subject_id, kind)
    return [_draft(row) for row in rows]


async def sweep(tx: Connection, kind: str, begun_before: datetime) -> None:
    """Drops the drafts of a kind that have waited too long."""
    rows = await tx.all("SELECT id FROM draft WHERE kind = ? AND created_at <= ?", kind, to_seconds(begun_before))
    for row in rows:
        await delete(tx, row["id"])
