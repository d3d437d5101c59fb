"""The red button: what whoever pressed sees, what coordinators get, and how it ends. Names no member and no street."""

from __future__ import annotations

import html
from collections.abc import Sequence

from bot.i18n import Translator, plain
from bot.rules.day import were_there
from bot.rules.incidents import Event, Incident, Source
from bot.rules.model import Request
from bot.views.message import Button, Message, Toast, data, rows, shortened, together
from bot.views.words import line

Mentions = Sequence[tuple[str, int]]
MOST_EVENTS, LONGEST_NAME = 40, 40
"""What one message holds of a timeline, and of a name in it."""


def red_button(t: Translator, source: Source, subject: int) -> Button:
    """`alarm:subject:source`; a member asks for help, and does not have to find it an emergency."""
    words = t.say("I need help") if source is Source.MEMBER else t.say("Emergency")
    return Button(f"🔴 {words}", data("alarm", subject, source))


def confirm(t: Translator, source: Source, subject: int, phone: str, steps: str) -> Message:
    """Before anybody answers: the number to call, and one more tap, so that no pocket raises an alarm."""
    lines = [_call(t, phone)] if phone else []
    if steps:
        lines.append(t.value(steps))
    lines.append(t.say("Shall I alert all coordinators now?"))
    return Message(
        "\n\n".join(lines),
        rows(
            Button("🔴 " + t.say("Yes, alert them now"), data("alarmnow", subject, source)),
            Button(t.say("No, all is well"), data("noalarm")),
        ),
    )


def _call(t: Translator, phone: str) -> str:
    return "<b>" + t.say("Call now: {phone}", phone=phone) + "</b>"


def raised(t: Translator, reachable: int, phone: str, steps: str) -> Message:
    """The alarm is out; honest where nobody could be written to."""
    lines = [_call(t, phone)] if phone else []
    if reachable:
        calling = t.count(
            "I am alerting {n} coordinator, again every few minutes until they answer. I'll tell you who helps.",
            "I am alerting {n} coordinators, again every few minutes until one answers. I'll tell you who helps.",
            reachable,
        )
        lines.append("🔴 " + calling)
    else:
        lines += ["🔴 " + t.say("I could not reach any coordinator privately."), _instead(t, phone)]
    if steps:
        lines.append(t.value(steps))
    return Message("\n\n".join(lines))


def _instead(t: Translator, phone: str) -> str:
    """What to do while no coordinator knows."""
    if phone:
        return t.say("Please call the number above. If a life is in danger, call 911.")
    return t.say("Please call a person you trust. If a life is in danger, call 911.")


def nobody(t: Translator, phone: str) -> Message:
    """To whoever pressed: no message got through."""
    lines = [_call(t, phone)] if phone else []
    lines += [t.say("None of my messages has reached a coordinator yet. I keep trying."), _instead(t, phone)]
    return Message("\n\n".join(lines))


def all_well(t: Translator) -> Message:
    return Message(t.say("Good. No alarm was raised."))


def not_possible(t: Translator, phone: str) -> Message:
    """The button is of something that is over, or not the person's."""
    lines = [_call(t, phone)] if phone else []
    lines.append(t.say("I can't tell what this is about. Please call, or write to a coordinator."))
    return Message("\n\n".join(lines))


# --- for coordinators ------------------------------------------------------------------------------------------------


def _why(t: Translator, incident: Incident, request: Request | None, pressed_by: str, not_home: str) -> str:
    match incident.source:
        case Source.SILENCE | Source.VOLUNTEER if not_home:
            return t.say("{name} says that not everyone is home.", name=not_home)
        case Source.SILENCE if request is not None:
            return t.say(
                "Nobody has said that everyone is home. The end was to be at {time}.", time=t.time(request.lasts_until)
            )
        case Source.SILENCE:
            return t.say("Nobody has said that everyone is home.")
        case Source.MEMBER:
            return t.say("A member asks for help.")
        case Source.VOLUNTEER | Source.COORDINATOR:
            return t.say("{name} pressed the red button.", name=pressed_by)


def _about(
    ts: Sequence[Translator], incident: Incident, request: Request | None, pressed_by: str, not_home: str
) -> list[str]:
    """Why there is an alarm, in every language, and about what."""
    lines = list(dict.fromkeys(_why(t, incident, request, pressed_by, not_home) for t in ts))
    if request is not None:
        lines.append(line(ts[0], request))
    return lines


def alarm(t: Translator, incident: Incident, request: Request | None, pressed_by: str, not_home: str = "") -> Message:
    """To one coordinator, privately."""
    lines = ["🔴 <b>" + t.say("Emergency") + "</b>", *_about((t,), incident, request, pressed_by, not_home)]
    return Message("\n".join(lines), _buttons((t,), incident, request))


def group_alarm(
    ts: Sequence[Translator],
    incident: Incident,
    request: Request | None,
    pressed_by: str,
    mentions: Mentions,
    not_home: str = "",
) -> Message:
    """In the coordinators' group, with a mention of everybody: it sounds although the group is muted."""
    lines = ["🔴 <b>" + together(ts, lambda t: t.say("Emergency")) + "</b>"]
    lines += _about(ts, incident, request, pressed_by, not_home)
    called = [_mention(name, telegram_id) for name, telegram_id in mentions]
    if called:
        lines.append(" ".join(called))
    return Message("\n".join(lines), _buttons(ts, incident, request))


