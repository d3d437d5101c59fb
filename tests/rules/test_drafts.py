"""An unfinished request: what is asked next, how to go back, how it becomes a request and a request a draft."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions.bodies import from_body, to_body
from bot.rules.dates import Certain, Choice, Clock, Day, Reading, Span, Unread
from bot.rules.drafts import (
    STEPS,
    Draft,
    Question,
    Read,
    at_quarter,
    back,
    can_go_back,
    draft_of,
    on_chosen_day,
    once_more,
    private_note,
    request_of,
    returning_at,
    starting,
    still_ahead,
    to_be_confirmed,
    toggled,
    with_language,
    with_time,
)
from bot.rules.kinds import SLOTS
from bot.rules.model import DETAIL_FIELDS, DayPart, Details, Duty, Kind, Party, Return, Role, Slot
from bot.rules.problems import Problem
from tests.rules.samples import CONTACT, EASTERN, NOW, POLICY, ride

HOUR = timedelta(hours=1)
NINE = datetime(2026, 12, 3, 14, 0, tzinfo=UTC)
THURSDAY = date(2026, 12, 3)
AT_NINE = Clock(((time(9), None),))
COMMON = ("en", "es", "pt")

COMPLETE: dict[Kind, Draft] = {
    Kind.RIDE: Draft(starts_at=NINE, ends_at=NINE + 2 * HOUR, origin="Holyoke", destination="Amherst"),
    Kind.ACCOMPANIMENT: Draft(Kind.ACCOMPANIMENT, starts_at=NINE, ends_at=NINE + 4 * HOUR, origin="Hartford"),
    Kind.INTERPRETING: Draft(
        Kind.INTERPRETING, starts_at=NINE, ends_at=NINE + 2 * HOUR, origin="Northampton", languages=("es",)
    ),
    Kind.SHIFT: Draft(Kind.SHIFT, duty=Duty.HOTLINE, starts_at=NINE, ends_at=NINE + 3 * HOUR),
}
"""A typed line that leaves nothing to ask, of each kind."""

GUIDED: dict[Kind, Draft] = {
    kind: replace(draft, guided=True, answered=STEPS[kind]) for kind, draft in COMPLETE.items()
}
"""The same, when the wizard has asked all its questions."""


def of(kind: Kind = Kind.RIDE, **changes: Any) -> Draft:
    return replace(COMPLETE[kind], **changes)


# --- what is asked next -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(Kind))
def test_a_complete_draft_asks_nothing(kind: Kind) -> None:
    assert COMPLETE[kind].question() is None
    assert GUIDED[kind].question() is None


@pytest.mark.parametrize(
    ("draft", "question"),
    [
        pytest.param(Draft(), Question.DAY, id="a new ride"),
        pytest.param(Draft(kind=None), Question.KIND, id="kept in a hurry"),
        pytest.param(Draft(kind=None, memo="call me", starts_at=NINE), Question.KIND, id="the kind before all"),
        pytest.param(Draft(Kind.SHIFT), Question.DUTY, id="a shift: which one"),
        pytest.param(Draft(Kind.SHIFT, duty=Duty.HOTLINE), Question.DAY, id="a shift: when"),
        pytest.param(of(starts_at=None), Question.DAY, id="no start"),
        pytest.param(of(starts_at=None, pending=AT_NINE), Question.DAY, id="the hour is known"),
        pytest.param(of(starts_at=None, pending=Day((THURSDAY,))), Question.HOUR, id="the day is known"),
        pytest.param(of(starts_at=None, pending=Day((THURSDAY,)), hour=9), Question.QUARTER, id="day and hour"),
        pytest.param(
            of(starts_at=None, pending=Day((THURSDAY, date(2026, 12, 10)))), Question.DAY, id="one of two days"
        ),
        pytest.param(
            of(starts_at=None, pending=Choice((Span(NINE), Span(NINE + 12 * HOUR)))), Question.CHOICE, id="one of two"
        ),
        pytest.param(of(pending=AT_NINE), Question.DAY, id="an edit that changes the day"),
        pytest.param(of(origin=None), Question.ORIGIN, id="no origin"),
        pytest.param(of(destination=None), Question.DESTINATION, id="no destination"),
        pytest.param(of(origin=None, destination=None), Question.ORIGIN, id="the origin before the destination"),
        pytest.param(of(starts_at=None, origin=None), Question.DAY, id="the time before the places"),
        pytest.param(of(origin=None, origin_words="casa de Ana"), Question.ORIGIN, id="private words are no town"),
        pytest.param(of(details=(Details(),)), None, id="details are never asked before posting"),
        pytest.param(of(asked=Question.FIELDS), Question.FIELDS, id="a question somebody chose"),
        pytest.param(of(Kind.ACCOMPANIMENT, destination=None), None, id="an accompaniment goes nowhere else"),
        pytest.param(of(Kind.INTERPRETING, languages=()), Question.LANGUAGE, id="which language"),
        pytest.param(of(Kind.INTERPRETING, languages=(), interpreter=True), None, id="a language without a code"),
        pytest.param(of(Kind.SHIFT, origin=None), None, id="the hotline needs no place"),
        pytest.param(of(Kind.SHIFT, duty=Duty.PRESENCE), Question.ORIGIN, id="presence: where"),
        pytest.param(
            of(Kind.SHIFT, duty=Duty.PRESENCE, answered=(Question.ORIGIN,)), None, id="presence: nowhere in public"
        ),
        pytest.param(of(Kind.SHIFT, origin_words="12 Elm St"), Question.ORIGIN, id="a shift at a private place"),
        pytest.param(of(guided=True), Question.PEOPLE, id="the wizard asks how many"),
        pytest.param(of(guided=True, answered=(Question.PEOPLE,)), Question.NEEDS, id="the wizard asks what they need"),
        pytest.param(of(Kind.SHIFT, guided=True), Question.ORIGIN, id="the wizard asks for a shift's place"),
        pytest.param(
            of(Kind.SHIFT, guided=True, answered=(Question.ORIGIN,)), Question.SEATS, id="the wizard asks for seats"
        ),
        pytest.param(of(Kind.INTERPRETING, guided=True), None, id="interpreting has no more to ask"),
    ],
)
def test_the_next_question(draft: Draft, question: Question | None) -> None:
    assert draft.question() is question


@pytest.mark.parametrize("kind", list(Kind))
def test_the_wizard_asks_its_steps_in_order(kind: Kind) -> None:
    """Every step settled one after the other: the next question is always the next of the kind's steps."""
    full, asked = GUIDED[kind], []
    draft = Draft(kind, guided=True)
    for _ in range(len(STEPS[kind]) + 1):
        question = draft.question()
        if question is None:
            break
        asked.append(question)
        match question:
            case Question.DUTY:
                draft = replace(draft, duty=full.duty)
            case Question.DAY:
                draft = replace(draft, starts_at=full.starts_at, ends_at=full.ends_at)
            case Question.ORIGIN:
                draft = replace(draft, origin=full.origin or "Holyoke")
            case Question.DESTINATION:
                draft = replace(draft, destination=full.destination)
            case Question.LANGUAGE:
                draft = replace(draft, languages=full.languages)
            case other:
                draft = draft.done(other)
    assert tuple(asked) == STEPS[kind]


