"""What nobody expected: the person gets a number, and under that number it stands in the log."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from structlog.testing import capture_logs

from bot.app import build
from bot.cards.blocks import section
from bot.domain.desk import Desk
from bot.unexpected import new_reference
from tests.chat import SECRET, Ways, chatting, said
from tests.company import EDITOR, ENGLISH

NUMBER = re.compile(r"编号 ([2-9A-Z]{4}-[2-9A-Z]{4})")
FORM: dict[str, Any] = {
    "type": "modal",
    "callback_id": "breaks.form",
    "blocks": [
        section("说明"),
        {"type": "input", "block_id": "words", "element": {"type": "plain_text_input", "action_id": "v"}},
    ],
}


@pytest.fixture
def ways(desk: Desk) -> Iterator[Ways]:
    def breaks(body: dict[str, Any]) -> None:
        raise RuntimeError("a fault of the program")

    def register(app: App, _: Desk) -> None:
        app.command("/breaks")(breaks)
        app.action("breaks.click")(breaks)
        app.view("breaks.form")(breaks)
        app.event("breaks")(lambda event: breaks(event))

    with chatting() as chat:
        found = Ways(desk, chat)
        found.app = build(desk, WebClient("xoxb-tests", base_url=chat.url), SECRET)
        register(found.app, desk)
        yield found


def owed(desk: Desk) -> str:
    return str([row["body"] for row in desk.store.all("SELECT body FROM outbox")])


def logged(lines: list[Any]) -> dict[str, Any]:
    (line,) = [one for one in lines if one["event"] == "request.failed"]
    assert isinstance(line["exc_info"], RuntimeError)
    return dict(line)


def test_a_command_that_fails_is_answered_with_the_number_of_the_log(ways: Ways, desk: Desk) -> None:
    with capture_logs() as lines:
        answer = ways.command(EDITOR, "/breaks", "顾客的手机 13800138000")
    assert answer["response_type"] == "ephemeral"
    (number,) = NUMBER.findall(answer["text"])
    line = logged(lines)
    assert line["reference"] == number
    # Nothing of what the person wrote.
    assert "13800138000" not in str(line)
    assert desk.tally.counted().requests == {("command", "/breaks", "failed"): 1}


def test_what_was_typed_comes_back_with_it(ways: Ways) -> None:
    with capture_logs():
        answer = ways.command(EDITOR, "/breaks", "写了很久的一段话，再写一遍可就太麻烦了，谁也不愿意")
    assert "再写一遍可就太麻烦了" in said(answer)


def test_a_form_that_fails_stays_open_with_the_number_under_its_first_field(ways: Ways) -> None:
    with capture_logs() as lines:
        answer = ways.form(EDITOR, FORM, {"words": "写了很多"})
    assert answer["response_action"] == "errors"
    (number,) = NUMBER.findall(answer["errors"]["words"])
    assert logged(lines)["reference"] == number


def test_a_click_that_fails_is_told_where_it_was_made(ways: Ways, desk: Desk) -> None:
    with capture_logs() as lines:
        ways.click(EDITOR, "breaks.click", "")
    assert logged(lines)["reference"] in owed(desk)


def test_who_reads_english_is_told_in_english(ways: Ways) -> None:
    assert "Something went wrong" in said(ways.command(ENGLISH, "/breaks"))


def test_an_event_that_fails_is_told_again_by_the_chat(ways: Ways) -> None:
    with capture_logs() as lines:
        body = {"type": "event_callback", "event": {"type": "breaks"}, "team_id": "T1"}
        answer = ways.app.dispatch(BoltRequest(body=body, mode="socket_mode"))
    assert answer.status == 500
    assert logged(lines)["reference"]


def test_numbers_are_told_apart_and_read_out_without_doubt() -> None:
    made = {new_reference() for _ in range(2_000)}
    assert len(made) == 2_000
    assert not set("".join(made)) & set("01OILSUAEZ")
