"""Trainings and events, and everybody's answer; title, venue, link and code are sealed with the session's key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.rules.model import (
    Arrival,
    Going,
    Group,
    Qualification,
    Rsvp,
    Session,
    SessionKind,
    SessionState,
    Whereabouts,
)
from storage.database import Connection, moment, to_moment, to_seconds

_SESSION = "SELECT s.*, k.ring_version, k.wrapped FROM session s LEFT JOIN subject_key k ON k.subject_id = s.id "
_RSVP = "SELECT * FROM rsvp "


def _rsvp(row: Any) -> Rsvp:
    return Rsvp(
        id=row["id"],
        session_id=row["session_id"],
        person_id=row["person_id"],
        state=Going(row["state"]),
        turn=row["turn"],
        since=moment(row["since"]),
        arrival=Arrival(row["arrival"]),
        held_until=to_moment(row["held_until"]),
        present_at=to_moment(row["present_at"]),
        granted=bool(row["granted"]),
    )


async def _session(tx: Connection, row: Any) -> Session:
    title = ""
    if row["wrapped"] is not None and row["title_sealed"] is not None:
        key = tx.ring.unwrap(row["id"], row["ring_version"], row["wrapped"])
        title = key.open("session.title", row["title_sealed"])
    rsvps = await tx.all(_RSVP + "WHERE session_id = ? ORDER BY turn, id", row["id"])
    return Session(
        id=row["id"],
        evening_id=row["evening_id"],
        kind=SessionKind(row["kind"]),
        state=SessionState(row["state"]),
        starts_at=moment(row["starts_at"]),
        ends_at=moment(row["ends_at"]),
        contact_id=row["contact_id"],
        posted_at=moment(row["posted_at"]),
        version=row["version"],
        qualification=None if row["qualification"] is None else Qualification(row["qualification"]),
        title=title,
        place=row["place"],
        private_place=row["venue_sealed"] is not None,
        online=row["link_sealed"] is not None,
        languages=tuple(row["languages"].split()),
        capacity=row["capacity"],
        trainer_id=row["trainer_id"],
        closed_at=to_moment(row["closed_at"]),
        confirmed_at=to_moment(row["confirmed_at"]),
        changed_version=row["changed_version"],
        changed_at=to_moment(row["changed_at"]),
        rsvps=tuple(_rsvp(each) for each in rsvps),
    )


async def load(tx: Connection, session_id: int) -> Session | None:
    row = await tx.one(_SESSION + "WHERE s.id = ?", session_id)
    return None if row is None else await _session(tx, row)


async def load_by_rsvp(tx: Connection, rsvp_id: int) -> Session | None:
    row = await tx.one(_SESSION + "WHERE s.id = (SELECT session_id FROM rsvp WHERE id = ?)", rsvp_id)
    return None if row is None else await _session(tx, row)


async def load_by_card(tx: Connection, group: Group, message_id: int) -> Session | None:
    """The session whose card this message is."""
    row = await tx.one(
        _SESSION + "WHERE s.id = (SELECT session_id FROM session_card WHERE chat_role = ? AND message_id = ?)",
        group,
        message_id,
    )
    return None if row is None else await _session(tx, row)


async def evening(tx: Connection, evening_id: int) -> tuple[Session, ...]:
    """All parts of one occasion, in order."""
    rows = await tx.all(_SESSION + "WHERE s.evening_id = ? ORDER BY s.starts_at, s.id", evening_id)
    return tuple([await _session(tx, row) for row in rows])


async def coming(tx: Connection, now: datetime, limit: int = 20) -> list[Session]:
    """Open sessions that are not over, soonest first."""
    rows = await tx.all(
        _SESSION + "WHERE s.state = 'open' AND s.ends_at > ? ORDER BY s.starts_at, s.id LIMIT ?",
        to_seconds(now),
        limit,
    )
    return [await _session(tx, row) for row in rows]


async def next_training(tx: Connection, qualification: Qualification, now: datetime) -> Session | None:
    """The next training that leads to the qualification and has not begun; one with a free place if there is one."""
    rows = await tx.all(
        _SESSION + "WHERE s.state = 'open' AND s.qualification = ? AND s.starts_at > ? ORDER BY s.starts_at, s.id"
        " LIMIT 8",
        qualification,
        to_seconds(now),
    )
    found = [await _session(tx, row) for row in rows]
    return next((session for session in found if session.free != 0), found[0] if found else None)


async def answered_by(tx: Connection, person_id: int, now: datetime) -> list[Session]:
    """Open sessions not over yet that the person said Going or Maybe to, or waits for."""
    rows = await tx.all(
        _SESSION + "WHERE s.state = 'open' AND s.ends_at > ? AND s.id IN (SELECT session_id FROM rsvp"
        " WHERE person_id = ? AND state IN ('going', 'waitlisted', 'maybe')) ORDER BY s.starts_at, s.id",
        to_seconds(now),
        person_id,
    )
    return [await _session(tx, row) for row in rows]


async def held_by(tx: Connection, person_id: int) -> list[Session]:
    """The open sessions in which the person's answer is only held."""
    rows = await tx.all(
        _SESSION + "WHERE s.state = 'open' AND s.id IN"
        " (SELECT session_id FROM rsvp WHERE person_id = ? AND held_until IS NOT NULL)",
        person_id,
    )
    return [await _session(tx, row) for row in rows]


