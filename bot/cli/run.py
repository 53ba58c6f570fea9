"""`guanwei run`: the bot, over Socket Mode or behind signed HTTP."""

from __future__ import annotations

import _thread
import gc
import os
import signal
import sys
import threading
import time
from pathlib import Path

import click

from bot import memory
from bot.cli.common import FAILED, load, says_what_is_wrong, settings_option
from bot.cli.logs import set_up_log

# So many new objects that may hold each other are a megabyte or two; a request makes some hundreds, and lets go of them.
_NEW_MOST = 10_000


@click.command()
@settings_option
@click.option("--http", "address", metavar="HOST:PORT", help="用签名的 HTTP 请求代替 Socket Mode，例如 0.0.0.0:3000。")
@click.option(
    "--web", "beside", metavar="HOST:PORT", help="Socket Mode 之外，另在这里接收投诉等网络请求，例如 127.0.0.1:3001。"
)
@says_what_is_wrong
def run(settings_path: Path, address: str | None, beside: str | None) -> None:
    """启动机器人（默认 Socket Mode）。

    \b
    例：
      guanwei run
      guanwei run --web 127.0.0.1:3001
      guanwei run --http 0.0.0.0:3000
    """
    # What is made until the bot is ready stays: nothing is gained by looking again and again for what could be let go.
    gc.disable()
    memory.keep_together()
    click.get_current_context().call_on_close(gc.enable)
    from bot.app import Bot

    if address and beside:
        raise click.BadParameter("只写 --http 或 --web 中的一个：--http 已经包括了 --web 的内容。", param_hint="--web")
    where = _host_and_port(address, "--http") if address else _host_and_port(beside, "--web") if beside else None
    settings, environment = load(settings_path, "http" if address else "socket")
    set_up_log(form=settings.logs.format, secrets=environment.secrets)
    stopped = _on_signal()
    bot = Bot(settings, environment)
    bot.broken.wakes = stopped
    try:
        if settings.health.port is not None:
            from bot.http import bind

            bot.serve_health(bind(settings.health.host, settings.health.port))
        if where:
            from bot.http import bind, serve, web_app
            from bot.web import routes

            with bind(*where) as listener:
                web = web_app(bot.app if address else None, routes(bot.desk, environment.secrets.intake_secret))
                bot.start()
                if address:
                    _settled()
                    stopped.is_ready = True
                    click.echo(f"官微已就绪：http://{where[0]}:{where[1]}/slack/events", err=True)
                else:
                    bot.connect()
                    _settled()
                    stopped.is_ready = True
                    click.echo(f"官微已就绪（Socket Mode；网络请求在 http://{where[0]}:{where[1]}）。", err=True)
                serve(web, listener, stopped)
        else:
            bot.start()
            bot.connect()
            _settled()
            stopped.is_ready = True
            click.echo("官微已就绪（Socket Mode）。按 Ctrl+C 停止。", err=True)
            stopped.wait()
    finally:
        is_done = bot.stop(max(0.0, stopped.until() - time.monotonic()))
    if bot.broken.is_set():
        click.echo("程序出了错，机器人已停止；原因见上面的日志。请重新启动，并把日志交给维护人员。", err=True)
        sys.exit(FAILED)
    click.echo("官微已停止。", err=True)
    if not is_done:
        # Something still waits for the chat. What it was doing stands in the outbox, and a stop waits for nobody.
        sys.stderr.flush()
        os._exit(0)


def _settled() -> None:
    """From now on what can be let go is looked for again, among what is new."""
    gc.freeze()
    gc.set_threshold(_NEW_MOST)
    gc.enable()


class _Stop(threading.Event):
    """Set by Ctrl+C or a service manager's stop, or when the bot has broken."""

    is_ready = False
    _at: float | None = None

    def set(self) -> None:
        """The time to stop has come."""
        self._at = self._at if self._at is not None else time.monotonic()
        super().set()

    def until(self) -> float:
        """By when everything should be finished (monotonic seconds)."""
        from bot.app import STOP_SECONDS

        return (self._at if self._at is not None else time.monotonic()) + STOP_SECONDS


def _on_signal() -> _Stop:
    """What is being done is finished, and nothing is cut off that can be finished soon."""
    stop = _Stop()

    def end(*_: object) -> None:
        if not stop.is_ready:
            # Nothing was taken yet, and the chat may take its time to answer what a start asks.
            os._exit(0)
        # In a thread of its own: this one may just be about to wait, and hold what setting it takes, for ever then.
        _thread.start_new_thread(stop.set, ())

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, end)
    return stop


def _host_and_port(address: str, option: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65_536:
        raise click.BadParameter("请写成 HOST:PORT，例如 0.0.0.0:3000。", param_hint=option)
    return host, int(port)
