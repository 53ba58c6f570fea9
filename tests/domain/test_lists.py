"""Lists of complaints: what is asked for, in the order of the clocks, every case on one page and no case on two."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.domain import complaints
from bot.domain.complaints import Report
from bot.domain.complaints.lists import PAGE, Asked, next_step, page
from bot.domain.desk import Desk
from bot.errors import Invalid
from tests.company import EDITOR, SALES, SECOND_SERVICE, SERVICE, STRANGER, Time, ask

# A customer with an open case joins it: here everybody is a new one.
_numbers = count()


def logged(desk: Desk, n: int, words: str = "酸奶是坏的", category: str = "quality") -> str:
    return complaints.log(desk, ask(desk, SALES), Report(words, customer=f"顾客{n}", category=category)).case_id


def ids(desk: Desk, asked: Asked, user: str = SERVICE) -> list[str]:
    return [case.id for case in page(desk, user, asked).cases]


def asked(*which: str, **more: object) -> Asked:
    return Asked(frozenset(which), **more)  # type: ignore[arg-type]  # the tests name real ones


def walked(desk: Desk, wanted: Asked) -> list[list[str]]:
    """Every page, forward; each time one step back and forth again shows the same."""
    pages, found = [], page(desk, SERVICE, wanted)
    while True:
        pages.append([case.id for case in found.cases])
        if found.next is None:
            return pages
        following = page(desk, SERVICE, wanted, after=found.next)
        assert following.previous is not None
        back = page(desk, SERVICE, wanted, before=following.previous)
        assert (back.cases, back.previous is None) == (found.cases, found.previous is None)
        found = following


def test_the_oldest_clock_comes_first_and_who_waits_last(desk: Desk, time: Time) -> None:
    for n in range(3):
        logged(desk, n)
        time.forward(minutes=1)
    logged(desk, 3, "孩子喝了拉肚子")  # P0: five minutes
    complaints.claim(desk, ask(desk, SERVICE), "C-1")
    complaints.wait(desk, ask(desk, SERVICE), "C-1")
    assert ids(desk, asked()) == ["C-4", "C-2", "C-3", "C-1"]


def test_equal_clocks_are_in_the_order_of_their_numbers(desk: Desk) -> None:
    for n in range(12):
        logged(desk, n)
    assert walked(desk, asked()) == [[f"C-{n}" for n in range(1, 11)], ["C-11", "C-12"]]


def test_the_kinds_can_be_put_together(desk: Desk, time: Time) -> None:
    for n in range(4):
        logged(desk, n)
    complaints.claim(desk, ask(desk, SERVICE), "C-1")
    complaints.claim(desk, ask(desk, SECOND_SERVICE), "C-2")
    time.forward(minutes=16)
    logged(desk, 4)
    assert ids(desk, asked("mine")) == ["C-1"]
    assert ids(desk, asked("unclaimed")) == ["C-3", "C-4", "C-5"]
    assert ids(desk, asked("overdue")) == ["C-3", "C-4"]
    assert ids(desk, asked("mine", "overdue")) == []
    time.forward(hours=2)
    assert ids(desk, asked("mine", "overdue")) == ["C-1"]
    complaints.wait(desk, ask(desk, SERVICE), "C-1")
    assert ids(desk, asked("waiting")) == ["C-1"]
    assert ids(desk, asked("overdue")) == ["C-3", "C-4", "C-5", "C-2"]


def test_department_category_severity_and_customer_narrow_it_down(desk: Desk) -> None:
    logged(desk, 0)
    logged(desk, 1, category="delivery")
    logged(desk, 2, "孩子喝了拉肚子", category="delivery")
    complaints.claim(desk, ask(desk, EDITOR), "C-2")
    assert ids(desk, asked(department="weibo")) == ["C-2"]
    assert ids(desk, asked(category="delivery")) == ["C-3", "C-2"]
    assert ids(desk, asked(category="delivery", severity="P0")) == ["C-3"]
    assert ids(desk, asked(severity="normal")) == ["C-1", "C-2"]
    assert ids(desk, asked(customer="＠顾客 0")) == ["C-1"]


def test_days_are_the_companys_and_both_are_included(desk: Desk, time: Time) -> None:
    logged(desk, 0)
    time.forward(hours=15)  # 01:00 of the 25th in Shanghai, still the 24th in UTC
    logged(desk, 1)
    first, second = date(2026, 11, 24), date(2026, 11, 25)
    assert ids(desk, asked(first=first, last=first)) == ["C-1"]
    assert ids(desk, asked(first=second)) == ["C-2"]
    assert ids(desk, asked(first=first, last=second)) == ["C-1", "C-2"]
    with pytest.raises(Invalid, match="结束日期早于开始日期"):
        page(desk, SERVICE, asked(first=second, last=first))


def test_what_is_closed_is_listed_for_a_customer_or_for_days_only(desk: Desk) -> None:
    for n in range(2):
        logged(desk, n)
        complaints.claim(desk, ask(desk, SERVICE), f"C-{n + 1}")
    complaints.resolve(desk, ask(desk, SERVICE), "C-1", "补发")
    assert ids(desk, asked()) == ["C-2"]
    assert ids(desk, asked(customer="顾客0")) == []
    assert ids(desk, asked("all", customer="顾客0")) == ["C-1"]
    assert ids(desk, asked("all", first=date(2026, 11, 24))) == ["C-2", "C-1"]
    with pytest.raises(Invalid, match="请再写明顾客或日期"):
        page(desk, SERVICE, asked("all"))


def test_a_page_that_was_left_behind_is_the_first_again(desk: Desk, time: Time) -> None:
    for n in range(PAGE + 2):
        logged(desk, n)
        time.forward(seconds=1)
    second = page(desk, SERVICE, asked(), after=page(desk, SERVICE, asked()).next)
    for n in range(1, 4):
        complaints.claim(desk, ask(desk, SERVICE), f"C-{n}")
        complaints.resolve(desk, ask(desk, SERVICE), f"C-{n}", "好了")
    back = page(desk, SERVICE, asked(), before=second.previous)
    assert [case.id for case in back.cases] == [f"C-{n}" for n in range(4, 13)]
    assert (back.previous, back.next) == (None, None)


def test_each_row_leads_to_its_next_step_for_who_may_take_it(desk: Desk) -> None:
    logged(desk, 0)
    case = complaints.show(desk.store, "C-1")
    assert [next_step(desk, user, case) for user in (SERVICE, EDITOR, STRANGER)] == ["claim", "claim", "show"]
    steps = []
    for step in (complaints.claim, complaints.wait):
        step(desk, ask(desk, SERVICE), "C-1")
        steps.append(next_step(desk, SERVICE, complaints.show(desk.store, "C-1")))
    complaints.reply(desk, ask(desk, SERVICE), "C-1", "您好")
    replied = complaints.show(desk.store, "C-1")
    assert [*steps, next_step(desk, SERVICE, replied)] == ["reply", "order", "resolve"]
    assert next_step(desk, SECOND_SERVICE, replied) == "show"


def test_what_is_handed_over_is_accepted_by_the_department_that_has_it_now(desk: Desk) -> None:
    logged(desk, 0)
    complaints.claim(desk, ask(desk, SERVICE), "C-1")
    complaints.hand_over(desk, ask(desk, SERVICE), "C-1", "sales", "请核对优惠券")
    case = complaints.show(desk.store, "C-1")
    assert [next_step(desk, user, case) for user in (SALES, SERVICE, STRANGER)] == ["accept", "show", "show"]


@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["leave", "claim", "wait", "resolve"])), max_size=35))
def test_the_pages_hold_every_case_once_and_in_order(desk: Desk, time: Time, steps: list[tuple[int, str]]) -> None:
    for minutes, step in steps:
        time.now += timedelta(minutes=minutes)
        case = logged(desk, next(_numbers))
        if step != "leave":
            complaints.claim(desk, ask(desk, SERVICE), case)
        if step == "wait":
            complaints.wait(desk, ask(desk, SERVICE), case)
        if step == "resolve":
            complaints.resolve(desk, ask(desk, SERVICE), case, "好了")
    found = [case for one in walked(desk, asked()) for case in one]
    known = desk.store.all(
        "SELECT id FROM complaints WHERE state <> 'resolved' ORDER BY next_due = '', next_due, length(id), id"
    )
    assert found == [row["id"] for row in known]
