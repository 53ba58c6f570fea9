"""The scene of one campaign, from a late notice to its results: two and a half weeks, played in a minute or two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Final

from bot.cli.demo import campaign_drafts
from bot.cli.demo.steps import At, Click, Command, Form, People, Step
from bot.domain.desk import Desk

# A Tuesday; the campaign runs over the memorial day of 13 December.
BEGINS: Final = datetime(2026, 12, 1, 9, 30)  # noqa: DTZ001 - wall-clock time of the company
OUTCOME: Final[Mapping[str, Mapping[str, int]]] = {
    "campaigns": {"running": 1, "reviewed": 1},
    "drafts": {"published": 6},
}
# The second notice of the scene: the one it is about.
_NOTICE: Final = "N-2"

_QUESTIONS: Final = (
    "能和会员价叠加吗？不能，二选一\n一个人能换几次？每人每天一次\n哪里看参加的门店 | 小程序首页“附近门店”"
)


def steps(desk: Desk) -> Sequence[Step]:
    """Every step of the scene, with the moments at which the story goes on."""

    def at(name: str, day: date, hour: int, minute: int = 0) -> At:
        return At(name, datetime.combine(day, time(hour, minute), desk.zone))

    return [
        # Another campaign of the same days, so that there is something to clash with.
        Form(
            "baking",
            "tang.ning",
            "/campaign",
            {
                "title": "烘焙季食谱征集",
                "promotion": date(2026, 12, 10),
                "first_day": date(2026, 12, 14),
                "last_day": date(2026, 12, 20),
                "what": "征集用山茶牛奶做的点心，周五选出十份食谱。",
                "asks": ["photo", "topic"],
            },
            "#市场部",
        ),
        Click("baking-accept", "chen.xi", "baking", "campaign.accept", {"owner": "陈溪"}),
        *_notice(),
        at("afternoon", date(2026, 12, 1), 14),
        Form(
            "notice-again",
            "qian.duo",
            "/campaign edit {notice}",
            {
                "offer": "集满 6 个暖杯套换一杯热鲜奶，每人每天限换 1 杯",
                "where": "全国 42 家门店",
                "questions": _QUESTIONS,
            },
            "#销售部",
        ),
        Click("notice-accept", "chen.xi", "notice", "campaign.accept", {"owner": "林岚"}),
        *campaign_drafts.before_launch(desk.zone, _NOTICE),
        *campaign_drafts.teaser_day(desk.zone),
        at("second-thoughts", date(2026, 12, 8), 10),
        Form(
            "notice-longer",
            "qian.duo",
            "/campaign edit {notice}",
            {"last_day": date(2026, 12, 16)},
            "#销售部",
        ),
        Click("plan-again", "lin.lan", "notice", "campaign.plan", as_it_is=True),
        *campaign_drafts.lottery_day(desk.zone),
        at("launch-day", date(2026, 12, 11), 0, 1),
        *campaign_drafts.launch_day(desk.zone),
        at("day-after", date(2026, 12, 17), 0, 1),
        *campaign_drafts.winners(desk.zone, _NOTICE),
        at("results-asked", date(2026, 12, 17), 10, 1),
        Form(
            "results",
            "qian.duo",
            "/campaign result {notice}",
            {
                "orders": "NUAN26 × 1320，25740 元\n其他 × 410",
                "visits": "1.8 万",
                "spend": "9600",
                "note": "第三天起杯套不够发，下次按门店客流备货。",
            },
            "#销售部",
        ),
        *campaign_drafts.winners_named(desk.zone),
        Command("calendar", "chen.xi", "/campaign calendar 2026-12", "#官微"),
    ]


def _notice() -> Sequence[Step]:
    return [
        Form(
            "notice",
            "qian.duo",
            "/campaign",
            {
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
            },
            "#销售部",
        ),
        Click(
            "notice-return", "lin.lan", "notice", "campaign.return", {"reason": "请写明每人限换几杯、哪些门店参加。"}
        ),
    ]
