"""What a due row comes to now: something to say from current state, something to do, or nothing any more."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.actions import (
    attendance,
    bodies,
    claims,
    emergency,
    expected,
    members,
    posting,
    reminders,
    series,
    session_notices,
    sessions,
    traces,
    trainings,
    waves,
)
from bot.actions import backups as backup_actions
from bot.actions import calls as call_actions
from bot.actions import debriefs as debrief_actions
from bot.actions.board import Board, card_links, read_board, redraw_board, unfinished_of
from bot.actions.calls import CallList
from bot.actions.day import ALONE
from bot.actions.emergency import Alarm
from bot.actions.expected import Perhaps
from bot.actions.reminders import Silence
from bot.actions.session_notices import Notice
from bot.actions.waves import Asked
from bot.context import App, Work
from bot.rules import daily
from bot.rules import day as day_rules
from bot.rules import debrief as debrief_rules
from bot.rules.backups import stands_by
from bot.rules.cases import Case
from bot.rules.changes import differing
from bot.rules.claims import lost
from bot.rules.daily import SWEEP_EVERY
from bot.rules.debrief import Debrief
from bot.rules.drafts import Draft, Unfinished, draft_of, request_of
from bot.rules.members import looking, news
from bot.rules.model import (
    Claim,
    ClaimState,
    Ending,
    Grant,
    Group,
    Offer,
    OfferState,
    Party,
    Person,
    Qualification,
    Reach,
    Request,
    RequestState,
    Said,
    Session,
    SessionState,
    Slot,
    Still,
)
from bot.rules.moments import local_day
from bot.rules.timetable import Due, Occasion, Verb, asks_whether_coming, change_asks, question_over
from bot.rules.trainings import ended
from storage import (
    audit,
    backups,
    calls,
    chats,
    debriefs,
    drafts,
    inbox,
    incidents,
    offers,
    outbox,
    people,
    requests,
    tokens,
)
from storage import expected as name_lists
from storage import series as stored_series
from storage import sessions as training_sessions
from storage.chats import Chat
from storage.database import Connection
from storage.outbox import Row

__all__ = [
    "ALONE",
    "Row",
    "Saying",
    "address",
    "carry_out",
    "due_at",
    "not_sent",
    "refused",
    "say",
    "sent",
    "unreachable",
]


@dataclass(frozen=True)
class Saying:
    """Everything a view needs for one row, read just before it is sent.

    `edit` is the message to change instead of sending a new one; `before` is the older message about the same
    claim, which loses its buttons once the new one is out. `person` None means a group, in its languages.
    `before_edit` is what was public of the request before the edits the person was not told of yet;
    `details_edited` says that private details are among them.
    """

    chat_id: int
    thread_id: int | None = None
    person: Person | None = None
    edit: int | None = None
    before: int | None = None
    request: Request | None = None
    claim: Claim | None = None
    draft: Draft | None = None
    board: Board | None = None
    names: dict[int, str] = field(default_factory=dict)
    said: dict[int, Said] = field(default_factory=dict)
    delete: bool = False
    pinned: int | None = None
    before_edit: Draft | None = None
    slot: Slot | None = None
    offer: Offer | None = None
    silence: tuple[Silence, ...] = ()
    alarm: Alarm | None = None
    debrief: Debrief | None = None
    asked: tuple[Asked, ...] = ()
    urgent: bool = False
    requests: tuple[Request, ...] = ()
    links: dict[int, str] = field(default_factory=dict)
    calls: CallList | None = None
    day: date | None = None
    details_edited: bool = False
    unfinished: tuple[Unfinished, ...] = ()
    perhaps: Perhaps | None = None
    grant: Grant | None = None
    session: Session | None = None
    notice: Notice | None = None


async def due_at(app: App, now: datetime) -> tuple[list[Row], datetime | None]:
    """What is due now, and when the next row will be: of one moment, so that none falls between."""
    async with app.db.reading() as tx:
        return await outbox.due(tx, now), await outbox.next_after(tx, now)


async def address(app: App, row: Row) -> int | None:
    """The chat a row goes to, for its turn; None when there is none."""
    async with app.db.reading() as tx:
        if isinstance(row.to, Group):
            chat = await chats.load(tx, row.to)
            return None if chat is None else chat.telegram_id
        return None if row.to is None else await people.telegram_id(tx, row.to)


async def say(app: App, row: Row) -> Saying | None:
    """None when it no longer matters: expired, cancelled, answered, erased, or nobody to tell."""
    if row.expires_at is not None and app.now() >= row.expires_at:
        return None
    async with app.db.reading() as tx:
        if isinstance(row.to, Group):
            chat = await chats.load(tx, row.to)
            if chat is None:
                return None
            return await _to_group(app, tx, row, chat)
        person = await people.load(tx, row.to) if row.to is not None else None
        left = person is not None and row.occasion in (*CONTACT, *MEMBER_CONTACT) and not person.coordinator
        if person is None or person.reach is not Reach.YES or left:
            # a contact who never connected, or is no coordinator any more, has colleagues
            chat = await chats.load(tx, Group.COORDINATORS) if row.occasion in (*CONTACT, *MEMBER_CONTACT) else None
            if chat is None:
                return None
            return await (_about_claim(tx, row, chat) if row.occasion in CONTACT else _about_member(tx, row, chat))
        chat_id = await people.telegram_id(tx, person.id)
        if chat_id is None:
            return None
        return await _to_person(app, tx, row, person, chat_id)


async def _to_group(app: App, tx: Connection, row: Row, chat: Chat) -> Saying | None:
    match row.occasion:
        case Occasion.CARD:
            return await _card(tx, row, chat)
        case Occasion.BOARD:
            if chat.board_message_id is None:
                return None
            board = await read_board(app, tx)
            return Saying(chat.telegram_id, chat.thread_id, edit=chat.board_message_id or None, board=board)
        case Occasion.CONNECT_CARD:
            return Saying(chat.telegram_id, chat.thread_id, pinned=chat.pinned_message_id)
        case Occasion.NEWCOMER:
            newcomer = await people.load(tx, row.subject)
            standing = newcomer.standings.get(Group.COORDINATORS) if newcomer else None
            if standing is None or not standing.inside or standing.confirmed:
                return None
            names = await people.names(tx, frozenset({row.subject}))
            return Saying(chat.telegram_id, chat.thread_id, names=names)
        case Occasion.SAYS_TRAINED:
            asked = await _about_claim(tx, row, chat)
            open_ = asked is not None and asked.claim is not None and asked.claim.says_trained is not None
            return asked if open_ else None
        case Occasion.QUESTION_OVER:
            return Saying(chat.telegram_id, chat.thread_id, edit=row.subject)
        case Occasion.NOTICE_OVER | Occasion.ALARM_OVER:
            if await traces.again(app, tx, row) is not None:
                return None
            return Saying(chat.telegram_id, chat.thread_id, edit=traces.message_of(row))
        case Occasion.IS_IT:
            perhaps = await expected.perhaps(tx, row.subject)
            return None if perhaps is None else Saying(chat.telegram_id, chat.thread_id, perhaps=perhaps)
        case Occasion.SESSION_CARD | Occasion.SESSION_ASK | Occasion.SESSION_UNTOLD:
            notice = await session_notices.to_group(app, tx, row, chat.group)
            if notice is None:
                return None
            return Saying(chat.telegram_id, chat.thread_id, edit=notice.edit, notice=notice)
        case Occasion.UNTOLD | Occasion.LEFT_LATE:
            return await _about_claim(tx, row, chat)
        case Occasion.ALARM | Occasion.ALARM_STATE:
            return await _alarm(tx, row, chat.telegram_id, chat.thread_id)
        case Occasion.LATE_START:
            request = await requests.load(tx, row.subject)
            if request is None or request.state is not RequestState.OPEN:
                return None
            if not row.key.startswith(ALONE) and not day_rules.late(request):
                return None
            who = frozenset(claim.person_id for claim in day_rules.expected(request))
            names = await people.names(tx, who)
            return Saying(chat.telegram_id, chat.thread_id, request=request, names=names)
        case Occasion.DEBRIEF_ALERT:
            request, debrief = await requests.load(tx, row.subject), await debriefs.load(tx, row.subject)
            if request is None or debrief is None or not debrief_rules.needs_somebody(debrief):
                return None
            return Saying(chat.telegram_id, chat.thread_id, request=request, debrief=debrief)
        case Occasion.CALL_BACK:
            request = await requests.load_by_claim(tx, row.subject)
            callers = frozenset(c.person_id for c in request.claims if c.id == row.subject) if request else frozenset()
            names = await people.names(tx, callers)
            return Saying(chat.telegram_id, chat.thread_id, request=request, names=names)
        case Occasion.UNDER_MINIMUM:
            request = await requests.load(tx, row.subject)
            if request is None or not Case(request, app.policy, app.zone).short():
                return None
            return Saying(chat.telegram_id, chat.thread_id, request=request)
        case Occasion.DIGEST:
            until = app.now() + app.policy.digest_days
            coming = [r for r in await requests.open_requests(tx, app.now()) if r.starts_at < until]
            found = [request for request in coming if Case(request, app.policy, app.zone).short()]
            if not found:  # yesterday's would say what is not so any more
                old = chat.daily_message_id
                return None if old is None else Saying(chat.telegram_id, edit=old, delete=True)
            return Saying(
                chat.telegram_id,
                chat.thread_id,
                before=chat.daily_message_id,
                requests=tuple(found),
                links=await card_links(tx, Group.VOLUNTEERS),
            )
        case Occasion.CALL_LIST:
            day = date.fromordinal(row.subject)
            listed = await call_actions.summary(app, tx, day)
            first = row.version == 0  # afterwards the number in it follows the ticks
            if not listed.count:  # the one of the day before is over
                old = chat.daily_message_id if first else None
                return None if old is None else Saying(chat.telegram_id, edit=old, delete=True)
            return Saying(
                chat.telegram_id,
                chat.thread_id,
                edit=None if first else chat.daily_message_id,
                before=chat.daily_message_id if first else None,
                calls=listed,
                day=day,
            )
        case Occasion.SILENT:
            silence = await reminders.silent_at(app, tx, row.subject)
            return Saying(chat.telegram_id, chat.thread_id, silence=silence) if silence else None
        case Occasion.MEMBER_PLANS:
            request = await _request_of_member(tx, row)
            return None if request is None else Saying(chat.telegram_id, chat.thread_id, request=request)
        case Occasion.MEMBER_UNTOLD:
            request = await requests.load_by_party(tx, row.subject)
            return None if request is None else Saying(chat.telegram_id, chat.thread_id, request=request)
        case Occasion.UNFINISHED:
            unfinished = await unfinished_of(app, tx)
            return Saying(chat.telegram_id, chat.thread_id, unfinished=unfinished) if unfinished else None
        case _:
            return Saying(chat.telegram_id, chat.thread_id)


async def _about_claim(tx: Connection, row: Row, chat: Chat) -> Saying | None:
    """For the coordinators' group: somebody's claim and who that is."""
    request = await requests.load_by_claim(tx, row.subject)
    claim = next((c for c in request.claims if c.id == row.subject), None) if request else None
    if request is None or claim is None or claim.state not in _CLAIM_STATES[row.occasion]:
        return None
    if row.occasion is Occasion.LEFT_LATE and lost(claim) is None:
        return None
    names = await people.names(tx, frozenset({claim.person_id}))
    return Saying(chat.telegram_id, chat.thread_id, request=request, claim=claim, names=names)


async def _about_member(tx: Connection, row: Row, chat: Chat) -> Saying | None:
    """For the coordinators' group: a member's answer or silence, without saying who that is."""
    request = await _request_of_member(tx, row)
    return None if request is None else Saying(chat.telegram_id, chat.thread_id, request=request)


async def _request_of_member(tx: Connection, row: Row) -> Request | None:
    """The open request whose contact hears about its member; None once that is no longer so."""
    request = await requests.load_by_party(tx, row.subject)
    if request is None or request.state is not RequestState.OPEN:
        return None
    party = next(party for party in request.parties if party.id == row.subject)
    true = {Occasion.MEMBER_LOST: party.lost_at is not None, Occasion.MEMBER_PLANS: party.paused_at is not None}
    return request if true.get(row.occasion, True) else None


async def _card(tx: Connection, row: Row, chat: Chat) -> Saying | None:
    request = await requests.load(tx, row.subject)
    if request is None:
        return None
    message_id = await requests.card_message(tx, request.id, chat.group)
    if request.state is not RequestState.OPEN and message_id is None:
        return None
    names, said = {}, {}
    if chat.group is Group.COORDINATORS:
        said = await requests.said(tx, request.id)
        who = {claim.person_id for claim in request.living()} | {request.contact_id}
        names = await people.names(tx, frozenset(who))
    return Saying(
        chat.telegram_id,
        chat.thread_id,
        edit=message_id,
        request=request,
        names=names,
        said=said,
        delete=request.state is RequestState.WITHDRAWN,
    )


CONTACT = (Occasion.LAPSED_CONTACT, Occasion.LEFT_CONTACT, Occasion.REMOVED_CONTACT)
"""What the contact coordinator hears about somebody else's claim."""


