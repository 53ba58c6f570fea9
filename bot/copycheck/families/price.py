"""Price claims by form: compared prices without a basis, prices to make one gasp, guarantees to be the
cheapest.
"""

from __future__ import annotations

from bot.copycheck.rules import Family, family
from bot.text.words import phrase


def families() -> tuple[Family, ...]:
    """The families of price claims."""
    return (
        family(
            "price.compared",
            "proof",
            "price16",
            phrase("需举证：比较的价格要写明依据，例如哪段时间的成交价。"),
            suggestion=phrase("写成“前 7 日最低成交价 ×× 元”，或只写现在的价格。"),
            unless=r"成交|记录为|前\d+[日天]|近\d+[日天]|最近{0,1}\d+[日天]|公示|备案|依据|按原价退|原价退|恢复原价|"
            r"原价购买的|不按原价|小票|交易|结算价|实际支付|原价转|原价续|报价单|大盘|竞价|没有原价|不写原价|"
            r"不用原价|不标原价|外汇牌价",
        ),
        family(
            "price.gasp",
            "proof",
            "price16",
            phrase("需举证：“跳楼价”“亏本”一类说法要能证明，否则误导顾客。"),
            suggestion=phrase("直接写到手价和活动时间。"),
            unless=r"请勿点击|陌生链接|店内售价|店内现价|现价\d|拍卖|股价|油价|粮价|房价",
        ),
        family(
            "price.cheaper_than",
            "proof",
            "price16",
            phrase("需举证：和别家、和平时比价，要有真实的比价依据。"),
        ),
        family(
            "price.guarantee",
            "style",
            "price16",
            phrase("提示：“买贵赔”要写明比价的范围、时间和办法。"),
        ),
        family(
            "price.subsidy",
            "proof",
            "price16",
            phrase("需举证：“政府补贴”“指导价”要写明文件和范围。"),
        ),
        family(
            "price.hint",
            "style",
            "price16",
            phrase("提示：价格说法太夸张，直接写到手价更好。"),
            suggestion=phrase("写到手价和活动时间。"),
        ),
    )
