"""On which line each key of a TOML file stands.

tomllib reads the values and keeps no places, and no library we know gives them (tomlkit keeps the text, not
its line numbers, and takes as long to load as all of pydantic). So this walks the same grammar once more, for a
text that tomllib has already accepted: that is why nothing here checks anything.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Final

Path = tuple[str | int, ...]

_BLANK: Final = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_SPACE: Final = re.compile(r"[ \t]*")
_BARE_KEY: Final = re.compile(r"[A-Za-z0-9_-]+")
# Quotes may stand in a long string, up to two of them right before its end.
_STRINGS: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"{3}(?!")' "|" r"'''.*?'{3}(?!')" "|" r'"(?:\\.|[^"\\\n])*"' "|" r"'[^'\n]*'",
    re.DOTALL,
)
_SCALAR: Final = re.compile(r"[^,\]}#\n]+")


def lines_of(text: str) -> Mapping[Path, int]:
    """Line numbers (from 1) by path, such as ``("hours", "service", 1)``; tables stand at their header.

    ``text`` must be valid TOML.
    """
    return _Walk(text).document()


def dotted(path: Path) -> str:
    """A path as people write it: ``hours.service[1]``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


class _Walk:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._lines: dict[Path, int] = {}
        self._counted_to = 0
        self._line = 1

    def document(self) -> Mapping[Path, int]:
        table: Path = ()
        arrays: dict[Path, int] = {}
        while True:
            self._skip(_BLANK)
            if self._at >= len(self._text):
                return self._lines
            if self._text.startswith("[", self._at):
                table = self._header(arrays)
            else:
                self._pair(table)

    def _header(self, arrays: dict[Path, int]) -> Path:
        line = self._here()
        many = self._text.startswith("[[", self._at)
        self._at += 2 if many else 1
        names = self._key()
        self._at = self._text.index("]", self._at) + (2 if many else 1)
        path: Path = ()
        for place, name in enumerate(names):
            path = (*path, name)
            self._lines.setdefault(path, line)
            if path in arrays or (many and place == len(names) - 1):
                if place == len(names) - 1:
                    arrays[path] = arrays.get(path, -1) + 1
                path = (*path, arrays[path])
                self._lines.setdefault(path, line)
        # A table may be opened after one of its parts: its own header is the better place.
        self._lines[path] = line
        return path

    def _pair(self, table: Path) -> None:
        line = self._here()
        path = table
        for name in self._key():
            path = (*path, name)
            self._lines.setdefault(path, line)
        self._at = self._text.index("=", self._at) + 1
        self._skip(_SPACE)
        self._value(path)

    def _key(self) -> list[str]:
        names: list[str] = []
        while True:
            self._skip(_SPACE)
            if found := _BARE_KEY.match(self._text, self._at):
                names.append(found[0])
            else:
                found = _STRINGS.match(self._text, self._at)
                assert found is not None
                names.append(tomllib.loads(f"key = {found[0]}")["key"])
            self._at = found.end()
            self._skip(_SPACE)
            if not self._text.startswith(".", self._at):
                return names
            self._at += 1

    def _value(self, path: Path) -> None:
        opening = self._text[self._at]
        if opening == "[":
            self._items(path)
        elif opening == "{":
            self._inline(path)
        else:
            found = (_STRINGS if opening in "\"'" else _SCALAR).match(self._text, self._at)
            assert found is not None
            self._at = found.end()

    def _items(self, path: Path) -> None:
        self._at += 1
        number = 0
        while not self._closed("]"):
            self._lines[(*path, number)] = self._here()
            self._value((*path, number))
            number += 1

    def _inline(self, path: Path) -> None:
        self._at += 1
        while not self._closed("}"):
            self._pair(path)

    def _closed(self, bracket: str) -> bool:
        self._skip(_BLANK)
        if self._text.startswith(",", self._at):
            self._at += 1
            self._skip(_BLANK)
        if self._text.startswith(bracket, self._at):
            self._at += 1
            return True
        return False

    def _skip(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self._text, self._at)
        if found:
            self._at = found.end()

    def _here(self) -> int:
        self._line += self._text.count("\n", self._counted_to, self._at)
        self._counted_to = self._at
        return self._line
