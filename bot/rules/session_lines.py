"""What coordinators type to post a session: `/training WHEN TOPIC [+ TOPIC] [@ PLACE] [cap N] [tags]`.

Nothing is guessed or dropped: words that fit nowhere are asked about, or stand in the preview.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from bot.rules.dates import Certain, Choice, Clock, Day, Reading, Span, Unread, on_day, read_date
from bot.rules.lines import language_named
from bot.rules.model import Qualification, SessionKind
from bot.rules.moments import local_day
from bot.rules.places import place_named, place_within, without_place
from bot.rules.problems import Problem
from bot.rules.session_drafts import MOST_DATES, MOST_PARTS, MOST_WEEKS, Ask, SessionDraft
from bot.rules.sessions import MOST_PLACES
from bot.rules.typed import LONGEST_TEXT, clean, fold, has_a_number, looks_private
from bot.rules.weekly_phrases import without_every
from bot.rules.wizard import Setting, place_code

ALIASES: dict[SessionKind, tuple[str, ...]] = {
    SessionKind.TRAINING: ("training", "formacion", "capacitacion", "treinamento"),
    SessionKind.EVENT: ("event", "evento"),
}
"""The commands of each kind; Telegram knows Latin letters without accents only."""

TOPICS: dict[Qualification, tuple[str, ...]] = {
    Qualification.RIDESHARE: (
        "rideshare", "rides", "ride", "driving", "drivers", "viajes", "viaje", "conducir", "choferes", "caronas",
        "carona", "motoristas",
    ),
    Qualification.ACCOMPANIMENT: ("accompaniment", "accompany", "acompanamiento", "acompanar", "acompanhamento"),
    Qualification.INTERPRETING: (
        "interpreting", "interpreters", "interpretation", "interpretacion", "interpretes", "interpretacao",
    ),
    Qualification.HOTLINE: ("hotline", "linea", "linha", "phone", "telefono", "telefone"),
}  # fmt: skip
"""How people call the trainings, without accents."""

_FILLERS = frozenset(
    {"training", "formacion", "capacitacion", "treinamento", "for", "de", "para", "court", "the", "on"}
)
_ONLINE = frozenset({"online", "virtual", "zoom", "remoto", "remote"})
_LINK = re.compile(r"https?://\S+", re.ASCII)
_CAPACITY = re.compile(r"\b(?:cap|capacity|cupo|cupos|max|vagas|plazas|lugares|places)\.?:?\s*(\d{1,4})\b", re.ASCII)
_WEEKS = re.compile(r"(?:\bx\s?|\b(?:for|por)\s)?\b(\d{1,2})\s?(?:weeks?|semanas?)\b", re.ASCII)
_TRAINER = re.compile(r"(?:^|\s)@(\w{3,32})\b", re.ASCII)
MOST_WORDS = 40


@dataclass(frozen=True)
class Read:
    """A draft with what could be read, and what could not."""

    draft: SessionDraft
    problems: tuple[Problem, ...] = ()


def kind_of_command(word: str) -> SessionKind | None:
    """The kind a command posts, also where it is typed with accents: `/formación`."""
    wanted = fold(word.removeprefix("/").partition("@")[0])
    return next((kind for kind, names in ALIASES.items() if wanted in names), None)


def accented_command(text: str) -> bool:
    """Whether it begins with a posting command that Telegram does not take for one, because of an accent."""
    first = text.partition(" ")[0]
    return first.startswith("/") and not first.isascii() and kind_of_command(first) is not None


def read_line(kind: SessionKind, text: str, at: Setting) -> Read:
    """Read what follows the command. A command alone begins the wizard; what a line leaves out is asked."""
    rest = clean(text)
    draft = SessionDraft(kind=kind)
    if not rest:
        return Read(replace(draft, guided=True))
    if has_a_number(rest):
        return Read(replace(draft, guided=True), (Problem.A_NUMBER,))
    draft, rest, problems = _tags(draft, rest, at)
    once = without_every(rest)
    if once is not None:
        draft, rest = replace(draft, weekly=True), once
    what, _, where = rest.partition("@")
    read = _what(draft, what.strip(" ,"), at)
    draft, problems = read.draft, [*problems, *read.problems]
    if where.strip():
        draft = _where(draft, where.strip(" ,"), at.places)
    return Read(draft, tuple(problems))


def _tags(draft: SessionDraft, text: str, at: Setting) -> tuple[SessionDraft, str, list[Problem]]:
    """Takes link, capacity, weeks and the trainer's @name, wherever they stand."""
    problems: list[Problem] = []
    if found := _LINK.search(text):
        draft, text = replace(draft, link=found[0].rstrip(".,;"), online=True), _cut(text, found)
    folded = fold(text)
    if len(folded) != len(text):  # where folding changes lengths, positions mean nothing
        return draft, text, problems
    if found := _CAPACITY.search(folded):
        if 1 <= int(found[1]) <= MOST_PLACES:
            draft = replace(draft, capacity=int(found[1]))
        else:
            problems.append(Problem.TOO_MANY)
        text = _cut(text, found)
    if found := _WEEKS.search(fold(text)):
        draft, text = replace(draft, weeks=min(MOST_WEEKS, max(1, int(found[1])))), _cut(text, found)
    for found in _TRAINER.finditer(text):
        if not any(fold(place).startswith(fold(found[1])) for place in at.places):
            draft, text = replace(draft, trainer_words=f"@{found[1]}"), _cut(text, found)
            break
    return draft, text, problems


