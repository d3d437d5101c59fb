"""Puts the parts together. `running` reads top to bottom: open, connect, work, stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from telegram import BotCommand, BotCommandScopeAllPrivateChats, Update
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import Application, ContextTypes, ExtBot
from telegram.request import BaseRequest

import handlers
from bot.actions import jobs, people
from bot.clock import Clock, OffsetClock, WallClock
from bot.context import App, Context, Turns, described
from bot.dispatcher import Dispatcher
from bot.i18n import languages
from bot.inbox import Inbox
from bot.limiter import Limiter
from bot.settings import Settings
from bot.transport import AiohttpRequest
from bot.views import people as views
from handlers.answers import apologize
from handlers.groups import MENU
from handlers.guard import sight_of
from storage.database import Database
from storage.seal import open_ring

log = logging.getLogger(__name__)

CALLS_AT_ONCE = 100
"""Connections to Telegram, beside the one that waits for updates."""
STOPPING = 8.0
"""Seconds to finish what is in hand when asked to stop."""
CATCHING_UP = 20.0
"""Seconds that what waited at Telegram may take at the start, before anything is said on the bot's own initiative."""

AnyApplication = Application[Any, Any, Any, Any, Any, Any]


class CannotStart(Exception):
    """Why the bot does not run, in one sentence for the operator."""


@dataclass(frozen=True)
class Running:
    """A bot at work."""

    app: App
    inbox: Inbox
    dispatcher: Dispatcher
    parts: asyncio.Future[list[None]]

    async def idle(self) -> None:
        """Returns when everything received is handled and nothing is due."""
        await self.inbox.idle()
        await self.dispatcher.at_rest()


@asynccontextmanager
async def running(
    settings: Settings, clock: Clock | None = None, transport: Callable[[int], BaseRequest] = AiohttpRequest
) -> AsyncIterator[Running]:
    """Starts the bot and, at the end of the block, stops it within 8 seconds without losing anything.

    `transport` makes what carries so many calls at once.
    Raises CannotStart, storage.seal.WrongKeys or storage.database.NewerDatabase, with words for the operator.
    """
    clock = clock or (OffsetClock(settings.clock_file) if settings.clock_file else WallClock())
    ring = open_ring(settings.key_file, settings.database)
    database = await Database.open(settings.database, ring)
    limiter = Limiter(settings.limit_per_second, settings.limit_per_chat_second, settings.limit_per_group_minute)
    sending, polling = transport(CALLS_AT_ONCE), transport(1)
    bot = _bot(settings, limiter, sending, polling)
    application = _application(bot)
    try:
        await _connect(application, settings)
        app = _app(settings, clock, database, bot)
        application.bot_data.update(app=app, replayed={}, failed={}, turns=Turns())
        handlers.register(application)
        application.add_error_handler(_note_failure)
        await _introduce(app, bot)
        await jobs.plan_anew(app)
        inbox = Inbox(app, application, polling, _apology(application))
        dispatcher = Dispatcher(app, bot, limiter)
        ways = [
            asyncio.create_task(inbox.run(), name="inbox"),
            asyncio.create_task(_listen_then_speak(inbox, dispatcher), name="dispatcher"),
        ]
        parts = asyncio.gather(*ways)
        try:
            yield Running(app, inbox, dispatcher, parts)
        finally:
            for way in ways:  # each by itself: once one has failed, `parts` is done and cancels nothing
                way.cancel()
            await asyncio.gather(*ways, parts, return_exceptions=True)
            await inbox.finish(STOPPING / 2)
            await dispatcher.finish(STOPPING / 2)
    finally:
        with contextlib.suppress(RuntimeError, TelegramError):
            await application.shutdown()
        await sending.shutdown()
        await polling.shutdown()
        await database.close()


async def _listen_then_speak(inbox: Inbox, dispatcher: Dispatcher) -> None:
    """What people said while nobody listened comes first: it may answer what a silence would be taken for."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(CATCHING_UP):
            await inbox.caught_up()
    await dispatcher.run()


def _bot(settings: Settings, limiter: Limiter, sending: BaseRequest, polling: BaseRequest) -> ExtBot[Any]:
    if settings.bot_token is None:
        raise CannotStart("BOT_TOKEN is not set.")
    return ExtBot(
        settings.bot_token.get_secret_value(),
        base_url=f"{settings.bot_api_url}/bot",
        base_file_url=f"{settings.bot_api_url}/file/bot",
        request=sending,
        get_updates_request=polling,
        rate_limiter=limiter,
    )


def _application(bot: ExtBot[Any]) -> AnyApplication:
    builder = Application.builder().bot(bot).updater(None).job_queue(None)
    return builder.context_types(ContextTypes(context=Context)).build()


async def _connect(application: AnyApplication, settings: Settings) -> None:
    """Asks Telegram who we are; an unreachable server is tried again, visibly, a wrong token is not."""
    pause = 1.0
    while True:
        try:
            await application.initialize()
            return
        except InvalidToken:
            raise CannotStart(
                "Telegram does not accept BOT_TOKEN. Copy it again from @BotFather, and check BOT_API_URL."
            ) from None
        except NetworkError:
            log.warning("%s cannot be reached; trying again in %.0f s", settings.bot_api_url, pause)
            await asyncio.sleep(pause)  # there is no database of due things to wait on yet
            pause = min(pause * 2, 30.0)


def _app(settings: Settings, clock: Clock, database: Database, bot: ExtBot[Any]) -> App:
    return App(
        db=database,
        clock=clock,
        policy=settings.policy(),
        zone=settings.zone,
        group_languages=settings.group_languages,
        common_languages=settings.common_languages,
        towns=settings.towns,
        org_name=settings.org_name,
        center_phone=settings.center_phone,
        emergency_steps=settings.emergency_steps,
        owner_ids=frozenset(settings.owner_ids),
        bot_id=bot.id,
        bot_username=bot.username,
    )


async def _introduce(app: App, bot: ExtBot[Any]) -> None:
    """Menus and description in every language; a hiccup here does not keep the bot from working."""
    try:
        for language in languages():
            t = app.translator(language)
            code = None if language == languages()[0] else language.partition("_")[0]
            commands = [BotCommand(name, text) for name, text in views.menu(t, MENU["anyone"]).items()]
            await bot.set_my_commands(commands, scope=BotCommandScopeAllPrivateChats(), language_code=code)
            await bot.set_my_description(views.description(t, app.org_name), language_code=code)
    except TelegramError as error:
        log.warning("the menus were not set: %s", type(error).__name__)


async def _note_failure(update: object, context: Context) -> None:
    """python-telegram-bot's error handler: the inbox decides what follows."""
    error = context.error or RuntimeError()
    if isinstance(update, Update):
        context.bot_data["failed"][update.update_id] = described(error)
    else:
        log.error("something failed outside an update: %s", described(error))


def _apology(application: AnyApplication) -> Any:
    async def say_sorry(update: Update) -> None:
        if update.effective_user is None:
            return
        context = Context.from_update(update, application)
        context.person = await people.meet(context.app, sight_of(context.user), private=False)
        await apologize(context)

    return say_sorry


async def owner_link(app: App) -> str | None:
    """The single-use link for the first owner, where none is set and none was made."""
    return await people.owner_link(app)
