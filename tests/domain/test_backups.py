"""Backups: each night's once, only whole ones, the latest few; and going back to one with nothing sent or numbered twice."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain import backups, complaints
from bot.domain.complaints import Report
from bot.domain.desk import Desk
from bot.errors import BackupError
from bot.store import backups as rows
from bot.store import copies, events, outbox
from bot.store.database import Store
from tests.company import ADMIN, EDITOR, Time, ask, opened

NIGHT = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)  # 03:30 on the 24th in Shanghai


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def kept(tmp_path: Path, time: Time, folder: Path) -> Iterator[Desk]:
    """A desk whose database is backed up every night."""
    with opened(tmp_path / "kept.db", time, backup={"folder": str(folder), "keep": 3}) as found:
        yield found


def log(desk: Desk, customer: str = "小满") -> str:
    return complaints.log(desk, ask(desk, EDITOR), Report(words="漏了一箱", customer=customer)).case_id


def count(path: Path, table: str = "complaints") -> int:
    with closing(sqlite3.connect(path)) as found:
        return int(found.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_each_night_one_is_made_at_its_time_and_no_second(kept: Desk, time: Time, folder: Path) -> None:
    log(kept)
    time.now = NIGHT - timedelta(minutes=1)
    assert backups.nightly(kept, time())  # of the night before, which was missed
    assert not backups.nightly(kept, time())
    time.now = NIGHT
    assert backups.nightly(kept, time())
    assert not backups.nightly(kept, time.forward(hours=20))
    assert files(folder) == ["guanwei-20261123T192900Z.db", "guanwei-20261123T193000Z.db"]
    last = rows.latest(kept.store)
    assert last is not None
    assert (last.night, last.file) == ("2026-11-24", "guanwei-20261123T193000Z.db")
    assert last.size == (folder / last.file).stat().st_size
    assert count(folder / last.file) == 1


def test_the_latest_few_are_kept_and_what_is_not_ours_is_left_alone(kept: Desk, time: Time, folder: Path) -> None:
    folder.mkdir()
    (folder / "guanwei-notes.db").write_text("not ours")
    for _ in range(5):
        assert backups.nightly(kept, time.forward(days=1))
    assert len(files(folder)) == 4
    assert files(folder)[-1] == "guanwei-notes.db"
    assert files(folder)[0].startswith("guanwei-20261127")


def test_two_processes_make_one(kept: Desk, time: Time, folder: Path, tmp_path: Path) -> None:
    with opened(tmp_path / "kept.db", time, backup={"folder": str(folder)}) as second:
        assert [backups.nightly(desk, time()) for desk in (kept, second)] == [True, False]
    assert len(files(folder)) == 1


def test_without_a_folder_none_is_made(desk: Desk, time: Time) -> None:
    assert not backups.nightly(desk, time())
    assert rows.latest(desk.store) is None


def test_a_failure_is_told_to_the_admins_once_and_tried_again(kept: Desk, time: Time, folder: Path) -> None:
    folder.write_text("a file stands where the folder should be")
    with pytest.raises(BackupError):
        backups.nightly(kept, time())
    assert not backups.nightly(kept, time.forward(minutes=59))
    with pytest.raises(BackupError):
        backups.nightly(kept, time.forward(minutes=2))
    told = kept.store.all("SELECT channel, body FROM outbox WHERE key LIKE 'backup:%'")
    assert [row["channel"] for row in told] == [ADMIN]
    assert "昨夜的备份没有完成" in str(told[0]["body"])
    night = rows.of_night(kept.store, "2026-11-24")
    assert night is not None
    assert "建不了备份文件夹" in night.failure
    folder.unlink()
    assert backups.nightly(kept, time.forward(minutes=61))


def test_a_folder_whose_disk_is_not_there_is_not_made_elsewhere(kept: Desk, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="上一级文件夹"):
        backups.back_up(kept.store.path, tmp_path / "mnt" / "usb", NIGHT, 3)
    assert not (tmp_path / "mnt").exists()


def test_a_damaged_database_makes_no_backup_and_takes_none_away(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "torn.db"
    Store(path).close()
    backups.back_up(path, folder, NIGHT, 1)
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 8] = b"\xff" * (4096 * 5)
    path.write_bytes(data)
    with pytest.raises(BackupError, match=r"损坏|没有完成"):
        backups.back_up(path, folder, NIGHT + timedelta(days=1), 1)
    assert files(folder) == ["guanwei-20261123T193000Z.db"]


def test_it_is_made_while_others_write_and_holds_one_moment(kept: Desk, folder: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        n = 0
        while not stop.is_set():
            with kept.store.transaction() as tx:
                # Two rows that belong together: a copy has both or neither.
                for half in "ab":
                    outbox.owe(tx, "post", f"C{half}{n}", now=n)
            n += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for n in range(5):
            made = backups.back_up(kept.store.path, folder, NIGHT + timedelta(seconds=n), 9)
            with closing(sqlite3.connect(made.path)) as found:
                halves = found.execute("SELECT sum(channel LIKE 'Ca%'), sum(channel LIKE 'Cb%') FROM outbox").fetchone()
            assert halves[0] == halves[1]
    finally:
        stop.set()
        writer.join()


def test_a_copy_can_be_read_by_its_owner_alone_and_is_one_file(kept: Desk, folder: Path) -> None:
    made = backups.back_up(kept.store.path, folder, NIGHT, 1)
    assert made.path.stat().st_mode & 0o077 == 0
    assert files(folder) == [made.path.name]


@pytest.fixture
def stopped(tmp_path: Path, time: Time, folder: Path) -> tuple[Path, Path]:
    """A database whose bot was stopped, and a backup that lacks its last complaint."""
    path = tmp_path / "stopped.db"
    with opened(path, time) as desk:
        log(desk, "小满")
        made = backups.back_up(path, folder, NIGHT, 9)
        log(desk, "阿蓝")
    return path, made.path


def test_going_back_needs_force_where_something_would_be_lost(stopped: tuple[Path, Path]) -> None:
    path, backup = stopped
    before = path.read_bytes()
    with pytest.raises(BackupError, match=r"恢复会丢掉之后的 1 条记录.*--force"):
        backups.restore(backup, path, NIGHT)
    assert count(path) == 2
    assert path.read_bytes()[100:] == before[100:]
    assert files(path.parent) == ["backups", "stopped.db"]


def test_what_is_given_up_is_kept_beside_and_its_numbers_are_not_given_again(
    stopped: tuple[Path, Path], time: Time
) -> None:
    path, backup = stopped
    done = backups.restore(backup, path, NIGHT, force=True)
    assert (done.rows, done.given_up) == (1, 1)
    assert done.aside is not None
    assert (count(path), count(done.aside)) == (1, 2)
    with opened(path, time) as desk:
        assert events.verify(desk.store).broken is None
        # C-2 stands in the chat already, as somebody else's.
        assert log(desk, "大山") == "C-3"
        assert [row["action"] for row in desk.store.all("SELECT action FROM events ORDER BY seq")][1] == "restored"


def test_what_was_owed_then_is_looked_for_in_the_chat_before_it_is_sent(stopped: tuple[Path, Path], time: Time) -> None:
    path, backup = stopped
    with opened(path, time) as desk:
        newest = outbox.newest(desk.store)
    backups.restore(backup, path, NIGHT, force=True)
    with opened(path, time) as desk:
        owed = desk.store.all("SELECT uncertain FROM outbox WHERE state = 'waiting'")
        assert owed
        assert all(row["uncertain"] for row in owed)
        with desk.store.transaction() as tx:
            outbox.owe(tx, "post", "C00", now=0)
        # A number that was a message's before the restoring is no other message's: it is how one is found in the chat.
        assert outbox.newest(desk.store) > newest


def test_a_damaged_database_is_replaced_without_force_and_numbers_are_passed_over(
    stopped: tuple[Path, Path], time: Time
) -> None:
    path, backup = stopped
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * 40_000)
    done = backups.restore(backup, path, NIGHT)
    assert done.given_up is None
    with opened(path, time) as desk:
        assert log(desk, "大山") == "C-102"


def test_a_clean_folder_needs_no_force(stopped: tuple[Path, Path], tmp_path: Path) -> None:
    clean = tmp_path / "clean" / "state" / "guanwei.db"
    done = backups.restore(stopped[1], clean, NIGHT)
    assert (done.aside, done.given_up, count(clean)) == (None, 0, 1)
    assert files(clean.parent) == ["guanwei.db"]


def test_a_running_bots_database_is_not_taken_from_under_it(stopped: tuple[Path, Path], time: Time) -> None:
    path, backup = stopped
    with opened(path, time) as desk:
        with pytest.raises(BackupError, match="机器人还在运行"):
            backups.restore(backup, path, NIGHT, force=True)
        log(desk, "大山")
    assert count(path) == 3


def test_another_bots_backup_needs_force(stopped: tuple[Path, Path], tmp_path: Path, time: Time) -> None:
    from slack_sdk import WebClient

    from bot.outbox import Sender

    path, backup = stopped
    for one in (path, backup):
        store = Store(one)
        Sender(store, WebClient(), lambda _: None, str, admins=tuple, now=lambda: 0.0, name="x")
        store.close()
    with pytest.raises(BackupError, match="另一个机器人的数据库"):
        backups.restore(backup, path, NIGHT)


def test_a_file_that_is_no_backup_changes_nothing(stopped: tuple[Path, Path], tmp_path: Path) -> None:
    path, _ = stopped
    wrong = tmp_path / "notes.db"
    wrong.write_text("notes " * 1000)
    before = count(path)
    with pytest.raises(BackupError):
        backups.restore(wrong, path, NIGHT, force=True)
    pets = tmp_path / "pets.db"
    with closing(sqlite3.connect(pets)) as other:
        other.execute("CREATE TABLE pets (name TEXT)")
    with pytest.raises(BackupError, match="不是 Guanwei 的备份"):
        backups.restore(pets, path, NIGHT, force=True)
    assert count(path) == before
    assert "stopped.db" in files(path.parent)
    assert [name for name in files(path.parent) if "restoring" in name or "before" in name] == []


def test_a_backup_whose_record_was_changed_is_refused(stopped: tuple[Path, Path]) -> None:
    path, backup = stopped
    with closing(sqlite3.connect(backup)) as found:
        found.execute("DROP TRIGGER events_keep_text")
        found.execute("UPDATE events SET actor = 'U0OTHER'")
        found.commit()
    with pytest.raises(BackupError, match="记录第 1 行不对，被改动过"):
        backups.restore(backup, path, NIGHT, force=True)
    assert count(path) == 2


def test_a_backup_of_a_newer_version_is_refused(stopped: tuple[Path, Path]) -> None:
    path, backup = stopped
    with closing(sqlite3.connect(backup)) as found:
        found.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('guanwei', 'm9', '2030-01-01')"
        )
        found.commit()
    with pytest.raises(BackupError, match=r"用不了：.*更新版本的 Guanwei"):
        backups.restore(backup, path, NIGHT, force=True)
    assert count(path) == 2


def test_how_far_a_database_has_come(stopped: tuple[Path, Path]) -> None:
    path, backup = stopped
    assert (copies.extent(path).events, copies.extent(backup).events) == (2, 1)
    assert copies.hash_at(path, 1) == copies.extent(backup).hash
    assert copies.hash_at(path, 99) == ""
