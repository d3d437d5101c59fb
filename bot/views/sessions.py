"""What people see of a training or an event: the cards, their own message, and every notice about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.i18n import Safe, Translator, plain
from bot.rules.model import (
    Going,
    Qualification,
    Request,
    Session,
    SessionKind,
    SessionState,
    Slot,
    Whereabouts,
)
from bot.rules.policy import Policy
from bot.rules.sessions import Refusal, listed, ticked
from bot.views.message import Button, Message, Toast, data, fit, rows, together
from bot.views.words import ROLE_SIGN, in_full, line, qualification_name, times

Translators = Sequence[Translator]
SIGN = {SessionKind.TRAINING: "🎓", SessionKind.EVENT: "🎉"}
GO, MAYBE, CANT = "going", "maybe", "cantgo"
"""The buttons that answer a session."""
WANTED = {GO: Going.GOING, MAYBE: Going.MAYBE, CANT: Going.DECLINED}
MOST_NAMES = 30
MOST_BUTTONS = 30


def _alert(text: str) -> Toast:
    return Toast(plain(text), alert=True)


# --- words -----------------------------------------------------------------------------------------------------------


def title(t: Translator, session: Session) -> str:
    """ "Training: rideshare", or the event's own name."""
    if session.qualification is None:
        return t.value(session.title) if session.title else t.say("Event")
    name = t.say("Training: {topic}", topic=Safe(qualification_name(t, session.qualification)))
    return f"{name} – {t.value(session.title)}" if session.title else name


def in_line(t: Translator, session: Session) -> str:
    """One session in one line: "Thu, Dec 3, 6:30 PM · Training: rideshare"."""
    return f"{t.short_day(session.starts_at)}, {t.time(session.starts_at)} · {title(t, session)}"


def header(session: Session, ts: Translators) -> list[str]:
    """What is public of it: name, day, times, place, language."""
    lines = [
        f"{SIGN[session.kind]} <b>{together(ts, lambda t: title(t, session))}</b>",
        f"📅 {together(ts, lambda t: t.day(session.starts_at))}",
        f"🕘 {times(ts[0], session.starts_at, session.ends_at)}",
    ]
    if session.place is not None:
        lines.append(f"📍 {ts[0].value(session.place)}")
    if session.private_place:
        words = together(ts, lambda t: t.say("The exact place is told to those who go"))
        lines.append(f"📍 {words}")
    if session.online:
        lines.append(f"💻 {together(ts, lambda t: t.say('Online; the link is told to those who go'))}")
    if session.languages:
        named = together(ts, lambda t: ", ".join(t.language_name(code) for code in session.languages))
        lines.append(f"🗣 {named}")
    return lines


def summary(t: Translator, session: Session) -> str:
    return "\n".join(header(session, (t,)))


def _counts(session: Session, ts: Translators) -> list[str]:
    going, waiting = len(session.of(Going.GOING)), len(session.of(Going.WAITLISTED))
    maybe = len(session.of(Going.MAYBE))
    limit = "" if session.capacity is None else f"/{session.capacity}"
    # Translators: before a number, "Going 5/12"
    lines = [f"👥 {together(ts, lambda t: t.say('Going'))} <b>{going}{limit}</b>"]
    if maybe:
        # Translators: before a number, "Maybe 3"
        lines.append(f"🤔 {together(ts, lambda t: t.say('Maybe'))} <b>{maybe}</b>")
    if waiting:
        # Translators: before a number, "Waitlist 3"
        lines.append(f"⏳ {together(ts, lambda t: t.say('Waitlist'))} <b>{waiting}</b>")
    return lines


# --- the cards -------------------------------------------------------------------------------------------------------


def _answer(session: Session, ts: Translators, answer: str) -> Button:
    words = {
        GO: lambda t: t.say("I want a place: waitlist") if session.free == 0 else t.say("I'm going"),
        MAYBE: lambda t: t.say("Maybe"),
        CANT: lambda t: t.say("I can't"),
    }[answer]
    sign = {GO: "✅", MAYBE: "🤔", CANT: "✖"}[answer]
    return Button(f"{sign} {together(ts, words)}", data(answer, session.id))


