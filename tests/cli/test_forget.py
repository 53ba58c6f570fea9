"""`guanwei forget`: shows first what it would do, does it for an admin, and says what it leaves to people."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.config import load_settings
from bot.domain import complaints
from bot.domain.complaints import Report
from bot.domain.desk import Request, open_desk
from bot.store import people
from bot.store.database import Store
from bot.store.people import Person
from tests.terminal import Terminal

DATABASE = Path("data/state/guanwei.db")
AT = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.fixture
def full(guanwei: Terminal) -> Terminal:
    """A terminal over a resolved complaint and an open one of 小满, and one of somebody who names her."""
    store = Store(guanwei.folder / DATABASE)
    with store.transaction() as tx:
        people.save_people(tx, [Person("U0ADMIN", "xu.jie", "许洁", "xu.jie@example.com", "zh-CN")], "")
    desk = open_desk(load_settings(guanwei.folder / "guanwei.toml"), store)
    editor = desk.settings.roles.editor[0]
    case = complaints.log(desk, Request(editor, "", AT), Report("酸奶胀包了", customer="@小满")).case_id
    with store.transaction() as tx:
        tx.execute(
            "UPDATE complaints SET state = 'resolved', resolved_at = changed_at, next_due = '' WHERE id = :id",
            {"id": case},
        )
    complaints.log(desk, Request(editor, "", AT), Report("又胀包了", customer="小满"))
    complaints.log(desk, Request(editor, "", AT), Report("和小满一样，胀包了", customer="阿岚"))
    store.close()
    return guanwei


def kept(terminal: Terminal) -> str:
    return b"".join(path.read_bytes() for path in (terminal.folder / DATABASE).parent.glob("guanwei.db*")).decode(
        "utf-8", "replace"
    )


def test_it_shows_first_and_changes_nothing(full: Terminal) -> None:
    said = full("forget", "--weibo-name", "小满")
    assert said.code == 0
    assert "已办结的投诉 1 条（C-1）" in said.out
    assert "还没有办结的 1 条（C-2）" in said.out
    assert "还有 1 处提到这个名字，请人工看一下（C-3）" in said.out
    assert "这是预演，什么都没有改" in said.out
    assert "酸奶胀包了" in kept(full)


def test_an_admin_does_it_and_the_file_holds_it_no_more(full: Terminal) -> None:
    said = full("forget", "--weibo-name", "＠小满", "--yes", "--by", "xu.jie@example.com")
    assert (said.code, "已清除" in said.out) == (0, True)
    assert "酸奶胀包了" not in kept(full)
    assert "又胀包了" in kept(full)
    assert full("audit", "verify").code == 0
    again = full("forget", "--weibo-name", "小满")
    assert "已办结的投诉 0 条" in again.out


def test_who_is_no_admin_is_told_who_is(full: Terminal) -> None:
    said = full("forget", "--weibo-name", "小满", "--yes", "--by", "nobody@example.com")
    assert said.code == 1
    assert "只有管理员可以清除顾客信息" in said.err
    assert "酸奶胀包了" in kept(full)


def test_without_saying_who_nothing_is_done(full: Terminal) -> None:
    said = full("forget", "--weibo-name", "小满", "--yes")
    assert (said.code, "--by" in said.err) == (2, True)


def test_a_name_that_nobody_has_finds_nothing(full: Terminal) -> None:
    assert "没有可以清除的内容" in full("forget", "--weibo-name", "没有这个人").out
