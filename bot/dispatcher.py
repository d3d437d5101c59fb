"""The way out: every due row of the outbox becomes an action or a message drawn from the current state.

Rows for one chat go one after the other, chats side by side, urgent first. What could not be sent is tried
again; what no longer matters is passed over.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import Any

from telegram import LinkPreviewOptions
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.actions import due, jobs, traces
from bot.actions.day import ALONE
from bot.actions.emergency import Alarm
from bot.actions.member_notices import MEMBER
from bot.actions.person_notices import NOT_IN
from bot.actions.saying import Row, Saying
from bot.actions.session_notices import Notice
from bot.actions.setup import migrated
from bot.context import App, described, keyboard, markup
from bot.i18n import Translator
from bot.limiter import Limiter, Paid, seconds_of
from bot.rules.claims import lapses_at
from bot.rules.drafts import draft_of, request_of
from bot.rules.loudness import hushed
from bot.rules.model import Going, Group, Person, Request, Session
from bot.rules.offers import answers
from bot.rules.timetable import Occasion, Priority, Verb, asks_whether_coming
from bot.views import (
    backups,
    cards,
    changes,
    claims,
    day,
    debrief,
    emergency,
    lists,
    members,
    offers,
    people,
    questions,
    reminders,
    rolls,
    roster,
    series,
    session_posting,
    sessions,
    trained,
)
from bot.views.message import Message

log = logging.getLogger(__name__)

AT_ONCE = 64
"""Rows in hand at one time."""
GIVE_UP = 20
"""Attempts after which a row that Telegram refuses as wrong is let go."""
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
BUTTONS_ONLY = (Occasion.SETTLED, Occasion.RED_BUTTON)
"""These change no text: details that are open stay open."""
OUTSIDE = ("left", "restricted")
"""Bot API ChatMember.status of whoever may be invited."""


class Dispatcher:
    """Runs until cancelled; wakes when something is due or an action committed."""

    def __init__(self, app: App, bot: ExtBot[Any], limiter: Limiter) -> None:
        self._app = app
        self._bot = bot
        self._limiter = limiter
        self._in_hand: dict[int, asyncio.Task[None]] = {}
        self._busy: set[object] = set()
        self._just_done: set[int] = set()
        self._at_rest = asyncio.Event()

    async def run(self) -> None:
        """Looks at what is due, hands it out, and waits for the next moment."""
        await jobs.plan_days(self._app)
        while True:
            self._app.wake.clear()
            self._just_done.clear()
            rows, next_at = await due.due_at(self._app, self._app.now())
            for row in rows:
                self._take(row)
            if not self._in_hand and not self._app.wake.is_set():
                self._at_rest.set()
            await self._app.clock.wait(next_at, self._app.wake)
            self._at_rest.clear()
            await self._app.clock.breathe()  # taps that come together are answered first, and drawn together

    def _take(self, row: Row) -> None:
        """Starts on a row, unless there is enough in hand or its chat is being written to already.

        A row dealt with while the database was asked may still look due in the answer; it is left for the next look.
        """
        target = row.to if row.to is not None else row.id
        if row.id in self._in_hand or row.id in self._just_done:
            return
        urgent = row.priority is Priority.EMERGENCY  # waits for nothing that is in hand
        if not urgent and (len(self._in_hand) >= AT_ONCE or target in self._busy):
            return
        task = asyncio.create_task(self._deal_with(row), name=f"outbox {row.occasion}")
        self._in_hand[row.id] = task
        self._busy.add(target)
        task.add_done_callback(lambda _: self._done(row.id, target))

    def _done(self, row_id: int, target: object) -> None:
        self._in_hand.pop(row_id)
        self._just_done.add(row_id)
        self._busy.discard(target)
        self._app.wake.set()

    async def finish(self, seconds: float) -> None:
        """After `run` was cancelled: waits for what is on its way; the rest stays in the outbox."""
        tasks = list(self._in_hand.values())
        if tasks:
            _, left = await asyncio.wait(tasks, timeout=seconds)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    async def at_rest(self) -> None:
        """Returns when nothing is due and nothing is on its way."""
        while True:
            await self._at_rest.wait()
            rows, _ = await due.due_at(self._app, self._app.now())
            if not rows and not self._in_hand and not self._app.wake.is_set():
                return
            await asyncio.sleep(0)  # lets `run` see what was just committed, or that time has moved

    async def _deal_with(self, row: Row) -> None:
        try:
            if row.verb is Verb.DO:
                await due.carry_out(self._app, row)
            else:
                await self._say(row)
        except Exception as error:  # whatever it is, the row stays and is tried again later
            log.error("row %d (%s) failed: %s", row.id, row.occasion, described(error))
            await due.not_sent(self._app, row, _backoff(row))

    async def _say(self, row: Row) -> None:
        chat_id = await due.address(self._app, row)
        if chat_id is not None:
            await self._limiter.turn(chat_id, row.priority)
        saying = await due.say(self._app, row)  # after the wait: what was true before it may not be now
        if saying is None:
            await due.passed_over(self._app, row)
            return
        try:
            message_id = await self._send(row, saying)
        except RetryAfter as refused:
            await due.not_sent(self._app, row, timedelta(seconds=seconds_of(refused)))
        except ChatMigrated as moved:
            await migrated(self._app, saying.chat_id, moved.new_chat_id)
            await due.not_sent(self._app, row, timedelta())
        except Forbidden:
            await self._refused(row)
        except BadRequest as refused:  # a NetworkError to python-telegram-bot, so it is looked at first
            await self._wrong(row, refused)
        except TelegramError as error:
            log.info("row %d (%s) not sent: %s", row.id, row.occasion, type(error).__name__)
            await due.not_sent(self._app, row, _backoff(row))
        else:
            await due.sent(self._app, row, message_id, saying)

    async def _refused(self, row: Row) -> None:
        if isinstance(row.to, Group):
            log.warning("the %s group does not let me write", row.to)
            await due.refused(self._app, row, _backoff(row))
        else:
            await due.unreachable(self._app, row)

    async def _wrong(self, row: Row, refused: BadRequest) -> None:
        words = refused.message.lower()
        if "not found" in words and "message" in words and "thread" not in words:
            await due.message_gone(self._app, row)
            self._app.wake.set()
        elif "chat not found" in words and not isinstance(row.to, Group):
            await due.unreachable(self._app, row)
        elif isinstance(row.to, Group) and ("thread not found" in words or "topic_" in words):
            await due.topic_gone(self._app, row.to)
            await due.not_sent(self._app, row, timedelta())
        elif row.attempts >= GIVE_UP and not isinstance(row.to, Group):
            log.error("row %d (%s) given up", row.id, row.occasion)
            await due.passed_over(self._app, row)
        else:
            log.warning("row %d (%s) refused by Telegram as wrong", row.id, row.occasion)
            await due.refused(self._app, row, _backoff(row))

    async def _send(self, row: Row, saying: Saying) -> int | None:
        """Sends, edits or deletes; returns the id of the message that now stands for the row."""
        bot = self._bot
        if saying.delete:
            if saying.edit is not None:
                await bot.delete_message(saying.chat_id, saying.edit, rate_limit_args=Paid.PAID)
            return None
        invite = await self._invite(saying) if row.occasion is Occasion.SESSION_TRAINED else None
        message = draw(self._app, row, saying, invite)
        if saying.edit is not None:
            if row.occasion in BUTTONS_ONLY:
                await _edit_buttons(bot, saying.chat_id, saying.edit, message)
            else:
                await _edit(bot, saying.chat_id, saying.edit, message)
            return saying.edit
        app, starts_at = self._app, None if saying.request is None else saying.request.starts_at
        sleeping = hushed(row.occasion, row.to, starts_at, app.now(), app.policy, app.zone)
        sent = await bot.send_message(
            saying.chat_id,
            message.text,
            parse_mode="HTML",
            reply_markup=markup(message),
            message_thread_id=saying.thread_id,
            disable_notification=message.silent or sleeping,
            link_preview_options=NO_PREVIEW,
            rate_limit_args=Paid.PAID,
        )
        if row.occasion is Occasion.CONNECT_CARD:
            await self._pin(saying, sent.message_id)
        if row.occasion in due.DAILY and saying.before is not None:
            await self._delete(saying.chat_id, saying.before)
        if saying.before is not None and saying.person is not None:
            await self._retire(saying.person, saying.chat_id, saying.before)
        return sent.message_id

    async def _invite(self, saying: Saying) -> str | None:
        """A single-use link into the volunteers' group for somebody newly trained; None if they are in it already,
        empty where the bot may not invite.
        """
        chat_id = None if saying.notice is None else saying.notice.invite_to
        if chat_id is None:
            return None
        try:
            if (await self._bot.get_chat_member(chat_id, saying.chat_id)).status not in OUTSIDE:
                return None
            until = self._app.now() + self._app.policy.link
            link = await self._bot.create_chat_invite_link(chat_id, member_limit=1, expire_date=until)
        except BadRequest as refused:
            log.warning("somebody could not be invited: %s", type(refused).__name__)
            return ""
        return link.invite_link

    async def _pin(self, saying: Saying, message_id: int) -> None:
        try:
            if saying.pinned is not None:
                await self._bot.unpin_chat_message(saying.chat_id, saying.pinned)
            await self._bot.pin_chat_message(saying.chat_id, message_id, disable_notification=True)
        except TelegramError as error:
            log.warning("the Connect card could not be pinned: %s", type(error).__name__)

    async def _delete(self, chat_id: int, message_id: int) -> None:
        """The digest before; Telegram lets a bot delete its own messages for 48 hours."""
        try:
            await self._bot.delete_message(chat_id, message_id, rate_limit_args=Paid.PAID)
        except TelegramError as error:
            log.info("an old digest stays: %s", type(error).__name__)

    async def _retire(self, person: Person, chat_id: int, message_id: int) -> None:
        """The older message about the same claim loses its buttons and whatever it showed."""
        try:
            await _edit(self._bot, chat_id, message_id, claims.superseded(self._app.translator(person.language)))
        except TelegramError as error:
            log.info("an old message stays as it is: %s", type(error).__name__)


async def _edit_buttons(bot: ExtBot[Any], chat_id: int, message_id: int, message: Message) -> None:
    try:
        await bot.edit_message_reply_markup(
            chat_id, message_id, reply_markup=keyboard(message), rate_limit_args=Paid.PAID
        )
    except BadRequest as refused:
        if "not modified" not in refused.message.lower():
            raise


async def _edit(bot: ExtBot[Any], chat_id: int, message_id: int, message: Message) -> None:
    try:
        await bot.edit_message_text(
            message.text,
            chat_id,
            message_id,
            parse_mode="HTML",
            reply_markup=keyboard(message),
            link_preview_options=NO_PREVIEW,
            rate_limit_args=Paid.PAID,
        )
    except BadRequest as refused:
        if "not modified" not in refused.message.lower():
            raise


def draw(app: App, row: Row, saying: Saying, invite: str | None = None) -> Message:
    """One entry for each occasion: the message as it is true now. `invite` is a link into the volunteers' group."""
    if saying.notice is not None:
        return _draw_session(app, row, saying, saying.notice, invite)
    if saying.person is None:
        return _draw_for_group(app, row, saying)
    t = app.translator(saying.person.language)
    now = app.now()
    request, claim = saying.request, saying.claim
    if request is not None and claim is not None:
        name = saying.names.get(claim.person_id, "")
        match row.occasion:
            case (
                Occasion.CLAIMED | Occasion.SETTLED | Occasion.RED_BUTTON | Occasion.NOT_HOME
            ):  # once settled, "Undo" becomes "I can't make it"
                shown = claim.details_open and row.occasion in BUTTONS_ONLY
                return claims.claimed(t, request, claim, saying.person, now, app.policy, shown=shown)
            case Occasion.CHANGED if saying.before_edit is not None:
                after = draft_of(request, (), app.zone)
                told = changes.change_lines(
                    t, saying.before_edit, after, app.common_languages, details=saying.details_edited
                )
                return changes.changed(t, request, claim, saying.person, told, now, app.policy)
            case Occasion.SEAT_GONE:
                return changes.seat_gone(t, request)
            case Occasion.TAKEN_OUT:
                return claims.taken_out(t, request)
            case Occasion.START_CHECK:
                return day.asking(t, day.start_check(t, request, now, app.policy), request, claim, now, app.policy)
            case Occasion.HOME_CHECK:
                return day.asking(t, day.home_check(t, request, now, app.policy), request, claim, now, app.policy)
            case Occasion.AT_HOME | Occasion.HOME_SETTLED:
                return day.at_home(t, request, claim, now, app.policy)
            case Occasion.STILL_COMING:
                ask = asks_whether_coming(claim, row.due_at, app.policy)
                return reminders.evening_before(t, request, claim, saying.person, now, app.policy, ask=ask)
            case Occasion.SOON:
                return reminders.soon(t, request, claim, saying.person, now, app.policy)
            case Occasion.PROMISE:
                return claims.promise(t, held_until=lapses_at(request, claim, app.policy))
            case Occasion.TRAINED:
                return trained.one_step_left(t, claim.held_until)
            case Occasion.LAPSED if claim.says_trained is not None:
                return trained.nobody_answered(t, request, claim)
            case Occasion.LAPSED_CONTACT if claim.says_trained is not None:
                return trained.nobody_answered_contact(t, request, name)
            case Occasion.LAPSED_CONTACT if claim.lost_at is not None:
                return claims.out_of_reach_contact(t, request, name)
            case Occasion.REMOVED if claim.says_trained is not None:
                return trained.refused_by_coordinators(t, request, claim, saying.session)
            case Occasion.REPLACED:
                return claims.replaced(t, request)
            case Occasion.CANCELLED:
                return claims.cancelled(t, request)
            case Occasion.LAPSED:
                return claims.lapsed(t, request)
            case Occasion.LAPSED_CONTACT:
                return claims.lapsed_contact(t, request, name)
            case Occasion.LEFT_CONTACT:
                return claims.left_contact(t, request, name)
            case Occasion.REMOVED:
                return claims.removed(t, request)
            case Occasion.REMOVED_CONTACT:
                return claims.removed_contact(t, request, name)
            case Occasion.HIDE:
                return claims.closed(t)
    if row.occasion in _MEMBER_CONTACT_WORDS and request is not None:
        return _MEMBER_CONTACT_WORDS[row.occasion](t, request)
    if row.occasion is Occasion.MEMBER_LET_GO:
        return members.let_go(t)
    if row.occasion in MEMBER and request is not None:
        return _draw_for_member(app, row, saying, request, t)
    if row.occasion is Occasion.DRAFT_RESTS and saying.draft is not None:
        return questions.draft_rests(t, saying.draft, row.subject)
    if saying.asked:
        entries = [(asked.request, asked.slot, asked.offer) for asked in saying.asked]
        return offers.offers(t, entries, now, urgent=saying.urgent)
    if row.occasion is Occasion.OFFER_OVER:
        return backups.offer_over(t)
    if saying.debrief is not None and request is not None:
        if row.occasion is Occasion.DEBRIEF_OTHERS:
            return debrief.others(t, request)
        return debrief.question(t, request, saying.debrief, nag=row.occasion is Occasion.DEBRIEF_NAG)
    if saying.alarm is not None:
        return _draw_alarm(app, row, saying.alarm, saying.person)
    if request is not None and saying.slot is not None:
        if saying.offer is not None:
            return backups.seat_offer(t, request, saying.slot, saying.offer, now)
        return backups.alert(t, request, saying.slot, now)
    if row.occasion is Occasion.NO_SUCH_HOUR and saying.draft is not None:
        return series.no_such_hour(t, saying.draft, row.subject)
    if row.occasion in NOT_IN and request is not None:
        return series.not_in(t, request, row.occasion)
    if row.occasion is Occasion.STOOD_DOWN and request is not None:
        return series.stood_down(t, request)
    if row.occasion is Occasion.HANDED_OVER and request is not None:
        return changes.handed_over(t, request)
    if row.occasion is Occasion.TAKEN_OVER:
        return changes.taken_over(t, saying.names.get(row.subject, ""))
    if row.occasion is Occasion.GRANTED:
        return trained.trained_for(t, saying.person, now)
    if row.occasion is Occasion.EXPIRING and saying.grant is not None:
        return trained.expiring(t, saying.grant, saying.session)
    if row.occasion is Occasion.EXPIRED and saying.grant is not None:
        return trained.expired(t, saying.grant, saying.session)
    if row.occasion is Occasion.INVITED and saying.session is not None:
        return trained.invited(t, saying.session)
    if row.occasion is Occasion.UNANSWERED:
        return people.unanswered(t, app.center_phone)
    raise LookupError(row.occasion)


