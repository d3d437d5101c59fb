"""Weekly series: which days are due, and what is wanted on a day. Wall-clock hours are kept, and never guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules.changes import Field, parts_of, value
from bot.rules.dates import Day
from bot.rules.drafts import PART_HOURS, Draft, Question, Read
from bot.rules.model import Details, Request, Series
from bot.rules.moments import instants, local_day
from bot.rules.policy import Policy
from bot.rules.problems import Problem

WEEK = timedelta(days=7)
POSTED_AT = time(8)
"""When, on the day it is due, a request of a series is posted (on the center's wall): quiet hours are over."""

FOUR_WEEKS, EIGHT_WEEKS, THREE_MONTHS, OPEN, NOT_WEEKLY = "4w", "8w", "3m", "open", "once"
"""Answers to "until when?"; the last two: until somebody ends it, and not weekly after all."""


# --- the draft of a series -------------------------------------------------------------------------------------------


def last_days(first: date) -> dict[str, date]:
    """What the buttons of "until when?" mean for a series that begins on this day: always one of its days."""
    month = first.month + 3
    year, month = first.year + (month - 1) // 12, (month - 1) % 12 + 1
    beyond = next(date(year, month, day) for day in range(first.day, 0, -1) if _exists(year, month, day))
    return {
        FOUR_WEEKS: first + 3 * WEEK,
        EIGHT_WEEKS: first + 7 * WEEK,
        THREE_MONTHS: first + (beyond - first).days // 7 * WEEK,
    }


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def wrong_end(draft: Draft, now: datetime, zone: ZoneInfo, policy: Policy) -> Problem | None:
    """Why the series cannot end when it is said to: before its first day, or too far away to be meant."""
    if not draft.weekly or draft.until is None:
        return None
    if draft.until > local_day(now + policy.furthest, zone):
        return Problem.TOO_FAR
    if draft.starts_at is not None and draft.until < local_day(draft.starts_at, zone):
        return Problem.ENDS_TOO_EARLY
    return None


def checked(read: Read, now: datetime, zone: ZoneInfo, policy: Policy) -> Read:
    """What was read; a series whose end cannot be is asked for it anew."""
    problem = wrong_end(read.draft, now, zone, policy)
    if problem is None:
        return read
    return Read(replace(read.draft, until=None, until_open=True), (*read.problems, problem))


def template(draft: Draft, common: Sequence[str], details: Sequence[Details]) -> Draft:
    """What is kept of the draft that began a series: what every request of it needs, and nothing of its making.

    As in a posted request, languages too telling for a card are in the private `details` only.
    """
    return replace(
        draft,
        languages=tuple(code for code in draft.languages if code in common),
        interpreter=draft.interpreter or any(code not in common for code in draft.languages),
        language_words="",
        details=tuple(details),
        memo="",
        voice="",
        guided=False,
        answered=(),
        asked=None,
        pending=None,
        hour=None,
        party=0,
        until_open=False,
        base=None,
    )


def on_day(draft: Draft, day: date, zone: ZoneInfo) -> Draft | None:
    """The series' draft on one of its days: the hours on the wall stay. None: spring leaves that hour out.

    Of the hour that autumn repeats it is the first. An end that spring leaves out is as far from the start as usual.
    """
    if draft.starts_at is None or draft.ends_at is None:
        return None
    once = replace(draft, weekly=False, until=None, until_open=False)
    if draft.part is not None:
        start, end = (instants(day, hour, zone)[-1] for hour in PART_HOURS[draft.part])
        return replace(once, starts_at=start, ends_at=end)
    starts, ends = (moment.astimezone(zone).replace(tzinfo=None) for moment in (draft.starts_at, draft.ends_at))
    found = instants(day, starts.time(), zone)
    if not found:
        return None
    last = [end for end in instants(day + (ends.date() - starts.date()), ends.time(), zone) if end > found[0]]
    return replace(once, starts_at=found[0], ends_at=last[0] if last else found[0] + (ends - starts))


def unfinished(draft: Draft, series: Series, day: date) -> Draft:
    """The draft of a day on which the series' hour does not exist: everything is there but the hour."""
    once = replace(draft, weekly=False, until=None, until_open=False, series_id=series.id, series_day=day)
    return replace(once, starts_at=None, ends_at=None, pending=Day((day,)), hour=None)


# --- which days ------------------------------------------------------------------------------------------------------


def posted_at(day: date, policy: Policy, zone: ZoneInfo) -> datetime:
    """When the request of this day is posted."""
    return datetime.combine(day - policy.series_ahead, POSTED_AT, zone)


@dataclass(frozen=True)
class Listed:
    """A series as coordinators list it. `picture` is what it makes; `contact_here`: the contact is one of them yet."""

    series: Series
    picture: Request
    contact: str
    contact_here: bool

    @property
    def next_day(self) -> date | None:
        """The next day that is neither posted nor skipped."""
        return next((day for day in coming(self.series, 60) if day not in self.series.skipped), None)


def coming(series: Series, count: int) -> tuple[date, ...]:
    """The next days of the series that were not looked at yet, skipped ones too."""
    if series.next_day is None:
        return ()
    days = (series.next_day + n * WEEK for n in range(count))
    return tuple(day for day in days if series.last_day is None or day <= series.last_day)


def due_days(series: Series, now: datetime, policy: Policy, zone: ZoneInfo) -> tuple[date, ...]:
    """The days whose request should be there by now, the past ones too: whoever posts them leaves those out."""
    days: list[date] = []
    day = series.next_day
    while day is not None and posted_at(day, policy, zone) <= now and not over(series, day):
        days.append(day)
        day += WEEK
    return tuple(days)


def over(series: Series, day: date) -> bool:
    """Whether the series has ended before this day."""
    return series.last_day is not None and day > series.last_day


# --- this one and later ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Carried:
    """An edit carried over to another request of the series. `kept` are fields that were changed there on their
    own before, or whose hour does not exist there: they stay as they are."""

    draft: Draft
    kept: tuple[Field, ...] = ()


def carried(base: Draft, mine: Draft, fields: Sequence[Field], there: Draft, zone: ZoneInfo) -> Carried:
    """The edit `base` → `mine` of one request, for a later one that stands as `there`."""
    draft = there
    kept: list[Field] = []
    for field in fields:
        if field is Field.TIME:
            if _wall(there, zone) != _wall(base, zone):
                kept.append(field)
                continue
            moved = moved_time(base, mine, there, zone)
            if moved is None:
                kept.append(field)
            else:
                draft = replace(draft, starts_at=moved.starts_at, ends_at=moved.ends_at, part=moved.part)
        elif field is Field.DETAILS:
            draft = replace(draft, details=_details(base.details, mine.details, there.details))
        elif value(there, field) in (value(base, field), value(mine, field)):
            draft = replace(draft, **{part: getattr(mine, part) for part in parts_of(field)})
        else:
            kept.append(field)
    return Carried(draft, tuple(kept))


def amended(kept: Draft, base: Draft, mine: Draft, fields: Sequence[Field]) -> Draft:
    """What a series makes from now on, after the edit `base` → `mine` of this request and later ones."""
    for field in fields:
        if field is Field.DETAILS:
            kept = replace(kept, details=_details(base.details, mine.details, kept.details))
        else:
            kept = replace(kept, **{part: getattr(mine, part) for part in parts_of(field)})
    return kept


def moved_time(base: Draft, mine: Draft, there: Draft, zone: ZoneInfo) -> Draft | None:
    """The new hours on the day of `there`, moved by as many days as the edited one; None: no such hour there."""
    if there.starts_at is None:
        return None
    return on_day(mine, local_day(there.starts_at, zone) + shift(base, mine, zone), zone)


def shift(base: Draft, mine: Draft, zone: ZoneInfo) -> timedelta:
    """By how many days an edit moves a request."""
    if base.starts_at is None or mine.starts_at is None:
        return timedelta()
    return local_day(mine.starts_at, zone) - local_day(base.starts_at, zone)


def _wall(draft: Draft, zone: ZoneInfo) -> tuple[object, ...]:
    """Weekday and hours as the wall shows them: what the requests of a series have in common."""
    if draft.starts_at is None or draft.ends_at is None:
        return ()
    start, end = draft.starts_at.astimezone(zone), draft.ends_at.astimezone(zone)
    if draft.part is not None:
        return start.weekday(), draft.part
    return start.weekday(), start.time(), end.time()


def _details(base: Sequence[Details], mine: Sequence[Details], there: Sequence[Details]) -> tuple[Details, ...]:
    """Every private detail that the edit changed, party by party; the others stay."""
    result = []
    for index in range(max(len(mine), len(there))):
        before = base[index] if index < len(base) else Details()
        after = mine[index] if index < len(mine) else before
        known = there[index] if index < len(there) else Details()
        changed = {
            name: getattr(after, name)
            for name in ("name", "phone", "street", "note")
            if getattr(after, name) != getattr(before, name)
        }
        result.append(replace(known, **changed))
    return tuple(result)


def moved(series: Series, days: timedelta, after: date | None) -> Series:
    """The series on another weekday. No day comes twice: `after` is the last that has a request already.

    A last day that was one of the series' own moves along; any other stays what somebody said.
    """
    if series.next_day is None or not days:
        return series
    next_day = series.next_day + days
    while after is not None and next_day <= after:
        next_day += WEEK
    last = series.last_day
    if last is not None and last.weekday() == series.weekday:
        last += days
    skipped = frozenset(day + days for day in series.skipped)
    return replace(series, weekday=next_day.weekday(), next_day=next_day, last_day=last, skipped=skipped)


def asks_end(draft: Draft) -> Draft:
    """*Every week…*: asks until when; the draft is weekly once that is answered."""
    return replace(draft, asked=Question.UNTIL)


def answered_end(draft: Draft, answer: str | date, zone: ZoneInfo) -> Draft | None:
    """The draft with "until when?" answered by a button or a day; None for no answer to it."""
    settled = replace(draft, asked=None, until_open=False)
    if isinstance(answer, date):
        return replace(settled, weekly=True, until=answer)
    if answer == OPEN:
        return replace(settled, weekly=True, until=None)
    if answer == NOT_WEEKLY:
        return replace(settled, weekly=False, until=None)
    if draft.starts_at is None:
        return None
    until = last_days(local_day(draft.starts_at, zone)).get(answer)
    return None if until is None else replace(settled, weekly=True, until=until)