async def _was_asked(app: App, tx: Connection, row: Row) -> bool:
    request = await requests.load_by_claim(tx, row.subject)
    claim = next((c for c in request.claims if c.id == row.subject), None) if request else None
    return request is not None and claim is not None and asks_whether_coming(claim, row.due_at, app.policy)


async def _asks_instead(app: App, tx: Connection, row: Row) -> bool:
    request = await requests.load_by_claim(tx, row.subject)
    claim = next((c for c in request.claims if c.id == row.subject), None) if request else None
    return request is not None and claim is not None and change_asks(request, claim, app.now(), app.policy, app.zone)


LIVING = (
    Occasion.CLAIMED,
    Occasion.CHANGED,
    Occasion.STILL_COMING,
    Occasion.SOON,
    Occasion.START_CHECK,
    Occasion.HOME_CHECK,
)
"""Each of these is from then on the one private message that stands for the claim."""

DAILY = (Occasion.DIGEST, Occasion.CALL_LIST)
"""Each is the one message of its day in a group; the next one takes its place."""

NOT_IN = (Occasion.CLASHES, Occasion.UNTRAINED, Occasion.SEATS_TAKEN)
"""What a standing volunteer hears who has no seat this time."""

MEMBER_CONTACT = (Occasion.MEMBER_LOST, Occasion.MEMBER_DECLINED)
"""What the contact coordinator hears about a member."""

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

