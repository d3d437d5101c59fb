"""How long it takes from one place to another: what somebody needs between two seats."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rules.model import Request, Return
from bot.rules.policy import Policy

TOWNS = (
    "Holyoke", "Springfield", "Northampton", "Amherst", "Greenfield", "Pittsfield", "Hartford",
    "Chicopee", "Westfield", "Easthampton", "South Hadley", "Hadley", "Boston", "Worcester",
)  # fmt: skip
"""The rows of MINUTES, and its columns from the second on."""

MINUTES = (
    #   Spri Nort Amhe Gree Pitt Hart Chic West East SouH Hadl Bost Worc
    (    15,  15,  25,  35,  60,  40,  10,  20,  15,  10,  20,  95,  55),  # Holyoke
    (         25,  35,  40,  65,  30,  10,  20,  25,  20,  30,  95,  55),  # Springfield
    (              20,  25,  70,  50,  20,  30,  10,  20,  10, 110,  70),  # Northampton
    (                   30,  85,  60,  30,  40,  25,  20,  10, 105,  65),  # Amherst
    (                        75,  65,  40,  50,  35,  40,  30, 110,  80),  # Greenfield
    (                             85,  60,  50,  65,  70,  75, 130,  95),  # Pittsfield
    (                                  35,  40,  50,  45,  55, 105,  65),  # Hartford
    (                                       20,  25,  15,  30,  90,  50),  # Chicopee
    (                                            20,  25,  35, 105,  65),  # Westfield
    (                                                 20,  15, 105,  65),  # Easthampton
    (                                                      15,  95,  60),  # South Hadley
    (                                                          110,  70),  # Hadley
    (                                                                60,),  # Boston
)  # fmt: skip
"""Minutes by car on an ordinary day, to the nearest five: each town to those after it."""

_BETWEEN = {
    frozenset((one.casefold(), other.casefold())): timedelta(minutes=minutes)
    for row, (one, line) in enumerate(zip(TOWNS, MINUTES, strict=False), 1)
    for other, minutes in zip(TOWNS[row:], line, strict=True)
}


def travel_time(one: str | None, other: str | None, policy: Policy) -> timedelta:
    """The same both ways. Where a place is unknown, the center's own number."""
    if one is None or other is None:
        return policy.travel
    pair = frozenset((one.casefold(), other.casefold()))
    return policy.travel_in_town if len(pair) == 1 else _BETWEEN.get(pair, policy.travel)


@dataclass(frozen=True)
class Busy:
    """A time in which somebody is expected elsewhere: where it begins, and where it leaves them."""

    starts_at: datetime
    ends_at: datetime
    begins_in: str | None = None
    ends_in: str | None = None


def busy_with(request: Request) -> Busy:
    """The time a seat of the request takes."""
    ends_in = ends_where(request.origin, request.destination, request.returns)
    return Busy(request.starts_at, request.ends_at, request.origin, ends_in)


def ends_where(origin: str | None, destination: str | None, returns: Return) -> str | None:
    """Where one is left: at the destination, or back at the origin when people are brought back."""
    return origin if destination is None or returns is not Return.NONE else destination


def clashes(one: Busy, other: Busy, policy: Policy) -> bool:
    """Whether nobody can do both: they overlap, or leave too little time to get from the end of one to the other."""
    there = travel_time(one.ends_in, other.begins_in, policy)
    back = travel_time(other.ends_in, one.begins_in, policy)
    return one.starts_at < other.ends_at + back and other.starts_at < one.ends_at + there
