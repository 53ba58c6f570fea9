"""A short run of the harness: `make faults` is the long one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.domain.desk import Desk
from bot.edge import refused
from bot.errors import FullDisk, LockedDatabase
from bot.text.words import phrase, words
from bot.unexpected import told
from tests.faults.reader import read
from tests.faults.scenes import KILLS, OTHERS, run
from tests.faults.stage import Nursery, template
from tests.faults.work import Act, answered

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
SCENES = {scene.name: scene for scene in (*KILLS, *OTHERS)}
SHORT = (
    ("kill -9, and a call in ten fails", 8),
    ("SIGTERM", 2),
    ("the socket: cut without a word", 1),
)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="module")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    found = Nursery(tmp_path_factory.mktemp("nursery"))
    yield found
    found.close()


@contextmanager
def connection(path: Path) -> Iterator[sqlite3.Connection]:
    """A file to be tampered with."""
    with closing(sqlite3.connect(path)) as found:
        yield found
        found.commit()


@pytest.mark.parametrize(("name", "times"), SHORT)
def test_everything_is_there_once(tmp_path: Path, begun: Path, nursery: Nursery, name: str, times: int) -> None:
    tried = run(SCENES[name], begun, tmp_path / "scene", nursery, 20_261_126, times)
    if tried.skipped:
        pytest.skip(tried.skipped)
    assert tried.found.acts
    assert (tried.found.lost, tried.found.doubled, tried.found.wrong) == ([], [], [])


def test_the_reader_sees_what_is_lost_doubled_and_changed(tmp_path: Path, begun: Path, nursery: Nursery) -> None:
    """What has never been seen to fail proves nothing."""
    tried = run(SCENES["envelopes twice and out of order"], begun, tmp_path / "scene", nursery, 7, 4)
    assert tried.found.is_clean
    own, chat = tmp_path / "scene" / "guanwei.db", tmp_path / "scene" / "workspace.db"
    never = [Act("note", "记号never完", "C-1", 1, 1)]
    assert read(own, chat, never).lost == ["note C-1 记号never完: the change"]
    with connection(chat) as messages:
        messages.execute(
            "INSERT INTO messages SELECT channel, ts || '9', thread_ts, author, body, 0, NULL FROM messages "
            "WHERE thread_ts IS NOT NULL AND body LIKE '%guanwei_message%' LIMIT 1"
        )
    assert len(read(own, chat, []).doubled) >= 1
    with connection(chat) as messages:
        messages.execute("DELETE FROM messages WHERE thread_ts IS NOT NULL")
    assert read(own, chat, []).lost
    with connection(own) as rows:
        rows.execute("UPDATE complaint_segments SET elapsed = elapsed + 1")
        rows.execute("DROP TRIGGER events_keep_text")
        rows.execute("UPDATE events SET actor = 'nobody' WHERE seq = 2")
    wrong = " ".join(read(own, chat, []).wrong)
    assert "event 2: its seal does not hold" in wrong
    assert "does not add up" in wrong


@pytest.mark.parametrize(
    "failure", [RuntimeError("a fault"), FullDisk(phrase("满了。")), LockedDatabase(phrase("占用。"))]
)
def test_being_told_of_a_failure_is_no_answer(desk: Desk, failure: Exception) -> None:
    failed = refused(words("zh"), told(desk, failure, "7F3K-Q2VX")).text
    assert answered(lambda: {"acknowledged": True, "text": "C-1 由您处理。"})
    assert not answered(lambda: {"acknowledged": True, "text": failed})
    assert not answered(lambda: {"acknowledged": True, "response_action": "errors", "errors": {"words": failed}})
    assert not answered(lambda: {"acknowledged": False})