UNTOLD = {
    Occasion.CANCELLED: Occasion.UNTOLD,
    Occasion.MEMBER_CANCELLED: Occasion.MEMBER_UNTOLD,
    Occasion.SESSION_CANCELLED: Occasion.SESSION_UNTOLD,
}
"""What the coordinators hear when somebody cannot be told of a cancellation."""

HOME = (Occasion.AT_HOME, Occasion.HOME_SETTLED, Occasion.NOT_HOME)
"""What a claim's message becomes when everyone is home, and when that was said too early."""

REDRAWN = (*HOME, Occasion.HIDE, Occasion.SETTLED, Occasion.RED_BUTTON)
"""These only change the message that stands for the claim."""

ENDED = (
    Occasion.REPLACED,
    Occasion.CANCELLED,
    Occasion.LAPSED,
    Occasion.REMOVED,
    Occasion.SEAT_GONE,
    Occasion.TAKEN_OUT,
    Occasion.HIDE,
)
"""After these nothing is left of a claim that a living message could stand for."""

_CLAIM_STATES = {
    Occasion.CLAIMED: (ClaimState.ACTIVE,),
    Occasion.SETTLED: (ClaimState.ACTIVE,),
    Occasion.PROMISE: (ClaimState.HELD,),
    Occasion.SAYS_TRAINED: (ClaimState.HELD,),
    Occasion.TRAINED: (ClaimState.HELD,),
    Occasion.REPLACED: (ClaimState.RELEASED,),
    Occasion.CANCELLED: (ClaimState.RELEASED,),
    Occasion.LAPSED: (ClaimState.RELEASED,),
    Occasion.LAPSED_CONTACT: (ClaimState.RELEASED,),
    Occasion.LEFT_CONTACT: (ClaimState.ACTIVE,),
    Occasion.REMOVED: (ClaimState.RELEASED,),
    Occasion.SEAT_GONE: (ClaimState.RELEASED,),
    Occasion.TAKEN_OUT: (ClaimState.RELEASED,),
    Occasion.CHANGED: (ClaimState.ACTIVE,),
    Occasion.STILL_COMING: (ClaimState.ACTIVE,),
    Occasion.SOON: (ClaimState.ACTIVE,),
    Occasion.LEFT_LATE: (ClaimState.ACTIVE, ClaimState.HELD, ClaimState.RELEASED),
    Occasion.START_CHECK: (ClaimState.ACTIVE,),
    Occasion.HOME_CHECK: (ClaimState.ACTIVE,),
    Occasion.AT_HOME: (ClaimState.ACTIVE,),
    Occasion.HOME_SETTLED: (ClaimState.ACTIVE, ClaimState.DONE),
    Occasion.NOT_HOME: (ClaimState.ACTIVE,),
    Occasion.RED_BUTTON: (ClaimState.ACTIVE,),
    Occasion.REMOVED_CONTACT: (ClaimState.RELEASED,),
    Occasion.UNTOLD: (ClaimState.RELEASED,),
    Occasion.HIDE: (ClaimState.ACTIVE, ClaimState.DONE, ClaimState.NO_SHOW),
}
"""The state a claim must still be in for the occasion to make sense."""


