"""One of every Block Kit block and element, to see that the page draws them all."""

from __future__ import annotations

from typing import Any

Block = dict[str, Any]

# One red dot: pictures must not come from elsewhere in a test.
DOT = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'%3E"
    "%3Ccircle cx='4' cy='4' r='4' fill='%23b3324a'/%3E%3C/svg%3E"
)


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": True}


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str, note: str | None = None) -> Block:
    return {"text": plain(text), "value": value} | ({"description": plain(note)} if note else {})


CITIES = [option("上海", "sh"), option("杭州", "hz"), option("成都", "cd")]
CONFIRM = {
    "title": plain("确认取消通知？"),
    "text": mrkdwn("*N-12* 取消后不能恢复。"),
    "confirm": plain("取消它"),
    "deny": plain("再想想"),
    "style": "danger",
}


def elements() -> dict[str, Block]:
    """Every element that may stand in an actions block, by its action id."""
    return {
        "plain": {"type": "button", "text": plain("认领"), "value": "C-31"},
        "primary": {"type": "button", "text": plain("通过 :white_check_mark:"), "style": "primary", "value": "D-7"},
        "danger": {"type": "button", "text": plain("取消通知"), "style": "danger", "value": "N-12", "confirm": CONFIRM},
        "fixed": {"type": "static_select", "placeholder": plain("城市"), "options": CITIES},
        "grouped": {
            "type": "static_select",
            "placeholder": plain("分组"),
            "option_groups": [
                {"label": plain("华东"), "options": CITIES[:2]},
                {"label": plain("西南"), "options": CITIES[2:]},
            ],
        },
        "several": {"type": "multi_static_select", "placeholder": plain("多个城市"), "options": CITIES},
        "asked": {"type": "external_select", "placeholder": plain("查找订单"), "min_query_length": 1},
        "who": {"type": "users_select", "placeholder": plain("指派给")},
        "whom": {"type": "multi_users_select", "placeholder": plain("抄送")},
        "room": {"type": "channels_select", "placeholder": plain("频道")},
        "talk": {"type": "conversations_select", "placeholder": plain("会话")},
        "day": {"type": "datepicker", "initial_date": "2026-12-12"},
        "hour": {"type": "timepicker", "initial_time": "09:30"},
        "moment": {"type": "datetimepicker"},
        "boxes": {
            "type": "checkboxes",
            "options": [option("预告", "teaser", "活动前 7 天"), option("有奖转发", "repost")],
        },
        "one": {
            "type": "radio_buttons",
            "options": [option("紧急", "p0"), option("一般", "p2")],
            "initial_option": option("一般", "p2"),
        },
        "rest": {"type": "overflow", "options": [option("查看账本", "ledger"), option("并入…", "merge")]},
    }


def message() -> list[Block]:
    """Blocks for a message: every kind of block, then every element."""
    made = [{**element, "action_id": name} for name, element in elements().items()]
    return [
        {"type": "header", "text": plain("投诉 C-31：酸奶鼓包")},
        {
            "type": "section",
            "text": mrkdwn(
                "*顾客* 说：_收到就鼓包_ ~不想要了~ `订单 2026112401` <https://example.com/a?b=1&amp;c=2|看原文>\n> 刷屏第 6 条\n• 一人\n• 六条"
            ),
            "accessory": {"type": "image", "image_url": DOT, "alt_text": "商品图"},
        },
        {
            "type": "section",
            "fields": [
                mrkdwn("*状态*\n:red_circle: 未认领"),
                mrkdwn("*到期*\n<!date^1795500000^{date_short_pretty} {time}|晚些>"),
                mrkdwn("*负责人*\n—"),
                mrkdwn("*渠道*\n评论"),
            ],
        },
        {
            "type": "context",
            "elements": [
                {"type": "image", "image_url": DOT, "alt_text": "图标"},
                mrkdwn("由 *微博组* 记录 · 首接负责"),
            ],
        },
        {"type": "divider"},
        {"type": "rich_text", "elements": rich_text()},
        {"type": "image", "image_url": DOT, "alt_text": "一个红点", "title": plain("现场照片")},
        {"type": "actions", "block_id": "first", "elements": made[:9]},
        {"type": "actions", "block_id": "second", "elements": made[9:]},
    ]


def rich_text() -> list[Block]:
    """The parts of a rich_text block."""
    bold = {"type": "text", "text": "加粗", "style": {"bold": True}}
    items = [{"type": "rich_text_section", "elements": [{"type": "text", "text": word}]} for word in ("预告", "转发")]
    return [
        {
            "type": "rich_text_section",
            "elements": [
                bold,
                {"type": "text", "text": " 与 "},
                {"type": "emoji", "name": "tada"},
                {"type": "link", "url": "https://example.com/", "text": "链接"},
            ],
        },
        {"type": "rich_text_list", "style": "bullet", "elements": items},
        {"type": "rich_text_list", "style": "ordered", "indent": 1, "elements": items},
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "原话一句"}]},
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "订单 42\n两行"}]},
    ]


def form() -> list[Block]:
    """Blocks for a modal: an input of every kind."""

    def ask(label: str, element: Block, **more: Any) -> Block:
        name = element["action_id"]
        return {"type": "input", "block_id": name, "label": plain(label), "element": element, "optional": True} | more

    return [
        {"type": "section", "text": mrkdwn("提前 *3* 个工作日，:large_yellow_circle: 偏晚")},
        ask(
            "标题",
            {"type": "plain_text_input", "action_id": "title", "max_length": 60},
            optional=False,
            hint=plain("60 个字以内"),
        ),
        ask(
            "内容",
            {"type": "plain_text_input", "action_id": "body", "multiline": True, "placeholder": plain("活动做什么")},
        ),
        ask("预算", {"type": "number_input", "action_id": "budget", "is_decimal_allowed": False, "min_value": "0"}),
        ask("邮箱", {"type": "email_text_input", "action_id": "mail"}),
        ask("网址", {"type": "url_text_input", "action_id": "link"}),
        ask("部门", {"type": "static_select", "action_id": "dept", "options": CITIES}),
        ask("联系人", {"type": "users_select", "action_id": "contact"}),
        ask("抄送", {"type": "multi_users_select", "action_id": "copy"}),
        ask("会话", {"type": "multi_conversations_select", "action_id": "rooms"}),
        ask("频道", {"type": "multi_channels_select", "action_id": "channels"}),
        ask("首日", {"type": "datepicker", "action_id": "first"}),
        ask("时间", {"type": "timepicker", "action_id": "time"}),
        ask("何时发布", {"type": "datetimepicker", "action_id": "when"}),
        ask("需要", {"type": "checkboxes", "action_id": "asks", "options": CITIES}),
        ask("级别", {"type": "radio_buttons", "action_id": "level", "options": CITIES}),
        ask("附件", {"type": "file_input", "action_id": "files"}),
    ]
