"""The nouns of the product, as frozen values.

Every time is an aware UTC datetime, every id a random 63-bit integer of our own (never Telegram's).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a request asks for."""

    RIDE = "ride"
    ACCOMPANIMENT = "accompaniment"
    INTERPRETING = "interpreting"
    SHIFT = "shift"


class Role(StrEnum):
    """What a person does in a slot of a request."""

    DRIVER = "driver"
    ACCOMPANIER = "accompanier"
    INTERPRETER = "interpreter"
    HELPER = "helper"


class Qualification(StrEnum):
    """What a training leads to."""

    RIDESHARE = "rideshare"
    ACCOMPANIMENT = "accompaniment"
    INTERPRETING = "interpreting"
    HOTLINE = "hotline"


class DayPart(StrEnum):
    """Roughly when, while the hour is still to be confirmed."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


class Group(StrEnum):
    """The two groups of a center; rows refer to these, never to a Telegram chat."""

    VOLUNTEERS = "volunteers"
    COORDINATORS = "coordinators"


class RequestState(StrEnum):
    """OPEN until it is over (end + fold time) or cancelled; WITHDRAWN was taken back within a minute."""

    OPEN = "open"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    OVER = "over"


class ClaimState(StrEnum):
    """HELD until the person can be written to and has promised; ACTIVE counts; the rest is history."""

    HELD = "held"
    ACTIVE = "active"
    RELEASED = "released"
    DONE = "done"
    NO_SHOW = "no_show"


class Ending(StrEnum):
    """Why a claim was released."""

    REPLACED = "replaced"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"
    REMOVED = "removed"


class Reach(StrEnum):
    """Whether a private message reaches the person: Telegram lets a bot write only after Start."""

    UNKNOWN = "unknown"
    YES = "yes"
    NO = "no"


@dataclass(frozen=True)
class Slot:
    """A role in a request; its seats are numbered 1..maximum."""

    id: int
    role: Role
    position: int
    minimum: int
    maximum: int


@dataclass(frozen=True)
class Claim:
    """A person in a seat. `leaving_at` is set while the person waits to be replaced."""

    id: int
    request_id: int
    slot_id: int
    seat: int
    person_id: int
    state: ClaimState
    claimed_at: datetime
    held_until: datetime | None = None
    leaving_at: datetime | None = None
    ended_at: datetime | None = None
    ending: Ending | None = None

    @property
    def living(self) -> bool:
        """Whether it occupies its seat."""
        return self.state in (ClaimState.HELD, ClaimState.ACTIVE)


@dataclass(frozen=True)
class Request:
    """One need with a date, and everybody in its seats. Holds nothing private.

    `interpreter` says that a language is needed that is too rare to be named on a card.
    `claims` are all of them, ended ones too. `members` are the people the request is for.
    `version` moves with every change that somebody can see.
    """

    id: int
    kind: Kind
    state: RequestState
    starts_at: datetime
    ends_at: datetime
    origin: str
    destination: str | None
    passengers: int
    child_seats: int
    languages: tuple[str, ...]
    contact_id: int
    posted_at: datetime
    version: int
    slots: tuple[Slot, ...]
    claims: tuple[Claim, ...] = ()
    members: frozenset[int] = frozenset()
    closed_at: datetime | None = None
    parties: tuple[int, ...] = ()
    interpreter: bool = False

    def slot(self, slot_id: int) -> Slot | None:
        return next((slot for slot in self.slots if slot.id == slot_id), None)

    def living(self, slot: Slot | None = None) -> tuple[Claim, ...]:
        """The claims that occupy a seat, of one slot or of all."""
        return tuple(c for c in self.claims if c.living and (slot is None or c.slot_id == slot.id))

    def staying(self, slot: Slot) -> tuple[Claim, ...]:
        """The claims of a slot whose people mean to come (held ones too)."""
        return tuple(c for c in self.living(slot) if c.leaving_at is None)

    def claim_of(self, person_id: int, slot: Slot | None = None) -> Claim | None:
        return next((c for c in self.living(slot) if c.person_id == person_id), None)


@dataclass(frozen=True)
class Standing:
    """What Telegram last said about a person in one of the groups, and whether a coordinator confirmed it."""

    status: str
    checked_at: datetime
    confirmed: bool

    @property
    def inside(self) -> bool:
        """Bot API ChatMember: creator, administrator, member; restricted rows are stored as member or left."""
        return self.status in ("creator", "administrator", "member")


@dataclass(frozen=True)
class Grant:
    """A qualification of a person; `expires_at` None means never."""

    qualification: Qualification
    granted_at: datetime
    expires_at: datetime | None = None


@dataclass(frozen=True)
class Person:
    """Somebody the bot has met, without anything private."""

    id: int
    language: str
    reach: Reach = Reach.UNKNOWN
    owner: bool = False
    promised_at: datetime | None = None
    paused_until: datetime | None = None
    profile_asked: bool = False
    standings: Mapping[Group, Standing] = field(default_factory=dict)
    grants: tuple[Grant, ...] = ()

    @property
    def volunteer(self) -> bool:
        """Membership is the right: who is in the volunteers' group is a volunteer."""
        standing = self.standings.get(Group.VOLUNTEERS)
        return standing is not None and standing.inside

    @property
    def coordinator(self) -> bool:
        """Inside the coordinators' group and confirmed; before there is such a group, the owner."""
        standing = self.standings.get(Group.COORDINATORS)
        return self.owner if standing is None else standing.inside and standing.confirmed

    def qualified(self, qualification: Qualification, now: datetime) -> bool:
        return any(
            grant.qualification == qualification and (grant.expires_at is None or now < grant.expires_at)
            for grant in self.grants
        )


@dataclass(frozen=True)
class Profile:
    """What a person told about themselves; only coordinators and the person see it."""

    name: str
    phone: str = ""
    languages: str = ""
    towns: str = ""
    car: str = ""


@dataclass(frozen=True)
class Details:
    """The private part of a party: only its claimers (from 24 h before) and the coordinators see it."""

    name: str = ""
    phone: str = ""
    street: str = ""
    note: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.phone or self.street or self.note)


DETAIL_FIELDS = ("name", "phone", "street", "note")
"""The private details, in the order in which they are asked."""

PROFILE_FIELDS = ("name", "phone", "languages", "towns", "car")
"""What `/start` asks, in order; each can be skipped."""
