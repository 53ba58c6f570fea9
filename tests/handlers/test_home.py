"""The App Home through the real Bolt app: drawn when it is opened, turned, and kept up to date while it is looked at."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.domain import campaigns, complaints, draft_review, rallies
from bot.domain import home as homes
from bot.domain.complaints import Report
from bot.domain.desk import Desk
from bot.domain.notice import Notice
from bot.drawing import drawer
from bot.handlers import home as handler
from bot.outbox import Pace, Sender
from bot.store.campaigns import Details
from bot.workspace.walls import check_view
from tests.chat import Chat, Ways, said
from tests.company import ADMIN, EDITOR, ENGLISH, LEADER, REVIEWER, SALES, SERVICE, STRANGER, Time, ask
from tests.domain.test_drafts import sent
from tests.rallies import opened
from tests.rings import rings


@pytest.fixture
def ways(desk: Desk, chat: Chat) -> Ways:
    return Ways(desk, chat, handler.register)


def logged(desk: Desk, n: int = 1, words: str = "送来的酸奶是坏的") -> str:
    return complaints.log(desk, ask(desk, EDITOR), Report(words=words, customer=f"顾客{n}")).case_id


def home(ways: Ways, chat: Chat, user: str) -> dict[str, Any]:
    ways.event({"type": "app_home_opened", "user": user, "channel": "D1", "tab": "home"})
    view = chat.views("views.publish")[-1]
    check_view(view, kinds=("home",))
    return view


def buttons(view: dict[str, Any]) -> dict[str, str]:
    """The values of a view's buttons, by action; of several alike the first."""
    found: dict[str, str] = {}
    for block in view["blocks"]:
        for element in [*block.get("elements", ()), *([block["accessory"]] if "accessory" in block else ())]:
            if element.get("type") == "button":
                found.setdefault(element["action_id"], element["value"])
    return found


class Kept:
    """The clock's look and the sender, as the running bot has them."""

    def __init__(self, desk: Desk, chat: Chat, time: Time) -> None:
        self.desk, self.chat, self.time = desk, chat, time
        self.sender = Sender(
            desk.store,
            WebClient("xoxb-tests", base_url=chat.url),
            drawer(desk),
            lambda ref: desk.company.channel_id(ref),
            admins=lambda: (ADMIN,),
            now=lambda: time().timestamp(),
            name="test",
            pace=Pace(post_every=0, updates_a_minute=60_000, updates_at_once=1_000),
        )

    def drawn(self, **later: float) -> list[str]:
        """Who is shown a home anew, after the time given."""
        self.time.forward(**later)
        before = len(self.chat.calls)
        homes.look(self.desk, self.time())
        with self.desk.store.transaction() as tx:
            # The cards and lines of the cases are other tests' matter.
            tx.execute("UPDATE outbox SET state = 'dropped' WHERE case_id <> 'home' AND state = 'waiting'")
        while self.sender.run_once():
            pass
        return [asked["user_id"] for method, asked in self.chat.calls[before:] if method == "views.publish"]


@pytest.fixture
def kept(desk: Desk, chat: Chat, time: Time) -> Kept:
    return Kept(desk, chat, time)


def test_home_is_a_persons_own_desk(ways: Ways, chat: Chat, desk: Desk) -> None:
    case = logged(desk)
    view = home(ways, chat, SERVICE)
    assert "*等我处理*（1，最急的在前）" in said(view)
    assert buttons(view)["complaint.claim"] == case
    assert "酸奶" not in said(home(ways, chat, SALES))
    complaints.claim(desk, ask(desk, SERVICE), case)
    mine = home(ways, chat, SERVICE)
    assert "*C-1* 送来的酸奶是坏的" in said(mine)
    assert buttons(mine)["complaint.reply"] == case


