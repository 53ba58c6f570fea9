"""Habits of CONTRIBUTING.md that a program can look after, in the code as it is read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import bot

ROOT = Path(bot.__file__).parent
MODULES = {str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8")) for path in sorted(ROOT.rglob("*.py"))}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def test_every_module_says_in_its_first_line_what_it_is_for() -> None:
    assert [name for name, tree in MODULES.items() if not (ast.get_docstring(tree) or "").split("\n")[0].strip()] == []


def public(body: list[ast.stmt]) -> Iterator[Function | ast.ClassDef]:
    """The functions and classes that others may use, and what such a class offers."""
    for node in body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            # What a protocol asks for is said where it is given.
            if isinstance(node, ast.ClassDef) and "Protocol" not in map(ast.unparse, node.bases):
                yield from public(node.body)


def test_what_others_may_use_says_what_it_means() -> None:
    silent = [
        f"{name}:{node.lineno} {node.name}"
        for name, tree in MODULES.items()
        for node in public(tree.body)
        if not ast.get_docstring(node)
    ]
    assert silent == []


# What only looks.
LOOKS = {"isinstance", "len"}


def does_something(tested: ast.expr) -> bool:
    calls = (node for node in ast.walk(tested) if isinstance(node, ast.Call))
    return any(not (isinstance(call.func, ast.Name) and call.func.id in LOOKS) for call in calls)


def test_nothing_depends_on_an_assert_being_run() -> None:
    """``python -O`` leaves them out: an assert says what the lines before it have made sure of, and does nothing itself."""
    doing = [
        f"{name}:{node.lineno} {ast.unparse(node)}"
        for name, tree in MODULES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Assert) and does_something(node.test)
    ]
    assert doing == []


def test_an_assert_that_does_something_is_found() -> None:
    assert does_something(ast.parse("changed(tx) is not None", mode="eval").body)
    assert not does_something(ast.parse("isinstance(view, Mapping)", mode="eval").body)
