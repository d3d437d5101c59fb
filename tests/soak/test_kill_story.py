"""One whole accompaniment, and the bot killed after each of its commits: nothing is lost, one thing may come twice."""

from __future__ import annotations

import asyncio
import html
import os
import re
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.i18n import Translator
from bot.views import people as views
from sandbox import Limits, Person, Sandbox, SeenMessage
from tests.center import FAST, START, Center, buttons, choice, choices, coordinators_card
from tests.clock import EASTERN, ManualClock
from tests.soak.killable import SOCKET
from tests.soak.process import ROOT
from tests.soak.size import size

Told = Counter[tuple[str, str]]
"""(chat, text of a message) → how often it came."""


class MortalCenter(Center):
    """Its bot is a process of its own, which may die at any commit; whenever it does, the next one goes on."""

    def __init__(self, telegram: Sandbox, clock: ManualClock, folder: Path) -> None:
        super().__init__(telegram, clock, folder, **FAST)
        self.deaths = 0
        self.commits = 0
        self._die_at = 0
        self._asking = asyncio.Lock()
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._arrivals: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
        self._alive = asyncio.Event()

    @asynccontextmanager
    async def mortal(self, die_at: int) -> AsyncIterator[None]:
        """From here on the bot is a process, which dies after so many commits (0: never)."""
        await self.stop()
        path = self.folder / "control"
        settings = self.settings
        environment = {
            "BOT_TOKEN": self.account.token,
            "BOT_API_URL": self.telegram.url,
            "DATA_DIR": str(settings.data_dir),
            "KEY_FILE": str(settings.key_file),
            "OWNER_IDS": str(self.rosa.id),
            "LIMIT_PER_SECOND": "10000",
            "LIMIT_PER_CHAT_SECOND": "10000",
            "LIMIT_PER_GROUP_MINUTE": "1000000",
            "PYTHONPATH": str(ROOT),
            SOCKET: str(path),
        }
        server = await asyncio.start_unix_server(lambda r, w: self._arrivals.put_nowait((r, w)), path)
        mother = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.soak.killable",
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, env={**os.environ, **environment},
        )  # fmt: skip
        self._die_at = die_at
        keeper = asyncio.create_task(self._keep(mother))
        try:
            await self._alive.wait()
            yield
        finally:
            keeper.cancel()
            await asyncio.gather(keeper, return_exceptions=True)
            await self._hang_up()
            await mother.communicate(b"")
            server.close()
            await server.wait_closed()

    async def _keep(self, mother: asyncio.subprocess.Process) -> None:
        """Whenever the bot has died the next one is born."""
        assert mother.stdin is not None
        assert mother.stdout is not None
        while True:
            mother.stdin.write(b"\n")
            self._reader, self._writer = await self._arrivals.get()
            self._writer.write(f"{int(self.clock.now().timestamp())} {self._die_at}\n".encode())
            self._die_at = 0
            self._alive.set()
            ended = (await mother.stdout.readline()).decode().strip()
            self._alive.clear()
            self.deaths += 1
            await self._hang_up()
            assert ended == "-9", ended

    async def _hang_up(self) -> None:
        """Without this a bot that lives stops in good order."""
        if self._writer is not None:
            self._writer.close()
            with suppress(ConnectionError):
                await self._writer.wait_closed()

    async def _ask(self, word: str) -> int | None:
        """None when the bot died meanwhile."""
        async with self._asking:
            assert self._reader is not None
            assert self._writer is not None
            with suppress(ConnectionError):
                self._writer.write(f"{word}\n".encode())
                if answer := await self._reader.readline():
                    return int(answer)
        return None

    async def idle(self) -> None:
        if self._reader is None:
            await super().idle()
            return
        async with asyncio.timeout(30):
            while True:
                await self._alive.wait()
                await self.telegram.until(lambda: not self.telegram.backlog(self.account), timeout=20)
                deaths = self.deaths
                await self._ask(f"at {int(self.clock.now().timestamp())}")
                found = await self._ask("idle")
                if found is not None and deaths == self.deaths and self._alive.is_set():
                    self.commits = found
                    return
                await asyncio.sleep(0.01)  # until the next one is there


