"""`guanwei export`: what is kept, as files for others. One module for each kind of case."""

from __future__ import annotations

import click

from bot.cli.export.campaigns import export_campaigns
from bot.cli.export.complaints import export_complaints


@click.group("export")
def export_group() -> None:
    """导出到文件。例：guanwei export complaints 投诉.csv"""


export_group.add_command(export_campaigns)
export_group.add_command(export_complaints)
