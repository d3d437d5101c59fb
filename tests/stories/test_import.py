"""A list of trained people, sent as a file: read, previewed, imported, and linked when somebody says who it is."""

from __future__ import annotations

import pytest

from sandbox import Person, SeenMessage
from tests.center import Center

LIST = """\
Name,Phone,Rideshare,Accompaniment,Since,Email
Dan Brown,(413) 555-0134,x,,2024-03-05,dan@example.org
Ana López,,x,yes,2023-11-20,
Zoe,12,x,,,
,413-555-0199,x,,,
Max,,maybe,,,
"""


def data_of(message: SeenMessage, beginning: str) -> str:
    found = (button.data or "" for row in message.buttons for button in row)
    return next((data for data in found if data.startswith(beginning)), "")


async def sends(center: Center, content: str | bytes, name: str = "list.csv") -> SeenMessage:
    """Rosa sends a file; returns what the bot answered."""
    body = content.encode() if isinstance(content, str) else content
    await center.rosa.sends_document(name, body)
    await center.idle()
    return center.rosa.last


async def imports(center: Center, content: str) -> SeenMessage:
    preview = await sends(center, content)
    await center.rosa.taps(preview, "import:")
    await center.idle()
    return preview


async def connects(center: Center, first_name: str, name: str, phone: str = "") -> Person:
    """Somebody of the volunteers' group connects, and tells a name and perhaps a number."""
    person = center.telegram.add_person(first_name)
    center.volunteers.add(person)
    await person.starts()
    await center.idle()
    await person.writes(name)
    await center.idle()
    if phone:
        await person.writes(phone)
        await center.idle()
    return person


async def rows(center: Center, table: str) -> int:
    async with center.bot.app.db.reading() as tx:
        return len(await tx.all(f"SELECT * FROM {table}"))  # noqa: S608  a table's name, written in this file


async def test_a_file_is_read_previewed_imported_and_linked(center: Center) -> None:
    file = await center.rosa.sends_document("list.csv", LIST.encode())
    await center.idle()
    preview = center.rosa.last
    assert file.deleted
    for words in (
        "2 names, 2 rideshare, 1 accompaniment",
        "Columns I leave out: Email",
        "3 lines I could not read:",
        "line 4: the phone number can't be one",
        "line 5: no name",
        "line 6: I don't know that training",
    ):
        assert words in preview.text
    assert await rows(center, "expected") == 0
    await center.rosa.taps(preview, "Import 2 names")
    await center.idle()
    assert "2 new names on your list." in preview.text
    assert await rows(center, "expected") == 2
    dan = await connects(center, "Danny", "dan brown")
    question = await center.rosa.waits_for("dan brown is here. Is this Dan Brown", in_=center.coordinators)
    assert "(rideshare, since Tuesday, March 5, 2024)" in question.text
    assert "0134" not in question.text
    assert await rows(center, "qualification") == 0
    await center.rosa.taps(question, "isit:")
    await dan.waits_for("This is noted for you")
    await center.idle()
    assert "dan brown is Dan Brown from your list" in question.text
    assert not question.buttons
    assert await rows(center, "expected") == 1
    async with center.bot.app.db.reading() as tx:
        assert await tx.value("SELECT count(*) FROM audit WHERE act IN ('linked', 'grant rideshare')") == 2
    await center.rosa.writes("/people")
    await center.idle()
    assert "dan brown · 🚗 Mar 5, 2024" in center.rosa.last.text
    assert "1 name of your list is not linked yet." in center.rosa.last.text
    card = await center.posts()
    await dan.taps(card, "claim:")
    await center.idle()
    assert "1/1" in card.text


async def test_the_number_is_enough_however_it_is_written(center: Center) -> None:
    await imports(center, LIST)
    await connects(center, "Beto", "Beto", "+1 413.555.0134")
    await center.rosa.waits_for("Beto is here. Is this Dan Brown", in_=center.coordinators)


async def test_no_is_remembered_and_nothing_is_granted(center: Center) -> None:
    await imports(center, LIST)
    ana = await connects(center, "Ana", "Ana Lopez")
    question = await center.rosa.waits_for("Is this Ana López", in_=center.coordinators)
    await center.rosa.taps(question, "isnt:")
    await center.idle()
    assert "Ana Lopez is not Ana López from your list." in question.text
    before = len(center.coordinators.messages)
    await ana.writes("/start")
    await center.idle()
    await ana.writes("Ana Lopez")
    await center.idle()
    assert len(center.coordinators.messages) == before
    assert await rows(center, "qualification") == 0
    assert await rows(center, "expected") == 2


async def test_only_volunteers_are_compared_with_the_list(center: Center) -> None:
    await imports(center, LIST)
    stranger = center.telegram.add_person("Dan")
    await stranger.starts()
    await center.idle()
    await stranger.writes("Dan Brown")
    await center.idle()
    assert not [m for m in center.coordinators.messages if "Is this" in m.text]
    center.volunteers.add(stranger)  # and is one from now on
    await center.rosa.waits_for("Dan Brown is here. Is this Dan Brown", in_=center.coordinators)


async def test_two_coordinators_answer_and_the_first_counts(center: Center) -> None:
    await imports(center, LIST)
    lucia = center.telegram.add_person("Lucia")
    center.coordinators.add(lucia)
    await center.idle()
    await center.rosa.taps(center.coordinators.last, "vouch:")
    await connects(center, "Dan", "Dan Brown")
    question = await center.rosa.waits_for("Is this Dan Brown", in_=center.coordinators)
    taps = [center.rosa.taps_nowait(question, "isit:"), lucia.taps_nowait(question, "isnt:")]
    answers = [await tap for tap in taps]
    assert sum("Somebody answered already" in tap.text for tap in answers) == 1


