"""The list of those who come, on the day itself, for the trainer and coordinators; and what a code answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.i18n import Translator, plain
from bot.rules.model import Going, Rsvp, Session, SessionKind, SessionState
from bot.rules.sessions import Entrance, listed, ticked
from bot.views.message import Button, Message, data, encode, rows
from bot.views.sessions import summary

PAGE = 20
"""Names on one page: one button each."""


def roll(
    t: Translator, session: Session, names: Mapping[int, str], code: str, page: int = 0, before: str = ""
) -> Message:
    """Everybody expected, with a tick for those who are there; names by the id of the answer."""
    people = listed(session)
    pages = max(1, -(-len(people) // PAGE))
    page = min(max(0, page), pages - 1)
    present = sum(ticked(rsvp) for rsvp in people)
    lines = [before, ""] if before else []
    lines += [summary(t, session), ""]
    if code and session.state is SessionState.OPEN and session.confirmed_at is None:
        lines.append("🔢 " + t.say("Code: {code}", code=code))
        lines.append(t.say("Write it where everybody sees it; people type it to me here, or open the picture."))
    if session.confirmed_at is not None:
        lines.append("✓ " + t.count("Confirmed: {n} person was there.", "Confirmed: {n} people were there.", present))
        lines.append(t.say("A mistake? Tap the name; it is corrected at once."))
    elif not people:
        lines.append(t.say("Nobody is on the list yet."))
    else:
        lines.append(t.count("{n} person is ticked.", "{n} people are ticked.", present))
        walked_in = [names.get(r.id, "?") for r in people if r.state is Going.WALK_IN and not ticked(r)]
        if walked_in:
            who = ", ".join(walked_in)
            lines.append("🚶 " + t.say("Not expected; tick only whom you see: {names}", names=who))
    waiting = len(session.of(Going.WAITLISTED))
    if waiting and session.confirmed_at is None:
        lines.append("⏳ " + t.count("{n} person waits.", "{n} people wait.", waiting))
    shown = people[page * PAGE : (page + 1) * PAGE]
    return Message("\n".join(lines), _buttons(t, session, shown, names, page, pages, present))


def _buttons(
    t: Translator,
    session: Session,
    shown: Sequence[Rsvp],
    names: Mapping[int, str],
    page: int,
    pages: int,
    present: int,
) -> tuple[tuple[Button, ...], ...]:
    buttons: list[tuple[Button, ...]] = []
    for rsvp in shown:
        mark = "☑" if ticked(rsvp) else "☐"
        sign = "🚶 " if rsvp.state is Going.WALK_IN else ""
        row = [Button(f"{mark} {sign}{names.get(rsvp.id, '?')}", data("tick", rsvp.id, page))]
        if rsvp.person_id is None:
            row.append(Button("🔗 " + t.say("Who is it?"), data("linkname", rsvp.id)))
        buttons.append(tuple(row))
    if pages > 1:
        turns = [n for n in (page - 1, page + 1) if 0 <= n < pages]
        signs = {page - 1: "⬅", page + 1: "➡"}
        buttons.append(tuple(Button(f"{signs[n]} {n + 1}/{pages}", data("attendees", session.id, n)) for n in turns))
    buttons.append((Button("➕ " + t.say("Somebody not on the list"), data("walkin", session.id)),))
    if session.confirmed_at is None:
        if session.state is SessionState.OPEN:
            buttons.append((Button("🔳 " + t.say("Picture for the wall"), data("sessionqr", session.id)),))
        if present:
            words = plain(t.count("{n} person was there: Confirm all", "{n} people were there: Confirm all", present))
            buttons.append((Button(f"✓ {words}", data("confirmall", session.id, present)),))
    return tuple(buttons)


def who_was_there(t: Translator) -> str:
    """Asked of the trainer when it is over."""
    return "❓ " + t.say("Who was there? Please tick everybody you saw, then confirm: only then they count as trained.")


def not_yet(t: Translator) -> str:
    return plain(t.say("It has not begun yet. Shortly before the start you can tick names."))


def sent_privately(t: Translator) -> str:
    return plain(t.say("I've written to you privately."))


def changed_meanwhile(t: Translator) -> str:
    return plain(t.say("The list has just changed. Please look once more, then confirm."))


def wall_picture(t: Translator, session: Session, code: str) -> str:
    """The caption of the QR picture."""
    how = t.say("Open this picture with your camera, or type the code to me: {code}", code=code)
    return f"{summary(t, session)}\n\n{how}"


def ask_walk_ins(t: Translator, session: Session) -> Message:
    text = t.say(
        "Who else is here? Type the names, one per line, as on the paper list. Somebody I know: type @ and their name."
    )
    return Message(text, rows(Button(t.say("Nobody else"), data("attendees", session.id))))


def who_is_it(t: Translator, name: str, rsvp_id: int, session_id: int, people: Sequence[tuple[int, str]]) -> Message:
    """A name on paper: whom the bot knows may be meant."""
    if people:
        text = t.say("Who is “{name}”? Tap the person, or type a name or @name.", name=name)
    else:
        text = t.say(
            "I know nobody yet who could be “{name}”. They must write to me once; then come back here.", name=name
        )
    buttons = [Button(f"👤 {known}", data("linkto", rsvp_id, encode(person_id))) for person_id, known in people]
    return Message(text, rows(*buttons, Button("⬅ " + t.say("Back"), data("attendees", session_id))))


def entered(t: Translator, result: Entrance, session: Session | None) -> Message:
    """What a code, or the picture on the wall, came to."""
    match result:
        case Entrance.PRESENT if session is not None and session.kind is SessionKind.EVENT:
            text = "✓ " + t.say("Welcome! Good to have you here.")
        case Entrance.PRESENT:
            text = "✓ " + t.say("Welcome! You are marked as here. After the training the trainer confirms it.")
        case Entrance.WALK_IN:
            text = t.say("Welcome! You were not on the list, so please tell the trainer that you are here.")
        case Entrance.WRONG:
            text = t.say("That is not the code of a training that is on now. Please look once more.")
        case Entrance.TRIED_OUT:
            text = t.say("That was five times. Please tell the trainer: they can tick your name.")
        case Entrance.NOT_NOW:
            text = t.say("No code is needed right now. It counts from shortly before the start.")
        case Entrance.BLOCKED:
            text = t.say("You can't sign up here. Please call the center.")
    lines = [text]
    if session is not None:
        lines += ["", summary(t, session)]
    return Message("\n".join(lines))
