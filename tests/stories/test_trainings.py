"""Found on the website, signed up, reminded, there, confirmed, invited: a training from outside to the first seat."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from bot.i18n import Translator
from sandbox import Person, SeenMessage, Tap
from tests.center import Center, open_center
from tests.clock import EASTERN
from tests.soak.size import size

THURSDAY = "/training 2026-12-03 18:30 rideshare @ Northampton cap 12"


def labels(message: SeenMessage) -> list[str]:
    return [button.text for row in message.buttons for button in row]


async def posts_session(center: Center, line: str = THURSDAY) -> SeenMessage:
    """Rosa posts a training or event privately; returns the (last) card in the volunteers' group."""
    await center.rosa.writes(line)
    await center.idle()
    await center.rosa.taps(center.rosa.last, "spost:")
    await center.idle()
    return center.volunteers.last


async def public_link(center: Center) -> str:
    """What Rosa puts on the website."""
    await center.rosa.taps(center.coordinators.last, "sessionlink:")
    await center.idle()
    found = re.search(r"https://t\.me/\S+\?start=s-\w+", center.rosa.screen())
    assert found is not None, center.rosa.screen()
    return found[0]


async def the_code(trainer: Person) -> str:
    """As the trainer writes it on the board."""
    message = await trainer.waits_for("Code: ")
    found = re.search(r"Code: (\d{4})", message.text)
    assert found is not None
    return found[1]


async def at(center: Center, hour: int, minute: int = 0, day: int = 3) -> None:
    """The wall shows this time, and everything due by then has happened."""
    center.clock.set(datetime(2026, 12, day, hour, minute, tzinfo=EASTERN))
    await center.idle()


async def trained(center: Center, person: Person, qualification: str = "rideshare") -> bool:
    async with center.bot.app.db.reading() as tx:
        fingerprint = tx.ring.fingerprint("telegram", str(person.id))
        return bool(
            await tx.value(
                "SELECT count(*) FROM qualification q JOIN person p ON p.id = q.person_id"
                " WHERE p.telegram_hmac = ? AND q.qualification = ?",
                fingerprint,
                qualification,
            )
        )


async def goes(center: Center, person: Person, card: SeenMessage) -> Tap:
    tap = await person.taps(card, "going:")
    await center.idle()
    return tap


def messages(person: Person, words: str) -> int:
    """How many messages of the private chat hold the words."""
    return sum(words in message.text for message in person.chat)


# --- the loop --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "es"])
async def test_from_the_website_to_the_first_seat(center: Center, language: str) -> None:
    def said(text: str) -> str:
        return Translator(language, EASTERN).say(text)

    lee = await center.volunteer("Lee", trained=False)
    await posts_session(center, THURSDAY + " @lee_v")
    await lee.waits_for("You lead this one")
    link = await public_link(center)

    priya = center.telegram.add_person("Priya", language=language)
    await priya.follows(link)
    page = await priya.waits_for(said("Are you coming?"))
    assert "Northampton" in page.text
    await goes(center, priya, page)
    assert said("You're going. I'll remind you.") in page.text
    assert "Priya" in center.coordinators.last.text
    assert "Priya" not in center.volunteers.last.text

    await at(center, 18, 30, day=2)
    assert said("Tomorrow:") in priya.last.text
    await at(center, 17, 30)
    assert said("Soon:") in priya.last.text

    await at(center, 18, 15)
    code = await the_code(lee)
    await at(center, 18, 35)
    await priya.writes(code)
    await center.idle()
    assert said("Welcome! You are marked as here. After the training the trainer confirms it.") in priya.last.text
    card = await center.posts("/ride 2026-12-05 09:00 Holyoke > Amherst x2")
    assert not await trained(center, priya)

    await at(center, 19, 30)
    await lee.taps(await lee.waits_for("Who was there?"), "confirmall:")
    await center.idle()
    assert await trained(center, priya)
    ready = priya.last
    assert said("These are open and fit you. Tap one to take it:") in ready.text
    invite = next(button.url for row in ready.buttons for button in row if button.url)
    refused = await priya.taps(ready, "claim:")
    assert refused.alert  # not in the group yet
    priya.joins(center.volunteers, invite)
    await center.idle()
    with pytest.raises(AssertionError, match="has let in as many as it may"):
        center.telegram.add_person("Eve").joins(center.volunteers, invite)
    await priya.taps(ready, "claim:")
    await center.idle()
    await priya.taps(priya.last, "promise:")
    await center.idle()
    assert "1/1" in card.text


async def test_the_link_is_a_picture_too(center: Center) -> None:
    await posts_session(center)
    await public_link(center)
    assert any(message.photo for message in center.rosa.chat)


