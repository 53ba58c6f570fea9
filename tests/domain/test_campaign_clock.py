"""What the clock does to campaigns: an overdue acceptance, the answers on the first day, the results that are owed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.domain import campaigns, complaints, replies
from bot.domain.complaints import Report
from bot.domain.desk import Desk
from bot.errors import NotAllowed, WrongState
from bot.store import answers, away, events
from bot.store.campaigns import CodeResult, Question, Results
from bot.store.times import to_store
from tests.company import EDITOR, SALES, SECOND_EDITOR, SERVICE, Time, ask
from tests.domain.test_campaigns import actions, given_by, notice, of, owed

QUESTIONS = (Question("能叠加吗？", "不能"), Question("哪里领", "首页弹窗"))


def accepted(desk: Desk, **changes: Any) -> str:
    case = given_by(desk, **changes)
    campaigns.accept(desk, ask(desk, EDITOR), case)
    return case


def ended(desk: Desk, time: Time) -> str:
    case = accepted(desk)
    time.now = datetime(2026, 12, 14, 0, 30, tzinfo=UTC)  # Monday 8:30, the office is still closed
    campaigns.advance(desk, time())
    return case


def asked(desk: Desk) -> list[Any]:
    return [(person, body["number"]) for person, body in owed(desk, "direct") if "results" in body]


def test_what_nobody_accepts_in_time_goes_to_the_head_of_the_weibo_team_once(desk: Desk, time: Time) -> None:
    case = given_by(desk)
    time.now = datetime(2026, 11, 24, 5, 59, tzinfo=UTC)
    assert campaigns.look_at_due(desk, time()) == 0
    time.forward(minutes=1)
    assert [campaigns.look_at_due(desk, time()) for _ in range(2)] == [1, 0]
    last = events.history(desk.store, case)[-1]
    assert (last.action, last.data["ring"]) == ("escalate", [EDITOR])
    ((person, body),) = owed(desk, "direct")
    assert (person, body["offers"][0]["action"]) == (EDITOR, "campaign.accept")
    assert of(desk, case).state == "submitted"
    campaigns.accept(desk, ask(desk, SECOND_EDITOR), case)


def test_where_the_head_is_away_the_editors_are_rung_too(desk: Desk, time: Time) -> None:
    case = given_by(desk)
    with desk.store.transaction() as tx:
        away.put(tx, EDITOR, to_store(time()), "2026-12-24T02:00:00.000000Z", "")
    time.forward(hours=5)
    campaigns.look_at_due(desk, time())
    assert events.history(desk.store, case)[-1].data["ring"] == [EDITOR, SECOND_EDITOR]


def test_the_four_hours_are_working_hours(desk: Desk, time: Time) -> None:
    time.now = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)  # Friday 16:00: two hours are left until Monday
    given_by(desk)
    time.now = datetime(2026, 11, 30, 2, 59, tzinfo=UTC)
    assert campaigns.look_at_due(desk, time()) == 0
    time.forward(minutes=1)
    assert campaigns.look_at_due(desk, time()) == 1


@pytest.mark.parametrize("answer", ["accept", "return", "cancel"])
def test_what_was_answered_in_time_is_not_escalated(desk: Desk, time: Time, answer: str) -> None:
    case = given_by(desk)
    if answer == "accept":
        campaigns.accept(desk, ask(desk, EDITOR), case)
    elif answer == "return":
        campaigns.send_back(desk, ask(desk, EDITOR), case, "缺优惠码")
    else:
        campaigns.cancel(desk, ask(desk, SALES), case)
    time.forward(days=3)
    assert campaigns.look_at_due(desk, time()) == 0


def test_a_notice_that_is_handed_in_again_has_its_four_hours_again(desk: Desk, time: Time) -> None:
    case = given_by(desk)
    time.forward(hours=5)
    campaigns.look_at_due(desk, time())
    campaigns.send_back(desk, ask(desk, EDITOR), case, "缺优惠码")
    campaigns.edit(desk, ask(desk, SALES), case, notice())
    assert of(desk, case).escalated_at == ""
    time.forward(days=1)
    campaigns.look_at_due(desk, time())
    assert actions(desk, case).count("escalate") == 2


def test_nobody_is_rung_in_the_quiet_hours(desk: Desk, time: Time) -> None:
    given_by(desk)
    time.now = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)  # midnight; the bot was down since noon
    assert campaigns.look_at_due(desk, time()) == 0
    time.now = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    assert campaigns.look_at_due(desk, time()) == 1


def test_on_the_first_day_the_answers_go_to_customer_service_and_become_canned_replies(desk: Desk, time: Time) -> None:
    case = accepted(desk, questions=QUESTIONS)
    assert answers.offered(desk.store, "2026-12-10", 9) == []
    time.now = datetime(2026, 12, 9, 16, 0, tzinfo=UTC)
    campaigns.advance(desk, time())
    assert [(one.question, one.answer) for one in answers.offered(desk.store, "2026-12-10", 9)] == [
        ("能叠加吗？", "不能"),
        ("哪里领", "首页弹窗"),
    ]
    assert owed(desk, "post") == [("#客服", {"answers": case})]
    assert answers.offered(desk.store, "2027-02-01", 9) == []


def test_answers_that_change_while_it_runs_are_told_again(desk: Desk, time: Time) -> None:
    case = accepted(desk, questions=QUESTIONS)
    time.now = datetime(2026, 12, 10, 2, 0, tzinfo=UTC)
    campaigns.advance(desk, time())
    new = notice(questions=(Question("能叠加吗？", "能"),))
    campaigns.edit(desk, ask(desk, SALES), case, new)
    assert [one.answer for one in answers.of_campaign(desk.store, case)] == ["能"]
    assert len(owed(desk, "post")) == 2
    campaigns.cancel(desk, ask(desk, SALES), case)
    assert answers.of_campaign(desk.store, case) == []


def test_a_campaign_without_questions_tells_customer_service_nothing(desk: Desk, time: Time) -> None:
    accepted(desk)
    time.now = datetime(2026, 12, 10, 2, 0, tzinfo=UTC)
    campaigns.advance(desk, time())
    assert owed(desk, "post") == []


def test_results_are_asked_for_reminded_of_twice_and_then_shown_as_owed(desk: Desk, time: Time) -> None:
    case = ended(desk, time)
    assert campaigns.look_at_due(desk, time()) == 0
    seen = []
    for _ in range(24 * 14):
        time.forward(hours=1)
        if campaigns.look_at_due(desk, time()):
            seen.append(f"{time().astimezone(desk.zone):%m-%d %H:%M}")
    # An hour into the first working day; then every second working day, in working hours.
    assert seen == ["12-14 10:30", "12-16 10:30", "12-18 10:30", "12-22 10:30"]
    assert asked(desk) == [(SALES, 1), (SALES, 2), (SALES, 3)]
    assert actions(desk, case)[-1] == "owe"
    assert (of(desk, case).state, of(desk, case).next_due) == ("ended", "")


def test_who_has_given_results_is_not_reminded(desk: Desk, time: Time) -> None:
    case = ended(desk, time)
    time.forward(hours=2)
    campaigns.look_at_due(desk, time())
    found = Results((CodeResult("NAI12", 320, 2_560_000),), 80, 12_000, 800_000, "下次早点备货")
    campaigns.give_results(desk, ask(desk, SALES), case, found)
    after = of(desk, case)
    assert (after.state, after.results) == ("reviewed", found)
    assert (found.all_orders, found.cost_per_order) == (400, 2_000)
    time.forward(days=30)
    assert campaigns.look_at_due(desk, time()) == 0


def test_results_may_be_corrected_and_the_record_keeps_both(desk: Desk, time: Time) -> None:
    case = ended(desk, time)
    for visits in (100, 120):
        campaigns.give_results(desk, ask(desk, EDITOR), case, Results(visits=visits))
    assert of(desk, case).results == Results(visits=120)
    assert [event.data["again"] for event in events.history(desk.store, case) if event.action == "result"] == [
        False,
        True,
    ]


def test_only_the_contact_and_the_editors_give_results_and_only_when_it_is_over(desk: Desk, time: Time) -> None:
    case = accepted(desk)
    with pytest.raises(WrongState):
        campaigns.give_results(desk, ask(desk, SALES), case, Results(visits=1))
    time.forward(days=40)
    campaigns.advance(desk, time())
    with pytest.raises(NotAllowed):
        campaigns.give_results(desk, ask(desk, SERVICE), case, Results(visits=1))


def test_a_figure_that_nobody_counted_is_not_reckoned_with() -> None:
    assert (Results().all_orders, Results(visits=3).cost_per_order) == (None, None)
    assert Results(unattributed=0, spend=100).cost_per_order is None
    assert Results(unattributed=5).all_orders == 5


def test_what_was_over_before_the_bot_came_back_tells_customer_service_nothing(desk: Desk, time: Time) -> None:
    accepted(desk, questions=QUESTIONS, first_day=date(2026, 12, 10))
    time.forward(days=40)
    campaigns.advance(desk, time())
    assert owed(desk, "post") == []


def test_a_customer_who_asks_what_a_campaign_answers_is_offered_the_answer(desk: Desk, time: Time) -> None:
    accepted(
        desk, questions=(Question("优惠券能和会员价叠加吗", "不能叠加，结账时选一种。"), Question("哪里领", "首页"))
    )
    time.now = datetime(2026, 12, 10, 2, 0, tzinfo=UTC)
    campaigns.advance(desk, time())
    asks = complaints.log(desk, ask(desk, EDITOR), Report("请问会员价和优惠券能叠加吗？", customer="小满")).case_id
    other = complaints.log(desk, ask(desk, EDITOR), Report("牛奶没送到", customer="阿岚")).case_id
    first = replies.offered(desk, ask(desk, SERVICE), asks).texts[0]
    assert first == "@小满 您好！不能叠加，结账时选一种。"
    assert not any("叠加" in text for text in replies.offered(desk, ask(desk, SERVICE), other).texts)
    time.forward(days=60)
    assert replies.offered(desk, ask(desk, SERVICE), asks).texts[0] != first
