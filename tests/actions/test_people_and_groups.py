"""Who people are, what they may do, and which chats are the center's groups."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.actions import due, inbox, jobs, membership, people, posting, setup
from bot.actions.inbox import Received
from bot.actions.membership import Vouched
from bot.actions.setup import SetupRefusal
from bot.rules.model import PROFILE_FIELDS, ClaimState, Group, Person, Profile, Qualification, Reach
from bot.rules.problems import Problem
from storage import chats, drafts, requests
from storage import people as stored_people
from storage.people import Sight
from tests.actions.office import Office, an_office

DAN = Sight(41, "Dan", "dan_v", "en")
VOLUNTEERS, COORDINATORS = -1, -2
"""The Telegram ids of the office's groups."""


# --- meeting ----------------------------------------------------------------------------------------------------------


async def test_somebody_new_is_met_once_however_many_updates_come_at_once(office: Office) -> None:
    met = await asyncio.gather(*(people.meet(office.app, DAN, private=number == 5) for number in range(10)))
    assert len({person.id for person in met}) == 1
    assert (await office.again(met[0])).reach is Reach.YES


async def test_writing_privately_opens_the_way_back(office: Office) -> None:
    dan = await people.meet(office.app, DAN, private=False)
    assert dan.reach is Reach.UNKNOWN
    assert (await people.meet(office.app, DAN, private=True)).reach is Reach.YES
    await people.blocked(office.app, DAN.telegram_id, office.update)
    assert (await people.meet(office.app, DAN, private=False)).reach is Reach.NO
    assert (await people.meet(office.app, DAN, private=True)).reach is Reach.YES


async def test_who_blocks_the_bot_keeps_seats_only_for_a_while(office: Office) -> None:
    request = await office.posts()
    dan = await office.meets("Dan")
    await office.taps(dan, request)
    async with office.app.db.reading() as tx:
        telegram_id = await stored_people.telegram_id(tx, dan.id)
    assert telegram_id is not None
    await people.blocked(office.app, telegram_id, office.update)
    await people.blocked(office.app, 7, office.update)  # nobody the bot knows
    claim = await office.seat(dan, request)
    assert claim is not None
    assert claim.state is ClaimState.HELD


async def test_a_username_given_on_is_found_with_its_new_owner(office: Office) -> None:
    dan = await people.meet(office.app, DAN, private=True)
    assert await people.find_target(office.app, "@dan_v") == dan
    other = await people.meet(office.app, replace(DAN, telegram_id=42), private=False)
    assert await people.find_target(office.app, "@dan_v") == other
    for words, found in (("41", dan), ("42", other), ("43", None), ("dan_v", None), ("", None), ("9" * 30, None)):
        assert await people.find_target(office.app, words) == found


async def test_the_settings_name_owners(tmp_path: Path) -> None:
    async with an_office(tmp_path, owner_ids=frozenset({41})) as office:
        dan = await people.meet(office.app, DAN, private=False)
        assert dan.owner
        assert dan.coordinator
        assert not (await people.meet(office.app, replace(DAN, telegram_id=42), private=False)).owner
        assert await people.owner_link(office.app) is None


async def test_the_owners_link_makes_one_owner(office: Office) -> None:
    first = await people.owner_link(office.app)
    link = await people.owner_link(office.app)
    assert first is not None
    assert link is not None
    old, token = first.partition("owner-")[2], link.partition("owner-")[2]
    crowd = [await office.meets(name) for name in ("Ana", "Ben", "Dan")]
    assert not await people.use_owner_link(office.app, crowd[0], old, office.update)
    won = await asyncio.gather(*(people.use_owner_link(office.app, who, token, office.update) for who in crowd))
    assert sorted(won) == [False, False, True]
    owners = [(await office.again(person)).owner for person in crowd]
    assert owners == won
    assert await people.owner_link(office.app) is None


async def test_an_old_link_makes_no_owner(office: Office) -> None:
    link = await people.owner_link(office.app)
    assert link is not None
    office.clock.forward(days=7)
    dan = await office.meets("Dan")
    assert not await people.use_owner_link(office.app, dan, link.partition("owner-")[2], office.update)


# --- the questions of /start ------------------------------------------------------------------------------------------