async def _to_person(app: App, tx: Connection, row: Row, person: Person, chat_id: int) -> Saying | None:
    if row.occasion in (Occasion.DRAFT_RESTS, Occasion.NO_SUCH_HOUR):
        body = await drafts.body(tx, row.subject)
        owned = await drafts.load(tx, row.subject)
        if body is None or owned is None or owned.owner_id != person.id:
            return None
        if row.occasion is Occasion.NO_SUCH_HOUR and not person.coordinator:  # then it is on the board, for all
            return None
        return Saying(chat_id, person=person, draft=bodies.from_body(body))
    if row.occasion in NOT_IN:
        request = await requests.load(tx, row.subject)
        if request is None or request.state is not RequestState.OPEN or request.claim_of(person.id) is not None:
            return None
        return Saying(chat_id, person=person, request=request)
    if row.occasion is Occasion.STOOD_DOWN:
        found = await stored_series.load(tx, row.subject)
        body = await stored_series.body(tx, row.subject)
        if found is None or body is None:
            return None
        picture = request_of(bodies.from_body(body), app.common_languages, app.zone)
        return Saying(chat_id, person=person, request=replace(picture, every=found.weekday))
    if row.occasion is Occasion.HANDED_OVER:
        request = await requests.load(tx, row.subject)
        if request is None or request.state is not RequestState.OPEN or request.contact_id != person.id:
            return None
        return Saying(chat_id, person=person, request=request)
    if row.occasion is Occasion.GRANTED:
        trained = any(person.qualified(grant.qualification, app.now()) for grant in person.grants)
        return Saying(chat_id, person=person) if trained else None
    if row.occasion in (Occasion.EXPIRING, Occasion.EXPIRED):
        note = trainings.still_ends(person, row.key)
        if note is None or ended(note, app.now()) is not (row.occasion is Occasion.EXPIRED):
            return None
        return Saying(chat_id, person=person, grant=note, session=await _next(app, tx, note.qualification))
    if row.occasion is Occasion.INVITED:
        session = await training_sessions.load(tx, row.subject)
        answered = session is None or session.rsvp_of(person.id) is not None
        if session is None or answered or session.state is not SessionState.OPEN or app.now() >= session.starts_at:
            return None
        return Saying(chat_id, person=person, session=session)
    if row.occasion.startswith("session_"):
        notice = await session_notices.to_person(app, tx, row, person)
        if notice is None:
            return None
        return Saying(chat_id, person=person, edit=notice.edit, before=notice.before, notice=notice)
    if row.occasion in MEMBER:
        return await _to_member(app, tx, row, person, chat_id)
    if row.occasion in MEMBER_CONTACT:
        request = await _request_of_member(tx, row)
        return None if request is None else Saying(chat_id, person=person, request=request)
    if row.occasion is Occasion.MEMBER_LET_GO:
        return Saying(chat_id, person=person, edit=row.subject)
    if row.occasion is Occasion.TAKEN_OVER:
        return Saying(chat_id, person=person, names=await people.names(tx, frozenset({row.subject})))
    if row.occasion in (Occasion.DEBRIEF_ASK, Occasion.DEBRIEF_NAG, Occasion.DEBRIEF_OTHERS):
        request, debrief = await requests.load(tx, row.subject), await debriefs.load(tx, row.subject)
        if request is None or debrief is None:
            return None
        if row.occasion is Occasion.DEBRIEF_NAG and debrief.step is debrief_rules.Step.DONE:
            return None
        return Saying(chat_id, person=person, request=request, debrief=debrief)
    if row.occasion is Occasion.OFFERS:
        bundle = await offers.bundle(tx, row.subject)
        entries = tuple(await waves.asked_in(tx, row.subject))
        if bundle is None or not entries:
            return None
        if bundle.message_id is None and not any(entry.open_at(app.now()) for entry in entries):
            return None
        return Saying(chat_id, person=person, edit=bundle.message_id, asked=entries, urgent=bundle.urgent)
    if row.occasion in ALARMS:
        return await _alarm(tx, row, chat_id, None, person)
    if row.occasion in (Occasion.SEAT_OFFER, Occasion.OFFER_OVER):
        return await _about_offer(tx, row, person, chat_id)
    if row.occasion in (Occasion.BACKUP_ALERT, Occasion.BACKUP_LATE):
        request = await requests.load_by_slot(tx, row.subject)
        slot = request.slot(row.subject) if request else None
        if request is None or slot is None or stands_by(request, person.id, slot) is None:
            return None
        late = row.occasion is Occasion.BACKUP_LATE
        if not (day_rules.silent_seat(request, slot.id) if late else reminders.silent(request)):
            return None
        return Saying(chat_id, person=person, request=request, slot=slot)
    states = _CLAIM_STATES.get(row.occasion)
    if states is None:
        return Saying(chat_id, person=person)
    request = await requests.load_by_claim(tx, row.subject)
    claim = next((c for c in request.claims if c.id == row.subject), None) if request else None
    if request is None or claim is None or claim.state not in states:
        return None
    if row.occasion is Occasion.LEFT_CONTACT and claim.leaving_at is None:
        return None
    if row.occasion in (Occasion.START_CHECK, Occasion.HOME_CHECK) and not day_rules.watched(request):
        return None
    if row.occasion is Occasion.START_CHECK and day_rules.said(request, claim):
        return None
    if row.occasion in (Occasion.STILL_COMING, Occasion.SOON) and await _told_by_change(tx, row, request):
        return None
    if row.occasion is Occasion.PROMISE and person.promised_at is not None:
        return None
    about_other = row.occasion in CONTACT
    names = await people.names(tx, frozenset({claim.person_id})) if about_other else {}
    message_id = None if about_other else await requests.claim_message(tx, claim.id)
    if (
        row.occasion in (Occasion.SETTLED, Occasion.RED_BUTTON, Occasion.STILL_COMING, Occasion.SOON)
        and claim.leaving_at is not None
    ):
        return None
    if row.occasion in HOME and (request.home_at is None) is not (row.occasion is Occasion.NOT_HOME):
        return None
    if row.occasion in REDRAWN:
        if message_id is None:
            return None
        return Saying(chat_id, person=person, edit=message_id, request=request, claim=claim)
    following = None
    if row.occasion is Occasion.REMOVED and claim.says_trained is not None:
        following = await _next(app, tx, claim.says_trained)
    before_edit, details_edited = None, False
    if row.occasion is Occasion.CHANGED:
        told = await requests.told_version(tx, claim.id)
        stored, details_edited = await requests.changes_after(tx, request.id, told)
        before_edit = None if stored is None else bodies.from_body(json.loads(stored))
        if before_edit is None or not (details_edited or differing(before_edit, draft_of(request, (), app.zone))):
            return None
    quietly = _told_of_another_seat(request, claim, row.occasion)
    if quietly and message_id is None:
        return None
    return Saying(
        chat_id,
        person=person,
        edit=message_id if quietly else None,
        before=None if quietly else message_id,
        request=request,
        claim=claim,
        names=names,
        before_edit=before_edit,
        details_edited=details_edited,
        session=following,
    )


