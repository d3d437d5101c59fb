"""What the coordinators' group keeps: when a request is over, no day, town or name of it stands there any more."""

from __future__ import annotations

import pytest

from sandbox import Person, SeenMessage
from tests.center import Center, choices, coordinators_card, has, member_of, newest, presses

COMPANY = "/accompany 2026-12-03 12:00-14:00 Hartford x1"


def about(center: Center) -> list[SeenMessage]:
    """Everything in the group that tells of the request."""
    return [message for message in center.coordinators.messages if "Hartford" in message.text]


def names_in(center: Center) -> set[str]:
    text = "\n".join(m.text for m in center.coordinators.messages if "Board" not in m.text and "joined" not in m.text)
    return {name for name in ("Ana", "Ben", "Lucía") if name in text}


async def home(center: Center, person: Person) -> None:
    """They met, and are home; a while later it stands."""
    for step in ("with", "home"):
        if has(person, f"step:{step}"):
            await presses(person, newest(person, f"step:{step}"), f"step:{step}")
            await center.idle()
    await center.later(minutes=10)


async def reports(center: Center, person: Person, *said: str) -> None:
    for answer in said:
        await presses(person, newest(person, "debrief"), f"debrief:{answer}")
        await center.idle()


async def test_a_day_with_every_kind_of_alert(center: Center) -> None:
    """Nobody, then Ana and Ben, who do not answer; Ben gives up late; Lucía's plans change; nobody says they met."""
    card = await center.posts(COMPANY)
    lucia = await member_of(center, "Lucía")
    await center.at("2026-12-02 12:00")
    assert len(about(center)) >= 2, "people are missing"
    ana, ben = await center.crew("Ana", "Ben")
    for person in (ana, ben):
        await presses(person, card, "claim")
        await center.later(minutes=15)
    await center.at("2026-12-03 09:00")
    await presses(ben, newest(ben, "leave"), "leave")
    await center.idle()
    await center.at("2026-12-03 10:00")
    await presses(lucia, newest(lucia, "planschanged"), "planschanged")
    await center.idle()
    await presses(lucia, lucia.last, "planschangedyes")
    await center.idle()
    await presses(center.rosa, [m for m in center.coordinators.messages if choices(m, "goeson")][-1], "goeson")
    await center.at("2026-12-03 12:00")
    await center.at("2026-12-03 12:15")
    before = len(about(center))
    assert before >= 5
    assert "Lucía" not in names_in(center), "an alert names no member"
    await home(center, ana)
    await center.at("2026-12-03 16:59")
    assert len(about(center)) == before, "until its cards fold everything can be read"
    await center.at("2026-12-03 17:00")
    assert about(center) == []
    assert names_in(center) == set()
    lines = [message for message in center.coordinators.messages if "This is over" in message.text]
    assert len(lines) >= before - 1
    assert not any(message.buttons for message in lines)


async def test_a_cancelled_request_leaves_nothing_at_once(center: Center) -> None:
    rosa = center.rosa
    await center.posts(COMPANY)
    await center.at("2026-12-02 12:00")
    assert len(about(center)) >= 2
    await presses(rosa, coordinators_card(center), "cancel")
    await center.idle()
    await presses(rosa, newest(rosa, "cancelnow"), "cancelnow")
    await center.later(seconds=5)
    assert about(center) == []


async def test_what_takes_longer_stays_as_long_as_its_cards(center: Center) -> None:
    (ana,) = await center.crew("Ana")
    card = await center.posts(COMPANY)
    await center.at("2026-12-02 12:00")
    await presses(ana, card, "claim")
    await center.at("2026-12-03 12:00")
    await presses(ana, newest(ana, "step:with"), "step:with")
    await center.idle()
    await presses(ana, newest(ana, "step:going_in"), "step:going_in")
    await center.idle()
    await presses(ana, newest(ana, "stepfor"), "stepfor", 3)
    await center.idle()
    told = about(center)
    assert len(told) >= 2
    await center.at("2026-12-03 18:59")
    assert [message in about(center) for message in told] == [True] * len(told)
    await center.at("2026-12-03 19:00")
    assert [message in about(center) for message in told] == [False] * len(told)