def _cut(text: str, found: re.Match[str]) -> str:
    return clean(f"{text[: found.start()]} {text[found.end() :]}").strip(" ,;")


def _what(draft: SessionDraft, text: str, at: Setting) -> Read:
    """Dates and topics (or an event's title); words that are neither are kept where they are seen or asked about."""
    first, *more = [part.strip(" ,") for part in text.split("+")]
    topics: list[tuple[Qualification, int | None]] = []
    topic, rest = _topic(first) if draft.kind is SessionKind.TRAINING else (None, first)
    reading, rest = when(rest, at)
    draft, problems = with_dates(draft, reading, at)
    if topic is not None:
        topics.append((topic, None))
    for part in more[: MOST_PARTS - 1]:
        following, words = _topic(part)
        offset = _offset(words, draft, at)
        if following is None or (words and offset is None):
            rest = f"{rest} + {part}".strip()
        else:
            topics.append((following, offset))
    draft = replace(draft, parts=tuple(topics))
    if draft.kind is SessionKind.EVENT:
        return Read(replace(draft, title=rest[:LONGEST_TEXT]), problems)
    return Read(_left_over(draft, rest, at.places), problems)


def _left_over(draft: SessionDraft, text: str, places: Sequence[str]) -> SessionDraft:
    """Languages and a town without an @; anything else may be a place, and is asked about."""
    words = []
    for word in text.split():
        code = language_named(word)
        if code is not None:
            draft = replace(draft, languages=(*draft.languages, code))
        elif fold(word.strip(",.")) in _ONLINE:
            draft = replace(draft, online=True)
        elif fold(word.strip(",.")) not in _FILLERS:
            words.append(word)
    return _where(draft, " ".join(words), places) if words else draft


def _topic(text: str) -> tuple[Qualification | None, str]:
    """The first word that names a training, and the words beside it."""
    words = text.split()
    for index, word in enumerate(words):
        wanted = fold(word.strip(",.:;"))
        for topic, names in TOPICS.items():
            if wanted in names:
                around = [w for w in words[:index] if fold(w) not in _FILLERS]
                behind = words[index + 1 :]
                while behind and fold(behind[0].strip(",:")) in _FILLERS:
                    behind = behind[1:]
                return topic, " ".join([*around, *behind]).strip(" ,")
    return None, text


