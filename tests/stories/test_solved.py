"""An alert in the coordinators' group says so, once nobody needs to be called about it any more."""

from __future__ import annotations

import pytest

from sandbox import SeenMessage
from tests.center import Center, choices, member_of, newest, presses

RIDE = "/ride 2026-12-03 09:00 Holyoke > Amherst x2"
COMPANY = "/accompany 2026-12-03 12:00-14:00 Hartford x1"
DONE = "Taken care of. Thank you."


@pytest.fixture(params=["en", "es"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def alert(center: Center, words: str) -> SeenMessage:
    """The newest alert in the group with these words."""
    return [message for message in center.coordinators.messages if words in message.text][-1]


async def test_the_shortage_is_filled(center: Center) -> None:
    ana, ben = await center.crew("Ana", "Ben")
    card = await center.posts(COMPANY)
    await center.at("2026-12-02 12:00")
    warned = alert(center, "missing")
    await presses(ana, card, "claim")
    await center.idle()
    assert "missing" in warned.text, "one is missing still"
    await presses(ben, card, "claim")
    await center.idle()
    assert warned.text.startswith(f"✓ {DONE}")
    assert not warned.buttons
    await center.at("2026-12-03 17:01")
    assert "This is over" in warned.text


async def test_somebody_else_has_the_seat(center: Center) -> None:
    dan, ellen = await center.crew("Dan", "Ellen")
    card = await center.posts(RIDE)
    await presses(dan, card, "claim")
    await center.at("2026-12-02 12:00")
    await presses(dan, newest(dan, "leave"), "leave")
    await center.idle()
    if choices(dan.last, "leavenow"):
        await presses(dan, dan.last, "leavenow")
        await center.idle()
    left = alert(center, "Dan can't make it")
    await presses(ellen, card, "claim")
    await center.idle()
    assert left.text.startswith(f"✓ {DONE}")


@pytest.mark.parametrize(("step", "words"), [("on_way", "Dan says: on the way."), ("with", "Dan says that they are")])
async def test_they_are_on_the_way_or_together(center: Center, step: str, words: str) -> None:
    (dan,) = await center.crew("Dan")
    await presses(dan, await center.posts(RIDE), "claim")
    await center.at("2026-12-03 09:15")
    late = alert(center, "Nobody has said that they met")
    await presses(dan, newest(dan, f"step:{step}"), f"step:{step}")
    await center.idle()
    assert late.text.startswith(f"✓ {words}")
    assert not late.buttons


async def test_a_member_alone_is_not_alone_any_more(center: Center, language: str) -> None:
    (dan,) = await center.crew("Dan")
    await presses(dan, await center.posts(RIDE), "claim")
    lucia = await member_of(center, "Lucía", language=language)
    await center.at("2026-12-03 09:10")
    await presses(lucia, newest(lucia, "waiting"), "waiting")
    await center.idle()
    alone = alert(center, "A member says that nobody is with them yet")
    await center.later(minutes=1)
    assert "nobody is with them" in alone.text
    await presses(lucia, newest(lucia, "there"), "there")
    await center.idle()
    assert alone.text.startswith("✓")
    assert "Lucía" not in alone.text


async def test_it_goes_on_as_planned_and_everybody_sees_who_said_so(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    tom = await center.coordinator("Tom")
    await presses(dan, await center.posts(RIDE), "claim")
    lucia = await member_of(center, "Lucía")
    await center.at("2026-12-02 18:30")
    await presses(lucia, newest(lucia, "planschanged"), "planschanged")
    await center.idle()
    await presses(lucia, lucia.last, "plansstand")
    await center.idle()
    assert not [message for message in center.coordinators.messages if "plans changed" in message.text]
    await presses(lucia, newest(lucia, "planschanged"), "planschanged")
    await center.idle()
    await presses(lucia, lucia.last, "planschangedyes")
    await center.idle()
    changed = alert(center, "plans changed: Thu")
    for action in ("edit", "cancel", "goeson"):
        assert choices(changed, action)
    await presses(tom, changed, "goeson")
    await center.idle()
    assert changed.text.startswith("✓ Tom: it goes on as planned.")
    assert not changed.buttons


async def test_older_calls_of_an_alarm_show_who_has_it(center: Center) -> None:
    rosa = center.rosa
    dan, ellen = await center.crew("Dan", "Ellen")
    card = await center.posts(COMPANY)
    for person in (dan, ellen):
        await presses(person, card, "claim")
    await center.at("2026-12-03 12:00")
    await presses(dan, newest(dan, "alarm"), "alarm")
    await center.idle()
    await presses(dan, newest(dan, "alarmnow"), "alarmnow")
    await center.later(minutes=3)
    called = [message for message in center.coordinators.messages if choices(message, "havealarm")]
    assert len(called) == 2
    await presses(rosa, newest(rosa, "havealarm"), "havealarm")
    await center.idle()
    for message in called:
        assert "Rosa has it" in message.text
        assert not choices(message, "havealarm")
    await presses(rosa, newest(rosa, "endalarm"), "endalarm")
    await center.idle()
    for message in called:
        assert "resolved" in message.text
        assert not message.buttons
