"""Rallies (R): people asked to join in on Weibo, each with words of their own; who does not is written down nowhere."""

from __future__ import annotations

from bot.domain.rallies.answers import decline, done, join, later
from bot.domain.rallies.call import Call, choices
from bot.domain.rallies.closing import close
from bot.domain.rallies.figures import Figures, ended, running, total, waiting_for
from bot.domain.rallies.opening import add_lines, must_be_able, prepare, start, to_add_lines
from bot.domain.rallies.own import Own, own
from bot.domain.rallies.reminders import advance
from bot.domain.rallies.rules import asks, channel, holding, load
from bot.domain.rallies.starters import LEAST
from bot.domain.rallies.times import LATER, REMINDERS_MOST, Later, may_remind

__all__ = [
    "LATER",
    "LEAST",
    "REMINDERS_MOST",
    "Call",
    "Figures",
    "Later",
    "Own",
    "add_lines",
    "advance",
    "asks",
    "channel",
    "choices",
    "close",
    "decline",
    "done",
    "ended",
    "holding",
    "join",
    "later",
    "load",
    "may_remind",
    "must_be_able",
    "own",
    "prepare",
    "running",
    "start",
    "to_add_lines",
    "total",
    "waiting_for",
]
