"""What a volunteer hears before a seat's time, and coordinators of silence. Discreet: towns and times only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.i18n import Safe, Translator, plain
from bot.rules.claims import Loss, lost
from bot.rules.day import awaits_answer
from bot.rules.model import Claim, Person, Request
from bot.rules.policy import Policy
from bot.views.claims import living
from bot.views.message import Message, Toast, fit, together
from bot.views.words import how_far, line


def evening_before(
    t: Translator, request: Request, claim: Claim, person: Person, now: datetime, policy: Policy, *, ask: bool
) -> Message:
    """The evening before; whoever claimed long ago is asked whether it still stands."""
    title = t.say("Still coming?") if ask else t.say("A reminder")
    first = [f"<b>{title}</b> ({how_far(t, request.starts_at, now)})"]
    return living(t, request, claim, person, first, now, policy, ask=ask)


def soon(t: Translator, request: Request, claim: Claim, person: Person, now: datetime, policy: Policy) -> Message:
    """Two hours before; who has not answered is asked once more."""
    first = ["<b>" + t.say("Coming up at {time}", time=t.time(request.starts_at)) + "</b>"]
    if awaits_answer(request, claim):
        first.append(t.say("Still coming?"))
    return living(t, request, claim, person, first, now, policy)


def good(t: Translator) -> Toast:
    return Toast(plain(t.say("Good, thank you! I'll remind you again before it starts.")))


# --- for the coordinators --------------------------------------------------------------------------------------------


def silent(ts: Sequence[Translator], entries: Sequence[tuple[Request, Sequence[str]]]) -> Message:
    """One list of everybody who was asked and has not answered; each keeps the seat."""
    lines = [together(ts, lambda t: t.say("No answer yet to “Still coming?” — please call:"))]
    for request, names in entries:
        lines.append(f"• {line(ts[0], request)}: {', '.join(ts[0].value(name) for name in names)}")
    return Message(fit(lines))


def left_late(t: Translator, request: Request, claim: Claim, name: str) -> Message:
    """Somebody is lost to a seat less than a day before; and whether backups are asked about it."""
    found, what = lost(claim), Safe(line(t, request))
    match None if found is None else found[0]:
        case Loss.OUT_OF_REACH:
            text = t.say("⚠️ I can't reach {name} any more, and it is soon: {request}", name=name, request=what)
        case Loss.REMOVED:
            text = t.say(
                "⚠️ {name} is no longer a trained volunteer, and it is soon: {request}", name=name, request=what
            )
        case _:
            text = t.say("⚠️ {name} can't make it, and it is soon: {request}", name=name, request=what)
    return Message(f"{text}\n{_seat_open(t, request, claim)}")


def _seat_open(t: Translator, request: Request, claim: Claim) -> str:
    if claim.lost_at is not None and claim.held_until is not None:
        until = t.time(claim.held_until)
        return t.say("I hold the seat until {time}; then it is open. Please call them.", time=until)
    slot = request.slot(claim.slot_id)
    if slot is not None and request.asked(slot):
        return t.say("The seat is open; backups are being asked.")
    return t.say("The seat is open, and there is no backup to ask.")
