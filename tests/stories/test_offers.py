"""Unfilled requests: who is asked privately, how often, how it ends; what groups and coordinators see of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox import Person
from storage import people
from tests.center import Center, choices, coordinators_card, has, labels, moves, newest, open_center, presses

RIDE = "/ride 2026-11-28 12:00 Holyoke > Amherst x2"
"""A Saturday, four days away."""
EVENING = "2026-11-24 18:00"


@pytest.fixture(params=["en", "es"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def asked(*who: Person) -> list[bool]:
    return [has(person, "canhelp") for person in who]


async def speaks(center: Center, person: Person, languages: str) -> None:
    """What the person told about the languages they speak."""
    async with center.bot.app.db.transaction() as tx:
        found = await people.find(tx, person.id)
        assert found is not None
        await people.set_profile(tx, found.id, "languages", languages)


async def wishes(center: Center, person: Person, *changes: str) -> None:
    await person.writes("/notify")
    await center.idle()
    for change in changes:
        await presses(person, newest(person, "wish"), f"wish:{change}")
        await center.idle()


async def test_asked_at_six_bundled_and_edited_when_filled(center: Center, language: str) -> None:
    dan, eva, fay = await center.crew("Dan", "Eva", "Fay", language=language)
    card = await center.posts(RIDE)
    other = await center.posts("/ride 2026-11-29 12:00 Springfield > Hartford x1")
    await center.at("2026-11-24 17:59")
    assert asked(dan, eva, fay) == [False, False, False]
    await center.at(EVENING)
    assert asked(dan, eva, fay) == [True, True, True]
    message = newest(dan, "canhelp")
    assert len(choices(message, "canhelp")) == 2, "one message about everything"
    assert not message.rings
    tap = await presses(dan, message, "canhelp", 0)
    assert tap.text
    await center.idle()
    assert "1/1" in card.text
    assert has(dan, "leave")
    assert len(choices(newest(eva, "canhelp"), "canhelp")) == 1
    await presses(fay, other, "claim")
    await center.idle()
    assert asked(dan, eva, fay) == [False, False, False]
    assert eva.find("Holyoke") is None, "it is edited to one line"


async def test_a_no_ends_it_for_that_request(center: Center, language: str) -> None:
    (dan,) = await center.crew("Dan", language=language)
    await center.posts(RIDE)
    await center.at(EVENING)
    await presses(dan, newest(dan, "canthelp"), "canthelp")
    await center.idle()
    assert not has(dan, "canhelp")
    for moment in ("2026-11-25 18:00", "2026-11-26 18:00", "2026-11-27 18:00"):
        await center.at(moment)
        assert not has(dan, "canhelp")


async def test_one_message_a_day(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    await center.posts(RIDE)
    await center.at(EVENING)
    messages = len(dan.chat)
    await center.posts("/ride 2026-11-29 12:00 Springfield > Hartford x1")
    await center.at("2026-11-24 23:59")
    assert len(dan.chat) == messages
    await center.at("2026-11-25 10:00")
    assert len(dan.chat) == messages + 1
    await center.posts("/ride 2026-11-30 12:00 Springfield > Hartford x1")
    await center.at("2026-11-25 18:00")
    assert len(dan.chat) == messages + 1


async def test_who_is_asked(center: Center) -> None:
    free, away, weekday, off, untrained, busy, new = await center.crew(
        "Free", "Away", "Weekday", "Off", "Untrained", "Busy", "New", trained=()
    )
    for person in (free, away, weekday, off, busy, new):
        await center.rosa.writes(f"/grant rideshare @{(person.username or '')}")
        await center.idle()
    await wishes(center, away, "town.Pittsfield")
    await wishes(center, weekday, "day.0")
    await wishes(center, off, "off")
    taken = await center.posts("/ride 2026-11-28 13:00 Springfield > Hartford x1")
    await presses(busy, taken, "claim")
    await center.idle()
    card = await center.posts(RIDE)
    new.leaves(center.volunteers)
    await center.at(EVENING)
    assert asked(free) == [True]
    assert asked(away, weekday, off, untrained, busy, new) == [False] * 6
    assert choices(card, "claim")


async def test_five_for_each_missing_person_and_least_lately_first(center: Center) -> None:
    crew = await center.crew(*(f"V{n}" for n in range(8)))
    await center.posts(RIDE)
    await center.at(EVENING)
    first = [person for person in crew if has(person, "canhelp")]
    assert len(first) == 5
    for person in first[:2]:
        await presses(person, newest(person, "canthelp"), "canthelp")
        await center.idle()
    await center.at("2026-11-25 10:00")
    second = [person for person in crew if has(person, "canhelp")]
    assert len(second) == 5, "three who still think about it, and two new ones"
    await center.at("2026-11-25 18:00")
    assert sum(has(person, "canhelp") for person in crew) == 6, "a day later all others"


async def test_only_interpreters_of_the_language(center: Center) -> None:
    ines, joao, kim = await center.crew("Ines", "Joao", "Kim", trained=("interpreting",))
    await speaks(center, ines, "español, English")
    await speaks(center, joao, "Portuguese")
    await center.posts("/interpret 2026-11-28 18:00 Northampton es")
    await center.at(EVENING)
    assert asked(ines, joao) == [True, False]
    assert asked(kim) == [True], "who has not said is asked"


async def test_whoever_gave_the_seat_up_is_not_asked_to_take_it_again(center: Center) -> None:
    dan, eva = await center.crew("Dan", "Eva")
    card = await center.posts(RIDE)
    await presses(dan, card, "claim")
    await center.later(minutes=11)
    await presses(dan, newest(dan, "leave"), "leave")
    await center.at(EVENING)
    assert asked(dan, eva) == [False, True]


async def test_not_this_week(center: Center, language: str) -> None:
    (dan,) = await center.crew("Dan", language=language)
    await center.posts(RIDE)
    await center.at(EVENING)
    await presses(dan, newest(dan, "notthisweek"), "notthisweek")
    await center.idle()
    assert not has(dan, "canhelp")
    await center.posts("/ride 2026-12-03 12:00 Springfield > Hartford x1")
    for day in (25, 26, 27, 28, 29, 30):
        await center.at(f"2026-11-{day} 18:00")
        assert not has(dan, "canhelp")
    await center.at("2026-12-01 18:00")
    assert has(dan, "canhelp")


async def test_notify_takes_the_pause_back(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    await center.posts(RIDE)
    await center.at(EVENING)
    await presses(dan, newest(dan, "notthisweek"), "notthisweek")
    await center.idle()
    await wishes(center, dan, "alone", "a_day", "day.3", "town.Springfield")
    assert "☑ Springfield" in str(dan.last.buttons)
    await center.posts("/ride 2026-12-03 12:00 Springfield > Hartford x1")
    await center.at("2026-11-25 10:00")
    assert has(dan, "canhelp")


async def test_an_offer_says_how_to_be_asked_less(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    await center.posts(RIDE)
    await center.at(EVENING)
    message = newest(dan, "canhelp")
    assert "Too many? /notify" in message.text
    await presses(dan, message, "canhelp")
    await center.idle()
    assert "/notify" not in message.text, "nothing is asked any more"
    await dan.writes("/help")
    await center.idle()
    assert "/notify" in dan.last.text
    stranger = center.telegram.add_person("Sam")
    await stranger.starts()
    await stranger.writes("/help")
    await center.idle()
    assert "/open" not in stranger.last.text
    assert "/notify" not in stranger.last.text, "who is no volunteer is not asked"


async def test_how_many_a_day_is_the_centers_number(tmp_path: Path) -> None:
    async with open_center(tmp_path, offers_a_day=2, offers_a_day_more=4) as center:
        await center.set_up()
        (dan,) = await center.crew("Dan")
        await wishes(center, dan)
        shown = dan.last
        for number in (2, 4, 2):
            assert f"At most {number} messages a day" in labels(shown)
            await presses(dan, shown, "wish:a_day")
            await center.idle()


async def test_within_a_day_at_once_with_sound_and_never_at_night(center: Center, language: str) -> None:
    dan, eva = await center.crew("Dan", "Eva", language=language)
    await center.posts("/ride 2026-11-25 09:00 Holyoke > Amherst x2")
    assert asked(dan, eva) == [False, False], "the card has a quarter of an hour alone"
    await center.later(minutes=15)
    assert asked(dan, eva) == [True, True]
    assert newest(dan, "canhelp").rings
    await center.at("2026-11-24 22:00")
    (fay,) = await center.crew("Fay")
    await center.at("2026-11-25 07:59")
    assert asked(fay) == [False]
    await center.at("2026-11-25 08:00")
    assert asked(fay) == [True], "the next when people wake"


async def test_a_late_drop_out_asks_backups_first_then_everybody(center: Center) -> None:
    dan, eva, fay = await center.crew("Dan", "Eva", "Fay")
    card = await center.posts("/ride 2026-11-25 15:00 Holyoke > Amherst x2")
    await presses(dan, card, "claim")
    await center.later(minutes=11)
    await presses(eva, card, "backup")
    await center.at("2026-11-25 09:00")
    await presses(dan, newest(dan, "leave"), "leave")
    await center.idle()
    assert has(eva, "offeryes")
    assert asked(fay) == [False]
    await center.later(minutes=30)
    assert not has(eva, "offeryes")
    await center.later(minutes=10)
    assert asked(dan, eva, fay) == [False, False, True]
    await presses(fay, newest(fay, "canhelp"), "canhelp")
    await center.later(minutes=11)
    (gil,) = await center.crew("Gil")
    await presses(fay, newest(fay, "leave"), "leave")
    await center.idle()
    assert asked(gil) == [True], "once more when the next one drops out"


async def test_the_digest_of_five_o_clock(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    card = await center.posts(RIDE)
    await center.at("2026-11-24 17:00")
    first = center.volunteers.last
    assert "Still needed this week" in first.text
    assert "Holyoke" in first.text
    assert not first.rings
    await center.at("2026-11-25 17:00")
    assert first.deleted
    second = center.volunteers.last
    assert "Still needed this week" in second.text
    await presses(dan, card, "claim")
    await center.at("2026-11-26 17:00")
    assert second.deleted
    assert center.rosa.find("Still needed", center.volunteers) is None


async def test_the_digest_says_nothing_of_what_has_begun(center: Center) -> None:
    await center.posts("/ride 2026-11-24 16:30-18:00 Holyoke > Amherst")
    await center.at("2026-11-24 17:00")
    assert center.rosa.find("Still needed", center.volunteers) is None


async def test_under_minimum_at_48_24_and_6_hours(center: Center) -> None:
    dan, eva, _ = await center.crew("Dan", "Eva", "Fay")
    await center.posts(RIDE)
    await center.at(EVENING)
    await presses(dan, newest(dan, "canthelp"), "canthelp")
    await center.idle()

    def warnings() -> list[str]:
        return [m.text for m in center.coordinators.messages if "said no" in m.text]

    await center.at("2026-11-26 11:59")
    assert not warnings()
    await center.at("2026-11-26 12:00")
    assert len(warnings()) == 1
    assert "1 said no" in warnings()[0]
    assert "2 have not answered" in warnings()[0]
    await center.at("2026-11-27 12:00")
    assert len(warnings()) == 2
    await presses(eva, newest(eva, "canhelp"), "canhelp")
    await center.idle()
    assert not warnings(), "filled: they say so"
    await center.at("2026-11-28 06:00")
    assert not warnings()


async def test_a_yes_after_all_seats_are_gone(center: Center) -> None:
    dan, eva = await center.crew("Dan", "Eva")
    card = await center.posts(RIDE)
    await center.at(EVENING)
    message = newest(eva, "canhelp")
    button = choices(message, "canhelp")[0]
    await presses(dan, card, "claim")
    tap = await eva.taps_data(message, button)
    assert tap.alert
    await center.idle()
    assert "Eva" not in coordinators_card(center).text
    assert not message.buttons


async def test_an_offer_shows_the_day_it_was_moved_to(center: Center, language: str) -> None:
    (dan,) = await center.crew("Dan", language=language)
    await center.posts(RIDE)
    await center.at(EVENING)
    message = newest(dan, "canhelp")
    heard = len(dan.chat)
    assert "28" in message.text
    await moves(center, "2026-11-30")
    assert len(dan.chat) == heard
    for shown in (message.text, *labels(message)[:2]):
        assert "28" not in shown
        assert "30" in shown
    await presses(dan, message, "canhelp")
    await center.idle()
    assert "30" in newest(dan, "leave").text


async def test_after_a_drop_out_those_who_were_not_needed_are_asked_again(center: Center, language: str) -> None:
    dan, eva, fay = await center.crew("Dan", "Eva", "Fay", language=language)
    await center.posts(RIDE)
    await center.at(EVENING)
    await presses(fay, newest(fay, "canthelp"), "canthelp")
    await presses(dan, newest(dan, "canhelp"), "canhelp")
    await center.later(minutes=11)
    assert asked(dan, eva, fay) == [False, False, False]
    await presses(dan, newest(dan, "leave"), "leave")
    await center.at("2026-11-25 10:00")
    assert asked(dan, eva, fay) == [False, True, False]


async def test_a_yes_of_who_has_another_seat_by_then(center: Center) -> None:
    dan, _ = await center.crew("Dan", "Eva")
    await center.posts(RIDE)
    await center.at(EVENING)
    message = newest(dan, "canhelp")
    other = await center.posts("/ride 2026-11-28 13:00 Springfield > Hartford x1")
    await presses(dan, other, "claim")
    await center.idle()
    tap = await presses(dan, message, "canhelp")
    assert "another seat at that time" in tap.text
    await center.idle()
    assert "We have who we need" not in message.text, "nobody has it yet"
    assert "you can't" in message.text


async def test_somebody_elses_offer_is_no_ones_seat(center: Center) -> None:
    dan, eva = await center.crew("Dan", "Eva")
    await center.posts(RIDE)
    await center.at(EVENING)
    forged = choices(newest(dan, "canhelp"), "canhelp")[0]
    tap = await eva.taps_data(newest(eva, "canhelp"), forged)
    assert tap.alert
    await center.idle()
    assert not has(eva, "leave")
    assert not has(dan, "leave")


async def test_the_call_list(center: Center, language: str) -> None:
    rosa, group = center.rosa, center.coordinators
    await center.speaks(rosa, language)
    await center.rosa.writes("/ride 2026-11-25 12:00 Holyoke > Amherst x2")
    await center.idle()
    for field, words in (("name", "Lucía"), ("phone", "413-555-0134")):
        await presses(rosa, newest(rosa, "detail"), f"detail:{field}")
        await center.idle()
        await rosa.writes(words)
        await center.idle()
    await presses(rosa, newest(rosa, "post"), "post")
    await center.idle()
    await presses(rosa, coordinators_card(center), "seats")
    await center.idle()
    await presses(rosa, newest(rosa, "outside"), "outside")
    await center.idle()
    await rosa.writes("Walter")
    await center.idle()
    await center.at("2026-11-24 17:00")
    listed = next(m for m in group.messages if choices(m, "calls"))
    assert "2 people have no Telegram" in listed.text
    assert "Lucía" not in rosa.screen(group)
    assert "0134" not in rosa.screen(group)
    await presses(rosa, listed, "calls")
    await center.idle()
    private = newest(rosa, "called")
    assert "Lucía" in private.text
    assert "413-555-0134" in private.text
    assert "Walter" in private.text
    before = len(group.messages)
    await presses(rosa, private, "called", 0)
    await center.idle()
    assert private.text.count("☑") == 1
    assert "(1/2 ✓)" in listed.text
    assert len(group.messages) == before, "the number is edited, nothing new is posted"
    await presses(rosa, private, "called", 0)
    await center.idle()
    assert private.text.count("☑") == 0


async def member_to_call(center: Center, line: str, name: str) -> None:
    """Rosa posts a request of somebody whose number is noted."""
    rosa = center.rosa
    await rosa.writes(line)
    await center.idle()
    for field, words in (("name", name), ("phone", "413-555-0134")):
        await presses(rosa, newest(rosa, "detail"), f"detail:{field}")
        await center.idle()
        await rosa.writes(words)
        await center.idle()
    await presses(rosa, newest(rosa, "post"), "post")
    await center.idle()


async def test_the_call_list_is_about_one_day_also_the_next_morning(center: Center) -> None:
    rosa, group = center.rosa, center.coordinators
    await member_to_call(center, "/ride 2026-11-25 15:00 Holyoke > Amherst x2", "Lucía")
    await member_to_call(center, "/ride 2026-11-26 12:00 Holyoke > Amherst x2", "Marta")
    await center.at("2026-11-24 17:00")
    first = next(m for m in group.messages if choices(m, "calls"))
    assert "Wed, Nov 25" in first.text
    await center.at("2026-11-25 08:30")
    await presses(rosa, first, "calls")
    await center.idle()
    private = newest(rosa, "called")
    assert "Lucía" in private.text
    assert "Marta" not in private.text
    await presses(rosa, private, "called")
    await center.idle()
    assert private.text.count("☑") == 1
    assert "(1/1 ✓)" in first.text
    await center.at("2026-11-25 17:00")
    assert first.deleted
    second = next(m for m in group.messages if choices(m, "calls") and not m.deleted)
    assert "Thu, Nov 26" in second.text
    assert "✓" not in second.text, "another day, other people"
    await presses(rosa, private, "called")
    await center.idle()
    assert "Thu, Nov 26" in second.text, "an old list changes nothing of the new one"
    await center.at("2026-11-26 17:00")
    assert second.deleted, "nobody is to be called about Friday"


async def test_a_colleagues_tick_stands_and_says_who_called(center: Center, language: str) -> None:
    rosa, group = center.rosa, center.coordinators
    hannah = await center.coordinator("Hannah")
    await center.speaks(rosa, language)
    await member_to_call(center, "/ride 2026-11-25 15:00 Holyoke > Amherst x2", "Lucía")
    await center.at("2026-11-24 17:00")
    listed = next(m for m in group.messages if choices(m, "calls"))
    for person in (rosa, hannah):
        await presses(person, listed, "calls")
        await center.idle()
    await presses(hannah, newest(hannah, "called"), "called")
    await center.idle()
    tap = await presses(rosa, newest(rosa, "called"), "called")
    await center.idle()
    assert tap.text.startswith("✓ Hannah")
    assert "(1/1 ✓)" in listed.text, "her tick stays"
    assert "Hannah" in newest(rosa, "called").text
    await presses(hannah, newest(hannah, "called"), "called")
    await center.idle()
    assert "✓" not in listed.text, "she can take back her own"


async def test_a_single_question_is_about_this_one(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    await center.posts("/ride 2026-11-28 12:00 Holyoke > Amherst x2")
    await center.at("2026-11-24 18:00")
    assert "Could you help with this?" in newest(dan, "canhelp").text
