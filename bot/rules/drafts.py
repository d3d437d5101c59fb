"""An unfinished request: what is known, what is still to ask, and how an answer fills it in.

A draft is the conversation's state. Editing a posted request is a draft too: its `base` is the request as it
stood when the edit began.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.rules.dates import Certain, Choice, Clock, Day, Reading, Span, Unread, on_day
from bot.rules.kinds import MOST_CHILD_SEATS, SLOTS, Seats, usual_length
from bot.rules.model import (
    DayPart,
    Details,
    Duty,
    Kind,
    Party,
    Request,
    RequestState,
    Return,
    Slot,
)
from bot.rules.moments import instants, local_day
from bot.rules.policy import Policy
from bot.rules.problems import Problem


class Question(StrEnum):
    """What the next tap, or the next private message of the draft's owner, answers."""

    KIND = "kind"
    DUTY = "duty"
    DAY = "day"
    CHOICE = "choice"
    """Which of several readings of what was typed."""
    HOUR = "hour"
    QUARTER = "quarter"
    ORIGIN = "origin"
    DESTINATION = "destination"
    LANGUAGE = "language"
    PEOPLE = "people"
    NEEDS = "needs"
    RETURN = "return"
    """At which time somebody is brought back."""
    SEATS = "seats"
    UNTIL = "until"
    """Until which day it is repeated every week."""
    FIELDS = "fields"
    """Which field of the preview is to be changed."""


STEPS: dict[Kind, tuple[Question, ...]] = {
    Kind.RIDE: (Question.DAY, Question.ORIGIN, Question.DESTINATION, Question.PEOPLE, Question.NEEDS),
    Kind.ACCOMPANIMENT: (Question.DAY, Question.ORIGIN, Question.PEOPLE, Question.NEEDS),
    Kind.INTERPRETING: (Question.DAY, Question.ORIGIN, Question.LANGUAGE),
    Kind.SHIFT: (Question.DUTY, Question.DAY, Question.ORIGIN, Question.SEATS),
}
"""What the wizard asks, in order. A typed line is asked only what it leaves out."""

NEEDS = ("child", "wheelchair", "return", "wait", "interpreter")
"""The buttons of *Needs*; there is one more for each common language."""

PART_HOURS = {DayPart.MORNING: (time(8), time(12)), DayPart.AFTERNOON: (time(12), time(18))}
"""The bounds, on the center's wall, of a part of the day whose hour is still to be confirmed."""


