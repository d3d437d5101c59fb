"""What an edit changed, old → new, for coordinators and for those who have a seat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.i18n import Safe, Translator
from bot.rules.changes import Field, differing
from bot.rules.drafts import Draft, request_of
from bot.rules.model import Claim, Kind, Person, Request, Return
from bot.rules.policy import Policy
from bot.views.claims import living
from bot.views.message import Button, Message, Toast, data, encode, rows
from bot.views.words import child_seats, duty_name, hours, line, people_count, role_name


def field_title(t: Translator, field: Field, kind: Kind | None) -> str:
    """What a field is called; only a ride goes from one place to another."""
    match field:
        case Field.TIME:
            return t.say("Time")
        case Field.ORIGIN if kind is not Kind.RIDE:
            return t.say("Place")
        case Field.ORIGIN:
            return t.say("From")
        case Field.DESTINATION:
            return t.say("To")
        case Field.PEOPLE:
            return t.say("People")
        case Field.CHILD_SEATS:
            return t.say("Child seats")
        case Field.WHEELCHAIR:
            return t.say("Wheelchair")
        case Field.RETURN:
            return t.say("Way back")
        case Field.WAIT:
            return t.say("The driver waits there")
        case Field.LANGUAGES:
            return t.say("Languages")
        case Field.DUTY:
            return t.say("Which shift")
        case Field.SEATS:
            return t.say("Who is needed")
        case Field.DETAILS:
            return t.say("Private details")


def _words(t: Translator, request: Request, field: Field) -> str:
    """What a field says, as public as the card."""
    match field:
        case Field.TIME:
            return f"{t.short_day(request.starts_at)}, {hours(t, request)}"
        case Field.ORIGIN:
            return t.value(request.origin or "–")
        case Field.DESTINATION:
            return t.value(request.destination or "–")
        case Field.PEOPLE:
            return people_count(t, request.passengers)
        case Field.CHILD_SEATS:
            return child_seats(t, request.child_seats)
        case Field.WHEELCHAIR:
            return t.say("yes") if request.wheelchair else t.say("no")
        case Field.WAIT:
            return t.say("yes") if request.waits else t.say("no")
        case Field.RETURN:
            return _way_back(t, request)
        case Field.LANGUAGES:
            named = [t.language_name(code) for code in request.languages]
            return ", ".join([*named, t.say("Interpreter needed")] if request.interpreter else named) or "–"
        case Field.DUTY:
            return duty_name(t, request.duty) if request.duty else "–"
        case Field.SEATS:
            return ", ".join(f"{role_name(t, slot.role)} {slot.maximum}" for slot in request.seated)
        case Field.DETAILS:
            return ""


def _way_back(t: Translator, request: Request) -> str:
    match request.returns:
        case Return.NONE:
            return t.say("no")
        case Return.FINISHED:
            # Translators: after "Way back:"
            return t.say("when it is finished")
        case Return.TIME:
            return t.time(request.return_at) if request.return_at else t.say("yes")


def change_lines(
    t: Translator, before: Draft, after: Draft, common: Sequence[str], *, details: bool = False
) -> list[str]:
    """One line for each field that differs: "Time: … → …". That private `details` changed is said, not how."""
    old, new = request_of(before, common, t.zone), request_of(after, common, t.zone)
    fields = differing(before, after)
    lines = []
    for field in fields:
        if field is Field.DETAILS:
            continue
        words = (_words(t, old, field), _words(t, new, field))
        lines.append(f"• {field_title(t, field, after.kind)}: {words[0]} → <b>{words[1]}</b>")
    if details or Field.DETAILS in fields:
        lines.append(f"• {field_title(t, Field.DETAILS, after.kind)}")
    return lines


def meanwhile(t: Translator, kind: Kind | None, theirs: Sequence[Field], both: Sequence[Field]) -> list[str]:
    """Somebody else edited the same request: nothing was saved yet."""
    names = ", ".join(field_title(t, field, kind) for field in theirs)
    lines = ["⚠️ " + t.say("Meanwhile somebody else changed: {fields}. Nothing of yours is saved yet.", fields=names)]
    if both:
        names = ", ".join(field_title(t, field, kind) for field in both)
        lines.append(t.say("You both changed this, and if you save now, yours counts: {fields}.", fields=names))
    else:
        lines.append(t.say("Their change stays. Have a look, then save once more."))
    return lines


def would_lose(t: Translator, names: Sequence[str]) -> list[str]:
    """An edit that takes seats away says first whose."""
    joined = ", ".join(names)
    return ["⚠️ " + t.say("This takes the seat away from: {names}. They will be told.", names=joined)]


def which_ones(t: Translator, draft_id: int, version: int, starts_at: datetime) -> Message:
    """One of a series was edited: is it about that day only?"""
    only = t.say("Only {day}", day=t.short_day(starts_at))
    return Message(
        t.say("This repeats every week. What should change?"),
        rows(
            Button(only, data("saveone", draft_id, version)),
            Button("🔁 " + t.say("This one and all later ones"), data("savelater", draft_id, version)),
            Button("⬅ " + t.say("Back"), data("resume", draft_id)),
        ),
    )


def saved(
    t: Translator,
    request: Request,
    told: int,
    *,
    changed: bool,
    later: int = 0,
    kept: Sequence[tuple[Request, Sequence[Field]]] = (),
) -> Message:
    """After *Save the changes*; `later` ones of the series changed too, and `kept` ones were not as this one was."""
    if not changed:
        return Message(t.say("Nothing was different, so nothing changed."))
    text = t.say("Saved: {request}", request=Safe(line(t, request)))
    if told:
        people = t.count("{n} person with a seat is told.", "{n} people with a seat are told.", told)
        text = f"{text}\n{people}"
    if later:
        also = t.count(
            "{n} later one that is posted already changed too.",
            "{n} later ones that are posted already changed too.",
            later,
        )
        text = f"{text}\n🔁 {also}"
    for other, fields in kept:
        names = ", ".join(field_title(t, field, other.kind) for field in fields)
        day = t.short_day(other.starts_at)
        stays = t.say("{day} is different, so this stays as it was there: {fields}.", day=day, fields=names)
        text = f"{text}\n⚠️ {stays}"
    buttons = rows(
        Button("✏️ " + t.say("Edit"), data("edit", request.id)),
        Button("✖ " + t.say("Cancel this request"), data("cancel", request.id)),
    )
    return Message(f"✓ {text}", buttons)


def changed(
    t: Translator, request: Request, claim: Claim, person: Person, changes: Sequence[str], now: datetime, policy: Policy
) -> Message:
    """The living message of a claim after an edit: what changed, and, for time or place, whether it still works."""
    first = ["<b>" + t.say("This changed:") + "</b>", *changes]
    if claim.unconfirmed:
        first += ["", t.say("Does it still work for you?")]
    return living(t, request, claim, person, first, now, policy)


def thanks(t: Translator) -> Toast:
    return Toast(t.say("Thank you, good to know!"))


def seat_gone(t: Translator, request: Request) -> Message:
    """An edit took the person's seat out of the request."""
    text = t.say(
        "The request changed, and your seat is no longer needed. Thank you for being ready! {request}",
        request=Safe(line(t, request)),
    )
    return Message(text)


