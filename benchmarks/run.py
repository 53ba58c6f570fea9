"""`make bench`: the acknowledged path, the start, the memory and the reading, as a table with its goals.

Everything that is compared is measured in the same run, round by round beside each other: other work on the machine
then slows both. The bot is the real `guanwei run` with all that works beside it, in the built-in workspace.
"""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Final

import click

from benchmarks.again import again, keep
from benchmarks.bare import commits
from benchmarks.contest import PERSON, SETTINGS, Contestant, staged
from benchmarks.figures import Line, Round, percentile, percentile_ratio, rate, rate_ratio, table
from benchmarks.reading import reading
from benchmarks.scale import scale
from benchmarks.seed import seed

_MEGABYTE: Final = 1_000_000
_ALONE: Final = 1
_TOGETHER: Final = 8


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured. ``slow`` is the number of requests for apps that take 11 ms for each."""

    complaints: int
    rounds: int
    alone: int
    together: int
    slow: int
    starts: int
    looks: int
    few: int
    many: int

    @property
    def claims(self) -> int:
        """Claims in one round: so many complaints wait for it unclaimed."""
        return self.alone + self.together


FULL: Final = Size(
    100_000, rounds=7, alone=400, together=1_000, slow=100, starts=5, looks=21, few=10_000, many=1_000_000
)
QUICK: Final = Size(20_000, rounds=2, alone=100, together=300, slow=40, starts=2, looks=5, few=2_000, many=20_000)
# As many as a busy company has open besides.
_IN_HAND: Final = 1_600

Rounds = dict[tuple[str, int], list[Round]]


@click.command()
@click.option("--quick", is_flag=True, help="A short run with fewer complaints: a look, not a figure to keep.")
def main(quick: bool) -> None:
    """Measure and print the table. Everything is kept in a temporary folder and talks over 127.0.0.1 only."""
    size = QUICK if quick else FULL
    with tempfile.TemporaryDirectory(prefix="guanwei-bench-") as folder:
        lines = list(measure(Path(folder), size))
    print(f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, ", end="")
    print(f"SQLite {sqlite3.sqlite_version}; {size.complaints:,} complaints; medians of {size.rounds} rounds\n")
    print(table(lines))


def measure(folder: Path, size: Size) -> Iterator[Line]:
    """Everything, one part after another; the load shares the machine's cores with what it is measured on."""
    now = datetime.now(UTC)
    with staged(folder, ["guanwei"], over_http=True) as only:
        person = only["guanwei"].workspace.person_id(PERSON)
    _say(f"making {size.complaints:,} complaints")
    database = folder / "guanwei.db"
    some = {"complaints": size.complaints, "unclaimed": size.claims, "in_hand": _IN_HAND}
    unclaimed = seed(database, SETTINGS, person, now, **some)
    _say("reading")
    seen = reading(database, SETTINGS, person, unclaimed[0], now, size.looks)
    for over_http in (True, False):
        yield from _acknowledging(folder, size, unclaimed, over_http=over_http)
    for over_http in (False, True):
        yield from _starting(folder, size, over_http=over_http)
    for name, seconds in seen.items():
        yield Line(f"`{name}`, from the database to the message", seconds * 1000, "ms")
    _say(f"making {size.many:,} complaints and {size.few:,}")
    yield from scale(folder, SETTINGS, person, now, size.few, size.many, size.looks)


def _acknowledging(folder: Path, size: Size, unclaimed: Sequence[str], *, over_http: bool) -> Iterator[Line]:
    way = "HTTP" if over_http else "Socket Mode"
    others = ["noop", "insert", "default", *(["default-pool"] if over_http else [])]
    bare: list[Round] = []
    with staged(folder, ["guanwei", *others], over_http=over_http) as contestants:
        for each in contestants.values():
            each.start()
        guanwei = contestants["guanwei"]
        # The answer needs the dictionary: once it is there, the dictionary is in.
        guanwei.say("/draft check 国家级品质，史上最强")
        found: Rounds = {}
        database = folder / "guanwei.db"
        kept = keep(database, unclaimed)
        for number in range(size.rounds + 1):
            _say(f"{way}: round {number} of {size.rounds}" + ("" if number else " (to warm up)"))
            claims = iter(unclaimed)
            for at_once in (_ALONE, _TOGETHER):
                for each in _turned(list(contestants.values()), number):
                    done = each.round(_commands(each.name, size, at_once, claims), at_once)
                    if number:
                        found.setdefault((each.name, at_once), []).append(done)
            _check(database, unclaimed)
            again(database, kept)
            if number:
                bare.append(commits(folder / f"bare-{way}.db", size.alone))
        memory = guanwei.memory()
    yield from _figures(way, found, bare)
    yield Line(f"{way}: resident memory, dictionary in, after the load", memory / _MEGABYTE, "MB", most=180)


