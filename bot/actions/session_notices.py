"""What a due row about a session comes to now: everything a view needs, or nothing any more."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.actions.attendance import Roll, read_roll
from bot.actions.session_drafts import resting
from bot.context import App
from bot.rules.kinds import needs
from bot.rules.model import Arrival, Going, Group, Person, Request, Session, SessionState, Slot
from bot.rules.session_drafts import SessionDraft
from bot.rules.sessions import COMING, listed
from bot.rules.timetable import Occasion
from storage import chats, people, requests, sessions
from storage.database import Connection
from storage.outbox import Row

MOST_REQUESTS = 5

ABOUT_ANSWER = (
    Occasion.SESSION_ANSWER,
    Occasion.SESSION_PROMOTED,
    Occasion.SESSION_MOVED,
    Occasion.SESSION_CHANGED,
    Occasion.SESSION_CANCELLED,
    Occasion.SESSION_UNTOLD,
    Occasion.SESSION_WAITING,
    Occasion.SESSION_TRAINED,
    Occasion.SESSION_MISSED,
)
"""Occasions whose subject is one person's answer."""
LISTS = (Occasion.SESSION_LIST, Occasion.SESSION_DOORS, Occasion.SESSION_ASK)
LIVING = (
    Occasion.SESSION_ANSWER,
    Occasion.SESSION_PROMOTED,
    Occasion.SESSION_MOVED,
    Occasion.SESSION_CHANGED,
)
"""After these the message sent is the one about the answer; the one before it loses its buttons."""


@dataclass(frozen=True)
class Notice:
    """`edit` is the message to change instead of sending a new one; `before` loses its buttons once a new one is out.

    `parts` are the sessions a reminder is about, `maybe` those the person is not sure of. `old` is start, end and
    place before a change. `fits` are open requests for a newly trained person; `invite_to` is the Telegram chat to
    which they may be invited. An unfinished `draft` has no session yet.
    """

    session: Session | None
    state: Going | None = None
    name: str = ""
    names: dict[int, str] = field(default_factory=dict)
    edit: int | None = None
    before: int | None = None
    parts: tuple[Session, ...] = ()
    maybe: tuple[int, ...] = ()
    old: tuple[datetime, datetime, str | None] | None = None
    following: Session | None = None
    fits: tuple[tuple[Request, Slot], ...] = ()
    invite_to: int | None = None
    roll: Roll | None = None
    draft: SessionDraft | None = None


async def to_group(app: App, tx: Connection, row: Row, group: Group) -> Notice | None:
    """A card, or word of a session for the coordinators."""
    if row.occasion is Occasion.SESSION_UNTOLD:
        return await _about_answer(app, tx, row, None)
    session = await sessions.load(tx, row.subject)
    if session is None:
        return None
    if row.occasion is Occasion.SESSION_ASK:
        return Notice(session) if _nobody_has_said(session) else None
    message_id = await sessions.card_message(tx, session.id, group)
    if session.state is not SessionState.OPEN and message_id is None:
        return None
    names: dict[int, str] = {}
    if group is Group.COORDINATORS or app.policy.session_names:
        who = {r.person_id for r in session.of(*COMING)} | {session.trainer_id}
        names = await people.names(tx, frozenset(i for i in who if i is not None))
    return Notice(session, names=names, edit=message_id)


def _nobody_has_said(session: Session) -> bool:
    return session.confirmed_at is None and session.state is not SessionState.CANCELLED and bool(listed(session))


async def to_person(app: App, tx: Connection, row: Row, person: Person) -> Notice | None:
    """A private message about a session."""
    if row.occasion in ABOUT_ANSWER:
        return await _about_answer(app, tx, row, person)
    if row.occasion in (Occasion.SESSION_TOMORROW, Occasion.SESSION_SOON):
        return await _reminder(tx, row, person)
    if row.occasion is Occasion.SESSION_DRAFT:
        draft = await resting(tx, person.id, row.subject)
        return None if draft is None else Notice(None, draft=draft)
    session = await sessions.load(tx, row.subject)
    if session is None:
        return None
    if row.occasion is Occasion.SESSION_LEAD:
        leads = session.trainer_id == person.id and session.state is SessionState.OPEN
        return Notice(session) if leads else None
    if row.occasion is Occasion.SESSION_ASK and not _nobody_has_said(session):
        return None
    if row.occasion is Occasion.SESSION_DOORS and session.state is not SessionState.OPEN:
        return None
    known = await sessions.list_message(tx, session.id, person.id)
    if row.occasion is Occasion.SESSION_LIST and known is None:
        return None
    roll = await read_roll(app, tx, person, session.id, known[1] if known else 0)
    if roll is None:
        return None
    message_id = known[0] if known else None
    if row.occasion is Occasion.SESSION_LIST:
        return Notice(session, edit=message_id, roll=roll)
    return Notice(session, before=message_id, roll=roll)


