"""Telegram's limits on sending, kept on our side: answers to taps never wait, replies go before notices.

Limits: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this. Windows are measured in
the event loop's monotonic time.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

REPLY = 1
"""The priority of an answer to somebody who is waiting: after an emergency's 0, before the rest of the outbox."""
BURST = 3
"""Answers that may follow each other at once in one chat; notices keep a second between them."""
AT_A_TIME = 6
"""Notices that may go out at once; the others are spread over the second, so that an emergency finds room in it."""
MARGIN = 1.02
"""How much slower than allowed we send, because the network bunches messages together."""
TINY = 1e-9
"""What floating point may lack of a whole message."""
PATIENCE = timedelta(seconds=30)
"""How long a reply waits out a 429 before it is given up to the outbox."""
COUNTED = ("send", "copy", "forward")
"""Methods that count against the limits everywhere start like this."""


class Paid(Enum):
    """Passed as `rate_limit_args` by who has already waited with `turn`."""

    PAID = "paid"


@dataclass
class _Window:
    """At most `count` in any `seconds`."""

    count: float
    seconds: float
    times: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        while self.times and self.times[0] <= now - self.seconds:
            self.times.popleft()
        return 0.0 if len(self.times) < max(1, int(self.count)) else self.times[0] + self.seconds - now


@dataclass
class _Bucket:
    """`rate` per second after a burst of `most`."""

    rate: float
    level: float
    at: float
    most: float = BURST

    def wait(self, now: float) -> float:
        self.level = min(self.most, self.level + (now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.level >= 1 - TINY else (1 - self.level) / self.rate


@dataclass
class _Chat:
    bucket: _Bucket
    group: _Window | None
    blocked_until: float = 0.0
    last: float = float("-inf")

    def wait(self, now: float, priority: int) -> float:
        waits = [self.bucket.wait(now), self.blocked_until - now]
        if priority > REPLY:
            waits.append(self.last + 1 / self.bucket.rate - now)
        if self.group is not None:
            waits.append(self.group.wait(now))
        return max(waits)


class Limiter(BaseRateLimiter[Paid]):
    """30 messages a second overall, one a second per chat, 20 a minute per group (settings)."""

    def __init__(self, per_second: float, per_chat_second: float, per_group_minute: float) -> None:
        self._overall = _Window(per_second, MARGIN)
        self._pace = _Bucket(per_second / MARGIN, AT_A_TIME, 0.0, most=AT_A_TIME)
        self._per_chat = per_chat_second / MARGIN
        self._per_group = per_group_minute
        self._chats: dict[int, _Chat] = {}
        self._waiting: list[tuple[int, int, int, asyncio.Future[None]]] = []
        self._order = itertools.count()
        self._timer: asyncio.TimerHandle | None = None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        for *_, turn in self._waiting:
            turn.cancel()
        self._waiting.clear()

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, bool | dict[str, Any] | list[dict[str, Any]]]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Paid | None,
    ) -> bool | dict[str, Any] | list[dict[str, Any]]:
        """Waits for the chat's turn unless it was waited for already; a reply also waits out a short 429."""
        chat_id = data.get("chat_id")
        if not isinstance(chat_id, int) or not _counts(endpoint, chat_id):
            return await callback(*args, **kwargs)
        if rate_limit_args is Paid.PAID:
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as refused:
                self.hold_back(chat_id, seconds_of(refused))
                raise
        patience = PATIENCE.total_seconds()
        while True:
            await self.turn(chat_id, REPLY)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as refused:
                wait = seconds_of(refused)
                self.hold_back(chat_id, wait)
                patience -= wait
                if patience < 0:
                    raise

    async def turn(self, chat_id: int, priority: int) -> None:
        """Returns when one message may go to this chat; lower priorities first, then in order of asking."""
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (priority, next(self._order), chat_id, turn))
        self._serve()
        await turn

    def hold_back(self, chat_id: int, seconds: float) -> None:
        """Telegram answered 429: nothing goes to this chat for a while (Bot API ResponseParameters.retry_after)."""
        now = asyncio.get_running_loop().time()
        self._chat(chat_id, now).blocked_until = now + seconds

    def _chat(self, chat_id: int, now: float) -> _Chat:
        chat = self._chats.get(chat_id)
        if chat is None:
            window = _Window(self._per_group, 60 * MARGIN) if chat_id < 0 else None
            chat = self._chats[chat_id] = _Chat(_Bucket(self._per_chat, BURST, now), window)
        return chat

    def _serve(self) -> None:
        """Gives turns to all who may go now, and sets the alarm for the next."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        later: list[tuple[int, int, int, asyncio.Future[None]]] = []
        soonest = float("inf")
        blocked: set[int] = set()
        while self._waiting:
            overall = self._overall.wait(now)
            if overall > 0:
                soonest = min(soonest, overall)
                break
            entry = heapq.heappop(self._waiting)
            priority, _, chat_id, turn = entry
            if turn.done():
                continue
            pace = self._pace.wait(now) if priority > REPLY else 0.0
            if pace > 0:  # and so for all behind it; the second is not used up at its beginning
                soonest = min(soonest, max(pace, 0.001))
                later.append(entry)
                break
            chat = self._chat(chat_id, now)
            wait = chat.wait(now, priority)
            if wait > 0 or chat_id in blocked:
                blocked.add(chat_id)
                soonest = min(soonest, max(wait, 0.001))
                later.append(entry)
                continue
            self._overall.times.append(now)
            if priority > REPLY:
                self._pace.level -= 1
            chat.bucket.level -= 1
            chat.last = now
            if chat.group is not None:
                chat.group.times.append(now)
            turn.set_result(None)
        for entry in later:
            heapq.heappush(self._waiting, entry)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._waiting:
            self._timer = loop.call_later(soonest, self._serve)


def _counts(endpoint: str, chat_id: int) -> bool:
    """Whether a call counts: sends everywhere, edits in groups."""
    if endpoint.startswith("edit"):
        return chat_id < 0
    return endpoint.startswith(COUNTED) and endpoint != "sendChatAction"


def seconds_of(refused: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    wait = refused.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
