"""People: found by a fingerprint of their Telegram id; what they told is sealed with a key of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.rules.model import Grant, Group, Person, Profile, Qualification, Reach, Standing
from storage.database import Connection, moment, new_id, to_moment, to_seconds

_PERSON = """
SELECT p.id, p.language, p.language_chosen, p.username_hmac, p.reach, p.owner, p.promised_at, p.paused_until,
       p.profile_asked,
       (SELECT group_concat(m.chat_role || ' ' || m.status || ' ' || m.checked_at || ' ' ||
                            (m.confirmed_at IS NOT NULL), ',') FROM membership m WHERE m.person_id = p.id) AS standings,
       (SELECT group_concat(q.qualification || ' ' || q.granted_at || ' ' || coalesce(q.expires_at, ''), ',')
          FROM qualification q WHERE q.person_id = p.id) AS grants
  FROM person p
"""

DEFAULT_LANGUAGE = "en"
"""Spoken to people whose Telegram does not tell a language."""


@dataclass(frozen=True)
class Sight:
    """What an update says about a person (Bot API User); None where it does not tell the language."""

    telegram_id: int
    first_name: str
    username: str | None
    language: str | None


def _person(row: Any) -> Person:
    standings = {}
    for entry in (row["standings"] or "").split(",") if row["standings"] else ():
        group, status, checked_at, confirmed = entry.split(" ")
        standings[Group(group)] = Standing(status, moment(int(checked_at)), confirmed == "1")
    grants = []
    for entry in (row["grants"] or "").split(",") if row["grants"] else ():
        qualification, granted_at, expires_at = entry.split(" ")
        expires = moment(int(expires_at)) if expires_at else None
        grants.append(Grant(Qualification(qualification), moment(int(granted_at)), expires))
    return Person(
        id=row["id"],
        language=row["language"],
        reach=Reach(row["reach"]),
        owner=bool(row["owner"]),
        promised_at=to_moment(row["promised_at"]),
        paused_until=to_moment(row["paused_until"]),
        profile_asked=bool(row["profile_asked"]),
        standings=standings,
        grants=tuple(grants),
    )


async def load(tx: Connection, person_id: int) -> Person | None:
    row = await tx.one(_PERSON + "WHERE p.id = ?", person_id)
    return None if row is None else _person(row)


async def find(tx: Connection, telegram_id: int) -> Person | None:
    """Whoever has this Telegram id, if the bot has met them."""
    row = await tx.one(_PERSON + "WHERE p.telegram_hmac = ?", tx.ring.fingerprint("telegram", str(telegram_id)))
    return None if row is None else _person(row)


async def find_by_username(tx: Connection, username: str) -> Person | None:
    """Whoever was last seen with this @username (case does not matter to Telegram)."""
    fingerprint = tx.ring.fingerprint("username", username.removeprefix("@").lower())
    row = await tx.one(_PERSON + "WHERE p.username_hmac = ?", fingerprint)
    return None if row is None else _person(row)


async def add(tx: Connection, sight: Sight, now: datetime) -> int:
    """Remembers somebody met for the first time; returns the new person's id."""
    person_id = new_id()
    key = await tx.new_key(person_id)
    await _free_username(tx, sight.username)
    await tx.run(
        "INSERT INTO person (id, telegram_hmac, telegram_sealed, username_hmac, name_sealed, language, met_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        person_id,
        tx.ring.fingerprint("telegram", str(sight.telegram_id)),
        key.seal("person.telegram", str(sight.telegram_id)),
        _username_fingerprint(tx, sight.username),
        key.seal("person.name", sight.first_name),
        sight.language or DEFAULT_LANGUAGE,
        to_seconds(now),
    )
    return person_id


def _username_fingerprint(tx: Connection, username: str | None) -> bytes | None:
    return tx.ring.fingerprint("username", username.lower()) if username else None


async def recognize(tx: Connection, sight: Sight) -> tuple[Person | None, bool]:
    """Whoever this is, and whether the username, or the language of somebody who chose none, is not as stored."""
    row = await tx.one(_PERSON + "WHERE p.telegram_hmac = ?", tx.ring.fingerprint("telegram", str(sight.telegram_id)))
    if row is None:
        return None, False
    spoken = sight.language is not None and not row["language_chosen"] and row["language"] != sight.language
    return _person(row), bool(spoken or row["username_hmac"] != _username_fingerprint(tx, sight.username))


async def set_looks(tx: Connection, person_id: int, sight: Sight) -> None:
    """A username belongs to one person at a time: the latest seen has it. A chosen language stays."""
    await _free_username(tx, sight.username)
    await tx.run(
        "UPDATE person SET username_hmac = ?1, language = iif(language_chosen OR ?2 IS NULL, language, ?2)"
        " WHERE id = ?3",
        _username_fingerprint(tx, sight.username),
        sight.language,
        person_id,
    )


