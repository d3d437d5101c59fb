"""One whole accompaniment, from the card to the next date, with everything that goes wrong on the way.

It is tapped by the buttons' data, so that it is the same story in every language.
"""

from __future__ import annotations

import pytest

from bot.rules.signs import Sign
from tests.center import Center, choices, has, newest, presses


@pytest.mark.parametrize("language", ["en", "es"])
async def test_from_the_card_to_home(center: Center, language: str) -> None:
    rosa, group = center.rosa, center.coordinators
    await center.speaks(rosa, language)
    ana, ben, cleo = await center.crew("Ana", "Ben", "Cleo", language=language)

    # posted; two accompaniers, one of them drives; a third would step in
    card = await center.posts("/accompany 2026-12-03 10:00-12:00 Hartford x1")
    await presses(ana, card, "claim")
    await presses(ben, card, "claim")
    await center.idle()
    await presses(ana, newest(ana, "claim"), "claim")
    await center.idle()
    assert "2/2" in card.text
    tap = await presses(cleo, card, "backup")
    assert tap.alert
    await center.idle()

    # the evening before: Ana confirms; Ben drops out, and Cleo takes over
    await center.at("2026-12-02 18:30")
    await presses(ana, newest(ana, "coming"), "coming")
    await presses(ben, newest(ben, "coming"), "leave")
    await center.idle()
    await presses(ben, newest(ben, "reason"), "reason:car")
    await center.idle()
    assert "Ben" in rosa.screen(group).partition("⚠️")[2], "a late drop-out is told to all coordinators at once"
    assert choices(newest(ben, "return"), "return"), "the seat is Ben's until somebody takes it"
    await presses(cleo, newest(cleo, "offeryes"), "offeryes")
    await center.idle()
    assert not choices(ben.last, "return"), "who was replaced is free"
    assert has(cleo, "leave")

    # the day: two hours before both are reminded, and see the same sign; then the driver is late
    await center.at("2026-12-03 08:00")
    signs = [[sign for sign in Sign if sign in person.last.text] for person in (ana, cleo)]
    assert signs[0] == signs[1] != []
    assert not any(sign in message.text for sign in signs[0] for message in [*group.messages, card])
    await center.at("2026-12-03 10:00")
    assert has(ana, "step:with")
    await center.at("2026-12-03 10:15")
    late = group.last
    assert choices(late, "phones")
    assert "Ana" in late.text
    await presses(ana, newest(ana, "step:with"), "step:with")
    await center.idle()
    await presses(ana, newest(ana, "step:going_in"), "step:going_in")
    await center.idle()
    await presses(ana, newest(ana, "stepfor"), "stepfor", 2)
    await center.idle()

    # somebody is detained: the alarm, and who has it
    await center.at("2026-12-03 11:10")
    await presses(cleo, newest(cleo, "alarm"), "alarm")
    await center.idle()
    await presses(cleo, newest(cleo, "alarmnow"), "alarmnow")
    await center.idle()
    assert choices(group.last, "havealarm")
    await presses(rosa, newest(rosa, "havealarm"), "havealarm")
    await center.idle()
    assert "Rosa" in cleo.last.text
    await presses(rosa, newest(rosa, "endalarm"), "endalarm")
    await center.idle()

    # three hours and ten minutes later everyone is home
    await center.at("2026-12-03 13:15")
    await presses(ana, newest(ana, "step:home"), "step:home")
    await center.idle()

    # the debrief: under a minute, by buttons; the next date becomes a draft of the contact
    question = newest(ana, "debrief")
    for answer in ("yes", "yes", "lawyer", "done", "done"):
        await presses(ana, question, f"debrief:{answer}")
        await center.idle()
    assert "📋" in group.last.text
    assert "Ana" not in group.last.text, "what it says is private"
    await presses(rosa, group.last, "report")
    await center.idle()
    assert "Ana" in rosa.last.text
    assert has(cleo, "nothingtoadd")
    await rosa.writes("/board")
    await center.idle()
    assert len(choices(rosa.last, "takeover")) == 1
    await center.at("2026-12-04 12:00")
    assert "2026" not in card.text
    assert not card.buttons
