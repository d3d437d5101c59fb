"""The one place that asks Telegram who belongs where. Fails closed: no answer in two seconds is no right."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from telegram import ChatMember, ChatMemberRestricted
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ExtBot

from bot.actions import membership as rows
from bot.context import App
from bot.rules.model import Group, Person

TIMEOUT = 2.0
"""Seconds Telegram has to answer."""
NOW = timedelta()
"""For what must be known at this moment: private details, a coordinator's orders."""


NOBODY = ("user not found", "participant_id_invalid", "user_not_participant", "member not found")
"""How Telegram says that it knows nobody like that in a chat; any other refusal says nothing about the person."""


class CannotCheck(Exception):
    """Telegram did not say who the person is; nobody gets a right by that."""


def status_of(member: ChatMember) -> str:
    """creator, administrator, member, left or kicked; who is restricted may be inside (ChatMemberRestricted)."""
    if isinstance(member, ChatMemberRestricted):
        return "member" if member.is_member else "left"
    return {ChatMember.OWNER: "creator", ChatMember.BANNED: "kicked"}.get(member.status, str(member.status))


async def known(
    app: App, bot: ExtBot[Any], person: Person, telegram_id: int, group: Group, max_age: timedelta
) -> Person:
    """The person with a row about this group no older than `max_age`; asks Telegram when it is older.

    A group that was not set up gives nobody a right. Raises CannotCheck.
    """
    standing = person.standings.get(group)
    if standing is not None and max_age > NOW and app.now() - standing.checked_at <= max_age:
        return person
    chat = await rows.chat_of(app, group)
    if chat is None:
        return person
    try:
        async with asyncio.timeout(TIMEOUT):
            member = await bot.get_chat_member(chat.telegram_id, telegram_id)
        status = status_of(member)
    except (BadRequest, Forbidden) as refused:
        if not any(words in refused.message.lower() for words in NOBODY):
            raise CannotCheck from None
        status = "left"
    except (TelegramError, TimeoutError):
        raise CannotCheck from None
    if standing is not None and standing.status == status and max_age == NOW:
        return person  # nothing new to write
    return await rows.record(app, person, group, status)


async def people_in(bot: ExtBot[Any], chat_id: int) -> int:
    """How many people are in a chat, without the bot. Raises CannotCheck."""
    try:
        async with asyncio.timeout(TIMEOUT):
            return int(await bot.get_chat_member_count(chat_id)) - 1
    except (TelegramError, TimeoutError):
        raise CannotCheck from None


async def is_admin(bot: ExtBot[Any], chat_id: int) -> bool:
    """Whether the bot may pin and delete here. Raises CannotCheck."""
    try:
        async with asyncio.timeout(TIMEOUT):
            member = await bot.get_chat_member(chat_id, bot.id)
    except (BadRequest, Forbidden):
        return False
    except (TelegramError, TimeoutError):
        raise CannotCheck from None
    return member.status in (ChatMember.ADMINISTRATOR, ChatMember.OWNER)