async def _next(app: App, tx: Connection, qualification: Qualification) -> Session | None:
    """The next training that leads to it."""
    return await training_sessions.next_training(tx, qualification, app.now())


def _told_of_another_seat(request: Request, claim: Claim, occasion: Occasion) -> bool:
    """Whether the person, who drives and accompanies, gets the same notice about the other seat: one event is one
    notice, and the message of this seat only comes to say the same.
    """
    if occasion is Occasion.CHANGED and request.changed_at is not None:
        told = [c for c in request.claims if c.state is ClaimState.ACTIVE and c.claimed_at <= request.changed_at]
    elif occasion is Occasion.CANCELLED:
        told = [c for c in request.claims if c.ending is Ending.CANCELLED]
    else:
        return False
    return any(c.person_id == claim.person_id and (c.claimed_at, c.id) < (claim.claimed_at, claim.id) for c in told)


ALARMS = (Occasion.ALARM, Occasion.ALARM_STATE, Occasion.ALARM_NOBODY)


async def _alarm(
    tx: Connection, row: Row, chat_id: int, thread_id: int | None, person: Person | None = None
) -> Saying | None:
    """An emergency, as it stands: told again only while nobody has it."""
    found = await emergency.alarm(tx, row.subject, mention=person is None)
    if found is None or (row.occasion is not Occasion.ALARM_STATE and not found.incident.ringing):
        return None
    if row.occasion is Occasion.ALARM_NOBODY and await incidents.anybody_told(tx, row.subject):
        return None
    return Saying(chat_id, thread_id, person=person, alarm=found)


