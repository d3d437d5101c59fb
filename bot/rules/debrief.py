"""The short report after an accompaniment: what is asked, in order, and what each answer leads to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.rules.dates import Certain, Day, read_date
from bot.rules.day import can_say, home_settled_at, leading
from bot.rules.drafts import Draft, with_time
from bot.rules.model import Claim, ClaimState, Kind, Request
from bot.rules.policy import Policy
from bot.rules.problems import Problem
from bot.rules.typed import LONGEST_TEXT, clean, has_a_number, looks_private


class Step(StrEnum):
    """The question a debrief is at."""

    HAPPENED = "happened"
    HOME = "home"
    NEXT = "next"
    WHEN = "when"
    WANTS = "wants"
    WORDS = "words"
    DONE = "done"


class Want(StrEnum):
    """Follow-up that somebody needs."""

    LAWYER = "lawyer"
    FAMILY = "family"
    RIDE = "ride"
    SUPPORT = "support"
    CALL_ME = "call_me"


SOUNDS = frozenset({Want.LAWYER, Want.CALL_ME})
"""What makes a sound when coordinators hear that a report needs somebody."""


@dataclass(frozen=True)
class Debrief:
    """What the lead accompanier has said so far; `words` are theirs, without any number or street. `when` is the next
    date on the center's wall, such as `2026-12-15 09:00` or `2026-12-15`; empty: not known exactly.
    """

    request_id: int
    person_id: int
    step: Step = Step.HAPPENED
    happened: str | None = None
    home: bool | None = None
    next_known: bool | None = None
    wants: tuple[Want, ...] = ()
    words: str = ""
    when: str = ""


def asks_debrief(request: Request) -> bool:
    """Only an accompaniment is reported on."""
    return request.kind is Kind.ACCOMPANIMENT and request.part is None


def lead(request: Request) -> Claim | None:
    """The one who is asked: whoever leads of those who were there and can answer."""
    return leading(request, _there(request))


def _there(request: Request) -> list[Claim]:
    """The seats of everybody who was there and can answer, also once the request is over."""
    been = (ClaimState.ACTIVE, ClaimState.DONE)
    return [claim for claim in request.claims if claim.state in been and claim.leaving_at is None and can_say(claim)]


def asked_at(request: Request, policy: Policy) -> datetime:
    """Once it stands that everyone is home; without word of that, some time after the end."""
    return request.lasts_until + policy.debrief if request.home_at is None else home_settled_at(request, policy)


def with_word_of_home(debrief: Debrief, request: Request) -> Debrief:
    """Where somebody has said that everyone is home, the report need not ask."""
    if request.home_at is None or debrief.home is not None:
        return debrief
    return replace(debrief, home=True)


def answered(debrief: Debrief, answer: str) -> Debrief | None:
    """The debrief after a tap; None when the button does not fit the question it is at."""
    match debrief.step:
        case Step.HAPPENED if answer in ("yes", "no", "postponed"):
            following = Step.HOME if answer == "yes" and debrief.home is None else Step.NEXT
            return replace(debrief, happened=answer, step=following)
        case Step.HOME if answer in ("yes", "no"):
            return replace(debrief, home=answer == "yes", step=Step.NEXT)
        case Step.NEXT if answer in ("yes", "no"):
            return replace(debrief, next_known=answer == "yes", step=Step.WHEN if answer == "yes" else Step.WANTS)
        case Step.WHEN if answer == "unknown":
            return replace(debrief, step=Step.WANTS)
        case Step.WANTS if answer in list(Want):
            want = Want(answer)
            wants = tuple(w for w in Want if (w in debrief.wants) != (w is want))
            return replace(debrief, wants=wants)
        case Step.WANTS if answer == "done":
            return replace(debrief, step=Step.WORDS)
        case Step.WORDS if answer == "done":
            return replace(debrief, step=Step.DONE)
        case _:
            return None


def read_words(text: str) -> str | Problem:
    """Free words as they may be kept: nothing that looks like an A-number, a phone number or an address."""
    text = clean(text)
    if len(text) > LONGEST_TEXT:
        return Problem.TOO_LONG
    if has_a_number(text):
        return Problem.A_NUMBER
    return Problem.LOOKS_PRIVATE if looks_private(text) else text


def read_when(text: str, now: datetime, zone: ZoneInfo, policy: Policy) -> str | None:
    """The next date as it is kept; None where the words do not mean one day for certain."""
    match read_date(clean(text), now, zone, policy.furthest):
        case Certain(span):
            return span.starts_at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
        case Day() as day if day.sure is not None:
            return day.sure.isoformat()
        case _:
            return None


def dated(draft: Draft, debrief: Debrief, now: datetime, zone: ZoneInfo, policy: Policy) -> Draft:
    """The draft of the next date, with what of it is known."""
    if not debrief.when:
        return draft
    return with_time(draft, read_date(debrief.when, now, zone, policy.furthest), now, zone, policy).draft


def needs_somebody(debrief: Debrief) -> bool:
    """Whether a coordinator has to read it: it did not take place, not everyone is home, or somebody wants something.

    A report of an accompaniment that went well asks for nobody.
    """
    went_well = debrief.happened in (None, "yes") and debrief.home is not False
    return not went_well or bool(debrief.wants) or bool(debrief.words)


def sounds(debrief: Debrief) -> bool:
    """Whether it cannot wait until somebody looks at the group."""
    return debrief.home is False or not SOUNDS.isdisjoint(debrief.wants)


def others(request: Request, debrief: Debrief) -> tuple[Claim, ...]:
    """Everybody else who was there: "anything to add?"."""
    seen: dict[int, Claim] = {}
    for claim in _there(request):
        if claim.person_id != debrief.person_id:
            seen.setdefault(claim.person_id, claim)
    return tuple(seen.values())