async def test_only_name_and_language_of_a_stranger_are_kept(center: Center) -> None:
    await posts_session(center)
    priya = center.telegram.add_person("Priya", username="priya_x")
    await priya.follows(await public_link(center))
    await goes(center, priya, await priya.waits_for("Are you coming?"))
    page = priya.last
    await priya.taps(page, "Change my name")
    await priya.waits_for("Which name should the trainer see?")
    await priya.writes("Pri")
    await priya.waits_for("The trainer sees you as Pri.")
    await center.idle()
    assert "Pri" in center.coordinators.last.text
    async with center.bot.app.db.reading() as tx:
        fingerprint = tx.ring.fingerprint("telegram", str(priya.id))
        row = await tx.one("SELECT * FROM person WHERE telegram_hmac = ?", fingerprint)
    assert row is not None
    assert [row[f"{field}_sealed"] for field in ("phone", "languages", "towns", "car")] == [None] * 4


# --- going, waiting, moving up ---------------------------------------------------------------------------------------


async def test_the_card_counts_and_names_nobody(center: Center) -> None:
    card = await posts_session(center)
    ben = await center.volunteer("Ben", trained=False)
    tap = await goes(center, ben, card)
    assert tap.text == "You're going. I've sent you a private message."
    assert "Going · " in card.text or "Going" in card.text
    assert "1/12" in card.text
    assert "Ben" not in card.text
    assert "• Ben" in center.coordinators.last.text
    again = await goes(center, ben, card)
    assert again.text == "You're going already. See you there!"
    assert "1/12" in card.text


async def test_names_stand_on_the_card_where_the_center_wants_it(tmp_path: Path) -> None:
    async with open_center(tmp_path, session_names=True) as center:
        await center.set_up()
        card = await posts_session(center)
        await goes(center, await center.volunteer("Ben", trained=False), card)
        assert "Ben" in card.text


async def test_who_cannot_be_written_to_is_held_and_confirmed_by_start(center: Center) -> None:
    card = await posts_session(center)
    ben = await center.volunteer("Ben", connected=False, trained=False)
    tap = await goes(center, ben, card)
    assert tap.url is not None
    assert "1/12" in card.text
    assert "held, not confirmed yet" in center.coordinators.last.text
    await ben.follows(tap.url)
    await ben.waits_for("You're going. I'll remind you.")
    await center.idle()
    center.clock.forward(minutes=16)
    await center.idle()
    assert "1/12" in card.text
    assert "held" not in center.coordinators.last.text


async def test_an_answer_that_nobody_confirms_makes_room_after_a_quarter_of_an_hour(center: Center) -> None:
    card = await posts_session(center, THURSDAY.replace("cap 12", "cap 1"))
    ben = await center.volunteer("Ben", connected=False, trained=False)
    ana = await center.volunteer("Ana", trained=False)
    await goes(center, ben, card)
    tap = await goes(center, ana, card)
    assert "number 1 on the waitlist" in tap.text
    center.clock.forward(minutes=16)
    await center.idle()
    assert "A place came free: you're going!" in ana.last.text
    assert "1/1" in card.text


async def test_a_place_that_comes_free_goes_to_whoever_waits_first(center: Center) -> None:
    card = await posts_session(center, THURSDAY.replace("cap 12", "cap 1"))
    ben, ana, zoe = [await center.volunteer(name, trained=False) for name in ("Ben", "Ana", "Zoe")]
    for person in (ben, ana, zoe):
        await goes(center, person, card)
    assert "number 2 on the waitlist" in zoe.last.text
    await ben.taps(ben.last, "I can't after all")
    await center.idle()
    told = ana.last
    assert "A place came free: you're going!" in told.text
    assert "Thursday, December 3, 4:30 PM" in told.text
    assert "number 2" in zoe.last.text
    await ana.taps(told, "I can't after all")
    await center.idle()
    assert "A place came free" in zoe.last.text
    await at(center, 17, 0)  # less than two hours before: no more time to think it over
    await ben.taps(ben.last, "I can come after all")
    await center.idle()
    await zoe.taps(zoe.last, "I can't after all")
    await center.idle()
    assert "It begins soon" in ben.last.text


async def test_a_larger_room_is_filled_in_order(center: Center) -> None:
    card = await posts_session(center, THURSDAY.replace("cap 12", "cap 1"))
    ben, ana, zoe = [await center.volunteer(name, trained=False) for name in ("Ben", "Ana", "Zoe")]
    for person in (ben, ana, zoe):
        await goes(center, person, card)
    await new_capacity(center, "2")
    await center.rosa.taps(center.rosa.last, "Save the changes")
    await center.idle()
    assert "A place came free" in ana.last.text
    assert "A place came free" not in zoe.screen()
    assert "2/2" in card.text


