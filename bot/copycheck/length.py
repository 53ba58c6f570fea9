"""How long a post is for Weibo: the counter of its own input box, over UTF-16 units."""

from __future__ import annotations

import re
from typing import Final

from bot.copycheck.model import Length

LINK: Final = re.compile(r"https?://[0-9a-z._~:/?#\[\]@!$&'()*+,;=%-]+", re.IGNORECASE | re.ASCII)
_WEIBO_HOST: Final = re.compile(
    r"https?://(?:[\w-]+\.)*(?:weibo\.(?:com|cn)|sinaurl\.cn|sina\.com\.cn)(?=[/:?#]|$)",
    re.IGNORECASE | re.ASCII,
)
_SHORT_HOST: Final = re.compile(r"https?://t\.cn(?=[/:?#]|$)", re.IGNORECASE | re.ASCII)
_LINK_UNITS: Final = 20
_OWN_LINK_MOST: Final = 41


def weibo_length(text: str) -> Length:
    """Count ``text`` as Weibo's input box does; the source is the counter in Weibo's own page.

    A UTF-16 unit above U+00FF counts 1, any other ½, the sum is rounded up. A link counts 10; a ``t.cn``
    link its own
    text; a link to Weibo's own hosts its own text up to 41 half characters, 20 half characters above.
    """
    halves = 0
    last = 0
    for link in LINK.finditer(text):
        halves += _halves(text[last : link.start()]) + _link_halves(link.group())
        last = link.end()
    return Length((halves + _halves(text[last:]) + 1) // 2)


def _halves(text: str) -> int:
    if text.isascii():
        return len(text)
    # Above the basic plane a character is two UTF-16 units, each above U+00FF: four halves.
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2
    narrow = len(text.encode("latin-1", "ignore"))
    return 2 * units - narrow


def _link_halves(link: str) -> int:
    if _SHORT_HOST.match(link):
        return len(link)
    if _WEIBO_HOST.match(link):
        return len(link) if len(link) <= _OWN_LINK_MOST else _LINK_UNITS
    return _LINK_UNITS
