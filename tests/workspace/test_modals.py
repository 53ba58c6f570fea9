"""Forms: opened with a trigger, filled in, checked, stacked three high, the same again when a step is played again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.workspace.client import PageError
from tests.workspace.house import House, bolt, button, connected, field, manifest, modal, plain, section


class Desk:
    """A bot with a form; ``answer`` is what it answers to a submission."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.app = bolt(house)
        self.view: dict[str, Any] = modal()
        self.answer: dict[str, Any] = {}
        self.commands: list[dict[str, Any]] = []
        self.submitted: list[dict[str, Any]] = []
        self.closed: list[dict[str, Any]] = []
        self.clicked: list[dict[str, Any]] = []
        self.on_click: Callable[[dict[str, Any]], None] = lambda body: None
        self.app.command("/form")(self.open)
        self.app.view("form")(self.submit)
        self.app.view_closed("form")(self.close)
        self.app.action("go")(self.click)

    def open(self, ack: Any, body: dict[str, Any]) -> None:
        self.commands.append(body)
        self.house.client.views_open(trigger_id=body["trigger_id"], view=self.view)
        ack()

    def submit(self, ack: Any, body: dict[str, Any]) -> None:
        self.submitted.append(body)
        ack(**self.answer)

    def close(self, ack: Any, body: dict[str, Any]) -> None:
        self.closed.append(body)
        ack()

    def click(self, ack: Any, body: dict[str, Any]) -> None:
        self.clicked.append(body)
        self.on_click(body)
        ack()


@pytest.fixture
def desk(house: House) -> Iterator[Desk]:
    """The bot, connected."""
    desk = Desk(house)
    with connected(house, desk.app):
        yield desk


