"""The way in: updates are stored before they are acknowledged, then handled in order for each person.

python-telegram-bot's own poller acknowledges first and stops for ever at one update it cannot parse; this one
takes the raw JSON and parses one update at a time.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter
from telegram.ext import Application, ExtBot
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter  # what RequestData is made of

from bot.actions import inbox as actions
from bot.actions.inbox import TRIES, Received
from bot.context import App
from bot.limiter import seconds_of
from bot.rules.lines import accented_command

log = logging.getLogger(__name__)

ALLOWED = ("message", "callback_query", "my_chat_member", "chat_member")
"""Bot API getUpdates.allowed_updates: nothing else is sent to us."""
POLL = 25
"""Seconds a poll waits for something to come."""
REFUSALS = 5
"""How often 401 or 404 must come in a row until the token is taken to be revoked: a proxy may hiccup."""
AT_ONCE = 128
"""Updates handled side by side."""

SERVICE = frozenset({
    "new_chat_members", "left_chat_member", "migrate_to_chat_id", "migrate_from_chat_id",
    "group_chat_created", "supergroup_chat_created",
})  # fmt: skip
"""Service messages that matter (Bot API Message)."""


def chatter(raw: dict[str, Any], bot_id: int, bot_username: str) -> bool:
    """Whether this is what people say to each other in a group: neither a command for us, nor a service
    message, nor a reply to us. It is acknowledged and never stored.
    """
    if not any(kind in raw for kind in ALLOWED):
        return True  # made before we said what we want (Bot API getUpdates); nobody waits for an answer
    message = raw.get("message")
    if not isinstance(message, dict) or not isinstance(message.get("chat"), dict):
        return False
    if message["chat"].get("type") not in ("group", "supergroup", "channel"):
        return False
    if SERVICE & message.keys():
        return False
    reply = message.get("reply_to_message")
    if isinstance(reply, dict) and "forum_topic_created" not in reply:  # in a forum every message replies to its topic
        author = reply.get("from")
        if isinstance(author, dict) and author.get("id") == bot_id:
            return False
    text, entities = message.get("text"), message.get("entities")
    if isinstance(text, str) and accented_command(text):
        return False
    if not isinstance(text, str) or not isinstance(entities, list) or not entities:
        return True
    first = entities[0]
    if not isinstance(first, dict) or first.get("type") != "bot_command" or first.get("offset") != 0:
        return True
    length = first.get("length")
    command = text[:length] if isinstance(length, int) else text
    _, at, username = command.partition("@")
    return bool(at) and username.lower() != bot_username.lower()


def sender_of(raw: dict[str, Any]) -> tuple[str, int]:
    """Whose update it is, for the queues: the person, else the chat, else nobody's."""
    for kind, content in raw.items():
        if kind == "update_id" or not isinstance(content, dict):
            continue
        sender = content.get("from")
        if isinstance(sender, dict) and isinstance(sender.get("id"), int):
            return "telegram", sender["id"]
        chat = content.get("chat")
        if isinstance(chat, dict) and isinstance(chat.get("id"), int):
            return "chat", chat["id"]
    return "nobody", 0


