"""Welcome, profile questions, help, languages, qualifications, setup, and answers to everybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.i18n import SOURCE, Safe, Translator, plain
from bot.rules.incidents import Source, has_red_button
from bot.rules.lines import kind_of_command
from bot.rules.model import PROFILE_FIELDS, Claim, Group, Kind, Person, Profile, Qualification, Request
from bot.rules.policy import Policy
from bot.rules.problems import Problem
from bot.views.emergency import red_button
from bot.views.members import help_lines, my_dates
from bot.views.message import Button, Message, Toast, data, rows
from bot.views.posting import problem_text
from bot.views.words import SESSION_COMMANDS, command, language_own_name, qualification_name, session_command


def welcome(t: Translator, name: str, org_name: str, person: Person) -> Message:
    """The first words of `/start`, true for what the person is."""
    lines = [t.say("Hello {name}. I am the assistant of {org}.", name=name, org=org_name)]
    if person.coordinator:
        lines.append(
            t.say(
                "You are a coordinator: post with {ride}, {accompany}, {interpret} or {shift},"
                " see everything with /board.",
                **_posting_commands(t),
            )
        )
    if person.volunteer:
        lines.append(t.say("You are connected: when you take something, I confirm it here."))
    if not person.coordinator and not person.volunteer:
        lines.append(
            t.say(
                "You are not in the volunteers' group yet. Ask the center to add you, and everything opens by itself."
            )
        )
    return Message("\n".join(lines), silent=True)


def _posting_commands(t: Translator) -> dict[str, str]:
    return {
        "ride": command(t, Kind.RIDE),
        "accompany": command(t, Kind.ACCOMPANIMENT),
        "interpret": command(t, Kind.INTERPRETING),
        "shift": command(t, Kind.SHIFT),
    }


def ask_profile(t: Translator, field: str, known: Profile | None) -> Message:
    """One question of `/start`; each can be skipped."""
    text = {
        "name": t.say("Which name should coordinators use for you?"),
        "phone": t.say("Your phone number? Only coordinators see it."),
        "languages": t.say("Which languages do you speak?"),
        "towns": t.say("In which towns can you start?"),
        "car": t.say("Do you have a car? Its color, how many seats, a child seat?"),
    }[field]
    step = f"({PROFILE_FIELDS.index(field) + 1}/{len(PROFILE_FIELDS)})"
    lines = [f"{text} {step}"]
    value = getattr(known, field) if known is not None else ""
    if value:
        lines.append(t.say("Now: {value}", value=value))
    if field == "phone":
        lines.append(t.say("Type it, share it with the button below the text field, or send /skip."))
        return Message("\n".join(lines), share_phone=t.say("Share my phone number"))
    return Message("\n".join(lines), rows(Button(t.say("Skip"), data("skip", 0, field))))


def profile_problem(t: Translator, problem: Problem) -> Message:
    return Message(problem_text(t, problem))


def profile_saved(t: Translator) -> Message:
    """Takes the phone button away."""
    return Message("✓ " + t.say("Saved."), clear_keyboard=True, silent=True)


def profile_done(t: Translator) -> Message:
    return Message(t.say("Thank you, that is all. /start asks again whenever something changes."))


def connected_for_claim(t: Translator, confirmed: int) -> Message:
    """After Start from a held seat: it is the person's now, and the message about it follows."""
    text = t.count(
        "You are connected, and the seat is yours.",
        "You are connected, and the {n} seats are yours.",
        confirmed,
    )
    button = Button(t.say("Tell us more about you"), data("profile"))
    return Message(text, rows(button), silent=True)


def example(t: Translator, kind: Kind) -> str:
    """A whole line that posts a request of this kind, as somebody would type it in this language."""
    match kind:
        case Kind.RIDE:
            # Translators: typed after the command. Write the time as people type it; I must be able to read it.
            rest = t.say("thu 9am Holyoke {arrow} Amherst x2 carseat", arrow=">")
        case Kind.ACCOMPANIMENT:
            # Translators: typed after the command; x1: one person is accompanied
            rest = t.say("dec 3 8:30-11am Hartford x1")
        case Kind.INTERPRETING:
            # Translators: typed after the command; "es" is the code of the language that is interpreted
            rest = t.say("tomorrow 6pm Northampton es")
        case Kind.SHIFT:
            # Translators: typed after the command; x2: two people are needed
            rest = t.say("sat 10am hotline x2")
    return f"{command(t, kind)} {rest}"


