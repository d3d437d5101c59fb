"""Getting updates: offsets, long polls, kinds, lifetimes, and who may read what."""

import asyncio
from typing import Any

import pytest

from sandbox import Group, Person, Sandbox
from tests.sandbox.conftest import Clock, RawBot


async def texts(bot: RawBot, **params: Any) -> list[str]:
    return [update["message"]["text"] for update in await bot.does("getUpdates", **params)]


async def test_updates_stay_until_a_later_offset_confirms_them(sandbox: Sandbox, bot: RawBot, maria: Person) -> None:
    for number in range(5):
        await maria.writes(f"{number}")
    first = (await bot.does("getUpdates"))[0]["update_id"]
    assert await texts(bot) == ["0", "1", "2", "3", "4"]
    assert await texts(bot, limit=2) == ["0", "1"]
    assert sandbox.backlog(bot.bot) == 5
    assert await texts(bot, offset=first + 2, limit=1) == ["2"]
    assert sandbox.backlog(bot.bot) == 3
    assert {first, first + 1} <= bot.bot.acknowledged
    assert first + 2 not in bot.bot.acknowledged
    assert await texts(bot, offset=-1) == ["4"]  # all earlier ones are forgotten
    assert await texts(bot) == ["4"]
    assert await texts(bot, offset=first + 5) == []


async def test_ids_are_sequential_and_restart_at_random_after_a_quiet_week(bot: RawBot, maria: Person) -> None:
    await maria.writes("a")
    await maria.writes("b")
    one, two = await bot.updates()
    assert two["update_id"] == one["update_id"] + 1
    await bot.updates()
    bot.bot.restart_update_ids()
    await maria.writes("c")
    # an offset of the older numbering, higher or lower, confirms nothing of the new one
    (three,) = await bot.does("getUpdates", offset=bot.bot.queue.next_id + 10_000)
    assert three["message"]["text"] == "c"
    assert abs(three["update_id"] - two["update_id"]) > 900


async def test_a_long_poll_waits_for_the_next_update(bot: RawBot, maria: Person) -> None:
    poll = asyncio.create_task(bot.updates(timeout=30))
    await bot.does("getMe")  # a round trip: the poll is waiting by now
    assert not poll.done()
    await maria.writes("hello")
    (update,) = await poll
    assert update["message"]["text"] == "hello"


async def test_a_second_poll_ends_the_first(bot: RawBot, maria: Person) -> None:
    first = asyncio.create_task(bot.call("getUpdates", timeout=30, offset=bot.offset))
    await bot.does("getMe")
    second = asyncio.create_task(bot.updates(timeout=30))
    assert await first == {
        "ok": False,
        "error_code": 409,
        "description": "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running",
    }
    await maria.writes("for the second")
    assert len(await second) == 1


