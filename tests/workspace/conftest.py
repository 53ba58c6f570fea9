"""A running workspace for each test that asks for one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.workspace.house import House, manifest


@pytest.fixture
def open_house(tmp_path: Path) -> Iterator[Callable[..., House]]:
    """Makes workspaces; those still open at the end are stopped."""
    open_now: list[House] = []

    def make(source: Any = None, **settings: Any) -> House:
        house = House(tmp_path, source, **settings)
        open_now.append(house)
        return house

    yield make
    for house in open_now:
        house.stop()


@pytest.fixture
def house(open_house: Callable[..., House]) -> House:
    """A workspace whose app has the usual manifest, and no pace."""
    return open_house(manifest())
