"""Interrupted: what a coordinator could not finish is kept, listed, raised, and taken over."""

from __future__ import annotations

import pytest

from bot.i18n import languages
from tests.center import Center, asked, at, labels

WORDS = "Lucía called, her sister needs to get to Amherst, she calls again"


async def test_words_that_answer_nothing_are_kept_with_one_tap_and_deleted(center: Center) -> None:
    rosa = center.rosa
    typed = await rosa.writes(WORDS)
    offer = await rosa.waits_for("I did not ask anything just now")
    assert offer.reply_to is typed
    await rosa.taps(offer, "Keep as unfinished request")
    await center.idle()
    assert typed.deleted
    assert asked(rosa.last) == "kind"
    assert f"You kept: {WORDS}" in rosa.last.text
    await rosa.writes("/board", to=center.coordinators)
    await center.idle()
    assert "✏️ Something, no day yet — Rosa" in center.coordinators.last.text
    assert "Lucía" not in rosa.screen(center.coordinators)


async def test_the_kind_is_chosen_and_the_rest_filled_in(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes(WORDS)
    await rosa.taps(await rosa.waits_for("I did not ask anything"), "keepword:")
    answers = ("kind.ride", "day.2026-12-03", "hour.9", "quarter.0", f"origin.{at('Holyoke')}")
    message = await center.answers(rosa, *answers)
    assert f"You kept: {WORDS}" in message.text, "it can be read until the request is posted"
    preview = await center.answers(rosa, f"destination.{at('Amherst')}", "people.2", "needs.done")
    assert f"erased when you post: {WORDS}" in preview.text
    await rosa.taps(preview, "post:")
    await center.idle()
    assert "Holyoke → Amherst" in center.volunteers.last.text
    screens = rosa.screen(center.volunteers) + rosa.screen(center.coordinators) + rosa.screen()
    assert "Lucía" not in screens


async def test_words_that_are_a_line_fill_the_request(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes("Thu Dec 3 9am Holyoke > Amherst x2")
    await rosa.taps(await rosa.waits_for("I did not ask anything"), "keepword:")
    message = await center.answers(rosa, "kind.ride")
    assert "Thursday, December 3, 2026, 9:00 AM" in message.text
    assert "Holyoke → Amherst" in message.text
    preview = await center.answers(rosa, "people.2", "needs.done")
    await rosa.taps(preview, "post:")
    await center.idle()
    assert "2 people" in center.volunteers.last.text


async def test_a_voice_note_is_kept_and_played_again_to_whoever_goes_on(center: Center) -> None:
    rosa, ana = center.rosa, await center.coordinator("Ana")
    note = await rosa.sends_voice(seconds=12)
    offer = await rosa.waits_for("I did not ask anything")
    await rosa.taps(offer, "keepword:")
    await center.idle()
    assert not note.deleted, "Telegram plays it only while it is there"
    assert "You kept a voice message" in rosa.last.text
    await rosa.writes("/board", to=center.coordinators)
    await center.idle()
    tap = await ana.taps(center.coordinators.last, "takeover:")
    assert "privately" in tap.text
    await center.idle()
    assert any(message.voice for message in ana.chat)
    assert asked(next(m for m in reversed(ana.chat) if m.buttons)) == "kind"
    assert "Ana took over your unfinished request" in rosa.last.text
    assert not any(message.voice for message in center.coordinators.messages)


async def test_the_board_lists_owner_kind_and_day_and_is_edited_in_place(center: Center) -> None:
    rosa, ana = center.rosa, await center.coordinator("Ana")
    await rosa.writes("/board", to=center.coordinators)
    await center.idle()
    board = center.coordinators.last
    count = len(center.coordinators.messages)
    await rosa.writes("/ride")
    await center.answers(rosa, "day.2026-12-03")
    center.clock.forward(seconds=10)
    await center.idle()
    assert "✏️ Ride, Thu, Dec 3 — Rosa" in board.text
    assert "✏️ Take over · " in "".join(labels(board)) or "Take over" in "".join(labels(board))
    await ana.taps(board, "takeover:")
    await center.idle()
    assert asked(ana.last) == "hour"
    center.clock.forward(seconds=10)
    await center.idle()
    assert "✏️ Ride, Thu, Dec 3 — Ana" in board.text
    await center.answers(ana, "hour.9", "quarter.0", f"origin.{at('Holyoke')}", f"destination.{at('Amherst')}")
    await center.answers(ana, "people.1", "needs.done")
    await ana.taps(ana.last, "post:")
    await center.idle()
    center.clock.forward(seconds=10)
    await center.idle()
    assert "Unfinished" not in board.text
    assert "Holyoke → Amherst" in board.text
    assert len(center.coordinators.messages) == count + 1, "its card; the board is not posted again"


async def test_it_is_raised_after_an_hour_privately_and_says_nothing_private(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes(WORDS)
    await rosa.taps(await rosa.waits_for("I did not ask anything"), "keepword:")
    await center.idle()
    center.clock.forward(minutes=59)
    await center.idle()
    assert rosa.find("You have an unfinished request") is None
    center.clock.forward(minutes=1)
    await center.idle()
    raised = rosa.sees("You have an unfinished request")
    assert "Lucía" not in raised.text, "lock screens are read by others"
    await rosa.taps(raised, "Go on")
    await center.idle()
    assert f"You kept: {WORDS}" in rosa.last.text


async def test_at_five_in_the_afternoon_the_coordinators_are_asked_who_goes_on(center: Center) -> None:
    rosa, ana = center.rosa, await center.coordinator("Ana")
    await rosa.writes("/ride Dec 3 9am 12 Maple St > Amherst")
    await center.idle()
    center.clock.set_local("2026-11-24 17:00")
    await center.idle()
    listed = center.coordinators.last
    assert "Unfinished requests, not posted yet. Who will finish them?" in listed.text
    assert "Ride, Thu, Dec 3 — Rosa" in listed.text
    assert "Maple" not in listed.text
    await ana.taps(listed, "takeover:")
    await center.idle()
    assert asked(ana.last) == "origin"
    assert "12 Maple St" in ana.last.text
    assert "Ana took over" in rosa.last.text
    tap = await rosa.taps_data(rosa.chat[-2], "discard:1:0")
    assert "already finished or removed" in tap.text
    center.clock.set_local("2026-11-25 17:00")
    await center.idle()
    assert center.coordinators.last is not listed
    assert "— Ana" in center.coordinators.last.text


async def test_nothing_unfinished_says_nothing_at_five(center: Center) -> None:
    await center.posts()
    before = len(center.coordinators.messages)
    center.clock.set_local("2026-11-24 17:00")
    await center.idle()
    assert len(center.coordinators.messages) == before


async def test_who_had_it_can_no_longer_answer_after_it_was_taken_over(center: Center) -> None:
    rosa, ana = center.rosa, await center.coordinator("Ana")
    await rosa.writes("/ride")
    await center.idle()
    mine = rosa.last
    await rosa.writes("/board", to=center.coordinators)
    await center.idle()
    await ana.taps(center.coordinators.last, "takeover:")
    await center.idle()
    tap = await rosa.taps(mine, "Thu, Dec 3")
    assert tap.alert
    assert "already finished or removed" in tap.text
    await rosa.writes("Dec 3 9am")
    await center.idle()
    assert "I did not ask anything just now" in rosa.last.text


@pytest.mark.parametrize("step", ["day", "hour", "people", "origin"])
async def test_something_unrelated_at_a_question_can_be_kept_too(center: Center, step: str) -> None:
    rosa = center.rosa
    way = ("day.2026-12-03", "hour.9", "quarter.0", f"origin.{at('Holyoke')}", f"destination.{at('Amherst')}")
    await rosa.writes("/ride")
    await center.answers(rosa, *way[: {"day": 0, "hour": 1, "origin": 3, "people": 5}[step]])
    assert asked(rosa.last) == step
    typed = await rosa.writes(WORDS)
    await center.idle()
    assert asked(rosa.last) == step
    await rosa.taps(rosa.last, "Keep as unfinished request")
    await center.idle()
    assert typed.deleted
    assert asked(rosa.last) == "kind"
    assert f"You kept: {WORDS}" in rosa.last.text
    await rosa.writes("/board", to=center.coordinators)
    await center.idle()
    assert center.coordinators.last.text.count("— Rosa") == 2, "the one that was being written is there too"
    await rosa.taps(center.coordinators.last, "Ride")
    await center.idle()
    assert asked(rosa.last) == step
    assert "Lucía" not in rosa.last.text


async def test_a_voice_note_at_a_question_can_be_kept_too(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes("/ride")
    await center.idle()
    await rosa.sends_voice()
    await center.idle()
    await rosa.taps(rosa.last, "keepword:")
    await center.idle()
    assert "You kept a voice message" in rosa.last.text


@pytest.mark.parametrize("language", languages())
async def test_words_of_any_length_get_an_answer(center: Center, language: str) -> None:
    rosa = center.rosa
    await center.speaks(rosa, language)
    typed = await rosa.writes("palabra " * 511)
    await center.idle()
    await rosa.taps(rosa.last, "keepword:")
    await center.idle()
    assert rosa.last.by_bot
    assert "keepword" not in str([b.data for row in rosa.last.buttons for b in row])
    assert not typed.deleted, "nothing typed is lost"
    await rosa.writes("palabra " * 240)
    await center.idle()
    await rosa.taps(rosa.last, "keepword:")
    preview = await center.answers(
        rosa, "kind.ride", "day.2026-12-03", "hour.9", "quarter.0", f"origin.{at('Holyoke')}"
    )
    assert asked(preview) == "destination"
    preview = await center.answers(rosa, f"destination.{at('Amherst')}", "people.1", "needs.done")
    await rosa.taps(preview, "post:")
    await center.idle()
    assert "Holyoke → Amherst" in center.volunteers.last.text


async def test_an_a_number_is_not_kept(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes("Lucía A 123 456 789 court Thursday")
    await rosa.taps(await rosa.waits_for("I did not ask anything"), "keepword:")
    await rosa.waits_for("That looks like an A-number")
    async with center.bot.app.db.reading() as tx:
        assert await tx.value("SELECT count(*) FROM draft WHERE kind = 'request'") == 0


async def test_what_is_gone_cannot_be_kept_and_what_cannot_be_deleted_is_kept(center: Center) -> None:
    rosa = center.rosa
    typed = await rosa.writes(WORDS)
    offer = await rosa.waits_for("I did not ask anything")
    rosa.deletes(typed)
    tap = await rosa.taps(offer, "keepword:")
    assert "I no longer see that message" in tap.text
    await rosa.writes(WORDS)
    await center.idle()
    offer = rosa.last
    center.telegram.faults.fail("deleteMessage", times=1, status=400)
    await rosa.taps(offer, "keepword:")
    await center.idle()
    assert "You kept:" in rosa.screen()
    assert "Please delete it yourself" in rosa.screen()


async def test_a_volunteer_is_offered_no_such_thing(center: Center) -> None:
    dan = await center.volunteer("Dan")
    await dan.writes("I can drive on Thursday")
    await center.idle()
    assert "keepword" not in str(dan.last)
    assert not labels(dan.last)