@dataclass(frozen=True)
class Draft:
    """A request on its way to the board.

    Private words sit only in `details`, `memo`, `language_words` and the `…_words`; none of them is ever shown in
    a group. `pending` is what is known of the time while something about it is open. With a `part` and a start
    the hour is to be confirmed. `origin_words` and `destination_words` are what was typed and is no public place.
    `language_words` is a language too rare for a card. `memo` and `voice` (a Telegram file id) are what a
    coordinator kept in a hurry; they are dropped when it is posted. `length` counts seconds. `party` is the one of
    `details` that the preview's buttons change. `asked` is a question somebody went back to, or chose to change.
    `all_places`: more than the usual ones were asked for. `weekly` makes a series, `until` a day or, None, until
    somebody ends it; `until_open`: that is still to be asked. `series_id` and `series_day` name the day of a series
    that could not be posted by itself.
    """

    kind: Kind | None = Kind.RIDE
    duty: Duty | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    part: DayPart | None = None
    pending: Choice | Day | Clock | None = None
    hour: int | None = None
    length: int | None = None
    origin: str | None = None
    destination: str | None = None
    origin_words: str = ""
    destination_words: str = ""
    passengers: int = 1
    child_seats: int = 0
    wheelchair: bool = False
    returns: Return = Return.NONE
    return_clock: time | None = None
    waits: bool = False
    languages: tuple[str, ...] = ()
    interpreter: bool = False
    language_words: str = ""
    seats: Seats = ()
    details: tuple[Details, ...] = (Details(),)
    party: int = 0
    memo: str = ""
    voice: str = ""
    guided: bool = False
    answered: tuple[Question, ...] = ()
    asked: Question | None = None
    all_places: bool = False
    weekly: bool = False
    until: date | None = None
    until_open: bool = False
    series_id: int | None = None
    series_day: date | None = None
    base: Draft | None = None

    def question(self) -> Question | None:
        """The next thing to ask; None when the draft can be posted."""
        if self.asked is not None:
            return self.asked
        if self.kind is None:
            return Question.KIND
        for step in STEPS[self.kind]:
            if not self._settled(step):
                return self._about_time() if step is Question.DAY else step
        if self.returns is Return.TIME and self.return_clock is None:
            return Question.RETURN
        return Question.UNTIL if self.weekly and self.until_open else None

    def _settled(self, step: Question) -> bool:
        match step:
            case Question.DUTY:
                return self.duty is not None
            case Question.DAY:
                return self.starts_at is not None and self.pending is None
            case Question.ORIGIN if self.kind is Kind.SHIFT and not self.origin_words:
                unasked = not self.guided and self.duty is not Duty.PRESENCE
                return self.origin is not None or unasked or step in self.answered
            case Question.ORIGIN:
                return self.origin is not None
            case Question.DESTINATION:
                return self.destination is not None
            case Question.LANGUAGE:
                return bool(self.languages or self.interpreter)
            case _:
                return not self.guided or step in self.answered

    def _about_time(self) -> Question:
        match self.pending:
            case Choice():
                return Question.CHOICE
            case Day(sure=date()):
                return Question.HOUR if self.hour is None else Question.QUARTER
            case _:
                return Question.DAY

    def table(self) -> Seats:
        """The slots as they are wanted: the kind's, unless they were changed. A role left out has no seats."""
        if self.kind is None:
            return ()
        if not self.seats:
            return SLOTS[self.kind]
        changed = {role: (low, high) for role, low, high in self.seats}
        return tuple((role, *changed.get(role, (0, 0))) for role, _, _ in SLOTS[self.kind])

    def done(self, question: Question) -> Draft:
        """With a question answered; it is not asked again unless somebody goes back to it."""
        answered = self.answered if question in self.answered else (*self.answered, question)
        return replace(self, answered=answered, asked=None)

    @property
    def detail(self) -> Details:
        """The party that the preview's buttons change."""
        return self.details[min(self.party, len(self.details) - 1)]

    def with_detail(self, field: str, text: str) -> Draft:
        index = min(self.party, len(self.details) - 1)
        changed = replace(self.details[index], **{field: text})
        return replace(self, details=(*self.details[:index], changed, *self.details[index + 1 :]))

    def placed(self, question: Question, town: str) -> Draft:
        """With a public place chosen; words that were typed beside it become the private street."""
        words = self.origin_words if question is Question.ORIGIN else self.destination_words
        draft = self
        if words:
            draft = self.with_detail("street", "; ".join(part for part in (self.detail.street, words) if part))
        draft = replace(draft, asked=None, all_places=False)
        if question is Question.ORIGIN:
            return replace(draft, origin=town, origin_words="")
        return replace(draft, destination=town, destination_words="")


@dataclass(frozen=True)
class Read:
    """A draft with what could be read, and what could not."""

    draft: Draft
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Unfinished:
    """A draft as coordinators list it: whose it is, what kind and which day, nothing private.

    `editing`: it changes a request that is posted already.
    """

    id: int
    owner: str
    kind: Kind | None
    day: date | None
    editing: bool


# --- going back ------------------------------------------------------------------------------------------------------


def back(draft: Draft) -> Draft:
    """One step back: to the question before, or, where a field was being changed, to the preview."""
    question = draft.question()
    if question is Question.QUARTER:
        return replace(draft, hour=None)
    if question in (Question.HOUR, Question.CHOICE):
        return replace(draft, pending=None, hour=None, asked=None if draft.starts_at is None else Question.DAY)
    if question is Question.RETURN:
        return replace(draft, asked=Question.NEEDS)
    if question is Question.UNTIL:
        return replace(draft, asked=None)
    if question is not None and not draft.guided:
        return replace(draft, pending=None if draft.starts_at is not None else draft.pending, asked=None)
    before = _step_before(draft, question)
    if before is not None:
        return replace(draft, asked=before, hour=None)
    unchanged = replace(draft, pending=None, asked=None)
    return unchanged if unchanged.question() is None else draft  # the first step, changed from the preview


