"""A draft's history in sentences, for the thread under its card and for its details."""

from __future__ import annotations

from typing import Final

from bot.cards.paper import Paper
from bot.store.events import Event
from bot.text.mrkdwn import code_block, escape, mention, quoted
from bot.text.width import cut
from bot.text.words import series

# A section takes 3,000 characters; a longer text is copied from the card.
_COPY_MOST: Final = 2_800


def line(event: Event, paper: Paper) -> str:
    """One event of the record as a sentence without its subject: ``通过了第 2 版``."""
    t, data = paper.t, event.data
    sentences = {
        "submit": lambda: t("提交了这份稿件"),
        "revise": lambda: _revised(event, paper),
        "approve": lambda: _approved(event, paper),
        "override": lambda: _overrode(event, paper),
        "return": lambda: t("退回了：") + "\n" + quoted(cut(str(data.get("reason", "")), 1_000)),
        "reject": lambda: t("否决了：") + "\n" + quoted(cut(str(data.get("reason", "")), 1_000)),
        "withdraw": lambda: t("撤回了"),
        "drop": lambda: t("决定不发了"),
        "schedule": lambda: t("排在 {at} 发布", at=_time(event, "at", paper)),
        "retime": lambda: t(
            "把时间改为 {at}（第 {n} 版），要按这个时间通过", at=_time(event, "at", paper), n=data["revision"]
        ),
        "hold": lambda: t("暂停了：") + "\n" + quoted(cut(str(data.get("reason", "")), 1_000)),
        "release": lambda: t("恢复了"),
        "accept": lambda: t("接受了第 {n} 版的改法", n=data["revision"]),
        "argue": lambda: t("坚持原文：") + "\n" + _argued(event, paper),
        "escalate": lambda: (
            t("升级给 {who} 决定：", who=mention(str(data["approver"]))) + "\n" + quoted(cut(str(data["words"]), 1_000))
        ),
        "missed": lambda: _missed(event, paper),
        "handed": lambda: t("{at} 到了，请发布", at=_time(event, "at", paper)),
        "tone": lambda: t("发布前提醒：有未办结的投诉和这条的用词有关"),
        "go_on": lambda: t("看过有关的投诉，决定照常发布"),
        "unconfirmed": lambda: t("已经 {n} 分钟，还没有登记发布", n=data["minutes"]),
        "published": lambda: _published(event, paper),
        "figures": lambda: t(
            "填了数据：阅读 {reads}，转 {reposts}，评 {comments}，赞 {likes}",
            **{name: data[name] for name in ("reads", "reposts", "comments", "likes")},
        ),
    }
    return sentences[event.action]()


def _published(event: Event, paper: Paper) -> str:
    t, data = paper.t, event.data
    said = t("登记了发布：{url}", url=escape(str(data.get("url", ""))))
    if data.get("differs"):
        said += "\n" + t("⚠️ 发出的文字和通过的不一样")
    if reason := str(data.get("reason", "")):
        said += "\n" + t("⚠️ 计划外发布：") + "\n" + quoted(cut(reason, 500))
    return said


def _missed(event: Event, paper: Paper) -> str:
    at = _time(event, "at", paper)
    if event.data.get("handed"):
        return paper.t("{at} 的发布一直没有登记", at=at)
    return paper.t("{at} 到了，没有通过，没有发布", at=at)


def _argued(event: Event, paper: Paper) -> str:
    said = quoted(cut(str(event.data.get("words", "")), 1_000))
    link = str(event.data.get("link", ""))
    return f"{said}\n<{escape(link)}|{paper.t('看证明')}>" if link else said


def _time(event: Event, name: str, paper: Paper) -> str:
    return paper.moment(str(event.data[name]))


def _revised(event: Event, paper: Paper) -> str:
    t, data = paper.t, event.data
    said = t("提交了第 {n} 版", n=data["revision"])
    fixed, added, block = (_number(data.get(name)) for name in ("fixed", "added", "block"))
    if fixed or added:
        said += t("，改好 {fixed} 处，新增 {added} 处", fixed=fixed, added=added)
    if block:
        said += t("，还有 {n} 处不可发布", n=block)
    if proof := str(data.get("proof_given", "")):
        said += "\n" + quoted(cut(proof, 500))
    return said


def _approved(event: Event, paper: Paper) -> str:
    t, data = paper.t, event.data
    given = data.get("as")
    roles = given if isinstance(given, list) else []
    if event.to_state not in ("approved", "scheduled"):
        by_legal = "legal" in roles
        return (
            t("作为法务通过了第 {n} 版，还差审稿人", n=data["revision"])
            if by_legal
            else t("通过了第 {n} 版，还差法务", n=data["revision"])
        )
    if event.to_state == "scheduled":
        return t("通过了第 {n} 版，排在 {at} 发布", n=data["revision"], at=_time(event, "at", paper))
    if data.get("late"):
        return t("通过了第 {n} 版，但原定的时间已过，等人选时间", n=data["revision"])
    said = t("通过了第 {n} 版，可以复制发布：", n=data["revision"])
    copy = code_block(str(data.get("text", "")))
    return f"{said}\n{copy}" if len(copy) <= _COPY_MOST else said + t("文字较长，请在卡片上复制")


def _overrode(event: Event, paper: Paper) -> str:
    t, data = paper.t, event.data
    blocks = data.get("blocks")
    named = [block for block in blocks if isinstance(block, dict)] if isinstance(blocks, list) else []
    words = series(f"“{escape(cut(str(block['words']), 20))}”" for block in named if block.get("words"))
    said = t("放行了 {n} 处不可发布的内容：{words}", n=len(named), words=words)
    return said + "\n" + quoted(cut(str(data.get("reason", "")), 1_000))


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
