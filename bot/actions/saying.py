"""What a due row says: everything a view needs, read just before it is sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from bot.actions.calls import CallList
from bot.actions.emergency import Alarm
from bot.actions.expected import Perhaps
from bot.actions.reminders import Silence
from bot.actions.session_notices import Notice
from bot.actions.waves import Asked
from bot.context import App
from bot.rules.board import Board
from bot.rules.debrief import Debrief
from bot.rules.drafts import Draft, Unfinished
from bot.rules.model import Claim, Grant, Offer, Person, Request, Said, Session, Slot
from storage.chats import Chat
from storage.database import Connection
from storage.outbox import Row

__all__ = ["InGroup", "Row", "Saying", "ToPerson", "message_of_take_back"]


@dataclass(frozen=True)
class Saying:
    """What a row says, and where.

    `edit` is the message to change instead of sending a new one; `before` is the older message about the same
    claim, which loses its buttons once the new one is out. `person` None means a group, in its languages.
    `before_edit` is what was public of the request before the edits the person was not told of yet;
    `details_edited` says that private details are among them. `former` is the seat somebody was moved out of.
    """

    chat_id: int
    thread_id: int | None = None
    person: Person | None = None
    edit: int | None = None
    before: int | None = None
    request: Request | None = None
    claim: Claim | None = None
    draft: Draft | None = None
    board: Board | None = None
    names: dict[int, str] = field(default_factory=dict)
    said: dict[int, Said] = field(default_factory=dict)
    delete: bool = False
    pinned: int | None = None
    before_edit: Draft | None = None
    slot: Slot | None = None
    offer: Offer | None = None
    silence: tuple[Silence, ...] = ()
    alarm: Alarm | None = None
    debrief: Debrief | None = None
    asked: tuple[Asked, ...] = ()
    urgent: bool = False
    requests: tuple[Request, ...] = ()
    links: dict[int, str] = field(default_factory=dict)
    calls: CallList | None = None
    day: date | None = None
    details_edited: bool = False
    unfinished: tuple[Unfinished, ...] = ()
    perhaps: Perhaps | None = None
    grant: Grant | None = None
    session: Session | None = None
    notice: Notice | None = None
    former: tuple[Request, Slot] | None = None


def message_of_take_back(row: Row) -> int:
    """The message that says "posted": the row's key ends with it."""
    return int(row.key.rpartition(":")[2])


@dataclass(frozen=True)
class ToPerson:
    """A row that is due to a person, and what it takes to read what it says."""

    app: App
    tx: Connection
    row: Row
    person: Person
    chat_id: int

    @property
    def empty(self) -> Saying:
        """In the right place, with nothing that the words need."""
        return Saying(self.chat_id, person=self.person)


@dataclass(frozen=True)
class InGroup:
    """A row that is due in a group, and what it takes to read what it says."""

    app: App
    tx: Connection
    row: Row
    chat: Chat

    @property
    def empty(self) -> Saying:
        """In the right place, with nothing that the words need."""
        return Saying(self.chat.telegram_id, self.chat.thread_id)
