"""What a volunteer sees of a claim: toasts, alerts, and the one living private message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.i18n import Safe, Translator, plain
from bot.rules.claims import DetailsRefusal, LeaveRefusal, Refusal, details_open_at, undoable
from bot.rules.day import Stage, awaits_answer, seats_of, stage, with_them
from bot.rules.model import Claim, Details, Person, Qualification, Reason, Request, Role, Slot
from bot.rules.policy import Policy
from bot.views.cards import header
from bot.views.day import at_home, day_rows, home_check, no_phone, sign_line, start_check
from bot.views.message import Button, Message, Toast, data, rows, shortened
from bot.views.words import capital, every_week, how_far, line, qualification_name, reason_name, role_name


def _alert(text: str) -> Toast:
    return Toast(plain(text), alert=True)


def taken(t: Translator) -> Toast:
    return Toast(plain(t.say("It's yours. Thank you! I've sent you a private message.")))


def back_again(t: Translator) -> Toast:
    return Toast(plain(t.say("Good, the seat is yours again. Thank you!")))


def held_for_promise(t: Translator, policy: Policy) -> Toast:
    minutes = int(policy.hold.total_seconds() // 60)
    return _alert(
        t.count(
            "I'm holding it for you for {n} minute. One more step: open my private message and tap “I agree”.",
            "I'm holding it for you for {n} minutes. One more step: open my private message and tap “I agree”.",
            minutes,
        )
    )


def refused(t: Translator, why: Refusal, qualification: Qualification | None = None) -> Toast:
    """Why this tap took no seat, and the next step."""
    match why:
        case Refusal.UNKNOWN:
            text = t.say("I don't know this button any more. Write /open to me privately to see what is open now.")
        case Refusal.CANCELLED:
            text = t.say("This one was cancelled. Thank you! Write /open to me privately to see what is open now.")
        case Refusal.OVER:
            text = t.say("This one is over. Thank you! Write /open to me privately to see what is open now.")
        case Refusal.NOT_A_VOLUNTEER:
            text = t.say("Only people in the volunteers' group can claim this. Ask a coordinator to add you.")
        case Refusal.OWN_REQUEST:
            text = t.say("This request is for you, so you can't take its seat. A coordinator can help with changes.")
        case Refusal.NOT_QUALIFIED:
            name = qualification_name(t, qualification) if qualification else ""
            text = t.say(
                "This needs the {training} training. Already trained? Ask a coordinator to note it, then tap again.",
                training=name,
            )
        case Refusal.ASKED:
            text = t.say("I hold this seat for you and asked the coordinators about your training. I'll tell you soon.")
        case Refusal.PAUSED:
            text = t.say("You asked me for a pause. Write /start to me privately when you are back.")
        case Refusal.ALREADY_YOURS:
            text = t.say("This is already yours. Thank you! Write /my to me privately to see it.")
        case Refusal.OTHER_ROLE:
            text = t.say("You already have a role here. Only driving can be added to it.")
        case Refusal.CLASH:
            text = t.say("You have another seat at that time. Write /my to me privately to see it.")
        case Refusal.FULL:
            text = t.say("Somebody was faster: this one is full. Thank you! Write /open to me privately to see others.")
        case Refusal.CONNECT_FIRST:
            text = t.say("Please open my private chat once (“Connect” above), then tap again.")
    return _alert(text)


def cannot_check(t: Translator) -> Toast:
    """Telegram did not say in time who the person is."""
    return _alert(t.say("I can't check right now whether you may do this. Please tap again in a minute."))


def summary(t: Translator, request: Request) -> str:
    """When and where, for a private message; what the card shows."""
    return "\n".join(header(request, (t,)))


def seat_summary(t: Translator, request: Request, claim: Claim) -> str:
    """The same, with until when it lasts now, and every role of the person in it."""
    lines = [summary(t, request)]
    if request.lasts_until > request.ends_at:
        lines.append("⏱ " + t.say("Now until about {time}", time=t.time(request.lasts_until)))
    own = {claim.slot_id, *(each.slot_id for each in seats_of(request, claim.person_id))}
    roles = [role_name(t, slot.role) for slot in request.slots if slot.id in own]
    if roles:
        lines.append(f"🙋 {t.say('You: {role}', role=Safe(', '.join(roles)))}")
    return "\n".join(lines)


def claimed(
    t: Translator,
    request: Request,
    claim: Claim,
    person: Person,
    now: datetime,
    policy: Policy,
    *,
    shown: bool = False,
) -> Message:
    """The living message of a claim as it is true now, whatever redraws it. `shown`: for a message whose details are
    open, of which only the buttons are drawn.
    """
    if claim.leaving_at is not None:
        return leaving(t, request, claim)
    if request.home_at is not None:
        return at_home(t, request, claim, now, policy)
    at = stage(request, claim, now, policy)
    first = first_lines(t, request, claim, now, policy)
    # what somebody did not tap themselves is news, and so is a question
    silent = at in (Stage.NEW, Stage.HAS, Stage.COMING) and not claim.assigned
    return living(t, request, claim, person, first, now, policy, shown=shown, silent=silent)


def first_lines(t: Translator, request: Request, claim: Claim, now: datetime, policy: Policy) -> list[str]:
    """Where the person stands, or what they are asked."""
    match stage(request, claim, now, policy):
        case Stage.END:
            return home_check(t, request, now, policy)
        case Stage.TIME:
            return start_check(t)
        case Stage.NO_PHONE:
            return [no_phone(t, request, claim)]
        case Stage.WITH_THEM:
            return [t.say("You are with them. Thank you!")]
        case Stage.ON_WAY:
            return [t.say("You are on your way. Thank you!")]
        case Stage.CHANGED:
            return ["<b>" + t.say("Does it still work for you?") + "</b>"]
        case Stage.ASKED:
            return [f"<b>{t.say('Still coming?')}</b> ({how_far(t, request.starts_at, now)})"]
        case Stage.COMING:
            return [t.say("You are coming. Thank you!")]
        case Stage.NEW | Stage.HAS if claim.weekly and request.every is not None:
            return [t.say("You are in, as {every}.", every=every_week(t, request.every))]
        case Stage.NEW if claim.moved:
            return [t.say("A coordinator moved you to this seat instead. If you can't, please say so below.")]
        case Stage.NEW if claim.assigned:
            return [t.say("A coordinator put you down for this. If you can't, please say so below.")]
        case Stage.NEW:
            return [t.say("It's yours. Thank you!")]
        case Stage.HAS:
            return [t.say("You have this seat. Thank you!")]


def living(
    t: Translator,
    request: Request,
    claim: Claim,
    person: Person,
    first: Sequence[str],
    now: datetime,
    policy: Policy,
    *,
    private: Sequence[str] = (),
    ask: bool = False,
    shown: bool = False,
    silent: bool = False,
) -> Message:
    """The one shape of a claim's message: what is said, day, time, place and roles, the sign, what is `private` where
    it is shown, and every button that makes sense now. `ask`: it asks "Still coming?" though that is not noted yet.
    """
    lines = [*first, "", seat_summary(t, request, claim), *sign_line(t, request, now, policy)]
    opens = details_open_at(request, policy)
    if private:
        lines += ["", *private]
    elif now < opens:
        lines += ["", t.say("Name, phone and street open on {day} at {time}.", day=t.day(opens), time=t.time(opens))]
    undo = undoable(request, claim, now, policy)
    buttons = claim_rows(
        t, request, claim, person, now=now, policy=policy, undo=undo, shown=shown or bool(private), ask=ask
    )
    return Message("\n".join(lines), buttons, silent=silent)


def moved_here(t: Translator, message: Message, request: Request, slot: Slot) -> Message:
    """The message about a seat somebody was moved to, with the seat they had before."""
    role, what = Safe(role_name(t, slot.role)), Safe(line(t, request))
    gone = t.say("No longer yours: {role}, {request}", role=role, request=what)
    return replace(message, text=f"{message.text}\n\n➖ {gone}")


def claim_rows(
    t: Translator,
    request: Request,
    claim: Claim,
    person: Person,
    *,
    now: datetime,
    policy: Policy,
    undo: bool,
    shown: bool = False,
    ask: bool = False,
) -> tuple[tuple[Button, ...], ...]:
    """Every button of a claim's message that makes sense now; *Yes* as long as "Still coming?" waits for an answer."""
    at = stage(request, claim, now, policy)
    ask = ask or at is Stage.ASKED or (now < request.starts_at and awaits_answer(request, claim))
    yes = Button("✓ " + t.say("Yes, I'm coming"), data("coming", claim.id)) if ask else None
    if with_them(request, claim):
        leave = None
    elif undo:
        leave = Button("↩ " + t.say("Undo"), data("leave", claim.id))
    else:
        leave = Button(t.say("I can't make it"), data("leave", claim.id))
    details = (
        Button("🔒 " + t.say("Hide details"), data("hide", claim.id))
        if shown
        else Button("🔓 " + t.say("Show details"), data("details", claim.id))
    )
    calendar = Button("📅 " + t.say("Calendar"), data("calendar", claim.id))
    note = Button("📝 " + t.say("Note"), data("note", claim.id))
    today = day_rows(t, request, claim, now, policy)
    works = Button("✓ " + t.say("It still works for me"), data("stillworks", claim.id))
    still = works if claim.unconfirmed and yes is None else None
    weekly = standing_button(t, request, claim)
    drive = _drive_too(t, request, claim, person, now)
    return (*rows(yes), *today, *rows(still, details), (calendar, note), *rows(drive, weekly, leave))


