"""`guanwei backup` and `guanwei restore`: copies of the whole database, and going back to one."""

from __future__ import annotations

import os
from pathlib import Path

import click

from bot.cli.common import says_what_is_wrong, settings_option

_MEGABYTE = 1024 * 1024


@click.command()
@click.argument("to", metavar="目标", type=click.Path(path_type=Path))
@click.option("--keep", type=click.IntRange(1, 400), help="文件夹里留几份（默认按设置里的 backup.keep）。")
@settings_option
@says_what_is_wrong
def backup(to: Path, keep: int | None, settings_path: Path) -> None:
    """备份数据库到目标：一个文件夹（按时间起名，旧的自动删），或一个 .db 文件。机器人运行时也可以备份。

    \b
    例：
      guanwei backup /var/backups/guanwei
      guanwei backup 升级前.db
    """
    from bot.config import load_database, load_settings
    from bot.domain import backups
    from bot.domain.desk import utc_now
    from bot.store import copies

    database = load_database(settings_path.resolve().parent, os.environ)
    if to.suffix == ".db" and not to.is_dir():
        size = copies.copy(database, to)
        click.echo(f"已备份到 {to}（{size / _MEGABYTE:.1f} MB，已检查）。")
        return
    made = backups.back_up(database, to, utc_now(), keep or load_settings(settings_path).backup.keep)
    deleted = f" 删去了 {made.deleted} 份旧的。" if made.deleted else ""
    click.echo(f"已备份到 {made.path}（{made.size / _MEGABYTE:.1f} MB，已检查）。{deleted}")


@click.command()
@click.argument("source", metavar="备份", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="现在的数据库比备份新，或是另一个机器人的，也要恢复。")
@settings_option
@says_what_is_wrong
def restore(source: Path, force: bool, settings_path: Path) -> None:
    """从备份恢复数据库。先停下机器人；备份会先从头到尾核对，现在的数据库留在旁边，不会删。

    \b
    例：
      guanwei restore /var/backups/guanwei/guanwei-20261126T193000Z.db
    """
    from bot.config import load_database
    from bot.domain import backups
    from bot.domain.desk import utc_now

    database = load_database(settings_path.resolve().parent, os.environ)
    done = backups.restore(source, database, utc_now(), force=force)
    click.echo(f"已恢复到 {database}：记录 {done.rows} 行，全部核对过。")
    if done.aside is not None:
        lost = "读不出来" if done.given_up is None else f"比备份多 {done.given_up} 条记录"
        click.echo(f"原来的数据库（{lost}）留在 {done.aside}。")
    click.echo("现在可以启动机器人：guanwei run")
