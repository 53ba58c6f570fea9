"""Traditional characters as simplified ones, one for one (data/lexicon/t2s.txt, made from OpenCC)."""

from __future__ import annotations

from functools import lru_cache

from bot.reference import reference


@lru_cache(maxsize=1)
def simplified() -> dict[str, str]:
    """Traditional → simplified."""
    table: dict[str, str] = {}
    for line in reference("lexicon", "t2s.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            simple, _, forms = line.partition("\t")
            table.update(dict.fromkeys(forms, simple))
    # A few are written in two steps: 薴, 苧, 苎.
    return {traditional: table.get(simple, simple) for traditional, simple in table.items()}


@lru_cache(maxsize=1)
def table() -> dict[int, str]:
    """The same for `str.translate`."""
    return {ord(traditional): simple for traditional, simple in simplified().items()}


def as_simplified(text: str) -> str:
    """A text with each traditional character as a simplified one: the form in which words of ours are looked for."""
    # Most of what is typed is not Chinese, and the table need not be loaded for it. 覆 alone is simplified too.
    return text if text.isascii() else text.translate(table()).replace("回覆", "回复")