def _draw_session(app: App, row: Row, saying: Saying, notice: Notice, invite: str | None) -> Message:
    session, now = notice.session, app.now()
    if saying.person is not None and notice.draft is not None:
        return session_posting.draft_rests(app.translator(saying.person.language), notice.draft, row.subject)
    if session is None:
        raise LookupError(row.occasion)
    if saying.person is None:
        return _draw_session_for_group(app, row, session, notice)
    t, me = app.translator(saying.person.language), saying.person.id
    match row.occasion:
        case Occasion.SESSION_ANSWER:
            return sessions.own_card(t, session, notice.state, notice.name, now, person_id=me)
        case Occasion.SESSION_PROMOTED:
            return sessions.promoted(t, session, notice.name, now, app.policy, me)
        case Occasion.SESSION_MOVED:
            return sessions.moved(t, session, notice.name, now, me)
        case Occasion.SESSION_CHANGED if notice.old is not None:
            return sessions.changed(t, session, notice.state, notice.name, notice.old, now, me)
        case Occasion.SESSION_CANCELLED:
            return sessions.cancelled(t, session)
        case Occasion.SESSION_WAITING:
            return sessions.still_waiting(t, session)
        case Occasion.SESSION_TOMORROW | Occasion.SESSION_SOON:
            tomorrow = row.occasion is Occasion.SESSION_TOMORROW
            return sessions.reminder(t, notice.parts, notice.maybe, tomorrow=tomorrow)
        case Occasion.SESSION_TRAINED:
            return sessions.trained(t, session, notice.fits, invite=invite)
        case Occasion.SESSION_MISSED:
            return sessions.missed(t, session, notice.following)
        case Occasion.SESSION_LEAD:
            return sessions.leads(t, session, now)
        case Occasion.SESSION_LIST | Occasion.SESSION_DOORS | Occasion.SESSION_ASK if notice.roll is not None:
            asked = rolls.who_was_there(t) if row.occasion is Occasion.SESSION_ASK else ""
            return rolls.roll(t, session, notice.roll.names, notice.roll.code, notice.roll.page, asked)
    raise LookupError(row.occasion)


