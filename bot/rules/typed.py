"""What somebody typed, as it may be stored, compared or shown: cleaned, folded, and never an A-number."""

from __future__ import annotations

import re
import unicodedata

from bot.rules.problems import Problem

LONGEST_TEXT = 200
"""The most characters of a private detail or a typed place."""


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


_STREET = re.compile(
    r"\b(?:st|street|ave|avenue|rd|road|ln|lane|dr|drive|blvd|ct|court|apt|unit|floor|calle|avenida|av|apto|piso|rua|"
    r"bloco|casa|house)\b",
    re.ASCII,
)


def looks_private(text: str) -> bool:
    """Whether it may be an address: a digit, or a word of streets and homes."""
    folded = fold(text)
    return any(ch.isdigit() for ch in folded) or _STREET.search(folded) is not None


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
