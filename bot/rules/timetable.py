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

from bot.rules.claims import details_close_at
from bot.rules.day import checks, known_to_be_there, present
from bot.rules.debrief import asked_at, asks_debrief, lead
from bot.rules.members import connected
from bot.rules.model import Claim, ClaimState, Ending, Group, Offer, OfferKind, OfferState, Party, Request, RequestState
from bot.rules.policy import Policy
from bot.rules.quiet import evening_before, silence_noticed


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
    TAKEN_OUT = "taken_out"
    BACKUP_ALERT = "backup_alert"
    CHANGED = "changed"
    STILL_COMING = "still_coming"
    SOON = "soon"
    SILENCE = "silence"
    SILENT = "silent"
    LEFT_LATE = "left_late"
    ALARM = "alarm"
    ALARM_ROUND = "alarm_round"
    ALARM_STATE = "alarm_state"
    ALARM_NOBODY = "alarm_nobody"
    START_CHECK = "start_check"
    MEMBER_CHECK = "member_check"
    LATE_START = "late_start"
    HOME_CHECK = "home_check"
    AT_HOME = "at_home"
    RED_BUTTON = "red_button"
    SILENCE_PAGE = "silence_page"
    DEBRIEF = "debrief"
    DEBRIEF_ASK = "debrief_ask"
    DEBRIEF_OTHERS = "debrief_others"
    CALL_BACK = "call_back"
    DEBRIEF_NAG = "debrief_nag"
    DEBRIEF_ALERT = "debrief_alert"
    UNDER_MINIMUM = "under_minimum"
    ASK_AROUND = "ask_around"
    URGENT = "urgent"
    OFFERS = "offers"
    DIGEST = "digest"
    CALL_LIST = "call_list"
    SEAT_OFFER = "seat_offer"
    OFFER_LAPSE = "offer_lapse"
    OFFER_OVER = "offer_over"
    UNTOLD = "untold"
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
    for claim in present(request):
        yield from _reminders(request, claim, policy, zone)
    if request.state is RequestState.OPEN and request.part is None and request.living():
        noticed = silence_noticed(request.starts_at, policy, zone)
        yield Due(
            f"silence:{request.id}:{start}",
            Verb.DO,
            Occasion.SILENCE,
            request.id,
            noticed,
            expires_at=request.starts_at,
        )
    for offer in request.offers:
        yield from _offer_rows(offer)
    yield from _unfilled_rows(request, policy)
    for party in connected(request):
        yield from _member_rows(request, party, policy, zone)
    yield from _day_rows(request, policy)
    if request.state in (RequestState.OPEN, RequestState.OVER) and asks_debrief(request) and lead(request) is not None:
        yield Due(f"debrief:{request.id}", Verb.DO, Occasion.DEBRIEF, request.id, asked_at(request, policy))


def _unfilled_rows(request: Request, policy: Policy) -> Iterator[Due]:
    """While people are missing: volunteers are asked from a day before, coordinators warned at three moments."""
    if request.state is not RequestState.OPEN or not request.under_minimum:
        return
    start = int(request.starts_at.timestamp())
    urgent_at = max(request.posted_at + policy.offers_after_posting, request.starts_at - policy.urgent)
    if urgent_at < request.starts_at:
        # whenever another seat is given up it begins anew
        given_up = max((int(m.timestamp()) for c in request.claims if (m := c.leaving_at or c.ended_at)), default=0)
        key = f"urgent:{request.id}:{start}:{given_up}"
        yield Due(key, Verb.DO, Occasion.URGENT, request.id, urgent_at)
    for before in policy.warned:
        at = request.starts_at - before
        if at > request.posted_at:
            key = f"under:{request.id}:{start}:{int(before.total_seconds())}"
            group = Group.COORDINATORS
            yield Due(key, Verb.SAY, Occasion.UNDER_MINIMUM, request.id, at, group, request.starts_at)


def _day_rows(request: Request, policy: Policy) -> Iterator[Due]:
    """What is asked on the day while nobody says anything, and when silence pages."""
    opens = request.starts_at - policy.alarm_opens
    if request.state is RequestState.OPEN and request.part is None and request.home_at is None:
        for claim in present(request):
            if claim.claimed_at < opens:  # who has claimed since has it already
                key = f"red_button:{claim.id}:{int(request.starts_at.timestamp())}"
                until = request.starts_at
                yield Due(key, Verb.SAY, Occasion.RED_BUTTON, claim.id, opens, claim.person_id, until)
    if request.home_at is not None:
        for claim in present(request):
            yield Due(f"at_home:{claim.id}", Verb.SAY, Occasion.AT_HOME, claim.id, request.home_at, claim.person_id)
    start = int(request.starts_at.timestamp())
    for check in checks(request, policy):
        at, key = check.at, f"{check.what}_check:{request.id}:{start}:{int(check.at.timestamp())}"
        match check.what:
            case "start":
                for claim in present(request):
                    until = request.starts_at + policy.late_start
                    yield Due(f"{key}:{claim.id}", Verb.SAY, Occasion.START_CHECK, claim.id, at, claim.person_id, until)
            case "member":
                for member in sorted(request.members):
                    yield Due(
                        f"{key}:{member}", Verb.SAY, Occasion.MEMBER_CHECK, request.id, at, member, request.lasts_until
                    )
            case "late":
                group = Group.COORDINATORS
                yield Due(key, Verb.SAY, Occasion.LATE_START, request.id, at, group, request.lasts_until)
                for backup in request.backups:
                    alert = f"{key}:{backup.slot_id}:{backup.person_id}"
                    yield Due(
                        alert, Verb.SAY, Occasion.BACKUP_ALERT, backup.slot_id, at, backup.person_id, request.ends_at
                    )
            case "home":
                lead = known_to_be_there(request)
                yield Due(f"{key}:{lead.id}", Verb.SAY, Occasion.HOME_CHECK, lead.id, at, lead.person_id)
            case _:
                yield Due(key, Verb.DO, Occasion.SILENCE_PAGE, request.id, at, priority=Priority.EMERGENCY)


