"""The lists: `/open`, `/my`, the coordinators' board."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.i18n import Translator, plain
from bot.rules.board import Board
from bot.rules.day import Progress, progress
from bot.rules.drafts import Unfinished
from bot.rules.incidents import OpenAlarm
from bot.rules.model import Claim, ClaimState, Going, Person, Request, Session, Slot
from bot.rules.series import Listed
from bot.views.message import Button, Message, data, fit, together
from bot.views.sessions import SIGN, in_line
from bot.views.words import KIND_SIGN, ROLE_SIGN, every_week, kind_name, line, places, role_name, starting_hour

MOST_BUTTONS = 30


def open_list(t: Translator, requests: Sequence[Request], links: Mapping[int, str]) -> Message:
    """What still needs somebody, by day, each with a link to its card where there is one; the soonest have their
    claim buttons here too.
    """
    lines: list[str] = []
    buttons: list[tuple[Button, ...]] = []
    more = False
    day = ""
    for request in requests:
        missing = [slot for slot in request.seated if request.open_seats(slot)]
        if not missing:
            continue
        if t.day(request.starts_at) != day:
            day = t.day(request.starts_at)
            lines.append(f"\n<b>{day}</b>")
        what = _linked(f"{starting_hour(t, request)} · {places(t, request)}", links.get(request.id))
        lines.append(f"{KIND_SIGN[request.kind]} {what} — {_missing(t, request, missing)}")
        more = more or len(buttons) + len(missing) > MOST_BUTTONS
        if not more:
            buttons += [(_claim(t, request, slot),) for slot in missing]
    if not lines:
        return Message(t.say("Nothing is open right now. Thank you!"))
    later = ["\n" + t.say("The buttons are for the first ones. For the others, tap the button in the group.")]
    return Message(fit([t.say("Open now:"), *lines], later if more else ()), tuple(buttons))


def _linked(text: str, link: str | None) -> str:
    return text if link is None else f'<a href="{link}">{text}</a>'


def _claim(t: Translator, request: Request, slot: Slot) -> Button:
    return Button(plain(f"{ROLE_SIGN[slot.role]} {line(t, request)}"), data("claim", slot.id, request.version))


def _missing(t: Translator, request: Request, slots: Iterable[Slot]) -> str:
    return ", ".join(f"{role_name(t, s.role)} {len(request.staying(s))}/{s.maximum}" for s in slots)


def my_list(
    t: Translator,
    requests: Sequence[Request],
    person: Person,
    standing_by: Sequence[tuple[Request, Slot]] = (),
    sessions: Sequence[Session] = (),
) -> Message:
    """The person's own seats and sessions, each opens its message anew; and where the person stands by."""
    lines, buttons = [], []
    for request in requests[:MOST_BUTTONS]:
        for claim in request.living():
            if claim.person_id != person.id:
                continue
            slot = request.slot(claim.slot_id)
            sign = ROLE_SIGN[slot.role] if slot is not None else ""
            other = f" {sign}" if sign != KIND_SIGN[request.kind] else ""  # what the kind says already
            lines.append(f"{KIND_SIGN[request.kind]} {line(t, request)}{other}{_state(t, claim)}")
            buttons.append((Button(plain(f"{sign} {line(t, request)}"), data("claimcard", claim.id)),))
    for session in sessions[: MOST_BUTTONS - len(buttons)]:
        own = session.rsvp_of(person.id)
        mark = {Going.GOING: "✅", Going.WAITLISTED: "⏳"}.get(own.state, "🤔") if own is not None else ""
        what = f"{mark} {SIGN[session.kind]} {in_line(t, session)}"
        lines.append(what)
        buttons.append((Button(plain(what), data("session", session.id)),))
    if not lines and not standing_by:
        return Message(t.say("You have taken nothing yet. /open shows what is open."))
    shown = [t.say("Yours:"), *lines] if lines else []
    if standing_by:
        shown += [*([""] if lines else []), t.say("You are a backup:")]
    for request, slot in standing_by[: MOST_BUTTONS - len(buttons)]:
        shown.append(f"🕐 {line(t, request)} ({role_name(t, slot.role)})")
        words = t.say("I'm no longer a backup")
        label = plain(f"✖ {words}: {ROLE_SIGN[slot.role]} {line(t, request)}")
        buttons.append((Button(label, data("nobackup", slot.id)),))
    return Message(fit(shown), tuple(buttons))


