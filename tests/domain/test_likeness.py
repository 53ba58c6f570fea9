"""What is like a complaint: among the open ones of others, and among the resolved."""

from __future__ import annotations

from bot.domain import complaints
from bot.domain.complaints import Report
from bot.domain.complaints.likeness import Alike
from bot.domain.desk import Desk, Outcome
from tests.company import EDITOR, SERVICE, ask

LATE = "昨天订的鲜奶到今天还没有送到，打电话给客服一直没有人接"


def log(desk: Desk, words: str, customer: str) -> Outcome:
    return complaints.log(desk, ask(desk, EDITOR), Report(words=words, customer=customer))


def ids(found: list[Alike]) -> list[str]:
    return [one.case.id for one in found]


def test_who_logs_is_told_of_the_three_most_alike_of_others_and_offered_to_merge(desk: Desk) -> None:
    for n, more in enumerate(("", "！", "，急", "，真的很急")):
        log(desk, LATE + more, f"顾客{n}")
    log(desk, "酸奶发霉了，要求退款", "别人")
    outcome = log(desk, LATE, "小满")
    assert [str(offer.label) for offer in outcome.offers] == ["并入 C-2", "并入 C-1", "并入 C-3"]
    assert outcome.offers[0].value == "C-6 C-2"
    assert "和别的顾客的投诉很像：C-2“昨天订的鲜奶" in str(outcome.warnings[0])


def test_the_customers_own_and_what_is_not_open_are_not_shown(desk: Desk) -> None:
    first = log(desk, LATE, "小满").case_id
    complaints.claim(desk, ask(desk, SERVICE), first)
    complaints.resolve(desk, ask(desk, SERVICE), first, "补送")
    assert log(desk, LATE, "小林").offers == ()
    assert ids(complaints.similar_resolved(desk.store, LATE)) == [first]
    complaints.reopen(desk, ask(desk, SERVICE), first, "又没送")
    assert ids(complaints.similar_resolved(desk.store, LATE)) == []
    assert ids(complaints.similar_open(desk.store, LATE, customer_key="小林")) == [first]


def test_what_is_only_somewhat_alike_is_told_apart_from_the_same(desk: Desk) -> None:
    log(desk, LATE, "小林")
    (found,) = complaints.similar_open(desk.store, LATE[:18])
    assert found.likeness >= 0.33
    assert found.same == (found.likeness >= 0.40)


def test_of_too_few_words_nothing_is_like(desk: Desk) -> None:
    log(desk, "差评", "小林")
    assert log(desk, "差评！", "小满").offers == ()


def test_words_that_are_signs_of_the_index_break_nothing(desk: Desk) -> None:
    for words in ('"" OR *', "NEAR(a b)", "a AND b NOT", "-- ; ' \" )", "😀😀😀😀😀"):
        log(desk, words, "某")
        assert complaints.similar_open(desk.store, words) is not None
        assert complaints.similar_resolved(desk.store, words) == []
