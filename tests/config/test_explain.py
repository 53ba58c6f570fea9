"""What is wrong in guanwei.toml is told with its place, in words, with an example of right."""

from __future__ import annotations

import pytest

from tests.config.good import GOOD, company, only, swapped

# A file with one thing wrong in it, the key that is named, words that are said, and a part of the example.
ONE_PROBLEM = {
    "a bad time": (GOOD + '[digests]\ndesk = "8点"', "digests.desk", "“8点”不是时间", 'desk = "08:45"'),
    "a role for nobody": (swapped('["S012345"]', "[]"), "roles.legal", "还没有人", 'legal = ["zhao.lei@'),
    "an overlapping service window": (
        GOOD + '[hours]\nservice = ["09:00-12:00", "11:00-15:00"]',
        "hours.service",
        "09:00-12:00 和 11:00-15:00 重叠",
        'service = ["09:00-12:00", "13:00-21:00"]',
    ),
    "no window at all": (GOOD + "[hours]\nservice = []", "hours.service", "至少要有一个时间段", "09:00"),
    "an unknown zone": (company('timezone = "Asia/Shangai"'), "company.timezone", "是不是 Asia/Shanghai", "Asia/"),
    "a folder of zones": (company('timezone = "Asia"'), "company.timezone", "没有“Asia”", "Asia/Shanghai"),
    "a path for a zone": (company('timezone = "../etc"'), "company.timezone", "没有“../etc”", "Asia/Shanghai"),
    "two departments in one channel": (
        swapped('"#销售"', '"#客服"'),
        "departments.service.channel",
        "departments.sales.channel",
        'channel = "#销售"',
    ),
    "desk and complaints in one channel": (
        swapped('desk = "#官微"', 'desk = "#客服"'),
        "channels.complaints",
        "channels.desk",
        "complaints = ",
    ),
    "two departments of one name": (
        swapped('"客服部"', '"销售部"'),
        "departments.service.name",
        "departments.sales.name",
        "name = ",
    ),
    "a department without a channel": (
        swapped('channel = "#销售"\n', ""),
        "departments.sales.channel",
        "缺少",
        'channel = "#销售"',
    ),
    "a department without a head": (swapped('head = "U012345"\n', ""), "departments.service.head", "缺少", "head = "),
    "a group for a head": (swapped('"U012345"\n', '"@boss"\n'), "departments.service.head", "不是一个人", "head = "),
    "a channel without its sign": (
        swapped('desk = "#官微"', 'desk = "官微"'),
        "channels.desk",
        "“官微”不是频道",
        'desk = "#官微"',
    ),
    "a key with a slip of the pen": (
        swapped("reviewer =", "reviwer ="),
        "roles.reviwer",
        "是不是 reviewer",
        "reviewer = ",
    ),
    "a key in the wrong place": (company("lead_days = 5"), "company.lead_days", "[policy.campaign]", "lead_days = 5"),
    "a key like no other": (company("qqqq = 5"), "company.qqqq", "name、language", ""),
    "an unknown table": (GOOD + "[policy.campain]", "policy.campain", "是不是 campaign", "[policy.campaign]"),
    "a number in quotes": (GOOD + '[policy.draft]\ngap_minutes = "5"', "policy.draft.gap_minutes", "整数", "= 30"),
    "a truth for a number": (GOOD + "[policy.draft]\ngap_minutes = true", "policy.draft.gap_minutes", "整数", "= 30"),
    "a broken number": (GOOD + "[policy.draft]\ngap_minutes = 1.5", "policy.draft.gap_minutes", "整数", "= 30"),
    "a number too small": (GOOD + "[policy.campaign]\nlead_days = 0", "policy.campaign.lead_days", "最小是 1", "= 5"),
    "a prize over the law": (GOOD + "[copycheck]\nprize_limit = 50001", "copycheck.prize_limit", "最大是 50000", "="),
    "clocks out of order": (
        GOOD + "[policy.complaint]\nclaim_minutes = 90",
        "policy.complaint",
        "一个比一个长",
        "[policy.complaint]",
    ),
    "a day that is not": (GOOD + '[calendar]\noff = ["2026-02-30"]', "calendar.off[0]", "2026-02-30", "off = "),
    "a moment for a day": (GOOD + "[calendar]\noff = [2026-02-03T10:00:00]", "calendar.off[0]", "不是日期", "off = "),
    "a day both worked and off": (
        GOOD + "[calendar]\noff = [2026-10-10]\nworking = [2026-10-10]",
        "calendar",
        "2026-10-10",
        "[calendar]",
    ),
    "a memorial day that is not": (
        GOOD + '[copycheck.memorial_days]\n"13-01" = "x"',
        "copycheck.memorial_days",
        "13-01",
        "memorial_days =",
    ),
    "a language not spoken": (
        company('language = "fr"'),
        "company.language",
        "'zh', 'zh-Hant' / 'en'",
        'language = "zh"',
    ),
    "an empty name": (swapped('name = "山茶优选"', 'name = " "'), "company.name", "不能是空的", "name = "),
    "text for a list": (swapped('["@service"]', '"@service"'), "roles.service", "列表", 'service = ["@service"]'),
    "text for a table": (GOOD + '[policy]\ndraft = "12"', "policy.draft", "一节", "[policy.draft]"),
    "a department key with a space": (
        swapped("[departments.sales]", '[departments."a b"]'),
        "departments.a b",
        "空格",
        "[departments.sales]",
    ),
    "a table that is missing": (swapped('[company]\nname = "山茶优选"\n', ""), "company", "缺少", "[company]"),
}


@pytest.mark.parametrize("case", ONE_PROBLEM)
def test_what_is_wrong_is_told_with_its_place_and_an_example(case: str) -> None:
    text, key, said, example = ONE_PROBLEM[case]

    problem = only(text)

    assert problem.key == key
    assert said in str(problem.what)
    assert example in problem.example
