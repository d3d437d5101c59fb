"""What a coordinator sees while posting: questions, the preview, and what follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.i18n import Safe, Translator, plain
from bot.rules.dates import Choice, Clock, Day
from bot.rules.drafts import PART_HOURS, Draft, Question, can_go_back, request_of
from bot.rules.kinds import MOST_CHILD_SEATS, MOST_PASSENGERS, MOST_SEATS, optional
from bot.rules.lines import LONGEST_TEXT, looks_private, place_within
from bot.rules.model import DETAIL_FIELDS, DayPart, Details, Duty, Kind, Request, Return
from bot.rules.moments import local_day
from bot.rules.policy import Policy
from bot.rules.problems import Problem
from bot.rules.series import EIGHT_WEEKS, FOUR_WEEKS, NOT_WEEKLY, OPEN, THREE_MONTHS, last_days
from bot.rules.wizard import ALL, DONE, FEW_WORDS, KEEP, LONGEST_MEMO, NONE, OF_TIME, PUBLIC, place_code
from bot.views.cards import volunteers_card
from bot.views.claims import detail_lines, summary, tail_of
from bot.views.members import invite_buttons, state_of
from bot.views.message import Button, Message, Toast, data, encode, rows, shortened
from bot.views.words import (
    DUTY_SIGN,
    KIND_SIGN,
    ROLE_SIGN,
    capital,
    child_seats,
    duty_name,
    every_week,
    how_far,
    in_full,
    kind_name,
    line,
    part_name,
    places,
    role_name,
    starting_hour,
)

MOST_PLACES, USUAL_PLACES = 60, 9
"""Buttons for places: all of them, and at first."""
DAYS = 14
"""How many days have a button; any other is typed."""
HOURS = range(6, 22)
PEOPLE = 8

Row = tuple[Button, ...]


# --- questions -------------------------------------------------------------------------------------------------------


def question(
    t: Translator,
    draft_id: int,
    draft: Draft,
    asked: Question,
    problems: Sequence[Problem],
    now: datetime,
    common: Sequence[str],
    public: Sequence[str] = (),
    recent: Sequence[str] = (),
) -> Message:
    """What is asked now, with what went wrong before it and what was understood so far: nothing typed seems lost."""
    lines = [problem_text(t, problem) for problem in problems]
    lines += [part for part in (_known(t, draft),) if part]

    def button(text: str, answer: str) -> Button:
        return Button(text, data("answer", draft_id, f"{asked}.{answer}"))

    match asked:
        case Question.KIND:
            text, buttons = (
                t.say("What is it about?"),
                _each(button, [(_kind(t, kind), kind.value) for kind in Kind], 1),
            )
        case Question.DUTY:
            duties = [(f"{DUTY_SIGN[duty]} {duty_name(t, duty)}", duty.value) for duty in Duty]
            text, buttons = t.say("Which shift?"), _each(button, duties, 1)
        case Question.DAY:
            text, buttons = _day(t, draft_id, draft, button, now)
        case Question.CHOICE:
            text, buttons = _choice(t, draft, button, now)
        case Question.HOUR:
            text, buttons = _hour(t, draft, button)
        case Question.QUARTER:
            hour = draft.hour or 0
            quarters = [(_clock(t, now, hour, minute), str(minute)) for minute in (0, 15, 30, 45)]
            text, buttons = t.say("At what time exactly?"), _each(button, quarters, 2)
        case Question.ORIGIN | Question.DESTINATION:
            text, buttons = _place(t, draft, asked, button, public, recent)
        case Question.LANGUAGE:
            named = [(t.language_name(code), code) for code in common]
            text = t.say("Which language should be interpreted? Tap it, or type it.")
            buttons = _each(button, named, 2)
        case Question.PEOPLE:
            text = t.say("How many people come along? Tap, or type a number.")
            buttons = _each(button, [(str(n), str(n)) for n in range(1, PEOPLE + 1)], 4)
        case Question.NEEDS:
            text, buttons = t.say("What is needed? Tap what applies, then “Done”."), _needs(t, draft, button, common)
        case Question.RETURN:
            text = t.say("Back at what time? Tap, or type it.")
            buttons = _each(button, [(_clock(t, now, hour), str(hour)) for hour in range(7, 22)], 3)
        case Question.SEATS:
            text, buttons = t.say("How many people are needed?"), _seats(t, draft, button)
        case Question.FIELDS:
            text, buttons = t.say("What should change?"), _fields(t, draft, button)
        case Question.UNTIL:
            text, buttons = _until(t, draft, button)
    lines.append(text)
    footer = [Button("⬅ " + t.say("Back"), data("change", draft_id, "back"))] if can_go_back(draft) else []
    footer.append(Button(t.say("Discard"), data("discard", draft_id)))
    return Message("\n\n".join(lines), (*buttons, tuple(footer)))


Answer = Callable[[str, str], Button]


def _each(button: Answer, answers: Sequence[tuple[str, str]], columns: int) -> list[Row]:
    buttons = [button(text, answer) for text, answer in answers]
    return [tuple(buttons[i : i + columns]) for i in range(0, len(buttons), columns)]


def _kind(t: Translator, kind: Kind) -> str:
    return f"{KIND_SIGN[kind]} {kind_name(t, kind)}"


def _known(t: Translator, draft: Draft, *, private: bool = True) -> str:
    """What was understood so far; without what was kept in a hurry where others may look on."""
    parts = []
    if draft.memo and private:
        parts.append("📌 " + t.say("You kept: {words}", words=draft.memo))
    if draft.voice:
        parts.append("🎤 " + t.say("You kept a voice message."))
    if draft.asked is Question.FIELDS:
        return "\n".join(parts)
    if draft.kind is not None:
        parts.append(_kind(t, draft.kind) + (f": {duty_name(t, draft.duty)}" if draft.duty else ""))
    if draft.starts_at is not None and draft.pending is None:
        hour = t.time(draft.starts_at) if draft.part is None else part_name(t, draft.part)
        parts.append(f"📅 {t.full_day(draft.starts_at)}, {hour}")
    elif isinstance(draft.pending, Day) and draft.pending.sure is not None:
        parts.append(f"📅 {t.full_date(draft.pending.sure)}")
    elif isinstance(draft.pending, Clock):
        parts.append("🕘 " + _hours_of(t, draft.pending))
    if draft.origin and (draft.destination or draft.kind is Kind.RIDE):
        parts.append(f"📍 {t.value(draft.origin)} → {t.value(draft.destination or '…')}")
    elif draft.origin or draft.destination:
        parts.append(
            f"📍 {t.value(draft.origin or '…')}" + (f" → {t.value(draft.destination)}" if draft.destination else "")
        )
    return "\n".join(parts)


def _hours_of(t: Translator, clock: Clock) -> str:
    shown = [f"{t.wall(start)} – {t.wall(end)}" if end else t.wall(start) for start, end in clock.times]
    # Translators: between two hours of which one is meant, "3:00 AM or 3:00 PM"
    return t.say(" or ").join(shown)


def _clock(t: Translator, now: datetime, hour: int, minute: int = 0) -> str:
    return t.time(now.astimezone(t.zone).replace(hour=hour, minute=minute, fold=0))


def _day(t: Translator, draft_id: int, draft: Draft, button: Answer, now: datetime) -> tuple[str, list[Row]]:
    if isinstance(draft.pending, Day) and draft.pending.sure is None:
        answers = [(t.full_date(day), day.isoformat()) for day in draft.pending.days]
        one = t.say("Do you mean this? If not, type it again.")
        return one if len(answers) == 1 else t.say("Which day do you mean?"), _each(button, answers, 1)
    today = local_day(now, t.zone)
    days = [today + timedelta(days=n) for n in range(DAYS)]
    buttons = _each(button, [(t.short_date(day), day.isoformat()) for day in days], 3)
    if draft.guided and draft.base is None and draft.starts_at is None:
        buttons.append((Button("🔁 " + t.say("Again…"), data("usual", draft_id)),))
    text = t.say("When? Tap the day, or type day and hour, like this: {example}", example=t.say("Thu 9am"))
    return text, buttons


def _choice(t: Translator, draft: Draft, button: Answer, now: datetime) -> tuple[str, list[Row]]:
    spans = draft.pending.spans if isinstance(draft.pending, Choice) else ()
    texts = [in_full(t, span.starts_at, span.ends_at, now) for span in spans]
    if len(set(texts)) < len(texts):  # the hour that autumn repeats: only the zone tells them apart
        texts = [f"{t.full_day(span.starts_at)}, {t.zone_time(span.starts_at)}" for span in spans]
        asked = t.say("That hour comes twice that night, because clocks go back. Which one?")
    elif len(spans) == 1:
        asked = t.say("Do you mean this? If not, type it again.")
    else:
        asked = t.say("Which one do you mean?")
    answers = [
        (text, f"{n}-{int(span.starts_at.timestamp())}")
        for n, (text, span) in enumerate(zip(texts, spans, strict=True))
    ]
    return asked, _each(button, answers, 1)


def _hour(t: Translator, draft: Draft, button: Answer) -> tuple[str, list[Row]]:
    part = draft.pending.part if isinstance(draft.pending, Day) else None
    from_, to = (PART_HOURS[part][0].hour, PART_HOURS[part][1].hour) if part else (HOURS.start, HOURS.stop)
    noon = datetime(2000, 1, 1, 12, tzinfo=t.zone)
    hours = [(_clock(t, noon, hour), str(hour)) for hour in range(from_, to)]
    buttons: list[Row] = _each(button, hours, 4)
    parts = [part] if part else list(DayPart)
    buttons += _each(button, [(capital(part_name(t, each)), each.value) for each in parts], 1)
    return t.say("At what time? Tap the hour, or type it."), buttons


def _place(
    t: Translator, draft: Draft, asked: Question, button: Answer, public: Sequence[str], recent: Sequence[str]
) -> tuple[str, list[Row]]:
    words = draft.origin_words if asked is Question.ORIGIN else draft.destination_words
    lines: list[str] = []
    buttons: list[Row] = []
    if words:
        guess = place_within(words, public) or next(iter(recent), None)
        if looks_private(words):
            lines.append(t.say("“{words}” looks like an address, so the group will not see it.", words=words))
        else:
            lines.append(t.say("I don't know “{words}” as a public place, so the group will not see it.", words=words))
        if guess is not None:
            text = plain(t.say("Show {place}, keep the rest private", place=guess))
            buttons.append((button("🔒 " + text, place_code(guess)),))
        buttons.append((button("🏛 " + t.say("It is a public place: everybody may see it"), PUBLIC),))
        buttons.append((button("🕘 " + t.say("It belongs to the time"), OF_TIME),))
        if len(words.split()) > FEW_WORDS:
            buttons.append((button("📌 " + t.say("Keep as unfinished request"), KEEP),))
        lines.append(t.say("Or tap the town that the group may see. What you typed stays private, as the street."))
    else:
        lines.append(_where(t, draft, asked))
    if draft.kind is Kind.SHIFT and not words:
        buttons.append((button(t.say("No place"), NONE),))
    ordered = list(dict.fromkeys([*recent, *public]))
    shown = ordered[: MOST_PLACES if draft.all_places else USUAL_PLACES]
    buttons += _each(button, [(place, place_code(place)) for place in shown], 3)
    if len(shown) < len(ordered) and not draft.all_places:
        buttons.append((button("… " + t.say("All places"), ALL),))
    return "\n".join(lines), buttons


def _until(t: Translator, draft: Draft, button: Answer) -> tuple[str, list[Row]]:
    """Until when it is repeated: a button names the last day that it means."""
    buttons: list[Row] = []
    every = ""
    if draft.starts_at is not None:
        first = local_day(draft.starts_at, t.zone)
        every = every_week(t, first.weekday())
        days = last_days(first)
        for code, words in (
            (FOUR_WEEKS, t.say("4 weeks")),
            (EIGHT_WEEKS, t.say("8 weeks")),
            (THREE_MONTHS, t.say("3 months")),
        ):
            until = t.say("{length}: until {day}", length=words, day=t.short_date(days[code]))
            buttons.append((button(until, code),))
    buttons.append((button(t.say("Until I end it"), OPEN),))
    buttons.append((button(t.say("Not weekly"), NOT_WEEKLY),))
    text = t.say("{every}: until when? Tap, or type the last day.", every=capital(every))
    return text, buttons


def _where(t: Translator, draft: Draft, asked: Question) -> str:
    if asked is Question.DESTINATION:
        return t.say("To which town? Tap it, or type it.")
    if draft.kind is Kind.RIDE:
        return t.say("From which town? Tap it, or type it.")
    return t.say("In which town? Tap it, or type it.")


def _needs(t: Translator, draft: Draft, button: Answer, common: Sequence[str]) -> list[Row]:
    def mark(on: bool) -> str:
        return "☑" if on else "☐"

    back = {
        Return.NONE: t.say("Back: no"),
        Return.FINISHED: t.say("Back: when it is finished"),
        Return.TIME: t.say("Back: at a time"),
    }[draft.returns]
    buttons = [
        (button("👶 " + child_seats(t, draft.child_seats), "child"),),
        (button(f"{mark(draft.wheelchair)} ♿ " + t.say("Wheelchair"), "wheelchair"),),
        (button("↩ " + back, "return"),),
        (button(f"{mark(draft.waits)} ⏳ " + t.say("The driver waits there"), "wait"),),
        (button(f"{mark(draft.interpreter)} 🗣 " + t.say("Interpreter needed"), "interpreter"),),
    ]
    spoken = [(f"{mark(code in draft.languages)} {t.language_name(code)}", code) for code in common]
    return [*buttons, *_each(button, spoken, 3), (button("✓ " + t.say("Done"), DONE),)]


def _seats(t: Translator, draft: Draft, button: Answer) -> list[Row]:
    """An optional role has one button that goes round; a needed one is counted up and down."""
    buttons: list[Row] = []
    for role, low, high in draft.table():
        name = f"{ROLE_SIGN[role]} {role_name(t, role)}"
        if draft.kind is not None and optional(draft.kind, role):
            state = t.say("needed") if low else t.say("if possible") if high else t.say("not needed")
            buttons.append((button(f"{name}: {state}", role.value),))
        else:
            buttons.append((button(f"{name}: {high}  ➖", f"{role}-"), button("➕", f"{role}+")))
    return [*buttons, (button("✓ " + t.say("Done"), DONE),)]


def _fields(t: Translator, draft: Draft, button: Answer) -> list[Row]:
    answers = [("📅 " + t.say("Day"), Question.DAY), ("🕘 " + t.say("Hour"), Question.HOUR)]
    match draft.kind:
        case Kind.RIDE:
            answers += [("📍 " + t.say("From"), Question.ORIGIN), ("📍 " + t.say("To"), Question.DESTINATION)]
        case _:
            answers.append(("📍 " + t.say("Place"), Question.ORIGIN))
    if draft.kind in (Kind.RIDE, Kind.ACCOMPANIMENT):
        answers.append(("👥 " + t.say("People"), Question.PEOPLE))
    if draft.kind is Kind.SHIFT:
        answers.append(("☎️ " + t.say("Which shift"), Question.DUTY))
    if draft.kind is Kind.INTERPRETING:
        answers.append(("🗣 " + t.say("Language"), Question.LANGUAGE))
    else:
        answers.append(("☑ " + t.say("Needs"), Question.NEEDS))
    answers.append(("🙋 " + t.say("Who is needed"), Question.SEATS))
    return _each(button, [(text, asked.value) for text, asked in answers], 2)


def again(t: Translator, usual: Sequence[Request], draft_id: int) -> Message:
    """*Again…*: what was posted lately; one tap, and only the day is asked."""
    back = Button("⬅ " + t.say("Back"), data("resume", draft_id))
    if not usual:
        return Message(t.say("Nothing was posted lately."), rows(back))
    buttons = [
        Button(
            plain(f"{KIND_SIGN[request.kind]} {starting_hour(t, request)} · {places(t, request)}"),
            data("again", request.id, encode(draft_id)),
        )
        for request in usual
    ]
    return Message(t.say("Which one again?"), rows(*buttons, back))


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
    lines += ["📣 " + t.say("Posted. The group can claim it now."), "", summary(t, request)]
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
    """A coordinator reads what is stored, privately, and may change it."""
    lines = [summary(t, request), ""]
    for number, (party, known) in enumerate(zip(request.parties, details, strict=True), 1):
        if len(details) > 1:
            lines.append(f"<b>{number}.</b>")
        lines += detail_lines(t, known, parties=len(details))
        lines += [state for state in (state_of(t, party, now),) if state]
    if not any(details):
        lines.append(t.say("No private details were noted."))
    close = Button(t.say("Hide details"), data("close", request.id))
    return Message("\n".join(lines), (*_detail_buttons(t, request), (close,)))


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


def draft_rests(t: Translator, draft: Draft, draft_id: int) -> Message:
    """Reminds the owner of an unfinished request."""
    known = _known(t, draft, private=False)
    text = t.say("You have an unfinished request. Nobody sees it yet.")
    return Message(
        "\n".join(part for part in (text, known) if part),
        rows(
            Button(t.say("Go on"), data("resume", draft_id)),
            Button(t.say("Discard"), data("discard", draft_id)),
        ),
    )


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
