"""A real database in a folder of its own, with a few people and rides in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from bot.rules.kinds import SLOTS
from bot.rules.model import Claim, ClaimState, Details, Kind, Party, Request, RequestState, Slot
from storage import people, requests
from storage.database import Connection, Database, new_id
from storage.people import Sight
from storage.seal import KeyRing, new_ring, open_ring

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
STARTS = datetime(2026, 12, 3, 14, 0, tzinfo=UTC)
ENDS = STARTS + timedelta(hours=2)


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    """The center's key ring, outside the data folder."""
    return open_ring(tmp_path / "keys" / "ring.json", tmp_path / "data" / "acompana.sqlite3")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "acompana.sqlite3"


@pytest.fixture
async def db(path: Path, ring: KeyRing) -> AsyncIterator[Database]:
    database = await Database.open(path, ring)
    try:
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def a_database() -> AsyncIterator[Database]:
    """A database that is gone at the end of the block: for every example of a property a new one."""
    with TemporaryDirectory() as folder:
        database = await Database.open(Path(folder) / "db", new_ring())
        try:
            yield database
        finally:
            await database.close()


async def meet(tx: Connection, telegram_id: int = 41, name: str = "Dan", username: str | None = "dan_v") -> int:
    """Somebody the bot met just now."""
    return await people.add(tx, Sight(telegram_id, name, username, "en"), NOW)


async def post(tx: Connection, contact_id: int, /, *details: Details, **changes: Any) -> Request:
    """A ride to Amherst with one driver, or with these changes; a party for each of the details."""
    kind = changes.get("kind", Kind.RIDE)
    request = Request(
        id=new_id(),
        kind=kind,
        state=RequestState.OPEN,
        starts_at=STARTS,
        ends_at=ENDS,
        origin="Holyoke",
        destination="Amherst",
        passengers=2,
        child_seats=1,
        languages=("es", "pt"),
        contact_id=contact_id,
        posted_at=NOW,
        version=1,
        slots=tuple(Slot(new_id(), role, place, low, high) for place, (role, low, high) in enumerate(SLOTS[kind])),
        parties=tuple(Party(new_id()) for _ in details or (Details(),)),
    )
    request = replace(request, **changes)
    await requests.add(tx, request, details or (Details(),))
    return request


def a_claim(request: Request, person_id: int, seat: int = 1, slot: int = 0, **changes: Any) -> Claim:
    """An active claim of one of the request's slots."""
    claim = Claim(
        new_id(), request.id, request.slots[slot].id, seat, person_id, ClaimState.ACTIVE, NOW, held_until=None
    )
    return replace(claim, **changes)