def going_button(t: Translator, session: Session) -> Button:
    """*I'm going*, or a place on the waitlist."""
    return _answer(session, (t,), GO)


def _answers(session: Session, ts: Translators) -> tuple[tuple[Button, ...], ...]:
    maybe = _answer(session, ts, MAYBE) if session.kind is SessionKind.EVENT else None
    return rows(_answer(session, ts, GO), maybe, _answer(session, ts, CANT))


def folded(session: Session, ts: Translators) -> str:
    """One line without date, place or names."""
    if session.state is SessionState.CANCELLED:
        return together(ts, lambda t: t.say("Cancelled. Thank you."))
    return together(ts, lambda t: t.say("This is over. Thank you."))


def volunteers_card(session: Session, ts: Translators, names: Sequence[str] = (), *, silent: bool = False) -> Message:
    """All languages in one message. `names` of those who go only where the center wants them shown."""
    if session.state is not SessionState.OPEN:
        return Message(folded(session, ts))
    lines = [*header(session, ts), *_counts(session, ts)]
    if names:
        lines.append(", ".join(ts[0].value(name) for name in names[:MOST_NAMES]) + ("…" if names[MOST_NAMES:] else ""))
    return Message("\n".join(lines), _answers(session, ts), silent=silent)


def coordinators_card(session: Session, names: Mapping[int, str], ts: Translators) -> Message:
    """Who comes and who waits; edited in place. `names` are by person."""
    if session.state is not SessionState.OPEN:
        lines = [folded(session, ts)]
        if session.confirmed_at is not None:
            there = len(session.of(Going.ATTENDED))
            lines = [f"✓ {together(ts, lambda t: t.count('{n} person was there', '{n} people were there', there))}"]
        button = Button(f"📋 {together(ts, lambda t: t.say('List'))}", data("attendees", session.id))
        return Message("\n".join(lines), rows(button) if session.state is SessionState.OVER else (), silent=True)
    lines = [*header(session, ts), *_counts(session, ts)]
    for state, sign in ((Going.GOING, "•"), (Going.MAYBE, "🤔"), (Going.WAITLISTED, "⏳")):
        people = [rsvp for rsvp in session.of(state) if rsvp.person_id is not None]
        for rsvp in people[:MOST_NAMES]:
            held = together(ts, lambda t: t.say("held, not confirmed yet")) if rsvp.held_until is not None else ""
            name = ts[0].value(names.get(rsvp.person_id or 0, "?"))
            lines.append(f"   {sign} {name}" + (f" — {held}" if held else ""))
        if people[MOST_NAMES:]:
            lines.append("   …")
    present = sum(ticked(rsvp) for rsvp in listed(session))
    if present:
        lines.append(f"✓ {together(ts, lambda t: t.count('{n} person is there', '{n} people are there', present))}")
    if session.trainer_id is not None:
        trainer = names.get(session.trainer_id, "")
        lines.append(f"🧑‍🏫 {together(ts, lambda t: t.say('Trainer: {name}', name=trainer))}")
    return Message(fit(lines), _coordinators_buttons(session, ts), silent=True)


def _coordinators_buttons(session: Session, ts: Translators) -> tuple[tuple[Button, ...], ...]:
    return (
        (Button(f"📋 {together(ts, lambda t: t.say('List'))}", data("attendees", session.id)),),
        (Button(f"🔗 {together(ts, lambda t: t.say('Link and picture'))}", data("sessionlink", session.id)),),
        (
            Button(f"✏️ {together(ts, lambda t: t.say('Edit'))}", data("sessionedit", session.id)),
            Button(f"✖ {together(ts, lambda t: t.say('Cancel it'))}", data("sessioncancel", session.id)),
        ),
    )


