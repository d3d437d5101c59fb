"""A center that is set up, and short ways to people the bot knows and rows it has to deal with."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.rules.timetable import Due, Occasion, Priority, Verb
from sandbox import Person
from storage import outbox, people
from tests.center import Center

AWAY = "I was away for a moment"
"""How a notice begins that the tests send around: somebody is owed an answer."""


async def connects(center: Center, name: str) -> tuple[Person, int]:
    """Somebody who pressed Start: their phone, and the id the bot knows them by."""
    phone = center.telegram.add_person(name)
    await phone.starts()
    await center.idle()
    async with center.bot.app.db.reading() as tx:
        person = await people.find(tx, phone.id)
    assert person is not None
    return phone, person.id


def notice(
    center: Center, person_id: int, key: str = "1", priority: Priority = Priority.PRIVATE, **changes: object
) -> Due:
    """Something to be told to the person now."""
    fields = {"due_at": center.clock.now(), "to": person_id, "priority": priority, **changes}
    return Due(f"unanswered:{key}:{person_id}", Verb.SAY, Occasion.UNANSWERED, person_id, **fields)  # type: ignore[arg-type]


async def put(center: Center, *rows: Due) -> None:
    """Everything in one commit, and the dispatcher is woken."""
    async with center.bot.app.work() as work:
        for row in rows:
            await outbox.put(work.tx, row)


DAILY = ("board", "sweep", "afternoon", "rests", "ask_around")


async def unsent(center: Center) -> list[str]:
    """The keys of what is not sent yet, the board and what happens every day aside."""
    async with center.bot.app.db.reading() as tx:
        rows = await tx.all("SELECT key FROM outbox WHERE sent_at IS NULL ORDER BY key")
    return [row["key"] for row in rows if row["key"].partition(":")[0] not in DAILY]


def told(phone: Person) -> int:
    """How often the person was sent the notice."""
    return sum(AWAY in message for message in phone.chat)


async def until(holds: Callable[[], bool]) -> None:
    """Looks at every turn of the event loop: for what no signal tells."""
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110  there is nothing to wait on
            await asyncio.sleep(0)
