"""Samples of every view between a claim and home, for tests/test_catalogs.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from bot.i18n import Translator
from bot.rules import day as day_rules
from bot.rules import debrief as debrief_rules
from bot.rules.board import Board
from bot.rules.claims import Refusal
from bot.rules.incidents import Event, Incident, OpenAlarm, Source
from bot.rules.kinds import MOST_SEATS, SLOTS
from bot.rules.model import (
    Backup,
    Claim,
    ClaimState,
    DayPart,
    Ending,
    Grant,
    Kind,
    Missed,
    Offer,
    OfferState,
    Party,
    Person,
    Qualification,
    Reason,
    Request,
    RequestState,
    Said,
    Slot,
    Still,
)
from bot.rules.offers import Wishes
from bot.rules.policy import Policy
from bot.rules.signs import Sign
from bot.rules.typed import LONGEST_TEXT
from bot.views import (
    backups,
    cards,
    claims,
    day,
    debrief,
    emergency,
    lists,
    members,
    offers,
    people,
    reminders,
    seats,
    words,
)
from bot.views.message import Message

NOW = datetime(2026, 12, 2, 20, 0, tzinfo=UTC)
START = NOW + timedelta(days=1)
END = START + timedelta(hours=2)
POLICY = Policy()
NAME = "María <Luz> & José"
TOWN, VENUE = "Springfield", "Sts. Peter & Paul"
TOWNS = (TOWN, VENUE)
LONG = "“é” <&> " * (LONGEST_TEXT // 8)
PHONE, NO_PHONE = "+1 413 555 0134", ""
STEPS = "1. <Ana> & 2. é\n3. 911"
"""The center's own steps, as a setting holds them."""
CARD = "https://t.me/c/1234567890/123456"
BIG = 2**63 - 1
ME, OTHER = 1, 2
DAN = Person(ME, "en", grants=tuple(Grant(qualification, NOW) for qualification in Qualification))
NAMES = dict.fromkeys(range(1, 60), NAME)
MANY = 40
"""The most requests, calls or coordinators of one center on one day that a message must hold."""


def a_claim(seat: int = 1, *, person: int = ME, slot: int = 1, **changes: Any) -> Claim:
    values: dict[str, Any] = {"state": ClaimState.ACTIVE, "claimed_at": NOW - timedelta(days=1), **changes}
    return Claim(id=BIG - seat, request_id=BIG, slot_id=slot, seat=seat, person_id=person, **values)


def a_request(n: int, kind: Kind = Kind.RIDE, *taken: Claim, places: int = 1, **changes: Any) -> Request:
    whole = Request(
        id=BIG,
        kind=kind,
        state=RequestState.OPEN,
        starts_at=START,
        ends_at=END,
        origin=TOWN,
        destination=VENUE if kind is Kind.RIDE else None,
        passengers=n,
        child_seats=0,
        languages=("es",),
        contact_id=OTHER,
        posted_at=NOW,
        version=n,
        slots=tuple(Slot(i, role, i, low, max(most, places)) for i, (role, low, most) in enumerate(SLOTS[kind], 1)),
        claims=taken,
        parties=(Party(BIG, OTHER, NOW),),
    )
    return replace(whole, **changes)


def the_day(n: int) -> Iterator[tuple[Request, Claim, datetime]]:
    """A seat at every hour of its day, with every step that was said."""
    before, soon, during = START - timedelta(hours=20), START - timedelta(minutes=30), START + timedelta(minutes=10)
    on_way, there = {"on_way_at": soon}, {"on_way_at": soon, "with_at": START}
    steps: tuple[dict[str, Any], ...] = ({}, on_way, there, {**there, "no_phone_until": END})
    for kind in Kind:
        for said in steps:
            claim = a_claim(still=Still.ASKED, **said)
            for now in (NOW, before, soon, during, END + timedelta(minutes=20)):
                yield a_request(n, kind, claim), claim, now
    yes = a_claim(still=Still.YES)
    yield a_request(n, Kind.ACCOMPANIMENT, yes, expected_end=END + timedelta(hours=n)), yes, soon
    claim = a_claim(details_open=True)
    yield a_request(n, Kind.RIDE, claim, part=DayPart.MORNING), claim, START
    yield a_request(n, Kind.ACCOMPANIMENT, claim, home_at=END), claim, END


