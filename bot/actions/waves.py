"""Asking volunteers privately about requests that miss people: in waves, bundled, and edited when it is filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from bot.actions import claims
from bot.actions.claims import Answer
from bot.actions.offers import end_offer, state_after
from bot.context import App, Work
from bot.rules import claims as claim_rules
from bot.rules import daily
from bot.rules import offers as rules
from bot.rules.claims import Refused
from bot.rules.kinds import needs
from bot.rules.lines import language_named
from bot.rules.model import Offer, OfferState, Person, Qualification, Request, RequestState, Slot
from bot.rules.moments import local_day
from bot.rules.offers import Candidate, Wishes
from bot.rules.quiet import is_quiet, on_wall
from storage import backups, offers, outbox, people, requests
from storage.database import Connection


async def ask_around(app: App) -> None:
    """The daily question: everybody whom something fits hears of it in one message."""
    async with app.work() as work:
        await work_around(app, work)
        for due in daily.every_day(work.now, app.policy, app.zone):
            await outbox.put(work.tx, due)


async def work_around(app: App, work: Work) -> None:
    """One round over everything that is missing people, soonest first."""
    candidates = await _candidates(app, work.tx, work.now, None)
    bundles: dict[int, list[tuple[int, int, datetime]]] = {}
    for request in await requests.open_requests(work.tx, work.now, limit=500):
        if work.now < request.posted_at + app.policy.offers_after_posting:
            continue
        for slot in rules.missing(request, work.now, app.policy):
            able = [each for each in candidates if _takes_more(app, bundles.get(each.person.id, []), request)]
            for chosen in rules.to_ask(request, slot, able, work.now, app.policy, app.zone, urgent=False):
                bundles.setdefault(chosen.person.id, []).append((request.id, slot.id, request.starts_at))
    for person_id, asked in bundles.items():
        await _ask(work, person_id, asked, urgent=False)


def _takes_more(app: App, asked: Sequence[tuple[int, int, datetime]], request: Request) -> bool:
    """Whether one more request fits in somebody's message; of one request only one seat is asked about."""
    return len(asked) < app.policy.offers_at_once and all(request_id != request.id for request_id, _, _ in asked)


async def ask_urgently(app: App, request_id: int) -> None:
    """It starts within a day and misses people: one round of questions to the next of them; not at night."""
    async with app.work() as work:
        request = await requests.load(work.tx, request_id)
        if request is None or request.state is not RequestState.OPEN or work.now >= request.starts_at:
            return
        slots = rules.missing(request, work.now, app.policy)
        if not slots or is_quiet(work.now, app.policy, app.zone):  # after a standstill it may be night
            return
        wanted = {needs(request, slot) for slot in slots}
        trained = None if None in wanted else frozenset(each for each in wanted if each is not None)
        candidates = await _candidates(app, work.tx, work.now, trained, rules.not_again(request))
        asked_now: set[int] = set()
        for slot in slots:
            able = [candidate for candidate in candidates if candidate.person.id not in asked_now]
            for chosen in rules.to_ask(request, slot, able, work.now, app.policy, app.zone, urgent=True):
                asked_now.add(chosen.person.id)
                await _ask(work, chosen.person.id, [(request.id, slot.id, request.starts_at)], urgent=True)


async def _ask(work: Work, person_id: int, asked: list[tuple[int, int, datetime]], *, urgent: bool) -> None:
    bundle_id = await offers.add_bundle(work.tx, person_id, asked, work.now, urgent=urgent)
    await outbox.redraw(work.tx, daily.offers(bundle_id, person_id, work.now, urgent=urgent))


async def _candidates(
    app: App,
    tx: Connection,
    now: datetime,
    trained: frozenset[Qualification] | None,
    without: frozenset[int] = frozenset(),
) -> list[Candidate]:
    """Every volunteer who could be asked, with what decides whether to; `trained`: for one of these; not `without`."""
    everybody = [person for person in await people.askable(tx, trained) if person.id not in without]
    if not everybody:
        return []
    ids = frozenset(person.id for person in everybody)
    busy = await requests.all_busy_times(tx, 0)
    wished = await offers.wishes(tx, ids)
    spoken = await people.languages(tx, ids)
    today = on_wall(local_day(now, app.zone), time(), app.zone)
    lately = await offers.asked_lately(tx, today)
    asked, seats, alone = await offers.last_asked(tx), await offers.last_seats(tx), await offers.not_before(tx)
    return [
        Candidate(
            person,
            wished.get(person.id, Wishes()),
            _codes(spoken.get(person.id, "")),
            busy.get(person.id, ()),
            asked.get(person.id),
            seats.get(person.id),
            lately.get(person.id, 0),
            alone.get(person.id),
        )
        for person in everybody
    ]