def _reminders(request: Request, claim: Claim, policy: Policy, zone: ZoneInfo) -> Iterator[Due]:
    """The evening before ("Still coming?") and two hours before; by an hour that is not confirmed nobody is reminded.

    A moment that had passed when the seat was taken, or taken again, is left out.
    """
    if request.state is not RequestState.OPEN or request.part is not None:
        return
    start = request.starts_at
    soon = start - policy.soon
    for occasion, due_at, until in (
        (Occasion.STILL_COMING, evening_before(start, policy, zone), soon),
        (Occasion.SOON, soon, start),
    ):
        if claim.claimed_at < due_at < until:
            key = f"{occasion}:{claim.id}:{int(start.timestamp())}"
            yield Due(key, Verb.SAY, occasion, claim.id, due_at, claim.person_id, expires_at=until)


def asks_whether_coming(claim: Claim, evening: datetime, policy: Policy) -> bool:
    """Whether the evening's reminder also asks: not of somebody who has only just claimed."""
    return claim.claimed_at <= evening - policy.fresh


def _offer_rows(offer: Offer) -> Iterator[Due]:
    """A backup is asked, and the question ends: by an answer, by time, or because the seat is taken."""
    if offer.kind is OfferKind.WAVE:
        return
    if offer.state is OfferState.ASKED:
        key = f"offer:{offer.id}"
        yield Due(key, Verb.SAY, Occasion.SEAT_OFFER, offer.id, offer.asked_at, offer.person_id, offer.expires_at)
        yield Due(f"offer_lapse:{offer.id}", Verb.DO, Occasion.OFFER_LAPSE, offer.id, offer.expires_at)
    elif offer.state is OfferState.LAPSED and offer.ended_at is not None:
        key = f"offer_over:{offer.id}"
        yield Due(key, Verb.SAY, Occasion.OFFER_OVER, offer.id, offer.ended_at, offer.person_id)


def _claim_rows(request: Request, claim: Claim, policy: Policy) -> Iterator[Due]:
    def say(occasion: Occasion, due_at: datetime, expires_at: datetime | None, to: int | None = None) -> Due:
        who = claim.person_id if to is None else to
        return Due(f"{occasion}:{claim.id}", Verb.SAY, occasion, claim.id, due_at, who, expires_at)

    if claim.state is ClaimState.HELD:
        until = claim.held_until or claim.claimed_at
        yield say(Occasion.PROMISE, claim.claimed_at, until)
        yield Due(f"lapse:{claim.id}", Verb.DO, Occasion.LAPSE, claim.id, until)
    if claim.state is ClaimState.ACTIVE:
        since = int(claim.claimed_at.timestamp())  # a seat held again and confirmed again is told again
        yield _again(say(Occasion.CLAIMED, claim.claimed_at, request.ends_at), since)
        yield _again(say(Occasion.SETTLED, claim.claimed_at + policy.undo, request.ends_at), since)
        if claim.leaving_at is not None and claim.person_id != request.contact_id:
            left = say(Occasion.LEFT_CONTACT, claim.leaving_at, request.ends_at, to=request.contact_id)
            yield _again(left, int(claim.leaving_at.timestamp()))
        if claim.leaving_at is not None and request.starts_at - claim.leaving_at < policy.late:
            late = Due(
                f"{Occasion.LEFT_LATE}:{claim.id}",
                Verb.SAY,
                Occasion.LEFT_LATE,
                claim.id,
                claim.leaving_at,
                Group.COORDINATORS,
                request.ends_at,
            )
            yield _again(late, int(claim.leaving_at.timestamp()))
        if request.changed_at is not None and request.changed_at >= claim.claimed_at:
            changed = say(Occasion.CHANGED, request.changed_at, request.ends_at)
            yield replace(changed, key=f"{changed.key}:{request.changed_version}")
    if claim.state in (ClaimState.ACTIVE, ClaimState.DONE, ClaimState.NO_SHOW):
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
        case Ending.TAKEN_OUT:
            yield say(Occasion.TAKEN_OUT, ended_at, request.ends_at)
        case Ending.REMOVED:
            yield say(Occasion.REMOVED, ended_at, request.ends_at)
            if claim.person_id != request.contact_id:
                yield say(Occasion.REMOVED_CONTACT, ended_at, request.ends_at, to=request.contact_id)
        case None:
            pass


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