def standing_button(t: Translator, request: Request, claim: Claim) -> Button | None:
    """*Every Thursday*: in a series that goes on, whoever has a seat may have it every week."""
    if request.every is None or not request.goes_on:
        return None
    every = every_week(t, request.every)
    if claim.weekly:
        return Button("🔁 " + t.say("Not {every} any more", every=every), data("standing", claim.id, "off"))
    return Button("🔁 " + capital(every), data("standing", claim.id, "on"))


def _drive_too(t: Translator, request: Request, claim: Claim, person: Person, now: datetime) -> Button | None:
    """For whoever could also drive: one person may have both roles."""
    free = next((s for s in request.seated if s.role is Role.DRIVER and request.open_seats(s)), None)
    if free is None or free.id == claim.slot_id or request.claim_of(person.id, free) is not None:
        return None
    if not person.qualified(Qualification.RIDESHARE, now):
        return None
    return Button("🚗 " + t.say("Drive too"), data("claim", free.id, request.version))


def with_details(
    t: Translator,
    request: Request,
    claim: Claim,
    details: Sequence[Details],
    contact: str,
    person: Person,
    now: datetime,
    policy: Policy,
) -> Message:
    """The living message with what is private, while it may be seen."""
    lines = []
    for number, party in enumerate(details, 1):
        if len(details) > 1:
            lines.append(f"<b>{number}.</b>")
        lines += detail_lines(t, party, parties=len(details))
    if not any(details):
        lines.append(t.say("No private details were noted."))
    lines += ["", t.say("Your coordinator: {name}", name=contact)]
    lines.append(t.say("Please keep this to yourself and do not forward it."))
    first = first_lines(t, request, claim, now, policy)
    return living(t, request, claim, person, first, now, policy, private=lines, silent=True)


