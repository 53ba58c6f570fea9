"""A backup restored on a clean folder goes on where the company was: the same cards, the same people, nothing said twice."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain import backups
from bot.workspace.client import person
from tests.world import SECONDS, World, bot_in, cards, workspace_in

pytestmark = pytest.mark.e2e


def test_a_restored_bot_goes_on_with_the_cards_that_stand_in_the_chat(tmp_path: Path) -> None:
    old, clean = tmp_path / "old", tmp_path / "clean"
    clean.mkdir()
    with workspace_in(tmp_path) as workspace:
        bot = bot_in(workspace, old)
        try:
            bot.connect()
            assert workspace.wait_online(SECONDS)
            world = World(workspace, bot)
            first = world.log("漏了一箱", "小满")
            made = backups.back_up(bot.store.path, tmp_path / "backups", datetime.now(UTC), 3)
            # What comes after the backup is lost with the machine, but its card stands in the chat.
            lost = world.log("胀包了", "阿蓝")
            assert bot.sender.drain(SECONDS)
        finally:
            bot.stop()

        backups.restore(made.path, clean / "guanwei.db", datetime.now(UTC))
        bot = bot_in(workspace, clean)
        try:
            bot.connect()
            assert workspace.wait_online(SECONDS)
            world = World(workspace, bot)
            answer = workspace.command("he.jing", "#客服", f"/complaint claim {first}")
            assert answer["acknowledged"]
            he = person(workspace.url, "he.jing")
            assert "何静" in str(world.card(he, first, has="何静"))
            fresh = world.log("破了", "大山")
            assert bot.sender.drain(SECONDS)
            # A clean folder knows nothing of what was lost, so numbers are passed over: no two cards share one.
            assert fresh not in (first, lost)
            assert len(cards(he)) == 3
            posted = Counter(
                str(call.args["metadata"]) for call in workspace.calls if call.method == "chat.postMessage" and call.ok
            )
            assert set(posted.values()) == {1}
        finally:
            bot.stop()
