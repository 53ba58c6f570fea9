"""The house's taste by form: TV shopping, urgency without a date, vulgar and discriminating words."""

from __future__ import annotations

from bot.copycheck.rules import Family, family
from bot.text.words import phrase


def families() -> tuple[Family, ...]:
    """The families of tone."""
    return (
        family(
            "false_urgency.last",
            "style",
            "price19",
            phrase("提示：催促没有写明时间或数量，写清截止时间更可信。"),
            suggestion=phrase("写明截止时间或实际库存。"),
            unless=r"截至|实时库存|请以|补货预计",
        ),
        family(
            "false_urgency.hurry",
            "style",
            "price19",
            phrase("提示：催促没有写明时间或数量，写清截止时间更可信。"),
            suggestion=phrase("写明截止时间或实际库存。"),
            unless=r"请以|秩序",
        ),
        family(
            "cliche_tv.shout",
            "style",
            "house",
            phrase("提示：电视购物腔，换成平常说话。"),
            suggestion=phrase("像跟一位熟客说话那样写。"),
            unless=r"央视|记者|新闻|警方",
        ),
        family(
            "vulgar.words",
            "block",
            "weibo-tone",
            phrase("不可发布：粗俗的话不能出现在官方账号。"),
            suggestion=phrase("删掉这个词，换一句平常话。"),
        ),
        family(
            "vulgar.discriminate",
            "block",
            "ad9-9",
            phrase("不可发布：歧视性别、地域、身材、疾病或身份的话不能用。"),
            suggestion=phrase("只说商品，不评价人。"),
        ),
        family(
            "cliche_tv.everybody",
            "style",
            "house",
            phrase("提示：“全国都在用”没有数据支撑，删掉或写明数据来源。"),
        ),
        family(
            "vulgar.hint",
            "style",
            "weibo-tone",
            phrase("提示：口气粗俗，不像官方账号。"),
            suggestion=phrase("换一句平常话。"),
        ),
    )
