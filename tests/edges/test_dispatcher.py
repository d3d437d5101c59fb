"""The way out, over HTTP: what goes first, what is drawn once, and what Telegram's refusals lead to."""

from __future__ import annotations

import asyncio
import shutil
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Literal

import pytest

from bot.actions import claims, setup
from bot.dispatcher import GIVE_UP
from bot.rules.model import Group, Reach
from bot.rules.timetable import Due, Occasion, Priority, Verb
from sandbox import Person
from storage import chats, outbox, people, requests
from storage.database import Database
from storage.seal import open_ring
from tests.center import Center
from tests.edges.conftest import AWAY, connects, notice, put, told, unsent, until


async def reach(center: Center, person_id: int) -> Reach:
    async with center.bot.app.db.reading() as tx:
        person = await people.load(tx, person_id)
    assert person is not None
    return person.reach


async def later(center: Center, seconds: float) -> None:
    """So much later, everything due by then has been tried."""
    center.clock.forward(seconds=seconds)
    await center.idle()


def sends_to(center: Center, phone: Person) -> list[int]:
    """The status of every send to the person."""
    return [call.status for call in center.telegram.calls_of("sendMessage") if call.chat_id == phone.id]


# --- what goes first --------------------------------------------------------------------------------------------------


async def test_the_urgent_of_two_for_one_person_is_said_first(center: Center) -> None:
    await center.rosa.writes("/ride Holyoke > Amherst")
    await center.idle()
    (rosa,) = await _people(center, center.rosa)
    await put(center, notice(center, rosa, due_at=center.clock.now() + timedelta(hours=1)))
    before = len(center.rosa.chat)
    await later(center, 3600)
    said = [message.text for message in center.rosa.chat[before:]]
    assert len(said) == 2  # the draft has been resting for an hour, too
    assert AWAY in said[0]


async def _people(center: Center, *phones: Person) -> list[int]:
    async with center.bot.app.db.reading() as tx:
        found = [await people.find(tx, phone.id) for phone in phones]
    return [person.id for person in found if person is not None]


async def test_a_card_goes_before_what_can_wait(center: Center) -> None:
    trouble = Due(
        "trouble:1", Verb.SAY, Occasion.TROUBLE, 0, center.clock.now(), to=Group.COORDINATORS, priority=Priority.BULK
    )
    await center.rosa.writes("/ride 2026-12-03 09:00 Holyoke > Amherst")
    await center.idle()
    center.telegram.faults.fail("sendMessage", times=2, status=500)
    before = len(center.coordinators.messages)
    await center.rosa.taps(center.rosa.last, "post:")
    await center.idle()
    await put(center, Due(**{**vars(trouble), "due_at": center.clock.now() + timedelta(seconds=1)}))
    await later(center, 1)
    said = [message.text for message in center.coordinators.messages[before:]]
    assert ["Holyoke" in text for text in said] == [True, False]


async def test_messages_to_one_person_go_one_after_the_other(center: Center) -> None:
    phone, person = await connects(center, "Dan")
    center.telegram.faults.latency(0.02, "sendMessage")
    await put(center, *(notice(center, person, f"{number}") for number in range(5)))
    await center.idle()
    center.telegram.faults.clear()
    assert told(phone) == 5
    sent_at = [call.at for call in center.telegram.calls_of("sendMessage") if call.chat_id == phone.id][-5:]
    assert all(later - earlier >= 0.02 for earlier, later in pairwise(sent_at))


async def test_different_people_do_not_wait_for_each_other(center: Center) -> None:
    crowd = [await connects(center, f"Dan{number}") for number in range(10)]
    center.telegram.faults.latency(0.2, "sendMessage")
    await put(center, *(notice(center, person) for _, person in crowd))
    await center.idle()
    center.telegram.faults.clear()
    times = [call.at for call in center.telegram.calls_of("sendMessage")][-10:]
    assert max(times) - min(times) < 0.2 * 5  # one after the other it would be 0.2 * 9
    assert [told(phone) for phone, _ in crowd] == [1] * 10


# --- drawings ---------------------------------------------------------------------------------------------------------


async def test_many_changes_are_few_edits_and_the_last_shows_how_it_is(center: Center) -> None:
    card = await center.posts()
    app = center.bot.app
    before = len(center.telegram.calls_of("editMessageText"))
    began = asyncio.get_running_loop().time()
    center.telegram.faults.latency(0.06, "editMessageText")
    for number in range(2, 50):
        async with app.work() as work:
            (request,) = await requests.open_requests(work.tx, work.now)
            await work.tx.run("UPDATE request SET passengers = ?", number)
            await claims.changed(app, work, request)
    await center.idle()
    center.telegram.faults.clear()
    edits = [call for call in center.telegram.calls_of("editMessageText")[before:] if call.status == 200]
    one_after_the_other = (asyncio.get_running_loop().time() - began) / 0.06
    assert len([edit for edit in edits if edit.chat_id == center.volunteers.id]) <= one_after_the_other + 1
    assert "49 people" in card
    assert "49 people" in center.coordinators.last
    assert await unsent_cards(center) == []


