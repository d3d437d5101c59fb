"""What people see of a weekly series: coordinators its days, volunteers their "every Thursday"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.i18n import Safe, Translator, plain
from bot.rules.drafts import Draft
from bot.rules.model import Details, Regular, Request, Series
from bot.rules.policy import Policy
from bot.rules.timetable import Occasion
from bot.views.claims import detail_lines
from bot.views.message import Button, Message, Toast, data, encode, rows
from bot.views.posting import repeats
from bot.views.words import KIND_SIGN, ROLE_SIGN, capital, every_week, line, places, role_name, times, title

Days = Sequence[tuple[date, date, bool]]
"""Days to come: the day, when it is posted, whether it is skipped."""


def begun(
    t: Translator,
    series: Series,
    picture: Request,
    posted: Sequence[Request],
    open_days: Sequence[date],
    next_posted_at: datetime | None,
    policy: Policy,
) -> Message:
    """What the preview of a weekly draft becomes once posted."""
    lines = ["🔁 " + repeats(t, picture, series.last_day), f"📍 {places(t, picture)}", ""]
    if posted:
        days = ", ".join(t.short_day(request.starts_at) for request in posted)
        lines.append("📣 " + t.say("Posted now: {days}", days=days))
    lines += [no_such_hour_on(t, day) for day in open_days]
    if series.next_day is not None and next_posted_at is not None:
        lines.append(
            t.say(
                "The one for {day} is posted on {posted_on}, and so on every week.",
                day=t.short_date(series.next_day),
                posted_on=t.short_day(next_posted_at),
            )
        )
    seconds = int(policy.take_back.total_seconds())
    take_back = t.count("Take back ({n} second)", "Take back ({n} seconds)", seconds)
    return Message(
        "\n".join(lines),
        rows(
            Button("↩ " + take_back, data("takeseries", series.id)),
            Button("🔁 " + t.say("Series…"), data("series", series.id)),
        ),
    )


def no_such_hour_on(t: Translator, day: date) -> str:
    return "⚠️ " + t.say(
        "{day}: that hour does not exist, because clocks go forward. It is an unfinished request; choose its hour.",
        day=t.short_date(day),
    )


def no_such_hour(t: Translator, draft: Draft, draft_id: int) -> Message:
    """Raised with the contact: one day of a series that could not be posted by itself."""
    lines = [no_such_hour_on(t, draft.series_day)] if draft.series_day is not None else []
    lines.append(t.say("Nobody sees it yet."))
    return Message(
        "\n".join(lines),
        rows(Button(t.say("Go on"), data("resume", draft_id)), Button(t.say("Discard"), data("discard", draft_id))),
    )


# --- for coordinators ------------------------------------------------------------------------------------------------


def overview(
    t: Translator,
    series: Series,
    picture: Request | None,
    posted: Sequence[Request],
    coming: Days,
    regulars: Sequence[Regular],
    names: Mapping[int, str],
    *,
    contact_here: bool,
    mine: bool,
) -> Message:
    """The days of a series, who comes every week, and what can be done."""
    lines = _about(t, series, picture)
    contact = t.say("Contact: {name}", name=names.get(series.contact_id, ""))
    if not contact_here:
        contact = f"⚠️ {contact} ({t.say('no longer a coordinator: who takes it over?')})"
    lines += [f"☎ {contact}", ""]
    lines += [_posted(t, request) for request in posted]
    lines += [_coming(t, day) for day in coming]
    if not posted and not coming:
        lines.append(t.say("Nothing more is to come."))
    people = list(dict.fromkeys(regular.person_id for regular in regulars))
    if regulars:
        lines += ["", "<b>" + t.say("Every week come:") + "</b>"]
        for regular in regulars:
            name = t.value(names.get(regular.person_id, ""))
            lines.append(f"{ROLE_SIGN[regular.role]} {name} ({role_name(t, regular.role)})")
    return Message("\n".join(lines), _overview_buttons(t, series, posted, coming, people, names, mine=mine))


def _about(t: Translator, series: Series, picture: Request | None) -> list[str]:
    if picture is None:
        return ["🔁 <b>" + capital(every_week(t, series.weekday)) + "</b>"]
    what = [f"{KIND_SIGN[picture.kind]} <b>{title(t, picture)}</b>"]
    if series.ended_at is not None:
        what.append(t.say("This series was ended. What is posted stays."))
    elif series.last_day is not None:
        what.append(
            "🔁 "
            + t.say(
                "{every}, until {day}",
                every=capital(every_week(t, series.weekday)),
                day=t.full_date(series.last_day),
            )
        )
    else:
        what.append("🔁 " + t.say("{every}, until it is ended", every=capital(every_week(t, series.weekday))))
    if picture.part is None:
        what.append(f"🕘 {times(t, picture.starts_at, picture.ends_at)}")
    what.append(f"📍 {places(t, picture)}")
    return what


def _posted(t: Translator, request: Request) -> str:
    seats = ", ".join(
        f"{role_name(t, slot.role)} {len(request.staying(slot))}/{slot.maximum}" for slot in request.seated
    )
    return f"📣 {t.short_day(request.starts_at)} — {seats}"


def _coming(t: Translator, coming: tuple[date, date, bool]) -> str:
    day, posted_on, skipped = coming
    if skipped:
        return "✖ " + t.say("{day}: skipped", day=t.short_date(day))
    return "◽ " + t.say("{day}: posted on {posted_on}", day=t.short_date(day), posted_on=t.short_date(posted_on))


def _overview_buttons(
    t: Translator,
    series: Series,
    posted: Sequence[Request],
    coming: Days,
    people: Sequence[int],
    names: Mapping[int, str],
    *,
    mine: bool,
) -> tuple[tuple[Button, ...], ...]:
    buttons: list[Button | None] = []
    for request in posted:
        buttons.append(
            Button("✖ " + t.say("Skip {day}", day=t.short_day(request.starts_at)), data("cancel", request.id))
        )
    for day, _, skipped in coming:
        if skipped:
            words = t.say("Do not skip {day}", day=t.short_date(day))
            buttons.append(Button("↩ " + words, data("unskip", series.id, day.isoformat())))
        else:
            words = t.say("Skip {day}", day=t.short_date(day))
            buttons.append(Button("✖ " + words, data("skipday", series.id, day.isoformat())))
    every = every_week(t, series.weekday)
    for person_id in people:
        words = t.say("{name}: not {every} any more", name=names.get(person_id, ""), every=every)
        buttons.append(Button(plain("➖ " + words), data("standdown", series.id, encode(person_id))))
    if series.next_day is not None:
        buttons.append(Button("🔒 " + t.say("Private details"), data("seriesdetails", series.id)))
        if not mine:
            buttons.append(Button("🤲 " + t.say("I am the contact from now on"), data("mycontact", series.id)))
    if series.ended_at is None and (series.next_day is not None or posted):
        buttons.append(Button("⏹ " + t.say("End the series"), data("endseries", series.id)))
    return rows(*buttons)


def kept_details(t: Translator, series_id: int, details: Sequence[Details]) -> Message:
    """What every request to come brings along; read privately."""
    lines = ["<b>" + t.say("Kept for those to come:") + "</b>"]
    for number, party in enumerate(details, 1):
        if len(details) > 1:
            lines.append(f"<b>{number}.</b>")
        lines += detail_lines(t, party)
    if not any(details):
        lines.append(t.say("No private details were noted."))
    lines += ["", t.say("To change them, edit one request of the series and choose “This one and all later ones”.")]
    return Message("\n".join(lines), rows(Button(t.say("Hide details"), data("seriesback", series_id))))


def sure_to_end(t: Translator, series: Series, posted: Sequence[Request]) -> Message:
    """Asked once: what is posted already may stay."""
    lines = [t.say("End this series? Nothing more is posted then, and its private details are erased.")]
    back = Button(t.say("No, go on as before"), data("seriesback", series.id))
    if not posted:
        yes = Button("⏹ " + t.say("Yes, end it"), data("endnow", series.id, "keep"))
        return Message("\n".join(lines), rows(yes, back))
    days = ", ".join(t.short_day(request.starts_at) for request in posted)
    lines.append(t.say("Posted already: {days}", days=days))
    return Message(
        "\n".join(lines),
        rows(
            Button("⏹ " + t.say("End it, keep what is posted"), data("endnow", series.id, "keep")),
            Button("✖ " + t.say("End it, and cancel what is posted"), data("endnow", series.id, "cancel")),
            back,
        ),
    )


def ended(t: Translator, *, already: bool, cancelled: int, kept: int) -> Message:
    lines = [
        t.say("This series had been ended already.") if already else "⏹ " + t.say("Ended. Nothing more is posted.")
    ]
    if cancelled:
        lines.append(
            t.count(
                "{n} request was cancelled. Whoever had taken it is being told.",
                "{n} requests were cancelled. Whoever had taken them is being told.",
                cancelled,
            )
        )
    elif kept:
        lines.append(t.count("{n} request that is posted stays.", "{n} requests that are posted stay.", kept))
    return Message("\n".join(lines))


def details_kept(t: Translator) -> Toast:
    return Toast(plain(t.say("Kept: those to come bring these private details along.")))


# --- for volunteers --------------------------------------------------------------------------------------------------


def stands(t: Translator, request: Request) -> Toast:
    every = every_week(t, request.every or 0)
    return Toast(plain(t.say("Thank you! I put you in {every}, and tell you each time.", every=every)))


def stands_no_more(t: Translator, request: Request) -> Toast:
    every = every_week(t, request.every or 0)
    text = t.say(
        "I no longer put you in {every}. This seat stays yours, unless you say you can't make it.", every=every
    )
    return Toast(plain(text), alert=True)


def standing_taken(t: Translator) -> Toast:
    text = t.say("Others come every week already, as many as there are seats. Thank you! This seat stays yours.")
    return Toast(plain(text), alert=True)


def standing_over(t: Translator) -> Toast:
    return Toast(plain(t.say("This is not repeated any more. Thank you! Your seat stays yours.")), alert=True)


def not_in(t: Translator, request: Request, why: Occasion) -> Message:
    """To somebody who comes every week and has no seat this time: one sentence with the reason."""
    what = Safe(line(t, request))
    match why:
        case Occasion.CLASHES:
            text = t.say(
                "You have another seat at that time, so this once I did not put you in: {request}", request=what
            )
        case Occasion.UNTRAINED:
            text = t.say(
                "Your training for this is not noted any more, so I no longer put you in: {request}"
                " If that is a mistake, ask a coordinator.",
                request=what,
            )
        case _:
            text = t.say("There was no seat left this time, so you are free: {request}", request=what)
    return Message(text)


def stood_down(t: Translator, picture: Request) -> Message:
    """A coordinator ended somebody's "every Thursday"."""
    text = t.say(
        "A coordinator noted that you no longer come {every}: {place}. Seats you have already stay yours.",
        every=every_week(t, picture.every or 0),
        place=Safe(places(t, picture)),
    )
    return Message(text)
