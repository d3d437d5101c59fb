"""What coordinators type: read strictly, nothing guessed, nothing lost, nothing private made public."""

from __future__ import annotations

import unicodedata
from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.rules.dates import Choice, Clock, Day
from bot.rules.drafts import Draft, Question, Read, request_of, to_be_confirmed
from bot.rules.lines import (
    ALIASES,
    DUTY_WORDS,
    LANGUAGE_WORDS,
    LONGEST_TEXT,
    accented_command,
    clean,
    fold,
    has_a_number,
    kind_of_command,
    language_named,
    looks_private,
    place_named,
    place_within,
    read_detail,
    read_languages,
    read_line,
    read_place,
    without_place,
)
from bot.rules.model import DayPart, Duty, Kind, Return, Role
from bot.rules.problems import Problem
from tests.rules.samples import EASTERN, NOW, POLICY

TOWNS = (
    "Amherst", "Hadley", "Hartford", "Holyoke", "Northampton", "Shelburne Falls", "South Hadley", "Springfield",
    "West Springfield", "San José", "First Church",
)  # fmt: skip
NINE = datetime(2026, 12, 3, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
THURSDAY = date(2026, 12, 3)


def reads(line: str, kind: Kind = Kind.RIDE, now: datetime = NOW) -> Read:
    return read_line(kind, line, now, EASTERN, TOWNS, POLICY)


def length_of(draft: Draft) -> timedelta | None:
    """How long the draft's request takes."""
    if draft.starts_at is None or draft.ends_at is None:
        return None
    return draft.ends_at - draft.starts_at


PRIVATE = ("origin_words", "destination_words", "language_words", "details")


def words_of(draft: Draft) -> str:
    """Everything in the draft that is kept private."""
    details = [word for party in draft.details for word in vars(party).values()]
    return " ".join([draft.origin_words, draft.destination_words, *details])


def public(draft: Draft) -> list[str]:
    """Everything in the draft that a group may see, as text."""
    return [str(getattr(draft, field.name)) for field in fields(draft) if field.name not in PRIVATE]


# --- whole lines ------------------------------------------------------------------------------------------------------


def test_a_complete_line_leaves_nothing_to_ask() -> None:
    read = reads("2026-12-03 09:00 Holyoke > Amherst x2 carseat es")
    assert read == Read(
        Draft(
            starts_at=NINE,
            ends_at=NINE + 2 * HOUR,
            origin="Holyoke",
            destination="Amherst",
            passengers=2,
            child_seats=1,
            languages=("es",),
        )
    )
    assert read.draft.question() is None


R, A, T, S = Kind.RIDE, Kind.ACCOMPANIMENT, Kind.INTERPRETING, Kind.SHIFT
AMHERST: dict[str, Any] = {"origin": "Holyoke", "destination": "Amherst"}
TWO, THREE = ((Role.HELPER, 2, 2),), ((Role.HELPER, 3, 3),)
AT_TWO: dict[str, Any] = {**AMHERST, "returns": Return.TIME, "return_clock": time(14)}

WHOLE: list[tuple[Kind, str, str, float, dict[str, Any]]] = [
    # English
    (R, "Thu 9:00 Holyoke > Amherst x2 carseat es", "11-26 09:00", 2,
     {**AMHERST, "passengers": 2, "child_seats": 1, "languages": ("es",)}),
    (R, "thu 9am holyoke>amherst", "11-26 09:00", 2, AMHERST),
    (R, "Thu 9-11am Holyoke > Amherst", "11-26 09:00", 2, AMHERST),
    (R, "Thu 9am 3h Holyoke > Amherst", "11-26 09:00", 3, AMHERST),
    (R, "Dec 3 9am @ Holyoke > @ Amherst", "12-03 09:00", 2, AMHERST),
    (R, "tomorrow 3:30pm Holyoke -> Amherst x5", "11-25 15:30", 2, {**AMHERST, "passengers": 5}),
    (R, "tomorrow 3:30pm Holyoke → Amherst, x2, es", "11-25 15:30", 2,
     {**AMHERST, "passengers": 2, "languages": ("es",)}),
    (R, "Thu 9am Holyoke ⇒ Amherst", "11-26 09:00", 2, AMHERST),
    (R, "Thu 9am Holyoke ➡️ Amherst", "11-26 09:00", 2, AMHERST),
    (R, "Thu 9am Holyoke ➡ Amherst", "11-26 09:00", 2, AMHERST),
    (R, "Thu 9am Holyoke > Amherst wheelchair wait", "11-26 09:00", 2, {**AMHERST, "wheelchair": True, "waits": True}),
    (R, "Thu 9am Holyoke > Amherst round trip", "11-26 09:00", 2, {**AMHERST, "returns": Return.FINISHED}),
    (R, "Thu 9am Holyoke > Amherst return 2pm", "11-26 09:00", 2, AT_TWO),
    (R, "Thu 9am Holyoke > Amherst return at 2 pm x2", "11-26 09:00", 2, {**AT_TWO, "passengers": 2}),
    (R, "Thu 9am Holyoke > Amherst x3 2 car seats", "11-26 09:00", 2, {**AMHERST, "passengers": 3, "child_seats": 2}),
    (R, "Thu 9am Holyoke > Amherst interpreter", "11-26 09:00", 2, {**AMHERST, "interpreter": True}),
    (R, "Thu 9am Holyoke > First Church", "11-26 09:00", 2, {"origin": "Holyoke", "destination": "First Church"}),
    (R, "every Thu 9:00 Holyoke > Amherst until 2027-02-25 x2", "11-26 09:00", 2,
     {**AMHERST, "passengers": 2, "weekly": True, "until": date(2027, 2, 25)}),
    (R, "Thursdays 9am Holyoke > Amherst", "11-26 09:00", 2, {**AMHERST, "weekly": True}),
    (A, "Thu 8:30-11am Hartford x1", "11-26 08:30", 2.5, {"origin": "Hartford"}),
    (A, "Thu 8:30am @ Hartford x2 es wheelchair", "11-26 08:30", 4,
     {"origin": "Hartford", "passengers": 2, "languages": ("es",), "wheelchair": True}),
    (A, "Thu 8:30am Hartford x3 2carseats", "11-26 08:30", 4,
     {"origin": "Hartford", "passengers": 3, "child_seats": 2}),
    (T, "tomorrow 6pm Northampton es", "11-25 18:00", 2, {"origin": "Northampton", "languages": ("es",)}),
    (T, "tomorrow 6pm Northampton creole x2", "11-25 18:00", 2,
     {"origin": "Northampton", "languages": ("ht",), "seats": ((Role.INTERPRETER, 2, 2),)}),
    (T, "tomorrow 6-9pm Northampton portuguese", "11-25 18:00", 3, {"origin": "Northampton", "languages": ("pt",)}),
    (S, "sat 10am Hotline x2", "11-28 10:00", 3, {"duty": Duty.HOTLINE, "seats": TWO}),
    (S, "sat 10am-2pm coordination", "11-28 10:00", 4, {"duty": Duty.COORDINATION}),
    (S, "sat 10am presence @ First Church x3", "11-28 10:00", 3,
     {"duty": Duty.PRESENCE, "origin": "First Church", "seats": THREE}),
    (S, "sat 10am sanctuary, Amherst", "11-28 10:00", 3, {"duty": Duty.PRESENCE, "origin": "Amherst"}),
    # Spanish
    (R, "jueves 9am Holyoke > Amherst x2 silla de niño es", "11-26 09:00", 2,
     {**AMHERST, "passengers": 2, "child_seats": 1, "languages": ("es",)}),
    (R, "jueves 9am Holyoke > Amherst silla de ruedas", "11-26 09:00", 2, {**AMHERST, "wheelchair": True}),
    (R, "jueves 9am Holyoke > Amherst silla de ruedas silla de bebé", "11-26 09:00", 2,
     {**AMHERST, "wheelchair": True, "child_seats": 1}),
    (R, "jueves 9am Holyoke > Amherst ida y vuelta a las 2pm", "11-26 09:00", 2, AT_TWO),
    (R, "jueves 9am Holyoke > Amherst ida y vuelta", "11-26 09:00", 2, {**AMHERST, "returns": Return.FINISHED}),
    (R, "jueves 9am Holyoke > Amherst regreso a la 1pm", "11-26 09:00", 2, {**AT_TWO, "return_clock": time(13)}),
    (R, "jueves 9am Holyoke > Amherst espera", "11-26 09:00", 2, {**AMHERST, "waits": True}),
    (R, "mañana a las 3 y media de la tarde Holyoke > San Jose", "11-25 15:30", 2,
     {"origin": "Holyoke", "destination": "San José"}),
    (R, "el 3 de diciembre de 9 a 11 Holyoke > Amherst", "12-03 09:00", 2, AMHERST),
    (R, "todos los jueves 9am Holyoke > Amherst hasta el 25 de febrero", "11-26 09:00", 2,
     {**AMHERST, "weekly": True, "until": date(2027, 2, 25)}),
    (A, "jueves 8:30 Hartford es intérprete", "11-26 08:30", 4,
     {"origin": "Hartford", "languages": ("es",), "interpreter": True}),
    (A, "jueves de 8:30 a 11 Hartford x2 portugués", "11-26 08:30", 2.5,
     {"origin": "Hartford", "passengers": 2, "languages": ("pt",)}),
    (T, "pasado mañana a las 18:00 Northampton español", "11-26 18:00", 2,
     {"origin": "Northampton", "languages": ("es",)}),
    (T, "viernes 6pm Northampton criollo 3h", "11-27 18:00", 3, {"origin": "Northampton", "languages": ("ht",)}),
    (S, "sábado 10am línea x3", "11-28 10:00", 3, {"duty": Duty.HOTLINE, "seats": THREE}),
    (S, "sábado 10am presencia First Church x2 4h", "11-28 10:00", 4,
     {"duty": Duty.PRESENCE, "origin": "First Church", "seats": TWO}),
    (S, "sábado 10am coordinación", "11-28 10:00", 3, {"duty": Duty.COORDINATION}),
    # Portuguese
    (R, "qui 15h30 Holyoke > Amherst cadeirinha", "11-26 15:30", 2, {**AMHERST, "child_seats": 1}),
    (R, "quinta-feira às 9h Holyoke > Amherst x2 pt", "11-26 09:00", 2,
     {**AMHERST, "passengers": 2, "languages": ("pt",)}),
    (R, "amanhã às 15h Holyoke > Amherst x3", "11-25 15:00", 2, {**AMHERST, "passengers": 3}),
    (R, "quinta 9h Holyoke > Amherst ida e volta às 14h", "11-26 09:00", 2, AT_TWO),
    (R, "quinta 9h Holyoke > Amherst volta às 14h30 es", "11-26 09:00", 2,
     {**AT_TWO, "return_clock": time(14, 30), "languages": ("es",)}),
    (R, "quinta 9h Holyoke > Amherst cadeira de rodas", "11-26 09:00", 2, {**AMHERST, "wheelchair": True}),
    (R, "quinta 9h Holyoke > Amherst cadeira de criança", "11-26 09:00", 2, {**AMHERST, "child_seats": 1}),
    (R, "quinta 9h Holyoke > Amherst aguardar", "11-26 09:00", 2, {**AMHERST, "waits": True}),
    (R, "toda quinta 9h Holyoke > Amherst até 25/2/2027", "11-26 09:00", 2,
     {**AMHERST, "weekly": True, "until": date(2027, 2, 25)}),
    (A, "quinta 8h30 Hartford português 3h", "11-26 08:30", 3, {"origin": "Hartford", "languages": ("pt",)}),
    (A, "3 de dezembro 9h Hartford x2", "12-03 09:00", 4, {"origin": "Hartford", "passengers": 2}),
    (T, "sexta 18h Northampton espanhol", "11-27 18:00", 2, {"origin": "Northampton", "languages": ("es",)}),
    (S, "sáb 10h linha x3", "11-28 10:00", 3, {"duty": Duty.HOTLINE, "seats": THREE}),
    (S, "sábado 10h presença First Church", "11-28 10:00", 3, {"duty": Duty.PRESENCE, "origin": "First Church"}),
    (S, "sábado 10h coordenação x2", "11-28 10:00", 3, {"duty": Duty.COORDINATION, "seats": TWO}),
]  # fmt: skip


def test_there_are_lines_enough_of_every_kind() -> None:
    assert len(WHOLE) >= 60
    assert {kind for kind, *_ in WHOLE} == set(Kind)


@pytest.mark.parametrize(("kind", "line", "starts", "hours", "expected"), WHOLE, ids=[line for _, line, *_ in WHOLE])
def test_a_whole_line_is_posted_with_one_tap(
    kind: Kind, line: str, starts: str, hours: float, expected: dict[str, Any]
) -> None:
    read = reads(line, kind)
    assert (read.problems, read.draft.question()) == ((), None)
    assert read.draft.starts_at is not None
    assert read.draft.starts_at.astimezone(EASTERN).strftime("%m-%d %H:%M") == starts
    assert length_of(read.draft) == hours * HOUR
    timeless = replace(read.draft, starts_at=None, ends_at=None, length=None)
    assert timeless == Draft(kind, **expected)
    assert request_of(read.draft, ("en", "es", "pt"), EASTERN).kind is kind


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("line", ["", "   ", "\x00\u202e"], ids=["nothing", "blanks", "what nobody sees"])
def test_a_command_alone_begins_the_wizard(kind: Kind, line: str) -> None:
    assert reads(line, kind) == Read(Draft(kind, guided=True))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("Hólyöke > Amhérst", {}, id="accents that are not in the name"),
        pytest.param("Holyoke > San Jose", {"destination": "San José"}, id="an accent left out"),
        pytest.param("Holyoke > san josé", {"destination": "San José"}, id="two words with an accent"),
        pytest.param("South Hadley > Hadley", {"origin": "South Hadley", "destination": "Hadley"}, id="South Hadley"),
        pytest.param("Hadley > South Hadley", {"origin": "Hadley", "destination": "South Hadley"}, id="Hadley"),
        pytest.param("Springfield > west  springfield", {"origin": "Springfield", "destination": "West Springfield"},
                     id="West Springfield"),
        pytest.param("Shelburne Falls > Amherst", {"origin": "Shelburne Falls"}, id="two words from"),
        pytest.param("Holyoke > Amherst x1", {"passengers": 1}, id="x1"),
        pytest.param("Holyoke > Amherst X50", {"passengers": 50}, id="X50"),
        pytest.param("Holyoke > Amherst ×3", {"passengers": 3}, id="a real times sign"),
        pytest.param("Holyoke > Amherst carseat", {"child_seats": 1}, id="carseat"),
        pytest.param("Holyoke > Amherst x2 carseat", {"passengers": 2, "child_seats": 1}, id="x2 carseat"),
        pytest.param("Holyoke > Amherst car-seat", {"child_seats": 1}, id="car-seat"),
        pytest.param("Holyoke > Amherst 2carseats", {"child_seats": 2}, id="2carseats"),
        pytest.param("Holyoke > Amherst x2 2childseats", {"passengers": 2, "child_seats": 2}, id="2childseats"),
        pytest.param("Holyoke > Amherst 2 child seats", {"child_seats": 2}, id="2 child seats"),
        pytest.param("Holyoke > Amherst silla", {"child_seats": 1}, id="silla"),
        pytest.param("Holyoke > Amherst Sillita", {"child_seats": 1}, id="Sillita"),
        pytest.param("Holyoke > Amherst 2 sillas para niños", {"child_seats": 2}, id="2 sillas para niños"),
        pytest.param("Holyoke > Amherst cadeirinha de bebê", {"child_seats": 1}, id="cadeirinha de bebê"),
        pytest.param("Holyoke > Amherst ruedas", {"wheelchair": True}, id="ruedas"),
        pytest.param("Holyoke > Amherst es", {"languages": ("es",)}, id="a language"),
        pytest.param("Holyoke > Amherst pt es PT", {"languages": ("es", "pt")}, id="languages, once each"),
        pytest.param("Holyoke > Amherst 3h", {"length": 10800}, id="3h"),
        pytest.param("Holyoke > Amherst 1h30", {"length": 5400}, id="1h30"),
        pytest.param("Holyoke > Amherst 2 horas", {"length": 7200}, id="2 horas"),
        pytest.param("Holyoke > Amherst es silla x3 1h", {"languages": ("es",), "child_seats": 1, "passengers": 3,
                     "length": 3600}, id="tags in another order"),
    ],
)  # fmt: skip
def test_places_and_tags(line: str, expected: dict[str, Any]) -> None:
    assert reads(line) == Read(replace(Draft(**AMHERST), **expected), (Problem.NO_DATE,))


