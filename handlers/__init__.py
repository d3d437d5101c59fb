"""What comes in: the table of contents. Every entry says who may use it; the guard checks before it runs."""

from __future__ import annotations

from typing import Any

from telegram import Message, Update
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot.context import Context
from bot.rules import session_lines
from bot.rules.lines import ALIASES, accented_command
from bot.views import sessions as session_views
from handlers import (
    backups,
    claims,
    day,
    debriefs,
    editing,
    emergency,
    groups,
    lists,
    members,
    offers,
    people,
    posting,
    roster,
    seats,
    series,
    session_posting,
    sessions,
    trained,
)
from handlers.guard import Route, Who, guarded

Handler = BaseHandler[Update, Context, Any]

COMMANDS = (
    Route(people.start, Who.ANYONE, ("start",), replays=True),
    Route(people.help_, Who.ANYONE, ("help", "ayuda", "ajuda"), replays=True),
    Route(people.language, Who.ANYONE, ("language", "idioma"), replays=True),
    Route(people.cancel, Who.ANYONE, ("cancel", "cancelar"), replays=True),
    Route(people.skip_command, Who.ANYONE, ("skip", "saltar", "pular")),
    Route(groups.set_up, Who.OWNER, ("setup",), replays=True),
    Route(posting.post_command, Who.COORDINATOR, tuple(name for names in ALIASES.values() for name in names)),
    Route(
        session_posting.post_command,
        Who.COORDINATOR,
        tuple(name for names in session_lines.ALIASES.values() for name in names),
    ),
    Route(sessions.trainings, Who.ANYONE, ("trainings", "formaciones", "treinamentos"), replays=True),
    Route(people.grant, Who.COORDINATOR, ("grant",), replays=True),
    Route(people.revoke, Who.COORDINATOR, ("revoke",), replays=True),
    Route(roster.people, Who.COORDINATOR, ("people", "personas", "pessoas"), replays=True),
    Route(lists.board, Who.COORDINATOR, ("board", "tablero", "quadro"), replays=True),
    Route(lists.open_, Who.VOLUNTEER, ("open", "abiertos", "abertos"), replays=True),
    Route(offers.notify, Who.VOLUNTEER, ("notify", "avisos"), replays=True),
    # one's own dates; one's own seats are for volunteers, which it checks itself
    Route(lists.my, Who.ANYONE, ("my", "mis", "minhas", "meus"), replays=True),
)

