"""What a due row does, where it says nothing: a seat that was held lapses, a request is forgotten, the daily rounds.

Every action looks at the state again, so a repeat is harmless.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.actions import (
    attendance,
    backups,
    claims,
    debriefs,
    emergency,
    members,
    posting,
    reminders,
    series,
    sessions,
    trainings,
    waves,
)
from bot.context import App
from bot.rules import daily
from bot.rules.daily import SWEEP_EVERY
from bot.rules.moments import local_day
from bot.rules.timetable import Occasion, plan
from storage import audit, calls, drafts, expected, inbox, incidents, offers, outbox, people, requests, tokens
from storage import series as stored_series
from storage.outbox import Row

Job = Callable[[App, int], Awaitable[None]]
"""Takes the row's subject."""


async def do(app: App, row: Row) -> None:
    """Runs the action of a row. Raises LookupError for an occasion that has none."""
    if row.occasion is Occasion.EXPIRE:
        await trainings.end(app, row.subject, row.key)
    elif row.occasion is Occasion.AFTERNOON:
        await _afternoon(app, row)
    elif row.occasion is Occasion.SWEEP:
        await _sweep(app)
    elif row.occasion is Occasion.ASK_AROUND:
        await waves.ask_around(app)
    else:
        await JOBS[row.occasion](app, row.subject)


async def _forget(app: App, request_id: int) -> None:
    await posting.forget(app, request_id)
    await app.db.compact()


JOBS: dict[Occasion, Job] = {
    Occasion.LAPSE: claims.lapse,
    Occasion.OFFER_LAPSE: backups.lapse,
    Occasion.URGENT: waves.ask_urgently,
    Occasion.SILENCE: reminders.notice_silence,
    Occasion.SILENCE_PAGE: emergency.page_silence,
    Occasion.ALARM_ROUND: emergency.ring_again,
    Occasion.DEBRIEF: debriefs.begin,
    Occasion.FOLD: posting.fold,
    Occasion.FORGET: _forget,
    Occasion.PURGE: posting.purge,
    Occasion.SERIES: series.post_next,
    Occasion.SESSION_LAPSE: sessions.lapse,
    Occasion.SESSION_FOLD: sessions.fold,
    Occasion.SESSION_PURGE: sessions.purge,
}


async def plan_days(app: App) -> None:
    """Makes sure that what happens every day is in the outbox."""
    async with app.work() as work:
        for due in (daily.sweep(work.now), *daily.every_day(work.now, app.policy, app.zone)):
            await outbox.put(work.tx, due)
        await series.plan_all(app, work)


async def plan_anew(app: App) -> None:
    """At the start: the plans of all open requests as this program and its settings make them."""
    async with app.work() as work:
        for request in await requests.still_open(work.tx):
            planned = plan(request, app.policy, app.zone)
            await outbox.reconcile_at_start(work.tx, request.id, planned, work.now)


async def _afternoon(app: App, row: Row) -> None:
    """What is unfinished is shown to all coordinators, if there is any; and tomorrow's turn is planned."""
    async with app.work() as work:
        for due in daily.afternoon(row.due_at, work.now, app.policy, app.zone):
            await outbox.put(work.tx, due)
        day = local_day(row.due_at, app.zone) + timedelta(days=1)
        await outbox.put(work.tx, daily.call_list(day, work.now, app.policy, app.zone))
        for due in daily.every_day(work.now, app.policy, app.zone):
            await outbox.put(work.tx, due)


async def _sweep(app: App) -> None:
    """Drops what is kept for a time only, and plans the next sweep."""
    async with app.work() as work:
        await inbox.sweep(work.tx, work.now)
        await tokens.sweep(work.tx, work.now)
        await drafts.sweep(work.tx, members.INVITATION, work.now - app.policy.link)
        await audit.sweep(work.tx, work.now)
        for kind in ("find", "ticks", "list"):
            await drafts.sweep(work.tx, kind, work.now - SWEEP_EVERY)
        await expected.sweep(work.tx, work.now - app.policy.expected_kept)
        await attendance.forget_tries(work)
        await people.forget_outside(work.tx)
        await calls.sweep(work.tx, local_day(work.now, app.zone))
        await offers.sweep(work.tx)
        await incidents.sweep(work.tx, work.now - app.policy.retain_claims)
        await stored_series.sweep(work.tx)
        await outbox.sweep(work.tx, work.now - SWEEP_EVERY)
        await outbox.put(work.tx, daily.sweep(work.now + SWEEP_EVERY))
    await app.db.compact()
