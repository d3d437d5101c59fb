"""A month of a center, simulated: everything real but the people, the clock and the network.

`python -m benchmarks.month`. The bot is the real one on a real SQLite file; python-telegram-bot's calls are answered by
the sandbox in the same process, without sockets; the clock jumps from one due moment to the next. The people forget,
cancel late and do not answer, by the numbers of `benchmarks/habits.py`. The same month is run three times: as the bot
is, without private offers, and with the group's card alone. Prints figures and judges nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import heapq
import itertools
import math
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from benchmarks.habits import Habits
from benchmarks.no_sockets import NoSockets
from bot.actions import claims, due
from bot.app import Running, running
from bot.rules.model import Claim, ClaimState, Qualification, Reach, Request, Role
from bot.rules.model import Group as GroupRole
from bot.rules.policy import Policy
from bot.settings import Settings
from bot.views.message import read_data
from sandbox import Group, Limits, Person, SeenMessage
from sandbox.model import Member
from sandbox.pretend import Pretend
from storage import chats, drafts, people, requests
from storage.people import Sight

EASTERN = ZoneInfo("America/New_York")
BEGIN = datetime(2026, 10, 5, 7, 0, tzinfo=EASTERN)
"""A Monday; the month sees the end of daylight saving time."""
TOWNS = ("Holyoke", "Springfield", "Amherst", "Northampton", "Greenfield", "Pittsfield", "Hartford")
WORDS = {"ride": "/ride", "accompaniment": "/accompany", "interpreting": "/interpret", "shift": "/shift"}
HOURS = {"ride": 2.0, "accompaniment": 4.0, "interpreting": 2.0, "shift": 3.0}
TRAINED = {
    Role.DRIVER: Qualification.RIDESHARE,
    Role.ACCOMPANIER: Qualification.ACCOMPANIMENT,
    Role.INTERPRETER: Qualification.INTERPRETING,
    Role.HELPER: Qualification.HOTLINE,
}
MINUTE = timedelta(minutes=1)
Deed = Callable[[], Awaitable[None]]


class JumpingClock:
    """Stands still until the simulation moves it; takes no breath, because nobody waits in real time."""

    def __init__(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        return self._now

    def set(self, moment: datetime, *, wake: bool = True) -> None:
        """`wake`: something is due by then; else whoever waits sleeps on, as by a real clock."""
        self._now = max(self._now, moment)
        if wake:
            self._moved.set()

    async def wait(self, until: datetime | None, wake: asyncio.Event) -> None:
        self._moved.clear()
        if wake.is_set() or (until is not None and until <= self._now):
            return
        woken = [asyncio.ensure_future(event.wait()) for event in (self._moved, wake)]
        try:
            await asyncio.wait(woken, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for waiter in woken:
                waiter.cancel()

    async def breathe(self) -> None:
        await asyncio.sleep(0)


class SeededIds:
    """Stands in for `secrets` where ids are made."""

    def __init__(self, seed: str) -> None:
        self._chance = Random(seed)

    def randbits(self, bits: int) -> int:
        return self._chance.getrandbits(bits)

    def randbelow(self, limit: int) -> int:
        return self._chance.randrange(limit)


@contextmanager
def seeded_ids(seed: int) -> Iterator[None]:
    """The same ids for the same seed, because ids break ties; rows of the outbox, put there side by side, apart."""
    rows = SeededIds(f"rows:{seed}")
    with (
        patch("storage.database.secrets", SeededIds(f"ids:{seed}")),
        patch("storage.outbox.new_id", lambda: rows.randbits(63) | 1),
    ):
        yield


class WithoutOffers(Settings):
    """The same bot that asks nobody privately; coordinators are warned, and the group sees the digest."""

    def policy(self) -> Policy:
        return replace(super().policy(), offers_each=0)


class CardAlone(Settings):
    """The same bot that asks nobody: no private offers, no urgent rounds, no digest, no warning to coordinators."""

    def policy(self) -> Policy:
        return replace(super().policy(), offers_each=0, warned=(timedelta(days=365),), digest_days=timedelta())


@dataclass
class Volunteer:
    """One of the 300. `own_id` is the bot's id for them."""

    phone: Person
    number: int
    connected: bool
    muted: bool
    free: frozenset[tuple[int, int]]
    """(weekday, part of the day) at which they could."""
    towns: frozenset[str]
    trained: set[Qualification]
    chance: Random
    """A stream of their own: what one decides does not hang on when the others do."""
    own_id: int = 0
    seats: list[datetime] = field(default_factory=list)
    seen: dict[tuple[int, str], bool] = field(default_factory=dict)
    """What they decided about a request, from its card (`card`), the digest or an offer."""


@dataclass
class Need:
    """A request as it is in the world: what the bot cannot know of it."""

    number: int
    kind: str
    starts: datetime
    ends: datetime
    places: tuple[str, ...]
    really_ends: datetime
    late: bool
    chance: Random
    request_id: int = 0
    posted: datetime | None = None
    member: Person | None = None
    cards: dict[int, SeenMessage] = field(default_factory=dict)
    """In each group."""
    detained: bool = False
    filled: bool | None = None
    took: timedelta | None = None


@dataclass
class Figures:
    """What came of a month."""

    requests: int = 0
    filled: int = 0
    waits: list[timedelta] = field(default_factory=list)
    by_kind: Counter[str] = field(default_factory=Counter)
    filled_by_kind: Counter[str] = field(default_factory=Counter)
    seats_by: Counter[str] = field(default_factory=Counter)
    notices: Counter[int] = field(default_factory=Counter)
    """Private messages of the bot's own initiative, for each connected volunteer."""
    rings: Counter[int] = field(default_factory=Counter)
    """Those that rang."""
    group_rings: int = 0
    """What rang in the group, for who has not muted it."""
    connected: tuple[int, ...] = ()
    offers: Counter[tuple[int, object]] = field(default_factory=Counter)
    """Messages with offers, by person and day, the urgent ones apart."""
    urgent_offers: Counter[tuple[int, object]] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    """Emergencies by where they came from; `false` among them."""
    late_starts: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    taps: int = 0
    messages: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    weeks: float = 0.0

    def asked(self, number: int) -> int:
        """How many messages with offers somebody got."""
        return sum(n for found in (self.offers, self.urgent_offers) for (who, _), n in found.items() if who == number)


