"""Nothing private in what a group, a lock screen or a calendar shows: random requests of every kind, drawn everywhere.

No private value, and no word of five letters or more of one, that is not also a public field or a word of the
catalogs, stands in any of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import cast

import pytest
from babel.dates import get_day_names, get_month_names
from babel.messages.pofile import read_po
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import handlers
from bot.actions.board import Board
from bot.actions.bodies import to_body
from bot.actions.saying import Row, Saying
from bot.context import App
from bot.dispatcher import draw
from bot.i18n import CLDR_LOCALES, Translator, languages, plain
from bot.rules.changes import differing, public
from bot.rules.drafts import NEEDS, Draft, Question, Unfinished, request_of
from bot.rules.kinds import SLOTS
from bot.rules.lines import LANGUAGE_WORDS
from bot.rules.model import (
    DETAIL_FIELDS,
    Claim,
    ClaimState,
    DayPart,
    Details,
    Duty,
    Ending,
    Grant,
    Group,
    Kind,
    Person,
    Qualification,
    Reach,
    Request,
    RequestState,
    Return,
    Role,
    Standing,
)
from bot.rules.policy import Policy
from bot.rules.timetable import Occasion, Priority, Verb
from bot.rules.typed import fold
from bot.views import cards, changes, lists, posting, questions
from bot.views.calendar import calendar_file
from bot.views.message import LONGEST, Message, Toast
from storage.database import Database
from tests.clock import EASTERN, ManualClock
from tests.soak.size import size

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
PLACES = ("Holyoke", "Amherst", "Springfield", "Great Barrington", "First Church", "Turners Falls")
COMMON = ("en", "es", "pt")
NAMES = {1: "Dan", 2: "Eva", 3: "Rosa"}
WHO = Person(
    1,
    "en",
    Reach.YES,
    promised_at=NOW,
    standings={Group.VOLUNTEERS: Standing("member", NOW, confirmed=True)},
    grants=tuple(Grant(q, NOW) for q in Qualification),
)


# --- random requests -------------------------------------------------------------------------------------------------

WORD = st.text(st.characters(categories=["Lu", "Ll", "Lo"]), min_size=5, max_size=12)
NAME = st.one_of(st.sampled_from(["Lucía", "María del Carmen", "Nguyễn Văn", "أحمد", "Іван", "Holyoke Jones"]), WORD)
STREET = st.one_of(
    st.builds("{} {} St".format, st.integers(1, 999), WORD),
    st.sampled_from(["12 Maple Street", "5 Amherst Road", "Calle Springfield 7", "Hollyoke", "Holyokeville", "Apt 3B"]),
)
PHONE = st.integers(10**6, 10**10).map(str)
NOTE = st.lists(st.one_of(WORD, st.sampled_from(["rings", "twice", "Greenfield", "<b>bold</b>", "&amp;"])), max_size=6)
SPOKEN = st.one_of(st.sampled_from(["K'iche'", "Akateko", "Garífuna", "spanish-like"]), WORD)
DETAILS = st.builds(
    Details,
    name=st.one_of(st.just(""), NAME),
    phone=st.one_of(st.just(""), PHONE),
    street=st.one_of(st.just(""), STREET),
    note=NOTE.map(" ".join),
)


@st.composite
def drafts(draw: st.DrawFn, kind: Kind | None = None) -> Draft:
    """A complete draft of any kind."""
    kind = kind or draw(st.sampled_from(Kind))
    starts_at = NOW + timedelta(minutes=15 * draw(st.integers(1, 4 * 24 * 200)))
    origin, destination = draw(st.permutations(PLACES))[:2]
    shift = kind is Kind.SHIFT
    returns = draw(st.sampled_from(Return))
    return Draft(
        kind=kind,
        duty=draw(st.sampled_from(Duty)) if shift else None,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=15 * draw(st.integers(1, 60))),
        part=draw(st.sampled_from([None, None, *DayPart])),
        origin=None if shift and draw(st.booleans()) else origin,
        destination=destination if kind is Kind.RIDE else None,
        passengers=draw(st.integers(1, 50)),
        child_seats=draw(st.integers(0, 4)),
        wheelchair=draw(st.booleans()),
        returns=returns,
        return_clock=time(draw(st.integers(7, 21))) if returns is Return.TIME else None,
        waits=draw(st.booleans()),
        languages=tuple(sorted(draw(st.sets(st.sampled_from(sorted(LANGUAGE_WORDS)), max_size=3)))),
        interpreter=draw(st.booleans()),
        language_words=draw(st.one_of(st.just(""), SPOKEN)),
        details=tuple(draw(st.lists(DETAILS, min_size=1, max_size=3))),
        memo=draw(NOTE.map(" ".join)),
        seats=tuple((role, low, high + draw(st.integers(0, 2))) for role, low, high in SLOTS[kind]),
    )


@st.composite
def posted(draw: st.DrawFn) -> tuple[Draft, Draft, Request]:
    """What a draft was before an edit and is after it, and the request it made, with claims of every state."""
    before = draw(drafts())
    after = draw(drafts(before.kind))
    ids = iter(draw(st.lists(st.integers(2**40, 2**63 - 1), min_size=40, max_size=40, unique=True)))
    request = request_of(after, COMMON, EASTERN, contact_id=3, now=NOW, new_id=lambda: next(ids))
    found = []
    for slot in request.seated:
        for seat in range(1, draw(st.integers(0, slot.maximum)) + 1):
            state = draw(st.sampled_from(ClaimState))
            found.append(
                Claim(
                    id=next(ids),
                    request_id=request.id,
                    slot_id=slot.id,
                    seat=seat,
                    person_id=draw(st.sampled_from([1, 2])),
                    state=state,
                    claimed_at=NOW,
                    held_until=NOW + timedelta(minutes=15) if state is ClaimState.HELD else None,
                    leaving_at=draw(st.sampled_from([None, NOW])),
                    ending=draw(st.sampled_from(Ending)) if state is ClaimState.RELEASED else None,
                    unconfirmed=draw(st.booleans()),
                )
            )
    return before, after, replace(request, claims=tuple(found), state=draw(st.sampled_from(RequestState)))


# --- what is drawn ---------------------------------------------------------------------------------------------------


def office(group_languages: tuple[str, ...]) -> App:
    """The center as views need it; nothing here reads the database."""
    return App(
        db=cast("Database", None),
        clock=ManualClock(NOW),
        policy=Policy(),
        zone=EASTERN,
        group_languages=group_languages,
        common_languages=COMMON,
        towns=PLACES,
        org_name="Acompaña",
        center_phone="",
        emergency_steps={},
        owner_ids=frozenset(),
        bot_id=1,
        bot_username="AcompanaBot",
    )


def shown(app: App, t: Translator, before: Draft, after: Draft, request: Request) -> Iterator[Message | Toast]:
    """Everything of a request that stands in a group, or comes by itself to somebody's screen."""
    ts = app.group_translators()
    for state in RequestState:
        yield cards.volunteers_card(replace(request, state=state), ts)
        yield cards.coordinators_card(replace(request, state=state), NAMES, ts)
    yield cards.nothing_claimed_yet(request, ts)
    yield posting.preview(t, ts, request.id, 2, after, NOW, COMMON, private=False, saved="phone")
    yield posting.posted(t, request, app.policy)
    yield posting.sure_to_cancel(t, request)
    yield questions.draft_rests(t, replace(after, pending=None), request.id)
    yield changes.saved(t, request, 2, changed=True)
    yield changes.handed(t, request, "Eva")
    yield lists.open_list(t, [replace(request, state=RequestState.OPEN)], {})
    yield lists.my_list(t, [request], WHO)
    person = replace(WHO, language=t.language)
    unfinished = (Unfinished(5, "Rosa", after.kind, date(2026, 12, 3), editing=True),)
    board = Board(NOW, (request,), NAMES, unfinished, 3, 4, {})
    told = public(before)
    for occasion in Occasion:
        if occasion in (Occasion.CHANGED,) and not differing(told, public(after)):
            continue
        for to in (1, Group.COORDINATORS, Group.VOLUNTEERS):
            for claim in (None, *request.claims):
                row = Row(1, "", Verb.SAY, occasion, request.id, to, NOW, None, 1, Priority.PRIVATE, 0)
                saying = Saying(
                    7,
                    person=person if isinstance(to, int) else None,
                    request=request,
                    claim=claim,
                    draft=after,
                    board=board,
                    names={**NAMES, request.id: "Eva"},
                    before_edit=told,
                    details_edited=True,
                    unfinished=unfinished,
                )
                try:
                    yield draw(app, row, saying)
                except LookupError:  # nobody is told of that in this way
                    continue


