"""The SQLite file: one writer behind one lock, readers of their own, numbered migrations."""

from __future__ import annotations

import asyncio
import secrets
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import aiosqlite

from storage.seal import Damaged, DataKey, KeyRing, WrongKeys

READERS = 2
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 5000",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA secure_delete = ON",
)


class NewerDatabase(Exception):
    """The file was written by a newer version of the bot; the text is for the operator."""


class Unreadable(sqlite3.DatabaseError):
    """The file is no database, or cannot be opened; the text is for the operator."""


def new_id() -> int:
    """A random positive 63-bit id: tells nothing about order or number, and cannot be guessed."""
    return secrets.randbits(63) | 1


def id_after(last: int) -> int:
    """A new id, greater than `last`: for the few rows that are kept in the order of their ids."""
    return last + 1 + secrets.randbelow(2**63 - 1 - last)


def to_seconds(moment: datetime | None) -> int | None:
    """How times are stored: whole Unix seconds."""
    return None if moment is None else int(moment.timestamp())


def to_moment(value: int | None) -> datetime | None:
    return None if value is None else datetime.fromtimestamp(value, UTC)


def moment(value: int) -> datetime:
    """A stored time that is never NULL."""
    return datetime.fromtimestamp(value, UTC)


class Connection:
    """What SQL is asked through.

    Statements run where they are called, in the event loop's thread: each takes microseconds, less than the way to
    another thread and back. What may wait for the disk or rewrites the file (BEGIN, COMMIT, VACUUM) is done in
    aiosqlite's thread by the Database.
    """

    def __init__(self, raw: sqlite3.Connection, ring: KeyRing) -> None:
        self._raw = raw
        self.ring = ring

    async def all(self, sql: str, *values: Any) -> Sequence[sqlite3.Row]:
        return self._raw.execute(sql, values).fetchall()

    async def one(self, sql: str, *values: Any) -> sqlite3.Row | None:
        rows = self._raw.execute(sql, values).fetchall()
        return rows[0] if rows else None

    async def value(self, sql: str, *values: Any) -> Any:
        """The first column of the first row, or None."""
        row = await self.one(sql, *values)
        return None if row is None else row[0]

    async def run(self, sql: str, *values: Any) -> int:
        """Runs one statement; returns how many rows it changed."""
        return self._raw.execute(sql, values).rowcount

    async def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        self._raw.executemany(sql, rows)

    async def new_key(self, subject: int) -> DataKey:
        """Makes and stores the data key of a new subject."""
        key, wrapped = self.ring.new_data_key(subject)
        await self.run("INSERT INTO subject_key VALUES (?, ?, ?)", subject, self.ring.current, wrapped)
        return key

    async def key(self, subject: int) -> DataKey | None:
        """The data key of a subject; None once it was erased."""
        row = await self.one("SELECT ring_version, wrapped FROM subject_key WHERE subject_id = ?", subject)
        return None if row is None else self.ring.unwrap(subject, row[0], row[1])

    async def destroy_key(self, subject: int) -> None:
        """Whatever was sealed for the subject can never be read again."""
        await self.run("DELETE FROM subject_key WHERE subject_id = ?", subject)


