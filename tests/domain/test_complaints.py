"""Complaints: who may do what in which state, one claim wins, and the clocks that follow."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.domain import complaints
from bot.domain.complaints import Report
from bot.domain.complaints.ledger import ledger
from bot.domain.complaints.turns import stretches
from bot.domain.desk import Desk
from bot.errors import Invalid, NotAllowed, NotFound, Refusal, WrongState
from bot.store import events
from bot.store.times import from_store
from tests.company import (
    EDITOR,
    LEADER,
    SALES,
    SECOND_SERVICE,
    SERVICE,
    STRANGER,
    TUESDAY,
    Time,
    ask,
    opened,
)
from tests.states import states


def logged(desk: Desk, words: str = "送来的酸奶是坏的", customer: str = "@小满", by: str = EDITOR) -> str:
    return complaints.log(desk, ask(desk, by), Report(words=words, customer=customer)).case_id


def claimed(desk: Desk, by: str = SERVICE) -> str:
    case = logged(desk)
    complaints.claim(desk, ask(desk, by), case)
    return case


def due(desk: Desk, case: str, name: str) -> datetime:
    return from_store(getattr(complaints.show(desk.store, case), name))


def messages(desk: Desk, what: str) -> list[str]:
    return [str(row["channel"]) for row in desk.store.all("SELECT channel FROM outbox WHERE what = :w", {"w": what})]


def test_a_logged_complaint_waits_to_be_claimed_and_its_card_is_owed(desk: Desk) -> None:
    case = complaints.show(desk.store, logged(desk))
    assert (case.id, case.state, case.severity, case.category) == ("C-1", "new", "normal", "quality")
    assert messages(desk, "card") == ["#客服"]
    assert messages(desk, "thread") == []


def test_the_clocks_count_service_hours(desk: Desk, time: Time) -> None:
    time.now = datetime(2026, 11, 24, 12, 50, tzinfo=UTC)  # 20:50 in Shanghai, ten minutes before service ends
    case = logged(desk)
    assert due(desk, case, "claim_due") == datetime(2026, 11, 25, 1, 5, tzinfo=UTC)
    assert due(desk, case, "reply_due") == datetime(2026, 11, 25, 1, 50, tzinfo=UTC)
    assert due(desk, case, "resolve_due") == datetime(2026, 11, 26, 12, 50, tzinfo=UTC)


def test_harm_press_and_law_make_it_p0_with_a_third_of_the_time_round_the_clock(desk: Desk, time: Time) -> None:
    time.now = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)  # two at night
    case = logged(desk, "孩子喝了上吐下泻，已经联系了记者")
    assert complaints.show(desk.store, case).severity == "P0"
    assert due(desk, case, "claim_due") == time.now + timedelta(minutes=5)
    assert due(desk, case, "resolve_due") == time.now + timedelta(hours=8)


def test_a_claim_gives_the_case_and_moves_the_clock_to_the_reply(desk: Desk) -> None:
    case = complaints.show(desk.store, claimed(desk))
    assert (case.state, case.holder, case.department) == ("claimed", SERVICE, "service")
    assert case.next_due == case.reply_due


def test_the_second_to_claim_is_told_who_has_it_and_since_when(desk: Desk, time: Time) -> None:
    case = claimed(desk)
    time.forward(minutes=3)
    with pytest.raises(WrongState, match="C-1 已由 何静 在 10:00 认领"):
        complaints.claim(desk, ask(desk, SECOND_SERVICE), case)


def test_claiming_twice_oneself_says_so(desk: Desk) -> None:
    case = claimed(desk)
    with pytest.raises(WrongState, match="已经在您手上"):
        complaints.claim(desk, ask(desk, SERVICE), case)


def test_only_service_and_editors_claim(desk: Desk) -> None:
    case = logged(desk)
    with pytest.raises(NotAllowed, match="只有客服、官微编辑可以认领投诉。 请找：何静、罗欣、陈溪、林岚"):
        complaints.claim(desk, ask(desk, SALES), case)
    assert complaints.show(desk.store, case).state == "new"


def test_twenty_claims_at_once_have_one_winner(desk: Desk) -> None:
    case = logged(desk)
    outcomes: list[str] = []

    def race(n: int) -> None:
        try:
            complaints.claim(desk, ask(desk, SERVICE if n % 2 else SECOND_SERVICE), case)
            outcomes.append("won")
        except WrongState:
            outcomes.append("lost")

    threads = [threading.Thread(target=race, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["lost"] * 19 + ["won"]
    assert [event.action for event in events.history(desk.store, case)] == ["log", "claim"]


def test_the_same_request_twice_changes_nothing_and_answers_the_same(desk: Desk, time: Time) -> None:
    case = logged(desk)
    first = complaints.claim(desk, ask(desk, SERVICE, "click:1"), case)
    time.forward(minutes=1)
    again = complaints.claim(desk, ask(desk, SERVICE, "click:1"), case)
    assert again == first
    assert len(events.history(desk.store, case)) == 2


def test_a_refusal_that_comes_again_is_answered_the_same_although_it_would_be_allowed_now(desk: Desk) -> None:
    case = claimed(desk)
    complaints.resolve(desk, ask(desk, SERVICE), case, "补发一箱")
    with pytest.raises(Refusal) as first:
        complaints.claim(desk, ask(desk, SECOND_SERVICE, "click:2"), case)
    complaints.reopen(desk, ask(desk, SERVICE), case, "又来了")
    with pytest.raises(Refusal) as again:
        complaints.claim(desk, ask(desk, SECOND_SERVICE, "click:2"), case)
    assert str(again.value) == str(first.value)
    assert complaints.show(desk.store, case).state == "reopened"


def test_waiting_for_the_customer_stops_the_clock_and_gives_the_rest_back(desk: Desk, time: Time) -> None:
    case = claimed(desk)
    before = due(desk, case, "reply_due")
    time.forward(minutes=10)
    complaints.wait(desk, ask(desk, SERVICE), case)
    assert complaints.show(desk.store, case).next_due == ""
    time.forward(hours=2)
    complaints.order(desk, ask(desk, SERVICE), case, "ＤＤ２０２６１１")
    shown = complaints.show(desk.store, case)
    assert (shown.state, shown.order_number) == ("claimed", "DD202611")
    assert from_store(shown.reply_due) == before + timedelta(hours=2)
    assert shown.next_due == shown.reply_due


def test_the_first_reply_stops_the_reply_clock_and_the_second_changes_it_not(desk: Desk, time: Time) -> None:
    case = claimed(desk)
    time.forward(minutes=20)
    complaints.reply(desk, ask(desk, SERVICE), case, "已联系您补发")
    first = complaints.show(desk.store, case)
    time.forward(minutes=20)
    complaints.reply(desk, ask(desk, SERVICE), case, "今天送到")
    second = complaints.show(desk.store, case)
    assert first.replied_at == second.replied_at
    assert second.next_due == second.resolve_due
    assert second.reply == "今天送到"


def test_nobody_replies_before_the_case_is_claimed(desk: Desk) -> None:
    with pytest.raises(WrongState, match="先认领"):
        complaints.reply(desk, ask(desk, SERVICE), logged(desk), "您好")


def test_somebody_elses_case_is_not_resolved_but_an_editor_may(desk: Desk) -> None:
    case = claimed(desk)
    with pytest.raises(WrongState, match="由 何静 处理"):
        complaints.resolve(desk, ask(desk, SECOND_SERVICE), case, "好了")
    complaints.resolve(desk, ask(desk, EDITOR), case, "好了")
    assert complaints.show(desk.store, case).state == "resolved"


def test_the_reporter_is_told_of_the_resolution_once(desk: Desk) -> None:
    case = logged(desk, by=SALES)
    complaints.claim(desk, ask(desk, SERVICE), case)
    complaints.resolve(desk, ask(desk, SERVICE), case, "补发一箱")
    assert messages(desk, "direct") == [SALES]


def test_a_return_within_a_week_goes_back_to_the_one_who_closed_it(desk: Desk, time: Time) -> None:
    case = claimed(desk)
    complaints.resolve(desk, ask(desk, SERVICE), case, "补发一箱")
    time.forward(days=3)
    complaints.reopen(desk, ask(desk, EDITOR), case, "补发的也坏了")
    shown = complaints.show(desk.store, case)
    assert (shown.state, shown.holder, shown.reopened) == ("reopened", SERVICE, 1)
    assert SERVICE in messages(desk, "direct")
    assert from_store(shown.claim_due) == time.now + timedelta(minutes=15)
    assert (shown.claimed_at, shown.replied_at, shown.resolved_at) == ("", "", "")


def test_the_record_says_whether_a_new_or_a_reopened_case_was_claimed(desk: Desk) -> None:
    case = claimed(desk)
    complaints.resolve(desk, ask(desk, SERVICE), case, "已补发")
    complaints.reopen(desk, ask(desk, EDITOR), case, "补发的也坏了")
    complaints.claim(desk, ask(desk, SERVICE), case)
    claims = [(e.from_state, e.to_state) for e in events.history(desk.store, case) if e.action == "claim"]
    assert claims == [("new", "claimed"), ("reopened", "claimed")]
    shown = complaints.show(desk.store, case)
    assert (shown.state, shown.next_due) == ("claimed", shown.reply_due)


def test_a_return_after_a_week_is_nobodys(desk: Desk, time: Time) -> None:
    case = claimed(desk)
    complaints.resolve(desk, ask(desk, SERVICE), case, "补发一箱")
    time.forward(days=8)
    complaints.reopen(desk, ask(desk, EDITOR), case, "又来了")
    assert complaints.show(desk.store, case).holder == ""


def test_a_flood_of_one_customer_is_one_case_with_a_count(desk: Desk) -> None:
    case = logged(desk)
    for n in range(2, 21):
        outcome = complaints.log(desk, ask(desk, EDITOR), Report(words=f"第{n}次说了", customer=" ＠小满 "))
        assert outcome.case_id == case
    assert complaints.show(desk.store, case).comments == 20
    assert states(desk.store) == {"new": 1}


def test_a_customer_whose_case_is_closed_gets_a_new_one(desk: Desk) -> None:
    case = claimed(desk)
    complaints.resolve(desk, ask(desk, SERVICE), case, "补发")
    assert logged(desk, "又坏了") == "C-2"


def test_a_comment_that_speaks_of_harm_raises_the_open_case(desk: Desk, time: Time) -> None:
    case = logged(desk)
    complaints.log(desk, ask(desk, EDITOR), Report(words="孩子喝完住院了", customer="小满"))
    shown = complaints.show(desk.store, case)
    assert shown.severity == "P0"
    assert from_store(shown.next_due) == time.now + timedelta(minutes=5)


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u200d", "\n\n"])
def test_words_that_nobody_can_see_are_refused(desk: Desk, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        complaints.log(desk, ask(desk, EDITOR), Report(words=text, customer="小满"))
    assert refused.value.field == "words"


def test_a_text_too_long_is_refused_with_both_numbers(desk: Desk) -> None:
    with pytest.raises(Invalid, match="顾客原话太长：10000 字，最多 3000 字"):
        complaints.log(desk, ask(desk, EDITOR), Report(words="长" * 10_000, customer="小满"))


def test_a_case_that_does_not_exist_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound, match="没有 C-99 这条投诉"):
        complaints.claim(desk, ask(desk, SERVICE), "C-99")


@pytest.mark.parametrize("person", [SALES, LEADER, STRANGER])
def test_who_has_nothing_to_do_with_it_writes_no_note(desk: Desk, person: str) -> None:
    case = logged(desk)
    with pytest.raises(NotAllowed):
        complaints.note(desk, ask(desk, person), case, "我看看")


STEPS = {
    "claim": lambda d, r, c: complaints.claim(d, r, c),
    "wait": lambda d, r, c: complaints.wait(d, r, c),
    "order": lambda d, r, c: complaints.order(d, r, c, "A1"),
    "reply": lambda d, r, c: complaints.reply(d, r, c, "您好"),
    "resolve": lambda d, r, c: complaints.resolve(d, r, c, "好了"),
    "reopen": lambda d, r, c: complaints.reopen(d, r, c, "又来了"),
    "note": lambda d, r, c: complaints.note(d, r, c, "记一下"),
}


@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(requests=st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.sampled_from("abcdef")), max_size=14))
def test_any_interleaving_of_keyed_requests_changes_once_per_key(
    tmp_path_factory: pytest.TempPathFactory, requests: list[tuple[str, str]]
) -> None:
    with opened(tmp_path_factory.mktemp("desk") / "g.db", Time(TUESDAY)) as desk:
        case = logged(desk)
        answers: dict[str, str] = {}
        for step, key in requests:
            # A key is one request: the same key always names the same step.
            name = f"{step}:{key}"
            try:
                answer = str(STEPS[step](desk, ask(desk, SERVICE, name), case).said)
            except Refusal as refusal:
                answer = str(refusal)
            assert answers.setdefault(name, answer) == answer
            shown = complaints.show(desk.store, case)
            history = events.history(desk.store, case)
            assert history[-1].to_state == shown.state
            assert len(history) <= 1 + len(answers)
            assert (shown.next_due == "") == (shown.state in ("resolved", "waiting_customer"))
            assert stretches(desk.store, shown) == list(ledger(history))
        assert events.verify(desk.store).broken is None
