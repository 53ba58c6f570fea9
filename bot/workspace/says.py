"""What the workspace itself says to people (not the bot), in Chinese and English."""

from __future__ import annotations

_SAYS: dict[str, tuple[str, str]] = {
    "operation_timeout": (
        "{what} 没有成功：应用没有在 3 秒内应答（operation_timeout）。请再试一次。",
        "{what} failed: the app did not answer within 3 seconds (operation_timeout). Please try again.",
    ),
    "dispatch_failed": (
        "{what} 没有成功：应用不在线（dispatch_failed）。请稍后再试。",
        "{what} failed: the app is not there (dispatch_failed). Please try again later.",
    ),
    "unknown_command": (
        "{what} 不是有效的命令。以“/”开头的消息会被当作命令；要当作消息发送，请在“/”前加一个空格。",
        "{what} is not a valid command. Messages that start with “/” are taken as commands; "
        "put a space before the “/” to send one as a message.",
    ),
    "command_in_thread": ("消息列里不能使用斜杠命令。", "Slash commands cannot be used in threads."),
    "not_in_channel": ("您不在这个频道里。", "You are not in this channel."),
    "channel_not_found": ("没有这个频道。", "There is no such channel."),
    "user_not_found": ("没有这个人。", "There is no such person."),
    "message_not_found": ("没有这条消息。", "There is no such message."),
    "view_not_found": ("这个窗口已经关闭。", "This window is closed already."),
    "action_not_found": ("这个按钮已经不在了。", "This button is not there any more."),
    "unknown_shortcut": ("没有这个快捷方式。", "There is no such shortcut."),
    "no_text": ("消息是空的。", "The message is empty."),
    "msg_too_long": ("消息太长。", "The message is too long."),
    "invalid_arguments": ("请求缺少内容，或内容不对：{what}", "Something is missing or wrong in the request: {what}"),
    "bad_answer": (
        "{what} 的应答不符合要求，未能显示。",
        "The answer to {what} broke the chat's rules and cannot be shown.",
    ),
    "required": ("请填写这一项。", "Please fill this in."),
    "too_short": ("至少需要 {n} 个字。", "At least {n} characters are needed."),
    "too_long": ("最多 {n} 个字。", "At most {n} characters fit."),
    "not_a_number": ("请填写一个数字。", "Please enter a number."),
    "out_of_range": ("数字超出了范围。", "The number is out of range."),
    "not_an_option": ("请从列表里选择。", "Please choose from the list."),
    "joined": ("<@{what}> 加入了频道", "<@{what}> has joined the channel"),
    "left": ("<@{what}> 离开了频道", "<@{what}> has left the channel"),
    "usage": ("用法：{what}", "Usage: {what}"),
}


def say(language: str, code: str, **places: object) -> str:
    """A sentence for a code, in Chinese for ``zh…`` and in English otherwise; the code itself where there is none."""
    both = _SAYS.get(code)
    if both is None:
        return code
    return both[0 if language.startswith("zh") else 1].format_map({"what": "", "n": "", **places})
