"""Unfinished requests: begun, filled in, gone back on, kept in a hurry, taken over, discarded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.actions.board import redraw_board
from bot.actions.bodies import from_body, to_body
from bot.context import PRIVATE, App, Work
from bot.rules.changes import Field
from bot.rules.drafts import Draft, Question, Read, back, once_more
from bot.rules.lines import read_line
from bot.rules.model import DETAIL_FIELDS, Details, Group, Kind, Person, Request
from bot.rules.problems import Problem
from bot.rules.series import asks_end, checked
from bot.rules.timetable import Due, Occasion, Priority, Verb
from bot.rules.typed import fold, read_detail
from bot.rules.wizard import KEEP, TYPED, Setting, kept, parted, saves_venue, tapped, typed
from storage import audit, drafts, outbox, requests, venues
from storage.database import Connection
from storage.drafts import DraftRow

__all__ = ["DETAIL", "DraftRow", "DraftView"]

DETAIL = "detail:"
"""`asking` of a draft whose next text is a private detail: `detail:phone`."""

MOST_PARTIES = 6
RECENT_PLACES = 6


@dataclass(frozen=True)
class DraftView:
    """A draft as its owner sees it. `asking` is a Question, `detail:FIELD`, or None when it can be posted.

    `private`: what was just typed held something that must not stay in the chat. `places` are all public places,
    `recent` those used lately. Of an edit, `theirs` is what somebody else changed
    since it began, `both` what was changed by both, and `losing` the names of those who would lose their seats
    (`agreement` stands for them in the button);
    with `which` (when this one starts) it is to be said whether `later` ones of its series change too.
    """

    id: int
    version: int
    draft: Draft
    asking: str | None
    group: Group | None
    message_id: int | None
    problems: tuple[Problem, ...] = ()
    saved: str | None = None
    private: bool = False
    places: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()
    theirs: tuple[Field, ...] = ()
    both: tuple[Field, ...] = ()
    losing: tuple[str, ...] = ()
    agreement: str = ""
    which: datetime | None = None
    later: bool = False


async def places_of(app: App, tx: Connection) -> tuple[str, ...]:
    """Every public place: the settings' towns and the venues that coordinators saved."""
    return (*app.towns, *await venues.names(tx))


async def setting(app: App, work: Work) -> Setting:
    return Setting(work.now, app.zone, app.policy, await places_of(app, work.tx))


async def own(tx: Connection, person: Person, draft_id: int) -> tuple[DraftRow, Draft] | None:
    """The person's own draft with its body; None looks the same for "not yours" and "gone"."""
    row = await drafts.load(tx, draft_id)
    body = await drafts.body(tx, draft_id) if row is not None else None
    if row is None or body is None or row.owner_id != person.id:
        return None
    return row, from_body(body)


async def show(
    app: App, tx: Connection, row: DraftRow, draft: Draft, problems: Sequence[Problem] = (), asking: str | None = None
) -> DraftView:
    """What is to be seen now, with the public places where one is asked for."""
    question = asking or draft.question()
    found = DraftView(row.id, row.version, draft, question, row.group, row.message_id, tuple(problems))
    if question not in (Question.ORIGIN, Question.DESTINATION):
        return found
    places = await places_of(app, tx)
    lately = await requests.recent(tx)
    ends = [[request.origin for request in lately], [request.destination or request.origin for request in lately]]
    used = ends[0] + ends[1] if question is Question.ORIGIN else ends[1] + ends[0]
    other = draft.destination if question is Question.ORIGIN else draft.origin  # nobody goes from a town to itself
    recent = [place for place in dict.fromkeys(used) if place in places and place != other][:RECENT_PLACES]
    return replace(found, places=places, recent=tuple(recent))


def asks(draft: Draft) -> str | None:
    """What the owner's next private text answers: only what may be answered with one."""
    question = draft.question()
    return question if question in TYPED else None


# --- beginning -------------------------------------------------------------------------------------------------------


