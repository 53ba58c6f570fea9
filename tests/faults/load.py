"""`python -m tests.faults.load`: so many commands a second for a while, with a share of faults; what was answered and what is left.

The bot is a process of its own and keeps the chat's pace, as the chat does; people do not wait for each other. What the pace
leaves owed is sent afterwards without it, so that every message can be looked for.
"""

from __future__ import annotations

import itertools
import logging
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import connect

import click

from bot.cli.logs import set_up_log
from bot.workspace.delivery import Ack, Envelope
from bot.workspace.site import Call
from tests.faults.plays import AT_START, CALLS
from tests.faults.reader import Found, read
from tests.faults.stage import Nursery, Stage, staged, template
from tests.faults.work import PEOPLE, Act

# Of the commands so many only ask; the others change a case each, some of them the same few cases again and again.
_READS = 0.35
_HOT_SHARE = 0.2
_HOT = 20
_COURSE = ("claim", "note", "reply", "note", "resolve")
_ASKED = ("list mine", "list unclaimed", "show C-7", "help")
_MOST_SECONDS = 3.0


@click.command()
@click.option("--rate", default=200, show_default=True, help="Commands a second.")
@click.option("--seconds", default=60, show_default=True)
@click.option("--share", default=0.01, show_default=True, help="Of calls that fail, and of envelopes that come twice.")
@click.option("--seed", type=int, help="The chance of an earlier run.")
def main(rate: int, seconds: int, share: float, seed: int | None) -> None:
    """Print what came of it. The code is 1 where a command was lost or not acknowledged in time."""
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    set_up_log(quiet=True)
    seed = random.SystemRandom().getrandbits(32) if seed is None else seed
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="guanwei-load-") as name:
        folder = Path(name)
        commands = rate * seconds
        changes = round(commands * (1 - _READS) * (1 - _HOT_SHARE))
        (folder / "template").mkdir()
        begun = template(folder / "template", max(_HOT, changes // len(_COURSE)))
        nursery = Nursery(folder)
        try:
            result = _measure(begun, folder, nursery, seed, rate, seconds, share)
        finally:
            nursery.close()
    print(result.text)
    sys.exit(not result.is_good)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a run."""

    text: str
    is_good: bool


def _measure(begun: Path, folder: Path, nursery: Nursery, seed: int, rate: int, seconds: int, share: float) -> Result:
    with staged(begun, folder / "paced", nursery, seed, keeps_pace=True) as stage:
        number = stage.start()
        sent = [*_commands(stage, rate * seconds)]
        stage.workspace.fail_sometimes(share, list(CALLS.values()), stage.chance, AT_START)
        stage.workspace.disorder(twice=share, chance=stage.chance)
        began, before = time.time(), _cpu(number)
        acks = stage.workspace.deliver_paced([_envelope(stage, one) for one in sent], rate)
        took, used = time.time() - began, _cpu(number) - before
        stage.workspace.fail_sometimes(0, [], stage.chance)
        stage.workspace.disorder()
        met, calls = stage.workspace.faults_met, [call for call in stage.workspace.calls if call.at >= began]
        assert stage.stop(number)[0] == 0
    for one, ack in zip(sent, acks, strict=True):
        one.act.tries, one.act.acknowledged = 1, int(ack.is_acknowledged)
    changes = [one.act for one in sent if one.act.kind != "ask"]
    waiting = _owed(stage)
    rest = Stage(stage.folder, nursery, seed)
    with rest.workspace:
        number = rest.start()
        assert rest.drain(900), "the outbox does not drain"
        assert rest.stop(number)[0] == 0
    found = read(rest.database, rest.folder / "workspace.db", changes)
    return _told(acks, calls, found, Told(took, used, met, waiting, len(changes)))


@dataclass(frozen=True, slots=True)
class Sent:
    """A command that somebody gives."""

    act: Act
    who: str
    words: str


def _commands(stage: Stage, most: int) -> Iterator[Sent]:
    """Every case goes its course, one step in each round; between the steps somebody asks, or writes to one of a few."""
    with closing(connect(stage.database)) as reader:
        (cases,) = reader.execute("SELECT count(*) FROM complaints").fetchone()
    steps = ((kind, case) for kind in _COURSE for case in range(1, cases + 1))
    for n in range(most):
        mark, at = f"记号n{n}完", stage.chance.random()
        if at < _READS:
            yield Sent(Act("ask", mark), stage.chance.choice(PEOPLE), stage.chance.choice(_ASKED))
        elif at < _READS + (1 - _READS) * _HOT_SHARE or (step := next(steps, None)) is None:
            case = f"C-{1 + n % _HOT}"
            yield Sent(Act("note", mark, case), PEOPLE[0], f"note {case} {mark}")
        else:
            kind, case = step[0], f"C-{step[1]}"
            words = f"{kind} {case}" + ("" if kind == "claim" else f" {mark}")
            yield Sent(Act(kind, mark, case), PEOPLE[step[1] % len(PEOPLE)], words)


def _envelope(stage: Stage, sent: Sent) -> Envelope:
    payload = {
        "token": "workspace",
        "team_id": "T0LOAD",
        "channel_id": "C0LOAD",
        "user_id": stage.workspace.person_id(sent.who),
        "user_name": sent.who,
        "command": "/complaint",
        "text": sent.words,
        "response_url": f"{stage.workspace.url}/response/none",
        "trigger_id": sent.act.mark,
    }
    return Envelope("slash_commands", payload)


def _owed(stage: Stage) -> int:
    with closing(connect(stage.database)) as reader:
        (owed,) = reader.execute("SELECT count(*) FROM outbox WHERE state IN ('waiting', 'sending')").fetchone()
    return int(owed)


def _cpu(number: int) -> float:
    """Seconds of a core that a process has used."""
    try:
        fields = Path(f"/proc/{number}/stat").read_text("ascii").rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / 100


@dataclass(frozen=True, slots=True)
class Told:
    """``took``: seconds; ``used``: of a core; ``faults``: calls that failed; ``owed``: messages at the end."""

    took: float
    used: float
    faults: int
    owed: int
    changes: int


def _told(acks: Sequence[Ack], calls: Sequence[Call], found: Found, told: Told) -> Result:
    times = sorted(ack.elapsed_ms for ack in acks if ack.is_acknowledged)
    late = len(acks) - len(times)
    posts = defaultdict[str, list[float]](list)
    for call in calls:
        if call.method == "chat.postMessage" and call.ok:
            posts[str(call.args["channel"])].append(call.at)
    closest = min((b - a for at in posts.values() for a, b in itertools.pairwise(sorted(at))), default=0.0)
    answers = Counter(call.error or "ok" for call in calls if call.method in ("chat.postMessage", "chat.update"))
    updates = Counter(str(call.args["ts"]) for call in calls if call.method == "chat.update" and call.ok)
    lines = [
        f"{len(acks):,} commands in {told.took:.1f} s: {len(acks) / told.took:.0f} a second, {told.changes:,} of them changes",
        f"acknowledged in {_MOST_SECONDS:.0f} s: {len(times):,}; not: {late}; median {times[len(times) // 2]:.0f} ms, "
        f"p99 {times[len(times) * 99 // 100]:.0f} ms, slowest {times[-1]:.0f} ms"
        if times
        else "nothing was acknowledged",
        f"the bot used {told.used / told.took:.2f} of a core; {told.faults} calls failed",
        f"posts by channel {[len(at) for at in posts.values()]}, the closest two {closest:.2f} s apart; "
        f"{sum(updates.values())} redrawings of {len(updates)} cards; refused for pace: {answers['ratelimited']}",
        f"owed at the end: {told.owed:,}; sent afterwards without the pace",
        f"lost {len(found.lost)}, doubled {len(found.doubled)}, wrong {len(found.wrong)}",
        *(f"  {one}" for one in [*found.lost, *found.doubled, *found.wrong][:10]),
    ]
    return Result("\n".join(lines), found.is_clean and not late)


if __name__ == "__main__":
    main()
