"""One ride, a driver and a few claims, to be changed one field at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.rules.model import (
    Claim,
    ClaimState,
    Grant,
    Group,
    Kind,
    Party,
    Person,
    Qualification,
    Reach,
    Request,
    RequestState,
    Role,
    Slot,
    Standing,
)
from bot.rules.policy import Policy

POLICY = Policy()
EASTERN = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
STARTS = datetime(2026, 12, 3, 14, 0, tzinfo=UTC)
ENDS = STARTS + timedelta(hours=2)
SECOND = timedelta(seconds=1)

ME, OTHER, THIRD, CONTACT, MEMBER = 1, 2, 3, 4, 5
RIDE, DRIVER, ACCOMPANIER = 100, 10, 20
PARTY = 200

ONE_DRIVER = (Slot(DRIVER, Role.DRIVER, 0, 1, 1),)
TWO_DRIVERS = (Slot(DRIVER, Role.DRIVER, 0, 1, 2),)
THREE_DRIVERS = (Slot(DRIVER, Role.DRIVER, 0, 1, 3),)
COURT = (Slot(ACCOMPANIER, Role.ACCOMPANIER, 0, 2, 2), Slot(DRIVER, Role.DRIVER, 1, 0, 1))

THE_RIDE = Request(
    id=RIDE,
    kind=Kind.RIDE,
    state=RequestState.OPEN,
    starts_at=STARTS,
    ends_at=ENDS,
    origin="Holyoke",
    destination="Amherst",
    passengers=2,
    child_seats=1,
    languages=("es",),
    contact_id=CONTACT,
    posted_at=NOW - timedelta(hours=1),
    version=1,
    slots=ONE_DRIVER,
    parties=(Party(PARTY, MEMBER, NOW - timedelta(minutes=30)),),
)

INSIDE = Standing("member", NOW, confirmed=True)
DRIVES = Grant(Qualification.RIDESHARE, NOW - timedelta(days=30))
ACCOMPANIES = Grant(Qualification.ACCOMPANIMENT, NOW - timedelta(days=30))

THE_DRIVER = Person(
    id=ME,
    language="en",
    reach=Reach.YES,
    promised_at=NOW - timedelta(days=30),
    standings={Group.VOLUNTEERS: INSIDE},
    grants=(DRIVES, ACCOMPANIES),
)


def ride(*claims: Claim, **changes: Any) -> Request:
    """The ride with these claims and changes."""
    return replace(THE_RIDE, claims=claims, **changes)


def driver(**changes: Any) -> Person:
    """Somebody who may drive, with these changes."""
    return replace(THE_DRIVER, **changes)


def claimed(person_id: int = ME, seat: int = 1, **changes: Any) -> Claim:
    """An active claim of the driver's slot, made an hour before NOW, with these changes."""
    claim = Claim(
        id=1000 + 10 * person_id + seat,
        request_id=RIDE,
        slot_id=DRIVER,
        seat=seat,
        person_id=person_id,
        state=ClaimState.ACTIVE,
        claimed_at=NOW - timedelta(hours=1),
    )
    return replace(claim, **changes)


def held(person_id: int = ME, seat: int = 1, **changes: Any) -> Claim:
    """A claim that is held for ten more minutes."""
    changes = {"held_until": NOW + timedelta(minutes=10), **changes}
    return claimed(person_id, seat, state=ClaimState.HELD, **changes)
