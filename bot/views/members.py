"""What members see, and what coordinators see of inviting them.

Others read a member's lock screen. Whatever is written here on the bot's own initiative says day, time and town, and
calls it an appointment with the center: no names, no street, nothing of what it is about.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.i18n import Safe, Translator, plain
from bot.rules.incidents import Source
from bot.rules.members import invitable, looking, news, reminded_by_now, towns_of, upcoming
from bot.rules.model import Party, Request, RequestState
from bot.rules.policy import Policy
from bot.views.day import sign_for_member, when_for_member
from bot.views.emergency import red_button
from bot.views.message import LONGEST_COPY, Button, Message, Toast, data, rows, together
from bot.views.words import how_far, language_own_name, line, starting_hour

# --- for coordinators ------------------------------------------------------------------------------------------------


def invite_buttons(t: Translator, request: Request) -> list[Button]:
    """*Invite the member*, one button per party; numbered where there are several."""
    if not invitable(request, request.posted_at):
        return []
    buttons = []
    for number, party in enumerate(request.parties, 1):
        words = t.say("Invite the member") if party.member_id is None else t.say("Invite the member again")
        sign = "✉️" if len(request.parties) == 1 else f"✉️ {number}."
        buttons.append(Button(f"{sign} {words}", data("invite", party.id)))
    return buttons


def state_of(t: Translator, party: Party, now: datetime) -> str:
    """Whether the member of a party is connected, out of reach, or invited; empty when they are none of it."""
    if party.lost_at is not None:
        return "📵 " + t.say("Member: connected, but out of my reach. Please call.")
    if party.member_id is not None:
        return "📱 " + t.say("Member: connected ✓")
    if party.opened:
        return "✉️ " + t.say("Member: opened the link, has not answered yet")
    if party.invited_until is not None and now < party.invited_until:
        return "✉️ " + t.say("Member: invited, the link works until {day}", day=t.short_day(party.invited_until))
    return ""


def which_language(t: Translator, party: Party, spoken: Sequence[str]) -> Message:
    """The first step of an invitation."""
    lines = [t.say("Which language does the member speak?")]
    if party.member_id is not None:
        lines.append("⚠️ " + t.say("Somebody is connected as the member. A new link disconnects them."))
    elif party.opened or party.invited_until is not None:
        lines.append(t.say("There is a link already. A new one makes it void."))
    buttons = [Button(language_own_name(code), data("invitein", party.id, code)) for code in spoken]
    return Message("\n".join(lines), rows(*buttons))


def invitation_text(t: Translator, org_name: str, link: str, policy: Policy) -> str:
    """The words to send to the member, in their language: plain text that fits a *Copy* button."""

    def text(org: str) -> str:
        # Translators: sent by phone, and perhaps read by others; as short as you can (about 110 characters)
        words = t.count(
            "{org}: open this link and press Start to be reminded of your appointment. It works once, for {n} day.",
            "{org}: open this link and press Start to be reminded of your appointment. It works once, for {n} days.",
            policy.link.days,
            org=org,
        )
        return f"{plain(words)}\n{link}"

    full = text(org_name)
    too_long = len(full) - LONGEST_COPY
    return full if too_long <= 0 else text(org_name[: max(0, len(org_name) - too_long - 1)] + "…")


def invitation(t: Translator, text: str, policy: Policy) -> Message:
    """The ready text in the member's language, to be copied."""
    lines = [
        t.say("Send this to the member by phone. I send nothing myself."),
        "",
        f"<pre>{t.value(text)}</pre>",
        "",
        t.count(
            "The link works once, for {n} day, and only after pressing Start. Whoever opens it first uses it up.",
            "The link works once, for {n} days, and only after pressing Start. Whoever opens it first uses it up.",
            policy.link.days,
        ),
    ]
    return Message("\n".join(lines), rows(Button("📋 " + t.say("Copy"), copy=text[:LONGEST_COPY])))


