"""Whatever is typed or tapped: an answer in a sentence, in the person's language; cards keep their shape."""

from __future__ import annotations

import itertools
import logging
import re

import pytest

import handlers
from bot.i18n import languages
from bot.views.message import LONGEST, data, encode
from sandbox import Person, SeenMessage
from storage.database import new_id
from tests.center import Center, asked, at, button, coordinators_card, labels

NASTY = (
    "x" * 3900,
    "palabra " * 480,
    "\x00",
    "\x00Ware\x00",
    "\u202eevil\u202c",
    "\u2066\u200f\u061c",
    "<b>bold",
    "</blockquote><a href='tg://user?id=1'>x</a>",
    "&amp;&#60;b&#62;",
    "🇭🇳" * 200,
    "👩‍👩‍👧‍👦" * 40,
    "%s{name}{0}%(x)d",
    "مرحبا",
    "Voluntarios",
    "ÿ" * 300,
    "²³¹",
    "٣",
    "-1",
    "0",
    "9" * 200,
    "@",
    ">",
    "> > >",
    "/",
    ",;.",
    "'; DROP TABLE request; --",
)

ENGLISH = re.compile(
    r"\b(?:the|please|what|which|when|that|your|is|not|from|how|this|was|send|tap|type)\b", re.IGNORECASE
)


def in_their_language(message: SeenMessage, language: str, typed: str = "") -> bool:
    """Whether nothing of it is English, but for the group's own card and what they typed."""
    words = message.text.replace(typed, "")
    if language == "en" or asked(message) == "":
        return True
    return ENGLISH.search(words) is None


async def answered(center: Center, person: Person, text: str) -> SeenMessage:
    """Writes, and returns the bot's answer."""
    before = {message.id for message in person.chat if message.by_bot}
    typed = await person.writes(text)
    await center.idle()
    news = [m for m in person.chat if m.by_bot and (m.id not in before or m.edited) and m.date >= typed.date]
    assert news, f"no answer to {text[:60]!r}"
    assert len(news[-1].text) <= LONGEST
    return person.last


@pytest.mark.parametrize("language", languages())
async def test_lines_that_cannot_be_are_answered_with_the_next_step(
    center: Center, language: str, caplog: pytest.LogCaptureFixture
) -> None:
    rosa = center.rosa
    await center.speaks(rosa, language)
    before = len(center.volunteers.messages)
    lines = [
        "/ride",
        "/accompany   ",
        "/interpret @",
        "/shift > >",
        "/ride x2",
        "/ride Dec 3 9am Holyoke > Amherst x0",
        "/ride Dec 3 9am Holyoke > Amherst x999",
        "/ride Dec 3 9am Holyoke > Amherst x99999999999",
        "/shift Dec 3 9am hotline x0",
        "/shift Dec 3 9am hotline x99",
        "/ride 2026-11-01 9am Holyoke > Amherst",
        "/ride 2027-09-21 9am Holyoke > Amherst",
        "/ride 2026-02-30 9am Holyoke > Amherst",
        "/ride 2026-12-03 25:00 Holyoke > Amherst",
        "/ride 2027-03-14 02:30 Holyoke > Amherst",
        "/ride 2026-12-03 9am-8am Holyoke > Amherst",
        "/ride Friday 2026-12-03 9am Holyoke > Amherst",
        "/ride 2026-12-03 9am Holyoke > Holyoke",
        "/ride 2026-12-03 9am Holyoke Amherst",
        "/interpret 2026-12-03 9am Northampton xx",
    ]
    for line in lines:
        message = await answered(center, rosa, line)
        assert in_their_language(message, language, "Thu 9am"), message.text
        assert asked(message) or "post:" in str([b.data for row in message.buttons for b in row]), message
    for number, nasty in enumerate(NASTY):
        for kind in ("ride", "accompany", "interpret", "shift")[number % 2 :: 2]:
            for line in (f"/{kind} {nasty}", f"/{kind} Dec 3 9am {nasty}", f"/{kind} Dec 3 9am Ware > {nasty}"):
                message = await answered(center, rosa, line[:4000])
                assert in_their_language(message, language, nasty) or nasty in message.text, message
    assert len(center.volunteers.messages) == before
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


