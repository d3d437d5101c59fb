"""Everything that is due, as tables: who hears what, when, until when it makes sense, and on what condition.

`plan` is the only place that schedules for a request. Actions reconcile its answer with the outbox in the
transaction that changed the request, so a change and what follows from it are one. It lists past and future alike,
so it needs no `now`: what was sent keeps its key and is never sent again, and what has expired is not sent.

A line of a table names an occasion and everything else by the questions of `bot/rules/cases.py`. What is due for no
single request (every day, in an emergency, after a silence) stands in `bot/rules/daily.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from bot.rules.cases import (
    CardOf,
    Case,
    Coming,
    Home,
    Member,
    Question,
    Round,
    Seat,
    StandsBy,
    Warned,
    homes,
    rounds,
    warnings,
)
from bot.rules.day import present
from bot.rules.members import connected
from bot.rules.model import Claim, ClaimState, Group, OfferKind, Request
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
    TAKEN_LATE = "taken_late"
    REMOVED = "removed"
    REMOVED_CONTACT = "removed_contact"
    SEAT_GONE = "seat_gone"
    TAKEN_OUT = "taken_out"
    BACKUP_ALERT = "backup_alert"
    BACKUP_LATE = "backup_late"
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
    LATE_HOME = "late_home"
    HOME_CHECK = "home_check"
    AT_HOME = "at_home"
    HOME_SETTLED = "home_settled"
    NOT_HOME = "not_home"
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
    SAYS_TRAINED = "says_trained"
    QUESTION_OVER = "question_over"
    NOTICE_OVER = "notice_over"
    ALARM_OVER = "alarm_over"
    NOTICE_SOLVED = "notice_solved"
    ALARM_NOW = "alarm_now"
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
    MEMBER_FOUND = "member_found"
    MEMBER_CHANGED = "member_changed"
    MEMBER_CANCELLED = "member_cancelled"
    MEMBER_CLOSED = "member_closed"
    MEMBER_LET_GO = "member_let_go"
    MEMBER_LOST = "member_lost"
    MEMBER_PLANS = "member_plans"
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
    TAKE_BACK_OVER = "take_back_over"
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


Subject = TypeVar("Subject")
To = int | Group | None


@dataclass(frozen=True)
class Line(Generic[Subject]):
    """One line of a table: the occasion, and the questions that say the rest of something it is due for.

    `of` is what makes the occasion another one, beside its subject: the key names it. Without `to` it is done, not
    said.
    """

    occasion: Occasion
    to: Callable[[Subject], To]
    at: Callable[[Subject], datetime]
    until: Callable[[Subject], datetime | None]
    given: Callable[[Subject], bool]
    of: Callable[[Subject], object]
    priority: Priority = Priority.PRIVATE


C = Occasion  # the tables say it often
CARD: tuple[Line[CardOf], ...] = (
    #    occasion  to                due            until          if             of
    Line(C.CARD,   CardOf.the_group, CardOf.posted, CardOf.no_end, CardOf.always, CardOf.the_group, Priority.CARD),
)  # fmt: skip
"""The card in each group: a drawing, due again whenever the version of the request moves."""

REQUEST: tuple[Line[Case], ...] = (
    #    occasion        to                 due                 until        if                   of
    Line(C.SILENCE,      Case.nobody,       Case.noticed,       Case.start,  Case.somebody_comes, Case.start),
    Line(C.LATE_START,   Case.coordinators, Case.late_start,    Case.closes, Case.late,           Case.start),
    Line(C.LATE_HOME,    Case.coordinators, Case.late_home,     Case.pages_at, Case.pages_later,  Case.lasts_until),
    Line(C.SILENCE_PAGE, Case.nobody,       Case.pages_at,      Case.no_end, Case.pages,          Case.lasts_until,
         Priority.EMERGENCY),
    Line(C.DEBRIEF,      Case.nobody,       Case.debrief_asked, Case.no_end, Case.debriefed,      Case.once),
    Line(C.FOLD,         Case.nobody,       Case.closes,        Case.no_end, Case.open,           Case.start),
    Line(C.FORGET,       Case.nobody,       Case.forgotten,     Case.no_end, Case.always,         Case.forgotten),
    Line(C.PURGE,        Case.nobody,       Case.purged,        Case.no_end, Case.always,         Case.purged),
)  # fmt: skip
"""The request as a whole: silences, the debrief, and how it ends."""

UNFILLED: tuple[Line[Warned], ...] = (
    #    occasion         to                   due            until               if              of
    Line(C.UNDER_MINIMUM, Warned.coordinators, Warned.moment, Warned.next_moment, Warned.to_come, Warned.which),
)  # fmt: skip
"""While people are missing, coordinators are warned at three moments."""

URGENT: tuple[Line[Round], ...] = (
    #    occasion  to            due           until             if           of
    Line(C.URGENT, Round.nobody, Round.moment, Round.next_round, Round.short, Round.which),
)  # fmt: skip
"""And from a day before, volunteers are asked in rounds."""

SEAT: tuple[Line[Seat], ...] = (
    #    occasion           to                 due              until            if                    of
    Line(C.PROMISE,         Seat.person,       Seat.claimed,    Seat.held_until, Seat.held,            Seat.once),
    Line(C.LAPSE,           Seat.nobody,       Seat.held_until, Seat.no_end,     Seat.held,            Seat.once),
    Line(C.SAYS_TRAINED,    Seat.coordinators, Seat.claimed,    Seat.held_until, Seat.says_trained,    Seat.once),
    # a seat that was held again and confirmed again is told again
    Line(C.CLAIMED,         Seat.person,       Seat.claimed,    Seat.end,        Seat.active,          Seat.claimed),
    Line(C.SETTLED,         Seat.person,       Seat.settled,    Seat.end,        Seat.active,          Seat.claimed),
    Line(C.TAKEN_LATE,      Seat.contact,      Seat.claimed,    Seat.end,        Seat.taken_late,      Seat.claimed),
    Line(C.CHANGED,         Seat.person,       Seat.changed,    Seat.end,        Seat.edited_since,    Seat.of_edit),
    Line(C.LEFT_CONTACT,    Seat.contact,      Seat.leaving_at, Seat.end,        Seat.leaving_others,  Seat.leaving_at),
    Line(C.LEFT_LATE,       Seat.coordinators, Seat.lost_at,    Seat.end,        Seat.lost_late,       Seat.lost_at),
    Line(C.REPLACED,        Seat.person,       Seat.ended,      Seat.end,        Seat.replaced,        Seat.once),
    Line(C.CANCELLED,       Seat.person,       Seat.ended,      Seat.no_end,     Seat.cancelled,       Seat.once),
    Line(C.LAPSED,          Seat.person,       Seat.ended,      Seat.end,        Seat.lapsed,          Seat.once),
    Line(C.LAPSED_CONTACT,  Seat.contact,      Seat.ended,      Seat.end,        Seat.another_lapsed,  Seat.once),
    Line(C.REMOVED,         Seat.person,       Seat.ended,      Seat.end,        Seat.removed,         Seat.once),
    Line(C.REMOVED_CONTACT, Seat.contact,      Seat.ended,      Seat.end,        Seat.another_removed, Seat.once),
    Line(C.SEAT_GONE,       Seat.person,       Seat.ended,      Seat.end,        Seat.seat_gone,       Seat.once),
    Line(C.TAKEN_OUT,       Seat.person,       Seat.ended,      Seat.end,        Seat.taken_out,       Seat.once),
    Line(C.HIDE,            Seat.person,       Seat.closes,     Seat.no_end,     Seat.had_details,     Seat.once),
)  # fmt: skip
"""Everybody who has a seat, or had one."""

COMING: tuple[Line[Coming], ...] = (
    #    occasion        to             due                 until              if                    of
    Line(C.STILL_COMING, Coming.person, Coming.evening,     Coming.soon,       Coming.evening_ahead, Coming.start),
    Line(C.SOON,         Coming.person, Coming.soon,        Coming.start,      Coming.soon_ahead,    Coming.start),
    Line(C.START_CHECK,  Coming.person, Coming.start,       Coming.late_start, Coming.has_not_said,  Coming.start),
    Line(C.RED_BUTTON,   Coming.person, Coming.alarm_opens, Coming.start,      Coming.alarm_ahead,   Coming.start),
    Line(C.AT_HOME,      Coming.person, Coming.at_home,     Coming.no_end,     Coming.is_home,       Coming.at_home),
    Line(C.HOME_SETTLED, Coming.person, Coming.home_settled, Coming.no_end,    Coming.is_home,       Coming.at_home),
)  # fmt: skip
"""Everybody who is to come, once for each person."""

HOME: tuple[Line[Home], ...] = (
    #    occasion      to           due          until             if           of
    Line(C.HOME_CHECK, Home.person, Home.moment, Home.next_moment, Home.always, Home.moment),
)  # fmt: skip
"""Whoever leads, after the end; after an accompaniment then everybody who was there."""

BACKUP: tuple[Line[StandsBy], ...] = (
    #    occasion       to               due                  until            if                    of
    Line(C.BACKUP_LATE, StandsBy.person, StandsBy.late_start, StandsBy.closes, StandsBy.silent_seat, StandsBy.which),
)  # fmt: skip
"""Those who stand by, when whoever has the seat does not say that they come."""

QUESTION: tuple[Line[Question], ...] = (
    #    occasion       to               due                 until               if               of
    Line(C.SEAT_OFFER,  Question.person, Question.asked,     Question.answer_by, Question.waits,  Question.once),
    Line(C.OFFER_LAPSE, Question.nobody, Question.answer_by, Question.no_end,    Question.waits,  Question.once),
    Line(C.OFFER_OVER,  Question.person, Question.over,      Question.no_end,    Question.lapsed, Question.once),
)  # fmt: skip
"""The seats offered to backups."""

MEMBER: tuple[Line[Member], ...] = (
    #    occasion            to              due             until          if                    of
    Line(C.MEMBER_EVENING,   Member.person,  Member.evening, Member.soon,   Member.evening_ahead, Member.of_start),
    Line(C.MEMBER_SOON,      Member.person,  Member.soon,    Member.start,  Member.soon_ahead,    Member.of_start),
    Line(C.MEMBER_CHECK,     Member.person,  Member.asked,   Member.closes, Member.is_waiting,    Member.of_start),
    Line(C.MEMBER_FOUND,     Member.person,  Member.found_at, Member.end,   Member.found,         Member.of_found),
    Line(C.MEMBER_CHANGED,   Member.person,  Member.changed, Member.end,    Member.edited,        Member.of_edit),
    Line(C.MEMBER_PLANS,     Member.coordinators, Member.paused_at, Member.end, Member.paused,       Member.paused_at),
    Line(C.MEMBER_LOST,      Member.contact, Member.lost_at, Member.end,    Member.lost,          Member.of_loss),
    Line(C.MEMBER_CANCELLED, Member.person,  Member.closed,  Member.no_end, Member.off,           Member.since),
    Line(C.MEMBER_CLOSED,    Member.person,  Member.closes,  Member.no_end, Member.always,        Member.of_start),
)  # fmt: skip
"""The connected members, each once."""


def plan(request: Request, policy: Policy, zone: ZoneInfo) -> tuple[Due, ...]:
    """Everything due for a request as it stands, past and future: what was sent before keeps its key."""
    about = (request, policy, zone)
    backups = [offer for offer in request.offers if offer.kind is OfferKind.BACKUP]
    return (
        *_due(CARD, (CardOf(*about, group) for group in Group)),
        *_due(REQUEST, (Case(*about),)),
        *_due(UNFILLED, warnings(*about)),
        *_due(URGENT, rounds(*about)),
        *_due(SEAT, (Seat(*about, claim) for claim in request.claims)),
        *_questions_over(request),
        *_due(COMING, (Coming(*about, claim) for claim in present(request))),
        *_due(HOME, homes(*about)),
        *_due(BACKUP, (StandsBy(*about, backup) for backup in request.backups)),
        *_due(QUESTION, (Question(*about, offer) for offer in backups)),
        *_due(MEMBER, (Member(*about, party) for party in connected(request))),
    )


def _questions_over(request: Request) -> Iterator[Due]:
    """The questions about trainings that were answered, or need no answer any more."""
    for claim in request.claims:
        waits = claim.state is ClaimState.HELD and claim.says_trained is not None
        if claim.question is not None and not waits:
            yield question_over(claim.id, claim.question, claim.ended_at or claim.claimed_at)


CaseT = TypeVar("CaseT", bound=Case)


def question_over(claim_id: int, message_id: int, at: datetime) -> Due:
    """The question about a training, in the coordinators' group, loses its buttons."""
    key = f"{Occasion.QUESTION_OVER}:{claim_id}"
    return Due(key, Verb.SAY, Occasion.QUESTION_OVER, message_id, at, Group.COORDINATORS, priority=Priority.CARD)


