"""A chat of a few methods over real sockets, which fails exactly when and how a test says.

The built-in workspace is the stricter stand-in for Slack; this one is for the moments between two bytes: an answer
lost after the message was taken, a process killed before the answer comes.
"""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qsl

from slack_sdk import WebClient

Json = dict[str, Any]

CHANNELS = {"#客服": "C1", "#官微": "C2"}
UPLOAD = ("files.getUploadURLExternal", "upload", "files.completeUploadExternal")
EFFECTS = ("chat.postMessage", "chat.update", "chat.postEphemeral", "response_url", *UPLOAD)


class ChatServer:
    """``messages``: what stands in the chat, in the order it came. ``faults``: what becomes of the next calls that
    have an effect: None (it works), ``429``, ``500 before``, ``500 after``, ``drop before``, ``drop after``,
    ``hang after`` (no answer before the server stops), or an error code. ``refuse``: error codes by method, for good.
    ``then``: called after the next effect, before the answer. ``files``: what was uploaded, by id; ``is_done`` once the
    upload was completed."""

    def __init__(self) -> None:
        self.messages: list[Json] = []
        self.whispers: list[Json] = []
        self.replaced: list[Json] = []
        self.files: dict[str, Json] = {}
        self.faults: deque[str | None] = deque()
        self.refuse: dict[str, str] = {}
        self.calls: list[tuple[str, Json]] = []
        self.joined = {"C1", "C2"}
        self.then: Callable[[], None] | None = None
        self.over = threading.Event()
        self._last = 1_000_000
        handler = type("Handler", (_Handler,), {"chat": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/api/"

    @property
    def client(self) -> WebClient:
        return WebClient("xoxb-test", base_url=self.url)

    def stop(self) -> None:
        self.over.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def texts(self, channel: str, thread: str | None = None) -> list[str]:
        """What stands in a channel, or in the thread of a message."""
        return [m["text"] for m in self.messages if m["channel"] == channel and m.get("thread_ts") == thread]

    def take_late(self, sent: Json) -> None:
        """Take a message now that was sent long ago."""
        self.answer("chat.postMessage", sent)

    def called(self, method: str) -> int:
        return sum(name == method for name, _ in self.calls)

    def answer(self, method: str, asked: Json) -> Json:
        match method:
            case "chat.postMessage":
                # A person's id stands for the direct messages with them.
                asked = {**asked, "channel": f"D{asked['channel']}"} if asked["channel"].startswith("U") else asked
                parent = asked.get("thread_ts")
                if parent and not any(message["ts"] == parent for message in self.messages):
                    return {"ok": False, "error": "cannot_reply_to_message"}
                if any(not self.files.get(file, {}).get("is_done") for file in shown_files(asked)):
                    return {"ok": False, "error": "invalid_blocks"}
                self._last += 1
                ts = f"{self._last}.000001"
                self.messages.append({"ts": ts, **asked})
                return {"ts": ts, "channel": asked["channel"]}
            case "chat.update":
                for message in self.messages:
                    if (message["channel"], message["ts"]) == (asked["channel"], asked["ts"]):
                        message["text"] = asked["text"]
                        return {"ts": asked["ts"]}
                return {"ok": False, "error": "message_not_found"}
            case "chat.postEphemeral":
                self.whispers.append(asked)
                return {"message_ts": "1.0"}
            case "files.getUploadURLExternal":
                file = f"F{len(self.files) + 1}"
                self.files[file] = {"alt": asked.get("alt_txt"), "size": int(asked["length"]), "is_done": False}
                return {"file_id": file, "upload_url": f"{self.url}upload/{file}"}
            case "upload":
                self.files[asked["file"]]["content"] = asked["content"]
                return {}
            case "files.completeUploadExternal":
                for one in json.loads(asked["files"]):
                    self.files[one["id"]] |= {"title": one["title"], "is_done": "content" in self.files[one["id"]]}
                return {}
            case "response_url":
                self.replaced.append(asked)
                return {}
            case "chat.delete":
                self.messages = [m for m in self.messages if (m["channel"], m["ts"]) != (asked["channel"], asked["ts"])]
                return {"ts": asked["ts"]}
            case "conversations.open":
                return {"channel": {"id": f"D{asked['users']}"}}
            case "conversations.join":
                self.joined.add(asked["channel"])
                return {"channel": {"id": asked["channel"]}}
            case "conversations.history" | "conversations.replies":
                return self._read(asked)
            case _:
                return {"ok": False, "error": "unknown_method"}

    def _read(self, asked: Json) -> Json:
        if asked["channel"] not in self.joined and not asked["channel"].startswith("D"):
            return {"ok": False, "error": "not_in_channel"}
        thread = asked.get("ts")
        found = [m for m in self.messages if m["channel"] == asked["channel"]]
        found = [m for m in found if (m["ts"] == thread or m.get("thread_ts") == thread) or thread is None]
        if thread is None:
            found = [m for m in found if not m.get("thread_ts")][::-1]
        # Two to a page, so that whoever looks must turn pages.
        start = int(asked.get("cursor") or 0)
        more = str(start + 2) if len(found) > start + 2 else ""
        return {"messages": found[start : start + 2], "response_metadata": {"next_cursor": more}}


def shown_files(message: Json) -> list[str]:
    """The ids of the files that a message shows."""
    blocks = message.get("blocks") or []
    found = json.loads(blocks) if isinstance(blocks, str) else blocks
    return [block["slack_file"]["id"] for block in found if "slack_file" in block]


class _Handler(BaseHTTPRequestHandler):
    chat: ClassVar[ChatServer]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        method, _, last = self.path.removeprefix("/api/").partition("/")
        asked: Json
        if method == "upload":
            asked = {"file": last, "content": body}
        else:
            is_json = "json" in self.headers["Content-Type"]
            asked = json.loads(body) if is_json else dict(parse_qsl(body.decode()))
        chat = self.chat
        chat.calls.append((method, asked))
        effect = method in EFFECTS
        fault = chat.faults.popleft() if effect and chat.faults else chat.refuse.get(method)
        if fault == "429":
            self._say(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "3"})
        elif fault == "500 before":
            self._say(500, {})
        elif fault == "drop before":
            self.close_connection = True
        elif fault and "after" not in fault:
            self._say(200, {"ok": False, "error": fault})
        else:
            answer = {"ok": True, **chat.answer(method, asked)}
            if effect and chat.then:
                then, chat.then = chat.then, None
                then()
            if fault == "500 after":
                self._say(500, {})
            elif fault in ("drop after", "hang after"):
                if fault == "hang after":
                    chat.over.wait()
                self.close_connection = True
            else:
                self._say(200, answer)

    def _say(self, status: int, answer: Json, headers: dict[str, str] | None = None) -> None:
        said = json.dumps(answer).encode()
        self.send_response(status)
        for name, value in {"Content-Length": str(len(said)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        """Tests read what they need from ``calls``."""
