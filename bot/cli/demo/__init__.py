"""`guanwei demo`: the built-in workspace and the real bot in it, with a sample day played by the demo company."""

from __future__ import annotations

import json
import secrets
import sys
from pathlib import Path
from typing import Final

import click

from bot.cli.common import FAILED, says_what_is_wrong
from bot.cli.demo.scenes import FIRST_DAY, SCENES
from bot.cli.logs import set_up_log

STATE: Final = Path("data/state/demo")
PORT: Final = 8765


@click.command()
@click.option("--empty", is_flag=True, help="不演样例，只启动。")
@click.option("--play", is_flag=True, help="演完样例的一天（默认也会演；与 --exit 合用于自检）。")
@click.option("--exit", "leave", is_flag=True, help="演完就退出，打印一行 JSON；全部如期才以 0 退出。")
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=PORT, show_default=True, help="网页端口；被占用时换下一个。"
)
@click.option(
    "--state", type=click.Path(path_type=Path, file_okay=False), help=f"数据放在哪里。默认 {STATE}，各出戏分开放。"
)
@click.option(
    "--scene", "name", type=click.Choice(list(SCENES)), default=FIRST_DAY, show_default=True, help="演哪一出。"
)
@click.option("--no-bot", is_flag=True, help="只启动工作区，并打印让 guanwei run 连上它的环境变量。")
@says_what_is_wrong
def demo(empty: bool, play: bool, leave: bool, port: int, state: Path | None, name: str, no_bot: bool) -> None:
    """试用：一台样例公司的聊天工作区，加上真正的机器人。

    \b
    例：
      guanwei demo
      guanwei demo --play --exit
      guanwei demo --scene first-day
    """
    if empty and play:
        raise click.UsageError("--empty 和 --play 只能选一个。")
    from bot.cli.demo.stage import Stage

    set_up_log(quiet=True)
    state = state or (STATE if name == FIRST_DAY else STATE.with_name(f"demo-{name}"))
    state.mkdir(parents=True, exist_ok=True)
    stage = Stage(state, port, _tokens(state), SCENES[name])
    with stage:
        if stage.port != port and port:
            click.echo(f"端口 {port} 已被占用，改用 {stage.port}。", err=True)
        if no_bot:
            _print_environment(stage)
            stage.wait()
            return
        stage.start_bot()
        if not leave:
            click.echo(f"工作区已就绪，用浏览器打开：{stage.url}", err=True)
        done = True
        if not empty:
            done = stage.play(_progress)
        if leave:
            result = stage.result()
            click.echo(json.dumps(result.as_json(), ensure_ascii=False))
            sys.exit(0 if empty or (done and result.complete) else FAILED)
        click.echo(f"打开 {stage.url} ，在左上角选择扮演谁，试试输入 /weibo 帮助。按 Ctrl+C 停止。", err=True)
        stage.wait()
        click.echo(f"已停止。数据留在 {state}，下次启动接着用。", err=True)


def _progress(done: int, total: int, said: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\033[K演示 {done}/{total}  {said}", err=True, nl=done == total)
    elif done == total or done % 10 == 0:
        click.echo(f"演示 {done}/{total}  {said}", err=True)


def _tokens(state: Path) -> dict[str, str]:
    """Tokens of this workspace's own, made once: whoever restarts the bot alone finds the same."""
    path = state / "tokens.json"
    if not path.exists():
        made = {
            "SLACK_BOT_TOKEN": f"xoxb-{secrets.token_hex(12)}",
            "SLACK_APP_TOKEN": f"xapp-{secrets.token_hex(12)}",
            "SLACK_SIGNING_SECRET": secrets.token_hex(16),
        }
        path.touch(mode=0o600)
        path.write_text(json.dumps(made), "utf-8")
    found: dict[str, str] = json.loads(path.read_text("utf-8"))
    return found


def _print_environment(stage: object) -> None:
    from bot.cli.demo.stage import Stage

    assert isinstance(stage, Stage)
    click.echo(f"工作区：{stage.url}", err=True)
    click.echo("在另一个终端里，用下面的环境变量启动机器人：", err=True)
    for name, value in stage.environment.items():
        click.echo(f"export {name}={value}")
    click.echo(f"guanwei run --config {stage.settings_path}")
    sys.stdout.flush()
