"""What programs that watch the bot are told: ready or not and why, and figures that are all explained and all used rightly."""

from __future__ import annotations

import json
import re
import threading
import time as steady
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from prometheus_client.parser import text_string_to_metric_families as parsed
from slack_sdk import WebClient

from bot.app import build
from bot.domain import backups, complaints
from bot.domain.complaints import Report
from bot.domain.desk import Desk
from bot.health.metrics import shown
from bot.health.readiness import Vitals, is_ready, readiness
from bot.health.web import health_app
from bot.hearing import Hearing
from bot.http import bind, serve
from bot.store import outbox
from tests.chat import SECRET, Chat, Ways
from tests.company import EDITOR, SERVICE, STRANGER, Time, ask, opened
from tests.terminal import ROOT

WELL = Hearing(is_connected=True, age=60.0, silence=1.0, quiet=5.0, opened=1)


@dataclass
class Watched:
    """A desk as it is watched; what is heard and when the clock looked can be set."""

    desk: Desk
    hearing: Hearing | None = WELL
    looked: float | None = 0.0

    @property
    def vitals(self) -> Vitals:
        at = None if self.looked is None else steady.monotonic() - self.looked
        return Vitals(self.desk, lambda: self.hearing, lambda: at)

    def not_well(self) -> list[str]:
        """The parts that are not as they should be."""
        parts = readiness(self.vitals)
        assert is_ready(parts) == all(part["ok"] for part in parts.values())
        return [name for name, part in parts.items() if not part["ok"]]

    def figures(self) -> dict[str, float]:
        """Every sample, by its name and labels."""
        return {
            sample.name + "".join(f" {value}" for _, value in sorted(sample.labels.items())): sample.value
            for family in parsed(shown(self.vitals).decode())
            for sample in family.samples
        }


@pytest.fixture
def watched(desk: Desk) -> Watched:
    return Watched(desk)


def test_a_bot_that_is_well_is_ready(watched: Watched) -> None:
    assert watched.not_well() == []
    watched.hearing = None  # over HTTP there is no socket
    assert watched.not_well() == []


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"hearing": replace(WELL, is_connected=False)}, "socket"),
        ({"hearing": replace(WELL, silence=20.0)}, "socket"),
        ({"looked": None}, "clock"),
        ({"looked": 600.0}, "clock"),
    ],
)
def test_each_part_can_be_what_is_not_well(watched: Watched, change: dict[str, Any], part: str) -> None:
    for name, value in change.items():
        setattr(watched, name, value)
    assert watched.not_well() == [part]


def test_messages_that_wait_too_long_are_not_well_and_those_put_off_are(watched: Watched, time: Time) -> None:
    now = int(time().timestamp() * 1000)
    with watched.desk.store.transaction() as tx:
        outbox.owe(tx, "post", "C00", now=now, later=now + 86_400_000)
    time.forward(hours=2)
    assert watched.not_well() == []
    with watched.desk.store.transaction() as tx:
        outbox.owe(tx, "post", "C00", now=now)
    assert watched.not_well() == ["outbox"]
    figures = watched.figures()
    assert (figures["guanwei_outbox_messages due"], figures["guanwei_outbox_messages later"]) == (1, 1)
    assert figures["guanwei_outbox_oldest_seconds"] == pytest.approx(7200)
    assert figures["guanwei_ready"] == 0


