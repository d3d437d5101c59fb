"""Which days were meant: a date, a weekday and "tomorrow", as far as they agree and lie ahead."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rules.date_phrases import Said
from bot.rules.date_pieces import Calendar, DayNumber, Weekday
from bot.rules.date_words import Next
from bot.rules.moments import local_day
from bot.rules.problems import Problem

_JUST_PASSED = timedelta(days=60)
"""A date that passed so recently is taken for a mistake: without a year it is not next year's."""
_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Moment:
    """What time it is where, and how far ahead a start may be."""

    now: datetime
    zone: ZoneInfo
    furthest: timedelta

    @property
    def today(self) -> date:
        return local_day(self.now, self.zone)

    @property
    def last_day(self) -> date:
        return local_day(self.now + self.furthest, self.zone)

    @property
    def hour(self) -> int:
        return self.now.astimezone(self.zone).hour

    def outside(self, start: datetime) -> Problem | None:
        """Why a start is not taken."""
        if start <= self.now:
            return Problem.PAST
        return Problem.TOO_FAR if start > self.now + self.furthest else None

    def day_outside(self, day: date) -> Problem | None:
        """Whether the whole day lies in the past or too far ahead."""
        return Problem.PAST if day < self.today else Problem.TOO_FAR if day > self.last_day else None


@dataclass(frozen=True)
class Days:
    """The days that can have been meant; `doubtful`: so can one that cannot be, therefore even one of them is asked."""

    days: tuple[date, ...]
    doubtful: bool = False


def days_meant(said: Said, moment: Moment) -> Days | Problem:
    """The days of a phrase that names one."""
    if said.relative is not None and said.relative.days > moment.furthest.days + 1:
        return Problem.TOO_FAR
    relative = moment.today + timedelta(days=said.relative.days) if said.relative is not None else None
    match said.date:
        case Calendar():
            return _of_calendar(said.date, said.weekday, relative, moment)
        case DayNumber(day):
            day_number = _next_day_number(day, moment.today)
            if relative not in (None, day_number):
                return Problem.NO_DATE
            return _on_weekday(day_number, said.weekday)
    if relative is not None:
        return _on_weekday(relative, said.weekday)
    return Days(_coming(said.weekday, moment.today)) if said.weekday is not None else Problem.NO_DATE


def _on_weekday(day: date, weekday: Weekday | None) -> Days | Problem:
    return Days((day,)) if _agrees(day, weekday) else Problem.NOT_THAT_WEEKDAY


def _agrees(day: date, weekday: Weekday | None) -> bool:
    return weekday is None or day.weekday() == weekday.number


def _coming(weekday: Weekday, today: date) -> tuple[date, ...]:
    """The nearest such day; today also the one in a week, and after "next" always the one after it."""
    ahead = today + timedelta(days=(weekday.number - today.weekday()) % 7)
    match weekday.pointed:
        case Next.THIS_WEEK:
            return _in_week_of(today, weekday.number)
        case Next.NEXT_WEEK:
            return _in_week_of(today + _WEEK, weekday.number)
        case Next.ASK if ahead == today:
            return ahead + _WEEK, ahead + 2 * _WEEK
        case Next.COMING if ahead > today:
            return (ahead,)
        case _:
            return ahead, ahead + _WEEK


def _in_week_of(day: date, weekday: int) -> tuple[date, ...]:
    """The weekday in the week of that day, whether a week begins on Monday or on Sunday."""
    monday = day - timedelta(days=day.weekday())
    sunday = day - timedelta(days=day.isoweekday() % 7)
    return tuple(sorted({monday + timedelta(days=weekday), sunday + timedelta(days=(weekday + 1) % 7)}))


def _next_day_number(day: int, today: date) -> date:
    """The first day from today on that has this number (every day up to 31 comes within two months)."""
    return next(d for d in (today + timedelta(days=n) for n in range(63)) if d.day == day)


def _of_calendar(said: Calendar, weekday: Weekday | None, relative: date | None, moment: Moment) -> Days | Problem:
    """A date, whichever way around it was written.

    Another way to read it leaves a doubt where it just passed, is too far ahead, or is nearer but another weekday.
    """
    today = moment.today
    dates = sorted(day for year, month, day_ in said.options for day in _dated(year, month, day_, today))
    if not dates:
        return Problem.NO_SUCH_DATE
    if relative is not None:
        return _on_weekday(relative, weekday) if relative in dates else Problem.NO_DATE
    agreeing = [day for day in dates if _agrees(day, weekday)]
    passed = [day for day in agreeing if day < today]
    nearest = min((day for day in dates if day >= today), default=today)
    ahead = tuple(day for day in agreeing if day >= today and (not passed or day - today <= _JUST_PASSED))
    if not ahead:
        return Problem.PAST if passed else Problem.NOT_THAT_WEEKDAY
    just_passed = any(today - day <= _JUST_PASSED for day in passed)
    return Days(ahead, just_passed or ahead[0] != nearest or ahead[-1] > moment.last_day)


def _dated(year: int | None, month: int, day: int, today: date) -> list[date]:
    """That date, if there is one; without a year the one that just passed, or else the next."""
    if year is not None:
        return _existing((year,), month, day)
    around = _existing(range(today.year - 1, today.year + 2), month, day)
    return [date_ for date_ in around if date_ >= today - _JUST_PASSED][:1]


def _existing(years: Iterable[int], month: int, day: int) -> list[date]:
    """The date in each of the years that have it."""
    found = []
    for year in years:
        with suppress(ValueError):
            found.append(date(year, month, day))
    return found
