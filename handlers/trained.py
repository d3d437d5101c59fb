"""*I was already trained*: the person's tap, the link that leads to it, and the coordinators' answer."""

from __future__ import annotations

from bot.actions import claims, trained
from bot.actions.claims import Answer
from bot.actions.trained import Settled
from bot.context import Context
from bot.rules.claims import Refusal
from bot.rules.model import ClaimState
from bot.views import claims as claim_views
from bot.views import trained as views
from bot.views.message import Message
from handlers.answers import change, edit, say, show_among_coordinators, tell_privately, toast
from handlers.claims import tapped
from handlers.training import offer_training


async def i_am_trained(context: Context) -> None:
    """*I was already trained*, in the private chat."""
    app, t = context.app, context.t
    answer = await trained.ask(app, context.person, tapped(context).subject, context.update_id)
    held = answer.request is not None and answer.claim is not None and answer.claim.state is ClaimState.HELD
    if not held or answer.why not in (None, Refusal.ASKED) or answer.request is None or answer.claim is None:
        why = answer.why or Refusal.UNKNOWN
        await toast(context, views.not_asked(t, why, answer.qualification))
        return
    asked = views.asked(t, answer.request, answer.claim, app.policy)
    if not context.private:  # no button of ours stands there
        await tell_privately(context, asked)
        return
    await toast(context)
    await change(context, asked)
    query = context.incoming.callback_query if context.incoming is not None else None
    if query is not None and query.message is not None:
        # the news about this seat will take the buttons away here
        before = await claims.new_living_message(app, answer.claim.id, query.message.message_id)
        if before is not None and before != query.message.message_id:
            await edit(context, context.user.id, before, claim_views.superseded(t))


async def say_refused(context: Context, answer: Answer, slot_id: int) -> None:
    """In the private chat: why there is no seat, and for whoever lacks the training the way on."""
    if answer.result is Refusal.NOT_QUALIFIED and answer.request is not None and answer.qualification is not None:
        await offer_training(context, answer.request, slot_id, answer.qualification)
    elif isinstance(answer.result, Refusal):
        await say(context, Message(claim_views.refused(context.t, answer.result, answer.qualification).text))


async def confirm(context: Context) -> None:
    """*Confirm*, by any coordinator; the first answer counts."""
    answer = await trained.confirm(context.app, context.person, tapped(context).subject, context.update_id)
    if answer.result is Settled.ANSWERED:
        await toast(context, views.answered_already(context.t))
        return
    ts = context.app.group_translators()
    message = views.confirmed(ts, answer.name, answer.qualification, seat=answer.result)
    await show_among_coordinators(context, message)


async def refuse(context: Context) -> None:
    """*No*."""
    answer = await trained.refuse(context.app, context.person, tapped(context).subject, context.update_id)
    if answer.result is Settled.ANSWERED:
        await toast(context, views.answered_already(context.t))
        return
    message = views.not_confirmed(context.app.group_translators(), answer.name, answer.qualification)
    await show_among_coordinators(context, message)