def samples(t: Translator, ts: Sequence[Translator], n: int) -> Iterator[partial[Any]]:
    """Every view with data in which n is every number."""
    yield from _seats_and_notes(t, ts, n)
    yield from _backups(t, ts, n)
    yield from _reminders(t, ts, n)
    yield from _offers(t, ts, n)
    yield from _coordinators(t, n)
    yield from _day(t, ts, n)
    yield from _members(t, ts, n)
    yield from _emergency(t, ts, n)
    yield from _debrief(t, ts, n)
    yield from _lists(t, ts, n)


def _seats_and_notes(t: Translator, ts: Sequence[Translator], n: int) -> Iterator[partial[Any]]:
    """A claim's own message, its notes, and what the coordinators' card says of it."""
    yield from (partial(words.reason_name, t, reason) for reason in Reason)
    yield from (partial(view, t) for view in (claims.ask_note, claims.noted))
    yield from (partial(claims.taken_out, t, a_request(n, kind)) for kind in Kind)
    left = a_claim(leaving_at=NOW)
    request = a_request(n, Kind.RIDE, left)
    yield from (partial(claims.leaving, t, request, left, said_why=said) for said in (True, False))
    both = replace(request, claims=(left, replace(left, id=left.id + 1)))
    yield partial(claims.leaving, t, both, left)
    yield partial(claims.replaced, t, both, left)
    for said in (Said(), *(Said(LONG, reason) for reason in Reason)):
        yield partial(cards.coordinators_card, request, NAMES, ts, {left.id: said})
    for taken in (a_claim(assigned=True), a_claim(assigned=True, moved=True)):
        yield partial(claims.claimed, t, a_request(n, Kind.RIDE, taken), taken, DAN, NOW, POLICY)
        whole = a_request(n, Kind.RIDE, taken)
        here = claims.claimed(t, whole, taken, DAN, NOW, POLICY)
        yield from (partial(claims.moved_here, t, here, whole, slot) for slot in whole.slots)
    for request, claim, now in the_day(n):
        for shown in (True, False):
            yield partial(claims.claimed, t, request, claim, DAN, now, POLICY, shown=shown)
        yield partial(claims.with_details, t, request, claim, [], NAME, DAN, now, POLICY)
        yield partial(claims.first_lines, t, request, claim, now, POLICY)
        yield partial(claims.living, t, request, claim, DAN, ["…"], now, POLICY, private=["…"], ask=True)


def _backups(t: Translator, ts: Sequence[Translator], n: int) -> Iterator[partial[Any]]:
    for view in (
        backups.stands_by,
        backups.already_standing_by,
        backups.offer_over,
        backups.offer_accepted,
        backups.offer_declined,
        backups.stood_down,
    ):
        yield partial(view, t)
    for kind in Kind:
        ready = tuple(Backup(1, person, NOW) for person in range(3, 3 + min(n, 30)))
        request = a_request(n, kind, a_claim(), backups=ready)
        yield partial(cards.volunteers_card, request, ts)
        yield partial(cards.coordinators_card, request, NAMES, ts)
        for slot in request.slots:
            yield partial(cards.backup_button, slot, ts)
            for now in (NOW, START - timedelta(hours=1), START + timedelta(minutes=15)):
                yield partial(backups.alert, t, request, slot, now)
                yield partial(backups.seat_offer, t, request, slot, an_offer(expires_at=now + POLICY.offer), now)


def _reminders(t: Translator, ts: Sequence[Translator], n: int) -> Iterator[partial[Any]]:
    for request, claim, now in the_day(n):
        for ask in (True, False):
            yield partial(reminders.evening_before, t, request, claim, DAN, now, POLICY, ask=ask)
        yield partial(reminders.soon, t, request, claim, DAN, now, POLICY)
    yield partial(reminders.good, t)
    some = [(a_request(n, kind), [NAME] * people) for kind in Kind for people in (1, 3)]
    yield partial(reminders.silent, ts, (some * MANY)[: min(n, MANY)])
    for request, claim in late_losses(n):
        yield partial(reminders.left_late, t, request, claim, NAME)
        yield partial(cards.about_claim, ts, _left_late_by(claim), request, LONG)
    for kind in Kind:
        yield partial(claims.out_of_reach_contact, t, a_request(n, kind), NAME)
        yield partial(cards.about_claim, ts, claims.out_of_reach_contact, a_request(n, kind), LONG)
    yield partial(cards.over, ts)


def late_losses(n: int) -> Iterator[tuple[Request, Claim]]:
    """Every way to lose a seat late: held for somebody out of reach, with a backup who is asked, and with none."""
    gone: tuple[dict[str, Any], ...] = (
        {"leaving_at": NOW},
        {"state": ClaimState.HELD, "lost_at": NOW, "held_until": START},
        {"state": ClaimState.RELEASED, "ending": Ending.REMOVED, "ended_at": NOW},
    )
    for kind in Kind:
        for how in gone:
            claim = a_claim(**how)
            yield a_request(n, kind, claim), claim
            yield a_request(n, kind, claim, offers=(an_offer(),)), claim