def _mention(name: str, telegram_id: int) -> str:
    return f'<a href="tg://user?id={telegram_id}">{html.escape(shortened(name, LONGEST_NAME) or "·")}</a>'


def _buttons(ts: Sequence[Translator], incident: Incident, request: Request | None) -> tuple[tuple[Button, ...], ...]:
    take = Button("🙋 " + together(ts, lambda t: t.say("I have it")), data("havealarm", incident.id))
    return rows(take, *_whom(ts, request))


def _whom(ts: Sequence[Translator], request: Request | None) -> tuple[Button, ...]:
    """Behind these buttons is whom to call, privately: everybody in a seat, and the member."""
    if request is None:
        return ()
    details = Button("🔒 " + together(ts, lambda t: t.say("Private details")), data("private", request.id))
    return (phones_button(ts, request), details) if were_there(request) else (details,)


def phones_button(ts: Sequence[Translator], request: Request) -> Button:
    """The numbers of everybody in a seat, for one coordinator, privately."""
    return Button("☎ " + together(ts, lambda t: t.say("Phones")), data("phones", request.id))


def state(
    t: Translator,
    incident: Incident,
    request: Request | None,
    pressed_by: str,
    taken_by: str,
    not_home: str = "",
    said_home: str = "",
    *,
    coordinator: bool,
) -> Message:
    """Who has it, or that it is over: to one coordinator, or whoever pressed."""
    if coordinator:
        return group_state((t,), incident, request, pressed_by, taken_by, not_home, said_home)
    if incident.resolved_at is not None:
        return Message(_resolved((t,)))
    words = t.say("{name} is taking care of it and will get in touch with you.", name=taken_by)
    return Message("🙋 " + words)


def group_state(
    ts: Sequence[Translator],
    incident: Incident,
    request: Request | None,
    pressed_by: str,
    taken_by: str,
    not_home: str = "",
    said_home: str = "",
) -> Message:
    """In the coordinators' group, in all its languages."""
    over = incident.resolved_at is not None
    if over and incident.source is Source.SILENCE and not not_home:  # why it rang is so no longer
        about = [] if request is None else [line(ts[0], request)]
    else:
        about = _about(ts, incident, request, pressed_by, not_home)
    about = [f"<i>{entry}</i>" for entry in about]
    if over:
        ended_so = said_home and incident.source is Source.SILENCE
        first = _home(ts, said_home) if ended_so else _resolved(ts)
        return Message("\n".join([first, *about]), rows(_timeline(ts, incident) if ended_so else None))
    lines = ["🙋 " + together(ts, lambda t: t.say("{name} has it.", name=taken_by)), *about]
    return Message("\n".join(lines), rows(_resolve(ts, incident), _timeline(ts, incident)))


def _home(ts: Sequence[Translator], name: str) -> str:
    return "✓ " + together(ts, lambda t: t.say("{name} says that everyone is home.", name=name))


def _resolved(ts: Sequence[Translator]) -> str:
    return "✓ " + together(ts, lambda t: t.say("The emergency is resolved. Thank you all."))


def _resolve(ts: Sequence[Translator], incident: Incident) -> Button:
    return Button("✓ " + together(ts, lambda t: t.say("Resolved")), data("endalarm", incident.id))


def _timeline(ts: Sequence[Translator], incident: Incident) -> Button:
    return Button("🕘 " + together(ts, lambda t: t.say("What happened")), data("timeline", incident.id))


def yours(t: Translator, incident: Incident, request: Request | None, pressed_by: str, not_home: str = "") -> Message:
    """To the coordinator who has it: how to call those who were there, and the member."""
    about = _about((t,), incident, request, pressed_by, not_home)
    lines = ["🙋 <b>" + t.say("You have it. The others know.") + "</b>", *about]
    return Message("\n".join(lines), rows(*_whom((t,), request), _resolve((t,), incident), _timeline((t,), incident)))


def has_it(t: Translator, name: str) -> Toast:
    return Toast(plain(t.say("{name} has it already.", name=name)), alert=True)


def over_already(t: Translator) -> Toast:
    return Toast(plain(_resolved((t,))), alert=True)


def timeline(t: Translator, incident: Incident, events: Sequence[tuple[Event, str]]) -> Message:
    """What happened, minute by minute."""
    lines = ["<b>" + t.say("What happened") + "</b>"]
    for event, name in events:
        lines.append(f"{t.time(event.at)} {_event(t, event.what, name)}")
    if len(lines) > MOST_EVENTS:  # how it began and how it ended
        lines = [*lines[: MOST_EVENTS // 2], "…", *lines[-MOST_EVENTS // 2 :]]
    return Message("\n".join(lines), rows(_resolve((t,), incident) if incident.resolved_at is None else None))


def _event(t: Translator, what: str, name: str) -> str:
    who = shortened(name, LONGEST_NAME) or plain(t.say("somebody"))
    match what:
        case "told":
            return t.say("{name} was told", name=who) if name else t.say("the group was told")
        case "told again":
            return t.say("everybody is told again")
        case "taken":
            return t.say("{name} has it", name=who)
        case "resolved":
            return t.say("{name} closed it", name=who)
        case "home":
            return t.say("{name} says that everyone is home", name=who)
        case "not home":
            return t.say("{name} says: not everyone is home yet", name=who)
        case "pressed again":
            return t.say("pressed once more")
        case _:
            return t.say("the alarm was raised")
