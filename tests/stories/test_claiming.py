"""A volunteer takes a seat, keeps it, gives it back; everybody gets an answer, exactly one gets the seat."""

from __future__ import annotations

from pathlib import Path

import pytest
from icalendar import Calendar

from sandbox import Person, SeenMessage, Tap
from tests.center import Center, open_center, presses

IN_NINE_DAYS = "/ride 2026-12-03 09:00 Holyoke > Amherst x2"


def labels(message: SeenMessage) -> list[str]:
    return [button.text for row in message.buttons for button in row]


async def with_details(center: Center, line: str = IN_NINE_DAYS) -> SeenMessage:
    """Rosa posts a ride with everything private about Lucía."""
    rosa = center.rosa
    await rosa.writes(line)
    preview = await rosa.waits_for("This is what the group will see")
    for label, words in (("Name", "Lucía"), ("Phone", "413-555-0134"), ("Street", "12 Maple St")):
        await rosa.taps(preview, label)
        await rosa.waits_for("I delete your message")
        await rosa.writes(words)
        preview = await rosa.waits_for(f"{label} saved")
    await rosa.taps(preview, "Post")
    await center.idle()
    return center.volunteers.last


async def test_dan_taps_and_has_the_seat(center: Center) -> None:
    dan = await center.volunteer("Dan")
    card = await center.posts()
    tap = await dan.taps(card, "I can drive")
    assert tap.text == "It's yours. Thank you! I've sent you a private message."
    assert not tap.alert
    mine = await dan.waits_for("Thursday, December 3")
    assert labels(mine) == ["🔓 Show details", "📅 Calendar", "📝 Note", "↩ Undo"]
    assert "Wednesday, December 2 at 9:00 AM" in mine.text
    await center.idle()
    assert "Driver · Conductor 1/1 ✓" in card.text
    assert labels(card) == ["🕐 I could step in · Puedo quedar de reserva (🚗)"]
    assert "Dan" not in center.rosa.screen(center.volunteers).replace("Rosa added Dan", "")
    assert "• Dan" in center.coordinators.last.text


async def test_a_notice_names_no_person_street_or_case(center: Center) -> None:
    dan = await center.volunteer("Dan")
    card = await with_details(center)
    await dan.taps(card, "claim:")
    mine = await dan.waits_for("Thursday, December 3")
    for private in ("Lucía", "0134", "Maple", "court", "ICE", "detained"):
        assert private not in mine.text


async def test_undo_in_the_first_ten_minutes_leaves_no_trace(center: Center) -> None:
    dan = await center.volunteer("Dan")
    card = await center.posts()
    await dan.taps(card, "claim:")
    mine = await dan.waits_for("Thursday, December 3")
    center.clock.forward(minutes=9, seconds=59)
    await dan.taps(mine, "Undo")
    await dan.waits_for("Undone")
    await center.idle()
    assert "0/1" in card.text
    async with center.bot.app.db.reading() as tx:
        assert await tx.value("SELECT count(*) FROM claim") == 0


async def test_later_the_seat_is_kept_until_somebody_takes_it(center: Center) -> None:
    dan, priya = await center.volunteer("Dan"), await center.volunteer("Priya")
    card = await center.posts()
    await dan.taps(card, "claim:")
    mine = await dan.waits_for("Thursday, December 3")
    center.clock.forward(minutes=10)
    await center.idle()
    await dan.taps(mine, "I can't make it")
    await dan.waits_for("I'm looking for somebody else")
    await center.idle()
    assert "0/1" in card.text
    assert "Dan — can't make it" in center.coordinators.last.text
    await center.rosa.waits_for("Dan can't make it")
    await priya.taps(card, "I can drive")
    await dan.waits_for("Somebody took over your seat")
    await center.idle()
    assert "1/1" in card.text
    assert "• Priya" in center.coordinators.last.text
    assert "Dan" not in center.coordinators.last.text
    assert not labels(mine)


async def test_who_can_come_after_all_takes_the_own_seat_back(center: Center) -> None:
    dan = await center.volunteer("Dan")
    card = await center.posts()
    await dan.taps(card, "claim:")
    mine = await dan.waits_for("Thursday, December 3")
    center.clock.forward(minutes=30)
    await dan.taps(mine, "leave:")
    await dan.taps(await dan.waits_for("looking for somebody else"), "I can come after all")
    await center.idle()
    assert "1/1" in card.text
    await dan.taps(mine, "leave:")
    await center.idle()
    tap = await dan.taps(card, "claim:")
    assert "yours again" in tap.text
    await center.idle()
    assert "1/1" in card.text


