"""`guanwei doctor`, against a workspace, on set-ups each broken in its own way: the words an administrator reads."""

from __future__ import annotations

import json
import shutil
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.manifest import manifest, scopes
from bot.reference import reference
from bot.store.database import Store
from bot.workspace.pace import Pace
from bot.workspace.server import Workspace
from tests.terminal import TOKENS, Said

SETTINGS = reference("demo", "guanwei.toml")


def workspace_of(folder: Path, *without: str) -> Workspace:
    """The demo company's workspace, with an app that was not given some scopes."""
    made: dict[str, Any] = manifest()
    made["oauth_config"]["scopes"]["bot"] = [scope for scope in scopes() if scope not in without]
    return Workspace(
        folder / "workspace.db",
        reference("demo", "workspace.toml"),
        made,
        bot_token=TOKENS["SLACK_BOT_TOKEN"],
        app_token=TOKENS["SLACK_APP_TOKEN"],
        signing_secret=TOKENS["SLACK_SIGNING_SECRET"],
        pace=Pace.unlimited(),
    )


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with workspace_of(tmp_path_factory.mktemp("workspace")) as found:
        yield found


class Doctor:
    """`guanwei doctor` in a folder with the demo company's settings, asking a workspace."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.settings = folder / "guanwei.toml"
        self.settings.write_bytes(SETTINGS.read_bytes())
        self.database = folder / "guanwei.db"
        self.variables = {**TOKENS, "SLACK_API_URL": url, "GUANWEI_DB": str(self.database)}

    def change(self, old: str, new: str) -> None:
        """Change the settings."""
        text = self.settings.read_text("utf-8")
        assert old in text
        self.settings.write_text(text.replace(old, new), "utf-8")

    def __call__(self, *words: str) -> Said:
        done = CliRunner().invoke(main, ["doctor", "--config", str(self.settings), *words], env=self.variables)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        for secret in TOKENS.values():
            assert secret not in done.output
        return Said(done.exit_code, done.stdout, done.stderr)


@pytest.fixture
def doctor(tmp_path: Path, workspace: Workspace) -> Doctor:
    return Doctor(tmp_path, workspace.api_url)


def complaints(said: Said) -> list[str]:
    """Each line that is not well, with the advice under it."""
    lines = said.out.splitlines()
    return [
        line + (" " + after.strip() if after.startswith("    ") else "")
        for line, after in zip(lines, [*lines[1:], ""], strict=True)
        if line.startswith(("✗", "!")) and "自己加入" not in after and "/invite @guanwei。" not in after
    ]


def test_a_good_set_up_is_well(doctor: Doctor) -> None:
    said = doctor()
    assert (said.code, complaints(said)) == (0, [])
    for word in ("设置没有问题", "令牌有效：山茶乳业", "权限都有", "设置里的人都找得到", "时区 Asia/Shanghai"):
        assert word in said.out
    assert said.out.splitlines()[-1].endswith("要处理 0 项。")


def test_without_settings_and_tokens_it_says_how_to_begin(doctor: Doctor) -> None:
    doctor.settings.unlink()
    doctor.variables = dict.fromkeys(doctor.variables, "")
    said = doctor()
    assert said.code == 1
    assert "用 guanwei config init 生成一份" in said.out
    assert "✗ 密钥：SLACK_BOT_TOKEN：缺少这个环境变量，.env 里也没有。" in said.out
    assert "→ 例如：SLACK_APP_TOKEN=xapp-…" in said.out


def test_a_wrong_setting_is_named_with_its_line_and_all_else_is_looked_at(doctor: Doctor) -> None:
    doctor.change('timezone = "Asia/Shanghai"', 'timezone = "Asia/Shanghia"')
    said = doctor()
    assert said.code == 1
    assert "✗ 设置：guanwei.toml:6 company.timezone" in said.out
    assert "令牌有效" in said.out
    assert "还没有数据库" in said.out


def test_a_scope_that_is_missing_is_named_with_its_line(doctor: Doctor, tmp_path: Path) -> None:
    with workspace_of(tmp_path, "im:write", "groups:history") as poor:
        doctor.variables["SLACK_API_URL"] = poor.api_url
        said = doctor()
    assert said.code == 1
    line = complaints(said)[0]
    assert line.startswith("✗ 权限：机器人缺少权限 groups:history（conversations.history、conversations.replies）。")
    assert '："groups:history"。请用 guanwei manifest 的输出更新应用，再重新安装到工作区。' in line
    assert "im:write" in complaints(said)[1]


def test_a_token_of_before_is_told_and_not_shown(doctor: Doctor) -> None:
    doctor.variables["SLACK_BOT_TOKEN"] = "xoxb-1-0penSesame"
    said = doctor()
    assert said.code == 1
    assert "✗ 聊天平台：聊天平台不接受 SLACK_BOT_TOKEN（invalid_auth）。" in said.out
    assert "0penSesame" not in said.out


def test_an_app_token_that_is_wrong_is_told_although_the_bots_is_right(doctor: Doctor) -> None:
    doctor.variables["SLACK_APP_TOKEN"] = "xapp-1-wrong"
    said = doctor()
    assert said.code == 1
    assert "✗ Socket Mode：聊天平台不接受 SLACK_APP_TOKEN（invalid_auth）。" in said.out


def test_a_chat_that_cannot_be_reached_is_told(doctor: Doctor) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        doctor.variables["SLACK_API_URL"] = f"http://127.0.0.1:{taken.getsockname()[1]}/api/"
        said = doctor()
    assert said.code == 1
    assert f"✗ 聊天平台：连不上 {doctor.variables['SLACK_API_URL']}：ConnectionRefusedError" in said.out
    assert "请检查网络、代理和 SLACK_API_URL。" in said.out


def test_a_channel_that_is_not_there_and_one_the_bot_is_not_in(doctor: Doctor) -> None:
    doctor.change('channel = "#市场部"', 'channel = "#市场部门"')
    said = doctor()
    assert said.code == 1
    assert "✗ 频道：找不到频道 #市场部门（departments.marketing.channel）。" in said.out
    assert "是私有频道，请在里面输入 /invite @guanwei。" in said.out
    assert (
        "! 频道：机器人不在频道 #销售部（departments.sales.channel）里。\n    → 请在 #销售部 里输入 /invite @guanwei。"
        in said.out
    )


def test_people_who_left_are_named(doctor: Doctor) -> None:
    doctor.change("zheng.heng@example.com", "former.lawyer@example.com")
    said = doctor()
    assert said.code == 1
    assert "✗ 人员：找不到 former.lawyer@example.com（roles.legal、departments.legal.head）" in said.out
    assert "✗ 人员：角色“法务”（roles.legal）现在一个人也没有。" in said.out


def test_a_damaged_database_is_told(doctor: Doctor) -> None:
    Store(doctor.database).close()
    data = bytearray(doctor.database.read_bytes())
    data[4096 * 5 : 4096 * 9] = b"\xff" * (4096 * 4)
    doctor.database.write_bytes(data)
    said = doctor()
    assert said.code == 1
    assert f"✗ 数据库：数据库 {doctor.database} 已损坏" in said.out
    assert doctor.database.read_bytes() == bytes(data)


def test_a_database_of_a_newer_version_is_told_and_left_as_it_was(doctor: Doctor) -> None:
    Store(doctor.database).close()
    with sqlite3.connect(doctor.database) as connection:
        sql = "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('guanwei', 'm9', '2030-01-01')"
        connection.execute(sql)
    connection.close()
    before = doctor.database.read_bytes()
    said = doctor()
    assert said.code == 1
    assert "是由更新版本的 Guanwei 写的。\n    → 请升级程序后再启动；数据没有被改动。" in said.out
    assert doctor.database.read_bytes() == before


def test_a_database_that_may_not_be_written_is_told(doctor: Doctor) -> None:
    Store(doctor.database).close()
    doctor.database.chmod(0o444)
    said = doctor()
    assert said.code == 1
    assert "请检查文件和所在文件夹的写入权限" in said.out


def test_a_disk_that_is_nearly_full_is_told(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    used = shutil.disk_usage(doctor.folder)._replace(free=40 * 1024 * 1024)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: used)
    said = doctor()
    assert said.code == 1
    assert f"✗ 磁盘：{doctor.folder} 还剩 40 MB。\n    → 磁盘快满了" in said.out


def test_a_program_gets_the_same_as_values(doctor: Doctor) -> None:
    doctor.variables["SLACK_APP_TOKEN"] = "xapp-1-wrong"
    said = doctor("--json")
    assert said.code == 1
    told = json.loads(said.out)
    assert told["level"] == "fail"
    (found,) = [one for one in told["findings"] if one["check"] == "app_token"]
    assert found["level"] == "fail"
    assert "SLACK_APP_TOKEN" in found["advice"]


def test_who_reads_english_is_told_in_english(doctor: Doctor) -> None:
    doctor.change('language = "zh"', 'language = "en"')
    said = doctor()
    assert "✓ Settings: The settings are fine: 6 departments." in said.out
    assert said.code == 0


def test_over_http_the_signing_secret_is_needed(doctor: Doctor) -> None:
    doctor.variables["SLACK_SIGNING_SECRET"] = ""
    assert doctor().code == 0
    said = doctor("--http")
    assert said.code == 1
    assert "SLACK_SIGNING_SECRET" in said.out
