"""Which view says what a due row says: the message as it is true now.

One entry for each occasion, by whom it is for: somebody with a seat, a member, anybody else, a group; sessions apart.
"""

from __future__ import annotations

from bot.actions import traces
from bot.actions.claim_notices import BUTTONS_ONLY
from bot.actions.emergency import Alarm
from bot.actions.member_notices import MEMBER
from bot.actions.saying import Row, Saying
from bot.actions.session_notices import Notice
from bot.actions.traces import ALONE
from bot.context import App
from bot.i18n import Translator
from bot.rules.claims import lapses_at
from bot.rules.drafts import draft_of, request_of
from bot.rules.model import Claim, Going, Group, Person, Request, Session
from bot.rules.offers import answers
from bot.rules.timetable import Occasion, asks_whether_coming
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
    posting,
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


def draw(app: App, row: Row, saying: Saying, invite: str | None = None) -> Message:
    """`invite` is a link into the volunteers' group. Raises LookupError for an occasion without an entry."""
    if saying.notice is not None:
        return _about_session(app, row, saying, saying.notice, invite)
    if saying.person is None:
        return _for_group(app, row, saying)
    if saying.request is not None and saying.claim is not None:
        return _about_claim(app, row, saying, saying.person, saying.request, saying.claim)
    if row.occasion in MEMBER and saying.request is not None:
        return _for_member(app, row, saying, saying.request, app.translator(saying.person.language))
    return _for_person(app, row, saying, saying.person)


def _about_claim(app: App, row: Row, saying: Saying, person: Person, request: Request, claim: Claim) -> Message:
    """To whoever has the seat, or to the contact coordinator."""
    t, now, name = app.translator(person.language), app.now(), saying.names.get(claim.person_id, "")
    match row.occasion:
        case Occasion.CLAIMED if saying.former is not None:
            return claims.moved_here(t, claims.claimed(t, request, claim, person, now, app.policy), *saying.former)
        case (
            Occasion.CLAIMED
            | Occasion.SETTLED
            | Occasion.RED_BUTTON
            | Occasion.START_CHECK
            | Occasion.HOME_CHECK
            | Occasion.NOT_HOME
        ):
            # once settled, "Undo" becomes "I can't make it"
            shown = claim.details_open and row.occasion in BUTTONS_ONLY
            return claims.claimed(t, request, claim, person, now, app.policy, shown=shown)
        case Occasion.CHANGED if saying.before_edit is not None:
            after = draft_of(request, (), app.zone)
            told = changes.change_lines(
                t, saying.before_edit, after, app.common_languages, details=saying.details_edited
            )
            return changes.changed(t, request, claim, person, told, now, app.policy)
        case Occasion.SEAT_GONE:
            return changes.seat_gone(t, request)
        case Occasion.TAKEN_OUT:
            return claims.taken_out(t, request)
        case Occasion.AT_HOME | Occasion.HOME_SETTLED:
            return day.at_home(t, request, claim, now, app.policy)
        case Occasion.STILL_COMING:
            ask = asks_whether_coming(claim, row.due_at, app.policy)
            return reminders.evening_before(t, request, claim, person, now, app.policy, ask=ask)
        case Occasion.SOON:
            return reminders.soon(t, request, claim, person, now, app.policy)
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
            return claims.replaced(t, request, claim)
        case Occasion.CANCELLED:
            return claims.cancelled(t, request)
        case Occasion.LAPSED:
            return claims.lapsed(t, request)
        case Occasion.LAPSED_CONTACT:
            return claims.lapsed_contact(t, request, name)
        case Occasion.LEFT_CONTACT:
            return claims.left_contact(t, request, name)
        case Occasion.TAKEN_LATE:
            return claims.taken_late_contact(t, request, name)
        case Occasion.REMOVED:
            return claims.removed(t, request)
        case Occasion.REMOVED_CONTACT:
            return claims.removed_contact(t, request, name)
        case Occasion.HIDE:
            return claims.closed(t)
        case _:
            raise LookupError(row.occasion)


def _for_member(app: App, row: Row, saying: Saying, request: Request, t: Translator) -> Message:
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


