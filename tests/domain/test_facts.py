"""The fact sheet: who fills it in, what the record keeps, what a verdict is needed for, what the customer accepted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain import complaints
from bot.domain.complaints import Report
from bot.domain.complaints.facts import FIELDS, sheet
from bot.domain.desk import Desk
from bot.errors import Invalid, NotAllowed, Refusal, WrongState
from bot.store import complaints as rows
from bot.store import events
from bot.store.facts import FACT_MOST
from bot.text.vocabulary import CATEGORIES, VERDICTS
from tests.company import EDITOR, LEADER, SALES, SECOND_EDITOR, SECOND_SERVICE, SERVICE, Time, ask, opened

SHEET = {
    "customer_says": "要换货",
    "our_record": "11-22 签收",
    "evidence": "监控 10:31",
    "verdict": "confirmed",
    "remedy": "换货一箱",
}


def claimed(desk: Desk) -> str:
    case = complaints.log(desk, ask(desk, SALES), Report("送来的酸奶是坏的", customer="小满")).case_id
    complaints.claim(desk, ask(desk, SERVICE), case)
    return case


def last(desk: Desk, case: str) -> Any:
    return events.history(desk.store, case)[-1]


def test_a_sheet_is_filled_in_by_the_holder_and_says_who_and_when(desk: Desk) -> None:
    case = claimed(desk)
    outcome = complaints.verify(desk, ask(desk, SERVICE), case, SHEET)
    assert str(outcome.said) == "已记下 C-1 的核实结论：属实。"
    known = sheet(desk.store, case)
    assert {name: getattr(known, name) for name in FIELDS} == SHEET
    assert (known.filled_by, known.filled_at) == (SERVICE, ask(desk, SERVICE).stamp)


def test_the_record_keeps_old_and_new_of_what_changed_only(desk: Desk) -> None:
    case = claimed(desk)
    complaints.verify(desk, ask(desk, SERVICE), case, SHEET)
    complaints.verify(desk, ask(desk, SERVICE), case, {"verdict": "partly", "evidence": ""})
    assert last(desk, case).action == "verdict"
    assert last(desk, case).data["changes"] == {
        "evidence": ["监控 10:31", ""],
        "verdict": ["confirmed", "partly"],
    }
    assert sheet(desk.store, case).remedy == "换货一箱"


def test_the_same_again_is_no_change(desk: Desk) -> None:
    case = claimed(desk)
    complaints.verify(desk, ask(desk, SERVICE), case, SHEET)
    before = events.history(desk.store, case)
    with pytest.raises(WrongState, match="没有改动"):
        complaints.verify(desk, ask(desk, SERVICE), case, SHEET)
    assert events.history(desk.store, case) == before


@pytest.mark.parametrize("person", [SERVICE, SECOND_SERVICE, SALES])
def test_the_holder_their_department_and_who_logged_it_may(desk: Desk, person: str) -> None:
    complaints.verify(desk, ask(desk, person), claimed(desk), SHEET)


@pytest.mark.parametrize("person", [EDITOR, SECOND_EDITOR, LEADER])
def test_others_are_told_who_may(desk: Desk, person: str) -> None:
    case = claimed(desk)
    with pytest.raises(NotAllowed, match="请找：何静") as refused:
        complaints.verify(desk, ask(desk, person), case, SHEET)
    assert "只有 C-1 的经办人可以填写核实表" in str(refused.value)
    assert not sheet(desk.store, case).verdict


def test_an_unclaimed_case_is_claimed_first(desk: Desk) -> None:
    case = complaints.log(desk, ask(desk, SALES), Report("坏了", customer="小满")).case_id
    with pytest.raises(WrongState, match="先认领"):
        complaints.verify(desk, ask(desk, SALES), case, SHEET)


@pytest.mark.parametrize("verdict", ["", "maybe"])
def test_a_verdict_is_one_of_ours(desk: Desk, verdict: str) -> None:
    with pytest.raises(Invalid) as refused:
        complaints.verify(desk, ask(desk, SERVICE), claimed(desk), {**SHEET, "verdict": verdict})
    assert refused.value.field == "verdict"


def test_a_field_too_long_is_named(desk: Desk) -> None:
    with pytest.raises(Invalid, match="证据太长：1001 字") as refused:
        complaints.verify(desk, ask(desk, SERVICE), claimed(desk), {**SHEET, "evidence": "长" * (FACT_MOST + 1)})
    assert refused.value.field == "evidence"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("属实", {"verdict": "confirmed"}),
        ("属实 换货一箱", {"verdict": "confirmed", "remedy": "换货一箱"}),
        ("部分属实，补发", {"verdict": "partly", "remedy": "补发"}),
        ("ＰＡＲＴＬＹ send again", {"verdict": "partly", "remedy": "send again"}),
        (
            "不属实 证据：监控；记录：本人签收",
            {"verdict": "not_confirmed", "evidence": "监控", "our_record": "本人签收"},
        ),
        (
            "属实 换货一箱；证据: 照片 两张；顾客：要换货",
            {"verdict": "confirmed", "remedy": "换货一箱", "evidence": "照片 两张", "customer_says": "要换货"},
        ),
        ("误会 没有证据，已解释", {"verdict": "confused", "remedy": "没有证据，已解释"}),
        ("联系不上", {"verdict": "unreachable"}),
        ("屬實 換貨一箱；證據：照片後補", {"verdict": "confirmed", "remedy": "換貨一箱", "evidence": "照片後補"}),
        ("重复", {"verdict": "duplicate"}),
        (
            "confirmed new case; record: signed for",
            {"verdict": "confirmed", "remedy": "new case", "our_record": "signed for"},
        ),
    ],
)
def test_what_is_typed_is_read_as_verdict_remedy_and_labelled_fields(typed: str, found: dict[str, str]) -> None:
    assert complaints.read_finding(typed) == found


@pytest.mark.parametrize("typed", ["", "换货一箱", "<!channel>"])
def test_a_word_that_is_no_verdict_is_answered_with_those_there_are(typed: str) -> None:
    with pytest.raises(Invalid, match="可以写：属实、部分属实、不属实、新顾客误会、重复投诉、联系不上"):
        complaints.read_finding(typed)


def test_no_word_names_two_things() -> None:
    for vocabulary in (VERDICTS, CATEGORIES):
        named = [word for words in vocabulary.values() for word in words]
        assert len(named) == len(set(named))
    assert set(rows.CATEGORIES) <= set(CATEGORIES)


@pytest.fixture
def strict(tmp_path: Path, time: Time) -> Iterator[Desk]:
    with opened(tmp_path / "strict.db", time, policy={"complaint": {"verdict_before": "resolve"}}) as found:
        yield found


@pytest.fixture
def stricter(tmp_path: Path, time: Time) -> Iterator[Desk]:
    with opened(tmp_path / "stricter.db", time, policy={"complaint": {"verdict_before": "reply"}}) as found:
        yield found


def test_without_a_policy_no_verdict_is_asked_for(desk: Desk) -> None:
    complaints.resolve(desk, ask(desk, SERVICE), claimed(desk), "补发")


def test_resolving_waits_for_a_verdict_where_the_policy_says_so(strict: Desk) -> None:
    case = claimed(strict)
    complaints.reply(strict, ask(strict, SERVICE), case, "您好，正在核实")
    before = events.history(strict.store, case)
    with pytest.raises(WrongState, match="还没有核实结论，不能办结") as refused:
        complaints.resolve(strict, ask(strict, SERVICE), case, "补发")
    (offer,) = refused.value.offers
    assert (offer.action, offer.value) == ("complaint.verdict", case)
    assert events.history(strict.store, case) == before
    complaints.verify(strict, ask(strict, SERVICE), case, {"verdict": "unreachable"})
    complaints.resolve(strict, ask(strict, SERVICE), case, "补发")


def test_answering_waits_for_a_verdict_where_the_policy_says_so(stricter: Desk) -> None:
    case = claimed(stricter)
    for step, said in ((complaints.reply, "不能回复顾客"), (complaints.resolve, "不能办结")):
        with pytest.raises(WrongState, match=said):
            step(stricter, ask(stricter, SERVICE), case, "您好")
    complaints.verify(stricter, ask(stricter, SERVICE), case, SHEET)
    complaints.reply(stricter, ask(stricter, SERVICE), case, "您好")


def test_a_refusal_that_comes_again_still_shows_the_way_on(strict: Desk) -> None:
    case = claimed(strict)
    for _ in range(2):
        with pytest.raises(Refusal) as refused:
            complaints.resolve(strict, ask(strict, SERVICE, "same"), case, "补发")
        assert [offer.action for offer in refused.value.offers] == ["complaint.verdict"]


def test_what_the_customer_accepted_is_kept_with_the_time_and_who_put_it_down(desk: Desk, time: Time) -> None:
    case = claimed(desk)
    said_at = time.now + timedelta(minutes=5)
    time.forward(minutes=20)
    complaints.accepted(desk, ask(desk, SERVICE), case, "行，那就换一箱吧", said_at)
    known = sheet(desk.store, case)
    assert (known.accepted_words, known.accepted_by) == ("行，那就换一箱吧", SERVICE)
    assert known.accepted_at == "2026-11-24T02:05:00.000000Z"
    assert last(desk, case).data == {"text": "行，那就换一箱吧", "at": "2026-11-24T02:05:00.000000Z"}


def test_a_second_acceptance_takes_the_place_and_the_record_keeps_the_first(desk: Desk, time: Time) -> None:
    case = claimed(desk)
    complaints.accepted(desk, ask(desk, SERVICE), case, "行")
    time.forward(hours=1)
    complaints.accepted(desk, ask(desk, SERVICE), case, "谢谢，退款收到")
    assert sheet(desk.store, case).accepted_words == "谢谢，退款收到"
    assert last(desk, case).data["was"] == "行"


def test_an_acceptance_is_neither_of_tomorrow_nor_of_before_the_case(desk: Desk, time: Time) -> None:
    case = claimed(desk)
    for away in (timedelta(hours=1), -timedelta(hours=1)):
        with pytest.raises(Invalid) as refused:
            complaints.accepted(desk, ask(desk, SERVICE), case, "行", time.now + away)
        assert refused.value.field == "when"
    assert not sheet(desk.store, case).accepted_at


def test_an_acceptance_stays_when_the_case_is_opened_again(desk: Desk) -> None:
    case = claimed(desk)
    complaints.accepted(desk, ask(desk, SERVICE), case, "行")
    complaints.resolve(desk, ask(desk, SERVICE), case, "换货")
    complaints.reopen(desk, ask(desk, SERVICE), case, "又在微博上说")
    assert sheet(desk.store, case).accepted_words == "行"


def test_reading_in_full_is_for_the_cases_own_people_and_recorded(desk: Desk) -> None:
    case = claimed(desk)
    for person in (SERVICE, SECOND_SERVICE, SALES):
        complaints.see(desk, ask(desk, person), case)
        assert (last(desk, case).action, last(desk, case).actor) == ("see", person)
    before = events.history(desk.store, case)
    for person in (EDITOR, LEADER):
        with pytest.raises(NotAllowed, match="请找：何静"):
            complaints.see(desk, ask(desk, person), case)
    assert events.history(desk.store, case) == before


def test_nobodys_case_is_claimed_before_its_numbers_are_read(desk: Desk) -> None:
    case = complaints.log(desk, ask(desk, ""), Report("坏了 13800138000", customer="小满")).case_id
    with pytest.raises(NotAllowed, match="先认领：`/complaint 认领 C-1`"):
        complaints.see(desk, ask(desk, SERVICE), case)


def test_reading_draws_no_card_anew(desk: Desk) -> None:
    case = claimed(desk)
    before = desk.store.all("SELECT id FROM outbox")
    complaints.see(desk, ask(desk, SERVICE), case)
    assert desk.store.all("SELECT id FROM outbox") == before
