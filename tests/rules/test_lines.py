"""What coordinators type: read strictly, nothing guessed, nothing private made public."""

from __future__ import annotations

import unicodedata
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.rules.drafts import Draft, Question
from bot.rules.lines import (
    LONGEST_TEXT,
    Read,
    clean,
    fold,
    has_a_number,
    read_detail,
    read_place,
    read_ride,
    read_when,
    still_ahead,
    town_named,
)
from bot.rules.problems import Problem
from tests.rules.samples import NOW, POLICY


def length_of(draft: Draft) -> timedelta | None:
    """How long the draft's ride takes."""
    if draft.starts_at is None or draft.ends_at is None:
        return None
    return draft.ends_at - draft.starts_at


EASTERN = ZoneInfo("America/New_York")
TOWNS = (
    "Amherst", "Hadley", "Hartford", "Holyoke", "Northampton", "Shelburne Falls", "South Hadley", "Springfield",
    "West Springfield", "San José",
)  # fmt: skip
NINE = datetime(2026, 12, 3, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def reads(line: str, now: datetime = NOW) -> Read:
    return read_ride(line, now, EASTERN, TOWNS, POLICY)


def when(text: str, now: datetime = NOW) -> Read:
    return read_when(Draft(), text, now, EASTERN, POLICY)


def words_of(draft: Draft) -> str:
    """Everything in the draft that is kept private."""
    return " ".join([draft.origin_words, draft.destination_words, *vars(draft.details).values()])


def public(draft: Draft) -> list[str]:
    """Everything in the draft that a group may see, as text."""
    private = ("origin_words", "destination_words", "details")
    return [str(getattr(draft, field.name)) for field in fields(draft) if field.name not in private]


# --- a whole line -----------------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("Holyoke > Amherst", {}, id="towns only"),
        pytest.param("Holyoke>Amherst", {}, id="no spaces at the arrow"),
        pytest.param("holyoke > AMHERST", {}, id="any case"),
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
        pytest.param("Holyoke > Amherst carseat", {"child_seats": 1}, id="carseat"),
        pytest.param("Holyoke > Amherst car-seat", {"child_seats": 1}, id="car-seat"),
        pytest.param("Holyoke > Amherst 2carseats", {"child_seats": 2}, id="2carseats"),
        pytest.param("Holyoke > Amherst x2 2childseats", {"passengers": 2, "child_seats": 2}, id="2childseats"),
        pytest.param("Holyoke > Amherst silla", {"child_seats": 1}, id="silla"),
        pytest.param("Holyoke > Amherst Sillita", {"child_seats": 1}, id="Sillita"),
        pytest.param("Holyoke > Amherst cadeirinha", {"child_seats": 1}, id="cadeirinha"),
        pytest.param("Holyoke > Amherst es", {"languages": ("es",)}, id="a language"),
        pytest.param("Holyoke > Amherst pt es PT", {"languages": ("es", "pt")}, id="languages, once each"),
        pytest.param("Holyoke > Amherst 3h", {"length": 10800}, id="3h"),
        pytest.param("Holyoke > Amherst 1h30", {"length": 5400}, id="1h30"),
        pytest.param("Holyoke > Amherst es silla x3 1h", {"languages": ("es",), "child_seats": 1, "passengers": 3,
                     "length": 3600}, id="tags in another order"),
    ],
)  # fmt: skip
def test_places_and_tags(line: str, expected: dict[str, Any]) -> None:
    expected = {"origin": "Holyoke", "destination": "Amherst", **expected}
    assert reads(line) == Read(replace(Draft(), **expected))


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
    assert read.draft.ends_at is None or length_of(read.draft) != timedelta()