class Month:
    """The people, their calendar of deeds, and the bot."""

    def __init__(self, habits: Habits, seed: int, settings: type[Settings], folder: Path) -> None:
        self.habits = habits
        self.seed = seed
        self.chance = Random(seed)
        self.clock = JumpingClock(BEGIN)
        self.telegram = Pretend(self.clock.now, Limits.none(), False, "Month", "America/New_York")
        self.account = self.telegram.add_bot("AcompanaBot")
        self.staff = [self.telegram.add_person(f"Rosa{n}", username=f"rosa_{n}") for n in range(habits.coordinators)]
        rosa = self.staff[0]
        self.volunteers_group: Group = self.telegram.add_group("Voluntarios", creator=rosa)
        self.coordinators_group: Group = self.telegram.add_group("Coordinadores", creator=rosa)
        self.volunteers = self._gather()
        self.by_chat = {v.phone.id: v for v in self.volunteers}
        self.by_own_id: dict[int, Volunteer] = {}
        self.needs: dict[int, Need] = {}
        self.of_slot: dict[int, tuple[Need, Role]] = {}
        self.members: dict[int, Need] = {}
        self.deeds: list[tuple[datetime, int, Deed]] = []
        self._order = itertools.count()
        connected = tuple(volunteer.number for volunteer in self.volunteers if volunteer.connected)
        self.figures = Figures(weeks=habits.days / 7, connected=connected)
        self.arrived: list[tuple[SeenMessage, bool]] = []
        self.taken_pages: set[int] = set()
        self.digests: set[int] = set()
        self.ways: list[NoSockets] = []
        self.settings = settings(
            _env_file=None,
            bot_token=SecretStr(self.account.token),
            bot_api_url="http://no.sockets",
            data_dir=folder / "data",
            key_file=folder / "keys" / "ring.json",
            owner_ids=(rosa.id,),
            towns=TOWNS,
            limit_per_second=1_000_000,
            limit_per_chat_second=1_000_000,
            limit_per_group_minute=10_000_000,
        )
        self._bot: Running | None = None

    @property
    def bot(self) -> Running:
        assert self._bot is not None
        return self._bot

    @property
    def now(self) -> datetime:
        return self.clock.now()

    # --- the people

    def _gather(self) -> list[Volunteer]:
        habits, chance = self.habits, self.chance
        found = []
        for number in range(habits.volunteers):
            phone = self.telegram.add_person(f"Volunteer{number}", username=f"volunteer_{number}")
            retired = chance.random() < habits.retired
            share = {True: (0.4, 0.25), False: (0.08, 0.4)}[retired]
            free = frozenset(
                (day, part) for day in range(7) for part in range(3) if chance.random() < share[day >= 5 or part == 2]
            )
            towns = frozenset(chance.sample(TOWNS, chance.choice((3, 4, 5, 7))))
            connected = chance.random() < habits.connected
            found.append(
                Volunteer(
                    phone,
                    number,
                    connected,
                    chance.random() < habits.muted,
                    free,
                    towns,
                    set(),
                    self.stream("person", number),
                )
            )
            self.volunteers_group.chat.members[phone.id] = Member(phone.user, "member")
            phone.private_chat().started = connected
        for qualification, count in (
            (Qualification.RIDESHARE, habits.drivers),
            (Qualification.ACCOMPANIMENT, habits.accompaniers),
            (Qualification.INTERPRETING, habits.interpreters),
            (Qualification.HOTLINE, habits.hotline),
        ):
            # who was trained has met the coordinators: the connected first
            order = sorted(found, key=lambda v: (not v.connected and chance.random() < 0.7, chance.random()))
            for volunteer in order[:count]:
                volunteer.trained.add(qualification)
        return found

    async def _introduce(self) -> None:
        """The bot knows everybody since long ago, written with the storage's own functions."""
        app, now = self.bot.app, self.now
        async with app.work() as work:
            tx = work.tx
            for role, group in (
                (GroupRole.VOLUNTEERS, self.volunteers_group),
                (GroupRole.COORDINATORS, self.coordinators_group),
            ):
                await chats.set_up(tx, role, group.id, None, len(group.chat.members), now)
            for phone in self.staff:
                own_id = await self._know(tx, phone, connected=True)
                for role in GroupRole:
                    await people.set_standing(tx, own_id, role, "member", now, joined=False, confirmed=True)
            for volunteer in self.volunteers:
                own_id = volunteer.own_id = await self._know(tx, volunteer.phone, connected=volunteer.connected)
                self.by_own_id[own_id] = volunteer
                await people.set_standing(tx, own_id, GroupRole.VOLUNTEERS, "member", now, joined=False, confirmed=True)
                for qualification in volunteer.trained:
                    await people.grant(tx, own_id, qualification, own_id, now)

    async def _know(self, tx: Any, phone: Person, *, connected: bool) -> int:
        found = await people.find(tx, phone.id)
        sight = Sight(phone.id, phone.first_name, phone.username, "en")
        own_id = await people.add(tx, sight, self.now) if found is None else found.id
        if connected:
            await people.set_reach(tx, own_id, Reach.YES)
            await people.set_promised(tx, own_id, self.now)
            await drafts.stop_asking(tx, own_id)
        return own_id

    # --- the calendar

    def at(self, moment: datetime, deed: Deed) -> None:
        """On the minute."""
        rounded = datetime.fromtimestamp(math.ceil(moment.timestamp() / 60) * 60, UTC)
        heapq.heappush(self.deeds, (rounded, next(self._order), deed))

    def stream(self, *of: object) -> Random:
        """The chance of one person or one need: the same in every month of this seed, whatever else happens."""
        return Random(":".join(map(str, (self.seed, *of))))

    def soon(self, chance: Random, median_minutes: float) -> datetime:
        """A moment from now, spread log-normally; at night it waits for the morning."""
        return awake(self.now + MINUTE * chance.lognormvariate(math.log(median_minutes), self.habits.spread))

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        for group in (self.volunteers_group, self.coordinators_group):
            group.add_bot(self.account, self.staff[0])
            group.promote_bot(self.account, self.staff[0])
        for phone in self.staff[1:]:
            for group in (self.volunteers_group, self.coordinators_group):
                group.chat.members[phone.id] = Member(phone.user, "member")
        for phone in self.staff:
            phone.private_chat().started = True
        self.account.queue.drop_all()
        async with running(self.settings, self.clock, self._way) as self._bot:
            await self._introduce()
            await self.idle()
            yield

    def _way(self, _at_once: int) -> NoSockets:
        way = NoSockets(self.telegram, self._heard)
        self.ways.append(way)
        return way

    async def idle(self) -> None:
        backlog = self.account.queue.backlog
        while backlog():
            await self.telegram.until(lambda: not backlog(), timeout=60)
        await self.bot.idle()  # one deed after the other: a seed gives the same month again
        if self.bot.parts.done():
            self.bot.parts.result()

    async def live(self) -> Figures:
        """The whole month, from due moment to due moment."""
        began, used = time.perf_counter(), time.process_time()
        self._plan()
        end = BEGIN.astimezone(UTC) + timedelta(days=self.habits.days)
        next_row = await self._next_row(end)
        while (moment := min(next_row, self.deeds[0][0] if self.deeds else end)) < end:
            calls, is_due = self.calls, next_row <= moment
            self.clock.set(moment, wake=is_due)
            if not is_due:
                await heapq.heappop(self.deeds)[2]()
            if is_due or self.calls != calls or self.account.queue.backlog():  # else the bot has heard of nothing
                await self.idle()
                self._read_what_came()
                next_row = await self._next_row(end)
        await self._count()
        self.figures.seconds, self.figures.cpu_seconds = time.perf_counter() - began, time.process_time() - used
        return self.figures

    async def _next_row(self, end: datetime) -> datetime:
        """When the bot has something to do next."""
        _, found = await due.due_at(self.bot.app, self.now)
        return end if found is None else min(found, end)

    @property
    def calls(self) -> int:
        """How many calls the bot has made, beside asking for updates."""
        return sum(way.calls for way in self.ways)

    def _plan(self) -> None:
        """The needs of the month, and when people open the group."""
        habits, chance = self.habits, self.chance
        begin = BEGIN.astimezone(UTC)
        kinds = [kind for kind, count in habits.kinds for _ in range(count)]
        chance.shuffle(kinds)
        count = round(habits.a_week * habits.days / 7)
        total = sum(n for _, n in habits.kinds)
        accompaniments = []
        for number in range(count):
            kind = kinds[number % total]
            short = chance.random() < habits.short_notice
            lead = timedelta(hours=chance.uniform(4, 30)) if short else timedelta(days=chance.uniform(1.2, 10))
            starts = self._office_hour(begin + timedelta(days=chance.uniform(0.3, habits.days - 0.5)), kind)
            posted = awake(max(begin + 10 * MINUTE, starts - lead), office=True)
            posted = min(posted, starts - timedelta(hours=2))
            posted = max(posted, begin + MINUTE)
            ends = starts + timedelta(hours=HOURS[kind])
            need = Need(
                number,
                kind,
                starts,
                ends,
                self._places(kind),
                self._really(kind, ends),
                chance.random() < habits.late_by_ten,
                self.stream("need", number),
            )
            self.at(posted, lambda need=need: self._post(need))  # type: ignore[misc]
            if kind == "accompaniment" and ends < begin + timedelta(days=habits.days - 1):
                accompaniments.append(need)
        for need in chance.sample(accompaniments, min(habits.emergencies, len(accompaniments))):
            need.detained = True
        for volunteer in self.volunteers:
            a_day = habits.looks_a_day_muted if volunteer.muted else habits.looks_a_day
            if volunteer.connected:  # the others can take nothing
                for moment in self._poisson(begin, a_day):
                    self.at(awake(moment), lambda v=volunteer: self._look(v))  # type: ignore[misc]
        for number in range(habits.trainings):
            day = begin + timedelta(days=(number + 1) * habits.days / (habits.trainings + 1))
            self.at(day.replace(hour=1), self._training)

    def _poisson(self, begin: datetime, a_day: float) -> Iterable[datetime]:
        at = 0.0
        while (at := at + self.chance.expovariate(a_day)) < self.habits.days:
            yield begin + timedelta(days=at)

    def _office_hour(self, near: datetime, kind: str) -> datetime:
        """A start on a quarter of an hour of that day: offices by day, other things also in the evening."""
        day = near.astimezone(EASTERN)
        if kind == "accompaniment":
            while day.weekday() >= 5:
                day -= timedelta(days=2)
        latest = {"accompaniment": 13, "ride": 18, "interpreting": 19, "shift": 18}[kind]
        hour = self.chance.randint(8, latest)
        start = day.replace(hour=hour, minute=15 * self.chance.randrange(4), second=0, microsecond=0, fold=0)
        earliest = BEGIN + timedelta(hours=5)
        return max(start, earliest).astimezone(UTC)

    def _places(self, kind: str) -> tuple[str, ...]:
        if kind == "shift":
            return ()
        return tuple(self.chance.sample(TOWNS, 2 if kind == "ride" else 1))

    def _really(self, kind: str, ends: datetime) -> datetime:
        if kind != "accompaniment":
            return ends + self.chance.uniform(-20, 15) * MINUTE
        if self.chance.random() < self.habits.overruns:
            return ends + self.chance.uniform(15, 150) * MINUTE
        return ends - self.chance.uniform(0, 60) * MINUTE

    # --- coordinators

    async def _post(self, need: Need) -> None:
        """A line and a tap, as in the middle of something else."""
        poster = need.chance.choice(self.staff)
        start, end = need.starts.astimezone(EASTERN), need.ends.astimezone(EASTERN)
        span = f"{start:%Y-%m-%d %H:%M}-{end:%H:%M}"
        match need.kind:
            case "ride":
                rest = f"{need.places[0]} > {need.places[1]} x{need.chance.randint(1, 3)}"
            case "shift":
                rest = "Hotline x1"
            case "interpreting":
                rest = f"{need.places[0]} es"
            case _:
                rest = f"{need.places[0]} x1"
        await poster.writes(f"{WORDS[need.kind]} {span} {rest}")
        await self.idle()
        await self._tap(poster, poster.last, "post")
        await self.idle()
        async with self.bot.app.db.reading() as tx:
            known = {each.request_id for each in self.needs.values()}
            fresh = [r for r in await requests.open_requests(tx, self.now, 500) if r.id not in known]
        if len(fresh) != 1:
            raise AssertionError(f"{len(fresh)} posted\n{poster.screen()}")
        request = fresh[0]
        need.request_id, need.posted = request.id, self.now
        self.needs[request.id] = need
        for slot in request.slots:
            self.of_slot[slot.id] = need, slot.role
        self.at(need.starts, lambda: self._begins(need))
        if need.kind in ("ride", "accompaniment") and need.chance.random() >= self.habits.by_phone:
            await self._connect_member(need, request)

    async def _connect_member(self, need: Need, request: Request) -> None:
        app = self.bot.app
        phone = self.telegram.add_person(f"Member{need.number}")
        await phone.starts()
        await self.idle()
        async with app.work() as work:
            person = await self._know(work.tx, phone, connected=True)
            await requests.set_member(work.tx, request.parties[0].id, person, None, work.now)
            await claims.reload_and_change(app, work, request.id)
        need.member, self.members[phone.id] = phone, need

    async def _training(self) -> None:
        """Some more are trained."""
        untrained = [v for v in self.volunteers if v.connected and not v.trained]
        chance = self.stream("training", self.now.date())
        for volunteer in chance.sample(untrained, min(self.habits.trained_each, len(untrained))):
            qualification = chance.choice((Qualification.RIDESHARE, Qualification.ACCOMPANIMENT))
            await self.staff[0].writes(f"/grant {qualification} @{volunteer.phone.username}")
            volunteer.trained.add(qualification)
            self.figures.events["trained"] += 1

    async def _phone_around(self, need: Need) -> None:
        """A coordinator calls until somebody says yes, and enters them."""
        request = await self._request(need)
        if request is None or not request.under_minimum or request.starts_at <= self.now:
            return
        slot = next(slot for slot in request.slots if request.short_of(slot) > 0)
        able = [
            v
            for v in self.volunteers
            if self._could(v, need, self._role(slot.id)) and v.own_id not in {c.person_id for c in request.claims}
        ]
        card = need.cards.get(self.coordinators_group.id)
        if not able or card is None:
            return
        caller = need.chance.choice(self.staff)
        await self._tap(caller, card, "seats")
        await self.idle()
        await self._tap(caller, caller.last, "assign", slot.id)
        await self.idle()
        wanted = {v.own_id for v in able}
        shown = [
            data for data in datas(caller.last) if data.startswith("assignto:") and read_data(data).subject in wanted
        ]
        if shown:
            data = need.chance.choice(sorted(shown, key=lambda data: self.by_own_id[read_data(data).subject].number))
            await caller.taps_data(caller.last, data)
            self._seated(self.by_own_id[read_data(data).subject], need, "coordinators' calls")

    # --- volunteers look at the group

    async def _look(self, volunteer: Volunteer) -> None:
        """Scrolls up a little; what is on the screen may be what they can do."""
        shown = itertools.islice(self.volunteers_group.chat.newest_first(), self.habits.scrolls)
        digest = False
        for message in list(shown):
            on_it = [read_data(data) for data in datas(message)]
            for button in on_it:
                found = self.of_slot.get(button.subject)
                if found is None:
                    continue
                need, role = found
                if button.action == "backup" and self._stands_by(volunteer, need, role):
                    volunteer.phone.taps_data_nowait(message, data_of(message, "backup", button.subject))
                    self.figures.taps += 1
                if button.action == "claim" and self._takes(volunteer, need, role, "card", self.habits.takes_from_card):
                    await self._claims(volunteer, message, need, button.subject, "group card")
            digest = digest or message.id in self.digests
        if digest:
            await self._after_digest(volunteer)

    async def _after_digest(self, volunteer: Volunteer) -> None:
        """What the digest lists leads back to the cards."""
        for need in self.needs.values():
            card = need.cards.get(self.volunteers_group.id)
            if card is None or not self.now < need.starts < self.now + timedelta(days=7):
                continue
            for data in datas(card):
                button = read_data(data)
                found = self.of_slot.get(button.subject)
                if button.action != "claim" or found is None:
                    continue
                if self._takes(volunteer, need, found[1], "digest", self.habits.takes_after_digest):
                    await self._claims(volunteer, card, need, button.subject, "digest")

    def _stands_by(self, volunteer: Volunteer, need: Need, role: Role) -> bool:
        return self._takes(volunteer, need, role, "backup", self.habits.stands_by)

    def _takes(self, volunteer: Volunteer, need: Need, role: Role, way: str, share: float) -> bool:
        """One decision for each way they hear of it: who did not feel spoken to does not at the second look."""
        if not self._could(volunteer, need, role) or not self._once(volunteer, need, way):
            return False
        return volunteer.chance.random() < share * self._keen(volunteer)

    def _once(self, volunteer: Volunteer, need: Need, way: str) -> bool:
        first = (need.number, way) not in volunteer.seen
        volunteer.seen[need.number, way] = True
        return first

    def _could(self, volunteer: Volunteer, need: Need, role: Role) -> bool:
        """Trained, connected, free at that time and near."""
        if not volunteer.connected or TRAINED[role] not in volunteer.trained or need.starts <= self.now:
            return False
        start = need.starts.astimezone(EASTERN)
        part = 0 if start.hour < 12 else 1 if start.hour < 17 else 2
        near = not need.places or set(need.places) <= volunteer.towns
        fixed = Random(f"{self.seed}:{volunteer.number}:{start.date()}").random() < 0.8  # something else that day
        return (start.weekday(), part) in volunteer.free and near and fixed

    def _keen(self, volunteer: Volunteer) -> float:
        lately = sum(1 for seat in volunteer.seats if abs(seat - self.now) < timedelta(days=7))
        return float(self.habits.tired**lately)

    async def _claims(self, volunteer: Volunteer, message: SeenMessage, need: Need, slot_id: int, way: str) -> None:
        tap = await volunteer.phone.taps_data(message, data_of(message, "claim", slot_id), timeout=60)
        self.figures.taps += 1
        if not tap.alert:
            self._seated(volunteer, need, way)

    def _seated(self, volunteer: Volunteer, need: Need, way: str) -> None:
        self.figures.seats_by[way] += 1
        volunteer.seats.append(need.starts)
        if volunteer.chance.random() < self.habits.drops_out:
            moment = self.now + (need.starts - self.now) * volunteer.chance.random()
            self.at(awake(moment), lambda: self._drops_out(volunteer, need))

    async def _drops_out(self, volunteer: Volunteer, need: Need) -> None:
        claim = await self._claim_of(volunteer, need)
        if claim is None or claim.leaving_at is not None or self.now >= need.starts:
            return
        if await self._tap_newest(volunteer.phone, "leave", claim.id):
            late = need.starts - self.now < timedelta(hours=24)
            self.figures.events["given up late" if late else "given up in time"] += 1

    # --- what people read

    def _heard(self, sent: dict[str, str], result: dict[str, Any]) -> None:
        """Every message that got through."""
        chat_id, silent = int(sent["chat_id"]), sent.get("disable_notification") == "true"
        self.figures.messages += 1
        if chat_id == self.volunteers_group.id:
            chat = self.volunteers_group.chat
        elif chat_id == self.coordinators_group.id:
            chat = self.coordinators_group.chat
        else:
            chat = self.telegram.people[chat_id].private_chat()
        self.arrived.append((chat.messages[result["message_id"]], silent))

    def _read_what_came(self) -> None:
        arrived, self.arrived = sorted(self.arrived, key=side_by_side), []
        for message, silent in arrived:
            if message.chat.group:
                self._is_a_card(message)
            if message.chat.id == self.volunteers_group.id:
                if "t.me/c/" in message.html:
                    self.digests.add(message.id)
                if not silent:
                    self._bell()
            elif message.chat.id == self.coordinators_group.id:
                self._coordinators_read(message)
            elif message.chat.id in self.by_chat:
                self._arrives(self.by_chat[message.chat.id], message, silent)
            elif message.chat.id in self.members:
                self._member_reads(self.members[message.chat.id], message)
            else:
                self._coordinator_reads(message)

    def _is_a_card(self, message: SeenMessage) -> None:
        """The first message of a group with a button of a request is its card there."""
        for data in datas(message):
            subject = read_data(data).subject
            found = self.of_slot.get(subject)
            need = found[0] if found is not None else self.needs.get(subject)
            if need is not None:
                need.cards.setdefault(message.chat.id, message)
                return

    def _bell(self) -> None:
        """Something rang in the group, for who has not muted it."""
        self.figures.group_rings += 1
        for volunteer in self.volunteers:
            if volunteer.muted or not volunteer.connected:
                continue
            if volunteer.chance.random() < self.habits.rings_bell:
                self.at(awake(self.now + MINUTE * volunteer.chance.uniform(1, 60)), lambda v=volunteer: self._look(v))  # type: ignore[misc]

    def _arrives(self, volunteer: Volunteer, message: SeenMessage, silent: bool) -> None:
        habits, figures = self.habits, self.figures
        figures.notices[volunteer.number] += 1
        if not silent:
            figures.rings[volunteer.number] += 1
        actions = {data.partition(":")[0] for data in datas(message)}
        if "canhelp" in actions:
            day = self.now.astimezone(EASTERN).date()
            (figures.offers if silent else figures.urgent_offers)[volunteer.number, day] += 1
        reads = self.soon(volunteer.chance, habits.reads_silent_within if silent else habits.reads_within)
        self.at(reads, lambda: self._reads(volunteer, message))

    async def _reads(self, volunteer: Volunteer, message: SeenMessage) -> None:
        """What somebody does about a private message, by its buttons as they are when it is read."""
        actions = {data.partition(":")[0] for data in datas(message)}
        if "canhelp" in actions:
            await self._answers_offer(volunteer, message)
        elif "offeryes" in actions:
            await self._answers_backup(volunteer, message)
        elif "coming" in actions:
            if volunteer.chance.random() < self.habits.says_coming:
                await self._tap(volunteer.phone, message, "coming")
        elif "debrief" in actions:
            await self._debriefs(volunteer, message)
        elif "step" in actions:
            claim_id = next(read_data(data).subject for data in datas(message) if data.startswith("step:"))
            await self._asked_on_the_day(volunteer, message, claim_id)

    async def _answers_offer(self, volunteer: Volunteer, message: SeenMessage) -> None:
        habits = self.habits
        if volunteer.chance.random() >= habits.answers_offer:
            self.figures.events["offers never answered"] += 1
            return
        if volunteer.chance.random() < habits.not_this_week:
            await self._tap(volunteer.phone, message, "notthisweek")
            self.figures.events["not this week"] += 1
            return
        for data in [data for data in datas(message) if data.startswith("canhelp:")]:
            offer_id = read_data(data).subject
            async with self.bot.app.db.reading() as tx:
                slot_id = await tx.value("SELECT slot_id FROM offer WHERE id = ? AND state = 'asked'", offer_id)
            if slot_id is None or slot_id not in self.of_slot:
                continue
            need, role = self.of_slot[slot_id]
            if self._takes(volunteer, need, role, "offer", habits.takes_when_asked):
                tap = await volunteer.phone.taps_data(message, data, timeout=60)
                if tap.alert:
                    self.figures.events["offers answered too late"] += 1
                elif await self._claim_of(volunteer, need) is not None:
                    self._seated(volunteer, need, "private offer")
            else:
                await volunteer.phone.taps_data(message, data.replace("canhelp:", "canthelp:"), timeout=60)
            self.figures.taps += 1

    async def _answers_backup(self, volunteer: Volunteer, message: SeenMessage) -> None:
        data = next(data for data in datas(message) if data.startswith("offeryes:"))
        async with self.bot.app.db.reading() as tx:
            slot_id = await tx.value("SELECT slot_id FROM offer WHERE id = ?", read_data(data).subject)
        yes = volunteer.chance.random() < self.habits.steps_in
        await self._tap(volunteer.phone, message, "offeryes" if yes else "offerno")
        if yes and slot_id in self.of_slot and await self._claim_of(volunteer, self.of_slot[slot_id][0]) is not None:
            self._seated(volunteer, self.of_slot[slot_id][0], "backup")

    async def _debriefs(self, volunteer: Volunteer, message: SeenMessage) -> None:
        if volunteer.chance.random() >= self.habits.answers_debrief:
            return
        self.figures.events["debriefs begun"] += 1
        for _ in range(6):
            answers = [read_data(d).extra for d in datas(message) if d.startswith("debrief:")]
            if not answers:
                return
            await self._tap(volunteer.phone, message, "debrief", extra="done" if "done" in answers else answers[0])
            await self.idle()

    # --- the day itself

    async def _begins(self, need: Need) -> None:
        """The start: is everybody there? Then those in the seats live their day."""
        request = await self._request(need)
        figures = self.figures
        figures.requests += 1
        figures.by_kind[need.kind] += 1
        if request is None:
            need.filled = False
            return
        need.filled = not request.under_minimum
        if need.filled:
            figures.filled += 1
            figures.filled_by_kind[need.kind] += 1
            moments = [
                sorted(claim.claimed_at for claim in request.staying(slot))[slot.minimum - 1]
                for slot in request.slots
                if slot.minimum
            ]
            need.took = max(moments) - (need.posted or request.posted_at)
            figures.waits.append(need.took)
        if need.kind not in ("ride", "accompaniment"):
            return
        lead = True
        for own_id in dict.fromkeys(
            c.person_id for c in request.claims if c.state is ClaimState.ACTIVE and c.leaving_at is None
        ):
            volunteer = self.by_own_id.get(own_id)
            if volunteer is not None:
                self._lives(volunteer, need, lead=lead)
                lead = False

    def _lives(self, volunteer: Volunteer, need: Need, *, lead: bool) -> None:
        habits, chance = self.habits, volunteer.chance
        if chance.random() < habits.does_not_come:
            self.figures.events["did not come"] += 1
            volunteer.seen[need.number, "missing"] = True
            return
        arrives = need.starts + MINUTE * (chance.uniform(10, 25) if need.late else chance.uniform(-10, 8))
        if chance.random() < habits.on_my_way:
            self._step(volunteer, need, arrives - 25 * MINUTE, "on_way")
        if chance.random() < habits.with_them:
            self._step(volunteer, need, arrives + MINUTE, "with")
        if need.kind == "accompaniment" and chance.random() < habits.phone_off:
            volunteer.seen[need.number, "phone off"] = True
            if chance.random() < habits.says_going_in:
                self._step(volunteer, need, max(arrives, need.starts) + 5 * MINUTE, "going_in")
        if need.detained:
            if lead:
                self.at(need.really_ends - 20 * MINUTE, lambda: self._emergency(volunteer, need))
            return
        if chance.random() < habits.home_unasked:
            self._step(volunteer, need, need.really_ends + MINUTE * chance.uniform(2, 25), "home")

    def _step(self, volunteer: Volunteer, need: Need, moment: datetime, step: str) -> None:
        async def presses() -> None:
            claim = await self._claim_of(volunteer, need)
            if claim is None or not await self._tap_newest(volunteer.phone, "step", claim.id, step):
                return
            self.figures.events[f"step {step}"] += 1
            if step in ("going_in", "longer"):
                await self.idle()
                left = max(0.0, (need.really_ends - self.now) / MINUTE) * volunteer.chance.uniform(0.7, 1.2)
                await self._how_long(volunteer.phone, claim.id, left)

        self.at(moment, presses)

    async def _how_long(self, phone: Person, claim_id: int, minutes: float) -> None:
        """The first button that is long enough, as far as they know."""
        for message in itertools.islice(phone.private_chat().newest_first(), 12):
            found = [d for d in datas(message) if d.startswith("stepfor:") and read_data(d).subject == claim_id]
            if found:
                steps = [(read_data(d).extra.partition("."), d) for d in found]
                scale = {"going_in": 60, "longer": 1}
                long = [d for (step, _, n), d in steps if int(n) * scale[step] >= minutes]
                await phone.taps_data(message, long[0] if long else found[-1], timeout=60)
                self.figures.taps += 1
                return

    async def _asked_on_the_day(self, volunteer: Volunteer, message: SeenMessage, claim_id: int) -> None:
        """A living message was read: on the day it may be a question. Who has no phone inside sees it when out."""
        async with self.bot.app.db.reading() as tx:
            request = await requests.load_by_claim(tx, claim_id)
        need = self.needs.get(request.id) if request is not None else None
        claim = next((c for c in request.claims if c.id == claim_id), None) if request is not None else None
        if request is None or need is None or claim is None or (need.number, "missing") in volunteer.seen:
            return
        if need.detained and self.now > need.really_ends - 30 * MINUTE:
            return
        off = (need.number, "phone off") in volunteer.seen
        inside = need.starts + 15 * MINUTE <= self.now < need.really_ends
        if off and inside:
            later = need.really_ends + volunteer.chance.uniform(2, 20) * MINUTE
            self.at(later, lambda: self._asked_on_the_day(volunteer, message, claim_id))
            return
        if request.home_at is not None:
            return
        if self.now >= min(request.lasts_until, need.really_ends):
            if self.now < need.really_ends:
                if volunteer.chance.random() < self.habits.says_longer:
                    self._step(volunteer, need, self.now, "longer")
            elif volunteer.chance.random() < self.habits.answers_home:
                self._step(volunteer, need, self.now, "home")
        elif message.sent_at >= need.starts and claim.with_at is None:
            met = need.starts + (18 if need.late else 3) * MINUTE
            if volunteer.chance.random() < self.habits.answers_start:
                self._step(volunteer, need, max(self.now, met), "with")

    async def _emergency(self, volunteer: Volunteer, need: Need) -> None:
        """Somebody is detained."""
        claim = await self._claim_of(volunteer, need)
        if claim is not None and await self._tap_newest(volunteer.phone, "alarm"):
            await self.idle()
            await self._tap_newest(volunteer.phone, "alarmnow")
            self.figures.events["real emergencies"] += 1

    # --- members and coordinators read

    def _member_reads(self, need: Need, message: SeenMessage) -> None:
        if need.member is None or not any(data.startswith("there:") for data in datas(message)):
            return
        if need.chance.random() < self.habits.member_answers:
            phone = need.member

            async def answers() -> None:
                there = self.now >= need.starts + (18 if need.late else 0) * MINUTE
                request = await self._request(need)
                if request is not None and any(self._comes(claim, need) for claim in request.living()):
                    await self._tap(phone, message, "there" if there else "waiting")
                elif request is not None:
                    await self._tap(phone, message, "waiting")

            self.at(self.now + need.chance.uniform(1, 15) * MINUTE, answers)

    def _comes(self, claim: Claim, need: Need) -> bool:
        volunteer = self.by_own_id.get(claim.person_id)
        return volunteer is None or (need.number, "missing") not in volunteer.seen

    def _coordinators_read(self, message: SeenMessage) -> None:
        """The coordinators' group: warnings lead to calls, late starts are counted."""
        for data in datas(message):
            button = read_data(data)
            need = self.needs.get(button.subject)
            if button.action == "phones" and need is not None and data_of(message, "theyarehome", None):
                first = min(self.soon(need.chance, self.habits.reads_within) for _ in self.staff)
                self.at(first, partial(self._calls_who_is_silent, need, message))
                self.figures.events["lines before silence pages"] += 1
                return
            if button.action == "phones" and need is not None:
                self._count_late_start(need)
                return
            if button.action == "seats" and need is not None and not data_of(message, "cancel", None):
                if need.chance.random() < self.habits.phones_around:
                    self.at(self.soon(need.chance, 40), lambda n=need: self._phone_around(n))  # type: ignore[misc]
                return

    async def _calls_who_is_silent(self, need: Need, message: SeenMessage) -> None:
        """The first coordinator who reads the line calls everybody who was there."""
        request = await self._request(need)
        if request is None or need.detained:
            return
        there = [self.by_own_id[c.person_id] for c in request.living() if c.person_id in self.by_own_id]
        inside = need.starts + 15 * MINUTE <= self.now < need.really_ends
        reached = any(
            (need.number, "missing") not in volunteer.seen
            and not (inside and (need.number, "phone off") in volunteer.seen)
            and volunteer.chance.random() < self.habits.picks_up
            for volunteer in there
        )
        caller = need.chance.choice(self.staff)
        if reached:
            await self._tap(caller, message, "theyarelonger" if self.now < need.really_ends else "theyarehome")
        elif need.chance.random() < self.habits.gives_more_time:
            await self._tap(caller, message, "theyarelonger")

    def _count_late_start(self, need: Need) -> None:
        missing = any((need.number, "missing") in v.seen for v in self.volunteers)
        self.figures.late_starts["somebody was missing" if missing else "late" if need.late else "all was well"] += 1

    def _coordinator_reads(self, message: SeenMessage) -> None:
        """A private page: the first who sees it has it."""
        for data in datas(message):
            button = read_data(data)
            if button.action == "havealarm" and button.subject not in self.taken_pages:
                self.taken_pages.add(button.subject)
                phone = self.telegram.people[message.chat.id]
                self.at(self.now + 2 * MINUTE, partial(self._takes_page, phone, message, button.subject))
                return

    async def _takes_page(self, phone: Person, message: SeenMessage, incident_id: int) -> None:
        """They call whoever is there, and close it."""
        await self._tap(phone, message, "havealarm")
        await self.idle()
        await self._tap_newest(phone, "endalarm", incident_id)
        await self.idle()

    # --- what the simulation looks at

    async def _request(self, need: Need) -> Request | None:
        async with self.bot.app.db.reading() as tx:
            return await requests.load(tx, need.request_id)

    async def _claim_of(self, volunteer: Volunteer, need: Need) -> Claim | None:
        request = await self._request(need)
        return request.claim_of(volunteer.own_id) if request is not None else None

    def _role(self, slot_id: int) -> Role:
        return self.of_slot[slot_id][1]

    async def _tap(
        self, phone: Person, message: SeenMessage, action: str, subject: int | None = None, extra: str | None = None
    ) -> bool:
        found = data_of(message, action, subject, extra)
        if found:
            await phone.taps_data(message, found, timeout=60)
            self.figures.taps += 1
        return bool(found)

    async def _tap_newest(
        self, phone: Person, action: str, subject: int | None = None, extra: str | None = None
    ) -> bool:
        for message in itertools.islice(phone.private_chat().newest_first(), 25):
            if data_of(message, action, subject, extra):
                return await self._tap(phone, message, action, subject, extra)
        return False

    async def _count(self) -> None:
        """What stands in the database at the end."""
        async with self.bot.app.db.reading() as tx:
            for row in await tx.all("SELECT source, request_id, opened_at FROM incident"):
                self.figures.pages[row["source"]] += 1
                need = self.needs.get(row["request_id"])
                if row["source"] == "silence" and (need is None or not need.detained):
                    self.figures.pages["false"] += 1


