"""Requests, seats and claims: what comes back, and what the database itself never lets happen."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.rules.model import (
    ClaimState,
    DayPart,
    Details,
    Duty,
    Ending,
    Group,
    Kind,
    Party,
    Request,
    RequestState,
    Return,
    Role,
    Slot,
)
from bot.rules.travel import Busy
from storage import requests, venues
from storage.database import Connection, Database, new_id
from tests.storage.conftest import ENDS, NOW, STARTS, a_claim, meet, post

HOUR = timedelta(hours=1)


async def loaded(tx: Connection, request: Request) -> Request:
    found = await requests.load(tx, request.id)
    assert found is not None
    return found


async def three_people(tx: Connection) -> tuple[int, int, int]:
    return await meet(tx, 1, "Dan", "dan"), await meet(tx, 2, "Ana", "ana"), await meet(tx, 3, "Rosa", None)


# --- requests ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(Kind))
async def test_a_request_comes_back_as_it_was(db: Database, kind: Kind) -> None:
    async with db.transaction() as tx:
        request = await post(tx, await meet(tx), kind=kind)
        for found in (
            await requests.load(tx, request.id),
            await requests.load_by_slot(tx, request.slots[-1].id),
        ):
            assert found == request


async def test_what_does_not_exist_is_not_found(db: Database) -> None:
    async with db.transaction() as tx:
        assert await requests.load(tx, 7) is None
        assert await requests.load_by_slot(tx, 7) is None
        assert await requests.load_by_claim(tx, 7) is None
        assert await requests.load_by_card(tx, Group.VOLUNTEERS, 7) is None
        assert await requests.details(tx, 7) is None
        assert await requests.claim_message(tx, 7) is None
        assert await requests.card_message(tx, 7, Group.VOLUNTEERS) is None


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"ends_at": STARTS}, id="it ends when it starts"),
        pytest.param({"ends_at": STARTS - HOUR}, id="it ends before it starts"),
        pytest.param({"passengers": 0}, id="nobody rides"),
        pytest.param({"passengers": 51}, id="too many ride"),
        pytest.param({"child_seats": 10}, id="too many child seats"),
        pytest.param({"child_seats": -1}, id="less than no child seat"),
        pytest.param({"contact_id": 7}, id="a contact nobody knows"),
        pytest.param({"slots": (Slot(1, Role.DRIVER, 0, 2, 1),)}, id="more needed than there are seats"),
        pytest.param({"slots": (Slot(1, Role.DRIVER, 0, 0, -1),)}, id="fewer than no seats"),
        pytest.param({"slots": (Slot(1, Role.DRIVER, 0, 1, 51),)}, id="too many seats"),
        pytest.param({"origin": None}, id="a ride from nowhere"),
        pytest.param({"series_id": 7}, id="a series nobody knows"),
        pytest.param({"slots": (Slot(1, Role.DRIVER, 0, 1, 1), Slot(2, Role.DRIVER, 1, 1, 1))}, id="one role twice"),
    ],
)
async def test_the_database_refuses_what_cannot_be(db: Database, changes: dict[str, Any]) -> None:
    async with db.transaction() as tx:
        contact = await meet(tx)

    async def posts() -> None:
        async with db.transaction() as tx:
            await post(tx, contact, **changes)

    with pytest.raises(sqlite3.IntegrityError):
        await posts()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE request SET state = 'lost'",
        "UPDATE request SET kind = 'picnic'",
        "UPDATE request SET passengers = 'two'",
        "UPDATE claim SET state = 'maybe'",
        "UPDATE claim SET seat = 0",
        "UPDATE claim SET state = 'held', held_until = NULL",
        "UPDATE claim SET ending = 'tired'",
        "UPDATE claim SET unconfirmed = 2",
        "UPDATE slot SET role = 'cook'",
        "UPDATE request SET part = 'night'",
        "UPDATE request SET duty = 'cooking'",
        "UPDATE request SET returns = 'perhaps'",
        "UPDATE request SET wheelchair = 2",
        "UPDATE request SET waits = 'long'",
        "INSERT INTO token VALUES (x'00', 'owner', NULL, NULL, 0)",
        "INSERT INTO venue VALUES ('church', 'Church', 7, 0)",
        "INSERT INTO change VALUES (7, 1, 0, 1, '{}', 0)",
        "UPDATE person SET reach = 'perhaps'",
        "UPDATE person SET owner = 2",
        "UPDATE person SET telegram_hmac = x'00'",
        "INSERT INTO membership VALUES (1, 'volunteers', 'restricted', 0, NULL, NULL, NULL)",
        "INSERT INTO chat VALUES ('kitchen', 1, NULL, 0, 0, 0, NULL, NULL, NULL)",
        "DELETE FROM person",
    ],
)
async def test_the_database_knows_no_other_words(db: Database, statement: str) -> None:
    async with db.transaction() as tx:
        person = await meet(tx)
        request = await post(tx, person)
        await requests.add_claim(tx, a_claim(request, person))
        with pytest.raises(sqlite3.IntegrityError):
            await tx.run(statement)


async def test_open_requests_are_those_to_come_or_under_way_soonest_first(db: Database) -> None:
    async with db.transaction() as tx:
        contact = await meet(tx)
        later = await post(tx, contact, starts_at=STARTS + HOUR, ends_at=ENDS + HOUR)
        under_way = await post(tx, contact, starts_at=NOW - HOUR, ends_at=NOW + timedelta(seconds=1))
        soon = await post(tx, contact)
        await post(tx, contact, starts_at=NOW - HOUR, ends_at=NOW)
        cancelled = await post(tx, contact)
        await requests.set_state(tx, cancelled.id, RequestState.CANCELLED, NOW)
        assert await requests.open_requests(tx, NOW) == [under_way, soon, later]
        assert await requests.open_requests(tx, NOW, limit=1) == [under_way]


async def test_every_change_moves_the_version(db: Database) -> None:
    async with db.transaction() as tx:
        request = await post(tx, await meet(tx))
        await requests.bump(tx, request.id)
        await requests.set_state(tx, request.id, RequestState.OVER, NOW)
        found = await loaded(tx, request)
    assert (found.version, found.state, found.closed_at) == (3, RequestState.OVER, NOW)


async def test_a_deleted_request_takes_everything_with_it(db: Database) -> None:
    async with db.transaction() as tx:
        person = await meet(tx)
        request = await post(tx, person)
        await requests.add_claim(tx, a_claim(request, person))
        await requests.set_card_message(tx, request.id, Group.VOLUNTEERS, 5)
        await requests.delete(tx, request.id)
        for table in ("party", "slot", "claim", "card"):
            assert await tx.value(f"SELECT count(*) FROM {table}") == 0, table  # noqa: S608


# --- private details --------------------------------------------------------------------------------------------------


async def test_details_come_back_and_can_be_added_one_by_one(db: Database) -> None:
    async with db.transaction() as tx:
        request = await post(tx, await meet(tx), Details(name="Ana", street="45 Elm St"))
        party = request.parties[0].id
        assert await requests.set_detail(tx, party, "phone", "413-555-0100")
        assert await requests.set_detail(tx, party, "street", "")
        assert await requests.details(tx, party) == Details(name="Ana", phone="413-555-0100")


async def test_erased_details_are_gone_and_the_request_stays(db: Database) -> None:
    async with db.transaction() as tx:
        contact = await meet(tx)
        request, other = await post(tx, contact, Details(note="Ana")), await post(tx, contact, Details(note="Eva"))
        await requests.erase_details(tx, request.id)
        row = await tx.one("SELECT * FROM party WHERE id = ?", request.parties[0].id)
        assert row is not None
        assert [row[column] for column in row.keys() if column.endswith("_sealed")] == [None] * 4  # noqa: SIM118
        assert await tx.key(request.parties[0].id) is None
        assert await requests.load(tx, request.id) == request
        assert await requests.details(tx, other.parties[0].id) == Details(note="Eva")


# --- seats ------------------------------------------------------------------------------------------------------------

LIVING: list[dict[str, Any]] = [{"state": ClaimState.ACTIVE}, {"state": ClaimState.HELD, "held_until": NOW + HOUR}]


@pytest.mark.parametrize("first", LIVING, ids=["active", "held"])
@pytest.mark.parametrize("second", LIVING, ids=["active", "held"])
async def test_two_people_cannot_have_one_seat(db: Database, first: dict[str, Any], second: dict[str, Any]) -> None:
    async with db.transaction() as tx:
        dan, ana, rosa = await three_people(tx)
        request = await post(tx, rosa)
        await requests.add_claim(tx, a_claim(request, dan, **first))
        with pytest.raises(sqlite3.IntegrityError, match=r"claim\.slot_id, claim\.seat"):
            await requests.add_claim(tx, a_claim(request, ana, **second))


@pytest.mark.parametrize("first", LIVING, ids=["active", "held"])
@pytest.mark.parametrize("second", LIVING, ids=["active", "held"])
async def test_one_person_cannot_have_two_seats_of_a_slot(
    db: Database, first: dict[str, Any], second: dict[str, Any]
) -> None:
    async with db.transaction() as tx:
        dan, _, rosa = await three_people(tx)
        request = await post(tx, rosa, kind=Kind.ACCOMPANIMENT)
        await requests.add_claim(tx, a_claim(request, dan, 1, **first))
        with pytest.raises(sqlite3.IntegrityError, match=r"claim\.slot_id, claim\.person_id"):
            await requests.add_claim(tx, a_claim(request, dan, 2, **second))
        await requests.add_claim(tx, a_claim(request, dan, 1, slot=1, **second))  # but another slot, yes


@pytest.mark.parametrize("ending", list(Ending))
async def test_a_seat_that_was_given_up_can_be_taken_again_by_anybody(db: Database, ending: Ending) -> None:
    async with db.transaction() as tx:
        dan, ana, rosa = await three_people(tx)
        request = await post(tx, rosa)
        for person in (dan, ana, dan):
            claim = a_claim(request, person)
            await requests.add_claim(tx, claim)
            await requests.end_claim(tx, claim.id, ending, NOW + HOUR)
        found = await loaded(tx, request)
    assert found.living() == ()
    assert {(c.state, c.ending, c.ended_at, c.held_until) for c in found.claims} == {
        (ClaimState.RELEASED, ending, NOW + HOUR, None)
    }


async def test_a_held_claim_becomes_active_and_can_be_held_again(db: Database) -> None:
    async with db.transaction() as tx:
        dan, _, rosa = await three_people(tx)
        request = await post(tx, rosa)
        claim = a_claim(request, dan, **LIVING[1])
        await requests.add_claim(tx, claim)
        assert await requests.held_claims_of(tx, dan) == [claim]
        await requests.hold_again(tx, claim.id, NOW, NOW + 9 * HOUR)  # only what is active is held again
        assert await requests.held_claims_of(tx, dan) == [claim]
        await requests.activate(tx, claim.id, NOW + HOUR)
        (active,) = (await loaded(tx, request)).claims
        assert active == replace(claim, state=ClaimState.ACTIVE, held_until=None, claimed_at=NOW + HOUR)
        await requests.activate(tx, claim.id, NOW + 9 * HOUR)  # nor does an active one begin anew
        assert (await loaded(tx, request)).claims == (active,)
        await requests.hold_again(tx, claim.id, NOW + HOUR, NOW + 2 * HOUR)
        (held,) = await requests.held_claims_of(tx, dan)
        assert (held.state, held.held_until) == (ClaimState.HELD, NOW + 2 * HOUR)


async def test_leaving_and_coming_back(db: Database) -> None:
    async with db.transaction() as tx:
        dan, _, rosa = await three_people(tx)
        request = await post(tx, rosa)
        claim = a_claim(request, dan)
        await requests.add_claim(tx, claim)
        for leaving_at in (NOW, None):
            await requests.set_leaving(tx, claim.id, leaving_at)
            found = await requests.load_by_claim(tx, claim.id)
            assert found is not None
            assert found.claims == (replace(claim, leaving_at=leaving_at),)
        await requests.delete_claim(tx, claim.id)
        assert await requests.load_by_claim(tx, claim.id) is None


async def test_a_cancelled_request_lets_everybody_go(db: Database) -> None:
    async with db.transaction() as tx:
        dan, ana, rosa = await three_people(tx)
        request = await post(tx, rosa, kind=Kind.ACCOMPANIMENT)
        old = a_claim(request, rosa)
        await requests.add_claim(tx, old)
        await requests.end_claim(tx, old.id, Ending.LAPSED, NOW)
        await requests.add_claim(tx, a_claim(request, dan, 1))
        await requests.add_claim(tx, a_claim(request, ana, 2, **LIVING[1]))
        await requests.end_all_claims(tx, request.id, NOW + HOUR)
        endings = {c.person_id: (c.state, c.ending, c.ended_at) for c in (await loaded(tx, request)).claims}
    assert endings == {
        rosa: (ClaimState.RELEASED, Ending.LAPSED, NOW),
        dan: (ClaimState.RELEASED, Ending.CANCELLED, NOW + HOUR),
        ana: (ClaimState.RELEASED, Ending.CANCELLED, NOW + HOUR),
    }


async def test_when_it_is_over_only_those_who_meant_to_come_have_done_it(db: Database) -> None:
    async with db.transaction() as tx:
        dan, ana, rosa = await three_people(tx)
        request = await post(tx, rosa, kind=Kind.ACCOMPANIMENT)
        leaver = a_claim(request, dan, 1)
        for claim in (leaver, a_claim(request, ana, 2), a_claim(request, rosa, 1, slot=1, **LIVING[1])):
            await requests.add_claim(tx, claim)
        await requests.set_leaving(tx, leaver.id, NOW)
        await requests.finish_claims(tx, request.id)
        states = {c.person_id: c.state for c in (await loaded(tx, request)).claims}
    assert states == {dan: ClaimState.RELEASED, ana: ClaimState.DONE, rosa: ClaimState.RELEASED}


# --- whose and when ---------------------------------------------------------------------------------------------------


async def test_busy_is_where_the_person_means_to_be(db: Database) -> None:
    async with db.transaction() as tx:
        dan, ana, rosa = await three_people(tx)
        one, two, left, gone, cancelled, hers = [
            await post(tx, rosa, starts_at=STARTS + n * HOUR, ends_at=ENDS + n * HOUR) for n in range(6)
        ]
        leaver, over = a_claim(left, dan), a_claim(gone, dan)
        for claim in (a_claim(one, dan), a_claim(two, dan, **LIVING[1]), leaver, over, a_claim(hers, ana)):
            await requests.add_claim(tx, claim)
        await requests.add_claim(tx, a_claim(cancelled, dan))
        await requests.set_leaving(tx, leaver.id, NOW)
        await requests.end_claim(tx, over.id, Ending.LAPSED, NOW)
        await requests.set_state(tx, cancelled.id, RequestState.CANCELLED, NOW)
        first = Busy(STARTS, ENDS, "Holyoke", "Amherst")
        second = Busy(STARTS + HOUR, ENDS + HOUR, "Holyoke", "Amherst")
        hers_too = Busy(STARTS + 5 * HOUR, ENDS + 5 * HOUR, "Holyoke", "Amherst")
        assert await requests.busy_times(tx, dan, 0) == (first, second)
        assert await requests.busy_times(tx, dan, one.id) == (second,)
        assert await requests.busy_times(tx, dan, one.id, except_too=two.id) == ()
        assert await requests.all_busy_times(tx, 0) == {dan: (first, second), ana: (hers_too,)}
        assert await requests.all_busy_times(tx, two.id) == {dan: (first,), ana: (hers_too,)}


@pytest.mark.parametrize(
    ("changes", "begins", "ends"),
    [
        ({}, "Holyoke", "Amherst"),
        ({"returns": Return.FINISHED}, "Holyoke", "Holyoke"),
        ({"returns": Return.TIME, "return_at": ENDS}, "Holyoke", "Holyoke"),
        ({"destination": None}, "Holyoke", "Holyoke"),
        ({"kind": Kind.SHIFT, "origin": None, "destination": None}, None, None),
    ],
)
async def test_busy_is_from_where_to_where(db: Database, changes: dict[str, Any], begins: str, ends: str) -> None:
    async with db.transaction() as tx:
        dan = await meet(tx)
        await requests.add_claim(tx, a_claim(await post(tx, dan, **changes), dan))
        assert await requests.busy_times(tx, dan, 0) == (Busy(STARTS, ENDS, begins, ends),)


async def test_ones_own_requests_are_those_with_a_seat_soonest_first(db: Database) -> None:
    async with db.transaction() as tx:
        dan, ana, rosa = await three_people(tx)
        later = await post(tx, rosa, starts_at=STARTS + HOUR, ends_at=ENDS + HOUR)
        soon, other = await post(tx, rosa), await post(tx, rosa)
        for claim in (a_claim(later, dan), a_claim(soon, dan, **LIVING[1]), a_claim(other, ana)):
            await requests.add_claim(tx, claim)
        assert [request.id for request in await requests.claimed_by(tx, dan, NOW)] == [soon.id, later.id]
        assert [request.id for request in await requests.claimed_by(tx, dan, ENDS)] == [later.id]


async def test_a_list_of_any_length_has_each_request_with_its_own_claims_in_two_questions(db: Database) -> None:
    async with db.transaction() as tx:
        dan, ana, rosa = await three_people(tx)
        posted = [await post(tx, rosa, starts_at=STARTS + n * HOUR, ends_at=ENDS + n * HOUR) for n in range(5)]
        for request, person in ((posted[0], dan), (posted[1], ana), (posted[4], dan)):
            await requests.add_claim(tx, a_claim(request, person))
    asked: list[str] = []
    await db.watch(asked.append)
    async with db.transaction() as tx:
        listed = await requests.open_requests(tx, NOW)
    await db.watch(None)
    assert len(asked) == len(("BEGIN", "requests", "claims", "COMMIT"))
    async with db.transaction() as tx:
        assert listed == [await loaded(tx, request) for request in posted]
        assert await requests.of_member(tx, dan, NOW) == []


# --- messages ---------------------------------------------------------------------------------------------------------


async def test_each_group_has_its_own_card(db: Database) -> None:
    async with db.transaction() as tx:
        request = await post(tx, await meet(tx))
        for message_id in (5, 6):  # posted again: the newer one counts
            await requests.set_card_message(tx, request.id, Group.VOLUNTEERS, message_id)
        await requests.set_card_message(tx, request.id, Group.COORDINATORS, 5)
        assert await requests.load_by_card(tx, Group.VOLUNTEERS, 6) == request
        assert await requests.load_by_card(tx, Group.VOLUNTEERS, 5) is None
        await requests.forget_cards(tx, Group.VOLUNTEERS)
        assert await requests.card_message(tx, request.id, Group.VOLUNTEERS) is None
        assert await requests.card_message(tx, request.id, Group.COORDINATORS) == 5
        await requests.forget_card(tx, request.id, Group.COORDINATORS)
        assert await requests.card_message(tx, request.id, Group.COORDINATORS) is None


async def test_a_claim_has_one_living_message(db: Database) -> None:
    async with db.transaction() as tx:
        dan = await meet(tx)
        claim = a_claim(await post(tx, dan), dan)
        await requests.add_claim(tx, claim)
        for message_id in (None, 5, 6, None):
            await requests.set_claim_message(tx, claim.id, message_id)
            assert await requests.claim_message(tx, claim.id) == message_id


# --- four kinds -------------------------------------------------------------------------------------------------------


EVERYTHING: dict[str, Any] = {
    "part": DayPart.MORNING,
    "duty": Duty.PRESENCE,
    "wheelchair": True,
    "returns": Return.TIME,
    "return_at": ENDS + HOUR,
    "waits": True,
    "interpreter": True,
    "languages": (),
    "child_seats": 0,
}
"""Every field of the second version, set."""


async def test_every_field_comes_back(db: Database) -> None:
    async with db.transaction() as tx:
        request = await post(tx, await meet(tx), **EVERYTHING)
        assert await requests.load(tx, request.id) == request
        shift = await post(tx, request.contact_id, kind=Kind.SHIFT, origin=None, destination=None)
        assert await requests.load(tx, shift.id) == shift


async def test_every_party_has_details_of_its_own(db: Database) -> None:
    async with db.transaction() as tx:
        request = await post(tx, await meet(tx), Details(name="Ana"), Details(name="Eva", note="two bags"))
        assert len(request.parties) == 2
        found = await loaded(tx, request)
        assert set(found.parties) == set(request.parties)
        kept = [await requests.details(tx, party.id) for party in request.parties]
        assert kept == [Details(name="Ana"), Details(name="Eva", note="two bags")]
        await requests.add_party(tx, request.id, 7, Details(phone="413-555-0100"))
        assert len((await loaded(tx, request)).parties) == 3
        assert await requests.details(tx, 7) == Details(phone="413-555-0100")
        for party in request.parties:
            assert await requests.load_by_party(tx, party.id) == await loaded(tx, request)
        assert await requests.load_by_party(tx, 8) is None
        await requests.erase_details(tx, request.id)
        assert [await requests.details(tx, party.id) for party in (await loaded(tx, request)).parties] == [None] * 3


async def test_each_party_needs_its_details(db: Database) -> None:
    async with db.transaction() as tx:
        request = await post(tx, await meet(tx))
        with pytest.raises(ValueError, match="zip"):
            await requests.add(tx, replace(request, id=7, slots=()), [])


async def test_a_member_is_connected_to_their_party(db: Database) -> None:
    async with db.transaction() as tx:
        dan, ana, _ = await three_people(tx)
        request = await post(tx, dan, Details(name="Ana"), Details(name="Eva"))
        assert request.members == frozenset()
        party = request.parties[0]
        await requests.set_member(tx, party.id, ana, None, NOW)
        found = await loaded(tx, request)
        assert Party(party.id, ana, NOW) in found.parties
        assert found.members == {ana}


# --- edits ------------------------------------------------------------------------------------------------------------


async def test_an_edit_changes_what_is_public_and_no_more(db: Database) -> None:
    async with db.transaction() as tx:
        dan, _, rosa = await three_people(tx)
        request = await post(tx, rosa, Details(name="Ana"), kind=Kind.ACCOMPANIMENT)
        untouched = await post(tx, rosa)
        claim = a_claim(request, dan, slot=1)
        await requests.add_claim(tx, claim)
        accompanier, driver, interpreter = request.slots
        slots = (
            replace(accompanier, maximum=4),
            replace(driver, position=2, minimum=0, maximum=0),  # no seat left, and its claim still tells who it was
            replace(interpreter, position=1, minimum=1),
            Slot(new_id(), Role.HELPER, 3, 1, 1),
        )
        wanted = replace(request, starts_at=STARTS + HOUR, ends_at=ENDS + HOUR, origin="Hartford", slots=slots)
        wanted = replace(wanted, **EVERYTHING)
        ignored = replace(wanted, contact_id=dan, state=RequestState.OVER, version=9, posted_at=STARTS)
        await requests.edit(tx, ignored)
        found = await loaded(tx, request)
        assert found == replace(wanted, claims=(claim,), slots=tuple(sorted(slots, key=lambda slot: slot.position)))
        assert found.seated == (slots[0], slots[2], slots[3])
        assert await requests.details(tx, request.parties[0].id) == Details(name="Ana")
        assert await loaded(tx, untouched) == untouched


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"ends_at": STARTS}, id="it would end when it starts"),
        pytest.param({"origin": None}, id="it would begin nowhere"),
        pytest.param({"slots": (Slot(7, Role.DRIVER, 0, 1, 1),)}, id="a second slot for the role"),
    ],
)
async def test_no_edit_makes_what_cannot_be(db: Database, changes: dict[str, Any]) -> None:
    async with db.transaction() as tx:
        request = await post(tx, await meet(tx))
        with pytest.raises(sqlite3.IntegrityError):
            await requests.edit(tx, replace(request, **changes))


async def test_changes_are_told_from_where_somebody_was_told_last(db: Database) -> None:
    async with db.transaction() as tx:
        dan, ana, rosa = await three_people(tx)
        request = await post(tx, rosa, kind=Kind.ACCOMPANIMENT)
        early, late = a_claim(request, dan, 1), a_claim(request, ana, 2)
        await requests.add_claim(tx, early)
        assert await requests.told_version(tx, early.id) == 1
        for number, details in ((1, False), (2, True), (3, False)):
            await requests.add_change(tx, await loaded(tx, request), rosa, f"before {number}", NOW, details=details)
            await requests.bump(tx, request.id)
        found = await loaded(tx, request)
        assert (found.version, found.changed_version, found.changed_at) == (4, 4, NOW)
        await requests.add_claim(tx, late)
        told = [await requests.told_version(tx, claim.id) for claim in (early, late)]
        assert told == [1, 4]
        after = {version: await requests.changes_after(tx, request.id, version) for version in range(5)}
        assert after == {
            0: ("before 1", True),
            1: ("before 1", True),
            2: ("before 2", True),
            3: ("before 3", False),
            4: (None, False),
        }
        await requests.set_told(tx, early.id, 3)
        await requests.set_told(tx, early.id, 2)  # an older notice that arrives late takes nothing back
        assert await requests.told_version(tx, early.id) == 3
        assert await requests.changes_after(tx, 7, 0) == (None, False)
        assert await requests.told_version(tx, 7) == 0


async def test_one_version_is_changed_once(db: Database) -> None:
    async with db.transaction() as tx:
        request = await post(tx, await meet(tx))
        await requests.add_change(tx, request, request.contact_id, "{}", NOW, details=False)
        with pytest.raises(sqlite3.IntegrityError):
            await requests.add_change(tx, request, request.contact_id, "{}", NOW, details=False)
        await requests.delete(tx, request.id)
        assert await tx.value("SELECT count(*) FROM change") == 0


async def test_whether_it_still_works_is_remembered(db: Database) -> None:
    async with db.transaction() as tx:
        dan = await meet(tx)
        claim = a_claim(await post(tx, dan), dan, **LIVING[1])
        await requests.add_claim(tx, claim)
        for unconfirmed in (True, False, True):
            await requests.set_unconfirmed(tx, claim.id, unconfirmed=unconfirmed)
            (held,) = await requests.held_claims_of(tx, dan)
            assert held.unconfirmed is unconfirmed
        await requests.activate(tx, claim.id, NOW)  # whoever becomes active now is told it all as it is
        found = await requests.load_by_claim(tx, claim.id)
        assert found is not None
        assert [claim.unconfirmed for claim in found.claims] == [False]


async def test_a_seat_can_be_renumbered_and_the_contact_changed(db: Database) -> None:
    async with db.transaction() as tx:
        dan, ana, rosa = await three_people(tx)
        request = await post(tx, rosa, kind=Kind.ACCOMPANIMENT)
        one, two = a_claim(request, dan, 1), a_claim(request, ana, 2)
        for claim in (one, two):
            await requests.add_claim(tx, claim)
        await requests.end_claim(tx, one.id, Ending.SEAT_GONE, NOW)
        await requests.set_seat(tx, two.id, 1)
        await requests.set_contact(tx, request.id, dan)
        found = await loaded(tx, request)
    assert [(claim.person_id, claim.seat) for claim in found.living()] == [(ana, 1)]
    assert found.contact_id == dan


# --- lists ------------------------------------------------------------------------------------------------------------


async def test_busy_is_not_where_the_hour_is_to_be_confirmed(db: Database) -> None:
    async with db.transaction() as tx:
        dan = await meet(tx)
        known, unknown = await post(tx, dan), await post(tx, dan, part=DayPart.MORNING)
        for request in (known, unknown):
            await requests.add_claim(tx, a_claim(request, dan))
        assert await requests.busy_times(tx, dan, 0) == (Busy(STARTS, ENDS, "Holyoke", "Amherst"),)
        assert await requests.busy_times(tx, dan, known.id) == ()


async def test_what_was_posted_last_comes_first_and_what_was_taken_back_not_at_all(db: Database) -> None:
    async with db.transaction() as tx:
        rosa = await meet(tx)
        first, second, third, fourth = [await post(tx, rosa, posted_at=NOW + n * HOUR) for n in range(4)]
        await requests.set_state(tx, second.id, RequestState.OVER, NOW)
        await requests.set_state(tx, third.id, RequestState.WITHDRAWN, NOW)
        cancelled = await post(tx, rosa, posted_at=NOW + 9 * HOUR)
        await requests.set_state(tx, cancelled.id, RequestState.CANCELLED, NOW)
        assert [request.id for request in await requests.recent(tx)] == [fourth.id, second.id, first.id]
        assert [request.id for request in await requests.recent(tx, limit=1)] == [fourth.id]


async def test_the_cards_of_a_group(db: Database) -> None:
    async with db.transaction() as tx:
        rosa = await meet(tx)
        one, other = await post(tx, rosa), await post(tx, rosa)
        await requests.set_card_message(tx, one.id, Group.VOLUNTEERS, 5)
        await requests.set_card_message(tx, other.id, Group.VOLUNTEERS, 6)
        await requests.set_card_message(tx, other.id, Group.COORDINATORS, 5)
        assert await requests.cards_in(tx, Group.VOLUNTEERS) == {one.id: 5, other.id: 6}
        assert await requests.cards_in(tx, Group.COORDINATORS) == {other.id: 5}


async def test_a_series_has_one_request_for_each_day(db: Database) -> None:
    async with db.transaction() as tx:
        rosa = await meet(tx)
        await tx.run(
            "INSERT INTO series (id, contact_id, weekday, next_day, body_sealed, created_at)"
            " VALUES (7, ?, 3, '2026-12-03', x'00', 0)",
            rosa,
        )
        request = replace(await post(tx, rosa), series_id=7, every=3, goes_on=True)

        async def posts(day: date | None) -> None:
            slots = tuple(replace(slot, id=new_id()) for slot in request.slots)
            new = replace(request, id=new_id(), slots=slots, parties=(Party(new_id()),))
            await requests.add(tx, new, [Details()], series_day=day)
            assert await requests.load(tx, new.id) == replace(new, every=3, goes_on=True)

        await posts(date(2026, 12, 3))
        await posts(date(2026, 12, 10))
        with pytest.raises(sqlite3.IntegrityError, match=r"series_id, request\.series_day"):
            await posts(date(2026, 12, 3))
        await tx.run("DELETE FROM series")  # what was posted stays
        assert {row.series_id for row in await requests.recent(tx)} == {None}


# --- venues -----------------------------------------------------------------------------------------------------------


async def test_a_venue_is_saved_once_whatever_its_accents(db: Database) -> None:
    async with db.transaction() as tx:
        rosa = await meet(tx)
        assert await venues.names(tx) == ()
        await venues.save(tx, "first church", "First Church", rosa, NOW)
        await venues.save(tx, "biblioteca", "Biblioteca", rosa, NOW)
        await venues.save(tx, "first church", "First Chürch", rosa, NOW)
        assert await venues.names(tx) == ("Biblioteca", "First Chürch")
        assert await venues.forget(tx, "biblioteca")
        assert not await venues.forget(tx, "biblioteca")
        assert await venues.names(tx) == ("First Chürch",)


async def test_ids_are_our_own(db: Database) -> None:
    async with db.transaction() as tx:
        person = await meet(tx, telegram_id=41)
        assert person != 41
        assert await tx.value("SELECT count(*) FROM person WHERE id = 41") == 0
        assert new_id() != person
