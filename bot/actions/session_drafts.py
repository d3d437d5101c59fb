"""Unfinished trainings and events: begun, filled in, posted; and posted ones that are changed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.actions.drafts import setting
from bot.actions.sessions import edit, replan
from bot.context import App, Work
from bot.rules.model import Group, Person, Session, SessionKind, SessionState
from bot.rules.places import place_named
from bot.rules.problems import Problem
from bot.rules.session_drafts import (
    MOST_PARTS,
    Ask,
    SessionDraft,
    back,
    draft_of,
    sessions_of,
    still_ahead,
)
from bot.rules.session_lines import MYSELF, PUBLIC, TYPED, Read, read_line, tapped, typed
from bot.rules.sessions import Overfull, too_many
from bot.rules.timetable import Due, Occasion, Priority, Verb
from bot.rules.typed import fold
from storage import audit, chats, drafts, outbox, people, sessions, venues
from storage.database import Connection, new_id
from storage.drafts import DraftRow

_BODY: TypeAdapter[SessionDraft] = TypeAdapter(SessionDraft)
CODE_APART = timedelta(days=1)
"""Two sessions closer to each other than this have different codes."""


@dataclass(frozen=True)
class SessionView:
    """A draft as its owner sees it. `question` None: it can be posted.

    `trainer` is the name of the trainer; `known` are people who may be meant, as (id, name). Of an edit, `losing` are
    the names of those for whom a smaller room has no place.
    """

    id: int
    version: int
    draft: SessionDraft
    question: Ask | None
    group: Group | None
    message_id: int | None
    problems: tuple[Problem, ...] = ()
    places: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()
    known: tuple[tuple[int, str], ...] = ()
    trainer: str = ""
    losing: tuple[str, ...] = ()


def _to_body(draft: SessionDraft) -> dict[str, Any]:
    body: dict[str, Any] = _BODY.dump_python(draft, mode="json")
    return body


async def _own(tx: Connection, person: Person, draft_id: int) -> tuple[DraftRow, SessionDraft] | None:
    """The person's own draft; None looks the same for "not yours" and "gone"."""
    row = await drafts.load(tx, draft_id)
    body = await drafts.body(tx, draft_id) if row is not None and row.kind == "session" else None
    if row is None or body is None or row.owner_id != person.id:
        return None
    try:
        return row, _BODY.validate_python(body)
    except ValidationError:
        return None


async def begin(
    app: App, person: Person, kind: SessionKind, text: str, group: Group | None, update_id: int
) -> SessionView:
    """Reads a posting command; what could be read is kept, the rest is asked, privately."""
    async with app.work(update_id) as work:
        read = read_line(kind, text, await setting(app, work))
        read = await _with_trainer(work.tx, read)
        return await _add(app, work, person, read, group=group)


async def _add(
    app: App, work: Work, person: Person, read: Read, *, group: Group | None = None, subject_id: int | None = None
) -> SessionView:
    question = read.draft.question()
    draft_id = await drafts.add(
        work.tx,
        person.id,
        "session",
        work.now,
        subject_id=subject_id,
        asking=_asks(read.draft),
        body=_to_body(read.draft),
        group=None if question else group,
    )
    await _will_rest(app, work, draft_id, person.id)
    row = await drafts.load(work.tx, draft_id)
    if row is None:
        raise LookupError(f"draft {draft_id}")
    return await _show(app, work.tx, person, row, read)


async def _will_rest(app: App, work: Work, draft_id: int, owner_id: int) -> None:
    """A draft that is left alone is raised with its owner, once."""
    due_at = work.now + app.policy.draft_raised
    key = f"srests:{draft_id}"
    due = Due(key, Verb.SAY, Occasion.SESSION_DRAFT, draft_id, due_at, owner_id, priority=Priority.BULK)
    await outbox.put(work.tx, due)


async def resting(tx: Connection, person_id: int, draft_id: int) -> SessionDraft | None:
    """The person's unfinished draft, if it is one still."""
    row = await drafts.load(tx, draft_id)
    body = await drafts.body(tx, draft_id) if row is not None and row.owner_id == person_id else None
    try:
        return None if body is None else _BODY.validate_python(body)
    except ValidationError:
        return None


def _asks(draft: SessionDraft) -> str | None:
    question = draft.question()
    return question if question in TYPED else None


