"""What a person types in a terminal: `guanwei …`. Exit codes: 0 fine, 1 found or failed, 2 wrong use."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from typing import Any, Final

import click

from bot import __version__
from bot.cli.help import USAGE, Help, placed

WRONG_USE: Final = 2
# Each command is imported when it is asked for: `guanwei check` must not wait for what `guanwei run` needs.
_COMMANDS: Final[Mapping[str, str]] = {
    "run": "bot.cli.run:run",
    "demo": "bot.cli.demo:demo",
    "check": "bot.cli.check:check",
    "import": "bot.cli.data:import_group",
    "export": "bot.cli.export:export_group",
    "digest": "bot.cli.digest:digest",
    "outbox": "bot.cli.data:outbox",
    "audit": "bot.cli.data:audit",
    "forget": "bot.cli.forget:forget",
    "doctor": "bot.cli.doctor:doctor",
    "backup": "bot.cli.backup:backup",
    "restore": "bot.cli.backup:restore",
    "config": "bot.cli.settings:config",
    "manifest": "bot.cli.settings:manifest",
}


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        where = _COMMANDS.get(name)
        if where is None:
            return None
        module, _, attribute = where.partition(":")
        found: click.Command = getattr(importlib.import_module(module), attribute)
        return found

    def main(self, *args: Any, **more: Any) -> Any:
        """Run, and say in the terminal's language what click refuses. Ends the program."""
        try:
            code = super().main(*args, **{**more, "standalone_mode": False})
        except click.UsageError as error:
            click.echo(_wrong_use(error), err=True)
            sys.exit(WRONG_USE)
        except click.ClickException as error:
            click.echo(error.format_message(), err=True)
            sys.exit(1)
        except click.Abort:
            click.echo("已中断。", err=True)
            sys.exit(1)
        sys.exit(code if isinstance(code, int) else 0)


def _wrong_use(error: click.UsageError) -> str:
    match error:
        case click.NoSuchOption():
            what = f"没有 {error.option_name} 这个选项。"
        case click.MissingParameter():
            name = error.param.make_metavar(error.ctx) if error.param and error.ctx else str(error.param_hint or "")
            what = f"缺少“{placed(name)}”。"
        case click.BadParameter():
            hint = error.param_hint or (error.param.get_error_hint(error.ctx) if error.param and error.ctx else "")
            what = f"{hint if isinstance(hint, str) else ' '.join(hint or ())} 不对：{_reason(error)}"
        case click.BadOptionUsage():
            what = f"{error.option_name} 后面要跟一个值，或不能有值。"
        case _:
            what = _reason(error)
    usage = error.ctx.get_usage().removeprefix(USAGE) if error.ctx else "guanwei --help"
    command = error.ctx.command_path if error.ctx else "guanwei"
    return f"{what}\n用法：{usage}\n查看说明：{command} --help"


# What click says of its own types, by how the sentence begins.
_SAID: Final = {
    "No such command": "没有这个命令",
    "Missing command": "缺少子命令。",
    "Got unexpected extra argument": "多了参数",
}


def _reason(error: click.UsageError) -> str:
    said = error.format_message() if not isinstance(error, click.BadParameter) else error.message
    if isinstance(error, click.BadParameter) and isinstance(error.param, click.Parameter):
        kind = error.param.type
        if isinstance(kind, (click.Path, click.File)):
            return "没有这个文件，或读不了它。"
        if isinstance(kind, click.Choice):
            return f"只能是 {'、'.join(map(str, kind.choices))}。"
        if isinstance(kind, (click.types.IntParamType, click.types.FloatParamType)):
            return "要写一个范围内的数。"
    for beginning, ours in _SAID.items():
        if said.startswith(beginning):
            name = said[len(beginning) :].strip(" .'")
            return f"{ours}：{name}。" if name and not ours.endswith("。") else ours
    return said


# Every command's help, also of those that are imported when they are asked for.
click.Context.formatter_class = Help


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="guanwei", message="%(prog)s %(version)s", help="显示版本。")
def main() -> None:
    """官微 Guanwei：全公司和官微团队一起工作的聊天机器人。

    \b
    先看看它：   guanwei demo
    正式使用：   guanwei config init && guanwei run
    """
