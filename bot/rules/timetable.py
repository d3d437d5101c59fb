"""Everything that is due for a request, as one table: who hears what, when, and until when it makes sense.

`plan` is the only place that schedules. Actions reconcile its answer with the outbox in the transaction
that changed the request, so a change and what follows from it are one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum, StrEnum
from zoneinfo import ZoneInfo

from bot.rules.claims import details_close_at, lapses_at
from bot.rules.members import connected, evening_before
from bot.rules.model import Claim, ClaimState, Ending, Group, Party, Request, RequestState
from bot.rules.policy import Policy


class Verb(StrEnum):
    """SAY is drawn and sent; DO runs one action."""

    SAY = "say"
    DO = "do"


class Priority(IntEnum):
    """What goes out first; lower is sooner."""

    EMERGENCY = 0
    PRIVATE = 2
    CARD = 5
    BULK = 8


class Occasion(StrEnum):
    """Why something is due; the dispatcher has one entry for each."""

    CARD = "card"
    BOARD = "board"
    CONNECT_CARD = "connect_card"
    CLAIMED = "claimed"
    SETTLED = "settled"
    PROMISE = "promise"
    REPLACED = "replaced"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"
    LAPSED_CONTACT = "lapsed_contact"
    LEFT_CONTACT = "left_contact"
    REMOVED = "removed"
    REMOVED_CONTACT = "removed_contact"
    SEAT_GONE = "seat_gone"
    CHANGED = "changed"
    UNTOLD = "untold"
    SAYS_TRAINED = "says_trained"
    QUESTION_OVER = "question_over"
    TRAINED = "trained"
    GRANTED = "granted"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    EXPIRE = "expire"
    IS_IT = "is_it"
    INVITED = "invited"
    HIDE = "hide"
    MEMBER_EVENING = "member_evening"
    MEMBER_SOON = "member_soon"
    MEMBER_CHANGED = "member_changed"
    MEMBER_CANCELLED = "member_cancelled"
    MEMBER_CLOSED = "member_closed"
    MEMBER_LET_GO = "member_let_go"
    MEMBER_LOST = "member_lost"
    MEMBER_UNTOLD = "member_untold"
    MEMBER_DECLINED = "member_declined"
    LAPSE = "lapse"
    FOLD = "fold"
    FORGET = "forget"
    PURGE = "purge"
    DRAFT_RESTS = "draft_rests"
    TAKEN_OVER = "taken_over"
    HANDED_OVER = "handed_over"
    UNFINISHED = "unfinished"
    SERIES = "series"
    NO_SUCH_HOUR = "no_such_hour"
    CLASHES = "clashes"
    UNTRAINED = "untrained"
    SEATS_TAKEN = "seats_taken"
    STOOD_DOWN = "stood_down"
    AFTERNOON = "afternoon"
    NEWCOMER = "newcomer"
    TROUBLE = "trouble"
    UNANSWERED = "unanswered"
    SWEEP = "sweep"
    SESSION_CARD = "session_card"
    SESSION_LIST = "session_list"
    SESSION_ANSWER = "session_answer"
    SESSION_PROMOTED = "session_promoted"
    SESSION_MOVED = "session_moved"
    SESSION_CHANGED = "session_changed"
    SESSION_CANCELLED = "session_cancelled"
    SESSION_UNTOLD = "session_untold"
    SESSION_TOMORROW = "session_tomorrow"
    SESSION_SOON = "session_soon"
    SESSION_WAITING = "session_waiting"
    SESSION_LEAD = "session_lead"
    SESSION_DOORS = "session_doors"
    SESSION_ASK = "session_ask"
    SESSION_TRAINED = "session_trained"
    SESSION_MISSED = "session_missed"
    SESSION_DRAFT = "session_draft"
    SESSION_LAPSE = "session_lapse"
    SESSION_FOLD = "session_fold"
    SESSION_PURGE = "session_purge"


@dataclass(frozen=True)
class Due:
    """One row of the outbox.

    `key` names the occasion: a key that was sent is never sent again. A row with a `version` above 0 is
    a drawing of something that changes: it is due again whenever its version moves.
    `to` is a person's id or a group; None for what is done, not said.
    """

    key: str
    verb: Verb
    occasion: Occasion
    subject: int
    due_at: datetime
    to: int | Group | None = None
    expires_at: datetime | None = None
    version: int = 0
    priority: Priority = Priority.PRIVATE


def plan(request: Request, policy: Policy, zone: ZoneInfo) -> tuple[Due, ...]:
    """Everything due for a request as it stands, past and future: what was sent before keeps its key."""
    return tuple(_rows(request, policy, zone))


def _rows(request: Request, policy: Policy, zone: ZoneInfo) -> Iterator[Due]:
    start = int(request.starts_at.timestamp())
    closes = details_close_at(request, policy)
    for group in Group:
        yield Due(
            f"card:{request.id}:{group}",
            Verb.SAY,
            Occasion.CARD,
            request.id,
            request.posted_at,
            to=group,
            version=request.version,
            priority=Priority.CARD,
        )
    if request.state is RequestState.OPEN:
        yield Due(f"fold:{request.id}:{start}", Verb.DO, Occasion.FOLD, request.id, closes)
    if request.state in (RequestState.CANCELLED, RequestState.WITHDRAWN):
        forget_at = request.closed_at or closes
    else:
        forget_at = request.ends_at + policy.retain_details
    yield Due(f"forget:{request.id}:{int(forget_at.timestamp())}", Verb.DO, Occasion.FORGET, request.id, forget_at)
    purge_at = request.ends_at + policy.retain_claims
    yield Due(f"purge:{request.id}:{int(purge_at.timestamp())}", Verb.DO, Occasion.PURGE, request.id, purge_at)
    for claim in request.claims:
        yield from _claim_rows(request, claim, policy)
    for party in connected(request):
        yield from _member_rows(request, party, policy, zone)


def _claim_rows(request: Request, claim: Claim, policy: Policy) -> Iterator[Due]:
    def say(occasion: Occasion, due_at: datetime, expires_at: datetime | None, to: int | None = None) -> Due:
        who = claim.person_id if to is None else to
        return Due(f"{occasion}:{claim.id}", Verb.SAY, occasion, claim.id, due_at, who, expires_at)

    if claim.state is ClaimState.HELD:
        until = lapses_at(request, claim, policy)
        yield say(Occasion.PROMISE, claim.claimed_at, until)
        yield Due(f"lapse:{claim.id}", Verb.DO, Occasion.LAPSE, claim.id, until)
    asking = claim.state is ClaimState.HELD and claim.says_trained is not None
    if asking:
        key = f"{Occasion.SAYS_TRAINED}:{claim.id}"
        until = lapses_at(request, claim, policy)
        yield Due(key, Verb.SAY, Occasion.SAYS_TRAINED, claim.id, claim.claimed_at, Group.COORDINATORS, until)
    elif claim.question is not None:
        yield question_over(claim.id, claim.question, claim.ended_at or claim.claimed_at)
    if claim.state is ClaimState.ACTIVE:
        since = int(claim.claimed_at.timestamp())  # a seat held again and confirmed again is told again
        yield _again(say(Occasion.CLAIMED, claim.claimed_at, request.ends_at), since)
        yield _again(say(Occasion.SETTLED, claim.claimed_at + policy.undo, request.ends_at), since)
        if claim.leaving_at is not None and claim.person_id != request.contact_id:
            left = say(Occasion.LEFT_CONTACT, claim.leaving_at, request.ends_at, to=request.contact_id)
            yield _again(left, int(claim.leaving_at.timestamp()))
        if request.changed_at is not None and request.changed_at >= claim.claimed_at:
            changed = say(Occasion.CHANGED, request.changed_at, request.ends_at)
            yield replace(changed, key=f"{changed.key}:{request.changed_version}")
    if claim.state in (ClaimState.ACTIVE, ClaimState.DONE):
        yield say(Occasion.HIDE, details_close_at(request, policy), None)
    ended_at = claim.ended_at
    if ended_at is None:
        return
    match claim.ending:
        case Ending.REPLACED:
            yield say(Occasion.REPLACED, ended_at, request.ends_at)
        case Ending.CANCELLED:
            yield say(Occasion.CANCELLED, ended_at, None)
        case Ending.LAPSED:
            yield say(Occasion.LAPSED, ended_at, request.ends_at)
            if claim.person_id != request.contact_id:
                yield say(Occasion.LAPSED_CONTACT, ended_at, request.ends_at, to=request.contact_id)
        case Ending.SEAT_GONE:
            yield say(Occasion.SEAT_GONE, ended_at, request.ends_at)
        case Ending.REMOVED:
            yield say(Occasion.REMOVED, ended_at, request.ends_at)
            if claim.person_id != request.contact_id and claim.says_trained is None:  # else they said no themselves
                yield say(Occasion.REMOVED_CONTACT, ended_at, request.ends_at, to=request.contact_id)
        case None:
            pass


def question_over(claim_id: int, message_id: int, at: datetime) -> Due:
    """The question about a training, in the coordinators' group, loses its buttons."""
    key = f"{Occasion.QUESTION_OVER}:{claim_id}"
    return Due(key, Verb.SAY, Occasion.QUESTION_OVER, message_id, at, Group.COORDINATORS, priority=Priority.CARD)


