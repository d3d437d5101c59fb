"""An event loop whose time passes at once: whoever sleeps a minute wakes at once, a minute later.

For code that knows no other time than the loop's and waits for nothing but that.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Selector(selectors.DefaultSelector):
    """Instead of waiting, lets time pass."""

    def __init__(self) -> None:
        super().__init__()
        self.time = 1_000.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError("everybody waits, and nothing will ever happen")
        if timeout > 0:
            self.time += max(timeout, 1e-6)
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    """`time()` stands still while anything can be done, and jumps to the next alarm when nothing can."""

    def __init__(self) -> None:
        self._virtual = _Selector()
        super().__init__(self._virtual)

    def time(self) -> float:
        return self._virtual.time


def in_no_time(deed: Coroutine[Any, Any, T]) -> T:
    """Runs it to its end."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(deed)
