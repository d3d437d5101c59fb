"""HTTP as python-telegram-bot sees it: errors say what failed, never where (the address holds the token)."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from telegram import InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot import transport
from bot.transport import AiohttpRequest
from sandbox import Limits, Sandbox

TOKEN = "123456789:AAFakeFakeFakeFakeFakeFakeFakeFakeFa"
CANARY = "kanarienvogel"


@pytest.fixture
async def request_() -> AsyncIterator[AiohttpRequest]:
    request = AiohttpRequest()
    await request.initialize()
    yield request
    await request.shutdown()


Answer = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def a_server(answer: Answer) -> AsyncIterator[str]:
    """A server that answers everything like this; the address of a method."""
    runner = web.ServerRunner(web.Server(answer, access_log=None))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/bot{TOKEN}/sendMessage"
    finally:
        await runner.cleanup()


def answering(status: int, body: str | bytes, **headers: str) -> Answer:
    async def answer(_: web.BaseRequest) -> web.Response:
        content = body.encode() if isinstance(body, str) else body
        return web.Response(status=status, body=content, headers=headers)

    return answer


def nobody_there() -> str:
    """An address at which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    return f"http://127.0.0.1:{port}/bot{TOKEN}/sendMessage"


def tells_nothing(error: BaseException, logged: str) -> None:
    """Neither the error, nor how it is shown, nor anything logged holds the token."""
    shown = [str(error), repr(error), "".join(traceback.format_exception(error)), logged]
    for text in shown:
        assert TOKEN not in text
        assert "AAFake" not in text


def parameters(**values: object) -> RequestData:
    return RequestData([RequestParameter(name, value, None) for name, value in values.items()])


# --- answers ----------------------------------------------------------------------------------------------------------


async def test_an_answer_comes_back(request_: AiohttpRequest) -> None:
    async with Sandbox(limits=Limits.none()) as telegram:
        bot = telegram.add_bot("AcompanaBot")
        me = await request_.post(f"{telegram.url}/bot{bot.token}/getMe")
        assert isinstance(me, dict)
        assert me["username"] == "AcompanaBot"
        assert telegram.violations == []


async def test_texts_arrive_as_they_are(request_: AiohttpRequest) -> None:
    heard = []

    async def hears(request: web.BaseRequest) -> web.Response:
        heard.append(await request.post())
        return web.json_response({"ok": True, "result": True})

    text = "¿Mañana? 🌻 a+b=c & 100% <b>"
    async with a_server(hears) as url:
        await request_.post(url, parameters(chat_id=5, text=text, reply_markup={"a": [1]}))
        await request_.post(url, None)
    assert dict(heard[0]) == {"chat_id": "5", "text": text, "reply_markup": json.dumps({"a": [1]})}
    assert dict(heard[1]) == {}


async def test_files_arrive_as_they_are(request_: AiohttpRequest) -> None:
    async with Sandbox(limits=Limits.none()) as telegram:
        bot, dan = telegram.add_bot(), telegram.add_person("Dan")
        await dan.starts()
        content = bytes(range(256)) * 100
        document = RequestParameter.from_input("document", InputFile(content, "volunteering.ics"))
        data = RequestData([RequestParameter("chat_id", dan.id, None), document])
        await request_.post(f"{telegram.url}/bot{bot.token}/sendDocument", data)
        (file,) = dan.files
        assert (file.name, file.content) == ("volunteering.ics", content)
        assert telegram.violations == []


async def test_many_calls_go_side_by_side(request_: AiohttpRequest) -> None:
    async with Sandbox(limits=Limits.none()) as telegram:
        bot = telegram.add_bot()
        telegram.faults.latency(0.1)
        began = asyncio.get_running_loop().time()
        await asyncio.gather(*(request_.post(f"{telegram.url}/bot{bot.token}/getMe") for _ in range(50)))
        assert asyncio.get_running_loop().time() - began < 0.1 * 25


# --- refusals ---------------------------------------------------------------------------------------------------------


