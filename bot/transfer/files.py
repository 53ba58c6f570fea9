"""Files of rows, by CSV or JSON Lines: read as tools and spreadsheets write them, and taken in row by row.

Rows that cannot be taken in are written to a side file with their line and the reason.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.errors import Invalid, Refusal
from bot.store.database import Store
from bot.text.words import Phrase, phrase, series

# Nobody of the company says what a file says: whoever is told of a case is told of a colleague's.
NOBODY: Final = ""
# Others wait for their turn at the database as long as these take.
_AT_ONCE: Final = 100
# As many of a file's columns are told.
_COLUMNS_TOLD: Final = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file: its line number (1 is the first), its values by column, or what is wrong with it."""

    number: int
    raw: str
    values: Mapping[str, str] = field(default_factory=dict)
    wrong: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file's rows: new ones, those that went to a case there was, those known before, and those that could
    not be taken in."""

    added: int = 0
    joined: int = 0
    known: int = 0
    refused: int = 0

    @property
    def rows(self) -> int:
        """All of them."""
        return self.added + self.joined + self.known + self.refused


def read(path: Path) -> Iterator[Line]:
    """The rows of a CSV or JSON Lines file. UTF-8, UTF-16 with its mark, or GB 18030 as a Chinese Excel writes it."""
    text = _decoded(path.read_bytes())
    if path.suffix.lower() in (".jsonl", ".ndjson", ".json") or text.lstrip().startswith("{"):
        return _json_lines(text)
    return _csv_rows(text)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def columns_of(lines: Sequence[Line], known: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Which of the file's columns is which of ours: the first name in ``known`` that the file has. What it has none for is
    not in it."""
    has = names_in(lines)
    found = {ours: next((name for name in theirs if name in has), "") for ours, theirs in known.items()}
    return {ours: theirs for ours, theirs in found.items() if theirs}


def names_in(lines: Sequence[Line]) -> dict[str, None]:
    """The names of the file's columns, in its order; none where it has no row."""
    # In JSON Lines a row may have what the rows before it had not.
    return {name: None for line in lines for name in line.values}


def told(lines: Sequence[Line]) -> Phrase:
    """The names of the file's columns, for whoever must say which is which."""
    return series([*names_in(lines)][:_COLUMNS_TOLD])


def take_in(
    store: Store,
    lines: Sequence[Line],
    take: Callable[[Line], str],
    *,
    refused_to: Path,
    step: Callable[[int], None] = lambda _: None,
) -> Imported:
    """Have ``take`` take in every row, and write those that it refuses to ``refused_to``; what became of them. It says of
    each whether it is ``added``, ``joined`` or ``known``. ``step`` is called with the number of rows done, once they are on
    disk."""
    became = Counter[str]()
    refused: list[tuple[Line, str]] = []
    for start in range(0, len(lines), _AT_ONCE):
        # One wait for the disk for all of these: it would take longer than all else.
        with store.transaction():
            for line in lines[start : start + _AT_ONCE]:
                try:
                    if line.wrong is not None:
                        raise Invalid(line.wrong)
                    became[take(line)] += 1
                except Refusal as refusal:
                    refused.append((line, str(refusal)))
        for done in range(start + 1, min(start + _AT_ONCE, len(lines)) + 1):
            step(done)
    _write_refused(refused_to, refused)
    return Imported(became["added"], became["joined"], became["known"], len(refused))


def _json_lines(text: str) -> Iterator[Line]:
    for number, raw in enumerate(text.split("\n"), start=1):
        if not raw.strip():
            continue
        try:
            found = json.loads(raw)
        except ValueError:
            yield Line(number, raw, wrong=phrase("不是有效的 JSON。"))
            continue
        if not isinstance(found, dict):
            yield Line(number, raw, wrong=phrase("这一行不是 JSON 对象。"))
            continue
        yield Line(number, raw, {str(k): "" if v is None else str(v) for k, v in found.items()})


def _csv_rows(text: str) -> Iterator[Line]:
    lines = io.StringIO(text, newline="").readlines()
    at = 0
    # Excel's own hint to itself: `sep=;` in the first line.
    hint = re.fullmatch(r"sep=(.)\s*", lines[0]) if lines else None
    if hint:
        at = 1
    sign = hint[1] if hint else _separator(lines[0] if lines else "")
    names, at = _record(lines, at, sign)
    names = [name.strip() for name in names or []]
    while names and not names[-1]:
        names.pop()
    while at < len(lines):
        number = at + 1
        cells, after = _record(lines, at, sign)
        if cells is None or (after > at + 1 and len(_trimmed(cells, len(names))) != len(names)):
            # A quotation mark without its pair would swallow the rest of the file: only its own line is given up.
            yield Line(number, lines[at].rstrip("\r\n"), wrong=phrase("这一行的引号不成对，或字段太长。"))
            at += 1
            continue
        raw, at = "".join(lines[at:after]).rstrip("\r\n"), after
        if not any(cell.strip() for cell in cells):
            continue
        cells = _trimmed(cells, len(names))
        if len(cells) != len(names):
            wrong = phrase("应有 {n} 列，这一行有 {m} 列。", n=len(names), m=len(cells))
            yield Line(number, raw, wrong=wrong)
            continue
        yield Line(number, raw, {name: _cell(cell) for name, cell in zip(names, cells, strict=True)})


def _record(lines: list[str], at: int, sign: str) -> tuple[list[str] | None, int]:
    # One record, which may span several lines, and the index of the line after it; None where it cannot be read.
    reader = csv.reader((lines[n] for n in range(at, len(lines))), delimiter=sign, strict=True)
    try:
        cells = next(reader, [])
    except csv.Error:
        return None, at + 1
    return cells, at + max(reader.line_num, 1)


def _separator(header: str) -> str:
    return max(",;\t，", key=header.count)


def _trimmed(cells: list[str], most: int) -> list[str]:
    # Excel leaves empty cells behind at the end of a row.
    last = len(cells)
    while last > most and not cells[last - 1].strip():
        last -= 1
    return cells[:last]


def _cell(cell: str) -> str:
    # `="00123"` is how a number is kept from losing its zeros in Excel.
    formula = re.fullmatch(r'="(.*)"', cell.strip(), re.DOTALL)
    return formula[1] if formula else cell


def _write_refused(path: Path, refused: list[tuple[Line, str]]) -> None:
    # None, and no file stays.
    if not refused:
        path.unlink(missing_ok=True)
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["line", "reason", "row"])
        writer.writerows((line.number, reason, line.raw) for line, reason in refused)
