"""How large the figures are: in full with SOAK=1 in the environment, else at a tenth."""

from __future__ import annotations

import os

FULL = os.environ.get("SOAK") == "1"


def size(full: int, tenth: int) -> int:
    """The one of the two numbers that this run is about."""
    return full if FULL else tenth
