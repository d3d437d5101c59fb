"""From a typed line to a posted request: drafts, their questions, private details, *Take back*."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.actions.board import redraw_board
from bot.context import App, Work
from bot.rules import claims as claim_rules
from bot.rules.drafts import Draft, Question, from_data, to_data
from bot.rules.kinds import SLOTS
from bot.rules.lines import Read, read_detail, read_place, read_ride, read_when, still_ahead
from bot.rules.model import DETAIL_FIELDS, Details, Group, Person, Request, RequestState
from bot.rules.problems import Problem
from bot.rules.timetable import Due, Occasion, Priority, Verb, plan
from storage import audit, drafts, outbox, requests
from storage.database import Connection, new_id
from storage.drafts import DraftRow
from storage.requests import new_slots

__all__ = ["DETAIL", "DetailSaved", "DraftRow", "DraftView"]

DETAIL = "detail:"
"""`asking` of a draft whose next text is a private detail: `detail:phone`."""


@dataclass(frozen=True)
class DraftView:
    """A draft as its owner sees it. `asking` is a Question, `detail:FIELD`, or None when it can be posted."""

    id: int
    version: int
    draft: Draft
    asking: str | None
    group: Group | None
    message_id: int | None
    problems: tuple[Problem, ...] = ()
    saved: str | None = None


async def start_ride(app: App, person: Person, text: str, group: Group | None, update_id: int) -> DraftView:
    """Reads `/ride …`; nothing typed is lost: what could be read is kept, the rest is asked."""
    async with app.work(update_id) as work:
        read = read_ride(text, work.now, app.zone, app.towns, app.policy)
        question = read.draft.question()
        draft_id = await drafts.add(
            work.tx,
            person.id,
            "request",
            work.now,
            asking=question,
            body=to_data(read.draft),
            group=None if question else group,
        )
        await _will_rest(app, work, draft_id, person.id)
    return DraftView(draft_id, 1, read.draft, question, None if question else group, None, read.problems)


async def _will_rest(app: App, work: Work, draft_id: int, owner_id: int) -> None:
    """A draft that is left alone is raised with its owner, once."""
    due_at = work.now + app.policy.draft_raised
    await outbox.put(
        work.tx,
        Due(
            f"rests:{draft_id}",
            Verb.SAY,
            Occasion.DRAFT_RESTS,
            draft_id,
            due_at,
            owner_id,
            priority=Priority.BULK,
        ),
    )
    await redraw_board(work)


async def shown(app: App, draft_id: int, group: Group | None, message_id: int) -> None:
    """Remembers where the draft's preview stands."""
    async with app.db.transaction() as tx:
        await drafts.set_message(tx, draft_id, group, message_id)


async def view(app: App, person: Person, draft_id: int) -> DraftView | None:
    """The person's own draft; None looks the same for "not yours" and "gone"."""
    async with app.db.reading() as tx:
        own = await _own(tx, person, draft_id)
    return None if own is None else _view(*own)


async def _own(tx: Connection, person: Person, draft_id: int) -> tuple[DraftRow, Draft] | None:
    """The person's own draft with its body, opened."""
    row = await drafts.load(tx, draft_id)
    body = await drafts.body(tx, draft_id) if row is not None else None
    if row is None or body is None or row.owner_id != person.id:
        return None
    return row, from_data(body)


def _view(
    row: DraftRow,
    draft: Draft,
    problems: Sequence[Problem] = (),
    saved: str | None = None,
    asking: str | None = None,
) -> DraftView:
    return DraftView(row.id, row.version, draft, asking, row.group, row.message_id, tuple(problems), saved)


async def question_of(app: App, person: Person) -> DraftRow | None:
    """What the person's next private text answers."""
    async with app.db.reading() as tx:
        return await drafts.asked_of(tx, person.id)


