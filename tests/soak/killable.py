"""The bot in processes that die by SIGKILL right after their n-th commit, as if the power went then.

`python -m tests.soak.killable` imports everything once; for each line it reads it forks a bot, and writes how that one
ended. A bot is told what to do over a socket: first what time it is and after which commit to die (0: none), then
`at SECONDS` sets its clock, and `idle` is answered when it has nothing to do; each answer is the number of its commits.
Nothing in the bot knows of this: aiosqlite's `commit` is watched.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime

import aiosqlite

from bot.app import Running, running
from bot.settings import Settings
from tests.clock import ManualClock

SOCKET = "KILLABLE_SOCKET"
commits = 0
last = 0
"""The commit after which to die; 0: none."""


async def commit_and_perhaps_die(connection: aiosqlite.Connection) -> None:
    global commits
    await plain_commit(connection)
    commits += 1
    if commits == last:
        os.kill(os.getpid(), signal.SIGKILL)


plain_commit = aiosqlite.Connection.commit


async def work() -> None:
    """One bot, until it is killed or told to stop."""
    reader, writer = await asyncio.open_unix_connection(os.environ[SOCKET])
    global last
    seconds, last = map(int, (await reader.readline()).split())
    clock = ManualClock(datetime.fromtimestamp(seconds, UTC))
    aiosqlite.Connection.commit = commit_and_perhaps_die  # type: ignore[method-assign,assignment]
    async with running(Settings(_env_file=None), clock) as bot:
        while line := (await reader.readline()).decode():
            writer.write(f"{await obey(bot, clock, *line.split())}\n".encode())
            await writer.drain()


async def obey(bot: Running, clock: ManualClock, word: str, number: str = "0") -> int:
    match word:
        case "at":
            clock.set(datetime.fromtimestamp(int(number), UTC))
        case "idle":
            await bot.idle()
    return commits


def main() -> None:
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            asyncio.run(work())
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
