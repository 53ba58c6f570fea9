"""The whole bot behind signed HTTP: it works as on a socket, and whoever does not sign is turned away."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest

from bot.workspace.http_delivery import sign
from tests.terminal import TOKENS
from tests.world import SECONDS, World

pytestmark = pytest.mark.e2e
SECRET = TOKENS["SLACK_SIGNING_SECRET"]


def send(
    url: str,
    body: bytes,
    *,
    secret: str = SECRET,
    age: float = 0,
    at: int | None = None,
    headers: dict[str, str] | None = None,
) -> int:
    """Send a request signed with ``secret`` ``age`` seconds ago, or just ``at`` a time (epoch seconds); its status."""
    at = int(time.time() - age) if at is None else at
    signed = {"X-Slack-Request-Timestamp": str(at), "X-Slack-Signature": sign(secret, at, body)}
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    request = urllib.request.Request(url, body, {**kind, **(signed if headers is None else headers)})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def claim_of(world: World, case: str) -> bytes:
    return urlencode(
        {
            "command": "/complaint",
            "text": f"claim {case}",
            "user_id": world.workspace.person_id("he.jing"),
            "channel_id": "C1",
            "team_id": "T1",
            "trigger_id": f"t.{time.monotonic_ns()}",
        }
    ).encode()


def state_of(world: World, case: str) -> str:
    row = world.bot.store.one("SELECT state FROM complaints WHERE id = :id", {"id": case})
    return str(row["state"]) if row else ""


def test_a_day_in_short_over_http(http_world: World) -> None:
    case = http_world.log(customer="两个娃的妈", words="孩子喝了拉肚子，现在在医院")
    he = http_world.person("he.jing")
    card = http_world.card(he, case, "P0")
    assert he.click(card, "complaint.claim")["acknowledged"]
    card = http_world.card(he, case, "处理中")
    he.click(card, "complaint.reply")
    answer = he.submit(he.view("complaint.reply", timeout=SECONDS), {"reply": "已电话联系，陪同就医"})
    assert "errors" not in answer
    he.wait_for(lambda: [one for one in he.thread(card) if "陪同就医" in str(one)], SECONDS)
    he.home()
    assert he.wait_for(lambda: case in str(he.published_home()), SECONDS)


def test_a_signed_request_is_taken(http_world: World) -> None:
    case = http_world.log(customer="环保小卫士")
    assert send(http_world.url, claim_of(http_world, case)) == 200
    assert state_of(http_world, case) == "claimed"


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": "not-" + SECRET},
        {"age": 6 * 60},
        {"age": -6 * 60},
        {"headers": {}},
        {"headers": {"X-Slack-Request-Timestamp": "now", "X-Slack-Signature": "v0=00"}},
        {"headers": {"X-Slack-Request-Timestamp": "", "X-Slack-Signature": ""}},
        {"headers": {"X-Slack-Request-Timestamp": "9" * 5_000, "X-Slack-Signature": "v0=00"}},
    ],
)
def test_who_does_not_sign_is_turned_away(http_world: World, wrong: dict[str, object]) -> None:
    case = http_world.log(customer="Yuki_山田")
    assert send(http_world.url, claim_of(http_world, case), **wrong) == 401  # type: ignore[arg-type]  # by name
    assert state_of(http_world, case) == "new"


def test_a_signature_of_another_body_is_turned_away(http_world: World) -> None:
    case = http_world.log(customer="Yuki_山田")
    at = int(time.time())
    headers = {"X-Slack-Request-Timestamp": str(at), "X-Slack-Signature": sign(SECRET, at, b"text=help")}
    assert send(http_world.url, claim_of(http_world, case), headers=headers) == 401
    assert state_of(http_world, case) == "new"


def test_a_body_without_end_is_turned_away(http_world: World) -> None:
    assert send(http_world.url, b"x" * (2 * 1024 * 1024 + 1)) == 413


def test_nothing_else_is_served_but_that_it_lives(http_world: World) -> None:
    root = http_world.url.removesuffix("/slack/events")
    with urllib.request.urlopen(f"{root}/healthz", timeout=10) as answer:
        assert answer.read() == b"ok"
    for path in ("/", "/slack/events", "/docs"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(root + path, timeout=10)
        with refused.value as error:
            assert error.code in (404, 405)


def test_one_that_waits_holds_up_nobody_else(http_world: World) -> None:
    case = http_world.log(customer="滨江路过客")
    with ThreadPoolExecutor(1) as beside:
        # While somebody holds the pen, a claim waits; who only reads does not.
        with http_world.bot.store.transaction():
            claim = beside.submit(send, http_world.url, claim_of(http_world, case))
            for _ in range(5):
                assert http_world.workspace.command("lin.lan", "#官微", "/complaint list")["acknowledged"]
            assert not claim.done()
        assert claim.result(SECONDS) == 200
    assert state_of(http_world, case) == "claimed"


def test_the_same_request_at_once_from_many_sides_is_done_once(http_world: World) -> None:
    case = http_world.log(customer="省钱小分队")
    body = claim_of(http_world, case)
    # Each time signed anew, as the chat does that tries again: the same signature would not be heard twice.
    now = int(time.time())
    with ThreadPoolExecutor(8) as at_once:
        assert set(at_once.map(lambda at: send(http_world.url, body, at=at), range(now - 15, now + 1))) == {200}
    found = http_world.bot.store.all("SELECT seq FROM events WHERE action = 'claim' AND case_id = :id", {"id": case})
    assert len(found) == 1