async def new_capacity(center: Center, places: str) -> None:
    """Rosa types another number of places, up to the preview."""
    rosa = center.rosa
    await rosa.taps(center.coordinators.last, "sessionedit:")
    await rosa.taps(await rosa.waits_for("What should change?"), "Places")
    await rosa.waits_for("How many places are there?")
    await rosa.writes(places)
    await center.idle()


async def test_a_smaller_room_asks_and_drops_nobody_silently(center: Center) -> None:
    card = await posts_session(center, THURSDAY.replace("cap 12", "cap 3"))
    people = [await center.volunteer(name, trained=False) for name in ("Ben", "Ana", "Zoe")]
    for person in people:
        await goes(center, person, card)
    await new_capacity(center, "2")
    assert "1 person more is going than there would be places: Zoe" in center.rosa.last.text
    await center.idle()
    assert "3/3" in card.text
    await center.rosa.taps(center.rosa.last, "All keep their places")
    await center.idle()
    assert "3/3" in card.text
    await new_capacity(center, "1")
    await center.rosa.taps(center.rosa.last, "The last ones wait")
    await center.idle()
    assert "1/1" in card.text
    assert "you are on the waitlist again" in people[1].last.text
    assert "number 1 on the waitlist" in people[1].last.text
    assert "number 2 on the waitlist" in people[2].last.text
    await people[0].taps(people[0].last, "I can't after all")
    await center.idle()
    assert "A place came free" in people[1].last.text


@pytest.mark.soak
async def test_a_hundred_people_tap_at_once_on_twelve_places(tmp_path: Path) -> None:
    everybody, places = size(100, 20), size(12, 3)
    async with open_center(tmp_path) as center:
        await center.set_up()
        crowd = [center.telegram.add_person(f"Person {n}") for n in range(everybody)]
        for person in crowd:
            center.volunteers.add(person)
            await person.starts()
        await center.idle()
        card = await posts_session(center, THURSDAY.replace("cap 12", f"cap {places}"))
        taps = [person.taps_nowait(card, "going:") for person in crowd]
        answers = [await tap for tap in taps]
        await center.idle()
        assert sum("You're going" in tap.text for tap in answers) == places
        numbers = [int(found[1]) for tap in answers if (found := re.search(r"number (\d+)", tap.text))]
        assert numbers == sorted(numbers)
        assert len(numbers) == everybody - places
        assert numbers == list(range(1, everybody - places + 1))
        assert f"{places}/{places}" in card.text
        for number, person in enumerate(crowd):
            told = "You're going." if number < places else f"number {number - places + 1} on the waitlist"
            assert told in person.last.text
        await at(center, 10, 0, day=1)
        for person in crowd[:places]:
            person.taps_nowait(person.last, "I can't after all")
        await center.idle()
        assert f"{places}/{places}" in card.text
        for person in crowd[places : 2 * places]:
            assert "A place came free" in person.last.text


# --- reminders, changes, cancellation --------------------------------------------------------------------------------


async def test_two_parts_of_one_evening_are_answered_apart_and_reminded_together(center: Center) -> None:
    await posts_session(center, "/training 2026-12-03 18:30 rideshare + accompaniment @ Northampton")
    second, first = center.volunteers.messages[-1], center.volunteers.messages[-2]
    if "rideshare" in second.text:
        first, second = second, first
    assert "6:30 PM – 7:30 PM" in first.text
    assert "7:30 PM – 8:30 PM" in second.text
    ben, ana = [await center.volunteer(name, trained=False) for name in ("Ben", "Ana")]
    await goes(center, ben, first)
    await goes(center, ben, second)
    await goes(center, ana, second)
    await at(center, 18, 30, day=2)
    reminder = ben.last
    assert "Tomorrow:" in reminder.text
    assert "6:30 PM – 7:30 PM" in reminder.text
    assert "7:30 PM – 8:30 PM" in reminder.text
    assert "6:30 PM – 7:30 PM" not in ana.last.text
    await ben.taps(reminder, "I can't after all (Training: rideshare)")
    await center.idle()
    await at(center, 17, 30)
    await at(center, 18, 30)
    assert messages(ben, "Tomorrow:") == 1
    assert messages(ben, "Soon:") == 1
    assert "rideshare" not in (await ben.waits_for("Soon:")).text


