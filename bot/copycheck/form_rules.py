"""The form of a post: length, #topics# in pairs, number of @, exclamation marks and shouting."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from bot.copycheck.draft import MENTION, Draft
from bot.copycheck.length import LINK
from bot.copycheck.model import Finding
from bot.copycheck.report import at_original
from bot.copycheck.rules import Rule
from bot.text.words import phrase

_TOPIC: Final = re.compile(r"[#＃][^#＃\n]{1,40}[#＃]")
_SHOUT: Final = re.compile(r"[!！]{3,}")
_CAPITALS: Final = re.compile(r"[A-Z]{2,}(?:[ !]+[A-Z]{2,}){2,}")
_FEW_EXCLAMATIONS: Final = 2
_MANY_EXCLAMATIONS: Final = 5


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """The rules of form, in the order `findings` asks them."""
    return (
        Rule(
            "length.limit",
            "length",
            "block",
            "weibo-length",
            phrase("不可发布：超过微博 2000 字的上限，发不出去。"),
            phrase("删减正文，或改成长图、文章。"),
        ),
        Rule(
            "length.fold",
            "length",
            "style",
            "weibo-length",
            phrase("提示：超过 140 字，后面的内容要点“展开”才看得到。"),
            phrase("把时间、价格和参与方式放到前面。"),
        ),
        Rule(
            "format.topics",
            "format",
            "style",
            "weibo-topic",
            phrase("提示：话题太多，建议不超过两个，无关的话题会让微博被屏蔽。"),
            phrase("只留最相关的一两个话题。"),
        ),
        Rule(
            "format.topic_open",
            "format",
            "style",
            "weibo-topic",
            phrase("提示：#话题# 没有成对，微博上不会变成话题。"),
            phrase("在话题前后各写一个 #。"),
        ),
        Rule(
            "format.mentions",
            "format",
            "style",
            "weibo-topic",
            phrase("提示：@ 的人太多，容易被当作骚扰。"),
            phrase("只 @ 真正有关的账号。"),
        ),
        Rule(
            "format.shouting",
            "format",
            "style",
            "house",
            phrase("提示：感叹号太多，像在喊。"),
            phrase("一句话最多一个感叹号。"),
        ),
    )


def findings(draft: Draft) -> list[Finding]:
    """What is wrong with the draft's form."""
    limit, fold, topics, topic_open, mentions, shouting = rules()
    found = []
    if draft.length.over_limit:
        found.append(at_original(draft, limit, 0, 0))
    elif draft.length.over_fold:
        found.append(at_original(draft, fold, 0, 0))
    if "#" in draft.text or "＃" in draft.text:
        bare = LINK.sub("", draft.text)
        if len(_TOPIC.findall(bare)) > draft.context.topics:
            found.append(at_original(draft, topics, 0, 0))
        if (bare.count("#") + bare.count("＃")) % 2:
            found.append(at_original(draft, topic_open, 0, 0))
    if ("@" in draft.text or "＠" in draft.text) and len(MENTION.findall(draft.text)) > draft.context.mentions:
        found.append(at_original(draft, mentions, 0, 0))
    exclamations = draft.text.count("!") + draft.text.count("！")
    shouts = [m.span() for m in _CAPITALS.finditer(draft.text)]
    if exclamations > _FEW_EXCLAMATIONS:
        shouts.extend(m.span() for m in _SHOUT.finditer(draft.text))
    found.extend(at_original(draft, shouting, start, end) for start, end in shouts)
    if not shouts and exclamations >= _MANY_EXCLAMATIONS:
        found.append(at_original(draft, shouting, 0, 0))
    return found
