"""Which hours of the wall were meant: what an hour, a range and a part of the day can say together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time

from bot.rules.date_pieces import Hour, Hours
from bot.rules.date_words import Part
from bot.rules.problems import Problem

_PLAUSIBLE_HOURS = 10
"""A range in which neither hour says whether it is before noon ("9-5") is shorter than this."""
_DOUBTFUL_HOURS = 4
"""So is one that is rather a day and an hour ("jueves 3 a las 5")."""


@dataclass(frozen=True)
class Wall:
    """A start and an end on the wall; at `midnight` of a day, its beginning or its end can be meant."""

    start: time
    end: time | None = None
    midnight: bool = False


def walls_meant(hours: Hours, free: Sequence[Part], exact: bool) -> tuple[Wall, ...] | Problem:
    """What the wall can show; `free` parts of the day were said elsewhere and are about the start."""
    start, end = replace(hours.start, parts=(*hours.start.parts, *free)), hours.end
    if end is not None:
        return _ranges(start, end, exact, _DOUBTFUL_HOURS if hours.doubtful else 24)
    found = _usual(start, exact)
    walls = tuple(Wall(time(hour, start.minute), midnight=_is_midnight(start, hour)) for hour in found)
    return walls or Problem.NO_DATE


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


def _ranges(start: Hour, end: Hour, exact: bool, shorter_than: int) -> tuple[Wall, ...] | Problem:
    """Every start with every end that follows on the same day, less than half a day later unless both are certain."""
    of_24 = exact or any(h.zero or h.hour == 0 or h.hour > 12 for h in (start, end) if not h.parts)
    starts, ends = (_possible(h) if h.parts or not of_24 else (h.hour,) for h in (start, end))
    if not end.parts:
        starts = tuple(h for h in starts if h in _usual(start, exact))
    if not starts or not ends:
        return Problem.NO_DATE
    said = bool(start.parts) + bool(end.parts)
    most = 24 if of_24 or said == 2 else 12 if said else _PLAUSIBLE_HOURS
    most = min(most, shorter_than)
    found = []
    for first in starts:
        for last in ends:
            minutes = (last - first) * 60 + end.minute - start.minute
            if 0 < minutes < most * 60:
                midnight = _is_midnight(start, first)
                found.append(Wall(time(first, start.minute), time(last, end.minute), midnight))
    return tuple(found) or Problem.END_BEFORE_START
