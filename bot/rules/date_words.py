"""The words of dates and times in English, Spanish and Portuguese, and the tokens a phrase is cut into.

Words are written here as `fold_word` leaves them: small, without accents.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

MOST_TOKENS = 40
"""A phrase of more tokens than this is no date."""
_LONGEST_WORD = 40

_TOKEN = re.compile(r"[0-9]+|[a-z]+(?:'[a-z]+)?|.", re.DOTALL)
_SIGNS = str.maketrans({**dict.fromkeys("‐‑‒–—―−", "-"), "’": "'", "º": "°"})

T = TypeVar("T")


@dataclass(frozen=True)
class Token:
    """A number, a word or a sign. `word` counts the words of the text up to its own, `last` ends that word."""

    text: str
    word: int = 0
    glued: bool = False
    last: bool = True

    @property
    def number(self) -> bool:
        return self.text.isascii() and self.text.isdigit()


def fold_word(word: str) -> str:
    """Small, without accents, with plain dashes; ª stays, and so does whatever no date is written with."""
    if not word.isascii():
        decomposed = unicodedata.normalize("NFD", word.casefold())
        return "".join(ch for ch in decomposed if not unicodedata.combining(ch)).translate(_SIGNS)
    return word.lower()


def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of the text, at most one more than MOST_TOKENS; a word too long for a date is one token."""
    found: list[Token] = []
    for index, word in enumerate(text.split(), 1):
        pieces = _TOKEN.findall(fold_word(word)) if len(word) <= _LONGEST_WORD else []
        pieces = pieces or ["?"]
        found += (Token(p, index, at > 0, at == len(pieces) - 1) for at, p in enumerate(pieces))
        if len(found) > MOST_TOKENS:
            break
    return tuple(found[: MOST_TOKENS + 1])


class Words(Generic[T]):
    """A table of phrases and what each means; a phrase may have several words."""

    def __init__(self, entries: Mapping[T, str]) -> None:
        self._meanings: dict[tuple[str, ...], T] = {}
        for meaning, phrases in entries.items():
            for phrase in phrases.split("|"):
                self._meanings[tuple(token.text for token in tokens(phrase))] = meaning
        self._lengths: dict[str, tuple[int, ...]] = {}
        for key in sorted(self._meanings, key=len, reverse=True):
            lengths = self._lengths.get(key[0], ())
            self._lengths[key[0]] = lengths if len(key) in lengths else (*lengths, len(key))

    def at(self, phrase: tuple[Token, ...], i: int) -> list[tuple[T, int]]:
        """The meanings of the phrases that stand at i, each with where it ends; the longest first."""
        if i >= len(phrase):
            return []
        found = []
        for length in self._lengths.get(phrase[i].text, ()):
            key = tuple(token.text for token in phrase[i : i + length])
            if len(key) == length and key in self._meanings:
                found.append((self._meanings[key], i + length))
        return found

    @property
    def words(self) -> tuple[str, ...]:
        """The phrases of one word."""
        return tuple(key[0] for key in self._meanings if len(key) == 1)

    def __contains__(self, text: str) -> bool:
        return (text,) in self._meanings


class Part(Enum):
    """A part of the day: the hours of the wall that it can mean. 0 is midnight."""

    AM = frozenset(range(12))
    PM = frozenset(range(12, 24))
    MORNING = frozenset(range(1, 12))
    DAWN = frozenset(range(7))
    NOON = frozenset((12,))
    AFTERNOON = frozenset(range(12, 21))
    EVENING = frozenset(range(16, 24))
    NIGHT = frozenset((0, *range(18, 24)))
    TONIGHT = frozenset((0, *range(16, 24)))
    MIDNIGHT = frozenset((0,))


class Next(Enum):
    """How a weekday was pointed at: "next" can mean the coming one or the one a week later."""

    COMING = "coming"
    ASK = "ask"
    THIS_WEEK = "this week"
    NEXT_WEEK = "next week"


# --- days ------------------------------------------------------------------------------------------------------------

