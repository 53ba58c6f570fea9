"""How the commands are used: help with an example each, and what is said of wrong use."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from bot.cli import main
from tests.terminal import ROOT, Terminal


def commands(group: click.Group, *path: str) -> Iterator[tuple[str, ...]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None
        yield (*path, name)
        if isinstance(found, click.Group):
            yield from commands(found, *path, name)


EVERY = list(commands(main))


def test_the_commands_that_were_promised_are_there() -> None:
    promised = {
        "run",
        "demo",
        "check",
        "import",
        "export",
        "digest",
        "config",
        "manifest",
        "outbox",
        "audit",
        "doctor",
        "forget",
        "backup",
        "restore",
    }
    assert {path[0] for path in EVERY} == promised


@pytest.mark.parametrize("path", EVERY, ids=" ".join)
def test_every_help_has_an_example_in_chinese(path: tuple[str, ...]) -> None:
    said = CliRunner().invoke(main, [*path, "--help"])
    assert said.exit_code == 0
    assert "例" in said.output
    assert f"guanwei {path[0]}" in said.output.partition("例")[2]


def test_the_whole_is_introduced_with_the_first_two_steps() -> None:
    said = CliRunner().invoke(main, ["--help"])
    assert said.exit_code == 0
    for step in ("guanwei demo", "guanwei config init", "guanwei run"):
        assert step in said.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["frob"], "没有这个命令：frob"),
        (["import", "frob"], "没有这个命令：frob"),
        (["run", "--frob"], "没有 --frob 这个选项"),
        (["import", "complaints"], "缺少“文件”"),
        (["export", "frob"], "没有这个命令：frob"),
        (["export", "complaints", "--since", "上周"], "请写成 2026-11-01"),
        (["export", "complaints", "--format", "xlsx"], "只能是 csv、jsonl"),
        (["export", "complaints", "--full"], "导出完整信息要写明是谁"),
        (["export", "complaints", "--by", "x@example.com"], "--by 只和 --full 一起用"),
        (["import", "complaints", "没有.csv"], "没有这个文件"),
        (["check", "没有.txt"], "没有这个文件"),
        (["check", "-", "又一个"], "多了参数"),
        (["manifest", "--lang", "fr"], "只能是 zh、zh-Hant、en"),
        (["run", "--http", "localhost"], "请写成 HOST:PORT"),
        (["run", "--http", "localhost:99999"], "请写成 HOST:PORT"),
        (["check", "--at", "明天", "-"], "请写成 2026-12-13T10:00"),
        (["demo", "--port", "70000"], "要写一个范围内的数"),
    ],
)
def test_wrong_use_exits_2_and_says_what_is_right(empty: Terminal, words: list[str], said: str) -> None:
    found = CliRunner().invoke(main, words)
    assert found.exit_code == 2
    assert said in found.stderr
    assert "--help" in found.stderr
    assert found.stdout == ""


@pytest.mark.parametrize("words", [[], ["import"], ["export"], ["config"], ["audit"]])
def test_a_group_alone_shows_its_help(words: list[str]) -> None:
    found = CliRunner().invoke(main, words)
    assert found.exit_code == 2
    assert "例" in found.output or "guanwei demo" in found.output


def test_the_module_is_the_same_program(empty: Terminal) -> None:
    assert empty("--version").out.startswith("guanwei 0.")
    assert "用法：guanwei" in empty("frob").err


def test_the_console_script_is_the_same_program() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["scripts"] == {"guanwei": "bot.cli:main"}


def test_asking_for_the_version_waits_for_nothing_heavy() -> None:
    code = "import sys; from bot.cli import main; print([m for m in ('slack_bolt', 'jieba', 'pydantic') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
