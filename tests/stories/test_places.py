"""Public places and private streets: what the group sees is what somebody said it may see."""

from __future__ import annotations

import pytest

from bot.i18n import languages
from sandbox import SeenMessage
from tests.center import Center, asked, at, buttons, labels

PUBLIC = "It is a public place"
TIME = "It belongs to the time"


async def begins(center: Center, place: str, kind: str = "ride") -> SeenMessage:
    line = f"/{kind} 2026-12-03 9am {place} > Amherst" if kind == "ride" else f"/{kind} 2026-12-03 9am {place}"
    await center.rosa.writes(line)
    await center.idle()
    return center.rosa.last


async def test_an_address_is_asked_and_the_town_shown_while_the_street_stays_private(center: Center) -> None:
    rosa = center.rosa
    typed = await rosa.writes("/ride Thu Dec 3 9am 12 Maple St, Holyoke > Amherst")
    question = await rosa.waits_for("“12 Maple St, Holyoke” looks like an address")
    assert typed.deleted, "it held a street"
    assert labels(question)[0] == "🔒 Show Holyoke, keep the rest private"
    await rosa.taps(question, labels(question)[0])
    preview = await rosa.waits_for("This is what the group will see")
    public, _, private = preview.text.partition("Only the volunteer")
    assert "Holyoke → Amherst" in public
    assert "Maple" not in public
    assert "Street: 12 Maple St" in private
    await rosa.taps(preview, "post:")
    await center.idle()
    assert "Maple" not in rosa.screen(center.volunteers) + rosa.screen(center.coordinators)


async def test_a_public_place_is_saved_and_known_in_the_next_line(center: Center) -> None:
    rosa, ana = center.rosa, await center.coordinator("Ana")
    question = await begins(center, "Pioneer Valley Workers Center")
    assert "as a public place" in question.text
    await rosa.taps(question, PUBLIC)
    preview = await rosa.waits_for("This is what the group will see")
    assert "Pioneer Valley Workers Center → Amherst" in preview.text
    await rosa.taps(preview, "post:")
    await center.idle()
    assert "Pioneer Valley Workers Center → Amherst" in center.volunteers.last.text
    await ana.writes("/accompany Dec 4 8:30am pioneer válley workers center x1")
    await center.idle()
    assert "📍 Pioneer Valley Workers Center" in ana.last.text
    await ana.writes("/ride Dec 4 9am Ware")
    await center.idle()
    assert buttons(ana.last, f"destination.{at('Pioneer Valley Workers Center')}")


async def test_words_that_belong_to_the_time_are_read_as_such(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes("/ride 2026-12-03 9am until 11am Holyoke > Amherst")
    await center.idle()
    if asked(rosa.last) == "origin":
        await rosa.taps(rosa.last, TIME)
        await center.idle()
    assert rosa.last.by_bot
    assert "until" not in rosa.last.text.partition("Only the volunteer")[0] or asked(rosa.last)


async def test_words_said_to_be_a_time_that_are_none_are_asked_again_and_not_lost(center: Center) -> None:
    rosa = center.rosa
    question = await begins(center, "the usual place")
    await rosa.taps(question, TIME)
    await center.idle()
    assert "I could not read a date" in rosa.last.text


@pytest.mark.parametrize("kind", ["ride", "accompany", "interpret", "shift"])
@pytest.mark.parametrize(
    "place",
    [
        "12 Maple St",
        "Calle Sargento 5",
        "Apt 3B",
        "Rua das Flores",
        "Voluntarios",
        "Coordinadores",
        "Hollyoke",
        "Lucía",
    ],
)
async def test_digits_street_words_and_unknown_words_are_never_public_by_themselves(
    center: Center, place: str, kind: str
) -> None:
    """Also the title of a group, a misspelled town, a name."""
    if kind == "shift":
        place = f"Hotline {place}"
    question = await begins(center, place, kind)
    assert asked(question) == "origin", question
    await center.answers(center.rosa, f"origin.{at('Westfield')}")
    if kind == "interpret":
        await center.answers(center.rosa, "language.es")
    preview = center.rosa.last
    assert "Westfield" in preview.text
    await center.rosa.taps(preview, "post:")
    await center.idle()
    card = center.volunteers.last
    assert "Westfield" in card.text
    for word in place.removeprefix("Hotline ").split():
        if len(word) > 2:
            assert word not in card.text
            assert word not in center.coordinators.last.text


async def test_a_typed_answer_is_asked_in_the_same_way(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes("/ride 2026-12-03 9am")
    await rosa.waits_for("From which town?")
    typed = await rosa.writes("5 Elm St, Ware")
    question = await rosa.waits_for("“5 Elm St, Ware” looks like an address")
    assert typed.deleted
    await rosa.taps(question, "Show Ware")
    await rosa.waits_for("To which town?")
    await rosa.writes("34 Oak Ave")
    question = await rosa.waits_for("“34 Oak Ave” looks like an address")
    await center.answers(rosa, f"destination.{at('Amherst')}")
    assert "Street: 5 Elm St; 34 Oak Ave" in rosa.last.text


async def test_the_question_for_a_street_is_private_when_the_line_was_typed_in_the_group(center: Center) -> None:
    rosa = center.rosa
    typed = await rosa.writes("/ride Dec 3 9am 12 Maple St > Amherst", to=center.coordinators)
    await rosa.waits_for("“12 Maple St” looks like an address")
    assert typed.deleted
    assert "Maple" not in rosa.screen(center.coordinators)


async def test_an_a_number_is_refused_with_the_reason_wherever_it_is_typed(center: Center) -> None:
    rosa = center.rosa
    for line in ("/ride Dec 3 9am A123456789 > Amherst", "/accompany Dec 3 9am A 123 456 789"):
        typed = await rosa.writes(line)
        await center.idle()
        assert "That looks like an A-number" in rosa.last.text
        assert typed.deleted
        assert asked(rosa.last) == "origin"
    typed = await rosa.writes("A# 123-456-789")
    await center.idle()
    assert "That looks like an A-number" in rosa.last.text
    assert typed.deleted


@pytest.mark.parametrize("language", languages())
async def test_a_place_is_asked_in_every_language(center: Center, language: str) -> None:
    rosa = center.rosa
    await center.speaks(rosa, language)
    question = await begins(center, "12 Maple St Holyoke")
    assert asked(question) == "origin"
    assert "12 Maple St Holyoke" in question.text
    await center.answers(rosa, f"origin.{at('Holyoke')}")
    await rosa.taps(rosa.last, "post:")
    await center.idle()
    assert "Holyoke → Amherst" in center.volunteers.last.text
