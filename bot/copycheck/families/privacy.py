"""Personal data in a public text: telephone and identity numbers, orders, addresses."""

from __future__ import annotations

from bot.copycheck.families.parts import IN
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
            anchors="13 14 15 16 17 18 19 1-3",
            pattern=(
                r"(?<![\d.])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)|(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}("
                r"?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dx](?!\d)"
            ),
            unless=r"运单|物流单号|条码|备案号|客服(?:热线|电话)|咨询热线|预订电话|订座|商务合作|加盟热线",
            exempt=False,
        ),
        family(
            "privacy.identity",
            "block",
            "privacy",
            phrase("不可发布：公开文字里不能有顾客的证件号、卡号。"),
            suggestion=phrase("改为请对方私信。"),
            anchors="身份证 银行卡 卡号 护照 车牌 学号 微信号 证件",
            pattern=(
                r"(?:身份证|证件|银行卡|卡|护照|学籍|社保)号?(?:码)?(?:为|是|:)?[\da-z]{6,}[\d*x]*|车牌号?(?:为|"
                r"是|:)?[\u4e00-\u9fff][a-z][·]?[a-z0-9]{5,6}"
            ),
            exempt=False,
        ),
        family(
            "privacy.order",
            "proof",
            "privacy",
            phrase("需举证：公开文字里写了订单号，请确认已经打码。"),
            suggestion=phrase("只留后四位，或改为私信。"),
            anchors="订单 单号 运单",
            pattern=(
                r"(?:订单|快递|物流|运|退款)(?:编)?(?:单)?号?(?:码)?(?:为|是|:|#)?\s?(?=[a-z0-9-]*\d{6})[a-z0-9-]"
                r"{8,}"
            ),
            exempt=False,
        ),
        family(
            "privacy.address",
            "block",
            "privacy",
            phrase("不可发布：公开文字里不能有顾客的住址。"),
            suggestion=phrase("删掉住址，改为请对方私信。"),
            anchors="路 街 巷 弄 大道 胡同 村 小区 苑 花园 公寓 新村 栋 幢 单元 室",
            pattern=rf"[\u4e00-\u9fff]{{0,8}}?(?:路|街|巷|弄|大道|胡同|村|道)\d+号?(?:院)?{IN}{{0,8}}?\d{{2,4}}(?:室|房|户|[a-z])?(?![\d元折份点年月日:])|[\u4e00-\u9fff]{{2,8}}?(?:小区|苑|花园|公寓|新村|家园|公馆|府|城|湾|里)?\d+(?:号楼|栋|幢|座){IN}{{0,6}}?\d+(?:室|房|户|单元)?(?=\W|$|的|\w?(?:先生|女士|已))",
            needs=r"您|你|顾客|客户|订单|收货|收件|签收|快递|女士|先生|住户|寄|送到|家住|住在|住址|亲",
            unless=r"门店地址|店址|店铺地址|新店|营业|地址见|欢迎光临|展馆|会场",
            exempt=False,
        ),
        family(
            "privacy.person",
            "proof",
            "privacy",
            phrase("需举证：公开了顾客的全名，请确认本人同意。"),
            anchors="女士的 先生的 顾客 客户 收件人 收货人 姓名",
            pattern=r"(?:收件人|收货人|姓名|联系人)(?::|为|是)[\u4e00-\u9fff]{2,4}",
            exempt=False,
        ),
    )
