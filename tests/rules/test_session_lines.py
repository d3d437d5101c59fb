"""Lines that post trainings and events, in three languages; what they leave out is asked, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from itertools import count

import pytest

from bot.rules.dates import Day
from bot.rules.model import Qualification, SessionKind
from bot.rules.policy import Policy
from bot.rules.problems import Problem
from bot.rules.session_drafts import Ask, SessionDraft, back, draft_of, sessions_of
from bot.rules.session_lines import (
    GUESTS,
    PUBLIC,
    Read,
    accented_command,
    kind_of_command,
    read_line,
    tapped,
    typed,
)
from bot.rules.wizard import Setting, place_code
from tests.clock import EASTERN

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=EASTERN)
AT = Setting(NOW, EASTERN, Policy(), ("Amherst", "Holyoke", "Northampton"))
R, A = Qualification.RIDESHARE, Qualification.ACCOMPANIMENT
TRAINING, EVENT = SessionKind.TRAINING, SessionKind.EVENT


def read(text: str, kind: SessionKind = TRAINING) -> SessionDraft:
    found = read_line(kind, text, AT)
    assert found.problems == ()
    return found.draft


def starts(draft: SessionDraft) -> list[str]:
    """Each session's start and end on the wall."""
    ids = count(1)
    made = sessions_of(draft, AT.policy, EASTERN, new_id=lambda: next(ids))
    return [
        f"{s.starts_at.astimezone(EASTERN):%m-%d %H:%M}-{s.ends_at.astimezone(EASTERN):%H:%M} {s.qualification or ''}"
        for s in made
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("thu 18:30 rideshare @ Northampton cap 12", ["11-26 18:30-19:30 rideshare"]),
        ("thu 18:30 court accompaniment @ Northampton", ["11-26 18:30-19:30 accompaniment"]),
        ("rideshare training thu 6:30-8pm @ Northampton", ["11-26 18:30-20:00 rideshare"]),
        (
            "Thu 12/3 18:30, Sat 12/5 10:00 rideshare @ Holyoke",
            ["12-03 18:30-19:30 rideshare", "12-05 10:00-11:00 rideshare"],
        ),
        (
            "Thursday, December 3 6:30pm and Sat, Dec 5 10am rides @ Holyoke",
            ["12-03 18:30-19:30 rideshare", "12-05 10:00-11:00 rideshare"],
        ),
        (
            "2026-12-03 18:30 rideshare + accompaniment @ Holyoke",
            ["12-03 18:30-19:30 rideshare", "12-03 19:30-20:30 accompaniment"],
        ),
        (
            "2026-12-03 18:30 rideshare + 20:00 accompaniment @ Holyoke",
            ["12-03 18:30-19:30 rideshare", "12-03 20:00-21:00 accompaniment"],
        ),
        (
            "2026-12-03 18:30-20:30 rideshare + accompaniment @ Holyoke",
            ["12-03 18:30-19:30 rideshare", "12-03 19:30-20:30 accompaniment"],
        ),
        (
            "every thu 18:30 rideshare @ Holyoke 3 weeks",
            ["11-26 18:30-19:30 rideshare", "12-03 18:30-19:30 rideshare", "12-10 18:30-19:30 rideshare"],
        ),
        ("jueves 18:30 acompañamiento @ Holyoke cupo 8", ["11-26 18:30-19:30 accompaniment"]),
        (
            "jueves 3 de diciembre 18:30 y sábado 5 de diciembre 10:00 viajes @ Holyoke",
            ["12-03 18:30-19:30 rideshare", "12-05 10:00-11:00 rideshare"],
        ),
        ("los jueves 18:30 viajes @ Holyoke 2 semanas", ["11-26 18:30-19:30 rideshare", "12-03 18:30-19:30 rideshare"]),
        ("qui 18h30 carona @ Holyoke vagas 9", ["11-26 18:30-19:30 rideshare"]),
        ("2026-12-03 18:30 linha online https://x.example/a", ["12-03 18:30-19:30 hotline"]),
    ],
)
def test_a_whole_line(line: str, expected: list[str]) -> None:
    draft = read(line)
    assert draft.question() is None
    assert starts(draft) == expected


def test_a_week_later_is_the_same_hour_on_the_wall_when_clocks_change() -> None:
    at = replace(AT, now=datetime(2027, 3, 1, 10, 0, tzinfo=EASTERN))
    draft = read_line(TRAINING, "every thu 18:30 rideshare @ Holyoke 3 weeks", at).draft
    assert [line.split("-")[1][3:] for line in starts(draft)] == ["18:30"] * 3


@pytest.mark.parametrize(
    ("line", "capacity", "languages", "trainer", "link"),
    [
        ("thu 18:30 rideshare @ Holyoke cap 12 @lee_t es", 12, ("es",), "@lee_t", ""),
        ("thu 18:30 rideshare @ Holyoke es cap 12", 12, ("es",), "", ""),
        ("thu 18:30 rideshare es pt @ Holyoke", None, ("es", "pt"), "", ""),
        ("thu 18:30 rideshare online https://x.example/a?b=1 cap 3", 3, (), "", "https://x.example/a?b=1"),
    ],
)
def test_tags(line: str, capacity: int | None, languages: tuple[str, ...], trainer: str, link: str) -> None:
    draft = read(line)
    assert (draft.capacity, draft.languages, draft.trainer_words, draft.link) == (capacity, languages, trainer, link)