async def stop_asking(app: App, person: Person, update_id: int) -> DraftRow | None:
    """`/cancel`: leaves the question that was being asked; the draft itself stays on the board."""
    async with app.work(update_id) as work:
        row = await drafts.asked_of(work.tx, person.id)
        await drafts.stop_asking(work.tx, person.id)
        if row is not None and row.kind in ("profile", "details", "setup"):
            await drafts.delete(work.tx, row.id)
    return row


async def answer_text(app: App, row: DraftRow, text: str, update_id: int) -> DraftView | None:
    """A typed answer to a question about a request's draft."""
    async with app.work(update_id) as work:
        body = await drafts.body(work.tx, row.id)
        if body is None or row.asking is None:
            return None
        draft = from_data(body)
        if row.asking.startswith(DETAIL):
            return await _answer_detail(app, work, row, draft, row.asking.removeprefix(DETAIL), text)
        read = _read(app, draft, Question(row.asking), text, work.now)
        return await _save(app, work, row, read)


def _read(app: App, draft: Draft, question: Question, text: str, now: datetime) -> Read:
    match question:
        case Question.WHEN:
            return read_when(draft, text, now, app.zone, app.policy)
        case Question.HOUR:
            return Read(draft)
        case Question.ORIGIN | Question.DESTINATION:
            return read_place(draft, question, text, app.towns)


async def _answer_detail(app: App, work: Work, row: DraftRow, draft: Draft, field: str, text: str) -> DraftView:
    read = read_detail(field, text)
    if isinstance(read, Problem):
        return _view(row, draft, (read,), asking=row.asking)
    draft = replace(draft, details=replace(draft.details, **{field: read}))
    saved = await _save(app, work, row, Read(draft))
    return replace(saved, saved=field)


async def _save(app: App, work: Work, row: DraftRow, read: Read) -> DraftView:
    await drafts.set_body(work.tx, row.id, to_data(read.draft), work.now)
    question = read.draft.question()
    await drafts.ask(work.tx, row, question)
    await _will_rest(app, work, row.id, row.owner_id)
    return replace(_view(row, read.draft, read.problems, asking=question), version=row.version + 1)


async def choose(
    app: App, person: Person, draft_id: int, question: Question, index: int, update_id: int
) -> DraftView | None:
    """A button that answers a question: a town by its place in the settings' list, or one of the two hours."""
    async with app.work(update_id) as work:
        own = await _own(work.tx, person, draft_id)
        if own is None:
            return None
        row, draft = own
        if draft.question() is not question:
            return _view(row, draft, asking=draft.question())
        if question is Question.HOUR:
            if not 0 <= index < len(draft.hours):
                return _view(row, draft, asking=question)
            return await _save(app, work, row, Read(draft.starting([draft.hours[index]], draft.length, app.policy)))
        if not 0 <= index < len(app.towns):
            return _view(row, draft, asking=question)
        return await _save(app, work, row, read_place(draft, question, app.towns[index], app.towns))


async def ask_detail(app: App, person: Person, draft_id: int, field: str, update_id: int) -> DraftView | None:
    """The next private text is this detail."""
    async with app.work(update_id) as work:
        own = await _own(work.tx, person, draft_id)
        if own is None or field not in DETAIL_FIELDS:
            return None
        row, draft = own
        await drafts.ask(work.tx, row, DETAIL + field)
    return _view(row, draft, asking=DETAIL + field)


async def skip_detail(app: App, person: Person, draft_id: int, update_id: int) -> DraftView | None:
    """*Skip*: the preview again."""
    async with app.work(update_id) as work:
        own = await _own(work.tx, person, draft_id)
        if own is None:
            return None
        row, draft = own
        await drafts.ask(work.tx, row, draft.question())
    return _view(row, draft, asking=draft.question())


async def discard(app: App, person: Person, draft_id: int, update_id: int) -> bool:
    """Whether there was a draft of the person to discard."""
    async with app.work(update_id) as work:
        row = await drafts.load(work.tx, draft_id)
        if row is None or row.owner_id != person.id:
            return False
        await drafts.delete(work.tx, draft_id)
        await redraw_board(work)
    return True


