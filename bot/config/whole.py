"""What no single value of guanwei.toml can know: channels and names used twice, secrets in the wrong place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from bot.config.explain import example_at
from bot.config.lines import Path, dotted
from bot.config.nearest import nearest
from bot.config.problems import Problem
from bot.text.width import plain
from bot.text.words import phrase

# Slack's tokens by their prefixes, and a quoted signing secret by its form: 32 hexadecimal digits.
_SECRET: Final = re.compile(
    r"xox[a-z](?:\.xox[a-z])?-[\w-]{6,}|xapp-[\w-]{6,}|(?P<q>[\"'])[0-9a-f]{32}(?P=q)", re.IGNORECASE
)


def secrets_in(text: str) -> list[Problem]:
    """The lines on which a secret stands, comments included. What is said never repeats the secret."""
    what = phrase("这一行里有密钥。密钥不写在这个文件里，请移到环境变量或 .env，并在聊天平台后台换一个新的。")
    return [
        Problem("", number, what, "SLACK_BOT_TOKEN=xoxb-…")
        for number, line in enumerate(text.split("\n"), start=1)
        if _SECRET.search(line)
    ]


def problems_of_the_whole(raw: Mapping[str, Any], lines: Mapping[Path, int]) -> list[Problem]:
    """Problems between values. ``raw`` is as tomllib gave it: anything in it may be of a wrong kind."""
    return [
        *_channels_twice(raw, lines),
        *_names_twice(raw, lines),
        *_no_departments(raw, lines),
        *_no_such_department(raw, lines),
    ]


def _channels_twice(raw: Mapping[str, Any], lines: Mapping[Path, int]) -> Iterator[Problem]:
    # A department may use the complaints' channel as its own (customer service does).
    own = [(("channels", key), _table(raw, "channels").get(key)) for key in ("desk", "complaints")]
    yield from _twice(own, lines)
    yield from _twice(_of_departments(raw, "channel"), lines)


def _names_twice(raw: Mapping[str, Any], lines: Mapping[Path, int]) -> Iterator[Problem]:
    yield from _twice(_of_departments(raw, "name"), lines)


def _twice(values: Sequence[tuple[Path, Any]], lines: Mapping[Path, int]) -> Iterator[Problem]:
    seen: dict[str, Path] = {}
    for path, value in values:
        if not isinstance(value, str) or not plain(value):
            continue
        first = seen.setdefault(plain(value), path)
        if first != path:
            what = phrase("“{value}”已经用在 {other}，每处要用不同的。", value=value, other=dotted(first))
            yield Problem(dotted(path), lines.get(path), what, example_at(path))


def _no_departments(raw: Mapping[str, Any], lines: Mapping[Path, int]) -> Iterator[Problem]:
    departments = raw.get("departments")
    if isinstance(departments, dict) and not departments:
        what = phrase("至少要有一个部门。")
        yield Problem("departments", lines.get(("departments",)), what, "[departments.sales]")
    for key in _table(raw, "departments"):
        if not key.strip() or any(sign.isspace() for sign in key):
            path = ("departments", key)
            what = phrase("部门的键“{key}”里不能有空格，也不能是空的。", key=key)
            yield Problem(dotted(path), lines.get(path), what, "[departments.sales]")


def _no_such_department(raw: Mapping[str, Any], lines: Mapping[Path, int]) -> Iterator[Problem]:
    known = _table(raw, "departments")
    for key in _table(_table(_table(raw, "policy"), "complaint"), "department"):
        if key not in known:
            path = ("policy", "complaint", "department", key)
            near = nearest(key, known) or next(iter(known), "sales")
            what = phrase("没有“{key}”这个部门，是不是 {near}？", key=key, near=near)
            yield Problem(dotted(path), lines.get(path), what, f"[{dotted((*path[:-1], near))}]")


def _of_departments(raw: Mapping[str, Any], name: str) -> list[tuple[Path, Any]]:
    departments = _table(raw, "departments")
    return [(("departments", key, name), _table(departments, key).get(name)) for key in departments]


def _table(raw: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = raw.get(key)
    return value if isinstance(value, dict) else {}