async def unsent_cards(center: Center) -> list[str]:
    return [key for key in await unsent(center) if key.startswith("card")]


async def test_a_drawing_that_looks_the_same_is_done(center: Center) -> None:
    await center.posts()
    app = center.bot.app
    async with app.work() as work:
        (request,) = await requests.open_requests(work.tx, work.now)
        await claims.changed(app, work, request)
    await center.idle()
    # the volunteers' buttons hold the version, the coordinators' card is the same to the letter
    assert await unsent_cards(center) == []
    await later(center, 600)
    (refused,) = [call for call in center.telegram.calls_of("editMessageText") if call.status == 400]
    assert "not modified" in refused.description


async def test_a_card_that_was_deleted_is_posted_again_and_lives_on(center: Center) -> None:
    dan = await center.volunteer("Dan")
    old = await center.posts()
    tap = old.buttons[0][0].data or ""
    center.volunteers.deletes(old)
    await dan.taps_data(dan.last, tap)
    await center.idle()
    card = center.volunteers.last
    assert card is not old
    assert "1/1" in card
    await dan.taps(dan.last, "leave:")
    await center.idle()
    assert "0/1" in card
    assert center.volunteers.last is card


async def test_a_deleted_card_of_a_cancelled_request_is_not_posted_again(center: Center) -> None:
    card = await center.posts()
    center.volunteers.deletes(card)
    before = len(center.volunteers.messages)
    await center.rosa.taps(center.coordinators.last, "cancel:")
    await center.idle()
    await center.rosa.taps(center.rosa.last, "cancelnow:")
    await center.idle()
    assert len(center.volunteers.messages) == before
    assert await unsent_cards(center) == []


async def test_what_no_longer_matters_is_passed_over(center: Center) -> None:
    phone, person = await connects(center, "Dan")
    soon = center.clock.now() + timedelta(seconds=5)
    await center.stop()
    center.clock.set(soon)
    await _write(center, notice(center, person, expires_at=soon), notice(center, 7), notice(center, person, "2"))
    await center.start()
    await center.idle()
    assert told(phone) == 1
    assert await unsent(center) == []


async def _write(center: Center, *rows: Due) -> None:
    """Puts rows into the outbox while the bot is down."""
    database = await Database.open(
        center.settings.database, open_ring(center.settings.key_file, center.settings.database)
    )
    async with database.transaction() as tx:
        for row in rows:
            await outbox.put(tx, row)
    await database.close()


async def test_details_that_are_open_stay_open_when_the_time_for_undo_is_over(center: Center) -> None:
    """They are hidden on release, cancellation and three hours after the end; not while somebody reads the street."""
    dan = await center.volunteer("Dan")
    card = await center.posts("/ride 2026-11-24 15:00 Holyoke > Amherst")
    await dan.taps(card, "claim:")
    await center.idle()
    message = dan.last
    await dan.taps(message, "details:")
    await center.idle()
    assert "Your coordinator: Rosa" in message
    await later(center, 10 * 60)
    assert "Your coordinator: Rosa" in message


# --- refusals ---------------------------------------------------------------------------------------------------------


async def test_429_is_waited_out_and_said_once(center: Center) -> None:
    phone, person = await connects(center, "Dan")
    center.telegram.faults.fail("sendMessage", times=2, status=429, retry_after=1)
    await put(center, notice(center, person))
    await center.idle()
    assert await unsent(center) != []
    assert sends_to(center, phone)[-1] == 429
    for _ in range(2):
        await later(center, 1)
    assert told(phone) == 1
    assert await unsent(center) == []
    assert sends_to(center, phone)[-3:] == [429, 429, 200]


async def test_429_for_one_keeps_nobody_else_waiting(center: Center) -> None:
    (dan, one), (ana, other) = await connects(center, "Dan"), await connects(center, "Ana")
    center.telegram.faults.fail("sendMessage", times=1, status=429, retry_after=30)
    await put(center, notice(center, one))
    await center.idle()
    await put(center, notice(center, other))
    await center.idle()
    assert (told(dan), told(ana)) == (0, 1)


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_a_server_that_stumbles_is_tried_again_at_growing_distances(center: Center, status: int) -> None:
    phone, person = await connects(center, "Dan")
    center.telegram.faults.fail("sendMessage", times=3, status=status)
    await put(center, notice(center, person))
    await center.idle()
    tries = [len(sends_to(center, phone))]
    for _ in range(8):
        await later(center, 1)
        tries.append(len(sends_to(center, phone)))
    assert [after - before for before, after in pairwise(tries)] == [1, 0, 1, 0, 0, 0, 1, 0]
    assert told(phone) == 1
    assert await unsent(center) == []


@pytest.mark.parametrize(("when", "times"), [("before", 1), ("after", 2)])
async def test_a_dropped_connection_means_at_most_one_repeat(
    center: Center, when: Literal["before", "after"], times: int
) -> None:
    phone, person = await connects(center, "Dan")
    center.telegram.faults.drop("sendMessage", when=when)
    await put(center, notice(center, person))
    await center.idle()
    for _ in range(5):
        await later(center, 1)
    assert told(phone) == times
    assert await unsent(center) == []


