"""Samples of every view of trainings and events, for tests/test_catalogs.py."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Any

from bot.i18n import Translator
from bot.rules.board import Board
from bot.rules.dates import Choice, Clock, Day, Span
from bot.rules.model import (
    Going,
    Kind,
    Person,
    Qualification,
    Request,
    RequestState,
    Role,
    Rsvp,
    Session,
    SessionKind,
    SessionState,
    Slot,
    Whereabouts,
)
from bot.rules.policy import Policy
from bot.rules.problems import Problem
from bot.rules.session_drafts import Ask, SessionDraft
from bot.rules.sessions import Entrance, Refusal
from bot.rules.typed import LONGEST_TEXT
from bot.views import calendar, lists, people, rolls, session_posting, sessions, words
from bot.views.message import Button

NOW = datetime(2026, 12, 2, 20, 0, tzinfo=UTC)
START = NOW + timedelta(days=40)
LINK = "https://t.me/acompana_bot?start=s-abcdefghijklm"
NAME = "María <Luz> & José"
TOWN, VENUE = "Springfield", "Sts. Peter & Paul"
LONG = "“é” <&> " * (LONGEST_TEXT // 8)
BIG = 2**63 - 1
ME = 1
COMMON = ("en", "es", "pt")
POLICY = Policy()


def a_session(*rsvps: Rsvp, training: bool = True, **changes: Any) -> Session:
    kind = SessionKind.TRAINING if training else SessionKind.EVENT
    whole = Session(
        id=BIG,
        evening_id=BIG,
        kind=kind,
        state=SessionState.OPEN,
        starts_at=START,
        ends_at=START + timedelta(hours=1),
        contact_id=2,
        posted_at=NOW,
        qualification=Qualification.RIDESHARE if training else None,
        title="" if training else NAME,
        place=TOWN,
        private_place=True,
        online=True,
        languages=COMMON,
        trainer_id=2,
        rsvps=rsvps,
    )
    return replace(whole, **changes)


def a_crowd(n: int) -> tuple[Rsvp, ...]:
    """Somebody in every state, some of them many times."""
    states = [*Going, *[Going.GOING, Going.WAITLISTED, Going.ATTENDED] * min(n, 40)]
    crowd = [Rsvp(BIG - i, BIG, i, state, i, NOW) for i, state in enumerate(states, ME)]
    held = Rsvp(BIG - 900, BIG, 900, Going.GOING, 900, NOW, held_until=START)
    here = Rsvp(BIG - 901, BIG, 901, Going.GOING, 901, NOW, present_at=START)
    paper = Rsvp(BIG - 902, BIG, None, Going.WALK_IN, 902, NOW, present_at=START)
    return (*crowd, held, here, paper)


def sample_sessions(n: int) -> list[Session]:
    crowd = a_crowd(n)
    return [
        a_session(),
        a_session(*crowd, capacity=min(n, 1000)),
        a_session(training=False),
        a_session(*crowd, training=False, capacity=1, place=None, languages=()),
        *(a_session(qualification=each, private_place=False, online=False, title=NAME) for each in Qualification),
        *(a_session(*crowd, state=state, confirmed_at=at) for state in SessionState for at in (None, NOW)),
        a_session(training=False, title=""),
    ]


def a_request(n: int) -> tuple[Request, Slot]:
    slot = Slot(BIG, Role.DRIVER, 1, 1, 1)
    request = Request(
        id=BIG,
        kind=Kind.RIDE,
        state=RequestState.OPEN,
        starts_at=START,
        ends_at=START + timedelta(hours=2),
        origin=TOWN,
        destination=VENUE,
        passengers=n,
        child_seats=0,
        languages=(),
        contact_id=2,
        posted_at=NOW,
        version=n,
        slots=(slot,),
    )
    return request, slot


def samples(t: Translator, ts: Sequence[Translator], n: int) -> Iterator[partial[Any]]:
    """Every view with data in which n is every number."""
    yield partial(people.session_example, t)
    yield from (partial(words.session_command, t, name) for name in ("training", "event", "trainings"))
    yield from _cards(t, ts, n)
    yield from _own(t, n)
    yield from _notices(t, ts, n)
    yield from _rolls(t, n)
    yield from _posting(t, ts, n)


def _cards(t: Translator, ts: Sequence[Translator], n: int) -> Iterator[partial[Any]]:
    names = dict.fromkeys(range(1000), NAME)
    for session in sample_sessions(n):
        yield partial(sessions.title, t, session)
        yield partial(sessions.in_line, t, session)
        yield partial(sessions.header, session, ts)
        yield partial(sessions.summary, t, session)
        yield partial(sessions.folded, session, ts)
        yield partial(sessions.nothing_said_yet, session, ts)
        yield from (partial(sessions.volunteers_card, session, ts, [NAME] * count) for count in (0, n))
        yield partial(sessions.coordinators_card, session, names, ts)
        yield partial(calendar.session_file, t, session, NOW)
    yield partial(sessions.coming_list, t, sample_sessions(n) * min(n, 10), ME)
    yield partial(sessions.coming_list, t, [], ME)
    some = tuple(sample_sessions(n)) * min(n, 10)
    yield partial(lists.board, ts, Board(sessions=some))
    yield partial(lists.my_list, t, [], Person(ME, t.language), (), some)


def _own(t: Translator, n: int) -> Iterator[partial[Any]]:
    for session in sample_sessions(n):
        for state in (None, *Going):
            for private in (None, Whereabouts(), Whereabouts(LONG, LINK)):
                yield partial(sessions.own_card, t, session, state, NAME, NOW, person_id=ME, private=private)
            if state is not None:
                for new in (True, False):
                    yield partial(sessions.answered, t, session, state, new=new, person_id=ME)
        for now in (NOW, START - timedelta(hours=1)):
            yield partial(sessions.promoted, t, session, NAME, now, POLICY, ME)
        yield partial(sessions.moved, t, session, NAME, NOW, ME)
        same, later = (START, session.ends_at), (START - timedelta(days=1), session.ends_at)
        for old in ((*same, session.place), (*later, VENUE), (*same, None)):
            yield partial(sessions.changed, t, session, Going.GOING, NAME, old, NOW, ME)
    yield from (partial(sessions.refused, t, why) for why in Refusal)
    for view in (sessions.gone, sessions.only_those_who_go, sessions.name_kept, sessions.superseded):
        yield partial(view, t)
    yield from (partial(view, t, NAME) for view in (sessions.ask_name, sessions.name_saved))


def _notices(t: Translator, ts: Sequence[Translator], n: int) -> Iterator[partial[Any]]:
    session, other = a_session(*a_crowd(n), capacity=1), a_session(training=False, id=BIG - 1)
    yield partial(sessions.cancelled, t, session)
    yield partial(sessions.untold, ts, session, NAME)
    yield partial(sessions.still_waiting, t, session)
    for tomorrow in (True, False):
        for parts in ([session], [session, other]):
            yield partial(sessions.reminder, t, parts, [other.id], tomorrow=tomorrow)
    for invite in (None, "", "https://t.me/+abcdefgh"):
        for fits in ([], [a_request(n)] * min(n, 5)):
            yield partial(sessions.trained, t, session, fits, invite=invite)
    for following in (None, session, a_session()):
        yield partial(sessions.missed, t, session, following)
        for topic in Qualification:
            yield partial(sessions.training_needed, t, topic, following, [Button(NAME, "x")])
            yield partial(sessions.training_needed, t, topic, following)
            yield partial(sessions.training_needed_toast, t, topic, following)
    yield partial(sessions.outside_link, t, session, LINK)
    yield partial(sessions.leads, t, session, NOW)
    yield partial(sessions.ask_in_group, ts, session)
    yield partial(sessions.sure_to_cancel, t, session, n)
    yield partial(sessions.cancelled_now, t)


def _rolls(t: Translator, n: int) -> Iterator[partial[Any]]:
    for session in sample_sessions(n):
        names = {rsvp.id: NAME for rsvp in session.rsvps}
        for page in (0, 1, 99):
            yield partial(rolls.roll, t, session, names, "0123", page)
        yield partial(rolls.roll, t, session, names, "", 0, rolls.who_was_there(t))
        yield partial(rolls.wall_picture, t, session, "0123")
        yield partial(rolls.ask_walk_ins, t, session)
        for result in Entrance:
            yield from (partial(rolls.entered, t, result, entered) for entered in (session, None))
    for view in (rolls.who_was_there, rolls.not_yet, rolls.changed_meanwhile, rolls.sent_privately):
        yield partial(view, t)
    for several in ([], [(BIG - i, NAME) for i in range(min(n, 8))]):
        yield partial(rolls.who_is_it, t, NAME, BIG, BIG, several)


def _drafts(n: int) -> Iterator[SessionDraft]:
    span = Span(START, None)
    whole = SessionDraft(
        parts=((Qualification.RIDESHARE, None), (Qualification.ACCOMPANIMENT, 4500)),
        title=NAME,
        spans=(span, Span(START + timedelta(days=2), START + timedelta(days=2, hours=2))),
        place=TOWN,
        venue=LONG,
        link=LINK,
        online=True,
        languages=COMMON,
        capacity=n,
        trainer_id=2,
    )
    yield whole
    yield SessionDraft(parts=((Qualification.HOTLINE, None),), spans=(span,), weekly=True, weeks=12, place=TOWN)
    yield SessionDraft(kind=SessionKind.EVENT, title=LONG, spans=(span,), place=TOWN)
    yield replace(whole, base=whole, spans=(span,))


def _asked(n: int) -> Iterator[SessionDraft]:
    day = START.date()
    repeated = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)  # 1:30 comes twice that night
    yield from _drafts(n)
    yield from (SessionDraft(kind=kind, guided=True) for kind in SessionKind)
    yield SessionDraft(place_words=LONG)
    yield SessionDraft(place_words=f"12 Maple St, {TOWN}", trainer_words=NAME)
    yield SessionDraft(place_words=f"Ana, {TOWN}")
    for pending in (
        Day((day,)),
        Day((day, day + timedelta(days=7))),
        Choice((Span(START, None), Span(START + timedelta(hours=12), None))),
        Choice((Span(repeated, None), Span(repeated + timedelta(hours=1), None))),
        Clock(((time(9), None), (time(21), None))),
    ):
        yield SessionDraft(pending=pending, hour=23, guided=True)


def _posting(t: Translator, ts: Sequence[Translator], n: int) -> Iterator[partial[Any]]:
    towns, known = [f"{VENUE} {i}" for i in range(n)], [(BIG - i, NAME) for i in range(min(n, 8))]
    for asked in Ask:
        for draft in _asked(n):
            places = [TOWN, *towns]
            yield partial(
                session_posting.question, t, BIG, draft, asked, tuple(Problem), NOW, COMMON, places, towns[:3], known
            )
    for draft in _drafts(n):
        for private in (True, False):
            yield partial(
                session_posting.preview,
                t,
                ts,
                BIG,
                n,
                draft,
                NOW,
                POLICY,
                private=private,
                trainer=NAME if private else "",
                problems=tuple(Problem)[:3],
                losing=["Ana"] * min(n, 20) if draft.base is not None and private else (),
            )
    for made in ([a_session()], [a_session(), a_session(training=False)]):
        yield partial(session_posting.posted, t, made)
    yield partial(session_posting.saved, t, a_session())
    yield partial(session_posting.poster, t, a_session())
    yield partial(session_posting.nothing_to_edit, t)
    yield from (partial(session_posting.draft_rests, t, draft, BIG) for draft in _asked(n))
