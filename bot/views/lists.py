"""The lists: `/open`, `/my`, the coordinators' board."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.i18n import Translator, plain
from bot.rules.model import Claim, Person, Request, Slot
from bot.views.message import LONGEST, Button, Message, data, together
from bot.views.words import KIND_SIGN, ROLE_SIGN, line, places, role_name

MOST_BUTTONS = 30


def open_list(t: Translator, requests: Sequence[Request]) -> Message:
    """What still needs somebody, by day, each with its claim buttons."""
    lines: list[str] = []
    buttons: list[tuple[Button, ...]] = []
    day = ""
    for request in requests:
        missing = [slot for slot in request.slots if len(request.staying(slot)) < slot.maximum]
        if not missing or len(buttons) + len(missing) > MOST_BUTTONS:
            continue
        if t.day(request.starts_at) != day:
            day = t.day(request.starts_at)
            lines.append(f"\n<b>{day}</b>")
        lines.append(
            f"{KIND_SIGN[request.kind]} {t.time(request.starts_at)} {places(t, request)}"
            f" — {_missing(t, request, missing)}"
        )
        buttons += [(_claim(t, request, slot),) for slot in missing]
    if not buttons:
        return Message(t.say("Nothing is open right now. Thank you!"))
    return Message(_fit([t.say("Open now:"), *lines]), tuple(buttons))


def _claim(t: Translator, request: Request, slot: Slot) -> Button:
    return Button(plain(f"{ROLE_SIGN[slot.role]} {line(t, request)}"), data("claim", slot.id, request.version))


def _missing(t: Translator, request: Request, slots: Iterable[Slot]) -> str:
    return ", ".join(f"{role_name(t, s.role)} {len(request.staying(s))}/{s.maximum}" for s in slots)


def my_list(t: Translator, requests: Sequence[Request], person: Person) -> Message:
    """The person's own seats; each opens its message anew."""
    lines, buttons = [], []
    for request in requests[:MOST_BUTTONS]:
        claim = request.claim_of(person.id)
        if claim is not None:
            lines.append(f"{KIND_SIGN[request.kind]} {line(t, request)}{_state(t, claim)}")
            buttons.append((Button(plain(line(t, request)), data("claimcard", claim.id)),))
    if not lines:
        return Message(t.say("You have taken nothing yet. /open shows what is open."))
    return Message(_fit([t.say("Yours:"), *lines]), tuple(buttons))


def _state(t: Translator, claim: Claim) -> str:
    if claim.held_until is not None:
        return " — " + t.say("held, not confirmed yet")
    if claim.leaving_at is not None:
        return " — " + t.say("can't make it, waiting for somebody else")
    return ""


def board(
    ts: Sequence[Translator],
    requests: Sequence[Request],
    names: Mapping[int, str],
    unfinished: Sequence[tuple[str, datetime | None]],
    connected: int,
    people: int,
) -> Message:
    """Everything open, by day: who has what and what is missing; then unfinished requests and who is connected."""
    t = ts[0]
    lines = [f"<b>{together(ts, lambda t: t.say('Board'))}</b>"]
    day = ""
    for request in requests:
        if t.day(request.starts_at) != day:
            day = t.day(request.starts_at)
            lines.append(f"\n<b>{together(ts, lambda t, r=request: t.day(r.starts_at))}</b>")  # type: ignore[misc]
        lines.append(
            f"{_sign(request)} {t.time(request.starts_at)} {places(t, request)} — {_seats(ts, request, names)}"
        )
    if not requests:
        lines.append(together(ts, lambda t: t.say("Nothing is open.")))
    if unfinished:
        lines.append(f"\n<b>{together(ts, lambda t: t.say('Unfinished'))}</b>")
        for owner, starts_at in unfinished:
            when = t.short_day(starts_at) if starts_at else "?"
            lines.append(f"✏️ {when} — {t.value(owner)}")
    inside = together(ts, lambda t: t.count("{n} person in the group", "{n} people in the group", people))
    reached = together(ts, lambda t: t.count("{n} connected", "{n} connected", connected))
    lines += [f"\n👥 {inside}", f"🔗 {reached}"]
    return Message(_fit(lines), silent=True)


def _sign(request: Request) -> str:
    missing = any(len(request.staying(slot)) < slot.minimum for slot in request.slots)
    return "❗" if missing else "✓"


def _seats(ts: Sequence[Translator], request: Request, names: Mapping[int, str]) -> str:
    t = ts[0]
    parts = []
    for slot in request.slots:
        people = ", ".join(t.value(names.get(claim.person_id, "?")) for claim in request.living(slot))
        role = together(ts, lambda t, s=slot: role_name(t, s.role))  # type: ignore[misc]
        parts.append(f"{role} {len(request.staying(slot))}/{slot.maximum}" + (f" ({people})" if people else ""))
    return "; ".join(parts)


def _fit(lines: Iterable[str]) -> str:
    """As many lines as one message holds; a cut shows."""
    text = ""
    for entry in lines:
        if len(text) + len(entry) > LONGEST - 20:
            return text + "\n…"
        text = f"{text}\n{entry}" if text else entry
    return text
