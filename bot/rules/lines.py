"""What coordinators type: `/ride WHEN FROM > TO [xN] [tags]`, read strictly; nothing is guessed or dropped.

WHEN is an ISO date and time (RFC 3339 without offset, a space or T between), optionally with an end:
`2026-12-03 09:00`, `2026-12-03 09:00-11:00`, `2026-12-03T09:00 2h`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.rules.drafts import Draft, Question
from bot.rules.moments import instants
from bot.rules.policy import Policy
from bot.rules.problems import Problem

MOST_PASSENGERS = 50
LONGEST_TEXT = 200
"""The most characters of a private detail or a typed place."""

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\s*|$)", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?:\s*[-–]\s*(\d{1,2}):(\d{2}))?(?=\s|$)", re.ASCII)
_LENGTH = re.compile(r"(\d{1,2})\s?h(?:\s?(\d{2}))?$", re.ASCII | re.IGNORECASE)
_COUNT = re.compile(r"x(\d{1,3})$", re.ASCII | re.IGNORECASE)
_CHILD_SEAT = re.compile(
    r"(?:x?(\d))?(?:car-?seats?|child-?seats?|silla|sillita|cadeirinha)$", re.ASCII | re.IGNORECASE
)
_LANGUAGE = re.compile(r"(en|es|pt|fr|ht|ru|vi|ar|zh|km|so|sw|ne|uk)$", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Read:
    """A draft with what could be read, and what could not."""

    draft: Draft
    problems: tuple[Problem, ...] = ()


def clean(text: str) -> str:
    """One line without control, bidi-control or NUL characters: what may be stored or shown at all.

    Joiners that emoji and some scripts need (U+200D, U+200C) stay.
    """
    kept = (
        " " if ch in "\r\n\t" else ch
        for ch in text
        if ch in "\r\n\t‌‍" or unicodedata.category(ch) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    return " ".join("".join(kept).split())


def fold(text: str) -> str:
    """For comparing: without accents and case ("Pioneer Válley" and "pioneer valley" are one)."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(ch for ch in decomposed if not unicodedata.combining(ch))


def town_named(text: str, towns: Sequence[str]) -> str | None:
    """The town that this text names, exactly but for case and accents."""
    wanted = fold(clean(text))
    return next((town for town in towns if fold(town) == wanted), None)


def read_ride(text: str, now: datetime, zone: ZoneInfo, towns: Sequence[str], policy: Policy) -> Read:
    """Read what follows `/ride`. What is missing or unreadable is left to `Draft.question`."""
    rest = clean(text)
    if not rest:
        return Read(Draft())
    when, places = _split(rest, towns)
    draft, problems = Draft(), list[Problem]()
    if places:
        draft, problems = _read_places(draft, places, towns)
    if when:
        read = read_when(draft, when, now, zone, policy)
        draft, problems = read.draft, [*read.problems, *problems]
    return Read(draft, tuple(problems))


def _split(text: str, towns: Sequence[str]) -> tuple[str, str]:
    """WHEN and the rest: an ISO date takes its clock and length, else WHEN ends where a town begins."""
    match = _ISO.match(text)
    if match:
        end = match.end()
        clock = _CLOCK.match(text, end)
        if clock:
            end = clock.end()
            length = re.match(r"\s+\d{1,2}\s?h(?:\s?\d{2})?(?=\s|$)", text[end:], re.IGNORECASE)
            end += length.end() if length else 0
        return text[:end].strip(), text[end:].strip()
    before, arrow, after = text.rpartition(">")
    words = (before if arrow else text).split()
    start = _first_town(words, towns)
    if start is not None:
        rest = " ".join(words[start:])
        return " ".join(words[:start]), f"{rest} > {after}" if arrow else rest
    return ("", text) if arrow else (text, "")


def _first_town(words: Sequence[str], towns: Sequence[str]) -> int | None:
    """The first of the words with which a town's name begins."""
    folded = [fold(town) for town in towns]
    for index in range(len(words)):
        tail = fold(" ".join(words[index:])) + " "
        if any(tail.startswith((f"{town} ", f"{town},")) for town in folded):
            return index
    return None


def read_when(draft: Draft, text: str, now: datetime, zone: ZoneInfo, policy: Policy) -> Read:
    """The draft with its start and end set from a typed date and time, or with the problem."""
    text = clean(text)
    match = _ISO.match(text)
    clock = _CLOCK.match(text, match.end()) if match else None
    if match is None or clock is None:
        return Read(draft, (Problem.NO_DATE,))
    tail = text[clock.end() :].strip()
    length_match = _LENGTH.match(tail) if tail else None
    if tail and length_match is None:
        return Read(draft, (Problem.NO_DATE,))
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
        at = time(int(clock[1]), int(clock[2]))
        until = time(int(clock[3]), int(clock[4])) if clock[3] else None
    except ValueError:
        return Read(draft, (Problem.NO_SUCH_DATE,))
    if abs((day - now.date()).days) > 4000:  # also keeps far-off years away from zone arithmetic
        return Read(draft, (Problem.PAST if day < now.date() else Problem.TOO_FAR,))
    starts = instants(day, at, zone)
    if not starts:
        return Read(draft, (Problem.NO_SUCH_HOUR,))
    problem = _outside(starts[-1], now, policy)
    if problem:
        return Read(draft, (problem,))
    if until is not None:
        return _with_end(draft, [s for s in starts if s > now], day, at, until, zone, policy)
    length = _seconds(length_match) if length_match else None
    if length == 0:
        return Read(draft, (Problem.END_BEFORE_START,))
    return Read(draft.starting([s for s in starts if s > now], length, policy))


