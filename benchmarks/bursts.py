"""Bursts of taps: our bot beside bare bots that store nothing, in one run, each on the same one core.

`python -m benchmarks.bursts --peers PATH_TO_PYTHON_WITH_AIOGRAM`. Prints figures and judges nothing.
(A) 200 people tap 200 one-seat cards; (B) 200 people tap one card. A peer answers every tap with the same words and
edits the card. Ours also stores the tap before it is acknowledged, decides it in a transaction, edits the cards of two
groups and sends the winner a private message.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import re
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from benchmarks.contenders import Contender, Cores, everybody
from bot.rules.claims import Refusal
from sandbox import SeenMessage, Tap
from tests.center import START, open_center
from tests.soak.seeding import cards, gather, know, post

PEOPLE = 200
ROUNDS = 5
WARM_UPS = 1
STARTS = 3
GOAL = 14
"""Statements of one claim, from BEGIN to COMMIT."""
SENDING = ("editMessageText", "sendMessage")
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Burst:
    """One burst, as measured. Times in milliseconds where nothing else is said."""

    answers_per_second: float
    p50: float
    p99: float
    unanswered: float
    cpu_per_tap: float
    settled: float
    people_busy: float


@dataclass(frozen=True)
class Process:
    """What a process weighs and how long it takes to start."""

    peak_megabytes: float
    start_seconds: float


async def compare(peer_python: str, rounds: int) -> None:
    cores = Cores.found()
    with TemporaryDirectory(prefix="acompana-bursts-") as name:
        folder = Path(name)
        (folder / "ours").mkdir()
        contenders = everybody(folder, PEOPLE, peer_python)
        async with AsyncExitStack() as stack:
            for contender in contenders:
                await stack.enter_async_context(contender.telegram)
                await contender.prepare(rounds + WARM_UPS, 2 * (rounds + WARM_UPS))
                stack.push_async_callback(contender.child.kill)
            starts = await started(contenders, cores)
            for contender in contenders:
                await contender.ready()
            many, one = await bursts(contenders, rounds)
            processes = {c.name: Process(peak_megabytes(pid_of(c)), median(starts[c.name])) for c in contenders}
        print(f"{PEOPLE} people, median of {rounds} rounds after {WARM_UPS} warm-up, bots on core {cores.bots},")
        print(f"sandbox and people on core {cores.people}. Peers store nothing.")
        show("(A) each taps a one-seat card of their own: all win", many)
        show("(B) all tap the same card: ours has one winner, the peers tell everybody yes", one)
        show_processes(processes)
        await show_statements(folder)


async def started(contenders: Sequence[Contender], cores: Cores) -> dict[str, list[float]]:
    """Seconds from the start of each process to its first getUpdates; after the last one it stays."""
    seconds: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    for number in range(STARTS):
        for contender in contenders:
            seconds[contender.name].append(await start(contender, cores))
            if number < STARTS - 1:
                await contender.child.stop()
    return seconds


async def start(contender: Contender, cores: Cores) -> float:
    """Starts the process on its core; returns the seconds to its first getUpdates."""
    queue, child = contender.account.queue, contender.child
    queue.allow([])
    os.sched_setaffinity(0, {cores.bots})  # what is started now inherits it
    began = time.perf_counter()
    await child.start()
    os.sched_setaffinity(0, {cores.people})
    await contender.telegram.until(lambda: queue.allowed is not None or not child.running, timeout=30)
    assert child.running, f"{contender.name} {child.state}:\n{logged(contender)}"
    return time.perf_counter() - began


async def bursts(contenders: Sequence[Contender], rounds: int) -> tuple[dict[str, Burst], dict[str, Burst]]:
    """Both scenarios, interleaved: nobody has the machine's good minute alone.

    Each turn begins with a burst that does not count: connections that were closed while others had their turn.
    """
    many: dict[str, list[Burst]] = {contender.name: [] for contender in contenders}
    one: dict[str, list[Burst]] = {contender.name: [] for contender in contenders}
    for number in range(rounds + WARM_UPS):
        turn = number % len(contenders)
        for contender in (*contenders[turn:], *contenders[:turn]):
            await burst(contender, [contender.one_card(2 * number)] * PEOPLE, everybody_wins=False)
            measured = await burst(contender, contender.many_cards(number), everybody_wins=True)
            same = await burst(contender, [contender.one_card(2 * number + 1)] * PEOPLE, everybody_wins=False)
            if number >= WARM_UPS:
                many[contender.name].append(measured)
                one[contender.name].append(same)
    return {name: middle(found) for name, found in many.items()}, {name: middle(found) for name, found in one.items()}


async def burst(contender: Contender, on: Sequence[SeenMessage], *, everybody_wins: bool) -> Burst:
    """Everybody taps in the same moment; measured until nothing moves any more."""
    telegram, pid = contender.telegram, pid_of(contender)
    cpu_before, calls_before = cpu_seconds(pid), len(telegram.calls)
    own_before, began = time.process_time(), asyncio.get_running_loop().time()
    spinning = [person.taps_nowait(card, "claim:") for person, card in zip(contender.crowd, on, strict=True)]
    await answered(spinning, pid)
    taps = [tap.result() for tap in spinning if tap.done()]
    assert taps, f"{contender.name} answered nobody:\n{logged(contender)}"
    last = max(tap.answered_at for tap in taps)
    busy = (time.process_time() - own_before) / (last - began)
    await quiet(pid)
    calls = list(telegram.calls)[calls_before:]
    check(contender, [tap.alert for tap in taps], Counter(call.method for call in calls), everybody_wins)
    waits = quantiles((tap.seconds * 1000 for tap in taps), n=100)
    return Burst(
        answers_per_second=len(taps) / (last - began),
        p50=waits[49],
        p99=waits[98],
        unanswered=PEOPLE - len(taps),
        cpu_per_tap=(cpu_seconds(pid) - cpu_before) * 1000 / PEOPLE,
        settled=(max(call.at for call in calls if call.method in SENDING) - began) * 1000,
        people_busy=busy * 100,
    )


async def answered(spinning: Sequence[asyncio.Future[Tap]], pid: int) -> None:
    """Returns when all are answered, or the process has rested so long that it has given some of them up."""
    used, rested = 0.0, 0
    while rested < 3:
        _, waiting = await asyncio.wait(spinning, timeout=1)
        if not waiting:
            return
        now = cpu_seconds(pid)
        used, rested = now, rested + 1 if now == used else 0


def check(contender: Contender, alerts: list[bool], calls: Counter[str], everybody_wins: bool) -> None:
    """A figure counts only for work that was done."""
    if contender.name == "ours":
        winners = PEOPLE if everybody_wins else 1
        assert len(alerts) == PEOPLE, f"{PEOPLE - len(alerts)} taps were not answered"
        assert alerts.count(False) == winners, f"{alerts.count(False)} won: {Refusal.FULL}?"
        assert calls["sendMessage"] >= winners, calls
        assert calls["editMessageText"] >= 2 * winners, calls
    else:
        assert alerts.count(False) == len(alerts)


def middle(found: Sequence[Burst]) -> Burst:
    return Burst(*(median(getattr(one, field.name) for one in found) for field in fields(Burst)))


# --- what /proc says (Linux proc(5)) ---------------------------------------------------------------------------------


def pid_of(contender: Contender) -> int:
    assert contender.child.pid is not None, f"{contender.name} {contender.child.state}"
    return contender.child.pid


def logged(contender: Contender) -> str:
    """The end of what the process wrote."""
    return contender.child.log.read_text()[-2000:] if contender.child.log is not None else ""


def cpu_seconds(pid: int) -> float:
    """utime and stime of all threads."""
    values = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(values[11]) + int(values[12])) / TICK


def peak_megabytes(pid: int) -> float:
    """The highest resident size so far (VmHWM)."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