# --- writing ---------------------------------------------------------------------------------------------------------


async def add(tx: Connection, session: Session, private: Whereabouts, code: str) -> None:
    """A posted session, with the key of its own that seals what is private."""
    key = await tx.new_key(session.id)
    await tx.run(
        "INSERT INTO session (id, evening_id, kind, state, qualification, starts_at, ends_at, place, languages,"
        " capacity, title_sealed, venue_sealed, link_sealed, code_sealed, contact_id, trainer_id, posted_at, version)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        session.id,
        session.evening_id,
        session.kind,
        session.state,
        session.qualification,
        to_seconds(session.starts_at),
        to_seconds(session.ends_at),
        session.place,
        " ".join(session.languages),
        session.capacity,
        key.seal("session.title", session.title),
        key.seal("session.venue", private.venue),
        key.seal("session.link", private.link),
        key.seal("session.code", code),
        session.contact_id,
        session.trainer_id,
        to_seconds(session.posted_at),
        session.version,
    )


async def edit(tx: Connection, session: Session, private: Whereabouts) -> None:
    """What can be edited, as it is now."""
    key = await tx.key(session.id)
    if key is None:
        return
    await tx.run(
        "UPDATE session SET starts_at = ?, ends_at = ?, place = ?, languages = ?, capacity = ?, trainer_id = ?,"
        " title_sealed = ?, venue_sealed = ?, link_sealed = ? WHERE id = ?",
        to_seconds(session.starts_at),
        to_seconds(session.ends_at),
        session.place,
        " ".join(session.languages),
        session.capacity,
        session.trainer_id,
        key.seal("session.title", session.title),
        key.seal("session.venue", private.venue),
        key.seal("session.link", private.link),
        session.id,
    )


async def private(tx: Connection, session_id: int) -> Whereabouts:
    """What only those who go are told, opened; empty once erased."""
    row = await tx.one("SELECT venue_sealed, link_sealed FROM session WHERE id = ?", session_id)
    key = await tx.key(session_id)
    if row is None or key is None:
        return Whereabouts()
    return Whereabouts(key.open("session.venue", row[0]), key.open("session.link", row[1]))


async def code(tx: Connection, session_id: int) -> str:
    """The four digits that say somebody is there; empty once erased."""
    sealed = await tx.value("SELECT code_sealed FROM session WHERE id = ?", session_id)
    key = await tx.key(session_id)
    return "" if key is None else key.open("session.code", sealed)


async def set_state(tx: Connection, session_id: int, state: SessionState, now: datetime) -> None:
    await tx.run("UPDATE session SET state = ?, closed_at = ? WHERE id = ?", state, to_seconds(now), session_id)


async def set_confirmed(tx: Connection, session_id: int, by: int, now: datetime) -> None:
    """Who vouched for the list of those who were there, and when first."""
    await tx.run(
        "UPDATE session SET confirmed_at = coalesce(confirmed_at, ?), confirmed_by = ? WHERE id = ?",
        to_seconds(now),
        by,
        session_id,
    )


async def bump(tx: Connection, session_id: int) -> None:
    """Somebody can see a difference."""
    await tx.run("UPDATE session SET version = version + 1 WHERE id = ?", session_id)


async def add_change(tx: Connection, before: Session, actor_id: int, now: datetime, *, private: bool) -> None:
    """Notes an edit of time or place, of the version to come: what was before it, to tell everybody old and new."""
    version = before.version + 1
    await tx.run(
        "INSERT INTO session_change VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        before.id,
        version,
        to_seconds(now),
        actor_id,
        to_seconds(before.starts_at),
        to_seconds(before.ends_at),
        before.place,
        private,
    )
    await tx.run(
        "UPDATE session SET changed_version = ?, changed_at = ? WHERE id = ?", version, to_seconds(now), before.id
    )


