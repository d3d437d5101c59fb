"""A popular ride: 24 people tap its card in the same moment, and every call to Telegram takes 60 ms."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox import Limits, SeenMessage
from tests.center import FAST, START, Center, open_center
from tests.soak.seeding import cards, gather, know, post

PEOPLE = 24
LATENCY = 0.06
TELEGRAMS = {"limit_per_second": 30, "limit_per_chat_second": 1, "limit_per_group_minute": 20}
RATES = {"raised": (FAST, Limits.none()), "Telegram's": (TELEGRAMS, Limits.real())}


@pytest.mark.soak
@pytest.mark.parametrize("rates", RATES)
@pytest.mark.parametrize("seats", [1, PEOPLE])
async def test_24_taps_on_one_card(tmp_path: Path, seats: int, rates: str) -> None:
    settings, limits = RATES[rates]
    async with open_center(tmp_path, limits=limits, **settings) as center:
        await center.set_up()
        app, telegram = center.bot.app, center.telegram
        crowd = gather(telegram, center.volunteers, PEOPLE)
        await center.idle()
        await know(app.db, crowd, app.now())
        rosa = next(iter((await know(app.db, [center.rosa], app.now())).values()))
        rides = await post(app.db, [START + timedelta(days=3)], rosa, app.now(), app.policy, app.zone, seats=seats)
        app.wake.set()
        (card,) = await cards(telegram, center.volunteers, rides)
        await center.idle()

        telegram.faults.latency(LATENCY)
        calls_before = len(telegram.calls)
        spinning = [driver.taps_nowait(card, "claim:") for driver in crowd]
        async with asyncio.timeout(5):
            answers = await asyncio.gather(*spinning)
        await telegram.until(lambda: f"{seats}/{seats}" in card.text, timeout=20)
        await center.idle()

        slowest = max(tap.seconds for tap in answers)
        edits = edits_of(center, card, calls_before)
        won = sum(not tap.alert for tap in answers)
        print(
            f"\n{PEOPLE} taps on a card of {seats}, {LATENCY * 1000:.0f} ms a call, {rates} rates:"
            f" all answered within {slowest:.2f} s, {won} won, {edits} edits of the card"
        )
        assert won == seats
        assert all(tap.text for tap in answers)
        assert 1 <= edits <= 3
        assert f"{seats}/{seats} ✓" in card.text
        assert [(button.data or "").partition(":")[0] for row in card.buttons for button in row] == ["backup"]


def edits_of(center: Center, card: SeenMessage, since: int) -> int:
    """How often the bot edited the volunteers' card."""
    calls = list(center.telegram.calls)[since:]
    return sum(
        call.method == "editMessageText"
        and call.chat_id == center.volunteers.id
        and int(call.params["message_id"]) == card.id
        for call in calls
    )
