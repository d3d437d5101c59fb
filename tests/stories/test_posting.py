"""Rosa posts, between two calls, from her phone."""

from __future__ import annotations

import pytest

from tests.center import Center, at, choice, choices, labels, presses

LINE = "/ride 2026-12-03 09:00 Holyoke > Amherst x2 carseat es"


async def test_one_line_and_one_tap_put_a_bilingual_card_into_the_group(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes(LINE)
    preview = await rosa.waits_for("This is what the group will see")
    assert "Thursday, December 3, 2026, 9:00 AM – 11:00 AM, in 9 days" in preview.text
    assert "Post" in labels(preview)[0]
    await rosa.taps(preview, labels(preview)[0])
    card = await rosa.waits_for("Holyoke → Amherst", in_=center.volunteers)
    for words in (
        "Ride · Viaje",
        "Thursday, December 3 · jueves, 3 de diciembre",
        "9:00 AM – 11:00 AM",
        "2 people · 2 personas",
        "1 child seat · 1 silla para niños",
        "Spanish · español",
        "Driver · Conductor 0/1",
    ):
        assert words in card.text
    assert labels(card) == ["🚗 I can drive · Puedo manejar"]
    own = await rosa.waits_for("Contact", in_=center.coordinators)
    assert own.silent


async def test_a_card_far_away_is_silent_a_near_one_sounds(center: Center) -> None:
    assert (await center.posts("/ride 2026-12-03 09:00 Holyoke > Amherst")).silent
    assert not (await center.posts("/ride 2026-11-25 09:00 Holyoke > Amherst")).silent


async def test_private_details_are_asked_one_by_one_and_the_typed_messages_deleted(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes(LINE)
    preview = await rosa.waits_for("This is what the group will see")
    typed = []
    for label, words, saved in (
        ("Name", "Lucía", "Name saved"),
        ("Phone", "(413) 555-0134", "Phone saved ··34"),
        ("Street", "12 Maple St", "Street saved"),
        ("Note", "rings twice", "Note saved"),
    ):
        await rosa.taps(preview, label)
        await rosa.waits_for("I delete your message")
        typed.append(await rosa.writes(words))
        preview = await rosa.waits_for(saved)
    assert all(message.deleted for message in typed)
    assert "Phone: ··34" in preview.text
    await rosa.taps(preview, "Post")
    await center.idle()
    for group in (center.volunteers, center.coordinators):
        for private in ("Lucía", "0134", "Maple", "rings"):
            assert private not in rosa.screen(group)


async def test_a_detail_can_be_skipped_and_added_after_posting(center: Center) -> None:
    rosa = center.rosa
    await center.posts()
    posted = rosa.last
    await rosa.taps(posted, "Phone")
    question = await rosa.waits_for("Which phone number")
    await rosa.taps(question, "Skip")
    await rosa.taps(posted, "Street")
    await rosa.waits_for("Which street")
    typed = await rosa.writes("5 Elm St")
    await rosa.waits_for("Street saved")
    assert typed.deleted
    await rosa.taps(center.coordinators.last, "Private details")
    await rosa.waits_for("Street: 5 Elm St")
    assert "Elm" not in rosa.screen(center.coordinators)


async def test_a_preview_in_the_coordinators_group_keeps_details_private(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes(LINE, to=center.coordinators)
    preview = await rosa.waits_for("This is what the group will see", in_=center.coordinators)
    tap = await rosa.taps(preview, "Name")
    assert "privately" in tap.text
    await rosa.waits_for("Which name should the volunteer use")
    await rosa.writes("Lucía")
    await center.idle()
    assert "Lucía" not in rosa.screen(center.coordinators)
    await rosa.taps(rosa.last if rosa.last.buttons else preview, "post:")
    await rosa.waits_for("Driver", in_=center.volunteers)


async def test_what_is_missing_is_asked_and_nothing_typed_is_lost(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes("/ride")
    await rosa.waits_for("When?")
    await rosa.writes("tomorrow-ish")
    await rosa.waits_for("I could not read a date")
    await rosa.writes("2026-12-03 09:00-10:30")
    await rosa.waits_for("From which town?")
    await center.answers(rosa, f"origin.{at('Holyoke')}")
    await rosa.waits_for("To which town?")
    await rosa.writes("amherst")
    await rosa.taps(await rosa.waits_for("How many people come along?"), "1")
    await rosa.taps(await rosa.waits_for("What is needed?"), "Done")
    preview = await rosa.waits_for("This is what the group will see")
    assert "9:00 AM – 10:30 AM" in preview.text
    assert "Holyoke → Amherst" in preview.text


@pytest.mark.parametrize("begun", [True, False])
async def test_what_is_too_long_to_store_whole_is_not_deleted(center: Center, begun: bool) -> None:
    words = "blue house behind the bakery, " * 10
    if begun:
        await center.rosa.writes("/accompany 2026-12-03 9am")
        await center.idle()
    typed = await center.rosa.writes(words if begun else f"/accompany 2026-12-03 9am {words}")
    await center.idle()
    assert "too long" in center.rosa.last.text
    assert not typed.deleted


async def test_a_street_in_the_line_stays_private_and_the_town_is_asked(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes("/ride 2026-12-03 09:00 12 Maple St > Amherst x2")
    await rosa.waits_for("“12 Maple St” looks like an address")
    await center.answers(rosa, f"origin.{at('Holyoke')}")
    preview = await rosa.waits_for("This is what the group will see")
    assert "Street: 12 Maple St" in preview.text
    card = preview.text.partition("Only the volunteer")[0]
    assert "Maple" not in card
    await rosa.taps(preview, "Post")
    await center.idle()
    assert "Maple" not in rosa.screen(center.volunteers)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("/ride 2026-11-01 09:00 Holyoke > Amherst", "That moment has passed"),
        ("/ride 2026-02-30 09:00 Holyoke > Amherst", "does not exist in the calendar"),
        ("/ride 2028-01-01 09:00 Holyoke > Amherst", "more than 300 days away"),
        ("/ride 2027-03-14 02:30 Holyoke > Amherst", "clocks go forward"),
        ("/ride 2026-12-03 09:00-08:00 Holyoke > Amherst", "The end must come after the start"),
        ("/ride 2026-12-03 09:00 Holyoke Amherst", "Write both towns with a >"),
        ("/ride 2026-12-03 09:00 Holyoke > Holyoke", "Start and end are the same town"),
        ("/ride 2026-12-03 09:00 Holyoke > Amherst x0", "between 1 and 50"),
        ("/ride someday Holyoke > Amherst", "I could not read a date and time"),
    ],
)
async def test_what_cannot_be_is_said_with_the_next_step(center: Center, line: str, words: str) -> None:
    await center.rosa.writes(line)
    await center.rosa.waits_for(words)


async def test_the_hour_that_comes_twice_is_asked(center: Center) -> None:
    center.clock.set_local("2027-10-30 12:00")
    await center.rosa.writes("/ride 2027-11-07 01:30 Holyoke > Amherst")
    asked = await center.rosa.waits_for("comes twice")
    assert labels(asked)[:2] == [f"Sunday, November 7, 2027, 1:30 AM {zone}" for zone in ("EDT", "EST")]
    await center.rosa.taps(asked, "1:30 AM EST")
    preview = await center.rosa.waits_for("This is what the group will see")
    assert "1:30 AM – 3:30 AM" in preview.text


@pytest.mark.parametrize("nasty", ["\x00", "‮evil", "<b>bold", "🇭🇳" * 40, "x" * 3900, "%s{name}", "مرحبا"])
async def test_strange_input_keeps_the_draft_in_shape(center: Center, nasty: str) -> None:
    rosa = center.rosa
    await rosa.writes(f"/ride 2026-12-03 09:00 {nasty} > Amherst")
    await center.idle()
    asked = rosa.last
    assert "From which town?" in asked.text or "as a public place" in asked.text
    await center.answers(rosa, f"origin.{at('Greenfield')}")
    preview = await rosa.waits_for("This is what the group will see")
    await rosa.taps(preview, "Post")
    card = await rosa.waits_for("Greenfield → Amherst", in_=center.volunteers)
    assert labels(card) == ["🚗 I can drive · Puedo manejar"]


async def test_take_back_within_a_minute_removes_the_cards_and_keeps_the_draft(center: Center) -> None:
    rosa = center.rosa
    dan = await center.volunteer("Dan")
    card = await center.posts()
    await dan.taps(card, "claim:")
    await center.idle()
    posted = await rosa.waits_for("Posted.")
    await rosa.taps(posted, "Take back")
    await rosa.waits_for("This is what the group will see")
    await center.idle()
    assert card.deleted
    assert "Holyoke" not in rosa.screen(center.coordinators)
    await dan.waits_for("Cancelled: you are no longer needed")
    await rosa.taps(rosa.last if rosa.last.buttons else posted, "post:")
    await rosa.waits_for("Holyoke → Amherst", in_=center.volunteers)


async def test_after_a_minute_taking_back_is_refused_with_the_next_step(center: Center) -> None:
    await center.posts()
    posted = await center.rosa.waits_for("Posted.")
    button = choice(posted, "takeback")
    center.clock.forward(seconds=60)
    tap = await center.rosa.taps_data(posted, button)
    assert tap.alert
    assert "Cancel this request" in tap.text


@pytest.mark.parametrize("in_group", [False, True])
async def test_the_button_to_take_back_goes_with_its_minute(center: Center, in_group: bool) -> None:
    rosa = center.rosa
    where = center.coordinators if in_group else None
    await rosa.writes("/ride 2026-12-03 09:00 Holyoke > Amherst x2", to=where)
    await center.idle()
    preview = rosa.last if where is None else where.last
    await rosa.taps(preview, "post:")
    await center.later(seconds=59)
    assert choices(preview, "takeback")
    text = preview.text
    await center.later(seconds=1)
    assert not choices(preview, "takeback")
    assert choices(preview, "cancel"), "the others stay"
    assert preview.text == text


async def test_what_was_taken_back_stays_a_draft_after_the_minute(center: Center) -> None:
    await center.posts()
    posted = center.rosa.last
    await presses(center.rosa, posted, "takeback")
    await center.later(seconds=61)
    assert choices(center.rosa.last, "post"), "it is a draft, and can be posted again"


async def test_another_coordinator_cannot_take_back_but_can_cancel(fresh: Center) -> None:
    miguel = fresh.telegram.add_person("Miguel")
    fresh.coordinators.add(miguel)
    await fresh.set_up()
    await miguel.starts()
    dan = await fresh.volunteer("Dan")
    card = await fresh.posts()
    await dan.taps(card, "claim:")
    await fresh.idle()
    tap = await miguel.taps(fresh.coordinators.last, "Cancel this request")
    assert "privately" in tap.text
    await miguel.taps(await miguel.waits_for("Whoever took it is told"), "Yes, cancel it")
    await fresh.idle()
    assert card.text == "Cancelled. Thank you. · Cancelado. Gracias."
    assert fresh.coordinators.last.text.startswith("Cancelled.")
    told = await dan.waits_for("Cancelled: you are no longer needed")
    assert not told.silent
    tap = await miguel.taps_data(fresh.coordinators.last, "cancel:1:0")
    assert "already finished or removed" in tap.text


async def test_a_cancelled_request_keeps_no_private_detail(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes(LINE)
    preview = await rosa.waits_for("This is what the group will see")
    await rosa.taps(preview, "Name")
    await rosa.waits_for("Which name")
    await rosa.writes("Lucía")
    await rosa.taps(await rosa.waits_for("Name saved"), "Post")
    await rosa.taps(await rosa.waits_for("Posted."), "Cancel this request")
    await rosa.taps(await rosa.waits_for("Whoever took it is told"), "Yes, cancel it")
    await rosa.waits_for("private details are erased")
    async with center.bot.app.db.reading() as tx:
        assert await tx.value("SELECT count(*) FROM party WHERE name_sealed IS NOT NULL") == 0
        keys = "SELECT count(*) FROM subject_key WHERE subject_id IN (SELECT id FROM party)"
        assert await tx.value(keys) == 0


async def test_edit_leads_to_one_field_and_back_to_the_preview(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes(LINE)
    await rosa.taps(await rosa.waits_for("This is what the group will see"), "Edit")
    await rosa.taps(await rosa.waits_for("What should change?"), "Hour")
    await rosa.waits_for("At what time?")
    await rosa.writes("10:30")
    preview = await rosa.waits_for("This is what the group will see")
    for kept in ("10:30 AM – 12:30 PM", "Holyoke → Amherst", "2 people", "1 child seat", "Spanish"):
        assert kept in preview.text


async def test_discard_and_then_the_buttons_are_dead(center: Center) -> None:
    await center.rosa.writes(LINE)
    preview = await center.rosa.waits_for("This is what the group will see")
    post = next(b.data or "" for row in preview.buttons for b in row if "Post" in b.text)
    await center.rosa.taps(preview, "Discard")
    await center.rosa.waits_for("Discarded")
    tap = await center.rosa.taps_data(preview, post)
    assert tap.alert
    assert "already finished or removed" in tap.text


async def test_an_old_preview_posts_nothing_but_shows_the_draft_as_it_stands(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes(LINE)
    preview = await rosa.waits_for("This is what the group will see")
    old = next(b.data or "" for row in preview.buttons for b in row if "Post" in b.text)
    await rosa.taps(preview, "Name")
    await rosa.waits_for("Which name")
    await rosa.writes("Lucía")
    preview = await rosa.waits_for("Name saved")
    await rosa.taps_data(preview, old)
    await center.idle()
    assert "Holyoke" not in rosa.screen(center.volunteers)
    await rosa.taps(preview, "Post")
    await rosa.waits_for("Holyoke", in_=center.volunteers)


async def test_a_start_that_passed_while_writing_is_asked_again(center: Center) -> None:
    await center.rosa.writes("/ride 2026-11-24 11:00 Holyoke > Amherst")
    preview = await center.rosa.waits_for("This is what the group will see")
    center.clock.forward(hours=2)
    await center.rosa.taps(preview, "Post")
    await center.rosa.waits_for("That moment has passed already")


async def test_a_ride_typed_among_volunteers_is_deleted_and_goes_on_privately(center: Center) -> None:
    typed = await center.rosa.writes(LINE, to=center.volunteers)
    await center.rosa.waits_for("This is what the group will see")
    assert typed.deleted


async def test_an_unfinished_request_stands_on_the_board_and_is_raised_after_an_hour(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes("/ride 2026-12-03 09:00")
    await rosa.waits_for("From which town?")
    await rosa.writes("/cancel")
    await rosa.waits_for("stays on the board")
    await rosa.writes("/board", to=center.coordinators)
    board = await rosa.waits_for("Unfinished", in_=center.coordinators)
    assert "Rosa" in board.text
    center.clock.forward(hours=1)
    raised = await rosa.waits_for("You have an unfinished request")
    await rosa.taps(raised, "Go on")
    await rosa.waits_for("From which town?")


async def test_the_board_is_edited_in_place(center: Center) -> None:
    dan = await center.volunteer("Dan")
    card = await center.posts()
    await center.rosa.writes("/board", to=center.coordinators)
    board = await center.rosa.waits_for("Board", in_=center.coordinators)
    assert "2 people in the group" in board.text
    assert "2 connected" in board.text
    assert "❗" in board.text
    await dan.taps(card, "claim:")
    await center.idle()
    center.clock.forward(seconds=10)
    await center.idle()
    assert "1/1 (Dan)" in board.text
    await center.rosa.writes("/board", to=center.coordinators)
    await center.idle()
    assert board.deleted
    assert "1/1 (Dan)" in center.coordinators.last.text


async def test_posting_is_for_coordinators(center: Center) -> None:
    dan = await center.volunteer("Dan")
    await dan.writes(LINE)
    await dan.waits_for("This is for coordinators")
    await dan.writes("/board")
    await center.idle()
    assert "This is for coordinators" in dan.last.text


async def test_the_spanish_and_portuguese_names_of_the_command_work(center: Center) -> None:
    for command in ("/viaje", "/carona"):
        await center.rosa.writes(f"{command} 2026-12-03 09:00 Holyoke > Amherst")
        await center.rosa.waits_for("This is what the group will see")
        await center.rosa.taps(center.rosa.last, "Discard")
        await center.idle()


@pytest.mark.parametrize("command", ["/accompany", "/acompañar"])
async def test_what_is_typed_on_the_next_line_belongs_to_the_command(center: Center, command: str) -> None:
    await center.rosa.writes(f"{command}\n2026-12-03 8:30-11am\nHartford")
    await center.idle()
    assert "Accompanier" in center.rosa.last.text
    assert "8:30 AM – 11:00 AM" in center.rosa.last.text
    assert "post:" in str([b.data for row in center.rosa.last.buttons for b in row])


async def test_a_coordinator_who_has_not_connected_is_led_to_the_question(center: Center) -> None:
    hannah = center.telegram.add_person("Hannah")
    center.coordinators.add(hannah, center.rosa)
    asked = await center.rosa.waits_for("Hannah joined this group", in_=center.coordinators)
    await center.rosa.taps(asked, "Yes, coordinator")
    await hannah.writes("/ride 2026-12-03 09:00 Holyoke", to=center.coordinators)
    answer = await hannah.waits_for("Let's continue privately", in_=center.coordinators)
    await hannah.follows(answer.buttons[0][0].url or "")
    await hannah.waits_for("To which town?")


async def test_without_a_volunteers_group_the_draft_waits(fresh: Center) -> None:
    await fresh.rosa.starts()
    await fresh.rosa.writes(LINE)
    preview = await fresh.rosa.waits_for("This is what the group will see")
    tap = await fresh.rosa.taps(preview, "Post")
    assert tap.alert
    assert "/setup volunteers" in tap.text
    await fresh.rosa.writes("/setup volunteers", to=fresh.volunteers)
    await fresh.idle()
    await fresh.rosa.taps(preview, "Post")
    await fresh.rosa.waits_for("Holyoke → Amherst", in_=fresh.volunteers)


async def test_a_rare_language_is_not_named_on_the_card(center: Center) -> None:
    rosa, dan = center.rosa, await center.volunteer("Dan")
    card = await center.posts("/ride 2026-12-03 09:00 Holyoke > Amherst ht")
    assert "Interpreter needed · Se necesita intérprete" in card.text
    for word in ("Haitian", "haitiano", "(ht)", " ht"):
        assert word not in card.text
    await dan.taps(card, "claim:")
    mine = await dan.waits_for("Thursday, December 3")
    center.clock.set_local("2026-12-02 12:00")
    await dan.taps(mine, "Show details")
    await dan.waits_for("🗣 ht")
    assert "ht" not in [line.strip() for line in rosa.screen(center.volunteers).splitlines()]


async def test_taking_back_in_the_coordinators_group_shows_nothing_private_there(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes("/ride 2026-12-03 09:00 Holyoke > Amherst ht", to=center.coordinators)
    preview = await rosa.waits_for("This is what the group will see", in_=center.coordinators)
    for label, words in (("Name", "Lucía"), ("Street", "12 Maple St")):
        await rosa.taps(preview, label)
        await rosa.waits_for("I delete your message")
        await rosa.writes(words)
        await center.idle()
    await rosa.taps(rosa.last, "post:")
    await center.idle()
    posted = rosa.last
    await rosa.taps(posted, "Take back")
    await center.idle()
    await rosa.taps(rosa.last, "post:")
    await center.idle()
    assert "Interpreter needed" in center.volunteers.last.text
    for group in (center.volunteers, center.coordinators):
        for private in ("Lucía", "Maple"):
            assert private not in rosa.screen(group)


async def test_who_lost_the_right_can_no_longer_change_what_a_driver_sees(fresh: Center) -> None:
    ana = fresh.telegram.add_person("Ana")
    fresh.coordinators.add(ana)
    await fresh.set_up()
    await ana.starts()
    await ana.writes("/cancel")
    await fresh.posts()
    await ana.taps(fresh.coordinators.last, "Private details")
    await ana.taps(await ana.waits_for("No private details were noted"), "Phone")
    await ana.waits_for("Which phone number")
    fresh.coordinators.remove(ana, fresh.rosa)
    await ana.writes("413 555 0666")
    await ana.waits_for("This is for coordinators")
    async with fresh.bot.app.db.reading() as tx:
        assert await tx.value("SELECT count(*) FROM party WHERE phone_sealed IS NOT NULL") == 0
