"""Changing what is posted, also after people have taken seats."""

from __future__ import annotations

import pytest

from sandbox import Person
from tests.center import Center, asked, at, labels

RIDE = "/ride 2026-12-03 09:00 Holyoke > Amherst x2"
ACCOMPANY = "/accompany 2026-12-03 8:30-11am Hartford"


async def begins_to_edit(center: Center, who: Person) -> None:
    await who.taps(center.coordinators.last, "edit:")
    await center.idle()
    assert asked(who.last) == "fields"


async def edits(center: Center, who: Person, *answers: str) -> None:
    """From the coordinators' card, through the fields, to *Save*."""
    await begins_to_edit(center, who)
    await center.answers(who, *answers)
    await who.taps(who.last, "save:")
    await center.idle()


CHANGES = [
    (("fields.day", "day.2026-12-04"), "Time: Thu, Dec 3, 9:00 AM – 11:00 AM → Fri, Dec 4, 9:00 AM – 11:00 AM", True),
    (("fields.hour", "hour.10", "quarter.15"), "Time: Thu, Dec 3, 9:00 AM – 11:00 AM → Thu, Dec 3, 10:15 AM", True),
    (("fields.origin", f"origin.{at('Ware')}"), "From: Holyoke → Ware", True),
    (("fields.destination", f"destination.{at('Palmer')}"), "To: Amherst → Palmer", True),
    (("fields.people", "people.4"), "People: 2 people → 4 people", False),
    (("fields.needs", "needs.child", "needs.done"), "Child seats: 0 child seats → 1 child seat", False),
    (("fields.needs", "needs.wheelchair", "needs.done"), "Wheelchair: no → yes", False),
    (("fields.needs", "needs.return", "needs.done"), "Way back: no → when it is finished", False),
    (("fields.needs", "needs.wait", "needs.done"), "The driver waits there: no → yes", False),
    (("fields.needs", "needs.es", "needs.done"), "Languages: – → Spanish", False),
    (("fields.seats", "seats.driver+", "seats.done"), "Who is needed: Driver 1 → Driver 2", False),
]


async def test_every_field_can_be_changed_and_whoever_has_a_seat_hears_old_and_new_once(center: Center) -> None:
    for number, (answers, told, asks_again) in enumerate(CHANGES):
        dan = await center.volunteer(f"Dan{number}")
        card = await center.posts(RIDE)
        await dan.taps(card, "claim:")
        await center.idle()
        mine = dan.last
        await edits(center, center.rosa, *answers)
        news = [message for message in dan.chat if "This changed:" in message.text]
        assert len(news) == 1, told
        assert told in news[0].text, news[0]
        assert ("Does it still work for you?" in news[0].text) is asks_again
        assert not mine.buttons
        assert "1 person with a seat is told" in center.rosa.last.text
        assert ("has not said yet" in center.coordinators.last.text) is asks_again
        if asks_again:
            await dan.taps(news[0], "It still works for me")
            await center.idle()
            assert "has not said yet" not in center.coordinators.last.text
        await center.rosa.taps(center.coordinators.last, "cancel:")
        await center.idle()
        await center.rosa.taps(center.rosa.last, "cancelnow:")
        await center.idle()


async def test_several_changes_before_anybody_looks_are_one_notice_each_and_true(center: Center) -> None:
    dan = await center.volunteer("Dan")
    card = await center.posts(RIDE)
    await dan.taps(card, "claim:")
    await center.idle()
    await edits(center, center.rosa, "fields.hour", "hour.10", "quarter.0")
    await edits(center, center.rosa, "fields.people", "people.5")
    news = [message for message in dan.chat if "This changed:" in message.text]
    assert len(news) == 1, "the older one is a pointer to the newer one now"
    assert "People: 2 people → 5 people" in news[0].text
    assert "9:00 AM" not in news[0].text, "told before"
    assert "It still works for me" in str(news[0]), "the question about the hour still stands"
    assert "5 people" in card.text
    assert "10:00 AM" in card.text