def test_what_was_answered_is_noted_once() -> None:
    draft = of(asked=Question.PEOPLE).done(Question.PEOPLE).done(Question.PEOPLE)
    assert (draft.answered, draft.asked) == ((Question.PEOPLE,), None)


@pytest.mark.parametrize("kind", list(Kind))
def test_the_seats_are_the_kinds_unless_changed(kind: Kind) -> None:
    assert Draft(kind).table() == SLOTS[kind]


def test_a_role_that_is_left_out_has_no_seats() -> None:
    draft = Draft(Kind.ACCOMPANIMENT, seats=((Role.DRIVER, 1, 1),))
    assert draft.table() == ((Role.ACCOMPANIER, 0, 0), (Role.DRIVER, 1, 1), (Role.INTERPRETER, 0, 0))
    assert Draft(kind=None).table() == ()


# --- going back -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(Kind))
def test_the_wizard_goes_back_through_every_step_and_no_further(kind: Kind) -> None:
    draft = GUIDED[kind]
    seen = []
    for _ in STEPS[kind]:
        assert can_go_back(draft)
        draft = back(draft)
        seen.append(draft.question())
    assert tuple(reversed(seen)) == STEPS[kind]


@pytest.mark.parametrize("kind", list(Kind))
def test_at_the_very_beginning_there_is_nothing_to_go_back_to(kind: Kind) -> None:
    assert not can_go_back(Draft(kind, guided=True))
    assert not can_go_back(Draft(kind=None, memo="call me"))


