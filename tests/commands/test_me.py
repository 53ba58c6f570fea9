"""`/weibo me` and `/weibo report`, as they are typed, and the form and the button of going away and coming back."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.commands import weibo as command
from bot.domain import campaigns, complaints
from bot.domain.away import absence
from bot.domain.complaints import Report
from bot.domain.desk import Desk
from bot.domain.notice import Notice
from bot.handlers import me as handler
from bot.store.campaigns import Details
from bot.store.times import from_store
from bot.workspace.walls import check_message, check_view
from tests.chat import Chat, Ways, said
from tests.company import EDITOR, ENGLISH, SALES, SERVICE, STRANGER, Time, ask, opened


@pytest.fixture
def ways(desk: Desk, chat: Chat) -> Ways:
    return Ways(desk, chat, command.register, handler.register)


def away(desk: Desk, person: str) -> tuple[str, str]:
    found = absence(desk.store, person, desk.now())
    assert found is not None
    zone = desk.zone
    return tuple(f"{from_store(one).astimezone(zone):%m-%d %H:%M}" for one in (found.from_at, found.until_at))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("typed", "start", "until"),
    [
        ("me away until 周五", "11-24 10:00", "11-28 00:00"),
        ("me away until friday travelling", "11-24 10:00", "11-28 00:00"),
        ("me 外出 到 12-05 14:00 开会", "11-24 10:00", "12-05 14:00"),
        ("我的设置 外出 明天", "11-24 10:00", "11-26 00:00"),
        ("me 外出 从 明天 到 周五 出差", "11-25 00:00", "11-28 00:00"),
        ("me away from tomorrow 14:00 to 12-01", "11-25 14:00", "12-02 00:00"),
    ],
)
def test_going_away_is_read_as_it_is_said(ways: Ways, desk: Desk, typed: str, start: str, until: str) -> None:
    answer = ways.command(SERVICE, "/weibo", typed)
    # A whole day ends with it, and not on the next one.
    shown = {"11-28 00:00": "11-27 24:00", "11-26 00:00": "11-25 24:00", "12-02 00:00": "12-01 24:00"}.get(until, until)
    assert f"已记下：您从 {start} 外出到 {shown}" in said(answer)
    assert f"{shown}" in said(ways.command(SERVICE, "/weibo", "me"))
    assert away(desk, SERVICE) == (start, until)


@pytest.mark.parametrize("typed", ["me back", "me 回来", "me 回来了", "me away back"])
def test_coming_back(ways: Ways, desk: Desk, typed: str) -> None:
    ways.command(SERVICE, "/weibo", "me away until 周五")
    assert "欢迎回来" in said(ways.command(SERVICE, "/weibo", typed))
    assert absence(desk.store, SERVICE, desk.now()) is None


@pytest.mark.parametrize(
    ("typed", "answered"),
    [
        ("me away", "还没有写外出到什么时候"),
        ("me away until 改天", "看不懂“改天”是什么时候"),
        ("me away until 09:00", "结束时间要在开始之后"),
        ("me back", "您现在没有外出"),
        ("me colour", "没有“colour”这项设置"),
        ("report year", "没有“year”这种报告"),
    ],
)
def test_what_cannot_be_read_is_said_with_an_example(ways: Ways, desk: Desk, typed: str, answered: str) -> None:
    assert answered in said(ways.command(SERVICE, "/weibo", typed))
    assert absence(desk.store, SERVICE, desk.now()) is None


@pytest.mark.parametrize("person", [SERVICE, ENGLISH])
def test_my_settings_show_whether_i_am_away_and_the_button_changes_it(
    ways: Ways, chat: Chat, desk: Desk, person: str
) -> None:
    shown = ways.command(person, "/weibo", "me")
    check_message(shown["text"], shown["blocks"])
    ways.click(person, "me.away", "away")
    view = chat.views()[-1]
    check_view(view, kinds=("modal",))
    assert ways.form(person, view, {"until": "2026-11-26", "reason": "出差"}) == {}
    assert away(desk, person) == ("11-24 10:00", "11-27 00:00")
    shown = ways.command(person, "/weibo", "me")
    assert "me.back" in said(shown)
    check_message(shown["text"], shown["blocks"])
    ways.click(person, "me.back", "back")
    assert absence(desk.store, person, desk.now()) is None


def test_a_form_that_ends_before_it_begins_stays_open(ways: Ways, chat: Chat) -> None:
    ways.click(SERVICE, "me.away", "away")
    answer = ways.form(SERVICE, chat.views()[-1], {"from": "2026-11-28", "until": "2026-11-26"})
    assert "结束时间要在开始之后" in answer["errors"]["until"]


def test_the_warning_names_what_will_go_back(ways: Ways, desk: Desk) -> None:
    case = complaints.log(desk, ask(desk, EDITOR), Report(words="没发货", customer="小满")).case_id
    complaints.claim(desk, ask(desk, SERVICE), case)
    assert "1 条还没回复的投诉（C-1），11-24 10:15 会放回待认领" in said(
        ways.command(SERVICE, "/weibo", "me away until 周五")
    )


@pytest.mark.parametrize("typed", ["report", "报告", "report week", "周报 上周"])
def test_the_report_is_shown_to_whoever_asks(ways: Ways, desk: Desk, time: Time, typed: str) -> None:
    case = complaints.log(desk, ask(desk, EDITOR), Report(words="没发货", customer="小满")).case_id
    complaints.claim(desk, ask(desk, SERVICE), case)
    time.now += timedelta(minutes=90)
    complaints.resolve(desk, ask(desk, SERVICE), case, "补发")
    time.forward(days=7)
    for person in (STRANGER, ENGLISH):
        answer = ways.command(person, "/weibo", typed)
        check_message(answer["text"], answer["blocks"])
    answer = ways.command(STRANGER, "/weibo", typed)
    assert "• 客服部：1 条，用时 1 小时 30 分，1 条超时 30 分（之前 0 分）" in said(answer)
    assert answer["blocks"][-1]["elements"][0]["action_id"] == "weibo.send_report"


@pytest.mark.parametrize(
    ("typed", "first"), [("本周", "11-23"), ("this-week", "11-23"), ("month", "10-01"), ("本月", "11-01")]
)
def test_the_present_week_and_months_can_be_asked_for_too(ways: Ways, desk: Desk, typed: str, first: str) -> None:
    complaints.log(desk, ask(desk, EDITOR), Report(words="没发货", customer="小满"))
    assert first in ways.command(STRANGER, "/weibo", f"report {typed}")["text"]


def test_an_empty_report_says_so(ways: Ways) -> None:
    assert "这段时间没有发微博，也没有投诉" in said(ways.command(STRANGER, "/weibo", "report"))


def test_the_report_has_the_departments_lead_times(ways: Ways, desk: Desk, time: Time) -> None:
    day = date(2026, 12, 3)
    campaigns.submit(desk, ask(desk, SALES), Notice("鲜奶节", "sales", day, day, day, Details(what="买二赠一")))
    assert "活动通知的提前量" not in said(ways.command(STRANGER, "/weibo", "report week"))
    time.forward(days=8)
    answer = ways.command(STRANGER, "/weibo", "report week")
    check_message(answer["text"], answer["blocks"])
    assert "• 销售部：1 份通知，及时 1（100%），提前量中位数 7 个工作日" in said(answer)


@pytest.mark.parametrize("typed", ["me calendar", "me 日历", "我的设置 日历"])
def test_the_calendar_address_is_asked_for_by_words_and_by_a_button(
    tmp_path: Path, chat: Chat, time: Time, typed: str
) -> None:
    with opened(tmp_path / "web.db", time, web={"address": "https://guanwei.example.com"}) as desk:
        ways = Ways(desk, chat, command.register, handler.register)
        assert ways.command(SERVICE, "/weibo", typed) == {}
        check_view(chat.views()[-1], kinds=("modal",))
        assert "calendar.new" in said(chat.views()[-1])
        assert "calendar.open" in said(ways.command(SERVICE, "/weibo", "me"))


def test_where_nothing_is_served_the_admin_is_named(ways: Ways, chat: Chat) -> None:
    assert "日历地址还没有开通" in said(ways.command(SERVICE, "/weibo", "me calendar"))
    assert chat.views() == []
