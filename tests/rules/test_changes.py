"""Edits: what differs, three ways merged, who would lose a seat, who sits where afterwards."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.changes import (
    ASKED_AGAIN,
    Field,
    Rebased,
    detail_changes,
    differing,
    public,
    rebased,
    reseated,
    slots_after,
    value,
    without_seat,
)
from bot.rules.drafts import Draft
from bot.rules.kinds import SLOTS, Seats
from bot.rules.model import Claim, ClaimState, DayPart, Details, Duty, Kind, Return, Role, Slot
from tests.rules.samples import (
    ACCOMPANIER,
    COURT,
    DRIVER,
    ENDS,
    ME,
    NOW,
    OTHER,
    STARTS,
    THIRD,
    THREE_DRIVERS,
    claimed,
    held,
    ride,
)

DAY = timedelta(days=1)
AS_POSTED = Draft(
    starts_at=STARTS,
    ends_at=ENDS,
    origin="Holyoke",
    destination="Amherst",
    passengers=2,
    languages=("es",),
    seats=SLOTS[Kind.RIDE],
    details=(Details(name="Ana", street="45 Elm St"),),
)

EACH: dict[Field, dict[str, Any]] = {
    Field.TIME: {"starts_at": STARTS + DAY, "ends_at": ENDS + DAY},
    Field.ORIGIN: {"origin": "Springfield"},
    Field.DESTINATION: {"destination": "Northampton"},
    Field.PEOPLE: {"passengers": 5},
    Field.CHILD_SEATS: {"child_seats": 2},
    Field.WHEELCHAIR: {"wheelchair": True},
    Field.RETURN: {"returns": Return.TIME, "return_clock": time(14)},
    Field.WAIT: {"waits": True},
    Field.LANGUAGES: {"languages": ("pt",)},
    Field.DUTY: {"duty": Duty.HOTLINE},
    Field.SEATS: {"seats": ((Role.DRIVER, 2, 2),)},
    Field.DETAILS: {"details": (Details(name="Eva"),)},
}
"""A change of each field."""


# --- what differs -----------------------------------------------------------------------------------------------------


def test_every_field_has_a_change_in_the_table() -> None:
    assert set(EACH) == set(Field)


@pytest.mark.parametrize("field", list(Field))
def test_each_field_is_told_alone(field: Field) -> None:
    assert differing(AS_POSTED, replace(AS_POSTED, **EACH[field])) == (field,)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, (), id="nothing"),
        pytest.param({"ends_at": ENDS + DAY}, (Field.TIME,), id="only the end"),
        pytest.param({"part": DayPart.MORNING}, (Field.TIME,), id="the hour is to be confirmed"),
        pytest.param({"interpreter": True}, (Field.LANGUAGES,), id="an interpreter"),
        pytest.param({"language_words": "Mam"}, (Field.LANGUAGES,), id="a language without a code"),
        pytest.param({"return_clock": time(14)}, (Field.RETURN,), id="the hour of the way back"),
        pytest.param({"seats": ()}, (), id="the kind's seats, unsaid"),
        pytest.param(
            {"details": (*AS_POSTED.details, Details())}, (Field.DETAILS,), id="another family, nothing known of it"
        ),
        pytest.param({"guided": True, "memo": "x", "party": 1, "length": 7}, (), id="what is only the conversation's"),
        pytest.param(
            {"passengers": 3, "origin": "Hadley", "details": (Details(),)},
            (Field.ORIGIN, Field.PEOPLE, Field.DETAILS),
            id="several, in the order in which they are told",
        ),
    ],
)
def test_what_differs(changes: dict[str, Any], expected: tuple[Field, ...]) -> None:
    assert differing(AS_POSTED, replace(AS_POSTED, **changes)) == expected
    assert differing(replace(AS_POSTED, **changes), AS_POSTED) == expected


def test_when_and_where_are_asked_again() -> None:
    assert {Field.TIME, Field.ORIGIN, Field.DESTINATION} == ASKED_AGAIN


def test_what_is_kept_to_tell_the_change_is_public() -> None:
    draft = replace(
        AS_POSTED, origin_words="casa de Ana", destination_words="church", language_words="Mam", memo="m", voice="v"
    )
    draft = replace(draft, base=draft)
    kept = public(draft)
    assert [
        field for field in Field if field is not Field.DETAILS and value(kept, field) != value(AS_POSTED, field)
    ] == []
    for private in ("details", "origin_words", "destination_words", "language_words", "memo", "voice", "base"):
        default = next(field.default for field in fields(Draft) if field.name == private)
        assert getattr(kept, private) == default, private


# --- two coordinators -------------------------------------------------------------------------------------------------


def edit(**changes: Any) -> Draft:
    """An edit that began when the request was as posted."""
    return replace(AS_POSTED, base=AS_POSTED, **changes)


@pytest.mark.parametrize(
    ("mine", "now", "merged", "theirs", "both"),
    [
        pytest.param({}, {}, {}, (), (), id="nobody changed anything"),
        pytest.param({"passengers": 3}, {}, {"passengers": 3}, (), (), id="only I did"),
        pytest.param({}, {"passengers": 4}, {"passengers": 4}, (Field.PEOPLE,), (), id="only they did"),
        pytest.param(
            {"passengers": 3}, {"origin": "Hadley"}, {"passengers": 3, "origin": "Hadley"}, (Field.ORIGIN,), (),
            id="each another field",
        ),
        pytest.param(
            {"passengers": 3}, {"passengers": 4}, {"passengers": 3}, (Field.PEOPLE,), (Field.PEOPLE,),
            id="both the same field: kept as here, and said",
        ),
        pytest.param(
            {"passengers": 4}, {"passengers": 4}, {"passengers": 4}, (Field.PEOPLE,), (), id="both to the same"
        ),
        pytest.param(
            {"ends_at": ENDS + DAY}, EACH[Field.TIME], {"ends_at": ENDS + DAY}, (Field.TIME,), (Field.TIME,),
            id="start and end belong together",
        ),
        pytest.param(
            {"waits": True}, {**EACH[Field.RETURN], "wheelchair": True},
            {"waits": True, **EACH[Field.RETURN], "wheelchair": True}, (Field.WHEELCHAIR, Field.RETURN), (),
            id="several of theirs",
        ),
        pytest.param(
            {"seats": ((Role.DRIVER, 2, 2),)}, {"details": (Details(phone="1"),)},
            {"seats": ((Role.DRIVER, 2, 2),), "details": (Details(phone="1"),)}, (Field.DETAILS,), (),
            id="details of theirs",
        ),
    ],
)  # fmt: skip
def test_two_edits_at_once(
    mine: dict[str, Any],
    now: dict[str, Any],
    merged: dict[str, Any],
    theirs: tuple[Field, ...],
    both: tuple[Field, ...],
) -> None:
    there = replace(AS_POSTED, **now)
    expected = replace(AS_POSTED, base=there if theirs else AS_POSTED, **merged)
    assert rebased(edit(**mine), there) == Rebased(expected, theirs, both)


def test_what_is_no_edit_is_not_merged() -> None:
    assert rebased(AS_POSTED, replace(AS_POSTED, passengers=9)) == Rebased(AS_POSTED)


CHANGED = st.lists(st.sampled_from(Field), unique=True)


def with_changes(changed: list[Field]) -> Draft:
    draft = AS_POSTED
    for field in changed:
        draft = replace(draft, **EACH[field])
    return draft


@given(CHANGED, CHANGED)
def test_nothing_of_anybody_is_overwritten_silently(mine: list[Field], theirs: list[Field]) -> None:
    there = with_changes(theirs)
    found = rebased(replace(with_changes(mine), base=AS_POSTED), there)
    assert set(differing(AS_POSTED, found.draft)) == {*mine, *theirs}
    assert set(found.theirs) == set(theirs)
    assert found.both == ()  # both changed it to the same
    again = rebased(found.draft, there)
    assert (again.draft, again.theirs) == (found.draft, ())
    assert set(differing(there, again.draft)) == set(mine) - set(theirs)


# --- seats ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slots", "seats", "expected"),
    [
        pytest.param(COURT, SLOTS[Kind.ACCOMPANIMENT], (*COURT, Slot(900, Role.INTERPRETER, 2, 0, 1)), id="a new role"),
        pytest.param(COURT, ((Role.ACCOMPANIER, 2, 3), (Role.DRIVER, 1, 1)),
                     (Slot(ACCOMPANIER, Role.ACCOMPANIER, 0, 2, 3), Slot(DRIVER, Role.DRIVER, 1, 1, 1)),
                     id="more seats"),
        pytest.param(COURT, ((Role.ACCOMPANIER, 2, 2), (Role.DRIVER, 0, 0), (Role.INTERPRETER, 0, 0)),
                     (COURT[0], Slot(DRIVER, Role.DRIVER, 1, 0, 0)), id="a role that had a slot keeps it, empty"),
        pytest.param(COURT[:1], ((Role.ACCOMPANIER, 2, 2), (Role.DRIVER, 1, 1), (Role.INTERPRETER, 1, 1)),
                     (COURT[0], Slot(900, Role.DRIVER, 1, 1, 1), Slot(901, Role.INTERPRETER, 2, 1, 1)), id="two new"),
    ],
)  # fmt: skip
def test_the_slots_after_an_edit(slots: tuple[Slot, ...], seats: Seats, expected: tuple[Slot, ...]) -> None:
    assert slots_after(ride(slots=slots), seats, [900, 901, 902]) == expected


def at(minutes: int, person: int, seat: int, **changes: Any) -> Claim:
    return claimed(person, seat, claimed_at=NOW - timedelta(hours=2) + timedelta(minutes=minutes), **changes)


FIRST, SECOND, LAST = at(0, ME, 1), at(5, OTHER, 2), at(9, THIRD, 3)


@pytest.mark.parametrize(
    ("claims", "maximum", "losing"),
    [
        pytest.param((FIRST, SECOND, LAST), 3, (), id="enough seats"),
        pytest.param((FIRST, SECOND, LAST), 2, (LAST,), id="who came last"),
        pytest.param((LAST, SECOND, FIRST), 1, (SECOND, LAST), id="the two who came last, in whatever order"),
        pytest.param((FIRST, SECOND), 0, (FIRST, SECOND), id="everybody"),
        pytest.param((replace(FIRST, leaving_at=NOW), SECOND, LAST), 2, (replace(FIRST, leaving_at=NOW),),
                     id="who is leaving anyway, before who came last"),
        pytest.param((FIRST, replace(SECOND, state=ClaimState.RELEASED), LAST), 2, (), id="who has no seat"),
        pytest.param((FIRST, held(OTHER, 2, claimed_at=NOW)), 1, (held(OTHER, 2, claimed_at=NOW),), id="a held seat"),
    ],
)  # fmt: skip
def test_who_loses_a_seat(claims: tuple[Claim, ...], maximum: int, losing: tuple[Claim, ...]) -> None:
    request = ride(*claims, slots=THREE_DRIVERS)
    assert without_seat(request, (Slot(DRIVER, Role.DRIVER, 0, min(1, maximum), maximum),)) == losing


def test_a_slot_that_is_gone_takes_its_people_along_and_no_others() -> None:
    driver, accompanier = claimed(), claimed(OTHER, slot_id=ACCOMPANIER)
    assert without_seat(ride(driver, accompanier, slots=COURT), COURT[:1]) == (driver,)


@pytest.mark.parametrize(
    ("seats", "maximum", "expected"),
    [
        pytest.param((1, 2), 2, {}, id="they fit"),
        pytest.param((2,), 1, {2: 1}, id="the second becomes the first"),
        pytest.param((1, 3), 2, {3: 2}, id="into the gap"),
        pytest.param((5, 3), 2, {5: 1, 3: 2}, id="both"),
        pytest.param((), 2, {}, id="nobody"),
    ],
)
def test_who_stays_moves_up(seats: tuple[int, ...], maximum: int, expected: dict[int, int]) -> None:
    assert reseated([claimed(seat, seat, id=seat) for seat in seats], maximum) == expected


@given(st.sets(st.integers(1, 10), max_size=10), st.integers(0, 10))
def test_afterwards_everybody_has_a_seat_of_their_own(seats: set[int], maximum: int) -> None:
    staying = [claimed(seat, seat, id=seat) for seat in sorted(seats)][:maximum]
    moved = reseated(staying, maximum)
    after = [moved.get(claim.id, claim.seat) for claim in staying]
    assert len(set(after)) == len(after)
    assert all(1 <= seat <= maximum for seat in after)
    assert all(claim.id not in moved for claim in staying if claim.seat <= maximum)


# --- details ----------------------------------------------------------------------------------------------------------

ANA, EVA = Details(name="Ana"), Details(name="Eva")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param((ANA,), (ANA,), {}, id="as before"),
        pytest.param((ANA,), (EVA,), {0: EVA}, id="changed"),
        pytest.param((ANA,), (ANA, EVA), {1: EVA}, id="another family"),
        pytest.param((ANA, EVA), (ANA, Details()), {1: Details()}, id="taken away"),
        pytest.param((), (ANA,), {0: ANA}, id="the first"),
    ],
)
def test_which_parties_details_changed(
    before: tuple[Details, ...], after: tuple[Details, ...], expected: dict[int, Details]
) -> None:
    assert detail_changes(before, after) == expected
