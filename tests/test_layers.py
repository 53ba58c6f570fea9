"""The house plan holds: imports run downward, and only the terminal knows the built-in workspace."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import bot

ROOT = Path(bot.__file__).parent

# A layer may import from itself, from the layers below it, and from what stands beside it in its own row.
ROWS = [
    {"cli", "__main__"},
    {
        "app",
        "calendar_web",
        "doctor",
        "health",
        "hearing",
        "health_web",
        "metrics",
        "manifest",
        "drawing",
        "headers",
        "http",
        "listening",
        "replays",
        "web",
        "sockets",
        "workers",
    },
    {
        "commands",
        "handlers",
        "jobs",
        "transfer",
        "transfer_figures",
        "intake",
        "columns",
        "exporting",
        "edge",
        "forms",
        "places",
        "alarm",
        "unexpected",
    },
    {"domain"},
    {"outbox", "copycheck"},
    {"cards", "charts"},
    {"store", "config"},
    {"errors", "text", "reference", "tally", "memory"},
]
LEVEL = {name: level for level, row in enumerate(ROWS) for name in row}


def imports() -> Iterator[tuple[str, str]]:
    for path in sorted(ROOT.rglob("*.py")):
        module = path.relative_to(ROOT).with_suffix("")
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "bot":
                parts = node.module.split(".")
                names = [parts[1]] if len(parts) > 1 else [alias.name for alias in node.names]
                yield from ((str(module), name) for name in names)
            elif isinstance(node, ast.Import):
                yield from (
                    (str(module), alias.name.split(".")[1]) for alias in node.names if alias.name.startswith("bot.")
                )


def test_every_module_has_its_place_in_the_plan() -> None:
    places = {str(path.relative_to(ROOT).parts[0]).removesuffix(".py") for path in ROOT.rglob("*.py")}
    assert places - set(LEVEL) - {"workspace", "__init__"} == set()


def test_arrows_run_downward_only() -> None:
    upward = [
        f"{module} imports bot.{name}"
        for module, name in imports()
        if (top := Path(module).parts[0]) in LEVEL and name in LEVEL and LEVEL[name] < LEVEL[top]
    ]
    assert upward == []


def test_only_the_terminal_imports_the_workspace() -> None:
    strangers = {
        module
        for module, name in imports()
        if name == "workspace" and Path(module).parts[0] not in ("cli", "workspace")
    }
    assert strangers == set()


def test_the_workspace_imports_nothing_of_the_bot() -> None:
    known = {
        f"{module} imports bot.{name}"
        for module, name in imports()
        if Path(module).parts[0] == "workspace" and name != "workspace"
    }
    assert known == set()


def test_every_module_says_in_its_first_line_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in ROOT.rglob("*.py")
        if not (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split("\n")[0].strip()
    ]
    assert silent == []
