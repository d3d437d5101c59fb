"""A center in a test: a sandbox with two groups and people, and the real bot working for them over HTTP."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.app import Running, running
from bot.rules.model import PROFILE_FIELDS, Qualification
from bot.rules.wizard import place_code
from bot.settings import Settings
from bot.views.message import data
from sandbox import Bot, Group, Limits, Person, Sandbox, SeenMessage, Tap
from storage import drafts, people
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

    async def coordinator(self, name: str, *, language: str = "en") -> Person:
        """One more coordinator, for whom Rosa vouches; connected, and asked nothing."""
        person = self.telegram.add_person(name, username=f"{name.lower()}_c", language=language)
        self.coordinators.add(person, self.rosa)
        await self.idle()
        await self.rosa.taps(self.coordinators.last, "vouch:")
        await person.starts()
        await self.idle()
        await person.writes("/cancel")
        await self.idle()
        return person

    async def volunteer(
        self,
        name: str,
        *,
        trained: Sequence[str] | bool = True,
        connected: bool = True,
        promised: bool = True,
        language: str = "en",
    ) -> Person:
        """Somebody in the volunteers' group; by default trained for rides, connected, and promised.

        `trained` names what for, like `("accompaniment", "rideshare")`.
        """
        person = self.telegram.add_person(name, username=f"{name.lower()}_v", language=language)
        self.volunteers.add(person)
        if connected:
            await person.starts()
            if promised:
                await person.writes("/cancel")
                await self.idle()
                await self.promises(person)
        await self.idle()
        for qualification in ("rideshare",) if trained is True else trained or ():
            await self.rosa.writes(f"/grant {qualification} @{name.lower()}_v")
            await self.idle()
        return person

    async def crew(
        self, *names: str, trained: Sequence[str] = ("accompaniment", "rideshare"), language: str = "en"
    ) -> list[Person]:
        """Volunteers who have been here for long: connected, promised and trained."""
        crew = []
        for name in names:
            person = self.telegram.add_person(name, username=f"{name.lower()}_v", language=language)
            self.volunteers.add(person)
            await person.starts()
            crew.append(person)
        await self.idle()
        async with self.bot.app.db.transaction() as tx:
            for person in crew:
                found = await people.find(tx, person.id)
                assert found is not None
                await people.set_promised(tx, found.id, self.clock.now())
                for qualification in trained:
                    await people.grant(tx, found.id, Qualification(qualification), found.id, self.clock.now())
                await drafts.stop_asking(tx, found.id)
        return crew

    async def at(self, moment: str) -> None:
        """`at("2026-12-02 18:30")`: the center's wall shows this time, and everything due by then was said."""
        self.clock.set_local(moment)
        await self.idle()

    async def later(self, **delta: float) -> None:
        """`later(minutes=15)`: so much later everything due by then was said."""
        self.clock.forward(**delta)
        await self.idle()

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
        """Rosa posts a line of any kind privately; returns the card in the volunteers' group."""
        before = len(self.volunteers.messages)
        await self.rosa.writes(line)
        await self.idle()
        await self.rosa.taps(self.rosa.last, "post:")
        await self.idle()
        assert len(self.volunteers.messages) == before + 1, self.rosa.screen(self.volunteers)
        return self.volunteers.last

    async def speaks(self, person: Person, language: str) -> None:
        """The person chooses the language in which the bot speaks to them."""
        await person.writes("/language")
        await self.idle()
        await person.taps_data(person.last, data("language", 0, language))
        await self.idle()

    async def answers(self, person: Person, *answers: str) -> SeenMessage:
        """Taps one button after another of the questions in the private chat, named `question.answer`."""
        for answer in answers:
            await self.idle()
            question = answer.partition(".")[0]
            if question in ("origin", "destination") and not buttons(person.last, answer):
                await person.taps_data(person.last, button(person.last, f"{question}.all"))
                await self.idle()
            await person.taps_data(person.last, button(person.last, answer))
        await self.idle()
        return person.last


def buttons(message: SeenMessage, answer: str) -> list[str]:
    """The data of every button that gives this answer, whatever its language."""
    return [b.data for row in message.buttons for b in row if b.data and b.data.endswith(f":{answer}")]


def button(message: SeenMessage, answer: str) -> str:
    """The data of the one button that gives this answer."""
    found = buttons(message, answer)
    assert len(found) == 1, f"{answer!r} is not one button\n{message}"
    return found[0]


def choice(message: SeenMessage, action: str, n: int = 0) -> str:
    """The data of the n-th button of a message with this action, whatever its language."""
    found = choices(message, action)
    assert len(found) > n, f"{action!r} is not there\n{message}"
    return found[n]


def choices(message: SeenMessage, action: str) -> list[str]:
    """The data of every button with this action (`claim`), or this action and answer (`step:with`)."""
    name, _, extra = action.partition(":")
    found = (b.data for row in message.buttons for b in row if b.data)
    return [d for d in found if d.split(":")[0] == name and (not extra or d.split(":")[2] == extra)]


async def presses(person: Person, message: SeenMessage, action: str, n: int = 0) -> Tap:
    """Taps a button by its action."""
    return await person.taps_data(message, choice(message, action, n))


def newest(person: Person, action: str) -> SeenMessage:
    """The newest private message with a button of this action."""
    for message in reversed(person.chat):
        if choices(message, action):
            return message
    raise AssertionError(f"{person.name} has no button {action!r}\n{person.screen()}")


def coordinators_card(center: Center, n: int = -1) -> SeenMessage:
    """A request's card in the coordinators' group."""
    return [message for message in center.coordinators.messages if choices(message, "edit")][n]


async def member_of(center: Center, name: str, *, language: str = "en") -> Person:
    """The member of the request posted last: invited by Rosa, connected by the link."""
    rosa = center.rosa
    await presses(rosa, coordinators_card(center), "private")
    await center.idle()
    await presses(rosa, rosa.last, "invite")
    await center.idle()
    await presses(rosa, newest(rosa, "invitein"), f"invitein:{language}")
    await center.idle()
    link = next(found for message in reversed(rosa.chat) if (found := re.search(r"https://t\.me/\S+", message.text)))
    person = center.telegram.add_person(name, language=language)
    await person.follows(link.group())
    await center.idle()
    await presses(person, person.last, f"memberlang:{language}")
    await center.idle()
    await presses(person, newest(person, "memberyes"), "memberyes")
    await center.idle()
    return person


async def moves(center: Center, day: str, n: int = -1) -> None:
    """Rosa gives a request another day."""
    rosa = center.rosa
    await presses(rosa, coordinators_card(center, n), "edit")
    await center.idle()
    await center.answers(rosa, "fields.day", f"day.{day}")
    await presses(rosa, newest(rosa, "save"), "save")
    await center.idle()


def has(person: Person, action: str) -> bool:
    """Whether any private message of theirs has a button of this action."""
    return any(choices(message, action) for message in person.chat)


def asked(message: SeenMessage) -> str:
    """Which question a message asks, by its buttons; empty for any other message."""
    answers = (b.data or "" for row in message.buttons for b in row)
    return next((data.split(":")[2].partition(".")[0] for data in answers if data.startswith("answer:")), "")


def labels(message: SeenMessage) -> list[str]:
    return [button.text for row in message.buttons for button in row]


def at(place: str) -> str:
    """How a place's button is named in its data."""
    return place_code(place)


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