def _draw_session_for_group(app: App, row: Row, session: Session, notice: Notice) -> Message:
    ts = app.group_translators()
    match row.occasion:
        case Occasion.SESSION_CARD if row.to is Group.COORDINATORS:
            return sessions.coordinators_card(session, notice.names, ts)
        case Occasion.SESSION_CARD:
            names = [notice.names.get(r.person_id or 0, "") for r in session.of(Going.GOING)] if notice.names else []
            silent = session.starts_at > app.now() + app.policy.silent_beyond
            return sessions.volunteers_card(session, ts, names if app.policy.session_names else (), silent=silent)
        case Occasion.SESSION_ASK:
            return sessions.ask_in_group(ts, session)
        case Occasion.SESSION_UNTOLD:
            return sessions.untold(ts, session, notice.name)
    raise LookupError(row.occasion)


def _draw_alarm(app: App, row: Row, alarm: Alarm, person: Person) -> Message:
    """To one person: a coordinator, or whoever pressed."""
    t, incident = app.translator(person.language), alarm.incident
    match row.occasion:
        case Occasion.ALARM:
            return emergency.alarm(t, incident, alarm.request, alarm.pressed_by, alarm.not_home)
        case Occasion.ALARM_NOBODY:
            return emergency.nobody(t, app.center_phone)
        case _:
            return emergency.state(
                t,
                incident,
                alarm.request,
                alarm.pressed_by,
                alarm.taken_by,
                alarm.not_home,
                coordinator=person.coordinator,
            )


