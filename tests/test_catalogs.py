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
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from typing import Any, get_args, get_type_hints
from zoneinfo import ZoneInfo

import pytest
from babel.messages.plurals import get_plural

import bot.views
from bot.i18n import SOURCE, Translator
from bot.rules.claims import DetailsRefusal, LeaveRefusal, Refusal
from bot.rules.drafts import Draft, Question
from bot.rules.kinds import SLOTS
from bot.rules.lines import LONGEST_TEXT
from bot.rules.model import (
    DETAIL_FIELDS,
    PROFILE_FIELDS,
    Claim,
    ClaimState,
    DayPart,
    Details,
    Group,
    Kind,
    Party,
    Person,
    Profile,
    Qualification,
    Request,
    RequestState,
    Role,
    Slot,
    Standing,
)
from bot.rules.policy import Policy
from bot.rules.problems import Problem
from bot.views import calendar, cards, claims, lists, members, message, people, posting, words
from bot.views.message import LONGEST, LONGEST_COPY, Button, Message, Toast
from sandbox.html import parse
from sandbox.text import utf16_length
from tests import catalogs

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
LINK = "https://t.me/acompana_bot?start=abcdefghijklmnopqrstuvwxyz012345"
BIG = 2**63 - 1
ME, OTHER = 1, 2


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
PLAIN = (members.invitation_text, people.description, posting.line_of)
"""Texts that are shown, or typed, without formatting."""
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
    yield from _people(t, ts, n)
    yield from _members(t, ts, n)


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
        "destination": None if kind is Kind.SHIFT else VENUE,
        **changes,
    }
    return Request(
        id=BIG,
        kind=kind,
        origin=TOWN,
        passengers=n,
        child_seats=n,
        languages=("es", "pt"),
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


def _words(t: Translator, ts: Sequence[Translator], n: int) -> Iterator[partial[Any]]:
    yield from (partial(words.kind_name, t, kind) for kind in Kind)
    yield from (partial(words.role_name, t, role) for role in Role)
    yield from (partial(words.role_offer, t, role) for role in Role)
    yield from (partial(words.qualification_name, t, qualification) for qualification in Qualification)
    yield partial(words.times, t, START, START + timedelta(hours=n))
    for start in (NOW + timedelta(days=days) for days in (0, 1, n)):
        yield partial(words.in_full, t, start, start + timedelta(hours=2), NOW)
    yield partial(words.places, t, _request(n))
    yield partial(words.places, t, _request(n, Kind.SHIFT))
    yield partial(words.people_count, t, n)
    yield partial(words.child_seats, t, n)
    yield partial(words.line, t, _request(n))
    yield partial(message.together, ts, lambda t: t.day(START))
    yield partial(calendar.calendar_file, t, _request(n), NOW)


def _cards(ts: Sequence[Translator], n: int) -> Iterator[partial[Any]]:
    names = dict.fromkeys(range(1, 30), NAME)
    over = [
        _request(n, state=RequestState.OVER, claimed=[_claim(state=state)])
        for state in (ClaimState.DONE, ClaimState.NO_SHOW)
    ]
    every = [*(_request(n, kind) for kind in Kind), _crowd(n), _request(n, state=RequestState.CANCELLED), *over]
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
    yield from (partial(claims.claimed, t, request, c, NOW, POLICY) for c in (claim, fresh, left))
    yield partial(claims.claimed, t, request, claim, START, POLICY)
    for known in ([details] * min(n, 4), [Details()], []):
        yield partial(claims.with_details, t, request, claim, known, NAME, START, POLICY)
    yield from (partial(claims.detail_lines, t, details, masked=masked) for masked in (True, False))
    for closed in DetailsRefusal:
        yield from (partial(claims.details_refused, t, closed, asked, POLICY) for asked in (request, None))
    yield partial(claims.leaving, t, request, left)
    yield from (partial(claims.leave_refused, t, stays) for stays in LeaveRefusal)
    yield from (partial(view, t, request) for view in (claims.undone, claims.replaced, claims.cancelled, claims.lapsed))
    told = (claims.lapsed_contact, claims.left_contact, claims.removed_contact, claims.untold)
    yield from (partial(view, t, request, NAME) for view in told)
    yield partial(claims.removed, t, request)
    yield from (partial(claims.promise, t, held_until=until) for until in (NOW, None))


def _lists(t: Translator, ts: Sequence[Translator], n: int) -> Iterator[partial[Any]]:
    kinds = [kind for _ in range(n) for kind in Kind]
    requests = [_request(n, kind, starts_at=START + timedelta(days=i)) for i, kind in enumerate(kinds)]
    mine = [_crowd(n), *(_request(n, claimed=[_claim(leaving_at=leaving)]) for leaving in (NOW, *[None] * n))]
    names = dict.fromkeys(range(1, 30), NAME)
    yield from (partial(lists.open_list, t, shown) for shown in (requests, mine, []))
    yield from (partial(lists.my_list, t, shown, Person(ME, t.language)) for shown in (mine, []))
    unfinished = [(NAME, START), (NAME, None)] * n
    yield partial(lists.board, ts, [_crowd(n), *requests], names, unfinished[:20], n, n)
    yield partial(lists.board, ts, [], names, unfinished, n, n)
    yield partial(lists.board, ts, [], names, [], n, n)


def _posting(t: Translator, ts: Sequence[Translator], n: int) -> Iterator[partial[Any]]:
    long = "“é” <&> " * (LONGEST_TEXT // 8)
    details = Details(NAME, "+1 413 555 0134", long, long)
    empty = Draft(hours=(START, START + timedelta(hours=1)), origin_words=long, destination_words=long)
    known = Draft(starts_at=START, ends_at=START + timedelta(hours=2), origin=TOWN)
    drafts = [
        Draft(
            kind,
            START,
            START + timedelta(days=d),
            (),
            None,
            TOWN,
            VENUE,
            "",
            "",
            n,
            n,
            ("es", "pt"),
            d == 1,
            private,
        )
        for kind in Kind
        for d, private in ((0, Details()), (1, details))
    ]
    problems, towns = tuple(Problem), [f"{VENUE} {i}" for i in range(n)]
    request, policy = _request(n), Policy(take_back=timedelta(seconds=n))
    for asked in Question:
        for draft in (Draft(), empty, known):
            yield partial(posting.question, t, BIG, draft, asked, problems, towns)
    yield from (partial(posting.problem_text, t, problem) for problem in Problem)
    for draft in (known, *drafts):
        for private, saved in ((True, "phone"), (False, None)):
            yield partial(
                posting.preview,
                t,
                ts,
                BIG,
                n,
                draft,
                NOW,
                ("en", "es"),
                private=private,
                saved=saved,
                problems=problems[:3],
            )
        yield partial(posting.edit_hint, t, draft)
        yield partial(posting.line_of, draft, t)
        yield partial(posting.draft_rests, t, draft, BIG)
    for field in DETAIL_FIELDS:
        yield partial(posting.field_name, t, field)
        yield partial(posting.ask_detail, t, field, message.data("skipdetail", BIG))
        yield partial(posting.detail_saved, t, field, details)
    yield partial(posting.posted, t, request, policy, saved="✓")
    yield partial(posting.posted, t, request, policy, offer_take_back=False)
    yield partial(posting.too_late_to_take_back, t, policy)
    yield partial(posting.sure_to_cancel, t, request)
    yield from (partial(view, t) for view in (posting.cancelled, posting.kept, posting.discarded))
    yield from (partial(view, t) for view in (posting.gone, posting.sent_privately, posting.nowhere_to_post))
    yield partial(posting.delete_yourself, t)
    yield from (partial(posting.private_details, t, request, known_details) for known_details in (details, Details()))


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
    yield partial(people.menu_texts, t)
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
            yield partial(members.joined, t, shown, towns, number)
            yield partial(members.reminder, t, shown, START - timedelta(days=1), towns, number)
            yield partial(members.changed, t, request, shown, towns, number)
            yield partial(members.changed, t, shown, request, towns, number)
            yield partial(members.dates, t, [shown] * min(n, 20), NOW, towns, number)
        yield partial(members.dates, t, [], NOW, towns, number)
    for plainly in (members.declined, members.for_the_member, members.closed, members.let_go):
        yield partial(plainly, t)
    yield partial(members.help_lines, t)
    yield partial(members.my_dates, t)
