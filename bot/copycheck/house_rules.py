"""The company's own words: names not to be said, terms an admin denies or allows, coupon codes nobody
knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from bot.copycheck.draft import Draft
from bot.copycheck.model import Finding, Passed
from bot.copycheck.normal import normal
from bot.copycheck.report import finding
from bot.copycheck.rules import Rule, compiled
from bot.copycheck.sources import sources
from bot.text.words import Phrase, phrase

_CODE: Final = re.compile(
    r"(?:优惠券?码|券码|折扣码|兑换码|暗号|口令|优惠口令|专属码)(?:为|是|:|输入|填写?|\"|“| )*(?P<x>[a-z0"
    r"-9][a-z0-9_-]{3,19})"
)


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """The rules of the house."""
    return (
        Rule(
            "name.competitor",
            "name",
            "proof",
            "unfair12",
            phrase("需举证：点了竞争对手的名字，比较要真实、可证明。"),
            phrase("删掉对方的名字，只说自己。"),
        ),
        Rule("name.banned", "name", "block", "house", phrase("不可发布：公司规定不能提这个名字。")),
        Rule("name.denied", "name", "block", "house", phrase("不可发布：公司规定不用这个词。")),
        Rule(
            "coupon.unknown",
            "coupon",
            "proof",
            "house",
            phrase("需举证：没有活动登记过这个优惠码。"),
            phrase("请活动联系人核对优惠码。"),
        ),
    )


def findings(draft: Draft) -> list[Finding]:
    """Names, denied words and unknown coupon codes in the draft."""
    competitor, banned, denied, coupon = rules()
    context = draft.context
    found = [finding(draft, competitor, *span) for span in _where(draft, context.competitors)]
    found.extend(finding(draft, banned, *span) for span in _where(draft, context.banned))
    for word, why in context.deny.items():
        reason = phrase("不可发布：公司规定不用这个词（{why}）。", why=why) if why else denied.reason
        rule = Rule(denied.id, denied.category, denied.level, denied.source, reason)
        found.extend(finding(draft, rule, *span) for span in _where(draft, [word]))
    if context.coupons is not None:
        known = {normal(code).text for code in context.coupons}
        found.extend(finding(draft, coupon, *m.span("x")) for m in _CODE.finditer(draft.tight) if m["x"] not in known)
    return found


def allowed(draft: Draft, found: list[Finding]) -> tuple[list[Finding], list[Passed]]:
    """Take away findings inside an allowed term; a ``block`` whose source is law stays."""
    spans: dict[tuple[int, int], str] = {}
    for word, why in draft.context.allow.items():
        spans.update(dict.fromkeys((draft.normal.span(*span) for span in _where(draft, [word])), why))
    if not spans:
        return found, []
    law = {source.name for source in sources().values() if source.basis == "law"}
    kept: list[Finding] = []
    passed: list[Passed] = []
    for one in found:
        reason = next(
            (w for (a, b), w in spans.items() if one.end > one.start and a <= one.start and one.end <= b), None
        )
        if reason is None or (one.level == "block" and one.source in law):
            kept.append(one)
        else:
            passed.append(Passed(one.rule, one.category, one.start, one.end, one.words, _allowed_reason(reason)))
    return kept, passed


def _allowed_reason(why: str) -> Phrase:
    return phrase("公司允许的说法（{why}）", why=why) if why else phrase("公司允许的说法")


def _where(draft: Draft, words: Iterable[str]) -> Iterator[tuple[int, int]]:
    for word in words:
        spelt = normal(word).text.strip()
        if not spelt:
            continue
        # A Latin name must stand by itself: "ABC" is not in "ABCD".
        edge = r"(?<![a-z0-9])" if spelt[0].isascii() and spelt[0].isalnum() else ""
        tail = r"(?![a-z0-9])" if spelt[-1].isascii() and spelt[-1].isalnum() else ""
        for match in compiled(edge + re.escape(spelt) + tail).finditer(draft.tight):
            yield match.span()
