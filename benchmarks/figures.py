"""What is made of measurements: rates, percentiles, medians over rounds, and the table with its goals."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median


@dataclass(frozen=True, slots=True)
class Round:
    """One round of requests: how long it took in all and each answer's latency, in seconds."""

    seconds: float
    latencies: Sequence[float]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """The latency that ``share`` (0 to 1) of the answers did not exceed, in seconds."""
        ordered = sorted(self.latencies)
        return ordered[max(ceil(len(ordered) * share), 1) - 1]


def rate(rounds: Sequence[Round]) -> float:
    """The median over rounds of answers a second."""
    return median(each.rate for each in rounds)


def percentile(rounds: Sequence[Round], share: float) -> float:
    """The median over rounds of a percentile of the latency, in seconds."""
    return median(each.percentile(share) for each in rounds)


def rate_ratio(ours: Sequence[Round], theirs: Sequence[Round]) -> float:
    """The median over rounds of our rate to theirs, each round beside the one next to it in time."""
    return median(our.rate / their.rate for our, their in zip(ours, theirs, strict=True))


def percentile_ratio(ours: Sequence[Round], theirs: Sequence[Round], share: float) -> float:
    """As `rate_ratio`, of a percentile of the latency."""
    return median(our.percentile(share) / their.percentile(share) for our, their in zip(ours, theirs, strict=True))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. A goal is ``least`` or ``most``, or there is none."""

    name: str
    value: float
    unit: str
    least: float | None = None
    most: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether the goal was met; None where there is none."""
        if self.least is not None:
            return self.value >= self.least
        return None if self.most is None else self.value <= self.most

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """Name, figure, goal and whether it was met, as text."""
        goal = ""
        if self.least is not None:
            goal = f"≥ {_figure(self.least)}"
        elif self.most is not None:
            goal = f"≤ {_figure(self.most)}"
        return (
            self.name,
            f"{_figure(self.value)} {self.unit}".rstrip(),
            goal,
            {None: "", True: "met", False: "NOT MET"}[self.met],
        )


def table(lines: Sequence[Line]) -> str:
    """The lines as a Markdown table, aligned for a terminal."""
    rows = [("measured", "figure", "goal", ""), *(line.cells for line in lines)]
    wide = [max(_width(row[column]) for row in rows) for column in range(4)]
    drawn = [
        "| " + " | ".join(cell + " " * (wide[n] - _width(cell)) for n, cell in enumerate(row)) + " |" for row in rows
    ]
    drawn.insert(1, "|" + "|".join("-" * (width + 2) for width in wide) + "|")
    return "\n".join(drawn)


def _figure(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
