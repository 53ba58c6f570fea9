"""Times of drafts, what an approval covers, holding, disputes, and what becomes of a post."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.domain import (
    campaigns,
    draft_dispute,
    draft_hold,
    draft_post,
    draft_review,
    draft_schedule,
    drafts,
    figures,
    posting,
)
from bot.domain.desk import Desk, Outcome, Request
from bot.domain.draft_sheet import Sheet
from bot.domain.draft_steps import show
from bot.domain.notice import Notice
from bot.errors import Invalid, NotAllowed, Refusal, Superseded, TakenTime, WrongState
from bot.store import events
from bot.store import slots as rows
from bot.store.campaigns import Details
from bot.store.times import from_store
from tests.company import EDITOR, LEADER, LEGAL, REVIEWER, SALES, SECOND_EDITOR, STRANGER, TUESDAY, Time, ask
from tests.domain.test_drafts import CALM, TACKY, owed, post_link, sent

AT = TUESDAY + timedelta(hours=2)


def approved(desk: Desk, wanted: datetime | None = None, text: str = CALM, kind: str = "promotion") -> str:
    case = drafts.submit(desk, ask(desk, SALES), Sheet(text, kind=kind, wanted_at=wanted)).case_id
    draft_review.approve(desk, ask(desk, REVIEWER), case)
    if kind == "lottery":
        draft_review.approve(desk, ask(desk, LEGAL), case)
    return case


def state(desk: Desk, case: str) -> tuple[str, int]:
    draft = show(desk.store, case)
    return draft.state, draft.revision


def test_a_wanted_time_that_is_free_is_kept_and_filled_by_the_approval(desk: Desk) -> None:
    case = drafts.submit(desk, ask(desk, SALES), Sheet(CALM, wanted_at=AT)).case_id
    slot = rows.of_draft(desk.store, case)
    assert slot is not None and (from_store(slot.at), slot.state) == (AT, "held")
    draft_review.approve(desk, ask(desk, REVIEWER), case)
    slot = rows.of_draft(desk.store, case)
    assert slot is not None and (slot.state, state(desk, case)[0]) == ("filled", "scheduled")


def test_a_wanted_time_that_is_taken_costs_the_draft_only_its_time_and_two_are_offered(desk: Desk) -> None:
    drafts.submit(desk, ask(desk, SALES), Sheet(CALM, wanted_at=AT))
    outcome = drafts.submit(desk, ask(desk, SALES), Sheet("另一条", wanted_at=AT + timedelta(minutes=10)))
    draft = show(desk.store, outcome.case_id)
    assert (draft.wanted_at, draft.latest.wanted_at) == ("", "")
    assert "12:00 已经有一条" in str(outcome.warnings[0])
    times = [from_store(one.value.partition("@")[2]) - AT for one in outcome.offers]
    assert times == [timedelta(minutes=-30), timedelta(minutes=30)]
    # What was offered is taken.
    draft_schedule.schedule(desk, ask(desk, SALES), outcome.case_id, AT + times[1])
    assert show(desk.store, outcome.case_id).wanted_at


@pytest.mark.parametrize(
    ("wanted", "said"),
    [(TUESDAY - timedelta(hours=1), "已经过了"), (datetime(2099, 1, 1, 4, tzinfo=TUESDAY.tzinfo), "太远")],
)
def test_a_slip_of_the_finger_is_refused_at_its_field(desk: Desk, wanted: datetime, said: str) -> None:
    with pytest.raises(Invalid, match=said) as refused:
        drafts.submit(desk, ask(desk, SALES), Sheet(CALM, wanted_at=wanted))
    assert refused.value.field == "wanted"


def test_words_approved_for_any_time_are_scheduled_and_moved_as_they_are(desk: Desk) -> None:
    case = approved(desk)
    for when in (AT, AT + timedelta(hours=1)):
        draft_schedule.schedule(desk, ask(desk, SALES), case, when)
        assert state(desk, case) == ("scheduled", 1)


def test_words_approved_for_one_time_must_be_approved_for_another(desk: Desk) -> None:
    case = approved(desk, AT)
    draft_schedule.schedule(desk, ask(desk, SALES), case, AT + timedelta(hours=1))
    assert state(desk, case) == ("in_review", 2)
    assert REVIEWER in owed(desk, "direct")
    # The words are still their author's: the reviewer approves the new time.
    with pytest.raises(Superseded):
        draft_review.approve(desk, ask(desk, REVIEWER), case, 1)
    draft_review.approve(desk, ask(desk, REVIEWER), case, 2)
    assert state(desk, case) == ("scheduled", 2)


def test_a_reviewer_who_moves_a_post_approves_the_time_by_it(desk: Desk) -> None:
    case = approved(desk, AT)
    draft_schedule.schedule(desk, ask(desk, REVIEWER), case, AT + timedelta(hours=1))
    assert state(desk, case) == ("scheduled", 2)
    lottery = approved(desk, AT + timedelta(hours=3), "转发抽3位送鲜奶", "lottery")
    draft_schedule.schedule(desk, ask(desk, REVIEWER), lottery, AT + timedelta(hours=4))
    assert state(desk, lottery) == ("in_review", 2)
    draft_review.approve(desk, ask(desk, LEGAL), lottery)
    assert state(desk, lottery) == ("scheduled", 2)


def test_a_taken_time_is_refused_with_buttons_and_a_stranger_may_not_schedule(desk: Desk) -> None:
    approved(desk, AT)
    case = approved(desk)
    with pytest.raises(TakenTime) as refused:
        draft_schedule.schedule(desk, ask(desk, EDITOR), case, AT)
    assert [one.action for one in refused.value.offers] == ["draft.at.1", "draft.at.2"]
    with pytest.raises(NotAllowed):
        draft_schedule.schedule(desk, ask(desk, STRANGER), case, "next")


def test_now_takes_this_minute_and_next_the_first_that_is_free(desk: Desk) -> None:
    first, second = approved(desk), approved(desk)
    draft_schedule.schedule(desk, ask(desk, EDITOR), first, "now")
    draft_schedule.schedule(desk, ask(desk, EDITOR), second, "next")
    times = [from_store(show(desk.store, case).wanted_at) - TUESDAY for case in (first, second)]
    assert times == [timedelta(), timedelta(minutes=30)]


@pytest.mark.parametrize(("typed", "said"), [("", "还缺少时间"), ("改天", "看不懂“改天”"), ("25:00", "看不懂")])
def test_what_is_no_time_shows_how_times_are_typed(desk: Desk, typed: str, said: str) -> None:
    with pytest.raises(Invalid, match=said) as refused:
        draft_schedule.read_when(desk, desk.now(), typed)
    assert "明天 9:30" in str(refused.value)


def test_a_day_without_a_time_is_asked_for_it(desk: Desk) -> None:
    with pytest.raises(Invalid, match="还要写几点，例如：`下周三 15:00`"):
        draft_schedule.read_when(desk, desk.now(), "下周三")


def test_a_draft_for_a_planned_slot_takes_it_and_its_campaign_and_gives_it_back(desk: Desk) -> None:
    with desk.store.transaction() as tx:
        (placed,) = posting.plan(tx, desk, ask(desk, EDITOR), None, [posting.Wish("launch", AT)])
    assert placed.slot is not None
    case = drafts.submit(desk, ask(desk, SALES), Sheet(CALM, slot=placed.slot.id)).case_id
    slot = rows.of_draft(desk.store, case)
    assert slot is not None and (slot.id, slot.state) == (placed.slot.id, "held")
    with pytest.raises(WrongState, match=f"已经有稿件 {case}"):
        drafts.submit(desk, ask(desk, SALES), Sheet("第二个人也写了", slot=placed.slot.id))
    draft_review.withdraw(desk, ask(desk, SALES), case)
    again = rows.slot(desk.store, slot.id)
    assert again is not None and (again.state, again.draft_id) == ("planned", None)


def test_a_hold_lasts_until_it_is_released_to_where_it_was(desk: Desk) -> None:
    scheduled, waiting = approved(desk, AT), sent(desk)
    for case, before in ((scheduled, "scheduled"), (waiting, "in_review")):
        draft_hold.hold(desk, ask(desk, EDITOR), case, "等等")
        for step in _ways_to_go_on(desk, case):
            with pytest.raises(Refusal):
                step(ask(desk, REVIEWER))
        draft_hold.release(desk, ask(desk, EDITOR), case)
        assert show(desk.store, case).state == before


def test_released_after_its_time_somebody_says_when(desk: Desk, time: Time) -> None:
    case = approved(desk, AT)
    draft_hold.hold(desk, ask(desk, EDITOR), case, "等等")
    time.now = AT + timedelta(minutes=5)
    outcome = draft_hold.release(desk, ask(desk, EDITOR), case)
    assert show(desk.store, case).state == "approved"
    assert [one.action for one in outcome.offers] == ["draft.now", "draft.next", "draft.drop"]


def _ways_to_go_on(desk: Desk, case: str) -> list[Callable[[Request], Outcome]]:
    return [
        lambda request: draft_review.approve(desk, request, case),
        lambda request: draft_schedule.schedule(desk, request, case, "next"),
        lambda request: drafts.revise(desk, request, case, None, Sheet("别的话")),
        lambda request: draft_post.published(desk, ask(desk, EDITOR), case, post_link()),
    ]


def test_a_rejection_is_final_and_says_why(desk: Desk) -> None:
    case = sent(desk)
    with pytest.raises(NotAllowed):
        draft_review.reject(desk, ask(desk, SECOND_EDITOR), case, "不行")
    draft_review.reject(desk, ask(desk, LEGAL), case, "不合适")
    assert (show(desk.store, case).state, show(desk.store, case).reason) == ("rejected", "不合适")
    for step in _ways_to_go_on(desk, case):
        with pytest.raises(WrongState, match="已否决"):
            step(ask(desk, REVIEWER))


def edited(desk: Desk) -> str:
    case = sent(desk, TACKY)
    drafts.revise(desk, ask(desk, EDITOR), case, 1, Sheet("编辑改过的话", department="sales"))
    return case


def test_the_department_accepts_argues_with_proof_or_escalates_to_a_name(desk: Desk) -> None:
    case = edited(desk)
    draft_dispute.accept(desk, ask(desk, SALES), case, 2)
    assert show(desk.store, case).state == "in_review"
    with pytest.raises(Invalid) as refused:
        draft_dispute.argue(desk, ask(desk, SALES), case, "有检测报告", "见附件")
    assert refused.value.field == "link"
    draft_dispute.argue(desk, ask(desk, SALES), case, "有检测报告", "https://files.example.com/report.pdf")
    stance = show(desk.store, case).stance
    assert stance is not None and (stance.kind, stance.link) == ("argue", "https://files.example.com/report.pdf")
    with pytest.raises(Invalid, match="要由审稿人、法务或领导"):
        draft_dispute.escalate(desk, ask(desk, SALES), case, STRANGER, "请定")
    with pytest.raises(NotAllowed):
        draft_dispute.escalate(desk, ask(desk, STRANGER), case, LEADER, "请定")
    draft_dispute.escalate(desk, ask(desk, SALES), case, LEADER, "请定")
    assert LEADER in owed(desk, "direct")
    # The leader is no reviewer, and carries this one.
    draft_review.approve(desk, ask(desk, LEADER), case)
    assert (show(desk.store, case).state, show(desk.store, case).reviewed_by) == ("approved", LEADER)


def test_an_escalation_is_for_its_revision_and_lets_no_block_pass(desk: Desk) -> None:
    case = sent(desk, "好喝", by=SALES)
    drafts.revise(desk, ask(desk, EDITOR), case, 1, Sheet("全网最低价", department="sales"))
    draft_dispute.escalate(desk, ask(desk, SALES), case, LEADER, "请定")
    with pytest.raises(WrongState, match="不可发布"):
        draft_review.approve(desk, ask(desk, LEADER), case)
    drafts.revise(desk, ask(desk, EDITOR), case, 2, Sheet("换一句", department="sales"))
    with pytest.raises(NotAllowed):
        draft_review.approve(desk, ask(desk, LEADER), case)


def test_too_early_or_too_near_it_is_not_logged_unless_it_is_out_and_somebody_says_why(desk: Desk, time: Time) -> None:
    early = approved(desk, AT)
    with pytest.raises(WrongState, match="还没到时间"):
        draft_post.published(desk, ask(desk, EDITOR), early, post_link(1))
    first, second = approved(desk), approved(desk)
    draft_post.published(desk, ask(desk, EDITOR), first, post_link(1))
    with pytest.raises(WrongState, match="10:00 已经有一条") as refused:
        draft_post.published(desk, ask(desk, EDITOR), second, post_link(2))
    assert len(refused.value.offers) == 2
    draft_post.published(desk, ask(desk, EDITOR), second, post_link(2), reason="手滑已经发了")
    assert events.history(desk.store, second)[-1].data["off_plan"] == "gap"
    # It takes its time from now on, like any other.
    third = approved(desk)
    with pytest.raises(TakenTime):
        draft_schedule.schedule(desk, ask(desk, EDITOR), third, TUESDAY + timedelta(minutes=20))


def test_a_reason_does_not_publish_what_is_not_approved(desk: Desk) -> None:
    case = sent(desk)
    with pytest.raises(WrongState, match="还在审稿"):
        draft_post.published(desk, ask(desk, EDITOR), case, post_link(), reason="已经发了")


def test_a_post_is_logged_once_and_other_words_are_recorded(desk: Desk, time: Time) -> None:
    first, second = approved(desk), approved(desk)
    draft_post.published(desk, ask(desk, EDITOR), first, post_link(), text=f" {CALM.replace('，', ',')} ")
    assert show(desk.store, first).posted_text == ""
    time.forward(hours=1)
    with pytest.raises(Invalid, match=f"已经登记为 {first}") as refused:
        draft_post.published(desk, ask(desk, EDITOR), second, post_link())
    assert refused.value.field == "url"
    outcome = draft_post.published(desk, ask(desk, EDITOR), second, post_link(1), text="别的话")
    assert "不一样" in str(outcome.warnings[0])
    assert show(desk.store, second).posted_text == "别的话"
    assert owed(desk, "direct").count(REVIEWER) == 1


def test_figures_are_kept_once_and_the_latest_are_shown(desk: Desk, time: Time) -> None:
    case = approved(desk)
    with pytest.raises(WrongState):
        figures.put(desk, ask(desk, EDITOR), case, figures.Told(1, 1, 1, 1))
    draft_post.published(desk, ask(desk, EDITOR), case, post_link())
    time.forward(hours=1)
    later = figures.Told(5000, 12, 30, 78, time.now)
    assert "已记下" in str(figures.put(desk, ask(desk, EDITOR), case, later).said)
    assert "已经有了" in str(figures.put(desk, ask(desk, EDITOR), case, later).said)
    figures.put(desk, ask(desk, EDITOR), case, figures.Told(10, 0, 0, 0, time.now - timedelta(minutes=30)))
    kept = show(desk.store, case).figures
    assert kept is not None and kept.reads == 5000 and kept.engagement == pytest.approx(0.024)
    assert figures.case_of(desk.store, post_link()) == case
    with pytest.raises(NotAllowed):
        figures.put(desk, ask(desk, SALES), case, later)


@pytest.mark.parametrize(("typed", "count"), [("1,234", 1234), ("1.2万", 12000), ("３０", 30), ("", 0), ("2w", 20000)])
def test_counts_are_read_as_people_write_them(typed: str, count: int) -> None:
    assert figures.read_count(typed, "reads") == count


@pytest.mark.parametrize("typed", ["很多", "-1", "1.5", "9" * 30])
def test_what_is_no_count_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        figures.read_count(typed, "likes")
    assert refused.value.field == "likes"


def test_of_withdrawing_and_approving_at_the_same_moment_one_happens_and_both_are_told(desk: Desk) -> None:
    for round_number in range(4):
        case = sent(desk)
        told_before = owed(desk, "direct").count(REVIEWER)
        start, results = threading.Barrier(2), []

        def act(step: Callable[[Request], Outcome], actor: str) -> None:
            start.wait()  # noqa: B023  # joined below
            try:
                step(ask(desk, actor))
                results.append("done")  # noqa: B023
            except Refusal as refusal:
                results.append(str(refusal))  # noqa: B023

        steps: list[tuple[Callable[[Request], Outcome], str]] = [
            (lambda request, case=case: draft_review.approve(desk, request, case, 1), REVIEWER),  # type: ignore[misc]
            (lambda request, case=case: draft_review.withdraw(desk, request, case, 1), SALES),  # type: ignore[misc]
        ]
        threads = [threading.Thread(target=act, args=each) for each in steps]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        ended = show(desk.store, case).state
        assert ended == "withdrawn", round_number
        # Approved first, its reviewer is told that it is gone; withdrawn first, the approval is refused.
        told = owed(desk, "direct").count(REVIEWER) - told_before
        assert (results.count("done") == 2 and told) or any("已撤回" in result for result in results)


def test_a_draft_of_the_campaign_takes_the_slot_that_was_planned_for_its_time(desk: Desk) -> None:
    notice = campaign(desk)
    with desk.store.transaction() as tx:
        (placed,) = posting.plan(tx, desk, ask(desk, EDITOR), notice, [posting.Wish("launch", AT)])
    assert placed.slot is not None
    of_another = drafts.submit(desk, ask(desk, SALES), Sheet("别的稿件", wanted_at=AT))
    assert of_another.offers
    for case in (
        drafts.submit(desk, ask(desk, SALES), Sheet(CALM, campaign_id=notice, wanted_at=AT)).case_id,
        drafts.submit(desk, ask(desk, SALES), Sheet("后写的一条", campaign_id=notice)).case_id,
    ):
        if not show(desk.store, case).wanted_at:
            draft_schedule.schedule(desk, ask(desk, SALES), case, AT)
        slot = rows.of_draft(desk.store, case)
        assert slot is not None and (slot.id, slot.state) == (placed.slot.id, "held")
        draft_review.withdraw(desk, ask(desk, SALES), case)


def campaign(desk: Desk) -> str:
    first, second, third = (TUESDAY.date() + timedelta(days=each) for each in (1, 2, 3))
    notice = Notice("双十二", "sales", first, second, third, Details(what="买二赠一"))
    return campaigns.submit(desk, ask(desk, SALES), notice).case_id
