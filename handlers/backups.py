"""Volunteers stand by, are asked to step in, and say whether they are still coming."""

from __future__ import annotations

from bot import membership
from bot.actions import backups, claims, reminders
from bot.actions.backups import StandsBy
from bot.actions.offers import TAKEN_CARE_OF
from bot.context import Context
from bot.membership import CannotCheck
from bot.rules.claims import Refusal
from bot.rules.model import Group, Reason
from bot.views import backups as views
from bot.views import claims as claim_views
from bot.views import people as people_views
from bot.views import reminders as reminder_views
from bot.views.message import Message, encode
from handlers.answers import change, say, toast
from handlers.claims import answer_claim, redraw, tapped
from handlers.claims import promise as give_promise
from handlers.guard import Who, still_allowed


async def stand_by(context: Context) -> None:
    """*I could step in*, below a slot whose seats are taken."""
    app, t, slot_id = context.app, context.t, tapped(context).subject
    try:
        context.person = await membership.known(
            app, context.bot, context.person, context.user.id, Group.VOLUNTEERS, app.policy.membership
        )
    except CannotCheck:
        await toast(context, claim_views.cannot_check(t))
        return
    answer = await backups.stand_by(app, context.person, slot_id, context.update_id)
    if answer.claimed is not None:
        await answer_claim(context, answer.claimed, slot_id)
        return
    match answer.result:
        case StandsBy.YES:
            await toast(context, views.stands_by(t))
        case StandsBy.ALREADY:
            await toast(context, views.already_standing_by(t))
        case Refusal.CONNECT_FIRST:
            await toast(context, url=app.deep_link(f"backup-{encode(slot_id)}"))
        case Refusal() as why:
            await toast(context, claim_views.refused(t, why, answer.qualification))
        case None:
            await toast(context)


async def start_to_stand_by(context: Context, slot_id: int) -> None:
    """From the deep link of *I could step in*: what was wanted in the group is done, once the promise is given."""
    await claims.started(context.app, context.person, context.update_id)
    if not await still_allowed(context, Who.VOLUNTEER):
        return
    if context.person.promised_at is None:
        await say(context, claim_views.promise(context.t, stands_by=slot_id))
    else:
        await _stand_by_privately(context, slot_id)


async def promise(context: Context) -> None:
    """*I agree*, by somebody who could step in."""
    await give_promise(context)
    if context.person.volunteer:
        await _stand_by_privately(context, tapped(context).subject)


async def _stand_by_privately(context: Context, slot_id: int) -> None:
    """What *I could step in* came to, in words that stay."""
    t = context.t
    answer = await backups.stand_by(context.app, context.person, slot_id, context.update_id)
    if answer.claimed is not None and isinstance(answer.claimed.result, claims.Claimed):
        await say(context, people_views.connected_for_claim(t, 1))
        return
    match answer.result:
        case StandsBy.YES:
            await say(context, Message(views.stands_by(t).text))
        case StandsBy.ALREADY:
            await say(context, Message(views.already_standing_by(t).text))
        case Refusal() as why:
            await say(context, Message(claim_views.refused(t, why, answer.qualification).text))


async def stand_down(context: Context) -> None:
    """*I'm no longer a backup*."""
    request = await backups.stand_down(context.app, context.person, tapped(context).subject, context.update_id)
    if request is None:
        await toast(context, claim_views.not_yours(context.t))
        return
    await toast(context)
    await change(context, views.stood_down(context.t))


async def accept(context: Context) -> None:
    """*I can*, to a backup's question."""
    t, offer_id = context.t, tapped(context).subject
    found = await backups.accept(context.app, context.person, offer_id, context.update_id)
    if found.answer is None or found.slot is None:
        await toast(context)
        await change(context, views.offer_over(t))
        return
    await answer_claim(context, found.answer, found.slot.id)
    if isinstance(found.answer.result, claims.Claimed):
        await change(context, views.offer_accepted(t))
    elif found.answer.result in TAKEN_CARE_OF:
        await change(context, views.offer_over(t))
    else:  # the seat is still open, and the next backup is asked about it
        await change(context, views.offer_declined(t))


async def decline(context: Context) -> None:
    """*I can't*, to a backup's question."""
    found = await backups.decline(context.app, context.person, tapped(context).subject, context.update_id)
    await toast(context)
    await change(context, views.offer_declined(context.t) if found.request else views.offer_over(context.t))


async def coming(context: Context) -> None:
    """*Yes, I'm coming*."""
    app, t = context.app, context.t
    found = await reminders.coming(app, context.person, tapped(context).subject, context.update_id)
    if found is None:
        await toast(context, claim_views.not_yours(t))
        return
    await toast(context, reminder_views.good(t))
    await redraw(context, *found)


async def reason(context: Context) -> None:
    """Why somebody can't make it."""
    button = tapped(context)
    known = button.extra in list(Reason)
    found = (
        await claims.give_reason(context.app, context.person, button.subject, Reason(button.extra), context.update_id)
        if known
        else None
    )
    if found is None:
        await toast(context, claim_views.not_yours(context.t))
        return
    await toast(context)
    await change(context, claim_views.leaving(context.t, *found, said_why=True))
