"""The center's own list, who is suggested, trainings that end, and seats held while coordinators are asked."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.rules.model import ClaimState, Expected, Grant, Group, Qualification, Training
from bot.rules.timetable import Due, Occasion, Verb
from storage import expected, outbox, people, requests
from storage.database import Connection, Database
from tests.storage.conftest import NOW, a_claim, meet, post

RIDE, HOTLINE = Qualification.RIDESHARE, Qualification.HOTLINE
DAY = timedelta(days=1)
Noted = tuple[datetime, datetime | None]
MARCH = date(2024, 3, 5)
NAME, PHONE = "Zebulon Quartermaine", "413-555-0134"


async def somebody(tx: Connection, by: int, *trainings: Training) -> int:
    return await expected.add(tx, NAME, PHONE, trainings, by, NOW)


async def test_somebody_of_a_list_is_kept_with_their_trainings(db: Database) -> None:
    async with db.transaction() as tx:
        rosa = await meet(tx)
        assert not await expected.any_of(tx)
        one = await somebody(tx, rosa, Training(HOTLINE), Training(RIDE, MARCH))
        assert await expected.any_of(tx)
        assert await expected.load(tx, one) == Expected(one, NAME, PHONE, (Training(RIDE, MARCH), Training(HOTLINE)))
        await expected.set_trainings(tx, one, [Training(RIDE)])
        assert await expected.all_of(tx) == [Expected(one, NAME, PHONE, (Training(RIDE),))]
        bare = await expected.add(tx, "Ana", "", (), rosa, NOW)
        assert await expected.load(tx, bare) == Expected(bare, "Ana")


async def test_their_name_and_number_are_sealed(db: Database, path: Path) -> None:
    async with db.transaction() as tx:
        await somebody(tx, await meet(tx), Training(RIDE))
    await db.compact()
    content = path.read_bytes()  # noqa: ASYNC240  once, in a test
    assert b"Quartermaine" not in content
    assert b"0134" not in content


async def test_whoever_is_deleted_takes_key_trainings_and_suggestions_along(db: Database) -> None:
    async with db.transaction() as tx:
        rosa = await meet(tx)
        one = await somebody(tx, rosa, Training(RIDE))
        await expected.suggest(tx, one, rosa, NOW)
        await expected.delete(tx, one)
        assert await expected.load(tx, one) is None
        assert await tx.key(one) is None
        for table in ("expected", "expected_training", "suggestion"):
            assert not await tx.all(f"SELECT * FROM {table}")  # noqa: S608  a name written in this file


async def test_whoever_never_turns_up_is_swept(db: Database) -> None:
    async with db.transaction() as tx:
        rosa = await meet(tx)
        old = await expected.add(tx, "Old", "", (), rosa, NOW - DAY)
        new = await expected.add(tx, "New", "", (), rosa, NOW)
        await expected.sweep(tx, NOW)
        assert [one.id for one in await expected.all_of(tx)] == [new]
        assert await tx.key(old) is None


async def test_a_pair_is_suggested_once_and_a_no_is_remembered(db: Database) -> None:
    async with db.transaction() as tx:
        rosa, dan = await meet(tx), await meet(tx, 42, "Dan", None)
        one = await somebody(tx, rosa)
        first = await expected.suggest(tx, one, dan, NOW)
        assert first is not None
        assert await expected.suggest(tx, one, dan, NOW) is None
        other = await expected.suggest(tx, one, rosa, NOW + DAY)
        assert [each.id for each in await expected.open_suggestions(tx)] == [first, other]
        assert await expected.refuse(tx, first)
        assert not await expected.refuse(tx, first)
        assert await expected.suggest(tx, one, dan, NOW) is None
        found = await expected.suggestion(tx, first)
        assert found is not None
        assert (found.expected_id, found.person_id, found.open) == (one, dan, False)
        await expected.forget_suggestions_about(tx, rosa)
        assert not await expected.open_suggestions(tx)


@pytest.mark.parametrize(
    ("first", "second", "kept", "changed"),
    [
        ((NOW, None), (NOW + DAY, None), (NOW, None), False),
        ((NOW, None), (NOW + DAY, NOW + 9 * DAY), (NOW, None), False),
        ((NOW, NOW + 9 * DAY), (NOW + DAY, NOW + 10 * DAY), (NOW + DAY, NOW + 10 * DAY), True),
        ((NOW, NOW + 9 * DAY), (NOW + DAY, None), (NOW + DAY, None), True),
        ((NOW, NOW + 9 * DAY), (NOW - DAY, NOW + 8 * DAY), (NOW, NOW + 9 * DAY), False),
    ],
)
async def test_a_training_noted_again_lasts_as_long_as_the_better_note(
    db: Database, first: Noted, second: Noted, kept: Noted, changed: bool
) -> None:
    async with db.transaction() as tx:
        dan = await meet(tx)
        assert await people.grant(tx, dan, RIDE, dan, *first)
        assert await people.grant(tx, dan, RIDE, dan, *second) is changed
        person = await people.load(tx, dan)
        assert person is not None
        assert person.grants == (Grant(RIDE, *kept),)


async def test_a_note_taken_away_by_mistake_comes_back_as_it_was(db: Database) -> None:
    note = Grant(RIDE, NOW - DAY, NOW + 9 * DAY)
    async with db.transaction() as tx:
        dan = await meet(tx)
        await people.restore(tx, dan, note, dan)
        await people.restore(tx, dan, Grant(RIDE, NOW), dan)  # there already: stays
        person = await people.load(tx, dan)
        assert person is not None
        assert person.grant(RIDE) == note
        assert person.grant(HOTLINE) is None


async def test_the_people_of_the_center(db: Database) -> None:
    async with db.transaction() as tx:
        inside, left, trained, member = [
            await meet(tx, number, name, None)
            for number, name in ((1, "In"), (2, "Left"), (3, "Trained"), (4, "Member"))
        ]
        for person, status in ((inside, "member"), (left, "left")):
            await people.set_standing(tx, person, Group.VOLUNTEERS, status, NOW, joined=False, confirmed=True)
        await people.grant(tx, trained, RIDE, trained, NOW)
        await people.set_profile(tx, inside, "car", "blue Honda")
        found = {person.id: profile for person, profile in await people.of_the_center(tx)}
        assert found.keys() == {inside, trained}
        assert (found[inside].name, found[inside].car) == ("In", "blue Honda")
        assert member not in found


async def test_a_seat_is_held_while_coordinators_are_asked(db: Database) -> None:
    async with db.transaction() as tx:
        dan = await meet(tx)
        request = await post(tx, dan)
        claim = a_claim(request, dan, state=ClaimState.HELD, held_until=NOW + DAY, says_trained=RIDE)
        await requests.add_claim(tx, claim)
        assert await requests.set_question(tx, claim.id, 77)
        (stored,) = await requests.held_claims_of(tx, dan)
        assert (stored.says_trained, stored.question) == (RIDE, 77)
        assert await requests.open_questions_of(tx, dan) == {RIDE}
        await requests.training_known(tx, claim.id, NOW + 2 * DAY)
        (stored,) = await requests.held_claims_of(tx, dan)
        assert (stored.says_trained, stored.held_until) == (None, NOW + 2 * DAY)
        assert not await requests.open_questions_of(tx, dan)
        assert not await requests.set_question(tx, 1, 77)


async def test_one_open_question_for_a_person_and_a_training(db: Database) -> None:
    async with db.transaction() as tx:
        dan = await meet(tx)
        one, other = await post(tx, dan), await post(tx, dan)
        asked: dict[str, Any] = {"state": ClaimState.HELD, "held_until": NOW + DAY, "says_trained": RIDE}
        await requests.add_claim(tx, a_claim(one, dan, **asked))
        with pytest.raises(sqlite3.IntegrityError):
            await requests.add_claim(tx, a_claim(other, dan, **asked))


async def test_a_confirmed_seat_is_an_ordinary_one(db: Database) -> None:
    async with db.transaction() as tx:
        dan = await meet(tx)
        request = await post(tx, dan)
        claim = a_claim(request, dan, state=ClaimState.HELD, held_until=NOW + DAY, says_trained=RIDE)
        await requests.add_claim(tx, claim)
        await requests.activate(tx, claim.id, NOW)
        now = await requests.load(tx, request.id)
        assert now is not None
        assert [(c.state, c.says_trained) for c in now.claims] == [(ClaimState.ACTIVE, None)]


async def test_an_occasion_that_did_not_come_about_is_forgotten_unless_it_was_sent(db: Database) -> None:
    async with db.transaction() as tx:
        for key in ("a", "b"):
            await outbox.put(tx, Due(key, Verb.SAY, Occasion.GRANTED, 1, NOW, to=1))
        (row, *_) = await outbox.due(tx, NOW)
        await outbox.mark_sent(tx, row, NOW)
        await outbox.forget_key(tx, "a")
        await outbox.forget_key(tx, "b")
        left = await tx.all("SELECT key FROM outbox")
        assert [each[0] for each in left] == [row.key]