def test_a_database_that_cannot_be_read_is_not_well_and_the_rest_is_told(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.errors import CorruptDatabase
    from bot.text.words import phrase

    def broken(*_: object) -> None:
        raise CorruptDatabase(phrase("坏了。"))

    watched.desk.tally.message("sent")
    monkeypatch.setattr(watched.desk.store, "one", broken)
    assert watched.not_well() == ["database"]
    figures = watched.figures()
    assert (figures["guanwei_ready"], figures["guanwei_messages_total sent"]) == (0, 1)
    assert "guanwei_clocks_overdue" not in figures


def test_a_disk_that_is_full_and_a_database_that_may_only_be_read_are_not_well(
    watched: Watched, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert readiness(watched.vitals)["disk"]["free_bytes"]
    with monkeypatch.context() as full:
        full.setattr("bot.health.readiness.LEAST_BYTES", 1 << 62)
        assert watched.not_well() == ["disk"]
    path = watched.desk.store.path
    with monkeypatch.context() as gone:
        gone.setattr(watched.desk.store, "path", tmp_path / "not mounted" / "guanwei.db")
        assert watched.not_well() == ["database", "disk"]
    assert watched.desk.store.path == path and watched.not_well() == []


def test_clocks_and_complaints_are_counted(watched: Watched, time: Time) -> None:
    for customer in ("小满", "阿蓝"):
        complaints.log(watched.desk, ask(watched.desk, EDITOR), Report(words="漏了一箱", customer=customer))
    complaints.claim(watched.desk, ask(watched.desk, SERVICE), "C-1")
    time.forward(minutes=20)
    figures = watched.figures()
    assert figures["guanwei_complaints open"] == 2
    assert figures["guanwei_complaints unclaimed"] == 1
    assert figures["guanwei_clocks_overdue"] == 1
    assert figures["guanwei_clocks_due_soon"] == 1


def test_requests_are_counted_by_name_and_by_what_they_came_to(watched: Watched, chat: Chat) -> None:
    desk = watched.desk
    ways = Ways(desk, chat)
    ways.app = build(desk, WebClient("xoxb-tests", base_url=chat.url), SECRET)
    complaints.log(desk, ask(desk, EDITOR), Report(words="漏了一箱", customer="小满"))
    ways.command(SERVICE, "/complaint", "claim 1")
    ways.command(STRANGER, "/complaint", "claim 1")
    ways.command(STRANGER, "/complaint", "frob")
    ways.click(EDITOR, "complaint.claim", "C-1")
    figures = watched.figures()
    assert figures["guanwei_requests_total command /complaint done"] == 1
    assert figures["guanwei_requests_total command /complaint refused"] == 2
    assert figures["guanwei_requests_total action complaint.claim refused"] == 1
    assert figures["guanwei_acknowledgement_seconds_count command"] == 3
    assert figures["guanwei_acknowledgement_seconds_bucket command +Inf"] == 3


def test_a_backups_age_is_told(tmp_path: Path, time: Time) -> None:
    with opened(tmp_path / "kept.db", time, backup={"folder": str(tmp_path / "backups")}) as desk:
        watched = Watched(desk)
        assert "guanwei_backup_age_seconds" not in watched.figures()
        backups.nightly(desk, time())
        time.forward(hours=3)
        assert watched.figures()["guanwei_backup_age_seconds"] == pytest.approx(3 * 3600, abs=1)


def everything(desk: Desk) -> Watched:
    """With each figure there is."""
    desk.tally.answered("command", "/complaint", 0.1)
    desk.tally.message("sent", "desk")
    desk.tally.job("escalation", 0.1, failed=False)
    with desk.store.transaction() as tx:
        tx.execute(
            "INSERT INTO backups (night, begun_at, done_at) VALUES ('2026-11-24', '', '2026-11-23T19:30:00.000000Z')"
        )
    return Watched(desk)


def names(desk: Desk) -> set[str]:
    """The name of every figure of ours, as Prometheus' queries have it."""
    families = parsed(shown(everything(desk).vitals).decode())
    return {
        family.name + ("_total" if family.type == "counter" else "")
        for family in families
        if family.name.startswith("guanwei_")
    }


def test_every_figure_is_explained_and_no_other(desk: Desk) -> None:
    page = (ROOT / "docs" / "metrics.md").read_text("utf-8")
    explained = set(re.findall(r"^\| `(guanwei_\w+)", page, re.MULTILINE))
    assert explained == names(desk)


def queries() -> Iterator[tuple[str, str]]:
    """Every query of the dashboard and of the alerts, and where it stands."""
    board = json.loads((ROOT / "deploy" / "grafana" / "guanwei.json").read_text("utf-8"))
    for panel in board["panels"]:
        for target in panel.get("targets", ()):
            yield panel["title"], target["expr"]
    rules = (ROOT / "deploy" / "prometheus" / "alerts.yml").read_text("utf-8")
    for expr in re.findall(r"^\s+expr: (.+)$", rules, re.MULTILINE):
        yield "alerts.yml", expr


def test_the_dashboard_and_the_alerts_ask_for_figures_that_exist(desk: Desk) -> None:
    known = names(desk) | {"process_resident_memory_bytes", "process_open_fds"}
    asked = {
        (where, re.sub(r"_(bucket|sum|count)$", "", name))
        for where, expr in queries()
        for name in re.findall(r"\b(?:guanwei|process)_\w+", expr)
    }
    assert {(where, name) for where, name in asked if name not in known} == set()
    assert len({where for where, _ in asked}) > 8


def test_every_alert_says_what_to_do_and_the_manual_has_it() -> None:
    rules = (ROOT / "deploy" / "prometheus" / "alerts.yml").read_text("utf-8")
    alerts = re.findall(r"- alert: (\w+)", rules)
    assert len(alerts) == len(set(alerts)) >= 8
    assert rules.count("summary:") == rules.count("description:") == rules.count("severity:") == len(alerts)
    page = (ROOT / "docs" / "metrics.md").read_text("utf-8")
    assert [alert for alert in alerts if f"`{alert}`" not in page] == []


@pytest.fixture
def address(watched: Watched) -> Iterator[str]:
    stopped, listener = threading.Event(), bind("127.0.0.1", 0)
    serving = threading.Thread(target=serve, args=(health_app(watched.vitals), listener, stopped))
    serving.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        stopped.set()
        serving.join()
        listener.close()


def test_it_is_served_at_an_address_of_its_own(address: str) -> None:
    with urlopen(f"{address}/healthz") as answer:
        assert answer.read() == b"ok"
    with urlopen(f"{address}/readyz") as answer:
        told = json.load(answer)
    assert told["ready"] is True
    assert set(told) == {"ready", "database", "outbox", "disk", "socket", "clock"}
    with urlopen(f"{address}/metrics") as answer:
        assert answer.headers["content-type"].startswith("text/plain; version=")
        assert b"guanwei_build_info" in answer.read()
    for path in ("/slack/events", "/intake/complaints", "/"):
        with pytest.raises(HTTPError, match="404"):
            urlopen(f"{address}{path}")


def test_who_is_not_ready_says_so_by_the_status(watched: Watched, address: str) -> None:
    with watched.desk.store.transaction() as tx:
        outbox.owe(tx, "post", "C00", now=int((watched.desk.now() - timedelta(hours=1)).timestamp() * 1000))
    with pytest.raises(HTTPError) as answer:
        urlopen(f"{address}/readyz")
    assert answer.value.code == 503
    assert json.load(answer.value)["outbox"]["ok"] is False


def test_counting_asks_nothing_of_the_store(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("counting must not touch the store")

    for name in ("one", "all", "transaction"):
        monkeypatch.setattr(desk.store, name, never)
    counting: list[Callable[[], object]] = [
        lambda: desk.tally.answered("command", "/draft", 0.1),
        lambda: desk.tally.message("sent", "desk"),
        lambda: desk.tally.job("rallies", 0.1, failed=False),
        desk.tally.counted,
    ]
    for count in counting:
        count()
