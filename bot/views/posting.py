"""What a coordinator sees while posting: questions, the preview, and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.i18n import Safe, Translator, plain
from bot.rules.drafts import Draft, Question
from bot.rules.kinds import SLOTS
from bot.rules.lines import LONGEST_TEXT, MOST_PASSENGERS
from bot.rules.model import DETAIL_FIELDS, Details, Request, RequestState
from bot.rules.policy import Policy
from bot.rules.problems import Problem
from bot.views.cards import volunteers_card
from bot.views.claims import detail_lines, summary, tail_of
from bot.views.message import Button, Message, Toast, data, rows
from bot.views.words import in_full, line

EXAMPLE = "/ride 2026-12-03 09:00 Holyoke > Amherst x2"
MOST_TOWN_BUTTONS = 60


def question(
    t: Translator,
    draft_id: int,
    draft: Draft,
    asked: Question,
    problems: Sequence[Problem],
    towns: Sequence[str],
) -> Message:
    """What is still missing, with what went wrong before it; typed words are repeated, so nothing seems lost."""
    lines = [problem_text(t, problem) for problem in problems]
    known = _known(t, draft)
    if known:
        lines.append(known)
    buttons: list[tuple[Button, ...]] = []
    match asked:
        case Question.WHEN:
            lines.append(t.say("When? Type the date and time like this: {example}", example="2026-12-03 09:00"))
        case Question.HOUR:
            lines.append(t.say("That hour comes twice that night, because clocks go back. Which one?"))
            buttons = [
                (Button(t.zone_time(moment), data("hour", draft_id, index)),)
                for index, moment in enumerate(draft.hours)
            ]
        case Question.ORIGIN:
            lines += _place_lines(t, draft.origin_words, t.say("From which town?"))
            buttons = _town_buttons("origin", draft_id, towns)
        case Question.DESTINATION:
            lines += _place_lines(t, draft.destination_words, t.say("To which town?"))
            buttons = _town_buttons("destination", draft_id, towns)
    buttons.append((Button(t.say("Discard"), data("discard", draft_id)),))
    return Message("\n\n".join(lines), tuple(buttons))


def _place_lines(t: Translator, words: str, asked: str) -> list[str]:
    if not words:
        return [asked]
    return [
        t.say(
            "“{words}” is not a town I know, so the group will not see it."
            " Which town may the group see? I keep what you wrote as the private street.",
            words=words,
        ),
        asked,
    ]


def _known(t: Translator, draft: Draft) -> str:
    """What was understood so far."""
    parts = []
    if draft.starts_at is not None:
        parts.append(f"📅 {t.full_day(draft.starts_at)}, {t.time(draft.starts_at)}")
    if draft.origin or draft.destination:
        parts.append(f"📍 {t.value(draft.origin or '…')} → {t.value(draft.destination or '…')}")
    return "\n".join(parts)


def _town_buttons(action: str, draft_id: int, towns: Sequence[str]) -> list[tuple[Button, ...]]:
    buttons = [Button(town, data(action, draft_id, index)) for index, town in enumerate(towns)][:MOST_TOWN_BUTTONS]
    return [tuple(buttons[i : i + 3]) for i in range(0, len(buttons), 3)]


def problem_text(t: Translator, problem: Problem) -> str:
    """What was wrong, and what to type instead."""
    match problem:
        case Problem.NO_DATE:
            return t.say("I could not read a date and time there. Nothing is lost; I only need the date.")
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
        case Problem.SAME_PLACE:
            return t.say("Start and end are the same town.")
        case Problem.TOO_LONG:
            return t.count(
                "That is too long. Please keep it under {n} character.",
                "That is too long. Please keep it under {n} characters.",
                LONGEST_TEXT,
            )
        case Problem.A_NUMBER:
            return t.say(
                "That looks like an A-number. To protect people I never store it. Please send the text without it."
            )
        case Problem.NOT_A_PHONE:
            return t.say("That does not look like a phone number. Send only the number, like 413 555 0134.")


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
) -> Message:
    """The public card as the group will see it, the date in full, and what only the claimer will see."""
    lines = [problem_text(t, problem) for problem in problems]
    if saved is not None:
        lines.append("✓ " + detail_saved(t, saved, draft.details))
    lines.append("<b>" + t.say("This is what the group will see:") + "</b>")
    lines.append(f"<blockquote>{_as_card(draft, ts, common)}</blockquote>")
    if draft.starts_at is not None and draft.ends_at is not None:
        lines.append("📅 " + in_full(t, draft.starts_at, draft.ends_at, now))
    lines.append("<b>" + t.say("Only the volunteer who takes it sees this, from the day before:") + "</b>")
    if not draft.details:
        # Translators: no private details were added so far
        lines.append(t.say("nothing yet"))
    elif private:
        lines += detail_lines(t, draft.details, masked=True)
    else:
        lines.append(
            "🔒 " + ", ".join(field_name(t, field) for field in DETAIL_FIELDS if getattr(draft.details, field))
        )
    return Message("\n".join(lines), _preview_buttons(t, draft_id, version))


def _as_card(draft: Draft, ts: Sequence[Translator], common: Sequence[str]) -> str:
    if draft.starts_at is None or draft.ends_at is None or draft.origin is None:
        return ""
    from bot.rules.model import Slot

    slots = tuple(Slot(n, role, n, low, high) for n, (role, low, high) in enumerate(SLOTS[draft.kind], 1))
    request = Request(
        id=0,
        kind=draft.kind,
        state=RequestState.OPEN,
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        origin=draft.origin,
        destination=draft.destination,
        passengers=draft.passengers,
        child_seats=draft.child_seats,
        languages=tuple(code for code in draft.languages if code in common),
        interpreter=draft.interpreter or any(code not in common for code in draft.languages),
        contact_id=0,
        posted_at=draft.starts_at,
        version=1,
        slots=slots,
    )
    return volunteers_card(request, ts).text


def _preview_buttons(t: Translator, draft_id: int, version: int) -> tuple[tuple[Button, ...], ...]:
    fields = [Button("🔒 " + field_name(t, field), data("detail", draft_id, field)) for field in DETAIL_FIELDS]
    return (
        (Button("📣 " + t.say("Post to the group"), data("post", draft_id, version)),),
        (fields[0], fields[1]),
        (fields[2], fields[3]),
        (
            Button("✏️ " + t.say("Edit"), data("edit", draft_id)),
            Button(t.say("Discard"), data("discard", draft_id)),
        ),
    )


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


def posted(
    t: Translator, request: Request, policy: Policy, *, saved: str = "", offer_take_back: bool = True
) -> Message:
    """What the preview becomes once posted: folded, with what can still be done."""
    lines = [f"✓ {saved}"] if saved else []
    lines += ["📣 " + t.say("Posted. The group can claim it now."), "", summary(t, request)]
    seconds = int(policy.take_back.total_seconds())
    take_back = Button(
        "↩ " + t.count("Take back ({n} second)", "Take back ({n} seconds)", seconds),
        data("takeback", request.id),
    )
    fields = [Button("🔒 " + field_name(t, field), data("add", request.id, field)) for field in DETAIL_FIELDS]
    buttons = (
        *(((take_back,),) if offer_take_back else ()),
        (fields[0], fields[1]),
        (fields[2], fields[3]),
        (Button("✖ " + t.say("Cancel this request"), data("cancel", request.id)),),
    )
    return Message("\n".join(lines), buttons)


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


def edit_hint(t: Translator, draft: Draft) -> Message:
    """The line again, to be copied, changed and sent; until then the draft stays."""
    text = t.say("Copy this line, change it and send it. The old draft stays until you discard it:")
    return Message(f"{text}\n\n<code>{t.value(line_of(draft, t))}</code>")


def line_of(draft: Draft, t: Translator) -> str:
    """The `/ride` line that would make this draft, without anything private."""
    parts = ["/ride"]
    if draft.starts_at is not None and draft.ends_at is not None:
        start, end = draft.starts_at.astimezone(t.zone), draft.ends_at.astimezone(t.zone)
        parts.append(f"{start:%Y-%m-%d %H:%M}" + (f"-{end:%H:%M}" if start.date() == end.date() else ""))
    if draft.origin and draft.destination:
        parts.append(f"{draft.origin} > {draft.destination}")
    parts.append(f"x{draft.passengers}")
    if draft.child_seats:
        parts.append(f"x{draft.child_seats}carseat" if draft.child_seats > 1 else "carseat")
    parts += draft.languages
    return " ".join(parts)


def gone(t: Translator) -> Toast:
    """A button of a draft or request that is posted, discarded, over or somebody else's."""
    return Toast(plain(t.say("This was already finished or removed. Write /board to see what is open.")), alert=True)


