"""Bodies, tokens, unknown things, faults and limits: what a bot's HTTP client meets."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from sandbox import Limits, Person, Sandbox
from sandbox.errors import ApiError
from sandbox.limits import Limiter
from sandbox.spec import Spec
from tests.sandbox.conftest import RawBot

Json = dict[str, Any]

WRONG_BUTTON = {"inline_keyboard": [[{"text": "a", "data": "b"}]]}
needs_spec = pytest.mark.skipif(Spec.find() is None, reason="the description of the Bot API is not here")


# --- bodies


async def test_every_kind_of_body(bot: RawBot, maria: Person) -> None:
    url = f"{bot.sandbox.url}/bot{bot.bot.token}/sendMessage"
    markup = json.dumps({"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]})
    fields = {"chat_id": str(maria.id), "text": "hi", "disable_notification": "True", "reply_markup": markup}
    multipart = aiohttp.FormData(fields, default_to_multipart=True)
    bodies: list[Json] = [
        {"params": fields},
        {"data": fields},
        {"data": multipart},
        {"json": fields},
        {"json": fields | {"chat_id": maria.id, "disable_notification": True, "reply_markup": json.loads(markup)}},
    ]
    for body in bodies:
        async with bot.http.post(url, **body) as response:
            assert response.status == 200
            assert response.content_type == "application/json"
        assert maria.last.silent
        assert maria.last.buttons[0][0].data == "go"
        maria.deletes(maria.last)
    async with bot.http.get(url, params=fields) as response:
        assert (await response.json())["ok"]


@pytest.mark.parametrize("attached", [False, True])
async def test_files_are_uploaded_directly_or_attached(bot: RawBot, maria: Person, attached: bool) -> None:
    form = aiohttp.FormData({"chat_id": str(maria.id), "caption": "yours"})
    if attached:
        form.add_field("document", "attach://one")
    name = "one" if attached else "document"
    form.add_field(name, b"BEGIN:VCALENDAR", filename="ride.ics", content_type="text/calendar")
    url = f"{bot.sandbox.url}/bot{bot.bot.token}/sendDocument"
    async with bot.http.post(url, data=form) as response:
        document = (await response.json())["result"]["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == (
        "ride.ics",
        "text/calendar",
        15,
    )
    assert maria.last.document is not None
    assert maria.last.document.content == b"BEGIN:VCALENDAR"
    assert maria.sees("ride.ics") is maria.last


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/bot123456789:AAGnotTheRightTokenButOfItsForm_123/getMe", 401, "Unauthorized"),
        ("/botnonsense/getMe", 404, "Not Found"),
        ("/bot/getMe", 404, "Not Found"),
        ("/file/bot123/documents/x", 401, "Unauthorized"),
    ],
)
async def test_wrong_tokens(bot: RawBot, path: str, status: int, words: str) -> None:
    async with bot.http.post(bot.sandbox.url + path) as response:
        assert response.status == status
        assert await response.json() == {"ok": False, "error_code": status, "description": words}


async def test_method_names_ignore_case(bot: RawBot) -> None:
    assert (await bot.does("GETME"))["username"] == "AcompanaBot"


# --- what Telegram would not take


@pytest.mark.parametrize(
    ("method", "params", "violation"),
    [
        ("sendMesage", {}, "sendMesage: a method the sandbox does not know"),
        ("sendPoll", {}, "sendPoll: a method the sandbox does not know"),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_to_message_id": 3},
         'sendMessage: the parameter "reply_to_message_id" is unknown to the sandbox'),
        ("sendMessage", {"chat_id": 1}, 'sendMessage: the required parameter "text" is missing'),
        ("sendMessage", {"chat_id": "one", "text": "x"},
         "sendMessage: chat_id must be an Integer, not 'one'"),
        ("sendMessage", {"chat_id": 1, "text": ["x"]}, "sendMessage: text must be a String, not ['x']"),
        ("sendMessage", {"chat_id": 1, "text": "x", "protect_content": "maybe"},
         "sendMessage: protect_content must be a Boolean, not 'maybe'"),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": "{"},
         "sendMessage: reply_markup must be JSON (an object), not '{'"),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": "[]"},
         "sendMessage: reply_markup must be an object, not '[]'"),
        ("sendLocation", {"chat_id": 1, "latitude": "north", "longitude": 1},
         "sendLocation: latitude must be a Float, not 'north'"),
        ("sendMessage", {"chat_id": 0, "text": "x", "parse_mode": "MarkdownV2"},
         "parse_mode MarkdownV2: the sandbox knows HTML only"),
    ],
)  # fmt: skip
async def test_violations(bot: RawBot, maria: Person, method: str, params: Json, violation: str) -> None:
    if params.get("chat_id") == 0:
        params = params | {"chat_id": maria.id}
    await bot.refused(method, **params)
    assert bot.sandbox.violations == [violation]
    bot.sandbox.violations.clear()


@needs_spec
@pytest.mark.parametrize(
    ("method", "params", "violation"),
    [
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": WRONG_BUTTON},
         "sendMessage: reply_markup.inline_keyboard[0][0].data is no field of InlineKeyboardButton"),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_parameters": {"message_id": "3"}},
         "sendMessage: reply_parameters.message_id is not an Integer"),
        ("sendMessage", {"chat_id": 1, "text": "x", "link_preview_options": {"disabled": True}},
         "sendMessage: link_preview_options.disabled is no field of LinkPreviewOptions"),
        ("setMyCommands", {"commands": [{"command": "my"}]},
         "setMyCommands: commands[0].description is missing in BotCommand"),
        ("deleteMessages", {"chat_id": 1, "message_ids": ["1"]},
         "deleteMessages: message_ids[0] is not an Integer"),
    ],
)  # fmt: skip
async def test_violations_inside_objects(bot: RawBot, method: str, params: Json, violation: str) -> None:
    await bot.refused(method, **params)
    assert bot.sandbox.violations == [violation]
    bot.sandbox.violations.clear()


@needs_spec
def test_the_description_finds_wrong_answers() -> None:
    spec = Spec.find()
    assert spec is not None
    user = {"id": 1, "is_bot": False, "first_name": "A"}
    message = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}
    assert spec.answer("getMe", user) is None
    assert spec.answer("getMe", {"id": 1}) == "the answer of getMe .is_bot is missing in User"
    assert spec.answer("sendMessage", message | {"texts": "x"}) == (
        "the answer of sendMessage .texts is no field of Message"
    )
    assert spec.value("Update", {"update_id": 1, "message": message}) is None
    assert spec.value("Update", {"update_id": 1, "message": message | {"from": user | {"id": "1"}}}) == (
        ".message.from.id is not an Integer"
    )
    left = {"status": "left", "user": user}
    assert spec.value("ChatMember", left) is None
    assert spec.value("ChatMember", left | {"status": "gone"}) is not None
    assert spec.value("ChatMember", left | {"status": "kicked"}) == ".until_date is missing in ChatMemberBanned"


async def test_the_sandbox_works_without_the_description() -> None:
    async with Sandbox(check=False) as sandbox, aiohttp.ClientSession() as http:
        bot = RawBot(sandbox, sandbox.add_bot(), http)
        assert (await bot.does("getMe"))["is_bot"]
        await bot.refused("getMe", nonsense=1)
        assert len(sandbox.violations) == 1


# --- trouble


async def test_failures_on_demand(bot: RawBot, maria: Person) -> None:
    faults = bot.sandbox.faults
    faults.fail("sendMessage", times=2, status=429, retry_after=7)
    faults.fail("*", times=1, status=502)
    answer = await bot.call("sendMessage", chat_id=maria.id, text="x")
    assert answer == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    }
    assert (await bot.call("getMe"))["description"] == "Bad Gateway"
    assert (await bot.call("sendMessage", chat_id=maria.id, text="x"))["error_code"] == 429
    assert not maria.find("x")
    await bot.does("sendMessage", chat_id=maria.id, text="x")
    faults.fail("getMe", times=100)
    faults.clear()
    await bot.does("getMe")


@pytest.mark.parametrize(("when", "sent"), [("before", 0), ("after", 1)])
async def test_dropped_connections(bot: RawBot, maria: Person, when: Any, sent: int) -> None:
    bot.sandbox.faults.drop("sendMessage", when=when)
    with pytest.raises(aiohttp.ClientError):
        await bot.call("sendMessage", chat_id=maria.id, text="x")
    assert len([message for message in maria.chat if message.text == "x"]) == sent
    assert [call.status for call in bot.sandbox.calls_of("sendMessage")] == [0]
    await bot.does("sendMessage", chat_id=maria.id, text="y")


async def test_a_dropped_getupdates_confirms_or_does_not(bot: RawBot, maria: Person) -> None:
    await maria.writes("a")
    (update,) = await bot.does("getUpdates")
    for when, left in (("before", 1), ("after", 0)):
        bot.sandbox.faults.drop("getUpdates", when=when)  # type: ignore[arg-type]
        with pytest.raises(aiohttp.ClientError):
            await bot.call("getUpdates", offset=update["update_id"] + 1)
        assert bot.sandbox.backlog(bot.bot) == left


async def test_latency(bot: RawBot) -> None:
    loop = asyncio.get_running_loop()
    bot.sandbox.faults.latency(0.06)
    began = loop.time()
    await asyncio.gather(*(bot.does("getMe") for _ in range(10)))
    assert 0.06 <= loop.time() - began < 0.5
    bot.sandbox.faults.latency(0)
    bot.sandbox.faults.latency(5, "sendMessage")
    began = loop.time()
    await bot.does("getMe")
    assert loop.time() - began < 1


async def test_calls_are_logged(bot: RawBot, maria: Person) -> None:
    await bot.does("sendMessage", chat_id=maria.id, text="x")
    await bot.refused("sendMessage", chat_id=maria.id, text="")
    good, bad = bot.sandbox.calls_of("sendMessage")
    assert (good.status, good.chat_id, good.params["text"]) == (200, maria.id, "x")
    assert (bad.status, bad.description) == (400, "Bad Request: message text is empty")
    assert good.at <= bad.at


# --- limits


class Watch:
    """Seconds that pass when told."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def sends(limiter: Limiter, chat_id: int, count: int, *, group: bool = False, edit: bool = False) -> list[int | None]:
    """For each try: None when it went out, else the seconds to wait."""
    answers: list[int | None] = []
    for _ in range(count):
        try:
            limiter.count(chat_id, group=group, edit=edit)
            answers.append(None)
        except ApiError as error:
            answers.append(error.parameters["retry_after"])
    return answers


