"""A center in a test: a sandbox with two groups and people, and the real bot working for them over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.app import Running, running
from bot.rules.model import PROFILE_FIELDS
from bot.settings import Settings
from sandbox import Bot, Group, Limits, Person, Sandbox, SeenMessage
from tests.clock import EASTERN, ManualClock

START = datetime(2026, 11, 24, 10, 0, tzinfo=EASTERN)
"""A Tuesday morning, two days before Thanksgiving."""


class Center:
    """Two groups, a coordinator who set them up, and whoever a test adds."""

    def __init__(self, telegram: Sandbox, clock: ManualClock, folder: Path, **settings: Any) -> None:
        self.telegram = telegram
        self.clock = clock
        self.folder = folder
        self.account: Bot = telegram.add_bot("AcompanaBot")
        self.rosa: Person = telegram.add_person("Rosa", username="rosa_c", language="en")
        self.volunteers: Group = telegram.add_group("Voluntarios", creator=self.rosa, type="supergroup")
        self.coordinators: Group = telegram.add_group("Coordinadores", creator=self.rosa)
        for group in (self.volunteers, self.coordinators):
            group.add_bot(self.account, self.rosa)
            group.promote_bot(self.account, self.rosa)
        self.settings = Settings(
            _env_file=None,
            bot_token=SecretStr(self.account.token),
            bot_api_url=telegram.url,
            data_dir=folder / "data",
            key_file=folder / "keys" / "ring.json",
            **{"owner_ids": (self.rosa.id,), "limit_per_second": 10_000, **FAST, **settings},
        )
        self._stack = AsyncExitStack()
        self._bot: Running | None = None

    @property
    def bot(self) -> Running:
        assert self._bot is not None
        return self._bot

    async def start(self) -> None:
        self._bot = await self._stack.enter_async_context(running(self.settings, self.clock))

    async def stop(self) -> None:
        await self._stack.aclose()
        self._bot = None

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    async def idle(self) -> None:
        """Everything people sent was handled, and everything due was said."""
        await self.telegram.until(lambda: not self.telegram.backlog(self.account), timeout=20)
        idle = asyncio.ensure_future(self.bot.idle())
        async with asyncio.timeout(20):
            waits: set[asyncio.Future[Any]] = {idle, self.bot.parts}
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        if self.bot.parts.done():
            self.bot.parts.result()

    async def set_up(self) -> None:
        """Rosa starts the bot and gives both groups their role."""
        await self.rosa.starts()
        await self.rosa.writes("/setup volunteers", to=self.volunteers)
        await self.rosa.writes("/setup coordinators", to=self.coordinators)
        await self.idle()
        await self.rosa.taps(self.coordinators.last, "setup:")
        await self.idle()
        await self.rosa.writes("/cancel")
        await self.idle()

    async def volunteer(
        self, name: str, *, trained: bool = True, connected: bool = True, promised: bool = True, language: str = "en"
    ) -> Person:
        """Somebody in the volunteers' group; by default trained for rides, connected, and promised."""
        person = self.telegram.add_person(name, username=f"{name.lower()}_v", language=language)
        self.volunteers.add(person)
        if connected:
            await person.starts()
            if promised:
                await person.writes("/cancel")
                await self.idle()
                await self.promises(person)
        await self.idle()
        if trained:
            await self.rosa.writes(f"/grant rideshare @{name.lower()}_v")
            await self.idle()
        return person

    async def promises(self, person: Person) -> None:
        """Answers the questions of /start with *Skip* until the promise comes, and agrees."""
        await person.writes("/start")
        for field in range(len(PROFILE_FIELDS)):
            await self.idle()
            if field == PROFILE_FIELDS.index("phone"):
                await person.writes("/skip")
            else:
                await person.taps(person.last, "skip:")
        await self.idle()
        await person.taps(person.last, "promise:")
        await self.idle()

    async def posts(self, line: str = "/ride 2026-12-03 09:00 Holyoke > Amherst x2") -> SeenMessage:
        """Rosa posts a ride privately; returns the card in the volunteers' group."""
        before = len(self.volunteers.messages)
        await self.rosa.writes(line)
        await self.idle()
        await self.rosa.taps(self.rosa.last, "post:")
        await self.idle()
        assert len(self.volunteers.messages) == before + 1, self.rosa.screen(self.volunteers)
        return self.volunteers.last


FAST: dict[str, Any] = {"limit_per_chat_second": 10_000, "limit_per_group_minute": 1_000_000}
"""Rates for tests that are not about them."""


@asynccontextmanager
async def open_center(folder: Path, *, limits: Limits | None = None, **settings: Any) -> AsyncIterator[Center]:
    """A center that is running but not set up; at the end nothing may have violated the Bot API."""
    clock = ManualClock(START)
    async with Sandbox(now=clock.now, limits=limits or Limits.none()) as telegram:
        center = Center(telegram, clock, folder, **settings)
        await center.start()
        try:
            yield center
        finally:
            await center.stop()
        assert telegram.violations == []