class Database:
    """Open with `Database.open`. Writes go through `transaction`, one at a time; reads through `reading`."""

    def __init__(self, path: Path, ring: KeyRing, writer: _Opened, readers: list[_Opened]):
        self.path = path
        self.ring = ring
        self._raw_writer = writer.raw
        self._writer = Connection(writer.own, ring)
        self._lock = asyncio.Lock()
        self._all_readers = [reader.raw for reader in readers]
        self._readers: asyncio.LifoQueue[Connection] = asyncio.LifoQueue()
        for reader in readers:
            self._readers.put_nowait(Connection(reader.own, ring))

    @classmethod
    async def open(cls, path: Path, ring: KeyRing) -> Database:
        """Migrates the file when it is older; raises NewerDatabase or WrongKeys, with the file untouched."""
        path.parent.mkdir(parents=True, exist_ok=True)
        writer = await _connect(path)
        opened = [writer]
        try:
            await _migrate(writer.raw)
            await cls(path, ring, writer, [])._check_ring()
            for _ in range(READERS):
                reader = await _connect(path)
                opened.append(reader)
                await reader.raw.execute("PRAGMA query_only = ON")
        except BaseException:
            for each in opened:
                await each.raw.close()
            raise
        database = cls(path, ring, writer, opened[1:])
        path.chmod(0o600)  # noqa: ASYNC240  once, at the start
        return database

    async def close(self) -> None:
        async with self._lock:
            for reader in self._all_readers:
                await reader.close()
            await self._raw_writer.close()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """All or nothing: commits when the block ends, rolls back on any exception, cancellation too."""
        async with self._lock:
            try:
                # inside the block that rolls back: cancelled here, the statement still runs in SQLite's thread
                await self._raw_writer.execute("BEGIN IMMEDIATE")
                yield self._writer
                await self._raw_writer.commit()
            except BaseException:
                await asyncio.shield(self._raw_writer.rollback())
                raise

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        """A connection that cannot write and does not wait for writers (WAL)."""
        reader = await self._readers.get()
        try:
            yield reader
        finally:
            self._readers.put_nowait(reader)

    async def compact(self) -> None:
        """Rewrites the file without what was deleted and empties the log: erased values leave no bytes behind.

        Reads and writes wait meanwhile. Raises sqlite3.OperationalError when the log could not be emptied.
        """
        async with self._lock:
            held: list[Connection] = []
            try:
                for _ in self._all_readers:
                    held.append(await self._readers.get())
                await self._raw_writer.execute("VACUUM")
                (row,) = await self._raw_writer.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
                if tuple(row) != (0, 0, 0):
                    raise sqlite3.OperationalError("the log was not emptied")
            finally:
                for reader in held:
                    self._readers.put_nowait(reader)

    async def watch(self, statement: Callable[[str], None] | None, *, writer_only: bool = False) -> None:
        """Calls back with every statement of every connection, or of the one that writes; for counting them."""
        for connection in (self._raw_writer, *(() if writer_only else self._all_readers)):
            await connection.set_trace_callback(statement)

    async def _check_ring(self) -> None:
        async with self.transaction() as tx:
            check = await tx.value("SELECT value FROM meta WHERE name = 'ring'")
            if check is None:
                await tx.run("INSERT INTO meta VALUES ('ring', ?)", self.ring.seal("meta.ring", 0, b"acompana"))
                return
        try:
            self.ring.open("meta.ring", 0, check)
        except (Damaged, WrongKeys):
            raise WrongKeys(
                f"The key file does not belong to {self.path}: it opens nothing in it. "
                "Put the key file back that was made with this database; nothing was changed."
            ) from None


@dataclass(frozen=True)
class _Opened:
    """One connection, from both sides: `raw` works in aiosqlite's thread, `own` where it is called."""

    raw: aiosqlite.Connection
    own: sqlite3.Connection


async def _connect(path: Path) -> _Opened:
    made: list[sqlite3.Connection] = []

    def connect() -> sqlite3.Connection:
        # SQLite is compiled to be used from any thread, by one at a time: nobody calls while the other side works
        own = sqlite3.connect(path, isolation_level=None, cached_statements=256, check_same_thread=False)
        made.append(own)
        return own

    raw = await aiosqlite.Connection(connect, iter_chunk_size=64)
    raw.row_factory = sqlite3.Row
    try:
        for pragma in _PRAGMAS:
            await raw.execute(pragma)
    except BaseException as error:
        await raw.close()
        if isinstance(error, sqlite3.DatabaseError):
            raise Unreadable(f"{path} cannot be used as the database: {error}. Nothing was changed.") from None
        raise
    return _Opened(raw, made[0])


def migrations() -> list[tuple[int, str]]:
    """(number, SQL) of every migration, in order; the number is the start of the file's name."""
    folder = files("storage") / "migrations"
    found = [(int(f.name[:4]), f.read_text(encoding="utf-8")) for f in folder.iterdir() if f.name.endswith(".sql")]
    return sorted(found)


async def _migrate(connection: aiosqlite.Connection) -> None:
    (row,) = await connection.execute_fetchall("PRAGMA user_version")
    version = int(row[0])
    known = migrations()
    if version > known[-1][0]:
        raise NewerDatabase(
            f"The database is of version {version}; this program knows up to {known[-1][0]}. "
            "Start the newer program, or restore a backup made before it; nothing was changed."
        )
    if version == known[-1][0]:
        return
    # a table made anew must not take the rows that refer to it along (SQLite, "Making other kinds of changes")
    await connection.execute("PRAGMA foreign_keys = OFF")
    for number, sql in known:
        if number > version:
            await connection.executescript(f"BEGIN IMMEDIATE;\n{sql}\nPRAGMA user_version = {number};")
            if list(await connection.execute_fetchall("PRAGMA foreign_key_check")):
                await connection.rollback()
                raise sqlite3.IntegrityError(f"migration {number} would leave rows that refer to nothing")
            await connection.commit()
    await connection.execute("PRAGMA foreign_keys = ON")
