"""The settings' own small rules."""

from __future__ import annotations

from datetime import date

from bot.config.model import CopyCheck


def test_own_memorial_days_are_added_to_the_shipped_ones() -> None:
    own = CopyCheck(memorial_days={"05-08": "本公司追思日", "2027-04-05": "清明"})

    days = own.days_without_promotion({date(2026, 12, 13): "国家公祭日"}, [2026, 2027])

    assert days == {
        date(2026, 12, 13): "国家公祭日",
        date(2026, 5, 8): "本公司追思日",
        date(2027, 5, 8): "本公司追思日",
        date(2027, 4, 5): "清明",
    }


def test_an_empty_reason_takes_a_shipped_day_away() -> None:
    own = CopyCheck(memorial_days={"07-28": ""})

    assert own.days_without_promotion({date(2026, 7, 28): "纪念日", date(2026, 9, 18): "九一八"}, [2026]) == {
        date(2026, 9, 18): "九一八"
    }


def test_the_29th_of_february_is_a_day_in_leap_years_only() -> None:
    own = CopyCheck(memorial_days={"02-29": "x"})

    assert list(own.days_without_promotion({}, [2026, 2027, 2028])) == [date(2028, 2, 29)]
