"""Lists of a busy month: sixty requests, and still nothing is left out silently."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.i18n import Translator, plain
from bot.rules.board import Board
from bot.rules.drafts import Unfinished
from bot.rules.kinds import SLOTS
from bot.rules.model import Kind, Request, RequestState, Slot
from bot.views.lists import MOST_BUTTONS, board, open_list
from bot.views.message import LONGEST
from tests.clock import EASTERN

START = datetime(2026, 12, 3, 9, 0, tzinfo=EASTERN)
ENGLISH = Translator("en", EASTERN)
ALL = tuple(Translator(code, EASTERN) for code in ("en", "es", "pt_BR"))
SIXTY = [
    Request(
        id=n,
        kind=Kind.ACCOMPANIMENT,
        state=RequestState.OPEN,
        starts_at=START + timedelta(days=n // 4, minutes=15 * n),
        ends_at=START + timedelta(days=n // 4, hours=20),
        origin=f"Town {n:02}",
        destination=None,
        passengers=1,
        child_seats=0,
        languages=(),
        contact_id=1,
        posted_at=START - timedelta(days=9),
        version=1,
        slots=tuple(
            Slot(10 * n + i, role, i, low, high) for i, (role, low, high) in enumerate(SLOTS[Kind.ACCOMPANIMENT])
        ),
    )
    for n in range(60)
]


def length(text: str) -> int:
    return len(plain(text).encode("utf-16-le")) // 2


def test_what_has_no_button_any_more_still_stands_in_the_list() -> None:
    listed = open_list(ENGLISH, SIXTY[:20], {})
    assert all(f"Town {n:02}" in listed.text for n in range(20))
    assert len(listed.buttons) == MOST_BUTTONS
    assert "Town 09" in listed.buttons[-1][0].text
    assert listed.text.endswith("For the others, tap the button in the group.")
    assert "For the others" not in open_list(ENGLISH, SIXTY[:10], {}).text


def test_no_button_jumps_the_queue() -> None:
    one_seat = [replace(each, slots=each.slots[:1]) for each in SIXTY[20:21]]
    listed = open_list(ENGLISH, [SIXTY[0], *SIXTY[1:11], *one_seat], {})
    assert "Town 20" not in "".join(button.text for row in listed.buttons for button in row)


def test_a_long_board_keeps_what_is_unfinished_in_sight() -> None:
    names = {1: "Rosa"}
    links = {n: f"https://t.me/c/1234567890/{n}" for n in range(60)}
    waiting = tuple(Unfinished(n, "Rosa", Kind.RIDE, date(2026, 12, 3), editing=False) for n in range(5))
    shown = board(ALL, Board(tuple(SIXTY), names, waiting, 17, 41, links))
    assert length(shown.text) <= LONGEST
    assert "…" in shown.text
    assert shown.text.count("✏️ Ride, Thu, Dec 3 — Rosa") == 5
    assert "41 people in the group" in shown.text


def test_links_do_not_count() -> None:
    links = {n: f"https://t.me/c/1234567890/{n}" for n in range(60)}
    shown = board(ALL[:1], Board(tuple(SIXTY[:36]), connected=17, people=41, links=links))
    assert "Town 35" in shown.text
    assert length(shown.text) <= LONGEST < len(shown.text)