@pytest.mark.parametrize(
    ("draft", "question"),
    [
        pytest.param(Draft(guided=True, pending=Day((THURSDAY,)), hour=9), Question.HOUR, id="from the quarter"),
        pytest.param(Draft(guided=True, pending=Day((THURSDAY,))), Question.DAY, id="from the hour"),
        pytest.param(Draft(pending=Day((THURSDAY,))), Question.DAY, id="from the hour of a typed line"),
        pytest.param(
            Draft(guided=True, pending=Choice((Span(NINE), Span(NINE + HOUR)))), Question.DAY, id="from a choice"
        ),
        pytest.param(
            replace(GUIDED[Kind.RIDE], pending=Day((THURSDAY,))), Question.DAY, id="from the hour that is changed"
        ),
        pytest.param(replace(GUIDED[Kind.RIDE], asked=Question.RETURN), Question.NEEDS, id="from the way back"),
        pytest.param(of(asked=Question.RETURN), Question.NEEDS, id="from the way back of a typed line"),
        pytest.param(of(asked=Question.FIELDS), None, id="from the fields to the preview"),
        pytest.param(of(asked=Question.ORIGIN), None, id="from a field to the preview"),
        pytest.param(of(pending=AT_NINE), None, id="from the day that is changed to the preview"),
        pytest.param(of(asked=Question.DAY), None, id="from the day to the preview"),
        pytest.param(
            replace(GUIDED[Kind.RIDE], pending=AT_NINE), None, id="from the day that is changed, in the wizard"
        ),
        pytest.param(replace(GUIDED[Kind.RIDE], asked=Question.DAY), None, id="from the first step to the preview"),
        pytest.param(
            replace(GUIDED[Kind.SHIFT], asked=Question.DUTY), None, id="from a shift's first step to the preview"
        ),
    ],
)
def test_one_step_back(draft: Draft, question: Question | None) -> None:
    assert can_go_back(draft)
    before = back(draft)
    assert before.question() is question
    if question is None:
        assert before.pending is None
        assert before.starts_at == NINE


def test_going_back_loses_no_answer() -> None:
    draft = replace(GUIDED[Kind.RIDE], passengers=4, child_seats=2)
    for _ in STEPS[Kind.RIDE]:
        draft = back(draft)
    assert replace(draft, asked=None) == replace(GUIDED[Kind.RIDE], passengers=4, child_seats=2)


# --- the time ---------------------------------------------------------------------------------------------------------


def timed(draft: Draft, reading: Reading) -> Read:
    return with_time(draft, reading, NOW, EASTERN, POLICY)


@pytest.mark.parametrize(
    ("known", "reading", "starts_at", "ends_at"),
    [
        pytest.param(None, Certain(Span(NINE)), NINE, NINE + 2 * HOUR, id="all at once"),
        pytest.param(None, Certain(Span(NINE, NINE + HOUR)), NINE, NINE + HOUR, id="with an end"),
        pytest.param(Day((THURSDAY,)), AT_NINE, NINE, NINE + 2 * HOUR, id="the day, then the hour"),
        pytest.param(AT_NINE, Day((THURSDAY,)), NINE, NINE + 2 * HOUR, id="the hour, then the day"),
        pytest.param(
            Day((THURSDAY,)), Clock(((time(9), time(11, 30)),)), NINE, NINE + 2.5 * HOUR, id="the hours on a day"
        ),
        pytest.param(Day((THURSDAY,), length=5400), AT_NINE, NINE, NINE + 1.5 * HOUR, id="the day's length"),
        pytest.param(AT_NINE, Day((THURSDAY,), length=5400), NINE, NINE + 1.5 * HOUR, id="a length with the day"),
        pytest.param(
            Day((THURSDAY,), length=5400), replace(AT_NINE, length=3600), NINE, NINE + HOUR, id="the later length"
        ),
    ],
)
def test_what_is_known_of_the_time_is_joined(
    known: Day | Clock | None, reading: Reading, starts_at: datetime, ends_at: datetime
) -> None:
    read = timed(Draft(pending=known, hour=3), reading)
    assert read.problems == ()
    assert (read.draft.starts_at, read.draft.ends_at) == (starts_at, ends_at)
    assert (read.draft.pending, read.draft.hour) == (None, None)


