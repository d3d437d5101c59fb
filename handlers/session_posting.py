"""Posting trainings and events, by line and step by step; and changing those that are posted."""

from __future__ import annotations

from bot.actions import drafts, session_drafts
from bot.actions.drafts import DraftRow
from bot.actions.membership import group_of
from bot.actions.session_drafts import SessionView
from bot.context import Context
from bot.rules.model import Group, Session, SessionKind
from bot.rules.session_lines import kind_of_command
from bot.rules.sessions import Overfull
from bot.views import people as people_views
from bot.views import posting as posting_views
from bot.views import session_posting as views
from bot.views.message import Message, Toast, encode
from handlers.answers import change as change_message
from handlers.answers import edit, goes_on_privately, say, tell_privately, toast
from handlers.claims import tapped


async def post_command(context: Context) -> None:
    """`/training WHEN TOPIC @ PLACE …` and `/event`: the preview, or the first question."""
    assert context.incoming is not None  # noqa: S101
    message = context.incoming.message
    if message is None or message.text is None:
        return
    command, _, typed = message.text.partition(" ")
    kind = kind_of_command(command.strip()) or SessionKind.TRAINING
    group = await group_of(context.app, context.chat.id)
    if group is not Group.COORDINATORS:
        group = None
        if not await goes_on_privately(context):
            return
    view = await session_drafts.begin(context.app, context.person, kind, typed, group, context.update_id)
    await show(context, view, new=True)


async def show(context: Context, view: SessionView, *, new: bool = False) -> None:
    """The draft as it stands. Questions are asked privately only."""
    if not new and view.message_id is not None and view.group is None:
        await edit(context, context.user.id, view.message_id, draw(context, view, private=True))
        return
    elsewhere = not context.private and view.group is None
    private = context.private or context.privately or elsewhere
    message_id = await say(context, draw(context, view, private=private), privately=elsewhere)
    if message_id is None and elsewhere and not context.privately:
        link = context.app.deep_link(f"session-{encode(view.id)}")
        await say(context, people_views.continue_privately(context.t, link))
    elif message_id is not None:
        await drafts.shown(context.app, view.id, view.group, message_id)


def draw(context: Context, view: SessionView, *, private: bool) -> Message:
    """`private` says where it will stand, so that nothing private is drawn into a group."""
    app, t = context.app, context.t
    if view.question is not None:
        return views.question(
            t,
            view.id,
            view.draft,
            view.question,
            view.problems,
            app.now(),
            app.common_languages,
            view.places,
            view.recent,
            view.known,
        )
    return views.preview(
        t,
        app.group_translators(),
        view.id,
        view.version,
        view.draft,
        app.now(),
        app.policy,
        private=private,
        trainer=view.trainer,
        problems=view.problems,
        losing=view.losing,
    )


async def answer_draft(context: Context, asked: DraftRow, typed: str) -> None:
    """A typed answer to what the draft asks."""
    view = await session_drafts.answer_text(context.app, context.person, asked, typed, context.update_id)
    if view is None:
        await say(context, people_views.nothing_asked(context.t))
    else:
        await show(context, view, new=True)


async def resume_from_link(context: Context, draft_id: int) -> None:
    """Start, after a session was begun in the group by a coordinator who had not connected yet."""
    view = await session_drafts.view(context.app, context.person, draft_id)
    if view is None:
        await say(context, Message(posting_views.gone(context.t).text))
    else:
        await show(context, view, new=True)


async def answer(context: Context) -> None:
    """A button that answers the question the draft is at: its data is `sanswer:draft:question.answer`."""
    button = tapped(context)
    question, _, chosen = button.extra.partition(".")
    view = await session_drafts.answer_tap(
        context.app, context.person, button.subject, question, chosen, context.update_id
    )
    await answer_with(context, view)


async def change(context: Context) -> None:
    """*Back*, *Edit*, *Another training right after*."""
    button = tapped(context)
    view = await session_drafts.change(context.app, context.person, button.subject, button.extra, context.update_id)
    await answer_with(context, view)


async def answer_with(context: Context, view: SessionView | None) -> None:
    """The tapped message becomes the draft as it stands."""
    if view is None:
        await toast(context, posting_views.gone(context.t))
        return
    if not context.private and view.question is not None:  # questions are asked privately only
        await tell_privately(context, draw(context, view, private=True))
        return
    await toast(context)
    await change_message(context, draw(context, view, private=context.private))


async def post(context: Context) -> None:
    """The preview's first button."""
    button = tapped(context)
    if await session_drafts.nowhere(context.app):
        await toast(context, posting_views.nowhere_to_post(context.t))
        return
    result = await session_drafts.post(context.app, context.person, button.subject, button.number, context.update_id)
    if isinstance(result, tuple):
        await toast(context)
        await change_message(context, views.posted(context.t, result))
    else:
        await answer_with(context, result)


async def edit_session(context: Context) -> None:
    """*Edit* on the coordinators' card: which field, privately."""
    view = await session_drafts.edit_session(context.app, context.person, tapped(context).subject, context.update_id)
    if view is None:
        await toast(context, Toast(views.nothing_to_edit(context.t), alert=True))
        return
    await tell_privately(context, draw(context, view, private=True))


async def save(context: Context) -> None:
    """*Save the changes*; where people would lose their places, one of the two answers to that."""
    button = tapped(context)
    how = Overfull(button.extra) if button.extra in list(Overfull) else None
    result = await session_drafts.save_edit(context.app, context.person, button.subject, how, context.update_id)
    if isinstance(result, Session):
        await toast(context)
        await change_message(context, views.saved(context.t, result))
    else:
        await answer_with(context, result)
