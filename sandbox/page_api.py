"""The page of phones at /, and the JSON API under /sandbox that it and scripts use (see README.md)."""

import asyncio
import contextlib
import json
import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from aiohttp import web

from sandbox import screens
from sandbox.model import SeenMessage
from sandbox.people import Group, Person, Tap
from sandbox.pretend import Pretend

Json = dict[str, Any]
Answer = Json | web.StreamResponse

_PAGE = Path(__file__).parent / "page"
_STATIC = {
    "/": ("index.html", "text/html"),
    "/app.js": ("app.js", "text/javascript"),
    "/style.css": ("style.css", "text/css"),
}
_MORNING = 8
_PATIENCE = 20  # seconds a button spins before the page gives up
_HEARTBEAT = 15
_PAUSE = 0.08  # between two events: many changes make one


class Refused(Exception):
    """A request that makes no sense here."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


class PageApi:
    """Answers everything that is not the Bot API."""

    def __init__(self, sandbox: Pretend) -> None:
        self._sandbox = sandbox
        self._closing = False
        self._deeds: dict[str, Callable[[Person, Json], Awaitable[Answer]]] = {
            "write": self._write,
            "tap": self._tap,
            "press": self._press,
            "start": self._start,
            "contact": self._contact,
            "voice": self._voice,
            "edit": self._edit,
            "delete": self._delete,
            "block": self._block,
            "unblock": self._unblock,
            "join": self._join,
            "leave": self._leave,
        }

    def close(self) -> None:
        """End the live connections."""
        self._closing = True
        self._sandbox.world.changed.fire()

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """One request, answered with a file, JSON or a stream of events."""
        try:
            answer = await self._answer(request)
        except Refused as refusal:
            return _json({"error": str(refusal)}, refusal.status)
        except (AssertionError, ValueError) as impossible:  # what a person cannot do
            return _json({"error": str(impossible)}, 409)
        return answer if isinstance(answer, web.StreamResponse) else _json(answer)

    async def _answer(self, request: web.BaseRequest) -> Answer:
        path, query = request.path, request.rel_url.query
        if request.method == "GET":
            if path in _STATIC:
                name, kind = _STATIC[path]
                content = await asyncio.to_thread((_PAGE / name).read_bytes)
                return web.Response(body=content, content_type=kind, charset="utf-8")
            if path == "/sandbox/state":
                shown = [self._person(number) for number in query.get("people", "").split(",") if number]
                phones = {person.id: screens.phone(self._sandbox, person) for person in shown}
                return screens.state(self._sandbox) | {"screens": phones}
            if path == "/sandbox/events":
                return await self._events(request)
            if match := re.fullmatch(r"/sandbox/people/(\w+)", path):
                return screens.phone(self._sandbox, self._person(match.group(1)))
            if match := re.fullmatch(r"/sandbox/people/(\w+)/screen", path):
                person = self._person(match.group(1))
                return web.Response(text=person.screen(self._group(query.get("chat"))) + "\n")
            if path.startswith("/sandbox/files/"):
                return self._file(path.rsplit("/", 1)[1])
        elif request.method == "POST":
            if request.content_type != "application/json":  # which no other site's page can send unasked
                raise Refused(415, "send application/json")
            body = await request.json() if request.can_read_body else {}
            if not isinstance(body, dict):
                raise Refused(400, "send a JSON object")
            if path == "/sandbox/clock":
                return await self._clock(body)
            if path == "/sandbox/child":
                return await self._child(body)
            if path == "/sandbox/faults":
                return self._faults(body)
            match = re.fullmatch(r"/sandbox/people/(\w+)/(\w+)", path)
            if match and match.group(2) in self._deeds:
                return await self._deeds[match.group(2)](self._person(match.group(1)), body)
        raise Refused(404, "Not Found")

    # --- finding things

    def _person(self, number: str) -> Person:
        person = self._sandbox.people.get(int(number)) if number.isdigit() else None
        if person is None:
            raise Refused(404, f"there is no person {number}")
        return person

    def _group(self, chat: object) -> Group | None:
        """The group of that id; None for the private chat."""
        if chat in (None, "", screens.PRIVATE):
            return None
        for group in self._sandbox.groups:
            if str(group.id) == str(chat):
                return group
        raise Refused(404, f"there is no group {chat}")

    def _message(self, person: Person, body: Json, key: str = "message") -> SeenMessage:
        group = self._group(body.get("chat"))
        chat = group.chat if group else person.private_chat()
        wanted = body.get(key)
        for seen in chat.newest_first():
            if wanted in (seen.id, str(seen.id)) and body.get("in", seen.chat.id) == seen.chat.id:
                return seen
        raise Refused(404, f"there is no message {wanted}")

    def _file(self, number: str) -> web.Response:
        file = self._sandbox.world.files.get(number)
        if file is None:
            raise Refused(404, "there is no such file")
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "max-age=3600"}
        if file.kind == "photo":
            return web.Response(body=file.content, content_type=_image_type(file.content), headers=headers)
        if file.kind == "voice":
            return web.Response(body=file.content, content_type="audio/ogg", headers=headers)
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
        return web.Response(body=file.content, content_type="application/octet-stream", headers=headers)

    # --- what people do

    async def _write(self, person: Person, body: Json) -> Answer:
        reply = self._message(person, body, "reply_to") if body.get("reply_to") else None
        thread = body.get("thread")
        text = str(body.get("text", ""))
        message = await person.writes(text, to=self._group(body.get("chat")), reply_to=reply, thread=thread)
        return {"message": message.id}

    async def _tap(self, person: Person, body: Json) -> Answer:
        """By `button` (its text or a part), by `row` and `column`, or with any `data` at all."""
        message = self._message(person, body)
        if "data" in body:
            return _shown(await person.taps_data(message, str(body["data"]), timeout=_PATIENCE))
        if "row" in body:
            buttons = message.buttons
            row, column = int(body["row"]), int(body.get("column", 0))
            if not (0 <= row < len(buttons) and 0 <= column < len(buttons[row])):
                raise Refused(409, "that button is gone")
            button = buttons[row][column]
            if button.data is not None:
                return _shown(await person.taps_data(message, button.data, timeout=_PATIENCE))
            return {"text": "", "alert": False, "url": button.url, "copied": button.copy}
        return _shown(await person.taps(message, str(body.get("button", "")), timeout=_PATIENCE))

    async def _press(self, person: Person, body: Json) -> Answer:
        message = await person.presses(str(body.get("key", "")), self._group(body.get("chat")))
        return {"message": message.id}

    async def _start(self, person: Person, body: Json) -> Answer:
        if body.get("url"):
            message = await person.follows(str(body["url"]))
        else:
            message = await person.starts(body.get("payload") or None)
        return {"message": message.id if message else None}

    async def _contact(self, person: Person, body: Json) -> Answer:
        return {"message": (await person.shares_contact(body.get("phone"))).id}

    async def _voice(self, person: Person, body: Json) -> Answer:
        message = await person.sends_voice(int(body.get("seconds", 3)), self._group(body.get("chat")))
        return {"message": message.id}

    async def _edit(self, person: Person, body: Json) -> Answer:
        message = await person.edits(self._message(person, body), str(body.get("text", "")))
        return {"message": message.id}

    async def _delete(self, person: Person, body: Json) -> Answer:
        person.deletes(self._message(person, body))
        return {}

    async def _block(self, person: Person, body: Json) -> Answer:
        del body
        person.blocks()
        return {}

    async def _unblock(self, person: Person, body: Json) -> Answer:
        del body
        person.unblocks()
        return {}

    async def _join(self, person: Person, body: Json) -> Answer:
        """A group, or whichever an invite `link` leads to; `chat` is None while they wait for approval."""
        link = str(body.get("link", ""))
        if not link:
            found = self._group(body.get("chat"))
        else:
            found = next((group for group in self._sandbox.groups if link in group.chat.links), None)
            if found is None:
                raise Refused(409, f"{link} leads to no group")
        if found is None:
            return {"chat": None}
        person.joins(found, link or None)
        return {"chat": str(found.id) if found.chat.present(person.id) else None}

    async def _leave(self, person: Person, body: Json) -> Answer:
        if group := self._group(body.get("chat")):
            person.leaves(group)
        return {}

    # --- time, the bot's process, trouble

    async def _clock(self, body: Json) -> Answer:
        """`minutes` forward, or `to` the next "morning" (8:00) or "day" (the same time)."""
        now = self._sandbox.now()
        if body.get("to") in ("morning", "day"):
            delta = next_time(now, self._sandbox.timezone, body["to"]) - now
        else:
            delta = timedelta(minutes=float(body.get("minutes", 0)))
        await self._sandbox.move_clock(delta)
        return {"time": self._sandbox.now().isoformat()}

    async def _child(self, body: Json) -> Answer:
        child = self._sandbox.child
        if child is None:
            raise Refused(409, "the bot runs elsewhere")
        deeds = {"start": child.start, "stop": child.stop, "kill": child.kill, "restart": child.restart}
        deed = deeds.get(str(body.get("do")))
        if deed is None:
            raise Refused(400, "do: start, stop, kill or restart")
        await deed()
        return {"state": child.state}

    def _faults(self, body: Json) -> Answer:
        """`clear`, `latency` in seconds, or the next `times` calls of `method` get `status` or `drop`."""
        faults = self._sandbox.faults
        method, times = str(body.get("method") or "*"), int(body.get("times", 1))
        if body.get("clear"):
            faults.clear()
        elif "latency" in body:
            faults.latency(float(body["latency"]))
        elif body.get("drop") in ("before", "after"):
            faults.drop(method, times, body["drop"])
        else:
            faults.fail(method, times, int(body.get("status", 429)), body.get("retry_after"))
        self._sandbox.world.changed.fire()
        return {}

    # --- live

    async def _events(self, request: web.BaseRequest) -> web.StreamResponse:
        """Server-sent events: one "changed" after every change, at most a dozen a second."""
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await stream.prepare(request)
        await stream.write(b"data: changed\n\n")
        with contextlib.suppress(ConnectionError):
            while not self._closing:
                try:
                    async with asyncio.timeout(_HEARTBEAT):
                        await self._sandbox.world.changed.wait()
                except TimeoutError:
                    await stream.write(b": still here\n\n")
                else:
                    await asyncio.sleep(0 if self._closing else _PAUSE)
                    await stream.write(b"data: changed\n\n")
        return stream


def _image_type(content: bytes) -> str:
    """What a photo is, by its beginning; nothing that could run."""
    types = {b"\x89PNG": "image/png", b"GIF8": "image/gif", b"RIFF": "image/webp", b"BM": "image/bmp"}
    return next((kind for start, kind in types.items() if content.startswith(start)), "image/jpeg")


def next_time(now: datetime, zone: ZoneInfo, to: str) -> datetime:
    """The next morning at 8:00, or the same time tomorrow, by the clocks of `zone`."""
    local = now.astimezone(zone)
    if to == "morning":
        morning = local.replace(hour=_MORNING, minute=0, second=0, microsecond=0)
        return morning if morning > local else morning + timedelta(days=1)
    return local + timedelta(days=1)


def _shown(tap: Tap) -> Json:
    return {"text": tap.text, "alert": tap.alert, "url": tap.url, "copied": tap.copied}


def _json(body: Json, status: int = 200) -> web.Response:
    return web.Response(
        text=json.dumps(body),
        status=status,
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
