"""Giving the two groups their roles."""

from __future__ import annotations

from enum import StrEnum

from bot.actions import traces
from bot.actions.board import redraw_board
from bot.actions.claims import changed
from bot.context import App, Work
from bot.rules.model import Group, Person
from bot.rules.timetable import Due, Occasion, Priority, Verb
from storage import audit, chats, drafts, outbox, people, requests


class SetupRefusal(StrEnum):
    """Why a group is not given the role; each has its own words."""

    PUBLIC = "public"
    OTHER_ROLE = "other_role"
    NOT_ADMIN = "not_admin"


async def refusal(app: App, group: Group, telegram_id: int, *, public: bool, bot_is_admin: bool) -> SetupRefusal | None:
    """Whether this chat may have the role; None means yes."""
    async with app.db.reading() as tx:
        has = await chats.find(tx, telegram_id)
    if has is not None and has is not group:
        return SetupRefusal.OTHER_ROLE
    if group is Group.COORDINATORS and public:
        return SetupRefusal.PUBLIC
    return None if bot_is_admin else SetupRefusal.NOT_ADMIN


async def propose(
    app: App, person: Person, telegram_id: int, thread_id: int | None, people_count: int, update_id: int
) -> int:
    """Waits for the word that confirms a coordinators' group; returns the proposal's id."""
    async with app.work(update_id) as work:
        for old in await drafts.of_kind(work.tx, person.id, "setup"):
            await drafts.delete(work.tx, old.id)
        proposal = {"chat": telegram_id, "thread": thread_id, "people": people_count}
        work.outcome = "proposed"
        return await drafts.add(work.tx, person.id, "setup", work.now, body=proposal)


async def proposal(app: App, person: Person, proposal_id: int | None) -> tuple[int, int, int | None, int] | None:
    """(id, chat, thread, people) of the person's open proposal; None id means the latest."""
    async with app.db.reading() as tx:
        for row in await drafts.of_kind(tx, person.id, "setup"):
            body = await drafts.body(tx, row.id)
            if body is not None and proposal_id in (None, row.id):
                return row.id, body["chat"], body["thread"], body["people"]
    return None


async def set_up(
    app: App,
    person: Person,
    group: Group,
    telegram_id: int,
    thread_id: int | None,
    people_count: int,
    update_id: int,
    proposal_id: int | None = None,
) -> bool:
    """Gives the chat its role; False when it had it. Who sets up the coordinators' group is a coordinator."""
    async with app.work(update_id) as work:
        before = await chats.load(work.tx, group)
        if proposal_id is not None:
            await drafts.delete(work.tx, proposal_id)
        if before is not None and (before.telegram_id, before.thread_id) == (telegram_id, thread_id):
            if group is Group.COORDINATORS:
                await people.set_standing(work.tx, person.id, group, "member", work.now, joined=False, confirmed=True)
            return False
        if before is not None and before.telegram_id != telegram_id:
            await people.forget_standings(work.tx, group)
            await requests.forget_cards(work.tx, group)
            if group is Group.COORDINATORS:
                await traces.group_is_another(work)
        await chats.set_up(work.tx, group, telegram_id, thread_id, people_count, work.now)
        await audit.note(work.tx, f"setup {group}", work.now, actor=person.id)
        if group is Group.COORDINATORS:
            await people.set_standing(work.tx, person.id, group, "member", work.now, joined=False, confirmed=True)
        else:
            await outbox.redraw(
                work.tx,
                Due(
                    "connect_card",
                    Verb.SAY,
                    Occasion.CONNECT_CARD,
                    0,
                    work.now,
                    to=Group.VOLUNTEERS,
                    priority=Priority.PRIVATE,
                ),
            )
        await _post_again(app, work)
    return True


async def _post_again(app: App, work: Work) -> None:
    """Whatever is open is drawn where the groups are now."""
    for request in await requests.open_requests(work.tx, work.now):
        await changed(app, work, request)
    await redraw_board(work)


async def migrated(app: App, old_id: int, new_id: int, update_id: int | None = None) -> None:
    """The group became a supergroup: same role, new id; the open cards are posted there again."""
    async with app.work(update_id) as work:
        group = await chats.migrate(work.tx, old_id, new_id)
        if group is not None:
            await requests.forget_cards(work.tx, group)
            if group is Group.COORDINATORS:
                await traces.group_is_another(work)
            await audit.note(work.tx, f"migrated {group}", work.now)
            await _post_again(app, work)


async def removed(app: App, telegram_id: int, update_id: int) -> Group | None:
    """The bot was taken out of a chat; returns the role it had."""
    async with app.work(update_id) as work:
        group = await chats.remove(work.tx, telegram_id)
        if group is not None:
            await people.forget_standings(work.tx, group)
            await audit.note(work.tx, f"removed from {group}", work.now)
    return group