def nothing_said_yet(session: Session, ts: Translators) -> Message:
    """The answer to "I'll be there!" written under a card, with the buttons that really say so."""
    if session.state is not SessionState.OPEN:
        return Message(folded(session, ts), silent=True)
    text = together(ts, lambda t: t.say("Nothing is noted yet. To say that you come, tap the button:"))
    return Message(text, _answers(session, ts), silent=True)


# --- a person's own message ------------------------------------------------------------------------------------------


def own_card(
    t: Translator,
    session: Session,
    state: Going | None,
    name: str,
    now: datetime,
    *,
    person_id: int = 0,
    before: str = "",
    private: Whereabouts | None = None,
) -> Message:
    """A session as one person has it: what they said, what it is, and every button that makes sense.

    `before` is what happened just now; `private` is shown where it was asked for.
    """
    if session.state is not SessionState.OPEN or now >= session.ends_at:
        return Message("\n".join([before, folded(session, (t,))]).strip())
    lines = [before or _said(t, session, state, person_id), "", summary(t, session)]
    if private is not None:
        lines += ["", *_whereabouts(t, private)]
    if state in (Going.GOING, Going.MAYBE, Going.WAITLISTED) and name:
        lines += ["", t.say("The trainer sees you as {name}.", name=name)]
    return Message("\n".join(lines).strip(), _own_buttons(t, session, state, shown=private is not None))


def _said(t: Translator, session: Session, state: Going | None, person_id: int) -> str:
    match state:
        case Going.GOING:
            return "✅ " + t.say("You're going. I'll remind you.")
        case Going.WAITLISTED:
            order = [rsvp.person_id for rsvp in session.of(Going.WAITLISTED)]
            place = order.index(person_id) + 1 if person_id in order else len(order)
            return "⏳ " + t.say(
                "All places are taken. You are number {n} on the waitlist; I'll tell you if one comes free.", n=place
            )
        case Going.MAYBE:
            return "🤔 " + t.say("You said maybe. I'll remind you.")
        case Going.DECLINED:
            return t.say("You said that you can't come. Thank you for telling us!")
        case Going.WALK_IN:
            return t.say("You are on the trainer's list.")
        case _:
            return t.say("Are you coming?")


def _whereabouts(t: Translator, private: Whereabouts) -> list[str]:
    lines = []
    if private.venue:
        lines.append("📍 " + t.say("Where: {place}", place=private.venue))
    if private.link:
        lines.append("💻 " + t.say("Link: {link}", link=private.link))
    return lines or [t.say("The exact place is not noted yet. Ask the center, or look again later.")]


def _own_buttons(
    t: Translator, session: Session, state: Going | None, *, shown: bool = False
) -> tuple[tuple[Button, ...], ...]:
    tells = (session.private_place or session.online) and not shown
    where = Button("📍 " + t.say("Where exactly?"), data("where", session.id)) if tells else None
    calendar = Button("📅 " + t.say("Calendar"), data("sessioncal", session.id))
    rename = Button("✏️ " + t.say("Change my name"), data("myname", session.id))
    match state:
        case Going.GOING:
            cant = Button("✖ " + t.say("I can't after all"), data(CANT, session.id))
            return rows(where, calendar, rename, cant)
        case Going.WAITLISTED:
            cant = Button("✖ " + t.say("I no longer want a place"), data(CANT, session.id))
            return rows(rename, cant)
        case Going.MAYBE:
            return (*rows(where, calendar), *rows(_answer(session, (t,), GO), _answer(session, (t,), CANT)))
        case Going.DECLINED:
            return rows(Button("✅ " + t.say("I can come after all"), data(GO, session.id)))
        case Going.WALK_IN:
            return ()
        case _:
            return _answers(session, (t,))


def promoted(t: Translator, session: Session, name: str, now: datetime, policy: Policy, person_id: int) -> Message:
    """A place came free: said at once, with the time until which to say no."""
    until = session.starts_at - policy.promoted_until
    if now < until:
        said = t.say(
            "A place came free: you're going! If you can't come, please tap it below by {day}, {time}:"
            " then the next one gets it.",
            day=t.day(until),
            time=t.time(until),
        )
    else:
        said = t.say("A place came free: you're going! It begins soon. If you can't come, please tap it below now.")
    return own_card(t, session, Going.GOING, name, now, person_id=person_id, before="🎉 " + said)


