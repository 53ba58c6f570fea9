"""Requests signed as Slack signs them, to a bot that serves HTTP instead of opening sockets."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import http.client
import json
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode, urlsplit

from bot.workspace.delivery import ACK_SECONDS, Ack, Envelope


def sign(secret: str, timestamp: int, body: bytes) -> str:
    """Slack's signature of a request (v0): HMAC-SHA256 over version, timestamp in epoch seconds, and body."""
    base = b"v0:%d:%s" % (timestamp, body)
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class HttpDelivery:
    """Sends to ``request_url``. The bot checks the timestamp against its own clock, so real time is used here."""

    def __init__(self, request_url: str, signing_secret: str, *, threads: int = 32) -> None:
        parts = urlsplit(request_url)
        self._host = parts.hostname or "127.0.0.1"
        self._port = parts.port or 80
        self._path = parts.path or "/"
        self._secret = signing_secret
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="workspace-http")

    @property
    def is_online(self) -> bool:
        """A request is always worth trying."""
        return True

    def close(self) -> None:
        """Let the threads go."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def send(self, envelope: Envelope) -> Ack:
        """Send one request; ``operation_timeout`` after 3 s, ``dispatch_failed`` without a 2xx."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._send, envelope)

    def _send(self, envelope: Envelope) -> Ack:
        start = time.perf_counter()
        if envelope.kind == "slash_commands":
            body, kind = urlencode(envelope.payload, errors="replace").encode(), "application/x-www-form-urlencoded"
        elif envelope.kind == "interactive":
            body = urlencode({"payload": json.dumps(envelope.payload)}).encode()
            kind = "application/x-www-form-urlencoded"
        else:
            body, kind = json.dumps(envelope.payload).encode(), "application/json"
        now = int(time.time())
        headers = {
            "Content-Type": kind,
            "X-Slack-Request-Timestamp": str(now),
            "X-Slack-Signature": sign(self._secret, now, body),
        }
        if envelope.attempt:
            headers |= {"X-Slack-Retry-Num": str(envelope.attempt), "X-Slack-Retry-Reason": envelope.reason}
        error: str | None = None
        payload: object = None
        try:
            status, said = self._request(body, headers)
            if not 200 <= status < 300:
                error = "dispatch_failed"
            elif said:
                payload = _read(said)
        except TimeoutError:
            error = "operation_timeout"
        except (OSError, http.client.HTTPException):
            error = "dispatch_failed"
        return Ack(error, payload, (time.perf_counter() - start) * 1000)

    def _request(self, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        # One connection a request: the bot may close a kept one at any moment, and asking again would send twice.
        connection = http.client.HTTPConnection(self._host, self._port, timeout=ACK_SECONDS)
        try:
            connection.request("POST", self._path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


def _read(said: bytes) -> object:
    text = said.decode("utf-8", "replace")
    try:
        return json.loads(text)
    except ValueError:
        return {"text": text}