def _state(t: Translator, claim: Claim) -> str:
    if claim.held_until is not None:
        return " — " + t.say("held, not confirmed yet")
    if claim.leaving_at is not None:
        return " — " + t.say("can't make it, waiting for somebody else")
    if claim.unconfirmed:
        return " — " + t.say("changed: does it still work for you?")
    return ""


def board(ts: Sequence[Translator], board: Board) -> Message:
    """Emergencies and who is not known to be home; everything open, by day: who has what, what is missing and how far
    it is; then trainings and events, what repeats, what is unfinished, who is connected.
    """
    t = ts[0]
    lines = [f"<b>{together(ts, lambda t: t.say('Board'))}</b>"]
    lines += [f"🔴 {_alarm(ts, each)}" for each in board.alarms]
    if board.overdue:
        lines.append(f"\n<b>{together(ts, lambda t: t.say('Not known to be home yet'))}</b>")
        lines += [f"⏰ {_linked(line(t, request), board.links.get(request.id))}" for request in board.overdue]
    day = ""
    for request in board.requests:
        if t.day(request.starts_at) != day:
            day = t.day(request.starts_at)
            lines.append(f"\n<b>{together(ts, lambda t, r=request: t.day(r.starts_at))}</b>")  # type: ignore[misc]
        what = _linked(f"{starting_hour(t, request)} · {places(t, request)}", board.links.get(request.id))
        lines.append(f"{_sign(request)} {what} — {_seats(ts, request, board.names)}{_progress(ts, request)}")
    if not board.requests:
        lines.append(together(ts, lambda t: t.say("Nothing is open.")))
    below = []
    if board.sessions:
        below.append(f"\n<b>{together(ts, lambda t: t.say('Trainings and events'))}</b>")
        below += [f"{SIGN[session.kind]} {_going(ts, session)}" for session in board.sessions]
    if board.series:
        below.append(f"\n<b>{together(ts, lambda t: t.say('Every week'))}</b>")
        below += [f"🔁 {_weekly(ts, each)}" for each in board.series]
    if board.unfinished:
        below.append(f"\n<b>{together(ts, lambda t: t.say('Unfinished'))}</b>")
        below += [f"✏️ {_unfinished(t, draft)}" for draft in board.unfinished]
    inside = together(ts, lambda t: t.count("{n} person in the group", "{n} people in the group", board.people))
    reached = together(ts, lambda t: t.count("{n} connected", "{n} connected", board.connected))
    below += [f"\n👥 {inside}", f"🔗 {reached}"]
    buttons = (*_home_buttons(ts, board.overdue), *_take_over_buttons(ts, board.unfinished))
    return Message(fit(lines, below), buttons, silent=True)


def _home_buttons(ts: Sequence[Translator], overdue: Sequence[Request]) -> tuple[tuple[Button, ...], ...]:
    words = together(ts, lambda t: t.say("Everyone is home"))
    return tuple(
        (Button(plain(f"🏠 {words}: {line(ts[0], request)}"), data("allhome", request.id)),)
        for request in overdue[:MOST_BUTTONS]
    )


def _progress(ts: Sequence[Translator], request: Request) -> str:
    """ " · together, until 4:00 PM": what is known of what is about to happen, or under way."""
    words = []
    match progress(request):
        case Progress.ON_HOLD:
            words.append("⏸ " + together(ts, lambda t: t.say("on hold")))
        case Progress.TOGETHER:
            words.append(together(ts, lambda t: t.say("together")))
        case Progress.ON_WAY:
            words.append(together(ts, lambda t: t.say("on the way")))
        case None:
            pass
    if request.lasts_until > request.ends_at:
        words.append(together(ts, lambda t: t.say("until {time}", time=t.time(request.lasts_until))))
    return f" · {', '.join(words)}" if words else ""


def _alarm(ts: Sequence[Translator], alarm: OpenAlarm) -> str:
    """ "Emergency, 10:05 AM: Rosa has it — Thu, Dec 3, 9:00 AM · Hartford"."""
    since = ts[0].time(alarm.incident.opened_at)
    if alarm.taken_by:
        state = together(ts, lambda t: t.say("{name} has it.", name=alarm.taken_by))
    else:
        state = together(ts, lambda t: t.say("nobody has it yet"))
    about = "" if alarm.request is None else f" — {line(ts[0], alarm.request)}"
    return f"<b>{together(ts, lambda t: t.say('Emergency'))}</b>, {since}: {state}{about}"


