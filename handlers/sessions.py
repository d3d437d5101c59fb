"""Trainings and events: what everybody taps and writes; the day itself; what trainers and coordinators see."""

from __future__ import annotations

import logging

from telegram.error import TelegramError

from bot import membership
from bot.actions import attendance, people, sessions
from bot.actions.attendance import LINK, WALK_IN, Roll
from bot.actions.drafts import DraftRow
from bot.actions.due import owe_an_answer
from bot.actions.sessions import Answer
from bot.context import Context
from bot.membership import NOW, CannotCheck
from bot.rules.model import Group, Session, SessionState
from bot.rules.problems import Problem
from bot.rules.sessions import doors_open
from bot.rules.typed import read_detail
from bot.views import claims as claim_views
from bot.views import rolls, session_posting
from bot.views import sessions as views
from bot.views.calendar import session_file
from bot.views.message import Message, Toast, decode, encode
from bot.views.posting import problem_text
from bot.views.qr import png
from handlers.answers import change, edit, goes_on_privately, say, send_file, tell_privately, toast
from handlers.claims import tapped

log = logging.getLogger(__name__)

CODE_LENGTH = 4


def public_link(context: Context, session: Session) -> str:
    """Opens the session in the private chat; no secret."""
    return context.app.deep_link(f"s-{encode(session.id)}")


# --- answering -------------------------------------------------------------------------------------------------------


async def trainings(context: Context) -> None:
    """`/trainings`: what is coming, for everybody."""
    if not await goes_on_privately(context):
        return
    found = await sessions.coming(context.app)
    await say(context, views.coming_list(context.t, found, context.person.id))


async def going(context: Context) -> None:
    """*Going*, *Maybe*, *Can't*: on the card, in a private list, in a reminder."""
    button = tapped(context)
    want = views.WANTED.get(button.action)
    if want is None:
        await toast(context, views.gone(context.t))
        return
    if context.replayed is not None:
        await _answered(context, await sessions.answer_again(context.app, context.person, button.subject))
        return
    message_id = _tapped_message(context) if context.private else None
    await context.my_turn()
    answer = await sessions.answer(
        context.app, context.person, button.subject, want, context.update_id, message_id=message_id
    )
    context.turn_over()
    await _answered(context, answer)


def _tapped_message(context: Context) -> int | None:
    """The message that was tapped, where it is about this session alone: a list or reminder stays what it is."""
    query = context.incoming.callback_query if context.incoming is not None else None
    if query is None or query.message is None:
        return None
    mine = tapped(context).subject
    markup = getattr(query.message, "reply_markup", None)
    others = {
        other
        for row in (markup.inline_keyboard if markup is not None else ())
        for key in row
        if isinstance(key.callback_data, str)
        for action, _, rest in [key.callback_data.partition(":")]
        if action in (*views.WANTED, "claim") and (other := decode(rest.partition(":")[0])) != mine
    }
    return None if others else query.message.message_id


async def _answered(context: Context, answer: Answer) -> None:
    t = context.t
    if answer.refusal is not None or answer.session is None or answer.state is None:
        await toast(context, views.refused(t, answer.refusal) if answer.refusal else views.gone(t))
    elif not answer.reached:
        # Bot API answerCallbackQuery.url: opens the private chat, where Start lets the bot write
        await toast(context, url=public_link(context, answer.session))
    else:
        person_id = context.person.id
        await toast(context, views.answered(t, answer.session, answer.state, new=answer.new, person_id=person_id))


async def session(context: Context) -> None:
    """One of `/trainings`: the session with its buttons."""
    await _show(context, tapped(context).subject, new=True)


async def start_for_session(context: Context, session_id: int) -> None:
    """From the public link: who was held is confirmed; everybody sees the session."""
    await _show(context, session_id, new=True)


async def _show(context: Context, session_id: int, *, new: bool, where: bool = False) -> None:
    app, t = context.app, context.t
    seen = await sessions.see(app, context.person, session_id)
    if seen is None:
        await toast(context, views.gone(t))
        if context.incoming is not None and context.incoming.callback_query is None:
            await say(context, Message(views.gone(t).text))
        return
    await toast(context)
    card = views.own_card(
        t,
        seen.session,
        seen.own,
        seen.name,
        app.now(),
        person_id=context.person.id,
        private=seen.private if where else None,
    )
    if not new:
        await change(context, card)
        return
    message_id = await say(context, card, privately=True)
    if message_id is not None and seen.own is not None:
        before = await sessions.new_living_message(app, context.person, session_id, message_id)
        if before is not None:
            await edit(context, context.user.id, before, views.superseded(t))


