"""What is due for no single request: every day, in an emergency, after a silence, after the end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules.claims import details_close_at
from bot.rules.day import present
from bot.rules.debrief import Debrief, Step
from bot.rules.incidents import Incident
from bot.rules.model import Group, Request, RequestState, Slot
from bot.rules.moments import local_day
from bot.rules.policy import Policy
from bot.rules.quiet import on_wall, silence_noticed
from bot.rules.timetable import Due, Occasion, Priority, Verb, key

SWEEP_EVERY = timedelta(hours=24)


def every_day(now: datetime, policy: Policy, zone: ZoneInfo) -> tuple[Due, ...]:
    """What happens every day, the next time each: volunteers are asked, coordinators go through what is left."""
    around = _next_on_wall(now, policy.offer_times, zone)
    afternoon = _next_on_wall(now, (policy.call_list,), zone)
    day = local_day(afternoon, zone)
    return (
        Due(key(Occasion.ASK_AROUND, around), Verb.DO, Occasion.ASK_AROUND, 0, around, priority=Priority.BULK),
        Due(key(Occasion.AFTERNOON, day), Verb.DO, Occasion.AFTERNOON, 0, afternoon, priority=Priority.BULK),
    )


def _next_on_wall(now: datetime, times: Iterable[time], zone: ZoneInfo) -> datetime:
    """The next moment after now at which the center's wall shows one of these times."""
    today = local_day(now, zone)
    moments = (on_wall(today + timedelta(days=days), at, zone) for days in (0, 1) for at in times)
    return min(moment for moment in moments if moment > now)


