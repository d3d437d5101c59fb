"""Notes of who is trained for what: made, taken away, and when they end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.actions import claims
from bot.context import App, Work
from bot.rules.model import Grant, Person, Qualification
from bot.rules.timetable import Due, Occasion, Verb
from bot.rules.trainings import ended, ends_at, notice_at
from storage import audit, outbox, people

TOLD_WITHIN = timedelta(days=2)
"""A notice that somebody is trained now makes no sense much later."""


async def note(
    app: App, work: Work, person_id: int, qualification: Qualification, by: int, since: datetime | None = None
) -> bool:
    """The person is trained, since then or from now on; whether that is new. Seats held for it become theirs."""
    since = work.now if since is None else min(since, work.now)
    expires_at = ends_at(qualification, since, app.policy, app.zone)
    new = await people.grant(work.tx, person_id, qualification, by, since, expires_at)
    await audit.note(work.tx, f"grant {qualification}", work.now, actor=by, subject=person_id)
    if new and expires_at is not None and expires_at > work.now:
        await _plan_end(app, work, person_id, qualification, expires_at)
    person = await people.load(work.tx, person_id)
    if person is not None:
        await claims.confirm_held(app, work, person)
    return new


async def take(app: App, work: Work, person_id: int, qualification: Qualification, by: int) -> Grant | None:
    """The note is taken away, and with it the seats to come that need it; the note as it was, if there was one."""
    before = await people.load(work.tx, person_id)
    await people.revoke(work.tx, person_id, qualification)
    await audit.note(work.tx, f"revoke {qualification}", work.now, actor=by, subject=person_id)
    after = await people.load(work.tx, person_id)
    if after is not None:
        await claims.give_back(app, work, after)
    return before.grant(qualification) if before is not None else None


async def restore(app: App, work: Work, person_id: int, grant: Grant, by: int) -> None:
    """A note that was taken away by mistake is there again as it was."""
    await people.restore(work.tx, person_id, grant, by)
    await audit.note(work.tx, f"restore {grant.qualification}", work.now, actor=by, subject=person_id)
    if grant.expires_at is not None and not ended(grant, work.now):
        await _plan_end(app, work, person_id, grant.qualification, grant.expires_at)


def told_key(occasion: str, person_id: int) -> str:
    """Names the notice to one person about one occasion."""
    return f"{Occasion.GRANTED}:{occasion}:{person_id}"


async def will_hear(work: Work, person_id: int, occasion: str, at: datetime) -> None:
    """The person is told once of what they are trained for, if they still are by then."""
    key = told_key(occasion, person_id)
    await outbox.put(work.tx, Due(key, Verb.SAY, Occasion.GRANTED, person_id, at, person_id, at + TOLD_WITHIN))


async def _plan_end(app: App, work: Work, person_id: int, qualification: Qualification, expires_at: datetime) -> None:
    which = f"{person_id}:{int(expires_at.timestamp())}:{qualification}"
    notice = notice_at(expires_at, app.policy, app.zone)
    await outbox.put(
        work.tx,
        Due(f"expiring:{which}", Verb.SAY, Occasion.EXPIRING, person_id, notice, person_id, expires_at),
    )
    await outbox.put(work.tx, Due(f"expire:{which}", Verb.DO, Occasion.EXPIRE, person_id, expires_at))


def named(key: str) -> tuple[Qualification, datetime]:
    """The training a row's key names, and when it ends by that row."""
    _, seconds, qualification = key.rsplit(":", 2)
    return Qualification(qualification), datetime.fromtimestamp(int(seconds), UTC)


def still_ends(person: Person, key: str) -> Grant | None:
    """The note a row is about, unless it was taken away or made to last longer since."""
    qualification, at = named(key)
    grant = person.grant(qualification)
    return grant if grant is not None and grant.expires_at == at else None


async def end(app: App, person_id: int, key: str) -> None:
    """A training has ended: seats to come that need it are given back, and the person is told why."""
    async with app.work() as work:
        person = await people.load(work.tx, person_id)
        grant = still_ends(person, key) if person is not None else None
        if person is None or grant is None or not ended(grant, work.now):
            return
        await audit.note(work.tx, f"ended {grant.qualification}", work.now, subject=person_id)
        await claims.give_back(app, work, person)
        told = key.replace("expire:", "expired:", 1)
        until = work.now + TOLD_WITHIN
        await outbox.put(work.tx, Due(told, Verb.SAY, Occasion.EXPIRED, person_id, work.now, person_id, until))
