"""`guanwei backup` and `guanwei restore` as an administrator types them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bot.config import load_settings
from bot.domain import complaints
from bot.domain.complaints import Report
from bot.domain.desk import Request, open_desk
from bot.store.database import Store
from tests.terminal import Terminal

DATABASE = Path("data/state/guanwei.db")


def log(guanwei: Terminal, customer: str) -> None:
    store = Store(guanwei.folder / DATABASE)
    desk = open_desk(load_settings(guanwei.folder / "guanwei.toml"), store)
    complaints.log(desk, Request("U1", "", datetime.now(UTC)), Report(words="漏了一箱", customer=customer))
    store.close()


def customers(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as found:
        return {row[0] for row in found.execute("SELECT customer FROM complaints")}


def test_there_and_back(guanwei: Terminal) -> None:
    database = guanwei.folder / DATABASE
    log(guanwei, "小满")
    said = guanwei("backup", "backups")
    assert said.code == 0
    assert "MB，已检查）" in said.out
    (made,) = (guanwei.folder / "backups").iterdir()
    log(guanwei, "阿蓝")

    refused = guanwei("restore", str(made))
    assert (refused.code, refused.out) == (1, "")
    assert "恢复会丢掉之后的 1 条记录" in refused.err
    assert "请加 --force；现在的数据库会留在旁边，不会删。" in refused.err
    assert customers(database) == {"小满", "阿蓝"}

    done = guanwei("restore", str(made), "--force")
    assert done.code == 0, done.err
    assert "记录 1 行，全部核对过。" in done.out
    assert "比备份多 1 条记录" in done.out
    assert customers(database) == {"小满"}
    (aside,) = database.parent.glob("guanwei.db.before-*")
    assert customers(aside) == {"小满", "阿蓝"}
    assert guanwei("audit", "verify").out == "记录完整：2 行。\n"


def test_into_a_file_and_to_a_place_that_is_not_there(guanwei: Terminal) -> None:
    assert "没有数据库" in guanwei("backup", "backups").err
    log(guanwei, "小满")
    assert guanwei("backup", "升级前.db").code == 0
    assert customers(guanwei.folder / "升级前.db") == {"小满"}
    said = guanwei("backup", "usb/guanwei")
    assert said.code == 1
    assert "建不了备份文件夹 usb/guanwei" in said.err
    assert not (guanwei.folder / "usb").exists()


def test_keeps_as_many_as_it_is_told(guanwei: Terminal) -> None:
    log(guanwei, "小满")
    folder = guanwei.folder / "backups"
    folder.mkdir()
    for day in range(1, 6):
        (folder / f"guanwei-2026010{day}T193000Z.db").touch()
    said = guanwei("backup", "backups", "--keep", "2")
    assert "删去了 4 份旧的" in said.out
    assert sorted(path.name for path in folder.iterdir())[0] == "guanwei-20260105T193000Z.db"
