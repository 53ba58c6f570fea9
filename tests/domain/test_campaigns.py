"""Campaign notices: given, accepted or returned by the editors, started and ended by the calendar."""

from __future__ import annotations

import json
import threading
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.domain import campaigns
from bot.domain.desk import Desk, Outcome, Request, known_company
from bot.domain.notice import Notice
from bot.errors import Invalid, NotAllowed, NotFound, Refusal, Superseded, WrongState
from bot.store import campaigns as rows
from bot.store import events
from bot.store.campaigns import Campaign, Details, Prize, Question
from bot.store.people import Group, save_groups
from bot.store.times import from_store
from tests.company import (
    EDITOR,
    LEADER,
    NAMES,
    REVIEWER,
    SALES,
    SECOND_EDITOR,
    SERVICE,
    Time,
    ask,
    opened,
)

WHAT = "门店和线上同步，买二赠一。"


def notice(promotion: str = "2026-12-03", **changes: Any) -> Notice:
    """A notice whose promotion begins a week and two days after the tests' Tuesday."""
    known = {name: changes.pop(name) for name in tuple(changes) if name in Details.__slots__}
    values: dict[str, Any] = {
        "title": "双十二鲜奶节",
        "department": "sales",
        "promotion_from": date.fromisoformat(promotion),
        "first_day": date(2026, 12, 10),
        "last_day": date(2026, 12, 12),
        "details": Details(**{"what": WHAT, **known}),
    }
    return Notice(**{**values, **changes})


def given_by(desk: Desk, by: str = SALES, **changes: Any) -> str:
    return campaigns.submit(desk, ask(desk, by), notice(**changes)).case_id


def accepted(desk: Desk, **changes: Any) -> str:
    case = given_by(desk, **changes)
    campaigns.accept(desk, ask(desk, EDITOR), case)
    return case


def returned(desk: Desk) -> str:
    case = given_by(desk)
    campaigns.send_back(desk, ask(desk, EDITOR), case, "请写明每人限购几份")
    return case


def of(desk: Desk, case: str) -> Campaign:
    return campaigns.show(desk.store, case)


def owed(desk: Desk, what: str) -> list[tuple[str, dict[str, Any]]]:
    found = desk.store.all("SELECT channel, body FROM outbox WHERE what = :what ORDER BY id", {"what": what})
    return [(str(row["channel"]), json.loads(str(row["body"]))) for row in found]


def actions(desk: Desk, case: str) -> list[str]:
    return [event.action for event in events.history(desk.store, case)]


def test_a_notice_in_time_waits_to_be_accepted_and_rings_nobody(desk: Desk) -> None:
    outcome = campaigns.submit(desk, ask(desk, SALES), notice())
    case = of(desk, outcome.case_id)
    assert (case.id, case.state, case.contact, case.department) == ("N-1", "submitted", SALES, "sales")
    # 24 Nov counts, 3 Dec does not: 24, 25, 26, 27, 30 Nov, 1 and 2 Dec.
    assert (case.lead_days, case.light) == (7, "in_time")
    assert outcome.warnings == ()
    assert [channel for channel, _ in owed(desk, "card")] == ["#官微"]
    assert owed(desk, "thread") == []


@pytest.mark.parametrize(
    ("promotion", "days", "light"),
    [("2026-12-01", 5, "in_time"), ("2026-11-30", 4, "late"), ("2026-11-25", 1, "late"), ("2026-11-24", 0, "urgent")],
)
def test_the_light_follows_the_working_days_before_the_promotion(
    desk: Desk, promotion: str, days: int, light: str
) -> None:
    case = of(desk, given_by(desk, promotion=promotion))
    assert (case.lead_days, case.light) == (days, light)


def test_a_late_notice_is_taken_marked_and_rings_the_editors(desk: Desk) -> None:
    outcome = campaigns.submit(desk, ask(desk, SALES), notice("2026-11-26"))
    (first,) = events.history(desk.store, outcome.case_id)
    assert first.data["ring"] == [EDITOR, SECOND_EDITOR]
    assert owed(desk, "thread") == [("#官微", {"event": first.seq})]
    assert "偏晚" in str(outcome.warnings[0])