STEPS = ("day.2026-12-03", "hour.9", "quarter.0", f"origin.{at('Holyoke')}", f"destination.{at('Amherst')}")


@pytest.mark.parametrize("language", languages())
async def test_nasty_answers_to_every_question_are_answered_and_the_card_keeps_its_shape(
    center: Center, language: str, caplog: pytest.LogCaptureFixture
) -> None:
    rosa = center.rosa
    await center.speaks(rosa, language)
    await rosa.writes("/ride")
    await center.idle()
    for step in (*STEPS, "people.2"):
        question = step.partition(".")[0]
        assert asked(rosa.last) == question
        for nasty in NASTY if question not in ("origin", "destination") and language == "en" else NASTY[:8]:
            if question == "people" and nasty in ("9" * 200, "²³¹", "٣"):
                continue
            message = await answered(center, rosa, nasty)
            if message.text.startswith("/"):
                continue
            assert asked(message), message
            if asked(message) != question:  # what nobody would type: it was an answer after all
                await rosa.taps_data(
                    message, next(b.data or "" for row in message.buttons for b in row if "back" in (b.data or ""))
                )
                await center.idle()
        await center.answers(rosa, step)
    preview = await center.answers(rosa, "needs.done")
    for field in ("name", "street", "note", "phone"):
        for nasty in NASTY[:8] if language == "en" else NASTY[:2]:
            await rosa.taps_data(
                preview,
                next(b.data or "" for row in preview.buttons for b in row if (b.data or "").endswith(f":{field}")),
            )
            await center.idle()
            await answered(center, rosa, nasty)
            await rosa.writes("/board")
            await center.idle()
            await rosa.taps(rosa.last, "takeover:")
            await center.idle()
            preview = rosa.last
    await rosa.taps(preview, "post:")
    await center.idle()
    card = center.volunteers.last
    lines = card.text.splitlines()
    assert [line[:1] for line in lines] == ["🚗", "📅", "🕘", "📍", "👥", "D"], card
    assert labels(card) == ["🚗 I can drive · Puedo manejar"]
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_a_card_with_everything_and_the_longest_of_everything_fits(center: Center) -> None:
    """Six families, each with details as long as they may be, and a place with a long name."""
    rosa, dan = center.rosa, await center.volunteer("Dan")
    hall = ("Grand Hall <of> & “Everybody” " * 7)[:199].strip()
    await rosa.writes(f"/ride 2026-12-03 9am {hall} > Amherst x50 4 carseats wheelchair roundtrip wait es en pt ht")
    await center.idle()
    await center.answers(rosa, "origin.public")
    assert asked(rosa.last) == "", rosa.last
    for family in range(6):
        for field in ("name", "street", "note"):
            await rosa.taps_data(rosa.last, button(rosa.last, field))
            await center.idle()
            await rosa.writes((f"{field} & <{family}> " * 40)[:199].strip())
            await center.idle()
        if family < 5:
            await rosa.taps_data(rosa.last, button(rosa.last, "party"))
            await center.idle()
    assert asked(rosa.last) == ""
    await rosa.taps(rosa.last, "post:")
    await center.idle()
    card = center.volunteers.last
    assert "50 people" in card.text
    await dan.taps(card, "claim:")
    await center.idle()
    center.clock.set_local("2026-12-02 12:00")
    await center.idle()
    await dan.taps(dan.last, "details:")
    await center.idle()
    assert "6." in dan.last.text
    await rosa.taps(coordinators_card(center), "private:")
    await center.idle()
    assert "6." in rosa.last.text
    assert len(labels(rosa.last)) <= 100


# --- forged buttons --------------------------------------------------------------------------------------------------

EXTRAS = ("0", "1", "-1", "²", "x" * 30, "back", "fields", "party", "phone", "day.2026-12-03", "kind.ride", "es", "..")


