"""Requests over HTTP: only the chat's own are heard, each once, and what is answered tells a stranger nothing."""

from __future__ import annotations

import asyncio
import hmac
import time as clock
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from pydantic import SecretStr
from slack_bolt import App
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.app import build
from bot.domain import complaints
from bot.domain.desk import Desk
from bot.http import web_app
from bot.replays import Answered
from bot.web import routes, whole_body
from bot.workspace.http_delivery import sign
from tests.chat import SECRET, Chat, chatting
from tests.company import SERVICE, ask

FORM = "application/x-www-form-urlencoded"


def command(text: str, trigger: str = "t1") -> bytes:
    fields = {"command": "/complaint", "text": text, "user_id": SERVICE, "channel_id": "C01", "trigger_id": trigger}
    return urlencode(fields).encode()


def signed(body: bytes, *, age: int = 0, secret: str = SECRET) -> dict[str, str]:
    at = int(clock.time()) - age
    return {"X-Slack-Request-Timestamp": str(at), "X-Slack-Signature": sign(secret, at, body)}


class Bot:
    """The bot's web server, without the network."""

    def __init__(self, desk: Desk, chat: Chat) -> None:
        self.chat = chat
        app = build(desk, WebClient("xoxb-tests", base_url=chat.url), SECRET)
        self.web: Starlette = web_app(app, routes(desk, SecretStr("an-intake-secret-of-the-tests")))

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(self.web, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
                sent = [(name.encode(), value.encode("latin-1")) for name, value in (headers or {}).items()]
                return await client.request(method, path, content=body, headers=sent)

        return asyncio.run(asked())

    def event(self, body: bytes, headers: Mapping[str, str]) -> httpx.Response:
        return self.ask("POST", "/slack/events", body, {"Content-Type": FORM, **headers})


@pytest.fixture
def bot(desk: Desk) -> Iterator[Bot]:
    complaints.log(desk, ask(desk, SERVICE), complaints.Report("没发货", customer="小满"))
    with chatting() as chat:
        yield Bot(desk, chat)


def claims(desk: Desk) -> int:
    return len(desk.store.all("SELECT seq FROM events WHERE action = 'claim'"))


CLAIM = command("claim C-1")


def now() -> int:
    return int(clock.time())


@pytest.mark.parametrize(
    ("why", "headers"),
    [
        ("missing", lambda: {}),
        ("no signature", lambda: {"X-Slack-Request-Timestamp": str(now())}),
        ("no time", lambda: {"X-Slack-Signature": sign(SECRET, now(), CLAIM)}),
        ("wrong secret", lambda: signed(CLAIM, secret=SECRET[::-1])),
        ("old", lambda: signed(CLAIM, age=5 * 60 + 2)),
        ("future", lambda: signed(CLAIM, age=-5 * 60 - 2)),
        ("of another body", lambda: signed(CLAIM + b" ")),
        ("of another time", lambda: signed(CLAIM) | {"X-Slack-Request-Timestamp": str(now() - 60)}),
        ("of another version", lambda: signed(CLAIM) | {"X-Slack-Signature": "v1=" + "0" * 64}),
        ("cut", lambda: {name: value[:-1] for name, value in signed(CLAIM).items()}),
        ("no letters a header has", lambda: signed(CLAIM) | {"X-Slack-Signature": "v0=" + "é" * 64}),
        ("digits of elsewhere", lambda: signed(CLAIM) | {"X-Slack-Request-Timestamp": "²" * 10}),
        ("a time without end", lambda: signed(CLAIM) | {"X-Slack-Request-Timestamp": "9" * 5_000}),
        ("a time before all times", lambda: signed(CLAIM) | {"X-Slack-Request-Timestamp": "-1"}),
    ],
)
def test_what_the_chat_did_not_sign_just_now_is_turned_away(bot: Bot, desk: Desk, why: str, headers: Any) -> None:
    answer = bot.event(CLAIM, headers())
    assert answer.status_code == 401, why
    assert claims(desk) == 0


def test_a_body_that_is_no_text_is_turned_away(bot: Bot) -> None:
    assert bot.event(b"\xff\xfe", signed(b"\xff\xfe")).status_code == 401


def test_asking_for_the_certificate_gets_nobody_in(bot: Bot) -> None:
    body = CLAIM + b"&ssl_check=1"
    assert bot.event(body, signed(body, secret="another")).status_code == 401


@pytest.mark.parametrize("age", [0, 5 * 60 - 2, -5 * 60 + 2])
def test_what_it_signed_within_five_minutes_is_heard(bot: Bot, desk: Desk, age: int) -> None:
    assert bot.event(CLAIM, signed(CLAIM, age=age)).status_code == 200
    assert claims(desk) == 1


def test_a_request_that_was_overheard_is_not_answered_again(bot: Bot, desk: Desk) -> None:
    headers = signed(CLAIM)
    assert bot.event(CLAIM, headers).status_code == 200
    assert bot.event(CLAIM, headers).status_code == 401
    assert claims(desk) == 1


def test_after_a_restart_it_is_answered_as_before_and_changes_nothing(bot: Bot, desk: Desk) -> None:
    headers = signed(CLAIM)
    first = bot.event(CLAIM, headers)
    before = desk.store.all("SELECT id, version FROM complaints")
    again = Bot(desk, bot.chat).event(CLAIM, headers)
    assert (again.status_code, again.json()) == (200, first.json())
    assert claims(desk) == 1
    assert list(map(tuple, desk.store.all("SELECT id, version FROM complaints"))) == list(map(tuple, before))


def test_the_chat_trying_again_signs_again_and_is_answered_the_same(bot: Bot, desk: Desk) -> None:
    first = bot.event(CLAIM, signed(CLAIM, age=2))
    again = bot.event(CLAIM, signed(CLAIM) | {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"})
    assert again.json() == first.json()
    assert claims(desk) == 1


def test_a_request_that_came_to_nothing_may_come_again(bot: Bot, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    headers = signed(CLAIM)
    with monkeypatch.context() as broken:
        broken.setattr(App, "dispatch", _breaks)
        answer = bot.event(CLAIM, headers)
        assert answer.status_code == 500
        assert "Traceback" not in answer.text and "the disk" not in answer.text
    assert bot.event(CLAIM, headers).status_code == 200
    assert claims(desk) == 1


def _breaks(*_: object) -> None:
    raise OSError("the disk is gone")


def test_signatures_are_compared_in_a_time_that_tells_nothing(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Any, Any]] = []
    real = hmac.compare_digest

    def compared(a: Any, b: Any) -> bool:
        asked.append((a, b))
        return real(a, b)

    monkeypatch.setattr(hmac, "compare_digest", compared)
    wrong = signed(CLAIM, secret="another")
    assert bot.event(CLAIM, wrong).status_code == 401
    assert [b for _, b in asked] == [wrong["X-Slack-Signature"]]
    headers = {"X-Guanwei-Time": str(now()), "X-Guanwei-Signature": "v1=00", "Idempotency-Key": "k"}
    bot.ask("POST", "/intake/complaints", b"{}", headers | {"X-Guanwei-Time": "1795485600"})
    assert [b for _, b in asked[1:]] == [b"v1=00"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/healthz", b"", 200),
        ("GET", "/", b"", 404),
        ("GET", "/calendar/nobodys.ics", b"", 404),
        ("GET", "/slack/events", b"", 405),
        ("POST", "/slack/events", b"x" * (2 * 1024 * 1024 + 1), 413),
        ("POST", "/slack/events", b"", 401),
        ("POST", "/intake/complaints", b"x" * (1024 * 1024 + 1), 413),
        ("POST", "/intake/complaints", b"{}", 401),
    ],
)
def test_every_answer_is_closed_to_browsers(bot: Bot, method: str, path: str, body: bytes, status: int) -> None:
    answer = bot.ask(method, path, body)
    assert answer.status_code == status
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_a_body_that_comes_letter_by_letter_is_not_waited_for() -> None:
    async def slow() -> AsyncIterator[dict[str, object]]:
        yield {"type": "http.request", "body": b"a", "more_body": True}
        await asyncio.Event().wait()

    async def read() -> None:
        request = Request({"type": "http", "method": "POST", "headers": []}, slow().__anext__)
        await whole_body(request, 100, within=0.01)

    with pytest.raises(HTTPException) as refused:
        asyncio.run(read())
    assert refused.value.status_code == 408


def test_signatures_are_forgotten_when_they_are_too_old_to_be_good() -> None:
    answered = Answered()
    assert all(answered.take(f"v0={n}", 0.0) for n in range(1_000))
    assert not answered.take("v0=7", 599.0)
    assert answered.take("v0=new", 600.0)
    assert len(answered) == 1