def sweep(at: datetime) -> Due:
    """What is kept for a time only is dropped once a day."""
    day = int(at.timestamp() // SWEEP_EVERY.total_seconds())
    return Due(key(Occasion.SWEEP, day), Verb.DO, Occasion.SWEEP, 0, at, priority=Priority.BULK)


def afternoon(planned: datetime, now: datetime, policy: Policy, zone: ZoneInfo) -> tuple[Due, ...]:
    """17:00: what is unfinished, and the digest of what is open. After a standstill it is not said in the night."""
    day, until = local_day(planned, zone), planned + policy.afternoon_until
    return (
        Due(key(Occasion.UNFINISHED, day), Verb.SAY, Occasion.UNFINISHED, 0, now, Group.COORDINATORS, until),
        Due(
            key(Occasion.DIGEST, day),
            Verb.SAY,
            Occasion.DIGEST,
            0,
            now,
            Group.VOLUNTEERS,
            until,
            priority=Priority.BULK,
        ),
    )


def call_list(day: date, now: datetime, policy: Policy, zone: ZoneInfo) -> Due:
    """The line in the coordinators' group about whom to call about a day: a drawing, until the next one is due.

    Its subject is the day's ordinal (`date.toordinal`).
    """
    until = on_wall(day, policy.call_list, zone)
    number = day.toordinal()
    return Due(key(Occasion.CALL_LIST, day), Verb.SAY, Occasion.CALL_LIST, number, now, Group.COORDINATORS, until)


def offers(bundle_id: int, person_id: int, now: datetime, *, urgent: bool = False) -> Due:
    """The message of a bundle of offers: a drawing, sent once and then edited whenever something about it changes."""
    priority = Priority.PRIVATE if urgent else Priority.BULK
    return Due(key(Occasion.OFFERS, bundle_id), Verb.SAY, Occasion.OFFERS, bundle_id, now, person_id, priority=priority)


def silence(request: Request, slots: Iterable[Slot], now: datetime, policy: Policy, zone: ZoneInfo) -> tuple[Due, ...]:
    """Somebody has not said that they come: one list for the coordinators, and a word to those who stand by."""
    start, noticed = request.starts_at, silence_noticed(request.starts_at, policy, zone)
    together = now + timedelta(seconds=1)  # all that are noticed at one moment stand in one list
    subject = int(noticed.timestamp())
    alerts = (
        Due(
            key(Occasion.BACKUP_ALERT, slot.id, backup.person_id, start),
            Verb.SAY,
            Occasion.BACKUP_ALERT,
            slot.id,
            now,
            backup.person_id,
            start,
            priority=Priority.BULK,
        )
        for slot in slots
        for backup in request.backups_of(slot)
    )
    return (
        Due(key(Occasion.SILENT, subject), Verb.SAY, Occasion.SILENT, subject, together, Group.COORDINATORS, start),
        *alerts,
    )


def alarm(
    incident: Incident, coordinators: Iterable[int], number: int, now: datetime, policy: Policy
) -> tuple[Due, ...]:
    """One round of an emergency: every coordinator and their group, and the next round while nobody has it.

    Not whoever pressed: a coordinator alone with her own alarm has told nobody.
    """
    if not incident.ringing:
        return ()
    told: list[tuple[object, int | Group]] = [(who, who) for who in sorted({*coordinators} - {incident.person_id})]
    told.append(("group", Group.COORDINATORS))
    return (
        *(
            Due(key(Occasion.ALARM, incident.id, number, word), Verb.SAY, Occasion.ALARM, incident.id, now, to, None, 0,
                Priority.EMERGENCY)
            for word, to in told
        ),
        next_round(incident, number, now + policy.alarm_again),
    )  # fmt: skip


def next_round(incident: Incident, number: int, at: datetime) -> Due:
    """What follows round `number` while nobody has it."""
    name = key(Occasion.ALARM_ROUND, incident.id, number + 1)
    return Due(name, Verb.DO, Occasion.ALARM_ROUND, incident.id, at, priority=Priority.EMERGENCY)


def alarm_state(incident: Incident, told: Iterable[int], by: int, now: datetime) -> tuple[Due, ...]:
    """Who has it, or that it is over: the coordinators, their group, and all who pressed; not who has just said so."""
    hear: list[int | Group] = [*sorted({*told} - {by}), Group.COORDINATORS]
    state = "taken" if incident.resolved_at is None else "resolved"
    return tuple(
        Due(key(f"alarm_{state}", incident.id, to), Verb.SAY, Occasion.ALARM_STATE, incident.id, now, to, None, 0,
            Priority.EMERGENCY)
        for to in hear
    )  # fmt: skip


ASKS_AFTERWARDS = (Occasion.DEBRIEF_ALERT, Occasion.CALL_BACK)
"""What asks for somebody when it is over: whoever slept through the evening finds it in the morning."""


def is_over(request: Request, now: datetime, policy: Policy) -> bool:
    """Whether its cards are one line by now."""
    return request.state is not RequestState.OPEN or now >= details_close_at(request, policy)


def notice_over(
    message_id: int, occasion: Occasion, request: Request, now: datetime, policy: Policy, matter: str = ""
) -> Due:
    """A message about a request in the coordinators' group becomes one line when the cards do; what asks for somebody
    afterwards, when the private details are forgotten. What is said later than that is seen for as long as cards are.
    `matter` is what it waits for (`bot.rules.solved`).
    """
    afterwards = occasion in ASKS_AFTERWARDS
    at = request.ends_at + policy.retain_details if afterwards else details_close_at(request, policy)
    return _over(Occasion.NOTICE_OVER, request.id, message_id, at if at > now else now + policy.fold, matter)


def settled(message_id: int, request_id: int, at: datetime) -> Due:
    """The same, of an alert that waits for nothing any more."""
    return _over(Occasion.NOTICE_OVER, request_id, message_id, at)


def solved(message_id: int, request: Request, matter: str, by: int | None, now: datetime) -> Due:
    """An alert is edited, because what it waits for has come; `by` is the coordinator who says so."""
    name = key(Occasion.NOTICE_SOLVED, matter, by or 0, message_id)
    to = Group.COORDINATORS
    return Due(name, Verb.SAY, Occasion.NOTICE_SOLVED, request.id, now, to, priority=Priority.CARD)


def alarm_now(message_id: int, incident_id: int, now: datetime) -> Due:
    """An older message about an emergency shows how it stands: a drawing."""
    name = key(Occasion.ALARM_NOW, message_id)
    to = Group.COORDINATORS
    return Due(name, Verb.SAY, Occasion.ALARM_NOW, incident_id, now, to, priority=Priority.CARD)


def alarm_over(message_id: int, incident: Incident, request: Request | None, now: datetime, policy: Policy) -> Due:
    """A message about an emergency there: never before it is resolved, and seen for a while after that."""
    at = (incident.resolved_at or now) + policy.fold
    if request is not None:
        at = max(at, details_close_at(request, policy))
    return _over(Occasion.ALARM_OVER, incident.id, message_id, at if at > now else now + policy.fold)


def _over(occasion: Occasion, subject: int, message_id: int, at: datetime, matter: str = "") -> Due:
    name = key(occasion, matter or None, message_id)
    return Due(name, Verb.SAY, occasion, subject, at, Group.COORDINATORS, priority=Priority.CARD)


def take_back_over(request: Request, message_id: int, to: int | Group, policy: Policy) -> Due:
    """The message that says "posted" loses *Take back* when its time is over; the key ends with the message's id."""
    name, at = key(Occasion.TAKE_BACK_OVER, request.id, message_id), request.posted_at + policy.take_back
    return Due(name, Verb.SAY, Occasion.TAKE_BACK_OVER, request.id, at, to, priority=Priority.CARD)


def debrief_alert(debrief: Debrief, now: datetime, policy: Policy) -> Due:
    """The coordinators hear that it needs somebody: once, at once when it is finished, else when it rests."""
    at = now if debrief.step is Step.DONE else now + policy.debrief_rests
    subject = debrief.request_id
    return Due(key(Occasion.DEBRIEF_ALERT, subject), Verb.SAY, Occasion.DEBRIEF_ALERT, subject, at, Group.COORDINATORS)


def not_home(request: Request, by: int, now: datetime, policy: Policy) -> tuple[Due, ...]:
    """*Not yet*: the messages of all the others who are there have their buttons back."""
    until = details_close_at(request, policy)
    return tuple(
        Due(key(Occasion.NOT_HOME, claim.id, now), Verb.SAY, Occasion.NOT_HOME, claim.id, now, claim.person_id, until)
        for claim in present(request)
        if claim.person_id != by
    )


def debrief(request_id: int, person_id: int, now: datetime, policy: Policy) -> tuple[Due, ...]:
    """Whoever leads is asked, and once more when they have not answered."""
    return (
        Due(key(Occasion.DEBRIEF_ASK, request_id), Verb.SAY, Occasion.DEBRIEF_ASK, request_id, now, person_id),
        Due(
            key(Occasion.DEBRIEF_NAG, request_id),
            Verb.SAY,
            Occasion.DEBRIEF_NAG,
            request_id,
            now + policy.debrief_nag,
            person_id,
        ),
    )
