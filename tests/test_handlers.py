"""Every handler states who may use it, and nobody gets a right by default."""

from __future__ import annotations

import re
from pathlib import Path

import handlers
from bot.context import Context
from bot.views import (
    backups,
    cards,
    changes,
    claims,
    day,
    debrief,
    emergency,
    lists,
    members,
    offers,
    people,
    posting,
    questions,
    reminders,
    rolls,
    roster,
    seats,
    series,
    session_posting,
    sessions,
    trained,
)
from handlers.guard import Route, Who

ANYONE = {
    "start", "help_", "language", "cancel", "skip_command",  # talking to the bot at all
    "claim", "leave", "come_back", "details", "hide", "claim_card", "calendar", "promise",
    "still_works", "ask_note", "reason", "decline", "stand_by", "stand_down",  # one's own, found by person
    "cannot_help", "not_this_week",  # an offer to oneself
    "step", "step_for", "back", "not_home", "answer", "nothing_to_add", "call_me",  # of a seat one has
    "ask", "press", "no_alarm",  # the red button, of a seat or a date one has: asked again in the transaction
    "profile", "skip", "chosen_language", "contact", "text", "anything_else", "unknown_command",
    "trainings", "going", "session", "where", "my_name", "keep_name",  # sessions are for everybody
    "attendees", "tick", "confirm_all", "walk_in", "link_name", "link_to", "wall_picture",  # of a session one leads
    "my", "my_dates", "yes", "no",  # a member: one's own invitation and dates, found by person
    "there", "waiting", "ask_plans", "plans_changed", "plans_stand",  # also a member
    "reply_to_card", "stale_button",
}  # fmt: skip
"""What needs no membership: everything else is for volunteers, coordinators or the owner."""


def routes() -> list[Route]:
    return [route for route, _ in handlers.table()]


def test_every_registered_handler_says_who_may_use_it() -> None:
    for route, handler in handlers.table():
        assert isinstance(route.who, Who)
        assert handler.callback.__qualname__ == "guarded.<locals>.run", "only guarded callbacks are registered"


def test_what_anyone_may_use_is_a_closed_list() -> None:
    open_to_all = {route.callback.__name__ for route in routes() if route.who is Who.ANYONE}
    assert open_to_all <= ANYONE


def test_what_telegram_reports_is_never_a_command_or_a_button() -> None:
    for route in routes():
        assert route.who is not Who.TELEGRAM or not route.names


def test_no_name_stands_twice() -> None:
    for table in (handlers.COMMANDS, handlers.BUTTONS):
        names = [name for route in table for name in route.names]
        assert len(names) == len(set(names))


def test_every_button_a_view_makes_has_a_handler() -> None:
    made = {sessions.GO, sessions.MAYBE, sessions.CANT}
    requests = (cards, changes, claims, lists, members, people, posting, questions, handlers.posting, series)
    home = (backups, day, debrief, emergency, offers, reminders, seats)
    for module in (*requests, *home, rolls, roster, session_posting, sessions, trained):
        source = Path(module.__file__ or "").read_text(encoding="utf-8")
        made |= set(re.findall(r'data\("([a-z]+)"', source))
        made |= set(re.findall(r'button\("[^"]+", lambda t: t\.say\("[^"]+"\), "([a-z]+)"\)', source))
    known = {name for route in handlers.BUTTONS for name in route.names}
    assert made <= known
    assert known <= made, "a handler no button leads to"


def test_handlers_take_the_context_and_nothing_else() -> None:
    for route in routes():
        assert [str(hint) for hint in route.callback.__annotations__.values()] == ["Context", "None"]
    assert Context.__name__ == "Context"
