"""The bot was not running for a while, or an older program was: what is said late, and what is rightly not said."""

from __future__ import annotations

import json

from bot.rules.timetable import Occasion
from sandbox import Person, SeenMessage
from tests.center import Center, choice, choices, has, newest, presses

COMPANY = "/accompany 2026-12-03 11:00-13:00 Hartford x1"
RIDE = "/ride 2026-12-03 14:00 Holyoke > Amherst x2"
KNOWN_BEFORE = (Occasion.CARD, Occasion.CLAIMED, Occasion.SETTLED, Occasion.HIDE, Occasion.FOLD, Occasion.FORGET)
"""What the first program planned for a request, roughly."""


async def together(center: Center, person: Person, line: str = COMPANY) -> SeenMessage:
    """The person has the seat."""
    card = await center.posts(line)
    await presses(person, card, "claim")
    await center.idle()
    return card


def alarms(center: Center) -> list[SeenMessage]:
    return [message for message in center.coordinators.messages if choices(message, "havealarm")]


def late(center: Center) -> list[SeenMessage]:
    return [message for message in center.coordinators.messages if choices(message, "phones")]


async def planned_by_an_older_program(center: Center) -> None:
    """The rows are as a program left them that knew fewer occasions."""
    forgotten = "DELETE FROM outbox WHERE request_id IS NOT NULL AND occasion NOT IN (SELECT value FROM json_each(?))"
    async with center.bot.app.db.transaction() as tx:
        await tx.run(forgotten, json.dumps(KNOWN_BEFORE))


async def test_what_an_older_program_did_not_plan_is_planned_at_the_start(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    await together(center, dan, RIDE)
    await planned_by_an_older_program(center)
    await center.restart()
    await center.at("2026-12-02 18:30")
    assert has(dan, "coming")  # "Still coming?"
    await center.at("2026-12-03 14:00")
    await center.at("2026-12-03 14:15")
    assert len(late(center)) == 1


async def test_of_what_is_under_way_by_then_it_takes_no_silence_for_a_signal(center: Center) -> None:
    dan, ana = await center.crew("Dan", "Ana")
    await together(center, ana)
    await together(center, dan, RIDE)
    await planned_by_an_older_program(center)
    await center.stop()
    center.clock.set_local("2026-12-03 14:20")  # Ana's ended 80 minutes ago, Dan's began 20 minutes ago
    await center.start()
    await center.idle()
    assert not alarms(center)
    assert not late(center)
    await center.at("2026-12-03 16:15")
    assert has(dan, "step:home")  # from now on it is watched


async def test_who_said_so_while_the_bot_was_away_is_no_emergency(center: Center) -> None:
    (ana,) = await center.crew("Ana")
    await together(center, ana)
    await center.at("2026-12-03 13:59")
    await center.stop()
    question = newest(ana, "step:home")
    ana.taps_data_nowait(question, choice(question, "step:home"))
    center.clock.forward(seconds=90)  # by now silence would page
    await center.start()
    await center.idle()
    assert not alarms(center)


async def test_a_backup_who_said_yes_in_time_has_the_seat(center: Center) -> None:
    dan, eva = await center.crew("Dan", "Eva")
    card = await together(center, dan, RIDE)
    await center.later(minutes=11)
    await presses(eva, card, "backup")
    await center.idle()
    await presses(dan, newest(dan, "leave"), "leave")
    await center.later(minutes=29)
    await center.stop()
    offered = newest(eva, "offeryes")
    eva.taps_data_nowait(offered, choice(offered, "offeryes"))
    center.clock.forward(seconds=90)  # by now it would be too late
    await center.start()
    await center.idle()
    assert has(eva, "leave")
    assert not has(dan, "return")


async def test_who_said_nothing_is_one_however_late(center: Center) -> None:
    (ana,) = await center.crew("Ana")
    await together(center, ana)
    await center.at("2026-12-03 13:20")
    await center.stop()
    center.clock.set_local("2026-12-04 09:00")
    await center.start()
    await center.idle()
    assert len(alarms(center)) == 1
