"""Lead time: how many working days the Weibo team has before a promotion begins, and the light that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from bot.domain.calendar import lead_days
from bot.domain.clocks import office_hours
from bot.domain.desk import Desk

Light = Literal["in_time", "late", "urgent"]


@dataclass(frozen=True, slots=True)
class Lead:
    """``days`` are working days (`bot.domain.calendar.lead_days`), ``needed`` what the policy asks for;
    ``guessed_years`` were counted Monday–Friday because their holidays are not announced yet."""

    days: int
    needed: int
    light: Light
    guessed_years: tuple[int, ...]


def lead_of(desk: Desk, at: datetime, promotion: date) -> Lead:
    """The lead time of a notice handed in ``at`` for a promotion that begins on a day.

    Under the policy's days it is late, under one working day urgent. Source: product rules, campaign notice.
    """
    # A window over midnight closes when the day does.
    close = max(end if end > start else time.max for start, end in desk.settings.hours.office)
    days = lead_days(desk.calendar, at, promotion, zone=desk.zone, close=close)
    needed = desk.settings.policy.campaign.lead_days
    light: Light = "urgent" if days < 1 else "late" if days < needed else "in_time"
    guessed = desk.calendar.unannounced(at.astimezone(desk.zone).date(), promotion)
    return Lead(days, needed, light, guessed)


def accept_due(desk: Desk, at: datetime) -> datetime:
    """Until when the editors must have accepted: the policy's working hours after ``at``."""
    hours = timedelta(hours=desk.settings.policy.campaign.accept_hours)
    return office_hours(desk.settings, desk.calendar).add(at, hours)
