"""Deciding once: the same request changes nothing twice, in whatever order and from however many sides it comes."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from bot.domain.desk import Desk, Outcome, Request, once, open_desk
from bot.errors import Invalid, NotFound, Refusal, WrongState
from bot.store import cases
from bot.store.database import Transaction
from bot.text.packing import pack, unpack
from bot.text.words import Phrase, phrase
from tests.company import EDITOR, SERVICE, TUESDAY, Time, opened, settings


def request(key: str = "k", *, keep: bool = True, to: str = "") -> Request:
    return Request(SERVICE, key, TUESDAY, keep, to)


def count(desk: Desk) -> int:
    row = desk.store.one("SELECT last FROM counters WHERE kind = 'C'")
    return int(str(row["last"])) if row else 0


def work(tx: Transaction) -> Outcome:
    case = cases.next_id(tx, "C")
    return Outcome(
        phrase("{case} 已记下（第 {n} 条）。", case=case, n=3), case, (phrase("注意{what}。", what=phrase("时限")),)
    )


def owed(desk: Desk) -> list[dict[str, object]]:
    return [dict(row) for row in desk.store.all("SELECT what, channel, case_id, body, key FROM outbox ORDER BY id")]


def test_a_request_is_done_once_and_answered_the_same(desk: Desk) -> None:
    first = once(desk, request(), work)
    assert once(desk, request(), work) == first
    assert once(desk, request(), refuse) == first
    assert str(first.said) == "C-1 已记下（第 3 条）。"
    assert count(desk) == 1


def refuse(tx: Transaction) -> Outcome:
    cases.next_id(tx, "C")
    raise WrongState(phrase("{who} 已认领。", who="何静"), phrase("请换一条。"))


def test_a_refusal_changes_nothing_and_is_repeated(desk: Desk) -> None:
    said = []
    for decide in (refuse, work):
        with pytest.raises(Refusal) as refused:
            once(desk, request(), decide)
        said.append(str(refused.value))
    assert said == ["何静 已认领。 请换一条。"] * 2
    assert count(desk) == 0


def test_a_forms_refusal_is_not_kept_so_that_it_can_be_put_right(desk: Desk) -> None:
    with pytest.raises(WrongState):
        once(desk, request(keep=False), refuse)
    assert once(desk, request(keep=False), work).case_id == "C-1"


def test_the_field_of_a_refusal_is_there_for_the_form(desk: Desk) -> None:
    def wrong(tx: Transaction) -> Outcome:
        raise Invalid(phrase("请填写{what}。", what="原因"), field="reason")

    with pytest.raises(Invalid) as refused:
        once(desk, request(keep=False), wrong)
    assert refused.value.field == "reason"


def test_without_a_key_each_request_is_a_new_one(desk: Desk) -> None:
    assert [once(desk, request(""), work).case_id for _ in range(3)] == ["C-1", "C-2", "C-3"]


def test_a_fault_of_the_program_keeps_nothing_and_is_not_remembered(desk: Desk) -> None:
    def broken(tx: Transaction) -> Outcome:
        cases.next_id(tx, "C")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        once(desk, request(), broken)
    assert count(desk) == 0
    assert once(desk, request(), work).case_id == "C-1"


def test_an_answer_in_a_channel_is_owed_with_the_change_and_once(desk: Desk) -> None:
    for _ in range(2):
        once(desk, request(to="C00"), work)
    (row,) = owed(desk)
    body = json.loads(str(row["body"]))
    assert (row["what"], row["channel"], row["case_id"], body["user"]) == ("ephemeral", "C00", "", SERVICE)
    assert str(unpack(body["say"])) == "C-1 已记下（第 3 条）。"
    assert [str(unpack(one)) for one in body["more"]] == ["注意时限。"]


def test_an_answer_to_a_form_is_a_direct_message_of_its_case(desk: Desk) -> None:
    once(desk, request(to="direct"), work)
    (row,) = owed(desk)
    assert (row["what"], row["channel"], row["case_id"]) == ("direct", SERVICE, "C-1")


def test_nothing_is_owed_for_a_refusal(desk: Desk) -> None:
    with pytest.raises(WrongState):
        once(desk, request(to="C00"), refuse)
    assert owed(desk) == []


def test_the_same_request_from_many_sides_at_once_is_done_once(tmp_path: Path) -> None:
    path, together, done = tmp_path / "g.db", threading.Barrier(8), []
    with opened(path, Time()) as desk:

        def ask() -> None:
            with opened(path, Time()) as mine:
                together.wait()
                done.append(once(mine, request(), work))

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(done) == 8
        assert set(map(str, (outcome.said for outcome in done))) == {"C-1 已记下（第 3 条）。"}
        assert count(desk) == 1


def test_a_phrase_in_a_phrase_is_kept_and_given_back() -> None:
    said = phrase("{a}{b}", a=phrase("没有 {case}。", case="C-1"), b=7)
    assert unpack(json.loads(json.dumps(pack(said)))) == Phrase(
        "{a}{b}", {"a": phrase("没有 {case}。", case="C-1"), "b": 7}
    )


def test_a_desk_opens_on_a_new_database_without_anybody_known(tmp_path: Path) -> None:
    with opened(tmp_path / "g.db", Time()) as known:
        desk = open_desk(settings(), known.store, Time())
        assert desk.company.name(EDITOR) == "陈溪"
        assert desk.zone.key == "Asia/Shanghai"
        assert desk.now() == TUESDAY


def test_a_refusal_kept_without_advice_has_none_when_it_comes_again(desk: Desk) -> None:
    def gone(tx: Transaction) -> Outcome:
        raise NotFound(phrase("没有这条。"))

    for _ in range(2):
        with pytest.raises(Refusal) as refused:
            once(desk, request(), gone)
        assert refused.value.advice is None