def detail_lines(t: Translator, details: Details, *, masked: bool = False, parties: int = 1) -> list[str]:
    """The private details that are known, one per line; of several `parties` each has its share of a message."""
    most = ROOM // (3 * parties)
    lines = []
    if details.name:
        lines.append(t.say("Name: {name}", name=shortened(details.name, most)))
    if details.phone:
        lines.append(t.say("Phone: {phone}", phone=tail_of(details.phone) if masked else details.phone))
    if details.street:
        lines.append(t.say("Street: {street}", street=shortened(details.street, most)))
    if details.note:
        lines.append(t.say("Note: {note}", note=shortened(details.note, most)))
    return lines


ROOM = 2000
"""The characters of a message that are left for the names, streets and notes of everybody together."""


def tail_of(phone: str) -> str:
    """ "··34": enough to recognize a number, not to call it."""
    digits = [ch for ch in phone if ch.isdigit()]
    return "··" + "".join(digits[-2:])


def details_refused(t: Translator, why: DetailsRefusal, request: Request | None, policy: Policy) -> Toast:
    if why is DetailsRefusal.TOO_EARLY and request is not None:
        opens = details_open_at(request, policy)
        return _alert(
            t.say(
                "Private details open on {day} at {time}. Tap again then.",
                day=t.day(opens),
                time=t.time(opens),
            )
        )
    if why is DetailsRefusal.CLOSED:
        return _alert(t.say("This is over, so the private details are no longer shown."))
    return not_yours(t)


