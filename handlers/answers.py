"""How handlers answer: the person who acted, at once, and nobody else."""

from __future__ import annotations

import asyncio
import logging
from io import BytesIO

from telegram import InputFile, LinkPreviewOptions, ReplyParameters
from telegram import Message as Received
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError, TimedOut

from bot.actions import due
from bot.actions.membership import group_of
from bot.context import Context, keyboard, markup
from bot.limiter import seconds_of
from bot.rules.model import Group, Reach
from bot.views import people, posting
from bot.views.message import Message, Toast

log = logging.getLogger(__name__)

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
TRIES = 3
TOAST = 200
"""Characters of an answer to a tap (Bot API answerCallbackQuery)."""


async def say(
    context: Context, message: Message, *, privately: bool = False, reply_to: int | None = None
) -> int | None:
    """Sends where the update came from, or to the person privately; returns the message's id.

    When Telegram cannot be reached the outbox takes over: nobody is left without an answer.
    """
    privately = privately or context.privately
    chat_id = context.user.id if privately else context.chat.id
    thread = None if privately else _thread(context)
    for attempt in range(1, TRIES + 1):
        try:
            sent = await context.bot.send_message(
                chat_id,
                message.text,
                parse_mode="HTML",
                reply_markup=markup(message),
                message_thread_id=thread,
                disable_notification=message.silent,
                link_preview_options=NO_PREVIEW,
                reply_parameters=None
                if reply_to is None
                else ReplyParameters(reply_to, allow_sending_without_reply=True),
            )
            return int(sent.message_id)
        except (Forbidden, BadRequest) as refused:
            log.info("update %d: an answer was refused: %s", context.update_id, type(refused).__name__)
            return None
        except TelegramError as error:
            if attempt == TRIES or isinstance(error, (TimedOut, RetryAfter)):
                await due.owe_an_answer(context.app, context.person.id, context.update_id)
                return None
    return None


def _thread(context: Context) -> int | None:
    message = context.incoming.effective_message if context.incoming else None
    if message is None or not message.is_accessible or not getattr(message, "is_topic_message", False):
        return None
    thread: int | None = getattr(message, "message_thread_id", None)
    return thread


async def toast(context: Context, answer: Toast | None = None, *, url: str | None = None) -> None:
    """Answers a tap, once. A tap that Telegram no longer knows (150 s) is answered privately instead."""
    assert context.incoming is not None  # noqa: S101
    query = context.incoming.callback_query
    if query is None:
        return
    text = None if answer is None else answer.text[:TOAST]
    for attempt in range(1, TRIES + 1):
        try:
            await query.answer(text=text, show_alert=answer is not None and answer.alert, url=url)
            return
        except BadRequest as refused:
            if "too old" in refused.message.lower() and answer is not None:
                await due.owe_an_answer(context.app, context.person.id, context.update_id)
            return
        except TelegramError as error:
            if attempt == TRIES:
                await due.owe_an_answer(context.app, context.person.id, context.update_id)
                return
            await _pause(error)


async def change(context: Context, message: Message) -> None:
    """Edits the message whose button was tapped."""
    assert context.incoming is not None  # noqa: S101
    query = context.incoming.callback_query
    if query is None or query.message is None:
        return
    await edit(context, query.message.chat.id, query.message.message_id, message)


async def edit(context: Context, chat_id: int, message_id: int, message: Message) -> None:
    """Edits a private message or a preview of ours; one that is gone is sent anew."""
    try:
        await context.bot.edit_message_text(
            message.text,
            chat_id,
            message_id,
            parse_mode="HTML",
            reply_markup=keyboard(message),
            link_preview_options=NO_PREVIEW,
        )
    except BadRequest as refused:
        words = refused.message.lower()
        if "not modified" in words:
            return
        await say(context, message)
    except TelegramError:
        await due.owe_an_answer(context.app, context.person.id, context.update_id)


async def send_file(context: Context, content: bytes, filename: str) -> None:
    """Sends a file to the person privately."""
    try:
        await context.bot.send_document(
            context.user.id, InputFile(BytesIO(content), filename=filename), disable_notification=True
        )
    except TelegramError:
        await due.owe_an_answer(context.app, context.person.id, context.update_id)


async def send_voice(context: Context, file_id: str) -> None:
    """Plays a voice message to the person once more (Bot API file_id: the same bot may send it again)."""
    try:
        await context.bot.send_voice(context.user.id, file_id, disable_notification=True)
    except BadRequest as refused:
        log.info("update %d: a kept voice message is gone: %s", context.update_id, type(refused).__name__)
    except TelegramError:
        await due.owe_an_answer(context.app, context.person.id, context.update_id)


async def delete_typed(context: Context, message: Received | None = None) -> bool:
    """Deletes the message the person just sent, or that one, where the bot may; whether it is gone."""
    assert context.incoming is not None  # noqa: S101
    message = message or context.incoming.effective_message
    if message is None:
        return False
    for _ in range(TRIES):
        try:
            return bool(await context.bot.delete_message(message.chat.id, message.message_id))
        except BadRequest:
            return False
        except TelegramError as error:
            await _pause(error)
    return False


async def delete_private_words(context: Context, message: Received | None = None, *, stored: bool = True) -> None:
    """Deletes what held a private detail; where that fails the person is asked to do it."""
    if not await delete_typed(context, message):
        await say(context, posting.delete_yourself(context.t, stored=stored), privately=True)


async def tell_privately(context: Context, message: Message) -> None:
    """Answers a tap with a private message; whoever cannot be written to gets the way there instead."""
    if context.private:
        await toast(context)
        await say(context, message)
    elif await say(context, message, privately=True) is None:
        await toast(context, url=context.app.deep_link("connect"))
    else:
        await toast(context, posting.sent_privately(context.t))


async def show_among_coordinators(context: Context, message: Message) -> None:
    """In the place of the tapped message, privately or in the coordinators' group; from anywhere else privately."""
    if context.private or await group_of(context.app, context.chat.id) is Group.COORDINATORS:
        await toast(context)
        await change(context, message)
    else:
        await tell_privately(context, message)


async def _pause(error: TelegramError) -> None:
    """Before trying once more: as long as Telegram asks, if that is bearable for somebody who waits."""
    await asyncio.sleep(min(seconds_of(error), 3.0) if isinstance(error, RetryAfter) else 0.1)


async def goes_on_privately(context: Context) -> bool:
    """For what must not be answered in a group: what was typed there is deleted where the bot may, and the answer
    goes to the private chat. Whoever cannot be written to yet gets the way there; False then.
    """
    if context.private:
        return True
    await delete_typed(context)
    if context.person.reach is Reach.YES:
        context.privately = True
        return True
    await say(context, people.continue_privately(context.t, context.app.deep_link("connect")))
    return False


async def apologize(context: Context) -> None:
    """The last resort: says that something went wrong."""
    text = people.failed(context.t)
    if context.incoming is not None and context.incoming.callback_query is not None:
        await toast(context, Toast(text, alert=True))
    elif context.private:
        await say(context, Message(text))
