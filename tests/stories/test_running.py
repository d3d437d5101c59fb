"""The program itself: how it starts, why it does not, and how it stops."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from sandbox import Limits, Sandbox

TOKEN = "123456789:AAFakeFakeFakeFakeFakeFakeFakeFakeFa"


def environment(folder: Path, **settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "HOME", "VIRTUAL_ENV")}
    return {
        **kept,
        "PYTHONPATH": str(Path.cwd()),
        "DATA_DIR": str(folder / "data"),
        "KEY_FILE": str(folder / "keys" / "ring.json"),
        **settings,
    }


@asynccontextmanager
async def program(folder: Path, **settings: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m bot` in a folder of its own; killed at the end if it still runs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot",
        cwd=folder, env=environment(folder, **settings),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def says(process: asyncio.subprocess.Process, words: str) -> str:
    """Reads what the program prints until a line holds these words."""
    assert process.stdout is not None
    printed = ""
    async with asyncio.timeout(90):
        while words not in printed:
            line = await process.stdout.readline()
            assert line, f"ended without {words!r}:\n{printed}"
            printed += line.decode()
    return printed


async def ends(process: asyncio.subprocess.Process) -> tuple[int | None, str]:
    async with asyncio.timeout(30):
        printed, _ = await process.communicate()
    return process.returncode, printed.decode()


async def test_a_wrong_token_is_one_plain_sentence(tmp_path: Path) -> None:
    async with (
        Sandbox(check=False) as telegram,
        program(tmp_path, BOT_TOKEN=TOKEN, BOT_API_URL=telegram.url) as process,
    ):
        code, printed = await ends(process)
    assert code == 2
    assert printed.count("\n") == 1
    assert "does not accept BOT_TOKEN" in printed
    assert TOKEN not in printed


async def test_an_unreachable_server_is_tried_again_visibly(tmp_path: Path) -> None:
    async with program(tmp_path, BOT_TOKEN=TOKEN, BOT_API_URL="http://127.0.0.1:9") as process:
        printed = await says(process, "cannot be reached; trying again in 2 s")
        process.send_signal(signal.SIGTERM)
        code, rest = await ends(process)
    assert "Traceback" not in printed + rest
    assert TOKEN not in printed + rest
    assert code in (0, -signal.SIGTERM)


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("TIMEZONE", "Mars/Olympus", "TIMEZONE"),
        ("HOLD_MINUTES", "soon", "HOLD_MINUTES"),
        ("OWNER_IDS", "rosa", "OWNER_IDS"),
        ("BOT_API_URL", "telegram", "BOT_API_URL"),
    ],
)
async def test_a_setting_that_cannot_be_read_is_named(tmp_path: Path, setting: str, value: str, words: str) -> None:
    async with program(tmp_path, BOT_TOKEN=TOKEN, **{setting: value}) as process:
        code, printed = await ends(process)
    assert code == 2
    assert words in printed
    assert "Traceback" not in printed
    assert TOKEN not in printed


async def test_without_owner_ids_the_link_is_printed_and_sigterm_stops_in_order(tmp_path: Path) -> None:
    async with Sandbox(limits=Limits.none()) as telegram:
        bot = telegram.add_bot()
        settings = {"BOT_TOKEN": bot.token, "BOT_API_URL": telegram.url, "LOG_LEVEL": "DEBUG"}
        async with program(tmp_path, **settings) as process:
            printed = await says(process, "Open this link once to become the owner: https://t.me/AcompanaBot?start=")
            rosa = telegram.add_person("Rosa")
            await rosa.follows(printed.rsplit("owner: ", 1)[1].strip())
            await rosa.waits_for("You are now the owner")
            process.send_signal(signal.SIGTERM)
            code, rest = await ends(process)
        assert code == 0
        assert bot.token not in printed + rest
        assert "Rosa" not in printed + rest
        assert telegram.violations == []
    ring = tmp_path / "keys" / "ring.json"
    assert ring.stat().st_mode & 0o777 == 0o600


async def test_lost_keys_and_newer_databases_refuse_to_start_in_plain_words(tmp_path: Path) -> None:
    async with Sandbox(limits=Limits.none()) as telegram:
        settings = {"BOT_TOKEN": telegram.add_bot().token, "BOT_API_URL": telegram.url, "OWNER_IDS": "1"}
        async with program(tmp_path, **settings) as process:
            await says(process, "is running")
            process.send_signal(signal.SIGTERM)
            await ends(process)
        ring = tmp_path / "keys" / "ring.json"
        kept = ring.read_text()
        ring.unlink()
        async with program(tmp_path, **settings) as process:
            code, printed = await ends(process)
            assert (code, "is missing" in printed, "Traceback" in printed) == (2, True, False)
            assert not ring.exists()
        ring.write_text(kept)
        database = sqlite3.connect(tmp_path / "data" / "acompana.sqlite3")
        database.execute("PRAGMA user_version = 9999")
        database.close()
        async with program(tmp_path, **settings) as process:
            code, printed = await ends(process)
            assert (code, "Start the newer program" in printed, "Traceback" in printed) == (2, True, False)


async def test_without_a_token_the_demo_sets_everything_up_by_itself(tmp_path: Path) -> None:
    async with program(tmp_path) as process:
        printed = await says(process, "Everything is set up")
        assert "Open http://127.0.0.1:" in printed
        process.send_signal(signal.SIGTERM)
        code, rest = await ends(process)
    assert code == 0
    assert "Traceback" not in printed + rest
