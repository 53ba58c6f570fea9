"""Ways in: buttons, forms, shortcuts and events, one module per case."""

from __future__ import annotations

from slack_bolt import App

from bot.domain.desk import Desk
from bot.handlers import (
    campaign,
    case,
    complaint,
    complaint_facts,
    complaint_list,
    complaint_turns,
    digest,
    draft,
    feed,
    home,
    me,
    rally,
    search,
    slot,
    spoken,
    weibo,
)

_MODULES = (
    campaign,
    draft,
    slot,
    complaint,
    complaint_facts,
    complaint_list,
    complaint_turns,
    feed,
    digest,
    weibo,
    home,
    rally,
    me,
    case,
    search,
    spoken,
)


def register(app: App, desk: Desk) -> None:
    """Listen to everything that is not a command."""
    for module in _MODULES:
        module.register(app, desk)
