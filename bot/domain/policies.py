"""How long a complaint may wait: the clocks' policies by severity and by department, and the hours that they count in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal

from bot.config import Settings
from bot.config.model import DepartmentPolicy
from bot.domain.calendar import Calendar
from bot.domain.clocks import ServiceHours, round_the_clock, service_hours

SEVEREST: Final = "P0"
ClockName = Literal["claim", "reply", "resolve"]


@dataclass(frozen=True, slots=True)
class Policy:
    """What each clock allows, in service time, and which ``hours`` are service time. ``divisor`` is what the usual time
    was divided by to come to it, 1 where it was not."""

    claim: timedelta
    reply: timedelta
    resolve: timedelta
    hours: ServiceHours
    divisor: int = 1

    def allows(self, clock: ClockName) -> timedelta:
        """One clock's time by name."""
        return {"claim": self.claim, "reply": self.reply, "resolve": self.resolve}[clock]


class Policies:
    """The company's policies. A department's own times and hours stand before the general ones; a severity's own times
    stand before both. The severest counts round the clock and has a part of the usual time (a third) unless the settings
    say its times. Source: product rules, complaint."""

    def __init__(self, settings: Settings, calendar: Calendar) -> None:
        self._settings = settings
        self._calendar = calendar
        self._known: dict[tuple[str, str], Policy] = {}

    def of(self, severity: str, department: str) -> Policy:
        """The policy of a complaint of this ``severity`` whose time is the ``department``'s (a key, or empty)."""
        found = self._known.get((severity, department))
        if found is None:
            found = self._known[severity, department] = self._made(severity, department)
        return found

    def _made(self, severity: str, department: str) -> Policy:
        general = self._settings.policy.complaint
        own = general.department.get(department, DepartmentPolicy())
        claim = timedelta(minutes=own.claim_minutes or general.claim_minutes)
        reply = timedelta(minutes=own.reply_minutes or general.reply_minutes)
        resolve = timedelta(hours=own.resolve_hours or general.resolve_hours)
        hours = self._hours(own)
        if severity != SEVEREST:
            return Policy(claim, reply, resolve, hours)
        severe = general.severity.P0
        divisor = general.severe_divisor
        return Policy(
            claim=timedelta(minutes=severe.claim_minutes) if severe.claim_minutes else claim / divisor,
            reply=timedelta(minutes=severe.reply_minutes) if severe.reply_minutes else reply / divisor,
            resolve=timedelta(hours=severe.resolve_hours) if severe.resolve_hours else resolve / divisor,
            hours=round_the_clock(hours.zone) if severe.round_the_clock else hours,
            divisor=divisor,
        )

    def _hours(self, own: DepartmentPolicy) -> ServiceHours:
        usual = service_hours(self._settings, self._calendar)
        days = own.days or self._settings.hours.service_days
        return ServiceHours(own.service or usual.windows, usual.zone, self._calendar if days == "working" else None)
