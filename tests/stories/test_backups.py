"""Standing by for a seat, being asked in order, stepping in; and giving up a seat late."""

from __future__ import annotations

import pytest

from sandbox import Person, SeenMessage
from tests.center import Center, choices, coordinators_card, has, moves, newest, presses

RIDE = "/ride 2026-12-03 12:00 Holyoke > Amherst x2"
TWO = "/accompany 2026-12-03 12:00-14:00 Hartford x1"


@pytest.fixture(params=["en", "es"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def taken(center: Center, *backups: Person, by: Person) -> SeenMessage:
    """A ride that somebody has taken for longer than *Undo* lasts, with backups in order."""
    card = await center.posts(RIDE)
    await presses(by, card, "claim")
    await center.later(minutes=11)
    for person in backups:
        await presses(person, card, "backup")
        await center.later(minutes=1)
    return card


async def leaves(center: Center, person: Person) -> None:
    await presses(person, newest(person, "leave"), "leave")
    await center.idle()


def asked(*people: Person) -> list[bool]:
    return [has(person, "offeryes") for person in people]


async def test_only_a_full_slot_takes_backups(center: Center) -> None:
    dan, eva = await center.crew("Dan", "Eva")
    card = await center.posts(RIDE)
    assert not choices(card, "backup")
    await presses(dan, card, "claim")
    await center.idle()
    assert not choices(card, "claim")
    tap = await presses(eva, card, "backup")
    assert "You are a backup" in tap.text
    await center.idle()
    assert "1 backup" in card.text
    again = await presses(eva, card, "backup")
    assert "already" in again.text
    held = await presses(dan, card, "backup")
    assert "already yours" in held.text
    stranger = (await center.crew("Sam", trained=()))[0]
    refused = await presses(stranger, card, "backup")
    assert "training" in refused.text


async def test_a_backups_button_takes_a_seat_that_is_free_by_then(center: Center) -> None:
    dan, eva = await center.crew("Dan", "Eva")
    card = await taken(center, by=dan)
    button = choices(card, "backup")[0]
    await leaves(center, dan)
    await eva.taps_data(card, button)
    await center.idle()
    assert has(eva, "leave")
    assert not has(dan, "return")


async def test_in_order_thirty_minutes_each_no_lapse_yes(center: Center, language: str) -> None:
    dan, eva, fay, gil = await center.crew("Dan", "Eva", "Fay", "Gil", language=language)
    card = await taken(center, eva, fay, gil, by=dan)
    await leaves(center, dan)
    assert "0/1" in card.text
    assert asked(eva, fay, gil) == [True, False, False]
    await presses(eva, newest(eva, "offerno"), "offerno")
    await center.idle()
    assert asked(eva, fay, gil) == [False, True, False]
    await center.later(minutes=29, seconds=59)
    assert asked(fay, gil) == [True, False]
    await center.later(seconds=1)
    assert asked(fay, gil) == [False, True], "no answer in time: the next is asked, the old question has no buttons"
    await presses(gil, newest(gil, "offeryes"), "offeryes")
    await center.idle()
    assert has(gil, "leave")
    assert "1/1" in card.text
    assert not has(dan, "return"), "whoever is replaced hears that they are free"
    names = coordinators_card(center).text
    assert "Gil" in names
    assert "Dan" not in names


async def test_ten_minutes_when_it_starts_in_less_than_three_hours(center: Center) -> None:
    dan, eva, fay = await center.crew("Dan", "Eva", "Fay")
    await taken(center, eva, fay, by=dan)
    await center.at("2026-12-03 09:30")
    await leaves(center, dan)
    assert asked(eva, fay) == [True, False]
    await center.later(minutes=10)
    assert asked(eva, fay) == [False, True]


async def test_nobody_left_to_ask_the_leaver_keeps_the_seat(center: Center) -> None:
    dan, eva = await center.crew("Dan", "Eva")
    card = await taken(center, eva, by=dan)
    await leaves(center, dan)
    await center.later(minutes=30)
    assert asked(eva) == [False]
    assert "0/1" in card.text
    await presses(dan, newest(dan, "return"), "return")
    await center.idle()
    assert "1/1" in card.text


async def test_a_seat_taken_meanwhile_ends_the_question(center: Center, language: str) -> None:
    dan, eva, fay = await center.crew("Dan", "Eva", "Fay", language=language)
    card = await taken(center, eva, by=dan)
    await leaves(center, dan)
    question = newest(eva, "offeryes")
    button = choices(question, "offeryes")[0]
    await presses(fay, card, "claim")
    await center.idle()
    assert not question.buttons
    await eva.taps_data(question, button)
    await center.idle()
    assert not has(eva, "leave")
    assert "Fay" in coordinators_card(center).text


async def test_who_comes_back_ends_the_question_too(center: Center) -> None:
    dan, eva = await center.crew("Dan", "Eva")
    await taken(center, eva, by=dan)
    await leaves(center, dan)
    question = newest(eva, "offeryes")
    await presses(dan, newest(dan, "return"), "return")
    await center.idle()
    assert not question.buttons
    assert not question.deleted


async def test_a_backup_who_claims_on_the_card_is_asked_no_more(center: Center) -> None:
    dan, eva, fay = await center.crew("Dan", "Eva", "Fay")
    card = await taken(center, eva, by=dan)
    await leaves(center, dan)
    await presses(eva, card, "claim")
    await center.later(minutes=11)
    assert not has(eva, "offeryes")
    await presses(fay, card, "backup")
    await center.idle()
    assert "1 backup" in card.text, "Eva is none any more"
    await leaves(center, eva)
    assert asked(eva, fay) == [False, True]


async def test_two_seats_two_backups_at_once(center: Center) -> None:
    ana, ben, eva, fay = await center.crew("Ana", "Ben", "Eva", "Fay")
    card = await center.posts(TWO)
    for person in (ana, ben):
        await presses(person, card, "claim")
    await center.later(minutes=11)
    for person in (eva, fay):
        await presses(person, card, "backup")
        await center.later(minutes=1)
    await leaves(center, ana)
    assert asked(eva, fay) == [True, False]
    await leaves(center, ben)
    assert asked(eva, fay) == [True, True]
    for person in (fay, eva):
        await presses(person, newest(person, "offeryes"), "offeryes")
    await center.idle()
    assert "2/2" in card.text
    assert not has(ana, "return")
    assert not has(ben, "return")


async def test_at_night_backups_are_asked_in_the_morning(center: Center) -> None:
    dan, eva = await center.crew("Dan", "Eva")
    await taken(center, eva, by=dan)
    await center.at("2026-12-01 22:00")
    await leaves(center, dan)
    assert asked(eva) == [False]
    await center.at("2026-12-02 07:59")
    assert asked(eva) == [False]
    await center.at("2026-12-02 08:00")
    assert asked(eva) == [True]
    assert newest(eva, "offeryes").rings
    await center.at("2026-12-02 08:29")
    assert asked(eva) == [True]


async def test_too_late_for_the_morning_the_question_waits_for_who_sleeps(center: Center) -> None:
    dan, eva, fay = await center.crew("Dan", "Eva", "Fay")
    card = await center.posts("/ride 2026-12-03 07:00 Holyoke > Amherst x2")
    await presses(dan, card, "claim")
    await center.later(minutes=11)
    for person in (eva, fay):
        await presses(person, card, "backup")
        await center.later(minutes=1)
    await center.at("2026-12-02 23:00")
    await leaves(center, dan)
    assert asked(eva, fay) == [True, False]
    assert not newest(eva, "offeryes").rings
    await center.at("2026-12-03 04:59")
    assert asked(eva, fay) == [True, False]
    await center.at("2026-12-03 05:00")
    assert asked(eva, fay) == [False, True]
    assert newest(fay, "offeryes").rings, "two hours before, whoever is asked is woken"


@pytest.mark.parametrize("how", ["leaves the group", "blocks the bot"])
async def test_a_backup_who_is_gone_is_asked_no_more(center: Center, how: str) -> None:
    dan, eva, fay = await center.crew("Dan", "Eva", "Fay")
    card = await taken(center, eva, fay, by=dan)
    await leaves(center, dan)
    assert asked(eva, fay) == [True, False]
    if how == "blocks the bot":
        eva.blocks()
    else:
        eva.leaves(center.volunteers)
    await center.idle()
    assert asked(fay) == [True], "the next is asked at once"
    assert "1 backup" in card.text


async def test_my_shows_where_i_stand_by_and_lets_me_stop(center: Center, language: str) -> None:
    dan, eva, fay = await center.crew("Dan", "Eva", "Fay", language=language)
    card = await taken(center, eva, fay, by=dan)
    await eva.writes("/my")
    await center.idle()
    assert "Holyoke" in eva.last.text
    await presses(eva, eva.last, "nobackup")
    await center.idle()
    assert "1 backup" in card.text
    await leaves(center, dan)
    assert asked(eva, fay) == [False, True]
    await eva.writes("/my")
    await center.idle()
    assert not eva.last.buttons


async def test_why_is_for_coordinators_only(center: Center, language: str) -> None:
    dan, eva = await center.crew("Dan", "Eva", language=language)
    card = await taken(center, eva, by=dan)
    await leaves(center, dan)
    await presses(dan, newest(dan, "reason"), "reason:ill")
    await center.idle()
    assert "(ill" in coordinators_card(center).text
    for screen in (eva.screen(), eva.screen(center.volunteers), card.text):
        assert "(ill" not in screen
        assert "Dan" not in screen.replace("Rosa added Dan", "")


@pytest.mark.parametrize(("when", "told"), [("2026-12-02 11:59", False), ("2026-12-02 12:01", True)])
async def test_a_late_drop_out_is_told_to_all_coordinators_at_once(center: Center, when: str, told: bool) -> None:
    (dan,) = await center.crew("Dan")
    await taken(center, by=dan)
    await center.at(when)
    await leaves(center, dan)
    assert ("can't make it, and it is soon" in center.rosa.screen(center.coordinators)) is told
    await center.rosa.waits_for("Dan can't make it")


@pytest.mark.parametrize("stands_by", [True, False])
async def test_coordinators_hear_whether_a_backup_is_asked(center: Center, stands_by: bool) -> None:
    dan, eva = await center.crew("Dan", "Eva")
    await taken(center, *((eva,) if stands_by else ()), by=dan)
    await center.at("2026-12-02 14:00")
    await leaves(center, dan)
    told = next(m for m in center.coordinators.messages if "⚠️" in m.text)
    assert ("backups are being asked" in told.text) is stands_by
    assert ("there is no backup to ask" in told.text) is not stands_by
    assert asked(eva) == [stands_by]


async def test_who_has_another_seat_by_then_is_passed_over_at_once(center: Center, language: str) -> None:
    dan, eva, fay = await center.crew("Dan", "Eva", "Fay", language=language)
    await taken(center, eva, fay, by=dan)
    other = await center.posts("/ride 2026-12-03 13:00 Springfield > Hartford x1")
    await presses(eva, other, "claim")
    await center.idle()
    await leaves(center, dan)
    assert asked(eva, fay) == [False, True], "nobody waits half an hour for somebody who could not come"


async def test_who_took_another_seat_while_being_asked_reads_one_answer(center: Center) -> None:
    dan, eva, fay = await center.crew("Dan", "Eva", "Fay")
    await taken(center, eva, fay, by=dan)
    await leaves(center, dan)
    other = await center.posts("/ride 2026-12-03 13:00 Springfield > Hartford x1")
    await presses(eva, other, "claim")
    await center.idle()
    question = newest(eva, "offeryes")
    tap = await presses(eva, question, "offeryes")
    assert "another seat at that time" in tap.text
    await center.idle()
    assert "taken care of" not in question.text, "it is not: Fay is being asked"
    assert "I ask the next person" in question.text
    assert asked(eva, fay) == [False, True]


async def test_a_backup_who_is_being_asked_sees_the_day_it_was_moved_to(center: Center, language: str) -> None:
    dan, eva = await center.crew("Dan", "Eva", language=language)
    await taken(center, eva, by=dan)
    await leaves(center, dan)
    question, heard = newest(eva, "offeryes"), len(eva.chat)
    day = {"en": "December {}", "es": "{} de diciembre"}[language]
    assert day.format(3) in question.text
    await moves(center, "2026-12-04")
    assert len(eva.chat) == heard
    assert day.format(4) in question.text
    await presses(eva, question, "offeryes")
    await center.idle()
    assert has(eva, "leave")


async def test_a_backup_who_was_not_needed_is_asked_the_next_time(center: Center) -> None:
    dan, eva = await center.crew("Dan", "Eva")
    await taken(center, eva, by=dan)
    await leaves(center, dan)
    await presses(dan, newest(dan, "return"), "return")
    await center.idle()
    assert asked(eva) == [False]
    await leaves(center, dan)
    assert asked(eva) == [True]


@pytest.mark.parametrize("how", ["blocks the bot", "leaves the group", "is no longer trained"])
@pytest.mark.parametrize(("when", "late"), [("2026-12-02 11:00", False), ("2026-12-03 08:30", True)])
async def test_a_seat_lost_in_any_way_is_told_truly(center: Center, how: str, when: str, late: bool) -> None:
    rosa, group = center.rosa, center.coordinators
    (dan,) = await center.crew("Dan")
    card = await taken(center, by=dan)
    await center.at(when)
    if how == "blocks the bot":
        dan.blocks()
    elif how == "leaves the group":
        dan.leaves(center.volunteers)
    else:
        await rosa.writes("/revoke rideshare @dan_v")
    await center.idle()
    told = [message for message in group.messages if "⚠️" in message.text]
    assert bool(told) is late, "less than a day before, everybody hears it at once"
    blocked = how == "blocks the bot"
    words = "I can't reach Dan any more" if blocked else "Dan is no longer a trained volunteer"
    if late:
        assert told[0].rings
        assert words in told[0].text
        assert ("I hold the seat until 8:45" in told[0].text) is blocked
    await center.later(minutes=15)
    await rosa.waits_for(words)
    assert "did not finish connecting" not in rosa.screen() + rosa.screen(group)
    assert "0/1" in card.text
    assert len([message for message in group.messages if "⚠️" in message.text]) == len(told), "once"


async def test_who_unblocks_in_time_keeps_the_seat_and_a_second_loss_is_told_too(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    card = await taken(center, by=dan)
    await center.at("2026-12-03 08:30")
    for _ in range(2):
        dan.blocks()
        await center.idle()
        assert "I can't reach Dan" in center.coordinators.last.text
        dan.unblocks()
        await dan.writes("/start")
        await center.later(minutes=1)
    await center.later(minutes=16)
    assert "1/1" in card.text


async def test_who_lacks_the_training_hears_which(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    card = await taken(center, by=dan)
    (ana,) = await center.crew("Ana", trained=())
    tap = await presses(ana, card, "backup")
    assert "rideshare training" in tap.text


@pytest.mark.parametrize("connected", [True, False])
async def test_who_still_has_to_promise_stands_by_once_they_have(center: Center, connected: bool) -> None:
    (dan,) = await center.crew("Dan")
    card = await taken(center, by=dan)
    eva = await center.volunteer("Eva", connected=connected, promised=False)
    tap = await presses(eva, card, "backup")
    assert tap.url
    await eva.follows(tap.url or "")
    await center.idle()
    assert "1 backup" not in card.text
    await presses(eva, newest(eva, "promisebackup"), "promisebackup")
    await center.idle()
    assert "1 backup" in card.text
    assert "You are a backup" in eva.last.text
    await leaves(center, dan)
    assert asked(eva) == [True]


async def test_who_promised_and_was_only_not_connected_stands_by_at_start(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    card = await taken(center, by=dan)
    eva = await center.volunteer("Eva")
    eva.blocks()
    await center.idle()
    tap = await presses(eva, card, "backup")
    eva.unblocks()
    await eva.follows(tap.url or "")
    await center.idle()
    assert "1 backup" in card.text
    assert "You are a backup" in eva.last.text


async def test_a_seat_that_got_free_before_the_promise_is_theirs(center: Center) -> None:
    (dan,) = await center.crew("Dan")
    card = await taken(center, by=dan)
    eva = await center.volunteer("Eva", connected=False)
    tap = await presses(eva, card, "backup")
    await eva.follows(tap.url or "")
    await leaves(center, dan)
    await presses(eva, newest(eva, "promisebackup"), "promisebackup")
    await center.idle()
    assert "1/1" in card.text
    assert has(eva, "leave")
