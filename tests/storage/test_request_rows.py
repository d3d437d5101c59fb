"""Requests, seats and claims: what comes back, and what the database itself never lets happen."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.rules.model import ClaimState, Details, Ending, Group, Kind, Request, RequestState, Role, Slot
from storage import requests
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
        "INSERT INTO chat VALUES ('kitchen', 1, NULL, 0, 0, 0, NULL, NULL)",
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
        await requests.hold_again(tx, claim.id, NOW + 9 * HOUR)  # only what is active is held again
        assert await requests.held_claims_of(tx, dan) == [claim]
        await requests.activate(tx, claim.id, NOW + HOUR)
        (active,) = (await loaded(tx, request)).claims
        assert active == replace(claim, state=ClaimState.ACTIVE, held_until=None, claimed_at=NOW + HOUR)
        await requests.activate(tx, claim.id, NOW + 9 * HOUR)  # nor does an active one begin anew
        assert (await loaded(tx, request)).claims == (active,)
        await requests.hold_again(tx, claim.id, NOW + 2 * HOUR)
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
        assert sorted(await requests.busy_times(tx, dan, 0)) == [(STARTS, ENDS), (STARTS + HOUR, ENDS + HOUR)]
        assert await requests.busy_times(tx, dan, one.id) == ((STARTS + HOUR, ENDS + HOUR),)


async def test_ones_own_requests_are_those_with_a_seat_soonest_first(db: Database) -> None:
    async with db.transaction() as tx:
        dan, ana, rosa = await three_people(tx)
        later = await post(tx, rosa, starts_at=STARTS + HOUR, ends_at=ENDS + HOUR)
        soon, other = await post(tx, rosa), await post(tx, rosa)
        for claim in (a_claim(later, dan), a_claim(soon, dan, **LIVING[1]), a_claim(other, ana)):
            await requests.add_claim(tx, claim)
        assert [request.id for request in await requests.claimed_by(tx, dan, NOW)] == [soon.id, later.id]
        assert [request.id for request in await requests.claimed_by(tx, dan, ENDS)] == [later.id]


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


async def test_ids_are_our_own(db: Database) -> None:
    async with db.transaction() as tx:
        person = await meet(tx, telegram_id=41)
        assert person != 41
        assert await tx.value("SELECT count(*) FROM person WHERE id = 41") == 0
        assert new_id() != person
