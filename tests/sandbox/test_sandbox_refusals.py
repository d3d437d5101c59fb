"""The rarer refusals, as tables: what is asked, and Telegram's words."""

from typing import Any

import aiohttp
import pytest

from sandbox import Group, Person, Sandbox
from tests.sandbox.conftest import RawBot

Json = dict[str, Any]
ASK = {"text": "x", "request_location": True}


# MARIA, ANA, GROUP, BASIC and MESSAGE stand for ids that are known only when the test runs.
REFUSALS: list[tuple[str, Json, str]] = [
    ("getChat", {"chat_id": 42}, "chat not found"),
    ("getChat", {"chat_id": -42}, "chat not found"),
    ("getChatMember", {"chat_id": "MARIA", "user_id": "ANA"}, "user not found"),
    ("getChatMember", {"chat_id": "GROUP", "user_id": 42}, "PARTICIPANT_ID_INVALID"),
    ("getChatAdministrators", {"chat_id": "MARIA"}, "there are no administrators in the private chat"),
    ("leaveChat", {"chat_id": "MARIA"}, "chat member status can't be changed in private chats"),
    ("banChatMember", {"chat_id": "MARIA", "user_id": "MARIA"},
     "chat member status can't be changed in private chats"),
    ("banChatMember", {"chat_id": "GROUP", "user_id": 42}, "PARTICIPANT_ID_INVALID"),
    ("banChatMember", {"chat_id": "GROUP", "user_id": "ADMIN"}, "user is an administrator of the chat"),
    ("unbanChatMember", {"chat_id": "BASIC", "user_id": "MARIA"},
     "method is available for supergroup and channel chats only"),
    ("restrictChatMember", {"chat_id": "BASIC", "user_id": "MARIA", "permissions": {}},
     "method is available only for supergroups"),
    ("createChatInviteLink", {"chat_id": "GROUP", "name": "x" * 33}, "invite link name is too long"),
    ("createChatInviteLink", {"chat_id": "GROUP", "member_limit": 0}, "USAGE_LIMIT_INVALID"),
    ("createChatInviteLink", {"chat_id": "GROUP", "member_limit": 100_000}, "USAGE_LIMIT_INVALID"),
    ("createChatInviteLink", {"chat_id": "GROUP", "member_limit": 1, "creates_join_request": True},
     "member limit can't be specified for links requiring administrator approval"),
    ("createChatInviteLink", {"chat_id": "GROUP", "expire_date": 1_700_000_000}, "EXPIRE_DATE_INVALID"),
    ("createChatInviteLink", {"chat_id": "MARIA"}, "can't invite members to a private chat"),
    ("exportChatInviteLink", {"chat_id": "MARIA"}, "can't invite members to a private chat"),
    ("revokeChatInviteLink", {"chat_id": "GROUP", "invite_link": "https://t.me/+x"}, "INVITE_HASH_INVALID"),
    ("approveChatJoinRequest", {"chat_id": "MARIA", "user_id": "MARIA"}, "the chat can't have join requests"),
    ("approveChatJoinRequest", {"chat_id": "GROUP", "user_id": "MARIA"}, "USER_ALREADY_PARTICIPANT"),
    ("declineChatJoinRequest", {"chat_id": "GROUP", "user_id": 42}, "HIDE_REQUESTER_MISSING"),
    ("sendDocument", {"chat_id": "MARIA", "document": "https://example.org/a.pdf"},
     "failed to get HTTP URL content"),
    ("getFile", {"file_id": "nonsense"}, "invalid file_id"),
    ("editMessageText", {"text": "x"}, "chat_id is empty"),
    ("editMessageText", {"text": "x", "chat_id": "MARIA"}, "message identifier is not specified"),
    ("editMessageText", {"text": "x", "inline_message_id": "1"}, "MESSAGE_ID_INVALID"),
    ("editMessageText", {"text": "y", "chat_id": "MARIA", "message_id": "MESSAGE",
                         "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": ""}]]}},
     "BUTTON_DATA_INVALID"),
    ("deleteMessages", {"chat_id": "MARIA", "message_ids": []}, "message identifiers are not specified"),
    ("pinChatMessage", {"chat_id": "MARIA", "message_id": 999}, "message to pin not found"),
    ("pinChatMessage", {"chat_id": "GROUP", "message_id": 1}, "message can't be pinned"),
    ("setMessageReaction", {"chat_id": "MARIA", "message_id": 999}, "message to react not found"),
    ("setMessageReaction", {"chat_id": "MARIA", "message_id": "MESSAGE",
                            "reaction": [{"type": "emoji", "emoji": "👍"}] * 2}, "REACTIONS_TOO_MANY"),
    ("setMessageReaction", {"chat_id": "MARIA", "message_id": "MESSAGE",
                            "reaction": [{"type": "custom_emoji", "custom_emoji_id": "1"}]}, "REACTION_INVALID"),
    ("copyMessage", {"chat_id": "MARIA", "from_chat_id": "MARIA", "message_id": 999}, "message to copy not found"),
    ("setChatMenuButton", {"chat_id": 42}, "chat not found"),
    ("setMyCommands", {"commands": [], "scope": {"type": "chat_member", "chat_id": "GROUP", "user_id": 42}},
     "PARTICIPANT_ID_INVALID"),
    ("setMyCommands", {"commands": [], "scope": {"type": "chat_administrators", "chat_id": "MARIA"}},
     "can't change commands in a private chat"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "params", "words"), REFUSALS)