async def _show(app: App, tx: Connection, person: Person, row: DraftRow, read: Read) -> SessionView:
    draft = read.draft
    view = SessionView(
        row.id, row.version, draft, draft.question(), row.group, row.message_id, tuple(dict.fromkeys(read.problems))
    )
    if draft.trainer_id is not None:
        names = await people.names(tx, frozenset({draft.trainer_id}))
        view = replace(view, trainer=names.get(draft.trainer_id, ""))
    if view.question is Ask.PLACE:
        places = (*app.towns, *await venues.names(tx))
        recent = tuple(place for place in await sessions.recent_places(tx) if place in places)
        view = replace(view, places=places, recent=recent)
    if view.question is Ask.TRAINER:
        ids = await _who_may_train(tx, person, draft.trainer_words)
        names = await people.names(tx, frozenset(ids))
        view = replace(view, known=tuple((i, names.get(i, "?")) for i in ids[:8]))
    if draft.base is not None and row.subject_id is not None:
        session = await sessions.load(tx, row.subject_id)
        over = too_many(session, draft.capacity) if session is not None else ()
        names = await people.names(tx, frozenset(r.person_id for r in over if r.person_id is not None))
        view = replace(view, losing=tuple(names.get(r.person_id or 0, "?") for r in over))
    return view


async def _who_may_train(tx: Connection, person: Person, words: str) -> list[int]:
    """Whom the typed words may mean; without words those who led sessions before, and coordinators."""
    if words:
        return await _named(tx, words)
    known = [*await sessions.trainers(tx), *sorted(await people.coordinators(tx))]
    return [i for i in dict.fromkeys(known) if i != person.id]


async def _named(tx: Connection, words: str) -> list[int]:
    """The people the bot has met whose @name or name this is."""
    if words.startswith("@"):
        found = await people.find_by_username(tx, words)
        return [] if found is None else [found.id]
    ids = await sessions.candidates(tx, 0, limit=400)
    names = await people.names(tx, frozenset(ids))
    wanted = fold(words).split()
    return [i for i in ids if set(wanted) <= set(fold(names.get(i, "")).split())]


async def _with_trainer(tx: Connection, read: Read) -> Read:
    """Words for the trainer that mean one person become that person; several are asked, none is a problem."""
    words = read.draft.trainer_words
    if not words:
        return read
    found = await _named(tx, words)
    if len(found) == 1:
        return Read(replace(read.draft, trainer_id=found[0], trainer_words="").done(Ask.TRAINER), read.problems)
    if not found:
        asked = replace(read.draft, trainer_words="", asked=Ask.TRAINER)
        return Read(asked, (*read.problems, Problem.NOBODY))
    return read


async def _save(app: App, work: Work, person: Person, row: DraftRow, read: Read) -> SessionView:
    read = await _with_trainer(work.tx, read)
    await drafts.set_body(work.tx, row.id, _to_body(read.draft), work.now)
    await drafts.ask(work.tx, row, _asks(read.draft))
    await _will_rest(app, work, row.id, row.owner_id)
    return await _show(app, work.tx, person, replace(row, version=row.version + 1), read)


async def answer_tap(
    app: App, person: Person, draft_id: int, question: str, answer: str, update_id: int
) -> SessionView | None:
    """A button that answers the question the draft is at; an old one only shows what is asked now."""
    async with app.work(update_id) as work:
        found = await _own(work.tx, person, draft_id)
        if found is None:
            return None
        row, draft = found
        at = await setting(app, work)
        read = tapped(draft, answer, at, app.common_languages) if draft.question() == question else None
        if draft.question() == question == Ask.TRAINER and read is None:
            read = await _trainer(work.tx, person, draft, answer)
        if read is None:
            return await _show(app, work.tx, person, row, Read(draft))
        words = draft.place_words
        if question == Ask.PLACE and answer == PUBLIC and words and place_named(words, at.places) is None:
            await venues.save(work.tx, fold(words), words, person.id, work.now)
            await audit.note(work.tx, "venue", work.now, actor=person.id)
        return await _save(app, work, person, row, read)


async def _trainer(tx: Connection, person: Person, draft: SessionDraft, answer: str) -> Read | None:
    chosen = person.id if answer == MYSELF else int(answer) if answer.isdigit() and len(answer) < 20 else 0
    if await people.load(tx, chosen) is None:
        return None
    return Read(replace(draft, trainer_id=chosen, trainer_words="").done(Ask.TRAINER))


async def answer_text(app: App, person: Person, row: DraftRow, text: str, update_id: int) -> SessionView | None:
    """A typed answer to what the draft asks."""
    async with app.work(update_id) as work:
        found = await _own(work.tx, person, row.id)
        if found is None:
            return None
        row, draft = found
        return await _save(app, work, person, row, typed(draft, text, await setting(app, work)))


async def change(app: App, person: Person, draft_id: int, how: str, update_id: int) -> SessionView | None:
    """`back`, `fields`, `part` (one more on the same evening), or `show`."""
    async with app.work(update_id) as work:
        found = await _own(work.tx, person, draft_id)
        if found is None:
            return None
        row, draft = found
        match how:
            case "back":
                draft = back(draft)
            case "fields":
                draft = replace(draft, asked=Ask.FIELDS)
            case "part" if draft.kind is SessionKind.TRAINING and 0 < len(draft.parts) < MOST_PARTS:
                draft = replace(draft, asked=Ask.PART)
        return await _save(app, work, person, row, Read(draft))


