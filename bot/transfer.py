"""Files in: complaints from a monitoring tool, by CSV or JSON Lines, through the same rule as the command.

Every row is known by a key made of what it says, so that an import broken off is simply run again, and a second run
adds nothing. Rows that cannot be taken are written to a side file with their line and the reason.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.columns import COLUMNS, report_of
from bot.domain import complaints
from bot.domain.complaints import Report
from bot.domain.desk import Desk, Request, pack
from bot.errors import Invalid, Refusal
from bot.store import outbox
from bot.text.mrkdwn import escape
from bot.text.words import Phrase, phrase, series

# Nobody of the company says it: whoever is told of a case is told of a colleague's.
_NOBODY: Final = ""
# Others wait for their turn at the database as long as these take.
_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file: its line number (1 is the first), its values by column, or what is wrong with it."""

    number: int
    raw: str
    values: Mapping[str, str] = field(default_factory=dict)
    wrong: Phrase | None = None


@dataclass(slots=True)
class Tally:
    """What became of the rows."""

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


def import_complaints(
    desk: Desk,
    path: Path,
    columns: Mapping[str, str],
    *,
    refused_to: Path,
    step: Callable[[int], None] = lambda _: None,
) -> Tally:
    """Take in every row of ``path``. ``columns`` maps our names to the file's; ``step`` is called with the number of
    rows done. Raises Invalid when the file has no column for the customer's words."""
    lines = list(read(path))
    chosen = _chosen(lines, columns)
    tally = Tally()
    refused: list[tuple[Line, str]] = []
    for start in range(0, len(lines), _AT_ONCE):
        # One wait for the disk for all of these: it would take longer than all else.
        with desk.store.transaction():
            for line in lines[start : start + _AT_ONCE]:
                try:
                    if line.wrong is not None:
                        raise Invalid(line.wrong)
                    _take(desk, _report(desk, line, chosen), tally)
                except Refusal as refusal:
                    tally.refused += 1
                    refused.append((line, str(refusal)))
        for done in range(start + 1, min(start + _AT_ONCE, len(lines)) + 1):
            step(done)
    write_refused(refused_to, refused)
    if tally.added + tally.joined:
        _announce(desk, path, tally)
    return tally


def _take(desk: Desk, report: Report, tally: Tally) -> None:
    outcome = complaints.log(desk, Request(_NOBODY, "", desk.now()), report, via="file")
    match outcome.result:
        case "added":
            tally.added += 1
        case "joined":
            tally.joined += 1
        case _:
            tally.known += 1


def _report(desk: Desk, line: Line, chosen: Mapping[str, str]) -> Report:
    values = {name: line.values.get(column, "") for name, column in chosen.items()}
    return report_of(values, desk.zone, desk.now(), always_known=True)


def _chosen(lines: list[Line], columns: Mapping[str, str]) -> dict[str, str]:
    # In JSON Lines a row may have what the rows before it had not.
    has = {name: None for line in lines for name in line.values}
    chosen = {
        ours: next((name for name in theirs if name in has), "")
        for ours, theirs in COLUMNS.items()
        if ours not in columns
    }
    chosen = {ours: theirs for ours, theirs in {**chosen, **columns}.items() if theirs}
    for ours, theirs in chosen.items():
        if ours not in COLUMNS:
            raise Invalid(phrase("不认识“{name}”。", name=ours), phrase("可以用：{names}", names=series(COLUMNS)))
        if theirs not in has and has:
            raise Invalid(
                phrase("文件里没有“{column}”这一列。", column=theirs),
                phrase("文件里有：{columns}", columns=series(list(has)[:20])),
            )
    if "words" not in chosen and has:
        raise Invalid(
            phrase("看不出哪一列是顾客原话。"),
            phrase("请指明，例如：--column words=内容。文件里有：{columns}", columns=series(list(has)[:20])),
        )
    return chosen


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


def write_refused(path: Path, refused: list[tuple[Line, str]]) -> None:
    """Write the rows that were not taken in beside the file, each with its reason; none, and no file stays."""
    if not refused:
        path.unlink(missing_ok=True)
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["line", "reason", "row"])
        writer.writerows((line.number, reason, line.raw) for line, reason in refused)


def _announce(desk: Desk, path: Path, tally: Tally) -> None:
    said = phrase(
        "从 {file} 导入了投诉：新增 {added} 条，并入 {joined} 条。用 `/complaint 列表 待认领` 认领。",
        file=escape(path.name),
        added=tally.added,
        joined=tally.joined,
    )
    with desk.store.transaction() as tx:
        now = int(desk.now().timestamp() * 1000)
        outbox.owe(tx, "post", desk.settings.channels.complaints, now=now, body={"say": pack(said)})
