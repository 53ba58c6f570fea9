"""Moments as the store writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.times import from_store, to_store

moments = st.datetimes(timezones=st.just(UTC))
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(moments)
def test_a_moment_comes_back_as_it_was(at: datetime) -> None:
    assert from_store(to_store(at)) == at
    assert from_store(to_store(at)).tzinfo is UTC


@given(moments, moments)
def test_the_order_of_texts_is_the_order_of_moments(one: datetime, other: datetime) -> None:
    assert (to_store(one) < to_store(other)) == (one < other)


@given(st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=zones))  # noqa: DTZ001  # the zone is drawn
def test_every_zone_is_written_as_utc(at: datetime) -> None:
    assert to_store(at) == to_store(at.astimezone(UTC))


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        to_store(datetime(2026, 12, 1))  # noqa: DTZ001  # what the test is about


@pytest.mark.parametrize(
    "text", ["", "2026-12-01", "2026-12-01T00:45:00Z", "2026-12-01T00:45:00.000000", "2026-13-01T00:45:00.000000Z"]
)
def test_any_other_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_store(text)
