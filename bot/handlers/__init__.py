"""Ways in: buttons, forms, shortcuts and events, one module per case."""

from __future__ import annotations

from slack_bolt import App

from bot.domain.desk import Desk
from bot.handlers import campaign, complaint, complaint_facts, complaint_list, draft, feed, weibo


def register(app: App, desk: Desk) -> None:
    """Listen to everything that is not a command."""
    for module in (campaign, draft, complaint, complaint_facts, complaint_list, feed, weibo):
        module.register(app, desk)
