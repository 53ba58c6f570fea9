"""A draft goes in, findings come out: levels, places, exemptions, and the line the house began with."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from bot.copycheck import Report, check, compare, mark, warm


def _words(report: Report, level: str) -> list[str]:
    return [f.words for f in report.findings if f.level == level]


def test_the_departments_line_is_blocked_and_every_part_of_it_named() -> None:
    report = check("地球人已经无法阻止我们的全网最低价了！！！史上最强，仅限今天，手慢无")
    assert report.blocked and report.worst == "block"
    assert _words(report, "block") == ["全网最低价", "史上最强"]
    assert {f.category for f in report.findings} >= {"absolute", "cliche_tv", "format", "false_urgency"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("全国最好的鲜奶", "全国最好的鲜奶"),
        ("我们是全国最好喝的鲜奶", "全国最好喝"),
        ("本市最大的牧场，欢迎来看", "本市最大的牧场"),
        ("全国最·好的鲜 奶", "全国最·好的鲜 奶"),
    ],
)
def test_what_is_found_is_quoted_in_whole_words(text: str, words: str) -> None:
    assert _words(check(text), "block") == [words]


def test_a_plain_line_has_no_findings() -> None:
    report = check("今天周三，店里煮了新豆子，门口的猫还在睡。")
    assert report.findings == () and report.worst is None and not report.blocked


def test_an_empty_draft_is_taken() -> None:
    assert check("").findings == ()


@pytest.mark.parametrize(
    "written",
    ["最佳早餐", "最·佳早餐", "最 佳早餐", "最/佳早餐", "最\u200b佳早餐", "最🔥佳早餐", "蕞佳早餐", "【最】【佳】早餐"],
)
def test_a_word_is_found_however_it_is_taken_apart(written: str) -> None:
    (found,) = check(written).findings
    assert found.rule == "absolute.term"
    assert written[found.start : found.end] == found.words
    assert found.words.endswith("佳") or found.words.endswith("佳】")


def test_width_and_script_do_not_matter() -> None:
    for written in ("NO.1品牌", "ＮＯ．１品牌", "𝐍𝐎.𝟏品牌"):
        assert [f.rule for f in check(written).findings] == ["absolute.number_one"]
    assert [f.rule for f in check("穩賺不賠").findings] == [f.rule for f in check("稳赚不赔").findings]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("这是我们家迄今最轻薄的一款外套，比上一代轻了。", "同品牌自我比较"),
        ("我们不做全网最低价。", "否定的说法"),
        ("编辑注意，违禁词有：顶级、第一品牌。", "谈论用语本身或引用别人的话"),
        ("遇到“稳赚不赔”的群请举报。", "提醒防骗或辟谣"),
        ("用最专业的态度，尽最大努力服务顾客。", "服务态度或企业文化"),
        ("我们的目标是行业第一。", "目标追求，不是对现状的断言"),
    ],
)
def test_what_an_exemption_lets_pass_is_said_with_its_reason(text: str, reason: str) -> None:
    report = check(text)
    assert [f for f in report.findings if f.level != "style"] == []
    assert reason in [str(p.reason) for p in report.passed]


def test_a_comparison_with_the_whole_market_is_not_an_own_comparison() -> None:
    assert check("这是我们家出过的全网最轻薄的一款外套。").blocked


def test_a_negation_that_asserts_is_no_negation() -> None:
    assert check("不仅最好喝，而且最便宜。").blocked


def test_names_and_links_are_nobodys_claim() -> None:
    assert check("感谢 @全网最低价小店 转发 http://t.cn/no1top1").findings == ()


def test_every_reason_is_a_hint_and_never_a_judgement() -> None:
    report = check("全网最低价，治疗失眠，稳赚不赔，原价999，家人们冲")
    assert report.findings
    for one in report.findings:
        assert str(one.reason).startswith(("提示", "需举证", "不可发布"))
        assert "违法" not in str(one.reason) and one.source


def test_marking_gives_the_text_back_with_the_findings_over_it() -> None:
    text = "全网最低价，稳赚不赔"
    pieces = mark(text, check(text))
    assert "".join(p.text for p in pieces) == text
    assert [p.text for p in pieces if p.level == "block"] == ["全网最低价", "稳赚不赔"]


def test_a_revision_shows_what_got_better_and_what_got_worse() -> None:
    change = compare(check("全网最低价，顶级面料"), check("好价，顶级面料，卧槽"))
    assert [f.words for f in change.fixed] == ["全网最低价"]
    assert [f.words for f in change.kept] == ["顶级"]
    assert [f.words for f in change.added] == ["卧槽"]
    assert not change.better


def test_many_threads_may_ask_at_once() -> None:
    answers: list[int] = []

    def asks() -> None:
        warm()
        answers.append(len(check("全网最低价").findings))

    threads = [threading.Thread(target=asks) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert answers == [1] * 6


def test_importing_the_package_does_not_load_jieba() -> None:
    code = "import sys, bot.copycheck; sys.exit('jieba' in sys.modules or 'bot.copycheck.engine' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