BUTTONS = (
    # claims check membership themselves, because each refusal has its own words
    Route(claims.claim, Who.ANYONE, ("claim",), replays=True),
    # one's own claim, looked up by person: whoever left the group may still say "I can't make it"
    Route(claims.leave, Who.ANYONE, ("leave",)),
    Route(claims.come_back, Who.VOLUNTEER, ("return",)),
    Route(claims.details, Who.ANYONE, ("details",), replays=True),
    Route(claims.hide, Who.ANYONE, ("hide",), replays=True),
    Route(claims.claim_card, Who.ANYONE, ("claimcard",), replays=True),
    Route(claims.calendar, Who.ANYONE, ("calendar",), replays=True),
    # like claims, and one's own offers and seats
    Route(backups.stand_by, Who.ANYONE, ("backup",)),
    Route(backups.stand_down, Who.ANYONE, ("nobackup",)),
    Route(backups.accept, Who.VOLUNTEER, ("offeryes",)),
    Route(backups.decline, Who.ANYONE, ("offerno",)),
    Route(backups.coming, Who.VOLUNTEER, ("coming",)),
    Route(claims.ask_note, Who.ANYONE, ("note",)),
    Route(backups.reason, Who.ANYONE, ("reason",)),
    Route(day.step, Who.ANYONE, ("step",)),
    Route(day.step_for, Who.ANYONE, ("stepfor",)),
    Route(day.not_home, Who.ANYONE, ("nothome",)),
    Route(day.back, Who.ANYONE, ("claimback",), replays=True),
    Route(offers.can_help, Who.VOLUNTEER, ("canhelp",)),
    Route(offers.cannot_help, Who.ANYONE, ("canthelp",)),
    Route(offers.not_this_week, Who.ANYONE, ("notthisweek",)),
    Route(offers.wish, Who.VOLUNTEER, ("wish",)),
    Route(offers.open_calls, Who.COORDINATOR, ("calls",), replays=True),
    Route(offers.called, Who.COORDINATOR, ("called",)),
    # one's own debrief, looked up by person
    Route(debriefs.answer, Who.ANYONE, ("debrief",)),
    Route(debriefs.nothing_to_add, Who.ANYONE, ("nothingtoadd",), replays=True),
    Route(debriefs.call_me, Who.ANYONE, ("callme",)),
    Route(debriefs.report, Who.COORDINATOR, ("report",), replays=True),
    # a member's own request, looked up by person
    Route(day.there, Who.ANYONE, ("there",)),
    Route(day.waiting, Who.ANYONE, ("waiting",)),
    Route(day.all_home, Who.COORDINATOR, ("allhome",)),
    Route(day.phones, Who.COORDINATOR, ("phones",), replays=True),
    Route(day.they_are_home, Who.COORDINATOR, ("theyarehome",)),
    Route(day.they_are_longer, Who.COORDINATOR, ("theyarelonger",)),
    # whoever is concerned is looked up in the transaction; nobody waits for a check in an emergency
    Route(emergency.ask, Who.ANYONE, ("alarm",), replays=True),
    Route(emergency.press, Who.ANYONE, ("alarmnow",), replays=True),
    Route(emergency.no_alarm, Who.ANYONE, ("noalarm",), replays=True),
    Route(emergency.take, Who.COORDINATOR, ("havealarm",), replays=True),
    Route(emergency.resolve, Who.COORDINATOR, ("endalarm",), replays=True),
    Route(emergency.timeline, Who.COORDINATOR, ("timeline",), replays=True),
    # one's own claim again
    Route(editing.still_works, Who.ANYONE, ("stillworks",)),
    Route(claims.promise, Who.ANYONE, ("promise",), replays=True),
    Route(backups.promise, Who.ANYONE, ("promisebackup",), replays=True),
    Route(members.invite, Who.COORDINATOR, ("invite",), replays=True),
    Route(members.invite_in, Who.COORDINATOR, ("invitein",)),
    # one's own invitation, looked up by person
    Route(members.language, Who.ANYONE, ("memberlang",), replays=True),
    Route(members.yes, Who.ANYONE, ("memberyes",), replays=True),
    Route(members.no, Who.ANYONE, ("memberno",)),
    Route(members.ask_plans, Who.ANYONE, ("planschanged",), replays=True),
    Route(members.plans_changed, Who.ANYONE, ("planschangedyes",)),
    Route(members.plans_stand, Who.ANYONE, ("plansstand",), replays=True),
    Route(members.goes_on, Who.COORDINATOR, ("goeson",)),
    Route(members.my_dates, Who.ANYONE, ("mydates",), replays=True),
    Route(people.profile, Who.ANYONE, ("profile",), replays=True),
    Route(people.skip, Who.ANYONE, ("skip",)),
    Route(people.chosen_language, Who.ANYONE, ("language",), replays=True),
    Route(groups.confirm_setup, Who.OWNER, ("setup",)),
    Route(groups.refuse_setup, Who.OWNER, ("nosetup",)),
    Route(groups.vouch, Who.COORDINATOR, ("vouch",)),
    Route(posting.post, Who.COORDINATOR, ("post",)),
    Route(posting.answer, Who.COORDINATOR, ("answer",)),
    Route(posting.change, Who.COORDINATOR, ("change",)),
    Route(posting.detail, Who.COORDINATOR, ("detail",), replays=True),
    Route(posting.resume, Who.COORDINATOR, ("resume", "skipdetail"), replays=True),
    Route(posting.take_over, Who.COORDINATOR, ("takeover",), replays=True),
    Route(posting.usual, Who.COORDINATOR, ("usual",), replays=True),
    Route(posting.again, Who.COORDINATOR, ("again",)),
    Route(posting.keep_words, Who.COORDINATOR, ("keepword",)),
    Route(editing.start, Who.COORDINATOR, ("edit",)),
    Route(editing.save, Who.COORDINATOR, tuple(editing.SAVES)),
    Route(seats.show, Who.COORDINATOR, ("seats",), replays=True),
    Route(seats.close, Who.COORDINATOR, ("closeseats",), replays=True),
    Route(seats.take_out, Who.COORDINATOR, ("takeout",)),
    Route(seats.did_not_come, Who.COORDINATOR, ("noshow",)),
    Route(seats.came, Who.COORDINATOR, ("came",)),
    Route(seats.assign, Who.COORDINATOR, ("assign",), replays=True),
    Route(seats.assign_to, Who.COORDINATOR, ("assignto",)),
    Route(seats.move, Who.COORDINATOR, ("move",), replays=True),
    Route(seats.move_to, Who.COORDINATOR, ("moveto",)),
    Route(seats.outside, Who.COORDINATOR, ("outside",)),
    Route(seats.outside_now, Who.COORDINATOR, ("outsidenow",)),
    Route(editing.hand_over, Who.COORDINATOR, ("handover",), replays=True),
    Route(editing.hand_to, Who.COORDINATOR, ("handto",)),
    Route(posting.discard, Who.COORDINATOR, ("discard",)),
    Route(posting.take_back, Who.COORDINATOR, ("takeback",)),
    Route(posting.add_detail, Who.COORDINATOR, ("add",), replays=True),
    Route(posting.skip_add, Who.COORDINATOR, ("skipadd",), replays=True),
    Route(posting.private_details, Who.COORDINATOR, ("private",), replays=True),
    Route(posting.close_details, Who.COORDINATOR, ("close",), replays=True),
    Route(posting.cancel, Who.COORDINATOR, ("cancel",), replays=True),
    Route(posting.cancel_now, Who.COORDINATOR, ("cancelnow",)),
    Route(posting.keep, Who.COORDINATOR, ("keep",), replays=True),
    Route(trained.i_am_trained, Who.VOLUNTEER, ("iamtrained",)),
    Route(trained.confirm, Who.COORDINATOR, ("trained",)),
    Route(trained.refuse, Who.COORDINATOR, ("untrained",)),
    Route(roster.leaf, Who.COORDINATOR, ("people",), replays=True),
    Route(roster.find_name, Who.COORDINATOR, ("findname",), replays=True),
    Route(roster.person, Who.COORDINATOR, ("person",), replays=True),
    Route(roster.came, Who.COORDINATOR, ("had",)),
    Route(roster.invite, Who.COORDINATOR, ("inviteto",)),
    Route(roster.training, Who.COORDINATOR, ("training",)),
    Route(roster.chosen, Who.COORDINATOR, ("choose",), replays=True),
    Route(roster.tick, Who.COORDINATOR, ("mark",)),
    Route(roster.import_names, Who.COORDINATOR, ("import",)),
    Route(roster.drop_names, Who.COORDINATOR, ("dropimport",)),
    Route(roster.who_is_who, Who.COORDINATOR, ("whois",), replays=True),
    Route(roster.is_it, Who.COORDINATOR, ("isit",)),
    Route(roster.is_not, Who.COORDINATOR, ("isnt",)),
    Route(roster.from_list, Who.COORDINATOR, ("fromlist",), replays=True),
    Route(roster.link, Who.COORDINATOR, ("link",)),
    Route(series.show, Who.COORDINATOR, ("series",), replays=True),
    Route(series.back, Who.COORDINATOR, ("seriesback",), replays=True),
    Route(series.details, Who.COORDINATOR, ("seriesdetails",), replays=True),
    Route(series.later_details, Who.COORDINATOR, ("laterdetails",)),
    Route(series.skip, Who.COORDINATOR, ("skipday",)),
    Route(series.unskip, Who.COORDINATOR, ("unskip",)),
    Route(series.take_contact, Who.COORDINATOR, ("mycontact",)),
    Route(series.stand_down, Who.COORDINATOR, ("standdown",)),
    Route(series.end, Who.COORDINATOR, ("endseries",), replays=True),
    Route(series.end_now, Who.COORDINATOR, ("endnow",)),
    Route(series.take_back, Who.COORDINATOR, ("takeseries",)),
    Route(series.stand, Who.VOLUNTEER, ("standing",)),
    # sessions are for everybody, also for people in no group; each action looks who it is
    Route(sessions.going, Who.ANYONE, tuple(session_views.WANTED), replays=True),
    Route(sessions.session, Who.ANYONE, ("session",), replays=True),
    Route(sessions.where, Who.ANYONE, ("where",), replays=True),
    Route(sessions.calendar, Who.ANYONE, ("sessioncal",), replays=True),
    Route(sessions.my_name, Who.ANYONE, ("myname",), replays=True),
    Route(sessions.keep_name, Who.ANYONE, ("keepname",), replays=True),
    # the trainer of a session is no coordinator: the action asks whether it is theirs
    Route(sessions.attendees, Who.ANYONE, ("attendees",), replays=True),
    Route(sessions.tick, Who.ANYONE, ("tick",)),
    Route(sessions.confirm_all, Who.ANYONE, ("confirmall",), replays=True),
    Route(sessions.walk_in, Who.ANYONE, ("walkin",), replays=True),
    Route(sessions.link_name, Who.ANYONE, ("linkname",), replays=True),
    Route(sessions.link_to, Who.ANYONE, ("linkto",)),
    Route(sessions.wall_picture, Who.ANYONE, ("sessionqr",), replays=True),
    Route(sessions.outside_link, Who.COORDINATOR, ("sessionlink",), replays=True),
    Route(sessions.cancel, Who.COORDINATOR, ("sessioncancel",), replays=True),
    Route(sessions.cancel_now, Who.COORDINATOR, ("sessioncancelnow",)),
    Route(session_posting.answer, Who.COORDINATOR, ("sanswer",)),
    Route(session_posting.change, Who.COORDINATOR, ("schange",)),
    Route(session_posting.post, Who.COORDINATOR, ("spost",)),
    Route(session_posting.edit_session, Who.COORDINATOR, ("sessionedit",)),
    Route(session_posting.save, Who.COORDINATOR, ("ssave",)),
)