async def begin(app: App, person: Person, kind: Kind, text: str, group: Group | None, update_id: int) -> DraftView:
    """Reads a posting command; nothing typed is lost: what could be read is kept, the rest is asked.

    A question is always asked privately; only a complete line has its preview in the coordinators' group.
    """
    async with app.work(update_id) as work:
        places = await places_of(app, work.tx)
        read = checked(read_line(kind, text, work.now, app.zone, places, app.policy), work.now, app.zone, app.policy)
        view = await add(app, work, person, read.draft, group=group, problems=read.problems)
        return _noted(work, view, private=_told_privately(Draft(), read, group))


def _noted(work: Work, view: DraftView, *, private: bool) -> DraftView:
    """What was typed is stored; where it held private words, an answer after an interruption knows that too."""
    if private:
        work.outcome = PRIVATE
    return replace(view, private=private)


def _told_privately(before: Draft, read: Read, group: Group | None = None) -> bool:
    """Whether what was typed held a street, a rare language, or a number that must not even be kept.

    Of words that were cut short the whole is only in the private chat, and stays there.
    """
    if group is None and Problem.TOO_LONG in read.problems and Problem.A_NUMBER not in read.problems:
        return False

    def private(draft: Draft) -> tuple[object, ...]:
        return draft.origin_words, draft.destination_words, draft.language_words, draft.details

    return private(before) != private(read.draft) or Problem.A_NUMBER in read.problems


async def add(
    app: App,
    work: Work,
    person: Person,
    draft: Draft,
    *,
    group: Group | None = None,
    subject_id: int | None = None,
    problems: Sequence[Problem] = (),
    ask: bool = True,
) -> DraftView:
    """A new draft of the person's; `subject_id` is the request it changes. Unless `ask`, it waits on the board."""
    draft_id = await drafts.add(
        work.tx,
        person.id,
        "request",
        work.now,
        subject_id=subject_id,
        asking=asks(draft) if ask else None,
        body=to_body(draft),
        group=None if draft.question() else group,
    )
    await will_rest(app, work, draft_id, person.id)
    row = await drafts.load(work.tx, draft_id)
    if row is None:
        raise LookupError(f"draft {draft_id}")
    return await show(app, work.tx, row, draft, problems)


async def will_rest(app: App, work: Work, draft_id: int, owner_id: int) -> None:
    """A draft that is left alone is raised with its owner, once."""
    due_at = work.now + app.policy.draft_raised
    await outbox.put(
        work.tx,
        Due(
            f"rests:{draft_id}:{owner_id}",
            Verb.SAY,
            Occasion.DRAFT_RESTS,
            draft_id,
            due_at,
            owner_id,
            priority=Priority.BULK,
        ),
    )
    await redraw_board(work)


async def keep(app: App, person: Person, text: str, voice: str, update_id: int) -> DraftView | Problem:
    """*Keep as unfinished request*: words or a voice note that came while nothing was asked."""
    draft = kept(text)
    if isinstance(draft, Problem):
        return draft
    async with app.work(update_id) as work:
        return await add(app, work, person, replace(draft, voice=voice))


async def usual(app: App, limit: int = 8) -> list[Request]:
    """*Again…*: what was posted lately, each once: the same kind, places, hour and people."""
    async with app.db.reading() as tx:
        found: dict[tuple[object, ...], Request] = {}
        for request in await requests.recent(tx):
            hour = request.starts_at.astimezone(app.zone).time()
            alike = (request.kind, request.duty, request.origin, request.destination, hour, request.passengers)
            found.setdefault(alike, request)
    return list(found.values())[:limit]


async def again(
    app: App, person: Person, request_id: int, update_id: int, draft_id: int | None = None
) -> DraftView | None:
    """The same once more, on a day that is asked; with the private details, as long as they are still kept.

    It takes the place of the person's draft `draft_id`, where *Again…* was chosen in one.
    """
    async with app.work(update_id) as work:
        request = await requests.load(work.tx, request_id)
        if request is None:
            return None
        await audit.note(work.tx, "again", work.now, actor=person.id, subject=request.id)
        draft = once_more(request, await details_of(work.tx, request), app.zone)
        begun = None if draft_id is None else await own(work.tx, person, draft_id)
        if begun is not None:
            return await save(app, work, begun[0], Read(draft))
        return await add(app, work, person, draft)