class Inbox:
    """Polls, stores, and hands each update to the application; one queue per person."""

    def __init__(
        self,
        app: App,
        application: Application[Any, Any, Any, Any, Any, Any],
        request: BaseRequest,
        apologize: Callable[[Update], Awaitable[None]],
    ) -> None:
        self._app = app
        self._application = application
        self._bot: ExtBot[Any] = application.bot
        self._request = request
        self._apologize = apologize
        self._queues: dict[bytes, deque[Received]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._at_once = asyncio.Semaphore(AT_ONCE)
        self._done: list[int] = []
        self._flush = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._up_to_date = asyncio.Event()

    async def run(self) -> None:
        """Until cancelled. What an earlier run left is handled first."""
        self._enqueue(await actions.waiting(self._app))
        flusher = asyncio.create_task(self._flush_handled(), name="inbox flush")
        try:
            await self._poll()
        finally:
            flusher.cancel()
            await asyncio.gather(flusher, return_exceptions=True)

    async def finish(self, seconds: float) -> None:
        """After `run` was cancelled: waits for what is in hand; what is left stays stored for the next start."""
        if self._workers:
            _, left = await asyncio.wait(self._workers, timeout=seconds)
            for worker in left:
                worker.cancel()
            await asyncio.gather(*left, return_exceptions=True)
        await self._mark_handled()

    async def idle(self) -> None:
        """Returns when everything received has been handled."""
        await self._idle.wait()

    async def caught_up(self) -> None:
        """Returns when everything that waited at Telegram at the start has been received and handled."""
        await self._up_to_date.wait()
        await self._idle.wait()

    async def _poll(self) -> None:
        offset: int | None = None
        pause, refusals = 1.0, 0
        while True:
            try:
                updates = await self._get_updates(offset)
                await self._take(updates)
            except Exception as error:  # whatever it is: nothing was acknowledged, so it all comes again
                if isinstance(error, InvalidToken) and (refusals := refusals + 1) >= REFUSALS:
                    raise
                wait = seconds_of(error) if isinstance(error, RetryAfter) else pause
                log.warning("polling failed (%s); trying again in %.0f s", _name(error), wait)
                pause = min(pause * 2, 30.0)
                await asyncio.sleep(wait)  # between two tries, in real time, whatever the center's clock says
                continue
            pause, refusals = 1.0, 0
            if not updates:
                self._up_to_date.set()
            # After an empty answer everything is acknowledged. Ids may restart at random after a quiet week
            # (Bot API Update), so no mark of the highest one is kept.
            offset = updates[-1]["update_id"] + 1 if updates else None

    async def _get_updates(self, offset: int | None) -> list[dict[str, Any]]:
        wait = POLL if self._up_to_date.is_set() else 0  # what waits there is fetched without waiting for more
        fields: dict[str, object] = {"timeout": wait, "limit": 100, "allowed_updates": ALLOWED}
        if offset is not None:
            fields["offset"] = offset
        data = RequestData([RequestParameter(name, value, None) for name, value in fields.items()])
        answer = await self._request.post(f"{self._bot.base_url}/getUpdates", data, read_timeout=POLL + 5)
        if not isinstance(answer, list):
            raise NetworkError("no list of updates")
        return answer

    async def _take(self, updates: list[dict[str, Any]]) -> None:
        kept = [self._received(raw) for raw in updates if not self._is_chatter(raw)]
        self._enqueue(await actions.receive(self._app, kept))

    def _is_chatter(self, raw: dict[str, Any]) -> bool:
        try:
            return chatter(raw, self._bot.id, self._bot.username)
        except Exception:  # an update of no known shape is kept, and fails alone when it is handled
            return False

    def _received(self, raw: dict[str, Any]) -> Received:
        queue = actions.queue_name(self._app, *sender_of(raw))
        return Received(raw["update_id"], queue, json.dumps(raw, separators=(",", ":")).encode())

    def _enqueue(self, received: list[Received]) -> None:
        for update in received:
            queue = self._queues.get(update.queue)
            if queue is not None:
                queue.append(update)
                continue
            self._queues[update.queue] = deque([update])
            worker = asyncio.create_task(self._work(update.queue), name="inbox worker")
            self._workers.add(worker)
            worker.add_done_callback(self._worker_ended)
        if self._workers:
            self._idle.clear()

    def _worker_ended(self, worker: asyncio.Task[None]) -> None:
        self._workers.discard(worker)
        if not self._workers:
            self._idle.set()
        if not worker.cancelled() and worker.exception() is not None:
            log.error("a queue stopped: %s", type(worker.exception()).__name__)

    async def _work(self, name: bytes) -> None:
        queue = self._queues[name]
        try:
            while queue:
                async with self._at_once:
                    await self._handle(queue[0])
                queue.popleft()
        finally:
            del self._queues[name]

    async def _handle(self, received: Received) -> None:
        """Tries up to three times; each try knows what an earlier one had already committed."""
        failures = received.failures
        outcome = received.outcome
        while True:
            error = await self._try(received, outcome)
            if error is None:
                self._done.append(received.update_id)
                self._flush.set()
                return
            failures += 1
            log.error("update %d failed (%d of %d): %s", received.update_id, failures, TRIES, error)
            if await actions.failed(self._app, received.update_id, failures):
                await self._say_sorry(received)
                return
            outcome = await actions.outcome(self._app, received.update_id)

    async def _try(self, received: Received, outcome: str | None) -> str | None:
        """None when handled, else the name of what went wrong."""
        marks: dict[str, Any] = self._application.bot_data
        try:
            update = Update.de_json(json.loads(received.payload), self._bot)
        except Exception as error:  # a malformed update may raise anything
            return type(error).__name__
        if outcome is not None:
            marks["replayed"][received.update_id] = outcome
        try:
            await self._application.process_update(update)
        finally:
            marks["replayed"].pop(received.update_id, None)
        failed: str | None = marks["failed"].pop(received.update_id, None)
        return failed

    async def _say_sorry(self, received: Received) -> None:
        try:
            update = Update.de_json(json.loads(received.payload), self._bot)
            await self._apologize(update)
        except Exception as error:  # nothing more can be done for this update
            log.warning("update %d: no answer could be given: %s", received.update_id, type(error).__name__)

    async def _flush_handled(self) -> None:
        while True:
            await self._flush.wait()
            self._flush.clear()
            try:
                await self._mark_handled()
            except Exception as error:  # nothing is lost: they are marked with the next ones
                log.warning("handled updates were not marked: %s", type(error).__name__)

    async def _mark_handled(self) -> None:
        if self._done:
            done, self._done = self._done, []
            try:
                await actions.handled(self._app, done)
            except BaseException:  # stopping, too: `finish` marks them
                self._done = done + self._done
                raise


def _name(error: Exception) -> str:
    """What went wrong while polling, for the log."""
    return "another program polls with this token" if isinstance(error, Conflict) else type(error).__name__
