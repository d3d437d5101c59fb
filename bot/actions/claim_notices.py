"""What a due row about somebody's seat comes to now: to whoever has it, or to the contact coordinator."""

from __future__ import annotations

import json
from dataclasses import replace

from bot.actions import bodies
from bot.actions.member_notices import told_by_change
from bot.actions.saying import Saying, ToPerson
from bot.context import App
from bot.rules import day as day_rules
from bot.rules.changes import differing
from bot.rules.drafts import Draft, draft_of
from bot.rules.model import Claim, ClaimState, Ending, Person, Request
from bot.rules.timetable import Occasion, asks_whether_coming, change_asks
from storage import people, requests
from storage import sessions as training_sessions
from storage.database import Connection
from storage.outbox import Row

CONTACT = (Occasion.LAPSED_CONTACT, Occasion.LEFT_CONTACT, Occasion.REMOVED_CONTACT, Occasion.TAKEN_LATE)
"""What the contact coordinator hears about somebody else's claim."""

LIVING = (
    Occasion.CLAIMED,
    Occasion.CHANGED,
    Occasion.STILL_COMING,
    Occasion.SOON,
    Occasion.START_CHECK,
    Occasion.HOME_CHECK,
)
"""Each of these is from then on the one private message that stands for the claim."""

HOME = (Occasion.AT_HOME, Occasion.HOME_SETTLED, Occasion.NOT_HOME)
"""What a claim's message becomes when everyone is home, and when that was said too early."""

REDRAWN = (*HOME, Occasion.HIDE, Occasion.SETTLED, Occasion.RED_BUTTON)
"""These only change the message that stands for the claim."""

BUTTONS_ONLY = (Occasion.SETTLED, Occasion.RED_BUTTON, Occasion.TAKE_BACK_OVER)
"""These change no text: details that are open stay open."""

ENDED = (
    Occasion.REPLACED,
    Occasion.CANCELLED,
    Occasion.LAPSED,
    Occasion.REMOVED,
    Occasion.SEAT_GONE,
    Occasion.TAKEN_OUT,
    Occasion.HIDE,
)
"""After these nothing is left of a claim that a living message could stand for."""

NOT_WHILE_LEAVING = (Occasion.SETTLED, Occasion.RED_BUTTON, Occasion.STILL_COMING, Occasion.SOON)
"""What somebody who waits to be replaced does not hear."""

_ACTIVE, _HELD, _RELEASED = (ClaimState.ACTIVE,), (ClaimState.HELD,), (ClaimState.RELEASED,)
STATES = {
    Occasion.CLAIMED: _ACTIVE,
    Occasion.SETTLED: _ACTIVE,
    Occasion.PROMISE: _HELD,
    Occasion.SAYS_TRAINED: _HELD,
    Occasion.TRAINED: _HELD,
    Occasion.REPLACED: _RELEASED,
    Occasion.CANCELLED: _RELEASED,
    Occasion.LAPSED: _RELEASED,
    Occasion.LAPSED_CONTACT: _RELEASED,
    Occasion.LEFT_CONTACT: _ACTIVE,
    Occasion.TAKEN_LATE: _ACTIVE,
    Occasion.REMOVED: _RELEASED,
    Occasion.SEAT_GONE: _RELEASED,
    Occasion.TAKEN_OUT: _RELEASED,
    Occasion.CHANGED: _ACTIVE,
    Occasion.STILL_COMING: _ACTIVE,
    Occasion.SOON: _ACTIVE,
    Occasion.LEFT_LATE: (*_ACTIVE, *_HELD, *_RELEASED),
    Occasion.START_CHECK: _ACTIVE,
    Occasion.HOME_CHECK: _ACTIVE,
    Occasion.AT_HOME: _ACTIVE,
    Occasion.HOME_SETTLED: (*_ACTIVE, ClaimState.DONE),
    Occasion.NOT_HOME: _ACTIVE,
    Occasion.RED_BUTTON: _ACTIVE,
    Occasion.REMOVED_CONTACT: _RELEASED,
    Occasion.UNTOLD: _RELEASED,
    Occasion.HIDE: (*_ACTIVE, ClaimState.DONE, ClaimState.NO_SHOW),
}
"""The state a claim must still be in for the occasion to make sense."""


def claim_in(request: Request | None, claim_id: int) -> Claim | None:
    """The claim of a request that may be gone."""
    return next((claim for claim in request.claims if claim.id == claim_id), None) if request else None


