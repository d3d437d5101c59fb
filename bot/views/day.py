"""The day itself: the steps a volunteer can say, the questions silence leads to, and the sign both sides know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.i18n import Safe, Translator, languages, plain
from bot.rules.day import WATCHED, Step, amounts, home_undoable, pages, pages_at, seats_of, steps
from bot.rules.incidents import Source, has_red_button
from bot.rules.members import looking
from bot.rules.model import Claim, Request
from bot.rules.policy import Policy
from bot.rules.signs import Sign, sign_of, sign_shown
from bot.views.emergency import phones_button, red_button
from bot.views.message import Button, Message, Toast, data, rows, together
from bot.views.words import line, starting_hour


def sign_name(t: Translator, sign: Sign) -> str:
    return {
        Sign.SUNFLOWER: t.say("sunflower"),
        Sign.BUTTERFLY: t.say("butterfly"),
        Sign.APPLE: t.say("apple"),
        Sign.MOON: t.say("moon"),
        Sign.STAR: t.say("star"),
        Sign.FISH: t.say("fish"),
        Sign.TREE: t.say("tree"),
        Sign.KEY: t.say("key"),
        Sign.BELL: t.say("bell"),
        Sign.BREAD: t.say("bread"),
        Sign.UMBRELLA: t.say("umbrella"),
        Sign.HOUSE: t.say("house"),
        Sign.GUITAR: t.say("guitar"),
        Sign.TURTLE: t.say("turtle"),
        Sign.CACTUS: t.say("cactus"),
        Sign.LEMON: t.say("lemon"),
        Sign.ROOSTER: t.say("rooster"),
        Sign.KITE: t.say("kite"),
        Sign.BOAT: t.say("boat"),
        Sign.CLOUD: t.say("cloud"),
    }[sign]


def sign_line(t: Translator, request: Request, now: datetime, policy: Policy) -> list[str]:
    """For whoever comes: the sign both know, from the day before; never in a group."""
    sign = _sign(t, request, now, policy)
    return [] if sign is None else [t.say("Your sign: {sign}. Say it when you meet.", sign=sign)]


def sign_for_member(t: Translator, request: Request, now: datetime, policy: Policy) -> list[str]:
    """The same sign for the member: by it they know with whom they may go."""
    sign = _sign(t, request, now, policy)
    if sign is None:
        return []
    words = t.say(
        "Your sign: {sign}. Whoever comes from the center says it to you. If they don't know it, don't go with them.",
        sign=sign,
    )
    return [words]


def _sign(t: Translator, request: Request, now: datetime, policy: Policy) -> Safe | None:
    """ "🌻 girasol / sunflower": in every language, as the two may share none; None while it is not shown."""
    if request.kind not in WATCHED or not sign_shown(request, now, policy):
        return None
    sign = sign_of(request)
    everyones = (t, *(Translator(code, t.zone) for code in languages()))
    named = dict.fromkeys(sign_name(each, sign) for each in everyones)
    return Safe(f"{sign.value} <b>{' / '.join(named)}</b>")


def day_rows(
    t: Translator, request: Request, claim: Claim, now: datetime, policy: Policy
) -> tuple[tuple[Button, ...], ...]:
    """The steps that make sense now, and the red button."""
    names = {
        Step.ON_WAY: "🚗 " + t.say("On my way"),
        Step.WITH_THEM: "🤝 " + t.say("With them"),
        Step.GOING_IN: "🚪 " + t.say("Going in, no phone"),
        Step.LONGER: "⏱ " + t.say("It takes longer"),
        Step.HOME: "🏠 " + t.say("Everyone is home"),
    }
    buttons = [Button(names[step], data("step", claim.id, step)) for step in steps(request, claim, now, policy)]
    pairs = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    if has_red_button(request, claim, now, policy):
        pairs.append((red_button(t, Source.VOLUNTEER, request.id),))
    return tuple(pairs)


def how_long(t: Translator, claim: Claim, step: Step, policy: Policy) -> Message:
    """*Going in* and *It takes longer*: until about when?"""
    if step is Step.GOING_IN:
        text = t.say("No phone for about how long? If nobody hears from you after that, I alert the coordinators.")
        choices = [(t.count("{n} hour", "{n} hours", n), n) for n in amounts(step, policy)]
    else:
        text = t.say("About how much longer?")
        choices = [(t.count("{n} minute", "{n} minutes", n), n) for n in amounts(step, policy)]
    buttons = [Button(label, data("stepfor", claim.id, f"{step}.{amount}")) for label, amount in choices]
    back = Button("⬅ " + t.say("Back"), data("claimback", claim.id))
    pairs = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    return Message(text, (*pairs, (back,)))


def noted(t: Translator, step: Step, request: Request) -> Toast:
    match step:
        case Step.HOME:
            text = t.say("Good that everyone is home. Thank you!")
        case Step.GOING_IN | Step.LONGER:
            text = t.say("Noted: until about {time}.", time=t.time(request.lasts_until))
        case Step.ON_WAY | Step.WITH_THEM:
            text = t.say("Noted, thank you!")
    return Toast(plain(text))


def start_check(t: Translator) -> list[str]:
    """To a volunteer at the start, when nothing was said."""
    return ["<b>" + t.say("It is time. Are you with them, or on your way?") + "</b>"]


def no_phone(t: Translator, request: Request, claim: Claim) -> str:
    """To somebody who went in."""
    own = (claim, *seats_of(request, claim.person_id))
    until = max((each.no_phone_until for each in own if each.no_phone_until is not None), default=request.lasts_until)
    return t.say("No phone until about {time}, thank you!", time=t.time(until))


def home_check(t: Translator, request: Request, now: datetime, policy: Policy) -> list[str]:
    """After the end: the watch goes on until somebody says so. Asked again, it says what silence leads to."""
    lines = ["<b>" + t.say("Is everyone home?") + "</b>"]
    if pages(request) and request.lasts_until < now < pages_at(request, policy):
        at = t.time(pages_at(request, policy))
        lines.append(t.say("If nobody answers by {time}, I alert the coordinators.", time=at))
    return lines


def at_home(t: Translator, request: Request, claim: Claim, now: datetime, policy: Policy) -> Message:
    """What the message of everybody who was there becomes; for a while it can be taken back."""
    text = "🏠 " + t.say("Everyone is home. Thank you for being there!") + "\n" + line(t, request)
    if not home_undoable(request, now, policy):
        return Message(text)
    return Message(text, rows(Button("↩ " + t.say("Not yet"), data("nothome", claim.id))))


def all_home(t: Translator) -> Toast:
    """To a coordinator who says so on the board."""
    return Toast(plain(t.say("Good to know. It leaves the board.")))


def watched_again(t: Translator) -> Toast:
    """After *Not yet*."""
    return Toast(plain(t.say("Good that you say so. I go on asking until everyone is home.")))


def stands(t: Translator, phone: str) -> Toast:
    """*Not yet*, too late."""
    if phone:
        text = t.say(
            "It is too late to take that back here. If somebody is not home, please call {phone}.", phone=phone
        )
    else:
        text = t.say("It is too late to take that back here. If somebody is not home, please call a coordinator.")
    return Toast(plain(text), alert=True)


def not_now(t: Translator) -> Toast:
    """A button of the day that makes no sense now."""
    return Toast(plain(t.say("That can't be said right now. The buttons show what can.")), alert=True)


def member_check(t: Translator, request: Request, now: datetime, policy: Policy) -> Message:
    """To a member, ten minutes after the start: discreet, two buttons. Where nobody is to come there is no sign."""
    lines = ["<b>" + t.say("Is somebody from the center with you?") + "</b>"]
    lines += [] if looking(request) else sign_for_member(t, request, now, policy)
    buttons = rows(
        Button("✓ " + t.say("Yes"), data("there", request.id)),
        Button("✖ " + t.say("No, I am waiting"), data("waiting", request.id)),
        red_button(t, Source.MEMBER, request.id),
    )
    return Message("\n".join(lines), buttons)


def when_for_member(t: Translator, request: Request) -> list[str]:
    """Day and hour, as a member's messages say them."""
    return [f"📅 {t.day(request.starts_at)}", f"🕘 {starting_hour(t, request)}"]


