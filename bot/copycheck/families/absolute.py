"""Absolute claims by form: the best, the first, the only one, none like it."""

from __future__ import annotations

from bot.copycheck.rules import Family, family
from bot.text.words import phrase


def families() -> tuple[Family, ...]:
    """The families of absolute claims."""
    return (
        family(
            "absolute.nothing_better",
            "block",
            "guide2",
            phrase("不可发布：“没有比它更好的”与“最好”是一个意思。"),
            anchors="没有比 没比",
            pattern=r"没有?(?:什么|哪[个家款])?比[^,。!?;\n]{1,8}更[^,。!?;\n]{1,4}",
        ),
    )
