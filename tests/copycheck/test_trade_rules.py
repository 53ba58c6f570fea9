"""What the company's trades change: each trade's claims, the lines it may write, and those of no known trade."""

from __future__ import annotations

import pytest

from bot.copycheck import Context, check


def rules(text: str, *trades: str, kind: str = "promotion") -> dict[str, str]:
    report = check(text, kind=kind, context=Context(trades=frozenset(trades)))
    return {f.rule: f.level for f in report.findings if f.level != "style"}


@pytest.mark.parametrize(
    ("trade", "text", "rule", "level"),
    [
        ("食品", "这款酸奶能治疗便秘", "medical.food", "block"),
        ("乳业", "早餐奶自带抗炎成分", "medical.food", "block"),
        ("保健食品", "这款胶囊能治疗失眠", "medical.health_food", "block"),
        ("保健食品", "钙片增强免疫力，今日八折", "health_food.not_medicine", "proof"),
        ("保健食品", "钙片增强免疫力，今日八折", "health_food.approved", "proof"),
        ("美妆", "新款药妆上架", "medical.cosmetics", "block"),
        ("化妆品", "七天祛疤，修复肌肤屏障", "medical.cosmetics", "block"),
        ("日化", "这款面膜能治疗湿疹", "medical.cosmetics", "block"),
        ("医药", "本品用于治疗感冒", "medical.approved", "proof"),
        ("医药", "本品用于治疗感冒", "medical.leaflet", "proof"),
        ("药品", "止咳糖浆，无效退款", "medical.assurance", "block"),
        ("药品", "根治鼻炎", "medical.assurance", "block"),
        ("医疗", "我们的方案优于其他医院", "medical.compared", "block"),
        ("酒类", "下班了，用它缓解紧张", "alcohol.trade", "block"),
        ("白酒", "周末多喝两杯", "alcohol.trade", "block"),
        ("酒类", "自驾路上也要小酌", "alcohol.trade", "block"),
        ("金融", "新产品年化 3%，净值每日公布", "finance.warning", "proof"),
        ("房产", "10分钟直达市政府", "realestate.travel", "block"),
    ],
)
def test_a_trades_claim_is_found(trade: str, text: str, rule: str, level: str) -> None:
    assert rules(text, trade).get(rule) == level


@pytest.mark.parametrize(
    ("trade", "text", "rule"),
    [
        ("食品", "酸奶今天八折，冷藏更好喝", "medical.food"),
        ("保健食品", "钙片增强免疫力，本品不能代替药物", "health_food.not_medicine"),
        ("保健食品", "新店开业，钙片第二件半价", "health_food.not_medicine"),
        ("美妆", "保湿面霜，温和修护", "medical.cosmetics"),
        ("医药", "本品用于治疗感冒，请按药品说明书或者在药师指导下购买和使用", "medical.leaflet"),
        ("医药", "门店今天八点开门", "medical.leaflet"),
        ("酒类", "三年陈酿，入口绵甜，请勿酒后驾车", "alcohol.trade"),
        ("金融", "年化 3%，理财有风险，投资须谨慎", "finance.warning"),
        ("房产", "距地铁站 800 米（地图测距）", "realestate.travel"),
        ("酒店", "来泡温泉，缓解紧张", "alcohol.trade"),
    ],
)
def test_what_a_trade_may_say_is_not_held_against_it(trade: str, text: str, rule: str) -> None:
    assert rule not in rules(text, trade)


def test_an_unknown_trade_changes_nothing() -> None:
    for text in ("这款酸奶能治疗便秘", "新款药妆上架", "周末多喝两杯", "钙片增强免疫力"):
        assert rules(text, "钟表") == rules(text)


def test_a_company_of_two_trades_is_held_to_the_stricter() -> None:
    assert rules("本品用于治疗感冒", "医药", "食品")["medical.food"] == "block"


def test_a_reply_owes_no_disclaimer() -> None:
    assert "health_food.not_medicine" not in rules("钙片增强免疫力", "保健食品", kind="reply")
