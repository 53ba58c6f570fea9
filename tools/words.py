"""Bring the catalogue of messages up to date: every message of the program, with the translations there are.

    python -m tools.words

Messages are read from the calls ``t("…")`` and ``phrase("…")`` in bot/, and from the columns of
the lexicon and the calendar that people read. One with the place ``{n}`` has a plural. What is gone from the program goes from the catalogue; what is new stands there untranslated.
"""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages import Catalog, Message
from babel.messages.pofile import read_po, write_po

from bot.text.words import NUMBER

ROOT: Final = Path(__file__).resolve().parent.parent
PROGRAM: Final = ROOT / "bot"
CATALOGUE: Final = ROOT / "data" / "locale" / "en" / "LC_MESSAGES" / "guanwei.po"
# The column of each table that is shown to people: a term's suggestion, a source's name, why nothing is promoted on a day.
_SHOWN: Final = (("lexicon/terms/*.tsv", 4), ("lexicon/sources.tsv", 2), ("calendar/days.tsv", 2))
_HEADER: Final = """msgid ""
msgstr ""
"Project-Id-Version: guanwei\\n"
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def fresh() -> Catalog:
    """All messages of the program as it is now, untranslated; each with the files it stands in."""
    catalog = Catalog()
    for path in sorted(PROGRAM.rglob("*.py")):
        for message in said_in(path.read_text("utf-8")):
            _add(catalog, message, path)
    for pattern, column in _SHOWN:
        for path in sorted((ROOT / "data").glob(pattern)):
            for message in _cells(path, column):
                _add(catalog, message, path)
    return catalog


def said_in(source: str) -> Iterator[str]:
    """The messages of a module, in its order."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and says(node.func)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        first = call.args[0] if call.args else None
        if isinstance(first, ast.Constant) and isinstance(first.value, str) and first.value:
            yield first.value


def says(called: ast.expr) -> bool:
    """Whether a call takes a message: ``t(…)``, ``paper.t(…)``, ``phrase(…)``."""
    if isinstance(called, ast.Attribute):
        return called.attr == "t"
    return isinstance(called, ast.Name) and called.id in ("t", "phrase")


def _cells(path: Path, column: int) -> Iterator[str]:
    for line in path.read_text("utf-8").splitlines():
        cells = line.split("\t")
        if not line.startswith("#") and len(cells) > column and cells[column]:
            yield cells[column]


def _add(catalog: Catalog, message: str, path: Path) -> None:
    where = (path.relative_to(ROOT).as_posix(), 0)
    catalog.add((message, message) if NUMBER in message else message, locations=[where])


def read(path: Path = CATALOGUE) -> Catalog:
    """The catalogue in the tree."""
    with path.open("rb") as file:
        return read_po(file, locale="en")


def main() -> None:
    """Write the catalogue anew and say how many messages have no translation yet."""
    catalog = read()
    catalog.update(fresh(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    written = io.BytesIO()
    write_po(written, catalog, width=0, omit_header=True, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    CATALOGUE.write_text(_HEADER + written.getvalue().decode("utf-8"), "utf-8")
    missing = sum(1 for message in catalog if message.id and not translations(message))
    print(f"{len(catalog)} messages, {missing} without a translation")  # noqa: T201  # it is a tool for a terminal


def translations(message: Message) -> tuple[str, ...]:
    """What a message is called in the other language, each of its forms; nothing unless all are there."""
    forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return forms if all(forms) else ()


if __name__ == "__main__":
    main()