async def test_a_change_of_another_kind_of_request(center: Center) -> None:
    hal = await center.volunteer("Hal", trained=("hotline",))
    card = await center.posts("/shift 2026-12-03 10:00 Hotline x2")
    await hal.taps(card, "claim:")
    await center.idle()
    await edits(center, center.rosa, "fields.duty", "duty.coordination")
    assert "Which shift: Hotline → Ride coordination" in hal.last.text
    ines = await center.volunteer("Ines", trained=("interpreting",))
    card = await center.posts("/interpret 2026-12-05 10:00 Northampton es")
    await ines.taps(card, "claim:")
    await center.idle()
    await edits(center, center.rosa, "fields.language", "language.pt")
    assert "Languages: Spanish → " in ines.last.text


async def test_nothing_different_changes_nothing_and_tells_nobody(center: Center) -> None:
    dan = await center.volunteer("Dan")
    card = await center.posts(RIDE)
    await dan.taps(card, "claim:")
    await center.idle()
    before = len(dan.chat)
    await edits(center, center.rosa, "fields.people", "people.2")
    assert "Nothing was different" in center.rosa.last.text
    assert len(dan.chat) == before


async def test_an_edit_that_takes_a_taken_seat_says_first_whose(center: Center) -> None:
    rosa = center.rosa
    people = [await center.volunteer(name, trained=("accompaniment",)) for name in ("Dan", "Eva", "Flor")]
    await rosa.writes(ACCOMPANY)
    await center.idle()
    await rosa.taps(rosa.last, "Edit")
    await center.idle()
    await center.answers(rosa, "fields.seats", "seats.accompanier+", "seats.done")
    await rosa.taps(rosa.last, "post:")
    await center.idle()
    card = center.volunteers.last
    for person in people:
        center.clock.forward(minutes=1)
        await person.taps(card, "I can accompany")
        await center.idle()
    await begins_to_edit(center, rosa)
    await center.answers(rosa, "fields.seats", "seats.accompanier-", "seats.done")
    await rosa.taps(rosa.last, "save:")
    await center.idle()
    assert "This takes the seat away from: Flor. They will be told." in rosa.last.text
    assert "3/3" in card.text, "nothing happened yet"
    assert people[2].find("your seat is no longer needed") is None
    await rosa.taps(rosa.last, "savesure:")
    await center.idle()
    assert "2/2" in card.text
    assert "your seat is no longer needed" in people[2].last.text
    assert "Who is needed: Accompanier 3" in people[0].last.text
    assert not labels(people[2].last)


async def test_nobody_loses_a_seat_who_was_not_named_first(center: Center) -> None:
    rosa = center.rosa
    eva, flor = [await center.volunteer(name, trained=("accompaniment",)) for name in ("Eva", "Flor")]
    card = await center.posts(ACCOMPANY)
    await begins_to_edit(center, rosa)
    await center.answers(rosa, "fields.seats", "seats.accompanier+", "seats.done")
    await rosa.taps(rosa.last, "save:")
    await center.idle()
    gus = await center.volunteer("Gus", trained=("accompaniment",))
    for person in (eva, flor, gus):
        center.clock.forward(minutes=1)
        await person.taps(card, "I can accompany")
        await center.idle()
    await begins_to_edit(center, rosa)
    await center.answers(rosa, "fields.seats", "seats.accompanier-", "seats.done")
    await rosa.taps(rosa.last, "save:")
    await center.idle()
    assert "This takes the seat away from: Gus." in rosa.last.text
    await gus.taps(gus.last, "leave:")
    hal = await center.volunteer("Hal", trained=("accompaniment",))
    center.clock.forward(minutes=1)
    await hal.taps(card, "I can accompany")
    await center.idle()
    await rosa.taps(rosa.sees("Gus"), "savesure:")
    await center.idle()
    assert "This takes the seat away from: Hal." in rosa.screen(), "a tap that agreed to Gus is not one to Hal"
    assert hal.find("your seat is no longer needed") is None