def moved(t: Translator, session: Session, name: str, now: datetime, person_id: int) -> Message:
    """The room became smaller, and somebody decided that the last to answer wait."""
    said = t.say("I'm sorry: there is room for fewer people now, and you are on the waitlist again.")
    more = _said(t, session, Going.WAITLISTED, person_id)
    return own_card(t, session, Going.WAITLISTED, name, now, person_id=person_id, before=f"{said}\n{more}")


def changed(
    t: Translator,
    session: Session,
    state: Going | None,
    name: str,
    before: tuple[datetime, datetime, str | None],
    now: datetime,
    person_id: int,
) -> Message:
    """Another time or place: the old and the new."""
    lines = [t.say("Something changed:")]
    starts_at, ends_at, place = before
    if (starts_at, ends_at) != (session.starts_at, session.ends_at):
        old = f"{t.short_day(starts_at)}, {times(t, starts_at, ends_at)}"
        new = f"{t.short_day(session.starts_at)}, {times(t, session.starts_at, session.ends_at)}"
        lines.append(f"🕘 <s>{old}</s> → <b>{new}</b>")
    if place != session.place:
        lines.append(f"📍 <s>{t.value(place or '–')}</s> → <b>{t.value(session.place or '–')}</b>")
    if len(lines) == 1:
        lines.append("📍 " + t.say("The exact place or the link is another one. Tap “Where exactly?” to see it."))
    lines.append(t.say("If you can't come any more, please tap it below."))
    return own_card(t, session, state, name, now, person_id=person_id, before="\n".join(lines))


def cancelled(t: Translator, session: Session) -> Message:
    return Message("✖ " + t.say("Cancelled: {session}. Please don't come.", session=Safe(in_line(t, session))))


def untold(ts: Translators, session: Session, name: str) -> Message:
    """For the coordinators' group."""
    return Message(
        "\n".join(
            t.say(
                "I could not tell {name} that this was cancelled: {session}. Please call.",
                name=name,
                session=Safe(in_line(t, session)),
            )
            for t in ts
        )
    )


def still_waiting(t: Translator, session: Session) -> Message:
    text = t.say(
        "No place has come free so far: {session}. Please come only if I write to you again.",
        session=Safe(in_line(t, session)),
    )
    button = Button("✖ " + t.say("I no longer want a place"), data(CANT, session.id))
    return Message(text, rows(button))


def reminder(t: Translator, sessions: Sequence[Session], maybe: Sequence[int], *, tomorrow: bool) -> Message:
    """All parts of one evening in one message; nothing in it that only those who go are told: lock screens are read."""
    lines = [t.say("Tomorrow:") if tomorrow else t.say("Soon:")]
    buttons: list[Button] = []
    for session in sessions:
        lines += ["", summary(t, session)]
        if session.private_place or session.online:
            text = _of(t, session, t.say("Where exactly?"), sessions)
            buttons.append(Button("📍 " + text, data("where", session.id)))
        if session.id in maybe:
            text = _of(t, session, t.say("I'm going"), sessions)
            buttons.append(Button("✅ " + text, data(GO, session.id)))
        text = _of(t, session, t.say("I can't after all"), sessions)
        buttons.append(Button("✖ " + text, data(CANT, session.id)))
    lines += ["", t.say("See you there! If you can't come, please tap it, so that somebody else gets the place.")]
    return Message("\n".join(lines), rows(*buttons))


def _of(t: Translator, session: Session, words: str, sessions: Sequence[Session]) -> str:
    """A button of one of several parts says which."""
    return plain(f"{words} ({title(t, session)})") if len(sessions) > 1 else plain(words)


