"""The whole bot over real Socket Mode: what people do on the page, and what they see there then."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bot import copycheck
from bot.domain import complaints
from bot.domain.desk import Request
from bot.outbox import Sender
from bot.workspace.client import PageError
from tests.terminal import TOKENS
from tests.world import SECONDS, World, bot_in, workspace_in

pytestmark = pytest.mark.e2e


def told(person: Any, words: str) -> dict[str, Any]:
    """A message that only this person sees, as soon as it says the words."""
    found: dict[str, Any] = person.wait_for(
        lambda: next((one for one in person.ephemerals() if words in str(one)), None), SECONDS
    )
    return found


def test_two_people_race_for_a_complaint_and_everyone_sees_one_story(world: World) -> None:
    case = world.log(customer="早八人")
    people = [world.person(handle) for handle in ("he.jing", "luo.xin")]
    before = world.card(people[0], case, "前认领")
    with ThreadPoolExecutor(2) as at_once:
        clicks = list(at_once.map(lambda one: one.click(before, "complaint.claim"), people))
    assert [click["acknowledged"] for click in clicks] == [True, True]
    after = world.card(people[0], case, "处理中")
    assert after["ts"] == before["ts"]
    row = world.bot.store.one("SELECT holder FROM complaints WHERE id = :id", {"id": case})
    assert row is not None
    winner, loser = sorted(people, key=lambda one: one.id != row["holder"])
    told(winner, "由您处理")
    told(loser, f"{case} 已由")
    lines = winner.wait_for(lambda: [one for one in winner.thread(after)[1:] if "认领了" in str(one)], SECONDS)
    assert len(lines) == 1
    assert world.bot.sender.drain(SECONDS)
    posted = [call.args for call in world.workspace.calls if call.method == "chat.postMessage" and call.ok]
    assert len(posted) == len({str(args["metadata"]) for args in posted})


def test_a_form_on_a_card_closes_and_its_words_stand_in_the_thread(world: World) -> None:
    case = world.log(customer="酸甜口")
    he = world.person("he.jing")
    he.command("#客服", f"/complaint claim {case}")
    card = world.card(he, case, "处理中")
    he.click(card, "complaint.resolve")
    form = he.view("complaint.resolve", timeout=SECONDS)
    wrong = he.submit(form, {"resolution": "\u200b"})
    assert "请填写处理结果" in wrong["errors"]["resolution"]
    assert he.open_views()
    assert "errors" not in he.submit(form, {"resolution": "补发一箱 <!channel>，顾客接受"})
    assert he.open_views() == []
    resolved = world.card(he, case, "已办结")
    line = he.wait_for(lambda: [one for one in he.thread(resolved) if "补发一箱" in str(one)], SECONDS)[-1]
    assert "&lt;!channel&gt;" in str(line)
    reporter = world.person("lin.lan")
    direct = reporter.dm(world.workspace.bot_user_id)
    reporter.wait_for(lambda: [one for one in reporter.messages(direct) if "已办结" in str(one)], SECONDS)


def test_a_card_that_was_deleted_is_posted_again_when_the_case_moves(world: World) -> None:
    case = world.log(customer="热可可")
    he = world.person("he.jing")
    card = world.card(he, case)
    world.bot.client.chat_delete(channel=card["channel"], ts=card["ts"])
    he.command("#客服", f"/complaint claim {case}")
    assert world.card(he, case, "处理中")["ts"] != card["ts"]


def test_who_may_not_is_told_alone(world: World) -> None:
    case = world.log(customer="码农阿泽")
    sales, he = world.person("qian.duo"), world.person("he.jing")
    sales.command("#全员", f"/complaint claim {case}")
    assert "只有客服、官微编辑可以认领投诉" in str(told(sales, "只有客服"))
    assert not [one for one in he.ephemerals() if "只有客服" in str(one)]
    assert "前认领" in str(world.card(he, case))


def test_home_shows_what_waits_and_opens_a_form(world: World) -> None:
    case = world.log(customer="较真的老张")
    he = world.person("he.jing")
    he.home()
    home = he.wait_for(lambda: shown if case in str(shown := he.published_home()) else None, SECONDS)
    he.click(home, "complaint.open")
    assert he.view("complaint.form", timeout=SECONDS)


@pytest.mark.parametrize("text", ["长" * 10_000, "<!channel> " * 900, "&" * 9_000, "😀\u200b" * 3_000])
def test_ten_thousand_characters_are_refused_and_given_back(world: World, text: str) -> None:
    lin = world.person("lin.lan")
    assert lin.command("#官微", f"/complaint nt {text}")["ok"]
    wanted = f"nt {text.strip()}"

    def given_back() -> bool:
        found = "".join(copied(one) for one in lin.ephemerals() if text[:2] in copied(one))
        return wanted in found

    assert lin.wait_for(given_back, SECONDS)


def copied(message: dict[str, Any]) -> str:
    blocks = [block for block in message.get("blocks", []) if block["type"] == "rich_text"]
    return "".join(run["text"] for block in blocks for part in block["elements"] for run in part["elements"])


def test_every_command_is_acknowledged_well_within_three_seconds(world: World) -> None:
    for text in (
        "/weibo help",
        "/weibo today",
        "/complaint list",
        "/complaint show 1",
        "/draft list",
        "/campaign list",
    ):
        answer = world.person("chen.xi").command("#官微", text)
        assert answer["acknowledged"], text


def test_commands_are_acknowledged_before_the_dictionary_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loading, loaded = threading.Event(), threading.Event()

    def slow() -> None:
        loading.set()
        loaded.wait(SECONDS)

    monkeypatch.setattr(copycheck, "warm", slow)
    with workspace_in(tmp_path) as workspace:
        bot = bot_in(workspace, tmp_path)
        try:
            bot.connect()
            assert loading.wait(SECONDS)
            assert workspace.wait_online(SECONDS)
            assert workspace.command("lin.lan", "#官微", "/complaint list")["acknowledged"]
            assert workspace.command("lin.lan", "#官微", "/complaint")["acknowledged"]
            assert not loaded.is_set()
        finally:
            loaded.set()
            bot.stop()


@pytest.mark.parametrize("reason", ["refresh_requested", "link_disabled", "drop"])
def test_a_socket_that_is_closed_is_opened_anew(world: World, reason: str) -> None:
    opened = calls(world, "apps.connections.open")
    world.workspace.disconnect_sockets(reason)
    he = world.person("he.jing")
    he.wait_for(lambda: calls(world, "apps.connections.open") > opened, SECONDS)
    assert world.workspace.wait_online(SECONDS)
    he.wait_for(lambda: acknowledged(he), SECONDS)


def acknowledged(he: Any) -> bool:
    try:
        return bool(he.command("#客服", "/weibo help")["acknowledged"])
    except PageError:
        return False


def calls(world: World, method: str) -> int:
    return len([call for call in world.workspace.calls if call.method == method])


def test_an_event_that_comes_twice_is_acknowledged_twice(world: World) -> None:
    he = world.person("he.jing")
    he.home()
    world.workspace.settle(SECONDS)
    assert world.workspace.redeliver()


def test_the_same_command_delivered_twice_is_done_once(world: World) -> None:
    case = world.log(customer="精打细算")
    for _ in range(2):
        answer = world.workspace.command("he.jing", "#客服", f"/complaint claim {case}", key="same")
        assert answer["acknowledged"]
    found = world.bot.store.all("SELECT seq FROM events WHERE action = 'claim' AND case_id = :id", {"id": case})
    assert len(found) == 1
    he = world.person("he.jing")
    assert len([one for one in he.ephemerals() if f"{case} 由您处理" in str(one)]) == 2


def test_stopping_leaves_nothing_behind(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with workspace_in(tmp_path) as workspace:
        bot = bot_in(workspace, tmp_path)
        bot.connect()
        assert workspace.wait_online(SECONDS)
        workspace.command("lin.lan", "#官微", "/complaint list")
        bot.stop()
        left = {thread.name for thread in set(threading.enumerate()) - before}
        assert not [name for name in left if name.startswith("guanwei-")]
    assert not list(tmp_path.glob("guanwei.db-wal"))


def test_no_secret_is_in_the_log(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with workspace_in(tmp_path) as workspace:
        bot = bot_in(workspace, tmp_path)
        bot.connect()
        workspace.wait_online(SECONDS)
        workspace.fail_next("chat.postMessage", error="invalid_auth")
        workspace.fail_next("views.open", error="expired_trigger_id")
        workspace.command("lin.lan", "#官微", "/complaint")
        bot.stop()
    logged = "".join(capfd.readouterr())
    assert "chat.known" in logged
    assert "form.not_opened" in logged
    for secret in TOKENS.values():
        assert secret not in logged


def test_a_bot_that_can_no_longer_speak_does_not_look_alive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: object, stop: threading.Event) -> None:
        return

    monkeypatch.setattr(Sender, "run", broken)
    with workspace_in(tmp_path) as workspace:
        stopped = threading.Event()
        bot = bot_in(workspace, tmp_path, stopped=stopped)
        try:
            assert stopped.wait(SECONDS)
            assert bot.broken.is_set()
        finally:
            bot.stop()


def test_a_list_is_turned_in_its_place_and_its_rows_act(world: World) -> None:
    for n in range(12):
        report = complaints.Report("送来的酸奶是坏的，打13800138000没人接", customer=f"翻页{n}")
        complaints.log(world.bot.desk, Request("", "", world.bot.desk.now()), report, via="file")
    he = world.person("he.jing")

    def lists() -> list[dict[str, Any]]:
        return [one for one in he.ephemerals() if "投诉：待认领" in str(one)]

    he.command("#客服", "/complaint list 待认领")
    first = he.wait_for(lambda: next(iter(lists()), None), SECONDS)
    he.click(first, "complaint.list.next")
    second = he.wait_for(lambda: next((one for one in lists() if "第 2 页" in str(one)), None), SECONDS)
    assert lists() == [second]
    assert "138××××8000" in str(second)
    assert "13800138000" not in str(second)
    case = second["blocks"][1]["accessory"]["value"]
    he.click(second, "complaint.claim")
    told(he, f"{case} 由您处理")
