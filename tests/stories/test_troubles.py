"""Telegram has a bad day, or the bot is interrupted: nobody is left without an answer, nothing is said twice."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

from bot.rules.timetable import plan
from sandbox import Limits
from storage import outbox, requests
from tests.center import Center, choices, open_center


async def claimed_messages(center: Center, name: str) -> int:
    """How many messages about the ride this person was sent."""
    person = next(p for p in center.volunteers.members if p.first_name == name)
    return sum("It's yours" in message.text for message in person.chat)


@pytest.mark.parametrize("status", [429, 500, 502])
async def test_a_notice_that_was_refused_comes_later_and_once(center: Center, status: int) -> None:
    dan = await center.volunteer("Dan")
    card = await center.posts()
    center.telegram.faults.fail("sendMessage", times=2, status=status, retry_after=1)
    await dan.taps(card, "claim:")
    for _ in range(4):
        center.clock.forward(seconds=2)
        await center.idle()
    assert await claimed_messages(center, "Dan") == 1


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_dropped_connection_repeats_a_notice_at_most_once(
    center: Center, when: Literal["before", "after"]
) -> None:
    dan = await center.volunteer("Dan")
    card = await center.posts()
    center.telegram.faults.drop("sendMessage", times=1, when=when)
    await dan.taps(card, "claim:")
    for _ in range(4):
        center.clock.forward(seconds=2)
        await center.idle()
    assert await claimed_messages(center, "Dan") == (1 if when == "before" else 2)


async def test_an_answer_to_a_command_that_was_lost_is_made_up_for(center: Center) -> None:
    dan = await center.volunteer("Dan")
    center.telegram.faults.fail("sendMessage", times=3, status=502)
    await dan.writes("/my")
    await dan.waits_for("I was away for a moment")


async def test_a_tap_is_answered_even_if_the_first_answer_is_dropped(center: Center) -> None:
    dan = await center.volunteer("Dan")
    card = await center.posts()
    center.telegram.faults.drop("answerCallbackQuery", times=1, when="before")
    assert "It's yours" in (await dan.taps(card, "claim:")).text


async def test_a_card_somebody_deleted_is_posted_again_when_it_changes(center: Center) -> None:
    dan = await center.volunteer("Dan")
    card = await center.posts()
    data = next(b.data or "" for row in card.buttons for b in row)
    center.volunteers.deletes(card)
    await dan.taps_data(dan.last, data)
    again = await dan.waits_for("Driver · Conductor 1/1", in_=center.volunteers)
    assert again is not card


async def test_the_groups_limit_delays_cards_but_never_an_answer(tmp_path: Path) -> None:
    limits = {"limit_per_second": 30, "limit_per_chat_second": 1, "limit_per_group_minute": 20}
    async with open_center(tmp_path, limits=Limits.real(), **limits) as center:
        await center.set_up()
        dan = await center.volunteer("Dan")
        card = await center.posts()
        for _ in range(6):
            tap = await dan.taps(card, "claim:") if choices(card, "claim") else None
            assert tap is None or tap.seconds < 1
            if tap is not None:
                await center.idle()
        refused = [call for call in center.telegram.calls if call.status == 429]
        assert not refused


async def test_what_was_received_and_not_handled_is_handled_after_a_restart(center: Center) -> None:
    dan, priya = await center.volunteer("Dan"), await center.volunteer("Priya")
    card = await center.posts()
    await center.stop()
    taps = [person.taps_nowait(card, "claim:") for person in (dan, priya)]
    await dan.writes("/my")
    await center.start()
    answers = [(await tap).text for tap in taps]
    assert "It's yours" in sorted(answers)[0]
    assert "Somebody was faster" in sorted(answers)[1]
    await dan.waits_for("Yours:" if "It's yours" in answers[0] else "You have taken nothing yet")


async def test_a_notice_that_was_sent_is_never_sent_again_after_a_replan(center: Center) -> None:
    dan = await center.volunteer("Dan")
    card = await center.posts()
    await dan.taps(card, "claim:")
    await center.idle()
    app = center.bot.app
    async with app.db.transaction() as tx:
        (request,) = await requests.open_requests(tx, app.now())
        await outbox.reconcile(tx, request.id, plan(request, app.policy, app.zone))
    app.wake.set()
    await center.idle()
    await center.restart()
    await center.idle()
    assert await claimed_messages(center, "Dan") == 1


async def test_an_update_that_fails_three_times_is_set_aside_and_both_sides_hear_it(center: Center) -> None:
    dan = await center.volunteer("Dan")
    async with center.bot.app.db.transaction() as tx:
        await tx.run("ALTER TABLE qualification RENAME TO lost")
    await dan.writes("/my")
    await center.telegram.until(lambda: not center.telegram.backlog(center.account))
    await center.bot.inbox.idle()
    async with center.bot.app.db.transaction() as tx:
        await tx.run("ALTER TABLE lost RENAME TO qualification")
    center.bot.app.wake.set()
    await center.rosa.waits_for("failed three times and was set aside", in_=center.coordinators)
    await dan.writes("/my")
    await dan.waits_for("You have taken nothing yet")


async def test_a_tap_that_waited_too_long_is_made_up_for_privately(center: Center) -> None:
    dan = await center.volunteer("Dan")
    priya = await center.volunteer("Priya")
    card = await center.posts()
    await dan.taps(card, "claim:")
    center.telegram.faults.fail(
        "answerCallbackQuery",
        times=1,
        status=400,
        description="Bad Request: query is too old and response timeout expired or query ID is invalid",
    )
    data = "claim:" + (card.buttons[0][0].data or "").removeprefix("claim:") if card.buttons else "claim:1:1"
    waiting = priya.taps_data_nowait(card, data)
    await priya.waits_for("I was away for a moment")
    waiting.cancel()


async def test_somebody_who_cannot_be_written_to_is_noticed_when_the_notice_fails(center: Center) -> None:
    dan = await center.volunteer("Dan")
    card = await center.posts()
    center.telegram.faults.fail(
        "sendMessage", times=1, status=403, description="Forbidden: bot was blocked by the user"
    )
    await dan.taps(card, "claim:")
    await center.idle()
    assert "Dan — held" in center.coordinators.last.text
    center.clock.forward(minutes=15)
    await center.rosa.waits_for("I can't reach Dan any more")


async def test_one_refused_question_about_membership_takes_no_right(center: Center) -> None:
    center.telegram.faults.fail(
        "getChatMember", times=1, status=400, description="Bad Request: member list is inaccessible"
    )
    await center.rosa.writes("/board")
    await center.rosa.waits_for("I can't check right now")
    await center.rosa.writes("/board")
    await center.rosa.waits_for("Board")


async def test_a_flood_of_taps_is_answered_all_the_same(center: Center) -> None:
    dan = await center.volunteer("Dan")
    card = await center.posts()
    center.telegram.faults.fail("answerCallbackQuery", times=1, status=429, retry_after=1)
    assert "It's yours" in (await dan.taps(card, "claim:")).text


async def test_a_typed_detail_that_cannot_be_deleted_is_said_to_stand_there(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes("/ride 2026-12-03 09:00 Holyoke > Amherst")
    await rosa.taps(await rosa.waits_for("This is what the group will see"), "Phone")
    await rosa.waits_for("Which phone number")
    center.telegram.faults.fail("deleteMessage", times=1, status=502)
    first = await rosa.writes("413 555 0134")
    preview = await rosa.waits_for("Phone saved ··34")
    await center.idle()
    assert first.deleted, "tried once more"
    await rosa.taps(preview, "Street")
    await rosa.waits_for("Which street")
    center.telegram.faults.fail("deleteMessage", times=3, status=502)
    await rosa.writes("12 Maple St")
    await rosa.waits_for("Please delete it yourself")


async def test_a_blocked_drivers_cancellation_is_told_to_the_coordinators(center: Center) -> None:
    dan = await center.volunteer("Dan")
    card = await center.posts()
    await dan.taps(card, "claim:")
    await center.idle()
    posted = await center.rosa.waits_for("Posted.")
    dan.blocks()
    await center.idle()
    await center.rosa.taps(posted, "Cancel this request")
    await center.rosa.taps(await center.rosa.waits_for("Whoever took it is told"), "Yes, cancel it")
    await center.rosa.waits_for("I could not tell Dan", in_=center.coordinators)


async def test_a_topic_that_is_gone_does_not_swallow_the_cards(center: Center) -> None:
    forum = center.telegram.add_group("Forum", creator=center.rosa, forum=True)
    topic = forum.add_topic("Rides")
    forum.add_bot(center.account, center.rosa)
    forum.promote_bot(center.account, center.rosa)
    await center.rosa.writes("/setup volunteers", to=forum, thread=topic)
    await center.idle()
    async with center.bot.app.db.transaction() as tx:
        await tx.run("UPDATE chat SET thread_id = 999999 WHERE role = 'volunteers'")
    await center.rosa.writes("/ride 2026-12-03 09:00 Holyoke > Amherst")
    await center.rosa.taps(await center.rosa.waits_for("This is what the group will see"), "Post")
    await center.rosa.waits_for("Holyoke → Amherst", in_=forum)