async def an_alarm(center: Center) -> tuple[Person, SeenMessage]:
    (ana,) = await center.crew("Ana")
    card = await center.posts(COMPANY)
    await presses(ana, card, "claim")
    await center.at("2026-12-03 12:00")
    await presses(ana, newest(ana, "alarm"), "alarm")
    await center.idle()
    await presses(ana, newest(ana, "alarmnow"), "alarmnow")
    await center.idle()
    return ana, next(m for m in center.coordinators.messages if choices(m, "havealarm"))


async def test_an_alarm_stays_until_it_is_resolved(center: Center) -> None:
    rosa = center.rosa
    ana, called = await an_alarm(center)
    await home(center, ana)
    await presses(rosa, called, "havealarm")
    await center.at("2026-12-04 12:00")
    assert called in about(center), "Rosa has it, but it is not resolved"
    assert choices(called, "endalarm"), "it shows who has it, and how it ends"
    await presses(rosa, newest(rosa, "endalarm"), "endalarm")
    await center.later(minutes=1)
    resolved = center.coordinators.messages[-1]
    assert "resolved" in resolved.text
    assert called in about(center)
    await center.later(hours=3)
    assert about(center) == []
    assert "Ana" not in names_in(center)
    assert "rosa" not in called.text.lower(), "nobody is mentioned any more"


async def test_a_resolved_alarm_becomes_a_line_with_the_cards(center: Center) -> None:
    rosa = center.rosa
    ana, called = await an_alarm(center)
    await presses(rosa, called, "havealarm")
    await center.idle()
    await presses(rosa, newest(rosa, "endalarm"), "endalarm")
    await center.idle()
    await home(center, ana)
    await center.at("2026-12-03 16:59")
    assert called in about(center)
    await center.at("2026-12-03 17:00")
    assert about(center) == []


@pytest.mark.parametrize("hour", ["2026-12-03 14:30", "2026-12-03 22:00"])
async def test_a_report_waits_for_whoever_slept(center: Center, hour: str) -> None:
    rosa = center.rosa
    ana, ben = await center.crew("Ana", "Ben")
    card = await center.posts(COMPANY)
    for person in (ana, ben):  # Ana leads
        await presses(person, card, "claim")
        await center.later(minutes=1)
    await center.at("2026-12-03 12:00")
    await home(center, ana)
    await center.at(hour)
    await reports(center, ana, "yes", "no", "lawyer", "done", "done")
    await presses(ben, newest(ben, "callme"), "callme")
    await center.at("2026-12-06 13:59")
    (told,) = [message for message in center.coordinators.messages if choices(message, "report")]
    await presses(rosa, told, "report")
    await center.idle()
    assert "a lawyer" in rosa.last.text
    await center.at("2026-12-06 14:00")
    assert about(center) == []
    assert names_in(center) == set()
    assert not choices(told, "report")


async def test_a_list_of_several_goes_with_the_last(center: Center) -> None:
    ana, ben = await center.crew("Ana", "Ben")
    for person, line in ((ana, COMPANY), (ben, COMPANY.replace("12:00-14:00", "13:00-17:00"))):
        await presses(person, await center.posts(line), "claim")
    await center.at("2026-12-02 18:30")
    await center.at("2026-12-03 08:00")
    await center.later(seconds=1)
    (asked,) = [m for m in center.coordinators.messages if "Ana" in m.text and "Ben" in m.text]
    await center.at("2026-12-03 12:00")
    await home(center, ana)
    await center.at("2026-12-03 13:00")
    await home(center, ben)
    await center.at("2026-12-03 19:59")
    assert "Ana" in asked.text
    await center.at("2026-12-03 20:00")
    assert "This is over" in asked.text
