"""What coordinators type is read as they mean it, or asked, or refused; never guessed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.rules.dates import (
    Certain,
    Choice,
    Clock,
    Day,
    Reading,
    Span,
    Unread,
    leading_words,
    on_day,
    read_date,
)
from bot.rules.moments import instants
from bot.rules.problems import Problem
from bot.rules.weekly_phrases import without_every
from tests.rules import phrases

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZONE).astimezone(UTC)
FURTHEST = timedelta(days=300)
TUESDAY, THURSDAY = date(2026, 11, 24), date(2026, 11, 26)


class Phrase(NamedTuple):
    """A line of the table. `plain`: a person would expect it to be taken."""

    text: str
    reading: str
    plain: bool


def table(lines: str) -> list[Phrase]:
    split = [re.fullmatch(r"([ ~]) (.+?) +> (.+)", line) for line in lines.strip("\n").splitlines()]
    return [Phrase(match[2], match[3], match[1] == " ") for match in split if match]


TABLES = {
    language: table(lines)
    for language, lines in (
        ("en", phrases.ENGLISH),
        ("es", phrases.SPANISH),
        ("pt", phrases.PORTUGUESE),
        ("tricky", phrases.TRICKY),
    )
}
EVERY_PHRASE = [phrase for rows in TABLES.values() for phrase in rows]


def read(text: str, now: datetime = NOW) -> Reading:
    return read_date(text, now, ZONE, FURTHEST)


def local(text: str) -> datetime:
    """A local wall time at a moment of another test's own."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def said(reading: Reading) -> str:
    """A reading as the table writes it."""
    match reading:
        case Certain(span):
            return said_span(span)
        case Choice(spans):
            return " | ".join(map(said_span, spans)) + (" ?" if len(spans) == 1 else "")
        case Day(days, part, length):
            asked = " ?" if len(days) == 1 and reading.sure is None else ""
            return " | ".join(map(str, days)) + (f" {part}" if part else "") + said_length(length) + asked
        case Clock(times, length):
            return " | ".join(said_hours(start, end) for start, end in times) + said_length(length)
        case Unread(problem):
            return problem.value


def said_span(span: Span) -> str:
    end = f"-{span.ends_at.astimezone(ZONE):%H:%M}" if span.ends_at else ""
    return f"{span.starts_at.astimezone(ZONE):%Y-%m-%d %H:%M}{end}"


def said_hours(start: time, end: time | None) -> str:
    return f"{start:%H:%M}" + (f"-{end:%H:%M}" if end else "")


def said_length(length: int | None) -> str:
    return f" +{length}" if length else ""


# --- the table -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", EVERY_PHRASE, ids=lambda row: row.text)
def test_every_phrase_is_read_as_it_is_meant(row: Phrase) -> None:
    assert as_meant(row)


def as_meant(row: Phrase) -> bool:
    reading = read(row.text)
    return not isinstance(reading, Certain) if row.reading == "?" else said(reading) == row.reading


@pytest.mark.parametrize("text", [row.text for row in EVERY_PHRASE])
def test_case_accents_and_space_around_it_do_not_matter(text: str) -> None:
    assert read(f"  {text.upper()} ") == read(text)
    assert read(text.translate(str.maketrans("áéíóúâêôãõàçñ", "aeiouaeoaoacn"))) == read(text)
    assert read(text.replace(" ", "\N{NO-BREAK SPACE}").replace("-", "–")) == read(text)


@pytest.mark.parametrize("language", TABLES)
def test_most_phrases_are_taken_without_a_question(language: str) -> None:
    rows = TABLES[language]
    plain = [row for row in rows if row.plain and not lacks_day_or_hour(read(row.text))]
    taken = [row for row in plain if isinstance(read(row.text), Certain)]
    refused = [row for row in plain if isinstance(read(row.text), Unread)]
    wrong = [row for row in rows if isinstance(read(row.text), Certain) and not as_meant(row)]
    share = f"{len(taken) / len(plain):.0%}"
    figures = (
        f"{len(rows)} phrases, {len(plain)} plain and whole, {len(taken)} ({share}) of these taken, "
        f"{len(refused)} refused, {len(wrong)} wrong without a question"
    )
    print(f"\n{language}: {figures}")  # noqa: T201 - figures are printed
    assert len(rows) >= 110
    assert not wrong
    assert len(taken) >= 0.85 * len(plain)
    assert len(refused) <= 0.08 * len(plain)


