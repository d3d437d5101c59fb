"""python-telegram-bot's HTTP, carried by aiohttp: keep-alive, and no logging of addresses (they hold the token)."""

from __future__ import annotations

import json
import os
from typing import Any

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

os.environ.setdefault("PTB_TIMEDELTA", "1")  # python-telegram-bot 22.2: durations as timedelta

Timeout = float | None | DefaultValue[float] | DefaultValue[None]

CONNECT = 5.0
ANSWER = 20.0
"""Seconds to wait for a connection, and for an answer unless the call says otherwise."""


class AiohttpRequest(BaseRequest):
    """One connection pool; python-telegram-bot makes errors of the status codes."""

    def __init__(self, connections: int = 100) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return ANSWER

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Like the original, but a body that is no JSON is not logged: it may hold what people said."""
        try:
            parsed: dict[str, Any] = json.loads(payload)
        except ValueError:
            raise TelegramError("the server's answer is no JSON") from None
        return parsed

    async def initialize(self) -> None:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=60)
            self._session = aiohttp.ClientSession(connector=connector, auto_decompress=True)

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        write_timeout: Timeout = BaseRequest.DEFAULT_NONE,  # noqa: ARG002  one total covers these three
        connect_timeout: Timeout = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: Timeout = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """Status and body. TimedOut and NetworkError name what failed, never the address."""
        if self._session is None:
            raise NetworkError("the connection is closed")
        seconds = ANSWER if isinstance(read_timeout, DefaultValue) or read_timeout is None else read_timeout
        timeout = aiohttp.ClientTimeout(total=seconds + CONNECT, sock_connect=CONNECT)
        try:
            async with self._session.request(method, url, data=_body(request_data), timeout=timeout) as response:
                body = await response.read()
                return response.status, body if response.ok or _is_json(body) else b"{}"
        except TimeoutError:
            raise TimedOut("no answer in time") from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None


def _is_json(body: bytes) -> bool:
    """Whether a refusal can be read; python-telegram-bot would put one that cannot into its error's words."""
    try:
        json.loads(body)
    except ValueError:
        return False
    return True


def _body(request_data: RequestData | None) -> aiohttp.FormData | dict[str, str] | None:
    if request_data is None:
        return None
    if not request_data.contains_files:
        return request_data.json_parameters or None
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form
