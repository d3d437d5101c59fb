"""*I was already trained*, and what people hear of their trainings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.i18n import Safe, Translator, plain
from bot.rules.claims import NotAsked, Refusal, lapses_at
from bot.rules.model import Claim, Grant, Person, Qualification, Request, Session
from bot.rules.policy import Policy
from bot.views import sessions
from bot.views.claims import promise, refused
from bot.views.message import Button, Message, Toast, data, rows, together
from bot.views.words import line, qualification_name


def training(t: Translator, qualification: Qualification | None) -> str:
    """The training's name, for the middle of a sentence."""
    return qualification_name(t, qualification) if qualification is not None else "…"


def training_needed(
    t: Translator,
    request: Request,
    slot_id: int,
    qualification: Qualification,
    session: Session | None,
    now: datetime,
    policy: Policy,
) -> Message:
    """To whoever tapped without the training: the next one, and the way for those who have it already."""
    if now >= request.starts_at - policy.already_trained_stop:
        needed = sessions.training_needed(t, qualification, session)
        hint = t.say("Were you trained already? This starts soon: please call a coordinator to note it.")
        return Message(f"{needed.text}\n\n{hint}", needed.buttons)
    already = Button("🎓 " + t.say("I was already trained"), data("iamtrained", slot_id))
    needed = sessions.training_needed(t, qualification, session, [already])
    hint = t.say("Were you trained already? Then tap below: I hold the seat for you and ask the coordinators.")
    return Message(f"{needed.text}\n\n{hint}\n{line(t, request)}", needed.buttons)


def asked(t: Translator, request: Request, claim: Claim, policy: Policy) -> Message:
    """The seat is held, and until when."""
    until = lapses_at(request, claim, policy)
    lines = [
        t.say(
            "I asked the coordinators whether you are trained for {training}, and tell you what they say.",
            training=Safe(training(t, claim.says_trained)),
        ),
        t.say(
            "I hold the seat for you meanwhile, until {day} at {time} at the latest.",
            day=t.day(until),
            time=t.time(until),
        ),
        "",
        line(t, request),
    ]
    return Message("\n".join(lines), rows(Button("↩ " + t.say("I don't want it after all"), data("leave", claim.id))))


def not_asked(t: Translator, why: Refusal | NotAsked, qualification: Qualification | None) -> Toast:
    """Why nobody is asked, and what to do instead."""
    match why:
        case NotAsked.TRAINED:
            text = t.say(
                "Your training is noted already. Tap the button in the group once more, and the seat is yours."
            )
        case NotAsked.ASKED_ELSEWHERE:
            text = t.say(
                "The coordinators are being asked about your {training} training. Please wait for their answer.",
                training=Safe(training(t, qualification)),
            )
        case NotAsked.TOO_LATE:
            text = t.say("It starts too soon to hold the seat. Please call a coordinator: they can note your training.")
        case NotAsked.SEAT_KEPT:
            text = t.say(
                "This seat can't be held. Ask a coordinator to note your training, then tap in the group again."
            )
        case Refusal():
            return refused(t, why, qualification)
    return Toast(plain(text), alert=True)


def says_trained(ts: Sequence[Translator], name: str, request: Request, claim: Claim) -> Message:
    """The question in the coordinators' group; the first answer counts."""
    text = "\n".join(
        t.say(
            "{name} says they are trained for {training}, and would like this seat: {request}",
            name=name,
            training=Safe(training(t, claim.says_trained)),
            request=Safe(line(t, request)),
        )
        for t in ts
    )
    yes = Button("✓ " + together(ts, lambda t: t.say("Confirm")), data("trained", claim.id))
    no = Button("✗ " + together(ts, lambda t: t.say("No")), data("untrained", claim.id))
    return Message(text, ((yes, no),))


def question_over(ts: Sequence[Translator]) -> Message:
    """What the question becomes when it is not open any more."""
    return Message(together(ts, lambda t: t.say("This question is closed: the seat is no longer held for it.")))


def confirmed(ts: Sequence[Translator], name: str, qualification: Qualification | None, *, seat: str) -> Message:
    """After *Confirm*, in the place of the question. `seat` is seated, still_held or no_seat."""

    def words(t: Translator) -> str:
        noted = t.say("{name} is now trained for {training}.", name=name, training=Safe(training(t, qualification)))
        if seat == "seated":
            return f"✓ {noted} {t.say('The seat is theirs.')}"
        if seat == "still_held":
            return f"✓ {noted} {t.say('The seat is held until they finish connecting.')}"
        return f"✓ {noted} {t.say('The seat was not held any more.')}"

    return Message("\n".join(words(t) for t in ts))


