"""How hours are written: every time, range or length that can stand at a place in a phrase, and where it ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.rules import date_words as words
from bot.rules.date_pieces import (
    Calendar,
    DayNumber,
    Hour,
    Hours,
    Length,
    Piece,
    Relative,
    Tokens,
    Weekday,
    glued,
    goes_on,
    numbers,
    stands,
    two_digits,
)
from bot.rules.date_words import Part

_ROUND = frozenset(f"{minute:02}" for minute in range(5, 60, 5))
"""The minutes that are said with "and"."""


def hours_said(phrase: Tokens, i: int, last_said: Piece | None) -> Iterator[tuple[Hours, int]]:
    """at 9, a las 3 y media, 15h30, noon, 9-11am, das 9 às 11, entre las 9 y las 11."""
    for _, start in words.RANGE_LEADS.at(phrase, i):
        for first, after in clocks(phrase, start):
            for last, end in _ends(phrase, after, led=True, between=phrase[i].text in words.BETWEEN):
                yield Hours(first, last), end
    for _, start in words.TIME_LEADS.at(phrase, i):
        numbers_too = any(end == start for _, end in words.BARE_TIME_LEADS.at(phrase, i))
        for first, after in clocks(phrase, start):
            if numbers_too or not first.bare:
                yield Hours(first), after
                for last, end in _ends(phrase, after, led=True):
                    yield Hours(first, last), end
    for first, after in clocks(phrase, i):
        if not first.bare or words.TODAY_PARTS.at(phrase, after) or _alone(phrase, i, first, after, last_said):
            yield Hours(first), after
        for last, end in _ends(phrase, after, led=False):
            yield Hours(first, last), end
        for last, end in _ends(phrase, after, led=True):
            yield Hours(first, last, doubtful=first.bare and isinstance(last_said, Weekday)), end


def _alone(phrase: Tokens, i: int, hour: Hour, end: int, last_said: Piece | None) -> bool:
    """Whether a number right behind a day can be an hour: 9, nine or 1430; "15" is a date, "una" an article.

    Behind a date only four digits are one, unless they begin like a year.
    """
    if hour.long or goes_on(phrase, end):
        return False
    four_digits = phrase[i].number and len(phrase[i].text) == 4
    if isinstance(last_said, DayNumber | Calendar):
        return four_digits and words.YEAR.fullmatch(phrase[i].text) is None
    small = hour.hour <= 12 and not (hour.spelled and hour.hour == 1)
    return isinstance(last_said, Weekday | Relative | Part) and (small or four_digits)


def _ends(phrase: Tokens, i: int, led: bool, between: bool = False) -> Iterator[tuple[Hour, int]]:
    """The end of a range, behind what joins it to the start."""
    joins = [*words.JOINS.at(phrase, i)]
    if led:
        joins += words.LED_JOINS.at(phrase, i)
    joins += [join for join in words.NOON_JOINS.at(phrase, i) if words.NAMED.at(phrase, join[1])]
    if between:
        joins = words.AND_JOINS.at(phrase, i)
    for _, start in joins:
        for last, end in clocks(phrase, start):
            days_of_a_month = last.bare and stands(phrase, end) and phrase[end].text in words.MONTHS
            if not days_of_a_month and not (glued(phrase, end) and phrase[end].text in ("-", "/", ":")):
                yield last, end


def clocks(phrase: Tokens, i: int) -> Iterator[tuple[Hour, int]]:
    """An hour, with everything directly behind it that says more about it."""
    for part, end in words.NAMED.at(phrase, i):
        yield from _marked_too(phrase, Hour(12, parts=(part,)), end)
    yield from _past_or_to(phrase, i)
    if i < len(phrase) and phrase[i].number:
        yield from _digits(phrase, i)
    for hour, end in words.NUMBERS.at(phrase, i):
        yield from _marked_too(phrase, Hour(hour, bare=True, spelled=True), end)


def _digits(phrase: Tokens, i: int) -> Iterator[tuple[Hour, int]]:
    """9, 09, 9:30, 18.30, 18h30, 15 h, 930am, 1430."""
    text, end = phrase[i].text, i + 1
    zero = text.startswith("0")
    if len(text) in (3, 4):
        parts = words.MERIDIEM.at(phrase, end)
        letter = len(text) == 4 and stands(phrase, end) and phrase[end].text in words.HOUR_LETTERS
        hour, minute = int(text[:-2]), int(text[-2:])
        marked = bool(parts or letter)
        if hour < 24 and minute < 60 and (marked or (minute % 5 == 0 and (hour or zero))):
            yield from _marked(phrase, Hour(hour, minute, zero=zero, bare=not marked), end)
        return
    hour = int(text)
    if len(text) > 2 or hour > 23:
        return
    for sign in ":.":
        if glued(phrase, end, sign) and two_digits(phrase, end + 1):
            minute, after = int(phrase[end + 1].text), end + 2
            is_a_date = sign == "." and glued(phrase, after, ".") and 1 <= minute <= 12 and hour > 0
            if minute < 60 and not is_a_date and not (glued(phrase, after) and phrase[after].text in "/:"):
                yield from _marked(phrase, Hour(hour, minute, zero=zero), after)
            return
    if stands(phrase, end) and phrase[end].text in words.HOUR_LETTERS:
        said = Hour(hour, zero=zero, letter=True)
        if two_digits(phrase, end + 1) and int(phrase[end + 1].text) < 60:
            after = end + 2
            after += glued(phrase, after) and phrase[after].text in words.MINUTE_LETTERS
            yield from _marked(phrase, replace(said, minute=int(phrase[end + 1].text)), after)
        else:
            long = phrase[end].text in words.LONG_HOUR_LETTERS and hour <= 12
            yield from _marked_too(phrase, replace(said, bare=long, long=long), end + 1)
        return
    yield from _marked_too(phrase, Hour(hour, zero=zero, bare=True), end)


def _marked_too(phrase: Tokens, hour: Hour, i: int) -> Iterator[tuple[Hour, int]]:
    """As it stands, and with minutes in words: "entre 9 y 10" has none, "a las 9 y 10" has."""
    yield from _marked(phrase, hour, i)
    for later, end in _plus_minutes(phrase, hour, i):
        yield from _marked(phrase, later, end)


def _marked(phrase: Tokens, hour: Hour, i: int) -> Iterator[tuple[Hour, int]]:
    """With every am, pm, "de la tarde" or "o'clock" that follows."""
    while True:
        if glued(phrase, i) and phrase[i].text in words.SHORT_MERIDIEM:
            dotted = words.MERIDIEM.at(phrase, i)
            part, i = dotted[0] if dotted else (words.SHORT_MERIDIEM[phrase[i].text], i + 1)
            hour = replace(hour, parts=(*hour.parts, part), bare=False)
        elif marks := words.of_the_day(phrase, i):
            part, i = max(marks, key=lambda mark: mark[1])
            hour = replace(hour, parts=(*hour.parts, part), bare=False)
        elif fillers := words.FILLERS.at(phrase, i):
            i = fillers[0][1]
            hour = replace(hour, bare=False)
        else:
            break
        if len(hour.parts) > 3:
            return
    yield hour, i


def _plus_minutes(phrase: Tokens, hour: Hour, i: int) -> list[tuple[Hour, int]]:
    """With "y media", "menos cuarto", "e 15" or "thirty", where that follows."""
    signs = words.AND_MINUTES.at(phrase, i)
    sign, start = signs[0] if signs else (1, i)
    if not signs and hour.spelled and stands(phrase, start, "-"):
        start += 1
    minutes = words.MINUTES.at(phrase, start) if signs or hour.spelled or hour.bare else []
    if not (signs or hour.spelled):  # "9 thirty" is written, "9 ten" is not
        minutes = [found for found in minutes if found[0] >= 15]
    if signs and not minutes and two_digits(phrase, start, glued=False) and phrase[start].text in _ROUND:
        minutes = [(int(phrase[start].text), start + 1)]
    return [(_moved(hour, sign * count), end) for count, end in minutes[:1]]


def _past_or_to(phrase: Tokens, i: int) -> Iterator[tuple[Hour, int]]:
    """half past 9, quarter to nine, 10 to 9, quinze para as três."""
    starts = [(30, end) for _, end in words.HALF_PAST.at(phrase, i)]
    minutes = [*words.MINUTES.at(phrase, i)]
    if i < len(phrase) and phrase[i].number and len(phrase[i].text) <= 2 and 0 < int(phrase[i].text) < 60:
        minutes.append((int(phrase[i].text), i + 1))
    for count, after in minutes:
        for sign, start in words.TO_HOUR.at(phrase, after):
            if not (phrase[i].number and phrase[after].text == "to"):  # "10 to 12" is a range
                starts.append((sign * count, start))
    for moved, start in starts:
        for hour, end in numbers(phrase, start):
            if 1 <= hour <= 12:
                yield from _marked(phrase, _moved(Hour(hour), moved), end)


def _moved(hour: Hour, minutes: int) -> Hour:
    """That many minutes later, or earlier, on a clock face."""
    total = (hour.hour * 60 + hour.minute + minutes) % 1440
    at = total // 60 or (12 if hour.hour == 1 else 0)
    return replace(hour, hour=at, minute=total % 60, bare=False)


def lengths(phrase: Tokens, i: int) -> Iterator[tuple[Length, int]]:
    """2h, 1h30, 90 min, 1.5 hrs, una hora, for two hours."""
    for led, start in [(False, i), *words.LENGTH_LEADS.at(phrase, i)]:
        for seconds, end in words.LENGTHS.at(phrase, start):
            yield Length(seconds, led), end
        for number, after in numbers(phrase, start, most_digits=3):
            if not stands(phrase, after):
                continue
            unit = phrase[after].text
            if unit in words.HOUR_LETTERS:
                if two_digits(phrase, after + 1):
                    end = after + 2
                    end += stands(phrase, end) and phrase[end].text in words.MINUTE_LETTERS
                    yield Length(number * 3600 + int(phrase[after + 1].text) * 60, led), end
                    continue
                yield Length(number * 3600, led), after + 1
                for half, end in words.AND_A_HALF.at(phrase, after + 1):
                    yield Length(number * 3600 + half, led), end
            elif unit in words.MINUTE_LETTERS and unit != "m":
                yield Length(number * 60, led), after + 1
            elif unit in (".", ",") and glued(phrase, after) and glued(phrase, after + 1, "5"):
                has_unit = stands(phrase, after + 2) and phrase[after + 2].text in words.HOUR_LETTERS
                if has_unit:
                    yield Length(number * 3600 + 1800, led), after + 3