def private_details(t: Translator, request: Request, details: Details) -> Message:
    """A coordinator reads what is stored, privately, and may change it."""
    lines = [summary(t, request), ""]
    lines += detail_lines(t, details) or [t.say("No private details were noted.")]
    fields = [Button("🔒 " + field_name(t, field), data("add", request.id, field)) for field in DETAIL_FIELDS]
    close = Button(t.say("Hide details"), data("close", request.id))
    return Message("\n".join(lines), ((fields[0], fields[1]), (fields[2], fields[3]), (close,)))


def nowhere_to_post(t: Translator) -> Toast:
    """No group has the volunteers' role."""
    return Toast(
        plain(t.say("There is no volunteers' group yet. Write /setup volunteers in it, then post; this draft stays.")),
        alert=True,
    )


def delete_yourself(t: Translator) -> Message:
    """A message with a private detail could not be deleted."""
    return Message(t.say("I stored it, but could not delete your message. Please delete it yourself."))


def sent_privately(t: Translator) -> Toast:
    return Toast(plain(t.say("I've written to you privately.")))


def draft_rests(t: Translator, draft: Draft, draft_id: int) -> Message:
    """Reminds the owner of an unfinished request."""
    known = _known(t, draft)
    text = t.say("You have an unfinished request. Nobody sees it yet.")
    return Message(
        "\n".join(part for part in (text, known) if part),
        rows(
            Button(t.say("Go on"), data("resume", draft_id)),
            Button(t.say("Discard"), data("discard", draft_id)),
        ),
    )
