"""`/people` for coordinators, and trainings noted or taken away for everybody who is ticked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.actions import trainings
from bot.context import App, Work
from bot.rules.kinds import needs
from bot.rules.model import Claim, Grant, Person, Qualification, Request, Session, SessionState
from bot.rules.roster import Act, Entry, Page, Shown, connected, found, listed, page, tickable, ticked
from bot.rules.timetable import Due, Occasion, Verb
from storage import audit, drafts, expected, outbox, people, requests, sessions
from storage.database import Connection, to_moment, to_seconds
from storage.drafts import DraftRow


@dataclass(frozen=True)
class Roster:
    """One page of the center's people. `waiting` are those on the list, `perhaps` the open questions who they are."""

    page: Page[Entry]
    shown: Shown
    connected: int
    waiting: int
    perhaps: int


async def _entries(tx: Connection) -> list[Entry]:
    return [Entry(person, profile) for person, profile in await people.of_the_center(tx)]


async def look(app: App, shown: Shown, number: int) -> Roster:
    """A page of those a coordinator wants to see."""
    async with app.db.reading() as tx:
        entries = await _entries(tx)
        waiting = len(await expected.all_of(tx)) if await expected.any_of(tx) else 0
        perhaps = len(await expected.open_suggestions(tx)) if waiting else 0
        reached = await people.connected_count(tx)
    return Roster(page(listed(entries, shown, app.now()), number), shown, reached, waiting, perhaps)


async def ask_name(app: App, person: Person, update_id: int) -> None:
    """*Find by name*: the coordinator's next private text is a name."""
    async with app.work(update_id) as work:
        for old in await drafts.of_kind(work.tx, person.id, "find"):
            await drafts.delete(work.tx, old.id)
        await drafts.add(work.tx, person.id, "find", work.now, asking="find")


async def find(app: App, asked: DraftRow, words: str, update_id: int) -> tuple[Entry, ...]:
    """Who may be meant; the question is answered by that."""
    async with app.work(update_id) as work:
        await drafts.delete(work.tx, asked.id)
        return found(await _entries(work.tx), words)


@dataclass(frozen=True)
class Known:
    """All there is to see of one person: what they told, their seats to come, whether a list waits, the next
    trainings they could be invited to, and the seats they had lately.
    """

    entry: Entry
    seats: tuple[Request, ...]
    waiting: bool
    trainings: tuple[Session, ...] = ()
    lately: tuple[tuple[Request, Claim], ...] = ()


async def person(app: App, person_id: int) -> Known | None:
    """None for somebody who does not belong to the center's people: members who ask for help are not looked up."""
    async with app.db.reading() as tx:
        entry = next((entry for entry in await _entries(tx) if entry.person.id == person_id), None)
        if entry is None:
            return None
        seats = await requests.claimed_by(tx, person_id, app.now())
        coming = [await sessions.next_training(tx, one, app.now()) for one in Qualification]
        open_to = [one for one in coming if one is not None and one.rsvp_of(person_id) is None]
        lately = await requests.had_seats(tx, person_id, app.now())
        return Known(entry, tuple(seats), await expected.any_of(tx), tuple(open_to), tuple(lately))


async def invite(app: App, by: Person, person_id: int, session_id: int, update_id: int) -> Session | None:
    """The person is asked privately whether they come; None when they cannot be, or answered already."""
    async with app.work(update_id) as work:
        session = await sessions.load(work.tx, session_id)
        invited = await people.load(work.tx, person_id)
        if session is None or session.state is not SessionState.OPEN or work.now >= session.starts_at:
            return None
        if invited is None or not connected(invited) or session.rsvp_of(person_id) is not None:
            return None
        key = f"{Occasion.INVITED}:{session_id}:{person_id}"
        due = Due(key, Verb.SAY, Occasion.INVITED, session_id, work.now, person_id, session.starts_at)
        await outbox.put(work.tx, due)
        await audit.note(work.tx, "invited to a training", work.now, actor=by.id, subject=person_id)
    return session


async def grant(app: App, by: Person, person_id: int, qualification: Qualification, update_id: int) -> bool:
    """A training noted from the person's page; they hear of it once."""
    async with app.work(update_id) as work:
        if await people.load(work.tx, person_id) is None:
            return False
        new = await trainings.note(app, work, person_id, qualification, by.id)
        if new:
            await trainings.will_hear(work, person_id, str(update_id), work.now)
    return new


async def revoke(app: App, by: Person, person_id: int, qualification: Qualification, update_id: int) -> bool:
    """A training taken away from the person's page; seats that need it are given back."""
    async with app.work(update_id) as work:
        return await trainings.take(app, work, person_id, qualification, by.id) is not None


# --- ticking ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ticks:
    """A list being ticked, or what became of it: `done` is how many it changed something for.

    `seats` counts those who would lose a seat; `undone` says that it was taken back, `too_late` that it could not be.
    """

    id: int
    act: Act
    qualification: Qualification
    ticked: tuple[int, ...]
    page: Page[Entry]
    done: int | None = None
    undoable: bool = False
    undone: bool = False
    seats: int = 0
    names: tuple[str, ...] = ()


async def start_ticking(app: App, owner: Person, act: Act, qualification: Qualification, update_id: int) -> Ticks:
    """A new list; a coordinator has one at a time."""
    async with app.work(update_id) as work:
        for old in await drafts.of_kind(work.tx, owner.id, "ticks"):
            old_body = await drafts.body(work.tx, old.id)
            if old_body is None or old_body["done_at"] is None:  # what can still be undone stays
                await drafts.delete(work.tx, old.id)
        body = {"act": act, "training": qualification, "ticked": [], "page": 0, "done_at": None, "changed": []}
        draft_id = await drafts.add(work.tx, owner.id, "ticks", work.now, body=body)
        return await _ticks(app, work.tx, draft_id, body)


