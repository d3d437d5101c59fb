"""`/open`, `/my`, `/board`."""

from __future__ import annotations

import contextlib

from telegram.error import TelegramError

from bot import membership
from bot.actions import backups
from bot.actions import board as actions
from bot.actions.membership import chat_of, counted
from bot.context import Context
from bot.membership import CannotCheck
from bot.rules.model import Group
from bot.views import lists as views
from handlers import members
from handlers.answers import goes_on_privately, say
from handlers.guard import Who, still_allowed


async def open_(context: Context) -> None:
    """What still needs somebody, with the buttons that claim it; privately."""
    if not await goes_on_privately(context):
        return
    found = await actions.open_requests(context.app)
    await say(context, views.open_list(context.t, found.requests, found.links))


async def my(context: Context) -> None:
    """A member's dates, a volunteer's own seats and sessions; privately."""
    if not await goes_on_privately(context):
        return
    told = await members.tell_dates(context)
    if (told and not context.person.volunteer) or not await still_allowed(context, Who.VOLUNTEER):
        return
    mine = await actions.my_requests(context.app, context.person)
    standing_by = await backups.standing_by(context.app, context.person)
    sessions = await actions.my_sessions(context.app, context.person)
    await say(context, views.my_list(context.t, mine, context.person, standing_by, sessions))


async def board(context: Context) -> None:
    """The coordinators' board: posted anew in their group and kept true there; privately, as it is now."""
    app = context.app
    volunteers = await chat_of(app, Group.VOLUNTEERS)
    if volunteers is not None:
        with contextlib.suppress(CannotCheck):  # then the number known before is shown
            await counted(app, Group.VOLUNTEERS, await membership.people_in(context.bot, volunteers.telegram_id))
    coordinators = await chat_of(app, Group.COORDINATORS)
    if not context.private and coordinators is not None and coordinators.telegram_id == context.chat.id:
        old = await actions.post_board(app, context.update_id)
        if old is not None:
            with contextlib.suppress(TelegramError):  # gone, or too old to delete
                await context.bot.delete_message(context.chat.id, old)
        return
    if not await goes_on_privately(context):
        return
    now = await actions.load_board(app)
    ts = (context.t,)
    await say(
        context,
        views.board(
            ts,
            now.requests,
            now.names,
            now.unfinished,
            now.connected,
            now.people,
            now.links,
            now.series,
            now.alarms,
            now.overdue,
            now.sessions,
        ),
    )