@pytest.mark.parametrize(
    ("line", "length"),
    [
        pytest.param("2026-12-03 09:00 Holyoke > Amherst", 2 * HOUR, id="two hours unless said"),
        pytest.param("2026-12-03 09:00-11:30 Holyoke > Amherst", 2.5 * HOUR, id="an end"),
        pytest.param("2026-12-03 09:00 3h Holyoke > Amherst", 3 * HOUR, id="a length after the time"),
        pytest.param("2026-12-03 09:00 1h30 Holyoke > Amherst", 1.5 * HOUR, id="a length with minutes"),
        pytest.param("2026-12-03 09:00 Holyoke > Amherst 4h", 4 * HOUR, id="a length among the tags"),
        pytest.param("2026-12-03T09:00 Holyoke > Amherst 4H x2", 4 * HOUR, id="with T"),
    ],
)
def test_a_length_may_be_given(line: str, length: timedelta) -> None:
    read = reads(line)
    assert read.problems == ()
    assert (read.draft.origin, read.draft.destination) == ("Holyoke", "Amherst")
    assert read.draft.starts_at == NINE
    assert length_of(read.draft) == length


@pytest.mark.parametrize(
    "line",
    [
        "2026-12-03 09:00 Holyoke > Amherst 0h",
        "2026-12-03 09:00 0h Holyoke > Amherst",
        "2026-12-03 09:00 Holyoke > Amherst 0h00",
        "2026-12-03 09:00-09:00 Holyoke > Amherst",
    ],
)
def test_no_ride_takes_no_time(line: str) -> None:
    """A request ends after it starts, or the database refuses it."""
    read = reads(line)
    assert Problem.END_BEFORE_START in read.problems
    assert read.draft.ends_at is None or length_of(read.draft) != timedelta()


