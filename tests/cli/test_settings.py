"""`guanwei config` and `guanwei manifest`: from an empty folder to settings that hold."""

from __future__ import annotations

import json

import pytest

from bot.manifest import manifest
from bot.workspace.walls import manifest_problems
from tests.terminal import TOKENS, Terminal


def test_init_writes_a_sample_in_which_only_the_people_are_missing_and_never_overwrites(empty: Terminal) -> None:
    first = empty("config", "init")
    assert (first.code, first.err) == (0, "")
    assert "已写好 guanwei.toml" in first.out
    path = empty.folder / "guanwei.toml"
    path.write_text(path.read_text("utf-8") + "# 我们的\n", "utf-8")
    again = empty("config", "init")
    assert again.code == 1
    assert "已经存在，没有改动" in again.err
    assert path.read_text("utf-8").endswith("# 我们的\n")
    wrong = empty("config", "check", **TOKENS).err.splitlines()[1:]
    assert wrong
    assert all(" roles." in line or ".head：" in line for line in wrong)


def test_settings_that_hold_are_told_so(guanwei: Terminal) -> None:
    assert guanwei("config", "check", **TOKENS).out == "设置没有问题。\n"


def test_init_in_a_folder_that_is_not_there_says_so(empty: Terminal) -> None:
    said = empty("config", "init", "--config", "没有/guanwei.toml")
    assert said.code == 1
    assert "写不了 没有/guanwei.toml" in said.err


def test_check_tells_of_settings_and_tokens_at_once(guanwei: Terminal) -> None:
    path = guanwei.folder / "guanwei.toml"
    path.write_text(path.read_text("utf-8").replace('timezone = "Asia/Shanghai"', 'timezone = "Asia/Shanghi"'), "utf-8")
    said = guanwei("config", "check", SLACK_BOT_TOKEN="xapp-oops-not-this")
    assert said.code == 1
    assert said.out == ""
    for part in ("timezone", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        assert part in said.err
    assert "oops-not-this" not in said.err


def test_check_for_http_asks_for_the_signing_secret_instead(guanwei: Terminal) -> None:
    said = guanwei("config", "check", "--http", SLACK_BOT_TOKEN=TOKENS["SLACK_BOT_TOKEN"])
    assert said.code == 1
    assert "SLACK_SIGNING_SECRET" in said.err
    assert "SLACK_APP_TOKEN" not in said.err


def test_tokens_are_found_in_the_file_beside_the_settings(guanwei: Terminal) -> None:
    lines = [f"{name}={value}" for name, value in TOKENS.items()]
    (guanwei.folder / ".env").write_text("\n".join(lines), "utf-8")
    assert guanwei("config", "check").code == 0


def test_without_settings_it_says_how_to_make_them(empty: Terminal) -> None:
    for words in (["config", "check"], ["run"], ["outbox"], ["audit", "verify"], ["digest", "desk", "--dry-run"]):
        said = empty(*words, **TOKENS)
        assert said.code == 1, words
        assert "guanwei config init" in said.err
    assert list(empty.folder.iterdir()) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_manifest_is_printed_as_the_program_makes_it(empty: Terminal, language: str) -> None:
    said = empty("manifest", "--lang", language)
    assert said.code == 0
    assert json.loads(said.out) == manifest(language)
    assert manifest_problems(json.loads(said.out)) == []


def test_the_manifest_for_http_carries_the_address(empty: Terminal) -> None:
    said = empty("manifest", "--http", "https://a.example.com/slack/events")
    assert json.loads(said.out) == manifest(request_url="https://a.example.com/slack/events")
