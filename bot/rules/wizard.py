"""How a draft is filled in step by step: one tap or one typed answer to the question it is at."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.rules.dates import Certain, Choice, Clock, Day, read_date
from bot.rules.drafts import (
    NEEDS,
    STEPS,
    Draft,
    Question,
    Read,
    at_quarter,
    on_chosen_day,
    returning_at,
    starting,
    to_be_confirmed,
    toggled,
    with_language,
    with_time,
)
from bot.rules.kinds import MOST_PASSENGERS, more, optional, turned
from bot.rules.lines import (
    LANGUAGE_WORDS,
    beside,
    clean,
    fold,
    has_a_number,
    place_named,
    read_day,
    read_languages,
    read_line,
    read_place,
)
from bot.rules.model import DayPart, Duty, Kind
from bot.rules.moments import local_day
from bot.rules.policy import Policy
from bot.rules.problems import Problem
from bot.rules.series import answered_end


@dataclass(frozen=True)
class Setting:
    """What an answer is read with: the moment, the center's zone and numbers, and every public place."""

    now: datetime
    zone: ZoneInfo
    policy: Policy
    places: Sequence[str]


NONE, PUBLIC, OF_TIME, ALL, DONE, KEEP = "none", "public", "time", "all", "done", "keep"
"""Answers that are no value: no place; "it is a public place"; "it is part of the time"; every place; that is all;
and "it is no answer: keep it as a request of its own"."""

LONGEST_MEMO = 2000
"""The most characters of what is kept in a hurry: it is shown above every question."""
FEW_WORDS = 3
"""More words than these are hardly a place or a language: they may be kept as a request of their own."""


TYPED = frozenset(
    {
        Question.DAY,
        Question.CHOICE,
        Question.HOUR,
        Question.QUARTER,
        Question.ORIGIN,
        Question.DESTINATION,
        Question.LANGUAGE,
        Question.PEOPLE,
        Question.RETURN,
        Question.UNTIL,
    }
)
"""The questions that may also be answered with a text; the others have buttons only."""


def place_code(place: str) -> str:
    """Names a place in callback data; unlike its number in a list it means the same after the list has changed."""
    return hashlib.sha256(fold(place).encode()).hexdigest()[:10]


# --- taps ------------------------------------------------------------------------------------------------------------


def tapped(draft: Draft, answer: str, at: Setting) -> Read | None:
    """One tap on a button of the question the draft is at; None when the button does not fit it (any more)."""
    match draft.question():
        case Question.KIND:
            return _kind(draft, answer, at)
        case Question.DUTY if answer in list(Duty):
            return Read(replace(draft, duty=Duty(answer), asked=None))
        case Question.DAY:
            return _day(draft, answer, at)
        case Question.CHOICE:
            return _choice(draft, answer, at)
        case Question.HOUR if answer in list(DayPart):
            return to_be_confirmed(draft, DayPart(answer), at.now, at.zone)
        case Question.HOUR if _number(answer) in range(24):
            return Read(replace(draft, hour=_number(answer)))
        case Question.QUARTER if _number(answer) in (0, 15, 30, 45):
            return at_quarter(draft, _number(answer), at.now, at.zone, at.policy)
        case Question.ORIGIN | Question.DESTINATION as question:
            return _place(draft, question, answer, at)
        case Question.LANGUAGE:
            chosen = with_language(_without_languages(draft), answer).done(Question.LANGUAGE)
            return Read(chosen) if answer in LANGUAGE_WORDS else None
        case Question.PEOPLE if 1 <= _number(answer) <= MOST_PASSENGERS:
            return Read(replace(draft, passengers=_number(answer)).done(Question.PEOPLE))
        case Question.NEEDS if answer == DONE:
            return Read(draft.done(Question.NEEDS))
        case Question.NEEDS if answer in NEEDS or answer in LANGUAGE_WORDS:
            return Read(toggled(draft, answer))
        case Question.RETURN if _number(answer) in range(24):
            return Read(returning_at(draft, time(_number(answer))))
        case Question.SEATS:
            return _seats(draft, answer)
        case Question.UNTIL:
            ended = answered_end(draft, answer, at.zone)
            return None if ended is None else Read(ended)
        case Question.FIELDS:
            return _field(draft, answer, at)
        case _:
            return None