@pytest.mark.parametrize(
    ("kind", "line", "question", "problems"),
    [
        pytest.param(R, "Holyoke > Amherst", Question.DAY, (Problem.NO_DATE,), id="no date"),
        pytest.param(R, "2026-12-03 Holyoke > Amherst", Question.HOUR, (), id="no hour"),
        pytest.param(R, "thursday morning Holyoke > Amherst", Question.HOUR, (), id="a part of the day"),
        pytest.param(R, "9am Holyoke > Amherst", Question.DAY, (), id="no day"),
        pytest.param(R, "2026-12-03", Question.HOUR, (), id="only a date"),
        pytest.param(R, "2026-12-03 09:00", Question.ORIGIN, (), id="no places"),
        pytest.param(R, "2026-12-03 09:00 Holyoke >", Question.DESTINATION, (), id="no destination"),
        pytest.param(R, "2026-12-03 09:00 > Amherst", Question.ORIGIN, (), id="no origin"),
        pytest.param(R, "2026-12-03 09:00 Holyoke > x2 es", Question.DESTINATION, (), id="tags, no destination"),
        pytest.param(R, "2026-12-03 09:00 Holyoke", Question.DESTINATION, (Problem.NO_ARROW,), id="no arrow"),
        pytest.param(R, "2026-12-03 09:00 Holyoke Amherst", Question.ORIGIN, (Problem.NO_ARROW,), id="between"),
        pytest.param(
            R, "2026-12-03 09:00 Holyoke > holyoke", Question.DESTINATION, (Problem.SAME_PLACE,), id="the same town"
        ),
        pytest.param(R, "2026-12-03 09:00 Holyoke > Amherst x0", None, (Problem.TOO_MANY,), id="x0"),
        pytest.param(R, "2026-12-03 09:00 Holyoke > Amherst x51", None, (Problem.TOO_MANY,), id="x51"),
        pytest.param(R, "2026-12-03 09:00 Holyoke > Amherst x999", None, (Problem.TOO_MANY,), id="x999"),
        pytest.param(S, "2026-12-03 09:00 hotline x11", None, (Problem.TOO_MANY_SEATS,), id="eleven helpers"),
        pytest.param(
            R, "2026-12-03 09:00 Holyoke > Amherst 5 carseats", None, (Problem.TOO_MANY_CHILD_SEATS,), id="five seats"
        ),
        pytest.param(R, "2026-12-03 09:00 Holyoke > Amherst 25h", None, (Problem.END_BEFORE_START,), id="a day long"),
        pytest.param(R, "2020-01-01 09:00 Holyoke > Amherst", Question.DAY, (Problem.PAST,), id="past"),
        pytest.param(R, "2027-09-21 10:00 Holyoke > Amherst", Question.DAY, (Problem.TOO_FAR,), id="too far"),
        pytest.param(R, "fri 2026-12-03 9am Holyoke > Amherst", Question.DAY, (Problem.NOT_THAT_WEEKDAY,), id="Friday"),
        pytest.param(R, "hello there", Question.DAY, (Problem.NO_DATE,), id="nonsense"),
        pytest.param(R, "soon Holyoke > Amherst", Question.DAY, (Problem.NO_DATE,), id="a date nobody can read"),
        pytest.param(R, "next Tuesday 9am Holyoke > Amherst", Question.CHOICE, (), id="this one or the next"),
        pytest.param(R, "8/9 9am Holyoke > Amherst", Question.CHOICE, (), id="August or September"),
        pytest.param(R, "Thu 9am Holyoke > Amherst return 2", Question.RETURN, (), id="back at two, or two"),
        pytest.param(R, "Thu 9am Holyoke > Amherst return 2:00 x3", Question.RETURN, (), id="the same, with a tag"),
        pytest.param(A, "Thu 8:30am x1", Question.ORIGIN, (), id="an accompaniment where"),
        pytest.param(T, "tomorrow 6pm Northampton", Question.LANGUAGE, (), id="which language"),
        pytest.param(S, "sat 10am x2", Question.DUTY, (), id="which shift"),
        pytest.param(S, "sat 10am presence", Question.ORIGIN, (), id="presence where"),
        pytest.param(S, "hotline", Question.DAY, (Problem.NO_DATE,), id="the hotline when"),
        pytest.param(
            R,
            "every Thu 9am Holyoke > Amherst until soon",
            Question.DESTINATION,
            (Problem.NO_END_DAY,),
            id="until a day nobody knows",
        ),
    ],
)
def test_what_is_missing_is_asked(
    kind: Kind, line: str, question: Question | None, problems: tuple[Problem, ...]
) -> None:
    read = reads(line, kind)
    assert read.draft.question() is question
    assert read.problems == problems


