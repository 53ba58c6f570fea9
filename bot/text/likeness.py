"""How alike two texts are, and texts set apart by character so that an index finds what is alike or holds a phrase.

Compared is what is left after cleaning: without names, [表情], links, long numbers and punctuation, in half width, lower
case and simplified characters. Measured on real complaints, likeness over pairs of characters finds typing errors, cut
tails, wrappings and changes of order alike; over words it does not.
"""

from __future__ import annotations

import re
import unicodedata
from operator import add
from typing import Final

from bot.text.simplified import table
from bot.text.width import INVISIBLE

_GONE: Final = re.compile(
    r"https?://[!-~]+|(?<![a-z0-9])[a-z0-9-]+\.(?:com|cn|net)(?:/[!-~]*)?|@[\w·-]{1,30}|\[[^\[\]\s]{1,8}\]|[0-9]{6,}"
)
# Of a very long text its beginning tells enough.
_LONGEST: Final = 600
# In so many texts that they tell nothing apart; the order in which pairs are looked for, not whether texts are alike.
_COMMON: Final = frozenset(
    "的了不我有是在一这个没都就也很好还来说要到上下么给去大多人看你他们那什么天用时候以后前太着又再买收快送货物东西差"
)


def cleaned(text: str) -> str:
    """What of a text is compared."""
    folded = unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).casefold().translate(table())
    kept = "".join(filter(str.isalnum, _GONE.sub(" ", folded)))
    return kept[:_LONGEST]


def apart(text: str) -> str:
    """A text cleaned, with its characters set apart: what the index holds."""
    return " ".join(cleaned(text))


def together(apart: str) -> str:
    """The cleaned text that was set apart."""
    return apart[::2]


def pairs(clean: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a cleaned text; of a single character, itself."""
    return frozenset(map(add, clean, clean[1:]) if len(clean) > 1 else clean)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of two texts' pairs they have in common, from 0.0 to 1.0 (Jaccard); 0.0 where there is nothing."""
    whole = len(one | other)
    return len(one & other) / whole if whole else 0.0


def any_of(clean: str, most: int) -> str:
    """What to ask the index for texts that share pairs with a cleaned one: up to ``most`` of its pairs, the rarest first;
    empty where it has none. Of two characters apart, the index finds what stands beside each other."""
    known = sorted(pairs(clean), key=lambda pair: (sum(char in _COMMON for char in pair), clean.index(pair)))
    return " OR ".join(f'"{" ".join(pair)}"' for pair in known[:most])


def all_of(words: str) -> str:
    """What to ask the index for texts that hold every one of the words, each as it stands; empty where there is none."""
    phrases = (apart(word) for word in words.split())
    return " AND ".join(f'"{phrase}"' for phrase in phrases if phrase)
