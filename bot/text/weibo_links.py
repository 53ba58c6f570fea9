"""Links to posts on Weibo in all their forms, and the two names of a post: its number and its short id.

A post's number (mid, 16 digits today) is written short in base 62: groups of seven decimal digits, from the right,
become four characters each; the group in front has as many as it needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlsplit

from bot.text.width import plain

_ALPHABET: Final = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALUE: Final = {character: value for value, character in enumerate(_ALPHABET)}
_DIGITS: Final = 7
_CHARACTERS: Final = 4
# Numbers of posts have had 16 digits for more than a decade; a shorter one is a link that was cut off.
_NUMBER_LEAST: Final = 10**15
_NUMBER_MOST: Final = 10**17 - 1

_HOSTS: Final = ("weibo.com", "www.weibo.com", "weibo.cn", "m.weibo.cn", "m.weibo.com", "share.api.weibo.cn")
# t.cn leads anywhere, and only Weibo knows where.
_SHORTENED: Final = ("t.cn",)
_ID: Final = r"[0-9A-Za-z]{1,17}"
_SCHEME: Final = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://")
_PATHS: Final = (
    re.compile(rf"/(?:status|statuses|detail)/(?P<post>{_ID})/?"),
    re.compile(rf"/(?P<account>[0-9]{{5,12}})/(?:status/)?(?P<post>{_ID})/?"),
    re.compile(r"/share/(?:[0-9]+,)?(?P<post>[0-9]{16,17})\.html"),
)
_QUERIES: Final = ("weibo_id", "mid", "id")


def leads_to(address: str, hosts: Iterable[str]) -> bool:
    """Whether a web address leads to Weibo, or to one of ``hosts`` (``example.com`` stands for what is under it too)."""
    try:
        parts = urlsplit(address)
        name = (parts.hostname or "").rstrip(".")
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or parts.username is not None:
        return False
    return name in (*_HOSTS, *_SHORTENED) or any(name == host or name.endswith(f".{host}") for host in hosts)


@dataclass(frozen=True, slots=True)
class PostLink:
    """A post on Weibo: its number, and the account's number where the link says it."""

    number: int
    account: str = ""

    @property
    def short(self) -> str:
        """The short id."""
        return short_id(self.number)

    @property
    def url(self) -> str:
        """The address that opens it, without what was added for sharing."""
        if self.account:
            return f"https://weibo.com/{self.account}/{self.short}"
        return f"https://m.weibo.cn/detail/{self.number}"


def short_id(number: int) -> str:
    """The short id of a post's number: ``short_id(3491700092079471) == "yCtxn8IXR"``. Raises ValueError below 1."""
    if number < 1:
        raise ValueError(number)
    groups = []
    while number:
        number, group = divmod(number, 10**_DIGITS)
        groups.append(_base62(group).rjust(_CHARACTERS, "0"))
    return "".join(reversed(groups)).lstrip("0")


def number_of(short: str) -> int:
    """The number of a short id. Raises ValueError for what is none."""
    if not short or short[0] == "0" or any(character not in _VALUE for character in short):
        raise ValueError(short)
    number = 0
    lead = len(short) % _CHARACTERS or _CHARACTERS
    for start in (0, *range(lead, len(short), _CHARACTERS)):
        group = short[start : lead if start == 0 else start + _CHARACTERS]
        value = 0
        for character in group:
            value = value * len(_ALPHABET) + _VALUE[character]
        if value >= 10**_DIGITS:
            raise ValueError(short)
        number = number * 10**_DIGITS + value
    return number


def is_shortened(text: str) -> bool:
    """Whether this is a link of Weibo's shortener, behind which anything may stand."""
    return _host(text) in _SHORTENED


def read_link(text: str) -> PostLink | None:
    """The post that a link leads to: with or without scheme and query, on the web, the phone, or as it is shared; None
    for what is no link to one post on Weibo."""
    text = plain(text).strip("<>").split("|")[0]
    host = _host(text)
    if host not in _HOSTS:
        return None
    parts = urlsplit(_with_scheme(text))
    if parts.scheme not in ("http", "https"):
        return None
    for form in _PATHS:
        if found := form.fullmatch(parts.path):
            number = _number(found["post"])
            if number is not None:
                return PostLink(number, found.groupdict().get("account") or "")
    for name in _QUERIES:
        for value in parse_qs(parts.query).get(name, ()):
            if (number := _number(value)) is not None:
                return PostLink(number)
    return None


def read_post(text: str) -> PostLink | None:
    """The post that a link, a number or a short id names."""
    return read_link(text) or (PostLink(number) if (number := _number(plain(text))) is not None else None)


def _host(text: str) -> str:
    try:
        return (urlsplit(_with_scheme(plain(text).strip("<>"))).hostname or "").casefold()
    except ValueError:
        return ""


def _with_scheme(text: str) -> str:
    return text if _SCHEME.match(text) else f"https://{text}"


def _number(post: str) -> int | None:
    if post.isascii() and post.isdecimal():
        number = int(post) if len(post) <= len(str(_NUMBER_MOST)) else 0
    else:
        try:
            number = number_of(post)
        except ValueError:
            return None
    return number if _NUMBER_LEAST <= number <= _NUMBER_MOST else None


def _base62(value: int) -> str:
    found = ""
    while value:
        value, digit = divmod(value, len(_ALPHABET))
        found = _ALPHABET[digit] + found
    return found