def declined_contact(t: Translator, request: Request) -> Message:
    """To the contact: the member said no. Who that is stands nowhere."""
    text = t.say("The member does not want reminders from me: {request}", request=Safe(line(t, request)))
    return Message(text)


def lost(t: Translator, request: Request) -> Message:
    """To the contact: nothing reaches the member any more."""
    text = t.say(
        "I can no longer write to the member, so they get no reminders. Please call: {request}",
        request=Safe(line(t, request)),
    )
    return Message(text)


def untold(t: Translator, request: Request) -> Message:
    """To the coordinators' group: the member does not know that it was cancelled."""
    return Message(
        t.say(
            "I could not tell the member that this was cancelled. Please call: {request}",
            request=Safe(line(t, request)),
        )
    )


# --- an opened link --------------------------------------------------------------------------------------------------


def choose_language(ts: Sequence[Translator], draft_id: int) -> Message:
    """Asked in every language, each button in its own; the one the coordinator chose comes first."""
    buttons = [Button(language_own_name(t.language), data("memberlang", draft_id, t.language)) for t in ts]
    return Message("👋 " + together(ts, lambda t: t.say("Which language do you speak?")), rows(*buttons))


def consent(t: Translator, draft_id: int) -> Message:
    """What the bot would do, asked before anything is shown or kept."""
    lines = [
        "<b>" + t.say("May I remind you of your appointment here?") + "</b>",
        "",
        "📅 " + t.say("I send you the day, the time and the town, and tell you when they change."),
        "🔒 "
        + t.say("I keep your language and your Telegram account, to write to you here. To stop, block this chat."),
        "👁 " + t.say("Telegram itself can read this chat."),
        "✓ " + t.say("If you say no, nothing changes: the center helps you all the same."),
    ]
    return Message(
        "\n".join(lines),
        rows(
            Button("✓ " + t.say("Yes, remind me"), data("memberyes", draft_id)),
            Button(t.say("No, thank you"), data("memberno", draft_id)),
        ),
    )


def joined(
    t: Translator,
    request: Request,
    now: datetime,
    towns: Collection[str],
    phone: str,
    *,
    policy: Policy,
    party_id: int,
) -> Message:
    """After *Yes*: day, time and town; what a reminder says too, where the first would have come by now."""
    lines = ["✓ " + t.say("Thank you. I will remind you here.")]
    if not reminded_by_now(request, now, policy, t.zone):
        return Message("\n".join([*lines, "", _when_and_where(t, request, towns), *_questions(t, phone)]))
    return _as_reminder(t, lines, request, now, towns, phone, policy, party_id)


def declined(t: Translator) -> Message:
    """After *No*."""
    return Message(t.say("All right. I keep nothing, and the center helps you all the same."))


def bad_link(t: Translator, phone: str) -> Message:
    """For a link that is unknown, used or expired, or somebody else's: the same words."""
    if phone:
        return Message(t.say("This link does not work any more. Please call the center: {phone}", phone=phone))
    return Message(t.say("This link does not work any more. Please call the center."))


def gone(t: Translator, phone: str) -> Toast:
    """A button of an invitation that was answered or replaced."""
    return Toast(plain(bad_link(t, phone).text), alert=True)


def ended(t: Translator, request: Request, phone: str) -> Message:
    """The link is good, and the request is over or cancelled."""
    if request.state in (RequestState.CANCELLED, RequestState.WITHDRAWN):
        text = t.say("Hello! This was called off, so there is nothing to remind you of.")
    else:
        text = t.say("Hello! This is over already, so there is nothing to remind you of.")
    return Message("\n".join([text, *_questions(t, phone)]))


def for_the_member(t: Translator) -> Message:
    """A coordinator opened a member's link; it was not used up."""
    return Message(t.say("This link is for the member, and it still works: send it by phone. I did not use it up."))


# --- notices ---------------------------------------------------------------------------------------------------------


