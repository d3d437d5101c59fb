"""A weekly pattern ("every Thu 9:00", "los jueves"), and the phrase for one of its days."""

from __future__ import annotations

from bot.rules import date_words as words
from bot.rules.date_pieces import Tokens
from bot.rules.date_words import tokens


def without_every(text: str) -> str | None:
    """The phrase for one day of a weekly pattern ("every Thu 9:00" is "Thu 9:00"); None if it says no such pattern."""
    typed, phrase = text.split(), tokens(text)
    for i in (at for at, token in enumerate(phrase) if not token.glued):
        for start in (*(end for _, end in words.EVERY.at(phrase, i)), i):
            for one, end in _weekly(phrase, i, start):
                before, after = typed[: phrase[i].word - 1], typed[phrase[end - 1].word :]
                name = one or " ".join(typed[phrase[start].word - 1 : phrase[end - 1].word])
                return " ".join([*before, name, *after])
    return None


def _weekly(phrase: Tokens, i: int, start: int) -> list[tuple[str | None, int]]:
    """A weekday in the plural with its singular; behind "every" any weekday, as it stands."""
    found: list[tuple[str | None, int]] = [*words.PLURALS.at(phrase, start)]
    if not found and start in (end for _, end in words.ALWAYS_EVERY.at(phrase, i)):
        found = [(None, end) for _, day in words.WEEKDAYS.at(phrase, start) for end in _with_feira(phrase, day)]
    return [(one, end) for one, end in found if _ends_a_word(phrase, end)]


def _with_feira(phrase: Tokens, i: int) -> list[int]:
    return [*(end for _, end in words.FEIRA.at(phrase, i)), i]


def _ends_a_word(phrase: Tokens, end: int) -> bool:
    """Whether a new word begins there, or only a comma or full stop is left of the old one."""
    rest = [token.text for token in phrase[end:] if token.word == phrase[end - 1].word]
    return all(text in (",", ".") for text in rest)
