"""What the documents say is there is there, and what is there stands in them."""

from __future__ import annotations

import importlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bot import __version__
from bot.cli import main
from bot.commands import campaign, complaint, draft, rally, weibo
from bot.text.words import words as voice

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
COMMANDS = {module.COMMAND: module.VERBS for module in (campaign, draft, complaint, rally, weibo)}
# `/draft check 文字`（检查）
_DESCRIBED = re.compile(r"`(/[a-z]+) ([a-z]+)[^`]*`（([^）]+)）")
_MENTIONED = re.compile(r"`(/[a-z]+) ([a-z]+)")
_TERMINAL = re.compile(r"(?<!@)guanwei((?: +(?:--)?[a-z][a-z-]*)+)")


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def spans(document: Path) -> list[str]:
    """What stands in `backquotes`, and the blocks between ```fences```."""
    return re.findall(r"```.*?```|`[^`\n]+`", document.read_text("utf-8"), re.DOTALL)


def test_the_users_manual_describes_every_sub_command_with_its_alias() -> None:
    told = {(command, word, alias) for command, word, alias in _DESCRIBED.findall(text("docs/user.md"))}
    known = {(command, verb.word, "、".join(verb.aliases)) for command, verbs in COMMANDS.items() for verb in verbs}
    assert known - told == set(), "docs/user.md does not tell of these"
    assert told - known == set(), "these do not exist"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_no_document_names_a_sub_command_that_does_not_exist(document: Path) -> None:
    known = {(command, verb.word) for command, verbs in COMMANDS.items() for verb in verbs}
    named = {found for found in _MENTIONED.findall(document.read_text("utf-8")) if found[0] in COMMANDS}
    assert named - known == set()


def test_the_users_manual_names_every_list() -> None:
    manual = text("docs/user.md")
    for module in (campaign, draft, complaint, rally):
        listing = next(verb for verb in module.VERBS if verb.word == "list")
        for language in ("zh", "en"):
            kinds = voice(language)(listing.after).strip("[]").split("|")
            # The first is what is shown without a word, where it has no use of its own.
            assert [kind for kind in kinds[1:] if f"`{kind}`" not in manual] == []


def terminal(command: click.Command = main, name: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command of the terminal that does something, by the words it is called with."""
    if not isinstance(command, click.Group):
        yield name.strip(), command
        return
    context = click.Context(command)
    for word in command.list_commands(context):
        found = command.get_command(context, word)
        assert found is not None
        yield from terminal(found, f"{name} {word}")


def test_the_administrators_manual_names_every_command_of_the_terminal() -> None:
    manual = text("docs/admin.md")
    assert [name for name, _ in terminal() if f"guanwei {name}" not in manual] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_no_document_names_a_command_or_an_option_of_the_terminal_that_does_not_exist(document: Path) -> None:
    commands = dict(terminal())
    groups = {name.rpartition(" ")[0] for name in commands} - {""}
    for block in spans(document):
        for words in _TERMINAL.findall(block):
            said = words.split()
            name = " ".join(said[:2]) if " ".join(said[:2]) in commands or said[0] in groups else said[0]
            if name.startswith("--") or name in groups:
                continue
            assert name in commands, f"guanwei {' '.join(said)}"
            options = {option for parameter in commands[name].params for option in parameter.opts}
            assert {one for one in said if one.startswith("--")} <= options | {"--help"}, f"guanwei {' '.join(said)}"


def test_every_dependency_is_explained_and_no_other() -> None:
    project = tomllib.loads(text("pyproject.toml"))["project"]

    def names(requirements: list[str]) -> set[str]:
        return {re.split(r"[<>=!~\[; ]", one)[0] for one in requirements}

    used, _, developing = text("docs/dependencies.md").partition("For development:")
    rows = re.findall(r"^\| ([a-z][^|]*) \|", used, re.MULTILINE)
    explained = {name for row in rows if row != "package" for name in row.split(", ")}
    assert explained == names(project["dependencies"])
    words = set(re.findall(r"[a-z][a-z0-9-]+", developing))
    assert names(project["optional-dependencies"]["dev"]) - words == set()
    assert explained & words <= {"schedule"}, "what the program needs does not stand among the tools"


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    pinned = {
        line.partition("==")[0].lower().replace("_", "-")
        for line in text("constraints.txt").splitlines()
        if "==" in line
    }
    needed = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    assert [one for one in needed if re.split(r"[<>=!~\[; ]", one)[0].lower() not in pinned] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_is_to_be_made_is_in_the_makefile(document: Path) -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", text("Makefile"), re.MULTILINE))
    named = {name for block in spans(document) for name in re.findall(r"\bmake ([a-z][a-z-]*)", block)}
    assert named - targets == set()


def test_the_changelog_begins_with_this_version() -> None:
    versions = re.findall(r"^## (\S+)", text("CHANGELOG.md"), re.MULTILINE)
    assert versions[0] == __version__ == tomllib.loads(text("pyproject.toml"))["project"]["version"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    told = re.sub(r"```.*?```", "", document.read_text("utf-8"), flags=re.DOTALL)
    links = re.findall(r"\]\(([^)\s]+)\)", told)
    own = [link.partition("#")[0] for link in links if not re.match(r"[a-z]+:", link)]
    assert [link for link in own if link and not (document.parent / link).exists()] == []


FILES = [
    f"/{path.relative_to(ROOT).as_posix()}"
    for folder in ("bot", "tests", "tools", "docs", "data", "benchmarks", "deploy", ".ci")
    for path in (ROOT / folder).rglob("*")
    if "/state/" not in str(path)
]


def test_files_that_the_tables_name_exist() -> None:
    comments = [
        line for path in (ROOT / "data").rglob("*.t[sx][vt]") for line in path.open(encoding="utf-8") if line[0] == "#"
    ]
    named = {name for line in comments for name in re.findall(r"[\w./-]+\.(?:py|tsv)\b", line)}
    assert {name for name in named if not any(at.endswith(f"/{name.removeprefix('../')}") for at in FILES)} == set()
    assert named


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_files_that_are_named_exist(document: Path) -> None:
    whole = r"(?:bot|tests|tools|docs|data|benchmarks|deploy)/[\w./-]*\w"
    # By its last names only, where the sentence says which package it is in.
    short = r"[\w/-]+\.(?:py|sql|tsv|po|html)\b"
    named = [name for span in spans(document) for name in re.findall(rf"(?<![\w./])(?:{whole}|{short})", span)]
    made = re.compile("data/state/")
    assert [name for name in named if not made.match(name) and not any(at.endswith(f"/{name}") for at in FILES)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_names_of_the_program_exist(document: Path) -> None:
    told = document.read_text("utf-8")
    # `bot.text.mrkdwn.escape`
    for dotted in re.findall(r"`(bot(?:\.\w+)+)`", told):
        try:
            importlib.import_module(dotted)
        except ModuleNotFoundError:
            module, _, name = dotted.rpartition(".")
            assert hasattr(importlib.import_module(module), name), dotted
    # `domain/desk.py: once`
    for file, name in re.findall(r"`([\w/]+\.py): (\w+)`", told):
        (at,) = (at for at in FILES if at.endswith(f"/{file}"))
        assert re.search(rf"^(?:def |class |){name}\b", (ROOT / at[1:]).read_text("utf-8"), re.MULTILINE), (file, name)
