"""The two groups: which Telegram chat has which role. A group that becomes a supergroup keeps its role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.rules.model import Group
from storage.database import Connection, moment, to_seconds


@dataclass(frozen=True)
class Chat:
    """A group with a role. `people_at_setup` counts those who were there when it was set up."""

    group: Group
    telegram_id: int
    thread_id: int | None
    set_up_at: datetime
    people_at_setup: int
    people: int
    pinned_message_id: int | None
    board_message_id: int | None
    daily_message_id: int | None = None


_CHAT = (
    "SELECT role, telegram_id, thread_id, set_up_at, people_at_setup, people, pinned_message_id, board_message_id,"
    " daily_message_id FROM chat "
)


async def load(tx: Connection, group: Group) -> Chat | None:
    row = await tx.one(_CHAT + "WHERE role = ?", group)
    return None if row is None else Chat(Group(row[0]), row[1], row[2], moment(row[3]), *tuple(row)[4:])


async def find(tx: Connection, telegram_id: int) -> Group | None:
    """The role of a Telegram chat, if it has one."""
    role = await tx.value("SELECT role FROM chat WHERE telegram_id = ?", telegram_id)
    return None if role is None else Group(role)


async def set_up(
    tx: Connection, group: Group, telegram_id: int, thread_id: int | None, people: int, now: datetime
) -> None:
    """Gives the role to a chat, taking it from whichever had it."""
    await tx.run(
        "INSERT INTO chat (role, telegram_id, thread_id, set_up_at, people_at_setup, people)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?5)"
        " ON CONFLICT DO UPDATE SET telegram_id = ?2, thread_id = ?3, set_up_at = ?4, people_at_setup = ?5,"
        " people = ?5, pinned_message_id = NULL, board_message_id = NULL, daily_message_id = NULL",
        group,
        telegram_id,
        thread_id,
        to_seconds(now),
        people,
    )


async def migrate(tx: Connection, old_id: int, new_id: int) -> Group | None:
    """The group became a supergroup (Bot API Message.migrate_to_chat_id); its old messages are out of reach.

    Returns its role, if it had one under the old id.
    """
    group = await find(tx, old_id)
    if group is not None:
        await tx.run(
            "UPDATE chat SET telegram_id = ?, thread_id = NULL, pinned_message_id = NULL, board_message_id = NULL,"
            " daily_message_id = NULL WHERE role = ?",
            new_id,
            group,
        )
    return group


async def set_people(tx: Connection, group: Group, people: int) -> None:
    """How many people are in the group now, without the bot."""
    await tx.run("UPDATE chat SET people = ? WHERE role = ?", people, group)


async def remove(tx: Connection, telegram_id: int) -> Group | None:
    """The bot is no longer in this chat: the role is free. Returns which it was."""
    group = await find(tx, telegram_id)
    if group is not None:
        await tx.run("DELETE FROM chat WHERE role = ?", group)
    return group


async def forget_topic(tx: Connection, group: Group) -> None:
    await tx.run("UPDATE chat SET thread_id = NULL WHERE role = ?", group)


async def set_pinned(tx: Connection, group: Group, message_id: int | None) -> None:
    await tx.run("UPDATE chat SET pinned_message_id = ? WHERE role = ?", message_id, group)


async def set_daily(tx: Connection, group: Group, message_id: int | None) -> None:
    """The day's own message: the digest of the volunteers, the call list of the coordinators."""
    await tx.run("UPDATE chat SET daily_message_id = ? WHERE role = ?", message_id, group)


async def set_board(tx: Connection, group: Group, message_id: int | None) -> None:
    await tx.run("UPDATE chat SET board_message_id = ? WHERE role = ?", message_id, group)
