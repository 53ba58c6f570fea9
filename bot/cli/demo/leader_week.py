"""A leader's week: the report of last week on Monday, a rally joined with two taps, a case that climbs to the leaders, and
what needs them at 18:00."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.cli.demo.steps import At, Click, Command, Form, People, Step
from bot.domain.desk import Desk

# A Thursday: the week that the report of Monday is about.
BEGINS: Final = datetime(2026, 12, 3, 9, 50)  # noqa: DTZ001  # wall-clock time of the company
OUTCOME: Final[Mapping[str, Mapping[str, int]]] = {
    "complaints": {"claimed": 1, "closed": 1, "resolved": 2},
    "drafts": {"in_review": 1, "published": 2},
    "rallies": {"closed": 1},
}
_LINK: Final = "https://weibo.com/7000000001/"
_Moment = Callable[..., At]


def steps(desk: Desk) -> Sequence[Step]:
    """Every step from that Thursday to the Friday of the week after."""

    def at(day: int, hour: int, minute: int = 0) -> At:
        return At(f"at-{day}-{hour:02}{minute:02}", datetime(2026, 12, day, hour, minute, tzinfo=desk.zone))

    # The report of last week comes on Monday, the leaders' digest every evening.
    return [*_last_week(desk, at), at(7, 9, 31), *_rally(desk, at), *_climbs(desk, at), at(9, 18, 1), at(11, 9, 1)]


def _last_week(desk: Desk, at: _Moment) -> list[Step]:
    return [
        *_post(desk, "milk", "凌晨四点，第一车鲜奶出牧场。早安。", 3, 11),
        _complaint("late", "早八人", "早餐奶中午才到，我都下课了。"),
        Click("late-claim", "luo.xin", "late", "complaint.claim"),
        at(3, 10, 20),
        Command("late-reply", "luo.xin", "/complaint reply {late} 抱歉，今天的奶费全额退回。", "#客服"),
        _complaint("cold", "阳台上的猫", "冷链箱摸着是温的，酸奶都化了。"),
        at(3, 11, 1),
        Command("milk-published", "lin.lan", f"/draft published {{milk}} {_LINK}P6aaLmN2x", "#官微"),
        Command("late-resolve", "luo.xin", "/complaint resolve {late} 退款 12 元", "#客服"),
        # Claimed in three quarters of an hour, where a quarter is allowed.
        Click("cold-claim", "ma.chao", "cold", "complaint.claim"),
        at(4, 9, 30),
        Command("milk-figures", "lin.lan", "/draft figures {milk} 3.4万 260 118 1920", "#官微"),
        *_post(desk, "soup", "降温了。南瓜切块蒸软，加一杯鲜奶打匀，就是一碗汤。", 4, 17, 30),
        Command("cold-reply", "ma.chao", "/complaint reply {cold} 已换一箱，下午四点前送到。", "#客服"),
        at(4, 17, 31),
        Command("soup-published", "chen.xi", f"/draft published {{soup}} {_LINK}P6aaLmN2y", "#官微"),
        Command("cold-resolve", "ma.chao", "/complaint resolve {cold} 换货一箱", "#客服"),
        _complaint("app", "木木不是林", "小程序里改不了配送时间，点了没反应。"),
        Click("app-claim", "luo.xin", "app", "complaint.claim"),
        at(5, 12),
        Command("soup-figures", "lin.lan", "/draft figures {soup} 5.1万 830 402 3300", "#官微"),
        Command("app-reply", "luo.xin", "/complaint reply {app} 更新到最新版就可以改了。", "#客服"),
        Command("app-resolve", "luo.xin", "/complaint resolve {app} 更新后可以改", "#客服"),
    ]


def _rally(desk: Desk, at: _Moment) -> list[Step]:
    until = datetime(2026, 12, 10, 18, 0, tzinfo=desk.zone)
    return [
        at(8, 10, 5),
        Form(
            "rally",
            "lin.lan",
            "/rally",
            {
                "link": f"{_LINK}P6aaLmN2y",
                "title": "一碗南瓜汤",
                "why": "天冷了，想请大家说说自己家的热汤",
                "until": int(until.timestamp()),
                "named": People(("gu.zong", "fang.zong")),
                "whom": ["all"],
            },
            "#官微",
        ),
        Click("rally-join", "gu.zong", "rally", "rally.join", channel="@guanwei"),
        Click("rally-join-too", "tang.ning", "rally", "rally.join", channel="#全员"),
        at(8, 10, 40),
        Click(
            "rally-done",
            "gu.zong",
            "rally",
            "rally.done",
            {"url": "https://weibo.com/7000000002/P6bbLmN2x"},
            channel="@guanwei",
        ),
    ]


def _climbs(desk: Desk, at: _Moment) -> list[Step]:
    return [
        at(9, 15, 0),
        _complaint("sick", "两个娃的妈", "孩子喝了你们的酸奶上吐下泻，现在在医院，给个说法！", "private"),
        # A P0 has five minutes to be claimed; twice as many, and the leaders know.
        at(9, 15, 11),
        Click("sick-claim", "he.jing", "sick", "complaint.claim"),
        Form(
            "statement",
            "lin.lan",
            "/draft 关于一位顾客反映酸奶的情况：我们已联系家属，同批次产品暂停销售，检测结果出来后第一时间公布。",
            {"kind": "crisis"},
            "#官微",
        ),
    ]


def _post(desk: Desk, name: str, text: str, day: int, hour: int, minute: int = 0) -> list[Step]:
    wanted = int(datetime(2026, 12, day, hour, minute, tzinfo=desk.zone).timestamp())
    return [
        Form(name, "lin.lan", f"/draft {text}", {"kind": "brand", "wanted": wanted}, "#官微"),
        Click(f"{name}-approve", "zhou.wei", name, "draft.approve"),
    ]


def _complaint(name: str, customer: str, words: str, place: str = "comment") -> Form:
    return Form(name, "lin.lan", "/complaint", {"customer": customer, "words": words, "place": place}, "#官微")
