"""The cards: what a group sees of a request. The volunteers' card holds no name, phone, street or case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.i18n import Translator
from bot.rules.day import home_unknown
from bot.rules.incidents import Source
from bot.rules.kinds import carries_people
from bot.rules.model import Claim, ClaimState, Reason, Request, RequestState, Role, Said, Slot, Still
from bot.rules.solved import Matter, who_says_so
from bot.views.message import Button, Message, data, rows, together
from bot.views.words import (
    KIND_SIGN,
    ROLE_SIGN,
    child_seats,
    every_week,
    hours,
    line,
    people_count,
    places,
    reason_name,
    return_leg,
    role_name,
    role_offer,
    title,
)

Translators = Sequence[Translator]


def volunteers_card(request: Request, ts: Translators, *, silent: bool = False) -> Message:
    """All languages in one message, one claim button per slot that has a seat, verbs, in slot order."""
    if request.state is not RequestState.OPEN:
        return Message(folded(request, ts))
    needs = [_need(request, slot, ts) for slot in request.seated]
    buttons = [
        claim_button(request, slot, ts) if request.open_seats(slot) else backup_button(slot, ts)
        for slot in request.seated
    ]
    return Message("\n".join([*header(request, ts), *needs, *_alone(request, ts)]), rows(*buttons), silent=silent)


def _alone(request: Request, ts: Translators) -> list[str]:
    """ "Never one accompanier alone": said while that would be so, which is not the same as "not full"."""
    short = sum(request.short_of(slot) for slot in request.seated if slot.role is Role.ACCOMPANIER)
    here = sum(len(request.staying(slot)) for slot in request.seated if slot.role is Role.ACCOMPANIER)
    if not short or not here:
        return []
    words = together(
        ts,
        lambda t: t.count(
            "Nobody accompanies alone: {n} more is needed", "Nobody accompanies alone: {n} more are needed", short
        ),
    )
    return [f"❗ {words}"]


def claim_button(request: Request, slot: Slot, ts: Translators) -> Button:
    words = together(ts, lambda t: role_offer(t, slot.role))
    return Button(f"{ROLE_SIGN[slot.role]} {words}", data("claim", slot.id, request.version))


def backup_button(slot: Slot, ts: Translators) -> Button:
    """Only below a slot whose seats are taken: whoever taps it is asked when one gets free."""
    # Translators: a button; with the role behind it, "I could step in: Driver"
    words = together(ts, lambda t: t.say("I could step in"))
    return Button(f"🕐 {words} ({ROLE_SIGN[slot.role]})", data("backup", slot.id))


def header(request: Request, ts: Translators) -> list[str]:
    """Kind, day, times, towns, people: the public part of a request."""
    lines = [
        f"{KIND_SIGN[request.kind]} <b>{together(ts, lambda t: title(t, request))}</b>",
        f"📅 {together(ts, lambda t: t.day(request.starts_at))}",
        f"🕘 {hours(ts[0], request) if request.part is None else together(ts, lambda t: hours(t, request))}",
    ]
    if request.every is not None:
        weekday = request.every
        lines.append(f"🔁 {together(ts, lambda t: every_week(t, weekday))}")
    if request.origin is not None:
        lines.append(f"📍 {places(ts[0], request)}")
    if carries_people(request.kind):
        lines.append(f"👥 {together(ts, lambda t: people_count(t, request.passengers))}")
    if request.child_seats:
        lines.append(f"👶 {together(ts, lambda t: child_seats(t, request.child_seats))}")
    if request.wheelchair:
        lines.append(f"♿ {together(ts, lambda t: t.say('Wheelchair'))}")
    if return_leg(ts[0], request):
        lines.append(f"↩ {together(ts, lambda t: return_leg(t, request))}")
    if request.waits:
        lines.append(f"⏳ {together(ts, lambda t: t.say('The driver waits there'))}")
    if request.languages:
        named = together(ts, lambda t: ", ".join(t.language_name(code) for code in request.languages))
        lines.append(f"🗣 {named}")
    if request.interpreter:
        lines.append(f"🗣 {together(ts, lambda t: t.say('Interpreter needed'))}")
    return lines


def _need(request: Request, slot: Slot, ts: Translators) -> str:
    """ "Driver · Conductor 0/1": people who mean to come, of the seats; whether it could also go without."""
    here = len(request.staying(slot))
    name = f"{together(ts, lambda t: role_name(t, slot.role))} <b>{here}/{slot.maximum}</b>"
    if standing_by := len(request.backups_of(slot)):
        name += f" · {together(ts, lambda t: t.count('{n} backup', '{n} backups', standing_by))}"
    if here >= slot.maximum:
        return f"{name} ✓"
    # Translators: beside a role that would be welcome and is not needed
    return name if slot.minimum else f"{name} ({together(ts, lambda t: t.say('if possible'))})"


def folded(request: Request, ts: Translators) -> str:
    """One line without date, towns or names: an archive of the group is no archive of lives."""
    if request.state is RequestState.OVER:
        covered = all(
            sum(c.state is ClaimState.DONE and c.slot_id == slot.id for c in request.claims) >= slot.minimum
            for slot in request.seated
        )
        if covered and home_unknown(request):
            return "✓ " + together(ts, lambda t: t.say("This is over. Thank you."))
        if covered:
            return "✓ " + together(ts, lambda t: t.say("Covered. Thank you."))
        return together(ts, lambda t: t.say("This is over. Thank you."))
    return together(ts, lambda t: t.say("Cancelled. Thank you."))


def coordinators_card(
    request: Request, names: Mapping[int, str], ts: Translators, said: Mapping[int, Said] | None = None
) -> Message:
    """Who is in which seat and what is missing; edited in place."""
    if request.state is not RequestState.OPEN:
        return Message(folded(request, ts), silent=True)
    lines = header(request, ts)
    for slot in request.seated:
        lines.append(_need(request, slot, ts))
        for claim in request.living(slot):
            words = (said or {}).get(claim.id, Said())
            lines.append(f"   • {_seat(claim, words.reason, names, ts)}")
            if words.note:
                lines.append(f"      📝 {ts[0].value(words.note)}")
    lines += _alone(request, ts)
    lines += _members(request, ts)
    contact = names.get(request.contact_id, "")
    lines.append("☎ " + together(ts, lambda t: t.say("Contact: {name}", name=contact)))
    return Message("\n".join(lines), _coordinators_buttons(request, ts), silent=True)


def _members(request: Request, ts: Translators) -> list[str]:
    """How many members are connected, and whether one is out of reach; never who."""
    here = sum(party.member_id is not None and party.lost_at is None for party in request.parties)
    lost = any(party.lost_at is not None for party in request.parties)
    lines = []
    if here and len(request.parties) == 1:
        lines.append("📱 " + together(ts, lambda t: t.say("member connected")))
    elif here:
        lines.append(
            "📱 " + together(ts, lambda t: t.count("{n} member connected", "{n} members connected", here)),
        )
    if any(party.paused_at is not None for party in request.parties):
        lines.append("⏸ " + together(ts, lambda t: t.say("a member says that plans changed: please call")))
    if lost:
        lines.append("📵 " + together(ts, lambda t: t.say("a member is out of my reach: please call")))
    return lines


def _coordinators_buttons(request: Request, ts: Translators) -> tuple[tuple[Button, ...], ...]:
    def button(sign: str, words: Callable[[Translator], str], action: str) -> Button:
        return Button(f"{sign} {together(ts, words)}", data(action, request.id))

    series: tuple[tuple[Button, ...], ...] = ()
    if request.series_id is not None:
        words = together(ts, lambda t: t.say("Series…"))
        series = ((Button(f"🔁 {words}", data("series", request.series_id)),),)
    return (
        (button("🔒", lambda t: t.say("Private details"), "private"),),
        (button("✏️", lambda t: t.say("Edit"), "edit"), button("⧉", lambda t: t.say("Duplicate"), "again")),
        (button("👥", lambda t: t.say("Seats"), "seats"), button("🤲", lambda t: t.say("Hand over"), "handover")),
        *series,
        (button("✖", lambda t: t.say("Cancel this request"), "cancel"),),
        (Button(f"🔴 {together(ts, lambda t: t.say('Emergency'))}", data("alarm", request.id, Source.COORDINATOR)),),
    )


def _seat(claim: Claim, reason: Reason | None, names: Mapping[int, str], ts: Translators) -> str:
    name = ts[0].value(names.get(claim.person_id, "")) + (" 🔁" if claim.weekly else "")
    if claim.state is ClaimState.HELD:
        return f"{name} — " + together(ts, lambda t: t.say("held, not confirmed yet"))
    if claim.leaving_at is not None:
        why = f" ({together(ts, lambda t: reason_name(t, reason))})" if reason is not None else ""
        return f"{name} — " + together(ts, lambda t: t.say("can't make it, waiting for somebody else")) + why
    if claim.unconfirmed:
        return f"{name} — " + together(ts, lambda t: t.say("has not said yet whether the change works"))
    return f"{name} ✓" if claim.still is Still.YES else name


def nothing_claimed_yet(request: Request, ts: Translators) -> Message:
    """The answer to "I can do it!" written under a card, with the button that really claims."""
    buttons = [claim_button(request, slot, ts) for slot in request.seated if request.open_seats(slot)]
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


def over(ts: Translators) -> Message:
    """What a message about a request in the coordinators' group becomes: nothing about anybody."""
    return Message("✓ " + together(ts, lambda t: t.say("This is over. Thank you.")))


