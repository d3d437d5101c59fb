"""Every text in every language: complete, with the right placeholders, and valid where Telegram shows it.

`samples` shows every view with data made by hand. A view without a sample fails, and so does a message that no sample
shows.
"""

from __future__ import annotations

import ast
import gettext
import importlib
import inspect
import pkgutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial
from typing import Any, get_args, get_type_hints
from zoneinfo import ZoneInfo

import pytest
from babel.messages.plurals import get_plural

import bot.views
from bot.i18n import SOURCE, Translator, plain
from bot.rules import roster as roster_rules
from bot.rules import session_lines
from bot.rules.board import Board
from bot.rules.changes import Field
from bot.rules.claims import DetailsRefusal, LeaveRefusal, NotAsked, Refusal
from bot.rules.dates import Certain, Choice, Clock, Day, Span, read_date
from bot.rules.drafts import Draft, Question, Unfinished
from bot.rules.kinds import MOST_CHILD_SEATS, SLOTS
from bot.rules.lines import ALIASES, read_line
from bot.rules.model import (
    DETAIL_FIELDS,
    PROFILE_FIELDS,
    Claim,
    ClaimState,
    DayPart,
    Details,
    Duty,
    Expected,
    Going,
    Grant,
    Group,
    Kind,
    Party,
    Person,
    Profile,
    Qualification,
    Reach,
    Regular,
    Request,
    RequestState,
    Return,
    Role,
    Rsvp,
    Series,
    Session,
    SessionKind,
    SessionState,
    Slot,
    Standing,
    Training,
)
from bot.rules.name_list import FileProblem, LineProblem, NameList
from bot.rules.name_list import Listed as ListedName
from bot.rules.policy import Policy
from bot.rules.problems import Problem
from bot.rules.series import Listed
from bot.rules.session_drafts import SessionDraft
from bot.rules.timetable import Occasion
from bot.rules.typed import LONGEST_TEXT
from bot.rules.wizard import Setting
from bot.views import (
    calendar,
    cards,
    changes,
    claims,
    lists,
    members,
    message,
    people,
    posting,
    questions,
    roster,
    series,
    sessions,
    trained,
    words,
)
from bot.views.message import LONGEST, LONGEST_COPY, Button, Message, Toast
from handlers import COMMANDS
from handlers.groups import MENU
from sandbox.html import parse
from sandbox.text import utf16_length
from tests import catalogs, home_samples, session_samples

TRANSLATED = catalogs.translated()
LANGUAGES = (SOURCE, *TRANSLATED)
COUNTS = (1, 2, 5, 11, 300)
"""Numbers of several plural categories (CLDR), from the smallest to more than one message holds."""
LONGEST_TOAST, LONGEST_DATA, MOST_BUTTONS = 200, 64, 100
LONGEST_COMMAND, LONGEST_DESCRIPTION = 256, 512

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 12, 2, 20, 0, tzinfo=UTC)
START = NOW + timedelta(days=40)
POLICY = Policy()
NAME = "María <Luz> & José"
TOWN, VENUE = "Springfield", "Sts. Peter & Paul"
CARD = "https://t.me/c/1234567890/123456"
LINK = "https://t.me/acompana_bot?start=abcdefghijklmnopqrstuvwxyz012345"
BIG = 2**63 - 1
ME, OTHER = 1, 2
DAN = Person(ME, "en", grants=tuple(Grant(qualification, NOW) for qualification in Qualification))
COMMON = ("en", "es", "pt")


# --- the catalogs ----------------------------------------------------------------------------------------------------


def test_the_template_is_fresh() -> None:
    assert catalogs.TEMPLATE.read_bytes() == catalogs.written(catalogs.template()), "run `make messages`"


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_language_has_every_message_and_no_other(language: str) -> None:
    catalog = catalogs.catalog_of(language)
    assert not catalogs.lacking(catalog), "without a translation"
    assert catalogs.entries(catalog).keys() == catalogs.entries(catalogs.template()).keys(), "run `make messages`"
    assert not catalog.obsolete, "run `make messages`"


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_language_has_its_own_number_of_plural_forms(language: str) -> None:
    catalog = catalogs.catalog_of(language)
    plural = get_plural(language)
    assert (catalog.num_plurals, catalog.plural_expr) == (plural.num_plurals, plural.plural_expr)
    for key, forms in catalogs.entries(catalog).items():
        assert len(forms) == (1 if isinstance(key, str) else plural.num_plurals), key


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_keeps_placeholders_tags_commands_and_names_of_buttons(language: str) -> None:
    catalog = catalogs.catalog_of(language)
    which = gettext.c2py(catalog.plural_expr)
    counts: dict[int, set[int]] = defaultdict(set)
    for n in range(1001):
        counts[int(which(n))].add(n)
    forms = catalogs.entries(catalog)
    assert [fault for key in forms for fault in catalogs.faults(key, forms[key], counts, forms)] == []


def test_texts_stand_in_the_views_only() -> None:
    elsewhere = [
        f"{path.relative_to(catalogs.ROOT)}:{call.lineno}"
        for room in ("bot", "handlers", "storage", "sandbox")
        for path in sorted((catalogs.ROOT / room).rglob("*.py"))
        if not path.is_relative_to(catalogs.VIEWS)
        for call in catalogs.calls(ast.parse(path.read_text("utf-8")))
        if _speaks(call)
    ]
    assert elsewhere == []


def _speaks(call: ast.Call) -> bool:
    """Whether a call asks for a text: a translator's method, a text given to one of that name, or gettext's own."""
    func = call.func
    if isinstance(func, ast.Name):
        return func.id in ("_", "gettext", "ngettext")
    if not isinstance(func, ast.Attribute) or not call.args:
        return False
    owner = func.value.attr if isinstance(func.value, ast.Attribute) else getattr(func.value, "id", "")
    written_out = isinstance(call.args[0], ast.JoinedStr) or isinstance(getattr(call.args[0], "value", None), str)
    return (func.attr == "say" or (func.attr == "count" and len(call.args) == 3)) and (
        written_out or owner in ("t", "translator")
    )


