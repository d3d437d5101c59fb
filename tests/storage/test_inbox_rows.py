"""Updates received: each once, in order, unreadable, and gone when they are dealt with."""

from __future__ import annotations

from datetime import timedelta

from storage import inbox
from storage.database import Connection, Database
from storage.inbox import Received
from tests.storage.conftest import NOW

HOUR = timedelta(hours=1)


def update(update_id: int, payload: bytes = b"{}", queue: bytes = b"maria") -> Received:
    return Received(update_id, queue, payload)


async def waiting(tx: Connection) -> list[int]:
    return [received.update_id for received in await inbox.waiting(tx)]


async def test_updates_wait_in_order_and_come_back_as_they_were(db: Database) -> None:
    async with db.transaction() as tx:
        await inbox.add(tx, [update(7, b"seven"), update(5, b"five", b"ben"), update(6, b"\xff\x00")], NOW)
        found = await inbox.waiting(tx)
    assert found == [update(5, b"five", b"ben"), update(6, b"\xff\x00"), update(7, b"seven")]


async def test_an_update_received_twice_waits_once(db: Database) -> None:
    async with db.transaction() as tx:
        await inbox.add(tx, [update(5, b"first")], NOW)
        await inbox.add(tx, [update(5, b"again"), update(6)], NOW)
        assert [received.payload for received in await inbox.waiting(tx)] == [b"first", b"{}"]


async def test_an_update_that_was_handled_is_known_and_waits_no_more(db: Database) -> None:
    async with db.transaction() as tx:
        await inbox.add(tx, [update(5), update(6), update(9)], NOW)
        await inbox.mark_handled(tx, [5, 9], NOW)
        await inbox.add(tx, [update(5)], NOW)
        assert await waiting(tx) == [6]
        assert await inbox.known(tx, 5, 8) == {5, 6}
        assert await inbox.known(tx, 10, 20) == set()


async def test_the_payload_is_dropped_when_it_is_handled(db: Database) -> None:
    async with db.transaction() as tx:
        await inbox.add(tx, [update(5), update(6)], NOW)
        await inbox.mark_handled(tx, [5], NOW)
        rows = await tx.all("SELECT payload_sealed IS NULL AS dropped FROM inbox ORDER BY update_id")
    assert [row["dropped"] for row in rows] == [1, 0]


async def test_what_was_decided_is_known_to_a_second_try(db: Database) -> None:
    async with db.transaction() as tx:
        await inbox.add(tx, [update(5), update(6)], NOW)
        await inbox.mark_applied(tx, 5, "taken", NOW)
        assert await inbox.outcome(tx, 5) == "taken"
        assert await inbox.outcome(tx, 6) is None
        assert await inbox.outcome(tx, 7) is None
        assert [received.outcome for received in await inbox.waiting(tx)] == ["taken", None]


async def test_what_was_decided_is_rolled_back_with_its_effects(db: Database) -> None:
    class Trouble(Exception):
        """Something that goes wrong after the decision."""

    async with db.transaction() as tx:
        await inbox.add(tx, [update(5)], NOW)
    try:
        async with db.transaction() as tx:
            await inbox.mark_applied(tx, 5, "taken", NOW)
            raise Trouble
    except Trouble:
        pass
    async with db.reading() as tx:
        assert await inbox.outcome(tx, 5) is None


async def test_failures_are_counted_over_restarts(db: Database) -> None:
    async with db.transaction() as tx:
        await inbox.add(tx, [update(5)], NOW)
        await inbox.mark_failed(tx, 5, False, NOW)
        await inbox.mark_failed(tx, 5, False, NOW)
        (received,) = await inbox.waiting(tx)
        assert received.failures == 2
        assert received.payload == b"{}"


async def test_a_quarantined_update_is_not_tried_again_and_its_payload_is_dropped(db: Database) -> None:
    async with db.transaction() as tx:
        await inbox.add(tx, [update(5), update(6)], NOW)
        await inbox.mark_failed(tx, 5, True, NOW)
        assert await waiting(tx) == [6]
        assert await tx.value("SELECT payload_sealed FROM inbox WHERE update_id = 5") is None
        assert await inbox.known(tx, 5, 5) == {5}


async def test_ids_are_kept_for_two_days_and_waiting_updates_for_ever(db: Database) -> None:
    async with db.transaction() as tx:
        await inbox.add(tx, [update(1), update(2), update(3)], NOW)
        await inbox.add(tx, [update(4)], NOW + timedelta(seconds=1))
        await inbox.mark_handled(tx, [1, 4], NOW + HOUR)
        await inbox.mark_failed(tx, 2, True, NOW + HOUR)
        await inbox.sweep(tx, NOW + 48 * HOUR)
        assert await inbox.known(tx, 1, 9) == {1, 2, 3, 4}
        await inbox.sweep(tx, NOW + 48 * HOUR + timedelta(seconds=1))
        assert await inbox.known(tx, 1, 9) == {3, 4}
        await inbox.sweep(tx, NOW + 999 * HOUR)
        assert await waiting(tx) == [3]
