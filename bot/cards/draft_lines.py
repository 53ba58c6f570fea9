"""A draft's history in sentences, for the thread under its card and for its details."""

from __future__ import annotations

from typing import Final

from bot.cards.paper import Paper
from bot.store.events import Event
from bot.text.mrkdwn import code_block, escape, quoted
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
        "withdraw": lambda: t("撤回了"),
        "published": lambda: t("登记了发布：{url}", url=escape(str(data.get("url", "")))),
    }
    return sentences[event.action]()


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
    if event.to_state != "approved":
        by_legal = "legal" in roles
        return (
            t("作为法务通过了第 {n} 版，还差审稿人", n=data["revision"])
            if by_legal
            else t("通过了第 {n} 版，还差法务", n=data["revision"])
        )
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
