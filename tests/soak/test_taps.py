"""Thousands of taps on hundreds of rides, through HTTP and the real handlers: one winner each, an answer for all."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from random import Random
from statistics import quantiles

import pytest

from bot.i18n import Translator, plain
from bot.rules.claims import Refusal
from bot.rules.model import Request
from bot.views import claims as views
from sandbox import Person, Tap
from tests.center import START, Center, open_center
from tests.clock import EASTERN
from tests.soak.seeding import cards, claim_data, gather, know, post
from tests.soak.size import size

TAPS_ON_A_CARD = 20
IMPATIENT = 2
"""Of these so many are second taps by somebody who has just tapped."""
AT_ONE_TIME = 5
"""Rides that start at the same hour: nobody can drive two of them."""
ENGLISH = Translator("en", EASTERN)


@pytest.mark.soak
async def test_many_taps_on_many_rides(tmp_path: Path) -> None:
    async with open_center(tmp_path) as center:
        await center.set_up()
        app, telegram = center.bot.app, center.telegram
        crowd = gather(telegram, center.volunteers, size(300, 60))
        await center.idle()
        known = await know(app.db, crowd, app.now())
        rosa = next(iter((await know(app.db, [center.rosa], app.now())).values()))
        starts = [START + timedelta(days=2, hours=4 * (number // AT_ONE_TIME)) for number in range(size(500, 50))]
        rides = await post(app.db, starts, rosa, app.now(), app.policy, app.zone)
        app.wake.set()
        buttons = [
            (ride, card, claim_data(card))
            for ride, card in zip(rides, await cards(telegram, center.volunteers, rides), strict=True)
        ]
        await center.idle()

        chance = Random(20261203)
        plan = []
        for ride, card, data in buttons:
            drivers = chance.sample(crowd, TAPS_ON_A_CARD - IMPATIENT)
            plan += [(driver, ride, card, data) for driver in [*drivers, *chance.sample(drivers, IMPATIENT)]]
        chance.shuffle(plan)

        began = asyncio.get_running_loop().time()
        spinning = []
        for number, (driver, _, card, data) in enumerate(plan):
            spinning.append(driver.taps_data_nowait(card, data))
            if number % 50 == 0:
                await asyncio.sleep(0)  # the others live on meanwhile
        async with asyncio.timeout(400):
            answers = await asyncio.gather(*spinning)
        took = asyncio.get_running_loop().time() - began

        told = [(driver, ride, tap) for (driver, ride, _, _), tap in zip(plan, answers, strict=True)]
        claims = await living_claims(center)
        reasons = check_answers(told, claims, known, rides)
        await telegram.until(lambda: all("1/1" in card.text for _, card, _ in buttons), timeout=120)
        await center.idle()
        check_messages(crowd, claims, known)
        waits = quantiles((tap.seconds for tap in answers), n=100)
        print(
            f"\n{len(answers):,} taps by {len(crowd)} volunteers on {len(rides)} one-seat rides in {took:.1f} s"
            f" ({len(answers) / took:.0f}/s, all at once; p50 {waits[49]:.2f} s, p99 {waits[98]:.2f} s):"
            f" 0 double claims, 0 without an answer; {dict(reasons)}"
        )


async def living_claims(center: Center) -> Mapping[int, list[int]]:
    """Slot → who is in it, as the database says."""
    found = defaultdict(list)
    async with center.bot.app.db.reading() as tx:
        for row in await tx.all("SELECT slot_id, person_id FROM claim WHERE state IN ('held', 'active')"):
            found[row[0]].append(row[1])
        assert await tx.value("SELECT count(*) FROM claim WHERE state <> 'active'") == 0
    return found


def check_answers(
    told: list[tuple[Person, Request, Tap]],
    claims: Mapping[int, list[int]],
    known: Mapping[int, int],
    rides: list[Request],
) -> Counter[str]:
    """Every seat has exactly one person; exactly that person was told so; every refusal is true."""
    assert sorted(claims) == sorted(ride.slots[0].id for ride in rides), "a ride was left without a driver"
    double = {slot: people for slot, people in claims.items() if len(people) != 1}
    assert double == {}
    starts = defaultdict(set)
    for ride in rides:
        starts[claims[ride.slots[0].id][0]].add(ride.starts_at)
    for person, times in starts.items():
        assert all(abs(one - other) > timedelta(hours=2) for one, other in combinations(times, 2)), person
    words = {views.taken(ENGLISH).text: "taken"} | {plain(views.refused(ENGLISH, why).text): why for why in Refusal}
    reasons: Counter[str] = Counter()
    winners = []
    for driver, ride, tap in told:
        reason = words.get(tap.text)
        assert reason is not None, f"{driver} was told {tap.text!r}"
        assert tap.alert is (reason != "taken"), tap
        reasons[str(reason)] += 1
        slot, person = ride.slots[0].id, known[driver.id]
        if reason == "taken":
            winners.append((slot, person))
        elif reason is Refusal.ALREADY_YOURS:
            assert claims[slot] == [person]
        elif reason is Refusal.CLASH:
            assert ride.starts_at in starts[person]
            assert claims[slot] != [person]
        else:
            assert reason is Refusal.FULL
            assert claims[slot] != [person]
    assert sorted(winners) == sorted((slot, person) for slot, people in claims.items() for person in people)
    return reasons


def check_messages(crowd: list[Person], claims: Mapping[int, list[int]], known: Mapping[int, int]) -> None:
    """Whoever has a seat got exactly one private message about it, nobody else any."""
    seats = Counter(person for people in claims.values() for person in people)
    for driver in crowd:
        about = [message for message in driver.chat if ENGLISH.say("It's yours. Thank you!") in message.text]
        assert len(about) == seats[known[driver.id]], driver.screen()
