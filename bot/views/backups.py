"""Standing by for a seat, and being asked to step in."""

from __future__ import annotations

from datetime import datetime

from bot.i18n import Safe, Translator, plain
from bot.rules.model import Offer, Request, Slot
from bot.views.claims import summary
from bot.views.message import Button, Message, Toast, data, rows
from bot.views.words import how_far, line, role_name


def stands_by(t: Translator) -> Toast:
    text = t.say("You are a backup. If the seat gets free, I ask you privately. Thank you!")
    return Toast(plain(text), alert=True)


def already_standing_by(t: Translator) -> Toast:
    return Toast(plain(t.say("You are a backup for this already. Thank you! /my shows it.")), alert=True)


def seat_offer(t: Translator, request: Request, slot: Slot, offer: Offer, now: datetime) -> Message:
    """Can you step in? It stands for a while, then the next backup is asked."""
    lines = [
        "<b>" + t.say("A seat got free: can you step in?") + "</b> (" + how_far(t, request.starts_at, now) + ")",
        "",
        summary(t, request),
        f"🙋 {t.say('You: {role}', role=Safe(role_name(t, slot.role)))}",
        "",
        t.say("Please answer by {time}; then I ask the next person.", time=t.time(offer.expires_at)),
    ]
    buttons = rows(
        Button("✓ " + t.say("I can"), data("offeryes", offer.id)),
        Button(t.say("I can't"), data("offerno", offer.id)),
    )
    return Message("\n".join(lines), buttons)


def offer_over(t: Translator) -> Message:
    """What the question becomes when it is answered by time, or by somebody else."""
    return Message(t.say("Thank you, this is taken care of. You need not do anything."))


def offer_accepted(t: Translator) -> Message:
    return Message("✓ " + t.say("The seat is yours. Thank you for stepping in!"))


def offer_declined(t: Translator) -> Message:
    return Message(t.say("All right, I ask the next person. Thank you for answering!"))


def alert(t: Translator, request: Request, slot: Slot, now: datetime) -> Message:
    """Somebody in the slot has not answered, or nobody has said that they met: the backup may be needed."""
    what = Safe(line(t, request))
    if now < request.starts_at:
        text = t.say(
            "You may be needed: {request}. Somebody has not confirmed yet. I'll write again if the seat gets free.",
            request=what,
        )
        return Message(text, rows(_no_longer(t, slot)), silent=True)
    text = t.say(
        "You may be needed now: {request}. Nobody has said yet that they met. A coordinator may call you.", request=what
    )
    return Message(text, rows(_no_longer(t, slot)))


def _no_longer(t: Translator, slot: Slot) -> Button:
    return Button(t.say("I'm no longer a backup"), data("nobackup", slot.id))


def stood_down(t: Translator) -> Message:
    return Message(t.say("You are no longer a backup for this. Thank you!"))