def test_what_was_typed_of_the_time_is_kept_for_the_answer() -> None:
    assert reads("9am Holyoke > Amherst").draft.pending == Clock(((time(9), None),))
    assert reads("thursday morning Holyoke > Amherst").draft.pending == Day((date(2026, 11, 26),), DayPart.MORNING)
    assert isinstance(reads("8/9 9am Holyoke > Amherst").draft.pending, Choice)
    draft = reads("2026-12-03 Holyoke > Amherst").draft
    assert to_be_confirmed(draft, DayPart.MORNING, NOW, EASTERN).draft.question() is None


def test_what_could_be_read_is_kept_when_the_date_is_wrong() -> None:
    read = reads("2026-02-30 09:00 Holyoke > Amherst x3 silla")
    assert read.problems == (Problem.NO_SUCH_DATE,)
    assert read.draft == Draft(origin="Holyoke", destination="Amherst", passengers=3, child_seats=1)


@pytest.mark.parametrize(
    ("line", "origin", "origin_words", "destination"),
    [
        pytest.param("casa de Ana > Holyoke", None, "casa de Ana", "Holyoke", id="a private origin"),
        pytest.param("Amherstburg > Holyoke", None, "Amherstburg", "Holyoke", id="a longer word than a town's name"),
        pytest.param("Holyoke > casa de Ana Amherst", "Holyoke", "", None, id="a town within a private destination"),
    ],
)
def test_without_a_date_places_are_still_told_apart_at_the_arrow(
    line: str, origin: str | None, origin_words: str, destination: str | None
) -> None:
    draft = reads(line).draft
    assert draft.question() is Question.DAY
    assert (draft.origin, draft.origin_words, draft.destination) == (origin, origin_words, destination)


