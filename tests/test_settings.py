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
