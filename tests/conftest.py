"""The fixtures of the stories."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.center import Center, open_center


@pytest.fixture
async def fresh(tmp_path: Path) -> AsyncIterator[Center]:
    """A bot that has just been started and knows nobody."""
    async with open_center(tmp_path) as center:
        yield center


@pytest.fixture
async def center(fresh: Center) -> Center:
    """Both groups are set up, Rosa is a coordinator."""
    await fresh.set_up()
    return fresh
