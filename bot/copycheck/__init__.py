"""The copy checker: what a draft says that the law, Weibo or the house does not allow, and why."""

from bot.copycheck.check import check, rare_words, warm
from bot.copycheck.comparing import Comparison, compare
from bot.copycheck.marking import Segment, mark
from bot.copycheck.model import CATEGORIES, LEVELS, Context, Finding, Length, Level, Passed, Post, Report

__all__ = [
    "CATEGORIES",
    "LEVELS",
    "Comparison",
    "Context",
    "Finding",
    "Length",
    "Level",
    "Passed",
    "Post",
    "Report",
    "Segment",
    "check",
    "compare",
    "mark",
    "rare_words",
    "warm",
]
