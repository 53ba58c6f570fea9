"""Drafts sent to review and revised: what is refused, what is kept of each revision, who is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.domain import draft_post, draft_review, drafts
from bot.domain.desk import Desk
from bot.domain.draft_sheet import Sheet
from bot.domain.draft_steps import show
from bot.errors import Invalid, NotAllowed, NotFound, Refusal, Superseded, WrongState
from bot.store import drafts as rows
from bot.store import events
from bot.store.reports import Found
from bot.text.weibo_links import short_id
from tests.company import EDITOR, ENGLISH, LEGAL, REVIEWER, SALES, SERVICE, TUESDAY, Time, ask

TACKY = "地球人已经无法阻止我们的全网最低价了！！！史上最强，仅限今天，手慢无"
CALM = "秋天的鲜奶到店了，本周五前下单减 20 元。"


_posts = count(1)


def post_link(number: int = 0) -> str:
    """A link to a post on Weibo, another one for each number."""
    return f"https://weibo.com/1234567890/{short_id(5112701795431729 + number)}"


def sent(desk: Desk, text: str = CALM, by: str = SALES, **more: object) -> str:
    return drafts.submit(desk, ask(desk, by), Sheet(text, **more)).case_id  # type: ignore[arg-type]  # by name


def words_of(findings: Iterable[Found]) -> str:
    return " ".join(found.words for found in findings)


def owed(desk: Desk, what: str) -> list[str]:
    return [str(row["channel"]) for row in desk.store.all("SELECT channel FROM outbox WHERE what = :w", {"w": what})]


def test_words_sent_to_review_are_a_draft_with_its_first_revision_and_its_card_is_owed(desk: Desk) -> None:
    draft = show(desk.store, sent(desk))
    assert (draft.id, draft.state, draft.revision, draft.text) == ("D-1", "in_review", 1, CALM)
    assert (draft.author, draft.department, draft.kind) == (SALES, "sales", "promotion")
    assert owed(desk, "card") == ["#官微"]
    assert owed(desk, "thread") == []


def test_a_draft_the_check_blocks_is_taken_in_and_its_author_is_told_what_is_wrong(desk: Desk) -> None:
    outcome = drafts.submit(desk, ask(desk, SALES), Sheet(TACKY))
    draft = show(desk.store, outcome.case_id)
    assert "全网最低价" in words_of(draft.open_blocks)
    assert "史上最强" in words_of(draft.open_blocks)
    assert any("全网最低价" in str(warning) for warning in outcome.warnings)
    assert "有 2 处不可发布，改好才能通过" in str(outcome.said)
    for found in draft.latest.report.findings:
        assert draft.text[found.start : found.end] == found.words


def test_who_sent_in_what_cannot_be_posted_is_told_what_to_write_and_handed_the_form(desk: Desk) -> None:
    outcome = drafts.submit(desk, ask(desk, SALES), Sheet("周末牛奶全网最低价"))
    assert [str(one).partition("建议：")[2] for one in outcome.warnings] == ["今日到手价 ×× 元"]
    assert [(str(one.label), one.action, one.value) for one in outcome.offers] == [("修改", "draft.revise", "D-1:1")]
    again = drafts.revise(desk, ask(desk, SALES), "D-1", 1, Sheet("周末牛奶史上最强", department="sales"))
    assert [one.value for one in again.offers] == ["D-1:2"]
    mended = drafts.revise(desk, ask(desk, SALES), "D-1", 2, Sheet(CALM, department="sales"))
    assert (mended.warnings, mended.offers) == ((), ())
    assert "改好" not in str(mended.said)


def test_the_same_form_twice_makes_one_draft(desk: Desk) -> None:
    first = drafts.submit(desk, ask(desk, SALES, "form:V1"), Sheet(CALM))
    again = drafts.submit(desk, ask(desk, SALES, "form:V1"), Sheet(CALM))
    assert again == first
    assert rows.counts(desk.store) == {"in_review": 1}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": " \u200b\n"}, "text"),
        ({"text": "字" * 3_001}, "text"),
        ({"kind": "poem"}, "kind"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "https://example.com/" + "a" * 500}, "link"),
        ({"link": "https://a.cn/ <!channel>"}, "link"),
        ({"pictures": 19}, "pictures"),
        ({"picture_notes": "图" * 501}, "picture_notes"),
        ({"proof": "证" * 1_001}, "proof"),
        ({"department": "moon"}, "department"),
        ({"campaign_id": "N-9"}, "campaign"),
        ({"wanted_at": TUESDAY - timedelta(minutes=1)}, "wanted"),
    ],
)
def test_what_cannot_be_is_refused_under_its_field(desk: Desk, changes: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        drafts.submit(desk, ask(desk, SALES), replace(Sheet(CALM), **changes))  # type: ignore[arg-type]  # by name
    assert refused.value.field == field
    assert rows.counts(desk.store) == {}


def test_a_text_too_long_is_refused_with_its_count_and_weibos_limit(desk: Desk) -> None:
    with pytest.raises(Invalid, match="10000 字，微博最多 2000 字"):
        sent(desk, "字" * 10_000)


def test_half_a_surrogate_pair_is_replaced_and_the_rest_kept(desk: Desk) -> None:
    assert show(desk.store, sent(desk, "好喝\ud83d的奶")).text == "好喝\ufffd的奶"


def test_a_revision_is_kept_beside_the_first_and_says_what_got_better(desk: Desk) -> None:
    case = sent(desk, TACKY)
    drafts.revise(desk, ask(desk, EDITOR), case, 1, Sheet(CALM, department="sales"))
    draft = show(desk.store, case)
    assert (draft.revision, draft.text, draft.author, draft.latest.author) == (2, CALM, SALES, EDITOR)
    assert draft.before is not None
    assert draft.before.text == TACKY
    assert "全网最低价" in words_of(draft.latest.report.fixed)
    assert "史上最强" in words_of(draft.latest.report.fixed)
    assert draft.latest.report.added == ()
    assert draft.open_blocks == ()


def test_a_revision_that_makes_it_worse_says_so(desk: Desk) -> None:
    case = sent(desk)
    drafts.revise(desk, ask(desk, SALES), case, 1, Sheet("全网最低价的" + CALM))
    assert "全网最低价" in words_of(show(desk.store, case).latest.report.added)


def test_the_author_hears_of_another_persons_revision_and_the_one_who_returned_it_of_the_authors(desk: Desk) -> None:
    case = sent(desk)
    draft_review.send_back(desk, ask(desk, REVIEWER), case, "太平")
    drafts.revise(desk, ask(desk, ENGLISH), case, 1, Sheet(CALM + "快来。", department="sales"))
    assert owed(desk, "direct") == [SALES, SALES, REVIEWER]


def test_a_revision_from_an_older_one_is_refused(desk: Desk) -> None:
    case = sent(desk)
    drafts.revise(desk, ask(desk, SALES), case, 1, Sheet(CALM + "二"))
    with pytest.raises(Superseded, match="已有第 2 版"):
        drafts.revise(desk, ask(desk, EDITOR), case, 1, Sheet(CALM + "三"))
    assert show(desk.store, case).revision == 2


def test_only_the_author_their_department_and_the_editors_revise(desk: Desk) -> None:
    case = sent(desk)
    with pytest.raises(NotAllowed, match="只有作者"):
        drafts.revise(desk, ask(desk, SERVICE), case, 1, Sheet("客服来改"))
    drafts.revise(desk, ask(desk, ENGLISH), case, 1, Sheet("同事来改"))
    drafts.revise(desk, ask(desk, EDITOR), case, 2, Sheet("编辑来改", department="sales"))


def test_an_unchanged_revision_is_refused_unless_it_comes_back_with_something_to_say_for_it(desk: Desk) -> None:
    case = sent(desk)
    with pytest.raises(Invalid, match="没有改动"):
        drafts.revise(desk, ask(desk, SALES), case, 1, Sheet(CALM))
    draft_review.send_back(desk, ask(desk, REVIEWER), case, "产地有依据吗")
    with pytest.raises(Invalid, match="没有改动"):
        drafts.revise(desk, ask(desk, SALES), case, 1, Sheet(CALM))
    drafts.revise(desk, ask(desk, SALES), case, 1, Sheet(CALM, proof="物流单号见附件"))
    assert show(desk.store, case).state == "in_review"


def test_a_change_of_kind_link_pictures_or_time_is_a_change(desk: Desk, time: Time) -> None:
    sheet = Sheet(CALM)
    case = sent(desk)
    later = time.now + timedelta(hours=4)
    for number, changed in enumerate(
        (
            replace(sheet, kind="brand"),
            replace(sheet, link="https://example.com/a"),
            replace(sheet, pictures=3),
            replace(sheet, picture_notes="第一张放大"),
            replace(sheet, wanted_at=later),
        ),
        start=1,
    ):
        drafts.revise(desk, ask(desk, SALES), case, number, changed)
    prints = {str(row["fingerprint"]) for row in desk.store.all("SELECT fingerprint FROM revisions")}
    assert len(prints) == 6


def test_a_wanted_time_that_has_passed_may_stay_but_not_be_chosen(desk: Desk, time: Time) -> None:
    wanted = time.now + timedelta(hours=1)
    case = sent(desk, wanted_at=wanted)
    time.forward(hours=2)
    drafts.revise(desk, ask(desk, SALES), case, 1, Sheet("改一改。" + CALM, wanted_at=wanted))
    with pytest.raises(Invalid, match="已经过了"):
        drafts.revise(desk, ask(desk, SALES), case, 2, Sheet(CALM, wanted_at=wanted - timedelta(minutes=5)))


def test_legal_is_asked_for_a_lottery_and_for_medical_claims(desk: Desk) -> None:
    sent(desk)
    assert owed(desk, "direct") == []
    assert show(desk.store, sent(desk, kind="lottery")).needs_legal
    assert show(desk.store, sent(desk, "喝了能治愈糖尿病。")).needs_legal
    assert owed(desk, "direct") == [LEGAL, LEGAL]


def test_a_draft_that_does_not_exist_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound, match="没有 D-9"):
        drafts.revise(desk, ask(desk, SALES), "D-9", None, Sheet(CALM))


def test_each_state_offers_what_it_allows(desk: Desk) -> None:
    case = sent(desk, TACKY)
    assert drafts.allowed(show(desk.store, case)) == (
        "override", "return", "revise", "schedule", "hold", "reject", "withdraw",
    )  # fmt: skip
    drafts.revise(desk, ask(desk, SALES), case, 1, Sheet(CALM))
    assert drafts.allowed(show(desk.store, case)) == (
        "approve", "return", "revise", "schedule", "hold", "reject", "withdraw",
    )  # fmt: skip
    draft_review.withdraw(desk, ask(desk, SALES), case)
    assert drafts.allowed(show(desk.store, case)) == ()


def test_every_step_stands_in_the_record(desk: Desk) -> None:
    case = sent(desk, TACKY)
    drafts.revise(desk, ask(desk, SALES), case, 1, Sheet(CALM))
    draft_review.approve(desk, ask(desk, REVIEWER), case, 2)
    draft_post.published(desk, ask(desk, EDITOR), case, post_link())
    steps = [(event.action, event.from_state, event.to_state) for event in events.history(desk.store, case)]
    assert steps == [
        ("submit", "", "in_review"),
        ("revise", "in_review", "in_review"),
        ("approve", "in_review", "approved"),
        ("published", "approved", "published"),
    ]
    assert events.verify(desk.store).broken is None


def test_a_draft_that_is_out_or_withdrawn_is_not_revised(desk: Desk) -> None:
    case = sent(desk)
    draft_review.withdraw(desk, ask(desk, SALES), case)
    with pytest.raises(WrongState, match="已撤回"):
        drafts.revise(desk, ask(desk, SALES), case, 1, Sheet("还想改"))


STEPS = ("approve", "return", "revise", "mend", "withdraw", "published", "override")
ACTORS = (SALES, EDITOR, REVIEWER, LEGAL)
# Of steps by anybody hardly any is allowed, and a draft would never come to be approved.
USUAL = (("mend", SALES), ("approve", REVIEWER), ("override", LEGAL), ("approve", LEGAL), ("published", EDITOR))


@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.sampled_from(USUAL) | st.tuples(st.sampled_from(STEPS), st.sampled_from(ACTORS)), min_size=4, max_size=12
    )
)
@example(steps=[("mend", SALES), ("approve", REVIEWER), ("revise", SALES), ("override", LEGAL), ("approve", REVIEWER)])
@example(steps=[("override", LEGAL), ("approve", REVIEWER), ("published", EDITOR), ("mend", SALES)])
def test_whatever_people_try_nothing_blocked_unreviewed_or_changed_is_ever_approved(
    desk: Desk, steps: list[tuple[str, str]]
) -> None:
    case = sent(desk, TACKY)
    for number, (step, actor) in enumerate(steps):
        request = ask(desk, actor)
        try:
            match step:
                case "approve":
                    draft_review.approve(desk, request, case)
                case "return":
                    draft_review.send_back(desk, request, case, "再改")
                case "revise":
                    drafts.revise(desk, request, case, None, Sheet(f"全网最低价，第 {number} 次"))
                case "mend":
                    drafts.revise(desk, request, case, None, Sheet(f"鲜奶到店，第 {number} 次"))
                case "withdraw":
                    draft_review.withdraw(desk, request, case)
                case "published":
                    draft_post.published(desk, request, case, post_link(next(_posts)))
                case _:
                    draft_review.override(desk, request, case, "已核实")
        except Refusal:
            continue
        draft = show(desk.store, case)
        if draft.state in ("approved", "published"):
            assert draft.reviewed
            assert draft.reviewed_by not in (draft.author, draft.latest.author)
            assert not draft.open_blocks
        else:
            assert not draft.reviewed or draft.needs_legal or draft.state == "withdrawn"


def test_the_same_words_sent_twice_within_a_day_are_told_and_taken_in(desk: Desk, time: Time) -> None:
    first = sent(desk)
    again = drafts.submit(desk, ask(desk, SALES), Sheet(f"  {CALM} "))
    assert show(desk.store, again.case_id).state == "in_review"
    assert f"和 {first} 一样。发重了的话，撤回这一份。" in [str(one) for one in again.warnings]
    (offer,) = [one for one in again.offers if one.action == "draft.withdraw"]
    assert (str(offer.label), offer.value) == (f"撤回 {again.case_id}", f"{again.case_id}:1")
    assert sent_quietly(desk, CALM, by=ENGLISH), "another author"
    assert sent_quietly(desk, CALM + "来吧"), "other words"
    draft_review.withdraw(desk, ask(desk, SALES), first)
    draft_review.withdraw(desk, ask(desk, SALES), again.case_id)
    assert sent_quietly(desk, CALM), "what was given up is sent anew"
    time.forward(days=1, minutes=1)
    assert sent_quietly(desk, CALM), "a day later"


def sent_quietly(desk: Desk, text: str, by: str = SALES) -> bool:
    outcome = drafts.submit(desk, ask(desk, by), Sheet(text))
    return not any("一样" in str(one) for one in outcome.warnings)
