"""`/people`: the center's people, one of them, ticking lists, and the center's own list of names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from bot.i18n import Safe, Translator, plain
from bot.rules.model import Claim, ClaimState, Expected, Group, Qualification, Request, Session, Training
from bot.rules.name_list import LARGEST, MOST_NAMES, FileProblem, LineProblem, NameList
from bot.rules.roster import Act, Entry, Page, Show, Shown, connected
from bot.views import sessions
from bot.views.message import Button, Message, Toast, data, encode, fit, rows, together
from bot.views.people import granted, revoked
from bot.views.trained import note, training
from bot.views.words import line, qualification_name

TRAINING_SIGN = {
    Qualification.RIDESHARE: "🚗",
    Qualification.ACCOMPANIMENT: "🤝",
    Qualification.INTERPRETING: "💬",
    Qualification.HOTLINE: "☎️",
}
MOST_LINES = 20
"""Unreadable lines that are named one by one."""
MOST_NAMED = 60
SHORT = 50
"""Characters of a name, or of what somebody told, in a list."""


def shown_name(t: Translator, shown: Shown) -> str:
    """What a filter is called."""
    match shown:
        case Qualification():
            return qualification_name(t, shown)
        case Show.ALL:
            return t.say("all")
        case Show.CONNECTED:
            return t.say("connected")
        case Show.NOT_CONNECTED:
            return t.say("not connected")
        case Show.UNTRAINED:
            return t.say("untrained")


def people(
    t: Translator,
    page: Page[Entry],
    shown: Shown,
    now: datetime,
    *,
    people_inside: int,
    connected_people: int,
    waiting: int,
    perhaps: int,
    private: bool,
) -> Message:
    """A page of the center's people. In a group: names, trainings and whether they are connected, no more."""
    inside = t.count("{n} person in the group", "{n} people in the group", people_inside)
    reached = t.count("{n} connected", "{n} connected", connected_people)
    known = t.count("{n} person I know: {which}", "{n} people I know: {which}", page.total, which=shown_name(t, shown))
    lines = [f"<b>{t.say('People')}</b> — {inside}, {reached}", known]
    lines += [entry_line(t, entry, now, private=private) for entry in page.items]
    if not page.items:
        lines.append(t.say("Nobody here. Whoever taps a button or connects appears by themselves."))
    if waiting:
        lines.append(
            t.count("{n} name of your list is not linked yet.", "{n} names of your list are not linked yet.", waiting)
        )
    buttons = [*_entry_buttons(page.items), *_leaf(page, lambda n: data("people", n, shown)), *_filters(t, shown)]
    if perhaps:
        buttons.append((Button("❓ " + t.say("Who is who? ({n})", n=perhaps), data("whois")),))
    buttons += [
        (
            Button("🔎 " + t.say("Find by name"), data("findname")),
            Button("🎓 " + t.say("Grant…"), data("choose", 0, Act.GRANT)),
        )
    ]
    return Message("\n".join(lines), tuple(buttons))


def entry_line(t: Translator, entry: Entry, now: datetime, *, private: bool) -> str:
    """One person: connected or not, the name, what for and since when; privately also languages and car."""
    person, profile = entry.person, entry.profile
    sign = "🔗" if connected(person) else "◽"
    parts = [f"{sign} <b>{t.value(profile.name[:SHORT])}</b>"]
    notes = [_short(t, entry, grant.qualification, now) for grant in person.grants]
    parts.append(", ".join(notes) if notes else t.say("untrained"))
    if private and profile.languages:
        parts.append(f"🗣 {t.value(profile.languages[:SHORT])}")
    if private and profile.car:
        parts.append(f"🚙 {t.value(profile.car[:SHORT])}")
    return " · ".join(parts)


def _short(t: Translator, entry: Entry, qualification: Qualification, now: datetime) -> str:
    """ "🚗 Mar 5, 2024", with its end where it has one."""
    grant = entry.person.grant(qualification)
    if grant is None:
        return ""
    since = f"{TRAINING_SIGN[qualification]} {t.month_day_year(grant.granted_at)}"
    if grant.expires_at is None:
        return since
    day = t.month_day_year(grant.expires_at)
    if grant.expires_at <= now:
        return f"{since} ({t.say('ended {day}', day=day)})"
    # Translators: the day on which a training ends
    return f"{since} ({t.say('expires {day}', day=day)})"


def _entry_buttons(entries: Sequence[Entry]) -> list[tuple[Button, ...]]:
    """Two names in a row."""
    buttons = [Button(entry.profile.name[:40] or "?", data("person", entry.person.id)) for entry in entries]
    return [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]


