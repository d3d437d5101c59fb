"""People, what they may do, their drafts and links, and the groups."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.rules.model import PROFILE_FIELDS, Group, Person, Profile, Qualification, Reach, Standing
from storage import audit, chats, drafts, people, tokens
from storage.database import Connection, Database
from storage.people import Sight
from storage.tokens import Token
from tests.storage.conftest import NOW, meet

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def loaded(tx: Connection, person_id: int) -> Person:
    person = await people.load(tx, person_id)
    assert person is not None
    return person


# --- meeting people ---------------------------------------------------------------------------------------------------


async def test_somebody_is_found_by_their_telegram_id(db: Database) -> None:
    async with db.transaction() as tx:
        person_id = await meet(tx, 41)
        assert await people.find(tx, 41) == Person(person_id, "en")
        assert await people.find(tx, 42) is None
        assert await people.load(tx, 41) is None
        assert await people.telegram_id(tx, person_id) == 41


async def test_nobody_is_met_twice(db: Database) -> None:
    async with db.transaction() as tx:
        await meet(tx, 41)
        with pytest.raises(sqlite3.IntegrityError):
            await meet(tx, 41)


@pytest.mark.parametrize("words", ["dan_v", "@dan_v", "@DAN_V"])
async def test_somebody_is_found_by_username(db: Database, words: str) -> None:
    async with db.transaction() as tx:
        person_id = await meet(tx, 41, username="Dan_V")
        await meet(tx, 42, username=None)
        found = await people.find_by_username(tx, words)
        assert found is not None
        assert found.id == person_id
        assert await people.find_by_username(tx, "@dan") is None
        assert await people.find_by_username(tx, "@") is None


async def test_a_username_moves_to_whoever_was_seen_with_it_last(db: Database) -> None:
    async with db.transaction() as tx:
        dan, ana = await meet(tx, 41, username="dan"), await meet(tx, 42, username="ana")
        await people.set_looks(tx, ana, Sight(42, "Ana", "Dan", "en"))
        assert await people.find_by_username(tx, "@dan") == await people.load(tx, ana)
        assert await people.find_by_username(tx, "@ana") is None
        await people.set_looks(tx, dan, Sight(41, "Dan", None, "en"))
        assert await people.find_by_username(tx, "@dan") == await people.load(tx, ana)


async def test_a_username_moves_to_a_newcomer_too(db: Database) -> None:
    """`/grant rideshare @dan` must not reach whoever had the name before."""
    async with db.transaction() as tx:
        for telegram_id in range(41, 49):
            newcomer = await meet(tx, telegram_id, username="dan")
            assert await people.find_by_username(tx, "@dan") == await people.load(tx, newcomer)


async def test_a_chosen_language_stays(db: Database) -> None:
    async with db.transaction() as tx:
        person_id = await meet(tx, 41)
        await people.set_looks(tx, person_id, Sight(41, "Dan", None, "es"))
        assert (await loaded(tx, person_id)).language == "es"
        await people.set_looks(tx, person_id, Sight(41, "Dan", None, None))
        assert (await loaded(tx, person_id)).language == "es"
        await people.set_language(tx, person_id, "en")
        await people.set_looks(tx, person_id, Sight(41, "Dan", None, "es"))
        assert (await loaded(tx, person_id)).language == "en"


@pytest.mark.parametrize(
    ("sight", "different"),
    [
        pytest.param(Sight(41, "Dan", "dan_v", "en"), False, id="as before"),
        pytest.param(Sight(41, "Daniel", "dan_v", "en"), False, id="another first name: theirs to tell"),
        pytest.param(Sight(41, "Dan", "DAN_V", None), False, id="no language told"),
        pytest.param(Sight(41, "Dan", "daniel", "en"), True, id="another username"),
        pytest.param(Sight(41, "Dan", None, "en"), True, id="no username any more"),
        pytest.param(Sight(41, "Dan", "dan_v", "es"), True, id="another language"),
    ],
)
async def test_somebody_is_recognized(db: Database, sight: Sight, different: bool) -> None:
    async with db.transaction() as tx:
        person_id = await meet(tx, 41, "Dan", "dan_v")
        assert await people.recognize(tx, sight) == (await people.load(tx, person_id), different)
        assert await people.recognize(tx, replace(sight, telegram_id=42)) == (None, False)


async def test_a_profile_is_told_field_by_field(db: Database) -> None:
    async with db.transaction() as tx:
        person_id = await meet(tx, 41, "Dan")
        assert await people.profile(tx, person_id) == Profile("Dan")
        for field in PROFILE_FIELDS:
            await people.set_profile(tx, person_id, field, f"the {field}")
        assert await people.profile(tx, person_id) == Profile(*(f"the {field}" for field in PROFILE_FIELDS))
        await people.set_profile(tx, person_id, "phone", "")
        profile = await people.profile(tx, person_id)
        assert profile is not None
        assert profile.phone == ""


async def test_names_of_several_people(db: Database) -> None:
    async with db.transaction() as tx:
        dan, ana = await meet(tx, 41, "Dan"), await meet(tx, 42, "Ana")
        assert await people.names(tx, frozenset({dan, ana, 7})) == {dan: "Dan", ana: "Ana"}
        assert await people.names(tx, frozenset()) == {}


async def test_what_is_noted_about_a_person(db: Database) -> None:
    async with db.transaction() as tx:
        person_id = await meet(tx)
        assert not await people.owner_exists(tx)
        await people.set_reach(tx, person_id, Reach.YES)
        await people.set_promised(tx, person_id, NOW)
        await people.set_profile_asked(tx, person_id)
        await people.set_owner(tx, person_id)
        assert await people.owner_exists(tx)
        assert await people.load(tx, person_id) == Person(
            person_id, "en", Reach.YES, owner=True, promised_at=NOW, profile_asked=True
        )


# --- what they may do -------------------------------------------------------------------------------------------------


async def test_a_training_is_granted_once_and_taken_once(db: Database) -> None:
    async with db.transaction() as tx:
        rosa, dan = await meet(tx, 1, username=None), await meet(tx, 2, username=None)
        assert await people.grant(tx, dan, Qualification.RIDESHARE, rosa, NOW)
        assert not await people.grant(tx, dan, Qualification.RIDESHARE, rosa, NOW + DAY)
        assert await people.grant(tx, dan, Qualification.HOTLINE, rosa, NOW)
        person = await loaded(tx, dan)
        assert {grant.qualification for grant in person.grants} == {Qualification.RIDESHARE, Qualification.HOTLINE}
        assert {grant.granted_at for grant in person.grants} == {NOW}  # who had it keeps the older date
        assert await people.revoke(tx, dan, Qualification.RIDESHARE)
        assert not await people.revoke(tx, dan, Qualification.RIDESHARE)
        person = await loaded(tx, dan)
        assert not person.qualified(Qualification.RIDESHARE, NOW)
        assert person.qualified(Qualification.HOTLINE, NOW)


async def test_a_training_can_expire(db: Database) -> None:
    async with db.transaction() as tx:
        dan = await meet(tx)
        await people.grant(tx, dan, Qualification.RIDESHARE, dan, NOW)
        await tx.run("UPDATE qualification SET expires_at = ?", int((NOW + DAY).timestamp()))
        person = await loaded(tx, dan)
    assert person.qualified(Qualification.RIDESHARE, NOW + DAY - timedelta(seconds=1))
    assert not person.qualified(Qualification.RIDESHARE, NOW + DAY)


async def stands(
    tx: Connection, person_id: int, status: str, *, joined: bool = False, confirmed: bool = False
) -> Standing:
    """The person's standing among the coordinators after Telegram said this."""
    await people.set_standing(tx, person_id, Group.COORDINATORS, status, NOW, joined=joined, confirmed=confirmed)
    return (await loaded(tx, person_id)).standings[Group.COORDINATORS]


