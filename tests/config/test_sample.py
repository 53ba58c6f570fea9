"""The sample that a company starts from, and the page that explains every key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from bot.config import Settings, SettingsError, read_settings, sample
from bot.config.explain import example_at

PAGE = Path(__file__).resolve().parents[2] / "docs" / "settings.md"
PEOPLE = re.compile(r"^(editor|reviewer|legal|service|leader|admin) = \[\]", re.MULTILINE)


def filled() -> str:
    text = PEOPLE.sub(r'\1 = ["li.na@example.com"]', sample())
    return text.replace('head = ""', 'head = "li.na@example.com"')


def keys(model: type[BaseModel] = Settings, path: str = "") -> Iterator[tuple[str, str, object]]:
    """Each leaf key: its table, its name, its default."""
    for name, field in model.model_fields.items():
        inside = next((each for each in (field.annotation, *get_args(field.annotation)) if is_table(each)), None)
        if inside is None:
            yield path, name, field.get_default(call_default_factory=True, validated_data={})
        else:
            place = f"{path}.{name}".lstrip(".")
            yield from keys(inside, f"{place}.KEY" if get_args(field.annotation) else place)


def is_table(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def test_the_sample_with_its_people_filled_in_is_valid() -> None:
    read_settings(filled())


def test_the_sample_as_it_is_asks_for_people_and_nothing_else() -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(sample())

    asked = {problem.key for problem in caught.value.problems}
    roles = {f"roles.{role}" for role in ("editor", "reviewer", "legal", "service", "leader", "admin")}
    assert asked == roles | {"departments.sales.head", "departments.service.head"}


def test_the_sample_shows_the_defaults() -> None:
    shown = read_settings(filled())
    plain = Settings(company=shown.company, channels=shown.channels, departments=shown.departments, roles=shown.roles)

    assert shown == plain
    assert shown.company == type(shown.company)(name=shown.company.name)


def test_every_key_of_the_settings_is_in_the_sample() -> None:
    text = sample()

    missing = [
        f"{table}.{name}" for table, name, _ in keys() if not re.search(rf"^(# )?{name} = |^\[.*\.{name}\]", text, re.M)
    ]

    assert missing == []


@pytest.mark.parametrize(("table", "name"), [(table, name) for table, name, _ in keys()])
def test_every_example_is_right(table: str, name: str) -> None:
    path = tuple("sales" if part == "KEY" else part for part in table.split("."))
    everything = tomllib.loads(filled())
    place = everything
    for part in path:
        place = place.setdefault(part, {})
    place.update(tomllib.loads(example_at((*path, name))))

    assert Settings.model_validate(everything)


def sections(page: str) -> dict[str, str]:
    """The text under each table's heading."""
    parts = re.split(r"^## (.+)$", page, flags=re.MULTILINE)
    found = zip(parts[1::2], parts[2::2], strict=True)
    return {heading.strip("`[]"): text for heading, text in found if heading.startswith("`[")}


def test_every_key_is_explained_on_its_page_with_its_default() -> None:
    written = sections(PAGE.read_text(encoding="utf-8"))

    missing = [f"{table}.{name}" for table, name, _ in keys() if f"| `{name}` |" not in written.get(table, "")]

    assert missing == []


def test_the_page_explains_no_key_that_is_not_there() -> None:
    known = {(table, name) for table, name, _ in keys()}
    written = sections(PAGE.read_text(encoding="utf-8"))

    explained = {(table, name) for table, text in written.items() for name in re.findall(r"^\| `(\w+)` \|", text, re.M)}

    assert explained == known


def test_the_page_gives_the_defaults_as_they_are() -> None:
    written = sections(PAGE.read_text(encoding="utf-8"))
    wrong = []
    for table, name, default in keys():
        row = next(line for line in written[table].splitlines() if line.startswith(f"| `{name}` |"))
        said = row.split(" | ")[1]
        if repr_of(default) != said:
            wrong.append((f"{table}.{name}", said, repr_of(default)))

    assert wrong == []


def repr_of(default: object) -> str:
    """A default as the page writes it."""
    if default is None:
        return "none"
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    if isinstance(default, int):
        return f"`{default}`"
    if isinstance(default, str):
        return f'`"{default}"`'
    if isinstance(default, tuple):
        return "`[" + ", ".join(f'"{each}"' for each in default) + "]`"
    if isinstance(default, dict):
        return "`{}`"
    return "needed"
