"""A bot that speaks raw HTTP, for tests of the sandbox itself."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from sandbox import Bot, Group, Limits, Person, Sandbox

Json = dict[str, Any]


class Clock:
    """A time that moves when told."""

    def __init__(self) -> None:
        self.time = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def forward(self, **delta: float) -> None:
        self.time += timedelta(**delta)


class RawBot:
    """A bot by hand: every call is one HTTP request."""

    def __init__(self, sandbox: Sandbox, bot: Bot, http: aiohttp.ClientSession) -> None:
        self.sandbox, self.bot, self.http = sandbox, bot, http
        self.offset = 0

    @property
    def id(self) -> int:
        return self.bot.id

    async def call(self, method: str, **params: Any) -> Json:
        """The whole answer to a JSON call."""
        url = f"{self.sandbox.url}/bot{self.bot.token}/{method}"
        async with self.http.post(url, json=params) as response:
            answer: Json = json.loads(await response.text())
            assert response.status == answer.get("error_code", 200)
            return answer

    async def does(self, method: str, **params: Any) -> Any:
        """The result of a call that works."""
        answer = await self.call(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method: str, **params: Any) -> str:
        """The description of a call that does not work."""
        answer = await self.call(method, **params)
        assert not answer["ok"], answer
        return str(answer["description"])

    async def updates(self, **params: Any) -> list[Json]:
        """What came since last time."""
        got: list[Json] = await self.does("getUpdates", offset=self.offset, **params)
        if got:
            self.offset = got[-1]["update_id"] + 1
        return got

    async def hears(self, kind: str) -> list[Json]:
        """The bodies of what came since last time of one kind."""
        return [update[kind] for update in await self.updates() if kind in update]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def sandbox(clock: Clock) -> AsyncIterator[Sandbox]:
    """A sandbox without limits that must end without violations."""
    async with Sandbox(now=clock, limits=Limits.none()) as sandbox:
        yield sandbox
    assert sandbox.violations == []


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[RawBot]:
    async with aiohttp.ClientSession() as http:
        yield RawBot(sandbox, sandbox.add_bot(), http)


@pytest.fixture
async def maria(sandbox: Sandbox, bot: RawBot) -> Person:
    """Somebody the bot may write to."""
    person = sandbox.add_person("María", last_name="Sol", username="maria", language="es")
    await person.starts()
    kinds = ["message", "edited_message", "callback_query", "chat_member", "my_chat_member"]
    await bot.updates(allowed_updates=kinds)
    await bot.updates()
    return person


@pytest.fixture
def ana(sandbox: Sandbox) -> Person:
    """The creator of groups; the bot may not write to her."""
    return sandbox.add_person("Ana")


@pytest.fixture
async def group(sandbox: Sandbox, bot: RawBot, maria: Person, ana: Person) -> Group:
    """A supergroup with the bot as an admin, and all its beginnings heard."""
    group = sandbox.add_group("Volunteers", creator=ana, members=[maria])
    group.add_bot(bot.bot)
    group.promote_bot(bot.bot)
    await bot.updates()
    return group


@pytest.fixture
async def basic(sandbox: Sandbox, bot: RawBot, maria: Person, ana: Person) -> Group:
    """A basic group with the bot as a plain member."""
    group = sandbox.add_group("Neighbors", creator=ana, members=[maria], type="group")
    group.add_bot(bot.bot)
    await bot.updates()
    return group
