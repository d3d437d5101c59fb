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
from bot.rules.timetable import Due, Occasion
from storage import incidents, outbox, requests
from storage.database import Connection
from storage.outbox import Row

OVER = (Occasion.NOTICE_OVER, Occasion.ALARM_OVER)
"""The rows that edit such a message; their subject is the request, or the emergency."""

ENDS_ITSELF = (Occasion.CARD, Occasion.SAYS_TRAINED, *OVER)
"""What the coordinators' group is told about a request and what is edited in its own way."""


async def leave(app: App, tx: Connection, row: Row, message_id: int, about: Sequence[Request]) -> None:
    """A message about these requests was sent to the group: it is edited when the last of them is over."""
    if row.occasion in ENDS_ITSELF or not about:
        return
    last = max(about, key=lambda request: request.lasts_until)
    await outbox.put(tx, daily.notice_over(message_id, row.occasion, last, app.now(), app.policy))


async def leave_of_alarm(
    app: App, tx: Connection, message_id: int, incident: Incident, request: Request | None
) -> None:
    """A message about an emergency was sent to the group: it is edited once it is resolved and the request over."""
    await outbox.put(tx, daily.alarm_over(message_id, incident, request, app.now(), app.policy))


def message_of(row: Row) -> int:
    """The message that such a row edits."""
    return int(row.key.rpartition(":")[2])


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
    return daily.notice_over(message_of(row), Occasion.NOTICE_OVER, request, now, app.policy)


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
