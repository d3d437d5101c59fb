"""Private questions to volunteers about open requests, in bundles; and what each wishes to be asked about."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.rules.offers import Wishes
from storage.database import Connection, moment, new_id, to_moment, to_seconds


@dataclass(frozen=True)
class Bundle:
    """One message with offers to one person."""

    id: int
    person_id: int
    urgent: bool
    message_id: int | None


async def add_bundle(
    tx: Connection,
    person_id: int,
    offers: Sequence[tuple[int, int, datetime]],
    now: datetime,
    *,
    urgent: bool,
) -> int:
    """Asks the person about each (request, slot, start); returns the bundle's id."""
    bundle_id = new_id()
    await tx.run(
        "INSERT INTO bundle (id, person_id, made_at, urgent) VALUES (?, ?, ?, ?)",
        bundle_id,
        person_id,
        to_seconds(now),
        urgent,
    )
    await tx.many(
        "INSERT INTO offer (id, request_id, slot_id, person_id, state, asked_at, expires_at, kind, bundle_id)"
        " VALUES (?, ?, ?, ?, 'asked', ?, ?, 'wave', ?)",
        [
            (new_id(), request_id, slot_id, person_id, to_seconds(now), to_seconds(start), bundle_id)
            for request_id, slot_id, start in offers
        ],
    )
    return bundle_id


async def bundle(tx: Connection, bundle_id: int) -> Bundle | None:
    row = await tx.one("SELECT id, person_id, urgent, message_id FROM bundle WHERE id = ?", bundle_id)
    return None if row is None else Bundle(row[0], row[1], bool(row[2]), row[3])


async def set_message(tx: Connection, bundle_id: int, message_id: int) -> None:
    await tx.run("UPDATE bundle SET message_id = ? WHERE id = ?", message_id, bundle_id)


async def forget_message(tx: Connection, person_id: int, message_id: int) -> None:
    """The message stands for something else from now on."""
    await tx.run("UPDATE bundle SET message_id = NULL WHERE person_id = ? AND message_id = ?", person_id, message_id)


async def open_of(tx: Connection, person_id: int) -> list[tuple[int, int]]:
    """(offer, bundle) of every question in a bundle that waits for this person's answer."""
    rows = await tx.all(
        "SELECT id, bundle_id FROM offer WHERE person_id = ? AND state = 'asked' AND bundle_id IS NOT NULL", person_id
    )
    return [(row[0], row[1]) for row in rows]


async def requests_of(tx: Connection, bundle_id: int) -> list[int]:
    """The requests a bundle asks about, in the order in which they start."""
    rows = await tx.all(
        "SELECT DISTINCT r.id, r.starts_at FROM offer o JOIN request r ON r.id = o.request_id"
        " WHERE o.bundle_id = ? ORDER BY r.starts_at, r.id",
        bundle_id,
    )
    return [row[0] for row in rows]


async def asked_lately(tx: Connection, since: datetime) -> dict[int, int]:
    """How many messages with offers that were not urgent each person got since."""
    rows = await tx.all(
        "SELECT person_id, count(*) FROM bundle WHERE made_at >= ? AND NOT urgent GROUP BY person_id", to_seconds(since)
    )
    return {row[0]: row[1] for row in rows}


async def last_asked(tx: Connection) -> dict[int, datetime]:
    """When each person was asked last."""
    rows = await tx.all("SELECT person_id, max(asked_at) FROM offer GROUP BY person_id")
    return {row[0]: moment(row[1]) for row in rows}


async def last_seats(tx: Connection) -> dict[int, datetime]:
    """When each person's latest seat begins or began."""
    rows = await tx.all(
        "SELECT c.person_id, max(r.starts_at) FROM claim c JOIN request r ON r.id = c.request_id"
        " WHERE c.state IN ('held', 'active', 'done') GROUP BY c.person_id"
    )
    return {row[0]: moment(row[1]) for row in rows}


async def wishes(tx: Connection, person_ids: frozenset[int]) -> dict[int, Wishes]:
    """What volunteers set with /notify, opened."""
    marks = ",".join("?" * len(person_ids))
    rows = await tx.all(
        "SELECT p.id, p.wishes_sealed, k.ring_version, k.wrapped FROM person p"
        f" JOIN subject_key k ON k.subject_id = p.id WHERE p.wishes_sealed IS NOT NULL AND p.id IN ({marks})",
        *person_ids,
    )
    found = {}
    for row in rows:
        key = tx.ring.unwrap(row["id"], row["ring_version"], row["wrapped"])
        found[row["id"]] = _wishes(json.loads(key.open("person.wishes", row["wishes_sealed"])))
    return found


def _wishes(body: dict[str, Any]) -> Wishes:
    return Wishes(bool(body["off"]), tuple(body["towns"]), tuple(body["days"]), body["a_day"])


async def set_wishes(tx: Connection, person_id: int, wished: Wishes) -> None:
    key = await tx.key(person_id)
    if key is not None:
        body = {"off": wished.off, "towns": wished.towns, "days": wished.days, "a_day": wished.a_day}
        sealed = key.seal("person.wishes", json.dumps(body))
        await tx.run("UPDATE person SET wishes_sealed = ? WHERE id = ?", sealed, person_id)


async def not_before(tx: Connection) -> dict[int, datetime]:
    """Until when people want to be left alone (*Not this week*)."""
    rows = await tx.all("SELECT id, offers_after FROM person WHERE offers_after IS NOT NULL")
    return {row[0]: moment(row[1]) for row in rows}


async def leave_alone(tx: Connection, person_id: int, until: datetime | None) -> None:
    await tx.run("UPDATE person SET offers_after = ? WHERE id = ?", to_seconds(until), person_id)


async def left_alone_until(tx: Connection, person_id: int) -> datetime | None:
    return to_moment(await tx.value("SELECT offers_after FROM person WHERE id = ?", person_id))


async def sweep(tx: Connection) -> None:
    """Drops the messages whose offers went with their requests."""
    await tx.run("DELETE FROM bundle WHERE id NOT IN (SELECT bundle_id FROM offer WHERE bundle_id IS NOT NULL)")