def _draw_alarm_for_group(app: App, row: Row, alarm: Alarm) -> Message:
    ts, incident = app.group_translators(), alarm.incident
    if row.occasion is Occasion.ALARM:
        return emergency.group_alarm(ts, incident, alarm.request, alarm.pressed_by, alarm.mentions, alarm.not_home)
    return emergency.group_state(ts, incident, alarm.request, alarm.pressed_by, alarm.taken_by, alarm.not_home)


def _draw_for_member(app: App, row: Row, saying: Saying, request: Request, t: Translator) -> Message:
    towns, phone = app.towns, app.center_phone
    match row.occasion:
        case Occasion.MEMBER_CLOSED:
            return members.closed(t)
        case Occasion.MEMBER_CANCELLED:
            return members.cancelled(t, request, phone)
        case Occasion.MEMBER_CHANGED if saying.before_edit is not None:
            before = request_of(saying.before_edit, app.common_languages, app.zone)
            return members.changed(t, before, request, app.now(), towns, phone, policy=app.policy, party_id=row.subject)
        case Occasion.MEMBER_CHECK:
            return day.member_check(t, request, app.now(), app.policy)
        case Occasion.MEMBER_FOUND:
            return members.found(t, request, app.now(), towns, phone, policy=app.policy, party_id=row.subject)
        case _:
            return members.reminder(t, request, app.now(), towns, phone, policy=app.policy, party_id=row.subject)


