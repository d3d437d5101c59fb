"""The day itself: what is said on the way, what silence leads to, the sign, and the watch until everyone is home."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.i18n import Translator
from bot.rules.signs import Sign
from bot.views.day import sign_name
from sandbox import Person, SeenMessage
from tests.center import Center, choices, coordinators_card, has, member_of, newest, open_center, presses

RIDE = "/ride 2026-12-03 12:00-14:00 Holyoke > Amherst x2"
ZONE = ZoneInfo("America/New_York")
COMPANY = "/accompany 2026-12-03 12:00-14:00 Hartford x1"


CENTER_PHONE = "+1 413 555 0199"


@pytest.fixture
async def center(tmp_path: Path) -> AsyncIterator[Center]:
    async with open_center(tmp_path, center_phone=CENTER_PHONE) as center:
        await center.set_up()
        yield center


@pytest.fixture(params=["en", "es"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def claimed(center: Center, *who: Person, line: str = RIDE) -> SeenMessage:
    card = await center.posts(line)
    for person in who:
        await presses(person, card, "claim")
        await center.idle()
    return card


async def says(center: Center, person: Person, step: str) -> None:
    await presses(person, newest(person, f"step:{step}"), f"step:{step}")
    await center.idle()


async def says_for(center: Center, person: Person, step: str, n: int) -> None:
    await says(center, person, step)
    await presses(person, newest(person, "stepfor"), "stepfor", n)
    await center.idle()


def late(center: Center) -> list[SeenMessage]:
    return [message for message in center.coordinators.messages if choices(message, "phones")]


def digests(center: Center) -> list[SeenMessage]:
    return [message for message in center.volunteers.messages if "Still needed this week" in message.text]


def alarms(center: Center) -> list[SeenMessage]:
    return [message for message in center.coordinators.messages if choices(message, "havealarm")]


def signs(person: Person) -> list[Sign]:
    """The signs that stand in somebody's private chat."""
    return [sign for sign in Sign if any(sign in message.text for message in person.chat)]


