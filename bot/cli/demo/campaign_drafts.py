"""The six drafts of the campaign's scene: written for planned slots, one of them tacky and one a lottery, handed over at their
times and logged, with figures at the end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.cli.demo.steps import At, Click, Command, Form, Step

_TACKY = "地球人已经无法阻止我们的暖杯了！！！全网最低价，史上最强，手慢无"
_LOTTERY = (
    "转发本条微博并说说冬天里的一件暖心事，12月10日20:00由@微博抽奖平台 抽10位送保温杯（价值 99 元）。"
    "中奖者 12 月 15 日前私信填写地址，主办：山茶乳业，客服 400-000-0000。"
)
_LINK = "https://weibo.com/7000000001/"


def before_launch(zone: ZoneInfo, notice: str) -> Sequence[Step]:
    """What is written and reviewed once the notice is accepted."""

    def draft(name: str, who: str, text: str, day: date, hour: int, minute: int = 0, kind: str = "promotion") -> Form:
        wanted = int(datetime.combine(day, time(hour, minute), zone).timestamp())
        return Form(name, who, f"/draft {text}", {"kind": kind, "campaign": notice, "wanted": wanted}, "#官微")

    return [
        draft("teaser", "lin.lan", "十二月，想用一只暖杯套换你一杯热鲜奶。细节 11 日见。", date(2026, 12, 4), 11),
        Click("teaser-approve", "zhou.wei", "teaser", "draft.approve"),
        draft("tacky", "qian.duo", _TACKY, date(2026, 12, 11), 10),
        Command("tacky-blocked", "zhou.wei", "/draft approve {tacky}", "#官微"),
        Form(
            "tacky-edited",
            "lin.lan",
            "/draft revise {tacky}",
            {"text": "今天起，集满 6 个暖杯套，到店换一杯热鲜奶。每人每天限换 1 杯，全国 42 家门店，换到 16 日。"},
            "#官微",
        ),
        Click("tacky-accept", "qian.duo", "tacky", "draft.accept", channel="#官微"),
        Click("tacky-approve", "zhou.wei", "tacky", "draft.approve"),
        draft("lottery", "lin.lan", _LOTTERY, date(2026, 12, 8), 12, 30, kind="lottery"),
        Click("lottery-reviewed", "zhou.wei", "lottery", "draft.approve"),
        Click("lottery-legal", "zheng.heng", "lottery", "draft.approve"),
        draft(
            "story",
            "lin.lan",
            "早班司机老周说，冬天的奶箱摸起来是凉的，心里是热的。",
            date(2026, 12, 9),
            9,
            30,
            "brand",
        ),
        Click("story-approve", "zhou.wei", "story", "draft.approve"),
        draft(
            "shops",
            "lin.lan",
            "换热奶的 42 家门店地址和营业时间，在小程序首页“附近门店”。",
            date(2026, 12, 12),
            9,
            kind="information",
        ),
        Click("shops-approve", "zhou.wei", "shops", "draft.approve"),
    ]


def teaser_day(zone: ZoneInfo) -> Sequence[Step]:
    """The first slot comes: the text is handed over, posted and logged."""
    return [
        At("teaser-time", datetime(2026, 12, 4, 11, 0, tzinfo=zone)),
        Command("teaser-published", "lin.lan", f"/draft published {{teaser}} {_LINK}P5kqLmN2x", "#官微"),
    ]


def lottery_day(zone: ZoneInfo) -> Sequence[Step]:
    """The lottery goes out."""
    return [
        At("lottery-time", datetime(2026, 12, 8, 12, 30, tzinfo=zone)),
        Command("lottery-published", "chen.xi", f"/draft published {{lottery}} {_LINK}P5kqLmN2y", "#官微"),
        At("story-time", datetime(2026, 12, 9, 9, 30, tzinfo=zone)),
        Command("story-published", "lin.lan", f"/draft published {{story}} {_LINK}P5kqLmN2z", "#官微"),
    ]


def launch_day(zone: ZoneInfo) -> Sequence[Step]:
    """The launch goes out; the day after, the shops, and the winners' names after the end."""
    return [
        At("launch-time", datetime(2026, 12, 11, 10, 0, tzinfo=zone)),
        Command("tacky-published", "lin.lan", f"/draft published {{tacky}} {_LINK}P5kqLmN2A", "#官微"),
        At("shops-time", datetime(2026, 12, 12, 9, 0, tzinfo=zone)),
        Command("shops-published", "lin.lan", f"/draft published {{shops}} {_LINK}P5kqLmN2B", "#官微"),
    ]


def winners(zone: ZoneInfo, notice: str) -> Sequence[Step]:
    """The winners' post is written as soon as the campaign is over."""
    wanted = int(datetime(2026, 12, 17, 15, 0, tzinfo=zone).timestamp())
    text = "“冬日暖杯换热奶”转发抽奖的 10 位中奖朋友已在@微博抽奖平台 公示，请留意私信。"
    return [
        Form(
            "winners", "lin.lan", f"/draft {text}", {"kind": "lottery", "campaign": notice, "wanted": wanted}, "#官微"
        ),
        Click("winners-reviewed", "zhou.wei", "winners", "draft.approve"),
        Click("winners-legal", "zheng.heng", "winners", "draft.approve"),
    ]


def winners_named(zone: ZoneInfo) -> Sequence[Step]:
    """The winners are named, and somebody looks what the lottery came to."""
    return [
        At("winners-time", datetime(2026, 12, 17, 15, 0, tzinfo=zone)),
        Command("winners-published", "lin.lan", f"/draft published {{winners}} {_LINK}P5kqLmN2C", "#官微"),
        Command("figures", "lin.lan", "/draft figures {lottery} 5.2万 1840 620 2300", "#官微"),
    ]
