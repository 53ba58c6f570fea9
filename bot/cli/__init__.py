"""What a person types in a terminal: `guanwei …`. Exit codes: 0 fine, 1 found or failed, 2 wrong use."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Final

import click

from bot import __version__

# Each command is imported when it is asked for: `guanwei check` must not wait for what `guanwei run` needs.
_COMMANDS: Final[Mapping[str, str]] = {
    "run": "bot.cli.run:run",
    "demo": "bot.cli.demo:demo",
    "check": "bot.cli.check:check",
    "import": "bot.cli.data:import_group",
    "digest": "bot.cli.data:digest",
    "outbox": "bot.cli.data:outbox",
    "audit": "bot.cli.data:audit",
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


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="guanwei")
def main() -> None:
    """官微 Guanwei：全公司和官微团队一起工作的聊天机器人。

    \b
    先看看它：   guanwei demo
    正式使用：   guanwei config init && guanwei run
    """
