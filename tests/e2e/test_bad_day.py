"""A bad day of the complaint desk, as `guanwei demo --scene bad-day` plays it: one truth for everybody afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from bot import copycheck
from bot.cli.demo.bad_day import FLOOD
from bot.cli.demo.scenes import SCENES
from bot.cli.demo.stage import Stage
from bot.domain import complaints
from bot.domain.complaints.ledger import ledger
from bot.store import events
from bot.store.times import from_store
from bot.workspace.client import Client

TOKENS = {"SLACK_BOT_TOKEN": "xoxb-t", "SLACK_APP_TOKEN": "xapp-t", "SLACK_SIGNING_SECRET": "0" * 32}
FLOODED, LATE, REFUND, HURT = "C-1", "C-4", "C-5", "C-6"

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The day, played to the next morning."""
    copycheck.warm()
    with Stage(tmp_path_factory.mktemp("bad-day"), 0, TOKENS, SCENES["bad-day"], hurry=True) as stage:
        stage.start_bot()
        assert stage.play(lambda *_: None)
        yield stage


def history(stage: Stage, case_id: str) -> list[events.Event]:
    return events.history(stage.store, case_id)


def card(stage: Stage, case_id: str) -> dict[str, Any]:
    messages = Client(stage.url).person("he.jing").messages("#客服")
    return next(m for m in messages if m.get("blocks") and m["blocks"][0]["type"] == "header" and case_id in m["text"])


def thread(stage: Stage, case_id: str) -> list[str]:
    person = Client(stage.url).person("he.jing")
    return [str(line["text"]) for line in person.thread(card(stage, case_id))[1:]]


def test_every_step_was_answered_and_every_case_stands_where_the_day_leaves_it(played: Stage) -> None:
    assert played.result().complete


def test_twenty_comments_are_one_case_with_a_line_for_each_quarter_of_an_hour(played: Stage) -> None:
    assert complaints.show(played.store, FLOODED).comments == FLOOD
    told = [line for line in thread(played, FLOODED) if "又留言" in line]
    # From 9:30 to 9:45 eight, to 10:00 eleven; the first of a quarter may be told at once.
    assert len(told) <= 3
    assert "共 20 条留言，1 人" in str(card(played, FLOODED)["blocks"])


def test_what_others_wrote_in_the_same_words_is_named_beside_it(played: Stage) -> None:
    blocks = str(card(played, FLOODED)["blocks"])
    assert "C-2" in blocks and "C-3" in blocks


def test_one_of_two_who_race_has_it(played: Stage) -> None:
    claims = [event for event in history(played, FLOODED) if event.action == "claim"]
    assert len(claims) == 1


def test_an_hour_nobody_answers_rings_the_channel_the_head_and_the_leaders_once_each(played: Stage) -> None:
    rung = [event for event in history(played, LATE) if event.action == "escalate"]
    before_claim = [one for one in rung if one.from_state == "new"]
    assert len(before_claim) == 3
    ids = {name: Client(played.url).person(name).id for name in ("he.jing", "gu.zong", "fang.zong")}
    lines = [line for line in thread(played, LATE) if "认领已超时" in line]
    assert len(lines) == 3
    assert ids["he.jing"] in lines[1]
    assert ids["gu.zong"] in lines[2] and ids["fang.zong"] in lines[2]


def test_a_hand_over_was_refused_with_a_better_holder_and_then_accepted(played: Stage) -> None:
    turns = [event.action for event in history(played, LATE) if event.action in ("hand_over", "refuse", "accept")]
    assert turns == ["hand_over", "refuse", "hand_over", "accept"]
    assert complaints.show(played.store, LATE).department == "sales"


def test_the_settlement_that_did_not_hold_comes_first_on_the_card(played: Stage) -> None:
    second = card(played, REFUND)["blocks"][1]
    assert "接受过处理" in str(second) and "行，收到就算了" in str(second)


def test_at_night_a_p0_rings_within_minutes(played: Stage) -> None:
    case = complaints.show(played.store, HURT)
    assert case.severity == "P0"
    first = next(event for event in history(played, HURT) if event.action == "escalate")
    assert (from_store(first.at) - from_store(case.created_at)).total_seconds() < 10 * 60


def test_nobody_is_told_that_the_bot_was_away_on_a_day_it_was_not(played: Stage) -> None:
    said = str(Client(played.url).person("he.jing").messages("#客服"))
    assert "停到现在" not in said


@pytest.mark.parametrize("case_id", [FLOODED, LATE, REFUND, HURT])
def test_the_ledger_adds_up_to_the_second(played: Stage, case_id: str) -> None:
    case, found = complaints.show(played.store, case_id), ledger(history(played, case_id))
    assert found[0].started_at == case.created_at
    for one, following in pairwise(found):
        assert one.ended_at == following.started_at
    lived = from_store(found[-1].started_at).replace(microsecond=0) - from_store(case.created_at).replace(microsecond=0)
    assert sum(one.elapsed for one in found[:-1]) == lived.total_seconds()
