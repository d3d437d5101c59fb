"""A center's own list as a CSV file: what its columns and lines say, as tables."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.model import Qualification, Training
from bot.rules.name_list import LARGEST, MOST_NAMES, FileProblem, LineProblem, Listed, NameList, merged, read_file

TODAY = date(2026, 11, 24)
RIDE, COMPANY = Qualification.RIDESHARE, Qualification.ACCOMPANIMENT
INTERPRET, HOTLINE = Qualification.INTERPRETING, Qualification.HOTLINE
MARCH = date(2024, 3, 5)


def read(text: str | bytes) -> NameList | FileProblem:
    return read_file(text if isinstance(text, bytes) else text.encode(), TODAY)


def names(text: str | bytes) -> NameList:
    found = read(text)
    assert isinstance(found, NameList), found
    return found


def only(text: str | bytes) -> Listed:
    found = names(text)
    assert not found.problems, found.problems
    (listed,) = found.people
    return listed


@pytest.mark.parametrize(
    ("header", "line", "listed"),
    [
        ("name,rideshare", "Dan,x", Listed("Dan", "", (Training(RIDE),))),
        ("Name,Phone,Rideshare", "Dan,413-555-0134,yes", Listed("Dan", "413-555-0134", (Training(RIDE),))),
        ("rideshare;NAME", "x;Dan", Listed("Dan", "", (Training(RIDE),))),
        ("name\trides\taccompaniment", "Dan\tx\tx", Listed("Dan", "", (Training(RIDE), Training(COMPANY)))),
        ("Nombre;Teléfono;Viajes", "María;4135550134;sí", Listed("María", "4135550134", (Training(RIDE),))),
        ("Nombre,Apellido,Acompañamiento", "María,Luz,X", Listed("María Luz", "", (Training(COMPANY),))),
        ("First name,Last name,Hotline", "Dan,Brown,✓", Listed("Dan Brown", "", (Training(HOTLINE),))),
        ("Nome;Carona;Desde", "João;sim;2024-03-05", Listed("João", "", (Training(RIDE, MARCH),))),
        ("Nome completo,Interpretação", "João Sá,1", Listed("João Sá", "", (Training(INTERPRET),))),
        ("name,trainings", '"Dan","rideshare, hotline"', Listed("Dan", "", (Training(RIDE), Training(HOTLINE)))),
        (
            "nombre;capacitaciones",
            "Ana;viajes y acompañamiento",
            Listed("Ana", "", (Training(RIDE), Training(COMPANY))),
        ),
        ("nome;treinamentos", "Ana;carona e intérprete", Listed("Ana", "", (Training(RIDE), Training(INTERPRET)))),
        ("name,trained for", "Ana,rideshare accompaniment", Listed("Ana", "", (Training(RIDE), Training(COMPANY)))),
        ("name,training", "Ana,driver/hotline", Listed("Ana", "", (Training(RIDE), Training(HOTLINE)))),
        ("name,rideshare,since", "Dan,x,2024-03-05", Listed("Dan", "", (Training(RIDE, MARCH),))),
        ("name,rideshare", "Dan,2024-03-05", Listed("Dan", "", (Training(RIDE, MARCH),))),
        ("name,rideshare", "Dan,13/3/2024", Listed("Dan", "", (Training(RIDE, date(2024, 3, 13)),))),
        ("name,rideshare", "Dan,3/13/24", Listed("Dan", "", (Training(RIDE, date(2024, 3, 13)),))),
        ("name,rideshare", "Dan,3/3/2024", Listed("Dan", "", (Training(RIDE, date(2024, 3, 3)),))),
        ("name,rideshare,accompaniment", "Dan,no,", Listed("Dan")),
        ("name,rideshare,accompaniment", "Dan", Listed("Dan")),
        ("\ufeffname,rideshare", "Dan,x", Listed("Dan", "", (Training(RIDE),))),
        ("name,rideshare", '"Brown, Dan",x', Listed("Brown, Dan", "", (Training(RIDE),))),
        ("name,phone", 'Dan,"+1 (413) 555-0134"', Listed("Dan", "+1 (413) 555-0134")),
        ("name,rideshare", "  Dan \u202e Brown ,x", Listed("Dan Brown", "", (Training(RIDE),))),
    ],
)
def test_a_line(header: str, line: str, listed: Listed) -> None:
    assert only(f"{header}\n{line}\n") == listed
    assert only(f"{header}\r\n{line}\r\n") == listed


@pytest.mark.parametrize(
    ("header", "line", "why"),
    [
        ("name,rideshare", ",x", LineProblem.NO_NAME),
        ("name,rideshare", "123,x", LineProblem.NAME),
        ("name,rideshare", f"{'x' * 201},x", LineProblem.NAME),
        ("name,rideshare", "A123456789,x", LineProblem.A_NUMBER),
        ("name,phone", "Dan,A 123 456 789", LineProblem.A_NUMBER),
        ("name,phone", "Dan,12", LineProblem.PHONE),
        ("name,phone", "Dan,call me", LineProblem.PHONE),
        ("name,rideshare", "Dan,maybe", LineProblem.TRAINING),
        ("name,trainings", "Dan,cooking", LineProblem.TRAINING),
        ("name,trainings", "Dan,rideshare and cooking", LineProblem.TRAINING),
        ("name,since", "Dan,last spring", LineProblem.DATE),
        ("name,since", "Dan,2024-02-30", LineProblem.DATE),
        ("name,since", "Dan,1/1/1024", LineProblem.DATE),
        ("name,rideshare", "Dan,2024-13-05", LineProblem.DATE),
        ("name,since", "Dan,3/5/2024", LineProblem.UNCLEAR_DATE),
        ("name,since", "Dan,2026-11-25", LineProblem.FUTURE),
        ("name,rideshare", "Brown, Dan,x", LineProblem.TOO_MANY_CELLS),
    ],
)
def test_a_line_that_is_left_out_has_its_reason(header: str, line: str, why: LineProblem) -> None:
    found = names(f"{header}\nZoe\n{line}\n")
    assert [one.name for one in found.people] == ["Zoe"]
    assert found.problems == ((3, why),)


def test_lines_are_counted_as_an_editor_shows_them() -> None:
    found = names('name,rideshare\n\n"Dan\nBrown",x\n\n,x\nEva,?\n')
    assert [one.name for one in found.people] == ["Dan Brown"]
    assert found.problems == ((6, LineProblem.NO_NAME), (7, LineProblem.TRAINING))


def test_one_clear_date_tells_how_the_file_writes_them() -> None:
    month_first = names("name,since,rideshare\nA,3/5/2024,x\nB,11/20/2023,x\n")
    assert [one.trainings[0].since for one in month_first.people] == [MARCH, date(2023, 11, 20)]
    day_first = names("name,since,rideshare\nA,5/3/2024,x\nB,20/11/2023,x\n")
    assert [one.trainings[0].since for one in day_first.people] == [MARCH, date(2023, 11, 20)]
    both = names("name,since,rideshare\nA,5/3/2024,x\nB,20/11/2023,x\nC,11/20/2023,x\n")
    assert both.problems == ((2, LineProblem.UNCLEAR_DATE),)


def test_the_same_person_on_two_lines_is_one_with_all_trainings() -> None:
    found = names(
        "name,phone,rideshare,accompaniment,since\nDan,4135550134,x,,2024-03-05\nDÁN,413-555-0134,x,x,2023-01-02\n"
    )
    (dan,) = found.people
    early = date(2023, 1, 2)
    assert dan.trainings == (Training(RIDE, early), Training(COMPANY, early))
    assert found.twice == 1
    assert len(names("name,phone\nDan,4135550134\nDan,4135550199\n").people) == 2


def test_columns_nobody_knows_are_named() -> None:
    assert names("name,email,phone,T-shirt\nDan,a@b,4135550134,L\n").ignored == ("email", "T-shirt")


def test_counts_for_the_preview() -> None:
    found = names("name,rideshare,hotline\nA,x,\nB,x,x\nC,,\n")
    assert [found.trained(one) for one in Qualification] == [2, 0, 0, 1]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", FileProblem.EMPTY),
        (b"\n \n", FileProblem.EMPTY),
        (b"name,rideshare\n", FileProblem.EMPTY),
        (b"who,what\nDan,x\n", FileProblem.NO_NAMES),
        (b"last name,rideshare\nBrown,x\n", FileProblem.NO_NAMES),
        (b"Dan,x\nEva,x\n", FileProblem.NO_NAMES),
        ("name\nJosé\n".encode("latin-1"), FileProblem.NOT_TEXT),
        ("name\nJosé\n".encode("utf-16"), FileProblem.NOT_TEXT),
        (b"PK\x03\x04\x00\x00name", FileProblem.NOT_TEXT),
        (b"name\n" + b"Dan\n" * (LARGEST // 4), FileProblem.TOO_LARGE),
        (b"name\n" + b"".join(b"Dan %d\n" % n for n in range(MOST_NAMES + 1)), FileProblem.TOO_MANY),
    ],
)
def test_a_file_of_which_nothing_is_read(content: bytes, problem: FileProblem) -> None:
    assert read(content) is problem


def test_merging_keeps_the_earlier_date_that_is_known() -> None:
    one, other = Training(RIDE, MARCH), Training(RIDE, date(2023, 1, 1))
    assert merged([one], [other]) == (other,)
    assert merged([Training(RIDE)], [one]) == (one,)
    assert merged([one], [Training(COMPANY)]) == (one, Training(COMPANY))


@given(st.text(max_size=300) | st.text(alphabet='name,;"\n x2024-/phorisu\t', max_size=300))
def test_any_file_is_read_or_refused(text: str) -> None:
    found = read(text.encode("utf-8", "surrogatepass"))
    assert isinstance(found, FileProblem) or all(one.name for one in found.people)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    assert isinstance(read(content), NameList | FileProblem)
