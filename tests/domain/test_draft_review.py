"""What others decide about a draft: approval of exactly these words, overrides with a reason, never one's own."""

from __future__ import annotations

import threading

import pytest

from bot.domain import draft_post, draft_review, drafts, terms
from bot.domain.desk import Desk, Outcome
from bot.domain.draft_sheet import Sheet
from bot.domain.draft_steps import decided, show
from bot.errors import Invalid, NotAllowed, Refusal, Superseded, WrongState
from bot.store import events
from bot.store.database import Transaction
from bot.store.drafts import Draft
from bot.text.words import phrase
from tests.company import ADMIN, EDITOR, LEGAL, NAMES, REVIEWER, SALES, SECOND_EDITOR, SERVICE, STRANGER, ask
from tests.domain.test_drafts import CALM, TACKY, owed, post_link, sent


def state(desk: Desk, case: str) -> str:
    return show(desk.store, case).state


def test_a_reviewer_approves_and_the_author_is_told(desk: Desk) -> None:
    case = sent(desk)
    outcome = draft_review.approve(desk, ask(desk, REVIEWER), case, 1)
    draft = show(desk.store, case)
    assert (draft.state, draft.reviewed_by, draft.reviewed) == ("approved", REVIEWER, True)
    assert "第 1 版已通过" in str(outcome.said)
    assert owed(desk, "direct") == [SALES]


def test_the_author_never_approves_their_own_draft(desk: Desk) -> None:
    case = sent(desk, by=REVIEWER)
    with pytest.raises(NotAllowed, match="您自己的稿件"):
        draft_review.approve(desk, ask(desk, REVIEWER), case)
    assert state(desk, case) == "in_review"


def test_who_wrote_the_latest_revision_does_not_approve_it_either(desk: Desk) -> None:
    case = sent(desk)
    drafts.revise(desk, ask(desk, EDITOR), case, 1, Sheet("编辑改过的话", department="sales"))
    with pytest.raises(NotAllowed, match="是您改的"):
        draft_review.approve(desk, ask(desk, EDITOR), case)
    draft_review.approve(desk, ask(desk, REVIEWER), case)


@pytest.mark.parametrize("actor", [STRANGER, SERVICE, SECOND_EDITOR, LEGAL])
def test_who_is_no_reviewer_cannot_approve_and_hears_who_can(desk: Desk, actor: str) -> None:
    case = sent(desk)
    with pytest.raises(NotAllowed) as refused:
        draft_review.approve(desk, ask(desk, actor), case)
    assert "周维" in str(refused.value)
    assert state(desk, case) == "in_review"


def test_a_click_on_an_old_card_does_nothing_and_says_which_revision_there_is(desk: Desk) -> None:
    case = sent(desk)
    drafts.revise(desk, ask(desk, SALES), case, 1, Sheet(CALM + "再来一箱。"))
    with pytest.raises(Superseded, match="已有第 2 版"):
        draft_review.approve(desk, ask(desk, REVIEWER), case, 1)
    assert state(desk, case) == "in_review"


def test_a_revision_makes_the_approval_stale(desk: Desk) -> None:
    case = sent(desk)
    draft_review.approve(desk, ask(desk, REVIEWER), case)
    drafts.revise(desk, ask(desk, SALES), case, 1, Sheet(CALM + "再来一箱。"))
    draft = show(desk.store, case)
    assert (draft.state, draft.reviewed, draft.reviewed_by) == ("in_review", False, "")


def test_a_draft_changed_back_to_what_was_approved_must_be_approved_again(desk: Desk) -> None:
    case = sent(desk)
    draft_review.approve(desk, ask(desk, REVIEWER), case)
    drafts.revise(desk, ask(desk, SALES), case, 1, Sheet(CALM + "再来一箱。"))
    drafts.revise(desk, ask(desk, SALES), case, 2, Sheet(CALM))
    assert not show(desk.store, case).reviewed


def test_a_lottery_needs_legal_as_well_as_a_reviewer_in_either_order(desk: Desk) -> None:
    for first, second, missing in ((REVIEWER, LEGAL, "法务"), (LEGAL, REVIEWER, "审稿人")):
        case = sent(desk, kind="brand")
        drafts.revise(desk, ask(desk, SALES), case, 1, Sheet(CALM, kind="lottery"))
        outcome = draft_review.approve(desk, ask(desk, first), case)
        assert f"还差{missing}" in str(outcome.said)
        assert state(desk, case) == "in_review"
        draft_review.approve(desk, ask(desk, second), case)
        assert state(desk, case) == "approved"


