"""A clock that stands still until a test moves it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import BREATH

EASTERN = ZoneInfo("America/New_York")


class ManualClock:
    """Shared by the bot and the sandbox of a test."""

    def __init__(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        return self._now

    async def wait(self, until: datetime | None, wake: asyncio.Event) -> None:
        """Returns when the moment came, or was moved to, or at a wake-up."""
        if wake.is_set() or (until is not None and until <= self._now):
            return
        moved = asyncio.ensure_future(self._moved.wait())
        woken = asyncio.ensure_future(wake.wait())
        try:
            await asyncio.wait((moved, woken), return_when=asyncio.FIRST_COMPLETED)
        finally:
            moved.cancel()
            woken.cancel()

    async def breathe(self) -> None:
        """As long as the bot's own clocks."""
        await asyncio.sleep(BREATH)

    def forward(self, **delta: float) -> None:
        """`forward(minutes=15)`"""
        self.set(self._now + timedelta(**delta))

    def set(self, moment: datetime) -> None:
        """Time never goes back."""
        assert moment >= self._now
        self._now = moment.astimezone(UTC)
        self._moved.set()
        self._moved = asyncio.Event()

    def set_local(self, text: str) -> None:
        """`set_local("2026-12-02 09:00")` on the center's wall."""
        self.set(datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=EASTERN))
