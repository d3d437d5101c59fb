"""The HTTP side: /bot<token>/<method>, /file/bot<token>/<path>, and the page of phones at /."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl, unquote

from aiohttp import BodyPartReader, web

from sandbox.calls import NOT_FOUND, Call, Exchange, refusal
from sandbox.errors import ApiError, bad_request
from sandbox.faults import Fault
from sandbox.methods import METHODS, Upload

Json = dict[str, Any]

Page = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
MAX_UPLOAD = 50 * 1024 * 1024


class Server:
    """Listens, reads calls, and answers them as Telegram does."""

    def __init__(self, exchange: Exchange, page: Page, host: str, port: int) -> None:
        self._exchange = exchange
        self._page = page
        self._host, self._port = host, port
        self._runner: web.ServerRunner | None = None

    @property
    def url(self) -> str:
        if self._runner is None:
            raise RuntimeError("the sandbox is not started")
        return f"http://{self._host}:{self._port}"

    async def start(self) -> None:
        server = web.Server(self._handle)
        runner = web.ServerRunner(server, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        site = web.TCPSite(runner, self._host, self._port, backlog=1024)
        await site.start()
        self._port = runner.addresses[0][1]
        self._runner = runner

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.rel_url.raw_path
        if path.startswith("/bot"):
            token, _, method = unquote(path[4:]).partition("/")
            return await self._call(request, token, method)
        if path.startswith("/file/bot"):
            return self._file(*unquote(path[9:]).split("/", 1))
        return await self._page(request)

    def _file(self, token: str, path: str = "") -> web.Response:
        if token not in self._exchange.apis:
            return _failure(ApiError(401, "Unauthorized"))
        file = self._exchange.world.paths.get(path)
        if file is None:
            return _failure(NOT_FOUND)
        return web.Response(body=file.content, content_type="application/octet-stream")

    async def _call(self, request: web.BaseRequest, token: str, method: str) -> web.StreamResponse:
        exchange = self._exchange
        began = asyncio.get_running_loop().time()
        known = METHODS.get(method.lower())
        name = known.name if known is not None else method
        sent: Json = {}
        error: ApiError | None = None
        body = b""
        fault: Fault | None = None
        try:
            sent = await _read(request)
            delay = exchange.faults.delay(name)
            if delay:
                await asyncio.sleep(delay)
            fault = exchange.faults.next(name) if exchange.faults.pending else None
            if fault is not None and fault.when == "before":
                if fault.status:
                    raise fault.error()
                return self._hang_up(request, name, sent, began)
            body = await exchange.answer(token, name, sent)
        except ApiError as refusal:
            error = refusal
        if fault is not None and fault.when == "after":
            if query := self._exchange.world.queries.get(str(sent.get("callback_query_id"))):
                query.unheard = True  # to answer again is no mistake
            return self._hang_up(request, name, sent, began)
        self._log(name, sent, began, error.code if error else 200, error.description if error else "")
        return _failure(error) if error else web.Response(body=body, content_type="application/json")

    def _hang_up(self, request: web.BaseRequest, name: str, sent: Json, began: float) -> web.Response:
        """Close the connection without an answer."""
        self._log(name, sent, began, 0, "connection dropped")
        if request.transport is not None:
            request.transport.close()
        return web.Response(status=500)

    def _log(self, name: str, sent: Json, began: float, status: int, description: str) -> None:
        chat_id = sent.get("chat_id")
        if isinstance(chat_id, str) and re.fullmatch(r"-?\d+", chat_id):
            chat_id = int(chat_id)
        self._exchange.calls.append(Call(name, sent, began, status, chat_id, description))
        if status != 200:
            self._exchange.world.changed.fire()


def _failure(error: ApiError) -> web.Response:
    return web.Response(text=json.dumps(refusal(error)), status=error.code, content_type="application/json")


async def _read(request: web.BaseRequest) -> Json:
    """The parameters of a call: from the query, and a form, JSON or multipart body.

    https://core.telegram.org/bots/api#making-requests
    """
    sent: Json = dict(request.rel_url.query) if request.rel_url.raw_query_string else {}
    kind = request.content_type
    if not request.can_read_body:
        return sent
    if kind == "multipart/form-data":
        return sent | await _read_multipart(request)
    body = await request.read()
    if not body:
        return sent
    if kind == "application/json":
        try:
            parameters = json.loads(body)
        except ValueError:
            raise bad_request("can't parse JSON object") from None
        if not isinstance(parameters, dict):
            raise bad_request("can't parse JSON object")
        return sent | {name: value for name, value in parameters.items() if value is not None}
    if kind == "application/x-www-form-urlencoded":
        return sent | dict(parse_qsl(body.decode(), keep_blank_values=True))
    raise bad_request(f"unsupported content type {kind}")


async def _read_multipart(request: web.BaseRequest) -> Json:
    if (request.content_length or 0) > MAX_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")
    sent: Json = {}
    uploads: dict[str, Upload] = {}
    async for part in await request.clone(client_max_size=MAX_UPLOAD).multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise bad_request("can't parse multipart body")
        content = bytes(await part.read(decode=True))
        if part.filename is None:
            sent[part.name] = content.decode()
        else:
            mime_type = part.headers.get("Content-Type", "application/octet-stream")
            uploads[part.name] = Upload(part.filename, mime_type, content)
    for name, value in sent.items():
        if isinstance(value, str) and value.startswith("attach://"):
            sent[name] = uploads.pop(value.removeprefix("attach://"), value)
    return sent | uploads
