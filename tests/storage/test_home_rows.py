"""From claim to home: backups, offers, wishes, calls, emergencies, reports, and people without Telegram."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.rules.debrief import Debrief, Step, Want
from bot.rules.incidents import Incident, Source
from bot.rules.model import Backup, OfferKind, OfferState, Reason, Request, Said, Still
from bot.rules.offers import Wishes
from storage import backups, calls, debriefs, drafts, incidents, offers, people, requests
from storage.database import Connection, Database, migrations, new_id, to_seconds
from storage.seal import KeyRing
from tests.storage.conftest import ENDS, NOW, STARTS, a_claim, meet, post

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


async def loaded(tx: Connection, request: Request) -> Request:
    found = await requests.load(tx, request.id)
    assert found is not None
    return found


async def two_people(tx: Connection) -> tuple[int, int]:
    return await meet(tx, 1, "Dan", "dan"), await meet(tx, 2, "Ana", "ana")


# --- from the version before ------------------------------------------------------------------------------------------


async def test_a_database_of_the_fourth_version_goes_on(path: Path, ring: KeyRing) -> None:
    """Migrations 1 to 4 with rows of every table that 0005 changes; afterwards nothing is lost."""
    path.parent.mkdir(parents=True)
    now, start, end = (to_seconds(moment) for moment in (NOW, STARTS, ENDS))
    key, wrapped = ring.new_data_key(11)
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        for number, sql in migrations()[:4]:
            raw.executescript(f"BEGIN; {sql} PRAGMA user_version = {number}; COMMIT;")
        raw.execute("INSERT INTO meta VALUES ('ring', ?)", (ring.seal("meta.ring", 0, b"acompana"),))
        raw.execute("INSERT INTO subject_key VALUES (11, ?, ?)", (ring.current, wrapped))
        raw.execute(
            "INSERT INTO person (id, telegram_hmac, telegram_sealed, name_sealed, language, met_at)"
            " VALUES (11, ?, ?, ?, 'es', ?)",
            (ring.fingerprint("telegram", "1"), key.seal("person.telegram", "1"), key.seal("person.name", "Dan"), now),
        )
        raw.execute("INSERT INTO chat VALUES ('volunteers', -5, NULL, ?, 9, 9, 71, 72)", (now,))
        raw.execute(
            "INSERT INTO request (id, kind, state, starts_at, ends_at, origin, destination, passengers, child_seats,"
            " languages, interpreter, contact_id, posted_at, version)"
            " VALUES (21, 'ride', 'open', ?, ?, 'Holyoke', 'Amherst', 1, 0, '', 0, 11, ?, 4)",
            (start, end, now),
        )
        raw.execute("INSERT INTO slot VALUES (41, 21, 'driver', 0, 1, 2)")
        raw.execute(
            "INSERT INTO claim (id, request_id, slot_id, seat, person_id, state, claimed_at)"
            " VALUES (51, 21, 41, 1, 11, 'active', ?)",
            (now,),
        )
        raw.execute("INSERT INTO draft VALUES (71, 11, 'find', NULL, 'name', NULL, NULL, 90, 3, ?, ?)", (now, now))
        raw.execute("INSERT INTO offer VALUES (61, 21, 41, 11, 'no', ?, ?, 88)", (now, start))
    database = await Database.open(path, ring)
    try:
        async with database.transaction() as tx:
            ride = await requests.load(tx, 21)
            assert ride is not None
            (claim,) = ride.claims
            assert (claim.still, claim.assigned, claim.on_way_at, claim.outside) == (None, False, None, False)
            assert (ride.expected_end, ride.home_at, ride.backups) == (None, None, ())
            (offer,) = ride.offers
            assert (offer.id, offer.state, offer.kind, offer.expires_at) == (61, OfferState.NO, OfferKind.WAVE, STARTS)
            assert await backups.offer_message(tx, 61) == 88
            (draft,) = await drafts.of_kind(tx, 11, "find")
            assert (draft.id, draft.asking, draft.message_id, draft.version) == (71, "name", 90, 3)
            assert await offers.wishes(tx, frozenset({11})) == {}
            assert await tx.all("PRAGMA foreign_key_check") == []
    finally:
        await database.close()


# --- seats ------------------------------------------------------------------------------------------------------------


async def test_what_is_said_about_a_seat_comes_back(db: Database) -> None:
    async with db.transaction() as tx:
        dan, _ = await two_people(tx)
        request = await post(tx, dan)
        claim = a_claim(request, dan, assigned=True)
        await requests.add_claim(tx, claim)
        await requests.set_still(tx, claim.id, Still.ASKED)
        await requests.set_leaving(tx, claim.id, NOW)
        await requests.set_reason(tx, claim.id, dan, Reason.CAR)
        await requests.set_note(tx, claim.id, dan, "back by noon")
        await requests.set_on_way(tx, claim.id, NOW)
        await requests.set_with(tx, claim.id, NOW + MINUTE)
        (found,) = (await loaded(tx, request)).claims
        assert await requests.said(tx, request.id) == {claim.id: Said("back by noon", Reason.CAR)}
        await requests.set_leaving(tx, claim.id, None)
        assert await requests.said(tx, request.id) == {claim.id: Said("back by noon")}  # who comes has no reason
        await requests.set_note(tx, claim.id, dan, "")
        assert await requests.said(tx, request.id) == {}
    expected = replace(claim, still=Still.ASKED, leaving_at=NOW, on_way_at=NOW, with_at=NOW + MINUTE)
    assert found == expected


async def test_a_seat_is_renumbered_and_two_never_share_one(db: Database) -> None:
    async with db.transaction() as tx:
        dan, ana = await two_people(tx)
        request = await post(tx, dan)
        one, other = a_claim(request, dan, 1), a_claim(request, ana, 2)
        for claim in (one, other):
            await requests.add_claim(tx, claim)
        await requests.set_seat(tx, one.id, 3)
        assert {c.person_id: c.seat for c in (await loaded(tx, request)).claims} == {dan: 3, ana: 2}
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            await requests.set_seat(tx, other.id, 3)


async def test_the_end_moves_and_home_is_noted_once(db: Database) -> None:
    async with db.transaction() as tx:
        dan, _ = await two_people(tx)
        request = await post(tx, dan)
        await requests.set_expected_end(tx, request.id, ENDS + HOUR)
        assert (await loaded(tx, request)).lasts_until == ENDS + HOUR
        await requests.set_home(tx, request.id, ENDS)
        await requests.set_home(tx, request.id, ENDS + HOUR)
        assert (await loaded(tx, request)).home_at == ENDS


async def test_people_without_telegram_are_forgotten_with_their_last_seat(db: Database) -> None:
    async with db.transaction() as tx:
        dan, _ = await two_people(tx)
        request = await post(tx, dan)
        outside = await people.add_outside(tx, "Maria", NOW)
        await requests.add_claim(tx, a_claim(request, outside))
        assert await people.telegram_id(tx, outside) == 0
        assert await people.names(tx, frozenset({outside})) == {outside: "Maria"}
        assert [claim.outside for claim in (await loaded(tx, request)).claims] == [True]
        await people.forget_outside(tx)
        assert await people.load(tx, outside) is not None  # somebody still counts on them
        await requests.delete(tx, request.id)
        await people.forget_outside(tx)
        assert await people.load(tx, outside) is None
        assert await tx.key(outside) is None
        assert await people.load(tx, dan) is not None


# --- backups and offers -----------------------------------------------------------------------------------------------


async def test_backups_keep_their_place(db: Database) -> None:
    async with db.transaction() as tx:
        dan, ana = await two_people(tx)
        request = await post(tx, dan)
        slot = request.slots[0].id
        await backups.add(tx, slot, ana, NOW)
        await backups.add(tx, slot, dan, NOW + MINUTE)
        await backups.add(tx, slot, ana, NOW + HOUR)  # once more changes nothing
        found = await loaded(tx, request)
        assert found.backups_of(found.slots[0]) == (Backup(slot, ana, NOW), Backup(slot, dan, NOW + MINUTE))
        assert await backups.slots_of(tx, ana, NOW) == [slot]
        assert await backups.slots_of(tx, ana, ENDS) == []
        assert await backups.remove(tx, slot, ana)
        assert not await backups.remove(tx, slot, ana)
        await backups.remove_everywhere(tx, dan)
        assert (await loaded(tx, request)).backups == ()


async def test_a_seat_is_offered_to_somebody_once_at_a_time(db: Database) -> None:
    async with db.transaction() as tx:
        dan, _ = await two_people(tx)
        request = await post(tx, dan)
        slot = request.slots[0].id
        offer = await backups.offer(tx, request.id, slot, dan, NOW, NOW + HOUR)
        assert await backups.request_of_offer(tx, offer) == request.id
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            await backups.offer(tx, request.id, slot, dan, NOW, NOW + HOUR)
        await backups.end_offer(tx, offer, OfferState.NO, NOW + MINUTE)
        await backups.end_offer(tx, offer, OfferState.YES, NOW + HOUR)  # answered is answered
        await backups.offer(tx, request.id, slot, dan, NOW, NOW + HOUR)
        states = sorted((o.state, o.ended_at) for o in (await loaded(tx, request)).offers)
    assert states == [(OfferState.ASKED, None), (OfferState.NO, NOW + MINUTE)]


async def test_a_bundle_asks_about_several_requests(db: Database) -> None:
    async with db.transaction() as tx:
        dan, ana = await two_people(tx)
        later, sooner = await post(tx, dan, starts_at=STARTS + DAY, ends_at=ENDS + DAY), await post(tx, dan)
        asked = [(r.id, r.slots[0].id, r.starts_at) for r in (later, sooner)]
        bundle = await offers.add_bundle(tx, ana, asked, NOW, urgent=False)
        urgent = await offers.add_bundle(tx, dan, asked[:1], NOW + HOUR, urgent=True)
        assert await offers.requests_of(tx, bundle) == [sooner.id, later.id]
        found = {o.person_id: o for o in (await loaded(tx, later)).offers}
        assert {(o.kind, o.state, o.expires_at) for o in found.values()} == {
            (OfferKind.WAVE, OfferState.ASKED, STARTS + DAY)
        }
        assert (found[ana].bundle_id, found[dan].bundle_id) == (bundle, urgent)
        assert await offers.asked_lately(tx, NOW) == {ana: 1}  # urgent ones are not counted
        assert await offers.asked_lately(tx, NOW + MINUTE) == {}
        assert await offers.last_asked(tx) == {ana: NOW, dan: NOW + HOUR}
        await offers.set_message(tx, bundle, 77)
        again = await offers.bundle(tx, bundle)
        assert again is not None
        assert (again.person_id, again.urgent, again.message_id) == (ana, False, 77)


async def test_a_bundle_goes_with_the_last_of_its_requests(db: Database) -> None:
    async with db.transaction() as tx:
        dan, ana = await two_people(tx)
        one, other = await post(tx, dan), await post(tx, dan)
        bundle = await offers.add_bundle(
            tx, ana, [(r.id, r.slots[0].id, r.starts_at) for r in (one, other)], NOW, urgent=False
        )
        for request, left in ((one, True), (other, False)):
            await requests.delete(tx, request.id)
            await offers.sweep(tx)
            assert (await offers.bundle(tx, bundle) is not None) is left


async def test_latest_seats_of_everybody(db: Database) -> None:
    async with db.transaction() as tx:
        dan, ana = await two_people(tx)
        one, other = await post(tx, dan), await post(tx, dan, starts_at=STARTS + DAY, ends_at=ENDS + DAY)
        for request in (one, other):
            await requests.add_claim(tx, a_claim(request, dan))
        assert await offers.last_seats(tx) == {dan: STARTS + DAY}
        assert ana not in await offers.last_seats(tx)


async def test_wishes_are_sealed_and_come_back(db: Database) -> None:
    wished = Wishes(off=True, towns=("Holyoke",), days=(0, 5), a_day=3)
    async with db.transaction() as tx:
        dan, ana = await two_people(tx)
        await offers.set_wishes(tx, dan, wished)
        assert await offers.wishes(tx, frozenset({dan, ana})) == {dan: wished}
        stored = await tx.value("SELECT wishes_sealed FROM person WHERE id = ?", dan)
        assert b"Holyoke" not in stored
        await offers.leave_alone(tx, dan, NOW + DAY)
        assert await offers.not_before(tx) == {dan: NOW + DAY}
        await offers.leave_alone(tx, dan, None)
        assert await offers.left_alone_until(tx, dan) is None


# --- calls ------------------------------------------------------------------------------------------------------------


async def test_who_was_called_is_ticked_and_unticked(db: Database) -> None:
    today, tomorrow = date(2026, 12, 2), date(2026, 12, 3)
    async with db.transaction() as tx:
        dan, _ = await two_people(tx)
        await calls.turn(tx, tomorrow, 7, dan, NOW)
        await calls.turn(tx, tomorrow, 8, dan, NOW)
        assert await calls.ticked(tx, tomorrow) == {7: dan, 8: dan}
        await calls.turn(tx, tomorrow, 8, dan, NOW)
        assert await calls.ticked(tx, tomorrow) == {7: dan}
        assert await calls.ticked(tx, today) == {}
        await calls.sweep(tx, tomorrow)
        assert await calls.ticked(tx, tomorrow) == {7: dan}
        await calls.sweep(tx, tomorrow + DAY)
        assert await calls.ticked(tx, tomorrow) == {}


# --- emergencies ------------------------------------------------------------------------------------------------------


async def an_incident(tx: Connection, **changes: Any) -> Incident:
    incident = replace(Incident(new_id(), None, None, Source.COORDINATOR, NOW), **changes)
    await incidents.add(tx, incident)
    return incident


async def test_the_first_to_take_it_has_it(db: Database) -> None:
    async with db.transaction() as tx:
        dan, ana = await two_people(tx)
        incident = await an_incident(tx, person_id=dan)
        assert await incidents.take(tx, incident.id, ana, NOW + MINUTE)
        assert not await incidents.take(tx, incident.id, dan, NOW + HOUR)
        found = await incidents.load(tx, incident.id)
        assert found == replace(incident, taken_by=ana, taken_at=NOW + MINUTE)
        assert not found.ringing
        assert await incidents.resolve(tx, incident.id, dan, NOW + HOUR)
        assert not await incidents.resolve(tx, incident.id, ana, NOW + HOUR)
        assert not await incidents.take(tx, incident.id, dan, NOW + HOUR)
        found = await incidents.load(tx, incident.id)
        assert found is not None
        assert (found.taken_by, found.resolved_at) == (ana, NOW + HOUR)


async def test_whoever_resolves_what_nobody_had_had_it(db: Database) -> None:
    async with db.transaction() as tx:
        dan, _ = await two_people(tx)
        incident = await an_incident(tx)
        assert await incidents.resolve(tx, incident.id, dan, NOW)
        found = await incidents.load(tx, incident.id)
        assert found is not None
        assert (found.taken_by, found.taken_at) == (dan, NOW)


async def test_pressing_again_finds_the_same_one_until_it_is_resolved(db: Database) -> None:
    async with db.transaction() as tx:
        dan, ana = await two_people(tx)
        ride = await post(tx, dan)
        about = await an_incident(tx, request_id=ride.id, person_id=dan)
        about_none = await an_incident(tx, person_id=ana)
        assert await incidents.open_of(tx, ride.id, ana, ringing=True) == about  # whoever presses
        assert await incidents.open_of(tx, None, ana, ringing=True) == about_none
        assert await incidents.open_of(tx, None, dan, ringing=True) is None
        assert {i.id for i in await incidents.unresolved(tx)} == {about.id, about_none.id}
        await incidents.take(tx, about.id, ana, NOW)
        assert await incidents.open_of(tx, ride.id, dan, ringing=True) is None  # a press must not be lost in it
        assert await incidents.open_of(tx, ride.id, dan, ringing=False) is not None
        await incidents.resolve(tx, about.id, dan, NOW)
        assert await incidents.open_of(tx, ride.id, dan, ringing=False) is None


async def test_a_timeline_is_written_and_never_rewritten(db: Database) -> None:
    async with db.transaction() as tx:
        dan, _ = await two_people(tx)
        incident = await an_incident(tx)
        await incidents.note(tx, incident.id, "opened by coordinator", NOW, dan)
        assert not await incidents.anybody_told(tx, incident.id)
        await incidents.note(tx, incident.id, "told", NOW + MINUTE)
        assert await incidents.anybody_told(tx, incident.id)
        found = [(event.at, event.actor_id, event.what) for event in await incidents.timeline(tx, incident.id)]
        assert found == [(NOW, dan, "opened by coordinator"), (NOW + MINUTE, None, "told")]
        with pytest.raises(sqlite3.IntegrityError, match="what happened is not rewritten"):
            await tx.run("UPDATE incident_event SET what = 'nothing'")


async def test_an_incident_goes_with_its_request_or_a_month_after_it_was_resolved(db: Database) -> None:
    async with db.transaction() as tx:
        dan, _ = await two_people(tx)
        ride = await post(tx, dan)
        about, open_one, closed = [await an_incident(tx, request_id=request_id) for request_id in (ride.id, None, None)]
        for incident in (about, closed):
            await incidents.note(tx, incident.id, "told", NOW)
            await incidents.resolve(tx, incident.id, dan, NOW)
        await incidents.sweep(tx, NOW)
        assert await incidents.load(tx, closed.id) is not None
        await incidents.sweep(tx, NOW + MINUTE)
        left = [await incidents.load(tx, i.id) is not None for i in (about, open_one, closed)]
        assert left == [True, True, False]
        await requests.delete(tx, ride.id)
        assert await incidents.load(tx, about.id) is None
        assert await tx.value("SELECT count(*) FROM incident_event") == 0


# --- reports ----------------------------------------------------------------------------------------------------------


async def test_a_report_comes_back_and_what_it_says_is_sealed(db: Database) -> None:
    async with db.transaction() as tx:
        dan, _ = await two_people(tx)
        request = await post(tx, dan)
        assert await debriefs.load(tx, request.id) is None
        begun = Debrief(request.id, dan)
        await debriefs.save(tx, begun, NOW)
        assert await debriefs.load(tx, request.id) == begun
        await debriefs.set_message(tx, request.id, 77)
        said = Debrief(request.id, dan, Step.DONE, "postponed", False, True, (Want.LAWYER, Want.RIDE), "Please call")
        await debriefs.save(tx, said, NOW + HOUR)
        assert await debriefs.load(tx, request.id) == said
        assert await debriefs.message(tx, request.id) == 77
        row = await tx.one("SELECT * FROM debrief")
        assert row is not None
        in_clear = ("request_id", "person_id", "message_id", "step", "at")
        assert dict(row).keys() - in_clear == {"said_sealed"}, "an answer in clear names what ended badly"
        for value in ("postponed", "lawyer", "call", "home"):
            assert value.encode() not in row["said_sealed"]


async def test_a_report_is_erased_with_its_key(db: Database) -> None:
    async with db.transaction() as tx:
        dan, _ = await two_people(tx)
        request = await post(tx, dan)
        await debriefs.save(tx, Debrief(request.id, dan, words="Please call"), NOW)
        await debriefs.erase(tx, request.id)
        assert await debriefs.load(tx, request.id) is None
        assert await tx.key(request.id) is None
