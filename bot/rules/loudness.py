"""The one rule of quiet hours: what may make a sound at night, whatever a message wishes for itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rules.model import Group
from bot.rules.policy import Policy
from bot.rules.quiet import is_quiet
from bot.rules.timetable import Occasion

ALWAYS = frozenset(
    {
        Occasion.ALARM,
        Occasion.ALARM_STATE,
        Occasion.ALARM_NOBODY,
        Occasion.SOON,
        Occasion.MEMBER_SOON,
        Occasion.START_CHECK,
        Occasion.MEMBER_CHECK,
        Occasion.LATE_START,
        Occasion.LATE_HOME,
        Occasion.BACKUP_LATE,
        Occasion.HOME_CHECK,
        Occasion.TAKEN_LATE,
    }
)
"""Emergencies, the reminders two hours before, and the questions of the day itself."""

AS_PRIVATE = frozenset({Occasion.LEFT_LATE, Occasion.MEMBER_PLANS})
"""What the coordinators' group hears as somebody would privately: it is about a request that is about to start."""


def hushed(
    occasion: Occasion,
    to: int | Group | None,
    starts_at: datetime | None,
    now: datetime,
    policy: Policy,
    zone: ZoneInfo,
) -> bool:
    """Whether a message arrives without a sound because people sleep.

    Somebody whose request starts within two hours is up, or should be: what they hear about it is no exception of
    its own, it belongs to the two-hour reminder.
    """
    if occasion in ALWAYS or not is_quiet(now, policy, zone):
        return False
    private = not isinstance(to, Group) or occasion in AS_PRIVATE
    about_to_start = starts_at is not None and timedelta() <= starts_at - now <= policy.soon
    return not (private and about_to_start)
