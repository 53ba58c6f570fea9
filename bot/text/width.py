"""Width and invisibles: what a person typed, in the form it is compared in."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Zero-width characters, joiners, direction marks and variation selectors: nobody sees them, nobody means them in a
# word that is compared. (Texts that are shown or checked keep them.)
INVISIBLE: Final = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")

_DASH: Final = re.compile("[\u2010-\u2014\u2212]")


def plain(text: str) -> str:
    """Half width, no invisible characters, single spaces: ``plain("ｃ－３１\\u200b") == "c-31"`` after `casefold`."""
    if text.isascii():
        return " ".join(text.split())
    folded = unicodedata.normalize("NFKC", INVISIBLE.sub("", text))
    return " ".join(_DASH.sub("-", folded).split())


def key_of(name: str) -> str:
    """The form in which a customer's Weibo name is compared: no leading @, no width, no case, no spaces."""
    key = plain(name).casefold().replace(" ", "").lstrip("@")
    # What was apart may make one character once the spaces are gone, and be folded again.
    return key if key == name else key_of(key)


def cut(text: str, most: int) -> str:
    """At most ``most`` code points; what is left out shows as …"""
    return text if len(text) <= most else text[: max(most - 1, 0)] + "…"