async def test_refusals(
    sandbox: Sandbox, bot: RawBot, maria: Person, ana: Person, group: Group, basic: Group,
    method: str, params: Json, words: str,
) -> None:  # fmt: skip
    admin = sandbox.add_person("Admin")
    admin.joins(group)
    group.promote(admin)
    basic.promote_bot(bot.bot)
    sent = await bot.does("sendMessage", chat_id=maria.id, text="x")
    ids = {"MARIA": maria.id, "ANA": ana.id, "GROUP": group.id, "BASIC": basic.id, "ADMIN": admin.id}
    ids["MESSAGE"] = sent["message_id"]

    def known(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: known(item) for key, item in value.items()}
        return ids.get(value, value) if isinstance(value, str) else value

    assert await bot.refused(method, **known(params)) == f"Bad Request: {words}"


MARKUPS: list[tuple[str, Json, str]] = [
    ("private", {"inline_keyboard": [[{"text": " ", "callback_data": "x"}]]},
     "inline keyboard button text must be non-empty"),
    ("private", {"inline_keyboard": [[{"text": "a", "callback_data": "x", "url": "https://example.org"}]]},
     "can't parse inline keyboard button: exactly one of the optional fields must be used"),
    ("private", {"keyboard": [[{"text": "x"}] * 301]}, "reply markup is too long"),
    ("private", {"keyboard": [[{"text": ""}]]},
     'can\'t parse keyboard button: Field "text" must be of type String'),
    ("private", {"keyboard": [[{"text": "x"}]], "input_field_placeholder": "x" * 65},
     "input field placeholder must be 1-64 characters long"),
    ("private", {"remove_keyboard": False}, "object expected as reply markup"),
    ("group", {"inline_keyboard": [[{"text": "a", "web_app": {"url": "https://example.org"}}]]}, "BUTTON_TYPE_INVALID"),
    ("group", {"keyboard": [[ASK]]}, "location can be requested in private chats only"),
]  # fmt: skip


@pytest.mark.parametrize(("where", "markup", "words"), MARKUPS)
async def test_markups_that_are_refused(
    bot: RawBot, maria: Person, group: Group, where: str, markup: Json, words: str
) -> None:
    chat_id = group.id if where == "group" else maria.id
    refusal = await bot.refused("sendMessage", chat_id=chat_id, text="x", reply_markup=markup)
    assert refusal == f"Bad Request: {words}"


