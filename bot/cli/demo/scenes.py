"""What the demo can play: the scenes by name, each with its story, the day it begins on and what it must come to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.cli.demo import bad_day, campaign_scene, leader_week, story
from bot.cli.demo.steps import Step
from bot.domain.desk import Desk

Outcome = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Scene:
    """``steps`` are made when it begins; ``outcome`` is how many cases of each kind (the table's name) stand in each state
    at the end. ``begins`` is wall-clock time in the company's zone; without it the scene plays now, in real time."""

    steps: Callable[[Desk], Sequence[Step]]
    outcome: Outcome
    begins: datetime | None = None


def _first_day(desk: Desk) -> Sequence[Step]:
    return story.story(desk.now().astimezone(desk.zone).date(), desk.calendar)


FIRST_DAY: Final = "first-day"
SCENES: Final[Mapping[str, Scene]] = {
    FIRST_DAY: Scene(_first_day, story.OUTCOME),
    "bad-day": Scene(bad_day.steps, bad_day.OUTCOME, bad_day.BEGINS),
    "campaign": Scene(campaign_scene.steps, campaign_scene.OUTCOME, campaign_scene.BEGINS),
    "leader-week": Scene(leader_week.steps, leader_week.OUTCOME, leader_week.BEGINS),
}
