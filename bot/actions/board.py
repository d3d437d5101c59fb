"""The lists: open requests, one's own, and the coordinators' board."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.actions import bodies
from bot.context import App, Work
from bot.rules.board import Board
from bot.rules.dates import Day
from bot.rules.day import goes_on, overdue
from bot.rules.drafts import Draft, Unfinished, request_of
from bot.rules.incidents import OpenAlarm
from bot.rules.model import Group, Person, Request, Session
from bot.rules.moments import local_day
from bot.rules.series import Listed
from bot.rules.timetable import Due, Occasion, Priority, Verb
from storage import chats, drafts, incidents, outbox, people, requests, series, sessions
from storage.database import Connection

BOARD_RESTS = timedelta(seconds=10)
"""Changes within this time are drawn together."""

SUPERGROUP = "-100"
"""How the ids of supergroups begin (Bot API: Chat.id; links to messages leave it out)."""

TO_POST = 0
"""Stands for the message id of a board that was asked for and is not posted yet."""


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


@dataclass(frozen=True)
class Open:
    """What is open, soonest first, and where each card can be looked at."""

    requests: tuple[Request, ...]
    links: dict[int, str]


async def open_requests(app: App) -> Open:
    async with app.db.reading() as tx:
        found = await requests.open_requests(tx, app.now())
        return Open(tuple(found), await card_links(tx, Group.VOLUNTEERS))


async def card_links(tx: Connection, group: Group) -> dict[int, str]:
    """The address of each request's card (t.me/c/…): only messages of a supergroup have one."""
    chat = await chats.load(tx, group)
    if chat is None or not str(chat.telegram_id).startswith(SUPERGROUP):
        return {}
    base = f"https://t.me/c/{str(chat.telegram_id).removeprefix(SUPERGROUP)}"
    if chat.thread_id is not None:
        base = f"{base}/{chat.thread_id}"
    return {
        request_id: f"{base}/{message_id}" for request_id, message_id in (await requests.cards_in(tx, group)).items()
    }


async def my_requests(app: App, person: Person) -> list[Request]:
    """The open requests in which the person has a seat."""
    async with app.db.reading() as tx:
        return await requests.claimed_by(tx, person.id, app.now())


async def my_sessions(app: App, person: Person) -> list[Session]:
    """The trainings and events the person goes to, waits for, or perhaps goes to."""
    async with app.db.reading() as tx:
        return await sessions.answered_by(tx, person.id, app.now())


async def load_board(app: App) -> Board:
    async with app.db.reading() as tx:
        return await read_board(app, tx)


async def read_board(app: App, tx: Connection) -> Board:
    """With the reader at hand: whoever holds one must not wait for another."""
    now = app.now()
    past = await requests.past_their_end(tx, now)
    found = [
        *(r for r in past if goes_on(r, now, app.policy)),
        *(r for r in await requests.open_requests(tx, now) if r.home_at is None),
    ]
    late = [r for r in (*await requests.without_word_from_home(tx), *past) if overdue(r, now, app.policy)]
    rows = await drafts.unfinished(tx)
    who = {claim.person_id for request in found for claim in request.living()} | {row.owner_id for row in rows}
    names = await people.names(tx, frozenset(who))
    unfinished = await unfinished_of(app, tx)
    group = await chats.load(tx, Group.VOLUNTEERS)
    inside = 0 if group is None else group.people
    links = await card_links(tx, Group.COORDINATORS)
    connected = await people.connected_count(tx)
    return Board(
        requests=tuple(found),
        names=names,
        unfinished=unfinished,
        connected=connected,
        people=inside,
        links=links,
        series=await _series(app, tx),
        alarms=await _alarms(tx),
        overdue=tuple(late),
        sessions=tuple(await sessions.coming(tx, now)),
    )


async def _alarms(tx: Connection) -> tuple[OpenAlarm, ...]:
    """Every emergency that is not resolved, with who has it."""
    found = []
    for incident in await incidents.unresolved(tx):
        request = await requests.load(tx, incident.request_id) if incident.request_id is not None else None
        taken_by = frozenset({incident.taken_by} if incident.taken_by is not None else ())
        names = await people.names(tx, taken_by)
        found.append(OpenAlarm(incident, request, names.get(incident.taken_by or 0, "")))
    return tuple(found)


async def _series(app: App, tx: Connection) -> tuple[Listed, ...]:
    """Every weekly series that goes on, by its next day."""
    found = []
    for each in await series.going_on(tx):
        body = await series.body(tx, each.id)
        contact = await people.load(tx, each.contact_id)
        if body is None or contact is None:
            continue
        names = await people.names(tx, frozenset({each.contact_id}))
        picture = request_of(bodies.from_body(body), app.common_languages, app.zone)
        found.append(Listed(each, picture, names.get(each.contact_id, ""), contact.coordinator))
    return tuple(found)


async def unfinished_of(app: App, tx: Connection) -> tuple[Unfinished, ...]:
    """Every unfinished request, oldest first."""
    rows = await drafts.unfinished(tx)
    names = await people.names(tx, frozenset(row.owner_id for row in rows))
    found = []
    for row in rows:
        body = await drafts.body(tx, row.id)
        draft = bodies.from_body(body) if body is not None else Draft(kind=None)
        day = None if draft.starts_at is None else local_day(draft.starts_at, app.zone)
        if day is None and isinstance(draft.pending, Day):
            day = draft.pending.sure
        found.append(Unfinished(row.id, names.get(row.owner_id, ""), draft.kind, day, draft.base is not None))
    return tuple(found)


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
