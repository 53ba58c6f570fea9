"""What the days of the week are called, Monday first."""

from __future__ import annotations

from typing import Final

from bot.text.words import phrase

WEEKDAYS: Final = (
    phrase("周一"),
    phrase("周二"),
    phrase("周三"),
    phrase("周四"),
    phrase("周五"),
    phrase("周六"),
    phrase("周日"),
)
