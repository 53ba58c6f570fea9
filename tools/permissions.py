"""Who may do what, in one table: the tests try every cell of it, and docs/permissions.md is written from it.

    python -m tools.permissions

``WAYS`` says for every sub-command, button, form and shortcut which row it comes to; one whose name is its row's need not be
named. One that comes to none is in ``LOOKS``: everybody may look.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

DOCUMENT: Final = Path(__file__).resolve().parents[1] / "docs" / "permissions.md"
# The columns: what somebody is by their role alone, then what they are to the case.
WHO: Final[Mapping[str, str]] = {
    "editor": "官微编辑",
    "reviewer": "审稿人",
    "legal": "法务",
    "service": "客服",
    "leader": "领导",
    "admin": "管理员",
    "staff": "其他同事",
    "own": "本人",
    "holder": "处理人",
    "member": "部门同事",
    "head": "部门负责人",
}


@dataclass(frozen=True, slots=True)
class Row:
    """An action: what it is called, who may, and what is to be known beside."""

    what: str
    who: frozenset[str]
    note: str = ""


def _row(what: str, who: str, note: str = "") -> Row:
    return Row(what, frozenset(WHO) if who == "everybody" else frozenset(who.split()), note)


_WORKS = "editor service own holder member head"
_HAS = "editor holder head"
_CASES = "own holder member head"
ROWS: Final[Mapping[str, Row]] = {
    "complaint.log": _row("登记投诉", "everybody"),
    "complaint.claim": _row("认领", "editor service"),
    "complaint.assign": _row("指派给同事", _HAS),
    "complaint.handover": _row("转交给部门", _HAS, "没有人处理时客服也可以"),
    "complaint.accept": _row("接单", "holder member head", "转交给的那个部门"),
    "complaint.refuse": _row("退单", "holder member head", "转交给的那个部门"),
    "complaint.escalate": _row("升级", _WORKS),
    "complaint.sort": _row("改级别和类别", _WORKS),
    "complaint.note": _row("写备注", _WORKS),
    "complaint.order": _row("填订单号", _WORKS),
    "complaint.wait": _row("等顾客", _HAS, "没有人处理时客服也可以"),
    "complaint.reply": _row("记录回复", _HAS, "没有人处理时客服也可以"),
    "complaint.verdict": _row("填核实表", _CASES),
    "complaint.accepted": _row("记下顾客接受", _WORKS),
    "complaint.see": _row("查看完整信息", _CASES, "会留在记录里；没人认领时只有登记人"),
    "complaint.resolve": _row("办结", _HAS, "没有人处理时客服也可以"),
    "complaint.reopen": _row("重开", _WORKS),
    "complaint.merge": _row("合并", "editor service"),
    "complaint.unmerge": _row("拆开", "editor service"),
    "draft.submit": _row("送审稿件", "everybody"),
    "draft.revise": _row("修改稿件", "editor own holder member head"),
    "draft.approve": _row("通过稿件", "reviewer", "自己的稿件谁也不能通过；抽奖、健康、食品和危机稿件另要法务"),
    "draft.override": _row("放行不可发布的内容", "legal"),
    "draft.return": _row("退回稿件", "editor reviewer legal"),
    "draft.reject": _row("否决稿件", "reviewer legal"),
    "draft.withdraw": _row("撤回稿件", "editor admin own"),
    "draft.drop": _row("过了时间，决定不发", "editor reviewer admin own"),
    "draft.accept": _row("接受编辑的改法", _CASES),
    "draft.argue": _row("坚持原话并举证", _CASES),
    "draft.escalate": _row("请指定的人决定", _CASES),
    "draft.schedule": _row("排期", "editor reviewer legal admin own holder member head"),
    "draft.hold": _row("暂停稿件", "editor reviewer legal leader admin"),
    "draft.release": _row("恢复稿件", "editor reviewer legal leader admin"),
    "draft.published": _row("登记微博链接", "editor"),
    "draft.figures": _row("填微博数据", "editor admin"),
    "draft.terms": _row("修改公司词表", "admin"),
    "campaign.submit": _row("提交活动通知", "everybody"),
    "campaign.edit": _row("修改活动通知", "own"),
    "campaign.accept": _row("受理活动通知", "editor"),
    "campaign.return": _row("退回活动通知", "editor"),
    "campaign.cancel": _row("取消活动", "editor own"),
    "campaign.plan": _row("安排发布计划", "editor"),
    "campaign.result": _row("填活动结果", "editor own"),
    "slot.move": _row("调整发布时段", "editor admin"),
    "rally.start": _row("发起转发", "editor leader"),
    "rally.lines": _row("补充起头的话", "editor leader"),
    "rally.join": _row("参与、稍后、不参加", "everybody", "各人自己的"),
    "rally.close": _row("结束转发", "editor leader"),
    "me.settings": _row("我的设置、外出、日历地址", "everybody", "各人自己的"),
    "weibo.post_digest": _row("马上发官微日报", "editor leader admin"),
    "guanwei.forget": _row("清除顾客信息（命令行）", "admin"),
}
# What has another name than its row.
WAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "complaint.log": ("complaint.open", "complaint.new", "complaint.form", "complaint.from_message"),
    "complaint.merge": ("complaint.into.1", "complaint.into.2", "complaint.into.3"),
    "complaint.reply": ("complaint.reply_start", "complaint.reply_with"),
    "complaint.see": ("complaint.whole",),
    "complaint.sort": ("complaint.severity", "complaint.category"),
    "draft.submit": ("draft.open", "draft.new", "draft.form", "draft.from_message", "slot.write"),
    "draft.release": ("draft.go_on",),
    "draft.schedule": ("draft.at.1", "draft.at.2", "draft.next", "draft.now"),
    "draft.terms": ("draft.allow", "draft.deny", "draft.forget"),
    "campaign.submit": (
        *("campaign.open", "campaign.new", "campaign.form", "campaign.form_rest", "campaign.anew", "campaign.go_on"),
        *("campaign.day", "campaign.promotion", "campaign.typed"),
    ),
    "slot.move": ("slot.at.1", "slot.at.2", "slot.more"),
    "rally.start": ("rally.open", "rally.new", "rally.form"),
    "rally.join": ("rally.done", "rally.later", "rally.decline"),
    "me.settings": (
        *("me.away", "me.back", "me.snooze", "me.stop", "weibo.me", "home.settings"),
        *("calendar.new", "calendar.open", "calendar.revoke"),
    ),
}
# What changes nothing, or only says again what has a row of its own (words.run.…, and what is said to the bot, are read as
# sub-commands).
LOOKS: Final = frozenset(
    (
        *("campaign.list", "campaign.show", "campaign.calendar", "campaign.month.after", "campaign.month.before"),
        *(
            "complaint.list",
            "complaint.show",
            "complaint.replies",
            "complaint.why",
            "complaint.ledger",
            "complaint.turn",
        ),
        *(
            f"complaint.list.{which}"
            for which in ("mine", "open", "overdue", "unclaimed", "waiting", "next", "previous")
        ),
        *("draft.check", "draft.list", "draft.show", "draft.text", "draft.check_message"),
        *("rally.list", "rally.show", "case.show", "digest.list", "digest.list.next", "digest.list.previous"),
        *("weibo.today", "weibo.search", "weibo.digest", "weibo.report", "weibo.send_report"),
        *(f"home.turn.{which}.{way}" for which in ("awaited", "waiting") for way in ("next", "previous")),
        *("search.turn.next", "search.turn.previous", *(f"words.run.{number}" for number in range(5))),
        *("app_home_opened", "app_mention", "message"),
        *(f"{kind}.help" for kind in ("campaign", "complaint", "draft", "rally", "weibo")),
    )
)


def row_of(way: str) -> str | None:
    """The row that a sub-command, button, form or shortcut comes to, by its name (``complaint.claim``); None where it only
    looks. Raises LookupError for one that the table does not know."""
    if way in ROWS:
        return way
    for key, ways in WAYS.items():
        if way in ways:
            return key
    if way in LOOKS:
        return None
    raise LookupError(way)


def document() -> str:
    """docs/permissions.md."""
    lines = [
        "# 谁可以做什么",
        "",
        "这份表由 `python -m tools.permissions` 从 `tools/permissions.py` 生成，请不要直接改；测试拿真实的规则把每一格都试过。",
        "角色在 `guanwei.toml` 的 `[roles]` 里定；一个人可以有几个角色。“本人”是投诉的登记人、稿件的作者、活动的联系人；“处理人”是投诉在他手上的人；",
        "“部门”是这件事所在的部门。查看、搜索和列表所有人都可以，号码对不经办的人打码。没有 ✓ 的会被拒绝，并告诉他可以找谁。",
        "",
        "| 做什么 | " + " | ".join(WHO.values()) + " | 另外 |",
        "| --- |" + " :-: |" * len(WHO) + " --- |",
    ]
    for row in ROWS.values():
        marks = " | ".join("✓" if who in row.who else "" for who in WHO)
        lines.append(f"| {row.what} | {marks} | {row.note} |")
    return "\n".join((*lines, ""))


if __name__ == "__main__":
    DOCUMENT.write_text(document(), "utf-8")
