"""What a coordinator sees while posting: what was wrong with what was typed, the preview, and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.i18n import Safe, Translator, plain
from bot.rules.drafts import Draft, request_of
from bot.rules.kinds import MOST_CHILD_SEATS, MOST_PASSENGERS, MOST_SEATS
from bot.rules.model import DETAIL_FIELDS, Details, Kind, Request, RequestState
from bot.rules.moments import local_day
from bot.rules.policy import Policy
from bot.rules.problems import Problem
from bot.rules.typed import LONGEST_TEXT
from bot.rules.wizard import LONGEST_MEMO
from bot.views.cards import volunteers_card
from bot.views.claims import detail_lines, summary, tail_of
from bot.views.members import invite_buttons, state_of
from bot.views.message import Button, Message, Toast, data, rows, shortened
from bot.views.words import (
    capital,
    every_week,
    how_far,
    in_full,
    line,
    part_name,
    starting_hour,
)

Row = tuple[Button, ...]


# --- problems and details --------------------------------------------------------------------------------------------


def problem_text(t: Translator, problem: Problem) -> str:
    """What was wrong, and what to type instead."""
    match problem:
        case Problem.NO_DATE:
            return t.say("I could not read a date and time there. Nothing is lost; I only need the date.")
        case Problem.NO_END_DAY:
            return t.say("I could not read until which day it repeats. Tap a button, or type a date like Dec 24.")
        case Problem.ENDS_TOO_EARLY:
            return t.say("That last day comes before the first one.")
        case Problem.ONLY_WEEKLY:
            return t.say(
                "I can only repeat on one day of the week, so this is for one day now."
                " To repeat it, tap “Every week…” below the preview. Post the other days on their own."
            )
        case Problem.LOOKS_PRIVATE:
            return t.say("That may hold a number or an address, so I did not keep it. Please write it without.")
        case Problem.NOT_A_NUMBER:
            return t.say("Please send a number, like 3.")
        case Problem.NOT_A_LINK:
            return t.say("Please send the whole link; it begins with https://.")
        case Problem.NOBODY:
            return t.say("I know nobody by that name. They must have written to me once; then tap or type the name.")
        case Problem.NO_SUCH_DATE:
            return t.say("That date or time does not exist in the calendar.")
        case Problem.NO_SUCH_HOUR:
            return t.say("That hour does not exist: clocks go forward that night. Choose an hour earlier or later.")
        case Problem.NOT_THAT_WEEKDAY:
            return t.say("That date is not on that weekday. Which day is meant?")
        case Problem.PAST:
            return t.say("That moment has passed already.")
        case Problem.TOO_FAR:
            return t.say("That is more than 300 days away. Is the year right?")
        case Problem.END_BEFORE_START:
            return t.say("The end must come after the start.")
        case Problem.NO_ARROW:
            return t.say(
                "Write both towns with a {arrow} between them, like this: {example}",
                arrow=">",
                example="Holyoke > Amherst",
            )
        case Problem.TOO_MANY:
            return t.say("The number of people must be between 1 and {most}.", most=MOST_PASSENGERS)
        case Problem.TOO_MANY_SEATS:
            return t.say("The number of volunteers must be between 1 and {most}.", most=MOST_SEATS)
        case Problem.TOO_MANY_CHILD_SEATS:
            return t.say("There can be at most {most} child seats.", most=MOST_CHILD_SEATS)
        case Problem.SAME_PLACE:
            return t.say("Start and end are the same town.")
        case Problem.TOO_LONG:
            return t.count(
                "That is too long. Please keep it under {n} character.",
                "That is too long. Please keep it under {n} characters.",
                LONGEST_TEXT,
            )
        case Problem.TOO_LONG_TO_KEEP:
            return t.count(
                "That is too long to keep in one piece; your message is still above."
                " Please send it in parts of at most {n} character.",
                "That is too long to keep in one piece; your message is still above."
                " Please send it in parts of at most {n} characters.",
                LONGEST_MEMO,
            )
        case Problem.NOT_A_LANGUAGE:
            return t.say("Please send only the name of the language.")
        case Problem.A_NUMBER:
            return t.say(
                "That looks like an A-number. To protect people I never store it. Please send the text without it."
            )
        case Problem.NOT_A_PHONE:
            return t.say("That does not look like a phone number. Send only the number, like 413 555 0134.")


def field_name(t: Translator, field: str) -> str:
    return {
        "name": t.say("Name"),
        "phone": t.say("Phone"),
        "street": t.say("Street"),
        "note": t.say("Note"),
    }[field]


def ask_detail(t: Translator, field: str, skip: str) -> Message:
    """Asks for one private detail; `skip` is the data of the *Skip* button."""
    text = {
        "name": t.say("Which name should the volunteer use? A first name or nickname is enough."),
        "phone": t.say("Which phone number should the volunteer call?"),
        "street": t.say("Which street and number?"),
        "note": t.say("What else should the volunteer know? No papers, cases or countries, please."),
    }[field]
    after = t.say("I delete your message here as soon as it is stored.")
    return Message(f"🔒 {text}\n<i>{after}</i>", rows(Button(t.say("Skip"), skip)))


def detail_saved(t: Translator, field: str, details: Details) -> str:
    """ "Phone saved ··34": what was stored, not repeated."""
    match field:
        case "name":
            return t.say("Name saved")
        case "phone":
            return t.say("Phone saved {tail}", tail=tail_of(details.phone))
        case "street":
            return t.say("Street saved")
        case _:
            return t.say("Note saved")


# --- the preview -----------------------------------------------------------------------------------------------------


def preview(
    t: Translator,
    ts: Sequence[Translator],
    draft_id: int,
    version: int,
    draft: Draft,
    now: datetime,
    common: Sequence[str],
    *,
    private: bool,
    saved: str | None = None,
    problems: Sequence[Problem] = (),
    before: Sequence[str] = (),
    agreement: str = "",
    later: bool = False,
) -> Message:
    """The public card as the group will see it, the date in full, and what only the claimer will see.

    `before` are sentences to be read first, such as what somebody else changed. `agreement` stands for the people
    who lose their seats when the first button saves; `later`: also in later requests of the series.
    """
    lines = [*before, *(problem_text(t, problem) for problem in problems)]
    if saved is not None:
        lines.append("✓ " + detail_saved(t, saved, draft.detail))
    lines.append("<b>" + t.say("This is what the group will see:") + "</b>")
    picture = request_of(draft, common, t.zone)
    if draft.weekly:
        picture = replace(picture, every=local_day(picture.starts_at, t.zone).weekday())
    lines.append(f"<blockquote>{volunteers_card(picture, ts).text}</blockquote>")
    lines.append("📅 " + _when(t, picture, now))
    if draft.weekly:
        lines.append("🔁 " + repeats(t, picture, draft.until))
    lines.append("<b>" + t.say("Only the volunteer who takes it sees this, from the day before:") + "</b>")
    lines += _private_lines(t, draft, private=private)
    if draft.memo and private:
        lines.append("📌 " + t.say("Your own note, erased when you post: {words}", words=shortened(draft.memo, 300)))
    return Message("\n".join(lines), _preview_buttons(t, draft_id, version, draft, agreement=agreement, later=later))


def _when(t: Translator, picture: Request, now: datetime) -> str:
    if picture.part is None:
        return in_full(t, picture.starts_at, picture.ends_at, now)
    return f"{t.full_day(picture.starts_at)}, {part_name(t, picture.part)}, {how_far(t, picture.starts_at, now)}"


def repeats(t: Translator, picture: Request, until: date | None) -> str:
    """ "Every Thursday, 9:00 AM, until …": the pattern of a series."""
    every = capital(every_week(t, picture.every or 0))
    hour = starting_hour(t, picture)
    if until is None:
        return t.say("{every}, {hour}, until you end it", every=every, hour=hour)
    return t.say("{every}, {hour}, until {day}", every=every, hour=hour, day=t.full_date(until))


def _private_lines(t: Translator, draft: Draft, *, private: bool) -> list[str]:
    if not any(draft.details) and not draft.language_words:
        # Translators: no private details were added so far
        return [t.say("nothing yet")]
    if not private:
        known = [field for field in DETAIL_FIELDS if any(getattr(details, field) for details in draft.details)]
        return ["🔒 " + ", ".join(field_name(t, field) for field in known)]
    lines = []
    for number, details in enumerate(draft.details, 1):
        if len(draft.details) > 1:
            lines.append(f"<b>{number}.</b>")
        lines += detail_lines(t, details, masked=True, parties=len(draft.details))
    if draft.language_words:
        lines.append(f"🗣 {t.value(draft.language_words)}")
    return lines


def _preview_buttons(
    t: Translator, draft_id: int, version: int, draft: Draft, *, agreement: str, later: bool
) -> tuple[Row, ...]:
    weekly: tuple[Row, ...] = ()
    if draft.base is None and draft.series_id is None:
        weekly = ((Button("🔁 " + t.say("Every week…"), data("change", draft_id, "weekly")),),)
    if draft.base is None and draft.weekly and draft.starts_at is not None:
        every = every_week(t, local_day(draft.starts_at, t.zone).weekday())
        first = Button("📣 " + t.say("Post {every}", every=every), data("post", draft_id, version))
    elif draft.base is None:
        first = Button("📣 " + t.say("Post to the group"), data("post", draft_id, version))
    elif agreement:
        agreed = f"{version}.{agreement}"
        verb = data("latersure", draft_id, agreed) if later else data("savesure", draft_id, agreed)
        first = Button("💾 " + t.say("Save, and take the seats away"), verb)
    else:
        first = Button("💾 " + t.say("Save the changes"), data("save", draft_id, version))
    fields = [Button("🔒 " + field_name(t, field), data("detail", draft_id, field)) for field in DETAIL_FIELDS]
    parties = [
        Button(f"[{number}]" if number - 1 == draft.party else str(number), data("change", draft_id, number - 1))
        for number in range(1, len(draft.details) + 1)
        if len(draft.details) > 1
    ]
    if draft.kind in (Kind.RIDE, Kind.ACCOMPANIMENT):
        parties.append(Button("➕ " + t.say("Another family"), data("change", draft_id, "party")))
    return (
        (first,),
        (fields[0], fields[1]),
        (fields[2], fields[3]),
        *((tuple(parties),) if parties else ()),
        *weekly,
        (
            Button("✏️ " + t.say("Edit"), data("change", draft_id, "fields")),
            Button(t.say("Discard"), data("discard", draft_id)),
        ),
    )


# --- posted ----------------------------------------------------------------------------------------------------------


def posted(
    t: Translator, request: Request, policy: Policy, *, saved: str = "", offer_take_back: bool = True
) -> Message:
    """What the preview becomes once posted: folded, with what can still be done."""
    lines = [f"✓ {saved}"] if saved else []
    if any(request.open_seats(slot) for slot in request.seated):  # later there may be nothing to claim
        lines += ["📣 " + t.say("Posted. The group can claim it now."), ""]
    lines.append(summary(t, request))
    seconds = int(policy.take_back.total_seconds())
    take_back = Button(
        "↩ " + t.count("Take back ({n} second)", "Take back ({n} seconds)", seconds),
        data("takeback", request.id),
    )
    for_all = Button("🔁 " + t.say("Keep these details for later ones too"), data("laterdetails", request.id))
    buttons = (
        *(((take_back,),) if offer_take_back else ()),
        *_detail_buttons(t, request),
        *(((for_all,),) if saved and request.goes_on else ()),
        (
            Button("✏️ " + t.say("Edit"), data("edit", request.id)),
            Button("✖ " + t.say("Cancel this request"), data("cancel", request.id)),
        ),
    )
    return Message("\n".join(lines), buttons)


def _detail_buttons(t: Translator, request: Request) -> list[Row]:
    """Two rows for each party, and the members' invitations; numbered where there are several."""
    buttons: list[Row] = []
    for number, party in enumerate(request.parties, 1):
        prefix = f"🔒 {number}. " if len(request.parties) > 1 else "🔒 "
        fields = [Button(prefix + field_name(t, field), data("add", party.id, field)) for field in DETAIL_FIELDS]
        buttons += [(fields[0], fields[1]), (fields[2], fields[3])]
    return [*buttons, *rows(*invite_buttons(t, request))]


