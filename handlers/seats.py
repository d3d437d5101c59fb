"""Coordinators put people into seats, move them, take them out; privately, from the request's card."""

from __future__ import annotations

from bot.actions import drafts, seats
from bot.actions.drafts import DraftRow
from bot.actions.seats import Seats
from bot.context import Context
from bot.rules.claims import Refusal
from bot.views import posting as posting_views
from bot.views import seats as views
from bot.views.message import Message, decode
from handlers.answers import change, delete_private_words, say, tell_privately, toast
from handlers.claims import tapped


async def show(context: Context) -> None:
    """*Seats* on the coordinators' card, and *Back* to it."""
    found = await seats.seats_of(context.app, tapped(context).subject)
    if found is None:
        await toast(context, posting_views.gone(context.t))
    elif context.private:
        await _shown(context, found)
    else:
        await tell_privately(context, views.seats(context.t, found.request, found.names, begun=found.begun))


async def _shown(context: Context, result: Seats | Refusal | None) -> None:
    if result is None:
        await toast(context, posting_views.gone(context.t))
    elif isinstance(result, Refusal):
        await toast(context, views.refused(context.t, result))
    else:
        await toast(context)
        await change(context, views.seats(context.t, result.request, result.names, begun=result.begun))


async def close(context: Context) -> None:
    await toast(context)
    await change(context, posting_views.kept(context.t))


async def take_out(context: Context) -> None:
    result = await seats.take_out(context.app, context.person, tapped(context).subject, context.update_id)
    await _shown(context, result)


async def did_not_come(context: Context) -> None:
    """*Did not come*."""
    subject = tapped(context).subject
    await _shown(context, await seats.came(context.app, context.person, subject, context.update_id, there=False))


async def came(context: Context) -> None:
    """They came after all."""
    subject = tapped(context).subject
    await _shown(context, await seats.came(context.app, context.person, subject, context.update_id, there=True))


async def assign(context: Context) -> None:
    """Whom to put in?"""
    found = await seats.who_could(context.app, tapped(context).subject)
    if found is None:
        await toast(context, posting_views.gone(context.t))
        return
    await toast(context)
    await change(context, views.who(context.t, *found))


async def assign_to(context: Context) -> None:
    """A person's button; its data is `assignto:person:slot`."""
    button = tapped(context)
    slot_id = decode(button.extra)
    await _shown(context, await seats.assign(context.app, context.person, slot_id, button.subject, context.update_id))


async def move(context: Context) -> None:
    """To which seat?"""
    found = await seats.where_to(context.app, tapped(context).subject)
    if found is None:
        await toast(context, posting_views.gone(context.t))
        return
    await toast(context)
    await change(context, views.where(context.t, found.request, found.claim, found.name, found.free))


async def move_to(context: Context) -> None:
    """A seat's button; its data is `moveto:slot:claim`."""
    button = tapped(context)
    claim_id = decode(button.extra)
    await _shown(context, await seats.move(context.app, context.person, claim_id, button.subject, context.update_id))


async def outside(context: Context) -> None:
    """*Filled outside Telegram*: by whom? The name may be left out."""
    found = await seats.who_could(context.app, tapped(context).subject)
    if found is None:
        await toast(context, posting_views.gone(context.t))
        return
    request, slot, *_ = found
    await drafts.ask_outside(context.app, context.person, slot.id, context.update_id)
    await toast(context)
    await change(context, views.ask_outside(context.t, slot, request))


async def outside_now(context: Context) -> None:
    """Without a name."""
    await _shown(
        context, await seats.fill_outside(context.app, context.person, tapped(context).subject, "", context.update_id)
    )


async def answer_outside(context: Context, asked: DraftRow, typed: str) -> None:
    """The name of whoever fills the seat; the message that held it is deleted."""
    result = await seats.fill_outside(context.app, context.person, asked.subject_id or 0, typed, context.update_id)
    await drafts.forget(context.app, asked.id)
    await delete_private_words(context, stored=not isinstance(result, Refusal))
    if isinstance(result, Refusal):
        await say(context, Message(views.refused(context.t, result).text))
    else:
        await say(context, views.seats(context.t, result.request, result.names, begun=result.begun))