def lacks_day_or_hour(reading: Reading) -> bool:
    """Only that is missing which was not said."""
    return isinstance(reading, Clock) or (isinstance(reading, Day) and reading.sure is not None)


# --- what was said about days ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "text", "reading"),
    [
        ("2026-11-26 08:00", "thu 9am", "2026-11-26 09:00 | 2026-12-03 09:00"),
        ("2026-11-26 09:00", "thu 9am", "2026-12-03 09:00"),
        ("2026-11-26 08:00", "today 9am", "2026-11-26 09:00"),
        ("2026-11-26 09:00", "today 9am", "past"),
        ("2026-11-26 15:00", "this morning", "past"),
        ("2026-11-26 15:00", "thursday morning", "2026-12-03 morning"),
        ("2026-12-31 10:00", "jan 2 9am", "2027-01-02 09:00"),
        ("2026-12-31 10:00", "el 1 a las 9", "2027-01-01 09:00"),
        ("2027-01-04 10:00", "dec 28 9am", "past"),
        ("2027-01-04 10:00", "the 3rd 9am", "2027-02-03 09:00"),
        ("2027-01-31 10:00", "the 30th 9am", "2027-03-30 09:00"),
        ("2027-11-24 10:00", "feb 29 9am", "2028-02-29 09:00"),
        ("2026-11-24 10:00", "feb 29 9am", "no_such_date"),
        ("2026-11-24 23:30", "tomorrow 9am", "2026-11-25 09:00"),
        ("2026-12-01 10:00", "thu 9", "2026-12-03 09:00"),
        ("2026-12-07 10:00", "Thu 10", "2026-12-10"),
        ("2026-12-07 10:00", "thu 10 am", "2026-12-10 10:00"),
        ("2026-12-02 10:00", "tomorrow 3", "2026-12-03"),
        ("2026-11-24 10:00", "8/10 9am", "past"),
        ("2026-11-24 10:00", "11/12 9am", "2026-12-11 09:00 ?"),
        ("2026-11-24 10:00", "11/12", "2026-12-11 ?"),
        ("2026-11-24 10:00", "fri 12/11 9am", "2026-12-11 09:00"),
        ("2026-11-24 10:00", "fri 12/3 9am", "2027-03-12 09:00 ?"),
        ("2026-11-24 10:00", "12/3/2027 9am", "2027-03-12 09:00 ?"),
        ("2026-11-29 10:00", "next week thursday 9am", "2026-12-03 09:00 | 2026-12-10 09:00"),
        ("2026-11-24 10:00", "next Thursday 12/3 9am", "2026-12-03 09:00"),
        ("2026-11-24 10:00", "thu 3 - 5pm", "2026-11-26 15:00-17:00 | 2026-12-03 17:00"),
    ],
)
def test_the_day_depends_on_today(now: str, text: str, reading: str) -> None:
    assert said(read(text, local(now))) == reading


@pytest.mark.parametrize(
    ("now", "text", "reading"),
    [
        ("2026-11-24 10:00", "2027-03-14 2:30", "no_such_hour"),
        ("2026-11-24 10:00", "2027-03-14 01:00-02:30", "no_such_hour"),
        ("2026-11-24 10:00", "2027-03-14 01:00-03:00", "2027-03-14 01:00-03:00"),
        ("2026-11-24 10:00", "14 de marzo a las 2:30 de la madrugada", "no_such_hour"),
        ("2026-10-30 10:00", "2026-11-01 1:30", "2026-11-01 01:30 | 2026-11-01 01:30"),
        ("2026-10-30 10:00", "11/1/2026 1:30 am", "2026-11-01 01:30 | 2026-11-01 01:30"),
        ("2026-10-30 10:00", "sun 1am-1:30am", "2026-11-01 01:00-01:30 | 2026-11-01 01:00-01:30"),
        ("2026-10-30 10:00", "sunday 1:30", "2026-11-01 01:30 | 2026-11-01 01:30 | 2026-11-01 13:30"),
    ],
)
def test_the_hours_that_spring_leaves_out_and_autumn_repeats(now: str, text: str, reading: str) -> None:
    assert said(read(text, local(now))) == reading


