"""The outbox: what is due, in which order, and that nothing is said twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.model import Group
from bot.rules.timetable import Due, Occasion, Priority, Verb
from storage import outbox
from storage.database import Connection, Database
from storage.outbox import Row
from tests.storage.conftest import NOW, a_database

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
REQUEST, MARIA, BEN = 100, 1, 2


def notice(key: str = "remind", at: datetime = NOW, to: int | Group | None = MARIA, **changes: Any) -> Due:
    """Something to be said."""
    return replace(Due(key, Verb.SAY, Occasion.CLAIMED, 7, at, to), **changes)


def drawing(version: int = 1, at: datetime = NOW) -> Due:
    """A card of this version."""
    return notice("card", at, Group.VOLUNTEERS, occasion=Occasion.CARD, version=version, priority=Priority.CARD)


async def due_keys(tx: Connection, now: datetime = NOW) -> list[str]:
    return [row.key for row in await outbox.due(tx, now)]


async def the_row(tx: Connection, now: datetime = NOW) -> Row:
    (row,) = await outbox.due(tx, now)
    return row


async def send(tx: Connection, now: datetime = NOW) -> list[str]:
    """Sends everything that is due; returns what was sent."""
    sent = []
    while rows := await outbox.due(tx, now):
        for row in rows:
            await outbox.mark_sent(tx, row, now)
            sent.append(row.key)
    return sent


# --- one row ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(notice(expires_at=NOW + HOUR, priority=Priority.BULK), id="to a person, with an end"),
        pytest.param(drawing(version=3), id="to a group, with a version"),
        pytest.param(Due("lapse", Verb.DO, Occasion.LAPSE, 7, NOW), id="something to do"),
    ],
)
async def test_a_row_comes_back_as_it_was(db: Database, row: Due) -> None:
    async with db.transaction() as tx:
        await outbox.put(tx, row)
        found = await the_row(tx)
    assert (found.key, found.verb, found.occasion, found.subject, found.to) == (
        row.key, row.verb, row.occasion, row.subject, row.to,
    )  # fmt: skip
    assert (found.due_at, found.expires_at, found.version, found.priority, found.attempts) == (
        row.due_at, row.expires_at, row.version, row.priority, 0,
    )  # fmt: skip


async def test_a_row_is_due_from_its_second_on(db: Database) -> None:
    async with db.transaction() as tx:
        await outbox.put(tx, notice(at=NOW))
        assert await due_keys(tx, NOW - SECOND) == []
        assert await outbox.next_after(tx, NOW - SECOND) == NOW
        assert await due_keys(tx, NOW) == ["remind"]
        assert await outbox.next_after(tx, NOW) is None


async def test_the_next_row_is_the_earliest_unsent_one_to_come(db: Database) -> None:
    async with db.transaction() as tx:
        assert await outbox.next_after(tx, NOW) is None
        for hours in (3, 1, 2, -1):
            await outbox.put(tx, notice(f"in {hours}", NOW + hours * HOUR))
        assert await outbox.next_after(tx, NOW) == NOW + HOUR
        await send(tx, NOW + HOUR)
        assert await outbox.next_after(tx, NOW) == NOW + 2 * HOUR


async def test_putting_moves_what_is_unsent(db: Database) -> None:
    async with db.transaction() as tx:
        await outbox.put(tx, notice(at=NOW))
        await outbox.put(tx, notice(at=NOW + HOUR, expires_at=NOW + 2 * HOUR))
        assert await due_keys(tx, NOW) == []
        row = await the_row(tx, NOW + HOUR)
        assert (row.due_at, row.expires_at) == (NOW + HOUR, NOW + 2 * HOUR)


async def test_putting_what_was_sent_does_not_send_it_again(db: Database) -> None:
    async with db.transaction() as tx:
        await outbox.put(tx, notice())
        assert await send(tx) == ["remind"]
        await outbox.put(tx, notice(at=NOW + HOUR))
        assert await send(tx, NOW + 9 * HOUR) == []


async def test_a_failed_row_waits_and_counts(db: Database) -> None:
    async with db.transaction() as tx:
        await outbox.put(tx, notice())
        await outbox.retry(tx, await the_row(tx), NOW + 5 * SECOND)
        assert await due_keys(tx, NOW + 4 * SECOND) == []
        row = await the_row(tx, NOW + 5 * SECOND)
        assert row.attempts == 1
        assert row.due_at == NOW
        await outbox.retry(tx, row, NOW + 9 * SECOND)
        assert (await the_row(tx, NOW + 9 * SECOND)).attempts == 2


async def test_a_row_that_was_sent_meanwhile_is_not_tried_again(db: Database) -> None:
    async with db.transaction() as tx:
        await outbox.put(tx, notice())
        row = await the_row(tx)
        await outbox.mark_sent(tx, row, NOW)
        await outbox.retry(tx, row, NOW + SECOND)
        assert await due_keys(tx, NOW + HOUR) == []


async def test_a_row_moved_while_it_was_in_hand_is_still_due_then(db: Database) -> None:
    """A hold made longer just when it lapses: what was done was done for the old time."""
    async with db.transaction() as tx:
        lapse = Due("lapse", Verb.DO, Occasion.LAPSE, 7, NOW)
        await outbox.reconcile(tx, REQUEST, [lapse])
        in_hand = await the_row(tx)
        await outbox.reconcile(tx, REQUEST, [replace(lapse, due_at=NOW + HOUR)])
        await outbox.mark_sent(tx, in_hand, NOW)
        assert await due_keys(tx, NOW + HOUR) == ["lapse"]


# --- drawings ---------------------------------------------------------------------------------------------------------


async def test_a_drawing_is_due_again_when_its_version_moved(db: Database) -> None:
    async with db.transaction() as tx:
        for version, sent in ((1, ["card"]), (2, ["card"]), (2, []), (3, ["card"]), (3, [])):
            await outbox.put(tx, drawing(version))
            assert await send(tx) == sent
        assert await tx.value("SELECT count(*) FROM outbox") == 1


async def test_many_versions_are_one_drawing(db: Database) -> None:
    async with db.transaction() as tx:
        for version in range(1, 50):
            await outbox.put(tx, drawing(version))
        assert await send(tx) == ["card"]


async def test_a_drawing_whose_version_moved_while_it_was_sent_is_due_again(db: Database) -> None:
    async with db.transaction() as tx:
        await outbox.put(tx, drawing(1))
        in_hand = await the_row(tx)
        await outbox.put(tx, drawing(2))
        await outbox.mark_sent(tx, in_hand, NOW)
        assert (await the_row(tx)).version == 2
        assert await send(tx) == ["card"]
        assert await send(tx) == []


async def test_redrawing_makes_it_due_once_more(db: Database) -> None:
    board = notice("board", NOW, Group.COORDINATORS, occasion=Occasion.BOARD)
    async with db.transaction() as tx:
        await outbox.redraw(tx, board)
        assert await send(tx) == ["board"]
        assert await send(tx) == []
        await outbox.redraw(tx, board)
        await outbox.redraw(tx, board)
        assert await send(tx) == ["board"]
        assert await send(tx) == []


async def test_redrawing_at_the_earlier_time_of_two(db: Database) -> None:
    board = notice("board", NOW + 10 * SECOND, Group.COORDINATORS, occasion=Occasion.BOARD)
    async with db.transaction() as tx:
        await outbox.redraw(tx, board)
        await outbox.redraw(tx, replace(board, due_at=NOW + 20 * SECOND))  # changes do not put it off for ever
        assert await outbox.next_after(tx, NOW) == NOW + 10 * SECOND
        await outbox.redraw(tx, replace(board, due_at=NOW))
        assert await send(tx) == ["board"]
        await outbox.redraw(tx, board)
        assert await due_keys(tx, NOW) == []
        assert await send(tx, NOW + 10 * SECOND) == ["board"]


async def test_redrawing_while_it_is_sent_makes_it_due_again(db: Database) -> None:
    board = notice("board", NOW, Group.COORDINATORS, occasion=Occasion.BOARD)
    async with db.transaction() as tx:
        await outbox.redraw(tx, board)
        in_hand = await the_row(tx)
        await outbox.redraw(tx, board)
        await outbox.mark_sent(tx, in_hand, NOW)
        assert await due_keys(tx) == ["board"]


# --- reconciling a plan -----------------------------------------------------------------------------------------------


async def reconcile(tx: Connection, *plan: Due) -> None:
    await outbox.reconcile(tx, REQUEST, plan)


async def test_what_is_missing_is_inserted_and_what_is_obsolete_is_deleted(db: Database) -> None:
    async with db.transaction() as tx:
        await reconcile(tx, notice("a"), notice("b", to=BEN))
        await reconcile(tx, notice("b", to=BEN), notice("c", to=None, verb=Verb.DO))
        assert sorted(await due_keys(tx)) == ["b", "c"]


async def test_what_changed_is_moved(db: Database) -> None:
    async with db.transaction() as tx:
        await reconcile(tx, notice(at=NOW))
        row_id = (await the_row(tx)).id
        await reconcile(tx, notice(at=NOW + HOUR, to=BEN, expires_at=NOW + 2 * HOUR))
        assert await due_keys(tx, NOW) == []
        row = await the_row(tx, NOW + HOUR)
        assert (row.id, row.to, row.expires_at) == (row_id, BEN, NOW + 2 * HOUR)


async def test_the_same_plan_changes_nothing_not_even_a_retry(db: Database) -> None:
    async with db.transaction() as tx:
        await reconcile(tx, notice())
        await outbox.retry(tx, await the_row(tx), NOW + 5 * SECOND)
        await reconcile(tx, notice())
        assert await due_keys(tx, NOW) == []
        assert (await the_row(tx, NOW + 5 * SECOND)).attempts == 1


async def test_what_was_sent_stays_sent_however_often_it_is_planned_again(db: Database) -> None:
    async with db.transaction() as tx:
        await reconcile(tx, notice("remind"))
        assert await send(tx) == ["remind"]
        for plan in ([notice("remind", NOW + HOUR)], [], [notice("remind")], [notice("remind", to=BEN)]):
            await reconcile(tx, *plan)
            assert await send(tx, NOW + 9 * HOUR) == []


async def test_a_moved_request_reminds_anew(db: Database) -> None:
    """The key names the start: what was said for the old time is not what is said for the new one."""
    async with db.transaction() as tx:
        await reconcile(tx, notice("remind:monday"), notice("remind2h:monday", NOW + HOUR))
        assert await send(tx) == ["remind:monday"]
        await reconcile(tx, notice("remind:tuesday", NOW + 24 * HOUR), notice("remind2h:tuesday", NOW + 25 * HOUR))
        assert await send(tx, NOW + 2 * HOUR) == []
        assert await send(tx, NOW + 25 * HOUR) == ["remind:tuesday", "remind2h:tuesday"]
        await reconcile(tx, notice("remind:monday"))  # and moved back: what was said stays said
        assert await send(tx, NOW + 99 * HOUR) == []


async def test_a_card_is_redrawn_when_the_version_moved(db: Database) -> None:
    async with db.transaction() as tx:
        await reconcile(tx, drawing(1))
        assert await send(tx) == ["card"]
        await reconcile(tx, drawing(1))
        assert await send(tx) == []
        await reconcile(tx, drawing(2))
        assert await send(tx) == ["card"]


async def test_plans_of_other_requests_are_not_touched(db: Database) -> None:
    async with db.transaction() as tx:
        await outbox.reconcile(tx, 1, [notice("one", to=MARIA)])
        await outbox.reconcile(tx, 2, [notice("two", to=BEN)])
        await outbox.put(tx, notice("own", to=3))
        await outbox.reconcile(tx, 1, [])
        assert sorted(await due_keys(tx)) == ["own", "two"]
        await outbox.forget_request(tx, 2)
        assert await due_keys(tx) == ["own"]


PLANS = st.lists(
    st.dictionaries(st.sampled_from("abcd"), st.tuples(st.integers(0, 5), st.integers(1, 3))).map(
        lambda plan: [
            notice(key, NOW + hours * HOUR, to=ord(key), version=version if key == "d" else 0)
            for key, (hours, version) in plan.items()
        ]
    ),
    min_size=1,
    max_size=6,
)


class Twin:
    """What the outbox should hold, in a few lines."""

    def __init__(self) -> None:
        self.unsent: dict[str, Due] = {}
        self.sent: dict[str, int] = {}

    def reconcile(self, plan: Sequence[Due]) -> None:
        for due in plan:
            if self.sent.get(due.key) != due.version:
                self.sent.pop(due.key, None)  # a drawing that moved: the old one no longer counts
        self.unsent = {due.key: due for due in plan if due.key not in self.sent}

    def send(self, now: datetime) -> set[str]:
        going = {key: due for key, due in self.unsent.items() if due.due_at <= now}
        for key, due in going.items():
            self.sent[key] = due.version
            del self.unsent[key]
        return set(going)


@settings(max_examples=40, deadline=None)
@given(PLANS)
async def test_any_plans_in_any_order_say_each_thing_once(plans: list[list[Due]]) -> None:
    async with a_database() as db, db.transaction() as tx:
        twin = Twin()
        for hour, plan in enumerate(plans):
            await reconcile(tx, *plan)
            twin.reconcile(plan)
            assert set(await send(tx, NOW + hour * HOUR)) == twin.send(NOW + hour * HOUR)


# --- what goes first --------------------------------------------------------------------------------------------------


async def test_urgent_first_then_what_waits_longest(db: Database) -> None:
    async with db.transaction() as tx:
        await outbox.put(tx, notice("bulk", NOW - 3 * HOUR, to=1, priority=Priority.BULK))
        await outbox.put(tx, notice("card", NOW - 2 * HOUR, to=2, priority=Priority.CARD))
        await outbox.put(tx, notice("later", NOW - HOUR, to=3))
        await outbox.put(tx, notice("earlier", NOW - 2 * HOUR, to=4))
        await outbox.put(tx, notice("emergency", NOW, to=5, priority=Priority.EMERGENCY))
        assert await due_keys(tx) == ["emergency", "earlier", "later", "card", "bulk"]


async def test_of_one_chat_the_most_urgent_row_is_offered(db: Database) -> None:
    async with db.transaction() as tx:
        await outbox.put(tx, notice("bulk", NOW - HOUR, priority=Priority.BULK))
        await outbox.put(tx, notice("private", NOW))
        await outbox.put(tx, notice("other", NOW + SECOND, to=BEN))
        assert await due_keys(tx, NOW + SECOND) == ["private", "other"]
        assert await send(tx, NOW + SECOND) == ["private", "other", "bulk"]


async def test_a_crowd_in_one_chat_keeps_nobody_else_waiting(db: Database) -> None:
    async with db.transaction() as tx:
        for number in range(500):
            await outbox.put(tx, notice(f"card {number}", NOW - HOUR, Group.VOLUNTEERS, priority=Priority.CARD))
        await outbox.put(tx, notice("to maria", NOW, MARIA, priority=Priority.BULK))
        for number in range(20):
            await outbox.put(tx, notice(f"do {number}", NOW, None, verb=Verb.DO, priority=Priority.BULK))
        keys = await due_keys(tx)
    assert "to maria" in keys
    assert sum(key.startswith("do") for key in keys) == 20


# --- what is tried, moved, and let go ---------------------------------------------------------------------------------


async def test_what_was_tried_in_vain_is_not_counted_on(db: Database) -> None:
    async with db.transaction() as tx:
        for key in ("first", "second"):
            await outbox.put(tx, notice(key, occasion=Occasion.ALARM, to=Group.COORDINATORS))
        assert await outbox.waiting(tx, Occasion.ALARM, 7) == 2
        await outbox.retry(tx, await the_row(tx), NOW + SECOND)
        assert await outbox.waiting(tx, Occasion.ALARM, 7) == 1
        assert await outbox.waiting(tx, Occasion.ALARM, 8) == 0


async def test_what_is_not_sent_moves(db: Database) -> None:
    async with db.transaction() as tx:
        await outbox.put(tx, notice("sent", occasion=Occasion.NOTICE_OVER))
        await send(tx)
        await outbox.put(tx, notice("later", NOW + HOUR, occasion=Occasion.NOTICE_OVER))
        await outbox.put(tx, notice("another", NOW + HOUR, occasion=Occasion.NOTICE_OVER, subject=8))
        await outbox.move(tx, Occasion.NOTICE_OVER, 7, NOW)
        assert await send(tx) == ["later"]
        await outbox.forget_occasion(tx, Occasion.NOTICE_OVER)
        assert await due_keys(tx, NOW + HOUR) == []


# --- sweeping ---------------------------------------------------------------------------------------------------------


async def test_old_sent_rows_of_no_request_are_swept(db: Database) -> None:
    async with db.transaction() as tx:
        await outbox.put(tx, notice("old", NOW - 3 * HOUR))
        await outbox.reconcile(tx, REQUEST, [notice("of a request", NOW - 3 * HOUR)])
        await send(tx, NOW - 2 * HOUR)
        await outbox.put(tx, notice("new", NOW - 2 * HOUR))
        await send(tx, NOW - HOUR)
        await outbox.put(tx, notice("unsent", NOW - 9 * HOUR))
        await outbox.sweep(tx, NOW - HOUR)
        left = {row["key"] for row in await tx.all("SELECT key FROM outbox")}
    assert left == {"of a request", "new", "unsent"}
