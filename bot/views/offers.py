"""Private questions to volunteers ("can you?"), what they wish to be asked, and what is still missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.i18n import Safe, Translator, plain
from bot.rules.model import Offer, OfferState, Request, Slot
from bot.rules.offers import Wishes, most_a_day
from bot.rules.policy import Policy
from bot.views.message import Button, Message, Toast, data, fit, rows, together
from bot.views.words import KIND_SIGN, ROLE_SIGN, how_far, line, role_name, title

Asked = Sequence[tuple[Request, Slot, Offer]]
MOST_TOWNS = 36
MOST_CALLS = 95
"""Calls with a button each: with *Close* below them, as many as one message holds."""


def offers(t: Translator, asked: Asked, now: datetime, *, urgent: bool) -> Message:
    """One message about everything that might fit; each line is answered by itself, and edited when it is filled."""
    open_ones = [each for each in asked if each[2].state is OfferState.ASKED and now < each[0].starts_at]
    if all(offer.state is OfferState.LAPSED for _, _, offer in asked):
        gone = all(now >= request.starts_at for request, _, _ in asked)
        return Message(t.say("This is over. Thank you!") if gone else t.say("Thank you! We have who we need."))
    lines, buttons = [f"<b>{_can_you(t, asked, urgent=urgent)}</b>"], []
    for request, slot, offer in asked:
        what = (
            f"{KIND_SIGN[request.kind]} {title(t, request)}, {line(t, request)} ({how_far(t, request.starts_at, now)})"
        )
        lines.append(f"{what} — {role_name(t, slot.role)}{_state(t, offer)}")
        if offer.state is OfferState.ASKED and now < request.starts_at:
            label = plain(f"{ROLE_SIGN[slot.role]} {line(t, request)}")
            buttons.append((Button("✓ " + label, data("canhelp", offer.id)),))
            cannot = plain(t.say("I can't: {what}", what=Safe(line(t, request))))
            buttons.append((Button("✖ " + cannot, data("canthelp", offer.id)),))
    if open_ones:
        buttons.append((Button("🌙 " + t.say("Not this week"), data("notthisweek")),))
        lines += ["", t.say("Too many? /notify")]
    return Message("\n".join(lines), tuple(buttons), silent=not urgent)


def _can_you(t: Translator, asked: Asked, *, urgent: bool) -> str:
    if urgent:
        return t.say("Somebody is needed soon. Can you?")
    return t.say("Could you help with this?") if len(asked) == 1 else t.say("Could you help with one of these?")


def _state(t: Translator, offer: Offer) -> str:
    match offer.state:
        case OfferState.YES:
            return " — ✓ " + t.say("yours, thank you")
        case OfferState.NO:
            return " — " + t.say("you can't")
        case OfferState.LAPSED:
            return " — " + t.say("taken care of")
        case OfferState.ASKED:
            return ""


def thanks_for_no(t: Translator) -> Toast:
    return Toast(plain(t.say("Thank you for answering. I won't ask you about this one again.")))


def no_longer_open(t: Translator) -> Toast:
    return Toast(plain(t.say("This one is taken care of. Thank you!")), alert=True)


def alone(t: Translator, until: datetime) -> Message:
    text = t.say("All right, I ask you nothing until {day}. What you have taken stays yours.", day=t.day(until))
    return Message(text, rows(Button(t.say("Ask me again"), data("wish", 0, "alone"))))


# --- /notify ---------------------------------------------------------------------------------------------------------


def notify(
    t: Translator, wishes: Wishes, alone_until: datetime | None, towns: Sequence[str], monday: datetime, policy: Policy
) -> Message:
    """What to ask this person about; `monday` is any Monday, for the names of the days."""
    lines = ["<b>" + t.say("When may I ask you whether you can help?") + "</b>"]
    if wishes.off:
        lines.append(t.say("I ask you nothing now. The group still shows everything."))
    if alone_until is not None:
        lines.append(t.say("I leave you alone until {day}.", day=t.day(alone_until)))
    lines.append(t.say("Tick the towns and days that suit you. None ticked means all of them."))
    buttons: list[tuple[Button, ...]] = [
        (Button(t.say("Ask me again") if wishes.off else t.say("Don't ask me"), data("wish", 0, "off")),)
    ]
    if alone_until is not None:
        buttons.append((Button(t.say("Ask me again"), data("wish", 0, "alone")),))
    often = t.count("At most {n} message a day", "At most {n} messages a day", most_a_day(wishes, policy))
    buttons.append((Button(often, data("wish", 0, "a_day")),))
    days = [_day_button(t, n, wishes, monday) for n in range(7)]
    buttons += [tuple(days[:4]), tuple(days[4:])]
    places = [
        Button(("☑ " if town in wishes.towns else "☐ ") + town, data("wish", 0, f"town.{town}"))
        for town in towns[:MOST_TOWNS]
        if len(town.encode()) < 40  # it must fit into callback data (Bot API: 64 bytes)
    ]
    buttons += [tuple(places[i : i + 3]) for i in range(0, len(places), 3)]
    return Message("\n".join(lines), tuple(buttons))


def _day_button(t: Translator, number: int, wishes: Wishes, monday: datetime) -> Button:
    name = t.weekday(monday + timedelta(days=number))
    return Button(("☑ " if number in wishes.days else "☐ ") + name, data("wish", 0, f"day.{number}"))


# --- for the groups --------------------------------------------------------------------------------------------------


def under_minimum(ts: Sequence[Translator], request: Request, now: datetime, said_no: int, waiting: int) -> Message:
    """To the coordinators at 48, 24 and 6 hours: who was asked, and what came of it."""
    far = together(ts, lambda t: how_far(t, request.starts_at, now))
    lines = [f"❗ {line(ts[0], request)} ({far})"]
    for slot in request.seated:
        if request.short_of(slot):
            lines.append(_missing(ts, request, slot))
    noes = together(ts, lambda t: t.count("{n} said no", "{n} said no", said_no))
    silent = together(ts, lambda t: t.count("{n} has not answered", "{n} have not answered", waiting))
    lines.append(f"{noes}; {silent}")
    seats = Button("👥 " + together(ts, lambda t: t.say("Seats")), data("seats", request.id))
    return Message("\n".join(lines), rows(seats))


def _missing(ts: Sequence[Translator], request: Request, slot: Slot) -> str:
    short = request.short_of(slot)
    role = together(ts, lambda t: role_name(t, slot.role))
    many = together(ts, lambda t: t.count("{n} is missing", "{n} are missing", short))
    return f"{ROLE_SIGN[slot.role]} {role}: {many}"


def digest(ts: Sequence[Translator], requests: Sequence[Request], links: Mapping[int, str]) -> Message:
    """Once a day in the volunteers' group: what still misses people. The one before is deleted."""
    lines = ["<b>" + together(ts, lambda t: t.say("Still needed this week")) + "</b>"]
    for request in requests:
        what = line(ts[0], request)
        linked = f'<a href="{links[request.id]}">{what}</a>' if request.id in links else what
        signs = " ".join(ROLE_SIGN[slot.role] for slot in request.seated if request.short_of(slot))
        lines.append(f"• {linked} {signs}")
    return Message(fit(lines), silent=True)


