"""How fast the outbox is with a month's rows: statements, one request's plan, sending, and doing nothing.

`python -m benchmarks.outbox`. A real SQLite file with 20,000 rows that were sent and 5,000 that are still to come, the
real dispatcher, no sockets. Prints figures and judges nothing.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.no_sockets import NoSockets
from bot.actions import due
from bot.app import Running, running
from bot.clock import WallClock
from bot.rules.model import Claim, ClaimState, Details, Kind, Party, Reach, Request, RequestState, Role, Slot
from bot.rules.timetable import Due, Occasion, Priority, Verb, plan
from bot.settings import Settings
from sandbox import Limits, Person
from sandbox.pretend import Pretend
from storage import outbox, people, requests
from storage.database import new_id
from storage.people import Sight

SENT, TO_COME = 20_000, 5_000
NOTICES = 500
ROUNDS = 200
IDLE = 10.0
HOUR = timedelta(hours=1)


async def measure(folder: Path) -> None:
    telegram = Pretend(None, Limits.none(), False, "Outbox", "UTC")
    account = telegram.add_bot("AcompanaBot")
    phones = [telegram.add_person(f"Driver{number}") for number in range(100)]
    for phone in phones:
        await phone.starts()
    account.queue.drop_all()  # that was long ago
    settings = Settings(
        _env_file=None,
        bot_token=account.token,
        bot_api_url="http://no.sockets",
        data_dir=folder / "data",
        key_file=folder / "keys" / "ring.json",
        limit_per_second=1_000_000,
        limit_per_chat_second=1_000_000,
    )
    sent = [0]

    def heard(*_: Any) -> None:
        sent[0] += 1

    async with running(settings, WallClock(), lambda _: NoSockets(telegram, heard)) as bot:
        crowd = await fill(bot, phones)
        app = bot.app
        async with app.db.reading() as tx:
            reads = await per_second(lambda: tx.value("SELECT count(*) FROM chat"))
        async with app.db.transaction() as tx:
            writes = await per_second(lambda: tx.run("UPDATE person SET outside = 0 WHERE id = ?", crowd[0]))
        print(f"statements a second          {reads:,.0f} reads, {writes:,.0f} writes")
        empty = await milliseconds(lambda: _nothing(bot))
        print(f"a transaction of nothing     {empty:.2f} ms")
        print(f"what is due, and when next   {await milliseconds(lambda: due.due_at(app, app.now())):.2f} ms")
        await reconciling(bot, crowd)
        await sending(bot, crowd, sent)
        await bot.idle()
        used = time.process_time()
        await asyncio.sleep(IDLE)
        used = time.process_time() - used
        print(f"idle with {TO_COME:,} to come     {used / IDLE:.2%} of a core")


async def _nothing(bot: Running) -> None:
    async with bot.app.db.transaction():
        pass


async def fill(bot: Running, phones: list[Person]) -> list[int]:
    """People who can be written to, and a month's rows."""
    now = datetime.now(UTC)
    crowd = []
    async with bot.app.db.transaction() as tx:
        for phone in phones:
            own_id = await people.add(tx, Sight(phone.id, phone.first_name, None, "en"), now)
            await people.set_reach(tx, own_id, Reach.YES)
            crowd.append(own_id)
        for number in range(SENT + TO_COME):
            at = now + (number - SENT) * timedelta(minutes=2) + HOUR
            await outbox.put(tx, notice(number, crowd[number % 100], at))
        await tx.run("UPDATE outbox SET sent_at = due_at WHERE due_at < ?", int((now + HOUR).timestamp()))
    return crowd


def notice(number: int, person: int, at: datetime) -> Due:
    return Due(f"unanswered:{number}", Verb.SAY, Occasion.UNANSWERED, person, at, person, priority=Priority.PRIVATE)


async def reconciling(bot: Running, crowd: list[int]) -> None:
    """A request with ten claims whose start moves to and fro: the plan, and making the rows equal it."""
    app, now = bot.app, datetime.now(UTC)
    start = now + timedelta(days=5)
    slot = Slot(new_id(), Role.DRIVER, 0, 10, 10)
    request = Request(
        id=new_id(), kind=Kind.RIDE, state=RequestState.OPEN, starts_at=start, ends_at=start + 2 * HOUR,
        origin="Holyoke", destination="Amherst", passengers=2, child_seats=0, languages=(), contact_id=crowd[0],
        posted_at=now, version=1, slots=(slot,), parties=(Party(new_id()),),
    )  # fmt: skip
    async with app.db.transaction() as tx:
        await requests.add(tx, request, [Details()])
        for seat, person in enumerate(crowd[:10], 1):
            await requests.add_claim(tx, Claim(new_id(), request.id, slot.id, seat, person, ClaimState.ACTIVE, now))
    async with app.db.reading() as tx:
        full = await requests.load(tx, request.id)
    assert full is not None
    rules, storage = [], []
    rows: tuple[Due, ...] = ()
    for number in range(ROUNDS):
        moved = full if number % 2 else _moved(full)
        began = time.perf_counter()
        rows = plan(moved, app.policy, app.zone)
        planned = time.perf_counter()
        async with app.db.transaction() as tx:
            await outbox.reconcile(tx, request.id, rows)
        rules.append(planned - began)
        storage.append(time.perf_counter() - planned)
    print(
        f"a request with ten claims    {len(rows)} rows: plan {median(rules) * 1000:.2f} ms,"
        f" every row moved {median(storage) * 1000:.2f} ms"
    )
    same = await milliseconds(lambda: _reconcile(bot, request.id, rows))
    print(f"and when nothing has moved   {same:.2f} ms")
    async with app.db.transaction() as tx:
        await outbox.forget_request(tx, request.id)


def _moved(request: Request) -> Request:
    return replace(request, starts_at=request.starts_at + HOUR, ends_at=request.ends_at + HOUR)


async def _reconcile(bot: Running, request_id: int, rows: tuple[Due, ...]) -> None:
    async with bot.app.db.transaction() as tx:
        await outbox.reconcile(tx, request_id, rows)


async def sending(bot: Running, crowd: list[int], sent: list[int]) -> None:
    """Notices due at once: the bot's own time for each, from the row to "sent"."""
    before, used, began = sent[0], time.process_time(), time.perf_counter()
    async with bot.app.work() as work:
        for number in range(NOTICES):
            await outbox.put(work.tx, notice(1_000_000 + number, crowd[number % 100], work.now))
    await bot.idle()
    assert sent[0] - before == NOTICES, sent[0] - before
    took = time.perf_counter() - began
    print(
        f"{NOTICES} notices to {len(crowd)} people   {NOTICES / took:,.0f} a second,"
        f" {(time.process_time() - used) / NOTICES * 1000:.2f} ms of CPU each"
    )


async def per_second(statement: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    for _ in range(2000):
        await statement()
    return 2000 / (time.perf_counter() - began)


async def milliseconds(deed: Callable[[], Awaitable[object]]) -> float:
    """The median of many."""
    found = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        await deed()
        found.append(time.perf_counter() - began)
    return median(found) * 1000


def main() -> None:
    with TemporaryDirectory(prefix="outbox-") as folder:
        asyncio.run(measure(Path(folder)))


if __name__ == "__main__":
    main()
