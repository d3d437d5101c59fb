"""The outbox's rows: what each comes to when it is due, and what follows from what became of it.

What a row says is read in `bot.actions.group_notices` and `bot.actions.person_notices`, what it does is named in
`bot.actions.jobs`.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.actions import claims, emergency, jobs, members, session_notices, sessions, traces
from bot.actions.board import redraw_board
from bot.actions.claim_notices import CONTACT, ENDED, HOME, LIVING, claim_in, has_asked
from bot.actions.group_notices import about_claim, about_member, to_group
from bot.actions.member_notices import MEMBER, MEMBER_CONTACT
from bot.actions.person_notices import to_person
from bot.actions.saying import InGroup, Saying, ToPerson
from bot.context import App, Work
from bot.rules.model import ClaimState, Group, Reach, RequestState, Still
from bot.rules.timetable import Due, Occasion, Verb, question_over
from storage import audit, backups, chats, offers, outbox, people, requests
from storage.database import Connection
from storage.outbox import Row

DAILY = (Occasion.DIGEST, Occasion.CALL_LIST)
"""Each is the one message of its day in a group; the next one takes its place."""

UNTOLD = {
    Occasion.CANCELLED: Occasion.UNTOLD,
    Occasion.MEMBER_CANCELLED: Occasion.MEMBER_UNTOLD,
    Occasion.SESSION_CANCELLED: Occasion.SESSION_UNTOLD,
}
"""What the coordinators hear when somebody cannot be told of a cancellation."""


async def due_at(app: App, now: datetime) -> tuple[list[Row], datetime | None]:
    """What is due now, and when the next row will be: of one moment, so that none falls between."""
    async with app.db.reading() as tx:
        return await outbox.due(tx, now), await outbox.next_after(tx, now)


async def address(app: App, row: Row) -> int | None:
    """The chat a row goes to, for its turn; None when there is none."""
    async with app.db.reading() as tx:
        if isinstance(row.to, Group):
            chat = await chats.load(tx, row.to)
            return None if chat is None else chat.telegram_id
        return None if row.to is None else await people.telegram_id(tx, row.to)


async def say(app: App, row: Row) -> Saying | None:
    """None when it no longer matters: expired, cancelled, answered, erased, or nobody to tell."""
    if row.expires_at is not None and app.now() >= row.expires_at:
        return None
    async with app.db.reading() as tx:
        if isinstance(row.to, Group):
            chat = await chats.load(tx, row.to)
            return None if chat is None else await to_group(InGroup(app, tx, row, chat))
        person = await people.load(tx, row.to) if row.to is not None else None
        for_contact = row.occasion in (*CONTACT, *MEMBER_CONTACT)
        if person is None or person.reach is not Reach.YES or (for_contact and not person.coordinator):
            return await _to_colleagues(app, tx, row) if for_contact else None
        chat_id = await people.telegram_id(tx, person.id)
        return None if chat_id is None else await to_person(ToPerson(app, tx, row, person, chat_id))


async def _to_colleagues(app: App, tx: Connection, row: Row) -> Saying | None:
    """A contact who never connected, or is no coordinator any more, has colleagues."""
    chat = await chats.load(tx, Group.COORDINATORS)
    if chat is None:
        return None
    return await (about_claim if row.occasion in CONTACT else about_member)(InGroup(app, tx, row, chat))


async def carry_out(app: App, row: Row) -> None:
    """Runs the action of a `do` row, unless its time is over, then marks it done."""
    if row.expires_at is None or app.now() < row.expires_at:
        await jobs.do(app, row)
    await passed_over(app, row)


# --- what became of it -----------------------------------------------------------------------------------------------


async def sent(app: App, row: Row, message_id: int | None, saying: Saying) -> None:
    """The row is dealt with; `message_id` is what was sent or edited (None: nothing), `saying` what it was drawn of."""
    async with app.db.transaction() as tx:
        await outbox.mark_sent(tx, row, app.now())
        if saying.person is None and saying.edit is None and message_id is not None:
            await _leave_trace(app, tx, row, message_id, saying)
        if row.occasion is Occasion.ALARM:
            await emergency.told(tx, row.subject, row.to, app.now())
        elif row.occasion in (*LIVING, *HOME, *ENDED):
            await _claim_told(app, tx, row, message_id)
        elif row.occasion in MEMBER:
            await _member_told(tx, row, message_id)
        elif row.occasion.startswith("session_"):
            await session_notices.sent(tx, row, message_id)
        else:
            await _stands_there(app, tx, row, message_id)


async def _stands_there(app: App, tx: Connection, row: Row, message_id: int | None) -> None:
    """The message is found again when it is to be edited."""
    if row.occasion is Occasion.CARD and isinstance(row.to, Group):
        if message_id is None:
            await requests.forget_card(tx, row.subject, row.to)
        else:
            await requests.set_card_message(tx, row.subject, row.to, message_id)
    elif row.occasion in DAILY and isinstance(row.to, Group):
        await chats.set_daily(tx, row.to, message_id)
    elif message_id is None:
        return
    elif row.occasion is Occasion.BOARD:
        await chats.set_board(tx, Group.COORDINATORS, message_id)
    elif row.occasion is Occasion.CONNECT_CARD:
        await chats.set_pinned(tx, Group.VOLUNTEERS, message_id)
    elif row.occasion is Occasion.SEAT_OFFER:
        await backups.set_offer_message(tx, row.subject, message_id)
    elif row.occasion is Occasion.OFFERS:
        await offers.set_message(tx, row.subject, message_id)
    elif row.occasion is Occasion.SAYS_TRAINED:
        await requests.set_question(tx, row.subject, message_id)
        claim = claim_in(await requests.load_by_claim(tx, row.subject), row.subject)
        if claim is None or claim.state is not ClaimState.HELD or claim.says_trained is None:
            # settled while the question was on its way
            await outbox.put(tx, question_over(row.subject, message_id, app.now()))


async def _claim_told(app: App, tx: Connection, row: Row, message_id: int | None) -> None:
    """The one message that stands for the claim is this one; or none any more."""
    if row.occasion in ENDED:
        await requests.set_claim_message(tx, row.subject, None)
        return
    if message_id is None:
        return
    await requests.set_claim_message(tx, row.subject, message_id)
    if row.occasion is Occasion.HOME_CHECK:
        await redraw_board(Work(tx, app.now()))
    if row.occasion is Occasion.CHANGED:
        await requests.set_told(tx, row.subject, _version_told(row))
    if await has_asked(app, tx, row):
        await requests.set_still(tx, row.subject, Still.ASKED)


async def _member_told(tx: Connection, row: Row, message_id: int | None) -> None:
    if row.occasion is Occasion.MEMBER_CLOSED:
        await requests.let_go(tx, row.subject)
        return
    await requests.set_member_message(tx, row.subject, message_id)
    if row.occasion is Occasion.MEMBER_CHANGED:
        await requests.set_member_told(tx, row.subject, _version_told(row))


def _version_told(row: Row) -> int:
    """Up to which edit a change tells: its key ends with that."""
    return int(row.key.rpartition(":")[2])


async def _leave_trace(app: App, tx: Connection, row: Row, message_id: int, saying: Saying) -> None:
    """Something new stands in a group."""
    if saying.alarm is not None:
        await traces.leave_of_alarm(app, tx, message_id, saying.alarm.incident, saying.alarm.request)
        return
    about = [silence.request for silence in saying.silence] if saying.request is None else [saying.request]
    await traces.leave(app, tx, row, message_id, about)


async def passed_over(app: App, row: Row) -> None:
    """The row no longer matters: nothing was sent, and it is not looked at again; or it was too early."""
    async with app.work() as work:
        later = await traces.again(app, work.tx, row) if row.occasion in traces.OVER else None
        if later is not None:
            await outbox.put(work.tx, later)
            return
        await outbox.mark_sent(work.tx, row, work.now)
        if row.occasion is Occasion.ALARM:
            await emergency.not_told(work, row.subject)
        if row.occasion is Occasion.HOME_CHECK:
            await redraw_board(work)
        if row.occasion is Occasion.MEMBER_CLOSED and await _is_over(work, row):
            await requests.let_go(work.tx, row.subject)
        if row.occasion in UNTOLD and isinstance(row.to, int):
            person = await people.load(work.tx, row.to)
            if person is not None and person.reach is not Reach.YES:
                await _untold(work, row)


async def _is_over(work: Work, row: Row) -> bool:
    """Whether a row about a member was passed over because its time has come, not because it moved."""
    request = await requests.load_by_party(work.tx, row.subject)
    return request is not None and work.now >= request.ends_at


async def _untold(work: Work, row: Row) -> None:
    """Somebody who counts on a cancelled request or session could not be told: the coordinators hear it."""
    occasion = UNTOLD[row.occasion]
    due = Due(f"{occasion}:{row.subject}", Verb.SAY, occasion, row.subject, work.now, to=Group.COORDINATORS)
    await outbox.put(work.tx, due)


async def topic_gone(app: App, group: Group) -> None:
    """The forum topic was closed or deleted: the group's messages go to its main room."""
    async with app.work() as work:
        await chats.forget_topic(work.tx, group)