async def test_both_groups_are_known_apart(db: Database) -> None:
    async with db.transaction() as tx:
        dan = await meet(tx)
        await people.set_standing(tx, dan, Group.VOLUNTEERS, "member", NOW, joined=False, confirmed=True)
        await people.set_standing(tx, dan, Group.COORDINATORS, "left", NOW + HOUR, joined=False, confirmed=False)
        person = await loaded(tx, dan)
    assert person.standings == {
        Group.VOLUNTEERS: Standing("member", NOW, confirmed=True),
        Group.COORDINATORS: Standing("left", NOW + HOUR, confirmed=False),
    }
    assert person.volunteer
    assert not person.coordinator


async def test_a_confirmation_lasts_until_somebody_leaves_or_joins_again(db: Database) -> None:
    async with db.transaction() as tx:
        rosa, ana = await meet(tx, 1, username=None), await meet(tx, 2, username=None)
        assert not (await stands(tx, ana, "member", joined=True)).confirmed
        assert await people.confirm(tx, ana, Group.COORDINATORS, rosa, NOW)
        assert not await people.confirm(tx, ana, Group.COORDINATORS, rosa, NOW)
        assert (await stands(tx, ana, "member")).confirmed
        assert (await stands(tx, ana, "administrator")).confirmed
        assert await people.confirmed_count(tx, Group.COORDINATORS) == 1
        for status in ("left", "kicked"):
            assert not (await stands(tx, ana, status)).confirmed
            assert not await people.confirm(tx, ana, Group.COORDINATORS, rosa, NOW)  # nobody vouches for who is out
        assert not (await stands(tx, ana, "member", joined=True)).confirmed
        await people.confirm(tx, ana, Group.COORDINATORS, rosa, NOW)
        assert not (await stands(tx, ana, "member", joined=True)).confirmed


