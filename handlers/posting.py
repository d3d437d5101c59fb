"""Coordinators post: the commands, the draft's questions and buttons, private details, *Take back*, *Cancel*."""

from __future__ import annotations

from dataclasses import replace

from telegram import Message as Received

from bot.actions import drafts, posting, series
from bot.actions.drafts import DETAIL, DraftRow, DraftView
from bot.actions.membership import chat_of, group_of
from bot.actions.series import Begun
from bot.context import Context
from bot.rules.drafts import Question
from bot.rules.lines import command_of
from bot.rules.model import Group, Request
from bot.rules.problems import Problem
from bot.views import changes as change_views
from bot.views import people as people_views
from bot.views import posting as views
from bot.views import questions
from bot.views import series as series_views
from bot.views.message import Message, data, decode, encode
from handlers.answers import change as change_message
from handlers.answers import delete_private_words, edit, goes_on_privately, say, send_voice, tell_privately, toast
from handlers.claims import tapped


async def post_command(context: Context) -> None:
    """`/ride WHEN FROM > TO [xN] [tags]` and the other kinds: the preview, or the first question."""
    assert context.incoming is not None  # noqa: S101
    message = context.incoming.message
    if message is None or message.text is None:
        return
    kind, typed = command_of(message.text)
    if kind is None:
        return
    group = await group_of(context.app, context.chat.id)
    if group is not Group.COORDINATORS:
        group = None
        if not await goes_on_privately(context):
            return
    view = await drafts.begin(context.app, context.person, kind, typed, group, context.update_id)
    if view.private:
        await delete_private_words(context)
    await show(context, view, new=True)


async def show(context: Context, view: DraftView, *, new: bool = False, reply_to: int | None = None) -> None:
    """The draft as it stands: what is asked, or the preview. Questions are asked privately only."""
    if not new and view.message_id is not None and view.group is None:
        await edit(context, context.user.id, view.message_id, draw(context, view, private=True))
        return
    elsewhere = not context.private and view.group is None
    private = context.private or context.privately or elsewhere
    message_id = await say(context, draw(context, view, private=private), privately=elsewhere, reply_to=reply_to)
    if message_id is None and elsewhere and not context.privately:
        link = context.app.deep_link(f"draft-{encode(view.id)}")
        await say(context, people_views.continue_privately(context.t, link))
    elif message_id is not None:
        await drafts.shown(context.app, view.id, view.group, message_id)


def draw(context: Context, view: DraftView, *, private: bool) -> Message:
    """`private` says where it will stand, so that nothing private is drawn into a group."""
    app, t = context.app, context.t
    if view.asking is not None and view.asking.startswith(DETAIL):
        asked = views.ask_detail(t, view.asking.removeprefix(DETAIL), data("skipdetail", view.id))
        problems = [views.problem_text(t, problem) for problem in view.problems]
        return Message("\n\n".join([*problems, asked.text]), asked.buttons)
    question = view.draft.question()
    if question is not None:
        return questions.question(
            t,
            view.id,
            view.draft,
            question,
            view.problems,
            app.now(),
            app.common_languages,
            view.places,
            view.recent,
        )
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
        before=_before_preview(context, view),
        agreement=view.agreement,
        later=view.later,
    )


def _before_preview(context: Context, view: DraftView) -> list[str]:
    """Of an edit: what it changes, what somebody else changed meanwhile, and who would lose a seat."""
    t, base = context.t, view.draft.base
    lines = change_views.meanwhile(t, view.draft.kind, view.theirs, view.both) if view.theirs else []
    if view.losing:
        lines += change_views.would_lose(t, view.losing)
    if base is not None:
        lines += change_views.change_lines(t, base, view.draft, context.app.common_languages)
    return lines


async def answer_draft(context: Context, asked: DraftRow, typed: str) -> None:
    """A typed answer; one that held a private detail is deleted once it is stored."""
    view = await drafts.answer_text(context.app, context.person, asked, typed, context.update_id)
    if view is None:
        await say(context, people_views.nothing_asked(context.t))
        return
    if view.private:
        await delete_private_words(context, stored=Problem.A_NUMBER not in view.problems)
    if view.problems and not view.private:
        await _ask_again(context, draw(context, view, private=True))
    else:
        await show(context, view, new=view.saved is None)


async def _ask_again(context: Context, question: Message) -> None:
    """What was typed is no answer and is stored nowhere: it is asked again, and the words may be kept."""
    received = context.incoming.message if context.incoming is not None else None
    *rows, last = question.buttons
    buttons = (*rows, (views.keep_button(context.t),), last)
    await say(context, replace(question, buttons=buttons), reply_to=None if received is None else received.message_id)


