"""What the lines of the timetable ask: who, when, until when and on what condition, of everything that is due.

Each class stands for what a line is about, a request, a seat, a member, and answers each question by its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rules.claims import details_close_at, lapses_at, lost, taken_late
from bot.rules.day import (
    asked_home,
    can_say,
    expected,
    home_settled_at,
    late,
    pages,
    pages_at,
    said,
    silent_seat,
    unheard,
    watched,
)
from bot.rules.debrief import asked_at, asks_debrief, lead
from bot.rules.members import found_since, reminded_by_now
from bot.rules.model import (
    Backup,
    Claim,
    ClaimState,
    Ending,
    Group,
    Offer,
    OfferKind,
    OfferState,
    Party,
    Request,
    RequestState,
)
from bot.rules.policy import Policy
from bot.rules.quiet import evening_before, silence_noticed, waking


@dataclass(frozen=True)
class Case:
    """A request, with every moment that follows from it."""

    request: Request
    policy: Policy
    zone: ZoneInfo

    @property
    def subject(self) -> int:
        return self.request.id

    @property
    def version(self) -> int:
        return 0

    # who

    def nobody(self) -> None:
        return None

    def contact(self) -> int:
        return self.request.contact_id

    def coordinators(self) -> Group:
        return Group.COORDINATORS

    # when

    def posted(self) -> datetime:
        return self.request.posted_at

    def start(self) -> datetime:
        return self.request.starts_at

    def soon(self) -> datetime:
        return self.request.starts_at - self.policy.soon

    def evening(self) -> datetime:
        return evening_before(self.request.starts_at, self.policy, self.zone)

    def noticed(self) -> datetime:
        return silence_noticed(self.request.starts_at, self.policy, self.zone)

    def late_start(self) -> datetime:
        return self.request.starts_at + self.policy.late_start

    def end(self) -> datetime:
        return self.request.ends_at

    def lasts_until(self) -> datetime:
        return self.request.lasts_until

    def late_home(self) -> datetime:
        return self.request.lasts_until + self.policy.silence_line

    def pages_at(self) -> datetime:
        return pages_at(self.request, self.policy)

    def debrief_asked(self) -> datetime:
        return asked_at(self.request, self.policy)

    def closes(self) -> datetime:
        return details_close_at(self.request, self.policy)

    def closed(self) -> datetime:
        return self.request.closed_at or self.request.starts_at

    def forgotten(self) -> datetime:
        if self.off():
            return self.request.closed_at or self.closes()
        return self.request.ends_at + self.policy.retain_details

    def purged(self) -> datetime:
        return self.request.ends_at + self.policy.retain_claims

    def changed(self) -> datetime:
        return self.request.changed_at or self.request.posted_at

    def no_end(self) -> None:
        return None

    # on what condition

    def always(self) -> bool:
        return True

    def open(self) -> bool:
        return self.request.state is RequestState.OPEN

    def off(self) -> bool:
        return self.request.state in (RequestState.CANCELLED, RequestState.WITHDRAWN)

    def hour_known(self) -> bool:
        """By an hour that is still to be confirmed nobody is reminded, and nobody is watched."""
        return self.open() and self.request.part is None

    def asks(self) -> bool:
        """Whether volunteers are reminded and asked: not while plans may have changed."""
        return self.hour_known() and not self.request.on_hold

    def somebody_comes(self) -> bool:
        return self.asks() and bool(self.request.living())

    def short(self) -> bool:
        """Whether people are to be found: not while plans may have changed."""
        return self.open() and not self.request.on_hold and self.request.under_minimum

    def late(self) -> bool:
        return late(self.request)

    def pages(self) -> bool:
        return pages(self.request)

    def pages_later(self) -> bool:
        """Whether there is time to call before silence pages."""
        return self.pages() and self.late_home() < self.pages_at()

    def debriefed(self) -> bool:
        known = asks_debrief(self.request) and self.request.state in (RequestState.OPEN, RequestState.OVER)
        return known and lead(self.request) is not None

    # what makes it another occasion

    def once(self) -> None:
        return None


@dataclass(frozen=True)
class CardOf(Case):
    """The card in one of the groups: a drawing, due again whenever the request's version moves."""

    group: Group

    @property
    def version(self) -> int:
        return self.request.version

    def the_group(self) -> Group:
        return self.group


