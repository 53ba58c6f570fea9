"""The one place that wires everything together: settings, store, Bolt app, outbox, clock and copy check."""

from __future__ import annotations

import os
import socket
import threading
import time
import uuid
from collections.abc import Callable
from datetime import datetime
from functools import cache, cached_property
from typing import TYPE_CHECKING

import structlog
from pydantic import SecretStr
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot import commands, unexpected
from bot.alarm import Alarm
from bot.config import Environment, Settings
from bot.domain.desk import Desk, open_desk, utc_now
from bot.errors import ChatError
from bot.health.readiness import Vitals
from bot.hearing import Hearing
from bot.jobs import directory
from bot.listening import ListeningApp
from bot.outbox import Draw, Pace, Sender, retry_with_good_token
from bot.sockets import PromptHandler
from bot.store.database import Store
from bot.text.words import phrase

if TYPE_CHECKING:
    from bot.jobs.clock import Clockwork

_log = structlog.get_logger("guanwei")
# The chat's answers are waited for this long in the outbox; listeners wait less (bot/forms.py).
_CLIENT_SECONDS = 10
_WARM_AFTER_SECONDS = 1.0
# What the first answer does not need is loaded after it, as long as nobody asks for it.
_REST_AFTER_SECONDS = 0.25
# Another program that writes is waited for this long: whoever is told after three that it does, is told nothing.
_LOCKED_SECONDS = 2.0
# The outbox waits no longer than this for a picture that is being drawn before it goes on with what others wait for.
_PATIENCE = 0.05
# A chat gives a request up after so long, and a service manager's patience ends too.
STOP_SECONDS = 3.0


def build(desk: Desk, client: WebClient, signing_secret: str) -> App:
    """The Bolt app with every listener. A listener decides and commits, then acknowledges, hence
    ``process_before_response``: Bolt then answers at once instead of asking every 10 ms whether it may."""
    app = _begun(desk, client, signing_secret, Alarm(desk, client))
    app.load()
    return app


def _begun(desk: Desk, client: WebClient, signing_secret: str, alarm: Alarm) -> ListeningApp:
    """The app as it is ready first; the other listeners are registered when they are asked for, or by `load`."""
    app = ListeningApp(
        desk.tally,
        # Without a name Bolt looks for one in the files of the whole call stack.
        name="guanwei",
        client=client,
        signing_secret=signing_secret,
        process_before_response=True,
        token_verification_enabled=False,
        raise_error_for_unhandled_request=False,
        # It would answer whoever asks, signed or not.
        ssl_check_enabled=False,
    )
    app.error(unexpected.answerer(desk, alarm))
    commands.register_first(app, desk)
    app.rest(lambda: _register_rest(app, desk))
    return app


def _register_rest(app: App, desk: Desk) -> None:
    from bot import handlers

    commands.register_rest(app, desk)
    handlers.register(app, desk)


def _draws(desk: Desk) -> Draw:
    """What the outbox draws with, loaded for the first message."""

    @cache
    def drawn_by() -> Draw:
        from bot.drawing import drawer

        return drawer(desk)

    return lambda owed: drawn_by()(owed)


class Broken(threading.Event):
    """An event that wakes another one too, so that one wait covers both."""

    def __init__(self) -> None:
        super().__init__()
        self.wakes: threading.Event | None = None

    def set(self) -> None:
        """It has happened."""
        super().set()
        if self.wakes is not None:
            self.wakes.set()


