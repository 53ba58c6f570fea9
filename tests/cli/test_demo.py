"""The demo: a sample day through the real bot in the built-in workspace, whatever happens to it on the way."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bot.cli.demo.steps import Form
from bot.cli.demo.story import OUTCOME, story
from bot.domain.calendar import Calendar
from tests.company import TUESDAY

SECONDS = 300


def start(folder: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )


def rows(database: Path, sql: str) -> list[tuple[Any, ...]]:
    # mode=ro does not see rows that stand only in the log of a process that was killed; a plain connection does.
    connection = sqlite3.connect(database)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def marks(folder: Path) -> Counter[str]:
    """How often each message of the outbox stands in the chat, by the mark it was sent with."""
    bodies = rows(folder / "data/state/demo/workspace.db", "SELECT body FROM messages WHERE is_deleted = 0")
    payloads = ((json.loads(body).get("metadata") or {}).get("event_payload") for (body,) in bodies)
    return Counter(json.dumps(payload, sort_keys=True) for payload in payloads if payload)


@pytest.mark.e2e
@pytest.mark.timeout(SECONDS)
def test_a_day_killed_in_the_middle_goes_on_and_ends_as_it_should(tmp_path: Path) -> None:
    database = tmp_path / "data/state/demo/guanwei.db"
    killed = start(tmp_path, "--play", "--exit", "--port", "0")
    until = time.monotonic() + SECONDS / 3
    while not (database.exists() and _events(database) >= 30):
        assert killed.poll() is None and time.monotonic() < until, killed.communicate()
        time.sleep(0.1)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    acknowledged = set(rows(database, "SELECT seq, hash FROM events"))
    assert rows(database, "SELECT count(*) FROM outbox WHERE state = 'waiting'")[0][0] > 0

    again = start(tmp_path, "--play", "--exit", "--port", "0")
    out, err = again.communicate(timeout=SECONDS)
    assert again.returncode == 0, err
    result = json.loads(out.strip().splitlines()[-1])
    assert result["ok"] is True
    assert {kind: result[kind] for kind in OUTCOME} == {kind: dict(states) for kind, states in OUTCOME.items()}
    assert acknowledged <= set(rows(database, "SELECT seq, hash FROM events"))
    found = marks(tmp_path)
    assert found and set(found.values()) == {1}

    third = start(tmp_path, "--play", "--exit", "--port", "0")
    out, err = third.communicate(timeout=SECONDS)
    assert third.returncode == 0, err
    assert json.loads(out.strip().splitlines()[-1])["messages"] == result["messages"]
    assert marks(tmp_path) == found


@pytest.mark.e2e
def test_a_port_that_is_taken_is_said_and_the_next_one_used(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        demo = start(tmp_path, "--empty", "--exit", "--port", str(port))
        out, err = demo.communicate(timeout=60)
    assert demo.returncode == 0, err
    assert f"端口 {port} 已被占用，改用" in err
    assert json.loads(out)["complaints"] == {}


def test_empty_and_play_together_are_wrong_use(tmp_path: Path) -> None:
    demo = start(tmp_path, "--empty", "--play")
    assert demo.wait(timeout=60) == 2


def test_the_story_has_what_a_first_day_needs() -> None:
    steps = story(TUESDAY.date(), Calendar(frozenset(), frozenset()))
    names = [step.name for step in steps]
    assert len(set(names)) == len(names)
    commands = Counter(step.text.split()[0] for step in steps if isinstance(step, Form))
    assert commands["/campaign"] >= 3 and commands["/draft"] >= 6 and commands["/complaint"] >= 15
    assert sum(OUTCOME["complaints"].values()) == 15


def _events(database: Path) -> int:
    try:
        return int(rows(database, "SELECT count(*) FROM events")[0][0])
    except sqlite3.OperationalError:
        return 0
