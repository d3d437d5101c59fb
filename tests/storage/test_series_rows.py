"""Weekly series and standing volunteers: what comes back, and what is gone when it is over."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.rules.model import Claim, Regular, Role, Series
from storage import requests, series
from storage.database import Connection, Database, new_id
from tests.storage.conftest import NOW, a_claim, meet, post

FIRST, LAST = date(2026, 11, 26), date(2026, 12, 24)
BODY: dict[str, Any] = {"kind": "ride", "details": [{"name": "Lucía"}]}


async def begin(tx: Connection, contact: int, **changes: Any) -> Series:
    made = replace(Series(new_id(), contact, 3, FIRST, LAST, NOW), **changes)
    await series.add(tx, made, BODY)
    return made


async def test_a_series_comes_back_as_it_was(db: Database) -> None:
    async with db.transaction() as tx:
        made = await begin(tx, await meet(tx))
        assert await series.load(tx, made.id) == made
        assert await series.body(tx, made.id) == BODY
        assert await series.going_on(tx) == [made]
        assert await series.load(tx, 7) is None
        assert await series.body(tx, 7) is None


async def test_what_it_makes_cannot_be_read_in_the_file(db: Database) -> None:
    async with db.transaction() as tx:
        made = await begin(tx, await meet(tx))
        sealed = await tx.value("SELECT body_sealed FROM series WHERE id = ?", made.id)
    assert b"Luc" not in sealed
    assert b"ride" not in sealed


async def test_it_goes_on_and_what_was_skipped_before_is_forgotten(db: Database) -> None:
    async with db.transaction() as tx:
        made = await begin(tx, await meet(tx))
        assert await series.skip(tx, made.id, date(2026, 12, 3))
        assert not await series.skip(tx, made.id, date(2026, 12, 3)), "a day is skipped once"
        assert await series.skip(tx, made.id, date(2026, 12, 10))
        assert await series.unskip(tx, made.id, date(2026, 12, 10))
        assert not await series.unskip(tx, made.id, date(2026, 12, 10))
        assert await series.load(tx, made.id) == replace(made, skipped=frozenset({date(2026, 12, 3)}))
        await series.go_on(tx, made.id, date(2026, 12, 10))
        assert await series.load(tx, made.id) == replace(made, next_day=date(2026, 12, 10))


async def test_it_moves_to_other_days(db: Database) -> None:
    async with db.transaction() as tx:
        made = await begin(tx, await meet(tx))
        await series.skip(tx, made.id, date(2026, 12, 3))
        friday = replace(
            made, weekday=4, next_day=FIRST + timedelta(days=1), last_day=None, skipped=frozenset({date(2026, 12, 4)})
        )
        await series.move(tx, friday)
        assert await series.load(tx, made.id) == friday


@pytest.mark.parametrize("ended_at", [None, NOW])
async def test_when_it_is_over_nothing_private_and_nobody_is_left(db: Database, ended_at: Any) -> None:
    async with db.transaction() as tx:
        dan = await meet(tx)
        made = await begin(tx, dan)
        await series.stand(tx, Regular(made.id, dan, Role.DRIVER, NOW))
        await series.skip(tx, made.id, LAST)
        await series.finish(tx, made.id, ended_at)
        assert await series.load(tx, made.id) == replace(made, next_day=None, ended_at=ended_at)
        assert await series.body(tx, made.id) is None
        assert await tx.key(made.id) is None
        assert await series.regulars(tx, made.id) == []
        assert await series.going_on(tx) == []
        await series.set_body(tx, made.id, BODY)
        await series.go_on(tx, made.id, LAST)
        assert await series.load(tx, made.id) == replace(made, next_day=None, ended_at=ended_at), "it stays over"


async def test_it_is_kept_as_long_as_one_of_its_requests(db: Database) -> None:
    async with db.transaction() as tx:
        rosa = await meet(tx)
        made, going = await begin(tx, rosa), await begin(tx, rosa)
        request = await of(tx, made, rosa, FIRST)
        await series.finish(tx, made.id)
        await series.sweep(tx)
        assert await series.load(tx, made.id) is not None
        await requests.delete(tx, request)
        await series.sweep(tx)
        assert await series.load(tx, made.id) is None
        assert await series.load(tx, going.id) == going


async def of(tx: Connection, made: Series, contact: int, day: date) -> int:
    """A request that the series made for this day."""
    request = await post(tx, contact)
    await tx.run("UPDATE request SET series_id = ?, series_day = ? WHERE id = ?", made.id, day.isoformat(), request.id)
    return request.id


async def test_a_day_has_one_request(db: Database) -> None:
    async def twice() -> None:
        async with db.transaction() as tx:
            rosa = await meet(tx)
            made = await begin(tx, rosa)
            await of(tx, made, rosa, FIRST)
            await of(tx, made, rosa, FIRST)

    with pytest.raises(sqlite3.IntegrityError):
        await twice()


async def test_a_request_knows_its_series(db: Database) -> None:
    async with db.transaction() as tx:
        rosa = await meet(tx)
        made = await begin(tx, rosa)
        request_id = await of(tx, made, rosa, FIRST)
        request = await requests.load(tx, request_id)
        assert request is not None
        assert (request.series_id, request.every, request.goes_on) == (made.id, 3, True)
        assert await requests.of_series(tx, made.id, NOW) == [request]
        assert await requests.of_series_day(tx, made.id, FIRST) == request
        assert await requests.of_series_day(tx, made.id, LAST) is None
        assert await requests.series_days(tx, made.id) == {request_id: FIRST}
        await series.finish(tx, made.id)
        posted = await requests.load(tx, request_id)
        assert posted is not None
        assert (posted.every, posted.goes_on) == (3, False)
        await series.finish(tx, made.id, NOW)
        ended = await requests.load(tx, request_id)
        assert ended is not None
        assert (ended.series_id, ended.every, ended.goes_on) == (made.id, None, False)
        await series.delete(tx, made.id)
        alone = await requests.load(tx, request_id)
        assert alone is not None
        assert alone.series_id is None


async def test_standing_volunteers_the_longest_first(db: Database) -> None:
    async with db.transaction() as tx:
        dan, ana = await meet(tx, 1, "Dan", "dan"), await meet(tx, 2, "Ana", "ana")
        made, other = await begin(tx, dan), await begin(tx, dan)
        late = Regular(made.id, dan, Role.DRIVER, NOW + timedelta(minutes=1))
        early = Regular(made.id, ana, Role.DRIVER, NOW)
        elsewhere = Regular(other.id, dan, Role.HELPER, NOW)
        for regular in (late, early, elsewhere):
            assert await series.stand(tx, regular)
            assert not await series.stand(tx, regular), "once in each role"
        assert await series.regulars(tx, made.id) == [early, late]
        assert sorted(await series.regular_in(tx, dan), key=repr) == sorted([late, elsewhere], key=repr)
        assert not await series.stand_down(tx, made.id, dan, Role.ACCOMPANIER)
        assert await series.stand_down(tx, made.id, dan, Role.DRIVER)
        assert await series.regulars(tx, made.id) == [early]
        assert await series.stand_down(tx, made.id, ana)
        assert await series.regular_in(tx, ana) == []


async def test_a_claim_knows_whether_it_is_every_week(db: Database) -> None:
    async with db.transaction() as tx:
        dan, ana = await meet(tx, 1, "Dan", "dan"), await meet(tx, 2, "Ana", "ana")
        made = await begin(tx, dan)
        request_id = await of(tx, made, dan, FIRST)
        request = await requests.load(tx, request_id)
        assert request is not None
        await requests.add_claim(tx, a_claim(request, dan))

        async def claim() -> Claim:
            found = await requests.load(tx, request_id)
            assert found is not None
            return found.claims[0]

        for regular in (Regular(made.id, ana, Role.DRIVER, NOW), Regular(made.id, dan, Role.HELPER, NOW)):
            await series.stand(tx, regular)
            assert not (await claim()).weekly, "another person, or another role"
        await series.stand(tx, Regular(made.id, dan, Role.DRIVER, NOW))
        assert (await claim()).weekly
