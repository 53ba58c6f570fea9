"""A terminal in an empty folder, and one in a folder with a company's settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal import Terminal


@pytest.fixture
def empty(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


@pytest.fixture
def guanwei(tmp_path: Path) -> Terminal:
    terminal = Terminal(tmp_path)
    terminal.settle()
    return terminal
