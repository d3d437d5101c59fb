"""The page of phones and its JSON API."""

import asyncio
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from sandbox import Child, Group, Limits, Person, Sandbox
from sandbox.page_api import next_time
from tests.sandbox.conftest import RawBot

Json = dict[str, Any]
GO = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}, {"text": "Map", "url": "https://example.org"}]]}


class Page:
    """A script that uses the JSON API."""

    def __init__(self, sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
        self.sandbox, self.http = sandbox, http

    async def get(self, path: str) -> Json:
        async with self.http.get(self.sandbox.url + path) as response:
            assert response.status == 200, await response.text()
            answer: Json = await response.json()
            return answer

    async def post(self, path: str, body: Json | None = None, status: int = 200) -> Json:
        async with self.http.post(self.sandbox.url + path, json=body or {}) as response:
            answer: Json = await response.json()
            assert response.status == status, answer
            return answer

    async def does(self, person: Person, deed: str, status: int = 200, **body: Any) -> Json:
        return await self.post(f"/sandbox/people/{person.id}/{deed}", body, status)


@pytest.fixture
async def page(sandbox: Sandbox) -> AsyncIterator[Page]:
    async with aiohttp.ClientSession() as http:
        yield Page(sandbox, http)


@pytest.mark.parametrize(
    ("path", "kind"), [("/", "text/html"), ("/app.js", "text/javascript"), ("/style.css", "text/css")]
)
async def test_the_page_is_served_and_needs_nothing_from_elsewhere(page: Page, path: str, kind: str) -> None:
    async with page.http.get(page.sandbox.url + path) as response:
        assert (response.status, response.content_type) == (200, kind)
        text = await response.text()
    assert "//cdn" not in text
    assert 'src="http' not in text
    assert "@import" not in text


async def test_the_state_shows_everything(page: Page, bot: RawBot, maria: Person, group: Group) -> None:
    await bot.does("setMyCommands", commands=[{"command": "my", "description": "My rides"}])
    sent = await bot.does("sendMessage", chat_id=group.id, text="<b>Ride</b> /my", parse_mode="HTML", reply_markup=GO,
                          disable_notification=True)  # fmt: skip
    await bot.does("pinChatMessage", chat_id=group.id, message_id=sent["message_id"])
    state = await page.get(f"/sandbox/state?people={maria.id}")
    assert state["bot"] == {"name": "Acompaña", "username": "AcompanaBot"}
    assert [person["name"] for person in state["people"]] == ["María Sol", "Ana"]
    assert state["phones"] == [maria.id, group.creator.id]
    assert state["groups"][0]["pinned"]["text"] == "Ride /my"
    phone = state["screens"][str(maria.id)]
    private, volunteers = phone["chats"]
    assert (private["id"], private["menu"]) == ("private", [["my", "My rides"]])
    card = volunteers["messages"][-2]
    assert card["html"] == '<b>Ride</b> <a href="tg://bot_command?command=my">/my</a>'
    assert card["buttons"][0] == [
        {"text": "Go", "url": None, "copy": None, "callback": True},
        {"text": "Map", "url": "https://example.org", "copy": None, "callback": False},
    ]
    assert (card["silent"], card["pinned"], card["mine"], card["bot"]) == (True, True, False, True)
    assert volunteers["messages"][-1]["service"] == "Acompaña pinned a message"
    assert await page.get(f"/sandbox/people/{maria.id}") == phone


async def test_deeds_of_people(page: Page, bot: RawBot, maria: Person, group: Group) -> None:
    await page.does(maria, "write", text="hello", chat=str(group.id))
    assert group.last.text == "hello"
    written = await page.does(maria, "write", text="one")
    await page.does(maria, "edit", message=written["message"], text="two")
    await page.does(maria, "write", text="three", reply_to=written["message"])
    assert maria.last.reply_to is maria.sees("two")
    await page.does(maria, "delete", message=written["message"])
    assert not maria.find("two")
    await page.does(maria, "start", payload="abc")
    assert maria.last.text == "/start abc"
    await page.does(maria, "start", url="https://t.me/AcompanaBot?start=xyz")
    assert maria.last.text == "/start xyz"
    await page.does(maria, "contact")
    assert maria.last.media["contact"]["user_id"] == maria.id
    await page.does(maria, "leave", chat=str(group.id))
    refusal = await page.does(maria, "write", status=409, text="hi", chat=str(group.id))
    assert "is not in Volunteers" in refusal["error"]
    assert (await page.get(f"/sandbox/people/{maria.id}"))["outside"] == [{"id": str(group.id), "title": "Volunteers"}]
    await page.does(maria, "join", chat=str(group.id))
    await page.does(maria, "block")
    assert maria.blocked
    await page.does(maria, "unblock")
    await bot.does("sendMessage", chat_id=maria.id, text="?", reply_markup={"keyboard": [[{"text": "Skip"}]]})
    await page.does(maria, "press", key="Skip")
    async with page.http.get(f"{page.sandbox.url}/sandbox/people/{maria.id}/screen") as response:
        assert "María Sol: Skip" in await response.text()


@pytest.mark.parametrize("how", [{"button": "Go"}, {"row": 0, "column": 0}, {"data": "go"}])
async def test_a_tap_waits_for_its_answer(page: Page, bot: RawBot, maria: Person, how: Json) -> None:
    await bot.does("sendMessage", chat_id=maria.id, text="card", reply_markup=GO)
    tap = asyncio.create_task(page.does(maria, "tap", message=maria.last.id, **how))
    (update,) = await bot.updates(timeout=5)
    query = update["callback_query"]
    assert query["data"] == "go"
    await bot.does("answerCallbackQuery", callback_query_id=query["id"], text="ok", show_alert=True)
    assert await tap == {"text": "ok", "alert": True, "url": None, "copied": None}
    link = await page.does(maria, "tap", message=maria.last.id, row=0, column=1)
    assert link["url"] == "https://example.org"
    assert "gone" in (await page.does(maria, "tap", 409, message=maria.last.id, row=3, column=0))["error"]


async def test_files_can_be_downloaded(page: Page, maria: Person) -> None:
    message = await maria.sends_document("volunteering.ics", b"BEGIN")
    shown = (await page.get(f"/sandbox/people/{maria.id}"))["chats"][0]["messages"][-1]["file"]
    assert shown["name"] == "volunteering.ics"
    async with page.http.get(page.sandbox.url + shown["url"]) as response:
        assert await response.read() == b"BEGIN"
        assert "volunteering.ics" in response.headers["Content-Disposition"]
    assert message.document is not None


async def test_changes_are_told_as_they_happen(page: Page, maria: Person) -> None:
    async with page.http.get(page.sandbox.url + "/sandbox/events") as stream:
        assert stream.content_type == "text/event-stream"
        assert await stream.content.readuntil(b"\n\n") == b"data: changed\n\n"
        await maria.writes("hello")
        async with asyncio.timeout(5):
            assert await stream.content.readuntil(b"\n\n") == b"data: changed\n\n"


async def test_faults_are_armed_and_cleared(page: Page, bot: RawBot, maria: Person) -> None:
    await page.post("/sandbox/faults", {"method": "getMe", "times": 2, "status": 429, "retry_after": 3})
    await page.post("/sandbox/faults", {"method": "getChat", "drop": "before"})
    assert (await bot.call("getMe"))["parameters"] == {"retry_after": 3}
    with pytest.raises(aiohttp.ClientError):
        await bot.call("getChat", chat_id=maria.id)
    state = await page.get("/sandbox/state")
    assert state["faults"] == [{"method": "getMe", "times": 1, "status": 429, "when": "before"}]
    await page.post("/sandbox/faults", {"latency": 0.01})
    assert (await page.get("/sandbox/state"))["latency"] == 0.01
    await page.post("/sandbox/faults", {"clear": True})
    await bot.does("getMe")
    assert (await page.get("/sandbox/state"))["latency"] == 0


async def test_the_clock_and_the_child() -> None:
    async with Sandbox(limits=Limits.none(), timezone="America/New_York") as sandbox, aiohttp.ClientSession() as http:
        sandbox.add_bot()
        page = Page(sandbox, http)
        await page.post("/sandbox/clock", {"minutes": 10})
        assert timedelta(minutes=10) == sandbox.offset
        await page.post("/sandbox/clock", {"to": "morning"})
        assert sandbox.now().astimezone(sandbox.timezone).hour == 8
        assert "never goes back" in (await page.post("/sandbox/clock", {"minutes": -1}, 409))["error"]
        await page.post("/sandbox/child", {"do": "kill"}, 409)
        sandbox.child = Child([sys.executable, "-c", "import time; time.sleep(60)"])
        await page.post("/sandbox/child", {"do": "start"})
        assert (await page.get("/sandbox/state"))["child"] == {"running": True, "state": "running"}
        answer = await page.post("/sandbox/child", {"do": "kill"})
        assert answer["state"] == "ended by SIGKILL"
        await page.post("/sandbox/child", {"do": "dance"}, 400)


async def test_a_clock_of_somebody_else_is_left_alone(page: Page, bot: RawBot) -> None:
    assert (await bot.does("getMe"))["id"] == bot.id
    assert (await page.get("/sandbox/state"))["clock_moves"] is False
    await page.post("/sandbox/clock", {"minutes": 10}, 409)


async def test_what_makes_no_sense(page: Page, bot: RawBot, maria: Person) -> None:
    await page.post("/sandbox/people/1/write", {"text": "x"}, 404)
    await page.does(maria, "write", 404, text="x", chat="-1")
    await page.does(maria, "tap", 404, message=999, button="x")
    await page.does(maria, "dance", 404)
    await page.does(maria, "write", 409, text="  ")
    async with page.http.post(f"{page.sandbox.url}/sandbox/people/{maria.id}/write", data={"text": "x"}) as response:
        assert response.status == 415  # no other site's form can play a person
    async with page.http.get(f"{page.sandbox.url}/elsewhere") as response:
        assert response.status == 404
    assert bot.sandbox.violations == []


@pytest.mark.parametrize(
    ("now", "to", "then"),
    [
        ("2026-12-01T06:00", "morning", "2026-12-01T08:00"),
        ("2026-12-01T08:00", "morning", "2026-12-02T08:00"),
        ("2026-12-31T23:59", "morning", "2027-01-01T08:00"),
        ("2026-12-01T12:00", "day", "2026-12-02T12:00"),
        ("2026-10-31T12:00", "day", "2026-11-01T12:00"),  # 25 hours
    ],
)
def test_next_times_by_the_local_clock(now: str, to: str, then: str) -> None:
    zone = ZoneInfo("America/New_York")
    found = next_time(datetime.fromisoformat(now).replace(tzinfo=zone).astimezone(UTC), zone, to)
    assert found == datetime.fromisoformat(then).replace(tzinfo=zone)


async def test_pictures_and_voice_messages_are_shown(page: Page, bot: RawBot, maria: Person) -> None:
    await page.does(maria, "voice", seconds=65)
    theirs = maria.last
    assert theirs.voice is not None
    await bot.does("sendVoice", chat_id=maria.id, voice=theirs.voice.id, caption="<i>again</i>", parse_mode="HTML",
                   reply_parameters={"message_id": theirs.id})  # fmt: skip
    await maria.sends_photo()
    voice, photo = (await page.get(f"/sandbox/people/{maria.id}"))["chats"][0]["messages"][-2:]
    assert (voice["voice"]["length"], voice["html"]) == ("1:05", "<i>again</i>")
    assert voice["reply"] == {
        "sender": "María Sol", "text": "🎤 Voice message", "chat": maria.id, "id": theirs.id,
    }  # fmt: skip
    assert (photo["photo"]["width"], photo["photo"]["height"], photo["file"], photo["media"]) == (800, 600, None, "")
    for shown, kind in ((voice["voice"], "audio/ogg"), (photo["photo"], "image/jpeg")):
        async with page.http.get(page.sandbox.url + shown["url"]) as response:
            assert (response.content_type, response.headers["X-Content-Type-Options"]) == (kind, "nosniff")
    maria.deletes(theirs)
    assert (await page.get(f"/sandbox/people/{maria.id}"))["chats"][0]["messages"][-2]["reply"]["text"] == (
        "Deleted message"
    )


async def test_a_button_that_copies(page: Page, bot: RawBot, maria: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "Copy", "copy_text": {"text": "Come!"}}]]}
    await bot.does("sendMessage", chat_id=maria.id, text="x", reply_markup=markup)
    shown = (await page.get(f"/sandbox/people/{maria.id}"))["chats"][0]["messages"][-1]
    assert shown["buttons"] == [[{"text": "Copy", "url": None, "copy": "Come!", "callback": False}]]
    for how in ({"row": 0}, {"button": "Copy"}):
        assert (await page.does(maria, "tap", message=maria.last.id, **how))["copied"] == "Come!"


