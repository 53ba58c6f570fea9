"""From what pydantic found wrong to what a person is told: the line, the reason in words, an example of right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from bot.config.lines import Path, dotted
from bot.config.model import Settings
from bot.config.nearest import nearest
from bot.config.problems import Problem, Wrong
from bot.text.words import Phrase, phrase, series

_SECRET_WORDS: Final = ("token", "secret", "password", "密钥")


def problems_of(errors: Sequence[ErrorDetails], lines: Mapping[Path, int]) -> list[Problem]:
    """Pydantic's errors as problems. A key that is missing stands at the table it is missing from."""
    unknown = [_path(error) for error in errors if error["type"] == "extra_forbidden"]
    # A key with a slip of the pen is told once, not again as missing.
    meant = {(*path[:-1], _near(path)) for path in unknown}
    return [
        _unknown(path, lines) if error["type"] == "extra_forbidden" else _wrong(error, path, lines)
        for error in errors
        if (path := _path(error)) not in meant or error["type"] != "missing"
    ]


def _wrong(error: ErrorDetails, path: Path, lines: Mapping[Path, int]) -> Problem:
    return Problem(dotted(path), _line(path, lines), _what(error), example_at(path))


def _path(error: ErrorDetails) -> Path:
    # Pydantic marks an error in a mapping's key so.
    return tuple(part for part in error["loc"] if part != "[key]")


@dataclass(frozen=True, slots=True)
class _Place:
    """The last named key of a path: the names up to it, the table it stands in, its field (None: it has none)."""

    names: tuple[str, ...]
    table: type[BaseModel]
    field: FieldInfo | None


def example_at(path: Path) -> str:
    """How the key at ``path`` is written when it is right: ``lead_days = 5``, or a table's header."""
    place = _place(path)
    if place.field is not None and place.field.examples:
        return f"{place.names[-1]} = {place.field.examples[0]}"
    return f"[{'.'.join(place.names)}]"


def _what(error: ErrorDetails) -> Phrase:
    context: Mapping[str, Any] = error.get("ctx", {})
    own = context.get("error")
    if isinstance(own, Wrong):
        return own.what
    match error["type"]:
        case "missing":
            return phrase("缺少这一项。")
        case "int_type" | "int_parsing" | "int_from_float":
            return phrase("要写整数，不加引号。")
        case "string_type":
            return phrase("要写文字，放在英文引号里。")
        case "tuple_type":
            return phrase("要写成列表，放在方括号里。")
        case "model_type" | "model_attributes_type" | "dict_type" | "mapping_type":
            return phrase("这里要写成一节。")
        case "greater_than_equal":
            return phrase("太小，最小是 {least}。", least=context["ge"])
        case "less_than_equal":
            return phrase("太大，最大是 {most}。", most=context["le"])
        case "literal_error":
            return phrase("只能是 {expected}。", expected=str(context["expected"]).replace(" or ", " / "))
        case "string_too_short":
            return phrase("不能是空的。")
        case "string_too_long":
            return phrase("太长：最多 {most} 字。", most=context["max_length"])
        case "string_pattern_mismatch":
            return phrase("要以 @ 开头，中间没有空格。")
        case _:
            return phrase("不对：{reason}。", reason=error["msg"])


def _unknown(path: Path, lines: Mapping[Path, int]) -> Problem:
    place = _place(path)
    name, known = place.names[-1], place.table.model_fields
    key, line = dotted(path), _line(path, lines)
    if any(word in name.casefold() for word in _SECRET_WORDS):
        what = phrase("密钥不写在这个文件里，请移到环境变量或 .env。")
        return Problem(key, line, what, "SLACK_BOT_TOKEN=xoxb-…")
    if near := _near(path):
        example = example_at((*path[:-1], near))
        return Problem(key, line, phrase("没有“{key}”这一项，是不是 {near}？", key=name, near=near), example)
    if homes := [home for home, fields in _tables(Settings, ()) if name in fields]:
        what = phrase("“{key}”不在这里，它在 [{home}] 里。", key=name, home=".".join(homes[0]))
        return Problem(key, line, what, example_at((*homes[0], name)))
    what = phrase("没有“{key}”这一项，这里可以写：{known}。", key=name, known=series(known))
    return Problem(key, line, what)


def _near(path: Path) -> str:
    place = _place(path)
    return nearest(place.names[-1], place.table.model_fields)


def _line(path: Path, lines: Mapping[Path, int]) -> int | None:
    for end in range(len(path), 0, -1):
        if path[:end] in lines:
            return lines[path[:end]]
    return None


def _place(path: Path) -> _Place:
    place = _Place((), Settings, None)
    inside: type[BaseModel] | None = Settings
    chosen = False
    for part in path:
        if isinstance(part, int) or inside is None:
            break
        names = (*place.names, part)
        if chosen:
            # A name that the company chose, such as a department's: what comes next is a key of its table.
            place, chosen = _Place(names, place.table, None), False
            continue
        field = inside.model_fields.get(part)
        place = _Place(names, inside, field)
        inside = _model_in(field.annotation) if field else None
        chosen = field is not None and _is_mapping(field.annotation)
    return place


def _tables(model: type[BaseModel], path: tuple[str, ...]) -> list[tuple[tuple[str, ...], set[str]]]:
    found = [(path, set(model.model_fields))] if path else []
    for name, field in model.model_fields.items():
        inside = _model_in(field.annotation)
        if inside is not None:
            place = (*path, name, "…") if _is_mapping(field.annotation) else (*path, name)
            found += _tables(inside, place)
    return found


def _is_mapping(kind: Any) -> bool:
    origin = get_origin(kind)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _model_in(kind: Any) -> type[BaseModel] | None:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind
    if get_origin(kind) in (Union, UnionType) or _is_mapping(kind):
        return next((model for each in get_args(kind) if (model := _model_in(each))), None)
    return None
