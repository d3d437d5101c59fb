"""Volunteers answer private offers and say what they wish to be asked; coordinators tick calls."""

from __future__ import annotations

from datetime import date, datetime

from bot.actions import calls, waves
from bot.actions.claims import Claimed
from bot.context import Context
from bot.views import offers as views
from bot.views.message import Message
from handlers.answers import change, goes_on_privately, say, tell_privately, toast
from handlers.claims import answer_claim, tapped


async def can_help(context: Context) -> None:
    """*I can*: a claim by the rules of any claim; the message is edited by the dispatcher."""
    answer = await waves.answer(
        context.app, context.person, tapped(context).subject, yes=True, update_id=context.update_id
    )
    if answer is None or answer.slot is None:
        await toast(context, views.no_longer_open(context.t))
        return
    await answer_claim(context, answer, answer.slot.id)


async def cannot_help(context: Context) -> None:
    """*I can't*: for this request the person is asked no more."""
    answer = await waves.answer(
        context.app, context.person, tapped(context).subject, yes=False, update_id=context.update_id
    )
    done = answer is not None and answer.result is Claimed.BACK
    await toast(context, views.thanks_for_no(context.t) if done else views.no_longer_open(context.t))


async def not_this_week(context: Context) -> None:
    query = context.incoming.callback_query if context.incoming is not None else None
    message_id = query.message.message_id if query is not None and query.message is not None else 0
    until = await waves.not_this_week(context.app, context.person, message_id, context.update_id)
    await toast(context)
    await change(context, views.alone(context.t, until))


async def notify(context: Context) -> None:
    """`/notify`: what to be asked about."""
    if not await goes_on_privately(context):
        return
    known = await waves.notify(context.app, context.person)
    await say(context, _notify(context, known))


async def wish(context: Context) -> None:
    """A button of `/notify`."""
    known = await waves.wish(context.app, context.person, tapped(context).extra, context.update_id)
    await toast(context)
    await change(context, _notify(context, known))


def _notify(context: Context, known: waves.Notify) -> Message:
    monday = datetime(2024, 1, 1, 12, tzinfo=context.app.zone)
    app = context.app
    return views.notify(context.t, known.wishes, known.alone_until, app.towns, monday, app.policy)


async def open_calls(context: Context) -> None:
    """*Open the list*: names and numbers, privately."""
    day = _day(tapped(context).extra)
    if day is None:
        await toast(context, views.no_longer_open(context.t))
        return
    await tell_privately(context, views.calls(context.t, day, await calls.listed(context.app, context.person, day)))


async def called(context: Context) -> None:
    """Somebody was called."""
    button = tapped(context)
    day = _day(button.extra)
    if day is None:
        await toast(context, views.no_longer_open(context.t))
        return
    found = await calls.tick(context.app, context.person, day, button.subject, context.update_id)
    await toast(context, None if found.by is None else views.called_already(context.t, found.by))
    await change(context, views.calls(context.t, day, found.entries))


def _day(text: str) -> date | None:
    """The day a button names; data is never trusted."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