def _left_late_by(claim: Claim) -> Callable[[Translator, Request, str], Message]:
    return lambda t, request, name: reminders.left_late(t, request, claim, name)


def an_offer(state: OfferState = OfferState.ASKED, **changes: Any) -> Offer:
    whole = Offer(BIG, 1, ME, state, asked_at=NOW, expires_at=START)
    return replace(whole, **changes)


def _offers(t: Translator, ts: Sequence[Translator], n: int) -> Iterator[partial[Any]]:
    requests = [a_request(n, kind) for kind in Kind]
    all_states = [(request, request.slots[0], an_offer(state)) for request in requests for state in OfferState]
    lapsed = [entry for entry in all_states if entry[2].state is OfferState.LAPSED]
    for asked in (all_states, lapsed, all_states[:1]):
        for now in (NOW, END):
            for urgent in (True, False):
                yield partial(offers.offers, t, asked, now, urgent=urgent)
    yield from (partial(view, t) for view in (offers.thanks_for_no, offers.no_longer_open))
    yield partial(offers.alone, t, START)
    monday = datetime(2024, 1, 1, 12, tzinfo=t.zone)
    towns = [TOWN, VENUE, LONG, *(f"{TOWN} {i}" for i in range(n))]
    wishes_of = (
        Wishes(),
        Wishes(a_day=n),
        Wishes(off=True, towns=(TOWN,), days=(0, 6), a_day=3),
        Wishes(days=tuple(range(7))),
    )
    for wishes in wishes_of:
        for until in (None, START):
            yield partial(offers.notify, t, wishes, until, towns, monday, POLICY)
    for kind in Kind:
        for now in (NOW, START - timedelta(hours=6)):
            yield partial(offers.under_minimum, ts, a_request(n, kind), now, n, n)
    alone = a_request(n, Kind.ACCOMPANIMENT, a_claim(), places=MOST_SEATS)
    yield partial(offers.under_minimum, ts, alone, NOW, 0, 0)
    needed = [a_request(n, kind, id=BIG - i) for i in range(min(n, MANY)) for kind in Kind][:MANY]
    for links in ({}, {request.id: CARD for request in needed}):
        yield partial(offers.digest, ts, needed, links)
    for done in (0, n):
        yield partial(offers.call_list, ts, START.date(), n, done)
    to_call = [
        ((BIG - i, a_request(n, kind), by), name, phone)
        for i in range(n)
        for kind, by, name, phone in ((Kind.RIDE, NAME, NAME, PHONE), (Kind.ACCOMPANIMENT, None, "", NO_PHONE))
    ]
    yield from (partial(offers.calls, t, START.date(), entries) for entries in ([], to_call))
    yield from (partial(offers.called_already, t, name) for name in (NAME, ""))


def _coordinators(t: Translator, n: int) -> Iterator[partial[Any]]:
    """The seats of a request, for a coordinator."""
    here = [a_claim(number, person=number) for number in range(1, MOST_SEATS)]
    gone = a_claim(MOST_SEATS, person=MOST_SEATS, state=ClaimState.NO_SHOW)
    held = a_claim(state=ClaimState.HELD, held_until=START)
    for kind in Kind:
        full = a_request(n, kind, *here, gone, places=MOST_SEATS)
        waiting = tuple(Backup(full.slots[0].id, number, NOW) for number in range(1, n + 1))
        for request in (replace(full, backups=waiting), a_request(n, kind), a_request(n, kind, held)):
            for names in (NAMES, {}):
                for begun in (True, False):
                    yield partial(seats.seats, t, request, names, begun=begun)
        able = [(BIG - i, NAME) for i in range(n)]
        missed = [Missed(person, START, came_not) for person, _ in able for came_not in (True, False)]
        for slot in full.slots:
            yield from (partial(seats.who, t, full, slot, people, missed) for people in (able, []))
            yield partial(seats.who, t, full, slot, able)
            yield partial(seats.ask_outside, t, slot, full)
        free = [(full, full.slots[0])] * n
        for name, others in ((NAME, free), ("", [])):
            yield partial(seats.where, t, full, here[0], name, others)
    yield from (partial(seats.refused, t, why) for why in Refusal)