TWO_DAYS = Day((THURSDAY, date(2026, 12, 10)))


@pytest.mark.parametrize(
    ("known", "reading", "pending", "question"),
    [
        pytest.param(None, AT_NINE, AT_NINE, Question.DAY, id="only an hour"),
        pytest.param(None, Day((THURSDAY,)), Day((THURSDAY,)), Question.HOUR, id="only a day"),
        pytest.param(AT_NINE, TWO_DAYS, TWO_DAYS, Question.DAY, id="an hour, then one of two days"),
        pytest.param(Day((THURSDAY,)), Day((THURSDAY,)), Day((THURSDAY,)), Question.HOUR, id="the day once more"),
        pytest.param(
            None,
            Choice((Span(NINE), Span(NINE + 12 * HOUR))),
            Choice((Span(NINE), Span(NINE + 12 * HOUR))),
            Question.CHOICE,
            id="one of two",
        ),
    ],
)
def test_what_is_open_is_asked(
    known: Day | Clock | None, reading: Reading, pending: object, question: Question
) -> None:
    read = timed(Draft(pending=known), reading)
    assert read.problems == ()
    assert (read.draft.pending, read.draft.question(), read.draft.starts_at) == (pending, question, None)


def test_hours_that_can_mean_two_are_asked_on_their_day() -> None:
    two = Clock(((time(3), None), (time(15), None)))
    read = timed(Draft(pending=Day((THURSDAY,))), two)
    assert read.draft.pending == Choice((Span(NINE - 6 * HOUR), Span(NINE + 6 * HOUR)))


@pytest.mark.parametrize(
    ("known", "reading", "problem"),
    [
        pytest.param(None, Unread(Problem.NO_DATE), Problem.NO_DATE, id="unread"),
        pytest.param(Day((date(2026, 11, 24),)), Clock(((time(10), None),)), Problem.PAST, id="at this moment"),
        pytest.param(Day((date(2027, 3, 14),)), Clock(((time(2, 30), None),)), Problem.NO_SUCH_HOUR, id="spring"),
        pytest.param(Day((date(2027, 9, 30),)), AT_NINE, Problem.TOO_FAR, id="too far"),
    ],
)
def test_what_is_no_time_changes_nothing(known: Day | None, reading: Reading, problem: Problem) -> None:
    draft = Draft(pending=known, origin="Holyoke")
    assert timed(draft, reading) == Read(draft, (problem,))


def test_the_hour_that_comes_twice_is_asked() -> None:
    read = with_time(
        Draft(pending=Day((date(2026, 11, 1),))),
        Clock(((time(1, 30), None),)),
        datetime(2026, 10, 20, 12, tzinfo=UTC),
        EASTERN,
        POLICY,
    )
    first = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert read.draft.pending == Choice((Span(first), Span(first + HOUR)))


@pytest.mark.parametrize(
    ("draft", "span", "ends_at"),
    [
        pytest.param(Draft(), Span(NINE), NINE + 2 * HOUR, id="a ride: two hours"),
        pytest.param(Draft(Kind.ACCOMPANIMENT), Span(NINE), NINE + 4 * HOUR, id="an accompaniment: four"),
        pytest.param(Draft(Kind.INTERPRETING), Span(NINE), NINE + 2 * HOUR, id="interpreting: two"),
        pytest.param(Draft(Kind.SHIFT), Span(NINE), NINE + 3 * HOUR, id="a shift: three"),
        pytest.param(Draft(length=5400), Span(NINE), NINE + 1.5 * HOUR, id="what was typed before"),
        pytest.param(Draft(length=5400), Span(NINE, NINE + HOUR), NINE + HOUR, id="now before before"),
    ],
)
def test_a_start_brings_an_end(draft: Draft, span: Span, ends_at: datetime) -> None:
    draft = replace(draft, part=DayPart.MORNING, pending=Day((THURSDAY,)), hour=9, asked=Question.DAY)
    started = starting(draft, span, POLICY)
    assert (started.starts_at, started.ends_at) == (NINE, ends_at)
    assert (started.part, started.pending, started.hour, started.asked) == (None, None, None, None)


