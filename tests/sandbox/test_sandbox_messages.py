"""Sending, editing, deleting, answering: what works, and Telegram's refusals."""

import base64
from typing import Any

import aiohttp
import pytest

from sandbox import Group, Person, Sandbox
from tests.sandbox.conftest import Clock, RawBot

Json = dict[str, Any]


def keyboard(*buttons: Json) -> Json:
    return {"inline_keyboard": [[button] for button in buttons]}


GO = {"text": "Go", "callback_data": "go:1"}


async def test_a_message_with_html_and_buttons(bot: RawBot, maria: Person) -> None:
    sent = await bot.does(
        "sendMessage", chat_id=maria.id, parse_mode="HTML", reply_markup=keyboard(GO),
        text=f'<b>Ride</b> for <a href="tg://user?id={maria.id}">María</a>, see /help',
    )  # fmt: skip
    assert sent["text"] == "Ride for María, see /help"
    assert [entity["type"] for entity in sent["entities"]] == ["bold", "text_mention", "bot_command"]
    message = maria.sees("Ride for")
    assert message.html == f'<b>Ride</b> for <a href="tg://user?id={maria.id}">María</a>, see /help'
    assert message.buttons[0][0].data == "go:1"
    assert message.buttons[0][0].text == "Go"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("unknown", "Bad Request: chat not found"),
        ("met in a group", "Forbidden: bot can't initiate conversation with a user"),
        ("blocked", "Forbidden: bot was blocked by the user"),
        ("deactivated", "Forbidden: user is deactivated"),
        ("a bot", "Forbidden: bots can't send messages to bots"),
    ],
)
async def test_whom_a_bot_cannot_write_to(sandbox: Sandbox, bot: RawBot, group: Group, state: str, words: str) -> None:
    person = sandbox.add_person("Tom")
    chat_id = person.id
    if state == "met in a group":
        person.joins(group)
    elif state == "a bot":
        other = sandbox.add_bot("OtherBot")
        group.add_bot(other)
        chat_id = other.id
    elif state != "unknown":
        await person.starts()
        await bot.does("sendMessage", chat_id=person.id, text="works")
        await (person.blocks() if state == "blocked" else person.deactivates())
    assert await bot.refused("sendMessage", chat_id=chat_id, text="hi") == words


async def test_any_first_message_opens_the_chat_and_restart_unblocks(
    sandbox: Sandbox, bot: RawBot, maria: Person
) -> None:
    tom = sandbox.add_person("Tom")
    await tom.writes("hello?")
    await bot.does("sendMessage", chat_id=tom.id, text="hi")
    maria.blocks()
    await maria.starts("again")
    changes = await bot.hears("my_chat_member")
    assert [change["new_chat_member"]["status"] for change in changes] == ["kicked", "member"]
    assert changes[0]["chat"]["type"] == "private"
    await bot.does("sendMessage", chat_id=maria.id, text="hi")


