"""What an alert in the coordinators' group waits for, and whether a request says that it has come.

What it waits for is one word in the key of the row that ends the alert, such as `short`, or `left.12` for a seat.
"""

from __future__ import annotations

from enum import StrEnum

from bot.rules.claims import lost
from bot.rules.day import late
from bot.rules.model import Claim, Request, RequestState
from bot.rules.timetable import Occasion


class Matter(StrEnum):
    """Why somebody was called."""

    SHORT = "short"
    LEFT = "left"
    LATE = "late"
    ALONE = "alone"
    PLANS = "plans"


def matter_of(occasion: Occasion, subject: int, alone_since: int | None = None) -> str:
    """Of an alert; empty for what stays as it is until the request is over. `alone_since`: seconds of the moment."""
    match occasion:
        case Occasion.UNDER_MINIMUM:
            return Matter.SHORT
        case Occasion.LEFT_LATE:
            return f"{Matter.LEFT}.{subject}"
        case Occasion.LATE_START if alone_since is not None:
            return f"{Matter.ALONE}.{alone_since}"
        case Occasion.LATE_START:
            return Matter.LATE
        case Occasion.MEMBER_PLANS:
            return Matter.PLANS
        case _:
            return ""


def is_solved(request: Request, matter: str) -> bool:
    """Whether nobody needs to be called about it any more. What was called off has an end of its own."""
    if request.state is not RequestState.OPEN:
        return False
    name, _, number = matter.partition(".")
    match name:
        case Matter.SHORT:
            return not request.under_minimum
        case Matter.LEFT:
            return _replaced(request, int(number))
        case Matter.LATE:
            return not late(request)
        case Matter.ALONE:
            return _met_since(request, int(number))
        case Matter.PLANS:
            return all(party.paused_at is None for party in request.parties)
        case _:
            return False


def _replaced(request: Request, claim_id: int) -> bool:
    claim = next((claim for claim in request.claims if claim.id == claim_id), None)
    slot = None if claim is None else request.slot(claim.slot_id)
    if claim is None or slot is None:
        return True
    stays = claim.living and lost(claim) is None
    there = sum(lost(other) is None for other in request.staying(slot))
    return stays or there >= max(slot.minimum, 1)


def _met_since(request: Request, seconds: int) -> bool:
    """A member who waits alone is heard more than those who said before that they were there."""
    moments = [party.met_at for party in request.parties]
    for claim in request.living():
        moments += [claim.on_way_at, claim.with_at]
    return any(moment is not None and moment.timestamp() >= seconds for moment in moments)


def who_says_so(request: Request) -> Claim | None:
    """The volunteer who says that they met, or else that they are on the way."""
    here = [claim for claim in request.living() if claim.with_at or claim.on_way_at]
    return min(here, key=lambda claim: (claim.with_at is None, claim.claimed_at, claim.id), default=None)