def _again(due: Due, since: int) -> Due:
    """What may happen to one claim more than once: the key names when."""
    return replace(due, key=f"{due.key}:{since}")


def _member_rows(request: Request, party: Party, policy: Policy, zone: ZoneInfo) -> Iterator[Due]:
    """What a connected member is told; of what was due before they connected, nothing."""
    since = party.member_since or request.posted_at

    def say(occasion: Occasion, due_at: datetime, expires_at: datetime | None, *, of: int | None = None) -> Due:
        key = f"{occasion}:{party.id}:{int(since.timestamp())}" + ("" if of is None else f":{of}")
        return Due(key, Verb.SAY, occasion, party.id, due_at, party.member_id, expires_at)

    start = int(request.starts_at.timestamp())
    if request.state is RequestState.OPEN:
        if request.part is None:  # nobody is reminded by an hour that is still to be confirmed
            soon = request.starts_at - policy.soon
            evening = evening_before(request.starts_at, policy, zone)
            if since <= evening < soon:
                yield say(Occasion.MEMBER_EVENING, evening, soon, of=start)
            if since <= soon:
                yield say(Occasion.MEMBER_SOON, soon, request.starts_at, of=start)
        if request.changed_at is not None and request.changed_at >= since:
            yield say(Occasion.MEMBER_CHANGED, request.changed_at, request.ends_at, of=request.changed_version)
        if party.lost_at is not None and party.member_id != request.contact_id:
            lost = say(Occasion.MEMBER_LOST, party.lost_at, request.ends_at, of=int(party.lost_at.timestamp()))
            yield replace(lost, to=request.contact_id)
    if request.state in (RequestState.CANCELLED, RequestState.WITHDRAWN):
        yield say(Occasion.MEMBER_CANCELLED, request.closed_at or request.starts_at, None)
    yield say(Occasion.MEMBER_CLOSED, details_close_at(request, policy), None, of=start)
