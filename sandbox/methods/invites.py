"""Invite links and requests to join (https://core.telegram.org/bots/api#exportchatinvitelink and its neighbours)."""

import secrets
from typing import Any

from sandbox import membership, shapes
from sandbox.errors import bad_request
from sandbox.methods.access import joined, me
from sandbox.methods.registry import Api, ChatId, Json, method
from sandbox.model import Chat, User

MAX_NAME = 32
MAX_MEMBERS = 99999


def _group(api: Api, chat_id: ChatId) -> Chat:
    chat = joined(api, chat_id)
    if chat.private:
        raise bad_request("can't invite members to a private chat")
    return chat


def _inviting(api: Api, chat: Chat) -> None:
    """An admin's right, given by name: that everybody may invite is not enough."""
    if not me(api, chat).may("can_invite_users"):
        raise bad_request("not enough rights to manage chat invite link")


def _new_link(api: Api, chat: Chat, **details: Any) -> Json:
    link: Json = {
        "invite_link": f"https://t.me/+{secrets.token_urlsafe(12)}",
        "creator": shapes.user(api.bot.user),
        "creates_join_request": False,
        "is_primary": False,
        "is_revoked": False,
    }
    link |= {key: value for key, value in details.items() if value}
    chat.links[link["invite_link"]] = link
    return link


def _new_primary(api: Api, chat: Chat) -> str:
    url: str = _new_link(api, chat, is_primary=True)["invite_link"]
    chat.primary_link = url
    return url


@method
def create_chat_invite_link(
    api: Api,
    *,
    chat_id: ChatId,
    name: str | None = None,
    expire_date: int = 0,
    member_limit: int | None = None,
    creates_join_request: bool = False,
) -> Json:
    """https://core.telegram.org/bots/api#createchatinvitelink (the real one cuts long names off)"""
    chat = _group(api, chat_id)
    if creates_join_request and member_limit:
        raise bad_request("member limit can't be specified for links requiring administrator approval")
    _inviting(api, chat)
    if name is not None and len(name) > MAX_NAME:
        raise bad_request("invite link name is too long")
    if expire_date and expire_date <= api.world.timestamp():
        raise bad_request("EXPIRE_DATE_INVALID")
    if member_limit is not None and not 1 <= member_limit <= MAX_MEMBERS:
        raise bad_request("USAGE_LIMIT_INVALID")
    return _new_link(
        api,
        chat,
        name=name,
        expire_date=expire_date,
        member_limit=member_limit,
        creates_join_request=creates_join_request,
    )


@method
def export_chat_invite_link(api: Api, *, chat_id: ChatId) -> str:
    """https://core.telegram.org/bots/api#exportchatinvitelink (the former primary link is revoked)"""
    chat = _group(api, chat_id)
    _inviting(api, chat)
    if chat.primary_link:
        chat.links[chat.primary_link]["is_revoked"] = True
    return _new_primary(api, chat)


@method
def revoke_chat_invite_link(api: Api, *, chat_id: ChatId, invite_link: str) -> Json:
    """https://core.telegram.org/bots/api#revokechatinvitelink (another primary link takes a primary one's place)"""
    chat = _group(api, chat_id)
    _inviting(api, chat)
    link = chat.links.get(invite_link)
    if link is None or link["creator"]["id"] != api.bot.id:
        raise bad_request("INVITE_HASH_INVALID")
    link["is_revoked"] = True
    if chat.primary_link == invite_link:
        _new_primary(api, chat)
    return link


# --- requests to join


def _requested(api: Api, chat_id: ChatId, user_id: int) -> tuple[Chat, User]:
    chat = joined(api, chat_id)
    if chat.private:
        raise bad_request("the chat can't have join requests")
    if not me(api, chat).may("can_invite_users"):
        raise bad_request("not enough rights to manage chat join requests")
    if chat.present(user_id):
        raise bad_request("USER_ALREADY_PARTICIPANT")
    if user_id not in chat.requests:
        raise bad_request("HIDE_REQUESTER_MISSING")
    return chat, api.world.users[user_id]


@method
def approve_chat_join_request(api: Api, *, chat_id: ChatId, user_id: int) -> bool:
    """https://core.telegram.org/bots/api#approvechatjoinrequest"""
    chat, user = _requested(api, chat_id, user_id)
    membership.join(api.world, chat, user, api.bot.user, chat.requests.pop(user_id))
    return True


@method
def decline_chat_join_request(api: Api, *, chat_id: ChatId, user_id: int) -> bool:
    """https://core.telegram.org/bots/api#declinechatjoinrequest"""
    chat, _ = _requested(api, chat_id, user_id)
    del chat.requests[user_id]
    chat.changed.fire()
    return True
