"""Reading guanwei.toml: from a file to `Settings`, or to every problem that is in it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from bot.config.explain import problems_of
from bot.config.lines import lines_of
from bot.config.model import Settings
from bot.config.problems import Problem, SettingsError
from bot.config.whole import problems_of_the_whole, secrets_in
from bot.text.words import Phrase, phrase

_AT_LINE: Final = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")
# What a Chinese input method types where TOML wants ASCII.
_WIDE: Final = re.compile("[“”‘’＝［］，｛｝＃]")


def load_settings(path: Path) -> Settings:
    """The settings in the file at ``path``. Raises SettingsError with all problems, in the order of the file."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise SettingsError([_unreadable(path, error)], path) from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        what = phrase("这一行不是 UTF-8 编码，请用 UTF-8 另存这个文件。")
        raise SettingsError([Problem("", line, what)], path) from error
    return read_settings(text, path)


def read_settings(text: str, path: Path | None = None) -> Settings:
    """The settings in a text; ``path`` is only named in the error. Raises SettingsError."""
    leaked = secrets_in(text)
    try:
        raw: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(_in_order(leaked, [_not_toml(text, error)]), path) from error
    lines = lines_of(text)
    problems = problems_of_the_whole(raw, lines)
    try:
        settings = Settings.model_validate(raw)
    except ValidationError as error:
        wrong = problems_of(error.errors(include_url=False), lines)
        raise SettingsError(_in_order(leaked, [*problems, *wrong]), path) from error
    if leaked or problems:
        raise SettingsError(_in_order(leaked, problems), path)
    return settings


def check(path: Path) -> tuple[Problem, ...]:
    """Every problem in the file at ``path``; none when it can be used."""
    try:
        load_settings(path)
    except SettingsError as error:
        return error.problems
    return ()


def _in_order(leaked: list[Problem], problems: list[Problem]) -> list[Problem]:
    # A line with a secret in it is told as that alone: nothing else said of it may repeat the secret.
    silent = {problem.line for problem in leaked}
    told = [*leaked, *(problem for problem in problems if problem.line not in silent)]
    return sorted(told, key=lambda problem: problem.line or 0)


def _unreadable(path: Path, error: OSError) -> Problem:
    if isinstance(error, FileNotFoundError):
        return Problem("", None, phrase("没有找到设置文件 {path}。用 guanwei config init 生成一份。", path=path))
    return Problem("", None, phrase("读不了设置文件 {path}：{reason}", path=path, reason=error.strerror))


def _not_toml(text: str, error: tomllib.TOMLDecodeError) -> Problem:
    message = str(error)
    found = _AT_LINE.search(message)
    last = text.rstrip().count("\n") + 1
    line = int(found[1]) if found and found[1] else last
    written = text.splitlines()[line - 1 : line]
    if written and (wide := _WIDE.search(written[0].partition("#")[0])):
        what = phrase("“{sign}”是中文符号，要换成英文符号。", sign=wide[0])
    else:
        what = _reason(_AT_LINE.sub("", message))
    return Problem("", line, what, 'name = "山茶优选"')


def _reason(message: str) -> Phrase:
    folded = message.casefold()
    if any(word in folded for word in ("overwrite", "twice", "duplicate")):
        return phrase("这一项前面已经写过了，只能写一次。")
    if "value" in folded:
        return phrase("等号右边写得不对：文字要放在英文引号里，括号要成对。")
    if "string" in folded or "illegal character" in folded:
        return phrase("引号没有成对，文字要放在同一行的一对英文引号里。")
    if "key" in folded or "'='" in folded or "statement" in folded:
        return phrase("这一行要写成“键 = 值”，说明文字前面要加 #。")
    return phrase("这一行不合 TOML 格式：{reason}。", reason=message)
