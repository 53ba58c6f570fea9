"""The button that shows a case, of whichever kind, to the person who clicked and to nobody else."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain import campaigns, complaints, drafts
from bot.domain.complaints import Report
from bot.domain.desk import Desk
from bot.domain.draft_sheet import Sheet
from bot.domain.notice import Notice
from bot.handlers import case as handler
from bot.store.campaigns import Details
from bot.workspace.walls import check_message
from tests import rallies
from tests.chat import CHANNEL, Chat, Ways, said
from tests.company import EDITOR, SALES, STRANGER, ask
from tests.domain.test_drafts import CALM
from tests.rallies import owed


@pytest.fixture
def ways(desk: Desk, chat: Chat) -> Ways:
    return Ways(desk, chat, handler.register)


def a_case(desk: Desk, kind: str) -> str:
    day = date(2026, 12, 9)
    match kind:
        case "C":
            return complaints.log(desk, ask(desk, EDITOR), Report(words="送来的酸奶是坏的", customer="小满")).case_id
        case "N":
            notice = Notice("鲜奶节", "sales", day, day, day, Details(what="买二赠一"))
            return campaigns.submit(desk, ask(desk, SALES), notice).case_id
        case "D":
            return drafts.submit(desk, ask(desk, SALES), Sheet(CALM)).case_id
        case _:
            return rallies.opened(desk)


@pytest.mark.parametrize(
    ("kind", "shows"), [("C", "送来的酸奶是坏的"), ("N", "鲜奶节"), ("D", "待审"), ("R", "冬至热牛奶")]
)
def test_any_case_is_shown_whole_to_who_clicked(ways: Ways, desk: Desk, kind: str, shows: str) -> None:
    case_id = a_case(desk, kind)
    ways.click(STRANGER, "case.show", case_id)
    (shown,) = owed(desk, "ephemeral")
    assert (shown["channel"], shown["body"]["user"]) == (CHANNEL, STRANGER)
    assert shows in said(shown["body"])
    check_message(shown["body"]["text"], shown["body"]["blocks"])


def test_a_case_that_there_is_not_is_answered_so(ways: Ways, desk: Desk) -> None:
    ways.click(STRANGER, "case.show", "D-99")
    (shown,) = owed(desk, "ephemeral")
    assert "没有 D-99 这份稿件" in said(shown["body"])