# --- the views -------------------------------------------------------------------------------------------------------


def _takes_a_translator(view: Callable[..., Any]) -> bool:
    def inside(hint: Any) -> bool:
        return hint is Translator or any(inside(part) for part in get_args(hint))

    return any(inside(hint) for name, hint in get_type_hints(view).items() if name != "return")


VIEWS: tuple[Callable[..., Any], ...] = tuple(
    view
    for module in (
        importlib.import_module(f"bot.views.{found.name}") for found in pkgutil.iter_modules(bot.views.__path__)
    )
    for name, view in vars(module).items()
    if inspect.isfunction(view) and view.__module__ == module.__name__ and not name.startswith("_")
    if _takes_a_translator(view)
)
PLAIN = (members.invitation_text, people.description)
"""Texts that are shown without formatting."""
ALERTS_TOO = (people.not_allowed, people.only_volunteers, people.failed)
"""Messages that handlers also show as an alert, when the person tapped instead of typing."""


def _name(view: Callable[..., Any]) -> str:
    return f"{view.__module__.removeprefix('bot.views.')}.{view.__name__}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS, ids=_name)
def test_every_view_can_be_shown(view: Callable[..., Any], language: str) -> None:
    shown = [sample for n in COUNTS for sample in _samples(language, n) if sample.func is view]
    assert shown, f"add a sample of {_name(view)} to `samples`"
    for sample in shown:
        made = sample()
        if view in PLAIN:
            _check_plain(made)
            assert len(made) <= LONGEST_DESCRIPTION
        else:
            _check(made)
        if view in ALERTS_TOO:
            _check(Toast(made.text if isinstance(made, Message) else made, alert=True))


def test_every_message_is_shown_by_a_sample() -> None:
    heard: set[catalogs.TextId] = set()
    for n in COUNTS:
        for sample in samples([Noting(SOURCE, heard)], n):
            sample()
    assert heard == catalogs.entries(catalogs.template()).keys()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", Kind)