async def post(app: App, person: Person, draft_id: int, version: int, update_id: int) -> Request | DraftView | None:
    """Makes the draft a request. A preview that is no longer the draft as it stands is shown anew instead."""
    async with app.work(update_id) as work:
        own = await _own(work.tx, person, draft_id)
        if own is None:
            return None
        row, draft = own
        if draft.question() is None and not still_ahead(draft, work.now):
            return await _save(app, work, row, Read(replace(draft, starts_at=None, ends_at=None), (Problem.PAST,)))
        if draft.question() is not None or row.version != version:
            return _view(row, draft, asking=draft.question())
        request = await _post(app, work, person, draft)
        await drafts.delete(work.tx, draft_id)
        work.outcome = "posted"
    return request


async def _post(app: App, work: Work, person: Person, draft: Draft) -> Request:
    if draft.starts_at is None or draft.ends_at is None or draft.origin is None:
        raise ValueError("a draft with a question cannot be posted")
    common = tuple(code for code in draft.languages if code in app.common_languages)
    rare = [code for code in draft.languages if code not in common]
    details = draft.details
    if rare:  # too telling for a card: only whoever takes it sees which
        details = replace(details, note="; ".join(part for part in (details.note, f"🗣 {', '.join(rare)}") if part))
    request = Request(
        id=new_id(),
        kind=draft.kind,
        state=RequestState.OPEN,
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        origin=draft.origin,
        destination=draft.destination,
        passengers=draft.passengers,
        child_seats=draft.child_seats,
        languages=common,
        interpreter=draft.interpreter or bool(rare),
        contact_id=person.id,
        posted_at=work.now,
        version=1,
        slots=new_slots(SLOTS[draft.kind]),
        parties=(new_id(),),
    )
    await requests.add(work.tx, request, details)
    await outbox.reconcile(work.tx, request.id, plan(request, app.policy))
    await audit.note(work.tx, "posted", work.now, actor=person.id, subject=request.id)
    await redraw_board(work)
    return request


async def take_back(app: App, person: Person, request_id: int, update_id: int) -> DraftView | None:
    """*Take back*: the cards go, the request is a draft again with all its details. None when it is too late."""
    async with app.work(update_id) as work:
        request = await requests.load(work.tx, request_id)
        if request is None or not claim_rules.may_take_back(request, person.id, work.now, app.policy):
            work.outcome = "refused"
            return None
        details = await requests.details(work.tx, request.parties[0]) or Details()
        draft = Draft(
            kind=request.kind,
            starts_at=request.starts_at,
            ends_at=request.ends_at,
            length=int((request.ends_at - request.starts_at).total_seconds()),
            origin=request.origin,
            destination=request.destination,
            passengers=request.passengers,
            child_seats=request.child_seats,
            languages=request.languages,
            interpreter=request.interpreter,
            details=details,
        )
        await _end(app, work, request, RequestState.WITHDRAWN)
        draft_id = await drafts.add(work.tx, person.id, "request", work.now, body=to_data(draft))
        await _will_rest(app, work, draft_id, person.id)
        await audit.note(work.tx, "taken back", work.now, actor=person.id, subject=request.id)
    return DraftView(draft_id, 1, draft, None, None, None)


async def cancel(app: App, person: Person, request_id: int, update_id: int) -> Request | None:
    """A coordinator cancels: everybody in a seat is told, details go at once. None when it is over already."""
    async with app.work(update_id) as work:
        request = await requests.load(work.tx, request_id)
        if request is None or request.state is not RequestState.OPEN or work.now >= request.ends_at:
            work.outcome = "refused"
            return None
        await _end(app, work, request, RequestState.CANCELLED)
        await audit.note(work.tx, "cancelled", work.now, actor=person.id, subject=request.id)
    return request