def refusal(call: Callable[..., Any], **args: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(**args)
    return str(caught.value.response["error"])


def test_a_form_is_opened_filled_in_and_closed(desk: Desk) -> None:
    person = desk.house.person("an.ning")
    person.command("#官微", "/form")
    view = person.view("form")
    assert person.submit(view, {"words": "写好了"})["ok"]
    assert desk.submitted[0]["view"]["state"]["values"]["words"]["value"]["value"] == "写好了"
    assert desk.submitted[0]["view"]["id"] == view["id"]
    assert person.open_views() == []


def test_an_empty_field_is_told_before_the_bot_hears_of_it(desk: Desk) -> None:
    person = desk.house.person("an.ning")
    person.command("#官微", "/form")
    answer = person.submit(person.view(), {})
    assert answer["errors"] == {"words": "请填写这一项。"}
    assert desk.submitted == []
    assert len(person.open_views()) == 1


def test_the_bots_errors_keep_the_form_open(desk: Desk) -> None:
    desk.answer = {"response_action": "errors", "errors": {"words": "太短"}}
    person = desk.house.person("an.ning")
    person.command("#官微", "/form")
    answer = person.submit(person.view(), {"words": "x"})
    assert (answer["response_action"], answer["errors"]) == ("errors", {"words": "太短"})
    assert person.open_views()[0]["state"]["values"]["words"]["value"]["value"] == "x"


def test_errors_for_a_field_that_is_not_there_are_refused(desk: Desk) -> None:
    desk.answer = {"response_action": "errors", "errors": {"other": "x"}}
    person = desk.house.person("an.ning")
    person.command("#官微", "/form")
    with pytest.raises(PageError) as caught:
        person.submit(person.view(), {"words": "x"})
    assert caught.value.code == "invalid_arguments"


def test_a_submission_may_put_a_form_on_top_replace_it_or_close_all(desk: Desk) -> None:
    person = desk.house.person("an.ning")
    person.command("#官微", "/form")
    desk.answer = {"response_action": "push", "view": modal(title=plain("第二张"))}
    person.submit(person.view(), {"words": "1"})
    assert [view["title"]["text"] for view in person.open_views()] == ["表单", "第二张"]
    desk.answer = {"response_action": "update", "view": modal(title=plain("换了"))}
    person.submit(person.view(), {"words": "2"})
    assert [view["title"]["text"] for view in person.open_views()] == ["表单", "换了"]
    desk.answer = {"response_action": "clear"}
    person.submit(person.view(), {"words": "3"})
    assert person.open_views() == []


def test_three_forms_are_the_highest_stack(desk: Desk) -> None:
    desk.view = modal({"type": "actions", "elements": [button()]}, submit=None)
    refused: list[str] = []

    def push(body: dict[str, Any]) -> None:
        try:
            desk.house.client.views_push(trigger_id=body["trigger_id"], view=desk.view)
        except SlackApiError as error:
            refused.append(error.response["error"])

    desk.on_click = push
    person = desk.house.person("an.ning")
    person.command("#官微", "/form")
    for _ in range(3):
        person.click(person.view(), "go")
    assert len(person.open_views()) == 3
    assert refused == ["push_limit_reached"]


def test_a_trigger_opens_one_form(desk: Desk) -> None:
    desk.house.person("an.ning").command("#官微", "/form")
    trigger = desk.commands[0]["trigger_id"]
    assert refusal(desk.house.client.views_open, trigger_id=trigger, view=modal()) == "exchanged_trigger_id"


def test_a_trigger_that_is_old_opens_nothing(desk: Desk) -> None:
    desk.on_click = lambda body: None
    person = desk.house.person("an.ning")
    desk.view = modal({"type": "actions", "elements": [button()]}, submit=None)
    person.command("#官微", "/form")
    person.click(person.view(), "go")
    desk.house.ticks.now += 3.001
    trigger = desk.clicked[0]["trigger_id"]
    assert refusal(desk.house.client.views_open, trigger_id=trigger, view=modal()) == "expired_trigger_id"


def test_a_view_that_changed_meanwhile_is_not_overwritten(desk: Desk) -> None:
    person = desk.house.person("an.ning")
    person.command("#官微", "/form")
    view = person.view()
    update = desk.house.client.views_update
    newer = update(view_id=view["id"], view=modal(title=plain("新")), hash=view["hash"])["view"]
    assert refusal(update, view_id=view["id"], view=modal(), hash=view["hash"]) == "hash_conflict"
    update(view_id=view["id"], view=modal(), hash=newer["hash"])
    person.close(person.view())
    assert refusal(update, view_id=view["id"], view=modal()) == "not_found"


def test_closing_is_told_where_the_view_asks_for_it(desk: Desk) -> None:
    person = desk.house.person("an.ning")
    desk.view = modal(notify_on_close=True)
    person.command("#官微", "/form")
    person.close(person.view())
    assert [body["view"]["callback_id"] for body in desk.closed] == ["form"]
    desk.view = modal()
    person.command("#官微", "/form")
    person.close(person.view())
    assert len(desk.closed) == 1


def test_a_click_in_a_form_carries_what_stands_in_it(desk: Desk) -> None:
    desk.view = modal(field(), {"type": "actions", "elements": [button(value="7")]})
    person = desk.house.person("an.ning")
    person.command("#官微", "/form")
    person.click(person.view(), "走", values={"words": "半句"})
    body = desk.clicked[0]
    assert body["actions"][0]["value"] == "7"
    assert body["view"]["state"]["values"]["words"]["value"]["value"] == "半句"


def test_a_form_that_closed_is_not_submitted_again(desk: Desk) -> None:
    person = desk.house.person("an.ning")
    person.command("#官微", "/form")
    view = person.view()
    person.submit(view, {"words": "一"})
    with pytest.raises(PageError) as caught:
        person.submit(view, {"words": "一"})
    assert caught.value.code == "view_not_found"


def test_nobody_submits_anothers_form(desk: Desk) -> None:
    person = desk.house.person("an.ning")
    person.command("#官微", "/form")
    with pytest.raises(PageError) as caught:
        desk.house.person("bai.lu").submit(person.view(), {"words": "x"})
    assert caught.value.code == "view_not_found"


def test_a_step_played_again_is_the_same_request(desk: Desk) -> None:
    person = desk.house.person("an.ning")
    for _ in range(2):
        person.command("#官微", "/form", key="step-1")
        person.submit(person.view(), {"words": "一"}, key="step-1-send")
    first, again = desk.commands
    assert first["trigger_id"] == again["trigger_id"]
    assert desk.submitted[0]["view"]["id"] == desk.submitted[1]["view"]["id"]


def test_a_submission_alone_may_be_played_again(desk: Desk) -> None:
    person = desk.house.person("an.ning")
    person.command("#官微", "/form", key="step-1")
    view = person.view()
    for _ in range(2):
        assert person.submit(view, {"words": "一"}, key="step-1-send")["ok"]
    assert desk.submitted[0]["view"]["id"] == desk.submitted[1]["view"]["id"]
    assert desk.submitted[0]["trigger_id"] == desk.submitted[1]["trigger_id"]


def test_an_external_id_finds_the_view_and_stands_once(desk: Desk) -> None:
    desk.view = modal(external_id="draft-7")
    desk.house.person("an.ning").command("#官微", "/form")
    desk.house.client.views_update(external_id="draft-7", view=modal(external_id="draft-7", title=plain("七")))
    assert desk.house.person("an.ning").view()["title"]["text"] == "七"
    with pytest.raises(PageError):
        desk.house.person("bai.lu").command("#官微", "/form")
    assert desk.house.workspace.calls[-1].error == "duplicate_external_id"


def test_a_shortcut_on_a_message_brings_the_message(desk: Desk) -> None:
    seen: list[dict[str, Any]] = []

    def log(ack: Any, body: dict[str, Any]) -> None:
        seen.append(body)
        ack()

    desk.app.shortcut("log")(log)
    desk.app.shortcut("new")(log)
    person = desk.house.person("an.ning")
    ts = person.say("#官微", "包装破了")
    person.shortcut("log", person.messages("#官微")[-1])
    person.shortcut("new")
    assert (seen[0]["type"], seen[0]["message"]["text"], seen[0]["message_ts"]) == ("message_action", "包装破了", ts)
    assert seen[1]["type"] == "shortcut"
    with pytest.raises(PageError) as caught:
        person.shortcut("other")
    assert caught.value.code == "unknown_shortcut"


def test_a_home_is_asked_for_and_shown(house: House) -> None:
    app = bolt(house)

    @app.event("app_home_opened")
    def opened(event: dict[str, Any]) -> None:
        house.client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [section("我的桌面")]})

    person = house.person("an.ning")
    with connected(house, app):
        assert person.home() is None
        home = person.wait_for(person.published_home)
    assert home["blocks"][0]["text"]["text"] == "我的桌面"


def test_a_menu_asks_the_bot_for_its_options(desk: Desk) -> None:
    element = {"type": "external_select", "action_id": "who", "min_query_length": 1}
    desk.view = modal({"type": "input", "block_id": "w", "label": plain("谁"), "element": element})

    def offer(ack: Any, payload: dict[str, Any]) -> None:
        ack(options=[{"text": plain(payload["value"] + "一"), "value": "1"}])

    desk.app.options("who")(offer)
    person = desk.house.person("an.ning")
    person.command("#官微", "/form")
    view = person.view()
    assert [one["text"]["text"] for one in person.options(view, "who", "张")] == ["张一"]
    person.submit(view, {"who": {"text": plain("张一"), "value": "1"}})
    assert desk.submitted[0]["view"]["state"]["values"]["w"]["who"]["selected_option"]["value"] == "1"


def test_commands_work_for_a_manifest_without_walls(open_house: Callable[..., House]) -> None:
    house = open_house(None)
    desk = Desk(house)
    with connected(house, desk.app):
        house.person("an.ning").command("#官微", "/form")
    assert len(house.person("an.ning").open_views()) == 1
    assert manifest()["features"]["slash_commands"]