@pytest.mark.parametrize(
    ("line", "question", "problems"),
    [
        pytest.param("", Question.WHEN, (), id="nothing"),
        pytest.param("   ", Question.WHEN, (), id="blanks"),
        pytest.param("Holyoke > Amherst", Question.WHEN, (), id="no date"),
        pytest.param("tomorrow Holyoke > Amherst", Question.WHEN, (Problem.NO_DATE,), id="a date in words"),
        pytest.param("2026-12-03 Holyoke > Amherst", Question.WHEN, (Problem.NO_DATE,), id="no time"),
        pytest.param("2026-12-03", Question.WHEN, (Problem.NO_DATE,), id="only a date"),
        pytest.param("2026-12-03 09:00", Question.ORIGIN, (), id="no places"),
        pytest.param("2026-12-03 09:00 Holyoke >", Question.DESTINATION, (), id="no destination"),
        pytest.param("2026-12-03 09:00 > Amherst", Question.ORIGIN, (), id="no origin"),
        pytest.param("2026-12-03 09:00 Holyoke > x2 es", Question.DESTINATION, (), id="tags instead of a destination"),
        pytest.param("2026-12-03 09:00 Holyoke", Question.DESTINATION, (Problem.NO_ARROW,), id="no arrow"),
        pytest.param("2026-12-03 09:00 Holyoke Amherst", Question.ORIGIN, (Problem.NO_ARROW,), id="no arrow between"),
        pytest.param("2026-12-03 09:00 Holyoke > holyoke", Question.DESTINATION, (Problem.SAME_PLACE,), id="same"),
        pytest.param("2026-12-03 09:00 Holyoke > Amherst x0", None, (Problem.TOO_MANY,), id="x0"),
        pytest.param("2026-12-03 09:00 Holyoke > Amherst x51", None, (Problem.TOO_MANY,), id="x51"),
        pytest.param("2026-12-03 09:00 Holyoke > Amherst x999", None, (Problem.TOO_MANY,), id="x999"),
        pytest.param("2020-01-01 09:00 Holyoke > Amherst", Question.WHEN, (Problem.PAST,), id="past"),
        pytest.param("hello there", Question.WHEN, (Problem.NO_DATE,), id="nonsense"),
        pytest.param("> > >", Question.WHEN, (), id="arrows"),
    ],
)
def test_what_is_missing_is_asked(line: str, question: Question | None, problems: tuple[Problem, ...]) -> None:
    read = reads(line)
    assert read.draft.question() is question
    assert read.problems == problems


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
    assert draft.question() is Question.WHEN
    assert (draft.origin, draft.origin_words, draft.destination) == (origin, origin_words, destination)


# --- when -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-03 09:00",
        "2026-12-03 9:00",
        "2026-12-03T09:00",
        "2026-12-3 09:00",
        " 2026-12-03   09:00 ",
        "2026-12-03 09:00-11:00",
        "2026-12-03 09:00 - 11:00",
        "2026-12-03 09:00–11:00",
        "2026-12-03 09:00 2h",
        "2026-12-03 09:00 2 h",
        "2026-12-03 09:00 2h00",
        "\u202e2026-12-03 09:00",
    ],
)
def test_iso_dates_are_read(text: str) -> None:
    read = when(text)
    assert read.problems == ()
    assert (read.draft.starts_at, read.draft.ends_at) == (NINE, NINE + 2 * HOUR)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("", Problem.NO_DATE, id="nothing"),
        pytest.param("soon", Problem.NO_DATE, id="a word"),
        pytest.param("2026-12-03", Problem.NO_DATE, id="no time"),
        pytest.param("09:00", Problem.NO_DATE, id="no day"),
        pytest.param("2026-12-03 9am", Problem.NO_DATE, id="9am"),
        pytest.param("2026-12-03 09:00:00", Problem.NO_DATE, id="seconds"),
        pytest.param("2026-12-03 09:00Z", Problem.NO_DATE, id="an offset"),
        pytest.param("2026-12-03 09:00 or so", Problem.NO_DATE, id="words after it"),
        pytest.param("12/03/2026 09:00", Problem.NO_DATE, id="an American date"),
        pytest.param("2026/12/03 09:00", Problem.NO_DATE, id="slashes"),
        pytest.param("26-12-03 09:00", Problem.NO_DATE, id="a short year"),
        pytest.param("٢٠٢٦-١٢-٠٣ ٠٩:٠٠", Problem.NO_DATE, id="Arabic digits"),
        pytest.param("2026-02-30 09:00", Problem.NO_SUCH_DATE, id="30 February"),
        pytest.param("2027-02-29 09:00", Problem.NO_SUCH_DATE, id="29 February of a common year"),
        pytest.param("2026-13-01 09:00", Problem.NO_SUCH_DATE, id="a 13th month"),
        pytest.param("0000-01-01 09:00", Problem.NO_SUCH_DATE, id="year 0"),
        pytest.param("2026-12-03 24:00", Problem.NO_SUCH_DATE, id="24:00"),
        pytest.param("2026-12-03 09:60", Problem.NO_SUCH_DATE, id="a 60th minute"),
        pytest.param("2026-12-03 09:00-24:00", Problem.NO_SUCH_DATE, id="until 24:00"),
        pytest.param("2027-03-14 02:30", Problem.NO_SUCH_HOUR, id="in the hour that spring leaves out"),
        pytest.param("2027-03-14 01:00-02:30", Problem.NO_SUCH_HOUR, id="until an hour that is left out"),
        pytest.param("2026-11-24 10:00", Problem.PAST, id="now"),
        pytest.param("2026-11-24 09:59", Problem.PAST, id="a minute ago"),
        pytest.param("0001-01-01 00:00", Problem.PAST, id="year 1"),
        pytest.param("2027-09-20 11:01", Problem.TOO_FAR, id="a minute more than 300 days"),
        pytest.param("2027-09-21 10:00", Problem.TOO_FAR, id="301 days"),
        pytest.param("9999-12-31 23:59", Problem.TOO_FAR, id="year 9999"),
        pytest.param("2026-12-03 09:00-08:00", Problem.END_BEFORE_START, id="end before start"),
        pytest.param("2026-12-03 09:00-09:00", Problem.END_BEFORE_START, id="end at the start"),
        pytest.param("2026-12-03 22:00-01:00", Problem.END_BEFORE_START, id="past midnight"),
        pytest.param("2026-12-03 09:00 0h", Problem.END_BEFORE_START, id="no length"),
    ],
)
def test_what_is_no_time_to_come_is_refused(text: str, problem: Problem) -> None:
    assert when(text) == Read(Draft(), (problem,))


