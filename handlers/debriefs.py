"""The debrief's buttons and words."""

from __future__ import annotations

from bot.actions import debriefs, posting
from bot.actions.drafts import DraftRow
from bot.context import Context
from bot.rules.problems import Problem
from bot.views import claims as claim_views
from bot.views import debrief as views
from bot.views import emergency as emergency_views
from bot.views import posting as posting_views
from bot.views.message import Message
from handlers.answers import change, delete_private_words, say, tell_privately, toast
from handlers.claims import tapped


async def answer(context: Context) -> None:
    """A button of the debrief."""
    button = tapped(context)
    app, t = context.app, context.t
    answered = await debriefs.answer(app, context.person, button.subject, button.extra, context.update_id)
    request = await posting.load_request(app, button.subject)
    if answered is None or request is None:
        await toast(context, claim_views.not_yours(t))
        return
    await toast(context)
    await change(context, views.question(t, request, answered.debrief))
    if answered.raised is not None:
        steps = app.emergency_steps_for(t.language)
        await say(context, emergency_views.raised(t, answered.raised.reachable, app.center_phone, steps))


async def answer_words(context: Context, asked: DraftRow, typed: str) -> None:
    """The next date; or free words: those that may hold a number or an address are not kept."""
    if asked.asking == "when":
        await _answer_when(context, asked, typed)
        return
    result = await debriefs.answer_words(context.app, context.person, asked, typed, context.update_id)
    if isinstance(result, Problem):
        await delete_private_words(context)
        await say(context, Message(posting_views.problem_text(context.t, result)))
    else:
        await say(context, views.noted(context.t))


async def _answer_when(context: Context, asked: DraftRow, typed: str) -> None:
    app, t = context.app, context.t
    result = await debriefs.answer_when(app, context.person, asked, typed, context.update_id)
    request = await posting.load_request(app, asked.subject_id or 0)
    if isinstance(result, Problem):
        await say(context, Message(posting_views.problem_text(t, result)))
    elif result is not None and request is not None:
        await say(context, views.question(t, request, result))


async def nothing_to_add(context: Context) -> None:
    await toast(context)
    await change(context, views.noted(context.t))


async def call_me(context: Context) -> None:
    """*Please call me*, by somebody else who was there."""
    if not await debriefs.call_me(context.app, context.person, tapped(context).subject, context.update_id):
        await toast(context, claim_views.not_yours(context.t))
        return
    await toast(context, views.will_call(context.t))
    await change(context, views.noted(context.t))


async def report(context: Context) -> None:
    """*Read the report*, for a coordinator: privately, wherever the button stands."""
    found = await debriefs.read(context.app, context.person, tapped(context).subject)
    if found is None:
        await toast(context, views.gone(context.t))
        return
    await tell_privately(context, views.report(context.t, found.request, found.debrief, found.name, found.phone))