def test_editors_named_by_a_user_group_are_rung_as_the_group(tmp_path: Any, time: Time) -> None:
    roles = {
        "editor": ["@weibo-desk", EDITOR],
        "reviewer": [EDITOR],
        "legal": [EDITOR],
        "service": [SERVICE],
        "leader": [LEADER],
        "admin": [EDITOR],
    }
    with opened(tmp_path / "grouped.db", time, roles=roles) as desk:
        with desk.store.transaction() as tx:
            save_groups(tx, [Group("S0DESK", "weibo-desk", (SECOND_EDITOR, REVIEWER))])
        desk.directory.company = known_company(desk.settings, desk.store)
        case = given_by(desk, promotion="2026-11-24")
        (first,) = events.history(desk.store, case)
        assert first.data["ring"] == ["S0DESK", EDITOR]


def test_the_editors_have_four_working_hours_to_accept(desk: Desk, time: Time) -> None:
    # 10:00 in Shanghai, the office is open until 18:00.
    assert from_store(of(desk, given_by(desk)).accept_due) == datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
    time.now = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)  # Friday 16:00
    # Two hours on Friday, two on Monday from 9:00.
    assert from_store(of(desk, given_by(desk)).accept_due) == datetime(2026, 11, 30, 3, 0, tzinfo=UTC)


def test_a_year_whose_holidays_are_unknown_is_said(desk: Desk) -> None:
    changes = {"first_day": date(2028, 3, 10), "last_day": date(2028, 3, 12)}
    outcome = campaigns.submit(desk, ask(desk, SALES), notice("2028-03-01", **changes))
    assert 2028 in of(desk, outcome.case_id).guessed_years
    assert "2028 年节假日尚未公布，按周一至周五计算。" in [str(warning) for warning in outcome.warnings]


def test_everything_in_the_notice_is_kept(desk: Desk) -> None:
    details = Details(
        where="天猫旗舰店、华东门店",
        what=WHAT,
        offer="满 99 减 20",
        codes=("NAI12", "鲜奶节"),
        budget=1_250_050,
        prizes=(Prize("保温杯", 100, 3_900), Prize("鲜奶一箱", 10)),
        audience="老会员",
        questions=(Question("能叠加吗？", "不能"),),
        links=("https://example.com/kv.zip",),
        asks=("teaser", "live"),
        leaders=(LEADER,),
    )
    assert of(desk, given_by(desk, details=details)).details == details


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("title", {"title": " \u200b "}),
        ("title", {"title": "长" * 61}),
        ("department", {"department": "nowhere"}),
        ("what", {"what": ""}),
        ("what", {"what": "长" * 2_001}),
        ("where", {"where": "长" * 201}),
        ("promotion", {"promotion": "2026-11-23"}),
        ("promotion", {"promotion": "2026-12-13"}),
        ("promotion", {"promotion": "2031-01-01"}),
        ("first_day", {"first_day": date(2026, 11, 23)}),
        ("last_day", {"last_day": date(2026, 12, 9)}),
        ("leaders", {"leaders": tuple(f"U0{n:08}" for n in range(11))}),
    ],
)
def test_what_cannot_be_is_refused_under_its_field(desk: Desk, field: str, changes: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        given_by(desk, **changes)
    assert refused.value.field == field
    assert rows.latest(desk.store, 5) == []


def test_a_promotion_may_begin_as_late_as_the_last_day(desk: Desk) -> None:
    assert of(desk, given_by(desk, promotion="2026-12-12")).state == "submitted"


def test_a_promotion_may_begin_today_by_the_companys_clock(desk: Desk, time: Time) -> None:
    time.now = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)  # half past midnight of the 25th in Shanghai
    assert of(desk, given_by(desk, promotion="2026-11-25")).light == "urgent"
    with pytest.raises(Invalid):
        given_by(desk, promotion="2026-11-24")


def test_an_editor_accepts_and_looks_after_it_and_the_contact_is_told(desk: Desk) -> None:
    case = accepted(desk)
    found = of(desk, case)
    assert (found.state, found.owner, found.accept_due) == ("accepted", EDITOR, "")
    ((person, body),) = owed(desk, "direct")
    assert person == SALES
    assert body["say"]["values"]["who"] == NAMES[EDITOR]


def test_on_acceptance_the_leaders_named_are_asked_in_the_thread(desk: Desk) -> None:
    case = accepted(desk, leaders=(LEADER,))
    last = events.history(desk.store, case)[-1]
    assert last.data["leaders"] == [LEADER]
    assert owed(desk, "thread") == [("#官微", {"event": last.seq})]


