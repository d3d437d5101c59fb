"""People on the center's own list of trained people, until somebody says who they are. Each has a key of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.rules.model import Expected, Qualification, Training
from storage.database import Connection, new_id, to_seconds

_EXPECTED = """
SELECT e.id, e.name_sealed, e.phone_sealed, k.ring_version, k.wrapped,
       (SELECT group_concat(t.qualification || ' ' || coalesce(t.since, ''), ',') FROM expected_training t
         WHERE t.expected_id = e.id) AS trainings
  FROM expected e JOIN subject_key k ON k.subject_id = e.id
"""


@dataclass(frozen=True)
class Suggestion:
    """Perhaps this person is the one on the list; `open` until a coordinator says no (a yes leaves no row)."""

    id: int
    expected_id: int
    person_id: int
    open: bool


def _expected(tx: Connection, row: Any) -> Expected:
    key = tx.ring.unwrap(row["id"], row["ring_version"], row["wrapped"])
    trainings = []
    for entry in row["trainings"].split(",") if row["trainings"] else ():
        qualification, since = entry.split(" ")
        trainings.append(Training(Qualification(qualification), date.fromisoformat(since) if since else None))
    return Expected(
        row["id"],
        key.open("expected.name", row["name_sealed"]),
        key.open("expected.phone", row["phone_sealed"]),
        tuple(sorted(trainings, key=lambda training: list(Qualification).index(training.qualification))),
    )


async def add(tx: Connection, name: str, phone: str, trainings: Sequence[Training], by: int, now: datetime) -> int:
    """Remembers somebody of a list; returns the id."""
    expected_id = new_id()
    key = await tx.new_key(expected_id)
    await tx.run(
        "INSERT INTO expected (id, name_sealed, phone_sealed, imported_at, imported_by) VALUES (?, ?, ?, ?, ?)",
        expected_id,
        key.seal("expected.name", name),
        key.seal("expected.phone", phone),
        to_seconds(now),
        by,
    )
    await set_trainings(tx, expected_id, trainings)
    return expected_id


async def set_trainings(tx: Connection, expected_id: int, trainings: Sequence[Training]) -> None:
    await tx.run("DELETE FROM expected_training WHERE expected_id = ?", expected_id)
    await tx.many(
        "INSERT INTO expected_training VALUES (?, ?, ?)",
        [(expected_id, one.qualification, None if one.since is None else one.since.isoformat()) for one in trainings],
    )


async def all_of(tx: Connection) -> list[Expected]:
    """Everybody who is still expected."""
    return [_expected(tx, row) for row in await tx.all(_EXPECTED)]


async def any_of(tx: Connection) -> bool:
    """Whether anybody is expected at all."""
    return await tx.value("SELECT 1 FROM expected LIMIT 1") is not None


async def load(tx: Connection, expected_id: int) -> Expected | None:
    row = await tx.one(_EXPECTED + "WHERE e.id = ?", expected_id)
    return None if row is None else _expected(tx, row)


async def delete(tx: Connection, expected_id: int) -> None:
    """Forgets somebody of the list, and every suggestion about them."""
    await tx.run("DELETE FROM expected WHERE id = ?", expected_id)
    await tx.destroy_key(expected_id)


async def sweep(tx: Connection, imported_before: datetime) -> None:
    """Forgets whoever was imported long ago and never turned up."""
    old = await tx.all("SELECT id FROM expected WHERE imported_at < ?", to_seconds(imported_before))
    for row in old:
        await delete(tx, row[0])


async def suggest(tx: Connection, expected_id: int, person_id: int, now: datetime) -> int | None:
    """A new suggestion's id; None when this pair was suggested before."""
    suggestion_id = new_id()
    added = await tx.run(
        "INSERT INTO suggestion VALUES (?, ?, ?, 'open', ?) ON CONFLICT DO NOTHING",
        suggestion_id,
        expected_id,
        person_id,
        to_seconds(now),
    )
    return suggestion_id if added else None


def _suggestion(row: Any) -> Suggestion:
    return Suggestion(row["id"], row["expected_id"], row["person_id"], row["state"] == "open")


async def suggestion(tx: Connection, suggestion_id: int) -> Suggestion | None:
    row = await tx.one("SELECT id, expected_id, person_id, state FROM suggestion WHERE id = ?", suggestion_id)
    return None if row is None else _suggestion(row)


async def open_suggestions(tx: Connection) -> list[Suggestion]:
    """Those nobody has answered, oldest first."""
    rows = await tx.all(
        "SELECT id, expected_id, person_id, state FROM suggestion WHERE state = 'open' ORDER BY made_at, id"
    )
    return [_suggestion(row) for row in rows]


async def refuse(tx: Connection, suggestion_id: int) -> bool:
    """They are two people; whether that was still open."""
    return bool(await tx.run("UPDATE suggestion SET state = 'no' WHERE id = ? AND state = 'open'", suggestion_id))


async def forget_suggestions_about(tx: Connection, person_id: int) -> None:
    """It is known who the person is: the other guesses fall away."""
    await tx.run("DELETE FROM suggestion WHERE person_id = ? AND state = 'open'", person_id)