async def test_ben_says_going_and_forgets(center: Center) -> None:
    card = await posts_session(center)
    ben = await center.volunteer("Ben", trained=False)
    await goes(center, ben, card)
    await at(center, 18, 29, day=2)
    assert messages(ben, "Tomorrow:") == 0
    await at(center, 18, 30, day=2)
    await center.restart()
    await center.idle()
    await at(center, 17, 30)
    await at(center, 18, 0)
    assert messages(ben, "Tomorrow:") == 1
    assert messages(ben, "Soon:") == 1
    await center.rosa.writes("/training 2026-12-10 18:30 rideshare @ Holyoke")
    await center.idle()
    await center.rosa.taps(center.rosa.last, "spost:")
    await center.idle()
    listed = center.rosa.find("Code: ")
    assert listed is None
    await at(center, 19, 30)
    listed = await center.rosa.waits_for("Who was there?")
    assert "confirmall" not in str(listed.buttons)
    await center.rosa.taps(listed, "Somebody not on the list")
    await center.rosa.writes("Carmen")
    await center.rosa.waits_for("1 person is ticked")
    await center.rosa.taps(center.rosa.last, "confirmall:")
    await center.idle()
    assert not await trained(center, ben)
    assert "We missed you" in ben.last.text
    await ben.taps(ben.last, "I'm going")
    await center.idle()
    assert "You're going." in ben.screen()
    assert "Holyoke" in ben.last.text


async def test_who_signs_up_late_is_not_reminded_of_what_was_due_before(center: Center) -> None:
    card = await posts_session(center)
    ben = await center.volunteer("Ben", trained=False)
    await at(center, 20, 0, day=2)
    await goes(center, ben, card)
    await center.idle()
    assert messages(ben, "Tomorrow:") == 0
    await at(center, 17, 30)
    assert messages(ben, "Soon:") == 1


async def test_a_change_is_told_old_and_new_and_reminders_follow_it(center: Center) -> None:
    card = await posts_session(center, THURSDAY.replace("cap 12", "cap 1"))
    ben, ana, zoe = [await center.volunteer(name, trained=False) for name in ("Ben", "Ana", "Zoe")]
    for person in (ben, ana):
        await goes(center, person, card)
    rosa = center.rosa
    await rosa.taps(center.coordinators.last, "sessionedit:")
    await rosa.taps(await rosa.waits_for("What should change?"), "Hour")
    await rosa.waits_for("At what time?")
    await rosa.writes("19:15")
    await center.idle()
    await rosa.taps(rosa.last, "Save the changes")
    await center.idle()
    for person in (ben, ana):
        told = person.last
        assert "Something changed:" in told.text
        assert "6:30 PM – 7:30 PM → Thu, Dec 3, 7:15 PM – 8:15 PM" in told.text
    assert "Something changed" not in zoe.screen()
    assert "7:15 PM" in card.text
    await at(center, 17, 30)
    assert messages(ben, "Soon:") == 0
    await at(center, 18, 15)
    assert messages(ben, "Soon:") == 1
    assert "No place has come free so far" in ana.last.text


async def test_a_cancellation_is_told_and_nothing_follows_it(center: Center) -> None:
    card = await posts_session(center, THURSDAY.replace("cap 12", "cap 1"))
    ben, ana = [await center.volunteer(name, trained=False) for name in ("Ben", "Ana")]
    for person in (ben, ana):
        await goes(center, person, card)
    zoe = await center.volunteer("Zoe", trained=False)
    await zoe.taps(card, "I can't")
    await center.idle()
    button = card.buttons[0][0].data or ""
    rosa = center.rosa
    await rosa.taps(center.coordinators.last, "sessioncancel:")
    await rosa.taps(await rosa.waits_for("2 people are told at once"), "Yes, cancel it")
    await center.idle()
    for person in (ben, ana):
        assert "Cancelled: Thu, Dec 3, 6:30 PM · Training: rideshare." in person.last.text
    assert "Cancelled" not in zoe.screen()
    assert card.text.startswith("Cancelled")
    assert "Northampton" not in card.text
    for hour in (17, 18, 19, 20):
        await at(center, hour, 30)
    assert messages(ben, "Tomorrow:") + messages(ben, "Soon:") == 0
    assert "Code:" not in rosa.screen()
    late = await ben.taps_data(card, button)
    assert "cancelled" in late.text


async def test_who_cannot_be_told_of_a_cancellation_is_called(center: Center) -> None:
    card = await posts_session(center)
    ben = await center.volunteer("Ben", trained=False)
    await goes(center, ben, card)
    ben.blocks()
    rosa = center.rosa
    await rosa.taps(center.coordinators.last, "sessioncancel:")
    await rosa.taps(await rosa.waits_for("told at once"), "Yes, cancel it")
    await center.idle()
    await center.rosa.waits_for("I could not tell Ben", in_=center.coordinators)
