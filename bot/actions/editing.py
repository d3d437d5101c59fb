"""Changing what is posted: any field, also after claims; who is the contact; a claimer's "it still works"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.actions import claims, series
from bot.actions.drafts import DraftView, add, details_of, own, save, show
from bot.actions.offers import redraw_offers
from bot.actions.posting import note_change, stored_details
from bot.context import App, Work
from bot.rules import series as series_rules
from bot.rules.changes import (
    ASKED_AGAIN,
    Field,
    detail_changes,
    differing,
    names_code,
    rebased,
    reseated,
    slots_after,
    without_seat,
)
from bot.rules.drafts import Draft, Question, Read, draft_of, request_of, still_ahead
from bot.rules.model import DETAIL_FIELDS, Claim, Ending, Person, Request, RequestState, Slot, Still
from bot.rules.problems import Problem
from bot.rules.timetable import Due, Occasion, Verb
from storage import audit, drafts, outbox, people, requests
from storage.database import id_after, new_id

__all__ = ["Edited", "Field"]


async def start(app: App, person: Person, request_id: int, update_id: int) -> DraftView | None:
    """*Edit*: a draft of the request as it stands, asking which field. None when it is over."""
    async with app.work(update_id) as work:
        request = await requests.load(work.tx, request_id)
        if request is None or request.state is not RequestState.OPEN or work.now >= request.ends_at:
            return None
        for row in await drafts.of_kind(work.tx, person.id, "request"):
            if row.subject_id == request_id:
                await drafts.delete(work.tx, row.id)
        as_it_is = draft_of(request, await details_of(work.tx, request), app.zone)
        draft = replace(as_it_is, base=as_it_is, asked=Question.FIELDS)
        return await add(app, work, person, draft, subject_id=request_id)


@dataclass(frozen=True)
class Edited:
    """What was saved: the request as it is now, and what changed (nothing, when it was all as before)."""

    request: Request
    fields: tuple[Field, ...]
    told: int
    later: int = 0
    kept: tuple[tuple[Request, tuple[Field, ...]], ...] = ()


@dataclass(frozen=True)
class _Step:
    """One request that an edit is to change: to what, its slots then, and who loses a seat."""

    request: Request
    draft: Draft
    slots: tuple[Slot, ...]
    losing: tuple[Claim, ...]


async def save_changes(
    app: App,
    person: Person,
    draft_id: int,
    version: int,
    update_id: int,
    *,
    later: bool | None = None,
    agreed: str = "",
) -> Edited | DraftView | None:
    """Saves an edit, or shows what stands in its way.

    What somebody else changed since it began is shown before anything is saved; so are the people who would
    lose their seat, unless `agreed` stands for exactly them (`bot.rules.changes.names_code`). In a weekly series it
    is asked whether `later` ones change too.
    """
    async with app.work(update_id) as work:
        found = await own(work.tx, person, draft_id)
        if found is None:
            return None
        row, draft = found
        request = await requests.load(work.tx, row.subject_id or 0)
        if draft.base is None or request is None or request.state is not RequestState.OPEN:
            return None
        if draft.question() is not None or row.version != version:
            return await show(app, work.tx, row, draft)
        now = rebased(draft, draft_of(request, await details_of(work.tx, request), app.zone))
        if now.theirs:
            shown = await save(app, work, row, Read(now.draft))
            return replace(shown, theirs=now.theirs, both=now.both)
        fields = differing(draft.base, draft)
        if Field.TIME in fields and not still_ahead(draft, work.now):
            return await show(app, work.tx, row, draft, (Problem.PAST,))
        following = await series.later_of(work, request)
        if fields and later is None and (following or request.goes_on):
            return replace(await show(app, work.tx, row, draft), which=request.starts_at)
        steps, kept = [_step(request, draft)], []
        for other in following if later else ():
            step, untouched = await _carry_over(app, work, draft, fields, other)
            if step is not None:
                steps.append(step)
            if untouched:
                kept.append((other, untouched))
        losing = frozenset(claim.person_id for step in steps for claim in step.losing)
        if losing and agreed != names_code(losing):
            names = await people.names(work.tx, losing)
            shown = await show(app, work.tx, row, draft)
            agreement = names_code(losing)
            return replace(shown, losing=tuple(sorted(names.values())), agreement=agreement, later=bool(later))
        edited = [await _apply(app, work, person, step) for step in steps] if fields else [request]
        if later:
            await series.change_those_to_come(app, work, person, request, draft.base, draft, fields)
        await drafts.delete(work.tx, draft_id)
    told = {claim.person_id for each in edited for claim in each.living()}
    return Edited(edited[0], fields, len(told), len(edited) - 1, tuple(kept))


def _step(request: Request, draft: Draft) -> _Step:
    slots = slots_after(request, draft.table(), [new_id() for _ in draft.table()])
    return _Step(request, draft, slots, without_seat(request, slots))


async def _carry_over(
    app: App, work: Work, draft: Draft, fields: tuple[Field, ...], other: Request
) -> tuple[_Step | None, tuple[Field, ...]]:
    """The same edit for a later request of the series; None where nothing of it changes. Also what stays there."""
    there = draft_of(other, await details_of(work.tx, other), app.zone)
    carried = series_rules.carried(draft.base or draft, draft, fields, there, app.zone)
    changed = bool(differing(there, carried.draft)) and still_ahead(carried.draft, work.now)
    return (_step(other, replace(carried.draft, base=there)) if changed else None), carried.kept


async def _apply(app: App, work: Work, person: Person, step: _Step) -> Request:
    request, draft, slots, losing = step.request, step.draft, step.slots, step.losing
    base = draft.base or draft
    wanted = request_of(draft, app.common_languages, app.zone)
    edited = replace(
        wanted,
        id=request.id,
        contact_id=request.contact_id,
        posted_at=request.posted_at,
        version=request.version,
        slots=slots,
        claims=request.claims,
        parties=request.parties,
        series_id=request.series_id,
    )
    for claim in losing:
        await requests.end_claim(work.tx, claim.id, Ending.SEAT_GONE, work.now)
    staying = [claim for claim in request.living() if claim not in losing]
    for slot in slots:
        for claim_id, seat in reseated([c for c in staying if c.slot_id == slot.id], slot.maximum).items():
            await requests.set_seat(work.tx, claim_id, seat)
    await requests.edit(work.tx, edited)
    if (request.starts_at, request.part) != (edited.starts_at, edited.part):
        await requests.begins_anew(work.tx, request.id)
    fields = differing(base, draft)
    await note_change(work, request, person, base, details=Field.DETAILS in fields)
    if ASKED_AGAIN & set(fields):
        for claim in staying:
            await requests.set_unconfirmed(work.tx, claim.id, unconfirmed=True)
    await _save_details(app, work, request, draft)
    await audit.note(work.tx, "edited", work.now, actor=person.id, subject=request.id)
    reloaded = await requests.load(work.tx, request.id) or edited
    await claims.changed(app, work, reloaded)
    await redraw_offers(work, reloaded)
    return replace(reloaded, version=reloaded.version + 1)


async def _save_details(app: App, work: Work, request: Request, draft: Draft) -> None:
    wanted = stored_details(app, draft)
    stored = await details_of(work.tx, request)
    last = max((party.id for party in request.parties), default=0)
    for index, details in detail_changes(stored, wanted).items():
        if index >= len(request.parties):
            last = id_after(last)  # parties are numbered in the order of their ids
            await requests.add_party(work.tx, request.id, last, details)
            continue
        for field in DETAIL_FIELDS:
            if (text := getattr(details, field)) != getattr(stored[index], field):
                await requests.set_detail(work.tx, request.parties[index].id, field, text)


async def still_works(app: App, person: Person, claim_id: int, update_id: int) -> tuple[Request, Claim] | None:
    """ "It still works for me": a changed time or place is confirmed, for every seat the person has in it."""
    async with app.work(update_id) as work:
        request = await requests.load_by_claim(work.tx, claim_id)
        claim = next((c for c in request.living() if c.id == claim_id), None) if request else None
        if request is None or claim is None or claim.person_id != person.id:
            return None
        for mine in request.living():
            if mine.person_id == person.id:
                await requests.set_unconfirmed(work.tx, mine.id, unconfirmed=False)
                await requests.set_still(work.tx, mine.id, Still.YES)
        fresh = await requests.load(work.tx, request.id) or request
        await claims.changed(app, work, fresh)
    return fresh, next(c for c in fresh.claims if c.id == claim.id)


# --- the contact -----------------------------------------------------------------------------------------------------


async def colleagues(app: App, request_id: int) -> list[tuple[int, str]]:
    """Every coordinator but the request's contact, by name: whom it could be handed to."""
    async with app.db.reading() as tx:
        request = await requests.load(tx, request_id)
        ids = await people.coordinators(tx)
        names = await people.names(tx, frozenset(ids))
    contact = None if request is None else request.contact_id
    return sorted(((who, name) for who, name in names.items() if who != contact), key=lambda entry: entry[1].casefold())


async def hand_over(
    app: App, person: Person, request_id: int, to_id: int, update_id: int
) -> tuple[Request, str] | None:
    """Another coordinator becomes the contact, and is told so. None when it is over, or they are none any more."""
    async with app.work(update_id) as work:
        request = await requests.load(work.tx, request_id)
        if request is None or request.state is not RequestState.OPEN or to_id not in await people.coordinators(work.tx):
            return None
        await requests.set_contact(work.tx, request_id, to_id)
        await audit.note(work.tx, "handed over", work.now, actor=person.id, subject=request_id)
        changed = replace(request, contact_id=to_id)
        await claims.changed(app, work, changed)
        if to_id != person.id:
            key = f"handed_over:{request_id}:{to_id}:{int(work.now.timestamp())}"
            due = Due(key, Verb.SAY, Occasion.HANDED_OVER, request_id, work.now, to_id, expires_at=request.ends_at)
            await outbox.put(work.tx, due)
        names = await people.names(work.tx, frozenset({to_id}))
    return changed, names.get(to_id, "")