async def test_two_taps_at_once_one_wins_and_the_other_hears_it(center: Center) -> None:
    dan, priya = await center.volunteer("Dan"), await center.volunteer("Priya")
    card = await center.posts()
    taps = [person.taps_nowait(card, "claim:") for person in (dan, priya)]
    answers = sorted([await tap for tap in taps], key=lambda tap: tap.alert)
    assert "It's yours" in answers[0].text
    assert "Somebody was faster" in answers[1].text
    assert answers[1].alert


async def test_who_never_pressed_start_is_led_there_and_then_has_the_seat(center: Center) -> None:
    ellen = await center.volunteer("Ellen", connected=False)
    card = await center.posts()
    tap = await ellen.taps(card, "claim:")
    assert tap.url is not None
    await center.idle()
    assert "Ellen — held, not confirmed yet" in center.coordinators.last.text
    await ellen.follows(tap.url)
    promise = await ellen.waits_for("a promise")
    assert "Your seat is held until 10:15 AM" in promise.text
    await ellen.taps(promise, "I agree")
    await ellen.waits_for("Thursday, December 3")
    await center.idle()
    assert "• Ellen" in center.coordinators.last.text
    assert "held" not in center.coordinators.last.text


async def test_a_held_seat_lapses_after_fifteen_minutes_and_the_coordinator_hears_it(center: Center) -> None:
    ellen = await center.volunteer("Ellen", connected=False)
    card = await center.posts()
    tap = await ellen.taps(card, "claim:")
    await center.idle()
    assert "1/1" in card.text
    center.clock.forward(minutes=15)
    await center.rosa.waits_for("Ellen tapped for this but did not finish connecting")
    await center.idle()
    assert "0/1" in card.text
    await ellen.follows(tap.url or "")
    promise = await ellen.waits_for("a promise")
    await ellen.taps(promise, "I agree")
    await ellen.taps(card, "claim:")
    await ellen.waits_for("Thursday, December 3")


async def test_start_confirms_at_once_for_who_has_promised_before(center: Center) -> None:
    dan = await center.volunteer("Dan")
    dan.blocks()
    card = await center.posts()
    tap = await dan.taps(card, "claim:")
    assert tap.url is not None
    await dan.follows(tap.url)
    await dan.waits_for("You are connected, and the seat is yours")
    await dan.waits_for("Thursday, December 3")


async def test_the_promise_is_asked_at_the_first_claim_if_it_was_skipped(center: Center) -> None:
    dan = await center.volunteer("Dan", promised=False)
    card = await center.posts()
    tap = await dan.taps(card, "claim:")
    assert tap.alert
    assert "15 minutes" in tap.text
    promise = await dan.waits_for("a promise")
    await dan.taps(promise, "I agree")
    await dan.waits_for("Thursday, December 3")


async def test_blocking_the_bot_holds_the_seat_for_a_while_and_frees_it_then(center: Center) -> None:
    dan = await center.volunteer("Dan")
    card = await center.posts()
    await dan.taps(card, "claim:")
    await center.idle()
    dan.blocks()
    await center.idle()
    assert "Dan — held" in center.coordinators.last.text
    center.clock.forward(minutes=15)
    await center.idle()
    assert "0/1" in card.text


async def test_details_open_a_day_before_and_close_three_hours_after_the_end(center: Center) -> None:
    dan = await center.volunteer("Dan")
    card = await with_details(center)
    await dan.taps(card, "claim:")
    mine = await dan.waits_for("Thursday, December 3")
    center.clock.set_local("2026-12-02 08:59")
    tap = await dan.taps(mine, "Show details")
    assert tap.alert
    assert "Wednesday, December 2 at 9:00 AM" in tap.text
    center.clock.set_local("2026-12-02 09:00")
    await dan.taps(mine, "Show details")
    shown = await dan.waits_for("Lucía")
    for words in ("413-555-0134", "12 Maple St", "Your coordinator: Rosa", "do not forward"):
        assert words in shown.text
    await dan.taps(shown, "Hide details")
    await center.idle()
    assert "Lucía" not in dan.screen()
    await dan.taps(mine, "Show details")
    await dan.waits_for("Lucía")
    center.clock.set_local("2026-12-03 14:00")
    await center.idle()
    assert mine.text == "This is over. Thank you for being there."
    assert not mine.buttons
    assert "Lucía" not in dan.screen()
    assert card.text == "✓ This is over. Thank you. · Esto ya terminó. Gracias."
    await center.rosa.waits_for("✓ This is over. Thank you. · Esto ya terminó. Gracias.", in_=center.coordinators)


