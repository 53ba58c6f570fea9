"""Secrets and places from the environment or .env: never from guanwei.toml, never shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.config.problems import Problem, SettingsError
from bot.text.words import phrase

Mode = Literal["socket", "http"]

SLACK_API_URL: Final = "https://slack.com/api/"
DATABASE: Final = "data/state/guanwei.db"
# Shorter ones can be guessed.
_INTAKE_LEAST: Final = 16
_TOKEN: Final = re.compile(r"[A-Za-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Secrets:
    """What proves who the bot is. Shown as stars; ``.get_secret_value()`` where it is used, and only there."""

    bot_token: SecretStr
    app_token: SecretStr | None
    signing_secret: SecretStr | None
    intake_secret: SecretStr | None = None

    def __iter__(self) -> Iterator[SecretStr]:
        """Every one that is set."""
        every = (self.bot_token, self.app_token, self.signing_secret, self.intake_secret)
        return iter([one for one in every if one])


@dataclass(frozen=True, slots=True)
class Environment:
    """Secrets, the chat's Web API (ends with /), and the database file."""

    secrets: Secrets
    api_url: str
    database: Path


def load_environment(folder: Path, environ: Mapping[str, str], *, mode: Mode) -> Environment:
    """The environment of the bot that runs in ``folder``; variables of ``environ`` win over its ``.env``.

    ``mode`` says what is needed beside the bot token: ``socket`` the app token, ``http`` the signing secret.
    Raises SettingsError with every problem; no problem repeats a value.
    """
    found = _Found(folder, environ)
    bot_token = found.token("SLACK_BOT_TOKEN", "xoxb-", needed=True)
    app_token = found.token("SLACK_APP_TOKEN", "xapp-", needed=mode == "socket")
    signing_secret = found.secret("SLACK_SIGNING_SECRET", needed=mode == "http")
    intake_secret = found.secret("GUANWEI_INTAKE_SECRET", needed=False, least=_INTAKE_LEAST)
    api_url = found.address("SLACK_API_URL", SLACK_API_URL)
    if found.problems or bot_token is None:
        raise SettingsError(found.problems)
    return Environment(Secrets(bot_token, app_token, signing_secret, intake_secret), api_url, found.database(folder))


def load_database(folder: Path, environ: Mapping[str, str]) -> Path:
    """Where the database is, for what needs no chat and so no tokens: files, digests, the record."""
    return _Found(folder, environ).database(folder)


class _Found:
    def __init__(self, folder: Path, environ: Mapping[str, str]) -> None:
        # A variable that is set to nothing is one that is not set.
        given = {name: value for name, value in environ.items() if value.strip()}
        self._values = {**_dotenv(folder / ".env"), **given}
        self.problems: list[Problem] = []

    def text(self, name: str) -> str:
        return self._values.get(name, "").strip()

    def database(self, folder: Path) -> Path:
        return folder / Path(self.text("GUANWEI_DB") or DATABASE).expanduser()

    def token(self, name: str, prefix: str, *, needed: bool) -> SecretStr | None:
        value = self.text(name)
        example = f"{name}={prefix}…"
        if not value:
            if needed:
                self.problems.append(Problem(name, None, phrase("缺少这个环境变量，.env 里也没有。"), example))
            return None
        if not value.startswith(prefix):
            what = phrase("要以 {prefix} 开头；看看是不是和另一个令牌放反了。", prefix=prefix)
            self.problems.append(Problem(name, None, what, example))
            return None
        if len(value) == len(prefix) or not _TOKEN.fullmatch(value):
            what = phrase("不是完整的令牌：只能有字母、数字和连字符。")
            self.problems.append(Problem(name, None, what, example))
            return None
        return SecretStr(value)

    def secret(self, name: str, *, needed: bool, least: int = 0) -> SecretStr | None:
        value = self.text(name)
        if not value and needed:
            self.problems.append(Problem(name, None, phrase("缺少这个环境变量，.env 里也没有。"), f"{name}=…"))
        if value and len(value) < least:
            what = phrase("太短，容易被猜中：至少 {n} 个字符，例如 openssl rand -hex 32 的输出。", n=least)
            self.problems.append(Problem(name, None, what, f"{name}=…"))
        if value.startswith(("xoxb-", "xapp-")):
            what = phrase("这里要放密钥（Slack 的叫 Signing Secret），不是令牌。")
            self.problems.append(Problem(name, None, what, f"{name}=…"))
        return SecretStr(value) if value else None

    def address(self, name: str, default: str) -> str:
        value = self.text(name) or default
        try:
            parts = urlsplit(value)
            right = parts.scheme in ("http", "https") and bool(parts.hostname) and not (parts.query or parts.fragment)
        except ValueError:
            right = False
        if not right:
            what = phrase("不是网址，要以 https:// 或 http:// 开头。")
            self.problems.append(Problem(name, None, what, f"{name}={SLACK_API_URL}"))
        return value if value.endswith("/") else value + "/"


def _dotenv(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    # Imported here: most machines have the variables set, and no file.
    from dotenv import dotenv_values

    try:
        # A dollar sign in a secret is a dollar sign.
        values = dotenv_values(path, interpolate=False, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        what = phrase("读不了 {path}：要是一份 UTF-8 文本文件。", path=path)
        raise SettingsError([Problem(".env", None, what)]) from error
    return {name: value for name, value in values.items() if value is not None}
