"""Days and hours: nothing is promoted on a memorial day or in mourning, nothing is posted in quiet hours."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from functools import lru_cache
from typing import Final

from bot.copycheck.draft import Draft
from bot.copycheck.model import Finding
from bot.copycheck.pairs import pair
from bot.copycheck.report import finding
from bot.copycheck.rules import Rule, compiled
from bot.copycheck.tables import rows
from bot.reference import reference
from bot.text.words import phrase

_PROMOTES: Final = (
    r"折|特惠|促销|大促|狂欢|立减|满减|满\d+元?减|直降|抢购|开抢|秒杀|优惠|福利|开售|预售|首发|新品|上新|嗨|限时|派"
    r"对|趴|庆典|钜惠|巨惠|红包|领券|券|抽奖|抽\d|包邮|买\w?送|送\w{0,4}礼|赠|免单|团购|特价|清仓|下单|购"
    r"买|直播间|尝鲜|畅饮|狂|盛惠|返场|囤|补贴|低价|到手价|仅需\d|只要\d|开业|周年庆|剁手|干杯|烟花|音乐"
    r"节|热卖|\d元"
)
_SOLEMN: Final = r"公祭|铭记|缅怀|悼念|哀悼|默哀|致敬|纪念|勿忘|追思|祭扫|吾辈自强|逝者|暂停|停止(?:促销|营业|娱乐)|防灾减灾|应急|消费者权益"
_SELLS_ALL_THE_SAME: Final = (
    r"照样|照常[^,。]{0,4}(?:抢|促|惠)|\d折|[一二三四五六七八九]折|特惠|大促|狂欢|立减|满减|秒杀|开抢|抢购|抢不|优惠|福利|下单|买一送|钜惠|清仓|"
    r"特价|领券|红包|直播间"
)
_PAUSES: Final = r"暂停|停止|取消|延期|推迟|不(?:促销|营业|做|搞|发|打折|上新)|闭店|停更"
_OCCASIONS: Final = (
    "公祭",
    "九一八",
    "918",
    "9.18",
    "9·18",
    "七七事变",
    "卢沟桥",
    "汶川",
    "地震",
    "哀悼",
    "默哀",
    "烈士",
    "抗战胜利",
    "南京大屠杀",
    "遇难",
    "清明",
    "寒衣节",
    "中元节",
    "建军节",
    "建党",
    "党的生日",
    "七一",
    "八一",
    "祖国的生日",
    "祖国母亲",
    "祖国生日",
    "国殇",
    "缅怀",
    "扫墓",
    "英烈",
    "空难",
    "坠机",
    "火灾",
    "洪灾",
    "疫情",
)
# 918 and 9.18 are also prices: only where no number and no yuan stands beside them.
_OCCASION: Final = (
    rf"(?:{'|'.join(word for word in _OCCASIONS if word[0] != '9')}|(?<![\d¥.])9[.·]?18(?![\d元块.]))(?:纪念)?[日节]?"
)
_MARTYRS: Final = (
    "雷锋",
    "黄继光",
    "邱少云",
    "董存瑞",
    "刘胡兰",
    "江姐",
    "狼牙山五壮士",
    "赵一曼",
    "杨靖宇",
    "王二小",
    "罗盛教",
    "张思德",
    "杨根思",
    "方志敏",
)
_OCCASION_PAIRS: Final = frozenset(pair(word[:2]) for word in _OCCASIONS)
_MARTYR_PAIRS: Final = frozenset(pair(name[:2]) for name in _MARTYRS)
_TASTELESS: Final = (
    r"(?:\d(?:\.\d)?折|折扣|特惠|促销|大促|狂欢|满减|立减|秒杀|抢购|疯抢|狂购|福利|优惠|嗨|派对|买\w送|快"
    r"乐|钜惠|惠|大放送|爆款|清仓|甩卖|开抢|团购|下单|买一送一)"
)


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """The rules of days and hours."""
    return (
        Rule(
            "sensitive_date.day",
            "sensitive_date",
            "block",
            "days",
            phrase("不可发布：当天不宜促销。"),
            phrase("换一天发，或改为不带促销的内容。"),
        ),
        Rule(
            "sensitive_date.care",
            "sensitive_date",
            "style",
            "days",
            phrase("提示：当天比较敏感，发布前再看一遍。"),
            phrase("避免以节日、纪念日本身的名义促销。"),
        ),
        Rule(
            "sensitive_date.occasion",
            "sensitive_date",
            "block",
            "ad9-7",
            phrase("不可发布：不能借灾难、纪念日或英烈做促销。"),
            phrase("删掉这个由头，换一个活动名。"),
        ),
        Rule(
            "sensitive_date.martyrs",
            "sensitive_date",
            "block",
            "martyrs",
            phrase("不可发布：英雄烈士的姓名、肖像不能用于广告。"),
            phrase("删掉烈士的名字。"),
        ),
        Rule(
            "sensitive_date.mourning",
            "sensitive_date",
            "block",
            "days",
            phrase("不可发布：现在正值哀悼期，所有促销都已暂停。"),
            phrase("等管理员解除后再发。"),
        ),
        Rule(
            "timing.quiet",
            "timing",
            "proof",
            "house",
            phrase("需举证：计划时间在静默时段，确有必要才发。"),
            phrase("改到静默时段之后。"),
        ),
    )


def findings(draft: Draft) -> list[Finding]:
    """What speaks against the planned day and hour, and against the occasion the text takes."""
    day, care, occasion, martyrs, mourning, quiet = rules()
    text = draft.tight
    pairs = draft.normal.pairs
    found = [] if _OCCASION_PAIRS.isdisjoint(pairs) else [finding(draft, occasion, *m.span()) for m in _occasions(text)]
    if not _MARTYR_PAIRS.isdisjoint(pairs):
        found.extend(finding(draft, martyrs, *m.span()) for m in compiled(_martyrs()).finditer(text))
    if draft.context.mourning and _promotes(draft):
        found.append(finding(draft, mourning, 0, 0))
    if draft.at is not None:
        level = _level(draft, draft.at.date())
        if level is not None and not found and _promotes(draft):
            found.append(finding(draft, day if level == "block" else care, 0, 0))
        if draft.context.quiet is not None and _within(draft.at, draft.context.quiet):
            found.append(finding(draft, quiet, 0, 0))
    return found


def _promotes(draft: Draft) -> bool:
    text = draft.tight
    if draft.kind == "lottery":
        return True
    if compiled(_PROMOTES).search(text) is None:
        return False
    # Who remembers does not sell, unless the same breath sells all the same.
    return compiled(_SOLEMN).search(text) is None or (
        compiled(_SELLS_ALL_THE_SAME).search(text) is not None and compiled(_PAUSES).search(text) is None
    )


def _level(draft: Draft, day: date) -> str | None:
    days = sensitive_days()
    shipped = days.get(day.isoformat()) or days.get(f"{day:%m-%d}")
    if draft.context.days is None:
        return shipped
    # The company's own list says which days are closed; days that only ask for care stay as they ship.
    return "block" if day in draft.context.days else "style" if shipped == "style" else None


@lru_cache(maxsize=1)
def sensitive_days() -> dict[str, str]:
    """The shipped days: ``MM-DD`` or ``YYYY-MM-DD`` → level."""
    return {day: level for day, (level, _) in _shipped().items()}


@lru_cache(maxsize=1)
def closed_days() -> dict[str, str]:
    """The shipped days on which nothing is promoted: ``MM-DD`` or ``YYYY-MM-DD`` → why."""
    return {day: why for day, (level, why) in _shipped().items() if level == "block"}


def _shipped() -> dict[str, tuple[str, str]]:
    found = rows(reference("calendar", "days.tsv"), 4)
    return {day: (level, why) for _, (day, level, why, _source) in found}


def _within(at: datetime, quiet: tuple[time, time]) -> bool:
    start, end = quiet
    now = at.time()
    return start <= now < end if start <= end else now >= start or now < end


def _martyrs() -> str:
    names = f"(?:{'|'.join(_MARTYRS)})"
    return rf"{names}(?:同款|牌|代言|套餐|价|酒|烤肉|纪念款|推荐|都说|限定|促销|手机壳|t恤|联名)|(?:像|学){names}[^,。!]{{0,6}}(?:抢|买|省)"


def _occasions(text: str) -> list[re.Match[str]]:
    near = rf"{_OCCASION}[^。!\n】]{{0,10}}?{_TASTELESS}|{_TASTELESS}[^。!\n】]{{0,4}}?(?:庆|迎|贺)?{_OCCASION}"
    return [m for m in compiled(near).finditer(text) if compiled(r"不|停|暂停|勿|拒绝|取消").search(m.group()) is None]
