"""`/people`, ticking lists for `/grant` and `/revoke`, and the center's own list of names as a file."""

from __future__ import annotations

import contextlib

from telegram.error import TelegramError

from bot import membership
from bot.actions import expected, roster, seats
from bot.actions.drafts import DraftRow
from bot.actions.expected import FileProblem, Linked
from bot.actions.membership import chat_of, counted, group_of
from bot.actions.roster import Known, Ticks
from bot.context import Context
from bot.membership import CannotCheck
from bot.rules.model import Group, Qualification
from bot.rules.name_list import LARGEST
from bot.rules.roster import Act, Show, Shown, page, shown_of
from bot.views import posting as posting_views
from bot.views import roster as views
from bot.views import trained as trained_views
from bot.views.message import Message, decode
from handlers.answers import (
    change,
    delete_typed,
    goes_on_privately,
    say,
    show_among_coordinators,
    tell_privately,
    toast,
)
from handlers.claims import tapped


async def people(context: Context) -> None:
    """`/people`: privately, or in the coordinators' group without what is private."""
    if await group_of(context.app, context.chat.id) is not Group.COORDINATORS and not await goes_on_privately(context):
        return
    volunteers = await chat_of(context.app, Group.VOLUNTEERS)
    if volunteers is not None:
        with contextlib.suppress(CannotCheck):  # then the number known before is shown
            await counted(
                context.app, Group.VOLUNTEERS, await membership.people_in(context.bot, volunteers.telegram_id)
            )
    await say(context, await _page(context, Show.ALL, 0))


async def leaf(context: Context) -> None:
    """Another page, or another filter."""
    button = tapped(context)
    await show_among_coordinators(context, await _page(context, shown_of(button.extra), button.subject))


async def _page(context: Context, shown: Shown, number: int) -> Message:
    found = await roster.look(context.app, shown, number)
    volunteers = await chat_of(context.app, Group.VOLUNTEERS)
    return views.people(
        context.t,
        found.page,
        shown,
        context.app.now(),
        people_inside=0 if volunteers is None else volunteers.people,
        connected_people=found.connected,
        waiting=found.waiting,
        perhaps=found.perhaps,
        private=context.private or context.privately,
    )


async def find_name(context: Context) -> None:
    """*Find by name*: the name is typed privately, because ordinary talk in a group is never read."""
    await roster.ask_name(context.app, context.person, context.update_id)
    await tell_privately(context, views.ask_name(context.t))


async def answer_name(context: Context, asked: DraftRow, words: str) -> None:
    """A typed name."""
    found = await roster.find(context.app, asked, words, context.update_id)
    await say(context, views.found(context.t, found, words, context.app.now()))


async def person(context: Context) -> None:
    """One person, with all they told: shown in the private chat only."""
    known = await roster.person(context.app, tapped(context).subject)
    if known is None:
        await toast(context, views.nobody(context.t))
        return
    await _show(context, _person(context, known))


def _person(context: Context, known: Known, saved: str = "") -> Message:
    return views.person(
        context.t,
        known.entry,
        known.seats,
        context.app.now(),
        waiting=known.waiting,
        trainings=known.trainings,
        lately=known.lately,
        saved=saved,
    )


async def _show(context: Context, message: Message) -> None:
    """In the place of the tapped message, or privately when that stands in a group."""
    if context.private:
        await toast(context)
        await change(context, message)
    else:
        await tell_privately(context, message)


async def came(context: Context) -> None:
    """That somebody did not come, or came after all, also when it is over; its data is `had:claim:no` or `yes`."""
    button, app = tapped(context), context.app
    there = button.extra == "yes"
    request = await seats.note_came(app, context.person, button.subject, context.update_id, there=there)
    claim = next((c for c in request.claims if c.id == button.subject), None) if request else None
    known = None if claim is None else await roster.person(app, claim.person_id)
    if known is None:
        await toast(context, views.nobody(context.t))
        return
    await _show(context, _person(context, known))


async def invite(context: Context) -> None:
    """*Invite* to the next training: the person is asked privately."""
    button = tapped(context)
    session = await roster.invite(context.app, context.person, button.subject, decode(button.extra), context.update_id)
    known = await roster.person(context.app, button.subject)
    if session is None or known is None:
        await toast(context, views.not_invited(context.t))
        return
    saved = views.invited(context.t, known.entry.profile.name, session)
    await _show(context, _person(context, known, saved))


async def training(context: Context) -> None:
    """➕ and ➖ on a person's page; taking away is asked once more."""
    app, t = context.app, context.t
    button = tapped(context)
    verb, _, name = button.extra.partition("-")
    known = await roster.person(app, button.subject)
    if known is None or name not in list(Qualification):
        await toast(context, views.nobody(t))
        return
    qualification = Qualification(name)
    if verb == "ask":
        seats = roster.seats_needing(known, qualification)
        await _show(context, views.sure_to_revoke(t, known.entry, qualification, seats))
        return
    who = known.entry.profile.name
    if verb == "yes":
        new = await roster.grant(app, context.person, button.subject, qualification, context.update_id)
        saved = views.noted(t, who, qualification, new=new)
    else:
        had = await roster.revoke(app, context.person, button.subject, qualification, context.update_id)
        saved = views.taken_away(t, who, qualification, had=had)
    again = await roster.person(app, button.subject)
    # without any training, somebody outside the groups is not of the center's people any more
    await _show(context, Message(saved) if again is None else _person(context, again, saved))


# --- ticking ---------------------------------------------------------------------------------------------------------


async def choose_or_tick(context: Context, act: Act, qualification: Qualification | None) -> None:
    """`/grant` or `/revoke` alone, or with a training and nobody named."""
    if qualification is None:
        await say(context, views.choose_training(context.t, act))
        return
    ticks = await roster.start_ticking(context.app, context.person, act, qualification, context.update_id)
    await say(context, _ticks(context, ticks))