def test_home_shows_what_waits_for_whom(ways: Ways, chat: Chat, desk: Desk) -> None:
    day = date(2026, 12, 9)
    campaigns.submit(desk, ask(desk, SALES), Notice("鲜奶节", "sales", day, day, day, Details(what="买二赠一")))
    assert buttons(home(ways, chat, EDITOR))["campaign.accept"] == "N-1:1"
    assert "*我在等*（1）" in said(home(ways, chat, SALES))
    assert "现在没有等您处理的事" in said(home(ways, chat, REVIEWER))


def test_home_says_of_what_waits_for_its_reader_that_it_waits_for_them(ways: Ways, chat: Chat, desk: Desk) -> None:
    case = sent(desk)
    draft_review.send_back(desk, ask(desk, EDITOR), case, "换个说法")
    assert "陈溪 退回，等您修改" in said(home(ways, chat, SALES))
    complaints.claim(desk, ask(desk, SERVICE), logged(desk))
    assert "— 您 · 11:00 前回复" in said(home(ways, chat, SERVICE))


def test_home_has_its_ways_to_begin_and_its_settings_for_everyone(ways: Ways, chat: Chat) -> None:
    for person in (STRANGER, ENGLISH):
        view = home(ways, chat, person)
        begin = view["blocks"][1]["elements"]
        assert [button["action_id"] for button in begin] == ["campaign.open", "draft.open", "complaint.open"]
        assert {"home.settings", "words.run.0"} <= set(buttons(view))


def test_home_full_of_hostile_text_is_within_the_walls_and_rings_nobody(ways: Ways, chat: Chat, desk: Desk) -> None:
    for n in range(20):
        logged(desk, n, f"<!channel> <@U0LEADER> {'&' * 300} 😀\u200b")
    assert rings(home(ways, chat, SERVICE)) == []


def test_another_tab_draws_nothing(ways: Ways, chat: Chat) -> None:
    ways.event({"type": "app_home_opened", "user": SALES, "channel": "D1", "tab": "messages"})
    assert chat.views("views.publish") == []


def test_a_home_that_the_chat_refuses_is_acknowledged_all_the_same(ways: Ways, chat: Chat) -> None:
    chat.refuse["views.publish"] = "hash_conflict"
    ways.event({"type": "app_home_opened", "user": SALES, "channel": "D1", "tab": "home"})
    assert [method for method, _ in chat.calls if method == "views.publish"] == ["views.publish"]


def test_pages_are_turned_both_ways_and_stay_where_they_are_when_something_changes(
    ways: Ways, chat: Chat, desk: Desk, kept: Kept
) -> None:
    for n in range(25):
        logged(desk, n)
    first = home(ways, chat, SERVICE)
    assert "第 1 页，共 3 页" in said(first)
    assert "home.turn.waiting.previous" not in buttons(first)
    ways.click(SERVICE, "home.turn.waiting.next", buttons(first)["home.turn.waiting.next"], view={"type": "home"})
    second = chat.views("views.publish")[-1]
    assert "第 2 页，共 3 页" in said(second)
    assert "*C-11*" in said(second)
    complaints.claim(desk, ask(desk, EDITOR), "C-12")
    assert kept.drawn(seconds=6) == [SERVICE]
    now = chat.views("views.publish")[-1]
    assert "第 2 页，共 3 页" in said(now)
    assert "*C-12*" not in said(now)
    ways.click(SERVICE, "home.turn.waiting.previous", buttons(now)["home.turn.waiting.previous"], view={"type": "home"})
    assert chat.views("views.publish")[-1]["blocks"][3] == first["blocks"][3]


def test_who_looks_at_their_home_sees_a_change_at_once_and_nobody_else_is_drawn_for(
    ways: Ways, chat: Chat, desk: Desk, kept: Kept
) -> None:
    home(ways, chat, SERVICE)
    home(ways, chat, SALES)
    kept.drawn(seconds=10)
    case = logged(desk)
    assert kept.drawn() == [SERVICE]
    assert case in said(chat.views("views.publish")[-1])
    assert kept.drawn(seconds=10) == []


