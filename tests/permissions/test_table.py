"""The table of permissions is what the rules do, cell by cell; nothing that can be done is missing from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.app import build
from bot.commands import campaign, complaint, draft, rally, weibo
from bot.domain import complaints, draft_review, drafts
from bot.domain.complaints import Report
from bot.domain.desk import Desk
from bot.domain.draft_sheet import Sheet
from bot.errors import NotAllowed, WrongState
from bot.listening import ListeningApp
from bot.manifest import manifest
from tests.company import Time, ask
from tests.permissions.actions import ACTIONS
from tests.permissions.people import IDS, opened_with_them
from tests.permissions.people import WHO as TRIED
from tools.permissions import DOCUMENT, LOOKS, ROWS, WAYS, WHO, document, row_of

# Done once a day, or not twice at one time: each of the people has a day of their own.
_ONCE = frozenset({"weibo.post_digest", "draft.figures"})


def may(key: str, folder: Path) -> dict[str, str]:
    """What becomes of an action for each of the people: ``yes``, or the refusal's kind."""
    found: dict[str, str] = {}
    time = Time()
    with opened_with_them(folder / "guanwei.db", time) as desk:
        for who in WHO:
            if key in _ONCE:
                time.forward(days=1)
            try:
                ACTIONS[key](desk, IDS[who])
            except (NotAllowed, WrongState) as refused:
                # A case in somebody else's hands is refused with whose it is.
                found[who] = type(refused).__name__
            else:
                found[who] = "yes"
    return found


@pytest.mark.parametrize("key", ROWS)
def test_each_may_what_the_table_says_and_nothing_else(key: str, tmp_path: Path) -> None:
    found = may(key, tmp_path)
    assert {who for who, said in found.items() if said == "yes"} == ROWS[key].who, found


def test_the_table_and_what_is_tried_have_the_same_rows_and_columns() -> None:
    assert set(ROWS) == set(ACTIONS)
    assert tuple(WHO) == TRIED


def ways(desk: Desk) -> set[str]:
    """Every sub-command, button, form, shortcut and event that the program listens to, by name."""
    words = {
        f"{module.COMMAND.removeprefix('/')}.{verb.word}"
        for module in (campaign, complaint, draft, rally, weibo)
        for verb in module.VERBS
    }
    app = build(desk, WebClient("xoxb-tests"), "signing-secret")
    assert isinstance(app, ListeningApp)
    return words | {name for kind, name in app.names if kind != "command"}


def test_whatever_can_be_done_has_a_row_or_is_known_to_only_look(desk: Desk) -> None:
    unknown = []
    for way in sorted(ways(desk)):
        try:
            row_of(way)
        except LookupError:
            unknown.append(way)
    assert unknown == [], "say in tools/permissions.py who may do these"


def test_the_table_names_nothing_that_is_not_there(desk: Desk) -> None:
    there = ways(desk)
    named = {way for group in WAYS.values() for way in group} | LOOKS
    assert named - there == set()
    terminal = {"guanwei.forget"}
    reached = {row_of(way) for way in there} | terminal
    assert set(ROWS) - reached == set()


def test_every_shortcut_of_the_manifest_has_a_row() -> None:
    for shortcut in manifest()["features"]["shortcuts"]:
        row_of(shortcut["callback_id"])


def test_the_document_says_what_the_table_says() -> None:
    """It does not? python -m tools.permissions"""
    assert DOCUMENT.read_text("utf-8") == document()


def test_nobody_approves_their_own_draft_whatever_they_are(tmp_path: Path) -> None:
    with opened_with_them(tmp_path / "own.db", Time()) as desk:
        case = drafts.submit(desk, ask(desk, IDS["reviewer"]), Sheet("鲜奶到店了。", department="sales")).case_id
        with pytest.raises(NotAllowed):
            draft_review.approve(desk, ask(desk, IDS["reviewer"]), case)


def test_a_case_that_nobody_has_may_be_handled_by_customer_service_too(tmp_path: Path) -> None:
    with opened_with_them(tmp_path / "free.db", Time()) as desk:
        case = complaints.log(desk, ask(desk, IDS["own"]), Report("快递没到", customer="丙")).case_id
        for who in ("staff", "leader", "legal", "reviewer", "admin"):
            with pytest.raises(NotAllowed):
                complaints.hand_over(desk, ask(desk, IDS[who]), case, "sales", "请接")
        with pytest.raises(NotAllowed):
            complaints.see(desk, ask(desk, IDS["service"]), case)
