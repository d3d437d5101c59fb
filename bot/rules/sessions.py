"""Who comes to a session, who waits, who was there: each decision makes a new session of the one before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.rules.model import (
    Arrival,
    Going,
    Group,
    Person,
    Reach,
    Rsvp,
    Session,
    SessionKind,
    SessionState,
)
from bot.rules.policy import Policy

COMING = (Going.GOING, Going.WAITLISTED, Going.MAYBE)
"""Whoever is told when something changes."""
MOST_PLACES = 1000


class Refusal(StrEnum):
    """Why an answer, a code or a deed changes nothing; each has its own words."""

    UNKNOWN = "unknown"
    CANCELLED = "cancelled"
    OVER = "over"
    BLOCKED = "blocked"
    """Removed from one of the groups for good (Bot API ChatMemberBanned)."""


@dataclass(frozen=True)
class Answered:
    """What an answer came to: the session after it, and the person's own part of it. `new` False: it was so before."""

    session: Session
    rsvp: Rsvp
    new: bool = True


def blocked(person: Person) -> bool:
    """Whether the center has removed the person for good."""
    return any(person.standings[group].status == "kicked" for group in Group if group in person.standings)


def answer(
    session: Session | None, person: Person, want: Going, now: datetime, policy: Policy, new_id: Callable[[], int]
) -> Answered | Refusal:
    """Decide a tap on *Going*, *Maybe* or *Can't*: places go in the order of the taps, then people wait in it.

    Who cannot be written to yet is held for a while. A place that comes free goes to whoever waits first.
    """
    refusal = _closed(session, now)
    if session is None or refusal is not None:
        return refusal or Refusal.UNKNOWN
    if blocked(person):
        return Refusal.BLOCKED
    if want is Going.MAYBE and session.kind is not SessionKind.EVENT:
        return Refusal.UNKNOWN
    own = session.rsvp_of(person.id)
    reached = person.reach is Reach.YES
    if own is not None and _same(own.state, want):
        kept = replace(own, held_until=None) if reached else own
        return Answered(_with(session, kept), kept, new=False)
    others = _without(session, own)
    state = want if want is not Going.GOING or _has_room(others) else Going.WAITLISTED
    new = Rsvp(
        id=own.id if own is not None else new_id(),
        session_id=session.id,
        person_id=person.id,
        state=state,
        turn=_next_turn(session),
        since=now,
        held_until=None if reached or want is Going.DECLINED else now + policy.hold,
    )
    return Answered(settled(_with(others, new), now), new)


def _closed(session: Session | None, now: datetime) -> Refusal | None:
    if session is None:
        return Refusal.UNKNOWN
    if session.state is SessionState.CANCELLED:
        return Refusal.CANCELLED
    over = session.state is SessionState.OVER or now >= session.ends_at or session.confirmed_at is not None
    return Refusal.OVER if over else None


def _same(state: Going, want: Going) -> bool:
    return state is want or (want is Going.GOING and state in (Going.WAITLISTED, Going.WALK_IN))


def _has_room(session: Session) -> bool:
    """Whether a newcomer gets a place: never past somebody who waits."""
    return session.free != 0 and not session.of(Going.WAITLISTED)


def _next_turn(session: Session) -> int:
    return max((rsvp.turn for rsvp in session.rsvps), default=0) + 1


def _with(session: Session, rsvp: Rsvp) -> Session:
    return replace(session, rsvps=(*(r for r in session.rsvps if r.id != rsvp.id), rsvp))


def _without(session: Session, rsvp: Rsvp | None) -> Session:
    return session if rsvp is None else replace(session, rsvps=tuple(r for r in session.rsvps if r.id != rsvp.id))


def settled(session: Session, now: datetime) -> Session:
    """With every free place given to whoever waits first, until it begins."""
    if session.state is not SessionState.OPEN or now >= session.starts_at:
        return session
    waiting = session.of(Going.WAITLISTED)
    promoted = waiting if session.free is None else waiting[: session.free]
    for rsvp in promoted:
        session = _with(session, replace(rsvp, state=Going.GOING, since=now, arrival=Arrival.PROMOTED))
    return session


# --- held, lapsed, out of reach --------------------------------------------------------------------------------------


