"""A bad day of the complaint desk: a flood, an hour nobody answers, a hand-over, a settlement that does not hold, a night."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Final

from bot.cli.demo.steps import At, Click, Command, Form, Race, Step
from bot.domain.desk import Desk

# A Tuesday.
BEGINS: Final = datetime(2026, 11, 24, 9, 30)  # noqa: DTZ001  # wall-clock time of the company
OUTCOME: Final[Mapping[str, Mapping[str, int]]] = {
    "complaints": {"claimed": 1, "new": 2, "replied": 2, "reopened": 1},
}
FLOOD: Final = 20
_Moment = Callable[..., At]


def steps(desk: Desk) -> Sequence[Step]:
    """Every step of the day, with the moments at which it goes on."""

    def at(hour: int, minute: int, day: int = 24) -> At:
        return At(f"at-{day}-{hour}{minute:02}", datetime.combine(date(2026, 11, day), time(hour, minute), desk.zone))

    return [*_flood(at(9, 45)), *_late(at), *_handed_over(at), *_settled(at), *_night(at), at(8, 46, 25)]


def _flood(later: At) -> list[Step]:
    words = ("订的鲜奶连着三天没送，客服电话没人接，你们到底管不管？", *_AGAIN)
    return [
        *(_logged(f"flood-{n}" if n else "flood", "夜猫子小林", said) for n, said in enumerate(words[:9])),
        # A quarter of an hour on; the name in another width and case is the same customer.
        later,
        *(_logged(f"flood-{n}", "@夜猫子小林 ", said) for n, said in enumerate(words[9:], start=9)),
        _logged("like", "小区团长老胡", "我订的鲜奶也是连着三天没送，客服电话一直没人接"),
        _logged("like-too", "阳台上的猫", "鲜奶连着三天没有送，打客服电话没人接，到底管不管", "mention"),
        Race("race", ("luo.xin", "ma.chao"), "flood", "complaint.claim"),
        Command(
            "flood-reply", "he.jing", "/complaint reply {flood} 站点人手不足，今天起恢复，漏送的三天全额退。", "#客服"
        ),
    ]


def _late(at: _Moment) -> list[Step]:
    return [
        at(10, 0),
        _logged("late", "早八人", "早餐奶中午才到，我都下课了。"),
        # Nobody claims it: 15 minutes are over, then half as many again, then twice as many.
        at(10, 16),
        at(10, 24),
        at(10, 31),
        Click("late-claim", "ma.chao", "late", "complaint.claim"),
    ]


def _handed_over(at: _Moment) -> list[Step]:
    return [
        Command("hand-over", "ma.chao", "/complaint handover {late} 市场部 早餐奶的配送时段是活动页写的", "#客服"),
        at(10, 50),
        Command("refuse", "tang.ning", "/complaint refuse {late} 页面是销售部定的时段，应由销售部处理", "#市场部"),
        Command("hand-over-again", "ma.chao", "/complaint 转交 {late} 销售部 页面上的时段请你们核对", "#客服"),
        at(11, 20),
        Command("accept", "wu.gang", "/complaint accept {late}", "#销售部"),
        Command("late-wait", "wu.gang", "/complaint wait {late}", "#销售部"),
        at(14, 0),
        Command("late-order", "wu.gang", "/complaint order {late} SC20261124031", "#销售部"),
    ]


def _settled(at: _Moment) -> list[Step]:
    return [
        _logged("refund", "木木不是林", "说好三天退款，今天第七天了。"),
        Click("refund-claim", "luo.xin", "refund", "complaint.claim"),
        Command(
            "refund-verdict",
            "luo.xin",
            "/complaint verdict {refund} 属实 退款 59 元，再赠一箱；证据：支付记录",
            "#客服",
        ),
        Command(
            "refund-reply", "luo.xin", "/complaint reply {refund} 抱歉让您久等，退款今天到账，另送您一箱。", "#客服"
        ),
        at(15, 0),
        Command("refund-accepted", "luo.xin", "/complaint accepted {refund} 行，收到就算了", "#客服"),
        Command("refund-resolve", "luo.xin", "/complaint resolve {refund} 退款 59 元，赠一箱", "#客服"),
        at(19, 30),
        Command("refund-reopen", "lin.lan", "/complaint reopen {refund} 顾客又发微博说态度差，要曝光", "#官微"),
    ]


def _night(at: _Moment) -> list[Step]:
    return [
        at(23, 10),
        _logged("hurt", "两个娃的妈", "孩子喝了你们的酸奶上吐下泻，现在在医院，给个说法！", "private"),
        # Round the clock, in a third of the time: five minutes to claim.
        at(23, 16),
        Click("hurt-claim", "ma.chao", "hurt", "complaint.claim"),
        Command(
            "hurt-reply", "ma.chao", "/complaint reply {hurt} 已电话联系家长，同事正赶往医院，同批次先停售。", "#客服"
        ),
    ]


def _logged(name: str, customer: str, words: str, place: str = "comment") -> Form:
    return Form(name, "lin.lan", "/complaint", {"customer": customer, "words": words, "place": place}, "#官微")


_AGAIN: Final = (
    "没人回我是吧",
    "第四天了，今天又没送",
    "电话打了十一个",
    "我要发视频让大家看看",
    "@山茶乳业 出来说话",
    "退订也退不了？",
    "别人家的早到了",
    "孩子等着喝呢",
    "还装看不见",
    "半小时过去了",
    "你们领导知道吗",
    "这就是大品牌的服务",
    "我截图了",
    "评论区都在问",
    "今天必须给答复",
    "再删我评论试试",
    "钱收得倒快",
    "三天的奶钱谁退",
    "最后问一遍，管不管",
)
