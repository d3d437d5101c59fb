"""Events, the list of what is coming, posting step by step, what only those who go are told, refusals that convert."""

from __future__ import annotations

import re

import pytest
from icalendar import Calendar

from sandbox import Person
from tests.center import Center
from tests.stories.test_trainings import at, goes, labels, messages, posts_session, public_link, trained

CUP = "/event 2026-12-05 10:00 Justice Cup @ Holyoke"


async def test_an_event_has_maybe_and_leads_to_nothing(center: Center) -> None:
    card = await posts_session(center, CUP)
    assert "Justice Cup" in card.text
    assert any("Maybe" in label for label in labels(card))
    ben = await center.volunteer("Ben", trained=False)
    await ben.taps(card, "maybe:")
    await center.idle()
    assert "Maybe · " in card.text or "Maybe" in card.text
    assert "You said maybe" in ben.last.text
    await at(center, 18, 30, day=4)
    await ben.taps(await ben.waits_for("Tomorrow:"), "I'm going")
    await center.idle()
    await at(center, 9, 0, day=5)
    await at(center, 11, 30, day=5)
    assert messages(ben, "Soon:") == 1
    assert messages(ben, "missed") == 0


async def test_a_training_has_no_maybe(center: Center) -> None:
    card = await posts_session(center)
    ben = await center.volunteer("Ben", trained=False)
    assert "maybe" not in str(card.buttons)
    tap = await ben.taps_data(card, (card.buttons[0][0].data or "").replace("going:", "maybe:"))
    assert tap.alert


@pytest.mark.parametrize("command", ["/trainings", "/formaciones", "/treinamentos"])
async def test_what_is_coming_is_for_everybody(center: Center, command: str) -> None:
    await posts_session(center)
    await posts_session(center, CUP)
    priya = center.telegram.add_person("Priya")
    await priya.writes(command)
    await center.idle()
    listed = priya.last
    assert labels(listed) == ["🎓 Thu, Dec 3, 6:30 PM · Training: rideshare", "🎉 Sat, Dec 5, 10:00 AM · Justice Cup"]
    await priya.taps(listed, "Justice Cup")
    await center.idle()
    await goes(center, priya, priya.last)
    assert "You're going." in priya.last.text
    await priya.writes(command)
    await center.idle()
    assert "✅ 🎉" in labels(priya.last)[1]


async def test_nothing_is_coming(center: Center) -> None:
    priya = center.telegram.add_person("Priya")
    await priya.writes("/trainings")
    await priya.waits_for("No training or event is planned")


