"""An unfinished ride: what is asked next, how answers fill it in, and that nothing is lost in the database."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.drafts import Draft, Question, from_data, to_data
from bot.rules.kinds import NEEDS, SLOTS
from bot.rules.model import DETAIL_FIELDS, Details, Kind, Role
from bot.rules.policy import Policy

NINE = datetime(2026, 12, 3, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
POLICY = Policy()

COMPLETE = Draft(starts_at=NINE, ends_at=NINE + 2 * HOUR, origin="Holyoke", destination="Amherst")


@pytest.mark.parametrize(
    ("changes", "question"),
    [
        pytest.param({}, None, id="complete"),
        pytest.param({"starts_at": None}, Question.WHEN, id="no start"),
        pytest.param({"starts_at": None, "hours": (NINE, NINE + HOUR)}, Question.HOUR, id="two hours to choose from"),
        pytest.param({"origin": None}, Question.ORIGIN, id="no origin"),
        pytest.param({"destination": None}, Question.DESTINATION, id="no destination"),
        pytest.param({"origin": None, "destination": None}, Question.ORIGIN, id="the origin before the destination"),
        pytest.param({"starts_at": None, "origin": None}, Question.WHEN, id="the start before the places"),
        pytest.param({"origin": None, "origin_words": "casa de Ana"}, Question.ORIGIN, id="private words are no town"),
        pytest.param({"details": Details()}, None, id="details are never asked before posting"),
    ],
)
def test_the_next_question(changes: dict[str, Any], question: Question | None) -> None:
    assert replace(COMPLETE, **changes).question() is question


def test_a_new_draft_asks_when() -> None:
    assert Draft().question() is Question.WHEN


@pytest.mark.parametrize(
    ("draft", "ends_after", "ends_at"),
    [
        pytest.param(Draft(), None, NINE + 2 * HOUR, id="two hours unless said"),
        pytest.param(Draft(), 3600, NINE + HOUR, id="what was typed now"),
        pytest.param(Draft(length=5400), None, NINE + 1.5 * HOUR, id="what was typed before"),
        pytest.param(Draft(length=5400), 3600, NINE + HOUR, id="now before before"),
    ],
)
def test_a_start_brings_an_end(draft: Draft, ends_after: int | None, ends_at: datetime) -> None:
    started = draft.starting([NINE], ends_after, POLICY)
    assert (started.starts_at, started.ends_at, started.hours) == (NINE, ends_at, ())


def test_two_starts_are_a_question() -> None:
    draft = COMPLETE.starting([NINE, NINE + HOUR], 3600, POLICY)
    assert draft.question() is Question.HOUR
    assert (draft.starts_at, draft.ends_at) == (None, None)
    chosen = draft.starting([draft.hours[1]], draft.length, POLICY)
    assert (chosen.starts_at, chosen.ends_at, chosen.hours) == (NINE + HOUR, NINE + 2 * HOUR, ())


@pytest.mark.parametrize("question", [Question.ORIGIN, Question.DESTINATION])
def test_a_town_takes_the_place_of_private_words(question: Question) -> None:
    draft = Draft(origin_words="blue house", destination_words="church", details=Details(street="45 Elm St"))
    placed = draft.placed(question, "Holyoke")
    if question is Question.ORIGIN:
        assert placed == replace(
            draft, origin="Holyoke", origin_words="", details=Details(street="45 Elm St; blue house")
        )
    else:
        assert placed == replace(
            draft, destination="Holyoke", destination_words="", details=Details(street="45 Elm St; church")
        )


def test_without_private_words_the_street_stays_as_it_is() -> None:
    draft = Draft(details=Details(street="45 Elm St"))
    assert draft.placed(Question.ORIGIN, "Holyoke").details == draft.details


# --- as data ----------------------------------------------------------------------------------------------------------

MOMENTS = st.integers(0, 4_102_444_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
DRAFTS = st.builds(
    Draft,
    kind=st.sampled_from(Kind),
    starts_at=st.none() | MOMENTS,
    ends_at=st.none() | MOMENTS,
    hours=st.just(()) | st.tuples(MOMENTS, MOMENTS),
    length=st.none() | st.integers(0, 100_000),
    origin=st.none() | st.text(),
    destination=st.none() | st.text(),
    origin_words=st.text(),
    destination_words=st.text(),
    passengers=st.integers(1, 50),
    child_seats=st.integers(0, 9),
    languages=st.lists(st.sampled_from(["es", "pt", "ht"])).map(tuple),
    details=st.builds(Details, *(st.text() for _ in DETAIL_FIELDS)),
)


@given(DRAFTS)
def test_a_draft_comes_back_from_json_as_it_was(draft: Draft) -> None:
    assert from_data(json.loads(json.dumps(to_data(draft)))) == draft


# --- the table of kinds -----------------------------------------------------------------------------------------------


def test_every_kind_has_slots_and_every_role_a_training() -> None:
    assert set(SLOTS) == set(Kind)
    assert set(NEEDS) == set(Role)


@pytest.mark.parametrize("kind", list(Kind))
def test_slots_are_such_as_the_database_takes(kind: Kind) -> None:
    roles = [role for role, _, _ in SLOTS[kind]]
    assert len(roles) == len(set(roles))
    assert all(0 <= minimum <= maximum and 1 <= maximum <= 50 for _, minimum, maximum in SLOTS[kind])
    assert any(minimum > 0 for _, minimum, _ in SLOTS[kind])
