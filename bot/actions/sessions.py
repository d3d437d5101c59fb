"""Trainings and events: who answers, who moves up, what changes, until nobody needs to know of it any more."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.actions.board import redraw_board
from bot.context import App, Work
from bot.rules import sessions as rules
from bot.rules.evenings import plan_evening
from bot.rules.model import Going, Group, Person, Qualification, Session, SessionKind, SessionState, Whereabouts
from bot.rules.sessions import COMING, Answered, Refusal
from storage import audit, chats, drafts, outbox, people, sessions
from storage.database import Connection, new_id

__all__ = ["Answer", "Seen"]

OWN_NAME = "own_name"
"""`asking` of an `attendee` draft: the next text is the person's own name."""


@dataclass(frozen=True)
class Answer:
    """What to tell who tapped: the session after it, or why nothing changed. `new` False: it was so before."""

    refusal: Refusal | None
    session: Session | None
    state: Going | None = None
    reached: bool = True
    new: bool = True


async def answer(
    app: App, person: Person, session_id: int, want: Going, update_id: int, *, message_id: int | None = None
) -> Answer:
    """One tap on *Going*, *Maybe* or *Can't*. `message_id` is the private message it was tapped on, if it was one."""
    async with app.work(update_id) as work:
        session = await sessions.load(work.tx, session_id)
        fresh = await people.load(work.tx, person.id) or person
        decided = rules.answer(session, fresh, want, work.now, app.policy, new_id)
        if session is None or not isinstance(decided, Answered):
            why = decided if isinstance(decided, Refusal) else Refusal.UNKNOWN
            work.outcome = why
            return Answer(why, session)
        work.outcome = f"rsvp {decided.rsvp.state}"
        await save(app, work, session, decided.session)
        if message_id is not None:
            await sessions.set_rsvp_message(work.tx, decided.rsvp.id, message_id)
        reached = decided.rsvp.held_until is None
    return Answer(None, decided.session, decided.rsvp.state, reached, decided.new)


async def answer_again(app: App, person: Person, session_id: int) -> Answer:
    """The answer to a tap that was applied before the bot was interrupted."""
    async with app.db.reading() as tx:
        session = await sessions.load(tx, session_id)
    own = session.rsvp_of(person.id) if session else None
    if session is None or own is None:
        return Answer(Refusal.UNKNOWN, session)
    return Answer(None, session, own.state, own.held_until is None, new=False)


async def save(app: App, work: Work, before: Session, after: Session) -> None:
    """Stores what differs; whoever looks sees it, and what is due follows, in this commit."""
    if before != after:
        await _save_answers(work, before, after)
        await changed(app, work, after)


async def _save_answers(work: Work, before: Session, after: Session) -> None:
    known = {rsvp.id: rsvp for rsvp in before.rsvps}
    kept = {rsvp.id for rsvp in after.rsvps}
    for rsvp_id in known.keys() - kept:
        await sessions.drop_rsvp(work.tx, rsvp_id)
        await outbox.forget_subject(work.tx, rsvp_id)
    for rsvp in after.rsvps:
        if known.get(rsvp.id) != rsvp:
            await sessions.save_rsvp(work.tx, rsvp)


async def changed(app: App, work: Work, session: Session) -> None:
    """Cards and lists are drawn anew; the parts of the evening are planned together."""
    await sessions.bump(work.tx, session.id)
    await replan(app, work, session.evening_id)


async def replan(app: App, work: Work, evening_id: int) -> None:
    """Whatever is due for the parts of the evening, as they stand now; the board shows it too."""
    await redraw_board(work)
    evening = await sessions.evening(work.tx, evening_id)
    viewers = await sessions.list_viewers(work.tx, [session.id for session in evening])
    await outbox.reconcile(work.tx, evening_id, plan_evening(evening, viewers, app.policy, app.zone))


async def reached(app: App, person: Person) -> None:
    """The person pressed Start: what was held for that is theirs now."""
    async with app.db.reading() as tx:
        if not await sessions.held_by(tx, person.id):
            return
    async with app.work() as work:
        for session in await sessions.held_by(work.tx, person.id):
            await save(app, work, session, rules.reached(session, person.id))


async def out_of_reach(app: App, work: Work, person_id: int) -> None:
    """Nothing can be told to the person any more."""
    for session in await sessions.answered_by(work.tx, person_id, work.now):
        await save(app, work, session, rules.out_of_reach(session, person_id, work.now, app.policy))


async def lapse(app: App, rsvp_id: int) -> None:
    """An answer that was only held is gone when nobody confirmed it in time."""
    async with app.work() as work:
        session = await sessions.load_by_rsvp(work.tx, rsvp_id)
        if session is not None:
            await save(app, work, session, rules.lapsed(session, rsvp_id, work.now))


# --- looking ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seen:
    """A session as somebody may see it: their own answer and name, and what they may be told."""

    session: Session
    own: Going | None
    private: Whereabouts
    name: str


async def see(app: App, person: Person, session_id: int) -> Seen | None:
    """A session with the person's own answer; the whereabouts only for those who go, and those who run it."""
    async with app.db.reading() as tx:
        session = await sessions.load(tx, session_id)
        return None if session is None else await _seen(tx, person, session)


async def _seen(tx: Connection, person: Person, session: Session) -> Seen:
    own = session.rsvp_of(person.id)
    state = None if own is None else own.state
    private = await sessions.private(tx, session.id) if may_be_told(session, person) else Whereabouts()
    names = await people.names(tx, frozenset({person.id}))
    return Seen(session, state, private, names.get(person.id, ""))