async def test_start_asks_five_things_and_each_can_be_skipped(office: Office) -> None:
    dan = await office.meets("Dan")
    field: str | Problem | None = await people.start_profile(office.app, dan, office.update)
    asked = []
    while isinstance(field, str):
        asked.append(field)
        text = {"phone": "413-555-0100", "towns": "Holyoke"}.get(field)
        field = await people.answer_profile(office.app, dan, field, text, office.update)
    assert tuple(asked) == PROFILE_FIELDS
    assert await people.profile(office.app, dan) == Profile("Dan", phone="413-555-0100", towns="Holyoke")
    assert (await office.again(dan)).profile_asked
    async with office.app.db.reading() as tx:
        assert await drafts.of_kind(tx, dan.id, "profile") == []


async def test_what_may_not_be_stored_is_asked_again(office: Office) -> None:
    dan = await office.meets("Dan")
    await people.start_profile(office.app, dan, office.update)
    answer = await people.answer_profile(office.app, dan, "name", "A123456789", office.update)
    assert answer is Problem.A_NUMBER
    async with office.app.db.reading() as tx:
        row = await drafts.asked_of(tx, dan.id)
    assert row is not None
    assert row.asking == "name"


async def test_starting_anew_asks_from_the_beginning(office: Office) -> None:
    dan = await office.meets("Dan")
    for _ in range(3):
        assert await people.start_profile(office.app, dan, office.update) == "name"
        await people.answer_profile(office.app, dan, "name", None, office.update)
    async with office.app.db.reading() as tx:
        assert len(await drafts.of_kind(tx, dan.id, "profile")) == 1


async def test_trainings_are_granted_and_taken(office: Office) -> None:
    ana = await office.meets("Ana", trained=False)
    for expected in (True, False):
        assert await people.grant(office.app, office.rosa, ana, Qualification.RIDESHARE, office.update) is expected
    assert (await office.again(ana)).qualified(Qualification.RIDESHARE, office.app.now())
    for expected in (True, False):
        assert await people.revoke(office.app, office.rosa, ana, Qualification.RIDESHARE, office.update) is expected
    assert await people.name_of(office.app, ana.id) == "Ana"
    assert await people.name_of(office.app, 7) == ""


async def test_a_chosen_language_stays(office: Office) -> None:
    dan = await people.meet(office.app, DAN, private=True)
    assert (await people.choose_language(office.app, dan, "es", office.update)).language == "es"
    assert (await people.meet(office.app, DAN, private=True)).language == "es"


# --- who is in the groups ---------------------------------------------------------------------------------------------


async def people_in(office: Office, group: Group) -> int:
    chat = await membership.chat_of(office.app, group)
    assert chat is not None
    return chat.people


async def known(office: Office, sight: Sight = DAN) -> Person:
    return await people.meet(office.app, sight, private=False)


async def test_a_volunteer_is_who_is_in_the_group(office: Office) -> None:
    for status, joined, volunteer, count in (
        ("member", True, True, 10),
        ("administrator", False, True, 10),
        ("left", False, False, 9),
        ("member", True, True, 10),
        ("kicked", False, False, 9),
        ("kicked", False, False, 9),
    ):
        await membership.changed(office.app, DAN, VOLUNTEERS, status, office.update, joined=joined)
        assert (await known(office)).volunteer is volunteer
        assert await people_in(office, Group.VOLUNTEERS) == count


async def test_somebody_never_met_who_leaves_is_counted_out(office: Office) -> None:
    await membership.changed(office.app, DAN, VOLUNTEERS, "left", office.update, joined=False)
    assert await people_in(office, Group.VOLUNTEERS) == 8


async def test_other_chats_give_nobody_a_right(office: Office) -> None:
    await membership.changed(office.app, DAN, -99, "creator", office.update, joined=True)
    dan = await known(office)
    assert dan.standings == {}
    assert await membership.group_of(office.app, -99) is None


async def test_who_joins_the_coordinators_waits_until_one_of_them_vouches(office: Office) -> None:
    await membership.changed(office.app, DAN, COORDINATORS, "member", office.update, joined=True)
    dan = await known(office)
    assert not dan.coordinator
    assert (await office.works()).count("newcomer") == 1
    assert await membership.vouch(office.app, dan, dan.id, office.update) == Vouched(False, "Dan")
    assert not (await known(office)).coordinator
    assert await membership.vouch(office.app, office.rosa, dan.id, office.update) == Vouched(True, "Dan")
    assert (await known(office)).coordinator
    assert await membership.vouch(office.app, office.rosa, dan.id, office.update) == Vouched(False, "Dan")
    assert await membership.vouch(office.app, office.rosa, 7, office.update) == Vouched(False, "")


