"""The pretend Telegram without HTTP: python-telegram-bot's calls are answered in the same process."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from telegram.request import BaseRequest, RequestData

from sandbox.calls import refusal
from sandbox.errors import ApiError
from sandbox.pretend import Pretend

Heard = Callable[[dict[str, str], dict[str, Any]], None]


class NoSockets(BaseRequest):
    """One way to the sandbox's methods. `heard` is told of every message that got through: what was asked and came."""

    def __init__(self, telegram: Pretend, heard: Heard) -> None:
        self._telegram = telegram
        self._heard = heard
        self.calls = 0
        """So far, beside asking for updates."""

    @property
    def read_timeout(self) -> float:
        return 20.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002  always POST
        request_data: RequestData | None = None,
        *timeouts: object,  # noqa: ARG002
        **more_timeouts: object,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """Status and body, as the sandbox's server would send them."""
        token, _, name = url.partition("/bot")[2].partition("/")
        self.calls += name != "getUpdates"
        sent = dict(request_data.json_parameters) if request_data is not None else {}
        try:
            body = await self._telegram.exchange.answer(token, name, dict(sent))
        except ApiError as error:
            return error.code, json.dumps(refusal(error)).encode()
        if name == "sendMessage":
            self._heard(sent, json.loads(body)["result"])
        return 200, body