def test_a_day_and_a_quarter_are_a_start() -> None:
    read = on_chosen_day(Draft(guided=True), THURSDAY, NOW, EASTERN, POLICY)
    assert read.draft.question() is Question.HOUR
    read = at_quarter(replace(read.draft, hour=9), 45, NOW, EASTERN, POLICY)
    assert read.draft.starts_at == NINE + 0.75 * HOUR


def test_a_quarter_that_has_passed_asks_for_the_hour_again() -> None:
    today = Draft(guided=True, pending=Day((date(2026, 11, 24),)), hour=9)
    read = at_quarter(today, 45, NOW, EASTERN, POLICY)
    assert (read.problems, read.draft.question()) == ((Problem.PAST,), Question.HOUR)


@pytest.mark.parametrize(
    ("part", "start", "end"),
    [
        pytest.param(DayPart.MORNING, time(8), time(12), id="morning"),
        pytest.param(DayPart.AFTERNOON, time(12), time(18), id="afternoon"),
    ],
)
def test_an_hour_to_be_confirmed_has_the_bounds_of_its_part_of_the_day(part: DayPart, start: time, end: time) -> None:
    read = to_be_confirmed(Draft(pending=Day((THURSDAY,))), part, NOW, EASTERN)
    assert read.problems == ()
    assert read.draft.starts_at == datetime.combine(THURSDAY, start, EASTERN)
    assert read.draft.ends_at == datetime.combine(THURSDAY, end, EASTERN)
    assert (read.draft.part, read.draft.question()) == (part, Question.ORIGIN)


@pytest.mark.parametrize(
    ("now", "problems"),
    [
        pytest.param(datetime(2026, 11, 24, 16, 59, tzinfo=UTC), (), id="a minute before noon"),
        pytest.param(datetime(2026, 11, 24, 17, 0, tzinfo=UTC), (Problem.PAST,), id="at noon"),
    ],
)
def test_a_morning_that_is_over_is_past(now: datetime, problems: tuple[Problem, ...]) -> None:
    today = Draft(pending=Day((date(2026, 11, 24),)))
    read = to_be_confirmed(today, DayPart.MORNING, now, EASTERN)
    assert read.problems == problems
    assert (read.draft == today) is bool(problems)


def test_without_a_day_no_part_of_it_is_taken() -> None:
    for pending in (None, AT_NINE):
        draft = Draft(pending=pending)
        assert to_be_confirmed(draft, DayPart.MORNING, NOW, EASTERN) == Read(draft)


@pytest.mark.parametrize(
    ("draft", "now", "ahead"),
    [
        pytest.param(of(), NINE - timedelta(seconds=1), True, id="a second before"),
        pytest.param(of(), NINE, False, id="at the start"),
        pytest.param(of(part=DayPart.MORNING), NINE, True, id="under way, the hour to be confirmed"),
        pytest.param(of(part=DayPart.MORNING), NINE + 2 * HOUR, False, id="that part of the day is over"),
        pytest.param(Draft(), NOW, False, id="no start"),
    ],
)
def test_a_start_can_pass_while_the_draft_is_written(draft: Draft, now: datetime, ahead: bool) -> None:
    assert still_ahead(draft, now) is ahead


# --- needs ------------------------------------------------------------------------------------------------------------


def taps(draft: Draft, *needs: str) -> Draft:
    for need in needs:
        draft = toggled(draft, need)
    return draft