def _offset(words: str, draft: SessionDraft, at: Setting) -> int | None:
    """The seconds from the start of the evening to an hour on the wall, later on the same day."""
    if not words or not draft.spans:
        return None
    start = draft.spans[0].starts_at.astimezone(at.zone)
    reading = read_date(words, at.now, at.zone, at.policy.furthest)
    if not isinstance(reading, Clock):
        return None
    later = [
        (hour.hour - start.hour) * 3600 + (hour.minute - start.minute) * 60
        for hour, _ in reading.times
        if (hour.hour, hour.minute) > (start.hour, start.minute)
    ]
    return min(later, default=None)


# --- when ------------------------------------------------------------------------------------------------------------

Dates = tuple[Span, ...] | Choice | Day | Clock
_BETWEEN = re.compile(r"\s*[,;]\s*|\s+(?:and|y|e|&)\s+")


def when(text: str, at: Setting) -> tuple[Dates | None, str]:
    """The longest beginning that is one date or a list of dates, and the rest."""
    words = text.split()
    for end in range(min(len(words), MOST_WORDS), 0, -1):
        reading = read_dates(" ".join(words[:end]).strip(" ,;"), at)
        if not isinstance(reading, Unread):
            return reading, " ".join(words[end:]).strip(" ,;")
    return None, text


def read_dates(text: str, at: Setting) -> Dates | Unread:
    """One date, or several with commas or "and" between them, each of them complete."""

    def read(phrase: str) -> Reading:
        return read_date(phrase, at.now, at.zone, at.policy.furthest)

    whole = read(text)
    if isinstance(whole, Certain):
        return (whole.span,)
    if not isinstance(whole, Unread):
        return whole
    pieces = [piece for piece in _BETWEEN.split(text) if piece]
    spans = _listed(pieces, read) if 1 < len(pieces) <= 2 * MOST_DATES else ()
    return spans[:MOST_DATES] or whole


def _listed(pieces: Sequence[str], read: Callable[[str], Reading]) -> tuple[Span, ...]:
    """Pieces joined to complete dates ("Thu, Dec 3 18:30" has a comma of its own); empty if any is left over."""
    found: list[Span] = []
    begin = 0
    while begin < len(pieces):
        for end in range(min(begin + 3, len(pieces)), begin, -1):
            reading = read(", ".join(pieces[begin:end]))
            if isinstance(reading, Certain):
                found.append(reading.span)
                begin = end
                break
        else:
            return ()
    return tuple(found)


def with_dates(
    draft: SessionDraft, reading: Dates | Unread | None, at: Setting
) -> tuple[SessionDraft, tuple[Problem, ...]]:
    """The draft with what is said of the time, joined to what was known of it before."""
    known = draft.pending
    joined: Dates | Unread | Certain | None = reading
    if isinstance(reading, Clock) and isinstance(known, Day) and known.sure is not None:
        joined = on_day(reading, known.sure, at.now, at.zone, at.policy.furthest)
    elif isinstance(reading, Day) and isinstance(known, Clock) and reading.sure is not None:
        joined = on_day(known, reading.sure, at.now, at.zone, at.policy.furthest)
    match joined:
        case None:
            return draft, (Problem.NO_DATE,)
        case Unread(problem):
            return draft, (problem,)
        case Certain(span):
            return settled(draft, (span,)), ()
        case tuple():
            return settled(draft, joined), ()
        case _:
            return replace(draft, pending=joined, hour=None, asked=None), ()


def settled(draft: SessionDraft, spans: tuple[Span, ...]) -> SessionDraft:
    """With the dates known; a change of one date keeps the length it had."""
    before = draft.spans[0] if draft.base is not None and draft.spans else None
    if before is not None and before.ends_at is not None and spans[0].ends_at is None:
        length = before.ends_at - before.starts_at
        spans = tuple(replace(span, ends_at=span.starts_at + length) for span in spans)
    return replace(draft, spans=spans, pending=None, hour=None, asked=None)


# --- where -----------------------------------------------------------------------------------------------------------


