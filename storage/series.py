"""Weekly series and their standing volunteers. What a series makes is sealed with a key of its own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from bot.rules.model import Regular, Role, Series
from storage.database import Connection, moment, to_moment, to_seconds

_SERIES = (
    "SELECT id, contact_id, weekday, next_day, last_day, created_at, ended_at,"
    " (SELECT group_concat(day) FROM series_skip WHERE series_id = series.id) AS skipped FROM series "
)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _series(row: Any) -> Series:
    return Series(
        id=row["id"],
        contact_id=row["contact_id"],
        weekday=row["weekday"],
        next_day=_day(row["next_day"]),
        last_day=_day(row["last_day"]),
        created_at=moment(row["created_at"]),
        ended_at=to_moment(row["ended_at"]),
        skipped=frozenset(date.fromisoformat(day) for day in (row["skipped"] or "").split(",") if day),
    )


async def add(tx: Connection, series: Series, body: dict[str, Any]) -> None:
    """A series that begins on its `next_day`; `body` is what it makes."""
    key = await tx.new_key(series.id)
    await tx.run(
        "INSERT INTO series (id, contact_id, weekday, next_day, last_day, body_sealed, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        series.id,
        series.contact_id,
        series.weekday,
        None if series.next_day is None else series.next_day.isoformat(),
        None if series.last_day is None else series.last_day.isoformat(),
        key.seal("series.body", json.dumps(body)),
        to_seconds(series.created_at),
    )


async def load(tx: Connection, series_id: int) -> Series | None:
    row = await tx.one(_SERIES + "WHERE id = ?", series_id)
    return None if row is None else _series(row)


async def going_on(tx: Connection) -> list[Series]:
    """Every series of which more is to be posted, the next day first."""
    return [_series(row) for row in await tx.all(_SERIES + "WHERE next_day IS NOT NULL ORDER BY next_day, id")]


async def body(tx: Connection, series_id: int) -> dict[str, Any] | None:
    """What the series makes, opened; None once nothing more is to be posted."""
    sealed = await tx.value("SELECT body_sealed FROM series WHERE id = ?", series_id)
    key = await tx.key(series_id)
    if sealed is None or key is None:
        return None
    data: dict[str, Any] = json.loads(key.open("series.body", sealed))
    return data


async def set_body(tx: Connection, series_id: int, data: dict[str, Any]) -> None:
    key = await tx.key(series_id)
    if key is not None:
        await tx.run(
            "UPDATE series SET body_sealed = ? WHERE id = ? AND next_day IS NOT NULL",
            key.seal("series.body", json.dumps(data)),
            series_id,
        )


async def go_on(tx: Connection, series_id: int, next_day: date) -> None:
    """Everything before this day was looked at; so skips of days before it are forgotten."""
    await tx.run(
        "UPDATE series SET next_day = ? WHERE id = ? AND next_day IS NOT NULL", next_day.isoformat(), series_id
    )
    await tx.run("DELETE FROM series_skip WHERE series_id = ? AND day < ?", series_id, next_day.isoformat())


async def move(tx: Connection, series: Series) -> None:
    """To other days: its weekday, next and last day and the skipped ones as they are in `series`."""
    await tx.run(
        "UPDATE series SET weekday = ?, next_day = ?, last_day = ? WHERE id = ? AND next_day IS NOT NULL",
        series.weekday,
        None if series.next_day is None else series.next_day.isoformat(),
        None if series.last_day is None else series.last_day.isoformat(),
        series.id,
    )
    await tx.run("DELETE FROM series_skip WHERE series_id = ?", series.id)
    for day in series.skipped:
        await skip(tx, series.id, day)


async def finish(tx: Connection, series_id: int, ended_at: datetime | None = None) -> None:
    """Nothing more is posted: what it made, its key and its standing volunteers go. `ended_at`: somebody ended it."""
    await tx.run(
        "UPDATE series SET next_day = NULL, body_sealed = NULL, ended_at = ? WHERE id = ?",
        to_seconds(ended_at),
        series_id,
    )
    await tx.run("DELETE FROM series_skip WHERE series_id = ?", series_id)
    await tx.run("DELETE FROM standing WHERE series_id = ?", series_id)
    await tx.destroy_key(series_id)


async def delete(tx: Connection, series_id: int) -> None:
    """Without a trace; requests it made stay, on their own."""
    await tx.run("DELETE FROM series WHERE id = ?", series_id)
    await tx.destroy_key(series_id)


async def sweep(tx: Connection) -> None:
    """Drops series that post nothing more and of which no request is kept."""
    await tx.run(
        "DELETE FROM series WHERE next_day IS NULL AND NOT EXISTS (SELECT 1 FROM request WHERE series_id = series.id)"
    )


async def set_contact(tx: Connection, series_id: int, person_id: int) -> None:
    await tx.run("UPDATE series SET contact_id = ? WHERE id = ?", person_id, series_id)


async def skip(tx: Connection, series_id: int, day: date) -> bool:
    """Whether it was not skipped already."""
    return bool(
        await tx.run("INSERT INTO series_skip VALUES (?, ?) ON CONFLICT DO NOTHING", series_id, day.isoformat())
    )


async def unskip(tx: Connection, series_id: int, day: date) -> bool:
    """Whether it was skipped."""
    return bool(await tx.run("DELETE FROM series_skip WHERE series_id = ? AND day = ?", series_id, day.isoformat()))


# --- standing volunteers ---------------------------------------------------------------------------------------------


def _regulars(rows: Sequence[Any]) -> list[Regular]:
    return [Regular(row["series_id"], row["person_id"], Role(row["role"]), moment(row["since"])) for row in rows]


async def regulars(tx: Connection, series_id: int) -> list[Regular]:
    """Who comes every week, the longest first."""
    rows = await tx.all(
        "SELECT series_id, person_id, role, since FROM standing WHERE series_id = ? ORDER BY since, person_id, role",
        series_id,
    )
    return _regulars(rows)


async def regular_in(tx: Connection, person_id: int) -> list[Regular]:
    """Where the person comes every week."""
    return _regulars(
        await tx.all("SELECT series_id, person_id, role, since FROM standing WHERE person_id = ?", person_id)
    )


async def stand(tx: Connection, regular: Regular) -> bool:
    """Whether it is new."""
    return bool(
        await tx.run(
            "INSERT INTO standing VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            regular.series_id,
            regular.person_id,
            regular.role,
            to_seconds(regular.since),
        )
    )


async def stand_down(tx: Connection, series_id: int, person_id: int, role: Role | None = None) -> bool:
    """Out of one role, or of all; whether there was anything to end."""
    return bool(
        await tx.run(
            "DELETE FROM standing WHERE series_id = ?1 AND person_id = ?2 AND (?3 IS NULL OR role = ?3)",
            series_id,
            person_id,
            role,
        )
    )