# --- the contact -----------------------------------------------------------------------------------------------------


def whom_to_hand(t: Translator, request_id: int, colleagues: Sequence[tuple[int, str]]) -> Message:
    """Which coordinator becomes the contact; one button each (`handto:person:request`)."""
    if not colleagues:
        return Message(
            t.say("No other coordinator has connected with me yet. Ask one to press Start in my private chat.")
        )
    buttons = [Button(name, data("handto", who, encode(request_id))) for who, name in colleagues[:30]]
    return Message(t.say("Who should be the contact from now on?"), rows(*buttons))


def handed(t: Translator, request: Request, name: str) -> Message:
    text = t.say("{name} is the contact now: {request}", name=name, request=Safe(line(t, request)))
    return Message(f"✓ {text}")


def handed_over(t: Translator, request: Request) -> Message:
    """To the coordinator who became the contact."""
    text = t.say("You are now the contact for this: {request}", request=Safe(line(t, request)))
    button = Button("🔒 " + t.say("Private details"), data("private", request.id))
    return Message(text, rows(button))


def taken_over(t: Translator, name: str) -> Message:
    """To the coordinator whose unfinished request somebody else goes on with."""
    return Message(
        t.say("{name} took over your unfinished request. You don't have to do anything.", name=name), silent=True
    )
