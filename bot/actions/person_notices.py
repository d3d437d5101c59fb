"""What a due row for one person comes to now; or nothing any more.

One function for each occasion; the table at the end names them. What is about somebody's seat, a member or a session
has a room of its own. Where an occasion has none, its words need nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.actions import bodies, emergency, reminders, session_notices, trainings, waves
from bot.actions.claim_notices import STATES, to_claimer
from bot.actions.member_notices import MEMBER, MEMBER_CONTACT, request_of_member, to_member
from bot.actions.saying import Saying, ToPerson, message_of_take_back
from bot.rules import day as day_rules
from bot.rules import debrief as debrief_rules
from bot.rules.backups import stands_by
from bot.rules.drafts import request_of
from bot.rules.model import OfferState, RequestState, SessionState
from bot.rules.timetable import Occasion
from bot.rules.trainings import ended
from storage import backups, debriefs, drafts, incidents, offers, people, requests, series, sessions

NOT_IN = (Occasion.CLASHES, Occasion.UNTRAINED, Occasion.SEATS_TAKEN)
"""What a standing volunteer hears who has no seat this time."""

Reader = Callable[[ToPerson], Awaitable[Saying | None]]


async def to_person(at: ToPerson) -> Saying | None:
    """Everything the row's words need; None when it no longer matters."""
    reader = READERS.get(at.row.occasion)
    return at.empty if reader is None else await reader(at)


# --- to coordinators -------------------------------------------------------------------------------------------------


async def _draft(at: ToPerson) -> Saying | None:
    body = await drafts.body(at.tx, at.row.subject)
    owned = await drafts.load(at.tx, at.row.subject)
    if body is None or owned is None or owned.owner_id != at.person.id:
        return None
    if at.row.occasion is Occasion.NO_SUCH_HOUR and not at.person.coordinator:  # then it is on the board, for all
        return None
    return replace(at.empty, draft=bodies.from_body(body))


async def _taken_over(at: ToPerson) -> Saying:
    return replace(at.empty, names=await people.names(at.tx, frozenset({at.row.subject})))


async def _handed_over(at: ToPerson) -> Saying | None:
    request = await requests.load(at.tx, at.row.subject)
    if request is None or request.state is not RequestState.OPEN or request.contact_id != at.person.id:
        return None
    return replace(at.empty, request=request)


async def _about_member(at: ToPerson) -> Saying | None:
    request = await request_of_member(at.tx, at.row)
    return None if request is None else replace(at.empty, request=request)


async def _let_go(at: ToPerson) -> Saying:
    return replace(at.empty, edit=at.row.subject)


# --- trainings -------------------------------------------------------------------------------------------------------


async def _granted(at: ToPerson) -> Saying | None:
    trained = any(at.person.qualified(grant.qualification, at.app.now()) for grant in at.person.grants)
    return at.empty if trained else None


async def _expiry(at: ToPerson) -> Saying | None:
    note = trainings.still_ends(at.person, at.row.key)
    if note is None or ended(note, at.app.now()) is not (at.row.occasion is Occasion.EXPIRED):
        return None
    following = await sessions.next_training(at.tx, note.qualification, at.app.now())
    return replace(at.empty, grant=note, session=following)


async def _invited(at: ToPerson) -> Saying | None:
    session = await sessions.load(at.tx, at.row.subject)
    answered = session is None or session.rsvp_of(at.person.id) is not None
    if session is None or answered or session.state is not SessionState.OPEN or at.app.now() >= session.starts_at:
        return None
    return replace(at.empty, session=session)


async def _session(at: ToPerson) -> Saying | None:
    notice = await session_notices.to_person(at.app, at.tx, at.row, at.person)
    if notice is None:
        return None
    return replace(at.empty, edit=notice.edit, before=notice.before, notice=notice)


# --- every week ------------------------------------------------------------------------------------------------------


async def _not_in(at: ToPerson) -> Saying | None:
    request = await requests.load(at.tx, at.row.subject)
    if request is None or request.state is not RequestState.OPEN or request.claim_of(at.person.id) is not None:
        return None
    return replace(at.empty, request=request)


async def _stood_down(at: ToPerson) -> Saying | None:
    found = await series.load(at.tx, at.row.subject)
    body = await series.body(at.tx, at.row.subject)
    if found is None or body is None:
        return None
    picture = request_of(bodies.from_body(body), at.app.common_languages, at.app.zone)
    return replace(at.empty, request=replace(picture, every=found.weekday))


# --- can you? --------------------------------------------------------------------------------------------------------


