"""/people: who is here and trained for what; trainings noted and taken away for many at once, undone, ended."""

from __future__ import annotations

from pathlib import Path

from sandbox import Person, SeenMessage
from tests.center import Center, open_center


def labels(message: SeenMessage) -> list[str]:
    return [button.text for row in message.buttons for button in row]


def data_of(message: SeenMessage, beginning: str) -> list[str]:
    found = [button.data or "" for row in message.buttons for button in row]
    return [data for data in found if data.startswith(beginning)]


async def crowd(center: Center, *names: str, trained: bool = False) -> list[Person]:
    return [await center.volunteer(name, trained=trained, promised=False) for name in names]


async def people_page(center: Center) -> SeenMessage:
    await center.rosa.writes("/people")
    await center.idle()
    return center.rosa.last


async def trained_for(center: Center, qualification: str = "rideshare") -> int:
    async with center.bot.app.db.reading() as tx:
        return int(await tx.value("SELECT count(*) FROM qualification WHERE qualification = ?", qualification))


async def vouched(center: Center, name: str) -> Person:
    person = center.telegram.add_person(name, username=f"{name.lower()}_c")
    center.coordinators.add(person)
    await center.idle()
    await center.rosa.taps(center.coordinators.last, "vouch:")
    await person.starts()
    await center.idle()
    return person


async def test_who_is_here_who_is_connected_and_trained_for_what(center: Center) -> None:
    await crowd(center, "Ana", "Ben")
    await center.volunteer("Dan", promised=False)
    ellen = await center.volunteer("Ellen", trained=False, connected=False)
    await ellen.taps(await center.posts(), "claim:")
    await center.idle()
    page = await people_page(center)
    assert "<b>People</b> — 5 people in the group, 4 connected" in page.html
    assert "5 people I know: all" in page.text  # Rosa too
    assert "🔗 Dan · 🚗 Nov 24, 2026" in page.text
    assert "◽ Ellen · untrained" in page.text
    for shown, here, not_here in (
        ("untrained", "Ana", "Dan"),
        ("rideshare", "Dan", "Ana"),
        ("not connected", "Ellen", "Dan"),
        ("connected", "Ben", "Ellen"),
        ("hotline", "Nobody here", "Dan"),
    ):
        await center.rosa.taps(page, shown)
        await center.idle()
        assert here in page.text
        assert not_here not in page.text
        assert f"• {shown}" in labels(page)


async def test_eight_on_a_page(center: Center) -> None:
    await crowd(center, *(f"Vol{number}" for number in range(10)))
    page = await people_page(center)
    assert "1 / 2" in labels(page)
    await center.rosa.taps(page, "▶")
    await center.idle()
    assert "Vol7" in page.text
    assert "Vol6" not in page.text
    assert "2 / 2" in labels(page)
    assert "▶" not in labels(page)


async def test_a_person_found_by_name_with_all_they_told(center: Center) -> None:
    dan = center.telegram.add_person("Dan", username="dan_v")
    center.volunteers.add(dan)
    await dan.starts()
    for answer in ("Daniél Brown", "413-555-0134", "English, Spanish", "Holyoke", "blue Honda, 4 seats"):
        await center.idle()
        await dan.writes(answer)
    await center.idle()
    await center.rosa.writes("/grant rideshare @dan_v")
    await dan.taps(await center.posts(), "claim:")
    await center.idle()
    await dan.taps(dan.last, "promise:")
    await center.idle()
    page = await people_page(center)
    assert "🗣 English, Spanish" in page.text
    assert "🚙 blue Honda, 4 seats" in page.text
    await center.rosa.taps(page, "Find by name")
    await center.idle()
    await center.rosa.writes("bro daniel")
    await center.idle()
    await center.rosa.taps(center.rosa.last, "Daniél Brown")
    await center.idle()
    shown = center.rosa.last.text
    for words in ("413-555-0134", "English, Spanish", "Holyoke", "rideshare, since", "Their seats:", "Thu, Dec 3"):
        assert words in shown
    page = center.rosa.last
    await center.rosa.taps(page, "➖ rideshare")
    await center.idle()
    assert "1 seat to come needs it: it is given back at once." in page.text
    await center.rosa.taps(page, "Yes, take it away")
    await dan.waits_for("This seat is no longer yours")
    await center.idle()
    assert "No training is noted" in page.text
    await center.rosa.taps(page, "➕ accompaniment")
    told = await dan.waits_for("This is noted for you")
    assert "accompaniment, since Tuesday, November 24, 2026" in told.text


