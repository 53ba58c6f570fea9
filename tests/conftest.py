"""What every test may ask for: a desk over a real database, its clock, and a chat that hears what is sent."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.domain.desk import Desk
from tests.browser import chromium, tabs
from tests.chat import Chat, chatting
from tests.company import Time, opened

# The browser's fixtures stand here once: Playwright takes one instance at a time.
__all__ = ["chromium", "desk", "tabs", "time"]

# How long an example takes says nothing on a busy machine. In CI the examples are the same at every run, so that what
# fails there can be made to fail again.
settings.register_profile("guanwei", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "guanwei")


@pytest.fixture
def time() -> Time:
    """The desk's clock, standing at a Tuesday 10:00 in Shanghai."""
    return Time()


@pytest.fixture
def desk(tmp_path: Path, time: Time) -> Iterator[Desk]:
    """A company's desk over a new database file."""
    with opened(tmp_path / "guanwei.db", time) as found:
        yield found


@pytest.fixture
def chat() -> Iterator[Chat]:
    """A chat that takes every call and keeps it."""
    with chatting() as found:
        yield found
