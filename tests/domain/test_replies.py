"""Canned replies: those that fit, filled in, masked where it is public, and clean by the project's own copy check."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import copycheck
from bot.domain import complaints
from bot.domain.complaints import Report
from bot.domain.desk import Desk
from bot.domain.replies import ANY, NO_VERDICT, Reply, filled, offered, shipped
from bot.store import events
from bot.store.complaints import CATEGORIES
from bot.text.vocabulary import VERDICTS
from tests.company import SALES, SERVICE, STRANGER, Time, ask, opened
from tests.examples import CASE

ORDERED = CASE._replace(order_number="DD202611")


def logged(desk: Desk, place: str = "comment", category: str = "delivery") -> str:
    report = Report("牛奶没送到", customer="＠小满", place=place, order_number="DD202611", category=category)
    case = complaints.log(desk, ask(desk, SALES), report).case_id
    complaints.claim(desk, ask(desk, SERVICE), case)
    return case


@pytest.mark.parametrize("reply", shipped(), ids=lambda reply: f"{reply.verdict}-{reply.category}")
def test_every_shipped_reply_passes_the_copy_check(reply: Reply) -> None:
    assert reply.verdict in (NO_VERDICT, *VERDICTS)
    assert reply.category in (ANY, *CATEGORIES)
    for case in (CASE, ORDERED, ORDERED._replace(customer="")):
        text = filled(reply, case, whole=False)
        assert "{" not in text
        assert copycheck.check(text, kind="reply").findings == ()
    private = copycheck.check(filled(reply, ORDERED._replace(place="private"), whole=True), kind="reply")
    # A private message may name the order; a public one may not.
    assert {found.words for found in private.findings} <= {"订单 DD202611"}


@pytest.mark.parametrize("verdict", ["none", *VERDICTS])
@pytest.mark.parametrize("category", [*CATEGORIES, "自己的类别"])
def test_there_is_a_reply_for_every_verdict_and_category(desk: Desk, verdict: str, category: str) -> None:
    case = logged(desk, category=category)
    if verdict != "none":
        complaints.verify(desk, ask(desk, SERVICE), case, {"verdict": verdict})
    found = offered(desk, ask(desk, SERVICE), case)
    assert found.verdict == verdict
    assert found.texts
    assert len(set(found.texts)) == len(found.texts) <= 6


def test_the_reply_for_the_category_comes_before_the_general_one(desk: Desk) -> None:
    first = offered(desk, ask(desk, SERVICE), logged(desk)).texts[0]
    assert first.startswith("@小满 您好，让您久等了，抱歉。我们正在向配送的同事查包裹")


def test_in_public_the_order_shows_its_end_alone_to_everybody(desk: Desk) -> None:
    case = logged(desk)
    for person in (SERVICE, STRANGER):
        texts = "".join(offered(desk, ask(desk, person), case).texts)
        assert "（订单尾号 2611）" in texts
        assert "DD202611" not in texts
    assert "see" not in {event.action for event in events.history(desk.store, case)}


def test_for_a_private_message_the_cases_own_people_have_it_whole_and_it_is_recorded(desk: Desk) -> None:
    case = logged(desk, place="private")
    assert "（订单 DD202611）" in offered(desk, ask(desk, SERVICE), case).texts[0]
    assert [event.actor for event in events.history(desk.store, case) if event.action == "see"] == [SERVICE]
    assert "（订单尾号 2611）" in offered(desk, ask(desk, STRANGER), case).texts[0]
    assert [event.actor for event in events.history(desk.store, case) if event.action == "see"] == [SERVICE]


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, "@小满 您好，查过了。"),
        ({"order_number": "DD202611"}, "@小满 您好，查过了（订单尾号 2611）。"),
        ({"order_number": "123"}, "@小满 您好，查过了。"),
        ({"order_number": "DD-2026-1101"}, "@小满 您好，查过了（订单尾号 1101）。"),
        ({"customer": ""}, "您好，查过了。"),
        ({"customer": "@小满13800138000"}, "@小满138××××8000 您好，查过了。"),
        ({"customer": "@小满", "place": "private"}, "小满您好，查过了。"),
        ({"customer": "{order}", "order_number": "DD202611"}, "@{order} 您好，查过了（订单尾号 2611）。"),
    ],
)
def test_what_is_known_is_filled_in_and_the_rest_left_out(changes: dict[str, str], text: str) -> None:
    reply = Reply("none", "any", "{customer}您好，查过了{order}。")
    assert filled(reply, CASE._replace(**changes), whole=False) == text  # type: ignore[arg-type]  # they are texts


def test_the_companys_own_come_first_or_alone(tmp_path: Path, time: Time) -> None:
    own = {"未核实": "{customer}我们在查。", "配送": ["到哪了，我们问问。"], "属实 配送物流": ["是我们慢了。"]}
    for shipped_too in (True, False):
        replies = {"shipped": shipped_too, "texts": own}
        with opened(tmp_path / f"{shipped_too}.db", time, replies=replies) as desk:
            case = logged(desk)
            texts = offered(desk, ask(desk, SERVICE), case).texts
            assert texts[:2] == ("到哪了，我们问问。", "@小满 我们在查。")
            assert (len(texts) > 2) is shipped_too
            complaints.verify(desk, ask(desk, SERVICE), case, {"verdict": "confirmed"})
            assert set(offered(desk, ask(desk, SERVICE), case).texts[:2]) == {"是我们慢了。", "到哪了，我们问问。"}


def test_nothing_of_the_fact_sheet_stands_in_a_reply(desk: Desk) -> None:
    case = logged(desk)
    sheet = {"verdict": "partly", "our_record": "司机迟到", "evidence": "行车记录", "remedy": "退二十元"}
    complaints.verify(desk, ask(desk, SERVICE), case, sheet)
    complaints.accepted(desk, ask(desk, SERVICE), case, "可以吧")
    texts = "".join(offered(desk, ask(desk, SERVICE), case).texts)
    assert not any(fact in texts for fact in ("司机迟到", "行车记录", "退二十元", "可以吧"))


def test_resolved_cases_like_it_are_offered_with_their_verdict_and_answer(desk: Desk) -> None:
    said = ("订的鲜奶连着三天没有送到，电话也没人接", "订的鲜奶连着三天没送到，打电话也没人接")
    first, second = (
        complaints.log(desk, ask(desk, SALES), Report(words, customer=f"顾客{n}")).case_id
        for n, words in enumerate(said)
    )
    complaints.claim(desk, ask(desk, SERVICE), first)
    complaints.verify(desk, ask(desk, SERVICE), first, {"verdict": "confirmed"})
    complaints.reply(desk, ask(desk, SERVICE), first, "您好，已经补送")
    assert offered(desk, ask(desk, SERVICE), second).examples == ()
    complaints.resolve(desk, ask(desk, SERVICE), first, "补送三天")
    ((case, facts),) = offered(desk, ask(desk, SERVICE), second).examples
    assert (case.id, case.reply, facts.verdict) == (first, "您好，已经补送", "confirmed")