@pytest.mark.parametrize("text", ["2026-11-24 10:01", "2027-09-20 11:00"], ids=["in a minute", "in 300 days"])
def test_a_time_within_bounds_is_read(text: str) -> None:
    assert when(text).problems == ()


BEFORE_AUTUMN = datetime(2026, 10, 20, 12, 0, tzinfo=UTC)
FIRST, SECOND = datetime(2026, 11, 1, 5, 30, tzinfo=UTC), datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


def test_in_the_hour_that_comes_twice_is_asked_which() -> None:
    read = when("2026-11-01 01:30", BEFORE_AUTUMN)
    assert read.problems == ()
    assert read.draft.question() is Question.HOUR
    assert read.draft.hours == (FIRST, SECOND)
    assert read.draft.starts_at is None


def test_between_the_two_only_the_second_is_left() -> None:
    read = when("2026-11-01 01:30", FIRST + timedelta(minutes=10))
    assert read.draft.starts_at == SECOND


def test_after_the_second_both_are_past() -> None:
    assert when("2026-11-01 01:30", SECOND).problems == (Problem.PAST,)


@pytest.mark.parametrize(
    ("text", "now", "length"),
    [
        pytest.param("2027-03-14 01:00-04:00", NOW, 2 * HOUR, id="the night that is an hour short"),
        pytest.param("2026-11-01 00:30-03:30", BEFORE_AUTUMN, 4 * HOUR, id="the night that is an hour long"),
    ],
)
def test_a_range_over_a_clock_change_ends_when_the_wall_says(text: str, now: datetime, length: timedelta) -> None:
    assert length_of(when(text, now).draft) == length


@pytest.mark.parametrize(
    ("text", "hour", "length"),
    [
        pytest.param("2026-11-01 01:30-03:00", SECOND, 1.5 * HOUR, id="from the second to three"),
        pytest.param("2026-11-01 01:30-03:00", FIRST, 2.5 * HOUR, id="from the first to three"),
        pytest.param("2026-11-01 01:30 2h", FIRST, 2 * HOUR, id="two hours from the first"),
        pytest.param("2026-11-01 01:30", SECOND, 2 * HOUR, id="two hours unless said"),
    ],
)
def test_the_hour_chosen_keeps_the_end_that_was_typed(text: str, hour: datetime, length: timedelta) -> None:
    draft = when(text, BEFORE_AUTUMN).draft
    chosen = draft.starting([hour], draft.length, POLICY)
    assert chosen.question() is not Question.HOUR
    assert length_of(chosen) == length


def test_an_end_before_the_start_is_refused_in_the_hour_that_comes_twice_too() -> None:
    assert when("2026-11-01 01:30-01:15", BEFORE_AUTUMN).problems == (Problem.END_BEFORE_START,)


def test_a_start_can_pass_while_the_draft_is_written() -> None:
    draft = when("2026-12-03 09:00").draft
    assert still_ahead(draft, NINE - timedelta(seconds=1))
    assert not still_ahead(draft, NINE)
    assert not still_ahead(Draft(), NOW)


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
    assert town_named(text, TOWNS) == town


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
    assert read.draft.details.street == "45 Elm St; church hall"
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
def test_odd_lines_are_read_or_asked_about(line: str) -> None:
    draft = reads(line).draft
    assert draft.origin in (None, *TOWNS)
    assert draft.destination in (None, *TOWNS)
    assert len(draft.origin_words) <= LONGEST_TEXT
    assert len(draft.destination_words) <= LONGEST_TEXT


# --- nothing private is ever public -----------------------------------------------------------------------------------

SOME_WORDS = st.one_of(
    st.sampled_from([*TOWNS, "holyoke", "South", "Hadley", "casa", "de", "Ana", "45", "Elm St", "x2", "es", "2h", ">"]),
    st.text(max_size=20),
)
LINES = st.lists(SOME_WORDS, max_size=12).map(" ".join)


@given(LINES, st.lists(st.tuples(st.sampled_from([Question.ORIGIN, Question.DESTINATION]), LINES), max_size=4))
@example("2026-12-03 09:00 Hadley Falls > South", [])
@example("casa Amherst > 45 Elm St Holyoke", [(Question.ORIGIN, "casa Holyoke")])
def test_a_public_place_is_a_town_whatever_is_typed(line: str, answers: list[tuple[Question, str]]) -> None:
    draft = reads(line).draft
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
    assert draft.details.street == f"{origin}; {destination}"
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
