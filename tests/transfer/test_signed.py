"""Signed complaints from a monitoring tool: who is heard, what is refused, and that nothing is taken in twice."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.domain import complaints
from bot.domain.desk import Desk
from bot.http import web_app
from bot.store import inbound
from bot.transfer.signed import BODY_MOST, KEY_HEADER, SIGNATURE_HEADER, TIME_HEADER, signature, take
from bot.web import routes
from tests.company import TUESDAY, Time
from tests.states import states

SECRET = "a-secret-of-the-tests-0123456789"
ROW = {"id": "w1", "text": "酸奶是坏的", "user": "@小满", "time": "2026-11-24 09:30", "url": "https://weibo.com/1/Qx"}


def signed(body: bytes, at: float, key: str = "k1", secret: str = SECRET) -> dict[str, str]:
    stamp = str(int(at))
    return {
        "X-Guanwei-Time": stamp,
        "X-Guanwei-Signature": signature(secret, stamp, body),
        "Idempotency-Key": key,
    }


class Tool:
    """A monitoring tool that posts over HTTP."""

    def __init__(self, desk: Desk, secret: str | None = SECRET) -> None:
        self.desk = desk
        self.app = web_app(None, routes(desk, SecretStr(secret) if secret else None))

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
                return await client.request(method, path, content=body, headers=headers)

        return asyncio.run(asked())

    def post(self, what: object, headers: Mapping[str, str] | None = None, **more: Any) -> tuple[int, dict[str, Any]]:
        body = what if isinstance(what, bytes) else json.dumps(what, ensure_ascii=False).encode()
        own = signed(body, self.desk.now().timestamp(), **more)
        answer = self.ask("POST", "/intake/complaints", body, own if headers is None else headers)
        return answer.status_code, answer.json()


@pytest.fixture
def tool(desk: Desk) -> Tool:
    return Tool(desk)


def count(desk: Desk) -> int:
    return sum(states(desk.store).values())


def test_a_signed_complaint_is_taken_in_with_all_it_tells(tool: Tool, desk: Desk) -> None:
    status, answer = tool.post(ROW)
    assert (status, answer["ok"], answer["added"]) == (200, True, 1)
    assert answer["complaints"][0]["case"] == "C-1"
    case = complaints.show(desk.store, "C-1")
    assert (case.words, case.customer, case.via, case.reporter) == ("酸奶是坏的", "@小满", "web", "")
    assert (case.written_at, case.link) == ("2026-11-24T01:30:00.000000Z", "https://weibo.com/1/Qx")
    assert [row["what"] for row in desk.store.all("SELECT what FROM outbox")] == ["card"]


def test_the_same_key_again_is_answered_the_same_and_takes_nothing_in(tool: Tool, desk: Desk, time: Time) -> None:
    first = tool.post([ROW, {"text": "没有名字的人说的"}, {"text": ""}])
    time.forward(minutes=30)
    again = tool.post([ROW, {"text": "没有名字的人说的"}, {"text": ""}])
    assert again == first
    assert [one["result"] for one in first[1]["complaints"]] == ["added", "added", "refused"]
    assert count(desk) == 2


def test_a_request_that_broke_off_half_way_goes_on_where_it_was(tool: Tool, desk: Desk) -> None:
    many = [{"text": f"第{n}箱漏了"} for n in range(5)]
    whole = complaints.log
    calls = 0

    def breaks(*given: Any, **more: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 4:
            raise KeyboardInterrupt
        return whole(*given, **more)

    body = json.dumps(many).encode()
    headers = {name.lower(): value for name, value in signed(body, desk.now().timestamp()).items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(complaints, "log", breaks)
        with pytest.raises(KeyboardInterrupt):
            take(desk, SECRET, headers, body)
    assert count(desk) == 3
    answer = take(desk, SECRET, headers, body)
    assert answer.body["added"] == 5
    assert count(desk) == 5


def test_a_row_with_an_id_is_known_under_another_key(tool: Tool, time: Time) -> None:
    tool.post(ROW, key="k1")
    time.forward(seconds=1)
    assert tool.post(ROW, key="k2")[1]["complaints"][0] == {
        "row": 1,
        "result": "known",
        "case": "C-1",
        "message": "这一条之前已登记为 C-1。",
    }


def test_each_row_is_answered_and_a_bad_one_costs_only_itself(tool: Tool, desk: Desk) -> None:
    given_rows = [
        {"text": "漏了", "user": "小满"},
        {"text": "还没有人理", "user": "小满"},
        {"text": "坏了", "time": "2026-13-45"},
        {"text": "坏了", "time": "2031-01-01"},
        {"text": "坏了", "followers": "许多"},
        {"text": {"a": 1}},
        {"user": "没有话"},
    ]
    status, answer = tool.post(given_rows)
    told = [(one["result"], one.get("field", "")) for one in answer["complaints"]]
    assert status == 200
    assert not answer["ok"]
    assert told == [
        ("added", ""),
        ("joined", ""),
        ("refused", "time"),
        ("refused", "time"),
        ("refused", "followers"),
        ("refused", "words"),
        ("refused", "words"),
    ]
    assert "时间“2026-13-45”看不懂" in answer["complaints"][2]["message"]
    assert count(desk) == 1


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"X-Guanwei-Signature": "v1=" + "0" * 64}, "wrong_signature"),
        ({"X-Guanwei-Signature": "é"}, "wrong_signature"),
        ({"X-Guanwei-Signature": ""}, "not_signed"),
        ({"X-Guanwei-Time": ""}, "not_signed"),
        ({"X-Guanwei-Time": "soon"}, "stale"),
        ({"X-Guanwei-Time": "9" * 30}, "stale"),
    ],
)
def test_who_does_not_sign_is_not_heard(tool: Tool, desk: Desk, change: dict[str, str], error: str) -> None:
    body = json.dumps(ROW).encode()
    headers = {**signed(body, desk.now().timestamp()), **change}
    answer = take(desk, SECRET, {name.lower(): value for name, value in headers.items()}, body)
    assert (answer.status, answer.body["error"]) == (401, error)
    assert count(desk) == 0


@pytest.mark.parametrize("secret", ["another-secret-0123456789", SECRET.upper()])
def test_another_secret_is_refused(tool: Tool, desk: Desk, secret: str) -> None:
    status, answer = tool.post(ROW, secret=secret)
    assert (status, answer["error"], count(desk)) == (401, "wrong_signature", 0)


@pytest.mark.parametrize(("seconds", "status"), [(-301, 401), (-299, 200), (299, 200), (301, 401)])
def test_a_signature_lives_five_minutes(tool: Tool, desk: Desk, seconds: int, status: int) -> None:
    body = json.dumps(ROW).encode()
    assert tool.post(body, signed(body, TUESDAY.timestamp() + seconds))[0] == status


def test_a_body_that_was_changed_on_the_way_is_refused(tool: Tool, desk: Desk) -> None:
    body = json.dumps(ROW).encode()
    assert tool.post(body + b" ", signed(body, desk.now().timestamp()))[0] == 401
    assert count(desk) == 0


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        (b"{", 400, "not_json"),
        (b"\xff\xfe", 400, "not_json"),
        (b"[" * 100_000, 400, "not_json"),
        (b"[]", 400, "not_complaints"),
        (b"3", 400, "not_complaints"),
        (b"[1]", 400, "not_complaints"),
        (json.dumps([ROW] * 501).encode(), 413, "too_many"),
        (b" " * (BODY_MOST + 1), 413, "too_large"),
    ],
)
def test_what_cannot_be_read_is_refused_whole(tool: Tool, desk: Desk, body: bytes, status: int, error: str) -> None:
    code, answer = tool.post(body)
    assert (code, answer["error"]) == (status, error)
    assert answer["message"]
    assert count(desk) == 0


def test_a_key_is_needed_and_stands_for_one_body(tool: Tool, desk: Desk) -> None:
    assert tool.post(ROW, key="")[1]["error"] == "no_key"
    assert tool.post(ROW, key="k" * 201)[0] == 400
    assert tool.post(ROW, key="k1")[0] == 200
    status, answer = tool.post({"text": "别的话"}, key="k1")
    assert (status, answer["error"], count(desk)) == (409, "key_used", 1)


def test_what_was_heard_on_the_way_is_not_taken_again_under_another_key(tool: Tool, desk: Desk) -> None:
    body = json.dumps({"text": "没有编号的话"}).encode()
    heard = signed(body, desk.now().timestamp(), key="k1")
    assert tool.post(body, heard)[0] == 200
    status, answer = tool.post(body, {**heard, "Idempotency-Key": "k2"})
    assert (status, answer["error"], count(desk)) == (409, "repeated", 1)


def test_without_a_secret_there_is_no_such_address(desk: Desk) -> None:
    tool = Tool(desk, None)
    assert tool.ask("POST", "/intake/complaints", b"{}").status_code == 404
    assert tool.ask("GET", "/healthz").text == "ok"


def test_it_is_only_posted_to(tool: Tool) -> None:
    assert tool.ask("GET", "/intake/complaints").status_code == 405
    assert tool.ask("POST", "/slack/events").status_code == 404


def test_a_week_later_the_key_may_be_new_again(tool: Tool, desk: Desk, time: Time) -> None:
    tool.post(ROW)
    time.now += timedelta(days=30)
    with desk.store.transaction() as tx:
        inbound.forget(tx, "2026-12-10")
    assert tool.post({**ROW, "text": "新的话", "id": "w2", "user": "别人"})[1]["added"] == 1


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=200), stamp=st.text(max_size=14), given_signature=st.text(max_size=80))
def test_any_request_at_all_is_answered(desk: Desk, body: bytes, stamp: str, given_signature: str) -> None:
    headers = {TIME_HEADER: stamp, SIGNATURE_HEADER: given_signature, KEY_HEADER: "k"}
    assert take(desk, SECRET, headers, body).status == 401
    assert count(desk) == 0


@hypothesis_settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    row=st.dictionaries(
        st.sampled_from(["text", "user", "time", "fans", "url", "order", "category", "place", "id", "x"]),
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=80), st.lists(st.integers())),
    )
)
def test_any_row_at_all_is_taken_or_refused(desk: Desk, row: dict[str, Any]) -> None:
    body = json.dumps(row).encode()
    headers = {name.lower(): value for name, value in signed(body, desk.now().timestamp(), key=str(hash(body))).items()}
    answer = take(desk, SECRET, headers, body)
    assert answer.status in (200, 409)
    if answer.status == 200:
        json.dumps(answer.body)
