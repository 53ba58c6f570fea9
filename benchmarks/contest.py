"""The stage: a workspace and a program in it, started for a measurement and stopped after it."""

from __future__ import annotations

import asyncio
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.figures import Round
from benchmarks.load import Payload, http_round, signed, socket_round
from bot.manifest import manifest
from bot.reference import reference
from bot.workspace.server import Workspace

SETTINGS: Final = reference("demo", "guanwei.toml")
COMPANY: Final = reference("demo", "workspace.toml")
CHANNEL: Final = "#客服"
PERSON: Final = "he.jing"
_READY_SECONDS: Final = 60.0
_LOOK_EVERY: Final = 0.002


@dataclass(slots=True)
class Contestant:
    """A program that answers slash commands, in a workspace of its own; over HTTP when it has a ``port``."""

    name: str
    folder: Path
    workspace: Workspace
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(10**9)))

    @property
    def program(self) -> list[str]:
        """What is run: the real `guanwei run`, or one of the apps it is measured against."""
        if self.name != "guanwei":
            return ["-m", "benchmarks.contestants", self.name, str(self.port)]
        way = ["--http", f"127.0.0.1:{self.port}"] if self.port else []
        return ["-m", "bot", "run", "--config", str(SETTINGS), *way]

    def start(self) -> float:
        """Start the program and wait until it acknowledges a command; seconds from the one to the other."""
        tokens = self.workspace.tokens
        environment = {
            **os.environ,
            "SLACK_BOT_TOKEN": tokens.bot,
            "SLACK_APP_TOKEN": tokens.app,
            "SLACK_SIGNING_SECRET": tokens.signing_secret,
            "SLACK_API_URL": self.workspace.api_url,
            "GUANWEI_DB": str(self.folder / "guanwei.db"),
            "BENCH_DB": str(self.folder / f"{self.name}-{self.port}.db"),
        }
        # An installed program comes compiled; where Python may not keep what it compiles, Bolt alone would.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        with (self.folder / f"{self.name}-{self.port}.log").open("ab") as log:
            start = time.perf_counter()
            self.process = subprocess.Popen([sys.executable, *self.program], env=environment, stdout=log, stderr=log)
        while not self._acknowledges():
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.name} ended: {Path(log.name).read_text('utf-8')[-2_000:]}")
            if time.perf_counter() - start > _READY_SECONDS:
                raise RuntimeError(f"{self.name} was not ready in {_READY_SECONDS:.0f} s")
            time.sleep(_LOOK_EVERY)
        return time.perf_counter() - start

    def _acknowledges(self) -> bool:
        if not self.port:
            return self.workspace.wait_online(_LOOK_EVERY) and self.say("/complaint help")
        try:
            return self.say("/complaint help")
        except OSError:
            return False

    def say(self, typed: str) -> bool:
        """Give one command; whether it was acknowledged."""
        if not self.port:
            return bool(self.workspace.command(PERSON, CHANNEL, typed)["acknowledged"])
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            head, _, body = self._request(typed).partition(b"\r\n\r\n")
            lines = (line.split(": ", 1) for line in head.decode().splitlines()[1:])
            connection.request("POST", "/slack/events", body, dict(lines))
            return connection.getresponse().status == 200
        finally:
            connection.close()

    def _request(self, typed: str) -> bytes:
        return signed(self._payload(typed), self.workspace.tokens.signing_secret, f"127.0.0.1:{self.port}")

    def _payload(self, typed: str) -> Payload:
        command, _, text = typed.partition(" ")
        return {
            "token": "workspace",
            "team_id": "T0BENCH",
            "team_domain": "bench",
            "channel_id": "C0BENCH",
            "channel_name": "bench",
            "user_id": self.workspace.person_id(PERSON),
            "user_name": PERSON,
            "command": command,
            "text": text,
            "api_app_id": "A0BENCH",
            "is_enterprise_install": "false",
            "response_url": f"{self.workspace.url}/response/none",
            "trigger_id": f"{time.time_ns()}.{next(self.numbers)}",
        }

    def round(self, typed: Sequence[str], at_once: int) -> Round:
        """Give every command, ``at_once`` under way at a time."""
        if self.port:
            return asyncio.run(http_round(self.port, [self._request(each) for each in typed], at_once))
        return socket_round(self.workspace, [self._payload(each) for each in typed], at_once)

    def memory(self) -> int:
        """Bytes of resident memory."""
        assert self.process is not None
        for line in Path(f"/proc/{self.process.pid}/status").read_text("ascii").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
        raise RuntimeError("no resident memory is known")

    def stop(self) -> None:
        """Stop the program."""
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None


@contextmanager
def staged(folder: Path, names: Sequence[str], *, over_http: bool) -> Iterator[dict[str, Contestant]]:
    """Every contestant with a workspace of its own, not started; stopped at the end of the block."""
    with ExitStack() as stack:
        contestants: dict[str, Contestant] = {}
        for name in names:
            workspace = stack.enter_context(Workspace(folder / f"chat-{name}-{over_http:d}.db", COMPANY, manifest()))
            contestants[name] = Contestant(name, folder, workspace, free_port() if over_http else 0)
            stack.callback(contestants[name].stop)
        yield contestants


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
