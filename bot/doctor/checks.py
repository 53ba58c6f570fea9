"""Judging what was read of this machine: settings, database, disk, clock, time zone, holidays, font. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from bot.config import Problem, Settings, SettingsError
from bot.doctor.findings import Finding, fail, ok, warn
from bot.domain.calendar import Calendar
from bot.errors import StoreError
from bot.store.inspection import Inspection
from bot.store.times import from_store
from bot.text.words import phrase

_MEGABYTE: Final = 1024 * 1024
# Below this the next hours' messages no longer fit; below the other there is no room for a backup and a busy week.
_DISK_LEAST: Final = 100 * _MEGABYTE
_DISK_GOOD: Final = 1024 * _MEGABYTE
# The log beside the database is copied over at 40 MB; where it is ten times that, something keeps it from being.
_LOG_MOST: Final = 400 * _MEGABYTE
# A night, and as long again as it may take to notice that one is missing.
_BACKUP_AGE: Final = timedelta(hours=36)
# The chat and the intake take nothing signed more than five minutes ago.
_SKEW_MOST: Final = 60.0
_SKEW_GOOD: Final = 5.0
# By then the State Council has announced the next year's holidays.
_ANNOUNCED_BY: Final = 12


def settings(found: Settings | SettingsError) -> Iterator[Finding]:
    """Whether guanwei.toml can be used; each problem with its line."""
    if isinstance(found, SettingsError):
        yield from _problems("settings", found)
        return
    yield ok("settings", phrase("设置没有问题：{n} 个部门。", n=len(found.departments)))


def secrets(found: SettingsError | None, env_mode: int | None) -> Iterator[Finding]:
    """Whether the environment has all it needs, and whether others may read ``.env`` (its mode; None: there is none)."""
    if found is not None:
        yield from _problems("secrets", found)
    elif env_mode is None or not env_mode & 0o077:
        yield ok("secrets", phrase("令牌和密钥都在。"))
    if env_mode is not None and env_mode & 0o077:
        yield warn("secrets", phrase("这台机器上的其他用户也读得到 .env。"), phrase("请运行：chmod 600 .env"))


def _problems(check: str, error: SettingsError) -> Iterator[Finding]:
    file = error.path.name if error.path else ".env"
    for problem in error.problems:
        place = _place(problem, file)
        said = phrase("{place}：{what}", place=place, what=problem.what) if place else problem.what
        advice = (
            phrase("例如：{example}", example=problem.example)
            if problem.example
            else phrase("改好后运行 guanwei config check 再看一遍。")
        )
        yield fail(check, said, advice)


def _place(problem: Problem, file: str) -> str:
    line = f"{file}:{problem.line}" if problem.line is not None else ""
    return " ".join(part for part in (line, problem.key) if part)


def database(path: Path, found: Inspection | StoreError | None) -> Iterator[Finding]:
    """Whether the database can be used and is whole."""
    if isinstance(found, StoreError):
        yield fail("database", found.said, found.advice)
        return
    if found is None:
        yield ok("database", phrase("还没有数据库 {path}，第一次启动时会建好。", path=path))
        return
    size = f"{found.size / _MEGABYTE:.1f}"
    if found.pending:
        yield ok(
            "database",
            phrase("数据库完好（{size} MB），下次启动时升级：{names}。", size=size, names="、".join(found.pending)),
        )
    else:
        yield ok("database", phrase("数据库完好，版本是最新的（{size} MB）。", size=size))
    if not found.is_write_ahead:
        yield warn(
            "database",
            phrase("数据库没有用预写日志（WAL），慢，而且备份时会卡住。"),
            phrase("请不要放在网络磁盘上；停下机器人，再启动一次会改回来。"),
        )
    if found.log_size > _LOG_MOST:
        yield warn(
            "database",
            phrase("数据库旁的 -wal 文件有 {size} MB，没能并回去。", size=found.log_size // _MEGABYTE),
            phrase("看看有没有别的程序一直开着这个数据库；重启机器人会并回去。"),
        )
    if found.parked:
        yield warn(
            "outbox",
            phrase("有 {n} 条消息被聊天平台拒收，搁置着。", n=found.parked),
            phrase("运行 guanwei outbox 看原因，处理后 guanwei outbox --retry。"),
        )


def backup(folder: str | None, made: str, now: datetime) -> Finding:
    """Whether there is a backup of last night: ``folder`` as the settings have it, ``made`` when the latest was (UTC text,
    or empty)."""
    if folder is None:
        return warn(
            "backup",
            phrase("没有设每晚备份。"),
            phrase("请在 guanwei.toml 里写上 [backup] folder，最好在另一块磁盘上。"),
        )
    if not made:
        return warn(
            "backup",
            phrase("还没有备份过。"),
            phrase("机器人运行时会自己备份；现在就要：guanwei backup {folder}", folder=folder),
        )
    age = now - from_store(made)
    hours = int(age.total_seconds() // 3600)
    if age > _BACKUP_AGE:
        return warn(
            "backup",
            phrase("最近一次备份是 {n} 小时前。", n=hours),
            phrase(
                "机器人没在运行，或备份失败了：看日志里的 backup，再运行 guanwei backup {folder} 试一次。",
                folder=folder,
            ),
        )
    return ok("backup", phrase("最近一次备份是 {n} 小时前。", n=hours))


def disk(free: int, folder: Path, needed: int) -> Finding:
    """Whether there is room: ``free`` bytes in ``folder``, and ``needed`` for one more copy of the database."""
    left = f"{free / _MEGABYTE:.0f}"
    said = phrase("{folder} 还剩 {left} MB。", folder=folder, left=left)
    if free < _DISK_LEAST:
        return fail(
            "disk",
            said,
            phrase(
                "磁盘快满了，满了就什么都记不下来。请马上腾出空间，但不要删数据库旁边的 -wal 和 -shm：里面有数据。"
                "要换一块磁盘：停下机器人，用 guanwei backup 备份到那里，再把 GUANWEI_DB 指向这份备份。"
            ),
        )
    if free < max(_DISK_GOOD, 2 * needed):
        return warn("disk", said, phrase("不够再放一份备份。请腾出空间。"))
    return ok("disk", said)


def clock(skew: float) -> Finding:
    """Whether this machine's clock is right: ``skew`` is by how many seconds it is ahead of the chat's."""
    seconds = f"{abs(skew):.0f}"
    if abs(skew) <= _SKEW_GOOD:
        return ok("clock", phrase("时钟与聊天平台一致。"))
    said = (
        phrase("这台机器的时钟快了 {seconds} 秒。", seconds=seconds)
        if skew > 0
        else phrase("这台机器的时钟慢了 {seconds} 秒。", seconds=seconds)
    )
    advice = phrase("请打开自动对时，例如：timedatectl set-ntp true。差到 5 分钟，签名的请求就会被拒收。")
    return fail("clock", said, advice) if abs(skew) > _SKEW_MOST else warn("clock", said, advice)


def timezone(name: str, offset_hours: float | None) -> Finding:
    """Whether the time zone ``name`` is known here (``offset_hours`` from UTC now; None: it is not)."""
    if offset_hours is None:
        return fail(
            "timezone",
            phrase("这台机器没有时区 {name} 的数据，时限和日报都会算错。", name=name),
            phrase("请安装：pip install --upgrade tzdata（或系统的 tzdata 包）。"),
        )
    return ok("timezone", phrase("时区 {name}，现在是 UTC{offset:+g}。", name=name, offset=offset_hours))


def holidays(calendar: Calendar, today: date) -> Iterator[Finding]:
    """Whether the official calendar of this year and the next is known."""
    advice = phrase(
        "请升级：pip install --upgrade chinesecalendar，再重启；来不及时在 guanwei.toml 的 [calendar] 里写上休息和调休的日子。"
    )
    if not calendar.announced(today.year):
        yield warn("holidays", phrase("不知道 {year} 年的放假安排，现在按周一到周五算。", year=today.year), advice)
    coming = today.year + 1
    if calendar.announced(coming):
        yield ok("holidays", phrase("{year} 年的放假和调休都知道。", year=coming))
    elif today.month >= _ANNOUNCED_BY:
        yield warn("holidays", phrase("还不知道 {year} 年的放假安排，到时会按周一到周五算。", year=coming), advice)
    elif calendar.announced(today.year):
        yield ok("holidays", phrase("{year} 年的放假和调休都知道；明年的还没有公布。", year=today.year))


def font(found: str) -> Finding:
    """Whether there is a font with Chinese characters (its name; empty: there is none)."""
    if found:
        return ok("font", phrase("图表用的中文字体：{name}。", name=found))
    return warn(
        "font",
        phrase("没有中文字体，周报的图表会用英文标签。"),
        phrase("请安装，例如 Debian、Ubuntu：apt install fonts-noto-cjk。"),
    )
