"""How a day is written: every weekday, date or "tomorrow" that can stand at a place in a phrase, and where it ends."""

from __future__ import annotations

from collections.abc import Iterator

from bot.rules import date_words as words
from bot.rules.date_pieces import (
    Calendar,
    DayNumber,
    Piece,
    Relative,
    Tokens,
    Weekday,
    glued,
    glued_numbers,
    goes_on,
    numbers,
    stands,
)
from bot.rules.date_words import Next


def weekdays(phrase: Tokens, i: int) -> Iterator[tuple[tuple[Piece, ...], int]]:
    """thu, el jueves, na quinta-feira, next Tuesday, o sábado que vem, 5ª, 5a feira."""
    leads: list[tuple[Next, int]] = [(Next.COMING, i), *words.DAY_LEADS.at(phrase, i)]
    for pointed, start in leads:
        if start < len(phrase) and phrase[i].text == "no" and start > i and phrase[i + 1].text not in words.NO_MEANS_ON:
            continue
        for number, end in (*words.WEEKDAYS.at(phrase, start), *_numbered_weekdays(phrase, start)):
            for _, end_of_name in [(True, end), *words.FEIRA.at(phrase, end)]:
                yield (Weekday(number, pointed),), end_of_name
                for after, end_after in words.AFTER_WEEKDAY.at(phrase, end_of_name):
                    yield (Weekday(number, after),), end_after


def _numbered_weekdays(phrase: Tokens, i: int) -> Iterator[tuple[int, int]]:
    """Portuguese 2ª to 6ª are Monday to Friday; "5a" can also be five in the morning, so both are read."""
    if (
        i + 1 < len(phrase)
        and phrase[i].text in ("2", "3", "4", "5", "6")
        and phrase[i + 1].glued
        and phrase[i + 1].text in ("ª", "a")
    ):
        yield int(phrase[i].text) - 2, i + 2


def relatives(phrase: Tokens, i: int) -> Iterator[tuple[tuple[Piece, ...], int]]:
    """today, pasado mañana, esta noche, in 3 days."""
    for part, end in words.TODAY_PARTS.at(phrase, i):
        yield (Relative(0), part), end
    for _, start in [(True, i), *words.RELATIVE_LEADS.at(phrase, i)]:
        denied = start > i and phrase[i].text == "de" and start < len(phrase) and phrase[start].text == "manana"
        for days, end in words.RELATIVE.at(phrase, start):
            if not denied:  # "9 de mañana" can be short for "de la mañana"
                yield (Relative(days),), end
    for _, start in words.IN.at(phrase, i):
        one = [(1, start + 1)] if stands(phrase, start, "a") else []
        for count, after in (*one, *numbers(phrase, start, most_digits=4)):
            for days, end in words.SPANS_OF_DAYS.at(phrase, after):
                yield (Relative(count * days),), end
                if (count, phrase[after].text) in words.COUNTED_WITH_TODAY:
                    yield (Relative(words.COUNTED_WITH_TODAY[count, phrase[after].text]),), end


def calendars(phrase: Tokens, i: int) -> Iterator[tuple[Calendar, int]]:
    """2026-12-03, 12/3, 3.12., Dec 3rd, 3 de diciembre de 2026."""
    for _, start in [(True, i), *words.DATE_LEADS.at(phrase, i)]:
        yield from _numeric_dates(phrase, start)
        yield from _named_dates(phrase, start)