def member_answered(
    t: Translator, request: Request, phone: str, now: datetime, policy: Policy, *, there: bool
) -> Message:
    """What the question becomes: day, hour, sign and the red button stay, and who waits can still say that they met."""
    help_now = red_button(t, Source.MEMBER, request.id)
    kept = ["", *when_for_member(t, request)]
    kept += [] if looking(request) else sign_for_member(t, request, now, policy)
    if there:
        return Message("\n".join([t.say("Good! Have a good day."), *kept]), rows(help_now))
    lines = [t.say("Thank you for telling me. The coordinators know, and somebody will get in touch with you soon.")]
    if phone:
        lines.append(t.say("Need a person? Call {phone}.", phone=phone))
    lines += kept
    met = Button("✓ " + t.say("We are together now"), data("there", request.id))
    return Message("\n".join(lines), rows(met, help_now))


def cannot_tell(t: Translator, phone: str) -> Toast:
    """To a member whose answer reaches nobody any more: over, called off, or not theirs."""
    if phone:
        text = t.say(
            "This is over or called off, so I can't tell the coordinators. Please call the center: {phone}", phone=phone
        )
    else:
        text = t.say("This is over or called off, so I can't tell the coordinators. Please call the center.")
    return Toast(plain(text), alert=True)


def late_start(ts: Sequence[Translator], request: Request, names: Sequence[str], *, alone: bool = False) -> Message:
    """To the coordinators' group: nobody has said that they met, or nobody is to come; or a member waits `alone`.
    Phones are behind the button, privately.
    """
    nobody = looking(request)

    def what(t: Translator) -> str:
        if alone:
            return t.say("A member says that nobody is with them yet. Please call.")
        if nobody:
            return t.say("Nobody has this seat. Please call the member.")
        return t.say("Nobody has said that they met. Please call:")

    lines = ["⚠️ " + together(ts, what), line(ts[0], request)]
    lines += [", ".join(ts[0].value(name) for name in names)] if names else []
    buttons = rows(
        phones_button(ts, request) if request.living() else None,
        Button("🔒 " + together(ts, lambda t: t.say("Private details")), data("private", request.id)),
    )
    return Message("\n".join(lines), buttons)


