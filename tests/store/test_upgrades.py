"""Databases that older programs left behind: each is brought up to date with all that is in it, and works from then on."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from bot.domain import campaigns, complaints, draft_steps, forgetting
from bot.domain.complaints import upkeep
from bot.domain.desk import known_company, open_desk
from bot.errors import NewerDatabase
from bot.jobs.clock import LOOKS
from bot.store import alike, events, outbox, people, schema
from bot.store.database import Store
from bot.store.people import Person
from bot.text.likeness import all_of
from tests.company import NAMES, SERVICE, Time, ask, settings
from tools.old_databases import file_of

Table = list[tuple[object, ...]]


def left_behind(name: str, folder: Path) -> Path:
    path = folder / "guanwei.db"
    path.write_bytes(gzip.decompress(file_of(name).read_bytes()))
    return path


def shape(path: Path) -> set[tuple[str, str]]:
    """What a file is made of: each table, index and trigger by its words."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT type, coalesce(sql, name) FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
        return {(str(kind), " ".join(str(said).split())) for kind, said in rows}


def contents(path: Path) -> Mapping[str, tuple[list[str], Table]]:
    """Every table's columns and rows, without what the indexes over words keep for themselves."""
    with closing(sqlite3.connect(path)) as connection:
        names = [
            str(name)
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if "_words" not in name and not name.startswith(("sqlite_", "_sqlite"))
        ]
        found = {}
        for name in names:
            cursor = connection.execute(f"SELECT * FROM {name}")
            found[name] = ([column[0] for column in cursor.description], cursor.fetchall())
        return found


def test_there_is_a_database_of_every_schema() -> None:
    """One is missing? python -m tools.old_databases"""
    assert [name for name in schema.NAMES if not file_of(name).exists()] == []


@pytest.mark.parametrize("name", schema.NAMES)
def test_it_is_brought_up_to_date_with_every_value_that_is_in_it(name: str, tmp_path: Path) -> None:
    path = left_behind(name, tmp_path)
    before = contents(path)
    assert before["complaints"][1] and before["events"][1]
    Store(path).close()
    after = contents(path)
    for table, (columns, rows) in before.items():
        now, kept = after[table]
        places = [now.index(column) for column in columns]
        assert sorted(map(str, rows)) == sorted(str(tuple(row[at] for at in places)) for row in kept), table
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("name", schema.NAMES)
def test_it_is_made_of_the_same_as_a_new_one(name: str, tmp_path: Path) -> None:
    path, fresh = left_behind(name, tmp_path), tmp_path / "fresh.db"
    Store(path).close()
    Store(fresh).close()
    assert {words for _, words in shape(path)} == {words for _, words in shape(fresh)}


@pytest.mark.parametrize("name", schema.NAMES)
def test_the_program_works_with_it(name: str, tmp_path: Path, time: Time) -> None:
    """The record is whole, what is in it is read and found, and complaints go on where they were."""
    store = Store(left_behind(name, tmp_path))
    with store.transaction() as tx:
        people.save_people(tx, (Person(user, user, said, "", "zh-CN") for user, said in NAMES.items()), "")
    desk = open_desk(settings(retention={"complaint_days": 30}), store, time)
    desk.directory.company = known_company(desk.settings, store)
    time.forward(hours=2)
    assert events.verify(store) == events.Verdict(12)
    assert campaigns.show(store, "N-1").title == "双十二鲜奶节"
    assert draft_steps.show(store, "D-1").author == "U0SALES"
    assert [case.id for case in alike.holding(store, all_of("酸味"), 5)] == ["C-1"]
    assert [case.id for case in alike.holding(store, all_of("赠品"), 5)] == ["C-3"]
    assert upkeep.take_over(desk, time()) == 4
    complaints.claim(desk, ask(desk, SERVICE), "C-1")
    complaints.reply(desk, ask(desk, SERVICE), "C-4", "已经到账")
    complaints.resolve(desk, ask(desk, SERVICE), "C-2", "已经送到")
    for _, look in LOOKS:
        look(desk, time())
    time.forward(days=40)
    assert forgetting.sweep(desk, time()) == 2
    assert events.verify(store).broken is None
    store.close()


def test_a_message_that_is_gone_keeps_its_number_and_a_key_its_message(tmp_path: Path) -> None:
    path = left_behind("backups", tmp_path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE outbox SET key = 'k'")
        connection.execute("UPDATE sqlite_sequence SET seq = 50 WHERE name = 'outbox'")
    store = Store(path)
    with store.transaction() as tx:
        assert not outbox.owe(tx, "direct", SERVICE, now=1, key="k")
        assert outbox.owe(tx, "direct", SERVICE, now=1)
    assert outbox.newest(store) > 50
    store.close()


@pytest.mark.parametrize("name", schema.NAMES[:-1])
def test_an_older_program_refuses_it_afterwards_with_words_and_changes_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Going back to the program that left it behind."""
    path = left_behind(name, tmp_path)
    Store(path).close()
    before = path.read_bytes()
    monkeypatch.setattr(schema, "NAMES", schema.NAMES[: schema.NAMES.index(name) + 1])
    with pytest.raises(NewerDatabase, match="更新版本") as refused:
        Store(path)
    assert "请升级程序" in str(refused.value)
    assert path.read_bytes() == before