def _numeric_dates(phrase: Tokens, i: int) -> Iterator[tuple[Calendar, int]]:
    for sign in "-/.":
        if three := glued_numbers(phrase, i, sign, 3):
            (a, b, c), end = three, i + 5
            if len(a) == 4 and len(b) <= 2 and len(c) <= 2 and sign != ".":
                options: tuple[tuple[int | None, int, int], ...] = ((int(a), int(b), int(c)),)
                has_t = glued(phrase, end, "t") and glued(phrase, end + 1)
                yield Calendar(options, exact=True), end + has_t
            elif len(a) <= 2 and len(b) <= 2 and len(c) in (2, 4):
                year = int(c) + (2000 if len(c) == 2 else 0)
                yield _either_order(year, int(a), int(b)), end
        elif (two := glued_numbers(phrase, i, sign, 2)) and max(map(len, two)) <= 2:
            date = _either_order(None, int(two[0]), int(two[1]))
            looks_like_hours = sign != "/" and (not date.options or words.of_the_day(phrase, i + 3))
            if not looks_like_hours:
                yield date, i + 3 + (sign == "." and glued(phrase, i + 3, "."))


def _either_order(year: int | None, a: int, b: int) -> Calendar:
    """Month and day, or day and month: whatever can be one."""
    orders = dict.fromkeys(((year, a, b), (year, b, a)))
    return Calendar(tuple((y, m, d) for y, m, d in orders if 1 <= m <= 12 and 1 <= d <= 31))


def _named_dates(phrase: Tokens, i: int) -> Iterator[tuple[Calendar, int]]:
    for month, after_month in words.MONTHS.at(phrase, i):
        start = after_month + stands(phrase, after_month, ".")
        for begin in (start, start + 1) if stands(phrase, start, "the") or stands(phrase, start, "-") else (start,):
            for day, end in _day_of_month(phrase, begin):
                if end == begin + 1 and words.MERIDIEM.at(phrase, end):
                    continue  # "mar 10 am" is an hour
                yield from _with_year(phrase, end, month, day)
    for day, after_day in _day_of_month(phrase, i):
        for _, begin in [(True, after_day), *words.OF.at(phrase, after_day)]:
            for month, end in words.MONTHS.at(phrase, begin):
                yield from _with_year(phrase, end + stands(phrase, end, "."), month, day)


def _with_year(phrase: Tokens, i: int, month: int, day: int) -> Iterator[tuple[Calendar, int]]:
    """The year counts as said where four digits follow that begin like one; they are never an hour."""
    for _, begin in [(True, i), *words.OF_YEAR.at(phrase, i)]:
        if begin < len(phrase) and phrase[begin].number and words.YEAR.fullmatch(phrase[begin].text):
            yield Calendar(((int(phrase[begin].text), month, day),)), begin + 1
            return
    if not (i < len(phrase) and phrase[i].glued and phrase[i].text in (":", "/")):
        yield Calendar(((None, month, day),)), i


def _day_of_month(phrase: Tokens, i: int) -> Iterator[tuple[int, int]]:
    """A number with or without an ordinal ending, or "the first"."""
    yield from words.FIRST.at(phrase, i)
    if i < len(phrase) and phrase[i].number and len(phrase[i].text) <= 2:
        ordinal = i + 1 < len(phrase) and phrase[i + 1].glued and phrase[i + 1].text in words.ORDINALS
        yield int(phrase[i].text), i + 1 + ordinal


def day_numbers(phrase: Tokens, i: int) -> Iterator[tuple[DayNumber, int]]:
    """the 3rd, el 3, dia 3: said to be a day of the month, whatever month."""
    for _, start in [(True, i), *words.DATE_LEADS.at(phrase, i)]:
        for day, end in _day_of_month(phrase, start):
            led = any(end_of_lead == start for _, end_of_lead in words.DAY_NUMBER_LEADS.at(phrase, i))
            ordinal = phrase[start].number and end == start + 2
            led = led and not words.MERIDIEM.at(phrase, end)
            if (led or ordinal) and 1 <= day <= 31 and not goes_on(phrase, end):
                yield DayNumber(day), end


def plain_day_numbers(phrase: Tokens, i: int) -> Iterator[tuple[DayNumber, int]]:
    """The 3 of "jueves 3", the ten of "jueves diez"."""
    for day, end in numbers(phrase, i):
        if not goes_on(phrase, end) and 1 <= day <= 31 and not words.MERIDIEM.at(phrase, end):
            yield DayNumber(day, plain=True), end