class Bot:
    """A running bot: the Bolt app plus what works beside it (the outbox, the clock, the directory, the copy check)."""

    def __init__(
        self,
        settings: Settings,
        environment: Environment,
        now: Callable[[], datetime] = utc_now,
        *,
        pace: Pace | None = None,
    ) -> None:
        """Open the store and wire the app. ``now`` is the only clock there is: rules, jobs and outbox go by it. ``pace`` is
        the chat's own unless given. Raises StoreError."""
        self.environment = environment
        self.store = Store(environment.database, patience=_LOCKED_SECONDS)
        self.desk = open_desk(settings, self.store, now)
        secrets = environment.secrets
        self.client = _client(environment, secrets.bot_token)
        self.alarm = Alarm(self.desk, self.client)
        self.app = _begun(self.desk, self.client, _text(secrets.signing_secret), self.alarm)
        self.sender = Sender(
            self.store,
            _client(environment, secrets.bot_token),
            _draws(self.desk),
            lambda ref: self.desk.company.channel_id(ref),
            admins=lambda: self.desk.company.roles["admin"],
            now=lambda: now().timestamp(),
            name=f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:6]}",
            pace=pace,
            tally=self.desk.tally,
            patience=_PATIENCE,
        )
        # Set when what must not end has ended: whoever runs the bot should stop it and start it anew.
        self.broken = Broken()
        self._stop = threading.Event()
        # Set when all of the program is loaded, what the first answers do not need too.
        self.is_whole = threading.Event()
        self._threads: dict[threading.Thread, bool] = {}
        self._sockets: PromptHandler | None = None

    def start(self) -> None:
        """Check the token, learn who is who if that was never done, and start what works beside the listeners.

        Raises ChatError when the chat refuses the token or cannot be reached.
        """
        try:
            me = self.client.auth_test()
            if not self.desk.company.people:
                directory.look_up(self.client, self.desk)
        except SlackApiError as error:
            raise _refused(error) from error
        except (SlackClientError, OSError) as error:
            raise ChatError(
                phrase("连不上 {url}：{error}", url=self.environment.api_url, error=type(error).__name__),
                phrase("请检查网络和 SLACK_API_URL。"),
            ) from error
        if again := retry_with_good_token(self.store):
            _log.info("outbox.put_back", messages=again)
        _log.info("chat.known", team=me.get("team"), bot=me.get("user_id"))
        for ref in self.desk.company.unresolved:
            _log.warning("settings.unresolved", ref=ref)
        self._beside("rest", self._load)
        self._beside("outbox", lambda: self._after_loading(self.sender.run), lasting=True)
        self._beside("clock", lambda: self._after_loading(lambda stop: self.clockwork.run(stop)), lasting=True)
        self._beside("copycheck", self._warm)

    @cached_property
    def clockwork(self) -> Clockwork:
        """The jobs."""
        from bot.jobs.clock import Clockwork

        return Clockwork(self.desk, self.client, self.alarm)

    def connect(self) -> None:
        """Open the socket to the chat; events come from now on."""
        secret = self.environment.secrets.app_token
        self._sockets = PromptHandler(self.app, _text(secret), _client(self.environment, secret))
        try:
            self._sockets.connect()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped
        except SlackApiError as error:
            raise _refused(error) from error

    def stop(self, seconds: float = STOP_SECONDS) -> bool:
        """Take nothing more, answer what was taken, let the message that is being sent be finished, close the store; False
        when not all of it was done in ``seconds``. What is left then is what a crash would leave: the outbox has it."""
        until = time.monotonic() + seconds
        self._stop.set()
        self.store.committed.set()
        is_done = True
        if self._sockets is not None:
            is_done = self._sockets.finish(seconds)
            # It may just be opening another, and wait for the chat.
            closing = threading.Thread(target=self._sockets.close, name="guanwei-closing", daemon=True)
            closing.start()
            self._threads[closing] = True
        for thread, lasting in self._threads.items():
            thread.join(max(0.0, until - time.monotonic()))
            # What does not last (the dictionary is still being read) works with nothing that is closed here.
            is_done = is_done and not (lasting and thread.is_alive())
        if is_done:
            self.store.close()
        return is_done

    def serve_health(self, listener: socket.socket) -> None:
        """Answer programs that watch the bot, on ``listener``, until it is stopped."""
        # Imported here: only who is watched waits for it.
        from bot.health.web import health_app
        from bot.http import serve

        watched = health_app(Vitals(self.desk, self.hearing, lambda: self.clockwork.looked_at))
        self._beside("health", lambda: serve(watched, listener, self._stop))

    def hearing(self) -> Hearing | None:
        """How the chat is heard over Socket Mode; None where it is not used."""
        return self._sockets.hearing() if self._sockets is not None else None

    def _load(self) -> None:
        # All of it in one thread: what two import at once, each may find half of.
        try:
            if not self._stop.wait(_REST_AFTER_SECONDS):
                self.app.load()
                import bot.drawing
                import bot.jobs.clock  # noqa: F401
        except BaseException:
            # A part of the program that cannot be loaded: whatever it was, the bot must end and not answer half of what is asked.
            self.broken.set()
            raise
        finally:
            self.is_whole.set()

    def _after_loading(self, work: Callable[[threading.Event], None]) -> None:
        self.is_whole.wait()
        if not self._stop.is_set():
            work(self._stop)

    def _warm(self) -> None:
        # Loading the dictionary keeps the processor busy for a second, and the first requests need it more. Whoever has a
        # text checked before then loads it, and waits no longer than they would have waited for this.
        if not self._stop.wait(_WARM_AFTER_SECONDS):
            self._after_loading(_warm_up)

    def _beside(self, name: str, work: Callable[[], object], *, lasting: bool = False) -> None:
        def run() -> None:
            try:
                work()
            finally:
                if lasting and not self._stop.is_set():
                    # A fault of the program. A bot that listens but no longer speaks would look alive to everyone.
                    _log.critical("thread.ended", thread=name)
                    self.broken.set()

        thread = threading.Thread(target=run, name=f"guanwei-{name}", daemon=True)
        thread.start()
        self._threads[thread] = lasting


def _warm_up(_: threading.Event) -> None:
    from bot import copycheck, memory
    from bot.domain import triage

    triage.warm()
    copycheck.warm()
    # What was read while the dictionary was made is let go.
    memory.give_back()


def _client(environment: Environment, token: SecretStr | None) -> WebClient:
    return WebClient(_text(token), base_url=environment.api_url, timeout=_CLIENT_SECONDS)


def _text(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""


def _refused(error: SlackApiError) -> ChatError:
    code = str(error.response.get("error"))
    if code in ("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"):
        return ChatError(
            phrase("聊天平台不接受令牌（{code}）。", code=code),
            phrase("请检查 SLACK_BOT_TOKEN 和 SLACK_APP_TOKEN。"),
        )
    if code == "missing_scope":
        return ChatError(
            phrase("机器人缺少权限 {scope}。", scope=error.response.get("needed", "")),
            phrase("请用 `guanwei manifest` 的输出更新应用，然后重新安装。"),
        )
    return ChatError(phrase("聊天平台拒绝了请求（{code}）。", code=code))