def _when(t: Translator, request: Request) -> str:
    return f"{t.day(request.starts_at)}, {starting_hour(t, request)}"


def _when_and_where(t: Translator, request: Request, towns: Collection[str]) -> str:
    lines = when_for_member(t, request)
    named = _where(t, request, towns)
    return "\n".join([*lines, f"📍 {named}"] if named else lines)


def _where(t: Translator, request: Request, towns: Collection[str]) -> str:
    return " → ".join(t.value(town) for town in towns_of(request, towns))


def _questions(t: Translator, phone: str) -> list[str]:
    return ["", "☎ " + t.say("Questions? Call {phone}", phone=phone)] if phone else []


def reminder(
    t: Translator,
    request: Request,
    now: datetime,
    towns: Collection[str],
    phone: str,
    *,
    policy: Policy,
    party_id: int,
) -> Message:
    """The evening before, and shortly before; with the sign, and two ways to say that something is not as planned."""
    text = t.say("A reminder of your appointment with the center: {day}.", day=Safe(how_far(t, request.starts_at, now)))
    return _as_reminder(t, [text], request, now, towns, phone, policy, party_id)


def found(
    t: Translator,
    request: Request,
    now: datetime,
    towns: Collection[str],
    phone: str,
    *,
    policy: Policy,
    party_id: int,
) -> Message:
    """After a reminder that had to say that nobody is found yet."""
    text = t.say("Somebody can come to your appointment with the center.")
    return _as_reminder(t, [text], request, now, towns, phone, policy, party_id)


def _as_reminder(
    t: Translator,
    first: Sequence[str],
    request: Request,
    now: datetime,
    towns: Collection[str],
    phone: str,
    policy: Policy,
    party_id: int,
) -> Message:
    """What a reminder says below its first words: when and where, who comes, whom to call, and two ways out."""
    lines = [*first, "", _when_and_where(t, request, towns)]
    lines += [*_who_comes(t, request, now, policy), *_questions(t, phone)]
    return Message("\n".join(lines), _ways_out(t, request, party_id))


def _ways_out(t: Translator, request: Request, party_id: int) -> tuple[tuple[Button, ...], ...]:
    """Two ways to say that something is not as planned."""
    return rows(
        Button("✏️ " + t.say("Plans changed"), data("planschanged", party_id)),
        red_button(t, Source.MEMBER, request.id),
    )


def _who_comes(t: Translator, request: Request, now: datetime, policy: Policy) -> list[str]:
    """The sign of whoever comes; nobody is promised who is not found."""
    if not looking(request):
        return _sign(t, request, now, policy)
    text = t.say(
        "We are still looking for somebody who can come. I write to you here when somebody is found,"
        " or the center will call you."
    )
    return ["", text]


def _sign(t: Translator, request: Request, now: datetime, policy: Policy) -> list[str]:
    sign = sign_for_member(t, request, now, policy)
    return ["", *sign] if sign else []


def shall_i_tell(t: Translator, party_id: int) -> Message:
    """Asked before anybody hears that plans changed; the message with the date stays as it is."""
    return Message(
        t.say("Shall I tell the coordinators that your plans changed?"),
        rows(
            Button("✓ " + t.say("Yes, tell them"), data("planschangedyes", party_id)),
            Button(t.say("No, all stays as it is"), data("plansstand", party_id)),
        ),
    )


def nothing_told(t: Translator) -> Message:
    return Message(t.say("All right. Nothing changed, and I told nobody."))


def plans_changed(
    t: Translator, request: Request, now: datetime, towns: Collection[str], phone: str, policy: Policy
) -> Message:
    """After *Plans changed*: what was planned, the sign and the red button stay, as somebody may come all the same."""
    text = t.say("Thank you for telling us. The coordinators know, and somebody will get in touch with you.")
    sign = [] if looking(request) else _sign(t, request, now, policy)
    lines = [text, "", _when_and_where(t, request, towns), *sign, *_questions(t, phone)]
    return Message("\n".join(lines), rows(red_button(t, Source.MEMBER, request.id)))


