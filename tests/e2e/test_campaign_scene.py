"""A campaign lived through, from a late notice to its results, as `guanwei demo --scene campaign` plays it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot import copycheck
from bot.cli.demo.scenes import SCENES
from bot.cli.demo.stage import Stage
from bot.domain import campaigns
from bot.store import answers, events, slots
from bot.workspace.client import Client

TOKENS = {"SLACK_BOT_TOKEN": "xoxb-t", "SLACK_APP_TOKEN": "xapp-t", "SLACK_SIGNING_SECRET": "0" * 32}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The scene, played to its end."""
    scene = SCENES["campaign"]
    # In a hurry, the first draft would come while the copy check's dictionary is being loaded.
    copycheck.warm()
    with Stage(tmp_path_factory.mktemp("campaign"), 0, TOKENS, scene, hurry=True) as stage:
        stage.start_bot()
        assert stage.play(lambda *_: None)
        yield stage


def desk_of(stage: Stage) -> Any:
    return stage._bot.desk  # type: ignore[union-attr]  # it was started


def said_in(stage: Stage, channel: str, who: str = "lin.lan") -> str:
    return str(Client(stage.url).person(who).messages(channel))


@pytest.mark.e2e
def test_every_step_was_answered_as_the_story_has_it(played: Stage) -> None:
    assert played.result().complete


@pytest.mark.e2e
def test_the_late_notice_was_returned_accepted_changed_run_and_reviewed(played: Stage) -> None:
    desk = desk_of(played)
    case = campaigns.show(desk.store, "N-2")
    assert (case.state, case.light, case.changes) == ("reviewed", "late", 1)
    told = [event.action for event in events.history(desk.store, "N-2")]
    assert [one for one in told if not one.startswith("slot")] == [
        "submit", "return", "resubmit", "accept", "edit", "plan", "start", "end", "result",
    ]  # fmt: skip
    assert {slot.ask for slot in slots.of_campaign(desk.store, "N-2")} >= {"teaser", "repost", "launch", "winners"}


@pytest.mark.e2e
def test_customer_service_got_the_answers_and_they_are_canned_replies(played: Stage) -> None:
    assert "能和会员价叠加吗" in said_in(played, "#客服", "he.jing")
    assert len(answers.of_campaign(desk_of(played).store, "N-2")) == 3


@pytest.mark.e2e
def test_the_contact_was_asked_for_results_and_the_card_shows_them(played: Stage) -> None:
    person = Client(played.url).person("qian.duo")
    asked = [one for one in person.messages(person.dm("guanwei")) if "效果怎么样" in str(one["text"])]
    assert len(asked) == 1
    assert "订单 1730 单" in said_in(played, "#官微")


@pytest.mark.e2e
def test_six_drafts_went_out_approved_one_of_them_tacky_once_and_one_a_lottery(played: Stage) -> None:
    store = desk_of(played).store
    found = {f"D-{number}": [event.action for event in events.history(store, f"D-{number}")] for number in range(1, 7)}
    assert found["D-2"] == ["submit", "revise", "accept", "approve", "handed", "published"]
    assert found["D-3"] == ["submit", "approve", "approve", "handed", "published", "figures"]
    assert all(steps[-2:] == ["handed", "published"] or "figures" in steps for steps in found.values())
    assert {slot.ask for slot in slots.of_campaign(store, "N-2") if slot.state == "published"} >= {"teaser", "winners"}
    assert "互动率 9.15%" in said_in(played, "#官微")
