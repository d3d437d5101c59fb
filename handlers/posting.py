"""Coordinators post: `/ride`, the draft's buttons and answers, private details, *Take back*, *Cancel*."""

from __future__ import annotations

from bot.actions import posting
from bot.actions.membership import chat_of, group_of
from bot.actions.posting import DETAIL, DraftRow, DraftView
from bot.context import Context
from bot.rules.drafts import Question
from bot.rules.model import Group, Request
from bot.views import people as people_views
from bot.views import posting as views
from bot.views.message import Message, data, encode
from handlers.answers import change, delete_private_words, edit, goes_on_privately, say, tell_privately, toast
from handlers.claims import tapped


async def ride(context: Context) -> None:
    """`/ride WHEN FROM > TO [xN]`: the preview, or the first question."""
    assert context.incoming is not None  # noqa: S101
    message = context.incoming.message
    if message is None or message.text is None:
        return
    typed = message.text.partition(" ")[2]
    group = await group_of(context.app, context.chat.id)
    if group is not Group.COORDINATORS:
        group = None
        if not await goes_on_privately(context):
            return
    view = await posting.start_ride(context.app, context.person, typed, group, context.update_id)
    if _has_private_words(view):
        await delete_private_words(context)
    await _show(context, view, new=True)


async def _show(context: Context, view: DraftView, *, new: bool = False) -> None:
    """The draft as it stands: what is asked, or the preview. Questions are asked privately only."""
    if not new and view.message_id is not None and view.group is None:
        await edit(context, context.user.id, view.message_id, _message(context, view, private=True))
        return
    elsewhere = not context.private and view.group is None
    private = context.private or context.privately or elsewhere
    message_id = await say(context, _message(context, view, private=private), privately=elsewhere)
    if message_id is None and elsewhere and not context.privately:
        link = context.app.deep_link(f"draft-{encode(view.id)}")
        await say(context, people_views.continue_privately(context.t, link))
    elif message_id is not None:
        await posting.shown(context.app, view.id, view.group, message_id)


def _message(context: Context, view: DraftView, *, private: bool) -> Message:
    """`private` says where it will stand, so that nothing private is drawn into a group."""
    app, t = context.app, context.t
    if view.asking is not None and view.asking.startswith(DETAIL):
        asked = views.ask_detail(t, view.asking.removeprefix(DETAIL), data("skipdetail", view.id))
        problems = [views.problem_text(t, problem) for problem in view.problems]
        return Message("\n\n".join([*problems, asked.text]), asked.buttons)
    question = view.draft.question()
    if question is not None:
        return views.question(t, view.id, view.draft, question, view.problems, app.towns)
    return views.preview(
        t,
        app.group_translators(),
        view.id,
        view.version,
        view.draft,
        app.now(),
        app.common_languages,
        private=private,
        saved=view.saved,
        problems=view.problems,
    )


async def answer_draft(context: Context, asked: DraftRow, typed: str) -> None:
    """A typed answer; one that held a private detail is deleted once it is stored."""
    view = await posting.answer_text(context.app, asked, typed, context.update_id)
    if view is None:
        await say(context, people_views.nothing_asked(context.t))
        return
    if asked.asking is not None and asked.asking.startswith(DETAIL):
        await delete_private_words(context)
        await _show(context, view)
    else:
        if _has_private_words(view):
            await delete_private_words(context)
        await _show(context, view, new=True)


def _has_private_words(view: DraftView) -> bool:
    """Whether what was typed held a street, or words that may be one."""
    return bool(view.draft.origin_words or view.draft.destination_words or view.draft.details.street)


async def answer_request_detail(context: Context, asked: DraftRow, typed: str) -> None:
    """A detail typed after posting."""
    t = context.t
    saved = await posting.answer_request_detail(context.app, context.person, asked, typed, context.update_id)
    await delete_private_words(context)
    if saved is None:
        await say(context, Message(views.gone(t).text))
    elif saved.problem is not None:
        question = views.ask_detail(t, saved.field, data("skipadd", saved.request_id))
        await say(context, Message(f"{views.problem_text(t, saved.problem)}\n\n{question.text}", question.buttons))
    else:
        request = await posting.load_request(context.app, saved.request_id)
        if request is not None:
            text = views.detail_saved(t, saved.field, saved.details)
            await say(context, views.posted(t, request, context.app.policy, saved=text, offer_take_back=False))


async def town(context: Context) -> None:
    await _choose(context, Question(tapped(context).action))


async def hour(context: Context) -> None:
    """One of the two hours of the night in which clocks go back."""
    await _choose(context, Question.HOUR)


async def _choose(context: Context, question: Question) -> None:
    button = tapped(context)
    view = await posting.choose(context.app, context.person, button.subject, question, button.number, context.update_id)
    await _answer_with(context, view)