def trained(
    t: Translator,
    session: Session,
    requests: Sequence[tuple[Request, Slot]],
    *,
    invite: str | None,
) -> Message:
    """After the confirmation: what it means, the way into the volunteers' group, and what fits already.

    `invite` None: they are in it; empty: somebody must add them.
    """
    name = qualification_name(t, session.qualification) if session.qualification else ""
    lines = ["🎓 " + t.say("Thank you for coming! You are now trained for {training}.", training=Safe(name))]
    buttons: list[Button] = []
    if invite:
        lines.append(t.say("One more step: join the volunteers' group. The button works once, for you alone."))
        buttons.append(Button("👥 " + t.say("Join the volunteers' group"), url=invite))
    elif invite is not None:
        lines.append(t.say("A coordinator will add you to the volunteers' group. Then you can say yes to requests."))
    if requests:
        lines += ["", t.say("These are open and fit you. Tap one to take it:")]
        buttons += [
            Button(plain(f"{ROLE_SIGN[slot.role]} {line(t, request)}"), data("claim", slot.id, request.version))
            for request, slot in requests
        ]
    return Message("\n".join(lines), rows(*buttons))


def missed(t: Translator, session: Session, following: Session | None) -> Message:
    """Said kindly, with the next chance."""
    lines = [
        t.say(
            "We missed you: {session}. If you were there, please tell the trainer; the list can be corrected.",
            session=Safe(in_line(t, session)),
        )
    ]
    if following is None:
        return Message("\n".join(lines), silent=True)
    lines += ["", t.say("The next one:"), summary(t, following)]
    return Message("\n".join(lines), rows(_answer(following, (t,), GO)), silent=True)


# --- answers to taps -------------------------------------------------------------------------------------------------


def answered(t: Translator, session: Session, state: Going, *, new: bool, person_id: int = 0) -> Toast:
    """The toast for a tap."""
    match state:
        case Going.GOING if new:
            return Toast(plain(t.say("You're going. I've sent you a private message.")))
        case Going.GOING:
            return Toast(plain(t.say("You're going already. See you there!")))
        case Going.WAITLISTED:
            return _alert(_said(t, session, state, person_id))
        case Going.MAYBE:
            return Toast(plain(t.say("Noted: maybe.")))
        case Going.WALK_IN:
            return Toast(plain(t.say("You are on the trainer's list.")))
        case _:
            return Toast(plain(t.say("Noted: you can't come. Thank you for telling us!")))


def refused(t: Translator, why: Refusal) -> Toast:
    match why:
        case Refusal.CANCELLED:
            return _alert(t.say("This was cancelled. Write /trainings to me privately to see what is coming."))
        case Refusal.OVER | Refusal.UNKNOWN:
            return _alert(t.say("This is over or gone. Write /trainings to me privately to see what is coming."))
        case Refusal.BLOCKED:
            return _alert(t.say("You can't sign up here. Please call the center."))


def gone(t: Translator) -> Toast:
    """For what belongs to somebody else and for what does not exist: the same words."""
    return refused(t, Refusal.UNKNOWN)


def only_those_who_go(t: Translator) -> Toast:
    return _alert(t.say("Only those who go are told the exact place. Tap “I'm going” first."))


def superseded(t: Translator) -> Message:
    """What an older message about a session becomes when a newer one is out."""
    return Message(t.say("There is a newer message about this below."))


def ask_name(t: Translator, now: str) -> Message:
    return Message(
        t.say("Which name should the trainer see? A first name is enough. Now: {name}", name=now),
        rows(Button(t.say("Leave it"), data("keepname"))),
    )


def name_saved(t: Translator, name: str) -> Message:
    return Message("✓ " + t.say("The trainer sees you as {name}.", name=name))


def name_kept(t: Translator) -> Message:
    return Message(t.say("Good, it stays as it was."))


# --- lists -----------------------------------------------------------------------------------------------------------