def test_one_chat_gets_one_a_second_after_a_burst() -> None:
    watch = Watch()
    limiter = Limiter(Limits.real(), watch)
    assert sends(limiter, 1, 4) == [None, None, None, 1]
    assert sends(limiter, 2, 1) == [None]
    watch.now += 1
    assert sends(limiter, 1, 2) == [None, 1]
    assert sends(limiter, 1, 5, edit=True) == [None] * 5  # edits in private do not count


def test_a_group_gets_twenty_a_minute_with_edits() -> None:
    watch = Watch()
    limiter = Limiter(Limits(per_chat_per_second=None), watch)
    assert sends(limiter, -1, 15, group=True) == [None] * 15
    watch.now += 10
    assert sends(limiter, -1, 6, group=True, edit=True) == [None] * 5 + [50]
    watch.now += 49.5
    assert sends(limiter, -1, 1, group=True) == [1]
    watch.now += 0.6
    assert sends(limiter, -1, 16, group=True) == [None] * 15 + [10]


def test_thirty_a_second_overall() -> None:
    watch = Watch()
    limiter = Limiter(Limits.real(), watch)
    assert [sends(limiter, chat, 1)[0] for chat in range(31)] == [None] * 30 + [1]
    watch.now += 1
    assert sends(limiter, 31, 1) == [None]


async def test_limits_over_http_spare_answers_deletions_and_questions() -> None:
    async with (
        Sandbox(limits=Limits(per_chat_per_second=0.01, burst=1)) as sandbox,
        aiohttp.ClientSession() as http,
    ):
        bot = RawBot(sandbox, sandbox.add_bot(), http)
        tom = sandbox.add_person("Tom")
        await tom.starts()
        markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
        sent = await bot.does("sendMessage", chat_id=tom.id, text="card", reply_markup=markup)
        answer = await bot.call("sendMessage", chat_id=tom.id, text="more")
        assert answer["error_code"] == 429
        assert 90 < answer["parameters"]["retry_after"] <= 100
        tap = tom.taps_nowait(tom.last, "Go")
        (query,) = await bot.hears("callback_query")
        await bot.does("answerCallbackQuery", callback_query_id=query["id"])
        await tap
        await bot.does("getChat", chat_id=tom.id)
        await bot.does("editMessageText", chat_id=tom.id, message_id=sent["message_id"], text="edited")
        await bot.does("deleteMessage", chat_id=tom.id, message_id=sent["message_id"])
        assert sandbox.violations == []