@dataclass(frozen=True)
class Warned(Case):
    """One of the moments before the start at which coordinators hear that people are missing."""

    before: timedelta
    following: timedelta

    def moment(self) -> datetime:
        return self.request.starts_at - self.before

    def next_moment(self) -> datetime:
        """Then the next warning says it: after a replan several would come at once."""
        return self.request.starts_at - self.following

    def to_come(self) -> bool:
        """Whether people are missing at that moment, as far as is known now; a later loss is told by itself."""
        return self.short() and self.moment() > self.request.posted_at and not self._told_by_a_loss()

    def _told_by_a_loss(self) -> bool:
        losses = [loss for claim in self.request.claims if (loss := lost(claim)) is not None]
        return any(self.moment() < at and self.request.starts_at - at < self.policy.late for _, at in losses)

    def which(self) -> tuple[datetime, int]:
        return self.start(), int(self.before.total_seconds())


@dataclass(frozen=True)
class Round(Case):
    """One round of urgent questions to volunteers, while people are missing; none while they sleep."""

    asked_at: datetime

    def moment(self) -> datetime:
        return self.asked_at

    def next_round(self) -> datetime:
        return min(self.start(), self.asked_at + self.policy.urgent_again)

    def which(self) -> tuple[datetime, datetime]:
        return self.start(), self.asked_at


@dataclass(frozen=True)
class Seat(Case):
    """Somebody in a seat, or who was."""

    claim: Claim

    @property
    def subject(self) -> int:
        return self.claim.id

    def person(self) -> int:
        return self.claim.person_id

    def claimed(self) -> datetime:
        return self.claim.claimed_at

    def held_until(self) -> datetime:
        return lapses_at(self.request, self.claim, self.policy)

    def settled(self) -> datetime:
        return self.claim.claimed_at + self.policy.undo

    def leaving_at(self) -> datetime:
        return self.claim.leaving_at or self.claim.claimed_at

    def ended(self) -> datetime:
        return self.claim.ended_at or self.claim.claimed_at

    def held(self) -> bool:
        return self.claim.state is ClaimState.HELD

    def says_trained(self) -> bool:
        """Coordinators are asked whether the person has the training."""
        return self.held() and self.claim.says_trained is not None

    def active(self) -> bool:
        return self.claim.state is ClaimState.ACTIVE

    def had_details(self) -> bool:
        return self.claim.state in (ClaimState.ACTIVE, ClaimState.DONE, ClaimState.NO_SHOW)

    def taken_late(self) -> bool:
        return self.active() and self._about_somebody_else() and taken_late(self.request, self.claim, self.policy)

    def leaving(self) -> bool:
        return self.active() and self.claim.leaving_at is not None

    def leaving_others(self) -> bool:
        return self.leaving() and self._about_somebody_else()

    def lost_at(self) -> datetime:
        found = lost(self.claim)
        return self.claim.claimed_at if found is None else found[1]

    def lost_late(self) -> bool:
        """Less than a day before it is told to everybody at once."""
        return lost(self.claim) is not None and self.request.starts_at - self.lost_at() < self.policy.late

    def edited_since(self) -> bool:
        return self.active() and self.request.changed_at is not None and self.request.changed_at >= self.claimed()

    def of_edit(self) -> int | None:
        return self.request.changed_version

    def _about_somebody_else(self) -> bool:
        """A coordinator may drive: what happened to them is not told to them once more as the contact."""
        return self.claim.person_id != self.request.contact_id

    def _ended_as(self, ending: Ending) -> bool:
        return self.claim.ending is ending and self.claim.ended_at is not None

    def replaced(self) -> bool:
        return self._ended_as(Ending.REPLACED)

    def cancelled(self) -> bool:
        return self._ended_as(Ending.CANCELLED)

    def lapsed(self) -> bool:
        return self._ended_as(Ending.LAPSED)

    def another_lapsed(self) -> bool:
        return self.lapsed() and self._about_somebody_else()

    def removed(self) -> bool:
        return self._ended_as(Ending.REMOVED)

    def another_removed(self) -> bool:
        """Where coordinators said themselves that the person is not trained, they know."""
        return self.removed() and self._about_somebody_else() and self.claim.says_trained is None

    def seat_gone(self) -> bool:
        return self._ended_as(Ending.SEAT_GONE)

    def taken_out(self) -> bool:
        return self._ended_as(Ending.TAKEN_OUT)


