"""What volunteers and members say on the day itself."""

from __future__ import annotations

from dataclasses import dataclass

from bot.actions import claims, emergency
from bot.actions.traces import ALONE
from bot.context import App, Work
from bot.rules import daily
from bot.rules import day as rules
from bot.rules.claims import details_close_at
from bot.rules.day import Step
from bot.rules.model import Claim, Group, Person, Request, RequestState
from bot.rules.timetable import Due, Occasion, Priority, Verb
from storage import audit, outbox, people, requests


@dataclass(frozen=True)
class Said:
    """The request and the claim as they are now; `done` is False when what was tapped made no sense (any more)."""

    request: Request
    claim: Claim
    done: bool


async def say(app: App, person: Person, claim_id: int, step: Step, amount: int, update_id: int) -> Said | None:
    """A step of the day; None when the seat is not the person's."""
    async with app.work(update_id) as work:
        request = await requests.load_by_claim(work.tx, claim_id)
        claim = next((c for c in request.living() if c.id == claim_id), None) if request else None
        if request is None or claim is None or claim.person_id != person.id:
            return None
        if step not in rules.steps(request, claim, work.now, app.policy):
            return Said(request, claim, done=False)
        match step:
            case Step.ON_WAY:
                await requests.set_on_way(work.tx, claim_id, work.now)
            case Step.WITH_THEM:
                await requests.set_with(work.tx, claim_id, work.now)
            case Step.HOME:
                await requests.set_home(work.tx, request.id, work.now)
                await audit.note(work.tx, "home", work.now, actor=person.id, subject=request.id)
                await emergency.said_home(app, work, request, person)
            case Step.GOING_IN | Step.LONGER:
                end = rules.later_end(request, step, amount, work.now, app.policy)
                if end is None:
                    return Said(request, claim, done=False)
                await requests.set_with(work.tx, claim_id, claim.with_at or work.now)
                await requests.set_expected_end(work.tx, request.id, end)
        return await _done(app, work, request, claim)


async def _done(app: App, work: Work, request: Request, claim: Claim) -> Said:
    fresh = await requests.load(work.tx, request.id) or request
    await claims.changed(app, work, fresh)
    return Said(fresh, next((c for c in fresh.claims if c.id == claim.id), claim), done=True)


async def not_home(app: App, person: Person, claim_id: int, update_id: int) -> Said | None:
    """*Not yet*: the watch goes on, for everybody. None when the seat is not the person's."""
    async with app.work(update_id) as work:
        request = await requests.load_by_claim(work.tx, claim_id)
        claim = next((c for c in request.living() if c.id == claim_id), None) if request else None
        if request is None or claim is None or claim.person_id != person.id:
            return None
        if not rules.home_undoable(request, work.now, app.policy):
            return Said(request, claim, done=request.home_at is None)
        await requests.set_not_home(work.tx, request.id)
        await audit.note(work.tx, "not home", work.now, actor=person.id, subject=request.id)
        await emergency.said_not_home(app, work, request, person)
        for due in daily.not_home(request, person.id, work.now, app.policy):
            await outbox.put(work.tx, due)
        return await _done(app, work, request, claim)


async def driver_is_there(app: App, person: Person, request_id: int, *, there: bool, update_id: int) -> Request | None:
    """The member's answer to "Is your driver there?". A no is told to the coordinators at once, as long as anybody may
    still be out, whatever others said. None where it is not the person's, or nobody would be told.
    """
    async with app.work(update_id) as work:
        request = await requests.load(work.tx, request_id)
        if request is None or person.id not in request.members:
            return None
        until = details_close_at(request, app.policy)
        if request.state is not RequestState.OPEN or work.now >= until:
            return None
        if there:
            for claim in rules.expected(request):
                await requests.set_with(work.tx, claim.id, claim.with_at or work.now)
            await requests.set_met(work.tx, request.id, person.id, work.now)
            await claims.reload_and_change(app, work, request.id)
        else:
            key = f"{ALONE}:{request.id}:{int(work.now.timestamp())}"
            await outbox.put(
                work.tx,
                Due(
                    key,
                    Verb.SAY,
                    Occasion.LATE_START,
                    request.id,
                    work.now,
                    Group.COORDINATORS,
                    until,
                    priority=Priority.EMERGENCY,
                ),
            )
    return request


async def phones(app: App, person: Person, request_id: int) -> tuple[Request, list[tuple[str, str]]] | None:
    """Name and number of everybody in a seat, also when it has just ended, for a coordinator; noted, like every look
    at private details.
    """
    async with app.db.transaction() as tx:
        request = await requests.load(tx, request_id)
        if request is None or not rules.may_call(request, app.now(), app.policy):
            return None
        await audit.note(tx, "phones read", app.now(), actor=person.id, subject=request.id)
        found = []
        for person_id in rules.seated(request):
            profile = await people.profile(tx, person_id)
            if profile is not None:
                found.append((profile.name, profile.phone))
    return request, found