async def quiet(pid: int) -> None:
    """Returns when the process has used no time for a third of a second."""
    still, before = 0, cpu_seconds(pid)
    while still < 6:
        await asyncio.sleep(0.06)
        now = cpu_seconds(pid)
        still, before = (still + 1, now) if now == before else (0, now)


# --- what is printed -------------------------------------------------------------------------------------------------


def show(title: str, found: dict[str, Burst]) -> None:
    print(f"\n{title}")
    print(
        f"{'':26}{'answers/s':>10}{'p50 ms':>9}{'p99 ms':>9}{'unanswered':>12}{'CPU ms/tap':>12}{'settled ms':>12}"
        f"{'people busy':>13}"
    )
    for name, b in found.items():
        print(
            f"{name:26}{b.answers_per_second:10.0f}{b.p50:9.0f}{b.p99:9.0f}{b.unanswered:12.0f}{b.cpu_per_tap:12.2f}{b.settled:12.0f}"
            f"{b.people_busy:12.0f}%"
        )
    ours = found["ours"]
    for name, b in found.items():
        if name != "ours":
            print(
                f"{'ours / ' + name.split()[0]:26}{ours.answers_per_second / b.answers_per_second:10.2f}"
                f"{ours.p50 / b.p50:9.2f}{ours.p99 / b.p99:9.2f}{'':12}{ours.cpu_per_tap / b.cpu_per_tap:12.2f}"
                f"{ours.settled / b.settled:12.2f}"
            )