def refusal(status: int, description: str, **more: object) -> Answer:
    body = {"ok": False, "error_code": status, "description": description}
    return answering(status, json.dumps(body | ({"parameters": more} if more else {})))


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        pytest.param(refusal(400, "Bad Request: chat not found"), BadRequest, id="400"),
        pytest.param(refusal(400, "Bad Request", migrate_to_chat_id=-100), ChatMigrated, id="moved"),
        pytest.param(refusal(401, "Unauthorized"), InvalidToken, id="401"),
        pytest.param(refusal(403, "Forbidden: bot was blocked by the user"), Forbidden, id="403"),
        pytest.param(refusal(404, "Not Found"), InvalidToken, id="404"),
        pytest.param(refusal(409, "Conflict"), Conflict, id="409"),
        pytest.param(refusal(429, "Too Many Requests", retry_after=5), RetryAfter, id="429"),
        pytest.param(refusal(500, "Internal Server Error"), NetworkError, id="500"),
        pytest.param(refusal(502, "Bad Gateway"), NetworkError, id="502"),
        pytest.param(answering(502, "<html>bad gateway</html>"), NetworkError, id="502 of a proxy"),
        pytest.param(answering(200, "<html>log in first</html>"), TelegramError, id="a page instead of an answer"),
        pytest.param(answering(200, b"\xff\xfe"), TelegramError, id="no text"),
        pytest.param(answering(200, "{}", **{"Content-Encoding": "gzip"}), NetworkError, id="not what it says"),
        pytest.param(answering(302, "", Location="ftp://elsewhere"), NetworkError, id="sent elsewhere"),
    ],
)
async def test_a_refusal_becomes_an_error_that_tells_no_token(
    request_: AiohttpRequest, caplog: pytest.LogCaptureFixture, answer: Answer, kind: type[TelegramError]
) -> None:
    caplog.set_level(logging.DEBUG)
    async with a_server(answer) as url:
        with pytest.raises(kind) as caught:
            await request_.post(url, parameters(text="hello"))
    tells_nothing(caught.value, caplog.text)


async def test_what_people_said_is_not_logged_when_an_answer_is_cut_off(
    request_: AiohttpRequest, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    cut_off = json.dumps({"ok": True, "result": [{"update_id": 1, "message": {"text": CANARY}}]})[:-4]
    for status in (200, 500):
        async with a_server(answering(status, cut_off)) as url:
            with pytest.raises(TelegramError) as caught:
                await request_.post(url)
        assert CANARY not in caplog.text
        assert CANARY not in str(caught.value)


# --- troubles on the way ----------------------------------------------------------------------------------------------


async def test_nobody_there(request_: AiohttpRequest, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(NetworkError) as caught:
        await request_.post(nobody_there())
    tells_nothing(caught.value, caplog.text)


async def test_an_address_that_cannot_be(request_: AiohttpRequest, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for address in (f"http://[::1/bot{TOKEN}/getMe", f"http:///bot{TOKEN}/getMe", f"gopher://x/bot{TOKEN}/getMe"):
        with pytest.raises(NetworkError) as caught:
            await request_.post(address)
        tells_nothing(caught.value, caplog.text)


@pytest.mark.parametrize("when", ["before the answer", "in the middle of it"])
async def test_a_connection_that_breaks(request_: AiohttpRequest, caplog: pytest.LogCaptureFixture, when: str) -> None:
    caplog.set_level(logging.DEBUG)

    async def breaks(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        if when == "in the middle of it":
            await response.prepare(request)
            await response.write(b'{"ok": true, "resu')
        assert request.transport is not None
        request.transport.close()
        return response

    async with a_server(breaks) as url:
        with pytest.raises(NetworkError) as caught:
            await request_.post(url)
    tells_nothing(caught.value, caplog.text)


async def test_an_answer_that_does_not_come_in_time(
    request_: AiohttpRequest, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(transport, "CONNECT", 0.05)
    never = asyncio.Event()

    async def waits(_: web.BaseRequest) -> web.Response:
        await never.wait()
        return web.Response()

    async with a_server(waits) as url:
        with pytest.raises(TimedOut) as caught:
            await request_.post(url, read_timeout=0.05)
        never.set()
    tells_nothing(caught.value, caplog.text)


async def test_before_it_begins_and_after_it_ends_nothing_is_sent() -> None:
    request = AiohttpRequest()
    with pytest.raises(NetworkError):
        await request.post(nobody_there())
    await request.initialize()
    await request.initialize()
    await request.shutdown()
    await request.shutdown()
    with pytest.raises(NetworkError):
        await request.post(nobody_there())
