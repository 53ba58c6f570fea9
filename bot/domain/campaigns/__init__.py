"""Campaign notices (N): given, accepted or returned by the editors, started and ended by the calendar, and reviewed."""

from __future__ import annotations

from bot.domain.campaigns.answering import accept, cancel, send_back, to_accept
from bot.domain.campaigns.clashes import Clashes, clashes
from bot.domain.campaigns.clock import advance, look_at_due
from bot.domain.campaigns.giving import edit, submit, to_edit
from bot.domain.campaigns.planning import propose, replan, to_plan
from bot.domain.campaigns.results import give_results, to_review
from bot.domain.campaigns.rules import allowed
from bot.domain.campaigns.rules import load as show

__all__ = [
    "Clashes",
    "accept",
    "advance",
    "allowed",
    "cancel",
    "clashes",
    "edit",
    "give_results",
    "look_at_due",
    "propose",
    "replan",
    "send_back",
    "show",
    "submit",
    "to_accept",
    "to_edit",
    "to_plan",
    "to_review",
]
