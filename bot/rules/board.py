"""The coordinators' board as a value."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.rules.drafts import Unfinished
from bot.rules.incidents import OpenAlarm
from bot.rules.model import Request, Session
from bot.rules.series import Listed


@dataclass(frozen=True)
class Board:
    """What the coordinators' board shows: everything open, who has which seat, and where each card can be looked at.

    What has begun is among the `requests` until it is over or everyone is home. `connected` of the `people` in the
    volunteers' group can be written to; `overdue` are those of which nobody has said that all are home.
    """

    requests: tuple[Request, ...] = ()
    names: dict[int, str] = field(default_factory=dict)
    unfinished: tuple[Unfinished, ...] = ()
    connected: int = 0
    people: int = 0
    links: dict[int, str] = field(default_factory=dict)
    series: tuple[Listed, ...] = ()
    alarms: tuple[OpenAlarm, ...] = ()
    overdue: tuple[Request, ...] = ()
    sessions: tuple[Session, ...] = ()
