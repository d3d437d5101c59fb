"""The things of the pretend Telegram: accounts, chats, members, messages. Plain data."""

import itertools
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox import html
from sandbox.signals import Signal
from sandbox.text import Entity, utf16_slice
from sandbox.updates import UpdateQueue

Json = dict[str, Any]

ADMIN_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
    "can_delete_stories", "can_pin_messages", "can_manage_topics",
)  # fmt: skip
PERMISSIONS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_react_to_messages", "can_edit_tag", "can_change_info",
    "can_invite_users", "can_pin_messages", "can_manage_topics",
)  # fmt: skip
OPEN_PERMISSIONS = {
    name: name not in ("can_change_info", "can_pin_messages", "can_manage_topics") for name in PERMISSIONS
}

SUPERGROUPS_BELOW = 1_000_000_000_000  # -100123… in the Bot API is 123… in links


@dataclass(slots=True, eq=False)
class User:
    """An account: a person or a bot."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language: str | None = None
    is_bot: bool = False
    deactivated: bool = False
    refuses_voice: bool = False  # a setting of their app
    heard: bool = False  # has written or tapped something

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}" if self.last_name else self.first_name


@dataclass(slots=True, eq=False)
class Member:
    """Someone's place in a group: creator, administrator, member, restricted, left or kicked."""

    user: User
    status: str
    rights: dict[str, bool] = field(default_factory=dict)
    anonymous: bool = False
    until: int = 0
    title: str | None = None
    since: int = 0  # the sequence number of the first message they could hear
    link: str | None = None  # the invite link they came by
    in_chat: bool = True  # matters for "restricted" only

    @property
    def present(self) -> bool:
        return self.status in ("creator", "administrator", "member") or (self.status == "restricted" and self.in_chat)

    @property
    def admin(self) -> bool:
        return self.status in ("creator", "administrator")

    def may(self, right: str) -> bool:
        return self.status == "creator" or (self.status == "administrator" and self.rights.get(right, False))


@dataclass(slots=True, eq=False)
class Topic:
    """A topic of a forum; its id is the id of the message that made it."""

    id: int
    name: str
    closed: bool = False