async def tick(app: App, owner: Person, draft_id: int, what: str, update_id: int) -> Ticks | None:
    """A button of the list: `t.ID` turns a tick over, `p.N` leafs, `all.N` ticks a page, `go.N` does it for N
    people, `undo` takes it back, `stop` ends it. None: not this coordinator's list, or gone.
    """
    verb, _, argument = what.partition(".")
    async with app.work(update_id) as work:
        row = await drafts.load(work.tx, draft_id)
        body = await drafts.body(work.tx, draft_id)
        if row is None or body is None or row.owner_id != owner.id or row.kind != "ticks":
            return None
        before = await _ticks(app, work.tx, draft_id, body)
        if verb == "stop" and before.done is None:
            await drafts.delete(work.tx, draft_id)
            return replace(before, undone=True)
        if verb == "undo":
            return await _undo(app, work, owner, before, body)
        if before.done is not None:
            return before
        if verb == "go" and before.ticked and argument == str(len(before.ticked)):
            return await _carry_out(app, work, owner, before, body)
        if verb == "t":
            body["ticked"] = list(ticked(before.ticked, int(argument, 36) if argument.isalnum() else 0))
        elif verb == "all":
            here = {entry.person.id for entry in page(before.page.items, 0).items}
            body["ticked"] = [*before.ticked, *(here - set(before.ticked))]
        elif verb == "p" and argument.isdigit():
            body["page"] = int(argument)
        await drafts.set_body(work.tx, draft_id, body, work.now)
        return await _ticks(app, work.tx, draft_id, body)


async def _ticks(app: App, tx: Connection, draft_id: int, body: dict[str, Any]) -> Ticks:
    act, qualification = Act(body["act"]), Qualification(body["training"])
    now = app.now()
    entries = tickable(await _entries(tx), act, qualification, now)
    here = {entry.person.id: entry for entry in entries}
    done_at = to_moment(body["done_at"])
    kept = tuple(each for each in body["ticked"] if each in here)  # who left, or has it meanwhile, is not ticked
    seats = 0
    if act is Act.REVOKE and done_at is None:
        for each in kept:
            seats += bool(_in_need(await requests.claimed_by(tx, each, now), each, qualification))
    changed = await people.names(tx, frozenset(each[0] for each in body["changed"])) if body["changed"] else {}
    return Ticks(
        draft_id,
        act,
        qualification,
        kept,
        page(entries, body["page"]),
        done=None if done_at is None else len(body["changed"]),
        undoable=done_at is not None and now < done_at + app.policy.undo,
        seats=seats,
        names=tuple(sorted(changed.values())),
    )


def _in_need(seats: Sequence[Request], person_id: int, qualification: Qualification) -> list[Request]:
    """The requests in which the person's seat needs this training."""
    return [
        request
        for request in seats
        for claim in request.living()
        if claim.person_id == person_id
        and (slot := request.slot(claim.slot_id)) is not None
        and needs(request, slot) is qualification
    ]


def seats_needing(known: Known, qualification: Qualification) -> int:
    """How many seats to come the person would lose without the training."""
    return len(_in_need(known.seats, known.entry.person.id, qualification))


async def _carry_out(app: App, work: Work, owner: Person, ticks: Ticks, body: dict[str, Any]) -> Ticks:
    """All of them in this one transaction; whoever was trained already, or is not any more, stays as they are."""
    changed: list[list[int | None]] = []
    for person_id in ticks.ticked:
        if ticks.act is Act.GRANT:
            before = await people.load(work.tx, person_id)
            had = before.grant(ticks.qualification) if before is not None else None
            if await trainings.note(app, work, person_id, ticks.qualification, owner.id):
                changed.append(_kept(person_id, had))
                # told when it can no longer be undone: nobody hears of a slip of the finger
                await trainings.will_hear(work, person_id, str(ticks.id), work.now + app.policy.undo)
        else:
            taken = await trainings.take(app, work, person_id, ticks.qualification, owner.id)
            if taken is not None:
                changed.append(_kept(person_id, taken))
    body |= {"done_at": to_seconds(work.now), "changed": changed, "ticked": []}
    await drafts.set_body(work.tx, ticks.id, body, work.now)
    return await _ticks(app, work.tx, ticks.id, body)


def _kept(person_id: int, grant: Grant | None) -> list[int | None]:
    """The note there was before, as a draft's body can hold it."""
    if grant is None:
        return [person_id, None, None]
    return [person_id, to_seconds(grant.granted_at), to_seconds(grant.expires_at)]


def _grant_of(kept: list[Any], qualification: Qualification) -> Grant | None:
    since: datetime | None = to_moment(kept[1])
    return None if since is None else Grant(qualification, since, to_moment(kept[2]))


async def _undo(app: App, work: Work, owner: Person, ticks: Ticks, body: dict[str, Any]) -> Ticks:
    """As it was before, within the undo time."""
    if not ticks.undoable:
        return ticks
    for kept in body["changed"]:
        before = _grant_of(kept, ticks.qualification)
        if ticks.act is Act.GRANT:
            await outbox.forget_key(work.tx, trainings.told_key(str(ticks.id), kept[0]))
            await trainings.take(app, work, kept[0], ticks.qualification, owner.id)
        if before is not None:
            await trainings.restore(app, work, kept[0], before, owner.id)
    await drafts.delete(work.tx, ticks.id)
    return replace(ticks, undone=True, undoable=False)
