"""What waits for a person and what they wait for, over all kinds of cases, in the order of their clocks."""

from __future__ import annotations

from datetime import date

import pytest

from bot.cards.lines import Line, case_id
from bot.domain import campaigns, complaints, draft_dispute, draft_review, drafts, rallies
from bot.domain.complaints import Report
from bot.domain.desk import Desk
from bot.domain.draft_sheet import Sheet
from bot.domain.notice import Notice
from bot.domain.waiting import PAGE, Page, awaited_by, coming, waiting_for
from bot.store.campaigns import Details
from bot.store.database import Row, Store, Values
from tests.company import (
    ADMIN,
    EDITOR,
    ENGLISH,
    LEADER,
    LEGAL,
    REVIEWER,
    SALES,
    SECOND_EDITOR,
    SECOND_SERVICE,
    SERVICE,
    STRANGER,
    Time,
    ask,
)
from tests.rallies import opened


def waits(desk: Desk, user: str) -> list[str]:
    return shown(waiting_for(desk, desk.store, user))


def awaits(desk: Desk, user: str) -> list[str]:
    return shown(awaited_by(desk, desk.store, user))


def shown(page: Page) -> list[str]:
    return [f"{case_id(line.case)} {line.step}" for line in page.lines]


def logged(desk: Desk, words: str = "订的奶还没有到", n: int = 1) -> str:
    return complaints.log(desk, ask(desk, ADMIN), Report(words=words, customer=f"顾客{words}{n}")).case_id


def noticed(desk: Desk, day: date = date(2026, 12, 9)) -> str:
    notice = Notice("鲜奶节", "sales", day, day, day, Details(what="买二赠一"))
    return campaigns.submit(desk, ask(desk, SALES), notice).case_id


def drafted(desk: Desk, text: str = "早上好，今天也要喝奶", who: str = SALES, kind: str = "brand") -> str:
    return drafts.submit(desk, ask(desk, who), Sheet(text, kind=kind, department="sales")).case_id


def test_a_complaint_waits_for_those_who_may_move_it_on(desk: Desk) -> None:
    case = logged(desk)
    for user in (SERVICE, SECOND_SERVICE, EDITOR):
        assert waits(desk, user) == [f"{case} claim"]
    assert waits(desk, SALES) == waits(desk, STRANGER) == []
    complaints.claim(desk, ask(desk, SERVICE), case)
    assert (waits(desk, SERVICE), waits(desk, EDITOR)) == ([f"{case} reply"], [])
    complaints.wait(desk, ask(desk, SERVICE), case)
    assert (waits(desk, SERVICE), awaits(desk, SERVICE)) == ([], [f"{case} order"])
    complaints.order(desk, ask(desk, SERVICE), case, "DD1234")
    complaints.hand_over(desk, ask(desk, SERVICE), case, "sales")
    for user in (SALES, ENGLISH):
        assert waits(desk, user) == [f"{case} take"]
    assert (waits(desk, SERVICE), awaits(desk, SERVICE)) == ([], [f"{case} show"])
    complaints.accept(desk, ask(desk, SALES), case)
    complaints.reply(desk, ask(desk, SALES), case, "已补送")
    assert (waits(desk, SALES), awaits(desk, SERVICE)) == ([f"{case} resolve"], [])
    complaints.resolve(desk, ask(desk, SALES), case, "已补送")
    assert waits(desk, SALES) == []


def test_a_draft_waits_for_whose_agreement_it_needs(desk: Desk) -> None:
    case = drafted(desk, kind="lottery", text="转发抽 3 位送保温杯，12 月 10 日开奖")
    assert waits(desk, REVIEWER) == waits(desk, LEGAL) == [f"{case} review"]
    assert (waits(desk, SALES), awaits(desk, SALES)) == ([], [f"{case} show"])
    draft_review.approve(desk, ask(desk, REVIEWER), case)
    assert (waits(desk, REVIEWER), waits(desk, LEGAL)) == ([], [f"{case} review"])
    draft_review.send_back(desk, ask(desk, LEGAL), case, "写明规则")
    assert (waits(desk, LEGAL), awaits(desk, SALES), waits(desk, SALES)) == ([], [], [f"{case} revise"])


def test_nobody_reviews_their_own_and_an_approved_one_waits_for_a_time(desk: Desk) -> None:
    case = drafted(desk, who=EDITOR)
    assert waits(desk, EDITOR) == []
    draft_review.approve(desk, ask(desk, REVIEWER), case)
    assert waits(desk, EDITOR) == waits(desk, SECOND_EDITOR) == [f"{case} schedule"]


