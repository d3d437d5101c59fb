"""The command line: `python -m bot` runs the bot, or without a token the demo on its own pretend Telegram."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError
from telegram.error import InvalidToken

from bot.app import CannotStart, owner_link, running
from bot.settings import Settings
from storage.database import NewerDatabase, Unreadable
from storage.seal import WrongKeys

QUIET = ("httpx", "httpcore", "telegram", "aiosqlite", "aiohttp", "asyncio")
"""Loggers that would print addresses (with the token) or values: never below WARNING, also in debug."""


def main() -> int:
    """Exit code 0 after an orderly stop, 2 when the bot cannot start; then one plain sentence says why."""
    try:
        settings = Settings()
    except ValidationError as wrong:
        for error in wrong.errors(include_input=False, include_url=False):
            print(f"{'.'.join(str(part) for part in error['loc']).upper()}: {error['msg']}", file=sys.stderr)
        return 2
    set_up_logging(settings.log_level)
    try:
        if settings.bot_token is None:
            from bot.demo import run_demo

            asyncio.run(run_demo(settings))
        else:
            asyncio.run(run(settings))
    except (CannotStart, WrongKeys, NewerDatabase, Unreadable) as why:
        print(why, file=sys.stderr)
        return 2
    except InvalidToken:
        print("Telegram no longer accepts BOT_TOKEN. Copy it again from @BotFather.", file=sys.stderr)
        return 2
    except OSError as why:
        print(f"{why.filename or 'A file or address'}: {why.strerror or 'cannot be used'}.", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0
    return 0


async def run(settings: Settings) -> None:
    """The real bot, until SIGTERM or SIGINT: then it finishes what is in hand, at most 8 seconds."""
    with until_told_to_stop():
        async with running(settings) as bot:
            print(f"@{bot.app.bot_username} is running. Stop it with Ctrl-C.", flush=True)
            link = await owner_link(bot.app)
            if link is not None:
                print(f"Open this link once to become the owner: {link}", flush=True)
            await bot.parts  # ends only by being told to, or when a way in or out broke for good


@contextmanager
def until_told_to_stop() -> Iterator[None]:
    """Runs the block until the first SIGTERM or SIGINT; more of them change nothing."""
    loop = asyncio.get_running_loop()
    told = asyncio.Event()
    task = asyncio.current_task()

    def stop() -> None:
        if not told.is_set() and task is not None:
            told.set()
            task.cancel()

    for signal_number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signal_number, stop)
    try:
        yield
    except asyncio.CancelledError:
        if not told.is_set():
            raise


def set_up_logging(level: str) -> None:
    """Ids only, and never the token."""
    logging.basicConfig(level=level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))


if __name__ == "__main__":
    sys.exit(main())
