"""Where a customer's link leads: to Weibo, to what the company allows, or nowhere that is to be pressed."""

from __future__ import annotations

import pytest

from bot.text.weibo_links import leads_to


@pytest.mark.parametrize(
    "address", ["https://weibo.com/1/Qx", "http://m.weibo.cn/status/1", "https://t.cn/A6abc", "https://WEIBO.com/1/Qx"]
)
def test_links_to_weibo_are_known(address: str) -> None:
    assert leads_to(address, ())


@pytest.mark.parametrize("address", ["https://example.com/a", "https://shop.example.com:8443/a?b=c"])
def test_links_to_what_is_allowed_are_known(address: str) -> None:
    assert leads_to(address, ("example.com",))
    assert not leads_to(address, ())


@pytest.mark.parametrize(
    "address",
    [
        "https://weibo.com.evil.cn/1/Qx",
        "https://evil.cn/weibo.com",
        "https://weibo.com@evil.cn/1",
        "https://user:pw@weibo.com/1",
        "https://notexample.com/",
        "javascript:alert(1)//weibo.com",
        "ftp://weibo.com/",
        "https://[weibo.com/",
        "weibo.com/1/Qx",
        "",
    ],
)
def test_what_only_looks_like_it_is_not(address: str) -> None:
    assert not leads_to(address, ("example.com",))
