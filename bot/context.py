"""What actions and handlers are given: the App, the transaction of one action, and the typed handler context."""

from __future__ import annotations

import asyncio
import traceback
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from telegram import (
    Chat,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
    User,
)
from telegram.ext import Application, CallbackContext, ExtBot

from bot.clock import Clock
from bot.i18n import SOURCE, Translator, best_language
from bot.rules.model import Person
from bot.rules.policy import Policy
from bot.views.message import Button, Message, read_data
from storage import inbox
from storage.database import Connection, Database

PRIVATE = "private"
"""Outcome of an update that stored private words: its message is deleted, also when that was interrupted."""


@dataclass
class Work:
    """One action under way: its transaction, the one `now` it uses, and what it decided."""

    tx: Connection
    now: datetime
    outcome: str = "done"


@dataclass(frozen=True)
class App:
    """What actions need."""

    db: Database
    clock: Clock
    policy: Policy
    zone: ZoneInfo
    group_languages: tuple[str, ...]
    common_languages: tuple[str, ...]
    towns: tuple[str, ...]
    org_name: str
    center_phone: str
    emergency_steps: Mapping[str, str]
    owner_ids: frozenset[int]
    bot_id: int
    bot_username: str
    wake: asyncio.Event = field(default_factory=asyncio.Event)

    def now(self) -> datetime:
        return self.clock.now()

    def translator(self, language: str) -> Translator:
        """In this language, or in the nearest that is spoken."""
        return Translator(best_language(language), self.zone)

    def group_translators(self) -> tuple[Translator, ...]:
        """All languages of the groups, in order."""
        return tuple(self.translator(best_language(code)) for code in self.group_languages)

    @asynccontextmanager
    async def work(self, update_id: int | None = None) -> AsyncIterator[Work]:
        """One transaction, committed together with "update applied"; then whatever became due is looked for."""
        async with self.db.transaction() as tx:
            work = Work(tx, self.now())
            yield work
            if update_id is not None:
                await inbox.mark_applied(tx, update_id, work.outcome, work.now)
        self.wake.set()

    def emergency_steps_for(self, language: str) -> str:
        """What the center wants done in an emergency, in this language or the source; empty where nothing is set."""
        return self.emergency_steps.get(language) or self.emergency_steps.get(SOURCE, "")

    def deep_link(self, payload: str) -> str:
        """A link into the private chat (Bot API, deep linking)."""
        return f"https://t.me/{self.bot_username}?start={payload}"


class Turns:
    """Taps that compete for places are decided in the order in which Telegram reported them.

    Handlers run side by side, and any of them may wait a little longer for the database than its neighbour. So each
    such tap takes its place in the line when it comes in, before anything is awaited.
    """

    def __init__(self) -> None:
        self._lines: dict[str, deque[asyncio.Event]] = {}

    def take(self, line: str) -> asyncio.Event:
        """A place at the end of the line; set once it is this one's turn."""
        place = asyncio.Event()
        waiting = self._lines.setdefault(line, deque())
        waiting.append(place)
        waiting[0].set()
        return place

    def give_back(self, line: str, place: asyncio.Event) -> None:
        """Done, or not wanted any more: the next one's turn. A second time changes nothing."""
        waiting = self._lines.get(line)
        if waiting is None or place not in waiting:
            return
        waiting.remove(place)
        if waiting:
            waiting[0].set()
        else:
            del self._lines[line]


IN_ORDER = frozenset({"going", "maybe", "cantgo"})
"""The buttons whose taps are decided in order, for each thing they are about."""


class Context(CallbackContext[ExtBot[Any], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """The handler context of one update.

    `replayed` is what an earlier try at this update had already decided; its effects are not repeated.
    `privately` is set where an answer must not stand in the group the update came from.
    """

    def __init__(
        self,
        application: Application[Any, Any, Any, Any, Any, Any],
        chat_id: int | None = None,
        user_id: int | None = None,
    ) -> None:
        super().__init__(application, chat_id=chat_id, user_id=user_id)
        self.incoming: Update | None = None
        self.replayed: str | None = None
        self.privately = False
        self._person: Person | None = None
        self._turn: tuple[str, asyncio.Event] | None = None

    @classmethod
    def from_update(cls, update: object, application: Application[Any, Any, Any, Any, Any, Any]) -> Context:
        context = super().from_update(update, application)
        if isinstance(update, Update):
            context.incoming = update
            context.replayed = application.bot_data["replayed"].get(update.update_id)
            query = update.callback_query
            button = read_data(query.data) if query is not None and query.data else None
            if button is not None and button.action in IN_ORDER:
                line = str(button.subject)
                context._turn = (line, application.bot_data["turns"].take(line))
        return context

    async def my_turn(self) -> None:
        """Returns when every tap for the same that came before has been decided."""
        if self._turn is not None:
            await self._turn[1].wait()

    def turn_over(self) -> None:
        """The next tap is decided."""
        if self._turn is not None:
            self.bot_data["turns"].give_back(*self._turn)

    @property
    def app(self) -> App:
        app: App = self.bot_data["app"]
        return app

    @property
    def update_id(self) -> int:
        assert self.incoming is not None  # noqa: S101  handlers only run for updates
        return self.incoming.update_id

    @property
    def person(self) -> Person:
        """Who acted; the guard of every handler sets it first."""
        assert self._person is not None  # noqa: S101
        return self._person

    @person.setter
    def person(self, person: Person) -> None:
        self._person = person

    @property
    def user(self) -> User:
        """Who acted, as Telegram says."""
        assert self.incoming is not None  # noqa: S101
        assert self.incoming.effective_user is not None  # noqa: S101
        return self.incoming.effective_user

    @property
    def chat(self) -> Chat:
        assert self.incoming is not None  # noqa: S101
        assert self.incoming.effective_chat is not None  # noqa: S101
        return self.incoming.effective_chat

    @property
    def private(self) -> bool:
        return self.chat.type == Chat.PRIVATE

    @property
    def t(self) -> Translator:
        """The person's language."""
        return self.app.translator(self.person.language)


def keyboard(message: Message) -> InlineKeyboardMarkup | None:
    """A message's buttons; the only kind that edits take (Bot API editMessageText)."""
    if not message.buttons:
        return None
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in message.buttons])


def _button(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(button.text, url=button.url)
    if button.copy:
        return InlineKeyboardButton(button.text, copy_text=CopyTextButton(button.copy))
    return InlineKeyboardButton(button.text, callback_data=button.data)


def markup(message: Message) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None:
    """Whatever a new message brings along: buttons, the phone key, or its removal."""
    if message.share_phone:
        key = KeyboardButton(message.share_phone, request_contact=True)
        return ReplyKeyboardMarkup([[key]], resize_keyboard=True, one_time_keyboard=True)
    if message.clear_keyboard:
        return ReplyKeyboardRemove()
    return keyboard(message)


def described(error: BaseException) -> str:
    """An error for the log: its kind and the places in the code, never its message, which may hold content."""
    places = "".join(traceback.format_tb(error.__traceback__))
    return f"{type(error).__name__}\n{places}"
