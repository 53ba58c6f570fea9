"""The lead-time record: sums over the notices, by department, each with what it is a sum of."""

from __future__ import annotations

from datetime import date, timedelta

from bot.cards.lead_record import records
from bot.cards.paper import Paper
from bot.domain import campaigns
from bot.domain.desk import Desk
from bot.domain.lead_record import RECORD, lead_records, record_of, records_between
from bot.text.words import words
from bot.workspace.walls import check_message
from tests.company import EDITOR, SALES, SERVICE, Time, ask
from tests.domain.test_campaigns import given_by, notice


def some(desk: Desk) -> None:
    """Of sales 5, 4, 1 and 0 working days; one of customer service of 7, accepted and changed twice."""
    for promotion in ("2026-12-01", "2026-11-30", "2026-11-25", "2026-11-24"):
        given_by(desk, promotion=promotion)
    case = given_by(desk, by=SERVICE, department="service")
    campaigns.accept(desk, ask(desk, EDITOR), case)
    for day in (13, 14):
        campaigns.edit(desk, ask(desk, SERVICE), case, notice(department="service", last_day=date(2026, 12, day)))


def test_it_counts_notices_in_time_and_the_days_in_the_middle(desk: Desk) -> None:
    some(desk)
    sales = record_of(desk.store, "sales", desk.now() + timedelta(days=1))
    assert sales is not None
    assert (sales.notices, sales.in_time, sales.late, sales.urgent, sales.share) == (4, 1, 2, 1, 25)
    assert (sales.median, sales.accepted, sales.changes) == (1, 0, 0)


def test_changes_after_acceptance_count_and_those_before_do_not(desk: Desk) -> None:
    some(desk)
    waiting = given_by(desk, by=SERVICE, department="service")
    campaigns.edit(desk, ask(desk, SERVICE), waiting, notice(department="service", last_day=date(2026, 12, 20)))
    service = record_of(desk.store, "service", desk.now() + timedelta(days=1))
    assert service is not None
    assert (service.notices, service.accepted, service.changed, service.changes) == (2, 1, 1, 2)


def test_a_notice_that_is_moved_after_acceptance_keeps_the_lead_time_it_was_given_with(desk: Desk) -> None:
    case = given_by(desk)
    campaigns.accept(desk, ask(desk, EDITOR), case)
    campaigns.edit(desk, ask(desk, SALES), case, notice("2026-11-25"))
    assert campaigns.show(desk.store, case).lead_days == 7


def test_the_period_is_the_one_asked_for(desk: Desk, time: Time) -> None:
    some(desk)
    first = time()
    time.forward(days=80)
    given_by(desk, promotion="2027-03-01", first_day=date(2027, 3, 1), last_day=date(2027, 3, 2))
    time.forward(minutes=1)
    sales = record_of(desk.store, "sales", time())
    assert sales is not None and sales.notices == 5
    time.now = first + RECORD + timedelta(seconds=1)
    sales = record_of(desk.store, "sales", time())
    assert sales is not None and sales.notices == 1
    assert records_between(desk.store, first - RECORD, first) == ()


def test_without_notices_there_is_no_record(desk: Desk) -> None:
    assert lead_records([]) == ()
    assert record_of(desk.store, "sales", desk.now()) is None


def test_it_is_drawn_with_its_formula_and_its_numbers(desk: Desk) -> None:
    some(desk)
    found = records_between(desk.store, desk.now() - RECORD, desk.now() + timedelta(days=1))
    paper = Paper(words("zh"), desk.zone, desk.company.name, desk.company.department_name, desk.now())
    blocks = records(found, 5, paper)
    check_message("提前量", blocks)
    text = str(blocks)
    assert "• 销售部：4 份通知，及时 1（25%），提前量中位数 1 个工作日" in text
    assert "• 客服部：1 份通知，及时 1（100%），提前量中位数 7 个工作日；受理 1 份，其中 1 份后来修改，共 2 次" in text
    assert text.index("销售部") < text.index("客服部")
    assert records([], 5, paper) == []
