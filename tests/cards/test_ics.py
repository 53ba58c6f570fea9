"""The calendar file: what a strict reader of RFC 5545 makes of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from bot.cards.ics import calendar
from bot.cards.paper import Paper
from bot.domain import campaigns, feed
from bot.domain.desk import Desk
from bot.text.words import words
from tests.company import EDITOR, ENGLISH, LEADER, SALES, SERVICE, STRANGER, Time, ask
from tests.domain.test_campaigns import given_by, notice


def file_of(desk: Desk, person: str = EDITOR, language: str = "zh") -> bytes:
    found = feed.feed_of(desk, person, desk.now())
    paper = Paper(words(language), desk.zone, desk.company.name, desk.company.department_name, desk.now())
    return calendar("山茶乳业", found.campaigns, found.slots, found.instance, paper)


def events(file: bytes) -> list[Any]:
    return list(Calendar.from_ical(file).walk("VEVENT"))


def campaign(desk: Desk, **changes: Any) -> str:
    case = given_by(desk, **changes)
    campaigns.accept(desk, ask(desk, EDITOR), case)
    return case


def test_it_is_what_the_standard_asks_for(desk: Desk) -> None:
    campaign(desk, what="买二赠一；全国门店，" * 60 + "\n第二行\\", title="双十二, 鲜奶节; 第 1 场")
    file = file_of(desk)
    lines = file.split(b"\r\n")
    assert lines[-1] == b"" and b"\n" not in b"".join(lines), "every line ends with CRLF"
    assert max(map(len, lines)) <= 75, "lines are folded at 75 octets"
    assert all(line.decode("utf-8") is not None for line in lines), "no character is cut in two"
    assert (lines[0], lines[-2]) == (b"BEGIN:VCALENDAR", b"END:VCALENDAR")
    read = Calendar.from_ical(file)
    assert (read["VERSION"], bool(read["PRODID"])) == ("2.0", True)
    assert read.errors == [] and all(event.errors == [] for event in read.walk("VEVENT"))
    for event in events(file):
        assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "STATUS"} <= set(event)
        stamp = event["DTSTAMP"].dt
        assert stamp.utcoffset() == timedelta()
    assert Calendar.from_ical(file).to_ical() == file


def test_a_campaign_is_all_day_and_its_end_is_the_first_day_after(desk: Desk) -> None:
    campaign(desk)
    whole = events(file_of(desk))[0]
    assert (whole["DTSTART"].dt, whole["DTEND"].dt) == (date(2026, 12, 10), date(2026, 12, 13))
    assert whole["DTSTART"].params["VALUE"] == "DATE"
    assert whole["SUMMARY"] == "N-1 双十二鲜奶节"
    assert whole["TRANSP"] == "TRANSPARENT"


def test_the_planned_posts_stand_at_their_times(desk: Desk) -> None:
    campaign(desk)
    posts = {str(event["SUMMARY"]): event for event in events(file_of(desk))[1:]}
    assert set(posts) == {"活动提醒 · 双十二鲜奶节", "活动开始 · 双十二鲜奶节", "最后一天 · 双十二鲜奶节"}
    launch = posts["活动开始 · 双十二鲜奶节"]["DTSTART"].dt
    assert launch == datetime(2026, 12, 10, 10, 0, tzinfo=desk.zone)
    assert launch.utcoffset() == timedelta(), "in UTC, so that no zone has to be described"


def test_an_event_stays_the_same_until_something_changes(desk: Desk, time: Time) -> None:
    case = campaign(desk)
    first = file_of(desk)
    time.forward(hours=3)
    assert file_of(desk) == first
    before = {str(event["UID"]): int(event["SEQUENCE"]) for event in events(first)}
    campaigns.edit(desk, ask(desk, SALES), case, notice(last_day=date(2026, 12, 20)))
    after = {str(event["UID"]): int(event["SEQUENCE"]) for event in events(file_of(desk))}
    assert set(before) == set(after)
    moved = next(uid for uid in before if uid.startswith("N-1."))
    assert after[moved] > before[moved]


def test_what_was_called_off_is_gone(desk: Desk) -> None:
    case = campaign(desk)
    campaigns.cancel(desk, ask(desk, SALES), case)
    assert events(file_of(desk)) == []


@pytest.mark.parametrize(
    ("person", "seen"),
    [
        (EDITOR, {"N-1", "N-2"}),
        (SALES, {"N-1"}),
        (ENGLISH, {"N-1"}),
        (LEADER, {"N-2"}),
        (SERVICE, {"N-2"}),
        (STRANGER, set()),
    ],
)
def test_only_what_concerns_a_person_is_in_their_calendar(desk: Desk, person: str, seen: set[str]) -> None:
    campaign(desk)
    campaign(desk, by=SERVICE, department="service", leaders=(LEADER,))
    found = feed.feed_of(desk, person, desk.now())
    assert {case.id for case in found.campaigns} == seen == set(found.slots)


def test_the_longest_notice_in_english_is_written_too(desk: Desk) -> None:
    campaign(desk, title="长" * 60, what="长\n" * 900, where="门店" * 100)
    assert len(events(file_of(desk, language="en"))) == 4