async def test_details_hide_when_the_seat_is_given_away_or_the_ride_cancelled(center: Center) -> None:
    dan, priya = await center.volunteer("Dan"), await center.volunteer("Priya")
    card = await with_details(center)
    await dan.taps(card, "claim:")
    mine = await dan.waits_for("Thursday, December 3")
    center.clock.set_local("2026-12-02 12:00")
    await dan.taps(mine, "Show details")
    await dan.waits_for("Lucía")
    await dan.taps(mine, "leave:")
    await center.idle()
    assert "Lucía" not in dan.screen()
    tap = await dan.taps(mine, "I can come after all")
    assert "yours again" in tap.text
    await center.idle()
    await dan.taps(mine, "Show details")
    await dan.waits_for("Lucía")
    await dan.taps(mine, "leave:")
    await center.idle()
    await priya.taps(card, "claim:")
    theirs = await priya.waits_for("Thursday, December 3")
    await priya.taps(theirs, "Show details")
    await priya.waits_for("Lucía")
    await center.rosa.taps(await center.rosa.waits_for("Posted."), "Cancel this request")
    await center.rosa.taps(await center.rosa.waits_for("Whoever took it is told"), "Yes, cancel it")
    await priya.waits_for("Cancelled: you are no longer needed")
    await center.idle()
    for person in (dan, priya):
        assert "Lucía" not in person.screen()
    tap = await dan.taps_data(mine, "details:" + "1:0")
    assert "not yours, or it is gone" in tap.text


async def test_somebody_elses_claim_and_no_claim_look_the_same(center: Center) -> None:
    dan, priya = await center.volunteer("Dan"), await center.volunteer("Priya")
    card = await with_details(center)
    await dan.taps(card, "claim:")
    mine = await dan.waits_for("Thursday, December 3")
    center.clock.set_local("2026-12-02 12:00")
    own = priya.chat[-1]
    for action in ("details", "leave", "calendar", "hide", "claimcard", "return"):
        data = next(b.data or "" for row in mine.buttons for b in row if (b.data or "").startswith("details:"))
        real = action + data.removeprefix("details")
        answers = [await priya.taps_data(own, real), await priya.taps_data(own, f"{action}:abc123:0")]
        assert answers[0].text == answers[1].text
        assert "not yours, or it is gone" in answers[0].text
    assert "Lucía" not in priya.screen()


async def test_who_left_the_group_sees_no_details_any_more(center: Center) -> None:
    dan = await center.volunteer("Dan")
    card = await with_details(center)
    await dan.taps(card, "claim:")
    mine = await dan.waits_for("Thursday, December 3")
    center.clock.set_local("2026-12-02 12:00")
    center.volunteers.remove(dan, center.rosa)
    tap = await dan.taps(mine, "Show details")
    assert tap.alert
    assert "Lucía" not in dan.screen()


async def test_the_calendar_says_volunteering_and_nothing_else(center: Center) -> None:
    dan = await center.volunteer("Dan")
    card = await with_details(center)
    await dan.taps(card, "claim:")
    await dan.taps(await dan.waits_for("Thursday, December 3"), "Calendar")
    await center.idle()
    file = dan.files[-1]
    (event,) = Calendar.from_ical(file.content).walk("VEVENT")
    assert str(event["summary"]) == "Volunteering"
    assert str(event["location"]) == "Holyoke → Amherst"
    assert b"DTSTART:20261203T140000Z" in file.content
    for private in (b"Luc", b"0134", b"Maple", b"Rosa", b"Dan"):
        assert private not in file.content