async def view(app: App, person: Person, draft_id: int) -> SessionView | None:
    """The person's own draft, changed by nothing."""
    async with app.db.reading() as tx:
        found = await _own(tx, person, draft_id)
        return None if found is None else await _show(app, tx, person, found[0], Read(found[1]))


# --- posting ---------------------------------------------------------------------------------------------------------


async def post(
    app: App, person: Person, draft_id: int, version: int, update_id: int
) -> tuple[Session, ...] | SessionView | None:
    """Makes the draft its sessions. A preview that is no longer the draft as it stands is shown anew instead."""
    async with app.work(update_id) as work:
        found = await _own(work.tx, person, draft_id)
        if found is None:
            return None
        row, draft = found
        if draft.question() is None and not still_ahead(draft, work.now):
            late = replace(draft, spans=())
            return await _save(app, work, person, row, Read(late, (Problem.PAST,)))
        if draft.question() is not None or row.version != version or draft.base is not None:
            return await _show(app, work.tx, person, row, Read(draft))
        made = sessions_of(draft, app.policy, app.zone, contact_id=person.id, now=work.now, new_id=new_id)
        for session in made:
            around = await sessions.evening_codes(
                work.tx, session.starts_at - CODE_APART, session.starts_at + CODE_APART
            )
            await sessions.add(work.tx, session, draft.private, _new_code(around))
            await audit.note(work.tx, "session posted", work.now, actor=person.id, subject=session.id)
        for evening_id in dict.fromkeys(session.evening_id for session in made):
            await replan(app, work, evening_id)
        await drafts.delete(work.tx, draft_id)
        work.outcome = "posted"
    return made


def _new_code(taken: frozenset[str]) -> str:
    """Four digits that no session of these days has."""
    while True:
        code = f"{secrets.randbelow(10_000):04}"
        if code not in taken:
            return code


async def edit_session(app: App, person: Person, session_id: int, update_id: int) -> SessionView | None:
    """*Edit*: a draft with the session as it stands as its base."""
    async with app.work(update_id) as work:
        session = await sessions.load(work.tx, session_id)
        if session is None or session.state is not SessionState.OPEN or work.now >= session.ends_at:
            return None
        base = draft_of(session, await sessions.private(work.tx, session_id))
        draft = replace(base, base=base, asked=Ask.FIELDS)
        return await _add(app, work, person, Read(draft), subject_id=session_id)


async def save_edit(
    app: App, person: Person, draft_id: int, how: Overfull | None, update_id: int
) -> Session | SessionView | None:
    """Saves an edit: what somebody else changed meanwhile stays; where people would lose their places it is asked."""
    async with app.work(update_id) as work:
        found = await _own(work.tx, person, draft_id)
        session = await sessions.load(work.tx, found[0].subject_id or 0) if found else None
        if found is None or session is None or session.state is not SessionState.OPEN:
            return None
        row, draft = found
        if draft.question() is not None or draft.base is None:
            return await _show(app, work.tx, person, row, Read(draft))
        now_private = await sessions.private(work.tx, session.id)
        draft = rebased(draft, draft.base, draft_of(session, now_private))
        if not still_ahead(draft, work.now) and draft.spans != draft_of(session, now_private).spans:
            late = replace(draft, spans=draft_of(session, now_private).spans)
            return await _save(app, work, person, row, Read(late, (Problem.PAST,)))
        (wanted,) = sessions_of(draft, app.policy, app.zone)
        after = replace(
            session,
            starts_at=wanted.starts_at,
            ends_at=wanted.ends_at,
            title=wanted.title,
            place=wanted.place,
            private_place=wanted.private_place,
            online=wanted.online,
            languages=wanted.languages,
            capacity=wanted.capacity,
            trainer_id=wanted.trainer_id,
        )
        edited = await edit(app, work, person, session, after, draft.private, how)
        if edited is None:
            return await _save(app, work, person, row, Read(draft))
        await drafts.delete(work.tx, draft_id)
        work.outcome = "edited"
    return edited


EDITABLE = ("title", "spans", "place", "venue", "link", "online", "languages", "capacity", "trainer_id")


def rebased(draft: SessionDraft, base: SessionDraft, now: SessionDraft) -> SessionDraft:
    """The draft's own changes on top of what is so now: nobody's change is overwritten silently."""
    mine = {name: getattr(draft, name) for name in EDITABLE if getattr(draft, name) != getattr(base, name)}
    return replace(now, **mine, base=now, answered=draft.answered)


async def nowhere(app: App) -> bool:
    """Whether there is no volunteers' group to post to."""
    async with app.db.reading() as tx:
        return await chats.load(tx, Group.VOLUNTEERS) is None