def private_values(*drafts: Draft) -> Iterator[str]:
    for draft in drafts:
        yield from (draft.language_words, draft.memo)
        for details in draft.details:
            yield from (details.name, details.phone, details.street, details.note)
        for code in draft.languages:
            if code not in COMMON:
                yield from (Translator(language, EASTERN).language_name(code) for language in languages())


_WORD = re.compile(r"[^\W\d_]{5,}")
_DIGITS = re.compile(r"\d{7,}")


def words_of(text: str) -> set[str]:
    return set(_WORD.findall(fold(text)))


def code_words() -> Iterator[str]:
    """The words that buttons' data is made of."""
    yield from (name for route in handlers.BUTTONS for name in route.names)
    for words in (Question, Role, Kind, Duty, DayPart):
        yield from (word.value for word in words)
    yield from (*DETAIL_FIELDS, *NEEDS, "connect", "party", "fields")


@cache
def catalog_words() -> frozenset[str]:
    """Every word of the catalogs and of the calendar, in every language."""
    found = words_of("acompana acompanabot https") | words_of(" ".join(code_words()))
    for path in (Path(__file__).parents[2] / "locales").rglob("messages.po*"):
        with path.open("rb") as file:
            for message in read_po(file):
                for texts in (message.id, message.string):
                    for text in (texts,) if isinstance(texts, str) else texts or ():
                        found |= words_of(re.sub(r"\{\w+\}", " ", text))
    for language in languages():
        locale = CLDR_LOCALES.get(language, language)
        for width in ("wide", "abbreviated"):
            for names in (get_month_names(width, locale=locale), get_day_names(width, locale=locale)):
                found |= words_of(" ".join(names.values()))
        t = Translator(language, EASTERN)
        found |= words_of(" ".join(t.language_name(code) for code in COMMON))
    return frozenset(found)