def _going(ts: Sequence[Translator], session: Session) -> str:
    """ "Thu, Dec 3, 6:30 PM · Training: rideshare — Going 5/12, Waitlist 2"."""
    limit = "" if session.capacity is None else f"/{session.capacity}"
    counts = [f"{together(ts, lambda t: t.say('Going'))} {len(session.of(Going.GOING))}{limit}"]
    if waiting := len(session.of(Going.WAITLISTED)):
        counts.append(f"{together(ts, lambda t: t.say('Waitlist'))} {waiting}")
    return f"{in_line(ts[0], session)} — {', '.join(counts)}"


def _weekly(ts: Sequence[Translator], listed: Listed) -> str:
    """ "every Thursday 9:00 AM Holyoke → Amherst — next: Thu, Dec 10 — Rosa"; whether the contact is gone."""
    t, picture = ts[0], listed.picture
    every = together(ts, lambda t: every_week(t, listed.series.weekday))
    parts = [f"{KIND_SIGN[picture.kind]} {every} {starting_hour(t, picture)} {places(t, picture)}"]
    day = listed.next_day
    if day is not None:
        parts.append(together(ts, lambda t: t.say("next: {day}", day=t.short_date(day))))
    contact = t.value(listed.contact)
    if not listed.contact_here:
        gone = together(ts, lambda t: t.say("no longer a coordinator: who takes it over?"))
        contact = f"⚠️ {contact} ({gone})"
    return " — ".join([*parts, contact])


def _unfinished(t: Translator, draft: Unfinished) -> str:
    """ "Ride, Thu, Dec 3 — Rosa"; no more is known of it outside the private chat."""
    what = kind_name(t, draft.kind) if draft.kind is not None else t.say("Something")
    when = t.short_date(draft.day) if draft.day is not None else t.say("no day yet")
    # Translators: an unfinished change of a request that is posted already
    changing = f" ({t.say('a change')})" if draft.editing else ""
    return f"{what}, {when}{changing} — {t.value(draft.owner)}"


def _take_over_buttons(ts: Sequence[Translator], unfinished: Sequence[Unfinished]) -> tuple[tuple[Button, ...], ...]:
    words = together(ts, lambda t: t.say("Take over"))
    return tuple(
        (Button(plain(f"✏️ {words}: {_unfinished(ts[0], draft)}"), data("takeover", draft.id)),)
        for draft in unfinished[:MOST_BUTTONS]
    )


def unfinished_list(ts: Sequence[Translator], unfinished: Sequence[Unfinished]) -> Message:
    """At the end of the afternoon: what somebody began and nobody sees yet."""
    text = together(ts, lambda t: t.say("Unfinished requests, not posted yet. Who will finish them?"))
    lines = [f"✏️ {_unfinished(ts[0], draft)}" for draft in unfinished]
    return Message(fit([text, *lines]), _take_over_buttons(ts, unfinished))


def _sign(request: Request) -> str:
    """Missing people, enough to go, or full; a seat that is only held makes nothing full."""
    if request.under_minimum:
        return "❗"
    held = any(claim.state is ClaimState.HELD for claim in request.living())
    return "◽" if held or any(request.open_seats(slot) for slot in request.seated) else "✓"


def _seat(ts: Sequence[Translator], claim: Claim, names: Mapping[int, str]) -> str:
    name = ts[0].value(names.get(claim.person_id, "?"))
    if claim.state is ClaimState.HELD:
        return f"{name} — {together(ts, lambda t: t.say('held, not confirmed yet'))}"
    return name


def _seats(ts: Sequence[Translator], request: Request, names: Mapping[int, str]) -> str:
    parts = []
    for slot in request.seated:
        people = ", ".join(_seat(ts, claim, names) for claim in request.living(slot))
        role = together(ts, lambda t, s=slot: role_name(t, s.role))  # type: ignore[misc]
        parts.append(f"{role} {len(request.staying(slot))}/{slot.maximum}" + (f" ({people})" if people else ""))
    return "; ".join(parts)
