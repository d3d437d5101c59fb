"""Something that happens every week: Rosa says it once, and the requests come by themselves."""

from __future__ import annotations

import asyncio

import pytest

from sandbox import Person, SeenMessage, Tap
from tests.center import Center, labels

LINE = "/ride every Thu 9:00 Holyoke > Amherst x2 until 2026-12-17"
PREVIEW = "This is what the group will see"


async def begins(center: Center, line: str = LINE) -> SeenMessage:
    """Rosa posts a weekly line; returns what the preview became."""
    await center.rosa.writes(line)
    await center.idle()
    preview = center.rosa.last
    await taps(center, center.rosa, preview, "post:")
    await center.idle()
    return preview


def cards(center: Center, words: str = "→") -> list[SeenMessage]:
    """The cards in the volunteers' group that show a request, in the order in which they were posted."""
    return [message for message in center.volunteers.messages if words in message.text]


def own_card(center: Center, words: str) -> SeenMessage:
    """The coordinators' card of this day."""
    return next(m for m in center.coordinators.messages if words in m.text and "Contact" in m.text)


async def opens_series(center: Center, who: Person | None = None) -> SeenMessage:
    """The series, as a coordinator opens it from a card."""
    who = who or center.rosa
    card = next(m for m in reversed(center.coordinators.messages) if any("🔁" in label for label in labels(m)))
    await taps(center, who, card, "series:")
    await center.idle()
    return who.last


async def comes_every_week(center: Center, name: str = "Dan", card: int = -1) -> Person:
    """A volunteer who claims a card of a series, and then says "every Thursday"."""
    person = await center.volunteer(name)
    await taps(center, person, cards(center)[card], "claim:")
    await center.idle()
    tap = await taps(center, person, person.last, "standing:")
    await center.idle()
    assert "Thank you!" in tap.text
    return person


async def taps(center: Center, who: Person, message: SeenMessage, button: str) -> Tap:
    """A tap, and everything that follows from it."""
    tap = await who.taps(message, button)
    await center.idle()
    return tap


def data_of(message: SeenMessage, end: str = "") -> str:
    """The data of the one button that ends like this."""
    (found,) = (b.data for row in message.buttons for b in row if (b.data or "").endswith(end))
    return found or ""


async def at(center: Center, moment: str) -> None:
    center.clock.set_local(moment)
    await center.idle()


# --- begun and posted ------------------------------------------------------------------------------------------------


