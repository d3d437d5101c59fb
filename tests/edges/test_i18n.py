"""Texts in the person's language: chosen, escaped once, isolated, counted and dated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import Safe, Translator, best_language, languages, plain
from tests.actions.office import an_office

EASTERN = ZoneInfo("America/New_York")
EN, ES, PT = (Translator(language, EASTERN) for language in ("en", "es", "pt_BR"))
NINE = datetime(2026, 12, 3, 14, 0, tzinfo=UTC)
FSI, PDI = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"

# --- which language ---------------------------------------------------------------------------------------------------

SIX = ("en", "es", "pt_BR", "ht", "ru", "ar")


@pytest.mark.parametrize(
    ("code", "spoken", "best"),
    [
        ("en", SIX, "en"),
        ("en-US", SIX, "en"),
        ("es", SIX, "es"),
        ("es-419", SIX, "es"),
        ("ES-mx", SIX, "es"),
        ("pt", SIX, "pt_BR"),
        ("pt-br", SIX, "pt_BR"),
        ("pt-BR", SIX, "pt_BR"),
        ("pt-PT", SIX, "pt_BR"),
        ("pt-PT", ("en", "pt_BR", "pt_PT"), "pt_PT"),
        ("ht", SIX, "ht"),
        ("de", SIX, "en"),
        ("zh-Hans", SIX, "en"),
        ("est", SIX, "en"),
        ("", SIX, "en"),
        (None, SIX, "en"),
        ("nonsense-that-is-no-tag", SIX, "en"),
        ("es", ("en",), "en"),
        ("de", ("es", "en"), "es"),
    ],
)
def test_the_language_that_fits_best(code: str | None, spoken: Sequence[str], best: str) -> None:
    assert best_language(code, spoken) == best


def test_english_comes_first_and_spanish_and_portuguese_are_spoken() -> None:
    assert languages()[0] == "en"
    assert {"es", "pt_BR"} <= set(languages())
    assert best_language("es-419") == "es"
    assert best_language("pt-br") == best_language("pt") == "pt_BR"
    assert best_language("xx") == "en"


async def test_whoever_speaks_a_language_that_is_no_longer_spoken_is_still_answered(tmp_path: Path) -> None:
    """Their row says the old language until they choose another."""
    async with an_office(tmp_path) as office:
        assert office.app.translator("xx").say("Cancelled. Thank you.") == "Cancelled. Thank you."


# --- sentences --------------------------------------------------------------------------------------------------------


def test_words_are_said_in_the_persons_language() -> None:
    assert [t.say("Ride") for t in (EN, ES, PT)] == ["Ride", "Viaje", "Carona"]


def test_a_sentence_without_a_translation_is_said_in_english() -> None:
    assert ES.say("No such sentence, {name}.", name="Ana") == "No such sentence, Ana."


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Ana", "Ana"),
        ("<b>Ana</b>", "&lt;b&gt;Ana&lt;/b&gt;"),
        ("Tom & Ana", "Tom &amp; Ana"),
        ("&amp;", "&amp;amp;"),
        ('"Ana" \'s', '"Ana" \'s'),
        ("{name} {0} %s", "{name} {0} %s"),
        (5, "5"),
        (Safe("<b>Ana</b>"), "<b>Ana</b>"),
        ("", ""),
    ],
)
def test_values_are_escaped_once(value: object, shown: str) -> None:
    for t in (EN, ES):
        assert t.say("No such sentence, {name}.", name=value) == f"No such sentence, {shown}."


def test_a_sentence_inside_another_is_escaped_once() -> None:
    inner = EN.say("No such sentence, {name}.", name="<Ana>")
    assert EN.say("Also: {it}", it=Safe(inner)) == "Also: No such sentence, &lt;Ana&gt;."


@given(st.text())
def test_a_value_never_becomes_markup_and_comes_back_as_it_was(value: str) -> None:
    shown = EN.value(value)
    assert "<" not in shown.replace("&lt;", "")
    assert re.fullmatch(r"(?s)(?:[^&]|&(?:amp|lt|gt);)*", shown)
    assert plain(shown).strip(FSI + PDI) == value.strip(FSI + PDI)


@pytest.mark.parametrize(
    ("value", "isolated"),
    [
        pytest.param("Ana", False, id="Latin"),
        pytest.param("Анна", False, id="Cyrillic"),
        pytest.param("413-555-0100", False, id="digits"),
        pytest.param("سلمى", True, id="Arabic"),
        pytest.param("רות", True, id="Hebrew"),
        pytest.param("Ana سلمى", True, id="both"),
        pytest.param("٤١٣", True, id="Arabic digits"),
    ],
)
def test_what_is_written_the_other_way_does_not_turn_the_sentence(value: str, isolated: bool) -> None:
    assert EN.value(value) == (f"{FSI}{value}{PDI}" if isolated else value)


# --- numbers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n", "english", "spanish", "portuguese"),
    [(0, "0 people", "0 personas", "0 pessoa"), (1, "1 person", "1 persona", "1 pessoa"),
     (2, "2 people", "2 personas", "2 pessoas"), (21, "21 people", "21 personas", "21 pessoas"),
     (1_000_000, "1000000 people", "1000000 personas", "1000000 pessoas")],
)  # fmt: skip
def test_counts_have_the_right_form(n: int, english: str, spanish: str, portuguese: str) -> None:
    shown = [t.count("{n} person", "{n} people", n) for t in (EN, ES, PT)]
    assert shown == [english, spanish, portuguese]


def test_a_count_without_a_translation_is_said_in_english() -> None:
    assert [ES.count("{n} such word of {name}", "{n} such words of {name}", n, name="<Ana>") for n in (1, 2)] == [
        "1 such word of &lt;Ana&gt;",
        "2 such words of &lt;Ana&gt;",
    ]


# --- days and times ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "language", "day", "short", "full", "time"),
    [
        (NINE, "en", "Thursday, December 3", "Thu, Dec 3", "Thursday, December 3, 2026", "9:00 AM"),
        (NINE, "es", "jueves, 3 de diciembre", "jue, 3 dic", "jueves, 3 de diciembre de 2026", "9:00 a.m."),
        (NINE, "pt_BR", "quinta-feira, 3 de dezembro", "qui, 3 dez", "quinta-feira, 3 de dezembro de 2026", "09:00"),
        (datetime(2027, 1, 1, 4, 59, tzinfo=UTC), "en", "Thursday, December 31", "Thu, Dec 31",
         "Thursday, December 31, 2026", "11:59 PM"),
        (datetime(2026, 7, 4, 16, 5, tzinfo=UTC), "es", "sábado, 4 de julio", "sáb, 4 jul",
         "sábado, 4 de julio de 2026", "12:05 p.m."),
    ],
)  # fmt: skip
def test_days_and_times_are_those_on_the_wall(
    moment: datetime, language: str, day: str, short: str, full: str, time: str
) -> None:
    t = Translator(language, EASTERN)
    assert (t.day(moment), t.short_day(moment), t.full_day(moment), t.time(moment)) == (day, short, full, time)


def test_in_another_zone_it_is_another_hour() -> None:
    assert Translator("en", ZoneInfo("Europe/Berlin")).time(NINE) == "3:00 PM"


def test_times_hold_no_spaces_that_phones_break_differently() -> None:
    for t in (EN, ES, PT):
        for shown in (t.day(NINE), t.short_day(NINE), t.full_day(NINE), t.time(NINE)):
            assert "\N{NARROW NO-BREAK SPACE}" not in shown
            assert "\N{NO-BREAK SPACE}" not in shown


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    first, second = (datetime(2026, 11, 1, hour, 30, tzinfo=UTC) for hour in (5, 6))
    assert [EN.zone_time(moment) for moment in (first, second)] == ["1:30 AM EDT", "1:30 AM EST"]
    assert EN.time(first) == EN.time(second)


@pytest.mark.parametrize(
    ("code", "english", "spanish", "portuguese"),
    [
        ("es", "Spanish", "español", "espanhol"),
        ("pt", "Portuguese", "portugués", "português"),
        ("ht", "Haitian Creole", "criollo haitiano", "haitiano"),
        ("qqq", "qqq", "qqq", "qqq"),
        ("nonsense!", "nonsense!", "nonsense!", "nonsense!"),
    ],
)
def test_languages_have_names(code: str, english: str, spanish: str, portuguese: str) -> None:
    assert [t.language_name(code) for t in (EN, ES, PT)] == [english, spanish, portuguese]


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<b>Ride</b> for Ana &amp; Tom", "Ride for Ana & Tom"),
        ('<a href="https://t.me">here</a>', "here"),
        ("1 &lt; 2", "1 < 2"),
        ("", ""),
    ],
)
def test_plain_words_where_no_formatting_is_shown(html: str, words: str) -> None:
    assert plain(html) == words
