"""Words that several views share: kinds, roles, times, who is still needed."""

from __future__ import annotations

from datetime import datetime

from bot.i18n import SOURCE, Translator
from bot.rules.model import DayPart, Duty, Kind, Qualification, Reason, Request, Return, Role
from bot.rules.moments import days_until, local_day

KIND_SIGN = {Kind.RIDE: "🚗", Kind.ACCOMPANIMENT: "🤝", Kind.INTERPRETING: "💬", Kind.SHIFT: "☎️"}
ROLE_SIGN = {Role.DRIVER: "🚗", Role.ACCOMPANIER: "🤝", Role.INTERPRETER: "💬", Role.HELPER: "🙋"}


LANGUAGE_NAMES = {"en": "English", "es": "Español", "pt_BR": "Português"}


def language_own_name(code: str) -> str:
    """A language as its speakers call it."""
    return LANGUAGE_NAMES.get(code, code)


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


COMMANDS = {
    "en": {Kind.RIDE: "ride", Kind.ACCOMPANIMENT: "accompany", Kind.INTERPRETING: "interpret", Kind.SHIFT: "shift"},
    "es": {Kind.RIDE: "viaje", Kind.ACCOMPANIMENT: "acompanar", Kind.INTERPRETING: "interpretar", Kind.SHIFT: "turno"},
    "pt_BR": {
        Kind.RIDE: "carona",
        Kind.ACCOMPANIMENT: "acompanhar",
        Kind.INTERPRETING: "interpretar",
        Kind.SHIFT: "plantao",
    },
}
"""The posting commands as people who speak a language type them; every one of them works in every language."""


def command(t: Translator, kind: Kind) -> str:
    """The command that posts this kind: "/ride", "/viaje"."""
    return "/" + COMMANDS.get(t.language, COMMANDS[SOURCE])[kind]


SESSION_COMMANDS = {
    "en": {"training": "training", "event": "event", "trainings": "trainings"},
    "es": {"training": "formacion", "event": "evento", "trainings": "formaciones"},
    "pt_BR": {"training": "treinamento", "event": "evento", "trainings": "treinamentos"},
}
"""The commands about trainings and events, as they are typed in each language."""


def session_command(t: Translator, name: str) -> str:
    """ "/trainings", "/formaciones"."""
    return "/" + SESSION_COMMANDS.get(t.language, SESSION_COMMANDS[SOURCE])[name]


DUTY_SIGN = {Duty.HOTLINE: "☎️", Duty.COORDINATION: "🗺", Duty.PRESENCE: "🕯"}


def duty_name(t: Translator, duty: Duty) -> str:
    match duty:
        case Duty.HOTLINE:
            return t.say("Hotline")
        case Duty.COORDINATION:
            return t.say("Ride coordination")
        case Duty.PRESENCE:
            return t.say("Presence at the church")


def title(t: Translator, request: Request) -> str:
    """ "Ride", "Shift: Hotline"."""
    name = kind_name(t, request.kind)
    return name if request.duty is None else f"{name}: {duty_name(t, request.duty)}"


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


def part_name(t: Translator, part: DayPart) -> str:
    match part:
        case DayPart.MORNING:
            return t.say("morning, time to be confirmed")
        case DayPart.AFTERNOON:
            return t.say("afternoon, time to be confirmed")


def hours(t: Translator, request: Request) -> str:
    """From when to when; or the part of the day while the hour is not confirmed."""
    return times(t, request.starts_at, request.ends_at) if request.part is None else part_name(t, request.part)


def starting_hour(t: Translator, request: Request) -> str:
    """For lists: "9:00 AM", or the part of the day."""
    return t.time(request.starts_at) if request.part is None else part_name(t, request.part)


def return_leg(t: Translator, request: Request) -> str:
    """How somebody gets back; empty when they are not brought back."""
    match request.returns:
        case Return.NONE:
            return ""
        case Return.FINISHED:
            return t.say("And back, when it is finished")
        case Return.TIME:
            at = request.return_at
            return t.say("And back at {time}", time=t.time(at)) if at else t.say("And back")


def times(t: Translator, starts_at: datetime, ends_at: datetime) -> str:
    """ "9:00 AM – 11:00 AM"; an end on another day names it."""
    if local_day(starts_at, t.zone) == local_day(ends_at, t.zone):
        return f"{t.time(starts_at)} – {t.time(ends_at)}"
    return f"{t.time(starts_at)} – {t.short_day(ends_at)}, {t.time(ends_at)}"


def in_full(t: Translator, starts_at: datetime, ends_at: datetime | None, now: datetime) -> str:
    """The echo of a typed date: weekday, date, year, times, and how far away it is."""
    clock = t.time(starts_at) if ends_at is None else times(t, starts_at, ends_at)
    return f"{t.full_day(starts_at)}, {clock}, {how_far(t, starts_at, now)}"


def how_far(t: Translator, moment: datetime, now: datetime) -> str:
    """ "today", "tomorrow", "in 9 days"."""
    days = days_until(moment, now, t.zone)
    if days == 0:
        return t.say("today")
    return t.say("tomorrow") if days == 1 else t.count("in {n} day", "in {n} days", days)


def places(t: Translator, request: Request) -> str:
    """ "Holyoke → Amherst"; both are public. A shift may have no place: then its duty stands there."""
    named = [t.value(place) for place in (request.origin, request.destination) if place is not None]
    if not named and request.duty is not None:
        return duty_name(t, request.duty)
    return " → ".join(named)


def people_count(t: Translator, n: int) -> str:
    return t.count("{n} person", "{n} people", n)


def child_seats(t: Translator, n: int) -> str:
    return t.count("{n} child seat", "{n} child seats", n)


def line(t: Translator, request: Request) -> str:
    """One request in one line: "Thu, Dec 3, 9:00 AM · Holyoke → Amherst"."""
    return f"{t.short_day(request.starts_at)}, {starting_hour(t, request)} · {places(t, request)}"


def reason_name(t: Translator, reason: Reason) -> str:
    match reason:
        case Reason.ILL:
            return t.say("ill")
        case Reason.WORK:
            return t.say("work")
        case Reason.CAR:
            return t.say("the car")
        case Reason.FAMILY:
            return t.say("family")
        case Reason.OTHER:
            return t.say("something else")


def every_week(t: Translator, weekday: int) -> str:
    """ "every Thursday"; Monday is 0."""
    return (
        t.say("every Monday"),
        t.say("every Tuesday"),
        t.say("every Wednesday"),
        t.say("every Thursday"),
        t.say("every Friday"),
        t.say("every Saturday"),
        t.say("every Sunday"),
    )[weekday]


def capital(text: str) -> str:
    """With a capital letter, at the beginning of a line or on a button."""
    return text[:1].upper() + text[1:]
