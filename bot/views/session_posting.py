"""What a coordinator sees while posting a training or an event: questions, the preview, and what follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.i18n import Translator, plain
from bot.rules.dates import Choice, Clock, Day
from bot.rules.model import Qualification, Session, SessionKind
from bot.rules.moments import local_day
from bot.rules.policy import Policy
from bot.rules.problems import Problem
from bot.rules.session_drafts import MOST_PARTS, MOST_WEEKS, Ask, SessionDraft, back, sessions_of
from bot.rules.session_lines import (
    DONE,
    GUESTS,
    LATER,
    MYSELF,
    NOBODY,
    NONE,
    ONLINE,
    PUBLIC,
    guess,
    like_an_address,
)
from bot.rules.wizard import place_code
from bot.views.message import Button, Message, data, rows
from bot.views.posting import problem_text
from bot.views.sessions import SIGN, in_line, summary, volunteers_card
from bot.views.words import in_full, qualification_name

Row = tuple[Button, ...]
Answer = Callable[[str, str], Button]
DAYS = 14
HOURS = range(7, 22)
MOST_PLACE_BUTTONS = 18
PLACES = (6, 8, 10, 12, 15, 20, 30, 50)


def question(
    t: Translator,
    draft_id: int,
    draft: SessionDraft,
    asked: Ask,
    problems: Sequence[Problem],
    now: datetime,
    common: Sequence[str],
    public: Sequence[str] = (),
    recent: Sequence[str] = (),
    known: Sequence[tuple[int, str]] = (),
) -> Message:
    """What is asked now, with what went wrong before it and what was understood so far."""
    lines = [problem_text(t, problem) for problem in problems]
    if understood := _known(t, draft):
        lines.append(understood)

    def button(text: str, answer: str) -> Button:
        return Button(text, data("sanswer", draft_id, f"{asked}.{answer}"))

    match asked:
        case Ask.TOPIC | Ask.PART:
            left = [q for q in Qualification if q not in [topic for topic, _ in draft.parts] or asked is Ask.TOPIC]
            topics = [(qualification_name(t, q), q.value) for q in left]
            text = t.say("Training for what?") if asked is Ask.TOPIC else t.say("Which training follows?")
            buttons = _each(button, topics, 1)
        case Ask.TITLE:
            text, buttons = t.say("What is the event called? Everybody sees the name."), []
        case Ask.DAY:
            text, buttons = _day(t, draft, button, now)
        case Ask.CHOICE:
            text, buttons = _choice(t, draft, button, now)
        case Ask.HOUR:
            hours = [(_clock(t, now, hour), str(hour)) for hour in HOURS]
            text, buttons = t.say("At what time? Tap the hour, or type it."), _each(button, hours, 4)
        case Ask.QUARTER:
            quarters = [(_clock(t, now, draft.hour or 0, minute), str(minute)) for minute in (0, 15, 30, 45)]
            text, buttons = t.say("At what time exactly?"), _each(button, quarters, 2)
        case Ask.WEEKS:
            weeks = [(str(n), str(n)) for n in range(1, MOST_WEEKS + 1)]
            text, buttons = t.say("For how many weeks?"), _each(button, weeks, 4)
        case Ask.PLACE:
            text, buttons = _place(t, draft, button, public, recent)
        case Ask.LINK:
            text = t.say("Please send the link. Only those who go are told.")
            buttons = _each(button, [(t.say("Later"), LATER)], 1)
        case Ask.LANGUAGE:
            marks = [(f"{'☑' if code in draft.languages else '☐'} {t.language_name(code)}", code) for code in common]
            text = t.say("In which language? Tap what applies, then “Done”.")
            buttons = [*_each(button, marks, 2), (button("✓ " + t.say("Done"), DONE),)]
        case Ask.CAPACITY:
            text = t.say("How many places are there? Tap, or type a number.")
            buttons = [*_each(button, [(str(n), str(n)) for n in PLACES], 4), (button("∞ " + t.say("No limit"), NONE),)]
        case Ask.TRAINER:
            text = t.say(
                "Who leads it? They see who comes and confirm who was there. Tap, or type a name or @name"
                " of somebody who has written to me."
            )
            people = [(f"👤 {name}", str(person_id)) for person_id, name in known]
            own = [(t.say("I do"), MYSELF), (t.say("Not known yet"), NOBODY)]
            buttons = [*_each(button, people, 2), *_each(button, own, 2)]
        case Ask.FIELDS:
            text, buttons = t.say("What should change?"), _fields(t, draft, button)
    lines.append(text)
    footer = [Button("⬅ " + t.say("Back"), data("schange", draft_id, "back"))] if back(draft) != draft else []
    footer.append(Button(t.say("Discard"), data("discard", draft_id)))
    return Message("\n\n".join(lines), (*buttons, tuple(footer)))


def _each(button: Answer, answers: Sequence[tuple[str, str]], columns: int) -> list[Row]:
    buttons = [button(plain(text), answer) for text, answer in answers]
    return [tuple(buttons[i : i + columns]) for i in range(0, len(buttons), columns)]


def _clock(t: Translator, now: datetime, hour: int, minute: int = 0) -> str:
    return t.time(now.astimezone(t.zone).replace(hour=hour, minute=minute, fold=0))


def _kind(t: Translator, draft: SessionDraft) -> str:
    name = t.say("Training") if draft.kind is SessionKind.TRAINING else t.say("Event")
    return f"{SIGN[draft.kind]} {name}"


def _known(t: Translator, draft: SessionDraft) -> str:
    """What was understood so far."""
    if draft.asked is Ask.FIELDS:
        return ""
    topics = " + ".join(qualification_name(t, topic) for topic, _ in draft.parts)
    parts = [_kind(t, draft) + (f": {topics}" if topics else "")]
    if draft.title:
        parts.append(f"✏️ {t.value(draft.title)}")
    if draft.spans and draft.pending is None:
        parts += [f"📅 {t.full_day(span.starts_at)}, {t.time(span.starts_at)}" for span in draft.spans]
    elif isinstance(draft.pending, Day) and draft.pending.sure is not None:
        parts.append(f"📅 {t.full_date(draft.pending.sure)}")
    elif isinstance(draft.pending, Clock):
        parts.append("🕘 " + " / ".join(t.wall(start) for start, _ in draft.pending.times))
    if draft.place:
        parts.append(f"📍 {t.value(draft.place)}")
    return "\n".join(parts)


def _day(t: Translator, draft: SessionDraft, button: Answer, now: datetime) -> tuple[str, list[Row]]:
    if isinstance(draft.pending, Day) and draft.pending.sure is None:
        answers = [(t.full_date(day), day.isoformat()) for day in draft.pending.days]
        return t.say("Which day do you mean?"), _each(button, answers, 1)
    today = local_day(now, t.zone)
    days = [today + timedelta(days=n) for n in range(DAYS)]
    buttons = _each(button, [(t.short_date(day), day.isoformat()) for day in days], 3)
    text = t.say(
        "When? Tap the day, or type day and hour; several with commas, or weekly, like this: {example}",
        example=t.say("every Thu 6:30pm"),
    )
    return text, buttons


def _choice(t: Translator, draft: SessionDraft, button: Answer, now: datetime) -> tuple[str, list[Row]]:
    spans = draft.pending.spans if isinstance(draft.pending, Choice) else ()
    texts = [in_full(t, span.starts_at, span.ends_at, now) for span in spans]
    if len(set(texts)) < len(texts):  # the hour that autumn repeats: only the zone tells them apart
        texts = [f"{t.full_day(span.starts_at)}, {t.zone_time(span.starts_at)}" for span in spans]
    answers = [
        (text, f"{n}-{int(span.starts_at.timestamp())}")
        for n, (text, span) in enumerate(zip(texts, spans, strict=True))
    ]
    return t.say("Which one do you mean?"), _each(button, answers, 1)


def _place(
    t: Translator, draft: SessionDraft, button: Answer, public: Sequence[str], recent: Sequence[str]
) -> tuple[str, list[Row]]:
    buttons: list[Row] = []
    if words := draft.place_words:
        if like_an_address(draft):
            text = t.say("“{words}” looks like an address. Who may see it?", words=words)
        else:
            text = t.say("“{words}” is no public place I know. Who may see it?", words=words)
        town = guess(draft, public)
        if town is not None:
            shown = t.say("Show {place} to all, the rest to those who go", place=town)
            buttons.append((button("🔒 " + plain(shown), place_code(town)),))
        buttons.append((button("🔒 " + plain(t.say("Only those who go")), GUESTS),))
        buttons.append((button("🏛 " + plain(t.say("It is a public place: everybody may see it")), PUBLIC),))
        return text, buttons
    ordered = list(dict.fromkeys([*recent, *public]))[:MOST_PLACE_BUTTONS]
    buttons = [(button("💻 " + plain(t.say("Online")), ONLINE),)]
    buttons += _each(button, [(place, place_code(place)) for place in ordered], 3)
    return t.say("Where? Tap the town, or type the place."), buttons


def _fields(t: Translator, draft: SessionDraft, button: Answer) -> list[Row]:
    answers = [("📍 " + t.say("Place"), Ask.PLACE), ("👥 " + t.say("Places"), Ask.CAPACITY)]
    if len(draft.spans) == 1:
        answers = [("📅 " + t.say("Day"), Ask.DAY), ("🕘 " + t.say("Hour"), Ask.HOUR), *answers]
    elif draft.spans:
        answers = [("📅 " + t.say("Days"), Ask.DAY), *answers]
    if draft.kind is SessionKind.EVENT:
        answers.append(("✏️ " + t.say("Name"), Ask.TITLE))
    elif draft.base is None:
        answers.append(("🎓 " + t.say("Topic"), Ask.TOPIC))
    answers += [
        ("🗣 " + t.say("Language"), Ask.LANGUAGE),
        ("🧑‍🏫 " + t.say("Trainer"), Ask.TRAINER),
        ("💻 " + t.say("Link"), Ask.LINK),
    ]
    return _each(button, [(text, asked.value) for text, asked in answers], 2)


# --- the preview -----------------------------------------------------------------------------------------------------


def preview(
    t: Translator,
    ts: Sequence[Translator],
    draft_id: int,
    version: int,
    draft: SessionDraft,
    now: datetime,
    policy: Policy,
    *,
    private: bool,
    trainer: str = "",
    problems: Sequence[Problem] = (),
    losing: Sequence[str] = (),
) -> Message:
    """The card as the group will see it, every date in full, and what only those who go are told."""
    made = sessions_of(draft, policy, t.zone)
    lines = [problem_text(t, problem) for problem in problems]
    lines.append("<b>" + t.say("This is what the group will see:") + "</b>")
    lines += [f"<blockquote>{volunteers_card(session, ts).text}</blockquote>" for session in made[:MOST_PARTS]]
    lines += [f"📅 {in_full(t, session.starts_at, session.ends_at, now)}" for session in made]
    lines.append("👥 " + _places(t, draft))
    if draft.venue or draft.link:
        lines.append("<b>" + t.say("Only those who go are told:") + "</b>")
        # a link or a street is not shown in a group, whoever is in it
        told = [part for part in (draft.venue, draft.link) if part]
        lines.append("🔒 " + (" · ".join(t.value(part) for part in told) if private else "…"))
    lines.append("🧑‍🏫 " + (t.say("Trainer: {name}", name=trainer) if trainer else t.say("No trainer is named yet.")))
    if losing:
        lines += ["", "❗ " + _losing(t, losing)]
    return Message("\n".join(lines), _preview_buttons(t, draft_id, version, draft, losing=bool(losing)))


def _places(t: Translator, draft: SessionDraft) -> str:
    if draft.capacity is None:
        return t.say("As many as come")
    return t.count("{n} place", "{n} places", draft.capacity)


def _losing(t: Translator, losing: Sequence[str]) -> str:
    who = ", ".join(losing)
    return t.count(
        "{n} person more is going than there would be places: {names}. Nobody is dropped silently; what shall I do?",
        "{n} people more are going than there would be places: {names}. Nobody is dropped silently; what shall I do?",
        len(losing),
        names=who,
    )


def _preview_buttons(
    t: Translator, draft_id: int, version: int, draft: SessionDraft, *, losing: bool
) -> tuple[Row, ...]:
    if draft.base is None:
        first = rows(Button("📣 " + t.say("Post to the group"), data("spost", draft_id, version)))
    elif losing:
        first = rows(
            Button("💾 " + t.say("All keep their places"), data("ssave", draft_id, "keep")),
            Button("💾 " + t.say("The last ones wait, and are told"), data("ssave", draft_id, "move")),
        )
    else:
        first = rows(Button("💾 " + t.say("Save the changes"), data("ssave", draft_id)))
    one_more = draft.base is None and draft.parts and len(draft.parts) < MOST_PARTS
    second = rows(Button("➕ " + t.say("Another training right after"), data("schange", draft_id, "part")))
    return (
        *first,
        *(second if one_more else ()),
        (
            Button("✏️ " + t.say("Edit"), data("schange", draft_id, "fields")),
            Button(t.say("Discard"), data("discard", draft_id)),
        ),
    )


def posted(t: Translator, sessions: Sequence[Session]) -> Message:
    """What the preview becomes once posted."""
    lines = ["📣 " + t.say("Posted. People can sign up now."), ""]
    lines += [in_line(t, session) for session in sessions]
    link = plain(t.say("Link and picture"))
    several = len(sessions) > 1
    buttons = [
        Button(f"🔗 {plain(in_line(t, session))}" if several else f"🔗 {link}", data("sessionlink", session.id))
        for session in sessions
    ]
    return Message("\n".join(lines), rows(*buttons))


def saved(t: Translator, session: Session) -> Message:
    text = t.say("Saved. Whoever it concerns is being told.")
    return Message(f"💾 {text}\n\n{summary(t, session)}")


def draft_rests(t: Translator, draft: SessionDraft, draft_id: int) -> Message:
    """Reminds the owner of an unfinished training or event."""
    lines = [t.say("You have an unfinished training or event. Nobody sees it yet."), _known(t, draft)]
    return Message(
        "\n".join(line for line in lines if line),
        rows(
            Button(t.say("Go on"), data("schange", draft_id, "show")),
            Button(t.say("Discard"), data("discard", draft_id)),
        ),
    )


def nothing_to_edit(t: Translator) -> str:
    return plain(t.say("This is over or gone. Write /trainings to me privately to see what is coming."))


def poster(t: Translator, session: Session) -> str:
    """The caption of the QR picture for a website or a poster."""
    return f"{summary(t, session)}\n\n{t.say('Open this picture with your camera to sign up.')}"