def not_yours(t: Translator) -> Toast:
    """For what belongs to somebody else and for what does not exist: the same words."""
    return _alert(t.say("This is not yours, or it is gone. Write /my to me privately to see what you have."))


def leaving(t: Translator, request: Request, claim: Claim, *, said_why: bool = False) -> Message:
    """After *I can't make it*: the seat is kept until somebody takes it."""
    both = sum(c.person_id == claim.person_id and c.leaving_at is not None for c in request.living()) > 1
    first = (
        t.say(
            "Thank you for telling us: you give up both seats. I'm looking for somebody else for each and will tell"
            " you when they are taken."
        )
        if both
        else t.say("Thank you for telling us. I'm looking for somebody else and will tell you when the seat is taken.")
    )
    text = "\n".join([first, "", summary(t, request)])
    weekly = standing_button(t, request, claim) if claim.weekly else None
    back = rows(Button(t.say("I can come after all"), data("return", claim.id)), weekly)
    if said_why:
        return Message(text, back, silent=True)
    why = [Button(reason_name(t, reason), data("reason", claim.id, reason)) for reason in Reason]
    asked = t.say("If you like, tap why; only coordinators see it:")
    return Message(f"{text}\n\n{asked}", (tuple(why[:3]), tuple(why[3:]), *back), silent=True)


def ask_note(t: Translator) -> Message:
    return Message(
        t.say(
            "What should the coordinators know? For example: “yes, but back by noon”. Only they see it."
            " Please write it without names, numbers or addresses."
        )
    )


def noted(t: Translator) -> Message:
    return Message("✓ " + t.say("Noted for the coordinators. Thank you!"), silent=True)


def leave_refused(t: Translator, why: LeaveRefusal) -> Toast:
    match why:
        case LeaveRefusal.OVER:
            return _alert(t.say("This is over. Thank you!"))
        case LeaveRefusal.ALREADY_LEAVING:
            return _alert(t.say("We know already that you can't make it. Thank you!"))
        case LeaveRefusal.WITH_THEM:
            return _alert(t.say("You said that you are with them. If you have to go, please call a coordinator."))
        case LeaveRefusal.NOT_YOURS:
            return not_yours(t)


def undone(t: Translator, request: Request) -> Message:
    return Message(t.say("Undone: this is not yours any more. {request}", request=Safe(line(t, request))))


def replaced(t: Translator, request: Request, claim: Claim) -> Message:
    """Whoever had two seats is free only once both are taken."""
    what = Safe(line(t, request))
    if any(c.person_id == claim.person_id and c.id != claim.id for c in request.living()):
        text = t.say("Somebody took over one of your two seats, thank you! {request}", request=what)
    else:
        text = t.say("Somebody took over your seat. You are free, thank you! {request}", request=what)
    return Message(text, silent=True)


