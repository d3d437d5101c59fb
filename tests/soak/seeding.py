"""Many people and many rides at once, written with the storage's own functions in one transaction.

What a center's bot comes to know of people through a few hundred taps each takes a second here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rules.model import Details, Group, Kind, Party, Qualification, Reach, Request, RequestState, Role, Slot
from bot.rules.policy import Policy
from bot.rules.timetable import plan
from bot.views.message import read_data
from sandbox import Button, Person, Sandbox, SeenMessage
from sandbox import Group as PhoneGroup
from storage import outbox, people, requests
from storage.database import Database, new_id
from storage.people import Sight

RIDE = timedelta(hours=2)


def gather(telegram: Sandbox, group: PhoneGroup, count: int) -> list[Person]:
    """People who are in the group and have pressed Start some time ago."""
    crowd = []
    for number in range(count):
        person = telegram.add_person(f"Driver{number}", username=f"driver_{number}", language="en")
        group.add(person)
        person.private_chat().started = True
        crowd.append(person)
    return crowd


async def know(db: Database, crowd: Iterable[Person], now: datetime) -> dict[int, int]:
    """The bot knows them as connected, promised and trained volunteers; Telegram id → our id."""
    known = {}
    async with db.transaction() as tx:
        for phone in crowd:
            met = await people.find(tx, phone.id)
            sight = Sight(phone.id, phone.first_name, phone.username, "en")
            person_id = met.id if met is not None else await people.add(tx, sight, now)
            await people.set_reach(tx, person_id, Reach.YES)
            await people.set_promised(tx, person_id, now)
            await people.grant(tx, person_id, Qualification.RIDESHARE, person_id, now)
            await people.set_standing(tx, person_id, Group.VOLUNTEERS, "member", now, joined=False, confirmed=True)
            known[phone.id] = person_id
    return known


async def post(
    db: Database,
    starts: Sequence[datetime],
    contact: int,
    now: datetime,
    policy: Policy,
    zone: ZoneInfo,
    *,
    seats: int = 1,
) -> list[Request]:
    """Rides with one driver's slot each; their cards are due at once."""
    posted = [_ride(start, contact, now, seats) for start in starts]
    async with db.transaction() as tx:
        for request in posted:
            await requests.add(tx, request, [Details()])
            await outbox.reconcile(tx, request.id, plan(request, policy, zone))
    return posted


def _ride(start: datetime, contact: int, now: datetime, seats: int) -> Request:
    return Request(
        id=new_id(),
        kind=Kind.RIDE,
        state=RequestState.OPEN,
        starts_at=start,
        ends_at=start + RIDE,
        origin="Holyoke",
        destination="Amherst",
        passengers=2,
        child_seats=0,
        languages=(),
        contact_id=contact,
        posted_at=now,
        version=1,
        slots=(Slot(new_id(), Role.DRIVER, 0, 1, seats),),
        parties=(Party(new_id()),),
    )


async def cards(telegram: Sandbox, group: PhoneGroup, rides: Sequence[Request]) -> list[SeenMessage]:
    """The rides' cards, as soon as all can be claimed; in the order of the rides."""
    found: dict[int, SeenMessage] = {}
    wanted = {ride.slots[0].id for ride in rides}
    newest = 0

    def posted() -> bool:
        nonlocal newest
        looked_at = newest
        for message in group.chat.newest_first():
            if message.id <= looked_at:
                break
            newest = max(newest, message.id)
            found.update(dict.fromkeys(_slots_on(message), message))
        return found.keys() >= wanted

    await telegram.until(posted, timeout=120)
    return [found[ride.slots[0].id] for ride in rides]


def claim_data(message: SeenMessage) -> str:
    """What the first claim button of a card sends."""
    return next(button.data or "" for row in message.buttons for button in row if _claims(button))


def _slots_on(message: SeenMessage) -> list[int]:
    return [read_data(button.data or "").subject for row in message.buttons for button in row if _claims(button)]


def _claims(button: Button) -> bool:
    return (button.data or "").startswith("claim:")
