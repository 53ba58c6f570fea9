"""Every exemption by itself: what it lets pass, with its reason, and the claim next to it that stands."""

from __future__ import annotations

import pytest

from bot.copycheck import check
from bot.copycheck.exemptions import exemptions

PASSED = {
    "warning": ("遇到“稳赚不赔”的群请举报。", "这个群稳赚不赔，快来。"),
    "mention": ("编辑注意，这些词一律退回：最佳、顶级。", "最佳口感，顶级用料。"),
    "negation": ("我们不做全网最低价。", "我们就是全网最低价。"),
    "named": ("药妆这个说法早就被否定过。", "药妆级修护。"),
    "denied": ("是不是全网最低，我们不敢这么说。", "是不是全网最低？当然是全网最低！"),
    "disclaimer": ("本品不能代替药物，治疗失眠请遵医嘱。", "本品治疗失眠。"),
    "patients": ("患者出院后仍要坚持治疗。", "床垫治疗腰痛。"),
    "news": (
        "央视记者从医疗队获悉，这种药物的疗效还要再观察一段时间，结果下周公布给大家。",
        "这款茶疗效惊人。",
    ),
    "people": ("店长最贴心。", "最贴心的烤箱。"),
    "own": ("这是我们做过的最轻薄的一款外套。", "全网最轻薄的一款外套。"),
    "attitude": ("用最专业的态度服务每一位顾客。", "最专业的烤箱。"),
    "goal": ("我们的目标是行业第一。", "我们是行业第一。"),
    "tips": ("最佳食用时间为出炉后两小时。", "最佳早餐。"),
    "cited": ("今年单日客流创历史最高。", "品质历史最高。"),
    "measured": ("除菌率达到100%（检测报告编号 2025-01，实验室数据）。", "除菌率100%。"),
    "price_basis": ("专柜价399（比价截图见图二）。", "专柜价399，今天199。"),
    "contest": ("羽毛球比赛我们部门口号喊得全场第一。", "口碑全场第一。"),
    "learning": ("课本上说，珠穆朗玛峰海拔世界第一。", "我们的面世界第一。"),
    "approved": ("保健功能：增强免疫力，国食健注G20240000。", "喝它增强免疫力。"),
    "greeting": ("祝大家新年桃花自来、贵人相助。", "戴上手串，桃花自来。"),
}


@pytest.mark.parametrize("id", PASSED)
def test_an_exemption_lets_pass_says_so_and_lets_no_claim_pass(id: str) -> None:
    innocent, claim = PASSED[id]
    reasons = {one.reason.message for one in exemptions() if one.id == id}
    report = check(innocent)
    assert [f.words for f in report.findings if f.level != "style"] == []
    assert reasons & {passed.reason.message for passed in report.passed}
    assert any(f.level != "style" for f in check(claim).findings)


@pytest.mark.parametrize(
    "written",
    ["亻圭品牌zui好", "嘴低价", "Z低价", "全网D一", "顶J面料", "治liao失眠", "保㊣過", "ＮＯ.❶", "独1无2", "降🩸压", "冇副作用", "荃網蕞低"],
)  # fmt: skip
def test_a_word_is_found_in_every_common_evasion(written: str) -> None:
    found = [f for f in check(written).findings if f.level != "style"]
    assert found
    assert all(written[f.start : f.end] == f.words for f in found)


@pytest.mark.parametrize(
    "innocent", ["第10名到店的顾客有礼", "xyz好像没电了", "usb接口", "三月巴黎时装周", "3D一体打印"]
)
def test_letters_and_parts_of_other_words_are_no_evasion(innocent: str) -> None:
    assert [f.words for f in check(innocent).findings if f.level != "style"] == []
