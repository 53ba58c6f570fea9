"""The clock of a scene: it goes on, never back, and a restart begins where it was left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.cli.demo.scene_clock import SceneClock

START = datetime(2026, 11, 24, 1, tzinfo=UTC)
SOON = timedelta(minutes=1)


def test_a_scene_begins_at_its_own_time(tmp_path: Path) -> None:
    clock = SceneClock(START, tmp_path / "clock")
    assert START <= clock.now() < START + SOON
    assert clock.now().utcoffset() == timedelta()


def test_time_goes_on_to_a_moment_and_never_back(tmp_path: Path) -> None:
    clock = SceneClock(START, tmp_path / "clock")
    evening = START + timedelta(hours=12)
    clock.move_to(evening)
    assert evening <= clock.now() < evening + SOON
    clock.move_to(START)
    assert evening <= clock.now() < evening + SOON


def test_a_restart_begins_where_time_was_left(tmp_path: Path) -> None:
    evening = START + timedelta(hours=12)
    SceneClock(START, tmp_path / "clock").move_to(evening)
    assert evening <= SceneClock(START, tmp_path / "clock").now() < evening + SOON