def _without_languages(draft: Draft) -> Draft:
    """Which language is answered anew: it takes the place of an earlier answer."""
    return replace(draft, languages=(), interpreter=False, language_words="")


def _number(answer: str) -> int:
    return int(answer) if answer.isascii() and answer.isdigit() and len(answer) < 4 else -1


def _kind(draft: Draft, answer: str, at: Setting) -> Read | None:
    """The kind of what was kept in a hurry; words of it that are a plain line are taken as one."""
    if answer not in list(Kind):
        return None
    chosen = replace(draft, kind=Kind(answer), guided=True)
    read = read_line(Kind(answer), draft.memo, at.now, at.zone, at.places, at.policy) if draft.memo else None
    if read is None or read.problems or read.draft.origin_words or read.draft.destination_words:
        return Read(chosen)
    return Read(replace(read.draft, guided=True, memo=draft.memo, voice=draft.voice, details=draft.details))


def _day(draft: Draft, answer: str, at: Setting) -> Read | None:
    try:
        day = date.fromisoformat(answer)
    except ValueError:
        return None
    known = draft.pending
    if isinstance(known, Day) and known.sure is None:
        if day not in known.days:
            return None
        return Read(replace(draft, pending=replace(known, days=(day,), doubtful=False), asked=None))
    if day < local_day(at.now, at.zone):
        return Read(draft, (Problem.PAST,))
    if day > local_day(at.now + at.policy.furthest, at.zone):
        return Read(draft, (Problem.TOO_FAR,))
    return on_chosen_day(draft, day, at.now, at.zone, at.policy)


def _choice(draft: Draft, answer: str, at: Setting) -> Read | None:
    """`index-seconds`: both must fit, so that an old button never chooses something else."""
    index, _, seconds = answer.partition("-")
    spans = draft.pending.spans if isinstance(draft.pending, Choice) else ()
    place = _number(index)
    if not 0 <= place < len(spans) or str(int(spans[place].starts_at.timestamp())) != seconds:
        return None
    if spans[place].starts_at <= at.now:
        return Read(replace(draft, pending=None), (Problem.PAST,))
    return Read(starting(draft, spans[place], at.policy))


def _place(draft: Draft, question: Question, answer: str, at: Setting) -> Read | None:
    words = draft.origin_words if question is Question.ORIGIN else draft.destination_words
    cleared = replace(draft, origin_words="") if question is Question.ORIGIN else replace(draft, destination_words="")
    if answer == ALL:
        return Read(replace(draft, all_places=True))
    if answer == NONE and draft.kind is Kind.SHIFT:
        return Read(replace(cleared, origin=None).done(question))
    if answer == PUBLIC and words:
        return read_place(cleared, question, words, [*at.places, words])
    if answer == OF_TIME and words:
        read = with_time(cleared, read_date(words, at.now, at.zone, at.policy.furthest), at.now, at.zone, at.policy)
        return replace(read, draft=replace(read.draft, asked=Question.DAY)) if read.problems else read
    place = next((place for place in at.places if place_code(place) == answer), None)
    if place is None:
        return None
    placed = beside(draft, question, place)
    if placed.origin == placed.destination:
        return Read(draft, (Problem.SAME_PLACE,))
    return Read(placed)


def _seats(draft: Draft, answer: str) -> Read | None:
    """`done`, `driver` (an optional role, one step on), `helper+` or `helper-`."""
    if answer == DONE:
        return Read(draft.done(Question.SEATS))
    for role, _, _ in draft.table():
        if draft.kind is not None and optional(draft.kind, role):
            if answer == role:
                return Read(replace(draft, seats=turned(draft.table(), role)))
        elif answer in (f"{role}+", f"{role}-"):
            return Read(replace(draft, seats=more(draft.table(), role, 1 if answer.endswith("+") else -1)))
    return None