@pytest.mark.parametrize(
    ("needs", "changes"),
    [
        pytest.param(["child"], {"child_seats": 1}, id="one child seat"),
        pytest.param(["child"] * 4, {"child_seats": 4}, id="four child seats"),
        pytest.param(["child"] * 5, {}, id="round to none"),
        pytest.param(["wheelchair"], {"wheelchair": True}, id="a wheelchair"),
        pytest.param(["wheelchair"] * 2, {}, id="no wheelchair after all"),
        pytest.param(["wait"], {"waits": True}, id="waits"),
        pytest.param(["wait"] * 2, {}, id="does not wait after all"),
        pytest.param(["interpreter"], {"interpreter": True}, id="an interpreter"),
        pytest.param(["interpreter"] * 2, {}, id="no interpreter after all"),
        pytest.param(["return"], {"returns": Return.FINISHED}, id="back when it is finished"),
        pytest.param(["return"] * 2, {"returns": Return.TIME, "asked": Question.RETURN}, id="back at a time"),
        pytest.param(["es"], {"languages": ("es",)}, id="a language"),
        pytest.param(["pt", "es"], {"languages": ("es", "pt")}, id="two languages"),
        pytest.param(["es", "pt", "es"], {"languages": ("pt",)}, id="not that one after all"),
        pytest.param(
            ["child", "wait", "es"], {"child_seats": 1, "waits": True, "languages": ("es",)}, id="several needs"
        ),
    ],
)
def test_each_tap_changes_one_need(needs: list[str], changes: dict[str, Any]) -> None:
    assert taps(of(), *needs) == of(**changes)


def test_the_third_tap_on_the_way_back_takes_its_time_away() -> None:
    draft = returning_at(taps(of(guided=True), "return", "return"), time(14))
    assert (draft.returns, draft.return_clock, draft.asked) == (Return.TIME, time(14), Question.NEEDS)
    draft = toggled(draft, "return")
    assert (draft.returns, draft.return_clock) == (Return.NONE, None)


def test_a_language_is_needed_once() -> None:
    assert with_language(with_language(of(), "es"), "es").languages == ("es",)


# --- private words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "changes", "street"),
    [
        (Question.ORIGIN, {"origin": "Holyoke", "origin_words": ""}, "45 Elm St; blue house"),
        (Question.DESTINATION, {"destination": "Holyoke", "destination_words": ""}, "45 Elm St; church"),
    ],
)
def test_a_town_takes_the_place_of_private_words(question: Question, changes: dict[str, Any], street: str) -> None:
    draft = Draft(origin_words="blue house", destination_words="church", details=(Details(street="45 Elm St"),))
    assert draft.placed(question, "Holyoke") == replace(draft, details=(Details(street=street),), **changes)


def test_without_private_words_the_street_stays_as_it_is() -> None:
    draft = Draft(details=(Details(street="45 Elm St"),))
    assert draft.placed(Question.ORIGIN, "Holyoke").details == draft.details


def test_details_belong_to_the_party_that_is_chosen() -> None:
    draft = Draft(details=(Details(name="Ana"), Details(name="Eva")), party=1)
    assert draft.detail == Details(name="Eva")
    assert draft.with_detail("phone", "1").details == (Details(name="Ana"), Details(name="Eva", phone="1"))
    assert replace(draft, party=9).with_detail("phone", "1").details[1].phone == "1"


@pytest.mark.parametrize(
    ("draft", "note"),
    [
        pytest.param(of(languages=("es",)), "", id="a common language"),
        pytest.param(of(languages=("es", "ht")), "🗣 ht", id="a rare one"),
        pytest.param(of(languages=("ht",), language_words="Mam"), "🗣 ht, Mam", id="and one without a code"),
    ],
)
def test_only_the_note_names_a_rare_language(draft: Draft, note: str) -> None:
    assert private_note(draft, COMMON) == note


# --- a request --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(Kind))
def test_a_draft_becomes_a_request_and_a_draft_again(kind: Kind) -> None:
    draft = of(
        kind,
        passengers=3,
        child_seats=2,
        wheelchair=True,
        returns=Return.TIME,
        return_clock=time(14, 30),
        waits=True,
        languages=("es",),
        interpreter=True,
        details=(Details(name="Ana"), Details(name="Eva", phone="1")),
        length=int((COMPLETE[kind].ends_at - NINE).total_seconds()),  # type: ignore[operator]  # it has an end
    )
    ids = count(1)
    request = request_of(draft, COMMON, EASTERN, contact_id=CONTACT, now=NOW, new_id=lambda: next(ids))
    assert request.return_at == datetime(2026, 12, 3, 19, 30, tzinfo=UTC)
    assert (request.contact_id, request.posted_at, request.version, request.claims) == (CONTACT, NOW, 1, ())
    used = [request.id, *(slot.id for slot in request.slots), *(party.id for party in request.parties)]
    assert len(set(used)) == len(used) == 1 + len(SLOTS[kind]) + 2
    again = draft_of(request, draft.details, EASTERN)
    assert again == replace(draft, seats=SLOTS[kind])
    assert again.table() == draft.table()
    assert again.question() is None


