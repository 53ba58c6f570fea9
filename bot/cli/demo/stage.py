"""Where the demo is played: a workspace with the demo company in it, and the real bot connected to it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Final

from bot.app import Bot
from bot.cli.demo.player import Player
from bot.cli.demo.scene_clock import SceneClock
from bot.cli.demo.scenes import Outcome, Scene
from bot.config import load_environment, load_settings
from bot.domain.desk import utc_now
from bot.manifest import manifest
from bot.outbox import Pace
from bot.reference import reference
from bot.store.database import Store
from bot.workspace.pace import Pace as WorkspacePace
from bot.workspace.server import Workspace

# A day's messages at one a second and channel take less than a minute and a half.
_DRAIN_SECONDS: Final = 240
# A bot that nothing was heard of for half an hour takes itself for one that was stopped.
_STRIDE: Final = timedelta(minutes=15)
_KINDS: Final = ("campaigns", "drafts", "complaints", "rallies")


@dataclass(frozen=True, slots=True)
class Result:
    """What the play came to: cases by kind and state, messages by what became of them."""

    cases: Outcome
    messages: Mapping[str, int]
    steps: int
    wanted: Outcome

    @property
    def complete(self) -> bool:
        """Whether every case stands where the story leaves it and every message was sent."""
        return (
            all(dict(self.cases[kind]) == dict(states) for kind, states in self.wanted.items())
            and not (self.messages.keys() & {"waiting", "sending", "parked"})
            and self.messages.get("sent", 0) > 0
        )

    def as_json(self) -> dict[str, object]:
        """The one line that ``--exit`` prints."""
        sent = self.messages.get("sent", 0)
        return {**self.cases, "messages": sent, "owed": dict(self.messages), "steps": self.steps, "ok": self.complete}


class Stage:
    """The workspace and the bot, started and stopped together. Everything they keep is in one folder. With ``hurry`` nothing
    keeps the chat's pace: for tests."""

    def __init__(self, state: Path, port: int, tokens: Mapping[str, str], scene: Scene, *, hurry: bool = False) -> None:
        self.settings_path = reference("demo", "guanwei.toml")
        self.settings = load_settings(self.settings_path)
        self.scene = scene
        self._hurry = hurry
        begins = scene.begins
        self._clock = SceneClock(begins.replace(tzinfo=self.settings.zone), state / "clock") if begins else None
        self.now = self._clock.now if self._clock else utc_now
        self._state = state
        self._tokens = tokens
        self._bot: Bot | None = None
        self._player: Player | None = None
        self.workspace = Workspace(
            state / "workspace.db",
            reference("demo", "workspace.toml"),
            manifest(),
            port=port,
            bot_token=tokens["SLACK_BOT_TOKEN"],
            app_token=tokens["SLACK_APP_TOKEN"],
            signing_secret=tokens["SLACK_SIGNING_SECRET"],
            clock=lambda: self.now().timestamp(),
            pace=WorkspacePace.unlimited() if hurry else None,
        )

    def __enter__(self) -> Stage:
        self.workspace.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bot is not None:
            self._bot.stop()
        self.workspace.stop()

    @property
    def url(self) -> str:
        """Where a browser finds the workspace."""
        return self.workspace.url

    @property
    def port(self) -> int:
        """The port it is served at: the wanted one, or the next that was free."""
        return self.workspace.port

    @property
    def environment(self) -> dict[str, str]:
        """What the bot needs to be told, and all it is told."""
        return {
            **self._tokens,
            "SLACK_API_URL": self.workspace.api_url,
            "GUANWEI_DB": str((self._state / "guanwei.db").resolve()),
        }

    @property
    def store(self) -> Store:
        """The bot's own database. Raises RuntimeError before it was started."""
        return self._running().store

    def start_bot(self) -> None:
        """Start the real bot over Socket Mode."""
        environment = load_environment(self._state.resolve(), self.environment, mode="socket")
        pace = Pace(post_every=0, updates_a_minute=60_000, updates_at_once=1_000) if self._hurry else None
        bot = Bot(self.settings, environment, self.now, pace=pace)
        self._bot = bot
        bot.start()
        bot.connect()

    def play(self, progress: Callable[[int, int, str], None]) -> bool:
        """Play the scene, or what is left of it after a stop; whether every step was answered as the story has it."""
        bot = self._running()
        steps, memory = self.scene.steps(bot.desk), self._state / "played.json"
        self._player = Player(self.workspace.url, bot.desk, steps, memory, self._move_to)
        done = self._player.play(progress)
        return bot.sender.drain(_DRAIN_SECONDS) and done

    def _move_to(self, when: datetime) -> None:
        # Everything of the time before is sent in it, and what falls due is decided at the very moment it does.
        assert self._clock is not None, "this scene plays in real time"
        bot = self._running()
        bot.sender.drain(_DRAIN_SECONDS)
        while (now := self._clock.now()) < when:
            # From quarter to quarter of an hour, at which what is due at a time of day falls due.
            self._clock.move_to(min(when, now + _STRIDE - (now - datetime.min.replace(tzinfo=UTC)) % _STRIDE))
            bot.clockwork.look()
            bot.sender.drain(_DRAIN_SECONDS)

    def result(self) -> Result:
        """What stands in the bot's own database."""
        store = self.store
        cases = {
            kind: {
                str(row["state"]): int(str(row["n"]))
                for row in store.all(f"SELECT state, count(*) AS n FROM {kind} GROUP BY state ORDER BY state")  # noqa: S608  # names of ours
            }
            for kind in _KINDS
        }
        messages = {
            str(row["state"]): int(str(row["n"]))
            for row in store.all("SELECT state, count(*) AS n FROM outbox GROUP BY state ORDER BY state")
        }
        return Result(cases, messages, self._player.played if self._player else 0, self.scene.outcome)

    def wait(self) -> None:
        """Until somebody stops it."""
        stop = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: stop.set())
        stop.wait()

    def _running(self) -> Bot:
        if self._bot is None:
            raise RuntimeError("the bot was not started")
        return self._bot