def cancelled(t: Translator, request: Request) -> Message:
    text = t.say(
        "Cancelled: you are no longer needed for this. Thank you for being ready! {request}",
        request=Safe(line(t, request)),
    )
    return Message(text)


def lapsed(t: Translator, request: Request) -> Message:
    text = t.say(
        "The seat I held for you is free again, because the last step was not done. {request}"
        " To take it, tap the button in the group once more.",
        request=Safe(line(t, request)),
    )
    return Message(text)


def lapsed_contact(t: Translator, request: Request, name: str) -> Message:
    text = t.say(
        "{name} tapped for this but did not finish connecting, so the seat is open again: {request}",
        name=name,
        request=Safe(line(t, request)),
    )
    return Message(text)


def out_of_reach_contact(t: Translator, request: Request, name: str) -> Message:
    """Somebody who had the seat cannot be written to any more, and it was held for them in vain."""
    text = t.say(
        "I can't reach {name} any more, so the seat is open again: {request}", name=name, request=Safe(line(t, request))
    )
    return Message(text)


def left_contact(t: Translator, request: Request, name: str) -> Message:
    text = t.say(
        "{name} can't make it. The card shows the seat as open; {name} keeps it until somebody takes it: {request}",
        name=name,
        request=Safe(line(t, request)),
    )
    return Message(text)


def taken_late_contact(t: Translator, request: Request, name: str) -> Message:
    """Somebody took a seat when it was about to begin, or had begun."""
    text = t.say("{name} has just taken a seat of this: {request}", name=name, request=Safe(line(t, request)))
    return Message(text)


def removed(t: Translator, request: Request) -> Message:
    text = t.say(
        "This seat is no longer yours: {request} If you think this is a mistake, ask a coordinator.",
        request=Safe(line(t, request)),
    )
    return Message(text)


def taken_out(t: Translator, request: Request) -> Message:
    """A coordinator took the person out of the seat."""
    text = t.say(
        "A coordinator changed the plan: this seat is no longer yours. Thank you for being ready! {request}",
        request=Safe(line(t, request)),
    )
    return Message(text)


def removed_contact(t: Translator, request: Request, name: str) -> Message:
    text = t.say(
        "{name} is no longer a trained volunteer, so the seat is open again: {request}",
        name=name,
        request=Safe(line(t, request)),
    )
    return Message(text)


def untold(t: Translator, request: Request, name: str) -> Message:
    text = t.say(
        "I could not tell {name} that this was cancelled. Please call: {request}",
        name=name,
        request=Safe(line(t, request)),
    )
    return Message(text)


def closed(t: Translator) -> Message:
    """What stays of a claim's message when the request is over: nothing about it."""
    return Message(t.say("This is over. Thank you for being there."))


def superseded(t: Translator) -> Message:
    """What an older message about a claim becomes when a newer one is out."""
    return Message(t.say("There is a newer message about this below."))


def promise(t: Translator, *, held_until: datetime | None = None, stands_by: int | None = None) -> Message:
    """Five lines, agreed to once, before the first claim. `stands_by` is the slot in which the person could step in:
    that is done once they agree.
    """
    lines = [
        "<b>" + t.say("Before your first time, a promise:") + "</b>",
        "1. " + t.say("What I learn about people stays with me."),
        "2. " + t.say("I don't ask about papers, cases or countries."),
        "3. " + t.say("I take no pictures and post nothing about them."),
        "4. " + t.say("I forward nothing from this chat."),
        "5. " + t.say("If I can't come, I say so at once."),
    ]
    if held_until is not None:
        lines += ["", t.say("Your seat is held until {time}.", time=t.time(held_until))]
    agrees = data("promise") if stands_by is None else data("promisebackup", stands_by)
    return Message("\n".join(lines), rows(Button("✓ " + t.say("I agree"), agrees)))


def promised(t: Translator) -> Message:
    return Message("✓ " + t.say("You agreed to the promise. Thank you!"))
