"""`python -m tests.faults.day`: a day and a night of work in some minutes, by a clock that is moved, with a share of faults.

What the bot's process holds is written down every hour: resident memory, threads, open files, and the size of its database.
"""

from __future__ import annotations

import logging
import random
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from sqlite3 import connect
from zoneinfo import ZoneInfo

import click

from bot.cli.logs import set_up_log
from bot.workspace.client import Person, person
from bot.workspace.faults import Fault
from tests.faults.plays import AT_START, CALLS
from tests.faults.reader import read
from tests.faults.stage import Nursery, Stage, template
from tests.faults.work import PEOPLE, WRITER, People, answered

_MINUTES = 60
_HOURS = 24
# A call without an answer takes the bot eleven real seconds, in which an hour goes by here.
_FAULTS: tuple[Fault, ...] = tuple(fault for name, fault in CALLS.items() if not fault.stall)
_BY_NIGHT = 0.2
_DAY_HOURS = 14
_MOST_GROWN = 1.1
_ASKED = (
    "/complaint list",
    "/complaint list mine",
    "/weibo today",
    "/weibo stats",
    "/draft check 全网最低价",
    "/draft list",
)


@click.command()
@click.option("--commands", default=6, show_default=True, help="Commands a minute by day; by night a fifth.")
@click.option("--share", default=0.01, show_default=True, help="Of calls that fail, and of envelopes that come twice.")
@click.option("--hours", default=_HOURS, show_default=True)
@click.option("--seed", type=int, help="The chance of an earlier run.")
def main(commands: int, share: float, hours: int, seed: int | None) -> None:
    """Print what the process held, hour by hour. The code is 1 where it grew by more than a tenth, or something was lost."""
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    set_up_log(quiet=True)
    seed = random.SystemRandom().getrandbits(32) if seed is None else seed
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="guanwei-day-") as name:
        folder = Path(name)
        (folder / "day").mkdir()
        template(folder / "day", 0)
        nursery = Nursery(folder)
        stage = Stage(folder / "day", nursery, seed, at_speed=True)
        try:
            with stage.workspace:
                held, people = _lived(stage, commands, share, hours)
        finally:
            for number in list(stage.running):
                stage.kill(number)
            nursery.close()
        found = read(stage.database, stage.folder / "workspace.db", people.acts)
    print(
        f"{found.acts:,} changes, {found.messages:,} messages; lost {len(found.lost)}, doubled {len(found.doubled)}",
        end="",
    )
    print(f", wrong {len(found.wrong)}; {people.unanswered} not answered at first; whispers {found.whispers}")
    for sentence in [*found.lost, *found.doubled, *found.wrong][:10]:
        print(f"  {sentence}")
    first, last = held[0], held[-1]
    print(
        f"memory, last hour to first: {last.memory / first.memory:.3f}; threads {first.threads} → {last.threads}; ",
        end="",
    )
    print(f"open files {first.files} → {last.files}")
    sys.exit(not (found.is_clean and last.memory <= first.memory * _MOST_GROWN and last.threads <= first.threads))


@dataclass(frozen=True, slots=True)
class Held:
    """What the process holds at the end of an hour: bytes of memory, of the database and of the log beside it, threads, open
    files."""

    memory: int
    threads: int
    files: int
    database: int
    log: int
    commands: int