def test_an_end_in_the_repeated_hour_is_the_later_one() -> None:
    reading = read("2026-11-01 00:30-01:30", local("2026-10-30 10:00"))
    assert reading == Certain(Span(datetime(2026, 11, 1, 4, 30, tzinfo=UTC), datetime(2026, 11, 1, 6, 30, tzinfo=UTC)))


def test_a_length_is_counted_in_real_hours() -> None:
    reading = read("2027-03-14 01:00 2h")
    assert reading == Certain(Span(datetime(2027, 3, 14, 6, tzinfo=UTC), datetime(2027, 3, 14, 8, tzinfo=UTC)))


def test_the_furthest_moment_is_just_allowed() -> None:
    at = (NOW + FURTHEST).astimezone(ZONE)
    assert read(f"{at:%Y-%m-%d %H:%M}") == Certain(Span(NOW + FURTHEST))
    assert read(f"{at + timedelta(minutes=1):%Y-%m-%d %H:%M}") == Unread(Problem.TOO_FAR)
    assert read(f"{at:%Y-%m-%d}") == Day((at.date(),))
    assert read(f"{at + timedelta(days=1):%Y-%m-%d}") == Unread(Problem.TOO_FAR)
    assert read("in 9999 weeks 9am") == Unread(Problem.TOO_FAR)


def test_now_is_past() -> None:
    assert read("2026-11-24 10:00") == Unread(Problem.PAST)
    assert read("2026-11-24 10:01") == Certain(Span(NOW + timedelta(minutes=1)))


def test_a_length_without_an_hour_stays_with_the_day() -> None:
    assert read("thursday for 2 hours") == Day((THURSDAY,), None, 7200)
    assert read("9am for 2 hours") == Clock(((time(9), None),), 7200)


def test_a_number_alone_is_an_hour_that_lacks_its_day() -> None:
    assert read("9") == Clock(((time(9), None),))
    assert read("3") == Clock(((time(3), None), (time(15), None)))
    assert read("15") == Unread(Problem.NO_DATE)


# --- anything --------------------------------------------------------------------------------------------------------

PIECES = sorted({word for row in EVERY_PHRASE for word in row.text.split()})
JUNK = ["", "\0", "🚗", "\u202e", "٣", "９", "½", "ª", "-", ",", ".", "/", "@", "a", "23ª", "31/12/9999", "0", "00:00"]


def spans_of(reading: Reading) -> tuple[Span, ...]:
    match reading:
        case Certain(span):
            return (span,)
        case Choice(spans):
            return spans
        case _:
            return ()


def holds_up(reading: Reading) -> None:
    """Whatever was read is in the allowed time, and a question has distinct answers in order."""
    match reading:
        case Certain() | Choice():
            spans = spans_of(reading)
            assert all(NOW < span.starts_at <= NOW + FURTHEST for span in spans)
            assert all(span.starts_at.tzinfo is UTC for span in spans)
            assert all(span.ends_at is None or span.starts_at < span.ends_at for span in spans)
            assert list(spans) == sorted(set(spans), key=lambda span: (span.starts_at, span.ends_at or span.starts_at))
            assert isinstance(reading, Certain) or 2 <= len(spans) <= 6
        case Day(days):
            assert days
            assert list(days) == sorted(set(days))
            assert days[0] >= TUESDAY
            assert days[-1] <= TUESDAY + FURTHEST
        case Clock(times):
            assert times
            assert all(end is None or start < end for start, end in times)
        case Unread():
            pass


@given(st.text(max_size=200))
@example("9" * 5000)
@example("thu " * 1250)
@example("9-" * 2500)
@example("a las " * 800)
@example("31/12/9999 12am")
@example("in 9999 days")
@example("0/0/0 0:00")
@example("1/1/0000")
@example("0000-01-01 00:00")
def test_any_text_is_answered(text: str) -> None:
    holds_up(read(text))
    assert all(0 < end <= len(text.split()) for end in leading_words(text))
    without_every(text)


