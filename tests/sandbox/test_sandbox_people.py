"""The person's side: what they can do, and that they see what is there."""

import asyncio
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from sandbox import Group, Limits, Person, Sandbox
from tests.sandbox.conftest import RawBot

Json = dict[str, Any]


def rows(*texts: str) -> Json:
    return {"inline_keyboard": [[{"text": text, "callback_data": f"do:{index}"}] for index, text in enumerate(texts)]}


async def answer(bot: RawBot, **params: Any) -> Json:
    """Answer the next tap."""
    (update,) = await bot.updates(timeout=5)
    query: Json = update["callback_query"]
    await bot.does("answerCallbackQuery", callback_query_id=query["id"], **params)
    return query


@pytest.mark.parametrize(
    ("button", "data"),
    [("🚗 I can drive", "do:0"), ("drive", "do:0"), ("accompany", "do:1"), ("do:1", "do:1")],
)
async def test_buttons_are_found_by_text_part_or_data(bot: RawBot, maria: Person, button: str, data: str) -> None:
    await bot.does("sendMessage", chat_id=maria.id, text="x", reply_markup=rows("🚗 I can drive", "I can accompany"))
    tap = asyncio.create_task(maria.taps(maria.last, button))
    query = await answer(bot, text="ok")
    assert query["data"] == data
    answered = await tap
    assert answered.text == "ok"
    assert 0 < answered.seconds < 5


async def test_taps_that_cannot_be(bot: RawBot, maria: Person, ana: Person, group: Group) -> None:
    await bot.does("sendMessage", chat_id=group.id, text="x", reply_markup=rows("I can drive", "I can accompany"))
    card = group.last
    for button in ("I can", "no such", "do:"):
        with pytest.raises(AssertionError, match="button"):
            await maria.taps(card, button)
    with pytest.raises(AssertionError, match="was not answered in"):
        await maria.taps(card, "drive", timeout=0.01)
    maria.leaves(group)
    with pytest.raises(AssertionError, match="cannot see"):
        await maria.taps(card, "drive")
    with pytest.raises(AssertionError, match="sees nothing there"):
        maria.sees("x", in_=group)
    await bot.does("deleteMessage", chat_id=group.id, message_id=card.id)
    with pytest.raises(AssertionError, match="was deleted"):
        await ana.taps(card, "drive")
    with pytest.raises(AssertionError, match="not a bot's message"):
        await ana.taps_data(await ana.writes("hi", to=group), "do:0")


async def test_a_link_button_gives_its_address(bot: RawBot, maria: Person) -> None:
    url = "https://t.me/AcompanaBot?start=abc"
    markup = {"inline_keyboard": [[{"text": "Connect", "url": url}]]}
    await bot.does("sendMessage", chat_id=maria.id, text="x", reply_markup=markup)
    tap = await maria.taps(maria.last, "Connect")
    assert tap.url == url
    message = await maria.follows(url)
    assert message is not None
    assert message.text == "/start abc"
    assert await maria.follows("https://t.me/AcompanaBot?startgroup=x") is None
    with pytest.raises(AssertionError, match="does not lead to the bot"):
        await maria.follows("https://t.me/OtherBot?start=x")


async def test_waiting_for_messages_and_edits(bot: RawBot, maria: Person, group: Group) -> None:
    waiting = asyncio.create_task(maria.waits_for("Driver 1/1", in_=group))
    sent = await bot.does("sendMessage", chat_id=group.id, text="Driver 0/1")
    assert not waiting.done()
    await bot.does("editMessageText", chat_id=group.id, message_id=sent["message_id"], text="Driver 1/1")
    assert (await waiting).id == sent["message_id"]
    assert (await maria.waits_for("Driver", in_=group)).text == "Driver 1/1"  # visible already
    with pytest.raises(AssertionError, match=r"in vain for 'thanks'\n── María Sol · Acompaña"):
        await maria.waits_for("thanks", timeout=0.01)


async def test_until_wakes_at_changes_and_describes_what_people_see(
    sandbox: Sandbox, bot: RawBot, maria: Person
) -> None:
    waiting = asyncio.create_task(sandbox.until(lambda: sandbox.backlog() == 1))
    await maria.writes("hello")
    await waiting
    confirmed = asyncio.create_task(sandbox.until(lambda: sandbox.backlog() == 0))
    await bot.updates()
    await bot.updates()
    await confirmed
    with pytest.raises(AssertionError, match="hello"):
        await sandbox.until(lambda: False, timeout=0.01)


