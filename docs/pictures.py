"""Pictures for the documentation: `make pictures` starts the demo and photographs its phones.

Needs Chromium, and says so where there is none.
"""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp

from sandbox.picture import NoPicture, browser, phone, take

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "pictures"
PATIENCE = 120  # seconds until the demo is set up

# What is taken: the file, whose phone, and the beginning of the group's title or None for the private chat.
SCENES: tuple[tuple[str, str, str | None], ...] = (
    ("volunteer-group.png", "Dan", "Volunteers"),
    ("volunteer-private.png", "Priya", None),
    ("coordinator-private.png", "Rosa", None),
    ("coordinator-group.png", "Rosa", "Coordinators"),
)


@asynccontextmanager
async def demo() -> AsyncIterator[str]:
    """The address of a demo that is set up. It starts where no .env lies: never with anybody's token."""
    environment = {key: value for key, value in os.environ.items() if key != "BOT_TOKEN"}
    with TemporaryDirectory(prefix="pictures-") as folder:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot"),
            cwd=folder,
            env=environment | {"PYTHONPATH": str(ROOT)},
            stdout=asyncio.subprocess.PIPE,
        )
        try:
            async with asyncio.timeout(PATIENCE):
                yield await _address(process)
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


async def _address(process: asyncio.subprocess.Process) -> str:
    address = ""
    assert process.stdout is not None  # noqa: S101 - it is a pipe
    async for line in process.stdout:
        if found := re.search(rb"http://\S+", line):
            address = found.group().decode()
        if b"set up" in line:
            return address
    raise NoPicture("the demo did not start")


async def draw() -> None:
    """Take every scene."""
    browser()
    OUT.mkdir(exist_ok=True)
    async with demo() as address, aiohttp.ClientSession() as http:
        async with http.get(f"{address}/sandbox/state") as response:
            state: dict[str, Any] = await response.json()
        people = {person["name"]: person["id"] for person in state["people"]}
        for name, person, title in SCENES:
            group = next((one["id"] for one in state["groups"] if title and one["title"].startswith(title)), None)
            await take(phone(address, people[person], group), OUT / name)
            sys.stdout.write(f"docs/pictures/{name}\n")


if __name__ == "__main__":
    try:
        asyncio.run(draw())
    except NoPicture as why:
        sys.exit(str(why))
