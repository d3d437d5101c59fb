"""An unfinished training or event: what is known, what is still to ask, and the sessions it makes.

In the manner of `bot.rules.drafts`: the draft is the conversation's state, and editing is a draft with a `base`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.rules.dates import Choice, Clock, Day, Span
from bot.rules.model import Qualification, Session, SessionKind, SessionState, Whereabouts
from bot.rules.moments import instants, local_day
from bot.rules.policy import Policy

MOST_WEEKS = 12
MOST_DATES = 12
MOST_PARTS = 3


class Ask(StrEnum):
    """What the next tap, or the next private message of the draft's owner, answers."""

    TOPIC = "topic"
    TITLE = "title"
    DAY = "day"
    CHOICE = "choice"
    HOUR = "hour"
    QUARTER = "quarter"
    WEEKS = "weeks"
    PLACE = "place"
    LINK = "link"
    LANGUAGE = "language"
    CAPACITY = "capacity"
    TRAINER = "trainer"
    PART = "part"
    """Which training follows on the same evening."""
    FIELDS = "fields"


STEPS = (
    Ask.TOPIC,
    Ask.TITLE,
    Ask.DAY,
    Ask.WEEKS,
    Ask.PLACE,
    Ask.LINK,
    Ask.LANGUAGE,
    Ask.CAPACITY,
    Ask.TRAINER,
)
"""What the wizard asks, in order. A typed line is asked only what it leaves out."""


@dataclass(frozen=True)
class SessionDraft:
    """A training or event on its way to the group.

    `parts` are the trainings of one evening, with the seconds from its start at which each begins (None: when the
    one before ends). `spans` are the dates, all with the same parts; `weekly` repeats the first for `weeks` weeks.
    `place_words` were typed and are no public place; nobody sees them until somebody says who may. `venue` and
    `link` are for those who go. `trainer_words` is who was typed as the trainer and is not found yet.
    """

    kind: SessionKind = SessionKind.TRAINING
    parts: tuple[tuple[Qualification, int | None], ...] = ()
    title: str = ""
    spans: tuple[Span, ...] = ()
    pending: Choice | Day | Clock | None = None
    hour: int | None = None
    length: int | None = None
    weekly: bool = False
    weeks: int | None = None
    place: str | None = None
    place_words: str = ""
    venue: str = ""
    link: str = ""
    online: bool = False
    languages: tuple[str, ...] = ()
    capacity: int | None = None
    trainer_id: int | None = None
    trainer_words: str = ""
    guided: bool = False
    answered: tuple[Ask, ...] = ()
    asked: Ask | None = None
    base: SessionDraft | None = None

    def question(self) -> Ask | None:
        """The next thing to ask; None when it can be posted."""
        if self.asked is not None:
            return self.asked
        return next((self._exactly(step) for step in STEPS if not self._settled(step)), None)

    def _settled(self, step: Ask) -> bool:
        match step:
            case Ask.TOPIC:
                return self.kind is SessionKind.EVENT or bool(self.parts)
            case Ask.TITLE:
                return self.kind is SessionKind.TRAINING or bool(self.title)
            case Ask.DAY:
                return bool(self.spans) and self.pending is None
            case Ask.WEEKS:
                return not self.weekly or self.weeks is not None
            case Ask.PLACE:
                return not self.place_words and (self.place is not None or bool(self.venue) or self.online)
            case Ask.LINK:
                return not self.online or bool(self.link) or step in self.answered
            case Ask.TRAINER if self.trainer_words:
                return False
            case _:
                return not self.guided or step in self.answered

    def _exactly(self, step: Ask) -> Ask:
        if step is not Ask.DAY:
            return step
        match self.pending:
            case Choice():
                return Ask.CHOICE
            case Day() as day if day.sure is not None:
                return Ask.HOUR if self.hour is None else Ask.QUARTER
            case _:
                return Ask.DAY

    def done(self, step: Ask) -> SessionDraft:
        """With a question answered; it is not asked again unless somebody goes back to it."""
        answered = self.answered if step in self.answered else (*self.answered, step)
        return replace(self, answered=answered, asked=None)

    @property
    def private(self) -> Whereabouts:
        return Whereabouts(self.venue, self.link)


