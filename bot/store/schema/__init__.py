"""The database's shape, one file of SQL after another, in the order of their numbers. One that has landed is never edited.

A file's first line says what it is for. Its name without the number is what a database remembers, so no two files share one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

_FILES: Final = sorted(Path(__file__).parent.glob("*.sql"))
NAMES: Final = tuple(file.stem.partition("_")[2] for file in _FILES)


def number(name: str) -> str:
    """The number that a file is called by."""
    return _FILES[NAMES.index(name)].stem.partition("_")[0]


def statements(name: str) -> list[str]:
    """The statements of one file. A statement ends at a line's end, so that a trigger may have semicolons on its one line."""
    script = _FILES[NAMES.index(name)].read_text("utf-8")
    code = "\n".join(line for line in script.splitlines() if not line.startswith("--"))
    return [part for part in code.split(";\n") if part.strip()]
