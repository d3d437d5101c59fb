"""The pretend Telegram as one object: people, groups, bots, their calls and troubles. No server yet."""

from collections import deque
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.calls import Call, Exchange
from sandbox.child import Child, ClockFile
from sandbox.faults import Faults
from sandbox.limits import Limiter, Limits
from sandbox.membership import join
from sandbox.methods import Api
from sandbox.model import Bot, Member
from sandbox.people import Group, Person
from sandbox.spec import Spec
from sandbox.world import World, utc_now

Json = dict[str, Any]


class Pretend:
    """Who there is and what goes on.

    Time is the real time plus `offset`, or whatever `now` says; the clock never goes back. `violations` lists
    what Telegram would not take, or what no bot should do: a test asserts it is empty at the end. `phones`
    are the people whom the page shows first.
    """

    def __init__(
        self,
        now: Callable[[], datetime] | None,
        limits: Limits | None,
        check: bool,
        title: str,
        timezone: str,
    ) -> None:
        self.title = title
        self.timezone = ZoneInfo(timezone)
        self.clock_file: ClockFile | None = None
        self._child: Child | None = None
        self.phones: list[Person] = []
        self.offset = timedelta()
        self._now = now
        self.limits = limits if limits is not None else Limits.real()
        self.people: dict[int, Person] = {}
        self.groups: list[Group] = []
        self.world = World(self.now, self._check_update)
        self.exchange = Exchange(self.world, Spec.find() if check else None)

    @property
    def violations(self) -> list[str]:
        """Everything wrong so far, in words."""
        return self.exchange.violations

    @property
    def calls(self) -> deque[Call]:
        """The newest 200,000 calls, oldest first."""
        return self.exchange.calls

    @property
    def faults(self) -> Faults:
        """Trouble on demand."""
        return self.exchange.faults

    @property
    def child(self) -> Child | None:
        """The bot's process, where the page may kill and restart it."""
        return self._child

    @child.setter
    def child(self, child: Child | None) -> None:
        self._child = child
        if child is not None:
            child.changed = self.world.changed.fire

    # --- time

    @property
    def clock_moves(self) -> bool:
        """Whether `move_clock` may be used: not when `now` was given."""
        return self._now is None

    def now(self) -> datetime:
        """The sandbox's time."""
        return self._now() if self._now is not None else utc_now() + self.offset

    async def move_clock(self, delta: timedelta) -> None:
        """Let time jump forward, for the sandbox and whoever follows the clock file."""
        if delta < timedelta():
            raise ValueError("the clock never goes back")
        if self._now is not None:
            raise ValueError("this sandbox's clock is somebody else's")
        self.offset += delta
        if self.clock_file is not None:
            self.clock_file.write(self.offset)
        self.world.changed.fire()

    # --- who there is

    def add_bot(self, username: str = "AcompanaBot", name: str = "Acompaña", *, privacy: bool = True) -> Bot:
        """A bot, with a token of the real form; the first one is whom people talk to."""
        bot = self.world.add_bot(username, name, privacy)
        self.exchange.apis[bot.token] = Api(self.world, bot, Limiter(self.limits), self.violations.append)
        return bot

    def limit(self, limits: Limits) -> None:
        """From now on every bot has these limits, with nothing counted yet."""
        self.limits = limits
        for api in self.exchange.apis.values():
            api.limiter = Limiter(limits)

    @property
    def bot(self) -> Bot:
        """The first bot."""
        for bot in self.world.bots.values():
            return bot
        raise ValueError("there is no bot; add_bot() first")

    def add_person(
        self,
        first_name: str,
        *,
        last_name: str | None = None,
        username: str | None = None,
        language: str | None = "en",
        id: int | None = None,
        phone: str | None = None,
    ) -> Person:
        """Somebody with a phone, who has not talked to the bot yet."""
        user = self.world.add_user(id, first_name, last_name=last_name, username=username, language=language)
        number = phone or f"+1413555{len(self.people) % 10000:04d}"
        person = self.people[user.id] = Person(self, user, number)
        return person

    def add_group(
        self,
        title: str,
        *,
        creator: Person,
        members: Iterable[Person] = (),
        type: str = "supergroup",
        forum: bool = False,
        username: str | None = None,
    ) -> Group:
        """A group of people; with `username` it is public (supergroups only, as forums are)."""
        if type == "group" and (forum or username):
            raise ValueError("only supergroups are public or forums")
        chat = self.world.add_chat(type, title, username, forum)
        chat.members[creator.id] = Member(creator.user, "creator")
        group = Group(self, chat, creator)
        self.groups.append(group)
        created = "group_chat_created" if type == "group" else "supergroup_chat_created"
        self.world.new_message(chat, sender=creator.user, service={created: True})
        for person in members:
            if person is not creator:
                join(self.world, chat, person.user, creator.user)
        return group

    # --- what goes on

    async def until(
        self,
        predicate: Callable[[], bool],
        timeout: float = 5.0,  # noqa: ASYNC109 - a part of what a test says
    ) -> None:
        """Wait until `predicate` holds; looked at after every change. An AssertionError shows all screens."""
        if not await self.world.changed.until(predicate, timeout):
            raise AssertionError(f"not within {timeout} s; people see:\n{self.screens()}")

    def screens(self) -> str:
        """The end of every private chat and group that is not empty."""
        shown = [person.screen(last=4) for person in self.people.values() if person.chat]
        for group in self.groups:
            lines = [f"── {group.title} ──", *(str(message) for message in group.messages[-4:])]
            shown.append("\n".join(lines))
        return "\n\n".join(shown)

    def backlog(self, bot: Bot | None = None) -> int:
        """How many updates the bot has not confirmed yet."""
        return (bot or self.bot).queue.backlog()

    def inject(self, bot: Bot, update: Json | str) -> int:
        """Queue any JSON object as the bot's next update, whatever its shape; its update id."""
        number = bot.queue.push_raw(update)
        self.world.changed.fire()
        return number

    def calls_of(self, method: str) -> list[Call]:
        """The calls of one method so far."""
        return [call for call in self.calls if call.method == method]

    def _check_update(self, update: Json) -> None:
        spec = self.exchange.spec
        if spec is not None and (problem := spec.value("Update", update)):
            self.violations.append(f"the sandbox's own update {problem}")
