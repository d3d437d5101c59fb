"""The state of the pretend Telegram, and the few rules about who gets to know of a change.

Nothing here knows HTTP.
"""

import itertools
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sandbox import shapes
from sandbox.model import ANONYMOUS_ADMIN, CHANNEL_BOT, TELEGRAM, Bot, Chat, File, Query, SeenMessage, User
from sandbox.signals import Signal
from sandbox.updates import TAP_LIFETIME, UpdateQueue

Json = dict[str, Any]

_FOLDERS = {"document": "documents", "photo": "photos", "voice": "voice"}


class World:
    """Everything there is, and who hears of what happens."""

    def __init__(self, now: Callable[[], datetime], check_update: Callable[[Json], None]) -> None:
        self.now = now
        self._check_update = check_update
        self.changed = Signal()
        self.users: dict[int, User] = {user.id: user for user in (ANONYMOUS_ADMIN, CHANNEL_BOT, TELEGRAM)}
        self.bots: dict[str, Bot] = {}
        self.groups: dict[int, Chat] = {}
        self.private: dict[tuple[int, int], Chat] = {}
        self.channels: dict[int, Chat] = {}
        self.files: dict[str, File] = {}
        self.paths: dict[str, File] = {}
        self.queries: dict[str, Query] = {}
        self._account_ids = itertools.count(1)  # private chats and basic groups share one numbering
        self.sequence = 0  # of the newest message anywhere
        self._user_ids = itertools.count(5_000_000_000 + secrets.randbelow(10**9), 1_000_003)
        self._group_ids = itertools.count(4_000_000_000 + secrets.randbelow(10**8), 7919)
        self._supergroup_ids = itertools.count(1_500_000_000 + secrets.randbelow(10**8), 7919)

    # --- who and where

    def timestamp(self) -> int:
        return int(self.now().timestamp())

    def add_user(self, user_id: int | None, first_name: str, **details: Any) -> User:
        number = next(self._user_ids) if user_id is None else user_id
        if number in self.users:
            raise ValueError(f"there is a user {number} already")
        user = self.users[number] = User(number, first_name, **details)
        return user

    def add_bot(self, username: str, name: str, privacy: bool) -> Bot:
        user = self.add_user(100_000_000 + secrets.randbelow(9 * 10**8), name, username=username, is_bot=True)
        token = f"{user.id}:AA{secrets.token_urlsafe(40)[:33]}"
        bot = self.bots[token] = Bot(user, token, privacy, UpdateQueue(self.now, self._check_update))
        return bot

    def add_chat(self, kind: str, title: str, username: str | None = None, forum: bool = False) -> Chat:
        if kind == "group":
            chat = Chat(-next(self._group_ids), kind, Signal(self.changed), title, ids=self._account_ids)
            self.groups[chat.id] = chat
        elif kind in ("supergroup", "channel"):
            number = -1_000_000_000_000 - next(self._supergroup_ids)
            chat = Chat(number, kind, Signal(self.changed), title, username, forum)
            (self.groups if kind == "supergroup" else self.channels)[number] = chat
        else:
            raise ValueError(f"no such kind of chat: {kind}")
        return chat

    def private_chat(self, bot: Bot, user: User) -> Chat:
        """The private chat of a person with a bot; it exists as soon as one looks at it, empty."""
        chat = self.private.get((bot.id, user.id))
        if chat is None:
            chat = Chat(user.id, "private", Signal(self.changed), ids=self._account_ids, user=user, bot=bot)
            self.private[bot.id, user.id] = chat
        return chat

    def known_to(self, bot: Bot, user: User) -> bool:
        """Whether the bot has met this person: in its private chat or in a group of both."""
        chat = self.private.get((bot.id, user.id))
        if chat is not None and chat.messages:
            return True
        return any(bot.id in group.members and user.id in group.members for group in self.groups.values())

    def user_json_for(self, bot: Bot) -> Callable[[int], Json | None]:
        """Who tg://user?id= may mention in this bot's messages: people it has met."""

        def look(user_id: int) -> Json | None:
            user = self.users.get(user_id)
            return shapes.user(user) if user is not None and self.known_to(bot, user) else None

        return look

    def bots_in(self, chat: Chat) -> list[Bot]:
        if chat.bot is not None:
            return [chat.bot]
        return [bot for bot in self.bots.values() if chat.present(bot.id)]

    # --- what was said

    def new_message(self, chat: Chat, **details: Any) -> SeenMessage:
        """Put a message into a chat and let its watchers know."""
        self.sequence += 1
        message = SeenMessage(next(chat.ids), chat, self.sequence, self.now(), **details)
        chat.messages[message.id] = message
        if message.by_bot and message.sender is not None:
            chat.last_bot = message.sender.id
        chat.changed.fire()
        return message

    def service_message(self, chat: Chat, actor: User, service: Json, **details: Any) -> SeenMessage:
        """Say what happened in a group, to people and to its bots (those present now)."""
        message = self.new_message(chat, sender=actor, service=service, **details)
        self.deliver(message)
        return message

    def add_file(self, name: str, mime_type: str, content: bytes, kind: str = "document", **details: int) -> File:
        number = len(self.files) + 1
        extension = name.rsplit(".", 1)[1] if "." in name else "bin"
        file = File(
            secrets.token_urlsafe(48), secrets.token_urlsafe(12), name, mime_type, content,
            f"{_FOLDERS[kind]}/file_{number}.{extension}", kind, **details,
        )  # fmt: skip
        self.files[file.id] = self.paths[file.path] = file
        return file

    # --- who hears of it

    def deliver(self, message: SeenMessage, kind: str = "message") -> None:
        """Queue a person's message for the bots that may read it (see privacy mode)."""
        body: Json | None = None
        for bot in self.bots_in(message.chat):
            if self.reads(bot, message):
                body = body or shapes.message(message)
                bot.queue.push(kind, body)
        self.changed.fire()

    def reads(self, bot: Bot, message: SeenMessage) -> bool:
        """Bots never see bots' messages; in privacy mode only commands, replies and service messages.

        https://core.telegram.org/bots/features#privacy-mode
        """
        if message.by_bot:
            return False
        chat = message.chat
        if chat.private or message.service or not bot.privacy:
            return True
        member = chat.member(bot.id)
        if member is not None and member.admin:
            return True
        if message.reply_to is not None and message.reply_to.sender is bot.user:
            return True
        for entity in message.entities:
            if entity["type"] == "bot_command" and entity["offset"] == 0:
                _, _, meant = message.entity_text(entity).partition("@")
                if meant:
                    return meant.lower() == bot.username.lower()
                return chat.last_bot in (None, bot.id) or len(self.bots_in(chat)) == 1
        return False

    def membership_changed(self, chat: Chat, actor: User, old: Json, new: Json, link: Json | None = None) -> None:
        """my_chat_member to the bot concerned; chat_member to the admin bots that asked for it."""
        body: Json = {
            "chat": shapes.chat(chat),
            "from": shapes.user(actor),
            "date": self.timestamp(),
            "old_chat_member": old,
            "new_chat_member": new,
        }
        for bot in self.bots.values():
            if new["user"]["id"] == bot.id:
                bot.queue.push("my_chat_member", body)
            elif chat.group:
                member = chat.member(bot.id)
                if member is not None and member.admin:
                    bot.queue.push("chat_member", body | _link_for(bot, link))
        chat.changed.fire()

    def join_requested(self, chat: Chat, user: User, link: Json) -> None:
        """chat_join_request to the admin bots that may let people in."""
        body: Json = {
            "chat": shapes.chat(chat),
            "from": shapes.user(user),
            "user_chat_id": user.id,
            "date": self.timestamp(),
        }
        for bot in self.bots.values():
            member = chat.member(bot.id)
            if member is not None and member.may("can_invite_users"):
                bot.queue.push("chat_join_request", body | _link_for(bot, link))
        chat.changed.fire()

    def tapped(self, query: Query, data: str) -> None:
        """Queue a tap for the bot that sent the message."""
        self.queries[query.id] = query
        message = query.message
        body = {
            "id": query.id,
            "from": shapes.user(query.person),
            "message": shapes.inaccessible(message) if message.deleted else shapes.message(message),
            "chat_instance": message.chat.instance,
            "data": data,
        }
        query.bot.queue.push("callback_query", body, TAP_LIFETIME)


def _link_for(bot: Bot, link: Json | None) -> Json:
    """An invite link as a bot is told of it: of other admins' links the second half is hidden."""
    if link is None:
        return {}
    if link["creator"]["id"] == bot.id:
        return {"invite_link": link}
    url = link["invite_link"]
    return {"invite_link": link | {"invite_link": f"{url[: len(url) // 2]}..."}}


def utc_now() -> datetime:
    """The real time."""
    return datetime.now(UTC)