async def test_nobody_of_that_name(center: Center) -> None:
    await center.rosa.taps(await people_page(center), "Find by name")
    await center.idle()
    await center.rosa.writes("zzz")
    await center.rosa.waits_for("I know nobody called “zzz”")
    await center.rosa.writes("zzz")  # the question is over
    await center.rosa.waits_for("Is it a request to finish later?")


async def test_in_the_group_no_phone_car_or_language_is_shown(center: Center) -> None:
    dan = center.telegram.add_person("Dan", username="dan_v")
    center.volunteers.add(dan)
    await dan.starts()
    for answer in ("Dan", "413-555-0134", "Spanish", "Holyoke", "blue Honda"):
        await center.idle()
        await dan.writes(answer)
    await center.idle()
    await center.rosa.writes("/people", to=center.coordinators)
    page = await center.rosa.waits_for("people I know", in_=center.coordinators)
    before = len(center.coordinators.messages)
    await center.rosa.taps(page, "Dan")
    await center.rosa.waits_for("413-555-0134")
    await center.idle()
    assert len(center.coordinators.messages) == before
    for private in ("0134", "Honda", "Spanish", "Holyoke"):
        assert private not in center.rosa.screen(center.coordinators)


async def test_in_the_volunteers_group_the_answer_is_private(center: Center) -> None:
    await center.rosa.writes("/people", to=center.volunteers)
    await center.rosa.waits_for("person I know")
    assert "I know" not in center.rosa.screen(center.volunteers)


async def test_grant_to_many_by_ticking_and_everyone_is_told_once(center: Center) -> None:
    names = [f"Vol{number}" for number in range(10)]
    people = await crowd(center, *names)
    rosa = center.rosa
    await rosa.writes("/grant")
    choose = await rosa.waits_for("Which training do you want to note?")
    await rosa.taps(choose, "rideshare")
    await center.idle()
    ticks = rosa.last
    assert "☐ Vol0" in labels(ticks)
    for name in ("Vol0", "Vol1", "Vol2"):
        await rosa.taps(ticks, f"☐ {name}")
        await center.idle()
    await rosa.taps(ticks, "☑ Vol1")  # and off again
    await center.idle()
    assert "Grant to 2 people" in " ".join(labels(ticks))
    await center.restart()
    await rosa.taps(ticks, "▶")
    await center.idle()
    await rosa.taps(ticks, "All on this page")
    await center.idle()
    go = next(label for label in labels(ticks) if "Grant to" in label)
    await rosa.taps(ticks, go)
    await center.idle()
    assert "are now trained for rideshare:" in ticks.text
    assert "Vol0" in ticks.text
    assert "Vol1" not in ticks.text
    granted = await trained_for(center)
    assert go == f"✓ Grant to {granted} people"
    assert not [m for m in people[0].chat if "noted for you" in m.text]
    center.clock.forward(minutes=10)
    await center.idle()
    assert len([m for m in people[0].chat if "noted for you" in m.text]) == 1
    assert not [m for m in people[1].chat if "noted for you" in m.text]
    async with center.bot.app.db.reading() as tx:
        assert await tx.value("SELECT count(*) FROM audit WHERE act = 'grant rideshare'") == granted


async def test_undo_within_ten_minutes_and_nobody_heard_of_it(center: Center) -> None:
    (ana,) = await crowd(center, "Ana")
    rosa = center.rosa
    await rosa.writes("/grant rideshare")
    ticks = await rosa.waits_for("Who was trained for rideshare?")
    await rosa.taps(ticks, "☐ Ana")
    await center.idle()
    await rosa.taps(ticks, "Grant to 1 person")
    await center.idle()
    assert await trained_for(center) == 1
    center.clock.forward(minutes=9, seconds=59)
    await rosa.taps(ticks, "↩ Undo")
    await center.idle()
    assert "Undone" in ticks.text
    assert await trained_for(center) == 0
    center.clock.forward(minutes=10)
    await center.idle()
    assert not [m for m in ana.chat if "noted for you" in m.text]


