"""Ways in: one module per slash command. They parse, call the domain once, and acknowledge."""

from __future__ import annotations

from slack_bolt import App

from bot.domain.desk import Desk


def register_first(app: App, desk: Desk) -> None:
    """Listen to the command that people race with. The others need most of the program, and are registered after it."""
    from bot.commands import complaint

    complaint.register(app, desk)


def register_rest(app: App, desk: Desk) -> None:
    """Listen to every other command."""
    from bot.commands import campaign, draft, rally, weibo

    for module in (draft, campaign, rally, weibo):
        module.register(app, desk)


def register(app: App, desk: Desk) -> None:
    """Listen to every command."""
    register_first(app, desk)
    register_rest(app, desk)
