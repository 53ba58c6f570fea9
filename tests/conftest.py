"""What every test may ask for: a desk over a real database, and its clock."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.desk import Desk
from tests.company import Time, opened


@pytest.fixture
def time() -> Time:
    """The desk's clock, standing at a Tuesday 10:00 in Shanghai."""
    return Time()


@pytest.fixture
def desk(tmp_path: Path, time: Time) -> Iterator[Desk]:
    """A company's desk over a new database file."""
    with opened(tmp_path / "guanwei.db", time) as found:
        yield found