@given(st.lists(st.sampled_from(PIECES + JUNK), max_size=9).map(" ".join))
def test_any_words_are_answered(text: str) -> None:
    reading = read(text)
    holds_up(reading)
    words = text.split()
    if not isinstance(reading, Unread) and len(words) > 1:
        assert leading_words(text)[-1] == len(words)


WEEKDAYS = {
    "en": ("monday", "tue", "Weds", "thursday", "fri", "Saturday", "sun"),
    "es": ("lunes", "martes", "mié", "jueves", "vie.", "sábado", "dom"),
    "pt": ("segunda", "terça-feira", "qua", "quinta", "sex", "sáb", "domingo"),
}
MONTHS = {
    "en": ("Jan", "February", "mar", "april", "May", "jun", "July", "aug", "Sept", "oct", "Nov", "December"),
    "es": ("enero", "feb", "marzo", "abr", "mayo", "junio", "jul", "ago", "sept", "octubre", "nov.", "dic"),
    "pt": ("janeiro", "fev", "março", "abril", "mai", "junho", "jul", "agosto", "set", "out", "nov", "dezembro"),
}
DAYS = {
    "en": (
        "{month} {d}",
        "{weekday} {month} {d}",
        "{d} {month}",
        "{m}/{d}",
        "{weekday} {m}/{d}/{y}",
        "{iso}",
        "{name}",
    ),
    "es": (
        "{d} de {month}",
        "el {weekday} {d} de {month}",
        "{d} {month} {y}",
        "{d}/{m}",
        "{weekday} {d}/{m}",
        "{name}",
    ),
    "pt": ("{d} de {month}", "{weekday}, {d} de {month}", "dia {d} de {month}", "{d}/{m}", "{weekday}, {d}/{m}/{y}"),
}
HOURS = {
    "en": ("{h12}:{mm}{half}", "{h12}:{mm} {half}", "at {h12}:{mm}{half}", "{h24}:{mm}", "at {h12}:{mm}"),
    "es": ("a las {h12}:{mm} {half}", "{h24}:{mm}", "a las {h12}:{mm} {part}", "{h12}:{mm}", "{h24}h{mm}"),
    "pt": ("às {h24}h{mm}", "{h24}h{mm}", "às {h24}:{mm}", "{h12}h{mm} {part}", "{h12}:{mm}"),
}
MINUTES = st.sampled_from((0, 5, 15, 30, 45))
PARTS = {
    "en": ("", "", ""),
    "es": ("de la mañana", "de la tarde", "de la noche"),
    "pt": ("da manhã", "da tarde", "da noite"),
}


@st.composite
def written(draw: st.DrawFn) -> tuple[str, date, time]:
    """A day and an hour of it in one of the many ways to write them."""
    language = draw(st.sampled_from(sorted(DAYS)))
    style, hours = draw(st.sampled_from(DAYS[language])), draw(st.sampled_from(HOURS[language]))
    # a name alone is within a week; of 2/10 one order has just passed, so it is taken for a near date only
    last = 6 if "{name}" in style else 60 if "/" in style else 234
    day = draw(st.dates(TUESDAY + timedelta(days=1), TUESDAY + timedelta(days=last)))
    # an hour from 8 on without am or pm is in the day; an ISO date has a clock of 24 hours
    half_said = "half" in hours or "part" in hours or "24" in hours
    latest = 23 if half_said else 12 if "{iso}" in style else 19
    at = time(draw(st.integers(1, latest)), draw(MINUTES))
    weekday, month = WEEKDAYS[language][day.weekday()], MONTHS[language][day.month - 1]
    said_day = style.format(weekday=weekday, name=weekday, month=month, d=day.day, m=day.month, y=day.year, iso=day)
    part = PARTS[language][0 if at.hour < 12 else 1 if at.hour < 19 else 2]
    half = "am" if at.hour < 12 else "pm"
    said_hour = hours.format(h12=(at.hour - 1) % 12 + 1, h24=at.hour, mm=f"{at.minute:02}", half=half, part=part)
    return draw(st.sampled_from((f"{said_day} {said_hour}", f"{said_hour} {said_day}"))), day, at


@given(written())
def test_what_is_written_is_read_or_asked(case: tuple[str, date, time]) -> None:
    text, day, at = case
    assert set(instants(day, at, ZONE)) <= {span.starts_at for span in spans_of(read(text))}, said(read(text))


