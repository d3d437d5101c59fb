"""What a connected member hears, and how little of a request it says: day, time and town."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rules.day import awaited, expected
from bot.rules.model import ClaimState, Ending, Kind, Party, Request, RequestState
from bot.rules.moments import local_day
from bot.rules.policy import Policy
from bot.rules.quiet import evening_before


def invitable(request: Request, now: datetime) -> bool:
    """Whether a member of this request can be invited; a shift helps the center, nobody in particular."""
    return upcoming(request, now) and request.kind is not Kind.SHIFT


def upcoming(request: Request, now: datetime) -> bool:
    """Whether there is still something to remind of."""
    return request.state is RequestState.OPEN and now < request.ends_at


def near(request: Request, now: datetime, zone: ZoneInfo) -> bool:
    """Whether it is today or tomorrow, or goes on still: then whoever writes may be late, lost or afraid."""
    tomorrow = local_day(now, zone) + timedelta(days=1)
    return request.state is RequestState.OPEN and local_day(request.starts_at, zone) <= tomorrow


def connected(request: Request) -> tuple[Party, ...]:
    """The parties whose member is told things: a person who is the member of several hears it once."""
    first: dict[int, Party] = {}
    for party in request.parties:
        if party.member_id is not None and party.member_since is not None:
            known = first.setdefault(party.member_id, party)
            if known.member_since is not None and party.member_since < known.member_since:
                first[party.member_id] = party
    return tuple(first.values())


def reminded_by_now(request: Request, now: datetime, policy: Policy, zone: ZoneInfo) -> bool:
    """Whether the first reminder of this start would have come by now: what is said later has to say as much."""
    first = min(evening_before(request.starts_at, policy, zone), request.starts_at - policy.soon)
    return request.part is None and now >= first


def looking(request: Request) -> bool:
    """Whether nobody has the seat the member waits for: then no reminder may promise that somebody comes."""
    return bool(awaited(request)) and not expected(request)


def found_since(request: Request, moment: datetime) -> bool:
    """Whether somebody has it now, and nobody had it at that moment."""
    slots = {slot.id for slot in awaited(request)}
    certain = (c for c in request.claims if c.state is not ClaimState.HELD and c.ending is not Ending.LAPSED)
    had = [c for c in certain if c.slot_id in slots and c.claimed_at <= moment]
    ends = [[end for end in (c.leaving_at, c.ended_at) if end is not None] for c in had]
    return not looking(request) and all(any(end <= moment for end in each) for each in ends)


def towns_of(request: Request, towns: Collection[str]) -> tuple[str, ...]:
    """The places a notice may name: towns only. A saved place can be a telling one, and lock screens are read."""
    return tuple(place for place in (request.origin, request.destination) if place is not None and place in towns)


@dataclass(frozen=True)
class News:
    """What of an edit concerns the member."""

    when: bool
    where: bool

    def __bool__(self) -> bool:
        return self.when or self.where


def news(before: Request, after: Request) -> News:
    """A member is told the day, the hour it starts, and the places; nothing else of a request is theirs to check."""
    return News(
        when=(before.starts_at, before.part) != (after.starts_at, after.part),
        where=(before.origin, before.destination) != (after.origin, after.destination),
    )
