"""Telegram's sending limits (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this)."""

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.errors import too_many_requests


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may be sent; None means no limit. Answers to taps, deletions and questions never count."""

    per_chat_per_second: float | None = 1
    per_group_per_minute: int | None = 20
    overall_per_second: int | None = 30
    burst: int = 3

    @classmethod
    def real(cls) -> "Limits":
        """What Telegram documents."""
        return cls()

    @classmethod
    def none(cls) -> "Limits":
        """No limits at all."""
        return cls(per_chat_per_second=None, per_group_per_minute=None, overall_per_second=None)


class _Window:
    """At most `count` in any `seconds`."""

    def __init__(self, count: int, seconds: float) -> None:
        self.count, self.seconds = count, seconds
        self.times: deque[float] = deque()

    def wait(self, now: float) -> float:
        while self.times and self.times[0] <= now - self.seconds:
            self.times.popleft()
        return 0.0 if len(self.times) < self.count else self.times[0] + self.seconds - now


class _Bucket:
    """`rate` per second, and `burst` at once after a rest."""

    def __init__(self, rate: float, burst: int, now: float) -> None:
        self.rate, self.burst = rate, burst
        self.level, self.at = float(burst), now

    def wait(self, now: float) -> float:
        self.level = min(self.burst, self.level + (now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.level >= 1 - 1e-9 else (1 - self.level) / self.rate


class Limiter:
    """Counts one bot's sends, in monotonic time; beyond a limit the call is a 429 and does not count."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self.limits = limits
        self._clock = clock
        self._overall: _Window | None = None
        self._groups: dict[int, _Window] = {}
        self._chats: dict[int, _Bucket] = {}

    def count(self, chat_id: int, *, group: bool, edit: bool = False) -> None:
        """A message goes out to `chat_id` (or is edited there: edits count in groups only)."""
        limits = self.limits
        if edit and not group:
            return
        now = self._clock()
        waits = [0.0]
        overall = bucket = window = None
        if limits.overall_per_second is not None:
            overall = self._overall = self._overall or _Window(limits.overall_per_second, 1.0)
            waits.append(overall.wait(now))
        if limits.per_chat_per_second is not None:
            bucket = self._chats.get(chat_id)
            if bucket is None:
                bucket = self._chats[chat_id] = _Bucket(limits.per_chat_per_second, limits.burst, now)
            waits.append(bucket.wait(now))
        if group and limits.per_group_per_minute is not None:
            window = self._groups.setdefault(chat_id, _Window(limits.per_group_per_minute, 60.0))
            waits.append(window.wait(now))
        if max(waits) > 0:
            raise too_many_requests(max(1, math.ceil(max(waits))))
        if overall is not None:
            overall.times.append(now)
        if bucket is not None:
            bucket.level -= 1
        if window is not None:
            window.times.append(now)
