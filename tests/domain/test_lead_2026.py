"""The lead time in the official calendar of 2026, counted by hand: each case names the days that were counted."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.domain.desk import Desk
from bot.domain.lead import lead_of

# Handed in (the company's clock), first day of promotion, working days, light, what was counted.
CASES = [
    # New Year: 1–3 January off, Sunday the 4th worked.
    ("2025-12-31 10:00", "2026-01-04", 1, "late", "Wed 31"),
    ("2025-12-31 10:00", "2026-01-05", 2, "late", "Wed 31, Sun 4"),
    ("2025-12-29 17:59", "2026-01-06", 5, "in_time", "Mon 29, 30, 31, Sun 4, Mon 5"),
    ("2025-12-29 18:00", "2026-01-06", 4, "late", "the office has closed: 30, 31, Sun 4, Mon 5"),
    ("2026-01-01 12:00", "2026-01-04", 0, "urgent", "all of them off"),
    ("2026-01-03 12:00", "2026-01-05", 1, "late", "Sun 4"),
    # Spring Festival: 15–23 February off, Saturdays 14 and 28 worked.
    ("2026-02-13 12:00", "2026-02-14", 1, "late", "Fri 13"),
    ("2026-02-13 12:00", "2026-02-24", 2, "late", "Fri 13, Sat 14"),
    ("2026-02-13 19:00", "2026-02-24", 1, "late", "Sat 14"),
    ("2026-02-10 09:00", "2026-02-15", 5, "in_time", "Tue 10 to Sat 14"),
    ("2026-02-16 10:00", "2026-02-24", 0, "urgent", "all of them off"),
    ("2026-02-23 10:00", "2026-02-27", 3, "late", "Tue 24, 25, 26"),
    ("2026-02-24 10:00", "2026-03-02", 5, "in_time", "Tue 24 to Sat 28"),
    ("2026-02-28 10:00", "2026-03-02", 1, "late", "Sat 28"),
    ("2026-02-28 18:30", "2026-03-02", 0, "urgent", "the office has closed; Sun 1 is off"),
    # Qingming: 4–6 April off.
    ("2026-04-03 12:00", "2026-04-07", 1, "late", "Fri 3"),
    ("2026-03-31 12:00", "2026-04-08", 5, "in_time", "Tue 31, 1, 2, 3, Tue 7"),
    ("2026-04-06 12:00", "2026-04-08", 1, "late", "Tue 7"),
    # Labour Day: 1–5 May off, Saturday the 9th worked.
    ("2026-04-30 12:00", "2026-05-06", 1, "late", "Thu 30"),
    ("2026-05-06 12:00", "2026-05-11", 4, "late", "Wed 6, 7, 8, Sat 9"),
    ("2026-05-05 12:00", "2026-05-12", 5, "in_time", "Wed 6, 7, 8, Sat 9, Mon 11"),
    ("2026-05-09 17:00", "2026-05-10", 1, "late", "Sat 9"),
    # Dragon Boat Festival: 19–21 June off.
    ("2026-06-18 12:00", "2026-06-22", 1, "late", "Thu 18"),
    ("2026-06-15 12:00", "2026-06-23", 5, "in_time", "Mon 15 to Thu 18, Mon 22"),
    # Mid-Autumn: 25–27 September off, Sunday the 20th worked; National Day: 1–7 October off, Saturday the 10th worked.
    ("2026-09-18 12:00", "2026-09-21", 2, "late", "Fri 18, Sun 20"),
    ("2026-09-24 12:00", "2026-09-28", 1, "late", "Thu 24"),
    ("2026-09-28 12:00", "2026-10-08", 3, "late", "Mon 28, 29, 30"),
    ("2026-10-08 12:00", "2026-10-12", 3, "late", "Thu 8, Fri 9, Sat 10"),
    ("2026-10-03 12:00", "2026-10-13", 4, "late", "Thu 8, Fri 9, Sat 10, Mon 12"),
    # Into the new year.
    ("2026-12-31 12:00", "2027-01-01", 1, "late", "Thu 31"),
    ("2026-12-25 12:00", "2027-01-01", 5, "in_time", "Fri 25, Mon 28 to Thu 31"),
]


@pytest.mark.parametrize(("given", "promotion", "days", "light", "counted"), CASES)
def test_the_working_days_are_those_of_the_official_calendar(
    desk: Desk, given: str, promotion: str, days: int, light: str, counted: str
) -> None:
    at = datetime.strptime(given, "%Y-%m-%d %H:%M").replace(tzinfo=desk.zone).astimezone(UTC)
    lead = lead_of(desk, at, date.fromisoformat(promotion))
    assert (lead.days, lead.light, lead.guessed_years) == (days, light, ()), counted


def test_into_a_year_that_was_not_announced_monday_to_friday_count_and_the_year_is_named(desk: Desk) -> None:
    # Nobody knows yet which days of January 2035 are off: Mon 1 to Fri 5 count.
    at = datetime(2034, 12, 29, 12, 0, tzinfo=desk.zone).astimezone(UTC)
    lead = lead_of(desk, at, date(2035, 1, 6))
    assert (lead.days, lead.guessed_years) == (6, (2034, 2035))
    # The whole of a count in a known year stays unmarked, to its last day.
    assert lead_of(desk, datetime(2026, 12, 30, 4, tzinfo=UTC), date(2026, 12, 31)).guessed_years == ()


def test_there_are_at_least_thirty_cases_and_every_light_among_them() -> None:
    assert len(CASES) >= 30
    assert {light for _, _, _, light, _ in CASES} == {"in_time", "late", "urgent"}