async def answer_request_detail(context: Context, asked: DraftRow, typed: str) -> None:
    """A detail typed after posting."""
    t = context.t
    saved = await posting.answer_request_detail(context.app, context.person, asked, typed, context.update_id)
    if saved is None:
        await delete_private_words(context, stored=False)
        await say(context, Message(views.gone(t).text))
    elif saved.problem is not None:
        question = views.ask_detail(t, saved.field, data("skipadd", saved.party_id))
        text = f"{views.problem_text(t, saved.problem)}\n\n{question.text}"
        if saved.problem is Problem.A_NUMBER:
            await delete_private_words(context, stored=False)
            await say(context, Message(text, question.buttons))
        else:  # what was not stored can be corrected and sent again
            await _ask_again(context, Message(text, question.buttons))
    else:
        await delete_private_words(context)
        request = await posting.load_request(context.app, saved.request_id)
        if request is not None:
            text = views.detail_saved(t, saved.field, saved.details)
            await say(context, views.posted(t, request, context.app.policy, saved=text, offer_take_back=False))


# --- the draft's buttons ---------------------------------------------------------------------------------------------


async def answer(context: Context) -> None:
    """A button that answers the question the draft is at: its data is `answer:draft:question.answer`."""
    button = tapped(context)
    question, _, chosen = button.extra.partition(".")
    view = await drafts.answer_tap(context.app, context.person, button.subject, question, chosen, context.update_id)
    await answer_with(context, view)


async def change(context: Context) -> None:
    """*Back*, *Edit*, and the families of a draft."""
    button = tapped(context)
    view = await drafts.change(context.app, context.person, button.subject, button.extra, context.update_id)
    await answer_with(context, view)


async def detail(context: Context) -> None:
    """A private detail of a draft: asked for privately, also when the preview stands in the group."""
    button = tapped(context)
    view = await drafts.ask_detail(context.app, context.person, button.subject, button.extra, context.update_id)
    if view is not None and not context.private:
        await tell_privately(context, views.ask_detail(context.t, button.extra, data("skipdetail", view.id)))
        return
    await answer_with(context, view)


async def resume(context: Context) -> None:
    """*Go on* with an unfinished request; *Skip* below a private detail."""
    view = await drafts.resume(context.app, context.person, tapped(context).subject, context.update_id)
    await answer_with(context, view)
    await _play(context, view)


async def _play(context: Context, view: DraftView | None) -> None:
    """A voice message that was kept is there again while its request is being written."""
    if view is not None and view.draft.voice and view.draft.question() is Question.KIND:
        await send_voice(context, view.draft.voice)


async def resume_from_link(context: Context, draft_id: int) -> None:
    """Start, after a request was begun in the group by a coordinator who had not connected yet."""
    view = await drafts.resume(context.app, context.person, draft_id, context.update_id)
    if view is None:
        await say(context, Message(views.gone(context.t).text))
    else:
        await show(context, view, new=True)


async def take_over(context: Context) -> None:
    """*Take over*, on the board or the list of what is unfinished: it goes on in the private chat."""
    view = await drafts.take_over(context.app, context.person, tapped(context).subject, context.update_id)
    if view is None:
        await toast(context, views.gone(context.t))
        return
    await tell_privately(context, draw(context, view, private=True))
    await _play(context, view)


async def answer_with(context: Context, view: DraftView | None) -> None:
    """The tapped message becomes the draft as it stands."""
    if view is None:
        await toast(context, views.gone(context.t))
        return
    if not context.private and view.draft.question() is not None:  # questions are asked privately only
        await tell_privately(context, draw(context, view, private=True))
        return
    await toast(context)
    await change_message(context, draw(context, view, private=context.private))
    query = context.incoming.callback_query if context.incoming is not None else None
    if query is not None and query.message is not None:
        place = None if context.private else Group.COORDINATORS
        if (view.group, view.message_id) != (place, query.message.message_id):
            await drafts.shown(context.app, view.id, place, query.message.message_id)


async def discard(context: Context) -> None:
    if await drafts.discard(context.app, context.person, tapped(context).subject, context.update_id):
        await toast(context)
        await change_message(context, views.discarded(context.t))
    else:
        await toast(context, views.gone(context.t))


