"""Personal data in a public text: telephone and identity numbers, orders, addresses."""

from __future__ import annotations

from bot.copycheck.rules import Family, family
from bot.text.words import phrase


def families() -> tuple[Family, ...]:
    """The families of personal data."""
    return (
        family(
            "privacy.phone",
            "block",
            "privacy",
            phrase("不可发布：公开文字里不能有个人手机号、身份证号、银行卡号。"),
            suggestion=phrase("改为请对方私信，号码只留后四位。"),
            needs=r"\d[\d -]{9}",
            unless=r"运单|物流单号|条码|备案号|客服(?:热线|电话)|咨询热线|预订电话|订座|商务合作|加盟热线",
            exempt=False,
        ),
        family(
            "privacy.identity",
            "block",
            "privacy",
            phrase("不可发布：公开文字里不能有顾客的证件号、卡号。"),
            suggestion=phrase("改为请对方私信。"),
            exempt=False,
        ),
        family(
            "privacy.order",
            "proof",
            "privacy",
            phrase("需举证：公开文字里写了订单号，请确认已经打码。"),
            suggestion=phrase("只留后四位，或改为私信。"),
            exempt=False,
        ),
        family(
            "privacy.address",
            "block",
            "privacy",
            phrase("不可发布：公开文字里不能有顾客的住址。"),
            suggestion=phrase("删掉住址，改为请对方私信。"),
            needs=r"您|你|顾客|客户|订单|收货|收件|签收|快递|女士|先生|住户|寄|送到|家住|住在|住址|亲",
            # A public notice of an epidemic names places so that whoever was there comes forward.
            unless=r"门店地址|店址|店铺地址|新店|营业|地址见|欢迎光临|展馆|会场|确诊病例|活动轨迹|流调|疾控",
            exempt=False,
        ),
        family(
            "privacy.person",
            "proof",
            "privacy",
            phrase("需举证：公开了顾客的全名，请确认本人同意。"),
            exempt=False,
        ),
    )
