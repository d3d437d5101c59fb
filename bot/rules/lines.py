"""What coordinators type: `/kind WHEN PLACE [> PLACE] [xN] [tags]`, read strictly; nothing is guessed or dropped.

WHEN is read by `bot.rules.dates`. It ends at the first known place, at `@`, or where no more of it can be read; a
number that can as well be a house's, or a word a street's name, is left to the address.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.rules.date_words import HOUR_WORDS
from bot.rules.dates import Certain, Choice, Clock, Day, Reading, Unread, leading_words, read_date
from bot.rules.drafts import Draft, Question, Read, with_language, with_time
from bot.rules.kinds import MOST_CHILD_SEATS, MOST_PASSENGERS, MOST_SEATS, carries_people, with_helpers
from bot.rules.model import Duty, Kind, Return
from bot.rules.moments import local_day
from bot.rules.policy import Policy
from bot.rules.problems import Problem
from bot.rules.weekly_phrases import without_every

LONGEST_TEXT = 200
"""The most characters of a private detail or a typed place."""

ALIASES: dict[Kind, tuple[str, ...]] = {
    Kind.RIDE: ("ride", "viaje", "carona"),
    Kind.ACCOMPANIMENT: ("accompany", "acompanar", "acompanhar"),
    Kind.INTERPRETING: ("interpret", "interpretar"),
    Kind.SHIFT: ("shift", "turno", "plantao"),
}
"""The commands of each kind in English, Spanish and Portuguese; Telegram knows Latin letters without accents only."""

DUTY_WORDS: dict[Duty, tuple[str, ...]] = {
    Duty.HOTLINE: ("hotline", "linea", "linea directa", "linha", "linha direta", "telefono", "telefone"),
    Duty.COORDINATION: (
        "coordination",
        "coordinating",
        "ride coordination",
        "coordinacion",
        "coordinacion de viajes",
        "coordenacao",
        "coordenacao de caronas",
    ),
    Duty.PRESENCE: (
        "presence",
        "presence at the church",
        "presencia",
        "presencia en la iglesia",
        "presenca",
        "presenca na igreja",
        "sanctuary",
        "santuario",
    ),
}
"""How people type a shift's duty; among them what its button says in each language."""
LONGEST_DUTY = 4
"""The most words of a duty's name."""

LANGUAGE_WORDS: dict[str, tuple[str, ...]] = {
    "en": ("english", "ingles"),
    "es": ("spanish", "espanol", "espanhol", "castellano"),
    "pt": ("portuguese", "portugues"),
    "fr": ("french", "frances"),
    "ht": ("haitian", "kreyol", "creole", "criollo", "crioulo"),
    "ru": ("russian", "ruso", "russo"),
    "vi": ("vietnamese", "vietnamita"),
    "ar": ("arabic", "arabe"),
    "zh": ("chinese", "chino", "chines", "mandarin"),
    "km": ("khmer",),
    "so": ("somali",),
    "sw": ("swahili", "suajili"),
    "ne": ("nepali",),
    "uk": ("ukrainian", "ucraniano"),
}
"""How people type a language, beside its ISO 639-1 code."""