async def where(context: Context) -> None:
    """*Where exactly?*: for those who go, privately."""
    seen = await sessions.see(context.app, context.person, tapped(context).subject)
    if seen is None:
        await toast(context, views.gone(context.t))
    elif not sessions.may_be_told(seen.session, context.person):
        await toast(context, views.only_those_who_go(context.t))
    elif _tapped_message(context) is None:  # a reminder of several parts stays
        await _show(context, seen.session.id, new=True, where=True)
    else:
        await _show(context, seen.session.id, new=False, where=True)


async def calendar(context: Context) -> None:
    """*Calendar*: the file has the name and the public place."""
    found = await sessions.load(context.app, tapped(context).subject)
    if found is None or found.state is not SessionState.OPEN:
        await toast(context, views.gone(context.t))
        return
    await toast(context)
    await send_file(context, session_file(context.t, found, context.app.now()), "session.ics")


async def my_name(context: Context) -> None:
    """*Change my name*: the next private text."""
    await sessions.ask_own_name(context.app, context.person, context.update_id)
    await toast(context)
    await say(context, views.ask_name(context.t, await people.name_of(context.app, context.person.id)), privately=True)


async def keep_name(context: Context) -> None:
    await sessions.stop_asking(context.app, context.person, context.update_id)
    await toast(context)
    await change(context, views.name_kept(context.t))


async def answer_name(context: Context, typed: str) -> None:
    """A typed name."""
    read = read_detail("name", typed)
    if isinstance(read, Problem):
        await say(context, Message(problem_text(context.t, read)))
        return
    await sessions.set_own_name(context.app, context.person, read, context.update_id)
    await say(context, views.name_saved(context.t, read))


# --- the day itself --------------------------------------------------------------------------------------------------


def is_code(typed: str) -> bool:
    """Whether a private text may be a code."""
    typed = typed.strip()
    return typed.isascii() and typed.isdigit() and len(typed) == CODE_LENGTH


async def may_be_code(context: Context, typed: str) -> bool:
    """Four digits while the doors of a session are open."""
    return is_code(typed) and await attendance.codes_count_now(context.app)


async def enter(context: Context, typed: str) -> None:
    """A code, typed or from the picture on the wall."""
    entered = await attendance.enter(context.app, context.person, typed.strip(), context.update_id)
    await say(context, rolls.entered(context.t, entered.result, entered.session))


async def attendees(context: Context) -> None:
    """*List*: privately; its trainer, and coordinators."""
    button = tapped(context)
    if not await _current(context):
        return
    found = await attendance.roll(context.app, context.person, button.subject, max(0, button.number))
    if found is None:
        await toast(context, views.gone(context.t))
        return
    if context.private:
        await _shown_here(context, found)
        return
    await toast(context, Toast(rolls.sent_privately(context.t)))
    message_id = await say(context, _draw(context, found), privately=True)
    await _remember(context, found, message_id)


async def _current(context: Context) -> bool:
    """Whether it may go on: of a coordinator Telegram is asked whether they still are one, and no answer means no.

    Whoever is none has only the right of a trainer, which the action looks up.
    """
    app, standing = context.app, context.person.standings.get(Group.COORDINATORS)
    if standing is not None and not context.person.coordinator:
        return True
    try:
        context.person = await membership.known(
            app, context.bot, context.person, context.user.id, Group.COORDINATORS, NOW
        )
    except CannotCheck:
        log.info("update %d: membership not checked", context.update_id)
        if standing is not None:
            await toast(context, claim_views.cannot_check(context.t))
            return False
    return True


def _draw(context: Context, found: Roll) -> Message:
    return rolls.roll(context.t, found.session, found.names, found.code, found.page)


async def _shown_here(context: Context, found: Roll) -> None:
    """The tapped message is the list now."""
    await toast(context)
    await change(context, _draw(context, found))
    query = context.incoming.callback_query if context.incoming is not None else None
    await _remember(context, found, query.message.message_id if query is not None and query.message else None)


async def _remember(context: Context, found: Roll, message_id: int | None) -> None:
    if message_id is None:
        return
    before = await attendance.shown(context.app, context.person, found.session.id, message_id, found.page)
    if before is not None:
        await edit(context, context.user.id, before, views.superseded(context.t))


async def tick(context: Context) -> None:
    """One tap on a name of the list."""
    button = tapped(context)
    if not await _current(context):
        return
    found = await attendance.tick(context.app, context.person, button.subject, button.number, context.update_id)
    if found is None:
        await toast(context, Toast(rolls.not_yet(context.t), alert=True))
        return
    await _shown_here(context, found)


async def confirm_all(context: Context) -> None:
    """*Confirm all*: the only way to a qualification by a training."""
    button = tapped(context)
    if not await _current(context):
        return
    found = await attendance.confirm(context.app, context.person, button.subject, button.number, context.update_id)
    if found is None:
        await toast(context, views.gone(context.t))
        return
    roll, same = found
    if not same:
        await toast(context, Toast(rolls.changed_meanwhile(context.t), alert=True))
        await change(context, _draw(context, roll))
        return
    await _shown_here(context, roll)


