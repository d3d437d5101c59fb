"""1,000 notices due in the same second, while people tap and somebody presses the red button.

`python -m benchmarks.storm`. Over HTTP, within Telegram's limits as the sandbox enforces them, 60 ms on every call.
Taps are on a card whose seats are taken: each is stored, decided in a transaction and answered, and sends nothing by
itself. The same taps are made before, with nothing else to do. Prints figures and judges nothing.
"""

from __future__ import annotations

import argparse
import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from bot.clock import WallClock
from bot.rules.timetable import Due, Occasion, Priority, Verb
from sandbox import Call, Limits, Person, Sandbox, SeenMessage, Tap
from storage import outbox
from tests.center import START, Center, choices, has, newest, presses
from tests.clock import ManualClock
from tests.soak.seeding import cards, claim_data, gather, know, post

NOTICES = 1_000
PEOPLE = 500
URGENT = 50
"""So many of the notices come before the others."""
COORDINATORS = 3
TAPS_A_SECOND = 20
LATENCY = 0.06
"""Seconds each call to Telegram takes."""
LIMIT = 30
TELEGRAM = {"limit_per_second": LIMIT, "limit_per_chat_second": 1, "limit_per_group_minute": 20}
ROUNDS = 3


@dataclass(frozen=True)
class Round:
    """What came of one round; times in seconds."""

    share_of_limit: float
    most_in_a_chat: int
    """Notices, in any second."""
    refused: int
    """Answered with 429."""
    last_urgent: int
    """The last of the urgent notices was the so-manyth of all."""
    idle_p99: float
    busy_p99: float
    alarm: float
    """From the tap on the red button's confirmation to the first coordinator's message."""


@dataclass(frozen=True)
class Scene:
    """Who is there: the crowd, a card that is taken with what its button sent, and who may press the red button."""

    center: Center
    crowd: list[Person]
    card: SeenMessage
    claim: str
    drivers: list[Person]
    coordinators: list[Person]
    known: dict[int, int]


class Meter:
    """The messages that got through from now on."""

    def __init__(self, center: Center) -> None:
        self._calls = center.telegram.calls
        self._seen = len(self._calls)
        self.sent: list[Call] = []
        self.refused = 0

    def count(self) -> int:
        """How many so far."""
        for call in reversed(list(islice(reversed(self._calls), len(self._calls) - self._seen))):
            if call.method == "sendMessage":
                if call.status == 200:
                    self.sent.append(call)
                else:
                    self.refused += 1
        self._seen = len(self._calls)
        return len(self.sent)


class RunningClock(ManualClock):
    """Goes on by itself, as the machine's: what was refused comes again when its time has come."""

    def __init__(self, now: datetime) -> None:
        super().__init__(now)
        self._offset = self._now - datetime.now(UTC)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    async def wait(self, until: datetime | None, wake: asyncio.Event) -> None:
        await WallClock().wait(None if until is None else until - self._offset, wake)


@asynccontextmanager
async def open_live_center(folder: Path) -> AsyncIterator[Center]:
    """A center within Telegram's limits."""
    clock = RunningClock(START)
    async with Sandbox(now=clock.now, limits=Limits.real()) as telegram:
        center = Center(telegram, clock, folder, **TELEGRAM)
        await center.start()
        try:
            yield center
        finally:
            await center.stop()
        assert telegram.violations == []


async def measure(rounds: int, idle_seconds: float) -> list[Round]:
    with TemporaryDirectory(prefix="storm-") as folder:
        async with open_live_center(Path(folder)) as center:
            scene = await prepare(center, rounds)
            return [await storm(scene, number, idle_seconds) for number in range(rounds)]


async def prepare(center: Center, rounds: int) -> Scene:
    """Everybody is known; in half an hour rides begin, one for each round."""
    await center.set_up()
    coordinators = [center.rosa, *[await center.coordinator(f"Ana{number}") for number in range(1, COORDINATORS)]]
    app, telegram = center.bot.app, center.telegram
    crowd = gather(telegram, center.volunteers, PEOPLE)
    await center.idle()
    known = await know(app.db, crowd, app.now())
    rosa = next(iter((await know(app.db, [center.rosa], app.now())).values()))
    starts = [START + timedelta(minutes=30 + number) for number in range(rounds)]
    rides = await post(app.db, starts, rosa, app.now(), app.policy, app.zone)
    app.wake.set()
    shown = await cards(telegram, center.volunteers, rides)
    claim, drivers = claim_data(shown[0]), crowd[:rounds]
    for driver, card in zip(drivers, shown, strict=True):
        await center.idle()
        tap = await driver.taps_data(card, claim_data(card))
        assert not tap.alert, tap
    await center.idle()
    telegram.faults.latency(LATENCY)
    return Scene(center, crowd, shown[0], claim, drivers, coordinators, known)