def _for_person(app: App, row: Row, saying: Saying, person: Person) -> Message:
    """To anybody else: coordinators, those who are asked, those who were trained."""
    t, now, request = app.translator(person.language), app.now(), saying.request
    match row.occasion:
        case Occasion.DRAFT_RESTS if saying.draft is not None:
            return questions.draft_rests(t, saying.draft, row.subject)
        case Occasion.NO_SUCH_HOUR if saying.draft is not None:
            return series.no_such_hour(t, saying.draft, row.subject)
        case Occasion.TAKEN_OVER:
            return changes.taken_over(t, saying.names.get(row.subject, ""))
        case Occasion.TAKE_BACK_OVER if request is not None:
            return posting.posted(t, request, app.policy, offer_take_back=False)
        case Occasion.HANDED_OVER if request is not None:
            return changes.handed_over(t, request)
        case Occasion.MEMBER_LOST | Occasion.MEMBER_DECLINED if request is not None:
            return _MEMBER_CONTACT_WORDS[row.occasion](t, request)
        case Occasion.MEMBER_LET_GO:
            return members.let_go(t)
        case Occasion.OFFERS:
            entries = [(asked.request, asked.slot, asked.offer) for asked in saying.asked]
            return offers.offers(t, entries, now, urgent=saying.urgent)
        case Occasion.SEAT_OFFER if request is not None and saying.slot is not None and saying.offer is not None:
            return backups.seat_offer(t, request, saying.slot, saying.offer, now)
        case Occasion.OFFER_OVER:
            return backups.offer_over(t)
        case Occasion.BACKUP_ALERT | Occasion.BACKUP_LATE if request is not None and saying.slot is not None:
            return backups.alert(t, request, saying.slot, now)
        case Occasion.ALARM | Occasion.ALARM_STATE | Occasion.ALARM_NOBODY if saying.alarm is not None:
            return _alarm(app, row, saying.alarm, person)
        case Occasion.DEBRIEF_OTHERS if request is not None:
            return debrief.others(t, request)
        case Occasion.DEBRIEF_ASK | Occasion.DEBRIEF_NAG if request is not None and saying.debrief is not None:
            return debrief.question(t, request, saying.debrief, nag=row.occasion is Occasion.DEBRIEF_NAG)
        case Occasion.CLASHES | Occasion.UNTRAINED | Occasion.SEATS_TAKEN if request is not None:
            return series.not_in(t, request, row.occasion)
        case Occasion.STOOD_DOWN if request is not None:
            return series.stood_down(t, request)
        case Occasion.GRANTED:
            return trained.trained_for(t, person, now)
        case Occasion.EXPIRING if saying.grant is not None:
            return trained.expiring(t, saying.grant, saying.session)
        case Occasion.EXPIRED if saying.grant is not None:
            return trained.expired(t, saying.grant, saying.session)
        case Occasion.INVITED if saying.session is not None:
            return trained.invited(t, saying.session)
        case Occasion.UNANSWERED:
            return people.unanswered(t, app.center_phone)
        case _:
            raise LookupError(row.occasion)


def _about_session(app: App, row: Row, saying: Saying, notice: Notice, invite: str | None) -> Message:
    session, now = notice.session, app.now()
    if saying.person is not None and notice.draft is not None:
        return session_posting.draft_rests(app.translator(saying.person.language), notice.draft, row.subject)
    if session is None:
        raise LookupError(row.occasion)
    if saying.person is None:
        return _session_for_group(app, row, session, notice)
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


def _session_for_group(app: App, row: Row, session: Session, notice: Notice) -> Message:
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


def _alarm(app: App, row: Row, alarm: Alarm, person: Person) -> Message:
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
                alarm.said_home,
                coordinator=person.coordinator,
            )


def _alarm_for_group(app: App, row: Row, alarm: Alarm) -> Message:
    ts, incident = app.group_translators(), alarm.incident
    if row.occasion is Occasion.ALARM:
        return emergency.group_alarm(ts, incident, alarm.request, alarm.pressed_by, alarm.mentions, alarm.not_home)
    about = (alarm.request, alarm.pressed_by, alarm.taken_by, alarm.not_home, alarm.said_home)
    return emergency.group_state(ts, incident, *about)


_MEMBER_CONTACT_WORDS = {
    Occasion.MEMBER_LOST: members.lost,
    Occasion.MEMBER_DECLINED: members.declined_contact,
    Occasion.MEMBER_UNTOLD: members.untold,
}
"""What coordinators hear about a member, privately or in their group."""

_CLAIM_WORDS = {
    Occasion.LAPSED_CONTACT: claims.lapsed_contact,
    Occasion.LEFT_CONTACT: claims.left_contact,
    Occasion.TAKEN_LATE: claims.taken_late_contact,
    Occasion.REMOVED_CONTACT: claims.removed_contact,
    Occasion.UNTOLD: claims.untold,
}
"""What the coordinators' group hears about a claim, where nobody could be told privately."""


def _for_group(app: App, row: Row, saying: Saying) -> Message:
    ts = app.group_translators()
    if row.occasion is Occasion.QUESTION_OVER:
        return trained.question_over(ts)
    if row.occasion in traces.OVER:
        return cards.over(ts)
    if row.occasion is Occasion.NOTICE_SOLVED and saying.request is not None:
        by = traces.by_whom(row)
        name = "" if by is None else saying.names.get(by, "")
        return cards.solved(ts, saying.request, traces.matter_in(row), saying.names, name)
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
        return _alarm_for_group(app, row, saying.alarm)
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
        case Occasion.LATE_HOME if saying.request is not None:
            return day.late_home(ts, saying.request, sorted(saying.names.values()), app.policy)
        case Occasion.CARD if saying.request is not None:
            if row.to is Group.COORDINATORS:
                return cards.coordinators_card(saying.request, saying.names, ts, saying.said)
            silent = saying.request.starts_at > app.now() + app.policy.silent_beyond
            return cards.volunteers_card(saying.request, ts, silent=silent)
        case Occasion.BOARD if saying.board is not None:
            return lists.board(ts, saying.board)
        case Occasion.TAKE_BACK_OVER if saying.request is not None:
            return posting.posted(ts[0], saying.request, app.policy, offer_take_back=False)
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