async def test_an_edit_whose_answer_was_lost_is_not_seen_twice(center: Center) -> None:
    dan = await center.volunteer("Dan")
    card = await center.posts()
    center.telegram.faults.drop("editMessageText", times=2, when="after")
    await dan.taps(card, "claim:")
    await center.idle()
    await later(center, 5)
    assert "1/1" in card
    assert await unsent_cards(center) == []


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (403, "Forbidden: bot was blocked by the user"),
        (403, "Forbidden: user is deactivated"),
        (403, "Forbidden: bot can't initiate conversation with a user"),
        (400, "Bad Request: chat not found"),
    ],
)
async def test_who_cannot_be_written_to_is_remembered_and_their_seats_are_held(
    center: Center, status: int, words: str
) -> None:
    dan = await center.volunteer("Dan")
    card = await center.posts()
    await dan.taps(card, "claim:")
    await center.idle()
    (person,) = await _people(center, dan)
    center.telegram.faults.fail("sendMessage", status=status, description=words)
    await put(center, notice(center, person))
    await center.idle()
    assert await reach(center, person) is Reach.NO
    assert "Dan — held" in center.coordinators.last
    assert await unsent_notices(center) == []
    await later(center, 15 * 60)
    assert "0/1" in card
    await dan.writes("/help")
    await center.idle()
    assert await reach(center, person) is Reach.YES


async def unsent_notices(center: Center) -> list[str]:
    return [key for key in await unsent(center) if key.startswith("unanswered")]


async def test_a_group_that_lets_nobody_write_gets_everything_later(center: Center) -> None:
    center.telegram.faults.fail("sendMessage", times=2, status=403, description="Forbidden: bot was kicked")
    await center.rosa.writes("/language")
    await center.idle()
    await put(
        center,
        Due("trouble:1", Verb.SAY, Occasion.TROUBLE, 0, center.clock.now(), to=Group.COORDINATORS),
    )
    await center.idle()
    for _ in range(3):
        await later(center, 2)
    assert "failed three times" in center.coordinators.last
    assert await unsent(center) == []


async def test_what_telegram_always_refuses_is_given_up_in_the_end(center: Center) -> None:
    phone, person = await connects(center, "Dan")
    before = len(sends_to(center, phone))
    center.telegram.faults.fail("sendMessage", times=1000, status=400, description="Bad Request: can't parse entities")
    await put(center, notice(center, person))
    await center.idle()
    for _ in range(GIVE_UP + 3):
        await later(center, 300)
    assert len(sends_to(center, phone)) - before == GIVE_UP + 1
    assert await unsent(center) == []
    center.telegram.faults.clear()
    assert await reach(center, person) is Reach.YES


async def test_a_group_that_became_a_supergroup_without_telling_is_followed(center: Center) -> None:
    basic = center.telegram.add_group("Vecinos", creator=center.rosa, type="group")
    basic.add_bot(center.account)
    basic.promote_bot(center.account)
    (rosa,) = await _people(center, center.rosa)
    async with center.bot.app.db.reading() as tx:
        owner = await people.load(tx, rosa)
    assert owner is not None
    await center.idle()
    await setup.set_up(center.bot.app, owner, Group.VOLUNTEERS, basic.id, None, 9, 1)
    await center.idle()
    await center.stop()
    old = basic.id
    basic.migrate()
    center.account.queue.drop_all()  # the message that says so is lost
    await center.start()
    await center.rosa.writes("/ride 2026-12-03 09:00 Holyoke > Amherst")
    await center.idle()
    await center.rosa.taps(center.rosa.last, "post:")
    await center.idle()
    assert basic.id != old
    assert "Holyoke" in basic.last
    async with center.bot.app.db.reading() as tx:
        chat = await chats.load(tx, Group.VOLUNTEERS)
    assert chat is not None
    assert chat.telegram_id == basic.id
    assert await unsent_cards(center) == []


# --- a crash ----------------------------------------------------------------------------------------------------------


async def test_a_crash_between_sending_and_noting_it_repeats_once(center: Center, tmp_path: Path) -> None:
    """The database as it was before the message went out is what such a crash leaves."""
    phone, person = await connects(center, "Dan")
    await center.stop()
    await _write(center, notice(center, person))
    kept = tmp_path / "before"
    shutil.copytree(center.settings.data_dir, kept)
    for times in (1, 2, 2):
        await center.start()
        await center.idle()
        await center.stop()
        assert told(phone) == times
        if times == 1:
            shutil.rmtree(center.settings.data_dir)
            shutil.copytree(kept, center.settings.data_dir)
    await center.start()


async def test_what_is_in_hand_when_the_bot_stops_is_finished(center: Center) -> None:
    phone, person = await connects(center, "Dan")
    center.telegram.faults.latency(0.3, "sendMessage")
    before = len(sends_to(center, phone))
    await put(center, notice(center, person))
    await until(lambda: any(task.get_name() == "outbox unanswered" for task in asyncio.all_tasks()))
    await center.restart()
    center.telegram.faults.clear()
    await center.idle()
    assert told(phone) == 1
    assert len(sends_to(center, phone)) - before == 1
