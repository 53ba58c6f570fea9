"""SQL is written, not put together: what is filled into a statement is a constant of the program, never a value."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "bot").rglob("*.py"))
_SQL = re.compile(r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|PRAGMA|SAVEPOINT|WITH RECURSIVE|WHERE|ORDER BY)\b")
_CONSTANT = re.compile(r"_?[A-Z][A-Z0-9_]*")


def filled(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """What is filled into texts that look like SQL: line and expression."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            whole = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
            if _SQL.search(whole):
                yield from (
                    (node.lineno, ast.unparse(part.value))
                    for part in node.values
                    if isinstance(part, ast.FormattedValue)
                )


# Read and found to be made of the program's own names: (file, expression).
_READ = {
    # A kind of case, of a few that stand beside it.
    ("bot/cli/demo/stage.py", "kind"),
    # The table is named by the module that asks; names of columns are keys that stand in the code.
    ("bot/store/cases.py", "table"),
    ("bot/store/cases.py", "names"),
    ("bot/store/cases.py", "pairs"),
    ("bot/store/cases.py", "places"),
    ("bot/store/complaints.py", "pairs"),
    ("bot/store/forgetting.py", "name"),
    ("bot/store/forgetting.py", "index"),
    ("bot/store/facts.py", "', '.join((f'{name} = :{name}' for name in values))"),
    ("bot/store/segments.py", "', '.join(_NAMES)"),
    ("bot/store/segments.py", "', '.join((f':{name}' for name in _NAMES))"),
    ("bot/store/sending.py", "among"),
    ("bot/store/sending.py", "f'{free} AND NOT {stands}' if held.updates else f'({stands} OR {free})'"),
    ("bot/store/sending.py", "gone"),
    ("bot/store/sending.py", "same"),
    ("bot/store/slots.py", "names"),
    ("bot/store/slots.py", "pairs"),
    ("bot/store/slots.py", "places"),
    # One of two or three texts written beside it, or a list of them.
    ("bot/store/campaign_lists.py", "_where(wanted)"),
    ("bot/store/campaign_lists.py", "_ORDER[wanted.state]"),
    ("bot/store/campaigns.py", "rest"),
    ("bot/store/complaint_lists.py", "' AND '.join(terms) or '1 = 1'"),
    ("bot/store/complaint_lists.py", "' AND '.join(_terms(wanted))"),
    ("bot/store/complaint_lists.py", "turn"),
    ("bot/store/complaints.py", "also"),
    ("bot/store/database.py", "pragma"),
    ("bot/store/draft_lists.py", "_where(wanted)"),
    ("bot/store/outbox.py", "later"),
    ("bot/store/rallies.py", "rest"),
    ("bot/store/slots.py", "_ROOM if room else '1 = 1'"),
    ("bot/store/slots.py", "also"),
    ("bot/store/waiting.py", "part"),
    ("bot/store/waiting.py", "parts[part].replace('{departments}', places)"),
    ("bot/store/writing.py", "-_CACHE_KIB"),
    ("bot/workspace/messages.py", "less"),
    ("bot/workspace/messages.py", "more"),
}


def test_nothing_is_filled_into_sql_but_the_programs_own_names() -> None:
    """What people write goes in as a named parameter. Something else is filled in? Make it a constant, or read where it
    comes from and put it into the list above."""
    found = {
        f"{file.relative_to(ROOT)}:{line}: {expression}"
        for file in FILES
        for line, expression in filled(ast.parse(file.read_text("utf-8")))
        if not _CONSTANT.fullmatch(expression) and (str(file.relative_to(ROOT)), expression) not in _READ
    }
    assert found == set()


def test_every_expression_that_was_read_is_still_there() -> None:
    there = {
        (str(file.relative_to(ROOT)), expression)
        for file in FILES
        for _, expression in filled(ast.parse(file.read_text("utf-8")))
    }
    assert there >= _READ


def test_a_value_filled_into_sql_is_found() -> None:
    assert list(filled(ast.parse("tx.one(f'SELECT * FROM c WHERE id = {case}')"))) == [(1, "case")]
    assert list(filled(ast.parse("tx.one('SELECT * FROM c WHERE id = :id', {'id': case})"))) == []