async def _free_username(tx: Connection, username: str | None) -> None:
    """Takes the name from whoever had it: Telegram gave it to somebody else."""
    fingerprint = _username_fingerprint(tx, username)
    if fingerprint is not None:
        await tx.run("UPDATE person SET username_hmac = NULL WHERE username_hmac = ?", fingerprint)


async def telegram_id(tx: Connection, person_id: int) -> int | None:
    """Where to write to the person."""
    row = await tx.one(
        "SELECT p.telegram_sealed, k.ring_version, k.wrapped FROM person p JOIN subject_key k ON k.subject_id = p.id"
        " WHERE p.id = ?",
        person_id,
    )
    if row is None:
        return None
    key = tx.ring.unwrap(person_id, row["ring_version"], row["wrapped"])
    return int(key.open("person.telegram", row["telegram_sealed"]))


async def names(tx: Connection, person_ids: frozenset[int]) -> dict[int, str]:
    """The names coordinators use, for several people at once."""
    marks = ",".join("?" * len(person_ids))
    rows = await tx.all(
        "SELECT p.id, p.name_sealed, k.ring_version, k.wrapped"
        f" FROM person p JOIN subject_key k ON k.subject_id = p.id WHERE p.id IN ({marks})",
        *person_ids,
    )
    return {
        row["id"]: tx.ring.unwrap(row["id"], row["ring_version"], row["wrapped"]).open(
            "person.name", row["name_sealed"]
        )
        for row in rows
    }


async def profile(tx: Connection, person_id: int) -> Profile | None:
    """What the person told, opened; None once erased."""
    row = await tx.one(
        "SELECT name_sealed, phone_sealed, languages_sealed, towns_sealed, car_sealed FROM person WHERE id = ?",
        person_id,
    )
    key = await tx.key(person_id)
    if row is None or key is None:
        return None
    return Profile(
        name=key.open("person.name", row["name_sealed"]),
        phone=key.open("person.phone", row["phone_sealed"]),
        languages=key.open("person.languages", row["languages_sealed"]),
        towns=key.open("person.towns", row["towns_sealed"]),
        car=key.open("person.car", row["car_sealed"]),
    )


_PROFILE_COLUMNS = {
    "name": "UPDATE person SET name_sealed = ?, name_given = 1 WHERE id = ?",
    "phone": "UPDATE person SET phone_sealed = ? WHERE id = ?",
    "languages": "UPDATE person SET languages_sealed = ? WHERE id = ?",
    "towns": "UPDATE person SET towns_sealed = ? WHERE id = ?",
    "car": "UPDATE person SET car_sealed = ? WHERE id = ?",
}


async def set_profile(tx: Connection, person_id: int, field: str, text: str) -> None:
    """Stores one of PROFILE_FIELDS; empty erases it."""
    key = await tx.key(person_id)
    if key is not None:
        await tx.run(_PROFILE_COLUMNS[field], key.seal(f"person.{field}", text), person_id)


async def set_language(tx: Connection, person_id: int, language: str) -> None:
    """The language the person chose; what their Telegram says no longer matters."""
    await tx.run("UPDATE person SET language = ?, language_chosen = 1 WHERE id = ?", language, person_id)


async def set_reach(tx: Connection, person_id: int, reach: Reach) -> None:
    await tx.run("UPDATE person SET reach = ? WHERE id = ?", reach, person_id)


async def set_promised(tx: Connection, person_id: int, now: datetime) -> None:
    await tx.run("UPDATE person SET promised_at = ? WHERE id = ?", to_seconds(now), person_id)


async def set_profile_asked(tx: Connection, person_id: int) -> None:
    await tx.run("UPDATE person SET profile_asked = 1 WHERE id = ?", person_id)


async def set_owner(tx: Connection, person_id: int) -> None:
    await tx.run("UPDATE person SET owner = 1 WHERE id = ?", person_id)


async def owner_exists(tx: Connection) -> bool:
    return await tx.value("SELECT 1 FROM person WHERE owner = 1 LIMIT 1") is not None


async def grant(
    tx: Connection,
    person_id: int,
    qualification: Qualification,
    by: int,
    since: datetime,
    expires_at: datetime | None = None,
) -> bool:
    """Whether it is new, or lasts longer than before; else who had it keeps the older date."""
    return bool(
        await tx.run(
            "INSERT INTO qualification (person_id, qualification, granted_at, granted_by, expires_at)"
            " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET granted_at = excluded.granted_at,"
            " granted_by = excluded.granted_by, expires_at = excluded.expires_at"
            " WHERE expires_at IS NOT NULL AND (excluded.expires_at IS NULL OR excluded.expires_at > expires_at)",
            person_id,
            qualification,
            to_seconds(since),
            by,
            to_seconds(expires_at),
        )
    )