async def _offers(at: ToPerson) -> Saying | None:
    bundle = await offers.bundle(at.tx, at.row.subject)
    entries = tuple(await waves.asked_in(at.tx, at.row.subject))
    if bundle is None or not entries:
        return None
    if bundle.message_id is None and not any(entry.open_at(at.app.now()) for entry in entries):
        return None
    return replace(at.empty, edit=bundle.message_id, asked=entries, urgent=bundle.urgent)


async def _seat_offer(at: ToPerson) -> Saying | None:
    """The question to a backup while it waits for an answer; afterwards the same message, edited."""
    request_id = await backups.request_of_offer(at.tx, at.row.subject)
    request = await requests.load(at.tx, request_id) if request_id is not None else None
    offer = next((o for o in request.offers if o.id == at.row.subject), None) if request else None
    if request is None or offer is None:
        return None
    shown = await backups.offer_message(at.tx, offer.id)
    if at.row.occasion is Occasion.OFFER_OVER:
        return None if shown is None else replace(at.empty, edit=shown)
    if offer.state is not OfferState.ASKED or request.state is not RequestState.OPEN:
        return None
    return replace(at.empty, edit=shown, request=request, slot=request.slot(offer.slot_id), offer=offer)


async def _backup(at: ToPerson) -> Saying | None:
    """They may be needed: somebody has not answered, or nobody says that they are there."""
    request = await requests.load_by_slot(at.tx, at.row.subject)
    slot = request.slot(at.row.subject) if request else None
    if request is None or slot is None or stands_by(request, at.person.id, slot) is None:
        return None
    late = at.row.occasion is Occasion.BACKUP_LATE
    if not (day_rules.silent_seat(request, slot.id) if late else reminders.silent(request)):
        return None
    return replace(at.empty, request=request, slot=slot)


# --- the day ---------------------------------------------------------------------------------------------------------


async def _alarm(at: ToPerson) -> Saying | None:
    """An emergency, as it stands: told again only while nobody has it."""
    found = await emergency.alarm(at.tx, at.row.subject, mention=False)
    if found is None or (at.row.occasion is not Occasion.ALARM_STATE and not found.incident.ringing):
        return None
    if at.row.occasion is Occasion.ALARM and not at.person.coordinator:
        return None  # not any more: the row may have waited
    if at.row.occasion is Occasion.ALARM_NOBODY and await incidents.anybody_told(at.tx, at.row.subject):
        return None
    return replace(at.empty, alarm=found)


async def _debrief(at: ToPerson) -> Saying | None:
    request, debrief = await requests.load(at.tx, at.row.subject), await debriefs.load(at.tx, at.row.subject)
    if request is None or debrief is None:
        return None
    if at.row.occasion is Occasion.DEBRIEF_NAG and debrief.step is debrief_rules.Step.DONE:
        return None
    return replace(at.empty, request=request, debrief=debrief)


async def _take_back_over(at: ToPerson) -> Saying | None:
    """What was taken back meanwhile is a draft in the same message, and stays as it is."""
    request = await requests.load(at.tx, at.row.subject)
    if request is None or request.state is not RequestState.OPEN:
        return None
    return replace(at.empty, edit=message_of_take_back(at.row), request=request)


READERS: dict[Occasion, Reader] = {
    Occasion.TAKE_BACK_OVER: _take_back_over,
    **dict.fromkeys(STATES, to_claimer),
    **dict.fromkeys(MEMBER, to_member),
    **dict.fromkeys(MEMBER_CONTACT, _about_member),
    **{occasion: _session for occasion in Occasion if occasion.startswith("session_")},
    Occasion.DRAFT_RESTS: _draft,
    Occasion.NO_SUCH_HOUR: _draft,
    Occasion.TAKEN_OVER: _taken_over,
    Occasion.HANDED_OVER: _handed_over,
    Occasion.MEMBER_LET_GO: _let_go,
    Occasion.GRANTED: _granted,
    Occasion.EXPIRING: _expiry,
    Occasion.EXPIRED: _expiry,
    Occasion.INVITED: _invited,
    **dict.fromkeys(NOT_IN, _not_in),
    Occasion.STOOD_DOWN: _stood_down,
    Occasion.OFFERS: _offers,
    Occasion.SEAT_OFFER: _seat_offer,
    Occasion.OFFER_OVER: _seat_offer,
    Occasion.BACKUP_ALERT: _backup,
    Occasion.BACKUP_LATE: _backup,
    Occasion.ALARM: _alarm,
    Occasion.ALARM_STATE: _alarm,
    Occasion.ALARM_NOBODY: _alarm,
    Occasion.DEBRIEF_ASK: _debrief,
    Occasion.DEBRIEF_NAG: _debrief,
    Occasion.DEBRIEF_OTHERS: _debrief,
}
