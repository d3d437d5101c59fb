"""Requests with their slots, claims and parties; the private part of a party is sealed with its own key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.rules.model import (
    DETAIL_FIELDS,
    Claim,
    ClaimState,
    Details,
    Ending,
    Group,
    Kind,
    Request,
    RequestState,
    Role,
    Slot,
)
from storage.database import Connection, moment, new_id, to_moment, to_seconds

_REQUEST = """
SELECT r.*,
       (SELECT group_concat(p.id || ' ' || coalesce(p.member_id, ''), ',')
          FROM party p WHERE p.request_id = r.id) AS parties,
       (SELECT group_concat(s.id || ' ' || s.role || ' ' || s.position || ' ' || s.minimum || ' ' || s.maximum, ',')
          FROM slot s WHERE s.request_id = r.id) AS slots
  FROM request r
"""
_CLAIM = (
    "SELECT id, request_id, slot_id, seat, person_id, state, claimed_at, held_until, leaving_at, ended_at, ending"
    " FROM claim "
)


def _claim(row: Any) -> Claim:
    return Claim(
        id=row["id"],
        request_id=row["request_id"],
        slot_id=row["slot_id"],
        seat=row["seat"],
        person_id=row["person_id"],
        state=ClaimState(row["state"]),
        claimed_at=moment(row["claimed_at"]),
        held_until=to_moment(row["held_until"]),
        leaving_at=to_moment(row["leaving_at"]),
        ended_at=to_moment(row["ended_at"]),
        ending=None if row["ending"] is None else Ending(row["ending"]),
    )


def _request(row: Any, claims: Sequence[Claim]) -> Request:
    parties, members = [], set()
    for entry in row["parties"].split(",") if row["parties"] else ():
        party_id, _, member_id = entry.partition(" ")
        parties.append(int(party_id))
        if member_id:
            members.add(int(member_id))
    slots = []
    for entry in row["slots"].split(",") if row["slots"] else ():
        slot_id, role, position, minimum, maximum = entry.split(" ")
        slots.append(Slot(int(slot_id), Role(role), int(position), int(minimum), int(maximum)))
    return Request(
        id=row["id"],
        kind=Kind(row["kind"]),
        state=RequestState(row["state"]),
        starts_at=moment(row["starts_at"]),
        ends_at=moment(row["ends_at"]),
        origin=row["origin"],
        destination=row["destination"],
        passengers=row["passengers"],
        child_seats=row["child_seats"],
        languages=tuple(row["languages"].split()),
        interpreter=bool(row["interpreter"]),
        contact_id=row["contact_id"],
        posted_at=moment(row["posted_at"]),
        closed_at=to_moment(row["closed_at"]),
        version=row["version"],
        slots=tuple(sorted(slots, key=lambda slot: slot.position)),
        claims=tuple(claims),
        members=frozenset(members),
        parties=tuple(sorted(parties)),
    )


async def load(tx: Connection, request_id: int) -> Request | None:
    row = await tx.one(_REQUEST + "WHERE r.id = ?", request_id)
    return None if row is None else await _with_claims(tx, row)


async def load_by_slot(tx: Connection, slot_id: int) -> Request | None:
    """The request a claim button belongs to."""
    row = await tx.one(_REQUEST + "WHERE r.id = (SELECT request_id FROM slot WHERE id = ?)", slot_id)
    return None if row is None else await _with_claims(tx, row)


async def load_by_claim(tx: Connection, claim_id: int) -> Request | None:
    """The request of a claim; None when the claim is unknown."""
    row = await tx.one(_REQUEST + "WHERE r.id = (SELECT request_id FROM claim WHERE id = ?)", claim_id)
    return None if row is None else await _with_claims(tx, row)


async def load_by_card(tx: Connection, group: Group, message_id: int) -> Request | None:
    """The request whose card this message is."""
    row = await tx.one(
        _REQUEST + "WHERE r.id = (SELECT request_id FROM card WHERE chat_role = ? AND message_id = ?)",
        group,
        message_id,
    )
    return None if row is None else await _with_claims(tx, row)


async def _with_claims(tx: Connection, row: Any) -> Request:
    claims = await tx.all(_CLAIM + "WHERE request_id = ? ORDER BY claimed_at, id", row["id"])
    return _request(row, [_claim(claim) for claim in claims])


async def open_requests(tx: Connection, now: datetime, limit: int = 60) -> list[Request]:
    """Requests still to come or under way, soonest first."""
    rows = await tx.all(
        _REQUEST + "WHERE r.state = 'open' AND r.ends_at > ? ORDER BY r.starts_at, r.id LIMIT ?",
        to_seconds(now),
        limit,
    )
    return [await _with_claims(tx, row) for row in rows]


async def claimed_by(tx: Connection, person_id: int, now: datetime) -> list[Request]:
    """The open requests in which the person has a seat, soonest first."""
    rows = await tx.all(
        _REQUEST + "WHERE r.state = 'open' AND r.ends_at > ? AND r.id IN"
        " (SELECT request_id FROM claim WHERE person_id = ? AND state IN ('held', 'active'))"
        " ORDER BY r.starts_at, r.id",
        to_seconds(now),
        person_id,
    )
    return [await _with_claims(tx, row) for row in rows]


async def busy_times(tx: Connection, person_id: int, except_request: int) -> tuple[tuple[datetime, datetime], ...]:
    """(start, end) of the person's seats in other open requests."""
    rows = await tx.all(
        "SELECT DISTINCT r.starts_at, r.ends_at FROM claim c JOIN request r ON r.id = c.request_id"
        " WHERE c.person_id = ? AND c.state IN ('held', 'active') AND c.leaving_at IS NULL"
        " AND r.state = 'open' AND r.id <> ?",
        person_id,
        except_request,
    )
    return tuple((moment(row[0]), moment(row[1])) for row in rows)


