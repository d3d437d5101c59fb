"""Sessions and answers as rows: what is saved comes back, what is erased does not."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.rules.model import Going, Group, Qualification, Rsvp, Session, SessionState, Whereabouts
from storage import sessions
from storage.database import Connection, Database
from tests.rules.test_sessions import a_session
from tests.storage.conftest import NOW, meet


async def posted(tx: Connection, contact: int, **changes: object) -> Session:
    session = replace(a_session(capacity=2), contact_id=contact, languages=("en", "es"), **changes)  # type: ignore[arg-type]
    await sessions.add(tx, session, Whereabouts("12 Maple St", "https://x.example"), "0042")
    return session


async def test_what_is_saved_comes_back(db: Database) -> None:
    async with db.transaction() as tx:
        ana = await meet(tx)
        session = await posted(tx, ana, title="beginners", trainer_id=ana, place="Holyoke")
        for rsvp in (
            Rsvp(1, session.id, ana, Going.GOING, 1, NOW, held_until=NOW + timedelta(minutes=15)),
            Rsvp(2, session.id, None, Going.WALK_IN, 2, NOW, present_at=NOW),
        ):
            await sessions.save_rsvp(tx, rsvp)
            session = replace(session, rsvps=(*session.rsvps, rsvp))
        await sessions.name_rsvp(tx, 2, "Carmen")
        assert await sessions.load(tx, session.id) == replace(session, private_place=True, online=True)
        assert await sessions.private(tx, session.id) == Whereabouts("12 Maple St", "https://x.example")
        assert await sessions.code(tx, session.id) == "0042"
        assert await sessions.typed_names(tx, session.id) == {2: "Carmen"}


async def test_erased_is_erased(db: Database) -> None:
    async with db.transaction() as tx:
        session = await posted(tx, await meet(tx), title="beginners")
        await sessions.save_rsvp(tx, Rsvp(2, session.id, None, Going.WALK_IN, 2, NOW))
        await sessions.name_rsvp(tx, 2, "Carmen")
        await sessions.forget_private(tx, session.id)
        assert await sessions.private(tx, session.id) == Whereabouts()
        assert await sessions.code(tx, session.id) == ""
        await sessions.erase(tx, session.id)
        assert await tx.key(session.id) is None
        found = await sessions.load(tx, session.id)
        assert found is not None
        assert found.title == ""
        await sessions.delete(tx, session.id)
        assert await tx.key(2) is None
        assert await tx.value("SELECT count(*) FROM rsvp") == 0


async def test_nobody_answers_twice(db: Database) -> None:
    async with db.transaction() as tx:
        ana = await meet(tx)
        session = await posted(tx, ana)
        await sessions.save_rsvp(tx, Rsvp(1, session.id, ana, Going.GOING, 1, NOW))
        with pytest.raises(sqlite3.IntegrityError):
            await sessions.save_rsvp(tx, Rsvp(2, session.id, ana, Going.GOING, 2, NOW))


async def test_the_next_training_has_a_free_place_if_any_has(db: Database) -> None:
    async with db.transaction() as tx:
        ana = await meet(tx)
        full = await posted(tx, ana, capacity=1)
        await sessions.save_rsvp(tx, Rsvp(1, full.id, ana, Going.GOING, 1, NOW))
        assert (await sessions.next_training(tx, Qualification.RIDESHARE, NOW) or full).id == full.id
        later = {"starts_at": full.starts_at + timedelta(days=7), "ends_at": full.ends_at + timedelta(days=7)}
        free = await posted(tx, ana, id=70, **later)
        found = await sessions.next_training(tx, Qualification.RIDESHARE, NOW)
        assert found is not None
        assert found.id == free.id
        assert await sessions.next_training(tx, Qualification.HOTLINE, NOW) is None
        assert await sessions.next_training(tx, Qualification.RIDESHARE, free.starts_at) is None
        await sessions.set_state(tx, free.id, SessionState.CANCELLED, NOW)
        found = await sessions.next_training(tx, Qualification.RIDESHARE, NOW)
        assert found is not None
        assert found.id == full.id


async def test_wrong_codes_are_counted_for_one_evening(db: Database) -> None:
    async with db.transaction() as tx:
        ana = await meet(tx)
        for _ in range(3):
            await sessions.tried(tx, ana, NOW - timedelta(hours=12), NOW)
        assert await sessions.tries(tx, ana, NOW - timedelta(hours=12)) == 3
        tomorrow = NOW + timedelta(days=1)
        assert await sessions.tries(tx, ana, tomorrow - timedelta(hours=12)) == 0
        await sessions.tried(tx, ana, tomorrow - timedelta(hours=12), tomorrow)
        assert await sessions.tries(tx, ana, tomorrow - timedelta(hours=12)) == 1


async def test_cards_and_lists_are_found_again(db: Database) -> None:
    async with db.transaction() as tx:
        ana = await meet(tx)
        session = await posted(tx, ana)
        await sessions.set_card_message(tx, session.id, Group.VOLUNTEERS, 5)
        found = await sessions.load_by_card(tx, Group.VOLUNTEERS, 5)
        assert found is not None
        assert await sessions.load_by_card(tx, Group.COORDINATORS, 5) is None
        await sessions.set_list(tx, session.id, ana, 9, 2)
        assert await sessions.list_message(tx, session.id, ana) == (9, 2)
        assert await sessions.list_viewers(tx, [session.id]) == {session.id: (ana,)}
        await sessions.forget_list(tx, session.id, ana)
        assert await sessions.list_viewers(tx, [session.id]) == {}