def reached(session: Session, person_id: int) -> Session:
    """The person pressed Start: what was held is theirs."""
    own = session.rsvp_of(person_id)
    return session if own is None else _with(session, replace(own, held_until=None))


def lapsed(session: Session, rsvp_id: int, now: datetime) -> Session:
    """An answer nobody confirmed in time is gone, and its place with it."""
    rsvp = next((r for r in session.rsvps if r.id == rsvp_id), None)
    if rsvp is None or rsvp.held_until is None or now < rsvp.held_until:
        return session
    return settled(_without(session, rsvp), now)


def out_of_reach(session: Session, person_id: int, now: datetime, policy: Policy) -> Session:
    """Nothing can be told to the person any more. Who said *Going* is believed; who waits, or has moved up and may
    not know it, is held for a while, then the next one's turn.
    """
    own = session.rsvp_of(person_id)
    if own is None or own.held_until is not None or now >= session.starts_at:
        return session
    unaware = own.state is Going.WAITLISTED or (own.state is Going.GOING and own.arrival is Arrival.PROMOTED)
    return _with(session, replace(own, held_until=now + policy.hold)) if unaware else session


# --- capacity --------------------------------------------------------------------------------------------------------


class Overfull(StrEnum):
    """What to do with those for whom a smaller room has no place; a coordinator says."""

    KEEP = "keep"
    """All who go keep their places."""
    MOVE = "move"
    """The last to answer wait again, first of all who wait."""


def too_many(session: Session, capacity: int | None) -> tuple[Rsvp, ...]:
    """Who goes and would have no place any more: the last to answer."""
    going = session.of(Going.GOING)
    return () if capacity is None else going[capacity:]


def with_capacity(session: Session, capacity: int | None, now: datetime, how: Overfull | None = None) -> Session | None:
    """The session with another number of places; None while somebody would lose theirs and nobody said how."""
    over = too_many(session, capacity)
    if over and how is None:
        return None
    if over and how is Overfull.KEEP:
        return settled(replace(session, capacity=len(session.of(Going.GOING))), now)
    for rsvp in over:
        session = _with(session, replace(rsvp, state=Going.WAITLISTED, since=now, arrival=Arrival.MOVED))
    return settled(replace(session, capacity=capacity), now)


# --- the day itself --------------------------------------------------------------------------------------------------


def doors_open(session: Session, now: datetime, policy: Policy) -> bool:
    """Whether the code counts now: from a little before the start until a little after it."""
    open_ = session.state is SessionState.OPEN and session.confirmed_at is None
    return open_ and session.starts_at - policy.doors <= now <= session.starts_at + policy.doors_close


class Entrance(StrEnum):
    """What a typed code, or the QR on the wall, came to."""

    PRESENT = "present"
    WALK_IN = "walk_in"
    """Not expected: the trainer must have seen them."""
    WRONG = "wrong"
    TRIED_OUT = "tried_out"
    NOT_NOW = "not_now"
    BLOCKED = "blocked"


@dataclass(frozen=True)
class Entered:
    """The session is the one the code is for, after the entrance."""

    result: Entrance
    session: Session | None = None


def enter(
    sessions: Iterable[tuple[Session, str]],
    person: Person,
    typed: str,
    tries: int,
    now: datetime,
    policy: Policy,
    new_id: Callable[[], int],
) -> Entered:
    """Decide a typed code. `sessions` are (session, its code); `tries` are the person's wrong codes so far.

    Who is expected is present. Anybody else who knows the code only stands on the trainer's list, not ticked.
    """
    if blocked(person):
        return Entered(Entrance.BLOCKED)
    open_now = [(session, code) for session, code in sessions if doors_open(session, now, policy)]
    if not open_now:
        return Entered(Entrance.NOT_NOW)
    if tries >= policy.code_tries:
        return Entered(Entrance.TRIED_OUT)
    found = next((session for session, code in open_now if code and code == typed), None)
    if found is None:
        return Entered(Entrance.TRIED_OUT if tries + 1 >= policy.code_tries else Entrance.WRONG)
    own = found.rsvp_of(person.id)
    if own is not None and own.state is Going.MAYBE and _has_room(_without(found, own)):
        own = replace(own, state=Going.GOING)
    if own is not None and own.state is Going.GOING:
        return Entered(Entrance.PRESENT, _with(found, replace(own, present_at=own.present_at or now, held_until=None)))
    if own is not None and own.state is Going.WALK_IN:
        return Entered(Entrance.PRESENT if own.present_at else Entrance.WALK_IN, found)
    new = Rsvp(own.id if own else new_id(), found.id, person.id, Going.WALK_IN, _next_turn(found), now)
    return Entered(Entrance.WALK_IN, settled(_with(_without(found, own), new), now))


