"""Reads the lexicon's tables: tab-separated UTF-8, `#` starts a comment line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def rows(path: Path, columns: int) -> Iterator[tuple[str, list[str]]]:
    """Each row as ("file:line", cells). Trailing cells may be missing; ValueError when there are too many."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) > columns:
            raise ValueError(f"{path.name}:{number}: {len(cells)} columns where {columns} are expected")
        yield f"{path.name}:{number}", cells + [""] * (columns - len(cells))
