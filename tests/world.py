"""A workspace with the demo company in it and the whole bot connected, for the tests that go from end to end."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.app import Bot
from bot.config import load_environment, load_settings
from bot.domain.desk import utc_now
from bot.http import bind, serve, web_app
from bot.manifest import manifest
from bot.outbox import Pace
from bot.reference import reference
from bot.web import routes
from bot.workspace.client import Person, person
from bot.workspace.pace import Pace as WorkspacePace
from bot.workspace.server import Workspace
from tests.terminal import TOKENS

SECONDS = 20.0
SETTINGS = reference("demo", "guanwei.toml")
_CARD = re.compile(r"(?:🔴 P0 )?[A-Z]-[0-9]+ ")


@dataclass(frozen=True, slots=True)
class World:
    """The workspace and the bot; `url` is where a bot behind HTTP is asked."""

    workspace: Workspace
    bot: Bot
    url: str = ""

    def person(self, handle: str) -> Person:
        """Somebody of the demo company."""
        return person(self.workspace.url, handle)

    def log(self, words: str = "订的鲜奶连着三天没送", customer: str = "夜猫子小林", who: str = "lin.lan") -> str:
        """Log a complaint by its form; the case's id, as soon as its card stands in the channel."""
        reporter = self.person(who)
        reporter.command("#官微", "/complaint")
        view = reporter.view("complaint.form", timeout=SECONDS)
        assert reporter.submit(view, {"words": words, "customer": customer}).get("errors") is None
        return reporter.wait_for(lambda: self.card_of(reporter, customer), SECONDS)

    @staticmethod
    def card_of(who: Person, customer: str) -> str:
        """The id on the card of a customer's case, or empty while there is none."""
        found = [one for one in cards(who) if customer in str(one["blocks"])]
        return str(found[0]["text"]).removeprefix("🔴 P0 ").split(" ")[0] if found else ""

    def card(self, who: Person, case: str, has: str = "") -> dict[str, Any]:
        """A case's card, as soon as it has the words."""

        def look() -> dict[str, Any] | None:
            found = [one for one in cards(who) if f"{case} " in str(one["text"])]
            assert len(found) <= 1, "a case has one card"
            return found[0] if found and has in str(found[0]) else None

        return who.wait_for(look, SECONDS)


def cards(who: Person, channel: str = "#客服") -> list[dict[str, Any]]:
    """The cards of cases in a channel, and not the digests that come there at their times of the day."""
    return [one for one in who.messages(channel) if one.get("blocks") and _CARD.match(str(one["text"]))]


def workspace_in(folder: Path, *, port: int = 0, request_url: str | None = None) -> Workspace:
    """A workspace with the demo company, without a pace."""
    return Workspace(
        folder / "workspace.db",
        reference("demo", "workspace.toml"),
        manifest(request_url=request_url),
        port=port,
        bot_token=TOKENS["SLACK_BOT_TOKEN"],
        app_token=TOKENS["SLACK_APP_TOKEN"],
        signing_secret=TOKENS["SLACK_SIGNING_SECRET"],
        request_url=request_url,
        pace=WorkspacePace.unlimited(),
    )


def variables(workspace: Workspace, database: Path) -> Mapping[str, str]:
    """All that a bot needs to be told."""
    return {**TOKENS, "SLACK_API_URL": workspace.api_url, "GUANWEI_DB": str(database)}


def bot_in(
    workspace: Workspace,
    folder: Path,
    now: Callable[[], datetime] = utc_now,
    *,
    stopped: threading.Event | None = None,
) -> Bot:
    """A bot for the workspace, as fast as it can be, started and whole but not connected; ``stopped`` is set should it
    break."""
    given = variables(workspace, folder / "guanwei.db")
    environment = load_environment(folder, given, mode="http")
    pace = Pace(
        post_every=0, posts_a_minute=60_000, posts_at_once=1_000, updates_a_minute=60_000, updates_at_once=1_000
    )
    bot = Bot(load_settings(SETTINGS), environment, now, pace=pace)
    bot.broken.wakes = stopped
    bot.start()
    assert bot.is_whole.wait(SECONDS)
    return bot


@contextmanager
def over_sockets(folder: Path) -> Iterator[World]:
    """The bot on a socket."""
    with workspace_in(folder) as workspace:
        bot = bot_in(workspace, folder)
        try:
            bot.connect()
            assert workspace.wait_online(SECONDS)
            yield World(workspace, bot)
        finally:
            bot.stop()


@contextmanager
def over_http(folder: Path) -> Iterator[World]:
    """The bot behind signed HTTP."""
    listener = bind("127.0.0.1", 0)
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events"
    with listener, workspace_in(folder, request_url=url) as workspace:
        bot, stopped = bot_in(workspace, folder), threading.Event()
        serving = threading.Thread(
            target=serve,
            args=(web_app(bot.app, routes(bot.desk, bot.environment.secrets.intake_secret)), listener, stopped),
        )
        serving.start()
        try:
            yield World(workspace, bot, url)
        finally:
            stopped.set()
            serving.join()
            bot.stop()