def _with_end(
    draft: Draft, starts: Sequence[datetime], day: date, at: time, until: time, zone: ZoneInfo, policy: Policy
) -> Read:
    """With an end on the same day; where the clock shows a time twice, the later instant is meant."""
    ends = instants(day, until, zone)
    if not ends:
        return Read(draft, (Problem.NO_SUCH_HOUR,))
    if until <= at:
        return Read(draft, (Problem.END_BEFORE_START,))
    return Read(draft.starting(starts, None, policy, until=ends[-1]))


def _seconds(length: re.Match[str]) -> int:
    return int(length[1]) * 3600 + int(length[2] or 0) * 60


def _outside(start: datetime, now: datetime, policy: Policy) -> Problem | None:
    if start <= now:
        return Problem.PAST
    return Problem.TOO_FAR if start > now + policy.furthest else None


def still_ahead(draft: Draft, now: datetime) -> bool:
    """Whether the draft's start has not passed while it was being written."""
    return draft.starts_at is not None and draft.starts_at > now


def _read_places(draft: Draft, text: str, towns: Sequence[str]) -> tuple[Draft, list[Problem]]:
    origin_text, arrow, after = (part.strip() for part in text.rpartition(">"))
    words = after.split()
    draft, words, problems = _read_tags(draft, words)
    if arrow:
        destination_text = " ".join(words)
    else:
        origin_text, destination_text = " ".join(words), ""
        problems.append(Problem.NO_ARROW)
    for question, words_typed in ((Question.DESTINATION, destination_text), (Question.ORIGIN, origin_text)):
        read = _place(draft, question, words_typed, towns)
        draft, problems = read.draft, [*problems, *read.problems]
    if draft.origin is not None and draft.origin == draft.destination:
        draft = replace(draft, destination=None)
        problems.append(Problem.SAME_PLACE)
    return draft, problems


def _read_tags(draft: Draft, words: list[str]) -> tuple[Draft, list[str], list[Problem]]:
    """Takes tags from the end: xN, car seats, a language, a length like 2h."""
    problems: list[Problem] = []
    words = list(words)
    while words:
        word = words[-1]
        if count := _COUNT.match(word):
            if not 1 <= int(count[1]) <= MOST_PASSENGERS:
                problems.append(Problem.TOO_MANY)
            else:
                draft = replace(draft, passengers=int(count[1]))
        elif seats := _CHILD_SEAT.match(word):
            draft = replace(draft, child_seats=int(seats[1] or 1))
        elif language := _LANGUAGE.match(word):
            draft = replace(draft, languages=tuple(sorted({*draft.languages, language[1].lower()})))
        elif length := _LENGTH.match(word):
            if _seconds(length) == 0:
                problems.append(Problem.END_BEFORE_START)
            else:
                draft = replace(draft, length=_seconds(length))
        else:
            break
        words.pop()
    return draft, words, problems


def _place(draft: Draft, question: Question, text: str, towns: Sequence[str]) -> Read:
    """A town is public; any other words are kept as private ones, unless they may not be stored at all."""
    if not text:
        return Read(draft)
    town = town_named(text, towns)
    if town is not None:
        return Read(draft.placed(question, town))
    if has_a_number(text):
        return Read(draft, (Problem.A_NUMBER,))
    problems = (Problem.TOO_LONG,) if len(text) > LONGEST_TEXT else ()
    kept = text[:LONGEST_TEXT]
    if question is Question.ORIGIN:
        return Read(replace(draft, origin_words=kept), problems)
    return Read(replace(draft, destination_words=kept), problems)


def read_place(draft: Draft, question: Question, text: str, towns: Sequence[str]) -> Read:
    """The draft with a place answered; words that name no town are kept as private words and asked again."""
    read = _place(draft, question, clean(text), towns)
    draft = read.draft
    if draft.origin is not None and draft.origin == draft.destination:
        cleared = replace(draft, destination=None) if question is Question.DESTINATION else replace(draft, origin=None)
        return Read(cleared, (Problem.SAME_PLACE,))
    return read


_A_NUMBER = re.compile(
    r"(?<!\w)(?:A[\s#:.-]*|a[#:.-]*)\d(?:[\s.-]*\d){6,8}(?![\s.-]*\d)",  # "llamar a 555 0100" is no such number
    re.ASCII,
)


def has_a_number(text: str) -> bool:
    """Whether it holds what looks like an alien registration number (A and 7 to 9 digits): never stored."""
    return _A_NUMBER.search(text) is not None


def read_detail(name: str, text: str) -> str | Problem:
    """A private detail as it may be stored, or why not. `name` is one of DETAIL_FIELDS."""
    text = clean(text)
    if len(text) > LONGEST_TEXT:
        return Problem.TOO_LONG
    if has_a_number(text):
        return Problem.A_NUMBER
    if name == "phone":
        digits = [ch for ch in text if ch.isdigit()]
        if not 7 <= len(digits) <= 15 or re.search(r"[^\d\s()+.\-/x]", text, re.ASCII):
            return Problem.NOT_A_PHONE
    return text
