"""Who gets a place, who waits, who moves up, who was there: tables, and any order of deeds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.rules import sessions as rules
from bot.rules.model import (
    Going,
    Group,
    Person,
    Qualification,
    Reach,
    Rsvp,
    Session,
    SessionKind,
    SessionState,
    Standing,
)
from bot.rules.policy import Policy
from bot.rules.sessions import Answered, Entrance, Overfull, Refusal
from tests.soak.size import size

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
START = NOW + timedelta(days=9)
POLICY = Policy()
IDS = count(1000)


def new_id() -> int:
    return next(IDS)


def a_session(*states: Going, capacity: int | None = 2, kind: SessionKind = SessionKind.TRAINING) -> Session:
    """Persons 1, 2, … with these answers, in this order."""
    rsvps = tuple(Rsvp(n, 7, n, state, n, NOW) for n, state in enumerate(states, 1))
    return Session(
        id=7,
        evening_id=8,
        kind=kind,
        state=SessionState.OPEN,
        starts_at=START,
        ends_at=START + timedelta(hours=1),
        contact_id=99,
        posted_at=NOW,
        qualification=Qualification.RIDESHARE if kind is SessionKind.TRAINING else None,
        capacity=capacity,
        rsvps=rsvps,
    )


def a_person(number: int, reach: Reach = Reach.YES, status: str | None = None) -> Person:
    standings = {} if status is None else {Group.VOLUNTEERS: Standing(status, NOW, True)}
    return Person(number, "en", reach, standings=standings)


def answers(session: Session, number: int, want: Going, now: datetime = NOW, reach: Reach = Reach.YES) -> Session:
    decided = rules.answer(session, a_person(number, reach), want, now, POLICY, new_id)
    assert isinstance(decided, Answered)
    return decided.session


def standing(session: Session) -> dict[int | None, Going]:
    return {rsvp.person_id: rsvp.state for rsvp in session.rsvps}


G, W, M, D = Going.GOING, Going.WAITLISTED, Going.MAYBE, Going.DECLINED
WALK, THERE, ABSENT = Going.WALK_IN, Going.ATTENDED, Going.ABSENT


@pytest.mark.parametrize(
    ("before", "capacity", "want", "after"),
    [
        ([], 2, G, G),
        ([G], 2, G, G),
        ([G, G], 2, G, W),
        ([G, G, W], 2, G, W),
        ([G, G, G], None, G, G),
        ([G, G], 2, D, D),
    ],
)
def test_a_newcomer(before: list[Going], capacity: int | None, want: Going, after: Going) -> None:
    session = answers(a_session(*before, capacity=capacity), 50, want)
    own = session.rsvp_of(50)
    assert own is not None
    assert own.state is after


@pytest.mark.parametrize(
    ("before", "who", "want", "after"),
    [
        ([G, G, W, W], 1, D, [D, G, G, W]),
        ([G, G, W, W], 3, D, [G, G, D, W]),
        ([G, D], 2, G, [G, G]),
        ([G, G, D, W], 3, G, [G, G, W, W]),
        ([G, G, W], 3, G, [G, G, W]),
    ],
)
def test_somebody_changes_their_mind(before: list[Going], who: int, want: Going, after: list[Going]) -> None:
    session = answers(a_session(*before), who, want)
    assert standing(session) == dict(enumerate(after, 1))


def test_who_left_and_comes_back_waits_behind_the_others() -> None:
    session = answers(answers(a_session(G, G, W, W), 1, D), 1, G)
    assert [r.person_id for r in session.of(W)] == [4, 1]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"state": SessionState.CANCELLED}, Refusal.CANCELLED),
        ({"state": SessionState.OVER}, Refusal.OVER),
        ({"ends_at": NOW}, Refusal.OVER),
        ({"confirmed_at": NOW}, Refusal.OVER),
    ],
)
def test_what_takes_no_answer(changes: dict[str, object], why: Refusal) -> None:
    session = replace(a_session(), starts_at=NOW - timedelta(hours=1), **changes)  # type: ignore[arg-type]
    assert rules.answer(session, a_person(1), G, NOW, POLICY, new_id) is why
    assert rules.answer(None, a_person(1), G, NOW, POLICY, new_id) is Refusal.UNKNOWN


def test_maybe_is_for_events_only_and_takes_no_place() -> None:
    assert rules.answer(a_session(), a_person(1), M, NOW, POLICY, new_id) is Refusal.UNKNOWN
    session = answers(a_session(G, G, W, kind=SessionKind.EVENT), 1, M)
    assert standing(session) == {1: M, 2: G, 3: G}


def test_who_was_removed_for_good_is_refused() -> None:
    assert rules.answer(a_session(), a_person(1, status="kicked"), G, NOW, POLICY, new_id) is Refusal.BLOCKED
    assert isinstance(rules.answer(a_session(), a_person(1, status="left"), G, NOW, POLICY, new_id), Answered)


def test_unreached_people_are_held_and_their_place_lapses() -> None:
    session = answers(a_session(G), 2, G, reach=Reach.UNKNOWN)
    session = answers(session, 3, G)
    own = session.rsvp_of(2)
    assert own is not None
    assert own.held_until == NOW + POLICY.hold
    assert rules.lapsed(session, own.id, NOW) == session
    after = rules.lapsed(session, own.id, NOW + POLICY.hold)
    assert standing(after) == {1: G, 3: G}
    confirmed = rules.reached(session, 2)
    assert rules.lapsed(confirmed, own.id, NOW + POLICY.hold) == confirmed


def test_out_of_reach_costs_a_place_only_who_cannot_know_of_it() -> None:
    session = answers(a_session(G, G, W, W), 1, D)
    for number, held in ((2, False), (3, True), (4, True)):
        own = rules.out_of_reach(session, number, NOW, POLICY).rsvp_of(number)
        assert own is not None
        assert (own.held_until is not None) is held


@pytest.mark.parametrize(
    ("capacity", "how", "after"),
    [
        (3, None, [G, G, G, W]),
        (None, None, [G, G, G, G]),
        (2, None, [G, G, W, W]),
        (1, None, None),
        (1, Overfull.KEEP, [G, G, W, W]),
        (1, Overfull.MOVE, [G, W, W, W]),
    ],
)
def test_another_number_of_places(capacity: int | None, how: Overfull | None, after: list[Going] | None) -> None:
    session = rules.with_capacity(a_session(G, G, W, W), capacity, NOW, how)
    assert (None if session is None else standing(session)) == (None if after is None else dict(enumerate(after, 1)))
    if how is Overfull.MOVE and session is not None:
        assert [r.person_id for r in session.of(W)] == [2, 3, 4]


# --- the evening -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "typed", "tries", "result"),
    [
        (-16, "1234", 0, Entrance.NOT_NOW),
        (-15, "1234", 0, Entrance.PRESENT),
        (0, "1234", 4, Entrance.PRESENT),
        (30, "1234", 0, Entrance.PRESENT),
        (31, "1234", 0, Entrance.NOT_NOW),
        (0, "4321", 0, Entrance.WRONG),
        (0, "4321", 3, Entrance.WRONG),
        (0, "4321", 4, Entrance.TRIED_OUT),
        (0, "1234", 5, Entrance.TRIED_OUT),
        (0, "", 0, Entrance.WRONG),
    ],
)
def test_a_code(minutes: int, typed: str, tries: int, result: Entrance) -> None:
    now = START + timedelta(minutes=minutes)
    entered = rules.enter([(a_session(G), "1234")], a_person(1), typed, tries, now, POLICY, new_id)
    assert entered.result is result
    own = entered.session.rsvp_of(1) if entered.session else None
    assert (own is not None and own.present_at is not None) is (result is Entrance.PRESENT)


@pytest.mark.parametrize(
    ("before", "result"),
    [
        ([G], Entrance.PRESENT),
        ([], Entrance.WALK_IN),
        ([D], Entrance.WALK_IN),
        ([W], Entrance.WALK_IN),
    ],
)
def test_only_who_is_expected_is_ticked_by_the_code(before: list[Going], result: Entrance) -> None:
    session = a_session(*before, capacity=2)
    entered = rules.enter([(session, "1234")], a_person(1), "1234", 0, START, POLICY, new_id)
    assert entered.result is result
    assert entered.session is not None
    own = entered.session.rsvp_of(1)
    assert own is not None
    assert rules.ticked(own) is (result is Entrance.PRESENT)
    assert own in rules.listed(entered.session)


def test_a_code_is_of_its_own_session() -> None:
    other = replace(a_session(G), id=70)
    entered = rules.enter([(a_session(G), "1234"), (other, "9876")], a_person(1), "9876", 0, START, POLICY, new_id)
    assert entered.session is not None
    assert entered.session.id == 70


def test_the_confirmation() -> None:
    session = a_session(G, G, W, D, WALK, WALK, capacity=9)
    for number in (1, 5):
        session = rules.toggled(session, number, START)
    session = rules.confirmed(session, START)
    assert standing(session) == {1: THERE, 2: ABSENT, 3: W, 4: D, 5: THERE}
    corrected = rules.toggled(rules.toggled(session, 1, START), 2, START)
    assert standing(corrected) == {1: ABSENT, 2: THERE, 3: W, 4: D, 5: THERE}


def test_a_name_on_paper_becomes_a_person_once() -> None:
    session = rules.with_walk_in(a_session(G, capacity=9), None, START, new_id).session
    paper = next(r for r in session.rsvps if r.person_id is None)
    assert standing(rules.linked(session, paper.id, 5)) == {1: G, 5: WALK}
    both = rules.linked(session, paper.id, 1)
    assert standing(both) == {1: G}
    assert rules.ticked(both.rsvps[0])
    late = rules.confirmed(session, START)
    assert standing(rules.linked(late, paper.id, 1)) == {1: THERE}


# --- any order -------------------------------------------------------------------------------------------------------

WHO = st.integers(1, 8)


class Places(RuleBasedStateMachine):
    """Eight people and a coordinator, in any order: never above capacity, no place free while somebody waits."""

    def __init__(self) -> None:
        super().__init__()
        self.session = a_session(capacity=2, kind=SessionKind.EVENT)
        self.now = NOW
        self.taps: list[int] = []
        """Who asked for a place, in the order in which they wait or go."""

    def _asks(self, who: int, want: Going, reach: Reach) -> None:
        own = self.session.rsvp_of(who)
        fresh = own is None or own.state not in (G, W)
        self.session = answers(self.session, who, want, self.now, reach)
        if want is G and not fresh:
            return
        self.taps = [*(p for p in self.taps if p != who), *([who] if want is G else [])]

    @rule(who=WHO, want=st.sampled_from([G, G, M, D]), reach=st.sampled_from([Reach.YES, Reach.YES, Reach.UNKNOWN]))
    def somebody_answers(self, who: int, want: Going, reach: Reach) -> None:
        self._asks(who, want, reach)

    @rule()
    def everybody_taps_going(self) -> None:
        for who in range(1, 9):
            self._asks(who, G, Reach.YES)

    @rule(capacity=st.sampled_from([None, 1, 2, 3, 5]), how=st.sampled_from([None, Overfull.KEEP, Overfull.MOVE]))
    def the_room_changes(self, capacity: int | None, how: Overfull | None) -> None:
        going = len(self.session.of(G))
        after = rules.with_capacity(self.session, capacity, self.now, how)
        assert (after is None) is (capacity is not None and going > capacity and how is None)
        if after is not None:
            assert {r.person_id for r in after.rsvps} == {r.person_id for r in self.session.rsvps}
            self.session = after

    @rule(minutes=st.sampled_from([1, 15, 60]))
    def time_passes_and_holds_lapse(self, minutes: int) -> None:
        self.now = min(self.now + timedelta(minutes=minutes), START - timedelta(minutes=1))
        for rsvp in self.session.rsvps:
            after = rules.lapsed(self.session, rsvp.id, self.now)
            if after != self.session:
                self.session = after
                self.taps = [p for p in self.taps if p != rsvp.person_id]

    @rule(who=WHO)
    def somebody_presses_start(self, who: int) -> None:
        self.session = rules.reached(self.session, who)

    @rule(who=WHO)
    def somebody_blocks_the_bot(self, who: int) -> None:
        self.session = rules.out_of_reach(self.session, who, self.now, POLICY)

    @precondition(lambda self: self.session.capacity is not None)
    @invariant()
    def never_above_capacity(self) -> None:
        assert len(self.session.of(G)) <= (self.session.capacity or 0)

    @invariant()
    def no_place_is_free_while_somebody_waits(self) -> None:
        assert self.session.free != 0 or self.session.capacity is not None
        assert not (self.session.of(W) and self.session.free != 0)

    @invariant()
    def the_order_of_the_taps_is_kept(self) -> None:
        in_order = [r.person_id for r in (*self.session.of(G), *self.session.of(W))]
        assert in_order == self.taps

    @invariant()
    def nobody_is_there_twice(self) -> None:
        assert len({r.person_id for r in self.session.rsvps}) == len(self.session.rsvps)


Places.TestCase.settings = settings(max_examples=size(2000, 200), stateful_step_count=30, deadline=None)
TestPlaces = pytest.mark.soak(Places.TestCase)
