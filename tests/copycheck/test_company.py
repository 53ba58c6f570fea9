"""What the settings say reaches the check: the account that draws, the days without promotion."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.copycheck import Context, check

DRAW = "转发抽 3 位送酸奶一箱，12 月 1 日开奖，由@山茶抽奖官 抽出，规则见评论区"
SALE = "全场 8 折，领券立减，快来下单"


def rules(text: str, context: Context, kind: str = "promotion", at: datetime | None = None) -> dict[str, str]:
    return {found.rule: found.level for found in check(text, kind=kind, at=at, context=context).findings}


def test_the_companys_own_drawing_account_counts_as_named() -> None:
    assert "prize.tool" in rules(DRAW, Context(), "lottery")
    assert "prize.tool" not in rules(DRAW, Context(draw_account="@山茶抽奖官"), "lottery")


def test_the_companys_days_close_a_day_and_days_of_care_stay() -> None:
    own = Context(days={date(2027, 5, 8): "本公司追思日"})
    assert rules(SALE, own, at=datetime(2027, 5, 8, 4, tzinfo=UTC))["sensitive_date.day"] == "block"
    assert rules(SALE, own, at=datetime(2027, 3, 15, 4, tzinfo=UTC))["sensitive_date.care"] == "style"
    assert "sensitive_date.day" not in rules(SALE, own, at=datetime(2027, 12, 13, 4, tzinfo=UTC))
