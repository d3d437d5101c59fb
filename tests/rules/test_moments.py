"""Times on the wall become instants, without guessing."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.moments import days_until, instants, local_day

EASTERN = ZoneInfo("America/New_York")
SPRING, AUTUMN = date(2027, 3, 14), date(2026, 11, 1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "at", "found"),
    [
        pytest.param(date(2026, 12, 3), time(9), ["2026-12-03T14:00"], id="winter"),
        pytest.param(date(2026, 7, 4), time(9), ["2026-07-04T13:00"], id="summer"),
        pytest.param(SPRING, time(1, 59), ["2027-03-14T06:59"], id="the last minute before the gap"),
        pytest.param(SPRING, time(2, 0), [], id="the first minute of the gap"),
        pytest.param(SPRING, time(2, 59), [], id="the last minute of the gap"),
        pytest.param(SPRING, time(3, 0), ["2027-03-14T07:00"], id="the first minute after the gap"),
        pytest.param(AUTUMN, time(0, 59), ["2026-11-01T04:59"], id="before the repeated hour"),
        pytest.param(AUTUMN, time(1, 0), ["2026-11-01T05:00", "2026-11-01T06:00"], id="the hour that comes twice"),
        pytest.param(AUTUMN, time(1, 59), ["2026-11-01T05:59", "2026-11-01T06:59"], id="its last minute"),
        pytest.param(AUTUMN, time(2, 0), ["2026-11-01T07:00"], id="after the repeated hour"),
    ],
)
def test_a_wall_time_has_no_one_or_two_instants(day: date, at: time, found: list[str]) -> None:
    assert instants(day, at, EASTERN) == tuple(utc(text) for text in found)


@pytest.mark.parametrize(
    ("zone", "day", "at", "count"),
    [
        pytest.param("UTC", SPRING, time(2, 30), 1, id="UTC has no gaps"),
        pytest.param("America/Phoenix", SPRING, time(2, 30), 1, id="nor has Arizona"),
        pytest.param("Europe/Berlin", date(2026, 10, 25), time(2, 30), 2, id="Berlin repeats the hour after two"),
        pytest.param("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), 0, id="half an hour is left out"),
        pytest.param("America/Sao_Paulo", date(2018, 11, 4), time(0, 30), 0, id="a day that begins at one"),
    ],
)
def test_other_zones_have_their_own_gaps(zone: str, day: date, at: time, count: int) -> None:
    assert len(instants(day, at, ZoneInfo(zone))) == count


@given(
    st.integers(1_577_836_800, 2_051_222_400).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    st.sampled_from(["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu"]),
)
def test_every_instant_is_among_those_of_its_wall_time(moment: datetime, zone_name: str) -> None:
    zone = ZoneInfo(zone_name)
    wall = moment.astimezone(zone)
    found = instants(wall.date(), wall.time(), zone)
    assert moment in found
    assert len(found) <= 2
    assert list(found) == sorted(found)


@pytest.mark.parametrize(
    ("now", "moment", "days"),
    [
        pytest.param("2026-11-24T15:00", "2026-11-24T15:00", 0, id="now"),
        pytest.param("2026-11-24T15:00", "2026-11-25T04:59", 0, id="tonight, tomorrow in UTC"),
        pytest.param("2026-11-24T15:00", "2026-11-25T05:00", 1, id="midnight"),
        pytest.param("2026-11-25T04:59", "2026-11-25T05:00", 1, id="a minute to midnight"),
        pytest.param("2026-11-24T15:00", "2026-12-03T14:00", 9, id="nine days"),
        pytest.param("2026-10-31T04:00", "2026-11-02T05:00", 2, id="over the long night"),
        pytest.param("2026-11-24T15:00", "2026-11-23T15:00", -1, id="yesterday"),
    ],
)
def test_days_are_counted_on_the_wall_calendar(now: str, moment: str, days: int) -> None:
    assert days_until(utc(moment), utc(now), EASTERN) == days


def test_the_day_is_the_one_on_the_wall() -> None:
    assert local_day(utc("2026-12-04T04:59"), EASTERN) == date(2026, 12, 3)
