"""What a due row about a member comes to now: to the member, or to the contact coordinator."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from bot.actions import bodies
from bot.actions.saying import Saying, ToPerson
from bot.context import App
from bot.rules import day as day_rules
from bot.rules.drafts import Draft, request_of
from bot.rules.members import looking, news
from bot.rules.model import Party, Request, RequestState
from bot.rules.timetable import Occasion
from storage import requests
from storage.database import Connection
from storage.outbox import Row

MEMBER = (
    Occasion.MEMBER_EVENING,
    Occasion.MEMBER_SOON,
    Occasion.MEMBER_FOUND,
    Occasion.MEMBER_CHECK,
    Occasion.MEMBER_CHANGED,
    Occasion.MEMBER_CANCELLED,
    Occasion.MEMBER_CLOSED,
)
"""What a connected member is told."""

MEMBER_CONTACT = (Occasion.MEMBER_LOST, Occasion.MEMBER_DECLINED)
"""What the contact coordinator hears about a member."""


async def request_of_member(tx: Connection, row: Row) -> Request | None:
    """The open request whose contact hears about its member; None once that is no longer so."""
    request = await requests.load_by_party(tx, row.subject)
    if request is None or request.state is not RequestState.OPEN:
        return None
    party = next(party for party in request.parties if party.id == row.subject)
    true = {Occasion.MEMBER_LOST: party.lost_at is not None, Occasion.MEMBER_PLANS: party.paused_at is not None}
    return request if true.get(row.occasion, True) else None


async def to_member(at: ToPerson) -> Saying | None:
    """Everything the row's words need; None when it no longer matters."""
    request = await requests.load_by_party(at.tx, at.row.subject)
    party = next((party for party in request.parties if party.id == at.row.subject), None) if request else None
    if request is None or party is None or party.member_id != at.person.id:
        return None
    message_id = await requests.member_message(at.tx, party.id)
    if at.row.occasion is Occasion.MEMBER_CLOSED:
        return None if message_id is None else replace(at.empty, edit=message_id, request=request)
    if not await _makes_sense(at.tx, at.row, request):
        return None
    untold = None
    if at.row.occasion is Occasion.MEMBER_CHANGED:
        untold = await _untold_edit(at.app, at.tx, request, party)
        if untold is None:
            return None
    return replace(at.empty, before=message_id, request=request, before_edit=untold)


async def _makes_sense(tx: Connection, row: Row, request: Request) -> bool:
    cancelled = request.state in (RequestState.CANCELLED, RequestState.WITHDRAWN)
    if cancelled != (row.occasion is Occasion.MEMBER_CANCELLED) or request.state is RequestState.OVER:
        return False
    match row.occasion:
        case Occasion.MEMBER_FOUND:
            return not looking(request)
        case Occasion.MEMBER_CHECK:
            return day_rules.unheard(request)
        case Occasion.MEMBER_EVENING | Occasion.MEMBER_SOON:
            of_this_start = row.key.endswith(f":{int(request.starts_at.timestamp())}")
            return request.part is None and of_this_start and not await told_by_change(tx, row, request)
        case _:
            return True


async def told_by_change(tx: Connection, row: Row, request: Request) -> bool:
    """Of a start that is nearer than its reminder, the change itself tells."""
    moved_at = await _moved_at(tx, request)
    return moved_at is not None and row.due_at <= moved_at


async def _moved_at(tx: Connection, request: Request) -> datetime | None:
    """Since when the request starts when it does; None: from the beginning."""
    for at, stored in await requests.edits(tx, request.id):
        before = bodies.from_body(json.loads(stored))
        if (before.starts_at, before.part) != (request.starts_at, request.part):
            return at
    return None


async def _untold_edit(app: App, tx: Connection, request: Request, party: Party) -> Draft | None:
    """What was public before the edits the member was not told of; None when nothing of theirs differs since."""
    stored, _ = await requests.changes_after(tx, request.id, await requests.member_told(tx, party.id))
    if stored is None:
        return None
    before = bodies.from_body(json.loads(stored))
    if before.kind is None or not news(request_of(before, app.common_languages, app.zone), request):
        return None
    return before
