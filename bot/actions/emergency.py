"""The red button: everybody is told at once and again until one coordinator has it, and it stays until resolved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.actions import traces
from bot.actions.board import redraw_board
from bot.context import App, Work
from bot.rules import daily
from bot.rules import day as day_rules
from bot.rules.incidents import Event, Incident, Source
from bot.rules.model import Group, Person, Request, RequestState
from bot.rules.timetable import Due, Occasion, Priority, Verb
from storage import audit, debriefs, incidents, outbox, people, requests
from storage.database import Connection, new_id


@dataclass(frozen=True)
class Pressed:
    """An alarm that was raised, or was ringing already. `reachable`: how many coordinators could be written to."""

    incident: Incident
    reachable: int


async def press(app: App, person: Person, source: Source, request_id: int | None, update_id: int) -> Pressed | None:
    """Raises the alarm. None where the person has nothing to do with the request.

    Right is looked at here: a seat, a party's member, or a coordinator.
    """
    async with app.work(update_id) as work:
        request = await requests.load(work.tx, request_id) if request_id is not None else None
        if not _concerned(person, source, request):
            return None
        return await raise_alarm(app, work, source, request, person)


def _concerned(person: Person, source: Source, request: Request | None) -> bool:
    match source:
        case Source.COORDINATOR:
            return person.coordinator
        case Source.VOLUNTEER:
            return request is not None and request.claim_of(person.id) is not None
        case Source.MEMBER:
            return request is not None and person.id in request.members
        case Source.SILENCE:
            return False


async def raise_alarm(app: App, work: Work, source: Source, request: Request | None, person: Person | None) -> Pressed:
    """Opens the incident and tells everybody in the same commit, unless everybody is being told of it already.

    Somebody's press joins only what still rings: whoever has the older one does not hear a word otherwise. Where it was
    silence that rings, it is that person's alarm from then on, and rings at once. Silence joins whatever is open.
    """
    request_id = None if request is None else request.id
    who = None if person is None else person.id
    incident = await incidents.open_of(work.tx, request_id, who, ringing=source is not Source.SILENCE)
    others = frozenset(other for other in await people.coordinators(work.tx) if other != who)
    reached = len(await people.reachable(work.tx, others))
    if incident is not None:
        await incidents.note(work.tx, incident.id, "pressed again", work.now, who)
        if incident.source is Source.SILENCE and source is not Source.SILENCE:
            incident = await _pressed_after_silence(app, work, incident, source, who)
        return Pressed(incident, reached)
    incident = Incident(new_id(), request_id, who, source, work.now)
    await incidents.add(work.tx, incident)
    await incidents.note(work.tx, incident.id, f"opened by {source}", work.now, who)
    await audit.note(work.tx, "alarm", work.now, actor=who, subject=incident.id)
    await _tell_everybody(app, work, incident)
    await redraw_board(work)
    return Pressed(incident, reached)


async def _pressed_after_silence(app: App, work: Work, incident: Incident, source: Source, who: int | None) -> Incident:
    """News, though it rings already: a silence may be forgetfulness, a press is not."""
    await incidents.set_pressed(work.tx, incident.id, source, who)
    incident = replace(incident, source=source, person_id=who)
    await outbox.forget_key(work.tx, daily.next_round(incident, incident.rounds, work.now).key)
    await _tell_everybody(app, work, incident)
    return incident


async def _tell_everybody(app: App, work: Work, incident: Incident) -> None:
    """Every coordinator privately and all of them in their group; and the next round, if nobody takes it."""
    await incidents.count_round(work.tx, incident.id)
    told = await people.coordinators(work.tx)
    for due in daily.alarm(incident, told, incident.rounds + 1, work.now, app.policy):
        await outbox.put(work.tx, due)


async def ring_again(app: App, incident_id: int) -> None:
    """Three minutes later: everybody again, while nobody has it."""
    async with app.work() as work:
        incident = await incidents.load(work.tx, incident_id)
        if incident is not None and incident.ringing:
            await incidents.note(work.tx, incident.id, "told again", work.now)
            await _tell_everybody(app, work, incident)


async def take(app: App, person: Person, incident_id: int, update_id: int) -> Incident | None:
    """*I have it*: the first coordinator to say so; everybody then sees who. None for an unknown one."""
    async with app.work(update_id) as work:
        incident = await incidents.load(work.tx, incident_id)
        if incident is None:
            return None
        if await incidents.take(work.tx, incident_id, person.id, work.now):
            await incidents.note(work.tx, incident_id, "taken", work.now, person.id)
            incident = replace(incident, taken_by=person.id, taken_at=work.now)
            await _tell_state(work, incident, person.id)
            await redraw_board(work)
        return await incidents.load(work.tx, incident_id)


async def resolve(app: App, person: Person, incident_id: int, update_id: int) -> Incident | None:
    """*Resolved* closes it; everybody who was told hears so."""
    async with app.work(update_id) as work:
        incident = await incidents.load(work.tx, incident_id)
        if incident is None:
            return None
        if await incidents.resolve(work.tx, incident_id, person.id, work.now):
            await incidents.note(work.tx, incident_id, "resolved", work.now, person.id)
            await audit.note(work.tx, "alarm resolved", work.now, actor=person.id, subject=incident_id)
            fresh = await incidents.load(work.tx, incident_id) or incident
            await _tell_state(work, fresh, person.id)
            about = await requests.load(work.tx, fresh.request_id) if fresh.request_id is not None else None
            await traces.resolved(app, work, fresh, about)
            await redraw_board(work)
            return fresh
    return incident


async def said_home(app: App, work: Work, request: Request, person: Person) -> None:
    """*Everyone is home*: what silence raised is over, rings no more, and everybody hears who says so.

    What somebody pressed goes on until a coordinator resolves it; its timeline shows that this was said.
    """
    for incident in await incidents.of_request(work.tx, request.id):
        if incident.resolved_at is not None:
            continue
        await incidents.note(work.tx, incident.id, "home", work.now, person.id)
        if incident.source is not Source.SILENCE:
            continue
        await incidents.end(work.tx, incident.id, person.id, work.now)
        await audit.note(work.tx, "alarm resolved", work.now, actor=person.id, subject=incident.id)
        fresh = await incidents.load(work.tx, incident.id) or incident
        await _tell_state(work, fresh, person.id)
        await traces.resolved(app, work, fresh, request)


async def said_not_home(work: Work, request: Request, person: Person) -> None:
    """*Not yet* is noted; the plan asks anew, and silence after that is a signal again."""
    of_it = await incidents.of_request(work.tx, request.id)
    for incident in of_it:
        if incident.resolved_at is None or incident is of_it[-1]:
            await incidents.note(work.tx, incident.id, "not home", work.now, person.id)


async def _tell_state(work: Work, incident: Incident, by: int) -> None:
    """Everybody hears who has it, or that it is over: the coordinators, their group, and all who pressed."""
    await traces.taken(work, incident)
    told = await people.coordinators(work.tx) | await incidents.pressers(work.tx, incident.id)
    for due in daily.alarm_state(incident, told, by, work.now):
        await outbox.put(work.tx, due)


async def told(tx: Connection, incident_id: int, to: int | Group | None, now: datetime) -> None:
    """A message about it got through."""
    await incidents.note(tx, incident_id, "told", now, to if isinstance(to, int) else None)


async def not_told(work: Work, incident_id: int) -> None:
    """Somebody could not be told. When nobody was and every message was tried, all who pressed hear it at once."""
    incident = await incidents.load(work.tx, incident_id)
    if incident is None or not incident.ringing:
        return
    if await incidents.anybody_told(work.tx, incident_id) or await outbox.waiting(work.tx, Occasion.ALARM, incident_id):
        return
    for who in sorted(await incidents.pressers(work.tx, incident_id)):
        key = f"alarm_nobody:{incident_id}:{incident.rounds}:{who}"
        due = Due(key, Verb.SAY, Occasion.ALARM_NOBODY, incident_id, work.now, who, priority=Priority.EMERGENCY)
        await outbox.put(work.tx, due)


async def may_be_read(tx: Connection, request: Request) -> bool:
    """Whether coordinators may read what is private of a request: while it is open, and as long as there is an
    emergency about it.
    """
    return request.state is RequestState.OPEN or await incidents.any_open_about(tx, request.id)


@dataclass(frozen=True)
class Alarm:
    """Everything a message about an incident needs: who pressed, whom it is about, who has it, whom to mention.

    `not_home` is who reports that not everyone is home. Only the sealed report knows, so the incident does not say it.
    `said_home` is who said last that everyone is home.
    """

    incident: Incident
    request: Request | None
    pressed_by: str
    taken_by: str
    not_home: str = ""
    said_home: str = ""
    mentions: tuple[tuple[str, int], ...] = ()
    timeline: tuple[tuple[Event, str], ...] = ()


async def alarm(tx: Connection, incident_id: int, *, mention: bool = False) -> Alarm | None:
    """None when it is unknown. `mention` adds the name and Telegram id of every coordinator but who pressed."""
    incident = await incidents.load(tx, incident_id)
    if incident is None:
        return None
    request = await requests.load(tx, incident.request_id) if incident.request_id is not None else None
    coordinators = await people.coordinators(tx) if mention else frozenset()
    coordinators = frozenset(person for person in coordinators if person != incident.person_id)
    report = await debriefs.load(tx, request.id) if request is not None else None
    reporter = report.person_id if report is not None and report.home is False else None
    at_home = await incidents.said_home(tx, incident.id)
    who = {incident.person_id, incident.taken_by, reporter, at_home, *coordinators} - {None}
    names = await people.names(tx, frozenset(person for person in who if person is not None))
    mentions = []
    for person_id in sorted(coordinators):
        telegram_id = await people.telegram_id(tx, person_id)
        if telegram_id:
            mentions.append((names.get(person_id, ""), telegram_id))
    return Alarm(
        incident,
        request,
        names.get(incident.person_id or 0, ""),
        names.get(incident.taken_by or 0, ""),
        names.get(reporter or 0, ""),
        names.get(at_home or 0, ""),
        tuple(mentions),
    )


async def alarm_of(app: App, incident_id: int) -> Alarm | None:
    async with app.db.reading() as tx:
        found = await alarm(tx, incident_id)
        if found is None:
            return None
        events = await incidents.timeline(tx, incident_id)
        names = await people.names(tx, frozenset(event.actor_id for event in events if event.actor_id is not None))
    return replace(found, timeline=tuple((event, names.get(event.actor_id or 0, "")) for event in events))


async def page_silence(app: App, request_id: int) -> None:
    """An hour after the end nobody has said that everyone is home: the coordinators are paged until one has it."""
    async with app.work() as work:
        request = await requests.load(work.tx, request_id)
        if request is None or not day_rules.pages(request):
            return
        if work.now < request.lasts_until + app.policy.silence_pages:
            return
        await raise_alarm(app, work, Source.SILENCE, request, None)