def session_example(t: Translator) -> str:
    """A whole line that posts a training, as somebody would type it in this language."""
    # Translators: typed after the command. Write time and topic as people type them; I must be able to read it.
    return f"{session_command(t, 'training')} {t.say('thu 6:30pm rideshare @ Northampton cap 12')}"


def help_text(t: Translator, person: Person, phone: str, *, member: bool = False) -> Message:
    """Only what this person can use. `member`: there is something they are reminded of."""
    lines = []
    if member:
        lines += [*help_lines(t), ""]
    if person.coordinator:
        lines += [
            "<b>" + t.say("Coordinators") + "</b>",
            t.say("Post in one line, with the day as you would say it:"),
            *(f"<code>{example(t, kind)}</code>" for kind in Kind),
            f"<code>{session_example(t)}</code>",
            t.say("Or send only the first word, like {ride}, and I ask step by step.", ride=command(t, Kind.RIDE)),
            "/board — " + t.say("everything open, who has what"),
            "/people — " + t.say("who is here, and who is trained for what"),
            "/grant, /revoke — " + t.say("note a training, or take it away: you tick the names"),
            "/cancel — " + t.say("stop my question"),
            "",
        ]
    if person.volunteer or person.coordinator:
        lines += [
            "/open — " + t.say("what is open now"),
            "/my — " + t.say("what you have taken"),
        ]
    if person.volunteer:
        lines.append("/notify — " + t.say("when I may ask you, and how often"))
    if not member or person.volunteer or person.coordinator:
        lines.append(f"{session_command(t, 'trainings')} — " + t.say("trainings and events to come"))
        lines.append("/start — " + t.say("tell us about you"))
    lines.append("/language — " + t.say("choose your language"))
    if phone:
        lines += ["", t.say("Need a person? Call {phone}.", phone=phone)]
    lines += [
        "",
        t.say("Telegram itself can read these chats. I keep private details encrypted and erase them soon."),
    ]
    return Message("\n".join(lines), rows(my_dates(t)) if member else ())


def choose_language(t: Translator, spoken: Sequence[str]) -> Message:
    buttons = [Button(language_own_name(code), data("language", 0, code)) for code in spoken]
    return Message(t.say("Which language should I use with you?"), rows(*buttons))


def language_chosen(t: Translator) -> Message:
    # Translators: name your own language
    return Message("✓ " + t.say("From now on I speak English with you."))


def grant_usage(t: Translator, command: str) -> Message:
    """How to note a training, with every name that can be used."""
    names = ", ".join(qualification.value for qualification in Qualification)
    return Message(
        t.say(
            "Write /{command} and the training, and say whom: as a reply to a message of theirs,"
            " or with their @name or their number. Example: {example}. Trainings: {names}.",
            command=command,
            example=f"/{command} rideshare @dan",
            names=names,
        )
    )


def nobody_found(t: Translator, words: str) -> Message:
    return Message(
        t.say(
            "I have not met “{words}” yet. Ask them to write to me once, or reply to a message of theirs in the group.",
            words=words[:100],
        )
    )


def granted(t: Translator, name: str, qualification: Qualification, *, new: bool) -> Message:
    training = Safe(qualification_name(t, qualification))
    if new:
        return Message("✓ " + t.say("{name} is now trained for {training}.", name=name, training=training))
    return Message(t.say("{name} was already trained for {training}.", name=name, training=training))


def revoked(t: Translator, name: str, qualification: Qualification, *, had: bool) -> Message:
    training = Safe(qualification_name(t, qualification))
    if had:
        return Message("✓ " + t.say("{name} is no longer trained for {training}.", name=name, training=training))
    return Message(t.say("{name} was not trained for {training}.", name=name, training=training))


