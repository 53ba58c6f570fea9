"""Innocent phrases by form: 第一次, 最近, 一级能效. A candidate inside one of them is not a claim.

Phrases that can be listed stand in data/lexicon/guards.tsv; here stand those that are counted or composed.
"""

from __future__ import annotations

from typing import Final

from bot.copycheck.rules import Family, Rule
from bot.text.words import Phrase

GUARD: Final = Rule("guard", "guard", "style", "house", Phrase(""))


def guard(anchors: str, pattern: str) -> Family:
    """An innocent form; it wins over any term or family that lies inside its match."""
    return Family(GUARD, tuple(anchors.split()), pattern)


def guard_families() -> tuple[Family, ...]:
    """All innocent forms."""
    return (
        guard(
            "第一",
            r"第一(?:时间|次|步|批|天|个|季|期|章|节|课|届|人称|手|印象|反应|任|代|年|月|周|站|届|眼|口|"
            r"现场|线|届|书记|医院|附属"
            r"|中学|小学|人民|阶段|产业|财经|例|起|轮|场|张|位|名|部|集|条|款|排|行|列|层|项|类|夫人|集团"
            r"军|副|大道|版|稿|句|段|封|件|间|辆|顿|笔|桶金)",
        ),
    )
