"""The help of the terminal in one language: what click says of its own, said as the commands are; columns as wide as they look."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

import click

USAGE: Final = "用法："
_HEADINGS: Final = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}
_SENTENCES: Final = {"Show this message and exit.": "显示这份说明。"}
# What stands for a value, or for what follows; a command's own names are not among them.
_PLACES: Final = {
    "OPTIONS": "选项",
    "COMMAND": "命令",
    "ARGS": "参数",
    "FILE": "文件",
    "DIRECTORY": "文件夹",
    "PATH": "路径",
    "TEXT": "文字",
    "INTEGER": "整数",
    "FLOAT": "数",
    "HOST:PORT": "地址:端口",
    "URL": "网址",
}
_PLACE: Final = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(_PLACES, key=len, reverse=True))})(?: RANGE)?(?![\w-])")
# `[default: 8765; 0<=x<=65535; required]`, at the end of what an option does.
_EXTRA: Final = re.compile(r"\[[^\[\]]*(?:default: |required|[<>]=?x)[^\[\]]*\]$")
_BETWEEN: Final = 2


class Help(click.HelpFormatter):
    """Writes a command's help."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """How it is called."""
        self.write(f"{USAGE}{prog} {placed(args)}".rstrip() + "\n")

    def write_heading(self, heading: str) -> None:
        """What the lines beneath are about."""
        self.write(f"{'':>{self.current_indent}}{_HEADINGS.get(heading, heading)}：\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = _BETWEEN) -> None:
        """What there is on the left, what it does on the right."""
        shown = [(placed(first), _said(second)) for first, second in rows]
        column = min(max((_width(first) for first, _ in shown), default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        for first, second in shown:
            room = column - _width(first)
            between = " " * room if room >= col_spacing else f"\n{indent}{' ' * column}"
            self.write(f"{indent}{first}{between}{second}".rstrip() + "\n")


def placed(text: str) -> str:
    """What click calls a value, as the help does."""
    return _PLACE.sub(lambda found: _PLACES[found[0].removesuffix(" RANGE")], text)


def _said(text: str) -> str:
    extra = _EXTRA.search(text)
    if extra is None:
        return _SENTENCES.get(text, text)
    told = extra[0].strip("[]").replace("default: ", "默认 ").replace("required", "必填")
    least, _, most = told.rpartition("; ")[2].partition("<=x<=")
    if most:
        told = told.replace(f"{least}<=x<={most}", f"{least} 到 {most}")
    return f"{text[: extra.start()].rstrip()}（{told.replace('; ', '；')}）"


def _width(text: str) -> int:
    """How many columns a text takes: a Chinese character two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