def too_late_to_take_back(t: Translator, policy: Policy) -> Toast:
    seconds = int(policy.take_back.total_seconds())
    return Toast(
        plain(
            t.count(
                "Taking back works for {n} second. Use “Cancel this request”; whoever took it will be told.",
                "Taking back works for {n} seconds. Use “Cancel this request”; whoever took it will be told.",
                seconds,
            )
        ),
        alert=True,
    )


def sure_to_cancel(t: Translator, request: Request) -> Message:
    """Asked once, because cancelling tells people."""
    text = t.say("Cancel {request}? Whoever took it is told at once.", request=Safe(line(t, request)))
    return Message(
        text,
        rows(
            Button("✖ " + t.say("Yes, cancel it"), data("cancelnow", request.id)),
            Button(t.say("No, keep it"), data("keep", request.id)),
        ),
    )


def cancelled(t: Translator) -> Message:
    return Message("✖ " + t.say("Cancelled. Whoever had taken it is being told, and the private details are erased."))


def kept(t: Translator) -> Message:
    return Message(t.say("Good, it stays as it was."))


def discarded(t: Translator) -> Message:
    return Message(t.say("Discarded."))


def gone(t: Translator) -> Toast:
    """A button of a draft or request that is posted, discarded, over or somebody else's."""
    return Toast(plain(t.say("This was already finished or removed. Write /board to see what is open.")), alert=True)


