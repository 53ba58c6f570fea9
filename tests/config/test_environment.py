"""Secrets and places: from the environment or .env, never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import SettingsError, load_database, load_environment
from bot.config.environment import Mode

BOT, APP, SIGNING = "xoxb-1-bot", "xapp-1-app", "very-${HOME}-signing"
ALL = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP, "SLACK_SIGNING_SECRET": SIGNING}


def wrong(folder: Path, environ: dict[str, str], mode: Mode = "socket") -> dict[str, str]:
    with pytest.raises(SettingsError) as caught:
        load_environment(folder, environ, mode=mode)
    return {problem.key: str(problem.what) for problem in caught.value.problems}


def test_what_is_not_said_has_slacks_address_and_a_file_in_the_folder(tmp_path: Path) -> None:
    found = load_environment(tmp_path, ALL, mode="socket")

    assert found.api_url == "https://slack.com/api/"
    assert found.database == tmp_path / "data" / "state" / "guanwei.db"


def test_secrets_are_read_only_on_purpose(tmp_path: Path) -> None:
    found = load_environment(tmp_path, ALL, mode="socket")

    assert found.secrets.bot_token.get_secret_value() == BOT
    for shown in (repr(found), str(found), repr(found.secrets), f"{found.secrets}"):
        assert not any(secret in shown for secret in ALL.values())


def test_the_dotenv_file_is_read_as_it_stands(tmp_path: Path) -> None:
    lines = [f'{name}="{value}"' for name, value in ALL.items()]
    (tmp_path / ".env").write_text("\ufeff# 密钥\n" + "\n".join(lines) + "\nLONELY\n", encoding="utf-8")

    secrets = load_environment(tmp_path, {}, mode="http").secrets

    assert secrets.signing_secret is not None
    assert secrets.signing_secret.get_secret_value() == SIGNING


def test_the_environment_wins_over_the_file_unless_it_is_empty(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"SLACK_BOT_TOKEN=xoxb-file\nSLACK_APP_TOKEN={APP}\n")

    won = load_environment(tmp_path, {"SLACK_BOT_TOKEN": BOT}, mode="socket").secrets
    kept = load_environment(tmp_path, {"SLACK_BOT_TOKEN": " "}, mode="socket").secrets

    assert won.bot_token.get_secret_value() == BOT
    assert kept.bot_token.get_secret_value() == "xoxb-file"


def test_each_mode_needs_its_own_secret(tmp_path: Path) -> None:
    assert set(wrong(tmp_path, {}, "socket")) == {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"}
    assert set(wrong(tmp_path, {}, "http")) == {"SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"}
    assert load_environment(tmp_path, {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}, mode="socket")
    assert load_environment(tmp_path, {"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": SIGNING}, mode="http")


def test_tokens_in_each_others_place_are_noticed_and_not_repeated(tmp_path: Path) -> None:
    swapped = {"SLACK_BOT_TOKEN": APP, "SLACK_APP_TOKEN": BOT, "SLACK_SIGNING_SECRET": BOT}

    found = wrong(tmp_path, swapped)

    assert set(found) == set(swapped)
    assert not any(secret in said for said in found.values() for secret in (BOT, APP))


@pytest.mark.parametrize("token", ["xoxb-", "xoxb-…", "xoxb-one two", "'xoxb-1'", "xoxb-1\u200b"])
def test_a_token_that_was_not_copied_whole_is_refused(tmp_path: Path, token: str) -> None:
    assert set(wrong(tmp_path, {**ALL, "SLACK_BOT_TOKEN": token})) == {"SLACK_BOT_TOKEN"}


@pytest.mark.parametrize("given", ["http://127.0.0.1:8765/api", "http://127.0.0.1:8765/api/"])
def test_the_address_ends_with_a_slash(tmp_path: Path, given: str) -> None:
    assert (
        load_environment(tmp_path, {**ALL, "SLACK_API_URL": given}, mode="socket").api_url
        == "http://127.0.0.1:8765/api/"
    )


@pytest.mark.parametrize("given", ["slack.com/api/", "ftp://slack.com/", "https://", "http://[::1", "https://x/?a=b"])
def test_what_is_no_address_is_refused(tmp_path: Path, given: str) -> None:
    assert set(wrong(tmp_path, {**ALL, "SLACK_API_URL": given})) == {"SLACK_API_URL"}


def test_the_database_is_found_without_tokens(tmp_path: Path) -> None:
    assert load_database(tmp_path, {}) == tmp_path / "data" / "state" / "guanwei.db"
    assert load_database(tmp_path, {"GUANWEI_DB": "mine.db"}) == tmp_path / "mine.db"
    assert load_database(tmp_path, {"GUANWEI_DB": "/elsewhere/g.db"}) == Path("/elsewhere/g.db")


def test_an_env_file_that_is_not_text_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"SLACK_BOT_TOKEN=\xff\xfe\xb0")

    assert set(wrong(tmp_path, {})) == {".env"}