async def test_who_left_the_coordinators_and_came_back_is_vouched_for_again(office: Office) -> None:
    for status, joined in (("member", True), ("left", False)):
        await membership.changed(office.app, DAN, COORDINATORS, status, office.update, joined=joined)
        await membership.vouch(office.app, office.rosa, (await known(office)).id, office.update)
        assert (await known(office)).coordinator is joined
    # seen by getChatMember, where the joining itself was missed
    dan = await membership.record(office.app, await known(office), Group.COORDINATORS, "member")
    assert not dan.coordinator
    assert "newcomer" in await office.works()


async def test_those_counted_at_the_setup_are_taken_at_their_word_for_some_days(office: Office) -> None:
    await setup.set_up(office.app, office.rosa, Group.COORDINATORS, -3, None, 3, office.update)
    crowd = [await office.meets(name) for name in ("Ana", "Ben", "Dan", "Eve")]
    found = [await membership.record(office.app, person, Group.COORDINATORS, "member") for person in crowd[:3]]
    assert [person.coordinator for person in found] == [True, True, False]  # with Rosa there were three
    await setup.set_up(office.app, office.rosa, Group.COORDINATORS, -4, None, 9, office.update)
    office.clock.forward(days=7)
    late = await membership.record(office.app, crowd[3], Group.COORDINATORS, "member")
    assert not late.coordinator


async def test_what_telegram_says_of_a_volunteer_is_noted_with_its_time(office: Office) -> None:
    dan = await office.meets("Dan", inside=False)
    office.clock.forward(minutes=5)
    dan = await membership.record(office.app, dan, Group.VOLUNTEERS, "member")
    assert dan.volunteer
    assert dan.standings[Group.VOLUNTEERS].checked_at == office.app.now()


# --- which chats are the groups ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("group", "chat", "public", "admin", "why"),
    [
        pytest.param(Group.VOLUNTEERS, -9, True, True, None, id="a public volunteers' group"),
        pytest.param(Group.COORDINATORS, -9, False, True, None, id="a private coordinators' group"),
        pytest.param(Group.COORDINATORS, -9, True, True, SetupRefusal.PUBLIC, id="a public coordinators' group"),
        pytest.param(Group.COORDINATORS, VOLUNTEERS, False, True, SetupRefusal.OTHER_ROLE, id="the volunteers' group"),
        pytest.param(Group.VOLUNTEERS, COORDINATORS, False, True, SetupRefusal.OTHER_ROLE, id="the coordinators'"),
        pytest.param(Group.VOLUNTEERS, -9, False, False, SetupRefusal.NOT_ADMIN, id="where the bot is no admin"),
        pytest.param(Group.VOLUNTEERS, VOLUNTEERS, False, True, None, id="the same again"),
    ],
)
async def test_which_chat_may_have_a_role(
    office: Office, group: Group, chat: int, public: bool, admin: bool, why: SetupRefusal | None
) -> None:
    assert await setup.refusal(office.app, group, chat, public=public, bot_is_admin=admin) is why


async def test_a_proposal_is_its_makers_own_and_only_the_last_one_stands(office: Office) -> None:
    app, rosa, dan = office.app, office.rosa, await office.meets("Dan")
    first = await setup.propose(app, rosa, -8, None, 21, office.update)
    last = await setup.propose(app, rosa, -9, 7, 22, office.update)
    assert await setup.proposal(app, rosa, first) is None
    assert await setup.proposal(app, rosa, last) == await setup.proposal(app, rosa, None) == (last, -9, 7, 22)
    assert await setup.proposal(app, dan, last) is None
    assert await setup.set_up(app, rosa, Group.COORDINATORS, -9, 7, 22, office.update, last)
    assert await setup.proposal(app, rosa, None) is None


async def test_the_same_setup_again_changes_nothing(office: Office) -> None:
    assert not await setup.set_up(office.app, office.rosa, Group.VOLUNTEERS, VOLUNTEERS, None, 50, office.update)
    assert await people_in(office, Group.VOLUNTEERS) == 9


async def test_in_a_new_group_rights_are_asked_for_anew_and_open_cards_are_posted_there(office: Office) -> None:
    dan, request = await office.meets("Dan"), await office.posts()
    await office.works()
    assert await setup.set_up(office.app, office.rosa, Group.VOLUNTEERS, -9, None, 50, office.update)
    assert not (await office.again(dan)).volunteer
    async with office.app.db.reading() as tx:
        assert await requests.card_message(tx, request.id, Group.VOLUNTEERS) is None
        assert await requests.card_message(tx, request.id, Group.COORDINATORS) is not None
    done = await office.works()
    assert "connect_card" in done
    assert done.count("card") == 2
    async with office.app.db.reading() as tx:
        assert await requests.card_message(tx, request.id, Group.VOLUNTEERS) is not None


