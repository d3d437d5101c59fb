"""Who is asked: backups in order, one for each open seat; and volunteers about what misses people."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.rules import backups, offers
from bot.rules.model import (
    Backup,
    Grant,
    Kind,
    Offer,
    OfferKind,
    OfferState,
    Party,
    Qualification,
    Reach,
    Request,
    RequestState,
    Role,
    Slot,
)
from bot.rules.offers import Candidate, Wishes
from bot.rules.travel import Busy
from tests.clock import EASTERN
from tests.rules.samples import (
    DRIVER,
    ENDS,
    ME,
    MEMBER,
    NOW,
    OTHER,
    POLICY,
    SECOND,
    STARTS,
    THIRD,
    TWO_DRIVERS,
    claimed,
    driver,
    ride,
)

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ANSWERED = (OfferState.ASKED, OfferState.YES, OfferState.NO)
FIRST, SECOND_ONE = Backup(DRIVER, OTHER, NOW - HOUR), Backup(DRIVER, THIRD, NOW - MINUTE)


PAUSED = (Party(1, MEMBER, NOW, paused_at=NOW),)


def wall(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=EASTERN).astimezone(UTC)


def offer(person: int = OTHER, state: OfferState = OfferState.ASKED, **changes: Any) -> Offer:
    made = Offer(100 + person, DRIVER, person, state, NOW, NOW + 30 * MINUTE)
    return replace(made, **changes)


# --- backups ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("request_", "asked"),
    [
        pytest.param(ride(claimed(leaving_at=NOW), backups=(SECOND_ONE, FIRST)), [OTHER], id="in order, one a seat"),
        pytest.param(ride(claimed(), backups=(FIRST,)), [], id="no seat is open"),
        pytest.param(ride(backups=(FIRST, SECOND_ONE), slots=TWO_DRIVERS), [OTHER, THIRD], id="two seats"),
        pytest.param(ride(backups=(FIRST, SECOND_ONE), offers=(offer(),)), [], id="one is asked already"),
        pytest.param(ride(backups=(FIRST, SECOND_ONE), offers=(offer(state=OfferState.NO),)), [THIRD], id="the next"),
        pytest.param(
            ride(backups=(FIRST, SECOND_ONE), offers=(offer(state=OfferState.LAPSED),)), [OTHER], id="was not needed"
        ),
        pytest.param(
            ride(backups=(SECOND_ONE,), offers=(offer(state=OfferState.LAPSED),)), [THIRD], id="did not answer"
        ),
        pytest.param(
            ride(backups=(FIRST,), offers=(offer(state=OfferState.NO, asked_at=NOW - 2 * HOUR),)),
            [OTHER],
            id="who stands by anew after a no",
        ),
        pytest.param(ride(backups=(FIRST,), offers=(offer(THIRD, kind=OfferKind.WAVE),)), [OTHER], id="beside a wave"),
        pytest.param(ride(backups=(FIRST,), state=RequestState.CANCELLED), [], id="cancelled"),
        pytest.param(ride(backups=(FIRST,), parties=PAUSED), [], id="plans may have changed"),
    ],
)
def test_which_backups_are_asked(request_: Request, asked: list[int]) -> None:
    assert [each.backup.person_id for each in backups.to_ask(request_, NOW, POLICY, EASTERN)] == asked


def test_after_the_start_no_backup_is_asked() -> None:
    request = ride(backups=(FIRST,))
    assert backups.to_ask(request, STARTS - SECOND, POLICY, EASTERN)
    assert not backups.to_ask(request, STARTS, POLICY, EASTERN)


@pytest.mark.parametrize(
    ("now", "starts", "asked", "until"),
    [
        pytest.param("2026-12-02 12:00", "2026-12-03 09:00", "2026-12-02 12:00", "2026-12-02 12:30", id="calm"),
        pytest.param("2026-12-03 11:00", "2026-12-03 14:00", "2026-12-03 11:00", "2026-12-03 11:30", id="three hours"),
        pytest.param("2026-12-03 11:01", "2026-12-03 14:00", "2026-12-03 11:01", "2026-12-03 11:11", id="less"),
        pytest.param("2026-12-03 13:55", "2026-12-03 14:00", "2026-12-03 13:55", "2026-12-03 14:00", id="not past it"),
        pytest.param("2026-12-02 21:00", "2026-12-03 14:00", "2026-12-03 08:00", "2026-12-03 08:30", id="at eight"),
        pytest.param("2026-12-03 03:00", "2026-12-03 09:00", "2026-12-03 08:00", "2026-12-03 08:10", id="an hour"),
        pytest.param("2026-12-03 03:00", "2026-12-03 08:59", "2026-12-03 03:00", "2026-12-03 06:59", id="it is not"),
        pytest.param("2026-12-03 03:00", "2026-12-03 06:00", "2026-12-03 03:00", "2026-12-03 04:00", id="for 6 am"),
        pytest.param("2026-12-03 07:59", "2026-12-03 14:00", "2026-12-03 08:00", "2026-12-03 08:30", id="nearly"),
        pytest.param("2026-12-02 20:59", "2026-12-03 14:00", "2026-12-02 20:59", "2026-12-02 21:29", id="before nine"),
        pytest.param("2026-10-31 22:00", "2026-11-01 14:00", "2026-11-01 08:00", "2026-11-01 08:30", id="25 hours"),
        pytest.param("2027-03-13 22:00", "2027-03-14 14:00", "2027-03-14 08:00", "2027-03-14 08:30", id="23 hours"),
    ],
)
def test_when_and_until_when(now: str, starts: str, asked: str, until: str) -> None:
    begins = wall(starts)
    request = ride(backups=(FIRST,), starts_at=begins, ends_at=begins + HOUR)
    (ask,) = backups.to_ask(request, wall(now), POLICY, EASTERN)
    assert (ask.at, ask.until) == (wall(asked), wall(until))


@pytest.mark.parametrize(
    ("request_", "ended"),
    [
        pytest.param(ride(offers=(offer(),)), [], id="the seat is open"),
        pytest.param(ride(claimed(), offers=(offer(),)), [OTHER], id="it is taken"),
        pytest.param(
            ride(offers=(offer(THIRD, asked_at=NOW + MINUTE), offer())), [THIRD], id="one seat: who was asked last goes"
        ),
        pytest.param(
            ride(offers=(offer(kind=OfferKind.WAVE), offer(THIRD, kind=OfferKind.WAVE))), [], id="many may be asked"
        ),
        pytest.param(
            ride(claimed(), offers=(offer(kind=OfferKind.WAVE), offer(THIRD, kind=OfferKind.WAVE))),
            [OTHER, THIRD],
            id="until it is taken",
        ),
        pytest.param(ride(offers=(offer(),), state=RequestState.CANCELLED), [OTHER], id="cancelled"),
        pytest.param(ride(offers=(offer(kind=OfferKind.WAVE),), state=RequestState.OVER), [OTHER], id="over"),
        pytest.param(ride(claimed(), offers=(offer(state=OfferState.NO),)), [], id="answered is answered"),
        pytest.param(
            ride(offers=(offer(),), slots=(replace(TWO_DRIVERS[0], minimum=0, maximum=0),)), [OTHER], id="seat gone"
        ),
    ],
)
def test_which_questions_end(request_: Request, ended: list[int]) -> None:
    assert [each.person_id for each in backups.no_longer_needed(request_)] == ended


# --- volunteers -------------------------------------------------------------------------------------------------------

WEEK = STARTS - 6 * DAY


def candidate(person_id: int = ME, **changes: Any) -> Candidate:
    return replace(Candidate(driver(id=person_id)), **changes)


THE_SLOT = ride().slots[0]
INTERPRETING = ride(kind=Kind.INTERPRETING, slots=(Slot(DRIVER, Role.INTERPRETER, 0, 1, 1),))


@pytest.mark.parametrize(
    ("changes", "fits"),
    [
        pytest.param({}, True, id="anybody who may"),
        pytest.param({"wishes": Wishes(off=True)}, False, id="wants no offers"),
        pytest.param({"person": driver(reach=Reach.NO)}, False, id="cannot be written to"),
        pytest.param({"person": driver(promised_at=None)}, False, id="has not promised"),
        pytest.param({"person": driver(grants=())}, False, id="is not trained"),
        pytest.param({"person": driver(paused_until=STARTS)}, False, id="pauses"),
        pytest.param({"person": driver(id=MEMBER)}, False, id="asked for it themselves"),
        pytest.param({"not_before": WEEK + SECOND}, False, id="not this week"),
        pytest.param({"not_before": WEEK}, True, id="the week is over"),
        pytest.param({"wishes": Wishes(towns=("Holyoke",))}, True, id="where it begins"),
        pytest.param({"wishes": Wishes(towns=("Amherst",))}, True, id="where it ends"),
        pytest.param({"wishes": Wishes(towns=("Boston",))}, False, id="another town"),
        pytest.param({"wishes": Wishes(days=(3,))}, True, id="on Thursdays"),
        pytest.param({"wishes": Wishes(days=(2, 4))}, False, id="on other days"),
        pytest.param({"busy": (Busy(STARTS, ENDS),)}, False, id="busy"),
        pytest.param({"busy": (Busy(STARTS - 2 * HOUR, STARTS - HOUR, "Boston", "Boston"),)}, False, id="too far away"),
        pytest.param({"languages": frozenset({"fr"})}, True, id="a driver needs no language"),
    ],
)
def test_whom_it_fits(changes: dict[str, Any], fits: bool) -> None:
    assert offers.fits(ride(), THE_SLOT, candidate(**changes), WEEK, POLICY, EASTERN) is fits


@pytest.mark.parametrize(
    "request_",
    [
        ride(claimed(leaving_at=NOW)),
        ride(backups=(Backup(DRIVER, ME, NOW),)),
        *(ride(offers=(offer(ME, state, kind=OfferKind.WAVE),)) for state in ANSWERED),
        *(ride(offers=(offer(ME, state),)) for state in OfferState),
    ],
    ids=["left it", "stands by", *(f"said {s}" for s in ANSWERED), *(f"as a backup {s}" for s in OfferState)],
)
def test_nobody_is_asked_twice_about_one_request(request_: Request) -> None:
    assert not offers.fits(request_, THE_SLOT, candidate(), WEEK, POLICY, EASTERN)


def test_who_was_only_not_needed_is_asked_again() -> None:
    told = ride(offers=(offer(ME, OfferState.LAPSED, kind=OfferKind.WAVE),))
    assert offers.fits(told, THE_SLOT, candidate(), WEEK, POLICY, EASTERN)


@pytest.mark.parametrize(("spoken", "fits"), [((), True), (("es",), True), (("fr",), False), (("en", "es"), True)])
def test_an_interpreter_speaks_the_language_or_has_not_said(spoken: tuple[str, ...], fits: bool) -> None:
    slot = INTERPRETING.slots[0]
    trained = driver(grants=(Grant(Qualification.INTERPRETING, NOW),))
    whoever = Candidate(trained, languages=frozenset(spoken))
    assert offers.fits(INTERPRETING, slot, whoever, WEEK, POLICY, EASTERN) is fits


@pytest.mark.parametrize(
    ("request_", "now", "missing"),
    [
        (ride(), STARTS - 10 * DAY, 1),
        (ride(), STARTS - 10 * DAY - SECOND, 0),
        (ride(), STARTS - SECOND, 1),
        (ride(), STARTS, 0),
        (ride(claimed()), WEEK, 0),
        (ride(claimed(leaving_at=NOW)), WEEK, 1),
        (ride(backups=(FIRST,), offers=(offer(),)), WEEK, 0),
        (ride(state=RequestState.CANCELLED), WEEK, 0),
        (ride(parties=PAUSED), WEEK, 0),
        (ride(claimed(), slots=TWO_DRIVERS), WEEK, 0),
    ],
    ids=[
        "ten days",
        "too far ahead",
        "nearly",
        "begun",
        "enough",
        "leaving",
        "a backup is asked",
        "off",
        "plans may have changed",
        "one will do",
    ],
)
def test_what_people_are_asked_about(request_: Request, now: datetime, missing: int) -> None:
    assert len(offers.missing(request_, now, POLICY)) == missing


def asked(request: Request, crowd: list[Candidate], now: datetime = WEEK, *, urgent: bool = False) -> list[int]:
    return [each.person.id for each in offers.to_ask(request, THE_SLOT, crowd, now, POLICY, EASTERN, urgent=urgent)]


def test_least_lately_asked_or_busy_come_first_and_speakers_before_them() -> None:
    crowd = [
        candidate(11, last_asked=NOW),
        candidate(12, last_asked=NOW - DAY),
        candidate(13, last_seat=NOW - HOUR),
        candidate(14),
        candidate(15, last_asked=NOW, languages=frozenset({"es", "pt"})),
        candidate(16, last_asked=NOW - 3 * DAY, last_seat=NOW - 2 * HOUR),
    ]
    assert asked(ride(), crowd) == [15, 14, 12, 16, 13]


def test_so_many_at_one_time_and_the_next_when_those_have_had_time_to_think() -> None:
    crowd = [candidate(20 + n) for n in range(12)]
    thinking = tuple(offer(40 + n, kind=OfferKind.WAVE, asked_at=WEEK) for n in range(3))
    assert len(asked(ride(), crowd)) == 5
    assert len(asked(ride(offers=thinking), crowd, WEEK + 20 * HOUR - SECOND)) == 2
    assert len(asked(ride(offers=thinking), crowd, WEEK + 20 * HOUR)) == 5
    assert len(asked(ride(offers=thinking), crowd, WEEK + HOUR - SECOND, urgent=True)) == 2
    assert len(asked(ride(offers=thinking), crowd, WEEK + HOUR, urgent=True)) == 5
    said_no = tuple(replace(each, state=OfferState.NO) for each in thinking)
    assert len(asked(ride(offers=said_no), crowd)) == 5


@pytest.mark.parametrize(
    ("today", "wish", "urgent", "is_asked"),
    [
        (0, None, False, True),
        (1, None, False, False),
        (1, None, True, True),
        (2, 3, False, True),
        (3, 3, False, False),
        (0, 0, False, False),
    ],
)
def test_nobody_gets_more_messages_a_day_than_they_wish(
    today: int, wish: int | None, urgent: bool, is_asked: bool
) -> None:
    person = candidate(asked_today=today, wishes=Wishes(a_day=wish))
    assert asked(ride(), [person], urgent=urgent) == ([ME] if is_asked else [])


def test_answers_are_counted_by_people() -> None:
    several = (
        offer(OTHER, OfferState.NO),
        offer(OTHER, OfferState.NO, id=1),
        offer(THIRD),
        offer(ME, OfferState.LAPSED),
    )
    assert offers.answers(ride(offers=several)) == (1, 1)
