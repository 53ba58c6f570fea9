"""A workspace with a bot in it for each test of the page, and tabs of a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workspace.page.world import World, world


@pytest.fixture
def place(tmp_path: Path) -> Iterator[World]:
    """The workspace, its bot connected."""
    with world(tmp_path) as made:
        yield made