def side_by_side(came: tuple[SeenMessage, bool]) -> tuple[int, str, list[str]]:
    """An order for what came at one moment, where chance decides which was first."""
    message, _ = came
    return message.chat.id, message.text, datas(message)


def datas(message: SeenMessage) -> list[str]:
    """The data of every button of a message."""
    if message.deleted or not message.inline:
        return []
    return [button["callback_data"] for row in message.inline for button in row if "callback_data" in button]


def data_of(message: SeenMessage, action: str, subject: int | None, extra: str | None = None) -> str:
    """The first button of this action, about this subject, with this answer; empty when there is none."""
    for data in datas(message):
        if data.startswith(f"{action}:"):
            button = read_data(data)
            if (subject is None or button.subject == subject) and (extra is None or button.extra == extra):
                return data
    return ""


def awake(moment: datetime, *, office: bool = False) -> datetime:
    """This moment, or the next morning; `office`: when coordinators post."""
    local = moment.astimezone(EASTERN)
    first, last = (8, 20) if office else (7, 22)
    if local.hour < first:
        return (local.replace(hour=first, minute=0) + timedelta(minutes=local.minute)).astimezone(UTC)
    if local.hour >= last:
        following = local + timedelta(days=1)
        return following.replace(hour=first, minute=local.minute).astimezone(UTC)
    return moment