# --- setup -----------------------------------------------------------------------------------------------------------


def setup_usage(t: Translator) -> Message:
    return Message(
        t.say(
            "Make me an admin of the group (to pin and delete messages), then write there: /setup volunteers"
            " in the volunteers' group, /setup coordinators in the coordinators' group."
        )
    )


def owner_welcome(t: Translator, org_name: str) -> Message:
    text = t.say("Welcome! You are now the owner of this assistant of {org}.", org=org_name)
    return Message(f"{text}\n\n{setup_usage(t).text}")


def owner_link_used(t: Translator) -> Message:
    return Message(t.say("This link was used already or is too old. Start the program again for a new one."))


def setup_refused(t: Translator, why: str) -> Message:
    text = {
        "public": t.say(
            "This group is public: anybody could read along. Make it private (no public link), then try again."
        ),
        "other_role": t.say(
            "This group has the other role already. Volunteers and coordinators need two different groups."
        ),
        "not_admin": t.say(
            "I am not an admin here yet. Make me an admin who can delete and pin messages, then write /setup again."
        ),
    }[why]
    return Message(text)


def confirm_coordinators(t: Translator, people: int, proposal_id: int) -> Message:
    """Says how many will see private matters, and wants a tap."""
    text = t.count(
        "This group has {n} person; they will see private matters. Make it the coordinators' group?",
        "This group has {n} people; each will see private matters. Make it the coordinators' group?",
        people,
    )
    return Message(
        text,
        rows(
            Button("✓ " + t.say("Yes, these are the coordinators"), data("setup", proposal_id)),
            Button(t.say("No"), data("nosetup", proposal_id)),
        ),
    )


def type_to_confirm(t: Translator, people: int) -> Message:
    """A large group wants a typed word."""
    return Message(
        t.count(
            "This group has {n} person; they will see private matters. If that is right, write: {command}",
            "This group has {n} people; each will see private matters. If that is right, write: {command}",
            people,
            command="/setup coordinators yes",
        )
    )


def set_up(t: Translator, group: Group, *, new: bool) -> Message:
    if not new:
        return Message(t.say("This group has that role already."))
    if group is Group.VOLUNTEERS:
        return Message("✓ " + t.say("This is now the volunteers' group. Requests will be posted here."))
    text = t.say(
        "This is now the coordinators' group. Post with {ride}, {accompany}, {interpret} or {shift},"
        " see everything with /board.",
        **_posting_commands(t),
    )
    return Message(f"✓ {text}")


def not_set_up(t: Translator) -> Message:
    return Message(t.say("Nothing was changed."))


def vouched(t: Translator, name: str) -> Message:
    return Message("✓ " + t.say("{name} is a coordinator now.", name=name))


def already_vouched(t: Translator) -> Toast:
    return Toast(plain(t.say("Somebody else has to confirm this, or it was done already.")), alert=True)


# --- answers to everybody --------------------------------------------------------------------------------------------


def anonymous(ts: Sequence[Translator]) -> Message:
    """To anonymous admins and channel posts: the bot cannot see who it is."""
    return Message(
        "\n".join(
            t.say("I can't see who you are. Please write as yourself (switch off “Remain anonymous”) or privately.")
            for t in ts
        ),
        silent=True,
    )


def not_allowed(t: Translator) -> Message:
    return Message(t.say("This is for coordinators. If you should be one, ask a coordinator to confirm you."))


def only_volunteers(t: Translator) -> Message:
    return Message(t.say("This is for people in the volunteers' group. Ask a coordinator to add you."))


def cannot_check(t: Translator) -> Message:
    return Message(t.say("I can't check right now whether you may do this. Please try again in a minute."))


def unknown_command(t: Translator) -> Message:
    return Message(t.say("I don't know this command. /help shows what I can do."))


def nothing_asked(t: Translator) -> Message:
    """A private text that answers no question."""
    return Message(t.say("I did not ask anything just now, so I did not keep this. /help shows what I can do."))


