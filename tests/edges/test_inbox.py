"""The way in: stored before it is acknowledged, in order for each person, and never what is none of our business."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.context import PRIVATE
from bot.inbox import ALLOWED, chatter, sender_of
from sandbox import Person
from storage import inbox
from storage.database import Database
from storage.inbox import Received
from storage.seal import open_ring
from tests.center import Center
from tests.edges.conftest import until

Json = dict[str, Any]
BOT, MARIA, GROUP = 7, 41, -100


# --- what is none of our business -------------------------------------------------------------------------------------


def said(text: str | None = "hello", *, chat: str = "supergroup", **fields: Any) -> Json:
    """A message in a chat of this type; a command at its beginning is marked as Telegram does."""
    maria = {"id": MARIA, "is_bot": False, "first_name": "María"}
    message: Json = {"message_id": 5, "date": 0, "chat": {"id": GROUP, "type": chat, "title": "G"}, "from": maria}
    if text is not None:
        message["text"] = text
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
    return {"update_id": 1, "message": message | fields}


def from_bot(number: int = BOT, **fields: Any) -> Json:
    return {"message_id": 3, "from": {"id": number, "is_bot": True}, **fields}


TOPIC: Json = {"forum_topic_created": {"name": "Rides", "icon_color": 1}}


@pytest.mark.parametrize(
    "update",
    [
        pytest.param(said("hello"), id="a word in a supergroup"),
        pytest.param(said("hello", chat="group"), id="in a basic group"),
        pytest.param(said("hello", chat="channel"), id="in a channel"),
        pytest.param(said("I can do /ride tomorrow", entities=[{"type": "bot_command", "offset": 9, "length": 5}]),
                     id="a command further on"),
        pytest.param(said("@ana /ride", entities=[{"type": "mention", "offset": 0, "length": 4},
                                                  {"type": "bot_command", "offset": 5, "length": 5}]),
                     id="a command after a mention"),
        pytest.param(said("/ride@OtherBot tomorrow"), id="another bot's command"),
        pytest.param(said("/ride tomorrow", entities=[]), id="what only looks like a command"),
        pytest.param(said("and then", reply_to_message=from_bot(8)), id="a reply to another bot"),
        pytest.param(said("and then", reply_to_message={"message_id": 3, "from": {"id": MARIA}}), id="to a person"),
        pytest.param(said("and then", reply_to_message={"message_id": 3}), id="a reply to nobody known"),
        pytest.param(said("hello", message_thread_id=3, reply_to_message=from_bot(**TOPIC)),
                     id="in a topic that the bot made"),
        pytest.param(said(None, photo=[], caption="our house"), id="a photo"),
        pytest.param(said(None, photo=[], caption="/ride", caption_entities=[{"type": "bot_command", "offset": 0,
                                                                             "length": 5}]), id="a caption"),
        pytest.param(said(None, voice={}), id="a voice message"),
        pytest.param(said(None, pinned_message={}), id="a pin"),
        pytest.param(said(None, location={}), id="a place"),
    ],
)  # fmt: skip
def test_what_people_say_to_each_other_is_chatter(update: Json) -> None:
    assert chatter(update, BOT, "AcompanaBot")


@pytest.mark.parametrize(
    "update",
    [
        pytest.param(said("/ride tomorrow"), id="a command"),
        pytest.param(said("/ride@AcompanaBot tomorrow"), id="a command for this bot"),
        pytest.param(said("/ride@acompanabot"), id="in any case"),
        pytest.param(said("/nonsense"), id="a command nobody knows"),
        pytest.param(said("I can do it!", reply_to_message=from_bot()), id="a reply to the bot"),
        pytest.param(said("yes", message_thread_id=3, reply_to_message=from_bot()), id="in a topic"),
        pytest.param(said(None, photo=[], caption="me", reply_to_message=from_bot()), id="a photo as a reply"),
        pytest.param(said(None, new_chat_members=[]), id="somebody came"),
        pytest.param(said(None, left_chat_member={}), id="somebody left"),
        pytest.param(said(None, migrate_to_chat_id=-5), id="the group became a supergroup"),
        pytest.param(said(None, migrate_from_chat_id=-5), id="the supergroup was a group"),
        pytest.param(said("hello", chat="private"), id="a private word"),
        pytest.param(said(None, chat="private", photo=[]), id="a private photo"),
        pytest.param({"update_id": 1, "callback_query": {"id": "1", "from": {"id": MARIA}}}, id="a tap"),
        pytest.param({"update_id": 1, "chat_member": {"chat": {"id": GROUP, "type": "group"}}}, id="chat_member"),
        pytest.param({"update_id": 1, "my_chat_member": {}}, id="my_chat_member"),
    ],
)
def test_what_is_meant_for_the_bot_is_kept(update: Json) -> None:
    assert not chatter(update, BOT, "AcompanaBot")


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=4,
)
FIELDS = {
    "chat": ANY_JSON
    | st.fixed_dictionaries({"type": st.sampled_from(["group", "private"]) | ANY_JSON, "id": ANY_JSON}),
    "from": ANY_JSON | st.fixed_dictionaries({"id": ANY_JSON}),
    "text": ANY_JSON | st.sampled_from(["/ride", "/ride@AcompanaBot", "hello"]),
    "entities": ANY_JSON
    | st.lists(
        ANY_JSON
        | st.fixed_dictionaries({"type": st.just("bot_command"), "offset": st.just(0) | ANY_JSON, "length": ANY_JSON}),
        max_size=2,
    ),
    "reply_to_message": ANY_JSON | st.fixed_dictionaries({"from": ANY_JSON}),
}
MESSAGES = st.fixed_dictionaries({}, optional=FIELDS)
UPDATES = st.dictionaries(
    st.sampled_from(["message", "callback_query", "chat_member"]) | st.text(), MESSAGES | ANY_JSON
)


@given(UPDATES)
def test_no_shape_of_an_update_breaks_the_reading(update: Json) -> None:
    assert chatter(update, BOT, "AcompanaBot") in (True, False)
    kind, number = sender_of(update)
    assert kind in ("telegram", "chat", "nobody")
    assert isinstance(number, int)


@pytest.mark.parametrize(
    ("update", "sender"),
    [
        pytest.param(said("hello"), ("telegram", MARIA), id="who wrote"),
        pytest.param({"update_id": 1, "callback_query": {"from": {"id": MARIA}}}, ("telegram", MARIA), id="who tapped"),
        pytest.param({"update_id": 1, "message": {"chat": {"id": GROUP}}}, ("chat", GROUP), id="a chat"),
        pytest.param({"update_id": 1, "message": {"from": {"id": "41"}}}, ("nobody", 0), id="an id that is none"),
        pytest.param({"update_id": 1, "poll": {"id": "5"}}, ("nobody", 0), id="nobody"),
        pytest.param({"update_id": 1}, ("nobody", 0), id="nothing"),
    ],
)
def test_whose_update_it_is(update: Json, sender: tuple[str, int]) -> None:
    assert sender_of(update) == sender


# --- over HTTP --------------------------------------------------------------------------------------------------------


async def stored(center: Center) -> list[int]:
    """The ids of all updates that were ever stored."""
    async with center.bot.app.db.reading() as tx:
        return [row[0] for row in await tx.all("SELECT update_id FROM inbox ORDER BY update_id")]


async def taken(center: Center) -> None:
    """Telegram has nothing more for the bot, and everything that came was dealt with."""
    await center.telegram.until(lambda: not center.telegram.backlog(center.account))
    await center.idle()


async def payloads_left(center: Center) -> int:
    async with center.bot.app.db.reading() as tx:
        return int(await tx.value("SELECT count(*) FROM inbox WHERE payload_sealed IS NOT NULL"))


CANARY = "kanarienvogel"


async def test_chatter_is_acknowledged_and_reaches_no_file(center: Center) -> None:
    dan = center.telegram.add_person("Dan")
    center.volunteers.add(dan)
    await taken(center)
    before = await stored(center)
    for message in (CANARY, f"{CANARY} again", f"/ride@OtherBot {CANARY}"):
        await dan.writes(message, to=center.volunteers)
    await dan.sends_photo(caption=CANARY, to=center.volunteers)
    await taken(center)
    assert await stored(center) == before
    for file in _files(center.folder):
        assert CANARY.encode() not in file.read_bytes(), file


def _files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


@pytest.mark.parametrize("kind", ["edited_message", "channel_post", "edited_channel_post", "message_reaction", "poll"])
async def test_kinds_of_updates_that_were_not_asked_for_are_not_stored(center: Center, kind: str) -> None:
    """Bot API getUpdates: some created before the bot said what it wants may still come."""
    assert kind not in ALLOWED
    before = await stored(center)
    center.telegram.inject(center.account, {kind: said(CANARY)["message"]})
    await taken(center)
    assert await stored(center) == before


async def test_an_update_is_acknowledged_only_when_it_is_stored(center: Center) -> None:
    dan = center.telegram.add_person("Dan")
    await taken(center)
    async with center.bot.app.db.transaction():  # nobody can write meanwhile
        await dan.writes("/help")
        (update,) = center.account.queue.pending
        await until(lambda: update.id in center.account.queue.handed_out)
        for _ in range(200):
            await asyncio.sleep(0)
        assert update.id not in center.account.acknowledged
        assert dan.find("Hello") is None
    await taken(center)
    assert update.id in center.account.acknowledged
    assert update.id in await stored(center)


async def test_a_payload_is_dropped_once_it_is_dealt_with(center: Center) -> None:
    await center.rosa.writes("/help")
    await taken(center)
    async with asyncio.timeout(5):
        while await payloads_left(center):  # noqa: ASYNC110  it is noted a moment after the answer
            await asyncio.sleep(0)


async def test_what_was_answered_just_before_a_stop_is_not_answered_again(center: Center) -> None:
    dan = center.telegram.add_person("Dan")
    await dan.writes("/language")
    await taken(center)
    center.telegram.faults.latency(0.1, "sendMessage")
    await dan.writes("/language")
    await center.telegram.until(lambda: not center.telegram.backlog(center.account))
    async with center.bot.app.db.transaction():  # that it was dealt with cannot be noted yet
        await center.telegram.until(lambda: answers(dan) == 2)
        for _ in range(50):
            await asyncio.sleep(0)
        stopping = asyncio.create_task(center.stop())
        for _ in range(50):
            await asyncio.sleep(0)
    await stopping
    center.telegram.faults.clear()
    await center.start()
    await dan.writes("/cancel")  # queued behind whatever was left of before
    await center.telegram.until(lambda: dan.last.by_bot and "language" not in dan.last)
    assert [("language" in message) for message in dan.chat if message.by_bot] == [True, True, False]


def answers(person: Person) -> int:
    """How many messages the bot has written to the person."""
    return sum(message.by_bot for message in person.chat)


async def test_each_person_is_answered_in_order_and_nobody_waits_for_another(center: Center) -> None:
    crowd = [center.telegram.add_person(f"Dan{number}") for number in range(8)]
    for person in crowd:
        await person.starts()
    await taken(center)
    await _write_many(crowd)
    await taken(center)
    for person in crowd:
        answers = [message.text for message in person.chat if message.by_bot][-6:]
        kinds = ["language" if "Español" in answer or "language" in answer.lower() else "help" for answer in answers]
        assert kinds == ["language", "help"] * 3, person.screen()


async def _write_many(crowd: list[Person]) -> None:
    for _ in range(3):
        for person in crowd:
            await person.writes("/language")
            await person.writes("/cancel")


async def test_what_was_stored_and_not_dealt_with_is_dealt_with_after_a_restart(center: Center) -> None:
    dan = center.telegram.add_person("Dan")
    await dan.starts()
    await taken(center)
    await center.stop()
    for _ in range(3):
        await dan.writes("/language")
    raw = [(update.id, update.raw) for update in center.account.queue.pending]
    ring = open_ring(center.settings.key_file, center.settings.database)
    database = await Database.open(center.settings.database, ring)
    async with database.transaction() as tx:  # stored and acknowledged, then the power went out
        await inbox.add(tx, [Received(number, b"dan", body.encode()) for number, body in raw], center.clock.now())
        await inbox.mark_handled(tx, [raw[0][0]], center.clock.now())
    await database.close()
    center.account.queue.confirm(raw[-1][0] + 1)
    before = len(dan.chat)
    await center.start()
    await center.telegram.until(lambda: len(dan.chat) - before >= 2)
    await center.idle()
    assert len(dan.chat) - before == 2


async def test_private_words_that_were_stored_just_before_a_stop_are_deleted_after_it(center: Center) -> None:
    await center.posts()
    for asked, words in (("Phone", "413 555 0134"), ("Street", "12 Maple St")):
        await center.rosa.taps(center.rosa.last, asked)
        await center.idle()
        await center.rosa.writes(words)
        await center.idle()
    async with center.bot.app.db.reading() as tx:
        assert await tx.value("SELECT count(*) FROM inbox WHERE outcome = ?", PRIVATE) == 2
    await center.stop()
    typed = await center.rosa.writes("413 555 0199")
    [(number, raw)] = [(update.id, update.raw) for update in center.account.queue.pending]
    ring = open_ring(center.settings.key_file, center.settings.database)
    database = await Database.open(center.settings.database, ring)
    async with database.transaction() as tx:  # stored and applied, then the power went out
        await inbox.add(tx, [Received(number, b"rosa", raw.encode())], center.clock.now())
        await inbox.mark_applied(tx, number, PRIVATE, center.clock.now())
    await database.close()
    center.account.queue.confirm(number + 1)
    await center.start()
    await center.telegram.until(lambda: typed.deleted)
    await center.idle()


async def test_an_update_that_comes_again_is_dealt_with_once(center: Center) -> None:
    dan = center.telegram.add_person("Dan")
    await dan.starts()
    await taken(center)
    await center.stop()
    await dan.writes("/language")
    (update,) = center.account.queue.pending
    await center.start()
    await taken(center)
    said_once = len(dan.chat)
    for restarts in (False, True):
        center.account.queue.next_id = update.id
        assert center.telegram.inject(center.account, update.raw) == update.id
        if restarts:
            await center.restart()
        await taken(center)
        assert len(dan.chat) == said_once


async def test_ids_that_begin_anew_are_no_old_ones(center: Center) -> None:
    dan = center.telegram.add_person("Dan")
    for _ in range(3):
        await dan.writes("/language")
        await taken(center)
        center.account.restart_update_ids()
    assert answers(dan) == 3


async def test_a_poll_that_fails_is_made_again_and_nothing_is_lost_or_doubled(center: Center) -> None:
    dan = center.telegram.add_person("Dan")
    await taken(center)
    center.telegram.faults.drop("getUpdates", when="after")
    await dan.writes("/language")  # comes with the poll that was under way
    await taken(center)
    await dan.writes("/language")  # goes out with one whose answer never arrives
    await center.telegram.until(lambda: any(call.status == 0 for call in center.telegram.calls_of("getUpdates")))
    await taken(center)
    assert answers(dan) == 2


STRANGE: list[Json] = [
    {},
    {"message": None},
    {"message": []},
    {"message": "hello"},
    {"message": {"chat": 5}},
    {"message": {"chat": {"type": "group", "id": "x"}, "text": "/ride", "entities": [{"type": "bot_command"}]}},
    {"message": {"chat": {"type": "private", "id": MARIA}, "from": {"id": MARIA}, "text": 5}},
    {"message": {"chat": {"type": "group"}, "text": "/a", "entities": [{"type": "bot_command", "offset": 0,
                                                                      "length": "two"}]}},
    {"callback_query": {"id": 5, "from": {"id": "maria"}}},
    {"callback_query": {"id": "5", "from": {"id": MARIA, "is_bot": False, "first_name": "M"}, "chat_instance": "1",
                        "data": "claim:" + "z" * 500}},
    {"chat_member": {"chat": {}, "from": {}, "date": "x"}},
    {"something_new": {"from": {"id": MARIA}}},
]  # fmt: skip


async def test_no_shape_of_an_update_keeps_the_next_one_from_coming_in(center: Center) -> None:
    dan = center.telegram.add_person("Dan")
    for number, update in enumerate(STRANGE):
        center.telegram.inject(center.account, update)
        await dan.writes("/language")
        await taken(center)
        assert answers(dan) == number + 1, json.dumps(update)


async def test_what_fails_three_times_is_set_aside_and_the_person_is_told(center: Center) -> None:
    await center.rosa.writes("/ride 2026-12-03 09:00 Holyoke > Amherst")
    await taken(center)
    preview = center.rosa.last
    async with center.bot.app.db.transaction() as tx:  # a draft that does not open any more
        await tx.run("UPDATE draft SET body_sealed = zeroblob(60)")
    tap = await center.rosa.taps(preview, "post:")
    assert tap.alert
    assert "Something went wrong" in tap.text
    await center.telegram.until(lambda: not center.telegram.backlog(center.account))
    await center.bot.inbox.idle()
    async with center.bot.app.db.reading() as tx:
        (row,) = await tx.all("SELECT failures, payload_sealed FROM inbox WHERE quarantined_at IS NOT NULL")
    assert tuple(row) == (3, None)
    await center.rosa.waits_for("failed three times and was set aside", in_=center.coordinators)
    await center.rosa.writes("/language")
    await center.bot.inbox.idle()
    assert len(center.volunteers.messages) > 0
