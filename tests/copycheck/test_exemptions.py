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
    "limit": ("折扣力度最大不超过五折。", "同级车型里载重最大800公斤。"),
    "standard": ("这是国家一级文物的唯一复制品。", "唯一能打的复制品。"),
    "order": ("国内首家工厂1987年建成。", "国内首家工厂店，速来。"),
    "not_for_sale": ("供应链排毒，先从退掉过期合同开始。", "排毒养颜茶。"),
    "real_claims": ("水洗标写着100%天然桑蚕丝。", "充绒量全网最高，100%天然。"),
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


def test_every_exemption_is_tested_by_itself() -> None:
    assert {one.id for one in exemptions()} == set(PASSED)


REPORTS = (
    "【#全球首座高原风洞建成#】近日，由多家研究所共建的全球首座高原风洞通过验收，将用于无人直升机试验。",
    "【一艘最大的科考船回家了】12日上午，国内最大的极地科考船靠泊，标志着本次考古调查结束。网友：辛苦了！",
    "【这种喷雾还在试验里】27日，临床中心的科研团队说，抗病毒喷雾通过了伦理审查，下一步在病房试验。",
)


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_of_what_others_built_or_found_makes_no_claim(report: str) -> None:
    assert [f.words for f in check(report).findings if f.level != "style"] == []


@pytest.mark.parametrize(
    "promotion",
    [
        "【#全球首台量子按摩椅#】近日，由研究所研制的全球首台量子按摩椅面世，网友：太厉害了！",
        "【科研团队的好消息来了】27日，我们品牌联合研究所推出抗病毒喷雾，今晚下单立减。",
        "【全国首个高原牦牛奶来了】近日，科研人员研制的全国首个高原牦牛奶，每盒39元。",
        "【国内最大的文物主题餐厅】12日，国内最大的文物主题餐厅开门迎客，网友：真大！",
        "全球首座高原风洞同款技术，抗病毒。",
    ],
)
def test_a_promotion_in_the_dress_of_a_report_is_no_report(promotion: str) -> None:
    assert any(f.level != "style" for f in check(promotion).findings)


def test_a_home_is_spoken_of_with_feeling_and_a_shop_is_not() -> None:
    assert [f.words for f in check("家也是我们最坚固最温柔的屏障。").findings if f.level != "style"] == []
    assert any(f.level != "style" for f in check("我家是全城最坚固的门锁店。").findings)


@pytest.mark.parametrize(
    "written",
    ["亻圭品牌zui好", "嘴低价", "Z低价", "全网D一", "顶J面料", "治liao失眠", "保㊣過", "ＮＯ.❶", "独1无2", "降🩸压", "冇副作用", "荃網蕞低", "口碑Νo.1", "ТOP1面膜", "zuì好的茶", "NO.➀", "销量弟一", "冶疗失眠", "最丶低价", "惟一正宗"],
)  # fmt: skip
def test_a_word_is_found_in_every_common_evasion(written: str) -> None:
    found = [f for f in check(written).findings if f.level != "style"]
    assert found
    assert all(written[f.start : f.end] == f.words for f in found)


@pytest.mark.parametrize(
    "innocent",
    [
        "Ω-3脂肪酸含量见标签",
        "徒弟一个人守店",
        "第10名到店的顾客有礼",
        "xyz好像没电了",
        "usb接口",
        "三月巴黎时装周",
        "3D一体打印",
    ],
)
def test_letters_and_parts_of_other_words_are_no_evasion(innocent: str) -> None:
    assert [f.words for f in check(innocent).findings if f.level != "style"] == []
