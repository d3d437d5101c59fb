"""When somebody typed, in English, Spanish or Portuguese: read strictly, word by word, and never guessed.

Every word counts or nothing is read. Where a phrase can mean several moments, the person is asked which one.
All datetimes are aware UTC, lengths are seconds; `now` and the center's zone are arguments.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules import date_words as words
from bot.rules.date_phrases import Said, longest, readings
from bot.rules.date_pieces import Calendar, DayNumber, Hour, Hours, Tokens
from bot.rules.date_words import Next, Part, tokens
from bot.rules.model import DayPart
from bot.rules.moments import instants, local_day
from bot.rules.problems import Problem

MOST_CHOICES = 6
"""What can mean more than this is not asked but refused."""
JUST_PASSED = timedelta(days=65)
"""A date without a year that passed so recently is taken for a mistake, not for next year's."""
_LONGEST = 24 * 3600
_PLAUSIBLE_HOURS = 10
"""A range in which neither hour says whether it is before noon ("9-5") is shorter than this."""
_DOUBTFUL_HOURS = 4
"""So is one that is rather a day and an hour ("jueves 3 a las 5")."""


@dataclass(frozen=True)
class Span:
    """Aware UTC. `ends_at` None: no end was said."""

    starts_at: datetime
    ends_at: datetime | None = None


@dataclass(frozen=True)
class Certain:
    """It can mean nothing else."""

    span: Span


@dataclass(frozen=True)
class Choice:
    """Two to six distinct spans, ascending by start: the person is asked which."""

    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Clock:
    """Hours without a day, as (start, end) on the wall; several: ask which. `length` is in seconds."""

    times: tuple[tuple[time, time | None], ...]
    length: int | None = None


@dataclass(frozen=True)
class Day:
    """A day without an hour, perhaps with a part of the day; several days: ask which. `length` is in seconds."""

    days: tuple[date, ...]
    part: DayPart | None = None
    length: int | None = None


@dataclass(frozen=True)
class Unread:
    """Why it was not taken."""

    problem: Problem


Reading = Certain | Choice | Day | Clock | Unread

_DAY_PARTS = {
    Part.AM: DayPart.MORNING,
    Part.MORNING: DayPart.MORNING,
    Part.PM: DayPart.AFTERNOON,
    Part.AFTERNOON: DayPart.AFTERNOON,
}
_FIRST_TOLD = (
    Problem.NOT_THAT_WEEKDAY,
    Problem.NO_SUCH_DATE,
    Problem.NO_SUCH_HOUR,
    Problem.END_BEFORE_START,
    Problem.PAST,
    Problem.TOO_FAR,
    Problem.NO_DATE,
)
"""Of several problems the first of these is told."""


@dataclass(frozen=True)
class _Moment:
    """What time it is where, and how far ahead a start may be."""

    now: datetime
    zone: ZoneInfo
    furthest: timedelta

    @property
    def today(self) -> date:
        return local_day(self.now, self.zone)

    def outside(self, start: datetime) -> Problem | None:
        if start <= self.now:
            return Problem.PAST
        return Problem.TOO_FAR if start > self.now + self.furthest else None

    def day_outside(self, day: date) -> Problem | None:
        """Whether the whole day lies in the past or too far ahead."""
        last = local_day(self.now + self.furthest, self.zone)
        return Problem.PAST if day < self.today else Problem.TOO_FAR if day > last else None


@dataclass(frozen=True)
class _Wall:
    """A start and an end on the wall; at `midnight` of a day, its beginning or its end can be meant."""

    start: time
    end: time | None = None
    midnight: bool = False


def read_date(text: str, now: datetime, zone: ZoneInfo, furthest: timedelta) -> Reading:
    """What the text says, if every word of it belongs to one date or time."""
    moment = _Moment(now.astimezone(UTC), zone, furthest)
    phrase = tokens(text)
    found = readings(phrase) if len(phrase) <= words.MOST_TOKENS else []
    meanings = [_meaning(said, moment) for said in found if not said.doubtful]
    if any(not isinstance(meaning, Unread) for meaning in meanings):
        meanings += [_meaning(said, moment) for said in found if said.doubtful]
    return _together(meanings, zone)


def leading_words(text: str) -> int:
    """How many of `text.split()` make the longest beginning that reads as a date or time; 0 if none does."""
    return longest(tokens(text))


