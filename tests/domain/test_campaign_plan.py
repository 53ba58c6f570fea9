"""The posting plan: which posts a campaign's asks come to, at which free times, and what becomes of them later."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import campaigns, posting
from bot.domain.campaigns.plan import wanted
from bot.domain.desk import Desk
from bot.domain.posting import Wish
from bot.errors import NotAllowed
from bot.store import events, slots
from bot.store.campaigns import ASKS, Campaign, Details, Prize
from tests.company import EDITOR, SALES, SECOND_EDITOR, SERVICE, Time, ask
from tests.domain.test_campaigns import given_by, notice, of

TODAY = date(2026, 11, 24)


def campaign(promotion: date, first: date, last: date, **known: Any) -> Campaign:
    return Campaign(
        id="N-1", state="submitted", version=1, title="", department="", contact="",
        promotion_from=promotion.isoformat(), first_day=first.isoformat(), last_day=last.isoformat(),
        lead_days=7, light="", guessed_years=(), owner="", submitted_at="", accept_due="", accepted_at="", reason="",
        created_at="", changed_at="", details=Details(what="买二赠一", **known),
    )  # fmt: skip


def days(case: Campaign, today: date = TODAY) -> dict[str, str]:
    return {ask: f"{day:%m-%d}" for ask, day in wanted(case, today).days.items()}


def test_everything_asked_for_has_its_day() -> None:
    case = campaign(date(2026, 12, 3), date(2026, 12, 10), date(2026, 12, 16), asks=("teaser", "repost"))
    assert days(case) == {
        "teaser": "12-03",
        "repost": "12-07",
        "reminder": "12-09",
        "launch": "12-10",
        "midway": "12-13",
        "last_call": "12-16",
        "winners": "12-17",
    }


def test_what_was_not_asked_for_is_not_planned() -> None:
    case = campaign(date(2026, 12, 10), date(2026, 12, 10), date(2026, 12, 10))
    assert days(case) == {"launch": "12-10"}
    with_prizes = campaign(date(2026, 12, 10), date(2026, 12, 10), date(2026, 12, 10), prizes=(Prize("保温杯", 3),))
    assert days(with_prizes) == {"launch": "12-10", "winners": "12-11"}


def test_nothing_goes_out_before_the_promotion_begins() -> None:
    case = campaign(date(2026, 12, 8), date(2026, 12, 10), date(2026, 12, 11), asks=("teaser", "repost"))
    assert days(case)["teaser"] == days(case)["repost"] == "12-08"


def test_a_teaser_that_would_come_with_the_launch_is_left_out_and_that_is_said() -> None:
    case = campaign(date(2026, 12, 10), date(2026, 12, 10), date(2026, 12, 11), asks=("teaser",))
    found = wanted(case, TODAY)
    assert "teaser" not in found.days
    assert str(found.left_out["teaser"]) == "宣传从活动第一天才开始。"
    assert "reminder" not in found.left_out


day = st.dates(date(2026, 11, 1), date(2027, 2, 1))


@given(st.tuples(day, day, day).map(sorted), day, st.sets(st.sampled_from(ASKS)))
def test_no_post_is_wanted_before_today_or_outside_the_campaign(
    chosen: list[date], today: date, asks: set[str]
) -> None:
    promotion, first, last = chosen
    found = wanted(campaign(promotion, first, last, asks=tuple(asks)), today)
    for name, when in found.days.items():
        assert when >= max(today, promotion)
        assert when <= last + timedelta(days=1) and (name == "winners" or when <= last)
    assert not set(found.days) & set(found.left_out)
    for name in {"teaser", "repost"} & asks:
        assert name in found.days or name in found.left_out


def accepted(desk: Desk, **changes: Any) -> str:
    case = given_by(desk, **changes)
    campaigns.accept(desk, ask(desk, EDITOR), case)
    return case


def planned(desk: Desk, case: str) -> dict[str, str]:
    zone = desk.zone
    return {
        slot.ask: f"{datetime.fromisoformat(slot.at).astimezone(zone):%m-%d %H:%M}"
        for slot in slots.of_campaign(desk.store, case)
    }


def test_accepting_without_a_form_puts_down_all_that_is_proposed(desk: Desk) -> None:
    case = given_by(desk, asks=("teaser",))
    outcome = campaigns.accept(desk, ask(desk, EDITOR), case)
    assert planned(desk, case) == {
        "teaser": "12-03 11:00",
        "reminder": "12-09 20:00",
        "launch": "12-10 10:00",
        "last_call": "12-12 18:00",
    }
    assert "已排 4 个发布时段" in str(outcome.said)
    assert {slot.state for slot in slots.of_campaign(desk.store, case)} == {"planned"}


def test_promotion_is_moved_off_a_memorial_day_and_that_is_said(desk: Desk) -> None:
    # 13 December is the national memorial day: the launch goes to the day after, the last call to the day before.
    case = of(desk, given_by(desk, first_day=date(2026, 12, 13), last_day=date(2026, 12, 15)))
    rows = {row.ask: row for row in campaigns.propose(desk, desk.store, case, desk.now()).rows}
    assert rows["launch"].at.astimezone(desk.zone).date() == date(2026, 12, 14)
    assert "南京大屠杀" in str(rows["launch"].moved)
    other = of(desk, given_by(desk, first_day=date(2026, 12, 11), last_day=date(2026, 12, 13)))
    rows = {row.ask: row for row in campaigns.propose(desk, desk.store, other, desk.now()).rows}
    assert rows["last_call"].at.astimezone(desk.zone).date() == date(2026, 12, 12)


def test_a_time_that_is_taken_is_passed_over(desk: Desk) -> None:
    first = accepted(desk)
    second = accepted(desk)
    assert planned(desk, first)["launch"] == "12-10 10:00"
    assert planned(desk, second)["launch"] == "12-10 10:30"


def test_a_time_that_was_taken_since_the_form_was_opened_goes_to_the_nearest_and_that_is_said(desk: Desk) -> None:
    case = given_by(desk)
    ticked = [row.key for row in campaigns.propose(desk, desk.store, of(desk, case), desk.now()).rows]
    accepted(desk)
    outcome = campaigns.accept(desk, ask(desk, EDITOR), case, plan=ticked)
    assert "活动开始 排到 12-10 09:30：10:00 已经有一条" in " ".join(map(str, outcome.warnings))
    assert planned(desk, case)["launch"] == "12-10 09:30"
    assert len(outcome.warnings) == len(ticked)
    assert len(planned(desk, case)) == len(ticked)


def test_only_what_is_ticked_is_put_down(desk: Desk) -> None:
    case = given_by(desk)
    rows = campaigns.propose(desk, desk.store, of(desk, case), desk.now()).rows
    campaigns.accept(desk, ask(desk, EDITOR), case, plan=[row.key for row in rows if row.ask == "launch"])
    assert list(planned(desk, case)) == ["launch"]


def test_who_looks_after_it_may_be_another_editor_and_nobody_else(desk: Desk) -> None:
    case = given_by(desk)
    with pytest.raises(Exception, match="负责人要是官微编辑"):
        campaigns.accept(desk, ask(desk, EDITOR), case, owner=SALES)
    campaigns.accept(desk, ask(desk, EDITOR), case, owner=SECOND_EDITOR)
    assert of(desk, case).owner == SECOND_EDITOR


def test_moved_days_name_the_slots_that_no_longer_fit_and_the_plan_moves_them(desk: Desk) -> None:
    case = accepted(desk)
    campaigns.edit(desk, ask(desk, SALES), case, notice(first_day=date(2026, 12, 11), last_day=date(2026, 12, 14)))
    last: Any = events.history(desk.store, case)[-1].data
    assert [one["ask"] for one in last["unfit"]] == ["reminder", "launch", "last_call"]
    found = campaigns.propose(desk, desk.store, of(desk, case), desk.now())
    assert [(row.ask, row.slot is not None) for row in found.rows] == [
        ("reminder", True), ("launch", True), ("midway", False), ("last_call", True),
    ]  # fmt: skip
    campaigns.replan(desk, ask(desk, EDITOR), case, [row.key for row in found.rows])
    assert planned(desk, case) == {
        "reminder": "12-10 20:00",
        "launch": "12-11 10:00",
        "midway": "12-12 12:00",
        "last_call": "12-14 18:00",
    }
    assert campaigns.propose(desk, desk.store, of(desk, case), desk.now()).rows == ()


def test_a_slot_with_a_draft_in_it_is_named_and_left_where_it_is(desk: Desk) -> None:
    case = accepted(desk)
    launch = next(slot for slot in slots.of_campaign(desk.store, case) if slot.ask == "launch")
    with desk.store.transaction() as tx:
        slots.change(tx, launch, {"state": "held"})
    campaigns.edit(desk, ask(desk, SALES), case, notice(first_day=date(2026, 12, 11)))
    found = campaigns.propose(desk, desk.store, of(desk, case), desk.now())
    assert [slot.id for slot in found.unfit] == [launch.id]
    assert "launch" not in {row.ask for row in found.rows}


def test_only_editors_plan(desk: Desk) -> None:
    case = accepted(desk)
    with pytest.raises(NotAllowed):
        campaigns.replan(desk, ask(desk, SERVICE), case, [])


def test_a_campaign_that_is_called_off_gives_its_times_back(desk: Desk) -> None:
    case = accepted(desk)
    campaigns.cancel(desk, ask(desk, SALES), case)
    assert planned(desk, case) == {}
    assert events.history(desk.store, case)[-1].data["dropped"] == 3


def test_clashes_name_other_campaigns_closed_days_and_full_ones(desk: Desk) -> None:
    other = given_by(desk, first_day=date(2026, 12, 12), last_day=date(2026, 12, 14))
    case = of(desk, given_by(desk))
    midnight = datetime(2026, 12, 11, 0, 0, tzinfo=desk.zone)
    with desk.store.transaction() as tx:
        wishes = [Wish("", midnight + timedelta(hours=8, minutes=30 * n)) for n in range(12)]
        assert all(placed.slot for placed in posting.plan(tx, desk, ask(desk, EDITOR), None, wishes))
    found = campaigns.clashes(desk, desk.store, case, desk.now())
    assert [one.id for one in found.campaigns] == [other]
    assert (found.full, found.closed, found.away) == ((date(2026, 12, 11),), (), ())
    longer = replace(case, last_day="2026-12-14")
    (closed,) = campaigns.clashes(desk, desk.store, longer, desk.now()).closed
    assert closed[0] == date(2026, 12, 13)


def test_what_is_over_or_returned_is_no_clash(desk: Desk, time: Time) -> None:
    campaigns.cancel(desk, ask(desk, SALES), given_by(desk))
    campaigns.send_back(desk, ask(desk, EDITOR), given_by(desk), "缺优惠码")
    assert campaigns.clashes(desk, desk.store, of(desk, given_by(desk)), time()).campaigns == ()


def test_a_late_notice_plans_from_today_on(desk: Desk, time: Time) -> None:
    time.now = datetime(2026, 12, 11, 6, 0, tzinfo=UTC)  # 14:00, the second of three days
    case = given_by(desk, promotion="2026-12-11", first_day=date(2026, 12, 11), last_day=date(2026, 12, 12))
    campaigns.accept(desk, ask(desk, EDITOR), case)
    assert planned(desk, case) == {"launch": "12-11 14:00", "last_call": "12-12 18:00"}
