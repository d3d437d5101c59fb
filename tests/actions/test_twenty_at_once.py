"""Twenty people tap at the same moment: the seats are taken once, everybody gets an answer."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from bot.actions import claims
from bot.actions.claims import Claimed
from bot.context import App
from bot.rules.claims import Leaving, Refusal
from bot.rules.model import Person, Reach
from storage import people, requests
from tests.center import Center
from tests.soak import seeding


async def crowd(center: Center, count: int) -> list[Person]:
    """Trained, connected volunteers."""
    phones = seeding.gather(center.telegram, center.volunteers, count)
    await center.idle()
    known = await seeding.know(center.bot.app.db, phones, center.clock.now())
    async with center.bot.app.db.reading() as tx:
        return [found for number in known.values() if (found := await people.load(tx, number)) is not None]


async def slot_of_a_ride(center: Center, contact: Person, seats: int) -> int:
    app = center.bot.app
    starts = center.clock.now() + timedelta(days=9)
    (ride,) = await seeding.post(app.db, [starts], contact.id, center.clock.now(), app.policy, app.zone, seats=seats)
    return ride.slots[0].id


async def living(app: App, slot_id: int) -> list[tuple[int, int]]:
    """(seat, person) of every seat that is taken."""
    async with app.db.reading() as tx:
        request = await requests.load_by_slot(tx, slot_id)
    assert request is not None
    return sorted((claim.seat, claim.person_id) for claim in request.living())


@pytest.mark.parametrize("seats", [1, 3, 20])
async def test_exactly_the_seats_are_taken(center: Center, seats: int) -> None:
    app, twenty = center.bot.app, await crowd(center, 20)
    slot = await slot_of_a_ride(center, twenty[0], seats)
    answers = await asyncio.gather(*(claims.claim(app, person, slot, n) for n, person in enumerate(twenty)))
    results = Counter(answer.result for answer in answers)
    assert results == Counter({Claimed.TAKEN: seats, Refusal.FULL: 20 - seats}) - Counter()
    taken = await living(app, slot)
    assert [seat for seat, _ in taken] == list(range(1, seats + 1))
    winners = {p.id for p, answer in zip(twenty, answers, strict=True) if answer.result is Claimed.TAKEN}
    assert {person for _, person in taken} == winners


async def test_twenty_taps_of_one_person_take_one_seat(center: Center) -> None:
    app, (dan, *_) = center.bot.app, await crowd(center, 1)
    slot = await slot_of_a_ride(center, dan, 5)
    answers = await asyncio.gather(*(claims.claim(app, dan, slot, n) for n in range(20)))
    assert Counter(a.result for a in answers) == {Claimed.TAKEN: 1, Refusal.ALREADY_YOURS: 19}
    assert len(await living(app, slot)) == 1


async def test_twenty_want_the_seat_of_somebody_who_leaves_one_gets_it(center: Center) -> None:
    app, everybody = center.bot.app, await crowd(center, 21)
    dan, twenty = everybody[0], everybody[1:]
    slot = await slot_of_a_ride(center, dan, 1)
    await claims.claim(app, dan, slot, 0)
    center.clock.forward(minutes=11)
    ((_, holder),) = await living(app, slot)
    assert holder == dan.id
    async with app.db.reading() as tx:
        request = await requests.load_by_slot(tx, slot)
    assert request is not None
    left = await claims.leave(app, dan, request.living()[0].id, 1)
    assert left.result is Leaving.WAITING
    answers = await asyncio.gather(*(claims.claim(app, person, slot, n) for n, person in enumerate(twenty, 2)))
    assert Counter(a.result for a in answers) == {Claimed.TAKEN: 1, Refusal.FULL: 19}
    ((_, now_holder),) = await living(app, slot)
    assert now_holder != dan.id


async def test_leaving_and_taking_at_once_never_leaves_two_in_a_seat(center: Center) -> None:
    app, everybody = center.bot.app, await crowd(center, 10)
    slot = await slot_of_a_ride(center, everybody[0], 2)

    async def comes_and_goes(person: Person, number: int) -> None:
        for turn in range(4):
            answer = await claims.claim(app, person, slot, number * 100 + turn)
            own = answer.request.claim_of(person.id) if answer.request else None
            if own is not None and answer.result is Claimed.TAKEN:
                await claims.leave(app, person, own.id, number * 100 + turn + 50)

    await asyncio.gather(*(comes_and_goes(person, n) for n, person in enumerate(everybody)))
    taken = await living(app, slot)
    assert len({seat for seat, _ in taken}) == len(taken) <= 2


async def test_who_lost_the_way_back_meanwhile_is_held_not_seated(center: Center) -> None:
    """Right, reach and promise are read again inside the transaction, not taken from what the handler saw."""
    app, (dan, *_) = center.bot.app, await crowd(center, 1)
    slot = await slot_of_a_ride(center, dan, 1)
    async with app.db.transaction() as tx:
        await people.set_reach(tx, dan.id, Reach.NO)
    answer = await claims.claim(app, dan, slot, 1)
    assert answer.result is Claimed.HELD_UNREACHED


async def test_a_claim_needs_at_most_fourteen_statements(center: Center) -> None:
    app, (dan, *_) = center.bot.app, await crowd(center, 1)
    slot = await slot_of_a_ride(center, dan, 1)
    app.wake.set()
    await center.idle()
    statements: list[str] = []
    await app.db.watch(statements.append)
    await claims.claim(app, dan, slot, 1)
    await app.db.watch(None)
    own = statements[: statements.index("COMMIT") + 1]
    assert own[0] == "BEGIN IMMEDIATE"
    assert len(own) <= 14
