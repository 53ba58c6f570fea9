"""Backups: the nightly one, its folder with the copies that are kept, and going back to one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from bot.domain.desk import Desk
from bot.errors import BackupError, CorruptDatabase, StoreError
from bot.store import backups, copies, outbox
from bot.store.copies import Extent
from bot.store.times import epoch_ms, to_store
from bot.text.packing import pack
from bot.text.words import phrase

# One that failed, or whose process died over it, is tried again after so long.
_AGAIN: Final = timedelta(hours=1)
_NAME: Final = re.compile(r"guanwei-\d{8}T\d{6}Z\.db")


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made: where, its bytes, and how many older ones were deleted for it."""

    path: Path
    size: int
    deleted: int = 0


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored: the rows of its record, how many rows of the record before were given up (None: that could not
    be read), and where the database before is kept (None: there was none)."""

    rows: int
    given_up: int | None
    aside: Path | None


def nightly(desk: Desk, at: datetime) -> bool:
    """Make this night's backup if its time has come and it was not made; whether it was made now. One that was missed is
    made when the bot is back. One that fails is told to the admins, once a night, and tried again an hour later: raises
    BackupError."""
    policy = desk.settings.backup
    if policy.folder is None:
        return False
    night = night_of(desk, at).isoformat()
    known = backups.of_night(desk.store, night)
    again = to_store(at - _AGAIN)
    if known is not None and (known.done_at or known.begun_at >= again):
        return False
    with desk.store.transaction() as tx:
        if not backups.begin(tx, night, to_store(at), again_before=again):
            return False
    try:
        made = back_up(desk.store.path, desk.store.path.parent / policy.folder, at, policy.keep)
    except BackupError as error:
        with desk.store.transaction() as tx:
            backups.failed(tx, night, str(error.said))
            said = phrase("昨夜的备份没有完成。{what}{advice}", what=error.said, advice=error.advice or "")
            for admin in desk.company.roles["admin"]:
                outbox.owe(
                    tx,
                    "direct",
                    admin,
                    now=epoch_ms(at),
                    body={"say": pack(said)},
                    key=f"backup:{night}:{admin}",
                )
        raise
    with desk.store.transaction() as tx:
        backups.done(tx, night, to_store(desk.now()), made.path.name, made.size)
    return True


def night_of(desk: Desk, at: datetime) -> date:
    """The company's day whose backup time came last before ``at``."""
    local = at.astimezone(desk.zone)
    return local.date() if local.time() >= desk.settings.backup.time else local.date() - timedelta(days=1)


def back_up(database: Path, folder: Path, at: datetime, keep: int) -> Made:
    """Copy the database into ``folder`` under a name with the time, and delete all but the ``keep`` latest such copies.
    Raises BackupError."""
    try:
        # The folder alone is made: where the disk that it should be on is not there, its parent is not either.
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise BackupError(
            phrase("建不了备份文件夹 {path}：{reason}", path=folder, reason=error.strerror),
            phrase("请检查上一级文件夹在不在、能不能写。"),
        ) from error
    target = folder / f"guanwei-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}.db"
    size = copies.copy(database, target)
    others = sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name) and path != target)
    old = others[: max(len(others) - (keep - 1), 0)]
    for path in old:
        path.unlink(missing_ok=True)
    return Made(target, size, len(old))


def restore(source: Path, database: Path, at: datetime, *, force: bool = False) -> Restored:
    """Put the backup at ``source`` in the place of the database, which is kept beside it. The backup is copied and read
    from end to end first. Raises BackupError, with nothing changed, where it cannot be used, where the bot is running, and,
    without ``force``, where the database has come further than it or is another bot's."""
    database.parent.mkdir(parents=True, exist_ok=True)
    partial = database.with_name(f".{database.name}.restoring")
    copies.copy(source, partial)
    try:
        theirs = _extent_of_backup(source, partial)
        before = _before(database)
        if before is not None and not force:
            _refuse_newer(before, theirs, partial)
        try:
            rows = copies.prepare(partial, before, at=to_store(at), source=source.name)
        except StoreError as error:
            raise BackupError(phrase("备份 {path} 用不了：{why}", path=source, why=error.said), error.advice) from error
        copies.settle(partial)
        aside = database.with_name(f"{database.name}.before-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}")
        there = database.exists()
        if there:
            copies.set_aside(database, aside)
        copies.put_in_place(partial, database)
    except OSError as error:
        raise BackupError(
            phrase("恢复没有完成：{reason}", reason=error.strerror), phrase("请检查数据库所在的文件夹能不能写。")
        ) from error
    finally:
        copies.remove(partial)
    given_up = max(before.events - theirs.events, 0) if before else None if there else 0
    return Restored(rows, given_up, aside if there else None)


def _extent_of_backup(source: Path, copied: Path) -> Extent:
    try:
        return copies.extent(copied)
    except CorruptDatabase as error:
        raise BackupError(phrase("{path} 不是 Guanwei 的备份。", path=source), phrase("请检查文件名。")) from error


def _before(database: Path) -> Extent | None:
    """How far the database has come; None where there is none, or none that can be read. Raises BackupError where the
    bot is running."""
    if not database.exists() or not database.stat().st_size:
        return None
    try:
        if copies.settle(database):
            return copies.extent(database)
    except CorruptDatabase:
        # Damaged: that is why somebody restores.
        return None
    raise BackupError(
        phrase("机器人还在运行，或有别的程序开着数据库 {path}。", path=database), phrase("请先停下它，再恢复。")
    )


def _refuse_newer(before: Extent, backup: Extent, copied: Path) -> None:
    force = phrase("确定要用备份代替它，请加 --force；现在的数据库会留在旁边，不会删。")
    if before.instance and before.instance != backup.instance:
        raise BackupError(phrase("这份备份是另一个机器人的数据库。"), force)
    if before.events > backup.events:
        raise BackupError(
            phrase(
                "现在的数据库比备份新：恢复会丢掉之后的 {n} 条记录（备份到 {then}，数据库到 {now}，都是 UTC）。",
                n=before.events - backup.events,
                then=_minute(backup.at),
                now=_minute(before.at),
            ),
            force,
        )
    if before.events and copies.hash_at(copied, before.events) != before.hash:
        raise BackupError(phrase("现在的数据库和这份备份各有各的记录，对不上。"), force)


def _minute(at: str) -> str:
    return at[:16].replace("T", " ") or "-"
