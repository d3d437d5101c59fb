"""Lucía is invited by phone, says yes or no, is reminded, and whoever reads her lock screen learns nothing."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from datetime import time
from pathlib import Path

import pytest

from bot.i18n import Translator, languages, plain
from bot.views.words import LANGUAGE_NAMES
from sandbox import Person, SeenMessage
from tests.center import Center, choices, coordinators_card, open_center, presses
from tests.clock import EASTERN

RIDE = "/ride 2026-12-03 09:00 Holyoke > Amherst x2"
PHONE = "413 555 0100"
PRIVATE = ("Marisol", "0134", "Maple", "rings", "Dan", "Rosa", "Ellen")
TELLING = ("ride", "viaje", "driver", "conductor", "accomp", "acomp", "court", "corte", "ICE", "detain", "volunt")
DETAILS = (("Name", "Marisol"), ("Phone", "413-555-0134"), ("Street", "12 Maple St"), ("Note", "rings twice"))


@pytest.fixture
async def center(tmp_path: Path) -> AsyncIterator[Center]:
    """A center that has a name, and a phone where somebody answers."""
    async with open_center(tmp_path, center_phone=PHONE, org_name="Centro Obrero") as center:
        await center.set_up()
        yield center


def said(language: str, text: str, **values: object) -> str:
    """What the catalogs make of an English text: the same story holds in every language."""
    return plain(Translator(language, EASTERN).say(text, **values))


def labels(message: SeenMessage) -> list[str]:
    return [button.text for row in message.buttons for button in row]


async def posted(center: Center, line: str = RIDE, *, answer: str = "") -> None:
    """Rosa posts, with everything private about the member; `answer` is the button of what is asked first."""
    rosa = center.rosa
    await rosa.writes(line)
    await center.idle()
    if answer:
        await rosa.taps(rosa.last, answer)
    preview = await rosa.waits_for("This is what the group will see")
    for label, words in DETAILS:
        await rosa.taps(preview, label)
        await rosa.waits_for("I delete your message")
        await rosa.writes(words)
        preview = await rosa.waits_for(f"{label} saved")
    await rosa.taps(preview, "post:")
    await center.idle()


async def details(center: Center) -> SeenMessage:
    """What Rosa sees of the private details now."""
    await center.rosa.taps(coordinators_card(center), "private:")
    await center.idle()
    return center.rosa.last


async def invited(center: Center, language: str = "Español") -> SeenMessage:
    """Rosa makes an invitation; the message with the text to send."""
    rosa = center.rosa
    await rosa.taps(await details(center), "Invite the member")
    asked = await rosa.waits_for("Which language does the member speak?")
    await rosa.taps(asked, language)
    await center.idle()
    return asked


def link_in(text: str) -> str:
    found = re.search(r"https://t\.me/\S+", text)
    assert found is not None, text
    return found.group()


async def opened(center: Center, person: Person, language: str = "Español") -> SeenMessage:
    """Somebody opens a fresh link and chooses a language: consent is asked."""
    await person.follows(link_in((await invited(center)).text))
    await center.idle()
    asked = person.last
    await person.taps(asked, language)
    await center.idle()
    return asked


async def connected(center: Center, *, name: str = "Lucía", language: str = "Español") -> Person:
    """The member has said yes."""
    lucia = center.telegram.add_person(name, language="es")
    await lucia.taps(await opened(center, lucia, language), "memberyes:")
    await center.idle()
    return lucia


async def at(center: Center, moment: str) -> None:
    center.clock.set_local(moment)
    await center.idle()


async def edits(center: Center, field: str, answer: str) -> None:
    """Rosa changes one field of what is posted."""
    rosa = center.rosa
    await rosa.taps(coordinators_card(center), "edit:")
    question = await rosa.waits_for("What should change?")
    await rosa.taps(question, field)
    await center.idle()
    await rosa.writes(answer)
    await center.idle()
    await rosa.taps(rosa.last, "save:")
    await center.idle()


async def cancels(center: Center) -> None:
    rosa = center.rosa
    await rosa.taps(coordinators_card(center), "cancel:")
    await rosa.taps(await rosa.waits_for("Cancel "), "cancelnow:")
    await center.idle()


def from_the_bot(person: Person) -> Iterator[SeenMessage]:
    return (message for message in person.chat if message.sender is not person.user)


def learns_nothing(person: Person, *more: str) -> None:
    """No notice says what it is about, for whom, by whom, or where exactly."""
    for message in from_the_bot(person):
        shown = message.text + " ".join(labels(message))
        for words in (*PRIVATE, *more):
            assert words not in shown, shown
        for words in TELLING:
            assert not re.search(rf"\b{words}", shown, 0 if words.isupper() else re.IGNORECASE), shown


async def party_row(center: Center) -> tuple[object, ...]:
    async with center.bot.app.db.reading() as tx:
        (row,) = await tx.all("SELECT member_id, member_since, lost_at, message_id FROM party")
    return tuple(row)


# --- the invitation --------------------------------------------------------------------------------------------------


async def test_rosa_gets_a_text_in_the_members_language_to_copy(center: Center) -> None:
    await posted(center)
    assert "Invite the member" in str(labels(center.rosa.sees("Posted.")))
    ready = await invited(center, "Español")
    tap = await center.rosa.taps(ready, "Copy")
    assert tap.copied is not None
    assert len(tap.copied) <= 256
    assert tap.copied in ready.text
    assert "<pre>" in ready.html
    assert "Centro Obrero" in tap.copied
    assert link_in(tap.copied).startswith("https://t.me/AcompanaBot?start=member-")
    assert "7 days" in ready.text
    assert "only after pressing Start" in ready.text
    for words in (*PRIVATE, "Amherst", "Holyoke"):
        assert words not in tap.copied
    assert "member-" not in center.rosa.screen(center.coordinators)


async def test_the_details_say_how_far_the_invitation_is_and_the_card_says_no_name(center: Center) -> None:
    await posted(center)
    assert "Member:" not in (await details(center)).text
    url = link_in((await invited(center)).text)
    assert "Member: invited, the link works until Tue, Dec 1" in (await details(center)).text
    lucia = center.telegram.add_person("Lucía", language="es")
    await lucia.follows(url)
    await center.idle()
    assert "opened the link, has not answered yet" in (await details(center)).text
    assert "member connected" not in center.coordinators.last.text
    await lucia.taps(lucia.last, "Español")
    await center.idle()
    await lucia.taps(lucia.last, "memberyes:")
    await center.idle()
    assert "Member: connected ✓" in (await details(center)).text
    card = center.coordinators.last.text
    assert "📱 member connected" in card
    assert "Lucía" not in card
    assert "connected" not in center.volunteers.last.text


async def test_every_family_of_a_request_has_its_own_invitation(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes(RIDE)
    preview = await rosa.waits_for("This is what the group will see")
    await rosa.taps(preview, "Another family")
    await center.idle()
    await rosa.taps(preview, "post:")
    await center.idle()
    buttons = [label for label in labels(await details(center)) if "Invite" in label]
    assert buttons == ["✉️ 1. Invite the member", "✉️ 2. Invite the member"]
    await rosa.taps(rosa.last, buttons[1])
    asked = await rosa.waits_for("Which language")
    await rosa.taps(asked, "English")
    await center.idle()
    ana = center.telegram.add_person("Ana", language="en")
    await ana.follows(link_in(asked.text))
    await center.idle()
    await ana.taps(ana.last, "English")
    await center.idle()
    await ana.taps(ana.last, "memberyes:")
    await center.idle()
    assert "1 member connected" in center.coordinators.last.text
    assert "2.\nMember" in (await details(center)).text.replace("📱 ", "")


async def test_a_shift_is_for_nobody_who_could_be_invited(center: Center) -> None:
    await center.posts("/shift 2026-12-05 10:00 Hotline x2")
    assert "Invite the member" not in str(labels(await details(center)))


# --- opening it ------------------------------------------------------------------------------------------------------


DAYS = {"en": "Thursday, December 3", "es": "jueves, 3 de diciembre", "pt_BR": "quinta-feira, 3 de dezembro"}


@pytest.mark.parametrize("language", languages())
async def test_from_the_link_to_the_last_word(center: Center, language: str) -> None:
    name, day = LANGUAGE_NAMES[language], DAYS[language]
    dan = await center.volunteer("Dan")
    await posted(center)
    await dan.taps(center.volunteers.last, "claim:")
    await center.idle()

    lucia = center.telegram.add_person("Lucía", language="en")
    await lucia.follows(link_in((await invited(center, name)).text))
    await center.idle()
    asked = lucia.last
    assert labels(asked)[0] == name, "the invited language comes first"
    assert sorted(labels(asked)) == sorted(LANGUAGE_NAMES[spoken] for spoken in languages())
    assert "Amherst" not in lucia.screen()
    await lucia.taps(asked, name)
    await center.idle()
    assert said(language, "May I remind you of your appointment here?") in asked.text
    assert said(language, "Telegram itself can read this chat.") in asked.text
    assert said(language, "If you say no, nothing changes: the center helps you all the same.") in asked.text
    assert day not in asked.text
    await lucia.taps(asked, said(language, "Yes, remind me"))
    await center.idle()
    assert day in asked.text
    assert "Holyoke → Amherst" in asked.text
    assert "11:00" not in asked.text
    assert not labels(asked)
    told = len(lucia.chat)

    await at(center, "2026-12-02 18:29")
    assert len(lucia.chat) == told
    await at(center, "2026-12-02 18:30")
    tomorrow = said(language, "A reminder of your appointment with the center: {day}.", day=said(language, "tomorrow"))
    assert tomorrow in lucia.last.text
    assert day in lucia.last.text
    assert PHONE in lucia.last.text
    assert len(lucia.chat) == told + 1
    assert day not in asked.text, "one message stands for the appointment"

    await at(center, "2026-12-02 19:00")
    await edits(center, "Hour", "11:00")
    changed = lucia.last
    assert said(language, "Your appointment with the center changed:") in changed.text
    t = Translator(language, EASTERN)
    assert re.search(rf"{t.wall(time(9))}.*→.*{t.wall(time(11))}", changed.text)
    assert len(lucia.chat) == told + 2

    await at(center, "2026-12-03 07:00")
    await at(center, "2026-12-03 08:59")
    assert len(lucia.chat) == told + 2, "the reminder moved with the hour"
    await at(center, "2026-12-03 09:00")
    assert said(language, "today") in lucia.last.text
    assert len(lucia.chat) == told + 3

    await at(center, "2026-12-03 09:30")
    await cancels(center)
    off = lucia.last
    assert said(language, "This is only about the center. Whatever else you have that day has not changed.") in off.text
    assert len(lucia.chat) == told + 4
    learns_nothing(lucia, "Lucía")

    await at(center, "2026-12-03 16:30")
    assert off.text == said(language, "This is over.")
    assert len(lucia.chat) == told + 4
    for message in from_the_bot(lucia):
        assert day not in message.text, "nothing of it stays in the chat"
    assert await party_row(center) == (None, None, None, None)


# --- saying no, and links that are spent -----------------------------------------------------------------------------


async def test_no_is_kept_by_nobody_and_the_contact_hears_it_in_one_sentence(center: Center) -> None:
    await posted(center)
    lucia = center.telegram.add_person("Lucía", language="es")
    async with center.bot.app.db.reading() as tx:
        people = await tx.value("SELECT count(*) FROM person")
    asked = await opened(center, lucia)
    told = len(center.rosa.chat)
    await lucia.taps(asked, said("es", "No, thank you"))
    await center.idle()
    assert asked.text == said("es", "All right. I keep nothing, and the center helps you all the same.")
    assert len(center.rosa.chat) == told + 1
    assert "The member does not want reminders from me" in center.rosa.last.text
    assert "Lucía" not in center.rosa.last.text
    assert "Member:" not in (await details(center)).text
    assert await party_row(center) == (None, None, None, None)
    async with center.bot.app.db.reading() as tx:
        assert await tx.value("SELECT count(*) FROM person") == people, "somebody who only said no is forgotten"
        assert await tx.value("SELECT count(*) FROM draft") == 0
    before = len(lucia.chat)
    await at(center, "2026-12-03 08:00")
    assert len(lucia.chat) == before
    tap = await lucia.taps_data(asked, "memberyes:0")
    assert tap.alert


async def test_the_contact_who_cannot_be_written_to_has_colleagues(center: Center) -> None:
    await posted(center)
    lucia = center.telegram.add_person("Lucía", language="es")
    asked = await opened(center, lucia)
    center.rosa.blocks()
    await center.idle()
    await lucia.taps(asked, "memberno:")
    told = await center.rosa.waits_for("The member does not want reminders from me", in_=center.coordinators)
    assert "Lucía" not in told.text


@pytest.mark.parametrize("spent", ["used", "expired", "wrong", "replaced"])
async def test_a_spent_link_says_whom_to_call_and_nothing_else(center: Center, spent: str) -> None:
    await posted(center)
    url = link_in((await invited(center)).text)
    if spent == "used":
        ana = center.telegram.add_person("Ana", language="en")
        await ana.follows(url)
        await center.idle()
    elif spent == "expired":
        await at(center, "2026-12-01 10:00")
    elif spent == "wrong":
        url = url[:-9] + "AAAAAA-es"
    else:
        await invited(center)
    lucia = center.telegram.add_person("Lucía", language="en")
    await lucia.follows(url)
    await center.idle()
    assert lucia.last.text == f"This link does not work any more. Please call the center: {PHONE}"
    assert not lucia.last.buttons


async def test_a_link_works_until_the_last_second_of_its_seven_days(center: Center) -> None:
    await posted(center)
    url = link_in((await invited(center)).text)
    await at(center, "2026-12-01 09:59")
    lucia = center.telegram.add_person("Lucía", language="es")
    await lucia.follows(url)
    await center.idle()
    assert "Español" in labels(lucia.last)


async def test_a_new_link_voids_what_was_opened_and_who_was_connected(center: Center) -> None:
    await posted(center)
    stranger = center.telegram.add_person("Stranger", language="en")
    asked = await opened(center, stranger)
    await invited(center)
    assert (await stranger.taps(asked, "memberyes:")).alert
    assert (await party_row(center))[0] is None

    wrong = await connected(center, name="Wrong")
    shown = wrong.last
    assert "Holyoke" in shown.text
    await center.rosa.taps(await details(center), "Invite the member")
    question = await center.rosa.waits_for("Which language does the member speak?")
    assert "A new link disconnects them" in question.text
    await center.rosa.taps(question, "Español")
    await center.idle()
    assert "Holyoke" not in shown.text
    told = len(wrong.chat)
    lucia = center.telegram.add_person("Lucía", language="es")
    await lucia.follows(link_in(question.text))
    await center.idle()
    await lucia.taps(lucia.last, "Español")
    await center.idle()
    await lucia.taps(lucia.last, "memberyes:")
    await at(center, "2026-12-02 18:30")
    assert len(wrong.chat) == told
    assert "Holyoke" in lucia.last.text


async def test_a_link_to_what_is_cancelled_or_over_says_so_kindly(center: Center) -> None:
    await posted(center)
    url = link_in((await invited(center)).text)
    await cancels(center)
    lucia = center.telegram.add_person("Lucía", language="en")
    await lucia.follows(url)
    await center.idle()
    assert "This was called off, so there is nothing to remind you of." in lucia.last.text
    assert PHONE in lucia.last.text
    await center.posts("/ride 2026-11-24 11:00-12:00 Holyoke > Amherst")
    asked = await opened(center, lucia, "English")
    center.clock.forward(hours=2)
    await lucia.taps(asked, "memberyes:")
    await center.idle()
    assert "This is over already" in asked.text


async def test_a_coordinator_who_looks_does_not_use_the_link_up(center: Center) -> None:
    await posted(center)
    url = link_in((await invited(center)).text)
    await center.rosa.follows(url)
    await center.rosa.waits_for("This link is for the member, and it still works")
    lucia = center.telegram.add_person("Lucía", language="es")
    await lucia.follows(url)
    await center.idle()
    assert "Español" in labels(lucia.last)


async def test_yes_and_no_are_the_openers_own(center: Center) -> None:
    await posted(center)
    lucia = center.telegram.add_person("Lucía", language="es")
    asked = await opened(center, lucia)
    eve = center.telegram.add_person("Eve", language="en")
    await eve.starts()
    await center.idle()
    for label in ("memberyes:", "memberno:"):
        data = next(b.data for row in asked.buttons for b in row if (b.data or "").startswith(label))
        assert (await eve.taps_data(eve.last, data or "")).alert
    await lucia.taps(asked, "memberyes:")
    await center.idle()
    assert "Holyoke" in asked.text
    assert "Holyoke" not in eve.screen()


async def test_yes_before_the_question_was_asked_is_nothing(center: Center) -> None:
    await posted(center)
    lucia = center.telegram.add_person("Lucía", language="es")
    await lucia.follows(link_in((await invited(center)).text))
    await center.idle()
    data = next(b.data or "" for row in lucia.last.buttons for b in row)
    await lucia.taps_data(lucia.last, data.replace("memberlang", "memberyes"))
    assert (await party_row(center))[0] is None


async def test_the_bot_may_be_restarted_between_language_and_consent(center: Center) -> None:
    await posted(center)
    lucia = center.telegram.add_person("Lucía", language="en")
    asked = await opened(center, lucia)
    await center.restart()
    await lucia.taps(asked, "memberyes:")
    await center.idle()
    assert "jueves, 3 de diciembre" in asked.text
    await center.restart()
    await at(center, "2026-12-02 18:30")
    assert "jueves, 3 de diciembre" in lucia.last.text


async def test_words_instead_of_a_tap_ask_again(center: Center) -> None:
    await posted(center)
    lucia = center.telegram.add_person("Lucía", language="es")
    await opened(center, lucia)
    await lucia.writes("sí quiero")
    await center.idle()
    assert said("es", "May I remind you of your appointment here?") in lucia.last.text
    await lucia.sends_voice()
    await center.idle()
    assert said("es", "May I remind you of your appointment here?") in lucia.last.text
    await lucia.taps(lucia.last, "memberyes:")
    await center.idle()
    assert "Holyoke" in lucia.last.text


# --- connected -------------------------------------------------------------------------------------------------------


async def test_an_hour_to_be_confirmed_reminds_nobody_until_it_is(center: Center) -> None:
    await posted(center, "/ride 2026-12-03 morning Holyoke > Amherst", answer="time to be confirmed")
    lucia = await connected(center, language="English")
    assert "morning, time to be confirmed" in lucia.last.text
    told = len(lucia.chat)
    await at(center, "2026-12-02 18:30")
    assert len(lucia.chat) == told
    await edits(center, "Hour", "10:00")
    assert "morning, time to be confirmed → Thursday, December 3, 10:00 AM" in lucia.last.text
    assert len(lucia.chat) == told + 1
    await at(center, "2026-12-03 08:00")
    assert len(lucia.chat) == told + 2


async def test_who_connects_late_is_not_reminded_of_what_was_due_before(center: Center) -> None:
    await posted(center)
    await at(center, "2026-12-02 18:31")
    lucia = await connected(center)
    told = len(lucia.chat)
    await at(center, "2026-12-03 06:59")
    assert len(lucia.chat) == told
    await at(center, "2026-12-03 07:00")
    assert len(lucia.chat) == told + 1


async def test_a_change_that_brings_the_start_near_is_told_once(center: Center) -> None:
    """The reminders for the new hour would have been due already: the change says it all."""
    await posted(center)
    lucia = await connected(center, language="English")
    told = len(lucia.chat)
    await at(center, "2026-11-24 12:00")
    await edits(center, "Day", "2026-11-24 13:00")
    assert "Thursday, December 3, 9:00 AM → Tuesday, November 24, 1:00 PM" in lucia.last.text
    assert len(lucia.chat) == told + 1
    await at(center, "2026-11-24 13:00")
    assert len(lucia.chat) == told + 1


async def test_a_change_in_the_very_minute_of_the_reminder_is_told_once(center: Center) -> None:
    await posted(center)
    lucia = await connected(center, language="English")
    await at(center, "2026-12-02 18:30")
    told = len(lucia.chat)
    for hour in ("11:00", "12:00", "11:00"):
        await edits(center, "Hour", hour)
        told += 1
        assert "changed" in lucia.last.text
        assert len(lucia.chat) == told


async def test_a_change_of_what_is_not_the_members_to_check_is_not_told(center: Center) -> None:
    await posted(center)
    lucia = await connected(center, language="English")
    told = len(lucia.chat)
    await edits(center, "People", "3")
    assert "3 people" in center.coordinators.last.text
    assert len(lucia.chat) == told
    await edits(center, "To", "Northampton")
    assert "Holyoke → Amherst → Holyoke → Northampton" in lucia.last.text
    assert len(lucia.chat) == told + 1


async def test_a_saved_place_is_named_in_no_notice(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes("/ride 2026-12-03 09:00 Holyoke > Federal Courthouse")
    await center.idle()
    await rosa.taps(rosa.last, "It is a public place")
    await center.idle()
    await rosa.taps(rosa.last, "post:")
    await center.idle()
    assert "Federal Courthouse" in center.volunteers.last.text
    lucia = await connected(center, language="English")
    await at(center, "2026-12-02 18:30")
    await edits(center, "To", "Amherst")
    await center.idle()
    learns_nothing(lucia, "Federal", "Courthouse")
    assert "Holyoke" in lucia.last.text


async def test_blocking_the_bot_is_told_to_the_contact_once(center: Center) -> None:
    await posted(center)
    lucia = await connected(center)
    told = len(center.rosa.chat)
    lucia.blocks()
    await center.idle()
    await at(center, "2026-12-02 18:30")
    await at(center, "2026-12-03 07:00")
    new = [message.text for message in center.rosa.chat[told:]]
    assert len(new) == 1
    assert "I can no longer write to the member" in new[0]
    assert "Please call" in new[0]
    assert "Lucía" not in new[0]
    assert "out of my reach" in coordinators_card(center).text
    await lucia.starts()
    await center.idle()
    assert "📱 member connected" in coordinators_card(center).text


async def test_a_deleted_account_is_noticed_at_the_first_reminder(center: Center) -> None:
    await posted(center)
    lucia = await connected(center)
    lucia.deactivates()
    await at(center, "2026-12-02 18:30")
    await center.rosa.waits_for("I can no longer write to the member")


@pytest.mark.parametrize("how", ["blocked", "deleted"])
async def test_a_cancellation_that_does_not_reach_the_member_is_told_to_the_coordinators(
    center: Center, how: str
) -> None:
    await posted(center)
    lucia = await connected(center)
    if how == "blocked":
        lucia.blocks()
    else:
        lucia.deactivates()
    await center.idle()
    await cancels(center)
    told = center.coordinators.last.text
    assert "I could not tell the member that this was cancelled. Please call" in told
    assert "Lucía" not in told
    assert sum("I could not tell the member" in message.text for message in center.coordinators.messages) == 1


async def test_a_volunteer_may_be_a_member_and_cannot_claim_the_own_ride(center: Center) -> None:
    dan = await center.volunteer("Dan")
    await posted(center)
    asked = await opened(center, dan, "English")
    await dan.taps(asked, "memberyes:")
    await center.idle()
    tap = await dan.taps(center.volunteers.last, "claim:")
    assert "This request is for you" in tap.text
    await dan.writes("/my")
    await center.idle()
    await dan.waits_for("Your appointments with the center")
    await dan.waits_for("You have taken nothing yet")


async def test_whoever_drives_cannot_become_the_member(center: Center) -> None:
    dan = await center.volunteer("Dan")
    await posted(center)
    asked = await opened(center, dan, "English")
    await dan.taps(center.volunteers.last, "claim:")
    await dan.taps(asked, "memberyes:")
    await center.idle()
    assert (await party_row(center))[0] is None
    await dan.follows(link_in((await invited(center)).text))
    await center.idle()
    assert "This link does not work any more" in dan.last.text


async def test_start_and_my_show_a_members_dates_and_help_has_its_own_words(center: Center) -> None:
    await posted(center)
    lucia = await connected(center)
    for words in ("/start", "/my"):
        await lucia.writes(words)
        await center.idle()
        assert said("es", "Your appointments with the center:") in lucia.last.text
        assert "jueves, 3 de diciembre" in lucia.last.text
    await lucia.writes("/help")
    await center.idle()
    assert "/ride" not in lucia.last.text
    assert "/open" not in lucia.last.text
    assert PHONE in lucia.last.text
    await lucia.taps(lucia.last, "mydates:")
    await center.idle()
    assert "jueves, 3 de diciembre" in lucia.last.text
    learns_nothing(lucia, "/open")
    eve = center.telegram.add_person("Eve", language="en")
    await eve.writes("/my")
    await center.idle()
    assert "for people in the volunteers' group" in eve.last.text


@pytest.mark.parametrize("how", ["reached", "blocked", "message deleted"])
async def test_when_it_is_over_nobody_knows_any_more_who_the_member_was(center: Center, how: str) -> None:
    await posted(center)
    lucia = await connected(center)
    await at(center, "2026-12-03 07:00")
    if how == "blocked":
        lucia.blocks()
    elif how == "message deleted":
        lucia.deletes(lucia.last)
    await at(center, "2026-12-03 13:59")
    assert (await party_row(center))[0] is not None
    await at(center, "2026-12-03 14:00")
    assert await party_row(center) == (None, None, None, None)
    if how == "reached":
        assert lucia.last.text == said("es", "This is over.")


NOBODY_READS = "I am only a program: nobody reads what you write here, and I have not kept it. I am sorry!"


async def test_a_frightened_member_hears_how_to_reach_a_person(center: Center) -> None:
    await posted(center)
    lucia = await connected(center)
    await lucia.writes("tengo miedo, ayuda")
    await center.idle()
    assert PHONE not in lucia.last.text, "days before it is as for everybody"
    await at(center, "2026-12-02 00:30")
    for words in ("tengo miedo, ayuda", "gracias"):
        await lucia.writes(words)
        await center.idle()
        assert said("es", NOBODY_READS) in lucia.last.text
        assert PHONE in lucia.last.text
    await lucia.sends_voice()
    await center.idle()
    assert PHONE in lucia.last.text
    for word in (*PRIVATE, *TELLING):
        assert word not in lucia.last.text
    await presses(lucia, lucia.last, "alarm:member")
    await center.idle()
    await presses(lucia, lucia.last, "alarmnow")
    await center.idle()
    assert choices(center.rosa.last, "havealarm")


async def test_a_late_volunteer_hears_how_to_reach_a_person(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    await presses(dan, await center.posts(), "claim")
    await at(center, "2026-12-01 12:00")
    await dan.writes("I am late, stuck in traffic")
    await center.idle()
    assert PHONE not in dan.last.text
    for moment, red in (("2026-12-02 12:00", False), ("2026-12-03 09:00", True)):
        await at(center, moment)
        await dan.writes("I am late, stuck in traffic")
        await center.idle()
        assert NOBODY_READS in dan.last.text
        assert choices(dan.last, "claimcard")
        assert PHONE in dan.last.text
        assert bool(choices(dan.last, "alarm:volunteer")) is red


async def test_a_second_yes_changes_nothing(center: Center) -> None:
    await posted(center)
    lucia = center.telegram.add_person("Lucía", language="es")
    asked = await opened(center, lucia)
    data = next(b.data or "" for row in asked.buttons for b in row if (b.data or "").startswith("memberyes:"))
    taps = [lucia.taps_data_nowait(asked, data) for _ in range(3)]
    alerts = [(await tap).alert for tap in taps]
    assert not any(alerts)
    await center.idle()
    assert "jueves, 3 de diciembre" in asked.text
