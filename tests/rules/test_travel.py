"""From one place to another: how long it takes, and what follows for two seats."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise, permutations

import pytest

from bot.rules.model import Return
from bot.rules.travel import MINUTES, TOWNS, Busy, busy_with, clashes, travel_time
from tests.rules.samples import ENDS, POLICY, SECOND, STARTS, ride

HOUR = timedelta(hours=1)


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Holyoke", "Springfield", minutes(15)),
        ("Springfield", "Holyoke", minutes(15)),
        ("Holyoke", "Holyoke", POLICY.travel_in_town),
        ("Northampton", "Hadley", minutes(10)),
        ("Amherst", "Pittsfield", minutes(85)),
        ("Boston", "Amherst", minutes(105)),
        ("south hadley", "HADLEY", minutes(15)),
        ("Holyoke", "Ludlow", POLICY.travel),
        ("Ludlow", "Ludlow", POLICY.travel_in_town),
        ("Ludlow", "Palmer", POLICY.travel),
        ("Holyoke", None, POLICY.travel),
        (None, None, POLICY.travel),
    ],
)
def test_how_long_it_takes(one: str | None, other: str | None, expected: timedelta) -> None:
    assert travel_time(one, other, POLICY) == expected


def test_from_door_to_door_of_a_town_is_the_centers_number() -> None:
    assert travel_time("Holyoke", "Holyoke", replace(POLICY, travel_in_town=minutes(25))) == minutes(25)


def test_the_table_is_complete_and_the_same_both_ways() -> None:
    assert [len(line) for line in MINUTES] == list(range(len(TOWNS) - 1, 0, -1))
    known = replace(POLICY, travel=timedelta(days=1))  # what a pair that is missing would take
    for one, other in permutations(TOWNS, 2):
        took = travel_time(one, other, known)
        assert took == travel_time(other, one, known)
        assert minutes(10) <= took <= minutes(130)
        assert took % minutes(5) == timedelta()


def test_no_way_round_is_much_shorter_than_the_way_there() -> None:
    """A number in the wrong place of the table would stand out."""
    for one, between, other in permutations(TOWNS, 3):
        assert travel_time(one, other, POLICY) <= sum(
            (travel_time(*leg, POLICY) for leg in pairwise((one, between, other))), timedelta()
        )


@pytest.mark.parametrize(
    ("returns", "destination", "ends_in"),
    [
        (Return.NONE, "Amherst", "Amherst"),
        (Return.FINISHED, "Amherst", "Holyoke"),
        (Return.TIME, "Amherst", "Holyoke"),
        (Return.NONE, None, "Holyoke"),
    ],
)
def test_where_a_seat_leaves_somebody(returns: Return, destination: str | None, ends_in: str) -> None:
    busy = busy_with(ride(returns=returns, destination=destination))
    assert busy == Busy(STARTS, ENDS, "Holyoke", ends_in)


def gap_after(begins_in: str | None, gap: timedelta) -> Busy:
    """Something that begins so long after the ride to Amherst."""
    return Busy(ENDS + gap, ENDS + gap + HOUR, begins_in, begins_in)


def gap_before(ends_in: str | None, gap: timedelta) -> Busy:
    """Something that ends so long before the ride from Holyoke."""
    return Busy(STARTS - gap - HOUR, STARTS - gap, ends_in, ends_in)


@pytest.mark.parametrize(
    ("other", "clash"),
    [
        pytest.param(gap_after("Hadley", minutes(10)), False, id="Hadley is ten minutes from Amherst"),
        pytest.param(gap_after("Hadley", minutes(10) - SECOND), True, id="a second less"),
        pytest.param(gap_after("Pittsfield", minutes(60)), True, id="an hour is too little to Pittsfield"),
        pytest.param(gap_after("Pittsfield", minutes(85)), False, id="to Pittsfield in time"),
        pytest.param(gap_after("Amherst", minutes(10)), False, id="from where the ride ends"),
        pytest.param(gap_after("Holyoke", minutes(20)), True, id="back to Holyoke is 25 minutes"),
        pytest.param(gap_after("Ludlow", POLICY.travel - SECOND), True, id="an unknown town, too soon"),
        pytest.param(gap_after("Ludlow", POLICY.travel), False, id="an unknown town"),
        pytest.param(gap_after(None, POLICY.travel - SECOND), True, id="no place, too soon"),
        pytest.param(gap_before("Springfield", minutes(15)), False, id="from Springfield to where it begins"),
        pytest.param(gap_before("Springfield", minutes(15) - SECOND), True, id="from Springfield, a second late"),
        pytest.param(gap_before("Amherst", minutes(15)), True, id="the other way round it is from Amherst to Holyoke"),
        pytest.param(gap_before("Amherst", minutes(25)), False, id="from Amherst in time"),
        pytest.param(Busy(STARTS, ENDS, "Holyoke", "Amherst"), True, id="the same time, the same way"),
        pytest.param(Busy(STARTS + SECOND, ENDS - SECOND, "Holyoke", "Holyoke"), True, id="within"),
    ],
)
def test_two_seats_clash_by_the_way_between_them(other: Busy, clash: bool) -> None:
    here = busy_with(ride())
    assert clashes(here, other, POLICY) is clash
    assert clashes(other, here, POLICY) is clash


def test_who_is_brought_back_ends_where_it_began() -> None:
    soon = gap_after("Holyoke", minutes(10))
    assert clashes(busy_with(ride()), soon, POLICY)
    assert not clashes(busy_with(ride(returns=Return.FINISHED)), soon, POLICY)