def private_details(t: Translator, request: Request, details: Sequence[Details], now: datetime) -> Message:
    """A coordinator reads what is stored, privately, and may change it as long as it is not over."""
    lines = [summary(t, request), ""]
    for number, (party, known) in enumerate(zip(request.parties, details, strict=True), 1):
        if len(details) > 1:
            lines.append(f"<b>{number}.</b>")
        lines += detail_lines(t, known, parties=len(details))
        lines += [state for state in (state_of(t, party, now),) if state]
    if not any(details):
        lines.append(t.say("No private details were noted."))
    is_open = request.state is RequestState.OPEN
    close = Button(t.say("Hide details"), data("close" if is_open else "closeseats", request.id))
    return Message("\n".join(lines), (*(_detail_buttons(t, request) if is_open else ()), (close,)))


def nowhere_to_post(t: Translator) -> Toast:
    """No group has the volunteers' role."""
    return Toast(
        plain(t.say("There is no volunteers' group yet. Write /setup volunteers in it, then post; this draft stays.")),
        alert=True,
    )


def delete_yourself(t: Translator, *, stored: bool = True) -> Message:
    """A message with something private could not be deleted."""
    if not stored:
        return Message(t.say("I could not delete your message. Please delete it yourself."))
    return Message(t.say("I stored it, but could not delete your message. Please delete it yourself."))


def sent_privately(t: Translator) -> Toast:
    return Toast(plain(t.say("I've written to you privately.")))


def offer_to_keep(t: Translator) -> Message:
    """A coordinator sent something that answers no question: it may be a request told on the phone."""
    text = t.say("I did not ask anything just now, so I have not kept this. Is it a request to finish later?")
    return Message(text, rows(keep_button(t)))


def keep_button(t: Translator) -> Button:
    """Keeps the message that the one with this button answers."""
    return Button("📌 " + t.say("Keep as unfinished request"), data("keepword"))


def not_there_to_keep(t: Translator) -> Toast:
    """The message to keep was deleted meanwhile."""
    return Toast(plain(t.say("I no longer see that message. Please send it again.")), alert=True)