@dataclass(slots=True, eq=False)
class Chat:
    """A private chat of one person with one bot, or a group."""

    id: int
    type: str
    changed: Signal
    title: str | None = None
    username: str | None = None
    forum: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    permissions: dict[str, bool] = field(default_factory=lambda: dict(OPEN_PERMISSIONS))
    messages: "dict[int, SeenMessage]" = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    topics: dict[int, Topic] = field(default_factory=dict)
    ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    migrated_to: "Chat | None" = None
    migrated_from: "Chat | None" = None
    last_bot: int | None = None  # who may be meant by a /command without @name
    links: dict[str, Json] = field(default_factory=dict)
    primary_link: str | None = None
    requests: dict[int, Json] = field(default_factory=dict)  # who asked to join, by which link
    instance: str = field(default_factory=lambda: str(secrets.randbits(62)))
    keyboards: "dict[int, SeenMessage]" = field(default_factory=dict)  # whose reply keyboard comes from where
    # of private chats only:
    user: User | None = None
    bot: "Bot | None" = None
    started: bool = False
    blocked: bool = False

    @property
    def private(self) -> bool:
        return self.type == "private"

    @property
    def group(self) -> bool:
        return self.type in ("group", "supergroup")

    @property
    def name(self) -> str:
        return self.title or (self.user.name if self.user else "")

    def member(self, user_id: int) -> Member | None:
        return self.members.get(user_id)

    def present(self, user_id: int) -> bool:
        member = self.members.get(user_id)
        return member is not None and member.present

    def everything(self) -> "Iterator[SeenMessage]":
        """All that was ever said here, also what is deleted by now, oldest first."""
        if self.migrated_from:
            yield from self.migrated_from.everything()
        yield from self.messages.values()

    def visible(self) -> "list[SeenMessage]":
        """What is there to be seen, oldest first, with what was said before the group was upgraded."""
        return [message for message in self.everything() if not message.deleted]

    def newest_first(self) -> "Iterator[SeenMessage]":
        for message in reversed(self.messages.values()):
            if not message.deleted:
                yield message
        if self.migrated_from:
            yield from self.migrated_from.newest_first()


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message; exactly one of `data`, `url`, `copy` or `other` (the kind of any other action)."""

    text: str
    data: str | None = None
    url: str | None = None
    copy: str | None = None  # what a tap puts on the clipboard
    other: str | None = None


@dataclass(frozen=True, slots=True)
class File:
    """What a file_id stands for. A file stays of the kind it was first sent as."""

    id: str
    unique_id: str
    name: str
    mime_type: str
    content: bytes
    path: str
    kind: str  # document, photo or voice
    width: int = 0  # of photos
    height: int = 0
    duration: int = 0  # of voice messages, in seconds


@dataclass(slots=True, eq=False)
class SeenMessage:
    """A message as people see it now: edits and deletion show here at once."""

    id: int
    chat: Chat
    sequence: int
    sent_at: datetime
    sender: User | None = None
    sender_chat: Chat | None = None
    text: str = ""  # the caption, of a document, photo or voice message
    entities: list[Entity] = field(default_factory=list)
    inline: list[list[Json]] | None = None  # the inline keyboard
    reply_markup: Json | None = None  # any other reply markup
    reply_to: "SeenMessage | None" = None
    quote: Json | None = None  # the part of it that is answered
    thread: int | None = None
    in_topic: bool = False
    edited: int = 0  # how often
    edit_date: int | None = None
    deleted: bool = False
    silent: bool = False
    protected: bool = False
    file: File | None = None
    media: Json = field(default_factory=dict)  # document, photo, voice, contact, location, venue: as Telegram has it
    service: Json = field(default_factory=dict)
    forwarded: Json | None = None
    preview: Json | None = None
    reactions: dict[int, list[Json]] = field(default_factory=dict)

    @property
    def date(self) -> int:
        return int(self.sent_at.timestamp())

    @property
    def html(self) -> str:
        """The text with its formatting, as Telegram HTML."""
        return html.render(self.text, self.entities)

    @property
    def buttons(self) -> list[list[Button]]:
        """The inline keyboard, row by row."""
        return [[_button(button) for button in row] for row in self.inline or []]

    @property
    def reply_keyboard(self) -> list[list[str]]:
        """The texts of the reply keyboard this message brought."""
        rows = (self.reply_markup or {}).get("keyboard", [])
        return [[key if isinstance(key, str) else key["text"] for key in row] for row in rows]

    @property
    def document(self) -> File | None:
        """The file, with `name` and `content`."""
        return self.file if "document" in self.media else None

    @property
    def photo(self) -> File | None:
        """The picture, with `content`."""
        return self.file if "photo" in self.media else None

    @property
    def voice(self) -> File | None:
        """The voice message, with `duration` and `content`."""
        return self.file if "voice" in self.media else None

    @property
    def links(self) -> list[tuple[str, str]]:
        """The words that can be touched, each with the address it leads to."""
        return [
            (self.entity_text(entity), entity.get("url") or html.whole_address(self.entity_text(entity)))
            for entity in self.entities
            if entity["type"] in ("text_link", "url")
        ]

    @property
    def address(self) -> str | None:
        """The link to this message (t.me/c/…), which members can open; only supergroups have such links."""
        if self.chat.type != "supergroup":
            return None
        place = self.chat.username or f"c/{-self.chat.id - SUPERGROUPS_BELOW}"
        topic = f"{self.thread}/" if self.in_topic and self.thread != self.id else ""
        return f"https://t.me/{place}/{topic}{self.id}"

    @property
    def pinned(self) -> bool:
        return self.id in self.chat.pinned

    @property
    def rings(self) -> bool:
        """Whether phones make a sound for it; of service messages only for a pin."""
        return not self.silent and (not self.service or "pinned_message" in self.service)

    @property
    def is_caption(self) -> bool:
        return any(kind in self.media for kind in ("document", "photo", "voice"))

    @property
    def by_bot(self) -> bool:
        return self.sender is not None and self.sender.is_bot and self.sender_chat is None

    @property
    def sender_name(self) -> str:
        if self.sender_chat is not None:
            return self.sender_chat.name
        return self.sender.name if self.sender else ""

    def entity_text(self, entity: Entity) -> str:
        """The part of the text an entity covers."""
        return utf16_slice(self.text, entity["offset"], entity["length"])

    def __contains__(self, part: str) -> bool:
        return part in self.text

    def __str__(self) -> str:
        return screen_lines(self)

    def __repr__(self) -> str:
        return f"<{self.id} {self.sender_name}: {self.text[:60]!r}{' (deleted)' if self.deleted else ''}>"


def _button(button: Json) -> Button:
    known = {"text", "callback_data", "url", "copy_text", "style", "icon_custom_emoji_id"}
    return Button(
        button["text"],
        button.get("callback_data"),
        button.get("url"),
        button.get("copy_text", {}).get("text"),
        next((key for key in button if key not in known), None),
    )


@dataclass(slots=True, eq=False)
class Bot:
    """A bot's account, its queue of updates, and what it told Telegram about itself."""

    user: User
    token: str
    privacy: bool
    queue: UpdateQueue
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)  # by scope and language
    profile: dict[tuple[str, str], str] = field(default_factory=dict)  # by name/description/… and language
    menu_buttons: dict[int, Json] = field(default_factory=dict)
    webhook: str = ""

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def username(self) -> str:
        return self.user.username or ""

    @property
    def acknowledged(self) -> set[int]:
        """Ids of the updates a later getUpdates confirmed."""
        return self.queue.acknowledged

    def restart_update_ids(self) -> None:
        """As after a week without updates: the next update id is random."""
        self.queue.restart_ids()


