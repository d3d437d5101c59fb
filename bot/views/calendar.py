"""A calendar file: "Volunteering", towns and times, nothing else (RFC 5545)."""

from __future__ import annotations

from datetime import datetime

from bot.i18n import Translator, plain
from bot.rules.model import Request, Session
from bot.rules.moments import local_day
from bot.views.message import encode
from bot.views.sessions import title
from bot.views.words import places


def calendar_file(t: Translator, request: Request, now: datetime) -> bytes:
    """One event with UTC times; other people see calendars too, so it names nobody and no case."""
    from icalendar import Calendar, Event  # loaded when first used

    event = Event()
    event.add("uid", f"{encode(request.id)}@acompana")
    event.add("dtstamp", now)
    if request.part is None:
        event.add("dtstart", request.starts_at)
        event.add("dtend", request.ends_at)
    else:  # the hour is not confirmed: the day is all there is (RFC 5545, VALUE=DATE)
        event.add("dtstart", local_day(request.starts_at, t.zone))
    event.add("summary", plain(t.say("Volunteering")))
    event.add("location", plain(places(t, request)))
    calendar = Calendar()
    calendar.add("prodid", "-//Acompana//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def session_file(t: Translator, session: Session, now: datetime) -> bytes:
    """A training or an event: its name and public place, nothing that only those who go are told."""
    from icalendar import Calendar, Event  # loaded when first used

    event = Event()
    event.add("uid", f"{encode(session.id)}@acompana")
    event.add("dtstamp", now)
    event.add("dtstart", session.starts_at)
    event.add("dtend", session.ends_at)
    event.add("summary", plain(title(t, session)))
    if session.place is not None:
        event.add("location", session.place)
    calendar = Calendar()
    calendar.add("prodid", "-//Acompana//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