def clean(text: str) -> str:
    """One line without control, bidi-control or NUL characters: what may be stored or shown at all.

    Joiners that emoji and some scripts need (U+200D, U+200C) stay.
    """
    kept = (
        " " if ch in "\r\n\t" else ch
        for ch in text
        if ch in "\r\n\t‌‍" or unicodedata.category(ch) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    return " ".join("".join(kept).split())


def fold(text: str) -> str:
    """For comparing: without accents and case ("Pioneer Válley" and "pioneer valley" are one)."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(ch for ch in decomposed if not unicodedata.combining(ch))


def place_named(text: str, places: Sequence[str]) -> str | None:
    """The public place that this text names, exactly but for case and accents."""
    wanted = fold(clean(text))
    return next((place for place in places if fold(place) == wanted), None)


def place_within(text: str, places: Sequence[str]) -> str | None:
    """A public place named among other words: "12 Maple St, Holyoke" names Holyoke."""
    words = [word.strip(",.;") for word in text.split()]
    found = _first_place(words, places)
    if found is None:
        return None
    tail = fold(" ".join(words[found:])) + " "
    return max((place for place in places if tail.startswith(fold(place) + " ")), key=len, default=None)


def without_place(text: str, place: str) -> str:
    """The words beside the place: what stays private."""
    words, length = text.split(), len(place.split())
    for index in range(len(words)):
        if fold(" ".join(words[index : index + length]).strip(",.;")) == fold(place):
            kept = [*words[:index], *words[index + length :]]
            return " ".join(kept).strip(" ,;")
    return text


_STREET = re.compile(
    r"\b(?:st|street|ave|avenue|rd|road|ln|lane|dr|drive|blvd|ct|court|apt|unit|floor|calle|avenida|av|apto|piso|rua|"
    r"bloco|casa|house)\b",
    re.ASCII,
)


def looks_private(text: str) -> bool:
    """Whether it may be an address: a digit, or a word of streets and homes."""
    folded = fold(text)
    return any(ch.isdigit() for ch in folded) or _STREET.search(folded) is not None


# --- a whole line ----------------------------------------------------------------------------------------------------


def kind_of_command(word: str) -> Kind | None:
    """The kind a command posts, also where it is typed with accents: `/acompañar`."""
    wanted = fold(word.removeprefix("/").partition("@")[0])
    return next((kind for kind, names in ALIASES.items() if wanted in names), None)


def accented_command(text: str) -> bool:
    """Whether it begins with a posting command that Telegram does not take for one, because of an accent."""
    first = text.partition(" ")[0]
    return first.startswith("/") and not first.isascii() and kind_of_command(first) is not None


def read_line(kind: Kind, text: str, now: datetime, zone: ZoneInfo, places: Sequence[str], policy: Policy) -> Read:
    """Read what follows the command. A command alone begins the wizard; what a line leaves out is asked."""
    rest = clean(text)
    draft = Draft(kind=kind)
    if not rest:
        return Read(replace(draft, guided=True))
    problems: list[Problem] = []
    rest, other = _without_other_pattern(rest)
    once = None if other else without_every(rest)
    if other:
        problems.append(Problem.ONLY_WEEKLY)
    if once is not None:
        draft, rest = replace(draft, weekly=True), once
        draft, rest, problems = _read_until(draft, rest, now, zone, policy)
    when, perhaps, rest = _split(rest, places, lambda words: not _read_tags(draft, words, now, zone, policy)[1])
    draft, rest, more = _read_tags(draft, rest, now, zone, policy)
    problems += more
    if Problem.TOO_MANY in more or Problem.TOO_MANY_SEATS in more:  # a number that cannot be is asked, never replaced
        draft = replace(draft, asked=Question.PEOPLE if carries_people(kind) else Question.SEATS)
    if rest:
        read = _read_places(draft, rest, places)
        draft, problems = read.draft, [*problems, *read.problems]
    if when:
        reading = _either(*(read_date(words, now, zone, policy.furthest) for words in (when, perhaps)))
        read = with_time(draft, reading, now, zone, policy)
        draft, problems = read.draft, [*read.problems, *problems]
    elif rest:
        problems.insert(0, Problem.NO_DATE)
    return Read(draft, tuple(problems))


def _split(text: str, places: Sequence[str], only_tags: Callable[[str], bool]) -> tuple[str, str, str]:
    """WHEN, how much of the text it can be at most, and the rest behind WHEN."""
    words, ends = text.split(), leading_words(text)
    most = end = max(ends, default=0)
    first = _first_place(words, places)
    if first and first < end:  # a place that begins like a date
        most = end = first
    elif end < len(words) and first != end and _duty(words[end:]) is None and not only_tags(" ".join(words[end:])):
        end = _before_address(words, ends, places)
    if most == 0 and not _starts_elsewhere(words, places):
        return text, text, ""  # nothing of it is a date, a place or a tag: asked again as a time
    return " ".join(words[:end]), " ".join(words[:most]), " ".join(words[end:]).lstrip("@- ")


_HOUSE_NUMBER = re.compile(rf"(?:(?:at|@|-|to|a) )?@?(?:\d{{1,5}}(?:st|nd|rd|th)?|{'|'.join(HOUR_WORDS)})")
_STREET_ENDING = re.compile(r"(?:st|street|ave|avenue|rd|road|ln|lane|dr|drive|blvd|ct|court|floor)\b[.,]*")


def _before_address(words: Sequence[str], ends: Sequence[int], places: Sequence[str]) -> int:
    """Where WHEN ends before words that are no public place: what can belong to their street is left to them."""
    while ends:
        *shorter, end = ends
        begin = shorter[-1] if shorter else 0
        last, after = fold(" ".join(words[begin:end])), fold(words[end])
        is_number = _HOUSE_NUMBER.fullmatch(last) is not None and (after[0].isalpha() or after == "-")
        ends_street = _STREET_ENDING.fullmatch(after) and (after[-1] == "," or not _named_on(words, end + 1, places))
        if not (is_number or ends_street):
            return end
        ends = shorter
    return 0


def _named_on(words: Sequence[str], i: int, places: Sequence[str]) -> bool:
    """Whether another word of a name stands at i: "St" in "St Mary's" ends no street."""
    return i < len(words) and words[i][0].isalpha() and _first_place(words, places) != i


def _either(reading: Reading, perhaps: Reading) -> Reading:
    """The reading; where more of the line can be its time and makes it another one, it is asked which."""
    if isinstance(reading, Certain) and isinstance(perhaps, Certain) and reading != perhaps:
        return Choice(tuple(sorted((reading.span, perhaps.span), key=lambda span: span.starts_at)))
    return reading


def _starts_elsewhere(words: Sequence[str], places: Sequence[str]) -> bool:
    has_place = _first_place(words, places) is not None or _duty(words) is not None
    return has_place or any(word in (">", "→", "->") or word.startswith("@") for word in words)


def _first_place(words: Sequence[str], places: Sequence[str]) -> int | None:
    """The first of the words with which a public place's name begins; "Holyoke St" is none."""
    folded = [fold(place) for place in places]
    for index in range(min(len(words), 60)):
        tail = fold(" ".join(words[index : index + 12])) + " "
        named = [tail[len(place) + 1 :] for place in folded if tail.startswith((f"{place} ", f"{place},"))]
        if any(_STREET_ENDING.match(rest) is None for rest in named):
            return index
    return None


_UNTIL = re.compile(r"\s(?:until|till|hasta|ate)(?:\s(?:el|o|a))?\s(?P<day>[^>]+)$")


def _read_until(
    draft: Draft, text: str, now: datetime, zone: ZoneInfo, policy: Policy
) -> tuple[Draft, str, list[Problem]]:
    """The last day of a series, at the end of its line."""
    found = _UNTIL.search(fold(text))
    if found is None or len(fold(text)) != len(text):
        return draft, text, []
    day, tags = found["day"].split(), ""
    length = max(leading_words(found["day"]), default=0)
    day, tags = day[:length], " ".join(day[length:])
    until = read_day(" ".join(day), now, zone, policy)
    rest = f"{text[: found.start()]} {tags}".strip()
    if isinstance(until, Problem):
        return replace(draft, until_open=True), rest, [until]
    return replace(draft, until=until), rest, []


def read_day(text: str, now: datetime, zone: ZoneInfo, policy: Policy) -> date | Problem:
    """The one day that a text names, as the last of a series."""
    reading = read_date(text, now, zone, policy.furthest)
    if isinstance(reading, Day) and reading.sure is not None:
        return reading.sure
    if isinstance(reading, Certain):
        return local_day(reading.span.starts_at, zone)
    told = isinstance(reading, Unread) and reading.problem in (Problem.PAST, Problem.TOO_FAR, Problem.NO_SUCH_DATE)
    return reading.problem if isinstance(reading, Unread) and told else Problem.NO_END_DAY


_OTHER_PATTERN = re.compile(
    r"(?<!\S)(?:"
    r"every ?day|daily|every (?:\d+|two|three|four|other|second|third) ?(?:weeks?|days?|months?)?|every months?"
    r"|biweekly|bi-weekly|fortnightly|monthly|every weekday|weekdays"
    r"|(?:cada|a cada) (?:\d+|dos|dois|duas|tres|cuatro|quatro) (?:semanas|dias|meses)"
    r"|(?:cada|todo|todo o) dia|todos (?:los|os) dias|cada (?:mes|segunda semana)|todos (?:los|os) meses|todo mes"
    r"|diario|diariamente|quincenal(?:mente)?|quinzenal(?:mente)?|mensual(?:mente)?|mensal(?:mente)?"
    r"|(?:una )?semana si,? (?:y )?(?:una )?(?:semana )?no|semana sim,? semana nao"
    r")(?!\S)"
)


def _without_other_pattern(text: str) -> tuple[str, bool]:
    """The line without "every day" or "every 2 weeks", which no series can be, and whether it said so."""
    folded = fold(text)
    found = _OTHER_PATTERN.search(folded) if len(folded) == len(text) else None
    if found is None:
        return text, False
    return " ".join(f"{text[: found.start()]} {text[found.end() :]}".split()), True


# --- tags ------------------------------------------------------------------------------------------------------------

_COUNT = re.compile(r"(?:^|\s)[x×](\d{1,3})$")
_CHILD = re.compile(
    r"(?:^|\s)(?:x?(\d)|(\d)\s)?(?:car-?\s?seats?|child-?\s?seats?|"
    r"(?:sillas?|sillitas?|cadeiras?|cadeirinhas?) (?:de|para) (?:ninos?|ninas?|bebes?|criancas?|carro|auto|coche)|"
    r"sillas?|sillitas?|cadeirinhas?)$"
)
_WHEELCHAIR = re.compile(r"(?:^|\s)(?:wheel-?chair|silla de ruedas|ruedas|cadeira de rodas|rodas)$")
_RETURN = re.compile(
    r"(?:^|\s)(?:round[ -]?trip|return|ida y vuelta|ida e volta|regreso|vuelta|volta|retorno)"
    r"(?:\s(?:at |a las? |as )?(?P<time>\d\S*(?:\s?[ap]\.?m\.?)?))?$"
)
_WAIT = re.compile(r"(?:^|\s)(?:waits?|esperar?|aguardar?)$")
_INTERPRETER = re.compile(r"(?:^|\s)(?:interpreter|interprete)$")
_LENGTH = re.compile(r"(?:^|\s)(\d{1,2})\s?h(?:rs?|oras?|ours?)?(?:\s?(\d{2}))?$")


def _read_tags(
    draft: Draft, text: str, now: datetime, zone: ZoneInfo, policy: Policy
) -> tuple[Draft, str, list[Problem]]:
    """Takes tags from the end, until a word is none."""
    problems: list[Problem] = []

    def count(found: re.Match[str]) -> Draft | Problem:
        number, kind = int(found[1]), draft.kind or Kind.RIDE
        most = MOST_PASSENGERS if carries_people(kind) else MOST_SEATS
        if not 1 <= number <= most:
            return Problem.TOO_MANY if carries_people(kind) else Problem.TOO_MANY_SEATS
        if carries_people(kind):
            return replace(draft, passengers=number)
        return replace(draft, seats=with_helpers(kind, number))

    def child(found: re.Match[str]) -> Draft | Problem:
        number = int(found[1] or found[2] or 1)
        return replace(draft, child_seats=number) if number <= MOST_CHILD_SEATS else Problem.TOO_MANY_CHILD_SEATS

    def length(found: re.Match[str]) -> Draft | Problem:
        seconds = int(found[1]) * 3600 + int(found[2] or 0) * 60
        return replace(draft, length=seconds) if 0 < seconds <= 24 * 3600 else Problem.END_BEFORE_START

    def returning(found: re.Match[str]) -> Draft | Problem | None:
        if found["time"] is None:
            return replace(draft, returns=Return.FINISHED)
        clock = read_date(found["time"], now, zone, policy.furthest)
        if isinstance(clock, Clock) and len(clock.times) == 1:
            return replace(draft, returns=Return.TIME, return_clock=clock.times[0][0])
        if isinstance(clock, Clock):
            return replace(draft, returns=Return.TIME)  # at which of them is asked
        return None

    tags: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Draft | Problem | None]], ...] = (
        (_WHEELCHAIR, lambda _: replace(draft, wheelchair=True)),
        (_COUNT, count),
        (_CHILD, child),
        (_RETURN, returning),
        (_WAIT, lambda _: replace(draft, waits=True)),
        (_INTERPRETER, lambda _: replace(draft, interpreter=True)),
        (_LENGTH, length),
    )
    while text:
        folded = fold(text)
        if len(folded) != len(text):  # where folding changes lengths, positions mean nothing
            break
        for pattern, take in tags:
            found = pattern.search(folded)
            taken = take(found) if found else None
            if found is not None and taken is not None:
                if isinstance(taken, Problem):
                    problems.append(taken)
                else:
                    draft = taken
                text = text[: found.start()].rstrip(" ,;")
                break
        else:
            code = language_named(text.rpartition(" ")[2])
            if code is None:
                break
            draft, text = with_language(draft, code), text.rpartition(" ")[0].rstrip(" ,;")
    return draft, text, problems


