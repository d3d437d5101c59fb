"""Waking those who wait for something to change, without polling."""

import asyncio
import contextlib
from collections.abc import Callable


class Signal:
    """Fired at every change of state; waiters wake at most once per turn of the event loop.

    However many changes one turn brings, each waiter looks again once, so hundreds of waiters stay cheap.
    """

    def __init__(self, parent: "Signal | None" = None) -> None:
        self._parent = parent
        self._waiters: list[asyncio.Future[None]] = []
        self._listeners: list[Callable[[], None]] = []
        self._due = False

    def fire(self) -> None:
        """Something changed here (and so in the parent)."""
        if self._parent is not None:
            self._parent.fire()
        if self._due or not (self._waiters or self._listeners):
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # set up before the event loop runs: nobody can be waiting in it
            return
        self._due = True
        loop.call_soon(self._wake)

    def _wake(self) -> None:
        self._due = False
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)
        for listener in self._listeners:
            listener()

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after every change; the answer stops that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def wait(self) -> None:
        """Return after the next change."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        try:
            await waiter
        finally:
            with contextlib.suppress(ValueError):
                self._waiters.remove(waiter)

    async def until(self, predicate: Callable[[], bool], seconds: float) -> bool:
        """Wait until `predicate` holds; False when it did not within `seconds`."""
        if predicate():
            return True
        try:
            async with asyncio.timeout(seconds):
                while True:
                    await self.wait()
                    if predicate():
                        return True
        except TimeoutError:
            return predicate()
