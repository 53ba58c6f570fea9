"""The project's own labelled lines: claims that must be found, innocent lines that must not be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Claim:
    """A line with the spans a finding must touch; no span: a finding of the category about the whole draft."""

    category: str
    text: str
    spans: tuple[tuple[int, int], ...]


def claims() -> list[Claim]:
    """The lines of cases_claims.tsv."""
    found = []
    for category, marked in _rows("cases_claims.tsv"):
        spans = []
        for number, match in enumerate(re.finditer(r"\{([^}]*)\}", marked)):
            start = match.start() - 2 * number
            spans.append((start, start + len(match[1])))
        found.append(Claim(category, re.sub(r"[{}]", "", marked), tuple(spans)))
    return found


def innocents() -> list[str]:
    """The lines of cases_innocent.tsv."""
    return [text for _, text in _rows("cases_innocent.tsv")]


def _rows(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