def solved(ts: Translators, request: Request, matter: str, names: Mapping[int, str], decided_by: str = "") -> Message:
    """What an alert becomes that needs nobody any more: that it is so, and who says it."""
    says = who_says_so(request) if matter.partition(".")[0] in (Matter.LATE, Matter.ALONE) else None
    name = "" if says is None else names.get(says.person_id, "")

    def words(t: Translator) -> str:
        if decided_by:
            return t.say("{name}: it goes on as planned.", name=decided_by)
        if says is not None and says.with_at:
            return t.say("{name} says that they are together.", name=name)
        if says is not None:
            return t.say("{name} says: on the way.", name=name)
        return t.say("Taken care of. Thank you.")

    return Message(f"✓ {together(ts, words)}\n<i>{line(ts[0], request)}</i>")


def about_claim(
    ts: Translators, words: Callable[[Translator, Request, str], Message], request: Request, name: str
) -> Message:
    """Word of somebody's claim for the coordinators' group, in all its languages."""
    return Message("\n".join(words(t, request, name).text for t in ts))


def about_member(ts: Translators, words: Callable[[Translator, Request], Message], request: Request) -> Message:
    """Word of a member for the coordinators' group, in all its languages; it names nobody."""
    return Message("\n".join(words(t, request).text for t in ts))


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
