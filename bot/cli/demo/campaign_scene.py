"""The scene of one campaign, from a late notice to its results: two and a half weeks, played in a minute or two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Final

from bot.cli.demo.steps import At, Click, Command, Form, People, Press, Step
from bot.cli.demo.story import TACKY
from bot.domain.desk import Desk

# A Tuesday; the campaign runs over the memorial day of 13 December.
BEGINS: Final = datetime(2026, 12, 1, 9, 30)  # noqa: DTZ001 - wall-clock time of the company
OUTCOME: Final[Mapping[str, Mapping[str, int]]] = {
    "campaigns": {"running": 1, "reviewed": 1},
    "drafts": {"published": 6},
}


def steps(desk: Desk) -> Sequence[Step]:
    """Every step of the scene, with the moments at which the story goes on."""

    def at(name: str, day: int, hour: int, minute: int = 0) -> At:
        return At(name, datetime.combine(date(2026, 12, day), time(hour, minute), desk.zone))

    return [
        *_notices(),
        at("afternoon", 1, 14),
        Form("notice-again", "qian.duo", "/campaign edit {notice}", _MORE, "#销售部"),
        Click("notice-accept", "chen.xi", "notice", "campaign.accept", {"owner": "林岚"}),
        at("writing-day", 2, 10),
        *_drafts(),
        at("teaser-time", 4, 11),
        _published("teaser"),
        at("second-thoughts", 8, 10),
        # Two days longer: the middle of the campaign falls on the memorial day, and what was planned no longer fits.
        Form("longer", "qian.duo", "/campaign edit {notice}", {"last_day": date(2026, 12, 16)}, "#销售部"),
        Click("plan-again", "lin.lan", "notice", "campaign.plan", as_it_is=True),
        at("draw-time", 8, 12, 30),
        _published("draw"),
        at("reminder-time", 10, 20),
        _published("reminder"),
        at("first-day", 11, 0, 1),
        at("launch-time", 11, 10),
        _published("launch"),
        # Nobody writes for the middle: its slot passes.
        at("middle", 14, 12, 1),
        *_written("last-call", "还差几个暖杯套？今天最后一天：集满 6 个，21:00 前到店换一杯热鲜奶。"),
        at("last-call-time", 16, 18),
        _published("last-call"),
        *_written("winners", "冬日暖杯的中奖名单在图里，奖品本周寄出。谢谢每一位来换热奶的朋友。"),
        Command("winners-legal", "zheng.heng", "/draft approve {winners}", "#官微"),
        at("day-after", 17, 0, 1),
        at("results-asked", 17, 10, 1),
        at("winners-time", 17, 15),
        _published("winners"),
        Form("results", "qian.duo", "/campaign result {notice}", _RESULTS, "#销售部"),
        Command("calendar", "chen.xi", "/campaign calendar 2026-12", "#官微"),
    ]


def _notices() -> Sequence[Step]:
    return [
        # Another campaign of the same days, so that there is something to clash with.
        Form("baking", "tang.ning", "/campaign", _BAKING, "#市场部"),
        Click("baking-accept", "chen.xi", "baking", "campaign.accept", {"owner": "陈溪", "plan": ()}),
        Form("notice", "qian.duo", "/campaign", _NOTICE, "#销售部"),
        Click(
            "notice-return", "lin.lan", "notice", "campaign.return", {"reason": "请写明每人限换几杯、哪些门店参加。"}
        ),
    ]


def _drafts() -> Sequence[Step]:
    return [
        *_written("teaser", "天冷了，热牛奶快好了。12月11日，带上暖杯套来门店。"),
        *_written("draw", _DRAW, "lottery"),
        # A draw needs the law's eye as well.
        Command("draw-legal", "zheng.heng", "/draft approve {draw}", "#官微"),
        *_written("reminder", "明天开始：到店集满 6 个暖杯套，换一杯热鲜奶。全国 42 家门店，每人每天限换 1 杯。"),
        Press("launch", "qian.duo", _SHOW, "slot.write", {"text": TACKY, "kind": "promotion"}, "#销售部"),
        Click(
            "launch-return", "zhou.wei", "launch", "draft.return", {"reason": "“史上最强”不能写。请写清规则和日期。"}
        ),
        Form("launch-again", "qian.duo", "/draft revise {launch}", {"text": _LAUNCH}, "#销售部"),
        Click("launch-approve", "zhou.wei", "launch", "draft.approve"),
    ]


def _written(name: str, text: str, kind: str = "promotion") -> Sequence[Step]:
    """Write for the campaign's next planned slot, and have it approved."""
    return [
        Press(name, "lin.lan", _SHOW, "slot.write", {"text": text, "kind": kind}),
        Click(f"{name}-approve", "zhou.wei", name, "draft.approve"),
    ]


def _published(name: str) -> Step:
    number = _NAMES.index(name) + 1
    link = f"https://weibo.com/7000000001/QaB3cD4e{number}"
    return Command(f"{name}-published", "lin.lan", f"/draft published {{{name}}} {link}", "#官微")


_NAMES: Final = ("teaser", "draw", "reminder", "launch", "last-call", "winners")
_SHOW: Final = "/campaign show {notice}"
_DRAW: Final = (
    "转发本条并关注@山茶乳业 ，12月11日 12:00 由@微博抽奖平台 从转发中抽 10 人，每人送保温杯一个（价值 99 元）。"
    "活动时间：即日起至12月11日 12:00，结果以抽奖平台公示为准。"
)
_LAUNCH: Final = "冬日暖杯今天开始：12月11日至16日，集满 6 个暖杯套换一杯热鲜奶，每人每天限换 1 杯，杯套发完为止。"
_BAKING: Final[Mapping[str, object]] = {
    "title": "烘焙季食谱征集",
    "promotion": date(2026, 12, 10),
    "first_day": date(2026, 12, 14),
    "last_day": date(2026, 12, 20),
    "what": "征集用山茶牛奶做的点心，周五选出十份食谱。",
    "asks": ["photo", "topic"],
}
_NOTICE: Final[Mapping[str, object]] = {
    "title": "冬日暖杯换热奶",
    "promotion": date(2026, 12, 3),
    "first_day": date(2026, 12, 11),
    "last_day": date(2026, 12, 14),
    "what": "到店收集暖杯套，集满换一杯热鲜奶。希望官微预告、做一次有奖转发，最后公布中奖名单。",
    "asks": ["teaser", "repost", "questions"],
    "codes": "NUAN26",
    "budget": "1 万",
    "prizes": "一等奖 | 保温杯 | 10 | 99\n鲜奶月卡 × 50，60 元",
    "leaders": People(("fang.zong",)),
}
_MORE: Final[Mapping[str, object]] = {
    "offer": "集满 6 个暖杯套换一杯热鲜奶，每人每天限换 1 杯",
    "where": "全国 42 家门店",
    "questions": "能和会员价叠加吗？不能，二选一\n一个人能换几次？每人每天一次\n哪里看参加的门店 | 小程序首页“附近门店”",
}
_RESULTS: Final[Mapping[str, object]] = {
    "orders": "NUAN26 × 1320，25740 元\n其他 × 410",
    "visits": "1.8 万",
    "spend": "9600",
    "note": "第三天起杯套不够发，下次按门店客流备货。",
}
