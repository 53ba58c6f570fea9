"""`guanwei digest`: printed for any moment and recipient, or handed to the bot once, as the clock would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.config import load_settings
from bot.domain import complaints
from bot.domain.complaints import Report
from bot.domain.desk import Desk, Request, open_desk
from bot.store import people
from bot.store.database import Store
from bot.store.people import Person
from tests.terminal import Terminal

DATABASE = Path("data/state/guanwei.db")
TUESDAY = ("--at", "2026-12-01T08:45", "--dry-run")


@contextmanager
def desk_of(guanwei: Terminal) -> Iterator[Desk]:
    store = Store(guanwei.folder / DATABASE)
    try:
        yield open_desk(load_settings(guanwei.folder / "guanwei.toml"), store)
    finally:
        store.close()


@pytest.fixture(autouse=True)
def begun(guanwei: Terminal) -> None:
    """The bot was started before."""
    Store(guanwei.folder / DATABASE).close()


@pytest.fixture
def busy(guanwei: Terminal) -> Terminal:
    """Three complaints are open, the directory was looked up, and today is a working day whichever day it is."""
    path = guanwei.folder / "guanwei.toml"
    today = datetime.now(tz=load_settings(path).zone).date()
    path.write_text(path.read_text("utf-8") + f"\n[calendar]\nworking = [{today}]\n", "utf-8")
    with desk_of(guanwei) as desk:
        for number in range(3):
            request = Request("U1", "", datetime(2026, 11, 23, 1, number, tzinfo=UTC))
            complaints.log(desk, request, Report(words="送来的酸奶是坏的", customer=f"顾客{number}"))
        with desk.store.transaction() as tx:
            refs = desk.settings.roles.leader
            leaders = (Person(f"U0LEAD{n}", f"lead{n}", f"方总{n}", ref, "en-US") for n, ref in enumerate(refs))
            people.save_people(tx, leaders, "")
    return guanwei


def owed(guanwei: Terminal) -> list[tuple[str, str]]:
    with desk_of(guanwei) as desk:
        rows = desk.store.all("SELECT channel, body ->> 'digest' AS name FROM outbox WHERE body ->> 'digest' <> ''")
        return [(str(row["name"]), str(row["channel"])) for row in rows]


@pytest.mark.parametrize("name", ["desk", "官微", "ＤＥＳＫ"])
def test_it_is_printed_for_any_moment_and_nothing_is_sent(busy: Terminal, name: str) -> None:
    said = busy("digest", name, *TUESDAY)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("官微日报 12-01 周二\n")
    assert "投诉：未办结 3，待认领 3，超时 3，等顾客 0" in said.out
    assert "*" not in said.out
    assert owed(busy) == []


def test_of_a_day_off_it_says_that_it_would_not_be_sent(guanwei: Terminal) -> None:
    said = guanwei("digest", "desk", "--at", "2026-12-05T08:45", "--dry-run")
    assert "这一天不是工作日" in said.out
    assert "没有要说的" in said.out


def test_the_moment_may_have_a_zone_of_its_own(guanwei: Terminal) -> None:
    said = guanwei("digest", "desk", "--at", "2026-12-01T20:00+00:00", "--dry-run")
    assert said.out.startswith("官微日报 12-02 周三\n")


def test_it_is_handed_over_once(busy: Terminal) -> None:
    assert busy("digest", "desk", "--at", "23:59").out == "#官微：已交给机器人发送。\n"
    assert busy("digest", "desk", "--at", "23:59").out == "#官微：今天已经发过。\n"
    assert owed(busy) == [("desk", "#官微")]


def test_before_its_time_it_is_not_handed_over(busy: Terminal) -> None:
    assert "还没到时间" in busy("digest", "desk", "--at", "00:00").out
    assert owed(busy) == []


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (["desk", "--at", "明早"], 2, "请写成 2026-12-01T08:45"),
        (["desk", "--at", "2026-12-01T08:45"], 2, "只能发今天的；看别的日子请加 --dry-run"),
        (["boss"], 2, "没有“boss”这种日报，可以用 desk、department"),
        ([], 2, "缺少“哪一份”"),
        (["desk", "--for", "财务部", "--dry-run"], 1, "没有找到“财务部”。 这份日报发给：#官微"),
    ],
)
def test_what_is_wrong_is_said_with_what_is_right(guanwei: Terminal, words: list[str], code: int, why: str) -> None:
    said = guanwei("digest", *words)
    assert said.code == code
    assert why in said.err