def _where(draft: SessionDraft, text: str, places: Sequence[str]) -> SessionDraft:
    """A known place is public; other words are kept until somebody says who may see them."""
    words = text.split()
    while len(words) > 1 and (code := language_named(words[-1])) is not None:
        draft, words = replace(draft, languages=(*draft.languages, code)), words[:-1]
    rest = " ".join(words)
    if fold(rest.strip(",.")) in (*_ONLINE, "en linea"):
        return replace(draft, online=True)
    place = place_named(rest, places)
    if place is not None:
        return replace(draft, place=place, place_words="", asked=None)
    kept = "; ".join(part for part in (draft.place_words, rest) if part)
    return replace(draft, place_words=kept[:LONGEST_TEXT], asked=None)


# --- one answer ------------------------------------------------------------------------------------------------------

NOBODY, NONE, ONLINE, PUBLIC, GUESTS, DONE, LATER, MYSELF = (
    "nobody", "none", "online", "public", "guests", "done", "later", "myself",
)  # fmt: skip
"""Answers that are no value: no trainer, no limit, held online, "everybody may see it", "only those who go", …"""

TYPED = frozenset({
    Ask.TITLE, Ask.DAY, Ask.CHOICE, Ask.HOUR, Ask.QUARTER, Ask.WEEKS, Ask.PLACE, Ask.LINK, Ask.CAPACITY, Ask.TRAINER,
})  # fmt: skip
"""The questions that may also be answered with a text; the others have buttons only."""


def tapped(draft: SessionDraft, answer: str, at: Setting, common: Sequence[str]) -> Read | None:
    """One tap on a button of the question the draft is at; None when the button does not fit it (any more)."""
    match draft.question():
        case Ask.TOPIC if answer in list(Qualification):
            return Read(replace(draft, parts=((Qualification(answer), None),), asked=None))
        case Ask.PART if answer in list(Qualification):
            return Read(replace(draft, parts=(*draft.parts, (Qualification(answer), None)), asked=None))
        case Ask.DAY:
            return _day(draft, answer, at)
        case Ask.CHOICE:
            return _choice(draft, answer, at)
        case Ask.HOUR if number(answer) in range(24):
            return Read(replace(draft, hour=number(answer)))
        case Ask.QUARTER if number(answer) in (0, 15, 30, 45):
            return _joined(draft, Clock(((time(draft.hour or 0, number(answer)), None),)), at)
        case Ask.WEEKS if 1 <= number(answer) <= MOST_WEEKS:
            return Read(replace(draft, weeks=number(answer), asked=None))
        case Ask.PLACE:
            return _place(draft, answer, at.places)
        case Ask.LINK if answer == LATER:
            return Read(draft.done(Ask.LINK))
        case Ask.LANGUAGE if answer == DONE:
            return Read(draft.done(Ask.LANGUAGE))
        case Ask.LANGUAGE if answer in common:
            return Read(replace(draft, languages=tuple(sorted(set(draft.languages) ^ {answer}))))
        case Ask.CAPACITY if answer == NONE:
            return Read(replace(draft, capacity=None).done(Ask.CAPACITY))
        case Ask.CAPACITY if 1 <= number(answer) <= MOST_PLACES:
            return Read(replace(draft, capacity=number(answer)).done(Ask.CAPACITY))
        case Ask.TRAINER if answer == NOBODY:
            return Read(replace(draft, trainer_id=None, trainer_words="").done(Ask.TRAINER))
        case Ask.FIELDS:
            return _field(draft, answer, at)
        case _:
            return None


def number(answer: str) -> int:
    return int(answer) if answer.isascii() and answer.isdigit() and len(answer) < 5 else -1


def _joined(draft: SessionDraft, reading: Dates | Unread | None, at: Setting) -> Read:
    return Read(*with_dates(draft, reading, at))


def _day(draft: SessionDraft, answer: str, at: Setting) -> Read | None:
    try:
        day = date.fromisoformat(answer)
    except ValueError:
        return None
    known = draft.pending
    if isinstance(known, Day) and known.sure is None:
        chosen = replace(known, days=(day,), doubtful=False)
        return Read(replace(draft, pending=chosen, asked=None)) if day in known.days else None
    return _joined(draft, Day((day,)), at)


