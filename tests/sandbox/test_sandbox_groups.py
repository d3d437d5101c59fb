"""Groups: members and their standing, rights, topics, anonymous posts, migration, invite links."""

from typing import Any

import pytest

from sandbox import Group, Person, Sandbox
from tests.sandbox.conftest import Clock, RawBot

Json = dict[str, Any]


async def test_adding_and_promoting_the_bot_is_told(sandbox: Sandbox, bot: RawBot, maria: Person, ana: Person) -> None:
    group = sandbox.add_group("Volunteers", creator=ana, members=[maria])
    group.add_bot(bot.bot, by=maria)
    group.promote_bot(bot.bot, by=ana, can_pin_messages=True)
    first, joined, second = await bot.updates()
    assert first["my_chat_member"]["old_chat_member"]["status"] == "left"
    assert first["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert first["my_chat_member"]["from"]["id"] == maria.id
    assert [user["id"] for user in joined["message"]["new_chat_members"]] == [bot.id]
    rights = second["my_chat_member"]["new_chat_member"]
    assert (rights["can_pin_messages"], rights["can_delete_messages"]) == (True, False)
    assert await bot.does("getChatMember", chat_id=group.id, user_id=bot.id) == rights


async def test_every_standing_has_its_shape(sandbox: Sandbox, bot: RawBot, maria: Person, group: Group) -> None:
    people = {status: sandbox.add_person(status) for status in ("admin", "quiet", "gone", "banned", "stranger")}
    for status, person in people.items():
        if status != "stranger":
            person.joins(group)
    group.promote(people["admin"])
    group.restrict(people["quiet"])
    people["gone"].leaves(group)
    group.remove(people["banned"])

    async def standing(person: Person) -> str:
        return str((await bot.does("getChatMember", chat_id=group.id, user_id=person.id))["status"])

    assert await standing(group.creator) == "creator"
    assert await standing(people["admin"]) == "administrator"
    assert await standing(maria) == "member"
    assert await standing(people["quiet"]) == "restricted"
    assert await standing(people["gone"]) == "left"
    assert await standing(people["banned"]) == "kicked"
    refusal = await bot.refused("getChatMember", chat_id=group.id, user_id=people["stranger"].id)
    assert refusal == "Bad Request: PARTICIPANT_ID_INVALID"
    assert await bot.refused("getChatMember", chat_id=maria.id, user_id=1) == "Bad Request: user not found"
    assert await bot.does("getChatMemberCount", chat_id=group.id) == 5
    admins = await bot.does("getChatAdministrators", chat_id=group.id)
    assert {admin["user"]["id"] for admin in admins} == {group.creator.id, people["admin"].id, bot.id}
    with pytest.raises(AssertionError, match="may not write"):
        await people["quiet"].writes("hi", to=group)
    with pytest.raises(ValueError, match="cannot join again"):
        people["banned"].joins(group)
    group.add(people["banned"])
    assert await standing(people["banned"]) == "member"


async def test_coming_and_going_in_service_messages(sandbox: Sandbox, bot: RawBot, group: Group) -> None:
    tom = sandbox.add_person("Tom")
    tom.joins(group)
    group.remove(tom)
    joined, left = await bot.hears("message")
    assert (joined["from"]["id"], joined["new_chat_members"][0]["id"]) == (tom.id, tom.id)
    assert (left["from"]["id"], left["left_chat_member"]["id"]) == (group.creator.id, tom.id)
    assert str(group.last) == "Ana: Ana removed Tom"


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_a_bot_outside_may_nothing(sandbox: Sandbox, bot: RawBot, ana: Person, kind: str) -> None:
    group = sandbox.add_group("Volunteers", creator=ana, type=kind)
    write = {"chat_id": group.id, "text": "hi"}
    assert await bot.refused("sendMessage", **write) == "Bad Request: chat not found"
    group.add_bot(bot.bot)
    await bot.does("sendMessage", **write)
    group.remove(bot.bot)
    assert await bot.refused("sendMessage", **write) == f"Forbidden: bot was kicked from the {kind} chat"
    assert await bot.refused("getChat", chat_id=group.id) == f"Forbidden: bot was kicked from the {kind} chat"
    group.add_bot(bot.bot)
    await bot.does("leaveChat", chat_id=group.id)
    assert await bot.refused("sendMessage", **write) == f"Forbidden: bot is not a member of the {kind} chat"
    changes = [change["new_chat_member"]["status"] for change in await bot.hears("my_chat_member")]
    assert changes == ["member", "kicked", "left", "member", "left"]


async def test_a_public_group_can_be_looked_at_from_outside(sandbox: Sandbox, bot: RawBot, ana: Person) -> None:
    sandbox.add_group("Open", creator=ana, username="open_group")
    chat = await bot.does("getChat", chat_id="@open_group")
    assert (chat["title"], chat["username"]) == ("Open", "open_group")
    assert await bot.refused("sendMessage", chat_id="@open_group", text="hi") == (
        "Forbidden: bot is not a member of the supergroup chat"
    )
    assert await bot.refused("getChat", chat_id="@nowhere_group") == "Bad Request: chat not found"
    assert await bot.refused("getChatMember", chat_id="@open_group", user_id=ana.id) == (
        "Bad Request: member list is inaccessible"
    )


async def test_rights_to_write(bot: RawBot, basic: Group) -> None:
    basic.set_permissions(can_send_messages=False)
    words = "Bad Request: not enough rights to send text messages to the chat"
    assert await bot.refused("sendMessage", chat_id=basic.id, text="hi") == words
    basic.promote_bot(bot.bot)
    await bot.does("sendMessage", chat_id=basic.id, text="hi")
    basic.restrict(bot.bot)
    assert await bot.refused("sendMessage", chat_id=basic.id, text="hi") == words


async def test_banning(bot: RawBot, maria: Person, group: Group) -> None:
    group.promote_bot(bot.bot, can_delete_messages=True)
    refusal = await bot.refused("banChatMember", chat_id=group.id, user_id=maria.id)
    assert refusal == "Bad Request: not enough rights to restrict/unrestrict chat member"
    group.promote_bot(bot.bot, can_restrict_members=True)
    assert await bot.refused("banChatMember", chat_id=group.id, user_id=group.creator.id) == (
        "Bad Request: can't remove chat owner"
    )
    await bot.updates()
    await bot.does("banChatMember", chat_id=group.id, user_id=maria.id)
    assert group.status(maria) == "kicked"
    (change,) = await bot.hears("chat_member")
    assert change["from"]["id"] == bot.id
    await bot.does("unbanChatMember", chat_id=group.id, user_id=maria.id, only_if_banned=True)
    maria.joins(group)
    await bot.does("restrictChatMember", chat_id=group.id, user_id=maria.id, permissions={})
    assert group.status(maria) == "restricted"


async def test_anonymous_admins_and_channels(bot: RawBot, maria: Person, group: Group) -> None:
    group.set_anonymous_admin(group.creator)
    await group.creator.writes("/ride", to=group)
    await maria.writes("/ride", to=group, as_channel=True)
    admin, channel = await bot.hears("message")
    assert (admin["from"]["id"], admin["from"]["username"]) == (1087968824, "GroupAnonymousBot")
    assert admin["sender_chat"]["id"] == group.id
    assert (channel["from"]["id"], channel["sender_chat"]["type"]) == (136817688, "channel")
    assert group.last.sender_name == "María's channel"


async def test_a_group_becomes_a_supergroup(bot: RawBot, maria: Person, basic: Group) -> None:
    await bot.does("sendMessage", chat_id=basic.id, text="before")
    old = basic.id
    basic.migrate()
    assert (basic.type, basic.id < -1_000_000_000_000) == ("supergroup", True)
    first, second = await bot.hears("message")
    assert (first["chat"]["id"], first["migrate_to_chat_id"]) == (old, basic.id)
    assert (second["chat"]["id"], second["migrate_from_chat_id"]) == (basic.id, old)
    answer = await bot.call("sendMessage", chat_id=old, text="hi")
    assert answer == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": basic.id},
    }
    assert (await bot.call("getChatMember", chat_id=old, user_id=maria.id))["error_code"] == 400
    sent = await bot.does("sendMessage", chat_id=basic.id, text="after")
    assert sent["message_id"] == 2  # supergroups number their own messages
    assert maria.sees("before", in_=basic).text == "before"
    assert maria.sees("after", in_=basic).text == "after"


