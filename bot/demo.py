"""Without a token: the bot on its own pretend Telegram, with people to play and requests to claim.

The sandbox is this process, the bot its child. Everything on the page was really typed and tapped by the
people below, through the bot.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.rules.model import DETAIL_FIELDS, PROFILE_FIELDS
from bot.settings import Settings
from sandbox import Child, ClockFile, Group, Person, Sandbox, SeenMessage

PORT = 8765
"""Where the page is looked for first; another one is taken when it is in use."""
PATIENCE = 60.0
"""Seconds the bot has for each step of the demo's beginning (Telegram's limits hold here too)."""

INVITATION = re.compile(r"https://t\.me/\S+")


@dataclass(frozen=True)
class Cast:
    """Who is who."""

    rosa: Person
    ellen: Person
    lucia: Person
    coordinators: tuple[Person, ...]
    connected: tuple[Person, ...]
    trained: tuple[Person, ...]
    volunteers_group: Group
    coordinators_group: Group


async def run_demo(settings: Settings) -> None:
    """Runs until SIGTERM or SIGINT; what was played is forgotten."""
    stop = asyncio.Event()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signal_number, stop.set)
    with TemporaryDirectory(prefix="acompana-demo-") as folder:
        sandbox = await _open_sandbox(settings)
        try:
            await _play(sandbox, settings, Path(folder), stop)
        finally:
            if sandbox.child is not None:
                await sandbox.child.stop()
            await sandbox.stop()


async def _open_sandbox(settings: Settings) -> Sandbox:
    title = f"{settings.org_name}: the demo"
    try:
        sandbox = Sandbox(title=title, timezone=settings.timezone, check=False, port=PORT)
        await sandbox.start()
    except OSError:
        sandbox = Sandbox(title=title, timezone=settings.timezone, check=False)
        await sandbox.start()
    return sandbox


async def _play(sandbox: Sandbox, settings: Settings, folder: Path, stop: asyncio.Event) -> None:
    cast = gather(sandbox)
    sandbox.clock_file = ClockFile(folder / "clock")
    sandbox.clock_file.write(timedelta())
    environment = {
        **os.environ,
        "BOT_TOKEN": sandbox.bot.token,
        "BOT_API_URL": sandbox.url,
        "DATA_DIR": str(folder / "data"),
        "KEY_FILE": str(folder / "keys" / "ring.json"),
        "OWNER_IDS": str(cast.rosa.id),
        "CLOCK_FILE": str(sandbox.clock_file.path),
        "CENTER_PHONE": settings.center_phone or "413 555 0100",
        "LOG_LEVEL": "WARNING",
    }
    sandbox.child = Child([sys.executable, "-m", "bot"], environment)
    await sandbox.child.start()
    print(f"No BOT_TOKEN is set, so this is a demo on a pretend Telegram. Open {sandbox.url}", flush=True)
    beginning = asyncio.ensure_future(begin(sandbox, cast, sandbox.now().astimezone(settings.zone)))
    stopped = asyncio.ensure_future(stop.wait())
    await asyncio.wait({beginning, stopped}, return_when=asyncio.FIRST_COMPLETED)
    if beginning.done():
        beginning.result()
        print("Everything is set up: play anybody, tap the buttons, move the clock. Ctrl-C ends it.", flush=True)
    else:
        beginning.cancel()
    await stopped


def gather(sandbox: Sandbox) -> Cast:
    """Three coordinators, six volunteers (two are not trained, one never pressed Start) and a member."""
    sandbox.add_bot("AcompanaBot", "Acompaña")
    rosa = sandbox.add_person("Rosa", username="rosa_centro", language="es")
    miguel = sandbox.add_person("Miguel", username="miguel_centro", language="es")
    hannah = sandbox.add_person("Hannah", username="hannah_interfaith", language="en")
    dan = sandbox.add_person("Dan", username="dan_drives", language="en")
    priya = sandbox.add_person("Priya", username="priya_g", language="en")
    luis = sandbox.add_person("Luis", username="luis_holyoke", language="es")
    ellen = sandbox.add_person("Ellen", username="ellen_amherst", language="en")
    tomas = sandbox.add_person("Tomás", username="tomas_spfld", language="es")
    grace = sandbox.add_person("Grace", username="grace_noho", language="en")
    lucia = sandbox.add_person("Lucía", language="es")
    volunteers = sandbox.add_group(
        "Volunteers · Voluntarios", creator=rosa, members=[hannah, dan, priya, luis, tomas, grace]
    )
    coordinators = sandbox.add_group("Coordinators · Coordinación", creator=rosa, members=[miguel, hannah])
    for group in (volunteers, coordinators):
        group.add_bot(sandbox.bot, rosa)
        group.promote_bot(sandbox.bot, rosa)
    sandbox.phones = [rosa, dan, luis, lucia]
    return Cast(
        rosa=rosa,
        ellen=ellen,
        lucia=lucia,
        coordinators=(miguel, hannah),
        connected=(dan, priya, luis, tomas, grace),
        trained=(dan, priya, luis, ellen),
        volunteers_group=volunteers,
        coordinators_group=coordinators,
    )


async def begin(sandbox: Sandbox, cast: Cast, now: datetime) -> None:
    """What has happened before the visitor comes: people connected and trained, requests and a training posted."""
    stage = Stage(sandbox)
    rosa = cast.rosa
    await stage.connects(rosa)
    await rosa.writes("/setup volunteers", to=cast.volunteers_group)
    await stage.until(lambda: bool(cast.volunteers_group.pinned))
    cast.volunteers_group.add(cast.ellen, rosa)  # joins, and never presses Start
    await rosa.writes("/setup coordinators", to=cast.coordinators_group)
    await stage.taps(rosa, "setup:", cast.coordinators_group)
    await asyncio.gather(*(stage.connects(person) for person in (*cast.coordinators, *cast.connected)))
    for person in cast.trained:
        await rosa.writes(f"/grant rideshare @{person.username}")
        await rosa.writes(f"/grant accompaniment @{person.username}")
    visit, check_in, errand = _days(now)
    card = await stage.posts(cast, f"/ride {visit} 14:00-17:00 Holyoke > Amherst x4 carseat es", "Familia M.")
    await stage.posts(cast, f"/acompanar {check_in} 8:30-11am Hartford x1 es", "Lucía", "413 555 0172")
    await stage.invites(cast)
    await stage.posts(cast, f"/ride {errand} 10:30 Greenfield > Northampton x2", "Samuel")
    await stage.posts(cast, f"/turno {errand} 18:00 línea x2")
    await sandbox.people[cast.trained[1].id].taps(card, "claim:")
    training = await stage.announces(cast, f"/training {errand} 18:30 rideshare + accompaniment @ Northampton cap 12")
    for person in cast.connected:
        if person not in cast.trained:
            await person.taps(training, "going:", timeout=PATIENCE)
    await rosa.writes("/board", to=cast.coordinators_group)


def _days(now: datetime) -> tuple[str, str, str]:
    """The coming Saturday, three days from now, and eight: ISO dates, all in the future."""
    saturday = now.date() + timedelta(days=(5 - now.weekday()) % 7 or 7)
    if now.time() > time(12) and saturday == now.date():
        saturday += timedelta(days=7)
    return tuple(str(day) for day in (saturday, now.date() + timedelta(days=3), now.date() + timedelta(days=8)))  # type: ignore[return-value]


class Stage:
    """How the people of the demo act: they wait for what they tap, as people do."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def until(self, seen: Callable[[], bool]) -> None:
        await self._sandbox.until(seen, timeout=PATIENCE)

    async def taps(self, person: Person, data: str, group: Group | None = None, *, label: str = "") -> None:
        """Taps the newest button with this data, as soon as it is there; the label says which of several."""
        await self.until(lambda: _with_button(person, data, group) is not None)
        message = _with_button(person, data, group)
        if message is not None:
            await person.taps(message, label or data, timeout=PATIENCE)

    async def connects(self, person: Person) -> None:
        """Presses Start, skips every question, and agrees to the promise."""
        await person.starts()
        for field in PROFILE_FIELDS:
            if field == "phone":
                await self.until(lambda: bool(person.keyboard))
                await person.writes("/skip")
            else:
                await self.taps(person, f"skip:0:{field}")
        await self.taps(person, "promise:")

    async def posts(self, cast: Cast, line: str, *private: str) -> SeenMessage:
        """Rosa posts a ride, with a name and perhaps a phone for whoever takes it; returns the card."""
        group, before = cast.volunteers_group, len(cast.volunteers_group.messages)
        await cast.rosa.writes(line)
        for field, words in zip(DETAIL_FIELDS, private, strict=False):
            await self.until(lambda: _with_button(cast.rosa, "post:", None) is not None)
            preview = _with_button(cast.rosa, "post:", None)
            button = next(b for row in preview.buttons for b in row if (b.data or "").endswith(field))  # type: ignore[union-attr]
            await cast.rosa.taps(preview, button.text, timeout=PATIENCE)  # type: ignore[arg-type]
            await self.until(lambda: _with_button(cast.rosa, "skipdetail:", None) is not None)
            await cast.rosa.writes(words)
            await self.until(lambda: _with_button(cast.rosa, "skipdetail:", None) is None)
        await self.taps(cast.rosa, "post:")
        await self.until(lambda: len(group.messages) > before)
        return group.last

    async def invites(self, cast: Cast) -> None:
        """Rosa makes a link for the member of what she posted just now; Lucía opens it, and says yes."""
        await self.taps(cast.rosa, "invite:")
        await self.taps(cast.rosa, "invitein:", label="Español")
        await self.until(lambda: INVITATION.search(cast.rosa.last.text) is not None)
        found = INVITATION.search(cast.rosa.last.text)
        await cast.lucia.follows(found.group() if found is not None else "")
        await self.taps(cast.lucia, "memberlang:", label="Español")
        await self.taps(cast.lucia, "memberyes:")

    async def announces(self, cast: Cast, line: str) -> SeenMessage:
        """Rosa posts a training; returns one of its cards."""
        group, before = cast.volunteers_group, len(cast.volunteers_group.messages)
        await cast.rosa.writes(line)
        await self.taps(cast.rosa, "spost:")
        await self.until(lambda: len(group.messages) > before)
        return group.last


def _with_button(person: Person, data: str, group: Group | None) -> SeenMessage | None:
    """The newest message the person sees with a button whose data begins so."""
    messages = person.chat if group is None else group.messages
    for message in reversed(messages):
        if any((button.data or "").startswith(data) for row in message.buttons for button in row):
            return message
    return None