def late_home(ts: Sequence[Translator], request: Request, names: Sequence[str], policy: Policy) -> Message:
    """To the coordinators' group: silence after the end, before it calls them all. Whoever has called says what is."""
    at = pages_at(request, policy)
    lines = ["⚠️ " + together(ts, lambda t: t.say("Nobody has said that everyone is home. Please call:"))]
    lines += [line(ts[0], request), ", ".join(ts[0].value(name) for name in names)]
    lines.append(together(ts, lambda t: t.say("At {time} I call all coordinators.", time=t.time(at))))
    buttons = rows(
        Button("☎ " + together(ts, lambda t: t.say("Phones")), data("phones", request.id)),
        Button("🔒 " + together(ts, lambda t: t.say("Private details")), data("private", request.id)),
        Button("⏱ " + together(ts, lambda t: t.say("It takes longer")), data("theyarelonger", request.id)),
        Button("🏠 " + together(ts, lambda t: t.say("Everyone is home")), data("theyarehome", request.id)),
    )
    return Message("\n".join(lines), buttons)


def heard(ts: Sequence[Translator], request: Request, name: str) -> Message:
    """What such a line becomes: who has heard what."""

    def what(t: Translator) -> str:
        if request.home_at is not None:
            return t.say("{name} has heard that everyone is home.", name=name)
        return t.say("Until about {time} it takes longer, says {name}.", name=name, time=t.time(request.lasts_until))

    sign = "⏱ " if request.home_at is None else "🏠 "
    return Message(f"{sign}{together(ts, what)}\n{line(ts[0], request)}")


def phones(t: Translator, request: Request, people: Sequence[tuple[str, str]]) -> Message:
    """Privately, for a coordinator: who has a seat, and how to call them."""
    lines = [line(t, request), ""]
    for name, phone in people:
        lines.append(f"{t.value(name)}: {t.value(phone) if phone else t.say('no number noted')}")
    return Message("\n".join(lines), rows(Button(t.say("Close"), data("closeseats", request.id))))
