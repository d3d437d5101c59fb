"""A center's own list of trained people, as a CSV file: what its columns and lines say.

The first line names the columns, in English, Spanish or Portuguese, in any order: a name, and if the list has them a
phone, one column with trainings or one column for each, and since when. What is not understood is named, never guessed.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from io import StringIO

from bot.rules.model import Qualification, Training
from bot.rules.problems import Problem
from bot.rules.typed import clean, fold, read_detail

LARGEST = 200_000
"""Bytes of a file that is read."""
MOST_NAMES = 1000


class FileProblem(StrEnum):
    """Why nothing of a file could be read."""

    TOO_LARGE = "too_large"
    NOT_TEXT = "not_text"
    EMPTY = "empty"
    NO_NAMES = "no_names"
    """No column is called "name"."""
    TOO_MANY = "too_many"


class LineProblem(StrEnum):
    """Why one line was left out; a file may have several."""

    NO_NAME = "no_name"
    NAME = "name"
    """Too long, or not a name."""
    A_NUMBER = "a_number"
    PHONE = "phone"
    TRAINING = "training"
    """A word that names no training, or no yes or no."""
    DATE = "date"
    UNCLEAR_DATE = "unclear_date"
    """Day and month cannot be told apart."""
    FUTURE = "future"
    TOO_MANY_CELLS = "too_many_cells"


@dataclass(frozen=True)
class Listed:
    """One person of the list."""

    name: str
    phone: str = ""
    trainings: tuple[Training, ...] = ()


@dataclass(frozen=True)
class NameList:
    """What a file says. `problems` are (line, why), lines counted as an editor shows them; `ignored` are columns."""

    people: tuple[Listed, ...]
    problems: tuple[tuple[int, LineProblem], ...] = ()
    ignored: tuple[str, ...] = ()
    twice: int = 0

    def trained(self, qualification: Qualification) -> int:
        """How many people of the list have this training."""
        return sum(any(one.qualification is qualification for one in listed.trainings) for listed in self.people)


_NAME = {"name", "names", "full name", "nombre", "nombres", "nombre completo", "nome", "nomes", "nome completo"}
_FIRST = {"first name", "first", "given name", "primer nombre", "primeiro nome"}
_LAST = {"last name", "last", "surname", "family name", "apellido", "apellidos", "sobrenome", "sobrenomes"}
_PHONE = {
    "phone", "phone number", "telephone", "tel", "cell", "cell phone", "mobile", "number", "whatsapp",
    "telefono", "numero", "numero de telefono", "celular", "movil", "telefone", "numero de telefone",
}  # fmt: skip
_TRAININGS = {
    "qualification", "qualifications", "training", "trainings", "trained", "trained for", "role", "roles",
    "capacitacion", "capacitaciones", "entrenamiento", "entrenamientos", "formacion", "formaciones", "taller",
    "talleres", "capacitado", "capacitada", "rol", "curso", "cursos", "treinamento", "treinamentos", "formacao",
    "capacitacao", "treinado", "treinada", "funcao",
}  # fmt: skip
_SINCE = {
    "since", "date", "trained on", "training date", "trained since", "when", "desde", "fecha", "fecha de capacitacion",
    "data", "data do treinamento", "quando", "cuando",
}  # fmt: skip
WORDS: dict[str, Qualification] = {
    word: qualification
    for qualification, words in {
        Qualification.RIDESHARE: (
            "rideshare ride rides driver drivers driving viaje viajes conductor conductora conductores manejar "
            "carona caronas motorista motoristas"
        ),
        Qualification.ACCOMPANIMENT: (
            "accompaniment accompanier accompaniers acompanamiento acompanante acompanantes acompanhamento "
            "acompanhante acompanhantes"
        ),
        Qualification.INTERPRETING: (
            "interpreting interpreter interpreters interpretation interprete interpretes interpretacion interpretar "
            "interpretacao"
        ),
        Qualification.HOTLINE: "hotline linea plantao",
    }.items()
    for word in words.split()
} | {
    "ride share": Qualification.RIDESHARE,
    "phone responder": Qualification.HOTLINE,
    "linea directa": Qualification.HOTLINE,
    "linha direta": Qualification.HOTLINE,
    "linea de ayuda": Qualification.HOTLINE,
    "court accompaniment": Qualification.ACCOMPANIMENT,
}
"""How people write a training, without accents and case."""
_YES = {"x", "xx", "yes", "y", "true", "1", "si", "s", "sim", "ok", "✓", "✔", "☑", "done", "trained", "hecho", "feito"}
_NO = {"", "no", "n", "false", "0", "nao", "-", "–", "—", "☐", "none", "ninguno", "ninguna", "nada", "nenhum"}


@dataclass(frozen=True)
class _Columns:
    """Which column is what."""

    names: tuple[int, ...]
    phone: int | None
    trainings: int | None
    since: int | None
    each: tuple[tuple[int, Qualification], ...]
    ignored: tuple[str, ...]


def read_file(content: bytes, today: date) -> NameList | FileProblem:
    """The people of a CSV file, UTF-8 with or without a byte order mark, with commas, semicolons or tabs."""
    if len(content) > LARGEST:
        return FileProblem.TOO_LARGE
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return FileProblem.NOT_TEXT
    if "\0" in text:
        return FileProblem.NOT_TEXT
    lines = _lines(text)
    if not lines:
        return FileProblem.EMPTY
    columns = _columns(lines[0][1])
    if not columns.names:
        return FileProblem.NO_NAMES
    if len(lines) == 1:
        return FileProblem.EMPTY
    if len(lines) > MOST_NAMES + 1:
        return FileProblem.TOO_MANY
    return _read(columns, len(lines[0][1]), lines[1:], today)


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """(line, cells) of every line that says anything. A quoted cell may run over several lines: the first counts."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(StringIO(text, newline=None), delimiter=max(",;\t", key=first.count))
    found, begins = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((begins, [clean(cell) for cell in cells]))
            begins = reader.line_num + 1
    except csv.Error:  # a cell larger than any name
        return []
    return found


