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
from storage.database import Connection


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
                for own in _own(request, claim):
                    await requests.set_on_way(work.tx, own.id, work.now)
            case Step.WITH_THEM:
                for own in _own(request, claim):
                    await requests.set_with(work.tx, own.id, own.with_at or work.now)
            case Step.HOME:
                await requests.set_home(work.tx, request.id, work.now)
                await audit.note(work.tx, "home", work.now, actor=person.id, subject=request.id)
                await emergency.said_home(app, work, request, person)
            case Step.GOING_IN | Step.LONGER:
                end = rules.later_end(request, step, amount, work.now, app.policy)
                if end is None:
                    return Said(request, claim, done=False)
                for own in _own(request, claim):
                    await requests.set_with(work.tx, own.id, own.with_at or work.now)
                    await requests.set_no_phone(work.tx, own.id, end if step is Step.GOING_IN else None)
                await requests.set_expected_end(work.tx, request.id, end)
        return await _done(app, work, request, claim)


def _own(request: Request, claim: Claim) -> tuple[Claim, ...]:
    """Every seat of the person: who drives and accompanies says it once."""
    others = (own for own in rules.seats_of(request, claim.person_id) if own.id != claim.id)
    return (claim, *others)


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
        end = rules.end_after_not_home(request, work.now, app.policy)
        if end is not None:
            await requests.set_expected_end(work.tx, request.id, end)
        await audit.note(work.tx, "not home", work.now, actor=person.id, subject=request.id)
        request = await requests.load(work.tx, request.id) or request
        await emergency.said_not_home(work, request, person)
        for due in daily.not_home(request, person.id, work.now, app.policy):
            await outbox.put(work.tx, due)
        return await _done(app, work, request, claim)


async def all_home(app: App, by: Person, request_id: int, update_id: int) -> bool:
    """A coordinator knows that everyone is home, also when it is over by now; False where nobody waits for that."""
    async with app.work(update_id) as work:
        request = await requests.load(work.tx, request_id)
        if request is None or not rules.overdue(request, work.now, app.policy):
            return False
        await requests.set_home(work.tx, request.id, work.now)
        await audit.note(work.tx, "home", work.now, actor=by.id, subject=request.id)
        await claims.reload_and_change(app, work, request.id)
    return True


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


async def has_heard(
    app: App, person: Person, request_id: int, *, home: bool, update_id: int
) -> tuple[Request, str] | None:
    """A coordinator has called: everyone is home, or it takes longer, and silence means something later only. Returns
    the request as it is now and the coordinator's name; None when it is over, or not watched any more.
    """
    async with app.work(update_id) as work:
        request = await requests.load(work.tx, request_id)
        if request is None or not rules.watched(request) or work.now < request.starts_at:
            return None
        if home:
            await requests.set_home(work.tx, request.id, work.now)
            await audit.note(work.tx, "home", work.now, actor=person.id, subject=request.id)
        else:
            await requests.set_expected_end(work.tx, request.id, max(request.lasts_until, work.now) + rules.LONGER)
            await audit.note(work.tx, "takes longer", work.now, actor=person.id, subject=request.id)
        await claims.reload_and_change(app, work, request.id)
        fresh = await requests.load(work.tx, request.id) or request
        return fresh, (await people.names(work.tx, frozenset({person.id}))).get(person.id, "")


async def phones(app: App, person: Person, request_id: int) -> tuple[Request, list[tuple[str, str]]] | None:
    """Name and number of everybody in a seat, also when it has just ended, for a coordinator; noted, like every look
    at private details.
    """
    async with app.db.transaction() as tx:
        request = await requests.load(tx, request_id)
        if request is None or not await _may_call(app, tx, request):
            return None
        await audit.note(tx, "phones read", app.now(), actor=person.id, subject=request.id)
        found = []
        for person_id in rules.were_there(request):
            profile = await people.profile(tx, person_id)
            if profile is not None:
                found.append((profile.name, profile.phone))
    return request, found


async def _may_call(app: App, tx: Connection, request: Request) -> bool:
    """Until the private details are forgotten, and as long as there is an emergency about it."""
    return rules.may_call(request, app.now(), app.policy) or await emergency.may_be_read(tx, request)