async def test_steps_are_offered_from_two_hours_before(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    await claimed(center, dan)
    await center.at("2026-12-02 18:30")
    assert not has(dan, "step")
    await center.at("2026-12-03 10:00")
    assert has(dan, "step:on_way")
    assert has(dan, "step:with")
    assert not has(dan, "step:home")


@pytest.mark.parametrize("step", ["on_way", "with"])
async def test_who_says_so_is_not_asked(center: Center, step: str, language: str) -> None:
    (dan,) = await center.crew("Dan", language=language)
    await claimed(center, dan)
    await center.at("2026-12-03 10:00")
    await says(center, dan, step)
    heard = len(dan.chat)
    await center.at("2026-12-03 12:00")
    await center.at("2026-12-03 12:15")
    assert len(dan.chat) == heard
    assert not late(center)


async def test_start_ten_and_fifteen_minutes_of_silence(center: Center, language: str) -> None:
    rosa = center.rosa
    dan, eva = await center.crew("Dan", "Eva", language=language)
    card = await claimed(center, dan)
    await presses(eva, card, "backup")
    await center.idle()
    lucia = await member_of(center, "Lucía", language=language)
    await center.at("2026-12-02 18:30")
    await presses(dan, newest(dan, "coming"), "coming")
    await center.at("2026-12-03 10:00")
    heard, waited, stood = len(dan.chat), len(lucia.chat), len(eva.chat)
    await center.at("2026-12-03 12:00")
    assert len(dan.chat) == heard + 1
    assert choices(dan.last, "step:with")
    await center.at("2026-12-03 12:10")
    assert len(lucia.chat) == waited + 1
    assert choices(lucia.last, "there")
    assert not late(center)
    await center.at("2026-12-03 12:15")
    (called,) = late(center)
    assert "Dan" in called.text
    assert len(eva.chat) == stood + 1
    await presses(rosa, called, "phones")
    await center.idle()
    assert "Dan" in rosa.last.text
    tap = await eva.taps_data(card, choices(called, "phones")[0])
    assert tap.alert


async def test_the_member_says_we_are_together(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    await claimed(center, dan)
    lucia = await member_of(center, "Lucía", language="es")
    await center.at("2026-12-03 12:10")
    await presses(lucia, newest(lucia, "there"), "there")
    await center.at("2026-12-03 12:15")
    assert not late(center)


async def test_the_member_waits_alone_coordinators_hear_it_at_once(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    await claimed(center, dan)
    lucia = await member_of(center, "Lucía", language="es")
    await center.at("2026-12-03 12:10")
    await presses(lucia, newest(lucia, "waiting"), "waiting")
    await center.idle()
    assert len(late(center)) == 1
    assert "Lucía" not in center.rosa.screen(center.coordinators)
    forged = await dan.taps_data(dan.last, f"waiting:{choices(late(center)[0], 'phones')[0].split(':')[1]}:0")
    assert forged.alert, "only the member may say so"


async def test_the_only_driver_says_i_cant_and_nobody_steps_in(center: Center, language: str) -> None:
    (dan,) = await center.crew("Dan", language=language)
    await claimed(center, dan)
    lucia = await member_of(center, "Lucía", language=language)
    await center.at("2026-12-02 18:30")
    assert signs(lucia), "somebody is to come"
    await center.at("2026-12-03 11:30")
    await presses(dan, newest(dan, "leave"), "leave")
    await center.idle()
    waited = len(lucia.chat)
    await center.at("2026-12-03 12:09")
    assert len(lucia.chat) == waited
    await center.at("2026-12-03 12:10")
    assert choices(lucia.last, "there")
    assert choices(lucia.last, "waiting")
    assert not any(sign in lucia.last.text for sign in Sign)
    assert not late(center)
    await center.at("2026-12-03 12:15")
    told = center.coordinators.last
    assert choices(told, "private")
    assert "Nobody has this seat. Please call the member." in told.text
    assert "Dan" not in told.text


async def test_nobody_ever_took_it_and_the_member_says_that_somebody_is_there_all_the_same(center: Center) -> None:
    await claimed(center)
    lucia = await member_of(center, "Lucía", language="es")
    await center.at("2026-12-03 12:10")
    await presses(lucia, newest(lucia, "there"), "there")
    said = len(center.coordinators.messages)
    await center.at("2026-12-03 12:15")
    assert len(center.coordinators.messages) == said


async def test_an_accompanier_on_the_way_does_not_silence_the_driver(center: Center, language: str) -> None:
    ana, ben, dan = await center.crew("Ana", "Ben", "Dan", language=language)
    card = await claimed(center, ana, ben, line=COMPANY)
    await presses(dan, card, "claim")
    await center.idle()
    lucia = await member_of(center, "Lucía", language=language)
    await center.at("2026-12-03 11:00")
    await says(center, ana, "on_way")
    heard, waited = len(ana.chat), len(lucia.chat)
    await center.at("2026-12-03 12:00")
    assert choices(dan.last, "step:with"), "the driver is asked"
    assert len(ana.chat) == heard, "who said so is not"
    await center.at("2026-12-03 12:10")
    assert len(lucia.chat) == waited + 1
    await center.at("2026-12-03 12:15")
    (called,) = late(center)
    assert "Dan" in called.text
    assert "Ana" not in called.text


async def test_a_reminder_promises_nobody_who_is_not_found_and_says_when_somebody_is(
    center: Center, language: str
) -> None:
    dan, eva = await center.crew("Dan", "Eva", language=language)
    card = await claimed(center)
    lucia = await member_of(center, "Lucía", language=language)
    await center.at("2026-12-02 18:30")
    asked = lucia.last
    assert choices(asked, "planschanged")
    assert not signs(lucia), "nobody is promised"
    assert CENTER_PHONE in asked.text
    waited = len(lucia.chat)
    await center.at("2026-12-02 19:00")
    await presses(dan, card, "claim")
    await center.later(minutes=5)
    await presses(dan, newest(dan, "leave"), "leave")  # Undo
    await center.later(minutes=20)
    assert len(lucia.chat) == waited, "a slip of the finger is not told"
    await presses(eva, card, "claim")
    await center.later(minutes=9)
    assert len(lucia.chat) == waited
    await center.later(minutes=1)
    assert len(lucia.chat) == waited + 1
    assert choices(lucia.last, "planschanged")
    assert signs(lucia)
    assert not choices(asked, "planschanged"), "one living message"
    assert not any(name in lucia.last.text for name in ("Eva", "Lucía"))
    await center.at("2026-12-03 10:00")
    assert len(lucia.chat) == waited + 2
    assert signs(lucia) == signs(eva)


def showing(person: Person) -> list[str]:
    """The signs in the message that stands for a seat now."""
    return [sign for sign in Sign if sign in person.last.text]


async def test_whoever_comes_sees_the_sign_and_whom_to_call_until_they_meet(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    await claimed(center, dan)
    await center.at("2026-12-03 10:00")
    sign = showing(dan)
    assert sign
    await center.at("2026-12-03 12:00")
    assert "It is time" in dan.last.text
    assert showing(dan) == sign
    assert has(dan, "details")
    await says(center, dan, "on_way")
    assert showing(dan) == sign
    assert has(dan, "details")


async def test_who_takes_it_on_the_day_sees_the_sign_at_once(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    card = await claimed(center)
    await center.at("2026-12-03 11:00")
    await presses(dan, card, "claim")
    await center.idle()
    assert showing(dan)


@pytest.mark.parametrize("moment", ["2026-12-02 19:00", "2026-12-03 11:00"])
async def test_who_connects_after_the_first_reminder_knows_the_sign_and_the_ways_out_at_once(
    center: Center, moment: str
) -> None:
    (dan,) = await center.crew("Dan")
    await claimed(center, dan)
    await center.at(moment)
    lucia = await member_of(center, "Lucía")
    assert choices(lucia.last, "planschanged")
    assert choices(lucia.last, "alarm:member")
    await center.at("2026-12-03 12:00")
    assert signs(lucia) == signs(dan)


async def test_who_connects_late_and_nobody_is_found_hears_when_somebody_is(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    card = await claimed(center)
    await center.at("2026-12-03 11:00")
    lucia = await member_of(center, "Lucía")
    assert not signs(lucia), "nobody is promised"
    assert CENTER_PHONE in lucia.last.text
    await center.later(minutes=1)
    await presses(dan, card, "claim")
    await center.later(minutes=10)
    assert signs(lucia) == signs(dan)


async def test_a_change_on_the_day_says_the_sign_again(center: Center) -> None:
    """It takes the place of the message that had it, and no reminder follows."""
    (dan,) = await center.crew("Dan")
    await claimed(center, dan)
    lucia = await member_of(center, "Lucía")
    await center.at("2026-12-02 18:30")
    await center.at("2026-12-03 10:00")
    await presses(center.rosa, coordinators_card(center), "edit")
    await center.idle()
    await center.answers(center.rosa, "fields.hour")
    await center.rosa.writes("12:30-15:00")
    await center.idle()
    await presses(center.rosa, center.rosa.last, "save")
    await center.idle()
    changed = lucia.last
    assert "changed" in changed.text
    assert choices(changed, "planschanged")
    assert choices(changed, "alarm:member")
    assert signs(lucia) == signs(dan)


async def moved(center: Center, *answers: str) -> None:
    """Rosa moves the request posted last."""
    await presses(center.rosa, coordinators_card(center), "edit")
    await center.idle()
    await center.answers(center.rosa, *answers)
    await presses(center.rosa, center.rosa.last, "save")
    await center.idle()


@pytest.mark.parametrize("said", ["on_way", "with", "home"])
async def test_what_was_said_before_it_moved_says_nothing_about_the_new_day(center: Center, said: str) -> None:
    (dan,) = await center.crew("Dan")
    await claimed(center, dan)
    lucia = await member_of(center, "Lucía", language="es")
    await center.at("2026-12-03 10:30")
    await says(center, dan, "on_way")
    if said != "on_way":
        await says(center, dan, "with")
        await says_for(center, dan, "longer", 2)
    if said == "home":
        await says(center, dan, "home")
    await moved(center, "fields.day", "day.2026-12-04")
    assert choices(dan.last, "stillworks")
    await center.at("2026-12-04 10:00")
    assert has(dan, "step:on_way")
    heard, waited = len(dan.chat), len(lucia.chat)
    await center.at("2026-12-04 12:10")
    assert (len(dan.chat), len(lucia.chat)) == (heard + 1, waited + 1)
    await center.at("2026-12-04 12:15")
    assert len(late(center)) == 1
    await center.at("2026-12-04 14:15")
    assert len(dan.chat) == heard + 2, "is everyone home? by the end that is planned"


async def test_who_is_on_the_way_is_so_still_when_only_the_end_moves(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    await claimed(center, dan)
    await center.at("2026-12-03 11:50")
    await says(center, dan, "on_way")
    await presses(center.rosa, coordinators_card(center), "edit")
    await center.idle()
    await center.answers(center.rosa, "fields.hour")
    await center.rosa.writes("12:00-15:00")
    await center.idle()
    await presses(center.rosa, center.rosa.last, "save")
    await center.idle()
    await center.at("2026-12-03 12:15")
    assert not late(center)


@pytest.mark.parametrize("home", [False, True])
async def test_a_member_who_waits_after_the_end_or_though_all_are_said_to_be_home_is_heard(
    center: Center, language: str, home: bool
) -> None:
    (dan,) = await center.crew("Dan", language=language)
    await claimed(center, dan)
    lucia = await member_of(center, "Lucía", language=language)
    await center.at("2026-12-03 12:16")
    await center.at("2026-12-03 14:20")
    if home:
        await says(center, dan, "home")
    told = len(late(center))
    await presses(lucia, newest(lucia, "waiting"), "waiting")
    await center.idle()
    assert len(late(center)) == told + 1
    assert "A member says that nobody is with them yet" in center.coordinators.last.text
    assert CENTER_PHONE in lucia.last.text
    assert choices(lucia.last, "alarm:member")


@pytest.mark.parametrize("how", ["folded", "cancelled"])
async def test_who_waits_and_reaches_nobody_is_given_the_number(center: Center, how: str, language: str) -> None:
    (dan,) = await center.crew("Dan", language=language)
    await claimed(center, dan)
    lucia = await member_of(center, "Lucía", language=language)
    await center.at("2026-12-03 12:16")
    button = choices(newest(lucia, "waiting"), "waiting")[0]
    if how == "folded":
        await center.at("2026-12-03 17:00")
        assert not has(lucia, "waiting")
    else:
        await presses(center.rosa, coordinators_card(center), "cancel")
        await center.idle()
        await presses(center.rosa, center.rosa.last, "cancelnow")
        await center.idle()
    told = len(center.coordinators.messages)
    tap = await lucia.taps_data(lucia.last, button)
    assert tap.alert
    assert CENTER_PHONE in (tap.text or "")
    await center.idle()
    assert len(center.coordinators.messages) == told


async def test_a_ride_asks_twice_then_it_is_a_line_on_the_board(center: Center, language: str) -> None:
    rosa = center.rosa
    (dan,) = await center.crew("Dan", language=language)
    await claimed(center, dan)
    await rosa.writes("/board", to=center.coordinators)
    await center.idle()
    await center.at("2026-12-03 12:00")
    await says(center, dan, "with")
    heard = len(dan.chat)
    await center.at("2026-12-03 14:14")
    assert len(dan.chat) == heard
    await center.at("2026-12-03 14:15")
    assert len(dan.chat) == heard + 1
    await center.at("2026-12-03 14:45")
    assert len(dan.chat) == heard + 2
    await center.later(seconds=10)
    board = rosa.sees("Board", center.coordinators)
    assert "Not known to be home yet" in board.text
    assert not alarms(center)
    await says(center, dan, "home")
    await center.later(seconds=10)
    assert "Not known to be home yet" not in board.text
    heard = len(dan.chat)
    await center.at("2026-12-03 16:00")
    assert len(dan.chat) == heard


async def test_going_in_moves_the_end(center: Center, language: str) -> None:
    ana, ben = await center.crew("Ana", "Ben", language=language)
    card = await claimed(center, ana, ben, line=COMPANY)
    await center.at("2026-12-03 12:00")
    await says(center, ben, "with")
    await says_for(center, ben, "going_in", 3)
    await center.at("2026-12-03 15:59")
    assert not alarms(center), "until four hours later nobody is called"
    heard = len(ben.chat)
    await center.at("2026-12-03 16:00")
    assert len(ben.chat) == heard + 1, "is everyone home? Asked is who went in with them"
    await center.at("2026-12-03 16:59")
    assert not alarms(center)
    await center.at("2026-12-03 17:00")
    assert len(alarms(center)) == 1
    await center.at("2026-12-03 18:59")
    assert "Hartford" in card.text, "it folds three hours after the end that is expected now"
    await center.at("2026-12-03 19:00")
    assert "Hartford" not in card.text


async def test_it_takes_longer(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    await claimed(center, dan)
    await center.at("2026-12-03 13:50")
    await says(center, dan, "with")
    await says_for(center, dan, "longer", 1)
    heard = len(dan.chat)
    await center.at("2026-12-03 15:14")
    assert len(dan.chat) == heard
    await center.at("2026-12-03 15:15")
    assert len(dan.chat) == heard + 1


async def test_silence_after_an_accompaniment_pages_until_somebody_has_it(center: Center, language: str) -> None:
    rosa = center.rosa
    tom = await center.coordinator("Tom")
    await center.speaks(rosa, language)
    ana, ben = await center.crew("Ana", "Ben", language=language)
    await claimed(center, ana, ben, line=COMPANY)
    await center.at("2026-12-03 12:00")
    await says(center, ana, "with")
    await center.at("2026-12-03 14:59")
    assert not alarms(center)
    await center.at("2026-12-03 15:00")
    assert has(rosa, "havealarm")
    assert has(tom, "havealarm")
    assert len(alarms(center)) == 1
    await center.later(minutes=3)
    assert len(alarms(center)) == 2
    await presses(tom, newest(tom, "havealarm"), "havealarm")
    await center.later(minutes=3)
    assert not alarms(center), "who has it stands in their place"
    assert "Tom" in rosa.last.text


async def test_everyone_is_home_ends_the_watch(center: Center) -> None:
    ana, ben = await center.crew("Ana", "Ben")
    await claimed(center, ana, ben, line=COMPANY)
    await center.at("2026-12-03 12:30")
    await says(center, ben, "with")
    await center.at("2026-12-03 13:30")
    await says(center, ben, "home")
    await center.at("2026-12-03 15:30")
    assert not alarms(center)
    assert not has(ana, "step")
    assert not has(ana, "alarm")


async def test_everyone_is_home_said_too_early_is_taken_back(center: Center, language: str) -> None:
    ana, ben = await center.crew("Ana", "Ben", language=language)
    await claimed(center, ana, ben, line=COMPANY)
    await center.at("2026-12-03 12:00")
    assert not has(ana, "step:home"), "nobody has met yet"
    await says(center, ben, "with")
    await center.at("2026-12-03 12:30")
    sounds = len(ana.sounds)
    await says(center, ben, "home")
    assert not has(ana, "step")
    assert not has(ana, "alarm")
    await presses(ben, newest(ben, "nothome"), "nothome")
    await center.idle()
    for person in (ana, ben):
        assert has(person, "step:home")
        assert has(person, "alarm:volunteer")
        assert not has(person, "nothome")
    assert len(ana.sounds) == sounds, "her message only changes"
    await center.at("2026-12-03 14:00")
    assert has(ana, "step:home"), "the question, not the thanks"
    await center.at("2026-12-03 15:00")
    assert len(alarms(center)) == 1, "the watch goes on"


@pytest.mark.parametrize("line", [COMPANY, RIDE])
async def test_not_yet_after_all_questions_asks_anew(center: Center, line: str) -> None:
    """Whoever takes it back is told that the bot goes on asking."""
    rosa = center.rosa
    (ana,) = await center.crew("Ana")
    await claimed(center, ana, line=line)
    for moment in ("12:00", "14:00", "14:15", "14:20", "14:40", "14:45", "15:00"):
        await center.at(f"2026-12-03 {moment}")
    if line == COMPANY:  # it paged: Rosa has it, and calls
        await presses(rosa, newest(rosa, "havealarm"), "havealarm")
        await center.idle()
    await says(center, ana, "home")
    if line == COMPANY:
        await presses(rosa, newest(rosa, "endalarm"), "endalarm")
        await center.idle()
    await center.later(minutes=5)
    asked, rung = len(ana.chat), len(alarms(center))
    await presses(ana, newest(ana, "nothome"), "nothome")
    await center.idle()
    assert len(ana.chat) == asked, "not at once"
    for moment in ("15:15", "15:30", "15:35", "15:55", "16:10", "16:15"):
        await center.at(f"2026-12-03 {moment}")
    assert len(ana.chat) > asked
    assert len(alarms(center)) == rung + (line == COMPANY), "and silence after that pages again"


async def test_after_ten_minutes_it_stands(center: Center, language: str) -> None:
    ana, ben = await center.crew("Ana", "Ben", language=language)
    await claimed(center, ana, ben, line=COMPANY)
    await center.at("2026-12-03 12:00")
    await says(center, ben, "with")
    old = choices(newest(ben, "step:home"), "step:home")[0]
    await says(center, ben, "home")
    button = choices(newest(ana, "nothome"), "nothome")[0]
    forged = await ben.taps_data(ben.last, button)
    assert forged.alert
    assert has(ana, "nothome")
    assert not any(has(person, "debrief") for person in (ana, ben)), "nothing follows while it can be taken back"
    await center.later(minutes=10)
    assert not has(ana, "nothome")
    assert has(ana, "debrief") or has(ben, "debrief")
    tap = await ana.taps_data(ana.last, button)
    assert tap.alert
    assert CENTER_PHONE in tap.text
    tap = await ben.taps_data(ben.last, old)
    assert tap.alert, "a button of before says so"
    await center.at("2026-12-03 15:30")
    assert not alarms(center)


async def test_who_blocks_the_bot_on_the_way_is_still_watched_over(center: Center) -> None:
    ana, ben = await center.crew("Ana", "Ben")
    await claimed(center, ana, ben, line=COMPANY)
    await center.at("2026-12-03 12:00")
    for person in (ana, ben):
        person.blocks()
    await center.at("2026-12-03 12:30")
    await center.at("2026-12-03 15:00")
    assert len(alarms(center)) == 1


async def test_nobody_else_says_it_for_me(center: Center) -> None:
    dan, eva = await center.crew("Dan", "Eva")
    card = await claimed(center, dan)
    await center.at("2026-12-03 12:00")
    for action in ("step:with", "step:longer"):
        button = choices(newest(dan, action), action)[0]
        tap = await eva.taps_data(card, button)
        assert tap.alert
    await center.at("2026-12-03 12:15")
    assert len(late(center)) == 1


async def test_the_sign_is_the_drivers_from_a_day_before_and_in_no_group(center: Center, language: str) -> None:
    (dan,) = await center.crew("Dan", language=language)
    card = await claimed(center, dan)

    assert signs(dan) == []
    await center.at("2026-12-02 12:00")
    await presses(dan, newest(dan, "details"), "details")
    await center.idle()
    (sign,) = signs(dan)
    await center.at("2026-12-02 18:30")
    assert sign in dan.last.text
    await center.at("2026-12-03 10:00")
    assert sign in dan.last.text
    for message in (*center.volunteers.messages, *center.coordinators.messages, card, coordinators_card(center)):
        assert sign not in message.text


async def test_details_that_are_open_stay_open(center: Center, language: str) -> None:
    (dan,) = await center.crew("Dan", language=language)
    await center.posts(RIDE)
    await presses(center.rosa, center.rosa.last, "add")
    await center.idle()
    await center.rosa.writes("Ana Perez")
    await center.idle()
    await presses(dan, center.volunteers.last, "claim")
    await center.idle()
    await center.at("2026-12-03 10:00")
    message = newest(dan, "details")
    await presses(dan, message, "details")
    await center.idle()
    assert "Ana Perez" in message.text
    await center.at("2026-12-03 11:00")
    assert choices(message, "alarm:volunteer"), "the red button came"
    assert "Ana Perez" in message.text
    assert choices(message, "hide")
    assert not choices(message, "details")
    await says(center, dan, "on_way")
    await says(center, dan, "with")
    assert choices(message, "step:longer"), "the steps follow"
    assert "Ana Perez" in message.text
    assert choices(message, "hide")
    assert not choices(message, "details")
    await presses(dan, message, "hide")
    await center.idle()
    assert "Ana Perez" not in message.text
    assert choices(message, "details")
    await presses(dan, message, "details")
    await center.idle()
    await presses(dan, message, "step:longer")
    await center.idle()
    assert "Ana Perez" not in message.text, "the question takes their place"
    await presses(dan, message, "claimback")
    await center.idle()
    assert choices(message, "details")


async def test_a_members_reminder_has_the_sign_and_two_ways_out(center: Center, language: str) -> None:
    (dan,) = await center.crew("Dan", language=language)
    await claimed(center, dan)
    lucia = await member_of(center, "Lucía", language=language)
    await center.at("2026-12-02 18:30")
    assert choices(lucia.last, "planschanged")
    assert choices(lucia.last, "alarm:member")
    assert lucia.last.rings
    (sign,) = [sign for sign in Sign if sign in lucia.last.text]
    await center.at("2026-12-03 10:00")
    assert sign in dan.last.text, "both know the same sign"
    assert sign in lucia.last.text
    for person in (lucia, dan):
        assert "Lucía" not in person.last.text


async def test_two_who_share_no_language_say_the_same_word(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    await claimed(center, dan)
    lucia = await member_of(center, "Lucía", language="es")
    await center.at("2026-12-03 10:00")
    (sign,) = [sign for sign in Sign if sign in lucia.last.text]
    english, spanish = (sign_name(Translator(code, ZONE), sign) for code in ("en", "es"))
    for person in (dan, lucia):
        assert english in person.last.text
        assert spanish in person.last.text


async def test_where_nobody_is_fetched_there_is_no_sign(center: Center) -> None:
    (eva,) = await center.crew("Eva")
    await claimed(center, eva, line="/shift 2026-12-03 12:00 Presence, Amherst x1")
    await center.at("2026-12-03 10:00")
    assert choices(eva.last, "leave")
    assert not [sign for sign in Sign if sign in eva.last.text]


async def test_plans_changed_pauses_until_a_coordinator_decides(center: Center, language: str) -> None:
    rosa = center.rosa
    (dan,) = await center.crew("Dan", language=language)
    await claimed(center, dan)
    lucia = await member_of(center, "Lucía", language=language)
    await center.at("2026-12-02 18:30")
    await presses(dan, newest(dan, "coming"), "coming")
    button = choices(lucia.last, "planschanged")[0]
    forged = await dan.taps_data(dan.last, button)
    assert forged.alert
    forged = await dan.taps_data(dan.last, button.replace("planschanged", "planschangedyes"))
    assert forged.alert
    await presses(lucia, lucia.last, "planschanged")
    await center.idle()
    await presses(lucia, lucia.last, "planschangedyes")
    await center.idle()
    told = next(message for message in center.coordinators.messages if choices(message, "goeson"))
    assert "Lucía" not in told.text
    assert "⏸" in coordinators_card(center).text
    heard, waited = len(dan.chat), len(lucia.chat)
    await center.at("2026-12-03 10:00")
    assert (len(dan.chat), len(lucia.chat)) == (heard, waited), "nobody is asked about what may not be"
    await presses(rosa, told, "goeson")
    await center.idle()
    assert (len(dan.chat), len(lucia.chat)) == (heard + 1, waited + 1), "and both are reminded once it goes on"
    assert "⏸" not in coordinators_card(center).text


async def test_while_plans_may_have_changed_nobody_is_looked_for(center: Center, language: str) -> None:
    rosa = center.rosa
    dan, eva, fay = await center.crew("Dan", "Eva", "Fay", language=language)
    card = await claimed(center, dan)
    await presses(eva, card, "backup")
    await center.idle()
    lucia = await member_of(center, "Lucía", language=language)
    await center.at("2026-12-02 18:30")
    await presses(lucia, newest(lucia, "planschanged"), "planschanged")
    await center.idle()
    await presses(lucia, lucia.last, "planschangedyes")
    await center.idle()
    told = next(message for message in center.coordinators.messages if choices(message, "goeson"))
    await presses(dan, newest(dan, "leave"), "leave")
    await center.idle()
    said = len(center.coordinators.messages)
    for moment in ("2026-12-03 06:00", "2026-12-03 09:00"):
        await center.at(moment)
        assert not has(eva, "offeryes")
        assert not has(fay, "canhelp")
    assert len(center.coordinators.messages) == said, "nobody is told that people are missing"
    await presses(rosa, told, "goeson")
    await center.idle()
    assert has(eva, "offeryes"), "once it goes on they are asked"


async def test_the_digest_leaves_out_what_may_not_be(center: Center) -> None:
    await claimed(center, line="/ride 2026-12-03 18:00-20:00 Holyoke > Amherst x2")
    lucia = await member_of(center, "Lucía")
    await center.at("2026-12-02 16:00")
    await center.at("2026-12-02 17:00")
    assert len(digests(center)) == 1
    await center.at("2026-12-02 18:30")
    await presses(lucia, newest(lucia, "planschanged"), "planschanged")
    await center.idle()
    await presses(lucia, lucia.last, "planschangedyes")
    await center.at("2026-12-03 17:00")
    assert not digests(center)


async def test_plans_changed_shortly_before_makes_a_sound_also_at_night(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    await claimed(center, dan, line="/ride 2026-12-03 08:00-10:00 Holyoke > Amherst x2")
    lucia = await member_of(center, "Lucía")
    await center.at("2026-12-03 06:00")
    await presses(lucia, newest(lucia, "planschanged"), "planschanged")
    await center.idle()
    await presses(lucia, lucia.last, "planschangedyes")
    await center.idle()
    told = next(message for message in center.coordinators.messages if choices(message, "goeson"))
    assert told.rings


async def test_plans_changed_and_nobody_decides(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    await claimed(center, dan)
    lucia = await member_of(center, "Lucía")
    await center.at("2026-12-03 10:00")
    await presses(lucia, newest(lucia, "planschanged"), "planschanged")
    await center.idle()
    await presses(lucia, lucia.last, "planschangedyes")
    await center.at("2026-12-03 12:00")
    heard = len(dan.chat)
    await center.at("2026-12-03 12:15")
    assert len(dan.chat) == heard
    assert not late(center)
    assert not has(lucia, "there")


async def the_board(center: Center) -> SeenMessage:
    await center.rosa.writes("/board", to=center.coordinators)
    await center.idle()
    return center.rosa.sees("Board", center.coordinators)


async def test_the_board_shows_what_takes_longer_until_everyone_is_home(center: Center) -> None:
    ana, ben = await center.crew("Ana", "Ben")
    await claimed(center, ana, ben, line=COMPANY)
    board = await the_board(center)
    await center.at("2026-12-03 11:30")
    await says(center, ana, "on_way")
    await center.later(seconds=10)
    assert "on the way" in board.text
    await center.at("2026-12-03 12:00")
    await says(center, ana, "with")
    await says_for(center, ana, "going_in", 3)
    await center.later(seconds=10)
    assert "together" in board.text
    assert "until 4:00 PM" in board.text
    await center.at("2026-12-03 14:30")
    assert "Hartford" in (await the_board(center)).text, "the planned end has passed, and it goes on"
    board = await the_board(center)
    await says(center, ana, "home")
    await center.later(seconds=10)
    assert "Hartford" not in board.text


async def test_the_board_says_that_plans_may_have_changed(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    await claimed(center, dan)
    lucia = await member_of(center, "Lucía")
    board = await the_board(center)
    await center.at("2026-12-03 10:00")
    await presses(lucia, newest(lucia, "planschanged"), "planschanged")
    await center.idle()
    await presses(lucia, lucia.last, "planschangedyes")
    await center.later(seconds=10)
    assert "⏸ on hold" in board.text


@pytest.mark.parametrize("folded", [False, True])
async def test_a_coordinator_says_that_everyone_is_home(center: Center, folded: bool) -> None:
    rosa = center.rosa
    (dan,) = await center.crew("Dan")
    card = await claimed(center, dan)
    await center.at("2026-12-03 12:00")
    await says(center, dan, "with")
    await center.at("2026-12-03 17:00" if folded else "2026-12-03 14:45")
    await center.later(seconds=10)
    board = await the_board(center)
    assert "Not known to be home yet" in board.text
    if folded:
        assert card.text.startswith("✓ This is over.")
    await dan.taps_data(card, choices(board, "allhome")[0])
    await center.later(seconds=10)
    assert choices(board, "allhome"), "only coordinators may say so"
    await presses(rosa, board, "allhome")
    await center.later(seconds=10)
    assert "Not known to be home yet" not in board.text
    assert not choices(board, "allhome")
    await center.at("2026-12-03 17:01")
    assert card.text.startswith("✓ Covered.")
    await rosa.writes("/board")
    await center.idle()
    assert "Not known to be home yet" not in rosa.last.text


@pytest.mark.parametrize("hour", ["11:05", "12:05"])
async def test_the_contact_hears_of_a_seat_taken_at_the_last_moment(center: Center, hour: str) -> None:
    rosa = center.rosa
    (dan,) = await center.crew("Dan")
    card = await claimed(center)
    await center.at(f"2026-12-03 {hour}")
    heard = len(rosa.chat)
    await presses(dan, card, "claim")
    await center.idle()
    assert len(rosa.chat) == heard + 1
    assert rosa.last.text.startswith("Dan has just taken a seat")
    assert rosa.last.rings
    await presses(dan, newest(dan, "leave"), "leave")
    await center.idle()
    assert choices(dan.last, "return"), "Rosa counts on him, so it is no Undo"
    assert any(message.text.startswith("Dan can't make it") for message in rosa.chat[heard + 1 :])


async def test_of_a_seat_taken_in_time_the_contact_hears_nothing(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    card = await claimed(center)
    await center.at("2026-12-03 10:59")
    heard = len(center.rosa.chat)
    await presses(dan, card, "claim")
    await center.idle()
    assert len(center.rosa.chat) == heard
