"""Five thousand real complaints through the terminal, and what stands on them afterwards. The file is not part of the
project; without it nothing here runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.commands import complaint, weibo
from bot.config import load_settings
from bot.domain.desk import Desk, open_desk
from bot.store import events
from bot.store.database import Store
from bot.workspace.walls import check_message
from tests.chat import Ways, chatting, said
from tests.company import EDITOR, SERVICE
from tests.terminal import Said, Terminal

SAMPLE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "complaints-sample.jsonl"

pytestmark = [
    pytest.mark.skipif(not SAMPLE.exists(), reason="the folder of real complaints is not there"),
    pytest.mark.timeout(300),
]


@dataclass(frozen=True, slots=True)
class Imported:
    """A company's folder after the import, and what the terminal said of it."""

    terminal: Terminal
    first: Said
    expected: dict[str, str]

    @property
    def database(self) -> Path:
        return self.terminal.folder / "data" / "state" / "guanwei.db"


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    terminal = Terminal(tmp_path_factory.mktemp("company"))
    terminal.settle()
    rows = [json.loads(line) for line in SAMPLE.read_text("utf-8").splitlines() if line.strip()]
    return Imported(
        terminal,
        terminal("import", "complaints", str(SAMPLE), "--refused", "refused.csv"),
        {row["id"]: row["text"] for row in rows},
    )


@pytest.fixture
def desk(imported: Imported) -> Iterator[Desk]:
    store = Store(imported.database)
    try:
        yield open_desk(load_settings(imported.terminal.folder / "guanwei.toml"), store)
    finally:
        store.close()


def test_every_one_is_taken_to_the_letter(imported: Imported, desk: Desk) -> None:
    n = len(imported.expected)
    assert n == 5_000
    assert (imported.first.code, imported.first.out) == (0, f"共 {n} 行：新增 {n}，并入 0，已有 0，未导入 0。\n")
    assert not (imported.terminal.folder / "refused.csv").exists()
    kept = sorted(str(row["words"]) for row in desk.store.all("SELECT words FROM complaints"))
    assert kept == sorted(text.strip() for text in imported.expected.values())


def test_a_second_run_adds_none(imported: Imported, desk: Desk) -> None:
    before = desk.store.one("SELECT count(*) AS n, max(seq) AS last FROM events")
    again = imported.terminal("import", "complaints", str(SAMPLE), "--refused", "refused.csv")
    assert (again.code, again.out) == (0, "共 5000 行：新增 0，并入 0，已有 5000，未导入 0。\n")
    after = desk.store.one("SELECT count(*) AS n, max(seq) AS last FROM events")
    assert before is not None
    assert after is not None
    assert dict(before) == dict(after)


def test_the_record_of_them_is_whole(imported: Imported, desk: Desk) -> None:
    verdict = events.verify(desk.store)
    assert (verdict.rows, verdict.broken) == (5_000, None)
    assert imported.terminal("audit", "verify").out == "记录完整：5000 行。\n"


def test_no_card_is_owed_and_one_word_is_said(desk: Desk) -> None:
    assert [row["what"] for row in desk.store.all("SELECT what FROM outbox")] == ["post"]


def test_the_list_a_case_and_the_day_are_right_with_all_of_them_in(desk: Desk) -> None:
    with chatting() as chat:
        ways = Ways(desk, chat, complaint.register, weibo.register)
        for typed in ("list", "list open", "list unclaimed"):
            answer = ways.command(SERVICE, "/complaint", typed)
            check_message(answer["text"], answer["blocks"])
            assert "未办结 5000 · 待认领 5000" in said(answer)
            assert "第 1 页" in said(answer) and "下一页" in said(answer)
        for number in range(1, 5_001, 50):
            answer = ways.command(SERVICE, "/complaint", f"show {number}")
            check_message(answer["text"], answer["blocks"])
            assert f"C-{number} · 待认领" in said(answer)
        answer = ways.command(EDITOR, "/weibo", "today")
        check_message(answer["text"], answer["blocks"])
        assert "未办结 5000，待认领 5000" in said(answer)


def test_the_digest_in_the_terminal_is_right_too(imported: Imported) -> None:
    shown = imported.terminal("digest", "desk", "--at", "2027-01-05T08:45", "--dry-run")
    assert shown.code == 0
    assert "未办结 5000，待认领 5000，超时 5000，等顾客 0" in shown.out
