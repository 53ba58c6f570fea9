"""The buttons of a draft's card: the decision first, what is done more rarely below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.cards.blocks import Style, actions, button, confirm
from bot.cards.message import Block
from bot.cards.paper import Paper
from bot.store.drafts import Draft
from bot.text.words import Phrase, phrase

LABELS: Final[dict[str, tuple[Phrase, Style | None]]] = {
    "approve": (phrase("通过"), "primary"),
    "override": (phrase("法务放行"), None),
    "return": (phrase("退回"), None),
    "revise": (phrase("修改"), None),
    "accept": (phrase("接受改法"), None),
    "argue": (phrase("坚持原文"), None),
    "escalate": (phrase("请人决定"), None),
    "schedule": (phrase("排期"), None),
    "now": (phrase("现在发"), None),
    "next": (phrase("排到下一个空档"), None),
    "drop": (phrase("不发了"), None),
    "published": (phrase("登记发布"), "primary"),
    "figures": (phrase("填数据"), None),
    "hold": (phrase("暂停"), None),
    "release": (phrase("恢复"), "primary"),
    "reject": (phrase("否决"), "danger"),
    "withdraw": (phrase("撤回"), None),
}
# What is done more rarely stands in a row of its own.
_RARE: Final = ("hold", "reject", "withdraw")


def buttons(draft: Draft, allowed: Sequence[str], paper: Paper) -> list[Block]:
    """A button for each action that is allowed."""
    rows = (
        [action for action in allowed if action not in _RARE],
        [action for action in allowed if action in _RARE],
    )
    if len(allowed) <= 5:
        rows = (list(allowed), [])
    return [actions(*(_button(draft, action, paper) for action in row)) for row in rows if row]


def _button(draft: Draft, action: str, paper: Paper) -> Block:
    t = paper.t
    text, style = LABELS[action]
    if action == "schedule" and draft.wanted_at:
        text = phrase("改时间")
    sure = None
    if action == "withdraw":
        sure = confirm(
            t("撤回 {case}？", case=draft.id), t("撤回后这份稿件不能再用，要重新提交。"), t("撤回"), t("不撤回")
        )
    elif action == "drop":
        sure = confirm(t("不发 {case} 了？", case=draft.id), t("这份稿件会撤回，不能再用。"), t("不发了"), t("再想想"))
    return button(t(text), f"draft.{action}", f"{draft.id}:{draft.revision}", style=style, confirm=sure)
