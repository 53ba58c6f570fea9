"""Superstition by form: things that bring luck, money, love; masters who bless them."""

from __future__ import annotations

from bot.copycheck.rules import Family, family
from bot.text.words import phrase

_REASON = phrase("不可发布：广告里不能有转运、招财、风水一类迷信内容。")


def families() -> tuple[Family, ...]:
    """The families of superstition."""
    return (
        family(
            "superstition.brings",
            "block",
            "ad9-8",
            _REASON,
            suggestion=phrase("只写材质、工艺和寓意的来历，不说能带来什么。"),
        ),
        family(
            "superstition.master",
            "block",
            "ad9-8",
            _REASON,
        ),
        family(
            "superstition.hint",
            "style",
            "ad9-8",
            phrase("提示：容易被当作迷信内容。"),
            suggestion=phrase("只写材质、工艺和寓意的来历。"),
        ),
    )
