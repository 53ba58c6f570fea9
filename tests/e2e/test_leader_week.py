"""A leader's week, as `guanwei demo --scene leader-week` plays it: told in time, asked seldom, thanked for joining in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from bot import copycheck
from bot.cli.demo.scenes import SCENES
from bot.cli.demo.stage import Stage
from bot.workspace.client import Client

TOKENS = {"SLACK_BOT_TOKEN": "xoxb-t", "SLACK_APP_TOKEN": "xapp-t", "SLACK_SIGNING_SECRET": "0" * 32}

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The week, played to its Friday."""
    copycheck.warm()
    with Stage(tmp_path_factory.mktemp("leader-week"), 0, TOKENS, SCENES["leader-week"], hurry=True) as stage:
        stage.start_bot()
        assert stage.play(lambda *_: None)
        yield stage


def told(stage: Stage, handle: str) -> list[tuple[str, dict[str, Any]]]:
    """What a person was told directly: when, by the company's clock, and what."""
    person = Client(stage.url).person(handle)
    zone = stage.settings.zone
    return [
        (f"{datetime.fromtimestamp(float(one['ts']), zone):%m-%d %H:%M}", one)
        for one in person.messages(person.dm("guanwei"))
    ]


def test_every_step_was_answered_and_every_case_stands_where_the_week_leaves_it(played: Stage) -> None:
    assert played.result().complete


def test_a_leader_is_told_at_six_of_every_working_day_with_something_to_say_and_of_last_week_on_monday(
    played: Stage,
) -> None:
    days = [when for when, one in told(played, "gu.zong") if one["text"].startswith("今天的官微")]
    assert days == ["12-03 18:00", "12-04 18:00", "12-08 18:00", "12-09 18:00", "12-10 18:00"]
    ((when, report),) = [(when, one) for when, one in told(played, "gu.zong") if one["text"].startswith("官微周报")]
    assert when == "12-07 09:30"
    (chart,) = [block for block in report["blocks"] if block["type"] == "image"]
    assert "周四 按时 3、超时 2" in chart["alt_text"]


def test_nothing_of_the_week_was_late(played: Stage) -> None:
    assert [one["text"] for _, one in told(played, "gu.zong") if "补发" in str(one["blocks"])] == []


def test_the_leader_who_joined_is_thanked_and_the_one_who_was_silent_stands_nowhere(played: Stage) -> None:
    mine = [str(one) for _, one in told(played, "gu.zong") if one["text"].startswith("R-1 · ")]
    assert len(mine) == 1 and "谢谢您参加" in mine[0]
    evening = next(one for when, one in told(played, "gu.zong") if when == "12-08 18:00")
    assert "谢谢 顾远山、唐宁" in str(evening["blocks"])
    silent = Client(played.url).person("fang.zong").me["real_name"]
    assert silent not in str(evening)


def test_what_needs_a_leader_comes_with_its_button(played: Stage) -> None:
    evening = next(one for when, one in told(played, "gu.zong") if when == "12-09 18:00")
    asked = [block for block in evening["blocks"] if "C-4" in str(block) and "accessory" in block]
    assert asked
