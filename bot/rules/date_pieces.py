"""The pieces of a date or time phrase, and how tokens stand beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.rules import date_words as words
from bot.rules.date_words import Next, Part, Token

Tokens = tuple[Token, ...]


@dataclass(frozen=True)
class Weekday:
    """0 is Monday."""

    number: int
    pointed: Next = Next.COMING


@dataclass(frozen=True)
class Relative:
    """Days from today."""

    days: int


@dataclass(frozen=True)
class DayNumber:
    """The next such day of a month."""

    day: int
    plain: bool = False


@dataclass(frozen=True)
class Calendar:
    """Each (year or None, month, day) that was possibly meant; `exact` was written as ISO, with a 24-hour clock."""

    options: tuple[tuple[int | None, int, int], ...]
    exact: bool = False


@dataclass(frozen=True)
class Hour:
    """An hour as it was written.

    `zero`: with a leading zero. `letter`: with an h. `bare`: a number or word alone. `spelled`: a word. `long`: with a
    word that rather makes it a length ("2 hours").
    """

    hour: int
    minute: int = 0
    parts: tuple[Part, ...] = ()
    zero: bool = False
    letter: bool = False
    bare: bool = False
    spelled: bool = False
    long: bool = False


@dataclass(frozen=True)
class Hours:
    """A start, perhaps with an end; `doubtful` is no reading of its own but adds to a question."""

    start: Hour
    end: Hour | None = None
    doubtful: bool = False


@dataclass(frozen=True)
class Length:
    """In seconds; `led` came with a "for"."""

    seconds: int
    led: bool = True


@dataclass(frozen=True)
class OpenHour:
    """The hour was said to be not known yet."""


Piece = Weekday | Relative | DayNumber | Calendar | Hours | Length | OpenHour | Part


def numbers(phrase: Tokens, i: int, most_digits: int = 2) -> Iterator[tuple[int, int]]:
    """A number in digits, or a word from one to twelve."""
    if i < len(phrase) and phrase[i].number and len(phrase[i].text) <= most_digits:
        yield int(phrase[i].text), i + 1
    yield from words.NUMBERS.at(phrase, i)


def glued_numbers(phrase: Tokens, i: int, sign: str, count: int) -> tuple[str, ...] | None:
    """Numbers with the sign between them and no spaces: exactly that many."""
    end = i + 2 * count - 1
    run = phrase[i:end]
    if len(run) < 2 * count - 1 or not all(token.glued for token in run[1:]):
        return None
    if not all(token.number if at % 2 == 0 else token.text == sign for at, token in enumerate(run)):
        return None
    goes_on = glued(phrase, end) and phrase[end].text in "/-:" and glued(phrase, end + 1)
    return None if goes_on else tuple(token.text for token in run[::2])


def two_digits(phrase: Tokens, i: int, glued: bool = True) -> bool:
    return i < len(phrase) and phrase[i].number and len(phrase[i].text) == 2 and (phrase[i].glued or not glued)


def glued(phrase: Tokens, i: int, text: str | None = None) -> bool:
    """Whether a token (this one) follows without a space."""
    return stands(phrase, i, text) and phrase[i].glued


def stands(phrase: Tokens, i: int, text: str | None = None) -> bool:
    """Whether there is a token at i (this one)."""
    return i < len(phrase) and text in (None, phrase[i].text)


def goes_on(phrase: Tokens, i: int) -> bool:
    """Whether what follows belongs to the number before it: a month, a sign or letter without a space."""
    if i >= len(phrase):
        return False
    if phrase[i].text in words.MONTHS and phrase[i].text not in words.WEEKDAYS:
        return True
    return phrase[i].glued and phrase[i].text not in (",", ".", "@")