async def add(tx: Connection, request: Request, details: Details) -> None:
    """A posted request with its slots and one party."""
    await tx.run(
        "INSERT INTO request (id, kind, state, starts_at, ends_at, origin, destination, passengers, child_seats,"
        " languages, interpreter, contact_id, posted_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        request.id,
        request.kind,
        request.state,
        to_seconds(request.starts_at),
        to_seconds(request.ends_at),
        request.origin,
        request.destination,
        request.passengers,
        request.child_seats,
        " ".join(request.languages),
        request.interpreter,
        request.contact_id,
        to_seconds(request.posted_at),
        request.version,
    )
    await tx.many(
        "INSERT INTO slot (id, request_id, role, position, minimum, maximum) VALUES (?, ?, ?, ?, ?, ?)",
        [(s.id, request.id, s.role, s.position, s.minimum, s.maximum) for s in request.slots],
    )
    for party_id in request.parties:
        await tx.run("INSERT INTO party (id, request_id) VALUES (?, ?)", party_id, request.id)
        await tx.new_key(party_id)
        for field in DETAIL_FIELDS:
            if value := getattr(details, field):
                await set_detail(tx, party_id, field, value)


async def set_state(tx: Connection, request_id: int, state: RequestState, now: datetime) -> None:
    await tx.run(
        "UPDATE request SET state = ?, closed_at = ?, version = version + 1 WHERE id = ?",
        state,
        to_seconds(now),
        request_id,
    )


async def bump(tx: Connection, request_id: int) -> None:
    """Something that somebody can see has changed."""
    await tx.run("UPDATE request SET version = version + 1 WHERE id = ?", request_id)


async def delete(tx: Connection, request_id: int) -> None:
    """Removes the request and all that hangs on it but its outbox rows."""
    await tx.run("DELETE FROM request WHERE id = ?", request_id)


_SET_DETAIL = {
    "name": "UPDATE party SET name_sealed = ? WHERE id = ?",
    "phone": "UPDATE party SET phone_sealed = ? WHERE id = ?",
    "street": "UPDATE party SET street_sealed = ? WHERE id = ?",
    "note": "UPDATE party SET note_sealed = ? WHERE id = ?",
}


async def set_detail(tx: Connection, party_id: int, field: str, text: str) -> bool:
    """Stores one of DETAIL_FIELDS; False once the party was erased."""
    key = await tx.key(party_id)
    if key is None:
        return False
    await tx.run(_SET_DETAIL[field], key.seal(f"party.{field}", text), party_id)
    return True


async def details(tx: Connection, party_id: int) -> Details | None:
    """The private details of a party, opened; None once erased."""
    row = await tx.one("SELECT name_sealed, phone_sealed, street_sealed, note_sealed FROM party WHERE id = ?", party_id)
    key = await tx.key(party_id)
    if row is None or key is None:
        return None
    return Details(**{field: key.open(f"party.{field}", row[f"{field}_sealed"]) for field in DETAIL_FIELDS})


async def erase_details(tx: Connection, request_id: int) -> None:
    """Nulls every private detail of a request and destroys the keys of its parties."""
    await tx.run("DELETE FROM subject_key WHERE subject_id IN (SELECT id FROM party WHERE request_id = ?)", request_id)
    await tx.run(
        "UPDATE party SET name_sealed = NULL, phone_sealed = NULL, street_sealed = NULL, note_sealed = NULL"
        " WHERE request_id = ?",
        request_id,
    )