class Hands:
    """What people do with their phones: where nothing happened, they do the last thing once more."""

    def __init__(self, center: Center) -> None:
        self._center = center
        self._last: tuple[Person, SeenMessage, str] | None = None
        self.interrupted: Counter[str] = Counter()
        """Who was told that the last thing was done, in place of its answer."""

    async def tap(self, person: Person, action: str, n: int = 0, message: SeenMessage | None = None) -> None:
        for _ in range(3):
            found = message if message is not None else _newest(person, action)
            if found is not None and len(choices(found, action)) > n:
                self._last = person, found, choice(found, action, n)
                await self._press()
                return
            await self._press()
        raise AssertionError(f"{person.name} has no button {action!r}\n{person.screen()}")

    async def answer(self, person: Person, answer: str) -> None:
        """A button of the wizard."""
        for _ in range(3):
            question = next((message for message in reversed(person.chat) if buttons(message, answer)), None)
            if question is not None:
                self._last = person, question, buttons(question, answer)[0]
                await self._press()
                return
            await self._press()
        raise AssertionError(f"{person.name} has no answer {answer!r}\n{person.screen()}")

    async def _press(self) -> None:
        if self._last is not None:
            person, message, data = self._last
            tap = await person.taps_data(message, data, timeout=20)
            self.interrupted[person.name] += tap.text == INTERRUPTED
        await self._center.idle()


def _newest(person: Person, action: str) -> SeenMessage | None:
    return next((message for message in reversed(person.chat) if choices(message, action)), None)


async def story(center: Center, hands: Hands) -> None:
    """From the card to the next date, with what goes wrong on the way; on the last morning it is moved."""
    ana, ben, cleo = (person for person in center.telegram.people.values() if person.name in ("Ana", "Ben", "Cleo"))
    rosa, tap = center.rosa, hands.tap

    await rosa.writes("/accompany 2026-12-03 10:00-12:00 Hartford x1")
    await center.idle()
    if _newest(rosa, "post") is None:  # her line was read, and then the bot died: she finds it on the board
        await rosa.writes("/board")
        await center.idle()
        await tap(rosa, "takeover")
    await tap(rosa, "post")
    card = center.volunteers.last
    await tap(ana, "claim", message=card)
    await tap(ben, "claim", message=card)
    await tap(ana, "claim")
    await tap(cleo, "backup", message=card)
    await center.at("2026-12-02 18:30")
    await tap(ana, "coming")
    await tap(ben, "leave")
    if _newest(ben, "reason:car") is not None:  # not asked any more where the bot died; nobody needs a reason
        await tap(ben, "reason:car")
    await tap(cleo, "offeryes")
    await center.at("2026-12-03 07:00")
    await tap(rosa, "edit", message=coordinators_card(center))
    for answer in ("fields.hour", "hour.10", "quarter.30"):
        await hands.answer(rosa, answer)
    await tap(rosa, "save")
    await tap(ana, "stillworks")
    await center.at("2026-12-03 08:30")
    await center.at("2026-12-03 10:30")
    await center.at("2026-12-03 10:45")
    await tap(ana, "step:with")
    await tap(ana, "step:going_in")
    await tap(ana, "stepfor", 2)
    await center.at("2026-12-03 11:10")
    await tap(cleo, "alarm")
    await tap(cleo, "alarmnow")
    await center.later(minutes=3)
    await tap(rosa, "havealarm")
    await tap(rosa, "endalarm")
    await center.at("2026-12-03 13:45")
    await tap(ana, "step:home")
    await center.later(minutes=15)
    for answer in ("yes", "yes", "unknown", "lawyer", "done", "done"):
        await tap(ana, f"debrief:{answer}")
    await center.at("2026-12-04 12:00")


TAGS = re.compile("<[^>]+>")
"""They may hold people's ids."""
VARIES = re.compile(r"(?<=Your sign: )[^\n]+|(?<=You: )\w+|(?<=^What happened)[^[]*")
"""Which sign it is, and which of two seats is named, depends on random ids; a timeline has every message in it."""
ALARM = "🔴 Emergency"
INTERRUPTED = views.done_before(Translator("en", EASTERN)).text


