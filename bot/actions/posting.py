"""A draft becomes a request; what becomes of it until nobody needs to know of it any more; its private details."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.actions import claims, emergency, standing, traces
from bot.actions.board import redraw_board
from bot.actions.bodies import to_body
from bot.actions.drafts import DETAIL, DraftRow, DraftView, add, details_of, own, save, show
from bot.actions.offers import offer_seats
from bot.context import PRIVATE, App, Work
from bot.rules import claims as claim_rules
from bot.rules import daily
from bot.rules.changes import public
from bot.rules.drafts import Draft, Read, draft_of, private_note, request_of, still_ahead
from bot.rules.model import DETAIL_FIELDS, Details, Group, Person, Request, RequestState
from bot.rules.problems import Problem
from bot.rules.series import wrong_end
from bot.rules.timetable import plan
from bot.rules.typed import read_detail
from storage import audit, debriefs, drafts, outbox, requests, series
from storage.database import new_id

__all__ = ["DetailSaved", "PrivateDetails"]


async def post(app: App, person: Person, draft_id: int, version: int, update_id: int) -> Request | DraftView | None:
    """Makes the draft a request. A preview that is no longer the draft as it stands is shown anew instead."""
    async with app.work(update_id) as work:
        draft = await ready(app, work, person, draft_id, version, weekly=False)
        if not isinstance(draft, Draft):
            return draft
        series_id = draft.series_id
        if series_id is not None and await of_no_series(work, series_id, draft.series_day):
            series_id = None
        day = draft.series_day if series_id is not None else None
        request = await publish(app, work, person, draft, series_id=series_id, series_day=day)
        await drafts.delete(work.tx, draft_id)
        work.outcome = "posted"
    return request


async def of_no_series(work: Work, series_id: int, day: date | None) -> bool:
    """Whether the series is gone, or has a request of this day already."""
    if day is None or await series.load(work.tx, series_id) is None:
        return True
    return await requests.of_series_day(work.tx, series_id, day) is not None


async def ready(
    app: App, work: Work, person: Person, draft_id: int, version: int, *, weekly: bool
) -> Draft | DraftView | None:
    """The person's draft, if it can be posted as it was shown; else what is to be seen instead."""
    found = await own(work.tx, person, draft_id)
    if found is None:
        return None
    row, draft = found
    if draft.question() is None and not still_ahead(draft, work.now):
        late = replace(draft, starts_at=None, ends_at=None, part=None)
        return await save(app, work, row, Read(late, (Problem.PAST,)))
    if wrong_end(draft, work.now, app.zone, app.policy) is not None:
        return await save(app, work, row, Read(draft))
    unfit = draft.question() is not None or row.version != version or draft.base is not None
    if unfit or draft.weekly is not weekly:
        return await show(app, work.tx, row, draft)
    return draft


async def publish(
    app: App, work: Work, contact: Person, draft: Draft, *, series_id: int | None = None, series_day: date | None = None
) -> Request:
    """A complete draft, posted: cards and everything due follow in the same commit; standing volunteers are in."""
    made = request_of(draft, app.common_languages, app.zone, contact_id=contact.id, now=work.now, new_id=new_id)
    request = replace(made, series_id=series_id)
    await requests.add(work.tx, request, stored_details(app, draft), series_day=series_day)
    if series_id is not None:
        request = await standing.claim_in(app, work, request)
    await outbox.reconcile(work.tx, request.id, plan(request, app.policy, app.zone))
    await audit.note(work.tx, "posted", work.now, actor=contact.id, subject=request.id)
    await redraw_board(work)
    return request


def stored_details(app: App, draft: Draft) -> Sequence[Details]:
    """The parties' details; a language too telling for a card stands in the note, for whoever takes it."""
    note = private_note(draft, app.common_languages)
    first, *others = draft.details
    if note:
        first = replace(first, note="; ".join(part for part in (first.note, note) if part))
    return (first, *others)


async def stands_in(app: App, request: Request, message_id: int, to: int | Group) -> None:
    """This message of a person or a group offers *Take back*, for as long as that works."""
    async with app.work() as work:
        await outbox.put(work.tx, daily.take_back_over(request, message_id, to, app.policy))


async def take_back(app: App, person: Person, request_id: int, update_id: int) -> DraftView | None:
    """*Take back*: the cards go, the request is a draft again with all its details. None when it is too late."""
    async with app.work(update_id) as work:
        request = await requests.load(work.tx, request_id)
        if request is None or not claim_rules.may_take_back(request, person.id, work.now, app.policy):
            work.outcome = "refused"
            return None
        draft = draft_of(request, await details_of(work.tx, request), app.zone)
        await end(app, work, request, RequestState.WITHDRAWN)
        await audit.note(work.tx, "taken back", work.now, actor=person.id, subject=request.id)
        return await add(app, work, person, draft)


async def cancel(app: App, person: Person, request_id: int, update_id: int) -> Request | None:
    """A coordinator cancels: everybody in a seat is told, details go at once. None when it is over already."""
    async with app.work(update_id) as work:
        request = await requests.load(work.tx, request_id)
        if request is None or request.state is not RequestState.OPEN or work.now >= request.ends_at:
            work.outcome = "refused"
            return None
        await end(app, work, request, RequestState.CANCELLED)
        await audit.note(work.tx, "cancelled", work.now, actor=person.id, subject=request.id)
    return request


