"""Taps of volunteers: claiming, undoing, leaving, seeing details, the calendar, the promise."""

from __future__ import annotations

import contextlib

from bot import membership
from bot.actions import claims, people, sessions
from bot.actions.claims import Answer, Claimed
from bot.actions.drafts import DraftRow
from bot.context import Context
from bot.membership import NOW, CannotCheck
from bot.rules.claims import DetailsRefusal, Leaving, Refusal
from bot.rules.model import Claim, ClaimState, Group, Request
from bot.rules.problems import Problem
from bot.views import claims as views
from bot.views import trained as trained_views
from bot.views.calendar import calendar_file
from bot.views.cards import nothing_claimed_yet
from bot.views.message import Message, Tapped, encode, read_data
from bot.views.posting import problem_text
from bot.views.sessions import nothing_said_yet
from handlers.answers import change, delete_private_words, edit, say, send_file, toast
from handlers.training import offer_training


def tapped(context: Context) -> Tapped:
    """The button's data, read."""
    assert context.incoming is not None  # noqa: S101
    query = context.incoming.callback_query
    return read_data(query.data or "" if query is not None else "")


async def claim(context: Context) -> None:
    """A claim button, in the group or in a private list."""
    app, slot_id = context.app, tapped(context).subject
    if context.replayed is not None:
        await answer_claim(context, await claims.answer_again(app, slot_id, context.replayed), slot_id)
        return
    try:
        person = await membership.known(
            app, context.bot, context.person, context.user.id, Group.VOLUNTEERS, app.policy.membership
        )
    except CannotCheck:
        await toast(context, views.cannot_check(context.t))
        return
    context.person = person
    await answer_claim(context, await claims.claim(app, person, slot_id, context.update_id), slot_id)


async def answer_claim(context: Context, answer: Answer, slot_id: int) -> None:
    """The words, or the way to Start, for what a claim came to."""
    t = context.t
    match answer.result:
        case Claimed.TAKEN:
            await toast(context, views.taken(t))
        case Claimed.BACK:
            await toast(context, views.back_again(t))
        case Claimed.HELD_UNPROMISED:
            await toast(context, views.held_for_promise(t, context.app.policy))
        case Claimed.HELD_UNREACHED | Refusal.CONNECT_FIRST:
            # Bot API answerCallbackQuery.url: opens the private chat, where Start lets the bot write
            await toast(context, url=context.app.deep_link(f"seat-{encode(slot_id)}"))
        case Refusal.NOT_QUALIFIED if answer.request is not None and answer.qualification is not None:
            await offer_training(context, answer.request, slot_id, answer.qualification)
        case Refusal() as why:
            await toast(context, views.refused(t, why, answer.qualification))


async def leave(context: Context) -> None:
    """*Undo* or *I can't make it*, on the claim's private message."""
    t = context.t
    answer = await claims.leave(context.app, context.person, tapped(context).subject, context.update_id)
    if answer.request is None or answer.claim is None:
        await toast(context, views.not_yours(t))
    elif answer.result is Leaving.UNDONE:
        await toast(context)
        await change(context, views.undone(t, answer.request))
    elif answer.result is Leaving.WAITING:
        await toast(context)
        await change(context, views.leaving(t, answer.request, answer.claim))
        await _beside(context, answer.request, answer.claim)
    elif not isinstance(answer.result, Leaving):
        await toast(context, views.leave_refused(t, answer.result))


async def ask_note(context: Context) -> None:
    """*Note*: what should the coordinators know?"""
    found = await claims.ask_note(context.app, context.person, tapped(context).subject, context.update_id)
    if found is None:
        await toast(context, views.not_yours(context.t))
        return
    await toast(context)
    await say(context, views.ask_note(context.t))


async def answer_note(context: Context, asked: DraftRow, typed: str) -> None:
    """The words of a note; those that may hold a number or an address are not kept."""
    result = await claims.note(context.app, context.person, asked, typed, context.update_id)
    if isinstance(result, Problem):
        await delete_private_words(context, stored=False)
        await say(context, Message(problem_text(context.t, result)))
    elif result is None:
        await say(context, Message(views.not_yours(context.t).text))
    else:
        await say(context, views.noted(context.t))


async def come_back(context: Context) -> None:
    """*I can come after all*: the same rules as a tap on the card."""
    app, t = context.app, context.t
    found = await claims.own_claim(app, context.person, tapped(context).subject)
    if found is None or not found[1].living:
        await toast(context, views.not_yours(t))
        return
    slot_id = found[1].slot_id
    answer = await claims.claim(app, context.person, slot_id, context.update_id, all_seats=True)
    await answer_claim(context, answer, slot_id)
    own = answer.request.claim_of(context.person.id, answer.slot) if answer.request else None
    if answer.result is Claimed.BACK and answer.request is not None and own is not None:
        await redraw(context, answer.request, own)