async def restore(tx: Connection, person_id: int, grant: Grant, by: int) -> None:
    """A note that was taken away by mistake is there again as it was."""
    await tx.run(
        "INSERT INTO qualification (person_id, qualification, granted_at, granted_by, expires_at)"
        " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        person_id,
        grant.qualification,
        to_seconds(grant.granted_at),
        by,
        to_seconds(grant.expires_at),
    )


async def revoke(tx: Connection, person_id: int, qualification: Qualification) -> bool:
    """Whether there was one to take."""
    return bool(
        await tx.run("DELETE FROM qualification WHERE person_id = ? AND qualification = ?", person_id, qualification)
    )


async def set_standing(
    tx: Connection, person_id: int, group: Group, status: str, now: datetime, *, joined: bool, confirmed: bool
) -> None:
    """What Telegram says now. A join, or leaving, takes a coordinator's confirmation away."""
    seconds = to_seconds(now)
    await tx.run(
        "INSERT INTO membership (person_id, chat_role, status, checked_at, joined_at, confirmed_at)"
        " VALUES (?1, ?2, ?3, ?4, iif(?5, ?4, NULL), iif(?6, ?4, NULL))"
        " ON CONFLICT DO UPDATE SET status = ?3, checked_at = ?4,"
        " joined_at = iif(?5, ?4, joined_at),"
        " confirmed_at = iif(?5 OR ?3 IN ('left', 'kicked'), NULL, iif(?6, coalesce(confirmed_at, ?4), confirmed_at))",
        person_id,
        group,
        status,
        seconds,
        joined,
        confirmed,
    )


async def confirm(tx: Connection, person_id: int, group: Group, by: int, now: datetime) -> bool:
    """An existing coordinator vouches for somebody inside; whether that changed anything."""
    return bool(
        await tx.run(
            "UPDATE membership SET confirmed_at = ?, confirmed_by = ?"
            " WHERE person_id = ? AND chat_role = ? AND confirmed_at IS NULL"
            " AND status IN ('creator', 'administrator', 'member')",
            to_seconds(now),
            by,
            person_id,
            group,
        )
    )


async def confirmed_count(tx: Connection, group: Group) -> int:
    """How many people of the group count as confirmed."""
    return int(
        await tx.value("SELECT count(*) FROM membership WHERE chat_role = ? AND confirmed_at IS NOT NULL", group)
    )


async def volunteers(tx: Connection) -> list[Person]:
    """Everybody in the volunteers' group whom the bot has met."""
    rows = await tx.all(
        _PERSON + "WHERE p.id IN (SELECT person_id FROM membership WHERE chat_role = 'volunteers'"
        " AND status IN ('creator', 'administrator', 'member'))"
    )
    return [_person(row) for row in rows]


async def askable(tx: Connection, trained: frozenset[Qualification] | None) -> list[Person]:
    """The volunteers who can be written to and have promised; where said, those once trained for one of these."""
    marks = ",".join("?" * len(trained or ()))
    training = f" AND p.id IN (SELECT person_id FROM qualification WHERE qualification IN ({marks}))"
    rows = await tx.all(
        _PERSON + "WHERE p.reach = 'yes' AND p.promised_at IS NOT NULL"
        " AND p.id IN (SELECT person_id FROM membership WHERE chat_role = 'volunteers'"
        " AND status IN ('creator', 'administrator', 'member'))" + ("" if trained is None else training),
        *(trained or ()),
    )
    return [_person(row) for row in rows]


async def languages(tx: Connection, person_ids: frozenset[int]) -> dict[int, str]:
    """What people said of the languages they speak."""
    marks = ",".join("?" * len(person_ids))
    rows = await tx.all(
        "SELECT p.id, p.languages_sealed, k.ring_version, k.wrapped FROM person p"
        f" JOIN subject_key k ON k.subject_id = p.id WHERE p.languages_sealed IS NOT NULL AND p.id IN ({marks})",
        *person_ids,
    )
    return {
        row["id"]: tx.ring.unwrap(row["id"], row["ring_version"], row["wrapped"]).open(
            "person.languages", row["languages_sealed"]
        )
        for row in rows
    }


async def reachable(tx: Connection, person_ids: frozenset[int]) -> frozenset[int]:
    """Those of them whom a private message reaches."""
    marks = ",".join("?" * len(person_ids))
    rows = await tx.all(f"SELECT id FROM person WHERE reach = 'yes' AND id IN ({marks})", *person_ids)
    return frozenset(row[0] for row in rows)


