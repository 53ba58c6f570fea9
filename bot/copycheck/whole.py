"""Rules about a draft as a whole: length, topics, shouting, prize draws, the advertising label, dates,
repeats, names.
"""

from __future__ import annotations

from bot.copycheck import calendar_rules, form_rules, house_rules, label_rules, prize_rules, repeat_rules, trade_rules
from bot.copycheck.draft import Draft
from bot.copycheck.model import Finding, Passed
from bot.copycheck.rules import Rule


def findings(draft: Draft) -> list[Finding]:
    """What is wrong with the draft beyond its words."""
    return [
        *form_rules.findings(draft),
        *prize_rules.findings(draft),
        *label_rules.findings(draft),
        *calendar_rules.findings(draft),
        *repeat_rules.findings(draft),
        *house_rules.findings(draft),
    ]


def house_words(draft: Draft, found: list[Finding]) -> tuple[list[Finding], list[Passed]]:
    """Take away what the company allows (never a block from law), and say so."""
    return house_rules.allowed(draft, found)


def whole_rules() -> tuple[Rule, ...]:
    """Every rule of these modules, for the manual."""
    modules = (form_rules, prize_rules, label_rules, calendar_rules, repeat_rules, house_rules, trade_rules)
    return tuple(rule for module in modules for rule in module.rules())
