"""When a training ends, and when its person hears of it."""

from __future__ import annotations

import calendar
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.rules.model import Grant, Qualification
from bot.rules.moments import instants, local_day
from bot.rules.policy import Policy

NOTICE_AT = time(10, 0)
"""The hour on the center's wall at which a person hears that a training ends soon."""


def ends_at(qualification: Qualification, since: datetime, policy: Policy, zone: ZoneInfo) -> datetime | None:
    """The beginning of the day on which a training noted at `since` no longer counts; None: it never ends."""
    months = policy.qualification_months.get(qualification)
    return None if months is None else at_hour(months_later(local_day(since, zone), months), time(0), zone)


def notice_at(expires_at: datetime, policy: Policy, zone: ZoneInfo) -> datetime:
    """When the person is told that it ends soon."""
    return at_hour(local_day(expires_at, zone) - policy.expiry_notice, NOTICE_AT, zone)


def ended(grant: Grant, now: datetime) -> bool:
    """Whether the training does not count any more."""
    return grant.expires_at is not None and now >= grant.expires_at


def months_later(day: date, months: int) -> date:
    """The same day of the month, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def at_hour(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The wall's hour on a day; where spring leaves it out, the moment the clock moves on."""
    found = instants(day, at, zone)
    return found[0] if found else datetime.combine(day, at, zone)
