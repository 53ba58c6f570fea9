"""What the terminal commands share: finding the settings, opening the desk, saying what is wrong."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

import click

from bot.errors import GuanweiError, StoreError

if TYPE_CHECKING:
    from bot.config import Environment, Settings
    from bot.config.environment import Mode
    from bot.domain.desk import Desk

P = ParamSpec("P")
R = TypeVar("R")

FAILED: Final = 1
SETTINGS_NAME: Final = "guanwei.toml"

settings_option = click.option(
    "--config",
    "settings_path",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path(SETTINGS_NAME),
    show_default=True,
    help="公司设置文件。",
)


def says_what_is_wrong(command: Callable[P, R]) -> Callable[P, R]:
    """Turn the project's own errors into a message on standard error and exit code 1."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except GuanweiError as error:
            click.echo(str(error), err=True)
            sys.exit(FAILED)

    return run


def load(settings_path: Path, mode: Mode) -> tuple[Settings, Environment]:
    """The company's settings, and the secrets and places from the environment. Raises SettingsError."""
    from bot.config import load_environment, load_settings

    settings = load_settings(settings_path)
    return settings, load_environment(settings_path.resolve().parent, os.environ, mode=mode)


@contextmanager
def opened_desk(settings_path: Path, *, new: bool = False) -> Iterator[Desk]:
    """The desk over the database, without the chat: for what is done to files and rows. ``new``: the database is made where
    there is none; else that is a StoreError, because what is told of an empty one would be taken for the company's."""
    from bot.config import load_database, load_settings
    from bot.domain.desk import open_desk
    from bot.store.database import Store
    from bot.text.words import phrase

    settings = load_settings(settings_path)
    path = load_database(settings_path.resolve().parent, os.environ)
    if not (new or path.exists()):
        raise StoreError(phrase("没有数据库 {path}。", path=path), phrase("请检查 GUANWEI_DB，或先启动一次机器人。"))
    store = Store(path)
    try:
        yield open_desk(settings, store)
    finally:
        store.close()
