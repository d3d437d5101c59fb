"""Words that several views share: kinds, roles, times, who is still needed."""

from __future__ import annotations

from datetime import datetime

from bot.i18n import Translator
from bot.rules.model import Kind, Qualification, Request, Role
from bot.rules.moments import days_until, local_day

KIND_SIGN = {Kind.RIDE: "🚗", Kind.ACCOMPANIMENT: "🤝", Kind.INTERPRETING: "💬", Kind.SHIFT: "☎️"}
ROLE_SIGN = {Role.DRIVER: "🚗", Role.ACCOMPANIER: "🤝", Role.INTERPRETER: "💬", Role.HELPER: "🙋"}


def kind_name(t: Translator, kind: Kind) -> str:
    match kind:
        case Kind.RIDE:
            return t.say("Ride")
        case Kind.ACCOMPANIMENT:
            return t.say("Accompaniment")
        case Kind.INTERPRETING:
            return t.say("Interpreting")
        case Kind.SHIFT:
            return t.say("Shift")


def role_name(t: Translator, role: Role) -> str:
    match role:
        case Role.DRIVER:
            return t.say("Driver")
        case Role.ACCOMPANIER:
            return t.say("Accompanier")
        case Role.INTERPRETER:
            return t.say("Interpreter")
        case Role.HELPER:
            return t.say("Helper")


def role_offer(t: Translator, role: Role) -> str:
    """What a claim button says: a verb, first person."""
    match role:
        case Role.DRIVER:
            return t.say("I can drive")
        case Role.ACCOMPANIER:
            return t.say("I can accompany")
        case Role.INTERPRETER:
            return t.say("I can interpret")
        case Role.HELPER:
            return t.say("I can help")


def qualification_name(t: Translator, qualification: Qualification) -> str:
    match qualification:
        case Qualification.RIDESHARE:
            return t.say("rideshare")
        case Qualification.ACCOMPANIMENT:
            return t.say("accompaniment")
        case Qualification.INTERPRETING:
            return t.say("interpreting")
        case Qualification.HOTLINE:
            return t.say("hotline")


def times(t: Translator, starts_at: datetime, ends_at: datetime) -> str:
    """ "9:00 AM – 11:00 AM"; an end on another day names it."""
    if local_day(starts_at, t.zone) == local_day(ends_at, t.zone):
        return f"{t.time(starts_at)} – {t.time(ends_at)}"
    return f"{t.time(starts_at)} – {t.short_day(ends_at)}, {t.time(ends_at)}"


def in_full(t: Translator, starts_at: datetime, ends_at: datetime, now: datetime) -> str:
    """The echo of a typed date: weekday, date, year, times, and how far away it is."""
    days = days_until(starts_at, now, t.zone)
    if days == 0:
        far = t.say("today")
    elif days == 1:
        far = t.say("tomorrow")
    else:
        far = t.count("in {n} day", "in {n} days", days)
    return f"{t.full_day(starts_at)}, {times(t, starts_at, ends_at)}, {far}"


def places(t: Translator, request: Request) -> str:
    """ "Holyoke → Amherst"; both are public."""
    origin = t.value(request.origin)
    return origin if request.destination is None else f"{origin} → {t.value(request.destination)}"


def people_count(t: Translator, n: int) -> str:
    return t.count("{n} person", "{n} people", n)


def child_seats(t: Translator, n: int) -> str:
    return t.count("{n} child seat", "{n} child seats", n)


def line(t: Translator, request: Request) -> str:
    """One request in one line: "Thu, Dec 3, 9:00 AM · Holyoke → Amherst"."""
    return f"{t.short_day(request.starts_at)}, {t.time(request.starts_at)} · {places(t, request)}"
