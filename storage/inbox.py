"""Updates received and not yet handled, sealed with the ring's own key; ids are kept 48 h to know repeats."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.database import Connection, to_seconds

REMEMBERED = timedelta(hours=48)


@dataclass(frozen=True)
class Received:
    """One raw update. `outcome` is what the transaction that applied it decided (None: not yet applied)."""

    update_id: int
    queue: bytes
    payload: bytes
    outcome: str | None = None
    failures: int = 0


async def add(tx: Connection, updates: Iterable[Received], now: datetime) -> None:
    """Stores a batch; an id already known within 48 h is a repeat and is left as it is."""
    await tx.many(
        "INSERT INTO inbox (update_id, queue, received_at, payload_sealed) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [
            (u.update_id, u.queue, to_seconds(now), tx.ring.seal("inbox.payload", u.update_id, u.payload))
            for u in updates
        ],
    )


async def known(tx: Connection, first: int, last: int) -> set[int]:
    """Which ids of a range were received before."""
    rows = await tx.all("SELECT update_id FROM inbox WHERE update_id BETWEEN ? AND ?", first, last)
    return {row[0] for row in rows}


async def waiting(tx: Connection) -> list[Received]:
    """Everything received and not handled, in order; what a restart begins with."""
    rows = await tx.all(
        "SELECT update_id, queue, payload_sealed, outcome, failures FROM inbox"
        " WHERE handled_at IS NULL AND quarantined_at IS NULL AND payload_sealed IS NOT NULL ORDER BY update_id"
    )
    return [
        Received(
            row["update_id"],
            row["queue"],
            tx.ring.open("inbox.payload", row["update_id"], row["payload_sealed"]),
            row["outcome"],
            row["failures"],
        )
        for row in rows
    ]


async def mark_applied(tx: Connection, update_id: int, outcome: str, now: datetime) -> None:
    """Part of the action's own transaction: its effects happen once."""
    await tx.run(
        "UPDATE inbox SET applied_at = ?, outcome = ? WHERE update_id = ?",
        to_seconds(now),
        outcome,
        update_id,
    )


async def outcome(tx: Connection, update_id: int) -> str | None:
    """What an earlier try at this update decided, if it got that far."""
    found: str | None = await tx.value("SELECT outcome FROM inbox WHERE update_id = ?", update_id)
    return found


async def mark_handled(tx: Connection, update_ids: Iterable[int], now: datetime) -> None:
    """Answered: the payload is dropped, the id stays for 48 h."""
    await tx.many(
        "UPDATE inbox SET handled_at = ?, payload_sealed = NULL WHERE update_id = ?",
        [(to_seconds(now), update_id) for update_id in update_ids],
    )


async def mark_failed(tx: Connection, update_id: int, quarantine: bool, now: datetime) -> None:
    """Counts a failure; a quarantined update is not tried again and its payload is dropped."""
    await tx.run(
        "UPDATE inbox SET failures = failures + 1, quarantined_at = iif(?1, ?2, NULL),"
        " payload_sealed = iif(?1, NULL, payload_sealed) WHERE update_id = ?3",
        quarantine,
        to_seconds(now),
        update_id,
    )


async def sweep(tx: Connection, now: datetime) -> None:
    """Drops what is older than 48 h and dealt with."""
    await tx.run(
        "DELETE FROM inbox WHERE received_at < ? AND (handled_at IS NOT NULL OR quarantined_at IS NOT NULL)",
        to_seconds(now - REMEMBERED),
    )