async def details_of(tx: Connection, request: Request) -> tuple[Details, ...]:
    """The private details of every party, opened; empty once erased."""
    return tuple([await requests.details(tx, party.id) or Details() for party in request.parties])


# --- filling in ------------------------------------------------------------------------------------------------------


async def answer_tap(
    app: App, person: Person, draft_id: int, question: str, answer: str, update_id: int
) -> DraftView | None:
    """A button that answers the question the draft is at; an old one only shows what is asked now."""
    async with app.work(update_id) as work:
        found = await own(work.tx, person, draft_id)
        if found is None:
            return None
        row, draft = found
        at = await setting(app, work)
        apart = parted(draft) if answer == KEEP and draft.question() == question else None
        if apart is not None:
            await save(app, work, row, Read(apart[0]))
            return await add(app, work, person, apart[1])
        read = tapped(draft, answer, at) if draft.question() == question else None
        if read is None:
            return await show(app, work.tx, row, draft)
        venue = saves_venue(draft, answer, at.places)
        if venue is not None and not read.problems:
            await venues.save(work.tx, fold(venue), venue, person.id, work.now)
            await audit.note(work.tx, "venue", work.now, actor=person.id)
        return await save(app, work, row, read)


async def answer_text(app: App, person: Person, row: DraftRow, text: str, update_id: int) -> DraftView | None:
    """A typed answer to what the draft asks."""
    async with app.work(update_id) as work:
        found = await own(work.tx, person, row.id)
        if found is None or row.asking is None:
            return None
        row, draft = found
        if row.asking is not None and row.asking.startswith(DETAIL):
            return await _answer_detail(app, work, row, draft, row.asking.removeprefix(DETAIL), text)
        read = typed(draft, text, await setting(app, work))
        return _noted(work, await save(app, work, row, read), private=_told_privately(draft, read))


async def _answer_detail(app: App, work: Work, row: DraftRow, draft: Draft, field: str, text: str) -> DraftView:
    read = read_detail(field, text)
    if isinstance(read, Problem):
        view = await show(app, work.tx, row, draft, (read,), asking=row.asking)
        return _noted(work, view, private=read is Problem.A_NUMBER)
    saved = await save(app, work, row, Read(draft.with_detail(field, read)))
    return _noted(work, replace(saved, saved=field), private=True)


async def save(app: App, work: Work, row: DraftRow, read: Read) -> DraftView:
    """Stores the draft as it is now, and shows what comes next."""
    read = checked(read, work.now, app.zone, app.policy)
    await drafts.set_body(work.tx, row.id, to_body(read.draft), work.now)
    await drafts.ask(work.tx, row, asks(read.draft))
    await will_rest(app, work, row.id, row.owner_id)
    return await show(app, work.tx, replace(row, version=row.version + 1), read.draft, read.problems)


async def change(app: App, person: Person, draft_id: int, how: str, update_id: int) -> DraftView | None:
    """A button of the preview or below a question: `back`, `fields`, `weekly`, `party` (one more),
    or a party's number."""
    async with app.work(update_id) as work:
        found = await own(work.tx, person, draft_id)
        if found is None:
            return None
        row, draft = found
        match how:
            case "back":
                draft = back(draft)
            case "fields":
                draft = replace(draft, asked=Question.FIELDS)
            case "weekly" if draft.base is None and draft.series_id is None and draft.question() is None:
                draft = asks_end(draft)
            case "party" if len(draft.details) < MOST_PARTIES:
                draft = replace(draft, details=(*draft.details, Details()), party=len(draft.details))
            case number if number.isascii() and number.isdigit() and int(number) < len(draft.details):
                draft = replace(draft, party=int(number))
        return await save(app, work, row, Read(draft))