async def test_who_is_here_already_is_asked_one_after_the_other(center: Center) -> None:
    await connects(center, "Dan", "Dan Brown")
    await connects(center, "Ana", "Ana Lopez")
    done = await imports(center, LIST)
    assert "2 of the list may be here already." in done.text
    assert not [m for m in center.coordinators.messages if "Is this" in m.text]
    await center.rosa.taps(done, "whois:")
    await center.idle()
    first = center.rosa.last
    await center.rosa.taps(first, "isit:")
    await center.idle()
    second = center.rosa.last
    assert second is not first
    await center.rosa.taps(second, "isnt:")
    await center.idle()
    assert "from your list, and trained for" in first.text
    assert "from your list." in second.text
    assert await rows(center, "expected") == 1


async def test_linked_by_hand(center: Center) -> None:
    await imports(center, LIST)
    await connects(center, "Danny", "Danny B")
    await center.rosa.writes("/people")
    await center.idle()
    await center.rosa.taps(center.rosa.last, "Danny B")
    await center.idle()
    page = center.rosa.last
    await center.rosa.taps(page, "From the list…")
    await center.idle()
    await center.rosa.taps(page, "Dan Brown")
    await center.idle()
    assert "Is Danny B the same person as Dan Brown from your list" in page.text
    await center.rosa.taps(page, "Yes")
    await center.idle()
    assert "Danny B is Dan Brown from your list" in page.text
    assert "rideshare, since Tuesday, March 5, 2024" in page.text
    assert await rows(center, "qualification") == 1


async def test_the_same_list_twice_makes_nobody_two(center: Center) -> None:
    await imports(center, LIST)
    again = await imports(center, LIST.replace("Dan Brown,(413) 555-0134,x,,", "Dan Brown,413 555 0134,x,x,"))
    assert "0 new names on your list." in again.text
    assert "2 were known already." in again.text
    await connects(center, "Dan", "Dan Brown")
    question = await center.rosa.waits_for("Is this Dan Brown", in_=center.coordinators)
    assert "accompaniment, since" in question.text


async def test_dont_import_keeps_nothing(center: Center) -> None:
    preview = await sends(center, LIST)
    await center.rosa.taps(preview, "Don't import")
    await center.idle()
    assert "I kept nothing of the file" in preview.text
    assert await rows(center, "draft") == 0
    assert await rows(center, "expected") == 0


async def test_a_restart_between_preview_and_import(center: Center) -> None:
    preview = await sends(center, LIST)
    await center.restart()
    await center.rosa.taps(preview, "import:")
    await center.idle()
    assert await rows(center, "expected") == 2


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        ("a;b\n1;2\n", "I found no column with names"),
        ("", "There are no names"),
        ("name\n", "There are no names"),
        (b"name\n\xff\xfe\x00", "CSV UTF-8"),
        ("name\n" + "x" * 200_000, "at most 200 kB"),
    ],
    ids=["no names column", "empty", "no names", "not UTF-8", "too large"],
)
async def test_a_file_that_cannot_be_read(center: Center, content: str | bytes, answer: str) -> None:
    if not content:
        content = " "
    told = await sends(center, content)
    assert answer in told.text
    assert await rows(center, "draft") == 0


async def test_spanish_semicolons_and_a_byte_order_mark(center: Center) -> None:
    preview = await sends(
        center, "\ufeffNombre;Teléfono;Capacitaciones\nMaría Luz;413-555-0177;viajes y acompañamiento\n"
    )
    assert "1 name, 1 rideshare, 1 accompaniment" in preview.text


async def test_in_spanish(center: Center) -> None:
    await center.rosa.writes("/language")
    await center.idle()
    await center.rosa.taps(center.rosa.last, "Español")
    preview = await sends(center, LIST)
    assert "2 nombres, 2 viajes, 1 acompañamiento" in preview.text
    assert "línea 5: sin nombre" in preview.text
    await center.rosa.taps(preview, "Importar 2 nombres")
    await center.idle()
    assert "2 nombres nuevos en su lista." in preview.text
    await connects(center, "Dan", "Dan Brown")
    question = await center.rosa.waits_for("¿Es Dan Brown de su lista", in_=center.coordinators)
    await center.rosa.taps(question, "Sí")
    await center.idle()
    assert await rows(center, "qualification") == 1


async def test_a_file_that_could_not_be_fetched_is_asked_for_again(center: Center) -> None:
    center.telegram.faults.fail("getFile", status=500, times=5)
    told = await sends(center, LIST)
    assert "I could not fetch the file just now" in told.text


async def test_a_volunteers_file_is_refused_unread(center: Center) -> None:
    dan = await center.volunteer("Dan")
    await dan.sends_document("list.csv", LIST.encode())
    await center.idle()
    assert "This is for coordinators" in dan.last.text
    assert await rows(center, "draft") == 0


async def test_whoever_never_turns_up_is_forgotten_after_180_days(center: Center) -> None:
    await imports(center, LIST)
    center.clock.forward(days=179)
    await center.idle()
    assert await rows(center, "expected") == 2
    center.clock.forward(days=2)
    await center.idle()
    assert await rows(center, "expected") == 0
    assert await rows(center, "expected_training") == 0