BAD_TEXTS: list[tuple[Json, str]] = [
    ({"text": ""}, "message text is empty"),
    ({"text": " \n "}, "text must be non-empty"),
    ({"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
    ({"text": "x" * 4097}, "message is too long"),
    ({"text": "🌻" * 2049}, "message is too long"),
    ({"text": "<b>x", "parse_mode": "HTML"},
     'can\'t parse entities: Can\'t find end tag corresponding to start tag "b"'),
    ({"text": "x<br>", "parse_mode": "html"},
     'can\'t parse entities: Unsupported start tag "br" at byte offset 1'),
    ({"text": "x", "reply_parameters": {"message_id": 9999}}, "message to be replied not found"),
    ({"text": "x", "message_thread_id": 77}, "message thread not found"),
    ({"text": "four", "entities": [{"type": "bold", "offset": 1, "length": 4}]},
     "entity beginning at UTF-16 offset 1 ends after the end of the text at UTF-16 offset 4"),
    ({"text": "x", "reply_markup": keyboard(GO | {"callback_data": ""})}, "BUTTON_DATA_INVALID"),
    ({"text": "x", "reply_markup": keyboard(GO | {"callback_data": "é" * 33})}, "BUTTON_DATA_INVALID"),
    ({"text": "x", "reply_markup": keyboard({"text": "a", "url": "not a link"})},
     "inline keyboard button URL 'not a link' is invalid: Wrong HTTP URL"),
    ({"text": "x", "reply_markup": keyboard({"text": "a", "url": "http://localhost/"})},
     "inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL"),
    ({"text": "x", "reply_markup": keyboard({"text": "a", "copy_text": {"text": ""}})},
     "BUTTON_COPY_TEXT_INVALID"),
    ({"text": "x", "reply_markup": keyboard({"text": "a", "copy_text": {"text": "x" * 257}})},
     "BUTTON_COPY_TEXT_INVALID"),
    ({"text": "x", "reply_markup": keyboard({"text": "a", "copy_text": {"text": "x"}, "url": "t.me"})},
     "can't parse inline keyboard button: exactly one of the optional fields must be used"),
    ({"text": "x", "reply_markup": keyboard({"text": "a", "web_app": {"url": "http://example.org"}})},
     "inline keyboard button Web App URL 'http://example.org' is invalid: Only HTTPS links are allowed"),
    ({"text": "x", "reply_markup": keyboard({"text": "a", "login_url": {"url": "http://example.org"}})},
     "inline keyboard button login URL 'http://example.org' is invalid: Only HTTPS links are allowed"),
    ({"text": "x", "reply_markup": keyboard({"text": "a", "pay": True})}, "BUTTON_TYPE_INVALID"),
    ({"text": "x", "reply_markup": keyboard(GO | {"style": "loud"})},
     "can't parse inline keyboard button: invalid button style specified"),
    ({"text": "x", "reply_markup": {"keyboard": [[{"text": "a", "request_contact": True, "request_location": True}]]}},
     "can't parse keyboard button: at most one of the optional fields must be used"),
    ({"text": "x", "reply_markup": keyboard({"text": "a"})},
     "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
    ({"text": "x", "reply_markup": keyboard(*[GO] * 101)}, "reply markup is too long"),
    ({"text": "x", "reply_markup": {"keyboard": []}}, "reply keyboard must be non-empty"),
]  # fmt: skip


@pytest.mark.parametrize(("params", "words"), BAD_TEXTS)
async def test_messages_that_are_refused(bot: RawBot, maria: Person, params: Json, words: str) -> None:
    assert await bot.refused("sendMessage", chat_id=maria.id, **params) == f"Bad Request: {words}"
    assert maria.last.sender is maria.user


@pytest.mark.parametrize(
    "params",
    [
        {"text": "x" * 4096},
        {"text": "🌻" * 2048},
        {"text": "<b>" + "&amp;" * 4096 + "</b>", "parse_mode": "HTML"},
        {"text": "x", "reply_parameters": {"message_id": 9999, "allow_sending_without_reply": True}},
        {"text": "x", "reply_markup": keyboard(GO | {"callback_data": "x" * 64})},
        {"text": "x", "reply_markup": keyboard({"text": "a", "url": "https://t.me/AcompanaBot?start=a"})},
        {"text": "x", "reply_markup": keyboard({"text": "a", "url": "tg://user?id=1"})},
        {"text": "x", "reply_markup": keyboard({"text": "a", "copy_text": {"text": "413"}})},
        {"text": "x", "reply_markup": keyboard({"text": "a", "copy_text": {"text": "🌻" * 256}})},
        {"text": "x", "reply_markup": keyboard({"text": "a", "web_app": {"url": "https://example.org/app"}})},
        {"text": "x", "reply_markup": keyboard({"text": "a", "switch_inline_query": "q"})},
        {"text": "x", "reply_markup": keyboard(GO | {"style": "success"})},
        {"text": "x", "link_preview_options": {"is_disabled": True}, "protect_content": True},
    ],
)
async def test_messages_at_the_limit_go_through(bot: RawBot, maria: Person, params: Json) -> None:
    await bot.does("sendMessage", chat_id=maria.id, **params)


async def test_edits_show_at_once_and_the_same_again_is_an_error(bot: RawBot, maria: Person, clock: Clock) -> None:
    sent = await bot.does("sendMessage", chat_id=maria.id, text="Driver 0/1", reply_markup=keyboard(GO))
    seen = maria.last
    where = {"chat_id": maria.id, "message_id": sent["message_id"]}
    same = (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly "
        "the same as a current content and reply markup of the message"
    )
    assert await bot.refused("editMessageText", **where, text="Driver 0/1", reply_markup=keyboard(GO)) == same
    clock.forward(days=30)  # there is no limit in time for a bot's own messages
    edited = await bot.does("editMessageText", **where, text="<b>Driver</b> 1/1", parse_mode="HTML")
    assert edited["edit_date"] == int(clock().timestamp())
    assert (seen.text, seen.buttons, seen.edited) == ("Driver 1/1", [], 1)
    assert await bot.refused("editMessageReplyMarkup", **where) == same
    await bot.does("editMessageReplyMarkup", **where, reply_markup=keyboard(GO))
    assert seen.buttons[0][0].text == "Go"
    assert seen.html == "<b>Driver</b> 1/1"


async def test_what_cannot_be_edited(bot: RawBot, maria: Person, group: Group) -> None:
    async def edit(message_id: int, **params: Any) -> str:
        return await bot.refused("editMessageText", chat_id=maria.id, message_id=message_id, **params)

    theirs = await maria.writes("mine")
    assert await edit(theirs.id, text="x") == "Bad Request: message can't be edited"
    assert await edit(9999, text="x") == "Bad Request: message to edit not found"
    with_keys = await bot.does("sendMessage", chat_id=maria.id, text="?", reply_markup={"keyboard": [[{"text": "a"}]]})
    assert await edit(with_keys["message_id"], text="x") == "Bad Request: message can't be edited"
    plain = (await bot.does("sendMessage", chat_id=maria.id, text="x"))["message_id"]
    assert await edit(plain, text="") == "Bad Request: message text is empty"
    assert await edit(plain, text="y", reply_markup={"keyboard": [[{"text": "a"}]]}) != ""
    assert await bot.refused("editMessageCaption", chat_id=maria.id, message_id=plain, caption="x") == (
        "Bad Request: there is no caption in the message to edit"
    )
    assert await bot.refused("editMessageText", chat_id=group.id, message_id=1, text="x") == (
        "Bad Request: message can't be edited"  # a service message
    )
    await bot.does("deleteMessage", chat_id=maria.id, message_id=plain)
    assert await edit(plain, text="y") == "Bad Request: message to edit not found"
    bot.sandbox.violations.clear()  # a reply keyboard in an edit is one


async def test_deleting_in_private(bot: RawBot, maria: Person, clock: Clock) -> None:
    theirs = await maria.writes("my phone is 413 555 0134")
    await bot.does("deleteMessage", chat_id=maria.id, message_id=theirs.id)
    assert theirs.deleted
    assert theirs not in maria.chat
    assert await bot.refused("deleteMessage", chat_id=maria.id, message_id=theirs.id) == (
        "Bad Request: message to delete not found"
    )
    own = (await bot.does("sendMessage", chat_id=maria.id, text="old"))["message_id"]
    clock.forward(hours=48)
    assert await bot.refused("deleteMessage", chat_id=maria.id, message_id=own) == (
        "Bad Request: message can't be deleted"
    )


async def test_deleting_in_groups_needs_the_right_for_others_messages(bot: RawBot, maria: Person, group: Group) -> None:
    theirs = await maria.writes("/ride", to=group)
    group.promote_bot(bot.bot, can_pin_messages=True)
    refusal = await bot.refused("deleteMessage", chat_id=group.id, message_id=theirs.id)
    assert refusal == "Bad Request: message can't be deleted"
    own = (await bot.does("sendMessage", chat_id=group.id, text="mine"))["message_id"]
    await bot.does("deleteMessage", chat_id=group.id, message_id=own)
    group.promote_bot(bot.bot, can_delete_messages=True)
    await bot.does("deleteMessages", chat_id=group.id, message_ids=[theirs.id, 9999])
    assert theirs.deleted
    assert await bot.refused("deleteMessages", chat_id=group.id, message_ids=list(range(1, 102))) == (
        "Bad Request: too many message identifiers specified"
    )


async def test_documents(bot: RawBot, maria: Person) -> None:
    assert await bot.refused("sendDocument", chat_id=maria.id, document="nonsense") == (
        "Bad Request: wrong file identifier/HTTP URL specified"
    )
    theirs = await maria.sends_document("plan.txt", b"nine o'clock")
    (message,) = await bot.hears("message")
    file_id = message["document"]["file_id"]
    sent = await bot.does("sendDocument", chat_id=maria.id, document=file_id, caption="<b>yours</b>", parse_mode="HTML")
    assert sent["caption"] == "yours"
    assert maria.files[-1].content == b"nine o'clock"
    assert maria.last.document is theirs.file
    where = {"chat_id": maria.id, "message_id": sent["message_id"]}
    assert await bot.refused("editMessageText", **where, text="x") == (
        "Bad Request: there is no text in the message to edit"
    )
    assert await bot.refused("editMessageCaption", **where, caption="x" * 1025) == (
        "Bad Request: message caption is too long"
    )
    await bot.does("editMessageCaption", **where, caption="x" * 1024)
    file = await bot.does("getFile", file_id=file_id)
    url = f"{bot.sandbox.url}/file/bot{bot.bot.token}/{file['file_path']}"
    async with bot.http.get(url) as response:
        assert await response.read() == b"nine o'clock"
    async with bot.http.get(url.replace("file_", "other_")) as response:
        assert response.status == 404


async def test_other_things_to_send(bot: RawBot, maria: Person) -> None:
    await bot.does("sendContact", chat_id=maria.id, phone_number="+14135550100", first_name="Hotline")
    await bot.does("sendLocation", chat_id=maria.id, latitude=42.3, longitude=-72.5)
    await bot.does("sendVenue", chat_id=maria.id, latitude=42.3, longitude=-72.5, title="Library", address="Main St")
    await bot.does("sendChatAction", chat_id=maria.id, action="upload_document")
    photo = await maria.sends_photo("look")
    assert photo.file is not None
    await bot.does("sendPhoto", chat_id=maria.id, photo=photo.file.id, caption="same")
    await bot.does("setMessageReaction", chat_id=maria.id, message_id=photo.id,
                   reaction=[{"type": "emoji", "emoji": "👍"}])  # fmt: skip
    assert photo.reactions[bot.id][0]["emoji"] == "👍"
    refusal = await bot.refused("sendChatAction", chat_id=maria.id, action="dance")
    assert refusal == "Bad Request: wrong parameter action in request"


async def test_forwarding_and_copying_respect_protection(bot: RawBot, maria: Person, group: Group) -> None:
    open_ = (await bot.does("sendMessage", chat_id=maria.id, text="open"))["message_id"]
    closed = (await bot.does("sendMessage", chat_id=maria.id, text="closed", protect_content=True))["message_id"]
    where = {"chat_id": group.id, "from_chat_id": maria.id}
    forwarded = await bot.does("forwardMessage", **where, message_id=open_)
    assert forwarded["forward_origin"]["sender_user"]["id"] == bot.id
    copied = await bot.does("copyMessage", **where, message_id=open_)
    assert group.last.id == copied["message_id"]
    assert group.last.text == "open"
    assert await bot.refused("forwardMessage", **where, message_id=closed) == (
        "Bad Request: message can't be forwarded"
    )
    assert await bot.refused("copyMessage", **where, message_id=closed) == "Bad Request: message can't be copied"
    assert await bot.refused("forwardMessage", **where, message_id=999) == ("Bad Request: message to forward not found")


async def test_pinning(bot: RawBot, maria: Person, group: Group) -> None:
    sent = (await bot.does("sendMessage", chat_id=group.id, text="Connect"))["message_id"]
    card = group.last
    group.promote_bot(bot.bot, can_delete_messages=True)
    refusal = "Bad Request: not enough rights to manage pinned messages in the chat"
    assert await bot.refused("pinChatMessage", chat_id=group.id, message_id=sent) == refusal
    group.promote_bot(bot.bot, can_pin_messages=True)
    await bot.does("pinChatMessage", chat_id=group.id, message_id=sent, disable_notification=True)
    assert group.pinned == [card]
    assert card.pinned
    assert "pinned_message" in group.last.service
    assert group.last.silent
    assert (await bot.does("getChat", chat_id=group.id))["pinned_message"]["message_id"] == sent
    await bot.does("unpinChatMessage", chat_id=group.id, message_id=sent)
    assert group.pinned == []
    assert await bot.refused("unpinChatMessage", chat_id=group.id) == "Bad Request: message to unpin not found"
    own = (await bot.does("sendMessage", chat_id=maria.id, text="x"))["message_id"]
    await bot.does("pinChatMessage", chat_id=maria.id, message_id=own)  # in private nothing is needed
    await bot.does("unpinAllChatMessages", chat_id=maria.id)


# --- taps


async def tapped(bot: RawBot, maria: Person) -> tuple[Any, str]:
    await bot.does("sendMessage", chat_id=maria.id, text="card", reply_markup=keyboard(GO))
    tap = maria.taps_nowait(maria.last, "Go")
    (query,) = await bot.hears("callback_query")
    return tap, query["id"]


async def test_a_tap_is_answered_once(sandbox: Sandbox, bot: RawBot, maria: Person) -> None:
    tap, number = await tapped(bot, maria)
    await bot.does("answerCallbackQuery", callback_query_id=number, text="You drive", show_alert=True)
    answer = await tap
    assert (answer.text, answer.alert, answer.silent) == ("You drive", True, False)
    refusal = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert await bot.refused("answerCallbackQuery", callback_query_id=number) == refusal
    assert "answered twice" in sandbox.violations.pop()
    assert await bot.refused("answerCallbackQuery", callback_query_id="12345") == refusal


async def test_answering_again_after_a_lost_connection_is_no_violation(bot: RawBot, maria: Person) -> None:
    tap, number = await tapped(bot, maria)
    bot.sandbox.faults.drop("answerCallbackQuery", when="after")
    with pytest.raises(aiohttp.ClientError):
        await bot.call("answerCallbackQuery", callback_query_id=number, text="ok")
    assert (await tap).text == "ok"
    assert "query is too old" in await bot.refused("answerCallbackQuery", callback_query_id=number, text="ok")


async def test_a_tap_can_be_answered_for_150_seconds(bot: RawBot, maria: Person, clock: Clock) -> None:
    tap, number = await tapped(bot, maria)
    clock.forward(seconds=150)
    await bot.does("answerCallbackQuery", callback_query_id=number)
    assert (await tap).silent
    tap, number = await tapped(bot, maria)
    clock.forward(seconds=151)
    assert "query is too old" in await bot.refused("answerCallbackQuery", callback_query_id=number)
    tap.cancel()


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"text": "x" * 201}, "Bad Request: MESSAGE_TOO_LONG"),
        ({"url": "https://example.org"}, "Bad Request: URL_INVALID"),
        ({"url": "https://t.me/OtherBot?start=a"}, "Bad Request: URL_INVALID"),
        ({"url": "https://t.me/AcompanaBot"}, "Bad Request: URL_INVALID"),
    ],
)
async def test_answers_that_are_refused(bot: RawBot, maria: Person, params: Json, words: str) -> None:
    tap, number = await tapped(bot, maria)
    assert await bot.refused("answerCallbackQuery", callback_query_id=number, **params) == words
    await bot.does("answerCallbackQuery", callback_query_id=number, text="x" * 200)
    assert (await tap).text == "x" * 200