def _columns(header: Sequence[str]) -> _Columns:
    whole: int | None = None
    parts: dict[str, int] = {}
    single: dict[str, int] = {}
    each: dict[Qualification, int] = {}
    ignored = []
    for index, cell in enumerate(header):
        word = " ".join(re.sub(r"[^\w\s]", " ", fold(cell)).split())
        if word in _NAME and whole is None:
            whole = index
        elif word in _FIRST | _LAST and (part := "first" if word in _FIRST else "last") not in parts:
            parts[part] = index
        elif (kind := _single(word)) is not None and kind not in single:
            single[kind] = index
        elif word in WORDS and WORDS[word] not in each:
            each[WORDS[word]] = index
        elif cell:
            ignored.append(cell)
    # "nombre" beside "apellido" is a first name
    names = [index for index in (whole, parts.get("first"), parts.get("last")) if index is not None]
    if whole is None and "first" not in parts:
        names = []
    return _Columns(
        tuple(names),
        single.get("phone"),
        single.get("trainings"),
        single.get("since"),
        tuple((index, qualification) for qualification, index in each.items()),
        tuple(ignored),
    )


def _single(word: str) -> str | None:
    for kind, words in (("phone", _PHONE), ("trainings", _TRAININGS), ("since", _SINCE)):
        if word in words:
            return kind
    return None


def _read(columns: _Columns, width: int, lines: Sequence[tuple[int, list[str]]], today: date) -> NameList:
    order = _order([cell for _, cells in lines for cell in cells])
    people: dict[tuple[str, str], Listed] = {}
    problems = []
    twice = 0
    for number, cells in lines:
        read = _person(columns, width, cells, order, today)
        if isinstance(read, LineProblem):
            problems.append((number, read))
            continue
        key = fold(read.name), re.sub(r"\D", "", read.phone)
        twice += key in people
        people[key] = read if key not in people else _merged(people[key], read)
    return NameList(tuple(people.values()), tuple(problems), columns.ignored, twice)


def _merged(one: Listed, other: Listed) -> Listed:
    """The same person on two lines: all trainings of both, each with its earlier date."""
    return Listed(one.name, one.phone, merged(one.trainings, other.trainings))


