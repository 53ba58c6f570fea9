"""The page's calls: who sees what, what is unread, what is told live, and who may not."""

from __future__ import annotations

import json
import re
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from bot.workspace.client import PageError
from tests.workspace.house import House, bolt, button, connected, manifest, section


def watch(house: House, who: str) -> ClientConnection:
    """Somebody's open page, past its first word."""
    url = f"{house.workspace.url.replace('http', 'ws', 1)}/page/live?as={house.workspace.person_id(who)}"
    page = connect(url, proxy=None, legacy=True)
    assert json.loads(page.recv(5))["type"] == "app"
    return page


def told(page: ClientConnection) -> dict[str, Any]:
    event: dict[str, Any] = json.loads(page.recv(5))
    return event


def test_a_person_sees_their_channels_and_the_public_ones(house: House) -> None:
    seen = {who: {c["name"] for c in house.person(who).state()["channels"]} for who in ("an.ning", "bai.lu")}
    assert seen["an.ning"] == {"全员", "官微", "销售", "秘密", "旧档"}
    assert seen["bai.lu"] == {"全员", "官微", "销售", "旧档"}


def test_the_state_has_what_the_page_draws(house: House) -> None:
    state = house.person("an.ning").state()
    assert state["me"]["initials"] == "安宁"
    assert state["app"] == {"bot_user_id": house.workspace.bot_user_id, "name": "guanwei", "online": False}
    assert [one["command"] for one in state["commands"]] == ["/echo", "/form"]
    assert {one["type"] for one in state["shortcuts"]} == {"message", "global"}
    assert state["usergroups"][0]["handle"] == "desk"


def test_nobody_acts_as_the_bot_or_as_one_who_has_left(house: House) -> None:
    for who in ("guanwei", "fu.gui", "nobody"):
        with pytest.raises(PageError) as caught:
            house.person(who)
        assert caught.value.code == "user_not_found"


def test_a_private_channel_is_not_there_for_others(house: House) -> None:
    secret = house.person("an.ning").channel("#秘密")
    with pytest.raises(PageError) as caught:
        house.person("bai.lu").messages(secret)
    assert caught.value.code == "channel_not_found"


def test_one_writes_only_where_one_is_in(house: House) -> None:
    with pytest.raises(PageError) as caught:
        house.person("an.ning").say("#销售", "x")
    assert caught.value.code == "not_in_channel"


def test_unread_marks_count_messages_of_others_and_what_rings(house: House) -> None:
    an, bai = house.person("an.ning"), house.person("bai.lu")
    an.say("#官微", "一")
    an.say("#官微", "@bai.lu 二")
    an.say("#官微", "@desk 三")
    last = an.say("#官微", "@here 四")

    def marks(person: Any) -> tuple[int, int]:
        channel = next(c for c in person.state()["channels"] if c["name"] == "官微")
        return channel["unread"], channel["mentions"]

    assert (marks(bai), marks(an)) == ((4, 3), (0, 0))
    bai.read("#官微", last)
    assert marks(bai) == (0, 0)


def test_what_happens_is_told_live_to_whom_it_concerns(house: House) -> None:
    with watch(house, "bai.lu") as page, watch(house, "cui.yu") as other:
        ts = house.person("an.ning").say("#官微", "早")
        first, second = told(page), told(page)
        assert (first["type"], first["message"]["ts"], first["message"]["app"]) == ("message", ts, False)
        assert (second["type"], second["count"]) == ("unread", 1)
        house.client.chat_postEphemeral(channel="#官微", user=house.workspace.person_id("bai.lu"), text="悄悄")
        assert told(page)["type"] == "ephemeral"
        house.person("an.ning").react({"channel": first["channel"], "ts": ts}, "eyes")
        assert told(page)["type"] == "message_changed"
        # A public channel may be looked into from outside; unread marks and ephemeral messages are for its members.
        assert [told(other)["type"] for _ in range(2)] == ["message", "message_changed"]


def test_the_app_coming_and_going_is_told(house: House) -> None:
    with watch(house, "an.ning") as page:
        with connected(house, bolt(house)):
            assert told(page) == {"type": "app", "online": True}
        assert told(page) == {"type": "app", "online": False}