# --- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        *((name, kind) for kind, names in ALIASES.items() for name in names),
        ("/ride", Kind.RIDE),
        ("/ride@AcompanaBot", Kind.RIDE),
        ("/acompañar", Kind.ACCOMPANIMENT),
        ("/plantão", Kind.SHIFT),
        ("/RIDE", Kind.RIDE),
        ("/rides", None),
        ("/", None),
        ("", None),
    ],
)
def test_each_kind_has_commands_in_three_languages(word: str, kind: Kind | None) -> None:
    assert kind_of_command(word) is kind


@pytest.mark.parametrize(
    ("text", "accented"),
    [
        ("/acompañar jueves", True),
        ("/plantão", True),
        ("/acompanar jueves", False),
        ("acompañar jueves", False),
        ("/añadir jueves", False),
        ("", False),
    ],
)
def test_a_command_typed_with_accents_is_known(text: str, accented: bool) -> None:
    assert accented_command(text) is accented


def test_no_command_and_no_word_means_two_things() -> None:
    for table in (ALIASES, DUTY_WORDS, LANGUAGE_WORDS):
        words = [word for names in table.values() for word in names]
        assert len(words) == len(set(words))
        assert all(word == fold(word) for word in words)
    assert all(name.isascii() for names in ALIASES.values() for name in names)


