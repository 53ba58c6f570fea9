"""What happens in channels reaches the app, again where it was not acknowledged, and only what it subscribes to."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient
from websockets.sync.client import connect

from tests.workspace.house import EVENTS, House, bolt, connected, manifest


def listening(house: House) -> tuple[Any, list[dict[str, Any]]]:
    """A Bolt app that keeps the events it was told of."""
    app = bolt(house)
    heard: list[dict[str, Any]] = []
    for name in ("message", "app_mention", "reaction_added", "member_joined_channel"):
        app.event(name)(lambda body: heard.append(body))
    return app, heard


def test_a_message_and_a_mention_are_told(house: House) -> None:
    app, heard = listening(house)
    with connected(house, app):
        ts = house.person("an.ning").say("#官微", "@guanwei 今天 <有> 什么")
        house.workspace.settle()
    kinds = {body["event"]["type"]: body["event"] for body in heard}
    assert set(kinds) == {"message", "app_mention"}
    text = f"<@{house.workspace.bot_user_id}> 今天 &lt;有&gt; 什么"
    assert (kinds["app_mention"]["text"], kinds["app_mention"]["ts"]) == (text, ts)
    assert kinds["message"]["channel_type"] == "channel"


def test_a_direct_message_to_the_app_is_told(house: House) -> None:
    app, heard = listening(house)
    person = house.person("an.ning")
    with connected(house, app):
        person.say(person.dm("guanwei"), "在吗")
        house.workspace.settle()
    assert [body["event"]["channel_type"] for body in heard] == ["im"]


def test_where_the_app_is_not_in_nothing_is_told(house: House) -> None:
    app, heard = listening(house)
    with connected(house, app):
        house.person("cui.yu").say("#销售", "@guanwei 听得见吗")
        house.workspace.settle()
    assert heard == []


def test_only_what_the_manifest_subscribes_to_is_told(open_house: Callable[..., House]) -> None:
    house = open_house(manifest(events=[name for name in EVENTS if name != "message.channels"]))
    app, heard = listening(house)
    with connected(house, app):
        house.person("an.ning").say("#官微", "@guanwei 早")
        house.workspace.settle()
    assert [body["event"]["type"] for body in heard] == ["app_mention"]


def test_an_event_that_was_not_acknowledged_comes_again_as_the_same(open_house: Callable[..., House]) -> None:
    house = open_house(manifest(events=["message.channels"]), retry_delays=(0.0, 0.0), pace=None)
    web = WebClient("xapp-workspace", base_url=house.workspace.api_url)
    url = web.apps_connections_open(app_token="xapp-workspace")["url"]
    with connect(url, proxy=None) as socket:
        socket.recv()
        house.person("an.ning").say("#官微", "早")
        first = json.loads(socket.recv(10))
        # The first is not acknowledged: three seconds later it comes again, as the same event.
        second = json.loads(socket.recv(10))
        socket.send(json.dumps({"envelope_id": second["envelope_id"]}))
        house.workspace.settle()
    assert (first["retry_attempt"], second["retry_attempt"], second["retry_reason"]) == (0, 1, "timeout")
    assert first["payload"]["event_id"] == second["payload"]["event_id"]
    assert first["envelope_id"] != second["envelope_id"]


def test_an_event_can_be_sent_again_on_purpose(house: House) -> None:
    app, heard = listening(house)
    with connected(house, app):
        house.person("an.ning").say("#官微", "早")
        house.workspace.settle()
        assert house.workspace.redeliver()
    assert len({body["event_id"] for body in heard}) == 1
    assert len(heard) == 2


def test_a_message_with_a_key_is_posted_once_and_told_as_the_same_event(house: House) -> None:
    app, heard = listening(house)
    person = house.person("an.ning")
    with connected(house, app):
        stamps = {person.say("#官微", "早", key="step-1") for _ in range(2)}
        house.workspace.settle()
    assert len(stamps) == 1
    assert len(person.messages("#官微")) == 1
    assert len({body["event_id"] for body in heard}) == 1


def test_a_reaction_and_somebody_joining_are_told(house: House) -> None:
    app, heard = listening(house)
    person = house.person("an.ning")
    with connected(house, app):
        person.say("#官微", "早")
        person.react(person.messages("#官微")[-1], "eyes")
        person.command("#官微", "/invite @cui.yu")
        house.workspace.settle()
    told = [body["event"]["type"] for body in heard]
    assert {"reaction_added", "member_joined_channel"} <= set(told)
