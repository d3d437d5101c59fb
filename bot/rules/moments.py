"""Wall-clock times of a zone, made into instants without guessing (IANA zones through zoneinfo)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def instants(day: date, at: time, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The instants (aware UTC, ascending) at which the wall shows this time.

    None in the hour that spring leaves out, two in the hour that autumn repeats, else one (PEP 495).
    """
    found = []
    for fold in (0, 1):
        local = datetime.combine(day, at, zone).replace(fold=fold)
        instant = local.astimezone(UTC)
        if instant.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None) and instant not in found:
            found.append(instant)
    return tuple(sorted(found))


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The day on the wall calendar."""
    return moment.astimezone(zone).date()


def days_until(moment: datetime, now: datetime, zone: ZoneInfo) -> int:
    """Calendar days from today to the moment's day; 0 is today."""
    return (local_day(moment, zone) - local_day(now, zone)).days