def on_day(clock: Clock, day: date, now: datetime, zone: ZoneInfo, furthest: timedelta) -> Certain | Choice | Unread:
    """The hours put on a day; where they can mean several, or the wall shows them twice, it is asked."""
    moment = _Moment(now.astimezone(UTC), zone, furthest)
    walls = [_Wall(start, end) for start, end in clock.times]
    return _choice(_spans((day,), walls, clock.length, moment))


def without_every(text: str) -> str | None:
    """The phrase for one day of a weekly pattern ("every Thu 9:00" is "Thu 9:00"); None if it says no such pattern."""
    typed, phrase = text.split(), tokens(text)
    for i in (at for at, token in enumerate(phrase) if not token.glued):
        for start in (*(end for _, end in words.EVERY.at(phrase, i)), i):
            for one, end in _weekly(phrase, i, start):
                before, after = typed[: phrase[i].word - 1], typed[phrase[end - 1].word :]
                name = one or " ".join(typed[phrase[start].word - 1 : phrase[end - 1].word])
                return " ".join([*before, name, *after])
    return None


def _weekly(phrase: Tokens, i: int, start: int) -> list[tuple[str | None, int]]:
    """A weekday in the plural with its singular; behind "every" any weekday, as it stands."""
    found: list[tuple[str | None, int]] = [*words.PLURALS.at(phrase, start)]
    if not found and start in (end for _, end in words.ALWAYS_EVERY.at(phrase, i)):
        found = [(None, end) for _, day in words.WEEKDAYS.at(phrase, start) for end in _with_feira(phrase, day)]
    return [(one, end) for one, end in found if _ends_a_word(phrase, end)]


def _with_feira(phrase: Tokens, i: int) -> list[int]:
    return [*(end for _, end in words.FEIRA.at(phrase, i)), i]


def _ends_a_word(phrase: Tokens, end: int) -> bool:
    """Whether a new word begins there, or only a comma or full stop is left of the old one."""
    rest = [token.text for token in phrase[end:] if token.word == phrase[end - 1].word]
    return all(text in (",", ".") for text in rest)


# --- weighing --------------------------------------------------------------------------------------------------------

_Meaning = tuple[Span, ...] | Day | Clock | Unread


def _together(meanings: Sequence[_Meaning], zone: ZoneInfo) -> Reading:
    """One answer for all the ways to read a phrase: what they agree on, a question, or the problem."""
    spans = [span for meaning in meanings if isinstance(meaning, tuple) for span in meaning]
    days = list(dict.fromkeys(meaning for meaning in meanings if isinstance(meaning, Day)))
    clocks = list(dict.fromkeys(meaning for meaning in meanings if isinstance(meaning, Clock)))
    if clocks and (spans or days):
        return Unread(Problem.NO_DATE)
    if clocks:
        return _one_clock(clocks)
    if days:
        return _one_day(days, {local_day(span.starts_at, zone) for span in spans})
    if spans:
        return _choice(spans)
    return _worst(meaning.problem for meaning in meanings if isinstance(meaning, Unread))


def _worst(problems: Iterable[Problem]) -> Unread:
    found = set(problems)
    return Unread(next((problem for problem in _FIRST_TOLD if problem in found), Problem.NO_DATE))


def _choice(spans: Sequence[Span] | Unread) -> Certain | Choice | Unread:
    if isinstance(spans, Unread):
        return spans
    distinct = sorted(set(spans), key=lambda span: (span.starts_at, span.ends_at or span.starts_at))
    if len(distinct) == 1:
        return Certain(distinct[0])
    return Choice(tuple(distinct)) if len(distinct) <= MOST_CHOICES else Unread(Problem.NO_DATE)


def _one_clock(clocks: Sequence[Clock]) -> Reading:
    times = tuple(dict.fromkeys(at for clock in clocks for at in clock.times))
    if len({clock.length for clock in clocks}) > 1 or len(times) > MOST_CHOICES:
        return Unread(Problem.NO_DATE)
    return Clock(tuple(sorted(times, key=lambda at: (at[0], at[1] or at[0]))), clocks[0].length)


def _one_day(days: Sequence[Day], of_spans: Iterable[date]) -> Reading:
    """Where one reading knows an hour and another only a day, the day is asked and then the hour."""
    if len({(day.part, day.length) for day in days}) > 1:
        return Unread(Problem.NO_DATE)
    return replace(days[0], days=tuple(sorted({*of_spans, *(d for day in days for d in day.days)})))


