"""The day itself: the code, the list, and the one confirmation that gives a qualification."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.actions import trainings
from bot.actions.sessions import leads_to, runs, save
from bot.context import App, Work
from bot.rules import sessions as rules
from bot.rules.model import Going, Person, Qualification, Rsvp, Session
from bot.rules.problems import Problem
from bot.rules.sessions import Entered, Entrance
from bot.rules.typed import LONGEST_TEXT, clean, fold, has_a_number
from storage import audit, drafts, people, sessions
from storage.database import Connection, new_id
from storage.drafts import DraftRow

__all__ = ["Entered", "Roll"]

TRIES_LAST = timedelta(hours=12)
"""Wrong codes of one evening count together."""
WALK_IN = "walk_in"
LINK = "link"
"""`asking` of an `attendee` draft: the next text is the name of somebody who walked in, or of a person to link."""


@dataclass(frozen=True)
class Roll:
    """The list of those who come, as the trainer and coordinators see it. `names` are by the id of the answer."""

    session: Session
    names: dict[int, str]
    code: str = ""
    page: int = 0


async def enter(app: App, person: Person, typed: str, update_id: int) -> Entered:
    """A typed code, or the QR on the wall."""
    async with app.work(update_id) as work:
        policy, now = app.policy, work.now
        fresh = await people.load(work.tx, person.id) or person
        found = await sessions.with_codes(work.tx, now - policy.doors_close, now + policy.doors)
        tries = await sessions.tries(work.tx, person.id, now - TRIES_LAST)
        entered = rules.enter(found, fresh, typed, tries, now, policy, new_id)
        work.outcome = f"code {entered.result}"
        if entered.result in (Entrance.WRONG, Entrance.TRIED_OUT):
            await sessions.tried(work.tx, person.id, now - TRIES_LAST, now)
        if entered.session is not None:
            before = next(session for session, _ in found if session.id == entered.session.id)
            await save(app, work, before, entered.session)
    return entered


async def forget_tries(work: Work) -> None:
    """Once a day."""
    await sessions.sweep(work.tx, work.now - TRIES_LAST)


async def codes_count_now(app: App) -> bool:
    """Whether the doors of any session are open, so that four digits are a code."""
    async with app.db.reading() as tx:
        now = app.now()
        found = await sessions.with_codes(tx, now - app.policy.doors_close, now + app.policy.doors)
    return any(rules.doors_open(session, now, app.policy) for session, _ in found)


# --- the list --------------------------------------------------------------------------------------------------------


async def roll(app: App, person: Person, session_id: int, page: int = 0) -> Roll | None:
    """The list, for the session's trainer and coordinators; None looks the same for "not yours" and "gone"."""
    async with app.db.reading() as tx:
        return await read_roll(app, tx, person, session_id, page)


async def read_roll(app: App, tx: Connection, person: Person, session_id: int, page: int = 0) -> Roll | None:
    session = await sessions.load(tx, session_id)
    fresh = await people.load(tx, person.id)
    if session is None or fresh is None or not runs(session, fresh):
        return None
    code = await sessions.code(tx, session.id) if app.now() < session.starts_at + app.policy.doors_close else ""
    return Roll(session, await names_of(tx, session), code, page)


async def names_of(tx: Connection, session: Session) -> dict[int, str]:
    """The names of everybody on the list, by the id of their answer."""
    known = await people.names(tx, frozenset(r.person_id for r in session.rsvps if r.person_id is not None))
    found = {r.id: known.get(r.person_id, "?") for r in session.rsvps if r.person_id is not None}
    return {**found, **await sessions.typed_names(tx, session.id)}


async def shown(app: App, person: Person, session_id: int, message_id: int, page: int) -> int | None:
    """The list stands in this message from now on and is kept true there; returns the message before it."""
    async with app.work() as work:
        session = await sessions.load(work.tx, session_id)
        before = await sessions.list_message(work.tx, session_id, person.id)
        if session is None:
            return None
        await sessions.set_list(work.tx, session_id, person.id, message_id, page)
    return None if before is None or before[0] == message_id else before[0]


