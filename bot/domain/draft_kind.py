"""What a draft's words propose: of which kind it is, and what makes it risky enough that legal must agree.

Pure and readable: the first rule that finds its words speaks, and says which. People may choose another kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from bot.text.width import plain

Risk = Literal["lottery", "health", "food", "crisis"]
RISKS: Final[tuple[Risk, ...]] = ("lottery", "health", "food", "crisis")

# In the order in which they are asked: a draw is promotion too, but what matters is the draw.
_KINDS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    (
        "crisis",
        re.compile("致歉|道歉|情况说明|声明|召回|下架|停售|配合调查|引以为戒|食品安全事件|舆情|严正"),
    ),
    (
        "lottery",
        re.compile(
            r"抽奖|抽[一二两三四五六七八九十0-9]+[位名个]|揪[一二两三四五六七八九十0-9]+|转发赢|转发有奖|转评赞?抽|锦鲤|开奖|中奖名单|免费送出"
        ),
    ),
    ("reply", re.compile(r"^(?:回复)?@\S+[ ：:,，]|您反映的|您反馈的|给您带来|已(?:经)?联系您|感谢您的反馈")),
    (
        "promotion",
        re.compile(
            r"折扣|[0-9一二三四五六七八九]折|满[0-9]+减|立减|直降|优惠|特价|秒杀|买[一二三0-9]+送[一二三0-9]+|第二[件份杯]|"
            r"券后|到手价|包邮|预售|开抢|抢购|限时|下单|购买|[0-9.]+元|￥|¥|福利|赠品"
        ),
    ),
    (
        "information",
        re.compile("通知|公告|营业时间|调整为|停业|放假|开业|地址|温馨提示|提醒|预警|科普|小知识|攻略|招聘|维护"),
    ),
)
_DEFAULT: Final = "brand"

# Claims, not mentions: that milk is on the shelf says nothing of what it does.
_RISKY_WORDS: Final[tuple[tuple[Risk, re.Pattern[str]], ...]] = (
    ("lottery", dict(_KINDS)["lottery"]),
    (
        "health",
        re.compile(
            "免疫力|抵抗力|[降控稳]?血[压糖脂]|养生|养颜|减肥|瘦身|助眠|(?:改善|告别)(?:睡眠|失眠)|抗癌|消炎|疗效|治疗|治愈|"
            "缓解.{0,4}(?:疼|痛|疲劳|焦虑)|预防.{0,6}(?:病|感冒|流感|肥胖)"
        ),
    ),
    (
        "food",
        re.compile(
            "[零0无]添加|不(?:含|添加)(?:任何)?(?:防腐剂|添加剂|香精|色素)|[零0低无](?:糖|脂|卡|盐)|高(?:钙|蛋白|纤)|富含|有机|"
            "纯天然|非转基因|营养(?:价值|丰富)|食品安全"
        ),
    ),
    ("crisis", re.compile("致歉|道歉信|召回|情况说明|严正声明")),
)
_RISKY_KINDS: Final[dict[str, Risk]] = {"lottery": "lottery", "crisis": "crisis"}
_RISKY_CATEGORIES: Final[dict[str, Risk]] = {
    "medical": "health",
    "health_food": "health",
    "prize": "lottery",
    "safety": "food",
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """The kind that the words propose, and the words that did; empty where nothing spoke and it is the usual one."""

    kind: str
    because: str


def propose(text: str) -> Proposal:
    """The kind of a draft by its words."""
    said = plain(text)
    for kind, pattern in _KINDS:
        if found := pattern.search(said):
            return Proposal(kind, found.group().strip())
    return Proposal(_DEFAULT, "")


def risks(kind: str, text: str, categories: Iterable[str]) -> tuple[Risk, ...]:
    """What makes a draft risky: its kind, what the copy check found (its findings' categories), and its words."""
    said = plain(text)
    found: set[Risk] = {_RISKY_CATEGORIES[category] for category in categories if category in _RISKY_CATEGORIES}
    found.update(risk for risk, pattern in _RISKY_WORDS if pattern.search(said))
    if kind in _RISKY_KINDS:
        found.add(_RISKY_KINDS[kind])
    return tuple(risk for risk in RISKS if risk in found)