def test_of_two_reviewers_the_second_sees_what_the_first_did(desk: Desk) -> None:
    case = sent(desk)
    draft_review.approve(desk, ask(desk, REVIEWER), case, 1)
    with pytest.raises(WrongState, match="已由 周维 在 11-24 10:00 通过"):
        draft_review.approve(desk, ask(desk, EDITOR), case, 1)
    lottery = sent(desk, "转发抽奖", kind="lottery")
    draft_review.approve(desk, ask(desk, REVIEWER), lottery, 1)
    with pytest.raises(WrongState, match=r"周维 在 .* 已经通过 .*还差法务"):
        draft_review.approve(desk, ask(desk, EDITOR), lottery, 1)


def test_of_two_reviewers_at_the_same_time_one_approves(desk: Desk) -> None:
    case = sent(desk)
    start, results = threading.Barrier(2), []

    def review(actor: str) -> None:
        start.wait()
        try:
            results.append(str(draft_review.approve(desk, ask(desk, actor), case, 1).said))
        except Refusal as refusal:
            results.append(type(refusal).__name__)

    threads = [threading.Thread(target=review, args=(actor,)) for actor in (REVIEWER, EDITOR)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results)[0].startswith("D-1 第 1 版已通过")
    assert sorted(results)[1] == "WrongState"
    assert [event.action for event in events.history(desk.store, case)] == ["submit", "approve"]


def test_an_approval_that_was_decided_on_a_check_overtaken_by_a_revision_is_decided_anew(desk: Desk) -> None:
    case = sent(desk)
    seen = []

    def report(draft: object) -> None:
        # Between the check and the write lock, somebody is quicker: once.
        seen.append(draft)
        if len(seen) == 1:
            drafts.revise(desk, ask(desk, SALES), case, 1, Sheet("全网最低价"))

    def decide(tx: Transaction, draft: Draft, checked: None) -> Outcome:
        return Outcome(phrase("{n}", n=draft.revision))

    outcome = decided(desk, ask(desk, REVIEWER), case, report, decide)
    assert str(outcome.said) == "2"
    assert len(seen) == 2


def test_an_open_block_refuses_approval_by_any_reviewer(desk: Desk) -> None:
    case = sent(desk, TACKY)
    with pytest.raises(WrongState, match="全网最低价"):
        draft_review.approve(desk, ask(desk, REVIEWER), case, 1)
    assert state(desk, case) == "in_review"


def test_the_check_is_made_anew_when_approving(desk: Desk) -> None:
    case = sent(desk, CALM)
    # What was found when it was sent is of no use to who has the rows changed since.
    with desk.store.transaction() as tx:
        tx.execute("UPDATE revisions SET text = '全网最低价'")
    with pytest.raises(WrongState, match="全网最低价"):
        draft_review.approve(desk, ask(desk, REVIEWER), case, 1)


def test_legal_lets_a_block_pass_with_a_reason_on_the_record_and_a_reviewer_then_approves(desk: Desk) -> None:
    case = sent(desk, TACKY)
    draft_review.override(desk, ask(desk, LEGAL), case, "引用竞品广告语，已核实", 1)
    draft = show(desk.store, case)
    assert (draft.state, draft.override_by, draft.override_reason) == ("in_review", LEGAL, "引用竞品广告语，已核实")
    assert draft.open_blocks == ()
    draft_review.approve(desk, ask(desk, REVIEWER), case, 1)
    assert state(desk, case) == "approved"
    event = events.history(desk.store, case)[1]
    assert (event.action, event.actor, event.data["reason"]) == ("override", LEGAL, "引用竞品广告语，已核实")


def test_an_override_is_for_this_revision_only(desk: Desk) -> None:
    case = sent(desk, TACKY)
    draft_review.override(desk, ask(desk, LEGAL), case, "已核实")
    drafts.revise(desk, ask(desk, SALES), case, 1, Sheet(TACKY + "！"))
    with pytest.raises(WrongState, match="不可发布"):
        draft_review.approve(desk, ask(desk, REVIEWER), case)


@pytest.mark.parametrize("actor", [REVIEWER, EDITOR, ADMIN, SALES])
def test_only_legal_overrides(desk: Desk, actor: str) -> None:
    case = sent(desk, TACKY)
    with pytest.raises(NotAllowed, match="只有法务"):
        draft_review.override(desk, ask(desk, actor), case, "我觉得可以")
    assert show(desk.store, case).open_blocks


def test_an_override_needs_a_reason_a_block_and_another_persons_draft(desk: Desk) -> None:
    case = sent(desk, TACKY)
    with pytest.raises(Invalid, match="请填写放行理由"):
        draft_review.override(desk, ask(desk, LEGAL), case, " ")
    own = sent(desk, TACKY, by=LEGAL)
    with pytest.raises(NotAllowed, match="您自己的稿件"):
        draft_review.override(desk, ask(desk, LEGAL), own, "我写的没问题")
    with pytest.raises(WrongState, match="没有需要放行的"):
        draft_review.override(desk, ask(desk, LEGAL), sent(desk), "没什么")


