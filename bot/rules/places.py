"""Public places: which one some words name, and what of the words stays private."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.rules.drafts import Draft, Question, Read
from bot.rules.problems import Problem
from bot.rules.typed import LONGEST_TEXT, clean, fold, has_a_number


def place_named(text: str, places: Sequence[str]) -> str | None:
    """The public place that this text names, exactly but for case and accents."""
    wanted = fold(clean(text))
    return next((place for place in places if fold(place) == wanted), None)


def place_within(text: str, places: Sequence[str]) -> str | None:
    """A public place named among other words: "12 Maple St, Holyoke" names Holyoke."""
    words = [word.strip(",.;") for word in text.split()]
    found = first_place(words, places)
    if found is None:
        return None
    tail = fold(" ".join(words[found:])) + " "
    return max((place for place in places if tail.startswith(fold(place) + " ")), key=len, default=None)


def without_place(text: str, place: str) -> str:
    """The words beside the place: what stays private."""
    words, length = text.split(), len(place.split())
    for index in range(len(words)):
        if fold(" ".join(words[index : index + length]).strip(",.;")) == fold(place):
            kept = [*words[:index], *words[index + length :]]
            return " ".join(kept).strip(" ,;")
    return text


STREET_ENDING = re.compile(r"(?:st|street|ave|avenue|rd|road|ln|lane|dr|drive|blvd|ct|court|floor)\b[.,]*")


def first_place(words: Sequence[str], places: Sequence[str]) -> int | None:
    """The first of the words with which a public place's name begins; "Holyoke St" is none."""
    folded = [fold(place) for place in places]
    for index in range(min(len(words), 60)):
        tail = fold(" ".join(words[index : index + 12])) + " "
        named = [tail[len(place) + 1 :] for place in folded if tail.startswith((f"{place} ", f"{place},"))]
        if any(STREET_ENDING.match(rest) is None for rest in named):
            return index
    return None


def placed(draft: Draft, question: Question, text: str, places: Sequence[str]) -> Read:
    """A known place is public; any other words are kept as private ones, unless they may not be stored at all."""
    if not text:
        return Read(draft)
    place = place_named(text, places)
    if place is not None:
        return Read(draft.placed(question, place))
    if has_a_number(text):
        return Read(draft, (Problem.A_NUMBER,))
    problems = (Problem.TOO_LONG,) if len(text) > LONGEST_TEXT else ()
    kept = text[:LONGEST_TEXT]
    if question is Question.ORIGIN:
        return Read(replace(draft, origin_words=kept), problems)
    return Read(replace(draft, destination_words=kept), problems)


def read_place(draft: Draft, question: Question, text: str, places: Sequence[str]) -> Read:
    """The draft with a place answered; words that name no public place are kept as private words and asked again."""
    read = placed(draft, question, clean(text), places)
    draft = read.draft
    if draft.origin is not None and draft.origin == draft.destination:
        cleared = replace(draft, destination=None) if question is Question.DESTINATION else replace(draft, origin=None)
        return Read(cleared, (Problem.SAME_PLACE,))
    return read


def beside(draft: Draft, question: Question, place: str) -> Draft:
    """A public place chosen for typed words: they stay private, without the place's own name."""
    words = draft.origin_words if question is Question.ORIGIN else draft.destination_words
    kept = without_place(words, place)
    if question is Question.ORIGIN:
        return replace(draft, origin_words=kept).placed(question, place)
    return replace(draft, destination_words=kept).placed(question, place)