@pytest.mark.parametrize(
    ("line", "kind", "asked"),
    [
        ("", TRAINING, Ask.TOPIC),
        ("", EVENT, Ask.TITLE),
        ("thu 18:30 @ Holyoke", TRAINING, Ask.TOPIC),
        ("thu rideshare @ Holyoke", TRAINING, Ask.HOUR),
        ("18:30 rideshare @ Holyoke", TRAINING, Ask.DAY),
        ("thu 6:30 rideshare @ Holyoke", TRAINING, Ask.CHOICE),
        ("thu 18:30 rideshare", TRAINING, Ask.PLACE),
        ("thu 18:30 rideshare @ First Church", TRAINING, Ask.PLACE),
        ("thu 18:30 rideshare First Church", TRAINING, Ask.PLACE),
        ("thu 18:30 rideshare online", TRAINING, Ask.LINK),
        ("every thu 18:30 rideshare @ Holyoke", TRAINING, Ask.WEEKS),
        ("thu 18:30 rideshare @ Holyoke @somebody", TRAINING, Ask.TRAINER),
        ("sat 10am @ Holyoke", EVENT, Ask.TITLE),
    ],
)
def test_what_is_missing_is_asked(line: str, kind: SessionKind, asked: Ask) -> None:
    assert read_line(kind, line, AT).draft.question() is asked


@pytest.mark.parametrize(
    ("line", "kind", "problem"),
    [
        ("rideshare @ Holyoke", TRAINING, Problem.NO_DATE),
        ("Justice Cup @ Holyoke", EVENT, Problem.NO_DATE),
        ("thu 18:30 rideshare @ Holyoke cap 0", TRAINING, Problem.TOO_MANY),
        ("thu 18:30 rideshare @ Holyoke A123456789", TRAINING, Problem.A_NUMBER),
    ],
)
def test_what_cannot_be_taken_is_said(line: str, kind: SessionKind, problem: Problem) -> None:
    assert problem in read_line(kind, line, AT).problems


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("2026-12-05 10:00 Justice Cup @ Holyoke", "Justice Cup"),
        ("sábado 10am Copa de la Justicia @ Holyoke cupo 40", "Copa de la Justicia"),
        ("sáb 10h Torneio 2026 @ Holyoke", "Torneio 2026"),
    ],
)
def test_an_events_name(line: str, title: str) -> None:
    assert read(line, EVENT).title == title


def test_no_words_become_public_silently() -> None:
    draft = read("thu 18:30 rideshare @ Ana's house, 12 Maple St, Holyoke")
    assert (draft.place, draft.venue) == (None, "")
    for answer, place, venue in (
        (GUESTS, None, "Ana's house, 12 Maple St, Holyoke"),
        (PUBLIC, "Ana's house, 12 Maple St, Holyoke", ""),
        (place_code("Holyoke"), "Holyoke", "Ana's house, 12 Maple St"),
    ):
        chosen = tapped(draft, answer, AT, ())
        assert chosen is not None
        assert (chosen.draft.place, chosen.draft.venue) == (place, venue)
        assert chosen.draft.question() is None


@pytest.mark.parametrize("word", ["training", "formacion", "capacitacion", "treinamento", "formación", "capacitación"])
def test_commands_of_trainings(word: str) -> None:
    assert kind_of_command(f"/{word}") is TRAINING
    assert accented_command(f"/{word} x") is not word.isascii()


def test_old_buttons_answer_nothing_else() -> None:
    draft = read_line(TRAINING, "", AT).draft
    assert tapped(draft, "2026-12-03", AT, ()) is None
    assert tapped(draft, "court", AT, ()) is None
    draft = replace(draft, parts=((R, None),), pending=Day((date(2026, 12, 3),)))
    for answer in ("24", "-1", "x", ""):
        assert tapped(draft, answer, AT, ()) is None


def test_every_step_can_go_back() -> None:
    draft = read_line(TRAINING, "", AT).draft
    for answer in ("rideshare", "2026-12-03", "18", "30"):
        step = tapped(draft, answer, AT, ("en", "es"))
        assert step is not None
        draft = step.draft
    assert draft.question() is Ask.PLACE
    draft = typed(draft, "Holyoke", AT).draft
    steps = []
    while (before := back(draft)) != draft:
        draft = before
        steps.append(draft.question())
    assert steps == [Ask.PLACE, Ask.DAY, Ask.TOPIC]


def test_an_edit_keeps_what_is_not_changed() -> None:
    (session,) = sessions_of(read("thu 18:30-20:00 rideshare @ Holyoke cap 12"), AT.policy, EASTERN)
    base = draft_of(session, read("thu 18:30 rideshare @ Holyoke").private)
    draft = replace(base, base=base, asked=Ask.FIELDS)
    hour = tapped(draft, "hour", AT, ())
    assert hour is not None
    assert starts(typed(hour.draft, "19:15", AT).draft) == ["11-26 19:15-20:45 rideshare"]
    day = tapped(draft, "day", AT, ())
    assert day is not None
    assert starts(typed(day.draft, "2026-12-03", AT).draft) == ["12-03 18:30-20:00 rideshare"]


@pytest.mark.parametrize("text", ["", "x" * 5000, "‮" * 300, "A123456789"])
def test_odd_answers_change_nothing(text: str) -> None:
    for line in ("thu rideshare", "thu 18:30 rideshare", "thu 18:30 rideshare online"):
        draft = read_line(TRAINING, line, AT).draft
        after = typed(draft, text, AT)
        assert isinstance(after, Read)
        assert after.draft.question() is draft.question()


def test_two_topics_keep_their_order() -> None:
    assert read("thu 18:30 rideshare + accompaniment @ Holyoke").parts == ((R, None), (A, None))