@dataclass(slots=True, eq=False)
class Query:
    """A tap on a callback button that waits for, or has, its answer."""

    id: str
    bot: Bot
    person: User
    tapped_at: float  # sandbox time
    message: SeenMessage
    on_answer: Callable[[Json], None]
    answered: bool = False
    unheard: bool = False  # the bot never learned that its answer arrived


ANONYMOUS_ADMIN = User(1087968824, "Group", username="GroupAnonymousBot", is_bot=True)
CHANNEL_BOT = User(136817688, "Channel", username="Channel_Bot", is_bot=True)
TELEGRAM = User(777000, "Telegram")


def service_words(message: SeenMessage) -> str:
    """A service message in words, as an app shows it."""
    who = message.sender_name
    for kind, value in message.service.items():
        if kind == "new_chat_members":
            names = ", ".join(person["first_name"] for person in value)
            same = len(value) == 1 and message.sender is not None and value[0]["id"] == message.sender.id
            return f"{who} joined the group" if same else f"{who} added {names}"
        if kind == "left_chat_member":
            gone = message.sender is not None and value["id"] == message.sender.id
            return f"{who} left the group" if gone else f"{who} removed {value['first_name']}"
        if kind == "pinned_message":
            return f"{who} pinned a message"
        if kind == "forum_topic_created":
            return f"{who} created the topic {value['name']}"
        if kind in ("migrate_to_chat_id", "migrate_from_chat_id"):
            return "This group became a supergroup"
        if kind in ("group_chat_created", "supergroup_chat_created"):
            return f"{who} created the group"
        return f"{who}: {kind.replace('_', ' ')}"
    return ""


def clock(seconds: int) -> str:
    """A duration as apps show it: 0:07."""
    return f"{seconds // 60}:{seconds % 60:02d}"


def body_words(message: SeenMessage) -> str:
    """What a message says, in words, also when it has no text."""
    if message.service:
        return service_words(message)
    parts = []
    if message.file is not None and "document" in message.media:
        parts.append(f"[file {message.file.name}]")
    elif message.voice is not None:
        parts.append(f"[voice {clock(message.voice.duration)}]")
    else:
        parts.extend(f"[{kind}]" for kind in message.media if kind != "caption")
    if message.text:
        parts.append(message.text)
    return " ".join(parts)


def screen_lines(message: SeenMessage) -> str:
    """A message as lines of plain text, with its buttons."""
    marks = "".join((" (edited)" if message.edited else "", " (silent)" if message.silent else ""))
    marks += " (pinned)" if message.pinned else ""
    lines = [f"{message.sender_name}{marks}: {body_words(message)}"]
    for row in message.buttons:
        lines.append("    " + " ".join(f"[{button.text}]" for button in row))
    for keys in message.reply_keyboard:
        lines.append("    " + " ".join(f"<{key}>" for key in keys))
    return "\n".join(lines)
