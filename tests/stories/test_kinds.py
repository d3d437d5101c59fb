"""Every kind of request, from the coordinator's line to the card, and who may sit where."""

from __future__ import annotations

import pytest

from bot.i18n import Translator, languages
from bot.rules.model import Kind
from tests.center import Center, labels
from tests.clock import EASTERN

LINES: dict[str, dict[Kind, str]] = {
    "en": {
        Kind.RIDE: "/ride Thu Dec 3 9am Holyoke > Amherst x2 carseat es",
        Kind.ACCOMPANIMENT: "/accompany Thu Dec 3 8:30-11am Hartford x1",
        Kind.INTERPRETING: "/interpret tomorrow 6pm Northampton es",
        Kind.SHIFT: "/shift sat 10am Hotline x2",
    },
    "es": {
        Kind.RIDE: "/viaje jueves 3 de diciembre 9am Holyoke > Amherst x2 silla es",
        Kind.ACCOMPANIMENT: "/acompañar jueves 3 de diciembre 8:30-11am Hartford x1",
        Kind.INTERPRETING: "/interpretar mañana a las 6 de la tarde Northampton español",
        Kind.SHIFT: "/turno sábado 10am línea x2",
    },
    "pt_BR": {
        Kind.RIDE: "/carona quinta 3 de dezembro 9h Holyoke > Amherst x2 cadeirinha es",
        Kind.ACCOMPANIMENT: "/acompanhar quinta 3 de dezembro 8h30-11h Hartford x1",
        Kind.INTERPRETING: "/interpretar amanhã às 18h Northampton espanhol",
        Kind.SHIFT: "/plantão sáb 10h linha x2",
    },
}

CARDS: dict[Kind, tuple[str, ...]] = {
    Kind.RIDE: ("Ride · Viaje", "Thursday, December 3", "9:00 AM – 11:00 AM", "Holyoke → Amherst", "2 people", "0/1"),
    Kind.ACCOMPANIMENT: ("8:30 AM – 11:00 AM", "Hartford", "1 person", "Accompanier", "0/2"),
    Kind.INTERPRETING: ("Wednesday, November 25", "6:00 PM – 8:00 PM", "Northampton", "Spanish", "0/1"),
    Kind.SHIFT: ("Hotline", "Saturday, November 28", "10:00 AM – 1:00 PM", "0/2"),
}


def test_there_are_lines_in_every_language() -> None:
    assert set(languages()) <= set(LINES)


@pytest.mark.parametrize("language", LINES)
async def test_each_kind_is_posted_by_one_line_and_one_tap(center: Center, language: str) -> None:
    spoken = language if language in languages() else "en"
    t = Translator(spoken, EASTERN)
    await center.speaks(center.rosa, spoken)
    for kind, line in LINES[language].items():
        await center.rosa.writes(line)
        await center.idle()
        assert t.say("This is what the group will see:") in center.rosa.last.text
        await center.rosa.taps(center.rosa.last, "post:")
        await center.idle()
        card = center.volunteers.last
        for words in CARDS[kind]:
            assert words in card.text, card
        assert all(button.data and button.data.startswith("claim:") for row in card.buttons for button in row)


@pytest.mark.parametrize("command", ["/acompañar", "/acompañar@AcompanaBot", "/plantão"])
async def test_a_command_with_an_accent_is_one_privately_and_in_the_coordinators_group(
    center: Center, command: str
) -> None:
    line = f"{command} 2026-12-03 9am Hartford"
    if "plant" in command:
        line = f"{command} 2026-12-03 9am hotline"
    await center.rosa.writes(line)
    await center.rosa.waits_for("This is what the group will see")
    await center.rosa.writes(line, to=center.coordinators)
    preview = await center.rosa.waits_for("This is what the group will see", in_=center.coordinators)
    await center.rosa.taps(preview, "post:")
    await center.rosa.waits_for("December 3", in_=center.volunteers)


async def test_nobody_accompanies_alone_and_the_card_says_so_as_people_claim(center: Center) -> None:
    dan = await center.volunteer("Dan", trained=("accompaniment",))
    eva = await center.volunteer("Eva", trained=("accompaniment", "rideshare"))
    card = await center.posts("/accompany 2026-12-03 8:30-11am Hartford")
    assert labels(card) == [
        "🤝 I can accompany · Puedo acompañar",
        "🚗 I can drive · Puedo manejar",
        "💬 I can interpret · Puedo interpretar",
    ]
    assert "Nobody accompanies alone" not in card.text
    await dan.taps(card, "I can accompany")
    await center.idle()
    assert "Nobody accompanies alone: 1 more is needed" in card.text
    assert "Nobody accompanies alone: 1 more is needed" in center.coordinators.last.text
    await eva.taps(card, "I can accompany")
    await center.idle()
    assert "Nobody accompanies alone" not in card.text
    assert labels(card)[0].startswith("🕐")  # the accompaniers are complete
    assert labels(card)[1].startswith("🚗")  # above the minimum, and not full
    assert "Accompanier · Acompañante 2/2" in card.text