@pytest.mark.parametrize("language", ["en", "es"])
async def test_every_refusal_has_its_own_words_as_an_alert(tmp_path: Path, language: str) -> None:
    async with open_center(tmp_path) as center:
        await center.set_up()
        winner = await center.volunteer("Winner")
        luz = await center.volunteer("Luz", language=language)
        beginner = await center.volunteer("Beginner", trained=False, language=language)
        stranger = await center.volunteer("Stranger", language=language)
        card = await center.posts()
        other = await center.posts("/ride 2026-12-03 09:30 Springfield > Hartford")
        forged = "claim:zzzz:1"
        data = next(b.data or "" for row in card.buttons for b in row)
        heard: dict[str, Tap] = {}
        heard["not qualified"] = await beginner.taps(card, "claim:")
        await winner.taps(card, "claim:")
        await center.idle()
        heard["full"] = await luz.taps_data(card, data)
        heard["already yours"] = await winner_in(language, center, winner, card, data)
        await luz.taps(other, "claim:")
        await center.idle()
        third = await center.posts("/ride 2026-12-03 10:00 Greenfield > Amherst")
        heard["clash"] = await luz.taps(third, "claim:")
        center.volunteers.remove(stranger, center.rosa)
        center.clock.forward(minutes=11)
        heard["unknown"] = await luz.taps_data(card, forged)
        heard["stale"] = await luz.taps_data(card, "nonsense:1:1")
        heard["not a member"] = await not_a_member(stranger, data)
        fourth = await center.posts("/ride 2026-12-05 09:00 Holyoke > Amherst")
        fourth_data = next(b.data or "" for row in fourth.buttons for b in row)
        await center.rosa.taps(center.rosa.last, "cancel:")
        await center.idle()
        await center.rosa.taps(center.rosa.last, "cancelnow:")
        await center.idle()
        heard["cancelled"] = await luz.taps_data(fourth, fourth_data)
        center.clock.set_local("2026-12-03 11:00")
        heard["over"] = await luz.taps_data(card, data)
        assert all(tap.alert for tap in heard.values()), heard
        words = {name: tap.text for name, tap in heard.items() if name != "stale"}
        assert len(set(words.values())) == len(words), words
        spanish = [text for text in words.values() if any(ch in text for ch in "áéíóúñ¡¿")]
        assert (len(spanish) > 5) == (language == "es"), words


async def winner_in(language: str, center: Center, winner: Person, card: SeenMessage, data: str) -> Tap:
    """The winner taps again, spoken to in the language of the test."""
    await winner.writes("/language")
    await center.idle()
    await winner.taps(winner.last, f"language:0:{language}")
    return await winner.taps_data(card, data)


async def not_a_member(stranger: Person, data: str) -> Tap:
    """Somebody who was removed taps a claim button of a private list they still have."""
    return await stranger.taps_data(stranger.chat[-1], data)


async def test_i_can_do_it_written_under_a_card_claims_nothing_but_shows_the_button(center: Center) -> None:
    dan = await center.volunteer("Dan", language="es")
    card = await center.posts()
    await dan.writes("I can do it!", to=center.volunteers, reply_to=card)
    answer = await dan.waits_for("Nothing is claimed yet", in_=center.volunteers)
    assert "Todavía" in answer.text
    await dan.taps(answer, "Puedo manejar")
    await dan.waits_for("jueves, 3 de diciembre")
    await dan.writes("me too", to=center.volunteers, reply_to=card)
    await dan.waits_for("nothing to claim here", in_=center.volunteers)


async def test_open_lists_what_needs_somebody_and_claims_from_there(center: Center) -> None:
    dan = await center.volunteer("Dan")
    await center.posts()
    await center.posts("/ride 2026-12-05 14:00 Springfield > Hartford")
    await dan.writes("/open")
    listed = await dan.waits_for("Open now")
    assert listed.text.index("Thursday, December 3") < listed.text.index("Saturday, December 5")
    tap = await dan.taps(listed, "Springfield")
    assert "It's yours" in tap.text
    await dan.writes("/my")
    mine = await dan.waits_for("Yours:")
    assert labels(mine) == ["🚗 Sat, Dec 5, 2:00 PM · Springfield → Hartford"]
    await dan.taps(mine, "Springfield")
    await center.idle()
    assert labels(dan.last)[-1] == "↩ Undo"
    await dan.taps(dan.last, "Undo")
    await dan.waits_for("Undone")


async def test_an_uncovered_ride_folds_without_a_tick(center: Center) -> None:
    card = await center.posts()
    center.clock.set_local("2026-12-03 13:59")
    await center.idle()
    assert "Holyoke" in card.text
    center.clock.set_local("2026-12-03 14:00")
    await center.idle()
    assert card.text == "This is over. Thank you. · Esto ya terminó. Gracias."
    assert not card.buttons


async def test_private_details_are_erased_three_days_after_the_end(center: Center) -> None:
    await with_details(center)
    center.clock.set_local("2026-12-06 10:59")
    await center.idle()
    async with center.bot.app.db.reading() as tx:
        assert await tx.value("SELECT count(*) FROM party WHERE name_sealed IS NOT NULL") == 1
    center.clock.set_local("2026-12-06 11:00")
    await center.idle()
    async with center.bot.app.db.reading() as tx:
        assert await tx.value("SELECT count(*) FROM party WHERE name_sealed IS NOT NULL") == 0


async def test_a_dropped_membership_answer_gives_nobody_a_right(center: Center) -> None:
    dan = await center.volunteer("Dan")
    card = await center.posts()
    center.clock.forward(minutes=11)
    center.telegram.faults.fail("getChatMember", times=1, status=502)
    tap = await dan.taps(card, "claim:")
    assert tap.alert
    assert "I can't check right now" in tap.text
    assert "It's yours" in (await dan.taps(card, "claim:")).text


