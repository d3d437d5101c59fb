"""People and groups, from their own side: what they do, and what they see."""

import asyncio
import re
import secrets
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, Protocol

from sandbox import membership, scopes, shapes
from sandbox.model import (
    ADMIN_RIGHTS,
    ANONYMOUS_ADMIN,
    CHANNEL_BOT,
    PERMISSIONS,
    SUPERGROUPS_BELOW,
    Bot,
    Button,
    Chat,
    File,
    Member,
    Query,
    SeenMessage,
    Topic,
    User,
)
from sandbox.text import found_entities, utf16_length
from sandbox.world import World

Json = dict[str, Any]
MAX_TEXT = 4096
_MESSAGE_LINK = re.compile(
    r"(?:https?://)?(?:t|telegram)\.me/(?P<chat>c/\d+|\w+)/(?:(?P<thread>\d+)/)?(?P<message>\d+)"
)


@dataclass(frozen=True, slots=True)
class Tap:
    """A tap and its answer: a toast (`text`), an alert that needs OK, a link to follow, or nothing to see.

    `copied` is what the tap put on the clipboard.
    """

    text: str
    alert: bool
    url: str | None
    tapped_at: float  # in seconds of the event loop
    answered_at: float
    copied: str | None = None

    @property
    def silent(self) -> bool:
        """Answered, but nothing was shown."""
        return not self.text and self.url is None and self.copied is None

    @property
    def seconds(self) -> float:
        """How long the button span."""
        return self.answered_at - self.tapped_at


class Done:
    """What a deed that is done at once answers; it may be awaited, and need not be."""

    def __await__(self) -> Generator[None, None, None]:
        return
        yield


DONE = Done()


class Town(Protocol):
    """Where people live: what they know of the sandbox."""

    world: World
    people: "dict[int, Person]"
    groups: "list[Group]"

    @property
    def bot(self) -> Bot: ...


