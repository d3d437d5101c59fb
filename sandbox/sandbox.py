"""The pretend Telegram, served over HTTP."""

from collections.abc import Callable
from datetime import datetime
from typing import Self

from sandbox.limits import Limits
from sandbox.page_api import PageApi
from sandbox.pretend import Pretend
from sandbox.server import Server


class Sandbox(Pretend):
    """A Telegram server of one's own, at `url`, with a page of phones at the same address."""

    def __init__(
        self,
        *,
        now: Callable[[], datetime] | None = None,
        limits: Limits | None = None,
        check: bool = True,
        host: str = "127.0.0.1",
        port: int = 0,
        title: str = "Sandbox",
        timezone: str = "UTC",
    ) -> None:
        super().__init__(now, limits, check, title, timezone)
        self._page = PageApi(self)
        self._server = Server(self.exchange, self._page.handle, host, port)

    async def start(self) -> None:
        """Listen; `url` is known from now on."""
        await self._server.start()

    async def stop(self) -> None:
        """End waiting polls and stop listening (the child, if any, is left as it is)."""
        for bot in self.world.bots.values():
            bot.queue.close()
        self._page.close()
        await self._server.stop()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.stop()

    @property
    def url(self) -> str:
        """http://host:port, without a slash at the end."""
        return self._server.url
