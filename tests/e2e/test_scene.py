"""A scene with a clock of its own: what falls due when time goes on is done, and stands in the chat with that time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

from bot.cli.demo.scenes import Scene
from bot.cli.demo.stage import Stage
from bot.cli.demo.steps import At, Click, Form, Step
from bot.domain.desk import Desk
from bot.workspace.client import Client

TOKENS = {"SLACK_BOT_TOKEN": "xoxb-t", "SLACK_APP_TOKEN": "xapp-t", "SLACK_SIGNING_SECRET": "0" * 32}


def _night_and_morning(desk: Desk) -> Sequence[Step]:
    morning = datetime(2026, 11, 25, 8, 46, tzinfo=desk.zone)
    words = {"customer": "夜归人", "words": "牛奶没送", "place": "comment"}
    return [
        Form("late", "lin.lan", "/complaint", words, "#官微"),
        At("morning", morning),
        Click("late-claim", "luo.xin", "late", "complaint.claim"),
    ]


@pytest.mark.e2e
def test_the_digest_of_the_next_morning_stands_in_the_chat_when_the_night_is_over(tmp_path: Path) -> None:
    scene = Scene(_night_and_morning, {"complaints": {"claimed": 1}}, datetime(2026, 11, 24, 22, 30))  # noqa: DTZ001 - wall-clock time of the company
    with Stage(tmp_path, 0, TOKENS, scene, hurry=True) as stage:
        stage.start_bot()
        assert stage.play(lambda *_: None)
        assert dict(stage.result().cases["complaints"]) == {"claimed": 1}
        messages = Client(stage.url).person("lin.lan").messages("#官微")
        # The evening's own may come late that evening: the bot was not there in the morning.
        (digest,) = (m for m in messages if m.get("app") and "官微日报 11-25" in m["text"])
    at = datetime.fromtimestamp(float(digest["ts"]), tz=stage.settings.zone)
    assert "2026-11-25T08:45" <= at.isoformat() < "2026-11-25T08:47"