async def test_when_the_role_moves_to_another_chat_nobody_is_known_to_be_inside(db: Database) -> None:
    async with db.transaction() as tx:
        ana = await meet(tx)
        await stands(tx, ana, "member", confirmed=True)
        await people.set_standing(tx, ana, Group.VOLUNTEERS, "member", NOW, joined=False, confirmed=True)
        await people.forget_standings(tx, Group.COORDINATORS)
        person = await loaded(tx, ana)
    assert not person.coordinator
    assert person.volunteer


async def test_connected_are_volunteers_whom_the_bot_can_write_to(db: Database) -> None:
    async with db.transaction() as tx:
        for number, (status, reach) in enumerate(
            [("member", Reach.YES), ("creator", Reach.YES), ("left", Reach.YES), ("member", Reach.NO)]
        ):
            person_id = await meet(tx, number, username=None)
            await people.set_standing(tx, person_id, Group.VOLUNTEERS, status, NOW, joined=False, confirmed=True)
            await people.set_reach(tx, person_id, reach)
        assert await people.connected_count(tx) == 2


# --- links ------------------------------------------------------------------------------------------------------------


async def test_a_link_works_once(db: Database) -> None:
    async with db.transaction() as tx:
        dan = await meet(tx)
        token = await tokens.issue(tx, "owner", NOW + DAY, subject_id=7)
        assert await tokens.use(tx, token, dan, NOW) == Token("owner", None, 7)
        assert await tokens.use(tx, token, dan, NOW) is None


async def test_a_link_expires(db: Database) -> None:
    async with db.transaction() as tx:
        dan = await meet(tx)
        for now, works in ((NOW + DAY - timedelta(seconds=1), True), (NOW + DAY, False)):
            token = await tokens.issue(tx, "owner", NOW + DAY)
            assert (await tokens.use(tx, token, dan, now) is not None) is works


async def test_somebody_elses_link_does_not_work_and_stays_theirs(db: Database) -> None:
    async with db.transaction() as tx:
        dan, ana = await meet(tx, 1, username=None), await meet(tx, 2, username=None)
        token = await tokens.issue(tx, "owner", NOW + DAY, person_id=dan)
        assert await tokens.use(tx, token, ana, NOW) is None
        assert await tokens.use(tx, token, dan, NOW) == Token("owner", dan, None)