async def test_a_screen(bot: RawBot, maria: Person) -> None:
    await maria.writes("hola")
    sent = await bot.does("sendMessage", chat_id=maria.id, text="Hi", reply_markup=rows("Yes", "No"))
    await bot.does("editMessageText", chat_id=maria.id, message_id=sent["message_id"], text="Hi there",
                   reply_markup=rows("Yes"))  # fmt: skip
    await bot.does("sendMessage", chat_id=maria.id, text="Phone?", disable_notification=True,
                   reply_markup={"keyboard": [[{"text": "Share", "request_contact": True}]]})  # fmt: skip
    assert maria.screen(last=3).splitlines() == [
        "── María Sol · Acompaña ──",
        "… 1 more above",
        "María Sol: hola",
        "Acompaña (edited): Hi there",
        "    [Yes]",
        "Acompaña (silent): Phone?",
        "    <Share>",
        "keyboard: <Share>",
    ]
    with pytest.raises(AssertionError, match="Hi there"):
        maria.sees("goodbye")


async def test_reply_keyboards(bot: RawBot, maria: Person) -> None:
    keys = {"keyboard": [[{"text": "Share my phone", "request_contact": True}], [{"text": "Skip"}]]}
    await bot.does("sendMessage", chat_id=maria.id, text="Phone?", reply_markup=keys | {"one_time_keyboard": True})
    assert maria.keyboard == [["Share my phone"], ["Skip"]]
    await maria.presses("Share")
    (shared,) = await bot.hears("message")
    assert shared["contact"] == {"phone_number": maria.phone, "first_name": "María", "user_id": maria.id}
    assert maria.keyboard == []
    await bot.does("sendMessage", chat_id=maria.id, text="Phone?", reply_markup=keys)
    await maria.presses("Skip")
    assert (await bot.hears("message"))[0]["text"] == "Skip"
    await bot.does("sendMessage", chat_id=maria.id, text="ok", reply_markup={"remove_keyboard": True})
    assert maria.keyboard == []
    with pytest.raises(AssertionError, match="no one key"):
        await maria.presses("Skip")


async def test_contacts_of_others_do_not_pass_for_ones_own(bot: RawBot, maria: Person) -> None:
    await maria.shares_contact("+14135550199")
    await maria.shares_contact("+14135550199", user_id=7)
    one, two = await bot.hears("message")
    assert "user_id" not in one["contact"]
    assert two["contact"]["user_id"] == 7


async def test_other_things_people_send(bot: RawBot, maria: Person) -> None:
    await maria.sends_voice()
    await maria.sends_location()
    await maria.sends_photo("see /this")
    voice, location, photo = await bot.hears("message")
    assert voice["voice"]["duration"] == 3
    assert location["location"]["latitude"] == 42.37
    assert (photo["caption"], photo["caption_entities"][0]["type"]) == ("see /this", "bot_command")
    with pytest.raises(ValueError, match="4096"):
        await maria.writes("x" * 4097)


async def test_what_sounds(sandbox: Sandbox, bot: RawBot, maria: Person, group: Group) -> None:
    await bot.does("sendMessage", chat_id=maria.id, text="loud")
    await bot.does("sendMessage", chat_id=maria.id, text="quiet", disable_notification=True)
    await bot.does("sendMessage", chat_id=group.id, text="card")
    await maria.writes("mine", to=group)
    tom = sandbox.add_person("Tom")
    tom.joins(group)
    await bot.does("sendMessage", chat_id=group.id, text="later")
    assert [message.text for message in maria.sounds] == ["loud", "card", "later"]
    assert [message.text for message in tom.sounds] == ["later"]


async def test_the_menu_follows_scope_and_language(bot: RawBot, maria: Person, ana: Person, group: Group) -> None:
    async def offer(word: str, scope: Json | None = None, language: str = "") -> None:
        commands = [{"command": word, "description": word.title()}]
        more = {"scope": scope} if scope else {}
        await bot.does("setMyCommands", commands=commands, language_code=language, **more)

    assert maria.menu() == {}
    await offer("plain")
    await offer("simple", None, "es")
    assert (list(maria.menu()), list(ana.menu())) == (["simple"], ["plain"])
    await offer("private", {"type": "all_private_chats"})
    assert list(maria.menu()) == ["private"]
    await offer("groups", {"type": "all_group_chats"})
    await offer("admins", {"type": "all_chat_administrators"})
    assert (list(maria.menu(group)), list(ana.menu(group))) == (["groups"], ["admins"])
    await offer("here", {"type": "chat", "chat_id": group.id})
    assert list(ana.menu(group)) == ["here"]
    await offer("bosses", {"type": "chat_administrators", "chat_id": group.id})
    await offer("hers", {"type": "chat_member", "chat_id": group.id, "user_id": maria.id}, "es")
    assert (maria.menu(group), ana.menu(group)) == ({"hers": "Hers"}, {"bosses": "Bosses"})
    await bot.does("deleteMyCommands")
    scope = {"type": "chat", "chat_id": group.id}
    assert await bot.does("getMyCommands", scope=scope) == [{"command": "here", "description": "Here"}]
    assert await bot.does("getMyCommands") == []


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"commands": [{"command": "Ride", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "ride", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": "r", "description": "x"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [], "language_code": "pt_BR"}, "invalid language code specified"),
        ({"commands": [], "scope": {"type": "chat", "chat_id": 42}}, "chat not found"),
    ],
)
async def test_commands_that_are_refused(bot: RawBot, params: Json, words: str) -> None:
    assert await bot.refused("setMyCommands", **params) == f"Bad Request: {words}"


