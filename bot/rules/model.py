"""The nouns of the product, as frozen values.

Every time is an aware UTC datetime, every id a random 63-bit integer of our own (never Telegram's).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
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


class Duty(StrEnum):
    """What a shift is about."""

    HOTLINE = "hotline"
    COORDINATION = "coordination"
    PRESENCE = "presence"


class Return(StrEnum):
    """Whether somebody is also brought back: when it is finished, or at a time."""

    NONE = "none"
    FINISHED = "finished"
    TIME = "time"


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
    """The person is no longer a trained volunteer."""
    SEAT_GONE = "seat_gone"
    """An edit took the seat out of the request."""
    TAKEN_OUT = "taken_out"
    """A coordinator took the person out of the seat."""
    MOVED = "moved"
    """A coordinator gave the person another seat instead; the new claim tells it."""


class Still(StrEnum):
    """The answer to "Still coming?": asked and open, or yes. A no gives the seat up."""

    ASKED = "asked"
    YES = "yes"


class Reason(StrEnum):
    """Why somebody can't make it; saying it is optional."""

    ILL = "ill"
    WORK = "work"
    CAR = "car"
    FAMILY = "family"
    OTHER = "other"


class OfferState(StrEnum):
    """What became of a private "can you?"."""

    ASKED = "asked"
    YES = "yes"
    NO = "no"
    LAPSED = "lapsed"


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
class Said:
    """What somebody said with a claim, for coordinators alone: a note, and why they can't make it."""

    note: str = ""
    reason: Reason | None = None


@dataclass(frozen=True)
class Claim:
    """A person in a seat. `leaving_at` is set while the person waits to be replaced.

    `assigned`: a coordinator put the person there; `moved`: out of another seat. `unconfirmed`: time or place
    changed since, and the person has not said yet that it still works. `still` is the answer to "Still coming?".
    `says_trained`: held until a coordinator confirms that the person has this training; `question` is the message in
    the coordinators' group that asks.
    `details_open`: the message that stands for it shows the private details now. `no_phone_until`: they went in, and
    have no phone until about then.
    `weekly`: the person has this seat every week, in all requests of the series. `lost_at`: since then nothing reaches
    the person, and the seat that was theirs is only held.
    """

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
    unconfirmed: bool = False
    says_trained: Qualification | None = None
    question: int | None = None
    still: Still | None = None
    assigned: bool = False
    moved: bool = False
    lost_at: datetime | None = None
    on_way_at: datetime | None = None
    with_at: datetime | None = None
    no_phone_until: datetime | None = None
    details_open: bool = False
    outside: bool = False
    weekly: bool = False

    @property
    def living(self) -> bool:
        """Whether it occupies its seat."""
        return self.state in (ClaimState.HELD, ClaimState.ACTIVE)


@dataclass(frozen=True)
class Missed:
    """A seat somebody gave up shortly before `starts_at`, or (`came_not`) did not come to; never a score."""

    person_id: int
    starts_at: datetime
    came_not: bool


@dataclass(frozen=True)
class Backup:
    """Somebody who would step in, in a slot whose seats were taken; offered a seat in order of `since`."""

    slot_id: int
    person_id: int
    since: datetime


class OfferKind(StrEnum):
    """A seat offered to a backup, one at a time; or a question to several people who might like it."""

    BACKUP = "backup"
    WAVE = "wave"


@dataclass(frozen=True)
class Offer:
    """A seat offered to one person, until `expires_at`."""

    id: int
    slot_id: int
    person_id: int
    state: OfferState
    asked_at: datetime
    expires_at: datetime
    kind: OfferKind = OfferKind.BACKUP
    ended_at: datetime | None = None
    bundle_id: int | None = None


@dataclass(frozen=True)
class Party:
    """One member's part in a request. `member_id` is set once the member is connected, at `member_since`.

    `paused_at`: since then the member's plans may have changed, and nobody is asked anything about it.
    `met_at`: the member said that whoever was to come is there. `lost_at`: since then nothing reaches the member.
    `invited_until` is when an unused link expires; `opened` says that somebody has used one and not answered yet.
    """

    id: int
    member_id: int | None = None
    member_since: datetime | None = None
    lost_at: datetime | None = None
    invited_until: datetime | None = None
    opened: bool = False
    paused_at: datetime | None = None
    met_at: datetime | None = None


