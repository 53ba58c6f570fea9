"""Every example that a manual gives is typed as it stands there, by somebody who may, and is done: nobody who copies one is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from bot import commands, handlers
from bot.commands import campaign, complaint, draft, rally, weibo
from bot.domain import complaints, terms
from bot.domain.complaints import absence
from bot.domain.desk import Desk, known_company
from bot.store import people, posted
from bot.store.people import Person
from bot.text.ids import Kind
from bot.text.verbs import apart, find, split
from tests.chat import Chat, Ways, chatting, said
from tests.company import Time, ask
from tests.permissions import actions
from tests.permissions.actions import EDITOR, HOLDER, LEADER, OWN, REVIEWER, SERVICE
from tests.permissions.people import IDS, opened_with_them

ROOT = Path(__file__).resolve().parent.parent
MANUALS = ("docs/user.md", "docs/admin.md", "README.md", "README.zh-CN.md")
MODULES = {module.COMMAND: module for module in (campaign, draft, complaint, rally, weibo)}
KINDS: Final[dict[str, Kind]] = {"/campaign": "N", "/draft": "D", "/complaint": "C", "/rally": "R"}
STAFF, LEGAL, ADMIN = IDS["staff"], IDS["legal"], IDS["admin"]

_TYPED = re.compile(r"`((?:/(?:campaign|draft|complaint|rally|weibo)|@guanwei)(?: [^`]*)?)`(?:（([^）`]+)）)?")
_SPAN = re.compile(r"`([^`]+)`")
_ID = re.compile(r"\b[NDCR]-\d+")
# `认领 31`, `认领31`: the case's number alone, at the end.
_NUMBER = re.compile(r"(?<=[一-鿿 ])\d{1,2}$")
# What a row tells besides its commands is typed behind these.
_BEHIND = {
    "/campaign list": "/campaign list {}",
    "/campaign calendar": "/campaign calendar {}",
    "/draft list": "/draft list {}",
    "/draft schedule": "/draft schedule D-7 {}",
    "/complaint list": "/complaint list {}",
    "/rally list": "/rally list {}",
    "/rally later": "/rally later R-4 {}",
    "/weibo 我 语言": "/weibo 我 语言 {}",
    "/weibo 我 日报": "/weibo 我 日报 {}",
    "/weibo 我 不要": "/weibo 我 不要 {}",
}


@dataclass(frozen=True, slots=True)
class Example:
    """Something to type, as a manual has it, and the sub-command that it stands for where the manual says so."""

    typed: str
    word: str = ""


def examples() -> Iterator[Example]:
    """Every one, with each of a sub-command's aliases in the place of its word."""
    for manual in MANUALS:
        for line in (ROOT / manual).read_text("utf-8").splitlines():
            for typed, aliases in _TYPED.findall(line):
                command, word, *rest = [*typed.split(" ", 2), ""][:3]
                yield Example(typed, word if aliases else "")
                named = aliases.split("、") if aliases and command != "@guanwei" else []
                yield from (Example(" ".join([command, alias, *rest]).strip(), word) for alias in named)
            yield from beside(line)


def beside(line: str) -> Iterator[Example]:
    """What a row of a table gives as other words behind its command."""
    if not line.startswith("| `/"):
        return
    first = next(iter(_TYPED.findall(line)))[0]
    behind = next((shape for begin, shape in _BEHIND.items() if first.startswith(begin)), None)
    if behind is not None:
        for words in _SPAN.findall(line):
            if not words.startswith(("/", *first.split()[1:2])):
                yield Example(behind.format(words))


EXAMPLES: Final = list(dict.fromkeys(examples()))
SLASHED: Final = [one for one in EXAMPLES if one.typed.startswith("/")]
MENTIONED: Final = [one for one in EXAMPLES if one.typed.startswith("@")]


@dataclass(frozen=True, slots=True)
class Ready:
    """Who types an example, and what its case is made by."""

    who: str
    makes: Callable[[Desk], str] | None = None


def claimed(desk: Desk) -> str:
    """Customer service has it."""
    case = actions.logged(desk)
    complaints.claim(desk, ask(desk, SERVICE), case)
    return case


