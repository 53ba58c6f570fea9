"""What a card is drawn with: the reader's language, the company's time zone, people's names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.store.times import from_store
from bot.text.masking import mask, mask_number
from bot.text.mrkdwn import escape
from bot.text.weekdays import WEEKDAYS
from bot.text.words import Phrase, Words


@dataclass(frozen=True, slots=True)
class Paper:
    """Handed to every drawing. ``t`` says messages; ``name`` gives a person's name by id, ``department`` a
    department's by key; ``now`` is aware UTC. ``whole`` shows customers' numbers as they are. ``hosts`` are the places that
    links of customers may lead to beside Weibo. ``reader`` is the id of the person it is for, where it is for one alone."""

    t: Words
    zone: ZoneInfo
    name: Callable[[str], str]
    department: Callable[[str], str]
    now: datetime
    whole: bool = False
    hosts: tuple[str, ...] = ()
    reader: str = ""

    def private(self, text: str, *known: str) -> str:
        """What somebody wrote with the numbers of persons masked (and those that are ``known``), unless this is for the
        case's own people, who asked to see it ``whole``."""
        return text if self.whole else mask(text, known)

    def number(self, number: str) -> str:
        """An order number; its end alone, unless this is for the case's own people."""
        return number if self.whole else mask_number(number)

    def who(self, user: str) -> str:
        """A person's name, safe in mrkdwn. It does not ring; `bot.text.mrkdwn.mention` does."""
        return escape(self.name(user)) if user else ""

    def is_for(self, user: str) -> bool:
        """Whether it is this person alone who reads it."""
        return bool(user) and user == self.reader

    def whom(self, user: str) -> str:
        """A person's name, safe in mrkdwn; to themself they are ``您``."""
        return self.t("您") if self.is_for(user) else self.who(user)

    def local(self, stored: str) -> datetime:
        """A stored time by the company's clock."""
        return from_store(stored).astimezone(self.zone)

    def moment(self, stored: str) -> str:
        """A stored time for people: ``11:05`` today, ``11-24 11:05`` this year, else with the year."""
        at = from_store(stored).astimezone(self.zone)
        today = self.now.astimezone(self.zone)
        if at.date() == today.date():
            return f"{at:%H:%M}"
        return f"{at:%m-%d %H:%M}" if at.year == today.year else f"{at:%Y-%m-%d %H:%M}"

    def day(self, stored: str) -> str:
        """A stored date for people, with the day of the week: ``12-03 周四``."""
        day = date.fromisoformat(stored)
        weekday = self.t(WEEKDAYS[day.weekday()])
        this_year = day.year == self.now.astimezone(self.zone).year
        return f"{day:%m-%d} {weekday}" if this_year else f"{day:%Y-%m-%d} {weekday}"

    def span(self, seconds: float) -> str:
        """A length of time in the two largest units: ``3 小时 40 分``."""
        minutes = int(abs(seconds) // 60)
        days, hours, minutes = minutes // 1440, minutes % 1440 // 60, minutes % 60
        if days:
            return self.t("{days} 天 {hours} 小时", days=days, hours=hours)
        if hours:
            return self.t("{hours} 小时 {minutes} 分", hours=hours, minutes=minutes)
        return self.t("{minutes} 分", minutes=minutes)

    def say(self, said: Phrase) -> str:
        """A phrase in the reader's language."""
        return self.t(said)