@dataclass(frozen=True)
class Request:
    """One need with a date, and everybody in its seats. Holds nothing private.

    With a `part` the hour is still to be confirmed: start and end are then only the bounds of that part of
    the day, and nobody is reminded by them. `interpreter` says that a language is needed that is too rare to
    be named on a card. `claims` are all of them, ended ones too. `version` moves with every change that
    somebody can see; `changed_version` and `changed_at` name the last edit of a field. Of a weekly series that
    nobody ended, `every` is the weekday (Monday is 0), and `goes_on` says whether more of it are to be posted.
    `alerted`: an alert about it stands in the coordinators' group.
    """

    id: int
    kind: Kind
    state: RequestState
    starts_at: datetime
    ends_at: datetime
    origin: str | None
    destination: str | None
    passengers: int
    child_seats: int
    languages: tuple[str, ...]
    contact_id: int
    posted_at: datetime
    version: int
    slots: tuple[Slot, ...]
    claims: tuple[Claim, ...] = ()
    closed_at: datetime | None = None
    parties: tuple[Party, ...] = ()
    interpreter: bool = False
    part: DayPart | None = None
    duty: Duty | None = None
    wheelchair: bool = False
    returns: Return = Return.NONE
    return_at: datetime | None = None
    waits: bool = False
    changed_version: int | None = None
    changed_at: datetime | None = None
    series_id: int | None = None
    every: int | None = None
    goes_on: bool = False
    alerted: bool = False
    expected_end: datetime | None = None
    home_at: datetime | None = None
    backups: tuple[Backup, ...] = ()
    offers: tuple[Offer, ...] = ()

    @property
    def lasts_until(self) -> datetime:
        """Its end; later when somebody went in without a phone, or said that it takes longer."""
        return max(self.ends_at, self.expected_end or self.ends_at)

    @property
    def members(self) -> frozenset[int]:
        """The people the request is for, as far as they are connected."""
        return frozenset(party.member_id for party in self.parties if party.member_id is not None)

    @property
    def on_hold(self) -> bool:
        """Whether the plans of everybody it is for may have changed: until a coordinator knows, nobody is asked."""
        return bool(self.parties) and all(party.paused_at is not None for party in self.parties)

    @property
    def seated(self) -> tuple[Slot, ...]:
        """The slots that have seats; an edit may have left one without."""
        return tuple(slot for slot in self.slots if slot.maximum)

    def slot(self, slot_id: int) -> Slot | None:
        return next((slot for slot in self.slots if slot.id == slot_id), None)

    def living(self, slot: Slot | None = None) -> tuple[Claim, ...]:
        """The claims that occupy a seat, of one slot or of all."""
        return tuple(c for c in self.claims if c.living and (slot is None or c.slot_id == slot.id))

    def staying(self, slot: Slot) -> tuple[Claim, ...]:
        """The claims of a slot whose people mean to come (held ones too)."""
        return tuple(c for c in self.living(slot) if c.leaving_at is None)

    def short_of(self, slot: Slot) -> int:
        """How many people are missing to the slot's minimum: "never one accompanier alone" counts people."""
        return max(0, slot.minimum - len({claim.person_id for claim in self.staying(slot)}))

    def open_seats(self, slot: Slot) -> int:
        """How many seats of the slot somebody could take."""
        return max(0, slot.maximum - len(self.staying(slot)))

    @property
    def under_minimum(self) -> bool:
        """Whether it could not happen like this; a request may be above its minimum and still have seats."""
        return any(self.short_of(slot) for slot in self.slots)

    def backups_of(self, slot: Slot) -> tuple[Backup, ...]:
        """Who would step in, in the order in which they are asked."""
        return tuple(sorted((b for b in self.backups if b.slot_id == slot.id), key=lambda b: (b.since, b.person_id)))

    def asked(self, slot: Slot) -> tuple[Offer, ...]:
        """The offers of a seat to backups that wait for an answer."""
        waiting = (o for o in self.offers if o.slot_id == slot.id and o.state is OfferState.ASKED)
        return tuple(offer for offer in waiting if offer.kind is OfferKind.BACKUP)

    def claim_of(self, person_id: int, slot: Slot | None = None) -> Claim | None:
        return next((c for c in self.living(slot) if c.person_id == person_id), None)


class SessionKind(StrEnum):
    """What people RSVP to; a training leads to a qualification."""

    TRAINING = "training"
    EVENT = "event"


class SessionState(StrEnum):
    """OPEN until it is over (end + fold time) or cancelled."""

    OPEN = "open"
    CANCELLED = "cancelled"
    OVER = "over"


