"""Coordinators change what is posted: any field, the contact. A claimer says that a change still works."""

from __future__ import annotations

from bot.actions import editing
from bot.actions.editing import Edited
from bot.context import Context
from bot.views import changes as views
from bot.views import claims as claim_views
from bot.views import posting as posting_views
from bot.views.message import decode
from handlers.answers import change, tell_privately, toast
from handlers.claims import redraw, tapped
from handlers.posting import answer_with, draw


async def start(context: Context) -> None:
    """*Edit* on a posted request: goes on in the private chat."""
    view = await editing.start(context.app, context.person, tapped(context).subject, context.update_id)
    if view is None:
        await toast(context, posting_views.gone(context.t))
        return
    await tell_privately(context, draw(context, view, private=True))


SAVES: dict[str, bool | None] = {
    "save": None,
    "saveone": False,
    "savelater": True,
    "savesure": False,
    "latersure": True,
}
"""The buttons that save: whether later requests of the series change too (None: to be asked)."""


async def save(context: Context) -> None:
    """*Save the changes*; in a series: of this one only, or of later ones too.

    The data is `save:draft:version`, with `.code` of the people whose lost seats were agreed to.
    """
    button, t = tapped(context), context.t
    version, _, agreed = button.extra.partition(".")
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else -1
    later = SAVES[button.action]
    result = await editing.save_changes(
        context.app, context.person, button.subject, number, context.update_id, later=later, agreed=agreed
    )
    if not isinstance(result, Edited):
        if result is not None and result.which is not None:
            await toast(context)
            await change(context, views.which_ones(t, result.id, result.version, result.which))
        else:
            await answer_with(context, result)
        return
    await toast(context)
    shown = views.saved(
        t, result.request, result.told, changed=bool(result.fields), later=result.later, kept=result.kept
    )
    await change(context, shown)


async def hand_over(context: Context) -> None:
    """*Hand over*: to whom?"""
    request_id = tapped(context).subject
    colleagues = await editing.colleagues(context.app, request_id)
    await tell_privately(context, views.whom_to_hand(context.t, request_id, colleagues))


async def hand_to(context: Context) -> None:
    """A colleague's button; its data is `handto:person:request`."""
    button = tapped(context)
    found = await editing.hand_over(
        context.app, context.person, decode(button.extra), button.subject, context.update_id
    )
    if found is None:
        await toast(context, posting_views.gone(context.t))
        return
    await toast(context)
    await change(context, views.handed(context.t, *found))


async def still_works(context: Context) -> None:
    """ "It still works for me", below a changed time or place."""
    app, t = context.app, context.t
    found = await editing.still_works(app, context.person, tapped(context).subject, context.update_id)
    if found is None:
        await toast(context, claim_views.not_yours(t))
        return
    await toast(context, views.thanks(t))
    await redraw(context, *found)
