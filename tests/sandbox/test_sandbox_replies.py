"""Replies, links between messages, and buttons that copy a text."""

from typing import Any

import pytest

from sandbox import Group, Person, Sandbox
from tests.sandbox.conftest import RawBot

Json = dict[str, Any]
GO = {"inline_keyboard": [[{"text": "Go", "callback_data": "go:1"}]]}


async def asked(bot: RawBot, person: Person) -> Json:
    """The message that comes with a tap on the newest one."""
    tap = person.taps_nowait(person.last, "Go")
    (query,) = await bot.hears("callback_query")
    await bot.does("answerCallbackQuery", callback_query_id=query["id"])
    await tap
    message: Json = query["message"]
    return message


async def test_a_tap_tells_what_was_replied_to(bot: RawBot, maria: Person) -> None:
    first = await maria.writes("the first")
    theirs = await maria.writes("the <second>", reply_to=first)
    sent = await bot.does("sendMessage", chat_id=maria.id, text="Yes?", reply_markup=GO,
                          reply_parameters={"message_id": theirs.id})  # fmt: skip
    original = sent["reply_to_message"]
    assert (original["message_id"], original["text"]) == (theirs.id, "the <second>")
    assert "reply_to_message" not in original  # never two deep
    assert maria.last.reply_to is theirs
    await bot.updates()
    assert (await asked(bot, maria))["reply_to_message"] == original
    await maria.edits(theirs, "the third")
    await bot.updates()
    assert (await asked(bot, maria))["reply_to_message"]["text"] == "the third"
    edited = await bot.does("editMessageText", chat_id=maria.id, message_id=sent["message_id"], text="Edited",
                            reply_markup=GO)  # fmt: skip
    assert edited["reply_to_message"]["message_id"] == theirs.id


async def test_a_reply_to_a_voice_message_carries_it(bot: RawBot, maria: Person) -> None:
    theirs = await maria.sends_voice(9)
    (heard,) = await bot.hears("message")
    await bot.does("sendMessage", chat_id=maria.id, text="Heard", reply_markup=GO,
                   reply_parameters={"message_id": theirs.id, "allow_sending_without_reply": True})  # fmt: skip
    assert (await asked(bot, maria))["reply_to_message"]["voice"] == heard["voice"]


@pytest.mark.parametrize("by", ["person", "bot"])
async def test_a_deleted_original_is_told_no_more(bot: RawBot, maria: Person, by: str) -> None:
    theirs = await maria.writes("my phone is 413 555 0134")
    await bot.updates()
    reply = {"message_id": theirs.id}
    await bot.does("sendMessage", chat_id=maria.id, text="Shall I?", reply_markup=GO, reply_parameters=reply)
    if by == "person":
        maria.deletes(theirs)
    else:
        await bot.does("deleteMessage", chat_id=maria.id, message_id=theirs.id)
    assert "reply_to_message" not in await asked(bot, maria)
    write: Json = {"chat_id": maria.id, "text": "Gone", "reply_parameters": reply}
    assert await bot.refused("sendMessage", **write) == "Bad Request: message to be replied not found"
    write["reply_parameters"] = reply | {"allow_sending_without_reply": True}
    assert "reply_to_message" not in await bot.does("sendMessage", **write)
    assert maria.last.reply_to is None


async def test_a_quote_is_a_part_of_the_original(bot: RawBot, maria: Person) -> None:
    theirs = await maria.writes("at nine & not later")
    write: Json = {"chat_id": maria.id, "text": "Yes"}
    quote = {"message_id": theirs.id, "quote": "nine &amp; not", "quote_parse_mode": "HTML"}
    sent = await bot.does("sendMessage", **write, reply_parameters=quote)
    assert sent["quote"] == {"text": "nine & not", "position": 3, "is_manual": True}
    wrong = quote | {"quote": "ten"}
    assert await bot.refused("sendMessage", **write, reply_parameters=wrong) == "Bad Request: QUOTE_TEXT_INVALID"


async def test_links_lead_to_messages(sandbox: Sandbox, bot: RawBot, maria: Person, group: Group) -> None:
    await bot.does("sendMessage", chat_id=group.id, text="The card")
    card = group.last
    internal = -group.id - 1_000_000_000_000
    url = f"https://t.me/c/{internal}/{card.id}"
    assert (card.address, str(group.id)) == (url, f"-100{internal}")
    sent = await bot.does("sendMessage", chat_id=maria.id, parse_mode="HTML",
                          text=f'See <a href="{url}">the card</a> or example.org/map')  # fmt: skip
    link = sent["entities"][0]
    assert (link["type"], link["url"], link["offset"], link["length"]) == ("text_link", url, 4, 8)
    assert maria.last.links == [("the card", url), ("example.org/map", "https://example.org/map")]
    assert maria.opens(url) is card
    await bot.does("deleteMessage", chat_id=group.id, message_id=card.id)
    with pytest.raises(AssertionError, match="the message is gone"):
        maria.opens(url)
    with pytest.raises(AssertionError, match="leads to no group of Tom"):
        sandbox.add_person("Tom").opens(url)
    with pytest.raises(AssertionError, match="no link to a message"):
        maria.opens("https://t.me/AcompanaBot?start=x")


async def test_links_in_topics_public_groups_and_where_there_are_none(
    sandbox: Sandbox, bot: RawBot, maria: Person, ana: Person, basic: Group
) -> None:
    forum = sandbox.add_group("Center", creator=ana, members=[maria], forum=True)
    thread = forum.add_topic("Rides")
    card = await ana.writes("card", to=forum, thread=thread)
    internal = -forum.id - 1_000_000_000_000
    assert card.address == f"https://t.me/c/{internal}/{thread}/{card.id}"
    assert maria.opens(card.address) is card
    assert maria.opens(f"https://t.me/c/{internal}/{card.id}") is card
    with pytest.raises(AssertionError, match="not in that topic"):
        maria.opens(f"https://t.me/c/{internal}/{card.id + 1}/{card.id}")
    public = sandbox.add_group("Open", creator=ana, members=[maria], username="open_group")
    assert public.last.address == f"https://t.me/open_group/{public.last.id}"
    assert maria.opens(f"t.me/open_group/{public.last.id}") is public.last
    assert (basic.last.address, maria.last.address) == (None, None)
    assert bot.sandbox.violations == []


async def test_a_button_copies_a_text(bot: RawBot, maria: Person) -> None:
    invitation = "Hello! Join us: https://t.me/+abc"
    markup = {"inline_keyboard": [[{"text": "Copy the invitation", "copy_text": {"text": invitation}}]]}
    sent = await bot.does("sendMessage", chat_id=maria.id, text="x", reply_markup=markup)
    assert sent["reply_markup"] == markup
    (button,) = maria.last.buttons[0]
    assert (button.copy, button.data, button.url, button.other) == (invitation, None, None, None)
    tap = await maria.taps(maria.last, "Copy")
    assert (tap.copied, tap.text, tap.url, tap.silent) == (invitation, "", None, False)
    assert await bot.updates() == []  # the bot never learns of it
