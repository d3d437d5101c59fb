"""Members: a coordinator makes the link to send by phone; the member opens it, chooses a language, says yes or no."""

from __future__ import annotations

from bot.actions import members as actions
from bot.actions.members import Answer, Invitation
from bot.context import Context
from bot.i18n import languages
from bot.rules.model import Request
from bot.views import claims as claim_views
from bot.views import members as views
from bot.views import posting as posting_views
from bot.views.message import Message
from handlers.answers import change, say, tell_privately, toast
from handlers.claims import tapped

TOKEN = 32
"""Characters of a link's token; the language the coordinator chose follows after a dash."""

# --- for coordinators ------------------------------------------------------------------------------------------------


async def invite(context: Context) -> None:
    """*Invite the member*: in which language? Asked privately, wherever the button stands."""
    found = await actions.to_invite(context.app, tapped(context).subject)
    if found is None:
        await toast(context, posting_views.gone(context.t))
        return
    await tell_privately(context, views.which_language(context.t, found[1], languages()))


async def invite_in(context: Context) -> None:
    """A language button: the ready text with a fresh link, in the private chat only."""
    button, app = tapped(context), context.app
    link = None
    if context.private and button.extra in languages():
        link = await actions.invite(app, context.person, button.subject, button.extra, context.update_id)
    if link is None:
        await toast(context, posting_views.gone(context.t))
        return
    await toast(context)
    text = views.invitation_text(app.translator(button.extra), app.org_name, link, app.policy)
    await change(context, views.invitation(context.t, text, app.policy))


# --- for members -----------------------------------------------------------------------------------------------------


async def open_link(context: Context, payload: str) -> None:
    """From Start with a member's link. A coordinator who only looks does not use it up."""
    app = context.app
    if context.person.coordinator:
        await say(context, views.for_the_member(context.t))
        return
    opened: Invitation | Request | None
    if context.replayed is None:
        token, language = payload[:TOKEN], payload[TOKEN + 1 :]
        opened = await actions.open_link(app, context.person, token, language, context.update_id)
    else:
        opened = await actions.pending(app, context.person)
    if isinstance(opened, Invitation):
        await say(context, _question(context, opened))
    elif opened is None:
        await say(context, views.bad_link(context.t, app.center_phone))
    else:
        await say(context, views.ended(context.t, opened, app.center_phone))


def _question(context: Context, invitation: Invitation) -> Message:
    """What is asked now: the language, the coordinator's choice first; or, in that language, yes or no."""
    if invitation.chosen:
        return views.consent(context.app.translator(invitation.language), invitation.draft_id)
    order = dict.fromkeys((invitation.language, *languages()))
    return views.choose_language([context.app.translator(code) for code in order], invitation.draft_id)


async def asked_again(context: Context) -> bool:
    """Whether an opened invitation waits for an answer; it is asked once more then."""
    invitation = await actions.pending(context.app, context.person)
    if invitation is not None:
        await say(context, _question(context, invitation))
    return invitation is not None


async def language(context: Context) -> None:
    """A language button below an opened link; consent is asked in it."""
    button = tapped(context)
    wanted = button.extra if button.extra in languages() else context.person.language
    found = await actions.choose_language(context.app, context.person, button.subject, wanted, context.update_id)
    if isinstance(found, Invitation):
        await toast(context)
        await change(context, _question(context, found))
    else:
        await _answered(context, found)


async def yes(context: Context) -> None:
    """*Yes, remind me*."""
    query = context.incoming.callback_query if context.incoming is not None else None
    message_id = query.message.message_id if query is not None and query.message is not None else None
    answer = await actions.join(context.app, context.person, tapped(context).subject, message_id, context.update_id)
    await _answered(context, answer)


async def _answered(context: Context, answer: Answer | None) -> None:
    """Day, time and town; or that the request is over; or, on a second tap, how things stand."""
    app = context.app
    if answer is None:
        if not await actions.dates(app, context.person):
            await toast(context, views.gone(context.t, app.center_phone))
            return
        await toast(context)
        await change(context, await _dates(context))
        return
    await toast(context)
    t = app.translator(answer.language)
    if answer.joined:
        message = views.joined(
            t,
            answer.request,
            app.now(),
            app.towns,
            app.center_phone,
            policy=app.policy,
            party_id=answer.party_id,
        )
        await change(context, message)
    else:
        await change(context, views.ended(t, answer.request, app.center_phone))


async def no(context: Context) -> None:
    """*No, thank you*."""
    language = await actions.decline(context.app, context.person, tapped(context).subject, context.update_id)
    if language is None:
        await toast(context, views.gone(context.t, context.app.center_phone))
        return
    await toast(context)
    await change(context, views.declined(context.app.translator(language)))


async def ask_plans(context: Context) -> None:
    """*Plans changed*, on a reminder: asked once, so that no slip of a thumb calls anybody."""
    party_id = tapped(context).subject
    if not await actions.may_change_plans(context.app, context.person, party_id):
        await toast(context, claim_views.not_yours(context.t))
        return
    await toast(context)
    await say(context, views.shall_i_tell(context.t, party_id))


async def plans_stand(context: Context) -> None:
    """*No*: nothing was told."""
    await toast(context)
    await change(context, views.nothing_told(context.t))


async def plans_changed(context: Context) -> None:
    """*Yes, tell them*."""
    app = context.app
    request = await actions.plans_changed(app, context.person, tapped(context).subject, context.update_id)
    if request is None:
        await toast(context, claim_views.not_yours(context.t))
        return
    await toast(context)
    await change(context, views.plans_changed(context.t, request, app.now(), app.towns, app.center_phone, app.policy))


async def goes_on(context: Context) -> None:
    """*It goes on as planned*, by a coordinator."""
    found = await actions.goes_on(context.app, context.person, tapped(context).subject, context.update_id)
    await toast(context, posting_views.gone(context.t) if found is None else views.going_on(context.t))


async def _dates(context: Context) -> Message:
    app = context.app
    found = await actions.dates(app, context.person)
    return views.dates(context.t, found, app.now(), app.towns, app.center_phone)


async def my_dates(context: Context) -> None:
    """*My appointments*, below `/help`."""
    await toast(context)
    await say(context, await _dates(context))


async def tell_dates(context: Context) -> bool:
    """Whether the person is reminded of something; it is said then."""
    if not await actions.dates(context.app, context.person):
        return False
    await say(context, await _dates(context))
    return True
