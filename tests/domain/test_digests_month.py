"""Five weeks of digests under a driven clock, compared with the list worked out by hand.

Two bots share one database. The days are those of China's calendar: Mid-Autumn is off on Friday 25 September and made up for
on Sunday the 20th; the National Day holiday lasts from 1 to 7 October and is made up for on Saturday the 10th.
What is said is a stand-in here, for it is tested elsewhere; whom it goes to, when and how often are the real ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain import digests, preferences
from bot.domain.complaints.absence import leave
from bot.domain.desk import Desk, Request
from bot.domain.digests import Digest, Name, Recipient, recipients
from bot.store.database import Reader
from tests.company import ENGLISH, SERVICE, Time, opened

LEADERS = tuple(f"U0BOSS{n:02}" for n in range(1, 31))
THIRD, FIFTH = LEADERS[2], LEADERS[4]
# In the list: `own` is He Jing's digest at 08:30, `evening` Grace's at 20:00, `leaders` and `weekly` go to all thirty leaders
# (`weekly` to the desk's channel as well); `-3` is all but the third, `!` is late, `*25` the first 25, `*5` the last five.
BY_HAND = """
09-14 Mon  own desk service sales weekly-5 leaders evening
09-15 Tue  own desk service leaders evening
09-16 Wed  own desk! service! sales! leaders evening
09-17 Thu  own desk service sales leaders evening
09-18 Fri
09-20 Sun  own desk service sales leaders evening
09-21 Mon  desk service sales weekly-5 leaders evening
09-22 Tue  desk service sales leaders*25 leaders*5! evening
09-23 Wed  desk service sales leaders evening
09-24 Thu  own desk service sales leaders evening
09-28 Mon  own desk service sales
09-29 Tue  own! desk! service! leaders evening
09-30 Wed  own desk service sales leaders evening
10-08 Thu  own desk service sales weekly-3-5 leaders-3 evening
10-09 Fri  own desk service sales leaders-3 evening
10-10 Sat  own desk service sales leaders evening
10-12 Mon  own desk service sales weekly-5 leaders
10-13 Tue  own desk service sales leaders evening
10-14 Wed  own desk service sales leaders
10-15 Thu  own evening desk service sales leaders
10-16 Fri  own evening desk service sales leaders
"""
# There is nothing to say to the sales department on two days, and to nobody on 18 September.
QUIET = {
    ("sales", "09-15"),
    ("sales", "09-29"),
    *((one, "09-18") for one in ("desk", "service", "sales", "", "weekly")),
}
STEP = timedelta(minutes=15)

Sent = tuple[str, str, str, bool]


class Killed(Exception):
    """The process dies here."""


@dataclass(frozen=True, slots=True)
class Said:
    day: date
    empty: bool


@dataclass
class Month:
    """The clock and the two bots. ``die_at``: at whom the process dies that gathers for them."""

    time: Time
    bots: list[Desk]
    die_at: str = ""
    table: tuple[Digest, ...] = field(init=False)

    def __post_init__(self) -> None:
        def digest(name: Name, to: Callable[[Desk, Reader, datetime], tuple[Recipient, ...]], **more: bool) -> Digest:
            own = name == "personal"
            return Digest(name, to, self.gather, None if own else lambda found: getattr(found.digests, name), **more)

        self.table = (
            digest("personal", recipients.whoever_asked),
            digest("desk", recipients.the_desk),
            digest("department", recipients.departments),
            digest("weekly", recipients.the_desk_and_leaders, weekly=True),
            digest("leaders", recipients.leaders),
        )

    def gather(self, desk: Desk, _reader: Reader, to: Recipient, at: datetime) -> Said:
        if to.id == self.die_at:
            self.die_at = ""
            raise Killed
        day = at.astimezone(desk.zone).date()
        about = to.department or ("desk" if to.place == "channel" else "")
        # What comes in after an empty late digest must not bring it.
        early = at.astimezone(desk.zone).hour < 12 or to.place == "person"
        return Said(day, (about, f"{day:%m-%d}") in QUIET and early)

    def look(self) -> None:
        """Both look; now the one and now the other is first."""
        self.bots.reverse()
        for desk in self.bots:
            digests.send_due(desk, self.time(), self.table)

    def until(self, day: str, clock: str, *, running: bool = True) -> None:
        """Let time pass."""
        end = self.at(day, clock)
        while self.time() < end:
            if running:
                self.look()
            self.time.now += STEP

    def at(self, day: str, clock: str) -> datetime:
        return datetime.fromisoformat(f"2026-{day}T{clock}").replace(tzinfo=self.bots[0].zone)

    def ask(self, person: str) -> Request:
        return Request(person, f"{person}:{self.time()}", self.time())


@pytest.fixture
def month(tmp_path: Path) -> Iterator[Month]:
    path, time = tmp_path / "g.db", Time()
    changes = {"roles": {**{role: [SERVICE] for role in _ROLES}, "leader": list(LEADERS)}}
    with opened(path, time, **changes) as one, opened(path, time, **changes) as other:
        found = Month(time, [one, other])
        time.now = found.at("09-13", "12:00")
        yield found


_ROLES = ("editor", "reviewer", "legal", "service", "admin")


def test_what_is_sent_in_five_weeks_is_what_was_worked_out_by_hand(month: Month) -> None:
    desk = month.bots[0]
    preferences.choose_digest(desk, month.ask(SERVICE), month.at("09-14", "08:30").time())
    preferences.choose_digest(desk, month.ask(ENGLISH), month.at("09-14", "20:00").time())
    preferences.mute(desk, month.ask(FIFTH), "weekly")
    # The first outage: over the desk's and the departments' time, back at eleven.
    month.until("09-16", "08:40")
    month.until("09-16", "11:00", running=False)
    month.until("09-20", "22:00")
    leave(desk, month.ask(SERVICE), None, month.at("09-24", "00:00"))
    # A bot dies after the first turn of thirty leaders, and nobody is there for a quarter of an hour.
    month.until("09-22", "18:00")
    month.die_at = LEADERS[27]
    with pytest.raises(Killed):
        month.look()
    month.until("09-22", "18:15", running=False)
    # The second outage: over a weekly report, and into the next day.
    month.until("09-28", "09:10")
    month.until("09-29", "10:00", running=False)
    month.until("10-07", "12:00")
    leave(desk, month.ask(THIRD), None, month.at("10-10", "00:00"))
    # The clock is put back by two hours, then by a day: what was sent is sent.
    month.until("10-09", "10:00")
    month.time.now = month.at("10-09", "08:00")
    month.until("10-12", "12:00")
    preferences.snooze(desk, month.ask(ENGLISH))
    month.until("10-13", "19:00")
    month.time.now = month.at("10-12", "19:30")
    month.until("10-14", "09:00")
    preferences.choose_digest(desk, month.ask(ENGLISH), month.at("10-14", "08:30").time())
    month.until("10-18", "00:00")
    assert sent(desk) == sorted(by_hand())


def sent(desk: Desk) -> list[Sent]:
    rows = desk.store.all(
        "SELECT substr(body ->> 'day', 6) AS day, body ->> 'digest' AS name, channel, body ->> 'late' AS late FROM outbox "
        "WHERE body ->> 'digest' <> ''"
    )
    return sorted((str(row["day"]), str(row["name"]), str(row["channel"]), bool(row["late"])) for row in rows)


def by_hand() -> Iterator[Sent]:
    for line in BY_HAND.strip().splitlines():
        day, _, *words = line.split()
        for word in words:
            yield from expanded(day, word)


def expanded(day: str, word: str) -> Iterator[Sent]:
    late = word.endswith("!")
    name = re.split(r"[-*!]", word)[0]
    channels = {"desk": "#官微", "service": "#客服", "sales": "#销售部"}
    match name:
        case "own" | "evening":
            yield day, "personal", SERVICE if name == "own" else ENGLISH, late
        case "desk":
            yield day, "desk", channels[name], late
        case "service" | "sales":
            yield day, "department", channels[name], late
        case _:
            if name == "weekly":
                yield day, "weekly", channels["desk"], late
            without = {LEADERS[int(n) - 1] for n in re.findall(r"-(\d+)", word)}
            people = {"*25": LEADERS[:25], "*5": LEADERS[25:]}.get(word.removeprefix(name).rstrip("!"), LEADERS)
            yield from ((day, name, person, late) for person in people if person not in without)
