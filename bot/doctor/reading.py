"""Reading what the doctor judges: the settings, the chat, the database, this machine. Nothing is changed anywhere."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import SecretStr
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.charts.fonts import find_font
from bot.config import Environment, Settings, SettingsError, load_database, load_environment, load_settings
from bot.config.environment import Mode
from bot.doctor import chat_checks, checks
from bot.doctor.chat_checks import ChatFacts
from bot.doctor.findings import Finding
from bot.domain.calendar import Calendar, calendar_of
from bot.errors import StoreError
from bot.jobs import directory
from bot.outbox.failures import CALL_ERRORS, failure
from bot.store import schema
from bot.store.inspection import Inspection, inspect

_CALL_SECONDS: Final = 10
_ZONE: Final = "Asia/Shanghai"


def examine(settings_path: Path, environ: Mapping[str, str], mode: Mode, now: datetime) -> Iterator[Finding]:
    """Look at everything, one finding after the other as it is found. What cannot be read for want of something before it
    is left out; that is a finding already."""
    folder = settings_path.resolve().parent
    settings = _settings(settings_path)
    known = settings if isinstance(settings, Settings) else None
    yield from checks.settings(settings)
    environment = _environment(folder, environ, mode)
    env = folder / ".env"
    wrong = environment if isinstance(environment, SettingsError) else None
    yield from checks.secrets(wrong, env.stat().st_mode & 0o777 if env.is_file() else None)
    if isinstance(environment, Environment):
        yield from _chat(environment, known)
    database = _database(folder, environ)
    if database is not None:
        found = _inspected(database)
        yield from checks.database(database, found)
        home = _existing(database.parent)
        if known is not None and isinstance(found, Inspection):
            yield checks.backup(known.backup.folder, found.backup_at, now)
        size = found.size if isinstance(found, Inspection) else 0
        yield checks.disk(shutil.disk_usage(home).free, home, size)
    zone = known.company.timezone if known else _ZONE
    yield checks.timezone(zone, _offset(zone, now))
    yield from checks.holidays(calendar_of(known) if known else Calendar(), now.date())
    yield checks.font(font.name if (font := find_font()) else "")


def _settings(path: Path) -> Settings | SettingsError:
    try:
        return load_settings(path)
    except SettingsError as error:
        return error


def _environment(folder: Path, environ: Mapping[str, str], mode: Mode) -> Environment | SettingsError:
    try:
        return load_environment(folder, environ, mode=mode)
    except SettingsError as error:
        return error


def _database(folder: Path, environ: Mapping[str, str]) -> Path | None:
    try:
        return load_database(folder, environ)
    except SettingsError:
        # A .env that cannot be read was told of already.
        return None


def _chat(environment: Environment, settings: Settings | None) -> Iterator[Finding]:
    facts = ask(environment)
    yield from chat_checks.tokens(facts)
    if facts.skew is not None:
        yield checks.clock(facts.skew)
    yield from chat_checks.missing_scopes(facts)
    if settings is not None:
        yield from chat_checks.company_of(settings, facts)


def ask(environment: Environment) -> ChatFacts:
    """Ask the chat who the bot is, what it may do, and who and what is there."""
    secrets, url = environment.secrets, environment.api_url
    client = WebClient(secrets.bot_token.get_secret_value(), base_url=url, timeout=_CALL_SECONDS)
    asked = time.time()
    try:
        me = client.auth_test()
    except SlackApiError as error:
        return ChatFacts(url, refused=failure(error).error)
    except CALL_ERRORS as error:
        return ChatFacts(url, unreached=failure(error).error)
    answered = time.time()
    headers = {name.lower(): value for name, value in (me.headers or {}).items()}
    granted = headers.get("x-oauth-scopes")
    told, not_told = None, ""
    try:
        told = directory.ask(client)
    except CALL_ERRORS as error:
        not_told = failure(error).text
    return ChatFacts(
        url,
        team=str(me.get("team") or ""),
        app_refused=_app_refused(environment.api_url, secrets.app_token),
        has_app_token=secrets.app_token is not None,
        scopes=frozenset(granted.replace(" ", "").split(",")) if granted else None,
        skew=_skew(headers.get("date"), (asked + answered) / 2),
        told=told,
        not_told=not_told,
    )


def _app_refused(url: str, token: SecretStr | None) -> str:
    """The chat's error code for the app's token; it is asked for a connection, which is not opened."""
    if token is None:
        return ""
    try:
        client = WebClient(token.get_secret_value(), base_url=url, timeout=_CALL_SECONDS)
        client.api_call("apps.connections.open")
    except CALL_ERRORS as error:
        return failure(error).error
    return ""


def _skew(date: str | None, ours: float) -> float | None:
    """By how many seconds this machine is ahead of the chat, which tells its time in whole ones."""
    if not date:
        return None
    try:
        ahead = ours - parsedate_to_datetime(date).timestamp() - 0.5
    except ValueError:
        return None
    return 0.0 if abs(ahead) < 1 else ahead


def _inspected(path: Path) -> Inspection | StoreError | None:
    try:
        return inspect(path, frozenset(schema.NAMES))
    except StoreError as error:
        return error


def _existing(folder: Path) -> Path:
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def _offset(zone: str, now: datetime) -> float | None:
    try:
        offset = now.astimezone(ZoneInfo(zone)).utcoffset()
    except ZoneInfoNotFoundError:
        return None
    return offset.total_seconds() / 3600 if offset is not None else None
