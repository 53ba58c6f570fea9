"""The month of campaigns: its grid keeps its columns in both languages, and the message fits however full it is."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.campaign_month import grid, month
from bot.cards.paper import Paper
from bot.domain.campaigns.month import beside, month_of, read_month
from bot.domain.desk import Desk
from bot.errors import Invalid
from bot.store.campaigns import Campaign
from bot.text.words import words
from bot.workspace.walls import check_message
from tests.domain.test_campaigns import given_by, of


@dataclass(frozen=True)
class Shown:
    first: date
    last: date
    today: date
    campaigns: tuple[Campaign, ...]
    closed: tuple[tuple[date, str], ...] = ()
    posts: int = 0


def drawn(desk: Desk, first: date, language: str = "zh") -> str:
    return grid(month_of(desk, desk.store, first, desk.now()), words(language))


def test_the_days_stand_under_their_weekdays_with_their_marks(desk: Desk) -> None:
    given_by(desk, last_day=date(2026, 12, 14))
    lines = drawn(desk, date(2026, 12, 1)).splitlines()
    assert lines[0] == "　一　　二　　三　　四　　五　　六　　日　"
    assert lines[1] == "　　　　１　　２　　３宣　４　　５　　６　"
    assert lines[2] == "　７　　８　　９　１０始１１＝１２＝１３禁"
    assert lines[3].startswith("１４止１５　")


def test_in_english_the_grid_is_of_narrow_characters_only(desk: Desk) -> None:
    given_by(desk, last_day=date(2026, 12, 14))
    lines = drawn(desk, date(2026, 12, 1), "en").splitlines()
    assert lines[0] == " M  T  W  T  F  S  S "
    assert lines[2] == " 7  8  9 10S11=12=13X"


@given(st.dates(date(2024, 1, 1), date(2035, 12, 1)), st.sampled_from(["zh", "en"]))
def test_every_week_is_as_wide_as_every_other_in_any_font(day: date, language: str) -> None:
    first = day.replace(day=1)
    shown = Shown(first, beside(first)[1].replace(day=1) - (date(2024, 1, 2) - date(2024, 1, 1)), day, ())
    lines = grid(shown, words(language)).splitlines()
    assert {len(line) for line in lines} == {21}
    widths = {unicodedata.east_asian_width(sign) for line in lines for sign in line}
    assert widths <= ({"F", "W"} if language == "zh" else {"Na"})


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("letter", ["长", "<"])
def test_the_fullest_month_fits_in_a_message(desk: Desk, language: str, letter: str) -> None:
    case = replace(of(desk, given_by(desk)), title=letter * 60)
    first, last = date(2026, 12, 1), date(2026, 12, 31)
    closed = tuple((date(2026, 12, day), letter * 80) for day in range(1, 32))
    shown = Shown(first, last, first, (case,) * 60, closed, 300)
    paper = Paper(words(language), desk.zone, desk.company.name, desk.company.department_name, desk.now())
    message = month(shown, *beside(first), paper)
    check_message(message.text, message.blocks)
    assert "35" in str(message.blocks)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("", "2026-11-01"),
        ("2026-12", "2026-12-01"),
        ("２０２７－２", "2027-02-01"),
        ("2026年12月", "2026-12-01"),
        ("12 月", "2026-12-01"),
        ("3", "2027-03-01"),
        ("11", "2026-11-01"),
        ("下月", "2026-12-01"),
        ("上月", "2026-10-01"),
    ],
)
def test_a_month_is_read_as_it_is_meant(typed: str, first: str) -> None:
    assert read_month(typed, date(2026, 11, 24)).isoformat() == first


@pytest.mark.parametrize("typed", ["明年", "13", "2026-13", "1999-12", "2026-12-01", "腊月"])
def test_what_is_no_month_is_refused_with_how_to_write_one(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_month(typed, date(2026, 11, 24))
    assert "/campaign 日历 2026-12" in str(refused.value.advice)


def test_over_new_year_the_months_follow_each_other() -> None:
    assert beside(date(2026, 12, 1)) == (date(2026, 11, 1), date(2027, 1, 1))
    assert beside(date(2027, 1, 1)) == (date(2026, 12, 1), date(2027, 2, 1))