@dataclass(frozen=True)
class Coming(Seat):
    """Somebody who is to come, once for each person. A moment that had passed when they took the seat is left out."""

    def evening_ahead(self) -> bool:
        return self.asks() and self.claimed() < self.evening() < self.soon()

    def soon_ahead(self) -> bool:
        return self.asks() and self.claimed() < self.soon()

    def alarm_opens(self) -> datetime:
        return self.request.starts_at - self.policy.alarm_opens

    def at_home(self) -> datetime:
        return self.request.home_at or self.end()

    def home_settled(self) -> datetime:
        return home_settled_at(self.request, self.policy)

    def is_home(self) -> bool:
        return self.request.home_at is not None

    def alarm_ahead(self) -> bool:
        """The message gets its red button then; who claims later has it at once."""
        return self.hour_known() and not self.is_home() and self.claimed() < self.alarm_opens()

    def has_not_said(self) -> bool:
        """Who took the seat at the start, or later, knows that it has begun."""
        asked = watched(self.request) and not self.request.on_hold and can_say(self.claim)
        return asked and self.claimed() < self.start() and not said(self.request, self.claim)


@dataclass(frozen=True)
class Home(Seat):
    """One of the times at which whoever leads is asked whether everyone is home."""

    asked_at: datetime
    following: datetime

    def moment(self) -> datetime:
        return self.asked_at

    def next_moment(self) -> datetime:
        return self.following


@dataclass(frozen=True)
class StandsBy(Case):
    """A backup, while it is not known whether whoever has the seat comes."""

    backup: Backup

    @property
    def subject(self) -> int:
        return self.backup.slot_id

    def person(self) -> int:
        return self.backup.person_id

    def which(self) -> tuple[int, datetime]:
        return self.backup.person_id, self.request.starts_at

    def silent_seat(self) -> bool:
        return silent_seat(self.request, self.backup.slot_id)


@dataclass(frozen=True)
class Question(Case):
    """A seat offered to a backup: the question ends by an answer, by time, or because the seat is taken.

    While it waits it is a drawing: it shows the hour and place as they are after an edit.
    """

    offer: Offer

    @property
    def subject(self) -> int:
        return self.offer.id

    @property
    def version(self) -> int:
        return (self.request.changed_version or 0) if self.waits() else 0

    def person(self) -> int:
        return self.offer.person_id

    def asked(self) -> datetime:
        return self.offer.asked_at

    def answer_by(self) -> datetime:
        return self.offer.expires_at

    def over(self) -> datetime:
        return self.offer.ended_at or self.offer.expires_at

    def waits(self) -> bool:
        return self.offer.state is OfferState.ASKED

    def lapsed(self) -> bool:
        return self.offer.state is OfferState.LAPSED and self.offer.ended_at is not None


