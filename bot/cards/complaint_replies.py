"""Canned replies drawn: texts to copy, and the form that records an answer, which can begin with one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, cast

from bot.cards.blocks import actions, button, context, divider, header, section, select, text_input
from bot.cards.complaint_form import ASKS, ask
from bot.cards.message import Block, Message
from bot.cards.names import complaint_category, complaint_verdict
from bot.cards.paper import Paper
from bot.cards.rich import copyable
from bot.store.complaints import NOTE_MOST, Complaint
from bot.store.facts import Facts
from bot.text.mrkdwn import escaped, quoted, shorten
from bot.text.width import cut

START: Final = "complaint.reply_start"
WITH: Final = "complaint.reply_with"
# What a button's value holds, less the case's id in front.
_CARRIED_MOST: Final = 1_900
_WORDS_MOST: Final = 80
_ANSWER_MOST: Final = 300


def replies(
    case: Complaint,
    verdict: str,
    public: bool,
    texts: Sequence[str],
    examples: Sequence[tuple[Complaint, Facts]],
    paper: Paper,
) -> Message:
    """The replies that fit a case, each to copy, with a button that opens the form with it; then how resolved cases like it
    were answered."""
    t = paper.t
    title = t("{case} 的参考回复", case=case.id)
    found = t(complaint_verdict(verdict)) if verdict != "none" else t("还没有核实结论")
    where = t("公开回复：订单号只写尾号。") if public else t("私信回复。")
    told = f"{found} · {escaped(t(complaint_category(case.category)), 100)} · {where}"
    blocks: list[Block] = [header(title), context(told)]
    for text in texts:
        blocks.append(copyable(text))
        if len(text) <= _CARRIED_MOST:
            blocks.append(actions(button(t("用这条记录回复"), WITH, f"{case.id}\n{text}")))
    if examples:
        blocks += [divider(), section(t("*类似的已办结投诉*")), *(_example(*one, paper) for one in examples)]
    blocks.append(context(t("复制、改好后到微博上回复，再用“记录回复”记下。机器人不会替您发出去。")))
    return Message(title, blocks)


def _example(case: Complaint, facts: Facts, paper: Paper) -> Block:
    t = paper.t
    parts = [f"*{case.id}*", t(complaint_verdict(facts.verdict)) if facts.verdict else t("还没有核实结论")]
    if facts.accepted_at:
        parts.append(t("顾客接受了"))
    said = quoted(cut(" ".join(paper.private(case.words, case.order_number).split()), _WORDS_MOST))
    # Not every case was answered in public before it was resolved.
    label, text = (t("答复："), case.reply) if case.reply else (t("处理结果："), case.resolution)
    answer = quoted(cut(paper.private(text, case.order_number), _ANSWER_MOST))
    shown = "\n".join([" · ".join(parts), shorten(said, _WORDS_MOST * 2), label, shorten(answer, _ANSWER_MOST * 2)])
    return section(shown, accessory=button(t("查看"), "complaint.show", case.id))


def reply_form(case_id: str, texts: Sequence[str], paper: Paper, *, text: str = "", turn: int = 0) -> Block:
    """The form that records an answer. ``turn`` counts how often it was begun anew: the chat keeps what was typed under a
    block's name, so a new beginning needs a new one."""
    t = paper.t
    asked = ask("reply", case_id, paper)
    (field,) = cast("list[dict[str, Any]]", asked["blocks"])
    field["block_id"] = f"{ASKS['reply']}.{turn}" if turn else ASKS["reply"]
    field["element"] = text_input("value", multiline=True, initial=text, most=NOTE_MOST)
    if not texts:
        return asked
    options = [(str(at), cut(" ".join(one.split()), 70)) for at, one in enumerate(texts)]
    choice = select(START, options)
    choice["placeholder"] = {"type": "plain_text", "text": t("从参考回复开始")}
    return {**asked, "blocks": [actions(choice), field]}


def begun(chosen: str, typed: str, texts: Sequence[str]) -> str:
    """A form begun anew with the ``chosen`` reply: what a person had typed of their own stays below it."""
    own = typed.strip()
    for text in texts:
        own = own.removeprefix(text).strip()
    return f"{chosen}\n{own}" if own else chosen