async def _about_offer(tx: Connection, row: Row, person: Person, chat_id: int) -> Saying | None:
    """The question to a backup while it waits for an answer; afterwards the same message, edited."""
    request_id = await backups.request_of_offer(tx, row.subject)
    request = await requests.load(tx, request_id) if request_id is not None else None
    offer = next((o for o in request.offers if o.id == row.subject), None) if request else None
    if request is None or offer is None:
        return None
    if row.occasion is Occasion.OFFER_OVER:
        message_id = await backups.offer_message(tx, offer.id)
        return None if message_id is None else Saying(chat_id, person=person, edit=message_id)
    if offer.state is not OfferState.ASKED or request.state is not RequestState.OPEN:
        return None
    shown = await backups.offer_message(tx, offer.id)
    return Saying(chat_id, person=person, edit=shown, request=request, slot=request.slot(offer.slot_id), offer=offer)


async def _to_member(app: App, tx: Connection, row: Row, person: Person, chat_id: int) -> Saying | None:
    request = await requests.load_by_party(tx, row.subject)
    party = next((party for party in request.parties if party.id == row.subject), None) if request else None
    if request is None or party is None or party.member_id != person.id:
        return None
    message_id = await requests.member_message(tx, party.id)
    if row.occasion is Occasion.MEMBER_CLOSED:
        return None if message_id is None else Saying(chat_id, person=person, edit=message_id, request=request)
    cancelled = request.state in (RequestState.CANCELLED, RequestState.WITHDRAWN)
    if cancelled != (row.occasion is Occasion.MEMBER_CANCELLED) or request.state is RequestState.OVER:
        return None
    if row.occasion is Occasion.MEMBER_FOUND and looking(request):
        return None
    if row.occasion is Occasion.MEMBER_CHECK and not day_rules.unheard(request):
        return None
    untold = await _untold_edit(app, tx, request, party) if row.occasion is Occasion.MEMBER_CHANGED else None
    if row.occasion is Occasion.MEMBER_CHANGED and untold is None:
        return None
    if row.occasion in (Occasion.MEMBER_EVENING, Occasion.MEMBER_SOON):
        of_this_start = row.key.endswith(f":{int(request.starts_at.timestamp())}")
        if request.part is not None or not of_this_start or await _told_by_change(tx, row, request):
            return None
    return Saying(chat_id, person=person, before=message_id, request=request, before_edit=untold)


async def _told_by_change(tx: Connection, row: Row, request: Request) -> bool:
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


async def sent(app: App, row: Row, message_id: int | None, saying: Saying) -> None:
    """The row is dealt with; `message_id` is what was sent or edited (None: nothing), `saying` what it was drawn of."""
    async with app.db.transaction() as tx:
        await outbox.mark_sent(tx, row, app.now())
        if saying.person is None and saying.edit is None and message_id is not None:
            await _leave_trace(app, tx, row, message_id, saying)
        if row.occasion is Occasion.CARD and isinstance(row.to, Group):
            if message_id is None:
                await requests.forget_card(tx, row.subject, row.to)
            else:
                await requests.set_card_message(tx, row.subject, row.to, message_id)
        elif row.occasion is Occasion.BOARD and message_id is not None:
            await chats.set_board(tx, Group.COORDINATORS, message_id)
        elif row.occasion is Occasion.CONNECT_CARD and message_id is not None:
            await chats.set_pinned(tx, Group.VOLUNTEERS, message_id)
        elif row.occasion is Occasion.SEAT_OFFER and message_id is not None:
            await backups.set_offer_message(tx, row.subject, message_id)
        elif row.occasion is Occasion.OFFERS and message_id is not None:
            await offers.set_message(tx, row.subject, message_id)
        elif row.occasion in DAILY and isinstance(row.to, Group):
            await chats.set_daily(tx, row.to, message_id)
        elif row.occasion is Occasion.ALARM:
            await emergency.told(tx, row.subject, row.to, app.now())
        elif row.occasion in LIVING and message_id is not None:
            if row.occasion is Occasion.HOME_CHECK:
                await redraw_board(Work(tx, app.now()))
            await requests.set_claim_message(tx, row.subject, message_id)
            if row.occasion is Occasion.STILL_COMING and await _was_asked(app, tx, row):
                await requests.set_still(tx, row.subject, Still.ASKED)
            if row.occasion is Occasion.CHANGED:
                await requests.set_told(tx, row.subject, int(row.key.rpartition(":")[2]))
                if await _asks_instead(app, tx, row):
                    await requests.set_still(tx, row.subject, Still.ASKED)
        elif row.occasion is Occasion.SAYS_TRAINED and message_id is not None:
            await requests.set_question(tx, row.subject, message_id)
            request = await requests.load_by_claim(tx, row.subject)
            claim = next((c for c in request.claims if c.id == row.subject), None) if request else None
            if claim is None or claim.state is not ClaimState.HELD or claim.says_trained is None:
                # settled while the question was on its way
                await outbox.put(tx, question_over(row.subject, message_id, app.now()))
        elif row.occasion is Occasion.MEMBER_CLOSED:
            await requests.let_go(tx, row.subject)
        elif row.occasion in MEMBER:
            await requests.set_member_message(tx, row.subject, message_id)
            if row.occasion is Occasion.MEMBER_CHANGED:
                await requests.set_member_told(tx, row.subject, int(row.key.rpartition(":")[2]))
        elif row.occasion in HOME and message_id is not None:
            await requests.set_claim_message(tx, row.subject, message_id)
        elif row.occasion in ENDED:
            await requests.set_claim_message(tx, row.subject, None)
        elif row.occasion.startswith("session_"):
            await session_notices.sent(tx, row, message_id)


