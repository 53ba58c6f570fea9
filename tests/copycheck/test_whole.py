"""Rules about a whole draft: form, draws, the label, days and hours, repeats, names, the company's own
words.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from bot.copycheck import Context, Post, check

DAY = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def _rules(text: str, kind: str = "promotion", at: datetime | None = None, context: Context | None = None) -> list[str]:
    return [f.rule for f in check(text, kind=kind, at=at, context=context).findings]


def test_too_many_topics_and_an_open_one() -> None:
    assert _rules("#早餐#早安") == []
    assert "format.topics" in _rules("#早餐##面包##咖啡#早安")
    assert "format.topic_open" in _rules("#早餐 早安")


def test_too_many_names_and_too_much_shouting() -> None:
    assert "format.mentions" in _rules("@甲一 @乙二 @丙三 @丁四 @戊五 @己六 早")
    assert "format.shouting" in _rules("早安！！！")
    assert "format.shouting" not in _rules("早安！")


def test_a_complete_draw_is_clean_and_each_missing_part_is_named() -> None:
    whole = "关注并转发，12月5日18:00由@微博抽奖平台 抽3位，各送帆布袋1只。"
    assert _rules(whole) == []
    assert _rules(whole.replace("12月5日18:00由", "由")) == ["prize.when"]
    assert _rules(whole.replace("抽3位，各", "抽奖，")) == ["prize.count"]
    assert _rules(whole.replace("@微博抽奖平台 ", "")) == ["prize.tool"]
    assert _rules(whole.replace("帆布袋1只", "神秘大礼")) == ["prize.what"]


def test_a_prize_above_the_legal_ceiling_is_blocked() -> None:
    text = "转发抽1位，送价值{}元旅行1次，12月5日由@微博抽奖平台 开奖。"
    assert "prize.limit" not in _rules(text.format(50000))
    assert "prize.limit" in _rules(text.format(50001))
    assert "prize.limit" in _rules(text.format("6万"))
    assert "prize.limit" in _rules(text.format(2000), context=Context(prize_limit=1000))


def test_a_lottery_is_held_to_the_rules_of_draws_whatever_it_says() -> None:
    assert "prize.what" in _rules("周末见", kind="lottery")


def test_knowledge_with_a_shop_link_needs_the_label() -> None:
    text = "换季护肤小知识：先保湿再锁水。购买戳 http://t.cn/A6abcd12"
    assert "ad_label.missing" in _rules(text)
    assert _rules("【广告】" + text) == []
    assert _rules("换季护肤小知识：先保湿再锁水。") == []
    assert "ad_label.missing" in _rules("换季护肤小知识：先保湿再锁水。", context=Context(purchase_link=True))


def test_nothing_is_promoted_on_a_memorial_day() -> None:
    at = datetime(2026, 12, 13, 12, 0, tzinfo=UTC)
    assert _rules("全场八折", at=at) == ["sensitive_date.day"]
    assert _rules("今天闭店，铭记历史。", at=at) == []
    assert _rules("全场八折", at=DAY) == []
    assert _rules("全场八折", at=DAY, context=Context(days={date(2026, 11, 24): "店庆暂停"})) == ["sensitive_date.day"]
    assert _rules("全场八折", at=at, context=Context(days={})) == []


def test_qingming_moves_with_the_year() -> None:
    assert _rules("全场八折", at=datetime(2026, 4, 5, 12, tzinfo=UTC)) == ["sensitive_date.day"]
    assert _rules("全场八折", at=datetime(2027, 4, 4, 12, tzinfo=UTC)) == []


def test_in_mourning_nothing_is_promoted_at_all() -> None:
    assert _rules("全场八折", context=Context(mourning="哀悼期")) == ["sensitive_date.mourning"]
    assert _rules("早安", context=Context(mourning="哀悼期")) == []


def test_quiet_hours_are_read_on_the_companys_clock() -> None:
    beijing = timezone(timedelta(hours=8))
    context = Context(quiet=(time(23, 0), time(7, 30)), zone=beijing)
    assert _rules("早安", at=datetime(2026, 11, 24, 15, 30, tzinfo=UTC), context=context) == ["timing.quiet"]
    assert _rules("早安", at=datetime(2026, 11, 24, 1, 0, tzinfo=UTC), context=context) == []
    assert _rules("早安", at=datetime(2026, 11, 24, 23, 30, tzinfo=UTC), context=Context(quiet=None)) == []


def test_a_near_repeat_of_a_recent_post_is_named() -> None:
    recent = (Post("D-7", "今天的豆浆是现磨的，六点开门，欢迎早起的你。"), Post("D-8", "雨天路滑，慢走。"))
    (found,) = check("今天的豆浆是现磨的！六点开门，欢迎早起的你～", context=Context(recent=recent)).findings
    assert found.rule == "repeat.recent" and "D-7" in str(found.reason)
    assert _rules("晚上七点有读书会。", context=Context(recent=recent)) == []


def test_names_of_others_stand_by_themselves() -> None:
    context = Context(competitors=("云杉", "ABC"), banned=("老王",))
    assert _rules("和雲杉比一比", context=context) == ["name.competitor"]
    assert _rules("老王来了", context=context) == ["name.banned"]
    assert _rules("ABCD 型号", context=context) == []
    assert _rules("ＡＢＣ 的表", context=context) == ["name.competitor"]


def test_a_coupon_code_no_campaign_knows() -> None:
    context = Context(coupons=frozenset({"WINTER26"}))
    assert _rules("优惠码：winter26", context=context) == []
    assert _rules("优惠码：WINTER27", context=context) == ["coupon.unknown"]
    assert _rules("优惠码：WINTER27") == []


def test_an_allowed_word_passes_with_its_reason_but_never_against_a_law() -> None:
    report = check("老板疯了，全网最低价", context=Context(allow={"老板疯了": "栏目名", "全网最低价": "想用"}))
    assert [f.words for f in report.findings] == ["全网最低价"]
    assert [(p.words, "栏目名" in str(p.reason)) for p in report.passed] == [("老板疯了", True)]


def test_a_denied_word_is_blocked_with_its_reason() -> None:
    (found,) = check("今天聊聊大促", context=Context(deny={"大促": "改说活动"})).findings
    assert found.level == "block" and "改说活动" in str(found.reason)


@pytest.mark.parametrize("text", ["清明节快乐，全场八折", "九一八大促开始", "雷锋同款手机壳"])
def test_grief_is_no_occasion_to_sell(text: str) -> None:
    assert any(f.category == "sensitive_date" and f.level == "block" for f in check(text).findings)