async def walk_in(context: Context) -> None:
    """*Somebody not on the list*: the next private text is their name."""
    button = tapped(context)
    if not await _current(context):
        return
    found = await sessions.load(context.app, button.subject)
    asked = await attendance.ask_name(context.app, context.person, button.subject, WALK_IN, context.update_id)
    if not asked or found is None:
        await toast(context, views.gone(context.t))
        return
    await toast(context)
    await say(context, rolls.ask_walk_ins(context.t, found), privately=True)


async def link_name(context: Context) -> None:
    """*Who is it?* beside a name from a paper list."""
    button = tapped(context)
    if not await _current(context):
        return
    found = await attendance.candidates(context.app, context.person, button.subject)
    asked = await attendance.ask_name(context.app, context.person, button.subject, LINK, context.update_id)
    if found is None or not asked:
        await toast(context, views.gone(context.t))
        return
    await toast(context)
    await say(
        context,
        rolls.who_is_it(context.t, found.name, found.rsvp_id, found.session_id, found.people),
        privately=True,
    )


async def link_to(context: Context) -> None:
    button = tapped(context)
    if not await _current(context):
        return
    chosen = decode(button.extra)
    found = await attendance.link(context.app, context.person, button.subject, chosen, context.update_id)
    if found is None:
        await toast(context, views.gone(context.t))
        return
    await _shown_here(context, found)


async def answer_attendee(context: Context, asked: DraftRow, typed: str) -> None:
    """A typed name: one's own, of walk-ins, or of the person that a name on paper is."""
    t = context.t
    if asked.asking == sessions.OWN_NAME:
        await answer_name(context, typed)
        return
    if not await _current(context):
        return
    if asked.asking == LINK:
        found = await attendance.candidates(context.app, context.person, asked.subject_id or 0, typed.strip())
        if found is None:
            await say(context, Message(views.gone(t).text))
        else:
            await say(context, rolls.who_is_it(t, found.name, found.rsvp_id, found.session_id, found.people))
        return
    added = await attendance.add_walk_ins(context.app, context.person, asked, typed, context.update_id)
    if isinstance(added, Problem):
        await say(context, Message(problem_text(t, added)))
    elif added is None:
        await say(context, Message(rolls.not_yet(t)))
    else:
        await _remember(context, added, await say(context, _draw(context, added)))


async def wall_picture(context: Context) -> None:
    """*Picture for the wall*: a QR code that marks whoever opens it as here."""
    if not await _current(context):
        return
    found = await attendance.roll(context.app, context.person, tapped(context).subject)
    if found is None or not found.code:
        await toast(context, views.gone(context.t))
        return
    link = context.app.deep_link(f"h-{encode(found.session.id)}-{found.code}")
    await toast(context)
    await _send_picture(context, link, rolls.wall_picture(context.t, found.session, found.code))


async def enter_from_picture(context: Context, rest: str) -> None:
    """The link of the picture: the code, as if it had been typed; of a session that is not on it opens nothing."""
    number, _, code = rest.partition("-")
    found = await sessions.load(context.app, decode(number))
    if found is not None and not doors_open(found, context.app.now(), context.app.policy):
        await start_for_session(context, found.id)
        return
    await enter(context, code)


# --- for coordinators ------------------------------------------------------------------------------------------------


async def outside_link(context: Context) -> None:
    """*Link and picture*: for the website and posters."""
    found = await sessions.load(context.app, tapped(context).subject)
    if found is None or found.state is not SessionState.OPEN:
        await toast(context, views.gone(context.t))
        return
    link = public_link(context, found)
    await tell_privately(context, views.outside_link(context.t, found, link))
    await _send_picture(context, link, session_posting.poster(context.t, found))


async def _send_picture(context: Context, link: str, caption: str) -> None:
    try:
        await context.bot.send_photo(
            context.user.id, png(link), caption=caption, parse_mode="HTML", disable_notification=True
        )
    except TelegramError as error:
        log.info("update %d: a picture was not sent: %s", context.update_id, type(error).__name__)
        await owe_an_answer(context.app, context.person.id, context.update_id)


async def cancel(context: Context) -> None:
    """*Cancel it*: asked once more, privately, because people are told."""
    found = await sessions.load(context.app, tapped(context).subject)
    if found is None or found.state is not SessionState.OPEN:
        await toast(context, views.gone(context.t))
        return
    await tell_privately(context, views.sure_to_cancel(context.t, found, sessions.concerned(found)))


async def cancel_now(context: Context) -> None:
    found = await sessions.cancel(context.app, context.person, tapped(context).subject, context.update_id)
    if found is None:
        await toast(context, views.gone(context.t))
        return
    await toast(context)
    await change(context, views.cancelled_now(context.t))