def coming_list(t: Translator, sessions: Sequence[Session], person_id: int) -> Message:
    """`/trainings`: what is coming, each with a button; also for people who are in no group."""
    if not sessions:
        return Message(t.say("No training or event is planned right now. Look again soon!"))
    lines, buttons = [t.say("Coming up. Tap one to see it and to say that you come:")], []
    for session in sessions[:MOST_BUTTONS]:
        own = session.rsvp_of(person_id)
        state = own.state if own is not None else None
        mark = {Going.GOING: "✅ ", Going.WAITLISTED: "⏳ ", Going.MAYBE: "🤔 "}.get(state, "") if state else ""
        place = f" · {t.value(session.place)}" if session.place else ""
        full = f" — {t.say('full, with a waitlist')}" if session.free == 0 else ""
        lines.append(f"{mark}{SIGN[session.kind]} {in_line(t, session)}{place}{full}")
        text = plain(f"{mark}{SIGN[session.kind]} {in_line(t, session)}")
        buttons.append((Button(text, data("session", session.id)),))
    return Message(fit(lines), tuple(buttons))


# --- a refusal that converts -----------------------------------------------------------------------------------------


def training_needed(
    t: Translator, qualification: Qualification, session: Session | None, more: Sequence[Button] = ()
) -> Message:
    """To whoever tapped a claim button without the training: the next one, with its button; `more` stand below."""
    name = Safe(qualification_name(t, qualification))
    lines = [t.say("Thank you for wanting to help! This needs the {training} training first.", training=name)]
    if session is None:
        lines.append(t.say("No such training is planned right now. I'll show it in the group as soon as it is."))
        return Message("\n".join(lines), rows(*more))
    lines += ["", t.say("The next one:"), summary(t, session)]
    if session.free == 0:
        lines.append(t.say("All places are taken, but often one comes free."))
    return Message("\n".join(lines), rows(_answer(session, (t,), GO), *more))


def training_needed_toast(t: Translator, qualification: Qualification, session: Session | None) -> Toast:
    name = Safe(qualification_name(t, qualification))
    if session is None:
        return _alert(
            t.say("This needs the {training} training. I've written to you privately about it.", training=name)
        )
    return _alert(
        t.say(
            "This needs the {training} training. The next one is on {day}: I've sent you a button to sign up.",
            training=name,
            day=t.day(session.starts_at),
        )
    )


# --- for coordinators and trainers -----------------------------------------------------------------------------------


def outside_link(t: Translator, session: Session, link: str) -> Message:
    """The public link, to be copied to a website or a poster; everybody may have it."""
    lines = [
        summary(t, session),
        "",
        t.say("Everybody may have this link: who opens it can sign up, without any group."),
        f"<code>{t.value(link)}</code>",
    ]
    return Message("\n".join(lines))


def leads(t: Translator, session: Session, now: datetime) -> Message:
    """To somebody named as the trainer."""
    when = in_full(t, session.starts_at, session.ends_at, now)
    lines = [
        t.say("You lead this one. You can see who comes, and shortly before the start I send you the code."),
        "",
        summary(t, session),
        f"📅 {when}",
    ]
    return Message("\n".join(lines), rows(Button("📋 " + t.say("List"), data("attendees", session.id))))


def ask_in_group(ts: Translators, session: Session) -> Message:
    """For the coordinators' group: nobody has said yet who was there."""
    text = "\n".join(
        t.say(
            "Who was there? {session}. Until the list is confirmed, nobody counts as trained.",
            session=Safe(in_line(t, session)),
        )
        for t in ts
    )
    button = Button(f"📋 {together(ts, lambda t: t.say('List'))}", data("attendees", session.id))
    return Message(text, rows(button))


def sure_to_cancel(t: Translator, session: Session, told: int) -> Message:
    text = t.count(
        "Cancel {session}? {n} person is told at once.",
        "Cancel {session}? {n} people are told at once.",
        told,
        session=Safe(in_line(t, session)),
    )
    return Message(
        text,
        rows(
            Button("✖ " + t.say("Yes, cancel it"), data("sessioncancelnow", session.id)),
            Button(t.say("No, keep it"), data("keep", session.id)),
        ),
    )


def cancelled_now(t: Translator) -> Message:
    return Message("✖ " + t.say("Cancelled. Everybody who meant to come is being told."))
