"""People connect: Start, a few questions, a promise, a language."""

from __future__ import annotations

import pytest

from bot.actions import people
from bot.rules.model import Profile
from sandbox import Person
from tests.center import Center


async def profile_of(center: Center, person: Person) -> Profile | None:
    app = center.bot.app
    found = await people.find_target(app, str(person.id))
    return None if found is None else await people.profile(app, found)


async def test_dan_tells_what_he_likes_and_skips_the_rest(center: Center) -> None:
    dan = center.telegram.add_person("Daniel")
    center.volunteers.add(dan)
    await dan.follows(center.volunteers.pinned[0].buttons[0][0].url or "")
    await dan.waits_for("Which name should coordinators use")
    await dan.writes("Dan")
    await dan.waits_for("Your phone number?")
    await dan.presses("Share my phone number")
    await dan.waits_for("Which languages do you speak?")
    await dan.writes("English, a little Spanish")
    await dan.taps(await dan.waits_for("In which towns"), "Skip")
    await dan.waits_for("Do you have a car?")
    await dan.writes("blue Subaru, 4 seats")
    promise = await dan.waits_for("a promise")
    await dan.taps(promise, "I agree")
    await dan.waits_for("You agreed")
    known = await profile_of(center, dan)
    assert known == Profile("Dan", dan.phone, "English, a little Spanish", "", "blue Subaru, 4 seats")
    assert not dan.keyboard


async def test_start_again_shows_what_is_noted_and_changes_only_what_is_answered(center: Center) -> None:
    dan = await center.volunteer("Dan")
    await dan.writes("/start")
    await dan.writes("Danny")
    await center.idle()
    await dan.writes("/start")
    await dan.waits_for("Now: Danny")


async def test_luz_is_spoken_to_in_spanish_and_can_change_it(center: Center) -> None:
    luz = await center.volunteer("Luz", language="es")
    assert "Aceptaste la promesa" in luz.screen()
    await luz.writes("/idioma")
    await luz.taps(await luz.waits_for("¿En qué idioma te hablo?"), "English")
    await luz.waits_for("From now on I speak English")
    await luz.writes("/help")
    await luz.waits_for("what is open now")


async def test_a_language_we_do_not_speak_falls_back_to_the_first(center: Center) -> None:
    nadia = center.telegram.add_person("Nadia", language="uk")
    await nadia.starts()
    await nadia.waits_for("Hello Nadia")


async def test_an_account_without_a_language_is_greeted_too(center: Center) -> None:
    ghost = center.telegram.add_person("Ghost", language=None)
    await ghost.starts()
    await ghost.waits_for("You are not in the volunteers' group yet")


async def test_help_shows_only_what_a_person_can_use(center: Center) -> None:
    dan = await center.volunteer("Dan")
    await dan.writes("/help")
    assert "/ride" not in (await dan.waits_for("/open")).text
    await center.rosa.writes("/help")
    shown = (await center.rosa.waits_for("Coordinators")).text
    for command in ("/ride thu 9am Holyoke > Amherst", "/accompany ", "/interpret ", "/shift ", "/board"):
        assert command in shown


@pytest.mark.parametrize(
    ("language", "example", "menu"),
    [
        ("Español", "/viaje jueves 9am Holyoke > Amherst", ["viaje", "acompanar", "interpretar", "turno"]),
        ("Português", "/carona quinta 9h Holyoke > Amherst", ["carona", "acompanhar", "interpretar", "plantao"]),
    ],
)
async def test_help_and_menu_show_the_words_of_the_persons_language_and_they_work(
    center: Center, language: str, example: str, menu: list[str]
) -> None:
    rosa = center.rosa
    await rosa.writes("/language")
    await rosa.taps(await rosa.waits_for("Which language"), language)
    await center.idle()
    assert list(rosa.menu())[:4] == menu
    await rosa.writes("/help")
    await rosa.waits_for(example)
    await rosa.writes(example)
    await rosa.taps(await rosa.waits_for("🚗"), "📣")
    await center.idle()
    assert "Holyoke → Amherst" in center.volunteers.last.text


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("/start", "Which name"),
        ("/help", "/open"),
        ("/language", "Which language"),
        ("/open", "Nothing is open"),
        ("/my", "You have taken nothing"),
    ],
)
async def test_a_private_command_in_the_group_is_deleted_and_answered_privately(
    center: Center, command: str, answer: str
) -> None:
    dan = await center.volunteer("Dan")
    before = len(center.volunteers.messages)
    typed = await dan.writes(command, to=center.volunteers)
    await center.idle()
    assert answer in dan.last.text
    assert typed.deleted
    assert len(center.volunteers.messages) == before