# --- people without Telegram -----------------------------------------------------------------------------------------

Call = tuple[int, Request, str | None]
"""Whom to call (a party or a claim, by id), for which request, and the name of whoever did; None: nobody yet."""


def call_list(ts: Sequence[Translator], day: date, count: int, done: int) -> Message:
    """In the coordinators' group: how many have to be called about a day; names and numbers are private."""
    words = together(
        ts,
        lambda t: t.count(
            "{n} person has no Telegram and should be called about {day}.",
            "{n} people have no Telegram and should be called about {day}.",
            count,
            day=t.short_date(day),
        ),
    )
    tally = f" ({done}/{count} ✓)" if done else ""
    return Message(
        f"☎ {words}{tally}",
        rows(Button("☎ " + together(ts, lambda t: t.say("Open the list")), data("calls", 0, day.isoformat()))),
    )


def _has_called(t: Translator, name: str) -> str:
    return t.say("{name} has called", name=name or t.say("somebody"))


def called_already(t: Translator, name: str) -> Toast:
    """To who taps what a colleague has done meanwhile."""
    bare = "".join(sign for sign in name if sign not in "<>&")  # the words of a toast must do as a message, too
    return Toast("✓ " + plain(_has_called(t, bare)))


def calls(t: Translator, day: date, entries: Sequence[tuple[Call, str, str]]) -> Message:
    """Privately: name, number, when and where; a tap ticks it, and who did stands there."""
    if not entries:
        return Message(t.say("Nobody needs a call about {day}.", day=t.short_date(day)))
    lines, buttons = ["<b>" + t.say("Please call about {day}:", day=t.short_date(day)) + "</b>"], []
    for number, ((subject, request, by), name, phone) in enumerate(entries, 1):
        mark = "☐" if by is None else "☑"
        called = "" if by is None else " — " + _has_called(t, by)
        who = t.value(name) if name else t.say("no name noted")
        lines.append(
            f"{number}. {mark} {who}, {t.value(phone) if phone else t.say('no number noted')}:"
            f" {line(t, request)}{called}"
        )
        buttons.append(Button(f"{mark} {number}", data("called", subject, day.isoformat())))
    grid = [tuple(buttons[i : i + 5]) for i in range(0, len(buttons[:MOST_CALLS]), 5)]
    return Message(fit(lines), (*grid, (Button(t.say("Close"), data("closeseats")),)))
