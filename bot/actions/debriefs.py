"""The debrief: asked once of one person, answered with buttons; a next date becomes a coordinator's draft."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.actions import claims, emergency
from bot.actions import drafts as draft_actions
from bot.actions.drafts import DraftRow
from bot.actions.emergency import Pressed
from bot.context import App, Work
from bot.rules import daily
from bot.rules import debrief as rules
from bot.rules.debrief import Debrief, Step
from bot.rules.drafts import once_more
from bot.rules.incidents import Source
from bot.rules.model import Group, Person, Request, RequestState
from bot.rules.problems import Problem
from bot.rules.timetable import Due, Occasion, Verb
from storage import audit, debriefs, drafts, outbox, people, requests


async def begin(app: App, request_id: int) -> None:
    """It is over: the lead accompanier is asked, once; a nag follows after twelve hours without an answer."""
    async with app.work() as work:
        request = await requests.load(work.tx, request_id)
        if request is None or request.state in (RequestState.CANCELLED, RequestState.WITHDRAWN):
            return
        claim = rules.lead(request)
        if claim is None or await debriefs.load(work.tx, request_id) is not None:
            return
        await debriefs.save(
            work.tx, Debrief(request_id, claim.person_id, home=request.home_at is not None or None), work.now
        )
        for due in daily.debrief(request_id, claim.person_id, work.now, app.policy):
            await outbox.put(work.tx, due)


@dataclass(frozen=True)
class Answered:
    """A debrief after a tap; `raised` is the alarm that the answer raised."""

    debrief: Debrief
    raised: Pressed | None = None


async def answer(app: App, person: Person, request_id: int, tapped: str, update_id: int) -> Answered | None:
    """A button of the debrief; None when it is not the person's."""
    async with app.work(update_id) as work:
        debrief = await debriefs.load(work.tx, request_id)
        request = await requests.load(work.tx, request_id)
        if debrief is None or request is None or debrief.person_id != person.id:
            return None
        after = rules.answered(rules.with_word_of_home(debrief, request), tapped)
        if after is None:
            return Answered(debrief)
        await debriefs.save(work.tx, after, work.now)
        raised = await _home_or_not(app, work, request, person, debrief, after)
        await _alert(app, work, after)
        if after.step is Step.WHEN and debrief.step is not Step.WHEN:
            await drafts.add(work.tx, person.id, "debrief", work.now, subject_id=request_id, asking="when")
        elif debrief.step is Step.WHEN and after.step is not Step.WHEN:
            await _asks_no_more(work, person.id)
        if after.step is Step.WORDS and debrief.step is not Step.WORDS:
            await drafts.add(work.tx, person.id, "debrief", work.now, subject_id=request_id, asking="words")
        if after.step is Step.DONE:
            await _finish(app, work, request, after)
    return Answered(after, raised)


async def answer_words(app: App, person: Person, row: DraftRow, text: str, update_id: int) -> Debrief | Problem | None:
    """The words somebody adds; a problem when they may not be kept."""
    async with app.work(update_id) as work:
        request_id = row.subject_id or 0
        debrief = await debriefs.load(work.tx, request_id)
        request = await requests.load(work.tx, request_id)
        if debrief is None or request is None or debrief.person_id != person.id:
            await drafts.delete(work.tx, row.id)
            return None
        words = rules.read_words(text)
        if isinstance(words, Problem):
            return words
        after = replace(debrief, words=words, step=Step.DONE)
        await debriefs.save(work.tx, after, work.now)
        await _alert(app, work, after)
        await _finish(app, work, request, after)
    return after


async def answer_when(app: App, person: Person, row: DraftRow, text: str, update_id: int) -> Debrief | Problem | None:
    """The next date, typed; a problem where it is not one day for certain."""
    async with app.work(update_id) as work:
        debrief = await debriefs.load(work.tx, row.subject_id or 0)
        if debrief is None or debrief.person_id != person.id or debrief.step is not Step.WHEN:
            await drafts.delete(work.tx, row.id)
            return None
        when = rules.read_when(text, work.now, app.zone, app.policy)
        if when is None:
            return Problem.NO_DATE
        after = replace(debrief, when=when, step=Step.WANTS)
        await debriefs.save(work.tx, after, work.now)
        await _asks_no_more(work, person.id)
    return after