def back(draft: SessionDraft) -> SessionDraft:
    """One step back: to the question before, or, where a field was being changed, to the preview."""
    question = draft.question()
    if question is Ask.QUARTER:
        return replace(draft, hour=None)
    if question in (Ask.HOUR, Ask.CHOICE):
        return replace(draft, pending=None, hour=None, asked=Ask.DAY if draft.spans else None)
    if question is not None and not draft.guided:
        pending = None if draft.spans else draft.pending
        return replace(draft, asked=None, pending=pending, trainer_words="")
    steps = [step for step in STEPS if _belongs(draft, step)]
    if question is None or question not in steps:
        return replace(draft, asked=steps[-1])
    index = steps.index(question)
    return draft if index == 0 else replace(draft, asked=steps[index - 1], hour=None, pending=None)


def _belongs(draft: SessionDraft, step: Ask) -> bool:
    match step:
        case Ask.TOPIC:
            return draft.kind is SessionKind.TRAINING
        case Ask.TITLE:
            return draft.kind is SessionKind.EVENT
        case Ask.WEEKS:
            return draft.weekly
        case Ask.LINK:
            return draft.online
        case _:
            return True


# --- what it makes ---------------------------------------------------------------------------------------------------


def dates(draft: SessionDraft, zone: ZoneInfo) -> tuple[Span, ...]:
    """Every date: those that were listed, or the first once a week, at the same hour on the wall."""
    if not draft.weekly or not draft.spans:
        return tuple(sorted(draft.spans, key=lambda span: span.starts_at))
    first = draft.spans[0]
    found = []
    for week in range(draft.weeks or 1):
        starts_at = _weeks_later(first.starts_at, week, zone)
        found.append(replace(first, starts_at=starts_at, ends_at=_later(first, starts_at)))
    return tuple(found)


def _weeks_later(moment: datetime, weeks: int, zone: ZoneInfo) -> datetime:
    """The same wall time; where spring leaves that hour out, the next one that exists."""
    day = local_day(moment, zone) + timedelta(weeks=weeks)
    found = instants(day, moment.astimezone(zone).time(), zone)
    return found[0] if found else moment + timedelta(weeks=weeks)


def _later(span: Span, starts_at: datetime) -> datetime | None:
    return None if span.ends_at is None else starts_at + (span.ends_at - span.starts_at)


def sessions_of(
    draft: SessionDraft,
    policy: Policy,
    zone: ZoneInfo,
    *,
    contact_id: int = 0,
    now: datetime | None = None,
    new_id: Callable[[], int] = lambda: 0,
) -> tuple[Session, ...]:
    """The sessions this draft makes, one for each part of each date. Without `new_id` a picture, for a preview."""
    made: list[Session] = []
    for span in dates(draft, zone):
        evening_id = new_id()
        for qualification, starts_at, ends_at in _parts(draft, span, policy):
            made.append(
                Session(
                    id=new_id(),
                    evening_id=evening_id,
                    kind=draft.kind,
                    state=SessionState.OPEN,
                    starts_at=starts_at,
                    ends_at=ends_at,
                    contact_id=contact_id,
                    posted_at=now or span.starts_at,
                    qualification=qualification,
                    title=draft.title,
                    place=draft.place,
                    private_place=bool(draft.venue),
                    online=bool(draft.link) or draft.online,
                    languages=draft.languages,
                    capacity=draft.capacity,
                    trainer_id=draft.trainer_id,
                )
            )
    return tuple(made)


def _parts(draft: SessionDraft, span: Span, policy: Policy) -> list[tuple[Qualification | None, datetime, datetime]]:
    """Each part with its times: one after the other, sharing the time that was given, else of the usual length."""
    wanted: tuple[tuple[Qualification | None, int | None], ...] = draft.parts or ((None, None),)
    if span.ends_at is not None:
        length = (span.ends_at - span.starts_at) / len(wanted)
    else:
        length = timedelta(seconds=draft.length) if draft.length else policy.session
    found = []
    at = span.starts_at
    for qualification, offset in wanted:
        starts_at = at if offset is None else span.starts_at + timedelta(seconds=offset)
        at = starts_at + length
        found.append((qualification, starts_at, at))
    return found


def draft_of(session: Session, private: Whereabouts) -> SessionDraft:
    """A posted session as a draft, to be changed."""
    return SessionDraft(
        kind=session.kind,
        parts=((session.qualification, None),) if session.qualification is not None else (),
        title=session.title,
        spans=(Span(session.starts_at, session.ends_at),),
        place=session.place,
        venue=private.venue,
        link=private.link,
        online=session.online,
        languages=session.languages,
        capacity=session.capacity,
        trainer_id=session.trainer_id,
        answered=(Ask.LINK,),
    )


def still_ahead(draft: SessionDraft, now: datetime) -> bool:
    """Whether no date has passed while it was being written."""
    return bool(draft.spans) and all(span.starts_at > now for span in draft.spans)
