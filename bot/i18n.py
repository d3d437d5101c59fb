"""Catalogs and the Translator: every text a person sees is made here, escaped once.

English is the source; another language is a complete `locales/LANG/LC_MESSAGES/messages.po`.
Catalogs are read when a language is first used.
"""

from __future__ import annotations

import gettext
import html
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

SOURCE = "en"
CLDR_LOCALES = {"en": "en_US", "es": "es_US", "pt_BR": "pt_BR"}
"""The CLDR locale whose dates and times a language uses: clocks in Massachusetts have twelve hours."""
DAY_PATTERNS = {
    "en": ("EEEE, MMMM d", "EEE, MMM d", "EEEE, MMMM d, y"),
    "es": ("EEEE, d 'de' MMMM", "EEE, d MMM", "EEEE, d 'de' MMMM 'de' y"),
    "pt_BR": ("EEEE, d 'de' MMMM", "EEE, d MMM", "EEEE, d 'de' MMMM 'de' y"),
}
"""Day, short day and full day of each language, in CLDR pattern letters (UTS #35)."""
DAY, SHORT, FULL = range(3)
RIGHT_TO_LEFT = frozenset({"ar"})
_FSI, _PDI = (
    "\N{FIRST STRONG ISOLATE}",
    "\N{POP DIRECTIONAL ISOLATE}",
)  # Unicode UAX #9: first strong isolate, pop directional isolate


@cache
def languages() -> tuple[str, ...]:
    """Every language that can be spoken, the source first."""
    found = [entry.name for entry in (files("locales")).iterdir() if (entry / "LC_MESSAGES" / "messages.po").is_file()]
    return (SOURCE, *sorted(found))


def best_language(code: str | None, spoken: Iterable[str] | None = None) -> str:
    """The language we speak that fits an IETF tag such as `es-419` (Bot API User.language_code)."""
    spoken = tuple(spoken) if spoken is not None else languages()
    wanted = (code or "").replace("-", "_").lower()
    for language in spoken:
        if language.lower() == wanted:
            return language
    base = wanted.partition("_")[0]
    for language in spoken:
        if language.lower().partition("_")[0] == base:
            return language
    return spoken[0]


@dataclass(frozen=True)
class _Catalog:
    texts: Mapping[str | tuple[str, str], str | tuple[str, ...]]
    plural_expression: str


@cache
def _catalog(language: str) -> _Catalog:
    if language == SOURCE:
        return _Catalog({}, "(n != 1)")
    from babel.messages.pofile import read_po  # loaded when a language is first used

    with (files("locales") / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    texts: dict[str | tuple[str, str], str | tuple[str, ...]] = {}
    for message in catalog:
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))
        if message.id and all(forms) and not message.fuzzy:
            key = message.id if isinstance(message.id, str) else (message.id[0], message.id[1])
            texts[key] = forms if isinstance(key, tuple) else forms[0]
    return _Catalog(texts, catalog.plural_expr)


@cache
def _plural(expression: str) -> Any:
    return gettext.c2py(expression)


class Translator:
    """One language and one time zone. Message ids are whole English sentences with named placeholders.

    Everything returned is HTML for Telegram: placeholders' values are escaped here and nowhere else.
    """

    def __init__(self, language: str, zone: ZoneInfo) -> None:
        self.language = language
        self.zone = zone
        self._catalog = _catalog(language)

    def say(self, message: str, /, **values: object) -> str:
        """The text in this language; `{name}` placeholders are filled with escaped values."""
        found = self._catalog.texts.get(message, message)
        return self._fill(found if isinstance(found, str) else found[0], values)

    def count(self, one: str, many: str, n: int, /, **values: object) -> str:
        """The plural form for n (CLDR rules through the catalog); `{n}` is filled too."""
        forms = self._catalog.texts.get((one, many), (one, many))
        index = int(_plural(self._catalog.plural_expression)(n))
        return self._fill(forms[min(index, len(forms) - 1)], {"n": n, **values})

    def _fill(self, text: str, values: Mapping[str, object]) -> str:
        if not values:
            return text
        return text.format_map({name: self.value(value) for name, value in values.items()})

    def value(self, value: object) -> str:
        """A value as it may stand in a sentence: escaped, and isolated where writing directions could mix."""
        if isinstance(value, Safe):
            return value.html
        text = html.escape(str(value), quote=False)
        if self.language in RIGHT_TO_LEFT or any(unicodedata.bidirectional(ch) in ("R", "AL", "AN") for ch in text):
            return f"{_FSI}{text}{_PDI}"
        return text

    def day(self, moment: datetime) -> str:
        """Weekday, day and month: "Thursday, December 3"."""
        return self._date(DAY, moment)

    def short_day(self, moment: datetime) -> str:
        """For lists: "Thu, Dec 3"."""
        return self._date(SHORT, moment)

    def full_day(self, moment: datetime) -> str:
        """With the year: "Thursday, December 3, 2026"."""
        return self._date(FULL, moment)

    def weekday(self, day: datetime | date) -> str:
        """The short name of the day of the week: "Thu"."""
        from babel.dates import format_date

        return _plain_spaces(format_date(day, "EEE", locale=self._locale))

    def short_date(self, day: date) -> str:
        """A day of the calendar, for buttons: "Thu, Dec 3"."""
        return self._date(SHORT, day)

    def full_date(self, day: date) -> str:
        """A day of the calendar with the year."""
        return self._date(FULL, day)

    def month_day_year(self, moment: datetime) -> str:
        """For lists where the weekday does not matter: "Mar 5, 2024"."""
        from babel.dates import format_date

        day = moment.astimezone(self.zone).date()
        return _plain_spaces(format_date(day, "medium", locale=self._locale))

    def wall(self, at: time) -> str:
        """An hour on the wall, of no particular day."""
        from babel.dates import format_time

        return _plain_spaces(format_time(at, "short", locale=self._locale))

    def time(self, moment: datetime) -> str:
        """The hour on the center's wall: "9:00 AM"."""
        from babel.dates import format_time

        return _plain_spaces(format_time(moment, "short", tzinfo=self.zone, locale=self._locale))

    def zone_time(self, moment: datetime) -> str:
        """With the zone's short name, for the hour that autumn repeats: "1:30 AM EDT"."""
        return f"{self.time(moment)} {moment.astimezone(self.zone).tzname()}"

    def language_name(self, code: str) -> str:
        """A language's name in this language: "español"."""
        from babel import Locale, UnknownLocaleError

        try:
            name = Locale.parse(code).get_display_name(self._locale)
        except (UnknownLocaleError, ValueError):
            return code
        return str(name or code)

    def _date(self, length: int, day: datetime | date) -> str:
        from babel.dates import format_date

        pattern = DAY_PATTERNS.get(self.language, DAY_PATTERNS[SOURCE])[length]
        if isinstance(day, datetime):
            day = day.astimezone(self.zone).date()
        shown = _plain_spaces(format_date(day, pattern, locale=self._locale))
        return shown.replace(".", "") if length == SHORT else shown  # "qui., 3 dez." is too crowded for a button

    @property
    def _locale(self) -> str:
        return CLDR_LOCALES.get(self.language, self.language)


@dataclass(frozen=True)
class Safe:
    """HTML that was already made by a Translator, to be put inside another sentence."""

    html: str


def _plain_spaces(text: str) -> str:
    return text.replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ")


def plain(text: str) -> str:
    """The words of an HTML text, for places that show no formatting (toasts, files)."""
    return html.unescape(re.sub(r"<[^>]*>", "", text))
