"""Incidents, and their timeline: written down as it happens, never rewritten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.rules.incidents import Event, Incident, Source
from storage.database import Connection, moment, to_moment, to_seconds


def _incident(row: Any) -> Incident:
    return Incident(
        id=row["id"],
        request_id=row["request_id"],
        person_id=row["person_id"],
        source=Source(row["source"]),
        opened_at=moment(row["opened_at"]),
        rounds=row["rounds"],
        taken_by=row["taken_by"],
        taken_at=to_moment(row["taken_at"]),
        resolved_at=to_moment(row["resolved_at"]),
    )


async def load(tx: Connection, incident_id: int) -> Incident | None:
    row = await tx.one("SELECT * FROM incident WHERE id = ?", incident_id)
    return None if row is None else _incident(row)


async def open_of(tx: Connection, request_id: int | None, person_id: int | None, *, ringing: bool) -> Incident | None:
    """The unresolved incident about the same request, or of the same person; `ringing`: only one that nobody has."""
    row = await tx.one(
        "SELECT * FROM incident WHERE resolved_at IS NULL AND (taken_by IS NULL OR NOT ?)"
        " AND request_id IS ? AND (request_id IS NOT NULL OR person_id = ?) ORDER BY opened_at, id LIMIT 1",
        ringing,
        request_id,
        person_id,
    )
    return None if row is None else _incident(row)


async def any_open_about(tx: Connection, request_id: int) -> bool:
    """Whether there is an emergency about the request that is not resolved."""
    row = await tx.one("SELECT 1 FROM incident WHERE request_id = ? AND resolved_at IS NULL LIMIT 1", request_id)
    return row is not None


async def unresolved(tx: Connection) -> Sequence[Incident]:
    """Everything that is still open, oldest first; for the board."""
    return [
        _incident(row) for row in await tx.all("SELECT * FROM incident WHERE resolved_at IS NULL ORDER BY opened_at")
    ]


async def of_request(tx: Connection, request_id: int) -> Sequence[Incident]:
    """Every incident about a request, the newest last."""
    rows = await tx.all("SELECT * FROM incident WHERE request_id = ? ORDER BY opened_at, id", request_id)
    return [_incident(row) for row in rows]


async def add(tx: Connection, incident: Incident) -> None:
    await tx.run(
        "INSERT INTO incident (id, request_id, person_id, source, opened_at) VALUES (?, ?, ?, ?, ?)",
        incident.id,
        incident.request_id,
        incident.person_id,
        incident.source,
        to_seconds(incident.opened_at),
    )


async def set_pressed(tx: Connection, incident_id: int, source: Source, person_id: int | None) -> None:
    """What silence opened is somebody's alarm from now on."""
    await tx.run("UPDATE incident SET source = ?, person_id = ? WHERE id = ?", source, person_id, incident_id)


async def pressers(tx: Connection, incident_id: int) -> frozenset[int]:
    """Everybody who pressed, the first and whoever joined: they wait to hear who has it."""
    rows = await tx.all(
        "SELECT DISTINCT actor_id FROM incident_event WHERE incident_id = ? AND actor_id IS NOT NULL"
        " AND (what = 'pressed again' OR what LIKE 'opened by %')",
        incident_id,
    )
    return frozenset(row[0] for row in rows)


async def count_round(tx: Connection, incident_id: int) -> None:
    """Everybody is being told once more."""
    await tx.run("UPDATE incident SET rounds = rounds + 1 WHERE id = ?", incident_id)


async def take(tx: Connection, incident_id: int, person_id: int, now: datetime) -> bool:
    """Whether the person is the one who has it now; the first to say so has it."""
    return (
        await tx.run(
            "UPDATE incident SET taken_by = ?, taken_at = ? WHERE id = ? AND taken_by IS NULL AND resolved_at IS NULL",
            person_id,
            to_seconds(now),
            incident_id,
        )
        > 0
    )


async def resolve(tx: Connection, incident_id: int, person_id: int, now: datetime) -> bool:
    """Whether it was still open."""
    return (
        await tx.run(
            "UPDATE incident SET resolved_by = ?, resolved_at = ?, taken_by = coalesce(taken_by, ?),"
            " taken_at = coalesce(taken_at, ?) WHERE id = ? AND resolved_at IS NULL",
            person_id,
            to_seconds(now),
            person_id,
            to_seconds(now),
            incident_id,
        )
        > 0
    )


async def end(tx: Connection, incident_id: int, person_id: int, now: datetime) -> None:
    """It is over without a coordinator saying so: somebody spoke who was waited for. Who had it stays as it is."""
    await tx.run(
        "UPDATE incident SET resolved_by = ?, resolved_at = ? WHERE id = ? AND resolved_at IS NULL",
        person_id,
        to_seconds(now),
        incident_id,
    )


async def note(tx: Connection, incident_id: int, what: str, now: datetime, actor: int | None = None) -> None:
    """One more line of the timeline; ids count up, so that what happens in one second stays in order."""
    await tx.run(
        "INSERT INTO incident_event (incident_id, at, actor_id, what) VALUES (?, ?, ?, ?)",
        incident_id,
        to_seconds(now),
        actor,
        what,
    )


async def timeline(tx: Connection, incident_id: int) -> Sequence[Event]:
    """What happened, in order."""
    rows = await tx.all("SELECT at, actor_id, what FROM incident_event WHERE incident_id = ? ORDER BY id", incident_id)
    return [Event(moment(row["at"]), row["actor_id"], row["what"]) for row in rows]


async def said_home(tx: Connection, incident_id: int) -> int | None:
    """Who said last that everyone is home, while it was open."""
    return await tx.value(  # type: ignore[no-any-return]
        "SELECT actor_id FROM incident_event WHERE incident_id = ? AND what = 'home' ORDER BY id DESC LIMIT 1",
        incident_id,
    )


async def anybody_told(tx: Connection, incident_id: int) -> bool:
    """Whether a message about it reached at least one coordinator."""
    found = await tx.value("SELECT 1 FROM incident_event WHERE incident_id = ? AND what = 'told' LIMIT 1", incident_id)
    return found is not None


async def sweep(tx: Connection, resolved_before: datetime) -> None:
    """Drops what was about no request, once it is long over; the others go with their requests."""
    await tx.run("DELETE FROM incident WHERE request_id IS NULL AND resolved_at < ?", to_seconds(resolved_before))
