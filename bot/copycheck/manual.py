"""The table of rules in docs/copycheck.md, made from the rules themselves: ``python -m
bot.copycheck.manual``.
"""

from __future__ import annotations

import sys

from bot.copycheck.families import all_families
from bot.copycheck.lexicon import lexicon
from bot.copycheck.rules import Rule
from bot.copycheck.sources import sources
from bot.copycheck.term_rules import rule_of
from bot.copycheck.whole import whole_rules


def all_rules() -> list[Rule]:
    """Every rule once per level and source, by category: families, whole-draft rules, and the word list's."""
    words = [rule_of(term) for term in lexicon().terms.values()]
    rules = [one.rule for one in all_families()] + list(whole_rules()) + words
    distinct = {(rule.id, rule.level, rule.source): rule for rule in rules}
    return [distinct[key] for key in sorted(distinct)]


def table() -> str:
    """The rules as a Markdown table."""
    lines = ["| rule | level | source | says |", "| --- | --- | --- | --- |"]
    lines += [f"| `{r.id}` | {r.level} | {sources()[r.source].name} | {r.reason} |" for r in all_rules()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(table())