READY: Final = {
    "/campaign": Ready(OWN, actions.given),
    "/campaign accept": Ready(EDITOR, actions.given),
    "/campaign return": Ready(EDITOR, actions.given),
    "/campaign result": Ready(OWN, actions.ended),
    "/draft": Ready(OWN, actions.submitted),
    "/draft approve": Ready(REVIEWER, actions.disputed),
    "/draft return": Ready(REVIEWER, actions.submitted),
    "/draft reject": Ready(REVIEWER, actions.submitted),
    "/draft override": Ready(LEGAL, actions.blocked),
    "/draft accept": Ready(OWN, actions.disputed),
    "/draft argue": Ready(OWN, actions.disputed),
    "/draft escalate": Ready(OWN, actions.disputed),
    "/draft schedule": Ready(EDITOR, actions.approved),
    "/draft hold": Ready(EDITOR, actions.submitted),
    "/draft release": Ready(EDITOR, actions.on_hold),
    "/draft published": Ready(EDITOR, actions.approved),
    "/draft figures": Ready(EDITOR, actions.published),
    "/draft allow": Ready(ADMIN),
    "/draft deny": Ready(ADMIN),
    "/draft forget": Ready(ADMIN),
    "/complaint": Ready(SERVICE, actions.logged),
    "/complaint handover": Ready(SERVICE, claimed),
    "/complaint accept": Ready(HOLDER, actions.handed),
    "/complaint refuse": Ready(HOLDER, actions.handed),
    "/complaint accepted": Ready(HOLDER, actions.replied),
    "/complaint unmerge": Ready(SERVICE, actions.merged),
    "/complaint reopen": Ready(SERVICE, actions.resolved),
    **{
        f"/complaint {word}": Ready(HOLDER, actions.held)
        for word in ("escalate", "wait", "reply", "verdict", "replies", "whole", "resolve")
    },
    "/rally": Ready(LEADER, actions.rally),
    "/weibo": Ready(LEADER),
    "/weibo digest": Ready(IDS["head"]),
    **dict.fromkeys(("/weibo digest leaders", "/weibo 日报 领导"), Ready(LEADER)),
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    # Calendar addresses are for where the bot is reached from outside.
    with opened_with_them(tmp_path / "guanwei.db", Time(), web={"address": "https://bot.example"}) as found:
        with found.store.transaction() as tx:
            named = (
                Person(SERVICE, "he.jing", "何静", "", "zh-CN"),
                Person(REVIEWER, "zhou.wei", "周维", "", "zh-CN"),
            )
            people.save_people(tx, named, "")
        found.directory.company = known_company(found.settings, found.store)
        yield found


@pytest.fixture(scope="module")
def chat() -> Iterator[Chat]:
    with chatting() as found:
        yield found


@pytest.fixture
def ways(desk: Desk, chat: Chat) -> Ways:
    return Ways(desk, chat, commands.register, handlers.register)


def word_of(typed: str) -> str:
    """The sub-command that is typed, by its own word; empty where there is none."""
    command, _, rest = typed.partition(" ")
    verbs = MODULES[command].VERBS
    kind = KINDS.get(command)
    verb = find(split(apart(rest, kind, verbs) if kind else rest)[0], verbs)
    return verb.word if verb else ""


def made_ready(desk: Desk, typed: str) -> tuple[str, str, str]:
    """Who types it, what they type (the ids are those of cases that are there), and the first of these."""
    command = typed.partition(" ")[0]
    ready = READY.get(typed) or READY.get(f"{command} {word_of(typed)}") or READY[command]
    named = {one: ready.makes(desk) for one in dict.fromkeys(_ID.findall(typed)) if ready.makes}
    first = next(iter(named.values()), "")
    if named:
        return ready.who, _ID.sub(lambda found: named[found[0]], typed), first
    if ready.makes and _NUMBER.search(typed):
        first = ready.makes(desk)
        return ready.who, _NUMBER.sub(first.partition("-")[2], typed), first
    return ready.who, typed, ""


def before(desk: Desk, typed: str) -> None:
    """What must have happened for an example that is of no case."""
    if typed.startswith(("/draft forget ", "/draft 删词 ")):
        terms.put(desk, ask(desk, ADMIN), "allow", typed.split(" ")[2], "有证明")
    if typed in ("/weibo me back", "/weibo 我 回来了"):
        absence.leave(desk, ask(desk, LEADER), None, desk.now() + timedelta(days=1), "出差")


def refusal(answer: dict[str, Any]) -> str:
    """What is refused, as it is said; empty where it is done."""
    told = said(answer.get("blocks", ""))
    return told if "⚠️" in told[:20] else ""


@pytest.mark.parametrize("example", SLASHED, ids=lambda one: one.typed)
def test_what_a_manual_has_typed_is_done(ways: Ways, desk: Desk, example: Example) -> None:
    who, typed, _ = made_ready(desk, example.typed)
    before(desk, typed)
    if example.word:
        assert word_of(typed) == example.word
    command, _, text = typed.partition(" ")
    assert refusal(ways.command(who, command, text)) == ""


@pytest.mark.parametrize("example", MENTIONED, ids=lambda one: one.typed)
def test_what_a_manual_has_said_to_the_bot_is_done(ways: Ways, desk: Desk, example: Example) -> None:
    line = example.typed.removeprefix("@guanwei ")
    in_thread = not re.search(r"\d", line) or "C-20" in line
    case = actions.logged(desk)
    other = actions.logged(desk)
    with desk.store.transaction() as tx:
        posted.save_card(tx, case, "#客服", f"{case}.1")
    text = line.replace("C-20", other).replace("31", case.partition("-")[2])
    place = {"channel": "C01", "ts": "9.1", **({"thread_ts": f"{case}.1"} if in_thread else {})}
    ways.event({"type": "app_mention", "user": SERVICE, "text": f"<@UBOT> {text}", **place})
    row = desk.store.one("SELECT body FROM outbox WHERE key LIKE 'answer:event:%' ORDER BY id DESC LIMIT 1")
    assert row is not None, "nothing was answered"
    assert refusal(json.loads(str(row["body"]))) == ""


def test_the_manuals_have_many_examples() -> None:
    words = {(one.typed.partition(" ")[0], one.word) for one in EXAMPLES if one.word}
    every = {(command, verb.word) for command, module in MODULES.items() for verb in module.VERBS}
    assert words == every, "of each sub-command one"
    assert len(EXAMPLES) > 150


def test_what_is_refused_is_seen(ways: Ways, desk: Desk) -> None:
    for typed in ("/complaint 认灵 31", "/draft 退回", "/weibo me digest 傍晚", "/complaint claim 999"):
        command, _, text = typed.partition(" ")
        assert refusal(ways.command(SERVICE, command, text))
