"""The bot as a child process, and the clock file."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox import Child, ClockFile, Sandbox

CALLS_HOME = "import socket, sys, time; socket.create_connection(('127.0.0.1', int(sys.argv[1]))); time.sleep(60)"


class Home:
    """Where children call when they are ready."""

    def __init__(self) -> None:
        self.calls = asyncio.Semaphore(0)
        self.port = 0

    def command(self, before: str = "") -> list[str]:
        return [sys.executable, "-c", before + CALLS_HOME, str(self.port)]

    async def called(self) -> None:
        async with asyncio.timeout(20):
            await self.calls.acquire()


@pytest.fixture
async def home() -> AsyncIterator[Home]:
    home = Home()

    async def call(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        home.calls.release()
        writer.close()

    async with await asyncio.start_server(call, "127.0.0.1") as server:
        home.port = server.sockets[0].getsockname()[1]
        yield home


async def test_a_child_is_started_killed_stopped_and_restarted(home: Home) -> None:
    changes: list[str] = []
    child = Child(home.command(), changed=lambda: changes.append(child.state))
    assert child.state == "not started"
    await child.start()
    await home.called()
    first = child.pid
    await child.kill()
    assert (child.running, child.state, child.pid) == (False, "ended by SIGKILL", None)
    await child.restart()
    await home.called()
    assert child.pid != first
    await child.stop()
    assert child.state == "ended by SIGTERM"
    assert changes == ["running", "ended by SIGKILL", "running", "ended by SIGTERM"]


async def test_a_child_that_ends_by_itself_is_seen_and_not_restarted(tmp_path: Path) -> None:
    log = tmp_path / "log"
    child = Child([sys.executable, "-c", "print('bye'); raise SystemExit(3)"], {}, log=log)
    await child.start()
    assert await child.wait() == 3
    assert child.state == "exited with 3"
    assert not child.running
    assert log.read_text() == "bye\n"


async def test_a_child_that_will_not_stop_is_killed(home: Home) -> None:
    child = Child(home.command("import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); "))
    await child.start()
    await home.called()
    await child.stop(patience=0.05)
    assert child.state == "ended by SIGKILL"


async def test_the_clock_file_follows_the_sandbox(tmp_path: Path) -> None:
    async with Sandbox() as sandbox:
        clock = sandbox.clock_file = ClockFile(tmp_path / "clock")
        assert clock.read() == timedelta()
        await sandbox.move_clock(timedelta(hours=1))
        await sandbox.move_clock(timedelta(minutes=10))
        assert clock.path.read_text() == "4200.000\n"
        assert clock.read() == timedelta(minutes=70) == sandbox.offset
        assert os.listdir(tmp_path) == ["clock"]