async def ask_detail(app: App, person: Person, draft_id: int, field: str, update_id: int) -> DraftView | None:
    """The next private text is this detail."""
    async with app.work(update_id) as work:
        found = await own(work.tx, person, draft_id)
        if found is None or field not in DETAIL_FIELDS:
            return None
        row, draft = found
        await drafts.ask(work.tx, row, DETAIL + field)
        return await show(app, work.tx, row, draft, asking=DETAIL + field)


async def resume(app: App, person: Person, draft_id: int, update_id: int) -> DraftView | None:
    """*Go on*, and *Skip* below a private detail: the draft as it stands."""
    async with app.work(update_id) as work:
        found = await own(work.tx, person, draft_id)
        if found is None:
            return None
        row, draft = found
        await drafts.ask(work.tx, row, asks(draft))
        return await show(app, work.tx, row, draft)


async def take_over(app: App, person: Person, draft_id: int, update_id: int) -> DraftView | None:
    """Another coordinator goes on with an unfinished request; whoever had it is told."""
    async with app.work(update_id) as work:
        row = await drafts.load(work.tx, draft_id)
        if row is None or row.kind != "request":
            return None
        if row.owner_id != person.id:
            await drafts.set_owner(work.tx, draft_id, person.id)
            await audit.note(work.tx, "taken over", work.now, actor=person.id, subject=draft_id)
            await outbox.put(
                work.tx,
                Due(
                    f"taken_over:{draft_id}:{person.id}:{int(work.now.timestamp())}",
                    Verb.SAY,
                    Occasion.TAKEN_OVER,
                    person.id,
                    work.now,
                    to=row.owner_id,
                ),
            )
            await will_rest(app, work, draft_id, person.id)
        await drafts.set_message(work.tx, draft_id, None, None)  # it is shown anew, further down
        found = await own(work.tx, person, draft_id)
        if found is None:
            return None
        row, draft = found
        await drafts.ask(work.tx, row, asks(draft))
        return await show(app, work.tx, row, draft)


async def discard(app: App, person: Person, draft_id: int, update_id: int) -> bool:
    """Whether there was a draft of the person to discard."""
    async with app.work(update_id) as work:
        row = await drafts.load(work.tx, draft_id)
        if row is None or row.owner_id != person.id:
            return False
        await drafts.delete(work.tx, draft_id)
        await redraw_board(work)
    return True


# --- where it stands -------------------------------------------------------------------------------------------------


async def shown(app: App, draft_id: int, group: Group | None, message_id: int) -> None:
    """Remembers where the draft's preview stands."""
    async with app.db.transaction() as tx:
        await drafts.set_message(tx, draft_id, group, message_id)


async def view(app: App, person: Person, draft_id: int) -> DraftView | None:
    """The person's own draft, changed by nothing."""
    async with app.db.reading() as tx:
        found = await own(tx, person, draft_id)
        return None if found is None else await show(app, tx, *found)


async def question_of(app: App, person: Person) -> DraftRow | None:
    """What the person's next private text answers."""
    async with app.db.reading() as tx:
        return await drafts.asked_of(tx, person.id)


async def ask_outside(app: App, person: Person, slot_id: int, update_id: int) -> None:
    """The next private text is the name of whoever fills this seat outside Telegram."""
    async with app.work(update_id) as work:
        for old in await drafts.of_kind(work.tx, person.id, "outside"):
            await drafts.delete(work.tx, old.id)
        await drafts.add(work.tx, person.id, "outside", work.now, subject_id=slot_id, asking="outside")


async def forget(app: App, draft_id: int) -> None:
    """A question that was answered."""
    async with app.db.transaction() as tx:
        await drafts.delete(tx, draft_id)


async def stop_asking(app: App, person: Person, update_id: int) -> DraftRow | None:
    """`/cancel`: leaves the question that was being asked; the draft itself stays on the board."""
    async with app.work(update_id) as work:
        row = await drafts.asked_of(work.tx, person.id)
        await drafts.stop_asking(work.tx, person.id)
        if row is not None and row.kind in ("profile", "details", "setup", "attendee", "find", "outside", "note"):
            await drafts.delete(work.tx, row.id)
    return row
