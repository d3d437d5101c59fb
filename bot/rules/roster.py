"""The center's people as a coordinator looks through them: who is shown, in which order, page by page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from bot.rules.model import Person, Profile, Qualification, Reach
from bot.rules.typed import fold

PAGE = 8
"""People on one page."""
Item = TypeVar("Item")
MOST_FOUND = 10
"""How many names a search shows at most."""


@dataclass(frozen=True)
class Entry:
    """One person of the center and what they told."""

    person: Person
    profile: Profile


class Show(StrEnum):
    """Which people a list shows; beside these it may be those with one training."""

    ALL = "all"
    CONNECTED = "connected"
    NOT_CONNECTED = "unconnected"
    UNTRAINED = "untrained"


Shown = Show | Qualification


def shown_of(word: str) -> Shown:
    """What a button asks to see; anything else is everybody."""
    if word in list(Qualification):
        return Qualification(word)
    return Show(word) if word in list(Show) else Show.ALL


def connected(person: Person) -> bool:
    """Whether a private message reaches them."""
    return person.reach is Reach.YES


def belongs(entry: Entry, shown: Shown, now: datetime) -> bool:
    """Whether a list of this kind shows the person. Who has only trainings that ended is untrained."""
    person = entry.person
    match shown:
        case Show.ALL:
            return True
        case Show.CONNECTED:
            return connected(person)
        case Show.NOT_CONNECTED:
            return not connected(person)
        case Show.UNTRAINED:
            return not any(person.qualified(grant.qualification, now) for grant in person.grants)
        case Qualification():
            return person.qualified(shown, now)


def listed(entries: Sequence[Entry], shown: Shown, now: datetime) -> tuple[Entry, ...]:
    """Those who belong, by name; people of the same name in an order that does not change."""
    kept = [entry for entry in entries if belongs(entry, shown, now)]
    return tuple(sorted(kept, key=_by_name))


def _by_name(entry: Entry) -> tuple[str, int]:
    return fold(entry.profile.name), entry.person.id


def found(entries: Sequence[Entry], words: str) -> tuple[Entry, ...]:
    """Those whose name has every typed word at the beginning of one of its own words; accents do not matter."""
    wanted = fold(words).split()
    if not wanted:
        return ()
    kept = [
        entry
        for entry in entries
        if all(any(part.startswith(word) for part in fold(entry.profile.name).split()) for word in wanted)
    ]
    return tuple(sorted(kept, key=_by_name))[:MOST_FOUND]


@dataclass(frozen=True)
class Page(Generic[Item]):
    """A part of a list; `number` counts from 0."""

    items: tuple[Item, ...]
    number: int
    pages: int
    total: int


def page(items: Sequence[Item], number: int) -> Page[Item]:
    """The page, or the nearest there is."""
    pages = max(1, -(-len(items) // PAGE))
    number = min(max(0, number), pages - 1)
    return Page(tuple(items[number * PAGE : (number + 1) * PAGE]), number, pages, len(items))


class Act(StrEnum):
    """What is done with a training for everybody who is ticked."""

    GRANT = "grant"
    REVOKE = "revoke"


def tickable(entries: Sequence[Entry], act: Act, qualification: Qualification, now: datetime) -> tuple[Entry, ...]:
    """Whom it would change something for: to grant, those without the training; to revoke, those who have a note."""
    if act is Act.GRANT:
        kept = [entry for entry in entries if not entry.person.qualified(qualification, now)]
    else:
        kept = [entry for entry in entries if entry.person.grant(qualification) is not None]
    return tuple(sorted(kept, key=_by_name))


def ticked(before: Collection[int], person_id: int) -> tuple[int, ...]:
    """The ticks with one turned over."""
    if person_id in before:
        return tuple(each for each in before if each != person_id)
    return (*before, person_id)


# --- is it the same person? ------------------------------------------------------------------------------------------


def same_person(name: str, phone: str, other_name: str, other_phone: str) -> bool:
    """Whether two notes may be about one person, so that somebody is asked: the same number, or the same name."""
    number = digits(phone)
    if number and number == digits(other_phone):
        return True
    folded = fold(name)
    return bool(folded) and folded == fold(other_name)


def digits(phone: str) -> str:
    """A number as it can be compared: its last ten digits, because some write the country and some do not."""
    return "".join(ch for ch in phone if ch.isdigit())[-10:]
