"""Whatever fails, in whatever order: every message stands in the chat once, in order per case and channel."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.outbox import Pace
from bot.store import outbox, posted
from bot.store.database import Store
from tests.outbox.chat_server import CHANNELS, ChatServer
from tests.outbox.conftest import Bench, Killed

FAULTS = ["429", "500 before", "500 after", "drop before", "drop after", "fatal_error"]
PLACES = st.tuples(st.sampled_from(["C-1", "C-2"]), st.sampled_from(sorted(CHANNELS)))
OWED = st.tuples(st.sampled_from(["card", "thread", "post", "direct"]), PLACES)
STEPS = st.lists(
    st.one_of(
        OWED,
        st.tuples(st.just("run"), st.none()),
        st.tuples(st.just("fail"), st.sampled_from(FAULTS)),
        st.tuples(st.just("kill"), st.sampled_from(["at drawing", "after effect"])),
        st.tuples(st.just("pass"), st.sampled_from([0.5, 5.0, 31.0])),
        st.tuples(st.just("delete"), st.none()),
    ),
    max_size=30,
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_every_message_stands_in_the_chat_once_and_in_order(chat: ChatServer, steps: list[tuple[str, object]]) -> None:
    chat.messages.clear()
    chat.files.clear()
    chat.faults.clear()
    chat.then = None
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Store(Path(folder) / "guanwei.db"), chat)
        try:
            play(bench, steps)
        finally:
            bench.store.close()


def play(bench: Bench, steps: list[tuple[str, object]]) -> None:
    chat = bench.chat
    sender = bench.sender(pace=pace())
    wanted: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    shown: dict[tuple[str, str], int] = {}
    for number, (what, how) in enumerate(steps):
        match what:
            case "run" | "fail" | "kill":
                if what == "fail":
                    chat.faults.append(str(how))
                bench.kill_at_drawing = how == "at drawing"
                if how == "after effect":
                    bench.kill_after_next_effect()
                try:
                    sender.run_once()
                except Killed:
                    sender = bench.sender(pace=pace())
                bench.kill_at_drawing = bench.kill_after_effect = False
                chat.then = None
                chat.faults.clear()
            case "pass":
                assert isinstance(how, float)
                bench.now += how
            case "delete":
                # Cards that nobody answered yet: with its thread, a deleted message would take the answers along.
                answered = {m.get("thread_ts") for m in chat.messages}
                chat.messages[:] = [m for m in chat.messages if not is_card(m) or m["ts"] in answered]
            case _:
                assert isinstance(how, tuple)
                case_id, channel = how
                if what == "card":
                    bench.change(case_id, channel)
                else:
                    where = f"U{case_id}" if what == "direct" else channel
                    picture = "周报" if what in ("post", "direct") and number % 2 else ""
                    bench.owe(what, where, case_id, text=f"{case_id} 之 {number}", picture=picture)
                    wanted[(what, case_id, where)].append(f"{case_id} 之 {number}")
                if what in ("card", "thread"):
                    at = (case_id, CHANNELS[channel])
                    shown[at] = bench.versions[case_id] if what == "card" else shown.get(at, 0)
    bench.work(sender, seconds=10_000)

    assert outbox.open_count(bench.store) == 0
    assert outbox.parked(bench.store) == []
    for (what, case_id, where), texts in wanted.items():
        place = f"D{where}" if what == "direct" else CHANNELS[where]
        card = posted.card_ts(bench.store, case_id, where) if what == "thread" else None
        assert [text for text in chat.texts(place, card) if text in texts] == texts, (what, case_id, where)
    standing = [(m["text"].split()[0], m["channel"]) for m in chat.messages if is_card(m)]
    versions = [int(m["text"].split()[2]) for m in chat.messages if is_card(m)]
    assert len(standing) == len(set(standing)), "a card stands twice"
    assert set(standing) == set(shown) or any(what == "delete" for what, _ in steps)
    for spot, version in zip(standing, versions, strict=True):
        assert version >= shown[spot], "a card shows an older state"
    assert len(chat.messages) == len(standing) + sum(len(texts) for texts in wanted.values())


def is_card(message: dict[str, object]) -> bool:
    return str(message["text"]).endswith("版")


def pace() -> Pace:
    return Pace(post_every=0.2, updates_a_minute=600, updates_at_once=2)


@pytest.mark.parametrize("changes", [1, 3])
def test_the_last_state_of_a_card_is_always_shown(bench: Bench, chat: ChatServer, changes: int) -> None:
    """The case changes while its card is on the way, and the answer to that is lost."""
    bench.change()

    def change_meanwhile() -> None:
        for _ in range(changes):
            bench.change()

    chat.then = change_meanwhile
    chat.faults.append("drop after")
    bench.work(bench.sender())
    assert chat.texts("C1") == [f"C-1 第 {changes + 1} 版"]
