"""The workspace, and the bot as a process that can be started, killed and stopped at any instant."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.domain import complaints
from bot.domain.complaints import Report
from bot.domain.desk import Request
from bot.manifest import manifest
from bot.reference import reference
from bot.workspace.pace import Pace
from bot.workspace.server import Workspace
from tests.terminal import ROOT, TOKENS, Terminal
from tests.world import SETTINGS, bot_in, variables, workspace_in

CASES = 24
# A sender that died keeps its message for half a minute; a chat that does not answer holds all of them up for longer.
DRAIN_SECONDS = 400.0
_START_SECONDS = 30.0
_LOOK_SECONDS = 0.005
_OPEN = "SELECT count(*) FROM outbox WHERE state IN ('waiting', 'sending') AND later = 0"


def template(folder: Path, cases: int = CASES) -> Path:
    """A folder with a workspace and a database of complaints whose cards are posted: each scene has a copy."""
    with workspace_in(folder) as workspace:
        bot = bot_in(workspace, folder)
        try:
            for n in range(cases):
                report = Report(words=f"第{n}箱牛奶漏了", customer=f"顾客{n}")
                complaints.log(bot.desk, Request("", "", bot.desk.now()), report)
            assert bot.sender.drain(600)
        finally:
            assert bot.stop(60)
    for file in folder.glob("workspace.db-*"):
        file.unlink()
    return folder


class Nursery:
    """The process that the bots are forked from."""

    def __init__(self, folder: Path) -> None:
        self._turn = threading.Lock()
        environment = Terminal.env({})
        # An installed program comes compiled: what is imported late must not be compiled in the bot's own memory.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        with (folder / "nursery.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.nursery"],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def ask(self, question: object) -> int | None:
        """One question and its answer."""
        assert self._process.stdin is not None and self._process.stdout is not None
        with self._turn:
            self._process.stdin.write(json.dumps(question) + "\n")
            self._process.stdin.flush()
            answer: int | None = json.loads(self._process.stdout.readline())
            return answer

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)


class Stage:
    """One scene's workspace and database, and the bots that come and go on them. ``database`` may lie elsewhere (on a small
    disk). With ``keeps_pace`` bot and workspace go by the chat's pace; with ``at_speed`` the workspace's clock jumps as the
    bot's does, and the bot looks at what is due all the time."""

    def __init__(
        self,
        folder: Path,
        nursery: Nursery,
        seed: int,
        *,
        database: Path | None = None,
        keeps_pace: bool = False,
        at_speed: bool = False,
    ) -> None:
        self.folder = folder
        self.database = database or folder / "guanwei.db"
        self.chance = random.Random(seed)
        self.log = folder / "bot.log"
        self._nursery = nursery
        self._keeps_pace = keeps_pace
        self._at_speed = at_speed
        self._ahead = 0.0
        self._clock = folder / "ahead"
        self._clock.write_bytes(struct.pack("d", 0.0))
        self.running: list[int] = []
        self.workspace = Workspace(
            folder / "workspace.db",
            reference("demo", "workspace.toml"),
            manifest(),
            bot_token=TOKENS["SLACK_BOT_TOKEN"],
            app_token=TOKENS["SLACK_APP_TOKEN"],
            signing_secret=TOKENS["SLACK_SIGNING_SECRET"],
            pace=None if keeps_pace else Pace.unlimited(),
            clock=(lambda: time.time() + self._ahead) if at_speed else time.time,
            retry_delays=(0.0, 0.2, 0.5),
        )

    def jump(self, seconds: float) -> None:
        """Set the bot's time of day so far ahead of the real one (behind it, where negative)."""
        self._ahead = seconds
        with self._clock.open("r+b") as file:
            file.write(struct.pack("d", seconds))

    def start(self, *, wait: bool = True) -> int:
        """Start a bot; with ``wait`` until it is connected."""
        number = self._nursery.ask(
            {
                "start": {
                    "settings": str(SETTINGS),
                    "environment": Terminal.env(variables(self.workspace, self.database)),
                    "log": str(self.log),
                    "clock": str(self._clock),
                    "keeps_pace": self._keeps_pace,
                    "at_speed": self._at_speed,
                }
            }
        )
        assert number is not None
        self.running.append(number)
        if wait and not self.workspace.wait_online(_START_SECONDS, connections=len(self.running)):
            raise RuntimeError(f"the bot did not connect; see {self.log}")
        return number

    def kill(self, number: int) -> None:
        """Kill it (-9), wherever it is."""
        os.kill(number, signal.SIGKILL)
        self.ended(number)

    def stop(self, number: int) -> tuple[int, float]:
        """Ask it to stop (SIGTERM); the code it ends with, and the seconds until then."""
        began = time.monotonic()
        os.kill(number, signal.SIGTERM)
        return self.ended(number), time.monotonic() - began

    def ended(self, number: int, seconds: float = 30.0) -> int:
        """The code it ends with. Raises TimeoutError."""
        code = self._nursery.ask({"wait": number, "seconds": seconds})
        if code is None:
            raise TimeoutError(f"process {number} runs on")
        self.running.remove(number)
        until = time.monotonic() + _START_SECONDS
        while self.workspace.connections > len(self.running) and time.monotonic() < until:
            # Its socket ends with it, as soon as the chat hears of that.
            time.sleep(_LOOK_SECONDS)
        return code

    def is_alive(self, number: int) -> bool:
        """Whether it still runs."""
        if number not in self.running:
            return False
        if self._nursery.ask({"wait": number, "seconds": 0}) is None:
            return True
        self.running.remove(number)
        return False

    def drain(self, seconds: float = DRAIN_SECONDS) -> bool:
        """Wait until nothing is owed any more."""
        until = time.monotonic() + seconds
        with closing(sqlite3.connect(self.database, timeout=10)) as reader:
            while time.monotonic() < until:
                if not reader.execute(_OPEN).fetchone()[0]:
                    return True
                time.sleep(0.1)
        return False


@contextmanager
def staged(
    begun: Path, folder: Path, nursery: Nursery, seed: int, *, database: Path | None = None, keeps_pace: bool = False
) -> Iterator[Stage]:
    """A stage with a copy of the template ``begun``; whatever still runs at the end is killed."""
    folder.mkdir(parents=True)
    shutil.copy(begun / "workspace.db", folder)
    shutil.copy(begun / "guanwei.db", database or folder)
    stage = Stage(folder, nursery, seed, database=database, keeps_pace=keeps_pace)
    with stage.workspace:
        try:
            yield stage
        finally:
            for number in list(stage.running):
                stage.kill(number)
