"""What a complaint's words propose, and by which words. The sentences are our own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.copycheck.normal import normal
from bot.domain.triage import Proposal, kept, propose, recall
from bot.domain.triage.rules import rules
from bot.store.complaints import CATEGORIES

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "words",
    [
        "孩子喝完上吐下泻，现在在急诊",
        "吃出一条虫子！",
        "喝到一半，发现里面有玻璃渣",
        "这盒酸奶已经过期，还发霉了",
        "已经联系记者，准备曝光你们",
        "我要打１２３１５",
        "等着315见",
        "律师函明天就到",
        "我\u200b要起\u200b诉你们",
        "喝了过\u200b敏，满身红点",
        "宝寶喝了拉肚子",
        "插座漏电，手都麻了",
    ],
)
def test_harm_food_safety_press_law_and_regulators_are_severe(words: str) -> None:
    proposal = propose(words)
    assert proposal.severity == "P0"
    assert proposal.severity_words


@pytest.mark.parametrize(
    "words",
    [
        "酸奶漏了半箱",
        "快递太慢，等了三天",
        "订单号 2031588 一直没动静",
        "一共 3155 元，什么时候退",
        "优惠券领不到",
        # A place, a constitution, a claim, a joke, a fear, a story: none of them is harm.
        "房间不错，就在医院对面，地铁步行五分钟",
        "我是过敏体质，想问能不能喝",
        "用了没有过敏，就是香味太重",
        "这本书写一个律师去法院起诉，情节太拖",
        "等得气死人了",
        "怕孩子过敏，没敢开封",
        "相机曝光过度，拍出来一片白",
        "转发抽奖的活动，在医院附近的店怎么领",
        "酒店床上有蟑螂，换了房",
        "草莓发霉了几颗",
        "我肠胃炎刚好，点的粥太硬",
        "门口就是工商银行",
        "",
    ],
)
def test_everyday_trouble_and_words_that_mean_something_else_are_not(words: str) -> None:
    assert propose(words).severity == "normal"


@pytest.mark.parametrize(
    ("words", "category"),
    [
        ("箱子底下漏了，酸奶是坏的", "quality"),
        ("面包装在袋子里都发霉了", "quality"),
        ("配送又晚了，快递小哥不接电话", "delivery"),
        ("少送了一份米饭", "delivery"),
        ("说好三天退款，第七天了，一直不退钱", "refund"),
        ("店员态度太差", "service"),
        ("客服一直没人接", "service"),
        ("昨天刚买今天就降价，退差价", "price"),
        ("优惠券一直领不到，抽奖也是", "campaign"),
        ("说好的赠品没有给", "campaign"),
        ("配\u200b送太慢", "delivery"),
        ("房間很髒，還有霉味", "quality"),
        ("你们的小程序名字真长", "other"),
        ("小程序改地址改不了，点了没反应。", "other"),
        ("公众号里点开就闪退", "other"),
        ("平板老是闪退", "quality"),
        ("收货地址写得清清楚楚还送错", "delivery"),
        ("箱子里塞了三层泡沫，太浪费了", "delivery"),
        ("也不给个泡沫垫着，瓶子互相撞", "delivery"),
        ("这瓶洗发水没有泡沫", "quality"),
        ("", "other"),
    ],
)
def test_the_category_is_what_most_of_the_words_are_about(words: str, category: str) -> None:
    assert propose(words).category == category


def test_the_words_that_led_to_it_are_told_those_that_tell_most_first() -> None:
    proposal = propose("酸奶变质了，包装也破了")
    assert proposal.category_words[0] == "变质"
    assert proposal.severity_words == ("酸奶…变质",)


def test_a_longer_word_wins_over_the_one_inside_it() -> None:
    assert "包装" not in propose("面包装得太满，味道怪").category_words
    assert propose("不理想").category != "service"


def test_whom_it_is_addressed_to_says_nothing() -> None:
    assert propose("@配送投诉处 你好").category == "other"


@given(st.text(max_size=300))
def test_any_words_have_a_category_and_a_severity_with_the_words_of_the_text(words: str) -> None:
    proposal = propose(words)
    assert proposal.category in CATEGORIES
    assert proposal.severity in ("normal", "P0")
    assert bool(proposal.category_words) == (proposal.category != "other")
    assert bool(proposal.severity_words) == (proposal.severity == "P0")
    assert propose(words) == proposal
    assert recall(kept(proposal)) == proposal


def test_a_case_from_before_has_no_proposal() -> None:
    assert recall("") is None


def test_the_rules_can_be_read_and_every_word_can_be_met() -> None:
    known = rules()
    assert len(known.counting) > 80
    # A word that normalising changes would never be met.
    assert [word for word in known.words if normal(word).text != word] == []


def test_it_is_there_at_once_and_needs_no_great_dictionary() -> None:
    asked = "from bot.domain.triage import propose; import jieba; p = propose('酸奶变质'); print(p.severity, jieba.dt.initialized)"
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", asked], capture_output=True, text=True, env=env, check=True
    )
    assert done.stdout.split() == ["P0", "False"]


def test_what_was_proposed_is_a_value() -> None:
    assert propose("酸奶变质") == Proposal("quality", "P0", ("变质", "酸奶"), ("酸奶…变质",))
