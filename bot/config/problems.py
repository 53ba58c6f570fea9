"""What is wrong with the settings: all problems at once, each with its place, the reason, an example."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import GuanweiError
from bot.text.words import DEFAULT_LANGUAGE, Phrase, Words, phrase, words


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    ``key`` is the dotted path (or the environment variable), ``line`` counts from 1 (None: there is no line),
    ``example`` is text that would be right in that place (empty: there is none).
    """

    key: str
    line: int | None
    what: Phrase
    example: str = ""

    def said(self, t: Words, file: str = "guanwei.toml") -> str:
        """The problem in one language: place, what is wrong, an example of right."""
        place = f"{file}:{self.line}" if self.line is not None else ""
        head = " ".join(part for part in (place, self.key) if part)
        what = t(self.what)
        if self.example:
            what = t("{what}例如：{example}", what=what, example=self.example)
        return t("{place}：{what}", place=head, what=what) if head else what


class SettingsError(GuanweiError):
    """The settings or the environment cannot be used: all the ``problems``; ``path`` is the file, if any."""

    def __init__(self, problems: Sequence[Problem], path: Path | None = None) -> None:
        self.problems = tuple(problems)
        self.path = path
        super().__init__(
            phrase("设置有 {n} 处需要改。", n=len(self.problems)),
            phrase("改好后运行 guanwei config check 再看一遍。"),
        )

    def lines(self, t: Words) -> list[str]:
        """Every problem in one language, in the order of the file."""
        file = self.path.name if self.path else "guanwei.toml"
        return [problem.said(t, file) for problem in self.problems]

    def __str__(self) -> str:
        t = words(DEFAULT_LANGUAGE)
        told = self.lines(t)
        # One that says it all, such as a file that is not there, needs no heading.
        return "\n".join(told if len(told) == 1 else [t(self.said), *told])


class Wrong(ValueError):
    """Raised by a value's own check; ``what`` becomes the problem's reason."""

    def __init__(self, what: Phrase) -> None:
        super().__init__(str(what))
        self.what = what