async def _asks_no_more(work: Work, person_id: int) -> None:
    for row in await drafts.of_kind(work.tx, person_id, "debrief"):
        await drafts.delete(work.tx, row.id)


async def _home_or_not(
    app: App, work: Work, request: Request, person: Person, before: Debrief, after: Debrief
) -> Pressed | None:
    """Everyone home, or nobody went: the watch is over. Not everyone home is an emergency, whatever the hour."""
    if after.home is False and before.step is Step.HOME:
        return await emergency.raise_alarm(app, work, Source.VOLUNTEER, request, person)
    if (before.step is Step.HAPPENED and after.happened != "yes") or (after.home and before.step is Step.HOME):
        await requests.set_home(work.tx, request.id, work.now)
        if after.home:
            await emergency.said_home(app, work, request, person)
        await claims.reload_and_change(app, work, request.id)
    return None


async def _alert(app: App, work: Work, debrief: Debrief) -> None:
    """A report that needs somebody is told when it is finished, and also when it is left unfinished."""
    due = daily.debrief_alert(debrief, work.now, app.policy)
    if rules.needs_somebody(debrief):
        await outbox.put(work.tx, due)
    else:
        await outbox.forget_key(work.tx, due.key)


async def _finish(app: App, work: Work, request: Request, debrief: Debrief) -> None:
    """What follows: a draft for the next date, and the others asked."""
    await _asks_no_more(work, debrief.person_id)
    contact = await people.load(work.tx, request.contact_id)
    if debrief.next_known and contact is not None:
        draft = once_more(request, await draft_actions.details_of(work.tx, request), app.zone)
        draft = rules.dated(replace(draft, pending=None), debrief, work.now, app.zone, app.policy)
        waits = await draft_actions.add(app, work, contact, draft, ask=False)
        key = f"next_date:{request.id}"
        await outbox.put(work.tx, Due(key, Verb.SAY, Occasion.DRAFT_RESTS, waits.id, work.now, contact.id))
    for claim in rules.others(request, debrief):
        key = f"debrief_others:{claim.id}"
        await outbox.put(work.tx, Due(key, Verb.SAY, Occasion.DEBRIEF_OTHERS, request.id, work.now, claim.person_id))
    await audit.note(work.tx, "debrief", work.now, actor=debrief.person_id, subject=request.id)


@dataclass(frozen=True)
class Report:
    """A debrief as a coordinator reads it: who reports, and how to call them."""

    request: Request
    debrief: Debrief
    name: str
    phone: str


async def read(app: App, person: Person, request_id: int) -> Report | None:
    """For a coordinator; noted, like every look at private details."""
    async with app.db.transaction() as tx:
        reader = await people.load(tx, person.id)
        request, debrief = await requests.load(tx, request_id), await debriefs.load(tx, request_id)
        if reader is None or not reader.coordinator or request is None or debrief is None:
            return None
        await audit.note(tx, "report read", app.now(), actor=person.id, subject=request_id)
        profile = await people.profile(tx, debrief.person_id)
    return Report(request, debrief, profile.name if profile else "", profile.phone if profile else "")


async def call_me(app: App, person: Person, request_id: int, update_id: int) -> bool:
    """Somebody else who was there asks to be called; False where they were not."""
    async with app.work(update_id) as work:
        request = await requests.load(work.tx, request_id)
        if request is None or all(claim.person_id != person.id for claim in request.claims):
            return False
        claim = next(claim for claim in request.claims if claim.person_id == person.id)
        key = f"call_back:{claim.id}"
        await outbox.put(work.tx, Due(key, Verb.SAY, Occasion.CALL_BACK, claim.id, work.now, Group.COORDINATORS))
    return True
