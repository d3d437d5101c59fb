"""The red button, and what coordinators do with it."""

from __future__ import annotations

from bot.actions import emergency
from bot.context import Context
from bot.rules.incidents import Source
from bot.views import emergency as views
from handlers.answers import change, say, tell_privately, toast
from handlers.claims import tapped


def _source(extra: str) -> Source | None:
    return Source(extra) if extra in (Source.VOLUNTEER, Source.COORDINATOR, Source.MEMBER) else None


async def ask(context: Context) -> None:
    """The red button: the number to call, and one more tap."""
    app, t, button = context.app, context.t, tapped(context)
    source = _source(button.extra)
    if source is None:
        await toast(context)
        await say(context, views.not_possible(t, app.center_phone), privately=True)
        return
    message = views.confirm(t, source, button.subject, app.center_phone, app.emergency_steps_for(t.language))
    await tell_privately(context, message)


async def press(context: Context) -> None:
    """*Yes, call them now*."""
    app, t, button = context.app, context.t, tapped(context)
    source = _source(button.extra)
    pressed = None
    if source is not None:
        pressed = await emergency.press(app, context.person, source, button.subject or None, context.update_id)
    await toast(context)
    if pressed is None:
        await change(context, views.not_possible(t, app.center_phone))
        return
    await change(context, views.raised(t, pressed.reachable, app.center_phone, app.emergency_steps_for(t.language)))


async def no_alarm(context: Context) -> None:
    """*No, all is well*."""
    await toast(context)
    await change(context, views.all_well(context.t))


async def take(context: Context) -> None:
    """*I have it*."""
    incident_id = tapped(context).subject
    incident = await emergency.take(context.app, context.person, incident_id, context.update_id)
    found = await emergency.alarm_of(context.app, incident_id)
    if incident is None or found is None:
        await toast(context)
        return
    if incident.resolved_at is not None and incident.taken_by is None:
        await toast(context, views.over_already(context.t))
        return
    if incident.taken_by != context.person.id:
        await toast(context, views.has_it(context.t, found.taken_by))
        return
    await tell_privately(context, views.yours(context.t, incident, found.request, found.pressed_by, found.not_home))


async def resolve(context: Context) -> None:
    """*Resolved*."""
    incident_id = tapped(context).subject
    incident = await emergency.resolve(context.app, context.person, incident_id, context.update_id)
    found = await emergency.alarm_of(context.app, incident_id)
    await toast(context)
    if incident is None or found is None or not context.private:
        return
    await change(context, views.timeline(context.t, found.incident, found.timeline))


async def timeline(context: Context) -> None:
    """*What happened*."""
    found = await emergency.alarm_of(context.app, tapped(context).subject)
    if found is None:
        await toast(context)
        return
    await tell_privately(context, views.timeline(context.t, found.incident, found.timeline))
