"""Campaign notices (N): given, accepted or returned by the editors, started and ended by the calendar, and reviewed."""

from __future__ import annotations

from bot.domain.campaigns.answering import accept, cancel, send_back
from bot.domain.campaigns.clock import advance, look_at_due
from bot.domain.campaigns.giving import edit, submit, to_edit
from bot.domain.campaigns.results import give_results, to_review
from bot.domain.campaigns.rules import allowed
from bot.domain.campaigns.rules import load as show

__all__ = [
    "accept",
    "advance",
    "allowed",
    "cancel",
    "edit",
    "give_results",
    "look_at_due",
    "send_back",
    "show",
    "submit",
    "to_edit",
    "to_review",
]
