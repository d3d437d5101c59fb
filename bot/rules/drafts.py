"""An unfinished ride: what is known, what is still to ask, and how an answer fills it in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.rules.model import Details, Kind
from bot.rules.policy import Policy


class Question(StrEnum):
    """What the next private message of the draft's owner answers."""

    WHEN = "when"
    HOUR = "hour"
    ORIGIN = "origin"
    DESTINATION = "destination"


@dataclass(frozen=True)
class Draft:
    """A ride on its way to the board. Private words sit only in `details` and the `…_words`.

    `hours` are the two instants between which the person must choose when the wall clock shows an hour twice.
    `interpreter` says that a language is needed which stands in the note only.
    `origin_words` and `destination_words` are what was typed and is no public place: never shown in a group.
    """

    kind: Kind = Kind.RIDE
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    hours: tuple[datetime, ...] = ()
    length: int | None = None
    origin: str | None = None
    destination: str | None = None
    origin_words: str = ""
    destination_words: str = ""
    passengers: int = 1
    child_seats: int = 0
    languages: tuple[str, ...] = ()
    interpreter: bool = False
    details: Details = field(default_factory=Details)

    def question(self) -> Question | None:
        """The next public thing that is missing; None when the draft can be posted."""
        if self.starts_at is None:
            return Question.HOUR if self.hours else Question.WHEN
        if self.origin is None:
            return Question.ORIGIN
        if self.destination is None:
            return Question.DESTINATION
        return None

    def starting(
        self, instants: Sequence[datetime], ends_after: int | None, policy: Policy, *, until: datetime | None = None
    ) -> Draft:
        """With the start set (one instant), or to be chosen (two); it ends `until`, or `ends_after` seconds later."""
        length = ends_after if ends_after is not None else self.length
        until = until or (self.ends_at if self.hours else None)
        if len(instants) != 1:
            return replace(self, hours=tuple(instants), starts_at=None, ends_at=until, length=length)
        start = instants[0]
        if until is None or until <= start:
            until = start + (policy.ride if length is None else timedelta(seconds=length))
        return replace(self, starts_at=start, ends_at=until, hours=(), length=length)

    def placed(self, question: Question, town: str) -> Draft:
        """With a town chosen; words that were typed instead of it become the private street of that end."""
        words = self.origin_words if question is Question.ORIGIN else self.destination_words
        draft = self
        if words:
            street = "; ".join(part for part in (self.details.street, words) if part)
            draft = replace(self, details=replace(self.details, street=street))
        if question is Question.ORIGIN:
            return replace(draft, origin=town, origin_words="")
        return replace(draft, destination=town, destination_words="")


def to_data(draft: Draft) -> dict[str, Any]:
    """As JSON can hold it; times as Unix seconds."""
    data = asdict(draft)
    for name in ("starts_at", "ends_at"):
        value = data[name]
        data[name] = None if value is None else int(value.timestamp())
    data["hours"] = [int(moment.timestamp()) for moment in draft.hours]
    return data


def from_data(data: dict[str, Any]) -> Draft:
    """The inverse of `to_data`."""

    def moment(value: int | None) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(value, UTC)

    return Draft(
        **{
            **data,
            "kind": Kind(data["kind"]),
            "starts_at": moment(data["starts_at"]),
            "ends_at": moment(data["ends_at"]),
            "hours": tuple(datetime.fromtimestamp(value, UTC) for value in data["hours"]),
            "languages": tuple(data["languages"]),
            "details": Details(**data["details"]),
        }
    )
