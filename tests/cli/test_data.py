"""`guanwei import`, `outbox`, `audit`: what is done to rows from a terminal."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.config import load_settings
from bot.domain import complaints
from bot.domain.complaints import Report
from bot.domain.desk import Desk, Request, open_desk
from bot.store import outbox, sending
from bot.store.database import Store
from bot.store.sending import Held
from tests.terminal import Terminal

DATABASE = Path("data/state/guanwei.db")


@contextmanager
def desk_of(guanwei: Terminal) -> Iterator[Desk]:
    store = Store(guanwei.folder / DATABASE)
    try:
        yield open_desk(load_settings(guanwei.folder / "guanwei.toml"), store)
    finally:
        store.close()


def log(guanwei: Terminal, n: int = 1, words: str = "送来的酸奶是坏的") -> None:
    with desk_of(guanwei) as desk:
        for number in range(n):
            request = Request("U1", "", datetime(2026, 11, 30, 1, number, tzinfo=UTC))
            complaints.log(desk, request, Report(words=words, customer=f"顾客{number}"))


def park(guanwei: Terminal) -> None:
    with desk_of(guanwei) as desk, desk.store.transaction() as tx:
        now = int(time.time() * 1000)
        outbox.owe(tx, "post", "#没有", now=now, body={"text": "x", "blocks": []})
        one = sending.take(tx, now=now, sender="t", lease=1, held=Held())
        assert one is not None
        sending.refused(tx, one.id, "t", error="channel_not_found", uncertain=False)


@pytest.mark.parametrize(
    "typed",
    [
        ("outbox",),
        ("audit", "verify"),
        ("export", "complaints", "-"),
        ("digest", "desk", "--dry-run"),
        ("forget", "--weibo-name", "小满"),
    ],
)
def test_where_there_is_no_database_none_is_made_and_none_is_called_sound(
    guanwei: Terminal, typed: tuple[str, ...]
) -> None:
    said = guanwei(*typed)
    assert (said.code, said.out) == (1, "")
    assert "没有数据库" in said.err and "请检查 GUANWEI_DB" in said.err
    assert not (guanwei.folder / DATABASE).exists()


def test_an_import_says_what_became_of_the_rows_and_a_second_one_adds_none(guanwei: Terminal) -> None:
    file = guanwei.folder / "投诉.jsonl"
    rows = [{"text": f"第{n}箱漏了", "user": f"顾客{n % 8}"} for n in range(10)]
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    said = guanwei("import", "complaints", "投诉.jsonl")
    assert (said.code, said.out) == (0, "共 10 行：新增 8，并入 2，已有 0，未导入 0。\n")
    again = guanwei("import", "complaints", "投诉.jsonl")
    assert (again.code, again.out) == (0, "共 10 行：新增 0，并入 0，已有 10，未导入 0。\n")
    assert not (guanwei.folder / "投诉.refused.csv").exists()


def test_refused_rows_are_named_beside_the_file_and_the_exit_says_so(guanwei: Terminal) -> None:
    (guanwei.folder / "投诉.csv").write_text("内容,昵称\n漏了,小满\n,小林\n", "utf-8")
    said = guanwei("import", "complaints", "投诉.csv")
    assert said.code == 1
    assert said.out == "共 2 行：新增 1，并入 0，已有 0，未导入 1。\n"
    assert "投诉.refused.csv" in said.err
    assert "3,没有顾客原话。" in (guanwei.folder / "投诉.refused.csv").read_text("utf-8-sig")


def test_columns_and_the_side_file_can_be_named(guanwei: Terminal) -> None:
    (guanwei.folder / "a.csv").write_text("谁,说了什么\n小满,漏了\n小林,\n", "utf-8")
    columns = ["--column", "words=说了什么", "--column", "customer=谁", "--refused", "坏行.csv"]
    said = guanwei("import", "complaints", "a.csv", *columns)
    assert "新增 1" in said.out
    assert (guanwei.folder / "坏行.csv").exists()


@pytest.mark.parametrize(
    ("columns", "code", "why"),
    [
        ([], 1, "看不出哪一列是顾客原话"),
        (["--column", "words"], 2, "请写成 名称=列名"),
        (["--column", "words=无"], 1, "没有“无”这一列"),
    ],
)
def test_wrong_columns_are_told(guanwei: Terminal, columns: list[str], code: int, why: str) -> None:
    (guanwei.folder / "a.csv").write_text("谁,说了什么\n小满,漏了\n", "utf-8")
    said = guanwei("import", "complaints", "a.csv", *columns)
    assert said.code == code
    assert why in said.err


def test_an_outbox_in_order_exits_0(guanwei: Terminal) -> None:
    log(guanwei)
    said = guanwei("outbox")
    assert (said.code, said.out) == (0, "待发送 1 条，搁置 0 条。\n")


def test_what_is_parked_is_shown_with_what_to_do_and_can_be_put_back(guanwei: Terminal) -> None:
    park(guanwei)
    said = guanwei("outbox")
    assert said.code == 1
    assert "搁置 1 条" in said.out
    assert "channel_not_found" in said.out
    assert "请检查 guanwei.toml 里的频道名" in said.out
    assert "已放回发送队列" in guanwei("outbox", "--retry").out
    assert guanwei("outbox").out.startswith("待发送 1 条，搁置 0 条。")


def test_a_whole_record_is_verified(guanwei: Terminal) -> None:
    log(guanwei, 4)
    said = guanwei("audit", "verify")
    assert (said.code, said.out) == (0, "记录完整：4 行。\n")


@pytest.mark.parametrize(
    ("tamper", "why"),
    [
        ("UPDATE events SET actor = 'U0SOMEBODY' WHERE seq = 3", "第 3 行有问题：内容被改动过。之前的 2 行完整。"),
        ("DELETE FROM events WHERE seq = 2", "第 2 行有问题：这一行不见了。之前的 1 行完整。"),
        ("DELETE FROM events WHERE seq = 4", "第 4 行有问题：这一行不见了。之前的 3 行完整。"),
    ],
)
def test_the_first_row_that_was_tampered_with_is_named(guanwei: Terminal, tamper: str, why: str) -> None:
    log(guanwei, 4)
    with sqlite3.connect(guanwei.folder / DATABASE) as connection:
        connection.executescript(f"DROP TRIGGER events_keep_rows; DROP TRIGGER events_keep_text; {tamper};")
    connection.close()
    said = guanwei("audit", "verify")
    assert said.code == 1
    assert why in said.err


def test_the_database_may_stand_elsewhere(guanwei: Terminal) -> None:
    Store(guanwei.folder / "别处.db").close()
    assert guanwei("outbox", GUANWEI_DB="别处.db").code == 0
    assert not (guanwei.folder / DATABASE).exists()
