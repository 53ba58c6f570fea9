"""The ledger, the strip and the reasons of due times, drawn: within the chat's walls whatever people are called."""

from __future__ import annotations

from typing import Any

import pytest

from bot.cards import complaint as card
from bot.cards import complaint_time as cards
from bot.cards import complaint_turns as turns
from bot.store.events import Event
from bot.store.segments import Segment, Share
from bot.workspace.walls import check_message
from tests.chat import said
from tests.examples import CASE, STAMP, paper, whole
from tests.rings import rings

LONG = "&客服" * 26
LATER = "2026-11-24T03:00:00.000000Z"


def stretch(number: int, **changes: Any) -> Segment:
    one = Segment(number, STAMP, LATER, "claimed", "P0", LONG, "U1", LATER, 3600, 3600, 1800)
    return one._replace(**changes)


def test_a_strip_is_in_service_time_with_what_was_overdue() -> None:
    shares = (
        Share("department", "微博组", 720, 720, 0),
        Share("department", "客服", 50_000, 13_200, 6_000),
        Share("customer", "", 21_600, 21_600, 0),
        Share("department", "法务部", 30, 30, 0),
    )
    assert cards.strip(shares, paper()) == "微博组 12 分 · 客服 3 小时 40 分，超 1 小时 40 分 · 等顾客 6 小时"
    assert cards.strip((), paper()) == ""


def test_the_card_carries_the_strip(language: str = "zh") -> None:
    shares = (Share("department", "客服", 720, 720, 60),)
    assert "用时：客服 12 分，超 1 分" in said(whole(card.card(CASE, [], (), paper(language), shares=shares)))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_longest_ledger_is_within_one_message(language: str) -> None:
    segments = [stretch(number) for number in range(1, 400)]
    shares = [Share("department", f"{LONG}{n}", 10**6, 10**5, 10**4) for n in range(4)]
    message = cards.ledger(CASE, segments, shares, paper(language, LONG))
    check_message(message.text, message.blocks)
    assert rings(whole(message)) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_longest_reasons_are_within_one_message(language: str) -> None:
    piece = cards.Piece(STAMP, LATER, "off", 0)
    clock = cards.Explained(
        name="resolve",
        began="handed_over",
        start=STAMP,
        severity="P0",
        department=LONG,
        allowed=86_400,
        divisor=24,
        hours=tuple(f"{hour:02}:00-{hour:02}:30" for hour in range(24)),
        working_days=True,
        pieces=(piece,) * 200,
        due=LATER,
        done="",
        running=True,
        steps=((100, LATER), (150, LATER), (200, LATER)),
    )
    message = cards.why(CASE, (clock, clock, clock), paper(language))
    check_message(message.text, message.blocks)


def event(action: str, actor: str = "U1", **data: object) -> Event:
    return Event(1, STAMP, actor, "C-31", action, "claimed", "claimed", data)


SORTED: dict[str, Any] = {
    "from": {"severity": "normal", "category": "&其他"},
    "to": {"severity": "P0", "category": "x"},
}
LINES = {
    "assign": event("assign", to="U0TWO", text="<!channel> 快"),
    "hand over": event("hand_over", to="销售部", text=""),
    "accept": event("accept"),
    "refuse with a department": event("refuse", by="销售部", text="不归我们", better="官微组"),
    "refuse with nobody": event("refuse", by="销售部", text="不清楚", better=""),
    "escalate by the clock": event(
        "escalate", "", level=1, clock=f"reply:{STAMP}", due=STAMP, rang=["U0TWO", "S12345"]
    ),
    "escalate to a head": event("escalate", "", level=2, clock=f"claim:{STAMP}", due=STAMP, rang=["U0TWO"]),
    "escalate by hand": event(
        "escalate", level=2, clock=f"claim:{STAMP}", due=STAMP, rang=["U0TWO"], text="<!here> 急"
    ),
    "passed over": event("escalate", "", level=3, clock=f"claim:{STAMP}", due=STAMP, passed_over=True),
    "sort": event("sort", **SORTED),
    "give back": event("give_back", "", who="U0TWO", until=LATER),
    "reckon": event("reckon", ""),
    "take over": event("take_over", ""),
    "close": event("close", ""),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", LINES)
def test_every_turn_has_its_line_and_only_who_must_act_is_rung(name: str, language: str) -> None:
    one = LINES[name]
    assert one.action in turns.ACTIONS
    quiet, loud = (turns.line(one, paper(language), 500, ring=ring) for ring in (False, True))
    assert quiet
    assert rings({"type": "mrkdwn", "text": quiet}) == []
    wanted = [] if name == "passed over" or one.action != "escalate" else ["<@U0TWO>"]
    assert [ring for ring in rings({"type": "mrkdwn", "text": loud}) if "subteam" not in ring] == wanted