def plans_changed_group(ts: Sequence[Translator], request: Request) -> Message:
    """To the coordinators' group; it names nobody."""
    lines = [
        "⏸ "
        + t.say(
            "A member says that plans changed: {request}. Please call. Until you decide, I remind nobody of it.",
            request=Safe(line(t, request)),
        )
        for t in ts
    ]
    buttons = rows(
        Button("🔒 " + together(ts, lambda t: t.say("Private details")), data("private", request.id)),
        Button("▶️ " + together(ts, lambda t: t.say("It goes on as planned")), data("goeson", request.id)),
        Button("✏️ " + together(ts, lambda t: t.say("Edit")), data("edit", request.id)),
        Button("✖ " + together(ts, lambda t: t.say("Cancel this request")), data("cancel", request.id)),
    )
    return Message("\n".join(lines), buttons)


def going_on(t: Translator) -> Toast:
    return Toast(plain(t.say("Good. I remind everybody as before.")))


def changed(
    t: Translator,
    before: Request,
    after: Request,
    now: datetime,
    towns: Collection[str],
    phone: str,
    *,
    policy: Policy,
    party_id: int,
) -> Message:
    """Day, time or place is another one: old → new, and how it stands now. It takes the place of a reminder that came
    before it, so it says as much.
    """
    lines = ["<b>" + t.say("Your appointment with the center changed:") + "</b>"]
    found = news(before, after)
    if found.when:
        lines.append(f"🕘 {_when(t, before)} → <b>{_when(t, after)}</b>")
    if found.where:
        old, new = _where(t, before, towns), _where(t, after, towns)
        if old != new and new:
            lines.append(f"📍 {old or '…'} → <b>{new}</b>")
        else:  # places that a notice does not name
            lines.append("📍 " + t.say("The place is another one. Please call the center and ask."))
    if not reminded_by_now(after, now, policy, t.zone):
        return Message("\n".join([*lines, "", _when_and_where(t, after, towns), *_questions(t, phone)]))
    return _as_reminder(t, lines, after, now, towns, phone, policy, party_id)


def cancelled(t: Translator, request: Request, phone: str) -> Message:
    """What the center had planned is called off. Nobody should stay away from something else because of it."""
    text = t.say("Your appointment with the center was called off: {when}", when=Safe(_when(t, request)))
    only = t.say("This is only about the center. Whatever else you have that day has not changed.")
    return Message("\n".join([text, only, *_questions(t, phone)]))


def closed(t: Translator) -> Message:
    """What stays of a member's message in the end: nothing about it."""
    return Message(t.say("This is over."))


def let_go(t: Translator) -> Message:
    """What becomes of the message of somebody who is no longer connected."""
    return Message(t.say("I do not remind you of this any more."))


# --- asked for -------------------------------------------------------------------------------------------------------


def dates(t: Translator, requests: Sequence[Request], now: datetime, towns: Collection[str], phone: str) -> Message:
    """The member's next dates."""
    coming = [request for request in requests if upcoming(request, now)]
    if not coming:
        return Message("\n".join([t.say("You have no appointment with the center right now."), *_questions(t, phone)]))
    lines = [t.say("Your appointments with the center:")]
    for request in coming:
        lines += ["", _when_and_where(t, request, towns)]
    return Message("\n".join([*lines, *_questions(t, phone)]))


def help_lines(t: Translator) -> list[str]:
    """The part of `/help` for members."""
    return [
        t.say("I remind you of your appointments with the center: the evening before, and once more shortly before."),
        t.say("When the day, the time or the town changes, I tell you here."),
        "/my — " + t.say("your next appointments"),
    ]


def my_dates(t: Translator) -> Button:
    """The members' way to their dates: a button, nothing to type."""
    return Button("📅 " + t.say("My appointments"), data("mydates"))