def show_processes(found: dict[str, Process]) -> None:
    print(f"\n{'':26}{'peak MB':>10}{'start s':>9}")
    for name, p in found.items():
        print(f"{name:26}{p.peak_megabytes:10.0f}{p.start_seconds:9.2f}")
    ours = found["ours"]
    for name, p in found.items():
        if name != "ours":
            print(
                f"{'ours / ' + name.split()[0]:26}{ours.peak_megabytes / p.peak_megabytes:10.2f}"
                f"{ours.start_seconds / p.start_seconds:9.2f}"
            )


async def show_statements(folder: Path) -> None:
    """One claim through the real handlers; what SQLite was asked, connection by connection."""
    asked: list[str] = []
    written: list[str] = []
    async with open_center(folder / "statements") as center:
        await center.set_up()
        app = center.bot.app
        drivers = gather(center.telegram, center.volunteers, 2)
        await center.idle()
        known = await know(app.db, drivers, app.now())
        starts = [START + timedelta(days=3), START + timedelta(days=4)]
        rides = await post(app.db, starts, known[drivers[0].id], app.now(), app.policy, app.zone)
        app.wake.set()
        both = await cards(center.telegram, center.volunteers, rides)
        await center.idle()
        for driver, card, heard in zip(drivers, both, (asked, written), strict=True):
            await app.db.watch(heard.append, writer_only=heard is written)
            tap = await driver.taps(card, "claim:")
            await center.idle()
            await app.db.watch(None)
            assert not tap.alert, tap
    transactions = by_transaction(written)
    claim = next(sql for sql in transactions if any("INSERT INTO claim" in one for one in sql))
    reads = sum(one.lstrip().startswith("SELECT") for one in claim)
    print(f"\nOne claim: {len(claim)} statements from BEGIN to COMMIT ({reads} reads); the goal is at most {GOAL}.")
    for one in claim:
        print(f"    {brief(one)}")
    print(f"From tap to rest: {len(asked)} statements in all, {len(transactions)} transactions.")


def brief(sql: str) -> str:
    """The beginning of a statement; of a row for the outbox also its occasion."""
    occasion = re.search(r"INSERT INTO outbox.*?VALUES \(\d+, '(\w+)", sql, re.DOTALL)
    return f"INSERT INTO outbox … {occasion[1]}" if occasion else " ".join(sql.split())[:80]


def by_transaction(asked: Sequence[str]) -> list[list[str]]:
    """What the one writer was asked, from each BEGIN to its COMMIT."""
    found: list[list[str]] = []
    for sql in asked:
        if sql.startswith("BEGIN"):
            found.append([])
        found[-1].append(sql)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", required=True, help="a Python that has requirements-bench.txt")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    # a peer that hangs up in the middle of a call shows below as taps without an answer
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    asyncio.run(compare(options.peers, options.rounds))


if __name__ == "__main__":
    main()