async def test_a_line_becomes_a_series_and_each_request_comes_a_week_ahead(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes(LINE)
    preview = await rosa.waits_for(PREVIEW)
    assert "🔁 Every Thursday, 9:00 AM, until Thursday, December 17, 2026" in preview.text
    assert labels(preview)[0] == "📣 Post every Thursday"
    await taps(center, rosa, preview, "post:")
    await center.idle()
    assert "Posted now: Thu, Nov 26" in preview.text
    assert "The one for Thu, Dec 3 is posted on Thu, Nov 26" in preview.text
    assert "🔁 every Thursday" in cards(center)[0].text
    there = []
    for moment in ("2026-11-26 07:59", "2026-11-26 08:00", "2026-12-03 08:00", "2026-12-10 08:00"):
        await at(center, moment)
        there.append([message.text.split("\n")[1][2:].partition(" · ")[0] for message in cards(center)])
    assert there == [
        ["Thursday, November 26"],
        ["Thursday, November 26", "Thursday, December 3"],
        ["Thursday, December 3", "Thursday, December 10"],
        ["Thursday, December 10", "Thursday, December 17"],
    ]
    await at(center, "2026-12-17 14:00")
    assert not cards(center), "the last day was the last"


async def test_what_is_posted_becomes_weekly_below_its_preview(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes("/ride 2026-11-26 09:00 Holyoke > Amherst")
    preview = await rosa.waits_for(PREVIEW)
    await taps(center, rosa, preview, "Every week")
    await center.idle()
    assert "Every Thursday: until when?" in preview.text
    assert labels(preview)[:5] == [
        "4 weeks: until Thu, Dec 17",
        "8 weeks: until Thu, Jan 14",
        "3 months: until Thu, Feb 25",
        "Until I end it",
        "Not weekly",
    ]
    await taps(center, rosa, preview, "Back")
    assert labels(preview)[0] == "📣 Post to the group"
    await taps(center, rosa, preview, "Every week")
    await taps(center, rosa, preview, "4 weeks")
    assert "Every Thursday, 9:00 AM, until Thursday, December 17, 2026" in preview.text
    await taps(center, rosa, preview, "Every week")
    await taps(center, rosa, preview, "Not weekly")
    assert "🔁" not in preview.text
    assert labels(preview)[0] == "📣 Post to the group"
    await taps(center, rosa, preview, "Every week")
    await rosa.writes("Nov 25")
    await rosa.waits_for("That last day comes before the first one.")
    await rosa.writes("some day")
    await rosa.waits_for("I could not read until which day it repeats.")
    await rosa.writes("Dec 10")
    preview = await rosa.waits_for("until Thursday, December 10, 2026")
    await taps(center, rosa, preview, "post:")
    for moment in ("2026-11-26 08:00", "2026-12-03 08:00", "2026-12-04 08:00"):
        await at(center, moment)
    assert len(cards(center)) == 1
    assert "December 10" in cards(center)[0].text


async def test_a_series_without_an_end_goes_on(center: Center) -> None:
    await begins(center, "/shift every mon 10am-1pm Hotline")
    for week in range(12):
        assert sum("every Monday" in message.text for message in center.volunteers.messages) >= 1, week
        center.clock.forward(days=7)
        await center.idle()


async def test_a_first_day_that_is_far_is_only_planned(center: Center) -> None:
    await center.rosa.writes("/ride 2027-01-07 09:00 Holyoke > Amherst")
    preview = await center.rosa.waits_for(PREVIEW)
    await taps(center, center.rosa, preview, "Every week")
    await taps(center, center.rosa, preview, "Until I end it")
    await taps(center, center.rosa, preview, "post:")
    await center.idle()
    assert "The one for Thu, Jan 7 is posted on Thu, Dec 31" in preview.text
    assert not cards(center)
    await at(center, "2026-12-31 08:00")
    assert len(cards(center)) == 1


@pytest.mark.parametrize(
    "line", ["/ride every day 9:00 Holyoke > Amherst", "/ride every 2 weeks Thu 9:00 Holyoke > Amherst"]
)
async def test_only_weekly_is_said_and_the_rest_is_kept(center: Center, line: str) -> None:
    await center.rosa.writes(line)
    asked = await center.rosa.waits_for("I can only repeat on one day of the week")
    assert "Holyoke → Amherst" in asked.text


async def test_taken_back_within_a_minute_it_is_a_weekly_draft_again(center: Center) -> None:
    dan = await center.volunteer("Dan")
    posted = await begins(center)
    card = cards(center)[0]
    await taps(center, dan, card, "claim:")
    await center.idle()
    await taps(center, center.rosa, posted, "Take back")
    await center.idle()
    assert card.deleted
    await dan.waits_for("Cancelled: you are no longer needed")
    assert "Every Thursday, 9:00 AM, until Thursday, December 17, 2026" in posted.text
    await at(center, "2026-12-03 09:00")
    assert not cards(center), "nothing is left of the series"
    async with center.bot.app.db.reading() as tx:
        assert await tx.value("SELECT count(*) FROM series") == 0


async def test_after_a_minute_taking_back_is_refused(center: Center) -> None:
    posted = await begins(center)
    center.clock.forward(seconds=60)
    assert (await taps(center, center.rosa, posted, "Take back")).alert
    assert len(cards(center)) == 1


# --- time ------------------------------------------------------------------------------------------------------------


async def test_what_a_restart_interrupts_is_posted_once(center: Center) -> None:
    await begins(center)
    await center.stop()
    center.clock.set_local("2026-11-26 08:00")
    await center.start()
    await center.idle()
    await center.restart()
    await center.idle()
    assert len(cards(center)) == 2


async def test_after_a_long_silence_only_what_is_ahead_is_posted(center: Center) -> None:
    await begins(center, "/ride every Thu 9:00 Holyoke > Amherst")
    before = len(center.volunteers.messages)
    await center.stop()
    center.clock.set_local("2026-12-22 12:00")
    await center.start()
    await center.idle()
    new = center.volunteers.messages[before:]
    assert [("December 24" in message.text) for message in new] == [True]
    async with center.bot.app.db.reading() as tx:
        assert await tx.value("SELECT count(*) FROM request") == 2, "the first, and the one that is ahead"
    await at(center, "2026-12-24 08:00")
    assert len(cards(center, "December 31")) == 1


async def test_the_hour_that_spring_leaves_out_is_asked_and_the_wall_clock_stays(center: Center) -> None:
    rosa = center.rosa
    center.clock.set_local("2027-03-04 12:00")
    await begins(center, "/ride every sun 02:30-04:30 Holyoke > Amherst")
    await rosa.writes("/ride")
    await center.idle()
    assert "When?" in rosa.last.text
    asked = rosa.last
    await at(center, "2027-03-07 08:00")
    told = await rosa.waits_for("that hour does not exist, because clocks go forward")
    assert "Sun, Mar 14" in told.text
    assert not cards(center, "March 14")
    await rosa.writes("tomorrow 9am")
    await center.idle()
    assert "From which town?" in rosa.last.text, "the question asked before is still the one that is answered"
    assert asked is not rosa.last
    await taps(center, rosa, told, "Go on")
    await center.idle()
    await rosa.writes("3:30am")
    await center.idle()
    told = rosa.last
    assert "Sunday, March 14, 2027, 3:30 AM" in told.text
    assert not any("Every week" in label for label in labels(told)), "it belongs to a series already"
    await taps(center, rosa, told, "post:")
    await center.idle()
    assert "🔁 every Sunday" in cards(center, "March 14")[0].text
    await at(center, "2027-03-14 12:00")
    assert "2:30 AM – 4:30 AM" in cards(center, "March 21")[0].text


# --- every Thursday --------------------------------------------------------------------------------------------------


async def test_who_comes_every_thursday_is_in_and_can_say_no(center: Center) -> None:
    await begins(center, "/ride every Thu 9:00 Holyoke > Amherst")
    dan = await comes_every_week(center)
    assert "You are in, as every Thursday." in dan.last.text
    assert "🔁 Not every Thursday any more" in labels(dan.last)
    assert "Dan 🔁" in own_card(center, "November 26").text
    before = len(dan.chat)
    await at(center, "2026-11-26 08:00")
    told = [message for message in dan.chat[before:] if "December 3" in message.text]
    assert [message.text.split("\n")[0] for message in told] == ["You are in, as every Thursday."]
    assert "I can't make it" in labels(told[0])
    assert "Driver · Conductor 1/1" in cards(center)[1].text
    await at(center, "2026-11-26 12:00")
    await taps(center, dan, told[0], "I can't make it")
    await center.idle()
    assert "Driver · Conductor 0/1" in cards(center, "December 3")[0].text
    await at(center, "2026-12-03 08:00")
    assert "Driver · Conductor 1/1" in cards(center, "December 10")[0].text, "a no is for one day"
    tap = await taps(center, dan, dan.last, "Not every Thursday any more")
    assert "This seat stays yours" in tap.text
    assert "It's yours." in dan.last.text
    await at(center, "2026-12-10 08:00")
    assert "Driver · Conductor 0/1" in cards(center, "December 17")[0].text


async def test_a_no_within_minutes_frees_the_seat_at_once(center: Center) -> None:
    await begins(center, "/ride every Thu 9:00 Holyoke > Amherst")
    dan = await comes_every_week(center)
    await at(center, "2026-11-26 08:00")
    await taps(center, dan, dan.last, "I can't make it")
    await center.idle()
    ana = await center.volunteer("Ana")
    tap = await taps(center, ana, cards(center, "December 3")[0], "claim:")
    assert "It's yours" in tap.text


async def test_who_is_busy_is_told_and_the_seat_is_open(center: Center) -> None:
    await begins(center, "/ride every Thu 9:00 Holyoke > Amherst")
    dan = await comes_every_week(center)
    other = await center.posts("/ride 2026-12-03 10:00 Greenfield > Northampton")
    await taps(center, dan, other, "claim:")
    await at(center, "2026-11-26 08:00")
    await dan.waits_for("You have another seat at that time, so this once I did not put you in: Thu, Dec 3, 9:00 AM")
    assert "Driver · Conductor 0/1" in cards(center, "Holyoke → Amherst")[1].text


async def test_who_cannot_be_reached_is_not_in(center: Center) -> None:
    await begins(center, "/ride every Thu 9:00 Holyoke > Amherst")
    dan = await comes_every_week(center)
    dan.blocks()
    await center.idle()
    await at(center, "2026-11-26 08:00")
    assert "Driver · Conductor 0/1" in cards(center, "December 3")[0].text


@pytest.mark.parametrize("how", ["leaves", "training"])
async def test_leaving_or_losing_the_training_ends_it(center: Center, how: str) -> None:
    await begins(center, "/ride every Thu 9:00 Holyoke > Amherst")
    dan = await comes_every_week(center)
    if how == "leaves":
        dan.leaves(center.volunteers)
        await center.idle()
        center.volunteers.add(dan)
    else:
        await center.rosa.writes("/revoke rideshare @dan_v")
        await center.idle()
        await center.rosa.writes("/grant rideshare @dan_v")
    await center.idle()
    await at(center, "2026-11-26 08:00")
    assert "Driver · Conductor 0/1" in cards(center, "December 3")[0].text
    assert "Every week come" not in (await opens_series(center)).text


async def test_there_are_not_more_than_there_are_seats(center: Center) -> None:
    await begins(center, "/ride every Thu 9:00 Holyoke > Amherst")
    dan = await comes_every_week(center)
    ana = await center.volunteer("Ana")
    await taps(center, dan, dan.last, "I can't make it")
    await taps(center, ana, cards(center)[0], "claim:")
    tap = await taps(center, ana, ana.last, "standing:")
    assert "Others come every week already" in tap.text
    assert "Ana" not in (await opens_series(center)).text


async def test_who_finds_the_seats_gone_is_told(center: Center) -> None:
    await begins(center, "/shift every thu 10am-1pm Hotline x2")
    people = []
    for name in ("Dan", "Ana"):
        person = await center.volunteer(name, trained=("hotline",))
        await taps(center, person, cards(center, "Hotline")[0], "claim:")
        await taps(center, person, person.last, "standing:")
        people.append(person)
        center.clock.forward(minutes=1)
    own = center.coordinators.last
    await taps(center, center.rosa, own, "Edit")
    asked = center.rosa.last
    for end in ("fields.seats", "helper-", "seats.done"):
        await taps(center, center.rosa, asked, data_of(asked, end))
    await taps(center, center.rosa, asked, "Save the changes")
    await taps(center, center.rosa, asked, "This one and all later ones")
    await taps(center, center.rosa, asked, "Save, and take the seats away")
    await at(center, "2026-11-26 08:00")
    assert "1/1" in cards(center, "December 3")[0].text
    await people[1].waits_for("There was no seat left this time, so you are free: Thu, Dec 3, 10:00 AM")
    await people[0].waits_for("You are in, as every Thursday.")


async def test_a_coordinator_ends_it_for_a_volunteer(center: Center) -> None:
    await begins(center, "/ride every Thu 9:00 Holyoke > Amherst")
    dan = await comes_every_week(center)
    view = await opens_series(center)
    await taps(center, center.rosa, view, "Dan: not every Thursday any more")
    await center.idle()
    await dan.waits_for("A coordinator noted that you no longer come every Thursday: Holyoke → Amherst.")
    assert "Dan" not in view.text
    assert "Driver · Conductor 1/1" in cards(center)[0].text, "the seat he has stays his"
    await at(center, "2026-11-26 08:00")
    assert "Driver · Conductor 0/1" in cards(center, "December 3")[0].text


async def test_nobody_stands_for_a_seat_that_is_not_theirs(center: Center) -> None:
    await begins(center, "/ride every Thu 9:00 Holyoke > Amherst")
    dan = await center.volunteer("Dan")
    await taps(center, dan, cards(center)[0], "claim:")
    await center.idle()
    ana = await center.volunteer("Ana")
    forged = data_of(dan.last, ":on")
    tap = await ana.taps_data(ana.last, forged)
    assert "This is not yours" in tap.text


# --- skipped and ended -----------------------------------------------------------------------------------------------


async def test_a_day_is_skipped_before_it_is_posted(center: Center) -> None:
    await begins(center, "/ride every Thu 9:00 Holyoke > Amherst")
    view = await opens_series(center)
    await taps(center, center.rosa, view, "✖ Skip Thu, Dec 3")
    await taps(center, center.rosa, view, "✖ Skip Thu, Dec 10")
    assert "Thu, Dec 3: skipped" in view.text
    await taps(center, center.rosa, view, "Do not skip Thu, Dec 10")
    assert "Thu, Dec 10: posted on Thu, Dec 3" in view.text
    await at(center, "2026-11-26 08:00")
    assert not cards(center, "December 3")
    await at(center, "2026-12-03 08:00")
    assert cards(center, "December 10")


async def test_a_day_that_is_posted_is_cancelled_and_people_are_told(center: Center) -> None:
    await begins(center, "/ride every Thu 9:00 Holyoke > Amherst")
    dan = await comes_every_week(center)
    view = await opens_series(center)
    await taps(center, center.rosa, view, "✖ Skip Thu, Nov 26")
    await center.idle()
    await taps(center, center.rosa, await center.rosa.waits_for("Whoever took it is told at once."), "Yes, cancel it")
    await center.idle()
    await dan.waits_for("Cancelled: you are no longer needed")
    await at(center, "2026-11-26 08:00")
    assert "Driver · Conductor 1/1" in cards(center, "December 3")[0].text, "the next one comes as ever"


async def test_a_skip_that_comes_too_late_asks_to_cancel(center: Center) -> None:
    await begins(center, "/ride every Thu 9:00 Holyoke > Amherst")
    view = await opens_series(center)
    stale = data_of(view, "2026-12-03")
    await at(center, "2026-11-26 08:00")
    await center.rosa.taps_data(view, stale)
    await center.rosa.waits_for("Cancel Thu, Dec 3, 9:00 AM")
    assert cards(center, "December 3")


async def test_the_series_is_ended_and_what_is_posted_stays(center: Center) -> None:
    await begins(center, "/ride every Thu 9:00 Holyoke > Amherst")
    dan = await comes_every_week(center)
    miguel = await center.coordinator("Miguel")
    views = [await opens_series(center), await opens_series(center, miguel)]
    for who, view in zip((center.rosa, miguel), views, strict=True):
        await taps(center, who, view, "End the series")
    await asyncio.gather(
        *(who.taps(view, "End it, keep") for who, view in zip((center.rosa, miguel), views, strict=True))
    )
    await center.idle()
    said = sorted(view.text.split("\n")[0] for view in views)
    assert said == ["This series had been ended already.", "⏹ Ended. Nothing more is posted."]
    assert "every Thursday" not in cards(center)[0].text
    tap = await taps(center, dan, dan.last, "standing:")
    assert "not repeated any more" in tap.text
    await at(center, "2026-11-26 08:00")
    assert len(cards(center)) == 1
    async with center.bot.app.db.reading() as tx:
        assert await tx.value("SELECT count(*) FROM series WHERE body_sealed IS NOT NULL") == 0
        assert await tx.value("SELECT count(*) FROM subject_key WHERE subject_id IN (SELECT id FROM series)") == 0
        assert await tx.value("SELECT count(*) FROM standing") == 0


async def test_the_series_is_ended_with_what_is_posted(center: Center) -> None:
    await begins(center, "/ride every Thu 9:00 Holyoke > Amherst")
    dan = await comes_every_week(center)
    view = await opens_series(center)
    await taps(center, center.rosa, view, "End the series")
    await taps(center, center.rosa, view, "End it, and cancel")
    await center.idle()
    assert "1 request was cancelled." in view.text
    await dan.waits_for("Cancelled: you are no longer needed")
    assert not cards(center)


async def test_it_is_ended_while_the_next_is_due(center: Center) -> None:
    await begins(center, "/ride every Thu 9:00 Holyoke > Amherst")
    view = await opens_series(center)
    await taps(center, center.rosa, view, "End the series")
    center.clock.set_local("2026-11-26 08:00")
    await taps(center, center.rosa, view, "End it, and cancel")
    await center.idle()
    assert len(cards(center)) in (0, 1), "posted before it ended and so cancelled, or not at all"
    assert not cards(center, "December 3")


# --- private details -------------------------------------------------------------------------------------------------


async def test_private_details_go_along_and_are_never_shown_in_a_group(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes("/ride every Thu 9:00 Holyoke > Amherst")
    preview = await rosa.waits_for(PREVIEW)
    await taps(center, rosa, preview, "Phone")
    await rosa.waits_for("Which phone number")
    await rosa.writes("413 555 0134")
    await taps(center, rosa, await rosa.waits_for("Phone saved"), "post:")
    await at(center, "2026-11-26 08:00")
    view = await opens_series(center)
    await taps(center, rosa, view, "Private details")
    assert "Phone: 413 555 0134" in view.text
    await taps(center, rosa, view, "Hide details")
    assert "0134" not in view.text
    await taps(center, rosa, own_card(center, "December 3"), "Private details")
    await rosa.waits_for("Phone: 413 555 0134")
    for group in (center.volunteers, center.coordinators):
        assert "0134" not in rosa.screen(group)


async def test_a_detail_that_came_later_is_kept_for_those_to_come(center: Center) -> None:
    rosa = center.rosa
    await begins(center, "/ride every Thu 9:00 Holyoke > Amherst")
    await taps(center, rosa, own_card(center, "November 26"), "Private details")
    await taps(center, rosa, await rosa.waits_for("No private details were noted."), "Street")
    await rosa.waits_for("Which street")
    await rosa.writes("5 Elm St")
    tap = await taps(center, rosa, await rosa.waits_for("Street saved"), "Keep these details for later ones too")
    assert "Kept" in tap.text
    await at(center, "2026-11-26 08:00")
    await taps(center, rosa, own_card(center, "December 3"), "Private details")
    await rosa.waits_for("Street: 5 Elm St")


async def test_nothing_private_is_kept_when_the_last_one_is_posted(center: Center) -> None:
    await begins(center)
    for moment in ("2026-11-26 08:00", "2026-12-03 08:00", "2026-12-10 08:00"):
        await at(center, moment)
    async with center.bot.app.db.reading() as tx:
        assert await tx.value("SELECT body_sealed FROM series") is None
        assert await tx.value("SELECT count(*) FROM subject_key WHERE subject_id IN (SELECT id FROM series)") == 0
    assert "every Thursday" in cards(center)[-1].text


# --- this one, or later ones too -------------------------------------------------------------------------------------


async def changes_people(center: Center, day: str, people: str) -> SeenMessage:
    """Rosa edits the number of people of one day; returns the message after *Save*."""
    await taps(center, center.rosa, own_card(center, day), "Edit")
    await center.idle()
    asked = center.rosa.last
    await taps(center, center.rosa, asked, "People")
    await taps(center, center.rosa, asked, data_of(asked, f"people.{people}"))
    await taps(center, center.rosa, asked, "Save the changes")
    await center.idle()
    return asked


async def test_an_edit_of_this_one_only(center: Center) -> None:
    await begins(center, "/ride every Thu 9:00 Holyoke > Amherst x2")
    await at(center, "2026-11-26 08:00")
    asked = await changes_people(center, "November 26", "5")
    assert "This repeats every week." in asked.text
    assert labels(asked)[:2] == ["Only Thu, Nov 26", "🔁 This one and all later ones"]
    await taps(center, center.rosa, asked, "Back")
    assert PREVIEW in asked.text
    await taps(center, center.rosa, asked, "Save the changes")
    await taps(center, center.rosa, asked, "Only Thu, Nov 26")
    await center.idle()
    await at(center, "2026-12-03 08:00")
    assert ["5 people" in message.text for message in cards(center)] == [False, False], "that day is over"
    assert "2 people" in cards(center, "December 3")[0].text


async def test_an_edit_of_this_one_and_later(center: Center) -> None:
    await begins(center, "/ride every Thu 9:00 Holyoke > Amherst x2")
    dan = await comes_every_week(center)
    await at(center, "2026-11-26 08:00")
    asked = await changes_people(center, "November 26", "5")
    await taps(center, center.rosa, asked, "This one and all later ones")
    await center.idle()
    assert "1 later one that is posted already changed too." in asked.text
    assert all("5 people" in message.text for message in cards(center))
    assert sum("This changed" in message.text for message in dan.chat) == 2
    await at(center, "2026-12-03 08:00")
    assert "5 people" in cards(center, "December 10")[0].text


async def test_it_moves_to_another_day_and_whoever_comes_is_asked(center: Center) -> None:
    await begins(center, "/ride every Thu 9:00 Holyoke > Amherst")
    dan = await comes_every_week(center)
    await at(center, "2026-11-26 08:00")
    rosa = center.rosa
    await taps(center, rosa, own_card(center, "December 3"), "Edit")
    await center.idle()
    asked = rosa.last
    await taps(center, rosa, asked, data_of(asked, "fields.hour"))
    await rosa.writes("2026-12-04 10:00")
    await center.idle()
    asked = rosa.last
    await taps(center, rosa, asked, "Save the changes")
    await taps(center, rosa, asked, "This one and all later ones")
    await center.idle()
    assert "Friday, December 4" in cards(center)[1].text
    assert "🔁 every Friday" in cards(center)[1].text
    await dan.waits_for("Does it still work for you?")
    await at(center, "2026-12-03 08:00")
    assert not cards(center, "December 10")
    await at(center, "2026-12-04 08:00")
    card = cards(center, "Friday, December 11")[0]
    assert "10:00 AM – 12:00 PM" in card.text
    assert "Driver · Conductor 1/1" in card.text


async def test_who_loses_a_seat_in_a_later_one_is_named_first(center: Center) -> None:
    rosa = center.rosa
    await begins(center, "/shift every thu 10am-1pm Hotline x2")
    await at(center, "2026-11-26 08:00")
    people = [
        await center.volunteer("Dan", trained=("hotline",)),
        await center.volunteer("Ana", trained=("hotline",)),
    ]
    later = cards(center, "December 3")[0]
    for person in people:
        await taps(center, person, later, "claim:")
        center.clock.forward(minutes=1)
        await center.idle()
    await taps(center, rosa, own_card(center, "November 26"), "Edit")
    await center.idle()
    asked = rosa.last
    await taps(center, rosa, asked, data_of(asked, "fields.seats"))
    await taps(center, rosa, asked, data_of(asked, "helper-"))
    await taps(center, rosa, asked, data_of(asked, "seats.done"))
    await taps(center, rosa, asked, "Save the changes")
    await taps(center, rosa, asked, "This one and all later ones")
    await center.idle()
    assert "This takes the seat away from: Ana." in asked.text
    await taps(center, rosa, asked, "Save, and take the seats away")
    await center.idle()
    assert "1 later one that is posted already changed too." in asked.text
    await people[1].waits_for("your seat is no longer needed")
    assert "1/1" in later.text


async def test_what_is_different_there_stays_and_is_said(center: Center) -> None:
    await begins(center, "/ride every Thu 9:00 Holyoke > Amherst x2")
    await at(center, "2026-11-26 08:00")
    asked = await changes_people(center, "December 3", "4")
    await taps(center, center.rosa, asked, "Only Thu, Dec 3")
    await center.idle()
    asked = await changes_people(center, "November 26", "5")
    await taps(center, center.rosa, asked, "This one and all later ones")
    await center.idle()
    assert "Thu, Dec 3 is different, so this stays as it was there: People." in asked.text
    assert "4 people" in cards(center, "December 3")[0].text
    await at(center, "2026-12-03 08:00")
    assert "5 people" in cards(center, "December 10")[0].text


# --- the contact, the board, languages -------------------------------------------------------------------------------


async def test_a_contact_who_left_is_named_and_somebody_takes_over(center: Center) -> None:
    miguel = await center.coordinator("Miguel")
    await miguel.writes("/ride every Thu 9:00 Holyoke > Amherst")
    await taps(center, miguel, await miguel.waits_for(PREVIEW), "post:")
    await center.idle()
    await center.rosa.writes("/board", to=center.coordinators)
    await center.idle()
    board = center.coordinators.last
    assert "every Thursday" in board.text
    assert "next: Thu, Dec 3" in board.text
    assert "no longer a coordinator" not in board.text
    miguel.leaves(center.coordinators)
    await center.idle()
    await at(center, "2026-11-26 08:00")
    center.clock.forward(seconds=30)
    await center.idle()
    assert "Miguel (no longer a coordinator: who takes it over?" in board.text
    assert "Contact: Miguel" in own_card(center, "December 3").text
    view = await opens_series(center)
    await taps(center, center.rosa, view, "I am the contact from now on")
    await center.idle()
    assert "Contact: Rosa" in own_card(center, "December 3").text
    center.clock.forward(seconds=30)
    await center.idle()
    assert "no longer a coordinator" not in board.text


async def test_only_coordinators_see_a_series(center: Center) -> None:
    await begins(center)
    dan = await center.volunteer("Dan")
    view = await opens_series(center)
    for data in [button.data or "" for row in view.buttons for button in row]:
        tap = await dan.taps_data(dan.last, data)
        assert tap.alert, data
    assert "Thu, Dec 3: skipped" not in (await opens_series(center)).text


async def test_una_serie_en_espanol(center: Center) -> None:
    rosa = center.rosa
    await center.speaks(rosa, "es")
    await rosa.writes("/viaje todos los jueves a las 9:00 Holyoke > Amherst hasta el 17 de diciembre")
    await center.idle()
    preview = rosa.last
    assert "🔁 Todos los jueves, 9:00 a.m., hasta el jueves, 17 de diciembre de 2026" in preview.text
    assert labels(preview)[0] == "📣 Publicar todos los jueves"
    await taps(center, rosa, preview, "post:")
    await center.idle()
    assert "La de jue, 3 dic se publica el jue, 26 nov" in preview.text
    assert "every Thursday · todos los jueves" in cards(center)[0].text
    dan = await center.volunteer("Dan", language="es")
    await taps(center, dan, cards(center)[0], "claim:")
    await center.idle()
    await taps(center, dan, dan.last, "🔁 Todos los jueves")
    await at(center, "2026-11-26 08:00")
    told = dan.last
    assert "Ya tienes tu lugar, como todos los jueves." in told.text
    assert "🔁 Ya no todos los jueves" in labels(told)
    await taps(center, dan, told, "No puedo")
    await center.idle()
    assert "0/1" in cards(center)[1].text
    await taps(center, rosa, own_card(center, "December 3"), "series:")
    await center.idle()
    view = rosa.last
    await taps(center, rosa, view, "Saltar jue, 10 dic")
    assert "jue, 10 dic: no hay" in view.text
    await taps(center, rosa, view, "Terminar la serie")
    await taps(center, rosa, view, "Terminarla y cancelar lo publicado")
    await center.idle()
    assert "Terminada. Ya no se publica nada más." in view.text
    assert not cards(center)
