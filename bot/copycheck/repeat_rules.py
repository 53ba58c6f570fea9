"""Near repeats: Weibo refuses the same text twice, and readers notice the nearly same."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache
from typing import Final

from bot.copycheck.draft import Draft
from bot.copycheck.length import LINK
from bot.copycheck.model import Finding
from bot.copycheck.normal import normal
from bot.copycheck.report import finding
from bot.copycheck.rules import Rule
from bot.text.words import phrase

ALIKE: Final = 0.40
"""Jaccard likeness of character pairs above which two posts count as the same (measured: 1 % false at
0.36).
"""

_NOISE: Final = re.compile(r"@[\w·-]+|\[[\w]{1,8}\]|\d{6,}|[^\w]+")


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """The one rule about repeats."""
    return (
        Rule(
            "repeat.recent",
            "repeat",
            "style",
            "weibo-repeat",
            phrase("提示：与近 30 天发过的内容几乎一样，微博会拒绝重复内容。"),
            phrase("换一个角度或换一张图来写。"),
        ),
    )


def findings(draft: Draft) -> list[Finding]:
    """A finding that names the nearest recent post, when it is near."""
    if not draft.context.recent:
        return []
    mine = pairs(draft.text)
    best = max(draft.context.recent, key=lambda post: likeness(mine, pairs(post.text)))
    if likeness(mine, pairs(best.text)) < ALIKE:
        return []
    (rule,) = rules()
    reason = phrase("提示：与近 30 天发过的 {post} 几乎一样，微博会拒绝重复内容。", post=best.id)
    return [finding(draft, Rule(rule.id, rule.category, rule.level, rule.source, reason, rule.suggestion), 0, 0)]


def pairs(text: str) -> frozenset[str]:
    """A text's character pairs, without names, links, emoticons, long numbers and punctuation."""
    bare = _NOISE.sub("", normal(LINK.sub("", text)).text)
    return frozenset(a + b for a, b in itertools.pairwise(bare))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard likeness, 0 to 1; two empty texts are not alike."""
    both = len(one | other)
    return len(one & other) / both if both else 0.0