def _day(t: Translator, ts: Sequence[Translator], n: int) -> Iterator[partial[Any]]:
    yield from (partial(day.sign_name, t, sign) for sign in Sign)
    for request, claim, now in the_day(n):
        yield from (partial(view, t, request, now, POLICY) for view in (day.sign_line, day.sign_for_member))
        yield partial(day.day_rows, t, request, claim, now, POLICY)
        yield partial(day.home_check, t, request, now, POLICY)
        yield partial(day.no_phone, t, request, claim)
        yield partial(day.when_for_member, t, request)
        yield partial(day.member_check, t, request, now, POLICY)
    claim = a_claim()
    yield partial(day.all_home, t)
    for step in (day_rules.Step.GOING_IN, day_rules.Step.LONGER):
        yield partial(day.how_long, t, claim, step, POLICY)
        amounts = Policy(going_in_hours=(1, n), longer_minutes=(1, n))
        yield partial(day.how_long, t, claim, step, amounts)
    for kind in day_rules.WATCHED:
        request = a_request(n, kind, claim, expected_end=END + timedelta(hours=n))
        yield from (partial(day.noted, t, step, request) for step in day_rules.Step)
        home = replace(request, home_at=END)
        for now in (END, END + POLICY.home_undo):
            yield partial(day.at_home, t, home, claim, now, POLICY)
        nobody = a_request(n, kind)
        yield partial(day.member_check, t, nobody, START, POLICY)
        for about in (request, nobody, replace(nobody, state=RequestState.CANCELLED)):
            for alone in (True, False):
                yield partial(day.late_start, ts, about, [NAME] * min(n, 2 * MOST_SEATS), alone=alone)
                yield partial(day.late_start, ts, about, [], alone=alone)
        yield partial(day.late_home, ts, request, [NAME] * min(n, 2 * MOST_SEATS), POLICY)
        yield partial(day.heard, ts, request, NAME)
        yield partial(day.heard, ts, home, NAME)
        people = [(NAME, PHONE), (LONG, NO_PHONE)] * min(n, MOST_SEATS)
        yield partial(day.phones, t, request, people)
        for there in (True, False):
            for phone in (PHONE, NO_PHONE):
                for now in (NOW, START):
                    yield partial(day.member_answered, t, request, phone, now, POLICY, there=there)
    yield from (partial(view, t, phone) for view in (day.stands, day.cannot_tell) for phone in (PHONE, NO_PHONE))
    yield from (partial(view, t) for view in (day.watched_again, day.not_now, day.start_check))


def _members(t: Translator, ts: Sequence[Translator], n: int) -> Iterator[partial[Any]]:
    for kind in Kind:
        for now in (START - timedelta(hours=20), START - POLICY.soon):
            for phone in (PHONE, NO_PHONE):
                yield partial(members.reminder, t, a_request(n, kind), now, TOWNS, phone, policy=POLICY, party_id=BIG)
        paused = a_request(n, kind, parties=(Party(BIG, OTHER, NOW, paused_at=NOW),))
        yield partial(members.plans_changed_group, ts, paused)
        on_way = a_request(n, kind, replace(a_claim(), on_way_at=NOW))
        there = a_request(n, kind, replace(a_claim(), with_at=NOW))
        for about in (paused, on_way, there):
            for matter in ("short", "late", "plans"):
                yield partial(cards.solved, ts, about, matter, NAMES, NAME if matter == "plans" else "")
        yield partial(cards.coordinators_card, paused, NAMES, ts)
        for phone in (PHONE, NO_PHONE):
            yield partial(members.plans_changed, t, paused, START, TOWNS, phone, POLICY)
    yield from (partial(view, t) for view in (members.going_on, members.nothing_told))
    yield partial(members.shall_i_tell, t, BIG)
    date, claim = a_request(n, Kind.ACCOMPANIMENT), a_claim()
    for phone in (PHONE, NO_PHONE):
        for own, seat in ((date, None), (None, (date, claim)), (date, (date, claim))):
            yield partial(people.nobody_reads, t, phone, START, POLICY, date=own, seat=seat)


def incidents() -> Iterator[tuple[Incident, Request | None]]:
    """Every source, with and without what it is about; ringing, taken and resolved."""
    for source in Source:
        ringing = Incident(BIG, BIG, ME, source, START)
        taken = replace(ringing, taken_by=OTHER, taken_at=END)
        for incident in (ringing, taken, replace(taken, resolved_at=END)):
            yield incident, a_request(1, Kind.ACCOMPANIMENT)
            yield replace(incident, request_id=None), None