def _due(table: Iterable[Line[CaseT]], cases: Iterable[CaseT]) -> Iterator[Due]:
    """The lines of a table that hold, for each of the things it is about."""
    for case in cases:
        for line in table:
            if line.given(case):
                to = line.to(case)
                yield Due(
                    key(line.occasion, case.subject, line.of(case)),
                    Verb.DO if to is None else Verb.SAY,
                    line.occasion,
                    case.subject,
                    line.at(case),
                    to,
                    line.until(case),
                    case.version,
                    line.priority,
                )


def key(*parts: object) -> str:
    """What names an occasion: words, ids and moments in seconds."""
    return ":".join(word for part in parts for word in _words(part))


def _words(part: object) -> Iterator[str]:
    if isinstance(part, tuple):
        for inner in part:
            yield from _words(inner)
    elif isinstance(part, datetime):
        yield str(int(part.timestamp()))
    elif part is not None:
        yield str(part)


def asks_whether_coming(claim: Claim, evening: datetime, policy: Policy) -> bool:
    """Whether the evening's reminder also asks: not of somebody who has only just claimed."""
    return claim.claimed_at <= evening - policy.fresh


def change_asks(request: Request, claim: Claim, now: datetime, policy: Policy, zone: ZoneInfo) -> bool:
    """Whether "It still works for me" below a change takes the place of the evening's question, which came too late for
    the new start; who stays silent is then on the same list.
    """
    asked = claim.unconfirmed and claim.still is None
    return asked and evening_before(request.starts_at, policy, zone) <= now < silence_noticed(
        request.starts_at, policy, zone
    )
