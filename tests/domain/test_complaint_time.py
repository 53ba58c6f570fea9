"""Due times and the ledger: reckoned from the recorded stretches, explained step by step, summed by department."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.cards import complaint_time as drawn
from bot.domain import complaints
from bot.domain.complaints import Report, escalation, turns, upkeep
from bot.domain.complaints.due import BACK_TO_CLOSER
from bot.domain.complaints.ledger import ledger, shares
from bot.domain.complaints.why import why
from bot.domain.desk import Desk, open_desk
from bot.domain.time_report import by_department, time_report
from bot.errors import WrongState
from bot.store import complaints as rows
from bot.store import events
from bot.store.complaints import Complaint
from bot.store.segments import Segment
from bot.store.times import from_store, to_store
from tests.chat import said
from tests.company import EDITOR, SALES, SECOND_SERVICE, SERVICE, Time, ask, opened, settings
from tests.examples import paper, whole

OFFICE = {"service": ["09:00-17:00"], "service_days": "working"}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)


@pytest.fixture
def office(tmp_path: Path, time: Time) -> Iterator[Desk]:
    """A company that serves its customers on working days from nine to five, and has half an hour to claim."""
    policy = {"complaint": {"claim_minutes": 30}}
    with opened(tmp_path / "office.db", time, hours=OFFICE, policy=policy) as found:
        yield found


def logged(desk: Desk, words: str = "送来的酸奶是坏的", customer: str = "@小满") -> str:
    return complaints.log(desk, ask(desk, EDITOR), Report(words=words, customer=customer)).case_id


def claimed(desk: Desk, by: str = SERVICE) -> str:
    case = logged(desk)
    complaints.claim(desk, ask(desk, by), case)
    return case


def of(desk: Desk, case: str) -> Complaint:
    return complaints.show(desk.store, case)


def due(desk: Desk, case: str, name: str = "next_due") -> datetime:
    return from_store(getattr(of(desk, case), name))


def test_half_an_hour_from_friday_evening_ends_on_monday_morning(office: Desk, time: Time) -> None:
    time.now = at("2026-11-27 16:45")
    assert due(office, logged(office)) == at("2026-11-30 09:15")


def test_waiting_over_the_weekend_takes_nothing_from_the_clock(office: Desk, time: Time) -> None:
    time.now = at("2026-11-27 16:00")
    case = claimed(office)
    time.forward(minutes=20)
    complaints.wait(office, ask(office, SERVICE), case)
    time.now = at("2026-11-30 10:00")
    complaints.order(office, ask(office, SERVICE), case, "DD1")
    assert due(office, case) == at("2026-11-30 10:40")


def test_becoming_severe_later_gives_the_short_times_from_then_on_and_never_more(desk: Desk, time: Time) -> None:
    case = claimed(desk)
    time.forward(minutes=30)
    complaints.sort(desk, ask(desk, EDITOR), case, severity="P0", reason="孩子住院")
    # Twenty minutes from now are less than the thirty that were left.
    assert due(desk, case) == time.now + timedelta(minutes=20)
    other = complaints.log(desk, ask(desk, EDITOR), Report(words="漏了", customer="@另一位")).case_id
    complaints.claim(desk, ask(desk, SERVICE), other)
    time.forward(minutes=50)
    complaints.sort(desk, ask(desk, EDITOR), other, severity="P0")
    assert due(desk, other) == time.now + timedelta(minutes=10)


def test_a_severity_that_was_wrong_gives_the_usual_times_back(desk: Desk, time: Time) -> None:
    case = claimed(desk)
    before = of(desk, case)
    time.forward(minutes=5)
    complaints.sort(desk, ask(desk, EDITOR), case, severity="P0")
    time.forward(minutes=5)
    complaints.sort(desk, ask(desk, EDITOR), case, severity="normal")
    assert (of(desk, case).reply_due, of(desk, case).resolve_due) == (before.reply_due, before.resolve_due)


def test_a_persons_severity_wins_over_what_a_later_comment_proposes(desk: Desk) -> None:
    case = claimed(desk)
    complaints.sort(desk, ask(desk, EDITOR), case, severity="normal", reason="核实过，没有人受伤")
    complaints.log(desk, ask(desk, EDITOR), Report(words="我要曝光你们", customer="小满"))
    assert of(desk, case).severity == "normal"


def test_what_was_met_in_time_stays_met_whatever_comes_later(desk: Desk, time: Time) -> None:
    case = claimed(desk)
    complaints.reply(desk, ask(desk, SERVICE), case, "今天补发")
    before = of(desk, case)
    time.forward(minutes=10)
    complaints.wait(desk, ask(desk, SERVICE), case)
    time.forward(hours=3)
    complaints.order(desk, ask(desk, SERVICE), case, "DD1")
    complaints.sort(desk, ask(desk, EDITOR), case, severity="P0")
    after = of(desk, case)
    assert (after.claim_due, after.reply_due) == (before.claim_due, before.reply_due)


def test_a_department_with_times_of_its_own_has_them_from_the_hand_over_on(tmp_path: Path, time: Time) -> None:
    own = {"claim_minutes": 45, "reply_minutes": 90, "resolve_hours": 48, "service": ["10:00-18:00"], "days": "working"}
    policy = {"complaint": {"department": {"sales": own}}}
    with opened(tmp_path / "own.db", time, policy=policy) as desk:
        time.now = at("2026-11-27 17:30")
        case = claimed(desk)
        complaints.hand_over(desk, ask(desk, SERVICE), case, "sales")
        assert due(desk, case) == at("2026-11-30 10:15")
        assert due(desk, case, "reply_due") == at("2026-11-30 11:00")


def test_changed_settings_reckon_what_is_open_anew_from_its_record(desk: Desk, time: Time) -> None:
    upkeep.reckon_anew(desk, time.now)
    case, done = claimed(desk), logged(desk, customer="@另一位")
    complaints.claim(desk, ask(desk, SERVICE), done)
    complaints.resolve(desk, ask(desk, SERVICE), done, "补发")
    kept = of(desk, done)
    time.forward(minutes=10)
    changed = settings(policy={"complaint": {"reply_minutes": 30}})
    other = replace(open_desk(changed, desk.store, time), directory=desk.directory)
    assert upkeep.reckon_anew(other, time.now) == 1
    shown = of(desk, case)
    assert from_store(shown.next_due) == from_store(shown.created_at) + timedelta(minutes=30)
    assert events.history(desk.store, case)[-1].action == "reckon"
    assert of(desk, done) == kept
    assert upkeep.reckon_anew(other, time.now) == 0
    assert list(ledger(events.history(desk.store, case))) == turns.stretches(desk.store, shown)


def test_what_was_resolved_a_week_ago_is_closed_and_can_be_opened_again(desk: Desk, time: Time) -> None:
    case, fresh = claimed(desk), logged(desk, customer="@另一位")
    complaints.resolve(desk, ask(desk, SERVICE), case, "补发")
    time.forward(minutes=30)
    complaints.claim(desk, ask(desk, SERVICE), fresh)
    complaints.resolve(desk, ask(desk, SERVICE), fresh, "补发")
    spent = turns.timeline(desk, desk.store, of(desk, case), time.now)
    time.now = from_store(of(desk, case).resolved_at) + BACK_TO_CLOSER - timedelta(seconds=1)
    assert upkeep.close(desk, time.now) == 0
    time.forward(seconds=1)
    assert upkeep.close(desk, time.now) == 1
    assert (of(desk, case).state, of(desk, fresh).state) == ("closed", "resolved")
    assert events.history(desk.store, case)[-1].action == "close"
    assert turns.timeline(desk, desk.store, of(desk, case), time.now) == spent
    assert list(ledger(events.history(desk.store, case))) == turns.stretches(desk.store, of(desk, case))
    assert upkeep.close(desk, time.now) == 0
    complaints.reopen(desk, ask(desk, SERVICE), case, "又来了")
    assert (of(desk, case).state, of(desk, case).holder) == ("reopened", SERVICE)
    time.forward(minutes=31)
    assert upkeep.close(desk, time.now) == 1


def test_the_ledger_tells_whose_the_time_was_to_the_second(desk: Desk, time: Time) -> None:
    case = logged(desk)
    time.forward(minutes=12)
    complaints.claim(desk, ask(desk, EDITOR), case)
    time.forward(minutes=3, seconds=7.25)
    complaints.hand_over(desk, ask(desk, EDITOR), case, "service")
    time.forward(minutes=20)
    complaints.accept(desk, ask(desk, SERVICE), case)
    time.forward(minutes=30)
    complaints.wait(desk, ask(desk, SERVICE), case)
    time.forward(hours=6)
    complaints.reply(desk, ask(desk, SERVICE), case, "已换货")
    time.forward(hours=1)
    spent = turns.timeline(desk, desk.store, of(desk, case), time.now)
    assert [(one.state, one.department, one.person) for one in spent] == [
        ("new", "service", ""),
        ("claimed", "weibo", EDITOR),
        ("handed_over", "service", ""),
        ("claimed", "service", SERVICE),
        ("waiting_customer", "service", SERVICE),
        ("replied", "service", SERVICE),
    ]
    # Five of the twenty minutes came after the fifteen in which it had to be accepted.
    assert [one.over for one in spent] == [0, 0, 300, 0, 0, 0]
    assert sum(one.elapsed for one in spent) == 8 * 3600 + 5 * 60 + 7
    assert [(one.whose, one.department, one.elapsed, one.over) for one in shares(spent)] == [
        ("department", "service", 720 + 1200 + 1800 + 3600, 300),
        ("department", "weibo", 187, 0),
        ("customer", "", 6 * 3600, 0),
    ]
    strip = drawn.strip(by_department(desk, desk.store, of(desk, case), time.now), paper())
    assert strip == "service 2 小时 2 分，超 5 分 · weibo 3 分 · 等顾客 6 小时"


def test_night_is_in_the_elapsed_time_and_not_in_the_service_time(desk: Desk, time: Time) -> None:
    time.now = at("2026-11-24 20:50")
    case = claimed(desk)
    time.now = at("2026-11-25 09:20")
    (_, held) = turns.timeline(desk, desk.store, of(desk, case), time.now)
    assert (held.elapsed, held.service) == (12 * 3600 + 30 * 60, 30 * 60)


def test_a_resolved_case_ends_there_and_the_time_until_it_came_back_is_nobodys(desk: Desk, time: Time) -> None:
    case = claimed(desk)
    time.forward(minutes=30)
    complaints.resolve(desk, ask(desk, SERVICE), case, "补发")
    time.forward(days=2)
    assert sum(one.elapsed for one in turns.timeline(desk, desk.store, of(desk, case), time.now)) == 1800
    complaints.reopen(desk, ask(desk, EDITOR), case, "又坏了")
    time.forward(minutes=1)
    found = by_department(desk, desk.store, of(desk, case), time.now)
    assert [(one.whose, one.elapsed) for one in found] == [("department", 1860), ("done", 2 * 86_400)]


def test_why_explains_each_due_time_piece_by_piece(office: Desk, time: Time) -> None:
    time.now = at("2026-11-27 16:45")
    case = logged(office)
    claim, reply, resolve = why(office, office.store, of(office, case))
    assert [(piece.what, piece.counted) for piece in claim.pieces] == [("counted", 900), ("off", 0), ("counted", 900)]
    assert (reply.allowed, resolve.allowed) == (3600, 24 * 3600)
    text = said(whole(drawn.why(of(office, case), (claim, reply, resolve), paper())))
    assert "*认领：30 分*，从 11-27 16:45 起算（登记时）" in text
    assert "按 service 的时限，只算工作日 09:00-17:00" in text
    assert "11-27 16:45–11-27 17:00 算 15 分" in text
    assert "11-27 17:00–11-30 09:00 不在服务时间（含休息日），不算" in text
    assert "→ *11-30 09:15 到期*" in text
    assert "升级：100% 11-30 09:15 · 150% 11-30 09:30 · 200% 11-30 09:45" in text


def test_why_tells_of_pauses_and_of_what_was_done_in_time(desk: Desk, time: Time) -> None:
    case = claimed(desk)
    time.forward(minutes=10)
    complaints.wait(desk, ask(desk, SERVICE), case)
    time.forward(minutes=30)
    complaints.reply(desk, ask(desk, SERVICE), case, "今天补发")
    claim, reply, _ = why(desk, desk.store, of(desk, case))
    assert claim.done == of(desk, case).claimed_at
    assert [piece.what for piece in reply.pieces] == ["counted", "paused", "counted"]
    text = said(whole(drawn.why(of(desk, case), (claim, reply), paper())))
    assert "暂停，不算" in text
    assert "（按时）" in text


def test_why_of_the_severest_says_round_the_clock_and_since_when(desk: Desk, time: Time) -> None:
    case = claimed(desk)
    time.forward(minutes=10)
    complaints.sort(desk, ask(desk, EDITOR), case, severity="P0")
    _, reply, _ = why(desk, desk.store, of(desk, case))
    assert (reply.began, reply.hours, reply.divisor) == ("severe", (), 3)
    text = said(whole(drawn.why(of(desk, case), (reply,), paper())))
    assert "从 10:10 起算（定为 P0 时）" in text
    assert "P0：平时的 1/3，昼夜都算" in text


def test_a_clock_of_many_days_is_told_in_few_lines(office: Desk, time: Time) -> None:
    case = claimed(office)
    resolve = why(office, office.store, of(office, case))[2]
    many = replace(resolve, pieces=resolve.pieces * 10)
    text = said(whole(drawn.why(of(office, case), (many,), paper())))
    assert "中间" in text
    assert text.count("算 ") < 15


def test_the_report_sums_over_cases_by_department(desk: Desk, time: Time) -> None:
    first = claimed(desk)
    time.forward(minutes=90)
    complaints.hand_over(desk, ask(desk, SERVICE), first, "sales")
    time.forward(minutes=10)
    complaints.accept(desk, ask(desk, SALES), first)
    second = logged(desk, customer="@另一位")
    complaints.claim(desk, ask(desk, SECOND_SERVICE), second)
    time.forward(minutes=30)
    complaints.wait(desk, ask(desk, SECOND_SERVICE), second)
    time.forward(minutes=60)
    found = time_report(desk, desk.store, time.now - timedelta(days=7), time.now)
    told = {one.department: (one.cases, one.service, one.over, one.late) for one in found.departments}
    # Customer service answered the first half an hour late before it was handed over.
    assert told == {"service": (2, 90 * 60 + 30 * 60, 30 * 60, 1), "sales": (1, 100 * 60, 40 * 60, 1)}
    assert (found.cases, found.waiting, found.waited) == (2, 1, 3600)


def test_a_stretch_over_the_edge_of_the_period_counts_with_the_part_inside(desk: Desk, time: Time) -> None:
    case = claimed(desk)
    time.forward(days=10)
    complaints.resolve(desk, ask(desk, SERVICE), case, "补发")
    (found,) = time_report(desk, desk.store, time.now - timedelta(days=7), time.now).departments
    # Twelve service hours a day.
    assert (found.elapsed, found.service) == (7 * 86_400, 7 * 12 * 3600)
    (month,) = time_report(desk, desk.store, time.now - timedelta(days=30), time.now).departments
    assert month.elapsed == 10 * 86_400


def old(desk: Desk, case: str, *, keep: tuple[str, ...] = ()) -> None:
    """Make a case as it was before there was a ledger: no stretches, and events that carry nothing of it."""
    with desk.store.transaction() as tx:
        tx.execute("DELETE FROM complaint_segments WHERE complaint_id = :case", {"case": case})
        tx.execute(
            "UPDATE complaints SET since = '', segments = 0, clock = '', escalate_at = '', escalations = 0, "
            "escalated = 0 WHERE id = :case",
            {"case": case},
        )
        tx.execute("DROP TRIGGER events_keep_text")
        for event in events.history(tx, case):
            data = {
                name: value for name, value in event.data.items() if name in ("severity", "category", "text", *keep)
            }
            tx.execute(
                "UPDATE events SET data = :data WHERE seq = :seq",
                {"data": json.dumps(data, ensure_ascii=False), "seq": event.seq},
            )


def test_a_complaint_from_before_the_ledger_gets_its_stretches_from_its_record(desk: Desk, time: Time) -> None:
    case = claimed(desk)
    time.forward(minutes=20)
    complaints.wait(desk, ask(desk, SERVICE), case)
    time.forward(minutes=40)
    complaints.reply(desk, ask(desk, SERVICE), case, "今天补发")
    time.forward(minutes=10)
    before = of(desk, case)
    old(desk, case)
    assert rows.to_take_over(desk.store, 5) == [case]
    told = [(one.state, one.person, one.elapsed) for one in turns.timeline(desk, desk.store, of(desk, case), time.now)]
    assert upkeep.take_over(desk, time.now) == 1
    shown = of(desk, case)
    assert (shown.next_due, shown.reply_due) == (before.next_due, before.reply_due)
    assert (shown.department, shown.escalated) == ("service", 0)
    spent = turns.timeline(desk, desk.store, shown, time.now)
    assert [(one.state, one.person, one.elapsed) for one in spent[:-1]] == told
    assert sum(one.elapsed for one in spent) == 70 * 60
    hours = lambda severity, department: turns.hours(desk, severity, department)  # noqa: E731
    assert list(ledger(events.history(desk.store, case), hours)) == turns.stretches(desk.store, shown)
    assert upkeep.take_over(desk, time.now) == 0


def test_a_step_on_a_complaint_from_before_the_ledger_takes_it_over_first(desk: Desk, time: Time) -> None:
    case = claimed(desk)
    time.forward(hours=5)
    old(desk, case)
    complaints.reply(desk, ask(desk, SERVICE), case, "今天补发")
    assert [event.action for event in events.history(desk.store, case)] == ["log", "claim", "take_over", "reply"]
    assert of(desk, case).segments == 3


def test_nobody_is_rung_for_what_was_overdue_before_the_ledger(desk: Desk, time: Time) -> None:
    escalation.sweep(desk, time.now)
    case = claimed(desk)
    time.forward(minutes=25)
    escalation.sweep(desk, time.now)
    time.forward(minutes=25)
    escalation.sweep(desk, time.now)
    time.forward(minutes=25)
    old(desk, case)
    upkeep.take_over(desk, time.now)
    assert of(desk, case).escalated == 1
    assert escalation.sweep(desk, time.now) == 0


def test_shares_of_nothing_are_nothing() -> None:
    assert shares([]) == ()
    one = Segment(1, to_store(at("2026-11-24 10:00")), "", "new", "normal", "", "", "")
    assert shares([one])[0].elapsed == 0


@pytest.mark.parametrize("name", ["P0", "normal"])
def test_deciding_what_was_only_proposed_confirms_it_once(desk: Desk, name: Any) -> None:
    case = logged(desk, "孩子住院了" if name == "P0" else "没发货")
    complaints.sort(desk, ask(desk, EDITOR), case, severity=name)
    assert of(desk, case).severity_by == EDITOR
    with pytest.raises(WrongState, match="C-1 已经定为"):
        complaints.sort(desk, ask(desk, SERVICE), case, severity=name)


def test_a_clock_that_is_set_back_makes_no_time_negative(desk: Desk, time: Time) -> None:
    logged = complaints.log(desk, ask(desk, EDITOR), Report("漏了", customer="小满")).case_id
    time.forward(minutes=10)
    complaints.claim(desk, ask(desk, SERVICE), logged)
    time.forward(minutes=-60)
    complaints.reply(desk, ask(desk, SERVICE), logged, "已经补发")
    time.forward(minutes=90)
    complaints.resolve(desk, ask(desk, SERVICE), logged, "补发一箱")
    case = rows.complaint(desk.store, logged)
    assert case is not None
    found = turns.stretches(desk.store, case)
    assert [one.elapsed for one in found[:-1]] == [600, 0, 1_800]
    assert [one.started_at for one in found[1:]] == [one.ended_at for one in found[:-1]]
    assert [one.elapsed for one in ledger(events.history(desk.store, logged))[:-1]] == [600, 0, 1_800]