def _leaf(page: Page[Any], to: Callable[[int], str]) -> list[tuple[Button, ...]]:
    """Earlier and later pages, where there are any."""
    if page.pages == 1:
        return []
    turned = []
    if page.number > 0:
        turned.append(Button("◀", to(page.number - 1)))
    turned.append(Button(f"{page.number + 1} / {page.pages}", to(page.number)))
    if page.number + 1 < page.pages:
        turned.append(Button("▶", to(page.number + 1)))
    return [tuple(turned)]


def _filters(t: Translator, shown: Shown) -> list[tuple[Button, ...]]:
    def button(one: Shown) -> Button:
        name = plain(shown_name(t, one))
        return Button(f"• {name}" if one == shown else name, data("people", 0, one))

    return [
        (button(Show.ALL), button(Show.CONNECTED), button(Show.NOT_CONNECTED)),
        (button(Show.UNTRAINED), button(Qualification.RIDESHARE), button(Qualification.ACCOMPANIMENT)),
        (button(Qualification.INTERPRETING), button(Qualification.HOTLINE)),
    ]


def ask_name(t: Translator) -> Message:
    return Message(t.say("Which name? A few letters are enough. /cancel to stop."))


def found(t: Translator, entries: Sequence[Entry], words: str, now: datetime) -> Message:
    """Everybody who may be meant."""
    again = (Button("🔎 " + t.say("Find by name"), data("findname")),)
    if not entries:
        return Message(t.say("I know nobody called “{words}”.", words=words[:60]), (again,))
    lines = [entry_line(t, entry, now, private=True) for entry in entries]
    return Message("\n".join(lines), (*_entry_buttons(entries), again))


def person(
    t: Translator,
    entry: Entry,
    seats: Sequence[Request],
    now: datetime,
    *,
    waiting: bool,
    trainings: Sequence[Session] = (),
    lately: Sequence[tuple[Request, Claim]] = (),
    saved: str = "",
) -> Message:
    """All that is known of one person, for a coordinator in private."""
    someone, profile = entry.person, entry.profile
    lines = [saved, ""] if saved else []
    lines.append(f"<b>{t.value(profile.name)}</b>")
    lines.append("🔗 " + t.say("Connected") if connected(someone) else "◽ " + t.say("Not connected"))
    if Group.VOLUNTEERS not in someone.standings or not someone.volunteer:
        lines.append("⚠️ " + t.say("Not in the volunteers' group"))
    if someone.coordinator:
        lines.append(t.say("Coordinator"))
    for sign, value in (("📞", profile.phone), ("🗣", profile.languages), ("📍", profile.towns), ("🚙", profile.car)):
        if value:
            lines.append(f"{sign} {t.value(value)}")
    lines.append("")
    lines += [f"{TRAINING_SIGN[grant.qualification]} {note(t, grant, now)}" for grant in someone.grants]
    if not someone.grants:
        lines.append(t.say("No training is noted."))
    if seats:
        lines += ["", t.say("Their seats:"), *(line(t, request) for request in seats[:MOST_LINES])]
    if lately:
        lines += ["", t.say("Their seats lately:")]
    for request, claim in lately:
        lines.append(_seat_lately(t, request, claim))
    buttons: list[tuple[Button, ...]] = []
    for qualification in Qualification:
        name = plain(qualification_name(t, qualification))
        has = someone.qualified(qualification, now)
        sign, verb = ("➖", "ask-") if has else ("➕", "yes-")
        buttons.append((Button(f"{sign} {name}", data("training", someone.id, f"{verb}{qualification}")),))
    buttons = [(*buttons[i], *buttons[i + 1]) for i in range(0, len(buttons), 2)]
    if connected(someone):
        for session in trainings:
            words = t.say("Invite: {training}", training=Safe(sessions.in_line(t, session)))
            buttons.append((Button("📨 " + plain(words), data("inviteto", someone.id, encode(session.id))),))
    buttons += [(_came(t, request, claim),) for request, claim in lately]
    if waiting:
        buttons.append((Button("📋 " + t.say("From the list…"), data("fromlist", someone.id, 0)),))
    buttons.append((Button("◀ " + t.say("All people"), data("people", 0, Show.ALL)),))
    return Message(fit(lines), tuple(buttons))


def _seat_lately(t: Translator, request: Request, claim: Claim) -> str:
    if claim.state is ClaimState.NO_SHOW:
        return "∅ " + t.say("Did not come: {request}", request=Safe(line(t, request)))
    return line(t, request)


