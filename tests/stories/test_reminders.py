"""Reminders: the evening before, two hours before, what silence leads to, and what makes a sound at night."""

from __future__ import annotations

import pytest

from sandbox import Person, SeenMessage
from tests.center import Center, choices, coordinators_card, newest, presses

RIDE = "/ride 2026-12-03 12:00 Holyoke > Amherst x2"
EARLY = "/ride 2026-12-03 07:00 Holyoke > Amherst x2"


@pytest.fixture(params=["en", "es"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def claimed(center: Center, person: Person, line: str = RIDE) -> SeenMessage:
    card = await center.posts(line)
    await presses(person, card, "claim")
    await center.later(minutes=11)
    return card


def reminders(person: Person) -> int:
    """How many messages about seats stand in the private chat, old ones included."""
    return sum("📅" in message.text or "newer message" in message.text for message in person.chat)


def silent_list(center: Center) -> list[SeenMessage]:
    return [message for message in center.coordinators.messages if "No answer yet" in message.text]


async def test_the_evening_before_and_two_hours_before(center: Center, language: str) -> None:
    (dan,) = await center.crew("Dan", language=language)
    await claimed(center, dan)
    before = len(dan.chat)
    await center.at("2026-12-02 18:29")
    assert len(dan.chat) == before
    await center.at("2026-12-02 18:30")
    asked = dan.last
    assert len(dan.chat) == before + 1
    assert choices(asked, "coming")
    assert choices(asked, "leave")
    assert asked.rings
    await presses(dan, asked, "coming")
    await center.idle()
    assert "Dan ✓" in coordinators_card(center).text
    assert not choices(asked, "coming")
    await center.at("2026-12-03 09:59")
    assert len(dan.chat) == before + 1, "who said yes hears nothing in the morning"
    await center.at("2026-12-03 10:00")
    assert len(dan.chat) == before + 2
    assert not choices(dan.last, "coming")
    assert dan.last.rings
    await center.later(minutes=30)
    assert len(dan.chat) == before + 2


async def test_one_living_message(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    await claimed(center, dan)
    for moment in ("2026-12-02 18:30", "2026-12-03 10:00", "2026-12-03 12:00"):
        await center.at(moment)
        assert sum(bool(choices(message, "leave") or choices(message, "step")) for message in dan.chat) == 1


async def test_who_has_just_claimed_is_reminded_and_not_asked(center: Center) -> None:
    dan, eva = await center.crew("Dan", "Eva")
    first = await center.posts(RIDE)
    second = await center.posts("/ride 2026-12-03 14:00 Springfield > Hartford x1")
    await center.at("2026-12-02 06:30")
    await presses(dan, first, "claim")
    await center.later(seconds=1)
    await presses(eva, second, "claim")
    await center.at("2026-12-02 18:30")
    assert choices(dan.last, "coming"), "twelve hours ago"
    assert not choices(eva.last, "coming"), "a second less"
    assert "A reminder" in eva.last.text
    await center.at("2026-12-03 08:00")
    await center.later(seconds=1)
    assert "Dan" in silent_list(center)[0].text
    assert "Eva" not in silent_list(center)[0].text


async def test_silence_in_the_morning_alerts_and_takes_nothing(center: Center, language: str) -> None:
    dan, eva, fay = await center.crew("Dan", "Eva", "Fay", language=language)
    card = await claimed(center, dan)
    await presses(eva, card, "backup")
    other = await claimed(center, fay, "/ride 2026-12-03 10:30 Springfield > Hartford x1")
    await center.at("2026-12-03 07:59")
    assert not silent_list(center)
    heard = len(eva.chat)
    await center.at("2026-12-03 08:00")
    await center.later(seconds=1)
    (listed,) = silent_list(center)
    assert "Dan" in listed.text
    assert "Fay" in listed.text
    assert len(eva.chat) == heard + 1
    assert choices(eva.last, "nobackup")
    assert not choices(eva.last, "offeryes")
    for shown in (card, other):
        assert "1/1" in shown.text
    await presses(dan, newest(dan, "coming"), "coming")
    await center.idle()
    assert "Dan ✓" in coordinators_card(center, 0).text


async def test_an_early_start_is_looked_at_the_evening_before(center: Center) -> None:
    dan, eva = await center.crew("Dan", "Eva")
    await claimed(center, dan, EARLY)
    await claimed(center, eva, "/ride 2026-12-03 10:00 Springfield > Hartford x1")
    await center.at("2026-12-02 20:29")
    assert not silent_list(center)
    await center.at("2026-12-02 20:30")
    await center.later(seconds=1)
    assert "Dan" in silent_list(center)[0].text
    assert "Eva" not in silent_list(center)[0].text, "at ten it can wait for the morning"


async def test_never_after_a_cancellation(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    await claimed(center, dan)
    await presses(center.rosa, coordinators_card(center), "cancel")
    await center.idle()
    await presses(center.rosa, newest(center.rosa, "cancelnow"), "cancelnow")
    await center.idle()
    heard = len(dan.chat)
    await center.at("2026-12-02 18:30")
    await center.at("2026-12-03 12:30")
    assert len(dan.chat) == heard
    assert not silent_list(center)


async def test_moved_with_the_time_and_never_twice(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    await claimed(center, dan)
    await center.at("2026-12-02 18:30")
    assert choices(dan.last, "coming")
    await moves(center, "2026-12-04")
    heard = len(dan.chat)
    await center.at("2026-12-03 12:30")
    assert len(dan.chat) == heard
    assert not silent_list(center), "nor is anybody called silent about the old day"
    await center.at("2026-12-03 18:30")
    assert len(dan.chat) == heard + 1
    assert choices(dan.last, "coming"), "a new day is asked about anew"


async def moves(center: Center, day: str) -> None:
    """Rosa gives the request another day."""
    rosa = center.rosa
    await presses(rosa, coordinators_card(center), "edit")
    await center.idle()
    await center.answers(rosa, "fields.day", f"day.{day}")
    await presses(rosa, newest(rosa, "save"), "save")
    await center.idle()


async def test_an_hour_to_be_confirmed_reminds_nobody(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    await center.rosa.writes("/ride 2026-12-03 Holyoke > Amherst x2")
    await center.answers(center.rosa, "hour.morning")
    await presses(center.rosa, center.rosa.last, "post")
    await center.idle()
    await presses(dan, center.volunteers.last, "claim")
    await center.later(minutes=11)
    heard = len(dan.chat)
    await center.at("2026-12-02 18:30")
    await center.at("2026-12-03 08:00")
    await center.at("2026-12-03 11:00")
    assert len(dan.chat) == heard


async def test_two_seats_of_one_request_one_reminder(center: Center) -> None:
    (ana,) = await center.crew("Ana")
    card = await center.posts("/accompany 2026-12-03 12:00-14:00 Hartford x1")
    await presses(ana, card, "claim")
    await center.idle()
    await presses(ana, newest(ana, "claim"), "claim")
    await center.later(minutes=11)
    heard = len(ana.chat)
    await center.at("2026-12-02 18:30")
    assert len(ana.chat) == heard + 1
    await presses(ana, ana.last, "coming")
    await center.at("2026-12-03 10:00")
    assert len(ana.chat) == heard + 2


async def test_the_outbox_says_nothing_twice_after_a_restart(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    await claimed(center, dan)
    await center.at("2026-12-02 18:30")
    heard = len(dan.chat)
    await center.restart()
    await center.idle()
    assert len(dan.chat) == heard


@pytest.mark.parametrize("answers", [True, False])
async def test_a_move_to_tomorrow_after_the_evening_is_one_message(
    center: Center, language: str, answers: bool
) -> None:
    rosa = center.rosa
    (dan,) = await center.crew("Dan", language=language)
    await claimed(center, dan, "/ride 2026-12-05 12:00 Holyoke > Amherst x2")
    await center.at("2026-12-02 19:30")
    heard, sounds = len(dan.chat), len(dan.sounds)
    await presses(rosa, coordinators_card(center), "edit")
    await center.idle()
    await center.answers(rosa, "fields.day", "day.2026-12-03")
    await presses(rosa, rosa.last, "save")
    await center.idle()
    assert (len(dan.chat), len(dan.sounds)) == (heard + 1, sounds + 1)
    assert choices(dan.last, "stillworks")
    if answers:
        await presses(dan, dan.last, "stillworks")
        await center.idle()
        assert "Dan ✓" in coordinators_card(center).text
    await center.at("2026-12-03 08:00")
    await center.later(seconds=2)
    assert bool(silent_list(center)) is not answers, "who does not say that it works is on the list"
    assert len(dan.chat) == heard + 1
    await center.at("2026-12-03 10:00")
    assert len(dan.chat) == heard + 2


async def test_quiet_hours(center: Center) -> None:
    dan, eva = await center.crew("Dan", "Eva")
    early = await claimed(center, dan, EARLY)
    late = await claimed(center, eva, "/ride 2026-12-04 12:00 Springfield > Hartford x1")
    await center.at("2026-12-02 22:00")
    sounds = len(center.rosa.sounds)
    await presses(eva, newest(eva, "leave"), "leave")
    await center.idle()
    assert "Eva can't make it" in center.rosa.screen()
    assert len(center.rosa.sounds) == sounds, "what can wait makes no sound at night"
    await center.at("2026-12-03 05:00")
    assert dan.last.rings, "the reminder two hours before does"
    assert early.buttons
    assert late.buttons


async def test_a_note_with_a_claim(center: Center, language: str) -> None:
    (dan,) = await center.crew("Dan", language=language)
    card = await claimed(center, dan)
    await presses(dan, newest(dan, "note"), "note")
    await center.idle()
    await dan.writes("call me at 413 555 0134")
    await center.idle()
    assert "413" not in coordinators_card(center).text
    await dan.writes("yes, but back by 2:30")
    await center.idle()
    assert "📝 yes, but back by 2:30" in coordinators_card(center).text
    assert "back by" not in card.text
    async with center.bot.app.db.reading() as tx:
        assert b"back by" not in await tx.value("SELECT note_sealed FROM claim")
    await presses(dan, newest(dan, "leave"), "leave")
    await center.idle()
    (eva,) = await center.crew("Eva")
    await presses(eva, card, "claim")
    await center.idle()
    assert "back by" not in coordinators_card(center).text
