"""Links to posts on Weibo: every form is read, nothing else is, and the two names of a post lead to each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.weibo_links import PostLink, is_shortened, number_of, read_link, read_post, short_id

MID, BID = 3491700092079471, "yCtxn8IXR"
posts = st.integers(10**15, 10**17 - 1)


def test_a_known_post_is_called_by_both_its_names() -> None:
    assert (short_id(MID), number_of(BID)) == (BID, MID)


@given(st.integers(1, 10**21))
def test_a_number_comes_back_from_its_short_id(number: int) -> None:
    assert number_of(short_id(number)) == number


@given(st.text("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", max_size=14))
def test_a_short_id_comes_back_from_its_number_or_is_none(short: str) -> None:
    try:
        number = number_of(short)
    except ValueError:
        return
    assert short_id(number) == short


@pytest.mark.parametrize("short", ["0abc", "ZZZZ", "yCtx-8IXR", "aZZZZ"])
def test_what_is_no_short_id_is_refused(short: str) -> None:
    with pytest.raises(ValueError, match=short):
        number_of(short)


def test_a_post_has_no_number_below_one() -> None:
    with pytest.raises(ValueError, match="0"):
        short_id(0)


@pytest.mark.parametrize(
    ("link", "account"),
    [
        (f"https://weibo.com/1234567890/{BID}", "1234567890"),
        (f"http://www.weibo.com/1234567890/{BID}/", "1234567890"),
        (f"weibo.com/1234567890/{BID}?from=page_100505&wvr=6&mod=weibotime#comment", "1234567890"),
        (f"https://weibo.com/1234567890/{MID}", "1234567890"),
        (f"https://m.weibo.cn/1234567890/{MID}", "1234567890"),
        (f"https://m.weibo.cn/status/{MID}", ""),
        (f"https://m.weibo.cn/status/{BID}?jumpfrom=weibocom", ""),
        (f"m.weibo.cn/detail/{MID}", ""),
        (f"https://m.weibo.cn/statuses/{MID}", ""),
        (f"https://weibo.com/detail/{MID}", ""),
        (f"https://weibo.com/status/{MID}", ""),
        (f"https://share.api.weibo.cn/share/305648345,{MID}.html?weibo_id={MID}", ""),
        (f"https://share.api.weibo.cn/share/305648345.html?weibo_id={MID}", ""),
        (f"  <https://weibo.com/1234567890/{BID}|weibo.com> ", "1234567890"),
        (f"ｈｔｔｐｓ：／／weibo.com/1234567890/{BID}", "1234567890"),
        (f"HTTPS://WEIBO.COM/1234567890/{BID}", "1234567890"),
    ],
)
def test_every_form_of_a_link_names_the_post(link: str, account: str) -> None:
    assert read_link(link) == PostLink(MID, account)


@pytest.mark.parametrize(
    "link",
    [
        "",
        "见微博",
        "https://example.com/1234567890/yCtxn8IXR",
        "https://weibo.com.evil.cn/1234567890/yCtxn8IXR",
        "https://evil.cn/weibo.com/1234567890/yCtxn8IXR",
        "https://weibo.com@evil.cn/1234567890/yCtxn8IXR",
        "ftp://weibo.com/1234567890/yCtxn8IXR",
        "javascript://weibo.com/1234567890/yCtxn8IXR",
        "https://weibo.com/1234567890",
        "https://weibo.com/u/1234567890",
        "https://weibo.com/1234567890/yCtxn8IX",
        "https://weibo.com/1234567890/yCtxn8IXR/repost",
        "https://weibo.com/ttarticle/p/show?id=2309404",
        "https://m.weibo.cn/status/12345",
        "https://t.cn/A6abcdef",
        "https://[weibo.com/1",
    ],
)
def test_what_leads_to_no_post_on_weibo_is_none(link: str) -> None:
    assert read_link(link) is None


def test_a_shortened_link_is_known_as_one() -> None:
    assert is_shortened("t.cn/A6abcdef") and not is_shortened("weibo.com/1")


@given(number=posts, account=st.from_regex(r"[1-9][0-9]{9}", fullmatch=True))
def test_the_address_given_back_leads_to_the_same_post(number: int, account: str) -> None:
    assert read_link(PostLink(number, account).url) == PostLink(number, account)
    assert read_link(PostLink(number).url) == PostLink(number)


@given(st.text(max_size=60))
def test_whatever_is_pasted_is_read_or_not_and_never_fails(text: str) -> None:
    read_link(text)
    read_post(f"https://weibo.com/{text}")


@pytest.mark.parametrize("name", [str(MID), BID, f"weibo.com/detail/{MID}"])
def test_a_post_is_named_by_link_number_or_short_id(name: str) -> None:
    found = read_post(name)
    assert found is not None and found.number == MID
