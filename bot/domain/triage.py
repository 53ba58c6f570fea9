"""What a complaint's words propose: how severe it is and what it is about. People may change both."""

from __future__ import annotations

import re
from typing import Final, Literal

from bot.text.width import plain

Severity = Literal["normal", "P0"]

# What must not wait, whoever says it: somebody was hurt, or the press, a lawyer or a regulator is in it.
_P0: Final = re.compile(
    "食品安全|食物中毒|中毒|拉肚子|腹泻|上吐下泻|住院|急诊|医院|受伤|烫伤|割伤|过敏|异物|虫子|玻璃渣|发霉|变质|"
    "记者|媒体|电视台|曝光|热搜|律师|起诉|法院|市场监管|工商局|食药监|消协|消费者协会|12315|(?<![0-9])315(?![0-9])"
)

_CATEGORIES: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    (
        "quality",
        re.compile("质量|变质|发霉|异物|过期|坏[了的掉]|破损|漏|酸了|臭|假货|掉色|起球|死机|卡顿|噪音|味道|口感"),
    ),
    ("delivery", re.compile("配送|快递|物流|发货|送货|没收到|包装|催单|派送|送错")),
    ("refund", re.compile("退款|退货|退钱|赔|换货|不退|售后")),
    ("service", re.compile("态度|客服|服务|不理|没人管|没人接|推诿|前台|骂人")),
    ("price", re.compile("价格|降价|贵|差价|乱收费|扣费|多收")),
    ("campaign", re.compile("活动|优惠券|优惠|抽奖|中奖|赠品|满减|领不到|口令")),
)


def severity_of(words: str) -> Severity:
    """``P0`` where the words speak of harm, the press, the law or a regulator."""
    return "P0" if _P0.search(plain(words)) else "normal"


def category_of(words: str) -> str:
    """The key of what the words are about; ``other`` where nothing tells."""
    text = plain(words)
    scores = {key: len(pattern.findall(text)) for key, pattern in _CATEGORIES}
    best = max(scores, key=lambda key: scores[key])
    return best if scores[best] else "other"