def _emergency(t: Translator, ts: Sequence[Translator], n: int) -> Iterator[partial[Any]]:
    for source in Source:
        yield partial(emergency.red_button, t, source, BIG)
        for phone in (PHONE, NO_PHONE):
            yield from (partial(emergency.confirm, t, source, BIG, phone, steps) for steps in (STEPS, ""))
    for phone in (PHONE, NO_PHONE):
        yield from (partial(emergency.raised, t, reached, phone, steps) for reached in (0, n) for steps in (STEPS, ""))
        yield from (partial(view, t, phone) for view in (emergency.nobody, emergency.not_possible))
    yield partial(emergency.all_well, t)
    yield partial(emergency.phones_button, ts, a_request(n, Kind.RIDE, a_claim()))
    yield partial(emergency.has_it, t, "Ana & José")
    yield partial(emergency.over_already, t)
    mentions = [(name, BIG) for name in (NAME, "")] * min(n, MANY // 2)
    told = [(Event(START, ME, what), name) for what in EVENTS for name in (NAME, "")]
    for incident, request in incidents():
        for not_home in ("", NAME):
            yield partial(emergency.alarm, t, incident, request, NAME, not_home)
            for called in (mentions, []):
                yield partial(emergency.group_alarm, ts, incident, request, NAME, called, not_home)
            for coordinator in (True, False):
                yield partial(
                    emergency.state, t, incident, request, NAME, NAME, not_home, NAME, coordinator=coordinator
                )
            for home in ("", NAME):
                yield partial(emergency.group_state, ts, incident, request, NAME, NAME, not_home, home)
            yield partial(emergency.yours, t, incident, request, NAME, not_home)
        yield partial(emergency.timeline, t, incident, told * n)


EVENTS = ("opened by member", "told", "told again", "pressed again", "home", "not home", "taken", "resolved")
"""What a timeline is made of."""


def _debrief(t: Translator, ts: Sequence[Translator], n: int) -> Iterator[partial[Any]]:
    request = a_request(n, Kind.ACCOMPANIMENT, a_claim())
    bare = debrief_rules.Debrief(BIG, ME)
    whole = replace(bare, home=False, wants=tuple(debrief_rules.Want), words=LONG)
    yield from (partial(debrief.want_name, t, want) for want in debrief_rules.Want)
    for step in debrief_rules.Step:
        for said in (bare, whole):
            for nag in (True, False):
                yield partial(debrief.question, t, request, replace(said, step=step), nag=nag)
    yield partial(debrief.others, t, request)
    yield from (partial(view, t) for view in (debrief.noted, debrief.will_call))
    quiet = replace(bare, wants=(debrief_rules.Want.RIDE,))
    yield from (partial(debrief.alert, ts, request, said) for said in (bare, quiet, whole))
    for happened in (None, "yes", "postponed", "no"):
        for home in (None, True, False):
            for step in (debrief_rules.Step.HAPPENED, debrief_rules.Step.DONE):
                told = replace(whole, happened=happened, home=home, next_known=home, step=step)
                for said in (told, replace(told, wants=(), words="")):
                    for name, phone in ((NAME, PHONE), ("", NO_PHONE)):
                        yield partial(debrief.report, t, request, said, name, phone)
    yield partial(debrief.gone, t)
    yield partial(debrief.call_back, ts, request, NAME)


def _lists(t: Translator, ts: Sequence[Translator], n: int) -> Iterator[partial[Any]]:
    mine = a_request(n, Kind.RIDE, a_claim())
    ready = [(mine, slot) for slot in mine.slots] * n
    for requests in ([mine], []):
        yield partial(lists.my_list, t, requests, Person(ME, t.language), ready)
    alarms = [
        OpenAlarm(incident, request, NAME if incident.taken_by else "")
        for incident, request in incidents()
        if incident.resolved_at is None
    ]
    late = (mine,) * min(n, MANY)
    paused = (Party(BIG, OTHER, NOW, paused_at=NOW),)
    on_way, there = a_claim(on_way_at=NOW), a_claim(with_at=NOW)
    begun = (
        a_request(n, Kind.RIDE, a_claim(), parties=paused),
        a_request(n, Kind.RIDE, on_way),
        a_request(n, Kind.ACCOMPANIMENT, there, expected_end=END + timedelta(hours=n)),
        a_request(n, Kind.RIDE, a_claim(state=ClaimState.HELD, held_until=START)),
    )
    yield partial(lists.board, ts, Board(begun, NAMES, (), n, n))
    yield partial(lists.board, ts, Board((mine,), NAMES, (), n, n, {BIG: CARD}, alarms=tuple(alarms), overdue=late))
    yield partial(lists.board, ts, Board(connected=n, people=n, alarms=tuple(alarms[:1]), overdue=(mine,)))