@pytest.mark.parametrize("act", [campaigns.accept, lambda desk, by, case: campaigns.send_back(desk, by, case, "原因")])
def test_only_editors_accept_and_return(desk: Desk, act: Any) -> None:
    case = given_by(desk)
    with pytest.raises(NotAllowed) as refused:
        act(desk, ask(desk, SALES), case)
    assert NAMES[EDITOR] in str(refused.value.advice)
    assert of(desk, case).state == "submitted"


def test_the_second_editor_is_told_who_accepted_and_when(desk: Desk) -> None:
    case = accepted(desk)
    with pytest.raises(WrongState, match=f"N-1 已由 {NAMES[EDITOR]} 在 11-24 10:00 受理"):
        campaigns.accept(desk, ask(desk, SECOND_EDITOR), case)


def test_of_editors_who_accept_at_once_one_looks_after_it(desk: Desk) -> None:
    case = given_by(desk)
    start = threading.Barrier(6)
    came: list[Outcome | Refusal] = []

    def accept(number: int) -> None:
        start.wait()
        try:
            came.append(campaigns.accept(desk, ask(desk, (EDITOR, SECOND_EDITOR)[number % 2]), case))
        except Refusal as refusal:
            came.append(refusal)

    threads = [threading.Thread(target=accept, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(each, Outcome) for each in came) == 1
    assert actions(desk, case) == ["submit", "accept"]


def test_a_returned_notice_comes_back_with_a_new_lead_time(desk: Desk, time: Time) -> None:
    case = returned(desk)
    found = of(desk, case)
    assert (found.state, found.reason, found.accept_due) == ("returned", "请写明每人限购几份", "")
    ((person, body),) = owed(desk, "direct")
    assert (person, body["say"]["values"]["reason"]) == (SALES, "请写明每人限购几份")

    time.forward(days=6)  # Monday 30 Nov: three working days are left
    campaigns.edit(desk, ask(desk, SALES), case, notice(what="每人限购两份。"))
    found = of(desk, case)
    assert (found.state, found.reason, found.lead_days, found.light) == ("submitted", "", 3, "late")
    assert found.details.what == "每人限购两份。"
    assert from_store(found.created_at) < from_store(found.submitted_at)
    assert events.history(desk.store, case)[-1].data["ring"] == [EDITOR, SECOND_EDITOR]


def test_only_the_contact_hands_a_returned_notice_in_again(desk: Desk) -> None:
    case = returned(desk)
    with pytest.raises(NotAllowed, match=NAMES[SALES]):
        campaigns.edit(desk, ask(desk, EDITOR), case, notice())


def test_what_is_over_or_called_off_is_not_changed_any_more(desk: Desk, time: Time) -> None:
    cancelled, over = given_by(desk), accepted(desk)
    campaigns.cancel(desk, ask(desk, SALES), cancelled)
    time.forward(days=40)
    campaigns.advance(desk, time())
    for case in (cancelled, over):
        with pytest.raises(WrongState):
            campaigns.edit(desk, ask(desk, SALES), case, notice())


def test_a_reason_is_needed_to_return(desk: Desk) -> None:
    case = given_by(desk)
    with pytest.raises(Invalid) as refused:
        campaigns.send_back(desk, ask(desk, EDITOR), case, "  ")
    assert refused.value.field == "reason"


def test_a_click_on_a_card_that_showed_an_older_notice_does_nothing(desk: Desk) -> None:
    case = given_by(desk)
    seen = of(desk, case).version
    campaigns.send_back(desk, ask(desk, EDITOR), case, "缺优惠码")
    campaigns.edit(desk, ask(desk, SALES), case, notice(codes=("NAI12",)))
    with pytest.raises(Superseded):
        campaigns.accept(desk, ask(desk, SECOND_EDITOR), case, seen=seen)
    with pytest.raises(Superseded):
        campaigns.send_back(desk, ask(desk, SECOND_EDITOR), case, "原因", seen=seen)
    assert of(desk, case).state == "submitted"
    campaigns.accept(desk, ask(desk, SECOND_EDITOR), case, seen=of(desk, case).version)


@pytest.mark.parametrize("who", [SALES, EDITOR, SECOND_EDITOR])
def test_the_contact_and_the_editors_may_cancel_until_it_has_ended(desk: Desk, who: str) -> None:
    case = accepted(desk)
    before = len(owed(desk, "direct"))
    campaigns.cancel(desk, ask(desk, who), case, "场地没谈下来")
    assert (of(desk, case).state, of(desk, case).reason) == ("cancelled", "场地没谈下来")
    assert {person for person, _ in owed(desk, "direct")[before:]} == {SALES, EDITOR} - {who}
    with pytest.raises(WrongState):
        campaigns.cancel(desk, ask(desk, who), case)


def test_cancelling_needs_no_reason(desk: Desk) -> None:
    case = given_by(desk)
    campaigns.cancel(desk, ask(desk, SALES), case)
    assert of(desk, case).state == "cancelled"


def test_nobody_else_may_cancel(desk: Desk) -> None:
    case = given_by(desk)
    with pytest.raises(NotAllowed):
        campaigns.cancel(desk, ask(desk, SERVICE), case)


def test_the_calendar_starts_and_ends_an_accepted_campaign_once(desk: Desk, time: Time) -> None:
    case = accepted(desk)
    time.now = datetime(2026, 12, 9, 15, 59, tzinfo=UTC)  # one minute before the 10th in Shanghai
    assert campaigns.advance(desk, time()) == 0
    time.forward(minutes=1)
    assert [campaigns.advance(desk, time()) for _ in range(2)] == [1, 0]
    assert of(desk, case).state == "running"
    time.now = datetime(2026, 12, 12, 15, 59, tzinfo=UTC)  # the last minute of the last day
    assert campaigns.advance(desk, time()) == 0
    time.forward(minutes=1)
    assert [campaigns.advance(desk, time()) for _ in range(2)] == [1, 0]
    assert of(desk, case).state == "ended"
    assert actions(desk, case) == ["submit", "accept", "start", "end"]


def test_a_bot_that_was_down_all_the_while_still_records_both(desk: Desk, time: Time) -> None:
    case = accepted(desk)
    time.forward(days=40)
    assert campaigns.advance(desk, time()) == 2
    assert actions(desk, case) == ["submit", "accept", "start", "end"]


@pytest.mark.parametrize("prepare", [given_by, returned])
def test_the_calendar_leaves_alone_what_nobody_accepted(desk: Desk, time: Time, prepare: Any) -> None:
    case = prepare(desk)
    time.forward(days=40)
    assert campaigns.advance(desk, time()) == 0
    assert of(desk, case).state in ("submitted", "returned")


def test_clocks_that_advance_at_once_record_it_once(desk: Desk, time: Time) -> None:
    case = accepted(desk)
    time.forward(days=17)
    threads = [threading.Thread(target=campaigns.advance, args=(desk, time())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert actions(desk, case).count("start") == 1


def test_the_same_form_twice_makes_one_notice(desk: Desk, time: Time) -> None:
    request = Request(SALES, "form:V1", desk.now(), keep_refusals=False)
    first = campaigns.submit(desk, request, notice("2026-11-24"))
    time.forward(days=1)  # by now the days in it are past, which must not matter
    again = Request(SALES, "form:V1", desk.now(), keep_refusals=False)
    second = campaigns.submit(desk, again, notice("2026-11-24"))
    assert (str(second.said), second.warnings) == (str(first.said), first.warnings)
    assert len(rows.latest(desk.store, 5)) == 1


def test_a_notice_that_does_not_exist_is_said_to(desk: Desk) -> None:
    for act in (campaigns.accept, campaigns.cancel):
        with pytest.raises(NotFound):
            act(desk, ask(desk, EDITOR), "N-99")


def test_only_what_the_state_allows_is_offered(desk: Desk, time: Time) -> None:
    case = given_by(desk)
    assert campaigns.allowed(of(desk, case)) == ("accept", "return", "edit", "cancel")
    campaigns.send_back(desk, ask(desk, EDITOR), case, "缺优惠码")
    assert campaigns.allowed(of(desk, case)) == ("edit", "cancel")
    campaigns.edit(desk, ask(desk, SALES), case, notice())
    campaigns.accept(desk, ask(desk, EDITOR), case)
    assert campaigns.allowed(of(desk, case)) == ("plan", "edit", "cancel")
    time.forward(days=40)
    campaigns.advance(desk, time())
    assert campaigns.allowed(of(desk, case)) == ("result",)