WEEKDAYS = Words(
    {
        0: "monday|mon|munday|lunes|lun|segunda|seg|segunda-feira",
        1: "tuesday|tue|tues|teusday|tuseday|martes|mar|terca|ter",
        2: "wednesday|wed|weds|wendsday|wensday|wednsday|miercoles|mie|mier|mierc|miercolez|quarta|qua",
        3: "thursday|thu|thur|thurs|thrusday|thursdy|jueves|jue|juev|juebes|quinta|qui",
        4: "friday|fri|firday|viernes|vie|vier|viernez|biernes|sexta|sex",
        5: "saturday|sat|saterday|sabado|sab|savado",
        6: "sunday|sun|domingo|dom",
    }
)
FEIRA = Words({True: "-feira|feira|-f|f"})
MONTHS = Words(
    {
        1: "january|jan|enero|ene|janeiro",
        2: "february|feb|febuary|febrero|fevereiro|fev",
        3: "march|mar|marzo|marco",
        4: "april|apr|abril|abr",
        5: "may|mayo|maio|mai",
        6: "june|jun|junio|junho",
        7: "july|jul|julio|julho",
        8: "august|aug|agosto|ago",
        9: "september|sep|sept|septiembre|setiembre|set|setembro",
        10: "october|oct|octubre|outubro|out",
        11: "november|nov|noviembre|novembro",
        12: "december|dec|diciembre|dic|dezembro|dez",
    }
)
RELATIVE = Words(
    {
        0: "today|hoy|hoje|hj",
        1: "tomorrow|tmrw|tmw|tmr|tmrow|tomorow|tommorow|tommorrow|tomorrrow|manana|amanha",
        2: "day after tomorrow|the day after tomorrow|pasado manana|depois de amanha",
    }
)
TODAY_PARTS = Words(
    {
        Part.MORNING: "this morning|esta manana|esta manha",
        Part.AFTERNOON: "this afternoon|esta tarde",
        Part.EVENING: "this evening",
        Part.TONIGHT: "tonight|tonite|esta noche|esta noite",
    }
)
IN = Words({True: "in|en|em|daqui a|dentro de|de aqui a|de hoy en"})
SPANS_OF_DAYS = Words({1: "day|days|dia|dias", 7: "week|weeks|semana|semanas"})
COUNTED_WITH_TODAY = {(8, "dias"): 7, (15, "dias"): 14}
"""In Spanish and Portuguese eight days can be a week, and fifteen two."""

DAY_LEADS = Words(
    {
        Next.COMING: "on|el|este|esta|this|this coming|coming|the coming|on this|para el|para este|para esta|para|pra"
        "|for|for the|for this|na|no|nesta|neste|desta|deste|em|en|of|of the|de|del|de este|da|do|pro|el dia|on the",
        Next.ASK: "next|this next|on next|for next|of next|proximo|proxima|prox|prox.|el proximo|el prox|del proximo"
        "|na proxima|no proximo|da proxima|este proximo|esta proxima|para el proximo|a proxima|o proximo",
        Next.THIS_WEEK: "this week|this week on|esta semana|esta semana el|esta semana na|nesta semana",
        Next.NEXT_WEEK: "next week|next week on|la semana que viene|la semana que viene el|la proxima semana"
        "|la proxima semana el|semana que vem|na semana que vem|proxima semana|na proxima semana|semana que vem na"
        "|proxima semana na|semana que viene|la semana proxima|la semana proxima el",
    }
)
AFTER_WEEKDAY = Words(
    {
        Next.ASK: "que viene|que vem|q viene|q vem|que entra|proximo|proxima",
        Next.THIS_WEEK: "this week|of this week|de esta semana|esta semana|desta semana|dessa semana|nesta semana",
        Next.NEXT_WEEK: "next week|of next week|de la semana que viene|de la proxima semana|de la semana proxima"
        "|da semana que vem|da proxima semana|la semana que viene|la proxima semana|semana que vem|proxima semana"
        "|na semana que vem|na proxima semana|de la semana entrante|la semana proxima|de la sem que viene",
    }
)
NO_MEANS_ON = frozenset(("sabado", "sab", "domingo", "dom", "dia", "proximo"))
"""Portuguese "no sábado" is "on Saturday"; before any other day "no" is a denial."""
RELATIVE_LEADS = Words({True: "for|para|pra|de|do dia de|on"})
DATE_LEADS = Words(
    {
        True: "on|the|on the|for|for the|el|el dia|para el|para el dia|dia|no dia|do dia|de|del|del dia"
        "|em|en|of|of the|pro dia"
    }
)
DAY_NUMBER_LEADS = Words(
    {True: "el|el dia|para el|para el dia|dia|no dia|do dia|del|del dia|pro dia|the day|para o dia"}
)
ORDINALS = frozenset(("st", "nd", "rd", "th", "ro", "er", "ero", "°", "o"))
FIRST = Words({1: "primero|primeiro|first"})
OF = Words({True: "of|de|do|del|-|/"})
YEAR = re.compile("(?:19|20)[0-9]{2}")
"""Four digits that begin otherwise can be an hour ("Dec 3 0900")."""
OF_YEAR = Words({True: "of|de|del|do|,|-|/"})

