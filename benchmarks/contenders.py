"""Who takes part in the bursts: our bot, and bare bots of other frameworks, each a process on a core of its own."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import aiohttp

from bot.rules.model import Request
from sandbox import Bot, Child, Group, Limits, Person, Sandbox, SeenMessage
from storage.database import Database
from tests.soak.process import ROOT, ProcessCenter
from tests.soak.seeding import cards, gather, know, post

HERE = Path(__file__).resolve().parent
FIRST_DAY = timedelta(days=3)


@dataclass(frozen=True)
class Cores:
    """Where the bots run, and where everybody else does. The same one on a machine that has only one."""

    bots: int
    people: int

    @classmethod
    def found(cls) -> Cores:
        here = sorted(os.sched_getaffinity(0))
        return cls(here[-1], here[0])


class Contender(Protocol):
    """A bot that answers taps, with 200 people and their cards in a sandbox of its own."""

    name: str
    telegram: Sandbox
    account: Bot
    child: Child
    crowd: list[Person]

    async def prepare(self, many: int, one: int) -> None:
        """Everything up to the start of the process, for so many bursts on many cards and on one card."""

    async def ready(self) -> None:
        """The process runs; the cards are there."""

    def many_cards(self, burst: int) -> list[SeenMessage]:
        """One card for each person."""

    def one_card(self, burst: int) -> SeenMessage:
        """One card for all."""


class Ours:
    """`python -m bot`, set up through its own commands; what people and rides there are is written beforehand."""

    def __init__(self, folder: Path, people: int) -> None:
        self.name = "ours"
        self.telegram = Sandbox(limits=Limits.none(), check=False)
        self._folder = folder
        self._people = people

    async def prepare(self, many: int, one: int) -> None:
        self._center = ProcessCenter(self.telegram, self._folder, {})
        self.account, self.child = self._center.account, self._center.child
        await self._center.start()
        await self._center.set_up()
        self.crowd = gather(self.telegram, self._center.volunteers, self._people)
        await self.telegram.until(lambda: not self.telegram.backlog(), timeout=30)
        await self.child.stop()
        async with self._center.database() as db:
            known = await know(db, self.crowd, self._center.now())
            contact = next(iter(known.values()))
            self._many = [await self._rides(db, contact, burst, self._people) for burst in range(many)]
            self._one = [(await self._rides(db, contact, many + burst, 1))[0] for burst in range(one)]

    async def _rides(self, db: Database, contact: int, day: int, count: int) -> list[Request]:
        """Rides at the same hour of a day of their own: each person can take one of them."""
        start = self._center.now() + FIRST_DAY + timedelta(days=day)
        return await post(db, [start] * count, contact, self._center.now(), self._center.policy, self._center.zone)

    async def ready(self) -> None:
        rides = [ride for rides in self._many for ride in rides] + self._one
        found = await cards(self.telegram, self._center.volunteers, rides)
        self._cards = {ride.id: card for ride, card in zip(rides, found, strict=True)}

    def many_cards(self, burst: int) -> list[SeenMessage]:
        return [self._cards[ride.id] for ride in self._many[burst]]

    def one_card(self, burst: int) -> SeenMessage:
        return self._cards[self._one[burst].id]


class Peer:
    """A bare bot: it answers every tap with the same words and edits the card each time."""

    def __init__(self, name: str, command: list[str], folder: Path, people: int) -> None:
        self.name = name
        self.telegram = Sandbox(limits=Limits.none(), check=False)
        self._command = command
        self._folder = folder
        self._people = people

    async def prepare(self, many: int, one: int) -> None:
        del many, one  # its cards can be tapped again and again
        self.account = self.telegram.add_bot()
        rosa = self.telegram.add_person("Rosa")
        self._group: Group = self.telegram.add_group("Volunteers", creator=rosa)
        self._group.add_bot(self.account, rosa)
        self._group.promote_bot(self.account, rosa)
        self.crowd = gather(self.telegram, self._group, self._people)
        self.account.queue.drop_all()  # who came into the group is no part of this
        command = [*self._command, self.telegram.url, self.account.token]
        if "benchmarks.peers.ptb" in command:
            command.append("aiohttp" if "aiohttp" in self.name else "httpx")
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.child = Child(command, environment, log=self._folder / f"{self.name.split()[0]}.log")
        self._cards = [await self._posts() for _ in range(self._people)]

    async def _posts(self) -> SeenMessage:
        """The bot's account posts a card; the process does not run yet."""
        button = {"text": "🚗 I can drive · Puedo manejar", "callback_data": "claim:1:1"}
        body = {"chat_id": self._group.id, "text": "Ride", "reply_markup": json.dumps({"inline_keyboard": [[button]]})}
        url = f"{self.telegram.url}/bot{self.account.token}/sendMessage"
        async with aiohttp.ClientSession() as session, session.post(url, json=body) as response:
            assert response.status == 200, await response.text()
        return self._group.last

    async def ready(self) -> None:
        """Its cards are there already."""

    def many_cards(self, burst: int) -> list[SeenMessage]:
        del burst
        return self._cards

    def one_card(self, burst: int) -> SeenMessage:
        del burst
        return self._cards[0]


def everybody(folder: Path, people: int, peer_python: str) -> list[Contender]:
    ptb = [sys.executable, "-m", "benchmarks.peers.ptb"]
    aiogram = [peer_python, str(HERE / "peers" / "with_aiogram.py")]
    return [
        Ours(folder / "ours", people),
        Peer("(a) python-telegram-bot", ptb, folder, people),
        Peer("(b) the same on aiohttp", ptb, folder, people),
        Peer("(c) aiogram 3", aiogram, folder, people),
    ]
