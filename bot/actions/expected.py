"""The center's own list of trained people: imported from a file, and linked as people connect. Never silently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from bot.actions import trainings
from bot.context import App, Work
from bot.rules.model import Expected, Group, Person, Profile, Qualification, Reach, Training
from bot.rules.moments import local_day
from bot.rules.name_list import FileProblem, LineProblem, Listed, NameList, merged, read_file
from bot.rules.roster import digits, same_person
from bot.rules.timetable import Due, Occasion, Verb
from bot.rules.trainings import at_hour
from bot.rules.typed import fold
from storage import audit, drafts, expected, outbox, people
from storage.database import Connection

NOON = time(12)
"""A list gives days; a note has an hour."""


@dataclass(frozen=True)
class Preview:
    """A file that was read and is kept as a draft until it is imported or not."""

    draft_id: int
    names: NameList


async def read(app: App, person: Person, content: bytes, update_id: int) -> Preview | FileProblem:
    """A file a coordinator sent: what it says, kept sealed; nothing is imported yet."""
    names = read_file(content, local_day(app.now(), app.zone))
    async with app.work(update_id) as work:
        if isinstance(names, FileProblem):
            work.outcome = names
            return names
        for old in await drafts.of_kind(work.tx, person.id, "list"):
            await drafts.delete(work.tx, old.id)
        work.outcome = "read"
        return Preview(await drafts.add(work.tx, person.id, "list", work.now, body=_to_body(names)), names)


def _to_body(names: NameList) -> dict[str, Any]:
    """Only who is on the list: what could not be read is told once and not kept."""
    return {"people": [[one.name, one.phone, _trainings_to(one.trainings)] for one in names.people]}


def _trainings_to(found: Sequence[Training]) -> list[list[str]]:
    return [[one.qualification.value, one.since.isoformat() if one.since else ""] for one in found]


def _from_body(body: dict[str, Any]) -> list[Listed]:
    return [
        Listed(
            name,
            phone,
            tuple(Training(Qualification(what), date.fromisoformat(since) if since else None) for what, since in done),
        )
        for name, phone, done in body["people"]
    ]


async def drop(app: App, person: Person, draft_id: int, update_id: int) -> bool:
    """*Don't import*: nothing of the file is kept."""
    async with app.work(update_id) as work:
        row = await drafts.load(work.tx, draft_id)
        if row is None or row.owner_id != person.id or row.kind != "list":
            return False
        await drafts.delete(work.tx, draft_id)
    return True


@dataclass(frozen=True)
class Imported:
    """How many are expected now that were not, were on the list already, or are known to be trained; and how many
    of all that are expected may be people who are here.
    """

    new: int
    known: int
    perhaps: int


async def import_(app: App, person: Person, draft_id: int, update_id: int) -> Imported | None:
    """*Import*: everybody of the file is expected from now on; None when there is no such file of this person."""
    async with app.work(update_id) as work:
        row = await drafts.load(work.tx, draft_id)
        body = await drafts.body(work.tx, draft_id)
        if row is None or body is None or row.owner_id != person.id or row.kind != "list":
            return None
        already = {_key(one.name, one.phone): one for one in await expected.all_of(work.tx)}
        here = await people.of_the_center(work.tx)
        new = known = 0
        for listed in _from_body(body):
            before = already.get(_key(listed.name, listed.phone))
            if before is not None:
                await expected.set_trainings(work.tx, before.id, merged(before.trainings, listed.trainings))
                known += 1
            elif any(_all_noted(listed, *each, work.now) for each in here):
                known += 1
            else:
                await expected.add(work.tx, listed.name, listed.phone, listed.trainings, person.id, work.now)
                new += 1
        await drafts.delete(work.tx, draft_id)
        await audit.note(work.tx, "imported a list", work.now, actor=person.id)
        for one in await expected.all_of(work.tx):
            for someone, profile in here:
                if same_person(one.name, one.phone, profile.name, profile.phone):
                    await expected.suggest(work.tx, one.id, someone.id, work.now)
        perhaps = len(await expected.open_suggestions(work.tx))
        work.outcome = "imported"
    return Imported(new, known, perhaps)


def _key(name: str, phone: str) -> tuple[str, str]:
    return fold(name), digits(phone)


def _all_noted(listed: Listed, person: Person, profile: Profile, now: datetime) -> bool:
    """Whether this surely is the person, and everything the list says of them is noted."""
    numbers = {digits(listed.phone), digits(profile.phone)} - {""}
    if not same_person(listed.name, listed.phone, profile.name, profile.phone) or len(numbers) > 1:
        return False
    return all(person.qualified(one.qualification, now) for one in listed.trainings)