async def forget_private(tx: Connection, session_id: int) -> None:
    """Venue, link and code are no longer needed; the title still names it in what people were told."""
    await tx.run(
        "UPDATE session SET venue_sealed = NULL, link_sealed = NULL, code_sealed = NULL WHERE id = ?", session_id
    )


async def erase(tx: Connection, session_id: int) -> None:
    """What is private of it is gone with its key."""
    await tx.run(
        "UPDATE session SET venue_sealed = NULL, link_sealed = NULL, code_sealed = NULL, title_sealed = NULL"
        " WHERE id = ?",
        session_id,
    )
    await tx.destroy_key(session_id)


async def delete(tx: Connection, session_id: int) -> None:
    """The session and every trace of who was there."""
    for row in await tx.all("SELECT id FROM rsvp WHERE session_id = ? AND name_sealed IS NOT NULL", session_id):
        await tx.destroy_key(row[0])
    await tx.run("DELETE FROM session WHERE id = ?", session_id)


# --- answers ---------------------------------------------------------------------------------------------------------


async def save_rsvp(tx: Connection, rsvp: Rsvp) -> None:
    """Adds the answer, or makes it what it is now."""
    await tx.run(
        "INSERT INTO rsvp (id, session_id, person_id, state, turn, since, arrival, held_until, present_at, granted)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state,"
        " person_id = excluded.person_id, turn = excluded.turn, since = excluded.since, arrival = excluded.arrival,"
        " held_until = excluded.held_until, present_at = excluded.present_at, granted = excluded.granted",
        rsvp.id,
        rsvp.session_id,
        rsvp.person_id,
        rsvp.state,
        rsvp.turn,
        to_seconds(rsvp.since),
        rsvp.arrival,
        to_seconds(rsvp.held_until),
        to_seconds(rsvp.present_at),
        rsvp.granted,
    )


async def drop_rsvp(tx: Connection, rsvp_id: int) -> None:
    await tx.run("DELETE FROM rsvp WHERE id = ?", rsvp_id)
    await tx.destroy_key(rsvp_id)


async def name_rsvp(tx: Connection, rsvp_id: int, name: str) -> None:
    """A name from a paper list, sealed with a key of its own; empty erases both."""
    if name:
        key = await tx.key(rsvp_id) or await tx.new_key(rsvp_id)
        await tx.run("UPDATE rsvp SET name_sealed = ? WHERE id = ?", key.seal("rsvp.name", name), rsvp_id)
    else:
        await tx.run("UPDATE rsvp SET name_sealed = NULL WHERE id = ?", rsvp_id)
        await tx.destroy_key(rsvp_id)


async def typed_names(tx: Connection, session_id: int) -> dict[int, str]:
    """The names from a paper list, by the id of their answer."""
    rows = await tx.all(
        "SELECT r.id, r.name_sealed, k.ring_version, k.wrapped FROM rsvp r JOIN subject_key k ON k.subject_id = r.id"
        " WHERE r.session_id = ? AND r.name_sealed IS NOT NULL",
        session_id,
    )
    return {
        row["id"]: tx.ring.unwrap(row["id"], row["ring_version"], row["wrapped"]).open("rsvp.name", row["name_sealed"])
        for row in rows
    }


async def change_after(tx: Connection, session_id: int, version: int) -> tuple[datetime, datetime, str | None] | None:
    """Start, end and public place before the first edit after this version."""
    row = await tx.one(
        "SELECT starts_at, ends_at, place FROM session_change WHERE session_id = ? AND version > ?"
        " ORDER BY version LIMIT 1",
        session_id,
        version,
    )
    return None if row is None else (moment(row[0]), moment(row[1]), row[2])


async def told_version(tx: Connection, rsvp_id: int) -> int:
    """The last edit that the person was told of."""
    return int(await tx.value("SELECT told_version FROM rsvp WHERE id = ?", rsvp_id) or 0)


async def set_told(tx: Connection, rsvp_id: int, version: int) -> None:
    await tx.run("UPDATE rsvp SET told_version = ? WHERE id = ?", version, rsvp_id)


async def candidates(tx: Connection, session_id: int, limit: int = 40) -> list[int]:
    """The people met last who are not on the session's list as being there: whom a name on paper may mean."""
    rows = await tx.all(
        "SELECT id FROM person WHERE id NOT IN (SELECT person_id FROM rsvp WHERE session_id = ?"
        " AND person_id IS NOT NULL AND state IN ('attended', 'walk_in')) ORDER BY met_at DESC, id LIMIT ?",
        session_id,
        limit,
    )
    return [row[0] for row in rows]