def language_named(word: str) -> str | None:
    """The ISO 639-1 code of a language, by its code or its name in three languages."""
    wanted = fold(word.strip(",;."))
    return next((code for code, names in LANGUAGE_WORDS.items() if wanted == code or wanted in names), None)


def read_languages(draft: Draft, text: str) -> Read:
    """A typed answer to "which language?": what has no code is kept as private words."""
    text = clean(text)
    if len(text) > LONGEST_TEXT:
        return Read(draft, (Problem.TOO_LONG,))
    if has_a_number(text):
        return Read(draft, (Problem.A_NUMBER,))
    unknown = []
    for word in re.split(r"[,;/]| y | e | and ", text):
        code = language_named(word.strip())
        if code is not None:
            draft = with_language(draft, code)
        elif word.strip():
            unknown.append(word.strip())
    if unknown:
        draft = replace(draft, interpreter=True, language_words=", ".join(unknown))
    return Read(replace(draft, asked=None))


def _duty(words: Sequence[str]) -> tuple[Duty, int] | None:
    """The duty that the words begin with, and how many of them name it."""
    for length in range(min(LONGEST_DUTY, len(words)), 0, -1):
        wanted = " ".join(fold(word.strip(",;.@")) for word in words[:length])
        for duty, names in DUTY_WORDS.items():
            if wanted in names:
                return duty, length
    return None