def _came(t: Translator, request: Request, claim: Claim) -> Button:
    """To be corrected as long as it is kept: somebody did not come, or came after all."""
    what = Safe(line(t, request))
    if claim.state is ClaimState.NO_SHOW:
        return Button("✓ " + plain(t.say("Came after all: {request}", request=what)), data("had", claim.id, "yes"))
    return Button("∅ " + plain(t.say("Did not come: {request}", request=what)), data("had", claim.id, "no"))


def noted(t: Translator, name: str, qualification: Qualification, *, new: bool) -> str:
    return granted(t, name, qualification, new=new).text


def taken_away(t: Translator, name: str, qualification: Qualification, *, had: bool) -> str:
    return revoked(t, name, qualification, had=had).text


def sure_to_revoke(t: Translator, entry: Entry, qualification: Qualification, seats: int) -> Message:
    """Asked once more, with what follows from it."""
    lines = [
        t.say(
            "Take the {training} training away from {name}?",
            training=Safe(training(t, qualification)),
            name=entry.profile.name,
        )
    ]
    if seats:
        lines.append(
            t.count(
                "{n} seat to come needs it: it is given back at once.",
                "{n} seats to come need it: they are given back at once.",
                seats,
            )
        )
    yes = Button(t.say("Yes, take it away"), data("training", entry.person.id, f"no-{qualification}"))
    return Message("\n".join(lines), rows(yes, Button(t.say("No"), data("person", entry.person.id))))


# --- ticking ---------------------------------------------------------------------------------------------------------


def choose_training(t: Translator, act: Act) -> Message:
    """Which training is noted, or taken away, for many at once."""
    text = (
        t.say("Which training do you want to note? Next you tick the names.")
        if act is Act.GRANT
        else t.say("Which training do you want to take away? Next you tick the names.")
    )
    buttons = [
        Button(
            f"{TRAINING_SIGN[one]} {plain(qualification_name(t, one))}",
            data("choose", 0, f"{act}.{one}"),
        )
        for one in Qualification
    ]
    return Message(text, rows(*buttons))


def ticks(
    t: Translator,
    draft_id: int,
    act: Act,
    qualification: Qualification,
    page: Page[Entry],
    ticked: Sequence[int],
    seats: int,
) -> Message:
    """The list with its ticks."""
    name = Safe(training(t, qualification))
    text = (
        t.say("Who was trained for {training}? Tick the names.", training=name)
        if act is Act.GRANT
        else t.say("Who is no longer trained for {training}? Tick the names.", training=name)
    )
    lines = [text]
    if not page.total:
        lines.append(t.say("There is nobody to tick."))
    if seats:
        lines.append(
            "⚠️ "
            + t.count(
                "{n} of them has seats to come that need it: these are given back at once.",
                "{n} of them have seats to come that need it: these are given back at once.",
                seats,
            )
        )
    boxes = [
        Button(
            f"{'☑' if entry.person.id in ticked else '☐'} {entry.profile.name[:40]}",
            data("mark", draft_id, f"t.{encode(entry.person.id)}"),
        )
        for entry in page.items
    ]
    buttons = [tuple(boxes[i : i + 2]) for i in range(0, len(boxes), 2)]
    buttons += _leaf(page, lambda n: data("mark", draft_id, f"p.{n}"))
    if len(boxes) > 1:
        buttons.append((Button("☑ " + t.say("All on this page"), data("mark", draft_id, "all")),))
    n = len(ticked)
    if n and act is Act.GRANT:
        go = t.count("Grant to {n} person", "Grant to {n} people", n)
        buttons.append((Button(f"✓ {go}", data("mark", draft_id, f"go.{n}")),))
    elif n:
        go = t.count("Take away from {n} person", "Take away from {n} people", n)
        buttons.append((Button(f"✓ {go}", data("mark", draft_id, f"go.{n}")),))
    buttons.append((Button(t.say("Stop"), data("mark", draft_id, "stop")),))
    return Message("\n".join(lines), tuple(buttons))


def ticks_done(
    t: Translator, draft_id: int, act: Act, qualification: Qualification, names: Sequence[str], *, undoable: bool
) -> Message:
    """What was done, with *Undo* while it stands."""
    name = Safe(training(t, qualification))
    if act is Act.GRANT:
        text = t.count(
            "{n} person is now trained for {training}:", "{n} people are now trained for {training}:", len(names),
            training=name,
        )  # fmt: skip
    else:
        text = t.count(
            "{n} person is no longer trained for {training}:",
            "{n} people are no longer trained for {training}:",
            len(names),
            training=name,
        )
    lines = [f"✓ {text}", ", ".join(t.value(each[:SHORT]) for each in names[:MOST_NAMED])]
    if len(names) > MOST_NAMED:
        lines.append("…")
    if undoable and act is Act.GRANT:
        lines.append(t.say("I tell each of them privately in a few minutes."))
    undo = Button("↩ " + t.say("Undo"), data("mark", draft_id, "undo")) if undoable else None
    return Message("\n".join(lines), rows(undo))


