"""The day itself: steps of volunteers, a member's answer, phones for coordinators."""

from __future__ import annotations

from bot.actions import board, claims, day
from bot.context import Context
from bot.rules.day import Step
from bot.views import claims as claim_views
from bot.views import day as views
from bot.views import lists as list_views
from bot.views import posting as posting_views
from handlers.answers import change, tell_privately, toast
from handlers.claims import details_hidden, redraw, tapped


async def step(context: Context) -> None:
    """*On my way*, *With them*, *Everyone is home*; the other two ask how long."""
    button = tapped(context)
    if button.extra not in list(Step):
        await toast(context, claim_views.not_yours(context.t))
        return
    chosen = Step(button.extra)
    if chosen in (Step.GOING_IN, Step.LONGER):
        found = await claims.own_claim(context.app, context.person, button.subject)
        if found is None:
            await toast(context, claim_views.not_yours(context.t))
            return
        await toast(context)
        await details_hidden(context, found[1])
        await change(context, views.how_long(context.t, found[1], chosen, context.app.policy))
        return
    await _say(context, button.subject, chosen, 0)


async def step_for(context: Context) -> None:
    """How long; its data is `stepfor:claim:step.amount`."""
    button = tapped(context)
    name, _, amount = button.extra.partition(".")
    if name not in list(Step) or not amount.isdigit():
        await toast(context, claim_views.not_yours(context.t))
        return
    await _say(context, button.subject, Step(name), int(amount[:4]))


async def _say(context: Context, claim_id: int, chosen: Step, amount: int) -> None:
    app, t = context.app, context.t
    found = await day.say(app, context.person, claim_id, chosen, amount, context.update_id)
    if found is None:
        await toast(context, claim_views.not_yours(t))
        return
    await toast(context, views.noted(t, chosen, found.request) if found.done else views.not_now(t))
    await redraw(context, found.request, found.claim)


async def not_home(context: Context) -> None:
    """*Not yet*, below "Everyone is home"."""
    app, t = context.app, context.t
    found = await day.not_home(app, context.person, tapped(context).subject, context.update_id)
    if found is None:
        await toast(context, claim_views.not_yours(t))
        return
    await toast(context, views.watched_again(t) if found.done else views.stands(t, app.center_phone))
    await redraw(context, found.request, found.claim)


async def all_home(context: Context) -> None:
    """*Everyone is home*, on the coordinators' board; a private board is shown anew, that of the group is redrawn."""
    app = context.app
    done = await day.all_home(app, context.person, tapped(context).subject, context.update_id)
    await toast(context, views.all_home(context.t) if done else posting_views.gone(context.t))
    if context.private:
        await change(context, list_views.board((context.t,), await board.load_board(app)))


async def back(context: Context) -> None:
    """*Back* from "how long?"."""
    found = await claims.own_claim(context.app, context.person, tapped(context).subject)
    if found is None:
        await toast(context, claim_views.not_yours(context.t))
        return
    await toast(context)
    await redraw(context, *found)


async def there(context: Context) -> None:
    """A member: we are together."""
    await _member(context, there=True)


async def waiting(context: Context) -> None:
    """A member stands alone: the coordinators hear it at once."""
    await _member(context, there=False)


async def _member(context: Context, *, there: bool) -> None:
    request = await day.driver_is_there(
        context.app, context.person, tapped(context).subject, there=there, update_id=context.update_id
    )
    if request is None:
        await toast(context, views.cannot_tell(context.t, context.app.center_phone))
        return
    await toast(context)
    app = context.app
    message = views.member_answered(context.t, request, app.center_phone, app.now(), app.policy, there=there)
    await change(context, message)


async def they_are_home(context: Context) -> None:
    """A coordinator has called: everyone is home."""
    await _heard(context, home=True)


async def they_are_longer(context: Context) -> None:
    """A coordinator has called: it takes longer."""
    await _heard(context, home=False)


async def _heard(context: Context, *, home: bool) -> None:
    app, person = context.app, context.person
    found = await day.has_heard(app, person, tapped(context).subject, home=home, update_id=context.update_id)
    if found is None:
        await toast(context, posting_views.gone(context.t))
        return
    await toast(context, views.noted(context.t, Step.HOME if home else Step.LONGER, found[0]))
    await change(context, views.heard(app.group_translators(), *found))


async def phones(context: Context) -> None:
    """*Phones*, for coordinators: privately."""
    found = await day.phones(context.app, context.person, tapped(context).subject)
    if found is None:
        await toast(context, posting_views.gone(context.t))
        return
    await tell_privately(context, views.phones(context.t, *found))
