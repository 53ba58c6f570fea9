"""What a chart is drawn from, as one line of JSON: from the bot to the program that draws."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from bot.charts.chart import Chart, Kept, Post


@dataclass(frozen=True, slots=True)
class Order:
    """A chart, the language of its labels, and the font that they are set in (None: there is none)."""

    chart: Chart
    language: str
    font: Path | None


def written(order: Order) -> bytes:
    """The order as a line, its end included. Some hundred bytes: a pipe takes them before anybody reads."""
    return json.dumps(asdict(order), default=str).encode() + b"\n"


def read(line: bytes) -> Order:
    """The order that was `written`. Raises ValueError, LookupError or TypeError for anything else."""
    told = json.loads(line)
    chart, font = told["chart"], told["font"]
    days = tuple((date.fromisoformat(day), Kept(**kept)) for day, kept in chart["days"])
    posts = tuple(Post(**{**post, "day": date.fromisoformat(post["day"])}) for post in chart["posts"])
    return Order(Chart(days, posts, chart["measured"]), told["language"], Path(font) if font else None)
