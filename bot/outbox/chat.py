"""The calls to the chat that the sender makes, each made once: what went wrong comes out as a `Failure`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Final
from urllib.request import HTTPSHandler, ProxyHandler, Request, build_opener

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

from bot.cards.message import Message, Picture
from bot.outbox.failures import CALL_ERRORS, Failure, failure

EVENT_TYPE: Final = "guanwei_message"
_PAGE: Final = 200
# A message may be older by the chat's clock than it was owed by ours: by so much one of them may be wrong.
_CLOCKS_APART: Final = 3_600.0

Mark = Mapping[str, object]


class ChatFailed(Exception):
    """A call to the chat did not do what it should have."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.text)
        self.failure = failure


class Chat:
    """A client that never repeats a call by itself. (slack_sdk's own handlers send a message a second time
    when the connection drops, whether or not the first was taken.)"""

    def __init__(self, client: WebClient, *, timeout: int) -> None:
        """Works with ``client``'s token, address and proxy. ``timeout``: seconds until a call is given up."""
        self._client = WebClient(
            token=client.token,
            base_url=client.base_url,
            timeout=timeout,
            ssl=client.ssl,
            proxy=client.proxy,
            headers=dict(client.headers),
            team_id=client.default_params.get("team_id"),
            retry_handlers=[],
        )

    def post(
        self, channel: str, message: Message, mark: Mark, *, thread: str = "", broadcast: bool = False
    ) -> tuple[str, str]:
        """Post a message, in the thread of the message at ``thread`` if given, and with ``broadcast`` in the channel as
        well; its ts, and the channel it went to, which for a person's id is that of the direct messages with them. ``mark``
        goes into its metadata."""
        answer = self._call(
            lambda: self._client.chat_postMessage(
                channel=channel,
                text=message.text,
                blocks=message.blocks or None,
                thread_ts=thread or None,
                reply_broadcast=True if thread and broadcast else None,
                metadata=_metadata(mark),
                unfurl_links=False,
                unfurl_media=False,
            )
        )
        return _ts(answer), str(answer.get("channel") or channel)

    def update(self, channel: str, ts: str, message: Message, mark: Mark) -> None:
        """Change the message at ``ts``."""
        # An empty list takes the old blocks away; leaving it out would keep them.
        self._call(
            lambda: self._client.chat_update(
                channel=channel, ts=ts, text=message.text, blocks=message.blocks, metadata=_metadata(mark)
            )
        )

    def whisper(self, channel: str, user: str, message: Message, *, thread: str = "") -> None:
        """Post what only ``user`` sees, in the thread of the message at ``thread`` if given."""
        self._call(
            lambda: self._client.chat_postEphemeral(
                channel=channel,
                user=user,
                text=message.text,
                blocks=message.blocks or None,
                thread_ts=thread or None,
            )
        )

    def publish(self, user: str, blocks: Sequence[Mapping[str, object]]) -> None:
        """Show ``blocks`` as a person's App Home."""
        self._call(lambda: self._client.views_publish(user_id=user, view={"type": "home", "blocks": blocks}))

    def replace(self, address: str, message: Message) -> bool:
        """Put ``message`` in the place of the one that was acted on (a response URL: five uses in half an hour); whether
        the chat took it."""
        client = WebhookClient(
            address,
            timeout=self._client.timeout,
            ssl=self._client.ssl,
            proxy=self._client.proxy,
            retry_handlers=[],
        )
        try:
            answer = client.send(
                text=message.text,
                blocks=message.blocks or None,
                response_type="ephemeral",
                replace_original=True,
            )
        except (OSError, ValueError):
            return False
        return answer.status_code == HTTPStatus.OK

    def upload(self, picture: Picture, png: bytes, *, between: Callable[[], None]) -> str:
        """Upload a picture without sharing it; the id of its file. ``between`` is called before every call."""
        between()
        begun = self._call(
            lambda: self._client.files_getUploadURLExternal(filename=picture.name, length=len(png), alt_txt=picture.alt)
        )
        between()
        self._send(str(begun["upload_url"]), png)
        between()
        file = str(begun["file_id"])
        self._call(lambda: self._client.files_completeUploadExternal(files=[{"id": file, "title": picture.title}]))
        return file

    def _send(self, address: str, content: bytes) -> None:
        if not address.startswith(("https://", "http://")):
            raise ChatFailed(Failure("refused", "bad_upload_url"))
        request = Request(address, data=content, headers={"Content-Type": "application/octet-stream"}, method="POST")  # noqa: S310  # checked above
        proxy = self._client.proxy
        handlers = [ProxyHandler({"http": proxy, "https": proxy})] if proxy else []
        opener = build_opener(*handlers, HTTPSHandler(context=self._client.ssl))
        try:
            with opener.open(request, timeout=self._client.timeout) as answer:
                answer.read()
        except CALL_ERRORS as error:
            raise ChatFailed(failure(error)) from error

    def open_direct(self, user: str) -> str:
        """The id of the channel of direct messages with a person."""
        answer = self._call(lambda: self._client.conversations_open(users=user))
        channel = answer.get("channel")
        return str(channel["id"]) if isinstance(channel, dict) else ""

    def find(self, channel: str, mark: Mark, *, owed_at: float, thread: str = "", between: Callable[[], None]) -> str:
        """The ts of the message that carries ``mark`` and was posted since ``owed_at`` (epoch seconds), or
        empty.

        Looks in the thread of the message at ``thread`` if given. ``between`` is called after every page. A
        public channel that may be posted to without joining it can only be read by joining it, so that is
        tried."""
        try:
            return self._find(channel, mark, owed_at, thread, between)
        except ChatFailed as refused:
            if refused.failure.error != "not_in_channel":
                raise
            try:
                self._call(lambda: self._client.conversations_join(channel=channel))
            except ChatFailed as not_joined:
                raise (refused if not_joined.failure.kind == "refused" else not_joined) from not_joined
            return self._find(channel, mark, owed_at, thread, between)

    def find_all(self, channel: str, mark: Mark, *, owed_at: float, thread: str = "") -> list[str]:
        """The ts of every message that carries ``mark``, as `find` looks for it in a channel that was joined."""
        return [*self._found(channel, mark, owed_at, thread, lambda: None)]

    def delete(self, channel: str, ts: str) -> None:
        """Take a message of our own away."""
        self._call(lambda: self._client.chat_delete(channel=channel, ts=ts))

    def _find(self, channel: str, mark: Mark, owed_at: float, thread: str, between: Callable[[], None]) -> str:
        return next(self._found(channel, mark, owed_at, thread, between), "")

    def _found(
        self, channel: str, mark: Mark, owed_at: float, thread: str, between: Callable[[], None]
    ) -> Iterator[str]:
        wanted = {name: str(value) for name, value in mark.items()}
        cursor = ""
        while True:
            page = self._page(channel, thread, f"{owed_at - _CLOCKS_APART:.6f}", cursor)
            for message in page.get("messages") or []:
                if _carries(message, wanted):
                    yield str(message["ts"])
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return
            between()

    def _page(self, channel: str, thread: str, oldest: str, cursor: str) -> SlackResponse:
        if thread:
            return self._call(
                lambda: self._client.conversations_replies(
                    channel=channel,
                    ts=thread,
                    oldest=oldest,
                    limit=_PAGE,
                    cursor=cursor or None,
                    include_all_metadata=True,
                )
            )
        return self._call(
            lambda: self._client.conversations_history(
                channel=channel, oldest=oldest, limit=_PAGE, cursor=cursor or None, include_all_metadata=True
            )
        )

    @staticmethod
    def _call(call: Callable[[], SlackResponse]) -> SlackResponse:
        try:
            return call()
        except CALL_ERRORS as error:
            raise ChatFailed(failure(error)) from error


def _metadata(mark: Mark) -> dict[str, object]:
    return {"event_type": EVENT_TYPE, "event_payload": dict(mark)}


def _carries(message: Mapping[str, object], wanted: Mapping[str, str]) -> bool:
    metadata = message.get("metadata")
    if not isinstance(metadata, dict) or metadata.get("event_type") != EVENT_TYPE:
        return False
    payload = metadata.get("event_payload")
    return isinstance(payload, dict) and all(str(payload.get(name)) == value for name, value in wanted.items())


def _ts(answer: SlackResponse) -> str:
    return str(answer.get("ts") or "")