def nobody_reads(
    t: Translator,
    phone: str,
    now: datetime,
    policy: Policy,
    *,
    date: Request | None = None,
    seat: tuple[Request, Claim] | None = None,
) -> Message:
    """A private text that answers no question, of somebody who may be late, lost or afraid: how to reach a person.

    `date` is what they are the member of, `seat` what they have taken.
    """
    lines = [t.say("I am only a program: nobody reads what you write here, and I have not kept it. I am sorry!")]
    if phone:
        lines.append("☎ " + t.say("To talk to a person, please call: {phone}", phone=phone))
    else:
        lines.append("☎ " + t.say("To talk to a person, please call the center."))
    buttons = []
    if date is not None:
        lines.append(t.say("If you need help, tap the button: the coordinators hear of it at once."))
        buttons.append(red_button(t, Source.MEMBER, date.id))
    if seat is not None:
        lines.append(t.say("To tell the coordinators about what you have taken, use its buttons: /my shows it."))
        buttons.append(Button("📋 " + t.say("What you have taken"), data("claimcard", seat[1].id)))
        if has_red_button(*seat, now, policy):
            buttons.append(red_button(t, Source.VOLUNTEER, seat[0].id))
    return Message("\n\n".join(lines), rows(*buttons))


def text_please(t: Translator) -> Message:
    return Message(t.say("Please answer with text, or send /cancel to stop."))


def left_question(t: Translator, *, draft: bool) -> Message:
    if draft:
        return Message(
            t.say("All right, I stopped asking. The unfinished request stays on the board; /board shows it."),
            clear_keyboard=True,
        )
    return Message(t.say("All right, I stopped asking."), clear_keyboard=True)


def no_question(t: Translator) -> Message:
    return Message(t.say("I am not asking anything right now."), clear_keyboard=True)


def failed(t: Translator) -> str:
    """The last resort: something broke."""
    return t.say("Something went wrong on my side. Please try once more; /my shows how things stand.")


def done_before(t: Translator) -> Toast:
    """For a tap that was carried out before an interruption."""
    return Toast(plain(t.say("This was done. I was interrupted before I could tell you.")))


def unanswered(t: Translator, phone: str) -> Message:
    """Sent when an answer got lost on the way."""
    lines = [t.say("I was away for a moment. If you missed my answer, write /my or /open to see how things stand.")]
    if phone:
        lines.append(t.say("Need a person? Call {phone}.", phone=phone))
    return Message("\n".join(lines))


def continue_privately(t: Translator, link: str) -> Message:
    return Message(t.say("Let's continue privately."), rows(Button(t.say("Open private chat"), url=link)), silent=True)


def menu(t: Translator, names: Sequence[str]) -> dict[str, str]:
    """Telegram's command menu, plain text: each command as it is typed in this language, and what it does."""
    texts = _menu_texts(t)
    return {_typed(t, name): plain(texts[name]) for name in names}


def _typed(t: Translator, name: str) -> str:
    if name in SESSION_COMMANDS[SOURCE]:
        return session_command(t, name).removeprefix("/")
    kind = kind_of_command(name)
    return name if kind is None else command(t, kind).removeprefix("/")


def _menu_texts(t: Translator) -> dict[str, str]:
    return {
        "ride": t.say("Post a ride"),
        "accompany": t.say("Post an accompaniment"),
        "interpret": t.say("Post interpreting"),
        "shift": t.say("Post a shift"),
        "training": t.say("Post a training"),
        "event": t.say("Post an event"),
        "trainings": t.say("Trainings and events"),
        "notify": t.say("When I may ask you"),
        "board": t.say("Everything open"),
        "open": t.say("What is open now"),
        "my": t.say("What you have taken"),
        "people": t.say("People and their trainings"),
        "grant": t.say("Note a training"),
        "revoke": t.say("Take a training away"),
        "start": t.say("Tell us about you"),
        "language": t.say("Choose your language"),
        "cancel": t.say("Stop my question"),
        "help": t.say("What I can do"),
    }


def description(t: Translator, org_name: str) -> str:
    """What a person sees before pressing Start."""
    return plain(
        t.say(
            "The assistant of {org}: rides and accompaniment, so that nobody goes alone. Press Start to connect.",
            org=org_name,
        )
    )
