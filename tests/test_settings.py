"""Settings that are more than a number: after how many months a training ends."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from bot.rules.model import Qualification
from bot.settings import Settings

RIDE, HOTLINE = Qualification.RIDESHARE, Qualification.HOTLINE


@pytest.mark.parametrize(
    ("written", "months"),
    [
        ("", {}),
        ("12", dict.fromkeys(Qualification, 12)),
        ("rideshare=24", {RIDE: 24}),
        ("rideshare=24, hotline = 12", {RIDE: 24, HOTLINE: 12}),
        ("rideshare=24,12", {**dict.fromkeys(Qualification, 12), RIDE: 24}),
    ],
)
def test_when_trainings_end(written: str, months: dict[Qualification, int]) -> None:
    settings = Settings(_env_file=None, qualification_months=written)  # as in the environment
    assert settings.policy().qualification_months == months


@pytest.mark.parametrize("written", ["driving=12", "rideshare", "rideshare=", "0", "rideshare=never", "-3", "241", "²"])
def test_what_is_no_number_of_months_is_refused_in_plain_words(written: str) -> None:
    with pytest.raises(ValidationError, match="must be a number of months"):
        Settings(_env_file=None, qualification_months=written)


def test_a_center_chooses_the_buttons_of_the_day() -> None:
    policy = Settings(_env_file=None, going_in_hours="2,6", longer_minutes="15").policy()
    assert (policy.going_in_hours, policy.longer_minutes) == ((2, 6), (15,))


@pytest.mark.parametrize("written", ["0", "30,-30", "1,2,3,4,5,6,7,8,9", "100000", ","])
def test_no_button_offers_what_makes_no_sense(written: str) -> None:
    with pytest.raises(ValidationError, match="needs one to"):
        Settings(_env_file=None, longer_minutes=written)