def test_a_click_in_a_message_brings_the_message_and_its_answer_replaces_it(house: House) -> None:
    app = bolt(house)
    seen: list[dict[str, Any]] = []

    @app.action("claim")
    def claim(ack: Any, body: dict[str, Any], respond: Any) -> None:
        seen.append(body)
        ack()
        respond(text="已认领", replace_original=True)

    row = {"type": "actions", "block_id": "row", "elements": [button("claim", "认领", value="31")]}
    house.client.chat_postMessage(channel="#官微", text="投诉", blocks=[section("投诉"), row])
    person = house.person("an.ning")
    with connected(house, app):
        assert person.click(person.messages("#官微")[-1], "认领")["acknowledged"]
    assert seen[0]["actions"][0]["value"] == "31"
    assert seen[0]["message"]["text"] == "投诉"
    now = person.messages("#官微")[-1]
    assert (now["text"], "blocks" in now) == ("已认领", False)


def test_only_what_is_there_can_be_pressed(house: House) -> None:
    house.client.chat_postMessage(
        channel="#官微", text="x", blocks=[{"type": "actions", "block_id": "b", "elements": [button()]}]
    )
    person = house.person("an.ning")
    place = {"type": "message", "channel": person.channel("#官微"), "ts": person.messages("#官微")[-1]["ts"]}
    with pytest.raises(PageError) as caught:
        person._act("action", container=place, action={"block_id": "b", "action_id": "other", "type": "button"})
    assert caught.value.code == "action_not_found"


def test_a_click_in_an_ephemeral_message_can_replace_or_delete_it(house: House) -> None:
    app = bolt(house)
    row = {"type": "actions", "elements": [button("more"), button("less")]}

    @app.command("/echo")
    def echo(ack: Any) -> None:
        ack(text="选", blocks=[row])

    @app.action("more")
    def more(ack: Any, body: dict[str, Any], respond: Any) -> None:
        ack()
        assert body["container"]["is_ephemeral"] is True
        respond(text="换了", blocks=[row], replace_original=True)

    @app.action("less")
    def less(ack: Any, respond: Any) -> None:
        ack()
        respond(delete_original=True)

    person = house.person("an.ning")
    with connected(house, app):
        person.command("#官微", "/echo")
        person.click(person.ephemerals()[0], "more")
        assert [one["text"] for one in person.ephemerals()] == ["换了"]
        person.click(person.ephemerals()[0], "less")
    assert person.ephemerals() == []


def test_a_command_in_a_thread_is_refused(house: House) -> None:
    person = house.person("an.ning")
    ts = person.say("#官微", "头")
    with pytest.raises(PageError) as caught:
        person._act("command", channel="#官微", text="/echo", thread_ts=ts)
    assert caught.value.code == "command_in_thread"


def test_inviting_the_app_lets_it_post(house: House) -> None:
    cui = house.person("cui.yu")
    cui.command("#销售", "/invite @guanwei")
    assert house.client.chat_postMessage(channel="#销售", text="x")["ok"]
    cui.command("#销售", "/remove @guanwei")
    assert house.workspace.bot_user_id not in next(c["members"] for c in cui.state()["channels"] if c["name"] == "销售")


def test_what_is_typed_is_escaped_and_names_become_tokens(house: House) -> None:
    person = house.person("an.ning")
    who = house.workspace.person_id("bai.lu")
    person.say("#官微", "a<b & @bai.lu，#官微 https://example.com/?a=1 <!channel> x@y.z")
    text = person.messages("#官微")[-1]["text"]
    assert text == (
        f"a&lt;b &amp; <@{who}>，<#{person.channel('#官微')}|> <https://example.com/?a=1> &lt;!channel&gt; x@y.z"
    )


def test_direct_messages_are_the_same_place_for_both(house: House) -> None:
    an, bai = house.person("an.ning"), house.person("bai.lu")
    assert an.dm("bai.lu") == bai.dm("an.ning")
    an.say(an.dm("bai.lu"), "在吗")
    assert [one["text"] for one in bai.messages(bai.dm("an.ning"))] == ["在吗"]
    with pytest.raises(PageError):
        house.person("cui.yu").messages(an.dm("bai.lu"))


def raw(house: House, path: str, body: bytes | None = None, **headers: str) -> tuple[int, dict[str, Any]]:
    request = urllib.request.Request(f"{house.workspace.url}{path}", body, headers)
    try:
        with urllib.request.urlopen(request) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def test_another_sites_page_cannot_act_for_anybody(house: House) -> None:
    body = json.dumps({"as": "an.ning", "channel": "#官微", "text": "x"}).encode()
    assert raw(house, "/page/post", body, Origin="http://evil.example")[0] == 403
    assert raw(house, "/page/state?as=an.ning", Host="evil.example")[0] == 403
    url = house.workspace.url.replace("http", "ws", 1)
    with pytest.raises(InvalidStatus):
        connect(f"{url}/page/live?as=an.ning", origin=Origin("http://evil.example"), proxy=None, legacy=True)
    assert house.person("an.ning").messages("#官微") == []


