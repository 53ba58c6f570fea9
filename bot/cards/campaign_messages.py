"""Messages that a campaign brings by itself: its answers for customer service, and the question what it brought."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot.cards.blocks import actions, button, context, header, section, sections
from bot.cards.message import Message
from bot.cards.paper import Paper
from bot.store.campaigns import Campaign
from bot.text.mrkdwn import escape, escaped
from bot.text.width import cut

# Together they stay under what one message holds, with the longest questions there can be.
_PAIR: Final = 320
_ALL: Final = 9_000


def answers(case: Campaign, paper: Paper) -> Message:
    """What customers will ask about a campaign that runs, and what they are to be told."""
    t = paper.t
    title = t("{case} 开始了：顾客会问什么", case=case.id)
    about = t(
        "*{title}* — {department}，到 {day} 为止。",
        title=escape(case.title),
        department=escape(paper.department(case.department)),
        day=paper.day(case.last_day),
    )
    pairs = [
        t("*问：{question}*", question=escaped(pair.question, _PAIR)) + "\n" + t("答：{answer}", answer=escaped(pair.answer, _PAIR))
        for pair in case.details.questions
    ]  # fmt: skip
    facts = [t("这些问答已经成为常用回复。细节：`/campaign 查看 {case}`", case=case.id)]
    shown = list(_fitting(pairs))
    if len(shown) < len(pairs):
        facts.append(t("还有 {n} 条问答没有列出。", n=len(pairs) - len(shown)))
    return Message(title, [header(title), section(about), *sections(shown), context(*facts)])


def _fitting(pairs: Sequence[str]) -> Iterator[str]:
    """The pairs from the first on that one message holds."""
    room = _ALL
    for pair in pairs:
        room -= len(pair) + 1
        if room < 0:
            return
        yield pair


def ask_results(case: Campaign, number: int, paper: Paper) -> Message:
    """Asks a campaign's contact what it brought; ``number`` 1 asks, 2 and 3 remind."""
    t = paper.t
    title = escape(cut(case.title, 60))
    said = t(
        "{case}《{title}》结束了，效果怎么样？请填写各优惠码的订单、访问和花费，一分钟就好。", case=case.id, title=title
    )
    if number > 1:
        said = t("提醒：{case}《{title}》的结果还没有填（第 {n} 次提醒）。没有统计到的可以不填，写一句说明也行。", case=case.id, title=title, n=number - 1)  # fmt: skip
    return Message(
        said, [section(said), actions(button(t("填写活动结果"), "campaign.result", case.id, style="primary"))]
    )
