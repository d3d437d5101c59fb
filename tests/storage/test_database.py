"""The file itself: migrations, one writer, readers that do not wait, all or nothing."""

from __future__ import annotations

import asyncio
import gc
import re
import sqlite3
import threading
import warnings
from contextlib import closing
from pathlib import Path

import pytest

from storage.database import Connection, Database, NewerDatabase, id_after, migrations, new_id, to_moment, to_seconds
from storage.seal import KeyRing, WrongKeys, new_ring
from tests.storage.conftest import NOW, meet

ADD = "INSERT INTO meta VALUES (?, x'00')"
COUNT = "SELECT count(*) FROM meta WHERE name = ?"


async def count(db: Database, name: str) -> int:
    async with db.reading() as tx:
        return int(await tx.value(COUNT, name))


# --- opening ----------------------------------------------------------------------------------------------------------


async def test_an_empty_file_becomes_the_newest_version(db: Database) -> None:
    async with db.reading() as tx:
        assert await tx.value("PRAGMA user_version") == migrations()[-1][0]
        assert await tx.value("PRAGMA integrity_check") == "ok"
        assert await tx.value("PRAGMA foreign_key_check") is None


def test_migrations_are_numbered_without_gaps() -> None:
    assert [number for number, _ in migrations()] == list(range(1, len(migrations()) + 1))


async def test_every_table_is_strict(db: Database) -> None:
    async with db.reading() as tx:
        tables = await tx.all(
            "SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sql%'"
        )
    assert len(tables) > 10
    assert [table["name"] for table in tables if not table["strict"]] == []


async def test_the_file_opens_again_with_everything_in_it(path: Path, ring: KeyRing) -> None:
    for expected in range(3):
        database = await Database.open(path, ring)
        async with database.transaction() as tx:
            assert await tx.value("SELECT count(*) FROM person") == expected
            await meet(tx, telegram_id=expected, username=None)
        await database.close()


@pytest.mark.parametrize("pragma", ["journal_mode=wal", "synchronous=2", "foreign_keys=1", "temp_store=2"])
async def test_the_writer_is_safe(db: Database, pragma: str) -> None:
    name, _, value = pragma.partition("=")
    async with db.transaction() as tx:
        assert str(await tx.value(f"PRAGMA {name}")) == value


async def test_only_the_owner_of_the_process_reads_the_file(db: Database) -> None:
    assert db.path.stat().st_mode & 0o777 == 0o600


def files_of(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in path.parent.iterdir()}


async def test_a_newer_file_is_refused_and_not_touched(path: Path, ring: KeyRing) -> None:
    await (await Database.open(path, ring)).close()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA user_version = 999")
    before = files_of(path)
    with pytest.raises(NewerDatabase, match=r"version 999.*knows up to \d+.*nothing was changed"):
        await Database.open(path, ring)
    assert files_of(path) == before


async def test_a_file_of_another_center_is_refused_and_not_touched(path: Path, ring: KeyRing) -> None:
    await (await Database.open(path, ring)).close()
    before = files_of(path)
    with pytest.raises(WrongKeys, match=r"key file does not belong to .*nothing was changed"):
        await Database.open(path, new_ring())
    assert files_of(path) == before
    await (await Database.open(path, ring)).close()


