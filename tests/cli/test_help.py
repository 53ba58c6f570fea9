"""The help of the terminal: one language from the first line to the last, columns that stand."""

from __future__ import annotations

import re
import unicodedata

import click
import pytest
from click.testing import CliRunner

from bot.cli import main
from tests.test_docs import terminal

# What click says of its own.
_CLICKS = re.compile(
    r"Usage|Options|Commands|OPTIONS|COMMAND|ARGS|Show |and exit|\[default|default:|required|INTEGER|RANGE|\bFILE\b|\bTEXT\b"
    r"|DIRECTORY|\bPATH\b|%Y|\bNAME\b|HOST"
)
EVERY = ["", "import", "export", "config", "audit", *(name for name, _ in terminal())]


def helped(name: str) -> str:
    found = CliRunner().invoke(main, [*name.split(), "--help"], prog_name="guanwei")
    assert found.exit_code == 0
    return found.output


@pytest.mark.parametrize("name", EVERY)
def test_a_commands_help_is_of_one_language(name: str) -> None:
    text = helped(name)
    assert _CLICKS.findall(text) == []
    assert text.startswith(f"用法：{' '.join(['guanwei', *name.split()])}")
    assert "--help" in text and "显示这份说明。" in text


@pytest.mark.parametrize("name", EVERY)
def test_what_options_do_stands_in_one_column(name: str) -> None:
    rows = [line for line in helped(name).partition("选项：\n")[2].partition("\n\n")[0].splitlines() if "  -" in line]
    starts = {width(line[: line.rindex("  ") + 2]) for line in rows if re.search(r"\S {2,}\S", line.strip())}
    assert len(starts) == 1


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def test_bounds_what_must_be_given_and_what_is_taken_else_are_told() -> None:
    assert "（默认 8765；0 到 65535）" in helped("demo")
    assert "（必填）" in helped("forget")
    assert "（1 到 400）" in helped("backup")


@pytest.mark.parametrize("words", [["backup"], ["import", "complaints"], ["demo", "--port", "x"], ["nothing"]])
def test_what_is_wrong_is_of_one_language(words: list[str]) -> None:
    found = CliRunner().invoke(main, words, prog_name="guanwei")
    assert found.exit_code == 2
    assert _CLICKS.findall(found.output) == []


def test_every_command_writes_its_help_with_it() -> None:
    assert click.Context(main).make_formatter().__class__.__module__ == "bot.cli.help"