@pytest.mark.parametrize(
    ("word", "code"),
    [("es", "es"), ("ES", "es"), ("Español,", "es"), ("Kreyòl", "ht"), ("português", "pt"), ("Mam", None), ("", None)],
)
def test_a_language_has_a_code_and_names(word: str, code: str | None) -> None:
    assert language_named(word) == code


@pytest.mark.parametrize(
    ("text", "languages", "words"),
    [
        ("es", ("es",), ""),
        ("español y kreyòl", ("es", "ht"), ""),
        ("Spanish and Portuguese", ("es", "pt"), ""),
        ("es/pt; fr, ar", ("ar", "es", "fr", "pt"), ""),
        ("Mam", (), "Mam"),
        ("es, Mam, K'iche'", ("es",), "Mam, K'iche'"),
    ],
)
def test_languages_are_read_and_those_without_a_code_stay_private(
    text: str, languages: tuple[str, ...], words: str
) -> None:
    read = read_languages(Draft(Kind.INTERPRETING), text)
    assert read.problems == ()
    assert (read.draft.languages, read.draft.language_words) == (languages, words)
    assert read.draft.interpreter is bool(words)


@pytest.mark.parametrize(
    ("text", "private"),
    [
        ("45 Elm", True),
        ("Elm St", True),
        ("Elm Street", True),
        ("Calle Sol", True),
        ("Rua do Sol", True),
        ("Apt B", True),
        ("casa azul", True),
        ("Grange Hall", False),
        ("St. Mary's", True),
        ("Church", False),
        ("Destiny Hall", False),
        ("٤٥ Elm", True),
    ],
)
def test_what_may_be_an_address_looks_private(text: str, private: bool) -> None:
    assert looks_private(text) is private


@pytest.mark.parametrize(
    ("text", "place", "rest"),
    [
        ("12 Maple St, Holyoke", "Holyoke", "12 Maple St"),
        ("Holyoke, 12 Maple St", "Holyoke", "12 Maple St"),
        ("12 Maple St South Hadley MA", "South Hadley", "12 Maple St MA"),
        ("the church in san jose", "San José", "the church in"),
        ("12 Maple St", None, ""),
        ("Holyokeville", None, ""),
    ],
)
def test_a_town_is_found_among_private_words(text: str, place: str | None, rest: str) -> None:
    assert place_within(text, TOWNS) == place
    if place is not None:
        assert without_place(text, place) == rest


# --- places -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Holyoke", "Holyoke"),
        ("  HOLYOKE ", "Holyoke"),
        ("South Hadley", "South Hadley"),
        ("south\thadley", "South Hadley"),
        ("San Jose", "San José"),
        ("San Jose\u0301", "San José"),
        ("Ho\u200blyoke\u202e", "Holyoke"),
        ("Hadley Falls", None),
        ("12 Holyoke", None),
        ("Holyoke St", None),
        ("South", None),
        ("Holyok", None),
        ("", None),
    ],
)
def test_only_a_towns_whole_name_names_it(text: str, town: str | None) -> None:
    assert place_named(text, TOWNS) == town


@pytest.mark.parametrize(
    ("line", "origin_words", "destination_words"),
    [
        pytest.param("2026-12-03 09:00 the blue house > Amherst", "the blue house", "", id="an unknown origin"),
        pytest.param("2026-12-03 09:00 Holyoke > 45 Elm St, Holyoke", "", "45 Elm St, Holyoke", id="a street"),
        pytest.param("2026-12-03 09:00 Holyoke St 3 > Amherst", "Holyoke St 3", "", id="a street named after a town"),
        pytest.param("2026-12-03 09:00 casa de Ana > iglesia", "casa de Ana", "iglesia", id="both"),
        pytest.param("2026-12-03 09:00 Holyoke > casa 45 x2 es", "", "casa 45", id="words before tags"),
        pytest.param("2026-12-03 09:00 Holyoke > Hadley Falls", "", "Hadley Falls", id="more than a town's name"),
        pytest.param("2026-12-03 09:00 Holyoke > 📍home", "", "📍home", id="emoji"),
        pytest.param("2026-12-03 09:00 <b>Holyoke</b", "<b", "Holyoke</b", id="a tag"),
    ],
)
def test_unknown_places_are_kept_private(line: str, origin_words: str, destination_words: str) -> None:
    draft = reads(line).draft
    assert (draft.origin_words, draft.destination_words) == (origin_words, destination_words)
    for shown in public(draft):
        assert not origin_words or origin_words not in shown
        assert not destination_words or destination_words not in shown