def test_many_changes_are_gathered_into_one_drawing(ways: Ways, chat: Chat, desk: Desk, kept: Kept) -> None:
    home(ways, chat, SERVICE)
    kept.drawn(seconds=10)
    drawn = []
    for n in range(10):
        logged(desk, n)
        drawn += kept.drawn(seconds=0.3)
    assert drawn == [SERVICE]
    assert kept.drawn(seconds=5) == [SERVICE]
    assert "*等我处理*（10，" in said(chat.views("views.publish")[-1])


def test_what_changes_nothing_on_a_home_is_not_shown_anew(ways: Ways, chat: Chat, desk: Desk, kept: Kept) -> None:
    case = logged(desk)
    complaints.claim(desk, ask(desk, EDITOR), case)
    home(ways, chat, SERVICE)
    kept.drawn(seconds=10)
    complaints.note(desk, ask(desk, EDITOR), case, "已联系")
    assert kept.drawn(seconds=10) == []


def test_a_hand_over_reaches_both_sides_and_a_refusal_takes_it_back(
    ways: Ways, chat: Chat, desk: Desk, kept: Kept
) -> None:
    case = logged(desk)
    complaints.claim(desk, ask(desk, SERVICE), case)
    for user in (SERVICE, SALES):
        home(ways, chat, user)
    kept.drawn(seconds=10)
    complaints.hand_over(desk, ask(desk, SERVICE), case, "sales")
    assert sorted(kept.drawn(seconds=10)) == [SALES, SERVICE]
    complaints.refuse(desk, ask(desk, SALES), case, "应由客服部处理")
    assert sorted(kept.drawn(seconds=10)) == [SALES, SERVICE]


def test_what_leaves_no_trace_leaves_the_home_all_the_same(ways: Ways, chat: Chat, desk: Desk, kept: Kept) -> None:
    case = opened(desk)
    assert buttons(home(ways, chat, LEADER))["rally.join"] == case
    kept.drawn(seconds=10)
    rallies.decline(desk, ask(desk, LEADER), case)
    assert kept.drawn(seconds=10) == [LEADER]
    assert "rally.join" not in buttons(chat.views("views.publish")[-1])
    assert desk.store.all("SELECT * FROM outbox WHERE case_id = 'home'") == []


def test_a_home_nobody_came_back_to_is_left_alone(ways: Ways, chat: Chat, desk: Desk, kept: Kept) -> None:
    home(ways, chat, SERVICE)
    kept.drawn(seconds=10)
    kept.time.forward(hours=13)
    logged(desk)
    assert kept.drawn() == []


def test_of_two_processes_one_draws(ways: Ways, chat: Chat, desk: Desk, time: Time) -> None:
    home(ways, chat, SERVICE)
    time.forward(seconds=10)
    logged(desk)
    assert [homes.look(desk, time()), homes.look(desk, time())] == [1, 0]


def test_a_home_the_chat_refuses_is_dropped_and_no_admin_is_told(
    ways: Ways, chat: Chat, desk: Desk, kept: Kept
) -> None:
    home(ways, chat, SERVICE)
    kept.drawn(seconds=10)
    chat.refuse["views.publish"] = "not_enabled"
    logged(desk)
    assert kept.drawn(seconds=10) == [SERVICE]
    assert desk.store.all("SELECT * FROM outbox WHERE state = 'parked' OR case_id = 'home' OR what = 'direct'") == []


def test_settings_are_shown_to_who_presses_their_button(ways: Ways, chat: Chat, desk: Desk) -> None:
    ways.click(SALES, "home.settings", "me", view={"type": "home"})
    row = desk.store.one("SELECT what, channel, body FROM outbox")
    assert row is not None
    assert (row["what"], row["channel"]) == ("direct", SALES)
    assert "我的设置" in str(row["body"])
