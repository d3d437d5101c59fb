"""The one message that stands for somebody's seat: whatever redraws it, it shows what is true now."""

from __future__ import annotations

import pytest

from bot.rules.signs import Sign
from sandbox import Person, SeenMessage
from tests.center import Center, choices, coordinators_card, has, member_of, newest, presses

RIDE = "/ride 2026-12-03 12:00-14:00 Holyoke > Amherst x2"
COMPANY = "/accompany 2026-12-03 12:00-14:00 Hartford x1"


@pytest.fixture(params=["en", "es"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def claimed(center: Center, *who: Person, line: str = RIDE) -> SeenMessage:
    card = await center.posts(line)
    for person in who:
        await presses(person, card, "claim")
        await center.later(minutes=11)
    return card


async def taps(center: Center, person: Person, *actions: str) -> SeenMessage:
    """One button after another of the newest message that has it; the last of these messages."""
    for action in actions:
        message = newest(person, action)
        await presses(person, message, action)
        await center.idle()
    return message


def sign_in(message: SeenMessage) -> list[Sign]:
    return [sign for sign in Sign if sign in message.text]


def first(message: SeenMessage) -> str:
    return message.text.splitlines()[0]


async def test_the_question_waits_for_its_answer_whatever_redraws_the_message(center: Center, language: str) -> None:
    (dan,) = await center.crew("Dan", language=language)
    await claimed(center, dan)
    await center.at("2026-12-02 18:30")
    asked = dan.last
    question = first(asked)
    for tap in ("details", "hide", "details"):
        await presses(dan, asked, tap)
        await center.idle()
        assert choices(asked, "coming"), tap
        assert first(asked) == question
        assert len(sign_in(asked)) == 1
    await center.at("2026-12-03 10:00")
    assert choices(dan.last, "coming"), "two hours before it is asked once more"
    await center.at("2026-12-03 11:00")
    assert choices(dan.last, "alarm"), "the red button came"
    assert choices(dan.last, "coming"), "and the answer stayed"
    message = await taps(center, dan, "coming")
    assert not choices(message, "coming")
    assert len(sign_in(message)) == 1


async def test_the_first_line_says_where_they_stand_and_the_sign_stays(center: Center) -> None:
    ana, ben = await center.crew("Ana", "Ben")
    await claimed(center, ana, ben, line=COMPANY)
    assert not sign_in(ana.last)
    await center.at("2026-12-02 18:30")
    message = await taps(center, ana, "coming")
    assert first(message) == "You are coming. Thank you!"
    await center.at("2026-12-03 10:00")
    (sign,) = sign_in(ana.last)
    steps = (
        ("step:on_way", "You are on your way. Thank you!"),
        ("details", "You are on your way. Thank you!"),
        ("step:with", "You are with them. Thank you!"),
        ("hide", "You are with them. Thank you!"),
    )
    for tap, words in steps:
        message = await taps(center, ana, tap)
        assert first(message) == words, tap
        assert sign_in(message) == [sign], tap
    assert not choices(message, "leave"), "who is with them does not go by a tap"
    await center.at("2026-12-03 12:00")
    await taps(center, ana, "step:going_in")
    await presses(ana, message, "stepfor", 3)
    await center.idle()
    assert first(message) == "No phone until about 4:00 PM, thank you!"
    assert "⏱ Now until about 4:00 PM" in message.text
    assert sign_in(message) == [sign]


async def test_it_takes_longer_is_written_in_the_message(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    await claimed(center, dan)
    await center.at("2026-12-03 12:00")
    message = await taps(center, dan, "step:with", "step:longer")
    await presses(dan, message, "stepfor", 0)
    await center.idle()
    assert first(message) == "You are with them. Thank you!"
    assert "⏱ Now until about 2:30 PM" in message.text


async def test_the_question_at_the_start_has_the_sign_and_the_details(center: Center, language: str) -> None:
    (dan,) = await center.crew("Dan", language=language)
    await claimed(center, dan)
    await center.at("2026-12-03 10:00")
    (sign,) = sign_in(dan.last)
    await center.at("2026-12-03 12:00")
    assert choices(dan.last, "step:with")
    assert choices(dan.last, "details")
    assert choices(dan.last, "leave")
    assert sign_in(dan.last) == [sign]
    assert dan.last.rings


async def test_not_yet_after_the_end_asks_whether_everyone_is_home(center: Center) -> None:
    """Also of somebody who was moved to the seat: that is long known."""
    rosa = center.rosa
    ana, ben = await center.crew("Ana", "Ben")
    await claimed(center, ana, ben, line=COMPANY)
    await presses(rosa, coordinators_card(center), "seats")
    await center.idle()
    await presses(rosa, newest(rosa, "move"), "move", 0)
    await center.idle()
    await presses(rosa, newest(rosa, "moveto"), "moveto")
    await center.idle()
    moved = next(person for person in (ana, ben) if "moved you" in person.last.text)
    await center.at("2026-12-03 12:00")
    await taps(center, moved, "step:with")
    await center.at("2026-12-03 14:05")
    message = await taps(center, moved, "step:home", "nothome")
    assert first(message) == "You are with them. Thank you!"
    await center.later(minutes=10)
    message = moved.last
    assert first(message) == "Is everyone home?"
    assert sign_in(message)


async def test_who_takes_over_less_than_a_day_before_sees_the_sign_at_once(center: Center, language: str) -> None:
    dan, eva = await center.crew("Dan", "Eva", language=language)
    card = await claimed(center, dan)
    await center.at("2026-12-02 18:30")
    (sign,) = sign_in(dan.last)
    await taps(center, dan, "leave")
    await presses(eva, card, "claim")
    await center.idle()
    assert sign_in(eva.last) == [sign]


async def two_seats(center: Center, *, language: str = "en") -> tuple[Person, SeenMessage]:
    """Luis accompanies, and drives too."""
    (luis,) = await center.crew("Luis", language=language)
    card = await claimed(center, luis, line=COMPANY)
    await taps(center, luis, "claim")
    await center.later(minutes=11)
    return luis, card


def ticks(center: Center) -> int:
    return coordinators_card(center).text.count("Luis ✓")


async def test_who_accompanies_and_drives_is_reminded_of_both_and_says_yes_once(center: Center) -> None:
    luis, _ = await two_seats(center)
    await center.at("2026-12-02 18:30")
    assert "You: Accompanier, Driver" in luis.last.text
    assert ticks(center) == 0
    await presses(luis, luis.last, "coming")
    await center.idle()
    assert ticks(center) == 2
    assert not has(luis, "coming")
    await center.at("2026-12-03 10:00")
    assert "You: Accompanier, Driver" in luis.last.text
    await taps(center, luis, "step:with")
    assert not has(luis, "step:with"), "said with one seat, it is said with both"
    assert not has(luis, "leave")


async def test_who_cant_make_it_gives_up_both_seats_and_takes_both_back(center: Center, language: str) -> None:
    luis, card = await two_seats(center, language=language)
    await center.at("2026-12-02 18:30")
    before = card.text
    message = luis.last
    await presses(luis, message, "leave")
    await center.idle()
    assert not has(luis, "leave"), "neither message says that a seat is theirs"
    assert "0/1" in card.text
    assert "0/2" in card.text
    if language == "en":
        assert "both seats" in message.text
    await presses(luis, message, "reason")
    await center.idle()
    await presses(luis, message, "return")
    await center.idle()
    assert card.text == before
    assert not has(luis, "return")


async def test_of_both_seats_one_is_taken_and_the_other_comes_back(center: Center) -> None:
    luis, card = await two_seats(center)
    (eva,) = await center.crew("Eva")
    await center.at("2026-12-02 18:30")
    await taps(center, luis, "leave")
    driver = choices(card, "claim")[1]
    await eva.taps_data(card, driver)
    await center.idle()
    assert "one of your two seats" in luis.last.text
    await taps(center, luis, "return")
    shown = coordinators_card(center).text
    assert shown.count("Luis") == 1
    assert shown.count("Eva") == 1


@pytest.mark.parametrize("answer", ["there", "waiting", "planschanged"])
async def test_what_a_member_answers_keeps_sign_day_hour_and_the_red_button(
    center: Center, language: str, answer: str
) -> None:
    (dan,) = await center.crew("Dan", language=language)
    await claimed(center, dan)
    lucia = await member_of(center, "Lucía", language=language)
    await center.at("2026-12-03 10:00")
    (sign,) = sign_in(lucia.last)
    lines = lucia.last.text.splitlines()
    when = [line for line in lines if line.startswith(("📅", "🕘"))]
    if answer != "planschanged":
        await center.at("2026-12-03 12:10")
    message = await taps(center, lucia, answer)
    assert sign_in(message) == [sign]
    assert len(when) == 2
    assert all(line in message.text for line in when)
    assert choices(message, "alarm:member")


async def test_where_nobody_is_to_come_the_answer_promises_no_sign(center: Center) -> None:
    await claimed(center)
    lucia = await member_of(center, "Lucía", language="es")
    await center.at("2026-12-03 12:10")
    message = await taps(center, lucia, "waiting")
    assert not sign_in(message)
    assert choices(message, "alarm:member")
