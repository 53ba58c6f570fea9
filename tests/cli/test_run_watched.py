"""`guanwei run` with `[health]` and `[logs]`: how it is asked from outside, and a log that a program can read."""

from __future__ import annotations

import json
import signal
import socket
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.terminal import Terminal
from tests.world import SECONDS, variables, workspace_in

pytestmark = pytest.mark.e2e


def test_it_says_how_it_is_and_logs_one_object_a_line(guanwei: Terminal) -> None:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    path = guanwei.folder / "guanwei.toml"
    path.write_text(path.read_text("utf-8") + f'\n[health]\nport = {port}\n\n[logs]\nformat = "json"\n', "utf-8")
    with workspace_in(guanwei.folder) as workspace:
        running = guanwei.start("run", **variables(workspace, guanwei.folder / "guanwei.db"))
        try:
            assert workspace.wait_online(SECONDS)
            assert workspace.command("he.jing", "#客服", "/complaint claim 99")["acknowledged"]
            assert workspace.command("he.jing", "#客服", "/complaint help")["acknowledged"]
            with urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
                assert answer.read() == b"ok"
            with urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
                figures = answer.read().decode()
            assert 'guanwei_requests_total{kind="command",name="/complaint",result="refused"} 1.0' in figures
            assert "guanwei_socket_connected 1.0" in figures
            assert "process_resident_memory_bytes" in figures
            try:
                ready = urlopen(f"http://127.0.0.1:{port}/readyz")
            except URLError as not_yet:
                ready = not_yet  # its clock may not have looked yet
            assert {"ready", "database", "disk", "outbox", "socket", "clock"} == set(json.load(ready))
        finally:
            running.send_signal(signal.SIGTERM)
            _, told = running.communicate(timeout=30)
    assert running.returncode == 0
    logged = [json.loads(line) for line in told.splitlines() if line.startswith("{")]
    assert "chat.known" in {line["event"] for line in logged}
    assert all({"event", "level", "timestamp"} <= set(line) for line in logged)
    assert [line for line in told.splitlines() if not line.startswith(("{", "官微"))] == []


def test_a_port_that_is_taken_is_told(guanwei: Terminal, tmp_path: Path) -> None:
    path = guanwei.folder / "guanwei.toml"
    with socket.socket() as taken, workspace_in(tmp_path) as workspace:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        path.write_text(path.read_text("utf-8") + f"\n[health]\nport = {port}\n", "utf-8")
        said = guanwei("run", **variables(workspace, guanwei.folder / "guanwei.db"))
    assert said.code == 1
    assert f"不能在 127.0.0.1:{port} 上提供服务" in said.err