class Group:
    """A group, as its members have it; after `migrate()` it is the supergroup."""

    def __init__(self, town: Town, chat: Chat, creator: "Person") -> None:
        self._town = town
        self._world = town.world
        self.chat = chat
        self.creator = creator

    def __repr__(self) -> str:
        return f"<{self.type} {self.title}>"

    @property
    def id(self) -> int:
        return self.chat.id

    @property
    def title(self) -> str:
        return self.chat.title or ""

    @property
    def type(self) -> str:
        return self.chat.type

    @property
    def members(self) -> "list[Person]":
        """The people who are in it now."""
        people = self._town.people
        present = (member.user.id for member in self.chat.members.values() if member.present)
        return [people[number] for number in present if number in people]

    @property
    def messages(self) -> list[SeenMessage]:
        """What is there to be read, oldest first."""
        return self.chat.visible()

    @property
    def last(self) -> SeenMessage:
        """The newest message."""
        return self.messages[-1]

    @property
    def pinned(self) -> list[SeenMessage]:
        return [self.chat.messages[number] for number in self.chat.pinned]

    def status(self, who: "Person | Bot") -> str:
        """creator, administrator, member, restricted, left or kicked."""
        member = self.chat.member(who.id)
        return member.status if member else "left"

    def _user(self, who: "Person | Bot | None") -> User:
        return self.creator.user if who is None else who.user

    def add(self, who: "Person | Bot", by: "Person | None" = None) -> None:
        """Somebody (the creator unless said) adds a person or a bot."""
        member = self.chat.member(who.id)
        if member is not None and member.status == "kicked":  # adding lifts the ban
            membership.change(self._world, self.chat, Member(who.user, "left"), self._user(by))
        membership.join(self._world, self.chat, who.user, self._user(by))

    def join(self, person: "Person", link: str | None = None) -> None:
        """A person comes in by a link; by one that asks for approval they wait for it."""
        if link is not None:
            membership.follow(self._world, self.chat, person.user, link)
        else:
            membership.join(self._world, self.chat, person.user)

    def remove(self, who: "Person | Bot", by: "Person | None" = None) -> None:
        """An admin removes somebody."""
        membership.remove(self._world, self.chat, who.user, self._user(by))

    def promote(self, who: "Person | Bot", by: "Person | None" = None, **rights: bool) -> None:
        """Make somebody an admin; without rights named, with the usual ones."""
        unknown = rights.keys() - set(ADMIN_RIGHTS)
        if unknown:
            raise ValueError(f"no such rights: {sorted(unknown)}")
        if not self.chat.present(who.id):
            raise ValueError("only members can be promoted")
        usual = dict.fromkeys(("can_delete_messages", "can_invite_users", "can_pin_messages"), True)
        usual |= {"can_restrict_members": True, "can_change_info": True, "can_manage_video_chats": True}
        new = Member(who.user, "administrator", {"can_manage_chat": True} | (rights or usual))
        membership.change(self._world, self.chat, new, self._user(by))

    def demote(self, who: "Person | Bot", by: "Person | None" = None) -> None:
        """An admin becomes a plain member."""
        membership.change(self._world, self.chat, Member(who.user, "member"), self._user(by))

    def restrict(self, who: "Person | Bot", by: "Person | None" = None, **rights: bool) -> None:
        """Somebody may do only what is named here."""
        allowed = {name: rights.get(name, False) for name in PERMISSIONS}
        membership.change(self._world, self.chat, Member(who.user, "restricted", allowed), self._user(by))

    def set_permissions(self, **permissions: bool) -> None:
        """What plain members may do."""
        self.chat.permissions |= permissions

    def add_bot(self, bot: Bot, by: "Person | None" = None) -> None:
        """Somebody adds the bot: my_chat_member, and a service message."""
        self.add(bot, by)

    def promote_bot(self, bot: Bot, by: "Person | None" = None, **rights: bool) -> None:
        """Make the bot an admin; without rights named it may delete, pin, invite and restrict."""
        self.promote(bot, by, **rights)

    def set_anonymous_admin(self, person: "Person", on: bool = True) -> None:
        """This admin's posts come from the group itself."""
        old = self.chat.member(person.id)
        if old is None or not old.admin:
            raise ValueError(f"{person.first_name} is no admin of {self.title}")
        new = Member(old.user, old.status, dict(old.rights), on, old.until, old.title, old.since)
        membership.change(self._world, self.chat, new, self.creator.user)

    def migrate(self) -> None:
        """The basic group becomes a supergroup, with a new id."""
        old = self.chat
        if old.type != "group":
            raise ValueError("only basic groups become supergroups")
        new = self._world.add_chat("supergroup", self.title)
        new.members = dict(old.members)
        new.permissions = dict(old.permissions)
        new.migrated_from, old.migrated_to = old, new
        creator = self.creator.user
        self._world.service_message(old, creator, {"migrate_to_chat_id": new.id})
        self._world.service_message(new, creator, {"migrate_from_chat_id": old.id})
        self.chat = new
        new.changed.fire()

    def add_topic(self, name: str, by: "Person | None" = None) -> int:
        """A new topic of a forum; its thread id."""
        if not self.chat.forum:
            raise ValueError("only forums have topics")
        service = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        message = self._world.new_message(self.chat, sender=self._user(by), service=service, in_topic=True)
        message.thread = message.id
        self.chat.topics[message.id] = Topic(message.id, name)
        self._world.deliver(message)
        return message.id

    def close_topic(self, thread: int, by: "Person | None" = None) -> None:
        """Only admins may write there any more."""
        self.chat.topics[thread].closed = True
        self._world.service_message(self.chat, self._user(by), {"forum_topic_closed": {}}, thread=thread, in_topic=True)

    def deletes(self, message: SeenMessage) -> None:
        """An admin deletes a message; no bot is told."""
        message.deleted = True
        self.chat.changed.fire()


