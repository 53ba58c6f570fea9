"""The form of a person's private calendar address: make one, change it, take it away. The address is shown once."""

from __future__ import annotations

from typing import Final

from bot.cards.blocks import actions, button, confirm, context, modal, section
from bot.cards.message import Block
from bot.cards.paper import Paper
from bot.cards.rich import copyable

FORM: Final = "calendar.address"
OPEN: Final = "calendar.open"
NEW: Final = "calendar.new"
REVOKE: Final = "calendar.revoke"


def form(paper: Paper, since: str, *, address: str = "", revoked: bool = False) -> Block:
    """The form. ``since`` is when the address was made that is valid now (UTC text, empty: none); ``address`` the one that
    was made this moment, ``revoked`` whether one was taken away this moment."""
    t = paper.t
    about = t(
        "把活动和发布时段放进 Outlook、飞书或苹果日历：在那里“订阅日历”，填这个地址。只有和您有关的活动，没有投诉和稿件。"
    )
    blocks: list[Block] = [section(about)]
    if address:
        blocks += [
            section(t("您的地址（只显示这一次，请现在复制）：")),
            copyable(address),
            context(t("知道地址的人都能看，请不要转给别人。")),
        ]
    elif since:
        said = t("您有一个地址，{at} 起有效。为了保密，不能再显示；忘了或泄露了，就换一个。", at=paper.moment(since))
        blocks.append(section(said))
    else:
        blocks.append(section(t("地址已停用，打开会是 404。") if revoked else t("您还没有地址。")))
    blocks.append(actions(*_buttons(paper, bool(since))))
    return modal(FORM, t("我的日历地址"), "", t("关闭"), blocks)


def _buttons(paper: Paper, there: bool) -> list[Block]:
    t = paper.t
    if not there:
        return [button(t("给我一个地址"), NEW, "new", style="primary")]
    change = confirm(t("换一个地址？"), t("旧地址马上失效，订阅过的日历要重新订阅。"), t("换"), t("返回"))
    stop = confirm(t("停用地址？"), t("订阅过的日历不再更新。"), t("停用"), t("返回"))
    return [
        button(t("换一个地址"), NEW, "new", confirm=change),
        button(t("停用"), REVOKE, "revoke", style="danger", confirm=stop),
    ]