async def details(context: Context) -> None:
    """*Show details*: Telegram is asked at this moment whether the person is still a volunteer."""
    app, t = context.app, context.t
    try:
        context.person = await membership.known(
            app, context.bot, context.person, context.user.id, Group.VOLUNTEERS, NOW
        )
    except CannotCheck:
        await toast(context, views.cannot_check(t))
        return
    answer = await claims.show_details(app, context.person, tapped(context).subject, context.update_id)
    if answer.refusal is not None or answer.request is None or answer.claim is None:
        why = answer.refusal or DetailsRefusal.NOT_YOURS
        await toast(context, views.details_refused(t, why, answer.request, app.policy))
        return
    await toast(context)
    query = context.incoming.callback_query if context.incoming is not None else None
    if query is not None and query.message is not None:
        # what shows details must be the message that is hidden again later
        before = await claims.new_living_message(app, answer.claim.id, query.message.message_id, details_open=True)
        if before is not None and before != query.message.message_id:
            await edit(context, context.user.id, before, views.superseded(t))
    await change(
        context,
        views.with_details(
            t, answer.request, answer.claim, answer.details, answer.contact, context.person, app.now(), app.policy
        ),
    )


async def hide(context: Context) -> None:
    """*Hide details*: the message as it was before."""
    await _claim_card(context, in_place=True)


async def claim_card(context: Context) -> None:
    """From `/my`: the claim's message, once more, with its buttons."""
    await _claim_card(context, in_place=False)


async def _claim_card(context: Context, *, in_place: bool) -> None:
    app, t = context.app, context.t
    found = await claims.own_claim(app, context.person, tapped(context).subject)
    if found is None or not found[1].living:
        await toast(context, views.not_yours(t))
        return
    request, claim = found
    await toast(context)
    if claim.state is ClaimState.HELD and claim.says_trained is not None and context.person.promised_at is not None:
        message = trained_views.asked(t, request, claim, app.policy)
    elif claim.state is ClaimState.HELD:
        message = views.promise(t, held_until=claim.held_until)
    else:
        message = views.claimed(t, request, claim, context.person, app.now(), app.policy)
    if in_place:
        await details_hidden(context, claim)
        await change(context, message)
        return
    message_id = await say(context, message, privately=True)
    if message_id is not None and claim.state is ClaimState.ACTIVE:
        before = await claims.new_living_message(app, claim.id, message_id)
        if before is not None:
            await edit(context, context.user.id, before, views.superseded(t))


async def details_hidden(context: Context, claim: Claim) -> None:
    """The tapped message stands for the claim, and shows no private details any more."""
    query = context.incoming.callback_query if context.incoming is not None else None
    if claim.details_open and query is not None and query.message is not None:
        await claims.new_living_message(context.app, claim.id, query.message.message_id)


async def redraw(context: Context, request: Request, claim: Claim) -> None:
    """The tapped message of a claim, as it is true now; details that are open stay open. What was said with one seat
    is said with all, so the messages of the person's other seats in it say the same.
    """
    app = context.app
    opened = None if request.home_at is not None else await claims.open_details(app, context.person, claim)
    if opened is None:
        await details_hidden(context, claim)
        await change(context, views.claimed(context.t, request, claim, context.person, app.now(), app.policy))
    else:
        details, contact = opened
        now, policy = app.now(), app.policy
        message = views.with_details(context.t, request, claim, details, contact, context.person, now, policy)
        await change(context, message)
    await _beside(context, request, claim)


async def _beside(context: Context, request: Request, claim: Claim) -> None:
    """The messages of the person's other seats in the same request."""
    app = context.app
    for other, message_id in await claims.messages_beside(app, request, claim):
        if other.state is not ClaimState.ACTIVE:
            continue
        message = views.claimed(context.t, request, other, context.person, app.now(), app.policy)
        if other.details_open:
            await claims.new_living_message(app, other.id, message_id)
        await edit(context, context.user.id, message_id, message)


async def calendar(context: Context) -> None:
    """*Calendar*: the file says "Volunteering", towns and times."""
    app, t = context.app, context.t
    found = await claims.own_claim(app, context.person, tapped(context).subject)
    if found is None or not found[1].living:
        await toast(context, views.not_yours(t))
        return
    await toast(context)
    await send_file(context, calendar_file(t, found[0], app.now()), "volunteering.ics")


async def promise(context: Context) -> None:
    """*I agree*: dated; seats that were held for it are the person's now, and each gets its message."""
    with contextlib.suppress(CannotCheck):  # then what was known decides which seats become theirs
        context.person = await membership.known(
            context.app,
            context.bot,
            context.person,
            context.user.id,
            Group.VOLUNTEERS,
            context.app.policy.membership,
        )
    context.person = await people.promise(context.app, context.person, context.update_id)
    await toast(context)
    await change(context, views.promised(context.t))


async def reply_to_card(context: Context) -> None:
    """ "I can do it!" written under a card claims nothing: the button is shown once more."""
    assert context.incoming is not None  # noqa: S101
    message = context.incoming.message
    if message is None or message.reply_to_message is None:
        return
    request = await claims.request_of_card(context.app, message.chat.id, message.reply_to_message.message_id)
    if request is not None:
        await say(context, nothing_claimed_yet(request, context.app.group_translators()))
        return
    session = await sessions.session_of_card(context.app, message.chat.id, message.reply_to_message.message_id)
    if session is not None:
        await say(context, nothing_said_yet(session, context.app.group_translators()))


async def stale_button(context: Context) -> None:
    """A button that no handler knows: from an older version, or forged."""
    await toast(context, views.refused(context.t, Refusal.UNKNOWN))
