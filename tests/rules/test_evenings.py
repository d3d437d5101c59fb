"""What is due for an evening, to whom, when; never twice, never after it was cancelled."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rules.evenings import plan_evening
from bot.rules.model import Arrival, Going, Group, Rsvp, Session, SessionState
from bot.rules.policy import Policy
from bot.rules.timetable import Due, Occasion
from tests.rules.test_sessions import a_session

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
START = datetime(2026, 12, 3, 23, 30, tzinfo=UTC)  # Thursday, 18:30 on the wall
POLICY = Policy()


def part(number: int, *rsvps: Rsvp, hours: int = 0, **changes: object) -> Session:
    session = replace(
        a_session(capacity=None),
        id=number,
        starts_at=START + timedelta(hours=hours),
        ends_at=START + timedelta(hours=hours + 1),
        rsvps=rsvps,
    )
    return replace(session, **changes)  # type: ignore[arg-type]


def answer(number: int, person: int, state: Going = Going.GOING, **changes: object) -> Rsvp:
    return replace(Rsvp(number, 7, person, state, number, NOW), **changes)  # type: ignore[arg-type]


def of(plan: tuple[Due, ...], *occasions: Occasion) -> list[Due]:
    return [due for due in plan if due.occasion in occasions]


def planned(*sessions: Session) -> tuple[Due, ...]:
    return plan_evening(sessions, {}, POLICY, ZONE)


def test_two_parts_are_one_reminder_each_time() -> None:
    plan = planned(part(1, answer(11, 5)), part(2, answer(12, 5), answer(13, 6), hours=1))
    day_before = {due.to: due.due_at for due in of(plan, Occasion.SESSION_TOMORROW)}
    soon = {due.to: due.due_at for due in of(plan, Occasion.SESSION_SOON)}
    assert day_before == dict.fromkeys((5, 6), datetime(2026, 12, 2, 23, 30, tzinfo=UTC))
    assert soon == {5: START - timedelta(hours=1), 6: START}


def test_leaving_the_first_part_after_its_reminder_reminds_nobody_again() -> None:
    both = planned(part(1, answer(11, 5)), part(2, answer(12, 5), hours=1))
    second = planned(part(1, answer(11, 5, Going.DECLINED)), part(2, answer(12, 5), hours=1))
    for occasion in (Occasion.SESSION_TOMORROW, Occasion.SESSION_SOON):
        assert [due.key for due in of(both, occasion)] == [due.key for due in of(second, occasion)]


def test_who_answered_after_the_moment_needs_no_reminder() -> None:
    plan = planned(part(1, answer(11, 5, since=START - timedelta(minutes=59))))
    assert not of(plan, Occasion.SESSION_TOMORROW, Occasion.SESSION_SOON)


def test_a_change_told_after_the_moment_is_reminder_enough_and_one_before_it_is_not() -> None:
    told = part(1, answer(11, 5), changed_at=START - timedelta(hours=3), changed_version=4)
    plan = planned(told)
    assert not of(plan, Occasion.SESSION_TOMORROW)
    assert len(of(plan, Occasion.SESSION_SOON)) == 1
    assert len(of(plan, Occasion.SESSION_CHANGED)) == 1


def test_the_reminder_follows_the_wall_across_the_change_of_clocks() -> None:
    start = datetime(2027, 3, 14, 22, 30, tzinfo=UTC)  # 18:30 on the day clocks go forward
    plan = planned(part(1, answer(11, 5), starts_at=start, ends_at=start + timedelta(hours=1)))
    (due,) = of(plan, Occasion.SESSION_TOMORROW)
    assert due.due_at.astimezone(ZONE).strftime("%d %H:%M") == "13 18:30"


def test_nothing_but_the_word_of_it_follows_a_cancellation() -> None:
    cancelled = part(
        1,
        answer(11, 5),
        answer(12, 6, Going.WAITLISTED),
        answer(13, 7, Going.DECLINED),
        answer(14, 8, held_until=START),
        state=SessionState.CANCELLED,
        closed_at=NOW,
        trainer_id=9,
    )
    plan = planned(cancelled)
    told = {due.to for due in of(plan, Occasion.SESSION_CANCELLED)}
    assert told == {5, 6, 8}
    rest = {due.occasion for due in plan} - {Occasion.SESSION_CANCELLED}
    assert rest == {Occasion.SESSION_CARD, Occasion.SESSION_PURGE}


def test_who_is_only_held_hears_nothing_and_lapses() -> None:
    plan = planned(part(1, answer(11, 5, held_until=NOW + timedelta(minutes=15))))
    mine = [due for due in plan if due.subject == 11 or due.to == 5]
    assert [(due.occasion, due.due_at) for due in mine] == [
        (Occasion.SESSION_LAPSE, NOW + timedelta(minutes=15)),
    ]


def test_each_way_to_a_place_is_told_in_its_own_words_and_once() -> None:
    session = part(
        1,
        answer(11, 5),
        answer(12, 6, arrival=Arrival.PROMOTED),
        answer(13, 7, Going.WAITLISTED, arrival=Arrival.MOVED),
    )
    plan = planned(session)
    told = {due.to: due.occasion for due in plan if due.key.startswith("sanswer:")}
    assert told == {5: Occasion.SESSION_ANSWER, 6: Occasion.SESSION_PROMOTED, 7: Occasion.SESSION_MOVED}
    assert len({due.key for due in plan}) == len(plan)


def test_the_trainer_hears_of_it_the_code_and_the_question() -> None:
    plan = planned(part(1, answer(11, 5), trainer_id=9))
    mine = {due.occasion: due.due_at for due in plan if due.to == 9}
    assert mine == {
        Occasion.SESSION_LEAD: NOW,
        Occasion.SESSION_DOORS: START - timedelta(minutes=15),
        Occasion.SESSION_ASK: START + timedelta(hours=1),
    }
    confirmed = planned(part(1, answer(11, 5, Going.ATTENDED), trainer_id=9, confirmed_at=START))
    assert not of(confirmed, Occasion.SESSION_ASK)


def test_only_a_confirmed_training_tells_what_it_led_to() -> None:
    plan = planned(part(1, answer(11, 5, Going.ATTENDED), answer(12, 6, Going.ABSENT), confirmed_at=START))
    assert {due.to: due.occasion for due in of(plan, Occasion.SESSION_TRAINED, Occasion.SESSION_MISSED)} == {
        5: Occasion.SESSION_TRAINED,
        6: Occasion.SESSION_MISSED,
    }


def test_cards_and_open_lists_are_drawn_with_every_version() -> None:
    plan = plan_evening([part(1, version=6)], {1: (9,)}, POLICY, ZONE)
    drawn = {(due.occasion, due.to): due.version for due in plan if due.version}
    assert drawn == {
        (Occasion.SESSION_CARD, Group.VOLUNTEERS): 6,
        (Occasion.SESSION_CARD, Group.COORDINATORS): 6,
        (Occasion.SESSION_LIST, 9): 6,
    }
