"""A center whose bot is a process of its own (`python -m bot`), to be killed, measured and looked into."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.rules.policy import Policy
from sandbox import Bot, Child, Group, Limits, Person, Sandbox
from storage.database import Database
from storage.seal import open_ring
from tests.clock import EASTERN

ROOT = Path(__file__).resolve().parents[2]
RAISED = {"LIMIT_PER_SECOND": "10000", "LIMIT_PER_CHAT_SECOND": "10000", "LIMIT_PER_GROUP_MINUTE": "1000000"}
"""Rates for what is not about them."""


class ProcessCenter:
    """Two groups, the coordinator who set them up, and the bot's process; real time."""

    def __init__(self, telegram: Sandbox, folder: Path, environment: Mapping[str, str]) -> None:
        self.telegram = telegram
        self.folder = folder
        self.account: Bot = telegram.add_bot("AcompanaBot")
        self.rosa: Person = telegram.add_person("Rosa", username="rosa_c", language="en")
        self.volunteers: Group = telegram.add_group("Voluntarios", creator=self.rosa)
        self.coordinators: Group = telegram.add_group("Coordinadores", creator=self.rosa)
        for group in (self.volunteers, self.coordinators):
            group.add_bot(self.account, self.rosa)
            group.promote_bot(self.account, self.rosa)
        self.data = folder / "data"
        self.key_file = folder / "keys" / "ring.json"
        self.log = folder / "bot.log"
        settings = {
            "BOT_TOKEN": self.account.token,
            "BOT_API_URL": telegram.url,
            "DATA_DIR": str(self.data),
            "KEY_FILE": str(self.key_file),
            "OWNER_IDS": str(self.rosa.id),
            "PYTHONPATH": str(ROOT),
        }
        self.child = Child(
            [sys.executable, "-m", "bot"], {**os.environ, **RAISED, **settings, **environment}, log=self.log
        )
        self.policy = Policy()
        self.zone = EASTERN
        self.killed = False

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def start(self) -> None:
        """Returns at the bot's first getUpdates."""
        queue = self.account.queue
        queue.allow([])
        await self.child.start()
        await self.telegram.until(lambda: queue.allowed is not None or not self.child.running, timeout=30)
        assert self.child.running, f"the bot {self.child.state}:\n{self.log.read_text()[-2000:]}"

    async def kill(self) -> None:
        """SIGKILL, as a power cut."""
        self.killed = True
        await self.child.kill()

    def violations(self) -> list[str]:
        """What Telegram would not take. Who was killed after an answer may not know of it, and answer once more."""
        return [wrong for wrong in self.telegram.violations if not (self.killed and "was answered twice" in wrong)]

    async def set_up(self) -> None:
        """Rosa gives both groups their role."""
        await self.rosa.starts()
        await self.rosa.writes("/setup volunteers", to=self.volunteers)
        await self.telegram.until(lambda: bool(self.volunteers.pinned), timeout=20)
        await self.rosa.writes("/setup coordinators", to=self.coordinators)
        await self.telegram.until(lambda: "setup:" in _buttons(self.coordinators), timeout=20)
        question = self.coordinators.last
        await self.rosa.taps(question, "setup:")
        await self.telegram.until(lambda: not question.buttons, timeout=20)

    @asynccontextmanager
    async def database(self) -> AsyncIterator[Database]:
        """The bot's database, while the bot does not run."""
        assert not self.child.running
        path = self.data / "acompana.sqlite3"
        database = await Database.open(path, open_ring(self.key_file, path))
        try:
            yield database
        finally:
            await database.close()


@asynccontextmanager
async def process_center(folder: Path, *, check: bool = True, **environment: str) -> AsyncIterator[ProcessCenter]:
    """A center that is not started; at the end the process is gone, and nothing may have violated the Bot API."""
    async with Sandbox(limits=Limits.none(), check=check) as telegram:
        center = ProcessCenter(telegram, folder, environment)
        try:
            yield center
        finally:
            await center.child.kill()
        assert center.violations() == []


def _buttons(group: Group) -> str:
    return " ".join(button.data or "" for row in group.last.buttons for button in row)