def test_an_hour_to_be_confirmed_comes_back_too() -> None:
    read = to_be_confirmed(of(pending=Day((THURSDAY,))), DayPart.AFTERNOON, NOW, EASTERN)
    request = request_of(read.draft, COMMON, EASTERN)
    assert request.part is DayPart.AFTERNOON
    again = draft_of(request, (), EASTERN)
    assert (again.part, again.starts_at, again.length) == (DayPart.AFTERNOON, read.draft.starts_at, None)
    assert again.details == (Details(),)


def test_rare_languages_become_an_interpreter() -> None:
    request = request_of(of(languages=("es", "ht")), COMMON, EASTERN)
    assert (request.languages, request.interpreter) == (("es",), True)
    assert request_of(of(languages=("es",)), COMMON, EASTERN).interpreter is False


def test_roles_without_seats_have_no_slot() -> None:
    draft = of(Kind.ACCOMPANIMENT, seats=((Role.ACCOMPANIER, 2, 3), (Role.DRIVER, 0, 0), (Role.INTERPRETER, 1, 1)))
    slots = request_of(draft, COMMON, EASTERN).slots
    assert slots == (Slot(0, Role.ACCOMPANIER, 0, 2, 3), Slot(0, Role.INTERPRETER, 1, 1, 1))


