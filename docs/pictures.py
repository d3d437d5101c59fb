"""Pictures for the documentation: `make pictures` plays Rosa's morning on the sandbox and photographs the phones.

Needs Chromium, and says so where there is none.
"""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from sandbox import Person, SeenMessage
from sandbox.picture import NoPicture, browser, phone, take
from tests.center import Center, open_center

OUT = Path(__file__).resolve().parent / "pictures"
TALL, SHORT = 860, 620

Scene = Callable[[Center, str], Awaitable[None]]


async def picture(center: Center, name: str, who: Person, *, group: int | None = None, height: int = TALL) -> None:
    """One phone, as it is now."""
    await center.idle()
    await take(phone(center.telegram.url, who.id, group), OUT / f"{name}.png", height=height, scale=1)
    sys.stdout.write(f"docs/pictures/{name}.png\n")


async def last(center: Center, who: Person) -> SeenMessage:
    await center.idle()
    return who.last


async def posting(center: Center, language: str) -> None:
    """A line and its preview; what a volunteer and the coordinators' group see then."""
    rosa = center.rosa
    line = {"en": "/ride thu 9am Holyoke > Amherst x2 carseat", "es": "/viaje jueves 9am Holyoke > Amherst x2 silla"}
    await rosa.writes(line[language])
    await picture(center, f"preview-{language}", rosa)
    await rosa.taps(await last(center, rosa), "post:")
    await picture(center, f"card-{language}", rosa, group=center.volunteers.id, height=SHORT)


async def address(center: Center, language: str) -> None:
    """An address in a line is asked, and stays private."""
    line = {"en": "/ride fri 9am 12 Maple St > Amherst", "es": "/viaje viernes 9am 12 Maple St > Amherst"}
    await center.rosa.writes(line[language])
    await picture(center, f"address-{language}", center.rosa)
    await center.rosa.taps(await last(center, center.rosa), "discard:")


async def wizard(center: Center, language: str) -> None:
    """A command alone asks step by step."""
    command = {"en": "/accompany", "es": "/acompanar"}
    await center.rosa.writes(command[language])
    await picture(center, f"wizard-{language}", center.rosa)
    await center.rosa.taps(await last(center, center.rosa), "discard:")


async def kept(center: Center, language: str) -> None:
    """Words from the phone are kept for later; the board has them."""
    words = {"en": "Lucía, Holyoke, needs somebody on Friday", "es": "Lucía, Holyoke, necesita a alguien el viernes"}
    await center.rosa.writes(words[language])
    await picture(center, f"keep-{language}", center.rosa, height=SHORT)
    await center.rosa.taps(await last(center, center.rosa), "keepword")
    await center.idle()
    await center.rosa.writes("/board", to=center.coordinators)
    await picture(center, f"board-{language}", center.rosa, group=center.coordinators.id)


async def draw() -> None:
    """Take every scene, in each language."""
    browser()
    os.environ["TZ"] = "America/New_York"  # what the phones' clocks show
    OUT.mkdir(exist_ok=True)
    for language in ("en", "es"):
        with TemporaryDirectory(prefix="pictures-") as folder:
            async with open_center(Path(folder)) as center:
                center.rosa.language = language
                await center.set_up()
                for scene in (posting, address, wizard, kept):
                    await scene(center, language)


if __name__ == "__main__":
    try:
        asyncio.run(draw())
    except NoPicture as reason:
        sys.exit(str(reason))
