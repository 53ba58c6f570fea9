"""`guanwei export campaigns`: a calendar file from the terminal."""

from __future__ import annotations

from datetime import UTC, date, datetime

from icalendar import Calendar

from bot.config import load_settings
from bot.domain import campaigns
from bot.domain.desk import Request, open_desk
from bot.domain.notice import Notice
from bot.store.campaigns import Details
from bot.store.database import Store
from tests.terminal import Terminal


def given(guanwei: Terminal, *days: date) -> None:
    store = Store(guanwei.folder / "data/state/guanwei.db")
    desk = open_desk(load_settings(guanwei.folder / "guanwei.toml"), store)
    department = next(iter(desk.company.departments))
    for day in days:
        request = Request("U1", "", datetime(2026, 11, 30, 1, 0, tzinfo=UTC))
        campaigns.submit(desk, request, Notice("鲜奶节", department, day, day, day, Details(what="买二赠一")))
    store.close()


def test_campaigns_are_written_to_a_calendar_file(guanwei: Terminal) -> None:
    given(guanwei, date(2026, 12, 10), date(2027, 1, 5))
    said = guanwei("export", "campaigns", "--ics", "活动.ics", "--since", "2026-12-01", "--until", "2027-01-31")
    assert (said.code, said.out) == (0, "已导出 2 场活动、0 个发布时段：活动.ics\n")
    read = Calendar.from_ical((guanwei.folder / "活动.ics").read_bytes())
    assert [str(event["SUMMARY"]) for event in read.walk("VEVENT")] == ["N-1 鲜奶节", "N-2 鲜奶节"]


def test_only_the_days_asked_for_are_written_and_the_ids_stay_the_same(guanwei: Terminal) -> None:
    given(guanwei, date(2026, 12, 10), date(2027, 1, 5))
    uids = []
    for _ in range(2):
        guanwei("export", "campaigns", "--ics", "一月.ics", "--since", "2027-01-01", "--until", "2027-01-31")
        read = Calendar.from_ical((guanwei.folder / "一月.ics").read_bytes())
        uids.append([str(event["UID"]) for event in read.walk("VEVENT")])
    assert uids[0] == uids[1] and len(uids[0]) == 1


def test_days_in_the_wrong_order_are_refused(guanwei: Terminal) -> None:
    given(guanwei)
    said = guanwei("export", "campaigns", "--ics", "x.ics", "--since", "2027-01-01", "--until", "2026-01-01")
    assert (said.code, "--until 不对：最后一天早于第一天" in said.err) == (2, True)
    assert not (guanwei.folder / "x.ics").exists()


def test_without_a_file_it_says_how_to_write_one(guanwei: Terminal) -> None:
    assert guanwei("export", "campaigns").code == 2
