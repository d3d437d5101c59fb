"""One whole accompaniment, from the card to the next date, with everything that goes wrong on the way.

It is told twice, in English and in Spanish: people tap what stands on their buttons, in their language.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from bot.i18n import Translator, plain
from bot.rules.signs import Sign
from sandbox import Group, Person, SeenMessage, Tap
from tests.center import Center, asked, choices, coordinators_card, labels, member_of, newest
from tests.clock import EASTERN

PRIVATE = ("Marisol", "413-555-0134", "12 Maple St")


class Story:
    """Everybody speaks one language: what is said and tapped here in English is looked for in that language."""

    def __init__(self, center: Center, language: str) -> None:
        self.center = center
        self.words = Translator(language, EASTERN)

    def said(self, text: str, **values: object) -> str:
        return plain(self.words.say(text, **values))

    async def taps(self, who: Person, label: str, *, sign: str = "", on: SeenMessage | None = None) -> Tap:
        """The button of the newest private message that has it, or of the one given; `sign`: which of several."""
        wanted = self.said(label)
        for message in [on] if on is not None else reversed(who.chat):
            for text in labels(message):
                if wanted in _said_on(text) and sign in text:
                    tap = await who.taps(message, text)
                    await self.center.idle()
                    return tap
        raise AssertionError(f"{who.name} has no button {wanted!r}\n{who.screen()}")

    def hears(self, who: Person, text: str, **values: object) -> bool:
        """Whether the newest private message says so."""
        return self.said(text, **values) in who.last.text


def _said_on(label: str) -> list[str]:
    """What a button says in each language, without its signs: "🕐 I could step in · Podría… (🤝)"."""
    return [re.sub(r"^[^\w¿¡]+|[^\w.!?)]+$| \([^)]*\)$", "", part) for part in label.split(" · ")]


def with_private_details(center: Center) -> Callable[[], None]:
    """Checks, whenever called, that nothing private of the member was ever in the volunteers' group."""

    def check() -> None:
        seen = center.rosa.screen(center.volunteers)
        assert not [word for word in (*PRIVATE, *Sign) if word in seen]

    return check


async def notes_details(story: Story) -> None:
    """Rosa notes who is accompanied, privately, after posting."""
    rosa = story.center.rosa
    for label, words in zip(("Name", "Phone", "Street"), PRIVATE, strict=True):
        await story.taps(rosa, label)
        await rosa.writes(words)
        await story.center.idle()


@pytest.mark.parametrize("language", ["en", "es"])
async def test_from_the_card_to_home(center: Center, language: str) -> None:
    story, rosa, group = Story(center, language), center.rosa, center.coordinators
    await center.speaks(rosa, language)
    ana, ben, cleo = await center.crew("Ana", "Ben", "Cleo", language=language)

    # Rosa posts; Lucía is invited, and will be reminded
    card = await center.posts("/accompany 2026-12-03 10:00-12:00 Hartford x1")
    await notes_details(story)
    nothing_leaked = with_private_details(center)
    lucia = await member_of(center, "Lucía", language=language)

    # two accompaniers, one of them drives; a third would step in
    for person in (ana, ben):
        await story.taps(person, "I can accompany", on=card)
    await story.taps(ana, "Drive too")
    assert coordinators_card(center).text.count("• Ana") == 2, "as an accompanier, and as the driver"
    tap = await story.taps(cleo, "I could step in", sign="🤝", on=card)
    assert tap.text == story.said("You are a backup. If the seat gets free, I ask you privately. Thank you!")

    # the evening before: Ana comes; Ben drops out, and keeps the seat until Cleo takes over
    await center.at("2026-12-02 18:30")
    assert story.hears(lucia, "A reminder of your appointment with the center: {day}.", day=story.said("tomorrow"))
    await story.taps(ana, "Yes, I'm coming")
    await story.taps(ben, "I can't make it")
    assert "Ben" in group.last.text, "late: all coordinators hear it, once"
    await story.taps(ben, "the car")
    assert story.said("the car") in coordinators_card(center).text
    assert story.hears(cleo, "A seat got free: can you step in?")
    await story.taps(cleo, "I can")
    assert not choices(ben.last, "return"), "who was replaced is free"
    assert "• Ben" not in coordinators_card(center).text
    assert "• Cleo" in coordinators_card(center).text

    # two hours before: Ana reads where to go; she, Cleo and Lucía see the same sign
    await center.at("2026-12-03 08:00")
    await story.taps(ana, "Show details")
    assert all(words in newest(ana, "hide").text for words in PRIVATE)
    signs = [[sign for sign in Sign if sign in person.last.text] for person in (ana, cleo, lucia)]
    assert len(signs[0]) == 1
    assert signs[1] == signs[2] == signs[0]
    nothing_leaked()

    # the driver is late: she is asked, then Lucía, then the coordinators
    await center.at("2026-12-03 10:00")
    assert story.hears(ana, "It is time. Are you with them, or on your way?")
    await center.at("2026-12-03 10:10")
    await story.taps(lucia, "No, I am waiting")
    await center.at("2026-12-03 10:15")
    late = next(m for m in reversed(group.messages) if choices(m, "phones"))
    assert "Ana" in late.text
    assert "Marisol" not in late.text
    await story.taps(ana, "With them")
    await story.taps(ana, "Going in, no phone")
    await story.taps(ana, plain(story.words.count("{n} hour", "{n} hours", 2)))

    # an hour inside, somebody is detained: Cleo presses; Rosa has it, Cleo reads who; resolved
    await center.at("2026-12-03 11:10")
    await story.taps(cleo, "Emergency")
    await story.taps(cleo, "Yes, alert them now")
    assert alarms(group) == 1
    await story.taps(rosa, "I have it")
    assert story.hears(cleo, "{name} is taking care of it and will get in touch with you.", name="Rosa")
    await story.taps(rosa, "Resolved")
    nothing_leaked()

    # ten past one: everyone is home, and nobody is called because of silence
    await center.at("2026-12-03 13:10")
    await story.taps(ana, "Everyone is home")
    await center.at("2026-12-03 14:30")
    assert not alarms(group)

    # the debrief: six taps; a lawyer is wanted, and the next date becomes Rosa's draft
    for answer in ("Yes", "Yes", "I don't know exactly", "a lawyer", "Done", "Done"):
        await story.taps(ana, answer, on=newest(ana, "debrief"))
    assert story.hears(ana, "That is all. Thank you, and rest well.")
    report = next(message for message in group.messages if choices(message, "report"))
    assert "Ana" not in report.text, "what it says is private"
    await story.taps(rosa, "Read the report", on=report)
    assert story.said("a lawyer") in rosa.last.text
    await rosa.writes("/board")
    await center.idle()
    await rosa.taps_data(rosa.last, choices(rosa.last, "takeover")[0])
    await center.idle()
    assert "Hartford" in rosa.last.text
    assert asked(rosa.last) == "day"

    # the next day nothing in the groups says when, where or who, and Ana no longer sees whom she went with
    await center.at("2026-12-04 12:00")
    for message in (card, coordinators_card_of(center, card)):
        assert "Hartford" not in message.text
        assert not message.buttons
    assert not [words for words in PRIVATE if words in ana.screen()]
    nothing_leaked()


def alarms(group: Group) -> int:
    """How often the group was called."""
    return sum(bool(choices(message, "havealarm")) for message in group.messages)


def coordinators_card_of(center: Center, card: SeenMessage) -> SeenMessage:
    """The other group's card of the only request: folded like the volunteers' one."""
    return next(message for message in center.coordinators.messages if message.text == card.text)