# --- one way to read it ----------------------------------------------------------------------------------------------


def _meaning(said: Said, moment: _Moment) -> _Meaning:
    length = said.length.seconds if said.length else None
    if length is not None and not 0 < length <= _LONGEST:
        return Unread(Problem.END_BEFORE_START)
    days = _days(said, moment) if said.has_day else None
    if isinstance(days, Unread):
        return days
    if said.hours is None:
        return _day(days or (), said.parts, length, moment)
    exact = isinstance(said.date, Calendar) and said.date.exact
    walls = _walls(said.hours, said.parts, exact)
    if isinstance(walls, Unread):
        return walls
    if days is not None:
        return _spans(days, walls, length, moment)
    if any(wall.midnight for wall in walls):
        return Unread(Problem.NO_DATE)
    return Clock(tuple((wall.start, wall.end) for wall in walls), length)


def _day(days: Sequence[date], parts: Sequence[Part], length: int | None, moment: _Moment) -> Day | Unread:
    """Days without an hour; "evening" alone is no part of the day that can be kept, so it is not taken."""
    kept = {_DAY_PARTS.get(part) for part in parts}
    if len(kept) > 1 or None in kept:
        return Unread(Problem.NO_DATE)
    local = moment.now.astimezone(moment.zone)
    over = any(local.hour > max(part.value) for part in parts)
    ahead, problems = [], []
    for day in days:
        problem = Problem.PAST if over and day == moment.today else moment.day_outside(day)
        if problem:
            problems.append(problem)
        else:
            ahead.append(day)
    return Day(tuple(sorted(ahead)), next(iter(kept), None), length) if ahead else _worst(problems)


def _spans(
    days: Iterable[date], walls: Iterable[_Wall], length: int | None, moment: _Moment
) -> tuple[Span, ...] | Unread:
    """Every span these days and hours can mean from now on."""
    spans, problems = [], []
    for day, wall in _dated(days, walls):
        problem = moment.day_outside(day)
        starts = () if problem else instants(day, wall.start, moment.zone)
        ends = instants(day, wall.end, moment.zone) if wall.end and not problem else ()
        if problem or not starts or (wall.end and not ends):
            problems.append(problem or Problem.NO_SUCH_HOUR)
            continue
        for start in starts:
            end = ends[-1] if ends else start + timedelta(seconds=length) if length else None
            outside = moment.outside(start)
            if outside:
                problems.append(outside)
            else:
                spans.append(Span(start, end))
    return tuple(spans) if spans else _worst(problems)


def _dated(days: Iterable[date], walls: Iterable[_Wall]) -> list[tuple[date, _Wall]]:
    """Each wall time on each day; midnight on the next day too."""
    walls = tuple(walls)
    found = []
    for day in days:
        for wall in walls:
            found.append((day, wall))
            if wall.midnight and day < date.max:
                found.append((day + timedelta(days=1), wall))
    return found


# --- which day -------------------------------------------------------------------------------------------------------


def _days(said: Said, moment: _Moment) -> tuple[date, ...] | Unread:
    """The days that were possibly meant: the date, as far as weekday and "tomorrow" agree with it."""
    days: tuple[date, ...] | Unread | None = None
    if said.date is not None:
        days = _calendar_days(said.date, moment)
    elif said.relative is None and said.weekday is not None:
        return _coming(said.weekday.number, said.weekday.pointed, moment.today)
    if isinstance(days, Unread):
        return days
    if said.relative is not None:
        if said.relative.days > moment.furthest.days + 1:
            return Unread(Problem.TOO_FAR)
        relative = moment.today + timedelta(days=said.relative.days)
        if days is not None and relative not in days:
            return Unread(Problem.NO_DATE)
        days = (relative,)
    agreeing = tuple(day for day in days or () if said.weekday is None or day.weekday() == said.weekday.number)
    return agreeing or Unread(Problem.NOT_THAT_WEEKDAY)


def _coming(weekday: int, pointed: Next, today: date) -> tuple[date, ...]:
    """The nearest such day; today also the one in a week, and after "next" always the one after it."""
    ahead = (weekday - today.weekday()) % 7
    if pointed is Next.ASK:
        first = today + timedelta(days=ahead or 7)
        return first, first + timedelta(days=7)
    first = today + timedelta(days=ahead)
    return (first,) if ahead else (first, first + timedelta(days=7))