# --- what is printed -------------------------------------------------------------------------------------------------


async def live(habits: Habits, settings: type[Settings] = Settings, seed: int = 20261005) -> Figures:
    """One month in a folder of its own."""
    with TemporaryDirectory(prefix="month-") as name, seeded_ids(seed):
        month = Month(habits, seed, settings, Path(name))
        async with month.open():
            figures = await month.live()
        if month.telegram.violations:
            raise AssertionError(month.telegram.violations[:3])
        return figures


def spread(found: Iterable[float]) -> str:
    """Median, 95th percentile and the most."""
    values = sorted(found)
    if len(values) < 2:
        return "-"
    return f"{median(values):.1f} / {quantiles(values, n=20)[18]:.1f} / {values[-1]:.1f}"


def show(title: str, f: Figures) -> None:
    hours = sorted(wait.total_seconds() / 3600 for wait in f.waits)
    kinds = ", ".join(f"{kind} {f.filled_by_kind[kind]}/{n}" for kind, n in sorted(f.by_kind.items()))
    print(
        f"\n{title}: {f.requests} requests in {f.weeks * 7:.0f} days, {f.messages} messages, {f.taps} taps;"
        f" it took {f.seconds:.1f} s ({f.cpu_seconds:.1f} s of CPU)"
    )
    print(f"  filled at the start        {f.filled}/{f.requests} = {f.filled / max(1, f.requests):.0%}  ({kinds})")
    if len(hours) > 1:
        print(f"  hours until filled         median {median(hours):.1f}, p90 {quantiles(hours, n=10)[8]:.1f}")
    print(f"  seats taken by             {dict(f.seats_by.most_common())}")
    print(f"  a volunteer's week         median / p95 / most of the {len(f.connected)} who are connected")
    print(f"    notices                  {spread(f.notices[n] / f.weeks for n in f.connected)}")
    print(f"    sounds, privately        {spread(f.rings[n] / f.weeks for n in f.connected)}")
    print(f"    and in the group, unmuted {f.group_rings / f.weeks:.1f}")
    print(f"    messages with offers     {spread(f.asked(n) / f.weeks for n in f.connected)}")
    print(f"  offers a person a day      at most {max(f.offers.values(), default=0)};", end=" ")
    print(f"beside those for starts in less than 24 hours, at most {max(f.urgent_offers.values(), default=0)}")
    real = f.events["real emergencies"]
    print(f"  false pages a week         {f.pages['false'] / f.weeks:.2f}  ({dict(f.pages)}; {real} real)")
    lines = dict(f.late_starts)
    print(f"  lines a week               {sum(lines.values()) / f.weeks:.1f} of late starts {lines},", end=" ")
    print(f"{f.events['lines before silence pages'] / f.weeks:.1f} before silence pages")
    print(f"  and                        {dict(sorted(f.events.items()))}")


async def compare(seed: int, *, quick: bool) -> None:
    """The same month as the bot is, without private offers, and with the group's card alone."""
    show("With offers and escalation", await live(Habits(), Settings, seed))
    if not quick:
        show("With the digest and warnings, without private offers", await live(Habits(), WithoutOffers, seed))
        show("With the group's card alone", await live(Habits(), CardAlone, seed))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=20261005)
    parser.add_argument("--quick", action="store_true", help="only the month as the bot is")
    options = parser.parse_args()
    gc.set_threshold(100_000, 20, 50)  # the whole pretend Telegram lives here too, and is no garbage
    asyncio.run(compare(options.seed, quick=options.quick))


if __name__ == "__main__":
    main()
