"""Numbers of persons are hidden, in whatever width and grouping they are written, and nothing else is."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.masking import LONGEST_RUN, MARK, mask, mask_number


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("电话13800138000，快", "电话138××××8000，快"),
        ("138 0013 8000", "138 ×××× 8000"),
        ("138-0013-8000", "138-××××-8000"),
        ("138.0013.8000", "138.××××.8000"),
        ("(138)00138000", "(138)××××8000"),
        ("138　0013　8000", "138　××××　8000"),
        ("１３８００１３８０００", "１３８××××８０００"),
        ("138\u200b0013\u200b8000", "138\u200b××××\u200b8000"),
        ("1 3 8 0 0 1 3 8 0 0 0", "1 3 8 × × × × 8 0 0 0"),
        ("+86 138 0013 8000", "+86 138 ×××× 8000"),
        ("8613800138000", "86138××××8000"),
        ("138 0013 8000 2天没人接", "138 ×××× 8000 2天没人接"),
        ("买2箱 13800138000 3次", "买2箱 138××××8000 3次"),
        ("138 0013 8000abc", "138 ×××× 8000abc"),
        ("一三八零零一三八零零零", "一三八××××八零零零"),
        ("010-62345678", "×××-××××5678"),
        ("0571 8888 6666", "×××× ×××× 6666"),
        ("400-810-8888", "×××-×××-8888"),
        ("座机 62345678", "座机 ××××5678"),
        ("电话：6234 5678", "电话：×××× 5678"),
    ],
)
def test_telephone_numbers(written: str, shown: str) -> None:
    assert mask(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("110105194912310021", "1××××××××××××××××1"),
        ("11010519491231002X", "1××××××××××××××××X"),
        ("11010519491231002x。", "1××××××××××××××××x。"),
        ("110105 19491231 002X", "1××××× ×××××××× ××××"[:-1] + "X"),
        ("１１０１０５１９４９１２３１００２１", "１××××××××××××××××１"),
        ("110105491231002", "1×××××××××××××2"),
    ],
)
def test_identity_cards(written: str, shown: str) -> None:
    assert mask(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("订单DD202611没到", "订单××××2611没到"),
        ("订单号：12345", "订单号：×××45"),
        ("订单号 12345 和 67890", "订单号 ×××45 和 67890"),
        ("单号SF1234567890123", "单号×××××××××××0123"),
        ("20261124000123", "××××××××××0123"),
        ("6222 0213 8001 3800 000", "×××× ×××× ×××× ×××0 000"),
        ("QQ 12345", "QQ ×××45"),
        ("20261124", "××××1124"),
    ],
)
def test_order_numbers_and_other_long_ones(written: str, shown: str) -> None:
    assert mask(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("邮箱zhang.san@example.com，快", "邮箱z××××××××@example.com，快"),
        ("a@b.cn", "×@b.cn"),
        ("ｌｉ．ｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ", "ｌ××××＠ｅｘａｍｐｌｅ．ｃｏｍ"),
    ],
)
def test_addresses(written: str, shown: str) -> None:
    assert mask(written) == shown


@pytest.mark.parametrize(
    "written",
    [
        "",
        "送来的酸奶是坏的",
        "2026-11-24 10:15 下单，2026-11-25 还没到",
        "2026/11/24 2026/11/25 2026/11/26",
        "2026年11月24日10时15分",
        "12.50 13.80 99.00 元",
        "1,280.50 元，13,800,138,000 元",
        "尺码 160 165 170 175",
        "120000 粉丝",
        "C-31 第 12 条，12345",
        "iPhone15 GB18030 5G 315 1024X600",
        "订单2026-11-24下的，订单里有 3 箱",
        "@小满 您好",
        "hotel 12345",
        "一二三四五六七",
    ],
)
def test_what_is_nobodys_number_is_left_as_it_is(written: str) -> None:
    assert mask(written) == written


def test_an_order_number_that_is_known_is_hidden_wherever_it_stands() -> None:
    assert mask("AB-77 一直没到，AB-77", ["AB-77"]) == "××-77 一直没到，××-77"
    assert mask("买了 12 箱", ["12"]) == "买了 12 箱"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("DD202611", "××××2611"),
        ("12345", "×××45"),
        ("123", "×××"),
        ("", ""),
        ("DD-2026-1101", "××-××××-1101"),
        ("12×34567890", "×××××××7890"),
    ],
)
def test_an_order_number_alone_keeps_its_end(number: str, shown: str) -> None:
    assert mask_number(number) == shown


SIGNS = st.characters(exclude_categories=["Cs"])
NUMERALS = st.sampled_from("0123456789０１２３４５６７８９٠١٢٣٤٥٦٧٨٩")
BETWEEN = st.sampled_from(["", "", "", " ", "　", "-", "\u200b", " - ", ".", "\u00a0", "("])
WRITTEN = st.lists(
    st.one_of(
        st.text(SIGNS, max_size=12),
        st.text(NUMERALS, max_size=24),
        BETWEEN,
        st.sampled_from(["2026-11-24", "13800138000", "a.b@c.cn", "订单", "电话 ", "X", "DD202611"]),
    ),
    max_size=12,
).map("".join)


@given(WRITTEN)
def test_no_long_run_of_digits_survives_and_masking_again_changes_nothing(text: str) -> None:
    shown = mask(text)
    assert len(shown) == len(text)
    assert re.search(rf"\d{{{LONGEST_RUN + 1},}}", shown) is None
    assert mask(shown) == shown
    assert all(after in (before, MARK) for before, after in zip(text, shown, strict=True))


@given(
    st.from_regex("1[3-9][0-9]{9}", fullmatch=True),
    st.lists(BETWEEN, min_size=10, max_size=10),
    st.text(st.characters(categories=("Lo", "Po")), max_size=10),
    st.text(st.characters(categories=("Lo", "Po")), max_size=10),
    st.booleans(),
)
def test_a_mobile_number_never_survives_however_it_is_grouped(
    number: str, between: list[str], before: str, after: str, wide: bool
) -> None:
    digits = number.translate(str.maketrans("0123456789", "０１２３４５６７８９")) if wide else number
    written = digits[0] + "".join(sign + digit for sign, digit in zip(between, digits[1:], strict=True))
    shown = mask(before + written + after)
    assert digits not in re.sub(r"[^\d×]", "", shown)
    assert shown.startswith(before)
    assert shown.endswith(after)
    assert shown.count(MARK) >= 4 + (before + after).count(MARK)


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.text(st.characters(categories=["Lo"]), max_size=8),
)
def test_days_of_this_century_are_left(day: date, words: str) -> None:
    text = f"{words}{day}{words}"
    assert mask(text) == text


@given(st.text(max_size=3_000))
def test_any_text_at_all_is_masked(text: str) -> None:
    assert len(mask(text)) == len(text)
