"""The lists: open requests, one's own, and the coordinators' board."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.context import App, Work
from bot.rules.drafts import Draft, from_data
from bot.rules.model import Group, Person, Request
from bot.rules.timetable import Due, Occasion, Priority, Verb
from storage import chats, drafts, outbox, people, requests
from storage.database import Connection

BOARD_RESTS = timedelta(seconds=10)
"""Changes within this time are drawn together."""

TO_POST = 0
"""Stands for the message id of a board that was asked for and is not posted yet."""


@dataclass(frozen=True)
class Unfinished:
    """A draft as the board lists it: whose it is and which day, nothing private."""

    id: int
    owner: str
    starts_at: datetime | None


@dataclass(frozen=True)
class Board:
    """What the coordinators' board shows."""

    now: datetime
    requests: tuple[Request, ...]
    names: dict[int, str]
    unfinished: tuple[Unfinished, ...]
    connected: int
    people: int


async def redraw_board(work: Work) -> None:
    """The board, if there is one, shows the change a little later."""
    due = Due(
        "board",
        Verb.SAY,
        Occasion.BOARD,
        0,
        work.now + BOARD_RESTS,
        to=Group.COORDINATORS,
        priority=Priority.BULK,
    )
    await outbox.redraw(work.tx, due)


async def open_requests(app: App) -> list[Request]:
    async with app.db.reading() as tx:
        return await requests.open_requests(tx, app.now())


async def my_requests(app: App, person: Person) -> list[Request]:
    async with app.db.reading() as tx:
        return await requests.claimed_by(tx, person.id, app.now())


async def load_board(app: App) -> Board:
    async with app.db.reading() as tx:
        return await read_board(tx, app.now())


async def read_board(tx: Connection, now: datetime) -> Board:
    """With the reader at hand: whoever holds one must not wait for another."""
    found = await requests.open_requests(tx, now)
    rows = await drafts.unfinished(tx)
    who = {claim.person_id for request in found for claim in request.living()} | {row.owner_id for row in rows}
    names = await people.names(tx, frozenset(who))
    unfinished = []
    for row in rows:
        body = await drafts.body(tx, row.id)
        draft = from_data(body) if body is not None else Draft()
        unfinished.append(Unfinished(row.id, names.get(row.owner_id, ""), draft.starts_at))
    group = await chats.load(tx, Group.VOLUNTEERS)
    inside = 0 if group is None else group.people
    return Board(now, tuple(found), names, tuple(unfinished), await people.connected_count(tx), inside)


async def post_board(app: App, update_id: int) -> int | None:
    """`/board`: a fresh one is due now; returns the message id of the old one, to be deleted."""
    async with app.work(update_id) as work:
        chat = await chats.load(work.tx, Group.COORDINATORS)
        old = None if chat is None else chat.board_message_id
        await chats.set_board(work.tx, Group.COORDINATORS, TO_POST)
        await outbox.redraw(
            work.tx,
            Due(
                "board",
                Verb.SAY,
                Occasion.BOARD,
                1,
                work.now,
                to=Group.COORDINATORS,
                priority=Priority.PRIVATE,
            ),
        )
    return old or None
