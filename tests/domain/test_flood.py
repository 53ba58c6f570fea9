"""A customer who writes and writes: one case, the card at once, the thread and the holder once in a quarter of an hour."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.domain import complaints
from bot.domain.complaints import Report
from bot.domain.desk import Desk, open_desk
from bot.drawing import drawer
from bot.store import complaints as rows
from bot.store import sending
from bot.store.database import Store
from bot.store.sending import Held
from bot.text.width import key_of
from tests.chat import said
from tests.company import EDITOR, SERVICE, TUESDAY, Time, ask, opened, settings

QUARTER = 15 * 60


def writes(desk: Desk, words: str, customer: str = "小满") -> str:
    return complaints.log(desk, ask(desk, EDITOR), Report(words=words, customer=customer)).case_id


def sent(desk: Desk) -> list[tuple[str, str]]:
    """What goes out now: what it is, and its text."""
    draw, found = drawer(desk), list[tuple[str, str]]()
    now = int(desk.now().timestamp() * 1000)
    while True:
        with desk.store.transaction() as tx:
            one = sending.take(tx, now=now, sender="test", lease=10_000, held=Held())
            if one is None:
                return found
            message = draw(one)
            sending.sent(tx, one.id, "test", ts="1.1", now=now)
            if message is not None:
                found.append((one.what, said({"text": message.text, "blocks": message.blocks})))


def lines(desk: Desk, what: str = "thread") -> list[str]:
    return [text for kind, text in sent(desk) if kind == what and "又留言" in text]


def test_a_flood_of_twenty_is_a_line_at_once_and_one_for_the_rest(desk: Desk, time: Time) -> None:
    writes(desk, "酸奶坏了")
    sent(desk)
    writes(desk, "怎么没人理")
    assert [text.split("\n")[0] for text in lines(desk)] == ["*小满* 又留言 1 条，最新："]
    for n in range(3, 21):
        writes(desk, f"第 {n} 次了")
        time.forward(seconds=20)
        assert lines(desk) == []
    time.forward(seconds=QUARTER)
    (line,) = lines(desk)
    assert line.startswith("*小满* 又留言 18 条，最新：\n> 第 20 次了")
    assert lines(desk) == []


def test_the_card_shows_the_latest_at_once(desk: Desk, time: Time) -> None:
    writes(desk, "酸奶坏了")
    for n in range(2, 6):
        writes(desk, f"第 {n} 次了")
        (card,) = [text for what, text in sent(desk) if what == "card"]
        assert f"共 {n} 条留言，1 人" in card
        assert f"· 第 {n} 次了" in card


def test_what_waits_holds_up_nothing_behind_it(desk: Desk) -> None:
    case = writes(desk, "酸奶坏了")
    writes(desk, "怎么没人理")
    sent(desk)
    writes(desk, "还是没人理")
    complaints.claim(desk, ask(desk, SERVICE), case)
    assert [what for what, _ in sent(desk)] == ["card", "thread"]


def test_the_holder_is_told_as_seldom_and_not_of_what_they_log_themselves(desk: Desk, time: Time) -> None:
    case = writes(desk, "酸奶坏了")
    complaints.claim(desk, ask(desk, SERVICE), case)
    sent(desk)
    writes(desk, "第二次")
    assert [text.split("\n")[0] for text in lines(desk, "direct")] == ["C-1：小满又留言 1 条，最新："]
    for n in range(3, 9):
        writes(desk, f"第 {n} 次")
    assert lines(desk, "direct") == []
    time.forward(seconds=QUARTER)
    assert [text.split("\n")[0] for text in lines(desk, "direct")] == ["C-1：小满又留言 6 条，最新："]
    complaints.log(desk, ask(desk, SERVICE), Report(words="又来", customer="小满"))
    time.forward(seconds=QUARTER)
    assert lines(desk, "direct") == []


def test_two_processes_and_a_restart_tell_it_once(tmp_path: Path) -> None:
    time = Time(TUESDAY)
    with opened(tmp_path / "g.db", time) as desk:
        writes(desk, "酸奶坏了")
        writes(desk, "第二次")
        sent(desk)
        writes(desk, "第三次")
        other = open_desk(settings(), Store(desk.store.path), time)
        writes(other, "第四次")
        other.store.close()
    time.forward(seconds=QUARTER)
    with opened(tmp_path / "g.db", time) as desk:
        (line,) = lines(desk)
        assert line.startswith("*小满* 又留言 2 条")


def test_what_comes_while_a_line_is_being_sent_is_told_with_the_next(desk: Desk, time: Time) -> None:
    writes(desk, "酸奶坏了")
    writes(desk, "第二次")
    now = int(desk.now().timestamp() * 1000)
    with desk.store.transaction() as tx:
        while (one := sending.take(tx, now=now, sender="a", lease=10_000, held=Held())) and one.what != "thread":
            sending.sent(tx, one.id, "a", ts="1.1", now=now)
    assert one is not None
    writes(desk, "第三次")
    # Drawn only now, it tells of what the next one does not.
    message = drawer(desk)(one)
    assert message is not None
    assert message.text.startswith("*小满* 又留言 1 条，最新：\n> 第二次")
    with desk.store.transaction() as tx:
        sending.sent(tx, one.id, "a", ts="1.2", now=now)
    time.forward(seconds=QUARTER)
    (line,) = lines(desk)
    assert line.startswith("*小满* 又留言 1 条，最新：\n> 第三次")


@pytest.mark.parametrize("name", ["小满", " @小满", "＠小满", "小 满", "小\u200b满", "@@小满"])
def test_the_name_is_the_same_however_it_is_written(desk: Desk, name: str) -> None:
    assert writes(desk, "酸奶坏了") == writes(desk, "还是坏的", name)


@pytest.mark.parametrize(("one", "other"), [("ＡＢＣ", "abc"), ("Straße", "STRASSE"), ("x_y", " X_Y ")])
def test_width_and_case_do_not_tell_names_apart(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


@given(st.text(max_size=40))
def test_a_key_is_its_own_key(name: str) -> None:
    key = key_of(name)
    assert key_of(key) == key
    assert key_of(f" ＠{name} ") == key
    assert not set(key) & set(" \u3000\t\n")


@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.integers(0, 1_000), max_size=30))
def test_however_they_come_every_comment_is_told_once_and_never_two_lines_in_a_quarter(
    tmp_path_factory: pytest.TempPathFactory, steps: list[int]
) -> None:
    time = Time(TUESDAY)
    with opened(tmp_path_factory.mktemp("desk") / "g.db", time) as desk:
        case = writes(desk, "第一条")
        told: list[tuple[float, int]] = []

        def send() -> None:
            told.extend((time.now.timestamp(), int(line.split("又留言 ")[1].split(" ")[0])) for line in lines(desk))

        for wait in steps:
            time.forward(seconds=wait)
            send()
            writes(desk, "又一条")
            send()
        time.forward(seconds=QUARTER)
        send()
        assert sum(n for _, n in told) == len(steps)
        gaps = [after - before for (before, _), (after, _) in pairwise(told)]
        assert all(gap >= QUARTER for gap in gaps)
        assert rows.complaint(desk.store, case).comments == 1 + len(steps)  # type: ignore[union-attr]  # it is there
