"""Coordinators and seats: put in, move, take out, filled outside Telegram, did not come."""

from __future__ import annotations

import pytest

from sandbox import Person, SeenMessage
from tests.center import Center, choice, choices, coordinators_card, has, newest, presses

RIDE = "/ride 2026-12-03 12:00 Holyoke > Amherst x2"


@pytest.fixture(params=["en", "es"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def seats(center: Center, n: int = -1) -> SeenMessage:
    """Rosa opens the seats of a request."""
    await presses(center.rosa, coordinators_card(center, n), "seats")
    await center.idle()
    return center.rosa.last


def label(message: SeenMessage, data: str) -> str:
    return next(b.text for row in message.buttons for b in row if b.data == data)


async def assigns(center: Center, person: Person, n: int = -1) -> None:
    await presses(center.rosa, await seats(center, n), "assign")
    await center.idle()
    who = center.rosa.last
    chosen = [d for d in choices(who, "assignto") if label(who, d) == person.name]
    await center.rosa.taps_data(who, chosen[0])
    await center.idle()


async def test_assign(center: Center, language: str) -> None:
    dan, busy, _ = await center.crew("Dan", "Busy", "Eva", language=language)
    await center.crew("Untrained", trained=())
    other = await center.posts("/ride 2026-12-03 13:00 Springfield > Hartford x1")
    await presses(busy, other, "claim")
    await center.idle()
    card = await center.posts(RIDE)
    await presses(center.rosa, await seats(center), "assign")
    await center.idle()
    who = center.rosa.last
    assert [label(who, d) for d in choices(who, "assignto")] == ["Dan", "Eva"]
    await center.rosa.taps_data(who, choice(who, "assignto", 0))
    await center.idle()
    assert "1/1" in card.text
    assert "Dan" in coordinators_card(center).text
    assert choices(dan.last, "leave"), "who was put there is told, and can say that it does not work"
    assert dan.last.rings
    told = len(center.rosa.chat)
    await presses(dan, dan.last, "leave")
    await center.idle()
    assert choices(dan.last, "return"), "there is no Undo of what somebody else did"
    assert len(center.rosa.chat) == told + 1, "whoever put Dan there hears that it does not work"


async def test_a_volunteer_cannot_forge_it(center: Center) -> None:
    dan, eva = await center.crew("Dan", "Eva")
    card = await center.posts(RIDE)
    await presses(center.rosa, await seats(center), "assign")
    await center.idle()
    for button in (choice(center.rosa.last, "assignto", 0), choice(coordinators_card(center), "seats")):
        tap = await eva.taps_data(card, button)
        assert tap.alert
    await center.idle()
    assert "0/1" in card.text
    assert not has(dan, "leave")


async def test_move(center: Center, language: str) -> None:
    (dan,) = await center.crew("Dan", language=language)
    first = await center.posts(RIDE)
    second = await center.posts("/ride 2026-12-04 12:00 Springfield > Hartford x1")
    await presses(dan, first, "claim")
    await center.idle()
    heard, sounds = len(dan.chat), len(dan.sounds)
    await presses(center.rosa, await seats(center, 0), "move")
    await center.idle()
    await presses(center.rosa, center.rosa.last, "moveto", 0)
    await center.idle()
    assert (len(dan.chat), len(dan.sounds)) == (heard + 1, sounds + 1), "one event, one notice, and it is heard"
    assert dan.find("no longer yours") is None
    assert "0/1" in first.text
    assert "1/1" in second.text
    assert dan.find("Springfield") is not None
    assert "Dan" not in coordinators_card(center, 0).text
    assert "Dan" in coordinators_card(center, 1).text
    assert sum(bool(choices(message, "leave")) for message in dan.chat) == 1


async def test_take_out_asks_the_backup(center: Center) -> None:
    dan, eva = await center.crew("Dan", "Eva")
    card = await center.posts(RIDE)
    await presses(dan, card, "claim")
    await center.idle()
    await presses(eva, card, "backup")
    await center.idle()
    await presses(center.rosa, await seats(center), "takeout")
    await center.idle()
    assert "no longer yours" in dan.last.text
    assert not has(dan, "leave")
    assert has(eva, "offeryes")
    assert "0/1" in card.text


@pytest.mark.parametrize("name", ["Walter", ""])
async def test_filled_outside_telegram(center: Center, name: str, language: str) -> None:
    rosa = center.rosa
    await center.speaks(rosa, language)
    card = await center.posts(RIDE)
    await presses(rosa, await seats(center), "outside")
    await center.idle()
    if name:
        typed = await rosa.writes(name)
        await center.idle()
        assert typed.deleted, "a name does not stay in the chat"
    else:
        await presses(rosa, rosa.last, "outsidenow")
    await center.idle()
    assert "1/1" in card.text
    assert "Walter" not in card.text
    assert ("Walter" in coordinators_card(center).text) is bool(name)
    (dan,) = await center.crew("Dan")
    assert not choices(card, "claim")
    await presses(rosa, await seats(center), "takeout")
    await center.idle()
    assert "0/1" in card.text
    await presses(dan, card, "claim")
    await center.idle()
    assert "1/1" in card.text


async def test_did_not_come(center: Center, language: str) -> None:
    rosa = center.rosa
    await center.speaks(rosa, language)
    dan, eva = await center.crew("Dan", "Eva", language=language)
    card = await center.posts(RIDE)
    await presses(dan, card, "claim")
    await center.idle()
    assert not choices(await seats(center), "noshow"), "nobody can have missed what has not begun"
    await center.at("2026-12-03 12:20")
    heard = len(dan.chat)
    await presses(rosa, await seats(center), "noshow")
    await center.idle()
    assert choices(rosa.last, "came")
    assert "Dan" not in coordinators_card(center).text
    assert len(dan.chat) == heard, "it is told to nobody"
    await presses(rosa, rosa.last, "came")
    await center.idle()
    assert "Dan" in coordinators_card(center).text
    await presses(rosa, rosa.last, "noshow")
    await center.idle()
    await center.at("2026-12-03 18:00")
    await center.posts("/ride 2026-12-05 12:00 Holyoke > Amherst x2")
    await presses(rosa, await seats(center), "assign")
    await center.idle()
    assert rosa.last.text.count("Dan") == 1
    assert "Eva" not in rosa.last.text
    for person in (dan, eva):
        assert "did not come" not in person.screen() + person.screen(center.volunteers)


async def test_who_did_not_come_can_be_noted_the_next_day(center: Center, language: str) -> None:
    rosa = center.rosa
    await center.speaks(rosa, language)
    dan, _ = await center.crew("Dan", "Eva")
    card = await center.posts(RIDE)
    await presses(dan, card, "claim")
    await center.idle()

    async def page(name: str) -> SeenMessage:
        await rosa.writes("/people")
        await center.idle()
        await rosa.taps(rosa.last, name)
        await center.idle()
        return rosa.last

    assert not choices(await page("Dan"), "had"), "it has not begun"
    await center.at("2026-12-04 09:00")
    assert not card.buttons, "it is over"
    assert not choices(await page("Eva"), "had")
    heard = len(dan.chat)
    message = await page("Dan")
    forged = await dan.taps_data(dan.last, choices(message, "had:no")[0])
    assert forged.alert, "only coordinators"
    assert choices(message, "had:no")
    await presses(rosa, message, "had:no")
    await center.idle()
    assert choices(message, "had:yes")
    await presses(rosa, message, "had:yes")
    await center.idle()
    await presses(rosa, message, "had:no")
    await center.idle()
    assert "∅" in message.text
    assert len(dan.chat) == heard, "it is told to nobody"
    await center.posts("/ride 2026-12-06 12:00 Holyoke > Amherst x2")
    await presses(rosa, await seats(center), "assign")
    await center.idle()
    assert rosa.last.text.count("Dan") == 1, "where people are chosen it is known"
    await center.at("2027-01-03 15:00")
    assert not choices(await page("Dan"), "had"), "after 30 days nobody knows any more"


async def test_a_late_release_is_shown_where_people_are_assigned(center: Center) -> None:
    dan, eva = await center.crew("Dan", "Eva")
    card = await center.posts(RIDE)
    await presses(dan, card, "claim")
    await center.at("2026-12-02 13:00")
    await presses(dan, newest(dan, "leave"), "leave")
    await center.idle()
    await presses(eva, card, "claim")
    await center.idle()
    await center.posts("/ride 2026-12-05 12:00 Holyoke > Amherst x2")
    await presses(center.rosa, await seats(center), "assign")
    await center.idle()
    assert "Dan gave a seat up late for Thu, Dec 3" in center.rosa.last.text
    assert "Eva gave" not in center.rosa.last.text


async def test_early_is_not_late(center: Center) -> None:
    dan, _ = await center.crew("Dan", "Eva")
    card = await center.posts(RIDE)
    await presses(dan, card, "claim")
    await center.at("2026-12-01 13:00")
    await presses(dan, newest(dan, "leave"), "leave")
    await center.idle()
    await presses(center.rosa, await seats(center), "assign")
    await center.idle()
    assert "Dan" not in center.rosa.last.text


async def test_put_in_and_out_of_reach(center: Center) -> None:
    """Somebody the bot cannot write to is held a seat for a while only; the coordinators hear it."""
    (dan,) = await center.crew("Dan")
    dan.blocks()
    await center.idle()
    card = await center.posts(RIDE)
    await assigns(center, dan)
    assert "Dan — held" in coordinators_card(center).text
    await center.later(minutes=15)
    assert "0/1" in card.text


@pytest.mark.parametrize("ends", ["over", "cancelled"])
async def test_what_somebody_said_with_a_claim_goes_with_the_details(center: Center, ends: str) -> None:
    rosa = center.rosa
    (dan,) = await center.crew("Dan")
    card = await center.posts(RIDE)
    await presses(dan, card, "claim")
    await center.later(minutes=11)
    await presses(dan, newest(dan, "note"), "note")
    await center.idle()
    await dan.writes("yes, but back by 2:30")
    await center.idle()
    await presses(dan, newest(dan, "leave"), "leave")
    await center.idle()
    await presses(dan, newest(dan, "reason"), "reason:ill")
    await center.idle()

    async def kept() -> list[bool]:
        async with center.bot.app.db.reading() as tx:
            (row,) = await tx.all("SELECT note_sealed IS NOT NULL, reason_sealed IS NOT NULL FROM claim")
        return [bool(part) for part in row]

    assert await kept() == [True, True]
    if ends == "cancelled":
        await presses(rosa, coordinators_card(center), "cancel")
        await center.idle()
        await presses(rosa, newest(rosa, "cancelnow"), "cancelnow")
        await center.idle()
    else:
        await center.at("2026-12-06 13:59")
        assert await kept() == [True, True]
        await center.at("2026-12-06 14:00")
    assert await kept() == [False, False]


async def test_who_stands_by_is_named_in_order(center: Center) -> None:
    dan, eva, fay = await center.crew("Dan", "Eva", "Fay")
    card = await center.posts(RIDE)
    await presses(dan, card, "claim")
    await center.idle()
    for person in (fay, eva):
        await presses(person, card, "backup")
        await center.later(minutes=1)
    assert "Could step in: Fay, Eva" in (await seats(center)).text


async def test_each_button_says_which_of_two_seats(center: Center) -> None:
    (luis,) = await center.crew("Luis")
    card = await center.posts("/accompany 2026-12-03 12:00-14:00 Hartford")
    for button in choices(card, "claim")[:2]:
        await luis.taps_data(card, button)
        await center.idle()
    shown = await seats(center)
    for action in ("takeout", "move"):
        words = [label(shown, d) for d in choices(shown, action)]
        assert len(words) == len(set(words)) == 2


async def test_only_seats_the_person_could_have_are_offered_and_it_says_who_moves(center: Center) -> None:
    (eva,) = await center.crew("Eva", trained=("accompaniment",))
    card = await center.posts("/accompany 2026-12-03 12:00-14:00 Hartford")
    await presses(eva, card, "claim")
    await center.idle()
    await center.posts("/accompany 2026-12-04 12:00-14:00 Springfield")
    await presses(center.rosa, await seats(center, -2), "move")
    await center.idle()
    where = center.rosa.last
    assert "Eva" in where.text
    assert "Hartford" in where.text
    assert [label(where, d) for d in choices(where, "moveto")] == ["🤝 Fri, Dec 4, 12:00 PM · Springfield"], (
        "she is not trained to drive"
    )
    await presses(center.rosa, where, "moveto")
    await center.idle()
    assert "Springfield" in eva.last.text
    assert "No longer yours: Accompanier, Thu, Dec 3, 12:00 PM · Hartford" in eva.last.text