def _codes(spoken: str) -> frozenset[str]:
    """The languages somebody said they speak, as far as they are known by name."""
    words = spoken.replace(",", " ").replace("/", " ").split()
    return frozenset(code for code in (language_named(word) for word in words) if code is not None)


# --- the answers -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """One line of a bundle: the request as it is now, and this person's offer in it."""

    request: Request
    slot: Slot
    offer: Offer

    def open_at(self, now: datetime) -> bool:
        """Whether it waits for an answer, and still makes sense."""
        return self.offer.state is OfferState.ASKED and now < self.request.starts_at


async def asked_in(tx: Connection, bundle_id: int) -> list[Asked]:
    """What a bundle asks about, soonest first."""
    found = []
    for request_id in await offers.requests_of(tx, bundle_id):
        request = await requests.load_for_bundle(tx, request_id, bundle_id)
        for offer in request.offers if request is not None else ():
            slot = request.slot(offer.slot_id) if request is not None else None
            if request is not None and slot is not None:
                found.append(Asked(request, slot, offer))
    return found


async def answer(app: App, person: Person, offer_id: int, *, yes: bool, update_id: int) -> Answer | None:
    """*I can* or *I can't* to one offer; None when it is not open, or not the person's. A yes is a claim."""
    async with app.work(update_id) as work:
        request_id = await backups.request_of_offer(work.tx, offer_id)
        request = await requests.load(work.tx, request_id) if request_id is not None else None
        offer = next((o for o in request.offers if o.id == offer_id), None) if request else None
        if request is None or offer is None or offer.person_id != person.id or offer.state is not OfferState.ASKED:
            return None
        if not yes:
            await end_offer(work, offer, OfferState.NO)
            return Answer(claims.Claimed.BACK, request, request.slot(offer.slot_id))
        now_person = await people.load(work.tx, person.id) or person
        busy = await requests.busy_times(work.tx, person.id, request.id)
        decision = claim_rules.claim(request, offer.slot_id, now_person, busy, work.now, app.policy)
        if isinstance(decision, Refused):
            work.outcome = decision.why
            await end_offer(work, offer, state_after(decision))
            return Answer(decision.why, request, request.slot(offer.slot_id), decision.qualification)
        await end_offer(work, offer, OfferState.YES)
        fresh = await requests.load(work.tx, request.id) or request
        return await claims.decide(app, work, now_person, fresh, offer.slot_id, decision)


async def not_this_week(app: App, person: Person, message_id: int, update_id: int) -> datetime:
    """No more offers for a week; returns until when. Every open one counts as a no. `message_id` is the
    message that was tapped: it says so, the others are drawn anew.
    """
    async with app.work(update_id) as work:
        until = work.now + app.policy.left_alone
        await offers.leave_alone(work.tx, person.id, until)
        await offers.forget_message(work.tx, person.id, message_id)
        for offer_id, bundle_id in await offers.open_of(work.tx, person.id):
            await backups.end_offer(work.tx, offer_id, OfferState.NO, work.now)
            await outbox.redraw(work.tx, daily.offers(bundle_id, person.id, work.now))
    return until


# --- /notify ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Notify:
    """What `/notify` shows: the wishes, and until when the person wants to be left alone."""

    wishes: Wishes
    alone_until: datetime | None


async def notify(app: App, person: Person) -> Notify:
    async with app.db.reading() as tx:
        known = await offers.wishes(tx, frozenset({person.id}))
        until = await offers.left_alone_until(tx, person.id)
    alone = until if until is not None and until > app.now() else None
    return Notify(known.get(person.id, Wishes()), alone)


async def wish(app: App, person: Person, changed: str, update_id: int) -> Notify:
    """A button of `/notify`: `off`, `alone`, `a_day`, `day.3` or `town.NAME`."""
    async with app.work(update_id) as work:
        known = (await offers.wishes(work.tx, frozenset({person.id}))).get(person.id, Wishes())
        what, _, value = changed.partition(".")
        match what:
            case "off":
                known = replace(known, off=not known.off)
            case "a_day":
                known = replace(known, a_day=app.policy.offers_a_day_more if known.a_day is None else None)
            case "alone":
                await offers.leave_alone(work.tx, person.id, None)
            case "day" if value.isdigit() and int(value) < 7:
                known = replace(known, days=tuple(sorted({*known.days} ^ {int(value)})))
            case "town" if value in app.towns:
                known = replace(known, towns=tuple(sorted({*known.towns} ^ {value})))
        await offers.set_wishes(work.tx, person.id, known)
    return await notify(app, person)