async def test_a_role_that_is_no_longer_needed_takes_its_seat(center: Center) -> None:
    rosa, eva = center.rosa, await center.volunteer("Eva")
    card = await center.posts(ACCOMPANY)
    await eva.taps(card, "I can drive")
    await center.idle()
    await begins_to_edit(center, rosa)
    await center.answers(rosa, "fields.seats", "seats.driver", "seats.driver", "seats.done")
    await rosa.taps(rosa.last, "save:")
    await center.idle()
    assert "This takes the seat away from: Eva" in rosa.last.text
    await rosa.taps(rosa.last, "savesure:")
    await center.idle()
    assert "Driver" not in card.text
    assert "your seat is no longer needed" in eva.last.text


async def test_two_coordinators_edit_at_once_and_nothing_is_overwritten_silently(center: Center) -> None:
    rosa, ana = center.rosa, await center.coordinator("Ana")
    card = await center.posts(RIDE)
    await begins_to_edit(center, rosa)
    await begins_to_edit(center, ana)
    await center.answers(rosa, "fields.hour", "hour.10", "quarter.0")
    await center.answers(ana, "fields.people", "people.5")
    await rosa.taps(rosa.last, "save:")
    await center.idle()
    await ana.taps(ana.last, "save:")
    await center.idle()
    assert "Meanwhile somebody else changed: Time. Nothing of yours is saved yet." in ana.last.text
    assert "10:00 AM" in ana.last.text
    assert "2 people" in card.text
    await ana.taps(ana.last, "save:")
    await center.idle()
    assert "10:00 AM" in card.text
    assert "5 people" in card.text


async def test_two_coordinators_change_the_same_field(center: Center) -> None:
    rosa, ana = center.rosa, await center.coordinator("Ana")
    card = await center.posts(RIDE)
    await begins_to_edit(center, rosa)
    await begins_to_edit(center, ana)
    await center.answers(rosa, "fields.people", "people.3")
    await center.answers(ana, "fields.people", "people.5")
    await rosa.taps(rosa.last, "save:")
    await center.idle()
    await ana.taps(ana.last, "save:")
    await center.idle()
    assert "You both changed this, and if you save now" in ana.last.text
    assert "3 people" in card.text
    await ana.taps(ana.last, "save:")
    await center.idle()
    assert "5 people" in card.text


async def test_an_edit_of_what_was_cancelled_meanwhile_saves_nothing(center: Center) -> None:
    rosa, ana = center.rosa, await center.coordinator("Ana")
    card = await center.posts(RIDE)
    await begins_to_edit(center, ana)
    await center.answers(ana, "fields.people", "people.5")
    save = next(b.data or "" for row in ana.last.buttons for b in row if (b.data or "").startswith("save:"))
    await rosa.taps(center.coordinators.last, "cancel:")
    await center.idle()
    await rosa.taps(rosa.last, "cancelnow:")
    await center.idle()
    tap = await ana.taps_data(ana.last, save)
    assert "already finished or removed" in tap.text
    assert card.text.startswith("Cancelled")


async def test_the_contact_is_handed_over(center: Center) -> None:
    rosa, ana = center.rosa, await center.coordinator("Ana")
    dan = await center.volunteer("Dan")
    card = await center.posts(RIDE)
    await dan.taps(card, "claim:")
    await center.idle()
    await rosa.taps(center.coordinators.last, "Hand over")
    await center.idle()
    assert labels(rosa.last) == ["Ana"]
    await rosa.taps(rosa.last, "Ana")
    await center.idle()
    assert "Ana is the contact now" in rosa.last.text
    assert "You are now the contact for this: Thu, Dec 3, 9:00 AM · Holyoke → Amherst" in ana.last.text
    assert "Contact: Ana" in center.coordinators.last.text
    center.clock.set_local("2026-12-02 12:00")
    await center.idle()
    await dan.taps(dan.last, "Show details")
    await dan.waits_for("Your coordinator: Ana")


