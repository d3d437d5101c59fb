"""The bot as a child process, and the file that tells it the time."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path


class ClockFile:
    """A file with one number: how many seconds the sandbox's clock is ahead of the real one."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)

    def write(self, offset: timedelta) -> None:
        """Replace the number at once, so that no reader ever sees half of it."""
        draft = self.path.with_name(self.path.name + ".new")
        draft.write_text(f"{offset.total_seconds():.3f}\n", encoding="ascii")
        os.replace(draft, self.path)

    def read(self) -> timedelta:
        """The offset; none when there is no file yet."""
        try:
            return timedelta(seconds=float(self.path.read_text(encoding="ascii")))
        except FileNotFoundError:
            return timedelta()


class Child:
    """A command that can be started, stopped, killed and started again; never by itself."""

    def __init__(
        self,
        command: list[str],
        env: Mapping[str, str] | None = None,
        *,
        log: Path | str | None = None,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self.command = command
        self.env = dict(os.environ if env is None else env)
        self.log = Path(log) if log is not None else None
        self.changed = changed
        self.exit_code: int | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._watcher: asyncio.Task[None] | None = None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None and self.running else None

    @property
    def state(self) -> str:
        """In words: "running", "not started" or how it ended."""
        if self.running:
            return "running"
        if self.exit_code is None:
            return "not started"
        if self.exit_code < 0:
            return f"ended by {signal.Signals(-self.exit_code).name}"
        return f"exited with {self.exit_code}"

    async def start(self) -> None:
        """Start it, unless it runs."""
        if self.running:
            return
        self.exit_code = None
        with contextlib.ExitStack() as stack:
            output = None if self.log is None else stack.enter_context(self.log.open("ab"))
            self._process = await asyncio.create_subprocess_exec(
                *self.command, env=self.env, stdin=asyncio.subprocess.DEVNULL, stdout=output, stderr=output
            )
        self._watcher = asyncio.create_task(self._watch(self._process))
        self.changed()

    async def _watch(self, process: asyncio.subprocess.Process) -> None:
        self.exit_code = await process.wait()
        self.changed()

    async def wait(self) -> int | None:
        """Wait until it has ended; its exit code."""
        if self._watcher is not None:
            await asyncio.shield(self._watcher)
        return self.exit_code

    async def kill(self) -> None:
        """SIGKILL: no time for a last word."""
        if self.running and self._process is not None:
            self._process.kill()
        await self.wait()

    async def stop(self, patience: float = 10) -> None:
        """SIGTERM, and SIGKILL when it has not ended within `patience` seconds."""
        if self.running and self._process is not None:
            self._process.terminate()
            try:
                async with asyncio.timeout(patience):
                    await self.wait()
            except TimeoutError:
                await self.kill()

    async def restart(self) -> None:
        """Stop it if it runs, then start it."""
        await self.stop()
        await self.start()