def merged(one: Sequence[Training], other: Sequence[Training]) -> tuple[Training, ...]:
    """All trainings of two notes, each with the earlier date that is known."""
    dates: dict[Qualification, date | None] = {}
    for training in (*one, *other):
        known = [day for day in (dates.get(training.qualification), training.since) if day is not None]
        dates[training.qualification] = min(known, default=None)
    return tuple(Training(qualification, since) for qualification, since in dates.items())


def _person(
    columns: _Columns, width: int, cells: Sequence[str], order: str | None, today: date
) -> Listed | LineProblem:
    if any(cells[width:]):
        return LineProblem.TOO_MANY_CELLS  # a comma inside a name that is not quoted, for example

    def cell(index: int | None) -> str:
        return cells[index] if index is not None and index < len(cells) else ""

    name = read_detail("name", " ".join(cell(index) for index in columns.names))
    phone = cell(columns.phone)
    number = read_detail("phone", phone) if phone else ""
    if Problem.A_NUMBER in (name, number):
        return LineProblem.A_NUMBER
    if not name:
        return LineProblem.NO_NAME
    if isinstance(name, Problem) or not any(ch.isalpha() for ch in name):
        return LineProblem.NAME
    if isinstance(number, Problem):
        return LineProblem.PHONE
    since = _date(cell(columns.since), order, today) if cell(columns.since) else None
    if isinstance(since, LineProblem):
        return since
    trainings: list[Training] = []
    for index, qualification in columns.each:
        said = _said(cell(index), order, today)
        if isinstance(said, LineProblem):
            return said
        if said is not False:
            trainings.append(Training(qualification, since if said is True else said))
    for word in _words(cell(columns.trainings)):
        if word not in WORDS:
            return LineProblem.TRAINING
        trainings.append(Training(WORDS[word], since))
    return Listed(name, number, merged(trainings, ()))


def _said(cell: str, order: str | None, today: date) -> bool | date | LineProblem:
    """A training's own column: yes, no, or the day since when."""
    word = fold(cell).strip(" .!")
    if word in _YES or word in _NO:
        return word in _YES
    if not any(ch.isdigit() for ch in word):
        return LineProblem.TRAINING
    return _date(cell, order, today)


def _words(cell: str) -> list[str]:
    """The trainings named in one cell, whatever stands between them."""
    if fold(cell).strip(" .") in _NO:
        return []
    parts = re.split(r"\s*(?:[,;/|+&]|\band\b|\by\b|\be\b)\s*", fold(cell))
    found = []
    for part in (" ".join(part.split()).strip(" .") for part in parts):
        if part in WORDS or " " not in part:
            found += [part] if part else []
        else:
            found += part.split()
    return found


_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?:[ T].*)?")


def _order(cells: Sequence[str]) -> str | None:
    """Whether the file writes day or month first, where one of its dates leaves no doubt; None: it cannot be told."""
    votes: Counter[str] = Counter()
    for cell in cells:
        if match := _NUMBERS.fullmatch(cell):
            first, second = int(match[1]), int(match[2])
            votes["day" if first > 12 else "month" if second > 12 else "?"] += 1
    if votes["day"] and not votes["month"]:
        return "day"
    return "month" if votes["month"] and not votes["day"] else None


def _date(cell: str, order: str | None, today: date) -> date | LineProblem:
    if match := _ISO.fullmatch(cell):
        year, month, day = (int(part) for part in match.groups())
    elif match := _NUMBERS.fullmatch(cell):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        year += 2000 if year < 100 else 0
        if first > 12 or second > 12 or first == second:
            day, month = (first, second) if first > 12 else (second, first)
        elif order is None:
            return LineProblem.UNCLEAR_DATE
        else:
            day, month = (first, second) if order == "day" else (second, first)
    else:
        return LineProblem.DATE
    try:
        found = date(year, month, day)
    except ValueError:
        return LineProblem.DATE
    if found > today:
        return LineProblem.FUTURE
    return found if found.year >= 1990 else LineProblem.DATE
