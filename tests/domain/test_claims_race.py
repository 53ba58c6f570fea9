"""Two hundred claims of one complaint at once, from two processes on one database: one wins, all others are told who."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

from bot.domain import complaints
from bot.domain.complaints import Report
from bot.store import events
from tests.company import EDITOR, NAMES, SECOND_SERVICE, SERVICE, TUESDAY, Time, ask, opened

ROOT: Final = Path(__file__).parents[2]
EACH: Final = 100
_PROCESS: Final = """
import json, sys, threading
from collections import Counter
from datetime import datetime
from pathlib import Path
from bot.domain import complaints
from bot.domain.desk import Request
from bot.errors import Refusal
from tests.company import Time, opened
path, at, name, people, each = sys.argv[1], datetime.fromisoformat(sys.argv[2]), sys.argv[3], sys.argv[4].split(","), int(sys.argv[5])
told, gate = [], threading.Barrier(each + 1)
with opened(Path(path), Time(at)) as desk:
    def claim(n):
        request = Request(people[n % len(people)], f"command:{name}-{n}", at)
        gate.wait()
        try:
            told.append(("won", str(complaints.claim(desk, request, "C-1").said)))
        except Refusal as refusal:
            told.append(("refused", f"{refusal}"))
        except Exception as error:
            told.append(("broken", repr(error)))
    threads = [threading.Thread(target=claim, args=(n,)) for n in range(each)]
    for thread in threads: thread.start()
    print("ready", flush=True); sys.stdin.readline()
    gate.wait()
    for thread in threads: thread.join()
print(json.dumps(told))
"""


def test_of_two_hundred_claims_from_two_processes_one_wins_and_the_others_are_told_who_and_since_when(
    tmp_path: Path,
) -> None:
    path = tmp_path / "g.db"
    with opened(path, Time(TUESDAY)) as desk:
        complaints.log(desk, ask(desk, EDITOR), Report(words="牛奶漏了", customer="小满"))
        people = (SERVICE, SECOND_SERVICE)
        running = [
            subprocess.Popen(
                [sys.executable, "-c", _PROCESS, str(path), TUESDAY.isoformat(), name, ",".join(people), str(EACH)],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for name in ("one", "two")
        ]
        for process in running:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in running:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        told = [one for process in running for one in json.loads(process.communicate(timeout=100)[0])]
        assert len(told) == 2 * EACH
        assert [kind for kind, _ in told].count("won") == 1
        winner = complaints.show(desk.store, "C-1").holder
        assert winner in people
        refused = [said for kind, said in told if kind == "refused"]
        assert len(refused) == 2 * EACH - 1, [said for kind, said in told if kind == "broken"][:3]
        mine = [said for said in refused if "已经在您手上" in said]
        others = [said for said in refused if f"已由 {NAMES[winner]} 在" in said]
        assert len(mine) + len(others) == len(refused)
        assert others and all("认领" in said for said in others)
        assert [event.action for event in events.history(desk.store, "C-1")].count("claim") == 1
