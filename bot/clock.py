"""The time, injected everywhere; nothing else in the bot waits for a moment to come."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

LOOK = timedelta(seconds=15)
"""How long to trust one look at the wall clock, which may be set while we wait."""
LOOK_AT_FILE = timedelta(seconds=0.2)
BREATH = 0.01
"""Seconds of a breath."""


class Clock(Protocol):
    """What the bot knows of time."""

    def now(self) -> datetime:
        """Aware UTC."""

    async def wait(self, until: datetime | None, wake: asyncio.Event) -> None:
        """Returns at `until`, when `wake` is set, or earlier: the caller looks again at what is due."""

    async def breathe(self) -> None:
        """Returns after a breath of real time: what comes together is then dealt with together."""


class WallClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def wait(self, until: datetime | None, wake: asyncio.Event) -> None:
        await _sleep(self.now(), until, LOOK, wake)

    async def breathe(self) -> None:
        await asyncio.sleep(BREATH)


class OffsetClock:
    """The machine's clock moved by the seconds in a file, which the sandbox's page writes."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def now(self) -> datetime:
        try:
            offset = float(self._path.read_text())
        except (OSError, ValueError):
            offset = 0.0
        return datetime.now(UTC) + timedelta(seconds=offset)

    async def wait(self, until: datetime | None, wake: asyncio.Event) -> None:
        await _sleep(self.now(), until, LOOK_AT_FILE, wake)

    async def breathe(self) -> None:
        await asyncio.sleep(BREATH)


async def _sleep(now: datetime, until: datetime | None, look: timedelta, wake: asyncio.Event) -> None:
    span = look if until is None else max(timedelta(), min(look, until - now))
    # not wait_for: on Python 3.11 it swallows a cancellation that comes while `wake` is already set
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(span.total_seconds()):
            await wake.wait()
