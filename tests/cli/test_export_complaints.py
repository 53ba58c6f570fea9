"""`guanwei export complaints`: into a file or a pipe, for Excel, and whole for a named admin only."""

from __future__ import annotations

import csv
import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.config import load_settings
from bot.domain import complaints
from bot.domain.complaints import Report
from bot.domain.desk import Request, open_desk
from bot.store import events, people
from bot.store.database import Store
from bot.store.people import Person
from tests.terminal import Terminal

DATABASE = Path("data/state/guanwei.db")
PHONE = "13800138000"


@pytest.fixture
def full(guanwei: Terminal) -> Terminal:
    """A terminal over three complaints of two days."""
    store = Store(guanwei.folder / DATABASE)
    with store.transaction() as tx:
        people.save_people(tx, [Person("U0ADMIN", "xu.jie", "许洁", "xu.jie@example.com", "zh-CN")], "")
    desk = open_desk(load_settings(guanwei.folder / "guanwei.toml"), store)
    for n in range(3):
        request = Request("U1", "", datetime(2026, 11, 29 + n // 2, 1, n, tzinfo=UTC))
        complaints.log(desk, request, Report(f"打{PHONE}没人接", customer=f"@顾客{n}"))
    store.close()
    return guanwei


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))


def test_a_file_is_written_masked_and_the_rest_is_said_beside_it(full: Terminal) -> None:
    said = full("export", "complaints", "投诉.csv")
    assert (said.code, said.out) == (0, "")
    assert "已导出 3 条。号码已打码。" in said.err
    found = rows(full.folder / "投诉.csv")
    assert [row["编号"] for row in found] == ["C-1", "C-2", "C-3"]
    assert {row["原话"] for row in found} == {"打138××××8000没人接"}
    assert found[0]["微博名"] == "'@顾客0"
    assert not (full.folder / "投诉.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert [path.name for path in full.folder.glob(".*part")] == []


def test_for_excel_it_begins_with_the_mark(full: Terminal) -> None:
    full("export", "complaints", "--bom", "投诉.csv")
    assert (full.folder / "投诉.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_without_a_file_it_goes_to_standard_output_and_nothing_else_does(full: Terminal) -> None:
    for words in (["export", "complaints", "--format", "jsonl"], ["export", "complaints", "--format", "jsonl", "-"]):
        said = full(*words)
        assert said.code == 0
        assert [json.loads(line)["id"] for line in said.out.splitlines()] == ["C-1", "C-2", "C-3"]


def test_the_files_name_says_the_format(full: Terminal) -> None:
    full("export", "complaints", "投诉.jsonl")
    lines = (full.folder / "投诉.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["customer"] for line in lines] == ["@顾客0", "@顾客1", "@顾客2"]


@pytest.mark.parametrize(
    ("days", "ids"),
    [
        (["--since", "2026-11-30"], ["C-3"]),
        (["--until", "2026-11-29"], ["C-1", "C-2"]),
        (["--since", "2026-12-01"], []),
    ],
)
def test_days_are_chosen(full: Terminal, days: list[str], ids: list[str]) -> None:
    said = full("export", "complaints", *days, "--format", "jsonl")
    assert [json.loads(line)["id"] for line in said.out.splitlines()] == ids


def test_days_the_wrong_way_round_write_nothing(full: Terminal) -> None:
    said = full("export", "complaints", "--since", "2026-11-30", "--until", "2026-11-29", "投诉.csv")
    assert (said.code, said.out) == (1, "")
    assert "结束日期早于开始日期" in said.err
    assert not (full.folder / "投诉.csv").exists()


def test_whole_is_for_a_named_admin_and_on_the_record(full: Terminal) -> None:
    said = full("export", "complaints", "--full", "--by", "he.jing@example.com", "内部.csv")
    assert said.code == 1
    assert "只有管理员可以导出完整信息" in said.err
    assert not (full.folder / "内部.csv").exists()
    said = full("export", "complaints", "--full", "--by", "xu.jie@example.com", "内部.csv")
    assert said.code == 0
    assert {row["原话"] for row in rows(full.folder / "内部.csv")} == {f"打{PHONE}没人接"}
    store = Store(full.folder / DATABASE)
    (event,) = events.history(store, "")
    store.close()
    assert (event.action, event.actor, event.data["rows"]) == ("export", "U0ADMIN", 3)
    assert full("audit", "verify").code == 0


def test_a_place_that_cannot_be_written_is_told_and_the_old_file_is_kept(full: Terminal) -> None:
    said = full("export", "complaints", "没有/投诉.csv")
    assert said.code == 1
    assert "写不了 没有/投诉.csv" in said.err


def test_a_reader_that_has_seen_enough_is_no_fault(full: Terminal) -> None:
    words = full.command("export", "complaints", "--format", "jsonl")
    running = subprocess.Popen(words, cwd=full.folder, env=full.env({}), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout is not None
    running.stdout.close()
    _, told = running.communicate(timeout=60)
    assert "Traceback" not in told.decode()
    assert running.returncode == 0