@pytest.mark.parametrize("token", ["", "nonsense", "A" * 32, "ñ", "x" * 5000])
async def test_a_forged_link_does_not_work(db: Database, token: str) -> None:
    async with db.transaction() as tx:
        await tokens.issue(tx, "owner", NOW + DAY)
        assert await tokens.use(tx, token, 1, NOW) is None


async def test_links_are_long_random_and_fit_into_telegrams(db: Database) -> None:
    async with db.transaction() as tx:
        issued = {await tokens.issue(tx, "owner", NOW + DAY) for _ in range(50)}
    assert len(issued) == 50
    assert all(re.fullmatch(r"[\w-]{32}", token, re.ASCII) for token in issued)


async def test_links_can_be_withdrawn_and_old_ones_are_swept(db: Database) -> None:
    async with db.transaction() as tx:
        dan = await meet(tx)
        withdrawn = await tokens.issue(tx, "owner", NOW + DAY)
        await tokens.withdraw(tx, "owner")
        assert await tokens.use(tx, withdrawn, dan, NOW) is None
        await tokens.issue(tx, "owner", NOW)
        kept = await tokens.issue(tx, "owner", NOW + timedelta(seconds=1))
        await tokens.sweep(tx, NOW)
        assert await tx.value("SELECT count(*) FROM token") == 1
        assert await tokens.use(tx, kept, dan, NOW) is not None


async def test_a_link_works_for_its_purpose_only_and_another_try_does_not_use_it_up(db: Database) -> None:
    async with db.transaction() as tx:
        dan = await meet(tx)
        token = await tokens.issue(tx, "member", NOW + DAY, subject_id=7)
        assert await tokens.use(tx, token, dan, NOW, "owner") is None
        assert await tokens.use(tx, token, dan, NOW, "member") == Token("member", None, 7)


async def test_the_links_about_one_subject_can_be_withdrawn(db: Database) -> None:
    async with db.transaction() as tx:
        dan = await meet(tx)
        about_7, about_8 = [await tokens.issue(tx, "member", NOW + DAY, subject_id=n) for n in (7, 8)]
        await tokens.withdraw(tx, "member", 7)
        assert await tokens.use(tx, about_7, dan, NOW, "member") is None
        assert await tokens.use(tx, about_8, dan, NOW, "member") is not None


async def test_only_a_passer_by_is_forgotten(db: Database) -> None:
    async with db.transaction() as tx:
        nobody, dan, ana, eve = [await meet(tx, n, username=None) for n in (1, 2, 3, 4)]
        await people.set_standing(tx, dan, Group.VOLUNTEERS, "member", NOW, joined=False, confirmed=False)
        await people.set_profile(tx, ana, "phone", "413 555 0134")
        await drafts.add(tx, eve, "profile", NOW)
        assert [await people.forget_passer_by(tx, one) for one in (nobody, dan, ana, eve)] == [
            True,
            False,
            False,
            False,
        ]
        assert await people.load(tx, nobody) is None
        assert await tx.key(nobody) is None
        assert await people.load(tx, dan) is not None


async def test_an_invitation_nobody_answers_is_swept_and_other_drafts_stay(db: Database) -> None:
    async with db.transaction() as tx:
        dan = await meet(tx)
        old, other = [await drafts.add(tx, dan, kind, NOW, body={}) for kind in ("invitation", "request")]
        await drafts.sweep(tx, "invitation", NOW - timedelta(seconds=1))
        assert await drafts.load(tx, old) is not None
        await drafts.sweep(tx, "invitation", NOW)
        assert await drafts.load(tx, old) is None
        assert await tx.key(old) is None
        assert await drafts.load(tx, other) is not None


# --- drafts -----------------------------------------------------------------------------------------------------------


