"""The sign of a request: driver and member both see it, so that nobody goes with a stranger. Never shown in a group."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from bot.rules.model import Request
from bot.rules.policy import Policy


class Sign(StrEnum):
    """Things everybody can name; the value is the picture that is shown with the word."""

    SUNFLOWER = "🌻"
    BUTTERFLY = "🦋"
    APPLE = "🍎"
    MOON = "🌙"
    STAR = "⭐"
    FISH = "🐟"
    TREE = "🌳"
    KEY = "🔑"
    BELL = "🔔"
    BREAD = "🍞"
    UMBRELLA = "☂️"
    HOUSE = "🏠"
    GUITAR = "🎸"
    TURTLE = "🐢"
    CACTUS = "🌵"
    LEMON = "🍋"
    ROOSTER = "🐓"
    KITE = "🪁"
    BOAT = "⛵"
    CLOUD = "☁️"


def sign_of(request: Request) -> Sign:
    """The request's own sign; its random id chooses, so it is nowhere stored."""
    signs = tuple(Sign)
    return signs[request.id // 2 % len(signs)]


def sign_shown(request: Request, now: datetime, policy: Policy) -> bool:
    """From the moment on which private details open."""
    return now >= request.starts_at - policy.details