async def test_descriptions(bot: RawBot, maria: Person) -> None:
    await bot.does("setMyDescription", description="Rides and company")
    await bot.does("setMyDescription", description="Viajes y compañía", language_code="es")
    assert await bot.does("getMyDescription", language_code="es") == {"description": "Viajes y compañía"}
    assert await bot.does("getMyDescription", language_code="fr") == {"description": "Rides and company"}
    await bot.does("setMyShortDescription", short_description="Rides")
    assert await bot.does("getMyShortDescription") == {"short_description": "Rides"}
    assert await bot.does("getMyName") == {"name": "Acompaña"}
    await bot.refused("setMyDescription", description="x" * 513)
    await bot.does("setChatMenuButton", menu_button={"type": "commands"})
    assert await bot.does("getChatMenuButton", chat_id=maria.id) == {"type": "commands"}


async def test_time_moves_forward_only() -> None:
    async with Sandbox(limits=Limits.none()) as sandbox, aiohttp.ClientSession() as http:
        bot = RawBot(sandbox, sandbox.add_bot(), http)
        before = sandbox.now()
        await sandbox.move_clock(timedelta(hours=1))
        assert sandbox.now() - before >= timedelta(hours=1)
        with pytest.raises(ValueError, match="never goes back"):
            await sandbox.move_clock(timedelta(seconds=-1))
        tom = sandbox.add_person("Tom")
        assert (await tom.starts()).date >= int(before.timestamp()) + 3600
        assert len(await bot.updates()) == 1


async def test_deeds_done_at_once_may_be_awaited(maria: Person, group: Group) -> None:
    await maria.leaves(group)
    await maria.joins(group)
    await maria.blocks()
    assert maria.blocked
    with pytest.raises(AssertionError, match="has blocked the bot"):
        await maria.writes("hi")
    await maria.unblocks()
    await maria.writes("hi")


async def test_what_nobody_can_do(sandbox: Sandbox, maria: Person, ana: Person, group: Group, basic: Group) -> None:
    with pytest.raises(ValueError, match="no such rights"):
        group.promote(maria, can_fly=True)
    with pytest.raises(ValueError, match="only members"):
        group.promote(sandbox.add_person("Tom"))
    with pytest.raises(ValueError, match="no admin"):
        group.set_anonymous_admin(maria)
    with pytest.raises(ValueError, match="only basic groups"):
        group.migrate()
    with pytest.raises(ValueError, match="only forums"):
        group.add_topic("Rides")
    with pytest.raises(ValueError, match="only supergroups"):
        sandbox.add_group("Open", creator=ana, type="group", username="open_group")
    with pytest.raises(ValueError, match="already"):
        sandbox.add_person("Twin", id=maria.id)
    with pytest.raises(AssertionError, match="cannot edit"):
        await ana.edits(await maria.writes("hi", to=basic), "bye")
    forum = sandbox.add_group("Center", creator=ana, forum=True)
    with pytest.raises(ValueError, match="no topic"):
        await ana.writes("hi", to=forum, thread=99)
    await maria.deactivates()
    with pytest.raises(AssertionError, match="account is deleted"):
        await maria.writes("hi")


async def test_pending_updates_can_be_dropped(sandbox: Sandbox, bot: RawBot, maria: Person) -> None:
    await maria.writes("a")
    await bot.does("setWebhook", url="https://example.org", drop_pending_updates=True, allowed_updates=["message"])
    assert sandbox.backlog() == 0
    await maria.writes("b")
    with pytest.raises(ValueError, match="empty queue"):
        bot.bot.restart_update_ids()
    info = await bot.does("getWebhookInfo")
    assert (info["pending_update_count"], info["allowed_updates"]) == (1, ["message"])
    await bot.does("deleteWebhook", drop_pending_updates=True)
    assert sandbox.backlog() == 0
