"""Secrets at the terminal: none is an option, none is shown by help, none stands in a running bot's command line."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from bot.cli import main
from tests.terminal import TOKENS

SECRETS = {**TOKENS, "GUANWEI_INTAKE_SECRET": "an-intake-secret-of-the-tests"}


def commands(
    command: click.Command = main, words: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield words, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for word in command.list_commands(context):
            found = command.get_command(context, word)
            assert found is not None
            yield from commands(found, (*words, word))


COMMANDS = dict(commands())


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_help_shows_a_secret_and_no_secret_is_typed(words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """What is typed stands in the list of processes, where everybody on the machine reads it."""
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    shown = CliRunner().invoke(main, [*words, "--help"]).output
    assert shown
    assert not [value for value in SECRETS.values() if value in shown]
    named = [option for parameter in COMMANDS[words].params for option in parameter.opts]
    assert not [name for name in named if any(part in name.lower() for part in ("token", "secret", "password", "key"))]