async def chosen(context: Context) -> None:
    """*Grant…*, or the training whose list is to be ticked."""
    act, _, name = tapped(context).extra.partition(".")
    if act not in list(Act):
        await toast(context, views.not_your_list(context.t))
    elif name not in list(Qualification):
        await toast(context)
        await say(context, views.choose_training(context.t, Act(act)))
    else:
        ticks = await roster.start_ticking(
            context.app, context.person, Act(act), Qualification(name), context.update_id
        )
        await show_among_coordinators(context, _ticks(context, ticks))


async def tick(context: Context) -> None:
    """A button of the list."""
    button = tapped(context)
    ticks = await roster.tick(context.app, context.person, button.subject, button.extra, context.update_id)
    if ticks is None:
        await toast(context, views.not_your_list(context.t))
        return
    if button.extra == "undo" and not ticks.undone:
        await toast(context, views.undo_too_late(context.t))
        return
    await show_among_coordinators(context, _ticks(context, ticks))


def _ticks(context: Context, ticks: Ticks) -> Message:
    t = context.t
    if ticks.undone:
        return views.ticks_stopped(t) if ticks.done is None else views.ticks_undone(t, ticks.act)
    if ticks.done is not None:
        return views.ticks_done(t, ticks.id, ticks.act, ticks.qualification, ticks.names, undoable=ticks.undoable)
    return views.ticks(t, ticks.id, ticks.act, ticks.qualification, ticks.page, ticks.ticked, ticks.seats)


# --- the center's own list -------------------------------------------------------------------------------------------


async def names_file(context: Context) -> None:
    """A .csv file, sent privately: what it says; the message goes once that is kept."""
    assert context.incoming is not None  # noqa: S101
    message, t = context.incoming.message, context.t
    if message is None or message.document is None:
        return
    if (message.document.file_size or 0) > LARGEST:
        await say(context, views.file_problem(t, FileProblem.TOO_LARGE))
        return
    try:
        file = await context.bot.get_file(message.document.file_id)
        content = bytes(await file.download_as_bytearray())
    except TelegramError:
        await say(context, views.could_not_fetch(t))
        return
    read = await expected.read(context.app, context.person, content, context.update_id)
    if isinstance(read, FileProblem):
        await say(context, views.file_problem(t, read))
        return
    if not await delete_typed(context):
        await say(context, posting_views.delete_yourself(t))
    await say(context, views.preview(t, read.draft_id, read.names))


async def import_names(context: Context) -> None:
    """*Import*."""
    done = await expected.import_(context.app, context.person, tapped(context).subject, context.update_id)
    if done is None:
        await toast(context, views.no_such_file(context.t))
        return
    await toast(context)
    await change(context, views.imported(context.t, done.new, done.known, done.perhaps))


async def drop_names(context: Context) -> None:
    """*Don't import*."""
    if await expected.drop(context.app, context.person, tapped(context).subject, context.update_id):
        await toast(context)
        await change(context, views.not_imported(context.t))
    else:
        await toast(context, views.no_such_file(context.t))


async def who_is_who(context: Context) -> None:
    """*Who is who?*: one open question after the other, privately."""
    await _show(context, await _next_question(context))


async def _next_question(context: Context) -> Message:
    question = await expected.next_question(context.app)
    if question is None:
        return views.no_more_questions(context.t)
    return views.is_it((context.t,), question.suggestion_id, question.expected, question.name)


async def is_it(context: Context) -> None:
    """*Yes*: it is the one on the list."""
    await _answer(context, yes=True)


async def is_not(context: Context) -> None:
    """*No*: two people."""
    await _answer(context, yes=False)


async def _answer(context: Context, *, yes: bool) -> None:
    """The first answer counts. In the private chat the next question follows in its place."""
    outcome = await expected.answer(context.app, context.person, tapped(context).subject, context.update_id, yes=yes)
    if outcome.result is Linked.ANSWERED or outcome.expected is None:
        await toast(context, trained_views.answered_already(context.t))
        return
    ts = (context.t,) if context.private else context.app.group_translators()
    words = views.linked if outcome.result is Linked.LINKED else views.not_them
    await show_among_coordinators(context, words(ts, outcome.name, outcome.expected))
    if context.private and await expected.next_question(context.app) is not None:
        await say(context, await _next_question(context))


async def from_list(context: Context) -> None:
    """*From the list…* on a person's page."""
    button = tapped(context)
    known = await roster.person(context.app, button.subject)
    if known is None:
        await toast(context, views.nobody(context.t))
        return
    waiting = page(await expected.waiting(context.app), max(0, button.number))
    await _show(context, views.from_list(context.t, button.subject, known.entry.profile.name, waiting))


async def link(context: Context) -> None:
    """A name of the list, tapped for a person; asked once more, because trainings follow from it."""
    app, t = context.app, context.t
    button = tapped(context)
    verb, _, which = button.extra.partition("-")
    known = await roster.person(app, button.subject)
    one = next((one for one in await expected.waiting(app) if one.id == decode(which)), None)
    if known is None or one is None:
        await toast(context, trained_views.answered_already(t))
        return
    if verb != "yes":
        await _show(context, views.sure_to_link(t, button.subject, known.entry.profile.name, one))
        return
    outcome = await expected.link(app, context.person, button.subject, one.id, context.update_id)
    again = await roster.person(app, button.subject)
    if outcome.expected is None or again is None:
        await toast(context, trained_views.answered_already(t))
        return
    saved = views.linked((t,), outcome.name, outcome.expected).text
    await _show(context, _person(context, again, saved))