# --- hours -----------------------------------------------------------------------------------------------------------

NUMBERS = Words(
    {
        1: "one|una|uno|un|uma|um",
        2: "two|dos|dois|duas",
        3: "three|tres",
        4: "four|cuatro|quatro",
        5: "five|cinco",
        6: "six|seis",
        7: "seven|siete|sete",
        8: "eight|ocho|oito",
        9: "nine|nueve|nove",
        10: "ten|diez|dez",
        11: "eleven|once|onze",
        12: "twelve|doce|doze",
    }
)
HOUR_WORDS = NUMBERS.words
"""nine, nueve, nove: an hour, and also the number of a house."""
MINUTES = Words(
    {
        5: "five|cinco",
        10: "ten|diez|dez",
        15: "fifteen|quince|quinze|cuarto|un cuarto|a quarter|quarter",
        20: "twenty|veinte|vinte",
        25: "twenty five|twenty-five|veinticinco|vinte e cinco",
        30: "thirty|treinta|trinta|media|meia|half",
        40: "forty|cuarenta|quarenta",
        45: "forty five|forty-five|cuarenta y cinco|quarenta e cinco",
        50: "fifty|cincuenta|cinquenta",
    }
)
AND_MINUTES = Words({1: "y|e|con", -1: "menos"})
"""9 y media, 9 e meia, 9 menos cuarto."""
TO_HOUR = Words({1: "past", -1: "to|para las|para la|para as|para a|pras|pra"})
"""Quarter past 9, cuarto para las 9, quinze para as nove."""
HALF_PAST = Words({True: "half past"})

MERIDIEM = Words({Part.AM: "am|a.m|a.m.|a m|a. m.", Part.PM: "pm|p.m|p.m.|p m|p. m."})
SHORT_MERIDIEM = {"a": Part.AM, "p": Part.PM}
OF_PARTS = Words(
    {
        Part.MORNING: "de la manana|da manha",
        Part.DAWN: "de la madrugada|da madrugada",
        Part.NOON: "del dia|do dia|del mediodia|del medio dia|de mediodia|do meio-dia|do meio dia|noon",
        Part.AFTERNOON: "de la tarde|da tarde",
        Part.NIGHT: "de la noche|da noite",
        Part.MIDNIGHT: "midnight",
    }
)
"""What belongs to an hour: the 9 of "jueves 9 de la mañana" is no day of the month."""
PARTS = Words(
    {
        Part.AM: "am",
        Part.PM: "pm",
        Part.MORNING: "morning|in the morning|por la manana|en la manana|a la manana|de manha|pela manha|a manha"
        "|na manha|manha|in the am",
        Part.DAWN: "por la madrugada|en la madrugada|de madrugada",
        Part.AFTERNOON: "afternoon|in the afternoon|por la tarde|en la tarde|a la tarde|de tarde|pela tarde|a tarde"
        "|na tarde|tarde|in the pm",
        Part.EVENING: "evening|in the evening",
        Part.NIGHT: "night|at night|por la noche|en la noche|a la noche|de noche|a noite|de noite|noche|noite",
    }
)
"""What belongs to a day or an hour."""


