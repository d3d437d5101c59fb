"""What is told in confidence: unreadable in the file, bound to its place, gone with its key."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.debrief import Debrief, Want
from bot.rules.model import PROFILE_FIELDS, Details, Going, Reason, Rsvp, Whereabouts
from bot.rules.offers import Wishes
from storage import debriefs, drafts, expected, inbox, offers, people, requests, sessions, tokens
from storage.database import Connection, Database
from storage.inbox import Received
from storage.seal import (
    Damaged,
    DataKey,
    KeyRing,
    WrongKeys,
    decrypt,
    encrypt,
    load_ring,
    new_ring,
    open_ring,
    save_ring,
    token_hash,
)
from tests.rules.test_sessions import a_session
from tests.storage.conftest import ENDS, NOW, a_claim, meet, post

# --- one value --------------------------------------------------------------------------------------------------------


@given(st.text(min_size=1))
def test_a_sealed_text_comes_back(text: str) -> None:
    key = DataKey(7, secrets.token_bytes(32))
    assert key.open("party.name", key.seal("party.name", text)) == text


def test_nothing_stays_nothing() -> None:
    key = DataKey(7, secrets.token_bytes(32))
    assert key.seal("party.name", "") is None
    assert key.seal("party.name", None) is None
    assert key.open("party.name", None) == ""


def test_the_same_text_never_looks_the_same() -> None:
    key = DataKey(7, secrets.token_bytes(32))
    assert len({key.seal("party.name", "Ana") for _ in range(100)}) == 100


KEY = DataKey(7, bytes(32))
SEALED = KEY.seal("party.name", "Ana") or b""


@pytest.mark.parametrize(
    ("key", "place", "sealed"),
    [
        pytest.param(KEY, "party.phone", SEALED, id="another column"),
        pytest.param(KEY, "person.name", SEALED, id="another table"),
        pytest.param(DataKey(8, KEY.key), "party.name", SEALED, id="another row"),
        pytest.param(DataKey(7, b"x" * 32), "party.name", SEALED, id="another key"),
        pytest.param(KEY, "party.name", SEALED[:-1], id="a byte is missing"),
        pytest.param(KEY, "party.name", SEALED[:-1] + bytes([SEALED[-1] ^ 1]), id="a bit is changed"),
        pytest.param(KEY, "party.name", bytes([SEALED[0] ^ 1]) + SEALED[1:], id="the nonce is changed"),
    ],
)
def test_what_was_changed_or_moved_does_not_open(key: DataKey, place: str, sealed: bytes) -> None:
    with pytest.raises(Damaged):
        key.open(place, sealed)


def test_an_error_about_a_sealed_value_holds_nothing_of_it() -> None:
    with pytest.raises(Damaged) as caught:
        decrypt(bytes(32), encrypt(bytes(32), b"canary", "here"), "there")
    assert "canary" not in repr(caught.value)
    assert caught.value.__suppress_context__


# --- the key ring -----------------------------------------------------------------------------------------------------


def test_a_data_key_unwraps_for_its_subject_and_version_only() -> None:
    ring = replace(new_ring(), keys={1: bytes(32), 2: bytes(32)})  # even where two versions were the same key
    key, wrapped = ring.new_data_key(7)
    assert ring.unwrap(7, 1, wrapped) == key
    with pytest.raises(Damaged):
        ring.unwrap(8, 1, wrapped)
    with pytest.raises(Damaged):
        ring.unwrap(7, 2, wrapped)
    with pytest.raises(WrongKeys, match="version 3"):
        ring.unwrap(7, 3, wrapped)


def test_a_newer_version_still_opens_what_an_older_one_sealed() -> None:
    old = new_ring()
    new = KeyRing(2, {**old.keys, 2: secrets.token_bytes(32)}, old.fingerprint_key)
    _, wrapped = old.new_data_key(7)
    sealed = old.seal("inbox.payload", 5, b"hello")
    assert new.unwrap(7, 1, wrapped) == old.unwrap(7, 1, wrapped)
    assert new.open("inbox.payload", 5, sealed) == b"hello"
    with pytest.raises(WrongKeys, match="version 2"):
        old.open("inbox.payload", 5, new.seal("inbox.payload", 5, b"hello"))


def test_what_the_ring_sealed_is_bound_to_its_row_and_place() -> None:
    ring = new_ring()
    sealed = ring.seal("inbox.payload", 5, b"hello")
    for place, row in (("inbox.payload", 6), ("meta.ring", 5)):
        with pytest.raises(Damaged):
            ring.open(place, row, sealed)


def test_fingerprints_tell_only_those_who_have_the_key() -> None:
    ring = new_ring()
    assert ring.fingerprint("telegram", "41") == ring.fingerprint("telegram", "41")
    others = {ring.fingerprint("telegram", "42"), ring.fingerprint("username", "41")}
    assert ring.fingerprint("telegram", "41") not in others
    assert ring.fingerprint("telegram", "41") != new_ring().fingerprint("telegram", "41")


def test_a_key_shown_by_accident_tells_nothing() -> None:
    ring = new_ring()
    key, _ = ring.new_data_key(7)
    assert repr(ring.keys[1]) not in repr(ring)
    assert repr(ring.fingerprint_key) not in repr(ring)
    assert repr(key.key) not in repr(key)


# --- the key file -----------------------------------------------------------------------------------------------------


def test_the_ring_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    key_file, database = tmp_path / "keys" / "ring.json", tmp_path / "data" / "db"
    ring = open_ring(key_file, database)
    assert key_file.stat().st_mode & 0o777 == 0o600
    assert open_ring(key_file, database) == ring
    database.parent.mkdir()
    database.touch()
    assert open_ring(key_file, database) == ring


def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    key_file = tmp_path / "ring.json"
    save_ring(new_ring(), key_file)
    before = key_file.read_bytes()
    with pytest.raises(FileExistsError):
        save_ring(new_ring(), key_file)
    assert key_file.read_bytes() == before


def test_a_lost_key_file_is_not_replaced_by_a_new_one(tmp_path: Path) -> None:
    key_file, database = tmp_path / "ring.json", tmp_path / "db"
    database.touch()
    with pytest.raises(WrongKeys, match=r"ring\.json is missing.*Put the right key file back.*nothing was changed"):
        open_ring(key_file, database)
    assert not key_file.exists()


def changed(change: Callable[[dict[str, Any]], object]) -> str:
    """A good key file with one change, as text."""
    data: dict[str, Any] = {"current": 1, "keys": {"1": "QUFB" * 10 + "QUE="}, "fingerprint": "QUFB" * 10 + "QUE="}
    change(data)
    return json.dumps(data)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("not JSON", id="not JSON"),
        pytest.param("[]", id="a list"),
        pytest.param("null", id="null"),
        pytest.param("\udcff", id="not text"),
        pytest.param(changed(lambda data: data.pop("keys")), id="no keys"),
        pytest.param(changed(lambda data: data.pop("fingerprint")), id="no fingerprint key"),
        pytest.param(changed(lambda data: data.update(keys=[])), id="keys of another shape"),
        pytest.param(changed(lambda data: data.update(keys={"one": "x"})), id="a version that is no number"),
        pytest.param(changed(lambda data: data.update(keys={"1": "QUFB"})), id="a short key"),
        pytest.param(changed(lambda data: data.update(current=2)), id="the current key is not there"),
        pytest.param(changed(lambda data: data.update(fingerprint="")), id="an empty fingerprint key"),
        pytest.param(changed(lambda data: data.update(fingerprint="QUFB")), id="a short fingerprint key"),
    ],
)
def test_a_damaged_key_file_is_refused_in_plain_words(tmp_path: Path, text: str) -> None:
    key_file, database = tmp_path / "ring.json", tmp_path / "db"
    key_file.write_text(text, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(WrongKeys, match="Put the right key file back") as caught:
        open_ring(key_file, database)
    assert "QUFB" not in str(caught.value)
    assert key_file.read_text(encoding="utf-8", errors="surrogateescape") == text


def test_a_good_key_file_is_taken(tmp_path: Path) -> None:
    key_file = tmp_path / "ring.json"
    key_file.write_text(changed(dict))
    assert load_ring(key_file).current == 1


# --- in the file ------------------------------------------------------------------------------------------------------

CANARY = "kanarienvogel"
SERIES = 77
PAPER = 5


def bytes_of(path: Path) -> bytes:
    """Every byte the database has written: the file, its log, its shared memory."""
    return b"".join(file.read_bytes() for file in sorted(path.parent.iterdir()))


async def tell_everything(tx: Connection) -> None:
    """Puts the canary wherever a person's words are kept."""
    person_id = await meet(tx, 987_654_321_012, CANARY, username=CANARY)
    for field in PROFILE_FIELDS:
        await people.set_profile(tx, person_id, field, f"{field} {CANARY}")
    await post(tx, person_id, Details(CANARY, CANARY, CANARY, CANARY))
    await drafts.add(tx, person_id, "request", NOW, body={"origin_words": CANARY})
    await expected.add(tx, CANARY, CANARY, (), person_id, NOW)
    session = replace(a_session(capacity=None), contact_id=person_id, title=CANARY)
    await sessions.add(tx, session, Whereabouts(CANARY, CANARY), CANARY)
    paper = Rsvp(PAPER, session.id, None, Going.WALK_IN, 1, NOW)
    await sessions.save_rsvp(tx, paper)
    await sessions.name_rsvp(tx, paper.id, CANARY)
    key = await tx.new_key(SERIES)
    await tx.run(
        "INSERT INTO series (id, contact_id, weekday, next_day, body_sealed, created_at) VALUES (?, ?, 3, ?, ?, 0)",
        SERIES,
        person_id,
        "2026-12-03",
        key.seal("series.body", CANARY),
    )
    await offers.set_wishes(tx, person_id, Wishes(towns=(CANARY,)))
    request = await post(tx, person_id)
    claim = a_claim(request, person_id)
    await requests.add_claim(tx, claim)
    await requests.set_note(tx, claim.id, person_id, CANARY)
    await requests.set_reason(tx, claim.id, person_id, Reason.CAR)
    await debriefs.save(tx, Debrief(request.id, person_id, wants=(Want.LAWYER,), words=CANARY), NOW)
    await inbox.add(tx, [Received(5, tx.ring.fingerprint("telegram", "987654321012"), CANARY.encode())], NOW)