async def post(context: Context) -> None:
    """The preview's first button."""
    button = tapped(context)
    if await chat_of(context.app, Group.VOLUNTEERS) is None:
        await toast(context, views.nowhere_to_post(context.t))
        return
    begun = await drafts.view(context.app, context.person, button.subject)
    if begun is not None and begun.draft.weekly:
        await _begin_series(context, button.subject, button.number)
        return
    result = await posting.post(context.app, context.person, button.subject, button.number, context.update_id)
    if isinstance(result, Request):
        await toast(context)
        await change_message(context, views.posted(context.t, result, context.app.policy))
        query = context.incoming.callback_query if context.incoming is not None else None
        if query is not None and query.message is not None:
            place = context.person.id if context.private else Group.COORDINATORS
            await posting.stands_in(context.app, result, query.message.message_id, place)
    else:
        await answer_with(context, result)


async def _begin_series(context: Context, draft_id: int, version: int) -> None:
    """The preview's first button, of what is repeated every week."""
    app = context.app
    result = await series.begin(app, context.person, draft_id, version, context.update_id)
    if not isinstance(result, Begun):
        await answer_with(context, result)
        return
    await toast(context)
    shown = series_views.begun(
        context.t,
        result.series,
        result.picture,
        result.requests,
        result.open_days,
        result.next_posted_at,
        app.policy,
    )
    await change_message(context, shown)


async def take_back(context: Context) -> None:
    """*Take back*: a draft again, in the place of the message."""
    view = await posting.take_back(context.app, context.person, tapped(context).subject, context.update_id)
    if view is None:
        await toast(context, views.too_late_to_take_back(context.t, context.app.policy))
        return
    await answer_with(context, view)


# --- again, and kept in a hurry --------------------------------------------------------------------------------------


async def usual(context: Context) -> None:
    """*Again…*: what was posted lately, in the place of the question."""
    usual_ones = await drafts.usual(context.app)
    await toast(context)
    await change_message(context, questions.again(context.t, usual_ones, tapped(context).subject))


async def again(context: Context) -> None:
    """The same once more, on another day: *Again…* goes on in its draft, *Duplicate* begins a new one privately."""
    button = tapped(context)
    begun = decode(button.extra) or None
    view = await drafts.again(context.app, context.person, button.subject, context.update_id, begun)
    if view is None or begun is not None:
        await answer_with(context, view)
        return
    await tell_privately(context, draw(context, view, private=True))


def offer_to_keep(context: Context) -> Message:
    """For what answers no question."""
    return views.offer_to_keep(context.t)


async def keep_words(context: Context) -> None:
    """*Keep as unfinished request*: the message it stands under becomes a draft, and is deleted where it was typed."""
    original = _replied_to(context)
    if original is None:
        await toast(context, views.not_there_to_keep(context.t))
        return
    voice = original.voice.file_id if original.voice is not None else ""
    text = original.text or original.caption or ""
    view = await drafts.keep(context.app, context.person, text, voice, context.update_id)
    if isinstance(view, Problem):
        await toast(context)
        await change_message(context, Message(views.problem_text(context.t, view)))
        return
    await answer_with(context, view)
    if not voice:  # a voice message may only be played while Telegram keeps it
        await delete_private_words(context, original)


def _replied_to(context: Context) -> Received | None:
    """The message that the tapped one answers, as Telegram still shows it."""
    query = context.incoming.callback_query if context.incoming is not None else None
    message = query.message if query is not None else None
    return message.reply_to_message if isinstance(message, Received) else None


# --- a posted request ------------------------------------------------------------------------------------------------


async def add_detail(context: Context) -> None:
    """A private detail of a posted request's party: asked for privately."""
    button, t = tapped(context), context.t
    if not await posting.ask_request_detail(
        context.app, context.person, button.subject, button.extra, context.update_id
    ):
        await toast(context, views.gone(t))
        return
    await tell_privately(context, views.ask_detail(t, button.extra, data("skipadd", button.subject)))


async def skip_add(context: Context) -> None:
    """*Skip* below a detail asked for after posting."""
    await drafts.stop_asking(context.app, context.person, context.update_id)
    await toast(context)
    await change_message(context, views.kept(context.t))


async def private_details(context: Context) -> None:
    """*Private details* on the coordinators' card: shown in the private chat only."""
    found = await posting.request_details(context.app, context.person, tapped(context).subject)
    if found is None:
        await toast(context, views.gone(context.t))
        return
    await tell_privately(context, views.private_details(context.t, *found, context.app.now()))


async def close_details(context: Context) -> None:
    """*Hide details*."""
    request = await posting.load_request(context.app, tapped(context).subject)
    await toast(context)
    if request is None:
        await change_message(context, views.kept(context.t))
    else:
        await change_message(context, views.posted(context.t, request, context.app.policy, offer_take_back=False))


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
    await change_message(context, views.cancelled(context.t))


async def keep(context: Context) -> None:
    """*No, keep it*."""
    await toast(context)
    await change_message(context, views.kept(context.t))
