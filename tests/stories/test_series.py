"""Something that happens every week: Rosa says it once, and the requests come by themselves."""

from __future__ import annotations

import pytest

from sandbox import Person, SeenMessage
from tests.center import Center

LINE = "/ride every Thu 9:00 Holyoke > Amherst x2 until 2026-12-17"


def labels(message: SeenMessage) -> list[str]:
    return [button.text for row in message.buttons for button in row]


async def begins(center: Center, line: str = LINE) -> SeenMessage:
    """Rosa posts a weekly line; returns what the preview became."""
    await center.rosa.writes(line)
    preview = await center.rosa.waits_for("This is what the group will see")
    await center.rosa.taps(preview, "post:")
    await center.idle()
    return preview


def cards(center: Center, words: str = "Holyoke → Amherst") -> list[SeenMessage]:
    return [message for message in center.volunteers.messages if words in message.text]


async def series_of(center: Center, who: Person | None = None) -> SeenMessage:
    """The series of the newest card, as a coordinator opens it."""
    who = who or center.rosa
    card = next(m for m in reversed(center.coordinators.messages) if any("Series" in label for label in labels(m)))
    await who.taps(card, "series:")
    await center.idle()
    return who.last


async def test_a_line_becomes_a_series_and_each_request_comes_a_week_ahead(center: Center) -> None:
    rosa = center.rosa
    await rosa.writes(LINE)
    preview = await rosa.waits_for("This is what the group will see")
    assert "🔁 Every Thursday, 9:00 AM, until Thursday, December 17, 2026" in preview.text
    assert labels(preview)[0] == "📣 Post every Thursday"
    await rosa.taps(preview, "post:")
    await center.idle()
    assert "Posted now: Thu, Nov 26" in preview.text
    assert "The one for Thu, Dec 3 is posted on Thu, Nov 26" in preview.text
    assert len(cards(center)) == 1
    assert "every Thursday · todos los jueves" in center.volunteers.last.text
    for day, there in (("2026-11-26 07:59", 1), ("2026-11-26 08:00", 2), ("2026-12-03 08:00", 2), ("2026-12-10 08:00", 2)):
        center.clock.set_local(day)
        await center.idle()
        assert len(cards(center)) == there, day
    center.clock.set_local("2026-12-17 13:00")
    await center.idle()
    assert not cards(center)


async def test_debug(center: Center) -> None:
    await begins(center)
    view = await series_of(center)
    print(view)
    print(center.coordinators.last)
    print(center.rosa.screen())
    await center.rosa.writes("/board", to=center.coordinators)
    await center.idle()
    print(center.coordinators.last)
    assert 0