async def _leave_trace(app: App, tx: Connection, row: Row, message_id: int, saying: Saying) -> None:
    """Something new stands in a group."""
    if saying.alarm is not None:
        await traces.leave_of_alarm(app, tx, message_id, saying.alarm.incident, saying.alarm.request)
        return
    about = [silence.request for silence in saying.silence] if saying.request is None else [saying.request]
    await traces.leave(app, tx, row, message_id, about)


async def passed_over(app: App, row: Row) -> None:
    """The row no longer matters: nothing was sent, and it is not looked at again; or it was too early."""
    async with app.work() as work:
        later = await traces.again(app, work.tx, row) if row.occasion in traces.OVER else None
        if later is not None:
            await outbox.put(work.tx, later)
            return
        await outbox.mark_sent(work.tx, row, work.now)
        if row.occasion is Occasion.ALARM:
            await emergency.not_told(work, row.subject)
        if row.occasion is Occasion.HOME_CHECK:
            await redraw_board(work)
        if row.occasion is Occasion.MEMBER_CLOSED and await _is_over(work, row):
            await requests.let_go(work.tx, row.subject)
        if row.occasion in UNTOLD and isinstance(row.to, int):
            person = await people.load(work.tx, row.to)
            if person is not None and person.reach is not Reach.YES:
                await _untold(work, row)


async def _is_over(work: Work, row: Row) -> bool:
    """Whether a row about a member was passed over because its time has come, not because it moved."""
    request = await requests.load_by_party(work.tx, row.subject)
    return request is not None and work.now >= request.ends_at


async def _untold(work: Work, row: Row) -> None:
    """Somebody who counts on a cancelled request or session could not be told: the coordinators hear it."""
    occasion = UNTOLD[row.occasion]
    due = Due(f"{occasion}:{row.subject}", Verb.SAY, occasion, row.subject, work.now, to=Group.COORDINATORS)
    await outbox.put(work.tx, due)


async def topic_gone(app: App, group: Group) -> None:
    """The forum topic was closed or deleted: the group's messages go to its main room."""
    async with app.work() as work:
        await chats.forget_topic(work.tx, group)


async def message_gone(app: App, row: Row) -> None:
    """The message to edit was deleted by somebody: a card is posted again, anything else is let go."""
    async with app.db.transaction() as tx:
        if row.occasion is Occasion.CARD and isinstance(row.to, Group):
            request = await requests.load(tx, row.subject)
            await requests.forget_card(tx, row.subject, row.to)
            if request is not None and request.state is RequestState.OPEN:
                return
        elif row.occasion is Occasion.BOARD:
            await chats.set_board(tx, Group.COORDINATORS, None)
        elif row.occasion.startswith("session_") and await session_notices.message_gone(tx, row):
            return
        elif row.occasion in DAILY and isinstance(row.to, Group):
            await chats.set_daily(tx, row.to, None)
        elif row.occasion is Occasion.MEMBER_CLOSED:
            await requests.let_go(tx, row.subject)
        await outbox.mark_sent(tx, row, app.now())


async def not_sent(app: App, row: Row, retry_in: timedelta) -> None:
    """To be tried again."""
    async with app.db.transaction() as tx:
        await outbox.retry(tx, row, app.now() + retry_in)


async def refused(app: App, row: Row, retry_in: timedelta) -> None:
    """Telegram does not take it: to be tried again, but nobody should count on it."""
    async with app.work() as work:
        await outbox.retry(work.tx, row, work.now + retry_in)
        if row.occasion is Occasion.ALARM:
            await emergency.not_told(work, row.subject)