async def test_a_draft_comes_back(db: Database) -> None:
    async with db.transaction() as tx:
        rosa = await meet(tx)
        draft_id = await drafts.add(tx, rosa, "request", NOW, asking="when", body={"origin": "Holyoke"})
        row = await drafts.load(tx, draft_id)
        assert row is not None
        assert (row.owner_id, row.kind, row.asking, row.version, row.group) == (rosa, "request", "when", 1, None)
        assert await drafts.body(tx, draft_id) == {"origin": "Holyoke"}
        await drafts.set_body(tx, draft_id, {"origin": "Amherst"}, NOW + HOUR)
        row = await drafts.load(tx, draft_id)
        assert row is not None
        assert (row.version, row.created_at, row.updated_at) == (2, NOW, NOW + HOUR)
        assert await drafts.body(tx, draft_id) == {"origin": "Amherst"}
        await drafts.set_message(tx, draft_id, Group.COORDINATORS, 5)
        row = await drafts.load(tx, draft_id)
        assert row is not None
        assert (row.group, row.message_id) == (Group.COORDINATORS, 5)
        await drafts.delete(tx, draft_id)
        assert await drafts.load(tx, draft_id) is None
        assert await drafts.body(tx, draft_id) is None
        assert await tx.key(draft_id) is None


async def test_one_question_at_a_time_is_asked(db: Database) -> None:
    async with db.transaction() as tx:
        rosa, ana = await meet(tx, 1, username=None), await meet(tx, 2, username=None)
        first = await drafts.add(tx, rosa, "request", NOW, asking="when", body={})
        hers = await drafts.add(tx, ana, "profile", NOW, asking="name")
        second = await drafts.add(tx, rosa, "profile", NOW, asking="phone")
        assert await _asked(tx, rosa) == (second, "phone")
        row = await drafts.load(tx, first)
        assert row is not None
        assert row.asking is None
        await drafts.ask(tx, row, "origin")
        assert await _asked(tx, rosa) == (first, "origin")
        await drafts.ask(tx, row, None)
        assert await drafts.asked_of(tx, rosa) is None
        await drafts.stop_asking(tx, rosa)
        assert await _asked(tx, ana) == (hers, "name")


async def test_a_draft_changes_hands_without_its_question(db: Database) -> None:
    async with db.transaction() as tx:
        rosa, ana = await meet(tx, 1, username=None), await meet(tx, 2, username=None)
        hers = await drafts.add(tx, ana, "profile", NOW, asking="name")
        taken = await drafts.add(tx, rosa, "request", NOW, asking="origin", body={"a": 1}, group=Group.COORDINATORS)
        await drafts.set_message(tx, taken, Group.COORDINATORS, 5)
        await drafts.set_owner(tx, taken, ana)
        row = await drafts.load(tx, taken)
        assert row is not None
        assert (row.owner_id, row.asking, row.group, row.message_id, row.version) == (ana, None, None, None, 2)
        assert await drafts.body(tx, taken) == {"a": 1}
        assert await drafts.asked_of(tx, rosa) is None
        assert await _asked(tx, ana) == (hers, "name")


async def test_coordinators_are_those_inside_who_were_confirmed(db: Database) -> None:
    async with db.transaction() as tx:
        ids = [await meet(tx, number, username=None) for number in range(5)]
        for person, status in zip(ids, ("creator", "administrator", "member", "left", "member"), strict=True):
            await people.set_standing(
                tx, person, Group.COORDINATORS, status, NOW, joined=False, confirmed=person != ids[4]
            )
        outsider = await meet(tx, 9, username=None)
        await people.set_standing(tx, outsider, Group.VOLUNTEERS, "member", NOW, joined=False, confirmed=True)
        assert await people.coordinators(tx) == frozenset(ids[:3])


async def _asked(tx: Connection, person_id: int) -> tuple[int, str | None] | None:
    row = await drafts.asked_of(tx, person_id)
    return None if row is None else (row.id, row.asking)


async def test_the_database_itself_allows_one_question(db: Database) -> None:
    async with db.transaction() as tx:
        rosa = await meet(tx)
        await drafts.add(tx, rosa, "request", NOW, asking="when", body={})
        other = await drafts.add(tx, rosa, "request", NOW, body={})
        with pytest.raises(sqlite3.IntegrityError):
            await tx.run("UPDATE draft SET asking = 'origin' WHERE id = ?", other)