def test_a_town_after_private_words_makes_them_the_street() -> None:
    draft = reads("2026-12-03 09:00 45 Elm St > church hall").draft
    assert draft.question() is Question.ORIGIN
    read = read_place(draft, Question.ORIGIN, "holyoke", TOWNS)
    assert read.draft.question() is Question.DESTINATION
    read = read_place(read.draft, Question.DESTINATION, "Amherst", TOWNS)
    assert read.draft.question() is None
    assert (read.draft.origin, read.draft.destination) == ("Holyoke", "Amherst")
    assert read.draft.details[0].street == "45 Elm St; church hall"
    assert (read.draft.origin_words, read.draft.destination_words) == ("", "")


@pytest.mark.parametrize("question", [Question.ORIGIN, Question.DESTINATION])
def test_words_that_name_no_town_are_asked_again(question: Question) -> None:
    read = read_place(Draft(starts_at=NINE, ends_at=NINE + HOUR, origin=None), question, "casa de Ana", TOWNS)
    assert (read.draft.origin, read.draft.destination) == (None, None)
    assert words_of(read.draft).strip() == "casa de Ana"


@pytest.mark.parametrize(
    ("question", "origin", "destination"),
    [(Question.DESTINATION, "Holyoke", None), (Question.ORIGIN, None, "Holyoke")],
)
def test_from_a_town_to_itself_is_asked_again(question: Question, origin: str | None, destination: str | None) -> None:
    draft = Draft(starts_at=NINE, ends_at=NINE + HOUR, origin=origin, destination=destination)
    read = read_place(draft, question, "Holyoke", TOWNS)
    assert read == Read(draft, (Problem.SAME_PLACE,))


def test_a_number_that_must_not_be_stored_is_kept_of_no_place() -> None:
    """A-numbers are never stored, wherever they are typed."""
    for draft in (
        reads("2026-12-03 09:00 Ana A123456789 > Amherst").draft,
        read_place(Draft(), Question.ORIGIN, "Ana A123456789", TOWNS).draft,
    ):
        assert not has_a_number(words_of(draft))


# --- odd texts --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        pytest.param("  two   words ", "two words", id="blanks"),
        pytest.param("two\nlines\r\nand\ta tab", "two lines and a tab", id="one line"),
        pytest.param("nul\x00l", "null", id="NUL"),
        pytest.param("\u202eevil\u202c \u2066x\u2069\u200e\u200f", "evil x", id="directions"),
        pytest.param("zero\u200bwidth\ufeff", "zerowidth", id="zero width"),
        pytest.param("\ud800lone", "lone", id="half a surrogate pair"),
        pytest.param("\ue000private", "private", id="private use"),
        pytest.param("👩‍👧 café", "👩‍👧 café", id="joined emoji stay"),
        pytest.param("می‌خواهم", "می‌خواهم", id="joiners stay"),
        pytest.param("<b>&amp;</b>", "<b>&amp;</b>", id="HTML is text"),
        pytest.param("\u2028line\u2029s", "line s", id="line separators"),
    ],
)
def test_what_nobody_can_see_is_removed(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text())
def test_clean_text_is_one_line_and_stays_as_it_is(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert not {unicodedata.category(ch) for ch in cleaned if ch not in "\u200c\u200d"} & {"Cc", "Cf", "Cs", "Co", "Cn"}


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("\x00", id="NUL"),
        pytest.param("2026-12-03 09:00 Holyoke\u202e > Amherst\x00 x2", id="directions and NUL"),
        pytest.param("🚗" * 500, id="emoji"),
        pytest.param("<script>alert(1)</script> > <b>", id="HTML"),
        pytest.param("{0.__class__} > %s %n", id="format strings"),
        pytest.param("a" * 5_000, id="5,000 letters"),
        pytest.param("2026-12-03 09:00 " + "a b " * 1_250, id="2,500 words"),
        pytest.param(">" * 5_000, id="5,000 arrows"),
        pytest.param("2026-12-03 09:00 Holyoke > " + "x" * 5_000, id="a long destination"),
        pytest.param("x2 " * 1_700, id="1,700 tags"),
        pytest.param("2026-" * 1_000, id="half dates"),
    ],
)
@pytest.mark.parametrize("kind", list(Kind))
def test_odd_lines_are_read_or_asked_about(kind: Kind, line: str) -> None:
    draft = reads(line, kind).draft
    assert draft.origin in (None, *TOWNS)
    assert draft.destination in (None, *TOWNS)
    assert len(draft.origin_words) <= LONGEST_TEXT
    assert len(draft.destination_words) <= LONGEST_TEXT


# --- nothing private is ever public -----------------------------------------------------------------------------------

SOME_WORDS = st.one_of(
    st.sampled_from(
        [
            *TOWNS,
            "holyoke",
            "South",
            "Hadley",
            "casa",
            "de",
            "Ana",
            "45",
            "Elm St",
            "x2",
            "es",
            "2h",
            ">",
            "hotline",
            "return",
            "2pm",
            "until",
            "every",
            "thu",
            "9am",
            "@",
            "silla",
            "mañana",
        ]
    ),
    st.text(max_size=20),
)
LINES = st.lists(SOME_WORDS, max_size=12).map(" ".join)


