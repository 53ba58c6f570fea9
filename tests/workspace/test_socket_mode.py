"""Socket Mode with a real Bolt app, and with bare sockets where the app's library would be too polite."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from bot.workspace.client import PageError
from bot.workspace.delivery import Envelope
from tests.workspace.house import House, bolt, connected, manifest


def dial(house: House) -> ClientConnection:
    """A bare connection, past its hello."""
    app = WebClient("xapp-workspace", base_url=house.workspace.api_url)
    return connect(app.apps_connections_open(app_token="xapp-workspace")["url"], proxy=None, legacy=True)


def heard(socket: ClientConnection) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(socket.recv(10))
    return message


def in_background(work: Callable[[], Any]) -> tuple[threading.Thread, list[Any]]:
    """Run something that waits for the bot; what it gave or raised."""
    given: list[Any] = []

    def run() -> None:
        try:
            given.append(work())
        except PageError as error:
            given.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, given


def test_a_command_reaches_the_app_and_its_answer_only_the_person(house: House) -> None:
    app = bolt(house)
    seen: list[dict[str, Any]] = []

    @app.command("/echo")
    def echo(ack: Any, body: dict[str, Any]) -> None:
        seen.append(body)
        ack(f"听到：{body['text']}")

    with connected(house, app):
        answer = house.person("an.ning").command("#官微", "/echo 一 二")
    assert answer["acknowledged"] is True
    assert (seen[0]["text"], seen[0]["user_name"], seen[0]["channel_name"]) == ("一 二", "an.ning", "官微")
    assert [one["text"] for one in house.person("an.ning").ephemerals()] == ["听到：一 二"]
    assert house.person("bai.lu").ephemerals() == []


def test_an_answer_may_be_for_all_in_the_channel(house: House) -> None:
    app = bolt(house)

    @app.command("/echo")
    def echo(ack: Any) -> None:
        ack(text="大家好", response_type="in_channel")

    with connected(house, app):
        house.person("an.ning").command("#官微", "/echo")
    assert house.person("bai.lu").messages("#官微")[-1]["text"] == "大家好"


def test_an_app_that_is_away_fails_at_once_with_a_word_to_the_person(house: House) -> None:
    person = house.person("an.ning")
    with pytest.raises(PageError) as caught:
        person.command("#官微", "/echo")
    assert caught.value.code == "dispatch_failed"
    assert "dispatch_failed" in person.ephemerals()[-1]["text"]


def test_an_app_that_does_not_acknowledge_in_three_seconds_timed_out(house: House) -> None:
    person = house.person("an.ning")
    with dial(house) as socket:
        assert heard(socket)["type"] == "hello"
        thread, given = in_background(lambda: person.command("#官微", "/echo"))
        assert heard(socket)["type"] == "slash_commands"
        thread.join()
    assert given[0].code == "operation_timeout"
    assert given[0].answer["acknowledged"] is False
    assert "operation_timeout" in person.ephemerals()[-1]["text"]


def test_an_envelope_goes_to_one_connection_only(house: House) -> None:
    person = house.person("an.ning")
    with dial(house) as first, dial(house) as second:
        assert [heard(one)["num_connections"] for one in (first, second)] == [1, 2]
        got = []
        for _ in range(4):
            thread, _given = in_background(lambda: person.command("#官微", "/echo"))
            for number, one in enumerate((first, second)):
                try:
                    envelope = json.loads(one.recv(0.5))
                except TimeoutError:
                    continue
                one.send(json.dumps({"envelope_id": envelope["envelope_id"]}))
                got.append(number)
            thread.join()
    assert sorted(got) == [0, 0, 1, 1]


def test_ten_connections_are_the_most(house: House) -> None:
    sockets = [dial(house) for _ in range(10)]
    try:
        assert [heard(one)["num_connections"] for one in sockets] == list(range(1, 11))
        with dial(house) as one_more:
            assert heard(one_more)["reason"] == "too_many_websockets"
            with pytest.raises(ConnectionClosed):
                one_more.recv(10)
    finally:
        for one in sockets:
            one.close()


def test_a_ticket_is_good_for_one_connection(house: House) -> None:
    app = WebClient("xapp-workspace", base_url=house.workspace.api_url)
    url = app.apps_connections_open(app_token="xapp-workspace")["url"]
    with connect(url, proxy=None) as first, connect(url, proxy=None) as second:
        assert heard(first)["type"] == "hello"
        assert (heard(second)["type"]) == "disconnect"


def test_pings_are_answered(house: House) -> None:
    with dial(house) as socket:
        assert heard(socket)["type"] == "hello"
        assert socket.ping(b"alive").wait(10)


def test_a_connection_that_is_old_is_asked_to_come_again(open_house: Callable[..., House]) -> None:
    house = open_house(manifest(), connection_seconds=0.2)
    with dial(house) as socket:
        assert [heard(socket).get("reason") for _ in range(3)] == [None, "warning", "refresh_requested"]


def test_the_app_comes_again_when_asked_and_nothing_is_lost(house: House) -> None:
    app = bolt(house)
    seen: list[str] = []

    @app.command("/echo")
    def echo(ack: Any, body: dict[str, Any]) -> None:
        seen.append(body["text"])
        ack()

    person = house.person("an.ning")
    with connected(house, app):
        house.workspace.disconnect_sockets("refresh_requested")
        for number in range(20):
            assert person.command("#官微", f"/echo {number}")["ok"]
        assert house.workspace.wait_online()
    assert seen == [str(number) for number in range(20)]


def test_many_commands_at_once_are_all_acknowledged(house: House) -> None:
    app = bolt(house)

    @app.command("/echo")
    def echo(ack: Any) -> None:
        ack()

    with connected(house, app):
        answers = house.workspace.commands([("an.ning", "#官微", f"/echo {n}") for n in range(300)], at_once=8)
    assert sum(answer["ok"] for answer in answers) == 300


def test_envelopes_are_delivered_as_they_are(house: House) -> None:
    app = bolt(house)

    @app.command("/echo")
    def echo(ack: Any, body: dict[str, Any]) -> None:
        ack(text=body["text"])

    given = [Envelope("slash_commands", {"command": "/echo", "text": str(n), "user_id": "U1"}) for n in range(20)]
    with connected(house, app):
        acks = house.workspace.deliver(given, at_once=4)
    assert sorted(ack.payload["text"] for ack in acks if isinstance(ack.payload, dict)) == sorted(map(str, range(20)))


def test_names_are_escaped_where_the_manifest_asks_for_it(open_house: Callable[..., House]) -> None:
    house = open_house(manifest())
    app = bolt(house)
    seen: list[str] = []

    @app.command("/echo")
    def echo(ack: Any, body: dict[str, Any]) -> None:
        seen.append(body["text"])
        ack()

    who = house.workspace.person_id("bai.lu")
    person = house.person("an.ning")
    with connected(house, app):
        person.command("#官微", "/echo @bai.lu 看 <!channel> a&b @nobody")
        person.command("#官微", f"/echo <@{who}>")
    assert seen == [f"<@{who}|bai.lu> 看 &lt;!channel&gt; a&amp;b @nobody", f"<@{who}>"]


def test_names_are_plain_where_it_does_not(open_house: Callable[..., House]) -> None:
    house = open_house(manifest(escape=False))
    app = bolt(house)
    seen: list[str] = []

    @app.command("/echo")
    def echo(ack: Any, body: dict[str, Any]) -> None:
        seen.append(body["text"])
        ack()

    with connected(house, app):
        house.person("an.ning").command("#官微", "/echo @bai.lu a&b")
    assert seen == ["@bai.lu a&b"]


def test_a_command_nobody_registered_is_told_as_slack_tells_it(house: House) -> None:
    with pytest.raises(PageError) as caught:
        house.person("an.ning").command("#官微", "/shout x")
    assert caught.value.code == "unknown_command"
    assert "/shout" in str(caught.value)


def test_an_answer_that_breaks_a_limit_is_told_and_not_shown(house: House) -> None:
    app = bolt(house)

    @app.command("/echo")
    def echo(ack: Any) -> None:
        ack(text="x", blocks=[{"type": "divider"}] * 51)

    with connected(house, app), pytest.raises(PageError) as caught:
        house.person("an.ning").command("#官微", "/echo")
    assert caught.value.code == "invalid_blocks"
    assert caught.value.answer["acknowledged"] is True