def damage(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a database" * 1000)


async def test_what_is_no_database_is_refused(path: Path, ring: KeyRing) -> None:
    damage(path)
    before = set(threading.enumerate())
    with pytest.raises(sqlite3.DatabaseError):
        await Database.open(path, ring)
    left = set(threading.enumerate()) - before
    for thread in left:
        thread.join(5)  # the connection is closed a moment before its thread ends
    left = {thread for thread in left if thread.is_alive()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        gc.collect()  # what is left open, if anything, shall not outlive this test
    assert not left


# --- all or nothing ---------------------------------------------------------------------------------------------------


async def test_a_transaction_is_seen_when_it_ends(db: Database) -> None:
    async with db.transaction() as tx:
        await tx.run(ADD, "a")
        assert await count(db, "a") == 0
    assert await count(db, "a") == 1


class Trouble(Exception):
    """Something that goes wrong in the middle."""


@pytest.mark.parametrize("error", [Trouble, KeyboardInterrupt, sqlite3.IntegrityError])
async def test_an_exception_leaves_nothing_behind(db: Database, error: type[BaseException]) -> None:
    async def fails() -> None:
        async with db.transaction() as tx:
            await tx.run(ADD, "a")
            raise error

    with pytest.raises(error):
        await fails()
    assert await count(db, "a") == 0
    async with db.transaction() as tx:
        await tx.run(ADD, "b")
    assert await count(db, "b") == 1


async def test_a_statement_that_fails_leaves_nothing_behind(db: Database) -> None:
    async def adds_twice() -> None:
        async with db.transaction() as tx:
            await tx.run(ADD, "a")
            await tx.run(ADD, "a")

    with pytest.raises(sqlite3.IntegrityError):
        await adds_twice()
    assert await count(db, "a") == 0


async def turns(number: int) -> None:
    """Lets everything else run for so many turns of the event loop."""
    for _ in range(number):
        await asyncio.sleep(0)


async def test_cancelling_in_the_middle_leaves_nothing_behind(db: Database) -> None:
    in_the_middle = asyncio.Event()

    async def writes() -> None:
        async with db.transaction() as tx:
            await tx.run(ADD, "a")
            in_the_middle.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(writes())
    await in_the_middle.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await count(db, "a") == 0
    async with db.transaction() as tx:
        await tx.run(ADD, "b")
    assert await count(db, "b") == 1


@pytest.mark.parametrize("after", [*range(1, 13), 20, 40, 80])
async def test_cancelling_at_any_moment_is_all_or_nothing_and_the_next_transaction_works(
    db: Database, after: int
) -> None:
    async def writes() -> None:
        async with db.transaction() as tx:
            await tx.run(ADD, "a")
            await tx.run(ADD, "b")

    task = asyncio.create_task(writes())
    await turns(after)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with db.transaction() as tx:
        await tx.run(ADD, "c")
    assert await count(db, "a") == await count(db, "b")
    assert await count(db, "c") == 1


async def test_cancelling_somebody_who_waits_for_the_writer_disturbs_nobody(db: Database) -> None:
    async def writes(name: str) -> None:
        async with db.transaction() as tx:
            await tx.run(ADD, name)

    async with db.transaction() as tx:
        waiting = asyncio.create_task(writes("b"))
        await turns(3)
        waiting.cancel()
        await tx.run(ADD, "a")
    await asyncio.gather(waiting, return_exceptions=True)
    assert (await count(db, "a"), await count(db, "b")) == (1, 0)


async def test_writers_take_turns(db: Database) -> None:
    """Each sees what the one before it wrote: nobody reads an old number and writes it back."""

    async def adds_one() -> None:
        async with db.transaction() as tx:
            number = await tx.value("SELECT people FROM chat")
            await turns(2)
            await tx.run("UPDATE chat SET people = ?", number + 1)

    async with db.transaction() as tx:
        await tx.run("INSERT INTO chat VALUES ('volunteers', 1, NULL, 0, 0, 0, NULL, NULL, NULL)")
    await asyncio.gather(*(adds_one() for _ in range(20)))
    async with db.reading() as tx:
        assert await tx.value("SELECT people FROM chat") == 20


async def test_two_programs_on_one_file_take_turns(db: Database) -> None:
    """A backup, or the doctor, beside the bot."""
    other = await Database.open(db.path, db.ring)

    async def adds_one(program: Database) -> None:
        async with program.transaction() as tx:
            number = await tx.value("SELECT people FROM chat")
            await turns(2)
            await tx.run("UPDATE chat SET people = ?", number + 1)

    try:
        async with db.transaction() as tx:
            await tx.run("INSERT INTO chat VALUES ('volunteers', 1, NULL, 0, 0, 0, NULL, NULL, NULL)")
        await asyncio.gather(*(adds_one(program) for _ in range(10) for program in (db, other)))
        async with db.reading() as tx:
            assert await tx.value("SELECT people FROM chat") == 20
    finally:
        await other.close()


async def test_readers_do_not_wait_for_the_writer(db: Database) -> None:
    async with db.transaction() as tx:
        await tx.run(ADD, "a")
        async with asyncio.timeout(5), db.reading() as one, db.reading() as other:
            assert await one.value(COUNT, "a") == 0
            assert await other.value(COUNT, "a") == 0


async def test_the_writer_does_not_wait_for_readers(db: Database) -> None:
    async with db.reading() as reader:
        await reader.all("SELECT * FROM meta")
        async with asyncio.timeout(5), db.transaction() as tx:
            await tx.run(ADD, "a")
    assert await count(db, "a") == 1


async def test_readers_cannot_write(db: Database) -> None:
    async with db.reading() as tx:
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            await tx.run(ADD, "a")


async def test_more_readers_than_connections_take_turns(db: Database) -> None:
    assert await asyncio.gather(*(count(db, "ring") for _ in range(50))) == [1] * 50


async def test_a_reader_that_fails_or_is_cancelled_is_free_again(db: Database) -> None:
    async def fails(tx_runs: str) -> None:
        async with db.reading() as tx:
            await tx.value(tx_runs)

    for _ in range(5):
        with pytest.raises(sqlite3.OperationalError):
            await fails("SELECT nonsense")
    for _ in range(5):
        task = asyncio.create_task(fails("SELECT 1"))
        await turns(1)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    async with asyncio.timeout(5):
        assert await count(db, "ring") == 1


async def test_statements_can_be_watched(db: Database) -> None:
    heard: list[str] = []
    await db.watch(heard.append)
    async with db.transaction() as tx:
        await tx.run(ADD, "a")
    await db.watch(None)
    await count(db, "a")
    assert [re.split(r"[ (]", statement)[0] for statement in heard] == ["BEGIN", "INSERT", "COMMIT"]


# --- compacting -------------------------------------------------------------------------------------------------------


async def writes(db: Database, name: str) -> None:
    async with db.transaction() as tx:
        await tx.run(ADD, name)


async def test_everybody_waits_for_a_compaction_and_goes_on(db: Database) -> None:
    async with asyncio.timeout(10):
        names = [f"{number}" for number in range(20)]
        first, second = (writes(db, name) for name in ("before", "after"))
        await asyncio.gather(first, *(count(db, name) for name in names), db.compact(), second, db.compact())
        assert list(await asyncio.gather(count(db, "before"), count(db, "after"))) == [1, 1]
    assert db.path.with_name(db.path.name + "-wal").stat().st_size == 0


async def test_a_compaction_waits_for_who_reads(db: Database) -> None:
    async with db.reading() as tx:
        compacting = asyncio.create_task(db.compact())
        await turns(20)
        assert not compacting.done()
        assert await tx.value(COUNT, "ring") == 1
    await compacting


@pytest.mark.parametrize("after", [1, 2, 5, 50])
async def test_a_cancelled_compaction_gives_everything_back(db: Database, after: int) -> None:
    async with db.reading():
        compacting = asyncio.create_task(db.compact())
        await turns(after)
        compacting.cancel()
        await asyncio.gather(compacting, return_exceptions=True)
    async with asyncio.timeout(1), db.reading() as one, db.reading() as other:
        assert await one.value(COUNT, "ring") == await other.value(COUNT, "ring") == 1
    await writes(db, "a")
    assert await count(db, "a") == 1


# --- small things -----------------------------------------------------------------------------------------------------


async def test_one_value_and_all(db: Database) -> None:
    async with db.transaction() as tx:
        assert await tx.one("SELECT 1 WHERE 0") is None
        assert await tx.value("SELECT 1 WHERE 0") is None
        await tx.many(ADD, [("a",), ("b",)])
        assert await tx.run("DELETE FROM meta WHERE name IN ('a', 'b', 'c')") == 2
        assert isinstance(tx, Connection)


def test_ids_tell_nothing_and_are_never_zero() -> None:
    ids = [new_id() for _ in range(1000)]
    assert len(set(ids)) == 1000
    assert all(0 < number < 2**63 for number in ids)
    assert ids != sorted(ids)


def test_an_id_can_come_after_another() -> None:
    for last in (0, *(new_id() for _ in range(100)), 2**63 - 2):
        assert last < id_after(last) < 2**63


def test_times_are_whole_seconds() -> None:
    assert to_moment(to_seconds(NOW.replace(microsecond=999_999))) == NOW
    assert to_seconds(None) is None
    assert to_moment(None) is None