async def test_undo_is_too_late_after_ten_minutes(center: Center) -> None:
    await crowd(center, "Ana")
    rosa = center.rosa
    await rosa.writes("/grant rideshare")
    ticks = await rosa.waits_for("Who was trained for rideshare?")
    await rosa.taps(ticks, "☐ Ana")
    await center.idle()
    await rosa.taps(ticks, "Grant to 1 person")
    await center.idle()
    center.clock.forward(minutes=10)
    tap = await rosa.taps(ticks, "↩ Undo")
    assert "too late" in tap.text
    assert await trained_for(center) == 1


async def test_revoke_from_many_says_who_loses_a_seat_and_keeps_the_dates_on_undo(center: Center) -> None:
    dan = await center.volunteer("Dan")
    await center.volunteer("Eva", promised=False)
    card = await center.posts()
    await dan.taps(card, "claim:")
    await center.idle()
    center.clock.forward(days=1)
    await center.idle()
    rosa = center.rosa
    await rosa.writes("/revoke")
    await rosa.taps(await rosa.waits_for("take away? Next"), "rideshare")
    await center.idle()
    ticks = rosa.last
    await rosa.taps(ticks, "All on this page")
    await center.idle()
    assert "1 of them has seats to come that need it" in ticks.text
    await rosa.taps(ticks, "Take away from 2 people")
    await dan.waits_for("This seat is no longer yours")
    await center.idle()
    assert "0/1" in card.text
    assert await trained_for(center) == 0
    await rosa.taps(ticks, "Undo")
    await center.idle()
    assert await trained_for(center) == 2
    assert "🚗 Nov 24, 2026" in (await people_page(center)).text


async def test_two_coordinators_tick_at_once_and_do_not_disturb_each_other(center: Center) -> None:
    await crowd(center, "Ana", "Ben")
    lucia, rosa = await vouched(center, "Lucia"), center.rosa
    lists = {}
    for someone in (rosa, lucia):
        await someone.writes("/grant rideshare", to=center.coordinators)
        await center.idle()
        lists[someone] = center.coordinators.last
    await rosa.taps(lists[rosa], "☐ Ana")
    await lucia.taps(lists[lucia], "☐ Ben")
    await center.idle()
    assert "☐ Ben" in labels(lists[rosa])
    assert "☐ Ana" in labels(lists[lucia])
    tap = await lucia.taps(lists[rosa], "☐ Ben")
    assert "This list is not yours" in tap.text
    await rosa.taps(lists[rosa], "Grant to 1 person")
    await lucia.taps(lists[lucia], "Grant to 1 person")
    await center.idle()
    assert await trained_for(center) == 2


async def test_a_volunteer_who_forges_these_buttons_gets_nothing(center: Center) -> None:
    mallory = await center.volunteer("Mallory", trained=False)
    await crowd(center, "Ana")
    page = await people_page(center)
    person = data_of(page, "person:")[0].split(":")[1]
    await center.rosa.writes("/grant rideshare")
    ticks = await center.rosa.waits_for("Who was trained for rideshare?")
    await center.rosa.taps(ticks, "All on this page")
    await center.idle()
    forged = [
        *data_of(ticks, "mark:"),
        *(f"training:{person}:{verb}-rideshare" for verb in ("yes", "ask", "no")),
        f"person:{person}:0",
        f"fromlist:{person}:0",
        f"link:{person}:yes-{person}",
        f"inviteto:{person}:{person}",
        *(f"{verb}:{person}:0" for verb in ("isit", "isnt", "import", "dropimport", "trained", "untrained")),
        "people:0:all",
        "choose:0:grant.rideshare",
        "findname:0:0",
        "whois:0:0",
    ]
    before = len(mallory.chat)
    for data in forged:
        tap = await mallory.taps_data(mallory.last, data)
        assert "This is for coordinators" in tap.text, data
    for command in ("/people", "/personas", "/pessoas", "/grant", "/revoke"):
        await mallory.writes(command)
        await center.idle()
        assert "This is for coordinators" in mallory.last.text
    await center.idle()
    assert len(mallory.chat) == before + 10
    assert await trained_for(center) == 0