async def state(center: Center) -> dict[str, list[tuple[object, ...]]]:
    """Everything that is stored of requests, seats, drafts and rights."""
    found = {}
    async with center.bot.app.db.reading() as tx:
        names = [row["name"] for row in await tx.all("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            if name in IGNORED or name.startswith("sqlite"):
                continue
            found[name] = sorted(tuple(row) for row in await tx.all(f"SELECT * FROM {name}"))  # noqa: S608 - a test
    return found


IGNORED = frozenset({"inbox", "outbox", "audit", "person", "membership", "subject_key", "meta", "token"})


async def forges(person: Person, names: list[str], subjects: list[int], language: str) -> None:
    extras = itertools.cycle(EXTRAS)
    message = person.last if person.last.by_bot else next(m for m in reversed(person.chat) if m.by_bot)
    for name in names:
        for subject in subjects:
            tap = await person.taps_data(message, data(name, subject, next(extras))[:64])
            if language != "en":
                assert ENGLISH.search(tap.text) is None, (name, tap.text)


@pytest.mark.parametrize("language", languages())
async def test_forged_buttons_change_nothing_and_are_answered(
    center: Center, language: str, caplog: pytest.LogCaptureFixture
) -> None:
    rosa = center.rosa
    ana = await center.coordinator("Ana")
    dan = await center.volunteer("Dan")
    stranger = center.telegram.add_person("Eve", language=language)
    await stranger.starts()
    card = await center.posts()
    await dan.taps(card, "claim:")
    await center.idle()
    eva = await center.volunteer("Eva", trained=False)
    for person in (ana, eva, stranger):
        await center.speaks(person, language)
    await ana.writes("/cancel")
    await rosa.writes("/ride Dec 3 9am 12 Maple St > Amherst")
    await center.idle()
    await rosa.writes("/accompany Dec 4 9am Hartford")
    await center.idle()
    async with center.bot.app.db.reading() as tx:
        ids = {
            table: [int(row["id"]) for row in await tx.all(f"SELECT id FROM {table}")]  # noqa: S608 - a test
            for table in ("request", "slot", "claim", "party", "draft", "person")
        }
    names = [name for route in handlers.BUTTONS for name in route.names]
    before = await state(center)
    real = [table[0] for table in ids.values()] if language == "en" else ids["request"]
    mine = {"profile", "skip", "language", "promise", "myname"}  # of one's own profile, open to everybody
    for person in (eva, stranger):
        await forges(person, [name for name in names if name not in mine], [0, new_id(), *real], language)
    # a coordinator may do much with what is posted, and nothing with a colleague's draft but take it over
    own = {"takeover", "keepword", "findname"}
    unknown = [0, 1, new_id(), *ids["person"][:1]]
    await forges(
        ana,
        [n for n in names if n not in {*mine, *own, "vouch", "setup", "nosetup"}],
        [*unknown, *ids["draft"]],
        language,
    )
    await center.idle()
    after = await state(center)
    assert {name for name in before if before[name] != after[name]} == set()
    for raw in (":", "claim", "claim:", "claim:::", "\x00", "🇭🇳:🇭🇳:🇭🇳", f"post:{encode(2**63)}:1", "x" * 64):
        await eva.taps_data(card, raw)
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
    async with center.bot.app.db.reading() as tx:
        assert await tx.value("SELECT count(*) FROM inbox WHERE failures > 0") == 0


async def test_forged_answers_to_ones_own_draft_are_no_answers(
    center: Center, caplog: pytest.LogCaptureFixture
) -> None:
    rosa = center.rosa
    before = len(center.volunteers.messages)
    verbs = ("answer", "change", "detail", "post", "save", "savesure", "resume", "again", "usual", "handto")
    for line in ("/ride", "/ride Dec 3 9am 12 Maple St > Amherst", "/ride Dec 3 9am Holyoke > Amherst x2"):
        await rosa.writes(line)
        await center.idle()
        message = rosa.last
        question = asked(message)
        async with center.bot.app.db.reading() as tx:
            draft = int(await tx.value("SELECT id FROM draft ORDER BY created_at DESC, rowid DESC LIMIT 1") or 0)
        for verb in verbs:
            for extra in (
                *EXTRAS[2:6],
                "9999999999",
                f"{question}.",
                f"{question}.²",
                f"{question}.0-1",
                "seats.driver+",
            ):
                await rosa.taps_data(message, data(verb, draft, extra)[:64])
    await center.idle()
    assert len(center.volunteers.messages) == before
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
    async with center.bot.app.db.reading() as tx:
        assert await tx.value("SELECT count(*) FROM inbox WHERE failures > 0") == 0