@pytest.mark.parametrize("path", ["/", "/js/main.js", "/files/F1/x.png", "/archives/C1/p1", "/page/state?as=an.ning"])
def test_a_name_that_is_not_this_machines_opens_nothing(house: House, path: str) -> None:
    """Another site may give its own name this machine's address (DNS rebinding)."""
    assert raw(house, path, Host="evil.example")[0] == 403
    assert raw(house, path, Host=f"evil.example:{house.workspace.port}")[0] == 403
    assert raw(house, path, Host=f"127.0.0.1.evil.example:{house.workspace.port}")[0] == 403


@pytest.mark.parametrize("headers", [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Host": "evil.example"}])
def test_another_sites_page_cannot_call_the_web_api_either(house: House, headers: dict[str, str]) -> None:
    body = urlencode({"token": "xoxb-workspace", "channel": house.person("an.ning").channel("#官微"), "text": "x"})
    assert raw(house, "/api/chat.postMessage", body.encode(), **headers)[0] == 403
    assert house.person("an.ning").messages("#官微") == []
    assert raw(house, "/api/chat.postMessage", body.encode())[1]["ok"]


def test_the_page_runs_its_own_files_only_and_is_shown_in_no_other(house: House) -> None:
    with urllib.request.urlopen(f"{house.workspace.url}/") as answer:
        headers, page = answer.headers, answer.read().decode()
    rules = dict(rule.partition(" ")[::2] for rule in headers["Content-Security-Policy"].split("; "))
    assert rules["default-src"] == rules["frame-ancestors"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == "'self'"
    assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"]) == ("nosniff", "DENY")
    assert (headers["Referrer-Policy"], headers["Cross-Origin-Opener-Policy"]) == ("same-origin", "same-origin")
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=|javascript:", page)


def test_it_listens_on_this_machine_unless_told_otherwise(house: House) -> None:
    assert house.workspace.url.startswith("http://127.0.0.1:")


def test_what_is_no_request_is_told(house: House) -> None:
    assert raw(house, "/page/post", b"no json")[0] == 400
    assert raw(house, "/page/post", b"[]")[0] == 400
    assert raw(house, "/page/nothing?as=an.ning")[1]["error"] == "unknown_call"
    status, answer = raw(house, "/page/action", b'{"as": "an.ning", "container": 7}')
    assert (status, answer["error"]) == (400, "invalid_arguments")


def test_messages_come_in_pages(house: House) -> None:
    person = house.person("an.ning")
    for number in range(3):
        person.say("#官微", str(number))
    where = person.channel("#官微")
    query = f"as=an.ning&channel={where}&limit=2"
    newest = raw(house, f"/page/messages?{query}")[1]
    assert ([one["text"] for one in newest["messages"]], newest["has_more"]) == (["1", "2"], True)
    older = raw(house, f"/page/messages?{query}&before={newest['messages'][0]['ts']}")[1]
    assert ([one["text"] for one in older["messages"]], older["has_more"]) == (["0"], False)


def test_waiting_ends_when_it_happens(open_house: Callable[..., House]) -> None:
    house = open_house(manifest())
    person = house.person("bai.lu")
    writer = threading.Thread(target=lambda: house.person("an.ning").say("#官微", "来了"))
    writer.start()
    assert person.wait_for(lambda: person.messages("#官微"))[0]["text"] == "来了"
    writer.join()
    with pytest.raises(TimeoutError):
        person.wait_for(lambda: None, timeout=0.05)


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "没有这个频道。"), ("en", "There is no such channel."), ("", "没有这个频道。")]
)
def test_what_is_refused_is_said_in_the_pages_language(house: House, lang: str, said: str) -> None:
    me = house.workspace.person_id("an.ning")
    asked = urlencode({"as": me, "channel": "C0NOWHERE", "lang": lang})
    body = json.dumps({"as": me, "channel": "C0NOWHERE", "text": "早", "lang": lang}).encode()
    for call in (
        f"{house.workspace.url}/page/messages?{asked}",
        urllib.request.Request(f"{house.workspace.url}/page/post", body, {"content-type": "application/json"}),
    ):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(call)
        assert json.loads(refused.value.read())["message"] == said
