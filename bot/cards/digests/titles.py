"""What the lists of the digests are called: everybody's, a department's, a person's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from bot.cards.digests.fold import Lines, ListName
from bot.text.words import Words

Title = Callable[[Words, int], str]


def title(part: Lines, t: Words) -> str:
    """The title of a list, with how many it has."""
    if part.late:
        return t("*要处理的投诉*（{n}，超时 {late}）", n=part.total, late=part.late)
    own = part.name in _OWN and (part.of or part.name not in _EVERYBODYS)
    return (_OWN if own else _EVERYBODYS)[part.name](t, part.total)


_EVERYBODYS: Final[Mapping[ListName, Title]] = {
    "notices": lambda t, n: t("*活动通知等待受理*（{n}）", n=n),
    "gaps": lambda t, n: t("*今天排了时间、还没写的*（{n}）", n=n),
    "review": lambda t, n: t("*等待审稿*（{n}，最早的在前）", n=n),
    "approved": lambda t, n: t("*已通过、还没排上时间*（{n}）", n=n),
    "results": lambda t, n: t("*活动结果一直没有填*（{n}）", n=n),
    "rallies": lambda t, n: t("*正在进行的转发*（{n}）", n=n),
    "starting": lambda t, n: t("*近七天的活动*（{n}）", n=n),
}
_OWN: Final[Mapping[ListName, Title]] = {
    "complaints": lambda t, n: t("*要处理的投诉*（{n}）", n=n),
    "returned": lambda t, n: t("*退回的活动通知，等补充*（{n}）", n=n),
    "revise": lambda t, n: t("*退回的稿件，等修改*（{n}）", n=n),
    "results": lambda t, n: t("*活动结束了，等填写结果*（{n}）", n=n),
    "handed": lambda t, n: t("*转交给别的部门，等对方接单*（{n}）", n=n),
    "notices": lambda t, n: t("*等官微组受理的活动通知*（{n}）", n=n),
    "review": lambda t, n: t("*在等审的稿件*（{n}）", n=n),
    "waits": lambda t, n: t("*等您处理*（{n}，最早到期的在前）", n=n),
    "awaited": lambda t, n: t("*您在等别人*（{n}）", n=n),
    "coming": lambda t, n: t("*近七天*（{n}）", n=n),
    "asks": lambda t, n: t("*需要您*（{n}）", n=n),
}
