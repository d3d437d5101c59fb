"""What a due row for a group comes to now: its card, its board, what coordinators must hear; or nothing any more.

One function for each occasion; the table at the end names them. Where an occasion has none, its words need nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date

from bot.actions import calls, emergency, expected, reminders, session_notices, traces
from bot.actions.board import card_links, read_board, unfinished_of
from bot.actions.claim_notices import STATES, claim_in
from bot.actions.member_notices import request_of_member
from bot.actions.saying import InGroup, Saying, message_of_take_back
from bot.actions.traces import ALONE
from bot.rules import day as day_rules
from bot.rules import debrief as debrief_rules
from bot.rules.cases import Case
from bot.rules.claims import lost
from bot.rules.model import Group, RequestState
from bot.rules.solved import is_solved, who_says_so
from bot.rules.timetable import Occasion
from storage import debriefs, incidents, people, requests

Reader = Callable[[InGroup], Awaitable[Saying | None]]


async def to_group(at: InGroup) -> Saying | None:
    """Everything the row's words need; None when it no longer matters."""
    reader = READERS.get(at.row.occasion)
    return at.empty if reader is None else await reader(at)


async def _card(at: InGroup) -> Saying | None:
    request = await requests.load(at.tx, at.row.subject)
    if request is None:
        return None
    message_id = await requests.card_message(at.tx, request.id, at.chat.group)
    if request.state is not RequestState.OPEN and message_id is None:
        return None
    names, said = {}, {}
    if at.chat.group is Group.COORDINATORS:
        said = await requests.said(at.tx, request.id)
        who = {claim.person_id for claim in request.living()} | {request.contact_id}
        names = await people.names(at.tx, frozenset(who))
    return replace(
        at.empty,
        edit=message_id,
        request=request,
        names=names,
        said=said,
        delete=request.state is RequestState.WITHDRAWN,
    )


async def _board(at: InGroup) -> Saying | None:
    if at.chat.board_message_id is None:
        return None
    board = await read_board(at.app, at.tx)
    return replace(at.empty, edit=at.chat.board_message_id or None, board=board)


async def _connect_card(at: InGroup) -> Saying:
    return replace(at.empty, pinned=at.chat.pinned_message_id)


async def _newcomer(at: InGroup) -> Saying | None:
    newcomer = await people.load(at.tx, at.row.subject)
    standing = newcomer.standings.get(Group.COORDINATORS) if newcomer else None
    if standing is None or not standing.inside or standing.confirmed:
        return None
    names = await people.names(at.tx, frozenset({at.row.subject}))
    return replace(at.empty, names=names)


# --- somebody's seat -------------------------------------------------------------------------------------------------


async def about_claim(at: InGroup) -> Saying | None:
    """Somebody's claim, and who that is."""
    request = await requests.load_by_claim(at.tx, at.row.subject)
    claim = claim_in(request, at.row.subject)
    if request is None or claim is None or claim.state not in STATES[at.row.occasion]:
        return None
    names = await people.names(at.tx, frozenset({claim.person_id}))
    return replace(at.empty, request=request, claim=claim, names=names)


async def _left_late(at: InGroup) -> Saying | None:
    saying = await about_claim(at)
    still_lost = saying is not None and saying.claim is not None and lost(saying.claim) is not None
    return saying if still_lost else None


async def _says_trained(at: InGroup) -> Saying | None:
    saying = await about_claim(at)
    asked = saying is not None and saying.claim is not None and saying.claim.says_trained is not None
    return saying if asked else None


async def _silent(at: InGroup) -> Saying | None:
    silence = await reminders.silent_at(at.app, at.tx, at.row.subject)
    return replace(at.empty, silence=silence) if silence else None


async def _is_it(at: InGroup) -> Saying | None:
    perhaps = await expected.perhaps(at.tx, at.row.subject)
    return None if perhaps is None else replace(at.empty, perhaps=perhaps)


# --- a member --------------------------------------------------------------------------------------------------------


async def about_member(at: InGroup) -> Saying | None:
    """A member's answer or silence, without saying who that is."""
    request = await request_of_member(at.tx, at.row)
    return None if request is None else replace(at.empty, request=request)


async def _member_untold(at: InGroup) -> Saying | None:
    request = await requests.load_by_party(at.tx, at.row.subject)
    return None if request is None else replace(at.empty, request=request)


# --- a request -------------------------------------------------------------------------------------------------------


async def _under_minimum(at: InGroup) -> Saying | None:
    request = await requests.load(at.tx, at.row.subject)
    if request is None or not Case(request, at.app.policy, at.app.zone).short():
        return None
    return replace(at.empty, request=request)


async def _late_start(at: InGroup) -> Saying | None:
    request = await requests.load(at.tx, at.row.subject)
    if request is None or request.state is not RequestState.OPEN:
        return None
    if not at.row.key.startswith(ALONE) and not day_rules.late(request):
        return None
    names = await people.names(at.tx, frozenset(claim.person_id for claim in day_rules.expected(request)))
    return replace(at.empty, request=request, names=names)


async def _late_home(at: InGroup) -> Saying | None:
    request = await requests.load(at.tx, at.row.subject)
    if request is None or not day_rules.pages(request):
        return None
    if await incidents.open_of(at.tx, request.id, None, ringing=False) is not None:  # somebody is on it
        return None
    names = await people.names(at.tx, frozenset(claim.person_id for claim in day_rules.present(request)))
    return replace(at.empty, request=request, names=names)