@given(
    st.sampled_from(Kind),
    LINES,
    st.lists(st.tuples(st.sampled_from([Question.ORIGIN, Question.DESTINATION]), LINES), max_size=4),
)
@example(Kind.RIDE, "2026-12-03 09:00 Hadley Falls > South", [])
@example(Kind.RIDE, "casa Amherst > 45 Elm St Holyoke", [(Question.ORIGIN, "casa Holyoke")])
@example(Kind.SHIFT, "sat 10am hotline casa Holyoke", [])
def test_a_public_place_is_a_town_whatever_is_typed(kind: Kind, line: str, answers: list[tuple[Question, str]]) -> None:
    draft = reads(line, kind).draft
    drafts = [draft]
    for question, answer in answers:
        draft = read_place(draft, question, answer, TOWNS).draft
        drafts.append(draft)
    for draft in drafts:
        assert draft.origin in (None, *TOWNS)
        assert draft.destination in (None, *TOWNS)
        assert draft.origin is None or draft.origin != draft.destination


UNKNOWN = st.lists(st.text("abcdefghijklmñóú'", min_size=3, max_size=9), min_size=2, max_size=5).map(" ".join)
ENDINGS = st.sampled_from(["", " x2", " silla", " es", " x3 2carseats pt", " 3h"])


@given(UNKNOWN, UNKNOWN, ENDINGS)
def test_unknown_words_are_kept_and_never_public(origin: str, destination: str, tags: str) -> None:
    draft = reads(f"2026-12-03 09:00 {origin} > {destination}{tags}").draft
    assert (draft.origin, draft.destination) == (None, None)
    assert draft.origin_words == origin
    assert draft.destination_words == destination
    draft = draft.placed(Question.ORIGIN, "Holyoke").placed(Question.DESTINATION, "Amherst")
    assert draft.details[0].street == f"{origin}; {destination}"
    shown = " ".join(public(draft))
    assert origin not in shown
    assert destination not in shown


@given(st.sampled_from(["name", "phone", "street", "note"]), st.text(max_size=300))
@settings(max_examples=200)
def test_a_private_detail_is_stored_clean_and_short_or_refused(name: str, text: str) -> None:
    read = read_detail(name, text)
    if isinstance(read, Problem):
        return
    assert len(read) <= LONGEST_TEXT
    assert read == clean(read)
    assert not has_a_number(read)


# --- private details --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "stored"),
    [
        ("name", "  Ana\u202e María ", "Ana María"),
        ("name", "<i>Ana</i> & co", "<i>Ana</i> & co"),
        ("phone", "(413) 555-0100", "(413) 555-0100"),
        ("phone", "+1 413.555.0100", "+1 413.555.0100"),
        ("phone", "413-555-0100 x12", "413-555-0100 x12"),
        ("phone", "5550100", "5550100"),
        ("street", "45 Elm St, Apt 3\nsecond floor", "45 Elm St, Apt 3 second floor"),
        ("note", "A 12 year old comes along", "A 12 year old comes along"),
        ("note", "x" * 200, "x" * 200),
    ],
)
def test_a_detail_is_taken(name: str, text: str, stored: str) -> None:
    assert read_detail(name, text) == stored


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("note", "x" * 201, Problem.TOO_LONG),
        ("name", "Ana A123456789", Problem.A_NUMBER),
        ("street", "a-123 456 789", Problem.A_NUMBER),
        ("phone", "A123456789", Problem.A_NUMBER),
        ("phone", "call me", Problem.NOT_A_PHONE),
        ("phone", "555-010", Problem.NOT_A_PHONE),
        ("phone", "1234567890123456", Problem.NOT_A_PHONE),
        ("phone", "413-555-0100 after 6pm", Problem.NOT_A_PHONE),
        ("phone", "٤١٣٥٥٥٠١٠٠", Problem.NOT_A_PHONE),
        ("phone", "", Problem.NOT_A_PHONE),
    ],
)
def test_a_detail_is_refused(name: str, text: str, problem: Problem) -> None:
    assert read_detail(name, text) is problem


@pytest.mark.parametrize(
    "text",
    [
        "A123456789",
        "a123456789",
        "A12345678",
        "A1234567",
        "A-123-456-789",
        "A 123 456 789",
        "A# 123456789",
        "A#123-456-789",
        "A: 012345678",
        "A.123.456.789",
        "her number (A123456789)",
        "su número es A 123 456 789, gracias",
        "alien A123456789.",
    ],
)
def test_what_looks_like_an_a_number_is_found(text: str) -> None:
    assert has_a_number(text)
    assert has_a_number(f"before {text} after")


@pytest.mark.parametrize(
    "text",
    [
        "A 12",
        "A 12 year old",
        "casa 45",
        "casa 1234567",
        "Apt A 45",
        "A123456",
        "A1234567890",
        "413-555-0100",
        "+1 (413) 555-0100",
        "llame a 413-555-0100",
        "llamar a 1-413-555-0100",
        "call a 1 413 555 0100",
        "a +1 413 555 0100",
        "Route A, 45 Elm St, 01040",
        "",
        "A",
        "AA batteries",
    ],
)
def test_phones_and_addresses_are_no_a_numbers(text: str) -> None:
    assert not has_a_number(text)
