"""`guanwei run`: what keeps it from starting is said in words, and a database it cannot use is left as it was."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import outbox
from bot.store.database import Store
from bot.workspace.client import person
from bot.workspace.server import Workspace
from tests.terminal import ROOT, TOKENS, Terminal
from tests.world import workspace_in

DATABASE = Path("data/state/guanwei.db")
# Most of the program: what a start must not wait for.
LATER = [
    "bot.cards.digests",
    "bot.charts",
    "bot.copycheck",
    "bot.domain.campaigns",
    "bot.domain.digests",
    "bot.domain.posting",
    "bot.domain.rallies",
    "bot.drawing",
    "bot.handlers",
    "bot.jobs.clock",
    "matplotlib",
    "numpy",
    "prometheus_client",
    "sqlite_utils",
    "starlette",
    "uvicorn",
]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("workspace")
    with workspace_in(folder) as found:
        yield found


def test_the_first_answer_waits_for_none_of_what_it_does_not_need() -> None:
    code = "import sys, bot.cli.run, bot.app, bot.sockets, bot.commands.complaint; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert "bot.domain.complaints" in loaded
    assert [name for name in LATER if name in loaded] == []


def made(guanwei: Terminal) -> Path:
    path = guanwei.folder / DATABASE
    Store(path).close()
    return path


def state_of(path: Path) -> dict[str, str]:
    """Every file beside a database, and what is in it."""
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(path.parent.iterdir())}


@pytest.mark.parametrize("missing", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
def test_a_missing_token_is_named(guanwei: Terminal, missing: str) -> None:
    said = guanwei("run", **{name: value for name, value in TOKENS.items() if name != missing})
    assert said.code == 1
    assert missing in said.err
    assert not (guanwei.folder / "data").exists()


def test_over_http_the_signing_secret_is_needed(guanwei: Terminal) -> None:
    said = guanwei("run", "--http", "127.0.0.1:3999", SLACK_BOT_TOKEN=TOKENS["SLACK_BOT_TOKEN"])
    assert said.code == 1
    assert "SLACK_SIGNING_SECRET" in said.err


def test_a_wrong_setting_is_named_with_its_line(guanwei: Terminal) -> None:
    path = guanwei.folder / "guanwei.toml"
    path.write_text(path.read_text("utf-8") + '\n[digests]\ndesk = "8点"\n', "utf-8")
    said = guanwei("run", **TOKENS)
    assert said.code == 1
    assert "digests.desk" in said.err


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
def test_a_token_that_the_chat_does_not_accept_is_told_and_not_shown(
    guanwei: Terminal, workspace: Workspace, name: str
) -> None:
    wrong = TOKENS[name][:5] + "1-wrong-0penSesame"
    said = guanwei("run", **{**TOKENS, name: wrong}, SLACK_API_URL=workspace.api_url)
    assert said.code == 1
    assert "聊天平台不接受令牌（invalid_auth）" in said.err
    assert "请检查 SLACK_BOT_TOKEN 和 SLACK_APP_TOKEN" in said.err
    assert "0penSesame" not in said.err + said.out


def test_a_chat_that_cannot_be_reached_is_told(guanwei: Terminal) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/api/"
        said = guanwei("run", **TOKENS, SLACK_API_URL=url)
    assert said.code == 1
    assert f"连不上 {url}" in said.err
    assert "请检查网络和 SLACK_API_URL" in said.err


def test_a_port_that_is_taken_is_told(guanwei: Terminal, workspace: Workspace) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = guanwei("run", "--http", f"127.0.0.1:{port}", **TOKENS, SLACK_API_URL=workspace.api_url)
    assert said.code == 1
    assert f"不能在 127.0.0.1:{port} 上提供服务" in said.err
    assert "已就绪" not in said.err


def test_a_newer_database_is_refused_and_left_as_it_was(guanwei: Terminal) -> None:
    path = made(guanwei)
    with sqlite3.connect(path) as connection:
        sql = (
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('guanwei', 'm9999', '2030-01-01')"
        )
        connection.execute(sql)
    connection.close()
    refused(guanwei, path, "是由更新版本的 Guanwei 写的")


def test_a_file_that_is_no_database_is_refused_and_left_as_it_was(guanwei: Terminal) -> None:
    path = guanwei.folder / DATABASE
    path.parent.mkdir(parents=True)
    path.write_bytes(b"These are notes and no database.\n" * 40)
    refused(guanwei, path, "已损坏")


def test_a_damaged_database_is_refused_and_left_as_it_was(guanwei: Terminal) -> None:
    path = made(guanwei)
    data = bytearray(path.read_bytes())
    data[4096 : 4096 * 4] = b"\xff" * (4096 * 3)
    path.write_bytes(data)
    refused(guanwei, path, "已损坏")


def test_somebody_elses_database_is_refused_and_left_as_it_was(guanwei: Terminal) -> None:
    path = guanwei.folder / DATABASE
    path.parent.mkdir(parents=True)
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE pets (name TEXT)")
    connection.close()
    refused(guanwei, path, "不是 Guanwei 的数据库")


def test_a_file_that_may_not_be_written_is_refused_and_left_as_it_was(guanwei: Terminal) -> None:
    path = made(guanwei)
    path.chmod(0o444)
    refused(guanwei, path, "无法写入")


def test_a_locked_database_is_refused_and_left_as_it_was(guanwei: Terminal) -> None:
    path = made(guanwei)
    before = path.read_bytes()
    # From here on this process must not open the file itself: closing it again would drop the lock that it holds.
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        for words in (["run"], ["outbox"], ["audit", "verify"]):
            said = guanwei(*words, **TOKENS)
            assert said.code == 1
            assert "正被另一个程序占用" in said.err
    finally:
        holder.close()
    assert path.read_bytes() == before


def refused(guanwei: Terminal, path: Path, why: str) -> None:
    before = state_of(path)
    for words in (["run"], ["outbox"], ["audit", "verify"], ["digest", "desk"]):
        said = guanwei(*words, **TOKENS)
        assert (said.code, said.out) == (1, ""), words
        assert why in said.err, words
        assert str(path) in said.err
    assert state_of(path) == before


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("http", [False, True])
def test_it_says_when_it_is_ready_and_stops_at_a_signal(
    guanwei: Terminal, workspace: Workspace, http: bool, stop: signal.Signals
) -> None:
    words = ["run", "--http", f"127.0.0.1:{_free_port()}"] if http else ["run"]
    running = guanwei.start(*words, **TOKENS, SLACK_API_URL=workspace.api_url)
    try:
        told = heard(running, "已就绪")
        running.send_signal(stop)
        _, rest = running.communicate(timeout=30)
    finally:
        running.kill()
    assert running.returncode == 0
    assert "官微已停止" in rest
    assert "Traceback" not in told + rest
    assert "level=error" not in told + rest
    for secret in TOKENS.values():
        assert secret not in told + rest


def test_a_stop_that_comes_just_as_it_begins_to_wait_is_heard() -> None:
    program = (
        "import signal, sys\n"
        "from bot.cli import run\n"
        "stopped = run._on_signal()\n"
        "stopped.is_ready = True\n"
        "with stopped._cond:\n"
        "    signal.raise_signal(signal.SIGTERM)\n"
        "sys.exit(0 if stopped.wait(20) else 1)\n"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, timeout=60, check=False).returncode == 0


def heard(running: subprocess.Popen[str], words: str) -> str:
    """What it says up to the line with the words."""
    assert running.stderr is not None
    told = ""
    while words not in told:
        line = running.stderr.readline()
        assert line, told
        told += line
    return told


def test_it_does_not_wait_for_a_chat_that_does_not_answer_and_owes_the_message_still(
    guanwei: Terminal, workspace: Workspace
) -> None:
    path = made(guanwei)
    store = Store(path)
    with store.transaction() as tx:
        outbox.owe(tx, "post", "#官微", now=0, body={"text": "日报", "blocks": []})
    calls = len(workspace.calls)
    workspace.fail_next("chat.postMessage", stall=60.0)
    running = guanwei.start("run", **TOKENS, SLACK_API_URL=workspace.api_url)
    try:
        heard(running, "已就绪")
        he = person(workspace.url, "he.jing")
        he.wait_for(lambda: "chat.postMessage" in [call.method for call in workspace.calls[calls:]], 20)
        running.send_signal(signal.SIGTERM)
        # A call is given up after ten seconds, and a stop waits three at most.
        _, rest = running.communicate(timeout=8)
    finally:
        running.kill()
    assert running.returncode == 0
    assert "官微已停止" in rest
    (row,) = store.all("SELECT state FROM outbox WHERE what = 'post' AND body LIKE '%日报%'")
    assert row["state"] == "sending"
    store.close()


def test_it_ends_at_once_while_it_still_waits_for_the_chat_to_know_it(guanwei: Terminal, workspace: Workspace) -> None:
    met = workspace.faults_met
    workspace.fail_next("auth.test", late=60.0)
    running = guanwei.start("run", **TOKENS, SLACK_API_URL=workspace.api_url)
    try:
        person(workspace.url, "he.jing").wait_for(lambda: workspace.faults_met > met, 20)
        running.send_signal(signal.SIGTERM)
        running.communicate(timeout=8)
    finally:
        running.kill()
    assert running.returncode == 0


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.mark.skipif(os.name == "nt", reason="no such folder there")
def test_a_database_in_a_place_that_cannot_be_written_is_told(guanwei: Terminal) -> None:
    said = guanwei("run", **TOKENS, GUANWEI_DB="/proc/guanwei.db")
    assert said.code == 1
    assert "无法写入" in said.err
