"""The whole bot in the built-in workspace, over real sockets or signed HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.world import World, over_http, over_sockets


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The bot on a socket, one for all tests of a module: each has customers of its own."""
    with over_sockets(tmp_path_factory.mktemp("world")) as found:
        yield found


@pytest.fixture(scope="module")
def http_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The bot behind signed HTTP, one for all tests of a module."""
    with over_http(tmp_path_factory.mktemp("world")) as found:
        yield found
