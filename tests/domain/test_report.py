"""The report on a week or a month: every figure worked out by hand, against the time before, and nothing counted twice."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.cards.report import Joining, Report
from bot.charts.chart import Kept
from bot.domain import complaints, digests
from bot.domain.desk import Desk
from bot.domain.periods import last_whole, so_far
from bot.domain.report import report, settled_clocks
from bot.store.period import Step
from tests.company import EDITOR, LEADER, SERVICE, Time, ask
from tests.weeks import FIRST, LAST, MONDAY, at, live, logged, quiet


def gathered(desk: Desk) -> Report:
    return digests.weekly.gather(desk, desk.store, digests.to_desk(desk), desk.now())


def the_week(desk: Desk, time: Time) -> Report:
    live(desk, time)
    return gathered(desk)


def test_it_is_about_the_last_monday_to_sunday_by_the_companys_clock(desk: Desk, time: Time) -> None:
    found = the_week(desk, time)
    assert (found.first, found.last, found.day) == (FIRST, LAST, date(2026, 11, 23))
    time.now = MONDAY + timedelta(days=6, hours=14, minutes=29)  # the Sunday after, a minute before midnight
    assert gathered(desk).first == FIRST


def test_posts_are_counted_and_engagement_only_where_reads_are_known(desk: Desk, time: Time) -> None:
    found = the_week(desk, time)
    assert (len(found.now.posts), len(found.before.posts), len(found.now.measured)) == (3, 1, 2)
    assert found.now.engagement == (160 + 10) / (5_000 + 1_000)
    assert found.before.engagement is None


def test_complaints_customers_those_closed_and_those_that_came_back(desk: Desk, time: Time) -> None:
    found = the_week(desk, time)
    counted = [(one.complaints, one.customers, one.closed, one.reopened) for one in (found.now, found.before)]
    assert counted == [(2, 2, 1, 1), (1, 1, 1, 0)]


def test_every_clock_counts_once_kept_or_late(desk: Desk, time: Time) -> None:
    found = the_week(desk, time)
    # Late besides the claim and the reply of Wednesday: the claim, and then the resolution, of what was opened again on
    # Friday and nobody took in hand.
    assert found.now.clocks == (Kept(2, 2), Kept(1, 1), Kept(1, 1))
    # Resolved at once, which answered the customer too.
    assert found.before.clocks == (Kept(0, 1), Kept(1, 0), Kept(1, 0))


def test_a_clock_stands_on_the_day_it_was_kept_or_ran_out(desk: Desk, time: Time) -> None:
    days = dict(the_week(desk, time).now.days)
    assert len(days) == 7
    assert {day.day: (one.kept, one.late) for day, one in days.items() if one.all} == {
        16: (3, 0), 18: (0, 2), 19: (1, 0), 20: (0, 1), 22: (0, 1),
    }  # fmt: skip


def test_the_days_add_up_to_the_clocks(desk: Desk, time: Time) -> None:
    now = the_week(desk, time).now
    assert sum(one.kept for _, one in now.days) == now.kept.kept
    assert sum(one.late for _, one in now.days) == now.kept.late


def test_time_lead_times_and_rallies_are_those_of_the_week(desk: Desk, time: Time) -> None:
    found = the_week(desk, time)
    assert {one.department for one in found.now.time.departments} == {"service", "sales"}
    assert found.now.time.cases == 2
    assert [(one.department, one.notices) for one in found.now.leads] == [("sales", 1)]
    assert found.now.rallies == Joining(ended=1, joined=1, reposts=1, replies=3)
    assert found.before.rallies == Joining()


def test_results_that_are_owed_are_told_whenever_the_campaign_was(desk: Desk, time: Time) -> None:
    found = the_week(desk, time)
    assert found.owed_count == 0
    with desk.store.transaction() as tx:
        tx.execute("UPDATE campaigns SET state = 'ended'")
    assert ([one.id for one in gathered(desk).owed], gathered(desk).owed_count) == (["N-1"], 1)


def test_a_week_without_anything_is_empty(desk: Desk, time: Time) -> None:
    assert gathered(desk).empty
    assert not the_week(desk, time).empty


def test_a_week_in_which_an_open_case_only_ran_is_not_empty_and_says_whose_time_it_was(desk: Desk, time: Time) -> None:
    live(desk, time)
    quiet(time)
    found = gathered(desk)
    assert (found.now.complaints, found.now.kept.all) == (0, 0)
    assert found.now.time.cases > 0
    assert not found.empty


def test_the_present_week_is_held_against_as_much_of_the_one_before(desk: Desk, time: Time) -> None:
    live(desk, time)
    time.now = at("18 09:40")
    period = so_far("week", time(), desk.zone)
    found = report(desk, desk.store, period, time())
    assert (found.first, found.last) == (FIRST, date(2026, 11, 18))
    assert (found.now.complaints, found.before.complaints) == (2, 1)
    assert len(found.now.days) == 3


def test_what_is_done_at_the_moment_of_asking_is_done(desk: Desk, time: Time) -> None:
    for unit in ("week", "month"):
        before = report(desk, desk.store, so_far(unit, time(), desk.zone), time())
        case = logged(desk, f"小满{unit}")
        complaints.claim(desk, ask(desk, SERVICE), case)
        found = report(desk, desk.store, so_far(unit, time(), desk.zone), time())
        assert found.now.complaints == before.now.complaints + 1
        assert found.now.clocks[0].kept == before.now.clocks[0].kept + 1
    time.now = MONDAY - timedelta(hours=MONDAY.astimezone(desk.zone).hour, minutes=MONDAY.minute)
    logged(desk, "零点来的")
    found = report(desk, desk.store, so_far("week", time(), desk.zone), time())
    assert (found.now.complaints, found.first, found.last) == (1, time().astimezone(desk.zone).date(), found.first)


def test_a_late_clock_is_not_late_again_in_the_week_in_which_it_is_done_at_last(desk: Desk, time: Time) -> None:
    time.now = at("20 10:00")
    case = logged(desk, "小满")
    time.now = at("24 10:00")
    complaints.claim(desk, ask(desk, SERVICE), case)
    time.now = at("30 09:30")
    found = gathered(desk)
    assert (found.before.clocks[0], found.now.clocks[0]) == (Kept(0, 1), Kept(0, 0))


def test_it_goes_to_the_weibo_channel_and_to_each_leader(desk: Desk) -> None:
    found = digests.named("weekly").recipients(desk, desk.store, desk.now())
    assert [(one.place, one.id) for one in found] == [("channel", "#官微"), ("person", LEADER)]


def test_whoever_asks_for_it_with_its_chart_gets_it_once(desk: Desk, time: Time) -> None:
    live(desk, time)
    request = ask(desk, EDITOR)
    for _ in range(2):
        digests.weekly.send_to_asker(desk, request)
    rows = desk.store.all("SELECT channel FROM outbox WHERE body LIKE '%\"weekly\"%'")
    assert [row["channel"] for row in rows] == [EDITOR]


_STAMPS = st.integers(0, 40).map(lambda n: f"2026-11-{n // 24 + 10:02}T{n % 24:02}:00:00.000000Z")
_STATES = st.sampled_from(
    ["new", "claimed", "handed_over", "replied", "waiting_customer", "merged", "resolved", "reopened"]
)


@given(
    states=st.lists(_STATES, min_size=2, max_size=8),
    moments=st.lists(_STAMPS, min_size=9, max_size=9),
    dues=st.lists(_STAMPS, min_size=9, max_size=9),
    cut=_STAMPS,
)
def test_two_periods_count_together_what_one_over_both_counts(
    states: list[str], moments: list[str], dues: list[str], cut: str
) -> None:
    ends = sorted(moments)
    pairs = zip(states, states[1:], ends, dues, strict=False)
    steps = [Step("C-1", state, "service", due, end, then, "service") for state, then, end, due in pairs]
    first, last = "2026-11-09T00:00:00.000000Z", "2026-12-01T00:00:00.000000Z"
    whole = settled_clocks(steps, first, last)
    assert sorted([*settled_clocks(steps, first, cut), *settled_clocks(steps, cut, last)]) == sorted(whole)


@given(kept=st.integers(0, 10_000), late=st.integers(0, 10_000))
def test_a_share_says_all_or_none_only_when_it_is(kept: int, late: int) -> None:
    if kept + late:
        share = Kept(kept, late).share
        assert (share == 100) == (late == 0)
        assert (share == 0) == (kept == 0)


def test_months_are_those_of_the_calendar(desk: Desk) -> None:
    now = at("24 10:00")
    month = last_whole("month", now, desk.zone)
    assert (month.first, month.last) == (date(2026, 10, 1), date(2026, 10, 31))
    assert (month.before_start.date(), month.before_end) == (date(2026, 9, 1), month.start)
    present = so_far("month", now, desk.zone)
    assert (present.first, present.last, present.before_end.date()) == (
        date(2026, 11, 1), date(2026, 11, 24), date(2026, 10, 24),
    )  # fmt: skip


def test_the_thirty_first_is_held_against_the_end_of_a_shorter_month(desk: Desk) -> None:
    present = so_far("month", at("24 10:00") + timedelta(days=37), desk.zone)  # the 31st of December
    assert present.before_end.date() == date(2026, 11, 30)