def listed(session: Session) -> tuple[Rsvp, ...]:
    """Whom the trainer's list shows, in the order of the taps."""
    return session.of(Going.GOING, Going.WALK_IN, Going.ATTENDED, Going.ABSENT)


def ticked(rsvp: Rsvp) -> bool:
    """Whether the list says that they were there."""
    return rsvp.state is Going.ATTENDED or (rsvp.state is not Going.ABSENT and rsvp.present_at is not None)


def toggled(session: Session, rsvp_id: int, now: datetime) -> Session:
    """One tap on a name of the list; once the list was confirmed it is a correction."""
    rsvp = next((r for r in listed(session) if r.id == rsvp_id), None)
    match rsvp:
        case None:
            return session
        case Rsvp(state=Going.ATTENDED):
            return _with(session, replace(rsvp, state=Going.ABSENT, since=now))
        case Rsvp(state=Going.ABSENT):
            return _with(session, replace(rsvp, state=Going.ATTENDED, since=now, present_at=rsvp.present_at or now))
        case _:
            return _with(session, replace(rsvp, present_at=None if rsvp.present_at else now))


def with_walk_in(session: Session, person_id: int | None, now: datetime, new_id: Callable[[], int]) -> Answered:
    """Somebody the trainer has seen: a person the bot knows, or (None) a name on paper."""
    own = session.rsvp_of(person_id) if person_id is not None else None
    seen = Going.ATTENDED if session.confirmed_at is not None else Going.WALK_IN
    if own is not None and own.state in (Going.GOING, Going.WALK_IN):
        new = replace(own, present_at=own.present_at or now, state=seen if seen is Going.ATTENDED else own.state)
    elif own is not None and own.state is Going.ATTENDED:
        return Answered(session, own, new=False)
    else:
        new = Rsvp(
            own.id if own is not None else new_id(),
            session.id,
            person_id,
            seen,
            _next_turn(session),
            now,
            present_at=now,
        )
    return Answered(_with(session, new), new)


def linked(session: Session, rsvp_id: int, person_id: int) -> Session:
    """A name on paper is this person. Of two entries for one person the one that says more stays."""
    paper = next((r for r in session.rsvps if r.id == rsvp_id and r.person_id is None), None)
    if paper is None:
        return session
    own = session.rsvp_of(person_id)
    if own is None:
        return _with(session, replace(paper, person_id=person_id))
    state = paper.state if own.state not in (Going.GOING, Going.WALK_IN) else own.state
    state = Going.ATTENDED if Going.ATTENDED in (own.state, paper.state) else state
    both = replace(own, state=state, present_at=own.present_at or paper.present_at, since=paper.since)
    return _with(_without(session, paper), both)


def confirmed(session: Session, now: datetime) -> Session:
    """*Confirm all*: who is ticked was there, who was expected and is not was absent; others who came by are gone.

    Only this gives a qualification.
    """
    rsvps = []
    for rsvp in session.rsvps:
        if rsvp.state in (Going.GOING, Going.WALK_IN) and rsvp.present_at is not None:
            rsvps.append(replace(rsvp, state=Going.ATTENDED, since=now, held_until=None))
        elif rsvp.state is Going.GOING:
            rsvps.append(replace(rsvp, state=Going.ABSENT, since=now, held_until=None))
        elif rsvp.state is not Going.WALK_IN:
            rsvps.append(rsvp)
    return replace(session, rsvps=tuple(rsvps), confirmed_at=session.confirmed_at or now)


def may_confirm(session: Session | None, now: datetime, policy: Policy) -> bool:
    """From when the doors open; also long after it is over."""
    return (
        session is not None and session.state is not SessionState.CANCELLED and now >= session.starts_at - policy.doors
    )