async def test_an_answer_may_lead_into_the_private_chat(bot: RawBot, maria: Person) -> None:
    tap, number = await tapped(bot, maria)
    url = "https://t.me/AcompanaBot?start=claim_" + base64.urlsafe_b64encode(b"123").decode()
    await bot.does("answerCallbackQuery", callback_query_id=number, url=url)
    answer = await tap
    assert answer.url == url
    await maria.follows(url)
    assert maria.last.text.startswith("/start claim_")


async def test_a_tap_carries_the_whole_message_or_what_is_left_of_it(bot: RawBot, maria: Person, group: Group) -> None:
    sent = await bot.does("sendMessage", chat_id=group.id, text="card", reply_markup=keyboard(GO))
    card = group.last
    first = maria.taps_data_nowait(card, "forged:data")
    (query,) = await bot.hears("callback_query")
    assert query["message"] == sent
    assert (query["from"]["id"], query["data"]) == (maria.id, "forged:data")
    await bot.does("deleteMessage", chat_id=group.id, message_id=card.id)
    second = maria.taps_data_nowait(card, "go:1")
    (later,) = await bot.hears("callback_query")
    assert later["message"] == {"chat": sent["chat"], "message_id": card.id, "date": 0}
    assert later["chat_instance"] == query["chat_instance"]
    first.cancel()
    second.cancel()
