"""Quiet hours: when a message may make a sound, and the moments of the evening and morning around a request."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules.moments import instants, local_day
from bot.rules.policy import Policy


def is_quiet(moment: datetime, policy: Policy, zone: ZoneInfo) -> bool:
    """Whether people sleep: from `quiet_from` in the evening until `quiet_until` in the morning."""
    wall = moment.astimezone(zone).time()
    if policy.quiet_from <= policy.quiet_until:
        return policy.quiet_from <= wall < policy.quiet_until
    return wall >= policy.quiet_from or wall < policy.quiet_until


def waking(moment: datetime, policy: Policy, zone: ZoneInfo) -> datetime:
    """This moment, or the end of the quiet hours it falls in."""
    if not is_quiet(moment, policy, zone):
        return moment
    today = local_day(moment, zone)
    mornings = [on_wall(day, policy.quiet_until, zone) for day in (today, today + timedelta(days=1))]
    return next(morning for morning in mornings if morning > moment)


def on_wall(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The moment the center's wall shows this time; in the hour that spring leaves out, right after it."""
    found = instants(day, at, zone)
    return found[0] if found else datetime.combine(day, at, zone).astimezone(UTC)


def evening_before(start: datetime, policy: Policy, zone: ZoneInfo) -> datetime:
    """When people are reminded the evening before."""
    return on_wall(local_day(start, zone) - timedelta(days=1), policy.evening, zone)


def silence_noticed(start: datetime, policy: Policy, zone: ZoneInfo) -> datetime:
    """When it is noticed that somebody did not answer: that morning, or for an early start the evening before."""
    day = local_day(start, zone)
    if start.astimezone(zone).time() < policy.early:
        return on_wall(day - timedelta(days=1), policy.silence_evening, zone)
    return on_wall(day, policy.silence_morning, zone)