async def _own(work: Work, person: Person, rsvp_id: int) -> Session | None:
    """The session of an answer, for those who run it."""
    session = await sessions.load_by_rsvp(work.tx, rsvp_id)
    fresh = await people.load(work.tx, person.id)
    return session if session is not None and fresh is not None and runs(session, fresh) else None


async def tick(app: App, person: Person, rsvp_id: int, page: int, update_id: int) -> Roll | None:
    """One tap on a name: there, or not; after the confirmation it is a correction."""
    async with app.work(update_id) as work:
        session = await _own(work, person, rsvp_id)
        if session is None or not rules.may_confirm(session, work.now, app.policy):
            return None
        after = rules.toggled(session, rsvp_id, work.now)
        after = await _with_grants(app, work, person, after)
        await save(app, work, session, after)
        return await read_roll(app, work.tx, person, session.id, page)


async def confirm(app: App, person: Person, session_id: int, present: int, update_id: int) -> tuple[Roll, bool] | None:
    """*Confirm all*: in one transaction the list is final and whoever was there is qualified.

    `present` is the number the button named: when the list has changed since, it is shown anew instead (False).
    """
    async with app.work(update_id) as work:
        session = await sessions.load(work.tx, session_id)
        fresh = await people.load(work.tx, person.id)
        if session is None or fresh is None or not runs(session, fresh):
            return None
        if not rules.may_confirm(session, work.now, app.policy):
            return None
        same = sum(rules.ticked(rsvp) for rsvp in rules.listed(session)) == present
        if same and session.confirmed_at is None:
            after = await _with_grants(app, work, person, rules.confirmed(session, work.now))
            await sessions.set_confirmed(work.tx, session.id, person.id, work.now)
            await audit.note(work.tx, "attendance confirmed", work.now, actor=person.id, subject=session.id)
            await save(app, work, session, after)
            work.outcome = "confirmed"
        found = await read_roll(app, work.tx, person, session_id)
    return None if found is None else (found, same)


async def _with_grants(app: App, work: Work, by: Person, session: Session) -> Session:
    """Once confirmed: who was there has the qualification, who was not loses what was given for this session."""
    if session.confirmed_at is None or not leads_to(session) or session.qualification is None:
        return session
    rsvps = []
    for rsvp in session.rsvps:
        if rsvp.person_id is not None and rsvp.state is Going.ATTENDED and not rsvp.granted:
            rsvps.append(await _grant(app, work, by, rsvp, rsvp.person_id, session.qualification))
        elif rsvp.person_id is not None and rsvp.state is not Going.ATTENDED and rsvp.granted:
            await trainings.take(app, work, rsvp.person_id, session.qualification, by.id)
            rsvps.append(replace(rsvp, granted=False))
        else:
            rsvps.append(rsvp)
    return replace(session, rsvps=tuple(rsvps))


async def _grant(app: App, work: Work, by: Person, rsvp: Rsvp, person_id: int, qualification: Qualification) -> Rsvp:
    """Who was removed from the groups for good is not qualified by a forwarded code."""
    person = await people.load(work.tx, person_id)
    if person is None or rules.blocked(person):
        return rsvp
    new = await trainings.note(app, work, person_id, qualification, by.id)
    return replace(rsvp, granted=new)


# --- walk-ins and names on paper -------------------------------------------------------------------------------------


async def ask_name(app: App, person: Person, subject_id: int, what: str, update_id: int) -> bool:
    """The next private text is the name of a walk-in to this session, or of whom a name on paper is."""
    async with app.work(update_id) as work:
        session = await sessions.load(work.tx, subject_id) or await sessions.load_by_rsvp(work.tx, subject_id)
        fresh = await people.load(work.tx, person.id)
        if session is None or fresh is None or not runs(session, fresh):
            return False
        for old in await drafts.of_kind(work.tx, person.id, "attendee"):
            await drafts.delete(work.tx, old.id)
        await drafts.add(work.tx, person.id, "attendee", work.now, subject_id=subject_id, asking=what)
    return True