def _calendar_days(said: DayNumber | Calendar, moment: _Moment) -> tuple[date, ...] | Unread:
    if isinstance(said, DayNumber):
        return (_next_day_number(said.day, moment.today),)
    found = [_calendar_day(year, month, day, moment.today) for year, month, day in said.options]
    days = [day for day in found if isinstance(day, date)]
    if Problem.PAST in found:  # written the other way around it just passed: then only a near date is believed
        days = [day for day in days if day - moment.today <= JUST_PASSED]
    problems = [problem for problem in found if isinstance(problem, Problem)] or [Problem.NO_SUCH_DATE]
    return tuple(sorted(days)) if days else _worst(problems)


def _next_day_number(day: int, today: date) -> date:
    """The first day from today on that has this number (every day up to 31 comes within two months)."""
    return next(d for d in (today + timedelta(days=n) for n in range(63)) if d.day == day)


def _calendar_day(year: int | None, month: int, day: int, today: date) -> date | Problem:
    """Without a year the next such date, unless one has just passed."""
    if year is not None:
        dated = _dates((year,), month, day)
        return Problem.NO_SUCH_DATE if not dated else Problem.PAST if dated[0] < today else dated[0]
    near = _dates(range(today.year - 1, today.year + 2), month, day)
    if any(today - JUST_PASSED <= passed < today for passed in near):
        return Problem.PAST
    return next((ahead for ahead in near if ahead >= today), Problem.NO_SUCH_DATE)


def _dates(years: Iterable[int], month: int, day: int) -> list[date]:
    """The date in each of the years that have it."""
    found = []
    for year in years:
        with suppress(ValueError):
            found.append(date(year, month, day))
    return found


# --- which hour ------------------------------------------------------------------------------------------------------


def _walls(hours: Hours, free: Sequence[Part], exact: bool) -> tuple[_Wall, ...] | Unread:
    """What the wall can show; `free` parts of the day were said elsewhere and are about the start."""
    start, end = replace(hours.start, parts=(*hours.start.parts, *free)), hours.end
    if end is not None:
        return _ranges(start, end, exact, _DOUBTFUL_HOURS if hours.doubtful else 24)
    found = _usual(start, exact)
    walls = tuple(_Wall(time(hour, start.minute), midnight=_is_midnight(start, hour)) for hour in found)
    return walls or Unread(Problem.NO_DATE)


def _is_midnight(written: Hour, hour: int) -> bool:
    """Whether twelve at night was said: the night before that day, or after it."""
    return hour == 0 and written.hour == 12


def _usual(hour: Hour, exact: bool) -> tuple[int, ...]:
    """What an hour alone can mean: from 8 to 12 it is in the daytime, from 1 to 7 it is asked."""
    if hour.parts or not (exact or hour.zero or 8 <= hour.hour <= 12):
        return _possible(hour)
    return (hour.hour,)


def _possible(hour: Hour) -> tuple[int, ...]:
    """Every hour of 24 that it can mean, as far as the parts of the day allow."""
    twelve = 1 <= hour.hour <= 12
    both = (hour.hour % 12, hour.hour % 12 + 12) if twelve else (hour.hour,)
    return tuple(h for h in both if all(h in part.value for part in hour.parts))


def _ranges(start: Hour, end: Hour, exact: bool, shorter_than: int) -> tuple[_Wall, ...] | Unread:
    """Every start with every end that follows on the same day, less than half a day later unless both are certain."""
    of_24 = exact or any(h.zero or h.hour == 0 or h.hour > 12 for h in (start, end) if not h.parts)
    starts, ends = (_possible(h) if h.parts or not of_24 else (h.hour,) for h in (start, end))
    if not end.parts:
        starts = tuple(h for h in starts if h in _usual(start, exact))
    if not starts or not ends:
        return Unread(Problem.NO_DATE)
    said = bool(start.parts) + bool(end.parts)
    most = 24 if of_24 or said == 2 else 12 if said else _PLAUSIBLE_HOURS
    most = min(most, shorter_than)
    found = []
    for first in starts:
        for last in ends:
            minutes = (last - first) * 60 + end.minute - start.minute
            if 0 < minutes < most * 60:
                midnight = _is_midnight(start, first)
                found.append(_Wall(time(first, start.minute), time(last, end.minute), midnight))
    return tuple(found) or Unread(Problem.END_BEFORE_START)