async def unreachable(app: App, row: Row) -> None:
    """Telegram says 403: this person cannot be written to. Seats of theirs are held for a while, then free again."""
    async with app.work() as work:
        if isinstance(row.to, int):
            await people.set_reach(work.tx, row.to, Reach.NO)
            await audit.note(work.tx, "unreachable", work.now, subject=row.to)
            await claims.out_of_reach(app, work, row.to)
            await members.out_of_reach(app, work, row.to)
            await sessions.out_of_reach(app, work, row.to)
        # what the new plan still wants said later was taken out just now; the rest is over
        await outbox.mark_sent(work.tx, row, work.now)
        if row.occasion is Occasion.MEMBER_CLOSED:
            await requests.let_go(work.tx, row.subject)
        if row.occasion in UNTOLD:
            await _untold(work, row)
        if row.occasion is Occasion.ALARM:
            await emergency.not_told(work, row.subject)


async def carry_out(app: App, row: Row) -> None:
    """Runs the action of a `do` row, unless its time is over, then marks it done; actions look at the state again, so
    a repeat is harmless.
    """
    if row.expires_at is not None and app.now() >= row.expires_at:
        await passed_over(app, row)
        return
    match row.occasion:
        case Occasion.LAPSE:
            await claims.lapse(app, row.subject)
        case Occasion.FOLD:
            await posting.fold(app, row.subject)
        case Occasion.FORGET:
            await posting.forget(app, row.subject)
            await app.db.compact()
        case Occasion.PURGE:
            await posting.purge(app, row.subject)
        case Occasion.EXPIRE:
            await trainings.end(app, row.subject, row.key)
        case Occasion.SERIES:
            await series.post_next(app, row.subject)
        case Occasion.SESSION_LAPSE:
            await sessions.lapse(app, row.subject)
        case Occasion.SESSION_FOLD:
            await sessions.fold(app, row.subject)
        case Occasion.SESSION_PURGE:
            await sessions.purge(app, row.subject)
        case Occasion.SWEEP:
            await _sweep(app)
        case Occasion.DEBRIEF:
            await debrief_actions.begin(app, row.subject)
        case Occasion.ASK_AROUND:
            await waves.ask_around(app)
        case Occasion.URGENT:
            await waves.ask_urgently(app, row.subject)
        case Occasion.ALARM_ROUND:
            await emergency.ring_again(app, row.subject)
        case Occasion.SILENCE_PAGE:
            await emergency.page_silence(app, row.subject)
        case Occasion.SILENCE:
            await reminders.notice_silence(app, row.subject)
        case Occasion.OFFER_LAPSE:
            await backup_actions.lapse(app, row.subject)
        case Occasion.AFTERNOON:
            await _afternoon(app, row)
        case _:
            raise LookupError(row.occasion)
    await passed_over(app, row)


async def plan_days(app: App) -> None:
    """Makes sure that what happens every day is in the outbox."""
    async with app.work() as work:
        for due in (daily.sweep(work.now), *daily.every_day(work.now, app.policy, app.zone)):
            await outbox.put(work.tx, due)
        await series.plan_all(app, work)


async def _afternoon(app: App, row: Row) -> None:
    """What is unfinished is shown to all coordinators, if there is any; and tomorrow's turn is planned."""
    async with app.work() as work:
        for due in daily.afternoon(row.due_at, work.now, app.policy, app.zone):
            await outbox.put(work.tx, due)
        day = local_day(row.due_at, app.zone) + timedelta(days=1)
        await outbox.put(work.tx, daily.call_list(day, work.now, app.policy, app.zone))
        for due in daily.every_day(work.now, app.policy, app.zone):
            await outbox.put(work.tx, due)


async def _sweep(app: App) -> None:
    """Drops what is kept for a time only, and plans the next sweep."""
    async with app.work() as work:
        await inbox.sweep(work.tx, work.now)
        await tokens.sweep(work.tx, work.now)
        await drafts.sweep(work.tx, members.INVITATION, work.now - app.policy.link)
        await audit.sweep(work.tx, work.now)
        for kind in ("find", "ticks", "list"):
            await drafts.sweep(work.tx, kind, work.now - SWEEP_EVERY)
        await name_lists.sweep(work.tx, work.now - app.policy.expected_kept)
        await attendance.forget_tries(work)
        await people.forget_outside(work.tx)
        await calls.sweep(work.tx, local_day(work.now, app.zone))
        await offers.sweep(work.tx)
        await incidents.sweep(work.tx, work.now - app.policy.retain_claims)
        await stored_series.sweep(work.tx)
        await outbox.sweep(work.tx, work.now - SWEEP_EVERY)
        await outbox.put(work.tx, daily.sweep(work.now + SWEEP_EVERY))
    await app.db.compact()


async def owe_an_answer(app: App, person_id: int, update_id: int) -> None:
    """A reply could not be delivered: the person hears later how to see where things stand."""
    async with app.work() as work:
        await outbox.put(
            work.tx,
            Due(
                f"unanswered:{update_id}",
                Verb.SAY,
                Occasion.UNANSWERED,
                person_id,
                work.now,
                to=person_id,
                expires_at=work.now + timedelta(hours=12),
            ),
        )
