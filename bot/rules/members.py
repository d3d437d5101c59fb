"""What a connected member hears, and how little of a request it says: day, time and town."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.rules.model import Kind, Party, Request, RequestState


def invitable(request: Request, now: datetime) -> bool:
    """Whether a member of this request can be invited; a shift helps the center, nobody in particular."""
    return upcoming(request, now) and request.kind is not Kind.SHIFT


def upcoming(request: Request, now: datetime) -> bool:
    """Whether there is still something to remind of."""
    return request.state is RequestState.OPEN and now < request.ends_at


def connected(request: Request) -> tuple[Party, ...]:
    """The parties whose member is told things: a person who is the member of several hears it once."""
    first: dict[int, Party] = {}
    for party in request.parties:
        if party.member_id is not None and party.member_since is not None:
            known = first.setdefault(party.member_id, party)
            if known.member_since is not None and party.member_since < known.member_since:
                first[party.member_id] = party
    return tuple(first.values())


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