async def to_claimer(at: ToPerson) -> Saying | None:
    """Everything the row's words need; None when it no longer matters."""
    request = await requests.load_by_claim(at.tx, at.row.subject)
    claim = claim_in(request, at.row.subject)
    if request is None or claim is None or claim.state not in STATES[at.row.occasion]:
        return None
    if not _makes_sense(at.row.occasion, request, claim, at.person):
        return None
    if at.row.occasion in (Occasion.STILL_COMING, Occasion.SOON) and await told_by_change(at.tx, at.row, request):
        return None
    if at.row.occasion in CONTACT:
        names = await people.names(at.tx, frozenset({claim.person_id}))
        return replace(at.empty, request=request, claim=claim, names=names)
    message_id = await requests.claim_message(at.tx, claim.id)
    if at.row.occasion in REDRAWN:
        edits = message_id is not None
        return replace(at.empty, edit=message_id, request=request, claim=claim) if edits else None
    before_edit, details_edited = None, False
    if at.row.occasion is Occasion.CHANGED:
        before_edit, details_edited = await _untold_edit(at.app, at.tx, request, claim)
        if before_edit is None:
            return None
    following = None
    if at.row.occasion is Occasion.REMOVED and claim.says_trained is not None:
        following = await training_sessions.next_training(at.tx, claim.says_trained, at.app.now())
    moved = at.row.occasion is Occasion.CLAIMED and claim.moved
    quietly = _told_of_another_seat(request, claim, at.row.occasion)
    if quietly and message_id is None:
        return None
    return replace(
        at.empty,
        edit=message_id if quietly else None,
        before=None if quietly else message_id,
        request=request,
        claim=claim,
        before_edit=before_edit,
        details_edited=details_edited,
        session=following,
        former=await requests.moved_from(at.tx, claim) if moved else None,
    )


def _makes_sense(occasion: Occasion, request: Request, claim: Claim, person: Person) -> bool:
    """Whether the occasion is still true of the claim, whose state fits."""
    if claim.leaving_at is not None and occasion in NOT_WHILE_LEAVING:
        return False
    if occasion in HOME:
        return (request.home_at is None) is (occasion is Occasion.NOT_HOME)
    match occasion:
        case Occasion.LEFT_CONTACT:
            return claim.leaving_at is not None
        case Occasion.START_CHECK:
            return day_rules.watched(request) and not day_rules.said(request, claim)
        case Occasion.HOME_CHECK:
            return day_rules.watched(request)
        case Occasion.PROMISE:
            return person.promised_at is None
        case _:
            return True


async def _untold_edit(app: App, tx: Connection, request: Request, claim: Claim) -> tuple[Draft | None, bool]:
    """What was public before the edits the person was not told of, and whether private details are among them; None
    when nothing differs since.
    """
    told = await requests.told_version(tx, claim.id)
    stored, details_edited = await requests.changes_after(tx, request.id, told)
    before = None if stored is None else bodies.from_body(json.loads(stored))
    if before is None or not (details_edited or differing(before, draft_of(request, (), app.zone))):
        return None, False
    return before, details_edited


def _told_of_another_seat(request: Request, claim: Claim, occasion: Occasion) -> bool:
    """Whether the person, who drives and accompanies, gets the same notice about the other seat: one event is one
    notice, and the message of this seat only comes to say the same.
    """
    if occasion is Occasion.CHANGED and request.changed_at is not None:
        told = [c for c in request.claims if c.state is ClaimState.ACTIVE and c.claimed_at <= request.changed_at]
    elif occasion is Occasion.CANCELLED:
        told = [c for c in request.claims if c.ending is Ending.CANCELLED]
    else:
        return False
    return any(c.person_id == claim.person_id and (c.claimed_at, c.id) < (claim.claimed_at, claim.id) for c in told)


async def has_asked(app: App, tx: Connection, row: Row) -> bool:
    """Whether the message that was just sent asks "Still coming?"."""
    request = await requests.load_by_claim(tx, row.subject)
    claim = claim_in(request, row.subject)
    if request is None or claim is None:
        return False
    if row.occasion is Occasion.STILL_COMING:
        return asks_whether_coming(claim, row.due_at, app.policy)
    return row.occasion is Occasion.CHANGED and change_asks(request, claim, app.now(), app.policy, app.zone)