def can_go_back(draft: Draft) -> bool:
    """Whether there is anything to go back to."""
    return back(draft) != draft


def _step_before(draft: Draft, question: Question | None) -> Question | None:
    if draft.kind is None:
        return None
    steps = STEPS[draft.kind]
    if question is None or question is Question.FIELDS:
        return steps[-1]
    index = steps.index(question) if question in steps else 0
    return steps[index - 1] if index else None


# --- the time --------------------------------------------------------------------------------------------------------


def with_time(draft: Draft, reading: Reading, now: datetime, zone: ZoneInfo, policy: Policy) -> Read:
    """The draft with what a typed phrase says of the time, joined to what was known of it before."""
    if isinstance(reading, Clock) and isinstance(draft.pending, Day) and draft.pending.sure is not None:
        reading = on_day(_lengthened(reading, draft.pending), draft.pending.sure, now, zone, policy.furthest)
    elif isinstance(reading, Day) and isinstance(draft.pending, Clock) and reading.sure is not None:
        reading = on_day(_lengthened(draft.pending, reading), reading.sure, now, zone, policy.furthest)
    match reading:
        case Unread(problem):
            return Read(draft, (problem,))
        case Certain(span):
            return Read(starting(draft, span, policy))
        case _:
            return Read(replace(draft, pending=reading, hour=None, asked=None))


def _lengthened(clock: Clock, day: Day) -> Clock:
    return clock if clock.length is not None else replace(clock, length=day.length)


def starting(draft: Draft, span: Span, policy: Policy) -> Draft:
    """With the start settled; where no end was said, it takes as long as before, or as is usual."""
    length = timedelta(seconds=draft.length) if draft.length else usual_length(draft.kind or Kind.RIDE, policy)
    ends_at = span.ends_at or span.starts_at + length
    return replace(draft, starts_at=span.starts_at, ends_at=ends_at, part=None, pending=None, hour=None, asked=None)


def on_chosen_day(draft: Draft, day: date, now: datetime, zone: ZoneInfo, policy: Policy) -> Read:
    """A day was tapped: the hour known before is put on it, or is asked next."""
    return with_time(draft, Day((day,)), now, zone, policy)


def at_quarter(draft: Draft, minute: int, now: datetime, zone: ZoneInfo, policy: Policy) -> Read:
    """The hour and the quarter were tapped."""
    clock = Clock(((time(draft.hour or 0, minute), None),))
    read = with_time(draft, clock, now, zone, policy)
    return replace(read, draft=replace(read.draft, hour=None)) if read.problems else read


def to_be_confirmed(draft: Draft, part: DayPart, now: datetime, zone: ZoneInfo) -> Read:
    """The day is known, the hour will be: start and end are the bounds of that part of the day."""
    day = draft.pending.sure if isinstance(draft.pending, Day) else None
    if day is None:
        return Read(draft)
    (starts_at, ends_at) = (instants(day, hour, zone)[-1] for hour in PART_HOURS[part])
    if ends_at <= now:
        return Read(draft, (Problem.PAST,))
    return Read(replace(draft, starts_at=starts_at, ends_at=ends_at, part=part, pending=None, hour=None, asked=None))


def still_ahead(draft: Draft, now: datetime) -> bool:
    """Whether the draft's time has not passed while it was being written."""
    moment = draft.starts_at if draft.part is None else draft.ends_at
    return moment is not None and moment > now


# --- needs -----------------------------------------------------------------------------------------------------------


def toggled(draft: Draft, need: str) -> Draft:
    """One tap on a button of *Needs*: one of NEEDS, or the code of a language."""
    match need:
        case "child":
            return replace(draft, child_seats=(draft.child_seats + 1) % (MOST_CHILD_SEATS + 1))
        case "wheelchair":
            return replace(draft, wheelchair=not draft.wheelchair)
        case "wait":
            return replace(draft, waits=not draft.waits)
        case "interpreter":
            return replace(draft, interpreter=not draft.interpreter)
        case "return":
            following = {Return.NONE: Return.FINISHED, Return.FINISHED: Return.TIME, Return.TIME: Return.NONE}
            returns = following[draft.returns]
            asked = Question.RETURN if returns is Return.TIME else draft.asked
            return replace(draft, returns=returns, return_clock=None, asked=asked)
        case code:
            return with_language(draft, code, toggle=True)


