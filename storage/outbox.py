"""Everything due later or going out. A row holds no text: what it says is drawn when it is sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.rules.model import Group
from bot.rules.timetable import Due, Occasion, Priority, Verb
from storage.database import Connection, moment, new_id, to_moment, to_seconds


@dataclass(frozen=True)
class Row:
    """One row as the dispatcher takes it."""

    id: int
    key: str
    verb: Verb
    occasion: Occasion
    subject: int
    to: int | Group | None
    due_at: datetime
    expires_at: datetime | None
    version: int
    priority: Priority
    attempts: int
    request_id: int | None = None


_COLUMNS = (
    "id, key, verb, occasion, subject_id, request_id, person_id, chat_role, due_at, next_at, expires_at,"
    " version, priority"
)
_UNLESS_SENT = (
    # what was sent stays sent, unless it is a drawing whose version moved
    " ON CONFLICT (key) DO UPDATE SET due_at = excluded.due_at, next_at = excluded.next_at,"
    " expires_at = excluded.expires_at, person_id = excluded.person_id, version = excluded.version, attempts = 0,"
    " sent_at = NULL WHERE outbox.version <> excluded.version OR outbox.sent_at IS NULL"
)
_ONCE_MORE = (
    " ON CONFLICT (key) DO UPDATE SET version = outbox.version + 1, attempts = 0, sent_at = NULL,"
    " due_at = excluded.due_at, expires_at = excluded.expires_at,"
    " next_at = iif(outbox.sent_at IS NULL, min(outbox.next_at, excluded.next_at), excluded.next_at)"
)


async def _insert(tx: Connection, dues: Sequence[Due], request_id: int | None, on_conflict: str) -> None:
    """One statement for all rows."""
    values = [value for due in dues for value in _values(due, request_id)]
    row = f"({', '.join('?' * 13)})"
    await tx.run(f"INSERT INTO outbox ({_COLUMNS}) VALUES {', '.join([row] * len(dues))}{on_conflict}", *values)


def _row(row: Any) -> Row:
    to: int | Group | None = row["person_id"]
    if row["chat_role"] is not None:
        to = Group(row["chat_role"])
    return Row(
        id=row["id"],
        key=row["key"],
        verb=Verb(row["verb"]),
        occasion=Occasion(row["occasion"]),
        subject=row["subject_id"],
        to=to,
        due_at=moment(row["due_at"]),
        expires_at=to_moment(row["expires_at"]),
        version=row["version"],
        priority=Priority(row["priority"]),
        attempts=row["attempts"],
        request_id=row["request_id"],
    )


def _values(due: Due, request_id: int | None) -> tuple[Any, ...]:
    person = due.to if isinstance(due.to, int) else None
    group = due.to if isinstance(due.to, Group) else None
    return (
        new_id(),
        due.key,
        due.verb,
        due.occasion,
        due.subject,
        request_id,
        person,
        group,
        to_seconds(due.due_at),
        to_seconds(due.due_at),
        to_seconds(due.expires_at),
        due.version,
        due.priority,
    )


async def put(tx: Connection, due: Due) -> None:
    """Adds a row of its own (not part of a request's plan), or moves it while it is unsent."""
    await _insert(tx, [due], None, _UNLESS_SENT)


async def redraw(tx: Connection, due: Due) -> None:
    """For a drawing without a version of its own: each call makes it due once more, at the earlier time."""
    await _insert(tx, [due], None, _ONCE_MORE)


async def reconcile(tx: Connection, request_id: int, plan: Iterable[Due]) -> None:
    """Makes the request's rows equal the plan: inserts what is missing, moves what changed, deletes what is
    obsolete and unsent. A sent key stays and is never sent again; a drawing is due again when its version moved.
    """
    wanted = {due.key: due for due in plan}
    rows = await tx.all(
        "SELECT key, due_at, expires_at, version, person_id, sent_at FROM outbox WHERE request_id = ?",
        request_id,
    )
    known = {row["key"]: row for row in rows}
    changed = [due for due in wanted.values() if _differs(known.get(due.key), due)]
    if changed:
        await _insert(tx, changed, request_id, _UNLESS_SENT)
    obsolete = [key for key, row in known.items() if key not in wanted and row["sent_at"] is None]
    if obsolete:
        marks = ",".join("?" * len(obsolete))
        await tx.run(f"DELETE FROM outbox WHERE key IN ({marks}) AND sent_at IS NULL", *obsolete)


async def reconcile_at_start(tx: Connection, request_id: int, plan: Iterable[Due], now: datetime) -> None:
    """As `reconcile`, for a plan that another program made, or other settings. What it did not hold and is past by now
    counts as said: nobody could have answered it, so it says nothing that a silence could be taken for.
    """
    wanted = tuple(plan)
    known = {row[0] for row in await tx.all("SELECT key FROM outbox WHERE request_id = ?", request_id)}
    await reconcile(tx, request_id, wanted)
    told = [due.key for due in wanted if due.key not in known and due.due_at <= now and _says(due)]
    if told:
        marks = ",".join("?" * len(told))
        await tx.run(f"UPDATE outbox SET sent_at = ? WHERE key IN ({marks})", to_seconds(now), *told)


def _says(due: Due) -> bool:
    """Whether somebody hears it; a drawing follows its version."""
    return not due.version and (due.verb is Verb.SAY or due.priority is Priority.EMERGENCY)


def _differs(row: Any, due: Due) -> bool:
    if row is None:
        return True
    if row["version"] != due.version:
        return True
    if row["sent_at"] is not None:
        return False
    person = due.to if isinstance(due.to, int) else None
    now_due = (to_seconds(due.due_at), to_seconds(due.expires_at), person)
    return now_due != (row["due_at"], row["expires_at"], row["person_id"])


async def due(tx: Connection, now: datetime) -> list[Row]:
    """Unsent rows whose time has come, most urgent first; of several for one chat only the first."""
    rows = await tx.all(
        "SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY coalesce(person_id, chat_role, id)"
        " ORDER BY priority, next_at, key) AS place FROM outbox WHERE sent_at IS NULL AND next_at <= ?)"
        " WHERE place = 1 ORDER BY priority, next_at, key LIMIT 200",
        to_seconds(now),
    )
    return [_row(row) for row in rows]


async def next_after(tx: Connection, now: datetime) -> datetime | None:
    """When the next row that is not due yet becomes due."""
    return to_moment(
        await tx.value("SELECT min(next_at) FROM outbox WHERE sent_at IS NULL AND next_at > ?", to_seconds(now))
    )


async def mark_sent(tx: Connection, row: Row, now: datetime) -> None:
    """Done with this row; one whose time or version moved meanwhile stays due."""
    await tx.run(
        "UPDATE outbox SET sent_at = ? WHERE id = ? AND version = ? AND due_at = ? AND sent_at IS NULL",
        to_seconds(now),
        row.id,
        row.version,
        to_seconds(row.due_at),
    )


async def retry(tx: Connection, row: Row, at: datetime) -> None:
    """Not sent; to be tried again at `at`."""
    await tx.run(
        "UPDATE outbox SET attempts = attempts + 1, next_at = ? WHERE id = ? AND sent_at IS NULL",
        to_seconds(at),
        row.id,
    )


async def waiting(tx: Connection, occasion: Occasion, subject_id: int) -> int:
    """How many rows of an occasion about this subject were not tried yet."""
    return int(
        await tx.value(
            "SELECT count(*) FROM outbox WHERE occasion = ? AND subject_id = ? AND sent_at IS NULL AND attempts = 0",
            occasion,
            subject_id,
        )
    )


async def unsent(tx: Connection, occasion: Occasion, subject_id: int) -> list[Row]:
    """What of an occasion about this subject is still to come."""
    rows = await tx.all(
        "SELECT * FROM outbox WHERE occasion = ? AND subject_id = ? AND sent_at IS NULL ORDER BY id",
        occasion,
        subject_id,
    )
    return [_row(row) for row in rows]


async def move(tx: Connection, occasion: Occasion, subject_id: int, at: datetime) -> None:
    """Everything of an occasion about this subject that is not sent yet is due then."""
    await tx.run(
        "UPDATE outbox SET due_at = ?1, next_at = ?1 WHERE occasion = ?2 AND subject_id = ?3 AND sent_at IS NULL",
        to_seconds(at),
        occasion,
        subject_id,
    )


async def forget_occasion(tx: Connection, occasion: Occasion) -> None:
    """Nothing of this occasion can come about any more."""
    await tx.run("DELETE FROM outbox WHERE occasion = ? AND sent_at IS NULL", occasion)


async def forget_request(tx: Connection, request_id: int) -> None:
    """The request is purged, and its occasions with it."""
    await tx.run("DELETE FROM outbox WHERE request_id = ?", request_id)


async def forget_key(tx: Connection, key: str) -> None:
    """An occasion that did not come about; what was sent stays."""
    await tx.run("DELETE FROM outbox WHERE key = ? AND sent_at IS NULL", key)


async def forget_subject(tx: Connection, subject_id: int) -> None:
    """The subject is gone without a trace, and its occasions with it."""
    await tx.run("DELETE FROM outbox WHERE subject_id = ?", subject_id)


async def sweep(tx: Connection, sent_before: datetime) -> None:
    """Drops rows that were sent long ago and belong to no request."""
    await tx.run("DELETE FROM outbox WHERE request_id IS NULL AND sent_at < ?", to_seconds(sent_before))