def _field(draft: Draft, answer: str, at: Setting) -> Read | None:
    """The field to change: the day keeps its hour, the hour its day."""
    if draft.starts_at is None or draft.ends_at is None or draft.kind is None:
        return None
    if answer == Question.DAY:
        start, end = (moment.astimezone(at.zone) for moment in (draft.starts_at, draft.ends_at))
        until = end.time() if start.date() == end.date() else None
        clock = Clock(((start.time(), until),)) if draft.part is None else None
        return Read(replace(draft, pending=clock, asked=None if clock else Question.DAY))
    if answer == Question.HOUR:
        return Read(replace(draft, pending=Day((local_day(draft.starts_at, at.zone),)), asked=None))
    fields = {*STEPS[draft.kind], Question.NEEDS, Question.SEATS}
    return Read(replace(draft, asked=Question(answer))) if answer in fields else None


# --- typed answers ---------------------------------------------------------------------------------------------------


def typed(draft: Draft, text: str, at: Setting) -> Read:
    """A typed answer to the question the draft is at; what does not answer it changes nothing and is asked again."""
    text = clean(text)
    match draft.question():
        case Question.DAY | Question.CHOICE | Question.HOUR | Question.QUARTER:
            reading = read_date(text, at.now, at.zone, at.policy.furthest)
            return with_time(draft, reading, at.now, at.zone, at.policy)
        case Question.ORIGIN | Question.DESTINATION as question:
            return read_place(draft, question, text, at.places)
        case Question.LANGUAGE if len(text.split()) > 2 * FEW_WORDS:
            return Read(draft, (Problem.NOT_A_LANGUAGE,))
        case Question.LANGUAGE:
            read = read_languages(_without_languages(draft), text)
            if read.problems or _without_languages(read.draft) == read.draft:  # nothing but blanks and commas
                return replace(read, draft=draft)
            return replace(read, draft=read.draft.done(Question.LANGUAGE))
        case Question.PEOPLE:
            return _typed_people(draft, text)
        case Question.RETURN:
            reading = read_date(text, at.now, at.zone, at.policy.furthest)
            if isinstance(reading, Clock) and len(reading.times) == 1:
                return Read(returning_at(draft, reading.times[0][0]))
            if isinstance(reading, Certain):
                return Read(returning_at(draft, reading.span.starts_at.astimezone(at.zone).time()))
            return Read(draft, (Problem.NO_DATE,))
        case Question.UNTIL:
            day = read_day(text, at.now, at.zone, at.policy)
            ended = draft if isinstance(day, Problem) else answered_end(draft, day, at.zone)
            return Read(ended or draft, (day,) if isinstance(day, Problem) else ())
        case _:
            return Read(draft)


def _typed_people(draft: Draft, text: str) -> Read:
    number = _number(text.removeprefix("x"))
    if number < 0:
        return Read(draft, (Problem.NOT_A_NUMBER,))
    if not 1 <= number <= MOST_PASSENGERS:
        return Read(draft, (Problem.TOO_MANY,))
    return Read(replace(draft, passengers=number).done(Question.PEOPLE))


def kept(text: str) -> Draft | Problem:
    """What a coordinator wants to keep in a hurry, as a draft whose kind is asked first."""
    text = clean(text)
    if has_a_number(text):
        return Problem.A_NUMBER
    if len(text) > LONGEST_MEMO:
        return Problem.TOO_LONG_TO_KEEP
    return Draft(kind=None, memo=text)


def parted(draft: Draft) -> tuple[Draft, Draft] | None:
    """Words that were no place after all: the draft without them, and a draft of their own that keeps them."""
    match draft.question():
        case Question.ORIGIN if draft.origin_words:
            return replace(draft, origin_words=""), Draft(kind=None, memo=draft.origin_words)
        case Question.DESTINATION if draft.destination_words:
            return replace(draft, destination_words=""), Draft(kind=None, memo=draft.destination_words)
        case _:
            return None


def saves_venue(draft: Draft, answer: str, places: Sequence[str]) -> str | None:
    """The words that this tap declares to be a public venue, where they name none yet."""
    words = draft.origin_words if draft.question() is Question.ORIGIN else draft.destination_words
    return words if answer == PUBLIC and words and place_named(words, places) is None else None
