"""Slack's limits as pure functions: each takes a value and says what Slack would refuse in it, as Slack says it."""

from bot.workspace.walls.manifest import manifest_problems
from bot.workspace.walls.messages import check_message, check_metadata
from bot.workspace.walls.views import check_view

__all__ = ["check_message", "check_metadata", "check_view", "manifest_problems"]
