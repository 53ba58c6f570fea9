"""Litestream beside a bot that is killed with it: what was acknowledged longer ago than its interval is in the replica."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.config import load_settings
from bot.domain import backups, complaints
from bot.domain.complaints import Report
from bot.domain.desk import Request, open_desk
from bot.store import events
from bot.store.database import Store
from tests.terminal import Terminal
from tests.world import SECONDS, SETTINGS, variables, workspace_in

pytestmark = pytest.mark.e2e
INTERVAL = 1.0
# Reading the log, writing the segment: on a machine that does much else besides.
SLACK = 2.0
NOTES = 150


@pytest.mark.skipif(shutil.which("litestream") is None, reason="needs litestream")
def test_a_replica_holds_all_that_was_acknowledged_an_interval_ago(tmp_path: Path) -> None:
    database, replica = tmp_path / "guanwei.db", tmp_path / "replica"
    settings = tmp_path / "litestream.yml"
    # JSON is YAML too.
    target = {"type": "file", "path": str(replica), "sync-interval": f"{INTERVAL:.0f}s"}
    settings.write_text(json.dumps({"dbs": [{"path": str(database), "replica": target}]}))
    store = Store(database)
    desk = open_desk(load_settings(SETTINGS), store)
    complaints.log(desk, Request("U1", "", datetime.now(UTC)), Report(words="漏了一箱", customer="小满"))
    store.close()
    acknowledged: dict[str, float] = {}
    with workspace_in(tmp_path) as workspace:
        bot = Terminal(tmp_path).start("run", "--config", str(SETTINGS), **variables(workspace, database))
        copying = subprocess.Popen(
            ["litestream", "replicate", "-config", str(settings)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            assert workspace.wait_online(SECONDS)
            for n in range(NOTES):
                assert workspace.command("he.jing", "#客服", f"/complaint note C-1 第{n}条")["acknowledged"]
                acknowledged[f"第{n}条"] = time.monotonic()
                time.sleep(0.02)
        finally:
            killed = time.monotonic()
            copying.send_signal(signal.SIGKILL)
            bot.send_signal(signal.SIGKILL)
            copying.wait()
            bot.communicate()
    got = tmp_path / "got.db"
    subprocess.run(
        ["litestream", "restore", "-config", str(settings), "-o", str(got), str(database)],
        check=True,
        capture_output=True,
    )
    due = {key for key, at in acknowledged.items() if at < killed - INTERVAL - SLACK}
    assert due
    with closing(sqlite3.connect(got)) as found:
        kept = "\n".join(row[0] for row in found.execute("SELECT data FROM events WHERE action = 'note'"))
    assert [words for words in due if words not in kept] == []
    # And it is restored as any backup is.
    clean = tmp_path / "clean.db"
    backups.restore(got, clean, datetime.now(UTC))
    store = Store(clean)
    assert events.verify(store).broken is None
    store.close()