def _turned(contestants: Sequence[Contestant], number: int) -> list[Contestant]:
    """Another one begins each round, so that nobody always comes after the same."""
    start = number % len(contestants)
    return [*contestants[start:], *contestants[:start]]


def _commands(name: str, size: Size, at_once: int, claims: Iterator[str]) -> list[str]:
    """Claims of complaints that nobody has claimed, for Guanwei; words that are not read, for the others."""
    number = size.alone if at_once == _ALONE else size.together
    if name == "guanwei":
        return [f"/complaint claim {next(claims)}" for _ in range(number)]
    return ["/complaint claim C-31"] * (size.slow if name.startswith("default") else number)


def _figures(way: str, found: Rounds, bare: list[Round]) -> Iterator[Line]:
    ours, together = found["guanwei", _ALONE], found["guanwei", _TOGETHER]
    yield Line(f"{way}: claims, one at a time", rate(ours), "/s")
    yield Line(f"{way}: claims, {_TOGETHER} at once", rate(together), "/s")
    for at_once, label in ((_ALONE, "one at a time"), (_TOGETHER, f"{_TOGETHER} at once")):
        noop = found["noop", at_once]
        yield Line(f"{way}: no-op that processes before it responds, {label}", rate(noop), "/s")
        ratio = rate_ratio(found["guanwei", at_once], noop)
        yield Line(f"{way}: claim to that no-op, {label}", ratio, "×", least=0.30)
    yield Line(
        f"{way}: claim to Bolt's default no-op, {_TOGETHER} at once",
        rate_ratio(together, found["default", _TOGETHER]),
        "×",
        least=2,
    )
    if ("default-pool", _TOGETHER) in found:
        pooled = rate_ratio(together, found["default-pool", _TOGETHER])
        yield Line(f"{way}: claim to the default no-op in a thread pool, {_TOGETHER} at once", pooled, "×")
    yield Line(f"{way}: median of a claim, one at a time", percentile(ours, 0.5) * 1000, "ms")
    yield Line(f"{way}: p99 of a claim, {_TOGETHER} at once", percentile(together, 0.99) * 1000, "ms")
    tail = percentile_ratio(together, found["insert", _TOGETHER], 0.99)
    yield Line(f"{way}: that p99 to a bare durable insert's", tail, "×", most=2)
    yield Line(f"{way}: claims, one at a time, to SQLite's bare commit", rate_ratio(ours, bare), "×")
    yield Line(f"{way}: claims, {_TOGETHER} at once, to SQLite's bare commit", rate_ratio(together, bare), "×")


def _starting(folder: Path, size: Size, *, over_http: bool) -> Iterator[Line]:
    way = "HTTP" if over_http else "Socket Mode"
    taken: dict[str, list[float]] = {"guanwei": [], "noop": []}
    with staged(folder, list(taken), over_http=over_http) as contestants:
        for number in range(size.starts + 1):
            _say(f"{way}: start {number} of {size.starts}" + ("" if number else " (to warm up)"))
            for name, each in contestants.items():
                seconds = each.start()
                each.stop()
                if number:
                    taken[name].append(seconds)
    ratio = median(ours / theirs for ours, theirs in zip(taken["guanwei"], taken["noop"], strict=True))
    yield Line(f"{way}: start to the first acknowledgement", median(taken["guanwei"]), "s")
    yield Line(f"{way}: that to an empty Bolt app's", ratio, "×", most=3)


def _check(database: Path, ids: Sequence[str]) -> None:
    """Every claim that was acknowledged is on disk. Raises RuntimeError for figures that mean nothing."""
    with closing(sqlite3.connect(database)) as connection:
        asked = "SELECT count(*) FROM complaints WHERE id = ? AND state = 'claimed' AND segments = 1"
        claimed = sum(connection.execute(asked, (case,)).fetchone()[0] for case in ids)
    if claimed != len(ids):
        raise RuntimeError(f"{len(ids)} claims were acknowledged, {claimed} are kept")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