async def test_the_calendar_file_has_name_and_public_place_only(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes("/event 2026-12-05 10:00 Justice Cup @ 12 Maple St, Holyoke")
    await center.idle()
    await rosa.taps(rosa.last, "Show Holyoke to all")
    await center.idle()
    await rosa.taps(rosa.last, "spost:")
    await center.idle()
    card = center.volunteers.last
    ben = await center.volunteer("Ben", trained=False)
    await goes(center, ben, card)
    await ben.taps(ben.last, "Calendar")
    await center.idle()
    (event,) = Calendar.from_ical(ben.files[-1].content).walk("VEVENT")
    assert str(event["summary"]) == "Justice Cup"
    assert str(event["location"]) == "Holyoke"
    assert b"Maple" not in ben.files[-1].content


# --- what only those who go are told ---------------------------------------------------------------------------------


async def test_a_private_place_is_told_to_those_who_go_and_stands_in_no_group(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes("/training 2026-12-03 18:30 rideshare @ Ana's house, 12 Maple St")
    await center.idle()
    assert "looks like an address" in rosa.last.text
    await rosa.taps(rosa.last, "Only those who go")
    await center.idle()
    await rosa.taps(rosa.last, "spost:")
    await center.idle()
    card = center.volunteers.last
    ben, zoe = [await center.volunteer(name, trained=False) for name in ("Ben", "Zoe")]
    tap = await zoe.taps_data(card, (card.buttons[0][0].data or "").replace("going:", "where:"))
    assert "Only those who go are told" in tap.text
    await goes(center, ben, card)
    assert "Maple" not in ben.screen()
    await ben.taps(ben.last, "Where exactly?")
    await center.idle()
    assert "Ana's house, 12 Maple St" in ben.last.text
    for group in (center.volunteers, center.coordinators):
        assert "Maple" not in rosa.screen(group)
    await at(center, 18, 30, day=2)
    reminder = ben.last
    assert "Maple" not in reminder.text
    await ben.taps(reminder, "I can't after all")
    await center.idle()
    tap = await ben.taps_data(reminder, (card.buttons[0][0].data or "").replace("going:", "where:"))
    assert "Only those who go are told" in tap.text
    await at(center, 22, 30)
    async with center.bot.app.db.reading() as tx:
        assert await tx.value("SELECT count(*) FROM session WHERE venue_sealed IS NOT NULL") == 0


async def test_the_link_of_an_online_training_is_told_to_those_who_go(center: Center) -> None:
    card = await posts_session(center, "/training 2026-12-03 18:30 hotline online https://meet.example.org/abc es")
    assert "meet.example" not in card.text
    assert "español" in card.text or "Spanish" in card.text
    ben = await center.volunteer("Ben", trained=False)
    await goes(center, ben, card)
    await ben.taps(ben.last, "Where exactly?")
    await center.idle()
    assert "https://meet.example.org/abc" in ben.last.text


# --- posting ---------------------------------------------------------------------------------------------------------


async def test_step_by_step(center: Center) -> None:
    rosa = center.rosa
    lee = await center.volunteer("Lee", trained=False)
    await rosa.writes("/training")
    for asked, button in (
        ("Training for what?", "accompaniment"),
        ("When?", "Thu, Dec 3"),
        ("At what time?", "6:00 PM"),
        ("At what time exactly?", "6:30 PM"),
        ("Where?", "Amherst"),
        ("In which language?", "Spanish"),
        ("In which language?", "Done"),
        ("How many places are there?", "12"),
    ):
        await rosa.waits_for(asked)
        await rosa.taps(rosa.last, button)
        await center.idle()
    await rosa.waits_for("Who leads it?")
    await rosa.writes("lee")
    preview = await rosa.waits_for("This is what the group will see:")
    assert "Thursday, December 3, 2026, 6:30 PM – 7:30 PM, in 9 days" in preview.text
    assert "12 places" in preview.text
    assert "Trainer: Lee" in preview.text
    assert preview.buttons[0][0].text.endswith("Post to the group")
    await rosa.taps(preview, "Another training right after")
    await center.idle()
    await rosa.taps(rosa.last, "rideshare")
    await center.idle()
    assert "7:30 PM – 8:30 PM" in rosa.last.text
    await rosa.taps(rosa.last, "Post to the group")
    await center.idle()
    assert "6:30 PM – 7:30 PM" in center.volunteers.messages[-2].text + center.volunteers.last.text
    await lee.waits_for("You lead this one")


async def test_in_spanish_with_accents_and_a_way_back(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes("/idioma")
    await rosa.taps(await rosa.waits_for("Which language"), "Español")
    await center.idle()
    await rosa.writes("/formación jueves 3 de diciembre 18:30 viajes @ Holyoke cupo 8")
    await center.idle()
    await rosa.taps(rosa.last, "spost:")
    await center.idle()
    assert "0/8" in center.volunteers.last.text
    await rosa.writes("/evento")
    await center.idle()
    await rosa.writes("Copa de la Justicia")
    await center.idle()
    await rosa.taps(rosa.last, "schange:")  # one step back
    await center.idle()
    for words in ("Copa de la Amistad", "sábado 5 de diciembre 10am", "Holyoke"):
        await rosa.writes(words)
        await center.idle()
    await rosa.taps_data(rosa.last, rosa.last.buttons[-2][0].data or "")  # done with languages
    await center.idle()
    await rosa.writes("40")
    await center.idle()
    await rosa.taps_data(rosa.last, rosa.last.buttons[-2][-1].data or "")  # nobody leads it yet
    await center.idle()
    await rosa.taps(rosa.last, "spost:")
    await center.idle()
    card = center.volunteers.last
    assert "Copa de la Amistad" in card.text
    assert "Justicia" not in card.text
    assert "0/40" in card.text


async def test_in_portuguese(center: Center) -> None:
    card = await posts_session(center, "/treinamento qui 3 de dezembro 18h30 acompanhamento @ Hartford vagas 9 pt")
    assert "6:30 PM – 7:30 PM" in card.text
    assert "0/9" in card.text
    assert "Hartford" in card.text


async def test_listed_dates_and_weeks_are_each_a_session(center: Center) -> None:
    before = len(center.volunteers.messages)
    await posts_session(center, "/training Thu 12/3 18:30, Sat 12/5 10:00 rideshare @ Northampton cap 12")
    assert len(center.volunteers.messages) == before + 2
    await center.rosa.writes("/training every thu 18:30 rideshare @ Holyoke")
    await center.rosa.taps(await center.rosa.waits_for("For how many weeks?"), "3")
    await center.idle()
    assert "December 10" in center.rosa.last.text
    await center.rosa.taps(center.rosa.last, "spost:")
    await center.idle()
    assert len(center.volunteers.messages) == before + 5
    async with center.bot.app.db.reading() as tx:
        assert await tx.value("SELECT count(DISTINCT evening_id) FROM session") == 5


async def test_nothing_typed_is_lost_and_every_refusal_says_what_to_do(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes("/training rideshare @ Northampton cap 12")
    asked = await rosa.waits_for("I could not read a date and time there")
    assert "rideshare" in asked.text
    assert "Northampton" in asked.text
    await rosa.writes("thu 6:30pm")
    await rosa.waits_for("12 places")
    await rosa.writes("/training 2026-12-03 18:30 rideshare @ Northampton @nobody_here")
    await rosa.waits_for("I know nobody by that name")
    await rosa.writes("/event 2026-12-05 10:00 " + "x" * 3000)
    await center.idle()
    assert rosa.last.text
    for odd in ("‮cup", "<b>cup</b>", "🇲🇽🇧🇷", "a\x00b"):
        await rosa.writes(f"/event 2026-12-05 10:00 {odd} @ Holyoke")
        await center.idle()
        assert "This is what the group will see" in rosa.last.text


async def test_who_is_no_coordinator_posts_nothing(center: Center) -> None:
    ben = await center.volunteer("Ben", trained=False)
    before = len(center.volunteers.messages)
    await ben.writes("/training 2026-12-03 18:30 rideshare @ Northampton")
    await center.idle()
    assert "spost" not in str(ben.last.buttons)
    assert len(center.volunteers.messages) == before


# --- a refusal that converts -----------------------------------------------------------------------------------------


async def test_an_untrained_tap_is_answered_with_the_next_training(center: Center) -> None:
    ben = await center.volunteer("Ben", trained=False)
    ride = await center.posts()
    await posts_session(center, "/training 2026-12-03 18:30 rideshare @ Northampton cap 12")
    tap = await ben.taps(ride, "claim:")
    assert tap.alert
    assert "The next one is on Thursday, December 3" in tap.text
    await center.idle()
    offer = await ben.waits_for("This needs the rideshare training first")
    assert "Northampton" in offer.text
    await goes(center, ben, offer)
    assert "You're going." in ben.last.text


async def test_without_a_training_to_come_it_is_said_plainly(center: Center) -> None:
    ben = await center.volunteer("Ben", trained=False)
    ride = await center.posts()
    tap = await ben.taps(ride, "claim:")
    assert "I've written to you privately" in tap.text
    await ben.waits_for("No such training is planned right now")


async def test_somebody_without_a_private_chat_is_led_to_the_training(center: Center) -> None:
    ben = await center.volunteer("Ben", connected=False, trained=False)
    ride = await center.posts()
    await posts_session(center, "/training 2026-12-03 18:30 rideshare @ Northampton cap 12")
    tap = await ben.taps(ride, "claim:")
    assert tap.url is not None
    await ben.follows(tap.url)
    offer = await ben.waits_for("This needs the rideshare training first")
    await goes(center, ben, offer)
    await ben.waits_for("You're going.")


# --- the outside -----------------------------------------------------------------------------------------------------


async def test_the_link_of_a_session_that_is_over_or_forged(center: Center) -> None:
    await posts_session(center)
    link = await public_link(center)
    await at(center, 19, 31)
    priya = center.telegram.add_person("Priya")
    await priya.follows(link)
    await center.idle()
    assert "over" in priya.last.text
    await priya.follows(re.sub(r"s-\w+", "s-zzzzzzzz", link))
    await center.idle()
    assert "over or gone" in priya.last.text
    await priya.starts("h-zzz-1234")
    await center.idle()
    assert "No code is needed right now" in priya.last.text
    assert not await trained(center, priya)


async def test_a_stranger_sees_no_names(center: Center) -> None:
    card = await posts_session(center, CUP)
    ben = await center.volunteer("Ben", trained=False)
    await goes(center, ben, card)
    priya: Person = center.telegram.add_person("Priya")
    await priya.follows(await public_link(center))
    await center.idle()
    assert "Ben" not in priya.screen()
    assert "Rosa" not in priya.screen()


async def test_a_reply_to_a_card_says_nothing_and_the_button_is_shown_again(center: Center) -> None:
    card = await posts_session(center, CUP)
    ben = await center.volunteer("Ben", trained=False)
    await ben.writes("I'll be there!", to=center.volunteers, reply_to=card)
    answer = await ben.waits_for("Nothing is noted yet", in_=center.volunteers)
    await goes(center, ben, answer)
    assert "1" in card.text
    assert "You're going." in ben.last.text


async def test_an_unfinished_training_is_raised_after_an_hour_and_goes_on(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes("/training thu rideshare @ Holyoke")
    await rosa.waits_for("At what time?")
    center.clock.forward(minutes=61)
    await center.idle()
    reminder = await rosa.waits_for("You have an unfinished training or event")
    await rosa.taps(reminder, "Go on")
    await center.idle()
    assert "At what time?" in rosa.last.text
    await rosa.writes("18:30")
    await center.idle()
    await rosa.taps(rosa.last, "spost:")
    await center.idle()
    assert "Holyoke" in center.volunteers.last.text


async def test_two_coordinators_edit_at_once_and_neither_change_is_lost(center: Center) -> None:
    card = await posts_session(center)
    theirs, rosa = center.coordinators.last, center.rosa
    ana = await center.coordinator("Ana")
    previews = []
    for person, field, words in ((rosa, "Hour", "19:15"), (ana, "Places", "20")):
        await person.taps(theirs, "sessionedit:")
        await center.idle()
        await person.taps(await person.waits_for("What should change?"), field)
        await center.idle()
        await person.writes(words)
        await center.idle()
        previews.append(person.last)
    await rosa.taps(previews[0], "Save the changes")
    await ana.taps(previews[1], "Save the changes")
    await center.idle()
    assert "7:15 PM" in card.text
    assert "0/20" in card.text
