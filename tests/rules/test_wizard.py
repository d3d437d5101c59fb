"""The wizard: every question with its right taps and its wrong ones, typed answers, and whole wizards tap by tap."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.dates import Choice, Clock, Day, Span
from bot.rules.drafts import NEEDS, STEPS, Draft, Question, Read, back, request_of
from bot.rules.kinds import MOST_PASSENGERS, SLOTS
from bot.rules.lines import LANGUAGE_WORDS, read_line
from bot.rules.model import DayPart, Details, Duty, Kind, Return, Role, Slot
from bot.rules.problems import Problem
from bot.rules.wizard import (
    DONE,
    NONE,
    OF_TIME,
    PUBLIC,
    TYPED,
    Setting,
    kept,
    place_code,
    saves_venue,
    tapped,
    typed,
)
from tests.rules.samples import EASTERN, NOW, POLICY

PLACES = ("Amherst", "Hartford", "Holyoke", "Northampton", "First Church")
COMMON = ("en", "es", "pt")
AT = Setting(NOW, EASTERN, POLICY, PLACES)
HOUR = timedelta(hours=1)
NINE = datetime(2026, 12, 3, 14, 0, tzinfo=UTC)
THURSDAY = date(2026, 12, 3)
HOLYOKE, AMHERST = place_code("Holyoke"), place_code("Amherst")

RIDE = Draft(
    guided=True,
    starts_at=NINE,
    ends_at=NINE + 2 * HOUR,
    origin="Holyoke",
    destination="Amherst",
    answered=(Question.PEOPLE, Question.NEEDS),
)


def at_question(question: Question, **changes: Any) -> Draft:
    """A ride that is at this question."""
    return replace(RIDE, asked=question, **changes)


# --- right taps -------------------------------------------------------------------------------------------------------

HOUR_ASKED = replace(RIDE, starts_at=None, ends_at=None, pending=Day((THURSDAY,)))
TWO = (Span(NINE), Span(NINE + 12 * HOUR))
CHOICE = replace(RIDE, starts_at=None, ends_at=None, pending=Choice(TWO))
UNKNOWN = replace(RIDE, origin=None, origin_words="12 Maple St, Holyoke")


@pytest.mark.parametrize(
    ("draft", "answer", "changes"),
    [
        pytest.param(Draft(kind=None), "shift", {"kind": Kind.SHIFT, "guided": True}, id="a kind"),
        pytest.param(Draft(Kind.SHIFT), "presence", {"duty": Duty.PRESENCE}, id="a duty"),
        pytest.param(Draft(guided=True), "2026-12-03", {"pending": Day((THURSDAY,))}, id="a day"),
        pytest.param(Draft(guided=True), "2026-11-24", {"pending": Day((date(2026, 11, 24),))}, id="today"),
        pytest.param(
            Draft(pending=Day((THURSDAY, date(2026, 12, 10)), length=3600)),
            "2026-12-10",
            {"pending": Day((date(2026, 12, 10),), length=3600)},
            id="one of two days",
        ),
        pytest.param(
            Draft(pending=Clock(((time(9), None),))),
            "2026-12-03",
            {"pending": None, "starts_at": NINE, "ends_at": NINE + 2 * HOUR},
            id="a day for the hour",
        ),
        pytest.param(
            CHOICE,
            f"1-{int(TWO[1].starts_at.timestamp())}",
            {"pending": None, "starts_at": NINE + 12 * HOUR, "ends_at": NINE + 14 * HOUR},
            id="one of two moments",
        ),
        pytest.param(HOUR_ASKED, "9", {"hour": 9}, id="an hour"),
        pytest.param(HOUR_ASKED, "0", {"hour": 0}, id="midnight"),
        pytest.param(
            HOUR_ASKED,
            "afternoon",
            {
                "pending": None,
                "part": DayPart.AFTERNOON,
                "starts_at": NINE + 3 * HOUR,
                "ends_at": NINE + 9 * HOUR,
            },
            id="an hour to be confirmed",
        ),
        pytest.param(
            replace(HOUR_ASKED, hour=9),
            "30",
            {"hour": None, "pending": None, "starts_at": NINE + HOUR / 2, "ends_at": NINE + 2.5 * HOUR},
            id="a quarter",
        ),
        pytest.param(at_question(Question.ORIGIN), place_code("Hartford"), {"origin": "Hartford"}, id="a town"),
        pytest.param(at_question(Question.ORIGIN), place_code("First Church"), {"origin": "First Church"}, id="venue"),
        pytest.param(
            at_question(Question.DESTINATION), place_code("hartford"), {"destination": "Hartford"}, id="to a town"
        ),
        pytest.param(
            UNKNOWN,
            HOLYOKE,
            {"origin": "Holyoke", "origin_words": "", "details": (Details(street="12 Maple St"),)},
            id="a private street",
        ),
        pytest.param(
            replace(UNKNOWN, origin_words="Grange Hall"),
            PUBLIC,
            {"origin": "Grange Hall", "origin_words": ""},
            id="a public place",
        ),
        pytest.param(
            replace(UNKNOWN, starts_at=None, pending=Day((THURSDAY,)), hour=None, asked=Question.ORIGIN,
                    origin_words="9:30am"),
            OF_TIME,
            {"origin_words": "", "starts_at": NINE + HOUR / 2, "ends_at": NINE + 2.5 * HOUR, "pending": None},
            id="part of the time",
        ),
        pytest.param(Draft(Kind.SHIFT, duty=Duty.PRESENCE, starts_at=NINE), NONE, {"answered": (Question.ORIGIN,)},
                     id="no place"),
        pytest.param(
            Draft(Kind.SHIFT, duty=Duty.HOTLINE, starts_at=NINE, origin_words="her house"),
            NONE,
            {"answered": (Question.ORIGIN,), "origin_words": ""},
            id="no place, whatever was typed",
        ),
        pytest.param(
            Draft(Kind.INTERPRETING, starts_at=NINE, origin="Holyoke"),
            "ht",
            {"languages": ("ht",), "answered": (Question.LANGUAGE,)},
            id="a language",
        ),
        pytest.param(
            Draft(Kind.INTERPRETING, starts_at=NINE, origin="Holyoke", languages=("es",), interpreter=True,
                  language_words="Mam", asked=Question.LANGUAGE),
            "pt",
            {"languages": ("pt",), "interpreter": False, "language_words": "", "answered": (Question.LANGUAGE,)},
            id="another language instead",
        ),
        pytest.param(at_question(Question.PEOPLE), "3", {"passengers": 3}, id="three people"),
        pytest.param(at_question(Question.PEOPLE), "50", {"passengers": 50}, id="fifty people"),
        pytest.param(at_question(Question.NEEDS), DONE, {}, id="no more needs"),
        pytest.param(at_question(Question.RETURN, returns=Return.TIME), "14",
                     {"return_clock": time(14), "asked": Question.NEEDS}, id="back at two"),
        pytest.param(at_question(Question.SEATS), "driver+", {"seats": ((Role.DRIVER, 2, 2),),
                     "asked": Question.SEATS}, id="two drivers"),
        pytest.param(
            Draft(Kind.ACCOMPANIMENT, asked=Question.SEATS),
            "driver",
            {"seats": ((Role.ACCOMPANIER, 2, 2), (Role.DRIVER, 1, 1), (Role.INTERPRETER, 0, 1)),
             "asked": Question.SEATS},
            id="a driver is needed",
        ),
        pytest.param(
            Draft(Kind.ACCOMPANIMENT, asked=Question.SEATS),
            "accompanier+",
            {"seats": ((Role.ACCOMPANIER, 2, 3), (Role.DRIVER, 0, 1), (Role.INTERPRETER, 0, 1)),
             "asked": Question.SEATS},
            id="a third accompanier",
        ),
        pytest.param(at_question(Question.SEATS), DONE, {"answered": (*RIDE.answered, Question.SEATS)}, id="no more"),
        pytest.param(
            at_question(Question.FIELDS), "day", {"pending": Clock(((time(9), time(11)),))}, id="to change the day"
        ),
        pytest.param(at_question(Question.FIELDS, part=DayPart.MORNING), "day", {"asked": Question.DAY},
                     id="to change the day of an hour to be confirmed"),
        pytest.param(at_question(Question.FIELDS), "hour", {"pending": Day((THURSDAY,))}, id="to change the hour"),
        pytest.param(at_question(Question.FIELDS), "origin", {"asked": Question.ORIGIN}, id="to change where from"),
        pytest.param(at_question(Question.FIELDS), "seats", {"asked": Question.SEATS}, id="to change the seats"),
        pytest.param(at_question(Question.FIELDS), "needs", {"asked": Question.NEEDS}, id="to change the needs"),
    ],
)  # fmt: skip
def test_a_tap_fills_in_its_answer(draft: Draft, answer: str, changes: dict[str, Any]) -> None:
    read = tapped(draft, answer, AT)
    assert read is not None
    assert read.problems == ()
    assert read.draft == replace(draft, **{"asked": None, **changes})


@pytest.mark.parametrize("need", [*NEEDS, "es", "ht"])
def test_each_need_stays_at_the_question(need: str) -> None:
    draft = at_question(Question.NEEDS)
    read = tapped(draft, need, AT)
    assert read is not None
    assert read.draft != draft
    assert read.draft.question() is Question.NEEDS


# --- wrong taps -------------------------------------------------------------------------------------------------------

FORGED = ["", "x", "-1", "999", "0x9", "9 ", "٩", "1e3", "None", "a" * 64, "done+", "day:", "2026-12-03T09:00", "\x00"]
AT_EACH: dict[Question, Draft] = {
    Question.KIND: Draft(kind=None),
    Question.DUTY: Draft(Kind.SHIFT),
    Question.DAY: Draft(guided=True),
    Question.CHOICE: CHOICE,
    Question.HOUR: HOUR_ASKED,
    Question.QUARTER: replace(HOUR_ASKED, hour=9),
    Question.ORIGIN: at_question(Question.ORIGIN),
    Question.DESTINATION: at_question(Question.DESTINATION),
    Question.LANGUAGE: Draft(Kind.INTERPRETING, starts_at=NINE, origin="Holyoke"),
    Question.PEOPLE: at_question(Question.PEOPLE),
    Question.NEEDS: at_question(Question.NEEDS),
    Question.RETURN: at_question(Question.RETURN),
    Question.SEATS: at_question(Question.SEATS),
    Question.FIELDS: at_question(Question.FIELDS),
    Question.UNTIL: at_question(Question.UNTIL),
}


def test_every_question_is_in_the_table() -> None:
    assert {question: draft.question() for question, draft in AT_EACH.items()} == {q: q for q in Question}


@pytest.mark.parametrize("answer", FORGED, ids=repr)
@pytest.mark.parametrize("question", list(Question))
def test_a_forged_tap_is_no_answer(question: Question, answer: str) -> None:
    assert tapped(AT_EACH[question], answer, AT) is None


@pytest.mark.parametrize(
    ("draft", "answer"),
    [
        pytest.param(Draft(kind=None), "picnic", id="no such kind"),
        pytest.param(Draft(Kind.SHIFT), "cooking", id="no such duty"),
        pytest.param(Draft(guided=True), "2026-02-30", id="no such day"),
        pytest.param(Draft(pending=Day((THURSDAY, date(2026, 12, 10)))), "2026-12-04", id="neither of two days"),
        pytest.param(CHOICE, f"0-{int(TWO[1].starts_at.timestamp())}", id="another moment at that place"),
        pytest.param(CHOICE, "0", id="a place in a list without its moment"),
        pytest.param(CHOICE, f"2-{int(NINE.timestamp())}", id="beyond the list"),
        pytest.param(HOUR_ASKED, "24", id="no such hour"),
        pytest.param(HOUR_ASKED, "night", id="no such part of the day"),
        pytest.param(replace(HOUR_ASKED, hour=9), "10", id="no quarter"),
        pytest.param(at_question(Question.ORIGIN), NONE, id="a ride from nowhere"),
        pytest.param(at_question(Question.ORIGIN), PUBLIC, id="no words to be public"),
        pytest.param(at_question(Question.ORIGIN), OF_TIME, id="no words to be a time"),
        pytest.param(at_question(Question.ORIGIN), "Holyoke", id="a name is no code"),
        pytest.param(at_question(Question.ORIGIN), place_code("Springfield"), id="a place that is none any more"),
        pytest.param(AT_EACH[Question.LANGUAGE], "xx", id="no such language"),
        pytest.param(at_question(Question.PEOPLE), "0", id="nobody"),
        pytest.param(at_question(Question.PEOPLE), str(MOST_PASSENGERS + 1), id="too many"),
        pytest.param(at_question(Question.RETURN), "24", id="back at no hour"),
        pytest.param(at_question(Question.SEATS), "driver", id="neither more nor fewer"),
        pytest.param(at_question(Question.SEATS), "interpreter+", id="a role the kind does not have"),
        pytest.param(Draft(Kind.ACCOMPANIMENT, asked=Question.SEATS), "driver+", id="an optional role goes round"),
        pytest.param(at_question(Question.FIELDS), "duty", id="a field the kind does not have"),
        pytest.param(at_question(Question.FIELDS), "fields", id="no field"),
        pytest.param(at_question(Question.FIELDS, starts_at=None), "day", id="no preview yet"),
        pytest.param(RIDE, "2026-12-03", id="nothing is asked"),
    ],
)
def test_a_tap_that_does_not_fit_is_no_answer(draft: Draft, answer: str) -> None:
    assert tapped(draft, answer, AT) is None


@pytest.mark.parametrize(
    ("draft", "answer", "problem", "question"),
    [
        pytest.param(Draft(guided=True), "2026-11-23", Problem.PAST, Question.DAY, id="yesterday's button"),
        pytest.param(Draft(guided=True), "0001-01-01", Problem.PAST, Question.DAY, id="year 1"),
        pytest.param(Draft(guided=True), "2027-09-21", Problem.TOO_FAR, Question.DAY, id="more than 300 days"),
        pytest.param(Draft(guided=True), "9999-12-31", Problem.TOO_FAR, Question.DAY, id="year 9999"),
        pytest.param(
            Draft(guided=True, pending=Day((date(2026, 11, 24),)), hour=9), "15", Problem.PAST, Question.HOUR,
            id="an hour that has passed",
        ),
        pytest.param(
            Draft(guided=True, pending=Choice((Span(NOW), Span(NINE)))), f"0-{int(NOW.timestamp())}", Problem.PAST,
            Question.DAY, id="a moment that has passed meanwhile",
        ),
        pytest.param(at_question(Question.ORIGIN, origin=None), AMHERST, Problem.SAME_PLACE, Question.ORIGIN,
                     id="from where it goes"),
        pytest.param(at_question(Question.DESTINATION), HOLYOKE, Problem.SAME_PLACE, Question.DESTINATION,
                     id="to where it begins"),
        pytest.param(replace(UNKNOWN, starts_at=None, origin_words="soon"), OF_TIME, Problem.NO_DATE, Question.DAY,
                     id="words that are no time"),
    ],
)  # fmt: skip
def test_a_tap_that_cannot_be_taken_says_why(draft: Draft, answer: str, problem: Problem, question: Question) -> None:
    draft = replace(draft, asked=Question.ORIGIN) if answer == OF_TIME else draft
    read = tapped(draft, answer, AT)
    assert read is not None
    assert (read.problems, read.draft.question()) == ((problem,), question)


# --- typed answers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("draft", "text", "changes"),
    [
        pytest.param(Draft(guided=True), "thu 9am", {"starts_at": NINE - timedelta(days=7)}, id="when"),
        pytest.param(HOUR_ASKED, "9:10am", {"starts_at": NINE + HOUR / 6, "pending": None}, id="the hour of a day"),
        pytest.param(CHOICE, "2026-12-03 09:00", {"starts_at": NINE, "pending": None}, id="instead of choosing"),
        pytest.param(replace(HOUR_ASKED, hour=9), "2026-12-03 10:00", {"starts_at": NINE + HOUR}, id="no quarter"),
        pytest.param(at_question(Question.ORIGIN), " hartford ", {"origin": "Hartford"}, id="a town"),
        pytest.param(at_question(Question.DESTINATION), "first church", {"destination": "First Church"}, id="a venue"),
        pytest.param(at_question(Question.ORIGIN, origin=None), "casa de Ana", {"origin": None,
                     "origin_words": "casa de Ana"}, id="private words"),
        pytest.param(AT_EACH[Question.LANGUAGE], "español y português", {"languages": ("es", "pt")}, id="languages"),
        pytest.param(AT_EACH[Question.LANGUAGE], "Mam", {"interpreter": True, "language_words": "Mam"},
                     id="a language without a code"),
        pytest.param(at_question(Question.PEOPLE), "x4", {"passengers": 4}, id="x4"),
        pytest.param(at_question(Question.PEOPLE), " 12 ", {"passengers": 12}, id="12"),
        pytest.param(at_question(Question.RETURN, returns=Return.TIME), "2:30pm", {"return_clock": time(14, 30)},
                     id="back at half past two"),
        pytest.param(at_question(Question.RETURN, returns=Return.TIME), "2026-12-03 15:00",
                     {"return_clock": time(15)}, id="back at three, with the day"),
    ],
)  # fmt: skip
def test_a_typed_answer_is_read(draft: Draft, text: str, changes: dict[str, Any]) -> None:
    read = typed(draft, text, AT)
    assert read.problems == ()
    assert {name: getattr(read.draft, name) for name in changes} == changes


@pytest.mark.parametrize(
    ("question", "text", "problem"),
    [
        (Question.DAY, "soon", Problem.NO_DATE),
        (Question.DAY, "2026-02-30 9:00", Problem.NO_SUCH_DATE),
        (Question.HOUR, "2026-11-23 9am", Problem.PAST),
        (Question.QUARTER, "whenever", Problem.NO_DATE),
        (Question.CHOICE, "the second", Problem.NO_DATE),
        (Question.ORIGIN, "Ana A123456789", Problem.A_NUMBER),
        (Question.LANGUAGE, "A123456789", Problem.A_NUMBER),
        (Question.LANGUAGE, "x" * 201, Problem.TOO_LONG),
        (Question.PEOPLE, "three", Problem.NOT_A_NUMBER),
        (Question.PEOPLE, "-1", Problem.NOT_A_NUMBER),
        (Question.PEOPLE, "0", Problem.TOO_MANY),
        (Question.PEOPLE, "51", Problem.TOO_MANY),
        (Question.PEOPLE, "٣", Problem.NOT_A_NUMBER),
        (Question.RETURN, "later", Problem.NO_DATE),
    ],
)
def test_a_typed_answer_that_is_none_changes_nothing_and_says_why(
    question: Question, text: str, problem: Problem
) -> None:
    draft = AT_EACH[question]
    assert typed(draft, text, AT) == Read(draft, (problem,))


@pytest.mark.parametrize("question", [q for q in Question if q not in TYPED])
def test_questions_with_buttons_only_take_no_text(question: Question) -> None:
    assert typed(AT_EACH[question], "ride", AT) == Read(AT_EACH[question])


@pytest.mark.parametrize("text", ["", " ", ",", "; /"])
def test_no_language_is_no_answer(text: str) -> None:
    draft = AT_EACH[Question.LANGUAGE]
    assert typed(draft, text, AT).draft == draft


# --- a whole wizard ---------------------------------------------------------------------------------------------------


def wizard(kind: Kind, *answers: str) -> Draft:
    """The draft after these taps, every one of which was an answer; `back` goes back."""
    draft = read_line(kind, "", NOW, EASTERN, PLACES, POLICY).draft
    for answer in answers:
        if answer == "back":
            draft = back(draft)
            continue
        read = tapped(draft, answer, AT)
        assert read is not None, (answer, draft.question())
        assert read.problems == (), (answer, draft.question())
        draft = read.draft
    return draft


WIZARDS: dict[Kind, tuple[str, ...]] = {
    Kind.RIDE: ("2026-12-03", "9", "30", HOLYOKE, AMHERST, "2", "child", "return", DONE),
    Kind.ACCOMPANIMENT: ("2026-12-03", "8", "0", place_code("Hartford"), "1", "es", "wheelchair", DONE),
    Kind.INTERPRETING: ("2026-12-03", "18", "0", place_code("Northampton"), "ht"),
    Kind.SHIFT: ("hotline", "2026-12-05", "10", "0", NONE, "helper+", "helper+", "helper-", DONE),
}


@pytest.mark.parametrize("kind", list(Kind))
def test_a_list_of_taps_reaches_a_request(kind: Kind) -> None:
    draft = wizard(kind, *WIZARDS[kind])
    assert draft.question() is None
    request = request_of(draft, COMMON, EASTERN)
    seats = tuple((slot.role, slot.minimum, slot.maximum) for slot in request.slots)
    shown = (request.kind, request.starts_at.astimezone(EASTERN).strftime("%a %H:%M"), request.origin)
    match kind:
        case Kind.RIDE:
            assert shown == (kind, "Thu 09:30", "Holyoke")
            assert (request.destination, request.passengers, request.child_seats) == ("Amherst", 2, 1)
            assert request.returns is Return.FINISHED
        case Kind.ACCOMPANIMENT:
            assert shown == (kind, "Thu 08:00", "Hartford")
            assert (request.languages, request.wheelchair, request.destination) == (("es",), True, None)
        case Kind.INTERPRETING:
            assert shown == (kind, "Thu 18:00", "Northampton")
            assert (request.languages, request.interpreter) == ((), True)
        case Kind.SHIFT:
            assert shown == (kind, "Sat 10:00", None)
            assert (request.duty, seats) == (Duty.HOTLINE, ((Role.HELPER, 2, 2),))
    if kind is not Kind.SHIFT:
        assert seats == SLOTS[kind]


@pytest.mark.parametrize("kind", list(Kind))
def test_every_step_can_go_back_and_the_same_taps_lead_to_the_same_request(kind: Kind) -> None:
    """Before each tap: one step back and there again. Steps with a day, an hour and a quarter go back one by one."""
    plain = wizard(kind, *WIZARDS[kind])
    taps = WIZARDS[kind]
    for place in range(1, len(taps)):
        draft = wizard(kind, *taps[:place])
        before = back(draft)
        assert before.question() is not None
        if before.question() in (Question.NEEDS, Question.SEATS):
            continue  # one tap more on a need would be another answer
        answered_again = tapped(before, taps[place - 1], AT)
        if answered_again is None:  # the step before has several taps (day, hour, quarter): all of them
            continue
        draft = answered_again.draft
        for answer in taps[place:]:
            read = tapped(draft, answer, AT)
            assert read is not None, (place, answer, draft.question())
            draft = read.draft
        assert draft == plain, place


def test_another_answer_after_going_back_takes_the_first_ones_place() -> None:
    draft = wizard(Kind.INTERPRETING, *WIZARDS[Kind.INTERPRETING][:-1], "es", "back", "pt")
    assert (draft.languages, draft.question()) == (("pt",), None)
    draft = wizard(Kind.RIDE, *WIZARDS[Kind.RIDE], "back", "back", "5")
    assert (draft.passengers, draft.question()) == (5, None)
    draft = wizard(Kind.RIDE, "2026-12-03", "9", "back", "10", "15")
    assert draft.starts_at == NINE + 1.25 * HOUR


def test_a_field_of_the_preview_is_changed_in_two_taps() -> None:
    draft = replace(wizard(Kind.RIDE, *WIZARDS[Kind.RIDE]), asked=Question.FIELDS)
    for answer in ("people", "4"):
        read = tapped(draft, answer, AT)
        assert read is not None
        draft = read.draft
    assert (draft.passengers, draft.question()) == (4, None)


# --- kept in a hurry --------------------------------------------------------------------------------------------------


def test_words_kept_in_a_hurry_ask_for_their_kind() -> None:
    draft = kept(" Ana called,\nwants a ride\x00 ")
    assert isinstance(draft, Draft)
    assert (draft.memo, draft.question()) == ("Ana called, wants a ride", Question.KIND)
    assert kept("Ana A123456789") is Problem.A_NUMBER


def test_words_that_are_a_plain_line_are_taken_as_one() -> None:
    draft = kept("2026-12-03 09:00 Holyoke > Amherst x2")
    assert isinstance(draft, Draft)
    read = tapped(replace(draft, voice="file"), "ride", AT)
    assert read is not None
    assert (read.draft.starts_at, read.draft.origin, read.draft.passengers) == (NINE, "Holyoke", 2)
    assert (read.draft.memo, read.draft.voice, read.draft.guided) == (draft.memo, "file", True)


@pytest.mark.parametrize("words", ["Ana called", "2026-12-03 09:00 45 Elm St > Amherst", "2026-02-30 Holyoke"])
def test_of_words_that_are_no_plain_line_nothing_is_guessed(words: str) -> None:
    draft = Draft(kind=None, memo=words)
    read = tapped(draft, "ride", AT)
    assert read is not None
    assert read.draft == replace(draft, kind=Kind.RIDE, guided=True)


# --- venues -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("draft", "answer", "venue"),
    [
        pytest.param(replace(UNKNOWN, origin_words="Grange Hall"), PUBLIC, "Grange Hall", id="a new venue"),
        pytest.param(replace(UNKNOWN, origin_words="first church"), PUBLIC, None, id="a known venue"),
        pytest.param(replace(UNKNOWN, origin_words="Grange Hall"), HOLYOKE, None, id="private words beside a town"),
        pytest.param(at_question(Question.DESTINATION, destination_words="Grange Hall"), PUBLIC, "Grange Hall",
                     id="where it goes"),
        pytest.param(at_question(Question.ORIGIN), PUBLIC, None, id="no words"),
    ],
)  # fmt: skip
def test_only_a_tap_on_public_makes_a_venue(draft: Draft, answer: str, venue: str | None) -> None:
    assert saves_venue(draft, answer, PLACES) == venue


def test_a_places_code_is_short_and_its_own() -> None:
    codes = {place_code(place) for place in PLACES}
    assert len(codes) == len(PLACES)
    assert all(len(code) == 10 for code in codes)
    assert place_code("HOLYOKE") == HOLYOKE


# --- whatever is tapped and typed -------------------------------------------------------------------------------------

SECRETS = ("45 Elmwood Street", "casa de Anastasia", "blue house 7")
ANSWERS = st.one_of(
    st.sampled_from(
        [
            *Kind, *Duty, *DayPart, *NEEDS, *LANGUAGE_WORDS, *(place_code(place) for place in PLACES), DONE, NONE,
            OF_TIME, *(q.value for q in Question), "2026-12-03", "2026-11-24", "2027-03-14", "2026-11-23",
            "9999-12-31", "0001-01-01", "driver", "driver+", "helper-", "accompanier+", "interpreter",
            *map(str, (0, 1, 2, 9, 15, 23, 30, 45, 50)),
        ]
    ),
    st.text(max_size=12),
)  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from(
        [
            *SECRETS,
            "thu",
            "9am",
            "mañana a las 3",
            "Holyoke",
            "hartford",
            "x3",
            "es, Mam",
            "jueves 9-11am",
            "2h",
            "soon",
        ]
    ),
    st.text(max_size=40),
)
RIGHT: dict[Question, tuple[str, ...]] = {
    Question.KIND: tuple(Kind),
    Question.DUTY: tuple(Duty),
    Question.DAY: ("2026-12-03", "2026-12-04", "2027-03-14"),
    Question.CHOICE: (),
    Question.HOUR: ("9", "2", "14", "morning", "afternoon"),
    Question.QUARTER: ("0", "15", "30", "45"),
    Question.ORIGIN: (HOLYOKE, AMHERST, place_code("Hartford"), NONE),
    Question.DESTINATION: (AMHERST, HOLYOKE, place_code("First Church")),
    Question.LANGUAGE: ("es", "ht"),
    Question.PEOPLE: ("1", "2", "50"),
    Question.NEEDS: (DONE, *NEEDS, "pt", "ht"),
    Question.RETURN: ("14", "8"),
    Question.SEATS: (DONE, "driver+", "driver-", "driver", "helper+", "accompanier+", "interpreter"),
    Question.FIELDS: ("day", "hour", "origin", "destination", "people", "needs", "seats", "language", "duty"),
}
"""Answers that mostly fit: with random ones alone few drafts would get far."""
STEP = st.one_of(
    st.tuples(st.just("right"), st.integers(0, 8).map(str)),
    st.tuples(st.just("right"), st.integers(0, 8).map(str)),
    st.tuples(st.just("right"), st.integers(0, 8).map(str)),
    st.tuples(st.just("tap"), ANSWERS),
    st.tuples(st.just("text"), TEXTS),
    st.tuples(st.sampled_from(["back", "fields"]), st.just("")),
)
PRIVATE = ("origin_words", "destination_words", "language_words", "details", "memo", "voice", "base")


@given(st.none() | st.sampled_from(Kind), st.booleans(), st.lists(STEP, max_size=30))
@settings(max_examples=400, deadline=None)
def test_whatever_is_tapped_and_typed(kind: Kind | None, guided: bool, steps: list[tuple[str, str]]) -> None:
    draft = Draft(kind, guided=guided)
    for how, words in steps:
        match how:
            case "right":
                fitting = RIGHT[draft.question() or Question.FIELDS]
                read = tapped(draft, fitting[int(words) % len(fitting)], AT) if fitting else None
                draft = draft if read is None else read.draft
            case "tap":
                read = tapped(draft, words, AT)
                draft = draft if read is None else read.draft
            case "text":
                draft = typed(draft, words, AT).draft
            case "back":
                draft = back(draft)
            case _:
                if draft.question() is None:
                    draft = replace(draft, asked=Question.FIELDS)
        _is_sound(draft)


def _is_sound(draft: Draft) -> None:
    question = draft.question()
    assert draft.origin in (None, *PLACES)
    assert draft.destination in (None, *PLACES)
    assert draft.origin is None or draft.origin != draft.destination
    shown = " ".join(str(getattr(draft, field.name)) for field in fields(draft) if field.name not in PRIVATE)
    for secret in SECRETS:
        assert secret not in shown
    if question is None:
        request = request_of(draft, COMMON, EASTERN)
        assert request.ends_at > request.starts_at
        assert (request.origin is not None) or draft.kind is Kind.SHIFT
        assert all(isinstance(slot, Slot) for slot in request.slots)
        assert any(slot.minimum for slot in request.slots)
    else:
        assert draft.kind is not None or question is Question.KIND
        asked_in_steps = draft.kind is not None and question in STEPS[draft.kind]
        others = (Question.KIND, Question.CHOICE, Question.HOUR, Question.QUARTER, Question.RETURN, Question.FIELDS)
        assert asked_in_steps or question in (*others, Question.SEATS, Question.NEEDS)
