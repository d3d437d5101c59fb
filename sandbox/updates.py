"""One bot's queue of updates, with the rules of getUpdates (https://core.telegram.org/bots/api#getupdates)."""

import asyncio
import json
import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox.errors import conflict

Json = dict[str, Any]

DAY = 24 * 3600
TAP_LIFETIME = 150  # seconds a callback query is kept for a bot that does not ask
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_TAKEN_OVER = "terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass(slots=True)
class Pending:
    """An update that waits, as it was when it happened."""

    id: int
    kind: str
    raw: str
    expires: float


class UpdateQueue:
    """Updates in order; those below a confirmed offset are gone."""

    def __init__(self, now: Callable[[], datetime], check: Callable[[Json], None]) -> None:
        self._now = now
        self._check = check
        self.pending: deque[Pending] = deque()
        self.acknowledged: set[int] = set()
        self.handed_out: set[int] = set()
        self.allowed: frozenset[str] | None = None
        self.next_id = 100_000_000 + secrets.randbelow(8 * 10**8)
        self._poller: asyncio.Future[bool] | None = None

    def wants(self, kind: str) -> bool:
        """Whether updates of this kind are queued: what the last `allowed_updates` said."""
        return kind not in NOT_BY_DEFAULT if self.allowed is None else kind in self.allowed

    def allow(self, kinds: list[str]) -> None:
        """Remember the kinds asked for; an empty list means the default. Older updates stay as they are."""
        self.allowed = frozenset(kinds) or None

    def push(self, kind: str, body: Json, lifetime: int = DAY) -> int | None:
        """Queue an update and wake the bot; None when this kind is not wanted."""
        if not self.wants(kind):
            return None
        update = {"update_id": self.next_id, kind: body}
        self._check(update)
        return self._add(kind, json.dumps(update), lifetime)

    def push_raw(self, update: Json | str) -> int:
        """Queue any JSON object as an update, unchecked, under the next id."""
        body = json.loads(update) if isinstance(update, str) else dict(update)
        body = {"update_id": self.next_id} | {key: value for key, value in body.items() if key != "update_id"}
        return self._add("raw", json.dumps(body), DAY)

    def _add(self, kind: str, raw: str, lifetime: int) -> int:
        number = self.next_id
        self.next_id += 1
        self.pending.append(Pending(number, kind, raw, self._now().timestamp() + lifetime))
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(True)
        return number

    def restart_ids(self) -> None:
        """After a week without updates the next id is random, and may be lower (see Update.update_id)."""
        if self.pending:
            raise ValueError("ids restart only in an empty queue")
        before = self.next_id
        while abs(self.next_id - before) < 1000:
            self.next_id = 100_000_000 + secrets.randbelow(8 * 10**8)

    def backlog(self) -> int:
        """How many updates are not confirmed yet."""
        return len(self.pending)

    def drop_all(self) -> None:
        """What `drop_pending_updates` does."""
        self.pending.clear()

    def confirm(self, offset: int) -> None:
        """An offset confirms every lower id; a negative one all but the last ones."""
        if offset < 0:
            keep = -offset
            while len(self.pending) > keep:
                self.acknowledged.add(self.pending.popleft().id)
        elif 0 < offset <= self.next_id + 10:  # an offset far in the future is taken for one of an older numbering
            while self.pending and self.pending[0].id < offset:
                self.acknowledged.add(self.pending.popleft().id)

    def _expire(self) -> None:
        now = self._now().timestamp()
        if any(update.expires <= now for update in self.pending):
            self.pending = deque(update for update in self.pending if update.expires > now)

    async def get(self, limit: int, seconds: float) -> list[Pending]:
        """The next updates: at once if there are any, else as soon as one comes, within `seconds`."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(False)
        self._expire()
        if not self.pending and seconds > 0:
            poller = self._poller = asyncio.get_running_loop().create_future()
            try:
                async with asyncio.timeout(seconds):
                    alone = await poller
            except TimeoutError:
                return []
            finally:
                if self._poller is poller:
                    self._poller = None
            if not alone:
                raise conflict(_TAKEN_OVER)
            self._expire()
        batch = [self.pending[index] for index in range(min(limit, len(self.pending)))]
        self.handed_out.update(update.id for update in batch)
        return batch

    def close(self) -> None:
        """End a waiting poll with what there is."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(True)