async def test_a_month_after_the_end_nobody_is_remembered_to_have_driven_whom(center: Center) -> None:
    dan = await center.volunteer("Dan")
    card = await with_details(center)
    await dan.taps(card, "claim:")
    await center.idle()
    center.clock.set_local("2026-12-03 14:00")
    await center.idle()
    center.clock.set_local("2027-01-02 11:00")
    await center.idle()
    async with center.bot.app.db.reading() as tx:
        for table in ("request", "slot", "claim", "party", "card"):
            assert await tx.value(f"SELECT count(*) FROM {table}") == 0, table  # noqa: S608  table names of ours
        assert await tx.value("SELECT count(*) FROM outbox WHERE request_id IS NOT NULL") == 0
    assert card.text == "✓ This is over. Thank you. · Esto ya terminó. Gracias."


async def test_what_was_erased_is_in_no_byte_of_the_files(center: Center) -> None:
    await with_details(center)
    async with center.bot.app.db.reading() as tx:
        keys = [
            row[0] for row in await tx.all("SELECT wrapped FROM subject_key WHERE subject_id IN (SELECT id FROM party)")
        ]
        sealed = [row[0] for row in await tx.all("SELECT name_sealed FROM party")]
    center.clock.set_local("2026-12-06 11:00")
    await center.idle()
    files = [path.read_bytes() for path in center.settings.data_dir.iterdir()]
    assert keys
    assert sealed
    assert not any(value in content for value in (*keys, *sealed) for content in files)


async def test_skip_typed_in_the_group_shows_nothing_of_the_profile_there(center: Center) -> None:
    dan = center.telegram.add_person("Dan")
    center.volunteers.add(dan)
    await dan.starts()
    await dan.waits_for("Which name")
    typed = await dan.writes("/skip", to=center.volunteers)
    await dan.waits_for("Your phone number?")
    assert typed.deleted
    assert "phone" not in dan.screen(center.volunteers)


async def test_who_leaves_the_group_gives_the_seat_back(center: Center) -> None:
    dan = await center.volunteer("Dan")
    card = await with_details(center)
    await dan.taps(card, "claim:")
    mine = await dan.waits_for("Thursday, December 3")
    center.clock.set_local("2026-12-02 12:00")
    await center.idle()
    await dan.taps(mine, "Show details")
    await dan.waits_for("Lucía")
    center.volunteers.remove(dan, center.rosa)
    await dan.waits_for("This seat is no longer yours")
    await center.rosa.waits_for("Dan is no longer a trained volunteer")
    await center.idle()
    assert "0/1" in card.text
    assert "Lucía" not in dan.screen()


async def test_who_is_no_longer_trained_gives_the_seat_back(center: Center) -> None:
    dan = await center.volunteer("Dan")
    card = await center.posts()
    await dan.taps(card, "claim:")
    await center.idle()
    await center.rosa.writes("/revoke rideshare @dan_v")
    await dan.waits_for("This seat is no longer yours")
    await center.idle()
    assert "0/1" in card.text


async def test_tapping_again_while_the_seat_is_held_leads_to_the_last_step_again(center: Center) -> None:
    ellen = await center.volunteer("Ellen", connected=False)
    card = await center.posts()
    data = card.buttons[0][0].data or ""
    first = await ellen.taps(card, "claim:")
    again = await ellen.taps_data(card, data)
    assert first.url == again.url is not None


async def test_a_driver_who_blocked_and_came_back_has_the_message_with_its_buttons_again(center: Center) -> None:
    dan = await center.volunteer("Dan")
    card = await center.posts()
    await dan.taps(card, "claim:")
    await dan.waits_for("Thursday, December 3")
    dan.blocks()
    await center.idle()
    center.clock.forward(minutes=5)
    await dan.starts()
    await dan.waits_for("You are connected, and the seat is yours")
    await center.idle()
    assert labels(dan.last) == ["🔓 Show details", "📅 Calendar", "📝 Note", "↩ Undo"]


async def test_a_detail_of_what_is_taken_says_nothing_of_claiming(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    card = await center.posts()
    rosa = center.rosa
    posted = rosa.last
    assert "can claim it" in posted.text
    await presses(dan, card, "claim")
    await center.idle()
    await rosa.taps(posted, "Name")
    await center.idle()
    await rosa.writes("Marisol")
    await center.idle()
    assert "Name saved" in rosa.last.text
    assert "can claim it" not in rosa.last.text