async def test_nobody_who_asks_for_help_is_ever_listed(center: Center) -> None:
    stranger = center.telegram.add_person("Lucila")
    await stranger.starts()
    await center.idle()
    assert "Lucila" not in (await people_page(center)).text


async def test_in_spanish(center: Center) -> None:
    lupe = await vouched(center, "Lupe")
    await lupe.writes("/language")
    await center.idle()
    await lupe.taps(lupe.last, "Español")
    await crowd(center, "Ana")
    await lupe.writes("/personas")
    page = await lupe.waits_for("personas que conozco: todas")
    assert "🔗 Ana · sin capacitación" in page.text
    await lupe.taps(page, "Anotar…")
    await lupe.taps(await lupe.waits_for("¿Qué capacitación quieres anotar?"), "viajes")
    await center.idle()
    ticks = lupe.last
    await lupe.taps(ticks, "☐ Ana")
    await center.idle()
    await lupe.taps(ticks, "Anotar a 1 persona")
    await center.idle()
    assert "1 persona ya tiene la capacitación de viajes:" in ticks.text


async def test_a_training_that_ends_is_announced_and_its_seats_are_given_back(tmp_path: Path) -> None:
    async with open_center(tmp_path, qualification_months="rideshare=2") as center:
        await center.set_up()
        dan = await center.volunteer("Dan")
        assert "(expires Jan 24, 2027)" in (await people_page(center)).text
        card = await center.posts("/ride 2027-01-25 09:00 Holyoke > Amherst x2")
        await dan.taps(card, "claim:")
        await center.idle()
        center.clock.set_local("2026-12-25 09:59")
        await center.idle()
        assert not [m for m in dan.chat if "counts until" in m.text]
        center.clock.set_local("2026-12-25 10:00")
        notice = await dan.waits_for("Your rideshare training counts until Sunday, January 24, 2027")
        assert "No such training is planned right now" in notice.text
        await center.rosa.writes("/training 2027-01-07 18:30 rideshare @ Northampton")
        await center.idle()
        await center.rosa.taps(center.rosa.last, "spost:")
        await center.idle()
        center.clock.set_local("2027-01-24 00:00")
        await dan.waits_for("Your rideshare training has ended")
        await dan.waits_for("This seat is no longer yours")
        await center.rosa.waits_for("Dan is no longer a trained volunteer")
        await center.idle()
        assert "0/1" in card.text
        assert "(ended Jan 24, 2027)" in (await people_page(center)).text
        await center.rosa.writes("/grant rideshare @dan_v")  # trained again
        await center.idle()
        assert "(expires Mar 24, 2027)" in (await people_page(center)).text


async def test_invited_to_the_next_training(center: Center) -> None:
    (ana,) = await crowd(center, "Ana")
    await center.rosa.writes("/training 2026-12-03 18:30 rideshare @ Northampton")
    await center.idle()
    await center.rosa.taps(center.rosa.last, "spost:")
    await center.idle()
    await center.rosa.taps(await people_page(center), "Ana")
    await center.idle()
    await center.rosa.taps(center.rosa.last, "inviteto:")
    asked = await ana.waits_for("A coordinator invites you to this training")
    await ana.taps(asked, "going:")
    await center.idle()
    await center.rosa.taps(await people_page(center), "Ana")
    await center.idle()
    assert not data_of(center.rosa.last, "inviteto:")


async def test_no_list_of_people_ever_stands_in_the_volunteers_group(center: Center) -> None:
    await crowd(center, "Ana")
    card = await center.posts()
    before = card.text
    await center.rosa.taps_data(card, "people:0:all")
    await center.rosa.waits_for("people I know")
    await center.idle()
    assert card.text == before