def of_the_day(phrase: tuple[Token, ...], i: int) -> list[tuple[Part, int]]:
    """The am, "de la tarde" or "in the morning" that stands at i."""
    return [*MERIDIEM.at(phrase, i), *OF_PARTS.at(phrase, i), *PARTS.at(phrase, i)]


FILLERS = Words({True: "o'clock|oclock|o clock|en punto|em ponto|sharp|hs|hrs|hr|h|horas|hours"})
"""What may follow an hour and changes nothing."""
NAMED = Words(
    {
        Part.NOON: "noon|midday|mediodia|medio dia|meio-dia|meio dia",
        Part.MIDNIGHT: "midnight|medianoche|media noche|meia-noite|meia noite",
    }
)
HOUR_LETTERS = frozenset(("h", "hs", "hr", "hrs", "hora", "horas", "hour", "hours"))
LONG_HOUR_LETTERS = frozenset(("hora", "horas", "hour", "hours"))
"""After a small number these are rather a length: "2 hours" is an hour only behind "at"."""
MINUTE_LETTERS = frozenset(("m", "min", "mins", "minuto", "minutos", "minute", "minutes"))
TIME_LEADS = Words({True: "at|@|at the|a las|a la|las|la|as|a|al|ao|para las|pras|para as|starting at"})
BARE_TIME_LEADS = Words({True: "at|@|a las|a la|las|la|as|para las|pras|para as"})
"""After these a number alone is an hour ("a 9" is none)."""
RANGE_LEADS = Words(
    {True: "from|de|de las|de la|das|da|desde|desde las|desde la|entre|entre las|entre la|entre as|between"}
)
BETWEEN = frozenset(("entre", "between"))
JOINS = Words({True: "-|to|until|till|til|a|hasta|hasta las|hasta la|ate|ate as|ate a|to the"})
LED_JOINS = Words({True: "a las|a la|as"})
"""These join two hours, or lead an hour: "jueves 3 a las 5"."""
NOON_JOINS = Words({True: "al|ao"})
"""These join an hour and noon."""
AND_JOINS = Words({True: "and|y|y las|y la|e|e as|e a"})

# --- lengths and the rest --------------------------------------------------------------------------------------------

LENGTH_LEADS = Words({True: "for|por|durante|during|x"})
LENGTHS = Words(
    {
        1800: "half an hour|half hour|media hora|meia hora|a half hour",
        3600: "an hour|one hour|una hora|uma hora",
        5400: "an hour and a half|one and a half hours|hora y media|una hora y media|hora e meia|uma hora e meia",
    }
)
AND_A_HALF = Words({1800: "y media|e meia|and a half"})
OPEN_HOUR = Words(
    {
        True: "tbc|tbd|to be confirmed|time tbc|time tbd|time to be confirmed|por confirmar|hora por confirmar"
        "|a confirmar|hora a confirmar|hour tbc|hour to be confirmed"
    }
)

# --- every week ------------------------------------------------------------------------------------------------------

EVERY = Words({True: "every|each|cada|todos los|todos|todo|toda|todas as|todos os|los|as|aos|nas|on"})
"""What may stand before a weekday said in the plural."""
ALWAYS_EVERY = Words({True: "every|each|cada|todos los|todo|toda|todas as|todos os|los"})
"""What makes a weekly pattern of any weekday."""
PLURALS = Words(
    {
        "monday": "mondays",
        "tuesday": "tuesdays",
        "wednesday": "wednesdays",
        "thursday": "thursdays",
        "friday": "fridays",
        "saturday": "saturdays",
        "sunday": "sundays",
        "segunda": "segundas",
        "terça": "tercas",
        "quarta": "quartas",
        "quinta": "quintas",
        "sexta": "sextas",
        "sábado": "sabados",
        "domingo": "domingos",
        "segunda-feira": "segundas-feiras|segundas feiras",
        "terça-feira": "tercas-feiras|tercas feiras",
        "quarta-feira": "quartas-feiras|quartas feiras",
        "quinta-feira": "quintas-feiras|quintas feiras",
        "sexta-feira": "sextas-feiras|sextas feiras",
    }
)
