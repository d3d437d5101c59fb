"""The debrief: asked of one, answered with a thumb in a minute; what coordinators hear of it."""

from __future__ import annotations

import pytest

from sandbox import Person, SeenMessage
from tests.center import Center, choices, coordinators_card, has, newest, presses

COMPANY = "/accompany 2026-12-03 12:00-14:00 Hartford x1"


@pytest.fixture(params=["en", "es"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def together(center: Center, ana: Person, ben: Person) -> SeenMessage:
    """Ana and Ben, in this order, accompany somebody, and are there."""
    card = await center.posts(COMPANY)
    for person in (ana, ben):
        await presses(person, card, "claim")
        await center.later(minutes=1)
    await center.at("2026-12-03 12:00")
    await presses(ana, newest(ana, "step:with"), "step:with")
    await center.idle()
    return card


async def reads(center: Center, coordinator: Person) -> str:
    """Opens the newest report from the group; returns what the coordinator then reads privately."""
    await presses(coordinator, reports(center)[-1], "report")
    await center.idle()
    return coordinator.last.text


async def answers(center: Center, person: Person, *said: str) -> SeenMessage:
    message = newest(person, "debrief")
    for answer in said:
        await presses(person, message, f"debrief:{answer}")
        await center.idle()
    return message


def reports(center: Center) -> list[SeenMessage]:
    return [message for message in center.coordinators.messages if "📋" in message.text]


async def home(center: Center, person: Person) -> None:
    """The person says so, and nobody takes it back."""
    await presses(person, newest(person, "step:home"), "step:home")
    await center.later(minutes=10)


async def test_under_a_minute_by_buttons(center: Center, language: str) -> None:
    ana, ben = await center.crew("Ana", "Ben", language=language)
    await together(center, ana, ben)
    await home(center, ana)
    assert not has(ben, "debrief"), "only one is asked"
    await answers(center, ana, "yes", "no", "done", "done")
    assert not has(ana, "debrief")
    assert not reports(center), "all went well: nobody needs to read it"
    assert has(ben, "nothingtoadd"), "anything to add?"
    await presses(ben, newest(ben, "nothingtoadd"), "nothingtoadd")
    await center.at("2026-12-04 12:00")
    assert not has(ana, "debrief")
    assert not reports(center)


async def test_without_word_it_is_asked_half_an_hour_after_the_end_and_once_more(center: Center, language: str) -> None:
    ana, ben = await center.crew("Ana", "Ben", language=language)
    await together(center, ana, ben)
    await center.at("2026-12-03 14:29")
    assert not has(ana, "debrief")
    await center.at("2026-12-03 14:30")
    assert len([m for m in ana.chat if choices(m, "debrief")]) == 1
    await center.at("2026-12-04 02:29")
    assert len([m for m in ana.chat if choices(m, "debrief")]) == 1
    await center.at("2026-12-04 02:30")
    nagged = [m for m in ana.chat if choices(m, "debrief")]
    assert len(nagged) == 2
    assert not nagged[-1].rings, "at night without a sound"
    await center.at("2026-12-06 12:00")
    assert len([m for m in ana.chat if choices(m, "debrief")]) == 2


async def test_everyone_home_ends_the_watch_at_once(center: Center) -> None:
    ana, ben = await center.crew("Ana", "Ben")
    await together(center, ana, ben)
    await center.at("2026-12-03 14:30")
    await answers(center, ana, "yes", "yes")
    await center.at("2026-12-03 15:30")
    assert not any(choices(message, "havealarm") for message in center.coordinators.messages)


@pytest.mark.parametrize("hour", ["14:30", "21:30"])
async def test_not_everyone_home_is_an_emergency_whatever_the_hour(center: Center, language: str, hour: str) -> None:
    rosa = center.rosa
    ana, ben = await center.crew("Ana", "Ben", language=language)
    card = await center.posts(COMPANY if hour == "14:30" else COMPANY.replace("12:00-14:00", "19:00-21:00"))
    for person in (ana, ben):
        await presses(person, card, "claim")
        await center.later(minutes=1)
    await center.at(f"2026-12-03 {hour}")
    asked = await answers(center, ana, "yes", "no")
    (called,) = [message for message in center.coordinators.messages if choices(message, "havealarm")]
    for told in (called, newest(rosa, "havealarm")):
        assert told.rings
        assert "Ana says that not everyone is home" in told.text
    assert "🔴" in ana.last.text, "she reads that the coordinators are being alerted"
    if language == "en":
        assert "alerting 1 coordinator" in ana.last.text
    assert choices(asked, "debrief"), "and the report goes on"
    await presses(rosa, called, "havealarm")
    await center.idle()
    assert "Rosa" in ana.last.text
    assert "not everyone is home" in rosa.last.text


@pytest.mark.parametrize("answer", ["no", "postponed"])
async def test_it_did_not_happen(center: Center, answer: str) -> None:
    ana, ben = await center.crew("Ana", "Ben")
    await together(center, ana, ben)
    await center.at("2026-12-03 14:30")
    await answers(center, ana, answer, "no", "done", "done")
    assert not has(ana, "debrief")
    (told,) = reports(center)
    assert not told.rings
    words = {"no": "It did not take place.", "postponed": "It was postponed."}
    assert words[answer] in await reads(center, center.rosa)
    await center.at("2026-12-03 15:30")
    assert not any(choices(message, "havealarm") for message in center.coordinators.messages)


WANTED = {
    "lawyer": "a lawyer",
    "call_me": "please call me",
    "family": "help for the family",
    "ride": "a ride",
    "support": "support",
}


@pytest.mark.parametrize("want", WANTED)
async def test_whatever_is_wanted_reaches_a_coordinator_privately(center: Center, want: str) -> None:
    rosa = center.rosa
    ana, ben = await center.crew("Ana", "Ben")
    await ana.writes("/start")
    await center.idle()
    await together(center, ana, ben)
    await home(center, ana)
    await answers(center, ana, "yes", "no", want, "done", "done")
    (told,) = reports(center)
    assert told.rings is (want in ("lawyer", "call_me"))
    read = await reads(center, rosa)
    for said in ("Ana", "It took place.", "Everyone is home", WANTED[want]):
        assert said in read
    for private in ("Ana", *WANTED.values()):
        assert private not in told.text, "the group learns only that somebody is needed"


async def test_everything_that_is_wanted_is_read_together(center: Center) -> None:
    ana, ben = await center.crew("Ana", "Ben")
    await together(center, ana, ben)
    await home(center, ana)
    await answers(center, ana, "yes", "yes", "unknown", *WANTED, "done")
    await ana.writes("It went well, she was calm")
    await center.idle()
    assert len(reports(center)) == 1
    read = await reads(center, center.rosa)
    for said in (*WANTED.values(), "It went well, she was calm", "The next date is known"):
        assert said in read


async def test_a_report_left_unfinished_is_told_as_well(center: Center) -> None:
    """Ana ticks *a lawyer* and puts the phone away."""
    ana, ben = await center.crew("Ana", "Ben")
    await together(center, ana, ben)
    await home(center, ana)
    await answers(center, ana, "yes", "no", "ride", "ride")
    await center.later(minutes=20)
    assert not reports(center), "nothing is ticked any more"
    await answers(center, ana, "lawyer")
    await center.later(minutes=14, seconds=59)
    assert not reports(center)
    await center.later(seconds=1)
    (told,) = reports(center)
    assert told.rings
    assert "not finished" in await reads(center, center.rosa)
    await answers(center, ana, "done", "done")
    assert len(reports(center)) == 1
    assert "not finished" not in await reads(center, center.rosa)


async def test_only_coordinators_read_a_report(center: Center) -> None:
    ana, ben = await center.crew("Ana", "Ben")
    await together(center, ana, ben)
    await home(center, ana)
    await answers(center, ana, "yes", "no", "lawyer", "done", "done")
    (told,) = reports(center)
    button = choices(told, "report")[0]
    tap = await ben.taps_data(ben.last, button)
    assert tap.alert
    mia = await center.coordinator("Mia")
    center.coordinators.remove(mia, center.rosa)
    tap = await mia.taps_data(mia.last, button)
    await center.idle()
    assert tap.alert, "no longer in the group"
    for person in (ben, mia):
        assert "a lawyer" not in person.screen()


async def test_words_with_numbers_or_addresses_are_refused(center: Center, language: str) -> None:
    ana, ben = await center.crew("Ana", "Ben", language=language)
    await together(center, ana, ben)
    await home(center, ana)
    await answers(center, ana, "yes", "no", "done")
    for private in ("her A123456789", "call 413 555 0134", "he lives on Maple Street"):
        await ana.writes(private)
        await center.idle()
        assert private not in ana.screen()
        assert not reports(center)
    await ana.writes("It went well, she was calm")
    await center.idle()
    (told,) = reports(center)
    assert "calm" not in told.text
    assert "It went well, she was calm" in await reads(center, center.rosa)
    async with center.bot.app.db.reading() as tx:
        assert b"calm" not in await tx.value("SELECT said_sealed FROM debrief")


async def test_the_next_date_is_a_draft_of_the_contact(center: Center, language: str) -> None:
    rosa = center.rosa
    await center.speaks(rosa, language)
    ana, ben = await center.crew("Ana", "Ben", language=language)
    await together(center, ana, ben)
    await home(center, ana)
    await answers(center, ana, "yes", "yes", "unknown", "done", "done")
    await rosa.writes("/board")
    await center.idle()
    assert len(choices(rosa.last, "takeover")) == 1
    assert "Rosa" in rosa.last.text


async def test_the_next_date_may_be_written(center: Center) -> None:
    rosa = center.rosa
    ana, ben = await center.crew("Ana", "Ben")
    await together(center, ana, ben)
    await home(center, ana)
    before = len(rosa.chat)
    await answers(center, ana, "yes", "yes")
    await ana.writes("soon I hope")
    await center.idle()
    assert "could not read" in ana.last.text
    await ana.writes("Dec 15, 9 am")
    await center.idle()
    assert len(rosa.chat) == before
    await answers(center, ana, "done", "done")
    waits = rosa.last
    assert len(rosa.chat) == before + 1, "she hears at once that it waits"
    assert choices(waits, "resume")
    assert "unfinished request" in waits.text
    assert "December 15" in waits.text
    assert "9:00 AM" in waits.text
    for private in ("Ana", "Ben"):
        assert private not in waits.text


async def test_the_others_may_ask_for_a_call(center: Center) -> None:
    ana, ben, eve = await center.crew("Ana", "Ben", "Eve")
    await together(center, ana, ben)
    await home(center, ana)
    await answers(center, ana, "yes", "no", "done", "done")
    asked = newest(ben, "callme")
    button = choices(asked, "callme")[0]
    tap = await eve.taps_data(eve.last, button)
    assert "not yours" in tap.text
    await presses(ben, asked, "callme")
    await center.idle()
    called = center.coordinators.last
    assert "Ben asks for a call" in called.text
    for moment in ("2026-12-03 16:00", "2026-12-03 18:00"):  # before and after it is folded
        await center.at(moment)
        await presses(center.rosa, called, "phones")
        await center.idle()
        assert "Ben" in center.rosa.last.text
        assert "no number noted" in center.rosa.last.text
    button = choices(called, "phones")[0]
    await center.at("2026-12-06 14:00")
    assert (await center.rosa.taps_data(called, button)).alert, "who was there is not kept for that any more"


async def test_the_others_are_asked_also_when_the_report_comes_the_next_morning(center: Center) -> None:
    ana, ben = await center.crew("Ana", "Ben")
    await together(center, ana, ben)
    await home(center, ana)
    await center.at("2026-12-04 08:30")
    await answers(center, ana, "yes", "no", "done", "done")
    assert has(ben, "nothingtoadd")


async def test_whoever_was_with_them_is_asked_at_the_end_and_reports(center: Center) -> None:
    ana, ben = await center.crew("Ana", "Ben")
    card = await center.posts(COMPANY)
    for person in (ana, ben):
        await presses(person, card, "claim")
        await center.later(minutes=1)
    await center.at("2026-12-03 12:00")
    await presses(ben, newest(ben, "step:with"), "step:with")
    await center.at("2026-12-03 14:30")
    assert has(ben, "debrief")
    assert not has(ana, "debrief")


async def test_it_is_ones_own(center: Center) -> None:
    ana, ben = await center.crew("Ana", "Ben")
    card = await together(center, ana, ben)
    await home(center, ana)
    button = choices(newest(ana, "debrief"), "debrief")[0]
    tap = await ben.taps_data(card, button)
    assert tap.alert
    assert len(choices(newest(ana, "debrief"), "debrief")) == 3, "still at the first question"


async def test_none_when_it_was_cancelled_and_none_after_a_ride(center: Center) -> None:
    rosa = center.rosa
    ana, ben = await center.crew("Ana", "Ben")
    await together(center, ana, ben)
    await presses(rosa, coordinators_card(center), "cancel")
    await center.idle()
    await presses(rosa, newest(rosa, "cancelnow"), "cancelnow")
    await center.idle()
    ride = await center.posts("/ride 2026-12-04 12:00 Holyoke > Amherst x2")
    await presses(ana, ride, "claim")
    await center.at("2026-12-03 14:30")
    await center.at("2026-12-04 18:00")
    assert not has(ana, "debrief")
    assert not has(ben, "debrief")
