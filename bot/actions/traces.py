"""What was said about a request in the coordinators' group becomes one line when the request's cards do.

Cards are edited in place and fold by themselves. Every other message about a request, such as a late start or an
alarm, leaves a row when it is sent, which edits it later: an archive of the group is no archive of lives.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.context import App, Work
from bot.rules import daily
from bot.rules.incidents import Incident
from bot.rules.model import Request
from bot.rules.solved import is_solved, matter_of
from bot.rules.timetable import Due, Occasion
from storage import incidents, outbox, requests
from storage.database import Connection
from storage.outbox import Row

ALONE = "alone"
"""How the key of a row begins that says that a member waits alone."""

OVER = (Occasion.NOTICE_OVER, Occasion.ALARM_OVER)
"""The rows that edit such a message; their subject is the request, or the emergency."""

EDITS = (Occasion.NOTICE_SOLVED, Occasion.ALARM_NOW)
"""The rows that edit such a message before that."""

ENDS_ITSELF = (Occasion.CARD, Occasion.SAYS_TRAINED, *OVER, *EDITS)
"""What the coordinators' group is told about a request and what is edited in its own way."""


async def leave(app: App, tx: Connection, row: Row, message_id: int, about: Sequence[Request]) -> None:
    """A message about these requests was sent to the group: it is edited when the last of them is over."""
    if row.occasion in ENDS_ITSELF or not about:
        return
    last = max(about, key=lambda request: request.lasts_until)
    alone = int(row.key.rpartition(":")[2]) if row.key.startswith(ALONE) else None
    matter = matter_of(row.occasion, row.subject, alone)
    await outbox.put(tx, daily.notice_over(message_id, row.occasion, last, app.now(), app.policy, matter))
    now_so = await requests.load(tx, last.id)
    if matter and now_so is not None and is_solved(now_so, matter):  # while it was on its way
        await outbox.put(tx, daily.solved(message_id, now_so, matter, None, app.now()))


async def leave_of_alarm(
    app: App, tx: Connection, message_id: int, incident: Incident, request: Request | None
) -> None:
    """A message about an emergency was sent to the group: it is edited once it is resolved and the request over."""
    await outbox.put(tx, daily.alarm_over(message_id, incident, request, app.now(), app.policy))
    now_so = await incidents.load(tx, incident.id)
    if incident.ringing and now_so is not None and not now_so.ringing:  # taken while it was on its way
        await outbox.redraw(tx, daily.alarm_now(message_id, incident.id, app.now()))


def message_of(row: Row) -> int:
    """The message that such a row edits."""
    return int(row.key.rpartition(":")[2])


def matter_in(row: Row) -> str:
    """What the alert waits for that such a row ends or edits; empty where it waits for nothing."""
    parts = row.key.split(":")
    return parts[1] if len(parts) > 2 else ""


def by_whom(row: Row) -> int | None:
    """The coordinator because of whom an alert is edited."""
    return int(row.key.split(":")[2]) or None


async def solved(work: Work, request: Request, by: int | None = None) -> None:
    """The request has changed: alerts about it that need nobody any more say so, once."""
    if not request.alerted:
        return
    for row in await outbox.unsent(work.tx, Occasion.NOTICE_OVER, request.id):
        matter, message_id = matter_in(row), message_of(row)
        if matter and is_solved(request, matter):
            await outbox.put(work.tx, daily.solved(message_id, request, matter, by, work.now))
            await outbox.put(work.tx, daily.settled(message_id, request.id, row.due_at))
            await outbox.forget_key(work.tx, row.key)


async def taken(work: Work, incident: Incident) -> None:
    """Somebody has the emergency, or it is resolved: every message about it in the group shows that."""
    for row in await outbox.unsent(work.tx, Occasion.ALARM_OVER, incident.id):
        await outbox.redraw(work.tx, daily.alarm_now(message_of(row), incident.id, work.now))


async def again(app: App, tx: Connection, row: Row) -> Due | None:
    """When to look again, because it is not over; None when it is."""
    now = app.now()
    if row.occasion is Occasion.ALARM_OVER:
        incident = await incidents.load(tx, row.subject)
        if incident is None:
            return None
        about = await requests.load(tx, incident.request_id) if incident.request_id is not None else None
        over = incident.resolved_at is not None and (about is None or daily.is_over(about, now, app.policy))
        return None if over else daily.alarm_over(message_of(row), incident, about, now, app.policy)
    request = await requests.load(tx, row.subject)
    if request is None or daily.is_over(request, now, app.policy):
        return None
    return daily.notice_over(message_of(row), Occasion.NOTICE_OVER, request, now, app.policy, matter_in(row))


async def cancelled(work: Work, request_id: int) -> None:
    """The cards fold at once, and everything that was said about the request with them."""
    await outbox.move(work.tx, Occasion.NOTICE_OVER, request_id, work.now)


async def resolved(app: App, work: Work, incident: Incident, request: Request | None) -> None:
    """Nobody needs to find the emergency any more, but for a while."""
    at: datetime = daily.alarm_over(0, incident, request, work.now, app.policy).due_at
    await outbox.move(work.tx, Occasion.ALARM_OVER, incident.id, at)


async def group_is_another(work: Work) -> None:
    """The messages are in a chat that has no role any more: nothing there can be edited."""
    for occasion in OVER:
        await outbox.forget_occasion(work.tx, occasion)