class Person:
    """Somebody with a phone."""

    def __init__(self, town: Town, user: User, phone: str) -> None:
        self._town = town
        self._world = town.world
        self.user = user
        self.phone = phone
        self._channel: Chat | None = None

    def __repr__(self) -> str:
        return f"<{self.user.name}>"

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def first_name(self) -> str:
        return self.user.first_name

    @property
    def name(self) -> str:
        return self.user.name

    @property
    def username(self) -> str | None:
        return self.user.username

    @property
    def language(self) -> str | None:
        return self.user.language

    @language.setter
    def language(self, code: str | None) -> None:
        self.user.language = code

    # --- what they see

    def private_chat(self, bot: Bot | None = None) -> Chat:
        """The private chat with the bot."""
        return self._world.private_chat(bot or self._town.bot, self.user)

    def _place(self, where: Group | None) -> Chat:
        if where is None:
            return self.private_chat()
        if not where.chat.present(self.id):
            raise AssertionError(f"{self.name} is not in {where.title} and sees nothing there")
        return where.chat

    @property
    def chat(self) -> list[SeenMessage]:
        """The private chat with the bot, oldest first."""
        return self.private_chat().visible()

    @property
    def last(self) -> SeenMessage:
        """The newest message of the private chat."""
        for message in self.private_chat().newest_first():
            return message
        raise AssertionError(f"{self.name}'s chat with the bot is empty")

    @property
    def blocked(self) -> bool:
        return self.private_chat().blocked

    @property
    def groups(self) -> list[Group]:
        """The groups they are in."""
        return [group for group in self._town.groups if group.chat.present(self.id)]

    def find(self, part: str, in_: Group | None = None) -> SeenMessage | None:
        """The newest visible message that contains `part` (in its text or file name)."""
        for message in self._place(in_).newest_first():
            if part in message.text or (message.document is not None and part in message.document.name):
                return message
        return None

    def sees(self, part: str, in_: Group | None = None) -> SeenMessage:
        """The newest visible message that contains `part`; an AssertionError shows the screen."""
        message = self.find(part, in_)
        if message is None:
            raise AssertionError(f"{self.name} does not see {part!r}\n{self.screen(in_)}")
        return message

    async def waits_for(
        self,
        part: str,
        *,
        in_: Group | None = None,
        timeout: float = 5,  # noqa: ASYNC109 - a part of what a test says
    ) -> SeenMessage:
        """The newest message that contains `part` and is visible now, or as soon as there is one."""
        chat = self._place(in_)
        if not await chat.changed.until(lambda: self.find(part, in_) is not None, timeout):
            raise AssertionError(f"{self.name} waited {timeout} s in vain for {part!r}\n{self.screen(in_)}")
        return self.sees(part, in_)

    def screen(self, in_: Group | None = None, last: int = 15) -> str:
        """The end of a chat as plain text."""
        chat = self._place(in_)
        title = f"{self.name} · {in_.title if in_ else self._town.bot.user.first_name}"
        lines = [f"── {title} ──"]
        shown = chat.visible()
        if len(shown) > last:
            lines.append(f"… {len(shown) - last} more above")
        lines += [str(message) for message in shown[-last:]]
        if self.keyboard and in_ is None:
            lines += ["keyboard: " + " ".join(f"<{key}>" for row in self.keyboard for key in row)]
        return "\n".join(lines)

    @property
    def sounds(self) -> list[SeenMessage]:
        """Messages by others that rang, oldest first, in all chats they are in."""
        heard = []
        for chat in self._chats():
            since = 0
            if chat.group:
                member = chat.member(self.id)
                since = member.since if member else 0
            heard += [
                message
                for message in chat.everything()
                if message.sequence >= since and message.rings and message.sender is not self.user
            ]
        return sorted(heard, key=lambda message: message.sequence)

    def _chats(self) -> list[Chat]:
        private = [chat for (_, user_id), chat in self._world.private.items() if user_id == self.id]
        groups = [group for group in self._world.groups.values() if group.migrated_to is None]
        return private + [group for group in groups if group.present(self.id)]

    @property
    def files(self) -> list[File]:
        """The documents others sent them, oldest first."""
        shown = [message for chat in self._chats() for message in chat.visible()]
        shown.sort(key=lambda message: message.sequence)
        return [m.document for m in shown if m.document is not None and m.sender is not self.user]

    @property
    def keyboard(self) -> list[list[str]]:
        """The reply keyboard of the private chat, if one is shown."""
        message = self.private_chat().keyboards.get(self.id)
        return message.reply_keyboard if message is not None else []

    def menu(self, in_: Group | None = None) -> dict[str, str]:
        """The bot's commands this person is shown here: command → description."""
        return scopes.menu(self._town.bot, self._place(in_), self.user)

    # --- what they write

    async def writes(
        self,
        text: str,
        *,
        to: Group | None = None,
        reply_to: SeenMessage | None = None,
        thread: int | None = None,
        anonymous: bool = False,
        as_channel: bool = False,
    ) -> SeenMessage:
        """Write into the private chat with the bot, or into a group."""
        if not text.strip() or utf16_length(text) > MAX_TEXT:
            raise ValueError("the app sends 1 to 4096 characters")
        entities = found_entities(text, [])
        return self._post(
            to, text=text, entities=entities, reply_to=reply_to, thread=thread, anonymous=anonymous,
            as_channel=as_channel,
        )  # fmt: skip

    def _post(
        self,
        to: Group | None,
        *,
        reply_to: SeenMessage | None = None,
        thread: int | None = None,
        anonymous: bool = False,
        as_channel: bool = False,
        **content: Any,
    ) -> SeenMessage:
        if self.user.deactivated:
            raise AssertionError(f"{self.name}'s account is deleted")
        chat = self._place(to)
        if chat.private:
            if chat.blocked:
                raise AssertionError(f"{self.name} has blocked the bot; `starts` or `unblocks` first")
            chat.started = True
        sender, sender_chat = self.user, None
        if chat.group:
            member = chat.members[self.id]
            if member.status == "restricted" and not member.rights.get("can_send_messages", False):
                raise AssertionError(f"{self.name} may not write in {chat.title}")
            if anonymous or (member.admin and member.anonymous):
                sender, sender_chat = ANONYMOUS_ADMIN, chat
            elif as_channel:
                sender, sender_chat = CHANNEL_BOT, self._own_channel()
        if chat.forum:
            if thread is None and reply_to is not None and reply_to.in_topic:
                thread = reply_to.thread
            if thread is not None and thread not in chat.topics:
                raise ValueError(f"no topic {thread} in {chat.title}")
        elif thread is None and reply_to is not None and chat.type == "supergroup":
            thread = reply_to.thread or reply_to.id
        self.user.heard = True
        message = self._world.new_message(
            chat,
            sender=sender,
            sender_chat=sender_chat,
            reply_to=reply_to,
            thread=thread,
            in_topic=chat.forum and thread is not None,
            **content,
        )
        self._world.deliver(message)
        return message

    def _own_channel(self) -> Chat:
        if self._channel is None:
            self._channel = self._world.add_chat("channel", f"{self.first_name}'s channel", f"channel{self.id}")
        return self._channel

    async def starts(self, payload: str | None = None) -> SeenMessage:
        """Press Start (or Restart): the bot may write from now on, and gets /start with the payload."""
        self.unblocks()
        return await self.writes(f"/start {payload}" if payload else "/start")

    async def follows(self, url: str) -> SeenMessage | None:
        """Open a t.me/<bot>?start=… link and press Start; with ?startgroup= nothing is sent yet.

        By an invite link (t.me/+…) they join the group, or ask to.
        """
        for group in self._town.groups:
            if url in group.chat.links:
                group.join(self, url)
                return None
        link = re.fullmatch(r"(?:https?://)?(?:t|telegram)\.me/(\w+)(?:\?(start|startgroup)=([\w-]+))?", url)
        tg = re.fullmatch(r"tg://resolve\?domain=(\w+)(?:&(start|startgroup)=([\w-]+))?", url)
        match = link or tg
        if match is None or match.group(1).lower() != self._town.bot.username.lower():
            raise AssertionError(f"{url} does not lead to the bot")
        if match.group(2) == "startgroup":
            return None
        return await self.starts(match.group(3))

    def opens(self, url: str) -> SeenMessage:
        """Open a link to a message (t.me/c/…, also in a topic): where the app scrolls to."""
        match = _MESSAGE_LINK.fullmatch(url)
        if match is None:
            raise AssertionError(f"{url} is no link to a message")
        for group in self.groups:
            chat = group.chat
            if chat.type == "supergroup" and match["chat"] in (f"c/{-chat.id - SUPERGROUPS_BELOW}", chat.username):
                message = chat.messages.get(int(match["message"]))
                if message is None or message.deleted:
                    raise AssertionError(f"{url}: the message is gone")
                if match["thread"] and int(match["thread"]) not in (message.thread, message.id):
                    raise AssertionError(f"{url}: the message is not in that topic")
                return message
        raise AssertionError(f"{url} leads to no group of {self.name}")

    async def presses(self, key: str, to: Group | None = None) -> SeenMessage:
        """Press a key of the reply keyboard: sends its text, or the contact it asks for."""
        chat = self._place(to)
        shown = chat.keyboards.get(self.id)
        rows = (shown.reply_markup or {}).get("keyboard", []) if shown else []
        keys = [{"text": one} if isinstance(one, str) else one for row in rows for one in row]
        found = _one([one for one in keys if one["text"] == key] or [one for one in keys if key in one["text"]])
        if found is None or shown is None:
            raise AssertionError(f"{self.name} has no one key {key!r}\n{self.screen(to)}")
        if (shown.reply_markup or {}).get("one_time_keyboard"):
            chat.keyboards.pop(self.id, None)
        if found.get("request_contact"):
            return await self.shares_contact()
        if found.get("request_location"):
            return await self.sends_location()
        return await self.writes(found["text"], to=to)

    async def shares_contact(
        self, phone: str | None = None, user_id: int | None = None, to: Group | None = None
    ) -> SeenMessage:
        """Share their own contact; with `phone` (and perhaps `user_id`) somebody else's."""
        own = phone is None and user_id is None
        contact: Json = {"phone_number": phone or self.phone, "first_name": self.first_name}
        if own or user_id is not None:
            contact["user_id"] = self.id if own else user_id
        return self._post(to, media={"contact": contact})

    async def sends_voice(
        self, seconds: int = 3, to: Group | None = None, reply_to: SeenMessage | None = None
    ) -> SeenMessage:
        file = self._world.add_file("voice.oga", "audio/ogg", b"OggS", "voice", duration=seconds)
        return self._post(to, media=shapes.media(file), file=file, reply_to=reply_to)

    async def sends_location(
        self, latitude: float = 42.37, longitude: float = -72.52, to: Group | None = None
    ) -> SeenMessage:
        return self._post(to, media={"location": {"latitude": latitude, "longitude": longitude}})

    async def sends_photo(self, caption: str = "", to: Group | None = None) -> SeenMessage:
        file = self._world.add_file("photo.jpg", "image/jpeg", b"\xff\xd8\xff", "photo", width=800, height=600)
        return self._post(to, media=shapes.media(file), file=file, text=caption, entities=found_entities(caption, []))

    async def sends_document(
        self, name: str, content: bytes, caption: str = "", to: Group | None = None
    ) -> SeenMessage:
        file = self._world.add_file(name, "application/octet-stream", content)
        return self._post(to, media=shapes.media(file), file=file, text=caption, entities=found_entities(caption, []))

    def refuses_voice(self, on: bool = True) -> Done:
        """A setting of the app (with Premium): nobody but contacts may send them voice messages."""
        self.user.refuses_voice = on
        return DONE

    async def edits(self, message: SeenMessage, text: str) -> SeenMessage:
        """Change a message of their own."""
        if message.sender is not self.user or message.deleted:
            raise AssertionError(f"{self.name} cannot edit {message!r}")
        message.text, message.entities = text, found_entities(text, [])
        message.edited += 1
        message.edit_date = self._world.timestamp()
        message.chat.changed.fire()
        self._world.deliver(message, "edited_message")
        return message

    def deletes(self, message: SeenMessage) -> None:
        """Delete a message for everyone; no bot is told."""
        message.deleted = True
        message.chat.changed.fire()

    # --- what they tap

    async def taps(
        self,
        message: SeenMessage,
        button: str,
        timeout: float = 10,  # noqa: ASYNC109 - a part of what a test says
    ) -> Tap:
        """Tap a button and wait until it stops spinning.

        `button` is its text, a part of one button's text only, or the beginning of its data.
        """
        tap = self.taps_nowait(message, button)
        return await self._spinning(tap, message, button, timeout)

    def taps_nowait(self, message: SeenMessage, button: str) -> "asyncio.Future[Tap]":
        """Tap a button; the answer comes later."""
        self._looks_at(message)
        if message.deleted:
            raise AssertionError(f"{message!r} was deleted")
        found = self._button(message, button)
        if found.data is None:
            loop = asyncio.get_running_loop()
            done: asyncio.Future[Tap] = loop.create_future()
            done.set_result(Tap("", False, found.url, loop.time(), loop.time(), found.copy))
            return done
        return self._tap(message, found.data)

    async def taps_data(
        self,
        message: SeenMessage,
        data: str,
        timeout: float = 10,  # noqa: ASYNC109 - a part of what a test says
    ) -> Tap:
        """A tap with any data at all: forged, or on an old copy of a message that has changed or is gone."""
        return await self._spinning(self.taps_data_nowait(message, data), message, data, timeout)

    def taps_data_nowait(self, message: SeenMessage, data: str) -> "asyncio.Future[Tap]":
        """`taps_data`; the answer comes later."""
        self._looks_at(message)
        return self._tap(message, data)

    def _looks_at(self, message: SeenMessage) -> None:
        chat = message.chat
        mine = chat.user is self.user if chat.private else (chat.migrated_to or chat).present(self.id)
        if not mine:
            raise AssertionError(f"{self.name} cannot see {message!r}")

    def _button(self, message: SeenMessage, wanted: str) -> Button:
        buttons = [button for row in message.buttons for button in row]
        for matching in (
            [button for button in buttons if button.text == wanted],
            [button for button in buttons if wanted in button.text],
            [button for button in buttons if button.data is not None and button.data.startswith(wanted)],
        ):
            if len(matching) == 1:
                return matching[0]
            if matching:
                raise AssertionError(f"{wanted!r} is not one button only\n{message}")
        raise AssertionError(f"there is no button {wanted!r}\n{message}")

    def _tap(self, message: SeenMessage, data: str) -> "asyncio.Future[Tap]":
        bot = next((bot for bot in self._world.bots.values() if bot.user is message.sender), None)
        if bot is None:
            raise AssertionError(f"{message!r} is not a bot's message")
        self.user.heard = True
        loop = asyncio.get_running_loop()
        spinning: asyncio.Future[Tap] = loop.create_future()
        tapped_at = loop.time()

        def answered(answer: Json) -> None:
            if not spinning.done():
                tap = Tap(answer["text"], answer["show_alert"], answer["url"], tapped_at, loop.time())
                spinning.set_result(tap)

        query = Query(str(secrets.randbits(62)), bot, self.user, self._world.now().timestamp(), message, answered)
        self._world.tapped(query, data)
        self._world.changed.fire()
        return spinning

    async def _spinning(
        self, spinning: "asyncio.Future[Tap]", message: SeenMessage, button: str, seconds: float
    ) -> Tap:
        try:
            async with asyncio.timeout(seconds):
                return await spinning
        except TimeoutError:
            raise AssertionError(
                f"{self.name} tapped {button!r} and it was not answered in {seconds} s\n{message}"
            ) from None

    # --- where they are

    def blocks(self, bot: Bot | None = None) -> Done:
        """Stop the bot: it can no longer write here."""
        self._set_blocked(bot, True)
        return DONE

    def unblocks(self, bot: Bot | None = None) -> Done:
        """Let the bot write again."""
        self._set_blocked(bot, False)
        return DONE

    def _set_blocked(self, bot: Bot | None, blocked: bool) -> None:
        bot = bot or self._town.bot
        chat = self.private_chat(bot)
        if chat.blocked == blocked:
            return
        chat.blocked = blocked
        states = [Member(bot.user, "member"), Member(bot.user, "kicked")]
        old, new = states if blocked else reversed(states)
        self._world.membership_changed(chat, self.user, shapes.member(old, chat), shapes.member(new, chat))

    def deactivates(self) -> Done:
        """The account is deleted."""
        self.user.deactivated = True
        return DONE

    def joins(self, group: Group, link: str | None = None) -> Done:
        """Come into a group by a link."""
        group.join(self, link)
        return DONE

    def leaves(self, group: Group) -> Done:
        """Leave a group."""
        membership.leave(self._world, group.chat, self.user)
        return DONE


def _one(found: list[Json]) -> Json | None:
    return found[0] if len(found) == 1 else None
