"""The debrief: one question at a time, answered with a thumb; what coordinators learn from it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.i18n import Translator, plain
from bot.rules.debrief import Debrief, Step, Want, sounds
from bot.rules.model import Request
from bot.views.emergency import phones_button
from bot.views.message import Button, Message, Toast, data, rows, together
from bot.views.words import line


def want_name(t: Translator, want: Want) -> str:
    match want:
        case Want.LAWYER:
            return t.say("a lawyer")
        case Want.FAMILY:
            return t.say("help for the family")
        case Want.RIDE:
            return t.say("a ride")
        case Want.SUPPORT:
            return t.say("support")
        case Want.CALL_ME:
            return t.say("please call me")


def question(t: Translator, request: Request, debrief: Debrief, *, nag: bool = False) -> Message:
    """The question the debrief is at."""

    def button(text: str, answer: str) -> Button:
        return Button(text, data("debrief", request.id, answer))

    head = [t.say("Only one minute, please: how was it?")] if nag else []
    head.append(f"<b>{line(t, request)}</b>")
    yes, no = button("✓ " + t.say("Yes"), "yes"), button(t.say("No"), "no")
    match debrief.step:
        case Step.HAPPENED:
            text = t.say("Thank you for being there. Did it take place?")
            buttons: tuple[tuple[Button, ...], ...] = ((yes, no), (button(t.say("Postponed"), "postponed"),))
        case Step.HOME:
            text, buttons = t.say("Is everyone home?"), ((yes, no),)
        case Step.NEXT:
            text, buttons = t.say("Is the next date known already?"), ((yes, no),)
        case Step.WHEN:
            text = t.say("When? Write the day and the hour, for example “Dec 15, 9 am”.")
            buttons = ((button(t.say("I don't know exactly"), "unknown"),),)
        case Step.WANTS:
            text = t.say("What is needed now? Tap all that apply, then “Done”.")
            marks = [(("☑ " if want in debrief.wants else "☐ ") + want_name(t, want), want.value) for want in Want]
            chosen = [button(label, answer) for label, answer in marks]
            buttons = (
                tuple(chosen[:2]),
                tuple(chosen[2:4]),
                tuple(chosen[4:]),
                (button("✓ " + t.say("Done"), "done"),),
            )
        case Step.WORDS:
            text = t.say("Anything else? Write it, without names, numbers or addresses. Or tap “Done”.")
            buttons = ((button("✓ " + t.say("Done"), "done"),),)
        case Step.DONE:
            return Message(t.say("That is all. Thank you, and rest well."))
    return Message("\n".join([*head, text]), buttons)


def others(t: Translator, request: Request) -> Message:
    """To the others who were there, after the lead's report."""
    text = t.say("Thank you for being there. Is there anything to add?")
    return Message(
        f"<b>{line(t, request)}</b>\n{text}",
        rows(
            Button(t.say("Nothing to add"), data("nothingtoadd", request.id)),
            Button("📞 " + t.say("Please call me"), data("callme", request.id)),
        ),
    )


def noted(t: Translator) -> Message:
    return Message(t.say("Thank you, and rest well."))


def will_call(t: Translator) -> Toast:
    return Toast(plain(t.say("The coordinators know. Somebody will call you.")), alert=True)


def alert(ts: Sequence[Translator], request: Request, debrief: Debrief) -> Message:
    """To the coordinators' group: that somebody should read it. What it says, and who says it, is behind the button."""
    lines = ["📋 " + together(ts, lambda t: t.say("A report needs somebody.")), line(ts[0], request)]
    button = Button("📋 " + together(ts, lambda t: t.say("Read the report")), data("report", request.id))
    return Message("\n".join(lines), rows(button), silent=not sounds(debrief))


def report(t: Translator, request: Request, debrief: Debrief, name: str, phone: str) -> Message:
    """To one coordinator, privately: everything that was said, and whom to call about it."""
    lines = [
        "📋 <b>" + t.say("Report by {name}", name=name) + "</b>",
        "☎ " + (t.value(phone) if phone else t.say("no number noted")),
        line(t, request),
        "",
        *_said(t, debrief),
    ]
    if debrief.step is not Step.DONE:
        lines.append(t.say("This report is not finished yet."))
    return Message("\n".join(lines), rows(Button(t.say("Close"), data("closeseats", request.id))))


def _said(t: Translator, debrief: Debrief) -> list[str]:
    """Every answer that was given, one in a line."""
    said = []
    if debrief.happened is not None:
        said.append(_happened(t, debrief.happened))
    if debrief.home is False:
        said.append("⚠️ " + t.say("Not everyone is home!"))
    elif debrief.home:
        said.append("🏠 " + t.say("Everyone is home"))
    if debrief.next_known:
        said.append("📅 " + t.say("The next date is known. A draft for it waits on the board."))
    if debrief.wants:
        said.append("➡ " + ", ".join(want_name(t, want) for want in debrief.wants))
    if debrief.words:
        said.append(f"“{t.value(debrief.words)}”")
    return said


def _happened(t: Translator, answer: str) -> str:
    match answer:
        case "yes":
            return "✓ " + t.say("It took place.")
        case "postponed":
            return "⏸ " + t.say("It was postponed.")
        case _:
            return "✖ " + t.say("It did not take place.")


def gone(t: Translator) -> Toast:
    return Toast(plain(t.say("This report is not kept any more.")), alert=True)


def call_back(ts: Sequence[Translator], request: Request, name: str) -> Message:
    """Somebody who was there asks to be called."""
    words = together(ts, lambda t: t.say("{name} asks for a call.", name=name))
    return Message(f"📞 {words}\n{line(ts[0], request)}", rows(phones_button(ts, request)))