async def test_joining_by_a_link(page: Page, bot: RawBot, group: Group) -> None:
    tom = page.sandbox.add_person("Tom")
    link = (await bot.does("createChatInviteLink", chat_id=group.id, creates_join_request=True))["invite_link"]
    assert await page.does(tom, "join", link=link) == {"chat": None}
    await bot.does("approveChatJoinRequest", chat_id=group.id, user_id=tom.id)
    eva = page.sandbox.add_person("Eva")
    link = (await bot.does("createChatInviteLink", chat_id=group.id, member_limit=1))["invite_link"]
    assert await page.does(eva, "join", link=link) == {"chat": str(group.id)}
    kim = page.sandbox.add_person("Kim")
    assert "as many as it may" in (await page.does(kim, "join", 409, link=link))["error"]
    assert "leads to no group" in (await page.does(kim, "join", 409, link="https://t.me/+x"))["error"]


async def test_a_page_that_is_closed_leaves_nothing_behind(
    page: Page, maria: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("sandbox.page_api._HEARTBEAT", 0.01)
    async with aiohttp.ClientSession() as http, http.get(page.sandbox.url + "/sandbox/events") as stream:
        await stream.content.readuntil(b"\n\n")
        assert await stream.content.readuntil(b"\n\n") == b": still here\n\n"
    await asyncio.sleep(0.05)  # heartbeats into a closed connection
    await maria.writes("hello")
    assert "Traceback" not in caplog.text
    assert not [record for record in caplog.records if record.exc_info]
