"""Where each key of a TOML file stands."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.config.lines import Path, lines_of
from bot.config.sample import sample


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from paths(child, (*path, key))


def line_of(text: str, *path: str | int) -> int:
    tomllib.loads(text)
    return lines_of(text)[path]


def test_keys_stand_on_their_lines_and_tables_at_their_headers() -> None:
    text = "a = 1\n\n[t]  # note\nb = 2\n[t.u]\nc.d = 3\n"

    assert lines_of(text) == {
        ("a",): 1,
        ("t",): 3,
        ("t", "b"): 4,
        ("t", "u"): 5,
        ("t", "u", "c"): 6,
        ("t", "u", "c", "d"): 6,
    }


def test_items_of_a_list_over_several_lines_have_their_own_lines() -> None:
    text = 'list = [\n  "a", # one, two\n  "b",\n\n  ["c", {d = 1}],\n]\nafter = 1\n'

    assert [line_of(text, "list", n) for n in range(3)] == [2, 3, 5]
    assert line_of(text, "list", 2, 1, "d") == 5
    assert line_of(text, "after") == 7


def test_signs_inside_strings_and_comments_open_nothing() -> None:
    text = 'a = "[x] # = {"\nb = \'\'\'\n[no]\nc = 1\n\'\'\'\nd = """x""""\ne = "\\"]"\n# [f]\n"g.h" = 2\n'

    assert lines_of(text) == {("a",): 1, ("b",): 2, ("d",): 6, ("e",): 7, ("g.h",): 9}


def test_an_escaped_long_string_ends_where_it_ends() -> None:
    assert line_of('a = """\n\\"""\n"""\nb = 1\n', "b") == 4


def test_quoted_and_dotted_headers_are_followed() -> None:
    text = "[ \"部门\" . 'x y' . z ]\nk = 1\n"

    assert line_of(text, "部门", "x y", "z", "k") == 2


def test_tables_in_arrays_are_counted() -> None:
    text = "[[a]]\nk = 1\n[a.b]\nc = 1\n[[a]]\nk = 2\n[[a.d]]\ne = 1\n"

    found = lines_of(text)

    assert found[("a", 1, "k")] == 6
    assert found[("a", 0, "b", "c")] == 4
    assert found[("a", 1, "d", 0, "e")] == 8


def test_lines_ending_as_on_windows_count_once() -> None:
    assert line_of("a = 1\r\n[t]\r\nb = 2026-01-01 10:00:00\r\nc = 1\r\n", "t", "c") == 4


def test_a_table_opened_after_its_part_stands_at_its_own_header() -> None:
    assert line_of("[t.u]\na = 1\n[t]\nb = 1\n", "t") == 3


def test_every_value_of_the_sample_has_a_line() -> None:
    found = lines_of(sample())

    assert set(paths(tomllib.loads(sample()))) <= set(found)


keys = st.text("ab é.\"'#[]={}\n\\", max_size=4)
scalars = st.one_of(st.integers(), st.booleans(), st.text("a\"'#[]{},=\n\\ 文", max_size=12))
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3), max_leaves=8
)


def basic(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def written(value: Any, draw: Callable[[st.SearchStrategy[str]], str]) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        long = value.replace("\\", "\\\\").replace('"', '\\"')
        return draw(st.sampled_from([basic(value), f'"""\n{long}"""']))
    gap = draw(st.sampled_from(["", " ", "\n", "  # ] } , =\n"]))
    if isinstance(value, list):
        return "[" + ",".join(f"{gap}{written(each, draw)}{gap}" for each in value) + "]"
    return "{" + ", ".join(f"{basic(key)} = {written(each, draw)}" for key, each in value.items()) + "}"


@given(
    st.data(),
    st.lists(st.tuples(keys, st.dictionaries(keys, values, max_size=3)), max_size=3, unique_by=lambda t: t[0]),
)
def test_every_value_of_any_file_is_found_where_its_key_is_written(
    data: st.DataObject, tables: list[tuple[str, dict[str, Any]]]
) -> None:
    text, places = "", dict[tuple[str, ...], int]()
    for name, pairs in tables:
        places[(name,)] = text.count("\n") + 1
        text += f"[{basic(name)}]\n"
        for key, value in pairs.items():
            text += data.draw(st.sampled_from(["", "\n", "# [x]\n", "  "]))
            places[(name, key)] = text.count("\n") + 1
            text += f"{basic(key)} = {written(value, data.draw)} # ]\n"
    found = lines_of(text)

    assert set(paths(tomllib.loads(text))) == set(found)
    assert {path: found[path] for path in places} == places
