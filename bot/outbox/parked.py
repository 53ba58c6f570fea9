"""What the chat refuses for good: in words, with what to do about it, and told to the admins once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.outbox.failures import EVERYWHERE, TOKEN
from bot.store import outbox, sending
from bot.store.database import Reader, Store, Transaction
from bot.store.outbox import Owed
from bot.text.packing import pack
from bot.text.words import Phrase, phrase


@dataclass(frozen=True, slots=True)
class Parked:
    """One parked message: ``said`` is what is wrong, ``advice`` what to do; ``error`` is the chat's own code,
    with what it said about it in ``detail``. ``owed_at`` is epoch milliseconds."""

    id: int
    what: str
    channel: str
    case_id: str
    owed_at: int
    error: str
    detail: str
    said: Phrase
    advice: Phrase


def describe_parked(reader: Reader) -> list[Parked]:
    """What is parked, oldest first."""
    return [_describe(owed) for owed in outbox.parked(reader)]


def retry_with_good_token(store: Store) -> int:
    """Put back what was refused because of the token, now that the chat takes it; how many."""
    refused = [owed.id for owed in outbox.parked(store) if _parts(owed.error)[0] in TOKEN]
    if not refused:
        return 0
    with store.transaction() as tx:
        return sending.retry_parked(tx, refused)


def tell_admins(tx: Transaction, owed: Owed, error: str, admins: Sequence[str], *, now: int) -> None:
    """Owe each admin one direct message about ``error`` (as stored) in the row's channel, unless they were
    told before.

    ``now`` is epoch milliseconds. The refusal of such a message is itself told to nobody.
    """
    if owed.body.get("alert"):
        return
    code, detail = _parts(error)
    # A wrong token is wrong in every channel: one message, not one for each.
    where = "" if code in EVERYWHERE else owed.channel
    said = phrase(
        "有消息发不出去。{what}{advice}处理后运行 guanwei outbox --retry 重新发送。",
        what=_what(code, detail, owed.channel),
        advice=_advice(code),
    )
    for admin in admins:
        outbox.owe(
            tx,
            "direct",
            admin,
            now=now,
            body={"say": pack(said), "alert": True},
            key=f"parked:{code}:{where}:{admin}",
        )


def _describe(owed: Owed) -> Parked:
    code, detail = _parts(owed.error)
    return Parked(
        id=owed.id,
        what=owed.what,
        channel=owed.channel,
        case_id=owed.case_id,
        owed_at=owed.owed_at,
        error=code,
        detail=detail,
        said=_what(code, detail, owed.channel),
        advice=_advice(code),
    )


def _parts(error: str) -> tuple[str, str]:
    code, _, detail = error.partition(": ")
    return code, detail


def _what(code: str, detail: str, channel: str) -> Phrase:
    match code:
        case "channel_not_found":
            return phrase("找不到频道 {channel}，或者机器人不在这个私有频道里。", channel=channel)
        case "not_in_channel":
            return phrase("机器人不在频道 {channel} 里。", channel=channel)
        case "is_archived":
            return phrase("频道 {channel} 已归档。", channel=channel)
        case "user_not_found" | "users_not_found" | "user_disabled" | "cannot_dm_bot":
            return phrase("无法给 {channel} 发私信：没有这个人，或账号已停用。", channel=channel)
        case "invalid_auth" | "not_authed" | "account_inactive" | "token_revoked" | "token_expired":
            return phrase("机器人的令牌无效或已停用（{code}）。", code=code)
        case "missing_scope" | "no_permission":
            return phrase("机器人缺少权限 {scope}。", scope=detail or code)
        case "msg_too_long" | "msg_blocks_too_long":
            return phrase("一条发往 {channel} 的消息太长。", channel=channel)
        case "invalid_blocks" | "invalid_blocks_format" | "cannot_draw":
            return phrase(
                "一条发往 {channel} 的消息无法显示（{code} {detail}）。",
                channel=channel,
                code=code,
                detail=detail,
            )
        case "messages_tab_disabled":
            return phrase("应用没有打开私信功能，无法给 {channel} 发私信。", channel=channel)
        case "restricted_action" | "restricted_action_read_only_channel":
            return phrase("频道 {channel} 不允许机器人发言。", channel=channel)
        case _:
            return phrase("聊天平台拒绝了一条发往 {channel} 的消息（{code}）。", channel=channel, code=code)


def _advice(code: str) -> Phrase:
    match code:
        case "channel_not_found":
            return phrase("请检查 guanwei.toml 里的频道名；私有频道请在频道里输入 /invite @guanwei。")
        case "not_in_channel":
            return phrase("请在频道里输入 /invite @guanwei。")
        case "is_archived":
            return phrase("请恢复这个频道，或在 guanwei.toml 里换一个。")
        case "user_not_found" | "users_not_found" | "user_disabled" | "cannot_dm_bot":
            return phrase("请在 guanwei.toml 里换成在职的同事。")
        case "invalid_auth" | "not_authed" | "account_inactive" | "token_revoked" | "token_expired":
            return phrase("请重新安装应用，更新 SLACK_BOT_TOKEN 后重启机器人。")
        case "missing_scope" | "no_permission" | "messages_tab_disabled":
            return phrase("请用 guanwei manifest 的输出更新应用，再重新安装。")
        case "restricted_action" | "restricted_action_read_only_channel":
            return phrase("请让频道管理员允许机器人发言，或在 guanwei.toml 里换一个频道。")
        case _:
            return phrase("请把 guanwei outbox 的输出交给维护人员。")