async def trainers(tx: Connection, limit: int = 6) -> list[int]:
    """Who led sessions lately."""
    rows = await tx.all(
        "SELECT trainer_id FROM session WHERE trainer_id IS NOT NULL GROUP BY trainer_id ORDER BY max(posted_at) DESC"
        " LIMIT ?",
        limit,
    )
    return [row[0] for row in rows]


async def recent_places(tx: Connection, limit: int = 6) -> list[str]:
    """Public places of the sessions posted last."""
    rows = await tx.all(
        "SELECT place FROM session WHERE place IS NOT NULL GROUP BY place ORDER BY max(posted_at) DESC LIMIT ?", limit
    )
    return [row[0] for row in rows]


async def tries(tx: Connection, person_id: int, since: datetime) -> int:
    """Wrong codes of the person since then."""
    return int(
        await tx.value("SELECT tries FROM code_try WHERE person_id = ? AND first_at >= ?", person_id, to_seconds(since))
        or 0
    )


async def tried(tx: Connection, person_id: int, since: datetime, now: datetime) -> None:
    """One more wrong code; what is older than `since` no longer counts."""
    await sweep(tx, since)
    await tx.run(
        "INSERT INTO code_try VALUES (?, 1, ?) ON CONFLICT DO UPDATE SET tries = tries + 1", person_id, to_seconds(now)
    )


async def sweep(tx: Connection, before: datetime) -> None:
    """Wrong codes of earlier evenings are forgotten."""
    await tx.run("DELETE FROM code_try WHERE first_at < ?", to_seconds(before))


async def with_codes(tx: Connection, from_: datetime, to: datetime) -> list[tuple[Session, str]]:
    """Open sessions that start between these times, each with its code."""
    rows = await tx.all(
        _SESSION + "WHERE s.state = 'open' AND s.starts_at BETWEEN ? AND ? ORDER BY s.starts_at, s.id",
        to_seconds(from_),
        to_seconds(to),
    )
    return [(await _session(tx, row), await code(tx, row["id"])) for row in rows]


async def evening_codes(tx: Connection, from_: datetime, to: datetime) -> frozenset[str]:
    """The codes of all sessions around a time, so that a new one is given once."""
    return frozenset(code for _, code in await with_codes(tx, from_, to))


async def rsvp_message(tx: Connection, rsvp_id: int) -> int | None:
    """The living private message about the answer."""
    value: int | None = await tx.value("SELECT message_id FROM rsvp WHERE id = ?", rsvp_id)
    return value


async def set_rsvp_message(tx: Connection, rsvp_id: int, message_id: int | None) -> None:
    await tx.run("UPDATE rsvp SET message_id = ? WHERE id = ?", message_id, rsvp_id)


# --- cards and lists -------------------------------------------------------------------------------------------------


async def card_message(tx: Connection, session_id: int, group: Group) -> int | None:
    value: int | None = await tx.value(
        "SELECT message_id FROM session_card WHERE session_id = ? AND chat_role = ?", session_id, group
    )
    return value


async def set_card_message(tx: Connection, session_id: int, group: Group, message_id: int) -> None:
    await tx.run(
        "INSERT INTO session_card VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET message_id = excluded.message_id",
        session_id,
        group,
        message_id,
    )


async def forget_card(tx: Connection, session_id: int, group: Group) -> None:
    await tx.run("DELETE FROM session_card WHERE session_id = ? AND chat_role = ?", session_id, group)


async def list_viewers(tx: Connection, session_ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Who has the list of those who come in front of them, of each session."""
    marks = ",".join("?" * len(session_ids))
    rows = await tx.all(
        f"SELECT session_id, person_id FROM session_list WHERE session_id IN ({marks}) ORDER BY person_id", *session_ids
    )
    found: dict[int, tuple[int, ...]] = {}
    for row in rows:
        found[row[0]] = (*found.get(row[0], ()), row[1])
    return found


async def list_message(tx: Connection, session_id: int, person_id: int) -> tuple[int, int] | None:
    """The message with the list, and its page."""
    row = await tx.one(
        "SELECT message_id, page FROM session_list WHERE session_id = ? AND person_id = ?", session_id, person_id
    )
    return None if row is None else (row[0], row[1])


async def set_list(tx: Connection, session_id: int, person_id: int, message_id: int, page: int) -> None:
    await tx.run(
        "INSERT INTO session_list VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET message_id = excluded.message_id, page = excluded.page",
        session_id,
        person_id,
        message_id,
        page,
    )


async def forget_list(tx: Connection, session_id: int, person_id: int) -> None:
    await tx.run("DELETE FROM session_list WHERE session_id = ? AND person_id = ?", session_id, person_id)
