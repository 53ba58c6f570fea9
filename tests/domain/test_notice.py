"""What a contact types is read as it was meant, and reads the same when it is written back into the form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.campaign_lines import money_text, prize_text, question_text
from bot.domain.notice import read_notice
from bot.domain.notice_lines import read_codes, read_links, read_money, read_prizes, read_questions
from bot.errors import Invalid
from bot.store.campaigns import Details, Prize, Question

any_text = st.text(max_size=200)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("", None),
        ("  ", None),
        ("12000", 1_200_000),
        ("12,000", 1_200_000),
        ("１２，０００元", 1_200_000),
        ("¥39.9", 3_990),
        ("1.5 万", 1_500_000),
        ("3万元", 3_000_000),
        ("2千", 200_000),
        ("0", 0),
    ],
)
def test_an_amount_is_read_in_fen(typed: str, fen: int | None) -> None:
    assert read_money(typed) == fen


@pytest.mark.parametrize("typed", ["很多", "1.234", "-5", "1,2,3", "1e5", "99999999999999", "12.5.1", "五万"])
def test_what_is_no_amount_is_refused_under_the_budget(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_money(typed)
    assert refused.value.field == "budget"


@pytest.mark.parametrize(
    ("typed", "prize"),
    [
        ("保温杯 × 100，39 元", Prize("保温杯", 100, 3_900)),
        ("保温杯×100，39", Prize("保温杯", 100, 3_900)),
        ("保温杯 x 100 份 价值 39.9", Prize("保温杯", 100, 3_990)),
        ("保温杯*100", Prize("保温杯", 100)),
        ("Ｘbox 主机 ｘ 2台，2,999 元", Prize("Xbox 主机", 2, 299_900)),
        ("GX200 显卡 × 3, 99", Prize("GX200 显卡", 3, 9_900)),
        ("iPhone 17 Max × 1", Prize("iPhone 17 Max", 1)),
        ("保温杯 | 100 | 39", Prize("保温杯", 100, 3_900)),
        ("一等奖｜保温杯｜３｜１９９元", Prize("一等奖:保温杯", 3, 19_900)),
        ("一等奖\t保温杯\t3 份", Prize("一等奖:保温杯", 3)),
    ],
)
def test_a_prize_is_read_as_name_number_and_worth(typed: str, prize: Prize) -> None:
    assert read_prizes(typed) == (prize,)


@pytest.mark.parametrize(
    "typed", ["保温杯", "保温杯一百个", "× 100", "保温杯 × 0", "保温杯 × 1,000", "保温杯 × 3，很贵"]
)
def test_a_prize_that_cannot_be_read_is_named_by_its_line(typed: str) -> None:
    with pytest.raises(Invalid, match="第 3 行") as refused:
        read_prizes(f"鲜奶 × 10\n\n{typed}")
    assert refused.value.field == "prizes"


@pytest.mark.parametrize(
    ("typed", "pair"),
    [
        ("能叠加吗？不能", Question("能叠加吗？", "不能")),
        ("Can I? No. Why? Because", Question("Can I?", "No. Why? Because")),
        ("哪里领 | 首页弹窗", Question("哪里领", "首页弹窗")),
        ("哪里领｜首页弹窗？对", Question("哪里领", "首页弹窗？对")),
        ("哪里领\t首页", Question("哪里领", "首页")),
        ("问：能叠加吗 答：不能", Question("能叠加吗", "不能")),
        ("Q: Where? A: On the home page", Question("Where?", "On the home page")),
    ],
)
def test_a_question_is_read_with_its_answer(typed: str, pair: Question) -> None:
    assert read_questions(typed) == (pair,)


@pytest.mark.parametrize("typed", ["能叠加吗？", "能叠加", "| 不能", "能叠加吗 |"])
def test_a_question_without_an_answer_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_questions(typed)
    assert refused.value.field == "questions"


def test_codes_are_taken_apart_and_each_kept_once() -> None:
    assert read_codes(" NAI12，鲜奶节;NAI12\nA、B ") == ("NAI12", "鲜奶节", "A", "B")


@pytest.mark.parametrize(
    "typed", ["见附件", "ftp://a.example", "https://", "https://[", "https://a.example/<!channel>"]
)
def test_what_is_no_link_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_links(typed)
    assert refused.value.field == "links"


def test_more_lines_than_anyone_reads_are_refused() -> None:
    with pytest.raises(Invalid, match="31 行"):
        read_prizes("\n".join(["鲜奶 × 1"] * 31))


@pytest.mark.parametrize("name", ["奖" * 94, "㍿" * 24])
def test_what_would_not_fit_the_form_again_is_refused_at_once(name: str) -> None:
    with pytest.raises(Invalid, match="最多 3000 字"):
        read_prizes("\n".join([f"{name}x1,9"] * 30))


@given(st.integers(0, 10**12))
def test_an_amount_written_back_is_the_same(fen: int) -> None:
    assert read_money(money_text(fen)) == fen


@given(any_text)
def test_prizes_written_back_are_the_same(typed: str) -> None:
    _same(typed + " × 3，5 元", read_prizes, prize_text)


@given(any_text, any_text, st.sampled_from(["？", "?", "|", "\t", "？|"]))
def test_questions_written_back_are_the_same(question: str, answer: str, between: str) -> None:
    _same(question + between + answer, read_questions, question_text)


def _same(typed: str, read: object, write: object) -> None:
    try:
        once = read(typed)  # type: ignore[operator]
    except Invalid:
        return
    assert read("\n".join(write(each) for each in once)) == once  # type: ignore[operator]


@given(st.dictionaries(st.sampled_from(["title", "promotion", "budget", "codes", "links", "prizes", "asks"]), any_text))
def test_any_text_in_the_form_is_read_or_refused_under_a_field(typed: dict[str, object]) -> None:
    days = {"promotion": "2026-12-03", "first_day": "2026-12-03", "last_day": "2026-12-03"}
    try:
        notice = read_notice({**days, **typed})
    except Invalid as refused:
        assert refused.field in typed
    else:
        assert Details.from_json(notice.details.to_json()) == notice.details