async def _end(app: App, work: Work, request: Request, state: RequestState) -> None:
    await requests.set_state(work.tx, request.id, state, work.now)
    await requests.end_all_claims(work.tx, request.id, work.now)
    await requests.erase_details(work.tx, request.id)
    ended = await requests.load(work.tx, request.id)
    if ended is not None:
        await outbox.reconcile(work.tx, request.id, plan(ended, app.policy))
    await redraw_board(work)


async def fold(app: App, request_id: int) -> None:
    """End + 3 h: the request is over, its cards are one line, who was in a seat has done it."""
    async with app.work() as work:
        request = await requests.load(work.tx, request_id)
        if request is None or request.state is not RequestState.OPEN:
            return
        if work.now < claim_rules.details_close_at(request, app.policy):
            return
        await requests.finish_claims(work.tx, request_id)
        await requests.set_state(work.tx, request_id, RequestState.OVER, work.now)
        over = await requests.load(work.tx, request_id)
        if over is not None:
            await outbox.reconcile(work.tx, request_id, plan(over, app.policy))
        await redraw_board(work)


async def forget(app: App, request_id: int) -> None:
    """The private details of a request that is over, or was cancelled, are erased with their keys."""
    async with app.work() as work:
        await requests.erase_details(work.tx, request_id)


async def purge(app: App, request_id: int) -> None:
    """Nobody needs to know any more who drove whom: the request and all its traces go."""
    async with app.work() as work:
        await requests.erase_details(work.tx, request_id)
        await requests.delete(work.tx, request_id)
        await outbox.forget_request(work.tx, request_id)


async def load_request(app: App, request_id: int) -> Request | None:
    async with app.db.reading() as tx:
        return await requests.load(tx, request_id)


async def ask_request_detail(app: App, person: Person, request_id: int, field: str, update_id: int) -> bool:
    """After posting: the coordinator's next private text is this detail of the request's party."""
    async with app.work(update_id) as work:
        request = await requests.load(work.tx, request_id)
        if request is None or request.state is not RequestState.OPEN or field not in DETAIL_FIELDS:
            return False
        for old in await drafts.of_kind(work.tx, person.id, "details"):
            await drafts.delete(work.tx, old.id)
        await drafts.add(work.tx, person.id, "details", work.now, subject_id=request_id, asking=DETAIL + field)
    return True


@dataclass(frozen=True)
class DetailSaved:
    """A private detail of a posted request was stored, or why not."""

    request_id: int
    field: str
    details: Details
    problem: Problem | None = None


async def answer_request_detail(
    app: App, person: Person, row: DraftRow, text: str, update_id: int
) -> DetailSaved | None:
    """Stores a detail typed after posting; None when the request is over by now."""
    field = (row.asking or "").removeprefix(DETAIL)
    async with app.work(update_id) as work:
        request = await requests.load(work.tx, row.subject_id or 0)
        if request is None or request.state is not RequestState.OPEN or field not in DETAIL_FIELDS:
            await drafts.delete(work.tx, row.id)
            return None
        read = read_detail(field, text)
        party = request.parties[0]
        if isinstance(read, Problem):
            return DetailSaved(request.id, field, await requests.details(work.tx, party) or Details(), read)
        await requests.set_detail(work.tx, party, field, read)
        await drafts.delete(work.tx, row.id)
        await audit.note(work.tx, f"detail {field}", work.now, actor=person.id, subject=request.id)
        details = await requests.details(work.tx, party) or Details()
    return DetailSaved(request.id, field, details)


async def request_details(app: App, person: Person, request_id: int) -> tuple[Request, Details] | None:
    """For a coordinator: the request and its private details, while it is open."""
    async with app.db.transaction() as tx:
        request = await requests.load(tx, request_id)
        if request is None or request.state is not RequestState.OPEN:
            return None
        await audit.note(tx, "details read", app.now(), actor=person.id, subject=request.id)
        return request, await requests.details(tx, request.parties[0]) or Details()