async def test_private_chats_and_basic_groups_share_one_numbering(bot: RawBot, maria: Person, basic: Group) -> None:
    one = await bot.does("sendMessage", chat_id=maria.id, text="a")
    two = await bot.does("sendMessage", chat_id=basic.id, text="b")
    assert two["message_id"] == one["message_id"] + 1


async def test_topics(sandbox: Sandbox, bot: RawBot, maria: Person, ana: Person) -> None:
    forum = sandbox.add_group("Center", creator=ana, members=[maria], forum=True)
    forum.add_bot(bot.bot)
    forum.promote_bot(bot.bot, can_delete_messages=True)
    thread = forum.add_topic("Rides")
    await maria.writes("/setup", to=forum, thread=thread)
    *_, created, command = await bot.hears("message")
    assert created["forum_topic_created"]["name"] == "Rides"
    assert (command["message_thread_id"], command["is_topic_message"]) == (thread, True)
    assert command["reply_to_message"]["message_id"] == thread
    assert command["chat"]["is_forum"] is True
    sent = await bot.does("sendMessage", chat_id=forum.id, message_thread_id=thread, text="card")
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (thread, True)
    general = await bot.does("sendMessage", chat_id=forum.id, text="in General")
    assert "message_thread_id" not in general
    write = {"chat_id": forum.id, "text": "x"}
    assert await bot.refused("sendMessage", **write, message_thread_id=999) == "Bad Request: message thread not found"
    forum.close_topic(thread)
    assert await bot.refused("sendMessage", **write, message_thread_id=thread) == "Bad Request: TOPIC_CLOSED"
    forum.promote_bot(bot.bot, can_manage_topics=True)
    await bot.does("sendMessage", **write, message_thread_id=thread)


async def test_replies_in_supergroups_have_a_thread_that_is_no_topic(bot: RawBot, maria: Person, group: Group) -> None:
    card = await bot.does("sendMessage", chat_id=group.id, text="card")
    await maria.writes("I can!", to=group, reply_to=group.last)
    (reply,) = await bot.hears("message")
    assert reply["message_thread_id"] == card["message_id"]
    assert "is_topic_message" not in reply


async def test_reply_keyboards_in_groups_cannot_ask_for_phones(bot: RawBot, group: Group) -> None:
    ask = {"keyboard": [[{"text": "Share", "request_contact": True}]]}
    assert await bot.refused("sendMessage", chat_id=group.id, text="?", reply_markup=ask) == (
        "Bad Request: phone number can be requested in private chats only"
    )


async def test_deletion_ends_after_48_hours_for_admins_too(
    bot: RawBot, maria: Person, group: Group, clock: Clock
) -> None:
    theirs = await maria.writes("x", to=group)
    clock.forward(hours=48)
    assert await bot.refused("deleteMessage", chat_id=group.id, message_id=theirs.id) == (
        "Bad Request: message can't be deleted"
    )
