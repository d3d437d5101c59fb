"""A center without Telegram: the real database and actions, people made by hand, a clock that stands still."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.actions import claims, drafts, due, posting
from bot.actions.claims import Answer, LeaveAnswer
from bot.actions.drafts import DraftView
from bot.actions.saying import Row, Saying
from bot.context import App
from bot.rules.model import Claim, Details, Group, Kind, Person, Qualification, Reach, Request
from bot.rules.policy import Policy
from bot.rules.timetable import Verb
from storage import chats, people, requests
from storage.database import Database
from storage.people import Sight
from storage.seal import new_ring
from tests.center import START
from tests.clock import ManualClock

TOWNS = ("Amherst", "Hartford", "Holyoke", "Springfield")
LINE = "2026-12-03 09:00 Holyoke > Amherst x2"


class Office:
    """What a coordinator and a few volunteers do, one action at a time."""

    def __init__(self, app: App, clock: ManualClock, rosa: Person) -> None:
        self.app = app
        self.clock = clock
        self.rosa = rosa
        self._updates = count(1)
        self._telegram_ids = count(100)

    @property
    def update(self) -> int:
        """The id of the next update."""
        return next(self._updates)

    async def meets(
        self, name: str, *, trained: bool = True, reach: Reach = Reach.YES, promised: bool = True, inside: bool = True
    ) -> Person:
        """Somebody in the volunteers' group; by default trained, connected, and promised."""
        now = self.app.now()
        async with self.app.db.transaction() as tx:
            person_id = await people.add(tx, Sight(next(self._telegram_ids), name, None, "en"), now)
            await people.set_reach(tx, person_id, reach)
            if promised:
                await people.set_promised(tx, person_id, now)
            for qualification in Qualification if trained else ():
                await people.grant(tx, person_id, qualification, self.rosa.id, now)
            status = "member" if inside else "left"
            await people.set_standing(tx, person_id, Group.VOLUNTEERS, status, now, joined=False, confirmed=True)
        return await self.again(person_id)

    async def again(self, person: Person | int) -> Person:
        """The person as the database knows them now."""
        async with self.app.db.reading() as tx:
            found = await people.load(tx, person if isinstance(person, int) else person.id)
        assert found is not None
        return found

    async def coordinates(self, name: str) -> Person:
        """Another coordinator, who also is a trained volunteer."""
        person = await self.meets(name)
        async with self.app.db.transaction() as tx:
            await people.set_standing(
                tx, person.id, Group.COORDINATORS, "member", self.app.now(), joined=False, confirmed=True
            )
        return await self.again(person)

    async def drafts(self, line: str = LINE, kind: Kind = Kind.RIDE) -> DraftView:
        """Rosa types a line."""
        return await drafts.begin(self.app, self.rosa, kind, line, None, self.update)

    async def answers(self, view: DraftView, question: str, answer: str, who: Person | None = None) -> DraftView:
        """A tap on a button of a question; Rosa's unless somebody else is named."""
        found = await drafts.answer_tap(self.app, who or self.rosa, view.id, question, answer, self.update)
        assert found is not None
        return found

    async def posts(self, line: str = LINE, details: Details | None = None, kind: Kind = Kind.RIDE) -> Request:
        """Rosa posts a request."""
        view = await self.drafts(line, kind)
        request = await posting.post(self.app, self.rosa, view.id, view.version, self.update)
        assert isinstance(request, Request)
        async with self.app.db.transaction() as tx:
            for field, value in vars(details).items() if details else ():
                await requests.set_detail(tx, request.parties[0].id, field, value)
        return request

    async def taps(self, person: Person, request: Request, slot: int = 0) -> Answer:
        """A tap on one of the request's claim buttons, the first unless said."""
        return await claims.claim(self.app, person, request.slots[slot].id, self.update)

    async def leaves(self, person: Person, request: Request) -> LeaveAnswer:
        """*Undo* or *I can't make it*, as long as the person has a seat."""
        claim = await self.seat(person, request)
        return await claims.leave(self.app, person, claim.id if claim else 0, self.update)

    async def now(self, request: Request) -> Request:
        """The request as the database knows it now."""
        async with self.app.db.reading() as tx:
            found = await requests.load(tx, request.id)
        assert found is not None
        return found

    async def seat(self, person: Person, request: Request) -> Claim | None:
        """The person's living claim."""
        return (await self.now(request)).claim_of(person.id)

    async def details(self, request: Request) -> Details | None:
        async with self.app.db.reading() as tx:
            return await requests.details(tx, request.parties[0].id)

    async def has_reach(self, person: Person, reach: Reach) -> None:
        async with self.app.db.transaction() as tx:
            await people.set_reach(tx, person.id, reach)

    async def loses_reach(self, person: Person) -> None:
        """Telegram says 403 while something is sent to the person."""
        async with self.app.work() as work:
            await people.set_reach(work.tx, person.id, Reach.NO)
            await claims.out_of_reach(self.app, work, person.id)

    async def unsent(self) -> set[str]:
        """The occasions of everything that is due now or later."""
        async with self.app.db.reading() as tx:
            return {row["occasion"] for row in await tx.all("SELECT occasion FROM outbox WHERE sent_at IS NULL")}

    async def works(self, hears: Callable[[Row, Saying], None] | None = None) -> list[str]:
        """Everything that is due is carried out, or sent as if Telegram took it; returns the occasions, in order."""
        done = []
        while rows := (await due.due_at(self.app, self.app.now()))[0]:
            for row in rows:
                if row.verb is Verb.DO:
                    await due.carry_out(self.app, row)
                    done.append(row.occasion.value)
                elif (saying := await due.say(self.app, row)) is None:
                    await due.passed_over(self.app, row)
                else:
                    if hears is not None:
                        hears(row, saying)
                    await due.sent(self.app, row, saying.edit or next(self._updates), saying)
                    done.append(row.occasion.value)
        return done


@asynccontextmanager
async def an_office(folder: Path, **changes: object) -> AsyncIterator[Office]:
    """An office with both groups set up and Rosa, a coordinator who also is a volunteer."""
    clock = ManualClock(START)
    database = await Database.open(folder / "acompana.sqlite3", new_ring())
    try:
        app = App(
            **{  # type: ignore[arg-type]  # changes are for a test to get right
                "db": database,
                "clock": clock,
                "policy": Policy(),
                "zone": ZoneInfo("America/New_York"),
                "group_languages": ("en", "es"),
                "common_languages": ("en", "es"),
                "towns": TOWNS,
                "org_name": "Acompaña",
                "center_phone": "",
                "emergency_steps": {},
                "owner_ids": frozenset(),
                "bot_id": 1,
                "bot_username": "AcompanaBot",
                **changes,
            }
        )
        yield Office(app, clock, await _rosa(app))
    finally:
        await database.close()


async def _rosa(app: App) -> Person:
    now = app.now()
    async with app.db.transaction() as tx:
        rosa = await people.add(tx, Sight(99, "Rosa", "rosa_c", "en"), now)
        await people.set_reach(tx, rosa, Reach.YES)
        await people.set_promised(tx, rosa, now)
        for number, group in enumerate(Group, 1):
            await chats.set_up(tx, group, -number, None, 9, now - timedelta(days=30))
            await people.set_standing(tx, rosa, group, "creator", now, joined=False, confirmed=True)
        await people.grant(tx, rosa, Qualification.RIDESHARE, rosa, now)
        found = await people.load(tx, rosa)
    assert found is not None
    return found
