"""Who may use a handler: stated once for each, checked before it runs. Nobody gets a right by default."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from enum import Enum
from typing import Any

from telegram import Update, User

from bot import membership
from bot.actions import people
from bot.actions.people import Sight
from bot.context import PRIVATE, Context
from bot.i18n import best_language
from bot.membership import NOW, CannotCheck
from bot.rules.model import Group
from bot.views import claims as claim_views
from bot.views import people as views
from bot.views.message import Message, Toast
from handlers.answers import delete_private_words, say, toast

Callback = Callable[[Context], Awaitable[None]]

ANONYMOUS = frozenset({1087968824, 136817688, 777000})
"""GroupAnonymousBot, Channel_Bot and Telegram itself: senders that stand for a chat (Bot API Message.from)."""


class Who(Enum):
    """Who may use a handler."""

    ANYONE = "anyone"
    VOLUNTEER = "volunteer"
    COORDINATOR = "coordinator"
    OWNER = "owner"
    TELEGRAM = "telegram"
    """Service updates: nobody asks for anything, Telegram reports."""


@dataclass(frozen=True)
class Route:
    """One entry of the table of contents. `names` are commands or button actions.

    `replays` handlers answer an update again that was applied before an interruption; for the others the
    guard says that it was done.
    """

    callback: Callback
    who: Who
    names: tuple[str, ...] = ()
    replays: bool = False


def guarded(route: Route) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
    """The callback as python-telegram-bot calls it, with the check before it."""

    async def run(update: Update, context: Context) -> None:
        try:
            await check_and_run(update, context)
        finally:
            context.turn_over()

    async def check_and_run(update: Update, context: Context) -> None:
        if route.who is Who.TELEGRAM:
            await route.callback(context)
            return
        if _anonymous(update):
            await _answer_anonymous(update, context)
            return
        context.person = await people.meet(context.app, sight_of(context.user), private=_written_privately(update))
        if context.replayed is not None and not route.replays:
            await _say_done(context)
            return
        if await still_allowed(context, route.who):
            await route.callback(context)

    return run


def sight_of(user: User) -> Sight:
    """What an update says about a person."""
    spoken = best_language(user.language_code) if user.language_code else None
    return Sight(user.id, user.first_name, user.username, spoken)


def _anonymous(update: Update) -> bool:
    user = update.effective_user
    message = update.message
    return user is None or user.id in ANONYMOUS or (message is not None and message.sender_chat is not None)


async def _answer_anonymous(update: Update, context: Context) -> None:
    message = update.message
    if message is None or not (message.text or "").startswith("/"):
        return
    answer = views.anonymous(context.app.group_translators())
    await message.reply_text(answer.text, disable_notification=True)


def _written_privately(update: Update) -> bool:
    """Writing to the bot, or tapping one of its private buttons, proves that it can write back."""
    chat = update.effective_chat
    return chat is not None and chat.type == chat.PRIVATE and update.my_chat_member is None


async def _allowed(context: Context, who: Who) -> bool:
    app, bot, user = context.app, context.bot, context.user
    if who is Who.VOLUNTEER:
        context.person = await membership.known(
            app, bot, context.person, user.id, Group.VOLUNTEERS, app.policy.membership
        )
        return context.person.volunteer
    if who in (Who.COORDINATOR, Who.OWNER):
        context.person = await membership.known(app, bot, context.person, user.id, Group.COORDINATORS, NOW)
        return context.person.coordinator or (who is Who.OWNER and context.person.owner)
    return True


async def still_allowed(context: Context, who: Who) -> bool:
    """For handlers open to all that go on with something only some may do; says so where the answer is no."""
    try:
        allowed = await _allowed(context, who)
    except CannotCheck:
        await _refuse(context, views.cannot_check(context.t), claim_views.cannot_check(context.t))
        return False
    if not allowed:
        message = views.only_volunteers(context.t) if who is Who.VOLUNTEER else views.not_allowed(context.t)
        await _refuse(context, message, Toast(message.text, alert=True))
    return allowed


async def _refuse(context: Context, message: Message, alert: Toast) -> None:
    if context.incoming is not None and context.incoming.callback_query is not None:
        await toast(context, alert)
    else:
        await say(context, message)


async def _say_done(context: Context) -> None:
    done = views.done_before(context.t)
    if context.replayed == PRIVATE:
        await delete_private_words(context)
    if context.incoming is not None and context.incoming.callback_query is not None:
        await toast(context, done)
    elif context.private:
        await say(context, Message(done.text))