async def test_one_person_drives_and_accompanies_and_still_counts_as_one(center: Center) -> None:
    eva = await center.volunteer("Eva", trained=("accompaniment", "rideshare", "interpreting"))
    dan = await center.volunteer("Dan", trained=("accompaniment",))
    card = await center.posts("/accompany 2026-12-03 8:30-11am Hartford")
    await eva.taps(card, "I can accompany")
    mine = await eva.waits_for("You: Accompanier")
    tap = await eva.taps(mine, "Drive too")
    assert "It's yours" in tap.text
    await center.idle()
    assert "Driver · Conductor 1/1" in card.text
    assert "Accompanier · Acompañante 1/2" in card.text
    assert "Nobody accompanies alone: 1 more is needed" in card.text
    refused = await eva.taps(card, "I can interpret")
    assert refused.alert
    assert "Only driving can be added" in refused.text
    await dan.taps(card, "I can accompany")
    mine = await dan.waits_for("You: Accompanier")
    assert not any("Drive too" in label for label in labels(mine))


async def test_who_drives_may_accompany_too(center: Center) -> None:
    eva = await center.volunteer("Eva", trained=("accompaniment", "rideshare"))
    card = await center.posts("/accompany 2026-12-03 8:30-11am Hartford")
    await eva.taps(card, "I can drive")
    await center.idle()
    tap = await eva.taps(card, "I can accompany")
    assert "It's yours" in tap.text


async def test_interpreting_names_a_common_language_and_never_a_rare_one(center: Center) -> None:
    ines = await center.volunteer("Ines", trained=("interpreting",))
    card = await center.posts("/interpret 2026-12-03 6pm Northampton pt")
    assert "Portuguese · portugués" in card.text
    await ines.taps(card, "I can interpret")
    await ines.waits_for("You: Interpreter")
    card = await center.posts("/interpret 2026-12-04 6pm Northampton kreyol")
    assert "Interpreter needed · Se necesita intérprete" in card.text
    center.clock.set_local("2026-12-03 21:00")
    await ines.taps(card, "I can interpret")
    await center.idle()
    await ines.taps(ines.last, "Show details")
    await center.idle()
    assert "ht" in ines.last.text or "Haitian" in ines.last.text
    for screen in (ines.screen(center.volunteers, 50), center.rosa.screen(center.coordinators, 50)):
        for word in ("Haitian", "haitiano", "kreyol", "(ht)"):
            assert word not in screen


async def test_a_language_without_a_name_here_stays_private(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes("/interpret 2026-12-03 6pm Northampton")
    await rosa.waits_for("Which language should be interpreted?")
    typed = await rosa.writes("K'iche'")
    preview = await rosa.waits_for("This is what the group will see")
    assert typed.deleted
    assert "🗣 K'iche'" in preview.text.partition("Only the volunteer")[2]
    await rosa.taps(preview, "post:")
    await center.idle()
    assert "Interpreter needed" in center.volunteers.last.text
    assert "iche" not in rosa.screen(center.volunteers) + rosa.screen(center.coordinators)


async def test_a_shift_at_the_church_needs_no_training_the_hotline_does(center: Center) -> None:
    hal = await center.volunteer("Hal", trained=False)
    hotline = await center.posts("/shift sat 10am Hotline x2")
    refused = await hal.taps(hotline, "I can help")
    assert refused.alert
    assert "hotline training" in refused.text
    church = await center.posts("/shift 2026-12-03 7pm presence Amherst x3")
    assert "Shift: Presence at the church" in church.text
    assert "📍 Amherst" in church.text
    assert "0/3" in church.text
    tap = await hal.taps(church, "I can help")
    assert "It's yours" in tap.text
    await center.idle()
    assert "1/3" in church.text


async def test_everything_a_ride_may_need_is_on_the_card(center: Center) -> None:
    card = await center.posts("/ride 2026-12-03 9am Holyoke > Amherst x3 2 carseats wheelchair return 3pm wait es")
    for words in (
        "3 people · 3 personas",
        "2 child seats · 2 sillas",
        "♿ Wheelchair",
        "↩ And back at 3:00 PM",
        "⏳ The driver waits there",
        "🗣 Spanish · español",
    ):
        assert words in card.text, card
    card = await center.posts("/ride 2026-12-04 9am Holyoke > Amherst roundtrip")
    assert "And back, when it is finished" in card.text
