"""The report drawn: every figure with its n, its numbers those of the chart, and room for the longest company there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.blocks import MESSAGE, written
from bot.cards.digests import weekly
from bot.cards.digests.weekly import POSTS_MOST, chart_of
from bot.cards.message import Message, with_file, without_picture
from bot.cards.plain import as_text
from bot.cards.report import DepartmentTime, Facts, Joining, Report, TimeReport
from bot.charts.chart import Kept, Post
from bot.domain import digests
from bot.domain.desk import Desk
from bot.domain.lead_record import LeadRecord
from bot.store.campaigns import Campaign
from bot.workspace.walls import check_message
from tests.chat import said
from tests.company import Time
from tests.examples import STAMP, paper, whole
from tests.rings import rings
from tests.weeks import live

MONDAY = date(2026, 11, 16)
WEEK = tuple(MONDAY + timedelta(days=n) for n in range(7))


def facts(
    *, posts: int = 0, departments: int = 0, name: str = "销", kept: int = 0, late: int = 0, number: int = 1
) -> Facts:
    time = tuple(DepartmentTime(f"{name}{n}", number, 10**9, 10**9, 10**8, number) for n in range(departments))
    leads = tuple(LeadRecord(f"{name}{n}", 9, 5, 3, 1, 4, 8, 7, 99) for n in range(departments))
    clock = Kept(kept, late)
    return Facts(
        posts=tuple(Post(f"D-{n + 1}", WEEK[n % 7], 1_000 * (n + 1), n, n / (1_000 * (n + 1))) for n in range(posts)),
        complaints=number,
        customers=number,
        closed=number,
        reopened=number,
        clocks=(clock, clock, clock),
        days=tuple((day, Kept(3 * kept if not n else 0, 3 * late if not n else 0)) for n, day in enumerate(WEEK)),
        time=TimeReport(STAMP, STAMP, time, number, 10**9, number),
        leads=leads,
        rallies=Joining(number, number, number, number),
    )


def report(now: Facts, *, owed: int = 0, title: str = "鲜奶节") -> Report:
    notice = Campaign(
        "N-1", "ended", 1, title, "sales", "U1", "2026-11-01", "2026-11-02", "2026-11-08", 5, "in_time", (),
        "", STAMP, "", "", "", STAMP, STAMP,
    )  # fmt: skip
    day = MONDAY + timedelta(days=7)
    return Report("week", day, WEEK[0], WEEK[-1], now, now, (notice,) * min(owed, 5), owed, 5)


def drawn(desk: Desk, language: str = "zh", *, late: bool = False) -> Message:
    found = digests.weekly.gather(desk, desk.store, digests.to_desk(desk), desk.now())
    return weekly.draw(found, paper(language), late=late)


def test_every_figure_stands_with_its_n_and_the_one_before(desk: Desk, time: Time) -> None:
    live(desk, time)
    text = said(whole(drawn(desk)))
    for line in (
        "*微博*：发出 3 条（之前 1 条）",
        "互动率 2.83%（n = 2 条）",
        "1 条还没有数据：`/draft 数据 D-4` 填写",
        "*投诉*：新来 2 条，2 位顾客（之前 1 条，1 位）",
        "办结 1 条（之前 1 条），重开 1 条（之前 0 条）",
        "*时限*：按时 4 / 8（50%，之前 67%）",
        "认领 2 / 4 · 首次回复 1 / 2 · 办结 1 / 2",
        "*号召转发*：结束 1 场，参与 1 人次，转发 1 条，带来 3 条回复（之前 0 场，参与 0 人次）",
        "*投诉用时*（2 条，谁手里多久）",
        "• sales：1 份通知，及时 1（100%）",
        "互动率 =（转发 + 评论 + 赞）÷ 阅读",
    ):
        assert line in text, line


def test_where_no_clock_was_due_before_it_says_so(desk: Desk, time: Time) -> None:
    live(desk, time)
    found = digests.weekly.gather(desk, desk.store, digests.to_desk(desk), desk.now())
    quiet = replace(found, before=replace(found.before, clocks=(Kept(),) * 3))
    assert "*时限*：按时 4 / 8（50%，之前没有到期的）" in said(whole(weekly.draw(quiet, paper())))


def test_it_says_when_it_is_late_and_rings_nobody(desk: Desk, time: Time) -> None:
    live(desk, time)
    message = drawn(desk, late=True)
    assert "补发" in said(message.blocks[1])
    assert rings(whole(message)) == []


def test_the_notification_says_the_week_in_one_line(desk: Desk, time: Time) -> None:
    live(desk, time)
    assert drawn(desk).text == "官微周报 11-16 周一 到 11-22 周日 · 发出 3 条微博 · 新来 2 条投诉 · 时限按时 50%"
    assert drawn(desk, "en").text == "Weibo report for the week, 11-16 Mon to 11-22 Sun · 3 posts · 2 new complaints · 50% of clocks kept"  # fmt: skip


def test_the_chart_has_the_numbers_of_the_text_and_its_description_has_them_all(desk: Desk, time: Time) -> None:
    live(desk, time)
    found = digests.weekly.gather(desk, desk.store, digests.to_desk(desk), desk.now())
    chart, message = chart_of(found), weekly.draw(found, paper())
    assert chart is not None and message.picture is not None
    assert chart.kept == found.now.kept
    assert f"按时 {chart.kept.kept} / {chart.kept.all}" in said(whole(message))
    assert [(post.id, post.reads) for post in chart.posts] == [("D-2", 5_000), ("D-3", 1_000)]
    for told in ("周一 按时 3、超时 0", "周三 按时 0、超时 2", "周日 按时 0、超时 1", "D-2 3.20%", "D-3 1.00%"):
        assert told in message.picture.alt


def test_the_same_chart_is_one_picture_and_another_one_or_another_language_is_not() -> None:
    one, same = (weekly.draw(report(facts(kept=3)), paper()).picture for _ in range(2))
    other = weekly.draw(report(facts(kept=4)), paper()).picture
    english = weekly.draw(report(facts(kept=3)), paper("en")).picture
    assert one and same and other and english
    assert one.key == same.key
    assert len({one.key, other.key, english.key}) == 3


def test_in_a_terminal_the_chart_stands_in_words() -> None:
    assert "柱状图：每天按时和超时的投诉时限。周一 按时 9、超时 0" in as_text(
        weekly.draw(report(facts(kept=3)), paper())
    )


def test_without_figures_of_posts_there_are_only_clocks_and_without_clocks_only_posts() -> None:
    clocks, posts = chart_of(report(facts(kept=3))), chart_of(report(facts(posts=2)))
    assert clocks is not None and (len(clocks.days), clocks.posts) == (7, ())
    assert posts is not None and (posts.days, len(posts.posts)) == ((), 2)
    assert chart_of(report(facts())) is None
    assert weekly.draw(report(facts()), paper()).picture is None


def test_of_many_posts_those_with_the_most_engagement_are_drawn() -> None:
    chart = chart_of(report(facts(posts=40)))
    assert chart is not None and (len(chart.posts), chart.measured) == (POSTS_MOST, 40)
    assert chart.posts[0].id == "D-40"


def test_the_picture_stands_under_the_title_or_is_said_to_be_missing() -> None:
    message = weekly.draw(report(facts(kept=3)), paper())
    shown = with_file(message, "F123")
    assert (shown.blocks[1]["type"], shown.blocks[1]["slack_file"]) == ("image", {"id": "F123"})
    check_message(shown.text, shown.blocks)
    assert "图这次没有发出来" in said(without_picture(message).blocks[-1])


@given(
    departments=st.integers(0, 60),
    name=st.text(st.sampled_from("部门&<>*长"), min_size=1, max_size=60),
    title=st.text(st.sampled_from("活动&<>*\n"), min_size=1, max_size=60),
    owed=st.integers(0, 99),
    posts=st.integers(0, 400),
    number=st.sampled_from([0, 1, 10**9]),
    language=st.sampled_from(["zh", "en"]),
)
def test_the_longest_report_fits_into_one_message(
    departments: int, name: str, title: str, owed: int, posts: int, number: int, language: str
) -> None:
    now = facts(posts=posts, departments=departments, name=name, kept=number, late=number, number=number)
    message = weekly.draw(report(now, owed=owed, title=title), paper(language), late=True)
    shown = with_file(message, "F0123456789") if message.picture else message
    check_message(shown.text, shown.blocks)
    assert written(shown.blocks) <= MESSAGE
    # One more block stands beneath in direct messages.
    assert len(shown.blocks) < 49
    if message.picture:
        assert len(message.picture.alt) <= 1_000


def test_departments_that_are_not_listed_are_summed_up() -> None:
    text = said(whole(weekly.draw(report(facts(departments=13)), paper())))
    assert "• 另外 3 个部门：用时" in text
    assert "• 另外 3 个部门：27 份通知，及时 15" in text


@pytest.mark.parametrize(("owed", "said_of_more"), [(5, False), (6, True)])
def test_results_that_are_owed_can_be_filled_in_where_they_stand(owed: int, said_of_more: bool) -> None:
    message = weekly.draw(report(facts(kept=1), owed=owed), paper())
    assert said(whole(message)).count("campaign.result") == 5
    assert ("还有 1 场没有列出" in said(whole(message))) is said_of_more
