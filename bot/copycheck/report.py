"""Makes findings out of rules and places, in the original text's offsets."""

from __future__ import annotations

from bot.copycheck.draft import Draft
from bot.copycheck.model import Finding, Passed
from bot.copycheck.rules import Rule
from bot.copycheck.sources import sources
from bot.text.words import Phrase


def finding(draft: Draft, rule: Rule, start: int, end: int) -> Finding:
    """A finding at a tight span; an empty span speaks of the whole draft."""
    first, last = draft.normal.span(start, end) if end > start else (0, 0)
    return at_original(draft, rule, first, last)


def at_original(draft: Draft, rule: Rule, first: int, last: int) -> Finding:
    """A finding at a span of the original text."""
    return Finding(
        rule.id,
        rule.category,
        rule.level,
        first,
        last,
        draft.text[first:last],
        rule.reason,
        sources()[rule.source].name,
        rule.suggestion,
    )


def passed(draft: Draft, rule: Rule, start: int, end: int, reason: Phrase) -> Passed:
    """What an exemption let pass, at a tight span."""
    first, last = draft.normal.span(start, end)
    return Passed(rule.id, rule.category, first, last, draft.text[first:last], reason)
