"""Emergencies: who may press, when the red button is there, and how long everybody is told again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.rules.model import Claim, Request, RequestState
from bot.rules.policy import Policy


class Source(StrEnum):
    """Who, or what, opened an incident."""

    VOLUNTEER = "volunteer"
    COORDINATOR = "coordinator"
    MEMBER = "member"
    SILENCE = "silence"
    """Nobody said that everyone is home: silence after a check-in is the signal."""


@dataclass(frozen=True)
class Incident:
    """From the red button to *Resolved*. `rounds` counts how often everybody was told."""

    id: int
    request_id: int | None
    person_id: int | None
    source: Source
    opened_at: datetime
    rounds: int = 0
    taken_by: int | None = None
    taken_at: datetime | None = None
    resolved_at: datetime | None = None

    @property
    def ringing(self) -> bool:
        """Whether nobody has it yet: then everybody is told again."""
        return self.taken_by is None and self.resolved_at is None


@dataclass(frozen=True)
class OpenAlarm:
    """An incident that is not resolved: what it is about, and the name of whoever has it (empty: nobody yet)."""

    incident: Incident
    request: Request | None
    taken_by: str


@dataclass(frozen=True)
class Event:
    """One line of a timeline."""

    at: datetime
    actor_id: int | None
    what: str


def has_red_button(request: Request, claim: Claim, now: datetime, policy: Policy) -> bool:
    """For whoever has a seat: from an hour before the start until everyone is home."""
    if request.state is not RequestState.OPEN or request.part is not None or not claim.living:
        return False
    return request.starts_at - policy.alarm_opens <= now and request.home_at is None
