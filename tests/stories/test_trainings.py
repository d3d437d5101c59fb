"""Found on the website, signed up, reminded, there, confirmed, invited, and ready: a training from outside to the seat."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from bot.i18n import Translator
from sandbox import Person, SeenMessage
from tests.center import Center
from tests.clock import EASTERN

THURSDAY = "/training 2026-12-03 18:30 rideshare @ Northampton cap 12"


def labels(message: SeenMessage) -> list[str]:
    return [button.text for row in message.buttons for button in row]


async def posts_session(center: Center, line: str = THURSDAY) -> SeenMessage:
    """Rosa posts a training or event privately; returns the (last) card in the volunteers' group."""
    await center.rosa.writes(line)
    await center.idle()
    await center.rosa.taps(center.rosa.last, "spost:")
    await center.idle()
    return center.volunteers.last


async def public_link(center: Center) -> str:
    """What Rosa puts on the website."""
    await center.rosa.taps(center.coordinators.last, "sessionlink:")
    await center.idle()
    found = re.search(r"https://t\.me/\S+\?start=s-\w+", center.rosa.screen())
    assert found is not None, center.rosa.screen()
    return found[0]


async def the_code(center: Center, trainer: Person) -> str:
    """As the trainer writes it on the board."""
    message = await trainer.waits_for("Code: ")
    found = re.search(r"Code: (\d{4})", message.text)
    assert found is not None
    return found[1]


def at(center: Center, hour: int, minute: int = 0, day: int = 3) -> None:
    center.clock.set(datetime(2026, 12, day, hour, minute, tzinfo=EASTERN))


# --- the loop --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "es"])
async def test_from_the_website_to_the_first_seat(center: Center, language: str) -> None:
    def said(text: str) -> str:
        return Translator(language, EASTERN).say(text)

    lee = await center.volunteer("Lee", trained=False)
    await posts_session(center, THURSDAY + " @lee_v")
    await lee.waits_for("You lead this one")
    link = await public_link(center)

    priya = center.telegram.add_person("Priya", language=language)
    await priya.follows(link)
    page = await priya.waits_for(said("Are you coming?"))
    assert "Northampton" in page.text
    await priya.taps(page, "going:")
    await center.idle()
    assert said("You're going. I'll remind you.") in page.text
    assert "Priya" in center.coordinators.last.text

    at(center, 18, 30, day=2)
    await center.idle()
    assert said("Tomorrow:") in priya.last.text
    at(center, 17, 30)
    await center.idle()
    assert said("Soon:") in priya.last.text

    at(center, 18, 15)
    await center.idle()
    code = await the_code(center, lee)
    at(center, 18, 35)
    await priya.writes(code)
    await center.idle()
    assert said("Welcome! You are marked as here. After the training the trainer confirms it.") in priya.last.text
    card = await center.posts("/ride 2026-12-05 09:00 Holyoke > Amherst x2")
    assert not await trained(center, priya)

    at(center, 19, 30)
    await center.idle()
    listed = await lee.waits_for("Who was there?")
    await lee.taps(listed, "confirmall:")
    await center.idle()
    assert await trained(center, priya)
    ready = priya.last
    assert said("These are open and fit you. Tap one to take it:") in ready.text
    invite = next(button.url for row in ready.buttons for button in row if button.url)
    priya.joins(center.volunteers, invite)
    await center.idle()
    with pytest.raises(Exception, match=""):
        center.telegram.add_person("Eve").joins(center.volunteers, invite)
    await priya.taps(ready, "claim:")
    await center.idle()
    await center.promises(priya)
    assert "1/1" in card.text


async def trained(center: Center, person: Person) -> bool:
    app = center.bot.app
    async with app.db.reading() as tx:
        return bool(await tx.value("SELECT count(*) FROM qualification q JOIN person p ON p.id = q.person_id"
                                   " WHERE p.telegram_hmac = ?", tx.ring.fingerprint("telegram", str(person.id))))
