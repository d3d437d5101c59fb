"""A center is set up: an owner, two groups, and who counts as what."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import owner_link
from sandbox import Person
from storage import people
from tests.center import Center, open_center


async def test_the_owner_gives_both_groups_their_role(fresh: Center) -> None:
    rosa = fresh.rosa
    await rosa.starts()
    await rosa.writes("/setup volunteers", to=fresh.volunteers)
    await fresh.idle()
    connect = fresh.volunteers.pinned[0]
    assert connect.silent
    assert connect.buttons[0][0].url == "https://t.me/AcompanaBot?start=connect"

    await rosa.writes("/setup coordinators", to=fresh.coordinators)
    question = await rosa.waits_for("This group has 1 person", in_=fresh.coordinators)
    await rosa.taps(question, "Yes, these are the coordinators")
    await rosa.waits_for("This is now the coordinators' group", in_=fresh.coordinators)


async def test_without_owner_ids_a_link_makes_the_first_owner_and_works_once(tmp_path: Path) -> None:
    async with open_center(tmp_path, owner_ids=()) as center:
        link = await owner_link(center.bot.app)
        assert link is not None
        stranger = center.telegram.add_person("Sam")
        await center.rosa.follows(link)
        await center.rosa.waits_for("You are now the owner")
        await stranger.follows(link)
        await stranger.waits_for("This link was used already")
        assert await owner_link(center.bot.app) is None
        await center.set_up()


async def test_somebody_who_is_no_owner_can_set_up_nothing(fresh: Center) -> None:
    dan = fresh.telegram.add_person("Dan")
    fresh.volunteers.add(dan)
    await dan.writes("/setup volunteers", to=fresh.volunteers)
    await dan.waits_for("This is for coordinators", in_=fresh.volunteers)
    assert not fresh.volunteers.pinned


async def test_a_public_group_cannot_be_the_coordinators(fresh: Center) -> None:
    public = fresh.telegram.add_group("Open house", creator=fresh.rosa, username="open_house")
    public.add_bot(fresh.account, fresh.rosa)
    public.promote_bot(fresh.account, fresh.rosa)
    await fresh.rosa.writes("/setup coordinators", to=public)
    await fresh.rosa.waits_for("This group is public", in_=public)


async def test_the_volunteers_group_cannot_be_the_coordinators_too(center: Center) -> None:
    await center.rosa.writes("/setup coordinators", to=center.volunteers)
    await center.rosa.waits_for("two different groups", in_=center.volunteers)


async def test_a_bot_that_is_no_admin_says_how_to_make_it_one(fresh: Center) -> None:
    group = fresh.telegram.add_group("New", creator=fresh.rosa)
    group.add_bot(fresh.account, fresh.rosa)
    await fresh.rosa.writes("/setup volunteers", to=group)
    await fresh.rosa.waits_for("Make me an admin", in_=group)


async def test_more_than_twenty_people_want_a_typed_word(fresh: Center) -> None:
    for number in range(20):
        fresh.coordinators.add(fresh.telegram.add_person(f"P{number}"))
    await fresh.rosa.writes("/setup coordinators", to=fresh.coordinators)
    asked = await fresh.rosa.waits_for("This group has 21 people", in_=fresh.coordinators)
    assert not asked.buttons
    await fresh.rosa.writes("/setup coordinators yes", to=fresh.coordinators)
    await fresh.rosa.waits_for("This is now the coordinators' group", in_=fresh.coordinators)


async def test_saying_no_changes_nothing(fresh: Center) -> None:
    await fresh.rosa.writes("/setup coordinators", to=fresh.coordinators)
    question = await fresh.rosa.waits_for("This group has", in_=fresh.coordinators)
    await fresh.rosa.taps(question, "nosetup:")
    await fresh.rosa.waits_for("Nothing was changed", in_=fresh.coordinators)


async def test_only_who_asked_can_confirm(fresh: Center) -> None:
    ana = fresh.telegram.add_person("Ana")
    fresh.coordinators.add(ana)
    await fresh.rosa.writes("/setup coordinators", to=fresh.coordinators)
    question = await fresh.rosa.waits_for("This group has", in_=fresh.coordinators)
    tap = await ana.taps(question, "Yes, these")
    assert tap.alert
    assert "for coordinators" in tap.text


async def test_setup_in_a_forum_topic_posts_there(fresh: Center) -> None:
    forum = fresh.telegram.add_group("Forum", creator=fresh.rosa, forum=True)
    topic = forum.add_topic("Rides")
    forum.add_bot(fresh.account, fresh.rosa)
    forum.promote_bot(fresh.account, fresh.rosa)
    await fresh.rosa.starts()
    await fresh.rosa.writes("/setup volunteers", to=forum, thread=topic)
    await fresh.idle()
    assert forum.pinned[0].thread == topic


async def test_who_was_there_is_a_coordinator_who_comes_later_needs_a_word(fresh: Center) -> None:
    miguel = fresh.telegram.add_person("Miguel")
    fresh.coordinators.add(miguel)
    await fresh.set_up()
    await miguel.starts()
    await miguel.waits_for("You are a coordinator")

    ines = fresh.telegram.add_person("Inés")
    fresh.coordinators.add(ines, fresh.rosa)
    asked = await fresh.rosa.waits_for("Inés joined this group", in_=fresh.coordinators)
    await ines.starts()
    await fresh.idle()
    assert "You are a coordinator" not in ines.screen()
    assert (await ines.taps(asked, "Yes, coordinator")).alert, "nobody vouches for herself"
    await miguel.taps(asked, "Yes, coordinator")
    await fresh.rosa.waits_for("Inés is a coordinator now", in_=fresh.coordinators)
    await ines.writes("/board")
    await ines.waits_for("Board")


async def test_leaving_the_group_takes_the_right_at_once_and_coming_back_asks_again(fresh: Center) -> None:
    miguel = fresh.telegram.add_person("Miguel")
    fresh.coordinators.add(miguel)
    await fresh.set_up()
    await miguel.writes("/board")
    await miguel.waits_for("Board")
    fresh.coordinators.remove(miguel, fresh.rosa)
    await miguel.writes("/board")
    await miguel.waits_for("This is for coordinators")
    fresh.coordinators.add(miguel, fresh.rosa)
    await fresh.rosa.waits_for("Miguel joined this group", in_=fresh.coordinators)
    await miguel.writes("/ride")
    await fresh.idle()
    assert "for coordinators" in miguel.last.text


@pytest.mark.parametrize("how", ["anonymous", "as_channel"])
async def test_who_writes_without_a_face_is_answered_politely_and_never_taken_for_a_person(
    center: Center, how: str
) -> None:
    center.volunteers.set_anonymous_admin(center.rosa)
    await center.rosa.writes(
        "/ride 2026-12-03 09:00 Holyoke > Amherst",
        to=center.coordinators if how == "as_channel" else center.volunteers,
        anonymous=how == "anonymous",
        as_channel=how == "as_channel",
    )
    await center.idle()
    group = center.coordinators if how == "as_channel" else center.volunteers
    assert "I can't see who you are" in group.last.text
    async with center.bot.app.db.reading() as tx:
        assert await people.find(tx, 1087968824) is None
        assert await people.find(tx, 136817688) is None


async def test_a_group_that_becomes_a_supergroup_keeps_its_role_and_its_cards(tmp_path: Path) -> None:
    async with open_center(tmp_path) as center:
        center.coordinators = center.telegram.add_group("Basic", creator=center.rosa, type="group")
        center.coordinators.add_bot(center.account, center.rosa)
        center.coordinators.promote_bot(center.account, center.rosa)
        await center.set_up()
        card = await center.posts()
        center.coordinators.migrate()
        await center.idle()
        await center.rosa.waits_for("Holyoke → Amherst", in_=center.coordinators)
        dan = await center.volunteer("Dan")
        await dan.taps(card, "claim:")
        await center.rosa.waits_for("• Dan", in_=center.coordinators)


async def test_after_the_bot_was_taken_out_of_the_group_nobody_has_rights_by_it(center: Center) -> None:
    dan = await center.volunteer("Dan")
    center.volunteers.remove(center.account, center.rosa)
    await center.idle()
    await dan.writes("/open")
    await dan.waits_for("This is for people in the volunteers' group")


async def test_menus_are_short_and_in_everybodys_language(center: Center) -> None:
    dan: Person = await center.volunteer("Dan")
    luz: Person = await center.volunteer("Luz", language="es")
    stranger = center.telegram.add_person("Sam", language="es")
    assert list(dan.menu()) == ["open", "my", "trainings", "notify", "language", "help"]
    assert list(center.rosa.menu())[:5] == ["ride", "accompany", "interpret", "shift", "board"]
    assert luz.menu()["open"] != dan.menu()["open"]
    assert list(stranger.menu()) == ["start", "formaciones", "language", "help"]
    assert stranger.menu()["help"] == "Lo que puedo hacer"


async def test_a_week_after_the_setup_nobody_is_taken_at_their_word(fresh: Center) -> None:
    miguel = fresh.telegram.add_person("Miguel")
    fresh.coordinators.add(miguel)
    await fresh.set_up()
    fresh.clock.forward(days=7)
    await miguel.writes("/board")
    await miguel.waits_for("This is for coordinators")
    asked = await fresh.rosa.waits_for("Miguel joined this group", in_=fresh.coordinators)
    await fresh.rosa.taps(asked, "Yes, coordinator")
    await miguel.writes("/board")
    await miguel.waits_for("Board")


async def test_the_owner_loses_the_coordinators_right_with_the_group_but_can_set_up_again(fresh: Center) -> None:
    miguel = fresh.telegram.add_person("Miguel")
    fresh.coordinators.add(miguel)
    await fresh.set_up()
    fresh.coordinators.remove(fresh.rosa, miguel)
    await fresh.rosa.writes("/board")
    await fresh.rosa.waits_for("This is for coordinators")
    new = fresh.telegram.add_group("New coordinators", creator=fresh.rosa)
    new.add_bot(fresh.account, fresh.rosa)
    new.promote_bot(fresh.account, fresh.rosa)
    await fresh.rosa.writes("/setup coordinators", to=new)
    await fresh.idle()
    await fresh.rosa.taps(new.last, "setup:")
    await fresh.idle()
    await fresh.rosa.writes("/board", to=new)
    await fresh.rosa.waits_for("Board", in_=new)
