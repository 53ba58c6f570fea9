"""`guanwei run` killed in the middle of a burst: what was acknowledged is kept, and every message is there once."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.config import load_settings
from bot.domain import complaints
from bot.domain.complaints import Report
from bot.domain.desk import Request, open_desk
from bot.store.database import Store
from bot.workspace.client import Person, person
from bot.workspace.server import Workspace
from tests.terminal import Terminal
from tests.world import SECONDS, SETTINGS, cards, variables, workspace_in

pytestmark = pytest.mark.e2e
CASES = 5
# The lease of the sender that died must run out first: half a minute.
LEASE_SECONDS = 60.0


@contextmanager
def running(terminal: Terminal, workspace: Workspace, database: Path) -> Iterator[threading.Event]:
    """`guanwei run` as a process of its own, connected; killed (-9) at the end, or as soon as the event is set."""
    process = terminal.start("run", "--config", str(SETTINGS), **variables(workspace, database))
    kill = threading.Event()

    def end() -> None:
        kill.wait()
        process.kill()

    executioner = threading.Thread(target=end)
    executioner.start()
    try:
        assert workspace.wait_online(SECONDS)
        yield kill
    finally:
        kill.set()
        executioner.join()
        process.communicate()


def give_cases(database: Path) -> None:
    store = Store(database)
    desk = open_desk(load_settings(SETTINGS), store)
    for n in range(CASES):
        complaints.log(desk, Request("U1", "", datetime.now(UTC)), Report(words=f"第{n}箱漏了", customer=f"顾客{n}"))
    store.close()


def complete(who: Person) -> bool:
    """Whether each case's card and the line of its claim are there."""
    found = cards(who)
    return len(found) == CASES and all([one for one in who.thread(card) if "认领了" in str(one)] for card in found)


def test_a_kill_in_the_middle_of_a_burst_loses_nothing_and_repeats_nothing(tmp_path: Path) -> None:
    database, terminal = tmp_path / "guanwei.db", Terminal(tmp_path)
    give_cases(database)
    with workspace_in(tmp_path) as workspace:
        he = person(workspace.url, "he.jing")
        acknowledged: set[str] = set()
        with running(terminal, workspace, database) as kill:
            he.wait_for(lambda: cards(he), SECONDS)
            for n in range(1, CASES + 1):
                if n == CASES - 1:
                    # From now on the process dies at any moment, in the middle of whatever it does.
                    kill.set()
                if workspace.command("he.jing", "#客服", f"/complaint claim {n}", key=f"claim {n}")["acknowledged"]:
                    acknowledged.add(f"C-{n}")
        assert len(acknowledged) >= CASES - 2
        store = Store(database)
        claimed = {str(row["id"]) for row in store.all("SELECT id FROM complaints WHERE state = 'claimed'")}
        assert acknowledged <= claimed
        with running(terminal, workspace, database):
            # Who saw no answer presses again: the same request.
            for n in range(1, CASES + 1):
                again = workspace.command("he.jing", "#客服", f"/complaint claim {n}", key=f"claim {n}")
                assert again["acknowledged"]
            he.wait_for(lambda: complete(he), LEASE_SECONDS)
            he.wait_for(lambda: not store.all("SELECT id FROM outbox WHERE state <> 'sent'"), LEASE_SECONDS)
        assert len(store.all("SELECT seq FROM events WHERE action = 'claim'")) == CASES
        store.close()
        assert len(cards(he)) == CASES
        for card in cards(he):
            lines = Counter(str(line["text"]) for line in he.thread(card)[1:])
            assert list(lines.values()) == [1]
