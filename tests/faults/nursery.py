"""Where `guanwei run` is started from again and again: all it imports is imported once, and each start is a fork of that.

Reads one JSON object a line and answers with one: ``{"start": {…}}`` with the process's number, ``{"wait": number,
"seconds": s}`` with the code it ended with (negative: the signal), or null while it runs.
"""

from __future__ import annotations

import datetime
import json
import mmap
import os
import struct
import sys
import threading
import time
import traceback
from pathlib import Path
from types import SimpleNamespace
from typing import Any

_LOOK_SECONDS = 0.005
_WINK_SECONDS = 0.05


def main() -> None:
    """Serve until standard input ends."""
    import schedule  # noqa: F401 - imported here once
    import slack_sdk.socket_mode.builtin.client  # noqa: F401

    import bot.app
    import bot.cli
    import bot.cli.run
    import bot.config  # noqa: F401

    for line in sys.stdin:
        asked = json.loads(line)
        if "start" in asked:
            number = os.fork()
            if number == 0:
                _become(asked["start"])
            answer: int | None = number
        else:
            answer = _wait(int(asked["wait"]), float(asked["seconds"]))
        print(json.dumps(answer), flush=True)


def _wait(number: int, seconds: float) -> int | None:
    until = time.monotonic() + seconds
    while True:
        found, status = os.waitpid(number, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() >= until:
            return None
        time.sleep(_LOOK_SECONDS)


def _become(start: dict[str, Any]) -> None:
    code = 70
    try:
        log = os.open(start["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        for stream in (1, 2):
            os.dup2(log, stream)
        os.environ.clear()
        os.environ.update(start["environment"])
        if not start["keeps_pace"]:
            _hurry()
        _go_by(Path(start["clock"]))
        if start["at_speed"]:
            _look_always()
        from bot.cli import main as guanwei

        guanwei(["run", "--config", start["settings"]])
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0 if ended.code is None else 1
    except BaseException:  # noqa: BLE001 - said in the log, and by the code
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _hurry() -> None:
    """Without the chat's pace: a scene would else be mostly waiting."""
    from bot.app import Bot
    from bot.outbox import Pace

    more = Bot.__init__.__kwdefaults__
    assert more is not None
    more["pace"] = Pace(post_every=0, updates_a_minute=60_000, updates_at_once=1_000)


def _go_by(path: Path) -> None:
    """By a time of day that the harness moves: the file holds the seconds by which it is ahead of the real one."""
    import schedule

    from bot.app import Bot

    with path.open("rb") as file:
        ahead = mmap.mmap(file.fileno(), 8, prot=mmap.PROT_READ)
    real = time.time

    def now() -> float:
        return real() + float(struct.unpack("d", ahead[:8])[0])

    class Jumping(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> Jumping:
            return cls.fromtimestamp(now(), tz)

    time.time = now
    Bot.__init__.__defaults__ = (lambda: datetime.datetime.fromtimestamp(now(), datetime.UTC),)
    vars(schedule)["datetime"] = SimpleNamespace(**{**vars(datetime), "datetime": Jumping})


def _look_always() -> None:
    """Where minutes pass in the wink of an eye, what is due is looked at as often."""
    from bot.jobs.clock import Clockwork

    def run(self: Clockwork, stop: threading.Event) -> None:
        while not stop.wait(_WINK_SECONDS):
            for job in sorted(one for one in self._scheduler.get_jobs() if one.should_run):
                job.run()

    Clockwork.run = run  # type: ignore[method-assign]  # for this process alone


if __name__ == "__main__":
    main()
