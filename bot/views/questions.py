"""What a coordinator is asked while posting: every question of the wizard, and what was understood so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.i18n import Translator, plain
from bot.rules.dates import Choice, Clock, Day
from bot.rules.drafts import PART_HOURS, Draft, Question, can_go_back
from bot.rules.kinds import optional
from bot.rules.model import DayPart, Duty, Kind, Request, Return
from bot.rules.moments import local_day
from bot.rules.places import place_within
from bot.rules.problems import Problem
from bot.rules.series import EIGHT_WEEKS, FOUR_WEEKS, NOT_WEEKLY, OPEN, THREE_MONTHS, last_days
from bot.rules.typed import looks_private
from bot.rules.wizard import ALL, DONE, FEW_WORDS, KEEP, NONE, OF_TIME, PUBLIC, place_code
from bot.views.message import Button, Message, data, encode, rows
from bot.views.posting import problem_text
from bot.views.words import (
    DUTY_SIGN,
    KIND_SIGN,
    ROLE_SIGN,
    capital,
    child_seats,
    duty_name,
    every_week,
    in_full,
    kind_name,
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
    guess = place_within(words, public) or next(iter(recent), None) if words else None
    if words:
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
    ordered = [place for place in dict.fromkeys([*recent, *public]) if place != guess]
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