# --- who is it? ------------------------------------------------------------------------------------------------------


async def look(work: Work, person_id: int) -> None:
    """Somebody connected, or told a name or number: if the list may mean them, the coordinators' group is asked."""
    if not await expected.any_of(work.tx):
        return
    person = await people.load(work.tx, person_id)
    profile = await people.profile(work.tx, person_id)
    if person is None or profile is None or not person.volunteer or person.reach is not Reach.YES:
        return
    for one in await expected.all_of(work.tx):
        if not same_person(one.name, one.phone, profile.name, profile.phone):
            continue
        suggestion_id = await expected.suggest(work.tx, one.id, person_id, work.now)
        if suggestion_id is not None:
            key = f"{Occasion.IS_IT}:{suggestion_id}"
            due = Due(key, Verb.SAY, Occasion.IS_IT, suggestion_id, work.now, to=Group.COORDINATORS)
            await outbox.put(work.tx, due)


@dataclass(frozen=True)
class Perhaps:
    """A question: is this person the one on the list?"""

    suggestion_id: int
    expected: Expected
    name: str


async def perhaps(tx: Connection, suggestion_id: int) -> Perhaps | None:
    """The question, as long as it is open."""
    suggestion = await expected.suggestion(tx, suggestion_id)
    if suggestion is None or not suggestion.open:
        return None
    one = await expected.load(tx, suggestion.expected_id)
    names = await people.names(tx, frozenset({suggestion.person_id}))
    if one is None or suggestion.person_id not in names:
        return None
    return Perhaps(suggestion_id, one, names[suggestion.person_id])


async def next_question(app: App) -> Perhaps | None:
    """The oldest question nobody has answered."""
    async with app.db.reading() as tx:
        for suggestion in await expected.open_suggestions(tx):
            found = await perhaps(tx, suggestion.id)
            if found is not None:
                return found
    return None


class Linked(StrEnum):
    """What an answer came to."""

    LINKED = "linked"
    NOT_THEM = "not_them"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Outcome:
    """What to tell the coordinator who answered."""

    result: Linked
    name: str = ""
    expected: Expected | None = None


async def answer(app: App, by: Person, suggestion_id: int, update_id: int, *, yes: bool) -> Outcome:
    """*Yes* or *No*: the first answer counts."""
    async with app.work(update_id) as work:
        found = await perhaps(work.tx, suggestion_id)
        suggestion = await expected.suggestion(work.tx, suggestion_id)
        if found is None or suggestion is None:
            work.outcome = Linked.ANSWERED
            return Outcome(Linked.ANSWERED)
        if yes:
            await _link(app, work, by, found.expected, suggestion.person_id)
            work.outcome = Linked.LINKED
            return Outcome(Linked.LINKED, found.name, found.expected)
        await expected.refuse(work.tx, suggestion_id)
        work.outcome = Linked.NOT_THEM
    return Outcome(Linked.NOT_THEM, found.name, found.expected)


async def link(app: App, by: Person, person_id: int, expected_id: int, update_id: int) -> Outcome:
    """*From the list…*: a coordinator says who it is."""
    async with app.work(update_id) as work:
        one = await expected.load(work.tx, expected_id)
        names = await people.names(work.tx, frozenset({person_id}))
        if one is None or person_id not in names:
            work.outcome = Linked.ANSWERED
            return Outcome(Linked.ANSWERED)
        await _link(app, work, by, one, person_id)
        work.outcome = Linked.LINKED
    return Outcome(Linked.LINKED, names[person_id], one)


async def _link(app: App, work: Work, by: Person, one: Expected, person_id: int) -> None:
    """The trainings are the person's, with their dates; nothing more of the list's entry is kept."""
    for training in one.trainings:
        since = None if training.since is None else at_hour(training.since, NOON, app.zone)
        await trainings.note(app, work, person_id, training.qualification, by.id, since)
    await audit.note(work.tx, "linked", work.now, actor=by.id, subject=person_id)
    await expected.delete(work.tx, one.id)
    await expected.forget_suggestions_about(work.tx, person_id)
    if one.trainings:
        await trainings.will_hear(work, person_id, str(one.id), work.now)


async def waiting(app: App) -> list[Expected]:
    """Everybody who is still expected, by name."""
    async with app.db.reading() as tx:
        return sorted(await expected.all_of(tx), key=lambda one: (fold(one.name), one.id))


__all__ = ["FileProblem", "Imported", "LineProblem", "Perhaps", "Preview"]
