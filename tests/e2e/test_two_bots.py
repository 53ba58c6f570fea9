"""Two bots on one database and one workspace: no message twice, one digest."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.workspace.client import person
from tests.company import Time
from tests.world import SECONDS, bot_in, cards, workspace_in

pytestmark = pytest.mark.e2e
# 08:44 in Shanghai on a working day: a minute before the digest's time.
MORNING = datetime(2026, 11, 24, 0, 44, tzinfo=UTC)
CASES = 10


def test_what_two_bots_do_together_is_done_once(tmp_path: Path) -> None:
    time = Time(MORNING)
    with workspace_in(tmp_path) as workspace:
        bots = [bot_in(workspace, tmp_path, time) for _ in range(2)]
        try:
            for bot in bots:
                bot.connect()
            assert workspace.wait_online(SECONDS, connections=2)
            lin = person(workspace.url, "lin.lan")
            for n in range(CASES):
                lin.command("#官微", "/complaint")
                form = lin.view("complaint.form", timeout=SECONDS)
                lin.submit(form, {"words": f"第{n}箱漏了", "customer": f"顾客{n}"})
            claims = [
                (who, "#客服", f"/complaint claim {n}") for n in range(1, CASES + 1) for who in ("he.jing", "luo.xin")
            ]
            assert all(answer["acknowledged"] for answer in workspace.commands(claims, at_once=6))
            time.forward(minutes=2)
            looking = [threading.Thread(target=bot.clockwork.look) for bot in bots]
            for thread in looking:
                thread.start()
            for thread in looking:
                thread.join()
            assert all(bot.sender.drain(SECONDS) for bot in bots)
            posted = Counter(
                str(call.args["metadata"]) for call in workspace.calls if call.method == "chat.postMessage" and call.ok
            )
            assert set(posted.values()) == {1}
            assert len(cards(lin, "#客服")) == CASES
            for card in cards(lin, "#客服"):
                assert len([line for line in lin.thread(card) if "认领了" in str(line)]) == 1
            assert len([one for one in lin.messages("#官微") if "官微日报" in str(one["text"])]) == 1
            assert len(bots[0].store.all("SELECT seq FROM events WHERE action = 'claim'")) == CASES
        finally:
            for bot in bots:
                bot.stop()