async def detail(context: Context) -> None:
    """A private detail of a draft: asked for privately, also when the preview stands in the group."""
    button = tapped(context)
    view = await posting.ask_detail(context.app, context.person, button.subject, button.extra, context.update_id)
    if view is not None and not context.private:
        await tell_privately(context, views.ask_detail(context.t, button.extra, data("skipdetail", view.id)))
        return
    await _answer_with(context, view)


async def skip_detail(context: Context) -> None:
    view = await posting.skip_detail(context.app, context.person, tapped(context).subject, context.update_id)
    await _answer_with(context, view)


async def resume(context: Context) -> None:
    """*Go on* with an unfinished request."""
    view = await posting.skip_detail(context.app, context.person, tapped(context).subject, context.update_id)
    await _answer_with(context, view)


async def resume_from_link(context: Context, draft_id: int) -> None:
    """Start, after a request was begun in the group by a coordinator who had not connected yet."""
    view = await posting.skip_detail(context.app, context.person, draft_id, context.update_id)
    if view is None:
        await say(context, Message(views.gone(context.t).text))
    else:
        await _show(context, view, new=True)


async def _answer_with(context: Context, view: DraftView | None) -> None:
    """The tapped message becomes the draft as it stands."""
    if view is None:
        await toast(context, views.gone(context.t))
        return
    await toast(context)
    await change(context, _message(context, view, private=context.private))
    query = context.incoming.callback_query if context.incoming is not None else None
    if query is not None and query.message is not None:
        place = None if context.private else Group.COORDINATORS
        if (view.group, view.message_id) != (place, query.message.message_id):
            await posting.shown(context.app, view.id, place, query.message.message_id)


async def edit_line(context: Context) -> None:
    """*Edit*: the line again, to be changed and sent."""
    view = await posting.view(context.app, context.person, tapped(context).subject)
    if view is None:
        await toast(context, views.gone(context.t))
        return
    await tell_privately(context, views.edit_hint(context.t, view.draft))


async def discard(context: Context) -> None:
    if await posting.discard(context.app, context.person, tapped(context).subject, context.update_id):
        await toast(context)
        await change(context, views.discarded(context.t))
    else:
        await toast(context, views.gone(context.t))


async def post(context: Context) -> None:
    """The preview's first button."""
    button = tapped(context)
    if await chat_of(context.app, Group.VOLUNTEERS) is None:
        await toast(context, views.nowhere_to_post(context.t))
        return
    result = await posting.post(context.app, context.person, button.subject, button.number, context.update_id)
    if isinstance(result, Request):
        await toast(context)
        await change(context, views.posted(context.t, result, context.app.policy))
    else:
        await _answer_with(context, result)


async def take_back(context: Context) -> None:
    """*Take back*: a draft again, in the place of the message."""
    view = await posting.take_back(context.app, context.person, tapped(context).subject, context.update_id)
    if view is None:
        await toast(context, views.too_late_to_take_back(context.t, context.app.policy))
        return
    await _answer_with(context, view)


async def add_detail(context: Context) -> None:
    """A private detail of a posted request: asked for privately."""
    button, t = tapped(context), context.t
    if not await posting.ask_request_detail(
        context.app, context.person, button.subject, button.extra, context.update_id
    ):
        await toast(context, views.gone(t))
        return
    await tell_privately(context, views.ask_detail(t, button.extra, data("skipadd", button.subject)))


async def skip_add(context: Context) -> None:
    """*Skip* below a detail asked for after posting."""
    await posting.stop_asking(context.app, context.person, context.update_id)
    await toast(context)
    await change(context, views.kept(context.t))


async def private_details(context: Context) -> None:
    """*Private details* on the coordinators' card: shown in the private chat only."""
    found = await posting.request_details(context.app, context.person, tapped(context).subject)
    if found is None:
        await toast(context, views.gone(context.t))
        return
    await tell_privately(context, views.private_details(context.t, *found))


async def close_details(context: Context) -> None:
    """*Hide details*."""
    request = await posting.load_request(context.app, tapped(context).subject)
    await toast(context)
    if request is None:
        await change(context, views.kept(context.t))
    else:
        await change(context, views.posted(context.t, request, context.app.policy, offer_take_back=False))


async def cancel(context: Context) -> None:
    """*Cancel this request*: asked once more, privately, because people are told."""
    request = await posting.load_request(context.app, tapped(context).subject)
    if request is None or request.state != "open":
        await toast(context, views.gone(context.t))
        return
    await tell_privately(context, views.sure_to_cancel(context.t, request))


async def cancel_now(context: Context) -> None:
    request = await posting.cancel(context.app, context.person, tapped(context).subject, context.update_id)
    if request is None:
        await toast(context, views.gone(context.t))
        return
    await toast(context)
    await change(context, views.cancelled(context.t))


async def keep(context: Context) -> None:
    """*No, keep it*."""
    await toast(context)
    await change(context, views.kept(context.t))
