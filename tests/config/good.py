"""A small guanwei.toml with nothing wrong in it, and ways to make something wrong."""

from __future__ import annotations

import pytest

from bot.config import Problem, SettingsError, read_settings

GOOD = """\
[company]
name = "山茶优选"
[channels]
desk = "#官微"
complaints = "#客服"
[departments.sales]
name = "销售部"
channel = "#销售"
head = "zhang@example.com"
[departments.service]
name = "客服部"
channel = "#客服"
head = "U012345"
group = "@service"
[roles]
editor = ["li@example.com"]
reviewer = ["U012345", "@reviewers"]
legal = ["S012345"]
service = ["@service"]
leader = ["chen@example.com"]
admin = ["li@example.com"]
"""


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(SettingsError) as caught:
        read_settings(text)
    return caught.value.problems


def only(text: str) -> Problem:
    found = problems(text)
    assert len(found) == 1, [str(each.what) for each in found]
    return found[0]


def swapped(before: str, after: str) -> str:
    assert GOOD.count(before) == 1
    return GOOD.replace(before, after)


def company(line: str) -> str:
    return swapped('name = "山茶优选"\n', f'name = "山茶优选"\n{line}\n')