@pytest.mark.parametrize(
    "markup", [{"inline_keyboard": "x"}, {"inline_keyboard": [[{"text": 5}]]}, {"keyboard": [5]}, {"strange": 1}]
)
async def test_markups_of_a_wrong_shape_are_refused_without_the_description_too(markup: Json) -> None:
    async with Sandbox(check=False) as sandbox, aiohttp.ClientSession() as http:
        bot = RawBot(sandbox, sandbox.add_bot(), http)
        tom = sandbox.add_person("Tom")
        await tom.starts()
        await bot.refused("sendMessage", chat_id=tom.id, text="x", reply_markup=markup)
        sent = await bot.does("sendMessage", chat_id=tom.id, text="x")
        edit = {"chat_id": tom.id, "message_id": sent["message_id"], "text": "y"}
        assert (await bot.refused("editMessageText", **edit, reply_markup={"keyboard": [[{"text": "a"}]]})) == (
            "Bad Request: inline keyboard expected"
        )


async def test_an_empty_file_is_refused(bot: RawBot, maria: Person) -> None:
    form = aiohttp.FormData({"chat_id": str(maria.id)})
    form.add_field("document", b"", filename="a.ics")
    async with bot.http.post(f"{bot.sandbox.url}/bot{bot.bot.token}/sendDocument", data=form) as response:
        assert (await response.json())["description"] == "Bad Request: file must be non-empty"


async def test_after_leaving_a_private_group_nothing_is_seen(bot: RawBot, group: Group, basic: Group) -> None:
    for place in (group, basic):
        await bot.does("leaveChat", chat_id=place.id)
        assert await bot.refused("getChat", chat_id=place.id) == (
            f"Forbidden: bot is not a member of the {place.type} chat"
        )
        assert await bot.refused("deleteMessage", chat_id=place.id, message_id=2) == (
            f"Forbidden: bot is not a member of the {place.type} chat"
        )


async def test_replies_of_the_bot_stay_in_the_thread(bot: RawBot, maria: Person, ana: Person, group: Group) -> None:
    theirs = await maria.writes("/ride", to=group)
    reply = {"message_id": theirs.id}
    sent = await bot.does("sendMessage", chat_id=group.id, text="see private", reply_parameters=reply)
    assert sent["message_thread_id"] == theirs.id
    assert sent["reply_to_message"]["message_id"] == theirs.id
    forum = bot.sandbox.add_group("Center", creator=ana, members=[maria], forum=True)
    forum.add_bot(bot.bot)
    thread = forum.add_topic("Rides")
    asked = await maria.writes("/ride", to=forum, thread=thread)
    reply = {"message_id": asked.id}
    sent = await bot.does("sendMessage", chat_id=forum.id, text="see private", reply_parameters=reply)
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (thread, True)


async def test_a_reply_may_name_a_message_elsewhere(bot: RawBot, maria: Person, group: Group) -> None:
    theirs = await maria.writes("/ride", to=group)
    reply = {"message_id": theirs.id, "chat_id": group.id}
    await bot.does("sendMessage", chat_id=maria.id, text="about that", reply_parameters=reply)
    gone = reply | {"message_id": 999, "allow_sending_without_reply": True}  # which is for the same chat only
    refusal = await bot.refused("sendMessage", chat_id=maria.id, text="x", reply_parameters=gone)
    assert refusal == "Bad Request: message to be replied not found"
    sent = await bot.does("sendMessage", chat_id=group.id, text="closed", protect_content=True)
    closed = {"message_id": sent["message_id"], "chat_id": group.id}
    refusal = await bot.refused("sendMessage", chat_id=maria.id, text="x", reply_parameters=closed)
    assert refusal == "Bad Request: message to be replied can't be forwarded"


