"""How long posting takes a coordinator: taps, messages typed, and the seconds the bot lets her wait.

`python -m benchmarks.stopwatch`. Rosa's script taps as soon as the button is there, over HTTP, within Telegram's
limits and with 60 ms on every call: what is left is the bot's own time. Prints figures and judges nothing.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from sandbox import Limits, SeenMessage
from tests.center import Center, open_center

LATENCY = 0.06
"""Seconds each call to Telegram takes."""
ROUNDS = 5
TELEGRAM = {"limit_per_second": 30, "limit_per_chat_second": 1, "limit_per_group_minute": 20}
PATIENCE = 10.0


@dataclass
class Thumb:
    """Rosa's thumb: counts what she does."""

    center: Center
    taps: int = 0
    messages: int = 0

    async def writes(self, text: str) -> None:
        self.messages += 1
        await self.center.rosa.writes(text)

    async def taps_on(self, *beginnings: str) -> None:
        """The newest button whose data begins like one of these, as soon as it is there."""
        rosa, telegram = self.center.rosa, self.center.telegram

        def there() -> bool:
            return _button(rosa.last, beginnings) is not None

        await telegram.until(there, timeout=PATIENCE)
        self.taps += 1
        await rosa.taps(rosa.last, _button(rosa.last, beginnings) or "", timeout=PATIENCE)

    async def answers(self, question: str, answer: str) -> None:
        """A button of the wizard: `answer:DRAFT:question.answer`."""
        await self.taps_on(f"{question}.{answer}")


def _button(message: SeenMessage, wanted: tuple[str, ...]) -> str | None:
    for row in message.buttons:
        for button in row:
            data = button.data or ""
            if any(data.startswith(word) or data.rpartition(":")[2].startswith(word) for word in wanted):
                return data
    return None


async def one_line(thumb: Thumb) -> None:
    """A ride in one line."""
    await thumb.writes("/ride thu 9am Holyoke > Amherst x2 carseat es")
    await thumb.taps_on("post:")


async def accompaniment(thumb: Thumb) -> None:
    """An accompaniment, step by step."""
    await thumb.writes("/accompany")
    await thumb.answers("day", "2026-12-03")
    await thumb.answers("hour", "8")
    await thumb.answers("quarter", "30")
    await thumb.answers("origin", "")
    await thumb.answers("people", "1")
    await thumb.answers("needs", "es")
    await thumb.answers("needs", "done")
    await thumb.taps_on("post:")


async def once_more(thumb: Thumb) -> None:
    """A usual ride, on another day."""
    await thumb.writes("/ride")
    await thumb.taps_on("usual:")
    await thumb.taps_on("again:")
    await thumb.answers("day", "2026-12-04")
    await thumb.taps_on("post:")


RACES: tuple[tuple[str, Callable[[Thumb], Awaitable[None]]], ...] = (
    ("one-line ride", one_line),
    ("wizard accompaniment", accompaniment),
    ("repeated ride", once_more),
)


async def measure(folder: Path) -> None:
    async with open_center(folder, limits=Limits(), **TELEGRAM) as center:
        await center.set_up()
        center.telegram.faults.latency(LATENCY)
        print(f"{'':24}{'taps':>6}{'typed':>7}{'seconds':>9}")  # one line for each way to post
        for name, race in RACES:
            seconds, thumb = [], Thumb(center)
            for _ in range(ROUNDS):
                thumb = Thumb(center)
                before = len(center.volunteers.messages)
                started = time.perf_counter()
                await race(thumb)
                await center.telegram.until(lambda n=before: len(center.volunteers.messages) > n, timeout=30)  # type: ignore[misc]
                seconds.append(time.perf_counter() - started)
                await center.idle()
            print(f"{name:24}{thumb.taps:>6}{thumb.messages:>7}{median(seconds):>9.1f}")


def main() -> None:
    with TemporaryDirectory(prefix="stopwatch-") as folder:
        asyncio.run(measure(Path(folder)))


if __name__ == "__main__":
    main()