# --- the other questions ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Thu 9 12 Maple St", 2),
        ("mañana a las 3 de la tarde Holyoke", 7),
        ("12 Maple St", 0),
        ("12", 0),
        ("9am Holyoke", 1),
        ("tomorrow-ish", 0),
        ("", 0),
        ("Thu 9am, Holyoke", 2),
        ("thu 18:30 rideshare @ Northampton cap 12", 2),
        ("Thu 8:30-11am Hartford x1", 2),
        ("tomorrow 6pm Northampton es", 2),
        ("sat 10am Hotline x2", 2),
        ("2026-12-03 09:00 Holyoke > Amherst x2", 2),
        ("Thu 9am 2h Holyoke", 3),
        ("thu 9am for 2 hours Holyoke", 5),
        ("jueves 9am en Holyoke", 2),
        ("Thu 9am 12 Maple St", 2),
        ("Dec 3 12 Maple St", 2),
        ("Thu 9am x2", 2),
        ("Thu 9am May St", 2),
        ("9 a.m. Thursday Holyoke", 3),
        ("quinta-feira às 9h Holyoke", 3),
        ("Holyoke thu 9", 0),
        ("feb 30 9am Holyoke", 3),
        ("9am de la tarde Holyoke", 4),
    ],
)
def test_how_many_words_are_the_date(text: str, count: int) -> None:
    assert max(leading_words(text), default=0) == count


@pytest.mark.parametrize("row", EVERY_PHRASE, ids=lambda row: row.text)
def test_a_phrase_that_is_read_ends_where_a_town_begins(row: Phrase) -> None:
    if not isinstance(read(row.text), Unread) and not row.text.isdigit():
        assert leading_words(f"{row.text} Holyoke > Amherst")[-1] == len(row.text.split())


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("every Thu 9:00", "Thu 9:00"),
        ("Every Thursday, 9am", "Thursday, 9am"),
        ("9am every thursday", "9am thursday"),
        ("Thursdays 9am", "thursday 9am"),
        ("on thursdays 9am", "thursday 9am"),
        ("todos los jueves a las 9am", "jueves a las 9am"),
        ("cada jueves", "jueves"),
        ("los jueves 9am", "jueves 9am"),
        ("los sábados 10am", "sábado 10am"),
        ("a las 9 todos los jueves", "a las 9 jueves"),
        ("toda quinta 9h", "quinta 9h"),
        ("toda quinta-feira 9h", "quinta-feira 9h"),
        ("todas as quintas", "quinta"),
        ("todas as quintas-feiras às 9h", "quinta-feira às 9h"),
        ("todo sábado 9h", "sábado 9h"),
        ("aos sábados 10h", "sábado 10h"),
        ("cada martes y jueves", "martes y jueves"),
        ("jueves", None),
        ("el jueves 9am", None),
        ("on thursday 9am", None),
        ("na quinta 9h", None),
        ("every other thursday", None),
        ("every day 9am", None),
        ("every 2 weeks", None),
        ("", None),
    ],
)
def test_a_weekly_pattern_names_its_day(text: str, one: str | None) -> None:
    assert without_every(text) == one


@pytest.mark.parametrize(
    ("clock", "day", "reading"),
    [
        ("9am", THURSDAY, "2026-11-26 09:00"),
        ("9-11am", THURSDAY, "2026-11-26 09:00-11:00"),
        ("9am for 90 min", THURSDAY, "2026-11-26 09:00-10:30"),
        ("at 3", THURSDAY, "2026-11-26 03:00 | 2026-11-26 15:00"),
        ("at 3", TUESDAY, "2026-11-24 15:00"),
        ("9am", TUESDAY, "past"),
        ("9am", date(2026, 11, 23), "past"),
        ("9am", date(2027, 9, 21), "too_far"),
        ("9am", date.max, "too_far"),
        ("02:30", date(2027, 3, 14), "no_such_hour"),
        ("01:00-02:30", date(2027, 3, 14), "no_such_hour"),
    ],
)
def test_a_clock_is_put_on_a_day(clock: str, day: date, reading: str) -> None:
    hours = read(clock)
    assert isinstance(hours, Clock)
    assert said(on_day(hours, day, NOW, ZONE, FURTHEST)) == reading
