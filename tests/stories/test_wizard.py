"""The wizard: a command alone, then taps; every step goes back, and every step can be typed."""

from __future__ import annotations

import pytest

from bot.i18n import languages
from bot.views.message import data
from sandbox import SeenMessage
from tests.center import Center, asked, at, button, labels

DAY = "day.2026-12-03"

WAYS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "/ride": (
        (DAY, "hour.9", "quarter.30", f"origin.{at('Holyoke')}", f"destination.{at('Amherst')}", "people.3"),
        ("December 3", "9:30 AM – 11:30 AM", "Holyoke → Amherst", "3 people", "Driver"),
    ),
    "/accompany": (
        (DAY, "hour.8", "quarter.15", f"origin.{at('Hartford')}", "people.1"),
        ("December 3", "8:15 AM – 12:15 PM", "Hartford", "1 person", "Accompanier", "0/2"),
    ),
    "/interpret": (
        (DAY, "hour.18", "quarter.0", f"origin.{at('Northampton')}", "language.es"),
        ("December 3", "6:00 PM – 8:00 PM", "Northampton", "Spanish", "Interpreter"),
    ),
    "/shift": (
        ("duty.presence", DAY, "hour.19", "quarter.0", f"origin.{at('Amherst')}", "seats.helper+", "seats.done"),
        ("Presence at the church", "December 3", "7:00 PM – 10:00 PM", "Amherst", "0/2"),
    ),
}


def way(command: str) -> tuple[str, ...]:
    taps = WAYS[command][0]
    return (*taps, "needs.done") if command in ("/ride", "/accompany") else taps


async def goes_back(center: Center, message: SeenMessage) -> SeenMessage:
    back = next(b.data for row in message.buttons for b in row if (b.data or "").endswith(":back"))
    await center.rosa.taps_data(message, back or "")
    await center.idle()
    return center.rosa.last


@pytest.mark.parametrize("language", languages())
async def test_each_kind_is_posted_by_taps_alone(center: Center, language: str) -> None:
    await center.speaks(center.rosa, language)
    for command, (_, words) in WAYS.items():
        await center.rosa.writes(command)
        preview = await center.answers(center.rosa, *way(command))
        assert asked(preview) == ""
        await center.rosa.taps(preview, "post:")
        await center.idle()
        for part in words:
            assert part in center.volunteers.last.text, center.volunteers.last
        assert preview is center.rosa.last, "the questions stand in one message"


BEFORE = {"quarter": "hour", "hour": "day", "origin": "day"}


@pytest.mark.parametrize("command", WAYS)
async def test_every_step_goes_back_and_forward_again(center: Center, command: str) -> None:
    await center.rosa.writes(command)
    await center.idle()
    steps = [answer.partition(".")[0] for answer in way(command)]
    for index, answer in enumerate(way(command)):
        step = steps[index]
        assert asked(center.rosa.last) == step
        message = center.rosa.last
        if index == 0:
            assert not any((b.data or "").endswith(":back") for row in message.buttons for b in row)
        elif steps[index - 1] != step:
            earlier = BEFORE.get(step, steps[index - 1])
            assert asked(await goes_back(center, message)) == earlier
            again = steps.index(earlier)
            await center.answers(center.rosa, *way(command)[again:index])
            assert asked(center.rosa.last) == step, (step, center.rosa.last)
        await center.answers(center.rosa, answer)
    preview = center.rosa.last
    assert "This is what the group will see" in preview.text
    for part in WAYS[command][1]:
        assert part in preview.text


TYPED: dict[str, tuple[tuple[str, str], ...]] = {
    "/ride": (
        ("day", "Dec 3"),
        ("hour", "9:30"),
        ("origin", "holyoke"),
        ("destination", "AMHERST"),
        ("people", "3"),
        ("needs", ""),
    ),
    "/accompany": (("day", "jueves 3 de diciembre 8:15am"), ("origin", "Hartford"), ("people", "x1"), ("needs", "")),
    "/interpret": (("day", "3 de dezembro às 18h"), ("origin", "northampton"), ("language", "español")),
    "/shift": (("duty", "presence"), ("day", "Dec 3"), ("hour", "7pm"), ("origin", "Amherst"), ("seats", "")),
}