def told(center: Center, since: int) -> Told:
    """Every message that got through, as often as it came."""
    found: Told = Counter()
    for call in list(center.telegram.calls)[since:]:
        if call.method == "sendMessage" and call.status == 200:
            found[_name(center, call.chat_id), _words(str(call.params["text"]))] += 1
    return found


def _name(center: Center, chat_id: int | str | None) -> str:
    people = center.telegram.people
    if isinstance(chat_id, int) and chat_id in people:
        return people[chat_id].name
    return next(group.title for group in center.telegram.groups if group.id == chat_id)


def _words(text: str) -> str:
    return html.unescape(VARIES.sub("", TAGS.sub("", text))).strip()


def shown(center: Center) -> Told:
    """What stands in every chat in the end: texts and buttons."""
    found: Told = Counter()
    chats = [(person.name, person.chat) for person in center.telegram.people.values()]
    chats += [(group.title, group.messages) for group in center.telegram.groups]
    for name, messages in chats:
        for message in messages:
            labels = [button.text for row in message.buttons for button in row]
            found[name, _words(f"{message.text} {labels}")] += 1
    return found


@dataclass(frozen=True)
class Ended:
    """How one telling of the story ended."""

    deaths: int
    commits: int
    told: Told
    shown: Told
    interrupted: Counter[str]


async def tell(folder: Path, die_at: int) -> Ended:
    """The story once, with the bot killed after its so-manyth commit (0: never)."""
    clock = ManualClock(START)
    async with Sandbox(now=clock.now, limits=Limits.none()) as telegram:
        center = MortalCenter(telegram, clock, folder)
        await center.start()
        await center.set_up()
        await center.crew("Ana", "Ben", "Cleo")
        async with center.mortal(die_at):
            since = len(telegram.calls)
            hands = Hands(center)
            await story(center, hands)
            found = told(center, since)
            hands.interrupted.update(name for name, words in found.elements() if words == INTERRUPTED)
            ended = Ended(center.deaths, center.commits, found, shown(center), hands.interrupted)
        wrong = [each for each in telegram.violations if not (die_at and "was answered twice" in each)]
        assert wrong == []
    return ended


PARTS = size(4, 1)
"""The kills are shared out, so that no part takes ten minutes."""


@pytest.mark.soak
@pytest.mark.parametrize("part", range(PARTS))
async def test_killed_after_each_commit_of_one_whole_story(tmp_path: Path, part: int) -> None:
    whole = await tell(tmp_path / "whole", 0)
    assert whole.deaths == 0
    every = size(1, 24)  # one telling takes seconds
    kills = [n for n in range(1, whole.commits + 1) if n % (PARTS * every) == part * every]
    repeats: Counter[int] = Counter()
    answers = 0
    for kill in kills:
        ended = await tell(tmp_path / str(kill), kill)
        if not ended.deaths:  # what is done once a while, such as a look at the clock, may fall out at the very end
            assert kill > whole.commits - 5, f"nobody died at commit {kill}"
            continue
        for lost in (whole.told - ended.told, whole.shown - ended.shown):
            names = Counter(name for name, _ in lost.elements())
            assert names <= ended.interrupted, f"killed after commit {kill}: {lost}"
            answers += names.total()
        again = Counter({each: n for each, n in (ended.told - whole.told).items() if each in whole.told})
        alarms = sum(n for (_, words), n in again.items() if words.startswith(ALARM))
        assert all(n == 1 for n in again.values()), f"killed after commit {kill}: {again}"
        assert again.total() - alarms <= 1, f"killed after commit {kill}: {again}"
        repeats[again.total()] += 1
    print(
        f"\none story of {whole.commits} commits and {whole.told.total()} messages, told again {len(kills)} times,"
        f" the bot killed after another commit each time: 0 notices lost; {answers} answers came in the words"
        f" {INTERRUPTED!r};"
        f" so many came twice (kills): {dict(sorted(repeats.items()))}"
    )