async def message_gone(app: App, row: Row) -> None:
    """The message to edit was deleted by somebody: a card is posted again, anything else is let go."""
    async with app.db.transaction() as tx:
        if row.occasion is Occasion.CARD and isinstance(row.to, Group):
            request = await requests.load(tx, row.subject)
            await requests.forget_card(tx, row.subject, row.to)
            if request is not None and request.state is RequestState.OPEN:
                return
        elif row.occasion is Occasion.BOARD:
            await chats.set_board(tx, Group.COORDINATORS, None)
        elif row.occasion.startswith("session_") and await session_notices.message_gone(tx, row):
            return
        elif row.occasion in DAILY and isinstance(row.to, Group):
            await chats.set_daily(tx, row.to, None)
        elif row.occasion is Occasion.MEMBER_CLOSED:
            await requests.let_go(tx, row.subject)
        await outbox.mark_sent(tx, row, app.now())


async def not_sent(app: App, row: Row, retry_in: timedelta) -> None:
    """To be tried again."""
    async with app.db.transaction() as tx:
        await outbox.retry(tx, row, app.now() + retry_in)


async def refused(app: App, row: Row, retry_in: timedelta) -> None:
    """Telegram does not take it: to be tried again, but nobody should count on it."""
    async with app.work() as work:
        await outbox.retry(work.tx, row, work.now + retry_in)
        if row.occasion is Occasion.ALARM:
            await emergency.not_told(work, row.subject)


