"""What may be noted with a claim: it stands on the coordinators' card, so it holds nothing private."""

from __future__ import annotations

import re

from bot.rules.problems import Problem
from bot.rules.typed import LONGEST_TEXT, clean, has_a_number, looks_private

LONGEST_NOTE = min(120, LONGEST_TEXT)
_HOUR = re.compile(r"(?<!\d)\d{1,2}(?:[:.h]\d{2})?(?!\d)")
"""An hour, or a small number: "back by 12:30", "room for 2"."""


def read_note(text: str) -> str | Problem:
    """A short note ("yes, but back by noon"); nothing that looks like a number to call, an A-number or an address."""
    text = clean(text)
    if len(text) > LONGEST_NOTE:
        return Problem.TOO_LONG
    if has_a_number(text):
        return Problem.A_NUMBER
    hours = _HOUR.findall(text)
    return Problem.LOOKS_PRIVATE if len(hours) > 2 or looks_private(_HOUR.sub("", text)) else text