def with_language(draft: Draft, code: str, *, toggle: bool = False) -> Draft:
    """With a language that is needed; toggled, a second tap takes it away."""
    languages = set(draft.languages) ^ {code} if toggle else {*draft.languages, code}
    return replace(draft, languages=tuple(sorted(languages)))


def returning_at(draft: Draft, at: time) -> Draft:
    return replace(draft, returns=Return.TIME, return_clock=at, asked=Question.NEEDS if draft.guided else None)


# --- from and to a request -------------------------------------------------------------------------------------------


def request_of(
    draft: Draft,
    common: Sequence[str],
    zone: ZoneInfo,
    *,
    contact_id: int = 0,
    now: datetime | None = None,
    new_id: Callable[[], int] = lambda: 0,
) -> Request:
    """The request this draft makes. Raises ValueError while something is missing.

    Languages outside `common` are not named: they make it "interpreter needed". Without `new_id` it is a
    picture of the request, for a preview.
    """
    if draft.kind is None or draft.starts_at is None or draft.ends_at is None:
        raise ValueError("a draft with a question cannot be posted")
    wanted = [(role, low, high) for role, low, high in draft.table() if high]
    return Request(
        id=new_id(),
        kind=draft.kind,
        state=RequestState.OPEN,
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        part=draft.part,
        duty=draft.duty,
        origin=draft.origin,
        destination=draft.destination,
        passengers=draft.passengers,
        child_seats=draft.child_seats,
        wheelchair=draft.wheelchair,
        returns=draft.returns,
        return_at=_return_at(draft, zone),
        waits=draft.waits,
        languages=tuple(code for code in draft.languages if code in common),
        interpreter=draft.interpreter or any(code not in common for code in draft.languages),
        contact_id=contact_id,
        posted_at=now or draft.starts_at,
        version=1,
        slots=tuple(Slot(new_id(), role, place, low, high) for place, (role, low, high) in enumerate(wanted)),
        parties=tuple(Party(party_id) for party_id in sorted(new_id() for _ in draft.details)),
    )


def _return_at(draft: Draft, zone: ZoneInfo) -> datetime | None:
    if draft.returns is not Return.TIME or draft.return_clock is None or draft.starts_at is None:
        return None
    found = instants(local_day(draft.starts_at, zone), draft.return_clock, zone)
    return found[-1] if found else None


def private_note(draft: Draft, common: Sequence[str]) -> str:
    """What only the claimer learns of the languages: those too rare for a card."""
    rare = [code for code in draft.languages if code not in common]
    words = [part for part in (", ".join(rare), draft.language_words) if part]
    return f"🗣 {', '.join(words)}" if words else ""


def draft_of(request: Request, details: Sequence[Details], zone: ZoneInfo) -> Draft:
    """The draft that would make this request, complete and with its details."""
    return Draft(
        kind=request.kind,
        duty=request.duty,
        starts_at=request.starts_at,
        ends_at=request.ends_at,
        part=request.part,
        length=int((request.ends_at - request.starts_at).total_seconds()) if request.part is None else None,
        origin=request.origin,
        destination=request.destination,
        passengers=request.passengers,
        child_seats=request.child_seats,
        wheelchair=request.wheelchair,
        returns=request.returns,
        return_clock=request.return_at.astimezone(zone).time() if request.return_at else None,
        waits=request.waits,
        languages=request.languages,
        interpreter=request.interpreter,
        seats=tuple((slot.role, slot.minimum, slot.maximum) for slot in request.slots),
        details=tuple(details) or (Details(),),
    )


def once_more(request: Request, details: Sequence[Details], zone: ZoneInfo) -> Draft:
    """The same on another day: only the day is asked; a time that was never confirmed is asked too."""
    draft = draft_of(request, details, zone)
    clock = None
    if request.part is None:
        wall = [moment.astimezone(zone).time() for moment in (request.starts_at, request.ends_at)]
        same_day = local_day(request.starts_at, zone) == local_day(request.ends_at, zone)
        clock = Clock(((wall[0], wall[1] if same_day else None),))
    return replace(draft, starts_at=None, ends_at=None, part=None, pending=clock)
