"""What the copy check found, drawn: the text with numbered marks, and the findings under the same numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from bot.cards.blocks import context, header, section
from bot.cards.message import Block, Message
from bot.cards.names import finding_level
from bot.cards.paper import Paper
from bot.cards.rich import Style, quote, run
from bot.store.reports import Found, KeptReport
from bot.text.mrkdwn import escape
from bot.text.width import cut
from bot.text.words import Words, series

LEVELS: Final = ("block", "proof", "style")
MARKS: Final = {"block": "⛔", "proof": "📎", "style": "💡"}
_STYLES: Final[dict[str, tuple[Style, ...]]] = {
    "block": ("bold", "code"),
    "proof": ("bold",),
    "style": ("italic",),
}
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_SHOWN: Final = 24

# Numbers by place and rule: ①, ② … in the order of the text.
Numbers = dict[tuple[int, int, str], str]


def marked(text: str, findings: Sequence[Found], most: int) -> Block:
    """The text with what was found marked and numbered; cut to ``most`` characters."""
    shown = cut(text, most)
    numbers = _numbered(findings)
    runs = [
        one for start, end in pairwise(_cuts(shown, findings)) for one in _runs(shown, start, end, findings, numbers)
    ]
    return quote(runs)


def summary(report: KeptReport, t: Words) -> str:
    """How much was found at each level, in one line."""
    counts = [
        f"{MARKS[level]} {t(finding_level(level))} {len(found)}"
        for level in LEVELS
        if (found := report.at_level(level))
    ]
    return " · ".join(counts) or t("✅ 没有发现问题")


def listed(report: KeptReport, t: Words, most: int) -> str:
    """The findings, the gravest first, each with its number, why, from where, and what to write instead; those with the
    same to be said of them in one line. At most ``most`` characters; empty where nothing was found."""
    numbers = _numbered(report.findings)
    lines: list[str] = []
    left = most
    groups = list(_groups(report))
    for place, group in enumerate(groups):
        line = _line(group, numbers, t)
        if len(line) + 40 > left:
            lines.append(t("还有 {n} 条没有列出。", n=len(groups) - place))
            break
        lines.append(line)
        left -= len(line) + 1
    return "\n".join(lines)


def let_pass(report: KeptReport, t: Words, most: int) -> str:
    """What an exemption let pass, and why: ``已放行：“最近”（时间）``; empty where there is nothing."""
    shown = series(f"“{_words(one.words)}” {escape(t(one.reason))}" for one in report.passed)
    return cut(t("已放行：{what}", what=shown), most) if report.passed else ""


def check_message(text: str, report: KeptReport, paper: Paper, send: Sequence[Block] = ()) -> Message:
    """The outcome of a check somebody asked for; ``send`` are the buttons under it."""
    t = paper.t
    title = t("文案检查")
    blocks: list[Block] = [header(title), section(f"*{summary(report, t)}*"), marked(text, report.findings, 3_000)]
    if found := listed(report, t, 2_900):
        blocks.append(section(found))
    if passed := let_pass(report, t, 900):
        blocks.append(context(passed))
    blocks.append(context(t("微博字数 {n}，上限 2000。这是提示，不是法律意见。", n=report.units)))
    blocks += send
    return Message(f"{title} · {summary(report, t)}", blocks)


def _numbered(findings: Sequence[Found]) -> Numbers:
    placed = dict.fromkeys(_place(found) for found in findings if found.end > found.start)
    return {place: _CIRCLED[i] if i < len(_CIRCLED) else f"({i + 1})" for i, place in enumerate(placed)}


def _place(found: Found) -> tuple[int, int, str]:
    return found.start, found.end, found.rule


def _cuts(text: str, findings: Sequence[Found]) -> list[int]:
    edges = {edge for found in findings for edge in (found.start, found.end) if edge <= len(text)}
    return sorted({0, len(text), *edges})


def _runs(text: str, start: int, end: int, findings: Sequence[Found], numbers: Numbers) -> Iterator[Block]:
    over = [found for found in findings if found.start <= start and end <= found.end and found.end > found.start]
    gravest = min((found.level for found in over), key=LEVELS.index, default=None)
    yield run(text[start:end], *(_STYLES[gravest] if gravest else ()))
    ending = "".join(numbers[_place(found)] for found in over if found.end == end)
    if ending:
        yield run(ending)


def _groups(report: KeptReport) -> Iterator[list[Found]]:
    for level in LEVELS:
        alike: dict[tuple[object, ...], list[Found]] = {}
        for found in report.at_level(level):
            key = (str(found.reason), found.source, str(found.suggestion or ""))
            alike.setdefault(key, []).append(found)
        yield from alike.values()


def _line(group: Sequence[Found], numbers: Numbers, t: Words) -> str:
    first = group[0]
    marks = "".join(numbers.get(_place(found), "") for found in group[:_SHOWN])
    said = [f"“{_words(words)}”" for words in dict.fromkeys(found.words for found in group[:6]) if words]
    start = f"{MARKS[first.level]} {marks} {t(series(said))}".rstrip()
    source = escape(t(first.source))
    line = t("{words} {reason}（{source}）", words=start, reason=escape(t(first.reason)), source=source)
    if first.suggestion is not None:
        line += " " + t("建议：{text}", text=escape(t(first.suggestion)))
    return line


def _words(words: str) -> str:
    return escape(cut(" ".join(words.split()), 24))
