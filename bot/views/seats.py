"""What a coordinator sees of a request's seats, and does with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.i18n import Safe, Translator, plain
from bot.rules.claims import Refusal
from bot.rules.model import Claim, ClaimState, Missed, Request, Slot
from bot.views.claims import summary
from bot.views.message import Button, Message, Toast, data, encode, rows
from bot.views.words import ROLE_SIGN, line, role_name

MOST = 40
"""Buttons for people, or for seats to move to."""
FIRST = 10
"""Of those who stand by, as many as are named."""


def seats(t: Translator, request: Request, names: Mapping[int, str], *, begun: bool = False) -> Message:
    """Who is where, and who stands by, in order; each can be moved or taken out, each free seat filled."""
    lines = [summary(t, request), ""]
    buttons: list[tuple[Button, ...]] = []
    for slot in request.seated:
        role = f"{ROLE_SIGN[slot.role]} {role_name(t, slot.role)}"
        lines.append(f"{role} <b>{len(request.staying(slot))}/{slot.maximum}</b>")
        for claim in request.living(slot):
            name = names.get(claim.person_id, "") or t.say("somebody")
            lines.append(f"   • {t.value(name)}")
            buttons.append(
                (
                    Button(f"✖ {ROLE_SIGN[slot.role]} {name}", data("takeout", claim.id)),
                    Button(f"⇄ {ROLE_SIGN[slot.role]} {plain(t.say('Move'))}", data("move", claim.id)),
                )
            )
            if begun and claim.state is ClaimState.ACTIVE:
                label = t.say("{name} did not come", name=name)
                buttons.append((Button(f"∅ {plain(label)}", data("noshow", claim.id)),))
        for claim in request.claims:
            if claim.slot_id == slot.id and claim.state is ClaimState.NO_SHOW:
                name = names.get(claim.person_id, "") or t.say("somebody")
                lines.append("   ∅ " + t.say("{name} did not come", name=name))
                label = t.say("{name} came after all", name=plain(name))
                buttons.append((Button(f"✓ {plain(label)}", data("came", claim.id)),))
        if waiting := [names.get(backup.person_id, "") for backup in request.backups_of(slot)]:
            who = ", ".join(name or t.say("somebody") for name in waiting[:FIRST])
            lines.append("   🕐 " + t.say("Could step in: {names}", names=who + ("…" if waiting[FIRST:] else "")))
        if request.open_seats(slot):
            buttons.append(
                (
                    Button(f"➕ {plain(role)}", data("assign", slot.id)),
                    Button("☎ " + t.say("Filled outside Telegram"), data("outside", slot.id)),
                )
            )
    buttons.append((Button(t.say("Close"), data("closeseats", request.id)),))
    return Message("\n".join(lines), tuple(buttons))


def who(
    t: Translator, request: Request, slot: Slot, able: Sequence[tuple[int, str]], missed: Sequence[Missed] = ()
) -> Message:
    """Whom to put in the seat: everybody the rules would let take it; what happened lately, without any score."""
    back = Button("⬅ " + t.say("Back"), data("seats", request.id))
    if not able:
        return Message(t.say("Nobody who is trained for this and free at that time is in the group."), rows(back))
    buttons = [Button(name, data("assignto", person_id, encode(slot.id))) for person_id, name in able[:MOST]]
    text = t.say(
        "{role} for {request} — who? They are told at once.",
        role=Safe(role_name(t, slot.role)),
        request=Safe(line(t, request)),
    )
    return Message("\n".join([text, *_missed(t, able, missed)]), rows(*buttons, back))


def _missed(t: Translator, able: Sequence[tuple[int, str]], missed: Sequence[Missed]) -> list[str]:
    names = dict(able)
    lines = []
    for each in missed[:MOST]:
        day, name = t.short_day(each.starts_at), names.get(each.person_id, "")
        if each.came_not:
            lines.append(t.say("{name} did not come on {day}", name=name, day=day))
        else:
            lines.append(t.say("{name} gave a seat up late for {day}", name=name, day=day))
    return ["", *lines] if lines else []


def where(t: Translator, request: Request, claim: Claim, name: str, free: Sequence[tuple[Request, Slot]]) -> Message:
    """To which seat somebody is moved, and out of which."""
    slot = request.slot(claim.slot_id)
    role = Safe(role_name(t, slot.role)) if slot is not None else ""
    who = t.say("{name} — {role}, {request}", name=name or t.say("somebody"), role=role, request=Safe(line(t, request)))
    back = Button("⬅ " + t.say("Back"), data("seats", request.id))
    if not free:
        return Message(f"{who}\n{t.say('No other seat is free for this person.')}", rows(back))
    buttons = [
        Button(plain(f"{ROLE_SIGN[slot.role]} {line(t, other)}"), data("moveto", slot.id, encode(claim.id)))
        for other, slot in free[:MOST]
    ]
    return Message(f"{who}\n{t.say('Move to which seat? They are told at once.')}", rows(*buttons, back))


def ask_outside(t: Translator, slot: Slot, request: Request) -> Message:
    """The name of somebody without Telegram; it can be left out."""
    text = t.say("Who fills it? Send the name, or tap “Skip”. I can't write to them, so please tell them yourself.")
    return Message(
        text,
        rows(
            Button(t.say("Skip"), data("outsidenow", slot.id)),
            Button("⬅ " + t.say("Back"), data("seats", request.id)),
        ),
    )


def refused(t: Translator, why: Refusal) -> Toast:
    """Why a coordinator cannot put this person there."""
    match why:
        case Refusal.CLASH:
            text = t.say("They have another seat at that time.")
        case Refusal.FULL | Refusal.CONNECT_FIRST:
            text = t.say("That seat was just taken.")
        case Refusal.NOT_QUALIFIED:
            text = t.say("They are not trained for this.")
        case Refusal.ALREADY_YOURS | Refusal.OTHER_ROLE:
            text = t.say("They have a seat in this one already.")
        case Refusal.PAUSED:
            text = t.say("They asked for a pause.")
        case _:
            text = t.say("That is not possible any more.")
    return Toast(plain(text), alert=True)