def calendar_text(t: Translator, request: Request) -> str:
    """The values of a calendar file, without the words of its format (RFC 5545)."""
    lines = calendar_file(t, request, NOW).decode().replace("\r\n ", "").splitlines()
    values = [line.partition(":")[2] for line in lines if not line.startswith(("BEGIN", "END"))]
    return "\n".join(values).replace("\\", "")


def strings(body: object) -> Iterator[str]:
    """Every text in what JSON can hold, but for the names of its fields."""
    if isinstance(body, str):
        yield body
    elif isinstance(body, dict | list):
        for part in body.values() if isinstance(body, dict) else body:
            yield from strings(part)


def texts_of(message: Message | Toast) -> Sequence[str]:
    if isinstance(message, Toast):
        return [message.text]
    assert len(message.text) <= 2 * LONGEST
    buttons = [button for row in message.buttons for button in row]
    assert all(len(button.data.encode()) <= 64 for button in buttons)
    return [plain(message.text), *(part for button in buttons for part in (button.text, button.data, button.url))]


@pytest.mark.soak
@settings(
    max_examples=size(10_000, 400),
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(posted(), st.sampled_from(languages()), st.permutations(languages()))
def test_nothing_private_is_drawn_where_others_look_on(
    edit: tuple[Draft, Draft, Request], language: str, group: list[str]
) -> None:
    before, after, request = edit
    app = office(tuple(group[:2]))
    t = app.translator(language)
    towns = [place for draft in (before, after) for place in (draft.origin, draft.destination) if place]
    allowed = catalog_words() | words_of(" ".join(towns))
    values = [value for value in private_values(before, after) if value]
    forbidden = {word for value in values for word in words_of(value)} - allowed
    numbers = {digits for value in values for digits in _DIGITS.findall(value)}
    whole = {fold(value) for value in values if words_of(value) - allowed or len(value) > 20}
    stored = " ".join(strings(to_body(public(before))))  # kept in the clear, to tell what changed
    drawn = (text for message in shown(app, t, before, after, request) for text in texts_of(message))
    for text in (stored, calendar_text(t, request), *drawn):
        folded = fold(text)
        leaked = (words_of(text) & forbidden) | {digits for digits in numbers if digits in text}
        leaked |= {value for value in whole if value in folded}
        assert not leaked, f"{leaked} in {text}"