async def test_no_polling_beside_a_webhook(bot: RawBot) -> None:
    await bot.does("setWebhook", url="https://example.org/hook")
    assert (await bot.does("getWebhookInfo"))["url"] == "https://example.org/hook"
    assert await bot.refused("getUpdates") == (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    await bot.does("deleteWebhook", drop_pending_updates=True)
    assert await bot.does("getUpdates") == []
    assert await bot.refused("setWebhook", url="http://example.org") == (
        "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    )


async def test_updates_live_a_day_and_taps_150_seconds(bot: RawBot, maria: Person, clock: Clock) -> None:
    markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    await bot.does("sendMessage", chat_id=maria.id, text="card", reply_markup=markup)
    tap = maria.taps_nowait(maria.last, "Go")
    await maria.writes("hello")
    clock.forward(seconds=149)
    assert [set(update) - {"update_id"} for update in await bot.does("getUpdates")] == [
        {"callback_query"},
        {"message"},
    ]
    clock.forward(seconds=2)
    assert [set(update) - {"update_id"} for update in await bot.does("getUpdates")] == [{"message"}]
    clock.forward(hours=24)
    assert await bot.does("getUpdates") == []
    tap.cancel()


async def test_kinds_are_remembered_and_filtered_when_they_happen(
    sandbox: Sandbox, bot: RawBot, maria: Person, group: Group
) -> None:
    tom = sandbox.add_person("Tom")

    async def kinds() -> list[str]:
        return [next(key for key in update if key != "update_id") for update in await bot.updates()]

    tom.joins(group)
    assert await kinds() == ["chat_member", "message"]
    await bot.updates(allowed_updates=["message"])
    tom.leaves(group)
    assert await kinds() == ["message"]
    await maria.writes("late")
    await bot.does("getUpdates", offset=bot.offset, allowed_updates=["chat_member"])
    assert await kinds() == ["message"]  # it was created before the call
    await bot.updates(allowed_updates=[])  # the default: all but chat_member and reactions
    tom.joins(group)
    maria.blocks()
    assert await kinds() == ["message", "my_chat_member"]


async def test_an_unknown_kind_of_update_is_a_violation(sandbox: Sandbox, bot: RawBot) -> None:
    await bot.updates(allowed_updates=["messages"])
    assert sandbox.violations == ["allowed_updates: there are no updates of kind 'messages'"]
    sandbox.violations.clear()


async def test_raw_updates_come_as_they_are(sandbox: Sandbox, bot: RawBot, maria: Person) -> None:
    sandbox.inject(bot.bot, {"message": {"message_id": "not a number"}})
    sandbox.inject(bot.bot, '{"strange": [1, 2]}')
    await maria.writes("good")
    one, two, three = await bot.updates()
    assert one["message"] == {"message_id": "not a number"}
    assert two["strange"] == [1, 2]
    assert three["message"]["text"] == "good"
    assert two["update_id"] == one["update_id"] + 1 == three["update_id"] - 1


@pytest.mark.parametrize(
    ("text", "admin", "privacy", "heard"),
    [
        ("just talk", False, True, False),
        ("/ride now", False, True, True),
        ("/ride@AcompanaBot now", False, True, True),
        ("/ride@OtherBot now", False, True, False),
        ("please /ride", False, True, False),
        ("just talk", True, True, True),
        ("just talk", False, False, True),
    ],
)
async def test_privacy_mode(
    sandbox: Sandbox,
    bot: RawBot,
    maria: Person,
    ana: Person,
    text: str,
    admin: bool,
    privacy: bool,
    heard: bool,
) -> None:
    bot.bot.privacy = privacy
    group = sandbox.add_group("Volunteers", creator=ana, members=[maria])
    group.add_bot(bot.bot)
    if admin:
        group.promote_bot(bot.bot)
    await bot.updates()
    await maria.writes(text, to=group)
    assert bool(await bot.hears("message")) is heard


async def test_privacy_mode_lets_replies_to_the_bot_and_service_messages_through(
    bot: RawBot, maria: Person, basic: Group
) -> None:
    await bot.does("sendMessage", chat_id=basic.id, text="card")
    card = basic.last
    theirs = await maria.writes("talk", to=basic)
    await maria.writes("I can do it!", to=basic, reply_to=card)
    await maria.writes("me too", to=basic, reply_to=theirs)
    maria.leaves(basic)
    heard = await bot.hears("message")
    assert [message.get("text") for message in heard] == ["I can do it!", None]
    assert heard[0]["reply_to_message"]["message_id"] == card.id
    assert heard[1]["left_chat_member"]["id"] == maria.id


async def test_a_plain_command_goes_to_the_bot_that_spoke_last(
    sandbox: Sandbox, bot: RawBot, maria: Person, basic: Group
) -> None:
    other = sandbox.add_bot("OtherBot", "Other")
    basic.add_bot(other)
    await bot.does("sendMessage", chat_id=basic.id, text="mine")
    await bot.updates()
    before = sandbox.backlog(other)
    await maria.writes("/help", to=basic)
    assert len(await bot.hears("message")) == 1
    assert sandbox.backlog(other) == before  # nor does it see the other bot's message


async def test_chat_member_only_reaches_admins_who_asked(
    sandbox: Sandbox, bot: RawBot, basic: Group, group: Group
) -> None:
    tom = sandbox.add_person("Tom")
    tom.joins(basic)
    assert await bot.hears("chat_member") == []
    tom.joins(group)
    (change,) = await bot.hears("chat_member")
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("left", "member")
    assert change["from"]["id"] == tom.id
    group.demote(bot.bot)
    tom.leaves(group)
    assert await bot.hears("chat_member") == []


async def test_people_carry_their_language_and_bots_do_not(bot: RawBot, maria: Person) -> None:
    await maria.writes("hola")
    (message,) = await bot.hears("message")
    assert message["from"] == {
        "id": maria.id,
        "is_bot": False,
        "first_name": "María",
        "last_name": "Sol",
        "username": "maria",
        "language_code": "es",
    }
    assert "language_code" not in await bot.does("getMe")


async def test_edits_are_told(bot: RawBot, maria: Person) -> None:
    message = await maria.writes("one")
    await bot.updates()
    await maria.edits(message, "/two")
    (edited,) = await bot.hears("edited_message")
    assert (edited["text"], edited["message_id"]) == ("/two", message.id)
    assert edited["edit_date"]
    assert edited["entities"][0]["type"] == "bot_command"
