"""Whatever people do, in whatever order: seats are taken once, and what is due follows from what is so."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.actions import backups, claims, due, people, posting, seats, waves
from bot.actions.claims import Claimed
from bot.rules.claims import Refusal
from bot.rules.model import ClaimState, Details, OfferKind, OfferState, Person, Reach, Request, RequestState
from bot.rules.timetable import plan
from storage import people as rows
from storage import requests
from tests.actions.office import Office, an_office

SEATS = 2
WHO = st.integers(0, 3)
WHICH = st.integers(0, 1)


class AnyOrder(RuleBasedStateMachine):
    """Four people, two rides at the same time with two seats each, and Telegram's moods."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.folder = TemporaryDirectory()
        self.settled = False

    def run(self, deed: Coroutine[Any, Any, Any]) -> Any:
        self.settled = False
        return self.runner.run(deed)

    def teardown(self) -> None:
        self.runner.run(self.stack.aclose())
        self.runner.close()
        self.folder.cleanup()

    @initialize()
    def opens(self) -> None:
        self.run(self._open())

    async def _open(self) -> None:
        self.office: Office = await self.stack.enter_async_context(an_office(Path(self.folder.name)))
        self.rides: list[Request] = [await self.office.posts(details=Details(name="Ana")) for _ in range(2)]
        async with self.office.app.db.transaction() as tx:
            await tx.run("UPDATE slot SET maximum = ?", SEATS)
        self.crowd: list[Person] = [
            await self.office.meets("Dan"),
            await self.office.meets("Priya"),
            await self.office.meets("Ben", promised=False),
            await self.office.meets("Zoe", reach=Reach.UNKNOWN),
        ]

    # --- what people do

    @rule(who=WHO, which=WHICH)
    def taps(self, who: int, which: int) -> None:
        answer = self.run(self.office.taps(self.crowd[who], self.rides[which]))
        claim = self.run(self.office.seat(self.crowd[who], self.rides[which]))
        if isinstance(answer.result, Claimed):
            assert claim is not None
            assert claim.leaving_at is None
            held = answer.result in (Claimed.HELD_UNPROMISED, Claimed.HELD_UNREACHED)
            assert held <= (claim.state is ClaimState.HELD)
        else:
            assert (claim is not None) >= (answer.result is Refusal.ALREADY_YOURS)

    @rule(which=WHICH)
    def everybody_taps_at_once(self, which: int) -> None:
        async def all_tap() -> None:
            await asyncio.gather(*(self.office.taps(person, self.rides[which]) for person in self.crowd))

        self.run(all_tap())

    @rule(who=WHO, which=WHICH)
    def leaves(self, who: int, which: int) -> None:
        self.run(self.office.leaves(self.crowd[who], self.rides[which]))

    @rule(who=WHO)
    def starts_and_promises(self, who: int) -> None:
        async def starts() -> None:
            person = self.crowd[who]
            await self.office.has_reach(person, Reach.YES)
            await people.promise(self.office.app, await self.office.again(person), self.office.update)
            assert await claims.held_until(self.office.app, person) is None

        self.run(starts())

    @rule(who=WHO)
    def is_out_of_reach(self, who: int) -> None:
        self.run(self.office.loses_reach(self.crowd[who]))

    @rule()
    def the_next_notice_is_refused_with_403(self) -> None:
        async def refused() -> None:
            found, _ = await due.due_at(self.office.app, self.office.app.now())
            for row in found:
                if isinstance(row.to, int) and row.to != self.office.rosa.id:
                    await due.unreachable(self.office.app, row)
                    return

        self.run(refused())

    @rule(minutes=st.sampled_from([1, 9, 10, 15, 600]))
    def time_passes(self, minutes: int) -> None:
        self.office.clock.forward(minutes=minutes)
        self.settled = False

    @rule()
    def rosa_cancels_the_second(self) -> None:
        self.run(posting.cancel(self.office.app, self.office.rosa, self.rides[1].id, self.office.update))

    @rule()
    def everything_due_happens(self) -> None:
        self.run(self.office.works())
        self.settled = True

    @rule(who=WHO)
    def comes_back_and_everything_due_happens(self, who: int) -> None:
        self.starts_and_promises(who)
        self.everything_due_happens()

    @rule(who=WHO, which=WHICH)
    def would_step_in(self, who: int, which: int) -> None:
        slot = self.rides[which].slots[0].id
        self.run(backups.stand_by(self.office.app, self.crowd[who], slot, self.office.update))

    @rule(who=WHO, which=WHICH, yes=st.booleans())
    def answers_a_question(self, who: int, which: int, yes: bool) -> None:
        async def answers() -> None:
            person, app = self.crowd[who], self.office.app
            for offer in (await self.office.now(self.rides[which])).offers:
                if offer.person_id == person.id and offer.state is OfferState.ASKED:
                    if offer.kind is OfferKind.WAVE:
                        await waves.answer(app, person, offer.id, yes=yes, update_id=self.office.update)
                    elif yes:
                        await backups.accept(app, person, offer.id, self.office.update)
                    else:
                        await backups.decline(app, person, offer.id, self.office.update)
                    return

        self.run(answers())

    @rule(which=WHICH)
    def rosa_fills_a_seat_by_phone(self, which: int) -> None:
        slot = self.rides[which].slots[0].id
        self.run(seats.fill_outside(self.office.app, self.office.rosa, slot, "Maria", self.office.update))

    @rule(who=WHO, which=WHICH)
    def rosa_takes_somebody_out(self, who: int, which: int) -> None:
        async def takes_out() -> None:
            claim = await self.office.seat(self.crowd[who], self.rides[which])
            if claim is not None:
                await seats.take_out(self.office.app, self.office.rosa, claim.id, self.office.update)

        self.run(takes_out())

    @rule()
    def volunteers_are_asked(self) -> None:
        self.run(waves.ask_around(self.office.app))

    @rule(hours=st.sampled_from([24, 150]))
    def much_time_passes(self, hours: int) -> None:
        self.office.clock.forward(hours=hours)
        self.settled = False

    # --- what is always so

    @invariant()
    def it_is_as_it_should_be(self) -> None:
        settled = self.settled
        self.run(self._look(settled))

    async def _look(self, settled: bool) -> None:
        for posted in self.rides:
            request = await self.office.now(posted)
            living = request.living()
            assert len({claim.seat for claim in living}) == len({claim.person_id for claim in living}) == len(living)
            assert all(1 <= claim.seat <= SEATS for claim in living)
            if request.state is not RequestState.OPEN:
                assert living == ()
            if request.state is RequestState.CANCELLED:
                assert await self.office.details(request) is None
            await self._plan_is_kept(request)
            await self._questions_have_their_end(request)
            if settled:
                await self._everybody_knows(request)
        await self._nobody_means_to_be_in_two_places()

    async def _plan_is_kept(self, request: Request) -> None:
        """Whatever the plan wants is in the outbox, and nothing else waits for this request."""
        wanted = {row.key: row for row in plan(request, self.office.app.policy, self.office.app.zone)}
        async with self.office.app.db.reading() as tx:
            kept = await tx.all("SELECT key, version, sent_at FROM outbox WHERE request_id = ?", request.id)
        assert wanted.keys() <= {row["key"] for row in kept}
        assert {row["key"] for row in kept if row["sent_at"] is None} <= wanted.keys()
        assert {row["version"] for row in kept if row["key"].startswith("card:")} == {request.version}

    async def _questions_have_their_end(self, request: Request) -> None:
        """One question for each open seat, each with a row that ends it; of what is off nobody is asked."""
        (slot,) = request.slots
        asked = request.asked(slot)
        assert len(asked) <= request.open_seats(slot)
        assert {o.person_id for o in asked}.isdisjoint(claim.person_id for claim in request.staying(slot))
        async with self.office.app.db.reading() as tx:
            waiting = await tx.all(
                "SELECT occasion, subject_id FROM outbox WHERE request_id = ? AND sent_at IS NULL", request.id
            )
        assert {row[1] for row in waiting if row[0] == "offer_lapse"} == {offer.id for offer in asked}
        if request.state is RequestState.CANCELLED:
            assert not any(offer.state is OfferState.ASKED for offer in request.offers)
            assert {row[0] for row in waiting} <= {"card", "forget", "purge", "cancelled", "offer_over", "taken_out",
                                                   "replaced", "lapsed", "lapsed_contact"}  # fmt: skip

    async def _everybody_knows(self, request: Request) -> None:
        """After everything due has happened: no hold is overdue, and who has a seat has the message about it."""
        now = self.office.app.now()
        async with self.office.app.db.reading() as tx:
            for claim in request.living():
                person = await rows.load(tx, claim.person_id)
                assert person is not None
                if claim.state is ClaimState.HELD:
                    assert claim.held_until is not None
                    assert claim.held_until > now
                elif person.reach is Reach.YES and now < request.ends_at and not claim.outside:
                    assert await requests.claim_message(tx, claim.id) is not None

    async def _nobody_means_to_be_in_two_places(self) -> None:
        one, other = [await self.office.now(ride) for ride in self.rides]
        means_to_come = [
            {claim.person_id for slot in ride.slots for claim in ride.staying(slot)} for ride in (one, other)
        ]
        assert means_to_come[0].isdisjoint(means_to_come[1])


AnyOrder.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=18,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestAnyOrder = AnyOrder.TestCase
