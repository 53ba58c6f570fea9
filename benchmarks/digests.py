"""`make bench-digests`: the leaders' digest to 300 people in the built-in workspace, at the pace that it allows.

The bot is the real one with its own pace; the workspace counts as Slack does and answers 429 to what is too fast. Time is
real, moved to an evening at six: the first when nobody was ever written to, and the next day.
"""

from __future__ import annotations

import tempfile
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import click

from benchmarks.contest import COMPANY, SETTINGS
from benchmarks.figures import Line, table
from bot.app import Bot
from bot.config import Settings, load_environment
from bot.domain import complaints
from bot.domain.complaints import Report
from bot.domain.desk import Request
from bot.manifest import manifest
from bot.outbox.pace import POSTS_A_MINUTE, POSTS_AT_ONCE
from bot.workspace.server import Workspace

PEOPLE: Final = 300
# A Monday and a Tuesday, a moment before the leaders' digest is due (18:00 in the demo company).
_EVENINGS: Final = tuple(datetime(2026, 11, day, 9, 59, 58, tzinfo=UTC) for day in (23, 24))
_SECONDS: Final = 900.0
# When the complaint comes in whose card is waited for.
_AMID_SECONDS: Final = 20.0


@dataclass
class Evening:
    """The real time, moved to another day."""

    shift: timedelta = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.shift

    def set(self, to: datetime) -> None:
        """It is ``to`` now, and time goes on from there."""
        self.shift = to - datetime.now(UTC)


@click.command()
@click.option("--people", default=PEOPLE, show_default=True, help="How many leaders there are.")
def main(people: int) -> None:
    """Measure and print the table. Everything is kept in a temporary folder and talks over 127.0.0.1 only."""
    with tempfile.TemporaryDirectory(prefix="guanwei-bench-") as folder:
        lines = list(measure(Path(folder), people))
    print(table(lines))


def measure(folder: Path, people: int) -> Iterator[Line]:
    """Both evenings, one after the other."""
    handles = [f"boss.{number:03}" for number in range(people)]
    with Workspace(folder / "workspace.db", _company(handles), manifest(), port=0) as workspace:
        clock = Evening()
        clock.set(_EVENINGS[0])
        given = {
            "SLACK_BOT_TOKEN": workspace.tokens.bot,
            "SLACK_APP_TOKEN": workspace.tokens.app,
            "SLACK_SIGNING_SECRET": workspace.tokens.signing_secret,
            "SLACK_API_URL": workspace.api_url,
            "GUANWEI_DB": str(folder / "guanwei.db"),
        }
        ids = [workspace.person_id(handle) for handle in handles]
        bot = Bot(_settings(ids), load_environment(folder, given, mode="http"), clock)
        _log(bot, "等一晚上")
        bot.start()
        try:
            for label, evening in zip(("first", "next"), _EVENINGS, strict=True):
                clock.set(evening)
                yield from _evening(bot, workspace, people, label)
        finally:
            bot.stop()


def _evening(bot: Bot, workspace: Workspace, people: int, label: str) -> Iterator[Line]:
    calls = len(workspace.calls)
    time.sleep(2.5)
    bot.clockwork.look()
    start = time.perf_counter()
    time.sleep(_AMID_SECONDS)
    case, asked = _log(bot, f"{label} 大家都在看日报"), time.perf_counter()
    card = None
    while _open(bot, "digest"):
        if card is None and not bot.store.one(
            "SELECT 1 AS one FROM outbox WHERE what = 'card' AND case_id = :case AND state IN ('waiting', 'sending')",
            {"case": case},
        ):
            card = time.perf_counter() - asked
        if time.perf_counter() - start > _SECONDS:
            raise RuntimeError(f"{_open(bot, 'digest')} digests were not sent in {_SECONDS:.0f} s")
        time.sleep(0.05)
    seconds = time.perf_counter() - start
    made = workspace.calls[calls:]
    refused = sum(call.error == "ratelimited" for call in made)
    direct = [str(call.args.get("channel")) for call in made if call.method == "chat.postMessage" and call.ok]
    told = {channel for channel in direct if channel.startswith(("D", "U"))}
    if len(told) != people:
        raise RuntimeError(f"{len(told)} of {people} were told")
    limit = max(people - POSTS_AT_ONCE, 0) / POSTS_A_MINUTE * 60
    yield Line(f"{people} people, {label} evening: from due to the last one told", seconds, "s")
    yield Line(f"{people} people, {label} evening: answers 429", refused, "", most=0)
    yield Line(
        f"{people} people, {label} evening: that time to the pace's limit of {limit:.0f} s",
        seconds / limit,
        "×",
        most=2,
    )
    yield Line(f"{people} people, {label} evening: a complaint's card amid them", card or 0.0, "s", most=2)


def _open(bot: Bot, what: str) -> int:
    row = bot.store.one(
        "SELECT count(*) AS n FROM outbox WHERE state IN ('waiting', 'sending') AND body LIKE :what",
        {"what": f'%"{what}"%'},
    )
    return int(str(row["n"])) if row else 0


def _log(bot: Bot, words: str) -> str:
    request = Request("", "", bot.desk.now())
    return complaints.log(bot.desk, request, Report(words=words, customer=words)).case_id


def _company(handles: list[str]) -> dict[str, Any]:
    company = tomllib.loads(COMPANY.read_text("utf-8"))
    company["people"] += [{"handle": handle, "name": f"领导{handle[-3:]}"} for handle in handles]
    return company


def _settings(leaders: list[str]) -> Settings:
    settings = tomllib.loads(SETTINGS.read_text("utf-8"))
    settings["roles"]["leader"] = leaders
    return Settings.model_validate(settings)


if __name__ == "__main__":
    main()
