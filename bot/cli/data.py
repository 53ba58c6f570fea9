"""`guanwei import`, `outbox` and `audit`: what is done to rows from a terminal."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bot.cli.common import FAILED, opened_desk, says_what_is_wrong, settings_option


@click.group("import")
def import_group() -> None:
    """从文件导入。例：guanwei import complaints 投诉.csv"""


@import_group.command("complaints")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--column", "columns", multiple=True, metavar="名称=列名", help="指明列，例如 words=内容。可写多次。")
@click.option("--refused", type=click.Path(path_type=Path), help="未导入的行写到这里（默认在原文件旁）。")
@settings_option
@says_what_is_wrong
def import_complaints(file: Path, columns: tuple[str, ...], refused: Path | None, settings_path: Path) -> None:
    """导入投诉（CSV 或 JSON Lines）。中断后再运行一次即可，不会重复。

    \b
    例：
      guanwei import complaints 投诉.jsonl
      guanwei import complaints 导出.csv --column words=内容 --column customer=昵称
    """
    from bot.transfer import complaints, files

    chosen = {}
    for column in columns:
        ours, found, theirs = column.partition("=")
        if not found or not theirs:
            raise click.BadParameter(f"“{column}”请写成 名称=列名，例如 words=内容。", param_hint="--column")
        chosen[ours.strip()] = theirs.strip()
    side = refused or file.with_name(f"{file.stem}.refused.csv")
    with (
        opened_desk(settings_path, new=True) as desk,
        click.progressbar(length=file.stat().st_size, label="导入中", file=sys.stderr) as bar,
    ):
        total = sum(1 for _ in files.read(file)) or 1
        bar.length = total
        imported = complaints.import_complaints(
            desk, file, chosen, refused_to=side, step=lambda done: bar.update(1) if done else None
        )
    click.echo(
        f"共 {imported.rows} 行：新增 {imported.added}，并入 {imported.joined}，已有 {imported.known}，未导入 {imported.refused}。"
    )
    if imported.refused:
        click.echo(f"未导入的行和原因：{side}", err=True)
        sys.exit(FAILED)


@import_group.command("figures")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--refused", type=click.Path(path_type=Path), help="未导入的行写到这里（默认在原文件旁）。")
@settings_option
@says_what_is_wrong
def import_figures(file: Path, refused: Path | None, settings_path: Path) -> None:
    """导入微博数据（CSV 或 JSON Lines）：稿件编号或链接、阅读、转发、评论、赞、时间。可以重复导入。

    \b
    例：
      guanwei import figures 数据.csv
    """
    from bot.transfer import figures

    side = refused or file.with_name(f"{file.stem}.refused.csv")
    with opened_desk(settings_path) as desk:
        imported = figures.import_figures(desk, file, refused_to=side)
    click.echo(f"共 {imported.rows} 行：新增 {imported.added}，已有 {imported.known}，未导入 {imported.refused}。")
    if imported.refused:
        click.echo(f"未导入的行和原因：{side}", err=True)
        sys.exit(FAILED)


@click.command()
@click.option("--retry", is_flag=True, help="把搁置的消息重新发送。")
@settings_option
@says_what_is_wrong
def outbox(retry: bool, settings_path: Path) -> None:
    """查看发不出去的消息。

    \b
    例：
      guanwei outbox
      guanwei outbox --retry
    """
    from bot.outbox import describe_parked, retry_parked
    from bot.store import outbox as rows

    with opened_desk(settings_path) as desk:
        parked = describe_parked(desk.store)
        click.echo(f"待发送 {rows.open_count(desk.store)} 条，搁置 {len(parked)} 条。")
        for item in parked:
            click.echo(f"  #{item.id} {item.what} → {item.channel} {item.case_id} {item.error}：{item.advice}")
        if retry and parked:
            with desk.store.transaction() as tx:
                retry_parked(tx)
            click.echo("已放回发送队列。")
        elif parked:
            sys.exit(FAILED)


@click.group()
def audit() -> None:
    """核对记录。例：guanwei audit verify"""


@audit.command("verify")
@settings_option
@says_what_is_wrong
def verify(settings_path: Path) -> None:
    """逐行核对记录的哈希链，指出第一处被改动的地方。

    \b
    例：
      guanwei audit verify
    """
    from bot.store import events

    with opened_desk(settings_path) as desk:
        verdict = events.verify(desk.store)
    if verdict.broken is None:
        click.echo(f"记录完整：{verdict.rows} 行。")
        return
    reasons = {"missing": "这一行不见了", "chain": "与上一行接不上", "changed": "内容被改动过"}
    click.echo(f"第 {verdict.broken} 行有问题：{reasons[verdict.reason]}。之前的 {verdict.rows} 行完整。", err=True)
    sys.exit(FAILED)