async def test_cancelling_tells_everybody_with_a_seat_and_hides_what_was_private(center: Center) -> None:
    rosa = center.rosa
    dan = await center.volunteer("Dan", trained=("accompaniment",))
    eva = await center.volunteer("Eva", trained=("accompaniment", "rideshare"))
    card = await center.posts(ACCOMPANY)
    await rosa.taps(rosa.last, "Name")
    await rosa.waits_for("Which name")
    await rosa.writes("Lucía")
    await center.idle()
    for person, role in ((dan, "I can accompany"), (eva, "I can accompany"), (eva, "I can drive")):
        await person.taps(card, role)
        await center.idle()
    center.clock.set_local("2026-12-02 12:00")
    await dan.taps(dan.last, "Show details")
    await dan.waits_for("Name: Lucía")
    await rosa.taps(center.coordinators.last, "cancel:")
    await center.idle()
    await rosa.taps(rosa.last, "cancelnow:")
    await center.idle()
    for person in (dan, eva):
        assert "Cancelled: you are no longer needed" in person.last.text
        assert "Lucía" not in person.screen(last=50)
    assert card.text == "Cancelled. Thank you. · Cancelado. Gracias."


async def test_a_detail_added_after_a_claim_is_told_without_saying_it(center: Center) -> None:
    rosa, dan = center.rosa, await center.volunteer("Dan")
    card = await center.posts(RIDE)
    await dan.taps(card, "claim:")
    await center.idle()
    await begins_to_edit(center, rosa)
    await rosa.taps(rosa.last, "Back")
    await center.idle()
    await rosa.taps(rosa.last, "Street")
    await rosa.waits_for("Which street")
    await rosa.writes("12 Maple St")
    await center.idle()
    await rosa.taps(rosa.last, "save:")
    await center.idle()
    assert "• Private details" in dan.last.text
    assert "Maple" not in dan.last.text
    center.clock.set_local("2026-12-02 12:00")
    await dan.taps(dan.last, "Show details")
    await dan.waits_for("Street: 12 Maple St")


# --- two families in one car -----------------------------------------------------------------------------------------


async def test_two_families_have_their_own_details(center: Center) -> None:
    rosa, dan = center.rosa, await center.volunteer("Dan")
    await rosa.writes("/ride 2026-12-03 09:00 Holyoke > Amherst x5")
    await center.idle()
    typed = []

    async def adds(field: str, words: str) -> None:
        await rosa.taps(rosa.last, f"🔒 {field}")
        await rosa.waits_for("I delete your message")
        typed.append(await rosa.writes(words))
        await center.idle()

    await adds("Name", "Lucía")
    await adds("Street", "12 Maple St")
    await rosa.taps(rosa.last, "Another family")
    await center.idle()
    await adds("Name", "Tomás")
    await adds("Phone", "413 555 0134")
    assert all(message.deleted for message in typed)
    assert "[2]" in labels(rosa.last)
    await rosa.taps(rosa.last, "1")
    await center.idle()
    await adds("Note", "rings twice")
    await rosa.taps(rosa.last, "post:")
    await center.idle()
    assert "🔒 2. Phone" in labels(rosa.last)
    await dan.taps(center.volunteers.last, "claim:")
    await center.idle()
    refused = await dan.taps(dan.last, "Show details")
    assert "Private details open on Wednesday, December 2" in refused.text
    center.clock.set_local("2026-12-02 12:00")
    await dan.taps(dan.last, "Show details")
    shown = await dan.waits_for("Lucía")
    assert shown.text.index("1.") < shown.text.index("Lucía") < shown.text.index("12 Maple St")
    assert shown.text.index("rings twice") < shown.text.index("2.") < shown.text.index("Tomás")
    assert "413 555 0134" in shown.text
    await dan.taps(shown, "Hide details")
    await center.idle()
    await dan.taps(dan.last, "Show details")
    await dan.waits_for("Lucía")
    center.clock.set_local("2026-12-03 14:00")
    await center.idle()
    for place in (dan.screen(last=50), rosa.screen(center.volunteers, 50), rosa.screen(center.coordinators, 50)):
        for private in ("Lucía", "Tomás", "Maple", "0134", "rings"):
            assert private not in place


@pytest.mark.parametrize("line", ["/ride 2026-12-03 09:00 Holyoke > Amherst x2", "/shift 2026-12-03 10:00 hotline"])
async def test_an_edit_can_be_left(center: Center, line: str) -> None:
    rosa = center.rosa
    card = await center.posts(line)
    before = card.text
    await begins_to_edit(center, rosa)
    await rosa.taps(rosa.last, "Discard")
    await center.idle()
    assert "Discarded" in rosa.last.text
    assert card.text == before
