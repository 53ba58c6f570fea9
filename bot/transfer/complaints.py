"""Files in: complaints from a monitoring tool, by CSV or JSON Lines, through the same rule as the command.

Every row is known by a key made of what it says, so that an import broken off is simply run again, and a second run
adds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from bot.domain import complaints
from bot.domain.desk import Desk, Request, pack
from bot.errors import Invalid
from bot.store import outbox
from bot.store.times import epoch_ms
from bot.text.mrkdwn import escape
from bot.text.words import phrase, series
from bot.transfer.columns import COLUMNS, report_of
from bot.transfer.files import NOBODY, Imported, Line, columns_of, names_in, read, take_in, told


def import_complaints(
    desk: Desk,
    path: Path,
    columns: Mapping[str, str],
    *,
    refused_to: Path,
    step: Callable[[int], None] = lambda _: None,
) -> Imported:
    """Take in every row of ``path``. ``columns`` maps our names to the file's; ``step`` is called with the number of
    rows done. Raises Invalid when the file has no column for the customer's words."""
    lines = [*read(path)]
    chosen = _chosen(lines, columns)

    def take(line: Line) -> str:
        values = {name: line.values.get(column, "") for name, column in chosen.items()}
        report = report_of(values, desk.zone, desk.now(), always_known=True)
        return complaints.log(desk, Request(NOBODY, "", desk.now()), report, via="file").result

    imported = take_in(desk.store, lines, take, refused_to=refused_to, step=step)
    if imported.added + imported.joined:
        _announce(desk, path, imported)
    return imported


def _chosen(lines: list[Line], columns: Mapping[str, str]) -> dict[str, str]:
    has = names_in(lines)
    chosen = {ours: theirs for ours, theirs in {**columns_of(lines, COLUMNS), **columns}.items() if theirs}
    for ours, theirs in chosen.items():
        if ours not in COLUMNS:
            raise Invalid(phrase("不认识“{name}”。", name=ours), phrase("可以用：{names}", names=series(COLUMNS)))
        if theirs not in has and has:
            raise Invalid(
                phrase("文件里没有“{column}”这一列。", column=theirs),
                phrase("文件里有：{columns}", columns=told(lines)),
            )
    if "words" not in chosen and has:
        raise Invalid(
            phrase("看不出哪一列是顾客原话。"),
            phrase("请指明，例如：--column words=内容。文件里有：{columns}", columns=told(lines)),
        )
    return chosen


def _announce(desk: Desk, path: Path, imported: Imported) -> None:
    said = phrase(
        "从 {file} 导入了投诉：新增 {added} 条，并入 {joined} 条。用 `/complaint 列表 待认领` 认领。",
        file=escape(path.name),
        added=imported.added,
        joined=imported.joined,
    )
    with desk.store.transaction() as tx:
        now = epoch_ms(desk.now())
        outbox.owe(tx, "post", desk.settings.channels.complaints, now=now, body={"say": pack(said)})
