"""A small bot and a small company for the tests of the page: what is pressed is answered with what was received."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from slack_bolt import Ack, App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.workspace.pace import Pace
from bot.workspace.server import Workspace
from tests.workspace.page import gallery
from tests.workspace.page.gallery import mrkdwn, plain

Json = dict[str, Any]

COMPANY: Json = {
    "team": {"name": "山茶乳业", "domain": "page-tests"},
    "people": [
        {"handle": "chen.xi", "name": "陈溪", "title": "主编", "department": "官微组"},
        {"handle": "lin.lan", "name": "林岚", "title": "编辑", "department": "官微组"},
        {"handle": "he.jing", "name": "何静", "title": "客服主管", "department": "客服部"},
        {
            "handle": "emma",
            "name": "Emma Clarke",
            "title": "Head of international brand partnerships",
            "department": "市场部",
            "locale": "en-US",
        },
    ],
    "usergroups": [{"handle": "kefu", "name": "客服", "members": ["he.jing"]}],
    "channels": [
        {"name": "官微", "topic": "官微组的工作台", "members": ["*"], "bot": True},
        {"name": "客服", "topic": "投诉在这里认领", "members": ["*"], "bot": True},
        {"name": "茶水间", "members": ["lin.lan"], "bot": False},
    ],
}

MANIFEST: Json = {
    "display_information": {"name": "guanwei"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "官微助手"},
        "slash_commands": [
            {"command": "/campaign", "description": "活动通知", "usage_hint": "[list|show N-12]"},
            {"command": "/complaint", "description": "投诉", "usage_hint": "[list|show C-31]", "should_escape": True},
            {"command": "/gallery", "description": "所有组件"},
        ],
        "shortcuts": [
            {"type": "message", "name": "登记为投诉", "callback_id": "log", "description": "把消息登记为投诉"},
            {"type": "global", "name": "新建活动通知", "callback_id": "new", "description": "打开活动表单"},
        ],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "chat:write", "channels:history", "reactions:write"]}},
    "settings": {"event_subscriptions": {"bot_events": ["app_home_opened"]}},
}


class Heard:
    """What the bot was sent, to wait for."""

    def __init__(self) -> None:
        self._all: list[Json] = []
        self._changed = threading.Condition()
        # A click on "never" is not acknowledged before this is set.
        self.released = threading.Event()

    def add(self, kind: str, body: Json) -> None:
        with self._changed:
            self._all.append({"kind": kind, **body})
            self._changed.notify_all()

    def wait(self, kind: str, number: int = 1) -> Json:
        """The ``number``-th thing of a kind."""
        with self._changed:
            found = self._changed.wait_for(lambda: self._of(kind)[number - 1 : number], 8)
        assert found, f"the bot was not sent {kind} number {number}: {[one['kind'] for one in self._all]}"
        return found[0]

    def count(self, kind: str) -> int:
        """How many of a kind came so far."""
        return len(self._of(kind))

    def _of(self, kind: str) -> list[Json]:
        return [one for one in self._all if one["kind"] == kind]


def modal(title: str, blocks: list[Json], *, submit: str | None = "提交", name: str = "form") -> Json:
    view: Json = {"type": "modal", "callback_id": name, "title": plain(title), "close": plain("取消"), "blocks": blocks}
    return view | ({"submit": plain(submit)} if submit else {})


def campaign_form(note: str = "提前量：充足") -> Json:
    """A form with a light that changes, a button that pushes a view, and a title that is checked."""
    button = {"type": "button", "action_id": "more", "text": plain("常见问题")}
    title = {"type": "plain_text_input", "action_id": "title", "max_length": 60}
    first = {"type": "datepicker", "action_id": "first"}
    return modal(
        "新建活动通知",
        [
            {"type": "section", "block_id": "light", "text": mrkdwn(note), "accessory": button},
            {"type": "input", "block_id": "title", "label": plain("标题"), "element": title},
            {
                "type": "input",
                "block_id": "first",
                "label": plain("宣传首日"),
                "element": first,
                "optional": True,
                "dispatch_action": True,
            },
        ],
    )


def make_bot(workspace: Workspace, heard: Heard) -> App:
    """The bot: every way in is noted in ``heard`` and answered."""
    app = App(
        client=WebClient(workspace.tokens.bot, base_url=workspace.api_url),
        signing_secret=workspace.tokens.signing_secret,
        process_before_response=True,
    )

    @app.command("/campaign")
    def campaign(ack: Ack, body: Json, client: WebClient) -> None:
        if not body.get("text"):
            client.views_open(trigger_id=body["trigger_id"], view=campaign_form())
        ack("" if not body.get("text") else f"没有 *{body['text']}*，用 `/campaign list` 看看。")
        heard.add("command", body)

    @app.command("/complaint")
    def complaint(ack: Ack, body: Json) -> None:
        ack({"response_type": "in_channel", "text": f"收到：{body['text']}"})
        heard.add("command", body)

    @app.command("/gallery")
    def show_gallery(ack: Ack, body: Json, client: WebClient) -> None:
        if body.get("text") == "form":
            client.views_open(trigger_id=body["trigger_id"], view=modal("所有输入", gallery.form()))
        else:
            client.chat_postMessage(channel=body["channel_id"], text="所有组件", blocks=gallery.message())
        ack()

    @app.options("asked")
    def options(ack: Ack, body: Json) -> None:
        ack(options=[gallery.option(f"订单 {body['value']}", f"order-{body['value']}")])

    @app.action("more")
    def more(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        note = {"type": "plain_text_input", "action_id": "answer"}
        pushed = modal(
            "常见问题",
            [{"type": "input", "block_id": "answer", "label": plain("问与答"), "element": note}],
            name="pushed",
        )
        client.views_push(trigger_id=body["trigger_id"], view=pushed)

    @app.action("first")
    def light(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_update(
            view_id=body["view"]["id"], view=campaign_form(f"首日：{body['actions'][0]['selected_date']}")
        )

    @app.action("never")
    def never(body: Json) -> None:
        heard.released.wait(10)

    @app.action(re.compile(".*"))
    def action(ack: Ack, body: Json) -> None:
        ack()
        heard.add("action", {"action": body["actions"][0], "body": body})

    @app.view("form")
    def submitted(ack: Ack, body: Json, client: WebClient) -> None:
        values = body["view"]["state"]["values"]
        heard.add("submission", {"values": values, "user": body["user"]["id"]})
        if "title" in values and (values["title"]["title"]["value"] or "").startswith("test"):
            ack(response_action="errors", errors={"title": "标题不能以 test 开头"})
        else:
            ack()

    @app.view("pushed")
    def answered(ack: Ack, body: Json) -> None:
        ack()
        heard.add("answered", {"values": body["view"]["state"]["values"]})

    @app.shortcut("log")
    def log(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        text = {
            "type": "plain_text_input",
            "action_id": "words",
            "multiline": True,
            "initial_value": body["message"]["text"],
        }
        view = modal("登记为投诉", [{"type": "input", "block_id": "words", "label": plain("原话"), "element": text}])
        client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.shortcut("new")
    def new(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=campaign_form())

    @app.event("app_home_opened")
    def opened(body: Json, client: WebClient) -> None:
        button = {"type": "button", "action_id": "home_button", "text": plain("我的待办"), "value": "desk"}
        blocks = [
            {"type": "header", "text": plain("今天等我的")},
            {"type": "actions", "block_id": "home", "elements": [button]},
        ]
        client.views_publish(user_id=body["event"]["user"], view={"type": "home", "blocks": blocks})

    return app


class World:
    """A running workspace with the bot in it."""

    def __init__(self, workspace: Workspace, heard: Heard, client: WebClient, handler: SocketModeHandler) -> None:
        self.workspace = workspace
        self.heard = heard
        self.client = client
        self._handler = handler

    def disconnect(self) -> None:
        """The bot goes away."""
        self._handler.close()

    def url(self, who: str, place: str = "") -> str:
        """The address of the page as somebody, at a channel (its name)."""
        where = f"#/{self.channel(place)}" if place else ""
        return f"{self.workspace.url}/?as={who}{where}"

    def channel(self, name: str) -> str:
        """A channel's id."""
        found = self.client.conversations_list()["channels"]
        return next(str(one["id"]) for one in found if one["name"] == name)

    def say(self, channel: str, text: str, **more: Any) -> str:
        """The bot writes; the ts of the message."""
        return str(self.client.chat_postMessage(channel=self.channel(channel), text=text, **more)["ts"])


@contextmanager
def world(folder: Path, *, port: int = 0) -> Iterator[World]:
    """A workspace over a state file in ``folder``, its bot connected by Socket Mode."""
    pace = Pace.unlimited()
    manifest = json.loads(json.dumps(MANIFEST)) | {"oauth_config": {"scopes": {"bot": ["*"]}}}
    with Workspace(folder / "workspace.db", COMPANY, manifest, port=port, pace=pace) as workspace:
        heard = Heard()
        app = make_bot(workspace, heard)
        handler = SocketModeHandler(
            app, workspace.tokens.app, web_client=WebClient(workspace.tokens.app, base_url=workspace.api_url)
        )
        handler.connect()
        try:
            assert workspace.wait_online()
            yield World(workspace, heard, app.client, handler)
        finally:
            # It waits a second for its own threads; nobody here has to.
            threading.Thread(target=handler.close, daemon=True).start()
