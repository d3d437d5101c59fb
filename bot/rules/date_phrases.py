"""The grammar of date and time phrases: every way in which the tokens can be read as pieces of one.

A piece is a weekday, a date, hours, a part of the day, a length. A phrase says each at most once, in any order.
Nothing is decided here: several ways to read a phrase are all returned, and `bot.rules.dates` weighs them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.rules import date_words as words
from bot.rules.date_pieces import Calendar, DayNumber, Hours, Length, OpenHour, Piece, Relative, Tokens, Weekday
from bot.rules.date_words import Part
from bot.rules.day_phrases import calendars, day_numbers, plain_day_numbers, relatives, weekdays
from bot.rules.hour_phrases import clocks, hours_said, lengths


@dataclass(frozen=True)
class Said:
    """One way to read a phrase, or its beginning. `last` is the piece read last."""

    weekday: Weekday | None = None
    relative: Relative | None = None
    date: DayNumber | Calendar | None = None
    hours: Hours | None = None
    length: Length | None = None
    parts: tuple[Part, ...] = ()
    open: bool = False
    doubtful: bool = False
    last: Piece | None = None

    @property
    def has_day(self) -> bool:
        return self.weekday is not None or self.relative is not None or self.date is not None

    @property
    def whole(self) -> bool:
        """Whether it says when, and not only a part of the day or a length."""
        return self.has_day or self.hours is not None


def readings(phrase: Tokens) -> list[Said]:
    """Every way to read the whole phrase."""
    if len(phrase) == 1:  # a number alone is an hour: it never makes a date, so the day is asked
        return [Said(hours=Hours(hour)) for hour, end in clocks(phrase, 0) if end == 1 and 1 <= hour.hour <= 12] or [
            said for said, end in _all(phrase) if end == 1
        ]
    return [said for said, end in _all(phrase) if end == len(phrase)]


def beginnings(phrase: Tokens) -> tuple[int, ...]:
    """How many words the beginnings have that can be read, ascending."""
    return tuple(sorted({phrase[end - 1].word for _, end in _all(phrase) if phrase[end - 1].last}))


def _all(phrase: Tokens) -> Iterator[tuple[Said, int]]:
    """Every way to read a beginning of the phrase, with where it ends."""
    seen: set[tuple[Said, int]] = set()
    waiting = [(Said(), 0)]
    while waiting:
        said, i = waiting.pop()
        for start, doubtful in _gaps(phrase, i, said):
            for pieces, end in _pieces(phrase, start, said):
                after = _with(said, pieces, doubtful)
                if after is not None and (after, end) not in seen:
                    seen.add((after, end))
                    waiting.append((after, end))
    for said, i in seen:
        if said.whole:
            yield said, i
            end = i
            while end < len(phrase) and phrase[end].text in (".", ",", ";"):
                end += 1
                yield said, end


def _gaps(phrase: Tokens, i: int, said: Said) -> Iterator[tuple[int, bool]]:
    """Where the next piece may begin: here, or behind a comma, a full stop or a dash."""
    yield i, False
    if said.last is None:
        return
    j = i
    while j < len(phrase) and phrase[j].text in (",", ".", ";"):
        j += 1
    after_number = i > 0 and phrase[i - 1].number
    if i < j < len(phrase) and not (after_number and phrase[j].glued):
        yield j, False
    if j + 1 < len(phrase) and phrase[j].text == "-":
        spaced = not phrase[j].glued and not phrase[j + 1].glued
        if spaced or not isinstance(said.last, DayNumber | Calendar | Hours):
            yield j + 1, isinstance(said.last, DayNumber) and said.last.plain and said.last.day < 24


def _with(said: Said, pieces: tuple[Piece, ...], doubtful: bool) -> Said | None:
    """With these pieces too, or None where a phrase cannot say that."""
    for piece in pieces:
        now = _with_one(said, piece)
        if now is None:
            return None
        said = replace(now, last=piece, doubtful=now.doubtful or doubtful)
    return said


def _with_one(said: Said, piece: Piece) -> Said | None:
    match piece:
        case Weekday() if said.weekday is None:
            return replace(said, weekday=piece)
        case Relative() if said.relative is None:
            return replace(said, relative=piece)
        case DayNumber() | Calendar() if said.date is None:
            return replace(said, date=piece)
        case Hours() if said.hours is None and not said.open and not (piece.end and said.length):
            return replace(said, hours=piece, doubtful=said.doubtful or piece.doubtful)
        case Length() if said.length is None and _may_last(said.hours, piece):
            return replace(said, length=piece)
        case Part() if len(said.parts) < 2 and not isinstance(said.last, Hours):
            return replace(said, parts=(*said.parts, piece))
        case OpenHour() if said.has_day and said.hours is None and not said.open:
            return replace(said, open=True)
    return None


def _may_last(hours: Hours | None, length: Length) -> bool:
    """Whether this is a length there: "9h 11h" could be an end, and "2h" without an hour before it is an hour.

    Behind "for" it is always one.
    """
    if hours is None:
        return length.led
    if hours.end is not None:
        return False
    number = length.seconds / 3600
    could_be_an_end = 8 < number <= 24 or (hours.start.letter and hours.start.hour <= number <= 24)
    return length.led or not could_be_an_end


def _pieces(phrase: Tokens, i: int, said: Said) -> Iterator[tuple[tuple[Piece, ...], int]]:
    """Every piece that can stand at i."""
    if i >= len(phrase):
        return
    yield from weekdays(phrase, i)
    yield from relatives(phrase, i)
    for date, end in calendars(phrase, i):
        yield (date,), end
    for number, end in day_numbers(phrase, i):
        yield (number,), end
    if isinstance(said.last, Weekday | Relative):
        for day, end in plain_day_numbers(phrase, i):
            yield (day,), end
    for part, end in words.PARTS.at(phrase, i):
        yield (part,), end
    for hours, end in hours_said(phrase, i, said.last):
        yield (hours,), end
    for length, end in lengths(phrase, i):
        yield (length,), end
    for _, end in words.OPEN_HOUR.at(phrase, i):
        yield (OpenHour(),), end