def _choice(draft: SessionDraft, answer: str, at: Setting) -> Read | None:
    """`index-seconds`: both must fit, so that an old button never chooses something else."""
    index, _, seconds = answer.partition("-")
    spans = draft.pending.spans if isinstance(draft.pending, Choice) else ()
    place = number(index)
    if not 0 <= place < len(spans) or str(int(spans[place].starts_at.timestamp())) != seconds:
        return None
    if spans[place].starts_at <= at.now:
        return Read(replace(draft, pending=None), (Problem.PAST,))
    return Read(settled(draft, (spans[place],)))


def _place(draft: SessionDraft, answer: str, places: Sequence[str]) -> Read | None:
    words = draft.place_words
    if answer == ONLINE:
        return Read(replace(draft, online=True, place=None, place_words="", asked=None))
    if answer == PUBLIC and words:
        return Read(replace(draft, place=words, place_words="", venue="", asked=None))
    if answer == GUESTS and words:
        return Read(replace(draft, venue=words, place=None, place_words="", asked=None))
    place = next((place for place in places if place_code(place) == answer), None)
    if place is None:
        return None
    venue = without_place(words, place) if words else ""
    return Read(replace(draft, place=place, venue=venue, place_words="", asked=None))


def _field(draft: SessionDraft, answer: str, at: Setting) -> Read | None:
    """The field to change: the day keeps its hour, the hour its day."""
    if answer not in list(Ask):
        return None
    if answer == Ask.DAY and len(draft.spans) == 1:
        start = draft.spans[0].starts_at.astimezone(at.zone)
        length = _length_of(draft)
        return Read(replace(draft, pending=Clock(((start.time(), None),), length), asked=None))
    if answer == Ask.HOUR and len(draft.spans) == 1:
        day = local_day(draft.spans[0].starts_at, at.zone)
        return Read(replace(draft, pending=Day((day,)), asked=None))
    return Read(replace(draft, asked=Ask(answer)))


def _length_of(draft: SessionDraft) -> int | None:
    span = draft.spans[0]
    return None if span.ends_at is None else int((span.ends_at - span.starts_at) / timedelta(seconds=1))


def typed(draft: SessionDraft, text: str, at: Setting) -> Read:
    """A typed answer to the question the draft is at; what does not answer it changes nothing and is asked again."""
    text = clean(text)
    if len(text) > LONGEST_TEXT:
        return Read(draft, (Problem.TOO_LONG,))
    if has_a_number(text):
        return Read(draft, (Problem.A_NUMBER,))
    match draft.question():
        case Ask.TITLE if text:
            return Read(replace(draft, title=text, asked=None))
        case Ask.DAY | Ask.CHOICE | Ask.HOUR | Ask.QUARTER:
            once = without_every(text)
            read = _joined(draft, read_dates(once or text, at), at)
            return Read(replace(read.draft, weekly=True), read.problems) if once and not read.problems else read
        case Ask.WEEKS:
            weeks = number(text.split()[0]) if text else -1
            fits = 1 <= weeks <= MOST_WEEKS
            return Read(replace(draft, weeks=weeks, asked=None)) if fits else Read(draft, (Problem.NOT_A_NUMBER,))
        case Ask.PLACE if text:
            return Read(_where(replace(draft, place_words=""), text, at.places))
        case Ask.LINK:
            fits = _LINK.fullmatch(text) is not None
            return Read(replace(draft, link=text).done(Ask.LINK)) if fits else Read(draft, (Problem.NOT_A_LINK,))
        case Ask.CAPACITY:
            places = number(text)
            if not 1 <= places <= MOST_PLACES:
                return Read(draft, (Problem.NOT_A_NUMBER,))
            return Read(replace(draft, capacity=places).done(Ask.CAPACITY))
        case Ask.TRAINER if text:
            return Read(replace(draft, trainer_words=text))
        case _:
            return Read(draft)


def guess(draft: SessionDraft, places: Sequence[str]) -> str | None:
    """A town named among the typed words of a place."""
    return place_within(draft.place_words, places)


def like_an_address(draft: SessionDraft) -> bool:
    return looks_private(draft.place_words)
