"""The red button: who may press it, who hears of it and how fast, until somebody has it and it is resolved."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from sqlite3 import IntegrityError

import pytest

from bot.rules.model import Reach
from bot.rules.timetable import Due, Occasion, Priority, Verb
from sandbox import Limits, Person, SeenMessage
from storage import outbox, people, requests
from tests.center import Center, choice, choices, coordinators_card, has, member_of, newest, open_center, presses

COMPANY = "/accompany 2026-12-03 12:00-14:00 Hartford x1"
HOTLINE = "413 555 0100"
STEPS = {"en": "Stay where you are.", "es": "Quédese donde está."}


@pytest.fixture(params=["en", "es"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def center(tmp_path: Path) -> AsyncIterator[Center]:
    """A center with a hotline and steps of its own."""
    async with open_center(tmp_path, center_phone=HOTLINE, emergency_steps=STEPS) as center:
        await center.set_up()
        yield center


async def under_way(center: Center, *who: Person) -> SeenMessage:
    card = await center.posts(COMPANY)
    for person in who:
        await presses(person, card, "claim")
        await center.idle()
    await center.at("2026-12-03 12:00")
    return card


async def raises(center: Center, person: Person) -> SeenMessage:
    """Presses the red button, and means it."""
    await presses(person, newest(person, "alarm"), "alarm")
    await center.idle()
    await presses(person, newest(person, "alarmnow"), "alarmnow")
    await center.idle()
    return person.last


def alarms(center: Center) -> list[SeenMessage]:
    return [message for message in center.coordinators.messages if choices(message, "havealarm")]


def rings(person: Person) -> int:
    return sum(bool(choices(message, "havealarm")) for message in person.chat)


async def test_from_an_hour_before_until_home(center: Center, language: str) -> None:
    ana, ben = await center.crew("Ana", "Ben", language=language)
    card = await center.posts(COMPANY)
    for person in (ana, ben):
        await presses(person, card, "claim")
    await center.at("2026-12-03 10:59")
    assert not has(ana, "alarm")
    await center.at("2026-12-03 11:00")
    assert has(ana, "alarm")
    assert has(ben, "alarm")
    await center.at("2026-12-03 12:00")
    await presses(ana, newest(ana, "step:with"), "step:with")
    await center.idle()
    assert has(ana, "alarm"), "with them is not home"
    await presses(ana, newest(ana, "step:home"), "step:home")
    await center.idle()
    assert not has(ana, "alarm")
    assert not has(ben, "alarm")


async def test_the_hotline_first_then_everybody_until_one_has_it(center: Center, language: str) -> None:
    rosa = center.rosa
    tom = await center.coordinator("Tom")
    ana, ben = await center.crew("Ana", "Ben", language=language)
    await under_way(center, ana, ben)
    await presses(ana, newest(ana, "alarm"), "alarm")
    await center.idle()
    asked = ana.last
    assert HOTLINE in asked.text
    assert STEPS[language] in asked.text
    assert not alarms(center), "nothing is raised by one tap in a pocket"
    await presses(ana, asked, "alarmnow")
    await center.idle()
    assert HOTLINE in asked.text
    for coordinator in (rosa, tom):
        assert rings(coordinator) == 1
        assert newest(coordinator, "havealarm").rings
        assert "Ana" in newest(coordinator, "havealarm").text
    (called,) = alarms(center)
    assert called.rings
    assert {"Rosa", "Tom"} <= set(called.text.split())
    await center.later(minutes=2, seconds=59)
    assert len(alarms(center)) == 1
    await center.later(seconds=1)
    assert len(alarms(center)) == 2
    assert (rings(rosa), rings(tom)) == (2, 2)
    await presses(tom, newest(tom, "havealarm"), "havealarm")
    await center.idle()
    assert "Tom" in rosa.last.text
    assert "Tom" in center.coordinators.last.text
    for words in ("Tom has it", "Tom se encarga"):  # the group's languages
        assert words in center.coordinators.last.text
    assert "Tom" in ana.last.text
    tap = await presses(rosa, newest(rosa, "havealarm"), "havealarm")
    assert "Tom" in tap.text
    await center.later(minutes=10)
    assert not alarms(center)
    await presses(tom, newest(tom, "endalarm"), "endalarm")
    await center.idle()
    assert "✓" in ana.last.text
    assert "✓" in rosa.last.text
    for words in ("The emergency is resolved", "La emergencia está resuelta"):
        assert words in center.coordinators.last.text
    for private in ("Hartford",):
        assert private not in ana.last.text


async def test_whom_to_call_is_behind_a_button(center: Center) -> None:
    """The alarm, and whoever has it, opens the numbers of all who are there, privately and nobody else."""
    rosa = center.rosa
    ana, ben = await center.crew("Ana", "Ben")
    await under_way(center, ana, ben)
    await raises(center, ben)
    (called,) = alarms(center)
    numbers, alone = choice(called, "phones"), newest(rosa, "havealarm")
    await presses(rosa, alone, "havealarm")
    await center.idle()
    for message in (alone, newest(rosa, "endalarm")):
        await presses(rosa, message, "phones")
        await center.idle()
        assert "Ana: " in rosa.last.text
        assert "Ben: " in rosa.last.text
        await presses(rosa, rosa.last, "closeseats")
        await center.idle()
    tap = await ana.taps_data(ana.last, numbers)
    assert tap.alert
    assert "Ben: " not in ana.screen()


async def test_no_alarm(center: Center) -> None:
    ana, ben = await center.crew("Ana", "Ben")
    await under_way(center, ana, ben)
    await presses(ana, newest(ana, "alarm"), "alarm")
    await center.idle()
    await presses(ana, newest(ana, "noalarm"), "noalarm")
    await center.later(minutes=5)
    assert not alarms(center)


async def test_pressing_again_makes_no_second_incident(center: Center) -> None:
    ana, ben = await center.crew("Ana", "Ben")
    await under_way(center, ana, ben)
    await raises(center, ana)
    await raises(center, ana)
    await raises(center, ben)
    assert len(alarms(center)) == 1
    async with center.bot.app.db.reading() as tx:
        assert await tx.value("SELECT count(*) FROM incident") == 1
        what = [row[0] for row in await tx.all("SELECT what FROM incident_event ORDER BY id")]
    assert what.count("pressed again") == 2


async def test_a_press_rings_although_an_older_alarm_was_taken(center: Center) -> None:
    """Rosa has the silence of 15:00; at 15:30 Ana presses, and that is news."""
    rosa = center.rosa
    tom = await center.coordinator("Tom")
    ana, ben = await center.crew("Ana", "Ben")
    await under_way(center, ana, ben)
    await center.at("2026-12-03 15:00")
    await presses(rosa, newest(rosa, "havealarm"), "havealarm")
    await center.at("2026-12-03 15:30")
    before = (rings(rosa), rings(tom), len(alarms(center)))
    told = await raises(center, ana)
    assert "2 coordinators" in told.text
    assert (rings(rosa), rings(tom), len(alarms(center))) == tuple(n + 1 for n in before)
    for coordinator in (rosa, tom):
        assert "Ana" in newest(coordinator, "havealarm").text
    await presses(tom, newest(tom, "havealarm"), "havealarm")
    await center.idle()
    assert "Tom" in ana.last.text


async def test_a_press_while_silence_rings_is_news_and_rings_at_once(center: Center) -> None:
    rosa = center.rosa
    tom = await center.coordinator("Tom")
    ana, ben = await center.crew("Ana", "Ben")
    await under_way(center, ana, ben)
    await center.at("2026-12-03 15:00")
    await center.at("2026-12-03 15:01")
    before = (rings(rosa), rings(tom), len(alarms(center)))
    await raises(center, ana)
    assert (rings(rosa), rings(tom), len(alarms(center))) == tuple(n + 1 for n in before)
    assert "Ana pressed the red button" in newest(rosa, "havealarm").text
    for minute in (3, 4, 6, 7):
        await center.at(f"2026-12-03 15:{minute:02}")
    assert rings(rosa) == before[0] + 3, "every three minutes, from the press on"
    await presses(rosa, newest(rosa, "havealarm"), "havealarm")
    await center.idle()
    assert "Rosa" in ana.last.text


async def test_all_who_pressed_hear_who_has_it(center: Center) -> None:
    ana, ben = await center.crew("Ana", "Ben")
    await under_way(center, ana, ben)
    await raises(center, ana)
    await raises(center, ben)
    await presses(center.rosa, newest(center.rosa, "havealarm"), "havealarm")
    await center.idle()
    for person in (ana, ben):
        assert "Rosa" in person.last.text


async def test_whoever_has_it_can_call_those_who_were_there_until_it_is_resolved(center: Center) -> None:
    """Also once the request is over: an emergency does not end because three hours have passed."""
    rosa = center.rosa
    ana, ben = await center.crew("Ana", "Ben")
    await under_way(center, ana, ben)
    async with center.bot.app.db.transaction() as tx:
        await requests.set_detail(tx, await tx.value("SELECT id FROM party"), "phone", "413-555-0134")
    await center.at("2026-12-03 15:00")
    await presses(rosa, newest(rosa, "havealarm"), "havealarm")
    await center.idle()
    held = newest(rosa, "endalarm")
    for moment in ("2026-12-03 15:05", "2026-12-03 17:30", "2026-12-04 09:00"):
        await center.at(moment)
        await presses(rosa, held, "phones")
        await center.idle()
        assert "Ana" in rosa.last.text
        assert "Ben" in rosa.last.text
        await presses(rosa, held, "private")
        await center.idle()
        assert "413-555-0134" in rosa.last.text
    assert not choices(rosa.last, "add"), "what is over is read, not changed"
    phones = choice(held, "phones")
    await presses(rosa, held, "endalarm")
    await center.at("2026-12-07 09:00")  # the private details are forgotten
    tap = await rosa.taps_data(rosa.last, phones)
    assert tap.alert


def lines(center: Center) -> list[SeenMessage]:
    """What asks coordinators to call before silence pages."""
    return [message for message in center.coordinators.messages if choices(message, "theyarehome")]


async def test_who_calls_in_time_keeps_silence_from_paging(center: Center, language: str) -> None:
    """Rosa hears that they still wait, and an hour and a half later that everyone is home."""
    rosa = center.rosa
    ana, ben = await center.crew("Ana", "Ben", language=language)
    await under_way(center, ana, ben)
    await center.at("2026-12-03 14:39")
    assert lines(center) == []
    await center.at("2026-12-03 14:40")
    (line,) = lines(center)
    assert "Ana" in line.text
    assert "3:00 PM" in line.text
    await presses(rosa, line, "theyarelonger")
    await center.idle()
    assert "Rosa" in line.text
    assert "3:40 PM" in line.text
    assert not line.buttons
    await center.at("2026-12-03 15:45")
    assert alarms(center) == []
    await center.at("2026-12-03 16:20")
    (line,) = lines(center)
    tap = await presses(ana, newest(ana, "step:home"), "step:home")
    assert not tap.alert
    await center.idle()
    tap = await presses(rosa, line, "theyarehome")
    assert tap.alert, "Ana was faster"
    await center.at("2026-12-03 17:00")
    assert alarms(center) == []


async def test_what_a_coordinator_has_heard_ends_the_watch(center: Center) -> None:
    ana, ben = await center.crew("Ana", "Ben")
    await under_way(center, ana, ben)
    await center.at("2026-12-03 14:40")
    (line,) = lines(center)
    await presses(center.rosa, line, "theyarehome")
    await center.idle()
    assert "Rosa has heard that everyone is home." in line.text
    assert "Everyone is home" in ana.last.text
    await center.at("2026-12-03 15:00")
    assert alarms(center) == []


async def test_nobody_is_asked_to_call_while_an_emergency_is_open(center: Center) -> None:
    ana, ben = await center.crew("Ana", "Ben")
    await under_way(center, ana, ben)
    await raises(center, ana)
    await center.at("2026-12-03 14:40")
    assert lines(center) == []


async def test_who_is_no_coordinator_hears_nothing(center: Center) -> None:
    ana, ben = await center.crew("Ana", "Ben")
    await under_way(center, ana, ben)
    await center.at("2026-12-03 14:40")
    (line,) = lines(center)
    center.coordinators.add(ana, center.rosa)
    await center.idle()
    await presses(ana, line, "theyarehome")
    await center.at("2026-12-03 15:00")
    assert len(alarms(center)) == 1


async def test_an_alarm_by_silence_says_when_it_was_to_end(tmp_path: Path) -> None:
    async with open_center(tmp_path, silence_pages_minutes=90) as center:
        await center.set_up()
        ana, ben = await center.crew("Ana", "Ben")
        await under_way(center, ana, ben)
        await center.at("2026-12-03 15:30")
        assert "2:00 PM" in newest(center.rosa, "havealarm").text
        (called,) = alarms(center)
        assert "2:00 PM" in called.text
        assert "hour" not in called.text.partition("\n")[2]


async def test_silence_adds_nothing_to_an_alarm_that_somebody_has(center: Center) -> None:
    rosa = center.rosa
    ana, ben = await center.crew("Ana", "Ben")
    await under_way(center, ana, ben)
    await raises(center, ana)
    await presses(rosa, newest(rosa, "havealarm"), "havealarm")
    await center.at("2026-12-03 15:10")
    assert not alarms(center)


@pytest.mark.parametrize("taken", [False, True])
async def test_everyone_is_home_ends_what_silence_raised(center: Center, taken: bool, language: str) -> None:
    rosa = center.rosa
    await center.speaks(rosa, language)
    tom = await center.coordinator("Tom")
    dan, ellen = await center.crew("Dan", "Ellen")
    await under_way(center, dan, ellen)
    await center.at("2026-12-03 15:00")
    assert (rings(rosa), len(alarms(center))) == (1, 1)
    if taken:
        await presses(tom, newest(tom, "havealarm"), "havealarm")
        await center.idle()
    await center.at("2026-12-03 15:02")
    await presses(dan, newest(dan, "step:home"), "step:home")
    await center.idle()
    if language == "en":
        for told in (rosa.last, tom.last, center.coordinators.last):
            assert "Dan says that everyone is home" in told.text
            assert "Nobody has said" not in told.text
    assert "✓" in rosa.last.text
    assert "Dan" in rosa.last.text
    private = len(rosa.chat)
    await center.later(minutes=10)
    assert not alarms(center), "it rings no more"
    assert len(rosa.chat) == private, "said once"
    tap = await presses(rosa, newest(rosa, "havealarm"), "havealarm")
    assert tap.alert
    await presses(rosa, newest(rosa, "timeline"), "timeline")
    await center.idle()
    assert any(":02" in line and "Dan" in line for line in rosa.last.text.splitlines())


async def test_not_yet_after_the_alarm_had_ended(center: Center) -> None:
    """What is taken back is seen in the timeline, and silence is a signal again."""
    rosa = center.rosa
    dan, ellen = await center.crew("Dan", "Ellen")
    await under_way(center, dan, ellen)
    await center.at("2026-12-03 15:00")
    await presses(dan, newest(dan, "step:home"), "step:home")
    await center.later(minutes=2)
    await presses(ellen, newest(ellen, "nothome"), "nothome")
    await center.idle()
    await presses(rosa, newest(rosa, "timeline"), "timeline")
    await center.idle()
    assert "3:02 PM Ellen says: not everyone is home yet" in rosa.last.text
    await center.at("2026-12-03 16:11")
    assert not alarms(center)
    await center.at("2026-12-03 16:12")
    assert len(alarms(center)) == 1
    await presses(ellen, newest(ellen, "step:home"), "step:home")
    await center.later(minutes=30)
    assert not alarms(center)


async def test_what_somebody_pressed_is_not_ended_by_it(center: Center) -> None:
    rosa = center.rosa
    dan, ellen = await center.crew("Dan", "Ellen")
    await under_way(center, dan, ellen)
    await raises(center, dan)
    await presses(ellen, newest(ellen, "step:with"), "step:with")
    await center.idle()
    await presses(ellen, newest(ellen, "step:home"), "step:home")
    await center.later(minutes=3)
    assert len(alarms(center)) == 2, "it rings on"
    await presses(rosa, newest(rosa, "havealarm"), "havealarm")
    await center.idle()
    await presses(rosa, newest(rosa, "timeline"), "timeline")
    await center.idle()
    assert "12:00 PM Ellen says that everyone is home" in rosa.last.text


async def test_resolved_no_longer_says_that_nobody_has_said_so(center: Center) -> None:
    rosa = center.rosa
    dan, ellen = await center.crew("Dan", "Ellen")
    await under_way(center, dan, ellen)
    await center.at("2026-12-03 15:00")
    await presses(rosa, newest(rosa, "havealarm"), "havealarm")
    await center.idle()
    assert "Nobody has said" in center.coordinators.last.text
    await presses(rosa, newest(rosa, "endalarm"), "endalarm")
    await center.idle()
    assert "resolved" in center.coordinators.last.text
    assert "Nobody has said" not in center.coordinators.last.text


async def test_the_timeline_is_never_rewritten(center: Center, language: str) -> None:
    rosa = center.rosa
    await center.speaks(rosa, language)
    ana, ben = await center.crew("Ana", "Ben")
    await under_way(center, ana, ben)
    await raises(center, ana)
    await center.later(minutes=3)
    await presses(rosa, newest(rosa, "havealarm"), "havealarm")
    await center.later(minutes=4)
    await presses(rosa, newest(rosa, "timeline"), "timeline")
    await center.idle()
    moments = [line.split()[0] for line in rosa.last.text.splitlines()[1:]]
    assert moments[0] == "12:00"
    assert moments[-1] == "12:03"
    assert moments == sorted(moments)
    with pytest.raises(IntegrityError, match="not rewritten"):
        async with center.bot.app.db.transaction() as tx:
            await tx.run("UPDATE incident_event SET what = 'nothing'")


async def test_coordinators_press_on_their_card(center: Center, language: str) -> None:
    rosa = center.rosa
    await center.speaks(rosa, language)
    tom = await center.coordinator("Tom")
    await center.posts(COMPANY)
    await presses(rosa, coordinators_card(center), "alarm")
    await center.idle()
    assert HOTLINE in rosa.last.text
    await presses(rosa, rosa.last, "alarmnow")
    await center.idle()
    assert rings(tom) == 1
    assert len(alarms(center)) == 1


async def test_a_member_presses(center: Center, language: str) -> None:
    (ana,) = await center.crew("Ana")
    card = await center.posts("/ride 2026-12-03 12:00 Holyoke > Amherst x2")
    await presses(ana, card, "claim")
    await center.idle()
    lucia = await member_of(center, "Lucía", language=language)
    await center.at("2026-12-03 12:10")
    told = await raises(center, lucia)
    assert HOTLINE in told.text
    assert rings(center.rosa) == 1
    for screen in (center.rosa.screen(), center.rosa.screen(center.coordinators)):
        assert "Lucía" not in screen.partition("Emergency")[2], "her name is behind the button, for one who looks"
    await presses(center.rosa, newest(center.rosa, "havealarm"), "havealarm")
    await center.idle()
    assert "Rosa" in lucia.last.text


async def test_forged_buttons(center: Center) -> None:
    ana, ben, eve = await center.crew("Ana", "Ben", "Eve")
    card = await under_way(center, ana, ben)
    about = choice(coordinators_card(center), "alarm").split(":")[1]
    for source in ("volunteer", "member", "coordinator", "silence", "kitchen"):
        await eve.taps_data(card, f"alarmnow:{about}:{source}")
    await center.idle()
    assert not alarms(center)
    await raises(center, ana)
    (called,) = alarms(center)
    for action in ("havealarm", "endalarm", "timeline"):
        tap = await eve.taps_data(card, choice(called, "havealarm").replace("havealarm", action))
        assert tap.alert
    await center.later(minutes=3)
    assert len(alarms(center)) == 2, "it rings on"
    assert "Ana" not in eve.screen()


async def test_nobody_can_be_written_to(center: Center, language: str) -> None:
    ana, ben = await center.crew("Ana", "Ben", language=language)
    await under_way(center, ana, ben)
    center.rosa.blocks()
    center.coordinators.chat.members.pop(center.account.user.id, None)
    await center.idle()
    await raises(center, ana)
    for told in ana.chat[-2:]:  # nobody privately; then the group refused as well
        assert HOTLINE in told.text
        assert "911" in told.text
    if language == "en":
        assert "None of my messages has reached a coordinator" in ana.last.text
    await center.later(minutes=2)
    assert sum("911" in message.text for message in ana.chat) == 2, "said once, although it is tried again and again"


async def test_somebody_was_told_although_the_group_refuses(center: Center) -> None:
    ana, ben = await center.crew("Ana", "Ben")
    await under_way(center, ana, ben)
    center.coordinators.chat.members.pop(center.account.user.id, None)
    await center.idle()
    told = await raises(center, ana)
    await center.later(minutes=1)
    assert "alerting 1 coordinator" in told.text
    assert told is ana.last


async def test_a_coordinator_alone_is_not_told_that_she_is_called(center: Center) -> None:
    rosa = center.rosa
    await center.posts(COMPANY)
    await presses(rosa, coordinators_card(center), "alarm")
    await center.idle()
    await presses(rosa, rosa.last, "alarmnow")
    await center.idle()
    assert "could not reach any coordinator" in rosa.last.text
    assert not has(rosa, "havealarm")
    (called,) = alarms(center)
    await presses(rosa, called, "havealarm")
    await center.idle()
    assert has(rosa, "endalarm"), "she has it herself then"


async def test_the_board_shows_it_until_it_is_resolved(center: Center) -> None:
    rosa = center.rosa
    ana, ben = await center.crew("Ana", "Ben")
    await under_way(center, ana, ben)
    await rosa.writes("/board", to=center.coordinators)
    await center.idle()
    board = rosa.sees("Board", center.coordinators)
    await raises(center, ana)
    await center.later(seconds=10)
    assert "nobody has it yet" in board.text
    await presses(rosa, newest(rosa, "havealarm"), "havealarm")
    await center.later(seconds=10)
    assert "Rosa has it" in board.text
    await presses(rosa, newest(rosa, "endalarm"), "endalarm")
    await center.later(seconds=10)
    assert "🔴" not in board.text


async def test_it_passes_a_thousand_messages(center: Center) -> None:
    """With Telegram's real limits, while a broadcast goes out: the first coordinator reads it within a second."""
    ana, ben = await center.crew("Ana", "Ben")
    await under_way(center, ana, ben)
    await presses(ana, newest(ana, "alarm"), "alarm")
    await center.idle()
    crowd = [center.telegram.add_person(f"P{n}") for n in range(100)]
    for person in crowd:
        center.volunteers.add(person)
        person.private_chat().started = True
    await center.idle()
    await center.stop()
    real = {"limit_per_second": 30, "limit_per_chat_second": 1, "limit_per_group_minute": 20}
    center.settings = center.settings.model_copy(update=real)
    center.telegram.limit(Limits.real())
    await center.start()
    async with center.bot.app.work() as work:
        for person in crowd:
            found = await people.find(work.tx, person.id)
            assert found is not None
            await people.set_reach(work.tx, found.id, Reach.YES)
            for n in range(10):
                key = f"bulk:{found.id}:{n}"
                due = Due(key, Verb.SAY, Occasion.UNANSWERED, 0, work.now, found.id, priority=Priority.BULK)
                await outbox.put(work.tx, due)
    await center.telegram.until(lambda: sum(len(person.chat) for person in crowd) >= 45, timeout=10)
    loop = asyncio.get_running_loop()
    pressed = loop.time()
    await presses(ana, newest(ana, "alarmnow"), "alarmnow")
    await center.telegram.until(lambda: has(center.rosa, "havealarm"), timeout=5)
    assert loop.time() - pressed < 1
    async with center.bot.app.db.reading() as tx:
        assert await tx.value("SELECT count(*) FROM outbox WHERE sent_at IS NULL AND key LIKE 'bulk:%'") > 900