async def test_selective_keyboards_are_for_those_meant(
    sandbox: Sandbox, bot: RawBot, maria: Person, ana: Person, group: Group
) -> None:
    theirs = await maria.writes("/ride", to=group)
    keys = {"keyboard": [[{"text": "Yes"}]], "selective": True}
    await bot.does("sendMessage", chat_id=group.id, text="?", reply_markup=keys,
                   reply_parameters={"message_id": theirs.id})  # fmt: skip
    await maria.presses("Yes", to=group)
    assert group.last.text == "Yes"
    with pytest.raises(AssertionError, match="no one key"):
        await ana.presses("Yes", to=group)
    mention = f'<a href="tg://user?id={ana.id}">Ana</a>'
    await bot.does("sendMessage", chat_id=group.id, text=mention, parse_mode="HTML", reply_markup=keys)
    await ana.presses("Yes", to=group)
    force = {"force_reply": True, "selective": True}
    await bot.does("sendMessage", chat_id=group.id, text="why?", reply_markup=force)
    await ana.presses("Yes", to=group)  # a forced reply takes no keyboard away
    assert sandbox.violations == []


async def test_unbanning(bot: RawBot, maria: Person, group: Group) -> None:
    who = {"chat_id": group.id, "user_id": maria.id}
    await bot.does("unbanChatMember", **who, only_if_banned=True)
    assert group.status(maria) == "member"
    await bot.does("unbanChatMember", **who)  # as documented: removes a member, without a ban
    assert group.status(maria) == "left"
    maria.joins(group)
    everything = dict.fromkeys(("can_send_messages", "can_send_photos"), True)
    await bot.does("restrictChatMember", **who, permissions=everything)
    assert group.status(maria) == "restricted"
    chat = await bot.does("getChat", chat_id=group.id)
    await bot.does("restrictChatMember", **who, permissions=chat["permissions"])
    assert group.status(maria) == "member"


async def test_coming_twice_or_leaving_twice(bot: RawBot, maria: Person, group: Group) -> None:
    before = len(group.messages)
    maria.joins(group)
    group.promote(maria)
    await bot.updates()
    group.promote(maria)  # no change, no update
    assert await bot.updates() == []
    assert len(group.messages) == before
    maria.leaves(group)
    with pytest.raises(ValueError, match="is not in"):
        maria.leaves(group)


async def test_what_deleting_leaves_alone_and_takes_along(bot: RawBot, group: Group) -> None:
    created = group.messages[0]
    assert await bot.refused("deleteMessage", chat_id=group.id, message_id=created.id) == (
        "Bad Request: message can't be deleted"
    )
    assert await bot.refused("deleteMessages", chat_id=group.id, message_ids=[created.id]) == (
        "Bad Request: message can't be deleted"
    )
    sent = await bot.does("sendMessage", chat_id=group.id, text="x")
    await bot.does("pinChatMessage", chat_id=group.id, message_id=sent["message_id"])
    await bot.does("deleteMessage", chat_id=group.id, message_id=sent["message_id"])
    assert group.pinned == []
    await bot.does("deleteMessage", chat_id=group.id, message_id=group.last.id)  # "pinned a message" may go


async def test_forwards_name_the_first_author(bot: RawBot, maria: Person, ana: Person, group: Group) -> None:
    where = {"chat_id": maria.id, "from_chat_id": group.id}
    theirs = await maria.writes("plain", to=group)
    once = await bot.does("forwardMessage", **where, message_id=theirs.id)
    twice = await bot.does("forwardMessage", **where | {"from_chat_id": maria.id}, message_id=once["message_id"])
    assert twice["forward_origin"] == once["forward_origin"]
    assert twice["forward_origin"]["sender_user"]["id"] == maria.id
    group.set_anonymous_admin(ana)
    nobodys = await ana.writes("from the group", to=group)
    anonymous = await bot.does("forwardMessage", **where, message_id=nobodys.id)
    assert anonymous["forward_origin"]["sender_chat"]["id"] == group.id
    photo = await maria.sends_photo("old words")
    copied = await bot.does("copyMessage", chat_id=group.id, from_chat_id=maria.id, message_id=photo.id, caption="new")
    assert (group.last.id, group.last.text) == (copied["message_id"], "new")