async def add_walk_ins(app: App, person: Person, row: DraftRow, text: str, update_id: int) -> Roll | Problem | None:
    """Names typed from a paper list, one per line or with commas between: they are there, and linked later.

    An @name of somebody the bot knows is that person at once.
    """
    if len(text) > 40 * LONGEST_TEXT:
        return Problem.TOO_LONG
    names = [clean(name) for line in text.splitlines() for name in line.split(",")]
    names = [name for name in names if name]
    if any(has_a_number(name) for name in names):
        return Problem.A_NUMBER
    if any(len(name) > LONGEST_TEXT for name in names):
        return Problem.TOO_LONG
    async with app.work(update_id) as work:
        session = await sessions.load(work.tx, row.subject_id or 0)
        fresh = await people.load(work.tx, person.id)
        if session is None or fresh is None or not runs(session, fresh):
            return None
        if not rules.may_confirm(session, work.now, app.policy):
            return None
        before, named = session, {}
        for name in names:
            known = await people.find_by_username(work.tx, name) if name.startswith("@") else None
            added = rules.with_walk_in(session, None if known is None else known.id, work.now, new_id)
            session = added.session
            if known is None:
                named[added.rsvp.id] = name
        session = await _with_grants(app, work, person, session)
        await save(app, work, before, session)
        for rsvp_id, name in named.items():
            await sessions.name_rsvp(work.tx, rsvp_id, name)
        await drafts.delete(work.tx, row.id)
        return await read_roll(app, work.tx, person, session.id)


@dataclass(frozen=True)
class Candidates:
    """Whom a name on paper may mean: the likeliest first."""

    rsvp_id: int
    session_id: int
    name: str
    people: tuple[tuple[int, str], ...]


async def candidates(app: App, person: Person, rsvp_id: int, wanted: str = "") -> Candidates | None:
    """People whose name begins alike, then those met last; with `wanted`, by what was typed."""
    async with app.db.reading() as tx:
        session = await sessions.load_by_rsvp(tx, rsvp_id)
        fresh = await people.load(tx, person.id)
        if session is None or fresh is None or not runs(session, fresh):
            return None
        name = (await sessions.typed_names(tx, session.id)).get(rsvp_id)
        if name is None:
            return None
        if wanted.startswith("@"):
            known = await people.find_by_username(tx, wanted)
            order: Sequence[int] = () if known is None else (known.id,)
        else:
            order = await sessions.candidates(tx, session.id)
        names = await people.names(tx, frozenset(order))
    looked_for = fold(wanted or name)
    alike = [i for i in order if _alike(fold(names.get(i, "")), looked_for)]
    rest = [] if wanted and alike else [i for i in order if i not in alike]
    return Candidates(rsvp_id, session.id, name, tuple((i, names.get(i, "?")) for i in [*alike, *rest][:8]))


def _alike(name: str, wanted: str) -> bool:
    return bool(name) and bool(set(name.split()) & set(wanted.split()))


async def link(app: App, person: Person, rsvp_id: int, chosen_id: int, update_id: int) -> Roll | None:
    """A name on paper is this person; if the list was confirmed, they are qualified now."""
    async with app.work(update_id) as work:
        session = await _own(work, person, rsvp_id)
        chosen = await people.load(work.tx, chosen_id)
        if session is None or chosen is None:
            return None
        after = rules.linked(session, rsvp_id, chosen.id)
        if after == session:
            return None
        await audit.note(work.tx, "linked", work.now, actor=person.id, subject=chosen.id)
        after = await _with_grants(app, work, person, after)
        await sessions.name_rsvp(work.tx, rsvp_id, "")
        await save(app, work, session, after)
        for old in await drafts.of_kind(work.tx, person.id, "attendee"):
            await drafts.delete(work.tx, old.id)
        return await read_roll(app, work.tx, person, session.id)
