"""Files in: figures of posts, by CSV or JSON Lines, a row for each post and time; a second run adds nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot.domain import figures
from bot.domain.desk import Desk, Request
from bot.errors import Invalid
from bot.text.moments import Moment, read_moment
from bot.text.mrkdwn import escape
from bot.text.width import cut
from bot.text.words import phrase, series
from bot.transfer.files import NOBODY, Imported, Line, columns_of, names_in, read, take_in, told

# What files call their columns; the first that a file has is taken.
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "post": ("draft", "id", "link", "url", "mid", "稿件", "编号", "链接", "地址", "微博链接", "微博"),
    "reads": ("reads", "views", "阅读", "阅读数", "阅读量"),
    "reposts": ("reposts", "转发", "转发数", "转"),
    "comments": ("comments", "评论", "评论数", "评"),
    "likes": ("likes", "赞", "点赞", "点赞数", "赞数"),
    "at": ("at", "time", "时间", "统计时间", "日期"),
}
_NEEDED: Final = ("post", "reads")


def import_figures(desk: Desk, path: Path, *, refused_to: Path) -> Imported:
    """Take in every row of ``path``: the draft's id or the post's link, four counts, and when (without one: now).
    Raises Invalid when the file has no column for the post or its reads."""
    lines = [*read(path)]
    chosen = _chosen(lines)

    def take(line: Line) -> str:
        values = {name: line.values.get(column, "").strip() for name, column in chosen.items()}
        case = figures.case_of(desk.store, values["post"])
        now = desk.now()
        counted = figures.read_told(values, _moment(desk, values.get("at", ""), now))
        with desk.store.transaction() as tx:
            _, new = figures.keep(tx, desk, Request(NOBODY, "", now), case, counted, show_line=False)
        return "added" if new else "known"

    return take_in(desk.store, lines, take, refused_to=refused_to)


def _moment(desk: Desk, written: str, now: datetime) -> datetime | None:
    if not written:
        return None
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        read_as = read_moment(written, now.astimezone(desk.zone))
        if not isinstance(read_as, Moment):
            raise Invalid(phrase("看不懂“{word}”这个时间。", word=escape(cut(written, 40)))) from None
        found = datetime.combine(read_as.day, read_as.at)
    return (found if found.tzinfo else found.replace(tzinfo=desk.zone)).astimezone(UTC)


def _chosen(lines: list[Line]) -> dict[str, str]:
    chosen = columns_of(lines, COLUMNS)
    missing = [COLUMNS[name][-2] for name in _NEEDED if name not in chosen]
    if missing and names_in(lines):
        raise Invalid(
            phrase("文件里没有“{column}”这一列。", column=series(missing)),
            phrase("文件里有：{columns}", columns=told(lines)),
        )
    return chosen
