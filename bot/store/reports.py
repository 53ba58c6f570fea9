"""A copy check's report as it is kept with a revision: plain values that any layer can draw, and their JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.text.packing import pack, unpack
from bot.text.words import Phrase


@dataclass(frozen=True, slots=True)
class Found:
    """One finding. ``level`` is ``block``, ``proof`` or ``style``; ``start`` and ``end`` are code points of the text,
    both 0 where the whole draft is meant; ``words`` is what stands there."""

    rule: str
    category: str
    level: str
    start: int
    end: int
    words: str
    reason: Phrase
    source: str
    suggestion: Phrase | None = None


@dataclass(frozen=True, slots=True)
class LetPass:
    """What looked like a finding and is none, and why."""

    words: str
    reason: Phrase


@dataclass(frozen=True, slots=True)
class KeptReport:
    """One check's outcome, and what became better (``fixed``) or worse (``added``) since the revision before.

    ``units`` is the length as Weibo counts it.
    """

    findings: tuple[Found, ...] = ()
    passed: tuple[LetPass, ...] = ()
    units: int = 0
    fixed: tuple[Found, ...] = ()
    added: tuple[Found, ...] = ()

    def at_level(self, level: str) -> tuple[Found, ...]:
        """The findings of one level, in the order of the text."""
        return tuple(found for found in self.findings if found.level == level)

    @property
    def blocks(self) -> tuple[Found, ...]:
        """What may not be published."""
        return self.at_level("block")


def to_json(report: KeptReport) -> str:
    """As it is stored."""
    return json.dumps(
        {
            "findings": [_packed(found) for found in report.findings],
            "passed": [{"words": one.words, "reason": pack(one.reason)} for one in report.passed],
            "units": report.units,
            "fixed": [_packed(found) for found in report.fixed],
            "added": [_packed(found) for found in report.added],
        },
        ensure_ascii=False,
    )


def from_json(text: str) -> KeptReport:
    """What `to_json` stored."""
    kept: dict[str, Any] = json.loads(text)
    return KeptReport(
        findings=_found(kept["findings"]),
        passed=tuple(LetPass(one["words"], unpack(one["reason"])) for one in kept["passed"]),
        units=kept["units"],
        fixed=_found(kept["fixed"]),
        added=_found(kept["added"]),
    )


def _packed(found: Found) -> dict[str, object]:
    return {
        "rule": found.rule,
        "category": found.category,
        "level": found.level,
        "start": found.start,
        "end": found.end,
        "words": found.words,
        "reason": pack(found.reason),
        "source": found.source,
        "suggestion": pack(found.suggestion) if found.suggestion is not None else None,
    }


def _found(kept: Sequence[dict[str, Any]]) -> tuple[Found, ...]:
    return tuple(
        Found(
            **{
                **one,
                "reason": unpack(one["reason"]),
                "suggestion": unpack(one["suggestion"]) if one["suggestion"] else None,
            }
        )
        for one in kept
    )