async def _about_answer(app: App, tx: Connection, row: Row, person: Person | None) -> Notice | None:
    session = await sessions.load_by_rsvp(tx, row.subject)
    rsvp = next((r for r in session.rsvps if r.id == row.subject), None) if session else None
    if session is None or rsvp is None or rsvp.person_id is None:
        return None
    name = (await people.names(tx, frozenset({rsvp.person_id}))).get(rsvp.person_id, "")
    message_id = await sessions.rsvp_message(tx, rsvp.id)
    notice = Notice(session, rsvp.state, name)
    open_ = session.state is SessionState.OPEN
    match row.occasion:
        case Occasion.SESSION_UNTOLD:
            return notice
        case Occasion.SESSION_CANCELLED:
            fits = session.state is SessionState.CANCELLED and rsvp.state in COMING
            return Notice(session, rsvp.state, name, before=message_id) if fits else None
        case Occasion.SESSION_ANSWER if open_ and rsvp.arrival is Arrival.ASKED:
            nothing_to_change = message_id is None and rsvp.state is Going.DECLINED
            return None if nothing_to_change else Notice(session, rsvp.state, name, edit=message_id)
        case Occasion.SESSION_PROMOTED if open_ and rsvp.state is Going.GOING and app.now() < session.starts_at:
            return Notice(session, rsvp.state, name, before=message_id)
        case Occasion.SESSION_MOVED if open_ and rsvp.state is Going.WAITLISTED:
            return Notice(session, rsvp.state, name, before=message_id)
        case Occasion.SESSION_WAITING if open_ and rsvp.state is Going.WAITLISTED:
            return notice
        case Occasion.SESSION_CHANGED if open_ and rsvp.state in COMING:
            told = await sessions.told_version(tx, rsvp.id)
            old = await sessions.change_after(tx, session.id, told)
            return None if old is None else Notice(session, rsvp.state, name, before=message_id, old=old)
        case Occasion.SESSION_MISSED if rsvp.state is Going.ABSENT and session.qualification is not None:
            if person is None or person.qualified(session.qualification, app.now()):
                return None
            following = await sessions.next_training(tx, session.qualification, app.now())
            return Notice(session, rsvp.state, name, following=following)
        case Occasion.SESSION_TRAINED if rsvp.state is Going.ATTENDED and person is not None:
            return await _trained(app, tx, session, person)
        case _:
            return None


async def _trained(app: App, tx: Connection, session: Session, person: Person) -> Notice | None:
    """Only for who really has the qualification; with what fits it, and the group to be invited to."""
    if session.qualification is None or not person.qualified(session.qualification, app.now()):
        return None
    found: list[tuple[Request, Slot]] = []
    for request in await requests.open_requests(tx, app.now()):
        for slot in request.seated:
            fits = needs(request, slot) is session.qualification and request.open_seats(slot)
            if fits and person.id not in request.members and request.claim_of(person.id) is None:
                found.append((request, slot))
    volunteers = await chats.load(tx, Group.VOLUNTEERS)
    invite_to = None if person.volunteer or volunteers is None else volunteers.telegram_id
    return Notice(session, fits=tuple(found[:MOST_REQUESTS]), invite_to=invite_to)


async def _reminder(tx: Connection, row: Row, person: Person) -> Notice | None:
    """All parts of the evening the person still means to come to."""
    parts, maybe = [], []
    for session in await sessions.evening(tx, row.subject):
        own = session.rsvp_of(person.id)
        if session.state is not SessionState.OPEN or own is None or own.held_until is not None:
            continue
        if own.state in (Going.GOING, Going.MAYBE):
            parts.append(session)
            maybe += [session.id] if own.state is Going.MAYBE else []
    return Notice(parts[0], parts=tuple(parts), maybe=tuple(maybe)) if parts else None


async def sent(tx: Connection, row: Row, message_id: int | None) -> None:
    """Remembers what stands where."""
    if row.occasion is Occasion.SESSION_CARD and isinstance(row.to, Group):
        if message_id is not None:
            await sessions.set_card_message(tx, row.subject, row.to, message_id)
    elif row.occasion in LISTS and isinstance(row.to, int) and message_id is not None:
        known = await sessions.list_message(tx, row.subject, row.to)
        await sessions.set_list(tx, row.subject, row.to, message_id, known[1] if known else 0)
    elif row.occasion in LIVING and message_id is not None:
        await sessions.set_rsvp_message(tx, row.subject, message_id)
        if row.occasion is Occasion.SESSION_CHANGED:
            await sessions.set_told(tx, row.subject, int(row.key.rpartition(":")[2]))
    elif row.occasion is Occasion.SESSION_CANCELLED:
        await sessions.set_rsvp_message(tx, row.subject, None)


async def message_gone(tx: Connection, row: Row) -> bool:
    """The message to edit was deleted by somebody; whether it is to be sent anew."""
    if row.occasion is Occasion.SESSION_CARD and isinstance(row.to, Group):
        await sessions.forget_card(tx, row.subject, row.to)
        session = await sessions.load(tx, row.subject)
        return session is not None and session.state is SessionState.OPEN
    if row.occasion is Occasion.SESSION_LIST and isinstance(row.to, int):
        await sessions.forget_list(tx, row.subject, row.to)
        return False
    if row.occasion is Occasion.SESSION_ANSWER:
        await sessions.set_rsvp_message(tx, row.subject, None)
        return True
    return False