async def test_no_byte_of_the_file_holds_what_people_said(db: Database) -> None:
    async with db.transaction() as tx:
        await tell_everything(tx)
        token = await tokens.issue(tx, "owner", ENDS)
    written = bytes_of(db.path)
    assert token_hash(token) in written  # it was looked for in the right place
    for secret in (CANARY.encode(), b"987654321012", (987_654_321_012).to_bytes(6, "big"), token.encode()):
        assert secret not in written


async def test_nor_after_it_was_written_back_and_closed(path: Path, ring: KeyRing) -> None:
    database = await Database.open(path, ring)
    async with database.transaction() as tx:
        await tell_everything(tx)
    await database.close()
    assert CANARY.encode() not in bytes_of(path)


async def sealed_columns(tx: Connection) -> Iterable[tuple[str, str]]:
    tables = [row["name"] for row in await tx.all("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    found = []
    for table in tables:
        columns = await tx.all("SELECT name FROM pragma_table_info(?)", table)
        found += [(table, column["name"]) for column in columns if column["name"].endswith("_sealed")]
    return found


async def test_every_sealed_column_holds_ciphertext(db: Database) -> None:
    async with db.transaction() as tx:
        await tell_everything(tx)
        columns = list(await sealed_columns(tx))
        for table, column in columns:
            value = await tx.value(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL")  # noqa: S608
            assert isinstance(value, bytes), f"{table}.{column} was never filled"
            assert len(value) > 12 + 16  # nonce and tag
    assert len(columns) >= 12


async def test_a_value_moved_to_another_column_does_not_open(db: Database) -> None:
    async with db.transaction() as tx:
        person_id = await meet(tx)
        await tx.run("UPDATE person SET phone_sealed = name_sealed WHERE id = ?", person_id)
        with pytest.raises(Damaged):
            await people.profile(tx, person_id)


async def test_a_value_moved_to_another_row_does_not_open(db: Database) -> None:
    async with db.transaction() as tx:
        ana, dan = await meet(tx, 1, "Ana"), await meet(tx, 2, "Dan")
        anas = await tx.value("SELECT name_sealed FROM person WHERE id = ?", ana)
        await tx.run("UPDATE person SET name_sealed = ? WHERE id = ?", anas, dan)
        assert await people.names(tx, frozenset({ana})) == {ana: "Ana"}
        with pytest.raises(Damaged):
            await people.names(tx, frozenset({dan}))


async def test_a_key_moved_to_another_subject_does_not_open(db: Database) -> None:
    async with db.transaction() as tx:
        ana, dan = await meet(tx, 1, "Ana"), await meet(tx, 2, "Dan")
        wrapped = await tx.value("SELECT wrapped FROM subject_key WHERE subject_id = ?", ana)
        await tx.run("UPDATE subject_key SET wrapped = ? WHERE subject_id = ?", wrapped, dan)
        with pytest.raises(Damaged):
            await people.profile(tx, dan)


async def test_an_update_moved_to_another_id_does_not_open(db: Database) -> None:
    async with db.transaction() as tx:
        await inbox.add(tx, [Received(5, b"q", b"hello")], NOW)
        await tx.run("UPDATE inbox SET update_id = 6")
        with pytest.raises(Damaged):
            await inbox.waiting(tx)


async def test_without_its_key_nothing_of_a_person_can_be_read(db: Database) -> None:
    async with db.transaction() as tx:
        person_id = await meet(tx)
        assert await people.profile(tx, person_id) is not None
        assert await people.telegram_id(tx, person_id) == 41
        await tx.destroy_key(person_id)
        assert await people.profile(tx, person_id) is None
        assert await people.telegram_id(tx, person_id) is None
        assert await people.names(tx, frozenset({person_id})) == {}
        await people.set_profile(tx, person_id, "phone", "413-555-0100")  # too late: nothing is stored any more
        assert await tx.value("SELECT phone_sealed FROM person WHERE id = ?", person_id) is None


async def test_without_its_key_nothing_of_a_party_can_be_read(db: Database) -> None:
    async with db.transaction() as tx:
        request = await post(tx, await meet(tx), Details(name="Ana", phone="413-555-0100"))
        party = request.parties[0].id
        assert await requests.details(tx, party) == Details(name="Ana", phone="413-555-0100")
        await tx.destroy_key(party)
        assert await requests.details(tx, party) is None
        assert not await requests.set_detail(tx, party, "note", "too late")


async def test_without_its_key_nothing_of_a_draft_can_be_read(db: Database) -> None:
    async with db.transaction() as tx:
        draft_id = await drafts.add(tx, await meet(tx), "request", NOW, body={"origin_words": "casa de Ana"})
        await tx.destroy_key(draft_id)
        assert await drafts.body(tx, draft_id) is None
        await drafts.set_body(tx, draft_id, {"origin_words": "again"}, NOW)
        assert await drafts.body(tx, draft_id) is None


async def test_a_subject_has_one_key(db: Database) -> None:
    async with db.transaction() as tx:
        first = await tx.new_key(7)
        assert await tx.key(7) == first
        assert await tx.key(8) is None


async def test_erased_values_leave_no_bytes_behind(db: Database) -> None:
    """Not even as ciphertext."""
    async with db.transaction() as tx:
        request = await post(tx, await meet(tx), Details(note="Ana"))
        sealed = await tx.value("SELECT note_sealed FROM party WHERE id = ?", request.parties[0].id)
        wrapped = await tx.value("SELECT wrapped FROM subject_key WHERE subject_id = ?", request.parties[0].id)
    assert sealed in bytes_of(db.path)
    async with db.transaction() as tx:
        await requests.erase_details(tx, request.id)
    await db.compact()
    assert sealed not in bytes_of(db.path)
    assert wrapped not in bytes_of(db.path)
    async with db.transaction() as tx:  # and the database works as before
        assert await requests.load(tx, request.id) is not None