async def storm(scene: Scene, number: int, idle_seconds: float) -> Round:
    center, loop = scene.center, asyncio.get_running_loop()
    app, telegram = center.bot.app, center.telegram
    idle = await tapping(scene, asyncio.create_task(asyncio.sleep(idle_seconds)))
    urgent = {person.id for n, person in enumerate(scene.crowd) if n % (NOTICES // URGENT) == 7}
    meter, began = Meter(center), loop.time()
    async with app.work() as work:
        for n in range(NOTICES):
            phone = scene.crowd[n % PEOPLE]
            person, priority = scene.known[phone.id], Priority.PRIVATE if phone.id in urgent else Priority.BULK
            key = f"unanswered:{number}:{n}"
            due = Due(key, Verb.SAY, Occasion.UNANSWERED, person, work.now, person, priority=priority)
            await outbox.put(work.tx, due)
    all_out = asyncio.create_task(telegram.until(lambda: meter.count() >= NOTICES, timeout=120))
    alarm = asyncio.create_task(raise_alarm(scene, scene.drivers[number], meter))
    busy = await tapping(scene, all_out)
    await all_out
    seconds = await alarm
    sent = list(meter.sent)
    first = next(n for n, call in enumerate(sent) if call.at >= began)
    last_urgent = max(n for n, call in enumerate(sent) if call.chat_id in urgent)
    await center.idle()
    await resolve(scene)
    return Round(
        share_of_limit=(len(sent) - first - 1) / (sent[-1].at - sent[first].at) / LIMIT,
        most_in_a_chat=most_in_a_second([call for call in sent if call.chat_id != scene.drivers[number].id]),
        refused=meter.refused,
        last_urgent=last_urgent + 1,
        idle_p99=quantiles(idle, n=100)[98],
        busy_p99=quantiles(busy, n=100)[98],
        alarm=seconds,
    )


async def tapping(scene: Scene, until: asyncio.Task[None]) -> list[float]:
    """People tap evenly until then; how long each button span."""
    spinning: list[asyncio.Future[Tap]] = []
    tappers = scene.crowd[PEOPLE // 2 :]
    while not until.done():
        spinning.append(tappers[len(spinning) % len(tappers)].taps_data_nowait(scene.card, scene.claim))
        await asyncio.sleep(1 / TAPS_A_SECOND)
    taps = await asyncio.gather(*spinning)
    assert all(tap.alert for tap in taps)
    return [tap.seconds for tap in taps]


async def raise_alarm(scene: Scene, driver: Person, meter: Meter) -> float:
    """When half of the notices are out; returns how long until the first coordinator had it."""
    telegram = scene.center.telegram
    await telegram.until(lambda: meter.count() >= NOTICES // 2, timeout=120)
    before = {phone.id: phone.last.id for phone in scene.coordinators}
    await presses(driver, newest(driver, "alarm"), "alarm")
    await telegram.until(lambda: has(driver, "alarmnow"), timeout=20)
    pressed = asyncio.get_running_loop().time()
    tap = asyncio.ensure_future(presses(driver, newest(driver, "alarmnow"), "alarmnow"))

    def told() -> bool:
        return any(
            phone.last.id > before[phone.id] and choices(phone.last, "havealarm") for phone in scene.coordinators
        )

    await telegram.until(told, timeout=60)
    seconds = asyncio.get_running_loop().time() - pressed
    await tap
    return seconds


async def resolve(scene: Scene) -> None:
    """A coordinator has it, and it is over."""
    rosa = scene.center.rosa
    await presses(rosa, newest(rosa, "havealarm"), "havealarm")
    await scene.center.idle()
    await presses(rosa, newest(rosa, "endalarm"), "endalarm")
    await scene.center.idle()


def most_in_a_second(sent: Sequence[Call]) -> int:
    """The most messages that one private chat got within any second."""
    times = defaultdict(list)
    for call in sent:
        if isinstance(call.chat_id, int) and call.chat_id > 0:
            times[call.chat_id].append(call.at)
    return max(sum(at <= other < at + 1 for other in found) for found in times.values() for at in found)


def show(rounds: Sequence[Round]) -> None:
    print(f"\n{NOTICES:,} notices due at once to {PEOPLE} people, {TAPS_A_SECOND} taps a second; {len(rounds)} rounds")
    print(f"{'':36}{'median':>9}  each")
    rows: list[tuple[str, list[float], str]] = [
        (f"of the limit of {LIMIT} a second", [r.share_of_limit for r in rounds], ".1%"),
        ("most notices to a chat in a second", [r.most_in_a_chat for r in rounds], ".0f"),
        ("refused with 429", [r.refused for r in rounds], ".0f"),
        (f"the last of {URGENT} urgent ones was number", [r.last_urgent for r in rounds], ".0f"),
        ("p99 of a tap, idle (ms)", [r.idle_p99 * 1000 for r in rounds], ".0f"),
        ("p99 of a tap meanwhile (ms)", [r.busy_p99 * 1000 for r in rounds], ".0f"),
        ("  and so many times idle", [r.busy_p99 / r.idle_p99 for r in rounds], ".2f"),
        ("first coordinator told (s)", [r.alarm for r in rounds], ".2f"),
    ]
    for name, found, form in rows:
        print(f"{name:36}{median(found):>9{form}}  {', '.join(f'{value:{form}}' for value in found)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--idle", type=float, default=30.0, help="seconds of taps before each round")
    options = parser.parse_args()
    show(asyncio.run(measure(options.rounds, options.idle)))


if __name__ == "__main__":
    main()
