"""The advertising label: experience, reviews or knowledge with a way to buy must say 广告."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from bot.copycheck.draft import Draft
from bot.copycheck.length import LINK
from bot.copycheck.model import Finding
from bot.copycheck.report import finding
from bot.copycheck.rules import Rule, compiled
from bot.text.words import phrase

_TELLS: Final = (
    r"测评|评测|实测|亲测|体验|种草|拔草|分享|安利|推荐|知识|科普|攻略|好物|开箱|回购|自用|试用|用了[^,。"
    r"]{0,6}(?:天|周|月|年|次)|使用感|感受|心得|笔记|教程|怎么选|如何选|入坑|良心|空瓶|同款|真心|爱用|私"
    r"藏|清单|合集|横评|对比|经验|避雷|避坑|干货|养生|健康|小贴士|穿搭|食谱|日记|我的|闺蜜|同事|朋友|探店"
    r"|打卡|上脸|素人|博主|使用\w{0,3}报告|吃了|喝了|买了|用下来|测了"
)
_BUY: Final = (
    r"购买|下单|入手|链接|橱窗|购物车|小黄车|小店|店铺|领券|优惠券|戳|点击|抢购|同款在|到手价|拍下|直达|"
    r"评论区(?:置顶)?(?:有|取|见|链)"
)


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """The one rule about the label."""
    return (
        Rule(
            "ad_label.missing",
            "ad_label",
            "block",
            "netad9",
            phrase("不可发布：体验分享、测评、知识介绍附购买链接，要显著标明“广告”。"),
            phrase("在开头写上【广告】。"),
        ),
    )


def findings(draft: Draft) -> list[Finding]:
    """A finding when the draft tells an experience or knowledge, sells, and does not say that it is an
    advertisement.
    """
    text = draft.tight
    context = draft.context
    linked = context.purchase_link if context.purchase_link is not None else LINK.search(draft.text) is not None
    spoken_link = compiled(
        r"(?:购买|下单|商品|同款|店铺)(?:的)?链接|橱窗|小黄车|购物车|链接(?:在|见|放|指路|置顶)|评论区(?:有|取|见"
        r"|置顶)\w{0,3}链接"
    ).search(text)
    if not linked and spoken_link is None:
        return []
    if compiled(r"(?<!非)(?<!无)(?<!不是)(?<!不打)(?<!没有)(?<!不含)广告(?!法|费|牌|公司)|推广(?!期|活动)|赞助").search(
        text
    ):
        return []
    told = compiled(_TELLS).search(text)
    sold = context.purchase_link or "👉" in draft.text or compiled(_BUY).search(text) is not None
    if told is None or not sold:
        return []
    (missing,) = rules()
    return [finding(draft, missing, 0, 0)]