async def add_outside(tx: Connection, name: str, now: datetime) -> int:
    """Somebody without Telegram, who fills a seat: found by nothing, written to by nobody."""
    person_id = new_id()
    key = await tx.new_key(person_id)
    await tx.run(
        "INSERT INTO person (id, telegram_hmac, telegram_sealed, name_sealed, language, reach, met_at, outside)"
        " VALUES (?, ?, ?, ?, ?, 'no', ?, 1)",
        person_id,
        tx.ring.fingerprint("outside", str(person_id)),
        key.seal("person.telegram", "0"),
        key.seal("person.name", name),
        DEFAULT_LANGUAGE,
        to_seconds(now),
    )
    return person_id


async def forget_outside(tx: Connection) -> None:
    """People without Telegram are forgotten with the last seat they filled."""
    for row in await tx.all("SELECT id FROM person WHERE outside AND id NOT IN (SELECT person_id FROM claim)"):
        await tx.run("DELETE FROM person WHERE id = ?", row[0])
        await tx.destroy_key(row[0])


async def coordinators(tx: Connection) -> frozenset[int]:
    """Everybody who counts as a coordinator."""
    rows = await tx.all(
        "SELECT person_id FROM membership WHERE chat_role = 'coordinators' AND confirmed_at IS NOT NULL"
        " AND status IN ('creator', 'administrator', 'member')"
    )
    return frozenset(row[0] for row in rows)


async def forget_standings(tx: Connection, group: Group) -> None:
    """The group's role went to another chat: what was known of who is inside is void."""
    await tx.run("DELETE FROM membership WHERE chat_role = ?", group)


_TOLD = ("name", "phone", "languages", "towns", "car")


async def of_the_center(tx: Connection) -> list[tuple[Person, Profile]]:
    """Everybody inside one of the groups or with a training, and what they told; members who ask for help are not."""
    rows = await tx.all(
        _PERSON.replace(
            "FROM person p",
            ", p.name_sealed, p.phone_sealed, p.languages_sealed, p.towns_sealed, p.car_sealed,"
            " k.ring_version, k.wrapped FROM person p JOIN subject_key k ON k.subject_id = p.id",
        )
        + "WHERE EXISTS (SELECT 1 FROM qualification q WHERE q.person_id = p.id) OR EXISTS (SELECT 1 FROM membership m"
        " WHERE m.person_id = p.id AND m.status IN ('creator', 'administrator', 'member'))"
    )
    found = []
    for row in rows:
        key = tx.ring.unwrap(row["id"], row["ring_version"], row["wrapped"])
        told = {field: key.open(f"person.{field}", row[f"{field}_sealed"]) for field in _TOLD}
        found.append((_person(row), Profile(**told)))
    return found


async def connected_count(tx: Connection) -> int:
    """How many volunteers the bot can write to."""
    return int(
        await tx.value(
            "SELECT count(*) FROM person p JOIN membership m ON m.person_id = p.id AND m.chat_role = 'volunteers'"
            " WHERE p.reach = 'yes' AND m.status IN ('creator', 'administrator', 'member')"
        )
    )


async def forget_passer_by(tx: Connection, person_id: int) -> bool:
    """Forgets somebody who is nothing to the center: in no group, with no seat, no appointment, nothing told.
    Whether they were.
    """
    gone = await tx.run(
        "DELETE FROM person WHERE id = ?1 AND NOT owner AND NOT name_given AND promised_at IS NULL"
        " AND coalesce(phone_sealed, languages_sealed, towns_sealed, car_sealed) IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM membership WHERE person_id = ?1 AND status NOT IN ('left', 'kicked'))"
        " AND NOT EXISTS (SELECT 1 FROM qualification WHERE person_id = ?1)"
        " AND NOT EXISTS (SELECT 1 FROM claim WHERE person_id = ?1)"
        " AND NOT EXISTS (SELECT 1 FROM offer WHERE person_id = ?1)"
        " AND NOT EXISTS (SELECT 1 FROM standing WHERE person_id = ?1)"
        " AND NOT EXISTS (SELECT 1 FROM party WHERE member_id = ?1)"
        " AND NOT EXISTS (SELECT 1 FROM draft WHERE owner_id = ?1)"
        " AND NOT EXISTS (SELECT 1 FROM request WHERE contact_id = ?1)"
        " AND NOT EXISTS (SELECT 1 FROM change WHERE actor_id = ?1)"
        " AND NOT EXISTS (SELECT 1 FROM venue WHERE saved_by = ?1)"
        " AND NOT EXISTS (SELECT 1 FROM series WHERE contact_id = ?1)",
        person_id,
    )
    if gone:
        await tx.destroy_key(person_id)
    return bool(gone)
