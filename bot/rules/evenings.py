"""Everything that is due for the parts of one evening: who hears what, when, and until when it makes sense.

Like `bot.rules.timetable.plan` for a request: reconciled with the outbox in the transaction that changed something.
Parts are planned together, because who goes to both is reminded of both at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rules.model import Arrival, Going, Group, Rsvp, Session, SessionKind, SessionState
from bot.rules.moments import instants, local_day
from bot.rules.policy import Policy
from bot.rules.sessions import COMING
from bot.rules.timetable import Due, Occasion, Priority, Verb


def plan_evening(
    evening: Sequence[Session], viewers: Mapping[int, Sequence[int]], policy: Policy, zone: ZoneInfo
) -> tuple[Due, ...]:
    """`viewers` are the people who have a session's list open, by session."""
    rows = [row for session in evening for row in _of_session(session, viewers.get(session.id, ()), policy, zone)]
    rows += _reminders(evening, policy, zone)
    if evening:
        purge_at = max(session.ends_at for session in evening) + policy.retain_claims
        key = f"spurge:{evening[0].evening_id}:{_seconds(purge_at)}"
        rows.append(Due(key, Verb.DO, Occasion.SESSION_PURGE, evening[0].evening_id, purge_at))
    return tuple(rows)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def lead(session: Session) -> int:
    """Who looks after the list on the day: the trainer, else whoever posted it."""
    return session.contact_id if session.trainer_id is None else session.trainer_id


def _of_session(session: Session, viewers: Sequence[int], policy: Policy, zone: ZoneInfo) -> Iterator[Due]:
    start, who = _seconds(session.starts_at), lead(session)
    for group in Group:
        yield Due(
            f"scard:{session.id}:{group}",
            Verb.SAY,
            Occasion.SESSION_CARD,
            session.id,
            session.posted_at,
            to=group,
            version=session.version,
            priority=Priority.CARD,
        )
    for person_id in viewers:
        yield Due(
            f"slist:{session.id}:{person_id}",
            Verb.SAY,
            Occasion.SESSION_LIST,
            session.id,
            session.posted_at,
            to=person_id,
            version=session.version,
            priority=Priority.CARD,
        )
    if session.state is SessionState.OPEN:
        fold_at = session.ends_at + policy.fold
        yield Due(f"sfold:{session.id}:{_seconds(fold_at)}", Verb.DO, Occasion.SESSION_FOLD, session.id, fold_at)
        if session.trainer_id is not None and session.trainer_id != session.contact_id:
            key = f"slead:{session.id}:{session.trainer_id}"
            yield _say(key, Occasion.SESSION_LEAD, session.id, session.posted_at, session.ends_at, session.trainer_id)
        doors_at = session.starts_at - policy.doors
        key = f"sdoors:{session.id}:{who}:{start}"
        yield _say(key, Occasion.SESSION_DOORS, session.id, doors_at, session.ends_at, who)
    if session.state is not SessionState.CANCELLED and session.confirmed_at is None and _anybody(session):
        ask_at = session.ends_at
        yield _say(f"sask:{session.id}:{who}:{start}", Occasion.SESSION_ASK, session.id, ask_at, None, who)
        again_at = _next_afternoon(session.ends_at, policy, zone)
        key = f"sask:{session.id}:{Group.COORDINATORS}:{start}"
        yield _say(key, Occasion.SESSION_ASK, session.id, again_at, None, Group.COORDINATORS)
    for rsvp in session.rsvps:
        if rsvp.person_id is not None:
            yield from _of_rsvp(session, rsvp, rsvp.person_id, policy)


def _anybody(session: Session) -> bool:
    return bool(session.of(Going.GOING, Going.WALK_IN)) and session.kind is SessionKind.TRAINING


def _next_afternoon(moment: datetime, policy: Policy, zone: ZoneInfo) -> datetime:
    """On the next day, when coordinators go through what is left."""
    day = local_day(moment, zone) + timedelta(days=1)
    found = instants(day, policy.call_list, zone)
    return found[0] if found else moment + timedelta(days=1)


