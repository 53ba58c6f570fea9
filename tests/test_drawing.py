"""From a message owed to a message drawn: the line of an event as it comes into the thread."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.domain import campaigns
from bot.domain.desk import Desk
from bot.domain.notice import Notice
from bot.drawing import drawer
from bot.store.campaigns import Details
from bot.store.outbox import Owed
from bot.text.packing import pack
from bot.text.words import phrase
from tests.company import EDITOR, NAMES, SALES, SECOND_EDITOR, Time, ask


def given(desk: Desk, day: date) -> str:
    notice = Notice("鲜奶节", "sales", day, day, day, Details(what="买二赠一"))
    return campaigns.submit(desk, ask(desk, SALES), notice).case_id


def drawn(desk: Desk) -> list[str]:
    """Every line owed in a thread, as it is drawn, oldest first."""
    draw = drawer(desk)
    found = desk.store.all("SELECT * FROM outbox WHERE what = 'thread' ORDER BY id")
    shown = [draw(_owed(str(row["case_id"]), json.loads(str(row["body"])))) for row in found]
    return [message.text for message in shown if message]


def _owed(case: str, body: Mapping[str, object]) -> Owed:
    return Owed(
        id=1,
        what="thread",
        channel="#官微",
        case_id=case,
        body=body,
        state="sending",
        attempts=0,
        uncertain=False,
        not_before=0,
        owed_at=0,
        ts="",
        error="",
    )


def test_a_late_notice_rings_the_editors_in_its_thread(desk: Desk) -> None:
    given(desk, date(2026, 11, 25))
    (line,) = drawn(desk)
    assert line.startswith(f"*{NAMES[SALES]}* 提交了活动通知\n🟡 偏晚")
    assert f"<@{EDITOR}> <@{SECOND_EDITOR}>" in line


def test_what_the_calendar_did_is_told_without_a_name(desk: Desk, time: Time) -> None:
    case = given(desk, date(2026, 12, 3))
    campaigns.accept(desk, ask(desk, EDITOR), case)
    time.forward(days=20)
    campaigns.advance(desk, time())
    assert drawn(desk)[-2:] == ["活动开始了", "活动结束了"]


def test_what_a_person_is_told_alone_leads_to_its_case_unless_something_else_is_offered(desk: Desk) -> None:
    def buttons(what: str, **body: object) -> list[str]:
        owed = replace(
            _owed("N-1", {"say": pack(phrase("{case} 已提交。", case="N-1")), **body}), what=what, channel=SALES
        )
        told = drawer(desk)(owed)
        assert told is not None
        return [f"{one['action_id']} {one['value']}" for block in told.blocks for one in block.get("elements", ())]  # type: ignore[attr-defined]  # a block's list

    assert buttons("direct") == ["case.show N-1"]
    assert buttons("ephemeral", user=SALES) == []
    revise = [{"label": pack(phrase("修改")), "action": "draft.revise", "value": "D-7:1"}]
    assert buttons("direct", offers=revise) == ["draft.revise D-7:1"]


def test_what_is_quoted_to_a_person_is_masked_and_a_case_keeps_its_number(desk: Desk) -> None:
    said = phrase("您登记的 {case} 已办结：{text}", case="C-1234567", text="请打13800138000")
    body = {"say": pack(said), "more": [pack(phrase("{text}", text="13800138000"))]}
    told = drawer(desk)(replace(_owed("C-1234567", body), what="direct", channel=SALES))
    assert told is not None
    assert told.blocks[0]["text"]["text"] == "您登记的 C-1234567 已办结：请打138××××8000\n⚠️ 138××××8000"  # type: ignore[index]  # a section
