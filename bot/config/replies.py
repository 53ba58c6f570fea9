"""The company's own canned replies in guanwei.toml: which verdict and category each is for."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator

from bot.config.problems import Wrong
from bot.text.vocabulary import CATEGORIES, VERDICTS, read
from bot.text.width import cut, plain
from bot.text.words import phrase

REPLY_MOST: Final = 500
_PLACE: Final = re.compile(r"\{([^{}]*)\}")
_PLACES: Final = ("customer", "order")
_ANY: Final = "any"
_NO_VERDICT: Final = ("none", "未核实")


def kind_of(key: str) -> tuple[str, str]:
    """The verdict and the category that a key names: ``属实 商品质量``, ``属实``, ``商品质量``, ``未核实``. Raises Wrong."""
    verdict = category = _ANY
    for word in plain(key).split():
        if word in _NO_VERDICT:
            verdict = "none"
        elif found := read(word, VERDICTS):
            verdict = found
        elif found := read(word, CATEGORIES):
            category = found
        else:
            raise Wrong(
                phrase("“{value}”里的“{word}”既不是核实结论也不是类别。", value=cut(key, 40), word=cut(word, 40))
            )
    if (verdict, category) == (_ANY, _ANY):
        raise Wrong(phrase("要写明这些回复用于哪种核实结论或类别。"))
    return verdict, category


def _one_or_many(texts: Any) -> Any:
    if not isinstance(texts, dict):
        return texts
    return {key: (value,) if isinstance(value, str) else value for key, value in texts.items()}


def _right(texts: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    for key, replies in texts.items():
        kind_of(key)
        for reply in replies:
            if not plain(reply):
                raise Wrong(phrase("“{value}”下面有一条是空的。", value=cut(key, 40)))
            if unknown := next((name for name in _PLACE.findall(reply) if name not in _PLACES), None):
                raise Wrong(phrase("没有 {{{name}}} 可以填，只有 {{customer}} 和 {{order}}。", name=cut(unknown, 40)))
            if len(reply) > REPLY_MOST:
                raise Wrong(phrase("“{value}”下面有一条太长，最多 {most} 字。", value=cut(key, 40), most=REPLY_MOST))
    return texts


ReplyTexts = Annotated[dict[str, tuple[str, ...]], BeforeValidator(_one_or_many), AfterValidator(_right)]