class Going(StrEnum):
    """What a person said about a session; once attendance was confirmed: whether they were there.

    WALK_IN: nobody expected them; they count once the trainer has seen them.
    """

    GOING = "going"
    WAITLISTED = "waitlisted"
    MAYBE = "maybe"
    DECLINED = "declined"
    WALK_IN = "walk_in"
    ATTENDED = "attended"
    ABSENT = "absent"


class Arrival(StrEnum):
    """How somebody came to be where they are: they asked, a place came free, or the room became smaller."""

    ASKED = "asked"
    PROMOTED = "promoted"
    MOVED = "moved"


@dataclass(frozen=True)
class Rsvp:
    """A person's answer to a session. `person_id` None: a name on a paper list, not linked to anybody yet.

    `turn` is the order of the taps: the waitlist goes by it. `since` is when the person came to be `state`.
    `held_until`: the bot cannot write to them yet, so it is kept only that long. `present_at`: said to be there,
    by code or by the trainer. `granted`: the qualification was given for this, and goes if it was a mistake.
    """

    id: int
    session_id: int
    person_id: int | None
    state: Going
    turn: int
    since: datetime
    arrival: Arrival = Arrival.ASKED
    held_until: datetime | None = None
    present_at: datetime | None = None
    granted: bool = False

    @property
    def comes(self) -> bool:
        """Whether it takes one of the places."""
        return self.state is Going.GOING


@dataclass(frozen=True)
class Session:
    """A training or an event, and everybody's answer to it. Holds nothing private.

    Sessions of one `evening_id` are parts of one occasion: RSVPed apart, reminded together. `capacity` None: as
    many as come. `private_place` and `online` say that there is a venue or a link only those who go are told.
    `version` moves with every change that somebody can see.
    """

    id: int
    evening_id: int
    kind: SessionKind
    state: SessionState
    starts_at: datetime
    ends_at: datetime
    contact_id: int
    posted_at: datetime
    version: int = 1
    qualification: Qualification | None = None
    title: str = ""
    place: str | None = None
    private_place: bool = False
    online: bool = False
    languages: tuple[str, ...] = ()
    capacity: int | None = None
    trainer_id: int | None = None
    closed_at: datetime | None = None
    confirmed_at: datetime | None = None
    changed_version: int | None = None
    changed_at: datetime | None = None
    rsvps: tuple[Rsvp, ...] = ()

    def of(self, *states: Going) -> tuple[Rsvp, ...]:
        """The answers in these states, in the order of the taps."""
        return tuple(sorted((r for r in self.rsvps if r.state in states), key=lambda r: r.turn))

    def rsvp_of(self, person_id: int) -> Rsvp | None:
        return next((r for r in self.rsvps if r.person_id == person_id), None)

    @property
    def free(self) -> int | None:
        """Places left; None: no limit."""
        return None if self.capacity is None else max(0, self.capacity - len(self.of(Going.GOING)))


@dataclass(frozen=True)
class Whereabouts:
    """What only those who go are told of a session: the venue, and the link of an online one."""

    venue: str = ""
    link: str = ""

    def __bool__(self) -> bool:
        return bool(self.venue or self.link)


@dataclass(frozen=True)
class Series:
    """A weekly pattern that makes requests. What it makes is sealed, and not held here.

    `next_day` is the first day that was not looked at yet; None once all of it is posted, or a coordinator ended it
    (`ended_at`). `last_day` None means until somebody ends it. `skipped` are days to come that make no request.
    """

    id: int
    contact_id: int
    weekday: int
    next_day: date | None
    last_day: date | None
    created_at: datetime
    ended_at: datetime | None = None
    skipped: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Regular:
    """A standing volunteer: in this role every week, claimed in whenever a request of the series is posted."""

    series_id: int
    person_id: int
    role: Role
    since: datetime


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
class Training:
    """A qualification as a center's own list names it; `since` None where the list does not say."""

    qualification: Qualification
    since: date | None = None


@dataclass(frozen=True)
class Expected:
    """Somebody on the center's list of trained people whom the bot has not been told to know yet."""

    id: int
    name: str
    phone: str = ""
    trainings: tuple[Training, ...] = ()


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

    def grant(self, qualification: Qualification) -> Grant | None:
        """The note of this training, also when it has ended."""
        return next((grant for grant in self.grants if grant.qualification == qualification), None)


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