def _lived(stage: Stage, commands: int, share: float, hours: int) -> tuple[list[Held], People]:
    number, people, held = stage.start(), People(stage), list[Held]()
    stage.workspace.fail_sometimes(share, _FAULTS, stage.chance, AT_START)
    stage.workspace.disorder(twice=share, chance=stage.chance)
    day = _Day(stage, people, person(stage.workspace.url, WRITER))
    begins = _until_eight()
    for hour in range(hours):
        for minute in range(_MINUTES):
            stage.jump(begins + (hour * _MINUTES + minute + 1) * 60.0)
            by_day = hour % 24 < _DAY_HOURS
            for _ in range(commands):
                if by_day or stage.chance.random() < _BY_NIGHT:
                    day.something()
        held.append(_held(stage, number, day.count))
        one = held[-1]
        print(
            f"hour {hour + 1:>2}: {one.memory / 1e6:.1f} MB, {one.threads} threads, {one.files} files, "
            f"database {one.database / 1e6:.1f} MB and {one.log / 1e6:.1f} MB of log, {one.commands:,} commands",
            flush=True,
        )
    stage.workspace.fail_sometimes(0, [], stage.chance)
    stage.workspace.disorder()
    _drained(stage, begins + hours * 3_600)
    assert stage.stop(number)[0] == 0
    return held, people


def _until_eight() -> float:
    """Seconds until it is next eight in the morning in Shanghai: the day begins with work."""
    now = datetime.now(ZoneInfo("Asia/Shanghai"))
    eight = now.replace(hour=8, minute=0, second=0, microsecond=0)
    return ((eight - now) % timedelta(days=1)).total_seconds()


def _drained(stage: Stage, ahead: float) -> None:
    # What is tried again after some minutes waits for the clock to be moved.
    for minute in range(120):
        stage.jump(ahead + minute * 60.0)
        if stage.drain(1):
            return


@dataclass(slots=True)
class _Day:
    """What people do, one thing after another."""

    stage: Stage
    people: People
    writer: Person
    count: int = 0
    made: int = 0

    def something(self) -> None:
        """Somebody asks, logs a complaint, or takes one a step further."""
        self.count += 1
        at, chance = self.stage.chance.random(), self.stage.chance
        if at < 0.4:
            who, words = chance.choice(PEOPLE), chance.choice(_ASKED)
            answered(lambda: self.stage.workspace.command(who, "#客服", words))
        elif at < 0.55 or not self.made:
            self._log()
        else:
            self._step()

    def _log(self) -> None:
        mark = f"记号d{self.count}完"
        if not answered(lambda: self.writer.command("#官微", "/complaint")):
            return
        try:
            view = self.writer.view(timeout=3)
        except TimeoutError:
            return
        act = self.people.act("log", mark)
        filled = {"words": f"第{self.count}家门店的酸奶没送到 {mark}", "customer": mark}
        self.people.until_answered(act, lambda: self.writer.submit(view, filled, key=mark))
        self.made += 1

    def _step(self) -> None:
        # The newest few are worked on, each by the one whose it is.
        with closing(connect(self.stage.database)) as reader:
            rows = reader.execute(
                "SELECT id, state FROM complaints WHERE state IN ('new', 'claimed', 'replied') ORDER BY created_at LIMIT 20"
            ).fetchall()
        if not rows:
            return
        case, state = self.stage.chance.choice(rows)
        kind = {"new": "claim", "claimed": "reply", "replied": self.stage.chance.choice(("note", "resolve"))}[state]
        mark = f"记号d{self.count}完"
        words = f"/complaint {kind} {case}" + ("" if kind == "claim" else f" {mark}")
        who = PEOPLE[int(case.split("-")[1]) % len(PEOPLE)]
        act = self.people.act(kind, mark, case)
        self.people.until_answered(act, lambda: self.stage.workspace.command(who, "#客服", words, key=mark))


def _held(stage: Stage, number: int, commands: int) -> Held:
    of = Path(f"/proc/{number}")
    status = dict(line.split(":", 1) for line in (of / "status").read_text("ascii").splitlines())
    log = stage.database.with_name(f"{stage.database.name}-wal")
    return Held(
        memory=int(status["VmRSS"].split()[0]) * 1024,
        threads=int(status["Threads"]),
        files=len([*(of / "fd").iterdir()]),
        database=stage.database.stat().st_size,
        log=log.stat().st_size if log.exists() else 0,
        commands=commands,
    )


if __name__ == "__main__":
    main()
