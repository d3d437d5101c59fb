"""The way out: every due row of the outbox becomes an action or a message drawn from the current state.

Rows for one chat go one after the other, chats side by side, urgent first. What could not be sent is tried
again; what no longer matters is passed over.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import timedelta
from typing import Any
from weakref import WeakValueDictionary

from telegram import LinkPreviewOptions
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.actions import due, jobs
from bot.actions.claim_notices import BUTTONS_ONLY
from bot.actions.saying import Row, Saying
from bot.actions.setup import migrated
from bot.context import App, described, keyboard, markup
from bot.drawing import draw
from bot.limiter import Limiter, Paid, seconds_of
from bot.rules.loudness import hushed
from bot.rules.model import Group, Person
from bot.rules.timetable import Occasion, Priority, Verb
from bot.views import claims
from bot.views.message import Message

log = logging.getLogger(__name__)

REPORTS = frozenset({Occasion.DEBRIEF_ASK, Occasion.DEBRIEF_NAG, Occasion.DEBRIEF_ALERT, Occasion.DEBRIEF_OTHERS})
"""About a request, whose id is their subject, and no part of its plan."""
AT_ONCE = 64
"""Rows in hand at one time."""
GIVE_UP = 20
"""Attempts after which a row that Telegram refuses as wrong is let go."""
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
OUTSIDE = ("left", "restricted")
"""Bot API ChatMember.status of whoever may be invited."""


class Dispatcher:
    """Runs until cancelled; wakes when something is due or an action committed."""

    def __init__(self, app: App, bot: ExtBot[Any], limiter: Limiter) -> None:
        self._app = app
        self._bot = bot
        self._limiter = limiter
        self._in_hand: dict[int, asyncio.Task[None]] = {}
        self._busy: set[object] = set()
        self._just_done: set[int] = set()
        self._at_rest = asyncio.Event()
        self._requests: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def run(self) -> None:
        """Looks at what is due, hands it out, and waits for the next moment."""
        await jobs.plan_days(self._app)
        while True:
            self._app.wake.clear()
            self._just_done.clear()
            rows, next_at = await due.due_at(self._app, self._app.now())
            for row in rows:
                self._take(row)
            if not self._in_hand and not self._app.wake.is_set():
                self._at_rest.set()
            await self._app.clock.wait(next_at, self._app.wake)
            self._at_rest.clear()
            await self._app.clock.breathe()  # taps that come together are answered first, and drawn together

    def _take(self, row: Row) -> None:
        """Starts on a row, unless there is enough in hand or its chat is being written to already.

        A row dealt with while the database was asked may still look due in the answer; it is left for the next look.
        """
        target = row.to if row.to is not None else row.id
        if row.id in self._in_hand or row.id in self._just_done:
            return
        urgent = row.priority is Priority.EMERGENCY  # waits for nothing that is in hand
        if not urgent and (len(self._in_hand) >= AT_ONCE or target in self._busy):
            return
        task = asyncio.create_task(self._deal_with(row), name=f"outbox {row.occasion}")
        self._in_hand[row.id] = task
        self._busy.add(target)
        task.add_done_callback(lambda _: self._done(row.id, target))

    def _done(self, row_id: int, target: object) -> None:
        self._in_hand.pop(row_id)
        self._just_done.add(row_id)
        self._busy.discard(target)
        self._app.wake.set()

    async def finish(self, seconds: float) -> None:
        """After `run` was cancelled: waits for what is on its way; the rest stays in the outbox."""
        tasks = list(self._in_hand.values())
        if tasks:
            _, left = await asyncio.wait(tasks, timeout=seconds)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    async def at_rest(self) -> None:
        """Returns when nothing is due and nothing is on its way."""
        while True:
            await self._at_rest.wait()
            rows, _ = await due.due_at(self._app, self._app.now())
            if not rows and not self._in_hand and not self._app.wake.is_set():
                return
            await asyncio.sleep(0)  # lets `run` see what was just committed, or that time has moved

    async def _deal_with(self, row: Row) -> None:
        try:
            if row.verb is Verb.DO:
                await due.carry_out(self._app, row)
            else:
                await self._say(row)
        except Exception as error:  # whatever it is, the row stays and is tried again later
            log.error("row %d (%s) failed: %s", row.id, row.occasion, described(error))
            await due.not_sent(self._app, row, _backoff(row))

    async def _say(self, row: Row) -> None:
        chat_id = await due.address(self._app, row)
        if chat_id is not None:
            await self._limiter.turn(chat_id, row.priority)
        async with self._one_at_a_time(row):
            await self._say_now(row)

    def _one_at_a_time(self, row: Row) -> AbstractAsyncContextManager[object]:
        """Notices about one request go out one by one: when the power fails, no more than one of them was sent and
        not marked yet, and comes twice. Emergencies wait for nothing.
        """
        request_id = row.subject if row.occasion in REPORTS else row.request_id
        if request_id is None or row.priority is Priority.EMERGENCY:
            return nullcontext()
        return self._requests.setdefault(request_id, asyncio.Lock())

    async def _say_now(self, row: Row) -> None:
        saying = await due.say(self._app, row)  # after the wait: what was true before it may not be now
        if saying is None:
            await due.passed_over(self._app, row)
            return
        try:
            message_id = await self._send(row, saying)
        except RetryAfter as refused:
            await due.not_sent(self._app, row, timedelta(seconds=seconds_of(refused)))
        except ChatMigrated as moved:
            await migrated(self._app, saying.chat_id, moved.new_chat_id)
            await due.not_sent(self._app, row, timedelta())
        except Forbidden:
            await self._refused(row)
        except BadRequest as refused:  # a NetworkError to python-telegram-bot, so it is looked at first
            await self._wrong(row, refused)
        except TelegramError as error:
            log.info("row %d (%s) not sent: %s", row.id, row.occasion, type(error).__name__)
            await due.not_sent(self._app, row, _backoff(row))
        else:
            await due.sent(self._app, row, message_id, saying)

    async def _refused(self, row: Row) -> None:
        if isinstance(row.to, Group):
            log.warning("the %s group does not let me write", row.to)
            await due.refused(self._app, row, _backoff(row))
        else:
            await due.unreachable(self._app, row)

    async def _wrong(self, row: Row, refused: BadRequest) -> None:
        words = refused.message.lower()
        if "not found" in words and "message" in words and "thread" not in words:
            await due.message_gone(self._app, row)
            self._app.wake.set()
        elif "chat not found" in words and not isinstance(row.to, Group):
            await due.unreachable(self._app, row)
        elif isinstance(row.to, Group) and ("thread not found" in words or "topic_" in words):
            await due.topic_gone(self._app, row.to)
            await due.not_sent(self._app, row, timedelta())
        elif row.attempts >= GIVE_UP and not isinstance(row.to, Group):
            log.error("row %d (%s) given up", row.id, row.occasion)
            await due.passed_over(self._app, row)
        else:
            log.warning("row %d (%s) refused by Telegram as wrong", row.id, row.occasion)
            await due.refused(self._app, row, _backoff(row))

    async def _send(self, row: Row, saying: Saying) -> int | None:
        """Sends, edits or deletes; returns the id of the message that now stands for the row."""
        bot = self._bot
        if saying.delete:
            if saying.edit is not None:
                await bot.delete_message(saying.chat_id, saying.edit, rate_limit_args=Paid.PAID)
            return None
        invite = await self._invite(saying) if row.occasion is Occasion.SESSION_TRAINED else None
        message = draw(self._app, row, saying, invite)
        if saying.edit is not None:
            if row.occasion in BUTTONS_ONLY:
                await _edit_buttons(bot, saying.chat_id, saying.edit, message)
            else:
                await _edit(bot, saying.chat_id, saying.edit, message)
            return saying.edit
        app, starts_at = self._app, None if saying.request is None else saying.request.starts_at
        sleeping = hushed(row.occasion, row.to, starts_at, app.now(), app.policy, app.zone)
        sent = await bot.send_message(
            saying.chat_id,
            message.text,
            parse_mode="HTML",
            reply_markup=markup(message),
            message_thread_id=saying.thread_id,
            disable_notification=message.silent or sleeping,
            link_preview_options=NO_PREVIEW,
            rate_limit_args=Paid.PAID,
        )
        if row.occasion is Occasion.CONNECT_CARD:
            await self._pin(saying, sent.message_id)
        if row.occasion in due.DAILY and saying.before is not None:
            await self._delete(saying.chat_id, saying.before)
        if saying.before is not None and saying.person is not None:
            await self._retire(saying.person, saying.chat_id, saying.before)
        return sent.message_id

    async def _invite(self, saying: Saying) -> str | None:
        """A single-use link into the volunteers' group for somebody newly trained; None if they are in it already,
        empty where the bot may not invite.
        """
        chat_id = None if saying.notice is None else saying.notice.invite_to
        if chat_id is None:
            return None
        try:
            if (await self._bot.get_chat_member(chat_id, saying.chat_id)).status not in OUTSIDE:
                return None
            until = self._app.now() + self._app.policy.link
            link = await self._bot.create_chat_invite_link(chat_id, member_limit=1, expire_date=until)
        except BadRequest as refused:
            log.warning("somebody could not be invited: %s", type(refused).__name__)
            return ""
        return link.invite_link

    async def _pin(self, saying: Saying, message_id: int) -> None:
        try:
            if saying.pinned is not None:
                await self._bot.unpin_chat_message(saying.chat_id, saying.pinned)
            await self._bot.pin_chat_message(saying.chat_id, message_id, disable_notification=True)
        except TelegramError as error:
            log.warning("the Connect card could not be pinned: %s", type(error).__name__)

    async def _delete(self, chat_id: int, message_id: int) -> None:
        """The digest before; Telegram lets a bot delete its own messages for 48 hours."""
        try:
            await self._bot.delete_message(chat_id, message_id, rate_limit_args=Paid.PAID)
        except TelegramError as error:
            log.info("an old digest stays: %s", type(error).__name__)

    async def _retire(self, person: Person, chat_id: int, message_id: int) -> None:
        """The older message about the same claim loses its buttons and whatever it showed."""
        try:
            await _edit(self._bot, chat_id, message_id, claims.superseded(self._app.translator(person.language)))
        except TelegramError as error:
            log.info("an old message stays as it is: %s", type(error).__name__)


async def _edit_buttons(bot: ExtBot[Any], chat_id: int, message_id: int, message: Message) -> None:
    try:
        await bot.edit_message_reply_markup(
            chat_id, message_id, reply_markup=keyboard(message), rate_limit_args=Paid.PAID
        )
    except BadRequest as refused:
        if "not modified" not in refused.message.lower():
            raise


async def _edit(bot: ExtBot[Any], chat_id: int, message_id: int, message: Message) -> None:
    try:
        await bot.edit_message_text(
            message.text,
            chat_id,
            message_id,
            parse_mode="HTML",
            reply_markup=keyboard(message),
            link_preview_options=NO_PREVIEW,
            rate_limit_args=Paid.PAID,
        )
    except BadRequest as refused:
        if "not modified" not in refused.message.lower():
            raise


def _backoff(row: Row) -> timedelta:
    """1, 2, 4 … at most 300 seconds."""
    return timedelta(seconds=min(300, 2 ** min(row.attempts, 9)))