def test_the_examples_in_the_help_are_lines_that_can_be_typed(kind: Kind, language: str) -> None:
    t = Translator(language, ZONE)
    command, _, line = plain(people.example(t, kind)).partition(" ")
    assert command.removeprefix("/") in ALIASES[kind]
    read = read_line(kind, line, NOW, ZONE, ("Amherst", "Hartford", "Holyoke", "Northampton"), POLICY)
    assert (read.draft.question(), read.problems) == (None, ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_examples_of_a_training_can_be_typed(language: str) -> None:
    t, at = Translator(language, ZONE), Setting(NOW, ZONE, POLICY, ("Northampton",))
    command, _, line = plain(people.session_example(t)).partition(" ")
    assert session_lines.kind_of_command(command) is SessionKind.TRAINING
    read = session_lines.read_line(SessionKind.TRAINING, line, at)
    assert (read.draft.question(), read.draft.capacity, read.problems) == (None, 12, ())
    weekly = session_lines.typed(SessionDraft(kind=SessionKind.EVENT, title="x"), plain(t.say("every Thu 6:30pm")), at)
    assert (weekly.draft.weekly, len(weekly.draft.spans)) == (True, 1)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("duty", Duty)
def test_what_the_button_of_a_shift_says_can_be_typed(duty: Duty, language: str) -> None:
    line = f"2026-12-05 10:00 {words.duty_name(Translator(language, ZONE), duty)}, Holyoke x2"
    read = read_line(Kind.SHIFT, line, NOW, ZONE, ("Holyoke",), POLICY)
    assert (read.draft.duty, read.draft.origin, read.draft.origin_words, read.problems) == (duty, "Holyoke", "", ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_of_a_date_can_be_typed(language: str) -> None:
    example = plain(Translator(language, ZONE).say("Thu 9am"))
    assert isinstance(read_date(example, NOW, ZONE, POLICY.furthest), Certain)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_menu_shows_commands_that_are_understood(language: str) -> None:
    known = {name for route in COMMANDS for name in route.names}
    for names in MENU.values():
        shown = people.menu(Translator(language, ZONE), names)
        assert len(shown) == len(names)
        assert shown.keys() <= known


class Noting(Translator):
    """Notes which messages it is asked for."""

    def __init__(self, language: str, heard: set[catalogs.TextId]) -> None:
        super().__init__(language, ZONE)
        self._heard = heard

    def say(self, message: str, /, **values: object) -> str:
        self._heard.add(message)
        return super().say(message, **values)

    def count(self, one: str, many: str, n: int, /, **values: object) -> str:
        self._heard.add((one, many))
        return super().count(one, many, n, **values)


# --- what Telegram accepts -------------------------------------------------------------------------------------------


def _check(made: object) -> None:
    """Whether Telegram would take it, and nothing of the machinery shows."""
    match made:
        case Message():
            _check_html(made.text)
            buttons = [button for row in made.buttons for button in row]
            assert len(buttons) <= MOST_BUTTONS
            assert all(made.buttons), "a row without buttons"
            for button in buttons:
                _check(button)
            if made.share_phone:
                _check_plain(made.share_phone)
                assert not made.buttons
        case Toast():
            _check_plain(made.text)
            assert utf16_length(made.text) <= LONGEST_TOAST, f"{utf16_length(made.text)} characters: {made.text}"
            _check_html(made.text)  # an alert is also sent as a message, where it is too late for an alert
        case Button():
            _check_plain(made.text)
            assert [bool(made.data), bool(made.url), bool(made.copy)].count(True) == 1, "a button does one thing"
            assert len(made.copy) <= LONGEST_COPY
            assert len(made.data.encode()) <= LONGEST_DATA, made.data
        case str():
            _check_html(made)
        case bytes():
            assert made
        case Mapping():
            for value in made.values():
                _check_plain(value)
                assert len(value) <= LONGEST_COMMAND
        case Sequence():
            for part in made:
                _check(part)
        case _:
            pytest.fail(f"how is a {type(made).__name__} shown?")


def _check_html(text: str) -> None:
    shown, _ = parse(text)  # raises what Telegram would refuse
    assert shown.strip(), "an empty message"
    assert utf16_length(shown) <= LONGEST
    assert "{" not in shown, shown
    assert "}" not in shown, shown
    assert ".." not in shown, f"two full stops, as after “3:00 p.m.”: {shown}"


def _check_plain(text: str) -> None:
    """Toasts, buttons and menus show no formatting: neither tags nor references may be left."""
    assert text.strip(), "an empty label"
    assert "{" not in text, text
    assert "}" not in text, text
    for sign in ("&amp;", "&lt;", "&gt;", "<b>", "<i>", "<code>"):
        assert sign not in text, f"HTML where none is shown: {text}"


# --- sample data -----------------------------------------------------------------------------------------------------


@cache
def _samples(language: str, n: int) -> tuple[partial[Any], ...]:
    """The samples of one language; a group hears that language first, then all others."""
    return tuple(samples([Translator(code, ZONE) for code in dict.fromkeys((language, *LANGUAGES))], n))


def samples(ts: Sequence[Translator], n: int) -> Iterator[partial[Any]]:
    """Every view with data in which n is every number."""
    t = ts[0]
    yield from _words(t, ts, n)
    yield from _cards(ts, n)
    yield from _claims(t, n)
    yield from _lists(t, ts, n)
    yield from _posting(t, ts, n)
    yield from _changes(t, n)
    yield from _people(t, ts, n)
    yield from _members(t, ts, n)
    yield from _roster(t, ts, n)
    yield from _trained(t, ts, n)
    yield from _series(t, ts, n)
    yield from session_samples.samples(t, ts, n)
    yield from home_samples.samples(t, ts, n)


def _claim(seat: int = 1, *, person: int = ME, slot: int = 1, **changes: Any) -> Claim:
    values: dict[str, Any] = {"state": ClaimState.ACTIVE, "claimed_at": NOW - timedelta(days=1), **changes}
    return Claim(id=BIG - seat, request_id=BIG, slot_id=slot, seat=seat, person_id=person, **values)


def _request(
    n: int, kind: Kind = Kind.RIDE, *, seats: int = 1, claimed: Sequence[Claim] = (), **changes: Any
) -> Request:
    values: dict[str, Any] = {
        "state": RequestState.OPEN,
        "starts_at": START,
        "ends_at": START + timedelta(hours=2),
        "origin": TOWN,
        "destination": VENUE if kind is Kind.RIDE else None,
        "languages": ("es", "pt"),
        **changes,
    }
    return Request(
        id=BIG,
        kind=kind,
        passengers=n,
        child_seats=n,
        contact_id=OTHER,
        posted_at=NOW,
        version=n,
        slots=tuple(Slot(i, role, i, low, max(most, seats)) for i, (role, low, most) in enumerate(SLOTS[kind], 1)),
        claims=tuple(claimed),
        **values,
    )


def _crowd(n: int) -> Request:
    """A ride with every state a seat can be in, and one seat free."""
    crowd = [_claim(seat, person=seat) for seat in range(3, min(n, 20) + 3)]
    held = _claim(1, person=ME, state=ClaimState.HELD, held_until=NOW)
    return _request(n, seats=len(crowd) + 3, claimed=[held, _claim(2, person=OTHER, leaving_at=NOW), *crowd])


def _every_need(n: int) -> list[Request]:
    """Each kind with all it may have: every duty, part of the day and way back, and people who are alone."""
    whole: dict[str, Any] = {"wheelchair": True, "waits": True, "interpreter": True}
    alone = [_claim(), _claim(2, person=OTHER, leaving_at=NOW)]
    return [
        _request(n, returns=Return.FINISHED, part=DayPart.MORNING, **whole),
        _request(n, returns=Return.TIME, return_at=START + timedelta(hours=5), part=DayPart.AFTERNOON),
        _request(n, returns=Return.TIME, claimed=[_claim(unconfirmed=True)]),
        _request(n, Kind.ACCOMPANIMENT, seats=n % 8, claimed=alone, **whole),
        _request(n, Kind.INTERPRETING, languages=(), interpreter=True),
        *(_request(n, Kind.SHIFT, duty=duty, origin=None) for duty in Duty),
        _request(n, Kind.SHIFT, duty=Duty.PRESENCE),
    ]


def _words(t: Translator, ts: Sequence[Translator], n: int) -> Iterator[partial[Any]]:
    yield from (partial(view, t, kind) for view in (words.kind_name, words.command) for kind in Kind)
    yield from (partial(words.duty_name, t, duty) for duty in Duty)
    yield from (partial(words.part_name, t, part) for part in DayPart)
    yield from (partial(words.role_name, t, role) for role in Role)
    yield from (partial(words.role_offer, t, role) for role in Role)
    yield from (partial(words.qualification_name, t, qualification) for qualification in Qualification)
    yield partial(words.times, t, START, START + timedelta(hours=n))
    for start in (NOW + timedelta(days=days) for days in (0, 1, n)):
        yield partial(words.in_full, t, start, start + timedelta(hours=2), NOW)
        yield partial(words.how_far, t, start, NOW)
    for request in (_request(n), *_every_need(n)):
        for view in (words.title, words.hours, words.starting_hour, words.places, words.line):
            yield partial(view, t, request)
        if request.returns is not Return.NONE:
            yield partial(words.return_leg, t, request)
    yield partial(words.people_count, t, n)
    yield partial(words.child_seats, t, n)
    yield partial(message.together, ts, lambda t: t.day(START))
    yield partial(calendar.calendar_file, t, _request(n), NOW)


def _cards(ts: Sequence[Translator], n: int) -> Iterator[partial[Any]]:
    names = dict.fromkeys(range(1, 30), NAME)
    over = [
        _request(n, state=RequestState.OVER, claimed=[_claim(state=state)])
        for state in (ClaimState.DONE, ClaimState.NO_SHOW)
    ]
    over += [replace(request, home_at=START) for request in over]
    every = [
        *(_request(n, kind) for kind in Kind),
        *_every_need(n),
        _crowd(n),
        _request(n, state=RequestState.CANCELLED),
        *over,
    ]
    for request in every:
        yield partial(cards.volunteers_card, request, ts)
        yield partial(cards.coordinators_card, request, names, ts)
        yield partial(cards.nothing_claimed_yet, request, ts)
        yield partial(cards.header, request, ts)
        yield partial(cards.folded, request, ts)
        yield from (partial(cards.claim_button, request, slot, ts) for slot in request.slots)
    yield partial(cards.connect_card, ts, LINK, NAME)
    yield partial(cards.newcomer, NAME, BIG, ts)
    yield partial(cards.trouble, ts)
    yield partial(cards.about_claim, ts, claims.untold, _request(n), NAME)


def _claims(t: Translator, n: int) -> Iterator[partial[Any]]:
    request, claim = _request(n), _claim()
    fresh, left = _claim(claimed_at=NOW), _claim(leaving_at=NOW)
    policy = Policy(hold=timedelta(minutes=n))
    long = "“é” <&> " * (LONGEST_TEXT // 8)
    details = Details(NAME, "+1 413 555 0134", long, long)
    yield from (partial(view, t) for view in (claims.taken, claims.back_again, claims.cannot_check, claims.not_yours))
    yield from (partial(view, t) for view in (claims.closed, claims.superseded, claims.promised))
    yield partial(claims.held_for_promise, t, policy)
    yield from (partial(claims.refused, t, why, missing) for why in Refusal for missing in Qualification)
    yield partial(claims.summary, t, request)
    yield from (partial(claims.claimed, t, request, c, DAN, NOW, POLICY) for c in (claim, fresh, left))
    for asked in (request, *_every_need(n)):
        yield partial(claims.claimed, t, asked, claim, DAN, START, POLICY)
        yield partial(claims.seat_summary, t, asked, claim)
        for shown in (True, False):
            yield partial(claims.claim_rows, t, asked, claim, DAN, now=NOW, policy=POLICY, undo=shown, shown=not shown)
    for known in ([details] * min(n, 4), [Details()], []):
        yield partial(claims.with_details, t, request, claim, known, NAME, DAN, START, POLICY)
    yield from (partial(claims.detail_lines, t, details, masked=masked) for masked in (True, False))
    for closed in DetailsRefusal:
        yield from (partial(claims.details_refused, t, closed, about, POLICY) for about in (request, None))
    yield partial(claims.leaving, t, request, left)
    yield from (partial(claims.leave_refused, t, stays) for stays in LeaveRefusal)
    yield from (partial(view, t, request) for view in (claims.undone, claims.cancelled, claims.lapsed))
    yield partial(claims.replaced, t, request, claim)
    contact = (claims.lapsed_contact, claims.left_contact, claims.removed_contact, claims.taken_late_contact)
    told = (*contact, claims.untold)
    yield from (partial(view, t, request, NAME) for view in told)
    yield partial(claims.removed, t, request)
    yield from (partial(claims.promise, t, held_until=until) for until in (NOW, None))
    yield partial(claims.promise, t, stands_by=BIG)


def _lists(t: Translator, ts: Sequence[Translator], n: int) -> Iterator[partial[Any]]:
    kinds = [kind for _ in range(n) for kind in Kind]
    requests = [_request(n, kind, starts_at=START + timedelta(days=i)) for i, kind in enumerate(kinds)]
    some = [*_every_need(n), *requests]
    mine = [_crowd(n), *(_request(n, claimed=[_claim(leaving_at=leaving)]) for leaving in (NOW, *[None] * n))]
    mine.insert(1, _request(n, claimed=[_claim(unconfirmed=True)]))
    names = dict.fromkeys(range(1, 30), NAME)
    for links in ({BIG: CARD}, {}):
        yield from (partial(lists.open_list, t, shown, links) for shown in (some, mine, []))
    yield from (partial(lists.my_list, t, shown, Person(ME, t.language)) for shown in (mine, []))
    unfinished = [
        Unfinished(BIG, NAME, kind, day, editing)
        for kind, day, editing in ((Kind.ACCOMPANIMENT, START.date(), True), (None, None, False))
        for _ in range(n)
    ]
    yield partial(lists.board, ts, Board((_crowd(n), *some), names, tuple(unfinished[:20]), n, n, {BIG: CARD}))
    yield partial(lists.board, ts, Board((), names, tuple(unfinished), n, n))
    yield partial(lists.board, ts, Board((), names, (), n, n))
    yield partial(lists.unfinished_list, ts, unfinished)


def _drafts(n: int) -> Iterator[Draft]:
    """Drafts of every kind that can be posted: bare, and with all they may have."""
    long = "“é” <&> " * (LONGEST_TEXT // 8)
    details = Details(NAME, "+1 413 555 0134", long, long)
    bare = Draft(starts_at=START, ends_at=START + timedelta(hours=2), origin=TOWN, destination=VENUE)
    for kind in Kind:
        known = replace(bare, kind=kind, destination=VENUE if kind is Kind.RIDE else None)
        yield known
        yield replace(known, details=(details,))
        yield replace(
            known,
            starts_at=START,
            ends_at=START + timedelta(days=1),
            part=list(DayPart)[n % 2],
            duty=list(Duty)[n % 3] if kind is Kind.SHIFT else None,
            passengers=n,
            child_seats=n % (MOST_CHILD_SEATS + 1),
            wheelchair=True,
            returns=list(Return)[n % 3],
            return_clock=time(17, 30),
            waits=True,
            languages=(*COMMON, "qu"),
            interpreter=True,
            language_words=long,
            seats=tuple((role, high, high) for role, _, high in SLOTS[kind]),
            details=(details,) * min(n, 5),
            memo=long,
            voice="voice",
            weekly=True,
            until=date(2027, 2, 1),
        )


def _asked(n: int) -> Iterator[Draft]:
    """Drafts as they are while something is asked: nothing known, something pending, going back, an edit."""
    long = "“é” <&> " * (LONGEST_TEXT // 8)
    span, later = Span(START, None), Span(START + timedelta(hours=12), START + timedelta(hours=14))
    repeated = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)  # 1:30 comes twice that night
    day = START.date()
    for kind in (None, *Kind):
        guided = Draft(kind=kind, guided=True)
        yield guided
        yield replace(guided, origin_words=long, destination_words=long, origin=TOWN, memo=long, voice="voice")
        yield replace(guided, origin_words=f"12 Maple St, {TOWN}", destination_words=f"Rosa, {TOWN}", waits=True)
        yield replace(guided, asked=Question.FIELDS, memo=long, wheelchair=True, languages=COMMON)
        yield replace(guided, seats=tuple((role, 0, 0) for role in Role), destination=VENUE)
        yield replace(guided, seats=tuple((role, 1, 1) for role in Role), interpreter=True)
    for returns in Return:
        yield Draft(returns=returns, child_seats=n % (MOST_CHILD_SEATS + 1))
    for pending in (
        Day((day,)),
        Day((day,), DayPart.MORNING),
        Day((day, day + timedelta(days=7)), DayPart.AFTERNOON),
        Choice((span, later)),
        Choice((Span(repeated, None), Span(repeated + timedelta(hours=1), None))),
        Clock(((time(9), None),)),
        Clock(((time(3), time(5)), (time(15), time(17)))),
    ):
        yield Draft(pending=pending)
        yield Draft(pending=pending, hour=23, guided=True)
    edited = next(_drafts(n))
    yield replace(edited, base=edited, asked=Question.NEEDS)


def _posting(t: Translator, ts: Sequence[Translator], n: int) -> Iterator[partial[Any]]:
    long = "“é” <&> " * (LONGEST_TEXT // 8)
    details = Details(NAME, "+1 413 555 0134", long, long)
    problems, towns = tuple(Problem), [f"{VENUE} {i}" for i in range(n)]
    request, policy = _request(n), Policy(take_back=timedelta(seconds=n))
    families = replace(request, parties=tuple(Party(BIG - i) for i in range(min(n, 5))))
    for asked in Question:
        for draft in (*_asked(n), *_drafts(n)):
            yield partial(questions.question, t, BIG, draft, asked, (), NOW, COMMON, [TOWN, *towns], towns[:3])
        yield partial(questions.question, t, BIG, Draft(), asked, problems, NOW, COMMON)
    yield from (partial(posting.problem_text, t, problem) for problem in Problem)
    for draft in _drafts(n):
        for private, saved in ((True, "phone"), (False, None)):
            for base in (None, draft):
                yield partial(
                    posting.preview,
                    t,
                    ts,
                    BIG,
                    n,
                    replace(draft, base=base),
                    NOW,
                    COMMON,
                    private=private,
                    saved=saved,
                    problems=problems[:3],
                    before=[NAME.replace("&", "&amp;").replace("<", "&lt;")],
                    agreement="0123456789ab" if private else "",
                )
    for draft in (*_drafts(n), *_asked(n)):
        yield partial(questions.draft_rests, t, draft, BIG)
    yield from (partial(questions.again, t, usual, BIG) for usual in (_every_need(n), []))
    for field in DETAIL_FIELDS:
        yield partial(posting.field_name, t, field)
        yield partial(posting.ask_detail, t, field, message.data("skipdetail", BIG))
        yield partial(posting.detail_saved, t, field, details)
    yield partial(posting.posted, t, families, policy, saved="✓")
    yield from (partial(posting.posted, t, each, policy, offer_take_back=False) for each in _every_need(n))
    yield partial(posting.too_late_to_take_back, t, policy)
    yield partial(posting.sure_to_cancel, t, request)
    yield from (partial(view, t) for view in (posting.cancelled, posting.kept, posting.discarded))
    yield from (partial(view, t) for view in (posting.gone, posting.sent_privately, posting.nowhere_to_post))
    yield from (partial(posting.delete_yourself, t, stored=stored) for stored in (True, False))
    yield from (partial(view, t) for view in (posting.keep_button, posting.offer_to_keep))
    yield partial(posting.not_there_to_keep, t)
    yield partial(posting.keep_button, t)
    for known_details in ([details] * min(n, 4), [Details()]):
        family = tuple(Party(number) for number in range(1, len(known_details) + 1))
        yield partial(posting.private_details, t, replace(families, parties=family), known_details, NOW)


def _changes(t: Translator, n: int) -> Iterator[partial[Any]]:
    request, claim = _request(n), _claim(unconfirmed=True)
    for kind in Kind:
        yield from (partial(changes.field_title, t, field, kind) for field in Field)
        bare, _, whole = (draft for draft in _drafts(n) if draft.kind is kind)
        away = replace(whole, origin=VENUE, destination=TOWN, starts_at=START + timedelta(days=2), wheelchair=False)
        for before, after in ((bare, whole), (whole, bare), (whole, away)):
            yield partial(changes.change_lines, t, before, after, COMMON, details=True)
        yield partial(changes.change_lines, t, bare, replace(bare, details=(Details(NAME),)), COMMON)
        for both in ((), tuple(Field)):
            yield partial(changes.meanwhile, t, kind, tuple(Field), both)
    yield partial(changes.would_lose, t, ["Ana"] * min(n, 10))
    yield from (partial(changes.saved, t, request, told, changed=new) for told in (0, n) for new in (True, False))
    _, plain_one, whole_one, *_ = _drafts(n)
    told_of = changes.change_lines(t, plain_one, whole_one, COMMON)
    for each in (claim, _claim()):
        yield partial(changes.changed, t, request, each, DAN, told_of, NOW, POLICY)
    yield partial(changes.thanks, t)
    yield partial(changes.seat_gone, t, request)
    yield from (partial(changes.whom_to_hand, t, BIG, [(BIG, NAME)] * many) for many in (0, n))
    yield partial(changes.handed, t, request, NAME)
    yield partial(changes.handed_over, t, request)
    yield partial(changes.taken_over, t, NAME)


def _people(t: Translator, ts: Sequence[Translator], n: int) -> Iterator[partial[Any]]:
    inside = Standing("member", NOW, confirmed=True)
    stranger, owner = Person(ME, t.language), Person(ME, t.language, owner=True)
    volunteer = Person(ME, t.language, standings={Group.VOLUNTEERS: inside})
    both = Person(ME, t.language, standings=dict.fromkeys(Group, inside))
    profile = Profile(NAME, "+1 413 555 0134", "<&>", "<&>", "<&>")
    for person in (stranger, owner, volunteer, both):
        yield partial(people.welcome, t, NAME, NAME, person)
        yield from (partial(people.help_text, t, person, phone) for phone in ("+1 413 555 0134", ""))
        yield partial(people.help_text, t, person, "", member=True)
    for field in PROFILE_FIELDS:
        yield from (partial(people.ask_profile, t, field, known) for known in (profile, None))
    yield from (partial(people.profile_problem, t, problem) for problem in Problem)
    yield partial(people.connected_for_claim, t, n)
    yield partial(people.choose_language, t, LANGUAGES)
    yield from (partial(people.grant_usage, t, command) for command in ("grant", "revoke"))
    yield partial(people.nobody_found, t, "<&>" * n)
    for qualification in Qualification:
        yield from (partial(people.granted, t, NAME, qualification, new=new) for new in (True, False))
        yield from (partial(people.revoked, t, NAME, qualification, had=had) for had in (True, False))
    yield partial(people.owner_welcome, t, NAME)
    yield from (partial(people.setup_refused, t, why) for why in ("public", "other_role", "not_admin"))
    yield partial(people.confirm_coordinators, t, n, BIG)
    yield partial(people.type_to_confirm, t, n)
    for group in Group:
        yield from (partial(people.set_up, t, group, new=new) for new in (True, False))
    yield partial(people.vouched, t, NAME)
    yield partial(people.anonymous, ts)
    yield from (partial(people.left_question, t, draft=draft) for draft in (True, False))
    yield from (partial(people.unanswered, t, phone) for phone in ("+1 413 555 0134", ""))
    yield partial(people.continue_privately, t, LINK)
    yield from (partial(people.menu, t, names) for names in MENU.values())
    yield from (partial(people.example, t, kind) for kind in Kind)
    yield partial(people.description, t, NAME)
    for view in (
        people.profile_saved,
        people.profile_done,
        people.language_chosen,
        people.setup_usage,
        people.owner_link_used,
        people.not_set_up,
        people.already_vouched,
        people.not_allowed,
        people.only_volunteers,
        people.cannot_check,
        people.unknown_command,
        people.nothing_asked,
        people.text_please,
        people.no_question,
        people.failed,
        people.done_before,
    ):
        yield partial(view, t)


def _members(t: Translator, ts: Sequence[Translator], n: int) -> Iterator[partial[Any]]:
    policy, towns, phone = Policy(link=timedelta(days=n)), (TOWN, VENUE), "+1 413 555 0134"
    parties = [
        Party(1),
        Party(2, ME, NOW),
        Party(3, ME, NOW, lost_at=NOW),
        Party(4, invited_until=START),
        Party(5, opened=True),
    ]
    request = _request(n, parties=tuple(parties))
    for party in parties:
        alone = replace(request, parties=(party,))
        yield partial(members.invite_buttons, t, alone)
        yield partial(members.which_language, t, party, LANGUAGES)
        yield partial(cards.coordinators_card, alone, {}, ts)
        yield partial(posting.private_details, t, alone, [Details(NAME)], NOW)
        if party.id > 1:
            yield partial(members.state_of, t, party, NOW)
    crowd = tuple(Party(number, number, NOW) for number in range(1, n + 1))
    yield partial(cards.coordinators_card, replace(request, parties=crowd), {}, ts)
    for organization in ("Acompaña", NAME * 20):
        yield partial(members.invitation_text, t, organization, LINK, policy)
        text = members.invitation_text(t, organization, LINK, policy)
        assert LINK in text
        yield partial(members.invitation, t, text, policy)
    for word in (members.declined_contact, members.lost, members.untold):
        yield partial(word, t, request)
        yield partial(cards.about_member, ts, word, request)
    yield partial(members.choose_language, ts, BIG)
    yield partial(members.consent, t, BIG)
    cancelled = replace(request, state=RequestState.CANCELLED)
    unconfirmed = replace(request, part=DayPart.MORNING)
    elsewhere = replace(request, origin="Hartford", destination="A place")
    for number in (phone, ""):
        yield from (partial(view, t, number) for view in (members.bad_link, members.gone))
        yield from (partial(members.ended, t, ended, number) for ended in (request, cancelled))
        yield partial(members.cancelled, t, cancelled, number)
        for shown in (request, unconfirmed, elsewhere):
            yield partial(
                members.reminder, t, shown, START - timedelta(days=1), towns, number, policy=POLICY, party_id=1
            )
            for taken in (shown, replace(shown, claims=(_claim(),))):
                yield partial(members.reminder, t, taken, START, towns, number, policy=POLICY, party_id=1)
                yield partial(members.found, t, taken, START, towns, number, policy=POLICY, party_id=1)
            for now in (START - timedelta(days=2), START):
                yield partial(members.joined, t, shown, now, towns, number, policy=POLICY, party_id=1)
                for before, after in ((request, shown), (shown, request)):
                    yield partial(members.changed, t, before, after, now, towns, number, policy=POLICY, party_id=1)
            yield partial(members.dates, t, [shown] * min(n, 20), NOW, towns, number)
        yield partial(members.dates, t, [], NOW, towns, number)
    for plainly in (members.declined, members.for_the_member, members.closed, members.let_go):
        yield partial(plainly, t)
    yield partial(members.help_lines, t)
    yield partial(members.my_dates, t)


def _series(t: Translator, ts: Sequence[Translator], n: int) -> Iterator[partial[Any]]:
    yield from (partial(words.every_week, t, weekday) for weekday in range(7))
    day = START.date()
    going = Series(BIG, ME, 3, day, date(2027, 2, 1), NOW)
    endless = replace(going, last_day=None)
    over = replace(going, next_day=None, ended_at=NOW)
    weekly = _claim(weekly=True)
    request = _request(n, every=3, goes_on=True, series_id=BIG, claimed=[weekly])
    later = _request(n, part=DayPart.MORNING, every=6)
    names = {ME: NAME, OTHER: NAME}
    policy = Policy(take_back=timedelta(seconds=n))
    yield from (partial(posting.repeats, t, each, until) for each in (request, later) for until in (None, day))
    yield partial(cards.volunteers_card, request, ts)
    yield partial(cards.coordinators_card, request, names, ts)
    yield from (partial(claims.standing_button, t, request, each) for each in (weekly, _claim()))
    yield from (partial(claims.claimed, t, request, each, DAN, NOW, policy) for each in (weekly, _claim()))
    yield partial(claims.leaving, t, request, weekly)
    yield partial(posting.posted, t, request, policy, saved="✓")
    draft = Draft(starts_at=START, ends_at=START + timedelta(hours=2), origin=TOWN, destination=VENUE)
    for asked in (replace(draft, asked=Question.UNTIL), replace(draft, base=draft), replace(draft, weekly=True)):
        question = asked.question() or Question.FIELDS
        yield partial(questions.question, t, BIG, asked, question, (), NOW, COMMON)
        yield partial(
            posting.preview, t, ts, BIG, n, asked, NOW, COMMON, private=True, agreement="0123456789ab", later=True
        )
    yield partial(changes.which_ones, t, BIG, n, START)
    kept = [(request, tuple(Field))] * min(n, 3)
    yield partial(changes.saved, t, request, n, changed=True, later=n, kept=kept)
    listed = [Listed(each, request, NAME, here) for each in (going, endless) for here in (True, False)]
    yield partial(lists.board, ts, Board((request,), names, (), n, n, series=tuple(listed * min(n, 10))))

    posted = [request] * min(n, 8)
    for made in (going, over):
        yield partial(series.begun, t, made, request, posted, [day], START, policy)
        yield partial(series.begun, t, made, later, [], [], None, policy)
    regulars = [Regular(BIG, who, role, NOW) for who in (ME, OTHER) for role in Role]
    coming = [(day, day, False), (day, day, True)]
    for made in (going, endless, over):
        for picture, here, mine in ((request, True, True), (later, False, False), (None, True, False)):
            shown = partial(series.overview, t, made, picture, contact_here=here, mine=mine)
            yield partial(shown, posted, coming, regulars, names)
            yield partial(shown, [], [], [], names)
    yield partial(series.no_such_hour_on, t, day)
    yield from (partial(series.no_such_hour, t, replace(draft, series_day=each), BIG) for each in (day, None))
    long = Details(NAME, "+1 413 555 0134", "“é” <&> " * 20, "“é” <&> " * 20)
    yield from (partial(series.kept_details, t, BIG, details) for details in ([long] * min(n, 6), [Details()]))
    yield from (partial(series.sure_to_end, t, going, each) for each in (posted, []))
    for already in (True, False):
        for cancelled, left in ((n, 0), (0, n), (0, 0)):
            yield partial(series.ended, t, already=already, cancelled=cancelled, kept=left)
    yield from (partial(toast, t) for toast in (series.details_kept, series.standing_taken, series.standing_over))
    for each in (request, later):
        yield from (partial(view, t, each) for view in (series.stands, series.stands_no_more, series.stood_down))
    for why in (Occasion.CLASHES, Occasion.UNTRAINED, Occasion.SEATS_TAKEN):
        yield partial(series.not_in, t, request, why)


def _training(n: int) -> Session:
    """A training to come, full and with a waitlist when n is 1."""
    going = tuple(Rsvp(i, BIG, i, Going.GOING, i, NOW) for i in range(1, min(n, 20) + 1))
    return Session(
        id=BIG,
        evening_id=BIG,
        kind=SessionKind.TRAINING,
        state=SessionState.OPEN,
        starts_at=START,
        ends_at=START + timedelta(hours=1),
        contact_id=OTHER,
        posted_at=NOW,
        qualification=Qualification.RIDESHARE,
        place=VENUE,
        languages=("en", "es"),
        capacity=1 if n == 1 else None,
        rsvps=going,
    )


def _roster(t: Translator, ts: Sequence[Translator], n: int) -> Iterator[partial[Any]]:
    """The center's people, ticking lists, the center's own list of names."""
    ends = NOW + timedelta(days=n)
    notes = (
        Grant(Qualification.RIDESHARE, NOW),
        Grant(Qualification.ACCOMPANIMENT, NOW, NOW),
        Grant(Qualification.INTERPRETING, NOW, ends),
        Grant(Qualification.HOTLINE, NOW, ends),
    )
    long = "“é” <&> " * (LONGEST_TEXT // 8)
    told = Profile(long, "+1 413 555 0134", long, long, long)
    inside = Standing("member", NOW, confirmed=True)
    both = Person(BIG, t.language, Reach.YES, standings=dict.fromkeys(Group, inside), grants=notes)
    alone = Person(BIG - 1, t.language)
    entries = [roster_rules.Entry(both, told), roster_rules.Entry(alone, Profile(NAME))] * 4
    full, empty = roster_rules.page(entries * n, n), roster_rules.page(entries[:0], 0)
    training = _training(n)
    expected = Expected(BIG, NAME, "", (Training(Qualification.RIDESHARE, NOW.date()), Training(Qualification.HOTLINE)))
    for shown in (*roster_rules.Show, *Qualification):
        yield partial(roster.shown_name, t, shown)
        for page, private in ((full, True), (empty, False)):
            yield partial(
                roster.people, t, page, shown, NOW,
                people_inside=n, connected_people=n, waiting=n if private else 0, perhaps=n if private else 0,
                private=private,
            )  # fmt: skip
    yield from (partial(roster.entry_line, t, entry, NOW, private=True) for entry in entries[:2])
    yield from (partial(roster.found, t, some, long, NOW) for some in (entries, []))
    for entry in entries[:2]:
        seats = [_request(n)] * n
        yield partial(roster.person, t, entry, seats, NOW, waiting=True, trainings=[training], saved="✓")
        sat = [(_request(n), _claim(state=state)) for state in (ClaimState.DONE, ClaimState.NO_SHOW)] * 5
        yield partial(roster.person, t, entry, seats, NOW, waiting=True, lately=sat)
        for one in Qualification:
            yield partial(roster.sure_to_revoke, t, entry, one, n)
    for one in Qualification:
        yield from (partial(roster.noted, t, NAME, one, new=new) for new in (True, False))
        yield from (partial(roster.taken_away, t, NAME, one, had=had) for had in (True, False))
        for act in roster_rules.Act:
            yield partial(roster.choose_training, t, act)
            yield partial(roster.ticks, t, BIG, act, one, full, [BIG] * n, n)
            yield partial(roster.ticks, t, BIG, act, one, empty, [], 0)
            for undoable in (True, False):
                yield partial(roster.ticks_done, t, BIG, act, one, [long] * n, undoable=undoable)
    yield from (partial(roster.ticks_undone, t, act) for act in roster_rules.Act)
    for view in (roster.ask_name, roster.ticks_stopped, roster.undo_too_late, roster.not_your_list, roster.nobody):
        yield partial(view, t)
    for view in (roster.could_not_fetch, roster.not_imported, roster.no_such_file, roster.no_more_questions):
        yield partial(view, t)
    yield from (partial(roster.file_problem, t, problem) for problem in FileProblem)
    yield from (partial(roster.line_problem, t, problem) for problem in LineProblem)
    lines = [(number, problem) for number in range(n) for problem in LineProblem]
    people_of = tuple(ListedName(NAME, "", tuple(Training(one) for one in Qualification)) for _ in range(n))
    yield partial(roster.preview, t, BIG, NameList(people_of, tuple(lines), (long,) * n, n))
    yield partial(roster.preview, t, BIG, NameList((), tuple(lines)))
    yield from (partial(roster.imported, t, n, known, known) for known in (n, 0))
    for who in (expected, Expected(BIG, NAME)):
        yield partial(roster.is_it, ts, BIG, who, NAME)
        yield from (partial(view, ts, NAME, who) for view in (roster.linked, roster.not_them))
        yield partial(roster.sure_to_link, t, BIG, NAME, who)
    waiting = roster_rules.page([replace(expected, name=long)] * n, 0)
    nobody = roster_rules.page([expected][:0], 0)
    yield from (partial(roster.from_list, t, BIG, NAME, page) for page in (waiting, nobody))
    yield partial(roster.invited, t, NAME, training)
    yield partial(roster.not_invited, t)


def _trained(t: Translator, ts: Sequence[Translator], n: int) -> Iterator[partial[Any]]:
    """*I was already trained*, and what people hear of their trainings."""
    request = _request(n)
    training = _training(n)
    never, ends, ended = (Grant(Qualification.RIDESHARE, NOW, until) for until in (None, START, NOW))
    for one in (*Qualification, None):
        yield partial(trained.training, t, one)
        claim = _claim(state=ClaimState.HELD, held_until=NOW, says_trained=one)
        yield partial(trained.asked, t, request, claim, POLICY)
        yield partial(trained.says_trained, ts, NAME, request, claim)
        yield partial(trained.nobody_answered, t, request, claim)
        for seat in ("seated", "still_held", "no_seat"):
            yield partial(trained.confirmed, ts, NAME, one, seat=seat)
        yield partial(trained.not_confirmed, ts, NAME, one)
        for following in (training, None):
            yield partial(trained.refused_by_coordinators, t, request, claim, following)
            if one is not None:
                for now in (NOW, START):
                    yield partial(trained.training_needed, t, request, BIG, one, following, now, POLICY)
        yield from (partial(trained.not_asked, t, why, one) for why in (*NotAsked, *Refusal))
    yield partial(trained.question_over, ts)
    yield partial(trained.answered_already, t)
    yield partial(trained.nobody_answered_contact, t, request, NAME)
    yield from (partial(trained.one_step_left, t, until) for until in (NOW, None))
    yield partial(trained.trained_for, t, Person(ME, t.language, grants=(never, ends, ended)), NOW)
    for grant in (never, ends, ended):
        yield partial(trained.note, t, grant, NOW)
        for view in (trained.expiring, trained.expired):
            yield from (partial(view, t, grant, following) for following in (training, None))
    yield partial(trained.invited, t, training)
    yield partial(sessions.going_button, t, training)
