"""A database of the first version, with a row in every table, goes on with everything in it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.actions.bodies import from_body
from bot.rules.model import Claim, ClaimState, Details, Ending, Group, Kind, Party, Return, Role, Slot
from storage import drafts, people, requests, tokens
from storage.database import Database, migrations, to_seconds
from storage.seal import KeyRing, token_hash
from tests.storage.conftest import ENDS, NOW, STARTS

HOUR = timedelta(hours=1)
DAN, ROSA, ANA = 11, 12, 13
RIDE, ACCOMPANIMENT = 21, 22
PARTY, ERASED = 31, 32
DRIVER, ACCOMPANIER, OTHER_DRIVER = 41, 42, 43
TAKEN, HELD, LAPSED = 51, 52, 53
DRAFT, PROFILE = 61, 62
TOKEN = "a-link-from-before"


def seconds(days: int = 0) -> int:
    return int((NOW + timedelta(days=days)).timestamp())


@contextmanager
def first_version(path: Path) -> Iterator[sqlite3.Connection]:
    """A new file as the program of migration 1 made it."""
    path.parent.mkdir(parents=True)
    number, sql = migrations()[0]
    assert number == 1
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA journal_mode = WAL")
        raw.executescript(f"BEGIN; {sql} PRAGMA user_version = 1; COMMIT;")
        raw.execute("PRAGMA foreign_keys = ON")
        yield raw


def fill(raw: sqlite3.Connection, ring: KeyRing) -> None:
    """A row in every table, two where there is more than one case."""
    start, end, now = to_seconds(STARTS), to_seconds(ENDS), seconds()
    keys = {}
    for subject in (DAN, ROSA, ANA, PARTY, DRAFT, PROFILE):
        keys[subject], wrapped = ring.new_data_key(subject)
        raw.execute("INSERT INTO subject_key VALUES (?, ?, ?)", (subject, ring.current, wrapped))
    raw.execute("INSERT INTO meta VALUES ('ring', ?)", (ring.seal("meta.ring", 0, b"acompana"),))
    for person, name in ((DAN, "Dan"), (ROSA, "Rosa"), (ANA, "Ana")):
        raw.execute(
            "INSERT INTO person (id, telegram_hmac, telegram_sealed, name_sealed, language, reach, met_at)"
            " VALUES (?, ?, ?, ?, 'es', 'yes', ?)",
            (
                person,
                ring.fingerprint("telegram", str(person)),
                keys[person].seal("person.telegram", str(person)),
                keys[person].seal("person.name", name),
                now,
            ),
        )
    raw.execute("INSERT INTO chat VALUES ('volunteers', -5, NULL, ?, 9, 9, NULL, NULL)", (now,))
    raw.execute("INSERT INTO membership VALUES (?, 'volunteers', 'member', ?, NULL, ?, NULL)", (DAN, now, now))
    raw.execute("INSERT INTO membership VALUES (?, 'coordinators', 'creator', ?, NULL, ?, NULL)", (ROSA, now, now))
    raw.execute("INSERT INTO qualification VALUES (?, 'rideshare', ?, ?, NULL)", (DAN, now, ROSA))
    raw.execute(
        "INSERT INTO request VALUES (?, 'ride', 'open', ?, ?, 'Holyoke', 'Amherst', 2, 1, 'es pt', 1, ?, ?, NULL, 4)",
        (RIDE, start, end, ROSA, now),
    )
    raw.execute(
        "INSERT INTO request VALUES (?, 'accompaniment', 'cancelled', ?, ?, 'Hartford', NULL, 1, 0, '', 0, ?, ?, ?, 2)",
        (ACCOMPANIMENT, start, end, ROSA, now, now),
    )
    raw.execute(
        "INSERT INTO party VALUES (?, ?, ?, ?, NULL, ?, NULL)",
        (PARTY, RIDE, ANA, keys[PARTY].seal("party.name", "Ana"), keys[PARTY].seal("party.street", "45 Elm St")),
    )
    raw.execute("INSERT INTO party (id, request_id) VALUES (?, ?)", (ERASED, ACCOMPANIMENT))
    raw.execute("INSERT INTO slot VALUES (?, ?, 'driver', 0, 1, 2)", (DRIVER, RIDE))
    raw.execute("INSERT INTO slot VALUES (?, ?, 'accompanier', 0, 2, 2)", (ACCOMPANIER, ACCOMPANIMENT))
    raw.execute("INSERT INTO slot VALUES (?, ?, 'driver', 1, 0, 1)", (OTHER_DRIVER, ACCOMPANIMENT))
    claim = "INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    raw.execute(claim, (TAKEN, RIDE, DRIVER, 1, DAN, "active", now, None, now, None, None, 77))
    raw.execute(claim, (HELD, RIDE, DRIVER, 2, ROSA, "held", now, seconds(1), None, None, None, None))
    raw.execute(
        claim, (LAPSED, ACCOMPANIMENT, ACCOMPANIER, 1, DAN, "released", now, None, None, seconds(1), "lapsed", None)
    )
    raw.execute(
        "INSERT INTO offer VALUES (71, ?, ?, ?, 'asked', ?, ?, NULL)", (RIDE, DRIVER, ANA, seconds(), seconds(1))
    )
    body = json.dumps({"kind": "ride", "starts_at": start, "ends_at": end, "origin": "Holyoke", "hours": [],
                       "details": {"name": "Eva", "phone": "", "street": "", "note": ""}})  # fmt: skip
    draft = "INSERT INTO draft VALUES (?, ?, ?, NULL, ?, ?, ?, ?, 3, ?, ?)"
    sealed = keys[DRAFT].seal("draft.body", body)
    raw.execute(draft, (DRAFT, ROSA, "request", "destination", sealed, "coordinators", 88, now, now))
    raw.execute(draft, (PROFILE, DAN, "profile", "phone", None, None, None, now, now))
    raw.execute("INSERT INTO card VALUES (?, 'volunteers', 99)", (RIDE,))
    raw.execute("INSERT INTO token VALUES (?, 'owner', ?, NULL, ?)", (token_hash(TOKEN), DAN, seconds(2)))
    raw.execute("INSERT INTO inbox VALUES (5, x'00', ?, NULL, NULL, NULL, NULL, 0, NULL)", (now,))
    raw.execute(
        "INSERT INTO outbox VALUES (81, 'k', 'say', 'claimed', ?, ?, ?, NULL, ?, ?, NULL, 0, 2, 0, NULL)",
        (TAKEN, RIDE, DAN, now, now),
    )
    raw.execute("INSERT INTO audit VALUES (91, ?, ?, 'posted', ?)", (now, ROSA, RIDE))


def tables(raw: sqlite3.Connection) -> dict[str, list[str]]:
    """Every table with its columns."""
    names = [row[0] for row in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    return {name: [row[1] for row in raw.execute(f"PRAGMA table_info({name})")] for name in names}


def rows(raw: sqlite3.Connection, shape: dict[str, list[str]]) -> dict[str, list[Any]]:
    """What is in these columns of these tables."""
    return {
        table: sorted(raw.execute(f"SELECT {', '.join(columns)} FROM {table}"), key=repr)  # noqa: S608
        for table, columns in shape.items()
    }


async def test_every_row_of_the_first_version_survives(path: Path, ring: KeyRing) -> None:
    with first_version(path) as raw:
        fill(raw, ring)
        shape = tables(raw)
        before = rows(raw, shape)
    assert [table for table, found in before.items() if not found] == []
    await (await Database.open(path, ring)).close()
    with closing(sqlite3.connect(path)) as raw:
        assert rows(raw, shape) == before
        assert raw.execute("PRAGMA user_version").fetchone()[0] == migrations()[-1][0]
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
        assert raw.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


@pytest.fixture
async def old(path: Path, ring: KeyRing) -> AsyncIterator[Database]:
    """The old file, opened by this program."""
    with first_version(path) as raw:
        fill(raw, ring)
    database = await Database.open(path, ring)
    try:
        yield database
    finally:
        await database.close()


async def test_what_people_had_is_what_they_have(old: Database) -> None:
    async with old.transaction() as tx:
        ride = await requests.load(tx, RIDE)
        assert ride is not None
        assert (ride.kind, ride.starts_at, ride.ends_at, ride.version) == (Kind.RIDE, STARTS, ENDS, 4)
        assert (ride.languages, ride.interpreter, ride.passengers) == (("es", "pt"), True, 2)
        assert (ride.part, ride.duty, ride.returns, ride.return_at) == (None, None, Return.NONE, None)
        assert (ride.wheelchair, ride.waits, ride.series_id, ride.changed_version) == (False, False, None, None)
        assert ride.slots == (Slot(DRIVER, Role.DRIVER, 0, 1, 2),)
        assert ride.parties == (Party(PARTY, ANA),)
        assert ride.members == {ANA}
        active = Claim(TAKEN, RIDE, DRIVER, 1, DAN, ClaimState.ACTIVE, NOW, leaving_at=NOW)
        held = Claim(HELD, RIDE, DRIVER, 2, ROSA, ClaimState.HELD, NOW, held_until=NOW + timedelta(days=1))
        assert set(ride.claims) == {active, held}
        assert await requests.details(tx, PARTY) == Details(name="Ana", street="45 Elm St")
        assert await requests.claim_message(tx, TAKEN) == 77
        assert await requests.card_message(tx, RIDE, Group.VOLUNTEERS) == 99
        other = await requests.load(tx, ACCOMPANIMENT)
        assert other is not None
        assert [(claim.state, claim.ending) for claim in other.claims] == [(ClaimState.RELEASED, Ending.LAPSED)]
        assert await requests.details(tx, ERASED) is None
        assert await people.names(tx, frozenset({DAN, ROSA})) == {DAN: "Dan", ROSA: "Rosa"}
        assert await people.coordinators(tx) == {ROSA}
        row = await drafts.asked_of(tx, ROSA)
        assert row is not None
        assert (row.id, row.asking, row.group, row.message_id, row.version) == (
            DRAFT, "destination", Group.COORDINATORS, 88, 3,
        )  # fmt: skip
        body = await drafts.body(tx, DRAFT)
        assert body is not None
        draft = from_body(body)
        assert (draft.starts_at, draft.origin, draft.details) == (STARTS, "Holyoke", (Details(name="Eva"),))
        found = await tokens.use(tx, TOKEN, DAN, NOW)
        assert found is not None
        assert found.purpose == "owner"


async def test_nobody_is_told_of_changes_from_before_and_new_ones_are_noted(old: Database) -> None:
    async with old.transaction() as tx:
        ride = await requests.load(tx, RIDE)
        assert ride is not None
        assert await requests.changes_after(tx, RIDE, await requests.told_version(tx, TAKEN)) == (None, False)
        await requests.add_change(tx, ride, ROSA, "{}", NOW, details=False)
        assert await requests.changes_after(tx, RIDE, await requests.told_version(tx, TAKEN)) == ("{}", False)


async def test_afterwards_foreign_keys_are_looked_at_again(old: Database) -> None:
    async with old.transaction() as tx:
        assert await tx.value("PRAGMA foreign_keys") == 1
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            await tx.run("UPDATE request SET contact_id = 7")
    async with old.reading() as tx:
        assert await tx.value("PRAGMA foreign_keys") == 1
    async with old.transaction() as tx:  # and what hangs on a request goes with it, also in the tables made anew
        await requests.delete(tx, RIDE)
        left = {
            table: await tx.value(f"SELECT count(*) FROM {table}")  # noqa: S608
            for table in ("party", "slot", "claim", "offer", "card")
        }
    assert left == {"party": 1, "slot": 2, "claim": 1, "offer": 0, "card": 0}


async def test_indexes_guard_the_tables_made_anew(old: Database) -> None:
    async with old.transaction() as tx:
        for again in ("slot_id, seat, person_id", "slot_id, person_id, seat"):
            first, second, other = again.split(", ")
            with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
                await tx.run(
                    f"INSERT INTO claim (id, request_id, {first}, {second}, {other}, state, claimed_at)"  # noqa: S608
                    f" SELECT 1, request_id, {first}, {second}, {other} + 5, state, claimed_at FROM claim"
                    f" WHERE id = {TAKEN}"
                )
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            await tx.run(
                "INSERT INTO draft (id, owner_id, kind, asking, created_at, updated_at)"
                " SELECT 1, owner_id, kind, asking, created_at, updated_at FROM draft WHERE id = ?",
                DRAFT,
            )


async def test_what_refers_to_nothing_stops_the_migration_and_nothing_is_changed(path: Path, ring: KeyRing) -> None:
    with first_version(path) as raw:
        fill(raw, ring)
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("UPDATE claim SET person_id = 7 WHERE id = ?", (TAKEN,))
        shape = tables(raw)
        before = rows(raw, shape)
    with pytest.raises(sqlite3.IntegrityError, match="migration 2 would leave rows that refer to nothing"):
        await Database.open(path, ring)
    with closing(sqlite3.connect(path)) as raw:
        assert tables(raw) == shape
        assert rows(raw, shape) == before
        assert raw.execute("PRAGMA user_version").fetchone()[0] == 1
