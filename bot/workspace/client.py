"""A person of the workspace in code: does through the page's API what somebody would do on the page."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from typing import TypeVar
from urllib.parse import urlencode

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from bot.workspace.filling import fill, find_button
from bot.workspace.kinds import Json

_T = TypeVar("_T")
_REPLY_SECONDS = 15.0
_STREAM_CHECK_SECONDS = 1.0


class PageError(RuntimeError):
    """The workspace refused what somebody wanted to do. ``code`` is Slack's word, the message a sentence."""

    def __init__(self, code: str, message: str, answer: Json) -> None:
        super().__init__(f"{code}: {message}" if message else code)
        self.code = code
        self.answer = answer


class Client:
    """The workspace at ``url``."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")

    def person(self, who: str) -> Person:
        """Somebody, by handle or id. Raises PageError ``user_not_found``."""
        state = self.get("state", {"as": who})
        return Person(self, state["me"])

    def get(self, call: str, query: Mapping[str, object]) -> Json:
        """A call that only looks. Raises PageError."""
        return self._send(urllib.request.Request(f"{self.url}/page/{call}?{urlencode(query)}"))  # noqa: S310  # the workspace's own address

    def post(self, call: str, body: Json) -> Json:
        """A call that does something. Raises PageError; also where the bot did not acknowledge."""
        request = urllib.request.Request(  # noqa: S310  # the workspace's own address
            f"{self.url}/page/{call}",
            json.dumps({name: value for name, value in body.items() if value is not None}).encode(),
            {"Content-Type": "application/json"},
        )
        return self._send(request)

    @staticmethod
    def _send(request: urllib.request.Request) -> Json:
        try:
            with urllib.request.urlopen(request, timeout=_REPLY_SECONDS) as response:  # noqa: S310  # the workspace's own address
                answer: Json = json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                answer = json.load(error)
        if answer.get("ok") is False:
            raise PageError(str(answer.get("error")), str(answer.get("message", "")), answer)
        return answer


class Person:
    """Somebody who acts. ``key`` on an action makes a repeat of it the same request to the bot."""

    def __init__(self, client: Client, me: Json) -> None:
        self._client = client
        self.me = me
        self.id: str = me["id"]
        self.handle: str = me["name"]

    def state(self) -> Json:
        """What the page starts with: people, channels with their unread marks, commands, shortcuts."""
        return self._client.get("state", {"as": self.id})

    def channel(self, name: str) -> str:
        """The id of a channel by ``#name``; ids stay as they are. Raises PageError ``channel_not_found``."""
        if not name.startswith("#"):
            return name
        for channel in self.state()["channels"]:
            if channel["name"] == name[1:]:
                return str(channel["id"])
        raise PageError("channel_not_found", name, {})

    def command(self, channel: str, text: str, key: str | None = None) -> Json:
        """Type a slash command in a channel (``#name`` or id)."""
        return self._act("command", channel=channel, text=text, key=key)

    def say(self, channel: str, text: str, *, thread_ts: str | None = None, key: str | None = None) -> str:
        """Write a message; its ts. ``@handle``, ``#channel`` and ``@here`` become what they stand for."""
        return str(self._act("post", channel=channel, text=text, thread_ts=thread_ts, key=key)["ts"])

    def click(
        self,
        place: Json,
        button: str,
        *,
        channel: str | None = None,
        choice: object = None,
        values: Mapping[str, object] | None = None,
        key: str | None = None,
    ) -> Json:
        """Press a button (or choose in a menu: ``choice``), named by action id or by its words, in a message or a view.

        A message needs its ``channel`` unless it came from ``messages``, ``thread`` or ``ephemerals``, which note it.
        ``values`` are what stands in the fields around it, as for ``submit``.
        """
        block, element = find_button(place["blocks"], button)
        action: Json = {name: element[name] for name in ("action_id", "type", "value") if name in element}
        action["block_id"] = block["block_id"]
        if choice is not None:
            action |= fill(element, choice)
        container: Json = {"type": "view", "view_id": place.get("id")}
        if "ts" in place:
            container = {"type": "message", "channel": self.channel(channel or place["channel"]), "ts": place["ts"]}
        filled = self._filled(place, values or {})
        return self._act("action", container=container, action=action, values=filled, key=key)

    def submit(self, view: Json, values: Mapping[str, object] | None = None, key: str | None = None) -> Json:
        """Send a form. ``values`` are by block id, action id, ``block/action`` or the label's words; plain Python
        values become what the field holds: text, a date or time, an option by its value or words, ids, lists of them.

        The answer has ``response_action`` and ``errors`` where the form stays open.
        """
        return self._act("submit", view_id=view["id"], values=self._filled(view, values or {}), key=key)

    @staticmethod
    def _filled(place: Json, values: Mapping[str, object]) -> Json:
        filled: Json = {}
        for name, value in values.items():
            block, element = find_button(place["blocks"], name)
            filled.setdefault(block["block_id"], {})[element["action_id"]] = {
                "type": element["type"],
                **fill(element, value),
            }
        return filled

    def close(self, view: Json, *, everything: bool = False) -> Json:
        """Close a form without sending it (``everything``: the whole stack)."""
        return self._act("close", view_id=view["id"], all=everything)

    def shortcut(self, callback_id: str, message: Json | None = None, key: str | None = None) -> Json:
        """Use a shortcut, on a message if one is given."""
        channel = message["channel"] if message else None
        return self._act(
            "shortcut", callback_id=callback_id, channel=channel, ts=message["ts"] if message else None, key=key
        )

    def home(self, key: str | None = None) -> Json | None:
        """Look at the App Home: what is published now; the bot is told, and may publish anew."""
        view: Json | None = self._act("home", key=key)["view"]
        return view

    def dm(self, who: str) -> str:
        """The id of the direct message with somebody (the app too), by handle or id."""
        return str(self._act("dm", user=who)["channel"])

    def react(self, message: Json, name: str) -> None:
        """React to a message; a second time takes it back."""
        self._act("react", channel=message["channel"], ts=message["ts"], name=name)

    def read(self, channel: str, ts: str) -> None:
        """Have read a channel up to a message."""
        self._act("read", channel=channel, ts=ts)

    def options(self, place: Json, menu: str, typed: str) -> list[Json]:
        """What a menu that asks the bot offers for what was typed."""
        block, element = find_button(place["blocks"], menu)
        container = {"type": "view", "view_id": place.get("id")}
        if "ts" in place:
            container = {"type": "message", "channel": place["channel"], "ts": place["ts"]}
        answer = self._act(
            "options", container=container, block_id=block["block_id"], action_id=element["action_id"], value=typed
        )
        options: list[Json] = answer["options"]
        return options

    def messages(self, channel: str, limit: int = 200) -> list[Json]:
        """The channel's messages, oldest first; each notes its ``channel``."""
        name = self.channel(channel)
        found = self._client.get("messages", {"as": self.id, "channel": name, "limit": limit})["messages"]
        return [{**one, "channel": name} for one in found]

    def thread(self, message: Json) -> list[Json]:
        """A message with its replies, oldest first."""
        query = {"as": self.id, "channel": message["channel"], "ts": message["ts"]}
        found = self._client.get("thread", query)["messages"]
        return [{**one, "channel": message["channel"]} for one in found]

    def ephemerals(self) -> list[Json]:
        """The last messages that only this person was shown, oldest first."""
        found = self._client.get("ephemerals", {"as": self.id})["ephemerals"]
        return [{**one["message"], "channel": one["channel"]} for one in found]

    def open_views(self) -> list[Json]:
        """The forms open now, the lowest first."""
        views: list[Json] = self._client.get("views", {"as": self.id})["views"]
        return views

    def published_home(self) -> Json | None:
        """The App Home as it was last published, without telling the bot."""
        view: Json | None = self._client.get("views", {"as": self.id})["home"]
        return view

    def views(self, timeout: float = 5.0) -> list[Json]:
        """The forms open now, as soon as there is one. Raises TimeoutError."""
        return self.wait_for(self.open_views, timeout)

    def view(self, callback_id: str | None = None, timeout: float = 5.0) -> Json:
        """The form on top, as soon as there is one (with this callback id). Raises TimeoutError."""

        def top() -> Json | None:
            stack = self.open_views()
            return stack[-1] if stack and callback_id in (None, stack[-1]["callback_id"]) else None

        return self.wait_for(top, timeout)

    def wait_for(self, look: Callable[[], _T | None], timeout: float = 5.0) -> _T:
        """What ``look`` finds, as soon as it finds something (is true); it is asked again whenever this person's page
        would be told something. Raises TimeoutError."""
        until = time.monotonic() + timeout
        address = f"{self._client.url.replace('http', 'ws', 1)}/page/live?{urlencode({'as': self.id})}"
        with connect(address, max_size=None, proxy=None) as stream:
            # The first event says that nothing is missed from here on.
            stream.recv(timeout)
            while True:
                found = look()
                if found:
                    return found
                left = until - time.monotonic()
                if left <= 0:
                    raise TimeoutError(f"{self.handle} waited {timeout} s in vain")
                try:
                    stream.recv(min(left, _STREAM_CHECK_SECONDS))
                except TimeoutError:
                    # What is not this person's to see (someone else's form) has no event: look again now and then.
                    continue
                except ConnectionClosed:
                    raise TimeoutError("the workspace stopped") from None

    def _act(self, call: str, **body: object) -> Json:
        channel = body.get("channel")
        if isinstance(channel, str):
            body["channel"] = self.channel(channel)
        return self._client.post(call, {"as": self.id, **body})


def person(url: str, who: str) -> Person:
    """Somebody of the workspace at ``url``, by handle or id. Raises PageError."""
    return Client(url).person(who)
