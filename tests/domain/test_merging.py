"""Merging complaints and undoing it: what is refused, what stands still, where further comments go."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain import complaints
from bot.domain.complaints import Report
from bot.domain.desk import Desk
from bot.errors import Invalid, NotAllowed, NotFound, WrongState
from bot.store import alike, events
from bot.store.times import from_store
from bot.text.likeness import any_of, cleaned
from tests.company import EDITOR, SALES, SECOND_SERVICE, SERVICE, Time, ask


def log(desk: Desk, customer: str, words: str = "送来的酸奶是坏的") -> str:
    return complaints.log(desk, ask(desk, EDITOR), Report(words=words, customer=customer)).case_id


def merge(desk: Desk, case: str, into: str, by: str = SERVICE) -> str:
    return str(complaints.merge(desk, ask(desk, by), case, into).said)


def unmerge(desk: Desk, case: str) -> str:
    return str(complaints.unmerge(desk, ask(desk, SERVICE), case).said)


@pytest.fixture
def three(desk: Desk) -> tuple[str, str, str]:
    return log(desk, "小满"), log(desk, "小林"), log(desk, "小周")


def test_a_merged_case_stands_still_and_both_tell(desk: Desk, three: tuple[str, str, str]) -> None:
    assert merge(desk, "C-2", "ｃ－１") == "C-2 已并入 C-1，时钟已停。并错了：`/complaint 拆开 C-2`"
    case = complaints.show(desk.store, "C-2")
    assert (case.state, case.merged_into, case.next_due, case.escalate_at) == ("merged", "C-1", "", "")
    assert [event.action for event in events.history(desk.store, "C-2")] == ["log", "merge"]
    assert [event.action for event in events.history(desk.store, "C-1")] == ["log", "take_in"]
    assert complaints.beside(desk.store, complaints.show(desk.store, "C-1")).merged_count == 1


def test_undone_it_is_where_it_was_with_the_time_it_had_left(
    desk: Desk, time: Time, three: tuple[str, str, str]
) -> None:
    complaints.claim(desk, ask(desk, SERVICE), "C-2")
    before = complaints.show(desk.store, "C-2")
    time.forward(minutes=10)
    merge(desk, "C-2", "C-1")
    time.forward(minutes=30)
    assert unmerge(desk, "C-2") == "C-2 已从 C-1 拆开，时钟继续走。"
    after = complaints.show(desk.store, "C-2")
    assert (after.state, after.holder, after.merged_into) == ("claimed", SERVICE, "")
    assert from_store(after.next_due) - from_store(before.next_due) == timedelta(minutes=30)
    assert after.escalate_at


def test_its_words_are_like_nothing_while_it_is_merged(desk: Desk, three: tuple[str, str, str]) -> None:
    query = any_of(cleaned("送来的酸奶是坏的"), 9)
    merge(desk, "C-2", "C-1")
    while_merged = {case.id for case in alike.open_like(desk.store, query, "", 9)}
    unmerge(desk, "C-2")
    assert (while_merged, {case.id for case in alike.open_like(desk.store, query, "", 9)}) == (
        {"C-1", "C-3"},
        set(three),
    )


def test_waiting_for_the_customer_goes_on_waiting(desk: Desk, three: tuple[str, str, str]) -> None:
    complaints.claim(desk, ask(desk, SERVICE), "C-2")
    complaints.wait(desk, ask(desk, SERVICE), "C-2")
    merge(desk, "C-2", "C-1")
    unmerge(desk, "C-2")
    assert complaints.show(desk.store, "C-2").state == "waiting_customer"


def test_what_the_customer_of_a_merged_case_adds_goes_to_the_one_that_goes_on(
    desk: Desk, three: tuple[str, str, str]
) -> None:
    merge(desk, "C-3", "C-2")
    merge(desk, "C-2", "C-1")
    outcome = complaints.log(desk, ask(desk, EDITOR), Report(words="还没有人理我", customer="小周"))
    assert outcome.case_id == "C-1"
    assert "（第 2 条，2 人）" in str(outcome.said)
    comment = desk.store.one("SELECT customer FROM complaint_comments WHERE complaint_id = 'C-1'")
    assert comment is not None
    assert comment["customer"] == "小周"
    unmerge(desk, "C-2")
    assert log(desk, "小周") == "C-2"
    unmerge(desk, "C-3")
    assert log(desk, "小周") == "C-3"


def test_when_the_one_that_goes_on_is_resolved_the_customer_begins_anew(
    desk: Desk, three: tuple[str, str, str]
) -> None:
    merge(desk, "C-2", "C-1")
    complaints.claim(desk, ask(desk, SERVICE), "C-1")
    complaints.resolve(desk, ask(desk, SERVICE), "C-1", "补发")
    assert log(desk, "小林") == "C-4"


def test_the_worse_of_two_is_what_matters_unless_a_person_decided(desk: Desk, three: tuple[str, str, str]) -> None:
    severe = log(desk, "小何", "孩子喝了上吐下泻")
    complaints.sort(desk, ask(desk, SERVICE), "C-3", severity="normal")
    merge(desk, severe, "C-1")
    assert complaints.show(desk.store, "C-1").severity == "P0"
    unmerge(desk, severe)
    merge(desk, severe, "C-3")
    assert complaints.show(desk.store, "C-3").severity == "normal"


@pytest.mark.parametrize(
    ("case", "into", "why"),
    [
        ("C-1", "C-1", "不能把 C-1 并入它自己"),
        ("C-2", "C-3", "C-2 已并入 C-1"),
        ("C-1", "C-2", "C-2 已并入 C-1，不能再反过来并"),
        ("C-3", "C-2", "C-2 已并入 C-1。 请并入 C-1：`/complaint 并入 C-3 到 C-1`"),
        ("C-3", "C-4", "C-4 已经办结了，不能合并"),
        ("C-4", "C-3", "C-4 已经办结了，不能合并"),
    ],
)
def test_wrong_merges_are_refused_with_a_way_out_and_change_nothing(
    desk: Desk, three: tuple[str, str, str], case: str, into: str, why: str
) -> None:
    done = log(desk, "小何")
    complaints.claim(desk, ask(desk, SERVICE), done)
    complaints.resolve(desk, ask(desk, SERVICE), done, "好了")
    merge(desk, "C-2", "C-1")
    seen = desk.store.all("SELECT * FROM complaints")
    with pytest.raises(WrongState, match=why.replace("(", "[(]")):
        merge(desk, case, into)
    assert [dict(row) for row in desk.store.all("SELECT * FROM complaints")] == [dict(row) for row in seen]


def test_a_ring_of_three_cannot_be_closed(desk: Desk, three: tuple[str, str, str]) -> None:
    merge(desk, "C-3", "C-2")
    merge(desk, "C-2", "C-1")
    with pytest.raises(WrongState, match="C-3 已并入 C-1，不能再反过来并"):
        merge(desk, "C-1", "C-3")


def test_who_may_not_and_what_is_not_there(desk: Desk, three: tuple[str, str, str]) -> None:
    with pytest.raises(NotAllowed):
        merge(desk, "C-2", "C-1", by=SALES)
    with pytest.raises(NotFound, match="C-99"):
        merge(desk, "C-2", "C-99")
    with pytest.raises(Invalid, match="还缺少要并入的编号"):
        merge(desk, "C-2", " ")
    with pytest.raises(Invalid, match="“N-1”不是有效的编号"):
        merge(desk, "C-2", "N-1")
    with pytest.raises(WrongState, match="C-2 没有并入别的投诉"):
        unmerge(desk, "C-2")


@pytest.mark.parametrize("step", ["claim", "wait", "reply", "resolve"])
def test_a_merged_case_is_worked_on_nowhere(desk: Desk, three: tuple[str, str, str], step: str) -> None:
    merge(desk, "C-2", "C-1")
    more = () if step in ("claim", "wait") else ("好了",)
    with pytest.raises(WrongState, match="C-1"):
        getattr(complaints, step)(desk, ask(desk, SERVICE), "C-2", *more)


def test_whose_case_it_was_is_told(desk: Desk, three: tuple[str, str, str]) -> None:
    complaints.claim(desk, ask(desk, SERVICE), "C-2")
    merge(desk, "C-2", "C-1", by=SECOND_SERVICE)
    told = desk.store.all("SELECT channel, body FROM outbox WHERE what = 'direct'")
    assert [row["channel"] for row in told] == [SERVICE]
    assert "您处理的 {case} 已并入 {into}" in str(told[0]["body"])
