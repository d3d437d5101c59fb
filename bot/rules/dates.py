"""When somebody typed, in English, Spanish or Portuguese: read strictly, word by word, and never guessed.

Every word counts or nothing is read. Where a phrase can mean several moments, the person is asked which one.
All datetimes are aware UTC, lengths are seconds; `now` and the center's zone are arguments.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules.date_phrases import Said, beginnings, readings
from bot.rules.date_pieces import Calendar
from bot.rules.date_words import MOST_TOKENS, Part, tokens
from bot.rules.days_meant import Days, Moment, days_meant
from bot.rules.hours_meant import Wall, walls_meant
from bot.rules.model import DayPart
from bot.rules.moments import instants, local_day
from bot.rules.problems import Problem

MOST_CHOICES = 6
"""What can mean more than this is not asked but refused."""
_LONGEST = 24 * 3600


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
    """One to six distinct spans, ascending by start: the person is asked which.

    A single one is asked too: it is all that is possible, but not all that can have been meant ("11/12" where
    November 12 has just passed).
    """

    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Clock:
    """Hours without a day, as (start, end) on the wall; several: ask which. `length` is in seconds."""

    times: tuple[tuple[time, time | None], ...]
    length: int | None = None


@dataclass(frozen=True)
class Day:
    """A day without an hour, perhaps with a part of the day; several days: ask which. `length` is in seconds.

    A `doubtful` one is asked even if it is single, as in a Choice.
    """

    days: tuple[date, ...]
    part: DayPart | None = None
    length: int | None = None
    doubtful: bool = False

    @property
    def sure(self) -> date | None:
        """The day, unless it is asked which."""
        return self.days[0] if len(self.days) == 1 and not self.doubtful else None


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


def read_date(text: str, now: datetime, zone: ZoneInfo, furthest: timedelta) -> Reading:
    """What the text says, if every word of it belongs to one date or time."""
    moment = Moment(now.astimezone(UTC), zone, furthest)
    phrase = tokens(text)
    found = readings(phrase) if len(phrase) <= MOST_TOKENS else []
    return _together([_meaning(said, moment) for said in found], zone)


def leading_words(text: str) -> tuple[int, ...]:
    """How many of `text.split()` can make a beginning that reads as a date or time, ascending."""
    return beginnings(tokens(text))


def on_day(clock: Clock, day: date, now: datetime, zone: ZoneInfo, furthest: timedelta) -> Certain | Choice | Unread:
    """The hours put on a day; where they can mean several, or the wall shows them twice, it is asked."""
    walls = [Wall(start, end) for start, end in clock.times]
    return _spans(Days((day,)), walls, clock.length, Moment(now.astimezone(UTC), zone, furthest))


# --- weighing --------------------------------------------------------------------------------------------------------


def _together(meanings: Sequence[Reading], zone: ZoneInfo) -> Reading:
    """One answer for all the ways to read a phrase: what they agree on, a question, or the problem."""
    certain = [meaning.span for meaning in meanings if isinstance(meaning, Certain)]
    spans = certain + [span for meaning in meanings if isinstance(meaning, Choice) for span in meaning.spans]
    days = list(dict.fromkeys(meaning for meaning in meanings if isinstance(meaning, Day)))
    clocks = list(dict.fromkeys(meaning for meaning in meanings if isinstance(meaning, Clock)))
    if clocks and (spans or days):
        return Unread(Problem.NO_DATE)
    if clocks:
        return _one_clock(clocks)
    if days:
        return _one_day(days, {local_day(span.starts_at, zone) for span in spans})
    if spans:
        return _one_span(spans, doubtful=not certain)
    return _worst(meaning.problem for meaning in meanings if isinstance(meaning, Unread))


def _worst(problems: Iterable[Problem]) -> Unread:
    found = set(problems)
    return Unread(next((problem for problem in _FIRST_TOLD if problem in found), Problem.NO_DATE))


def _one_span(spans: Iterable[Span], doubtful: bool) -> Certain | Choice | Unread:
    distinct = sorted(set(spans), key=lambda span: (span.starts_at, span.ends_at or span.starts_at))
    if len(distinct) == 1 and not doubtful:
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
    every = tuple(sorted({*of_spans, *(d for day in days for d in day.days)}))
    return replace(days[0], days=every, doubtful=all(day.doubtful for day in days))


# --- one way to read it ----------------------------------------------------------------------------------------------


def _meaning(said: Said, moment: Moment) -> Reading:
    length = said.length.seconds if said.length else None
    if length is not None and not 0 < length <= _LONGEST:
        return Unread(Problem.END_BEFORE_START)
    days = days_meant(said, moment) if said.has_day else None
    if isinstance(days, Problem):
        return Unread(days)
    if said.hours is None:
        return _day(days or Days(()), said.parts, length, moment)
    exact = isinstance(said.date, Calendar) and said.date.exact
    walls = walls_meant(said.hours, said.parts, exact)
    if isinstance(walls, Problem):
        return Unread(walls)
    if days is not None:
        return _spans(replace(days, doubtful=days.doubtful or said.doubtful), walls, length, moment)
    if any(wall.midnight for wall in walls):
        return Unread(Problem.NO_DATE)
    return Clock(tuple((wall.start, wall.end) for wall in walls), length)


def _day(days: Days, parts: Sequence[Part], length: int | None, moment: Moment) -> Day | Unread:
    """Days without an hour; "evening" alone is no part of the day that can be kept, so it is not taken."""
    kept = {_DAY_PARTS.get(part) for part in parts}
    if len(kept) > 1 or None in kept:
        return Unread(Problem.NO_DATE)
    over = any(moment.hour > max(part.value) for part in parts)
    ahead, problems = [], []
    for day in days.days:
        problem = Problem.PAST if over and day == moment.today else moment.day_outside(day)
        if problem:
            problems.append(problem)
        else:
            ahead.append(day)
    if not ahead:
        return _worst(problems)
    return Day(tuple(sorted(ahead)), next(iter(kept), None), length, days.doubtful)


def _spans(days: Days, walls: Sequence[Wall], length: int | None, moment: Moment) -> Certain | Choice | Unread:
    """Every span these days and hours can mean from now on. An hour that one of them does not have is refused."""
    spans, problems = [], []
    for day, wall in _dated(days.days, walls):
        problem = moment.day_outside(day)
        if problem:
            problems.append(problem)
            continue
        starts = instants(day, wall.start, moment.zone)
        ends = instants(day, wall.end, moment.zone) if wall.end else ()
        if not starts or (wall.end and not ends):
            return Unread(Problem.NO_SUCH_HOUR)
        for start in starts:
            end = ends[-1] if ends else start + timedelta(seconds=length) if length else None
            outside = moment.outside(start)
            if outside:
                problems.append(outside)
            else:
                spans.append(Span(start, end))
    return _one_span(spans, days.doubtful) if spans else _worst(problems)


def _dated(days: Iterable[date], walls: Sequence[Wall]) -> list[tuple[date, Wall]]:
    """Each wall time on each day; midnight on the next day too."""
    found = []
    for day in days:
        for wall in walls:
            found.append((day, wall))
            if wall.midnight and day < date.max:
                found.append((day + timedelta(days=1), wall))
    return found
