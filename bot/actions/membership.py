"""Who is in which group, as Telegram said: the rows that give people their rights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.actions import claims, expected
from bot.actions.board import redraw_board
from bot.context import App, Work
from bot.rules.model import Group, Person
from bot.rules.timetable import Due, Occasion, Priority, Verb
from storage import audit, chats, outbox, people
from storage.chats import Chat
from storage.people import Sight


async def chat_of(app: App, group: Group) -> Chat | None:
    """The Telegram chat that has this role, if it was set up."""
    async with app.db.reading() as tx:
        return await chats.load(tx, group)


async def group_of(app: App, telegram_chat_id: int) -> Group | None:
    """The role of a Telegram chat, if it has one."""
    async with app.db.reading() as tx:
        return await chats.find(tx, telegram_chat_id)


async def record(app: App, person: Person, group: Group, status: str) -> Person:
    """What getChatMember answered just now."""
    async with app.work() as work:
        await _record(app, work, person, group, status, joined=False)
        return await people.load(work.tx, person.id) or person


async def changed(app: App, sight: Sight, telegram_chat_id: int, status: str, update_id: int, *, joined: bool) -> None:
    """What a chat_member update says: somebody joined, left, or was given or lost a title."""
    async with app.work(update_id) as work:
        group = await chats.find(work.tx, telegram_chat_id)
        if group is None:
            return
        person = await people.find(work.tx, sight.telegram_id)
        if person is None:
            person_id = await people.add(work.tx, sight, work.now)
            person = Person(person_id, people.DEFAULT_LANGUAGE)
        await _record(app, work, person, group, status, joined=joined)
        before = person.standings.get(group)
        left = status in ("left", "kicked") and (before is None or before.inside)
        chat = await chats.load(work.tx, group)
        if chat is not None and (joined or left):
            await chats.set_people(work.tx, group, max(0, chat.people + (1 if joined else -1)))
        await redraw_board(work)


async def _was_counted(work: Work, group: Group, founding: timedelta) -> bool:
    """Whether there is still somebody to come of those counted at the setup, in the days after it."""
    chat = await chats.load(work.tx, group)
    if chat is None or work.now >= chat.set_up_at + founding:
        return False
    return await people.confirmed_count(work.tx, group) < chat.people_at_setup


async def _record(app: App, work: Work, person: Person, group: Group, status: str, *, joined: bool) -> None:
    before = person.standings.get(group)
    inside = status in ("creator", "administrator", "member")
    joined = inside and not person.owner and (joined or (before is not None and not before.inside))
    confirmed = False
    if group is Group.VOLUNTEERS:
        confirmed = inside
    elif inside and person.owner:
        confirmed = True
    elif inside and before is None and not joined:
        # was there when the group was set up: as many as were counted then are taken at their word
        confirmed = await _was_counted(work, group, app.policy.founding)
    await people.set_standing(
        work.tx,
        person.id,
        group,
        status,
        work.now,
        joined=joined and group is Group.COORDINATORS,
        confirmed=confirmed,
    )
    if group is Group.VOLUNTEERS and not inside and before is not None and before.inside:
        now_outside = await people.load(work.tx, person.id)
        if now_outside is not None:
            await claims.give_back(app, work, now_outside)
    if group is Group.VOLUNTEERS and inside and (before is None or not before.inside):
        await expected.look(work, person.id)
    if before is None or before.inside != inside:
        await audit.note(work.tx, f"{group} {status}", work.now, subject=person.id)
    if group is Group.COORDINATORS and inside and not confirmed and (joined or before is None):
        await outbox.redraw(
            work.tx,
            Due(
                f"newcomer:{person.id}",
                Verb.SAY,
                Occasion.NEWCOMER,
                person.id,
                work.now,
                to=Group.COORDINATORS,
                priority=Priority.PRIVATE,
            ),
        )


async def counted(app: App, group: Group, people_now: int) -> None:
    """How many people Telegram says are in the group."""
    async with app.work() as work:
        await chats.set_people(work.tx, group, people_now)


@dataclass(frozen=True)
class Vouched:
    """Whether a newcomer became a coordinator now, and the name they use."""

    new: bool
    name: str


async def vouch(app: App, by: Person, newcomer_id: int, update_id: int) -> Vouched:
    """*Yes, coordinator*, tapped by an existing one."""
    async with app.work(update_id) as work:
        new = newcomer_id != by.id and await people.confirm(work.tx, newcomer_id, Group.COORDINATORS, by.id, work.now)
        if new:
            await audit.note(work.tx, "coordinator", work.now, actor=by.id, subject=newcomer_id)
        names = await people.names(work.tx, frozenset({newcomer_id}))
    return Vouched(new, names.get(newcomer_id, ""))
