"""`guanwei export complaints`: complaints as CSV or JSON Lines, for others masked."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Final, TextIO, cast

import click

from bot.cli.common import FAILED, opened_desk, says_what_is_wrong, settings_option

_STDOUT: Final = "-"
_BOM: Final = "\ufeff"


def _day(context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter("请写成 2026-11-01。", param_hint=parameter.opts[0]) from error


@click.command("complaints")
@click.argument("file", default=_STDOUT, type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--since", metavar="日期", callback=_day, help="从这一天登记的开始，例如 2026-11-01。")
@click.option("--until", metavar="日期", callback=_day, help="到这一天登记的为止（包括这一天）。")
@click.option("--format", "how", type=click.Choice(["csv", "jsonl"]), help="格式；不写时看文件名，默认 csv。")
@click.option("--bom", is_flag=True, help="开头加 UTF-8 标记，用 Excel 打开时需要。")
@click.option("--full", is_flag=True, help="不打码，并带核实表；只限公司内部，要写明 --by。")
@click.option("--by", metavar="邮箱", help="导出完整信息的管理员；会留在记录里。")
@settings_option
@says_what_is_wrong
def export_complaints(
    file: str,
    since: date | None,
    until: date | None,
    how: str | None,
    bom: bool,
    full: bool,
    by: str | None,
    settings_path: Path,
) -> None:
    """导出投诉：原话、时限、时间账本。手机号、身份证号、订单号和邮箱已打码。

    \b
    例：
      guanwei export complaints --since 2026-11-01 --bom 投诉.csv
      guanwei export complaints --format jsonl - | head
      guanwei export complaints --full --by xu.jie@example.com 内部.csv
    """
    from bot.transfer import exporting

    if full and not by:
        raise click.BadParameter("导出完整信息要写明是谁，例如 --by xu.jie@example.com。", param_hint="--by")
    if by and not full:
        raise click.BadParameter("--by 只和 --full 一起用。", param_hint="--by")
    chosen = exporting.Chosen(since, until, whole=full)
    form = cast(exporting.Format, how or ("jsonl" if file.endswith((".jsonl", ".ndjson")) else "csv"))
    with opened_desk(settings_path) as desk:
        total = exporting.count(desk, chosen)
        if full and by:
            exporting.take_whole(desk, by, chosen, form)
        with (
            _opened(file) as out,
            click.progressbar(length=max(total, 1), label="导出中", file=sys.stderr) as bar,
        ):
            if bom:
                out.write(_BOM)
            written = exporting.write(desk, chosen, form, out, step=bar.update)
    click.echo(f"已导出 {written} 条。{'' if full else '号码已打码。'}", err=True)


@contextmanager
def _opened(name: str) -> Iterator[TextIO]:
    """Standard output, or a file that is there only once it is whole."""
    if name == _STDOUT:
        out = open(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", newline="")  # noqa: PTH123, SIM115  # a descriptor
        try:
            yield out
            out.flush()
        except BrokenPipeError:
            # Whoever reads has seen enough. What is left in the buffer has nowhere to go.
            sys.exit(0)
        finally:
            with suppress(BrokenPipeError):
                out.close()
        return
    path = Path(name)
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as out:
            yield out
        part.replace(path)
    except OSError as error:
        click.echo(f"写不了 {path}：{error.strerror}", err=True)
        sys.exit(FAILED)
    finally:
        part.unlink(missing_ok=True)