def may_be_told(session: Session, person: Person) -> bool:
    """Whether venue and link are for this person: those who go, and those who run it."""
    own = session.rsvp_of(person.id)
    goes = own is not None and own.state in (Going.GOING, Going.MAYBE) and own.held_until is None
    return session.state is SessionState.OPEN and (goes or runs(session, person))


def runs(session: Session | None, person: Person) -> bool:
    """Whether the person sees the list of those who come: the trainer of this session, and coordinators."""
    return session is not None and (person.coordinator or session.trainer_id == person.id)


async def coming(app: App) -> list[Session]:
    """Every session to come, soonest first."""
    async with app.db.reading() as tx:
        return await sessions.coming(tx, app.now())


async def load(app: App, session_id: int) -> Session | None:
    async with app.db.reading() as tx:
        return await sessions.load(tx, session_id)


async def next_training(app: App, qualification: Qualification) -> Session | None:
    """The next training that leads to this qualification."""
    async with app.db.reading() as tx:
        return await sessions.next_training(tx, qualification, app.now())


async def new_living_message(app: App, person: Person, session_id: int, message_id: int) -> int | None:
    """This message now stands for the person's answer; returns the one before it."""
    async with app.db.transaction() as tx:
        session = await sessions.load(tx, session_id)
        own = session.rsvp_of(person.id) if session is not None else None
        if own is None:
            return None
        before = await sessions.rsvp_message(tx, own.id)
        await sessions.set_rsvp_message(tx, own.id, message_id)
    return None if before == message_id else before


async def ask_own_name(app: App, person: Person, update_id: int) -> None:
    """The person's next private text is the name the trainer sees."""
    async with app.work(update_id) as work:
        await _forget_questions(work, person)
        await drafts.add(work.tx, person.id, "attendee", work.now, asking=OWN_NAME)


async def set_own_name(app: App, person: Person, name: str, update_id: int) -> None:
    async with app.work(update_id) as work:
        if name:
            await people.set_profile(work.tx, person.id, "name", name)
        await _forget_questions(work, person)
        for session in await sessions.answered_by(work.tx, person.id, work.now):
            await changed(app, work, session)


async def stop_asking(app: App, person: Person, update_id: int) -> None:
    async with app.work(update_id) as work:
        await _forget_questions(work, person)


async def _forget_questions(work: Work, person: Person) -> None:
    for old in await drafts.of_kind(work.tx, person.id, "attendee"):
        await drafts.delete(work.tx, old.id)


async def session_of_card(app: App, telegram_chat_id: int, message_id: int) -> Session | None:
    """The session whose card this message of a group is."""
    async with app.db.reading() as tx:
        group = await chats.find(tx, telegram_chat_id)
        return None if group is not Group.VOLUNTEERS else await sessions.load_by_card(tx, group, message_id)


# --- cancelled, over, gone -------------------------------------------------------------------------------------------


async def cancel(app: App, person: Person, session_id: int, update_id: int) -> Session | None:
    """A coordinator cancels: everybody who meant to come, or waits, is told. None when it is over already."""
    async with app.work(update_id) as work:
        session = await sessions.load(work.tx, session_id)
        if session is None or session.state is not SessionState.OPEN or work.now >= session.ends_at:
            work.outcome = "refused"
            return None
        await sessions.set_state(work.tx, session.id, SessionState.CANCELLED, work.now)
        await sessions.forget_private(work.tx, session.id)
        await audit.note(work.tx, "session cancelled", work.now, actor=person.id, subject=session.id)
        await changed(app, work, session)
    return session


async def fold(app: App, session_id: int) -> None:
    """End + 3 h: over; its cards are one line, venue, link and code are erased. The list can still be confirmed."""
    async with app.work() as work:
        session = await sessions.load(work.tx, session_id)
        if session is None or session.state is not SessionState.OPEN:
            return
        if work.now < session.ends_at + app.policy.fold:
            return
        await sessions.set_state(work.tx, session.id, SessionState.OVER, work.now)
        await sessions.forget_private(work.tx, session.id)
        await changed(app, work, session)


async def purge(app: App, evening_id: int) -> None:
    """Nobody needs to know any more who was there; what they learned stays with them."""
    async with app.work() as work:
        for session in await sessions.evening(work.tx, evening_id):
            await sessions.erase(work.tx, session.id)
            await sessions.delete(work.tx, session.id)
        await outbox.forget_request(work.tx, evening_id)
    await app.db.compact()


# --- edited ----------------------------------------------------------------------------------------------------------


async def edit(
    app: App, work: Work, by: Person, before: Session, after: Session, private: Whereabouts, how: rules.Overfull | None
) -> Session | None:
    """Stores edited fields; people are told of another time or place, old and new. None while a smaller capacity
    would take places from somebody and nobody said what to do.
    """
    old = await sessions.private(work.tx, before.id)
    placed = rules.with_capacity(replace(before, starts_at=after.starts_at), after.capacity, work.now, how)
    if placed is None:
        return None
    edited = replace(after, rsvps=placed.rsvps, capacity=placed.capacity)
    moved = (before.starts_at, before.ends_at, before.place) != (edited.starts_at, edited.ends_at, edited.place)
    if moved or old != private:
        await sessions.add_change(work.tx, before, by.id, work.now, private=old != private)
    await sessions.edit(work.tx, edited, private)
    await audit.note(work.tx, "session edited", work.now, actor=by.id, subject=before.id)
    await _save_answers(work, before, edited)
    await changed(app, work, edited)
    return edited


def concerned(session: Session) -> int:
    """How many would be told of a change."""
    return len(session.of(*COMING))


def leads_to(session: Session) -> bool:
    """Whether being there gives a qualification."""
    return session.kind is SessionKind.TRAINING and session.qualification is not None
