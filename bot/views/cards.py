"""The cards: what a group sees of a request. The volunteers' card holds no name, phone, street or case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.i18n import Translator
from bot.rules.model import Claim, ClaimState, Request, RequestState, Slot
from bot.views.message import Button, Message, data, rows, together
from bot.views.words import (
    KIND_SIGN,
    ROLE_SIGN,
    child_seats,
    kind_name,
    people_count,
    places,
    role_name,
    role_offer,
    times,
)

Translators = Sequence[Translator]


def volunteers_card(request: Request, ts: Translators, *, silent: bool = False) -> Message:
    """All languages in one message, one claim button per slot that has a seat, verbs, in slot order."""
    if request.state is not RequestState.OPEN:
        return Message(folded(request, ts))
    needs = [_need(request, slot, ts) for slot in request.slots]
    buttons = [claim_button(request, slot, ts) for slot in request.slots if len(request.staying(slot)) < slot.maximum]
    return Message("\n".join([*header(request, ts), *needs]), rows(*buttons), silent=silent)


def claim_button(request: Request, slot: Slot, ts: Translators) -> Button:
    words = together(ts, lambda t: role_offer(t, slot.role))
    return Button(f"{ROLE_SIGN[slot.role]} {words}", data("claim", slot.id, request.version))


def header(request: Request, ts: Translators) -> list[str]:
    """Kind, day, times, towns, people: the public part of a request."""
    first = ts[0]
    lines = [
        f"{KIND_SIGN[request.kind]} <b>{together(ts, lambda t: kind_name(t, request.kind))}</b>",
        f"📅 {together(ts, lambda t: t.day(request.starts_at))}",
        f"🕘 {times(first, request.starts_at, request.ends_at)}",
        f"📍 {places(first, request)}",
        f"👥 {together(ts, lambda t: people_count(t, request.passengers))}",
    ]
    if request.child_seats:
        lines.append(f"👶 {together(ts, lambda t: child_seats(t, request.child_seats))}")
    if request.languages:
        named = together(ts, lambda t: ", ".join(t.language_name(code) for code in request.languages))
        lines.append(f"🗣 {named}")
    if request.interpreter:
        lines.append(f"🗣 {together(ts, lambda t: t.say('Interpreter needed'))}")
    return lines


def _need(request: Request, slot: Slot, ts: Translators) -> str:
    """ "Driver · Conductor 0/1": people who mean to come, of the seats."""
    here = len(request.staying(slot))
    done = " ✓" if here >= slot.maximum else ""
    return f"{together(ts, lambda t: role_name(t, slot.role))} <b>{here}/{slot.maximum}</b>{done}"


def folded(request: Request, ts: Translators) -> str:
    """One line without date, towns or names: an archive of the group is no archive of lives."""
    if request.state is RequestState.OVER:
        covered = all(
            sum(c.state is ClaimState.DONE and c.slot_id == slot.id for c in request.claims) >= slot.minimum
            for slot in request.slots
        )
        if covered:
            return "✓ " + together(ts, lambda t: t.say("Covered. Thank you."))
        return together(ts, lambda t: t.say("This is over. Thank you."))
    return together(ts, lambda t: t.say("Cancelled. Thank you."))


def coordinators_card(request: Request, names: Mapping[int, str], ts: Translators) -> Message:
    """Who is in which seat and what is missing; edited in place."""
    if request.state is not RequestState.OPEN:
        return Message(folded(request, ts), silent=True)
    lines = header(request, ts)
    for slot in request.slots:
        lines.append(_need(request, slot, ts))
        lines += [f"   • {_seat(claim, names, ts)}" for claim in request.living(slot)]
    contact = names.get(request.contact_id, "")
    lines.append("☎ " + together(ts, lambda t: t.say("Contact: {name}", name=contact)))
    buttons = rows(
        Button("🔒 " + together(ts, lambda t: t.say("Private details")), data("private", request.id)),
        Button("✖ " + together(ts, lambda t: t.say("Cancel this request")), data("cancel", request.id)),
    )
    return Message("\n".join(lines), buttons, silent=True)


def _seat(claim: Claim, names: Mapping[int, str], ts: Translators) -> str:
    name = ts[0].value(names.get(claim.person_id, ""))
    if claim.state is ClaimState.HELD:
        return f"{name} — " + together(ts, lambda t: t.say("held, not confirmed yet"))
    if claim.leaving_at is not None:
        return f"{name} — " + together(ts, lambda t: t.say("can't make it, waiting for somebody else"))
    return name


def nothing_claimed_yet(request: Request, ts: Translators) -> Message:
    """The answer to "I can do it!" written under a card, with the button that really claims."""
    buttons = [claim_button(request, slot, ts) for slot in request.slots if len(request.staying(slot)) < slot.maximum]
    if request.state is not RequestState.OPEN or not buttons:
        return Message(
            together(ts, lambda t: t.say("Thank you! There is nothing to claim here any more.")), silent=True
        )
    text = together(ts, lambda t: t.say("Nothing is claimed yet. To take it, tap the button:"))
    return Message(text, rows(*buttons), silent=True)


def connect_card(ts: Translators, link: str, org_name: str) -> Message:
    """The pinned way into the private chat."""
    lines = [
        t.say(
            "Rides and accompaniment of {org} are posted here, each with a button."
            " So that I can confirm and remind you privately, please connect once:",
            org=org_name,
        )
        for t in ts
    ]
    button = Button("👋 " + together(ts, lambda t: t.say("Connect")), url=link)
    return Message("\n\n".join(lines), rows(button), silent=True)


def about_claim(
    ts: Translators, words: Callable[[Translator, Request, str], Message], request: Request, name: str
) -> Message:
    """Word of somebody's claim for the coordinators' group, in all its languages."""
    return Message("\n".join(words(t, request, name).text for t in ts))


def newcomer(name: str, person_id: int, ts: Translators) -> Message:
    """Asks the coordinators' group about somebody who joined it."""
    text = "\n".join(t.say("{name} joined this group. Are they a coordinator?", name=name) for t in ts)
    button = Button("✓ " + together(ts, lambda t: t.say("Yes, coordinator")), data("vouch", person_id))
    return Message(text, rows(button))


def trouble(ts: Translators) -> Message:
    """Something from a person could not be handled."""
    text = "\n".join(
        t.say(
            "Something a person sent me failed three times and was set aside."
            " If somebody says I did not answer, please help them by hand. Whoever runs me can look in the log."
        )
        for t in ts
    )
    return Message(text)