def test_an_editors_version_waits_for_the_authors_answer_and_then_for_whom_it_is_escalated_to(desk: Desk) -> None:
    case = drafted(desk)
    sheet = Sheet("早上好，记得喝奶", kind="brand", department="sales")
    drafts.revise(desk, ask(desk, SECOND_EDITOR), case, 1, sheet)
    assert (waits(desk, SALES), awaits(desk, SALES)) == ([f"{case} show"], [])
    draft_dispute.escalate(desk, ask(desk, SALES), case, LEADER, "原来的好")
    assert (waits(desk, SALES), awaits(desk, SALES)) == ([], [f"{case} show"])
    assert waits(desk, LEADER) == [f"{case} review"]


def test_a_notice_waits_for_the_editors_then_for_its_contact(desk: Desk, time: Time) -> None:
    case = noticed(desk)
    assert waits(desk, EDITOR) == [f"{case} accept"]
    assert awaits(desk, SALES) == [f"{case} show"]
    campaigns.send_back(desk, ask(desk, EDITOR), case, "请补充奖品")
    assert (waits(desk, EDITOR), waits(desk, SALES), awaits(desk, SALES)) == ([], [f"{case} edit"], [])
    other = noticed(desk, date(2026, 12, 1))
    campaigns.accept(desk, ask(desk, EDITOR), other)
    time.forward(days=14)
    campaigns.advance(desk, time())
    assert f"{other} result" in waits(desk, SALES)


def test_a_rally_waits_for_who_was_asked_until_they_answer(desk: Desk) -> None:
    case = opened(desk)
    assert waits(desk, LEADER) == [f"{case} join"]
    assert waits(desk, SALES) == []
    rallies.decline(desk, ask(desk, LEADER), case)
    assert waits(desk, LEADER) == []


def test_the_oldest_clock_comes_first_over_all_kinds_and_what_has_none_last(desk: Desk, time: Time) -> None:
    noticed(desk)  # to be accepted in four working hours
    time.forward(minutes=5)
    slow = logged(desk)
    urgent = logged(desk, "喝了拉肚子，已经去医院")
    draft = drafted(desk)
    assert waits(desk, EDITOR) == [f"{urgent} claim", f"{slow} claim", "N-1 accept", f"{draft} review"]


def test_pages_follow_each_other_and_one_that_is_gone_is_the_last(desk: Desk, time: Time) -> None:
    cases = [logged(desk, n=n) for n in range(23)]
    pages = [waiting_for(desk, desk.store, SERVICE, page=n) for n in (1, 2, 3)]
    assert [case_id(line.case) for page in pages for line in page.lines] == cases
    assert [(page.number, page.pages, page.total) for page in pages] == [(n, 3, 23) for n in (1, 2, 3)]
    assert waiting_for(desk, desk.store, SERVICE, page=9) == pages[-1]
    assert waiting_for(desk, desk.store, STRANGER, page=9) == Page((), 1, 1, 0)


def test_what_is_coming_is_told_to_whom_it_concerns(desk: Desk) -> None:
    soon, late = noticed(desk, date(2026, 11, 27)), noticed(desk, date(2026, 12, 20))
    for case in (soon, late):
        campaigns.accept(desk, ask(desk, EDITOR), case)
    rally = opened(desk)

    def told(user: str) -> list[Line]:
        return list(coming(desk, desk.store, user, desk.now()).lines)

    assert [case_id(line.case) for line in told(STRANGER)] == [soon, rally]
    assert {line.step for line in told(EDITOR)} == {"plan", "write", "show"}
    assert coming(desk, desk.store, EDITOR, desk.now(), most=1).more == 2


class Counted(Store):
    """Counts what is asked of it."""

    asked = 0

    def one(self, sql: str, values: Values | None = None) -> Row | None:
        self.asked += 1
        return super().one(sql, values)

    def all(self, sql: str, values: Values | None = None) -> list[Row]:
        self.asked += 1
        return super().all(sql, values)


@pytest.mark.parametrize("most", [PAGE, 500])
def test_a_page_asks_as_much_whether_ten_things_wait_or_hundreds(desk: Desk, most: int) -> None:
    for n in range(most):
        logged(desk, n=n)
    counted = Counted(desk.store.path)
    try:
        page = waiting_for(desk, counted, SERVICE)
    finally:
        counted.close()
    assert (len(page.lines), page.total) == (PAGE, most)
    assert counted.asked <= 2 + PAGE