async def test_a_supergroup_keeps_the_role_and_the_rights(office: Office) -> None:
    dan, request = await office.meets("Dan"), await office.posts()
    await office.works()
    for _ in range(2):  # Telegram says it in the old chat and in the new
        await setup.migrated(office.app, VOLUNTEERS, -100, office.update)
    assert await membership.group_of(office.app, -100) is Group.VOLUNTEERS
    assert await membership.group_of(office.app, VOLUNTEERS) is None
    assert (await office.again(dan)).volunteer
    assert (await office.works()).count("card") == 2
    async with office.app.db.reading() as tx:
        assert await requests.card_message(tx, request.id, Group.VOLUNTEERS) is not None
    await setup.migrated(office.app, -98, -99)  # some other group
    assert await membership.group_of(office.app, -99) is None


async def test_taken_out_of_a_group_the_bot_gives_nobody_a_right_by_it(office: Office) -> None:
    dan = await office.meets("Dan")
    assert await setup.removed(office.app, -9, office.update) is None
    assert await setup.removed(office.app, VOLUNTEERS, office.update) is Group.VOLUNTEERS
    assert not (await office.again(dan)).volunteer
    async with office.app.db.reading() as tx:
        assert await chats.load(tx, Group.VOLUNTEERS) is None
    await office.posts()
    assert (await office.works()).count("card") == 1  # the coordinators still have theirs


# --- updates ----------------------------------------------------------------------------------------------------------


async def test_updates_are_received_once(office: Office) -> None:
    batch = [Received(number, b"queue", b"{}") for number in (5, 6)]
    assert await inbox.receive(office.app, batch) == batch
    newer = Received(7, b"queue", b"{}")
    assert await inbox.receive(office.app, [*batch, newer]) == [newer]
    assert await inbox.receive(office.app, []) == []
    await inbox.handled(office.app, [5, 7])
    assert [received.update_id for received in await inbox.waiting(office.app)] == [6]


async def test_the_third_failure_sets_an_update_aside_and_coordinators_hear_of_it_once_an_hour(office: Office) -> None:
    await inbox.receive(office.app, [Received(number, b"queue", b"{}") for number in (5, 6)])
    for number in (5, 6):
        assert [await inbox.failed(office.app, number, failures) for failures in (1, 2, 3)] == [False, False, True]
    assert await inbox.waiting(office.app) == []
    assert (await office.works()).count("trouble") == 1
    office.clock.forward(hours=1)
    await inbox.receive(office.app, [Received(7, b"queue", b"{}")])
    assert await inbox.failed(office.app, 7, 3)
    assert (await office.works()).count("trouble") == 1


async def test_queues_have_names_that_tell_nothing(office: Office) -> None:
    names = {inbox.queue_name(office.app, kind, number) for kind in ("telegram", "chat") for number in (41, 42)}
    assert len(names) == 4
    assert not names & {b"41", b"42"}
    assert inbox.queue_name(office.app, "chat", 41) in names


async def test_the_daily_sweep_plans_itself(office: Office) -> None:
    await jobs.plan_days(office.app)
    await jobs.plan_days(office.app)  # at a restart
    for day in range(3):
        assert (await office.works()).count("sweep") == 1, day
        office.clock.forward(hours=24)
    async with office.app.db.reading() as tx:
        kept = await tx.value("SELECT count(*) FROM outbox WHERE occasion = 'sweep'")
    assert kept <= 3


async def test_somebody_who_got_no_answer_hears_how_to_go_on_for_half_a_day(office: Office) -> None:
    dan = await office.meets("Dan")
    for _ in range(2):
        await due.owe_an_answer(office.app, dan.id, 5)
    assert await office.works() == ["unanswered"]
    await due.owe_an_answer(office.app, dan.id, 6)
    office.clock.forward(hours=12)
    assert await office.works() == []


async def test_an_interrupted_sweep_or_forgetting_is_harmless_to_repeat(office: Office) -> None:
    request = await office.posts()
    for _ in range(2):
        await posting.forget(office.app, request.id)
    for _ in range(2):
        await posting.purge(office.app, request.id)
    office.clock.forward(days=60)
    assert timedelta(days=60) > office.app.policy.retain_claims
    await office.works()