def not_confirmed(ts: Sequence[Translator], name: str, qualification: Qualification | None) -> Message:
    """After *No*, in the place of the question."""
    return Message(
        "\n".join(
            t.say(
                "{name} is not noted as trained for {training}. The seat is open again, and I told them kindly.",
                name=name,
                training=Safe(training(t, qualification)),
            )
            for t in ts
        )
    )


def answered_already(t: Translator) -> Toast:
    return Toast(plain(t.say("Somebody answered already, or the question is not open any more.")), alert=True)


# --- private notices -------------------------------------------------------------------------------------------------


def refused_by_coordinators(t: Translator, request: Request, claim: Claim, following: Session | None) -> Message:
    """To the person, after *No*."""
    text = t.say(
        "The coordinators could not find a note of your {training} training, so the seat is open again: {request}"
        " It is lovely that you want to help; the next training is for you.",
        training=Safe(training(t, claim.says_trained)),
        request=Safe(line(t, request)),
    )
    return _with_next(t, text, following)


def _with_next(t: Translator, text: str, following: Session | None, *, silent: bool = False) -> Message:
    """The next training below, with its button."""
    if following is None:
        hint = t.say("No such training is planned right now. I'll show it in the group as soon as it is.")
        return Message(f"{text}\n\n{hint}", silent=silent)
    text = f"{text}\n\n{t.say('The next one:')}\n{sessions.summary(t, following)}"
    return Message(text, rows(sessions.going_button(t, following)), silent=silent)


def nobody_answered(t: Translator, request: Request, claim: Claim) -> Message:
    """To the person, when no coordinator said yes or no in time."""
    return Message(
        t.say(
            "Nobody could confirm your {training} training in time, so the seat is open again: {request}"
            " Please ask a coordinator to note it, then you can take the next one with a tap.",
            training=Safe(training(t, claim.says_trained)),
            request=Safe(line(t, request)),
        )
    )


def nobody_answered_contact(t: Translator, request: Request, name: str) -> Message:
    """To the contact coordinator, about the same."""
    return Message(
        t.say(
            "{name} said they were trained, and nobody answered in time. The seat is open again: {request}",
            name=name,
            request=Safe(line(t, request)),
        )
    )


def one_step_left(t: Translator, held_until: datetime | None) -> Message:
    """The training is confirmed; the promise is still missing."""
    left = promise(t, held_until=held_until)
    return Message(
        f"✓ {t.say('The coordinators confirmed your training. One more step:')}\n\n{left.text}", left.buttons
    )


def trained_for(t: Translator, person: Person, now: datetime) -> Message:
    """Told once: what is noted of the person's trainings."""
    lines = [t.say("Thank you for being trained! This is noted for you:")]
    for grant in person.grants:
        if person.qualified(grant.qualification, now):
            lines.append(f"🎓 {note(t, grant, now)}")
    lines.append(t.say("/open shows what is open now."))
    return Message("\n".join(lines), silent=True)


def note(t: Translator, grant: Grant, now: datetime) -> str:
    """ "rideshare, since March 5, 2024", and when it ends or ended."""
    name = Safe(training(t, grant.qualification))
    since = t.say("{training}, since {day}", training=name, day=t.full_day(grant.granted_at))
    if grant.expires_at is None:
        return since
    day = t.full_day(grant.expires_at)
    if grant.expires_at <= now:
        return f"{since} — " + t.say("ended on {day}", day=day)
    return f"{since} — " + t.say("until {day}", day=day)


def expiring(t: Translator, grant: Grant, following: Session | None) -> Message:
    """A month before."""
    text = t.say(
        "Your {training} training counts until {day}. Please come to a training once more before that.",
        training=Safe(training(t, grant.qualification)),
        day=t.full_day(grant.expires_at) if grant.expires_at is not None else "",
    )
    return _with_next(t, text, following, silent=True)


def expired(t: Translator, grant: Grant, following: Session | None) -> Message:
    """On the day. Seats that need it were given back, each with its own word."""
    text = t.say(
        "Your {training} training has ended. Thank you for all you did with it! After the next one you can take such"
        " seats again.",
        training=Safe(training(t, grant.qualification)),
    )
    return _with_next(t, text, following)


def invited(t: Translator, session: Session) -> Message:
    """A coordinator would like to see the person at a training."""
    text = t.say("A coordinator invites you to this training. Will you come?")
    return Message(f"{text}\n\n{sessions.summary(t, session)}", rows(sessions.going_button(t, session)))
