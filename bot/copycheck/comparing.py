"""What a revision made better or worse: the findings of two reports held against each other."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from bot.copycheck.model import Finding, Report
from bot.copycheck.normal import normal


@dataclass(frozen=True, slots=True)
class Comparison:
    """Findings that went away, that came, and that stayed (as they stand in the newer report)."""

    fixed: tuple[Finding, ...]
    added: tuple[Finding, ...]
    kept: tuple[Finding, ...]

    @property
    def better(self) -> bool:
        """Whether something was fixed and nothing came."""
        return bool(self.fixed) and not self.added


def compare(old: Report, new: Report) -> Comparison:
    """Hold two reports against each other. Same rule and same words: the same finding."""
    before = Counter(_key(f) for f in old.findings)
    kept: list[Finding] = []
    added: list[Finding] = []
    for one in new.findings:
        key = _key(one)
        if before[key] > 0:
            before[key] -= 1
            kept.append(one)
        else:
            added.append(one)
    fixed: list[Finding] = []
    for one in old.findings:
        key = _key(one)
        if before[key] > 0:
            before[key] -= 1
            fixed.append(one)
    return Comparison(tuple(fixed), tuple(added), tuple(kept))


def _key(one: Finding) -> tuple[str, str]:
    return one.rule, normal(one.words).text