async def _alarm(at: InGroup) -> Saying | None:
    """An emergency, as it stands: told again only while nobody has it."""
    found = await emergency.alarm(at.tx, at.row.subject, mention=True)
    if found is None or (at.row.occasion is Occasion.ALARM and not found.incident.ringing):
        return None
    return replace(at.empty, alarm=found)


async def _debrief_alert(at: InGroup) -> Saying | None:
    request, debrief = await requests.load(at.tx, at.row.subject), await debriefs.load(at.tx, at.row.subject)
    if request is None or debrief is None or not debrief_rules.needs_somebody(debrief):
        return None
    return replace(at.empty, request=request, debrief=debrief)


async def _call_back(at: InGroup) -> Saying | None:
    request = await requests.load_by_claim(at.tx, at.row.subject)
    claim = claim_in(request, at.row.subject)
    if request is None or claim is None:
        return None
    names = await people.names(at.tx, frozenset({claim.person_id}))
    return replace(at.empty, request=request, names=names)


# --- once a day ------------------------------------------------------------------------------------------------------


async def _digest(at: InGroup) -> Saying | None:
    now = at.app.now()
    until = now + at.app.policy.digest_days
    coming = [r for r in await requests.open_requests(at.tx, now) if now < r.starts_at < until]
    found = [request for request in coming if Case(request, at.app.policy, at.app.zone).short()]
    if not found:  # yesterday's would say what is not so any more
        return _yesterdays(at)
    return replace(
        at.empty,
        before=at.chat.daily_message_id,
        requests=tuple(found),
        links=await card_links(at.tx, Group.VOLUNTEERS),
    )


async def _call_list(at: InGroup) -> Saying | None:
    day = date.fromordinal(at.row.subject)
    listed = await calls.summary(at.app, at.tx, day)
    first = at.row.version == 0  # afterwards the number in it follows the ticks
    if not listed.count:
        return _yesterdays(at) if first else None
    return replace(
        at.empty,
        edit=None if first else at.chat.daily_message_id,
        before=at.chat.daily_message_id if first else None,
        calls=listed,
        day=day,
    )


def _yesterdays(at: InGroup) -> Saying | None:
    """There is nothing to say today: the message of the day before goes."""
    old = at.chat.daily_message_id
    return None if old is None else replace(at.empty, edit=old, delete=True)


async def _unfinished(at: InGroup) -> Saying | None:
    unfinished = await unfinished_of(at.app, at.tx)
    return replace(at.empty, unfinished=unfinished) if unfinished else None


# --- what stands in the group already --------------------------------------------------------------------------------


async def _question_over(at: InGroup) -> Saying:
    return replace(at.empty, edit=at.row.subject)


async def _over(at: InGroup) -> Saying | None:
    if await traces.again(at.app, at.tx, at.row) is not None:
        return None
    return replace(at.empty, edit=traces.message_of(at.row))


async def _solved(at: InGroup) -> Saying | None:
    """Nobody needs to be called about it any more; and who says so."""
    request = await requests.load(at.tx, at.row.subject)
    if request is None or not is_solved(request, traces.matter_in(at.row)):
        return None
    says, by = who_says_so(request), traces.by_whom(at.row)
    who = {by, None if says is None else says.person_id} - {None}
    names = await people.names(at.tx, frozenset(person for person in who if person is not None))
    return replace(at.empty, edit=traces.message_of(at.row), request=request, names=names)


async def _alarm_now(at: InGroup) -> Saying | None:
    saying = await _alarm(at)
    return None if saying is None else replace(saying, edit=traces.message_of(at.row))


async def _session(at: InGroup) -> Saying | None:
    notice = await session_notices.to_group(at.app, at.tx, at.row, at.chat.group)
    return None if notice is None else replace(at.empty, edit=notice.edit, notice=notice)


async def _take_back_over(at: InGroup) -> Saying | None:
    """What was taken back meanwhile is a draft in the same message, and stays as it is."""
    request = await requests.load(at.tx, at.row.subject)
    if request is None or request.state is not RequestState.OPEN:
        return None
    return replace(at.empty, edit=message_of_take_back(at.row), request=request)


READERS: dict[Occasion, Reader] = {
    Occasion.TAKE_BACK_OVER: _take_back_over,
    Occasion.CARD: _card,
    Occasion.BOARD: _board,
    Occasion.CONNECT_CARD: _connect_card,
    Occasion.NEWCOMER: _newcomer,
    Occasion.SAYS_TRAINED: _says_trained,
    Occasion.QUESTION_OVER: _question_over,
    Occasion.NOTICE_OVER: _over,
    Occasion.ALARM_OVER: _over,
    Occasion.NOTICE_SOLVED: _solved,
    Occasion.ALARM_NOW: _alarm_now,
    Occasion.IS_IT: _is_it,
    Occasion.SESSION_CARD: _session,
    Occasion.SESSION_ASK: _session,
    Occasion.SESSION_UNTOLD: _session,
    Occasion.UNTOLD: about_claim,
    Occasion.LEFT_LATE: _left_late,
    Occasion.ALARM: _alarm,
    Occasion.ALARM_STATE: _alarm,
    Occasion.LATE_START: _late_start,
    Occasion.LATE_HOME: _late_home,
    Occasion.DEBRIEF_ALERT: _debrief_alert,
    Occasion.CALL_BACK: _call_back,
    Occasion.UNDER_MINIMUM: _under_minimum,
    Occasion.DIGEST: _digest,
    Occasion.CALL_LIST: _call_list,
    Occasion.SILENT: _silent,
    Occasion.MEMBER_PLANS: about_member,
    Occasion.MEMBER_UNTOLD: _member_untold,
    Occasion.UNFINISHED: _unfinished,
}
