"""Weekly series: begun, posted one by one, skipped, handed over, ended; and edits of this one and later ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.actions import claims, posting
from bot.actions.board import redraw_board
from bot.actions.bodies import from_body, to_body
from bot.actions.drafts import DraftView, add, details_of
from bot.context import App, Work
from bot.rules import series as rules
from bot.rules.changes import Field
from bot.rules.drafts import Draft, draft_of, request_of, still_ahead
from bot.rules.model import Details, Person, Regular, Request, RequestState, Series
from bot.rules.moments import local_day
from bot.rules.timetable import Due, Occasion, Priority, Verb
from storage import audit, drafts, outbox, people, requests, series
from storage.database import Connection, new_id

SHOWN = 6
"""How many days of a series are shown beside those that are posted."""


# --- begun and posted ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Begun:
    """A series that was just begun: what it makes, what is posted of it, days without that hour, what comes next."""

    series: Series
    picture: Request
    requests: tuple[Request, ...]
    open_days: tuple[date, ...]
    next_posted_at: datetime | None


async def begin(app: App, person: Person, draft_id: int, version: int, update_id: int) -> Begun | DraftView | None:
    """The preview of a weekly draft is posted: the series, and at once every request that should be there by now."""
    async with app.work(update_id) as work:
        draft = await posting.ready(app, work, person, draft_id, version, weekly=True)
        if not isinstance(draft, Draft) or draft.starts_at is None:
            return draft if isinstance(draft, DraftView) else None
        first = local_day(draft.starts_at, app.zone)
        begun = Series(new_id(), person.id, first.weekday(), first, draft.until, work.now)
        kept = rules.template(draft, app.common_languages, posting.stored_details(app, draft))
        await series.add(work.tx, begun, to_body(kept))
        await audit.note(work.tx, "series", work.now, actor=person.id, subject=begun.id)
        posted, open_days = await _post_due(app, work, begun, kept)
        await drafts.delete(work.tx, draft_id)
        after = await series.load(work.tx, begun.id) or begun
        work.outcome = "posted"
    picture = replace(request_of(kept, app.common_languages, app.zone), every=begun.weekday)
    at = None if after.next_day is None else rules.posted_at(after.next_day, app.policy, app.zone)
    return Begun(after, picture, tuple(posted), tuple(open_days), at)


async def post_next(app: App, series_id: int) -> None:
    """The outbox: what is due of a series is posted. Looked at twice it does nothing the second time."""
    async with app.work() as work:
        found = await series.load(work.tx, series_id)
        body = await series.body(work.tx, series_id)
        if found is not None and body is not None:
            await _post_due(app, work, found, from_body(body))


async def plan_all(app: App, work: Work) -> None:
    """At the start: every series that goes on has its turn, also after a setting was changed."""
    for each in await series.going_on(work.tx):
        await _plan(app, work, each)


async def _post_due(app: App, work: Work, of: Series, draft: Draft) -> tuple[list[Request], list[date]]:
    """Posts every day that is due and still ahead, and plans the next; returns what was posted, and the days whose
    hour does not exist. Past days are passed over: nobody needs a ride of last week.
    """
    posted: list[Request] = []
    open_days: list[date] = []
    contact = await people.load(work.tx, of.contact_id)
    days = rules.due_days(of, work.now, app.policy, app.zone)
    for day in days:
        if day in of.skipped or contact is None or await requests.of_series_day(work.tx, of.id, day) is not None:
            continue
        once = rules.on_day(draft, day, app.zone)
        if once is None:
            if day >= local_day(work.now, app.zone):
                await _raise(work, of, draft, day)
                open_days.append(day)
        elif still_ahead(once, work.now):
            posted.append(await posting.publish(app, work, contact, once, series_id=of.id, series_day=day))
    if days:
        of = replace(of, next_day=days[-1] + rules.WEEK)
        if of.next_day is not None and rules.over(of, of.next_day):
            await _finish(work, of.id)
            of = replace(of, next_day=None)
        elif of.next_day is not None:
            await series.go_on(work.tx, of.id, of.next_day)
    await _plan(app, work, of)
    await redraw_board(work)
    return posted, open_days


async def _finish(work: Work, series_id: int, ended_at: datetime | None = None) -> None:
    """Nothing more is posted: what is kept for it is erased, and then the file rewritten without it."""
    await series.finish(work.tx, series_id, ended_at)
    await outbox.forget_subject(work.tx, series_id)
    await outbox.put(work.tx, Due(f"forget:{series_id}", Verb.DO, Occasion.FORGET, series_id, work.now))


async def _plan(app: App, work: Work, of: Series) -> None:
    if of.next_day is not None:
        at = rules.posted_at(of.next_day, app.policy, app.zone)
        key = f"series:{of.id}:{of.next_day}"
        await outbox.put(work.tx, Due(key, Verb.DO, Occasion.SERIES, of.id, at, priority=Priority.CARD))


async def _raise(work: Work, of: Series, draft: Draft, day: date) -> None:
    """The hour does not exist that day: an unfinished request, raised with the contact, whose conversation goes on."""
    body = to_body(rules.unfinished(draft, of, day))
    draft_id = await drafts.add(work.tx, of.contact_id, "request", work.now, body=body)
    key = f"no_such_hour:{draft_id}"
    await outbox.put(work.tx, Due(key, Verb.SAY, Occasion.NO_SUCH_HOUR, draft_id, work.now, of.contact_id))


async def take_back(app: App, person: Person, series_id: int, update_id: int) -> DraftView | None:
    """*Take back*, for a minute: the cards go, the series is a draft again. None when it is too late."""
    async with app.work(update_id) as work:
        found = await series.load(work.tx, series_id)
        body = await series.body(work.tx, series_id)
        if found is None or found.contact_id != person.id or work.now >= found.created_at + app.policy.take_back:
            return None
        posted = await requests.of_series(work.tx, series_id, work.now)
        if body is None and not posted:
            return None
        # a series that was posted in full keeps nothing: its first request has all there is
        draft = from_body(body) if body is not None else await _draft_again(app, work, found, posted[0])
        for request in posted:
            await posting.end(app, work, request, RequestState.WITHDRAWN)
        await _finish(work, series_id, work.now)
        await series.delete(work.tx, series_id)
        await audit.note(work.tx, "series taken back", work.now, actor=person.id, subject=series_id)
        return await add(app, work, person, draft)


async def _draft_again(app: App, work: Work, of: Series, first: Request) -> Draft:
    draft = draft_of(first, await details_of(work.tx, first), app.zone)
    return replace(draft, weekly=True, until=of.last_day)


# --- seen ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Coming:
    """A day of a series that is not posted yet: when it will be, and whether it is skipped."""

    day: date
    posted_on: date
    skipped: bool


@dataclass(frozen=True)
class SeriesView:
    """What coordinators see of a series. `picture` is what it makes, or made last; None when nothing is left of it.

    `contact_here`: the contact is still a coordinator; `mine`: it is the one who looks.
    """

    series: Series
    picture: Request | None
    posted: tuple[Request, ...]
    coming: tuple[Coming, ...]
    regulars: tuple[Regular, ...]
    names: dict[int, str] = field(default_factory=dict)
    contact_here: bool = True
    mine: bool = False


async def view(app: App, person: Person, series_id: int) -> SeriesView | None:
    async with app.db.reading() as tx:
        return await _view(app, tx, person, series_id)


async def _view(app: App, tx: Connection, person: Person, series_id: int) -> SeriesView | None:
    found = await series.load(tx, series_id)
    if found is None:
        return None
    body = await series.body(tx, series_id)
    posted = await requests.of_series(tx, series_id, app.now())
    picture = posted[0] if posted else None
    if body is not None:
        picture = request_of(from_body(body), app.common_languages, app.zone)
    days = rules.coming(found, SHOWN)
    coming = tuple(
        Coming(day, local_day(rules.posted_at(day, app.policy, app.zone), app.zone), day in found.skipped)
        for day in days
    )
    regulars = await series.regulars(tx, series_id)
    contact = await people.load(tx, found.contact_id)
    who = frozenset({found.contact_id, *(regular.person_id for regular in regulars)})
    return SeriesView(
        found,
        picture,
        tuple(posted),
        coming,
        tuple(regulars),
        await people.names(tx, who),
        contact_here=contact is not None and contact.coordinator,
        mine=found.contact_id == person.id,
    )


async def private_details(app: App, person: Person, series_id: int) -> tuple[Details, ...] | None:
    """What is kept for the requests to come, for a coordinator; None once nothing is kept."""
    async with app.db.transaction() as tx:
        body = await series.body(tx, series_id)
        if body is None:
            return None
        await audit.note(tx, "details read", app.now(), actor=person.id, subject=series_id)
        return from_body(body).details


# --- skipped, handed over, ended -------------------------------------------------------------------------------------


async def skip(app: App, person: Person, series_id: int, day: date, update_id: int) -> SeriesView | Request | None:
    """*Skip* a coming day. One that is posted by now is returned instead, to be cancelled as any request is."""
    async with app.work(update_id) as work:
        found = await series.load(work.tx, series_id)
        if found is None:
            return None
        posted = await requests.of_series_day(work.tx, series_id, day)
        if posted is not None and posted.state is RequestState.OPEN:
            return posted
        if day in rules.coming(found, SHOWN) and await series.skip(work.tx, series_id, day):
            await audit.note(work.tx, "skipped", work.now, actor=person.id, subject=series_id)
            await redraw_board(work)
        return await _view(app, work.tx, person, series_id)


async def unskip(app: App, person: Person, series_id: int, day: date, update_id: int) -> SeriesView | None:
    """It takes place after all."""
    async with app.work(update_id) as work:
        if await series.unskip(work.tx, series_id, day):
            await audit.note(work.tx, "not skipped", work.now, actor=person.id, subject=series_id)
            await redraw_board(work)
        return await _view(app, work.tx, person, series_id)


async def take_contact(app: App, person: Person, series_id: int, update_id: int) -> SeriesView | None:
    """Another coordinator is the contact from now on, of what is posted too."""
    async with app.work(update_id) as work:
        found = await series.load(work.tx, series_id)
        if found is not None and found.contact_id != person.id:
            await series.set_contact(work.tx, series_id, person.id)
            for request in await requests.of_series(work.tx, series_id, work.now):
                if request.contact_id == found.contact_id:
                    await requests.set_contact(work.tx, request.id, person.id)
                    await claims.changed(app, work, replace(request, contact_id=person.id))
            await audit.note(work.tx, "handed over", work.now, actor=person.id, subject=series_id)
            await redraw_board(work)
        return await _view(app, work.tx, person, series_id)


@dataclass(frozen=True)
class Ended:
    """`already`: somebody had ended it before. `cancelled`: how many posted requests were cancelled now."""

    already: bool
    cancelled: int
    kept: int


async def end(app: App, person: Person, series_id: int, update_id: int, *, cancel: bool) -> Ended | None:
    """Nothing more is posted, and nothing is kept for it; what is posted stays, or is cancelled and people are told."""
    async with app.work(update_id) as work:
        found = await series.load(work.tx, series_id)
        if found is None:
            return None
        posted = await requests.of_series(work.tx, series_id, work.now)
        already = found.ended_at is not None
        if not already:
            await _finish(work, series_id, work.now)
            await audit.note(work.tx, "series ended", work.now, actor=person.id, subject=series_id)
        for request in posted:
            if cancel:
                await posting.end(app, work, request, RequestState.CANCELLED)
                await audit.note(work.tx, "cancelled", work.now, actor=person.id, subject=request.id)
            elif not already:
                await claims.changed(app, work, request)
        await redraw_board(work)
    return Ended(already, len(posted) if cancel else 0, 0 if cancel else len(posted))


# --- this one and later ----------------------------------------------------------------------------------------------


async def later_of(work: Work, request: Request) -> tuple[Request, ...]:
    """The requests of the same series that come after this one and are posted already."""
    if request.series_id is None or request.every is None:
        return ()
    posted = await requests.of_series(work.tx, request.series_id, work.now)
    return tuple(other for other in posted if other.starts_at > request.starts_at)


async def change_those_to_come(
    app: App, work: Work, person: Person, request: Request, base: Draft, mine: Draft, fields: Sequence[Field]
) -> None:
    """An edit of this request and later ones, for those that are not posted yet."""
    series_id = request.series_id or 0
    found = await series.load(work.tx, series_id)
    body = await series.body(work.tx, series_id)
    if found is None or body is None or not fields:
        return
    amended = rules.amended(from_body(body), base, mine, fields)
    await series.set_body(work.tx, series_id, to_body(amended))
    days = rules.shift(base, mine, app.zone)
    if days:
        made = await requests.series_days(work.tx, series_id)
        moved = rules.moved(found, days, max(made.values(), default=None))
        await series.move(work.tx, moved)
        await outbox.forget_subject(work.tx, series_id)
        await _plan(app, work, moved)
    await audit.note(work.tx, "series edited", work.now, actor=person.id, subject=series_id)


async def keep_details(app: App, person: Person, request_id: int, update_id: int) -> bool:
    """The private details of this request are those of the series from now on. False when it does not go on."""
    async with app.work(update_id) as work:
        request = await requests.load(work.tx, request_id)
        body = None if request is None else await series.body(work.tx, request.series_id or 0)
        if request is None or body is None:
            return False
        details = await details_of(work.tx, request)
        await series.set_body(work.tx, request.series_id or 0, to_body(replace(from_body(body), details=details)))
        await audit.note(work.tx, "series edited", work.now, actor=person.id, subject=request.series_id or 0)
    return True