async def unreachable(app: App, row: Row) -> None:
    """Telegram says 403: this person cannot be written to. Seats of theirs are held for a while, then free again."""
    async with app.work() as work:
        if isinstance(row.to, int):
            await people.set_reach(work.tx, row.to, Reach.NO)
            await audit.note(work.tx, "unreachable", work.now, subject=row.to)
            await claims.out_of_reach(app, work, row.to)
            await members.out_of_reach(app, work, row.to)
            await sessions.out_of_reach(app, work, row.to)
        # what the new plan still wants said later was taken out just now; the rest is over
        await outbox.mark_sent(work.tx, row, work.now)
        if row.occasion is Occasion.MEMBER_CLOSED:
            await requests.let_go(work.tx, row.subject)
        if row.occasion in UNTOLD:
            await _untold(work, row)
        if row.occasion is Occasion.ALARM:
            await emergency.not_told(work, row.subject)


async def owe_an_answer(app: App, person_id: int, update_id: int) -> None:
    """A reply could not be delivered: the person hears later how to see where things stand."""
    async with app.work() as work:
        await outbox.put(
            work.tx,
            Due(
                f"unanswered:{update_id}",
                Verb.SAY,
                Occasion.UNANSWERED,
                person_id,
                work.now,
                to=person_id,
                expires_at=work.now + timedelta(hours=12),
            ),
        )
