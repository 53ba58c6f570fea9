"""The sample day of the demo company: what everyone does, in order, and what the day must come to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from bot.cli.demo.steps import Click, Command, Form, People, Press, Race, Step
from bot.domain.calendar import Calendar

TACKY: Final = "地球人已经无法阻止我们的全网最低价了！！！史上最强，仅限今天，手慢无"

# What the day must come to, by kind and state.
OUTCOME: Final[Mapping[str, Mapping[str, int]]] = {
    "campaigns": {"submitted": 1, "accepted": 2, "cancelled": 1},
    "drafts": {"in_review": 2, "approved": 2, "published": 1, "withdrawn": 1},
    "complaints": {"new": 5, "claimed": 4, "waiting_customer": 1, "replied": 2, "resolved": 2, "reopened": 1},
}


def story(today: date, calendar: Calendar) -> list[Step]:
    """Every step of the day. The dates of the campaigns are counted in working days from ``today``."""
    return [*_notices(today, calendar), *_drafts(), *_complaints(), *_morning()]


def _notices(today: date, calendar: Calendar) -> list[Step]:
    in_time, late, later = (_after(today, n, calendar) for n in (9, 2, 15))
    return [
        Form(
            "winter",
            "tang.ning",
            "/campaign",
            {
                "title": "冬至暖奶节",
                "promotion": in_time,
                "first_day": in_time,
                "last_day": in_time + timedelta(days=6),
                "what": "门店免费加热鲜奶，会员第二杯半价。希望官微提前预告，并征集顾客的热饮照片。",
                "asks": ["teaser", "photo"],
                "where": "全国 42 家门店",
                "offer": "会员第二杯半价，每人每天一次",
                "codes": "DONGZHI26",
                "budget": "3 万",
                "questions": "能外送吗？不能，限到店",
                "leaders": People(("gu.zong", "fang.zong")),
            },
            "#市场部",
        ),
        Click("winter-accept", "chen.xi", "winter", "campaign.accept", {"owner": "陈溪"}),
        Form(
            "groupbuy",
            "qian.duo",
            "/campaign",
            {
                "title": "周末社区团购特惠",
                "promotion": late,
                "first_day": late,
                "last_day": late + timedelta(days=2),
                "what": "社区团长专享价，想请官微周末发一条。",
            },
            "#销售部",
        ),
        Click("groupbuy-return", "lin.lan", "groupbuy", "campaign.return", {"reason": "请补充优惠规则和参加的社区。"}),
        Press(
            "groupbuy-again",
            "qian.duo",
            "/campaign show {groupbuy}",
            "campaign.edit",
            {
                "offer": "鲜奶 12 盒装 69 元，每户限 2 箱",
                "where": "滨江、下沙 18 个社区",
                "leaders": People(("fang.zong",)),
            },
            "#销售部",
        ),
        Click("groupbuy-accept", "lin.lan", "groupbuy", "campaign.accept", {"owner": "林岚"}),
        Form(
            "newyear",
            "sun.yue",
            "/campaign",
            {
                "title": "元旦新品发布",
                "promotion": later,
                "first_day": later,
                "last_day": later + timedelta(days=10),
                "what": "山茶酸奶新口味上市，直播试喝。",
                "asks": ["teaser", "live"],
                "leaders": People(("sun.yue",)),
            },
            "#市场部",
        ),
        Form(
            "opening",
            "song.qiao",
            "/campaign",
            {
                "title": "湖滨店开业",
                "department": "sales",
                "promotion": later,
                "first_day": later,
                "last_day": later,
                "what": "开业当天到店礼。",
            },
        ),
        Command("opening-cancel", "song.qiao", "/campaign cancel {opening} 装修延期，另行通知。"),
    ]


def _drafts() -> list[Step]:
    return [
        Form(
            "brand",
            "tang.ning",
            "/draft 冬天的第一口热牛奶，是在路口等绿灯的时候喝到的。你呢？ #冬日热饮#",
            {"kind": "brand"},
            "#市场部",
        ),
        Click("brand-approve", "zhou.wei", "brand", "draft.approve"),
        Command(
            "brand-published",
            "lin.lan",
            "/draft published {brand} https://weibo.com/7000000001/P5kqLmN2x 已经发出，补登记",
            "#官微",
        ),
        Form("tacky", "qian.duo", "/draft " + TACKY, {"kind": "promotion"}, "#销售部"),
        Command("tacky-blocked", "zhou.wei", "/draft approve {tacky}", "#官微"),
        Click(
            "tacky-return",
            "zhou.wei",
            "tacky",
            "draft.return",
            {"reason": "“全网最低价”“史上最强”不能发。请写清价格、时间和数量，语气平实一点。"},
        ),
        Form(
            "tacky-again",
            "qian.duo",
            "/draft revise {tacky}",
            {"text": "周末社区团购：鲜奶 12 盒装 69 元，每户限 2 箱，周五 20:00 截单。详情问团长。"},
            "#销售部",
        ),
        Click("tacky-approve", "zhou.wei", "tacky", "draft.approve"),
        Form(
            "notice",
            "lin.lan",
            "/draft 本周六（28 日）6:00—8:00 系统升级，小程序暂停下单，线下门店照常营业。",
            {"kind": "information"},
            "#官微",
        ),
        Click("notice-approve", "chen.xi", "notice", "draft.approve"),
        Form(
            "own",
            "chen.xi",
            "/draft 评论区里有人问热牛奶会不会破坏营养，我们请教了研发的同事，答案在图里。",
            {"kind": "brand"},
            "#官微",
        ),
        Click("own-refused", "chen.xi", "own", "draft.approve"),
        Form(
            "lottery",
            "tang.ning",
            "/draft 转发并关注，抽 3 位送一箱酸奶！",
            {"kind": "lottery"},
            "#市场部",
        ),
        Form(
            "english",
            "grace.wood",
            "/draft Hello from our farm! 牧场的早上好。",
            {"kind": "brand"},
            "#市场部",
        ),
        Command("english-withdraw", "grace.wood", "/draft withdraw {english}", "#市场部"),
    ]


def _complaints() -> list[Step]:
    return [
        *(_logged(name, who, customer, words, place) for name, who, customer, words, place in _SAID),
        *(_logged(f"flood-{n}", "lin.lan", "夜猫子小林", words, "comment") for n, words in enumerate(_FLOOD, start=2)),
        Race("race", ("luo.xin", "ma.chao"), "flood", "complaint.claim"),
        Click("hurt-claim", "he.jing", "hurt", "complaint.claim"),
        Click("hurt-reply", "he.jing", "hurt", "complaint.reply", {"reply": "已电话联系，陪同就医并封存同批次产品。"}),
        Click("leak-claim", "luo.xin", "leak", "complaint.claim"),
        Click("leak-wait", "luo.xin", "leak", "complaint.wait"),
        Click("refund-claim", "ma.chao", "refund", "complaint.claim"),
        Click("refund-reply", "ma.chao", "refund", "complaint.reply", {"reply": "您好，退款已经重新提交，今天到账。"}),
        Click("refund-resolve", "ma.chao", "refund", "complaint.resolve", {"resolution": "退款 59 元，顾客表示接受。"}),
        Click("refund-reopen", "lin.lan", "refund", "complaint.reopen", {"reason": "顾客在微博又说没收到。"}),
        Command("shop-claim", "he.jing", "/complaint claim {shop}", "#客服"),
        Command("shop-note", "he.jing", "/complaint note {shop} 已请店长写经过", "#客服"),
        Command("coupon-claim", "luo.xin", "/complaint 认领 {coupon}", "#客服"),
        Command("coupon-order", "luo.xin", "/complaint 订单 {coupon} SC20261124007", "#客服"),
        Command("cold-claim", "ma.chao", "/complaint claim {cold}", "#客服"),
        Command("late-claim", "luo.xin", "/complaint claim {late}", "#客服"),
        Command(
            "late-reply", "luo.xin", "/complaint reply {late} 抱歉让您久等，骑手十分钟后到，这单免配送费。", "#客服"
        ),
        Command("label-claim", "ma.chao", "/complaint claim {label}", "#客服"),
        Command("label-resolve", "ma.chao", "/complaint resolve {label} 是旧包装，已发对照图，顾客接受。", "#客服"),
        Command("taste-claim", "he.jing", "/complaint claim {taste}", "#客服"),
        Command("taste-resolve", "he.jing", "/complaint resolve {taste} 补发一箱原味，顾客接受。", "#客服"),
    ]


def _morning() -> list[Step]:
    return [
        Command("today", "fang.zong", "/weibo today"),
        Press("digest", "chen.xi", "/weibo digest desk", "weibo.post_digest"),
    ]


def _logged(name: str, who: str, customer: str, words: str, place: str) -> Step:
    return Form(name, who, "/complaint", {"customer": customer, "words": words, "place": place}, "#官微")


def _after(today: date, working_days: int, calendar: Calendar) -> date:
    day = today
    for _ in range(working_days):
        day = calendar.next_working_day(day)
    return day


_SAID: Final = (
    ("flood", "lin.lan", "夜猫子小林", "订的鲜奶连着三天没送，客服电话没人接，你们到底管不管？", "comment"),
    ("hurt", "chen.xi", "两个娃的妈", "孩子喝了你们的酸奶拉肚子，现在在医院，给个说法！", "private"),
    ("leak", "lin.lan", "阿岚LAN", "收到的箱子底下全湿了，漏了四盒。", "mention"),
    ("refund", "lin.lan", "木木不是林", "说好三天退款，今天第七天了。", "comment"),
    ("shop", "chen.xi", "滨江路过客", "湖滨店的店员态度太差，问一句翻一个白眼。", "comment"),
    ("coupon", "lin.lan", "省钱小分队", "活动页面的优惠券领不到，一直转圈。", "comment"),
    ("cold", "lin.lan", "热可可", "说是冷链配送，到手是温的，不敢喝。", "mention"),
    ("late", "lin.lan", "早八人", "早餐奶中午才到，我都下课了。", "comment"),
    ("label", "lin.lan", "较真的老张", "包装上的日期和瓶盖上的不一样，哪个是真的？", "private"),
    ("taste", "lin.lan", "酸甜口", "这批草莓味怎么一股药味，以前不是这样的。", "comment"),
    ("price", "chen.xi", "精打细算", "昨天刚买今天就降价 20，能退差价吗？", "comment"),
    ("member", "lin.lan", "Yuki_山田", "会员积分清零怎么没人通知？", "private"),
    ("box", "lin.lan", "环保小卫士", "箱子里塞了三层泡沫，太浪费了。", "comment"),
    ("app", "lin.lan", "码农阿泽", "小程序改地址改不了，点了没反应。", "mention"),
    ("gift", "lin.lan", "锦鲤本鲤", "上次转发抽奖中了，一个月了奖品还没寄。", "private"),
)

_FLOOD: Final = (
    "没人回我是吧",
    "第四天了，今天又没送",
    "电话打了十一个",
    "我要发视频让大家看看",
    "@山茶乳业 出来说话",
    "退订也退不了？",
    "再不回我就去 12315 了",
)
