"""Chats and their members (https://core.telegram.org/bots/api#getchat and its neighbours)."""

from sandbox import membership, shapes
from sandbox.errors import bad_request
from sandbox.methods.access import joined, me, readable
from sandbox.methods.registry import Api, ChatId, Json, method
from sandbox.model import PERMISSIONS, Chat, Member, User


@method
def get_chat(api: Api, *, chat_id: ChatId) -> Json:
    """https://core.telegram.org/bots/api#getchat"""
    chat = readable(api, chat_id)
    gifts = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    full = shapes.chat(chat) | {
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }
    if chat.username:
        full["active_usernames"] = [chat.username]
    if chat.pinned:
        full["pinned_message"] = shapes.message(chat.messages[chat.pinned[-1]], with_reply=False)
    if chat.group:
        full["permissions"] = {name: chat.permissions.get(name, False) for name in PERMISSIONS}
        if chat.primary_link and chat.present(api.bot.id) and me(api, chat).may("can_invite_users"):
            full["invite_link"] = chat.primary_link
    return full


@method
def get_chat_member(api: Api, *, chat_id: ChatId, user_id: int) -> Json:
    """https://core.telegram.org/bots/api#getchatmember"""
    chat = readable(api, chat_id)
    user = api.world.users.get(user_id)
    if user is None:
        raise bad_request("user not found" if chat.private else "PARTICIPANT_ID_INVALID")
    if chat.private:
        if user is not chat.user and user is not api.bot.user:
            raise bad_request("user not found")
        return {"user": shapes.user(user), "status": "member"}
    if not chat.present(api.bot.id) and user is not api.bot.user:
        raise bad_request("member list is inaccessible")
    member = chat.member(user_id)
    if member is None:
        if not api.world.known_to(api.bot, user):
            raise bad_request("PARTICIPANT_ID_INVALID")
        return {"user": shapes.user(user), "status": "left"}
    return shapes.member(member, chat)


@method
def get_chat_administrators(api: Api, *, chat_id: ChatId) -> list[Json]:
    """https://core.telegram.org/bots/api#getchatadministrators (bots other than this one are left out)"""
    chat = readable(api, chat_id)
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    admins = [member for member in chat.members.values() if member.admin]
    return [shapes.member(m, chat) for m in admins if not m.user.is_bot or m.user is api.bot.user]


@method
def get_chat_member_count(api: Api, *, chat_id: ChatId) -> int:
    """https://core.telegram.org/bots/api#getchatmembercount"""
    chat = readable(api, chat_id)
    return 2 if chat.private else sum(member.present for member in chat.members.values())


@method
def leave_chat(api: Api, *, chat_id: ChatId) -> bool:
    """https://core.telegram.org/bots/api#leavechat"""
    chat = joined(api, chat_id)
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    membership.leave(api.world, chat, api.bot.user)
    return True


def _target(api: Api, chat_id: ChatId, user_id: int, right: str = "can_restrict_members") -> tuple[Chat, User]:
    chat = joined(api, chat_id)
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    if not me(api, chat).may(right):
        raise bad_request("not enough rights to restrict/unrestrict chat member")
    user = api.world.users.get(user_id)
    if user is None or not api.world.known_to(api.bot, user):
        raise bad_request("PARTICIPANT_ID_INVALID")
    member = chat.member(user_id)
    if member is not None and member.status == "creator":
        raise bad_request("can't remove chat owner")
    if member is not None and member.status == "administrator":
        raise bad_request("user is an administrator of the chat")
    return chat, user


@method
def ban_chat_member(
    api: Api, *, chat_id: ChatId, user_id: int, until_date: int = 0, revoke_messages: bool = False
) -> bool:
    """https://core.telegram.org/bots/api#banchatmember (old messages stay)"""
    del revoke_messages
    chat, user = _target(api, chat_id, user_id)
    membership.remove(api.world, chat, user, api.bot.user, until=until_date)
    return True


@method
def unban_chat_member(api: Api, *, chat_id: ChatId, user_id: int, only_if_banned: bool = False) -> bool:
    """https://core.telegram.org/bots/api#unbanchatmember (without only_if_banned a member is removed)"""
    chat, user = _target(api, chat_id, user_id)
    if chat.type == "group":
        raise bad_request("method is available for supergroup and channel chats only")
    member = chat.member(user_id)
    if member is None or (only_if_banned and member.status != "kicked") or member.status == "left":
        return True
    if member.present:
        membership.remove(api.world, chat, user, api.bot.user)
    membership.change(api.world, chat, Member(user, "left"), api.bot.user)
    return True


@method
def restrict_chat_member(
    api: Api,
    *,
    chat_id: ChatId,
    user_id: int,
    permissions: Json,
    use_independent_chat_permissions: bool = False,
    until_date: int = 0,
) -> bool:
    """https://core.telegram.org/bots/api#restrictchatmember"""
    del use_independent_chat_permissions  # every permission is independent here
    chat, user = _target(api, chat_id, user_id)
    if chat.type == "group":
        raise bad_request("method is available only for supergroups")
    present = chat.present(user_id)
    if all(permissions.get(name) for name in PERMISSIONS if chat.permissions.get(name)):
        new = Member(user, "member" if present else "left")
    else:
        rights = {name: bool(permissions.get(name)) for name in PERMISSIONS}
        new = Member(user, "restricted", rights, until=until_date, in_chat=present)
    membership.change(api.world, chat, new, api.bot.user)
    return True
