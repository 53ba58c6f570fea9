"""`guanwei run --web`: the manual's own examples, run against a bot on a socket that listens for tools beside it."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from zoneinfo import ZoneInfo

import pytest

from tests.terminal import ROOT, TOKENS, Terminal
from tests.world import workspace_in

SECRET = "0123456789abcdef0123456789abcdef"
MANUAL = (ROOT / "docs" / "admin.md").read_text("utf-8")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a running bot takes complaints in."""
    folder = tmp_path_factory.mktemp("company")
    guanwei = Terminal(folder)
    guanwei.settle()
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{found.getsockname()[1]}"
    with workspace_in(folder) as workspace:
        running = guanwei.start(
            "run", "--web", address, **TOKENS, SLACK_API_URL=workspace.api_url, GUANWEI_INTAKE_SECRET=SECRET
        )
        try:
            assert running.stderr is not None
            told = ""
            while "已就绪" not in told:
                line = running.stderr.readline()
                assert line, told
                told += line
            assert f"http://{address}" in told
            typed = Path(f"/proc/{running.pid}/cmdline")
            shown = typed.read_text("utf-8") if typed.exists() else " ".join(map(str, running.args))  # type: ignore[arg-type]
            assert not [secret for secret in (SECRET, *TOKENS.values()) if secret in shown]
            yield f"http://{address}/intake/complaints"
            running.send_signal(signal.SIGTERM)
            _, rest = running.communicate(timeout=30)
        finally:
            running.kill()
    assert running.returncode == 0
    kept = b"".join(path.read_bytes() for path in folder.rglob("guanwei.db*")).decode("utf-8", "replace")
    assert "酸奶" in kept
    assert not [secret for secret in (SECRET, *TOKENS.values()) if secret in told + rest + kept]
    assert "Traceback" not in told + rest


def yesterday() -> str:
    return f"{datetime.now(ZoneInfo('Asia/Shanghai')) - timedelta(days=1):%Y-%m-%d %H:%M}"


@pytest.mark.skipif(not (shutil.which("curl") and shutil.which("openssl")), reason="needs curl and openssl")
def test_the_manuals_shell_example_logs_a_complaint(url: str, tmp_path: Path) -> None:
    (example,) = re.findall(r"```\n(SECRET=.*?)```", MANUAL, re.DOTALL)
    script = re.sub(r"SECRET=\S+", f"SECRET={SECRET}", example, count=1)
    script = script.replace("http://127.0.0.1:3001/intake/complaints", url).replace("2026-11-24 09:30", yesterday())
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=30, cwd=tmp_path, check=True)
    answer = json.loads(done.stdout)
    assert (answer["ok"], answer["added"]) == (True, 1), answer
    assert answer["complaints"][0]["case"].startswith("C-")


def test_the_manuals_python_example_logs_complaints_once(url: str) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", MANUAL, re.DOTALL)
    names: dict[str, Any] = {}
    exec(example, names)
    complaints = [{"text": "订的鲜奶没有送", "user": "小林"}, {"text": "还是没有送", "user": "＠小林"}]
    first = names["send"](url, SECRET, "batch-2", complaints)
    assert [one["result"] for one in first["complaints"]] == ["added", "joined"]
    assert names["send"](url, SECRET, "batch-2", complaints) == first
    with pytest.raises(HTTPError, match="401"):
        names["send"](url, SECRET[::-1], "batch-3", complaints)


def test_one_address_is_enough(guanwei: Terminal) -> None:
    said = guanwei("run", "--http", "127.0.0.1:3998", "--web", "127.0.0.1:3999", **TOKENS)
    assert said.code == 2
    assert "只写 --http 或 --web 中的一个" in said.err


def test_a_secret_that_can_be_guessed_is_refused_and_not_shown(guanwei: Terminal) -> None:
    said = guanwei("run", **TOKENS, GUANWEI_INTAKE_SECRET="hunter2")
    assert said.code == 1
    assert "GUANWEI_INTAKE_SECRET" in said.err
    assert "至少 16 个字符" in said.err
    assert "hunter2" not in said.err