STALE_BUTTON = Route(claims.stale_button, Who.ANYONE, replays=True)
ACCENTED = Route(posting.post_command, Who.COORDINATOR)
"""A posting command typed with accents (`/acompañar`), which Telegram takes for ordinary text."""
ACCENTED_SESSION = Route(session_posting.post_command, Who.COORDINATOR)
REPLY_TO_CARD = Route(claims.reply_to_card, Who.ANYONE)
NAMES_FILE = Route(roster.names_file, Who.COORDINATOR)
"""A .csv file sent privately: a list of trained people."""
CONTACT = Route(people.contact, Who.ANYONE)
UNKNOWN_COMMAND = Route(people.unknown_command, Who.ANYONE)
TEXT = Route(people.text, Who.ANYONE)
ANYTHING_ELSE = Route(people.anything_else, Who.ANYONE)
MIGRATED = Route(groups.migrated, Who.TELEGRAM)
SOMEBODY_CHANGED = Route(groups.somebody_changed, Who.TELEGRAM)
BOT_CHANGED = Route(groups.bot_changed, Who.TELEGRAM)


class _Accented(filters.MessageFilter):
    def filter(self, message: Message) -> bool:
        return accented_command(message.text or "")


class _AccentedSession(filters.MessageFilter):
    def filter(self, message: Message) -> bool:
        return session_lines.accented_command(message.text or "")