@dataclass(frozen=True)
class Member(Case):
    """A connected member. Of what was due before they connected they hear nothing; connected anew, all of it anew."""

    party: Party

    @property
    def subject(self) -> int:
        return self.party.id

    def person(self) -> int | None:
        return self.party.member_id

    def since(self) -> datetime:
        return self.party.member_since or self.request.posted_at

    def asked(self) -> datetime:
        return self.request.starts_at + self.policy.member_asked

    def lost_at(self) -> datetime:
        return self.party.lost_at or self.since()

    def evening_ahead(self) -> bool:
        return self.reminded() and self.since() <= self.evening() < self.soon()

    def soon_ahead(self) -> bool:
        return self.reminded() and self.since() <= self.soon()

    def reminded(self) -> bool:
        return self.hour_known() and self.party.paused_at is None

    def is_waiting(self) -> bool:
        return unheard(self.request) and self.party.paused_at is None

    def reminders(self) -> tuple[datetime, ...]:
        """When the member is reminded of this start; who connects later than the first reminder is told then."""
        evening = (self.evening(),) if self.evening_ahead() else ()
        at_once = reminded_by_now(self.request, self.since(), self.policy, self.zone)
        first = (self.since(),) if at_once else evening
        return (*first, self.soon()) if self.soon_ahead() else first

    def found_at(self) -> datetime:
        """When somebody is known to come: once their *Undo* is over."""
        return min((claim.claimed_at for claim in expected(self.request)), default=self.start()) + self.policy.undo

    def last_told(self) -> datetime | None:
        """The last reminder before that."""
        return max((moment for moment in self.reminders() if moment <= self.found_at()), default=None)

    def found(self) -> bool:
        """That reminder had to say that the center is still looking, and now somebody is to come."""
        told = self.last_told()
        return told is not None and self.open() and found_since(self.request, told)

    def of_found(self) -> tuple[datetime, datetime | None]:
        return self.since(), self.last_told()

    def paused_at(self) -> datetime:
        return self.party.paused_at or self.since()

    def paused(self) -> bool:
        return self.open() and self.party.paused_at is not None

    def edited(self) -> bool:
        return self.open() and self.request.changed_at is not None and self.request.changed_at >= self.since()

    def lost(self) -> bool:
        return self.open() and self.party.lost_at is not None and self.party.member_id != self.request.contact_id

    def of_start(self) -> tuple[datetime, datetime]:
        return self.since(), self.start()

    def of_edit(self) -> tuple[datetime, int | None]:
        return self.since(), self.request.changed_version

    def of_loss(self) -> tuple[datetime, datetime]:
        return self.since(), self.lost_at()


def warnings(request: Request, policy: Policy, zone: ZoneInfo) -> Iterator[Warned]:
    befores = sorted(policy.warned, reverse=True)
    for before, following in zip(befores, (*befores[1:], timedelta()), strict=True):
        yield Warned(request, policy, zone, before, following)


def rounds(request: Request, policy: Policy, zone: ZoneInfo) -> Iterator[Round]:
    """From a day before the start (the group's card comes first) every hour, until it starts; not at night.

    Another one begins whenever a seat is given up or ends, and whenever a backup who was asked does not take it.
    """
    if not Case(request, policy, zone).short():
        return
    first = max(request.posted_at + policy.offers_after_posting, request.starts_at - policy.urgent)
    moments = set()
    at = waking(first, policy, zone)
    while at < request.starts_at:
        moments.add(at)
        at = waking(at + policy.urgent_again, policy, zone)
    given_up = (claim.leaving_at or claim.ended_at for claim in request.claims)
    not_taken = (offer.ended_at for offer in request.offers if offer.kind is OfferKind.BACKUP)
    moments |= {waking(m, policy, zone) for m in (*given_up, *not_taken) if m is not None and m >= first}
    for moment in sorted(moment for moment in moments if moment < request.starts_at):
        yield Round(request, policy, zone, moment)


def homes(request: Request, policy: Policy, zone: ZoneInfo) -> Iterator[Home]:
    for claim, moments in asked_home(request, policy):
        for moment, following in zip(moments, (*moments[1:], details_close_at(request, policy)), strict=False):
            yield Home(request, policy, zone, claim, moment, following)