@pytest.mark.parametrize("changes", [{"kind": None}, {"starts_at": None}, {"ends_at": None}])
def test_an_unfinished_draft_is_no_request(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a draft with a question"):
        request_of(replace(COMPLETE[Kind.RIDE], **changes), COMMON, EASTERN)


def test_a_preview_has_a_party_for_each_of_the_details() -> None:
    assert request_of(of(details=(Details(), Details())), COMMON, EASTERN).parties == (Party(0), Party(0))


def test_the_first_family_stays_the_first() -> None:
    """Stored parties come back in the order of their ids."""
    ids = iter(range(20, 0, -1))
    parties = request_of(of(details=(Details(),) * 3), COMMON, EASTERN, new_id=lambda: next(ids)).parties
    assert list(parties) == sorted(parties, key=lambda party: party.id)
    assert len({party.id for party in parties}) == 3


def test_once_more_asks_only_for_the_day() -> None:
    draft = once_more(ride(), (Details(name="Ana"),), EASTERN)
    assert (draft.question(), draft.details) == (Question.DAY, (Details(name="Ana"),))
    next_week = on_chosen_day(draft, THURSDAY + timedelta(days=7), NOW, EASTERN, POLICY).draft
    assert next_week.question() is None
    assert (next_week.starts_at, next_week.ends_at) == (NINE + timedelta(days=7), NINE + timedelta(days=7, hours=2))
    assert (next_week.origin, next_week.destination, next_week.passengers) == ("Holyoke", "Amherst", 2)


def test_once_more_means_the_hour_on_the_wall() -> None:
    """Nine o'clock in December is nine o'clock in April."""
    draft = on_chosen_day(once_more(ride(), (), EASTERN), date(2027, 4, 1), NOW, EASTERN, POLICY).draft
    assert draft.starts_at == datetime(2027, 4, 1, 13, 0, tzinfo=UTC)
    assert draft.ends_at == datetime(2027, 4, 1, 15, 0, tzinfo=UTC)


def test_once_more_past_midnight_takes_as_long_as_before() -> None:
    late = ride(starts_at=NINE + 13 * HOUR, ends_at=NINE + 16 * HOUR)
    draft = on_chosen_day(once_more(late, (), EASTERN), date(2026, 12, 10), NOW, EASTERN, POLICY).draft
    assert draft.starts_at == NINE + timedelta(days=7, hours=13)
    assert draft.ends_at == NINE + timedelta(days=7, hours=16)


def test_an_hour_that_was_never_confirmed_is_asked_again() -> None:
    draft = once_more(ride(part=DayPart.MORNING), (), EASTERN)
    assert draft.question() is Question.DAY
    assert on_chosen_day(draft, date(2026, 12, 10), NOW, EASTERN, POLICY).draft.question() is Question.HOUR


# --- as data ----------------------------------------------------------------------------------------------------------

MOMENTS = st.integers(0, 4_102_444_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
WALL = st.times().map(lambda at: at.replace(microsecond=0))
SPANS = st.builds(Span, MOMENTS, st.none() | MOMENTS)
LENGTHS = st.none() | st.integers(0, 100_000)
PENDING = st.one_of(
    st.none(),
    st.builds(Choice, st.lists(SPANS, max_size=3).map(tuple)),
    st.builds(Day, st.lists(st.dates(), max_size=3).map(tuple), st.none() | st.sampled_from(DayPart), LENGTHS),
    st.builds(Clock, st.lists(st.tuples(WALL, st.none() | WALL), max_size=3).map(tuple), LENGTHS),
)
QUESTIONS = st.none() | st.sampled_from(Question)


def drafts(base: st.SearchStrategy[Draft | None]) -> st.SearchStrategy[Draft]:
    return st.builds(
        Draft,
        kind=st.none() | st.sampled_from(Kind),
        duty=st.none() | st.sampled_from(Duty),
        starts_at=st.none() | MOMENTS,
        ends_at=st.none() | MOMENTS,
        part=st.none() | st.sampled_from(DayPart),
        pending=PENDING,
        hour=st.none() | st.integers(0, 23),
        length=LENGTHS,
        origin=st.none() | st.text(),
        destination=st.none() | st.text(),
        origin_words=st.text(),
        destination_words=st.text(),
        passengers=st.integers(1, 50),
        child_seats=st.integers(0, 4),
        wheelchair=st.booleans(),
        returns=st.sampled_from(Return),
        return_clock=st.none() | WALL,
        waits=st.booleans(),
        languages=st.lists(st.sampled_from(["es", "pt", "ht"])).map(tuple),
        interpreter=st.booleans(),
        language_words=st.text(),
        seats=st.just(()) | st.sampled_from([SLOTS[kind] for kind in Kind]),
        details=st.lists(st.builds(Details, *(st.text() for _ in DETAIL_FIELDS)), min_size=1, max_size=3).map(tuple),
        party=st.integers(0, 3),
        memo=st.text(),
        voice=st.text(),
        guided=st.booleans(),
        answered=st.lists(st.sampled_from(Question), max_size=3).map(tuple),
        asked=QUESTIONS,
        weekly=st.booleans(),
        until=st.none() | st.dates(),
        base=base,
    )


@given(drafts(st.none() | drafts(st.none())))
def test_a_draft_comes_back_from_json_as_it_was(draft: Draft) -> None:
    assert from_body(json.loads(json.dumps(to_body(draft)))) == draft


def test_a_body_of_the_first_version_is_read() -> None:
    body = {
        "kind": "ride",
        "starts_at": int(NINE.timestamp()),
        "ends_at": int((NINE + HOUR).timestamp()),
        "hours": [],
        "length": None,
        "origin": "Holyoke",
        "destination": None,
        "origin_words": "",
        "destination_words": "the church",
        "passengers": 3,
        "child_seats": 1,
        "languages": ["es"],
        "details": {"name": "Ana", "phone": "", "street": "45 Elm St", "note": ""},
    }
    assert from_body(body) == Draft(
        starts_at=NINE,
        ends_at=NINE + HOUR,
        origin="Holyoke",
        destination_words="the church",
        passengers=3,
        child_seats=1,
        languages=("es",),
        details=(Details(name="Ana", street="45 Elm St"),),
    )


@pytest.mark.parametrize("body", [{"kind": "picnic"}, {"starts_at": "soon"}, {"pending": 7}, {"details": "Ana"}])
def test_a_body_nobody_can_read_is_begun_anew(body: dict[str, Any]) -> None:
    assert from_body(body) == Draft(kind=None)