accented = _Accented()
accented_session = _AccentedSession()


class _NamesFile(filters.MessageFilter):
    def filter(self, message: Message) -> bool:
        document = message.document
        return document is not None and (document.file_name or "").lower().endswith(".csv")


names_file = _NamesFile()


def table() -> list[tuple[Route, Handler]]:
    """Every route with python-telegram-bot's handler for it; the first that fits an update gets it."""
    entries: list[tuple[Route, Handler]] = [
        (route, CallbackQueryHandler(guarded(route), pattern=rf"^(?:{'|'.join(route.names)}):")) for route in BUTTONS
    ]
    entries.append((STALE_BUTTON, CallbackQueryHandler(guarded(STALE_BUTTON))))
    entries += [(route, CommandHandler(route.names, guarded(route), filters.UpdateType.MESSAGE)) for route in COMMANDS]
    entries.append((ACCENTED, MessageHandler(filters.UpdateType.MESSAGE & accented, guarded(ACCENTED))))
    entries.append(
        (ACCENTED_SESSION, MessageHandler(filters.UpdateType.MESSAGE & accented_session, guarded(ACCENTED_SESSION)))
    )
    private = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE
    in_group = filters.UpdateType.MESSAGE & filters.ChatType.GROUPS
    entries += [
        (SOMEBODY_CHANGED, ChatMemberHandler(guarded(SOMEBODY_CHANGED), ChatMemberHandler.CHAT_MEMBER)),
        (BOT_CHANGED, ChatMemberHandler(guarded(BOT_CHANGED), ChatMemberHandler.MY_CHAT_MEMBER)),
        (MIGRATED, MessageHandler(in_group & filters.StatusUpdate.MIGRATE, guarded(MIGRATED))),
        (REPLY_TO_CARD, MessageHandler(in_group & filters.REPLY & ~filters.COMMAND, guarded(REPLY_TO_CARD))),
        (NAMES_FILE, MessageHandler(private & names_file, guarded(NAMES_FILE))),
        (CONTACT, MessageHandler(private & filters.CONTACT, guarded(CONTACT))),
        (UNKNOWN_COMMAND, MessageHandler(private & filters.COMMAND, guarded(UNKNOWN_COMMAND))),
        (TEXT, MessageHandler(private & filters.TEXT, guarded(TEXT))),
        (ANYTHING_ELSE, MessageHandler(private & ~filters.StatusUpdate.ALL, guarded(ANYTHING_ELSE))),
    ]
    return entries


def register(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """Hands the table to python-telegram-bot."""
    for _, handler in table():
        application.add_handler(handler)
