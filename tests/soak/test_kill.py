"""Power cuts: the bot is killed while taps are queued, answered, drawn. Nothing is lost, nothing done twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.i18n import Translator
from bot.rules.model import Request
from bot.views import claims as views
from sandbox import Person, Tap
from tests.clock import EASTERN
from tests.soak.process import ProcessCenter, process_center
from tests.soak.seeding import cards, gather, know, post
from tests.soak.size import size

ENGLISH = Translator("en", EASTERN)
YOURS = ENGLISH.say("It's yours. Thank you!")


@dataclass(frozen=True)
class Cut:
    """What had happened when the bot was killed."""

    acknowledged: int
    answered: int
    told: int


@pytest.mark.soak
async def test_kill_with_taps_queued(tmp_path: Path) -> None:
    rounds, taps = size(20, 2), size(200, 60)
    async with process_center(tmp_path) as center:
        await center.start()
        await center.set_up()
        crowd = gather(center.telegram, center.volunteers, taps)
        await center.child.stop()
        cuts, twice = [], 0
        for number in range(rounds):
            async with center.database() as db:
                known = await know(db, crowd, center.now())
                start = center.now() + timedelta(days=2 + number)
                rides = await post(
                    db, [start] * taps, next(iter(known.values())), center.now(), center.policy, center.zone
                )
            cut, told = await power_cut(center, crowd, rides, number, rounds)
            cuts.append(cut)
            twice += told - taps
            async with center.database() as db, db.reading() as tx:
                claims = await tx.all("SELECT slot_id, person_id, state FROM claim")
                found = [(row["slot_id"], row["person_id"], row["state"]) for row in claims]
                wanted = [
                    (ride.slots[0].id, known[driver.id], "active") for driver, ride in zip(crowd, rides, strict=True)
                ]
                slots = {slot for slot, _, _ in wanted}
                assert sorted(claim for claim in found if claim[0] in slots) == sorted(wanted)
                assert len(found) == taps * (number + 1)
                left = await tx.value("SELECT count(*) FROM inbox WHERE handled_at IS NULL")
                assert left == 0, f"after an orderly stop {left} updates that were answered will be handled again"
        queued = sum(max(0, cut.acknowledged - cut.answered) for cut in cuts)
        print(
            f"\n{rounds} kills with {taps} taps each, when (acknowledged, answered, told privately) were"
            f" {[(cut.acknowledged, cut.answered, cut.told) for cut in cuts]}: of {queued} taps acknowledged and not"
            f" yet answered 0 lost, of {rounds * taps} claims 0 missing and 0 double;"
            f" {twice} private messages came twice"
        )


async def power_cut(
    center: ProcessCenter, crowd: Sequence[Person], rides: Sequence[Request], number: int, rounds: int
) -> tuple[Cut, int]:
    """Everybody taps, the bot is killed at a moment that differs from round to round, and started again.

    Returns the moment, and how many private messages about the claims there were in the end.
    """
    telegram, account = center.telegram, center.account
    before = [len(driver.chat) for driver in crowd]
    await center.start()
    found = await cards(telegram, center.volunteers, rides)
    await telegram.until(lambda: telegram.backlog(account) == 0, timeout=20)
    known_before = len(account.acknowledged)
    spinning = [driver.taps_nowait(card, "claim:") for driver, card in zip(crowd, found, strict=True)]

    def acknowledged() -> int:
        return len(account.acknowledged) - known_before

    def answered() -> int:
        return sum(tap.done() for tap in spinning)

    def told() -> int:
        return sum(_about(driver, since) for driver, since in zip(crowd, before, strict=True))

    share = (number // 3 + 0.5) / (rounds / 3 + 0.5) * len(crowd)
    counts: tuple[Callable[[], int], ...] = (acknowledged, answered, told)
    counted = counts[number % len(counts)]
    await telegram.until(lambda: counted() >= share, timeout=60)
    cut = Cut(acknowledged(), answered(), told())
    await center.kill()
    await center.start()
    async with asyncio.timeout(60):
        taps: list[Tap] = await asyncio.gather(*spinning)
    assert {tap.text for tap in taps} == {views.taken(ENGLISH).text}
    await telegram.until(
        lambda: (
            all(_about(driver, since) for driver, since in zip(crowd, before, strict=True))
            and all("1/1" in card.text for card in found)
        ),
        timeout=60,
    )
    assert telegram.backlog(account) == 0
    await center.child.stop()
    assert center.child.exit_code == 0, center.log.read_text()[-2000:]
    return cut, told()


def _about(driver: Person, since: int) -> int:
    """How many private messages about a seat came since."""
    return sum(YOURS in message.text for message in driver.chat[since:])