async def test_who_has_not_connected_is_shown_the_way_from_the_group(center: Center) -> None:
    ellen = await center.volunteer("Ellen", connected=False)
    await ellen.writes("/open", to=center.volunteers)
    answer = await ellen.waits_for("Let's continue privately", in_=center.volunteers)
    await ellen.follows(answer.buttons[0][0].url or "")
    await ellen.waits_for("Hello Ellen")


async def test_a_language_that_telegram_tells_later_is_spoken_from_then_on(center: Center) -> None:
    luz = await center.volunteer("Luz", connected=False, language="es")
    await luz.starts()
    await luz.waits_for("Hola")


async def test_a_text_nobody_asked_for_is_answered_and_not_kept(center: Center) -> None:
    dan = await center.volunteer("Dan")
    await dan.writes("hello there")
    await dan.waits_for("I did not ask anything")
    await dan.sends_voice()
    await center.idle()
    assert "I did not ask anything" in dan.last.text
    await dan.writes("/nonsense")
    await dan.waits_for("I don't know this command")


async def test_a_picture_is_no_answer_to_a_question(center: Center) -> None:
    dan = center.telegram.add_person("Dan")
    await dan.starts()
    await dan.waits_for("Which name")
    await dan.sends_photo()
    await dan.waits_for("Please answer with text")


async def test_an_a_number_is_never_stored(center: Center) -> None:
    dan = center.telegram.add_person("Dan")
    await dan.starts()
    await dan.waits_for("Which name")
    await dan.writes("Dan A 123 456 789")
    await dan.waits_for("I never store it")
    known = await profile_of(center, dan)
    assert known is not None
    assert known.name == "Dan"


async def test_cancel_leaves_the_question(center: Center) -> None:
    dan = center.telegram.add_person("Dan")
    await dan.starts()
    await dan.waits_for("Which name")
    await dan.writes("/cancel")
    await dan.waits_for("I stopped asking")
    await dan.writes("/cancel")
    await dan.waits_for("I am not asking anything")


async def test_a_skip_of_an_older_question_skips_nothing_else(center: Center) -> None:
    dan = center.telegram.add_person("Dan")
    await dan.starts()
    first = await dan.waits_for("Which name")
    await dan.writes("Danny")
    await dan.waits_for("Your phone number?")
    assert (await dan.taps(first, "Skip")).silent
    await center.idle()
    assert "Your phone number?" in dan.last.text


async def test_coordinators_note_trainings_by_name_number_or_reply(center: Center) -> None:
    rosa = center.rosa
    dan = await center.volunteer("Dan", trained=False)
    hello = await dan.writes("hi all", to=center.volunteers)
    grant = await rosa.writes("/grant rideshare", to=center.volunteers, reply_to=hello)
    await rosa.waits_for("Dan is now trained for rideshare")
    assert grant.deleted
    await rosa.writes(f"/revoke rideshare {dan.id}")
    await rosa.waits_for("Dan is no longer trained")
    await rosa.writes("/grant @DAN_V rideshare", to=center.coordinators)
    await rosa.waits_for("Dan is now trained", in_=center.coordinators)
    await rosa.writes("/grant rideshare @dan_v")
    await rosa.waits_for("Dan was already trained")
    await rosa.writes("/revoke accompaniment @dan_v")
    await rosa.waits_for("Dan was not trained for accompaniment")


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("/grant", "Write /grant and the training"),
        ("/grant rideshare", "Write /grant and the training"),
        ("/grant juggling @dan_v", "Write /grant and the training"),
        ("/grant rideshare @nobody", "I have not met “@nobody” yet"),
        ("/revoke rideshare 99", "I have not met “99” yet"),
        ("/grant rideshare dan", "I have not met “dan” yet"),
    ],
)
async def test_a_grant_that_cannot_be_read_says_what_to_write(center: Center, typed: str, answer: str) -> None:
    await center.rosa.writes(typed)
    await center.rosa.waits_for(answer)


async def test_a_volunteer_cannot_grant(center: Center) -> None:
    dan = await center.volunteer("Dan", trained=False)
    await dan.writes("/grant rideshare @dan_v")
    await dan.waits_for("This is for coordinators")