async def add_claim(tx: Connection, claim: Claim) -> None:
    """Raises sqlite3.IntegrityError when the seat, or the person in the slot, is taken: the last line of defence."""
    await tx.run(
        "INSERT INTO claim (id, request_id, slot_id, seat, person_id, state, claimed_at, held_until)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        claim.id,
        claim.request_id,
        claim.slot_id,
        claim.seat,
        claim.person_id,
        claim.state,
        to_seconds(claim.claimed_at),
        to_seconds(claim.held_until),
    )


async def activate(tx: Connection, claim_id: int, now: datetime) -> None:
    """A held claim is confirmed; *Undo* counts from now."""
    await tx.run(
        "UPDATE claim SET state = 'active', held_until = NULL, claimed_at = ? WHERE id = ? AND state = 'held'",
        to_seconds(now),
        claim_id,
    )


async def hold_again(tx: Connection, claim_id: int, until: datetime) -> None:
    """An active claim whose person turned out to be out of reach is held for a while."""
    await tx.run(
        "UPDATE claim SET state = 'held', held_until = ? WHERE id = ? AND state = 'active'",
        to_seconds(until),
        claim_id,
    )


async def set_leaving(tx: Connection, claim_id: int, leaving_at: datetime | None) -> None:
    await tx.run("UPDATE claim SET leaving_at = ? WHERE id = ?", to_seconds(leaving_at), claim_id)


async def end_claim(tx: Connection, claim_id: int, ending: Ending, now: datetime) -> None:
    await tx.run(
        "UPDATE claim SET state = 'released', ending = ?, ended_at = ?, held_until = NULL WHERE id = ?",
        ending,
        to_seconds(now),
        claim_id,
    )


async def end_all_claims(tx: Connection, request_id: int, now: datetime) -> None:
    """The request was cancelled: everybody in a seat is let go."""
    await tx.run(
        "UPDATE claim SET state = 'released', ending = 'cancelled', ended_at = ?, held_until = NULL"
        " WHERE request_id = ? AND state IN ('held', 'active')",
        to_seconds(now),
        request_id,
    )


async def finish_claims(tx: Connection, request_id: int) -> None:
    """The request is over: who was in a seat has done it; who was only held, or leaving, has not."""
    await tx.run(
        "UPDATE claim SET state = 'done' WHERE request_id = ? AND state = 'active' AND leaving_at IS NULL",
        request_id,
    )
    await tx.run(
        "UPDATE claim SET state = 'released', held_until = NULL WHERE request_id = ? AND state IN ('held', 'active')",
        request_id,
    )


async def delete_claim(tx: Connection, claim_id: int) -> None:
    """Undone: no trace."""
    await tx.run("DELETE FROM claim WHERE id = ?", claim_id)


async def held_claims_of(tx: Connection, person_id: int) -> list[Claim]:
    rows = await tx.all(_CLAIM + "WHERE person_id = ? AND state = 'held' ORDER BY claimed_at, id", person_id)
    return [_claim(row) for row in rows]


async def claim_message(tx: Connection, claim_id: int) -> int | None:
    """The claim's living private message."""
    found: int | None = await tx.value("SELECT message_id FROM claim WHERE id = ?", claim_id)
    return found


async def set_claim_message(tx: Connection, claim_id: int, message_id: int | None) -> None:
    await tx.run("UPDATE claim SET message_id = ? WHERE id = ?", message_id, claim_id)


async def card_message(tx: Connection, request_id: int, group: Group) -> int | None:
    found: int | None = await tx.value(
        "SELECT message_id FROM card WHERE request_id = ? AND chat_role = ?", request_id, group
    )
    return found


async def set_card_message(tx: Connection, request_id: int, group: Group, message_id: int) -> None:
    await tx.run(
        "INSERT INTO card VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET message_id = ?3",
        request_id,
        group,
        message_id,
    )


async def forget_card(tx: Connection, request_id: int, group: Group) -> None:
    await tx.run("DELETE FROM card WHERE request_id = ? AND chat_role = ?", request_id, group)


async def forget_cards(tx: Connection, group: Group) -> None:
    """The group's cards are out of reach; they are posted anew."""
    await tx.run("DELETE FROM card WHERE chat_role = ?", group)


def new_slots(table: Sequence[tuple[Role, int, int]]) -> tuple[Slot, ...]:
    """Slots with fresh ids, in the order of the table of kinds."""
    return tuple(Slot(new_id(), role, position, low, high) for position, (role, low, high) in enumerate(table))
