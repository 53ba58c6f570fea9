"""What the check is told of the company: recent posts, the codes of its campaigns, its names and days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.domain import campaigns, draft_post, draft_review, drafts
from bot.domain.copy_context import context_for, kept, report_on
from bot.domain.desk import Desk
from bot.domain.draft_sheet import Sheet
from bot.domain.notice import Notice
from bot.store.campaigns import Details
from bot.store.reports import from_json, to_json
from tests.company import EDITOR, REVIEWER, SALES, Time, ask, opened
from tests.domain.test_drafts import TACKY, post_link, sent


def posted(desk: Desk, text: str) -> str:
    case = sent(desk, text)
    draft_review.approve(desk, ask(desk, REVIEWER), case)
    draft_post.published(desk, ask(desk, EDITOR), case, post_link(int(case.removeprefix("D-"))))
    return case


def test_posts_of_the_last_thirty_days_are_told_older_ones_and_the_draft_itself_are_not(desk: Desk, time: Time) -> None:
    posted(desk, "上个月的一条")
    time.forward(days=31)
    case = posted(desk, "这个月的一条")
    sent(desk, "还在审的一条")
    told = context_for(desk.settings, desk.store, time.now).recent
    assert [(post.id, post.text) for post in told] == [(case, "这个月的一条")]
    assert context_for(desk.settings, desk.store, time.now, besides=case).recent == ()


def test_the_words_that_went_out_count_and_not_those_of_the_first_revision(desk: Desk, time: Time) -> None:
    case = sent(desk, "第一版")
    drafts.revise(desk, ask(desk, SALES), case, 1, Sheet("第二版"))
    draft_review.approve(desk, ask(desk, REVIEWER), case)
    draft_post.published(desk, ask(desk, EDITOR), case, post_link())
    assert [post.text for post in context_for(desk.settings, desk.store, time.now).recent] == ["第二版"]


def test_codes_are_those_of_the_campaigns_and_unknown_while_there_is_none(desk: Desk, time: Time) -> None:
    assert context_for(desk.settings, desk.store, time.now).coupons is None
    details = Details(what="买二赠一", codes=("NAI12", "NAI13"))
    notice = Notice("双十二", "sales", date(2026, 12, 3), date(2026, 12, 10), date(2026, 12, 12), details)
    case = campaigns.submit(desk, ask(desk, SALES), notice).case_id
    assert context_for(desk.settings, desk.store, time.now).coupons == frozenset({"NAI12", "NAI13"})
    campaigns.cancel(desk, ask(desk, SALES), case, "")
    assert context_for(desk.settings, desk.store, time.now).coupons is None


def test_names_hours_and_limits_come_from_the_settings(tmp_path: Path, time: Time) -> None:
    named = {"competitors": ["某某乳业"], "banned": ["旧品牌"], "prize_limit": 3000}
    with opened(tmp_path / "g.db", time, copycheck=named, hours={"quiet": "22:00-08:00"}) as desk:
        context = context_for(desk.settings, desk.store, time.now)
    assert (context.competitors, context.banned, context.prize_limit) == (("某某乳业",), ("旧品牌",), 3000)
    assert [str(at) for at in context.quiet or ()] == ["22:00:00", "08:00:00"]


def test_the_companys_days_join_the_shipped_ones_and_may_take_one_away(tmp_path: Path, time: Time) -> None:
    named = {"memorial_days": {"12-06": "本公司追思日", "12-13": ""}}
    noon = datetime(2026, 12, 6, 4, tzinfo=UTC)
    with opened(tmp_path / "g.db", time, copycheck=named) as desk:
        changed = [
            report_on(desk.settings, None, time.now, "全场八折大促", wanted=noon + timedelta(days=n)) for n in (0, 7)
        ]
    with opened(tmp_path / "h.db", time) as desk:
        shipped = [
            report_on(desk.settings, None, time.now, "全场八折大促", wanted=noon + timedelta(days=n)) for n in (0, 7)
        ]
    on_days = [any(f.rule == "sensitive_date.day" for f in report.findings) for report in (*changed, *shipped)]
    assert on_days == [True, False, False, True]


def test_a_report_is_the_same_after_it_was_kept(desk: Desk, time: Time) -> None:
    before = report_on(desk.settings, desk.store, time.now, "史上最强")
    report = kept(report_on(desk.settings, desk.store, time.now, TACKY), before)
    assert report.findings
    assert from_json(to_json(report)) == report


def test_a_finding_that_only_grew_is_neither_mended_nor_new(desk: Desk, time: Time) -> None:
    before, after = (report_on(desk.settings, None, time.now, text) for text in ("史上最强的奶", "史上最强口感的奶"))
    report = kept(after, before)
    assert report.blocks
    assert (report.fixed, report.added) == ((), ())