# --- places ----------------------------------------------------------------------------------------------------------


def _read_places(draft: Draft, text: str, places: Sequence[str]) -> Read:
    text = re.sub(r"\s*(?:->|→|➡\ufe0f?|⇒)\s*", " > ", text)
    standing = " > " if " > " in text else ">"  # one that stands alone is meant, where there are several
    origin, arrow, destination = (part.strip(" @") for part in text.partition(standing))
    problems: list[Problem] = []
    if draft.kind is Kind.SHIFT and (named := _duty(origin.split())) is not None:
        duty, length = named
        draft = replace(draft, duty=duty)
        origin = " ".join(origin.split()[length:]).strip(" @,")
    if draft.kind is Kind.RIDE and not arrow:
        problems.append(Problem.NO_ARROW)
    for question, words in ((Question.DESTINATION, destination), (Question.ORIGIN, origin)):
        read = _place(draft, question, words, places)
        draft, problems = read.draft, [*problems, *read.problems]
    if draft.origin is not None and draft.origin == draft.destination:
        draft = replace(draft, destination=None)
        problems.append(Problem.SAME_PLACE)
    return Read(draft, tuple(problems))


def _place(draft: Draft, question: Question, text: str, places: Sequence[str]) -> Read:
    """A known place is public; any other words are kept as private ones, unless they may not be stored at all."""
    if not text:
        return Read(draft)
    place = place_named(text, places)
    if place is not None:
        return Read(draft.placed(question, place))
    if has_a_number(text):
        return Read(draft, (Problem.A_NUMBER,))
    problems = (Problem.TOO_LONG,) if len(text) > LONGEST_TEXT else ()
    kept = text[:LONGEST_TEXT]
    if question is Question.ORIGIN:
        return Read(replace(draft, origin_words=kept), problems)
    return Read(replace(draft, destination_words=kept), problems)