@pytest.mark.parametrize("command", TYPED)
async def test_every_step_may_be_typed(center: Center, command: str) -> None:
    rosa = center.rosa
    await rosa.writes(command)
    for step, words in TYPED[command]:
        await center.idle()
        assert asked(rosa.last) == step, rosa.last
        if step in ("needs", "duty", "seats"):  # buttons only
            taps = ("seats.helper+", "seats.done") if step == "seats" else (f"{step}.{words or 'done'}",)
            await center.answers(rosa, *taps)
        else:
            await rosa.writes(words)
    await center.idle()
    assert "This is what the group will see" in rosa.last.text
    for part in WAYS[command][1]:
        assert part in rosa.last.text, rosa.last


async def test_fourteen_days_have_a_button_with_their_weekday(center: Center) -> None:
    await center.rosa.writes("/ride")
    await center.idle()
    days = [b for row in center.rosa.last.buttons for b in row if ":day." in (b.data or "")]
    assert [days[0].text, days[1].text, days[-1].text] == ["Tue, Nov 24", "Wed, Nov 25", "Mon, Dec 7"]
    assert len(days) == 14


async def test_an_hour_that_has_passed_today_is_asked_again(center: Center) -> None:
    await center.rosa.writes("/ride")
    message = await center.answers(center.rosa, "day.2026-11-24", "hour.9", "quarter.0")
    assert "That moment has passed already" in message.text
    assert asked(message) == "hour"
    message = await center.answers(center.rosa, "hour.15", "quarter.0")
    assert asked(message) == "origin"


