"""From a claim to home, one action at a time: who is asked, who has it, and that nothing happens twice."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from bot.actions import backups, calls, day, debriefs, emergency, posting, reminders, seats, waves
from bot.actions.backups import StandsBy
from bot.actions.claims import Claimed
from bot.actions.saying import Row, Saying
from bot.rules.claims import Refusal
from bot.rules.day import Step
from bot.rules.debrief import Step as Ask
from bot.rules.incidents import Incident, Source
from bot.rules.model import (
    ClaimState,
    Details,
    Ending,
    Group,
    Kind,
    Offer,
    OfferKind,
    OfferState,
    Person,
    Reach,
    Request,
    Still,
)
from bot.rules.offers import Wishes
from bot.rules.problems import Problem
from storage import debriefs as reports
from storage import drafts, inbox, incidents, offers, people, requests
from storage.inbox import Received
from tests.actions.office import Office

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SOONER = "2026-12-02 09:00 Holyoke > Amherst"
LATER = "2026-12-10 09:00 Holyoke > Amherst"
COURT = "2026-12-03 09:00-11:00 Hartford x1"


async def stands_by(office: Office, name: str, request: Request) -> Person:
    person = await office.meets(name)
    answer = await backups.stand_by(office.app, person, request.slots[0].id, office.update)
    assert answer.result is StandsBy.YES
    return person


async def questions(office: Office, request: Request, *states: OfferState) -> list[Offer]:
    found = [o for o in (await office.now(request)).offers if o.state in (states or tuple(OfferState))]
    return sorted(found, key=lambda o: (o.asked_at, o.id))


async def seated(office: Office, request: Request) -> list[int]:
    return [claim.person_id for claim in (await office.now(request)).living() if claim.leaving_at is None]


async def a_full_ride(office: Office, backups_: int = 2) -> tuple[Request, Person, list[Person]]:
    """Dan drives; others stand by."""
    request = await office.posts()
    dan = await office.meets("Dan")
    await office.taps(dan, request)
    crowd = []
    for n in range(backups_):
        office.clock.forward(seconds=1)
        crowd.append(await stands_by(office, f"Backup {n}", request))
    office.clock.forward(minutes=11)
    return request, dan, crowd


# --- backups ----------------------------------------------------------------------------------------------------------


async def test_who_leaves_keeps_the_seat_until_the_first_backup_takes_it(office: Office) -> None:
    request, dan, (first, second) = await a_full_ride(office)
    await office.leaves(dan, request)
    (offer,) = await questions(office, request)
    assert (offer.person_id, offer.expires_at) == (first.id, office.app.now() + 30 * MINUTE)
    assert (await office.now(request)).claim_of(dan.id) is not None
    answer = await backups.accept(office.app, first, offer.id, office.update)
    assert answer.answer is not None
    assert answer.answer.result is Claimed.TAKEN
    now = await office.now(request)
    assert await seated(office, request) == [first.id]
    assert [(c.person_id, c.ending) for c in now.claims if not c.living] == [(dan.id, Ending.REPLACED)]
    assert [b.person_id for b in now.backups] == [second.id]
    assert [o.state for o in now.offers] == [OfferState.YES]


async def test_a_no_and_silence_pass_the_question_on(office: Office) -> None:
    request, dan, (first, second, third) = await a_full_ride(office, 3)
    await office.leaves(dan, request)
    (offer,) = await questions(office, request)
    await backups.decline(office.app, first, offer.id, office.update)
    (offer,) = await questions(office, request, OfferState.ASKED)
    assert offer.person_id == second.id
    office.clock.forward(minutes=30)
    await office.works()
    (offer,) = await questions(office, request, OfferState.ASKED)
    assert offer.person_id == third.id
    assert [b.person_id for b in (await office.now(request)).backups] == [third.id]
    office.clock.forward(minutes=30)
    await office.works()
    assert await questions(office, request, OfferState.ASKED) == []
    assert await office.seat(dan, request) is not None  # silence never takes the seat


async def test_a_lapse_before_its_time_changes_nothing(office: Office) -> None:
    request, dan, _ = await a_full_ride(office)
    await office.leaves(dan, request)
    (offer,) = await questions(office, request)
    office.clock.forward(minutes=30, seconds=-1)
    await backups.lapse(office.app, offer.id)
    assert [o.state for o in await questions(office, request)] == [OfferState.ASKED]


async def test_a_tap_on_the_card_and_the_backups_yes_at_once_make_one_driver(office: Office) -> None:
    request, dan, (first, _) = await a_full_ride(office)
    zoe = await office.meets("Zoe")
    await office.leaves(dan, request)
    (offer,) = await questions(office, request)
    taken, tapped = await asyncio.gather(
        backups.accept(office.app, first, offer.id, office.update), office.taps(zoe, request)
    )
    assert taken.answer is not None
    assert {taken.answer.result, tapped.result} == {Claimed.TAKEN, Refusal.FULL}
    assert len(await seated(office, request)) == 1
    assert await questions(office, request, OfferState.ASKED) == []


async def test_who_takes_the_seat_back_ends_the_question(office: Office) -> None:
    request, dan, (first, _) = await a_full_ride(office)
    await office.leaves(dan, request)
    (offer,) = await questions(office, request)
    assert (await office.taps(dan, request)).result is Claimed.BACK
    assert [o.state for o in await questions(office, request)] == [OfferState.LAPSED]
    late = await backups.accept(office.app, first, offer.id, office.update)
    assert late.request is None
    assert await seated(office, request) == [dan.id]


async def test_a_backup_who_taps_the_card_instead_is_neither_asked_nor_a_backup_any_more(office: Office) -> None:
    request, dan, (first, _) = await a_full_ride(office)
    await office.leaves(dan, request)
    assert (await office.taps(first, request)).result is Claimed.TAKEN
    now = await office.now(request)
    assert first.id not in {b.person_id for b in now.backups}
    assert await questions(office, request, OfferState.ASKED) == []


@pytest.mark.parametrize("who", ["another", "nobody"])
async def test_a_question_is_only_the_ones_who_was_asked(office: Office, who: str) -> None:
    request, dan, (_, second) = await a_full_ride(office)
    await office.leaves(dan, request)
    (offer,) = await questions(office, request)
    person, number = (second, offer.id) if who == "another" else (second, 1)
    assert (await backups.accept(office.app, person, number, office.update)).request is None
    assert (await backups.decline(office.app, person, number, office.update)).request is None
    assert [o.state for o in await questions(office, request)] == [OfferState.ASKED]


async def test_whoever_leaves_the_group_is_asked_no_more(office: Office) -> None:
    request, dan, (first, second) = await a_full_ride(office)
    await office.leaves(dan, request)
    await office.loses_reach(first)
    (offer,) = await questions(office, request, OfferState.ASKED)
    assert offer.person_id == second.id


async def test_standing_by_where_a_seat_is_free_takes_it(office: Office) -> None:
    request, dan = await office.posts(), await office.meets("Dan")
    answer = await backups.stand_by(office.app, dan, request.slots[0].id, office.update)
    assert answer.claimed is not None
    assert answer.claimed.result is Claimed.TAKEN
    assert (await office.now(request)).backups == ()


# --- what coordinators do with seats ----------------------------------------------------------------------------------


async def test_somebody_is_put_in_a_seat_by_the_rules_of_a_claim(office: Office) -> None:
    request, dan, untrained = await office.posts(), await office.meets("Dan"), await office.meets("Ben", trained=False)
    slot = request.slots[0].id
    assert await seats.assign(office.app, office.rosa, slot, untrained.id, office.update) is Refusal.NOT_QUALIFIED
    assert isinstance(await seats.assign(office.app, office.rosa, slot, dan.id, office.update), seats.Seats)
    claim = await office.seat(dan, request)
    assert claim is not None
    assert claim.assigned
    assert await seats.assign(office.app, office.rosa, slot, dan.id, office.update) is Refusal.ALREADY_YOURS


async def test_a_move_happens_whole_or_not_at_all(office: Office) -> None:
    one, other = await office.posts(), await office.posts(LATER)
    dan, ben = await office.meets("Dan"), await office.meets("Ben")
    await office.taps(dan, one)
    await office.taps(ben, other)
    claim = await office.seat(dan, one)
    assert claim is not None
    there = other.slots[0].id
    assert await seats.move(office.app, office.rosa, claim.id, there, office.update) is Refusal.FULL
    assert (await seated(office, one), await seated(office, other)) == ([dan.id], [ben.id])
    office.clock.forward(minutes=11)
    await office.leaves(ben, other)
    assert isinstance(await seats.move(office.app, office.rosa, claim.id, there, office.update), seats.Seats)
    assert (await seated(office, one), await seated(office, other)) == ([], [dan.id])


async def test_who_is_taken_out_is_told_and_a_backup_asked(office: Office) -> None:
    request, dan, (first, _) = await a_full_ride(office)
    claim = await office.seat(dan, request)
    assert claim is not None
    await seats.take_out(office.app, office.rosa, claim.id, office.update)
    told: list[tuple[str, Any]] = []
    await office.works(lambda row, _: told.append((row.occasion, row.to)))
    assert ("taken_out", dan.id) in told
    assert ("seat_offer", first.id) in told
    assert await seats.take_out(office.app, office.rosa, claim.id, office.update) is None


async def test_a_seat_filled_outside_replaces_who_leaves(office: Office) -> None:
    request, dan, _ = await a_full_ride(office)
    slot = request.slots[0].id
    assert await seats.fill_outside(office.app, office.rosa, slot, "Maria", office.update) is Refusal.FULL
    await office.leaves(dan, request)
    result = await seats.fill_outside(office.app, office.rosa, slot, "Maria", office.update)
    assert isinstance(result, seats.Seats)
    assert [result.names[claim.person_id] for claim in result.request.living()] == ["Maria"]
    assert await questions(office, request, OfferState.ASKED) == []
    (claim,) = (await office.now(request)).living()
    assert (claim.outside, claim.assigned) == (True, True)
    assert (await office.again(claim.person_id)).reach is Reach.NO


async def test_who_did_not_come_and_came_after_all(office: Office) -> None:
    request, dan, _ = await a_full_ride(office)
    claim = await office.seat(dan, request)
    assert claim is not None
    assert await seats.came(office.app, office.rosa, claim.id, office.update, there=False) is None  # not begun
    office.clock.set(request.starts_at)
    await seats.came(office.app, office.rosa, claim.id, office.update, there=False)
    assert [c.state for c in (await office.now(request)).claims] == [ClaimState.NO_SHOW]
    zoe = await office.meets("Zoe")
    await office.taps(zoe, request)
    await seats.came(office.app, office.rosa, claim.id, office.update, there=True)
    assert await seated(office, request) == [zoe.id]  # the seat is somebody else's by now


# --- asking around ----------------------------------------------------------------------------------------------------


async def wishes(office: Office, person: Person, wished: Wishes) -> None:
    async with office.app.db.transaction() as tx:
        await offers.set_wishes(tx, person.id, wished)


async def asked_by_wave(office: Office, request: Request) -> set[int]:
    return {o.person_id for o in await questions(office, request) if o.kind is OfferKind.WAVE}


async def test_everybody_whom_something_fits_gets_one_message(office: Office) -> None:
    one, other = await office.posts(), await office.posts("2026-12-01 09:00 Springfield > Hartford")
    dan, ben, zoe = [await office.meets(name) for name in ("Dan", "Ben", "Zoe")]
    await wishes(office, ben, Wishes(towns=("Springfield",)))
    await wishes(office, zoe, Wishes(off=True))
    await waves.ask_around(office.app)
    assert await asked_by_wave(office, one) == set()  # the cards have a quarter of an hour alone
    office.clock.forward(minutes=15)
    await waves.ask_around(office.app)
    assert await asked_by_wave(office, one) == {dan.id, office.rosa.id}
    assert await asked_by_wave(office, other) == {dan.id, ben.id, office.rosa.id}
    bundles = {o.bundle_id for r in (one, other) for o in await questions(office, r) if o.person_id == dan.id}
    assert len(bundles) == 1


async def test_nobody_is_asked_twice_a_day_nor_twice_about_one_request(office: Office) -> None:
    dan = await office.meets("Dan")
    first = await office.posts()
    office.clock.forward(minutes=15)
    await waves.ask_around(office.app)
    second = await office.posts(SOONER)
    office.clock.forward(hours=1)
    await waves.ask_around(office.app)
    assert dan.id not in await asked_by_wave(office, second)
    office.clock.forward(days=1)
    await waves.ask_around(office.app)
    assert dan.id in await asked_by_wave(office, second)
    assert len([o for o in await questions(office, first) if o.person_id == dan.id]) == 1


async def test_a_full_message_leaves_the_rest_to_the_next_people(office: Office) -> None:
    """Five people are asked about each; nobody gets more than five requests in one message, and all are asked about."""
    days = (25, 26, 27, 28, 29, 30)
    posted = [await office.posts(f"2026-11-{n} 12:00 Holyoke > Amherst") for n in days]
    crowd = [await office.meets(f"Volunteer {n}") for n in range(12)]
    office.clock.forward(minutes=15)
    await waves.ask_around(office.app)
    each = [await asked_by_wave(office, request) for request in posted]
    assert [len(asked) for asked in each] == [5] * 6
    for person in crowd:
        assert sum(person.id in asked for asked in each) <= 5


async def test_urgent_questions_are_asked_in_rounds_until_it_is_filled(office: Office) -> None:
    crowd = [await office.meets(f"Volunteer {n}") for n in range(12)]
    request = await office.posts("2026-11-25 09:00 Holyoke > Amherst")
    office.clock.forward(minutes=15)
    await office.works()
    assert len(await asked_by_wave(office, request)) == 5
    office.clock.forward(minutes=59)
    await office.works()
    assert len(await asked_by_wave(office, request)) == 5
    office.clock.forward(minutes=1)
    await office.works()
    assert len(await asked_by_wave(office, request)) == 10
    (first, *_) = await questions(office, request)
    person = next(each for each in (*crowd, office.rosa) if each.id == first.person_id)
    answer = await waves.answer(office.app, person, first.id, yes=True, update_id=office.update)
    assert answer is not None
    assert answer.result is Claimed.TAKEN
    states = {o.person_id: o.state for o in await questions(office, request)}
    assert set(states.values()) == {OfferState.YES, OfferState.LAPSED} or states[person.id] is not OfferState.ASKED
    assert OfferState.ASKED not in states.values()
    office.clock.forward(hours=2)
    await office.works()
    assert len(await asked_by_wave(office, request)) == 10


async def test_nobody_is_asked_at_night(office: Office) -> None:
    await office.meets("Dan")
    request = await office.posts("2026-11-25 06:00 Holyoke > Amherst")
    async with office.app.db.transaction() as tx:
        await tx.run("UPDATE outbox SET sent_at = 1 WHERE occasion = 'urgent'")  # nothing by day
    office.clock.set_local("2026-11-24 23:00")
    await waves.ask_urgently(office.app, request.id)
    assert await asked_by_wave(office, request) == set()


async def test_no_and_not_this_week(office: Office) -> None:
    dan = await office.meets("Dan")
    first, second = await office.posts(), await office.posts(SOONER)
    office.clock.forward(minutes=15)
    await waves.ask_around(office.app)
    mine = next(o for o in await questions(office, first) if o.person_id == dan.id)
    assert await waves.answer(office.app, dan, mine.id, yes=False, update_id=office.update) is not None
    assert await waves.answer(office.app, dan, mine.id, yes=True, update_id=office.update) is None
    until = await waves.not_this_week(office.app, dan, 1, office.update)
    assert until == office.app.now() + 7 * DAY
    assert {o.state for r in (first, second) for o in await questions(office, r) if o.person_id == dan.id} == {
        OfferState.NO
    }
    third = await office.posts("2026-12-01 09:00 Holyoke > Amherst")
    office.clock.forward(days=1)
    await waves.ask_around(office.app)
    assert dan.id not in await asked_by_wave(office, third)


async def test_when_it_is_cancelled_nothing_is_asked_any_more(office: Office) -> None:
    await office.meets("Dan")
    request = await office.posts()
    office.clock.forward(minutes=15)
    await waves.ask_around(office.app)
    await posting.cancel(office.app, office.rosa, request.id, office.update)
    assert OfferState.ASKED not in {o.state for o in await questions(office, request)}
    async with office.app.db.reading() as tx:
        left = {row["occasion"] for row in await tx.all(
            "SELECT occasion FROM outbox WHERE request_id = ? AND sent_at IS NULL", request.id
        )}  # fmt: skip
    assert left <= {"card", "forget", "purge", "cancelled"}


# --- still coming? ----------------------------------------------------------------------------------------------------


async def heard(office: Office) -> list[tuple[str, int | Group | None]]:
    found: list[tuple[str, int | Group | None]] = []

    def note(row: Row, _: Saying) -> None:
        found.append((row.occasion.value, row.to))

    await office.works(note)
    return found


async def test_silence_is_noticed_and_never_takes_the_seat(office: Office) -> None:
    request, dan, (first, _) = await a_full_ride(office)
    await office.works()
    office.clock.set_local("2026-12-02 18:30")
    assert ("still_coming", dan.id) in await heard(office)
    seat = await office.seat(dan, request)
    assert seat is not None
    assert seat.still is Still.ASKED
    office.clock.set_local("2026-12-02 20:30")
    told = await heard(office)
    assert ("backup_alert", first.id) in told
    office.clock.forward(seconds=1)
    assert ("silent", Group.COORDINATORS) in await heard(office)
    assert await seated(office, request) == [dan.id]


async def test_who_said_yes_is_left_alone(office: Office) -> None:
    request, dan, _ = await a_full_ride(office)
    await office.works()
    office.clock.set_local("2026-12-02 18:30")
    await office.works()
    seat = await office.seat(dan, request)
    assert seat is not None
    assert await reminders.coming(office.app, office.rosa, seat.id, office.update) is None
    assert await reminders.coming(office.app, dan, seat.id, office.update) is not None
    office.clock.set_local("2026-12-02 20:31")
    told = {occasion for occasion, _ in await heard(office)}
    assert told.isdisjoint({"backup_alert", "silent"})


# --- emergencies ------------------------------------------------------------------------------------------------------


async def test_two_coordinators_take_it_at_once_and_one_has_it(office: Office) -> None:
    others = [await office.coordinates(name) for name in ("Luz", "Mei")]
    pressed = await emergency.press(office.app, office.rosa, Source.COORDINATOR, None, office.update)
    assert pressed is not None
    found = await asyncio.gather(
        *(emergency.take(office.app, person, pressed.incident.id, office.update) for person in others)
    )
    takers = {incident.taken_by for incident in found if incident is not None}
    assert len(takers) == 1
    assert takers < {person.id for person in others}
    resolved = await asyncio.gather(
        *(emergency.resolve(office.app, person, pressed.incident.id, office.update) for person in others)
    )
    assert all(resolved)
    async with office.app.db.reading() as tx:
        whats = [event.what for event in await incidents.timeline(tx, pressed.incident.id)]
    assert (whats.count("taken"), whats.count("resolved")) == (1, 1)


async def test_who_is_no_coordinator_any_more_is_not_told_what_was_on_its_way(office: Office) -> None:
    luz, tom = await office.coordinates("Luz"), await office.coordinates("Tom")
    await emergency.press(office.app, office.rosa, Source.COORDINATOR, None, office.update)
    async with office.app.db.transaction() as tx:
        await people.set_standing(
            tx, luz.id, Group.COORDINATORS, "kicked", office.app.now(), joined=False, confirmed=False
        )
    assert {to for occasion, to in await heard(office) if occasion == "alarm"} == {tom.id, Group.COORDINATORS}


async def test_it_rings_every_three_minutes_until_somebody_has_it(office: Office) -> None:
    luz = await office.coordinates("Luz")
    pressed = await emergency.press(office.app, office.rosa, Source.COORDINATOR, None, office.update)
    assert pressed is not None
    everybody = {("alarm", to) for to in (luz.id, Group.COORDINATORS)}  # Rosa pressed herself
    for _ in range(3):
        told = await heard(office)
        assert {line for line in told if line[0] == "alarm"} == everybody
        office.clock.forward(minutes=3)
    await emergency.take(office.app, luz, pressed.incident.id, office.update)
    told = await heard(office)
    assert {line for line in told if line[0] == "alarm"} == set()
    assert {to for occasion, to in told if occasion == "alarm_state"} == {office.rosa.id, Group.COORDINATORS}
    office.clock.forward(minutes=30)
    assert "alarm" not in {occasion for occasion, _ in await heard(office)}


async def test_pressing_again_makes_no_second_one(office: Office) -> None:
    request, dan, _ = await a_full_ride(office)
    first = await emergency.press(office.app, dan, Source.VOLUNTEER, request.id, office.update)
    again = await emergency.press(office.app, office.rosa, Source.COORDINATOR, request.id, office.update)
    assert first is not None
    assert again is not None
    assert again.incident.id == first.incident.id


@pytest.mark.parametrize("source", [Source.VOLUNTEER, Source.COORDINATOR, Source.MEMBER, Source.SILENCE])
async def test_who_has_nothing_to_do_with_it_raises_no_alarm(office: Office, source: Source) -> None:
    request, _, _ = await a_full_ride(office)
    stranger = await office.meets("Zoe")
    assert await emergency.press(office.app, stranger, source, request.id, office.update) is None
    async with office.app.db.reading() as tx:
        assert await incidents.unresolved(tx) == []


async def page(office: Office, request: Request) -> list[Incident]:
    await emergency.page_silence(office.app, request.id)
    async with office.app.db.reading() as tx:
        return list(await incidents.unresolved(tx))


async def test_silence_after_an_accompaniment_pages(office: Office) -> None:
    request, dan = await office.posts(COURT, kind=Kind.ACCOMPANIMENT), await office.meets("Dan")
    await office.taps(dan, request)
    office.clock.set(request.ends_at + HOUR - MINUTE)
    assert await page(office, request) == []
    claim = await office.seat(dan, request)
    assert claim is not None
    await day.say(office.app, dan, claim.id, Step.LONGER, 30, office.update)
    office.clock.set(request.ends_at + HOUR)
    assert await page(office, request) == []  # it takes longer
    office.clock.set((await office.now(request)).lasts_until + HOUR)
    (incident,) = await page(office, request)
    assert (incident.source, incident.person_id, incident.request_id) == (Source.SILENCE, None, request.id)
    assert await page(office, request) == [incident]


@pytest.mark.parametrize("why", ["home", "nobody", "outside", "ride"])
async def test_when_silence_says_nothing(office: Office, why: str) -> None:
    kind = Kind.RIDE if why == "ride" else Kind.ACCOMPANIMENT
    request = await office.posts("2026-12-03 09:00-11:00 Holyoke > Amherst x1" if why == "ride" else COURT, kind=kind)
    if why == "outside":
        await seats.fill_outside(office.app, office.rosa, request.slots[0].id, "Maria", office.update)
    elif why != "nobody":
        await office.taps(await office.meets("Dan"), request)
    if why == "home":
        async with office.app.db.transaction() as tx:
            await requests.set_home(tx, request.id, request.ends_at)
    office.clock.set(request.ends_at + 2 * HOUR)
    assert await page(office, request) == []


# --- the report -------------------------------------------------------------------------------------------------------


async def a_report(office: Office) -> tuple[Request, Person]:
    request, dan = await office.posts(COURT, Details(name="Ana"), Kind.ACCOMPANIMENT), await office.meets("Dan")
    await office.taps(dan, request)
    office.clock.set(request.ends_at + 30 * MINUTE)
    await office.works()
    return request, dan


async def answers(office: Office, request: Request, who: Person, *taps: str) -> None:
    for tap in taps:
        assert await debriefs.answer(office.app, who, request.id, tap, office.update) is not None, tap


async def test_a_report_is_begun_once(office: Office) -> None:
    request, dan = await a_report(office)
    await answers(office, request, dan, "yes")
    await debriefs.begin(office.app, request.id)
    async with office.app.db.reading() as tx:
        report = await reports.load(tx, request.id)
    assert report is not None
    assert report.step is Ask.HOME
    office.clock.forward(hours=12)
    assert ("debrief_nag", dan.id) in await heard(office)


async def test_the_next_date_becomes_a_draft_of_the_contact(office: Office) -> None:
    request, dan = await a_report(office)
    zoe = await office.meets("Zoe")
    assert await debriefs.answer(office.app, zoe, request.id, "yes", office.update) is None  # not hers
    await answers(office, request, dan, "yes", "yes", "yes", "unknown", "lawyer", "done", "done")
    async with office.app.db.reading() as tx:
        (draft,) = [row for row in await drafts.unfinished(tx) if row.kind == "request"]
    assert draft.owner_id == office.rosa.id
    assert ("debrief_alert", Group.COORDINATORS) in await heard(office)
    assert (await office.now(request)).home_at is not None


async def test_words_with_a_number_are_not_kept(office: Office) -> None:
    request, dan = await a_report(office)
    await answers(office, request, dan, "yes", "yes", "no", "done")
    async with office.app.db.reading() as tx:
        (row,) = await drafts.of_kind(tx, dan.id, "debrief")
    refused = await debriefs.answer_words(office.app, dan, row, "her A-number is A012345678", office.update)
    assert refused is Problem.A_NUMBER
    kept = await debriefs.answer_words(office.app, dan, row, "All was calm.", office.update)
    assert not isinstance(kept, Problem)
    assert kept is not None
    assert (kept.step, kept.words) == (Ask.DONE, "All was calm.")
    again = await debriefs.answer_words(office.app, dan, row, "More", office.update)
    assert not isinstance(again, Problem)


# --- the day ----------------------------------------------------------------------------------------------------------


async def test_a_whole_day_by_taps(office: Office) -> None:
    request, dan, _ = await a_full_ride(office)
    claim = await office.seat(dan, request)
    assert claim is not None
    said = await day.say(office.app, dan, claim.id, Step.ON_WAY, 0, office.update)
    assert said is not None
    assert said.claim.on_way_at is None  # too early
    assert not said.done
    office.clock.set(request.starts_at - HOUR)
    assert await day.say(office.app, office.rosa, claim.id, Step.ON_WAY, 0, office.update) is None
    for step, amount in ((Step.ON_WAY, 0), (Step.WITH_THEM, 0), (Step.LONGER, 60), (Step.LONGER, 7), (Step.HOME, 0)):
        await day.say(office.app, dan, claim.id, step, amount, office.update)
    now = await office.now(request)
    assert now.lasts_until == request.ends_at + HOUR
    assert now.home_at == office.app.now()
    office.clock.set(request.ends_at + 2 * HOUR)
    told = {occasion for occasion, _ in await heard(office)}
    assert told.isdisjoint({"start_check", "late_start", "home_check"})


# --- calls ------------------------------------------------------------------------------------------------------------


async def test_who_has_no_telegram_is_called(office: Office) -> None:
    request = await office.posts(details=Details(name="Ana", phone="413 555 0142"))
    await office.posts(LATER, Details(name="Eva", phone="413 555 0143"))
    office.clock.set_local("2026-12-02 17:00")
    day = date(2026, 12, 3)
    ((entry, name, phone),) = await calls.listed(office.app, office.rosa, day)
    assert (entry[1].id, entry[2], name, phone) == (request.id, None, "Ana", "413 555 0142")
    ((entry, _, _),) = (await calls.tick(office.app, office.rosa, day, entry[0], office.update)).entries
    assert entry[2]
    ((entry, _, _),) = (await calls.tick(office.app, office.rosa, day, entry[0], office.update)).entries
    assert not entry[2]


# --- once -------------------------------------------------------------------------------------------------------------


async def test_every_action_is_committed_together_with_its_update(office: Office) -> None:
    """An update that was applied is known as such, whatever the action; so a replay only answers again."""
    request, dan, (first, second) = await a_full_ride(office)
    await office.leaves(dan, request)
    (offer,) = await questions(office, request)
    app, rosa, slot = office.app, office.rosa, request.slots[0].id
    claim = await office.seat(dan, request)
    assert claim is not None
    async with app.db.transaction() as tx:
        queue = tx.ring.fingerprint("telegram", "99")
        await inbox.add(tx, [Received(number, queue, b"{}") for number in range(501, 513)], app.now())
    pressed = await emergency.press(app, rosa, Source.COORDINATOR, None, 501)
    assert pressed is not None
    await backups.decline(app, first, offer.id, 502)
    await backups.stand_by(app, first, slot, 503)
    await backups.stand_down(app, first, slot, 504)
    await emergency.take(app, rosa, pressed.incident.id, 505)
    await emergency.resolve(app, rosa, pressed.incident.id, 506)
    await reminders.coming(app, dan, claim.id, 507)
    await seats.take_out(app, rosa, claim.id, 508)
    await seats.assign(app, rosa, slot, dan.id, 509)
    await waves.not_this_week(app, second, 1, 510)
    await waves.wish(app, second, "off", 511)
    await calls.tick(app, rosa, date(2026, 12, 3), 1, 512)
    async with app.db.reading() as tx:
        rows = await tx.all("SELECT update_id FROM inbox WHERE applied_at IS NOT NULL ORDER BY update_id")
    assert [row[0] for row in rows] == list(range(501, 513))
