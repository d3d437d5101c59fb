"""Weekly series: coordinators see, skip, hand over and end them; volunteers come every week, or no more."""

from __future__ import annotations

from datetime import date

from bot.actions import series, standing
from bot.actions.series import SeriesView
from bot.actions.standing import Stood
from bot.context import Context
from bot.rules.model import Request
from bot.views import claims as claim_views
from bot.views import posting as posting_views
from bot.views import series as views
from bot.views.message import Message, decode
from handlers.answers import change, tell_privately, toast
from handlers.claims import redraw, tapped
from handlers.posting import answer_with


async def show(context: Context) -> None:
    """*Series…*, on the card of one of its requests: shown in the private chat only."""
    view = await series.view(context.app, context.person, tapped(context).subject)
    if view is None:
        await toast(context, posting_views.gone(context.t))
        return
    await tell_privately(context, _overview(context, view))


async def back(context: Context) -> None:
    """From its private details, or from "End the series?"."""
    await _change(context, await series.view(context.app, context.person, tapped(context).subject))


def _overview(context: Context, view: SeriesView) -> Message:
    return views.overview(
        context.t,
        view.series,
        view.picture,
        view.posted,
        [(coming.day, coming.posted_on, coming.skipped) for coming in view.coming],
        view.regulars,
        view.names,
        contact_here=view.contact_here,
        mine=view.mine,
    )


async def _change(context: Context, view: SeriesView | None) -> None:
    """The tapped message becomes the series as it is now."""
    if view is None:
        await toast(context, posting_views.gone(context.t))
        return
    await toast(context)
    await change(context, _overview(context, view))


async def details(context: Context) -> None:
    """*Private details*: what is kept for the requests to come."""
    series_id = tapped(context).subject
    found = await series.private_details(context.app, context.person, series_id)
    if found is None or not context.private:
        await toast(context, posting_views.gone(context.t))
        return
    await toast(context)
    await change(context, views.kept_details(context.t, series_id, found))


async def later_details(context: Context) -> None:
    """*Keep these details for later ones too*, below a request of a series."""
    if await series.keep_details(context.app, context.person, tapped(context).subject, context.update_id):
        await toast(context, views.details_kept(context.t))
    else:
        await toast(context, posting_views.gone(context.t))


async def skip(context: Context) -> None:
    """*Skip Thu, Dec 10*; when that is posted by now, whether to cancel it is asked."""
    button, day = tapped(context), _day(context)
    if day is None:
        await toast(context, posting_views.gone(context.t))
        return
    found = await series.skip(context.app, context.person, button.subject, day, context.update_id)
    if isinstance(found, Request):
        await tell_privately(context, posting_views.sure_to_cancel(context.t, found))
    else:
        await _change(context, found)


async def unskip(context: Context) -> None:
    """*Do not skip Thu, Dec 10*."""
    button, day = tapped(context), _day(context)
    if day is None:
        await toast(context, posting_views.gone(context.t))
        return
    await _change(context, await series.unskip(context.app, context.person, button.subject, day, context.update_id))


def _day(context: Context) -> date | None:
    try:
        return date.fromisoformat(tapped(context).extra)
    except ValueError:
        return None


async def take_contact(context: Context) -> None:
    """*I am the contact from now on*."""
    series_id = tapped(context).subject
    await _change(context, await series.take_contact(context.app, context.person, series_id, context.update_id))


async def stand_down(context: Context) -> None:
    """A coordinator ends a volunteer's "every Thursday"; the button's data is `standdown:series:person`."""
    button = tapped(context)
    await standing.end_standing(context.app, context.person, button.subject, decode(button.extra), context.update_id)
    await _change(context, await series.view(context.app, context.person, button.subject))


async def end(context: Context) -> None:
    """*End the series*: asked once more, and what becomes of what is posted."""
    view = await series.view(context.app, context.person, tapped(context).subject)
    if view is None:
        await toast(context, posting_views.gone(context.t))
        return
    await toast(context)
    await change(context, views.sure_to_end(context.t, view.series, view.posted))


async def end_now(context: Context) -> None:
    button = tapped(context)
    ended = await series.end(
        context.app, context.person, button.subject, context.update_id, cancel=button.extra == "cancel"
    )
    if ended is None:
        await toast(context, posting_views.gone(context.t))
        return
    await toast(context)
    await change(context, views.ended(context.t, already=ended.already, cancelled=ended.cancelled, kept=ended.kept))


async def take_back(context: Context) -> None:
    """*Take back*: the series is a draft again, in the place of the message."""
    view = await series.take_back(context.app, context.person, tapped(context).subject, context.update_id)
    if view is None:
        await toast(context, posting_views.too_late_to_take_back(context.t, context.app.policy))
        return
    await answer_with(context, view)


async def stand(context: Context) -> None:
    """*Every Thursday*, and *Not every Thursday any more*, on one's own claim."""
    app, t, button = context.app, context.t, tapped(context)
    answer = await standing.stand(app, context.person, button.subject, context.update_id, weekly=button.extra == "on")
    if answer is None:
        await toast(context, claim_views.not_yours(t))
        return
    match answer.result:
        case Stood.YES:
            await toast(context, views.stands(t, answer.request))
        case Stood.NO_MORE:
            await toast(context, views.stands_no_more(t, answer.request))
        case Stood.TAKEN:
            await toast(context, views.standing_taken(t))
        case Stood.OVER:
            await toast(context, views.standing_over(t))
    await redraw(context, answer.request, answer.claim)