async def test_needs_are_tapped_on_and_off_and_the_way_back_has_an_hour(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes("/ride")
    message = await center.answers(rosa, *way("/ride")[:-1])
    assert asked(message) == "needs"
    message = await center.answers(rosa, "needs.child", "needs.child", "needs.wheelchair", "needs.wait", "needs.es")
    assert "👶 2 child seats" in labels(message)
    assert "☑ ♿ Wheelchair" in labels(message)
    message = await center.answers(rosa, "needs.wheelchair", "needs.return")
    assert "☐ ♿ Wheelchair" in labels(message)
    assert "↩ Back: when it is finished" in labels(message)
    message = await center.answers(rosa, "needs.return")
    assert asked(message) == "return"
    message = await center.answers(rosa, "return.15")
    assert asked(message) == "needs"
    preview = await center.answers(rosa, "needs.done")
    for words in ("2 child seats", "And back at 3:00 PM", "The driver waits there", "Spanish"):
        assert words in preview.text
    assert "Wheelchair" not in preview.text


async def test_places_used_lately_come_first(center: Center) -> None:
    await center.posts("/ride 2026-12-03 9am Westfield > Ware")
    await center.rosa.writes("/ride")
    message = await center.answers(center.rosa, *way("/ride")[:3])
    places = [b.text for row in message.buttons for b in row if ":origin." in (b.data or "")]
    assert places[0] == "Westfield"
    message = await center.answers(center.rosa, f"origin.{at('Holyoke')}")
    places = [b.text for row in message.buttons for b in row if ":destination." in (b.data or "")]
    assert places[0] == "Ware"


async def test_an_accompaniment_for_two_people_without_a_driver(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes("/accompany 2026-12-03 8:30am Hartford")
    preview = await rosa.waits_for("This is what the group will see")
    await rosa.taps(preview, "Edit")
    await center.idle()
    message = await center.answers(rosa, "fields.seats", "seats.accompanier+", "seats.driver")
    assert "🤝 Accompanier: 3  ➖" in labels(message)
    assert "🚗 Driver: needed" in labels(message)
    message = await center.answers(rosa, "seats.driver", "seats.accompanier-", "seats.accompanier-")
    assert "🤝 Accompanier: 2  ➖" in labels(message), "never one alone"
    preview = await center.answers(rosa, "seats.done")
    await rosa.taps(preview, "post:")
    await center.idle()
    assert not any("drive" in label for label in labels(center.volunteers.last))
    assert "0/2" in center.volunteers.last.text


# --- the hour to be confirmed ----------------------------------------------------------------------------------------


async def test_an_hour_to_be_confirmed_is_confirmed_later_and_asked_about(center: Center) -> None:
    rosa, dan = center.rosa, await center.volunteer("Dan")
    await rosa.writes("/ride")
    rest = way("/ride")[3:]
    preview = await center.answers(rosa, DAY, "hour.morning", *rest)
    assert "Thursday, December 3, 2026, morning, time to be confirmed, in 9 days" in preview.text
    await rosa.taps(preview, "post:")
    await center.idle()
    card = center.volunteers.last
    assert "morning, time to be confirmed" in card.text
    assert "AM" not in card.text, "an hour that nobody said is never shown"
    await dan.taps(card, "claim:")
    mine = await dan.waits_for("It's yours")
    assert "morning, time to be confirmed" in mine.text
    await rosa.taps(center.coordinators.last, "edit:")
    await center.idle()
    await center.answers(rosa, "fields.hour", "hour.10", "quarter.30")
    await rosa.taps(rosa.last, "save:")
    await center.idle()
    told = await dan.waits_for("This changed:")
    assert "morning, time to be confirmed → Thu, Dec 3, 10:30 AM – 12:30 PM" in told.text
    assert "Does it still work for you?" in told.text
    assert "10:30 AM – 12:30 PM" in card.text
    assert "has not said yet" in center.coordinators.last.text
    await dan.taps(told, "It still works for me")
    await center.idle()
    assert "has not said yet" not in center.coordinators.last.text


async def test_an_hour_to_be_confirmed_in_a_line(center: Center) -> None:
    for line in ("/ride Dec 3 morning Holyoke > Amherst", "/viaje 3 de diciembre por la mañana Holyoke > Amherst"):
        await center.rosa.writes(line)
        await center.idle()
        if asked(center.rosa.last) == "hour":  # asked, never guessed
            await center.answers(center.rosa, "hour.morning")
        assert "morning, time to be confirmed" in center.rosa.last.text


# --- several at once, and again --------------------------------------------------------------------------------------


async def test_two_coordinators_post_at_the_same_time(center: Center) -> None:
    rosa, ana = center.rosa, await center.coordinator("Ana")
    await rosa.writes("/ride")
    await ana.writes("/ride")
    steps = (way("/ride"), (DAY, "hour.14", "quarter.0", f"origin.{at('Ware')}", f"destination.{at('Palmer')}"))
    for step in range(3):
        await center.answers(rosa, steps[0][step])
        await center.answers(ana, steps[1][step])
    await center.answers(rosa, *steps[0][3:])
    await center.answers(ana, *steps[1][3:], "people.1", "needs.done")
    await rosa.taps(rosa.last, "post:")
    await ana.taps(ana.last, "post:")
    await center.idle()
    cards = "\n".join(message.text for message in center.volunteers.messages)
    assert "Holyoke → Amherst" in cards
    assert "Ware → Palmer" in cards
    own = "\n".join(message.text for message in center.coordinators.messages)
    assert "Contact: Rosa" in own
    assert "Contact: Ana" in own


async def test_a_usual_ride_is_posted_again_in_four_taps(center: Center) -> None:
    rosa = center.rosa
    await center.posts("/ride 2026-11-26 09:30-11:00 Holyoke > Amherst x2 carseat es")
    await rosa.taps(rosa.last, "Name")
    await rosa.waits_for("Which name")
    await rosa.writes("Lucía")
    await center.idle()
    await rosa.writes("/ride")
    await center.idle()
    await rosa.taps(rosa.last, "usual:")
    await center.idle()
    await rosa.taps(rosa.last, "again:")
    await center.idle()
    await rosa.taps_data(rosa.last, button(rosa.last, DAY))
    await center.idle()
    assert "Name: Lucía" in rosa.last.text
    await rosa.taps(rosa.last, "post:")  # the fourth tap
    await center.idle()
    card = center.volunteers.last.text
    for words in ("December 3", "9:30 AM – 11:00 AM", "Holyoke → Amherst", "2 people", "1 child seat", "Spanish"):
        assert words in card
    assert "Lucía" not in center.rosa.screen(center.volunteers)


async def test_duplicate_on_the_coordinators_card_asks_only_the_day(center: Center) -> None:
    rosa = center.rosa
    await center.posts("/accompany 2026-11-26 8:30-11am Hartford x2")
    await rosa.taps(center.coordinators.last, "Duplicate")
    await center.idle()
    assert asked(rosa.last) == "day"
    preview = await center.answers(rosa, DAY)
    assert "8:30 AM – 11:00 AM" in preview.text
    assert "2 people" in preview.text
    await rosa.taps(preview, "post:")
    await center.idle()
    assert len([m for m in center.volunteers.messages if "Hartford" in m.text]) == 2


async def test_nothing_was_posted_lately(center: Center) -> None:
    await center.rosa.taps_data(center.rosa.last, data("usual"))
    await center.rosa.waits_for("Nothing was posted lately")