def ticks_undone(t: Translator, act: Act) -> Message:
    if act is Act.GRANT:
        return Message(t.say("Undone: the trainings are as before."))
    return Message(t.say("Undone: the trainings are as before. Seats that were given back are open to be taken again."))


def ticks_stopped(t: Translator) -> Message:
    return Message(t.say("All right, nothing was changed."))


def undo_too_late(t: Translator) -> Toast:
    return Toast(plain(t.say("It is too late to undo this at once. /people changes it for one person.")), alert=True)


def not_your_list(t: Translator) -> Toast:
    """Another coordinator's list, or one that is gone: the same words."""
    return Toast(plain(t.say("This list is not yours, or it is gone. /grant starts a list of your own.")), alert=True)


# --- the center's own list -------------------------------------------------------------------------------------------


def file_problem(t: Translator, problem: FileProblem) -> Message:
    """Why nothing of a file was read, and what would do."""
    match problem:
        case FileProblem.TOO_LARGE:
            text = t.say("This file is too large: at most {n} kB, please.", n=LARGEST // 1000)
        case FileProblem.NOT_TEXT:
            text = t.say("I can't read this file. Please save the list as “CSV UTF-8” and send it again.")
        case FileProblem.EMPTY:
            text = t.say("There are no names in this file.")
        case FileProblem.NO_NAMES:
            text = t.say(
                "I found no column with names. Please begin with a line that names the columns, for example: {example}",
                example="name, phone, rideshare, accompaniment, since",
            )
        case FileProblem.TOO_MANY:
            text = t.say("That is more than {n} names. Please send the list in parts.", n=MOST_NAMES)
    return Message(f"{text}\n{t.say('I kept nothing of it.')}")


def could_not_fetch(t: Translator) -> Message:
    return Message(t.say("I could not fetch the file just now. Please send it again in a minute."))


def line_problem(t: Translator, problem: LineProblem) -> str:
    """Why one line was left out."""
    match problem:
        case LineProblem.NO_NAME:
            return t.say("no name")
        case LineProblem.NAME:
            return t.say("the name can't be a name")
        case LineProblem.A_NUMBER:
            return t.say("this looks like an A-number, which I never keep")
        case LineProblem.PHONE:
            return t.say("the phone number can't be one")
        case LineProblem.TRAINING:
            return t.say("I don't know that training: rideshare, accompaniment, interpreting or hotline, or x for yes")
        case LineProblem.DATE:
            return t.say("I can't read the date: please write 2024-03-05")
        case LineProblem.UNCLEAR_DATE:
            return t.say("I can't tell day and month apart: please write 2024-03-05")
        case LineProblem.FUTURE:
            return t.say("the date is still to come")
        case LineProblem.TOO_MANY_CELLS:
            return t.say("there are more cells than columns")


def preview(t: Translator, draft_id: int, names: NameList) -> Message:
    """What a file says, before anything is kept of it for good."""
    counts = [t.count("{n} name", "{n} names", len(names.people))]
    for qualification in Qualification:
        if n := names.trained(qualification):
            counts.append(f"{n} {qualification_name(t, qualification)}")
    lines = [", ".join(counts)]
    if names.twice:
        lines.append(t.count("{n} line says somebody again.", "{n} lines say somebody again.", names.twice))
    if names.ignored:
        columns = ", ".join(names.ignored)[:200]
        lines.append(t.say("Columns I leave out: {columns}", columns=columns))
    if names.problems:
        n = len(names.problems)
        lines += ["", t.count("{n} line I could not read:", "{n} lines I could not read:", n)]
        lines += [
            t.say("line {n}: {why}", n=number, why=Safe(line_problem(t, why)))
            for number, why in names.problems[:MOST_LINES]
        ]
        if n > MOST_LINES:
            lines.append("…")
    if not names.people:
        return Message("\n".join(lines))
    lines += ["", t.say("I link each of them when they connect, and ask you first. Nobody is trained by this alone.")]
    n = len(names.people)
    yes = Button("✓ " + t.count("Import {n} name", "Import {n} names", n), data("import", draft_id))
    return Message("\n".join(lines), rows(yes, Button(t.say("Don't import"), data("dropimport", draft_id))))


def imported(t: Translator, new: int, known: int, perhaps: int) -> Message:
    lines = ["✓ " + t.count("{n} new name on your list.", "{n} new names on your list.", new)]
    if known:
        lines.append(t.count("{n} was known already.", "{n} were known already.", known))
    button = None
    if perhaps:
        lines.append(t.count("{n} of the list may be here already.", "{n} of the list may be here already.", perhaps))
        button = Button("❓ " + t.say("Who is who? ({n})", n=perhaps), data("whois"))
    lines.append(t.say("When somebody connects whose name or number is on it, I ask in the coordinators' group."))
    return Message("\n".join(lines), rows(button))


def not_imported(t: Translator) -> Message:
    return Message(t.say("All right. I kept nothing of the file."))


def no_such_file(t: Translator) -> Toast:
    return Toast(plain(t.say("This file is not there any more. Please send it again.")), alert=True)


def is_it(ts: Sequence[Translator], suggestion_id: int, expected: Expected, name: str) -> Message:
    """The question whether somebody who is here is the one on the list; never answered silently."""

    def words(t: Translator) -> str:
        trainings = _trainings(t, expected.trainings)
        return t.say(
            "{name} is here. Is this {listed} from your list ({trainings})?",
            name=name,
            listed=expected.name,
            trainings=Safe(trainings),
        )

    yes = Button("✓ " + together(ts, lambda t: t.say("Yes")), data("isit", suggestion_id))
    no = Button("✗ " + together(ts, lambda t: t.say("No")), data("isnt", suggestion_id))
    return Message("\n".join(words(t) for t in ts), ((yes, no),))


def _trainings(t: Translator, found: Sequence[Training]) -> str:
    if not found:
        return t.say("no training")
    return ", ".join(
        qualification_name(t, one.qualification)
        if one.since is None
        else t.say("{training}, since {day}", training=Safe(training(t, one.qualification)), day=t.full_date(one.since))
        for one in found
    )


def linked(ts: Sequence[Translator], name: str, expected: Expected) -> Message:
    def words(t: Translator) -> str:
        return t.say(
            "{name} is {listed} from your list, and trained for: {trainings}.",
            name=name,
            listed=expected.name,
            trainings=Safe(_trainings(t, expected.trainings)),
        )

    return Message("\n".join(f"✓ {words(t)}" for t in ts))


def not_them(ts: Sequence[Translator], name: str, expected: Expected) -> Message:
    return Message(
        "\n".join(t.say("{name} is not {listed} from your list.", name=name, listed=expected.name) for t in ts)
    )


def no_more_questions(t: Translator) -> Message:
    return Message("✓ " + t.say("No more questions about your list for now."))


def from_list(t: Translator, person_id: int, name: str, page: Page[Expected]) -> Message:
    """Who of the list is this person? A coordinator says it."""
    lines = [t.say("Who of your list is {name}?", name=name)]
    lines += [f"• {t.value(one.name)} ({_trainings(t, one.trainings)})" for one in page.items]
    if not page.total:
        lines = [t.say("Nobody is left on your list.")]
    buttons: list[tuple[Button, ...]] = [
        (Button(one.name[:60], data("link", person_id, f"ask-{encode(one.id)}")),) for one in page.items
    ]
    buttons += _leaf(page, lambda n: data("fromlist", person_id, n))
    buttons.append((Button("◀ " + t.say("Back"), data("person", person_id)),))
    return Message("\n".join(lines), tuple(buttons))


def sure_to_link(t: Translator, person_id: int, name: str, expected: Expected) -> Message:
    text = t.say(
        "Is {name} the same person as {listed} from your list ({trainings})?",
        name=name,
        listed=expected.name,
        trainings=Safe(_trainings(t, expected.trainings)),
    )
    yes = Button("✓ " + t.say("Yes"), data("link", person_id, f"yes-{encode(expected.id)}"))
    return Message(text, rows(yes, Button(t.say("No"), data("fromlist", person_id, 0))))


def invited(t: Translator, name: str, session: Session) -> str:
    """What was done, above the person's page."""
    return "✓ " + t.say(
        "I asked {name} whether they come: {training}", name=name, training=Safe(sessions.in_line(t, session))
    )


def not_invited(t: Translator) -> Toast:
    return Toast(plain(t.say("They answered already, or I can't write to them, or it has begun.")), alert=True)


def nobody(t: Translator) -> Toast:
    return Toast(plain(t.say("I don't know this person any more.")), alert=True)