def _say(
    key: str, occasion: Occasion, subject: int, due_at: datetime, expires_at: datetime | None, to: int | Group
) -> Due:
    return Due(key, Verb.SAY, occasion, subject, due_at, to, expires_at)


def _of_rsvp(session: Session, rsvp: Rsvp, person_id: int, policy: Policy) -> Iterator[Due]:
    said = f"{rsvp.id}:{rsvp.state}:{rsvp.arrival}:{rsvp.turn}:{_seconds(rsvp.since)}"
    if session.state is SessionState.CANCELLED:
        if rsvp.state in COMING:
            at = session.closed_at or session.posted_at
            yield _say(f"scancelled:{rsvp.id}", Occasion.SESSION_CANCELLED, rsvp.id, at, None, person_id)
        return
    if rsvp.held_until is not None:
        key = f"slapse:{rsvp.id}:{_seconds(rsvp.held_until)}"
        yield Due(key, Verb.DO, Occasion.SESSION_LAPSE, rsvp.id, rsvp.held_until)
        return
    if rsvp.state in (*COMING, Going.DECLINED):
        occasion = {
            Arrival.ASKED: Occasion.SESSION_ANSWER,
            Arrival.PROMOTED: Occasion.SESSION_PROMOTED,
            Arrival.MOVED: Occasion.SESSION_MOVED,
        }[rsvp.arrival]
        yield _say(f"sanswer:{said}", occasion, rsvp.id, rsvp.since, session.ends_at, person_id)
    if rsvp.state in COMING and session.changed_at is not None and rsvp.since <= session.changed_at:
        key = f"schanged:{rsvp.id}:{session.changed_version}"
        yield _say(key, Occasion.SESSION_CHANGED, rsvp.id, session.changed_at, session.ends_at, person_id)
    if rsvp.state is Going.WAITLISTED:
        at = session.starts_at - policy.session_soon
        if rsvp.since < at:
            key = f"swaiting:{rsvp.id}:{_seconds(session.starts_at)}"
            yield _say(key, Occasion.SESSION_WAITING, rsvp.id, at, session.starts_at, person_id)
    if session.kind is SessionKind.TRAINING and rsvp.state is Going.ATTENDED:
        yield _say(f"strained:{said}", Occasion.SESSION_TRAINED, rsvp.id, rsvp.since, None, person_id)
    if session.kind is SessionKind.TRAINING and rsvp.state is Going.ABSENT:
        yield _say(f"smissed:{said}", Occasion.SESSION_MISSED, rsvp.id, rsvp.since, None, person_id)


def _reminders(evening: Sequence[Session], policy: Policy, zone: ZoneInfo) -> Iterator[Due]:
    """The day before and an hour before the first part somebody goes to; one message for all parts.

    The key names the day and the last change, so nobody is reminded twice. Who answered, or was told of a change,
    after the moment of a reminder needs none.
    """
    parts = sorted((s for s in evening if s.state is SessionState.OPEN), key=lambda s: (s.starts_at, s.id))
    first: dict[int, tuple[Session, Rsvp]] = {}
    for session in parts:
        for rsvp in session.rsvps:
            sure = rsvp.state in (Going.GOING, Going.MAYBE) and rsvp.held_until is None
            if rsvp.person_id is not None and sure:
                first.setdefault(rsvp.person_id, (session, rsvp))
    changed_at = max((s.changed_at for s in parts if s.changed_at is not None), default=None)
    edition = max((s.changed_version or 0 for s in parts), default=0)
    for person_id, (session, rsvp) in first.items():
        start = session.starts_at
        day = local_day(start, zone)
        soon_at = start - policy.session_soon
        before = instants(day - timedelta(days=1), policy.evening, zone)
        for name, occasion, at, until in (
            ("stomorrow", Occasion.SESSION_TOMORROW, before[0] if before else soon_at, soon_at),
            ("ssoon", Occasion.SESSION_SOON, soon_at, start),
        ):
            known_since = max(rsvp.since, changed_at) if changed_at is not None else rsvp.since
            if known_since < at < start:
                key = f"{name}:{session.evening_id}:{person_id}:{day}:{edition}"
                yield _say(key, occasion, session.evening_id, at, until, person_id)