def test_a_returned_draft_loses_its_approvals_and_its_author_hears_why(desk: Desk) -> None:
    case = sent(desk, kind="lottery")
    draft_review.approve(desk, ask(desk, LEGAL), case)
    draft_review.send_back(desk, ask(desk, EDITOR), case, "奖品没写数量")
    draft = show(desk.store, case)
    assert (draft.state, draft.reason, draft.returned_by, draft.legal_agreed) == (
        "changes_requested",
        "奖品没写数量",
        EDITOR,
        False,
    )
    bodies = [str(row["body"]) for row in desk.store.all("SELECT body FROM outbox WHERE what = 'direct'")]
    assert any("奖品没写数量" in body for body in bodies)


def test_a_reason_cannot_ring_a_channel(desk: Desk) -> None:
    case = sent(desk)
    draft_review.send_back(desk, ask(desk, EDITOR), case, "<!channel> 都来看")
    bodies = [str(row["body"]) for row in desk.store.all("SELECT body FROM outbox WHERE what = 'direct'")]
    assert "&lt;!channel&gt;" in bodies[0]


def test_what_was_approved_is_published_with_its_link(desk: Desk) -> None:
    case = sent(desk)
    with pytest.raises(WrongState, match="还在审稿"):
        draft_post.published(desk, ask(desk, EDITOR), case, post_link())
    draft_review.approve(desk, ask(desk, REVIEWER), case)
    with pytest.raises(NotAllowed, match="只有官微编辑"):
        draft_post.published(desk, ask(desk, SALES), case, post_link())
    for wrong in (
        "",
        "weibo.com/1/P",
        "https://t.cn/A6abcdef",
        "https://weibo.com.evil.cn/1",
        "https://example.com/weibo.com",
    ):
        with pytest.raises(Invalid):
            draft_post.published(desk, ask(desk, EDITOR), case, wrong)
    draft_post.published(desk, ask(desk, EDITOR), case, " m.weibo.cn/status/5112701795431729?from=page ")
    draft = show(desk.store, case)
    assert (draft.state, draft.url) == ("published", "https://m.weibo.cn/detail/5112701795431729")
    with pytest.raises(WrongState, match="已经发布"):
        draft_post.published(desk, ask(desk, EDITOR), case, post_link())


def test_the_author_or_an_editor_withdraws(desk: Desk) -> None:
    case, other = sent(desk), sent(desk)
    with pytest.raises(NotAllowed, match="撤回别人的稿件"):
        draft_review.withdraw(desk, ask(desk, SERVICE), case)
    draft_review.withdraw(desk, ask(desk, SALES), case)
    draft_review.withdraw(desk, ask(desk, EDITOR), other)
    assert [state(desk, one) for one in (case, other)] == ["withdrawn", "withdrawn"]
    assert owed(desk, "direct") == [SALES]


def test_a_term_denied_since_refuses_approval_and_then_stands_on_the_card(desk: Desk) -> None:
    case = sent(desk, "小区门口的板栗饼到货")
    terms.put(desk, ask(desk, ADMIN), "deny", "板栗饼", "已停产")
    with desk.store.transaction() as tx:
        tx.execute("DELETE FROM outbox")
    with pytest.raises(WrongState, match="板栗饼"):
        draft_review.approve(desk, ask(desk, REVIEWER), case)
    draft = show(desk.store, case)
    assert (draft.state, [found.words for found in draft.open_blocks]) == ("in_review", ["板栗饼"])
    assert owed(desk, "card") == ["#官微"]


def test_an_author_reads_who_sent_their_words_back_and_is_handed_the_form(desk: Desk) -> None:
    case = sent(desk)
    draft_review.send_back(desk, ask(desk, REVIEWER), case, "太土")
    told = desk.store.all("SELECT body FROM outbox WHERE what = 'direct' AND channel = :who", {"who": SALES})
    assert [NAMES[REVIEWER] in str(row["body"]) for row in told] == [True]
    assert "draft.revise" in str(told[0]["body"]) and f"{case}:1" in str(told[0]["body"])


def test_an_author_reads_who_took_their_words_back(desk: Desk) -> None:
    draft_review.withdraw(desk, ask(desk, EDITOR), sent(desk))
    draft_review.reject(desk, ask(desk, REVIEWER), sent(desk, "另一条"), "不合适")
    told = desk.store.all("SELECT body FROM outbox WHERE what = 'direct' AND channel = :who", {"who": SALES})
    assert [name in str(row["body"]) for row, name in zip(told, (NAMES[EDITOR], NAMES[REVIEWER]), strict=True)] == [
        True,
        True,
    ]