async def test_unfinished_requests_are_listed_oldest_first_and_ones_own_newest_first(db: Database) -> None:
    async with db.transaction() as tx:
        rosa, ana = await meet(tx, 1, username=None), await meet(tx, 2, username=None)
        old = await drafts.add(tx, rosa, "request", NOW, body={})
        new = await drafts.add(tx, rosa, "request", NOW + HOUR, body={})
        hers = await drafts.add(tx, ana, "request", NOW + DAY, body={})
        await drafts.add(tx, rosa, "profile", NOW)
        assert [row.id for row in await drafts.unfinished(tx)] == [old, new, hers]
        assert [row.id for row in await drafts.of_kind(tx, rosa, "request")] == [new, old]


# --- groups and the audit ---------------------------------------------------------------------------------------------


async def test_a_group_has_one_role_and_a_role_one_group(db: Database) -> None:
    async with db.transaction() as tx:
        assert await chats.load(tx, Group.VOLUNTEERS) is None
        await chats.set_up(tx, Group.VOLUNTEERS, -100, 7, 41, NOW)
        chat = await chats.load(tx, Group.VOLUNTEERS)
        assert chat is not None
        assert (chat.telegram_id, chat.thread_id, chat.people_at_setup, chat.people) == (-100, 7, 41, 41)
        assert await chats.find(tx, -100) is Group.VOLUNTEERS
        assert await chats.find(tx, -200) is None
        with pytest.raises(sqlite3.IntegrityError):
            await tx.run("INSERT INTO chat VALUES ('coordinators', -100, NULL, 0, 0, 0, NULL, NULL, NULL)")


async def test_a_new_setup_forgets_the_old_messages(db: Database) -> None:
    async with db.transaction() as tx:
        await chats.set_up(tx, Group.COORDINATORS, -100, None, 9, NOW)
        await chats.set_board(tx, Group.COORDINATORS, 5)
        await chats.set_pinned(tx, Group.COORDINATORS, 6)
        await chats.set_people(tx, Group.COORDINATORS, 10)
        await chats.set_up(tx, Group.COORDINATORS, -200, None, 12, NOW + DAY)
        chat = await chats.load(tx, Group.COORDINATORS)
        assert chat is not None
        assert (chat.telegram_id, chat.people_at_setup, chat.people) == (-200, 12, 12)
        assert (chat.board_message_id, chat.pinned_message_id) == (None, None)
        assert await chats.find(tx, -100) is None


async def test_a_group_that_becomes_a_supergroup_keeps_its_role(db: Database) -> None:
    async with db.transaction() as tx:
        await chats.set_up(tx, Group.COORDINATORS, -1, None, 9, NOW)
        await chats.set_board(tx, Group.COORDINATORS, 5)
        assert await chats.migrate(tx, -1, -100) is Group.COORDINATORS
        assert await chats.migrate(tx, -1, -100) is None  # Telegram says it twice: in the old chat and in the new
        chat = await chats.load(tx, Group.COORDINATORS)
        assert chat is not None
        assert (chat.telegram_id, chat.people, chat.board_message_id) == (-100, 9, None)


async def test_a_group_the_bot_was_taken_out_of_has_no_role(db: Database) -> None:
    async with db.transaction() as tx:
        await chats.set_up(tx, Group.VOLUNTEERS, -100, None, 9, NOW)
        assert await chats.remove(tx, -200) is None
        assert await chats.remove(tx, -100) is Group.VOLUNTEERS
        assert await chats.load(tx, Group.VOLUNTEERS) is None


async def test_the_audit_is_kept_for_half_a_year(db: Database) -> None:
    async with db.transaction() as tx:
        await audit.note(tx, "posted", NOW, actor=1, subject=2)
        await audit.note(tx, "cancelled", NOW + timedelta(seconds=1))
        await audit.sweep(tx, NOW + timedelta(days=180))
        assert await tx.value("SELECT count(*) FROM audit") == 2
        await audit.sweep(tx, NOW + timedelta(days=180, seconds=1))
        (row,) = await tx.all("SELECT act, actor_id, subject_id FROM audit")
    assert tuple(row) == ("cancelled", None, None)
