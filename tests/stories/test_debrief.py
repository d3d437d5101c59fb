"""The debrief: asked of one, answered with a thumb in a minute; what coordinators hear of it."""

from __future__ import annotations

import pytest

from bot.rules.debrief import Want
from sandbox import Person, SeenMessage
from storage import debriefs
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
    await answers(center, ana, "yes", "no", "family", "support", "done", "done")
    assert not has(ana, "debrief")
    assert not reports(center), "nothing that needs somebody now"
    assert has(ben, "nothingtoadd"), "anything to add?"
    await presses(ben, newest(ben, "nothingtoadd"), "nothingtoadd")
    await center.at("2026-12-04 12:00")
    assert not has(ana, "debrief")
    async with center.bot.app.db.reading() as tx:
        said = await debriefs.load(tx, await tx.value("SELECT request_id FROM debrief"))
        assert said is not None
        assert said.wants == (Want.FAMILY, Want.SUPPORT)


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


async def test_not_everyone_home_is_told_at_once(center: Center, language: str) -> None:
    ana, ben = await center.crew("Ana", "Ben", language=language)
    await together(center, ana, ben)
    await center.at("2026-12-03 14:30")
    await answers(center, ana, "yes", "no")
    (told,) = reports(center)
    assert "⚠️" in told.text
    assert "Ana" in told.text
    await center.at("2026-12-03 15:00")
    assert any(choices(message, "havealarm") for message in center.coordinators.messages), "the watch goes on"


@pytest.mark.parametrize("answer", ["no", "postponed"])
async def test_it_did_not_happen(center: Center, answer: str) -> None:
    ana, ben = await center.crew("Ana", "Ben")
    await together(center, ana, ben)
    await center.at("2026-12-03 14:30")
    await answers(center, ana, answer, "no", "done", "done")
    assert not has(ana, "debrief")
    await center.at("2026-12-03 15:30")
    assert not any(choices(message, "havealarm") for message in center.coordinators.messages)


@pytest.mark.parametrize("want", ["lawyer", "call_me"])
async def test_a_lawyer_or_a_call_is_told(center: Center, want: str, language: str) -> None:
    ana, ben = await center.crew("Ana", "Ben", language=language)
    await together(center, ana, ben)
    await home(center, ana)
    await answers(center, ana, "yes", "no", want, "done", "done")
    (told,) = reports(center)
    assert "Ana" in told.text
    assert "➡" in told.text


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
    assert "It went well, she was calm" in told.text
    async with center.bot.app.db.reading() as tx:
        assert b"calm" not in await tx.value("SELECT said_sealed FROM debrief")


async def test_the_next_date_is_a_draft_of_the_contact(center: Center, language: str) -> None:
    rosa = center.rosa
    await center.speaks(rosa, language)
    ana, ben = await center.crew("Ana", "Ben", language=language)
    await together(center, ana, ben)
    await home(center, ana)
    await answers(center, ana, "yes", "yes", "done", "done")
    await rosa.writes("/board")
    await center.idle()
    assert len(choices(rosa.last, "takeover")) == 1
    assert "Rosa" in rosa.last.text


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
    assert "Ben asks for a call" in center.coordinators.last.text


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