async def end(app: App, work: Work, request: Request, state: RequestState) -> None:
    """Cancelled or taken back: everybody in a seat is let go and told, the private details go."""
    await requests.set_state(work.tx, request.id, state, work.now)
    await requests.end_all_claims(work.tx, request.id, work.now)
    await requests.erase_details(work.tx, request.id)
    await _end_edits(work, request.id)
    await traces.cancelled(work, request.id)
    ended = await requests.load(work.tx, request.id)
    if ended is not None:
        ended = await offer_seats(app, work, ended)
        await outbox.reconcile(work.tx, request.id, plan(ended, app.policy, app.zone))
    await redraw_board(work)


async def _end_edits(work: Work, request_id: int) -> None:
    """Unfinished edits hold the private details too, and can no longer be saved: they go, with their keys."""
    for row in await drafts.about(work.tx, request_id, "request"):
        await drafts.delete(work.tx, row.id)


async def fold(app: App, request_id: int) -> None:
    """End + 3 h: the request is over, its cards are one line, who was in a seat has done it."""
    async with app.work() as work:
        request = await requests.load(work.tx, request_id)
        if request is None or request.state is not RequestState.OPEN:
            return
        if work.now < claim_rules.details_close_at(request, app.policy):
            return
        await requests.finish_claims(work.tx, request_id)
        await _end_edits(work, request_id)
        await requests.set_state(work.tx, request_id, RequestState.OVER, work.now)
        over = await requests.load(work.tx, request_id)
        if over is not None:
            over = await offer_seats(app, work, over)
            await outbox.reconcile(work.tx, request_id, plan(over, app.policy, app.zone))
        await redraw_board(work)


async def forget(app: App, request_id: int) -> None:
    """The private details of a request that is over, or was cancelled, are erased with their keys, and what people
    said with their claims.
    """
    async with app.work() as work:
        await requests.erase_details(work.tx, request_id)


async def purge(app: App, request_id: int) -> None:
    """Nobody needs to know any more who drove whom: the request and all its traces go."""
    async with app.work() as work:
        await requests.erase_details(work.tx, request_id)
        await debriefs.erase(work.tx, request_id)
        await requests.delete(work.tx, request_id)
        await outbox.forget_request(work.tx, request_id)


async def load_request(app: App, request_id: int) -> Request | None:
    async with app.db.reading() as tx:
        return await requests.load(tx, request_id)


async def ask_request_detail(app: App, person: Person, party_id: int, field: str, update_id: int) -> bool:
    """After posting: the coordinator's next private text is this detail of the party."""
    async with app.work(update_id) as work:
        request = await requests.load_by_party(work.tx, party_id)
        if request is None or request.state is not RequestState.OPEN or field not in DETAIL_FIELDS:
            return False
        for old in await drafts.of_kind(work.tx, person.id, "details"):
            await drafts.delete(work.tx, old.id)
        await drafts.add(work.tx, person.id, "details", work.now, subject_id=party_id, asking=DETAIL + field)
    return True


@dataclass(frozen=True)
class DetailSaved:
    """A private detail of a posted request was stored, or why not."""

    request_id: int
    party_id: int
    field: str
    details: Details
    problem: Problem | None = None


async def answer_request_detail(
    app: App, person: Person, row: DraftRow, text: str, update_id: int
) -> DetailSaved | None:
    """Stores a detail typed after posting; None when the request is over by now."""
    field = (row.asking or "").removeprefix(DETAIL)
    party_id = row.subject_id or 0
    async with app.work(update_id) as work:
        request = await requests.load_by_party(work.tx, party_id)
        if request is None or request.state is not RequestState.OPEN or field not in DETAIL_FIELDS:
            await drafts.delete(work.tx, row.id)
            return None
        read = read_detail(field, text)
        if not isinstance(read, Problem) or read is Problem.A_NUMBER:
            work.outcome = PRIVATE
        if isinstance(read, Problem):
            known = await requests.details(work.tx, party_id) or Details()
            return DetailSaved(request.id, party_id, field, known, read)
        await requests.set_detail(work.tx, party_id, field, read)
        await drafts.delete(work.tx, row.id)
        if request.living():
            await note_change(work, request, person, draft_of(request, (), app.zone), details=True)
            await claims.changed(app, work, await requests.load(work.tx, request.id) or request)
        await audit.note(work.tx, f"detail {field}", work.now, actor=person.id, subject=request.id)
        details = await requests.details(work.tx, party_id) or Details()
    return DetailSaved(request.id, party_id, field, details)


async def note_change(work: Work, request: Request, person: Person, before: Draft, *, details: bool) -> None:
    """Notes what was public before an edit, so that everybody with a claim can be told old → new."""
    stored = json.dumps(to_body(public(before)))
    await requests.add_change(work.tx, request, person.id, stored, work.now, details=details)


PrivateDetails = tuple[Request, tuple[Details, ...]]
"""A request and the details of its parties, in the order of `Request.parties`."""


async def request_details(app: App, person: Person, request_id: int) -> PrivateDetails | None:
    """For a coordinator: the request and its private details, while it is open, or there is an emergency about it."""
    async with app.db.transaction() as tx:
        request = await requests.load(tx, request_id)
        if request is None or not await emergency.may_be_read(tx, request):
            return None
        await audit.note(tx, "details read", app.now(), actor=person.id, subject=request.id)
        return request, await details_of(tx, request)
