"""The house plan holds: imports run downward, and only the terminal knows the built-in workspace."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest

import bot

ROOT = Path(bot.__file__).parent


def rows(plan: str) -> list[list[str]]:
    """The rows of the plan's picture, the highest first: what begins a line, up to the words that say what it is for."""
    picture = plan.split("```")[1].strip().splitlines()
    return [[*takewhile(lambda name: name.endswith(("/", ".py")), line.split())] for line in picture]


PLAN = ROOT.parent / "docs/architecture.md"
LEVEL = {
    name.removesuffix("/").removesuffix(".py"): level
    for level, row in enumerate(rows(PLAN.read_text("utf-8")))
    for name in row
}
# Every layer may know which version this is.
_BESIDES = {"", "__version__"}


def imports(package: str = "bot") -> Iterator[tuple[str, str]]:
    """What imports from ``package``, wherever it stands in the file: the module, and the name beneath the package."""
    for path in sorted(ROOT.rglob("*.py")):
        module = str(path.relative_to(ROOT).with_suffix(""))
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module] if "." in node.module else [f"{node.module}.{alias.name}" for alias in node.names]
            elif isinstance(node, ast.Import):
                names = [f"{alias.name}." for alias in node.names]
            else:
                continue
            yield from ((module, name.split(".")[1]) for name in names if name.split(".")[0] == package)


def test_every_module_has_its_place_in_the_plan_and_no_other_is_in_it() -> None:
    places = {str(path.relative_to(ROOT).parts[0]).removesuffix(".py") for path in ROOT.rglob("*.py")}
    assert places - {"__init__"} == set(LEVEL)


def test_arrows_run_downward_only() -> None:
    upward = [
        f"{module} imports bot.{name}"
        for module, name in imports()
        if name not in _BESIDES and LEVEL[name] < LEVEL[Path(module).parts[0]]
    ]
    assert upward == []


# What is to be known of the world outside, and to whom at most. The database's engine: another may stand behind the store.
ABOVE_THE_RULES = {name for name, level in LEVEL.items() if level < LEVEL["domain"]}
KNOWN_TO = {
    "slack_bolt": ABOVE_THE_RULES,
    "slack_sdk": ABOVE_THE_RULES | {"outbox"},
    "sqlite3": {"store", "workspace"},
    "sqlite_utils": {"store"},
    "starlette": ABOVE_THE_RULES | {"workspace"},
    "matplotlib": {"charts"},
}


@pytest.mark.parametrize("package", KNOWN_TO)
def test_what_stands_outside_is_known_to_few(package: str) -> None:
    knowing = {module for module, _ in imports(package)}
    assert {module for module in knowing if Path(module).parts[0] not in KNOWN_TO[package]} == set()
    assert knowing, "nobody uses it"


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
