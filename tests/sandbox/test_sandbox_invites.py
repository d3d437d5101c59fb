"""Invite links: who can make them, who can come by them, and who is told."""

from typing import Any

import pytest

from sandbox import Group, Sandbox
from tests.sandbox.conftest import Clock, RawBot

Json = dict[str, Any]


async def new_link(bot: RawBot, group: Group, **params: Any) -> str:
    link = await bot.does("createChatInviteLink", chat_id=group.id, **params)
    return str(link["invite_link"])


async def test_a_person_joins_by_a_link_and_admins_are_told(sandbox: Sandbox, bot: RawBot, group: Group) -> None:
    link = await bot.does("createChatInviteLink", chat_id=group.id, name="website", member_limit=5)
    assert {**link, "invite_link": "", "creator": {}} == {
        "invite_link": "", "creator": {}, "name": "website", "member_limit": 5, "creates_join_request": False,
        "is_primary": False, "is_revoked": False,
    }  # fmt: skip
    tom, eva = sandbox.add_person("Tom"), sandbox.add_person("Eva")
    tom.joins(group, link["invite_link"])
    change, service = await bot.updates()
    assert change["chat_member"]["invite_link"] == link
    assert (change["chat_member"]["from"]["id"], service["message"]["from"]["id"]) == (tom.id, tom.id)
    assert await eva.follows(link["invite_link"]) is None
    assert group.status(eva) == "member"
    await eva.follows(link["invite_link"])  # opening it again does nothing
    revoked = await bot.does("revokeChatInviteLink", chat_id=group.id, invite_link=link["invite_link"])
    assert revoked == link | {"is_revoked": True}
    with pytest.raises(AssertionError, match="no working link to Volunteers: it was revoked"):
        sandbox.add_person("Kim").joins(group, link["invite_link"])
    with pytest.raises(AssertionError, match="no working link"):
        sandbox.add_person("Lou").joins(group, "https://t.me/+never")


async def test_links_need_the_right_by_name(bot: RawBot, basic: Group, group: Group) -> None:
    words = "Bad Request: not enough rights to manage chat invite link"
    url = await new_link(bot, group)
    for method, more in (
        ("createChatInviteLink", {}), ("exportChatInviteLink", {}), ("revokeChatInviteLink", {"invite_link": url}),
    ):  # fmt: skip
        assert await bot.refused(method, chat_id=basic.id, **more) == words  # a plain member
    group.promote_bot(bot.bot, can_pin_messages=True)
    assert await bot.refused("createChatInviteLink", chat_id=group.id) == words
    group.promote_bot(bot.bot, can_invite_users=True)
    await new_link(bot, group)


async def test_a_link_lets_in_so_many_at_a_time(sandbox: Sandbox, bot: RawBot, group: Group) -> None:
    url = await new_link(bot, group, member_limit=2)
    first, second, third = (sandbox.add_person(name) for name in ("One", "Two", "Three"))
    first.joins(group, url)
    second.joins(group, url)
    group.promote(first)  # who is promoted came by the link still
    with pytest.raises(AssertionError, match="has let in as many as it may"):
        third.joins(group, url)
    second.leaves(group)
    third.joins(group, url)
    with pytest.raises(AssertionError, match="has let in as many as it may"):
        second.joins(group, url)


async def test_a_link_ends(sandbox: Sandbox, bot: RawBot, group: Group, clock: Clock) -> None:
    url = await new_link(bot, group, expire_date=int(clock().timestamp()) + 60)
    clock.forward(seconds=59)
    sandbox.add_person("Tom").joins(group, url)
    clock.forward(seconds=1)
    with pytest.raises(AssertionError, match="has expired"):
        sandbox.add_person("Eva").joins(group, url)


async def test_there_is_one_primary_link(sandbox: Sandbox, bot: RawBot, group: Group) -> None:
    first = await bot.does("exportChatInviteLink", chat_id=group.id)
    assert (await bot.does("getChat", chat_id=group.id))["invite_link"] == first
    second = await bot.does("exportChatInviteLink", chat_id=group.id)
    with pytest.raises(AssertionError, match="was revoked"):
        sandbox.add_person("Tom").joins(group, first)
    await bot.does("revokeChatInviteLink", chat_id=group.id, invite_link=second)
    third = (await bot.does("getChat", chat_id=group.id))["invite_link"]  # made by itself
    assert third not in (first, second)
    sandbox.add_person("Eva").joins(group, third)


async def test_of_other_bots_links_a_half_is_told(sandbox: Sandbox, bot: RawBot, group: Group) -> None:
    other = sandbox.add_bot("OtherBot")
    group.add_bot(other)
    group.promote_bot(other)
    theirs = RawBot(sandbox, other, bot.http)
    url = await new_link(theirs, group, name="theirs")
    await bot.updates()
    sandbox.add_person("Tom").joins(group, url)
    told = (await bot.hears("chat_member"))[0]["invite_link"]
    assert (told["invite_link"], told["name"]) == (url[: len(url) // 2] + "...", "theirs")
    assert await bot.refused("revokeChatInviteLink", chat_id=group.id, invite_link=url) == (
        "Bad Request: INVITE_HASH_INVALID"
    )


async def test_some_links_ask_first(sandbox: Sandbox, bot: RawBot, group: Group) -> None:
    await bot.updates(allowed_updates=["chat_member", "chat_join_request"])
    url = await new_link(bot, group, creates_join_request=True)
    tom, eva = sandbox.add_person("Tom"), sandbox.add_person("Eva")
    for person in (tom, tom, eva):  # asking twice is asking once
        person.joins(group, url)
        assert group.status(person) == "left"
    one, two = await bot.hears("chat_join_request")
    assert (one["from"]["id"], one["user_chat_id"], one["invite_link"]["invite_link"]) == (tom.id, tom.id, url)
    await bot.does("approveChatJoinRequest", chat_id=group.id, user_id=tom.id)
    await bot.does("declineChatJoinRequest", chat_id=group.id, user_id=two["from"]["id"])
    assert (group.status(tom), group.status(eva)) == ("member", "left")
    (change,) = await bot.hears("chat_member")
    assert (change["from"]["id"], change["invite_link"]["invite_link"]) == (bot.id, url)
    refusal = await bot.refused("approveChatJoinRequest", chat_id=group.id, user_id=eva.id)
    assert refusal == "Bad Request: HIDE_REQUESTER_MISSING"
    group.add(eva)
    group.remove(eva)
    with pytest.raises(ValueError, match="cannot join again"):
        eva.joins(group, url)  # who was removed cannot even ask
    group.promote_bot(bot.bot, can_pin_messages=True)
    refusal = await bot.refused("declineChatJoinRequest", chat_id=group.id, user_id=eva.id)
    assert refusal == "Bad Request: not enough rights to manage chat join requests"