def read_place(draft: Draft, question: Question, text: str, places: Sequence[str]) -> Read:
    """The draft with a place answered; words that name no public place are kept as private words and asked again."""
    read = _place(draft, question, clean(text), places)
    draft = read.draft
    if draft.origin is not None and draft.origin == draft.destination:
        cleared = replace(draft, destination=None) if question is Question.DESTINATION else replace(draft, origin=None)
        return Read(cleared, (Problem.SAME_PLACE,))
    return read


def beside(draft: Draft, question: Question, place: str) -> Draft:
    """A public place chosen for typed words: they stay private, without the place's own name."""
    words = draft.origin_words if question is Question.ORIGIN else draft.destination_words
    kept = without_place(words, place)
    if question is Question.ORIGIN:
        return replace(draft, origin_words=kept).placed(question, place)
    return replace(draft, destination_words=kept).placed(question, place)


_A_NUMBER = re.compile(
    r"(?<!\w)(?:A[\s#:.-]*|a[#:.-]*)\d(?:[\s.-]*\d){6,8}(?![\s.-]*\d)",  # "llamar a 555 0100" is no such number
    re.ASCII,
)


def has_a_number(text: str) -> bool:
    """Whether it holds what looks like an alien registration number (A and 7 to 9 digits): never stored."""
    return _A_NUMBER.search(text) is not None


def read_detail(name: str, text: str) -> str | Problem:
    """A private detail as it may be stored, or why not. `name` is one of DETAIL_FIELDS."""
    text = clean(text)
    if len(text) > LONGEST_TEXT:
        return Problem.TOO_LONG
    if has_a_number(text):
        return Problem.A_NUMBER
    if name == "phone":
        digits = [ch for ch in text if ch.isdigit()]
        if not 7 <= len(digits) <= 15 or re.search(r"[^\d\s()+.\-/x]", text, re.ASCII):
            return Problem.NOT_A_PHONE
    return text
