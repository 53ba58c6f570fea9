"""A proposal: the category and severity that a text's words speak for, with those words; and how it is kept."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from bot.domain.triage.reading import Hit, reader
from bot.domain.triage.rules import P0

Severity = Literal["normal", "P0"]

OTHER: Final = "other"
_SEVERE_FROM: Final = 10
_WORDS_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed, and the words that led to it, those that told most first; no words where nothing told."""

    category: str
    severity: Severity
    category_words: tuple[str, ...] = ()
    severity_words: tuple[str, ...] = ()


def propose(words: str) -> Proposal:
    """What a customer's words speak for. Any text is taken. Pure: the same words propose the same."""
    hits = reader().hits(words)
    severe = [hit for hit in hits if hit.rule.about == P0]
    about: dict[str, list[Hit]] = {}
    for hit in hits:
        if hit.rule.about != P0:
            about.setdefault(hit.rule.about, []).append(hit)
    # Of equals, what the customer speaks of first.
    best = max(about, key=lambda name: (_weight(about[name]), -min(hit.at for hit in about[name])), default=OTHER)
    is_severe = _weight(severe) >= _SEVERE_FROM
    return Proposal(
        category=best,
        severity="P0" if is_severe else "normal",
        category_words=_telling(about.get(best, ())),
        severity_words=_telling(severe) if is_severe else (),
    )


def warm() -> None:
    """Read the rules and make the reader, so that the first complaint does not wait for it."""
    reader()


def kept(proposal: Proposal) -> str:
    """As it is stored."""
    names = ("category", "severity", "category_words", "severity_words")
    return json.dumps({name: getattr(proposal, name) for name in names}, ensure_ascii=False)


def recall(text: str) -> Proposal | None:
    """What `kept` stored; None for a case that has none."""
    if not text:
        return None
    found = json.loads(text)
    return Proposal(
        found["category"], found["severity"], tuple(found["category_words"]), tuple(found["severity_words"])
    )


def _weight(hits: Iterable[Hit]) -> int:
    return sum(hit.rule.weight for hit in hits)


def _telling(hits: Iterable[Hit]) -> tuple[str, ...]:
    ordered = sorted(hits, key=lambda hit: (-hit.rule.weight, hit.at))
    shown: list[str] = []
    for hit in ordered:
        # 变质 says nothing beside 酸奶…变质.
        if len(shown) < _WORDS_SHOWN and not any(hit.words in before for before in shown):
            shown.append(hit.words)
    return tuple(shown)
