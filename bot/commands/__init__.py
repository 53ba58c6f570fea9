"""Ways in: one module per slash command. They parse, call the domain once, and acknowledge."""

from __future__ import annotations

from slack_bolt import App

from bot.commands import campaign, complaint, draft, rally, weibo
from bot.domain.desk import Desk


def register(app: App, desk: Desk) -> None:
    """Listen to every command."""
    # Bolt asks one listener after the other whether a command is theirs: the one that people race with is asked first.
    for module in (complaint, draft, campaign, rally, weibo):
        module.register(app, desk)