_MEMBER_CONTACT_WORDS = {
    Occasion.MEMBER_LOST: members.lost,
    Occasion.MEMBER_DECLINED: members.declined_contact,
    Occasion.MEMBER_UNTOLD: members.untold,
}
"""What coordinators hear about a member, privately or in their group."""

_CLAIM_WORDS = {
    Occasion.LAPSED_CONTACT: claims.lapsed_contact,
    Occasion.LEFT_CONTACT: claims.left_contact,
    Occasion.REMOVED_CONTACT: claims.removed_contact,
    Occasion.UNTOLD: claims.untold,
}
"""What the coordinators' group hears about a claim, where nobody could be told privately."""


def _draw_for_group(app: App, row: Row, saying: Saying) -> Message:
    ts = app.group_translators()
    if row.occasion is Occasion.QUESTION_OVER:
        return trained.question_over(ts)
    if row.occasion in traces.OVER:
        return cards.over(ts)
    if row.occasion is Occasion.IS_IT and saying.perhaps is not None:
        perhaps = saying.perhaps
        return roster.is_it(ts, perhaps.suggestion_id, perhaps.expected, perhaps.name)
    if saying.claim is not None and saying.request is not None:
        name = saying.names.get(saying.claim.person_id, "")
        if row.occasion is Occasion.SAYS_TRAINED:
            return trained.says_trained(ts, name, saying.request, saying.claim)
        if row.occasion is Occasion.LAPSED_CONTACT and saying.claim.says_trained is not None:
            return cards.about_claim(ts, trained.nobody_answered_contact, saying.request, name)
        if row.occasion is Occasion.LAPSED_CONTACT and saying.claim.lost_at is not None:
            return cards.about_claim(ts, claims.out_of_reach_contact, saying.request, name)
        if row.occasion is Occasion.LEFT_LATE:
            claim = saying.claim
            return cards.about_claim(ts, lambda t, r, n: reminders.left_late(t, r, claim, n), saying.request, name)
        return cards.about_claim(ts, _CLAIM_WORDS[row.occasion], saying.request, name)
    if saying.alarm is not None:
        return _draw_alarm_for_group(app, row, saying.alarm)
    if row.occasion in _MEMBER_CONTACT_WORDS and saying.request is not None:
        return cards.about_member(ts, _MEMBER_CONTACT_WORDS[row.occasion], saying.request)
    match row.occasion:
        case Occasion.DEBRIEF_ALERT if saying.debrief is not None and saying.request is not None:
            return debrief.alert(ts, saying.request, saying.debrief)
        case Occasion.CALL_BACK if saying.request is not None:
            return debrief.call_back(ts, saying.request, next(iter(saying.names.values()), ""))
        case Occasion.MEMBER_PLANS if saying.request is not None:
            return members.plans_changed_group(ts, saying.request)
        case Occasion.UNDER_MINIMUM if saying.request is not None:
            return offers.under_minimum(ts, saying.request, app.now(), *answers(saying.request))
        case Occasion.DIGEST:
            return offers.digest(ts, saying.requests, saying.links)
        case Occasion.CALL_LIST if saying.calls is not None and saying.day is not None:
            return offers.call_list(ts, saying.day, saying.calls.count, saying.calls.done)
        case Occasion.LATE_START if saying.request is not None:
            alone = row.key.startswith(ALONE)
            return day.late_start(ts, saying.request, sorted(saying.names.values()), alone=alone)
        case Occasion.CARD if saying.request is not None:
            if row.to is Group.COORDINATORS:
                return cards.coordinators_card(saying.request, saying.names, ts, saying.said)
            silent = saying.request.starts_at > app.now() + app.policy.silent_beyond
            return cards.volunteers_card(saying.request, ts, silent=silent)
        case Occasion.BOARD if saying.board is not None:
            board = saying.board
            return lists.board(
                ts,
                board.requests,
                board.names,
                board.unfinished,
                board.connected,
                board.people,
                board.links,
                board.series,
                board.alarms,
                board.overdue,
                board.sessions,
            )
        case Occasion.SILENT:
            return reminders.silent(ts, [(entry.request, entry.names) for entry in saying.silence])
        case Occasion.UNFINISHED:
            return lists.unfinished_list(ts, saying.unfinished)
        case Occasion.CONNECT_CARD:
            return cards.connect_card(ts, app.deep_link("connect"), app.org_name)
        case Occasion.NEWCOMER:
            return cards.newcomer(saying.names.get(row.subject, ""), row.subject, ts)
        case Occasion.TROUBLE:
            return cards.trouble(ts)
        case _:
            raise LookupError(row.occasion)


def _backoff(row: Row) -> timedelta:
    """1, 2, 4 … at most 300 seconds."""
    return timedelta(seconds=min(300, 2 ** min(row.attempts, 9)))
